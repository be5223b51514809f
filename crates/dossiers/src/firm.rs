//! A firm that is like one of the pack's fictional firms, and yet another one.
//!
//! It is varied as JSON and then read by the engine, so that nothing comes out that a person could
//! not have saved.

use serde_json::{Map, Value, json};
use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Choice, Id, Kind, Language, Pack};
use sonae_engine::measure::Unit;

use crate::chance::Chance;

/// How much larger or smaller than the pack's firm; there are more small firms than large ones.
const SIZES: [f64; 12] = [
    0.05, 0.08, 0.12, 0.2, 0.3, 0.3, 0.5, 0.7, 1.0, 1.0, 2.0, 4.0,
];
/// Where things are made and sold, the usual places more often.
const COUNTRIES: [&str; 16] = [
    "JP", "JP", "JP", "CN", "CN", "CN", "TW", "KR", "US", "US", "VN", "TH", "DE", "ID", "IN", "MY",
];

/// The firms of the pack as files, from which others are varied.
pub struct Models(Vec<Value>);

impl Models {
    pub fn of(pack: &Pack) -> Self {
        let file = |firm| {
            let case = Assessment::of_firm(pack, firm, Language::Ja).ok()?;
            serde_json::from_slice(&case.write(pack)).ok()
        };
        Self(pack.firms.iter().filter_map(file).collect())
    }
}

/// The firm with this number. Where the engine refuses it, which a test rules out, it is empty.
pub fn firm(pack: &Pack, models: &Models, name: &str, chance: &mut Chance) -> Assessment {
    let mut case = chance.one(&models.0).cloned().unwrap_or_default();
    vary(pack, name, &mut case, chance);
    let read = Assessment::read(pack, case.to_string().as_bytes());
    read.map(|opened| opened.assessment).unwrap_or_default()
}

fn vary(pack: &Pack, name: &str, case: &mut Value, chance: &mut Chance) {
    // Most firms know nearly everything, and a few next to nothing.
    let unknown = 0.4 * chance.share() * chance.share() * chance.share();
    // Some took care of everything long ago.
    let careful = chance.share().sqrt();
    let size = chance.one(&SIZES).copied().unwrap_or(1.0) * chance.between(0.8, 1.25);
    let Some(case) = case.as_object_mut() else {
        return;
    };
    case.insert("practice".to_owned(), false.into());
    let mut object = |key: &str, vary: &mut dyn FnMut(&mut Map<String, Value>, &mut Chance)| {
        if let Some(Value::Object(object)) = case.get_mut(key) {
            vary(object, chance);
        }
    };
    object("profile", &mut |profile, chance| {
        about_the_firm(pack, profile, size, unknown, chance);
    });
    object("answers", &mut |answers, chance| {
        answered(pack, name, answers, [unknown, careful], chance);
    });
    if let Some(Value::Array(rows)) = case.get_mut("suppliers") {
        suppliers(rows, size, [unknown, careful], chance);
    }
    if let Some(Value::Array(rows)) = case.get_mut("markets") {
        markets(rows, unknown, chance);
    }
    if chance.happens(0.1) {
        let runs: Vec<Value> = (0..=chance.below(2))
            .filter_map(|_| chance.one(&pack.scenarios.scenarios))
            .map(|scenario| json!({"events": [{"scenario": scenario.id.as_str()}]}))
            .collect();
        case.insert("scenarios".to_owned(), distinct(runs).into());
    }
    if chance.happens(0.3)
        && let Some(action) = chance.one(&pack.actions)
    {
        let cost = in_digits(chance.between(1e5, 5e6) * size.sqrt());
        let planned = json!({"aim": "action", "id": action.id.as_str(), "role": "総務",
            "due": "2027-03-31", "cost_yen": cost, "status": "planned"});
        case.insert("plan".to_owned(), json!([planned]));
    }
}

fn distinct(mut values: Vec<Value>) -> Vec<Value> {
    values.dedup();
    values
}

