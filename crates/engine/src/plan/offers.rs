//! Everything that may be done, from answers and from scenarios, in one list: what each does to
//! scores, gates and losses when the whole case is worked out again (method A13).

use std::cmp::Ordering;

use super::{WEAK, Weak, best, removed, weak_rows, with_alternatives};
use crate::assessment::{Aim, Assessment, Edit, Path, Planned, Run, Status};
use crate::content::{Id, Module, Pack};
use crate::measure::{Interval, Truth};
use crate::scenario::{Class, How, play, prepared, touch};
use crate::score::{Score, score, score_along};

/// Something that may be done, and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What it is, with what the firm said about it, where it is planned.
    pub planned: Planned,
    /// Its place in the plan; none where it is not planned.
    pub place: Option<usize>,
    /// The rows of the supplier table it is about, by their index.
    pub rows: Vec<usize>,
    /// The modules whose score changes: before and after, all else unchanged.
    pub scores: Vec<(Id, Interval, Interval)>,
    /// The gates that would no longer hold for certain.
    pub removes: Vec<Id>,
    /// By how much it lowers the loss of the scenarios, yen, with every most likely value and
    /// what is missing at its good end; those it does not lower are left out.
    pub avoids: Vec<(Run, f64)>,
    /// The scenarios after which the firm stands better: in a better class.
    pub eases: Vec<Run>,
    /// What it costs a year, yen: as the firm said, or where that can be worked out.
    pub cost_yen: Option<f64>,
}

impl Offer {
    /// By how many points it lowers scores, both ends of all modules together.
    #[must_use]
    pub fn points(&self) -> f64 {
        let falls = self.scores.iter().map(|(_, before, after)| {
            (before.low - after.low).max(0.0) + (before.high - after.high).max(0.0)
        });
        falls.sum::<f64>() / 2.0
    }

    /// How much less is lost in the scenarios together, yen.
    #[must_use]
    pub fn avoided(&self) -> f64 {
        self.avoids.iter().map(|(_, yen)| yen).sum()
    }

    /// Which comes first: what removes more gates; then, of what has a cost, more effect per yen;
    /// then more effect per hour, where hours are stated; then more effect. Points count before
    /// yen. What has no stated cost stands behind what has.
    fn before(&self, other: &Self) -> Ordering {
        let gates = other.removes.len().cmp(&self.removes.len());
        let hours = |offer: &Self| offer.planned.hours.map(crate::measure::Number::get);
        let per = |one: Option<f64>, two: Option<f64>| match (one, two) {
            (Some(one), Some(two)) => {
                let rate = |effect: f64, cost: f64| effect / cost.max(1.0);
                let points = rate(other.points(), two).total_cmp(&rate(self.points(), one));
                points.then(rate(other.avoided(), two).total_cmp(&rate(self.avoided(), one)))
            }
            (one, two) => two.is_some().cmp(&one.is_some()),
        };
        let effect = other.points().total_cmp(&self.points());
        gates
            .then(per(self.cost_yen, other.cost_yen))
            .then(per(hours(self), hours(other)))
            .then(effect)
            .then(other.eases.len().cmp(&self.eases.len()))
            .then(other.avoided().total_cmp(&self.avoided()))
    }
}

/// The scenarios a plan is held against: those that count in the result, or else those that touch
/// the firm for certain.
#[must_use]
pub fn runs(pack: &Pack, assessment: &Assessment) -> Vec<Run> {
    if !assessment.runs.is_empty() {
        return assessment.runs.clone();
    }
    let path = Path::of(pack, assessment);
    let all = pack.scenarios.scenarios.iter();
    all.filter(|scenario| {
        touch::touch(pack, assessment, &path, scenario, None).touches == Truth::Certain
    })
    .map(|scenario| Run::of([scenario.id.clone()]))
    .collect()
}

/// Everything that may be done, the first thing first, and what is planned already among it.
/// Empty where no score can be worked out.
#[must_use]
pub fn offers(pack: &Pack, assessment: &Assessment) -> Vec<Offer> {
    let Some(now) = Now::of(pack, assessment) else {
        return Vec::new();
    };
    let mut all: Vec<(Planned, Vec<usize>)> = now.weak();
    all.extend(now.actions());
    for planned in &assessment.plan {
        if !all.iter().any(|(one, _)| one.is_same(planned)) {
            all.push((planned.clone(), now.rows_of(planned)));
        }
    }
    let mut offers: Vec<Offer> = all
        .into_iter()
        .filter_map(|(one, rows)| now.offer(one, rows))
        .collect();
    offers.sort_by(Offer::before);
    offers
}

