//! What is looked at among the scenarios: which are listed, the run that is tried out, and what
//! comes of it.
//!
//! Nothing here is part of the case: a run is kept only where the person says that it counts. What
//! comes of a run is worked out when it is looked at, quickly while a slider moves, and once more
//! in full a moment after it stopped.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use sonae_engine::assessment::{Assessment, Run};
use sonae_engine::content::{Certainty, Horizon, Id, Lens, Pack, ScenarioKind, Situation};
use sonae_engine::measure::{Interval, Number, Truth};
use sonae_engine::scenario::stress::{Helps, Stressed, helping, stress};
use sonae_engine::scenario::touch::{Touch, touch};
use sonae_engine::scenario::{
    Dial, How, Played, Prevented, SEED, Setting, Struck, money, play, prevented, settings,
};
use sonae_engine::table::Country;

use super::{Case, Derived, Effect, Shared, State};
use crate::route::Page;

/// So many draws compare all scenarios with each other, and keep up with a slider.
pub const FEW: u32 = 512;
/// So many runs are reported where none is kept.
const REPORTED: usize = 3;
/// The full result follows so long after the last move, milliseconds.
pub const REST_MS: u32 = 250;

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Looking {
    /// Which scenarios are listed.
    pub filter: Filter,
    /// The country the person chose to look at.
    pub country: Option<Country>,
    /// The run that is tried out.
    pub run: Option<Run>,
    /// What its draws begin with.
    pub seed: u32,
    /// How many moves there were: what follows an earlier one comes too late.
    pub moves: u32,
    /// Whether the last move is over, so that the full result is shown.
    pub at_rest: bool,
    /// What an action costs a year, yen, where the person said so.
    pub costs: BTreeMap<Id, Number>,
    /// How the comparison of all scenarios is ordered.
    pub order: Order,
    /// What the scenarios have to do with the firm.
    touched: Option<Shared<Touched>>,
    /// What comes of the run.
    played: Option<Shared<Playing>>,
    /// What came of it when it was last at rest.
    rested: Option<Shared<Playing>>,
    /// What comes of all scenarios.
    compared: Option<Shared<Compared>>,
    /// What the result and the report speak of.
    reported: Option<Shared<Reported>>,
}

impl Default for Looking {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            country: None,
            run: None,
            seed: SEED,
            moves: 0,
            at_rest: true,
            costs: BTreeMap::new(),
            order: Order::default(),
            touched: None,
            played: None,
            rested: None,
            compared: None,
            reported: None,
        }
    }
}

/// Which scenarios are listed; what is not said lets all through.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Filter {
    /// One sector, or across industries.
    pub lens: Option<Lens>,
    /// What is hit.
    pub kind: Option<ScenarioKind>,
    /// When it is to be expected.
    pub horizon: Option<Horizon>,
    /// How sure it is that it comes.
    pub certainty: Option<Certainty>,
    /// Whether only those are listed that touch the firm, or may.
    pub touching: bool,
}

/// What the comparison is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The name.
    Name,
    /// The week in which sales stop.
    Stop,
    /// The loss.
    #[default]
    Loss,
    /// The funding need.
    Need,
    /// The month in which cash ends.
    Runway,
    /// How the firm stands.
    Class,
}

/// A column, and whether the gentlest comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub by: Column,
    /// Whether the gentlest comes first.
    pub gentle_first: bool,
}

/// What a person does among the scenarios.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Other scenarios are to be listed.
    Filtered(Filter),
    /// A country was chosen to look at.
    CountryChosen(Option<Country>),
    /// A dial was turned, or put back.
    Dialled(Dial, Option<f64>),
    /// All dials were put back.
    Restored,
    /// The run is to be as it is kept.
    AsKept,
    /// Other draws are to be taken.
    Seeded(u32),
    /// The last move, of this number, is over.
    Rested(u32),
    /// Another scenario is to be played together with the first, or none.
    Together(Option<Id>),
    /// What an action costs a year was stated, or taken back.
    Costed(Id, Option<Number>),
    /// The comparison is to be ordered by a column; once more, the other way round.
    Sorted(Column),
}

