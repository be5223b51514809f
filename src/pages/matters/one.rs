//! One purchase that matters: what stops without it, what else there is, how long the stock lasts.

use sonae_engine::assessment::shown_cell;
use sonae_engine::content::{CellKind, Column, TableName};
use sonae_engine::measure::Interval;
use yew::prelude::*;

use super::spend;
use crate::pages::tables::{country, row_name, weeks};
use crate::route::Page;
use crate::state::tables::field_of;
use crate::state::{Action, Case, State};
use crate::widgets::field::{self, Field};
use crate::widgets::notice::sentence;
use crate::widgets::progress;
use crate::widgets::select::Entry;
use crate::words::Words;

const TABLE: TableName = TableName::Suppliers;

/// What a ledger cannot know, in the order of asking.
const ASKED: [&str; 7] = [
    "category",
    "country",
    "sales_dependent_pct",
    "alternatives",
    "stock_weeks",
    "lead_time_weeks",
    "requal_weeks",
];

/// The `number`-th of `all` that were chosen.
pub fn view(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    (number, row): (usize, usize),
    all: usize,
) -> Html {
    let words = state.words();
    let columns = &state.pack.tables.get(TABLE).columns;
    let asked = ASKED
        .iter()
        .filter_map(|key| columns.iter().find(|column| column.key.as_str() == *key));
    let before = (number > 1).then(|| number - 1);
    html! {
        <div class="prose" key={row}>
            { progress::line(&words.with("matters.number", &[("number", number), ("all", all)]), "", number - 1, all, &words.t("matters.progress")) }
            <h1 tabindex="-1">{ row_name(words, &case.assessment, row) }</h1>
            <p>{ facts(state, case, row) }</p>
            <p class="soft">{ words.t("matters.leave_open") }</p>
            { for asked.map(|column| html! { <div class="field">{ question(state, case, act, row, column) }</div> }) }
            { says(words, case, row) }
            <div class="actions">
                <a class="button button-second" href={Page::Matters(before).address()}>{ words.t("action.back") }</a>
                <a class="button" href={Page::Matters(Some(number + 1)).address()}>{ words.t("action.next") }</a>
            </div>
        </div>
    }
}

/// What the ledger knows of it.
fn facts(state: &State, case: &Case, row: usize) -> String {
    let words = state.words();
    let supplier = case.assessment.suppliers.get(row);
    let made = country(words, state.pack, supplier.and_then(|row| row.country));
    words.with(
        "matters.facts",
        &[("spend", spend(words, case, row)), ("country", made)],
    )
}

fn question(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    row: usize,
    column: &Column,
) -> Html {
    let words = state.words();
    let id = field_of(TABLE, row, column.key.as_str());
    let cell = case.assessment.cell(TABLE, row, column.key.as_str());
    let shown = shown_cell(state.pack, column, &cell, state.language);
    let draft = state.drafts.get(&id);
    let key = column.key.clone();
    let typed = act.reform(move |typed| Action::CellTyped {
        table: TABLE,
        row,
        column: key.clone(),
        typed,
    });
    let field = Field {
        id,
        label: words.text(&column.title),
        hint: Some(words.text(&column.help)),
        error: draft.map(|draft| {
            let (what, todo) = (
                sentence(words, &draft.finding, "what"),
                sentence(words, &draft.finding, "todo"),
            );
            format!("{what} {todo}")
        }),
        value: draft.map_or_else(|| shown.clone(), |draft| draft.typed.clone()),
        short: true,
        ..Field::default()
    };
    let entries: Vec<(String, String)> = match &column.cell {
        CellKind::Choice(options) => options
            .iter()
            .map(|(key, text)| (key.to_string(), words.text(text)))
            .collect(),
        CellKind::Country => {
            let named = state.pack.countries.iter();
            let mut named: Vec<_> = named
                .map(|(code, name)| (code.to_string(), words.text(&name.title)))
                .collect();
            named.sort_by(|(_, one), (_, other)| one.cmp(other));
            named
        }
        CellKind::Percent => return number(words, &field, &words.t("tables.percent"), &typed),
        _ => return number(words, &field, &words.t("matters.weeks"), &typed),
    };
    let unknown = (String::new(), words.t("matters.unknown").into_owned());
    let items: Vec<Entry> = std::iter::once(unknown)
        .chain(entries)
        .map(|(value, text)| Entry {
            chosen: text == shown || (shown.is_empty() && value.is_empty()),
            value,
            text,
        })
        .collect();
    field::list(&field, &items, &typed)
}

fn number(words: Words, field: &Field, suffix: &str, typed: &Callback<String>) -> Html {
    let field = Field {
        suffix: Some(suffix.to_owned()),
        ..field.clone()
    };
    field::number(words, &field, typed, &Callback::noop())
}

/// What the answers come to at once.
fn says(words: Words, case: &Case, row: usize) -> Html {
    let Some(supplier) = case.assessment.suppliers.get(row) else {
        return Html::default();
    };
    let stopped = supplier.sales_stopped();
    if stopped == Interval::UNKNOWN_RISK && supplier.stock_weeks.is_none() {
        return Html::default();
    }
    let sentence = words.with(
        "matters.says",
        &[
            ("stock", weeks(words, supplier.tts())),
            ("switch", weeks(words, supplier.ttr())),
            ("gap", weeks(words, supplier.gap())),
            ("share", words.share(stopped)),
        ],
    );
    html! { <p role="status">{ sentence }</p> }
}
