//! The after-action sheet: what happened in a room and when, what was decided and what that
//! changed, what would have prevented it, and what is still open. It counts teams; it names none
//! and ranks none.

use super::collect::Collection;
use super::picture::{Decision, Effect, decisions, effects};
use super::played;
use super::record::{Record, Said, firm_of};
use super::room::{Room, Stage, What};
use super::seat::{each_alone, how, loss_pct, outcome, stop_weeks};
use crate::content::{self, Id, Kit, Pack};
use crate::scenario;

/// An after-action sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What was done in the room, the earliest first; empty where no room was led.
    pub timeline: Vec<Moment>,
    /// How many teams did what.
    pub counts: Counts,
    /// What can be chosen, in the order of the kit, and how many teams did.
    pub decisions: Vec<Decision>,
    /// What the choices changed, inject by inject; without injects that no team has figures of.
    pub changes: Vec<Change>,
    /// What would have prevented each inject that reached anybody, or of each of the kit where none
    /// is known to have.
    pub prevented: Vec<Prevented>,
    /// Questions that more than half of the teams left at "don't know", those of most teams first.
    pub open: Vec<Open>,
}

/// Something that was done in the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What.
    pub event: Event,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// This step of the kit began, or was come back to.
    Step(Id),
    /// The last step ended.
    Over,
    /// This inject of the kit was played.
    Inject(Id),
    /// The trainer noted this.
    Note(String),
}

/// How many teams did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// So many were expected, or came.
    pub expected: usize,
    /// So many handed something in.
    pub handed_in: usize,
    /// Of these, so many of which only something of another day is there.
    pub stale: usize,
    /// Of these, so many of which only the choices are known.
    pub without_result: usize,
}

impl Counts {
    /// How many of the expected teams handed nothing in.
    #[must_use]
    pub fn lost(self) -> usize {
        self.expected.saturating_sub(self.handed_in)
    }

    /// How many teams' answers are known.
    #[must_use]
    pub fn with_result(self) -> usize {
        self.handed_in.saturating_sub(self.without_result)
    }
}

/// What the choices changed in an inject, over all teams that have figures of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The inject.
    pub inject: Id,
    /// How many teams.
    pub teams: usize,
    /// Without any choice, with those beforehand, and with all.
    pub stages: [Spread; 3],
}

/// From the least to the most of some teams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Whole weeks until sales stop; none where they do not, which is the most.
    pub stop_weeks: [Option<u16>; 2],
    /// The median loss, per cent of a month's fixed cost.
    pub loss_pct: [u32; 2],
}

/// What comes of an inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Whole weeks until sales stop; none where they do not.
    pub stop_weeks: Option<u16>,
    /// The median loss, per cent of a month's fixed cost.
    pub loss_pct: u32,
}

impl From<&scenario::Played> for Outlook {
    fn from(played: &scenario::Played) -> Self {
        Self {
            stop_weeks: stop_weeks(played),
            loss_pct: loss_pct(played),
        }
    }
}

/// What would have prevented an inject, on the kit's firm as it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prevented {
    /// The inject.
    pub inject: Id,
    /// Without any choice.
    pub without: Outlook,
    /// With each choice of the kit alone beforehand, in the order of the kit.
    pub alone: Vec<(Id, Outlook)>,
    /// With all of them beforehand, whatever they cost.
    pub all: Outlook,
}

/// A question that most teams left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The question.
    pub question: Id,
    /// How many of the teams whose answers are known left it so.
    pub teams: usize,
    /// Whether the firm as it is given leaves it so.
    pub as_given: bool,
}

impl Sheet {
    /// The sheet of a room, of what was collected, or of both where they are of the same room.
    /// `expected` teams were to hand in.
    #[must_use]
    pub fn of(
        pack: &Pack,
        kit: &Kit,
        room: Option<&Room>,
        all: Option<&Collection>,
        expected: u8,
    ) -> Self {
        let teams = all.map(Collection::teams).unwrap_or_default();
        let changed = all.map(|all| effects(pack, kit, all, &teams));
        let changed = changed.unwrap_or_default();
        let count = |is: &dyn Fn(&Collection, u8) -> bool| {
            let is = |team: &&u8| all.is_some_and(|all| is(all, **team));
            teams.iter().filter(is).count()
        };
        let last = teams.last().copied().unwrap_or_default();
        Self {
            timeline: room.map(|room| timeline(room, kit)).unwrap_or_default(),
            counts: Counts {
                expected: expected.max(last).into(),
                handed_in: teams.len(),
                stale: count(&Collection::is_stale),
                without_result: count(&|all, team| all.record(team).is_none()),
            },
            decisions: all
                .map(|all| decisions(kit, all, &teams))
                .unwrap_or_default(),
            prevented: prevented(pack, kit, &reached(kit, room, all)),
            open: all
                .map(|all| open(pack, kit, all, &teams))
                .unwrap_or_default(),
            changes: changed.iter().filter_map(change).collect(),
        }
    }
}

