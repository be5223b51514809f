//! Gates: conditions with three values that set a floor under the band (method A7).

use super::GateState;
use crate::assessment::{Assessment, Path};
use crate::content::{GateRule, Id, Known, Module, Pack};
use crate::measure::Truth;
use crate::scenario;
use crate::suppliers::Figures;
use crate::table::Row;

/// The gates of a module that hold or may hold, in the pack's order.
pub(super) fn states(
    pack: &Pack,
    module: &Module,
    path: &Path<'_>,
    assessment: &Assessment,
) -> Vec<GateState> {
    module
        .gates
        .iter()
        .map(|gate| {
            let (state, rows) = state(&gate.rule, pack, path, assessment);
            GateState {
                id: gate.id.clone(),
                state,
                rows,
            }
        })
        .filter(|gate| gate.state != Truth::No)
        .collect()
}

fn state(
    rule: &GateRule,
    pack: &Pack,
    path: &Path<'_>,
    assessment: &Assessment,
) -> (Truth, Vec<usize>) {
    let suppliers = &assessment.suppliers;
    match rule {
        // An empty table says nothing, so the gate stays possible.
        GateRule::SinglePoint { .. } | GateRule::OneCountrySupply { .. }
            if suppliers.iter().all(Row::is_blank) =>
        {
            (Truth::Possible, Vec::new())
        }
        GateRule::SinglePoint { sales_stop } => {
            let points: Vec<Truth> = suppliers
                .iter()
                .map(|row| row.is_single_point(*sales_stop))
                .collect();
            let worst = points.iter().max().copied().unwrap_or(Truth::No);
            let rows = points
                .iter()
                .enumerate()
                .filter(|(_, point)| **point == worst)
                .map(|(index, _)| index);
            (worst, rows.collect())
        }
        GateRule::OneCountrySupply { share, qualified } => (
            Figures::one_country_supply(suppliers, *share, *qualified),
            Vec::new(),
        ),
        GateRule::OneCountrySales {
            question,
            share,
            switch,
            risk,
        } => {
            let large = match path.answer(question.as_str()) {
                Known::Number(percent) => Truth::at_least(*percent, share * 100.0),
                Known::Open => Truth::Possible,
                _ => Truth::No,
            };
            (large.min(at_risk(switch, *risk, path)), Vec::new())
        }
        GateRule::Levels(groups) => {
            let any = |group: &Vec<(Id, f64)>| {
                group
                    .iter()
                    .map(|(id, least)| at_risk(id, *least, path))
                    .max()
            };
            (
                groups.iter().filter_map(any).min().unwrap_or(Truth::No),
                Vec::new(),
            )
        }
        GateRule::Illiquid => {
            let runs = assessment.runs.iter();
            let states = runs.map(|run| scenario::illiquid(pack, assessment, path, run));
            (states.max().unwrap_or(Truth::No), Vec::new())
        }
    }
}

/// Whether the answer to a question carries at least this risk.
fn at_risk(question: &Id, least: f64, path: &Path<'_>) -> Truth {
    let Some(step) = path.step(question.as_str()) else {
        return Truth::No;
    };
    if step.known == Known::NotApplicable {
        return Truth::No;
    }
    step.applies
        .min(Truth::at_least(step.question.risk(&step.known), least))
}
