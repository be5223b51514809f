//! One firm's case: what it answered, its tables, and what may be done with them.
//!
//! The ground truth changes in [`Assessment::apply`] only; scores and figures are derived from
//! it and never stored. `path` says which questions apply and what their answers are once the
//! tables have spoken; `file` is the one format it is kept in; `entry` reads what a person
//! types; `run` is what is kept of scenarios and plans, `disclosed` of what was handed on, `past`
//! of earlier results, `part` of what colleagues answer, `seat` of a team in a workshop room; `forward` carries a case over to the next
//! year; `import` takes rows from a text with a heading row, `paste` cells from a range;
//! `contradiction` finds answers that do not go together, `changes` what differs between two cases.

mod changes;
mod contradiction;
mod disclosed;
mod entry;
mod file;
mod forward;
mod import;
mod mend;
mod part;
mod past;
mod paste;
mod path;
mod run;
mod seat;
mod strict;

use std::collections::BTreeMap;

pub use changes::{Changed, Changes};
pub use contradiction::{Contradiction, Side};
pub use disclosed::{Disclosure, Form, Level};
pub use entry::{cell_of, money_of, number_of, shown_cell};
#[cfg(feature = "schema")]
pub(crate) use file::Written;
pub(crate) use file::{FORMAT, hash_of, is_day, is_hash, json_of, other_version};
pub use file::{FileError, Opened, Rescued, VERSION, fingerprint};
pub use forward::Blanked;
pub use import::{Imported, import};
pub(crate) use mend::mend;
pub use part::{Part, RETURNED_LIMIT, Returned, Standing};
pub use past::{PAST_LIMIT, PackName, Past, PastModule};
pub use paste::{Pasted, example, has_headings, is_own_table, paste};
pub use path::{Origin, Path, Step};
pub use run::{
    Aim, EVENT_LIMIT, Event, LARGEST_MULTIPLE, LONGEST_WEEKS, Planned, RUN_LIMIT, Run, Status,
};
pub use seat::{Seat, SeatFault, When};

use crate::content::{Choice, Id, Pack, Question, TableName};
use crate::markets::Market;
use crate::measure::Number;
use crate::suppliers::{Because, Book, Supplier};
pub use crate::table::ROW_LIMIT;
use crate::table::{Cell, Row};

/// One firm's case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// Whether it is a fictional firm, which can never be mistaken for a real one.
    pub practice: bool,
    /// The questions about the firm.
    pub profile: BTreeMap<Id, Given>,
    /// The questionnaires.
    pub answers: BTreeMap<Id, Answer>,
    /// What it buys.
    pub suppliers: Vec<Supplier>,
    /// What it sells.
    pub markets: Vec<Market>,
    /// What is kept beside the suppliers where they come from ledgers.
    pub book: Book,
    /// The scenarios it plays: those that count in its result.
    pub runs: Vec<Run>,
    /// What it decided to do.
    pub plan: Vec<Planned>,
    /// What it handed on. The log goes into no dossier.
    pub disclosures: Vec<Disclosure>,
    /// Earlier results, the latest last.
    pub history: Vec<Past>,
    /// What is asked in it, where it is a part of another case.
    pub part: Option<Part>,
    /// What parts brought back and is not settled yet, by question.
    pub returned: BTreeMap<Id, Vec<Returned>>,
    /// The team's seat in a workshop room, where it is practice in one.
    pub seat: Option<Seat>,
    /// Rows of later features, kept as they were read.
    pub kept: Kept,
}

/// Parts of the file that this version keeps and does not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The technology register.
    pub technologies: Vec<serde_json::Value>,
}

/// What was given as an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// One option.
    Choice(Id),
    /// Several options, in the order of the pack.
    Choices(Vec<Id>),
    /// A number in the question's unit.
    Number(Number),
    /// "Don't know".
    Unknown,
    /// "Does not apply to us".
    NotApplicable,
}

/// An answer to a question, with what was put beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What was given; `None` where the question was only flagged or noted.
    pub given: Option<Given>,
    /// A note of the firm's own.
    pub note: String,
    /// To be looked at again.
    pub flag: bool,
    /// Given in the five-minute check, not confirmed yet.
    pub estimate: bool,
}

