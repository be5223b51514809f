//! The charts of a run of a scenario: cash by month, weeks without sales by row, what matters
//! most, and how often a loss is reached.

use super::{LIMIT, round_up};
use crate::measure::Interval;
use crate::scenario::{Input, Played, RowPart, Spread, Swing};

/// Something that takes a course from left to right: a band, and a range of middles in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Where the scale from left to right begins and ends.
    pub along: Interval,
    /// Where the scale upwards begins and ends; zero lies in it.
    pub up: Interval,
    /// The points, from left to right.
    pub points: Vec<CoursePoint>,
}

/// A point of a course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoursePoint {
    /// Where it stands from left to right.
    pub at: f64,
    /// From the 10th percentile to the 90th; may be without a bound.
    pub band: Interval,
    /// The median, or the range it lies in; may be without a bound.
    pub middle: Interval,
}

/// Spans on one scale, one below the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Spans<T> {
    /// Where the scale begins and ends; zero lies in it.
    pub scale: Interval,
    /// The spans.
    pub spans: Vec<Span<T>>,
    /// How many more there are.
    pub more: usize,
}

/// One span.
#[derive(Clone, Debug, PartialEq)]
pub struct Span<T> {
    /// What it is of.
    pub of: T,
    /// The part that is certain.
    pub certain: Option<Interval>,
    /// From where to where it goes or may go; may be without a bound.
    pub possible: Interval,
}

/// Cash at the end of each month, yen. `None` where nothing of it has a bound.
#[must_use]
pub fn cash(played: &Played) -> Option<Course> {
    let mut month = 0.0;
    let points = played.cash.iter().map(|spread: &Spread| {
        month += 1.0;
        CoursePoint {
            at: month,
            band: Interval {
                low: spread.p10(),
                high: spread.p90(),
            },
            middle: spread.p50(),
        }
    });
    let points: Vec<CoursePoint> = points.collect();
    course(
        Interval {
            low: 1.0,
            high: month.max(2.0),
        },
        points,
    )
}

/// With which share of the draws, per cent, a loss is reached or exceeded, yen. `None` where
/// nothing of it has a bound.
#[must_use]
pub fn exceedance(played: &Played) -> Option<Course> {
    let last = played.exceedance.len().checked_sub(1)?;
    let points = played.exceedance.iter().enumerate().map(|(index, loss)| {
        #[expect(clippy::cast_precision_loss, reason = "some twenty points")]
        let at = 100.0 - 100.0 * index as f64 / last.max(1) as f64;
        CoursePoint {
            at,
            band: *loss,
            middle: *loss,
        }
    });
    let points: Vec<CoursePoint> = points.rev().collect();
    course(
        Interval {
            low: 0.0,
            high: 100.0,
        },
        points,
    )
}

fn course(along: Interval, points: Vec<CoursePoint>) -> Option<Course> {
    let values = points.iter().flat_map(|point| {
        let (band, middle) = (point.band, point.middle);
        [band.low, band.high, middle.low, middle.high]
    });
    let up = scale(values.filter(|value| value.is_finite()))?;
    Some(Course { along, up, points })
}

/// In which weeks sales stop because of which row, and maybe stop; the earliest first. `None`
/// where no row stops any.
#[must_use]
pub fn stops(rows: &[RowPart]) -> Option<Spans<usize>> {
    let stopping = rows.iter().enumerate();
    let mut spans: Vec<Span<usize>> = stopping
        .filter(|(_, part)| part.stop.low.is_finite() && part.weeks.high > 0.0)
        .map(|(index, part)| {
            let surely = part.stop.high.is_finite() && part.weeks.low > 0.0;
            Span {
                of: index,
                certain: surely.then_some(Interval {
                    low: part.stop.high,
                    high: part.stop.high + part.weeks.low,
                }),
                possible: Interval {
                    low: part.stop.low,
                    high: part.stop.low + part.weeks.high,
                },
            }
        })
        .collect();
    spans.sort_by(|one, other| one.possible.low.total_cmp(&other.possible.low));
    spanned(spans)
}

