//! Distributions from the three numbers a person can state: least, most likely, most.

/// The beta-PERT distribution over `low..=high` with its peak at `mode` (method §4.3).
///
/// Source: Malcolm et al. (1959), *Operations Research* 7(5), in the form with a free weight of
/// the mode; 4 is the usual one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pert {
    /// The least.
    pub low: f64,
    /// The most likely; may equal an end.
    pub mode: f64,
    /// The most.
    pub high: f64,
    /// How much the mode weighs against the ends.
    pub gamma: f64,
}

impl Pert {
    /// The two shapes of the beta distribution it is: α and β.
    #[must_use]
    pub fn shapes(self) -> (f64, f64) {
        let width = self.high - self.low;
        let shape = |distance: f64| 1.0 + self.gamma * distance / width;
        (shape(self.mode - self.low), shape(self.high - self.mode))
    }

    /// Its mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        (self.low + self.gamma * self.mode + self.high) / (self.gamma + 2.0)
    }

    /// Its variance.
    #[must_use]
    pub fn variance(self) -> f64 {
        let mean = self.mean();
        (mean - self.low) * (self.high - mean) / (self.gamma + 3.0)
    }
}

/// The triangular distribution over `low..=high` with its peak at `mode` (method §4.3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    /// The least.
    pub low: f64,
    /// The most likely; may equal an end.
    pub mode: f64,
    /// The most.
    pub high: f64,
}

impl Triangular {
    /// The value that is not exceeded with probability `p`, 0 to 1.
    #[must_use]
    pub fn quantile(self, p: f64) -> f64 {
        let Self { low, mode, high } = self;
        let width = high - low;
        if width <= 0.0 {
            return mode;
        }
        if p < (mode - low) / width {
            low + libm::sqrt(p * width * (mode - low))
        } else {
            high - libm::sqrt((1.0 - p) * width * (high - mode))
        }
    }

    /// The probability that `x` is not exceeded.
    #[must_use]
    pub fn cdf(self, x: f64) -> f64 {
        let Self { low, mode, high } = self;
        if x <= low {
            // With no width at all the whole mass lies on the one point.
            return if x < low || low < high { 0.0 } else { 1.0 };
        }
        if x >= high {
            return 1.0;
        }
        if x < mode {
            (x - low) * (x - low) / ((high - low) * (mode - low))
        } else {
            1.0 - (high - x) * (high - x) / ((high - low) * (high - mode))
        }
    }
}

/// The quantiles of a beta-PERT distribution over three points, with the usual weight of the mode.
///
/// Its cumulative probability is summed over [`CELLS`] equal cells of its width; in between it is
/// taken as a straight line. Next to the width of a stated range that is nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct PertTable {
    low: f64,
    width: f64,
    /// Up to the end of each cell, rising to 1.
    sums: Vec<f64>,
}

/// So many cells.
const CELLS: usize = 512;

impl PertTable {
    /// The table over the three points of a triangle.
    #[must_use]
    pub fn of(points: Triangular) -> Self {
        let Triangular { low, mode, high } = points;
        let width = high - low;
        let mut sums = Vec::new();
        if width > 0.0 {
            let (alpha, beta) = Pert {
                low,
                mode,
                high,
                gamma: 4.0,
            }
            .shapes();
            let mut sum = 0.0;
            for cell in 0..CELLS {
                #[expect(clippy::cast_precision_loss, reason = "some hundred cells")]
                let x = (cell as f64 + 0.5) / CELLS as f64;
                sum += libm::pow(x, alpha - 1.0) * libm::pow(1.0 - x, beta - 1.0);
                sums.push(sum);
            }
            for one in &mut sums {
                *one /= sum;
            }
        }
        Self { low, width, sums }
    }

    /// The value that is not exceeded with probability `p`, 0 to 1.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let cell = self.sums.partition_point(|sum| *sum < p);
        let before = cell.checked_sub(1).and_then(|cell| self.sums.get(cell));
        let before = before.copied().unwrap_or(0.0);
        let Some(after) = self.sums.get(cell).filter(|after| **after > before) else {
            return self.low
                + if self.sums.is_empty() {
                    0.0
                } else {
                    self.width
                };
        };
        #[expect(clippy::cast_precision_loss, reason = "some hundred cells")]
        let at = (cell as f64 + (p - before) / (after - before)) / CELLS as f64;
        self.low + self.width * at
    }
}

/// The density of the standard normal distribution.
#[must_use]
pub fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(std::f64::consts::TAU)
}

/// The standard normal value that is not exceeded with probability `p`; infinite at 0 and 1.
///
/// Source: Wichura (1988), Algorithm AS 241, *Applied Statistics* 37(3), the version to about
/// 16 digits.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let from_middle = p - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * polynomial(&MIDDLE.0, r) / polynomial(&MIDDLE.1, r);
    }
    let end = if from_middle < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(end));
    let value = if r <= 5.0 {
        polynomial(&TAIL.0, r - 1.6) / polynomial(&TAIL.1, r - 1.6)
    } else {
        polynomial(&FAR_TAIL.0, r - 5.0) / polynomial(&FAR_TAIL.1, r - 5.0)
    };
    if from_middle < 0.0 { -value } else { value }
}

