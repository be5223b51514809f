//! What does not go together, in plain words, with the way to every place.

use sonae_engine::assessment::{Contradiction, Side};
use sonae_engine::content::TableName;
use yew::prelude::*;

use crate::pages::result::gates::row_name;
use crate::pages::said;
use crate::state::{Case, State};

/// So many rows are named.
const ROWS: usize = 5;

/// All contradictions; nothing where there is none.
pub fn contradictions(state: &State, case: &Case) -> Html {
    let words = state.words();
    if case.contradictions(state.pack).is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" aria-labelledby="contradictions">
            <h2 id="contradictions">{ words.t("check.contradictions") }</h2>
            <p>{ words.t("check.contradictions_text") }</p>
            { for case.contradictions(state.pack).iter().map(|one| html! {
                <section class="notice" data-kind="caution">
                    <h3>{ text(state, case, one) }</h3>
                    { rows(state, case, one) }
                    <div class="notice-actions">{ for one.sides().iter().map(|side| link(state, side)) }</div>
                </section>
            }) }
        </section>
    }
}

/// What does not go together, in one sentence.
pub fn text(state: &State, case: &Case, contradiction: &Contradiction) -> String {
    let words = state.words();
    match contradiction {
        Contradiction::AnswerAgainstTable { question, table } => {
            let id = question.as_str();
            let path = &case.derived.path;
            let asked = state.pack.question(id);
            let table_says = asked.and_then(|asked| path.table_says(asked));
            let says = asked
                .zip(table_says)
                .and_then(|(asked, table)| said::known(words, asked, &table));
            let answer = asked
                .map(|asked| said::given(words, asked, case.assessment.given(id)))
                .unwrap_or_default();
            words.with(
                "check.answer_against_table",
                &[
                    ("question", said::label(words, state.pack, id)),
                    ("answer", answer),
                    ("table", words.t(table_key(table)).into_owned()),
                    ("from_table", says.unwrap_or_default()),
                ],
            )
        }
        Contradiction::SharesOverHundred { sum } => words.with(
            "check.shares_over_hundred",
            &[("sum", words.number(*sum, 1))],
        ),
        Contradiction::SpendOverSales { spend, sales } => words.with(
            "check.spend_over_sales",
            &[("spend", words.yen(*spend)), ("sales", words.yen(*sales))],
        ),
        Contradiction::AbroadAgainstMarkets { stated, table, .. } => words.with(
            "check.abroad_against_markets",
            &[
                ("stated", words.number(*stated, 0)),
                ("table", words.range(*table, 0)),
            ],
        ),
        Contradiction::SpendOverCosts { spend, costs } => words.with(
            "check.spend_over_costs",
            &[("spend", words.yen(*spend)), ("costs", words.yen(*costs))],
        ),
        Contradiction::StockAgainstLeadTime { .. } => {
            words.t("check.stock_against_lead_time").into_owned()
        }
        Contradiction::SameRow { rows } => words.with("check.same_row", &[("count", rows.len())]),
        Contradiction::Rule { rule, .. } => state
            .pack
            .contradiction(rule.as_str())
            .map(|rule| words.text(&rule.text))
            .unwrap_or_default(),
    }
}

fn table_key(side: &Side) -> &'static str {
    match side {
        Side::Table(TableName::Markets, _) => "check.table_markets",
        Side::Table(TableName::Suppliers, _) | Side::Question(_) => "check.table_suppliers",
    }
}

/// The rows of the supplier table behind it, by name.
fn rows(state: &State, case: &Case, contradiction: &Contradiction) -> Html {
    let words = state.words();
    let sides = contradiction.sides();
    let rows = sides.iter().flat_map(|side| match side {
        Side::Table(TableName::Suppliers, rows) => rows.as_slice(),
        Side::Table(TableName::Markets, _) | Side::Question(_) => &[],
    });
    let named = rows.filter_map(|row| {
        let supplier = case.assessment.suppliers.get(*row)?;
        Some(row_name(state, *row, supplier))
    });
    let mut names: Vec<String> = named.collect();
    if names.is_empty() {
        return Html::default();
    }
    let more = names.len().saturating_sub(ROWS);
    names.truncate(ROWS);
    if more > 0 {
        names.push(words.count("result.step.more_rows", more));
    }
    let names = said::joined(words, &names);
    html! { <p>{ words.with("check.rows", &[("rows", names)]) }</p> }
}

fn link(state: &State, side: &Side) -> Html {
    let words = state.words();
    let (page, text, name) = match side {
        Side::Question(id) => (
            said::place(state.pack, id.as_str(), None),
            "check.look_answer",
            said::label(words, state.pack, id.as_str()),
        ),
        Side::Table(table, _) => (
            said::table_page(*table),
            match table {
                TableName::Suppliers => "check.look_suppliers",
                TableName::Markets => "check.look_markets",
            },
            String::new(),
        ),
    };
    html! {
        <a class="button button-second button-small" href={page.address()}>
            { words.t(text) }
            if !name.is_empty() { <span>{ words.t("frame.colon") }{ name }</span> }
        </a>
    }
}
