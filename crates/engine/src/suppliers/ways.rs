//! Concentration three ways: as invoiced, by owner, by origin; and what it would be if a part of
//! the unknown origin came from one country.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Book, Figures, Slice, Supplier};
use crate::measure::Interval;
use crate::table::Country;

/// How much hangs on few, seen one way. Shares are 0 to 1, of the listed spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Way<K> {
    /// The parts, the largest first; the rows behind each are those of the table as it is.
    pub slices: Vec<Slice<K>>,
    /// HHI, 0 to 1. Where a spend is not known, it is that of the known spend.
    pub hhi: Option<Interval>,
    /// As many equal ones would be as concentrated.
    pub effective: Option<Interval>,
    /// The share of the largest.
    pub top1: Option<Interval>,
    /// The share of the three largest.
    pub top3: Option<Interval>,
}

/// Concentration three ways.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreeWays {
    /// By the names on the invoices. The rows behind a name that was merged are all rows of the
    /// supplier it became.
    pub as_invoiced: Way<String>,
    /// By owner: suppliers of one group together.
    pub by_owner: Way<String>,
    /// By country of production, Japan included; `None` for an unknown origin, which is never
    /// taken for domestic, at the end.
    pub by_origin: Way<Option<Country>>,
}

impl ThreeWays {
    /// The three ways of a table, of its figures, and what is kept beside it.
    #[must_use]
    pub fn of(rows: &[Supplier], figures: &Figures, book: &Book) -> Self {
        // Where nothing was put together the figures are those of the table.
        let known = |seen: &Cow<'_, [Supplier]>| match seen {
            Cow::Borrowed(_) => figures.clone(),
            Cow::Owned(rows) => Figures::of(rows),
        };
        let before = book.as_invoiced(rows);
        let mut as_invoiced = by_supplier(known(&before), &before);
        if matches!(before, Cow::Owned(_)) {
            rows_of_today(&mut as_invoiced.slices, rows, &before, book);
        }
        let owned = book.by_owner(rows);
        let figures = known(&owned);
        let by_origin = by_country(&figures);
        Self {
            as_invoiced,
            by_owner: by_supplier(figures, &owned),
            by_origin,
        }
    }
}

fn by_supplier(figures: Figures, rows: &[Supplier]) -> Way<String> {
    let hhi = figures.supplier_hhi.map(Interval::known);
    let top1 = figures.top_supplier_share;
    let top3 = top1.map(|top1| {
        if figures.without_spend.is_empty() {
            return Interval::known(sum_of_three(&figures.suppliers, |share| share.low).min(1.0));
        }
        // Three of n are at least their part, and at least the largest; any three may be all.
        #[expect(clippy::cast_precision_loss, reason = "a count of suppliers")]
        let part = 3.0 / figures.suppliers.len().max(3) as f64;
        Interval {
            low: top1.low.max(part),
            high: 1.0,
        }
    });
    let mut slices = figures.suppliers;
    for slice in &mut slices {
        // A row without a name is a supplier of its own, and has no name to show.
        let first = slice.rows.first().and_then(|&at| rows.get(at));
        if first.is_some_and(|row| row.alias.is_empty()) {
            slice.key.clear();
        }
    }
    Way {
        hhi,
        effective: hhi.map(effective),
        top1,
        top3,
        slices,
    }
}

fn by_country(figures: &Figures) -> Way<Option<Country>> {
    let known = || figures.countries.iter().filter(|slice| slice.key.is_some());
    let unknown = figures.countries.iter().find(|slice| slice.key.is_none());
    let open = unknown.map_or(0.0, |slice| slice.share.high);
    let named: Vec<Slice<Option<Country>>> = known().cloned().collect();
    let low = known().map(|slice| slice.share.low).fold(0.0, f64::max);
    let high = known().map(|slice| slice.share.high).fold(open, f64::max);
    let low3 = sum_of_three(&named, |share| share.low).min(1.0);
    let stated = figures.without_spend.is_empty();
    let any = figures.known_origin_share;
    Way {
        hhi: figures.country_hhi,
        effective: figures.effective_countries(),
        top1: any.map(|_| Interval { low, high }),
        top3: any.map(|_| Interval {
            low: low3,
            high: if stated { (low3 + open).min(1.0) } else { 1.0 },
        }),
        slices: figures.countries.clone(),
    }
}

fn effective(hhi: Interval) -> Interval {
    Interval {
        low: 1.0 / hhi.high,
        high: 1.0 / hhi.low,
    }
}

fn sum_of_three<K>(slices: &[Slice<K>], end: fn(Interval) -> f64) -> f64 {
    let mut shares: Vec<f64> = slices.iter().map(|slice| end(slice.share)).collect();
    shares.sort_by(|one, other| other.total_cmp(one));
    shares.iter().take(3).sum()
}

