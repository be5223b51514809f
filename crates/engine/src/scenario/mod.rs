//! What a scenario costs, given that it happens: never how often it does.
//!
//! [`play`] takes a firm's case and a [`Run`](crate::assessment::Run) of one scenario or two and
//! says in which week sales stop, what is lost, how cash goes month by month, when it ends, and
//! what would bridge it; each as the 10th, 50th and 90th percentile of the draws (method A12).
//! `struck` finds out what the run means for the firm, `end` is one end of what is not known,
//! [`distribution`] turns three stated points into a spread, [`tail`] reads the bad end of one,
//! [`touch`] says which scenarios touch the firm and why, [`prevented`] what an action beforehand
//! would change, [`settings`] what a person may turn, [`stress`] sets all scenarios side by side,
//! [`stop`](fn@stop) asks the same of every firm, [`money`] says which programmes are worth asking
//! about.
//!
//! *Why seeded points and `libm`*: the same seed gives the same bytes in a browser and on a
//! server. The points are a scrambled Sobol' net (Burley 2020, *Journal of Computer Graphics
//! Techniques* 9(4)), which needs far fewer draws than chance does; before and after a measure
//! take the same ones, so that their difference is the measure's.

mod dials;
pub mod distribution;
mod end;
pub mod money;
mod parts;
mod prevent;
mod results;
mod stop;
pub mod stress;
mod struck;
pub mod tail;
pub mod touch;

use distribution::{PertTable, Triangular};
use end::{Drawn, End, Side};
use results::{Results, quantiles};
use serde::{Deserialize, Serialize};

pub use dials::{Dial, Setting, asks_country, settings};
pub use parts::shapley_of_maximum;
pub use prevent::{Prepared, Prevented, prepared, prepared_with, prevented};
pub use stop::{Stop, Stopped, stop};
pub use struck::{Input, Strike, Struck, WEEKS_PER_MONTH, hits_row};

use crate::assessment::{Assessment, LARGEST_MULTIPLE, Path, Run};
use crate::content::Pack;
use crate::measure::{Interval, Truth};
use crate::suppliers::Column;

/// The seed where none is named: the day of the panel whose record Sonae goes back to.
pub const SEED: u32 = 20_240_202;
/// So many draws: a power of two, as a net needs.
pub const DRAWS: u32 = 4096;
/// So many further scramblings say how sure the middle of the loss is.
const SCRAMBLINGS: u32 = 8;
/// The cash path is followed so long at least and at most, months.
const MONTHS: (f64, f64) = (12.0, 120.0);

/// How a run is played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct How {
    /// What the draws begin with.
    pub seed: u32,
    /// How many draws: a power of two, up to 65,536. One takes every most likely value instead.
    pub draws: u32,
    /// What was spent beforehand, yen: it is missing from the cash.
    pub spent_before: f64,
    /// Whether to find out how sure the median loss is, which takes longer than the rest.
    pub thorough: bool,
}

impl Default for How {
    fn default() -> Self {
        Self {
            seed: SEED,
            draws: DRAWS,
            spent_before: 0.0,
            thorough: false,
        }
    }
}

impl How {
    /// Every most likely value, and no draw.
    pub const MODE: Self = Self {
        seed: SEED,
        draws: 1,
        spent_before: 0.0,
        thorough: false,
    };
}

/// Values that 10, 50 and 90 per cent of the draws do not exceed; infinite where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles {
    /// The 10th percentile.
    pub p10: f64,
    /// The median.
    pub p50: f64,
    /// The 90th percentile.
    pub p90: f64,
}

/// A result at both ends of what is not known; the same twice where all is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// With all that is missing at the end that makes the value small.
    pub low: Quantiles,
    /// With all that is missing at the end that makes it large.
    pub high: Quantiles,
}

impl Spread {
    /// The smallest of the 10th percentiles.
    #[must_use]
    pub fn p10(self) -> f64 {
        self.low.p10
    }

    /// The largest of the 90th percentiles.
    #[must_use]
    pub fn p90(self) -> f64 {
        self.high.p90
    }

    /// The median, from one end of what is not known to the other.
    #[must_use]
    pub fn p50(self) -> Interval {
        Interval {
            low: self.low.p50,
            high: self.high.p50,
        }
    }

