//! Making names one company, and undoing it.
//!
//! A merger keeps every row as it was, with its place. What came of the rows is not kept: it is
//! worked out again from them, and what a person changed since then is the difference.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Because, Book, COLUMNS, Column, Merge, Part, Supplier};
use crate::measure::{Number, Unit};
use crate::table::{Cell, Country, Row, TEXT_LIMIT};

/// What stands between items that were joined.
pub const ITEM_MARK: char = '・';
/// What stands behind items where there are more.
pub const MORE_MARK: char = '…';

impl Book {
    /// Makes the rows of these names rows of one name. `false`, with nothing changed, where they
    /// are not of two names at least, or where the new name is empty or too long.
    ///
    /// A name that was merged before stands for what it became, so that suggestions can be taken
    /// one after another; rows that bear the new name already belong to it.
    ///
    /// Rows that agree in country and route become one row where they agree in the item too, or
    /// where each is the only one of its name with that country and route. Its spend is the sum,
    /// unknown where one is; items stand side by side; flags are those of all; every other cell
    /// is the one they agree in, or that of the largest row that has it.
    pub fn merge(
        &mut self,
        rows: &mut Vec<Supplier>,
        names: &[String],
        alias: &str,
        because: Because,
    ) -> bool {
        if alias.is_empty() || alias.chars().count() > TEXT_LIMIT {
            return false;
        }
        let mut names = self.became(names);
        names.insert(alias.to_owned());
        let parts: Vec<Part> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.alias.is_empty() && names.contains(&row.alias))
            .map(|(row, supplier)| Part {
                row,
                supplier: supplier.clone(),
            })
            .collect();
        let found: BTreeSet<&str> = parts.iter().map(|it| it.supplier.alias.as_str()).collect();
        if found.len() < 2 {
            return false;
        }
        let owners: BTreeMap<String, String> = (found.iter().copied())
            .chain(std::iter::once(alias))
            .filter_map(|name| Some((name.to_owned(), self.group_of(name)?.name.clone())))
            .collect();
        let mut places: BTreeMap<usize, Option<Supplier>> =
            parts.iter().map(|part| (part.row, None)).collect();
        for (joined, members) in joined(&parts, alias) {
            let first = members.first().and_then(|&index| parts.get(index));
            if let Some(part) = first {
                places.insert(part.row, Some(joined));
            }
        }
        *rows = std::mem::take(rows)
            .into_iter()
            .enumerate()
            .filter_map(|(index, row)| places.remove(&index).unwrap_or(Some(row)))
            .collect();
        let merge = Merge {
            alias: alias.to_owned(),
            because,
            parts,
            owners,
        };
        let mut grouped = merge.names();
        grouped.insert(alias.to_owned());
        let owner = merge.owner();
        self.regroup(&grouped, owner.map(|owner| (owner, vec![alias.to_owned()])));
        self.merges.push(merge);
        true
    }

    /// Undoes a merger, by its index: as if it had never been made. `false` where there is none.
    ///
    /// Later mergers that built on it are undone with it and made again with what is left of
    /// their names. Cells that a person filled since then go to every row of before in which
    /// they are empty; a spend stays what it was. Undone at once, or the last first, the rows are
    /// the very same as before. A row of it that was removed since, or renamed, does not return.
    pub fn undo(&mut self, rows: &mut Vec<Supplier>, index: usize) -> bool {
        let Some(merge) = self.merges.get(index) else {
            return false;
        };
        let mut touched = merge.names();
        touched.insert(merge.alias.clone());
        let mut built_on = Vec::new();
        for (at, later) in self.merges.iter().enumerate().skip(index + 1) {
            let mut names = later.names();
            names.insert(later.alias.clone());
            if !names.is_disjoint(&touched) {
                touched.extend(names);
                built_on.push(at);
            }
        }
        let mut again = Vec::new();
        for at in built_on.into_iter().rev() {
            again.extend(self.unmake(rows, at));
        }
        self.unmake(rows, index);
        for merge in again.into_iter().rev() {
            let names: Vec<String> = merge.names().into_iter().collect();
            self.merge(rows, &names, &merge.alias, merge.because);
        }
        true
    }

    /// Undoes every merger, the last first.
    pub fn undo_all(&mut self, rows: &mut Vec<Supplier>) {
        while let Some(last) = self.merges.len().checked_sub(1) {
            self.unmake(rows, last);
        }
    }

    /// The rows as invoiced: those that were merged as they were before.
    #[must_use]
    pub fn as_invoiced<'a>(&self, rows: &'a [Supplier]) -> Cow<'a, [Supplier]> {
        if self.merges.is_empty() {
            return Cow::Borrowed(rows);
        }
        let (mut before, mut book) = (rows.to_vec(), self.clone());
        book.undo_all(&mut before);
        Cow::Owned(before)
    }

    /// The name that a name as invoiced bears after all mergers.
    #[must_use]
    pub fn name_of<'a>(&'a self, name: &'a str) -> &'a str {
        self.merges.iter().fold(name, |name, merge| {
            let is_part = merge.parts.iter().any(|part| part.supplier.alias == name);
            if is_part { &merge.alias } else { name }
        })
    }

    /// The names, and with each that was merged before what it became.
    fn became(&self, names: &[String]) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = names.iter().cloned().collect();
        for merge in &self.merges {
            if !all.is_disjoint(&merge.names()) {
                all.insert(merge.alias.clone());
            }
        }
        all
    }

    fn unmake(&mut self, rows: &mut Vec<Supplier>, index: usize) -> Option<Merge> {
        if index >= self.merges.len() {
            return None;
        }
        let merge = self.merges.remove(index);
        let before = joined(&merge.parts, &merge.alias);
        let now = counterparts(&before, rows, &merge.alias);
        let mut returned: BTreeMap<usize, Supplier> = BTreeMap::new();
        let mut gone = BTreeSet::new();
        for ((joined, members), now) in before.iter().zip(now) {
            let Some((at, row)) = now.and_then(|at| Some((at, rows.get(at)?))) else {
                continue;
            };
            gone.insert(at);
            for &member in members {
                if let Some(part) = merge.parts.get(member) {
                    returned.insert(member, with_filled(&part.supplier, joined, row));
                }
            }
        }
        let kept = std::mem::take(rows).into_iter().enumerate();
        let mut kept = kept
            .filter(|(at, _)| !gone.contains(at))
            .map(|(_, row)| row);
        let mut restored = Vec::new();
        // The parts stand in the order of their places; the others fill the places between.
        for (member, supplier) in returned {
            let place = merge.parts.get(member).map_or(usize::MAX, |part| part.row);
            while restored.len() < place {
                let Some(row) = kept.next() else { break };
                restored.push(row);
            }
            restored.push(supplier);
        }
        restored.extend(kept);
        *rows = restored;
        self.ungroup(&merge);
        Some(merge)
    }

    /// Takes names out of all groups, and puts others into one, which is made where it is missing.
    fn regroup(&mut self, out: &BTreeSet<String>, into: Option<(String, Vec<String>)>) {
        for group in &mut self.groups {
            group.suppliers.retain(|alias| !out.contains(alias));
        }
        if let Some((name, suppliers)) = into {
            self.groups.push(super::Group { name, suppliers });
        }
        self.tidy();
    }

    fn ungroup(&mut self, merge: &Merge) {
        let now = self.group_of(&merge.alias).map(|group| group.name.clone());
        let names = merge.names();
        if now.is_none() || now == merge.owner() {
            let mut grouped = names;
            grouped.insert(merge.alias.clone());
            self.regroup(&grouped, None);
            for (name, owner) in &merge.owners {
                self.regroup(&BTreeSet::new(), Some((owner.clone(), vec![name.clone()])));
            }
        } else if let Some(owner) = now {
            // Somebody said since then who owns the whole: that is true of every part.
            self.regroup(&names, Some((owner, names.iter().cloned().collect())));
        }
    }
}

