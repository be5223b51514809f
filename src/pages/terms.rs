//! The words that need an explanation.

use yew::prelude::*;

use crate::state::State;

/// The page.
pub fn view(state: &State) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.words") }</h1>
                <dl class="summary">
                    { for state.pack.glossary.iter().map(|term| html! {
                        <div class="summary-row">
                            <dt>{ words.text(&term.term) }</dt>
                            <dd>{ words.text(&term.meaning) }</dd>
                        </div>
                    }) }
                </dl>
            </main>
        </div>
    }
}
