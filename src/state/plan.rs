//! The plan beside the case: the budget looked at, the set it picks, and taking the plan out.
//!
//! What is planned stands in the assessment and is edited like everything else there.

pub mod said;
mod take_out;
mod text;

use std::cell::{OnceCell, RefCell};

use sonae_engine::assessment::{Assessment, Edit, Planned, Status};
use sonae_engine::content::Pack;
use sonae_engine::measure::{Number, Unit};
use sonae_engine::plan::{self, Offer};
use sonae_engine::report::plan::Ahead;

use super::{Case, Effect, Shared, State};

/// What is looked at on the page of the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planning {
    /// The budget, yen; none until one is said.
    pub budget: Option<Number>,
    /// Whether the text was copied when that was last asked for; none where it was not.
    pub copied: Option<bool>,
}

/// What happened on the page of the plan, beside edits.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A budget was said, or taken back.
    BudgetSet(Option<Number>),
    /// The set that the budget picks is to stand on the plan.
    PickTaken,
    /// What the budget did not pick is to leave the plan.
    RestDropped,
    /// The plan was asked for as a file.
    TakenOut(PlanFile),
    /// The time was told for the calendar, in UTC: `YYYYMMDDTHHMMSSZ`.
    Stamped(String),
    /// The text was asked to be copied.
    CopyAsked,
    /// It was copied, or could not be.
    Copied(bool),
}

/// The files a plan is taken out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFile {
    /// A table for any spreadsheet.
    Csv,
    /// A workbook.
    Workbook,
    /// Its days for a calendar.
    Calendar,
    /// A text to hand in.
    Text,
}

/// What a budget picks.
#[derive(Debug)]
pub struct Picked {
    /// The budget, yen.
    pub budget: Number,
    /// The set, in the order of the offers.
    pub things: Vec<Planned>,
    /// What the set costs, yen.
    pub cost: f64,
    /// The places on the plan of what has a cost, is not done and was not picked.
    pub rest: Vec<usize>,
    /// What comes of the set.
    pub ahead: Option<Ahead>,
}

/// What follows for the plan; each part works the case out many times, and so waits until it is
/// looked at. A change of the case makes all of it anew.
#[derive(Debug, Default)]
pub struct Lookout {
    offers: OnceCell<Shared<Vec<Offer>>>,
    /// The list before nothing but the plan changed.
    before: Option<Shared<Vec<Offer>>>,
    ahead: OnceCell<Option<Ahead>>,
    picked: RefCell<Option<Shared<Picked>>>,
}

impl Lookout {
    /// All that may be done, in order. The assessment is the one this belongs to.
    pub fn offers(&self, pack: &Pack, assessment: &Assessment) -> &[Offer] {
        self.offers.get_or_init(|| {
            Shared::new(match &self.before {
                Some(before) => plan::replanned(pack, assessment, before),
                None => plan::offers(pack, assessment),
            })
        })
    }

    /// What goes on from before a change of nothing but the plan.
    #[must_use]
    pub fn go_on(&self) -> Self {
        Self {
            before: self.offers.get().or(self.before.as_ref()).cloned(),
            ..Self::default()
        }
    }

    /// What comes of the whole plan; none without a score.
    pub fn ahead(&self, pack: &Pack, assessment: &Assessment) -> Option<&Ahead> {
        let ahead = || Ahead::of(pack, assessment, &assessment.plan);
        self.ahead.get_or_init(ahead).as_ref()
    }

    /// What this budget picks.
    pub fn picked(&self, pack: &Pack, assessment: &Assessment, budget: Number) -> Shared<Picked> {
        if let Some(picked) = self.picked.borrow().as_ref()
            && picked.budget == budget
        {
            return picked.clone();
        }
        let offers = self.offers(pack, assessment);
        let picked = Shared::new(Picked::of(pack, assessment, offers, budget));
        *self.picked.borrow_mut() = Some(picked.clone());
        picked
    }
}

impl Picked {
    fn of(pack: &Pack, assessment: &Assessment, offers: &[Offer], budget: Number) -> Self {
        let chosen = plan::within_budget(pack, assessment, offers, budget.get());
        let set: Vec<&Offer> = chosen
            .iter()
            .filter_map(|index| offers.get(*index))
            .collect();
        let things: Vec<Planned> = set.iter().map(|offer| offer.planned.clone()).collect();
        let others = offers.iter().filter(|offer| {
            let is_open = offer.planned.status != Status::Done;
            is_open && offer.cost_yen.is_some() && !things.contains(&offer.planned)
        });
        let mut rest: Vec<usize> = others.filter_map(|offer| offer.place).collect();
        rest.sort_unstable();
        Self {
            budget,
            cost: set.iter().filter_map(|offer| offer.cost_yen).sum(),
            rest,
            ahead: Ahead::of(pack, assessment, &things),
            things,
        }
    }
}

