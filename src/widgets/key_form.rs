//! What a new pair of keys needs: whose it is, and what its secret half is locked with.

use sonae_engine::lock::Passphrase;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::check::check;
use super::passphrase::PassphraseForm;
use crate::words::Words;

/// What the form asks.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The words.
    pub words: Words,
    /// Told whose the keys are, and the passphrase where there is one.
    pub on_asked: Callback<(String, Option<Passphrase>)>,
}

/// The form.
#[component]
pub fn KeyForm(props: &Props) -> Html {
    let words = props.words;
    let place = use_node_ref();
    let open = use_state_eq(|| false);
    let asked = {
        let (place, on_asked) = (place.clone(), props.on_asked.clone());
        Callback::from(move |passphrase| {
            let name = place.cast::<HtmlInputElement>();
            let name = name.map(|input| input.value()).unwrap_or_default();
            on_asked.emit((name, passphrase));
        })
    };
    let leave_open = {
        let open = open.clone();
        Callback::from(move |is_open| open.set(is_open))
    };
    let button = words.t("keys.make_button").into_owned();
    html! {
        <div class="form">
            <div class="field">
                <label class="field-label" for="keys.name">{ words.t("keys.name") }</label>
                <p class="field-hint" id="keys.name-hint">{ words.t("keys.name_hint") }</p>
                <input class="field-input" id="keys.name" ref={place} type="text" maxlength="100" autocomplete="off" aria-describedby="keys.name-hint" />
            </div>
            if *open {
                <p class="notice" data-kind="caution">{ words.t("keys.open_text") }</p>
            } else {
                <p class="field-hint">{ words.t("keys.passphrase_text") }</p>
                <PassphraseForm {words} name="keys" label={words.t("keys.passphrase").into_owned()} button={button.clone()} new=true
                    on_given={asked.reform(Some)} />
            }
            { check(&words.t("keys.open"), *open, &leave_open) }
            if *open {
                <div class="toolbar"><button type="button" class="button" onclick={asked.reform(|_: MouseEvent| None)}>{ button }</button></div>
            }
        </div>
    }
}
