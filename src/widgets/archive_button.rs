//! A button that chooses an archive, which may be large: the browser keeps it, and nobody reads it
//! here.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::desk;

/// What the button does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its words.
    pub label: AttrValue,
    /// Told what the archive is called.
    pub on_chosen: Callback<String>,
}

/// The button.
#[component]
pub fn ArchiveButton(props: &Props) -> Html {
    let on_chosen = props.on_chosen.clone();
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        // The same may be chosen again afterwards.
        input.set_value("");
        if let Some(file) = file {
            let name = file.name();
            desk::bring_archive(file);
            on_chosen.emit(name);
        }
    });
    html! {
        <label class="button button-second">
            { props.label.clone() }
            <input type="file" class="visually-hidden" accept=".zip,application/zip" {onchange} />
        </label>
    }
}