/// To three digits, as people state amounts.
fn in_digits(value: f64) -> f64 {
    let mut unit = 1.0;
    while (value / unit).abs() >= 1000.0 {
        unit *= 10.0;
    }
    (value / unit).round() * unit
}

// ---- answers ----------------------------------------------------------------------------------

fn about_the_firm(
    pack: &Pack,
    profile: &mut Map<String, Value>,
    size: f64,
    unknown: f64,
    chance: &mut Chance,
) {
    for question in &pack.profile {
        let id = question.id.as_str();
        let Some(value) = profile.get_mut(id) else {
            continue;
        };
        // One firm in two hundred never said what it makes.
        let gone = if question.required {
            0.005
        } else {
            unknown / 4.0
        };
        if chance.happens(gone) {
            profile.remove(id);
            continue;
        }
        if !question.required && chance.happens(unknown / 2.0) {
            *value = Value::Null;
            continue;
        }
        match (question.unit(), &question.kind) {
            (Some(Unit::Percent), _) => scaled(value, chance.between(0.6, 1.4), 100.0),
            // Fewer people grow slower than sales.
            (Some(Unit::Count), _) => scaled(value, size.sqrt() * size.sqrt().sqrt(), 1e6),
            (Some(_), _) => scaled(value, size * chance.between(0.6, 1.5), 1e14),
            (None, Kind::Single(options)) if chance.happens(0.2) => {
                other_choice(value, options, chance);
            }
            (None, Kind::Multi(options, _)) if chance.happens(0.3) => {
                other_choices(value, options, chance);
            }
            _ => {}
        }
    }
}

fn answered(
    pack: &Pack,
    name: &str,
    answers: &mut Map<String, Value>,
    [unknown, careful]: [f64; 2],
    chance: &mut Chance,
) {
    for question in pack.modules.iter().flat_map(|module| &module.questions) {
        let id = question.id.as_str();
        let Some(answer) = answers.get_mut(id) else {
            continue;
        };
        if chance.happens(0.02 + unknown / 3.0) {
            answers.remove(id);
            continue;
        }
        if chance.happens(unknown) {
            *answer = json!({"unknown": true});
        }
        if let Some(value) = answer.get_mut("value") {
            match &question.kind {
                Kind::Single(options) if chance.happens(careful) => best_choice(value, options),
                Kind::Single(options) if chance.happens(0.5) => {
                    other_choice(value, options, chance);
                }
                Kind::Multi(options, _) if chance.happens(0.4) => {
                    other_choices(value, options, chance);
                }
                Kind::Percent(_) if chance.happens(careful) => scaled(value, 0.2, 100.0),
                Kind::Percent(_) => scaled(value, chance.between(0.5, 1.6), 100.0),
                Kind::Integer(_) => scaled(value, chance.between(0.5, 1.6), 1e6),
                Kind::Money(_) => scaled(value, chance.between(0.5, 1.6), 1e14),
                _ => {}
            }
        }
        let Some(answer) = answer.as_object_mut() else {
            continue;
        };
        if chance.happens(0.02) {
            answer.insert("flag".to_owned(), true.into());
        }
        if chance.happens(0.04) {
            let note = format!("{name}の担当者が{id}の資料を確かめました");
            answer.insert("note".to_owned(), note.into());
        }
    }
}

fn scaled(value: &mut Value, factor: f64, highest: f64) {
    if let Some(number) = value.as_f64() {
        *value = in_digits(number * factor).round().min(highest).into();
    }
}

/// The option before or behind: a firm like this one answers much like it.
fn other_choice(value: &mut Value, options: &[Choice], chance: &mut Chance) {
    let here = options
        .iter()
        .position(|option| value == option.key.as_str());
    let step = if chance.happens(0.5) {
        1
    } else {
        options.len() - 1
    };
    let next = here.and_then(|here| options.get((here + step) % options.len()));
    // What "does not apply" is written in another way.
    if let Some(next) = next.filter(|next| !next.not_applicable) {
        *value = next.key.as_str().into();
    }
}

