//! What the firm buys: the supplier table, and what it shows at once.

use sonae_engine::content::TableName;
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::suppliers::{Exposure, Figures, HHI_SCALE, Slice, exposures};
use sonae_engine::table::{Country, Row};
use yew::prelude::*;

use super::tables::{
    answers, country, entry, is_waiting, missing, primary, row_name, weeks, weeks_short,
};
use crate::route::Page;
use crate::state::tables::{field_of, single_point_share};
use crate::state::{Action, Case, State};
use crate::widgets::bars::{Bar, bars};
use crate::widgets::figures::{Figure, figures};
use crate::widgets::sheet::to_cell;
use crate::words::Words;

const TABLE: TableName = TableName::Suppliers;
/// More bars than this are summed up.
const BARS: usize = 10;
/// The worst ones are what matters; the rest stands in the table.
const TIMES: usize = 20;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                { entry(state, case, act, TABLE) }
                if !is_waiting(state, TABLE) {
                    { says(state, case) }
                    { answers(state, case, TABLE) }
                    { onward(words, case) }
                }
            </main>
        </div>
    }
}

/// The ways on; an empty table has its own first step.
fn onward(words: Words, case: &Case) -> Html {
    html! {
        <div class="actions">
            <a class="button button-second" href={Page::Tasks.address()}>{ words.t("tables.to_tasks") }</a>
            <a class={primary(case, TABLE)} href={Page::Markets.address()}>{ words.t("tables.next_markets") }</a>
        </div>
    }
}

/// Everything that follows from the rows.
fn says(state: &State, case: &Case) -> Html {
    let words = state.words();
    let rows = &case.assessment.suppliers;
    if rows.iter().all(Row::is_blank) {
        return html! { <p class="soft">{ words.t("tables.nothing_yet") }</p> };
    }
    let share = single_point_share(state.pack);
    let (goods, services) = exposures(rows, share);
    html! {
        <>
            { single_points(state, case, &goods, share) }
            <section class="section" aria-labelledby="says">
                <h2 id="says">{ words.t("tables.says") }</h2>
                { still_missing(words, case, &goods) }
                { figures(&all_figures(state, case)) }
                { shares(state, case) }
            </section>
            { times(words, case, &goods, &services) }
        </>
    }
}

/// What makes the figures ranges, with the ways to the cells.
fn still_missing(words: Words, case: &Case, goods: &[Exposure]) -> Html {
    let figures = &case.derived.path.figures;
    let unknown = figures.countries.iter().find(|slice| slice.key.is_none());
    let without_country: &[usize] = unknown.map_or(&[], |slice| &slice.rows);
    let open_times: Vec<usize> = goods
        .iter()
        .filter(|one| !one.gap.is_known())
        .map(|one| one.row)
        .collect();
    if figures.without_spend.is_empty() && without_country.is_empty() && open_times.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notice" data-kind="note">
            <h3>{ words.t("tables.missing") }</h3>
            <ul>
                { missing(words, TABLE, "tables.missing_spend", "annual_spend", &figures.without_spend) }
                { missing(words, TABLE, "tables.missing_country", "country", without_country) }
                { missing(words, TABLE, "tables.missing_time", "stock_weeks", &open_times) }
            </ul>
        </section>
    }
}

fn all_figures(state: &State, case: &Case) -> Vec<Figure> {
    let words = state.words();
    let known = &case.derived.path.figures;
    let largest = known.suppliers.first();
    let abroad = known
        .countries
        .iter()
        .find(|slice| slice.key.is_some_and(|key| key != Country::JAPAN));
    let in_percent = |share: Interval| words.range(share.map(|share| share * 100.0), 0);
    let t = |key: &str| words.t(&format!("tables.figure.{key}")).into_owned();
    let behind = |slice: Option<&Slice<_>>| slice.map(|slice| behind(words, case, &slice.rows));
    let behind_country = |slice: Option<&Slice<Option<Country>>>| {
        slice.map(|slice| self::behind(words, case, &slice.rows))
    };
    let mut all = Vec::new();
    let mut add = |key: &str,
                   value: Option<String>,
                   unit: String,
                   says: String,
                   behind: Option<(String, Html)>| {
        if let Some(value) = value {
            all.push(Figure {
                name: t(key),
                value,
                unit,
                says,
                behind,
            });
        }
    };
    let sign = || words.t("tables.percent").into_owned();
    // Rows without a spend cannot be weighed, so the sentences say what was.
    let [effective_says, hhi_says, countries_says] = if known.without_spend.is_empty() {
        ["effective_suppliers_says", "hhi_says", "hhi_countries_says"]
    } else {
        [
            "effective_suppliers_partly",
            "hhi_says_partly",
            "hhi_countries_partly",
        ]
    };
    let effective = known
        .effective_suppliers()
        .map(|number| words.number(number, 1));
    add(
        "effective_suppliers",
        effective.clone(),
        t("effective_suppliers_unit"),
        words.with(
            &format!("tables.figure.{effective_says}"),
            &[
                ("count", known.suppliers.len().to_string()),
                ("effective", effective.unwrap_or_default()),
            ],
        ),
        None,
    );
    add(
        "hhi_suppliers",
        known
            .supplier_hhi
            .map(|hhi| words.number(hhi * HHI_SCALE, 0)),
        String::new(),
        t(hhi_says),
        None,
    );
    add(
        "top_supplier",
        known.top_supplier_share.map(in_percent),
        sign(),
        words.with(
            "tables.figure.top_supplier_says",
            &[(
                "name",
                largest.map_or_else(String::new, |slice| supplier(words, slice)),
            )],
        ),
        behind(largest),
    );
    let countries = known
        .effective_countries()
        .map(|number| words.range(number, 1));
    add(
        "hhi_countries",
        known
            .country_hhi
            .map(|hhi| words.range(hhi.map(|hhi| hhi * HHI_SCALE), 0)),
        String::new(),
        words.with(
            &format!("tables.figure.{countries_says}"),
            &[("effective", countries.unwrap_or_default())],
        ),
        None,
    );
    let name = abroad.map(|slice| country(words, state.pack, slice.key));
    add(
        "top_country",
        known.top_foreign_country_share.map(in_percent),
        sign(),
        name.map_or_else(
            || t("top_country_none"),
            |name| words.with("tables.figure.top_country_says", &[("name", name)]),
        ),
        behind_country(abroad),
    );
    add(
        "known_origin",
        known.known_origin_share.map(in_percent),
        sign(),
        t("known_origin_says"),
        None,
    );
    all
}

