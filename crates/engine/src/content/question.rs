//! The questionnaires: modules, themes, questions, options, bands, metrics, gates.

use serde::{Deserialize, Serialize};

use super::{Basis, Condition, Id, Known, TableName, Text};
use crate::measure::{Interval, Unit};

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
    /// Whether the answer is bound to its time, so that it is asked anew every year.
    pub timed: bool,
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

impl Question {
    /// The risk an answer carries, 0 to 1 (method A1).
    #[must_use]
    pub fn risk(&self, known: &Known) -> Interval {
        let of_key = |key: &Id| {
            self.kind
                .option(key.as_str())
                .and_then(|option| option.risk)
        };
        match (known, &self.kind) {
            (Known::OneOf(keys), _) => {
                let risks = keys.iter().filter_map(of_key).map(Interval::known);
                risks.reduce(Interval::hull).unwrap_or(self.unknown)
            }
            (Known::AllOf(keys), Kind::Multi(_, Some(combine))) => {
                let risks = keys.iter().filter_map(of_key);
                Interval::known(match combine {
                    Combine::Max => risks.fold(0.0, f64::max),
                    Combine::Sum => risks.sum::<f64>().min(1.0),
                })
            }
            (Known::Number(range), kind) => range.map(|number| kind.risk_of(number)),
            (Known::Open | Known::NotAsked | Known::NotApplicable | Known::AllOf(_), _) => {
                self.unknown
            }
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

    /// The options, to be changed.
    pub(super) fn options_mut(&mut self) -> &mut [Choice] {
        match self {
            Self::Single(options) | Self::Multi(options, _) => options,
            Self::Percent(_) | Self::Integer(_) | Self::Money(_) => &mut [],
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
