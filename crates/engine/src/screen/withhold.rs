//! What is not published: cells of few firms or of one, and what would tell them (method A15).
//!
//! *Why groups are joined before cells are withheld*: once every total has enough firms, a small
//! cell has firms beside it in its row and in its column. Then three more cells can be withheld
//! with it, at the corners of a rectangle, such that one firm more in it, one less in either
//! neighbour and one more in the fourth leave every total as it is. So no reader can work it out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A cell of fewer firms than this is not published.
pub(super) const FEWEST: u64 = 5;
/// Nor one of which a firm makes more than this, per cent.
const MOST: u128 = 75;

/// Firms that are counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cell {
    pub(super) firms: u64,
    /// What they weigh together.
    pub(super) weight: u128,
    /// What the heaviest of them weighs, or more where that is not known.
    pub(super) largest: u128,
}

impl Cell {
    /// One firm.
    pub(super) fn one(weight: u128) -> Self {
        Self {
            firms: 1,
            weight,
            largest: weight,
        }
    }

    /// Together with other firms. Sums of whole numbers: no order of adding them matters.
    pub(super) fn add(&mut self, other: Self) {
        self.firms += other.firms;
        self.weight += other.weight;
        self.largest = self.largest.max(other.largest);
    }

    /// Whether it may be published; none of anything may.
    pub(super) fn is_safe(self) -> bool {
        let one_makes_most = self.largest * 100 > self.weight * MOST;
        self.firms == 0 || self.firms >= FEWEST && !one_makes_most
    }

    /// What is left of it without others.
    fn without(self, others: Self) -> Self {
        Self {
            firms: self.firms.saturating_sub(others.firms),
            weight: self.weight.saturating_sub(others.weight),
            largest: self.largest,
        }
    }
}

pub(super) fn together<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> Cell {
    let mut sum = Cell::default();
    cells.into_iter().for_each(|cell| sum.add(*cell));
    sum
}

/// A table of firms, each in one row and one column.
pub(super) type Table = BTreeMap<String, BTreeMap<String, Cell>>;

/// What groups that are too small for themselves are joined into.
pub(super) const OTHERS: &str = "others";

/// A row of a table as it is published: all its firms, and the cells that may be shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) firms: Cell,
    pub(super) shown: BTreeMap<String, Cell>,
}

/// A table without what is not published. It wants more firms than [`FEWEST`] in all, none of
/// which makes most of it.
pub(super) fn table(whole: &Table) -> BTreeMap<String, Row> {
    let table = joined(whole);
    let hidden = hidden(&table);
    let rows = table.into_iter().map(|(row, cells)| {
        let firms = together(cells.values());
        let shown = cells.into_iter().filter(|(column, cell)| {
            cell.firms > 0 && !hidden.contains(&(row.clone(), column.clone()))
        });
        let shown = shown.collect();
        (row, Row { firms, shown })
    });
    rows.collect()
}

/// The table with its small columns and its small rows joined.
fn joined(whole: &Table) -> Table {
    let whole = joined_columns(whole);
    let rows: BTreeMap<&String, Cell> = whole
        .iter()
        .map(|(row, cells)| (row, together(cells.values())))
        .collect();
    let small = too_small(&rows);
    let mut table = Table::new();
    for (row, cells) in &whole {
        let row = if small.contains(row) { OTHERS } else { row };
        let into = table.entry(row.to_owned()).or_default();
        for (column, cell) in cells {
            into.entry(column.clone()).or_default().add(*cell);
        }
    }
    table
}

/// The table with its small columns joined.
fn joined_columns(whole: &Table) -> Table {
    let mut columns: BTreeMap<&String, Cell> = BTreeMap::new();
    for (column, cell) in whole.values().flatten() {
        columns.entry(column).or_default().add(*cell);
    }
    let small = too_small(&columns);
    let row = |cells: &BTreeMap<String, Cell>| {
        let mut row: BTreeMap<String, Cell> = BTreeMap::new();
        for (column, cell) in cells {
            let column = if small.contains(column) {
                OTHERS
            } else {
                column
            };
            row.entry(column.to_owned()).or_default().add(*cell);
        }
        row
    };
    let rows = whole.iter().map(|(name, cells)| (name.clone(), row(cells)));
    rows.collect()
}

