//! Scenarios as a firm plays them, and what it decided to do: what is kept of both.

use serde::Serialize;

use crate::content::{Id, Inject, Turned};
use crate::measure::{Number, Unit};
use crate::table::{Country, keyed};

/// A scenario, or several together, as the firm plays it: only what it said itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// What happens, the first event first.
    pub events: Vec<Event>,
    /// By how many weeks each later event follows the one before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset_weeks: Option<Number>,
    /// The country it is about: the firm's choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The share of lost sales that is made up for later, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recapture_pct: Option<Number>,
    /// The share of a price rise that customers take over, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass_through_pct: Option<Number>,
    /// Weeks until a lost market is made up for elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch_weeks: Option<Number>,
    /// The share of sales that rests on the know-how, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_pct: Option<Number>,
}

/// A scenario of the pack, with the most likely values the firm put in place of the pack's. The
/// lowest and highest values move along in proportion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Which scenario.
    pub scenario: Id,
    /// How long it lasts, weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weeks: Option<Number>,
    /// The share of the hit supply or sales that is lost, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_pct: Option<Number>,
    /// What the price is multiplied by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_multiple: Option<Number>,
    /// The share of what is hit that comes from where it is hit, per cent: less than all once
    /// orders are split.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposed_pct: Option<Number>,
}

impl Event {
    /// The scenario as the pack has it.
    #[must_use]
    pub fn of(scenario: Id) -> Self {
        Self {
            scenario,
            weeks: None,
            lost_pct: None,
            price_multiple: None,
            exposed_pct: None,
        }
    }
}

impl Run {
    /// Scenarios as the pack has them.
    #[must_use]
    pub fn of(scenarios: impl IntoIterator<Item = Id>) -> Self {
        Self {
            events: scenarios.into_iter().map(Event::of).collect(),
            ..Self::default()
        }
    }

    /// What an inject of a kit plays.
    #[must_use]
    pub fn of_inject(inject: &Inject) -> Self {
        let turned = &inject.turned;
        let weeks = |value: Option<f64>| value.and_then(|it| Unit::Weeks.number(it));
        let percent = |value: Option<f64>| value.and_then(|it| Unit::Percent.number(it));
        Self {
            events: vec![Event {
                weeks: weeks(turned.weeks),
                lost_pct: percent(turned.lost_pct),
                price_multiple: turned
                    .price_multiple
                    .and_then(|it| Unit::YenFromZero.number(it)),
                ..Event::of(inject.scenario.clone())
            }],
            country: turned
                .country
                .as_ref()
                .and_then(|it| Country::new(it.as_str())),
            recapture_pct: percent(turned.recapture_pct),
            pass_through_pct: percent(turned.pass_through_pct),
            switch_weeks: weeks(turned.switch_weeks),
            product_pct: percent(turned.product_pct),
            ..Self::default()
        }
    }

    /// Which scenarios it plays.
    pub fn scenarios(&self) -> impl Iterator<Item = &Id> {
        self.events.iter().map(|event| &event.scenario)
    }

    /// Whether it plays the same scenarios, whatever else is said.
    #[must_use]
    pub fn plays_as(&self, other: &Self) -> bool {
        self.scenarios().eq(other.scenarios())
    }
}

/// The most that plays together.
pub const EVENT_LIMIT: usize = 2;
/// The longest that a scenario may last, weeks: ten years.
pub const LONGEST_WEEKS: f64 = Turned::LONGEST_WEEKS;
/// The largest multiple of a price.
pub const LARGEST_MULTIPLE: f64 = Turned::LARGEST_MULTIPLE;
/// So many runs are kept.
pub const RUN_LIMIT: usize = 50;

keyed! {
    /// How far something planned has come.
    Status {
        /// Decided.
        Planned = "planned",
        /// Being done.
        Doing = "doing",
        /// Done.
        Done = "done",
    }
}

keyed! {
    /// What a planned thing is about.
    Aim {
        /// A better answer to a question.
        Answer = "answer",
        /// The rows behind a gate.
        Gate = "gate",
        /// The rows behind a figure of a table.
        Metric = "metric",
        /// An action of the pack against a scenario.
        Action = "action",
    }
}

/// Something the firm decided to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Planned {
    /// What it is about.
    pub aim: Aim,
    /// The id of the question, gate, figure or action.
    pub id: Id,
    /// The scenarios it stands against.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Id>,
    /// Who sees to it: a role.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Until when, `YYYY-MM-DD`; empty where that is open.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// What it costs in the first year, yen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_yen: Option<Number>,
    /// How much work it is, hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Number>,
    /// How far it has come.
    pub status: Status,
}

impl Planned {
    /// Something just decided, with nothing else said.
    #[must_use]
    pub fn new(aim: Aim, id: Id, scenarios: Vec<Id>) -> Self {
        Self {
            aim,
            id,
            scenarios,
            role: String::new(),
            due: String::new(),
            cost_yen: None,
            hours: None,
            status: Status::Planned,
        }
    }

    /// Whether it is the same thing, whatever else is said about it.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.aim == other.aim && self.id == other.id && self.scenarios == other.scenarios
    }
}
