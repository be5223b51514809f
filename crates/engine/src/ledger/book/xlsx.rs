//! Workbooks of Office Open XML, with or without macros: calamine hands out their cells in the
//! order of the file, and never a whole range, so that a sheet that claims a million rows costs
//! what stands in it.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, XlsxError};

use super::weigh::weigh;
use super::{See, Sheet, damaged, locked};
use crate::finding::Finding;

pub(super) struct Xlsx<'b> {
    book: calamine::Xlsx<Cursor<&'b [u8]>>,
    weight: u64,
}

impl<'b> Xlsx<'b> {
    /// # Errors
    /// It is no workbook, damaged, locked, or unpacks to more than is read.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Finding> {
        let weight = weigh(bytes)?;
        let book = calamine::Xlsx::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
        Ok(Self { book, weight })
    }

    /// What it unpacks to, in bytes.
    pub(super) fn weight(&self) -> u64 {
        self.weight
    }

    pub(super) fn sheets(&self) -> Vec<Sheet> {
        let sheets = self.book.sheets_metadata().iter();
        sheets
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| Sheet {
                name: sheet.name.clone(),
                hidden: sheet.visible != SheetVisible::Visible,
            })
            .collect()
    }

    pub(super) fn visit(&mut self, sheet: &str, see: See<'_>) -> Result<(), Finding> {
        let mut cells = self
            .book
            .worksheet_cells_reader(sheet)
            .map_err(|error| refusal(&error))?;
        loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    see(row, column, cell.get_value())?;
                }
                Ok(None) => return Ok(()),
                // An error that calamine does not know by name: a cell without a value.
                Err(XlsxError::CellError(_)) => {}
                Err(error) => return Err(refusal(&error)),
            }
        }
    }
}

fn refusal(error: &XlsxError) -> Finding {
    match error {
        XlsxError::Password => locked(),
        _ => damaged(error),
    }
}
