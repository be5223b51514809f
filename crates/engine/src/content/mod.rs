//! What Sonae asks and weighs: the pack, as data.
//!
//! `raw` is the pack as its authors write it (YAML), `check` finds every fault at once and
//! turns it into a [`Pack`], which is sound by construction: every reference resolves, every
//! text stands in both languages, no condition goes in a circle. The app and the command line
//! embed a checked pack; this room knows no answer.

#[cfg(feature = "yaml")]
mod check;
mod condition;
mod dictionary;
mod pack_file;
#[cfg(feature = "yaml")]
mod raw;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "yaml")]
pub(crate) use check::{case_of, files_in, read_file};
#[cfg(feature = "yaml")]
pub use check::{embed, read_folder};
pub use condition::{Condition, Facts, Known};
pub use dictionary::Dictionary;

use crate::measure::{Interval, Unit};

/// The name of a question, an option, a theme …: what it is about, never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Box<str>);

impl Id {
    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A language of the pack and of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Japanese, the first language.
    Ja,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The BCP 47 tag, as in the `lang` attribute.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

/// A text in every language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    ja: Box<str>,
    en: Box<str>,
}

impl Text {
    /// A text from its two wordings.
    #[must_use]
    pub fn new(ja: &str, en: &str) -> Self {
        Self {
            ja: ja.into(),
            en: en.into(),
        }
    }

    /// The wording in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Everything an assessment is made with: questions, weights, tables, scenarios, sources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Who it is: `core`.
    pub id: Id,
    /// Its version, as printed on every report.
    pub version: String,
    /// The version of the method (part A) its weights are made for.
    pub method: String,
    /// When its facts were last looked at, `YYYY-MM-DD`.
    pub as_of: String,
    /// When they should be looked at again, `YYYY-MM-DD`.
    pub review_by: String,
    /// Under which licence it may be used.
    pub licence: String,
    /// What it is called.
    pub title: Text,
    /// SHA-256 of the pack's content in lower-case hex.
    pub hash: String,
    /// Old question ids, and the ids that stand for them now.
    pub renamed: BTreeMap<Id, Id>,
    /// Where the facts come from, by key.
    pub sources: BTreeMap<Id, Source>,
    /// The questions about the firm itself; none of them is scored.
    pub profile: Vec<Question>,
    /// The three questionnaires, in order.
    pub modules: Vec<Module>,
    /// The twelve questions of the five-minute check.
    pub quick_check: Vec<Id>,
    /// The supplier table and the market table.
    pub tables: Tables,
    /// Which answers do not go together.
    pub contradictions: Vec<ContradictionRule>,
    /// The industries, each an option of `profile.industry`.
    pub industries: Vec<Industry>,
    /// The countries, by ISO 3166 alpha-2 code.
    pub countries: BTreeMap<Id, CountryName>,
    /// Scenarios, and which are played together.
    pub scenarios: Scenarios,
    /// The words that need an explanation.
    pub glossary: Vec<Term>,
    /// Fictional firms to try the tool with.
    pub firms: Vec<Firm>,
}

impl Pack {
    /// The id of the profile question no score can do without.
    pub const INDUSTRY: &'static str = "profile.industry";
    /// The id of the profile question the listed spend is held against.
    pub const SALES: &'static str = "profile.annual_sales";

    /// A question of the profile or of a module.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id.as_str() == id)
    }

    /// All questions: the profile first, then the modules in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.profile
            .iter()
            .chain(self.modules.iter().flat_map(|module| &module.questions))
    }

    /// A module by its id.
    #[must_use]
    pub fn module(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.id.as_str() == id)
    }

    /// The module a question or metric belongs to.
    #[must_use]
    pub fn module_of(&self, item: &str) -> Option<&Module> {
        self.modules.iter().find(|module| {
            module
                .questions
                .iter()
                .any(|question| question.id.as_str() == item)
                || module
                    .metrics
                    .iter()
                    .any(|metric| metric.id.as_str() == item)
        })
    }

    /// The code of a country written as a code or as a name, in any language and case.
    #[must_use]
    pub fn country(&self, written: &str) -> Option<&Id> {
        let wanted = written.trim().to_lowercase();
        self.countries.iter().find_map(|(code, name)| {
            let matches = code.as_str().eq_ignore_ascii_case(&wanted)
                || Language::ALL
                    .iter()
                    .any(|&language| name.title.in_language(language).to_lowercase() == wanted)
                || name.also.contains(&wanted);
            matches.then_some(code)
        })
    }

    /// A rule about answers that do not go together, by its id.
    #[must_use]
    pub fn contradiction(&self, id: &str) -> Option<&ContradictionRule> {
        self.contradictions
            .iter()
            .find(|rule| rule.id.as_str() == id)
    }

    /// An industry by its id.
    #[must_use]
    pub fn industry(&self, id: &str) -> Option<&Industry> {
        self.industries
            .iter()
            .find(|industry| industry.id.as_str() == id)
    }
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The document or the case, in words a reader knows.
    pub title: Text,
    /// Who published it.
    pub publisher: Text,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was published or happened: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
    /// When it was last looked at, `YYYY-MM-DD`.
    pub as_of: String,
    /// When it should be looked at again, `YYYY-MM-DD`.
    pub review_by: String,
    /// What happened, or what it is.
    pub summary: Option<Text>,
    /// Not read by us: shown as not verified, and no fact of it is shown.
    pub unverified: bool,
}

