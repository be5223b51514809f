//! The third level as plain text, for an AI assistant of the firm's own choice.
//!
//! It is written from the dossier itself, so that nothing is in it that the preview does not show.

use serde_json::{Map, Value};
use sonae_engine::disclose::Step;
use sonae_engine::report::plan::{Section, written};

use super::{Made, said};
use crate::state::State;
use crate::words::JOINER;

/// A text of a page has room for so many rows, the largest share first.
const ROWS: usize = 20;
/// What is said first of a row or a result; the rest follows as it stands.
const FIRST: [&str; 9] = [
    "scenarios",
    "category",
    "country",
    "spend_share",
    "score",
    "band",
    "coverage",
    "stop_week",
    "loss_months_of_fixed_cost",
];

impl State {
    /// The record as a text: what it is, the figures, what it is not for, what one may ask.
    #[must_use]
    pub fn dossier_text(&self, made: &Made) -> String {
        let words = self.words();
        let list = |key: &str| -> Vec<String> {
            let text = words.t(key);
            text.split('\n').map(|line| format!("- {line}")).collect()
        };
        let mut sections = vec![("read", list("dossier.text.read_list"))];
        let figures = ["profile", "suppliers", "markets", "answers"];
        let record = made.told.get("record").and_then(Value::as_object);
        for key in figures {
            sections.push((key, record.map_or_else(Vec::new, |it| self.part(it, key))));
        }
        sections.push(("declared", self.result(made)));
        sections.push(("not_for", list("dossier.text.not_for_list")));
        sections.push(("ask", list("dossier.text.ask_list")));
        let sections: Vec<Section> = sections
            .into_iter()
            .filter(|(_, points)| !points.is_empty())
            .map(|(key, points)| Section {
                heading: words.t(&format!("dossier.text.{key}")).into_owned(),
                points,
            })
            .collect();
        let head = |key: &str| {
            let value = made.told.get(key).and_then(Value::as_str);
            value.unwrap_or_default().to_owned()
        };
        let practice = made.told.get("practice") == Some(&Value::Bool(true));
        let mut lead = words.with(
            "dossier.text.lead",
            &[
                ("quarter", head("quarter")),
                ("method", head("method")),
                ("pack", format!("{} {}", self.pack.id, self.pack.version)),
                ("seal", head("sha256").chars().take(12).collect()),
            ],
        );
        if practice {
            lead.push('\n');
            lead.push_str(&words.t("dossier.text.practice"));
        }
        // What keeps a range on one line has no place in a text for other programs.
        written(&words.t("dossier.text.title"), &lead, &sections).replace(JOINER, "")
    }

    /// A part of the record: a point for each figure, row or answer.
    fn part(&self, record: &Map<String, Value>, part: &str) -> Vec<String> {
        let mut points = Vec::new();
        for (key, value) in record {
            let path = vec![Step::Key("record".into()), Step::Key(key.clone())];
            let own = match key.as_str() {
                "suppliers" | "supplier_hhi" | "country_hhi" | "gap_weeks" => "suppliers",
                "markets" | "answers" => key.as_str(),
                _ => "profile",
            };
            if own != part {
                continue;
            }
            match value {
                Value::Array(rows) if rows.iter().all(Value::is_object) => {
                    points.extend(rows.iter().take(ROWS).zip(1..).map(|(row, number)| {
                        let path = [path.clone(), vec![Step::Entry(number)]].concat();
                        format!("({number}) {}", self.plain(&path, row))
                    }));
                    let rest = rows.len().saturating_sub(ROWS);
                    if rest > 0 {
                        points.push(self.words().count("dossier.text.more", rest));
                    }
                }
                Value::Object(answers) if key == "answers" => {
                    points.extend(self.answers(&path, answers));
                }
                _ => points.push(self.member(&path, value)),
            }
        }
        points
    }

    /// The levels, a point for each theme.
    fn answers(&self, path: &[Step], answers: &Map<String, Value>) -> Vec<String> {
        let words = self.words();
        let mut points = Vec::new();
        for module in &self.pack.modules {
            for theme in &module.themes {
                let of_theme = |id: &String| {
                    let question = self.pack.question(id).and_then(|it| it.weighed.as_ref());
                    let here = self.pack.module_of(id).is_some_and(|it| it.id == module.id);
                    here && question.is_some_and(|weighed| weighed.theme == theme.id)
                };
                let own = answers.iter().filter(|(id, _)| of_theme(id));
                let own: Map<String, Value> =
                    own.map(|(id, value)| (id.clone(), value.clone())).collect();
                if !own.is_empty() {
                    let title = words.text(&theme.title);
                    let levels = self
                        .members(path, &own)
                        .join(&words.t("dossier.text.between"));
                    points.push(words.with(
                        "dossier.text.theme",
                        &[("theme", title), ("levels", levels)],
                    ));
                }
            }
        }
        points
    }

    fn result(&self, made: &Made) -> Vec<String> {
        let declared = made.told.get("declared").and_then(Value::as_object);
        let path = [Step::Key("declared".into())];
        let mut points = Vec::new();
        for (key, value) in declared.into_iter().flatten() {
            let path = [&path[..], &[Step::Key(key.clone())]].concat();
            match value {
                Value::Object(modules) if key == "modules" => {
                    points.extend(self.members(&path, modules));
                }
                Value::Array(runs) => {
                    points.extend(runs.iter().map(|run| self.plain(&path, run)));
                }
                _ => points.push(self.member(&path, value)),
            }
        }
        points
    }

    fn members(&self, path: &[Step], object: &Map<String, Value>) -> Vec<String> {
        let mut members: Vec<_> = object
            .iter()
            .filter(|(_, value)| !is_empty(value))
            .collect();
        members.sort_by_key(|(key, _)| {
            FIRST
                .iter()
                .position(|first| first == key)
                .unwrap_or(FIRST.len())
        });
        let members = members.into_iter().map(|(key, value)| {
            let path = [path, &[Step::Key(key.clone())]].concat();
            self.member(&path, value)
        });
        members.collect()
    }

    /// `name: value`.
    fn member(&self, path: &[Step], value: &Value) -> String {
        let words = self.words();
        let (last, before) = path
            .split_last()
            .map_or((None, path), |(last, before)| (Some(last), before));
        let name = match last {
            Some(Step::Key(key)) => said::name(words, self.pack, before, key),
            _ => String::new(),
        };
        format!(
            "{name}{}{}",
            words.t("frame.colon"),
            self.plain(path, value)
        )
    }

    fn plain(&self, path: &[Step], value: &Value) -> String {
        let words = self.words();
        match value {
            Value::Object(object) => self
                .members(path, object)
                .join(&words.t("dossier.text.between")),
            Value::Array(ends) if said::is_range(path) && ends.len() == 2 => {
                let ends: Vec<String> = ends.iter().map(|end| self.plain(path, end)).collect();
                match ends.as_slice() {
                    [low, high] if low != high => {
                        words.with("said.from_to", &[("low", low), ("high", high)])
                    }
                    _ => ends.first().cloned().unwrap_or_default(),
                }
            }
            Value::Array(values) => {
                let values: Vec<String> = values.iter().map(|one| self.plain(path, one)).collect();
                values.join(&words.t("said.and"))
            }
            Value::Number(number) => number
                .as_f64()
                .map_or_else(String::new, |it| words.number(it, 2)),
            plain => said::reading(words, self.pack, path, plain).unwrap_or_else(|| {
                let text = plain.as_str().map(str::to_owned);
                text.unwrap_or_else(|| plain.to_string())
            }),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}
