//! The bad end of a loss distribution, and how sure a simulated share of it is.
//!
//! One convention everywhere (method §4.5): `VaR_a` is the least value that is not exceeded with
//! probability `a`, `CVaR_a = VaR_a + E[(L − VaR_a)⁺] / (1 − a)`.

use super::distribution::{normal_density, normal_quantile};
use crate::measure::Interval;

/// A normal loss: `VaR` and `CVaR` at level `a`, 0 to 1.
///
/// Source: Rockafellar and Uryasev (2000), *Journal of Risk* 2(3): `μ + σ z` and
/// `μ + σ φ(z) / (1 − a)`.
#[must_use]
pub fn normal_var_and_cvar(mean: f64, deviation: f64, level: f64) -> (f64, f64) {
    let z = normal_quantile(level);
    (
        mean + deviation * z,
        mean + deviation * normal_density(z) / (1.0 - level),
    )
}

/// By how much the loss exceeds `VaR` on average, zero where it does not: `E[(L − VaR)⁺]`.
///
/// `tail` is the probability beyond `VaR`, `1 − a`.
#[must_use]
pub fn expected_excess(tail: f64, var: f64, cvar: f64) -> f64 {
    tail * (cvar - var)
}

/// The Wilson interval of a share of which `hits` of `trials` were seen, at a confidence of 0 to 1.
///
/// It stays within 0 and 1 also where all or none were hits; nothing is known without a trial.
///
/// Source: Wilson (1927), *Journal of the American Statistical Association* 22(158).
#[must_use]
pub fn wilson(hits: u32, trials: u32, confidence: f64) -> Interval {
    if trials == 0 {
        return Interval::UNKNOWN_RISK;
    }
    let (n, share) = (f64::from(trials), f64::from(hits) / f64::from(trials));
    let z = normal_quantile(0.5 + confidence / 2.0);
    let z_squared = z * z;
    let middle = share + z_squared / (2.0 * n);
    let half = z * libm::sqrt(share * (1.0 - share) / n + z_squared / (4.0 * n * n));
    let bound = |value: f64| (value / (1.0 + z_squared / n)).clamp(0.0, 1.0);
    Interval {
        // At the ends the exact bound is the end; rounding must not leave a sliver.
        low: if hits == 0 { 0.0 } else { bound(middle - half) },
        high: if hits >= trials {
            1.0
        } else {
            bound(middle + half)
        },
    }
}

/// The value that is not exceeded by a share `p` of the values, between two of them where `p`
/// falls between them; `None` without a value.
///
/// `plotting` are the two plotting positions (α, β): (0.4, 0.4) is Cunnane's rule, (1, 1) the
/// type 7 of R. Definitions differ for few values, so a figure names the one it uses.
///
/// Source: Hyndman and Fan (1996), *The American Statistician* 50(4).
#[must_use]
pub fn quantile(values: &[f64], p: f64, plotting: (f64, f64)) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (alpha, beta) = plotting;
    #[expect(clippy::cast_precision_loss, reason = "a count of values")]
    let count = sorted.len() as f64;
    let position = count * p + alpha + p * (1.0 - alpha - beta);
    let below = position.clamp(1.0, (count - 1.0).max(1.0)).floor();
    let part = (position - below).clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 1 to the count"
    )]
    let index = below as usize - 1;
    let lower = sorted.get(index)?;
    let upper = sorted.get(index + 1).unwrap_or(lower);
    Some((1.0 - part) * lower + part * upper)
}

#[cfg(test)]
mod tests {
    use super::{quantile, wilson};

    #[test]
    fn the_ends_of_small_samples_are_their_values() {
        let of = |values: &[f64], p| quantile(values, p, (0.4, 0.4));
        assert_eq!(of(&[], 0.5), None);
        assert_eq!(of(&[7.0], 0.1), Some(7.0));
        assert_eq!(of(&[7.0, 3.0], 0.0), Some(3.0));
        assert_eq!(of(&[7.0, 3.0], 1.0), Some(7.0));
    }

    #[test]
    fn without_a_trial_every_share_is_possible() {
        let range = wilson(0, 0, 0.95);
        assert!(range.low <= 0.0 && range.high >= 1.0);
    }
}
