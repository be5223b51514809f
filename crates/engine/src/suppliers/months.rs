//! Concentration month by month, from the months kept beside the rows.
//!
//! Only the largest names have their months one by one; what is known of all the others is their
//! sum, so that the figures of a month are ranges.

use std::collections::{BTreeMap, BTreeSet};

use super::Book;
use crate::measure::Interval;

/// What a month came to.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthFigures {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Everything together, yen, credit notes taken off.
    pub total: f64,
    /// The largest supplier that is named, by its alias after the mergers, and its yen.
    pub largest: Option<(String, f64)>,
    /// The share of the largest supplier, 0 to 1: the named one's at the low end; at the high end
    /// as much as if all the others were one supplier.
    pub top1: Option<Interval>,
    /// HHI, 0 to 1: the others spread over many suppliers at the low end, one at the high end.
    pub hhi: Option<Interval>,
}

/// Every month in order. Names and months with more credit than purchases are left out of shares.
#[must_use]
pub fn months(book: &Book) -> Vec<MonthFigures> {
    let named: BTreeSet<&str> = book
        .by_month
        .iter()
        .filter_map(|it| it.name.as_deref())
        .collect();
    // One of the others may be a part of a supplier that is named: by a merger, or because
    // another ledger had more to say of it.
    let merged = book.merges.iter().flat_map(|merge| &merge.parts);
    let mut merged = merged.map(|part| part.supplier.alias.as_str());
    let may_be_named = book.sources.len() > 1 || merged.any(|name| !named.contains(name));
    book.months
        .iter()
        .enumerate()
        .map(|(at, month)| {
            let (mut total, mut others) = (0.0, 0.0);
            let mut amounts: BTreeMap<&str, f64> = BTreeMap::new();
            for line in &book.by_month {
                let yen = line.yen.get(at).map_or(0.0, |yen| yen.get());
                total += yen;
                match &line.name {
                    Some(name) => *amounts.entry(book.name_of(name)).or_default() += yen,
                    None => others += yen,
                }
            }
            figures(month, total, &amounts, others.max(0.0), may_be_named)
        })
        .collect()
}

fn figures(
    month: &str,
    total: f64,
    amounts: &BTreeMap<&str, f64>,
    others: f64,
    may_be_named: bool,
) -> MonthFigures {
    let bought = || amounts.iter().filter(|(_, yen)| **yen > 0.0);
    let sum = bought().map(|(_, yen)| yen).sum::<f64>() + others;
    let largest = bought().fold(None, |best: Option<(&str, f64)>, (name, yen)| match best {
        Some((_, most)) if most >= *yen => best,
        _ => Some((name, *yen)),
    });
    let most = largest.map_or(0.0, |(_, yen)| yen);
    let squares: f64 = bought().map(|(_, yen)| yen * yen).sum();
    let (top, more) = if may_be_named {
        (most + others, others * (2.0 * most + others))
    } else {
        (most.max(others), others * others)
    };
    let range = |low: f64, high: f64| (sum > 0.0).then_some(Interval { low, high });
    MonthFigures {
        month: month.to_owned(),
        total,
        largest: largest.map(|(name, yen)| (name.to_owned(), yen)),
        top1: range(most / sum, top / sum),
        hhi: range(squares / (sum * sum), (squares + more) / (sum * sum)),
    }
}

#[cfg(test)]
mod tests {
    use super::{MonthFigures, months};
    use crate::measure::{Interval, Unit};
    use crate::suppliers::{Because, Book, MonthsOf, Supplier};

    fn book(lines: &[(Option<&str>, f64)]) -> Book {
        Book {
            months: vec!["2025-04".into()],
            by_month: lines
                .iter()
                .map(|(name, yen)| MonthsOf {
                    name: name.map(str::to_owned),
                    yen: Unit::Yen.number(*yen).into_iter().collect(),
                })
                .collect(),
            ..Book::default()
        }
    }

    fn merged(mut book: Book, names: [&str; 2]) -> Book {
        let row = |alias: &str| Supplier {
            alias: alias.into(),
            ..Supplier::default()
        };
        let mut rows = names.map(row).to_vec();
        let names = names.map(str::to_owned);
        assert!(book.merge(&mut rows, &names, &names[0], Because::Said));
        book
    }

    fn check(
        book: &Book,
        total: f64,
        largest: Option<(&str, f64)>,
        top1: Option<(f64, f64)>,
        hhi: Option<(f64, f64)>,
    ) {
        let range = |ends: Option<(f64, f64)>| ends.map(|(low, high)| Interval { low, high });
        let expected = MonthFigures {
            month: "2025-04".into(),
            total,
            largest: largest.map(|(name, yen)| (name.to_owned(), yen)),
            top1: range(top1),
            hhi: range(hhi),
        };
        assert_eq!(months(book), [expected]);
    }

    #[test]
    fn a_month_is_a_range_where_others_are_only_a_sum() {
        let named = [(Some("A"), 6.0), (Some("B"), 2.0)];
        check(
            &book(&named),
            8.0,
            Some(("A", 6.0)),
            Some((0.75, 0.75)),
            Some((0.625, 0.625)),
        );
        let others = [(Some("A"), 3.0), (Some("B"), 1.0), (None, 4.0)];
        check(
            &book(&others),
            8.0,
            Some(("A", 3.0)),
            Some((0.375, 0.5)),
            Some((10.0 / 64.0, 26.0 / 64.0)),
        );
    }

    #[test]
    fn mergers_count_by_way_of_the_log() {
        let all = [(Some("A"), 2.0), (Some("B"), 2.0), (None, 4.0)];
        let both = merged(book(&all), ["A", "B"]);
        check(
            &both,
            8.0,
            Some(("A", 4.0)),
            Some((0.5, 0.5)),
            Some((0.25, 0.5)),
        );
        // One of the others is a part of A: how much of them, nobody knows.
        let one = merged(book(&all), ["A", "Z"]);
        check(
            &one,
            8.0,
            Some(("A", 2.0)),
            Some((0.25, 0.75)),
            Some((0.125, 0.625)),
        );
    }

    #[test]
    fn credit_notes_are_left_out_of_shares() {
        let credit = [(Some("A"), 4.0), (Some("B"), -1.0), (None, -2.0)];
        check(
            &book(&credit),
            1.0,
            Some(("A", 4.0)),
            Some((1.0, 1.0)),
            Some((1.0, 1.0)),
        );
        check(&book(&[(Some("B"), -1.0)]), -1.0, None, None, None);
        check(
            &book(&[(None, 3.0)]),
            3.0,
            None,
            Some((0.0, 1.0)),
            Some((0.0, 1.0)),
        );
    }
}
