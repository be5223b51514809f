//! Scenarios: stories of what could happen, with numbers that are assumptions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Basis, Id, Text};

/// The scenarios, and which are played together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenarios {
    /// What must be said beside every number of a scenario.
    pub note: Text,
    /// Pairs that act together.
    pub combos: Vec<Combo>,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
}

/// Scenarios that act together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Combo {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: Text,
    /// The scenarios, the first one first.
    pub scenarios: Vec<Id>,
    /// By how many weeks the second follows the first.
    pub offset_weeks: f64,
}

/// A story of what could happen, with numbers that are assumptions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: Text,
    /// One sector, or across industries.
    pub lens: Lens,
    /// What is hit.
    pub kind: ScenarioKind,
    /// Near-certain, or possible.
    pub certainty: Certainty,
    /// When it is to be expected.
    pub horizon: Horizon,
    /// The measures of the taxonomy it stands for (`M1` …).
    pub measures: Vec<Id>,
    /// Which rows of the supplier table it hits: per column the values, joined by or.
    pub rows: BTreeMap<Id, Vec<Id>>,
    /// Which answers, at which risk, say that it touches the firm.
    pub answers: Vec<(Id, f64)>,
    /// Its numbers.
    pub shock: Shock,
    /// What its numbers rest on.
    pub basis: Basis,
    /// What to do before.
    pub prevent: Vec<Text>,
    /// What to do after.
    pub respond: Vec<Text>,
    /// The keys of what happened in the past.
    pub analogues: Vec<Id>,
}

/// One technology or industry, or across industries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lens {
    /// One sector.
    Sector,
    /// Across industries.
    Cross,
}

/// What a scenario hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScenarioKind {
    /// What is bought.
    Input,
    /// What is sold.
    Market,
    /// People.
    People,
    /// Know-how.
    Tech,
    /// Cost only.
    Cost,
}

/// How sure it is that a scenario comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Near-certain.
    Likely,
    /// It may come.
    Possible,
}

/// When a scenario is to be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Horizon {
    /// Within two years.
    Near,
    /// Later.
    Mid,
}

/// The numbers of a scenario, each as its low, most likely and high value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shock {
    /// The share of the hit supply or sales that is lost, 0 to 1.
    pub share_lost: [f64; 3],
    /// How long it lasts, weeks.
    pub weeks: [f64; 3],
    /// What the price is multiplied by for what still flows.
    pub price_mult: [f64; 3],
    /// How long the price stays, weeks.
    pub price_weeks: f64,
    /// The question whose answer is a share of sales that is hit as well.
    pub also_market_share: Option<Id>,
    /// A cost that comes once, yen.
    pub fixed_cost_jpy: Option<[f64; 3]>,
    /// What else must be known about its numbers.
    pub note: Option<Text>,
}
