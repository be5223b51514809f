//! One's own kit: what to take, what to change in it, and where to open it.

use sonae_engine::content::{Kit, Own, OwnFile};
use yew::prelude::*;

use crate::state::kits::own::Told;
use crate::state::{Action, State};
use crate::widgets::drop_zone::{DropZone, Read};

/// The files that are opened here.
const FILES: &str = ".yaml,.yml";

/// The section.
pub fn section(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let own = &state.kits.own;
    let pasted = words.t("kits.own.pasted").into_owned();
    let on_read = act.reform(move |read: Vec<Read>| {
        let named = |one: Read| (one.name.unwrap_or_else(|| pasted.clone()), one.bytes);
        Told::Brought(read.into_iter().map(named).collect()).into()
    });
    let built_in = state.pack.kits.iter().filter(|kit| !own.has(kit));
    html! {
        <section class="section" aria-labelledby="own">
            <h2 id="own">{ words.t("kits.own.heading") }</h2>
            <p>{ words.t("kits.own.lead") }</p>
            <h3>{ words.t("kits.own.take") }</h3>
            <p>{ words.t("kits.own.take_text") }</p>
            <ul class="task-list-items" role="list">{ for built_in.map(|kit| source(state, act, kit)) }</ul>
            <h3>{ words.t("kits.own.change_heading") }</h3>
            <ul>
                { for ["id", "code", "text"].map(|what| html! { <li>{ words.t(&format!("kits.own.change.{what}")) }</li> }) }
            </ul>
            <h3>{ words.t("kits.own.open") }</h3>
            <p>{ words.t("kits.own.open_text") }</p>
            if own.is_busy() {
                <p role="status">{ words.t("kits.own.reading") }</p>
            } else {
                <DropZone {words} name="own-kit" says="kits.own_drop" paste="kits.own.paste" accept={FILES} {on_read} />
            }
            { open(state, act) }
        </section>
    }
}

/// A kit of the pack, and its firm, to be saved and changed.
fn source(state: &State, act: &Callback<Action>, kit: &Kit) -> Html {
    let words = state.words();
    let title = words.text(&kit.title);
    let button = |label: &str, name: String| {
        let onclick = act.reform(move |_: MouseEvent| Told::SourceAsked(name.clone()).into());
        html! {
            <button type="button" class="button button-second button-small" {onclick}>
                { words.t(label) }<span class="visually-hidden">{ words.t("frame.colon") }{ &title }</span>
            </button>
        }
    };
    let file = |folder: &str, id: &str| {
        let name = id.split_once('.').map_or(id, |(_, name)| name);
        format!("{folder}/{name}.yaml")
    };
    html! {
        <li class="toolbar">
            <span>{ &title }</span>
            <span class="toolbar">
                { button("kits.own.take_kit", file("kits", kit.id.as_str())) }
                { button("kits.own.take_firm", file("firms", kit.firm.as_str())) }
            </span>
        </li>
    }
}

/// The files that are open.
fn open(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let own = &state.kits.own;
    if own.files.is_empty() && own.undo.is_none() {
        return Html::default();
    }
    let button = |label: &str, name: &str, told: Told| {
        let onclick = act.reform(move |_: MouseEvent| told.clone().into());
        html! {
            <button type="button" class="button button-quiet button-small" disabled={own.is_busy()} {onclick}>
                { words.t(label) }<span class="visually-hidden">{ words.t("frame.colon") }{ name }</span>
            </button>
        }
    };
    let undo = act.reform(|_: MouseEvent| Told::Undone.into());
    html! {
        <>
            <h3>{ words.t("kits.own.files") }</h3>
            <ul class="task-list-items" role="list">
                { for own.files.iter().enumerate().map(|(at, file)| html! {
                    <li class="toolbar">
                        <span>{ line(state, at, file) }</span>
                        { button("kits.own.save", &file.name, Told::SaveAsked(at)) }
                        if own.may_go(at) { { button("kits.own.remove", &file.name, Told::Removed(at)) } }
                    </li>
                }) }
            </ul>
            if own.undo.is_some() {
                <div class="toolbar">
                    <button type="button" class="button button-quiet" disabled={own.is_busy()} onclick={undo}>{ words.t("action.undo") }</button>
                </div>
            }
            <p class="soft">{ words.t(if own.unkept { "kits.own.unkept" } else { "kits.own.kept" }) }</p>
        </>
    }
}

/// The file and what is in it.
fn line(state: &State, at: usize, file: &OwnFile) -> String {
    let words = state.words();
    let (key, title) = match state.kits.own.read.get(at) {
        Some(Own::Kit(kit)) => ("kits.own.kit_line", words.text(&kit.title)),
        Some(Own::Firm(firm)) => ("kits.own.firm_line", words.text(&firm.title)),
        None => ("kits.own.unread_line", String::new()),
    };
    words.with(key, &[("name", file.name.clone()), ("title", title)])
}
