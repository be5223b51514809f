//! A part of a case, answered by a colleague and brought back.
//!
//! A part is a case like any other that says what is asked in it, and what the answers were when
//! it was sent. What comes back is kept beside the owner's answers, question by question, as a set
//! that only grows while parts are brought: in any order the same, twice the same (method, *Joining parts*).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Answer, Assessment, Origin, Path};
use crate::content::{Condition, Id, Pack};

/// So many answers to one question are kept.
pub const RETURNED_LIMIT: usize = 100;

/// What makes a case a part of another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The questions that are asked.
    pub asked: BTreeSet<Id>,
    /// Who answers: a name or a role; may be empty.
    pub by: String,
    /// The answers as they were sent.
    pub base: BTreeMap<Id, Answer>,
}

/// An answer that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    /// Who gave it: a name or a role; may be empty.
    pub by: String,
    /// The answer as it was sent, where there was one.
    pub was: Option<Answer>,
    /// The answer.
    pub answer: Answer,
}

/// What is to be done about the answers that came back to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// All who answered say the same, and the owner's answer is still the one that was sent.
    Agreed,
    /// They differ, or the owner's answer changed meanwhile.
    Open,
}

/// An answer as text, by which answers are told apart and put in order.
#[derive(Serialize)]
struct Ordered<'a> {
    answer: serde_json::Value,
    was: Option<serde_json::Value>,
    by: &'a str,
}

impl Returned {
    /// What tells it from others, and where it stands among them.
    pub(super) fn order(&self) -> String {
        let ordered = Ordered {
            answer: super::file::written_answer(&self.answer),
            was: self.was.as_ref().map(super::file::written_answer),
            by: &self.by,
        };
        serde_json::to_string(&ordered).unwrap_or_default()
    }
}

impl Assessment {
    /// The part of this case that asks these questions: their answers, and of the firm only what
    /// their conditions look at. What does not apply, or a table answers, is not asked.
    #[must_use]
    pub fn part(&self, pack: &Pack, questions: &BTreeSet<Id>) -> Self {
        let path = Path::of(pack, self);
        let steps = path.steps().iter().skip(pack.profile.len());
        let asked: BTreeSet<Id> = steps
            .filter(|step| step.is_asked() && step.origin != Origin::Table)
            .map(|step| step.question.id.clone())
            .filter(|id| questions.contains(id))
            .collect();
        let conditions = pack
            .questions()
            .filter(|question| asked.contains(&question.id))
            .filter_map(|question| question.when.as_ref());
        let looked_at: BTreeSet<&Id> = conditions.flat_map(Condition::questions).collect();
        let answers: BTreeMap<Id, Answer> = self
            .answers
            .iter()
            .filter(|(id, _)| asked.contains(*id))
            .map(|(id, answer)| (id.clone(), answer.clone()))
            .collect();
        let profile = self.profile.iter();
        Self {
            practice: self.practice,
            profile: profile
                .filter(|(id, _)| looked_at.contains(*id))
                .map(|(id, given)| (id.clone(), given.clone()))
                .collect(),
            part: Some(Part {
                asked,
                by: String::new(),
                base: answers.clone(),
            }),
            answers,
            ..Self::default()
        }
    }

    /// What a part brings back: the answers that are not those that were sent. One that was taken
    /// away says nothing.
    #[must_use]
    pub fn brought_back(&self) -> BTreeMap<Id, Returned> {
        let Some(part) = &self.part else {
            return BTreeMap::new();
        };
        let answers = self.answers.iter();
        answers
            .filter(|(id, answer)| part.asked.contains(*id) && part.base.get(*id) != Some(answer))
            .map(|(id, answer)| {
                let returned = Returned {
                    by: part.by.clone(),
                    was: part.base.get(id).cloned(),
                    answer: answer.clone(),
                };
                (id.clone(), returned)
            })
            .collect()
    }

    /// Puts what came back beside the own answers; what the own answer says already is not kept.
    pub(super) fn join(&mut self, brought: BTreeMap<Id, Returned>) {
        for (id, returned) in brought {
            if self.answers.get(&id) == Some(&returned.answer) {
                continue;
            }
            let all = self.returned.entry(id).or_default();
            let place = all.binary_search_by_key(&returned.order(), Returned::order);
            if let Err(place) = place {
                all.insert(place, returned);
            }
            // The first ones in order, whichever came first.
            all.truncate(RETURNED_LIMIT);
        }
    }

    /// Settles what came back to a question: one of the answers is taken, or the own one stays.
    pub(super) fn settle(&mut self, question: &Id, taken: Option<usize>) {
        let Some(all) = self.returned.remove(question) else {
            return;
        };
        if let Some(returned) = taken.and_then(|at| all.into_iter().nth(at)) {
            self.answers.insert(question.clone(), returned.answer);
        }
    }

    /// How it stands with what came back to a question.
    #[must_use]
    pub fn standing(&self, question: &Id) -> Option<Standing> {
        let all = self.returned.get(question)?;
        let first = all.first()?;
        let own = self.answers.get(question);
        let agreed = all
            .iter()
            .all(|one| one.answer == first.answer && one.was.as_ref() == own);
        Some(if agreed {
            Standing::Agreed
        } else {
            Standing::Open
        })
    }
}
