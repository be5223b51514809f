//! From ledgers to rows of the supplier table, as invoiced.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

#[cfg(feature = "files")]
use super::Reading;
#[cfg(feature = "files")]
use super::names::{Suggestion, suggest};
use super::{ITEM_LIMIT, Month, Party, Period, Sen};
use crate::finding::{Code, Finding};
use crate::measure::{Number, Unit};
use crate::suppliers::{
    Book, BuyVia, Group, ITEM_MARK, MORE_MARK, MonthsOf, Source, Supplier, shortened,
};
use crate::table::{Country, ROW_LIMIT};

/// So many names have their months kept one by one.
pub const NAMED_MONTHS: usize = 20;
/// So many months are kept at most, the latest.
pub const MONTH_LIMIT: usize = 120;

/// What one file came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileTotal {
    /// How many rows were taken.
    pub rows_read: u32,
    /// How many lines were not.
    pub skipped: u32,
    /// What the rows add up to.
    pub total: Sen,
    /// What the sheet itself says they add up to.
    pub sheet_total: Option<Sen>,
    /// The period it covers.
    pub period: Option<Period>,
}

/// Several ledgers together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// What each file came to.
    pub files: Vec<FileTotal>,
    /// The suppliers as invoiced, the largest first.
    pub parties: Vec<Party>,
    /// Every month in which anything was bought, in order.
    pub months: Vec<Month>,
    /// From the first day to the last of all of them.
    pub period: Option<Period>,
    /// What all rows add up to.
    pub total: Sen,
}

/// What words of a ledger mean: a pack knows, this room does not.
pub struct Meaning<'a> {
    /// The country a text names.
    pub country: &'a dyn Fn(&str) -> Option<Country>,
    /// The route a text names.
    pub via: &'a dyn Fn(&str) -> Option<BuyVia>,
}

/// What makes two parties the same one; the items where they were kept apart.
#[cfg(feature = "files")]
type Key<'a> = (
    Cow<'a, str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a [String]>,
);

/// Which names of several ledgers together may be one company, from the parties of each. It takes
/// longer than putting the ledgers together, and nothing but merging waits for it.
#[cfg(feature = "files")]
#[must_use]
pub fn suggestions(parties: &[Party]) -> Vec<Suggestion> {
    let bare = parties.iter().map(|party| Party {
        name: shortened(&party.name).into_owned(),
        code: party.code.clone(),
        corporate_number: party.corporate_number.clone(),
        total: party.total,
        ..Party::default()
    });
    suggest(&bare.collect::<Vec<_>>())
}

