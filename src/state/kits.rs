//! Kits of a workshop: how one is printed, one taken alone, and the five questions that go home.
//!
//! A course plays on the firm as the pack has it. How far somebody came is kept in the browser and
//! never in an assessment, so that nothing of the practice gets into one's own.

pub mod own;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sonae_engine::assessment::Assessment;
pub use sonae_engine::assessment::When;
use sonae_engine::content::{Agenda, Inject, Kit, Language, Pack, StepKind, Timed};
use sonae_engine::scenario::{How, Played};
use sonae_engine::workshop::seat::outcome;

use own::Own;

use super::scenario::FEW;
use super::{Action, Effect, Replacement, State};
use crate::route::Page;

/// How long a workshop is unless something else is chosen, minutes.
const MINUTES: u16 = 90;
/// When it begins unless something else is said.
const BEGINS: &str = "14:00";
/// The longest guess that is kept, letters.
pub const LONGEST_GUESS: usize = 300;

/// What is looked at among the kits.
#[derive(Clone, Debug, PartialEq)]
pub struct Kits {
    /// How long the workshop is, minutes.
    pub minutes: u16,
    /// When it begins, `HH:MM`; empty where nobody said so.
    pub begins: String,
    /// Which sheets are shown and printed.
    pub sheets: Sheets,
    /// How far somebody came alone.
    pub progress: Progress,
    /// Kits of one's own.
    pub own: Own,
}

impl Default for Kits {
    fn default() -> Self {
        Self {
            minutes: MINUTES,
            begins: BEGINS.to_owned(),
            sheets: Sheets::All,
            progress: Progress::default(),
            own: Own::default(),
        }
    }
}

/// Which sheets of a kit are shown and printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheets {
    /// All of them.
    All,
    /// Agenda and script.
    Trainer,
    /// What every team gets.
    Team,
    /// The cards to cut apart.
    Cards,
    /// The questions that go home.
    Monday,
}

impl Sheets {
    /// In the order they are offered.
    pub const EVERY: [Self; 5] = [
        Self::All,
        Self::Trainer,
        Self::Team,
        Self::Cards,
        Self::Monday,
    ];

    /// Its name in the words and in the form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Trainer => "trainer",
            Self::Team => "team",
            Self::Cards => "cards",
            Self::Monday => "monday",
        }
    }

    /// Whether these sheets are among those that are shown.
    #[must_use]
    pub fn show(self, sheets: Self) -> bool {
        self == Self::All || self == sheets
    }
}

/// How far somebody came alone, as the browser keeps it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The courses that were begun, by their kits.
    pub courses: BTreeMap<String, Course>,
    /// The kit whose course was looked at last.
    pub last: Option<String>,
    /// The kit whose questions go home.
    pub home: Option<String>,
}

/// One kit taken alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Course {
    /// Which step is shown, from 0.
    pub at: usize,
    /// The steps whose notes were asked for, by their ids.
    pub compared: BTreeSet<String>,
    /// What was guessed at the start. It is typed, and so it is never kept.
    #[serde(skip)]
    pub guess: String,
    /// The rows marked as the ones to worry about.
    pub rows: BTreeSet<String>,
    /// What was chosen before the first inject.
    pub before: Vec<String>,
    /// What was chosen afterwards.
    pub after: Vec<String>,
}

/// What happened among the kits.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The length of the workshop was chosen.
    MinutesChosen(u16),
    /// It was said when it begins.
    BeginsAt(String),
    /// The sheets were chosen.
    SheetsChosen(Sheets),
    /// Something happened in the course of this kit.
    Course(String, Move),
    /// The questions of this kit go home.
    HomeChosen(String),
    /// An empty assessment of one's own was asked for.
    OwnAsked,
    /// Something happened to kits of one's own.
    Own(own::Told),
}

/// What happened in a course.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// To this step, from 0.
    Went(usize),
    /// The notes on this step are to be shown.
    Compared(String),
    /// Something was guessed.
    Guessed(String),
    /// A row was marked, or no longer.
    Marked(String),
    /// An action was chosen, or no longer.
    Chosen(When, String),
    /// All over again.
    Restarted,
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Kits(told)
    }
}

impl Course {
    /// What is chosen at a time.
    #[must_use]
    pub fn chosen(&self, when: When) -> &[String] {
        match when {
            When::Before => &self.before,
            When::After => &self.after,
        }
    }

