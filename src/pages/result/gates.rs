//! What sets a floor, and the single answers that weigh heavily, each with what is behind it.

use std::cmp::Reverse;

use sonae_engine::content::{Gate, GateRule, Id, Module};
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::plan;
use sonae_engine::score::{GateState, Score};
use sonae_engine::suppliers::{self, Supplier};
use yew::prelude::*;

use crate::pages::said;
use crate::route::Page;
use crate::state::{Case, State};
use crate::widgets::heading::heading;
use crate::words::Words;

/// So many single answers stand in sight.
const IN_SIGHT: usize = 5;

/// The gates, those that hold first: at most so many rows each, their headings on this level.
pub fn gates(state: &State, case: &Case, score: &Score, rows: usize, level: u8) -> Html {
    let words = state.words();
    let mut found: Vec<(&Module, &Gate, &GateState)> = Vec::new();
    for (module, scored) in state.pack.modules.iter().zip(&score.modules) {
        for holds in &scored.gates {
            if let Some(gate) = module.gates.iter().find(|gate| gate.id == holds.id) {
                found.push((module, gate, holds));
            }
        }
    }
    found.sort_by_key(|(_, _, holds)| Reverse(holds.state));
    if found.is_empty() {
        return html! { <p>{ words.t("result.gates_none") }</p> };
    }
    html! {
        <>
            <p>{ words.t("result.gates_text") }</p>
            { for found.into_iter().map(|(module, gate, holds)| one(state, case, (module, gate, holds), rows, level)) }
        </>
    }
}

fn one(
    state: &State,
    case: &Case,
    (module, gate, holds): (&Module, &Gate, &GateState),
    limit: usize,
    level: u8,
) -> Html {
    let words = state.words();
    let certain = holds.state == Truth::Certain;
    let rows = plan::gate_rows(gate, holds, &case.derived.path.figures);
    let questions = plan::gate_questions(gate);
    let (kind, class, word) = if certain {
        ("certain", "tag tag-gate", "result.gate.certain")
    } else {
        ("possible", "tag", "result.gate.possible")
    };
    html! {
        <article class="gate" data-state={kind}>
            { heading(level, None, None, html! { <>{ words.text(&gate.title) }{ " " }<span {class}>{ words.t(word) }</span></> }) }
            if !certain { <p>{ words.t("result.gate.possible_text") }</p> }
            <p>{ words.text(&gate.text) }</p>
            if !rows.is_empty() {
                { row_table(state, case, gate, &rows, limit) }
            } else if !questions.is_empty() {
                { answers(state, case, &questions) }
            } else if case.assessment.suppliers.is_empty() {
                <p>{ words.t("result.gate.table_empty") }{ " " }<a class="screen-only" href={Page::Suppliers.address()}>{ words.t("result.gate.to_table") }</a></p>
            }
            <dl class="pairs"><div><dt>{ words.t("result.gate.remove") }</dt><dd>{ words.text(&gate.prevent) }</dd></div></dl>
            <p class="small soft">{ words.text(&module.title) }</p>
        </article>
    }
}

/// The rows behind a gate; nothing where it rests on answers.
pub fn rows(state: &State, case: &Case, gate: &Gate, rows: &[usize], limit: usize) -> Html {
    let words = state.words();
    if rows.is_empty() {
        return html! { <p>{ words.text(&gate.text) }</p> };
    }
    row_table(state, case, gate, rows, limit)
}

/// What of a row makes it fatal.
fn telling(gate: &Gate) -> &'static [&'static str] {
    match gate.rule {
        GateRule::OneCountrySupply { .. } => &["country", "spend", "alternatives"],
        _ => &["stops", "stock", "switch", "alternatives"],
    }
}

/// Rows of the supplier table with what makes them fatal.
fn row_table(state: &State, case: &Case, gate: &Gate, rows: &[usize], limit: usize) -> Html {
    let words = state.words();
    let caption = words.with("result.gate.rows", &[("gate", words.text(&gate.title))]);
    let columns = telling(gate);
    let suppliers = &case.assessment.suppliers;
    let shown = rows.iter().take(limit).copied();
    let more = rows.len().saturating_sub(limit);
    html! {
        <>
            <table class="table table-cards">
                <caption class="visually-hidden">{ caption }</caption>
                { head(words, columns) }
                <tbody>{ for shown.filter_map(|row| Some(line(state, case, row, suppliers.get(row)?, columns))) }</tbody>
            </table>
            if more > 0 { <p class="small">{ words.count("result.gate.more", more) }</p> }
        </>
    }
}

/// The head of a table of supplier rows.
pub fn head(words: Words, columns: &[&str]) -> Html {
    let title = |column: &str| words.t(&format!("result.column.{column}"));
    html! {
        <thead>
            <tr>
                <th scope="col">{ title("item") }</th>
                { for columns.iter().map(|column| html! {
                    <th scope="col" class={is_number(column).then_some("number")}>
                        { title(column) }
                        if is_weeks(column) { <br /><span class="unit">{ words.t("result.unit.weeks") }</span> }
                    </th>
                }) }
            </tr>
        </thead>
    }
}