/// The kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A statute or an order.
    Law,
    /// A ministry's guideline.
    Guideline,
    /// A page of a public body.
    Official,
    /// A survey or statistics.
    Statistics,
    /// A scholarly study.
    Study,
    /// Press.
    Press,
    /// The record of a government panel.
    Panel,
    /// Our own summary or judgement.
    Ours,
}

/// What a number in the pack rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A study.
    Study,
    /// A rule or law.
    Regulation,
    /// The judgement of named experts.
    Expert,
    /// An honest assumption, not calibrated yet.
    Assumption,
}

/// One of the three questionnaires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Module {
    /// `supplier`, `coercion`, `technology`.
    pub id: Id,
    /// Its name.
    pub title: Text,
    /// What it is about, in a sentence or two.
    pub intro: Text,
    /// What its weights and levels rest on.
    pub basis: Basis,
    /// Its themes, in order: risks add within one and multiply between them.
    pub themes: Vec<Theme>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
    /// Items that only a table can answer.
    pub metrics: Vec<Metric>,
    /// Fatal points that no good answer elsewhere makes up for.
    pub gates: Vec<Gate>,
}

/// A part of a module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// Its id within the module.
    pub id: Id,
    /// Its name.
    pub title: Text,
}

/// One question, with all that stands beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its id, the same for ever.
    pub id: Id,
    /// What an answer may be, and which risk it carries.
    pub kind: Kind,
    /// How it counts; `None` where it is asked for advice or for other questions only.
    pub weighed: Option<Weighed>,
    /// The question.
    pub text: Text,
    /// Its label in receipts, charts and tables.
    pub short: Text,
    /// What the words mean and how to count.
    pub help: Option<Text>,
    /// One example.
    pub example: Option<Text>,
    /// Why it is asked.
    pub why: Text,
    /// What to do before the event.
    pub prevent: Option<Text>,
    /// What to do after it.
    pub respond: Option<Text>,
    /// How usual "don't know" is; it is always offered.
    pub dont_know: Frequency,
    /// The risk while it is not known.
    pub unknown: Interval,
    /// Under which condition it is asked.
    pub when: Option<Condition>,
    /// The keys of its sources.
    pub sources: Vec<Id>,
    /// Which figure of a table answers it.
    pub from_table: Option<FromTable>,
    /// Whether nothing can be computed without it.
    pub required: bool,
    /// The part of the profile page it stands in.
    pub group: Option<Id>,
    /// What a later feature may assume where it is not answered, said as an assumption.
    pub default: Option<f64>,
    /// Whether its amount may lie below zero.
    pub negative: bool,
}

impl Question {
    /// The unit of its number, and with it the range; `None` for a choice.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        match self.kind {
            Kind::Percent(_) => Some(Unit::Percent),
            Kind::Integer(_) => Some(Unit::Count),
            Kind::Money(_) if self.negative => Some(Unit::Yen),
            Kind::Money(_) => Some(Unit::YenFromZero),
            Kind::Single(_) | Kind::Multi(..) => None,
        }
    }
}

/// How an item counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// The theme it belongs to.
    pub theme: Id,
    /// Its base weight, before the industry's multiplier.
    pub weight: f64,
    /// Whether it is hard to change or not.
    pub tag: Tag,
}

