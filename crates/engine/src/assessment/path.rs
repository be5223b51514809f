//! Which questions apply, and what their answers are once the tables have spoken.
//!
//! A question that a table answers takes the table's figure while its own answer is missing or
//! only an estimate; an answer that was confirmed overrides the table, and is marked as such.
//! *Why here*: conditions, scores, contradictions and the pages all ask the same thing, and
//! must get the same answer.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::{Answer, Assessment, Given};
use crate::content::{Facts, FromTable, Id, Kind, Known, Measure, Pack, Question, TableName};
use crate::markets;
use crate::measure::{Interval, Truth};
use crate::suppliers::Figures;

/// Where the answer that counts comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Origin {
    /// Given and confirmed.
    Answered,
    /// Given in the five-minute check.
    Estimate,
    /// Taken from a table.
    Table,
    /// Given although a table says it too.
    Override,
    /// "Don't know".
    Unknown,
    /// Not answered yet.
    Unanswered,
    /// "Does not apply to us".
    NotApplicable,
}

/// One question on the way through the questionnaires.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The question.
    pub question: &'a Question,
    /// Whether it applies: its condition, decided as far as the answers go.
    pub applies: Truth,
    /// What is known of its answer.
    pub known: Known,
    /// Where that comes from.
    pub origin: Origin,
}

impl Step<'_> {
    /// What a condition sees of the answer: nothing of a question that is not asked.
    fn counted(&self, applies: Truth) -> &Known {
        match applies {
            Truth::No => &Known::NotAsked,
            Truth::Possible => &Known::Open,
            Truth::Certain => &self.known,
        }
    }

    /// Whether the question is asked: it applies, or it cannot be decided yet.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.applies != Truth::No
    }
}

/// All questions of a pack, with what an assessment says to each.
#[derive(Debug)]
pub struct Path<'a> {
    pack: &'a Pack,
    steps: Vec<Step<'a>>,
    /// The figures of the supplier table.
    pub figures: Figures,
    top_market: Option<Interval>,
}

impl<'a> Path<'a> {
    /// The path of an assessment through a pack.
    #[must_use]
    pub fn of(pack: &'a Pack, assessment: &Assessment) -> Self {
        // Suppliers under one owner count as one.
        let figures = Figures::of(&assessment.book.by_owner(&assessment.suppliers));
        let top_market = markets::top_foreign_share(&assessment.markets);
        Self::with(pack, assessment, figures, top_market)
    }

    /// The same while both tables are empty, for which nothing has to be worked out.
    #[must_use]
    pub fn of_answers(pack: &'a Pack, assessment: &Assessment) -> Self {
        Self::with(pack, assessment, Figures::default(), None)
    }

    fn with(
        pack: &'a Pack,
        assessment: &Assessment,
        figures: Figures,
        top_market: Option<Interval>,
    ) -> Self {
        let mut path = Self {
            pack,
            steps: Vec::new(),
            figures,
            top_market,
        };
        for question in pack.questions() {
            let (known, origin) = path.answer_to(question, assessment);
            path.steps.push(Step {
                question,
                applies: Truth::Certain,
                known,
                origin,
            });
        }
        // A condition may look at a question that stands further down, so the answers come first.
        let applies = Asked::of(&path).all();
        for (step, applies) in path.steps.iter_mut().zip(applies) {
            step.applies = applies;
        }
        path
    }

    /// Every question, in the pack's order.
    #[must_use]
    pub fn steps(&self) -> &[Step<'a>] {
        &self.steps
    }

