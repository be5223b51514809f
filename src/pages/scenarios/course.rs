//! What is drawn from left to right: cash month by month, and how often a loss is reached.

use sonae_engine::measure::Interval;
use sonae_engine::report::chart::{self, Course};
use sonae_engine::scenario::{Played, Spread};
use yew::prelude::*;

use super::amounts;
use crate::state::State;
use crate::widgets::chart::{Chart, Drawing, Plane, Point};
use crate::words::Words;

/// Cash at the end of each month; nothing to draw where nothing has a bound.
pub fn cash(state: &State, played: &Played) -> Html {
    let words = state.words();
    let sentence = cash_sentence(words, played);
    let table = cash_table(words, played, |_| true);
    let Some(course) = chart::cash(played) else {
        return html! { <p>{ words.t("scenarios.cash.open") }</p> };
    };
    let month = |month: f64| {
        words.with(
            "scenarios.month_short",
            &[("month", words.number(month, 0))],
        )
    };
    let every = if course.along.high > 40.0 { 12.0 } else { 3.0 };
    let months = course.points.iter().map(|point| point.at);
    let along_lines = months.filter(|at| *at <= 1.0 || at % every < 0.5);
    drawn(
        words,
        sentence,
        &course,
        along_lines.map(|at| (at, month(at))).collect(),
        table,
    )
}

/// Where cash stands at its lowest, in a sentence.
pub fn cash_sentence(words: Words, played: &Played) -> String {
    let lowest = |of: &dyn Fn(&Spread) -> f64| {
        let months = played.cash.iter().enumerate();
        months
            .map(|(month, spread)| (month + 1, of(spread)))
            .min_by(|(_, one), (_, other)| one.total_cmp(other))
    };
    let Some((month, low)) = lowest(&|spread| spread.p50().low) else {
        return String::new();
    };
    let high = lowest(&|spread| spread.p50().high).map_or(low, |(_, high)| high);
    let middle = amounts::yen_range(words, Interval { low, high });
    let worst = lowest(&|spread| spread.p10()).map_or(low, |(_, worst)| worst);
    words.with(
        "scenarios.cash.sentence",
        &[
            ("middle", middle),
            (
                "month",
                words.number(f64::from(u32::try_from(month).unwrap_or(0)), 0),
            ),
            ("worst", amounts::yen(words, worst)),
        ],
    )
}

/// The months of a long run that are enough on paper: all of the first year, then every third.
pub fn on_paper(month: usize) -> bool {
    month <= 12 || month.is_multiple_of(3)
}

/// The same as a table, of the months that are wanted.
pub fn cash_table(words: Words, played: &Played, wanted: fn(usize) -> bool) -> Html {
    let head = |key: &str| html! { <th scope="col" class="number">{ words.t(key) }</th> };
    html! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{ words.t("scenarios.cash.month") }</th>
                    { head("scenarios.cash.p10") }{ head("scenarios.cash.p50") }{ head("scenarios.cash.p90") }
                </tr>
            </thead>
            <tbody>
                { for played.cash.iter().enumerate().filter(|(index, _)| wanted(index + 1)).map(|(index, spread)| html! {
                    <tr>
                        <th scope="row">{ words.with("scenarios.month_short", &[("month", index + 1)]) }</th>
                        <td class="number">{ amounts::yen(words, spread.p10()) }</td>
                        <td class="number">{ amounts::yen_range(words, spread.p50()) }</td>
                        <td class="number">{ amounts::yen(words, spread.p90()) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// With how many of the draws a loss is reached.
pub fn exceedance(state: &State, played: &Played) -> Html {
    let words = state.words();
    let at = |percent: usize| {
        // From 100 per cent down to 0 in equal steps.
        let last = played.exceedance.len().saturating_sub(1);
        played.exceedance.get(last - last * percent / 100)
    };
    let (Some(half), Some(tenth)) = (at(50), at(10)) else {
        return Html::default();
    };
    let sentence = words.with(
        "scenarios.tail.sentence",
        &[
            ("half", amounts::yen_range(words, *half)),
            ("tenth", amounts::yen_range(words, *tenth)),
        ],
    );
    let shown = [100, 90, 75, 50, 25, 10, 5, 0];
    let table = html! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{ words.t("scenarios.tail.share") }</th>
                    <th scope="col" class="number">{ words.t("scenarios.tail.loss") }</th>
                </tr>
            </thead>
            <tbody>
                { for shown.into_iter().filter_map(|percent| Some((percent, at(percent)?))).map(|(percent, loss)| html! {
                    <tr><th scope="row">{ format!("{percent}%") }</th><td class="number">{ amounts::yen_range(words, *loss) }</td></tr>
                }) }
            </tbody>
        </table>
    };
    let Some(course) = chart::exceedance(played) else {
        let known = half.high.is_finite();
        let says = if known {
            sentence
        } else {
            words.t("scenarios.tail.open").into_owned()
        };
        return html! { <p>{ says }</p> };
    };
    let quarters = [0.0, 25.0, 50.0, 75.0, 100.0];
    let lines = quarters.map(|percent| (percent, format!("{}%", words.number(percent, 0))));
    drawn(words, sentence, &course, lines.into(), table)
}

fn drawn(
    words: Words,
    sentence: String,
    course: &Course,
    along_lines: Vec<(f64, String)>,
    table: Html,
) -> Html {
    let pair = |range: Interval| (range.low, range.high);
    let up_lines = chart::lines(course.up, 5.0).into_iter();
    let drawing = Drawing::Plane(Plane {
        along: pair(course.along),
        along_lines,
        up: pair(course.up),
        up_lines: up_lines.map(|yen| (yen, words.about(yen, 0.0))).collect(),
        points: course
            .points
            .iter()
            .map(|point| Point {
                at: point.at,
                band: pair(point.band),
                middle: pair(point.middle),
            })
            .collect(),
    });
    html! {
        <Chart {sentence} as_table={words.t("result.as_table").into_owned()} {drawing}>{ table }</Chart>
    }
}
