//! What an institution asks back, as a file that opens the firm's own case at exactly those
//! questions; and what the answers changed once they are there.
//!
//! *Why no part of a case*: a part (`assessment/part.rs`) holds answers as they were sent and what
//! of the firm its conditions need, for a colleague who has no case. Here the one who answers has
//! the case, and the one who asks has no business to send it back. So the file holds no answer and
//! nothing of the firm but the seal of the dossier it asks about.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::reading::{Reading, sealed};
use super::{Class, Policy, Question, Screened, Wanted, case_in};
use crate::assessment::{Changes, Contradiction, FileError, Path, Side, hash_of, is_day, json_of};
use crate::content::{Id, Pack, PackName, TableName};
use crate::finding::{Code, Finding};
use crate::measure::Interval;
use crate::score::Movement;

const FORMAT: &str = "sonae-questions";
/// The version of the file this code writes.
const VERSION: u64 = 1;

/// Questions to a firm about a dossier that it handed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enquiry {
    /// Who asks; may be empty.
    pub institution: String,
    /// The day it was asked, `YYYY-MM-DD`.
    pub day: String,
    /// The hash of the criteria that the dossier was held against.
    pub policy_hash: String,
    /// The seal of the dossier: the firm's log of what it handed on has the same.
    pub dossier: String,
    /// The questions, by id.
    pub questions: BTreeSet<Id>,
    /// The tables to look at again.
    pub tables: BTreeSet<TableName>,
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A question of the profile or of a module.
    Question(Id),
    /// A table.
    Table(TableName),
}

/// Why something is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Because {
    /// The criteria want it, and it is not there.
    Wanted,
    /// The criteria want a note that says what shows the answer.
    Evidence,
    /// The range of the score would be so many points narrower.
    Narrows(f64),
    /// It does not go together with something else.
    Contradicts(Finding),
}

/// An enquiry as it is written, but for its seal.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Written<'a> {
    format: &'static str,
    version: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    institution: &'a str,
    day: &'a str,
    policy_hash: &'a str,
    dossier: &'a str,
    pack: PackName,
    questions: Vec<&'a str>,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    tables: &'a BTreeSet<TableName>,
}

impl Enquiry {
    /// The enquiry about a file that was screened, with what its line suggests to ask: the parts
    /// and answers the policy misses, what would narrow the score most, and what does not go
    /// together. `day` is the day it is asked.
    ///
    /// # Errors
    /// Why the file is none to ask about.
    pub fn about(
        pack: &Pack,
        policy: &Policy,
        screened: &Screened,
        bytes: &[u8],
        day: &str,
    ) -> Result<Self, FileError> {
        if screened.class_of().is_none() {
            return Err(screened.findings().to_vec());
        }
        let mut enquiry = Self {
            institution: policy.institution.clone(),
            day: day.to_owned(),
            policy_hash: policy.hash(),
            dossier: seal_of(bytes)?,
            ..Self::default()
        };
        for (item, _) in suggested(pack, screened, bytes) {
            enquiry.switch(item, true);
        }
        Ok(enquiry)
    }

    /// Asks a question; for one that a table answers, and for a figure, that table.
    pub fn ask(&mut self, pack: &Pack, item: &str) {
        if let Some(item) = Item::of(pack, item) {
            self.switch(item, true);
        }
    }

    /// Asks about something, or no longer.
    pub fn switch(&mut self, item: Item, asked: bool) {
        match (item, asked) {
            (Item::Question(id), true) => drop(self.questions.insert(id)),
            (Item::Question(id), false) => drop(self.questions.remove(&id)),
            (Item::Table(table), true) => drop(self.tables.insert(table)),
            (Item::Table(table), false) => drop(self.tables.remove(&table)),
        }
    }