/// From the highest power down.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients
        .iter()
        .fold(0.0, |sum, coefficient| sum * x + coefficient)
}

type Fraction = ([f64; 8], [f64; 8]);

#[expect(clippy::excessive_precision, reason = "the digits as published")]
const MIDDLE: Fraction = (
    [
        2.509_080_928_730_122_672_7e3,
        3.343_057_558_358_812_810_5e4,
        6.726_577_092_700_870_085_3e4,
        4.592_195_393_154_987_145_7e4,
        1.373_169_376_550_946_112_5e4,
        1.971_590_950_306_551_442_7e3,
        1.331_416_678_917_843_774_5e2,
        3.387_132_872_796_366_608,
    ],
    [
        5.226_495_278_852_854_561e3,
        2.872_908_573_572_194_267_4e4,
        3.930_789_580_009_271_061e4,
        2.121_379_430_158_659_586_7e4,
        5.394_196_021_424_751_107_7e3,
        6.871_870_074_920_579_083e2,
        4.231_333_070_160_091_125_2e1,
        1.0,
    ],
);

#[expect(clippy::excessive_precision, reason = "the digits as published")]
const TAIL: Fraction = (
    [
        7.745_450_142_783_414_076_4e-4,
        2.272_384_498_926_918_458_33e-2,
        2.417_807_251_774_506_117_7e-1,
        1.270_458_252_452_368_382_58,
        3.647_848_324_763_204_605_04,
        5.769_497_221_460_691_405_5,
        4.630_337_846_156_545_295_9,
        1.423_437_110_749_683_577_34,
    ],
    [
        1.050_750_071_644_416_843_24e-9,
        5.475_938_084_995_344_946e-4,
        1.519_866_656_361_645_719_66e-2,
        1.481_039_764_274_800_745_9e-1,
        6.897_673_349_851_000_045_5e-1,
        1.676_384_830_183_803_849_4,
        2.053_191_626_637_758_821_87,
        1.0,
    ],
);

#[expect(clippy::excessive_precision, reason = "the digits as published")]
const FAR_TAIL: Fraction = (
    [
        2.010_334_399_292_288_132_65e-7,
        2.711_555_568_743_487_578_15e-5,
        1.242_660_947_388_078_438_6e-3,
        2.653_218_952_657_612_309_3e-2,
        2.965_605_718_285_048_912_3e-1,
        1.784_826_539_917_291_335_8,
        5.463_784_911_164_114_369_9,
        6.657_904_643_501_103_777_2,
    ],
    [
        2.044_263_103_389_939_785_64e-15,
        1.421_511_758_316_445_888_7e-7,
        1.846_318_317_510_054_681_8e-5,
        7.868_691_311_456_132_591e-4,
        1.487_536_129_085_061_485_25e-2,
        1.369_298_809_227_358_053_1e-1,
        5.998_322_065_558_879_376_9e-1,
        1.0,
    ],
);

#[cfg(test)]
mod tests {
    use super::{Pert, PertTable, Triangular, normal_quantile};

    #[test]
    fn normal_quantiles_are_those_of_the_published_algorithm() {
        // The check values printed with AS 241, and the symmetry.
        for (p, expected) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_6),
            (1e-20, -9.262_340_089_798_408),
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
        ] {
            let value = normal_quantile(p);
            assert!((value - expected).abs() < 1e-13, "{p}: {value}");
        }
        assert!(normal_quantile(0.0).is_infinite() && normal_quantile(1.0).is_infinite());
    }

    #[test]
    fn the_table_of_a_pert_has_its_mean() {
        for (low, mode, high) in [(1.0, 3.0, 12.0), (0.0, 0.0, 1.0), (6.0, 52.0, 52.0)] {
            let table = PertTable::of(Triangular { low, mode, high });
            let points = 20_000;
            let mean = (0..points)
                .map(|point| table.quantile((f64::from(point) + 0.5) / f64::from(points)))
                .sum::<f64>()
                / f64::from(points);
            let pert = Pert {
                low,
                mode,
                high,
                gamma: 4.0,
            };
            let width = high - low;
            assert!((mean - pert.mean()).abs() < 1e-4 * width, "{mean}");
            assert!((table.quantile(0.0) - low).abs() < width / 500.0);
            assert!((table.quantile(1.0) - high).abs() < width / 500.0);
        }
    }

    #[test]
    fn three_equal_points_are_one_value() {
        let point = Triangular {
            low: 4.0,
            mode: 4.0,
            high: 4.0,
        };
        assert!((point.quantile(0.3) - 4.0).abs() < 1e-15);
        assert!((point.cdf(4.0) - 1.0).abs() < 1e-15 && point.cdf(3.9) < 1e-15);
    }
}
