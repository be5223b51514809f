//! How a sheet is looked at: sorted, filtered, searched. The table itself stays as it is.
//!
//! The order is made when somebody asks for it and never while cells are filled in, so that no
//! row moves away under one's fingers.

use std::cmp::Ordering;

use yew::AttrValue;

use super::{Cell, Column, Input, Source};

/// Between the cells of a row in the text that is searched.
const BETWEEN: char = '\u{1f}';
/// Between rows.
const NEXT: char = '\u{1e}';

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The smallest.
    Up,
    /// The largest.
    Down,
}

/// Which rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those with a cell that could not be read.
    Unread,
    /// Those without an entry in this column.
    Empty(usize),
}

/// How a sheet is looked at.
#[derive(Default)]
pub struct Look {
    /// The column it is sorted by, and which end comes first.
    pub sort: Option<(usize, Way)>,
    /// Which rows are shown.
    pub filter: Filter,
    /// What is searched.
    pub query: String,
    /// Whether only rows are shown in which it was found.
    pub only: bool,
    /// The rows that sorting and filtering leave; none where those are all, as entered.
    base: Option<Vec<usize>>,
    /// The same, without rows in which nothing was found.
    order: Option<Vec<usize>>,
    /// Row and column of every cell found, in the order shown.
    hits: Vec<(usize, usize)>,
    /// The hit one came to last.
    at: Option<usize>,
    /// How many rows the table had.
    total: usize,
    /// The text of every row, folded, and what it was made of.
    texts: Option<(Source, Vec<String>)>,
}

/// Makes the same text of what reads the same.
pub type Fold = fn(&str) -> String;

impl Look {
    /// How many rows are shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.order.as_ref().map_or(self.total, Vec::len)
    }

    /// Whether some rows are left out.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.shown() < self.total
    }

    /// Whether the rows are not simply all, as entered.
    #[must_use]
    pub fn is_arranged(&self) -> bool {
        self.order.is_some()
    }

    /// Whether there is anything to put back.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.sort.is_none() && self.filter == Filter::All && self.query.is_empty()
    }

    /// The row at a position.
    #[must_use]
    pub fn row(&self, position: usize) -> Option<usize> {
        match &self.order {
            Some(order) => order.get(position).copied(),
            None => (position < self.total).then_some(position),
        }
    }

    /// Where a row is shown.
    #[must_use]
    pub fn position(&self, row: usize) -> Option<usize> {
        match &self.order {
            Some(order) => order.iter().position(|one| *one == row),
            None => (row < self.total).then_some(row),
        }
    }

    /// The cell found that one came to last.
    #[must_use]
    pub fn hit(&self) -> Option<(usize, usize)> {
        self.at.and_then(|at| self.hits.get(at)).copied()
    }

    /// Which of the hits that is, counted from 1, and how many there are.
    #[must_use]
    pub fn hits(&self) -> (Option<usize>, usize) {
        (self.at.map(|at| at + 1), self.hits.len())
    }

    /// Sorts and filters anew, and searches what is left.
    pub fn arrange(&mut self, rows: &Source, columns: &[Column], fold: Fold) {
        self.total = rows.count();
        let mut left: Vec<usize> = match self.filter {
            Filter::All => (0..self.total).collect(),
            Filter::Unread => rows.unread(),
            Filter::Empty(column) => (0..self.total)
                .filter(|row| rows.cell(*row, column).value.is_empty())
                .collect(),
        };
        if let Some((column, way)) = self.sort
            && let Some(definition) = columns.get(column)
        {
            left = sorted(left, way, |row| key(definition, &rows.cell(row, column)));
        }
        let is_all = self.sort.is_none() && self.filter == Filter::All;
        self.base = (!is_all).then_some(left);
        self.search(rows, columns, fold);
    }

    /// Searches the rows that sorting and filtering left.
    pub fn search(&mut self, rows: &Source, columns: &[Column], fold: Fold) {
        let before = self.hit();
        self.hits.clear();
        self.at = None;
        self.order.clone_from(&self.base);
        if self.query.trim().is_empty() {
            return;
        }
        let query = fold(self.query.trim());
        if self
            .texts
            .as_ref()
            .is_none_or(|(made_of, _)| made_of != rows)
        {
            self.texts = Some((rows.clone(), texts(rows, columns, fold)));
        }
        let Some((_, texts)) = &self.texts else {
            return;
        };
        let left: Vec<usize> = match &self.base {
            Some(base) => base.clone(),
            None => (0..self.total).collect(),
        };
        for row in left {
            let Some(text) = texts.get(row).filter(|text| text.contains(&query)) else {
                continue;
            };
            let cells = text.split(BETWEEN).enumerate();
            let found = cells.filter(|(_, text)| text.contains(&query));
            self.hits.extend(found.map(|(column, _)| (row, column)));
        }
        self.at = before.and_then(|before| self.hits.iter().position(|hit| *hit == before));
        if self.only {
            let mut found: Vec<usize> = self.hits.iter().map(|(row, _)| *row).collect();
            found.dedup();
            self.order = Some(found);
        }
    }

    /// Goes to the next hit or the one before, around the ends; searches anew what changed since.
    pub fn step(&mut self, forward: bool, rows: &Source, columns: &[Column], fold: Fold) {
        let is_old = self
            .texts
            .as_ref()
            .is_some_and(|(made_of, _)| made_of != rows);
        if is_old && !self.only {
            self.search(rows, columns, fold);
        }
        let count = self.hits.len();
        self.at = match (self.at, forward) {
            _ if count == 0 => None,
            (Some(at), true) => Some((at + 1) % count),
            (Some(at), false) => Some((at + count - 1) % count),
            (None, true) => Some(0),
            (None, false) => Some(count - 1),
        };
    }

    /// All rows as entered, and nothing searched.
    pub fn clear(&mut self) {
        *self = Self {
            total: self.total,
            ..Self::default()
        };
    }

    /// Shows rows that filter and search left out.
    pub fn unhide(&mut self, rows: &Source, columns: &[Column], fold: Fold) {
        self.only = false;
        if self.filter == Filter::All {
            self.order.clone_from(&self.base);
        } else {
            self.filter = Filter::All;
            self.arrange(rows, columns, fold);
        }
    }

    /// A row is coming before this one; it is shown before the row whose place it takes.
    pub fn inserted(&mut self, row: usize) {
        self.total += 1;
        for order in [&mut self.base, &mut self.order].into_iter().flatten() {
            for one in order.iter_mut().filter(|one| **one >= row) {
                *one += 1;
            }
            let pushed = order.iter().position(|one| *one == row + 1);
            order.insert(pushed.unwrap_or(order.len()), row);
        }
        for (one, _) in self.hits.iter_mut().filter(|(one, _)| *one >= row) {
            *one += 1;
        }
    }

    /// A row is going.
    pub fn removed(&mut self, row: usize) {
        self.total = self.total.saturating_sub(1);
        for order in [&mut self.base, &mut self.order].into_iter().flatten() {
            order.retain(|one| *one != row);
            for one in order.iter_mut().filter(|one| **one > row) {
                *one -= 1;
            }
        }
        let before = self.hit();
        self.hits.retain(|(one, _)| *one != row);
        self.at = before.and_then(|before| self.hits.iter().position(|hit| *hit == before));
        for (one, _) in self.hits.iter_mut().filter(|(one, _)| *one > row) {
            *one -= 1;
        }
    }

    /// How many rows the table had when this was made.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }
}

