//! What moved a score from an earlier time to now, and why: the rules, the answers, the tables.
//!
//! One thing is changed after the other, always in this order: the rules of today on the earlier
//! case, then the answers of today, then everything else. So the three parts add up to the whole
//! (method, *What moved a score*).

use super::{Entry, METHOD, Score, Shown, score};
use crate::assessment::{Assessment, Origin, Past, PastModule};
use crate::content::{Id, Pack};
use crate::finding::Finding;
use crate::measure::Interval;

/// What moved the scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// The earlier result by other rules, where one was recorded.
    pub recorded: Option<Past>,
    /// The worst of the modules.
    pub overall: Steps,
    /// The modules, in the pack's order.
    pub modules: Vec<ModuleMovement>,
}

/// A score on its way from then to now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps {
    /// As it was worked out then.
    pub then: Interval,
    /// The earlier case by the rules of today.
    pub ruled: Interval,
    /// With the answers of today besides.
    pub answered: Interval,
    /// Now: with the tables of today as well.
    pub now: Interval,
}

/// What moved the score of one module.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleMovement {
    /// Which module.
    pub id: Id,
    /// Its score.
    pub steps: Steps,
    /// The questions and figures whose part moved, the most first.
    pub items: Vec<Moved>,
}

/// A question or figure whose part of the score moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The question or metric.
    pub item: Id,
    /// What it was: where that came from, the answer. None where it did not count.
    pub before: Option<(Origin, Shown)>,
    /// What it is.
    pub after: Option<(Origin, Shown)>,
    /// What the answers moved.
    pub answers: Shift,
    /// What the tables moved.
    pub facts: Shift,
}

/// By how many points both ends moved.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shift {
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

impl Shift {
    /// From one range to another.
    #[must_use]
    pub fn between(before: Interval, after: Interval) -> Self {
        Self {
            low: after.low - before.low,
            high: after.high - before.high,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }

    /// How far it moves at most.
    #[must_use]
    pub fn size(self) -> f64 {
        self.low.abs().max(self.high.abs())
    }
}

impl Moved {
    /// What both moved.
    #[must_use]
    pub fn whole(&self) -> Shift {
        self.answers.and(self.facts)
    }
}

impl Steps {
    /// What other rules moved.
    #[must_use]
    pub fn rules(&self) -> Shift {
        Shift::between(self.then, self.ruled)
    }

    /// What other answers moved.
    #[must_use]
    pub fn answers(&self) -> Shift {
        Shift::between(self.ruled, self.answered)
    }

    /// What other tables moved.
    #[must_use]
    pub fn facts(&self) -> Shift {
        Shift::between(self.answered, self.now)
    }

    /// The same, each range rounded to steps of so many points: what is shown adds up too.
    #[must_use]
    pub fn rounded(&self, step: f64) -> Self {
        let round = |range: Interval| range.map(|end| libm::round(end / step) * step);
        Self {
            then: round(self.then),
            ruled: round(self.ruled),
            answered: round(self.answered),
            now: round(self.now),
        }
    }
}

impl Movement {
    /// What moved the scores from an earlier case of a firm to its case now.
    ///
    /// # Errors
    /// As [`score`], for either of them.
    pub fn between(pack: &Pack, earlier: &Assessment, now: &Assessment) -> Result<Self, Finding> {
        let answered = Assessment {
            profile: now.profile.clone(),
            answers: now.answers.clone(),
            ..earlier.clone()
        };
        let ruled = score(pack, earlier)?;
        let answered = score(pack, &answered)?;
        let now = score(pack, now)?;
        let other_rules = |past: &&Past| past.pack != pack.name() || past.method != METHOD;
        let recorded = earlier.history.last().filter(other_rules).cloned();
        let then = recorded.as_ref().map(|past| past.overall);
        let modules = ruled.modules.iter().zip(&answered.modules);
        let modules = modules
            .zip(&now.modules)
            .map(|((ruled, answered), now)| {
                let past = recorded.iter().flat_map(|past| &past.modules);
                let then = past
                    .filter(|past| past.id == now.id)
                    .map(|past| past.score)
                    .next();
                ModuleMovement {
                    id: now.id.clone(),
                    steps: Steps {
                        then: then.unwrap_or(ruled.score),
                        ruled: ruled.score,
                        answered: answered.score,
                        now: now.score,
                    },
                    items: moved(&ruled.receipt, &answered.receipt, &now.receipt),
                }
            })
            .collect();
        Ok(Self {
            overall: Steps {
                then: then.unwrap_or(ruled.overall.score),
                ruled: ruled.overall.score,
                answered: answered.overall.score,
                now: now.overall.score,
            },
            modules,
            recorded,
        })
    }
}

/// The items of three receipts of one module that moved, the most first.
fn moved(ruled: &[Entry], answered: &[Entry], now: &[Entry]) -> Vec<Moved> {
    let mut items: Vec<&Id> = Vec::new();
    for entry in ruled.iter().chain(answered).chain(now) {
        if !items.contains(&&entry.item) {
            items.push(&entry.item);
        }
    }
    let find = |receipt: &[Entry], item: &Id| -> Option<Entry> {
        receipt.iter().find(|entry| entry.item == *item).cloned()
    };
    let part = |entry: &Option<Entry>| {
        let part = entry.as_ref().map(|entry| entry.part);
        part.unwrap_or(Interval::known(0.0))
    };
    let said = |entry: Option<Entry>| entry.map(|entry| (entry.origin, entry.answer));
    let moved = items.into_iter().map(|item| {
        let (one, middle, other) = (find(ruled, item), find(answered, item), find(now, item));
        Moved {
            item: item.clone(),
            answers: Shift::between(part(&one), part(&middle)),
            facts: Shift::between(part(&middle), part(&other)),
            before: said(one),
            after: said(other),
        }
    });
    let is_moved = |moved: &Moved| moved.answers.size() > 0.0 || moved.facts.size() > 0.0;
    let mut moved: Vec<Moved> = moved.filter(is_moved).collect();
    // A stable sort: what moved alike stays in the pack's order.
    moved.sort_by(|one, other| other.whole().size().total_cmp(&one.whole().size()));
    moved
}

impl Score {
    /// This result as it is kept for later years.
    #[must_use]
    pub fn past(&self, pack: &Pack, assessment: &Assessment, day: &str) -> Past {
        let modules = self.modules.iter().map(|module| PastModule {
            id: module.id.clone(),
            score: module.score,
            coverage: module.coverage,
            band: module.shown_band(),
        });
        let answers = assessment.answers.values();
        Past {
            day: day.to_owned(),
            pack: pack.name(),
            method: METHOD.to_owned(),
            overall: self.overall.score,
            band: self.shown_band(),
            modules: modules.collect(),
            answers: answers.filter(|answer| answer.given.is_some()).count(),
        }
    }
}
