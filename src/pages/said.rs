//! What was answered, in words: the same wherever an answer is shown again.

use sonae_engine::assessment::{Given, Origin, Path};
use sonae_engine::content::{Kind, Known, Pack, Question, TableName};
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::score::Shown;

use crate::route::Page;
use crate::words::Words;

/// The short label of a question or of a figure.
pub fn label(words: Words, pack: &Pack, item: &str) -> String {
    let metric = || {
        let mut metrics = pack.modules.iter().flat_map(|module| &module.metrics);
        metrics.find(|metric| metric.id.as_str() == item)
    };
    pack.question(item)
        .map(|question| &question.short)
        .or_else(|| metric().map(|metric| &metric.short))
        .map_or_else(|| item.to_owned(), |short| words.text(short))
}

/// Why a question or a figure counts.
pub fn why(words: Words, pack: &Pack, item: &str) -> String {
    let metric = || {
        let mut metrics = pack.modules.iter().flat_map(|module| &module.metrics);
        metrics.find(|metric| metric.id.as_str() == item)
    };
    pack.question(item)
        .map(|question| &question.why)
        .or_else(|| metric().map(|metric| &metric.why))
        .map(|why| words.text(why))
        .unwrap_or_default()
}

/// The page on which an answer is given.
pub fn place(pack: &Pack, item: &str, origin: Option<Origin>) -> Page {
    let Some(question) = pack.question(item) else {
        return Page::Suppliers;
    };
    if pack.profile.iter().any(|profile| profile.id == question.id) {
        return Page::Profile;
    }
    match (&question.from_table, origin) {
        (Some(from), Some(Origin::Table)) => table_page(from.measure.table()),
        _ => Page::Question(question.id.clone()),
    }
}

/// The page of a table.
pub fn table_page(table: TableName) -> Page {
    match table {
        TableName::Suppliers => Page::Suppliers,
        TableName::Markets => Page::Markets,
    }
}

/// What was given, or that nothing was.
pub fn given(words: Words, question: &Question, given: Option<&Given>) -> String {
    match given {
        None => words.t("said.unanswered").into_owned(),
        Some(Given::Unknown) => words.t("said.unknown").into_owned(),
        Some(Given::NotApplicable) => not_applicable(words, question),
        Some(Given::Choice(key)) => option(words, question, key.as_str()),
        Some(Given::Choices(keys)) => {
            let options = keys.iter().map(|key| option(words, question, key.as_str()));
            joined(words, &options.collect::<Vec<_>>())
        }
        Some(Given::Number(number)) => figure(words, &question.kind, Interval::known(number.get())),
    }
}

/// What is known of an answer once the tables have spoken; `None` where nothing is.
pub fn known(words: Words, question: &Question, known: &Known) -> Option<String> {
    match known {
        Known::Open => None,
        Known::NotAsked | Known::NotApplicable => Some(not_applicable(words, question)),
        Known::OneOf(keys) => {
            let options = keys.iter().map(|key| option(words, question, key.as_str()));
            options.reduce(|one, other| words.with("said.or", &[("one", one), ("other", other)]))
        }
        Known::AllOf(keys) => {
            let options = keys.iter().map(|key| option(words, question, key.as_str()));
            Some(joined(words, &options.collect::<Vec<_>>()))
        }
        Known::Number(range) => Some(figure(words, &question.kind, *range)),
    }
}

/// An answer as the receipt holds it.
pub fn shown(words: Words, pack: &Pack, item: &str, shown: &Shown, origin: Origin) -> String {
    let nothing = || {
        words
            .t(match origin {
                Origin::Unknown => "said.unknown",
                Origin::Unanswered => "said.unanswered",
                _ => "said.nothing",
            })
            .into_owned()
    };
    match (pack.question(item), shown) {
        (_, Shown::Nothing) | (None, Shown::Options(_)) => nothing(),
        (Some(question), Shown::Options(keys)) => {
            let known = if matches!(question.kind, Kind::Multi(..)) {
                Known::AllOf(keys.clone())
            } else {
                Known::OneOf(keys.clone())
            };
            self::known(words, question, &known).unwrap_or_else(nothing)
        }
        (Some(question), Shown::Number(range)) => figure(words, &question.kind, *range),
        // A metric is a risk from 0 to 1.
        (None, Shown::Number(range)) => words.with(
            "said.of_hundred",
            &[("value", words.range(range.map(|risk| risk * 100.0), 0))],
        ),
    }
}

/// What should be known about where an answer comes from, as a word beside it.
pub fn mark(words: Words, path: &Path<'_>, item: &str, origin: Origin) -> Option<String> {
    let undecided = path
        .step(item)
        .is_some_and(|step| step.applies == Truth::Possible);
    let key = match origin {
        _ if undecided => "mark.undecided",
        Origin::Estimate => "mark.estimate",
        Origin::Table => "mark.table",
        Origin::Override => "mark.override",
        // The words of the answer say it already.
        Origin::Unknown | Origin::Unanswered | Origin::Answered | Origin::NotApplicable => {
            return None;
        }
    };
    Some(words.t(key).into_owned())
}

/// Yen in a range.
pub fn yen(words: Words, range: Interval) -> String {
    if range.is_known() {
        words.yen(range.low)
    } else {
        words.with(
            "said.from_to",
            &[
                ("low", words.yen(range.low)),
                ("high", words.yen(range.high)),
            ],
        )
    }
}

/// Texts one after the other.
pub fn joined(words: Words, texts: &[String]) -> String {
    texts.join(&words.t("said.and"))
}

fn figure(words: Words, kind: &Kind, range: Interval) -> String {
    match kind {
        Kind::Percent(_) => format!("{}%", words.range(range, 1)),
        Kind::Money(_) => yen(words, range),
        Kind::Integer(_) | Kind::Single(_) | Kind::Multi(..) => words.range(range, 1),
    }
}

fn option(words: Words, question: &Question, key: &str) -> String {
    question
        .kind
        .option(key)
        .map_or_else(|| key.to_owned(), |option| words.text(&option.text))
}

fn not_applicable(words: Words, question: &Question) -> String {
    let mut options = question.kind.options().iter();
    options.find(|option| option.not_applicable).map_or_else(
        || words.t("said.not_applicable").into_owned(),
        |option| words.text(&option.text),
    )
}