/// Puts the rows of the table as it is behind names as invoiced.
fn rows_of_today(
    slices: &mut [Slice<String>],
    rows: &[Supplier],
    before: &[Supplier],
    book: &Book,
) {
    let mut by_alias: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut nameless = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.alias.is_empty() {
            nameless.push(at);
        } else {
            by_alias.entry(&row.alias).or_default().push(at);
        }
    }
    // Rows without a name are never merged, and keep their order.
    let nameless_before: Vec<usize> = (before.iter().enumerate())
        .filter(|(_, row)| row.alias.is_empty())
        .map(|(at, _)| at)
        .collect();
    for slice in slices {
        let today: BTreeSet<usize> = if slice.key.is_empty() {
            let places = nameless_before.iter().zip(&nameless);
            let own = places.filter(|(before, _)| slice.rows.contains(before));
            own.map(|(_, today)| *today).collect()
        } else {
            let own = by_alias.get(slice.key.as_str());
            let became = by_alias.get(book.name_of(&slice.key));
            own.into_iter().chain(became).flatten().copied().collect()
        };
        slice.rows = today.into_iter().collect();
    }
}

/// The shares by country, if a part of the unknown origin came from one country.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// The country it would come from; `None` for one that is in no row.
    pub country: Option<Country>,
    /// That country's share, 0 to 1.
    pub share: f64,
    /// Every country that is named, with its share, the largest first.
    pub countries: Vec<(Country, f64)>,
    /// What stays unknown, 0 to 1.
    pub unknown: f64,
    /// HHI by country, 0 to 1, the rest of the unknown spread over many countries.
    pub hhi: f64,
}

