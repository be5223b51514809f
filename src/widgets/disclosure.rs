//! A part that is folded up, and not drawn before it is unfolded for the first time.

use yew::prelude::*;

/// What is folded up.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What it is called.
    pub summary: AttrValue,
    /// Whether it begins unfolded.
    #[prop_or_default]
    pub open: bool,
    /// Makes what is in it.
    pub body: Callback<(), Html>,
}

/// The part.
#[component]
pub fn Disclosure(props: &Props) -> Html {
    let was_open = use_state_eq(|| false);
    let ontoggle = {
        let was_open = was_open.clone();
        Callback::from(move |_: Event| was_open.set(true))
    };
    html! {
        <details class="disclosure" open={props.open} {ontoggle}>
            <summary>{ &props.summary }</summary>
            <div class="disclosure-body">
                if props.open || *was_open {
                    { props.body.emit(()) }
                }
            </div>
        </details>
    }
}