/// The same list after nothing but the plan has changed: what the firm said is taken in, and
/// nothing is worked out again but what came to the plan or left it.
///
/// *Why*: every word typed into the plan is a change of the case, and the list takes many scores.
#[must_use]
pub fn replanned(pack: &Pack, assessment: &Assessment, before: &[Offer]) -> Vec<Offer> {
    let Some(now) = Now::of(pack, assessment) else {
        return Vec::new();
    };
    let again = before.iter().filter_map(|offer| {
        let plan = assessment.plan.iter();
        let place = plan
            .clone()
            .position(|planned| planned.is_same(&offer.planned));
        let said = place.and_then(|place| assessment.plan.get(place));
        let as_before = said.map_or(offer.place.is_none(), |said| *said == offer.planned);
        if as_before {
            let offer = offer.clone();
            return Some(Offer { place, ..offer });
        }
        let Planned {
            aim, id, scenarios, ..
        } = offer.planned.clone();
        now.offer(Planned::new(aim, id, scenarios), offer.rows.clone())
    });
    let mut offers: Vec<Offer> = again.collect();
    for planned in &assessment.plan {
        if !offers.iter().any(|offer| offer.planned.is_same(planned)) {
            offers.extend(now.offer(planned.clone(), now.rows_of(planned)));
        }
    }
    offers.sort_by(Offer::before);
    offers
}

/// The case with everything done that is planned and not done yet.
#[must_use]
pub fn projected(pack: &Pack, assessment: &Assessment, plan: &[Planned]) -> Assessment {
    let mut better = assessment.clone();
    for planned in plan.iter().filter(|one| one.status != Status::Done) {
        if let Some((after, _)) = done(pack, &better, planned) {
            better = after;
        }
    }
    better
}

/// The case as it is, worked out once.
pub(super) struct Now<'a> {
    pub(super) pack: &'a Pack,
    assessment: &'a Assessment,
    path: Path<'a>,
    score: Score,
    pub(super) runs: Vec<Run>,
    outcomes: Vec<Outcome>,
}

/// What a run comes to with every most likely value, what is missing at its good end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) loss: f64,
    class: Class,
}

impl<'a> Now<'a> {
    pub(super) fn of(pack: &'a Pack, assessment: &'a Assessment) -> Option<Self> {
        let path = Path::of(pack, assessment);
        let score = score_along(pack, assessment, &path).ok()?;
        let runs = runs(pack, assessment);
        let outcomes = outcomes(pack, assessment, &path, &runs);
        Some(Self {
            pack,
            assessment,
            path,
            score,
            runs,
            outcomes,
        })
    }

    /// The weak points of answers and tables.
    fn weak(&self) -> Vec<(Planned, Vec<usize>)> {
        let modules = self.pack.modules.iter().zip(&self.score.modules);
        modules
            .flat_map(|(module, scored)| {
                let suppliers = &self.assessment.suppliers;
                let rows = weak_rows(module, scored, &self.path.figures, suppliers);
                let rows = rows.into_iter().filter_map(|weak| match weak {
                    Weak::Gate(id, rows) => Some((Planned::new(Aim::Gate, id, vec![]), rows)),
                    Weak::Metric(id, rows) => Some((Planned::new(Aim::Metric, id, vec![]), rows)),
                    Weak::Answer(_) => None,
                });
                let answers = scored
                    .receipt
                    .iter()
                    .filter(|entry| entry.risk.low >= WEAK)
                    .filter(|entry| module.questions.iter().any(|it| it.id == entry.item))
                    .map(|entry| {
                        let planned = Planned::new(Aim::Answer, entry.item.clone(), vec![]);
                        (planned, Vec::new())
                    });
                rows.chain(answers).collect::<Vec<_>>()
            })
            .collect()
    }

