//! The tables a firm fills in: their columns, and what a cell may be.

use serde::{Deserialize, Serialize};

use super::{Id, Text};

/// The tables a firm fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    /// What is bought, from whom, made where.
    Suppliers,
    /// What is sold, and where.
    Markets,
}

/// The two tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tables {
    /// What is bought.
    pub suppliers: Table,
    /// What is sold.
    pub markets: Table,
}

impl Tables {
    /// One of them by name.
    #[must_use]
    pub fn get(&self, name: TableName) -> &Table {
        match name {
            TableName::Suppliers => &self.suppliers,
            TableName::Markets => &self.markets,
        }
    }
}

/// A table the firm fills in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub title: Text,
    /// What it is for.
    pub intro: Text,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its key in files.
    pub key: Id,
    /// Its heading.
    pub title: Text,
    /// What to enter.
    pub help: Text,
    /// What a cell may be.
    pub cell: CellKind,
    /// Other headings a file may use, in lower case.
    pub headings: Vec<String>,
    /// Whether its cells are bound to their time, so that they are filled anew every year.
    pub timed: bool,
}

/// What a cell may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CellKind {
    /// Any text.
    Text,
    /// One of these, by key.
    Choice(Vec<(Id, Text)>),
    /// Any number of these, by key.
    Choices(Vec<(Id, Text)>),
    /// A country.
    Country,
    /// Yen.
    Money,
    /// Per cent.
    Percent,
    /// Weeks.
    Weeks,
    /// Days.
    Days,
}

impl CellKind {
    /// Whether this key is one of its options.
    #[must_use]
    pub fn has_option(&self, key: &Id) -> bool {
        match self {
            Self::Choice(options) | Self::Choices(options) => {
                options.iter().any(|(option, _)| option == key)
            }
            _ => false,
        }
    }
}
