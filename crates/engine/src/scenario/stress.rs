//! All scenarios of the pack side by side, and which single action helps against most of them.

use super::struck::Struck;
use super::touch::touch;
use super::{Class, How, Played, play, prepared};
use crate::assessment::{Assessment, Path, Run};
use crate::content::{Id, Pack};
use crate::measure::{Interval, Truth};
use crate::table::Country;

/// A part of a loss that falls by less than this is no help.
const NOTICED: f64 = 0.01;

/// One scenario among all.
#[derive(Clone, Debug, PartialEq)]
pub struct Stressed {
    /// Which.
    pub run: Run,
    /// Whether it touches the firm.
    pub touches: Truth,
    /// The share of sales that is lost at once, 0 to 1.
    pub sales_hit: Interval,
    /// What comes of it.
    pub played: Played,
}

/// An action, and the scenarios it helps against.
#[derive(Clone, Debug, PartialEq)]
pub struct Helps {
    /// Which.
    pub action: Id,
    /// The scenarios in which less is lost with it, or the firm stands better.
    pub scenarios: Vec<Id>,
    /// By how much all losses together fall at the good end of what is not known, yen.
    pub avoided: f64,
}

/// The runs to compare: each scenario as the firm keeps it alone, or else as the pack has it.
fn runs(pack: &Pack, assessment: &Assessment, country: Option<Country>) -> Vec<Run> {
    let scenarios = pack.scenarios.scenarios.iter();
    scenarios
        .map(|scenario| {
            let plain = Run {
                country,
                ..Run::of([scenario.id.clone()])
            };
            let mut kept = assessment.runs.iter();
            kept.find(|run| run.plays_as(&plain))
                .cloned()
                .unwrap_or(plain)
        })
        .collect()
}

/// Plays every scenario of the pack, in its order.
#[must_use]
pub fn stress(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    country: Option<Country>,
    how: How,
) -> Vec<Stressed> {
    let runs = runs(pack, assessment, country).into_iter();
    runs.filter_map(|run| {
        let scenario = pack.scenario(run.scenarios().next()?.as_str())?;
        Some(Stressed {
            touches: touch(pack, assessment, path, scenario, run.country).touches,
            sales_hit: Struck::of(pack, assessment, path, &run).sales_hit(),
            played: play(pack, assessment, path, &run, how),
            run,
        })
    })
    .collect()
}

/// The actions that help against some scenario, with every most likely value: the one that helps
/// against most first, then the one that avoids most.
#[must_use]
pub fn helping(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    country: Option<Country>,
) -> Vec<Helps> {
    let runs = runs(pack, assessment, country);
    let before: Vec<Played> = runs
        .iter()
        .map(|run| play(pack, assessment, path, run, How::MODE))
        .collect();
    let mut all = Vec::new();
    for action in &pack.actions {
        let mut helps = Helps {
            action: action.id.clone(),
            scenarios: Vec::new(),
            avoided: 0.0,
        };
        for (run, before) in runs.iter().zip(&before) {
            let Some(prepared) = prepared(pack, assessment, path, run, action) else {
                continue;
            };
            let path = Path::of(pack, &prepared.case);
            let how = How {
                spent_before: prepared.spent_before,
                ..How::MODE
            };
            let after = play(pack, &prepared.case, &path, &prepared.run, how);
            let (lost, loses) = (before.loss.p50(), after.loss.p50());
            if is_better(before, &after) {
                helps.scenarios.extend(run.scenarios().cloned());
                helps.avoided += fall(lost.low, loses.low).max(0.0);
            }
        }
        if !helps.scenarios.is_empty() {
            all.push(helps);
        }
    }
    all.sort_by(|one, other| {
        let count = other.scenarios.len().cmp(&one.scenarios.len());
        count.then(other.avoided.total_cmp(&one.avoided))
    });
    all
}

/// By how much a loss falls; what has no bound falls by nothing.
fn fall(before: f64, after: f64) -> f64 {
    if before.is_finite() && after.is_finite() {
        before - after
    } else {
        0.0
    }
}

/// Whether less is lost at one end at least, or the firm stands better.
fn is_better(before: &Played, after: &Played) -> bool {
    let ends = |range: Interval| [range.low, range.high];
    let losses = ends(before.loss.p50())
        .into_iter()
        .zip(ends(after.loss.p50()));
    let mut losses = losses.filter(|(before, _)| *before > 0.0);
    let less = losses.any(|(before, after)| fall(before, after) > NOTICED * before);
    let class = |played: &Played| -> [Class; 2] { played.standing.class };
    let classes = class(before).into_iter().zip(class(after));
    less || classes.into_iter().any(|(before, after)| after < before)
}
