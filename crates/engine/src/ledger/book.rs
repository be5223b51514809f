//! Workbooks: the cells of one sheet, read one after the other, within limits.
//!
//! `weigh` says beforehand what an archive comes to · `xlsx` and `xls` hand out the cells of a
//! sheet · `cells` keeps them and makes lines of them. Formulas count by the result that was
//! saved with them; macros are never looked at.

mod cells;
mod weigh;
mod xls;
mod xlsx;

use calamine::DataRef;

use self::cells::Cells;
use self::xls::Xls;
use self::xlsx::Xlsx;
use super::grid::Grid;
use super::{Encoding, Options};
use crate::finding::{Code, Finding};

/// What a cell is handed to: its row and column from 0, and what stands in it.
type See<'s> = &'s mut dyn FnMut(u32, u32, &DataRef<'_>) -> Result<(), Finding>;

/// A sheet as the workbook lists it.
#[derive(Clone, Debug, PartialEq)]
struct Sheet {
    name: String,
    hidden: bool,
}

/// A workbook that can be read.
enum Book<'b> {
    Xlsx(Box<Xlsx<'b>>),
    Xls(Xls),
}

/// Whether these bytes begin like a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// The sheet that the options name, or the one that looks most like a ledger: of those that are
/// not hidden the one with the most in it.
///
/// # Errors
/// Why the workbook cannot be read.
pub(super) fn open(bytes: &[u8], options: &Options) -> Result<Grid, Vec<Finding>> {
    read(bytes, options).map_err(|finding| vec![finding])
}

fn read(bytes: &[u8], options: &Options) -> Result<Grid, Finding> {
    let (encoding, mut book) = if bytes.starts_with(b"PK") {
        (Encoding::Xlsx, Book::Xlsx(Box::new(Xlsx::open(bytes)?)))
    } else {
        (Encoding::Xls, Book::Xls(Xls::open(bytes)?))
    };
    let mut sheets = book.sheets();
    sheets.sort_by_key(|sheet| sheet.hidden);
    let Some(sheet) = choose(&mut book, &sheets, options)? else {
        return Err(damaged("0 sheets"));
    };
    let mut cells = Cells::default();
    book.visit(&sheet, &mut |row, column, value| {
        cells.push(row, column, value)
    })?;
    Ok(Grid {
        encoding,
        delimiter: None,
        sheets: sheets.into_iter().map(|sheet| sheet.name).collect(),
        sheet: Some(sheet),
        lines: cells.into_lines()?,
        findings: Vec::new(),
    })
}

fn choose(
    book: &mut Book<'_>,
    sheets: &[Sheet],
    options: &Options,
) -> Result<Option<String>, Finding> {
    if let Some(wanted) = &options.sheet {
        if sheets.iter().any(|sheet| sheet.name == *wanted) {
            return Ok(Some(wanted.clone()));
        }
        return Err(Finding::new(Code::UnknownSheet, "").with("sheet", wanted));
    }
    if let [only] = sheets {
        return Ok(Some(only.name.clone()));
    }
    let looked_at = book.may_look_at();
    let mut best: Option<(usize, &Sheet)> = None;
    for sheet in sheets.iter().take(looked_at) {
        if let Some((filled, _)) = best
            && filled > 0
            && sheet.hidden
        {
            break;
        }
        let filled = filled(book, &sheet.name);
        if best.is_none_or(|(most, _)| filled > most) {
            best = Some((filled, sheet));
        }
    }
    Ok(best.map(|(_, sheet)| sheet.name.clone()))
}

/// In how many cells of the sheet anything stands, as far as it can be read.
fn filled(book: &mut Book<'_>, sheet: &str) -> usize {
    let mut count = 0;
    // What is wrong with a sheet is said when it is the one that is read.
    let _ = book.visit(sheet, &mut |_, _, value| {
        count += usize::from(!is_empty(value));
        Ok(())
    });
    count
}

impl Book<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        match self {
            Self::Xlsx(book) => book.sheets(),
            Self::Xls(book) => book.sheets(),
        }
    }

    /// So many sheets may be read for their contents alone, so that a file in which a thousand
    /// sheets are the same large one is not read a thousand times.
    fn may_look_at(&self) -> usize {
        const BYTES: u64 = 1_000_000_000;
        let weight = match self {
            Self::Xlsx(book) => book.weight(),
            Self::Xls(book) => book.weight(),
        };
        let sheets = (BYTES / weight.max(1)).clamp(3, 64);
        usize::try_from(sheets).unwrap_or(3)
    }

    fn visit(&mut self, sheet: &str, see: See<'_>) -> Result<(), Finding> {
        match self {
            Self::Xlsx(book) => book.visit(sheet, see),
            Self::Xls(book) => book.visit(sheet, see),
        }
    }
}

fn is_empty(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => true,
        DataRef::String(text) => text.is_empty(),
        DataRef::SharedString(text) => text.is_empty(),
        _ => false,
    }
}

fn damaged(message: impl ToString) -> Finding {
    Finding::new(Code::DamagedWorkbook, "").with("message", message)
}

fn locked() -> Finding {
    Finding::new(Code::LockedWorkbook, "")
}

fn unpacks_too_large() -> Finding {
    Finding::new(Code::UnpacksTooLarge, "").with("limit", super::UNPACKED_LIMIT)
}

#[cfg(test)]
mod tests;
