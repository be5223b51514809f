//! What the table says: shares, concentration, gaps, and the rows behind each.

use std::collections::{BTreeMap, BTreeSet};

use super::concentration::hhi;
use super::{Alternatives, Category, Supplier};
use crate::measure::{Interval, Truth};
use crate::table::{Country, Row};

/// How long a row's stock lasts against how long replacing it takes, and what that means.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// The row, by its index.
    pub row: usize,
    /// Time to survive, weeks.
    pub tts: Interval,
    /// Time to recover, weeks.
    pub ttr: Interval,
    /// How long sales stop, weeks.
    pub gap: Interval,
    /// Whether it alone stops a large part of sales.
    pub single_point: Truth,
}

/// The rows, the worst first: goods (and rows of a kind not stated), and services apart.
///
/// Single points stand first (those that stop at least `share` of sales, 0 to 1), then the
/// largest recovery gap, then the longest gap. Blank rows are left out.
#[must_use]
pub fn exposures(rows: &[Supplier], share: f64) -> (Vec<Exposure>, Vec<Exposure>) {
    let mut all: Vec<(Exposure, Interval, &Supplier)> = entered(rows)
        .map(|(index, row)| {
            let exposure = Exposure {
                row: index,
                tts: row.tts(),
                ttr: row.ttr(),
                gap: row.gap(),
                single_point: row.is_single_point(share),
            };
            (exposure, row.recovery_gap(), row)
        })
        .collect();
    let falling = |one: Interval, other: Interval| {
        (other.low.total_cmp(&one.low)).then(other.high.total_cmp(&one.high))
    };
    // A stable sort: equal rows stay in the order of the table.
    all.sort_by(|(one, gap, _), (other, other_gap, _)| {
        (other.single_point.cmp(&one.single_point))
            .then_with(|| falling(*gap, *other_gap))
            .then_with(|| falling(one.gap, other.gap))
    });
    let (services, goods): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|(.., row)| row.is_good() == Truth::No);
    let bare = |rows: Vec<(Exposure, Interval, &Supplier)>| {
        let rows = rows.into_iter();
        rows.map(|(one, ..)| one).collect()
    };
    (bare(goods), bare(services))
}

/// A part of the listed spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice<K> {
    /// Whose part it is.
    pub key: K,
    /// Its share of the listed spend, 0 to 1.
    pub share: Interval,
    /// The rows behind it, by their index.
    pub rows: Vec<usize>,
}

/// What the table says; nothing where it is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The listed spend that is known, yen a year; credit notes are left out.
    pub listed_spend: f64,
    /// The rows without a spend, by their index: they make every share a range.
    pub without_spend: Vec<usize>,
    /// By supplier, the largest first.
    pub suppliers: Vec<Slice<String>>,
    /// By country of production, the largest first, `None` for an unknown origin at the end.
    pub countries: Vec<Slice<Option<Country>>>,
    /// HHI by supplier over the known spend, 0 to 1.
    pub supplier_hhi: Option<f64>,
    /// HHI by country, Japan included, 0 to 1: the unknown origin spread over many countries at
    /// the low end, all in the largest known one at the high end (method §2.6).
    pub country_hhi: Option<Interval>,
    /// The largest supplier's share, 0 to 1.
    pub top_supplier_share: Option<Interval>,
    /// The largest foreign country's share, 0 to 1.
    pub top_foreign_country_share: Option<Interval>,
    /// The share with a known country of production, 0 to 1.
    pub known_origin_share: Option<Interval>,
    /// How many goods that stop sales have no qualified alternative.
    pub single_source_items: Option<Interval>,
    /// The lowest stock of a good that stops sales, weeks.
    pub lowest_stock_weeks: Option<Interval>,
    /// The largest recovery gap over goods, 0 to 1.
    pub recovery_gap: Option<Interval>,
}

