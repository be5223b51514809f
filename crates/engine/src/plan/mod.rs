//! What to do: `first_steps` from the answers alone, [`offers`] with the scenarios in one list.
//!
//! From the answers: each weak point is taken away in turn, and the case is
//! scored again as a whole.
//!
//! *Why a full re-score and never a scaled part of the receipt*: themes multiply, conditions
//! open and close, and gates fall or stay; only the whole sum says what would come of it (A13).

mod budget;
mod offers;

#[cfg(test)]
#[cfg(feature = "yaml")]
pub(crate) use offers::tests as tests_of_offers;

pub use budget::{WHOLE, within_budget};
pub use offers::{Offer, offers, projected, replanned, runs};

use crate::assessment::{Assessment, Edit, Given, Path};
use crate::content::{Gate, GateRule, Id, Kind, Module, Pack, Question};
use crate::measure::{Interval, Truth};
use crate::score::{Entry, GateState, ModuleScore, Score, score, score_along};
use crate::suppliers::{Alternatives, Figures, Supplier};
use crate::table::Country;

/// An answer that carries at least this risk (level 2 of 4) is a weak point.
const WEAK: f64 = 0.5;

/// A weak point, and what its removal does to the score of its module.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is weak.
    pub what: Weak,
    /// Its module.
    pub module: Id,
    /// The module's score as it is, 0 to 100.
    pub before: Interval,
    /// The module's score without it, all else unchanged.
    pub after: Interval,
    /// The gates that would no longer hold, or no longer for certain.
    pub removes: Vec<Id>,
}

/// What is weak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weak {
    /// The answer to a question.
    Answer(Id),
    /// The rows of the supplier table behind a gate, by their index.
    Gate(Id, Vec<usize>),
    /// The rows of the supplier table behind a figure of it.
    Metric(Id, Vec<usize>),
}

impl Step {
    /// By how many points either end of the range falls at most.
    #[must_use]
    pub fn lowers(&self) -> f64 {
        (self.before.low - self.after.low).max(self.before.high - self.after.high)
    }
}

/// What to do first: removing a gate comes before any gain of points, then the larger gain
/// (method A13). Empty where no score can be worked out.
#[must_use]
pub fn first_steps(pack: &Pack, assessment: &Assessment) -> Vec<Step> {
    let path = Path::of(pack, assessment);
    let Ok(now) = score_along(pack, assessment, &path) else {
        return Vec::new();
    };
    let mut steps: Vec<Step> = Vec::new();
    for (module, before) in pack.modules.iter().zip(&now.modules) {
        let weak = weak_rows(module, before, &path.figures, &assessment.suppliers);
        let answers = before
            .receipt
            .iter()
            .filter(|entry| entry.risk.low >= WEAK)
            .filter_map(|entry| module.questions.iter().find(|known| known.id == entry.item))
            .filter_map(|question| {
                let edit = Edit::Answered {
                    question: question.id.clone(),
                    given: best(question)?,
                    estimate: false,
                };
                let mut better = assessment.clone();
                better.apply(edit);
                Some((Weak::Answer(question.id.clone()), better))
            });
        let tables = weak.into_iter().map(|weak| {
            let rows = weak.rows().to_vec();
            (weak, with_alternatives(assessment, &rows))
        });
        steps.extend(tables.chain(answers).filter_map(|(what, better)| {
            let after = score(pack, &better).ok()?;
            let after = after.modules.iter().find(|one| one.id == module.id)?;
            let step = Step {
                what,
                module: module.id.clone(),
                before: before.score,
                after: after.score,
                removes: removed(before, after),
            };
            (step.lowers() > 0.0 || !step.removes.is_empty()).then_some(step)
        }));
    }
    // A stable sort: equal effects stay in the pack's order.
    steps.sort_by(|one, other| {
        let gates = other.removes.len().cmp(&one.removes.len());
        gates.then(other.lowers().total_cmp(&one.lowers()))
    });
    steps
}

/// Single answers that are as bad as an answer can be, the heaviest first.
#[must_use]
pub fn red_flags(score: &Score) -> Vec<(&ModuleScore, &Entry)> {
    let mut flags: Vec<(&ModuleScore, &Entry)> = score
        .modules
        .iter()
        .flat_map(|module| module.receipt.iter().map(move |entry| (module, entry)))
        .filter(|(_, entry)| entry.risk.low >= 1.0)
        .collect();
    flags.sort_by(|(_, one), (_, other)| other.part.high.total_cmp(&one.part.high));
    flags
}

