//! What was understood of a text with rows, before anything is taken from it.

use sonae_engine::assessment::{Rows, shown_cell};
use sonae_engine::content::Column;
use sonae_engine::table::{Cell, Row};
use yew::prelude::*;

use crate::state::{Action, Import, State};
use crate::widgets::notice::sentence;
use crate::words::Words;

/// Enough rows to see whether the columns are the right ones.
const FIRST_ROWS: usize = 3;
/// More reasons than this are summed up.
const REASONS: usize = 20;

/// What it is called.
pub fn heading(words: Words, import: &Import) -> String {
    match &import.name {
        Some(name) => words.with("tables.import.file", &[("name", name)]),
        None => words.t("tables.import.pasted").into_owned(),
    }
}

/// What was understood, and the ways on.
pub fn view(state: &State, import: &Import, is_empty: bool, act: &Callback<Action>) -> Html {
    let words = state.words();
    let columns = &import.imported.columns;
    let taken = columns.iter().filter(|(_, key)| key.is_some()).count();
    let take = |replace: bool| act.reform(move |_: MouseEvent| Action::ImportTaken { replace });
    html! {
        <>
            <p>{ words.with("tables.import.rows", &[
                ("rows", words.number(count(import.imported.rows.len()), 0)),
                ("columns", columns.len().to_string()),
                ("taken", taken.to_string()),
            ]) }</p>
            { doubts(state, import) }
            { first_rows(state, import) }
            { understood(state, import) }
            <div class="toolbar">
                if is_empty {
                    <button type="button" class="button" onclick={take(false)}>{ words.t("tables.import.take") }</button>
                } else {
                    <button type="button" class="button" onclick={take(false)}>{ words.t("tables.import.add") }</button>
                    <button type="button" class="button button-second" onclick={take(true)}>{ words.t("tables.import.replace") }</button>
                }
                <button type="button" class="button button-quiet" onclick={act.reform(|_| Action::ImportDropped)}>{ words.t("tables.import.drop") }</button>
            </div>
        </>
    }
}

fn doubts(state: &State, import: &Import) -> Html {
    let words = state.words();
    let definition = state.pack.tables.get(import.table);
    let findings = &import.imported.findings;
    if findings.is_empty() {
        return Html::default();
    }
    let shown = findings.get(..REASONS).unwrap_or(findings);
    let more = findings.len() - shown.len();
    html! {
        <section class="notice" data-kind="caution">
            <h3>{ words.count("tables.import.doubts", findings.len()) }</h3>
            <ul>
                { for shown.iter().map(|finding| {
                    let named = |key: &str| finding.arguments.get(key).map(String::as_str);
                    let column = definition.columns.iter().find(|column| Some(column.key.as_str()) == named("column"));
                    let place = named("line").zip(column).map(|(line, column)| {
                        words.with("tables.import.place", &[("line", line.to_owned()), ("column", words.text(&column.title))])
                    });
                    html! { <li>{ place }{ sentence(words, finding, "what") }{ " " }{ sentence(words, finding, "todo") }</li> }
                }) }
            </ul>
            if more > 0 {
                <p>{ words.with("tables.import.more", &[("count", more)]) }</p>
            }
        </section>
    }
}

/// Which heading was taken for which column.
fn understood(state: &State, import: &Import) -> Html {
    let words = state.words();
    let definition = state.pack.tables.get(import.table);
    html! {
        <details class="disclosure">
            <summary>{ words.t("tables.import.columns") }</summary>
            <div class="disclosure-body">
                <table class="table">
                    <thead><tr><th scope="col">{ words.t("tables.import.heading") }</th><th scope="col">{ words.t("tables.import.taken_for") }</th></tr></thead>
                    <tbody>
                        { for import.imported.columns.iter().map(|(heading, key)| {
                            let column = definition.columns.iter().find(|column| Some(column.key.as_str()) == key.as_deref());
                            let taken = column.map_or_else(|| words.t("tables.import.ignored").into_owned(), |column| words.text(&column.title));
                            html! { <tr><th scope="row">{ heading }</th><td>{ taken }</td></tr> }
                        }) }
                    </tbody>
                </table>
            </div>
        </details>
    }
}

fn first_rows(state: &State, import: &Import) -> Html {
    let words = state.words();
    let definition = state.pack.tables.get(import.table);
    let of_file: Vec<&Column> = definition
        .columns
        .iter()
        .filter(|column| {
            import
                .imported
                .columns
                .iter()
                .any(|(_, key)| key.as_deref() == Some(column.key.as_str()))
        })
        .collect();
    let rows = import.imported.rows.len().min(FIRST_ROWS);
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-labelledby="first-rows">
            <table class="table">
                <caption id="first-rows">{ words.t("tables.import.first_rows") }</caption>
                <thead><tr>{ for of_file.iter().map(|column| html! { <th scope="col">{ words.text(&column.title) }</th> }) }</tr></thead>
                <tbody>
                    { for (0..rows).map(|row| html! {
                        <tr>
                            { for of_file.iter().map(|column| {
                                let cell = cell(&import.imported.rows, row, column.key.as_str());
                                html! { <td>{ shown_cell(state.pack, column, &cell, state.language) }</td> }
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn cell(rows: &Rows, row: usize, column: &str) -> Cell {
    match rows {
        Rows::Suppliers(rows) => rows.get(row).map(|row| row.cell(column)),
        Rows::Markets(rows) => rows.get(row).map(|row| row.cell(column)),
    }
    .unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows")]
fn count(rows: usize) -> f64 {
    rows as f64
}
