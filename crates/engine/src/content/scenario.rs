//! Scenarios: stories of what could happen, with numbers that are assumptions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Basis, Id, Text};

/// The scenarios, and which are played together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenarios {
    /// What must be said beside every number of a scenario.
    pub note: Text,
    /// What is taken where the firm says nothing else.
    pub assumptions: Assumptions,
    /// Pairs that act together.
    pub combos: Vec<Combo>,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
}

/// What a scenario takes for granted where the firm says nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumptions {
    /// The share of lost sales that is made up for later, 0 to 1.
    pub recapture: f64,
    /// The same in some industries.
    pub recapture_in: BTreeMap<Id, f64>,
    /// The share of a price rise that customers take over, 0 to 1, by the answer to a question.
    pub pass_through: Option<ByAnswer>,
    /// Weeks until a lost market is made up for elsewhere, by the answer to a question.
    pub switch_weeks: Option<ByAnswer>,
    /// What holding stock costs a year, as a share of its value.
    pub stock_cost: f64,
    /// What these numbers rest on.
    pub basis: Basis,
}

/// A number that an answer stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByAnswer {
    /// The question.
    pub question: Id,
    /// The number of each of its options.
    pub options: BTreeMap<Id, f64>,
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
    /// Which sales it hits besides.
    pub sales: Option<SalesHit>,
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

impl Scenario {
    /// The country of a row selector that stands for the one the firm chooses.
    pub const SELECTED: &'static str = "selected";
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

/// Which sales a scenario hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SalesHit {
    /// Those of the country chosen; without a choice, of the largest foreign market.
    Market,
    /// Those of the country chosen only.
    Country,
    /// Those of the product that rests on the know-how; the user says how much that is.
    Product,
}

/// What a price multiple of a scenario is the price of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceOf {
    /// What is bought in the rows that are hit.
    Purchases,
    /// What still sells of the sales that are hit.
    Sales,
    /// Foreign money: what is received in it less what is paid in it.
    Currency,
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
    /// What that price is; without it the price changes nothing.
    pub price_of: Option<PriceOf>,
    /// The question whose answer is a share of sales that is hit as well.
    pub also_market_share: Option<Id>,
    /// A cost that comes once, yen.
    pub fixed_cost_jpy: Option<[f64; 3]>,
    /// What else must be known about its numbers.
    pub note: Option<Text>,
}

/// Something a firm can do beforehand whose effect on a scenario can be worked out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub title: Text,
    /// How one goes about it.
    pub how: Text,
    /// What it changes.
    pub effect: Effect,
}

/// What an action changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// More stock of the goods that are hit, weeks.
    StockWeeks(f64),
    /// Another source of the rows that are hit, as far as this option of the table.
    Alternatives(Id),
    /// At most this share of what is hit comes from where it is hit, 0 to 1.
    Ceiling(f64),
    /// This share of the sales of the market that is hit, 0 to 1, goes to Japan beforehand.
    MarketMoved(f64),
    /// Customers take over price rises, as far as this option of the question.
    PassThrough(Id),
    /// A credit line of so many months of fixed cost is arranged besides.
    CreditMonths(f64),
    /// This share of the net foreign money, 0 to 1, is hedged.
    Hedged(f64),
}

/// A programme of policy finance that is worth asking about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    /// The key of its source: name, who runs it, address, dates and what it is.
    pub source: Id,
    /// Who it is for.
    pub who: Text,
    /// In which situations it is worth asking about.
    pub when: Vec<Situation>,
    /// How sure we are of what we say about it.
    pub confidence: Confidence,
}

/// A situation in which money is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// The loss is larger than two months of fixed cost.
    Loss,
    /// The need is larger than the unused lines.
    Need,
    /// A market or a customer is lost.
    MarketLost,
    /// Sales stop for a month or more.
    Stopped,
    /// More than a tenth of sales goes to one country and is not insured.
    Uninsured,
    /// There is a site or a firm abroad.
    Abroad,
    /// One of the rows that are hit is a designated critical good.
    CriticalGood,
    /// A second source or a stock is to be built.
    Building,
    /// There is no continuity plan for such an event.
    NoPlan,
}

/// How sure a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read at the source.
    High,
    /// Seen in press or on older pages.
    Middle,
    /// Not verified.
    Low,
}
