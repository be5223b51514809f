//! The owner's page: what matters, on exactly one sheet of A4.

use std::cmp::Reverse;

use sonae_engine::content::Id;
use sonae_engine::measure::Truth;
use sonae_engine::plan;
use sonae_engine::score::Score;
use yew::prelude::*;

use super::{unverified, versions};
use crate::pages::result::{self, gates, steps};
use crate::state::{Case, State};

/// What fits on the sheet beside the three ranges.
const STEPS: usize = 3;
const FINDS: usize = 3;
const ROWS: usize = 3;
/// Weak points in the details.
const WEAK: usize = 15;

/// The sheet.
pub fn sheet(state: &State, case: &Case, score: &Score) -> Html {
    let words = state.words();
    html! {
        <section class="report-sheet report-owner">
            <header class="report-head">
                <h2>{ words.t("report.owner") }</h2>
                <p class="small">{ unverified(state, case) }</p>
            </header>
            <p class="result-sentence">{ result::sentence(state, case, score) }</p>
            <section class="report-block">
                <h3>{ words.t("result.modules") }</h3>
                { result::ranges_short(words, state.pack, score) }
                <p class="small">{ result::overall_line(words, state.pack, score) }</p>
            </section>
            { floor(state, case, score) }
            <section class="report-block">
                <h3>{ words.t("result.steps") }</h3>
                { first_steps(state, case) }
            </section>
            <section class="report-block">
                <h3>{ words.t("result.finds") }</h3>
                { steps::finds(state, case, FINDS) }
            </section>
            <p class="colophon">{ words.t("report.colophon") }{ words.t("said.space") }{ versions(state) }</p>
        </section>
    }
}

/// One gate in full with at most three rows; the others by name.
fn floor(state: &State, case: &Case, score: &Score) -> Html {
    let words = state.words();
    let mut found: Vec<_> = state
        .pack
        .modules
        .iter()
        .zip(&score.modules)
        .flat_map(|(module, scored)| {
            let known = |id: &Id| module.gates.iter().find(move |gate| gate.id == *id);
            let states = scored.gates.iter();
            states.filter_map(move |holds| Some((known(&holds.id)?, holds)))
        })
        .collect();
    found.sort_by_key(|(_, holds)| Reverse(holds.state));
    let line = |key: &str, names: Vec<String>| {
        let names = names.join(&words.t("said.and"));
        html! { <p>{ words.with(key, &[("gates", names)]) }</p> }
    };
    let names = |state: Truth, skip: usize| -> Vec<String> {
        let held = found
            .iter()
            .skip(skip)
            .filter(|(_, holds)| holds.state == state);
        held.map(|(gate, _)| words.text(&gate.title)).collect()
    };
    let first = found
        .first()
        .filter(|(_, holds)| holds.state == Truth::Certain);
    let skip = usize::from(first.is_some());
    let (also, maybe) = (names(Truth::Certain, skip), names(Truth::Possible, 0));
    html! {
        <section class="report-block">
            <h3>{ words.t("result.gates") }</h3>
            if found.is_empty() { <p>{ words.t("result.gates_none") }</p> }
            if let Some((gate, holds)) = first {
                <article class="gate" data-state="certain">
                    <h4>{ words.text(&gate.title) }</h4>
                    { gates::rows(state, case, gate, &plan::gate_rows(gate, holds, &case.derived.path.figures), ROWS) }
                </article>
            }
            if !also.is_empty() { { line("report.also_holds", also) } }
            if !maybe.is_empty() { { line("report.may_hold", maybe) } }
        </section>
    }
}

/// The first steps, each with what to do and what it does.
fn first_steps(state: &State, case: &Case) -> Html {
    let words = state.words();
    let found = case.derived.steps(state.pack, &case.assessment);
    if found.is_empty() {
        return html! { <p>{ words.t("result.steps_none") }</p> };
    }
    html! {
        <ul class="cards" role="list">
            { for found.iter().take(STEPS).map(|step| {
                let advice = steps::advice(state, step);
                html! {
                    <li class="card">
                        <h4>{ advice.title }</h4>
                        <p>{ advice.prevent }</p>
                        <p class="card-foot">{ steps::effect_short(state, step) }</p>
                    </li>
                }
            }) }
        </ul>
    }
}

/// The weak points with what to do before and after.
pub fn all_steps(state: &State, case: &Case) -> Html {
    let words = state.words();
    let found = case.derived.steps(state.pack, &case.assessment);
    if found.is_empty() {
        return html! { <p>{ words.t("result.steps_none") }</p> };
    }
    let head = |key: &str| html! { <th scope="col">{ words.t(key) }</th> };
    html! {
        <>
            <p>{ words.t("result.steps_text") }</p>
            <table class="table table-cards report-steps">
                <thead><tr>{ head("report.column.weak") }{ head("result.step.prevent") }{ head("result.step.respond") }{ head("result.step.effect") }</tr></thead>
                <tbody>
                    { for found.iter().take(WEAK).map(|step| {
                        let advice = steps::advice(state, step);
                        html! {
                            <tr>
                                <th scope="row">{ advice.title }</th>
                                <td data-label={words.t("result.step.prevent").into_owned()}>{ advice.prevent }</td>
                                <td data-label={words.t("result.step.respond").into_owned()}>{ advice.respond.unwrap_or_default() }</td>
                                <td data-label={words.t("result.step.effect").into_owned()}>{ steps::effect(state, step) }</td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </>
    }
}
