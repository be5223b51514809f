//! A place for folders and many files: chosen or dropped. They are not read here.

use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, HtmlInputElement};
use yew::prelude::*;

use crate::browser::desk;
use crate::browser::folders::{self, Found};
use crate::words::Words;

/// What the zone does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its words.
    pub words: Words,
    /// What it says: the key of its words.
    pub says: AttrValue,
    /// Told what the files are called; the browser has them.
    pub on_brought: Callback<Vec<String>>,
}

/// The zone.
#[component]
pub fn FolderZone(props: &Props) -> Html {
    let words = props.words;
    let over = use_state_eq(|| false);
    let looking = use_state_eq(|| false);
    let brought = {
        let on_brought = props.on_brought.clone();
        move |found: Vec<Found>| {
            if !found.is_empty() {
                let (names, files): (Vec<_>, Vec<_>) = found.into_iter().unzip();
                desk::bring(files);
                on_brought.emit(names);
            }
        }
    };
    let onchange = {
        let brought = brought.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            brought(folders::chosen(&input));
        })
    };
    let ondrop = {
        let (over, looking) = (over.clone(), looking.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            looking.set(true);
            let found = folders::dropped(&event);
            let (brought, looking) = (brought.clone(), looking.clone());
            spawn_local(async move {
                let found = found.await;
                looking.set(false);
                brought(found);
            });
        })
    };
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    html! {
        <div class="drop-zone" data-over={over.to_string()} ondragenter={ondragover.clone()} {ondragover} {ondragleave} {ondrop}>
            <p><strong>{ words.t(&props.says) }</strong></p>
            <p class="soft small">{ words.t("bench.drop_text") }</p>
            <div class="toolbar">
                <label class="button">
                    { words.t("bench.choose_folder") }
                    <input type="file" class="visually-hidden" webkitdirectory=true onchange={onchange.clone()} />
                </label>
                <label class="button button-second">
                    { words.t("bench.choose_files") }
                    <input type="file" class="visually-hidden" multiple=true {onchange} />
                </label>
            </div>
            <p role="status" class="soft small">if *looking { { words.t("bench.looking") } }</p>
        </div>
    }
}
