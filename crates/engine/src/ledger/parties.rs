//! Rows put together: one party for each name, number, origin, route and group as written.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::lines::{Draft, What};
use super::locate::Layout;
use super::{ITEM_LIMIT, Month, Options, Party, Role, Sen};
use crate::finding::{Code, Finding};

/// What the rows come to.
pub(super) struct Summary {
    pub parties: Vec<Party>,
    pub total: Sen,
    pub nameless: (u32, i64),
}

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key<'a> {
    name: &'a str,
    corporate_number: Option<Cow<'a, str>>,
    origin: Option<&'a str>,
    via: Option<&'a str>,
    group: Option<&'a str>,
    item: Option<&'a str>,
}

#[derive(Default)]
struct Heap<'a> {
    total: i64,
    code: Option<&'a str>,
    months: BTreeMap<Month, i64>,
    items: BTreeMap<&'a str, i64>,
    lines: Vec<u32>,
}

/// Puts the rows together. The order of the rows decides nothing but the order of line numbers.
pub(super) fn summary(drafts: &[Draft<'_>], layout: &Layout, options: &Options) -> Summary {
    let columns = Columns::of(layout);
    let mut heaps: Vec<(Key<'_>, Heap<'_>)> = Vec::new();
    let mut places: HashMap<Key<'_>, usize> = HashMap::new();
    let (mut total, mut nameless) = (0_i64, (0_u32, 0_i64));
    for draft in drafts.iter().filter(|it| it.what == What::Row) {
        let key = columns.key(draft, options.by_item);
        let place = *places.entry(key).or_insert_with_key(|key| {
            heaps.push((key.clone(), Heap::default()));
            heaps.len() - 1
        });
        let Some((_, heap)) = heaps.get_mut(place) else {
            continue;
        };
        let amount = draft.counts.0;
        total = total.saturating_add(amount);
        if draft.name.is_empty() {
            nameless = (nameless.0 + 1, nameless.1.saturating_add(amount));
        }
        heap.total = heap.total.saturating_add(amount);
        heap.lines.push(draft.line.number);
        if let Some(code) = draft.code.as_deref()
            && heap.code.is_none_or(|it| code < it)
        {
            heap.code = Some(code);
        }
        if let Some(item) = text(draft, columns.item) {
            let sum = heap.items.entry(item).or_default();
            *sum = sum.saturating_add(amount);
        }
        columns.months(draft, layout, |month, amount| {
            let sum = heap.months.entry(month).or_default();
            *sum = sum.saturating_add(amount);
        });
    }
    let mut heaps: Vec<(Key<'_>, Heap<'_>)> = heaps;
    heaps.sort_by(|(key, heap), (other_key, other)| {
        other
            .total
            .cmp(&heap.total)
            .then_with(|| key.cmp(other_key))
    });
    Summary {
        parties: heaps
            .into_iter()
            .map(|(key, heap)| party(key, heap))
            .collect(),
        total: Sen(total),
        nameless,
    }
}

fn party(key: Key<'_>, heap: Heap<'_>) -> Party {
    let owned = |text: Option<&str>| text.map(one_line);
    let mut items: Vec<(&str, i64)> = heap.items.into_iter().collect();
    items.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    items.truncate(ITEM_LIMIT);
    let months = heap.months.into_iter();
    Party {
        name: one_line(key.name),
        code: owned(heap.code),
        corporate_number: key.corporate_number.map(Cow::into_owned),
        items: items.into_iter().map(|(item, _)| one_line(item)).collect(),
        origin: owned(key.origin),
        via: owned(key.via),
        group: owned(key.group),
        total: Sen(heap.total),
        months: months.map(|(month, sum)| (month, Sen(sum))).collect(),
        lines: heap.lines,
    }
}

/// A text on one line: cells may hold several, and a table shows one.
fn one_line(text: &str) -> String {
    if !text.contains(['\r', '\n']) {
        return text.trim().to_owned();
    }
    let lines = text.split(['\r', '\n']).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Where the parts of a party stand.
struct Columns {
    corporate_number: Option<usize>,
    origin: Option<usize>,
    via: Option<usize>,
    group: Option<usize>,
    item: Option<usize>,
    months: Vec<(usize, Month)>,
}

impl Columns {
    fn of(layout: &Layout) -> Self {
        let months = layout.columns.iter().enumerate();
        Self {
            corporate_number: layout.first(Role::CorporateNumber),
            origin: layout.first(Role::Origin),
            via: layout.first(Role::Via),
            group: layout.first(Role::Group),
            item: layout.first(Role::Item),
            months: months
                .filter(|(_, it)| it.role == Role::Month)
                .filter_map(|(at, it)| Some((at, it.month?)))
                .collect(),
        }
    }

    fn key<'a>(&self, draft: &'a Draft<'a>, by_item: bool) -> Key<'a> {
        let number = text(draft, self.corporate_number);
        Key {
            name: &draft.name,
            corporate_number: number.and_then(corporate_number),
            origin: text(draft, self.origin),
            via: text(draft, self.via),
            group: text(draft, self.group),
            item: text(draft, self.item).filter(|_| by_item),
        }
    }

    /// What a row comes to in which months.
    fn months(&self, draft: &Draft<'_>, layout: &Layout, mut add: impl FnMut(Month, i64)) {
        for (at, month) in &self.months {
            let text = draft.line.fields.get(*at).unwrap_or_default();
            if let super::amount::Money::Some(sen) = super::amount::money(text, layout.unit) {
                add(*month, sen.0);
            }
        }
        if let Some(month) = draft.month.filter(|_| self.months.is_empty()) {
            add(month, draft.counts.0);
        }
    }
}

fn text<'a>(draft: &Draft<'a>, at: Option<usize>) -> Option<&'a str> {
    let text = draft.line.fields.get(at?)?.trim();
    (!text.is_empty()).then_some(text)
}

