//! A table without headings: its columns told by what stands in them.

use std::collections::BTreeSet;

use super::amount::{Money, money};
use super::date::{When, date};
use super::grid::{Grid, Line};
use super::locate::Headings;
use super::vocabulary::Meaning;
use super::{AmountUnit, Role};

/// Enough lines and columns to guess from.
const LINES: usize = 400;
const COLUMNS: usize = 64;

#[derive(Default)]
struct Content<'a> {
    filled: usize,
    dates: usize,
    amounts: usize,
    sum: f64,
    firms: usize,
    texts: BTreeSet<&'a str>,
}

/// The roles of the columns, and the index of the first line with data.
pub(super) fn guess(grid: &Grid, width: usize) -> (Headings, usize) {
    let lines = grid.lines.iter().filter(|line| !line.is_blank());
    let lines: Vec<&Line> = lines.take(LINES).collect();
    let columns: Vec<Content<'_>> = (0..width.min(COLUMNS))
        .map(|at| content(&lines, at))
        .collect();
    let mostly = |part: usize, it: &Content<'_>| it.filled > 0 && part * 10 >= it.filled * 7;
    let mut roles = vec![Role::Ignored; width];
    let mut give = |at: Option<usize>, role: Role| {
        if let Some(slot) = at.and_then(|at| roles.get_mut(at)) {
            *slot = role;
        }
    };
    let by = |measure: &dyn Fn(&Content<'_>) -> Option<f64>| {
        let all = columns.iter().enumerate();
        all.filter_map(|(at, it)| Some((at, measure(it)?)))
            // Of equals the one on the left.
            .fold(None, |best: Option<(usize, f64)>, it| match best {
                Some(best) if best.1 >= it.1 => Some(best),
                _ => Some(it),
            })
            .map(|(at, _)| at)
    };
    let day = by(&|it| mostly(it.dates, it).then_some(1.0));
    let amount = by(&|it| (mostly(it.amounts, it) && !mostly(it.dates, it)).then_some(it.sum));
    #[expect(clippy::cast_precision_loss, reason = "a few hundred lines")]
    let supplier = by(&|it| {
        let texts = it.filled.saturating_sub(it.amounts + it.dates);
        let repeats = texts.saturating_sub(it.texts.len());
        mostly(texts, it).then(|| (it.firms * 4 + repeats) as f64 / texts as f64)
    });
    give(day, Role::Date);
    give(amount, Role::Amount);
    give(supplier, Role::Supplier);
    let body = grid.lines.iter().position(|line| {
        let cell = amount.and_then(|at| line.fields.get(at));
        cell.is_some_and(|it| matches!(money(it, AmountUnit::Yen), Money::Some(_)))
    });
    let meaning = |role: Role| {
        (role != Role::Ignored).then_some(Meaning {
            role,
            rank: 5,
            unit: None,
            month: None,
        })
    };
    let headings = Headings {
        texts: vec![String::new(); width],
        meanings: roles.into_iter().map(meaning).collect(),
    };
    (headings, body.unwrap_or(0))
}

fn content<'a>(lines: &[&'a Line], at: usize) -> Content<'a> {
    const FIRMS: [&str; 12] = [
        "㈱",
        "(株)",
        "（株）",
        "株式会社",
        "㈲",
        "有限会社",
        "合同会社",
        "製作所",
        "工業",
        "商事",
        "Ltd",
        "Inc",
    ];
    let mut found = Content::default();
    for cell in lines.iter().filter_map(|line| line.fields.get(at)) {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        found.filled += 1;
        match money(cell, AmountUnit::Yen) {
            _ if matches!(date(cell), When::Day(_)) => found.dates += 1,
            // As long as a corporate number, it is none of the amounts of a purchase.
            Money::Some(sen) if sen.yen().abs() < 1e12 => {
                found.amounts += 1;
                found.sum += sen.yen().abs();
            }
            Money::None => found.amounts += 1,
            _ => {
                found.firms += usize::from(FIRMS.iter().any(|it| cell.contains(it)));
                found.texts.insert(cell);
            }
        }
    }
    found
}
