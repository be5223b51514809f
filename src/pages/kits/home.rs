//! What goes home: five questions, and an empty assessment of one's own.

use sonae_engine::content::{Kit, Monday};
use yew::prelude::*;

use super::head;
use crate::route::Page;
use crate::state::kits::Told;
use crate::state::{Action, State};
use crate::widgets::choice::{self, Choice, Item};

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let chosen = state.kits.progress.home.as_ref();
    let kit = chosen.and_then(|kit| state.pack.kit(kit));
    let items = state.pack.kits.iter().map(|one| Item {
        value: one.id.to_string(),
        text: words.text(&one.title),
        chosen: kit == Some(one),
        key: None,
        wide: false,
    });
    let kits = Choice {
        name: "kit".into(),
        several: false,
        items: items.collect(),
        unknown: None,
        on_choose: act.reform(|kit| Told::HomeChosen(kit).into()),
    };
    let own = state.homework().is_some();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.home") }</h1>
                <p class="lead screen-only">{ words.t("kits.home_lead") }</p>
                <p class="screen-only">{ words.t("kits.home_empty") }</p>
                <fieldset class="field screen-only"><legend class="field-label">{ words.t("kits.home_kit") }</legend>{ choice::cards(&kits) }</fieldset>
                if let Some(kit) = kit {
                    { sheet(state, kit) }
                    <div class="toolbar screen-only">
                        <button type="button" class="button button-second" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                    </div>
                    <div class="actions">
                        if own {
                            <a class="button button-second" href={Page::Tasks.address()}>{ words.t("kits.home_go_on") }</a>
                        }
                        <button type="button" class="button" onclick={act.reform(|_| Told::OwnAsked.into())}>{ words.t("kits.home_begin") }</button>
                    </div>
                }
            </main>
        </div>
    }
}

/// The five questions as a sheet. In an assessment of one's own each leads to where it is answered.
pub fn sheet(state: &State, kit: &Kit) -> Html {
    let words = state.words();
    let own = state.homework() == Some(kit) && state.page == Page::Home;
    html! {
        <section class="report-sheet">
            { head(state, kit, "kits.monday") }
            <p>{ words.t("kits.monday_text") }</p>
            <ol class="kit-mondays">
                { for kit.monday.iter().map(|monday| html! {
                    <li class="kit-monday">
                        <p>{ words.text(&monday.text) }</p>
                        if own { <p class="screen-only">{ link(state, monday) }</p> }
                        <div class="kit-line paper-only" aria-hidden="true"></div>
                        <div class="kit-line paper-only" aria-hidden="true"></div>
                    </li>
                }) }
            </ol>
        </section>
    }
}

fn link(state: &State, monday: &Monday) -> Html {
    let question = state.pack.question(monday.question.as_str());
    let label = question.map(|question| state.words().text(&question.short));
    html! { <a href={Page::Question(monday.question.clone()).address()}>{ state.words().with("kits.monday_link", &[("question", label.unwrap_or_default())]) }</a> }
}

/// On the pages of one's own assessment: that the questions wait, and the one that belongs here.
pub fn homework(state: &State) -> Html {
    let words = state.words();
    let Some(kit) = state.homework() else {
        return Html::default();
    };
    let here = match &state.page {
        Page::Question(id) => {
            let mut questions = kit.monday.iter();
            let Some(monday) = questions.find(|monday| monday.question == *id) else {
                return Html::default();
            };
            words.text(&monday.text)
        }
        Page::Profile | Page::Tasks => words.t("kits.monday_waits").into_owned(),
        _ => return Html::default(),
    };
    html! {
        <nav class="notices screen-only" aria-label={words.t("kits.monday").into_owned()}>
            <div class="notice" data-kind="note">
                <p>{ here }</p>
                <div class="notice-actions"><a class="button button-second button-small" href={Page::Home.address()}>{ words.t("kits.monday") }</a></div>
            </div>
        </nav>
    }
}