    fn of(good: Quantiles, bad: Quantiles) -> Self {
        let ordered = |one: f64, other: f64| (one.min(other), one.max(other));
        let (low, high) = (ordered(good.p10, bad.p10), ordered(good.p90, bad.p90));
        let middle = ordered(good.p50, bad.p50);
        Self {
            low: Quantiles {
                p10: low.0,
                p50: middle.0,
                p90: high.0,
            },
            high: Quantiles {
                p10: low.1,
                p50: middle.1,
                p90: high.1,
            },
        }
    }
}

/// How a firm stands after a run (method A12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Class {
    /// The need is within the unused lines.
    Liquid,
    /// The need is above them; equity stays positive and contribution covers fixed cost again.
    IlliquidButViable,
    /// It is above them, and one of the two does not hold.
    NotViableAfterTheShock,
}

/// The class, with the numbers of its three inequalities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// With all that is missing at its good end, and at its bad end.
    pub class: [Class; 2],
    /// The median of the funding need, yen.
    pub need: Interval,
    /// Unused credit lines, yen.
    pub lines: Interval,
    /// Equity less the median loss, yen.
    pub equity_after: Interval,
    /// Contribution in a usual month once it is over, yen.
    pub contribution: Interval,
    /// Fixed cost, yen a month.
    pub fixed: Interval,
}

impl Standing {
    /// The class, where what is missing does not change it.
    #[must_use]
    pub fn settled(&self) -> Option<Class> {
        let [good, bad] = self.class;
        (good == bad).then_some(good)
    }
}

/// What a row adds to the loss, with every most likely value.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPart {
    /// The event that hits it, by its place in the run.
    pub event: usize,
    /// Its index in the supplier table.
    pub row: usize,
    /// Whether it is hit for certain.
    pub hit: Truth,
    /// The week in which sales stop because of it, counted from the beginning, from the earliest
    /// it may be to the latest; infinite where they do not.
    pub stop: Interval,
    /// For how many weeks.
    pub weeks: Interval,
    /// Its part of the lost contribution, yen: rows that stop the same sales share it as the
    /// users of an airport share its cost (Littlechild and Owen 1973).
    pub lost: Interval,
    /// Its extra cost, yen.
    pub extra: Interval,
}

/// How much an input moves the loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The input.
    pub input: Input,
    /// The loss with it at its lower end, all else at its most likely value, yen.
    pub low: f64,
    /// The loss with it at its upper end.
    pub high: f64,
}

impl Swing {
    /// By how much the loss moves, yen; infinite where the input has no bound.
    #[must_use]
    pub fn size(&self) -> f64 {
        if self.low.is_infinite() && self.high.is_infinite() {
            0.0
        } else {
            (self.high - self.low).abs()
        }
    }
}

/// How sure the median loss is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surety {
    /// Its standard error, yen, from independent scramblings of the points; infinite where the
    /// loss has no bound.
    pub error: f64,
    /// The same median with every triangle in the PERT shape instead, yen.
    pub pert: Interval,
}

/// What comes of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// How it was played.
    pub how: How,
    /// The first week in which sales stop, counted from 0; infinite where they do not.
    pub stop_week: Spread,
    /// Contribution on lost sales, yen.
    pub lost: Spread,
    /// Extra cost, yen; below zero where the firm gains.
    pub extra: Spread,
    /// Both together, yen.
    pub loss: Spread,
    /// How sure the median loss is, where that was asked for.
    pub surety: Option<Surety>,
    /// Cash at the end of each month, yen.
    pub cash: Vec<Spread>,
    /// The first month at whose end cash is below zero, from 1; infinite beyond the last.
    pub runway: Spread,
    /// The deepest point of cash below zero, yen.
    pub need: Spread,
    /// How the firm stands.
    pub standing: Standing,
    /// What each row adds, the largest first.
    pub rows: Vec<RowPart>,
    /// Which input matters most, the largest first.
    pub matters: Vec<Swing>,
    /// What is not known and widens the result.
    pub missing: Vec<Input>,
    /// The loss that is reached or exceeded with 100, 95, … 5, 0 per cent of the draws, yen, at
    /// both ends of what is not known.
    pub exceedance: Vec<Interval>,
    /// The three points of duration, share and price of each event, as played.
    pub points: Vec<[Triangular; 3]>,
}

/// Plays a run.
#[must_use]
pub fn play(pack: &Pack, assessment: &Assessment, path: &Path<'_>, run: &Run, how: How) -> Played {
    Struck::of(pack, assessment, path, run).play(how)
}

