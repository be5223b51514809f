//! What is kept beside the rows when they come from ledgers: where they come from, the months,
//! which names were made one company, and which suppliers have one owner.

use serde::Serialize;

use super::Supplier;
use crate::measure::Number;
use crate::table::keyed;

keyed! {
    /// What speaks for two names being one company.
    Because {
        /// Width of letters, blanks, upper and lower case.
        Written = "written",
        /// The legal form is written in another way in the same place (㈱, (株), 株式会社).
        LegalForm = "legal_form",
        /// A letter has a variant (髙 and 高).
        Variant = "variant",
        /// The corporate number is the same.
        CorporateNumber = "corporate_number",
        /// The code in the accounting package is the same.
        Code = "code",
        /// The legal form stands before the one name and behind the other.
        LegalFormPlace = "legal_form_place",
        /// The legal form is missing in one of them.
        LegalFormMissing = "legal_form_missing",
        /// A branch or an office stands behind the name.
        Branch = "branch",
        /// The names differ by a letter or two.
        Similar = "similar",
        /// Somebody said so.
        Said = "said",
    }
}

/// What was read of one ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// How many rows were taken.
    pub rows_read: u32,
    /// How many lines were not.
    pub skipped: u32,
    /// What the rows add up to, yen.
    pub total_yen: Number,
    /// What the sheet itself says, yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_total_yen: Option<Number>,
    /// The first day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What was bought in each month of one name, or of all the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MonthsOf {
    /// The name as invoiced; none for all the others together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Yen, as many as there are months.
    pub yen: Vec<Number>,
}

/// A row as it was before it was merged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Where it stood, from 0.
    pub row: usize,
    /// The row.
    pub supplier: Supplier,
}

/// Names that were made one company.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Merge {
    /// The name they have together.
    pub alias: String,
    /// What speaks for it.
    pub because: Because,
    /// The rows as they were.
    pub parts: Vec<Part>,
}

/// Suppliers under one owner.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The owner's name.
    pub name: String,
    /// The suppliers, by alias.
    pub suppliers: Vec<String>,
}

/// What is kept beside the rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Book {
    /// The ledgers the rows come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The months, `YYYY-MM`, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<String>,
    /// What was bought in them, of the largest names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_month: Vec<MonthsOf>,
    /// Which names were made one, the latest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<Merge>,
    /// Which suppliers have one owner.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}
