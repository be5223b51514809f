//! What the bench says in words: the same on the page and in every file.

use sonae_engine::content::{CellKind, Pack, TableName, Text};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::measure::Interval;
use sonae_engine::screen::{Class, Group, Line, Question, Reason};

use crate::words::Words;

/// So many things are named in one sentence.
const NAMED: usize = 3;

/// The name of a class.
#[must_use]
pub fn class(words: Words, class: Class) -> String {
    words
        .t(&format!("bench.class.{}.name", class.key()))
        .into_owned()
}

/// The name of a module.
#[must_use]
pub fn module(words: Words, pack: &Pack, id: &str) -> String {
    titled(words, id, pack.module(id).map(|module| &module.title))
}

/// What a gate is called.
#[must_use]
pub fn gate(words: Words, pack: &Pack, id: &str) -> String {
    let mut gates = pack.modules.iter().flat_map(|module| &module.gates);
    titled(
        words,
        id,
        gates
            .find(|gate| gate.id.as_str() == id)
            .map(|gate| &gate.title),
    )
}

/// The short name of a question, or of a figure.
#[must_use]
pub fn item(words: Words, pack: &Pack, id: &str) -> String {
    let metric = || {
        let mut metrics = pack.modules.iter().flat_map(|module| &module.metrics);
        metrics.find(|metric| metric.id.as_str() == id)
    };
    let short = pack.question(id).map(|question| &question.short);
    titled(
        words,
        id,
        short.or_else(|| metric().map(|metric| &metric.short)),
    )
}

/// The name of an industry.
#[must_use]
pub fn industry(words: Words, pack: &Pack, id: &str) -> String {
    titled(words, id, pack.industry(id).map(|industry| &industry.title))
}

/// The name of a country.
#[must_use]
pub fn country(words: Words, pack: &Pack, code: &str) -> String {
    titled(
        words,
        code,
        pack.countries.get(code).map(|country| &country.title),
    )
}

/// The name of a kind of thing that is bought.
#[must_use]
pub fn kind(words: Words, pack: &Pack, key: &str) -> String {
    let mut columns = pack.tables.get(TableName::Suppliers).columns.iter();
    let column = columns.find(|column| column.key.as_str() == "category");
    let option = column.and_then(|column| match &column.cell {
        CellKind::Choice(options) => options.iter().find(|(option, _)| option.as_str() == key),
        _ => None,
    });
    titled(words, key, option.map(|(_, text)| text))
}

/// The name of a group of the figures of all firms; `table` says what they are grouped by.
#[must_use]
pub fn group(words: Words, pack: &Pack, table: &str, key: &str) -> String {
    match (table, key) {
        (_, "others" | "unknown") => words.t(&format!("portfolio.group.{key}")).into_owned(),
        ("countries", "none") => words.t("portfolio.group.none").into_owned(),
        ("industries", _) => industry(words, pack, key),
        ("sizes", _) => size(words, key),
        ("items", _) => kind(words, pack, key),
        _ => country(words, pack, key),
    }
}

/// A band of the figures of all firms.
#[must_use]
pub fn band_of(words: Words, key: &str) -> String {
    match key {
        "open" | "none" | "others" => words.t(&format!("portfolio.band.{key}")),
        _ => words.t(&format!("band.{key}")),
    }
    .into_owned()
}

/// How many firms of a group no part of it shows.
#[must_use]
pub fn left_out(group: &Group) -> u64 {
    let shown: u64 = group.bands.values().map(|part| part.firms).sum();
    group.firms.saturating_sub(shown)
}

/// What stops: a country, or a kind of thing.
#[must_use]
pub fn stopped(words: Words, pack: &Pack, key: &str) -> String {
    match key.split_once('.') {
        Some(("country", code)) => country(words, pack, code),
        Some((_, item)) => kind(words, pack, item),
        None => key.to_owned(),
    }
}

fn titled(words: Words, id: &str, title: Option<&Text>) -> String {
    title.map_or_else(|| id.to_owned(), |title| words.text(title))
}

/// People, as a band.
#[must_use]
pub fn size(words: Words, band: &str) -> String {
    words.with("bench.people", &[("band", self::band(words, band))])
}

/// Weeks, as a band.
#[must_use]
pub fn weeks(words: Words, band: &str) -> String {
    if band == "unknown" {
        return words.t("said.unknown").into_owned();
    }
    words.with("bench.weeks", &[("band", self::band(words, band))])
}

/// `27-52` as a range, `53-` as what it begins with.
fn band(words: Words, band: &str) -> String {
    match band.split_once('-') {
        None => band.to_owned(),
        Some((first, "")) => words.with("bench.from", &[("first", first)]),
        Some((first, last)) => {
            let number = |text: &str| text.parse().unwrap_or_default();
            let (low, high) = (number(first), number(last));
            words.range(Interval { low, high }, 0)
        }
    }
}

/// How much is known, never rounded up to what is not reached.
#[must_use]
pub fn share(words: Words, share: f64) -> String {
    words.share(Interval::known((share * 100.0 + 1e-9).floor() / 100.0))
}

/// Some of many, and how many more there are.
fn some(words: Words, all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(NAMED);
    let named: Vec<String> = all.take(NAMED).collect();
    let named = named.join(&words.t("said.and"));
    if more == 0 {
        return named;
    }
    words.with(
        "bench.and_more",
        &[("named", named), ("more", more.to_string())],
    )
}