/// What each scenario has to do with the firm, in the pack's order.
#[derive(Debug)]
pub struct Touched {
    assessment: Shared<Assessment>,
    country: Option<Country>,
    all: OnceCell<Vec<Touch>>,
}

/// A run, and what comes of it once somebody looks.
#[derive(Debug)]
pub struct Playing {
    assessment: Shared<Assessment>,
    derived: Shared<Derived>,
    /// The run.
    pub run: Run,
    /// How it is played.
    pub how: How,
    played: OnceCell<Played>,
    base: OnceCell<f64>,
    settings: OnceCell<Vec<Setting>>,
    before: OnceCell<Played>,
    prevented: OnceCell<Vec<Prevented>>,
    situations: OnceCell<Vec<Situation>>,
}

/// All scenarios side by side.
#[derive(Debug)]
pub struct Compared {
    assessment: Shared<Assessment>,
    derived: Shared<Derived>,
    country: Option<Country>,
    all: OnceCell<Vec<Stressed>>,
    helping: OnceCell<Vec<Helps>>,
}

/// The runs the result and the report speak of.
#[derive(Debug)]
pub struct Reported {
    assessment: Shared<Assessment>,
    derived: Shared<Derived>,
    runs: OnceCell<Vec<Playing>>,
}

impl Playing {
    fn new(assessment: &Shared<Assessment>, derived: &Shared<Derived>, run: Run, how: How) -> Self {
        Self {
            assessment: assessment.clone(),
            derived: derived.clone(),
            run,
            how,
            played: OnceCell::new(),
            base: OnceCell::new(),
            settings: OnceCell::new(),
            before: OnceCell::new(),
            prevented: OnceCell::new(),
            situations: OnceCell::new(),
        }
    }

    fn is_of(&self, case: &Case, run: &Run, how: How) -> bool {
        self.assessment == case.assessment && self.run == *run && self.how == how
    }

    /// What comes of it.
    pub fn played(&self, pack: &Pack) -> &Played {
        self.played.get_or_init(|| self.play(pack, self.how))
    }

    /// The loss with every most likely value, at the bad end of what is not known, yen.
    pub fn base(&self, pack: &Pack) -> f64 {
        *self
            .base
            .get_or_init(|| self.play(pack, How::MODE).loss.p50().high)
    }

    fn play(&self, pack: &Pack, how: How) -> Played {
        play(pack, &self.assessment, &self.derived.path, &self.run, how)
    }

    /// The share of sales that is lost at once, 0 to 1.
    pub fn sales_hit(&self, pack: &Pack) -> Interval {
        Struck::of(pack, &self.assessment, &self.derived.path, &self.run).sales_hit()
    }

    /// The dials that do something.
    pub fn settings(&self, pack: &Pack) -> &[Setting] {
        self.settings
            .get_or_init(|| settings(pack, &self.assessment, &self.derived.path, &self.run))
    }

    /// How what is is compared with what an action would change: both with the same draws, and
    /// with few where events come together, which takes long to follow week by week.
    fn comparing(&self) -> How {
        let draws = if self.run.events.len() > 1 {
            FEW
        } else {
            self.how.draws
        };
        How {
            draws,
            thorough: false,
            ..self.how
        }
    }

    /// What comes of it without any action, with the draws that actions are compared by.
    pub fn before(&self, pack: &Pack) -> &Played {
        self.before
            .get_or_init(|| self.play(pack, self.comparing()))
    }

    /// What actions beforehand would change. It plays the run many times.
    pub fn prevented(&self, pack: &Pack) -> &[Prevented] {
        self.prevented
            .get_or_init(|| prevented(pack, &self.assessment, &self.run, self.comparing()))
    }

    /// The situations it leaves the firm in.
    pub fn situations(&self, pack: &Pack) -> &[Situation] {
        self.situations.get_or_init(|| {
            let found = money::situations(
                pack,
                &self.assessment,
                &self.derived.path,
                &self.run,
                self.played(pack),
                self.prevented(pack),
            );
            found.into_iter().collect()
        })
    }
}