impl Answer {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A change to an assessment.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A question of the profile was answered, or its answer taken away.
    Profiled(Id, Option<Given>),
    /// A question was answered; `estimate` where it was in the five-minute check.
    Answered {
        /// The question.
        question: Id,
        /// The answer.
        given: Given,
        /// Whether it is to be confirmed later.
        estimate: bool,
    },
    /// An answer was taken away; its note and flag stay.
    Cleared(Id),
    /// An estimate was confirmed as it is.
    Confirmed(Id),
    /// A question was flagged for later, or no longer.
    Flagged(Id, bool),
    /// A note was written; an empty one removes it.
    Noted(Id, String),
    /// Cells of a table were set; rows that are missing are added.
    CellsSet(TableName, Vec<CellEdit>),
    /// Blank rows were put before the row with this index.
    RowsInserted(TableName, usize, usize),
    /// Rows were removed: from this index, so many.
    RowsRemoved(TableName, usize, usize),
    /// Rows read from a file were added behind the others.
    RowsAdded(Rows),
    /// Rows read from a file took the place of all others. What was kept beside suppliers from
    /// ledgers goes with them.
    RowsReplaced(Rows),
    /// Suppliers were taken from ledgers; as many as a table holds.
    LedgerTaken {
        /// The suppliers.
        rows: Vec<Supplier>,
        /// What is kept beside them.
        book: Book,
        /// Whether they take the place of all others, or stand behind them.
        replace: bool,
    },
    /// Names of suppliers were made one company.
    Merged {
        /// The names.
        names: Vec<String>,
        /// The name they have together.
        alias: String,
        /// What speaks for it.
        because: Because,
    },
    /// A merger was undone, by its index.
    MergeUndone(usize),
    /// Every merger was undone.
    MergesUndone,
    /// Exactly these suppliers were said to have one owner.
    GroupSet {
        /// The owner's name.
        name: String,
        /// The suppliers, by alias.
        suppliers: Vec<String>,
    },
    /// A group was dissolved.
    GroupRemoved(String),
    /// A scenario was taken into the result, in place of the same one as it was before.
    RunKept(Run),
    /// A scenario was taken out of the result again, by its index.
    RunDropped(usize),
    /// Something was decided, or what was decided changed.
    Planned(Planned),
    /// Something is not to be done after all, by its index.
    PlanDropped(usize),
    /// A dossier was handed on. What says the same in every part stands once.
    Disclosed(Disclosure),
    /// The result was saved: it goes behind the earlier ones where it says something new.
    ResultRecorded(Past),
    /// Whoever answers a part said who that is.
    PartSigned(String),
    /// A part came back with these answers.
    Joined(BTreeMap<Id, Returned>),
    /// What came back to a question is settled: one of the answers is taken, by its index, or the
    /// own one stays.
    Settled(Id, Option<usize>),
    /// The team's seat in a workshop room became this one; a real firm has none.
    Seated(Seat),
}

/// One cell to be set.
#[derive(Clone, Debug, PartialEq)]
pub struct CellEdit {
    /// The index of its row.
    pub row: usize,
    /// The key of its column.
    pub column: Id,
    /// What it becomes.
    pub cell: Cell,
}

/// Rows of one of the tables.
#[derive(Clone, Debug, PartialEq)]
pub enum Rows {
    /// Of the supplier table.
    Suppliers(Vec<Supplier>),
    /// Of the market table.
    Markets(Vec<Market>),
}

