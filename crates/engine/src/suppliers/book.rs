//! What is kept beside the rows when they come from ledgers: where they come from, the months,
//! which names were made one company, and which suppliers have one owner.
//!
//! Mergers are made and undone in `merger`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Supplier;
use crate::measure::{Number, Unit};
use crate::table::{TEXT_LIMIT, keyed};

keyed! {
    /// What speaks for two names being one company.
    Because {
        /// Width of letters, blanks, upper and lower case.
        Written = "written",
        /// The legal form is written in another way in the same place (㈱, (株), 株式会社).
        LegalForm = "legal_form",
        /// A letter has a variant (髙 and 高).
        Variant = "variant",
        /// The corporate number is the same.
        CorporateNumber = "corporate_number",
        /// The code in the accounting package is the same.
        Code = "code",
        /// The legal form stands before the one name and behind the other.
        LegalFormPlace = "legal_form_place",
        /// The legal form is missing in one of them.
        LegalFormMissing = "legal_form_missing",
        /// A branch or an office stands behind the name.
        Branch = "branch",
        /// The names differ by a letter or two.
        Similar = "similar",
        /// Somebody said so.
        Said = "said",
    }
}

/// What was read of one ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// How many rows were taken.
    pub rows_read: u32,
    /// How many lines were not.
    pub skipped: u32,
    /// What the rows add up to, yen.
    pub total_yen: Number,
    /// What the sheet itself says, yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_total_yen: Option<Number>,
    /// The first day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What was bought in each month of one name, or of all the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonthsOf {
    /// The name as invoiced; none for all the others together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Yen, as many as there are months.
    pub yen: Vec<Number>,
}

/// A row as it was before it was merged.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    /// Where it stood, from 0.
    pub row: usize,
    /// The row.
    pub supplier: Supplier,
}

/// Names that were made one company.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Merge {
    /// The name they have together.
    pub alias: String,
    /// What speaks for it.
    pub because: Because,
    /// The rows as they were.
    pub parts: Vec<Part>,
    /// Which of the names were in a group before: the name, and the group's.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub owners: BTreeMap<String, String>,
}

/// Suppliers under one owner. A supplier is in one group at most.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// The owner's name.
    pub name: String,
    /// The suppliers, by alias.
    pub suppliers: Vec<String>,
}

/// What is kept beside the rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Book {
    /// The ledgers the rows come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The months, `YYYY-MM`, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<String>,
    /// What was bought in them, of the largest names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_month: Vec<MonthsOf>,
    /// Which names were made one, the latest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<Merge>,
    /// Which suppliers have one owner.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

impl Book {
    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The group a supplier is in.
    #[must_use]
    pub fn group_of(&self, alias: &str) -> Option<&Group> {
        let mut groups = self.groups.iter();
        groups.find(|group| group.suppliers.iter().any(|one| one == alias))
    }

    /// Puts exactly these suppliers under one owner; they leave other groups. A group without a
    /// supplier is removed, and a name that is empty or too long changes nothing.
    pub fn set_group(&mut self, name: &str, suppliers: &[String]) {
        if name.is_empty() || name.chars().count() > TEXT_LIMIT {
            return;
        }
        let named = suppliers.iter().filter(|alias| !alias.is_empty());
        let suppliers: BTreeSet<&String> = named.collect();
        let before = self.groups.iter().find(|group| group.name == name);
        let before = before
            .map(|group| group.suppliers.clone())
            .unwrap_or_default();
        for alias in before.iter().filter(|alias| !suppliers.contains(alias)) {
            self.leave(name, Some(alias));
        }
        for group in &mut self.groups {
            group.suppliers.retain(|alias| !suppliers.contains(alias));
        }
        self.groups.retain(|group| group.name != name);
        self.groups.push(Group {
            name: name.to_owned(),
            suppliers: suppliers.into_iter().cloned().collect(),
        });
        self.tidy();
    }

    /// Dissolves a group, also for the mergers that would bring it back when undone.
    pub fn remove_group(&mut self, name: &str) {
        self.groups.retain(|group| group.name != name);
        self.leave(name, None);
    }

    /// Forgets for the mergers under this alias, or for all, that names were in the group.
    fn leave(&mut self, group: &str, alias: Option<&String>) {
        for merge in &mut self.merges {
            if alias.is_none_or(|alias| *alias == merge.alias) {
                merge.owners.retain(|_, owner| owner != group);
            }
        }
    }

    /// Groups by name and suppliers within them by alias, each supplier in the first group only.
    pub fn tidy(&mut self) {
        let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for group in std::mem::take(&mut self.groups) {
            let suppliers = groups.entry(group.name).or_default();
            for alias in group.suppliers {
                if taken.insert(alias.clone()) {
                    suppliers.insert(alias);
                }
            }
        }
        self.groups = groups
            .into_iter()
            .filter(|(_, suppliers)| !suppliers.is_empty())
            .map(|(name, suppliers)| Group {
                name,
                suppliers: suppliers.into_iter().collect(),
            })
            .collect();
    }