/// The rows of the supplier table behind a gate, by their index; none where it rests on answers.
#[must_use]
pub fn gate_rows(gate: &Gate, state: &GateState, figures: &Figures) -> Vec<usize> {
    match gate.rule {
        GateRule::OneCountrySupply { .. } => {
            let largest = figures
                .countries
                .iter()
                .find(|slice| slice.key.is_some_and(|country| country != Country::JAPAN));
            let unknown = figures.countries.iter().find(|slice| slice.key.is_none());
            let open = unknown.filter(|_| state.state == Truth::Possible);
            let both = largest.into_iter().chain(open);
            both.flat_map(|slice| slice.rows.iter().copied()).collect()
        }
        GateRule::SinglePoint { .. } | GateRule::OneCountrySales { .. } => state.rows.clone(),
        GateRule::Levels(_) | GateRule::Illiquid => Vec::new(),
    }
}

/// The questions a gate rests on.
#[must_use]
pub fn gate_questions(gate: &Gate) -> Vec<&Id> {
    match &gate.rule {
        GateRule::OneCountrySales {
            question, switch, ..
        } => vec![question, switch],
        GateRule::Levels(groups) => groups.iter().flatten().map(|(id, _)| id).collect(),
        GateRule::SinglePoint { .. } | GateRule::OneCountrySupply { .. } | GateRule::Illiquid => {
            Vec::new()
        }
    }
}

/// How long sales stop, weeks, and at most which share of them (0 to 1), if the supply of one of
/// these rows ends: the shortest and the longest gap. `None` where one of them is not known.
#[must_use]
pub fn stop(rows: &[&Supplier]) -> Option<(Interval, f64)> {
    let gaps = rows.iter().map(|row| row.gap());
    let weeks = gaps.reduce(Interval::hull)?;
    let sales = rows
        .iter()
        .map(|row| row.sales_stopped().high)
        .fold(0.0, f64::max);
    weeks.high.is_finite().then_some((weeks, sales))
}

impl Weak {
    /// The rows of the supplier table it rests on.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        match self {
            Self::Answer(_) => &[],
            Self::Gate(_, rows) | Self::Metric(_, rows) => rows,
        }
    }
}

/// The weak points that stand in the supplier table. The same rows are named once.
fn weak_rows(
    module: &Module,
    score: &ModuleScore,
    figures: &Figures,
    suppliers: &[Supplier],
) -> Vec<Weak> {
    let certain = score
        .gates
        .iter()
        .filter(|state| state.state == Truth::Certain);
    let mut weak: Vec<Weak> = certain
        .filter_map(|state| {
            let gate = module.gates.iter().find(|gate| gate.id == state.id)?;
            Some(Weak::Gate(gate.id.clone(), gate_rows(gate, state, figures)))
        })
        .filter(|weak| !weak.rows().is_empty())
        .collect();
    for metric in &module.metrics {
        let rows: Vec<usize> = suppliers
            .iter()
            .enumerate()
            .filter(|(_, row)| row.is_good() == Truth::Certain && row.recovery_gap().low >= WEAK)
            .map(|(index, _)| index)
            .collect();
        let named = |row: &usize| weak.iter().any(|other| other.rows().contains(row));
        if !rows.is_empty() && !rows.iter().all(named) {
            weak.push(Weak::Metric(metric.id.clone(), rows));
        }
    }
    weak
}

/// The case with two qualified alternatives for these rows.
fn with_alternatives(assessment: &Assessment, rows: &[usize]) -> Assessment {
    let mut better = assessment.clone();
    for &row in rows {
        if let Some(row) = better.suppliers.get_mut(row) {
            row.alternatives = Some(Alternatives::TwoQualified);
        }
    }
    better
}