/// What an answer says about the firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// How far the firm is exposed: slow to change.
    Exposure,
    /// How well it is prepared: can be changed.
    Preparedness,
}

/// How usual it is not to know the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Nearly everybody knows.
    None,
    /// Some do not.
    Some,
    /// Not to know is the normal case.
    Common,
}

/// What an answer may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// One of these options.
    Single(Vec<Choice>),
    /// Any number of these options, and how their risks are joined.
    Multi(Vec<Choice>, Option<Combine>),
    /// Per cent, 0 to 100.
    Percent(Vec<Band>),
    /// A whole number.
    Integer(Vec<Band>),
    /// Yen.
    Money(Vec<Band>),
}

impl Kind {
    /// The options of a choice; none for a number.
    #[must_use]
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Single(options) | Self::Multi(options, _) => options,
            Self::Percent(_) | Self::Integer(_) | Self::Money(_) => &[],
        }
    }

    /// The option with this key.
    #[must_use]
    pub fn option(&self, key: &str) -> Option<&Choice> {
        self.options()
            .iter()
            .find(|option| option.key.as_str() == key)
    }

    /// The bands of a number; none for a choice.
    #[must_use]
    pub fn bands(&self) -> &[Band] {
        match self {
            Self::Percent(bands) | Self::Integer(bands) | Self::Money(bands) => bands,
            Self::Single(_) | Self::Multi(..) => &[],
        }
    }

    /// The risk of a number by its band, 0 to 1.
    #[must_use]
    pub fn risk_of(&self, number: f64) -> f64 {
        let bands = self.bands();
        let band = bands
            .iter()
            .find(|band| band.below.is_none_or(|below| number < below));
        band.or(bands.last()).map_or(0.0, |band| band.risk)
    }
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Its key in files.
    pub key: Id,
    /// Its wording.
    pub text: Text,
    /// The risk it carries, 0 to 1; `None` where the question is not scored.
    pub risk: Option<f64>,
    /// "Does not apply": the question is left out.
    pub not_applicable: bool,
    /// "None of these": excludes the others of a multiple choice.
    pub exclusive: bool,
}

/// How the risks of a multiple choice are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// The largest counts.
    Max,
    /// They add up, to 1 at the most.
    Sum,
}

/// The risk of a number below a bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The bound the number lies below; `None` for the last band.
    pub below: Option<f64>,
    /// The risk, 0 to 1.
    pub risk: f64,
}

/// Which figure of a table answers a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FromTable {
    /// The figure.
    pub measure: Measure,
    /// For a choice: the option for each range of the figure.
    pub options: Vec<(Option<f64>, Id)>,
}

/// The figures a table gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The largest supplier's share of the listed spend, per cent.
    TopSupplierShare,
    /// The largest foreign country's share of the listed spend, per cent.
    TopForeignCountryShare,
    /// How many listed goods have no qualified alternative.
    SingleSourceItems,
    /// The lowest stock of a listed item, weeks.
    LowestStockWeeks,
    /// The share of the listed spend whose country of production is known, per cent.
    KnownOriginShare,
    /// The largest foreign market's share of sales, per cent.
    TopForeignMarketShare,
    /// The largest gap between recovering and surviving, weighed by the sales it stops, 0 to 1.
    RecoveryGap,
}

impl Measure {
    /// The table the figure comes from.
    #[must_use]
    pub fn table(self) -> TableName {
        match self {
            Self::TopForeignMarketShare => TableName::Markets,
            _ => TableName::Suppliers,
        }
    }
}

/// The tables a firm fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    /// What is bought, from whom, made where.
    Suppliers,
    /// What is sold, and where.
    Markets,
}

/// A scored item that only a table can answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Its id.
    pub id: Id,
    /// How it counts.
    pub weighed: Weighed,
    /// The figure.
    pub measure: Measure,
    /// What it says, as a sentence.
    pub text: Text,
    /// Its label.
    pub short: Text,
    /// Why it counts.
    pub why: Text,
    /// What to do before the event.
    pub prevent: Text,
    /// What to do after it.
    pub respond: Text,
    /// The keys of its sources.
    pub sources: Vec<Id>,
}

/// A condition that sets a floor under the band, whatever the other answers are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// Its id.
    pub id: Id,
    /// The band it lifts to.
    pub floor: BandName,
    /// What it is called.
    pub title: Text,
    /// What it means.
    pub text: Text,
    /// What removes it.
    pub prevent: Text,
    /// When it holds.
    pub rule: GateRule,
}

