//! What makes a case a part of another, and what parts brought back, written and read as strictly
//! as the rest of the file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::book::Object;
use super::{Code, Finding, Reader, written_answer};
use crate::assessment::{Answer, Part, RETURNED_LIMIT, Returned};
use crate::content::Id;
use crate::table::{Cell, ROW_LIMIT};

pub(super) fn written_part(part: &Part) -> Value {
    let mut object = Map::new();
    let asked: Vec<&str> = part.asked.iter().map(Id::as_str).collect();
    object.insert("asked".into(), asked.into());
    if !part.by.is_empty() {
        object.insert("by".into(), part.by.as_str().into());
    }
    let base = part.base.iter();
    let base: Map<_, _> = base
        .map(|(id, answer)| (id.to_string(), written_answer(answer)))
        .collect();
    object.insert("base".into(), base.into());
    object.into()
}

pub(super) fn written_returned(returned: &BTreeMap<Id, Vec<Returned>>) -> Value {
    let all = returned.iter().map(|(id, all)| {
        let all: Vec<Value> = all
            .iter()
            .map(|one| {
                let mut object = Map::new();
                if !one.by.is_empty() {
                    object.insert("by".into(), one.by.as_str().into());
                }
                if let Some(was) = &one.was {
                    object.insert("was".into(), written_answer(was));
                }
                object.insert("answer".into(), written_answer(&one.answer));
                object.into()
            })
            .collect();
        (id.to_string(), json!(all))
    });
    all.collect::<Map<_, _>>().into()
}

impl Reader<'_> {
    pub(super) fn part_of_case(&mut self, value: &Value) -> Option<Part> {
        let parts = self.object(value, "part")?;
        self.only(parts, "part", &["asked", "by", "base"]);
        let asked = self.needed(parts, "asked", "part");
        let asked = asked.map(|value| self.asked(value)).unwrap_or_default();
        let base = self.needed(parts, "base", "part");
        let base = base.map(|value| self.answers(value, "part.base"));
        Some(Part {
            asked,
            by: self.by(parts, "part"),
            base: base.unwrap_or_default(),
        })
    }

    fn asked(&mut self, value: &Value) -> BTreeSet<Id> {
        let Value::Array(values) = value else {
            self.wrong_type("part.asked", "list_of_texts");
            return BTreeSet::new();
        };
        let mut asked = BTreeSet::new();
        for (index, value) in values.iter().enumerate().take(ROW_LIMIT) {
            let place = format!("part.asked[{}]", index + 1);
            match value.as_str() {
                Some(key) => {
                    asked.extend(self.question_of(key, false, &place).map(|it| it.id.clone()));
                }
                None => self.wrong_type(&place, "text"),
            }
        }
        asked
    }

    fn by(&mut self, parts: &Object, place: &str) -> String {
        let by = parts.get("by");
        let by = by.and_then(|value| self.cell_text(value, &format!("{place}.by")));
        match by {
            Some(Cell::Text(by)) => by,
            _ => String::new(),
        }
    }

    pub(super) fn returned(&mut self, value: &Value) -> BTreeMap<Id, Vec<Returned>> {
        let Some(object) = self.object(value, "returned") else {
            return BTreeMap::new();
        };
        let mut all = BTreeMap::new();
        for (key, value) in object {
            let place = format!("returned.{key}");
            let Some(id) = self.question_of(key, false, &place).map(|it| it.id.clone()) else {
                continue;
            };
            let mut returned = self.list(value, &place, |reader, parts, place| {
                reader.one_returned(&id, parts, place)
            });
            if returned.len() > RETURNED_LIMIT {
                let finding = Finding::new(Code::TooManyRows, &place).with("rows", returned.len());
                self.find(finding.with("limit", RETURNED_LIMIT));
            }
            // A set has no order and nothing twice.
            returned.sort_by_cached_key(Returned::order);
            returned.dedup();
            if !returned.is_empty() {
                all.insert(id, returned);
            }
        }
        all
    }

    fn one_returned(&mut self, id: &Id, parts: &Object, place: &str) -> Option<Returned> {
        self.only(parts, place, &["by", "was", "answer"]);
        let by = self.by(parts, place);
        let was = parts
            .get("was")
            .and_then(|value| self.answer_to(id, value, &format!("{place}.was")));
        let answer = self.needed(parts, "answer", place)?;
        let answer = self.answer_to(id, answer, &format!("{place}.answer"))?;
        Some(Returned { by, was, answer })
    }

    fn answer_to(&mut self, id: &Id, value: &Value, place: &str) -> Option<Answer> {
        let pack = self.pack;
        let question = pack.question(id.as_str())?;
        let parts = self.object(value, place)?;
        let answer = self.inside(|| place.to_owned(), |reader| reader.answer(question, parts));
        (!answer.is_empty()).then_some(answer)
    }
}
