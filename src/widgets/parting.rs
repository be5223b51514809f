//! A button that goes away with what it takes away, and hands the focus on.

use yew::prelude::*;

use crate::browser::page;

/// What the button says and does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its words.
    pub text: AttrValue,
    /// The same with what it is about, for those who do not see where it stands.
    pub label: AttrValue,
    /// The id of what takes the focus.
    pub next: AttrValue,
    /// Told when it is pressed.
    pub on_press: Callback<()>,
}

/// The button.
#[component]
pub fn Parting(props: &Props) -> Html {
    let (next, on_press) = (props.next.to_string(), props.on_press.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        on_press.emit(());
        page::focus_first(vec![next.clone()]);
    });
    html! {
        <button type="button" class="button button-quiet button-small" aria-label={props.label.clone()} {onclick}>{ &props.text }</button>
    }
}
