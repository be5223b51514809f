//! Answers → score as a range, band, gates, coverage, receipt, and what to find out next.
//!
//! Risks add within a theme and safety multiplies between themes; an unknown stays a range;
//! fatal points set a floor that no good answer elsewhere lowers (method A1 to A9). This is the
//! one scorer: the app, the command line and the printed receipt all call [`score`]. Same input,
//! same bytes: logarithm and power come from `libm`, never from the machine.

mod aggregate;
mod gate;
mod movement;

pub use aggregate::{
    between_goalposts_by_ratio, geometric_mean, geometric_safety, logarithmic_mean_split, mean,
    worst_case_bounds,
};
pub use movement::{ModuleMovement, Moved, Movement, Shift, Steps};

use aggregate::{Grown, Part};
use serde::Serialize;

use crate::assessment::{Assessment, Origin, Path, Step};
use crate::content::{BandName, Id, Known, Module, Pack, Weighed};
use crate::finding::{Code, Finding};
use crate::measure::{Interval, Truth};

/// The version of the method: part A of the mathematics, as implemented here.
pub const METHOD: &str = "A1";
/// A band may be called "low" only with at least this coverage (method A6).
pub const COVERAGE_FOR_LOW: f64 = 0.8;

/// The scores of an assessment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The worst of the modules.
    pub overall: Overall,
    /// The modules, in the pack's order.
    pub modules: Vec<ModuleScore>,
}

/// The worst of the modules; they are never averaged (method A4).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overall {
    /// Largest of the lows and largest of the highs, 0 to 100, 100 the worst.
    pub score: Interval,
    /// The lowest and the highest band.
    pub band: [BandName; 2],
    /// The module that sets it: the largest low, then the largest high.
    pub set_by: Id,
}

impl Score {
    /// The bands of the worst module to show: "low" alone only where every module is (A6).
    #[must_use]
    pub fn shown_band(&self) -> [BandName; 2] {
        let shown = self.modules.iter().map(ModuleScore::shown_band);
        shown.fold(self.overall.band, |[lowest, highest], [low, high]| {
            [lowest.max(low), highest.max(high)]
        })
    }

    /// The module that sets the overall score.
    #[must_use]
    pub fn worst(&self) -> Option<&ModuleScore> {
        self.modules
            .iter()
            .find(|module| module.id == self.overall.set_by)
    }

    /// The modules, the worst first.
    #[must_use]
    pub fn worst_first(&self) -> Vec<&ModuleScore> {
        let mut modules: Vec<&ModuleScore> = self.modules.iter().collect();
        modules.sort_by(|one, other| {
            let low = other.score.low.total_cmp(&one.score.low);
            low.then(other.score.high.total_cmp(&one.score.high))
        });
        modules
    }
}

/// The score of one module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModuleScore {
    /// Which module.
    pub id: Id,
    /// 0 to 100, 100 the worst.
    pub score: Interval,
    /// How much of the weight is known, 0 to 1: the mean over themes (method A5).
    pub coverage: f64,
    /// The lowest and the highest band, gates included (method A6).
    pub band: [BandName; 2],
    /// The themes that have an item, in order.
    pub themes: Vec<ThemeScore>,
    /// The gates that hold, or may hold.
    pub gates: Vec<GateState>,
    /// What each item adds to the low and to the high score; the parts add up to them exactly.
    pub receipt: Vec<Entry>,
    /// What was left out, and why.
    pub skipped: Vec<Skipped>,
    /// What narrows the range when it is found out, the most first.
    pub next: Vec<Next>,
}

impl ModuleScore {
    /// The one band the module is in, where it is settled. "Low" needs coverage besides (A6).
    #[must_use]
    pub fn settled_band(&self) -> Option<BandName> {
        let [lowest, highest] = self.band;
        let enough = highest != BandName::Low || self.coverage >= COVERAGE_FOR_LOW;
        (lowest == highest && enough).then_some(highest)
    }

    /// The bands to show: "low" alone only where it is settled (A6).
    #[must_use]
    pub fn shown_band(&self) -> [BandName; 2] {
        if self.settled_band().is_none() && self.band == [BandName::Low; 2] {
            return [BandName::Low, BandName::Moderate];
        }
        self.band
    }
}

/// The risk of one theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeScore {
    /// Which theme.
    pub id: Id,
    /// The weighted mean of its items' risks, 0 to 100.
    pub risk: Interval,
    /// How much of its weight is known, 0 to 1.
    pub coverage: f64,
}

/// A gate that holds or may hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateState {
    /// Which gate.
    pub id: Id,
    /// Possible or certain.
    pub state: Truth,
    /// The rows of the supplier table behind it, by their index.
    pub rows: Vec<usize>,
}

