//! What both tables are made of: cells, and rows that know their columns.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::measure::Number;

/// A table with more rows than this is refused.
pub const ROW_LIMIT: usize = 20_000;
/// A text in a cell has at most so many characters.
pub const TEXT_LIMIT: usize = 500;

/// The content of one cell, not yet bound to a column.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Cell {
    /// Nothing entered, or "don't know".
    #[default]
    Empty,
    /// Text as entered.
    Text(String),
    /// The key of an option, or a country code.
    Key(String),
    /// Keys of options.
    Keys(Vec<String>),
    /// A number in the column's unit.
    Number(Number),
}

/// A row of a table: typed cells behind one face, so that grid, file and import share their code.
pub trait Row: Clone + Default + PartialEq {
    /// The cell under a column's key; empty under a key the row does not have.
    fn cell(&self, column: &str) -> Cell;

    /// Puts a cell under a column's key. `false`, with nothing changed, where the column is
    /// unknown or takes another kind of cell.
    fn set(&mut self, column: &str, cell: Cell) -> bool;

    /// Whether nothing is entered in any column.
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

/// The text with an apostrophe before it where a spreadsheet program would take it for a formula
/// (it begins with `=`, `+`, `-`, `@`, one of them in full width, a tab or a carriage return).
/// Apostrophes that stand there already do not count, so that [`unguarded`] takes off exactly
/// the one that was put here.
///
/// Source: OWASP, *CSV Injection*.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without the apostrophe that [`guarded`] put before it.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

fn looks_like_formula(text: &str) -> bool {
    let begins = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    text.trim_start_matches('\'').starts_with(begins)
}

/// An ISO 3166-1 alpha-2 code: where a thing is really made or sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// Japan, whose share is shown and never scored.
    pub const JAPAN: Self = Self(*b"JP");

    /// The code, where it is two letters.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                Some(Self([
                    first.to_ascii_uppercase(),
                    second.to_ascii_uppercase(),
                ]))
            }
            _ => None,
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::new(&code).ok_or_else(|| serde::de::Error::custom("not a country"))
    }
}

/// An enum whose variants have keys in files.
macro_rules! keyed {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $variant_doc:literal])* $variant:ident = $key:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[doc = $variant_doc])* #[serde(rename = $key)] $variant,)*
        }

        impl $name {
            /// Every variant, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its key in files.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The variant with this key.
            #[must_use]
            pub fn named(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use keyed;

/// How cells go into typed fields and come out again. Each `take_…` leaves the field as it
/// was and answers `false` where the cell is of another kind.
pub(crate) mod field {
    use super::{Cell, Country};
    use crate::measure::{Number, Unit};

    pub fn text(field: &str) -> Cell {
        if field.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(field.to_owned())
        }
    }

    pub fn take_text(field: &mut String, cell: Cell) -> bool {
        match cell {
            Cell::Empty => field.clear(),
            Cell::Text(text) => *field = text,
            Cell::Key(_) | Cell::Keys(_) | Cell::Number(_) => return false,
        }
        true
    }

    pub fn number(field: Option<Number>) -> Cell {
        field.map_or(Cell::Empty, Cell::Number)
    }

    pub fn take_number(field: &mut Option<Number>, unit: Unit, cell: &Cell) -> bool {
        match cell {
            Cell::Empty => *field = None,
            Cell::Number(number) if unit.number(number.get()).is_some() => *field = Some(*number),
            _ => return false,
        }
        true
    }

    pub fn key<T>(field: Option<T>, key: impl Fn(T) -> &'static str) -> Cell {
        field.map_or(Cell::Empty, |value| Cell::Key(key(value).to_owned()))
    }

    pub fn take_key<T>(
        field: &mut Option<T>,
        named: impl Fn(&str) -> Option<T>,
        cell: &Cell,
    ) -> bool {
        match cell {
            Cell::Empty => *field = None,
            Cell::Key(key) => match named(key) {
                Some(value) => *field = Some(value),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    pub fn country(field: Option<Country>) -> Cell {
        field.map_or(Cell::Empty, |country| {
            Cell::Key(country.as_str().to_owned())
        })
    }
}
