//! How long stock lasts against how long switching takes, and what alone stops sales.

use sonae_engine::measure::{Interval, Truth};
use sonae_engine::suppliers::Exposure;
use yew::prelude::*;

use super::TABLE;
use crate::pages::tables::{row_name, weeks, weeks_short};
use crate::state::tables::field_of;
use crate::state::{Case, State};
use crate::widgets::bars::{Bar, bars};
use crate::widgets::sheet::to_cell;
use crate::words::Words;

/// The worst ones are what matters; the rest stands in the table.
const TIMES: usize = 20;

/// The items that alone stop sales, first of all, each with its reasons.
pub fn single_points(state: &State, case: &Case, goods: &[Exposure], share: f64) -> Html {
    let words = state.words();
    let share = words.share(Interval::known(share));
    let points: Vec<&Exposure> = goods
        .iter()
        .filter(|one| one.single_point != Truth::No)
        .collect();
    let more = points.len().saturating_sub(TIMES);
    let text = if points.is_empty() {
        "tables.single.none"
    } else {
        "tables.single.text"
    };
    html! {
        <section class="section" aria-labelledby="single">
            <h2 id="single">{ words.t("tables.single.heading") }</h2>
            <p>{ words.with(text, &[("share", &share)]) }</p>
            if !points.is_empty() {
                <ul class="cards" role="list">
                    { for points.iter().take(TIMES).map(|one| single_point(words, case, one)) }
                </ul>
                if more > 0 {
                    <p class="small soft">{ words.with("tables.more_rows", &[("count", more)]) }</p>
                }
            }
        </section>
    }
}

fn single_point(words: Words, case: &Case, one: &Exposure) -> Html {
    let Some(row) = case.assessment.suppliers.get(one.row) else {
        return Html::default();
    };
    let (state, tag) = if one.single_point == Truth::Certain {
        ("tables.single.certain", "tag tag-gate")
    } else {
        ("tables.single.possible", "tag")
    };
    let alternative = if row.alternatives.is_some() {
        "tables.single.no_alternative"
    } else {
        "tables.single.alternative_unknown"
    };
    let stopped = row.sales_stopped();
    let sales = if row.sales_dependent_pct.is_some() {
        words.with("tables.single.sales", &[("share", words.share(stopped))])
    } else {
        words.t("tables.single.sales_unknown").into_owned()
    };
    html! {
        <li class="card">
            <h3>{ row_name(words, &case.assessment, one.row) }</h3>
            <p><span class={tag}>{ words.t(state) }</span></p>
            <ul>
                <li>{ words.t(alternative) }</li>
                <li>{ words.with("tables.single.times", &[("stock", weeks(words, one.tts)), ("switch", weeks(words, one.ttr))]) }</li>
                <li>{ sales }</li>
            </ul>
            <p class="card-foot">{ to_cell(&field_of(TABLE, one.row, "alternatives"), &words.t("tables.single.to_row")) }</p>
        </li>
    }
}

/// Stock against switching: goods, and services apart.
pub fn times(words: Words, case: &Case, goods: &[Exposure], services: &[Exposure]) -> Html {
    let longest = goods
        .iter()
        .chain(services)
        .flat_map(|one| [one.ttr.high, one.ttr.low, one.tts.low]);
    let scale = longest
        .filter(|weeks| weeks.is_finite())
        .fold(1.0, f64::max);
    let (item, unit) = (words.t("tables.item"), words.t("tables.times.weeks"));
    let table = |caption: &str, rows: &[Exposure]| {
        if rows.is_empty() {
            return Html::default();
        }
        let more = rows.len().saturating_sub(TIMES);
        let all: Vec<Bar> = rows
            .iter()
            .take(TIMES)
            .map(|one| Bar {
                name: to_cell(
                    &field_of(TABLE, one.row, "stock_weeks"),
                    &row_name(words, &case.assessment, one.row),
                ),
                known: one.tts.low,
                possible: one.ttr.high.max(one.tts.low),
                aside: false,
                figure: words.with(
                    "tables.times.arrow",
                    &[
                        ("stock", weeks_short(words, one.tts)),
                        ("switch", weeks_short(words, one.ttr)),
                    ],
                ),
            })
            .collect();
        html! {
            <>
                { bars(words, &words.t(caption), [&item, &unit], scale, &all) }
                if more > 0 {
                    <p class="small soft">{ words.with("tables.more_rows", &[("count", more)]) }</p>
                }
            </>
        }
    };
    html! {
        <section class="section" aria-labelledby="times">
            <h2 id="times">{ words.t("tables.times.heading") }</h2>
            <p>{ words.t("tables.times.text") }</p>
            { table("tables.times.goods", goods) }
            { table("tables.times.services", services) }
        </section>
    }
}
