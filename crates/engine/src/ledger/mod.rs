//! A purchase ledger as it comes: bytes of any encoding or spreadsheet → what was understood,
//! the suppliers as invoiced, and everything that was left out.
//!
//! In the order of the work: `text` (with `characters`) and `book` turn bytes into a `grid` of
//! cells with line numbers · `locate` finds the headings, `title` reads what stands above them,
//! `vocabulary` knows the words, `roles` gives every column a [`Role`], `guess` does without
//! headings · `amount`, `date` and `calendar` read single cells · `lines` goes through the body,
//! `sums` and `accounts` say what counts of a line · `wording` and `totals` tell totals from rows
//! and check them · `parties` puts the rows together · [`names`] suggests which names are one
//! company · [`consolidate`] makes rows of the supplier table of it. Reading takes what it can
//! and lists the rest; nothing is merged here without being asked.
//!
//! What is not here: a pack (origins and routes stay as written until somebody names the
//! countries), a clock, a limit that is not a finding.

#[cfg(feature = "files")]
mod accounts;
#[cfg(feature = "files")]
mod amount;
#[cfg(feature = "files")]
mod book;
#[cfg(feature = "files")]
mod calendar;
#[cfg(feature = "files")]
mod characters;
pub mod consolidate;
#[cfg(feature = "files")]
mod date;
#[cfg(feature = "files")]
mod grid;
#[cfg(feature = "files")]
mod guess;
#[cfg(feature = "files")]
mod lines;
#[cfg(feature = "files")]
mod locate;
pub mod names;
#[cfg(feature = "files")]
mod parties;
#[cfg(feature = "files")]
mod plain;
#[cfg(feature = "files")]
mod read;
#[cfg(feature = "files")]
mod roles;
#[cfg(feature = "files")]
mod sums;
#[cfg(feature = "files")]
mod text;
#[cfg(feature = "files")]
mod title;
#[cfg(feature = "files")]
mod totals;
#[cfg(feature = "files")]
mod vocabulary;
#[cfg(feature = "files")]
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::table::keyed;
#[cfg(feature = "files")]
pub use read::read;

/// More lines of a file than this are not read.
pub const LINE_LIMIT: u32 = 200_000;
/// A file with more columns than this is refused.
pub const COLUMN_LIMIT: usize = 512;
/// A workbook that unpacks to more bytes than this is refused.
pub const UNPACKED_LIMIT: u64 = 300_000_000;

/// An amount of money in hundredths of a yen, so that sums do not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sen(pub i64);

impl Sen {
    /// The amount nearest to so many yen; `None` beyond a thousand trillion, or for what is no number.
    #[must_use]
    pub fn of_yen(yen: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "within 1e17")]
        (yen.is_finite() && yen.abs() <= 1e15).then(|| Self(libm::round(yen * 100.0) as i64))
    }

    /// Yen.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "hundredths of a yen matter less"
    )]
    pub fn yen(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The sum, at the bounds where it would pass them.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

keyed! {
    /// How a file is written down.
    Encoding {
        /// UTF-8, with or without a mark.
        Utf8 = "utf-8",
        /// UTF-16, the lower byte first.
        Utf16Le = "utf-16le",
        /// UTF-16, the higher byte first.
        Utf16Be = "utf-16be",
        /// Code page 932, Microsoft's `Shift_JIS`.
        Cp932 = "cp932",
        /// EUC-JP.
        EucJp = "euc-jp",
        /// ISO-2022-JP.
        Iso2022Jp = "iso-2022-jp",
        /// A workbook of Office Open XML.
        Xlsx = "xlsx",
        /// A workbook of Excel 97 to 2003.
        Xls = "xls",
    }
}

keyed! {
    /// What a column of a ledger is.
    Role {
        /// Not taken.
        Ignored = "ignored",
        /// The supplier's name. Of several such columns the first that is filled counts.
        Supplier = "supplier",
        /// The supplier's code in the accounting package.
        SupplierCode = "supplier_code",
        /// The corporate number (13 digits, or T and 13 digits).
        CorporateNumber = "corporate_number",
        /// What was bought.
        Item = "item",
        /// What was paid for it.
        Amount = "amount",
        /// The debit side of a ledger or a journal.
        Debit = "debit",
        /// The credit side of a ledger or a journal.
        Credit = "credit",
        /// The day or the month.
        Date = "date",
        /// The amount of the month that the heading names.
        Month = "month",
        /// The total of the months beside it, which is checked.
        RowTotal = "row_total",
        /// Where it is made, as written.
        Origin = "origin",
        /// How it is bought, as written.
        Via = "via",
        /// The owner or group of the supplier, as written.
        Group = "group",
        /// The account, in a journal that of the debit side.
        Account = "account",
        /// The account of the credit side of a journal.
        CounterAccount = "counter_account",
    }
}

keyed! {
    /// What the amounts are counted in.
    AmountUnit {
        /// 円.
        Yen = "yen",
        /// 千円.
        Thousand = "thousand",
        /// 百万円.
        Million = "million",
    }
}

impl AmountUnit {
    /// So many yen.
    #[must_use]
    pub fn yen(self) -> f64 {
        match self {
            Self::Yen => 1.0,
            Self::Thousand => 1e3,
            Self::Million => 1e6,
        }
    }
}

keyed! {
    /// Why a line is none of the rows.
    Reason {
        /// Nothing stands in it.
        Blank = "blank",
        /// It sums up others, or carries a balance over.
        Total = "total",
        /// It repeats the headings.
        Heading = "heading",
        /// It says something about the whole, or about the rows below it.
        Title = "title",
        /// Its amount cannot be read.
        Unreadable = "unreadable",
        /// It has no amount in the columns that count.
        NoAmount = "no_amount",
        /// Its account is none of those that count as purchases.
        OtherAccount = "other_account",
    }
}

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Month {
    /// The year of the common era.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        format!("{:04}-{:02}", month.year, month.month)
    }
}

