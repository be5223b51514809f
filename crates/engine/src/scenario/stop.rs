//! What comes from one country, or one kind of thing, and stops altogether for so long: no story
//! of the pack, but a question that may be put to every firm alike.
//!
//! It strikes like any other event (method A12), with nothing to draw: all of it stops, for
//! exactly so long, at the same price.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::WEEKS_PER_MONTH;
use super::end::{Drawn, End, Side};
use super::struck::{Strike, Struck};
use super::touch::truth;
use crate::assessment::{Assessment, Path, Run};
use crate::content::{
    Basis, Certainty, Horizon, Id, Lens, Pack, SalesHit, Scenario, ScenarioKind, Shock, Text,
};
use crate::measure::Truth;
use crate::suppliers::{Category, Column};
use crate::table::{Country, Row};

/// What stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stopped {
    /// Trade with a country: what is made there does not come, and nothing is sold there.
    Country(Country),
    /// What is bought of a kind, wherever it is made.
    Item(Category),
}

/// What a stop does to a firm's cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Whether it hits anything the firm buys or sells.
    pub touches: Truth,
    /// Whether cash is below zero at the end of a month by the time it is over.
    pub ends: Truth,
}

impl Stopped {
    /// What it is called in files: `country.CN`, `item.magnet`.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Country(country) => format!("country.{}", country.as_str()),
            Self::Item(category) => format!("item.{}", category.key()),
        }
    }

    /// What is called so.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        match key.split_once('.')? {
            ("country", code) => Country::new(code)
                .filter(|country| country.as_str() == code)
                .map(Self::Country),
            ("item", kind) => Category::named(kind).map(Self::Item),
            _ => None,
        }
    }
}

/// What happens to a firm when something stops for so many weeks; without anything that stops,
/// what happens anyway.
#[must_use]
pub fn stop(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    stopped: Option<Stopped>,
    weeks: f64,
) -> Stop {
    let scenario = stopped.map(|stopped| scenario(stopped, weeks));
    let run = Run {
        country: match stopped {
            Some(Stopped::Country(country)) => Some(country),
            _ => None,
        },
        ..Run::of(scenario.iter().map(|scenario| scenario.id.clone()))
    };
    let mut struck = Struck::by(pack, assessment, path, &run, |_| scenario.as_ref());
    if assessment.markets.iter().all(Row::is_blank) {
        // Where the largest market is, only the table tells.
        for event in &mut struck.events {
            event.market.low = 0.0;
        }
    }
    let drawn: Vec<Drawn> = struck.events.iter().map(Strike::most_likely).collect();
    let ends_at = |side| {
        let end = End::of(&struck, side, None, 0.0);
        let mut cash = vec![0.0; struck.months()];
        end.play(&drawn, &mut cash).runway * WEEKS_PER_MONTH <= weeks
    };
    Stop {
        touches: touches(&struck),
        ends: if ends_at(Side::Good) {
            Truth::Certain
        } else {
            Truth::decided(ends_at(Side::Bad)).min(Truth::Possible)
        },
    }
}

fn touches(struck: &Struck) -> Truth {
    let hit = |event: &Strike| {
        let rows = event.rows.iter().map(|row| row.certainty).max();
        let sales = truth(event.market.low > 0.0, event.market.high > 0.0);
        rows.unwrap_or(Truth::No).max(sales)
    };
    struck.events.iter().map(hit).max().unwrap_or(Truth::No)
}

/// The stop as a scenario.
fn scenario(stopped: Stopped, weeks: f64) -> Scenario {
    let (column, value, sales) = match stopped {
        Stopped::Country(_) => (Column::Country, Scenario::SELECTED, Some(SalesHit::Country)),
        Stopped::Item(category) => (Column::Category, category.key(), None),
    };
    Scenario {
        id: Id::from(stopped.key().as_str()),
        title: Text::new("", ""),
        lens: Lens::Cross,
        kind: ScenarioKind::Input,
        certainty: Certainty::Possible,
        horizon: Horizon::Near,
        measures: Vec::new(),
        rows: BTreeMap::from([(Id::from(column.key()), vec![Id::from(value)])]),
        sales,
        answers: Vec::new(),
        shock: Shock {
            share_lost: [1.0; 3],
            weeks: [weeks; 3],
            price_mult: [1.0; 3],
            price_weeks: 0.0,
            price_of: None,
            also_market_share: None,
            fixed_cost_jpy: None,
            note: None,
        },
        basis: Basis::Assumption,
        prevent: Vec::new(),
        respond: Vec::new(),
        analogues: Vec::new(),
    }
}