/// The groups that have to be joined, so that each is safe and what is joined is safe too.
fn too_small(cells: &BTreeMap<&String, Cell>) -> BTreeSet<String> {
    let small = |cell: &Cell| cell.firms > 0 && !cell.is_safe();
    let mut joined: BTreeSet<&String> = BTreeSet::new();
    joined.extend(
        cells
            .iter()
            .filter(|(_, cell)| small(cell))
            .map(|(key, _)| *key),
    );
    let of = |joined: &BTreeSet<&String>| together(joined.iter().filter_map(|key| cells.get(*key)));
    while !joined.is_empty() && !of(&joined).is_safe() {
        let left = cells.iter().filter(|(key, _)| !joined.contains(*key));
        match left.min_by_key(|(key, cell)| (cell.firms, **key)) {
            Some((next, _)) => joined.insert(next),
            None => break,
        };
    }
    joined.into_iter().cloned().collect()
}

/// The cells of a table with safe totals that are withheld: those that are not safe, each with
/// three others at the corners of a rectangle.
fn hidden(table: &Table) -> BTreeSet<(String, String)> {
    let mut hidden = BTreeSet::new();
    let columns: BTreeSet<&String> = table.values().flat_map(BTreeMap::keys).collect();
    let cell = |row: &String, column: &String| -> Cell {
        let cell = table.get(row).and_then(|cells| cells.get(column));
        cell.copied().unwrap_or_default()
    };
    for (row, cells) in table {
        for (column, _) in cells.iter().filter(|(_, cell)| !cell.is_safe()) {
            let place = |row: &String, column: &String| (row.clone(), column.clone());
            let corners = table
                .keys()
                .filter(|other| *other != row)
                .flat_map(|other| columns.iter().map(move |beside| (other, *beside)))
                .filter(|(_, beside)| *beside != column)
                .filter(|(other, beside)| {
                    cell(row, beside).firms > 0 && cell(other, column).firms > 0
                });
            // The one that costs the fewest firms; at best it is withheld already.
            let best = corners.min_by_key(|(other, beside)| {
                let three = [(row, *beside), (*other, column), (*other, *beside)];
                let new = three
                    .into_iter()
                    .filter(|(row, column)| !hidden.contains(&place(row, column)));
                let cost: u64 = new.map(|(row, column)| cell(row, column).firms).sum();
                let weightless = [(row, *beside), (*other, column)]
                    .into_iter()
                    .any(|(row, column)| cell(row, column).weight == 0);
                (weightless, cost)
            });
            hidden.insert(place(row, column));
            if let Some((other, beside)) = best {
                hidden.insert(place(row, beside));
                hidden.insert(place(other, column));
                hidden.insert(place(other, beside));
            }
        }
    }
    hidden
}

/// Which of some groups of firms may be shown, where the rest of all firms is in none of them and
/// the number of all is known.
pub(super) fn line(all: Cell, cells: &BTreeMap<String, Cell>) -> BTreeMap<String, Cell> {
    let rest = all.without(together(cells.values()));
    let mut left: BTreeMap<Option<&String>, Cell> =
        cells.iter().map(|(key, cell)| (Some(key), *cell)).collect();
    left.insert(None, rest);
    left.retain(|_, cell| cell.firms > 0);
    let mut hidden: Vec<Cell> = Vec::new();
    left.retain(|_, cell| {
        if !cell.is_safe() {
            hidden.push(*cell);
        }
        cell.is_safe()
    });
    // One alone would be the difference to all, and a few together hardly less.
    while !hidden.is_empty() && (hidden.len() < 2 || !together(&hidden).is_safe()) {
        let smallest = left.iter().min_by_key(|(_, cell)| cell.firms);
        let Some(key) = smallest.map(|(key, _)| *key) else {
            break;
        };
        hidden.extend(left.remove(&key));
    }
    left.into_iter()
        .filter_map(|(key, cell)| Some((key?.clone(), cell)))
        .collect()
}

