//! What to ask back: what the policy wants and is not there, what does not go together, and what
//! is the same where answers usually differ. Questions, never accusations.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::class::Gaps;
use super::{Kind, Policy, Wanted};
use crate::assessment::{Assessment, Contradiction, Given, Origin, Path, Step};
use crate::content::{Kind as Asked, Known, Pack};
use crate::finding::Finding;
use crate::table::Row;

/// With fewer answers than this, all the same says nothing.
const MANY_ANSWERS: usize = 10;
/// A note shorter than this may be the same by chance; in characters.
const LONG_NOTE: usize = 20;
/// A table of fewer rows than this, too; round shares of a few countries are soon the same.
const MANY_ROWS: usize = 3;
const MANY_MARKETS: usize = 4;

/// Something to ask the firm about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Question {
    /// A part the policy asks for is not there.
    MissingPart {
        /// The part.
        part: Wanted,
    },
    /// An answer the policy asks for is not known.
    OpenQuestion {
        /// The question, by id.
        question: String,
    },
    /// No note says what shows an answer, where the policy asks for one.
    NoEvidence {
        /// The question, by id.
        question: String,
    },
    /// The policy asks for something that a dossier of this level never tells: it is masked, not
    /// missing.
    Withheld {
        /// The part, the question or, for a note, `evidence.` and the question.
        what: String,
    },
    /// Things that do not go together.
    Contradiction {
        /// What, and where.
        finding: Finding,
    },
    /// Every choice has the same level.
    SameLevel {
        /// The level, 0 to 4.
        level: f64,
        /// How many choices were made.
        answers: usize,
    },
    /// Every choice stands at the same place among its options, and their levels differ.
    SameOption {
        /// The place, from 1 for the first.
        option: usize,
        /// How many choices were made.
        answers: usize,
    },
    /// The supplier table is that of another file.
    SameSuppliers {
        /// The other file.
        file: String,
    },
    /// The market table is that of another file.
    SameMarkets {
        /// The other file.
        file: String,
    },
    /// A note is that of another file, word for word.
    SameNote {
        /// The question it stands beside, by id.
        question: String,
        /// The other file.
        file: String,
    },
}

/// What is asked of a dossier, and what of it is a gap.
#[derive(Default)]
pub(super) struct Asking {
    pub(super) questions: Vec<Question>,
    pub(super) gaps: Gaps,
}

impl Asking {
    fn part(&mut self, part: Wanted, there: bool) {
        if !there {
            self.questions.push(Question::MissingPart { part });
            self.gaps.parts.push(part);
        }
    }

    fn open(&mut self, question: &str) {
        let question = question.to_owned();
        self.gaps.questions.push(question.clone());
        self.questions.push(Question::OpenQuestion { question });
    }

    fn withheld(&mut self, what: impl Into<String>) {
        self.questions
            .push(Question::Withheld { what: what.into() });
    }

    /// Whether it found that every choice has the same level.
    fn same_level(&mut self, levels: &[f64]) -> bool {
        let Some((level, others)) = levels.split_first() else {
            return false;
        };
        let all = levels.len() >= MANY_ANSWERS;
        let same = all && others.iter().all(|one| one.total_cmp(level).is_eq());
        if same {
            self.questions.push(Question::SameLevel {
                level: *level,
                answers: levels.len(),
            });
        }
        same
    }

    fn same_option(&mut self, places: &[usize]) {
        let Some((option, others)) = places.split_first() else {
            return;
        };
        if places.len() >= MANY_ANSWERS && others.iter().all(|one| one == option) {
            self.questions.push(Question::SameOption {
                option: *option,
                answers: places.len(),
            });
        }
    }
}

/// What to ask about a case.
pub(super) fn of_case(
    pack: &Pack,
    policy: &Policy,
    kind: Kind,
    case: &Assessment,
    path: &Path<'_>,
) -> Asking {
    let mut asking = Asking::default();
    for part in &policy.parts {
        let there = match part {
            Wanted::Suppliers => case.suppliers.iter().any(|row| !row.is_blank()),
            Wanted::Markets => case.markets.iter().any(|row| !row.is_blank()),
            Wanted::Scenarios => !case.runs.is_empty(),
            Wanted::Plan => !case.plan.is_empty(),
        };
        asking.part(*part, there);
    }
    for question in &policy.questions {
        if matches!(path.answer(question.as_str()), Known::Open) {
            asking.open(question.as_str());
        }
    }
    for question in &policy.evidence {
        let answer = case.answers.get(question);
        let given = answer.is_some_and(|answer| answer.given.as_ref().is_some_and(Given::is_known));
        let noted = answer.is_some_and(|answer| !answer.note.trim().is_empty());
        if kind == Kind::Masked {
            asking.withheld(format!("evidence.{question}"));
        } else if given && !noted {
            let question = question.to_string();
            asking.questions.push(Question::NoEvidence { question });
        }
    }
    let found = Contradiction::all(pack, case, path);
    asking.questions.extend(found.iter().map(|one| {
        let finding = one.finding(path);
        Question::Contradiction { finding }
    }));
    let chosen = path.steps().iter().filter_map(|step| {
        let place = case.answers.get(&step.question.id).and_then(|answer| {
            let options = step.question.kind.options();
            match answer.given.as_ref()? {
                Given::Choice(key) => options.iter().position(|option| option.key == *key),
                _ => None,
            }
        })?;
        Some((chosen_level(step)?, place + 1))
    });
    let (levels, places): (Vec<f64>, Vec<usize>) = chosen.unzip();
    if !asking.same_level(&levels) {
        asking.same_option(&places);
    }
    asking
}