impl Merge {
    /// The names that were made one, each once.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        let names = self.parts.iter().map(|part| part.supplier.alias.clone());
        names.collect()
    }

    /// The group the merged supplier comes into: that of its name, or of the first that has one.
    fn owner(&self) -> Option<String> {
        let own = self.owners.get(&self.alias);
        own.or_else(|| self.owners.values().next()).cloned()
    }
}

/// What comes of the rows under one name, each with the indexes of its parts.
fn joined(parts: &[Part], alias: &str) -> Vec<(Supplier, Vec<usize>)> {
    type Place = (Option<Country>, Option<super::BuyVia>);
    let place = |row: &Supplier| -> Place { (row.country, row.buy_via) };
    let mut of_name: BTreeMap<(&str, Place), usize> = BTreeMap::new();
    for part in parts {
        let key = (part.supplier.alias.as_str(), place(&part.supplier));
        *of_name.entry(key).or_default() += 1;
    }
    let mut by_item: BTreeMap<(Place, &str), Vec<usize>> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        let key = (place(&part.supplier), part.supplier.item.as_str());
        by_item.entry(key).or_default().push(index);
    }
    let mut single: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for ((place, _), members) in by_item {
        let is_single = members.iter().all(|&index| {
            let name = parts.get(index).map(|part| part.supplier.alias.as_str());
            name.and_then(|name| of_name.get(&(name, place))) == Some(&1)
        });
        if is_single {
            single.entry(place).or_default().extend(members);
        } else {
            groups.push(members);
        }
    }
    groups.extend(single.into_values());
    for members in &mut groups {
        members.sort_unstable();
    }
    groups.sort();
    groups
        .into_iter()
        .map(|members| {
            let rows: Vec<&Supplier> = members
                .iter()
                .filter_map(|&index| parts.get(index).map(|part| &part.supplier))
                .collect();
            (one_row(&rows, alias), members)
        })
        .collect()
}

