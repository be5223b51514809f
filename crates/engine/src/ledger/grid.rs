//! What a file holds before anything is understood: lines with their numbers, fields as text.
//!
//! A workbook's numbers come as the shortest text that gives the same number back, its days as
//! `YYYY-MM-DD`, its errors as they show (`#N/A`), so that everything after this reads text only.

use std::rc::Rc;

use super::Encoding;
use crate::finding::Finding;

/// A line of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its number in the file or on the sheet, from 1.
    pub number: u32,
    /// Its fields as they stand.
    pub fields: Fields,
}

impl Line {
    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// The fields of one line. Those of all lines stand in one text: a place in memory for every
/// line would take longer than reading it.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    all: Rc<Texts>,
    first: usize,
    count: usize,
}

impl Fields {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// One of them.
    pub fn get(&self, at: usize) -> Option<&str> {
        (at < self.count).then(|| self.all.field(self.first + at))
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        (self.first..self.first + self.count).map(|at| self.all.field(at))
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// Fields one after the other, and where each ends.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    fn field(&self, at: usize) -> &str {
        let end = self.ends.get(at).copied().unwrap_or_default();
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Lines as they are found, each with its number and its fields.
#[derive(Debug, Default)]
pub(super) struct Lines {
    texts: Texts,
    /// The number of each line, and where its fields end.
    lines: Vec<(u32, usize)>,
}

impl Lines {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The number of the last one; 0 before the first.
    pub fn last_number(&self) -> u32 {
        self.lines.last().map_or(0, |(number, _)| *number)
    }

    /// Adds a line.
    pub fn push<'f>(&mut self, number: u32, fields: impl IntoIterator<Item = &'f str>) {
        for field in fields {
            self.texts.text.push_str(field);
            self.texts.ends.push(self.texts.text.len());
        }
        self.lines.push((number, self.texts.ends.len()));
    }

    /// Them all.
    pub fn whole(self) -> Vec<Line> {
        let all = Rc::new(self.texts);
        let mut first = 0;
        let lines = self.lines.into_iter().map(|(number, end)| {
            let fields = Fields {
                all: all.clone(),
                first,
                count: end - first,
            };
            first = end;
            Line { number, fields }
        });
        lines.collect()
    }
}

#[cfg(test)]
impl From<&[&str]> for Line {
    fn from(fields: &[&str]) -> Self {
        let mut lines = Lines::default();
        lines.push(1, fields.iter().copied());
        lines.whole().remove(0)
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
