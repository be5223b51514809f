//! What this browser keeps: the list of assessments, earlier versions, and how to leave nothing.

use sonae_engine::content::Pack;
use yew::prelude::*;

use crate::route::Page;
use crate::state::shelf::{Entry, Remains, Told};
use crate::state::{Action, Case, State};
use crate::widgets::field::{self, Field};
use crate::widgets::frame::ago;

/// The assessments in this browser; nothing where there is none.
pub fn list(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    if state.shelf.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" aria-labelledby="shelf">
            <h2 id="shelf">{ words.t("shelf.heading") }</h2>
            <ul class="cards cards-pairs shelf" role="list">
                { for state.shelf.iter().map(|entry| one(state, act, entry)) }
            </ul>
        </section>
    }
}

fn one(state: &State, act: &Callback<Action>, entry: &Entry) -> Html {
    let words = state.words();
    let title = title(state, entry);
    let is_open = state
        .case
        .as_ref()
        .is_some_and(|case| case.key == entry.key);
    let told = |told: fn(String) -> Told| {
        let key = entry.key.clone();
        act.reform(move |_: MouseEvent| told(key.clone()).into())
    };
    let of_this =
        || html! { <span class="visually-hidden">{ words.t("frame.colon") }{ &title }</span> };
    let facts = if entry.lock.is_some() {
        "shelf.facts_locked"
    } else {
        "shelf.facts"
    };
    let facts = words.with(
        facts,
        &[
            ("when", ago(words, entry.changed.ago(&state.now))),
            ("answers", entry.answers.to_string()),
            ("rows", entry.rows.to_string()),
        ],
    );
    html! {
        <li class="card" key={entry.key.clone()}>
            <h3>
                { &title }
                if is_open {
                    { " " }<span class="tag">{ words.t("shelf.this_one") }</span>
                }
                if entry.lock.is_some() {
                    { " " }<span class="tag">{ words.t("shelf.locked") }</span>
                }
                if entry.practice {
                    { " " }<span class="tag">{ words.t("frame.practice") }</span>
                }
            </h3>
            <p class="soft">{ facts }<br />{ copy(state, entry) }</p>
            <div class="toolbar">
                if is_open {
                    <a class="button button-second button-small" href={Page::Tasks.address()}>{ words.t("shelf.continue") }{ of_this() }</a>
                } else {
                    <button type="button" class="button button-second button-small" onclick={told(Told::OpenAsked)}>{ words.t("shelf.continue") }{ of_this() }</button>
                }
                <button type="button" class="button button-quiet button-small" onclick={told(Told::SaveAsked)}>{ words.t("action.save") }{ of_this() }</button>
                <button type="button" class="button button-quiet button-small" onclick={told(Told::RemoveAsked)}>{ words.t("shelf.remove") }{ of_this() }</button>
            </div>
            { label(state, act, entry) }
        </li>
    }
}

/// The name in this list, to be changed in place.
fn label(state: &State, act: &Callback<Action>, entry: &Entry) -> Html {
    let words = state.words();
    let key = entry.key.clone();
    let on_typed = act.reform(move |label| Told::Renamed(key.clone(), label).into());
    let field = Field {
        id: format!("label-{}", entry.key),
        label: words.t("shelf.label").into_owned(),
        hint: Some(words.t("shelf.label_hint").into_owned()),
        value: entry.label.clone(),
        ..Field::default()
    };
    html! {
        <details class="disclosure">
            <summary>{ words.t("shelf.rename") }<span class="visually-hidden">{ words.t("frame.colon") }{ title(state, entry) }</span></summary>
            <div class="field">{ field::text(&field, &[], &on_typed) }</div>
        </details>
    }
}

/// What an assessment is called in the list.
pub(super) fn title(state: &State, entry: &Entry) -> String {
    let words = state.words();
    if !entry.label.is_empty() {
        return entry.label.clone();
    }
    if entry.lock.is_some() {
        return words.t("shelf.nameless").into_owned();
    }
    let asked = state.pack.question(Pack::INDUSTRY);
    let option = asked.zip(entry.industry.as_deref());
    let option = option.and_then(|(question, key)| question.kind.option(key));
    match option {
        Some(option) => words.text(&option.text),
        None if entry.part => words.t("shelf.part").into_owned(),
        None => words.t("shelf.no_industry").into_owned(),
    }
}

