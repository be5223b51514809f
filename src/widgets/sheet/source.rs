//! What a sheet is told of its table: columns, cells as text, and what can happen in them.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use yew::prelude::*;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its key, part of the id of its cells.
    pub key: AttrValue,
    /// Its heading.
    pub title: AttrValue,
    /// What to enter.
    pub help: AttrValue,
    /// How its cells are filled in.
    pub input: Input,
}

/// How a cell is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Any text.
    Text,
    /// A number, in one of the ways people write it.
    Number,
    /// A text, with names that are suggested.
    Suggested,
    /// One of these, by key.
    Choice(Vec<(AttrValue, AttrValue)>),
    /// Any number of these, by key; the cell holds the keys with commas between.
    Choices(Vec<(AttrValue, AttrValue)>),
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it shows; a key or keys where it is chosen.
    pub value: AttrValue,
    /// Why what was typed could not be taken.
    pub fault: Option<AttrValue>,
}

/// What happened in a sheet. Rows and columns are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A cell was filled in: row, column, what was typed or the keys of what was chosen.
    Typed(usize, usize, String),
    /// What could not be taken was given up: row, column.
    Restored(usize, usize),
    /// A range was pasted, from this row and column on.
    Pasted(usize, usize, String),
    /// A blank row is wanted before this one.
    RowInserted(usize),
    /// A row is to go.
    RowRemoved(usize),
    /// The last change is to be taken back.
    Undone,
    /// The change taken back is to be made again.
    Redone,
}

/// The rows of a table, whose cells are put into words one by one, as they are asked for:
/// of thousands of rows a screen shows thirty.
pub trait Rows {
    /// How many there are.
    fn count(&self) -> usize;

    /// A cell; an empty one where there is none.
    fn cell(&self, row: usize, column: usize) -> Cell;

    /// The rows with a cell that could not be taken, in order.
    fn unread(&self) -> Vec<usize>;
}

/// Rows to hand down, compared by where they stand.
#[derive(Clone)]
pub struct Source(Rc<dyn Rows>);

impl Source {
    /// These rows.
    pub fn new(rows: impl Rows + 'static) -> Self {
        Self(Rc::new(rows))
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} rows", self.0.count())
    }
}

impl Deref for Source {
    type Target = dyn Rows;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}