/// The option that carries the least risk.
fn best_choice(value: &mut Value, options: &[Choice]) {
    let scored = options
        .iter()
        .filter_map(|option| Some((option.risk?, option)));
    if let Some((_, best)) = scored.min_by(|one, other| one.0.total_cmp(&other.0)) {
        *value = best.key.as_str().into();
    }
}

/// One more or one less.
fn other_choices(value: &mut Value, options: &[Choice], chance: &mut Chance) {
    let Value::Array(keys) = value else {
        return;
    };
    let plain = |option: &&Choice| !option.exclusive && !option.not_applicable;
    let plain: Vec<&Id> = options.iter().filter(plain).map(|it| &it.key).collect();
    let Some(key) = chance.one(&plain).map(|key| key.as_str()) else {
        return;
    };
    if !keys
        .iter()
        .all(|one| plain.iter().any(|it| one == it.as_str()))
    {
        *keys = vec![key.into()];
    } else if let Some(at) = keys.iter().position(|one| one == key) {
        if keys.len() > 1 {
            keys.remove(at);
        }
    } else {
        keys.push(key.into());
    }
}

// ---- tables -----------------------------------------------------------------------------------

fn suppliers(rows: &mut Vec<Value>, size: f64, [unknown, careful]: [f64; 2], chance: &mut Chance) {
    let all = rows.clone();
    if chance.happens(0.05) {
        // A long table: the same kinds of things, bought in more places.
        let times = 2 + chance.below(8);
        for _ in 0..times {
            rows.extend(all.iter().cloned());
        }
    }
    let mut number = 0;
    rows.retain_mut(|row| {
        let Some(row) = row.as_object_mut() else {
            return false;
        };
        number += 1;
        // The first three stay, so that there is a table.
        if number > 3 && chance.happens(0.15) {
            return false;
        }
        row.insert("alias".to_owned(), format!("架空商事{number}").into());
        if let Some(spend) = row.get_mut("annual_spend") {
            scaled(spend, size * chance.between(0.3, 1.9), 1e14);
        }
        for (column, highest) in [
            ("sales_dependent_pct", 100.0),
            ("stock_weeks", 104.0),
            ("lead_time_weeks", 104.0),
            ("requal_weeks", 208.0),
        ] {
            if let Some(cell) = row.get_mut(column) {
                scaled(cell, chance.between(0.6, 1.5), highest);
            }
        }
        if chance.happens(0.25) {
            let country = chance.one(&COUNTRIES).copied().unwrap_or("JP");
            row.insert("country".to_owned(), country.into());
        }
        if chance.happens(careful) {
            row.insert("alternatives".to_owned(), "2plus_qualified".into());
            row.insert("requal_weeks".to_owned(), (2 + chance.below(8)).into());
            row.insert("stock_weeks".to_owned(), (8 + chance.below(8)).into());
            row.remove("flags");
        }
        for column in [
            "country",
            "annual_spend",
            "alternatives",
            "stock_weeks",
            "requal_weeks",
            "tier2_country",
        ] {
            if chance.happens(unknown) {
                row.remove(column);
            }
        }
        true
    });
}

fn markets(rows: &mut Vec<Value>, unknown: f64, chance: &mut Chance) {
    let mut there = Vec::new();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        if chance.happens(0.25) {
            let country = chance.one(&COUNTRIES).copied().unwrap_or("JP");
            row.insert("country".to_owned(), country.into());
        }
        if let Some(share) = row.get_mut("share_pct") {
            scaled(share, chance.between(0.5, 1.5), 100.0);
        }
    }
    // No country twice, and no more than the whole of sales.
    rows.retain(|row| {
        let country = row.get("country").cloned();
        let is_new = !there.contains(&country);
        there.push(country);
        is_new
    });
    let mut left: f64 = 100.0;
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        if let Some(share) = row.get_mut("share_pct") {
            let taken = share.as_f64().unwrap_or(0.0).min(left);
            left -= taken;
            *share = taken.into();
        }
        if chance.happens(unknown / 2.0) {
            row.remove("share_pct");
        }
    }
}