/// The ends of a score that must not look as if they lay on the other side of a cut.
fn points(words: Words, points: f64) -> String {
    words.number((points * 10.0).floor() / 10.0, 1)
}

/// Why a dossier is in its class, as a sentence.
#[must_use]
pub fn reason(words: Words, pack: &Pack, reason: &Reason) -> String {
    let with = |key: &str, arguments: &[(&str, String)]| {
        words.with(&format!("bench.reason.{key}"), arguments)
    };
    let gates = |gates: &[String]| some(words, gates.iter().map(|id| gate(words, pack, id)));
    match reason {
        Reason::CertainGate { gates: ids } => with("certain_gate", &[("gates", gates(ids))]),
        Reason::ReachesCut { low, cut, set_by } => with(
            "reaches_cut",
            &[
                ("low", points(words, *low)),
                ("cut", words.number(*cut, 2)),
                ("module", module(words, pack, set_by)),
            ],
        ),
        Reason::NoIndustry => words.t("bench.reason.no_industry").into_owned(),
        Reason::PossibleGate { gates: ids } => with("possible_gate", &[("gates", gates(ids))]),
        Reason::AcrossCut { low, high, cut } => with(
            "across_cut",
            &[
                ("low", points(words, *low)),
                ("high", points(words, *high)),
                ("cut", words.number(*cut, 2)),
            ],
        ),
        Reason::LittleKnown {
            module: id,
            coverage,
            wanted,
        } => with(
            "little_known",
            &[
                ("module", module(words, pack, id)),
                ("share", share(words, *coverage)),
                ("wanted", share(words, *wanted)),
            ],
        ),
        Reason::MissingParts { parts } => {
            let parts = parts
                .iter()
                .map(|part| words.t(&format!("bench.part.{}", part.key())).into_owned());
            with("missing_parts", &[("parts", some(words, parts))])
        }
        Reason::OpenQuestions { questions } => {
            let questions = questions.iter().map(|id| item(words, pack, id));
            with("open_questions", &[("questions", some(words, questions))])
        }
        Reason::BetweenCuts { low, high } => with(
            "between_cuts",
            &[("low", points(words, *low)), ("high", points(words, *high))],
        ),
        Reason::BelowCut { high, cut } => with(
            "below_cut",
            &[
                ("high", points(words, *high)),
                ("cut", words.number(*cut, 2)),
            ],
        ),
    }
}

/// Every reason of a line, in one text.
#[must_use]
pub fn reasons(words: Words, pack: &Pack, line: &Line) -> String {
    let all = line.reasons.iter().map(|one| reason(words, pack, one));
    all.collect::<Vec<_>>().join(&words.t("said.space"))
}

/// What to ask back, as a sentence.
#[must_use]
pub fn question(words: Words, pack: &Pack, question: &Question) -> String {
    let with = |key: &str, arguments: &[(&str, String)]| {
        words.with(&format!("bench.question.{key}"), arguments)
    };
    let part = |key: &str| words.t(&format!("bench.part.{key}")).into_owned();
    let item = |id: &str| item(words, pack, id);
    match question {
        Question::MissingPart { part: wanted } => {
            with("missing_part", &[("part", part(wanted.key()))])
        }
        Question::OpenQuestion { question } => {
            with("open_question", &[("question", item(question))])
        }
        Question::NoEvidence { question } => with("no_evidence", &[("question", item(question))]),
        Question::Withheld { what } => match what.strip_prefix("evidence.") {
            Some(id) => with("withheld_note", &[("question", item(id))]),
            None if what == "plan" => with("withheld", &[("what", part(what))]),
            None => with("withheld", &[("what", item(what))]),
        },
        Question::Contradiction { finding } => contradiction(words, pack, finding),
        Question::SameLevel { answers, .. } => {
            with("same_level", &[("count", answers.to_string())])
        }
        Question::SameOption { option, answers } => with(
            "same_option",
            &[
                ("option", option.to_string()),
                ("count", answers.to_string()),
            ],
        ),
        Question::SameSuppliers { file } => with("same_suppliers", &[("file", file.clone())]),
        Question::SameMarkets { file } => with("same_markets", &[("file", file.clone())]),
        Question::SameNote { question, file } => with(
            "same_note",
            &[("question", item(question)), ("file", file.clone())],
        ),
    }
}

/// What does not go together, with the words of the pack where the finding has its keys.
fn contradiction(words: Words, pack: &Pack, finding: &Finding) -> String {
    let argument = |name: &str| finding.arguments.get(name).map(String::as_str);
    let rule = argument("rule").and_then(|rule| pack.contradiction(rule));
    if let Some(rule) = rule {
        return words.text(&rule.text);
    }
    let place = finding.place.as_str();
    let id = place.strip_prefix("assessment.").unwrap_or(place);
    let asked = (finding.code == Code::AnswerAgainstTable).then(|| pack.question(id));
    let Some(question) = asked.flatten() else {
        return words.finding(finding, "what");
    };
    let said = |name: &str| {
        let keys = argument(name).unwrap_or_default().split(", ");
        let texts = keys.map(|key| match question.kind.option(key) {
            Some(option) => words.text(&option.text),
            None => key.to_owned(),
        });
        texts.collect::<Vec<_>>().join(&words.t("said.and"))
    };
    let arguments = [
        ("question", item(words, pack, id)),
        ("answer", said("answer")),
        ("table", said("table")),
    ];
    words.with("bench.question.answer_against_table", &arguments)
}
