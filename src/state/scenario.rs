//! What is looked at among the scenarios: which are listed, the run that is tried out, and what
//! comes of it.
//!
//! Nothing here is part of the case: a run is kept only where the person says that it counts. What
//! comes of a run is worked out when it is looked at, quickly while a slider moves, and once more
//! in full a moment after it stopped.

mod playing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use playing::{Compared, Playing, Reported, Touched};
use sonae_engine::assessment::Run;
use sonae_engine::content::{Certainty, Horizon, Id, Lens, Pack, ScenarioKind};
use sonae_engine::measure::Number;
use sonae_engine::report::scenario::Line;
use sonae_engine::scenario::{Dial, How, SEED};
use sonae_engine::table::Country;

use super::{Case, Effect, Shared, State};
use crate::route::Page;

/// So many draws compare all scenarios with each other, and keep up with a slider.
pub const FEW: u32 = 512;
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
    /// The figures of the run were asked to be saved to a file, as the command would write them.
    FiguresAsked,
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
            Turn::FiguresAsked => return self.save_run(),
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

    /// The very line `sonae scenario` writes for the saved file, so that the two can be compared.
    fn save_run(&mut self) -> Vec<Effect> {
        let file = self.file_name();
        let (Some(case), Some(run)) = (&self.case, &self.scenarios.run) else {
            return Vec::new();
        };
        let how = How {
            seed: self.scenarios.seed,
            thorough: true,
            ..How::default()
        };
        let line = Line::of(&file, self.pack, &case.assessment, run, how, Vec::new());
        let bytes = format!("{}\n", line.line()).into_bytes();
        vec![Effect::save(self.name_beside("-scenario.json"), bytes)]
    }

    /// Makes what is looked at fit the page and the case, after whatever happened.
    pub fn look(&mut self) {
        let Some(case) = &self.case else {
            return;
        };
        let looking = &mut self.scenarios;
        match &self.page {
            Page::Scenarios => {
                let country = looking.country;
                let fits = |touched: &Shared<Touched>| touched.is_of(case, country);
                if !looking.touched.as_ref().is_some_and(fits) {
                    looking.touched = Some(Shared::new(Touched::new(case, country)));
                }
            }
            Page::Stress => {
                let country = looking.country;
                let fits = |compared: &Shared<Compared>| compared.is_of(case, country);
                if !looking.compared.as_ref().is_some_and(fits) {
                    let compared = Compared::new(&case.assessment, &case.derived, country);
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
                let fits = |reported: &Shared<Reported>| reported.is_of(case);
                if !looking.reported.as_ref().is_some_and(fits) {
                    looking.reported = Some(Shared::new(Reported::new(case)));
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