impl Figures {
    /// The figures of a table; all `None` where it is empty.
    #[must_use]
    pub fn of(rows: &[Supplier]) -> Self {
        let spend = Spend::of(rows);
        let parties = spend.parties();
        let suppliers = spend.suppliers(&parties);
        // What is of unknown origin may come from any country (method A11).
        let countries = spend.slices(|row| row.country);
        let amounts = |slices: &[Slice<String>]| {
            slices
                .iter()
                .map(|slice| slice.share.low)
                .collect::<Vec<_>>()
        };
        let supplier_hhi = if spend.missing.is_empty() {
            hhi(&amounts(&suppliers))
        } else {
            hhi_of_known(&parties)
        };
        Self {
            listed_spend: spend.known,
            supplier_hhi,
            country_hhi: spend.country_hhi(),
            top_supplier_share: spend.top_supplier(&parties),
            top_foreign_country_share: spend.top_foreign_country(),
            known_origin_share: spend.known_origin(),
            single_source_items: single_source_items(rows),
            lowest_stock_weeks: lowest_stock(rows),
            recovery_gap: largest_gap(rows),
            without_spend: spend.missing,
            suppliers,
            countries,
        }
    }

    /// As many suppliers of equal size would be as concentrated (Hill's number of order 2).
    #[must_use]
    pub fn effective_suppliers(&self) -> Option<f64> {
        self.supplier_hhi.map(|hhi| 1.0 / hhi)
    }

    /// As many countries of equal size would be as concentrated; without bound at the high end
    /// where every origin is unknown.
    #[must_use]
    pub fn effective_countries(&self) -> Option<Interval> {
        self.country_hhi.map(|hhi| Interval {
            low: 1.0 / hhi.high,
            high: 1.0 / hhi.low,
        })
    }

    /// Whether one foreign country makes at least `share` of the listed spend, and less than
    /// `qualified` of that spend has a qualified alternative (gate A7). Both 0 to 1.
    #[must_use]
    pub fn one_country_supply(rows: &[Supplier], share: f64, qualified: f64) -> Truth {
        let spend = Spend::of(rows);
        let abroad: BTreeSet<Option<Country>> = entered(rows)
            .map(|(_, row)| row.country)
            .filter(|country| *country != Some(Country::JAPAN))
            .collect();
        abroad
            .into_iter()
            .map(|country| spend.leans_on(country, share, qualified))
            .max()
            .unwrap_or(Truth::No)
    }
}

/// The listed spend by kind, the largest first; what has no stated kind stands at the end, and may
/// be of any.
#[must_use]
pub fn by_category(rows: &[Supplier]) -> Vec<Slice<Option<Category>>> {
    Spend::of(rows).slices(|row| row.category)
}

/// A row that counts for shares: its index, itself, its spend.
type Entry<'a> = (usize, &'a Supplier, Interval);

/// A supplier.
struct Party<'a> {
    /// Empty for a row without one.
    alias: &'a str,
    rows: Vec<usize>,
    /// What is known of its spend, yen.
    known: f64,
    /// How many of its rows have no spend.
    open: usize,
}

fn hhi_of_known(parties: &[Party<'_>]) -> Option<f64> {
    let known = parties.iter().filter(|party| party.rows.len() > party.open);
    hhi(&known.map(|party| party.known).collect::<Vec<_>>())
}

/// The rows that count for shares, and what they add up to.
struct Spend<'a> {
    rows: Vec<Entry<'a>>,
    /// The known total, yen.
    known: f64,
    /// The rows without a spend.
    missing: Vec<usize>,
}

impl<'a> Spend<'a> {
    fn of(rows: &'a [Supplier]) -> Self {
        let rows: Vec<_> = entered(rows)
            .filter_map(|(index, row)| Some((index, row, row.spend()?)))
            .collect();
        let known = rows
            .iter()
            .map(|(_, _, spend)| spend)
            .filter(|spend| spend.is_known())
            .map(|spend| spend.low)
            .sum();
        let missing = rows
            .iter()
            .filter(|(_, _, spend)| !spend.is_known())
            .map(|(index, ..)| *index)
            .collect();
        Self {
            rows,
            known,
            missing,
        }
    }

