//! What a firm sells, and where: the market table and its figures.

use serde::Serialize;

use crate::measure::{Interval, Number, Unit};
use crate::table::{Cell, Country, Row, field, keyed};

keyed! {
    /// Yes or no.
    YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

keyed! {
    /// The columns of the table.
    Column {
        /// Where it is sold.
        Country = "country",
        /// The share of sales, per cent.
        SharePct = "share_pct",
        /// What is sold there.
        MainProducts = "main_products",
        /// Days until it is paid.
        ReceivablesDays = "receivables_days",
        /// Whether the receivables are insured.
        InsuredYn = "insured_yn",
    }
}

/// The columns, in order.
pub const COLUMNS: [Column; 5] = [
    Column::Country,
    Column::SharePct,
    Column::MainProducts,
    Column::ReceivablesDays,
    Column::InsuredYn,
];

/// One row: a market. An absent cell is not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Market {
    /// Where it is sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The share of sales, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_pct: Option<Number>,
    /// What is sold there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub main_products: String,
    /// Days until it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receivables_days: Option<Number>,
    /// Whether the receivables are insured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_yn: Option<YesNo>,
}

impl Row for Market {
    fn cell(&self, column: &str) -> Cell {
        let Some(column) = Column::named(column) else {
            return Cell::Empty;
        };
        match column {
            Column::Country => field::country(self.country),
            Column::SharePct => field::number(self.share_pct),
            Column::MainProducts => field::text(&self.main_products),
            Column::ReceivablesDays => field::number(self.receivables_days),
            Column::InsuredYn => field::key(self.insured_yn, YesNo::key),
        }
    }

    fn set(&mut self, column: &str, cell: Cell) -> bool {
        let Some(column) = Column::named(column) else {
            return false;
        };
        match column {
            Column::Country => field::take_key(&mut self.country, Country::new, &cell),
            Column::SharePct => field::take_number(&mut self.share_pct, Unit::Percent, &cell),
            Column::MainProducts => field::take_text(&mut self.main_products, cell),
            Column::ReceivablesDays => {
                field::take_number(&mut self.receivables_days, Unit::Days, &cell)
            }
            Column::InsuredYn => field::take_key(&mut self.insured_yn, YesNo::named, &cell),
        }
    }
}

/// What the stated shares add up to, per cent; more than 100 is a contradiction.
#[must_use]
pub fn total_share(rows: &[Market]) -> f64 {
    rows.iter()
        .filter_map(|row| row.share_pct)
        .map(Number::get)
        .sum()
}

/// The largest foreign market's share of sales, 0 to 1; `None` for an empty table.
///
/// What is not listed may be one market more, and a market of unknown country may be any, so
/// both widen the range upwards (method A11).
#[must_use]
pub fn top_foreign_share(rows: &[Market]) -> Option<Interval> {
    if rows.is_empty() {
        return None;
    }
    let unlisted = (100.0 - total_share(rows)).max(0.0);
    let share = |row: &Market| row.share_pct.map(Number::get);
    let abroad = |row: &&Market| row.country.is_some_and(|country| country != Country::JAPAN);
    let mut totals = std::collections::BTreeMap::<Country, f64>::new();
    for row in rows.iter().filter(abroad) {
        *totals
            .entry(row.country.unwrap_or(Country::JAPAN))
            .or_default() += share(row).unwrap_or(0.0);
    }
    let largest = totals.values().copied().fold(0.0, f64::max);
    // Sales whose country, or whose share, is not stated.
    let nameless: f64 = rows
        .iter()
        .filter(|row| row.country.is_none())
        .filter_map(share)
        .sum();
    let open_abroad = rows
        .iter()
        .any(|row| row.share_pct.is_none() && row.country != Some(Country::JAPAN));
    let high = if open_abroad {
        largest + nameless + unlisted
    } else {
        largest.max(unlisted) + nameless
    };
    Some(Interval {
        low: largest / 100.0,
        high: high.clamp(largest, 100.0_f64.max(largest)) / 100.0,
    })
}
