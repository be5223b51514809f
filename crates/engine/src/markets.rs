//! What a firm sells, and where: the market table and its figures.

use serde::Serialize;

use crate::measure::{Interval, Number, Unit};
use crate::suppliers::{Slice, largest_first};
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
/// What is not listed may be one market more, and sales of no stated country may be that
/// market's, or any other's (method A11).
#[must_use]
pub fn top_foreign_share(rows: &[Market]) -> Option<Interval> {
    let slices = by_country(rows);
    if slices.is_empty() {
        return None;
    }
    let nameless = slices.iter().filter(|slice| slice.key.is_none());
    let nameless: f64 = nameless.map(|slice| slice.share.low).sum();
    let unnamed = Interval {
        low: 0.0,
        high: (unlisted_share(rows) + nameless).min(1.0),
    };
    let abroad = |country: Option<Country>| country.is_some_and(|it| it != Country::JAPAN);
    let named = slices.iter().filter(|slice| abroad(slice.key));
    Some(named.map(|slice| slice.share).fold(unnamed, Interval::max))
}

/// The share of sales by country, 0 to 1, the largest first; `None` for sales whose country is
/// not stated, at the end. Such sales may be any country's, and a share that is not stated may
/// be all that is not listed.
#[must_use]
pub fn by_country(rows: &[Market]) -> Vec<Slice<Option<Country>>> {
    let mut grouped: std::collections::BTreeMap<Option<Country>, Vec<usize>> =
        std::collections::BTreeMap::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_blank()) {
        grouped.entry(row.country).or_default().push(index);
    }
    let unlisted = unlisted_share(rows);
    let stated = |key: Option<Country>| -> (f64, bool) {
        let of_key = || {
            rows.iter()
                .filter(|row| !row.is_blank() && row.country == key)
        };
        let sum: f64 = of_key()
            .filter_map(|row| row.share_pct)
            .map(|share| share.get() / 100.0)
            .sum();
        (sum, of_key().any(|row| row.share_pct.is_none()))
    };
    let (nameless, nameless_open) = stated(None);
    let mut slices: Vec<Slice<Option<Country>>> = grouped
        .into_iter()
        .map(|(key, rows)| {
            let (known, open) = stated(key);
            let other = if key.is_some() { nameless } else { 0.0 };
            let rest = if open || nameless_open { unlisted } else { 0.0 };
            let high = (known + other + rest).clamp(known, known.max(1.0));
            Slice {
                key,
                share: Interval { low: known, high },
                rows,
            }
        })
        .collect();
    largest_first(&mut slices);
    slices.sort_by_key(|slice| slice.key.is_none());
    slices
}

/// What the stated shares leave of all sales, 0 to 1.
#[must_use]
pub fn unlisted_share(rows: &[Market]) -> f64 {
    (100.0 - total_share(rows)).max(0.0) / 100.0
}

#[cfg(test)]
mod tests {
    use super::{Market, by_country, top_foreign_share, unlisted_share};
    use crate::measure::{Interval, Unit};
    use crate::table::Country;

    fn market(country: &str, share: Option<f64>) -> Market {
        Market {
            country: Country::new(country),
            share_pct: share.and_then(|share| Unit::Percent.number(share)),
            ..Market::default()
        }
    }

    #[test]
    fn sales_of_no_stated_country_may_be_any_country_s() {
        let rows = [
            market("JP", Some(50.0)),
            market("CN", Some(25.0)),
            market("", Some(12.5)),
            Market::default(),
        ];
        let shares: Vec<Interval> = by_country(&rows).iter().map(|slice| slice.share).collect();
        let range = |low, high| Interval { low, high };
        assert_eq!(
            shares,
            [range(0.5, 0.625), range(0.25, 0.375), range(0.125, 0.125)]
        );
        assert!((unlisted_share(&rows) - 0.125).abs() < 1e-12);
        assert_eq!(top_foreign_share(&rows), Some(range(0.25, 0.375)));
    }

    #[test]
    fn an_open_share_of_a_small_market_does_not_widen_the_largest() {
        let rows = [
            market("KR", None),
            market("JP", Some(45.0)),
            market("US", Some(30.0)),
        ];
        let known = Interval {
            low: 0.3,
            high: 0.3,
        };
        assert_eq!(top_foreign_share(&rows), Some(known));
    }

    #[test]
    fn a_blank_row_is_no_market_yet() {
        assert_eq!(top_foreign_share(&[Market::default()]), None);
        assert!(by_country(&[Market::default()]).is_empty());
    }
}