/// Whether cash ends before the run does and the need exceeds the unused lines, with every most
/// likely value (gate `illiquid`, method A7).
#[must_use]
pub fn illiquid(pack: &Pack, assessment: &Assessment, path: &Path<'_>, run: &Run) -> Truth {
    let struck = Struck::of(pack, assessment, path, run);
    let drawn: Vec<Drawn> = struck.events.iter().map(Strike::most_likely).collect();
    let ends = struck.events.iter().zip(&drawn);
    let over = ends
        .map(|(event, drawn)| event.starts + drawn.weeks)
        .fold(0.0, f64::max);
    let at = |side| {
        let end = End::of(&struck, side, None, 0.0);
        let outcome = end.play(&drawn, &mut vec![0.0; struck.months()]);
        outcome.runway * WEEKS_PER_MONTH <= over && outcome.need > end.lines
    };
    if at(Side::Good) {
        Truth::Certain
    } else if at(Side::Bad) {
        Truth::Possible
    } else {
        Truth::No
    }
}

impl Struck {
    /// For how many months cash is followed: until all is over at the latest, a year at least.
    fn months(&self) -> usize {
        let (least, most) = MONTHS;
        let months = (self.over() / WEEKS_PER_MONTH).ceil().clamp(least, most);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, and within the limits above"
        )]
        {
            months as usize
        }
    }

    /// Whether both ends are the same.
    fn is_known(&self) -> bool {
        self.missing.is_empty()
    }

    /// Plays it.
    #[must_use]
    pub fn play(&self, how: How) -> Played {
        let good = End::of(self, Side::Good, None, how.spent_before);
        let bad = End::of(self, Side::Bad, None, how.spent_before);
        let draws = self.draws(how, how.seed);
        let at_good = self.results(&good, &draws);
        let at_bad = if self.is_known() {
            at_good.clone()
        } else {
            self.results(&bad, &draws)
        };
        let both = |of: fn(&Results) -> Quantiles| Spread::of(of(&at_good), of(&at_bad));
        let (loss, need) = (both(|it| it.loss), both(|it| it.need));
        let cash = at_good.cash.iter().zip(&at_bad.cash);
        let exceeded = at_good.exceedance.iter().zip(&at_bad.exceedance);
        Played {
            how,
            stop_week: both(|it| it.stop),
            lost: both(|it| it.lost),
            extra: both(|it| it.extra),
            loss,
            surety: (how.thorough && how.draws > 1).then(|| self.surety(&good, &bad, how)),
            cash: cash.map(|(good, bad)| Spread::of(*good, *bad)).collect(),
            runway: both(|it| it.runway),
            need,
            standing: standing(&good, &bad, loss.p50(), need.p50()),
            rows: self.row_parts(),
            matters: self.matters(&bad),
            missing: self.missing.clone(),
            exceedance: exceeded
                .map(|(good, bad)| Interval::known(*good).hull(Interval::known(*bad)))
                .collect(),
            points: self
                .events
                .iter()
                .map(|event| [event.weeks, event.lost, event.price])
                .collect(),
        }
    }

    fn results(&self, end: &End, draws: &[Drawn]) -> Results {
        let draws = draws.chunks(self.events.len().max(1));
        Results::of(end, draws, self.months())
    }

    /// The draws, one after another; each is as many as there are events.
    fn draws(&self, how: How, seed: u32) -> Vec<Drawn> {
        if how.draws <= 1 {
            return self.events.iter().map(Strike::most_likely).collect();
        }
        let events = || (0_u32..).zip(&self.events);
        points(how)
            .flat_map(|index| {
                events().map(move |(set, event)| {
                    let points = sobol_burley::sample_4d(index, set, seed).map(f64::from);
                    let [weeks, lost, price, once] = points;
                    Drawn {
                        weeks: event.weeks.quantile(weeks),
                        lost: event.lost.quantile(lost),
                        price: event.price.quantile(price),
                        once: event.once.quantile(once),
                    }
                })
            })
            .collect()
    }

    /// How sure the median loss is; a matter of some milliseconds.
    fn surety(&self, good: &End, bad: &End, how: How) -> Surety {
        let median = |end: &End, draws: &[Drawn]| {
            let draws = draws.chunks(self.events.len().max(1));
            let losses = draws.map(|drawn| end.loss(drawn));
            quantiles(&mut losses.collect::<Vec<_>>()).p50
        };
        let seeds = (1..=SCRAMBLINGS).map(|number| how.seed.wrapping_add(number));
        let medians: Vec<f64> = seeds
            .map(|seed| median(bad, &self.draws(how, seed)))
            .collect();
        let count = f64::from(SCRAMBLINGS);
        let mean = medians.iter().sum::<f64>() / count;
        let squares = medians.iter().map(|one| (one - mean) * (one - mean));
        let error = libm::sqrt(squares.sum::<f64>() / (count - 1.0));
        let tables: Vec<[PertTable; 4]> = self.events.iter().map(Strike::pert).collect();
        let draws: Vec<Drawn> = points(how)
            .flat_map(|index| {
                let events = (0_u32..).zip(&tables);
                events.map(move |(set, tables)| {
                    let points = sobol_burley::sample_4d(index, set, how.seed).map(f64::from);
                    let [weeks, lost, price, once] = tables;
                    let [a, b, c, d] = points;
                    Drawn {
                        weeks: weeks.quantile(a),
                        lost: lost.quantile(b),
                        price: price.quantile(c),
                        once: once.quantile(d),
                    }
                })
            })
            .collect();
        let pert = Interval::known(median(good, &draws));
        Surety {
            error: if error.is_finite() {
                error
            } else {
                f64::INFINITY
            },
            pert: pert.hull(Interval::known(median(bad, &draws))),
        }
    }

    /// What moves the loss most, one input at a time, all others at their most likely values; what
    /// is missing stands at its bad end.
    fn matters(&self, bad: &End) -> Vec<Swing> {
        let middle: Vec<Drawn> = self.events.iter().map(Strike::most_likely).collect();
        let mut swings = Vec::new();
        for (place, event) in self.events.iter().enumerate() {
            let turned: [(Input, Triangular, Part); 4] = [
                (Input::Weeks(place), event.weeks, |drawn| &mut drawn.weeks),
                (Input::Lost(place), event.lost, |drawn| &mut drawn.lost),
                (Input::Price(place), event.price, |drawn| &mut drawn.price),
                (Input::Once(place), event.once, |drawn| &mut drawn.once),
            ];
            for (input, points, part) in turned {
                let at = |value: f64| {
                    let mut drawn = middle.clone();
                    if let Some(event) = drawn.get_mut(place) {
                        *part(event) = value;
                    }
                    bad.loss(&drawn)
                };
                swings.push(Swing {
                    input,
                    low: at(points.low),
                    high: at(points.high),
                });
            }
        }
        for input in &self.missing {
            swings.push(Swing {
                input: input.clone(),
                low: End::of(self, Side::Bad, Some(input), 0.0).loss(&middle),
                high: bad.loss(&middle),
            });
        }
        swings.retain(|swing| swing.size() > 0.0);
        swings.sort_by(|one, other| other.size().total_cmp(&one.size()));
        swings
    }
}