/// The answer with the least risk; `None` for a question that is not scored.
fn best(question: &Question) -> Option<Given> {
    question.weighed.as_ref()?;
    let option = || {
        let scored = question
            .kind
            .options()
            .iter()
            .filter_map(|option| Some((option.risk?, option)));
        scored
            .min_by(|(one, _), (other, _)| one.total_cmp(other))
            .map(|(_, option)| option.key.clone())
    };
    match &question.kind {
        Kind::Single(_) => option().map(Given::Choice),
        Kind::Multi(..) => option().map(|key| Given::Choices(vec![key])),
        Kind::Percent(bands) | Kind::Integer(bands) | Kind::Money(bands) => {
            let starts = std::iter::once(0.0).chain(bands.iter().filter_map(|band| band.below));
            let (start, _) = starts
                .zip(bands)
                .min_by(|(_, one), (_, other)| one.risk.total_cmp(&other.risk))?;
            question.unit()?.number(start).map(Given::Number)
        }
    }
}

/// The gates that hold before for certain or perhaps, and after less so.
fn removed(before: &ModuleScore, after: &ModuleScore) -> Vec<Id> {
    let state = |score: &ModuleScore, id: &Id| {
        let gate = score.gates.iter().find(|gate| gate.id == *id);
        gate.map_or(Truth::No, |gate| gate.state)
    };
    before
        .gates
        .iter()
        .filter(|gate| gate.state == Truth::Certain && state(after, &gate.id) < Truth::Certain)
        .map(|gate| gate.id.clone())
        .collect()
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests {
    use std::path::Path;

    use super::{Weak, first_steps, red_flags};
    use crate::assessment::{Assessment, Edit};
    use crate::content::{Id, Language, Pack, read_folder};
    use crate::score::score;
    use crate::suppliers::Alternatives;

    fn pack() -> Pack {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    }

    fn firms(pack: &Pack) -> Vec<Assessment> {
        let read = |firm| Assessment::of_firm(pack, firm, Language::En).expect("a firm");
        pack.firms.iter().map(read).collect()
    }

    #[test]
    fn what_a_step_says_is_what_comes_of_it() {
        let pack = pack();
        for firm in firms(&pack) {
            for step in first_steps(&pack, &firm) {
                let mut better = firm.clone();
                match &step.what {
                    Weak::Answer(question) => {
                        let given = super::best(pack.question(question.as_str()).expect("asked"));
                        better.apply(Edit::Answered {
                            question: question.clone(),
                            given: given.expect("scored"),
                            estimate: false,
                        });
                    }
                    Weak::Gate(_, rows) | Weak::Metric(_, rows) => {
                        for row in rows {
                            better.suppliers[*row].alternatives = Some(Alternatives::TwoQualified);
                        }
                    }
                }
                let after = score(&pack, &better).expect("an industry");
                let module = after.modules.iter().find(|one| one.id == step.module);
                assert_eq!(module.map(|one| one.score), Some(step.after), "{step:?}");
            }
        }
    }

    #[test]
    fn removing_a_gate_comes_first_and_then_the_larger_gain() {
        let pack = pack();
        for firm in firms(&pack) {
            let steps = first_steps(&pack, &firm);
            assert!(!steps.is_empty());
            let ranked = steps.is_sorted_by(|one, other| {
                (one.removes.len(), one.lowers()) >= (other.removes.len(), other.lowers())
            });
            assert!(ranked, "{steps:?}");
        }
    }

    #[test]
    fn the_pump_maker_first_frees_itself_from_single_sources() {
        let pack = pack();
        let firm = pack
            .firms
            .iter()
            .position(|firm| firm.id == Id::from("case.soramame_pump"))
            .expect("the firm");
        let steps = first_steps(&pack, &firms(&pack)[firm]);
        assert!(
            matches!(&steps[0].what, Weak::Gate(gate, rows) if gate.as_str() == "single_point" && !rows.is_empty()),
            "{:?}",
            steps[0]
        );
        assert_eq!(steps[0].removes, [Id::from("single_point")]);
    }

    #[test]
    fn without_an_industry_there_is_nothing_to_say() {
        assert!(first_steps(&pack(), &Assessment::default()).is_empty());
    }

    #[test]
    fn red_flags_are_the_worst_answers_alone() {
        let pack = pack();
        for firm in firms(&pack) {
            let score = score(&pack, &firm).expect("an industry");
            for (_, entry) in red_flags(&score) {
                assert!(entry.risk.low >= 1.0);
            }
        }
    }
}
