//! A team's seat in a workshop room: what reached it, and what it chose.
//!
//! Only a fictional firm has one. Every change goes by the rules of the kit, in the app as in the
//! reader of files: a seat that breaks them cannot be made.

use serde::{Deserialize, Serialize};

use crate::content::{Id, Kit};
use crate::table::keyed;

/// A team's place in a room, beside the practice assessment it works on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seat {
    /// The kit.
    pub kit: Id,
    /// The room's code, four signs.
    pub room: String,
    /// The team's number, from 1.
    pub team: u8,
    /// The injects that reached the team, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub injects: Vec<Id>,
    /// The actions chosen before the first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Id>,
    /// The actions chosen afterwards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Id>,
    /// How often it handed in.
    #[serde(skip_serializing_if = "is_zero")]
    pub handed_in: u16,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the way a field is asked"
)]
fn is_zero(number: &u16) -> bool {
    *number == 0
}

keyed! {
    /// When something is chosen.
    When {
        /// Before the first inject.
        Before = "before",
        /// Afterwards.
        After = "after",
    }
}

/// Why a change of a seat is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatFault {
    /// The kit has no such inject or choice.
    NotOfKit,
    /// It is there already.
    Twice,
    /// As many are chosen as may be.
    Full,
    /// The budget does not pay for it.
    OverBudget,
    /// Something has happened: what was to be done before is done.
    Closed,
    /// Nothing has happened yet.
    NotYet,
    /// It is not chosen.
    NotChosen,
    /// There is no such team.
    NoTeam,
}

impl SeatFault {
    /// Its name in the words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotOfKit => "not_of_kit",
            Self::Twice => "twice",
            Self::Full => "full",
            Self::OverBudget => "over_budget",
            Self::Closed => "closed",
            Self::NotYet => "not_yet",
            Self::NotChosen => "not_chosen",
            Self::NoTeam => "no_team",
        }
    }
}

impl When {
    /// So many choices may be made.
    #[must_use]
    pub fn most(self, kit: &Kit) -> usize {
        match self {
            Self::Before => kit.before.into(),
            Self::After => kit.after.into(),
        }
    }
}

impl Seat {
    /// The largest number of a team.
    pub const MOST_TEAMS: u8 = 24;

    /// A seat to which nothing has come yet.
    ///
    /// # Errors
    /// There is no such team.
    pub fn new(kit: &Kit, room: String, team: u8) -> Result<Self, SeatFault> {
        if !(1..=Self::MOST_TEAMS).contains(&team) {
            return Err(SeatFault::NoTeam);
        }
        Ok(Self {
            kit: kit.id.clone(),
            room,
            team,
            injects: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            handed_in: 0,
        })
    }

    /// What is chosen at a time.
    #[must_use]
    pub fn chosen(&self, when: When) -> &[Id] {
        match when {
            When::Before => &self.before,
            When::After => &self.after,
        }
    }

    /// Everything that is chosen, in order.
    pub fn all_chosen(&self) -> impl Iterator<Item = &Id> {
        self.before.iter().chain(&self.after)
    }

    /// When a choice would be made now.
    #[must_use]
    pub fn now(&self) -> When {
        if self.injects.is_empty() {
            When::Before
        } else {
            When::After
        }
    }

    /// What is left of the budget, yen.
    #[must_use]
    pub fn left(&self, kit: &Kit) -> u64 {
        let costs = self.all_chosen().filter_map(|id| kit.choice(id.as_str()));
        kit.budget
            .saturating_sub(costs.map(|choice| choice.cost).sum())
    }

    /// The seat with one more inject.
    ///
    /// # Errors
    /// The kit has no such inject, or it came already.
    pub fn dealt(&self, kit: &Kit, inject: &str) -> Result<Self, SeatFault> {
        let inject = kit.inject(inject).ok_or(SeatFault::NotOfKit)?;
        if self.injects.contains(&inject.id) {
            return Err(SeatFault::Twice);
        }
        let mut seat = self.clone();
        seat.injects.push(inject.id.clone());
        Ok(seat)
    }

    /// Whether an action may be chosen at a time.
    ///
    /// # Errors
    /// Why it may not.
    pub fn may_choose(&self, kit: &Kit, when: When, action: &str) -> Result<(), SeatFault> {
        let choice = kit.choice(action).ok_or(SeatFault::NotOfKit)?;
        self.is_open(when)?;
        if self.all_chosen().any(|id| *id == choice.action) {
            return Err(SeatFault::Twice);
        }
        if self.chosen(when).len() >= when.most(kit) {
            return Err(SeatFault::Full);
        }
        if choice.cost > self.left(kit) {
            return Err(SeatFault::OverBudget);
        }
        Ok(())
    }

    /// The seat with one more choice.
    ///
    /// # Errors
    /// Why it may not be made.
    pub fn with(&self, kit: &Kit, when: When, action: &str) -> Result<Self, SeatFault> {
        self.may_choose(kit, when, action)?;
        let mut seat = self.clone();
        seat.list(when).push(Id::from(action));
        Ok(seat)
    }

    /// The seat without a choice.
    ///
    /// # Errors
    /// It is not chosen, or its time is over.
    pub fn without(&self, when: When, action: &str) -> Result<Self, SeatFault> {
        self.is_open(when)?;
        let mut chosen = self.chosen(when).iter();
        let place = chosen.position(|id| id.as_str() == action);
        let place = place.ok_or(SeatFault::NotChosen)?;
        let mut seat = self.clone();
        seat.list(when).remove(place);
        Ok(seat)
    }

    fn is_open(&self, when: When) -> Result<(), SeatFault> {
        match (when, self.now()) {
            (When::Before, When::After) => Err(SeatFault::Closed),
            (When::After, When::Before) => Err(SeatFault::NotYet),
            _ => Ok(()),
        }
    }

    fn list(&mut self, when: When) -> &mut Vec<Id> {
        match when {
            When::Before => &mut self.before,
            When::After => &mut self.after,
        }
    }
}
