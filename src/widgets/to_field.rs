//! A link to a field on the same page: the address belongs to the router, so it goes there by
//! hand.

use yew::prelude::*;

use crate::browser::page;

/// The link.
pub fn to_field(id: &str, text: &str) -> Html {
    let wanted = id.to_owned();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        page::focus_field(&wanted);
    });
    html! { <a href={format!("#{id}")} {onclick}>{ text }</a> }
}