fn copy(state: &State, entry: &Entry) -> String {
    let words = state.words();
    let Some(copy) = &entry.copy else {
        return words.t("shelf.copy_none").into_owned();
    };
    let key = if entry.unsaved {
        "shelf.copy_old"
    } else {
        "shelf.copy_same"
    };
    words.with(key, &[("when", ago(words, copy.at.ago(&state.now)))])
}

/// Earlier versions of the open assessment.
pub fn versions(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let is_present = case.is_writable();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.versions") }</h1>
                <p>{ words.t("versions.lead") }</p>
                if state.versions.is_empty() {
                    <p class="notice" data-kind="note">{ words.t("versions.none") }</p>
                } else {
                    <ul class="task-list-items" role="list">
                        { for state.versions.iter().map(|at| {
                            let when = [("day", words.date(&at.day)), ("time", at.time.clone())];
                            let version = at.clone();
                            let look = act.reform(move |_: MouseEvent| Told::VersionAsked(version.clone()).into());
                            html! {
                                <li class="toolbar">
                                    <span>{ words.with("versions.when", &when) }{ " " }<span class="soft">{ ago(words, at.ago(&state.now)) }</span></span>
                                    if is_present {
                                        <button type="button" class="button button-second button-small" onclick={look}>
                                            { words.t("versions.look") }<span class="visually-hidden">{ words.t("frame.colon") }{ words.with("versions.when", &when) }</span>
                                        </button>
                                    }
                                </li>
                            }
                        }) }
                    </ul>
                }
                <div class="actions">
                    <a class="button button-second" href={Page::Data.address()}>{ words.t("action.back") }</a>
                </div>
            </main>
        </div>
    }
}

/// Everything is cleared away for whoever comes next; after it, what remains.
pub fn next(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let wipe = act.reform(|_: MouseEvent| Action::WipeAsked);
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.next") }</h1>
                <p class="lead">{ words.t("next.lead") }</p>
                if let Some(remains) = &state.remains {
                    { what_remains(state, remains) }
                } else {
                    { unsaved(state, act) }
                    <p>{ words.t("next.text") }</p>
                    <div>
                        <button type="button" class="button button-danger" onclick={wipe}>{ words.t("next.button") }</button>
                    </div>
                }
                <p class="soft">{ words.t("next.hands") }</p>
                <div class="actions">
                    <a class="button button-second" href={Page::Start.address()}>{ words.t("action.to_start") }</a>
                </div>
            </main>
        </div>
    }
}

/// What would be lost, and a button to save each.
fn unsaved(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let lost: Vec<&Entry> = state
        .shelf
        .iter()
        .filter(|entry| entry.would_be_lost())
        .collect();
    if lost.is_empty() {
        let saved = !state.shelf.is_empty();
        return html! { if saved { <p>{ words.t("next.all_saved") }</p> } };
    }
    html! {
        <section class="notice" data-kind="caution">
            <h2>{ words.count("next.unsaved", lost.len()) }</h2>
            <ul class="task-list-items" role="list">
                { for lost.into_iter().map(|entry| {
                    let key = entry.key.clone();
                    let save = act.reform(move |_: MouseEvent| Told::SaveAsked(key.clone()).into());
                    html! {
                        <li class="toolbar">
                            <span>{ title(state, entry) }{ " " }<span class="soft">{ copy(state, entry) }</span></span>
                            <button type="button" class="button button-second button-small" onclick={save}>
                                { words.t("next.save_first") }<span class="visually-hidden">{ words.t("frame.colon") }{ title(state, entry) }</span>
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

fn what_remains(state: &State, remains: &Remains) -> Html {
    let words = state.words();
    let rows = [
        ("next.databases", remains.databases),
        ("next.entries", remains.entries),
        ("next.files", remains.files),
        ("next.cookies", remains.cookies),
    ];
    let nothing = rows.iter().all(|(_, count)| *count == 0);
    let (kind, heading) = if nothing {
        ("done", "next.nothing")
    } else {
        ("error", "next.something")
    };
    html! {
        <section class="notice" data-kind={kind} role="status" aria-labelledby="remains">
            <h2 id="remains">{ words.t(heading) }</h2>
            <table>
                <caption>{ words.t("next.remains") }{ words.t("frame.colon") }{ words.t("next.remains_lead") }</caption>
                <tbody>
                    { for rows.into_iter().map(|(key, count)| html! {
                        <tr><th scope="row">{ words.t(key) }</th><td class="number">{ count }</td></tr>
                    }) }
                </tbody>
            </table>
        </section>
    }
}