/// A line of the receipt.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The question or metric.
    pub item: Id,
    /// Its theme.
    pub theme: Id,
    /// Where its answer comes from.
    pub origin: Origin,
    /// The answer: options, or a number's range; empty where it is not known.
    pub answer: Shown,
    /// Its risk, 0 to 1.
    pub risk: Interval,
    /// Its weight with the industry's multiplier.
    pub weight: f64,
    /// Its part of the module's low and high score, 0 to 100.
    pub part: Interval,
}

/// An answer as the receipt shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Shown {
    /// Not known.
    Nothing,
    /// One of these options, or all of them for a multiple choice.
    Options(Vec<Id>),
    /// A number, or the range it lies in.
    Number(Interval),
}

/// An item that was left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Skipped {
    /// The question.
    pub item: Id,
    /// The question whose answer leaves it out; `None` where it was answered "does not apply".
    pub because: Option<Id>,
}

/// What finding out one answer does at the least.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Next {
    /// The question or metric.
    pub item: Id,
    /// By how many points the module's range becomes narrower at the least.
    pub narrows_by: f64,
}

/// One scored thing: a question that applies, or a metric.
struct Item<'a> {
    id: &'a Id,
    weighed: &'a Weighed,
    weight: f64,
    origin: Origin,
    answer: Shown,
    risk: Interval,
}

/// Scores an assessment.
///
/// # Errors
/// [`Code::IndustryMissing`]: without the industry there are no weights, and so no score (A2).
/// [`Code::PartOnly`]: a part asks too little for one.
pub fn score(pack: &Pack, assessment: &Assessment) -> Result<Score, Finding> {
    score_along(pack, assessment, &Path::of(pack, assessment))
}

/// Scores an assessment whose path is known already.
///
/// # Errors
/// As [`score`].
pub fn score_along(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
) -> Result<Score, Finding> {
    if assessment.part.is_some() {
        return Err(Finding::new(Code::PartOnly, "part"));
    }
    let industry = assessment
        .industry()
        .and_then(|id| pack.industry(id.as_str()))
        .ok_or_else(|| {
            Finding::new(Code::IndustryMissing, format!("profile.{}", Pack::INDUSTRY))
        })?;
    let mut steps = path.steps().iter().skip(pack.profile.len());
    let modules: Vec<ModuleScore> = pack
        .modules
        .iter()
        .map(|module| {
            let own: Vec<&Step<'_>> = steps.by_ref().take(module.questions.len()).collect();
            let factor = |id: &Id| industry.multipliers.get(id).copied().unwrap_or(1.0);
            let gates = gate::states(pack, module, path, assessment);
            module_score(module, &own, path, gates, &factor)
        })
        .collect();
    Ok(Score {
        overall: overall(&modules),
        modules,
    })
}

fn overall(modules: &[ModuleScore]) -> Overall {
    let worst = modules.iter().reduce(|worst, module| {
        let ahead = module
            .score
            .low
            .total_cmp(&worst.score.low)
            .then(module.score.high.total_cmp(&worst.score.high));
        if ahead.is_gt() { module } else { worst }
    });
    let band = |end: usize| {
        modules
            .iter()
            .filter_map(|module| module.band.get(end))
            .max()
            .copied()
            .unwrap_or(BandName::Low)
    };
    Overall {
        score: modules
            .iter()
            .map(|module| module.score)
            .fold(Interval::known(0.0), Interval::max),
        band: [band(0), band(1)],
        set_by: worst.map_or_else(|| Id::from(""), |module| module.id.clone()),
    }
}

