//! The pack as its authors write it. These types mirror the YAML and never leave `content`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_norway::Value;

use super::{
    BandName, Basis, Certainty, Combine, Confidence, Frequency, Horizon, Lens, Measure, PriceOf,
    SalesHit, ScenarioKind, Situation, SourceKind, StepKind, TableName, Tag, Turned,
};

/// A text by language; which languages are there is checked later, all at once.
pub type RawText = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPack {
    pub id: String,
    pub version: String,
    pub as_of: String,
    pub review_by: String,
    pub licence: String,
    pub title: RawText,
    pub method: String,
    pub modules: Vec<String>,
    pub quick_check: Vec<String>,
    #[serde(default)]
    pub renamed: BTreeMap<String, String>,
    #[serde(default)]
    pub changes: Vec<RawRelease>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRelease {
    pub version: String,
    pub day: String,
    pub questions: RawText,
    pub rules: RawText,
    #[serde(default)]
    pub added: Vec<String>,
    #[serde(default)]
    pub retired: Vec<String>,
    #[serde(default)]
    pub retired_options: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSource {
    pub id: String,
    pub kind: SourceKind,
    pub title: RawText,
    pub publisher: RawText,
    pub url: Option<String>,
    pub date: String,
    pub as_of: String,
    pub review_by: String,
    pub summary: Option<RawText>,
    #[serde(default)]
    pub unverified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawModule {
    pub id: String,
    pub title: RawText,
    pub intro: RawText,
    pub basis: Basis,
    pub themes: Vec<RawTheme>,
    pub questions: Vec<Value>,
    #[serde(default)]
    pub metrics: Vec<Value>,
    #[serde(default)]
    pub gates: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTheme {
    pub id: String,
    pub title: RawText,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RawKind {
    Single,
    Multi,
    Percent,
    Integer,
    Money,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawQuestion {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: RawKind,
    pub theme: Option<String>,
    pub tag: Option<Tag>,
    pub weight: Option<f64>,
    pub text: RawText,
    pub short: RawText,
    pub help: Option<RawText>,
    pub example: Option<RawText>,
    #[serde(default)]
    pub options: Vec<RawOption>,
    pub combine: Option<Combine>,
    #[serde(default)]
    pub bands: Vec<RawBand>,
    pub dont_know: Frequency,
    pub unknown_range: Option<[f64; 2]>,
    pub when: Option<RawCondition>,
    /// `ask` in the profile, `why` in a module.
    #[serde(alias = "ask")]
    pub why: RawText,
    pub prevent: Option<RawText>,
    pub respond: Option<RawText>,
    #[serde(default)]
    pub sources: Vec<String>,
    pub from_table: Option<RawFromTable>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub negative: bool,
    pub group: Option<String>,
    pub default: Option<f64>,
    #[serde(default)]
    pub timed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOption {
    pub key: String,
    pub level: Option<f64>,
    #[serde(default)]
    pub not_applicable: bool,
    #[serde(default)]
    pub exclusive: bool,
    pub text: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBand {
    pub below: Option<f64>,
    pub level: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFromTable {
    pub measure: Measure,
    #[serde(default)]
    pub bands: Vec<RawOptionBand>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOptionBand {
    pub below: Option<f64>,
    pub option: String,
}

/// A condition, told apart by its keys.
#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a condition is a question with one of in, not_in, gte, lte, answered, \
                 not_applicable; a figure with gte or lte; a table with rows; or one of and, or, not"
)]
pub enum RawCondition {
    In {
        question: String,
        #[serde(rename = "in")]
        options: Vec<String>,
    },
    NotIn {
        question: String,
        not_in: Vec<String>,
    },
    AtLeast {
        question: String,
        gte: f64,
    },
    AtMost {
        question: String,
        lte: f64,
    },
    Answered {
        question: String,
        answered: bool,
    },
    NotApplicable {
        question: String,
        not_applicable: bool,
    },
    FigureAtLeast {
        figure: Measure,
        gte: f64,
    },
    FigureAtMost {
        figure: Measure,
        lte: f64,
    },
    Rows {
        table: TableName,
        rows: BTreeMap<String, Vec<String>>,
    },
    And {
        and: Vec<RawCondition>,
    },
    Or {
        or: Vec<RawCondition>,
    },
    Not {
        not: Box<RawCondition>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawContradiction {
    pub id: String,
    pub text: RawText,
    pub when: RawCondition,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawMetric {
    pub id: String,
    pub theme: String,
    pub tag: Tag,
    pub weight: f64,
    pub from_table: RawFromTable,
    pub text: RawText,
    pub short: RawText,
    pub why: RawText,
    pub prevent: RawText,
    pub respond: RawText,
    #[serde(default)]
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawGate {
    pub id: String,
    pub floor: BandName,
    pub title: RawText,
    pub text: RawText,
    pub prevent: RawText,
    #[serde(with = "serde_norway::with::singleton_map")]
    pub rule: RawRule,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RawRule {
    SinglePoint {
        sales_stop_gte: f64,
    },
    OneCountrySupply {
        share_gte: f64,
        qualified_below: f64,
    },
    OneCountrySales {
        share_gte: f64,
        share: String,
        question: String,
        level_gte: f64,
    },
    Levels {
        all: Vec<RawAny>,
    },
    Illiquid {},
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAny {
    pub any: Vec<RawLevel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLevel {
    pub question: String,
    pub level_gte: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTables {
    pub suppliers: RawTable,
    pub markets: RawTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTable {
    pub title: RawText,
    pub intro: RawText,
    pub columns: Vec<RawColumn>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RawCell {
    Text,
    Choice,
    Choices,
    Country,
    Money,
    Percent,
    Weeks,
    Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawColumn {
    pub key: String,
    #[serde(rename = "type")]
    pub cell: RawCell,
    pub title: RawText,
    pub help: RawText,
    #[serde(default)]
    pub options: Vec<RawCellOption>,
    #[serde(default)]
    pub headings: Vec<String>,
    #[serde(default)]
    pub timed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCellOption {
    pub key: String,
    pub text: RawText,
    /// Said for the author's sake; the code knows which categories are services.
    #[serde(default)]
    pub service: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawIndustry {
    pub id: String,
    pub title: RawText,
    pub first: RawText,
    #[serde(default)]
    pub multipliers: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawScenarios {
    pub note: RawText,
    pub assumptions: RawAssumptions,
    pub combos: Vec<RawCombo>,
    pub scenarios: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAssumptions {
    pub recapture: RawRecapture,
    pub pass_through: Option<RawByAnswer>,
    pub switch_weeks: Option<RawByAnswer>,
    pub stock_cost: f64,
    pub basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRecapture {
    pub default: f64,
    #[serde(default)]
    pub industries: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawByAnswer {
    pub question: String,
    pub options: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCombo {
    pub id: String,
    pub title: RawText,
    pub scenarios: Vec<String>,
    #[serde(default)]
    pub offset_weeks: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawScenario {
    pub id: String,
    pub title: RawText,
    pub lens: Lens,
    pub kind: ScenarioKind,
    pub certainty: Certainty,
    pub horizon: Horizon,
    #[serde(default)]
    pub measures: Vec<String>,
    #[serde(default)]
    pub rows: BTreeMap<String, OneOrMany>,
    pub sales: Option<SalesHit>,
    #[serde(default)]
    pub answers: Vec<RawLevel>,
    pub shock: RawShock,
    pub basis: Basis,
    pub prevent: Vec<RawText>,
    pub respond: Vec<RawText>,
    #[serde(default)]
    pub analogues: Vec<String>,
}

/// `country: selected` or `category: [chip, magnet]`.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawShock {
    pub share_lost: [f64; 3],
    pub weeks: [f64; 3],
    pub price_mult: [f64; 3],
    pub price_weeks: f64,
    pub price_of: Option<PriceOf>,
    pub also_market_share: Option<String>,
    pub fixed_cost_jpy: Option<[f64; 3]>,
    pub note: Option<RawText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAction {
    pub id: String,
    pub title: RawText,
    pub how: RawText,
    pub effect: RawEffect,
}

/// `{stock_weeks: 4}`.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum RawEffect {
    StockWeeks { stock_weeks: f64 },
    Alternatives { alternatives: String },
    Ceiling { ceiling: f64 },
    MarketMoved { market_moved: f64 },
    PassThrough { pass_through: String },
    CreditMonths { credit_months: f64 },
    Hedged { hedged: f64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProgramme {
    pub source: String,
    pub who: RawText,
    pub when: Vec<Situation>,
    pub confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTerm {
    pub id: String,
    pub term: RawText,
    pub meaning: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCountry {
    pub id: String,
    pub title: RawText,
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFirm {
    pub id: String,
    pub title: RawText,
    pub story: RawText,
    pub expect: RawText,
    pub twist: RawText,
    #[serde(default)]
    pub scenarios: Vec<String>,
    #[serde(default)]
    pub profile: BTreeMap<String, Value>,
    #[serde(default)]
    pub markets: Vec<Value>,
    #[serde(default)]
    pub suppliers: Vec<Value>,
    #[serde(default)]
    pub answers: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawKit {
    pub id: String,
    pub code: String,
    pub firm: String,
    pub title: RawText,
    pub aim: RawText,
    pub steps: Vec<RawStep>,
    pub agendas: Vec<RawAgenda>,
    #[serde(default)]
    pub traps: Vec<RawTrap>,
    #[serde(default)]
    pub injects: Vec<RawInject>,
    pub choices: Vec<RawKitChoice>,
    pub budget: u64,
    pub before: u8,
    pub after: u8,
    pub monday: Vec<RawMonday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawStep {
    pub id: String,
    pub kind: StepKind,
    pub title: RawText,
    pub question: RawText,
    pub say: RawText,
    #[serde(default)]
    pub ask: Vec<RawText>,
    #[serde(default)]
    pub missed: Vec<RawText>,
    pub inject: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAgenda {
    pub minutes: u16,
    /// `[read, 10]`
    pub steps: Vec<(String, u16)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTrap {
    pub title: RawText,
    #[serde(default)]
    pub rows: Vec<String>,
    #[serde(default)]
    pub questions: Vec<String>,
    pub missed: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawInject {
    pub id: String,
    pub title: RawText,
    pub card: RawText,
    pub scenario: String,
    #[serde(default)]
    pub turned: Turned,
    pub debrief: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawKitChoice {
    pub action: String,
    pub cost: u64,
    pub note: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawMonday {
    pub text: RawText,
    pub question: String,
}
