//! What each row adds to the loss, with every most likely value.

use super::RowPart;
use super::end::Side;
use super::struck::{Hit, Strike, Struck, WEEKS_PER_YEAR, product};
use crate::content::PriceOf;
use crate::measure::{Interval, Truth};

/// The Shapley values of a game in which a group costs its most expensive member: who adds what
/// to a maximum.
///
/// Source: Littlechild and Owen (1973), the airport game; method §1.5.
#[must_use]
pub fn shapley_of_maximum(costs: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..costs.len()).collect();
    let cost = |index: usize| costs.get(index).copied().unwrap_or_default();
    order.sort_by(|&one, &other| cost(one).total_cmp(&cost(other)));
    let mut values = vec![0.0; costs.len()];
    let (mut before, mut sum) = (0.0, 0.0);
    for (rank, &index) in order.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a count of players")]
        let sharing = (costs.len() - rank) as f64;
        sum += (cost(index) - before) / sharing;
        before = cost(index);
        if let Some(value) = values.get_mut(index) {
            *value = sum;
        }
    }
    values
}

impl Struck {
    /// What each row of each event adds, the largest first. Events that come together are looked
    /// at one by one.
    pub(super) fn row_parts(&self) -> Vec<RowPart> {
        let mut parts = Vec::new();
        for (event, strike) in self.events.iter().enumerate() {
            let ends = [Side::Good, Side::Bad].map(|side| self.parts_at(strike, side));
            let [good, bad] = ends;
            let rows = strike.rows.iter().zip(good.into_iter().zip(bad));
            parts.extend(rows.map(|(hit, (good, bad))| {
                let both = |of: fn(&Part) -> f64| {
                    Interval::known(of(&good)).hull(Interval::known(of(&bad)))
                };
                RowPart {
                    event,
                    row: hit.index,
                    hit: hit.certainty,
                    stop: both(|part| part.stop),
                    weeks: both(|part| part.weeks),
                    lost: both(|part| part.lost),
                    extra: both(|part| part.extra),
                }
            }));
        }
        // A stable sort: equal parts stay in the order of the table.
        parts.sort_by(|one, other| {
            let size = |part: &RowPart| part.lost.high + part.extra.high;
            size(other).total_cmp(&size(one))
        });
        parts
    }

    fn parts_at(&self, event: &Strike, side: Side) -> Vec<Part> {
        let over = event.weeks.mode.ceil();
        let mut parts: Vec<Part> = event
            .rows
            .iter()
            .map(|hit| Part::of(hit, event, over, side))
            .collect();
        let per_week = product(
            product(
                side.of_cost(self.sales) / WEEKS_PER_YEAR,
                side.of_cost(self.margin),
            ),
            1.0 - side.of_means(self.recapture),
        );
        // The weeks at which rows begin or end to stop: in between nothing changes.
        let mut turns: Vec<f64> = parts
            .iter()
            .filter(|part| part.weeks > 0.0)
            .flat_map(|part| {
                [
                    part.stop - event.starts,
                    part.stop - event.starts + part.weeks,
                ]
            })
            .collect();
        turns.sort_by(f64::total_cmp);
        turns.dedup();
        for (from, until) in turns.iter().zip(turns.iter().skip(1)) {
            let stopped = |part: &&mut Part| {
                let begins = part.stop - event.starts;
                begins <= *from && *until <= begins + part.weeks
            };
            let active: Vec<&mut Part> = parts.iter_mut().filter(stopped).collect();
            let shares: Vec<f64> = active.iter().map(|part| part.share).collect();
            let adds = shapley_of_maximum(&shares);
            for (part, share) in active.into_iter().zip(adds) {
                part.lost += product(per_week, share * event.lost.mode * (until - from));
            }
        }
        let step = (event.price.mode - 1.0) * (1.0 - event.lost.mode);
        let weeks = event.weeks.mode.min(event.price_weeks);
        let paid = 1.0 - side.of_means(self.pass_through);
        if event.price_of == Some(PriceOf::Purchases) {
            for (part, hit) in parts.iter_mut().zip(&event.rows) {
                if part.counts {
                    let spend = side.of_cost(hit.spend) * event.exposed / WEEKS_PER_YEAR;
                    part.extra = product(spend, step * weeks * paid);
                }
            }
        }
        parts
    }
}

/// What a row does at one end of what is not known.
struct Part {
    counts: bool,
    share: f64,
    stop: f64,
    weeks: f64,
    lost: f64,
    extra: f64,
}

impl Part {
    fn of(hit: &Hit, event: &Strike, over: f64, side: Side) -> Self {
        let counts = hit.certainty == Truth::Certain || side == Side::Bad;
        let from = side.of_means(hit.tts).ceil();
        let until = side.of_cost(hit.ttr).ceil().min(over);
        let stops = counts && event.stops && event.lost.mode > 0.0 && from < until;
        Self {
            counts,
            share: side.of_cost(hit.share) * event.exposed,
            stop: if stops {
                event.starts + from
            } else {
                f64::INFINITY
            },
            weeks: if stops { until - from } else { 0.0 },
            lost: 0.0,
            extra: 0.0,
        }
    }
}
