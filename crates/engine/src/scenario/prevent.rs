//! What can be done beforehand: an action changes the case or the run, and all is played again
//! with the same draws (method A13).

use super::struck::{Hit, Struck, WEEKS_PER_YEAR, product};
use super::{How, Played, play};
use crate::assessment::{Answer, Assessment, Given, Path, Run};
use crate::content::{Action, Effect, Id, Pack, PriceOf, SalesHit};
use crate::markets::{self, Market};
use crate::measure::{Interval, Number, Truth, Unit};
use crate::suppliers::Alternatives;
use crate::table::Country;

/// A run before and after an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Prevented {
    /// Which action.
    pub action: Id,
    /// What comes of the run with it.
    pub after: Played,
    /// By how much the median loss falls, yen; from the least to the most.
    pub avoided: Interval,
    /// What has to be laid out beforehand, yen.
    pub spent_before: f64,
    /// What it costs a year, yen, where that can be worked out.
    pub yearly_cost: Option<f64>,
}

impl Prevented {
    /// From which yearly probability of the event on the action pays for itself, 0 and above:
    /// its yearly cost over the loss it avoids. `None` where it avoids none for certain.
    ///
    /// Source: the cost-loss ratio (Thompson 1952); method A13.
    #[must_use]
    pub fn break_even(&self, yearly_cost: f64) -> Option<f64> {
        let avoided = self.avoided.low;
        (avoided > 0.0 && avoided.is_finite()).then(|| yearly_cost / avoided)
    }
}

/// A case and a run after an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The case.
    pub case: Assessment,
    /// The run.
    pub run: Run,
    /// What has to be laid out beforehand, yen.
    pub spent_before: f64,
    /// What it costs a year, yen, where that can be worked out.
    pub yearly_cost: Option<f64>,
}

/// The actions of the pack that change something in a run, each with what comes of it; the one
/// that avoids the most first.
#[must_use]
pub fn prevented(pack: &Pack, assessment: &Assessment, run: &Run, how: How) -> Vec<Prevented> {
    let path = Path::of(pack, assessment);
    let before = play(pack, assessment, &path, run, how);
    let mut all: Vec<Prevented> = pack
        .actions
        .iter()
        .filter_map(|action| {
            let prepared = prepared(pack, assessment, &path, run, action)?;
            let how = How {
                spent_before: how.spent_before + prepared.spent_before,
                ..how
            };
            let path = Path::of(pack, &prepared.case);
            let after = play(pack, &prepared.case, &path, &prepared.run, how);
            let (one, other) = (before.loss.p50(), after.loss.p50());
            let fall = |before: f64, after: f64| {
                if before.is_infinite() {
                    0.0
                } else {
                    before - after
                }
            };
            let falls = [fall(one.low, other.low), fall(one.high, other.high)];
            Some(Prevented {
                action: action.id.clone(),
                after,
                avoided: Interval {
                    low: falls[0].min(falls[1]),
                    high: falls[0].max(falls[1]),
                },
                spent_before: prepared.spent_before,
                yearly_cost: prepared.yearly_cost,
            })
        })
        .collect();
    // A stable sort: equal effects stay in the pack's order.
    all.sort_by(|one, other| other.avoided.high.total_cmp(&one.avoided.high));
    all
}

/// The case and the run with an action done; `None` where it changes nothing.
#[must_use]
pub fn prepared(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    run: &Run,
    action: &Action,
) -> Option<Prepared> {
    let mut prepared = Prepared {
        case: assessment.clone(),
        run: run.clone(),
        spent_before: 0.0,
        yearly_cost: None,
    };
    let struck = Struck::of(pack, assessment, path, run);
    match &action.effect {
        Effect::StockWeeks(weeks) => {
            prepared.stock(pack, &struck, *weeks);
        }
        Effect::Alternatives(option) => prepared.alternatives(&struck, option),
        Effect::Ceiling(most) => prepared.ceiling(&struck, *most),
        Effect::MarketMoved(part) => prepared.move_market(pack, &struck, *part),
        Effect::PassThrough(option) => prepared.pass_through(pack, &struck, option),
        Effect::CreditMonths(months) => prepared.credit(&struck, *months),
        Effect::Hedged(part) => prepared.hedge(&struck, *part),
    }
    let changed = prepared.case != *assessment || prepared.run != *run;
    changed.then_some(prepared)
}

/// The case and the run with actions done one after another. What changes nothing costs nothing.
#[must_use]
pub fn prepared_with<'a>(
    pack: &Pack,
    assessment: &Assessment,
    run: &Run,
    actions: impl IntoIterator<Item = &'a Action>,
) -> Prepared {
    let start = Prepared {
        case: assessment.clone(),
        run: run.clone(),
        spent_before: 0.0,
        yearly_cost: None,
    };
    actions.into_iter().fold(start, |done, action| {
        let path = Path::of(pack, &done.case);
        let Some(next) = prepared(pack, &done.case, &path, &done.run, action) else {
            return done;
        };
        let costs = [done.yearly_cost, next.yearly_cost];
        let stated = costs.iter().any(Option::is_some);
        Prepared {
            spent_before: done.spent_before + next.spent_before,
            yearly_cost: stated.then(|| costs.into_iter().flatten().sum()),
            ..next
        }
    })
}

