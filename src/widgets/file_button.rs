//! A button that opens a file, or several at once.

use sonae_engine::finding::Finding;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::files;

/// A file's name and its bytes, or why they could not be read.
pub type FileRead = (String, Result<Vec<u8>, Finding>);

/// Saved assessments, closed or not.
pub const ASSESSMENTS: &str = ".sonae,.sonae-practice,.age,application/json";
/// Closed files, and secret keys.
pub const CLOSED: &str = ".age,.txt,.key";
/// Public keys.
pub const KEYS: &str = ".pub,.txt,text/plain";

/// What a file button does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its words.
    pub label: AttrValue,
    /// Which files are offered first, as in the `accept` attribute.
    pub accept: AttrValue,
    /// Its looks: classes of the button.
    #[prop_or(AttrValue::Static("button button-second"))]
    pub class: AttrValue,
    /// Told the file's name and its bytes, or why it could not be read.
    pub on_read: Callback<FileRead>,
}

/// A button that opens a file: the browser's own control under a label, so that keyboard and
/// screen reader know it.
#[component]
pub fn FileButton(props: &Props) -> Html {
    let on_read = props.on_read.clone();
    let on_chosen = move |read: Vec<FileRead>| read.into_iter().for_each(|one| on_read.emit(one));
    button(&props.label, &props.class, &props.accept, false, on_chosen)
}

/// What a button for several files does.
#[derive(Properties, PartialEq)]
pub struct FilesProps {
    /// Its words.
    pub label: AttrValue,
    /// Which files are offered first, as in the `accept` attribute.
    pub accept: AttrValue,
    /// Its looks: classes of the button.
    pub class: AttrValue,
    /// Told of all of them at once.
    pub on_read: Callback<Vec<FileRead>>,
}

/// A button that opens several files at once.
#[component]
pub fn FilesButton(props: &FilesProps) -> Html {
    let on_read = props.on_read.clone();
    let on_chosen = move |read| on_read.emit(read);
    button(&props.label, &props.class, &props.accept, true, on_chosen)
}

fn button(
    label: &AttrValue,
    class: &AttrValue,
    accept: &AttrValue,
    multiple: bool,
    on_chosen: impl Fn(Vec<FileRead>) + Clone + 'static,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let list = input.files();
        let chosen: Vec<web_sys::File> = list
            .iter()
            .flat_map(|list| (0..list.length()).filter_map(|at| list.get(at)))
            .collect();
        if chosen.is_empty() {
            return;
        }
        // The same file may be chosen again after it was mended.
        input.set_value("");
        let on_chosen = on_chosen.clone();
        spawn_local(async move {
            let mut read = Vec::new();
            for file in chosen {
                read.push(files::read(file).await);
            }
            on_chosen(read);
        });
    });
    html! {
        <label class={class.clone()}>
            { label }
            <input type="file" class="visually-hidden" accept={accept.clone()} {multiple} {onchange} />
        </label>
    }
}
