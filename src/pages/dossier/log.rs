//! The log of what was handed on: it stays with the firm.

use sonae_engine::assessment::{Assessment, Disclosure};
use yew::prelude::*;

use super::digits;
use crate::pages::undo;
use crate::state::{Action, Case, Shared, State};

/// The section.
pub fn log(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let entries = &case.assessment.disclosures;
    let of_log = |other: Option<&Shared<Assessment>>| {
        other.is_some_and(|other| other.disclosures != *entries)
    };
    let steps = (of_log(case.undo.last()), of_log(case.redo.last()));
    let columns = ["day", "level", "form", "to", "purpose", "seal"];
    let head =
        |key: &&str| html! { <th scope="col">{ words.t(&format!("dossier.log.{key}")) }</th> };
    html! {
        <section class="section" aria-labelledby="log">
            <h2 id="log">{ words.t("dossier.log.heading") }</h2>
            <p class="prose">{ words.t("dossier.log.text") }</p>
            if entries.is_empty() {
                <p class="soft">{ words.t("dossier.log.none") }</p>
            } else {
                <table class="table table-cards">
                    <thead><tr>{ for columns.iter().map(head) }</tr></thead>
                    <tbody>{ for entries.iter().rev().map(|entry| line(state, entry)) }</tbody>
                </table>
            }
            { undo::steps(words, act, steps) }
        </section>
    }
}

fn line(state: &State, entry: &Disclosure) -> Html {
    let words = state.words();
    let label = |key: &str| words.t(&format!("dossier.log.{key}")).into_owned();
    let text = |text: &str| {
        if text.is_empty() {
            words.t("dossier.log.unsaid").into_owned()
        } else {
            text.to_owned()
        }
    };
    let level = words.t(&format!("dossier.level.{}.title", entry.level.key()));
    let form = words.t(&format!("dossier.form.{}", entry.form.key()));
    html! {
        <tr>
            <th scope="row" data-label={label("day")}>{ words.date(&entry.day) }</th>
            <td data-label={label("level")}>{ level }</td>
            <td data-label={label("form")}>{ form }</td>
            <td data-label={label("to")}>{ text(&entry.to) }</td>
            <td data-label={label("purpose")}>{ text(&entry.purpose) }</td>
            <td data-label={label("seal")}><code>{ digits(&entry.sha256) }</code></td>
        </tr>
    }
}