    /// Whether something is asked about.
    #[must_use]
    pub fn asks(&self, item: &Item) -> bool {
        match item {
            Item::Question(id) => self.questions.contains(id),
            Item::Table(table) => self.tables.contains(table),
        }
    }

    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty() && self.tables.is_empty()
    }

    /// The enquiry as a file. The same enquiry gives the same bytes.
    #[must_use]
    pub fn write(&self, pack: &Pack) -> Vec<u8> {
        sealed(&Written {
            format: FORMAT,
            version: VERSION,
            institution: &self.institution,
            day: &self.day,
            policy_hash: &self.policy_hash,
            dossier: &self.dossier,
            pack: pack.name(),
            questions: self.questions.iter().map(Id::as_str).collect(),
            tables: &self.tables,
        })
    }

    /// The enquiry in a file, with what should be known about it.
    ///
    /// # Errors
    /// Every reason the file cannot be taken, each with its place.
    pub fn read(pack: &Pack, bytes: &[u8]) -> Result<(Self, Vec<Finding>), FileError> {
        let object = Reading::open(bytes, FORMAT, VERSION, Code::NotQuestions)?;
        let mut reading = Reading::default();
        let needed = [
            "format",
            "version",
            "day",
            "policy_hash",
            "dossier",
            "pack",
            "questions",
            "tables",
            "sha256",
        ];
        reading.keys(&object, "", &needed, &["institution"]);
        reading.seal(&object);
        reading.pack(pack, object.get("pack"));
        let mut enquiry = Self {
            institution: reading.text(object.get("institution"), "institution"),
            day: reading.text_like(object.get("day"), "day", is_day, "day"),
            policy_hash: reading.hash(object.get("policy_hash"), "policy_hash"),
            dossier: reading.hash(object.get("dossier"), "dossier"),
            ..Self::default()
        };
        for (id, place) in reading.texts(object.get("questions"), "questions") {
            let now = pack.renamed.get(id.as_str()).map_or(&*id, Id::as_str);
            match pack.question(now) {
                Some(question) => drop(enquiry.questions.insert(question.id.clone())),
                // One that is no longer asked is none to answer.
                None if pack.is_retired(&id) => {
                    reading.find(Finding::new(Code::Retired, place).with("id", &id));
                }
                None => reading.find(Finding::new(Code::UnknownQuestion, place).with("id", &id)),
            }
        }
        for (key, place) in reading.texts(object.get("tables"), "tables") {
            match key.as_str() {
                "suppliers" => drop(enquiry.tables.insert(TableName::Suppliers)),
                "markets" => drop(enquiry.tables.insert(TableName::Markets)),
                _ => reading.find(Finding::new(Code::UnknownOption, place).with("option", &key)),
            }
        }
        reading.done(enquiry)
    }
}

impl Item {
    /// What is asked for a question or a figure: the table that answers it, or the question.
    fn of(pack: &Pack, id: &str) -> Option<Self> {
        let Some(question) = pack.question(id) else {
            let mut metrics = pack.modules.iter().flat_map(|module| &module.metrics);
            let metric = metrics.find(|metric| metric.id.as_str() == id)?;
            return Some(Self::Table(metric.measure.table()));
        };
        Some(match &question.from_table {
            Some(from) => Self::Table(from.measure.table()),
            None => Self::Question(question.id.clone()),
        })
    }
}