/// The shares by country if this part (0 to 1) of the spend of unknown origin came from one
/// country: the one given, or the largest known foreign one, or else one that is not named.
///
/// Over the known spend. At 0 every share and the HHI are the low ends of [`Figures`]; at 1 the
/// country's share is its high end, and the HHI is the high end where the country is the largest
/// of all, Japan included (method §2.6). `None` where no spend is known.
#[must_use]
pub fn if_unknown_from(rows: &[Supplier], part: f64, country: Option<Country>) -> Option<WhatIf> {
    let mut totals: BTreeMap<Option<Country>, f64> = BTreeMap::new();
    for row in rows {
        let spend = row.annual_spend.map_or(0.0, crate::measure::Number::get);
        if spend > 0.0 {
            *totals.entry(row.country).or_default() += spend;
        }
    }
    let listed: f64 = totals.values().sum();
    if listed <= 0.0 {
        return None;
    }
    let part = if part.is_nan() {
        0.0
    } else {
        part.clamp(0.0, 1.0)
    };
    let unknown = totals.remove(&None).unwrap_or_default() / listed;
    let mut countries: Vec<(Country, f64)> = totals
        .into_iter()
        .filter_map(|(country, total)| Some((country?, total / listed)))
        .collect();
    countries.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut known = countries.iter().map(|(country, _)| *country);
    let country = country.or_else(|| known.find(|known| *known != Country::JAPAN));
    let added = part * unknown;
    let there = country.and_then(|country| {
        let mut named = countries.iter_mut();
        named.find(|(known, _)| *known == country)
    });
    let share = if let Some((_, share)) = there {
        *share += added;
        *share
    } else {
        countries.extend(country.map(|country| (country, added)));
        added
    };
    countries.sort_by(|one, other| other.1.total_cmp(&one.1));
    let squares: f64 = countries.iter().map(|(_, share)| share * share).sum();
    let unnamed = if country.is_none() {
        added * added
    } else {
        0.0
    };
    Some(WhatIf {
        country,
        share,
        countries,
        unknown: unknown - added,
        hhi: squares + unnamed,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ThreeWays, if_unknown_from};
    use crate::measure::{Interval, Unit};
    use crate::suppliers::{Because, Book, Figures, Supplier};
    use crate::table::Country;

    fn row(alias: &str, spend: f64, country: &str) -> Supplier {
        Supplier {
            alias: alias.into(),
            annual_spend: Unit::Yen.number(spend),
            country: Country::new(country),
            ..Supplier::default()
        }
    }

    fn three_ways(rows: &[Supplier], book: &Book) -> ThreeWays {
        ThreeWays::of(rows, &Figures::of(rows), book)
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn close(one: Option<Interval>, low: f64, high: f64) {
        let one = one.expect("a range");
        let near = |one: f64, other: f64| (one - other).abs() < 1e-12;
        assert!(
            near(one.low, low) && near(one.high, high),
            "{one:?} is not {low} to {high}"
        );
    }

    #[test]
    fn each_way_stands_on_its_own() {
        let mut rows = vec![
            row("A", 3.0, "JP"),
            row("C", 1.0, "CN"),
            row("B", 2.0, "JP"),
            row("", 1.0, ""),
            row("D", 3.0, "CN"),
        ];
        let mut book = Book::default();
        book.merge(&mut rows, &names(&["A", "B"]), "A", Because::Said);
        book.set_group("G", &names(&["A", "C"]));
        let ways = three_ways(&rows, &book);
        close(ways.as_invoiced.hhi, 0.24, 0.24);
        close(ways.as_invoiced.top1, 0.3, 0.3);
        close(ways.as_invoiced.top3, 0.8, 0.8);
        close(ways.by_owner.hhi, 0.46, 0.46);
        close(ways.by_owner.effective, 1.0 / 0.46, 1.0 / 0.46);
        close(ways.by_owner.top1, 0.6, 0.6);
        close(ways.by_owner.top3, 1.0, 1.0);
        close(ways.by_origin.hhi, 0.41, 0.52);
        close(ways.by_origin.top1, 0.5, 0.6);
        close(ways.by_origin.top3, 0.9, 1.0);
        let behind = |slices: &[super::Slice<String>]| -> Vec<(String, Vec<usize>)> {
            slices
                .iter()
                .map(|slice| (slice.key.clone(), slice.rows.clone()))
                .collect()
        };
        // A, C, nameless, D is the table now.
        let mut invoiced = behind(&ways.as_invoiced.slices);
        invoiced.sort();
        let expected = [("", 2), ("A", 0), ("B", 0), ("C", 1), ("D", 3)];
        assert_eq!(
            invoiced,
            expected.map(|(name, at)| (name.to_owned(), vec![at]))
        );
        assert_eq!(
            behind(&ways.by_owner.slices)[0],
            ("G".to_owned(), vec![0, 1])
        );
    }

    #[test]
    fn an_unknown_spend_leaves_ranges() {
        let mut rows = vec![
            row("A", 6.0, "JP"),
            row("B", 2.0, ""),
            row("C", 1.0, "CN"),
            row("D", 1.0, "JP"),
        ];
        rows[3].annual_spend = None;
        let ways = three_ways(&rows, &Book::default());
        close(ways.by_owner.top3, 0.75, 1.0);
        close(ways.by_origin.top3, 2.0 / 3.0, 1.0);
        assert_eq!(three_ways(&[], &Book::default()).by_owner.top1, None);
        assert_eq!(three_ways(&[], &Book::default()).by_origin.top3, None);
    }

    #[test]
    fn the_unknown_comes_from_the_country_given_or_the_largest_foreign_one() {
        let rows = [
            row("A", 5.0, "JP"),
            row("B", 2.0, "CN"),
            row("C", 1.0, "VN"),
            row("D", 2.0, ""),
        ];
        for (country, expected, share) in [
            (None, Some("CN"), 0.3),
            (Some("VN"), Some("VN"), 0.2),
            (Some("US"), Some("US"), 0.1),
        ] {
            let found =
                if_unknown_from(&rows, 0.5, country.and_then(Country::new)).expect("a spend");
            assert_eq!(found.country, expected.and_then(Country::new));
            assert!((found.share - share).abs() < 1e-12, "{found:?}");
            assert!((found.unknown - 0.1).abs() < 1e-12);
        }
        let unnamed = [row("A", 5.0, "JP"), row("D", 5.0, "")];
        let found = if_unknown_from(&unnamed, 1.0, None).expect("a spend");
        assert_eq!(
            (found.country, found.share, found.unknown),
            (None, 0.5, 0.0)
        );
        assert!((found.hhi - 0.5).abs() < 1e-12);
        assert_eq!(if_unknown_from(&[row("A", -1.0, "JP")], 0.5, None), None);
    }

    proptest! {
        #[test]
        fn the_ends_of_the_slider_are_the_ends_of_the_range(
            dice in prop::collection::vec((1..1_000_u32, 0..5_usize), 1..12),
            part in 0.0..1.0_f64,
        ) {
            let rows: Vec<Supplier> = dice
                .iter()
                .map(|&(yen, country)| row("", f64::from(yen), ["", "CN", "VN", "JP", "US"][country]))
                .collect();
            let figures = Figures::of(&rows);
            let hhi = figures.country_hhi.expect("a spend");
            let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
            let none = if_unknown_from(&rows, 0.0, None).expect("a spend");
            prop_assert!(near(none.hhi, hhi.low));
            let largest = figures.countries.iter().find_map(|slice| slice.key);
            for slice in figures.countries.iter().filter(|slice| slice.key.is_some()) {
                let all = if_unknown_from(&rows, 1.0, slice.key).expect("a spend");
                prop_assert!(near(all.share, slice.share.high), "{:?} {:?}", all, slice);
                let low = if_unknown_from(&rows, 0.0, slice.key).expect("a spend");
                prop_assert!(near(low.share, slice.share.low));
                if slice.key == largest {
                    prop_assert!(near(all.hhi, hhi.high));
                }
                let between = if_unknown_from(&rows, part, slice.key).expect("a spend");
                prop_assert!(between.hhi <= hhi.high + 1e-9 && between.hhi >= hhi.low - 1e-9);
                let total: f64 = between.countries.iter().map(|(_, share)| share).sum::<f64>() + between.unknown;
                prop_assert!(near(total, 1.0));
            }
        }
    }
}
