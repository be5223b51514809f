//! From ledgers to rows of the supplier table, as invoiced.

use serde::{Deserialize, Serialize};

use super::names::Suggestion;
use super::{Month, Party, Period, Reading, Sen};
use crate::finding::Finding;
use crate::suppliers::{Book, BuyVia, Supplier};
use crate::table::Country;

/// Several ledgers together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The suppliers as invoiced, the largest first.
    pub parties: Vec<Party>,
    /// Every month in which anything was bought, in order.
    pub months: Vec<Month>,
    /// From the first day to the last of all of them.
    pub period: Option<Period>,
    /// What all rows add up to.
    pub total: Sen,
    /// Which names may be one company.
    pub suggestions: Vec<Suggestion>,
}

/// What words of a ledger mean: a pack knows, this room does not.
pub struct Meaning<'a> {
    /// The country a text names.
    pub country: &'a dyn Fn(&str) -> Option<Country>,
    /// The route a text names.
    pub via: &'a dyn Fn(&str) -> Option<BuyVia>,
}

impl Ledger {
    /// The ledgers together; parties that agree in all but their amounts become one.
    #[must_use]
    pub fn of(readings: &[Reading]) -> Self {
        let _ = readings;
        Self::default()
    }

    /// A row for each party, the largest first, and what is to be kept beside the rows.
    ///
    /// An origin that is not written, or that nobody knows, is left open: never domestic.
    /// `times` turns the amounts into those of a year (1 where the ledger covers one).
    #[must_use]
    pub fn rows(&self, meaning: &Meaning<'_>, times: f64) -> (Vec<Supplier>, Book, Vec<Finding>) {
        let _ = (meaning, times);
        (Vec::new(), Book::default(), Vec::new())
    }
}