/// What everything that has a stated cost costs together, yen; done things apart.
#[must_use]
pub fn stated_cost(offers: &[Offer]) -> f64 {
    let open = offers
        .iter()
        .filter(|offer| offer.planned.status != Status::Done);
    open.filter_map(|offer| offer.cost_yen).sum()
}

impl State {
    /// Takes in what happened on the page of the plan.
    pub(super) fn plan_told(&mut self, told: Told) -> Vec<Effect> {
        if told != Told::Copied(true) {
            self.planning.copied = None;
        }
        match told {
            Told::BudgetSet(budget) => {
                self.planning.budget = budget;
                Vec::new()
            }
            Told::PickTaken => {
                let Some(picked) = self.picked() else {
                    return Vec::new();
                };
                let things = picked.things.iter().cloned();
                self.edit_all(things.map(Edit::Planned).collect())
            }
            Told::RestDropped => {
                let Some(picked) = self.picked() else {
                    return Vec::new();
                };
                // From the last one on, so that the places of the others stay.
                let places = picked.rest.iter().rev().copied();
                self.edit_all(places.map(Edit::PlanDropped).collect())
            }
            Told::TakenOut(file) => self.take_plan_out(file),
            Told::Stamped(stamp) => self.calendar_stamped(&stamp),
            Told::CopyAsked => match &self.case {
                Some(case) => vec![Effect::Copy(self.plan_text(case))],
                None => Vec::new(),
            },
            Told::Copied(copied) => {
                self.planning.copied = Some(copied);
                Vec::new()
            }
        }
    }

    fn picked(&self) -> Option<Shared<Picked>> {
        let (case, budget) = (self.case.as_ref()?, self.planning.budget?);
        let lookout = &case.derived.lookout;
        Some(lookout.picked(self.pack, &case.assessment, budget))
    }
}

/// A share of what everything stated costs, as a budget; the slider of the page.
#[must_use]
pub fn budget_of(percent: f64, all_yen: f64) -> Option<Number> {
    let yen = (all_yen * percent.clamp(0.0, 100.0) / 100.0).ceil();
    Unit::YenFromZero.number(yen)
}

/// Where the slider of the budget stands, per cent.
#[must_use]
pub fn percent_of(budget: Option<Number>, all_yen: f64) -> f64 {
    let share = budget.map_or(0.0, |budget| budget.get() / all_yen.max(1.0) * 100.0);
    share.round().clamp(0.0, 100.0)
}