impl Touched {
    /// What each scenario has to do with the firm, in the pack's order.
    pub fn all(&self, pack: &Pack, derived: &Derived) -> &[Touch] {
        self.all.get_or_init(|| {
            let scenarios = pack.scenarios.scenarios.iter();
            scenarios
                .map(|scenario| {
                    touch(
                        pack,
                        &self.assessment,
                        &derived.path,
                        scenario,
                        self.country,
                    )
                })
                .collect()
        })
    }
}

impl Compared {
    fn new(
        assessment: &Shared<Assessment>,
        derived: &Shared<Derived>,
        country: Option<Country>,
    ) -> Self {
        Self {
            assessment: assessment.clone(),
            derived: derived.clone(),
            country,
            all: OnceCell::new(),
            helping: OnceCell::new(),
        }
    }

    /// What comes of every scenario, in the pack's order.
    pub fn all(&self, pack: &Pack) -> &[Stressed] {
        let how = How {
            draws: FEW,
            ..How::default()
        };
        let path = &self.derived.path;
        self.all
            .get_or_init(|| stress(pack, &self.assessment, path, self.country, how))
    }

    /// The actions that help, the one that helps against most scenarios first.
    pub fn helping(&self, pack: &Pack) -> &[Helps] {
        let path = &self.derived.path;
        self.helping
            .get_or_init(|| helping(pack, &self.assessment, path, self.country))
    }
}

impl Reported {
    /// What comes of each: those that count in the result, or else the worst of those that touch
    /// the firm.
    pub fn runs(&self, pack: &Pack) -> &[Playing] {
        self.runs.get_or_init(|| {
            let of = |run| Playing::new(&self.assessment, &self.derived, run, How::default());
            let kept = &self.assessment.runs;
            if !kept.is_empty() {
                return kept.iter().cloned().map(of).collect();
            }
            let compared = Compared::new(&self.assessment, &self.derived, None);
            let high = |one: &Stressed| one.played.loss.p50().high;
            let all = compared.all(pack).iter();
            let mut touching: Vec<&Stressed> = all
                .filter(|one| one.touches == Truth::Certain && high(one) > 0.0)
                .collect();
            touching.sort_by(|one, other| high(other).total_cmp(&high(one)));
            let worst = touching.into_iter().take(REPORTED);
            worst.map(|one| of(one.run.clone())).collect()
        })
    }
}

impl Looking {
    /// What the scenarios have to do with the firm.
    #[must_use]
    pub fn touched(&self) -> Option<&Shared<Touched>> {
        self.touched.as_ref()
    }

    /// What comes of the run as it stands now.
    #[must_use]
    pub fn playing(&self) -> Option<&Shared<Playing>> {
        self.played.as_ref()
    }

    /// What came of it when it was last at rest: what takes longer is taken from there.
    #[must_use]
    pub fn rested(&self) -> Option<&Shared<Playing>> {
        self.rested.as_ref()
    }

    /// The runs the result and the report speak of.
    #[must_use]
    pub fn reported(&self) -> Option<&Shared<Reported>> {
        self.reported.as_ref()
    }

    /// What comes of all scenarios.
    #[must_use]
    pub fn compared(&self) -> Option<&Shared<Compared>> {
        self.compared.as_ref()
    }

    /// Where among the runs that count the one that is tried out stands.
    #[must_use]
    pub fn kept(&self, case: &Case) -> Option<(usize, Run)> {
        let run = self.run.as_ref()?;
        let mut kept = case.assessment.runs.iter().enumerate();
        let (index, kept) = kept.find(|(_, kept)| kept.plays_as(run))?;
        Some((index, kept.clone()))
    }

    fn how(&self) -> How {
        let all = How {
            seed: self.seed,
            thorough: true,
            ..How::default()
        };
        if self.at_rest {
            return all;
        }
        How {
            draws: FEW,
            thorough: false,
            ..all
        }
    }
}

