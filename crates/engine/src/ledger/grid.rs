//! What a file holds before anything is understood: lines with their numbers, fields as text.
//!
//! A workbook's numbers come as the shortest text that gives the same number back, its days as
//! `YYYY-MM-DD`, its errors as they show (`#N/A`), so that everything after this reads text only.

use csv::StringRecord;

use super::Encoding;
use crate::finding::Finding;

/// A line of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its number in the file or on the sheet, from 1.
    pub number: u32,
    /// Its fields as they stand.
    pub fields: StringRecord,
}

impl Line {
    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// A file or a sheet, as lines of fields.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// How it is written down.
    pub encoding: Encoding,
    /// What stands between the fields of a text.
    pub delimiter: Option<char>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet these lines are of.
    pub sheet: Option<String>,
    /// Every line up to the last in which anything stands, blank ones included.
    pub lines: Vec<Line>,
    /// What could not be read, and where.
    pub findings: Vec<Finding>,
}
