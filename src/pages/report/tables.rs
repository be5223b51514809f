//! The firm's own tables, and what they say.

use sonae_engine::content::{self, CellKind};
use sonae_engine::measure::Number;
use sonae_engine::report::chart;
use sonae_engine::suppliers::Supplier;
use sonae_engine::table::Row;
use yew::prelude::*;

use super::block;
use crate::pages::result::charts::{self, countries_sentence};
use crate::pages::result::gates;
use crate::state::{Case, State};
use crate::widgets::bars;
use crate::words::Words;

/// So many rows are printed one by one.
pub const ROWS: usize = 30;

/// The shares by country and by supplier, and stock against switching.
pub fn figures(state: &State, case: &Case) -> Html {
    let words = state.words();
    let figures = &case.derived.path.figures;
    let countries = chart::countries(figures);
    let times = chart::times(&case.assessment.suppliers);
    if countries.is_none() && times.is_none() {
        return Html::default();
    }
    let heads = [
        &*words.t("result.column.country"),
        &*words.t("result.column.share"),
    ];
    let body = html! {
        <>
            if let Some(countries) = &countries {
                { bars::bars(words, &countries_sentence(state, countries), heads, 100.0, &countries.bars.iter().map(|bar| bars::Bar {
                    name: html! { { charts::name(state, case, &bar.of) } },
                    known: bar.value.low,
                    possible: bar.value.high,
                    aside: charts::is_aside(&bar.of),
                    figure: format!("{}%", words.range(bar.value, 0)),
                }).collect::<Vec<_>>()) }
            }
            <table class="table">
                <caption class="visually-hidden">{ words.t("report.figures") }</caption>
                <tbody>{ for lines(state, case).into_iter().map(|(name, says)| html! { <tr><th scope="row">{ name }</th><td class="number">{ says }</td></tr> }) }</tbody>
            </table>
            if let Some(times) = &times {
                <p>{ charts::times_sentence(state, case, times) }</p>
                { charts::times_table(state, case, times) }
            }
        </>
    };
    block(words, "report.figures", body)
}

/// The figures of the supplier table, each with its value.
fn lines(state: &State, case: &Case) -> Vec<(String, String)> {
    let words = state.words();
    let figures = &case.derived.path.figures;
    let share = |share: Option<_>| share.map(|share| words.share(share));
    let count = |count: Option<_>| count.map(|count| words.range(count, 1));
    let effective = figures.supplier_hhi.map(|hhi| words.number(1.0 / hhi, 1));
    let lines = [
        ("report.figure.spend", Some(words.yen(figures.listed_spend))),
        (
            "report.figure.top_supplier",
            share(figures.top_supplier_share),
        ),
        (
            "report.figure.top_country",
            share(figures.top_foreign_country_share),
        ),
        (
            "report.figure.known_origin",
            share(figures.known_origin_share),
        ),
        ("report.figure.effective", effective),
        ("report.figure.single", count(figures.single_source_items)),
        ("report.figure.stock", count(figures.lowest_stock_weeks)),
    ];
    lines
        .into_iter()
        .filter_map(|(key, value)| Some((words.t(key).into_owned(), value?)))
        .collect()
}

/// The supplier table: the largest rows one by one, the others together.
pub fn suppliers(state: &State, case: &Case) -> Html {
    if case.assessment.suppliers.iter().all(Row::is_blank) {
        return Html::default();
    }
    block(
        state.words(),
        "title.suppliers",
        largest_suppliers(state, case),
    )
}

/// The rows with the largest spend, and what the others are together.
pub fn largest_suppliers(state: &State, case: &Case) -> Html {
    let words = state.words();
    let mut rows: Vec<(usize, &Supplier)> = case
        .assessment
        .suppliers
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank())
        .collect();
    let yen = |row: &Supplier| row.annual_spend.map_or(0.0, Number::get);
    rows.sort_by(|(_, one), (_, other)| yen(other).total_cmp(&yen(one)));
    let together: f64 = rows.iter().skip(ROWS).map(|(_, row)| yen(row)).sum();
    let all: f64 = rows.iter().map(|(_, row)| yen(row)).sum();
    let rest = rows.len().saturating_sub(ROWS);
    let columns = [
        "country",
        "spend",
        "stops",
        "stock",
        "switch",
        "alternatives",
    ];
    html! {
        <>
            <table class="table table-cards report-rows">
                { gates::head(words, &columns) }
                <tbody>{ for rows.iter().take(ROWS).map(|(row, supplier)| gates::line(state, case, *row, supplier, &columns)) }</tbody>
            </table>
            if rest > 0 {
                <p>{ others(words, rest, together, all) }</p>
            }
        </>
    }
}

/// How many rows are left, their spend, and what part of all spend it is, where there is any.
fn others(words: Words, rows: usize, spend: f64, all: f64) -> String {
    let key = if all > 0.0 {
        "report.other_rows"
    } else {
        "report.other_rows_without_spend"
    };
    let share = words.number(100.0 * spend / all, 1);
    words
        .count(key, rows)
        .replace("%{spend}", &words.yen(spend))
        .replace("%{share}", &share)
}

/// The market table as it is.
pub fn markets(state: &State, case: &Case) -> Html {
    if case.assessment.markets.iter().all(Row::is_blank) {
        return Html::default();
    }
    block(state.words(), "title.markets", all_markets(state, case))
}

/// Every row of the market table.
pub fn all_markets(state: &State, case: &Case) -> Html {
    use sonae_engine::assessment::shown_cell;
    let words = state.words();
    let rows = case.assessment.markets.iter();
    let rows = rows.filter(|row| !row.is_blank());
    let columns = &state.pack.tables.markets.columns;
    html! {
        <table class="table table-cards">
            <thead><tr>{ for columns.iter().map(|column| html! { <th scope="col" class={number_class(column)}>{ words.text(&column.title) }</th> }) }</tr></thead>
            <tbody>
                { for rows.map(|row| html! {
                    <tr>
                        { for columns.iter().map(|column| {
                            let written = shown_cell(state.pack, column, &row.cell(column.key.as_str()), words.language);
                            let written = if written.is_empty() { words.t("said.unknown").into_owned() } else { written };
                            html! { <td class={number_class(column)} data-label={words.text(&column.title)}>{ written }</td> }
                        }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn number_class(column: &content::Column) -> Option<&'static str> {
    matches!(column.cell, CellKind::Percent | CellKind::Days).then_some("number")
}
