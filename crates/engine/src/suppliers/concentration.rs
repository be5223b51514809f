//! How much hangs on few sources: the measures of concentration, over any amounts.

use serde::Serialize;

/// How much hangs on few sources (Herfindahl–Hirschman index), 0 to 1.
///
/// 1 for a single source, 1 ÷ n for n equal ones. Amounts of zero or less are left out.
/// `None` where no amount is left.
///
/// Source: US DOJ and FTC, *Merger Guidelines* (2023), §2.1, there on a scale to 10,000.
#[must_use]
pub fn hhi(amounts: &[f64]) -> Option<f64> {
    hill(amounts, 2.0).map(|effective| 1.0 / effective)
}

/// How concentrated a market is, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Concentration {
    /// HHI below 0.1.
    Unconcentrated,
    /// HHI from 0.1 to 0.18.
    ModeratelyConcentrated,
    /// HHI above 0.18.
    HighlyConcentrated,
}

/// The word for an HHI, 0 to 1. The bounds were made for market power, not for supply that
/// fails, so they serve as labels only (method §2.2).
///
/// Source: US DOJ and FTC, *Merger Guidelines* (2023), §2.1.
#[must_use]
pub fn concentration(hhi: f64) -> Concentration {
    // What is exactly on a bound must not cross it by the last bit of a sum.
    match libm::round(hhi * 1e12) / 1e12 {
        hhi if hhi < 0.1 => Concentration::Unconcentrated,
        hhi if hhi <= 0.18 => Concentration::ModeratelyConcentrated,
        _ => Concentration::HighlyConcentrated,
    }
}

/// Hill's effective number of sources: as many as that number of equal ones.
///
/// Order 0 counts them, 1 is the exponential of the entropy, 2 is 1 ÷ HHI, ∞ is
/// 1 ÷ the largest share. Amounts of zero or less are left out; `None` where none is left.
///
/// Source: Hill (1973), *Ecology* 54(2); method §2.1.
#[must_use]
pub fn hill(amounts: &[f64], order: f64) -> Option<f64> {
    let shares = shares(amounts)?;
    #[expect(
        clippy::float_cmp,
        reason = "order 1 is the limit and needs its own formula"
    )]
    let effective = if order == 1.0 {
        libm::exp(
            -shares
                .iter()
                .map(|share| share * libm::log(*share))
                .sum::<f64>(),
        )
    } else if order.is_infinite() {
        1.0 / shares.iter().copied().fold(0.0, f64::max)
    } else if order == 2.0 {
        1.0 / shares.iter().map(|share| share * share).sum::<f64>()
    } else {
        libm::pow(
            shares
                .iter()
                .map(|share| libm::pow(*share, order))
                .sum::<f64>(),
            1.0 / (1.0 - order),
        )
    };
    Some(effective)
}

/// The scale on which the index is usually written: 10,000 for a single source.
pub const HHI_SCALE: f64 = 10_000.0;

/// The share of the largest `count` amounts, 0 to 1 (concentration ratio, CR1, CR4 …).
#[must_use]
pub fn concentration_ratio(amounts: &[f64], count: usize) -> Option<f64> {
    let mut shares = shares(amounts)?;
    shares.sort_by(|one, other| other.total_cmp(one));
    Some(shares.iter().take(count).sum())
}

fn shares(amounts: &[f64]) -> Option<Vec<f64>> {
    let kept: Vec<f64> = amounts
        .iter()
        .copied()
        .filter(|amount| amount.is_finite() && *amount > 0.0)
        .collect();
    let total: f64 = kept.iter().sum();
    (total > 0.0).then(|| kept.iter().map(|amount| amount / total).collect())
}
