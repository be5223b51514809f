//! A button that opens a file.

use sonae_engine::finding::Finding;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::files;

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
    pub on_read: Callback<(String, Result<Vec<u8>, Finding>)>,
}

/// A button that opens a file: the browser's own control under a label, so that keyboard and
/// screen reader know it.
#[component]
pub fn FileButton(props: &Props) -> Html {
    let on_read = props.on_read.clone();
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // The same file may be chosen again after it was mended.
        input.set_value("");
        let on_read = on_read.clone();
        spawn_local(async move { on_read.emit(files::read(file).await) });
    });
    html! {
        <label class={props.class.clone()}>
            { &props.label }
            <input type="file" class="visually-hidden" accept={props.accept.clone()} {onchange} />
        </label>
    }
}