impl State {
    /// Takes in what a person does among the scenarios.
    pub(super) fn turn(&mut self, turn: Turn) -> Vec<Effect> {
        let pack = self.pack;
        let looking = &mut self.scenarios;
        match turn {
            Turn::Filtered(filter) => looking.filter = filter,
            Turn::CountryChosen(country) => {
                looking.country = country;
                if let Some(run) = &mut looking.run {
                    run.country = country;
                }
            }
            Turn::Dialled(dial, value) => {
                let Some(run) = &looking.run else {
                    return Vec::new();
                };
                looking.run = Some(run.turned(dial, value));
                looking.at_rest = false;
                looking.moves = looking.moves.wrapping_add(1);
                return vec![Effect::RestSoon(looking.moves)];
            }
            Turn::Restored => {
                looking.run = looking.run.as_ref().map(|run| run.original(pack));
            }
            Turn::AsKept => {
                let kept = self.case.as_ref().and_then(|case| looking.kept(case));
                if let Some((_, kept)) = kept {
                    looking.country = kept.country;
                    looking.run = Some(kept);
                }
            }
            Turn::Seeded(seed) => looking.seed = seed,
            Turn::Rested(move_number) => {
                if move_number == looking.moves {
                    looking.at_rest = true;
                }
            }
            Turn::Together(other) => {
                if let Page::Scenario(first, _) = &self.page {
                    return vec![Effect::GoTo(Page::Scenario(first.clone(), other))];
                }
            }
            Turn::Costed(action, Some(yen)) => {
                looking.costs.insert(action, yen);
            }
            Turn::Costed(action, None) => {
                looking.costs.remove(&action);
            }
            Turn::Sorted(by) => {
                let again = looking.order.by == by;
                looking.order = Order {
                    by,
                    gentle_first: again && !looking.order.gentle_first,
                };
            }
        }
        Vec::new()
    }

    /// Makes what is looked at fit the page and the case, after whatever happened.
    pub(super) fn look(&mut self) {
        let Some(case) = &self.case else {
            return;
        };
        let looking = &mut self.scenarios;
        match &self.page {
            Page::Scenarios => {
                let fits = looking.touched.as_ref().is_some_and(|touched| {
                    touched.assessment == case.assessment && touched.country == looking.country
                });
                if !fits {
                    looking.touched = Some(Shared::new(Touched {
                        assessment: case.assessment.clone(),
                        country: looking.country,
                        all: OnceCell::new(),
                    }));
                }
            }
            Page::Stress => {
                let fits = looking.compared.as_ref().is_some_and(|compared| {
                    compared.assessment == case.assessment && compared.country == looking.country
                });
                if !fits {
                    let compared = Compared::new(&case.assessment, &case.derived, looking.country);
                    looking.compared = Some(Shared::new(compared));
                }
            }
            Page::Scenario(first, second) => {
                let known = |id: &Id| self.pack.scenario(id.as_str()).is_some();
                if !known(first) || !second.as_ref().is_none_or(known) {
                    return;
                }
                look_at(self.pack, looking, case, first, second.as_ref());
            }
            Page::Result | Page::Report => {
                let fits = looking.reported.as_ref();
                if !fits.is_some_and(|reported| reported.assessment == case.assessment) {
                    looking.reported = Some(Shared::new(Reported {
                        assessment: case.assessment.clone(),
                        derived: case.derived.clone(),
                        runs: OnceCell::new(),
                    }));
                }
            }
            _ => {}
        }
    }
}

/// Opens the run of these scenarios unless it is open, and has it played as it stands.
fn look_at(pack: &Pack, looking: &mut Looking, case: &Case, first: &Id, second: Option<&Id>) {
    let wanted = Run::of(std::iter::once(first).chain(second).cloned());
    if !looking
        .run
        .as_ref()
        .is_some_and(|run| run.plays_as(&wanted))
    {
        let mut kept = case.assessment.runs.iter();
        let run = kept.find(|run| run.plays_as(&wanted)).cloned();
        let run = run.unwrap_or_else(|| {
            let plain = Run {
                country: looking.country,
                ..wanted
            };
            carried(looking.run.as_ref(), plain.original(pack))
        });
        looking.country = run.country;
        looking.run = Some(run);
        looking.at_rest = true;
        looking.rested = None;
    }
    let Some(run) = looking.run.clone() else {
        return;
    };
    let how = looking.how();
    let fits = |playing: &Shared<Playing>| playing.is_of(case, &run, how);
    if !looking.played.as_ref().is_some_and(fits) {
        let playing = Playing::new(&case.assessment, &case.derived, run, how);
        looking.played = Some(Shared::new(playing));
    }
    if looking.at_rest {
        looking.rested.clone_from(&looking.played);
    }
}