    /// What is left of the budget, yen.
    #[must_use]
    pub fn left(&self, kit: &Kit) -> u64 {
        let chosen = self.before.iter().chain(&self.after);
        let costs = chosen.filter_map(|id| Some(kit.choice(id)?.cost));
        kit.budget.saturating_sub(costs.sum())
    }

    /// Whether an action can be chosen at a time: there is room, and money, and it is not there yet.
    #[must_use]
    pub fn can_choose(&self, kit: &Kit, when: When, action: &str) -> bool {
        let taken = self.before.iter().chain(&self.after).any(|it| it == action);
        let cost = kit.choice(action).map(|choice| choice.cost);
        !taken
            && self.chosen(when).len() < when.most(kit)
            && cost.is_some_and(|cost| cost <= self.left(kit))
    }

    fn choose(&mut self, kit: &Kit, when: When, action: String) {
        let can = self.can_choose(kit, when, &action);
        let list = match when {
            When::Before => &mut self.before,
            When::After => &mut self.after,
        };
        if let Some(place) = list.iter().position(|it| *it == action) {
            list.remove(place);
        } else if can {
            list.push(action);
        }
    }
}

/// The steps of a kit taken alone: those of its shortest agenda, and nothing to hand in.
#[must_use]
pub fn course_steps(kit: &Kit) -> Vec<Timed<'_>> {
    let agenda: Option<&Agenda> = kit.agendas.first();
    let steps = agenda.map(|agenda| kit.timed(agenda)).unwrap_or_default();
    let alone = |timed: &Timed<'_>| timed.step.kind != StepKind::Collect;
    steps.into_iter().filter(alone).collect()
}

/// Which of the two times of choosing a step is; none where nothing is chosen in it.
#[must_use]
pub fn when_of(steps: &[Timed<'_>], at: usize) -> Option<When> {
    let step = steps.get(at)?.step;
    let earlier = steps.iter().take(at);
    let chosen_before = earlier
        .filter(|timed| timed.step.kind == StepKind::Choose)
        .count();
    (step.kind == StepKind::Choose).then_some(if chosen_before == 0 {
        When::Before
    } else {
        When::After
    })
}

/// What comes of an inject with these actions done beforehand, on the firm as the pack has it.
#[must_use]
pub fn played(
    pack: &Pack,
    language: Language,
    kit: &Kit,
    inject: &Inject,
    actions: &[String],
) -> Option<Played> {
    let firm = Assessment::of_firm(pack, pack.firm(kit.firm.as_str())?, language).ok()?;
    let how = How {
        draws: FEW,
        ..How::default()
    };
    let chosen = actions.iter().map(String::as_str);
    Some(outcome(pack, &firm, inject, chosen, how))
}

/// The time of day so many minutes after a beginning; without one, the minutes themselves.
#[must_use]
pub fn clock(begins: &str, minutes: u16) -> String {
    let start = begins.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    });
    let at = start.unwrap_or(0) + u32::from(minutes);
    format!("{}:{:02}", at / 60 % 24, at % 60)
}

impl State {
    /// The course of a kit, as far as somebody came.
    #[must_use]
    pub fn course(&self, kit: &Kit) -> Course {
        let courses = &self.kits.progress.courses;
        courses.get(kit.id.as_str()).cloned().unwrap_or_default()
    }