fn one_row(rows: &[&Supplier], alias: &str) -> Supplier {
    let Some((first, others)) = rows.split_first() else {
        return Supplier::default();
    };
    let mut one = Supplier {
        alias: alias.to_owned(),
        ..(*first).clone()
    };
    if others.is_empty() {
        return one;
    }
    one.item = items(rows);
    let spends: Option<Vec<f64>> = rows
        .iter()
        .map(|row| row.annual_spend.map(Number::get))
        .collect();
    one.annual_spend = spends.and_then(|spends| Unit::Yen.number(spends.iter().sum()));
    one.flags = rows.iter().flat_map(|row| row.flags.clone()).collect();
    let spend = |row: &Supplier| row.annual_spend.map_or(f64::NEG_INFINITY, Number::get);
    // The largest first; a stable sort leaves equal ones in their order.
    let mut by_size = rows.to_vec();
    by_size.sort_by(|row, other| spend(other).total_cmp(&spend(row)));
    for column in COLUMNS.into_iter().filter(|column| is_carried(*column)) {
        let cells = by_size.iter().map(|row| row.cell(column.key()));
        let filled = cells.into_iter().find(|cell| *cell != Cell::Empty);
        one.set(column.key(), filled.unwrap_or_default());
    }
    one
}

/// Whether a cell goes from the parts to the whole, and back, as it is.
fn is_carried(column: Column) -> bool {
    !matches!(
        column,
        Column::Alias | Column::Item | Column::AnnualSpend | Column::Flags
    )
}

/// The items of all rows, each once.
fn items(rows: &[&Supplier]) -> String {
    let (mut seen, mut items, mut more) = (BTreeSet::new(), Vec::new(), false);
    for row in rows {
        more |= row.item.ends_with(MORE_MARK);
        for item in row.item.trim_end_matches(MORE_MARK).split(ITEM_MARK) {
            if !item.is_empty() && seen.insert(item) {
                items.push(item);
            }
        }
    }
    let mut text = items.join(&ITEM_MARK.to_string());
    if more {
        text.push(MORE_MARK);
    }
    shortened(&text).into_owned()
}

/// A text that fits into a cell, marked where something was cut off.
#[must_use]
pub fn shortened(text: &str) -> Cow<'_, str> {
    if text.chars().count() <= TEXT_LIMIT {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().take(TEXT_LIMIT - 1);
    Cow::Owned(kept.chain(std::iter::once(MORE_MARK)).collect())
}

/// Which row each of the joined rows is today, if it is there: of those with the alias first the
/// very same, then one of the same item, country and route, then of the same country and route,
/// then any.
fn counterparts(
    joined: &[(Supplier, Vec<usize>)],
    rows: &[Supplier],
    alias: &str,
) -> Vec<Option<usize>> {
    let mut there: BTreeSet<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.alias == alias)
        .map(|(at, _)| at)
        .collect();
    let mut found = vec![None; joined.len()];
    let same: [fn(&Supplier, &Supplier) -> bool; 4] = [
        |one, other| one == other,
        |one, other| {
            (&one.item, one.country, one.buy_via) == (&other.item, other.country, other.buy_via)
        },
        |one, other| (one.country, one.buy_via) == (other.country, other.buy_via),
        |_, _| true,
    ];
    for same in same {
        for ((joined, _), found) in joined.iter().zip(&mut found) {
            if found.is_some() {
                continue;
            }
            let mut left = there.iter().copied();
            *found = left.find(|&at| rows.get(at).is_some_and(|row| same(joined, row)));
            if let Some(at) = *found {
                there.remove(&at);
            }
        }
    }
    found
}

/// A part as it was, with what a person has filled since then in the row it went into.
fn with_filled(part: &Supplier, joined: &Supplier, now: &Supplier) -> Supplier {
    let mut part = part.clone();
    for column in COLUMNS
        .into_iter()
        .filter(|it| is_carried(*it) || *it == Column::Item)
    {
        let key = column.key();
        let cell = now.cell(key);
        if part.cell(key) == Cell::Empty && cell != joined.cell(key) {
            part.set(key, cell);
        }
    }
    part.flags.extend(now.flags.difference(&joined.flags));
    part
}

#[cfg(test)]
mod tests;
