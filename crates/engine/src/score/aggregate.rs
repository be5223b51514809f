//! The arithmetic of a module: weighted means within a theme, a geometric mean of safety
//! between themes, and the exact split of the result (method A3, A4, A8, A9).

use crate::measure::Interval;

/// No theme takes safety below this, or one theme at 1 would hide all the others (method A4).
const EPSILON: f64 = 0.01;

/// One item: its theme's index, its weight, its risk (0 to 1).
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub theme: usize,
    pub weight: f64,
    pub risk: Interval,
}

/// The sums of one theme.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    weight: f64,
    known: f64,
    low: f64,
    high: f64,
}

/// A module's items, summed by theme, and what follows from them.
#[derive(Debug)]
pub(super) struct Grown {
    themes: Vec<Sums>,
    /// How many themes have an item.
    count: f64,
    /// Safety at the low end and at the high end of the risks, ε to 1.
    safety: Interval,
}

impl Grown {
    pub(super) fn of(themes: usize, parts: &[Part]) -> Self {
        let mut sums = vec![Sums::default(); themes];
        for part in parts {
            let Some(theme) = sums.get_mut(part.theme) else {
                continue;
            };
            theme.weight += part.weight;
            theme.known += if part.risk.is_known() {
                part.weight
            } else {
                0.0
            };
            theme.low += part.weight * part.risk.low;
            theme.high += part.weight * part.risk.high;
        }
        let risks = |sum: fn(&Sums) -> f64| -> Vec<f64> {
            let present = sums.iter().filter(|theme| theme.weight > 0.0);
            present.map(|theme| sum(theme) / theme.weight).collect()
        };
        // `low` belongs to the low risks, where safety is high.
        let (low, high) = (risks(|theme| theme.low), risks(|theme| theme.high));
        let safety = Interval {
            low: geometric_safety(&low),
            high: geometric_safety(&high),
        };
        #[expect(clippy::cast_precision_loss, reason = "a count of themes")]
        let count = low.len() as f64;
        Self {
            themes: sums,
            count,
            safety,
        }
    }

    /// 0 to 100, 100 the worst. Both ends are exact, since every step is monotone.
    pub(super) fn score(&self) -> Interval {
        self.safety.map(points)
    }

    /// The risk (0 to 1) and coverage (0 to 1) of a theme; `None` where it has no item.
    pub(super) fn theme(&self, index: usize) -> Option<(Interval, f64)> {
        let theme = self.themes.get(index).filter(|theme| theme.weight > 0.0)?;
        let risk = Interval {
            low: theme.low / theme.weight,
            high: theme.high / theme.weight,
        };
        Some((risk, theme.known / theme.weight))
    }

    /// Each item's part of the low and of the high score (method A8).
    pub(super) fn split(&self, parts: &[Part]) -> Vec<Interval> {
        let ends = [
            (
                self.safety.low,
                (|theme: &Sums| theme.low) as fn(&Sums) -> f64,
            ),
            (self.safety.high, |theme: &Sums| theme.high),
        ];
        let [low, high] = ends.map(|(safety, sum)| {
            let present = self.themes.iter().map(|theme| {
                if theme.weight > 0.0 {
                    sum(theme) / theme.weight
                } else {
                    0.0
                }
            });
            let themes = logarithmic_mean_split(&present.collect::<Vec<_>>(), self.count, safety);
            // Divided by the theme's risk in points, each share becomes what one unit of w·r adds.
            themes
                .into_iter()
                .zip(&self.themes)
                .map(|(share, theme)| {
                    if sum(theme) > 0.0 {
                        share / sum(theme)
                    } else {
                        0.0
                    }
                })
                .collect::<Vec<_>>()
        });
        let per_unit = |ends: &[f64], theme: usize| ends.get(theme).copied().unwrap_or_default();
        parts
            .iter()
            .map(|part| Interval {
                low: per_unit(&low, part.theme) * part.weight * part.risk.low,
                high: per_unit(&high, part.theme) * part.weight * part.risk.high,
            })
            .collect()
    }

