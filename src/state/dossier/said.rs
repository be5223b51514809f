//! What leaves, in the person's words: in which group a value stands, what it is called, and how
//! it reads.

use serde_json::Value;
use sonae_engine::content::{CellKind, Column, Kind, Pack, Question, Text};
use sonae_engine::disclose::{Leaving, Step, Tells};

use crate::words::Words;

/// The values of a group, in the order of the dossier.
#[derive(Debug)]
pub struct Group<'a> {
    /// Its key in the words.
    pub key: &'static str,
    /// The values.
    pub values: Vec<&'a Leaving>,
}

/// The groups, in the order they are shown.
const ORDER: [&str; 10] = [
    "head",
    "profile",
    "suppliers",
    "markets",
    "answers",
    "ledger",
    "scenarios",
    "plan",
    "other",
    "declared",
];

/// All values in their groups.
#[must_use]
pub fn groups(leaving: &[Leaving]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in leaving {
        let (key, _) = place(&one.path);
        match groups.iter_mut().find(|group| group.key == key) {
            Some(group) => group.values.push(one),
            None => groups.push(Group {
                key,
                values: vec![one],
            }),
        }
    }
    groups.sort_by_key(|group| ORDER.iter().position(|key| *key == group.key));
    groups
}

/// The group of a value, and how many steps to it the group says already.
fn place(path: &[Step]) -> (&'static str, usize) {
    let mut keys = path.iter().map(key_of);
    let (first, second) = (keys.next().flatten(), keys.next().flatten());
    match (first, second) {
        (Some("assessment" | "record"), Some("suppliers")) => ("suppliers", 2),
        (Some("assessment" | "record"), Some("markets")) => ("markets", 2),
        (Some("assessment" | "record"), Some("answers")) => ("answers", 2),
        (Some("assessment"), Some("profile")) => ("profile", 2),
        (Some("assessment"), Some("ledger")) => ("ledger", 2),
        (Some("assessment"), Some("scenarios")) => ("scenarios", 2),
        (Some("assessment"), Some("plan")) => ("plan", 2),
        (Some("assessment"), Some("technologies" | "history")) => ("other", 1),
        (Some("record"), Some("supplier_hhi" | "country_hhi" | "gap_weeks")) => ("suppliers", 1),
        (Some("record"), _) => ("profile", 1),
        (Some("declared"), Some(_)) => ("declared", 1),
        (Some("declared"), None) => ("declared", 0),
        _ => ("head", 0),
    }
}

fn key_of(step: &Step) -> Option<&str> {
    match step {
        Step::Key(key) => Some(key),
        Step::Entry(_) => None,
    }
}

/// Lists of two that are a range: from the first to the second.
const RANGES: [&str; 8] = [
    "score",
    "share",
    "band",
    "country_hhi",
    "stop_week",
    "loss_months_of_fixed_cost",
    "need_months_of_fixed_cost",
    "runway_months",
];

/// Whether the list at the end of this way is a range.
pub(super) fn is_range(path: &[Step]) -> bool {
    let last = path.iter().rev().find_map(key_of).unwrap_or_default();
    let of_record = path.first().and_then(key_of) == Some("record");
    let in_answers = path.get(1).and_then(key_of) == Some("answers");
    RANGES.contains(&last) || last == "class" || (of_record && in_answers)
}

/// What a value is called within its group.
#[must_use]
pub fn title(words: Words, pack: &Pack, path: &[Step]) -> String {
    let (_, said) = place(path);
    let parts = (said..path.len()).map(|at| step(words, pack, path, at));
    parts.collect::<Vec<_>>().join(&words.t("tasks.dot"))
}

fn step(words: Words, pack: &Pack, path: &[Step], at: usize) -> String {
    let before = path.get(..at).unwrap_or_default();
    match path.get(at) {
        Some(Step::Key(key)) => name(words, pack, before, key),
        Some(Step::Entry(number)) if is_range(before) => {
            let end = ["dossier.lowest", "dossier.highest"];
            words
                .t(end.get(number - 1).copied().unwrap_or_default())
                .into_owned()
        }
        Some(Step::Entry(number)) => {
            let of_case = before.first().and_then(key_of) == Some("assessment");
            let is_row = matches!(place(before).0, "suppliers" | "markets") && before.len() == 2;
            let key = if of_case && is_row {
                "said.row"
            } else {
                "dossier.entry"
            };
            words.with(key, &[("number", number)])
        }
        None => String::new(),
    }
}

/// What a key is called behind these steps.
pub(super) fn name(words: Words, pack: &Pack, before: &[Step], key: &str) -> String {
    match before.last().and_then(key_of) {
        Some("gap_weeks") if key != "unknown" => {
            return words.with("said.weeks", &[("weeks", key)]);
        }
        // These are names of the firm's own.
        Some("owners") => return key.to_owned(),
        _ => {}
    }
    let of_result = before.first().and_then(key_of) == Some("declared");
    let title = pack
        .question(key)
        .map(|question| &question.short)
        .or_else(|| gate(pack, key))
        .or_else(|| {
            pack.module(key)
                .filter(|_| of_result)
                .map(|module| &module.title)
        })
        .or_else(|| column(pack, before, key).map(|column| &column.title));
    title
        .map(|title| words.text(title))
        .or_else(|| known(words, &format!("dossier.key.{key}")))
        .unwrap_or_else(|| key.to_owned())
}