/// From one day to another, both `YYYY-MM-DD` and both within.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

impl Period {
    /// About how many months it lasts; `None` where a day is none.
    #[must_use]
    pub fn months(&self) -> Option<f64> {
        let parts = |day: &str| -> Option<[f64; 3]> {
            let mut parts = day.splitn(3, '-').map(|part| part.parse().ok());
            Some([parts.next()??, parts.next()??, parts.next()??])
        };
        let ([year, month, day], [to_year, to_month, to_day]) =
            (parts(&self.from)?, parts(&self.to)?);
        let months = (to_year - year) * 12.0 + (to_month - month) + (to_day + 1.0 - day) / 30.4;
        // From the first to the last day of a month are whole months, however long they are.
        let whole = libm::round(months);
        Some(if (months - whole).abs() < 0.12 {
            whole
        } else {
            months
        })
    }

    /// The same, where it is more or less than a year.
    #[must_use]
    pub fn months_unless_a_year(&self) -> Option<f64> {
        self.months()
            .filter(|months| *months > 0.0 && !(11.5..=12.5).contains(months))
    }
}

/// How a file is to be read. What is not said is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The sheet of a workbook, by its name.
    pub sheet: Option<String>,
    /// What the amounts are counted in.
    pub unit: Option<AmountUnit>,
    /// What single columns are, by their index from 0.
    pub roles: BTreeMap<usize, Role>,
    /// The accounts that count as purchases, where the ledger names accounts.
    pub accounts: Option<BTreeSet<String>>,
    /// Whether every item of a supplier stays a party of its own.
    pub by_item: bool,
}

/// A column as it was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading, both rows of it joined where there are two; empty where it has none.
    pub heading: String,
    /// What it is.
    pub role: Role,
    /// The month its amounts belong to, where it is one of several months.
    pub month: Option<Month>,
}

/// A line that is none of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its number in the file, from 1.
    pub line: u32,
    /// Why.
    pub reason: Reason,
    /// What stands in it, shortened; empty for a blank line.
    pub text: String,
    /// Its amount, where it has one.
    pub amount: Option<Sen>,
}

/// An account of the ledger, and whether its rows count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// What its rows add up to.
    pub total: Sen,
    /// Whether it counts as purchases.
    pub counted: bool,
}

/// A supplier as invoiced, in one spelling, one origin, one route: what its rows come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The name as it stands in the ledger, without blanks around it; empty where there is none.
    pub name: String,
    /// Its code in the accounting package.
    pub code: Option<String>,
    /// Its corporate number, 13 digits.
    pub corporate_number: Option<String>,
    /// What was bought, the largest amount first; at most [`ITEM_LIMIT`].
    pub items: Vec<String>,
    /// Where it is made, as written.
    pub origin: Option<String>,
    /// How it is bought, as written.
    pub via: Option<String>,
    /// Its owner or group, as written.
    pub group: Option<String>,
    /// What its rows add up to.
    pub total: Sen,
    /// The same by month, in order; empty where the ledger has no dates.
    pub months: Vec<(Month, Sen)>,
    /// The lines behind it.
    pub lines: Vec<u32>,
}

/// More items of a party than this are not named.
pub const ITEM_LIMIT: usize = 5;

/// What was understood of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// How it is written down.
    pub encoding: Encoding,
    /// What stands between the fields of a text.
    pub delimiter: Option<char>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// The lines with the headings, from 1.
    pub header_lines: Vec<u32>,
    /// The columns.
    pub columns: Vec<Column>,
    /// What the amounts are counted in.
    pub unit: AmountUnit,
    /// The period the titles name, or the one from the first to the last date.
    pub period: Option<Period>,
    /// How many rows were taken.
    pub rows_read: u32,
    /// The lines that were not.
    pub skipped: Vec<Skipped>,
    /// What the rows add up to.
    pub total: Sen,
    /// What the sheet itself says they add up to.
    pub sheet_total: Option<Sen>,
    /// How many totals of groups were checked.
    pub subtotals_checked: u32,
    /// The accounts, where the ledger names any, the largest first.
    pub accounts: Vec<Account>,
    /// The suppliers as invoiced, the largest first.
    pub parties: Vec<Party>,
    /// The first rows as they stand, at most [`SAMPLE_ROWS`].
    pub sample: Vec<Vec<String>>,
    /// What was doubtful, and where.
    pub findings: Vec<Finding>,
}

/// Enough rows to see whether the columns are the right ones.
pub const SAMPLE_ROWS: usize = 8;
