//! Charts as data: bars with ranges, each with what it is of; courses and spans of a scenario's
//! run. Who draws them decides how.

mod run;

pub use run::{Course, CoursePoint, Span, Spans, cash, exceedance, lines, stops, tornado};

use crate::content::Id;
use crate::measure::Interval;
use crate::measure::Truth;
use crate::score::Score;
use crate::suppliers::{Figures, Slice, Supplier};
use crate::table::Country;

/// So many countries or items are told apart; more cannot be compared at a glance.
const LIMIT: usize = 8;

/// Bars on one scale that begins at zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// Where the scale ends.
    pub end: f64,
    /// The bars, the most telling first.
    pub bars: Vec<Bar>,
    /// How many things could not be drawn, because a figure of theirs is not known.
    pub unknown: usize,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub of: Subject,
    /// What is known, and what is possible.
    pub value: Interval,
    /// What the value should reach.
    pub need: Option<f64>,
}

/// What a bar is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A module.
    Module(Id),
    /// A theme of a module.
    Theme(Id, Id),
    /// A country of production; `None` for an unknown origin.
    Country(Option<Country>),
    /// So many other countries.
    Others(usize),
    /// A row of the supplier table, by its index.
    Row(usize),
}

/// The scores of the modules, 0 to 100, the worst first.
#[must_use]
pub fn modules(score: &Score) -> Bars {
    let bars = score.modules.iter().map(|module| Bar {
        of: Subject::Module(module.id.clone()),
        value: module.score,
        need: None,
    });
    worst_first(bars.collect())
}

/// The risks of the worst themes, 0 to 100, the worst first.
#[must_use]
pub fn themes(score: &Score) -> Bars {
    let bars = score.modules.iter().flat_map(|module| {
        module.themes.iter().map(|theme| Bar {
            of: Subject::Theme(module.id.clone(), theme.id.clone()),
            value: theme.risk,
            need: None,
        })
    });
    let mut bars = worst_first(bars.collect());
    bars.bars.truncate(LIMIT);
    bars
}

/// The share of each country in the listed spend, per cent, the largest first, the rest together
/// and an unknown origin last. `None` where there is no spend.
#[must_use]
pub fn countries(figures: &Figures) -> Option<Bars> {
    let named: Vec<&Slice<Option<Country>>> = figures
        .countries
        .iter()
        .filter(|slice| slice.key.is_some())
        .collect();
    // One more is shown by its name rather than as "one other country".
    let shown = if named.len() > LIMIT + 1 {
        LIMIT
    } else {
        named.len()
    };
    let (told_apart, rest) = named.split_at_checked(shown)?;
    let bar = |of, share: Interval| Bar {
        of,
        value: share.map(|share| share * 100.0),
        need: None,
    };
    let mut bars: Vec<Bar> = told_apart
        .iter()
        .map(|slice| bar(Subject::Country(slice.key), slice.share))
        .collect();
    if !rest.is_empty() {
        // What is not known may belong to any one of them, but only once.
        let low: f64 = rest.iter().map(|slice| slice.share.low).sum();
        let open = rest
            .iter()
            .map(|slice| slice.share.width())
            .fold(0.0, f64::max);
        let share = Interval {
            low,
            high: (low + open).min(1.0),
        };
        bars.push(bar(Subject::Others(rest.len()), share));
    }
    let unknown = figures.countries.iter().filter(|slice| slice.key.is_none());
    bars.extend(unknown.map(|slice| bar(Subject::Country(None), slice.share)));
    (!bars.is_empty()).then_some(Bars {
        end: 100.0,
        bars,
        unknown: 0,
    })
}

/// How long the stock of each good lasts (TTS) against how long its replacement takes (TTR),
/// weeks, the widest gap first. `None` where no good has both.
#[must_use]
pub fn times(rows: &[Supplier]) -> Option<Bars> {
    let goods = || {
        rows.iter()
            .enumerate()
            .filter(|(_, row)| row.is_good() != Truth::No)
    };
    let mut known: Vec<(usize, f64, f64)> = goods()
        .filter(|(_, row)| row.tts().is_known() && row.ttr().is_known())
        .map(|(index, row)| (index, row.tts().low, row.ttr().low))
        .collect();
    let unknown = goods().count() - known.len();
    known.sort_by(|(_, tts, ttr), (_, other_tts, other_ttr)| {
        (other_ttr - other_tts).total_cmp(&(ttr - tts))
    });
    known.truncate(LIMIT);
    let longest = known
        .iter()
        .map(|(_, tts, ttr)| tts.max(*ttr))
        .fold(0.0, f64::max);
    let bars = known.into_iter().map(|(index, tts, ttr)| Bar {
        of: Subject::Row(index),
        value: Interval::known(tts),
        need: Some(ttr),
    });
    let bars: Vec<Bar> = bars.collect();
    (longest > 0.0).then_some(Bars {
        end: round_up(longest),
        bars,
        unknown,
    })
}

fn worst_first(mut bars: Vec<Bar>) -> Bars {
    // A stable sort: equals stay in the pack's order.
    bars.sort_by(|one, other| {
        let low = other.value.low.total_cmp(&one.value.low);
        low.then(other.value.high.total_cmp(&one.value.high))
    });
    Bars {
        end: 100.0,
        bars,
        unknown: 0,
    }
}

/// The next end of a scale people read at once: 1, 2, 4 or 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 < value {
        power *= 10.0;
    }
    let ends = [1.0, 2.0, 4.0, 5.0, 8.0, 10.0].map(|step| step * power);
    ends.into_iter().find(|end| *end >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn scales_end_where_people_expect() {
        for (value, end) in [
            (3.0, 4.0),
            (40.0, 40.0),
            (41.0, 50.0),
            (0.5, 1.0),
            (104.0, 200.0),
        ] {
            assert!((round_up(value) - end).abs() < 1e-9, "{value}");
        }
    }
}