/// How a value reads, where it is not plain as it is written.
#[must_use]
pub fn reading(words: Words, pack: &Pack, path: &[Step], value: &Value) -> Option<String> {
    let last = path.iter().rev().find_map(key_of).unwrap_or_default();
    let of_result = path.first().and_then(key_of) == Some("declared");
    let text = match value {
        Value::Null => {
            let key = match last {
                "stop_week" | "runway_months" => "dossier.value.beyond",
                "country" if of_result => "dossier.value.unchosen",
                _ => "said.unknown",
            };
            return Some(words.t(key).into_owned());
        }
        Value::Bool(yes) => {
            let key = if *yes { "dossier.yes" } else { "dossier.no" };
            return Some(words.t(key).into_owned());
        }
        Value::Number(number) => {
            return number
                .as_f64()
                .filter(|_| is_yen(pack, path))
                .map(|yen| words.yen(yen));
        }
        Value::String(text) => text.as_str(),
        Value::Array(_) | Value::Object(_) => return None,
    };
    // In the third level a word stands for an answer that has no level.
    if is_answer(path) && path.first().and_then(key_of) == Some("record") {
        return known(words, &format!("dossier.value.{text}"));
    }
    let of_pack = |text: &Text| words.text(text);
    match last {
        "country" | "tier2_country" => pack.countries.get(text).map(|it| words.text(&it.title)),
        "industry" => pack.industry(text).map(|it| of_pack(&it.title)),
        "scenario" | "scenarios" => pack.scenario(text).map(|it| of_pack(&it.title)),
        "set_by" => pack.module(text).map(|it| of_pack(&it.title)),
        "band" => known(words, &format!("band.{text}")),
        "level" => known(words, &format!("dossier.level.{text}.title")),
        "status" => known(words, &format!("plan.state.{text}")),
        "class" => known(words, &format!("scenarios.class_short.{text}")),
        "because" => known(words, &format!("ledger.because.{text}")),
        "aim" => known(words, &format!("dossier.aim.{text}")),
        "id" => thing(pack, text).map(of_pack),
        _ => question(pack, path)
            .and_then(|question| question.kind.option(text))
            .map(|option| of_pack(&option.text))
            .or_else(|| option(column(pack, path, last)?, text).map(of_pack))
            .or_else(|| {
                gate(pack, last)?;
                known(words, &format!("dossier.value.{text}"))
            }),
    }
}

/// A sentence on what a reader could infer; it depends on whether names are hidden or left out.
#[must_use]
pub fn tells(tells: Tells, bands_only: bool) -> String {
    let only = if tells == Tells::FewSuppliers && bands_only {
        "_bands"
    } else {
        ""
    };
    format!("dossier.tells.{}{only}", tells.key())
}

fn known(words: Words, key: &str) -> Option<String> {
    let text = words.t(key);
    (text != key).then(|| text.into_owned())
}

fn is_answer(path: &[Step]) -> bool {
    place(path).0 == "answers"
}

fn question<'a>(pack: &'a Pack, path: &[Step]) -> Option<&'a Question> {
    path.iter()
        .find_map(|step| key_of(step).and_then(|key| pack.question(key)))
}

/// A gate's title.
fn gate<'a>(pack: &'a Pack, id: &str) -> Option<&'a Text> {
    let mut gates = pack.modules.iter().flat_map(|module| &module.gates);
    gates
        .find(|gate| gate.id.as_str() == id)
        .map(|gate| &gate.title)
}

/// What a plan is about.
fn thing<'a>(pack: &'a Pack, id: &str) -> Option<&'a Text> {
    let metric = || {
        let mut metrics = pack.modules.iter().flat_map(|module| &module.metrics);
        metrics.find(|metric| metric.id.as_str() == id)
    };
    pack.question(id)
        .map(|it| &it.short)
        .or_else(|| pack.action(id).map(|it| &it.title))
        .or_else(|| gate(pack, id))
        .or_else(|| metric().map(|it| &it.short))
}

/// The column of the table that the way leads through.
fn column<'a>(pack: &'a Pack, path: &[Step], key: &str) -> Option<&'a Column> {
    let in_table = |name: &str| path.iter().any(|step| key_of(step) == Some(name));
    let table = if in_table("markets") {
        &pack.tables.markets
    } else if in_table("suppliers") || in_table("supplier") {
        &pack.tables.suppliers
    } else {
        return None;
    };
    table
        .columns
        .iter()
        .find(|column| column.key.as_str() == key)
}

fn option<'a>(column: &'a Column, key: &str) -> Option<&'a Text> {
    match &column.cell {
        CellKind::Choice(options) | CellKind::Choices(options) => options
            .iter()
            .find(|(option, _)| option.as_str() == key)
            .map(|(_, text)| text),
        _ => None,
    }
}

fn is_yen(pack: &Pack, path: &[Step]) -> bool {
    let last = path.iter().rev().find_map(key_of).unwrap_or_default();
    let asked = question(pack, path).filter(|_| path.first().and_then(key_of) != Some("record"));
    last == "annual_spend"
        || last == "yen"
        || last.ends_with("_yen")
        || asked.is_some_and(|question| matches!(question.kind, Kind::Money(_)))
}
