//! What each row adds to the loss, and which input matters most.

use sonae_engine::assessment::Run;
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::report::chart::{self, Spans};
use sonae_engine::scenario::{Played, RowPart};
use yew::prelude::*;

use super::{amounts, names};
use crate::pages::tables::row_name;
use crate::state::{Case, State};
use crate::widgets::chart::{self as drawn, Chart, Drawing};
use crate::words::Words;

/// More rows than this are counted only.
const ROWS: usize = 30;
/// And more inputs.
const INPUTS: usize = 12;

/// What each row adds.
pub fn rows(state: &State, case: &Case, run: &Run, played: &Played) -> Html {
    let words = state.words();
    if played.rows.is_empty() {
        return html! { <p>{ words.t("scenarios.rows.none") }</p> };
    }
    let table = rows_table(state, case, run, played);
    let stopping = chart::stops(&played.rows);
    let Some(spans) = stopping else {
        return html! { <><p>{ words.t("scenarios.rows.no_stop") }</p>{ table }</> };
    };
    let first = spans
        .spans
        .first()
        .and_then(|span| played.rows.get(span.of));
    let sentence = first.map_or_else(String::new, |part| {
        words.with(
            "scenarios.rows.sentence",
            &[
                ("row", row_name(words, &case.assessment, part.row)),
                ("stop", amounts::week_range(words, part.stop)),
                ("weeks", amounts::weeks(words, part.weeks)),
            ],
        )
    });
    let named = |index: usize| {
        let part = played.rows.get(index);
        part.map_or_else(String::new, |part| {
            let name = row_name(words, &case.assessment, part.row);
            names::of_event(state, run, part.event, name)
        })
    };
    let week = |week: f64| amounts::weeks(words, Interval::known(week));
    let figure = |span: &chart::Span<usize>| {
        amounts::ends(words, week(span.possible.low), week(span.possible.high))
    };
    let drawing = spans_drawn(&spans, None, &|index| named(*index), &figure, &week);
    html! {
        <Chart {sentence} as_table={words.t("result.as_table").into_owned()} {drawing}>{ table }</Chart>
    }
}

fn rows_table(state: &State, case: &Case, run: &Run, played: &Played) -> Html {
    let words = state.words();
    let label = |key: &str| words.t(&format!("scenarios.rows.{key}")).into_owned();
    let head = |key: &str| html! { <th scope="col" class="number">{ label(key) }</th> };
    let more = played.rows.len().saturating_sub(ROWS);
    let line = |part: &RowPart| {
        let name = row_name(words, &case.assessment, part.row);
        let name = names::of_event(state, run, part.event, name);
        html! {
            <tr>
                <th scope="row">
                    { name }
                    if part.hit == Truth::Possible { { " " }<span class="tag">{ label("possible") }</span> }
                </th>
                <td class="number" data-label={label("stop")}>{ amounts::week_range(words, part.stop) }</td>
                <td class="number" data-label={label("weeks")}>{ amounts::weeks(words, part.weeks) }</td>
                <td class="number" data-label={label("lost")}>{ amounts::yen_range(words, part.lost) }</td>
                <td class="number" data-label={label("extra")}>{ amounts::yen_range(words, part.extra) }</td>
            </tr>
        }
    };
    html! {
        <>
            <table class="table table-cards">
                <thead><tr><th scope="col">{ label("row") }</th>{ head("stop") }{ head("weeks") }{ head("lost") }{ head("extra") }</tr></thead>
                <tbody>{ for played.rows.iter().take(ROWS).map(line) }</tbody>
            </table>
            if more > 0 { <p class="small soft">{ words.with("tables.more_rows", &[("count", more)]) }</p> }
        </>
    }
}

/// Which input matters most: between which losses it moves the result.
pub fn matters(state: &State, run: &Run, played: &Played, base: f64) -> Html {
    let words = state.words();
    let Some(first) = played.matters.first() else {
        return html! { <p>{ words.t("scenarios.matters.none") }</p> };
    };
    let ends = |low: f64, high: f64| Interval::known(low).hull(Interval::known(high));
    let sentence = words.with(
        "scenarios.matters.sentence",
        &[
            ("input", names::input(state, run, &first.input)),
            (
                "range",
                amounts::yen_range(words, ends(first.low, first.high)),
            ),
        ],
    );
    let label = |key: &str| words.t(&format!("scenarios.matters.{key}")).into_owned();
    let table = html! {
        <table class="table table-cards">
            <thead>
                <tr>
                    <th scope="col">{ label("input") }</th>
                    <th scope="col" class="number">{ label("low") }</th>
                    <th scope="col" class="number">{ label("high") }</th>
                </tr>
            </thead>
            <tbody>
                { for played.matters.iter().take(INPUTS).map(|swing| html! {
                    <tr>
                        <th scope="row">{ names::input(state, run, &swing.input) }</th>
                        <td class="number" data-label={label("low")}>{ amounts::yen(words, swing.low) }</td>
                        <td class="number" data-label={label("high")}>{ amounts::yen(words, swing.high) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    };
    let Some(spans) = chart::tornado(&played.matters) else {
        return html! { <><p>{ sentence }</p>{ table }</> };
    };
    let yen = |yen: f64| amounts::yen(words, yen);
    let mark = base.is_finite().then_some(base);
    let drawing = spans_drawn(
        &spans,
        mark,
        &|input| names::input(state, run, input),
        &|span| amounts::yen_range(words, span.possible),
        &yen,
    );
    html! {
        <>
            <p class="small soft">{ words.with("scenarios.matters.text", &[("base", yen(base))]) }</p>
            <Chart {sentence} as_table={words.t("result.as_table").into_owned()} {drawing}>{ table }</Chart>
        </>
    }
}

fn spans_drawn<T>(
    spans: &Spans<T>,
    mark: Option<f64>,
    name: &dyn Fn(&T) -> String,
    figure: &dyn Fn(&chart::Span<T>) -> String,
    value: &dyn Fn(f64) -> String,
) -> Drawing {
    let pair = |range: Interval| (range.low, range.high);
    Drawing::Spans(drawn::Spans {
        scale: pair(spans.scale),
        lines: chart::lines(spans.scale, 2.5)
            .into_iter()
            .map(|at| (at, value(at)))
            .collect(),
        mark,
        all: spans
            .spans
            .iter()
            .map(|span| drawn::Span {
                name: name(&span.of),
                figure: figure(span),
                certain: span.certain.map(pair),
                possible: pair(span.possible),
            })
            .collect(),
    })
}

/// How sure the middle of the loss is, and what the draws begin with.
pub fn surety(words: Words, played: &Played) -> Html {
    let Some(surety) = played.surety else {
        return Html::default();
    };
    html! {
        <p>{ words.with("scenarios.surety.text", &[
            ("draws", words.number(f64::from(played.how.draws), 0)),
            ("error", amounts::exact_to(words, surety.error, surety.error / 10.0)),
            ("pert", amounts::yen_range(words, surety.pert)),
        ]) }</p>
    }
}
