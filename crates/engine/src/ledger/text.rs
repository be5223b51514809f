//! Text: its encoding by validity, its delimiter by regularity, its lines with their numbers.

use super::grid::Grid;
use crate::finding::{Code, Finding};

/// The lines and fields of a text.
///
/// # Errors
/// Why it cannot be read: no encoding fits, or it is too large.
pub(super) fn open(bytes: &[u8]) -> Result<Grid, Vec<Finding>> {
    let _ = bytes;
    Err(vec![Finding::new(Code::UnknownEncoding, "")])
}