/// The rows behind a figure, with the spend of each.
fn behind(words: Words, case: &Case, rows: &[usize]) -> (String, Html) {
    let list = html! {
        <ul>
            { for rows.iter().map(|&row| {
                let spend = case.assessment.suppliers.get(row).and_then(|row| row.annual_spend);
                let spend = spend.map_or_else(|| words.t("tables.no_spend").into_owned(), |yen| words.yen(yen.get()));
                let name = row_name(words, &case.assessment, row);
                html! { <li>{ to_cell(&field_of(TABLE, row, "annual_spend"), &name) }{ words.t("frame.colon") }{ spend }</li> }
            }) }
        </ul>
    };
    (words.t("tables.behind").into_owned(), list)
}

/// The name of a supplier; a row without one is called by its number.
fn supplier(words: Words, slice: &Slice<String>) -> String {
    match (slice.key.strip_prefix('#'), slice.rows.as_slice()) {
        (Some(_), [row]) => words.with("tables.row_number", &[("row", row + 1)]),
        _ => slice.key.clone(),
    }
}

/// A name that unfolds the rows behind it.
fn unfolds(words: Words, case: &Case, name: &str, rows: &[usize]) -> Html {
    html! {
        <details class="disclosure"><summary>{ name }</summary><div class="disclosure-body">{ behind(words, case, rows).1 }</div></details>
    }
}

fn shares(state: &State, case: &Case) -> Html {
    let words = state.words();
    let known: &Figures = &case.derived.path.figures;
    let bar = |name: Html, share: Interval, aside: bool| Bar {
        name,
        known: share.low,
        possible: share.high,
        aside,
        figure: words.share(share),
    };
    let by_supplier: Vec<Bar> = known
        .suppliers
        .iter()
        .take(BARS)
        .map(|slice| {
            bar(
                unfolds(words, case, &supplier(words, slice), &slice.rows),
                slice.share,
                false,
            )
        })
        .collect();
    let by_country: Vec<Bar> = known
        .countries
        .iter()
        .map(|slice| {
            let name = unfolds(
                words,
                case,
                &country(words, state.pack, slice.key),
                &slice.rows,
            );
            // An unknown origin is possible as a whole, and certain for no country.
            let share = if slice.key.is_none() {
                Interval {
                    low: 0.0,
                    ..slice.share
                }
            } else {
                slice.share
            };
            Bar {
                figure: words.share(slice.share),
                ..bar(name, share, slice.key == Some(Country::JAPAN))
            }
        })
        .collect();
    let rest = known.suppliers.len().saturating_sub(BARS);
    let ranges = by_supplier
        .iter()
        .chain(&by_country)
        .any(|bar| bar.possible > bar.known);
    let (supplier_head, country_head, share_head) = (
        words.t("tables.supplier"),
        words.t("tables.country"),
        words.t("tables.share"),
    );
    html! {
        <>
            <div class="result-columns">
                { bars(words, &words.t("tables.by_country"), [&country_head, &share_head], 1.0, &by_country) }
                <div>
                    { bars(words, &words.t("tables.by_supplier"), [&supplier_head, &share_head], 1.0, &by_supplier) }
                    if rest > 0 {
                        <p class="small soft">{ words.count("tables.rest_suppliers", rest) }</p>
                    }
                </div>
            </div>
            if ranges {
                <p class="small soft">{ words.t("tables.range_note") }</p>
            }
        </>
    }
}

/// The items that alone stop sales, first of all, each with its reasons.
fn single_points(state: &State, case: &Case, goods: &[Exposure], share: f64) -> Html {
    let words = state.words();
    let share = words.share(Interval::known(share));
    let points: Vec<&Exposure> = goods
        .iter()
        .filter(|one| one.single_point != Truth::No)
        .collect();
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
                    { for points.iter().map(|one| single_point(words, case, one)) }
                </ul>
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
fn times(words: Words, case: &Case, goods: &[Exposure], services: &[Exposure]) -> Html {
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