/// The bands of a score, from the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandName {
    /// Below 25.
    Low,
    /// 25 to below 50.
    Moderate,
    /// 50 to below 75.
    High,
    /// 75 and above.
    Severe,
}

/// When a gate holds (method A7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum GateRule {
    /// A good without a qualified alternative, whose TTR exceeds its TTS, and without which at
    /// least this share of sales (0 to 1) stops.
    SinglePoint {
        /// The least share of sales that stops.
        sales_stop: f64,
    },
    /// One foreign country makes at least `share` of the listed spend, and less than
    /// `qualified` of that spend has a qualified alternative. Both 0 to 1.
    OneCountrySupply {
        /// The least share of the listed spend.
        share: f64,
        /// The share with a qualified alternative it lies below.
        qualified: f64,
    },
    /// The answer to `question` (per cent) is at least `share` (0 to 1), and the answer to
    /// `switch` carries at least `risk`.
    OneCountrySales {
        /// The question that holds the share of the largest market.
        question: Id,
        /// The least share of sales.
        share: f64,
        /// The question how long moving takes.
        switch: Id,
        /// The least risk of its answer.
        risk: f64,
    },
    /// In every group at least one of the answers carries at least the risk beside it.
    Levels(Vec<Vec<(Id, f64)>>),
    /// Cash ends before the scenario does, under a scenario the firm has run.
    Illiquid,
}

/// The two tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tables {
    /// What is bought.
    pub suppliers: Table,
    /// What is sold.
    pub markets: Table,
}

impl Tables {
    /// One of them by name.
    #[must_use]
    pub fn get(&self, name: TableName) -> &Table {
        match name {
            TableName::Suppliers => &self.suppliers,
            TableName::Markets => &self.markets,
        }
    }
}

/// A table the firm fills in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub title: Text,
    /// What it is for.
    pub intro: Text,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its key in files.
    pub key: Id,
    /// Its heading.
    pub title: Text,
    /// What to enter.
    pub help: Text,
    /// What a cell may be.
    pub cell: CellKind,
    /// Other headings a file may use, in lower case.
    pub headings: Vec<String>,
}

/// What a cell may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CellKind {
    /// Any text.
    Text,
    /// One of these, by key.
    Choice(Vec<(Id, Text)>),
    /// Any number of these, by key.
    Choices(Vec<(Id, Text)>),
    /// A country.
    Country,
    /// Yen.
    Money,
    /// Per cent.
    Percent,
    /// Weeks.
    Weeks,
    /// Days.
    Days,
}

impl CellKind {
    /// Whether this key is one of its options.
    #[must_use]
    pub fn has_option(&self, key: &Id) -> bool {
        match self {
            Self::Choice(options) | Self::Choices(options) => {
                options.iter().any(|(option, _)| option == key)
            }
            _ => false,
        }
    }
}

/// Answers that do not go together, and what to say about them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContradictionRule {
    /// Its id.
    pub id: Id,
    /// What does not go together, and what to look at. Never an accusation.
    pub text: Text,
    /// When they do not.
    pub when: Condition,
}

/// What a country is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountryName {
    /// Its everyday name.
    pub title: Text,
    /// Other ways of writing it in a ledger, in lower case.
    pub also: Vec<String>,
}

/// An industry, and what weighs more or less in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Industry {
    /// Its id, an option of `profile.industry`.
    pub id: Id,
    /// Its name.
    pub title: Text,
    /// What to tell the user first.
    pub first: Text,
    /// Factors on the base weights of some questions.
    pub multipliers: BTreeMap<Id, f64>,
}

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

/// A word that needs an explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its id.
    pub id: Id,
    /// The word.
    pub term: Text,
    /// Its meaning.
    pub meaning: Text,
}

/// A fictional firm: a story, and an assessment of it in each language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Firm {
    /// Its id.
    pub id: Id,
    /// Its name, which says that it is fictional.
    pub title: Text,
    /// Its story.
    pub story: Text,
    /// What a careful reader finds.
    pub expect: Text,
    /// What happens in the middle of a workshop.
    pub twist: Text,
    /// The scenarios that suit it.
    pub scenarios: Vec<Id>,
    /// Its case as an assessment file, where every text stands in both languages (`{ja, en}`).
    pub case: String,
}
