//! Which names are one company: suggestions with their reasons, never a merger.

use serde::{Deserialize, Serialize};

use super::Party;
use crate::suppliers::Because;

/// Names that may be one company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The names as they stand in the ledger, the one with the largest amount first.
    pub names: Vec<String>,
    /// The name they would have together.
    pub alias: String,
    /// What speaks for it.
    pub because: Because,
    /// Whether it can be taken without a closer look.
    pub certain: bool,
}

/// Every suggestion, the certain ones first, then by amount.
#[must_use]
pub fn suggest(parties: &[Party]) -> Vec<Suggestion> {
    let _ = parties;
    Vec::new()
}
