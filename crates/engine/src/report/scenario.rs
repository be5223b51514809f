//! The command line's contract for a scenario, as design and `docs/formats.md` state it.
//!
//! Numbers are unrounded. A value beyond the horizon, or without a bound, is `null`. So is a
//! median that what is missing makes a range: its two ends stand beside it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assessment::{Assessment, Path, Run};
use crate::content::{Id, Pack, PackName};
use crate::finding::{Code, Finding};
use crate::measure::{Interval, Truth};
use crate::scenario::distribution::Triangular;
use crate::scenario::{Class, How, Input, Played, RowPart, Spread, Struck, play};
use crate::score::METHOD;

/// What comes of a run of one file.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line<'a> {
    file: &'a str,
    method: &'a str,
    pack: PackName,
    scenario: Vec<String>,
    seed: u32,
    draws: u32,
    assumed: Assumed,
    rows: Vec<&'a str>,
    possible_rows: Vec<&'a str>,
    stop_week: Q,
    lost_yen: Q,
    extra_yen: Q,
    loss_yen: Q,
    loss_error_yen: Option<f64>,
    loss_p50_pert_yen: Option<[Option<f64>; 2]>,
    cash: Vec<Month>,
    runway_months: Q,
    need_yen: Q,
    class: Option<Class>,
    class_between: [Class; 2],
    inequalities: Inequalities,
    by_row: Vec<RowLine<'a>>,
    matters_most: Vec<Matters>,
    findings: Vec<Finding>,
}

/// What was played with: low, most likely and high values, and the firm's own.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Assumed {
    events: Vec<AssumedEvent>,
    recapture: [f64; 2],
    pass_through: [f64; 2],
    switch_weeks: [Option<f64>; 2],
    country: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AssumedEvent {
    scenario: String,
    starts_week: f64,
    weeks: [f64; 3],
    share_lost: [f64; 3],
    price_multiple: [f64; 3],
    market_share: [f64; 2],
}

/// Three percentiles.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Q {
    p10: Option<f64>,
    p50: Option<f64>,
    p90: Option<f64>,
    /// The ends of the median, where something is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    p50_between: Option<[Option<f64>; 2]>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Month {
    month: usize,
    #[serde(flatten)]
    cash: Q,
}