impl Case {
    /// All that may be done, in order.
    pub fn offers(&self, pack: &Pack) -> &[Offer] {
        self.derived.lookout.offers(pack, &self.assessment)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use sonae_engine::assessment::{Aim, Edit, Given, Planned, Run, Status};
    use sonae_engine::content::{Id, Kind, Language};
    use sonae_engine::measure::Unit;
    use sonae_engine::score::score;

    use super::{Told, budget_of, percent_of, stated_cost};
    use crate::route::Page;
    use crate::state::tests::started;
    use crate::state::{Action, Case, Replacement, State};

    /// The pump maker with two of its scenarios counted in the result.
    pub(crate) fn pump(language: Language) -> State {
        let mut state = started();
        state.update(Action::LanguageChosen(language));
        let firm = Id::from("case.soramame_pump");
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        for scenario in ["scn.casting_exit", "scn.rare_earth_licence"] {
            state.update(Action::Edited(Edit::RunKept(Run::of([Id::from(scenario)]))));
        }
        state.update(Action::Went(Page::Plan));
        state
    }

    pub(crate) fn case(state: &State) -> &Case {
        state.case.as_ref().expect("a case")
    }

    /// Puts a thing of the list on the plan.
    pub(crate) fn plan(state: &mut State, index: usize, change: impl Fn(&mut Planned)) {
        let offer = case(state).offers(state.pack).get(index);
        let mut planned = offer.expect("an offer").planned.clone();
        change(&mut planned);
        state.update(Action::Edited(Edit::Planned(planned)));
    }

    #[test]
    fn what_is_planned_can_be_taken_back_step_by_step() {
        let mut state = pump(Language::En);
        plan(&mut state, 0, |_| {});
        let planned = case(&state).assessment.plan[0].clone();
        let changed = Planned {
            role: "Purchasing".into(),
            status: Status::Doing,
            ..planned.clone()
        };
        state.update(Action::Edited(Edit::Planned(changed.clone())));
        assert_eq!(case(&state).assessment.plan, [changed]);
        state.update(Action::Undone);
        assert_eq!(case(&state).assessment.plan, [planned]);
        state.update(Action::Undone);
        assert!(case(&state).assessment.plan.is_empty());
    }

    /// The answer with the least risk, as a person would choose it.
    fn best(state: &State, question: &Id) -> Option<Given> {
        let question = state.pack.question(question.as_str())?;
        let Kind::Single(options) = &question.kind else {
            return None;
        };
        let scored = options.iter().filter(|option| option.risk.is_some());
        let best = scored.min_by(|one, other| one.risk.partial_cmp(&other.risk).unwrap())?;
        Some(Given::Choice(best.key.clone()))
    }

    #[test]
    fn the_projected_ranges_are_those_of_the_answers_once_they_are_given() {
        let mut state = pump(Language::En);
        let offers = case(&state).offers(state.pack);
        let answers: Vec<Planned> = offers
            .iter()
            .filter(|offer| offer.planned.aim == Aim::Answer)
            .filter(|offer| best(&state, &offer.planned.id).is_some())
            .map(|offer| offer.planned.clone())
            .take(4)
            .collect();
        assert!(answers.len() > 2);
        for planned in &answers {
            state.update(Action::Edited(Edit::Planned(planned.clone())));
        }
        let assessment = case(&state).assessment.clone();
        let ahead = case(&state).derived.lookout.ahead(state.pack, &assessment);
        let promised = ahead.expect("a score").after.clone();
        for planned in &answers {
            let given = best(&state, &planned.id).expect("checked above");
            state.update(Action::Edited(Edit::Answered {
                question: planned.id.clone(),
                given,
                estimate: false,
            }));
        }
        let now = score(state.pack, &case(&state).assessment).expect("an industry");
        assert_eq!(now.modules, promised.modules);
        // Once answered, the plan has nothing left to change.
        let assessment = case(&state).assessment.clone();
        let ahead = case(&state).derived.lookout.ahead(state.pack, &assessment);
        let ahead = ahead.expect("a score");
        assert_eq!(ahead.before.modules, ahead.after.modules);
    }

    #[test]
    fn a_budget_puts_its_set_on_the_plan_in_one_step() {
        let mut state = pump(Language::En);
        for index in 0..4 {
            plan(&mut state, index, |planned| {
                planned.cost_yen = Unit::YenFromZero.number(1e6);
            });
        }
        let before = case(&state).assessment.plan.len();
        state.update(Action::Plan(Told::BudgetSet(
            Unit::YenFromZero.number(2.5e6),
        )));
        let picked = state.picked().expect("a budget");
        assert!(!picked.things.is_empty() && picked.cost <= 2.5e6);
        state.update(Action::Plan(Told::PickTaken));
        let plan = case(&state).assessment.plan.clone();
        let holds = |thing: &Planned| plan.iter().any(|one| one.is_same(thing));
        assert!(picked.things.iter().all(holds));
        // What was not picked leaves in one step, and comes back in one.
        let rest = state.picked().expect("a budget").rest.len();
        assert!(rest > 0);
        let count = plan.len();
        state.update(Action::Plan(Told::RestDropped));
        assert_eq!(case(&state).assessment.plan.len(), count - rest);
        state.update(Action::Undone);
        assert_eq!(case(&state).assessment.plan, plan);
        assert!(count >= before);
    }

    #[test]
    fn the_slider_and_the_field_say_the_same_budget() {
        for percent in [0.0, 5.0, 35.0, 100.0] {
            let budget = budget_of(percent, 3_456_789.0);
            let back = percent_of(budget, 3_456_789.0);
            assert!((back - percent).abs() < 1e-9, "{back}, not {percent}");
        }
        assert!(percent_of(None, 0.0) <= 0.0);
        assert!(percent_of(Unit::YenFromZero.number(9e9), 1e6) >= 100.0);
        assert!(stated_cost(&[]).abs() < f64::EPSILON);
    }
}