/// What was turned for a scenario goes along when another is put beside it, or taken away.
fn carried(before: Option<&Run>, mut run: Run) -> Run {
    let Some(before) = before else {
        return run;
    };
    let first = |run: &Run| run.scenarios().next().cloned();
    if first(before) != first(&run) {
        return run;
    }
    if let (Some(event), Some(turned)) = (run.events.first_mut(), before.events.first()) {
        event.clone_from(turned);
    }
    Run {
        recapture_pct: before.recapture_pct,
        pass_through_pct: before.pass_through_pct,
        switch_weeks: before.switch_weeks,
        product_pct: before.product_pct,
        ..run
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Id;
    use sonae_engine::scenario::Dial;
    use sonae_engine::table::Country;

    use super::Turn;
    use crate::route::Page;
    use crate::state::tests::started;
    use crate::state::{Action, Effect, Replacement, State};

    fn playing() -> State {
        let mut state = started();
        let firm = Id::from("case.soramame_pump");
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        state.update(Action::Went(page()));
        state
    }

    fn page() -> Page {
        Page::Scenario(Id::from("scn.casting_exit"), None)
    }

    fn turn(state: &mut State, turn: Turn) -> Vec<Effect> {
        state.update(Action::Scenario(turn))
    }

    #[test]
    fn the_full_result_waits_for_the_last_move() {
        let mut state = playing();
        let draws = |state: &State| state.scenarios.playing().map(|playing| playing.how.draws);
        assert_eq!(draws(&state), Some(4096));
        let first = turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(20.0)));
        let second = turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(21.0)));
        assert_eq!(
            (first, second),
            (vec![Effect::RestSoon(1)], vec![Effect::RestSoon(2)])
        );
        turn(&mut state, Turn::Rested(1));
        assert_eq!(draws(&state), Some(512));
        turn(&mut state, Turn::Rested(2));
        assert_eq!(draws(&state), Some(4096));
        let run = state.scenarios.rested().map(|rested| rested.run.clone());
        assert_eq!(run, state.scenarios.run);
    }

    #[test]
    fn nothing_is_played_again_where_nothing_changed() {
        let mut state = playing();
        let before = state.scenarios.playing().cloned();
        state.update(Action::LanguageChosen(sonae_engine::content::Language::En));
        assert!(before.is_some() && state.scenarios.playing().cloned() == before);
    }

    #[test]
    fn what_is_not_kept_is_no_part_of_the_case_and_goes_with_it() {
        let mut state = playing();
        let before = state.case.as_ref().map(|case| case.assessment.clone());
        turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(20.0)));
        turn(&mut state, Turn::CountryChosen(Country::new("CN")));
        assert!(state.case.as_ref().map(|case| case.assessment.clone()) == before);
        let firm = Id::from("case.umineko_foods");
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        // The page is open still, and begins anew.
        let run = state.scenarios.run.as_ref();
        assert_eq!(run, run.map(|run| run.original(state.pack)).as_ref());
        assert_eq!(state.scenarios.country, None);
    }

    #[test]
    fn the_country_chosen_in_the_deck_is_the_one_that_is_played() {
        let mut state = playing();
        state.update(Action::Went(Page::Scenarios));
        turn(&mut state, Turn::CountryChosen(Country::new("VN")));
        state.update(Action::Went(Page::Scenario(
            Id::from("scn.market_import_ban"),
            None,
        )));
        let run = state.scenarios.run.as_ref();
        assert_eq!(run.and_then(|run| run.country), Country::new("VN"));
    }

    #[test]
    fn another_scenario_beside_the_first_is_another_page() {
        let mut state = playing();
        let other = Some(Id::from("scn.insider_leak"));
        let effects = turn(&mut state, Turn::Together(other.clone()));
        let wanted = Page::Scenario(Id::from("scn.casting_exit"), other);
        assert_eq!(effects, vec![Effect::GoTo(wanted)]);
        assert_eq!(
            turn(&mut state, Turn::Together(None)),
            vec![Effect::GoTo(page())]
        );
    }
}