/// A corporate number: 13 digits, of which the first proves the others. A T before it is that of
/// the invoice system.
fn corporate_number(text: &str) -> Option<Cow<'_, str>> {
    let is_digits = |it: &str| it.len() == 13 && it.bytes().all(|byte| byte.is_ascii_digit());
    let bare = text.trim_start_matches(['T', 't']);
    let number = if is_digits(bare) {
        Cow::Borrowed(bare)
    } else {
        let folded: String = super::plain::plain(text)
            .chars()
            .filter(|it| *it != '-')
            .collect();
        let bare = folded.strip_prefix('t').unwrap_or(&folded);
        if !is_digits(bare) {
            return None;
        }
        Cow::Owned(bare.to_owned())
    };
    is_right(&number).then_some(number)
}

/// The check digit is 9 less the remainder by 9 of the digits counted singly and doubly in turn,
/// the last one singly (ordinance of the Ministry of Finance on designating corporate numbers).
fn is_right(number: &str) -> bool {
    let mut digits = number.bytes().map(|it| u32::from(it.saturating_sub(b'0')));
    let Some(check) = digits.next() else {
        return false;
    };
    let sum: u32 = digits
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, times)| digit * times)
        .sum();
    check == 9 - sum % 9
}

/// A corporate number that a spreadsheet has turned into 1.23457E+12.
pub(super) fn cut_number(draft: &Draft<'_>, layout: &Layout) -> Option<Finding> {
    let at = layout.first(Role::CorporateNumber)?;
    let value = draft.line.fields.get(at)?.trim();
    let (digits, exponent) = value.split_once(['E', 'e'])?;
    let cut = digits.parse::<f64>().is_ok() && exponent.parse::<i32>().is_ok();
    let heading = layout.columns.get(at).map_or("", |it| &it.heading);
    cut.then(|| {
        Finding::new(Code::NumberCut, draft.line.number.to_string())
            .with("line", draft.line.number)
            .with("heading", heading)
            .with("value", value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corporate_number_proves_itself() {
        // The number of the National Tax Agency, as published.
        for text in [
            "7000012050002",
            "T7000012050002",
            "Ｔ７００００１２０５０００２",
            "7-0000-1205-0002",
        ] {
            assert_eq!(
                corporate_number(text).as_deref(),
                Some("7000012050002"),
                "{text}"
            );
        }
        for text in [
            "7000012050003",
            "",
            "T",
            "700001205000",
            "abc",
            "70000120500020",
        ] {
            assert_eq!(corporate_number(text), None, "{text}");
        }
    }
}