    /// The kit whose questions go home, while an assessment of one's own is open.
    #[must_use]
    pub fn homework(&self) -> Option<&'static Kit> {
        let own = self
            .case
            .as_ref()
            .is_some_and(|case| !case.assessment.practice);
        let kit = self.kits.progress.home.as_ref().filter(|_| own)?;
        self.pack.kit(kit)
    }

    /// Takes in what the browser kept of earlier courses; what cannot be read is begun anew.
    pub(super) fn kits_started(&mut self, kept: Option<&str>) {
        let read = kept.and_then(|text| serde_json::from_str(text).ok());
        self.kits.progress = read.unwrap_or_default();
    }

    /// Which course somebody is in, to lead back to it.
    pub(super) fn kits_went(&mut self) -> Vec<Effect> {
        let Page::Course(kit) = &self.page else {
            return Vec::new();
        };
        let last = Some(kit.to_string());
        if self.pack.kit(kit.as_str()).is_none() || self.kits.progress.last == last {
            return Vec::new();
        }
        self.kits.progress.last = last;
        vec![self.keep_progress()]
    }

    /// Takes in what happened among the kits.
    pub(super) fn kits_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::MinutesChosen(minutes) => self.kits.minutes = minutes,
            Told::BeginsAt(begins) => self.kits.begins = begins,
            Told::SheetsChosen(sheets) => self.kits.sheets = sheets,
            Told::HomeChosen(kit) => {
                if self.pack.kit(&kit).is_some() {
                    self.kits.progress.home = Some(kit);
                    return vec![self.keep_progress()];
                }
            }
            Told::OwnAsked => return self.replacement_asked(Replacement::New),
            Told::Own(told) => return self.own_told(told),
            Told::Course(kit, step) => return self.course_told(&kit, step),
        }
        Vec::new()
    }

    fn course_told(&mut self, kit: &str, step: Move) -> Vec<Effect> {
        let Some(kit) = self.pack.kit(kit) else {
            return Vec::new();
        };
        let steps = course_steps(kit).len();
        let courses = &mut self.kits.progress.courses;
        let course = courses.entry(kit.id.to_string()).or_default();
        let mut effects = Vec::new();
        match step {
            Move::Went(at) => {
                course.at = at.min(steps.saturating_sub(1));
                effects.push(Effect::FocusHeading);
            }
            Move::Compared(step) => {
                course.compared.insert(step);
            }
            Move::Guessed(guess) => {
                course.guess = guess.chars().take(LONGEST_GUESS).collect();
            }
            Move::Marked(row) => {
                if !course.rows.remove(&row) {
                    course.rows.insert(row);
                }
            }
            Move::Chosen(when, action) => course.choose(kit, when, action),
            Move::Restarted => {
                *course = Course::default();
                effects.push(Effect::FocusHeading);
            }
        }
        self.kits.progress.last = Some(kit.id.to_string());
        effects.push(self.keep_progress());
        effects
    }

    fn keep_progress(&self) -> Effect {
        // Plain values: nothing in them can refuse to be written.
        let text = serde_json::to_string(&self.kits.progress).unwrap_or_default();
        Effect::KeepCourses(text)
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::Assessment;
    use sonae_engine::content::Id;

    use super::{Move, Progress, Told, When, clock, course_steps, played, when_of};
    use crate::route::Page;
    use crate::state::tests::{start, started};
    use crate::state::{Action, Effect, Replacement, Start, State};

    const KIT: &str = "kit.soramame_pump";

    fn told(state: &mut State, step: Move) -> Vec<Effect> {
        state.update(Told::Course(KIT.into(), step).into())
    }

    fn kept(effects: &[Effect]) -> String {
        let text = effects.iter().find_map(|effect| match effect {
            Effect::KeepCourses(text) => Some(text.clone()),
            _ => None,
        });
        text.expect("the progress is kept")
    }

    #[test]
    fn a_course_survives_a_reload_and_what_is_damaged_begins_anew() {
        let mut state = started();
        told(&mut state, Move::Guessed("鋳物".into()));
        let text = kept(&told(&mut state, Move::Marked("P-01".into())));
        assert!(!text.contains("鋳物"), "what is typed is not kept");
        told(&mut state, Move::Compared("read".into()));
        told(
            &mut state,
            Move::Chosen(When::Before, "action.stock".into()),
        );
        let text = kept(&told(&mut state, Move::Went(3)));
        let mut again = State::new(state.pack, Page::Course(Id::from(KIT)));
        again.update(Action::Started(Box::new(Start {
            courses: Some(text),
            ..start()
        })));
        told(&mut state, Move::Guessed(String::new()));
        assert_eq!(again.kits.progress, state.kits.progress);
        let kit = again.pack.kit(KIT).expect("the kit");
        assert_eq!(again.course(kit).at, 3);
        for damaged in ["", "{", "[]", "{\"courses\": 3}"] {
            let mut state = started();
            state.kits_started(Some(damaged));
            assert_eq!(state.kits.progress, Progress::default(), "{damaged}");
        }
    }

    #[test]
    fn choices_stop_at_their_number_and_at_the_budget_and_can_be_taken_back() {
        let mut state = started();
        let kit = state.pack.kit(KIT).expect("the kit");
        let choose = |state: &mut State, when, id: &str| {
            told(state, Move::Chosen(when, id.into()));
        };
        choose(&mut state, When::Before, "action.market");
        choose(&mut state, When::Before, "action.second_source");
        // A third one finds no room, and what is dear no money.
        choose(&mut state, When::Before, "action.hedge");
        choose(&mut state, When::After, "action.stock");
        assert_eq!(
            state.course(kit).before,
            ["action.market", "action.second_source"]
        );
        assert!(state.course(kit).after.is_empty());
        assert_eq!(state.course(kit).left(kit), 300_000);
        choose(&mut state, When::After, "action.pass_through");
        assert_eq!(state.course(kit).left(kit), 0);
        // The same twice is nothing; what is taken back makes room again.
        choose(&mut state, When::Before, "action.market");
        assert!(
            !state
                .course(kit)
                .can_choose(kit, When::Before, "action.pass_through")
        );
        assert!(
            state
                .course(kit)
                .can_choose(kit, When::Before, "action.stock")
        );
        choose(&mut state, When::Before, "action.nothing");
        assert_eq!(state.course(kit).before, ["action.second_source"]);
    }

    #[test]
    fn a_course_has_a_step_for_everything_and_nothing_to_hand_in() {
        let state = started();
        for kit in &state.pack.kits {
            let steps = course_steps(kit);
            let choosing: Vec<When> = (0..steps.len())
                .filter_map(|at| when_of(&steps, at))
                .collect();
            assert_eq!(choosing, [When::Before, When::After], "{}", kit.id);
            assert!(when_of(&steps, 99).is_none());
        }
    }

    #[test]
    fn what_is_chosen_changes_what_an_inject_costs() {
        let state = started();
        let kit = state.pack.kit(KIT).expect("the kit");
        let inject = kit.inject("closes").expect("its inject");
        let cost = |actions: &[String]| {
            let played = played(state.pack, state.language, kit, inject, actions);
            played.expect("it plays").loss.p50().high
        };
        let without = cost(&[]);
        let with = cost(&["action.second_source".into()]);
        assert!(without > 0.0 && with < without);
        // What is no action of the pack does nothing.
        assert!((cost(&["action.nothing".into()]) - without).abs() < 1.0);
    }

    #[test]
    fn nothing_of_the_practice_goes_home() {
        let mut state = started();
        let firm = Id::from("case.soramame_pump");
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        assert!(state.homework().is_none());
        told(&mut state, Move::Guessed("a guess".into()));
        state.update(Told::HomeChosen(KIT.into()).into());
        assert!(state.homework().is_none(), "the practice has no homework");
        let effects = state.update(Told::OwnAsked.into());
        let case = state.case.as_ref().expect("an assessment");
        assert_eq!(*case.assessment, Assessment::default());
        assert_eq!(state.homework().map(|kit| kit.monday.len()), Some(5));
        let written = effects.iter().find_map(|effect| match effect {
            Effect::Keep(entry, assessment) => Some((entry.clone(), assessment.clone())),
            _ => None,
        });
        let (entry, assessment) = written.expect("it is kept, beside the practice");
        assert!(!entry.practice && *assessment == Assessment::default());
        state.update(Told::HomeChosen("kit.none".into()).into());
        assert_eq!(state.kits.progress.home.as_deref(), Some(KIT));
    }

    #[test]
    fn the_way_back_leads_to_the_course_somebody_is_in() {
        let mut state = started();
        let effects = state.update(Action::Went(Page::Course(Id::from(KIT))));
        assert!(kept(&effects).contains(KIT));
        assert_eq!(state.kits.progress.last.as_deref(), Some(KIT));
        state.update(Action::Went(Page::Kits));
        let none = state.update(Action::Went(Page::Course(Id::from("kit.none"))));
        assert!(!none.iter().any(|it| matches!(it, Effect::KeepCourses(_))));
        state.update(Action::WipeAsked);
        state.update(Action::Agreed);
        assert_eq!(state.kits.progress, Progress::default());
    }

    #[test]
    fn the_clock_goes_on_past_midnight_and_counts_minutes_without_a_beginning() {
        assert_eq!(clock("14:00", 0), "14:00");
        assert_eq!(clock("13:45", 75), "15:00");
        assert_eq!(clock("23:30", 40), "0:10");
        for none in ["", "25:00", "1", "aa:bb"] {
            assert_eq!(clock(none, 75), "1:15", "{none}");
        }
    }
}