    /// The share of what `inside` holds: none of the unknown spend at the low end, all of it at the high.
    fn share(&self, inside: impl Fn(usize, &Supplier) -> bool) -> Interval {
        let (mut known, mut open, mut open_elsewhere) = (0.0, false, false);
        for (index, row, spend) in &self.rows {
            match (inside(*index, row), spend.is_known()) {
                (true, true) => known += spend.low,
                (true, false) => open = true,
                (false, false) => open_elsewhere = true,
                (false, true) => {}
            }
        }
        let share = match open {
            _ if self.known > 0.0 => known / self.known,
            // Whatever is spent is spent here.
            true => 1.0,
            false => 0.0,
        };
        Interval {
            low: if open_elsewhere { 0.0 } else { share },
            high: if open { 1.0 } else { share },
        }
    }

    /// The suppliers by alias; a row without one is a supplier of its own. Sorted once for all
    /// that is asked of them: a table of many suppliers is drawn again after every cell.
    fn parties(&self) -> Vec<Party<'a>> {
        let mut rows: Vec<_> = self.rows.iter().collect();
        // A stable sort: amounts are added up in the order of the table.
        rows.sort_by(|(_, one, _), (_, other, _)| one.alias.cmp(&other.alias));
        let same = |one: &&_, other: &&_| -> bool {
            let ((_, one, _), (_, other, _)): (&Entry<'_>, &Entry<'_>) = (one, other);
            !one.alias.is_empty() && one.alias == other.alias
        };
        rows.chunk_by(same)
            .map(|rows| {
                let known = rows.iter().filter(|(_, _, spend)| spend.is_known());
                Party {
                    alias: rows.first().map_or("", |(_, row, _)| &row.alias),
                    rows: rows.iter().map(|(index, ..)| *index).collect(),
                    known: known
                        .clone()
                        .fold(0.0, |sum, (_, _, spend)| sum + spend.low),
                    open: rows.len() - known.count(),
                }
            })
            .collect()
    }

    fn suppliers(&self, parties: &[Party<'_>]) -> Vec<Slice<String>> {
        let slice = |party: &Party<'_>| {
            let key = match party.rows.as_slice() {
                // The figure is never shown as a name.
                [index] if party.alias.is_empty() => format!("#{}", index + 1),
                _ => party.alias.to_owned(),
            };
            self.slice(key, party.rows.clone(), party.known, party.open)
        };
        let mut slices: Vec<Slice<String>> = parties.iter().map(slice).collect();
        if parties.first().is_some_and(|party| party.alias.is_empty()) {
            slices.sort_by(|one, other| one.key.cmp(&other.key));
        }
        largest_first(&mut slices);
        slices
    }

    /// The parts by what a row says of itself, the largest first; where it says nothing, at the
    /// end, and it may belong to any of the others.
    fn slices<K: Ord + Copy>(&self, of: impl Fn(&Supplier) -> Option<K>) -> Vec<Slice<Option<K>>> {
        let mut groups: BTreeMap<Option<K>, (Vec<usize>, f64, usize)> = BTreeMap::new();
        for (index, row, spend) in &self.rows {
            let (rows, known, open) = groups.entry(of(row)).or_default();
            rows.push(*index);
            if spend.is_known() {
                *known += spend.low;
            } else {
                *open += 1;
            }
        }
        let groups = groups.into_iter();
        let mut slices: Vec<_> = groups
            .map(|(key, (rows, known, open))| self.slice(key, rows, known, open))
            .collect();
        for slice in &mut slices {
            if let Some(key) = slice.key {
                let may_be = |_, row: &Supplier| of(row).is_none_or(|known| known == key);
                slice.share.high = self.share(may_be).high;
            }
        }
        largest_first(&mut slices);
        slices.sort_by_key(|slice| slice.key.is_none());
        slices
    }

    /// The part of rows whose known spend is this, and whose spend is not known in so many.
    fn slice<K>(&self, key: K, rows: Vec<usize>, known: f64, open: usize) -> Slice<K> {
        let share = if self.known > 0.0 {
            known / self.known
        } else {
            0.0
        };
        let open_elsewhere = self.missing.len() > open;
        Slice {
            key,
            share: Interval {
                low: if open_elsewhere { 0.0 } else { share },
                high: if open > 0 { 1.0 } else { share },
            },
            rows,
        }
    }

    fn by_country(&self) -> BTreeMap<Option<Country>, f64> {
        let mut totals: BTreeMap<Option<Country>, f64> = BTreeMap::new();
        for (_, row, spend) in self.rows.iter().filter(|(_, _, spend)| spend.is_known()) {
            *totals.entry(row.country).or_default() += spend.low;
        }
        totals
    }

    fn country_hhi(&self) -> Option<Interval> {
        if self.known <= 0.0 {
            return None;
        }
        let mut totals = self.by_country();
        let unknown = totals.remove(&None).unwrap_or(0.0) / self.known;
        let shares: Vec<f64> = totals
            .into_values()
            .map(|total| total / self.known)
            .collect();
        let squares: f64 = shares.iter().map(|share| share * share).sum();
        let largest = shares.iter().copied().fold(0.0, f64::max);
        let high = squares - largest * largest + (largest + unknown) * (largest + unknown);
        Some(Interval { low: squares, high })
    }

    /// With spends missing the largest share falls no further than to `m / (C + n · m)`, where
    /// each of the `n` suppliers with a missing spend has grown as large as the largest known,
    /// `m`, and `C` is what the others take; it may rise to all of it.
    fn top_supplier(&self, parties: &[Party<'_>]) -> Option<Interval> {
        if self.rows.is_empty() {
            return None;
        }
        let of = |open: bool| {
            let parties = parties.iter();
            parties.filter(move |party| (party.open > 0) == open)
        };
        let known = parties.iter().map(|party| party.known);
        let largest = known.fold(0.0, f64::max);
        let closed: f64 = of(false).map(|party| party.known).sum();
        #[expect(clippy::cast_precision_loss, reason = "a count of suppliers")]
        let open = of(true).count() as f64;
        let low = if largest > 0.0 {
            largest / (closed + open * largest)
        } else {
            1.0 / open
        };
        Some(Interval {
            low,
            high: if self.missing.is_empty() { low } else { 1.0 },
        })
    }

    fn top_foreign_country(&self) -> Option<Interval> {
        if self.rows.is_empty() {
            return None;
        }
        let abroad: BTreeSet<Country> = self
            .rows
            .iter()
            .filter_map(|(_, row, _)| row.country)
            .filter(|country| *country != Country::JAPAN)
            .collect();
        let named = abroad.iter().map(|&country| Interval {
            low: self.share(|_, row| row.country == Some(country)).low,
            high: self
                .share(|_, row| row.country.is_none_or(|known| known == country))
                .high,
        });
        // The unknown origin may all be a country that is not named yet.
        let unnamed = Interval {
            low: 0.0,
            high: self.share(|_, row| row.country.is_none()).high,
        };
        Some(named.fold(unnamed, Interval::max))
    }

    fn known_origin(&self) -> Option<Interval> {
        (!self.rows.is_empty()).then(|| self.share(|_, row| row.country.is_some()))
    }

    fn leans_on(&self, country: Option<Country>, share: f64, qualified: f64) -> Truth {
        let here = |row: &Supplier| row.country.is_some() && row.country == country;
        let ready = |row: &Supplier| row.alternatives.is_some_and(Alternatives::is_qualified);
        let total = |inside: &dyn Fn(&Supplier) -> bool| -> f64 {
            let known = self
                .rows
                .iter()
                .filter(|(_, row, spend)| spend.is_known() && inside(row));
            known.map(|(_, _, spend)| spend.low).sum()
        };
        if !self.missing.is_empty() {
            // A spend nobody stated may be anything, so the share may be anything too.
            let reachable = self.share(|_, row| row.country.is_none() || here(row)).high >= share;
            let all_ready = self
                .rows
                .iter()
                .filter(|(_, row, _)| row.country.is_none() || here(row))
                .all(|(_, row, _)| ready(row));
            return if reachable && !all_ready {
                Truth::Possible
            } else {
                Truth::No
            };
        }
        let (made_here, of_unknown_origin) = (total(&here), total(&|row| row.country.is_none()));
        let not_ready_unknown = total(&|row| row.country.is_none() && !ready(row));
        let ready_here = total(&|row| here(row) && ready(row));
        let perhaps_ready_here = total(&|row| here(row) && row.alternatives.is_none()) + ready_here;
        let needed = share * self.known;
        if made_here > 0.0 && made_here >= needed {
            // What is of unknown origin may come on top; it can only blur a certain finding when ready.
            let ready_unknown = of_unknown_origin
                - total(&|row| {
                    row.country.is_none() && row.alternatives.is_some_and(|a| !a.is_qualified())
                });
            if (perhaps_ready_here + ready_unknown) / (made_here + ready_unknown) < qualified {
                return Truth::Certain;
            }
        }
        let most = made_here + not_ready_unknown;
        // As little of the ready spend of unknown origin as reaches the share is taken in.
        let filled = (needed - most).clamp(0.0, of_unknown_origin - not_ready_unknown);
        let reached = most + filled;
        if reached <= 0.0 || reached < needed {
            return Truth::No;
        }
        if (ready_here + filled) / reached < qualified {
            Truth::Possible
        } else {
            Truth::No
        }
    }
}