    /// What the pack knows against each scenario, for each by itself: the rows that an action
    /// changes, and so what it costs, are those the scenario hits.
    fn actions(&self) -> Vec<(Planned, Vec<usize>)> {
        let mut all = Vec::new();
        for run in &self.runs {
            for action in &self.pack.actions {
                let scenarios = run.scenarios().cloned().collect();
                let planned = Planned::new(Aim::Action, action.id.clone(), scenarios);
                // What it changes, and whether it does, is found out where it is done.
                all.push((planned, Vec::new()));
            }
        }
        all
    }

    fn rows_of(&self, planned: &Planned) -> Vec<usize> {
        match planned.aim {
            Aim::Answer => Vec::new(),
            Aim::Gate | Aim::Metric => {
                let weak = |module: &Module| {
                    let scored = self.score.modules.iter().find(|one| one.id == module.id)?;
                    let suppliers = &self.assessment.suppliers;
                    let all = weak_rows(module, scored, &self.path.figures, suppliers);
                    all.into_iter().find_map(|weak| match weak {
                        Weak::Gate(id, rows) | Weak::Metric(id, rows) if id == planned.id => {
                            Some(rows)
                        }
                        _ => None,
                    })
                };
                self.pack.modules.iter().find_map(weak).unwrap_or_default()
            }
            Aim::Action => done(self.pack, self.assessment, planned)
                .map(|(after, _)| self.changed_rows(&after))
                .unwrap_or_default(),
        }
    }

    fn changed_rows(&self, after: &Assessment) -> Vec<usize> {
        let rows = self.assessment.suppliers.iter().zip(&after.suppliers);
        let changed = rows.enumerate().filter(|(_, (one, other))| one != other);
        changed.map(|(index, _)| index).collect()
    }

    fn offer(&self, planned: Planned, rows: Vec<usize>) -> Option<Offer> {
        let place = self
            .assessment
            .plan
            .iter()
            .position(|one| one.is_same(&planned));
        let planned = place
            .and_then(|place| self.assessment.plan.get(place))
            .cloned()
            .unwrap_or(planned);
        let after = done(self.pack, self.assessment, &planned);
        let (better, cost) = match after {
            Some((better, cost)) => (better, cost),
            // What is planned stays in the list, also when it has nothing left to do.
            None if place.is_some() => (self.assessment.clone(), None),
            None => return None,
        };
        let rows = match planned.aim {
            Aim::Action => self.changed_rows(&better),
            _ => rows,
        };
        let path = Path::of(self.pack, &better);
        let after = score_along(self.pack, &better, &path).ok()?;
        let both = self.score.modules.iter().zip(&after.modules);
        let scores = both
            .clone()
            .filter(|(one, other)| one.score != other.score)
            .map(|(one, other)| (one.id.clone(), one.score, other.score));
        let removes = both.flat_map(|(one, other)| removed(one, other));
        let runs = self.changed_runs(&planned);
        let after = outcomes(self.pack, &better, &path, &runs);
        let both = after.iter().zip(self.outcomes.iter().zip(&self.runs));
        let avoids = both
            .clone()
            .filter(|(after, (before, _))| before.loss > after.loss && before.loss.is_finite())
            .map(|(after, (before, run))| (run.clone(), before.loss - after.loss));
        let eases = both
            .filter(|(after, (before, _))| after.class < before.class)
            .map(|(_, (_, run))| run.clone());
        let offer = Offer {
            place,
            rows,
            scores: scores.collect(),
            removes: removes.collect(),
            avoids: avoids.collect(),
            eases: eases.collect(),
            cost_yen: planned.cost_yen.map(crate::measure::Number::get).or(cost),
            planned,
        };
        let less = offer.points() > 0.0 || offer.avoided() > 0.0;
        let does = !offer.removes.is_empty() || !offer.eases.is_empty() || less;
        (does || place.is_some()).then_some(offer)
    }

    /// The runs as they are once something is done: some actions change the run itself.
    fn changed_runs(&self, planned: &Planned) -> Vec<Run> {
        let action = self.pack.action(planned.id.as_str());
        let mut runs = self.runs.clone();
        if let (Aim::Action, Some(action)) = (planned.aim, action) {
            for run in &mut runs {
                if run.scenarios().eq(planned.scenarios.iter())
                    && let Some(prepared) =
                        prepared(self.pack, self.assessment, &self.path, run, action)
                {
                    *run = prepared.run;
                }
            }
        }
        runs
    }
}