impl Ledger {
    /// The ledgers together; parties that agree in all but their amounts, lines and codes become
    /// one. Of several codes the first in their order stays; the suggestions know all of them.
    #[cfg(feature = "files")]
    #[must_use]
    pub fn of<'a>(readings: impl IntoIterator<Item = &'a Reading>) -> Self {
        let mut parties: BTreeMap<Key<'_>, Vec<&Party>> = BTreeMap::new();
        let mut files = Vec::new();
        for reading in readings {
            let by_item = is_by_item(reading);
            for party in &reading.parties {
                let key = key_of(shortened(&party.name), party, by_item);
                parties.entry(key).or_default().push(party);
            }
            files.push(FileTotal::of(reading));
        }
        let parties = parties.into_iter();
        let mut parties: Vec<Party> = parties
            .filter_map(|((name, ..), same)| together(name.into_owned(), same))
            .collect();
        // A stable sort after the order of the keys.
        parties.sort_by_key(|party| Reverse(party.total));
        let months = parties.iter().flat_map(|party| &party.months);
        let months: BTreeSet<Month> = months.map(|(month, _)| *month).collect();
        let periods = || files.iter().filter_map(|file| file.period.as_ref());
        let from = periods().map(|period| &period.from).min();
        let to = periods().map(|period| &period.to).max();
        Self {
            period: from.zip(to).map(|(from, to)| Period {
                from: from.clone(),
                to: to.clone(),
            }),
            total: files.iter().fold(Sen(0), |sum, file| sum.plus(file.total)),
            months: months.into_iter().collect(),
            parties,
            files,
        }
    }

    /// A row for each party, the largest first, and what is to be kept beside the rows.
    ///
    /// An origin that is not written, or that nobody knows, is left open: never domestic.
    /// `times` turns the amounts into those of a year (1 where the ledger covers one); the months
    /// stay as they are. A party of credit notes is a row too. A name that stands beside two
    /// corporate numbers is two suppliers, and its rows have the number behind the name. At most
    /// [`ROW_LIMIT`] rows; [`Code::TooManyRows`] says that there are more.
    #[must_use]
    pub fn rows(&self, meaning: &Meaning<'_>, times: f64) -> (Vec<Supplier>, Book, Vec<Finding>) {
        let mut findings = Vec::new();
        let (mut countries, mut routes) = (BTreeSet::new(), BTreeSet::new());
        let aliases = Aliases::of(&self.parties);
        let parties = || self.parties.iter().take(ROW_LIMIT);
        let mut rows = Vec::with_capacity(self.parties.len().min(ROW_LIMIT));
        for party in parties() {
            let known = |text: &&String| !text.trim().is_empty();
            let origin = party.origin.as_ref().filter(known);
            let country = origin.and_then(|text| (meaning.country)(text));
            if let Some(text) = origin.filter(|_| country.is_none())
                && countries.insert(text)
            {
                findings.push(Finding::new(Code::UnknownCountry, "country").with("value", text));
            }
            let via = party.via.as_ref().filter(known);
            let buy_via = via.and_then(|text| (meaning.via)(text));
            if let Some(text) = via.filter(|_| buy_via.is_none())
                && routes.insert(text)
            {
                findings.push(Finding::new(Code::UnknownRoute, "buy_via").with("value", text));
            }
            rows.push(Supplier {
                alias: aliases.alias(party).into_owned(),
                item: item_of(party),
                country,
                buy_via,
                annual_spend: Unit::Yen.number(libm::round(party.total.yen() * times)),
                ..Supplier::default()
            });
        }
        if self.parties.len() > ROW_LIMIT {
            let finding = Finding::new(Code::TooManyRows, "suppliers");
            let finding = finding.with("rows", self.parties.len());
            findings.push(finding.with("limit", ROW_LIMIT));
        }
        (rows, self.book(&aliases), findings)
    }

    fn book(&self, aliases: &Aliases<'_>) -> Book {
        let mut owners: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut grouped = BTreeSet::new();
        for party in self.parties.iter().take(ROW_LIMIT) {
            let owner = party.group.as_deref().map(str::trim).unwrap_or_default();
            if owner.is_empty() {
                continue;
            }
            let alias = aliases.alias(party).into_owned();
            if !alias.is_empty() && grouped.insert(alias.clone()) {
                owners.entry(owner).or_default().insert(alias);
            }
        }
        let mut book = Book {
            sources: self.files.iter().map(FileTotal::source).collect(),
            groups: owners
                .into_iter()
                .map(|(name, suppliers)| Group {
                    name: shortened(name).into_owned(),
                    suppliers: suppliers.into_iter().collect(),
                })
                .collect(),
            ..Book::default()
        };
        book.tidy();
        let skipped = self.months.len().saturating_sub(MONTH_LIMIT);
        let months: Vec<Month> = self.months.iter().skip(skipped).copied().collect();
        if !months.is_empty() {
            book.by_month = self.by_month(&months, aliases);
            book.months = months.into_iter().map(String::from).collect();
        }
        book
    }

    /// The months of the largest names, and of all the others together.
    fn by_month(&self, months: &[Month], aliases: &Aliases<'_>) -> Vec<MonthsOf> {
        let named = || {
            self.parties
                .iter()
                .map(|party| (aliases.alias(party), party))
        };
        let mut totals: BTreeMap<Cow<'_, str>, Sen> = BTreeMap::new();
        for (name, party) in named() {
            let total = totals.entry(name).or_default();
            *total = total.plus(party.total);
        }
        // What has no name is among the others.
        let nameless = totals.remove("").is_some();
        let mut largest: Vec<_> = totals.into_iter().collect();
        largest.sort_by_key(|(_, total)| Reverse(*total));
        let others = nameless || largest.len() > NAMED_MONTHS;
        largest.truncate(NAMED_MONTHS);
        let blank = || vec![Sen(0); months.len()];
        let mut sums: BTreeMap<&str, Vec<Sen>> = BTreeMap::new();
        sums.extend(largest.iter().map(|(name, _)| (&**name, blank())));
        let mut of_others = blank();
        for (name, party) in named() {
            let sums = sums.get_mut(&*name).unwrap_or(&mut of_others);
            for (month, amount) in &party.months {
                let at = months.binary_search(month).ok();
                if let Some(sum) = at.and_then(|at| sums.get_mut(at)) {
                    *sum = sum.plus(*amount);
                }
            }
        }
        let yen = |sums: &[Sen]| -> Vec<Number> {
            let amounts = sums.iter().map(|sum| Unit::Yen.number(sum.yen()));
            amounts.map(|yen| yen.unwrap_or(Number::ZERO)).collect()
        };
        let mut lines: Vec<MonthsOf> = largest
            .iter()
            .map(|(name, _)| MonthsOf {
                name: Some((**name).to_owned()),
                yen: sums.get(&**name).map(|sums| yen(sums)).unwrap_or_default(),
            })
            .collect();
        if others {
            lines.push(MonthsOf {
                name: None,
                yen: yen(&of_others),
            });
        }
        lines
    }
}