/// The numbers of the three inequalities behind the class.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_field_names,
    reason = "a unit stands last in the name of what goes out"
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Inequalities {
    need_yen: [Option<f64>; 2],
    unused_lines_yen: [Option<f64>; 2],
    equity_after_yen: [Option<f64>; 2],
    monthly_contribution_yen: [Option<f64>; 2],
    monthly_fixed_cost_yen: [Option<f64>; 2],
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RowLine<'a> {
    scenario: String,
    row: &'a str,
    hit: Truth,
    stop_week: [Option<f64>; 2],
    weeks: [Option<f64>; 2],
    lost_yen: [Option<f64>; 2],
    extra_yen: [Option<f64>; 2],
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Matters {
    input: String,
    swing_yen: Option<f64>,
}

fn finite(value: f64) -> Option<f64> {
    // Adding zero turns −0 into 0.
    value.is_finite().then_some(value + 0.0)
}

fn ends(range: Interval) -> [Option<f64>; 2] {
    [finite(range.low), finite(range.high)]
}

impl Q {
    fn of(spread: Spread) -> Self {
        let middle = spread.p50();
        let settled = middle.is_known();
        Self {
            p10: finite(spread.p10()),
            p50: finite(middle.low).filter(|_| settled),
            p90: finite(spread.p90()),
            p50_between: (!settled).then(|| ends(middle)),
        }
    }
}

impl<'a> Line<'a> {
    /// Plays a run of the case read from `file`; `notices` are what was found while reading it.
    #[must_use]
    pub fn of(
        file: &'a str,
        pack: &'a Pack,
        assessment: &'a Assessment,
        run: &Run,
        how: How,
        notices: Vec<Finding>,
    ) -> Self {
        let path = Path::of(pack, assessment);
        let struck = Struck::of(pack, assessment, &path, run);
        let played = play(pack, assessment, &path, run, how);
        let mut findings = notices;
        findings.extend(missing(&played, &struck));
        Self {
            file,
            method: METHOD,
            pack: pack.name(),
            scenario: run.scenarios().map(Id::to_string).collect(),
            seed: how.seed,
            draws: if how.draws > 1 { how.draws } else { 0 },
            assumed: Assumed::of(&struck, run),
            rows: rows(assessment, &struck, Truth::Certain),
            possible_rows: rows(assessment, &struck, Truth::Possible),
            stop_week: Q::of(played.stop_week),
            lost_yen: Q::of(played.lost),
            extra_yen: Q::of(played.extra),
            loss_yen: Q::of(played.loss),
            loss_error_yen: played.surety.and_then(|surety| finite(surety.error)),
            loss_p50_pert_yen: played.surety.map(|surety| ends(surety.pert)),
            cash: months(&played),
            runway_months: Q::of(played.runway),
            need_yen: Q::of(played.need),
            class: played.standing.settled(),
            class_between: played.standing.class,
            inequalities: Inequalities {
                need_yen: ends(played.standing.need),
                unused_lines_yen: ends(played.standing.lines),
                equity_after_yen: ends(played.standing.equity_after),
                monthly_contribution_yen: ends(played.standing.contribution),
                monthly_fixed_cost_yen: ends(played.standing.fixed),
            },
            by_row: row_lines(assessment, &struck, &played),
            matters_most: played
                .matters
                .iter()
                .map(|swing| Matters {
                    input: swing.input.key(&struck),
                    swing_yen: finite(swing.size()),
                })
                .collect(),
            findings,
        }
    }

    /// What was noticed: above all what is missing.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The contract's JSON on one line.
    #[must_use]
    pub fn line(&self) -> String {
        // Plain values into memory: nothing here can refuse.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Assumed {
    fn of(struck: &Struck, run: &Run) -> Self {
        let both = |range: Interval| [range.low, range.high];
        let three = |it: &Triangular| [it.low, it.mode, it.high];
        let events = struck.events.iter().map(|event| AssumedEvent {
            scenario: event.scenario.to_string(),
            starts_week: event.starts,
            weeks: three(&event.weeks),
            share_lost: three(&event.lost),
            price_multiple: three(&event.price),
            market_share: both(event.market),
        });
        Self {
            events: events.collect(),
            recapture: both(struck.recapture),
            pass_through: both(struck.pass_through),
            switch_weeks: ends(struck.switch_weeks),
            country: run.country.map(|country| country.as_str().to_owned()),
        }
    }
}

fn alias(assessment: &Assessment, index: usize) -> &str {
    let row = assessment.suppliers.get(index);
    row.map_or("", |row| row.alias.as_str())
}

/// The rows that are hit with this certainty, in the order of the table, each once.
fn rows<'a>(assessment: &'a Assessment, struck: &Struck, certainty: Truth) -> Vec<&'a str> {
    let events = struck.events.iter();
    let hits = events.flat_map(|event| &event.rows);
    let hits: BTreeSet<usize> = hits
        .filter(|row| row.certainty == certainty)
        .map(|row| row.index)
        .collect();
    hits.into_iter()
        .map(|index| alias(assessment, index))
        .collect()
}

fn months(played: &Played) -> Vec<Month> {
    let months = (1..).zip(&played.cash);
    let month = |(month, cash): (usize, &Spread)| Month {
        month,
        cash: Q::of(*cash),
    };
    months.map(month).collect()
}

fn row_lines<'a>(assessment: &'a Assessment, struck: &Struck, played: &Played) -> Vec<RowLine<'a>> {
    let line = |part: &RowPart| {
        let event = struck.events.get(part.event);
        RowLine {
            scenario: event
                .map(|event| event.scenario.to_string())
                .unwrap_or_default(),
            row: alias(assessment, part.row),
            hit: part.hit,
            stop_week: ends(part.stop),
            weeks: ends(part.weeks),
            lost_yen: ends(part.lost),
            extra_yen: ends(part.extra),
        }
    };
    played.rows.iter().map(line).collect()
}

/// What is missing, each as a finding that says where it belongs.
fn missing(played: &Played, struck: &Struck) -> Vec<Finding> {
    let named = played.missing.iter().map(|input: &Input| {
        let key = input.key(struck);
        Finding::new(Code::MissingInput, &key).with("input", key)
    });
    named.collect()
}