/// What a cell shows to a person, names for keys.
#[must_use]
pub fn shown(column: &Column, cell: &Cell) -> String {
    let named = |options: &[(AttrValue, AttrValue)], key: &str| {
        let found = options.iter().find(|(one, _)| one.as_str() == key);
        found.map_or_else(|| key.to_owned(), |(_, text)| text.to_string())
    };
    match &column.input {
        Input::Choice(options) => named(options, &cell.value),
        Input::Choices(options) => {
            let keys = cell.value.split(',').filter(|key| !key.is_empty());
            keys.map(|key| named(options, key))
                .collect::<Vec<_>>()
                .join(" ")
        }
        Input::Text | Input::Number | Input::Suggested => cell.value.to_string(),
    }
}

/// The text of every row in one piece, folded in one go.
fn texts(rows: &Source, columns: &[Column], fold: Fold) -> Vec<String> {
    let mut all = String::new();
    for row in 0..rows.count() {
        for (index, column) in columns.iter().enumerate() {
            let text = shown(column, &rows.cell(row, index));
            all.extend(text.chars().filter(|one| ![BETWEEN, NEXT].contains(one)));
            all.push(BETWEEN);
        }
        all.push(NEXT);
    }
    fold(&all).split(NEXT).map(ToOwned::to_owned).collect()
}

/// What a row is sorted by.
enum Key {
    Number(f64),
    Text(String),
}

/// Nothing where the cell is empty or could not be read. Options stand in the order they are offered.
fn key(column: &Column, cell: &Cell) -> Option<Key> {
    if cell.value.is_empty() || cell.fault.is_some() {
        return None;
    }
    match &column.input {
        Input::Number => {
            let number = cell.value.replace(',', "").parse::<f64>().ok()?;
            number.is_finite().then_some(Key::Number(number))
        }
        Input::Choice(options) => {
            let place = options.iter().position(|(key, _)| *key == cell.value)?;
            u32::try_from(place)
                .ok()
                .map(|place| Key::Number(place.into()))
        }
        Input::Text | Input::Suggested | Input::Choices(_) => Some(Key::Text(shown(column, cell))),
    }
}

/// The rows in the order of their keys; those without one come last either way.
fn sorted(rows: Vec<usize>, way: Way, key: impl Fn(usize) -> Option<Key>) -> Vec<usize> {
    let mut keyed: Vec<_> = rows.into_iter().map(|row| (key(row), row)).collect();
    let compare = |one: &Key, other: &Key| match (one, other) {
        (Key::Number(one), Key::Number(other)) => one.total_cmp(other),
        (Key::Text(one), Key::Text(other)) => one.cmp(other),
        (Key::Number(_), Key::Text(_)) => Ordering::Less,
        (Key::Text(_), Key::Number(_)) => Ordering::Greater,
    };
    keyed.sort_by(|(one, _), (other, _)| match (one, other) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(one), Some(other)) if way == Way::Up => compare(one, other),
        (Some(one), Some(other)) => compare(other, one),
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}
