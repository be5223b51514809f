//! Answering together: what goes to a colleague, and what came back.

use sonae_engine::assessment::{Answer, Returned, Standing};
use sonae_engine::content::{Id, Module};
use yew::prelude::*;

use super::said;
use crate::route::Page;
use crate::state::parts::{CameBack, Sendable, Told};
use crate::state::{Action, Case, State};
use crate::widgets::check::check;
use crate::widgets::file_button::{FileRead, FilesButton};

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.parts") }</h1>
                <p class="lead">{ words.t("parts.lead") }</p>
                { send(state, case, act) }
                { returned(state, case, act) }
                <div class="actions">
                    <a class="button button-second" href={Page::Tasks.address()}>{ words.t("check.to_parts") }</a>
                </div>
            </main>
        </div>
    }
}

fn send(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let themes = case.sendable(&state.sending);
    let count: usize = themes
        .iter()
        .filter(|theme| theme.chosen)
        .map(|theme| theme.questions.len())
        .sum();
    html! {
        <section class="section" aria-labelledby="send">
            <h2 id="send">{ words.t("parts.send") }</h2>
            <p>{ words.t("parts.send_text") }</p>
            if themes.is_empty() {
                <p>{ words.t("parts.nothing_to_send") }</p>
            } else {
                { for state.pack.modules.iter().map(|module| of_module(state, act, module, &themes)) }
                <p role="status">{ words.count("parts.chosen", count) }</p>
                <div>
                    <button type="button" class="button" onclick={act.reform(|_: MouseEvent| Told::PartAsked.into())}>{ words.t("parts.save") }</button>
                </div>
            }
        </section>
    }
}

fn of_module(state: &State, act: &Callback<Action>, module: &Module, themes: &[Sendable]) -> Html {
    let words = state.words();
    let own: Vec<&Sendable> = themes
        .iter()
        .filter(|theme| theme.module.id == module.id)
        .collect();
    if own.is_empty() {
        return Html::default();
    }
    html! {
        <fieldset class="field">
            <legend class="field-label">{ words.text(&module.title) }</legend>
            { for own.into_iter().map(|theme| {
                let name = words.with("parts.theme", &[
                    ("theme", words.text(&theme.theme.title)),
                    ("count", words.count("parts.questions", theme.questions.len())),
                ]);
                let (module, id) = (theme.module.id.clone(), theme.theme.id.clone());
                check(&name, theme.chosen, &act.reform(move |chosen| Told::ThemeSwitched(module.clone(), id.clone(), chosen).into()))
            }) }
        </fieldset>
    }
}

fn returned(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let came_back = case.came_back();
    let (agreed, open): (Vec<_>, Vec<_>) = came_back
        .into_iter()
        .partition(|one| one.standing == Standing::Agreed);
    let read = act.reform(|files: Vec<FileRead>| Told::PartsRead(files).into());
    html! {
        <section class="section" aria-labelledby="returned">
            <h2 id="returned">{ words.t("parts.returned") }</h2>
            <p>{ words.t("parts.returned_text") }</p>
            <div class="toolbar">
                <FilesButton label={words.t("parts.choose").into_owned()} accept=".sonae,application/json" class="button button-second" on_read={read} />
                { steps(state, case, act) }
            </div>
            if agreed.is_empty() && open.is_empty() {
                <p>{ words.t("parts.none") }</p>
            }
            if !agreed.is_empty() {
                <h3>{ words.count("parts.agreed", agreed.len()) }</h3>
                <p>{ words.t("parts.agreed_text") }</p>
                <div>
                    <button type="button" class="button" onclick={act.reform(|_: MouseEvent| Told::AgreedTaken.into())}>{ words.t("parts.take_all") }</button>
                </div>
                { for agreed.iter().map(|one| question(state, case, act, one)) }
            }
            if !open.is_empty() {
                <h3>{ words.count("parts.open", open.len()) }</h3>
                <p>{ words.t("parts.open_text") }</p>
                { for open.iter().map(|one| question(state, case, act, one)) }
            }
        </section>
    }
}

/// A step back and forth, as long as the step is one of this page's.
fn steps(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let step = |key: &str, other: Option<&crate::state::Shared<_>>, action: Action| {
        let of_parts = other.is_some_and(
            |it: &crate::state::Shared<sonae_engine::assessment::Assessment>| {
                it.returned != case.assessment.returned
            },
        );
        let onclick = act.reform(move |_: MouseEvent| action.clone());
        html! { if of_parts { <button type="button" class="button button-quiet" {onclick}>{ words.t(key) }</button> } }
    };
    html! {
        <>
            { step("action.undo", case.undo.last(), Action::Undone) }
            { step("action.redo", case.redo.last(), Action::Redone) }
        </>
    }
}

/// What came back to a question beside the own answer, each to be chosen.
fn question(state: &State, case: &Case, act: &Callback<Action>, one: &CameBack<'_>) -> Html {
    let words = state.words();
    let id = one.question;
    let heading = format!("returned-{id}");
    let own = case.assessment.answers.get(id);
    html! {
        <article class="card" aria-labelledby={heading.clone()}>
            <h4 id={heading}><a href={Page::Question(id.clone()).address()}>{ said::label(words, state.pack, id.as_str()) }</a></h4>
            <dl class="summary">
                { value(state, act, id, &words.t("parts.own"), own, None) }
                { for one.answers.iter().enumerate().map(|(at, returned)| {
                    value(state, act, id, &who(state, returned), Some(&returned.answer), Some(at))
                }) }
            </dl>
        </article>
    }
}

fn who(state: &State, returned: &Returned) -> String {
    if returned.by.is_empty() {
        state.words().t("parts.nameless").into_owned()
    } else {
        returned.by.clone()
    }
}

fn value(
    state: &State,
    act: &Callback<Action>,
    id: &Id,
    name: &str,
    answer: Option<&Answer>,
    taken: Option<usize>,
) -> Html {
    let words = state.words();
    let question = state.pack.question(id.as_str());
    let given = answer.and_then(|answer| answer.given.as_ref());
    let says = question.map(|question| said::given(words, question, given));
    let note = answer
        .map(|answer| answer.note.as_str())
        .unwrap_or_default();
    let flag = answer.is_some_and(|answer| answer.flag);
    let question = id.clone();
    let take = act.reform(move |_: MouseEvent| Told::Settled(question.clone(), taken).into());
    let key = if taken.is_some() {
        "parts.take"
    } else {
        "parts.keep"
    };
    html! {
        <div class="summary-row">
            <dt>{ name }</dt>
            <dd>
                { says.unwrap_or_default() }
                if flag { <p class="summary-note">{ words.t("check.flag") }</p> }
                if !note.is_empty() { <p class="summary-note">{ words.with("check.note", &[("note", note)]) }</p> }
            </dd>
            <dd>
                <button type="button" class="button button-quiet button-small" onclick={take}>
                    { words.t(key) }<span class="visually-hidden">{ words.t("frame.colon") }{ said::label(words, state.pack, id.as_str()) }{ words.t("tasks.dot") }{ name }</span>
                </button>
            </dd>
        </div>
    }
}