fn module_score(
    module: &Module,
    steps: &[&Step<'_>],
    path: &Path<'_>,
    gates: Vec<GateState>,
    factor: &dyn Fn(&Id) -> f64,
) -> ModuleScore {
    let (items, skipped) = items(module, steps, path, factor);
    let parts: Vec<Part> = items
        .iter()
        .map(|item| Part {
            theme: theme_index(module, item),
            weight: item.weight,
            risk: item.risk,
        })
        .collect();
    let grown = Grown::of(module.themes.len(), &parts);
    let shares = grown.split(&parts);
    let mut next: Vec<Next> = items
        .iter()
        .zip(&parts)
        .filter(|(item, _)| !item.risk.is_known())
        .map(|(item, part)| Next {
            item: item.id.clone(),
            narrows_by: grown.narrowed_by(part),
        })
        .filter(|next| next.narrows_by > 0.0)
        .collect();
    // A stable sort: equal gains stay in the pack's order.
    next.sort_by(|one, other| other.narrows_by.total_cmp(&one.narrows_by));
    let themes = module
        .themes
        .iter()
        .enumerate()
        .filter_map(|(index, theme)| {
            let (risk, coverage) = grown.theme(index)?;
            Some(ThemeScore {
                id: theme.id.clone(),
                risk: risk.map(|risk| risk * 100.0),
                coverage,
            })
        });
    let themes: Vec<ThemeScore> = themes.collect();
    let known: Vec<f64> = themes.iter().map(|theme| theme.coverage).collect();
    let coverage = mean(&known);
    let receipt = items.into_iter().zip(shares).map(|(item, part)| Entry {
        item: item.id.clone(),
        theme: item.weighed.theme.clone(),
        origin: item.origin,
        answer: item.answer,
        risk: item.risk,
        weight: item.weight,
        part,
    });
    ModuleScore {
        id: module.id.clone(),
        score: grown.score(),
        coverage,
        band: bands(module, grown.score(), &gates),
        receipt: receipt.collect(),
        themes,
        gates,
        skipped,
        next,
    }
}

/// The items of a module that count, in the pack's order, and those that were left out.
fn items<'a>(
    module: &'a Module,
    steps: &[&Step<'a>],
    path: &Path<'_>,
    factor: &dyn Fn(&Id) -> f64,
) -> (Vec<Item<'a>>, Vec<Skipped>) {
    let (mut items, mut skipped) = (Vec::new(), Vec::new());
    for step in steps {
        let question = step.question;
        let Some(weighed) = &question.weighed else {
            continue;
        };
        let skip = match (step.applies, &step.known) {
            (Truth::No, _) => Some(
                question
                    .when
                    .as_ref()
                    .and_then(|when| when.questions().first().copied().cloned()),
            ),
            (_, Known::NotApplicable) => Some(None),
            _ => None,
        };
        if let Some(because) = skip {
            skipped.push(Skipped {
                item: question.id.clone(),
                because,
            });
            continue;
        }
        // Whether the question applies at all is open, and so is everything its answer would say.
        let decided = step.applies == Truth::Certain;
        items.push(Item {
            id: &question.id,
            weighed,
            weight: weighed.weight * factor(&question.id),
            origin: step.origin,
            answer: shown(&step.known),
            risk: if decided {
                question.risk(&step.known)
            } else {
                question.unknown
            },
        });
    }
    // The pack's check lets only measures through that are risks themselves.
    for metric in &module.metrics {
        let figure = path.figure(metric.measure);
        items.push(Item {
            id: &metric.id,
            weighed: &metric.weighed,
            weight: metric.weighed.weight * factor(&metric.id),
            origin: if figure.is_some() {
                Origin::Table
            } else {
                Origin::Unanswered
            },
            answer: figure.map_or(Shown::Nothing, Shown::Number),
            risk: figure.unwrap_or(Interval::UNKNOWN_RISK),
        });
    }
    (items, skipped)
}

fn theme_index(module: &Module, item: &Item<'_>) -> usize {
    // The pack's check has made sure that the theme is there.
    module
        .themes
        .iter()
        .position(|theme| theme.id == item.weighed.theme)
        .unwrap_or_default()
}

fn shown(known: &Known) -> Shown {
    match known {
        Known::Open | Known::NotAsked | Known::NotApplicable => Shown::Nothing,
        Known::OneOf(keys) | Known::AllOf(keys) => Shown::Options(keys.clone()),
        Known::Number(range) => Shown::Number(*range),
    }
}

/// The lowest and the highest band: those of the two ends, lifted to the floors of the gates (A6).
fn bands(module: &Module, score: Interval, gates: &[GateState]) -> [BandName; 2] {
    let floor = |least: Truth| {
        let holding = gates.iter().filter(|gate| gate.state >= least);
        holding
            .filter_map(|gate| module.gates.iter().find(|known| known.id == gate.id))
            .map(|gate| gate.floor)
            .max()
    };
    let lift =
        |band: BandName, floor: Option<BandName>| floor.map_or(band, |floor| band.max(floor));
    [
        lift(band_of(score.low), floor(Truth::Certain)),
        lift(band_of(score.high), floor(Truth::Possible)),
    ]
}

/// The band of a score from 0 to 100 (method A6).
#[must_use]
pub fn band_of(score: f64) -> BandName {
    match score {
        score if score < 25.0 => BandName::Low,
        score if score < 50.0 => BandName::Moderate,
        score if score < 75.0 => BandName::High,
        _ => BandName::Severe,
    }
}

/// Rounds parts to whole steps so that what is shown adds up to the rounded total
/// (largest remainder; method §1.5).
#[must_use]
pub fn shown_parts(parts: &[f64], step: f64) -> Vec<f64> {
    let total = (parts.iter().sum::<f64>() / step).round();
    let floors: Vec<f64> = parts.iter().map(|part| (part / step).floor()).collect();
    let missing = (total - floors.iter().sum::<f64>()).max(0.0);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let remainder = |index: usize| {
        parts
            .get(index)
            .map_or(0.0, |part| part / step - (part / step).floor())
    };
    order.sort_by(|&one, &other| remainder(other).total_cmp(&remainder(one)));
    let mut shown = floors;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of at most the parts"
    )]
    for index in order.into_iter().take(missing as usize) {
        if let Some(part) = shown.get_mut(index) {
            *part += 1.0;
        }
    }
    shown.into_iter().map(|count| count * step).collect()
}