/// A stable sort after the keys' own order: equal shares stand in one order on every machine.
pub(crate) fn largest_first<K>(slices: &mut [Slice<K>]) {
    slices.sort_by(|one, other| {
        other
            .share
            .high
            .total_cmp(&one.share.high)
            .then(other.share.low.total_cmp(&one.share.low))
    });
}

/// The rows in which anything is entered, with their index: a blank row is no item yet.
fn entered(rows: &[Supplier]) -> impl Iterator<Item = (usize, &Supplier)> {
    rows.iter().enumerate().filter(|(_, row)| !row.is_blank())
}

/// The goods without which some sales stop: certainly, perhaps, or not.
fn stops_sales(row: &Supplier) -> Truth {
    row.is_good()
        .min(Truth::exceeds(row.sales_stopped(), Interval::known(0.0)))
}

fn single_source_items(rows: &[Supplier]) -> Option<Interval> {
    entered(rows).next()?;
    // The same item of the same supplier may stand in several rows, and counts once.
    let mut items: BTreeMap<(&str, &str, usize), Truth> = BTreeMap::new();
    for (index, row) in entered(rows) {
        let own = if row.alias.is_empty() && row.item.is_empty() {
            index
        } else {
            0
        };
        let single = stops_sales(row).min(row.lacks_alternative());
        let item = items
            .entry((&row.alias, &row.item, own))
            .or_insert(Truth::No);
        *item = single.max(*item);
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
    let count = |least: Truth| items.values().filter(|single| **single >= least).count() as f64;
    Some(Interval {
        low: count(Truth::Certain),
        high: count(Truth::Possible),
    })
}

fn lowest_stock(rows: &[Supplier]) -> Option<Interval> {
    let stocks = |least: Truth, end: fn(Interval) -> f64| {
        entered(rows)
            .filter(|(_, row)| stops_sales(row) >= least)
            .map(|(_, row)| end(row.tts()))
            .fold(f64::INFINITY, f64::min)
    };
    let high = stocks(Truth::Certain, |weeks| weeks.high);
    let low = stocks(Truth::Possible, |weeks| weeks.low);
    high.is_finite().then_some(Interval { low, high })
}

fn largest_gap(rows: &[Supplier]) -> Option<Interval> {
    entered(rows).next()?;
    let gaps = entered(rows).map(|(_, row)| match row.is_good() {
        Truth::No => Interval::known(0.0),
        Truth::Possible => Interval {
            low: 0.0,
            ..row.recovery_gap()
        },
        Truth::Certain => row.recovery_gap(),
    });
    Some(gaps.fold(Interval::known(0.0), Interval::max))
}

#[cfg(test)]
mod tests {
    use super::{Figures, exposures};
    use crate::measure::{Interval, Number, Truth, Unit};
    use crate::suppliers::{Alternatives, Category, Supplier};
    use crate::table::Country;

    fn number(unit: Unit, value: f64) -> Option<Number> {
        unit.number(value)
    }

    fn row(alias: &str, spend: f64, country: &str) -> Supplier {
        Supplier {
            alias: alias.into(),
            annual_spend: number(Unit::Yen, spend),
            country: Country::new(country),
            ..Supplier::default()
        }
    }

    fn good(stock: f64, switch: f64, sales: f64) -> Supplier {
        Supplier {
            category: Some(Category::Part),
            alternatives: Some(Alternatives::None),
            stock_weeks: number(Unit::Weeks, stock),
            requal_weeks: number(Unit::Weeks, switch),
            sales_dependent_pct: number(Unit::Percent, sales),
            ..Supplier::default()
        }
    }

    #[test]
    fn a_blank_row_is_no_item_yet() {
        let filled = vec![row("a", 3.0, "JP"), row("b", 1.0, "VN")];
        let mut with_blank = filled.clone();
        with_blank.push(Supplier::default());
        assert_eq!(Figures::of(&with_blank), Figures::of(&filled));
        assert_eq!(
            Figures::of(&[Supplier::default()]).single_source_items,
            None
        );
        assert_eq!(Supplier::default().is_single_point(0.25), Truth::No);
    }

    #[test]
    fn an_unknown_origin_may_be_any_country() {
        let figures = Figures::of(&[row("a", 5.0, "JP"), row("b", 3.0, "VN"), row("c", 2.0, "")]);
        let shares: Vec<_> = figures
            .countries
            .iter()
            .map(|slice| (slice.key.map(|key| key.as_str().to_owned()), slice.share))
            .collect();
        let range = |low, high| Interval { low, high };
        assert_eq!(
            shares,
            [
                (Some("JP".into()), range(0.5, 0.7)),
                (Some("VN".into()), range(0.3, 0.5)),
                (None, range(0.2, 0.2)),
            ]
        );
    }

    #[test]
    fn a_spend_nobody_stated_may_be_anything() {
        let unstated = Supplier {
            alias: "b".into(),
            ..Supplier::default()
        };
        let figures = Figures::of(&[row("a", 5.0, "JP"), unstated]);
        let shares: Vec<_> = figures.suppliers.iter().map(|slice| slice.share).collect();
        let range = |low, high| Interval { low, high };
        assert_eq!(shares, [range(0.0, 1.0), range(0.0, 1.0)]);
    }

    #[test]
    fn equal_sources_count_as_many_as_they_are() {
        let figures = Figures::of(&[row("a", 1.0, "JP"), row("b", 1.0, "VN")]);
        assert_eq!(figures.effective_suppliers(), Some(2.0));
        assert_eq!(figures.effective_countries(), Some(Interval::known(2.0)));
    }

    #[test]
    fn single_points_stand_first_and_services_apart() {
        let power = Supplier {
            category: Some(Category::Energy),
            ..good(0.0, 52.0, 100.0)
        };
        let rows = [
            good(10.0, 8.0, 90.0),
            power,
            Supplier::default(),
            good(2.0, 20.0, 10.0),
            good(2.0, 20.0, 60.0),
        ];
        let (goods, services) = exposures(&rows, 0.25);
        let order = |rows: &[super::Exposure]| rows.iter().map(|one| one.row).collect::<Vec<_>>();
        assert_eq!(order(&goods), [4, 3, 0]);
        assert_eq!(order(&services), [1]);
        assert_eq!(
            goods.first().map(|one| (one.single_point, one.gap)),
            Some((Truth::Certain, Interval::known(18.0)))
        );
    }
}
