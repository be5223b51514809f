//! What many draws say, read off at the percentiles that are shown.

use super::Quantiles;
use super::end::{Drawn, End};

/// What the draws of one end say.
#[derive(Clone, Debug)]
pub(super) struct Results {
    pub stop: Quantiles,
    pub lost: Quantiles,
    pub extra: Quantiles,
    pub loss: Quantiles,
    pub runway: Quantiles,
    pub need: Quantiles,
    pub cash: Vec<Quantiles>,
    pub exceedance: Vec<f64>,
}

/// The loss is read off at every twentieth of the draws.
const STEPS: usize = 20;

impl Results {
    pub(super) fn of<'d>(
        end: &End,
        draws: impl ExactSizeIterator<Item = &'d [Drawn]>,
        months: usize,
    ) -> Self {
        let count = draws.len();
        let column = || Vec::with_capacity(count);
        let (mut stop, mut lost, mut extra) = (column(), column(), column());
        let (mut loss, mut runway, mut need) = (column(), column(), column());
        let mut cash: Vec<Vec<f64>> = (0..months).map(|_| column()).collect();
        let mut path = vec![0.0; months];
        for drawn in draws {
            let outcome = end.play(drawn, &mut path);
            stop.push(outcome.stop);
            lost.push(outcome.lost);
            extra.push(outcome.extra);
            loss.push(outcome.lost + outcome.extra);
            runway.push(outcome.runway);
            need.push(outcome.need);
            for (column, value) in cash.iter_mut().zip(&path) {
                column.push(*value);
            }
        }
        let loss_quantiles = quantiles(&mut loss);
        loss.sort_by(f64::total_cmp);
        let last = loss.len().saturating_sub(1);
        let exceedance = (0..=STEPS).filter_map(|step| loss.get(last * step / STEPS).copied());
        Self {
            stop: quantiles(&mut stop),
            lost: quantiles(&mut lost),
            extra: quantiles(&mut extra),
            loss: loss_quantiles,
            runway: quantiles(&mut runway),
            need: quantiles(&mut need),
            cash: cash.iter_mut().map(|column| quantiles(column)).collect(),
            exceedance: exceedance.collect(),
        }
    }
}

/// The least values that 10, 50 and 90 per cent of the values do not exceed (method §4.5); they
/// are reordered.
pub(super) fn quantiles(values: &mut [f64]) -> Quantiles {
    let count = values.len();
    let rank = |share: usize| (count * share).div_ceil(100).saturating_sub(1);
    let mut pick = |rank: usize, from: usize, to: usize| {
        let part = values.get_mut(from..to)?;
        let at = rank.checked_sub(from).filter(|at| *at < part.len())?;
        Some(*part.select_nth_unstable_by(at, f64::total_cmp).1)
    };
    let middle = rank(50);
    let p50 = pick(middle, 0, count).unwrap_or(f64::INFINITY);
    let low = rank(10);
    let high = rank(90);
    Quantiles {
        p10: if low < middle {
            pick(low, 0, middle).unwrap_or(p50)
        } else {
            p50
        },
        p50,
        p90: if high > middle {
            pick(high, middle + 1, count).unwrap_or(p50)
        } else {
            p50
        },
    }
}