impl FileTotal {
    #[cfg(feature = "files")]
    fn of(reading: &Reading) -> Self {
        Self {
            rows_read: reading.rows_read,
            skipped: u32::try_from(reading.skipped.len()).unwrap_or(u32::MAX),
            total: reading.total,
            sheet_total: reading.sheet_total,
            period: reading.period.clone(),
        }
    }

    fn source(&self) -> Source {
        Source {
            rows_read: self.rows_read,
            skipped: self.skipped,
            total_yen: Unit::Yen.number(self.total.yen()).unwrap_or(Number::ZERO),
            sheet_total_yen: self.sheet_total.and_then(|sum| Unit::Yen.number(sum.yen())),
            from: self.period.as_ref().map(|period| period.from.clone()),
            to: self.period.as_ref().map(|period| period.to.clone()),
        }
    }
}

/// Whether the items of a supplier were kept apart: two parties differ in nothing else.
#[cfg(feature = "files")]
fn is_by_item(reading: &Reading) -> bool {
    let mut seen = BTreeSet::new();
    let mut parties = reading.parties.iter();
    parties.any(|party| {
        let name = Cow::Borrowed(party.name.as_str());
        !seen.insert((party.code.as_deref(), key_of(name, party, false)))
    })
}

#[cfg(feature = "files")]
fn key_of<'a>(name: Cow<'a, str>, party: &'a Party, by_item: bool) -> Key<'a> {
    (
        name,
        party.corporate_number.as_deref(),
        party.origin.as_deref(),
        party.via.as_deref(),
        party.group.as_deref(),
        by_item.then_some(&party.items),
    )
}

/// Parties with one key as one; items of the larger stand first.
#[cfg(feature = "files")]
fn together(name: String, mut parties: Vec<&Party>) -> Option<Party> {
    parties.sort_by(|one, other| {
        let by_size = other.total.cmp(&one.total);
        by_size.then_with(|| one.items.cmp(&other.items))
    });
    let mut months: BTreeMap<Month, Sen> = BTreeMap::new();
    for (month, amount) in parties.iter().flat_map(|party| &party.months) {
        let sum = months.entry(*month).or_default();
        *sum = sum.plus(*amount);
    }
    let (mut items, mut seen) = (Vec::new(), BTreeSet::new());
    for item in parties.iter().flat_map(|party| &party.items) {
        if items.len() < ITEM_LIMIT && seen.insert(item) {
            items.push(item.clone());
        }
    }
    let mut lines: Vec<u32> = parties
        .iter()
        .flat_map(|party| party.lines.iter().copied())
        .collect();
    lines.sort_unstable();
    let code = parties.iter().filter_map(|party| party.code.clone()).min();
    let total = parties
        .iter()
        .fold(Sen(0), |sum, party| sum.plus(party.total));
    let first = parties.into_iter().next()?;
    Some(Party {
        name,
        code,
        corporate_number: first.corporate_number.clone(),
        items,
        origin: first.origin.clone(),
        via: first.via.clone(),
        group: first.group.clone(),
        total,
        months: months.into_iter().collect(),
        lines,
    })
}

/// The items in one cell, with a mark where there may be more.
fn item_of(party: &Party) -> String {
    let mut text = party.items.join(&ITEM_MARK.to_string());
    if party.items.len() >= ITEM_LIMIT {
        text.push(MORE_MARK);
    }
    shortened(&text).into_owned()
}

/// The alias of each party: its name, with the corporate number where the name has several.
struct Aliases<'a> {
    shared: BTreeSet<&'a str>,
}

impl<'a> Aliases<'a> {
    fn of(parties: &'a [Party]) -> Self {
        let mut numbers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for party in parties {
            if let Some(number) = party.corporate_number.as_deref() {
                numbers.entry(&party.name).or_default().insert(number);
            }
        }
        let shared = numbers.into_iter().filter(|(_, numbers)| numbers.len() > 1);
        Self {
            shared: shared.map(|(name, _)| name).collect(),
        }
    }

    fn alias<'p>(&self, party: &'p Party) -> Cow<'p, str> {
        let name = shortened(&party.name);
        let number = party.corporate_number.as_deref();
        match number.filter(|_| !name.is_empty() && self.shared.contains(party.name.as_str())) {
            // A name of the full length is cut for it.
            Some(number) => {
                let room = crate::table::TEXT_LIMIT.saturating_sub(number.len() + 1);
                let name: String = name.chars().take(room).collect();
                Cow::Owned(format!("{name} {number}"))
            }
            None => name,
        }
    }
}

#[cfg(all(test, feature = "files"))]
mod tests;
