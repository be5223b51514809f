//! Which names are one company: suggestions with their reasons, never a merger.
//!
//! `letters` and `spelling` take a name apart, `tables` hold what a person knows of names, `clusters` join the
//! certain ones, `doubtful` finds what needs a closer look.

#[cfg(feature = "files")]
mod clusters;
#[cfg(feature = "files")]
mod doubtful;
#[cfg(feature = "files")]
mod letters;
#[cfg(feature = "files")]
mod spelling;
#[cfg(feature = "files")]
mod tables;

use serde::{Deserialize, Serialize};

#[cfg(feature = "files")]
use super::Party;
use crate::suppliers::Because;

/// Names that may be one company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The names as they stand in the ledger, the one with the largest amount first.
    pub names: Vec<String>,
    /// The name they would have together.
    pub alias: String,
    /// What speaks for it: the weakest of the reasons that are needed.
    pub because: Because,
    /// Whether it can be taken without a closer look.
    pub certain: bool,
}

/// Every suggestion, the certain ones first, then by amount.
///
/// A certain one holds every spelling of a company; a doubtful one is between two companies, with
/// every spelling of both, so that it can be taken after the certain ones. Names with different
/// corporate numbers or different legal forms are never suggested, nor are names that differ in a
/// number only; a name that stands beside two corporate numbers is left alone. The order of the
/// parties changes nothing.
#[cfg(feature = "files")]
#[must_use]
pub fn suggest(parties: &[Party]) -> Vec<Suggestion> {
    let clusters = clusters::Clusters::of(parties);
    let mut suggestions = clusters.certain();
    suggestions.extend(doubtful::pairs(&clusters));
    suggestions
}

#[cfg(all(test, feature = "files"))]
mod tests;