    /// By how many points the range narrows at the least when the item is known (method A9, §1.4).
    pub(super) fn narrowed_by(&self, part: &Part) -> f64 {
        let Some(theme) = self.themes.get(part.theme) else {
            return 0.0;
        };
        let gap = part.weight * part.risk.width();
        let others = |safety: f64, sum: f64| safety / factor(sum / theme.weight, self.count);
        let score = self.score();
        // Answered at its best, the high end comes down; at its worst, the low end goes up.
        let best = points(
            others(self.safety.high, theme.high)
                * factor((theme.high - gap) / theme.weight, self.count),
        );
        let worst = points(
            others(self.safety.low, theme.low)
                * factor((theme.low + gap) / theme.weight, self.count),
        );
        (score.width() - (best - score.low).max(score.high - worst)).max(0.0)
    }
}

/// `max(ε, 1 − R)^(1/n)`.
fn factor(risk: f64, count: f64) -> f64 {
    libm::pow((1.0 - risk).max(EPSILON), 1.0 / count)
}

/// `100 (1 − S) / (1 − ε)`.
fn points(safety: f64) -> f64 {
    (100.0 * (1.0 - safety) / (1.0 - EPSILON)).clamp(0.0, 100.0)
}

/// Safety of themes with these risks (0 to 1), equally weighted: `Π max(ε, 1 − R)^(1/n)`, and 1
/// without a theme.
///
/// Source: method A4; the geometric mean of OECD/JRC (2008), *Handbook on Constructing
/// Composite Indicators*, §6.11, on the safety side.
#[must_use]
pub fn geometric_safety(risks: &[f64]) -> f64 {
    let safety = risks.iter().map(|&risk| (1.0 - risk).max(EPSILON));
    geometric_mean(&safety.collect::<Vec<_>>())
}

/// The geometric mean of positive values, and 1 of none.
#[must_use]
pub fn geometric_mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of values")]
    let count = values.len() as f64;
    let roots = values.iter().map(|&value| libm::pow(value, 1.0 / count));
    roots.product()
}

/// The plain mean of values, and 0 of none.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of values")]
    let count = values.len().max(1) as f64;
    values.iter().sum::<f64>() / count
}

/// Where a value stands between two fixed goalposts, 0 to 1, on a scale of ratios: for values
/// that span orders of magnitude.
///
/// Source: UNDP, *Human Development Report* technical notes, the income index; method §1.2.
#[must_use]
pub fn between_goalposts_by_ratio(value: f64, lowest: f64, highest: f64) -> f64 {
    let ratio = |value: f64| libm::log(value / lowest);
    (ratio(value) / ratio(highest)).clamp(0.0, 1.0)
}

/// Splits `100 (1 − S) / (1 − ε)` among `count` themes with these risks (0 to 1) without a
/// residual: the logarithmic-mean split, `φ = Λ · (1/n) · (−ln max(ε, 1 − R))` with
/// `Λ = (1 − S)/(−ln S)`.
///
/// Source: Ang (2005), *Energy Policy* 33(7); method A8.
#[must_use]
pub fn logarithmic_mean_split(risks: &[f64], count: f64, safety: f64) -> Vec<f64> {
    let logs: Vec<f64> = risks
        .iter()
        .map(|&risk| -libm::log((1.0 - risk).max(EPSILON)) / count)
        .collect();
    let total: f64 = logs.iter().sum();
    if total <= 0.0 {
        return vec![0.0; risks.len()];
    }
    // −ln S is the sum of the logs, so the parts are the score in their proportion.
    logs.into_iter()
        .map(|log| points(safety) * log / total)
        .collect()
}

/// The bounds of a share when some of `n` cases are not observed: all of them 0, all of them 1.
///
/// Source: Manski (1989); method §1.4.
#[must_use]
pub fn worst_case_bounds(n: u32, observed: u32, ones: u32) -> Interval {
    let (n, missing) = (f64::from(n), f64::from(n.saturating_sub(observed)));
    Interval {
        low: f64::from(ones) / n,
        high: (f64::from(ones) + missing) / n,
    }
}
