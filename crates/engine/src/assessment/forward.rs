//! A case carried over to another year: everything stays but what is bound to its time.
//!
//! What that is, the pack says (`timed`). Notes and flags stay: they tell how a figure was found.

use super::Assessment;
use crate::content::{Id, Pack, TableName};
use crate::suppliers::Book;
use crate::table::{Cell, Row};

/// What is emptied when a case is carried over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blanked {
    /// Questions, in the pack's order.
    pub questions: Vec<Id>,
    /// How many cells of which column.
    pub cells: Vec<(TableName, Id, usize)>,
    /// How many purchase ledgers are no longer behind the suppliers.
    pub ledgers: usize,
}

impl Assessment {
    /// The case for another year, and what was emptied in it.
    #[must_use]
    pub fn forward(&self, pack: &Pack) -> (Self, Blanked) {
        let mut case = self.clone();
        let mut blanked = Blanked::default();
        for question in pack.questions().filter(|question| question.timed) {
            let given = case.profile.remove(&question.id).is_some();
            let answered = self.answers.get(&question.id);
            let answered = answered.is_some_and(|answer| answer.given.is_some());
            case.change(question.id.clone(), |answer| {
                answer.given = None;
                answer.estimate = false;
            });
            if given || answered {
                blanked.questions.push(question.id.clone());
            }
        }
        for table in [TableName::Suppliers, TableName::Markets] {
            let columns = pack.tables.get(table).columns.iter();
            for column in columns.filter(|column| column.timed) {
                let count = match table {
                    TableName::Suppliers => empty(&mut case.suppliers, &column.key),
                    TableName::Markets => empty(&mut case.markets, &column.key),
                };
                if table == TableName::Suppliers {
                    let merges = case.book.merges.iter_mut();
                    for part in merges.flat_map(|merge| &mut merge.parts) {
                        part.supplier.set(column.key.as_str(), Cell::Empty);
                    }
                }
                if count > 0 {
                    blanked.cells.push((table, column.key.clone(), count));
                }
            }
        }
        blanked.ledgers = case.book.sources.len();
        // Which names are one company and who owns whom stays.
        case.book = Book {
            merges: std::mem::take(&mut case.book.merges),
            groups: std::mem::take(&mut case.book.groups),
            ..Book::default()
        };
        case.seat = None;
        (case, blanked)
    }
}

/// Empties a column: how many cells held something.
fn empty<R: Row>(rows: &mut [R], column: &Id) -> usize {
    let column = column.as_str();
    let filled = rows
        .iter_mut()
        .filter(|row| row.cell(column) != Cell::Empty);
    filled.map(|row| row.set(column, Cell::Empty)).count()
}

impl Blanked {
    /// Whether nothing is bound to its time.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