/// The steps, injects and notes of a room.
fn timeline(room: &Room, kit: &Kit) -> Vec<Moment> {
    let steps = room.steps(kit);
    let moment = |(done, stage): (&super::room::Done, Stage)| {
        let event = match (&done.what, stage) {
            (What::Start | What::Next | What::Back, Stage::Step(at)) => {
                Event::Step(steps.get(at)?.step.id.clone())
            }
            (What::Next, Stage::Over) => Event::Over,
            (What::Inject(id), _) => Event::Inject(id.clone()),
            (What::Note(text), _) => Event::Note(text.clone()),
            _ => return None,
        };
        Some(Moment { at: done.at, event })
    };
    room.course(kit).into_iter().filter_map(moment).collect()
}

/// The injects that were played or reached a team, in the order of the kit; all of them where none
/// is known to have been.
fn reached<'k>(
    kit: &'k Kit,
    room: Option<&Room>,
    all: Option<&Collection>,
) -> Vec<&'k content::Inject> {
    let teams = all.map(Collection::teams).unwrap_or_default();
    let records = teams.iter().filter_map(|team| all?.record(*team));
    let dealt: Vec<u8> = records
        .flat_map(|record| record.injects.iter().map(|clock| clock.inject))
        .collect();
    let is_known = |(at, inject): &(usize, &content::Inject)| {
        let played = room.is_some_and(|room| room.played(inject.id.as_str()).is_some());
        played || dealt.iter().any(|one| usize::from(*one) == *at)
    };
    let injects = kit.injects.iter().enumerate();
    let known: Vec<_> = injects.filter(is_known).map(|(_, inject)| inject).collect();
    if known.is_empty() {
        return kit.injects.iter().collect();
    }
    known
}

fn prevented(pack: &Pack, kit: &Kit, injects: &[&content::Inject]) -> Vec<Prevented> {
    let Some(firm) = firm_of(pack, kit) else {
        return Vec::new();
    };
    let of = |inject: &&content::Inject| {
        let with = |chosen: &mut dyn Iterator<Item = &str>| {
            Outlook::from(&outcome(pack, &firm, inject, chosen, how()))
        };
        let alone = each_alone(pack, &firm, kit, inject).into_iter();
        Prevented {
            inject: inject.id.clone(),
            without: with(&mut [].into_iter()),
            alone: alone
                .map(|(id, played)| (id, Outlook::from(&played)))
                .collect(),
            all: with(&mut kit.choices.iter().map(|choice| choice.action.as_str())),
        }
    };
    injects.iter().map(of).collect()
}

/// Of an inject that some team has figures of.
fn change(effect: &Effect) -> Option<Change> {
    let stage = |at: usize| {
        let told = effect.teams.iter().filter_map(|(_, one)| {
            let played::Inject {
                stop_weeks,
                loss_pct,
                ..
            } = one;
            Some((*stop_weeks.get(at)?, *loss_pct.get(at)?))
        });
        // Whoever does not stop stops later than whoever does.
        let late = |stop: &Option<u16>| (stop.is_none(), *stop);
        let stops = told.clone().map(|(stop, _)| stop);
        let losses = told.map(|(_, loss)| loss);
        Some(Spread {
            stop_weeks: [stops.clone().min_by_key(late)?, stops.max_by_key(late)?],
            loss_pct: [losses.clone().min()?, losses.max()?],
        })
    };
    Some(Change {
        inject: effect.inject.clone(),
        teams: effect.teams.len(),
        stages: [stage(0)?, stage(1)?, stage(2)?],
    })
}

fn open(pack: &Pack, kit: &Kit, all: &Collection, teams: &[u8]) -> Vec<Open> {
    let Some(firm) = firm_of(pack, kit) else {
        return Vec::new();
    };
    let records: Vec<&Record> = teams.iter().filter_map(|team| all.record(*team)).collect();
    let questions = pack.questions().enumerate().filter_map(|(at, question)| {
        let given = Said::of(question, firm.given(question.id.as_str()));
        let said = records.iter().map(|record| record.said_at(at, given));
        let teams = said.filter(|said| *said == Said::Unknown).count();
        (teams * 2 > records.len()).then(|| Open {
            question: question.id.clone(),
            teams,
            as_given: given == Said::Unknown,
        })
    });
    let mut open: Vec<Open> = questions.collect();
    // A stable sort: equal ones stay in the pack's order.
    open.sort_by_key(|one| std::cmp::Reverse(one.teams));
    open
}
