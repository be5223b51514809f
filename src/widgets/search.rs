//! A field to search with: told of every change, so that what is found follows what is typed.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The field, by its id, with its label and a hint.
pub fn search(id: &str, label: &str, hint: &str, value: &str, on_typed: &Callback<String>) -> Html {
    let oninput = on_typed
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let described = format!("{id}-hint");
    html! {
        <div class="field">
            <label class="field-label" for={id.to_owned()}>{ label }</label>
            <p class="field-hint" id={described.clone()}>{ hint }</p>
            <input type="search" class="field-input" id={id.to_owned()} form="unremembered" autocomplete="off" spellcheck="false"
                value={value.to_owned()} aria-describedby={described} {oninput} />
        </div>
    }
}