/// Between which losses each input moves the result, yen, the widest first. `None` where nothing
/// does.
#[must_use]
pub fn tornado(swings: &[Swing]) -> Option<Spans<Input>> {
    let spans = swings.iter().map(|swing| {
        let ends = Interval::known(swing.low).hull(Interval::known(swing.high));
        Span {
            of: swing.input.clone(),
            certain: ends.high.is_finite().then_some(ends),
            possible: ends,
        }
    });
    spanned(spans.collect())
}

fn spanned<T>(mut spans: Vec<Span<T>>) -> Option<Spans<T>> {
    let more = spans.len().saturating_sub(LIMIT);
    spans.truncate(LIMIT);
    let ends = spans
        .iter()
        .flat_map(|span| [span.possible.low, span.possible.high]);
    let scale = scale(ends.filter(|value| value.is_finite()))?;
    Some(Spans { scale, spans, more })
}

/// A scale that holds these values and zero; `None` where there is none but zero.
fn scale(values: impl Iterator<Item = f64>) -> Option<Interval> {
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let end = |value: f64| {
        if value > 0.0 { round_up(value) } else { 0.0 }
    };
    let scale = Interval {
        low: -end(-low),
        high: end(high),
    };
    (scale.width() > 0.0).then_some(scale)
}

/// The values at which a scale is read, zero among them: at most one more than `parts`.
#[must_use]
pub fn lines(scale: Interval, parts: f64) -> Vec<f64> {
    let part = scale.width() / parts;
    if !(part.is_finite() && part > 0.0) {
        return Vec::new();
    }
    let mut power = 1e-3;
    while power * 10.0 <= part {
        power *= 10.0;
    }
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    // A hair's breadth is not a reason for the next step.
    let step = steps.into_iter().find(|step| *step * 1.0001 >= part);
    let step = step.unwrap_or(part);
    let mut number = (scale.low / step - 1e-9).ceil();
    let mut lines = Vec::new();
    while number * step <= scale.high + step * 1e-9 && lines.len() < 12 {
        lines.push(number * step);
        number += 1.0;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{lines, scale, stops};
    use crate::measure::{Interval, Truth};
    use crate::scenario::RowPart;

    #[test]
    fn a_scale_holds_zero_and_ends_where_people_expect() {
        let of = |values: &[f64]| scale(values.iter().copied());
        let range = |low, high| Some(Interval { low, high });
        assert_eq!(of(&[3.0, 41.0]), range(0.0, 50.0));
        assert_eq!(of(&[-7.0, 3.0]), range(-8.0, 4.0));
        assert_eq!(of(&[0.0]), None);
    }

    #[test]
    fn scales_are_read_at_round_values() {
        let of = |low, high, parts| lines(Interval { low, high }, parts);
        assert_eq!(of(0.0, 100.0, 2.0), [0.0, 50.0, 100.0]);
        assert_eq!(of(0.0, 4.0, 5.0), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(of(-80.0, 4.0, 5.0), [-80.0, -60.0, -40.0, -20.0, 0.0]);
        assert_eq!(of(0.0, 0.0, 5.0), Vec::<f64>::new());
        assert_eq!(of(f64::NEG_INFINITY, 0.0, 5.0), Vec::<f64>::new());
    }

    #[test]
    fn what_may_never_stop_is_possible_only() {
        let part = |stop: Interval, weeks: Interval| RowPart {
            event: 0,
            row: 0,
            hit: Truth::Possible,
            stop,
            weeks,
            lost: Interval::known(0.0),
            extra: Interval::known(0.0),
        };
        let rows = [
            part(Interval::known(f64::INFINITY), Interval::known(0.0)),
            part(
                Interval {
                    low: 3.0,
                    high: f64::INFINITY,
                },
                Interval {
                    low: 0.0,
                    high: 10.0,
                },
            ),
        ];
        let found = stops(&rows).expect("one may stop");
        assert_eq!(found.spans.len(), 1);
        let span = found.spans.first().expect("one span");
        assert_eq!((span.of, span.certain), (1, None));
        assert_eq!(
            span.possible,
            Interval {
                low: 3.0,
                high: 13.0
            }
        );
    }
}
