//! What Sonae is for, the doors, and where the data are.

use yew::prelude::*;

use crate::route::Page;
use crate::state::{Action, Replacement, State};
use crate::widgets::file_button::{ASSESSMENTS, FileButton};

/// The page, with what stands on the shelf.
pub fn view(state: &State, act: &Callback<Action>, shelf: Html) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("start.purpose") }</h1>
                <p class="lead">{ words.t("start.lead") }</p>
                { before_the_first_answer(state) }
                { shelf }
                <ul class="start-doors" role="list">
                    <li class="card">
                        <h2>{ words.t("start.firm") }</h2>
                        <p>{ words.t("start.firm_text") }</p>
                        <div class="toolbar">
                            <button type="button" class="button" onclick={act.reform(|_| Action::ReplacementAsked(Replacement::New))}>
                                { words.t("start.begin") }
                            </button>
                            <FileButton
                                label={words.t("start.open").into_owned()}
                                accept={ASSESSMENTS}
                                on_read={act.reform(|(name, bytes)| Action::CaseRead { name, bytes })}
                            />
                        </div>
                    </li>
                    <li class="card">
                        <h2><a class="card-link" href={Page::Lenders.address()}>{ words.t("title.lenders") }</a></h2>
                        <p>{ words.t("start.lenders_text") }</p>
                    </li>
                    <li class="card">
                        <h2><a class="card-link" href={Page::Workshop.address()}>{ words.t("title.workshop") }</a></h2>
                        <p>{ words.t("start.workshop_text") }</p>
                    </li>
                </ul>
                { firms(state, act) }
                <div class="start-promise">
                    <p>{ words.t("start.promise") }</p>
                    <p><a href={Page::Data.address()}>{ words.t("title.data") }</a></p>
                </div>
            </main>
        </div>
    }
}

/// Where what is entered will be kept, said before anything is.
fn before_the_first_answer(state: &State) -> Html {
    let words = state.words();
    if !state.keeps() {
        return html! { <p class="notice" data-kind="caution">{ words.t("shelf.refused") }</p> };
    }
    html! { if state.shelf.is_empty() { <p class="soft">{ words.t("shelf.before") }</p> } }
}

/// Fictional firms to look around in.
fn firms(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <section class="section" aria-labelledby="firms">
            <h2 id="firms">{ words.t("start.firms") }</h2>
            <p>{ words.t("start.firms_text") }</p>
            <ul class="cards cards-pairs" role="list">
                { for state.pack.firms.iter().map(|firm| {
                    let id = firm.id.clone();
                    let onclick = act.reform(move |_| Action::ReplacementAsked(Replacement::Firm(id.clone())));
                    html! {
                        <li class="card">
                            <h3>{ words.text(&firm.title) }</h3>
                            <p>{ words.text(&firm.story) }</p>
                            <div>
                                <button type="button" class="button button-second button-small" {onclick}>
                                    { words.t("start.try") }<span class="visually-hidden">{ words.t("frame.colon") }{ words.text(&firm.title) }</span>
                                </button>
                            </div>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
