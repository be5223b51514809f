//! The door to the bench, and an address nobody knows.

use yew::prelude::*;

use crate::route::Page;
use crate::state::State;

/// What the lender's bench is for, and the way to it.
pub fn lenders(state: &State) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t(Page::Lenders.title()) }</h1>
                <p class="lead">{ words.t("lenders.lead") }</p>
                <ul>
                    { for (1..=4).map(|point| html! { <li>{ words.t(&format!("lenders.point_{point}")) }</li> }) }
                </ul>
                <p>{ words.t("lenders.keys") }{ " " }<a href={Page::Keys.address()}>{ words.t("title.keys") }</a></p>
                <div class="actions">
                    <a class="button button-second" href={Page::Policy.address()}>{ words.t("title.policy") }</a>
                    <a class="button" href={Page::Bench.address()}>{ words.t("lenders.to_bench") }</a>
                </div>
            </main>
        </div>
    }
}

/// An address nobody knows.
pub fn not_found(state: &State) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t(Page::NotFound.title()) }</h1>
                <p>{ words.t("not_found.text") }</p>
                <div class="actions"><a class="button" href={Page::Start.address()}>{ words.t("action.to_start") }</a></div>
            </main>
        </div>
    }
}
