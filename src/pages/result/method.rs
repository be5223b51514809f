//! How the score is worked out, what its figures rest on, and the sources used.

use std::collections::BTreeSet;

use sonae_engine::content::{Basis, Id};
use sonae_engine::score::Score;
use yew::prelude::*;

use crate::pages::sources;
use crate::state::State;

/// The three parts, each behind a line to open.
pub fn disclosures(state: &State, score: &Score) -> Html {
    let words = state.words();
    let part = |key: &str, body: Html| {
        html! {
            <details class="disclosure">
                <summary>{ words.t(key) }</summary>
                <div class="disclosure-body">{ body }</div>
            </details>
        }
    };
    html! {
        <div class="disclosure-list">
            { part("result.method", method(state)) }
            { part("result.basis", basis(state)) }
            { part("result.sources", sources_used(state, score)) }
        </div>
    }
}

/// The method in plain words.
pub fn method(state: &State) -> Html {
    let words = state.words();
    let keys = [
        "result.method_1",
        "result.method_2",
        "result.method_3",
        "result.method_4",
        "result.method_5",
        "result.method_6",
    ];
    html! { <ol>{ for keys.map(|key| html! { <li>{ words.t(key) }</li> }) }</ol> }
}

/// What the weights of each module rest on.
pub fn basis(state: &State) -> Html {
    let words = state.words();
    let lines = state.pack.modules.iter().map(|module| {
        let basis = words.t(match module.basis {
            Basis::Study => "result.basis_study",
            Basis::Regulation => "result.basis_regulation",
            Basis::Expert => "result.basis_expert",
            Basis::Assumption => "result.basis_assumption",
        });
        let module = words.text(&module.title);
        words.with(
            "result.basis_of",
            &[("module", module), ("basis", basis.into_owned())],
        )
    });
    html! { <ul>{ for lines.map(|line| html! { <li>{ line }</li> }) }</ul> }
}

/// The sources of everything that counts in the score.
pub fn sources_used(state: &State, score: &Score) -> Html {
    let items: BTreeSet<&Id> = score
        .modules
        .iter()
        .flat_map(|module| module.receipt.iter().map(|entry| &entry.item))
        .collect();
    let questions = state.pack.questions().map(|one| (&one.id, &one.sources));
    let metrics = state.pack.modules.iter().flat_map(|module| &module.metrics);
    let metrics = metrics.map(|one| (&one.id, &one.sources));
    let used: BTreeSet<&Id> = questions
        .chain(metrics)
        .filter(|(id, _)| items.contains(id))
        .flat_map(|(_, sources)| sources)
        .collect();
    let keys: Vec<Id> = used.into_iter().cloned().collect();
    sources::list(state, &keys)
}
