//! A question that must be answered before anything goes on.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// What a dialog asks.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The question.
    pub heading: AttrValue,
    /// What would follow.
    pub text: AttrValue,
    /// The words of the button that goes on.
    pub agree: AttrValue,
    /// The words of the button that leaves everything as it is.
    pub decline: AttrValue,
    /// Whether going on takes something away for good.
    #[prop_or_default]
    pub danger: bool,
    /// Told when the person goes on.
    pub on_agree: Callback<()>,
    /// Told when the person does not, also by the Escape key.
    pub on_decline: Callback<()>,
}

/// A modal dialog, open for as long as it is drawn.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = place.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        });
    }
    let agree = props.on_agree.reform(|_: MouseEvent| ());
    let decline = props.on_decline.reform(|_: MouseEvent| ());
    // The browser closes a dialog on Escape by itself; the state must know.
    let cancelled = props
        .on_decline
        .reform(|event: Event| event.prevent_default());
    let button = if props.danger {
        "button button-danger"
    } else {
        "button"
    };
    html! {
        <dialog class="dialog" ref={place} aria-labelledby="dialog-heading" oncancel={cancelled}>
            <div class="dialog-body">
                <h2 id="dialog-heading">{ &props.heading }</h2>
                <p>{ &props.text }</p>
                <div class="dialog-actions">
                    <button type="button" class="button button-second" onclick={decline}>{ &props.decline }</button>
                    <button type="button" class={button} onclick={agree}>{ &props.agree }</button>
                </div>
            </div>
        </dialog>
    }
}
