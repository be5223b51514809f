//! Weeks, months and yen of a run, the way they are said: a range where something is missing, and
//! never more digits than say something.

use sonae_engine::measure::Interval;
use sonae_engine::scenario::Spread;

use crate::words::Words;

/// Yen; what has no bound is said to have none.
pub fn yen(words: Words, yen: f64) -> String {
    exact_to(words, yen, 0.0)
}

/// The same, with no digit that is smaller than the error.
pub fn exact_to(words: Words, yen: f64, error: f64) -> String {
    if yen.is_finite() {
        words.about(yen, error)
    } else {
        words.t("scenarios.unbounded").into_owned()
    }
}

/// Yen in a range.
pub fn yen_range(words: Words, range: Interval) -> String {
    let (low, high) = (range.low, range.high);
    match (low.is_finite(), high.is_finite()) {
        // From nothing to no bound: nothing is known.
        (true, false) if low == 0.0 => words.t("scenarios.open").into_owned(),
        (false, false) if low < high => words.t("scenarios.open").into_owned(),
        (true, true) | (false, false) => ends(words, yen(words, low), yen(words, high)),
        (true, false) => words.with("scenarios.at_least", &[("value", yen(words, low))]),
        (false, true) => words.with("scenarios.at_most", &[("value", yen(words, high))]),
    }
}

/// The same with two digits.
pub fn rough_range(words: Words, range: Interval) -> String {
    let rough = |yen: f64| {
        if yen.is_finite() {
            let mut place = 1.0;
            while place * 100.0 <= yen.abs() {
                place *= 10.0;
            }
            (yen / place).round() * place
        } else {
            yen
        }
    };
    yen_range(words, range.map(rough))
}

/// From the 10th percentile to the 90th, yen.
pub fn yen_spread(words: Words, spread: Spread) -> String {
    yen_range(words, spread_ends(spread))
}

/// Weeks until sales stop; infinite where they do not.
pub fn week(words: Words, week: f64) -> String {
    if !week.is_finite() {
        return words.t("scenarios.no_stop").into_owned();
    }
    if week == 0.0 {
        return words.t("scenarios.at_once").into_owned();
    }
    counted(
        words,
        "scenarios.after_weeks_one",
        "scenarios.after_weeks",
        words.number(week, 0),
    )
}

/// Weeks in the form for one, or for several.
fn counted(words: Words, one: &str, other: &str, weeks: String) -> String {
    let key = if weeks == "1" { one } else { other };
    words.with(key, &[("weeks", weeks)])
}

/// Weeks until sales stop, in a range.
pub fn week_range(words: Words, range: Interval) -> String {
    ends(words, week(words, range.low), week(words, range.high))
}

/// The month in which cash ends, of those looked at.
pub fn month(words: Words, month: f64, months: usize) -> String {
    if month.is_finite() {
        words.with("scenarios.month", &[("month", words.number(month, 0))])
    } else {
        words.with("scenarios.lasts", &[("months", months)])
    }
}

/// The month in which cash ends, in a range.
pub fn month_range(words: Words, range: Interval, months: usize) -> String {
    ends(
        words,
        month(words, range.low, months),
        month(words, range.high, months),
    )
}

/// Weeks of something that lasts.
pub fn weeks(words: Words, range: Interval) -> String {
    if !range.high.is_finite() {
        let low = words.number(range.low, 0);
        return words.with("tables.weeks_from", &[("weeks", low)]);
    }
    counted(
        words,
        "scenarios.weeks_one",
        "scenarios.weeks",
        words.range(range, 0),
    )
}

/// From the 10th percentile to the 90th.
pub fn spread_ends(spread: Spread) -> Interval {
    Interval {
        low: spread.p10(),
        high: spread.p90(),
    }
}

/// Two ends, or one where they read the same.
pub fn ends(words: Words, low: String, high: String) -> String {
    if low == high {
        low
    } else {
        words.with("said.from_to", &[("low", low), ("high", high)])
    }
}