/// A row of the supplier table with these columns.
pub fn line(state: &State, case: &Case, row: usize, supplier: &Supplier, columns: &[&str]) -> Html {
    let words = state.words();
    let label = |column: &str| {
        let title = words.t(&format!("result.column.{column}"));
        if is_weeks(column) {
            let unit = words.t("result.unit.weeks");
            words.with(
                "result.column.with_unit",
                &[("title", title), ("unit", unit)],
            )
        } else {
            title.into_owned()
        }
    };
    html! {
        <tr>
            <th scope="row">{ row_name(state, row, supplier) }</th>
            { for columns.iter().map(|column| html! {
                <td class={is_number(column).then_some("number")} data-label={label(column)}>{ said_in(state, case, row, supplier, column) }</td>
            }) }
        </tr>
    }
}

fn said_in(state: &State, case: &Case, row: usize, supplier: &Supplier, column: &str) -> String {
    let cell = |column| cell(state, case, row, column);
    match column {
        "spend" => spend(state, supplier),
        "stops" => percent(state, supplier),
        "stock" => cell(suppliers::Column::StockWeeks),
        "switch" => cell(suppliers::Column::RequalWeeks),
        "alternatives" => cell(suppliers::Column::Alternatives),
        _ => cell(suppliers::Column::Country),
    }
}

fn is_weeks(column: &str) -> bool {
    matches!(column, "stock" | "switch")
}

fn is_number(column: &str) -> bool {
    is_weeks(column) || matches!(column, "spend" | "stops")
}

/// What a row is called: its alias and its item, or its number.
pub fn row_name(state: &State, row: usize, supplier: &Supplier) -> String {
    let parts: Vec<&str> = [supplier.alias.as_str(), supplier.item.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        let number = (row + 1).to_string();
        return state.words().with("said.row", &[("number", number)]);
    }
    parts.join(" ")
}

/// A cell in words, or that it is not known.
fn cell(state: &State, case: &Case, row: usize, column: suppliers::Column) -> String {
    use sonae_engine::assessment::shown_cell;
    use sonae_engine::content::TableName;
    let words = state.words();
    let cell = case
        .assessment
        .cell(TableName::Suppliers, row, column.key());
    let columns = &state.pack.tables.suppliers.columns;
    let known = columns
        .iter()
        .find(|known| known.key.as_str() == column.key());
    let written = known
        .map(|known| shown_cell(state.pack, known, &cell, words.language))
        .unwrap_or_default();
    if written.is_empty() {
        words.t("said.unknown").into_owned()
    } else {
        written
    }
}

/// The yearly spend of a row.
fn spend(state: &State, supplier: &Supplier) -> String {
    let words = state.words();
    supplier.annual_spend.map_or_else(
        || words.t("said.unknown").into_owned(),
        |yen| words.yen(yen.get()),
    )
}

/// The share of sales that stops without a row.
fn percent(state: &State, supplier: &Supplier) -> String {
    let words = state.words();
    supplier.sales_dependent_pct.map_or_else(
        || words.t("said.unknown").into_owned(),
        |share| words.share(Interval::known(share.get() / 100.0)),
    )
}

/// The answers a gate rests on.
fn answers(state: &State, case: &Case, questions: &[&Id]) -> Html {
    let words = state.words();
    let row = |id: &Id| {
        let step = case.derived.path.step(id.as_str())?;
        let answer = said::known(words, step.question, &step.known).unwrap_or_else(|| {
            said::given(words, step.question, case.assessment.given(id.as_str()))
        });
        let label = words.text(&step.question.short);
        let address = said::place(state.pack, id.as_str(), Some(step.origin)).address();
        Some(html! { <div><dt><a href={address}>{ label }</a></dt><dd>{ answer }</dd></div> })
    };
    html! { <dl class="pairs">{ for questions.iter().filter_map(|id| row(id)) }</dl> }
}

/// Single answers at the worst level; nothing where there is none.
pub fn red_flags(state: &State, score: &Score) -> Html {
    let words = state.words();
    let flags = plan::red_flags(score);
    if flags.is_empty() {
        return Html::default();
    }
    let line = |(_, entry): &(_, &sonae_engine::score::Entry)| {
        let item = entry.item.as_str();
        let answer = said::shown(words, state.pack, item, &entry.answer, entry.origin);
        // The parts of a known answer may be split the other way round at the two ends.
        let part = Interval::known(entry.part.low).hull(Interval::known(entry.part.high));
        let points = words.range(part, 1);
        html! {
            <li>
                <a href={said::place(state.pack, item, Some(entry.origin)).address()}>{ said::label(words, state.pack, item) }</a>
                <span class="soft">{ words.with("result.flag", &[("answer", answer), ("points", points)]) }</span>
            </li>
        }
    };
    let more = flags.len().saturating_sub(IN_SIGHT);
    html! {
        <section class="section" aria-labelledby="flags">
            <h2 id="flags">{ words.t("result.flags") }</h2>
            <p>{ words.t("result.flags_text") }</p>
            <ol class="finds" role="list">{ for flags.iter().take(IN_SIGHT).map(line) }</ol>
            if more > 0 {
                <details class="disclosure">
                    <summary>{ words.count("result.flags_more", more) }</summary>
                    <ol class="finds" role="list">{ for flags.iter().skip(IN_SIGHT).map(line) }</ol>
                </details>
            }
        </section>
    }
}