impl Rows {
    /// The table they belong to.
    #[must_use]
    pub fn table(&self) -> TableName {
        match self {
            Self::Suppliers(_) => TableName::Suppliers,
            Self::Markets(_) => TableName::Markets,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Suppliers(rows) => rows.len(),
            Self::Markets(rows) => rows.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Assessment {
    /// Makes one change. A change that names no row or column of the assessment changes nothing.
    pub fn apply(&mut self, edit: Edit) {
        let Some(edit) = self.answer(edit) else {
            return;
        };
        match edit {
            Edit::CellsSet(TableName::Suppliers, edits) => set_cells(&mut self.suppliers, edits),
            Edit::CellsSet(TableName::Markets, edits) => set_cells(&mut self.markets, edits),
            Edit::RowsInserted(TableName::Suppliers, at, count) => {
                let before = self.suppliers.len();
                insert_rows(&mut self.suppliers, at, count);
                let inserted = self.suppliers.len() - before;
                self.book.rows_inserted(at.min(before), inserted);
            }
            Edit::RowsInserted(TableName::Markets, at, count) => {
                insert_rows(&mut self.markets, at, count);
            }
            Edit::RowsRemoved(TableName::Suppliers, at, count) => {
                remove_rows(&mut self.suppliers, at, count);
                self.book.rows_removed(at, count, &self.suppliers);
            }
            Edit::RowsRemoved(TableName::Markets, at, count) => {
                remove_rows(&mut self.markets, at, count);
            }
            Edit::RowsAdded(Rows::Suppliers(rows)) => self.suppliers.extend(rows),
            Edit::RowsAdded(Rows::Markets(rows)) => self.markets.extend(rows),
            Edit::RowsReplaced(Rows::Suppliers(rows)) => {
                self.suppliers = rows;
                self.book = Book::default();
            }
            Edit::RowsReplaced(Rows::Markets(rows)) => self.markets = rows,
            Edit::LedgerTaken {
                rows,
                book,
                replace,
            } => self.take_ledger(rows, book, replace),
            Edit::Merged {
                names,
                alias,
                because,
            } => {
                self.book
                    .merge(&mut self.suppliers, &names, &alias, because);
            }
            Edit::MergeUndone(index) => {
                self.book.undo(&mut self.suppliers, index);
            }
            Edit::MergesUndone => self.book.undo_all(&mut self.suppliers),
            Edit::GroupSet { name, suppliers } => self.book.set_group(&name, &suppliers),
            Edit::GroupRemoved(name) => self.book.remove_group(&name),
            Edit::RunKept(run) => put(&mut self.runs, run, RUN_LIMIT, Run::plays_as),
            Edit::RunDropped(index) => drop_at(&mut self.runs, index),
            Edit::Planned(planned) => put(&mut self.plan, planned, ROW_LIMIT, Planned::is_same),
            Edit::PlanDropped(index) => drop_at(&mut self.plan, index),
            Edit::Disclosed(one) => put(&mut self.disclosures, one, ROW_LIMIT, Disclosure::eq),
            Edit::ResultRecorded(past) => self.record(past),
            Edit::PartSigned(by) => {
                if let Some(part) = &mut self.part {
                    part.by = by;
                }
            }
            Edit::Joined(brought) => self.join(brought),
            Edit::Settled(question, taken) => self.settle(&question, taken),
            Edit::Seated(seat) => self.seat = Some(seat).filter(|_| self.practice),
            // They were made above.
            Edit::Profiled(..)
            | Edit::Answered { .. }
            | Edit::Cleared(_)
            | Edit::Confirmed(_)
            | Edit::Flagged(..)
            | Edit::Noted(..) => (),
        }
    }

    /// Makes a change to an answer; any other is given back.
    pub fn answer(&mut self, edit: Edit) -> Option<Edit> {
        match edit {
            Edit::Profiled(question, Some(given)) => {
                self.profile.insert(question, given);
            }
            Edit::Profiled(question, None) => {
                self.profile.remove(&question);
            }
            Edit::Answered {
                question,
                given,
                estimate,
            } => self.change(question, |answer| {
                answer.given = Some(given);
                answer.estimate = estimate;
            }),
            Edit::Cleared(question) => self.change(question, |answer| {
                answer.given = None;
                answer.estimate = false;
            }),
            Edit::Confirmed(question) => self.change(question, |answer| answer.estimate = false),
            Edit::Flagged(question, flag) => self.change(question, |answer| answer.flag = flag),
            Edit::Noted(question, note) => self.change(question, |answer| answer.note = note),
            other => return Some(other),
        }
        None
    }

    /// The industry, where it is answered.
    #[must_use]
    pub fn industry(&self) -> Option<&Id> {
        match self.profile.get(Pack::INDUSTRY) {
            Some(Given::Choice(industry)) => Some(industry),
            _ => None,
        }
    }

    /// The answer given to a question of the profile or of a module.
    #[must_use]
    pub fn given(&self, question: &str) -> Option<&Given> {
        self.profile
            .get(question)
            .or_else(|| self.answers.get(question)?.given.as_ref())
    }

    /// The cell of a table, empty beyond its end.
    #[must_use]
    pub fn cell(&self, table: TableName, row: usize, column: &str) -> Cell {
        match table {
            TableName::Suppliers => self.suppliers.get(row).map(|row| row.cell(column)),
            TableName::Markets => self.markets.get(row).map(|row| row.cell(column)),
        }
        .unwrap_or_default()
    }

    /// How many rows a table has.
    #[must_use]
    pub fn rows(&self, table: TableName) -> usize {
        match table {
            TableName::Suppliers => self.suppliers.len(),
            TableName::Markets => self.markets.len(),
        }
    }

    fn take_ledger(&mut self, rows: Vec<Supplier>, book: Book, replace: bool) {
        if replace {
            self.suppliers = rows;
            self.book = book;
        } else {
            self.book.add(book, self.suppliers.len());
            self.suppliers.extend(rows);
        }
        self.suppliers.truncate(ROW_LIMIT);
    }

    fn change(&mut self, question: Id, change: impl FnOnce(&mut Answer)) {
        let mut answer = self.answers.remove(&question).unwrap_or_default();
        change(&mut answer);
        if !answer.is_empty() {
            self.answers.insert(question, answer);
        }
    }
}

impl Given {
    /// The answer that choosing an option gives: "does not apply" options are kept as such.
    #[must_use]
    pub fn chosen(option: &Choice) -> Self {
        if option.not_applicable {
            Self::NotApplicable
        } else {
            Self::Choice(option.key.clone())
        }
    }

    /// The multiple choice after one option was switched; `None` where nothing is left.
    ///
    /// "None of these" excludes the others, either way.
    #[must_use]
    pub fn switched(question: &Question, before: Option<&Self>, key: &str) -> Option<Self> {
        let chosen = match before {
            Some(Self::Choices(keys)) => keys.as_slice(),
            _ => &[],
        };
        let switched = question.kind.option(key)?;
        let keys: Vec<Id> = question
            .kind
            .options()
            .iter()
            .filter(|option| {
                let was = chosen.contains(&option.key);
                if option.key == switched.key {
                    !was
                } else {
                    was && !switched.exclusive && !option.exclusive
                }
            })
            .map(|option| option.key.clone())
            .collect();
        (!keys.is_empty()).then_some(Self::Choices(keys))
    }

    /// Whether a person said what the answer is: not "don't know".
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }
}

/// Puts a value in the place of the same one, or behind the others where there is room.
fn put<T>(all: &mut Vec<T>, one: T, limit: usize, same: impl Fn(&T, &T) -> bool) {
    if let Some(other) = all.iter_mut().find(|other| same(other, &one)) {
        *other = one;
    } else if all.len() < limit {
        all.push(one);
    }
}

fn drop_at<T>(all: &mut Vec<T>, index: usize) {
    if index < all.len() {
        all.remove(index);
    }
}

fn set_cells<R: Row>(rows: &mut Vec<R>, edits: Vec<CellEdit>) {
    for edit in edits {
        if edit.row >= ROW_LIMIT {
            continue;
        }
        if edit.row >= rows.len() {
            rows.resize_with(edit.row + 1, R::default);
        }
        if let Some(row) = rows.get_mut(edit.row) {
            row.set(edit.column.as_str(), edit.cell);
        }
    }
}

fn insert_rows<R: Row>(rows: &mut Vec<R>, at: usize, count: usize) {
    let (at, count) = (
        at.min(rows.len()),
        count.min(ROW_LIMIT.saturating_sub(rows.len())),
    );
    rows.splice(at..at, std::iter::repeat_with(R::default).take(count));
}

fn remove_rows<R: Row>(rows: &mut Vec<R>, at: usize, count: usize) {
    let from = at.min(rows.len());
    rows.drain(from..from.saturating_add(count).min(rows.len()));
}