pub(super) fn outcomes(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    runs: &[Run],
) -> Vec<Outcome> {
    let played = runs
        .iter()
        .map(|run| play(pack, assessment, path, run, How::MODE));
    played
        .map(|played| Outcome {
            loss: played.loss.p10(),
            class: played.standing.class[0],
        })
        .collect()
}

/// The case with one thing done, and what it costs a year where that can be worked out; `None`
/// where it changes nothing.
pub(super) fn done(
    pack: &Pack,
    assessment: &Assessment,
    planned: &Planned,
) -> Option<(Assessment, Option<f64>)> {
    match planned.aim {
        Aim::Answer => {
            let question = pack.question(planned.id.as_str())?;
            let mut better = assessment.clone();
            better.apply(Edit::Answered {
                question: question.id.clone(),
                given: best(question)?,
                estimate: false,
            });
            (better != *assessment).then_some((better, None))
        }
        Aim::Gate | Aim::Metric => {
            let now = Now {
                runs: Vec::new(),
                outcomes: Vec::new(),
                path: Path::of(pack, assessment),
                score: score(pack, assessment).ok()?,
                pack,
                assessment,
            };
            let rows = now.rows_of(planned);
            let better = with_alternatives(assessment, &rows);
            (better != *assessment).then_some((better, None))
        }
        Aim::Action => {
            let action = pack.action(planned.id.as_str())?;
            let kept = assessment.runs.iter();
            let kept = kept
                .enumerate()
                .find(|(_, run)| run.scenarios().eq(planned.scenarios.iter()));
            let run = kept.map_or_else(
                || Run::of(planned.scenarios.iter().cloned()),
                |(_, run)| run.clone(),
            );
            let path = Path::of(pack, assessment);
            let prepared = prepared(pack, assessment, &path, &run, action)?;
            let mut better = prepared.case;
            // What changes the run counts where the run does.
            if let Some((place, _)) = kept
                && let Some(run) = better.runs.get_mut(place)
            {
                *run = prepared.run;
            }
            Some((better, prepared.yearly_cost))
        }
    }
}

#[cfg(test)]
#[cfg(feature = "yaml")]
pub(crate) mod tests {
    use std::path::Path as FilePath;

    use super::super::within_budget;
    use super::{offers, projected, replanned, runs};
    use crate::assessment::{Aim, Assessment, Edit, Planned, Run, Status};
    use crate::content::{Firm, Language, Pack, read_folder};
    use crate::measure::Unit;
    use crate::score::score;

    pub(crate) fn pack() -> Pack {
        let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    }

    /// The pump maker, two scenarios counted in its result.
    pub(crate) fn firm(pack: &Pack) -> Assessment {
        let pump = |firm: &&Firm| firm.id.as_str() == "case.soramame_pump";
        let firm = pack.firms.iter().find(pump).expect("the pump maker");
        let mut case = Assessment::of_firm(pack, firm, Language::En).expect("a firm");
        for scenario in &firm.scenarios[..2] {
            case.apply(Edit::RunKept(Run::of([scenario.clone()])));
        }
        case
    }

    #[test]
    fn what_is_promised_is_what_comes_of_it() {
        let pack = pack();
        let case = firm(&pack);
        let before = score(&pack, &case).expect("an industry");
        for offer in offers(&pack, &case) {
            let better = projected(&pack, &case, std::slice::from_ref(&offer.planned));
            let after = score(&pack, &better).expect("an industry");
            for (one, other) in before.modules.iter().zip(&after.modules) {
                let promised = offer.scores.iter().find(|(id, ..)| *id == one.id);
                let promised = promised.map_or(one.score, |(_, _, after)| *after);
                assert_eq!(promised, other.score, "{:?}", offer.planned);
            }
        }
    }

    #[test]
    fn what_removes_a_gate_comes_first() {
        let pack = pack();
        let offers = offers(&pack, &firm(&pack));
        assert!(offers[0].removes.len() == 1 && offers.len() > 20);
        assert!(offers.is_sorted_by(|one, other| one.removes.len() >= other.removes.len()));
        let actions = offers.iter().filter(|one| one.planned.aim == Aim::Action);
        assert!(actions.clone().count() >= 4);
        assert!(actions.clone().any(|one| one.avoided() > 1e6));
    }

