//! The scenarios that count in the result, each in its sentence.

use yew::prelude::*;

use super::{names, said};
use crate::route::Page;
use crate::state::scenario::Playing;
use crate::state::{Case, State};

/// The section's content: what counts, or the way to choose something.
pub fn counted(state: &State, case: &Case) -> Html {
    let words = state.words();
    let reported = state.scenarios.reported();
    let runs = reported.filter(|_| !case.assessment.runs.is_empty());
    let line = |playing: &Playing| {
        let mut ids = playing.run.scenarios().cloned();
        let page = ids.next().map(|first| Page::Scenario(first, ids.next()));
        let address = page.map(|page| page.address());
        html! {
            <li>
                <a href={address}>{ names::run(state, &playing.run) }</a>
                <span>{ said::sentence(words, playing.played(state.pack), playing.sales_hit(state.pack)) }</span>
            </li>
        }
    };
    html! {
        <>
            if let Some(runs) = runs {
                <p>{ words.t("scenarios.result.text") }</p>
                <ul class="finds" role="list">{ for runs.runs(state.pack).iter().map(line) }</ul>
            } else {
                <p>{ words.t("scenarios.result.none") }</p>
            }
            <p><a href={Page::Scenarios.address()}>{ words.t("scenarios.result.choose") }</a></p>
        </>
    }
}