/// The numbers of the points of a net.
fn points(how: How) -> std::ops::Range<u32> {
    0..how.draws.min(1 << 16)
}

/// One of the numbers of an event.
type Part = fn(&mut Drawn) -> &mut f64;

/// How the firm stands, from the ends and the medians.
fn standing(good: &End, bad: &End, loss: Interval, need: Interval) -> Standing {
    let range = |of: fn(&End) -> f64| Interval::known(of(good)).hull(Interval::known(of(bad)));
    let class = |end: &End, loss: f64, need: f64| {
        if need <= end.lines {
            Class::Liquid
        } else if end.equity - loss > 0.0 && end.earned_per_month() >= end.fixed {
            Class::IlliquidButViable
        } else {
            Class::NotViableAfterTheShock
        }
    };
    Standing {
        class: [
            class(good, loss.low, need.low),
            class(bad, loss.high, need.high),
        ],
        need,
        lines: range(|end| end.lines),
        equity_after: Interval {
            low: bad.equity - loss.high,
            high: good.equity - loss.low,
        },
        contribution: range(End::earned_per_month),
        fixed: range(|end| end.fixed),
    }
}

impl Strike {
    fn most_likely(&self) -> Drawn {
        Drawn {
            weeks: self.weeks.mode,
            lost: self.lost.mode,
            price: self.price.mode,
            once: self.once.mode,
        }
    }

    fn pert(&self) -> [PertTable; 4] {
        [self.weeks, self.lost, self.price, self.once].map(PertTable::of)
    }
}