    #[test]
    fn what_is_planned_stays_with_what_was_said_about_it() {
        let pack = pack();
        let mut case = firm(&pack);
        let mut planned = offers(&pack, &case)[3].planned.clone();
        planned.role = "Purchasing".to_owned();
        planned.cost_yen = Unit::YenFromZero.number(300_000.0);
        case.apply(Edit::Planned(planned.clone()));
        let offers = offers(&pack, &case);
        let place = offers.iter().position(|one| one.place == Some(0));
        let offer = &offers[place.expect("still there")];
        assert_eq!(offer.planned, planned);
        assert_eq!(offer.cost_yen, Some(300_000.0));
    }

    #[test]
    fn only_the_plan_changed_and_so_the_list_is_the_same_as_anew() {
        let pack = pack();
        let mut case = firm(&pack);
        let mut before = offers(&pack, &case);
        let things: Vec<Planned> = before.iter().map(|one| one.planned.clone()).collect();
        let said = |index: usize, role: &str, cost: Option<f64>| {
            let mut planned = things[index].clone();
            planned.role = role.to_owned();
            planned.cost_yen = cost.and_then(|cost| Unit::YenFromZero.number(cost));
            Edit::Planned(planned)
        };
        for edit in [
            said(4, "", None),
            said(7, "Purchasing", Some(3e6)),
            said(4, "Owner", Some(1e5)),
            Edit::PlanDropped(0),
            said(7, "", None),
            Edit::PlanDropped(0),
        ] {
            case.apply(edit);
            before = replanned(&pack, &case, &before);
            let anew = offers(&pack, &case);
            assert_eq!(before.len(), anew.len());
            for one in &anew {
                let same = before.iter().find(|it| it.planned.is_same(&one.planned));
                assert_eq!(same, Some(one));
            }
        }
    }

    #[test]
    fn done_is_done() {
        let pack = pack();
        let case = firm(&pack);
        let mut planned = offers(&pack, &case)[0].planned.clone();
        planned.status = Status::Done;
        assert_eq!(projected(&pack, &case, &[planned]), case);
    }

    #[test]
    fn a_budget_buys_the_best_it_can() {
        let pack = pack();
        let mut case = firm(&pack);
        for (offer, cost) in offers(&pack, &case)
            .into_iter()
            .take(5)
            .zip([9e6, 1e6, 2e6, 3e6, 4e6])
        {
            let mut planned: Planned = offer.planned;
            planned.cost_yen = Unit::YenFromZero.number(cost);
            case.apply(Edit::Planned(planned));
        }
        // Stock has a cost of ours; the firm's own budget is held against all stated ones.
        let offers = offers(&pack, &case);
        let cost = |chosen: &[usize]| -> f64 {
            chosen.iter().filter_map(|one| offers[*one].cost_yen).sum()
        };
        assert!(within_budget(&pack, &case, &offers, 0.0).is_empty());
        let mut worth = Vec::new();
        for budget in [2e6, 6e6, 2e7] {
            let chosen = within_budget(&pack, &case, &offers, budget);
            assert!(cost(&chosen) <= budget && !chosen.is_empty());
            let plan: Vec<Planned> = chosen
                .iter()
                .map(|one| offers[*one].planned.clone())
                .collect();
            let after = score(&pack, &projected(&pack, &case, &plan)).expect("an industry");
            let gates: usize = after.modules.iter().map(|one| one.gates.len()).sum();
            let points: f64 = after
                .modules
                .iter()
                .map(|one| one.score.low + one.score.high)
                .sum();
            worth.push((gates, points));
        }
        assert!(worth.is_sorted_by(|one, other| one >= other), "{worth:?}");
    }

    #[test]
    fn without_a_kept_scenario_those_that_touch_count() {
        let pack = pack();
        let mut case = firm(&pack);
        assert_eq!(runs(&pack, &case).len(), 2);
        case.runs.clear();
        assert!(runs(&pack, &case).len() > 4);
    }
}