impl Prepared {
    /// The rows that are hit and stop sales, once each.
    fn stopping(struck: &Struck) -> Vec<&Hit> {
        let events = struck.events.iter().filter(|event| event.stops);
        let mut hits: Vec<&Hit> = events.flat_map(|event| &event.rows).collect();
        hits.sort_by_key(|hit| hit.index);
        hits.dedup_by_key(|hit| hit.index);
        hits
    }

    fn stock(&mut self, pack: &Pack, struck: &Struck, weeks: f64) {
        for hit in Self::stopping(struck) {
            let Some(row) = self.case.suppliers.get_mut(hit.index) else {
                continue;
            };
            // A service cannot be stocked; what there is of a good has to be known to add to it.
            let more = row.stock_weeks.map(|stock| stock.get() + weeks);
            if row.is_good() == Truth::No || more.is_none() || hit.ttr.high <= 0.0 {
                continue;
            }
            row.stock_weeks = more
                .and_then(|weeks| Unit::Weeks.number(weeks))
                .or(row.stock_weeks);
            self.spent_before += hit.spend.low * weeks / WEEKS_PER_YEAR;
        }
        self.yearly_cost = Some(self.spent_before * pack.scenarios.assumptions.stock_cost);
    }

    fn alternatives(&mut self, struck: &Struck, option: &Id) {
        let Some(better) = Alternatives::named(option.as_str()) else {
            return;
        };
        for hit in Self::stopping(struck) {
            if let Some(row) = self.case.suppliers.get_mut(hit.index)
                && row.alternatives.is_none_or(|there| there < better)
            {
                row.alternatives = Some(better);
            }
        }
    }

    fn ceiling(&mut self, struck: &Struck, most: f64) {
        for (event, strike) in self.run.events.iter_mut().zip(&struck.events) {
            if strike.stops && !strike.rows.is_empty() && strike.exposed > most {
                event.exposed_pct = Unit::Percent.number(most * 100.0);
            }
        }
    }

    fn move_market(&mut self, pack: &Pack, struck: &Struck, part: f64) {
        let hits = |event: &super::Strike| {
            let scenario = pack.scenario(event.scenario.as_str());
            event.market.high > 0.0 && scenario.is_some_and(|it| it.sales == Some(SalesHit::Market))
        };
        if !struck.events.iter().any(hits) {
            return;
        }
        let slices = markets::by_country(&self.case.markets);
        let abroad = slices
            .iter()
            .find_map(|slice| slice.key.filter(|country| *country != Country::JAPAN));
        let Some(country) = self.run.country.or(abroad) else {
            return;
        };
        // Another market must not take its place once it is smaller.
        self.run.country = Some(country);
        let mut moved = 0.0;
        for row in &mut self.case.markets {
            if row.country == Some(country)
                && let Some(share) = row.share_pct
            {
                moved += share.get() * part;
                row.share_pct = Unit::Percent.number(share.get() * (1.0 - part));
            }
        }
        let home = |row: &&mut Market| row.country == Some(Country::JAPAN);
        match self.case.markets.iter_mut().find(home) {
            Some(row) => {
                let share = row.share_pct.map_or(0.0, Number::get) + moved;
                row.share_pct = Unit::Percent.number(share.min(100.0));
            }
            None => self.case.markets.push(Market {
                country: Some(Country::JAPAN),
                share_pct: Unit::Percent.number(moved.min(100.0)),
                ..Market::default()
            }),
        }
    }

    fn pass_through(&mut self, pack: &Pack, struck: &Struck, option: &Id) {
        let Some(by_answer) = &pack.scenarios.assumptions.pass_through else {
            return;
        };
        let Some(agreed) = by_answer.options.get(option) else {
            return;
        };
        let buys = |event: &super::Strike| {
            event.price_of == Some(PriceOf::Purchases) && !event.rows.is_empty()
        };
        if !struck.events.iter().any(buys) || struck.pass_through.low >= *agreed {
            return;
        }
        if self.run.pass_through_pct.is_some() {
            self.run.pass_through_pct = Unit::Percent.number(agreed * 100.0);
        }
        self.case.answers.insert(
            by_answer.question.clone(),
            Answer {
                given: Some(Given::Choice(option.clone())),
                ..Answer::default()
            },
        );
    }

    fn credit(&mut self, struck: &Struck, months: f64) {
        const LINES: &str = "profile.credit_line";
        if !struck.fixed.is_known() || !struck.lines.is_known() {
            return;
        }
        let lines = struck.lines.low + product(struck.fixed.low, months);
        if let Some(lines) = Unit::YenFromZero.number(lines.round()) {
            let given = Given::Number(lines);
            self.case.profile.insert(Id::from(LINES), given);
        }
    }

    fn hedge(&mut self, struck: &Struck, part: f64) {
        for (event, strike) in self.run.events.iter_mut().zip(&struck.events) {
            let open = strike.currency.low < 0.0 || strike.currency.high > 0.0;
            if strike.price_of == Some(PriceOf::Currency) && open {
                let kept = 1.0 + (strike.price.mode - 1.0) * (1.0 - part);
                event.price_multiple = Number::within(kept, 0.0, super::LARGEST_MULTIPLE);
            }
        }
    }
}
