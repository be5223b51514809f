//! What a budget buys: the best set of things, each set worked out as a whole case.

use std::cmp::Ordering;

use super::offers::{Now, Offer, done, outcomes};
use crate::assessment::{Assessment, Path, Status};
use crate::content::Pack;
use crate::measure::Truth;
use crate::score::score;

/// The best set of things that cost no more than `budget_yen` together, in their order: the one
/// that removes most gates, then lowers scores most, then losses. What has no stated cost is left
/// out, and so is what changes nothing besides the others.
///
/// Up to [`WHOLE`] things every set is tried; beyond it one is added at a time, the best first.
#[must_use]
pub fn within_budget(
    pack: &Pack,
    assessment: &Assessment,
    offers: &[Offer],
    budget_yen: f64,
) -> Vec<usize> {
    let affordable: Vec<(usize, &Offer, f64)> = offers
        .iter()
        .enumerate()
        .filter(|(_, offer)| offer.planned.status != Status::Done)
        .filter_map(|(index, offer)| Some((index, offer, offer.cost_yen?)))
        .filter(|(_, _, cost)| *cost <= budget_yen)
        .collect();
    let Some(now) = Now::of(pack, assessment) else {
        return Vec::new();
    };
    let mut search = Search {
        best: Tried::of(&now, assessment.clone(), Vec::new()),
        affordable: &affordable,
        now: &now,
    };
    if affordable.len() <= WHOLE {
        search.every(assessment, &[], 0, budget_yen);
    } else {
        search.one_by_one(budget_yen);
    }
    let mut chosen = search.best.chosen;
    chosen.sort_unstable();
    chosen
}

/// The search for the best set.
struct Search<'a> {
    now: &'a Now<'a>,
    affordable: &'a [(usize, &'a Offer, f64)],
    best: Tried,
}

impl Search<'_> {
    /// Every set that holds `chosen` and more of what stands from `from` on: each is one thing
    /// more than another, so that its case is made by doing one thing more.
    fn every(&mut self, case: &Assessment, chosen: &[usize], from: usize, left: f64) {
        let rest = self.affordable.iter().enumerate().skip(from);
        for (place, (index, offer, cost)) in rest {
            if *cost > left {
                continue;
            }
            // What changes nothing besides the others is not chosen.
            let Some((better, _)) = done(self.now.pack, case, &offer.planned) else {
                continue;
            };
            let more: Vec<usize> = chosen.iter().copied().chain([*index]).collect();
            let mut tried = Tried::of(self.now, better.clone(), more.clone());
            if tried.beats(&mut self.best, self.now) {
                self.best = tried;
            }
            self.every(&better, &more, place + 1, left - cost);
        }
    }

    /// One thing more at a time, the best first.
    fn one_by_one(&mut self, mut left: f64) {
        loop {
            let mut next: Option<(Tried, f64)> = None;
            for (index, offer, cost) in self.affordable {
                if *cost > left || self.best.chosen.contains(index) {
                    continue;
                }
                let after = done(self.now.pack, &self.best.case, &offer.planned);
                let Some((better, _)) = after else {
                    continue;
                };
                let more = self.best.chosen.iter().copied().chain([*index]).collect();
                let mut tried = Tried::of(self.now, better, more);
                let beats = match &mut next {
                    Some((other, _)) => tried.beats(other, self.now),
                    None => tried.beats(&mut self.best, self.now),
                };
                if beats {
                    next = Some((tried, *cost));
                }
            }
            let Some((tried, cost)) = next else {
                return;
            };
            self.best = tried;
            left -= cost;
        }
    }
}

/// A set that was tried, and how good the case is with it: gates that hold, points, losses, each
/// the less the better.
struct Tried {
    chosen: Vec<usize>,
    case: Assessment,
    gates: usize,
    points: f64,
    /// Losses take longest, and only decide between sets that are alike otherwise.
    losses: Option<f64>,
}

impl Tried {
    fn of(now: &Now<'_>, case: Assessment, chosen: Vec<usize>) -> Self {
        let after = score(now.pack, &case);
        let modules = after.as_ref().map_or(&[][..], |score| &score.modules);
        let gates = modules.iter().flat_map(|module| &module.gates);
        Self {
            gates: gates.filter(|gate| gate.state == Truth::Certain).count(),
            points: modules
                .iter()
                .map(|one| one.score.low + one.score.high)
                .sum(),
            losses: None,
            chosen,
            case,
        }
    }

    fn losses(&mut self, now: &Now<'_>) -> f64 {
        let runs = if self.case.runs.is_empty() {
            &now.runs
        } else {
            &self.case.runs
        };
        let worked_out = || {
            let path = Path::of(now.pack, &self.case);
            let outcomes = outcomes(now.pack, &self.case, &path, runs);
            outcomes.iter().map(|outcome| outcome.loss).sum()
        };
        *self.losses.get_or_insert_with(worked_out)
    }

    /// Whether it is better than another; of two that are as good the smaller one is.
    fn beats(&mut self, other: &mut Self, now: &Now<'_>) -> bool {
        let gates = other.gates.cmp(&self.gates);
        let mut order = gates.then(other.points.total_cmp(&self.points));
        if order == Ordering::Equal {
            order = other.losses(now).total_cmp(&self.losses(now));
        }
        let smaller = other.chosen.len().cmp(&self.chosen.len());
        order.then(smaller) == Ordering::Greater
    }
}

/// So many things are tried in every combination.
pub const WHOLE: usize = 8;