    /// The rows with the owner's name as the alias, row by row in the same order.
    ///
    /// An owner's name that is also the alias of a supplier outside its group gets a `+` behind
    /// it, since rows with one alias count as one supplier.
    #[must_use]
    pub fn by_owner<'a>(&self, rows: &'a [Supplier]) -> Cow<'a, [Supplier]> {
        if self.groups.is_empty() {
            return Cow::Borrowed(rows);
        }
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, group) in self.groups.iter().enumerate() {
            for alias in &group.suppliers {
                owners.entry(alias).or_insert(index);
            }
        }
        let outside = rows.iter().map(|row| row.alias.as_str());
        let mut taken: BTreeSet<String> = outside
            .filter(|alias| !owners.contains_key(alias))
            .map(str::to_owned)
            .collect();
        let mut shown = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let mut name = group.name.clone();
            while taken.contains(&name) {
                name.push('+');
            }
            taken.insert(name.clone());
            shown.push(name);
        }
        let owned = rows.iter().map(|row| {
            let owner = owners.get(row.alias.as_str());
            match owner.and_then(|&index| shown.get(index)) {
                Some(owner) => Supplier {
                    alias: owner.clone(),
                    ..row.clone()
                },
                None => row.clone(),
            }
        });
        Cow::Owned(owned.collect())
    }

    /// Takes in what is kept beside rows that were added behind `rows` others.
    pub fn add(&mut self, other: Self, rows: usize) {
        self.sources.extend(other.sources);
        self.merges.extend(other.merges.into_iter().map(|merge| {
            Merge {
                parts: merge
                    .parts
                    .into_iter()
                    .map(|part| Part {
                        row: part.row + rows,
                        ..part
                    })
                    .collect(),
                ..merge
            }
        }));
        self.groups.extend(other.groups);
        self.tidy();
        let mine = std::mem::take(&mut self.months);
        let months: BTreeSet<&String> = mine.iter().chain(&other.months).collect();
        let mut by_name: BTreeMap<Option<String>, BTreeMap<&String, f64>> = BTreeMap::new();
        let mut order = Vec::new();
        let all = (self.by_month.iter().map(|one| (one, &mine)))
            .chain(other.by_month.iter().map(|one| (one, &other.months)));
        for (one, months) in all {
            if !by_name.contains_key(&one.name) {
                order.push(one.name.clone());
            }
            let yen = by_name.entry(one.name.clone()).or_default();
            for (month, amount) in months.iter().zip(&one.yen) {
                *yen.entry(month).or_default() += amount.get();
            }
        }
        // All the others stand last.
        order.sort_by_key(Option::is_none);
        self.by_month = order
            .into_iter()
            .map(|name| MonthsOf {
                yen: months
                    .iter()
                    .map(|month| {
                        let amount = by_name.get(&name).and_then(|yen| yen.get(month));
                        yen_within(amount.copied().unwrap_or_default())
                    })
                    .collect(),
                name,
            })
            .collect();
        self.months = months.into_iter().cloned().collect();
    }

    /// Moves the places of merged rows along with rows that were put in before the row `at`.
    ///
    /// Places are hints: they say where a row returns to, and a row beyond the end returns there.
    pub fn rows_inserted(&mut self, at: usize, count: usize) {
        self.parts_from(at, |row| row.saturating_add(count));
    }

    /// Moves the places of merged rows along with rows that were removed from `at` on, and
    /// forgets the mergers of which no row is left.
    pub fn rows_removed(&mut self, at: usize, count: usize, left: &[Supplier]) {
        if left.is_empty() {
            *self = Self::default();
            return;
        }
        self.parts_from(at, |row| row.saturating_sub(count).max(at));
        let mut alive: BTreeSet<String> = left.iter().map(|row| row.alias.clone()).collect();
        let mut kept: Vec<Merge> = Vec::new();
        // From the latest back: what went into a merger that is kept, is kept.
        for merge in std::mem::take(&mut self.merges).into_iter().rev() {
            if alive.contains(&merge.alias) {
                let names = merge.parts.iter().map(|part| part.supplier.alias.clone());
                alive.extend(names);
                kept.push(merge);
            }
        }
        kept.reverse();
        self.merges = kept;
    }

    fn parts_from(&mut self, at: usize, moved: impl Fn(usize) -> usize) {
        let parts = self.merges.iter_mut().flat_map(|merge| &mut merge.parts);
        for part in parts.filter(|part| part.row >= at) {
            part.row = moved(part.row);
        }
    }
}

/// So many yen, at the bounds where they would be passed.
fn yen_within(yen: f64) -> Number {
    let (lowest, highest) = Unit::Yen.limits();
    let bounded = if yen.is_nan() {
        0.0
    } else {
        yen.clamp(lowest, highest)
    };
    Number::within(bounded, lowest, highest).unwrap_or(Number::ZERO)
}