/// The level of a choice somebody made.
fn chosen_level(step: &Step<'_>) -> Option<f64> {
    let question = step.question;
    let weighed = question.weighed.is_some() && step.is_asked();
    let chosen = matches!(
        step.origin,
        Origin::Answered | Origin::Estimate | Origin::Override
    );
    let risk = question.risk(&step.known);
    let single = matches!(question.kind, Asked::Single(_));
    (weighed && chosen && single && risk.is_known()).then_some(risk.low * 4.0)
}

/// What to ask about a record of a case.
pub(super) fn of_record(
    pack: &Pack,
    policy: &Policy,
    record: &Map<String, Value>,
    has_scenario: bool,
) -> Asking {
    let mut asking = Asking::default();
    let rows = |key: &str| record.get(key).and_then(Value::as_array);
    let has_rows = |key: &str| rows(key).is_some_and(|rows| !rows.is_empty());
    for part in &policy.parts {
        match part {
            Wanted::Suppliers => asking.part(*part, has_rows("suppliers")),
            Wanted::Markets => asking.part(*part, has_rows("markets")),
            Wanted::Scenarios => asking.part(*part, has_scenario),
            Wanted::Plan => asking.withheld(part.key()),
        }
    }
    let answers = record.get("answers").and_then(Value::as_object);
    for question in &policy.questions {
        let id = question.as_str();
        let told = pack.question(id).is_some_and(|it| it.weighed.is_some());
        match answers.and_then(|answers| answers.get(id)) {
            _ if !told => asking.withheld(id),
            Some(Value::String(word)) if word == "unknown" => asking.open(id),
            None => asking.open(id),
            Some(_) => {}
        }
    }
    for question in &policy.evidence {
        asking.withheld(format!("evidence.{question}"));
    }
    let single = |id: &str| {
        let question = pack.question(id);
        question.is_some_and(|it| matches!(it.kind, Asked::Single(_)) && it.from_table.is_none())
    };
    let levels = answers.into_iter().flatten();
    let levels = levels.filter(|(id, _)| single(id));
    let levels: Vec<f64> = levels.filter_map(|(_, level)| level.as_f64()).collect();
    asking.same_level(&levels);
    asking
}

/// Something that two firms would hardly write alike.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Print {
    pub(super) hash: [u8; 16],
    pub(super) of: Printed,
}

/// What a print is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Printed {
    Suppliers,
    Markets,
    /// A note beside this question, by id.
    Note(String),
}

/// What of a case would hardly stand in another firm's file.
pub(super) fn prints(case: &Assessment) -> Vec<Print> {
    let mut prints = Vec::new();
    // Without names, so that a masked dossier is held against a full one.
    let suppliers = bare(&case.suppliers, |row| {
        row.alias.clear();
        row.item.clear();
    });
    if suppliers.len() >= MANY_ROWS {
        prints.push(Print {
            hash: print(&serde_json::to_vec(&suppliers).unwrap_or_default()),
            of: Printed::Suppliers,
        });
    }
    let markets = bare(&case.markets, |row| row.main_products.clear());
    if markets.len() >= MANY_MARKETS {
        prints.push(Print {
            hash: print(&serde_json::to_vec(&markets).unwrap_or_default()),
            of: Printed::Markets,
        });
    }
    for (question, answer) in &case.answers {
        let note = answer.note.trim();
        if note.chars().count() >= LONG_NOTE {
            prints.push(Print {
                hash: print(note.as_bytes()),
                of: Printed::Note(question.to_string()),
            });
        }
    }
    prints
}

/// The rows where something is entered, without their names.
fn bare<R: Row>(rows: &[R], unname: fn(&mut R)) -> Vec<R> {
    let rows = rows.iter().filter(|row| !row.is_blank()).cloned();
    rows.map(|mut row| {
        unname(&mut row);
        row
    })
    .collect()
}

/// Half a SHA-256: enough to tell any number of files apart.
pub(super) fn print(bytes: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(Sha256::digest(bytes).split_at(16).0);
    half
}
