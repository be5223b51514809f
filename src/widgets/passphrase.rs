//! A passphrase to type: hidden until it is asked to be shown, twice where it is a new one.
//!
//! *Why no field of the kind `password`*: no kana can be typed into one, and the browser would
//! offer to remember it. Here nothing is remembered, and the text is not sent to a spell checker.

use sonae_engine::lock::{Passphrase, Strength};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::check::check;
use crate::words::Words;

/// What the form asks.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The words.
    pub words: Words,
    /// The beginning of its ids.
    pub name: AttrValue,
    /// What the passphrase is for.
    pub label: AttrValue,
    /// The button's words.
    pub button: AttrValue,
    /// Whether it is set here: typed twice, with how hard it is to guess.
    #[prop_or_default]
    pub new: bool,
    /// Told what was typed.
    pub on_given: Callback<Passphrase>,
}

/// The form.
#[component]
pub fn PassphraseForm(props: &Props) -> Html {
    let words = props.words;
    let fields = [use_node_ref(), use_node_ref()];
    let typed = use_state_eq(String::new);
    let shown = use_state_eq(|| false);
    let wrong = use_state_eq(|| None::<(usize, &'static str)>);
    let value = |place: &NodeRef| {
        let input = place.cast::<HtmlInputElement>();
        input.map(|input| input.value()).unwrap_or_default()
    };
    let onsubmit = {
        let (fields, wrong, new) = (fields.clone(), wrong.clone(), props.new);
        let on_given = props.on_given.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let first = value(&fields[0]);
            let found = match Passphrase::new(&first) {
                Err(_) => Some((0, "finding.empty_passphrase.what")),
                Ok(_) if new && first != value(&fields[1]) => Some((1, "locks.differ")),
                Ok(passphrase) => {
                    on_given.emit(passphrase);
                    None
                }
            };
            if let Some(field) = found.and_then(|(at, _)| fields.get(at))
                && let Some(input) = field.cast::<HtmlInputElement>()
            {
                let _ = input.focus();
            }
            wrong.set(found);
        })
    };
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            typed.set(input.value());
        })
    };
    let show = {
        let shown = shown.clone();
        Callback::from(move |show| shown.set(show))
    };
    let field = |at: usize,
                 place: &NodeRef,
                 label: &AttrValue,
                 oninput: Option<Callback<InputEvent>>| {
        let id = format!("{}.{at}", props.name);
        let complaint = wrong.filter(|(wrong, _)| *wrong == at);
        let error = complaint.map(|(_, key)| (format!("{id}.error"), words.t(key).into_owned()));
        html! {
            <div class="field">
                <label class="field-label" for={id.clone()}>{ label }</label>
                if let Some((id, error)) = &error {
                    <p class="field-error" id={id.clone()} role="alert">{ error }</p>
                }
                <input class="field-input field-secret" {id} ref={place.clone()} type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
                    data-shown={shown.to_string()} aria-invalid={error.is_some().then_some("true")} aria-describedby={error.as_ref().map(|(id, _)| id.clone())} {oninput} />
            </div>
        }
    };
    let strength = Strength::of(&typed);
    html! {
        <form class="form" {onsubmit}>
            { field(0, &fields[0], &props.label, Some(oninput)) }
            if props.new {
                <p class="field-strength" data-strength={strength.key()} aria-live="polite">{ words.t(&format!("locks.strength.{}", strength.key())) }</p>
                { field(1, &fields[1], &AttrValue::from(words.t("locks.again").into_owned()), None) }
            }
            { check(&words.t("locks.show"), *shown, &show) }
            <div class="toolbar"><button class="button">{ &props.button }</button></div>
        </form>
    }
}