/// Which parts of a whole may be shown, where firms may have several of them: the low end of each
/// beside its high end. What is withheld is not told by the rest either.
pub(super) fn parts(cells: &BTreeMap<String, [Cell; 2]>) -> BTreeSet<String> {
    let (mut shown, mut hidden): (BTreeMap<&String, Cell>, Vec<Cell>) = Default::default();
    for (key, [low, high]) in cells {
        if low.firms > 0 && low.is_safe() && high.is_safe() {
            shown.insert(key, *low);
        } else if low.firms > 0 {
            hidden.push(*low);
        }
    }
    // How many firms they have together is not known: at least as many as any of them, and the
    // largest may be the same firm in each.
    let is_safe = |hidden: &[Cell]| {
        let sum = Cell {
            firms: hidden.iter().map(|cell| cell.firms).max().unwrap_or(0),
            weight: hidden.iter().map(|cell| cell.weight).sum(),
            largest: hidden.iter().map(|cell| cell.largest).sum(),
        };
        hidden.len() > 1 && sum.is_safe()
    };
    while !hidden.is_empty() && !is_safe(&hidden) {
        let smallest = shown.iter().min_by_key(|(_, cell)| cell.weight);
        let Some(key) = smallest.map(|(key, _)| *key) else {
            break;
        };
        hidden.extend(shown.remove(key));
    }
    shown.into_keys().cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::{Cell, FEWEST, OTHERS, Table, joined, line, parts, table, together};

    fn firms(count: u64) -> Cell {
        Cell {
            firms: count,
            weight: count.into(),
            largest: u128::from(count > 0),
        }
    }

    fn of(counts: &[Vec<u64>]) -> Table {
        let row = |counts: &Vec<u64>| {
            let cells = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            cells
                .map(|(column, count)| (format!("c{column}"), firms(*count)))
                .collect()
        };
        let rows = counts.iter().enumerate();
        rows.map(|(index, counts)| (format!("r{index}"), row(counts)))
            .collect()
    }

    /// Whether a reader who knows every total, and every cell that is shown, could work out the
    /// number of firms in a withheld cell: he cannot where the others can make up for one firm
    /// more or one less in it. So this looks for a way from its column back to its row along which
    /// cells give a firm and take one in turn.
    fn is_told(cells: &BTreeMap<(usize, usize), u64>, (row, column): (usize, usize)) -> bool {
        let way = |more: bool| {
            // Columns are looked at after rows; a step from a column to a row changes a cell the
            // other way than the one before.
            let (mut columns, mut rows) = (BTreeSet::from([column]), BTreeSet::new());
            loop {
                let before = (columns.len(), rows.len());
                for ((r, c), count) in cells {
                    let gives = |gives: bool| !gives || *count > 0;
                    if (*r, *c) == (row, column) {
                        continue;
                    }
                    if columns.contains(c) && gives(more) {
                        rows.insert(*r);
                    }
                    if rows.contains(r) && *r != row && gives(!more) {
                        columns.insert(*c);
                    }
                }
                if rows.contains(&row) {
                    return true;
                }
                if (columns.len(), rows.len()) == before {
                    return false;
                }
            }
        };
        let less = cells[&(row, column)] > 0 && way(false);
        !(less || way(true))
    }

    #[test]
    fn what_the_totals_tell_is_told_and_what_they_leave_open_is_not() {
        let cells = |all: &[((usize, usize), u64)]| all.iter().copied().collect();
        let one = cells(&[((0, 0), 2)]);
        assert!(is_told(&one, (0, 0)));
        let row = cells(&[((0, 0), 2), ((0, 1), 7)]);
        assert!(
            is_told(&row, (0, 0)),
            "its column has nothing else withheld"
        );
        let square = cells(&[((0, 0), 2), ((0, 1), 7), ((1, 0), 6), ((1, 1), 0)]);
        assert!(!is_told(&square, (0, 0)));
        let zeros = cells(&[((0, 0), 2), ((0, 1), 0), ((1, 0), 0), ((1, 1), 0)]);
        assert!(is_told(&zeros, (0, 0)));
    }

    #[test]
    fn a_small_group_goes_to_the_others_and_they_are_not_small_either() {
        let whole = of(&[vec![20, 0], vec![3, 0], vec![9, 0], vec![0, 40]]);
        let shown = table(&whole);
        let counts: Vec<(&str, u64)> = shown
            .iter()
            .map(|(key, row)| (key.as_str(), row.firms.firms))
            .collect();
        assert_eq!(counts, [(OTHERS, 12), ("r0", 20), ("r3", 40)]);
    }

    #[test]
    fn one_that_makes_most_is_withheld_however_many_there_are() {
        let heavy = Cell {
            firms: 9,
            weight: 100,
            largest: 76,
        };
        assert!(!heavy.is_safe());
        assert!(
            Cell {
                largest: 75,
                ..heavy
            }
            .is_safe()
        );
        assert!(firms(0).is_safe() && firms(5).is_safe() && !firms(4).is_safe());
        let all = Cell {
            firms: 40,
            weight: 400,
            largest: 76,
        };
        let cells = BTreeMap::from([("a".to_owned(), heavy), ("b".to_owned(), firms(20))]);
        assert!(!line(all, &cells).contains_key("a"));
    }

    #[test]
    fn a_part_alone_is_not_withheld_alone() {
        let cell = |count: u64, weight: u128| Cell {
            firms: count,
            weight,
            largest: weight / u128::from(count),
        };
        let cells = BTreeMap::from([
            ("a".to_owned(), [cell(2, 10), cell(2, 10)]),
            ("b".to_owned(), [cell(8, 40), cell(8, 40)]),
            ("c".to_owned(), [cell(9, 90), cell(9, 90)]),
        ]);
        assert_eq!(parts(&cells), BTreeSet::from(["c".to_owned()]));
        let large: BTreeMap<_, _> = cells.into_iter().skip(1).collect();
        assert_eq!(parts(&large).len(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn no_small_cell_can_be_worked_out_of_a_table(
            counts in prop::collection::vec(prop::collection::vec(
                prop_oneof![2 => Just(0_u64), 3 => 1..5_u64, 2 => 5..40_u64], 1..7), 1..9),
        ) {
            let whole = of(&counts);
            let all = together(whole.values().flat_map(BTreeMap::values));
            prop_assume!(all.firms >= FEWEST);
            let shown = table(&whole);
            // Every firm is in a row, and every total is fit to be known.
            prop_assert_eq!(shown.values().map(|row| row.firms.firms).sum::<u64>(), all.firms);
            prop_assert!(shown.values().all(|row| row.firms.is_safe()));
            prop_assert!(shown.values().flat_map(|row| row.shown.values()).all(|cell| cell.is_safe()));
            // What is not shown may be nothing as well as withheld: no reader can tell.
            let joined = joined(&whole);
            let columns: BTreeSet<&String> = joined.values().flat_map(BTreeMap::keys).collect();
            let mut withheld: BTreeMap<(usize, usize), u64> = BTreeMap::new();
            for (r, (row, cells)) in joined.iter().enumerate() {
                for (c, column) in columns.iter().enumerate() {
                    if !shown[row].shown.contains_key(*column) {
                        withheld.insert((r, c), cells.get(*column).map_or(0, |cell| cell.firms));
                    }
                }
            }
            for (place, count) in &withheld {
                if (1..FEWEST).contains(count) {
                    prop_assert!(!is_told(&withheld, *place), "{place:?} of {counts:?}");
                }
            }
        }

        #[test]
        fn no_small_group_is_the_difference_to_all(
            counts in prop::collection::vec(0..30_u64, 1..6), rest in 0..30_u64,
        ) {
            let cells: BTreeMap<String, Cell> = counts.iter().enumerate()
                .map(|(index, count)| (format!("{index}"), firms(*count)))
                .collect();
            let all = firms(counts.iter().sum::<u64>() + rest);
            prop_assume!(all.firms >= FEWEST);
            let shown = line(all, &cells);
            prop_assert!(shown.values().all(|cell| cell.firms >= FEWEST));
            let hidden = all.firms - shown.values().map(|cell| cell.firms).sum::<u64>();
            let small = counts.iter().chain([&rest]).any(|count| (1..FEWEST).contains(count));
            prop_assert!(!small || hidden >= FEWEST);
        }
    }
}
