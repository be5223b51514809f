//! Workbooks: the cells of one sheet, read one after the other, within limits.

use super::Options;
use super::grid::Grid;
use crate::finding::{Code, Finding};

/// Whether these bytes begin like a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// The sheet that the options name, or the one that looks most like a ledger.
///
/// # Errors
/// Why the workbook cannot be read.
pub(super) fn open(bytes: &[u8], options: &Options) -> Result<Grid, Vec<Finding>> {
    let _ = (bytes, options);
    Err(vec![Finding::new(Code::SpreadsheetFile, "")])
}
