//! Where the data are, how to check it, and how to take them along or wipe them.

use yew::prelude::*;

use super::shelf;
use crate::route::Page;
use crate::state::locks::Told as LocksTold;
use crate::state::shelf::Told;
use crate::state::{Action, Keeping, State};
use crate::widgets::file_button::{ASSESSMENTS, FileButton};

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let here = match &state.kept {
        Keeping::Nothing => words.t("data.nothing").into_owned(),
        Keeping::Here { at } => words.with("data.here", &[("at", at)]),
        Keeping::Refused => words.t("data.refused").into_owned(),
    };
    let point = |key: &str| html! { <li>{ words.t(key) }</li> };
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.data") }</h1>
                <p class="lead">{ here }</p>
                <ul>
                    { point("data.computed_here") }
                    { point("data.browser_only") }
                    { point("data.can_vanish") }
                    if state.running.edition.in_one_file { { point("data.in_one_file") } }
                    { point("data.your_hands") }
                </ul>
                { shelf::list(state, act) }
                if state.case.is_some() {
                    <p><a href={Page::Versions.address()}>{ words.t("title.versions") }</a></p>
                }
                <section class="section" aria-labelledby="take">
                    <h2 id="take">{ words.t("data.take") }</h2>
                    <p>{ words.t("data.take_text") }{ " " }{ words.t("data.figures_text") }</p>
                    <div class="toolbar">
                        if state.case.is_some() {
                            <button type="button" class="button" onclick={act.reform(|_| Action::SaveAsked)}>{ words.t("action.save") }</button>
                            <button type="button" class="button button-second" onclick={act.reform(|_| Action::FiguresAsked)}>{ words.t("data.figures") }</button>
                        }
                        <FileButton
                            label={words.t("start.open").into_owned()}
                            accept={ASSESSMENTS}
                            on_read={act.reform(|(name, bytes)| Action::CaseRead { name, bytes })}
                        />
                    </div>
                    if state.case.is_some() {
                        <div class="toolbar">
                            <a class="button button-second" href={Page::Lock.address()}>{ words.t("data.lock") }</a>
                            <button type="button" class="button button-second" onclick={act.reform(|_| LocksTold::SealAsked(None).into())}>{ words.t("data.seal") }</button>
                        </div>
                    }
                    <p><a href={Page::Keys.address()}>{ words.t("data.keys") }</a></p>
                </section>
                if state.case.is_some() {
                    <section class="section" aria-labelledby="dossier">
                        <h2 id="dossier">{ words.t("title.dossier") }</h2>
                        <p>{ words.t("dossier.data_text") }</p>
                        <div><a class="button button-second" href={Page::Dossier.address()}>{ words.t("title.dossier") }</a></div>
                    </section>
                }
                <section class="section" aria-labelledby="prove">
                    <h2 id="prove">{ words.t("data.prove") }</h2>
                    <p>{ words.t("data.prove_text") }</p>
                    <div><a class="button button-second" href={Page::Proof.address()}>{ words.t("title.proof") }</a></div>
                </section>
                if state.case.is_some() {
                    <section class="section" aria-labelledby="copy">
                        <h2 id="copy">{ words.t("data.copy") }</h2>
                        <p>{ words.t("data.copy_text") }</p>
                        <div class="toolbar">
                            <FileButton
                                label={words.t("data.copy_choose").into_owned()}
                                accept={ASSESSMENTS}
                                on_read={act.reform(|(name, bytes)| Told::CopyChosen(name, bytes).into())}
                            />
                        </div>
                    </section>
                }
                <section class="section" aria-labelledby="next">
                    <h2 id="next">{ words.t("title.next") }</h2>
                    <p>{ words.t("next.lead") }</p>
                    <div><a class="button button-second" href={Page::Next.address()}>{ words.t("title.next") }</a></div>
                </section>
                <div class="actions">
                    <a class="button button-second" href={if state.case.is_some() { Page::Tasks.address() } else { Page::Start.address() }}>
                        { words.t("action.back") }
                    </a>
                </div>
            </main>
        </div>
    }
}