/// What the line of a file suggests to ask, each once with its first reason: the parts and answers
/// the policy misses, then what narrows the score most, then what does not go together.
#[must_use]
pub fn suggested(pack: &Pack, screened: &Screened, bytes: &[u8]) -> Vec<(Item, Because)> {
    let mut found: Vec<(Item, Because)> = Vec::new();
    let mut ask = |item: Option<Item>, because: Because| {
        if let Some(item) = item.filter(|item| found.iter().all(|(other, _)| other != item)) {
            found.push((item, because));
        }
    };
    for question in screened.questions() {
        match question {
            Question::MissingPart { part } => {
                let table = match part {
                    Wanted::Suppliers => Some(TableName::Suppliers),
                    Wanted::Markets => Some(TableName::Markets),
                    // Neither a question nor a table: the sheet beside the file says it.
                    Wanted::Scenarios | Wanted::Plan => None,
                };
                ask(table.map(Item::Table), Because::Wanted);
            }
            Question::OpenQuestion { question } => ask(Item::of(pack, question), Because::Wanted),
            Question::NoEvidence { question } => ask(Item::of(pack, question), Because::Evidence),
            _ => {}
        }
    }
    for next in &screened.told().next {
        let narrows = Because::Narrows(next.narrows_by);
        ask(Item::of(pack, &next.question), narrows);
    }
    if let Some(case) = case_in(pack, bytes) {
        let path = Path::of(pack, &case);
        for one in Contradiction::all(pack, &case, &path) {
            for side in one.sides() {
                let item = match side {
                    Side::Question(id) => Item::Question(id),
                    Side::Table(table, _) => Item::Table(table),
                };
                ask(Some(item), Because::Contradicts(one.finding(&path)));
            }
        }
    }
    found
}

/// The seal of a dossier or a saved case: a hash of its values, whether it says so itself or not.
fn seal_of(bytes: &[u8]) -> Result<String, FileError> {
    match json_of(bytes, Code::ForeignFormat)? {
        Value::Object(object) => Ok(hash_of(&object)),
        _ => Err(vec![
            Finding::new(Code::WrongType, "").with("wanted", "object"),
        ]),
    }
}

/// What changed from one file of a firm to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The class before and after.
    pub class: [Class; 2],
    /// The overall score before and after, where there is one.
    pub overall: [Option<Interval>; 2],
    /// What was asked about before and is no more, and what is asked about now and was not.
    pub settled: Vec<Question>,
    /// What is asked about now.
    pub asked: Vec<Question>,
    /// Answers and cells that differ; none where one of the files holds no case.
    pub changes: Option<Changes>,
    /// What moved the scores, split exactly into rules, answers and tables; none where there is no
    /// case or no score on either side.
    pub movement: Option<Movement>,
}

/// What changed between two files of a firm, held against the same policy: a dossier and the one
/// that answers to an enquiry, or two cases as they were saved.
///
/// Both are worked out anew, by the rules of today; nothing that either declares counts.
///
/// # Errors
/// What is wrong with whichever of them has no class, its places under `before` or `after`.
pub fn answered(
    pack: &Pack,
    policy: &Policy,
    before: &[u8],
    after: &[u8],
) -> Result<Answered, FileError> {
    let screened = |side: &str, bytes: &[u8]| -> Result<(Class, Screened), FileError> {
        let screened = Screened::of(side, pack, policy, bytes);
        if let Some(class) = screened.class_of() {
            return Ok((class, screened));
        }
        let mut findings = screened.findings().to_vec();
        crate::finding::within(&mut findings, side);
        Err(findings)
    };
    let ((was, one), (is, other)) = (screened("before", before)?, screened("after", after)?);
    let cases = case_in(pack, before).zip(case_in(pack, after));
    let missing = |of: &Screened, from: &Screened| -> Vec<Question> {
        let all = of.questions().iter();
        all.filter(|question| !from.questions().contains(question))
            .cloned()
            .collect()
    };
    Ok(Answered {
        class: [was, is],
        overall: [one.overall(), other.overall()],
        settled: missing(&one, &other),
        asked: other.questions().to_vec(),
        changes: cases
            .as_ref()
            .map(|(before, after)| Changes::between(before, after)),
        movement: cases
            .as_ref()
            .and_then(|(before, after)| Movement::between(pack, before, after).ok()),
    })
}

impl Answered {
    /// Whether the answers moved the firm into another class.
    #[must_use]
    pub fn moves(&self) -> bool {
        let [before, after] = self.class;
        before != after
    }
}