    /// One question.
    #[must_use]
    pub fn step(&self, question: &str) -> Option<&Step<'a>> {
        self.steps.get(self.pack.number_of(question)?)
    }

    /// A figure of a table: per cent, a count, weeks or a risk, as the measure says.
    #[must_use]
    pub fn figure(&self, measure: Measure) -> Option<Interval> {
        let percent = |share: Option<Interval>| share.map(|share| share.map(percent_of));
        match measure {
            Measure::TopSupplierShare => percent(self.figures.top_supplier_share),
            Measure::TopForeignCountryShare => percent(self.figures.top_foreign_country_share),
            Measure::SingleSourceItems => self.figures.single_source_items,
            Measure::LowestStockWeeks => self.figures.lowest_stock_weeks,
            // An empty country is one that nobody knows, or one not entered yet: a row with an
            // unknown cell makes a figure a range (A1), and filling it in must not leave it (A10).
            Measure::KnownOriginShare => {
                percent(self.figures.known_origin_share).map(|known| Interval {
                    high: 100.0,
                    ..known
                })
            }
            Measure::TopForeignMarketShare => percent(self.top_market),
            Measure::RecoveryGap => self.figures.recovery_gap,
        }
    }

    /// What the table says to a question, where it says anything.
    #[must_use]
    pub fn table_says(&self, question: &Question) -> Option<Known> {
        let from = question.from_table.as_ref()?;
        let figure = self.figure(from.measure)?;
        Some(match &question.kind {
            Kind::Single(_) => Known::OneOf(options_between(from, figure)),
            _ => Known::Number(figure),
        })
    }

    /// What a condition sees of the answer to a question.
    #[must_use]
    pub fn answer(&self, question: &str) -> &Known {
        let step = self.step(question);
        step.map_or(&Known::Open, |step| step.counted(step.applies))
    }

    /// The first open question a condition waits for.
    #[must_use]
    pub fn waits_for(&self, question: &Question) -> Option<&Question> {
        let asked = question.when.as_ref()?.questions();
        asked.into_iter().find_map(|id| {
            let step = self.step(id.as_str())?;
            matches!(step.known, Known::Open).then_some(step.question)
        })
    }

    fn answer_to(&self, question: &Question, assessment: &Assessment) -> (Known, Origin) {
        if let Some(given) = assessment.profile.get(&question.id) {
            return (known(given), origin(given, false));
        }
        let (given, estimate) = match assessment.answers.get(&question.id) {
            Some(Answer {
                given: Some(given),
                estimate,
                ..
            }) => (Some(given), *estimate),
            _ => (None, false),
        };
        let table = self.table_says(question);
        match (given, table) {
            (Some(given), Some(_)) if given.is_known() && !estimate => {
                (known(given), Origin::Override)
            }
            (_, Some(table)) => (table, Origin::Table),
            (Some(given), None) => (known(given), origin(given, estimate)),
            (None, None) => (Known::Open, Origin::Unanswered),
        }
    }
}

/// Which questions apply, decided one after another and each once.
struct Asked<'p, 'a> {
    path: &'p Path<'a>,
    decided: Vec<Cell<Option<Truth>>>,
}

impl<'p, 'a> Asked<'p, 'a> {
    fn of(path: &'p Path<'a>) -> Self {
        Self {
            path,
            decided: path.steps.iter().map(|_| Cell::new(None)).collect(),
        }
    }

    fn all(&self) -> Vec<Truth> {
        let steps = self.path.steps.iter().zip(&self.decided);
        steps.map(|(step, cell)| self.one(step, cell)).collect()
    }

    fn one(&self, step: &Step<'_>, cell: &Cell<Option<Truth>>) -> Truth {
        let Some(when) = &step.question.when else {
            return Truth::Certain;
        };
        if let Some(decided) = cell.get() {
            return decided;
        }
        // The pack's check refuses circles; in a damaged pack one ends here, undecided.
        cell.set(Some(Truth::Possible));
        let decided = when.decide(self);
        cell.set(Some(decided));
        decided
    }
}

impl Facts for Asked<'_, '_> {
    fn answer(&self, question: &Id) -> &Known {
        let number = self.path.pack.number_of(question.as_str());
        let found = number.and_then(|at| Some((self.path.steps.get(at)?, self.decided.get(at)?)));
        let Some((step, cell)) = found else {
            return &Known::Open;
        };
        step.counted(self.one(step, cell))
    }

    fn figure(&self, measure: Measure) -> Option<Interval> {
        self.path.figure(measure)
    }

    fn has_row(&self, _: TableName, _: &BTreeMap<Id, Vec<Id>>) -> Truth {
        // The pack's check refuses it here: whether a question is asked hangs on answers only.
        Truth::Possible
    }
}

/// A share, 0 to 1, in per cent. What is exactly 29 % must not fall below a bound of 29 by the
/// last bit of a division, nor by the factor all money was multiplied with.
fn percent_of(share: f64) -> f64 {
    libm::round(share * 1e11) / 1e9
}

fn known(given: &Given) -> Known {
    match given {
        Given::Choice(key) => Known::OneOf(vec![key.clone()]),
        Given::Choices(keys) => Known::AllOf(keys.clone()),
        Given::Number(number) => Known::Number(Interval::known(number.get())),
        Given::Unknown => Known::Open,
        Given::NotApplicable => Known::NotApplicable,
    }
}

fn origin(given: &Given, estimate: bool) -> Origin {
    match given {
        Given::Unknown => Origin::Unknown,
        Given::NotApplicable => Origin::NotApplicable,
        _ if estimate => Origin::Estimate,
        _ => Origin::Answered,
    }
}

/// The options a figure may stand for: those of every range it touches.
fn options_between(from: &FromTable, figure: Interval) -> Vec<Id> {
    let mut floor = f64::NEG_INFINITY;
    let mut touched = Vec::new();
    for (below, option) in &from.options {
        let ceiling = below.unwrap_or(f64::INFINITY);
        if figure.low < ceiling && figure.high >= floor {
            touched.push(option.clone());
        }
        floor = ceiling;
    }
    touched
}
