//! The one sentence that says what matters: when sales stop, when cash ends, what bridges it.

use sonae_engine::measure::Interval;
use sonae_engine::scenario::{Played, Spread};

use super::amounts;
use crate::words::Words;

/// The sentence: medians, each with what eight of ten draws lie within.
///
/// Where no purchase stops sales but a market, a customer or a product is lost, it says how much of
/// the sales that is (0 to 1).
pub fn sentence(words: Words, played: &Played, sales_hit: Interval) -> String {
    let months = played.cash.len();
    words.with(
        "scenarios.says.all",
        &[
            ("stop", stop(words, played.stop_week, sales_hit)),
            ("cash", cash(words, played.runway, months)),
            ("need", need(words, played.need)),
        ],
    )
}

/// In which week sales begin to stop.
fn stop(words: Words, spread: Spread, sales_hit: Interval) -> String {
    let middle = spread.p50();
    if is_lost_at_once(middle, sales_hit) {
        let share = words.share(sales_hit);
        return words.with("scenarios.says.lost_at_once", &[("share", share)]);
    }
    let clause = clause(words, "stop", middle, 0, &|week| amounts::week(words, week));
    let around = amounts::week_range(words, amounts::spread_ends(spread));
    around_it(words, clause, &around, &amounts::week_range(words, middle))
}

/// Whether no purchase stops sales, and some are lost at once.
pub fn is_lost_at_once(stop_week: Interval, sales_hit: Interval) -> bool {
    stop_week.low.is_infinite() && sales_hit.high > 0.0
}

/// In which month cash ends.
fn cash(words: Words, spread: Spread, months: usize) -> String {
    let middle = spread.p50();
    let said = |month| amounts::month(words, month, months);
    let clause = clause(words, "cash", middle, months, &said);
    let around = amounts::month_range(words, amounts::spread_ends(spread), months);
    around_it(
        words,
        clause,
        &around,
        &amounts::month_range(words, middle, months),
    )
}

/// Of something that may not come within these months: never, maybe, at a time, or between two.
fn clause(
    words: Words,
    which: &str,
    middle: Interval,
    months: usize,
    said: &dyn Fn(f64) -> String,
) -> String {
    let (low, high) = (said(middle.low), said(middle.high));
    let form = match (middle.low.is_finite(), middle.high.is_finite()) {
        (false, _) => "never",
        // From the very beginning to never: that is nothing.
        (true, false) if middle.low <= 1.0 => "open",
        (true, false) => "maybe",
        (true, true) if low == high => "known",
        (true, true) => "between",
    };
    words.with(
        &format!("scenarios.says.{which}_{form}"),
        &[("low", low), ("high", high), ("months", months.to_string())],
    )
}

/// What bridges it.
fn need(words: Words, spread: Spread) -> String {
    let middle = spread.p50();
    let (low, high) = (
        amounts::yen(words, middle.low),
        amounts::yen(words, middle.high),
    );
    let form = if middle.high <= 0.0 {
        "none"
    } else if !middle.low.is_finite() || (middle.low <= 0.0 && !middle.high.is_finite()) {
        "open"
    } else if !middle.high.is_finite() {
        "from"
    } else if low == high {
        "known"
    } else if middle.low <= 0.0 {
        "up_to"
    } else {
        "between"
    };
    let clause = words.with(
        &format!("scenarios.says.need_{form}"),
        &[("low", low), ("high", high)],
    );
    let around = amounts::yen_spread(words, spread);
    around_it(words, clause, &around, &amounts::yen_range(words, middle))
}

/// What eight of ten draws lie within, where it says more than the middle does.
fn around_it(words: Words, clause: String, around: &str, middle: &str) -> String {
    if around == middle || around == words.t("scenarios.open") {
        clause
    } else {
        words.with(
            "scenarios.says.around",
            &[("clause", clause.as_str()), ("around", around)],
        )
    }
}
