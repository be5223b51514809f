//! What an IT department asks, on two pages of paper.

use yew::prelude::*;

use crate::route::Page;
use crate::state::{Action, State};

/// The sections, and how many sentences each has.
const SECTIONS: [(&str, usize); 7] = [
    ("works", 3),
    ("network", 3),
    ("data", 3),
    ("cryptography", 3),
    ("update", 2),
    ("parts", 2),
    ("contact", 2),
];

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let edition = &state.running.edition;
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.security") }</h1>
                <p class="lead">{ words.t("security.lead") }</p>
                { for SECTIONS.iter().map(|(name, sentences)| html! {
                    <section class="section" aria-labelledby={*name}>
                        <h2 id={*name}>{ words.t(&format!("security.{name}")) }</h2>
                        <ul>
                            { for (1..=*sentences).map(|number| html! { <li>{ words.t(&format!("security.{name}_{number}")) }</li> }) }
                        </ul>
                    </section>
                }) }
                if edition.version.is_empty() {
                    <p>{ words.t("proof.development") }</p>
                } else {
                    <p>{ words.with("edition.version", &[("version", &edition.version)]) }{ " " }{ words.date(&edition.day) }<br /><code class="proof-code" translate="no">{ &edition.hash }</code></p>
                }
                <div class="actions">
                    <button type="button" class="button button-quiet" onclick={act.reform(|_: MouseEvent| Action::PrintAsked)}>{ words.t("action.print") }</button>
                    <a class="button button-second" href={Page::Proof.address()}>{ words.t("title.proof") }</a>
                </div>
            </main>
        </div>
    }
}
