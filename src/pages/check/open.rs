//! What is open: not known, not answered, rough, or marked to be looked at again.

use sonae_engine::assessment::{Origin, Step};
use sonae_engine::content::{Column, TableName};
use sonae_engine::table::{Cell, Row};
use yew::prelude::*;

use crate::pages::result::gates::row_name;
use crate::pages::said;
use crate::route::Page;
use crate::state::{Case, State};

/// The columns whose gaps widen the result.
const TELLING: [&str; 6] = [
    "country",
    "annual_spend",
    "sales_dependent_pct",
    "alternatives",
    "stock_weeks",
    "requal_weeks",
];

/// The list of what is to be found out: a result of its own, not a failing.
pub fn to_find_out(state: &State, case: &Case) -> Html {
    let words = state.words();
    let unknown = with_origin(state, case, Origin::Unknown);
    let unanswered = with_origin(state, case, Origin::Unanswered);
    let gaps = gaps(state, case);
    if unknown.is_empty() && unanswered.is_empty() && gaps.is_empty() {
        return html! { <p>{ words.t("check.to_find_out_none") }</p> };
    }
    html! {
        <section class="section" aria-labelledby="to-find-out">
            <h2 id="to-find-out">{ words.t("check.to_find_out") }</h2>
            <p>{ words.t("check.to_find_out_text") }</p>
            <div class="disclosure-list">
                { list(state, "check.unknown", &unknown, true) }
                if !gaps.is_empty() {
                    <details class="disclosure">
                        <summary>{ words.with("check.cells", &[("count", gaps.len())]) }</summary>
                        <div class="disclosure-body">
                            <ul>{ for gaps.iter().map(|gap| html! { <li>{ gap }</li> }) }</ul>
                            <p class="screen-only"><a href={Page::Suppliers.address()}>{ words.t("check.look_suppliers") }</a></p>
                        </div>
                    </details>
                }
                { list(state, "check.unanswered", &unanswered, false) }
            </div>
        </section>
    }
}

/// The answers of the five-minute check that nobody confirmed.
pub fn estimates(state: &State, case: &Case) -> Html {
    let words = state.words();
    let steps = with_origin(state, case, Origin::Estimate);
    if steps.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" aria-labelledby="estimates">
            <h2 id="estimates">{ words.with("check.estimates", &[("count", steps.len())]) }</h2>
            <p>{ words.t("check.estimates_text") }</p>
            { links(state, &steps) }
        </section>
    }
}

/// What was marked to be looked at again.
pub fn flagged(state: &State, case: &Case) -> Html {
    let words = state.words();
    let answers = &case.assessment.answers;
    let flagged = |step: &&Step<'static>| {
        answers
            .get(&step.question.id)
            .is_some_and(|answer| answer.flag)
    };
    let steps: Vec<&Step<'_>> = case.derived.path.steps().iter().filter(flagged).collect();
    if steps.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" aria-labelledby="flagged">
            <h2 id="flagged">{ words.with("check.flagged", &[("count", steps.len())]) }</h2>
            { links(state, &steps) }
        </section>
    }
}

/// The questions of the modules whose answer is of this kind.
pub fn with_origin<'c>(state: &State, case: &'c Case, origin: Origin) -> Vec<&'c Step<'static>> {
    let steps = case
        .derived
        .path
        .steps()
        .iter()
        .skip(state.pack.profile.len());
    steps
        .filter(|step| step.is_asked() && step.origin == origin)
        .collect()
}

fn list(state: &State, key: &str, steps: &[&Step<'_>], open: bool) -> Html {
    if steps.is_empty() {
        return Html::default();
    }
    html! {
        <details class="disclosure" {open}>
            <summary>{ state.words().with(key, &[("count", steps.len())]) }</summary>
            <div class="disclosure-body">{ links(state, steps) }</div>
        </details>
    }
}

fn links(state: &State, steps: &[&Step<'_>]) -> Html {
    let words = state.words();
    html! {
        <ul>
            { for steps.iter().map(|step| html! {
                <li><a href={said::place(state.pack, step.question.id.as_str(), None).address()}>{ words.text(&step.question.text) }</a></li>
            }) }
        </ul>
    }
}

/// The rows of the supplier table with gaps, and what is missing in each.
pub fn gaps(state: &State, case: &Case) -> Vec<String> {
    let words = state.words();
    let columns: Vec<&Column> = state
        .pack
        .tables
        .get(TableName::Suppliers)
        .columns
        .iter()
        .filter(|column| TELLING.contains(&column.key.as_str()))
        .collect();
    let rows = case.assessment.suppliers.iter().enumerate();
    rows.filter(|(_, supplier)| !supplier.is_blank())
        .filter_map(|(index, supplier)| {
            let missing = columns
                .iter()
                .filter(|column| supplier.cell(column.key.as_str()) == Cell::Empty);
            let missing: Vec<String> = missing.map(|column| words.text(&column.title)).collect();
            let row = row_name(state, index, supplier);
            let columns = said::joined(words, &missing);
            (!missing.is_empty())
                .then(|| words.with("check.cell", &[("row", row), ("columns", columns)]))
        })
        .collect()
}
