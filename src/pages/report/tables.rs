//! The firm's own tables, and what they say.

use sonae_engine::report::chart;
use sonae_engine::suppliers::{Column, Supplier};
use sonae_engine::table::Row;
use yew::prelude::*;

use super::block;
use crate::pages::result::charts::{self, countries_sentence};
use crate::pages::result::gates::{cell, percent, row_name, spend};
use crate::state::{Case, State};
use crate::widgets::bars;

/// So many rows are printed one by one.
const ROWS: usize = 30;

/// The shares by country and by supplier, and stock against switching.
pub fn figures(state: &State, case: &Case) -> Html {
    let words = state.words();
    let figures = &case.derived.path.figures;
    let countries = chart::countries(figures);
    let times = chart::times(&case.assessment.suppliers);
    if countries.is_none() && times.is_none() {
        return Html::default();
    }
    let heads = [&*words.t("result.column.country"), &*words.t("result.column.share")];
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
            <dl class="summary">{ for lines(state, case).into_iter().map(|(name, says)| html! { <div class="summary-row"><dt>{ name }</dt><dd>{ says }</dd></div> }) }</dl>
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
        ("report.figure.top_supplier", share(figures.top_supplier_share)),
        ("report.figure.top_country", share(figures.top_foreign_country_share)),
        ("report.figure.known_origin", share(figures.known_origin_share)),
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
    let words = state.words();
    let mut rows: Vec<(usize, &Supplier)> = case
        .assessment
        .suppliers
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank())
        .collect();
    if rows.is_empty() {
        return Html::default();
    }
    let yen = |row: &Supplier| row.annual_spend.map_or(0.0, |yen| yen.get());
    // What would stop sales comes first, then what costs most.
    rows.sort_by(|(_, one), (_, other)| yen(other).total_cmp(&yen(one)));
    let rest = rows.get(ROWS..).unwrap_or_default();
    let together: f64 = rest.iter().map(|(_, row)| yen(row)).sum();
    let head = |key: &str| html! { <th scope="col">{ words.t(&format!("result.column.{key}")) }</th> };
    let number = |key: &str| html! { <th scope="col" class="number">{ words.t(&format!("result.column.{key}")) }</th> };
    let weeks = |key: &str| html! { <th scope="col" class="number">{ words.t(&format!("result.column.{key}")) }<br /><span class="unit">{ words.t("result.unit.weeks") }</span></th> };
    let label = |key: &str| words.t(&format!("result.column.{key}")).into_owned();
    let body = html! {
        <>
            <table class="table table-cards">
                <thead>
                    <tr>{ head("item") }{ head("country") }{ number("spend") }{ number("stops") }{ weeks("stock") }{ weeks("switch") }{ head("alternatives") }</tr>
                </thead>
                <tbody>
                    { for rows.iter().take(ROWS).map(|(row, supplier)| html! {
                        <tr>
                            <th scope="row">{ row_name(state, *row, supplier) }</th>
                            <td data-label={label("country")}>{ cell(state, case, *row, Column::Country) }</td>
                            <td class="number" data-label={label("spend")}>{ spend(state, supplier) }</td>
                            <td class="number" data-label={label("stops")}>{ percent(state, supplier) }</td>
                            <td class="number" data-label={label("stock")}>{ cell(state, case, *row, Column::StockWeeks) }</td>
                            <td class="number" data-label={label("switch")}>{ cell(state, case, *row, Column::RequalWeeks) }</td>
                            <td data-label={label("alternatives")}>{ cell(state, case, *row, Column::Alternatives) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            if !rest.is_empty() {
                <p>{ words.with("report.other_rows", &[("count", rest.len().to_string()), ("spend", words.yen(together))]) }</p>
            }
        </>
    };
    block(words, "title.suppliers", body)
}

/// The market table as it is.
pub fn markets(state: &State, case: &Case) -> Html {
    use sonae_engine::assessment::shown_cell;
    let words = state.words();
    let rows: Vec<_> = case
        .assessment
        .markets
        .iter()
        .filter(|row| !row.is_blank())
        .collect();
    if rows.is_empty() {
        return Html::default();
    }
    let columns = &state.pack.tables.markets.columns;
    let body = html! {
        <table class="table table-cards">
            <thead><tr>{ for columns.iter().map(|column| html! { <th scope="col">{ words.text(&column.title) }</th> }) }</tr></thead>
            <tbody>
                { for rows.into_iter().map(|row| html! {
                    <tr>
                        { for columns.iter().map(|column| {
                            let written = shown_cell(state.pack, column, &row.cell(column.key.as_str()), words.language);
                            let written = if written.is_empty() { words.t("said.unknown").into_owned() } else { written };
                            html! { <td data-label={words.text(&column.title)}>{ written }</td> }
                        }) }
                    </tr>
                }) }
            </tbody>
        </table>
    };
    block(words, "title.markets", body)
}
