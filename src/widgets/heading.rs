//! A heading whose level depends on where it stands.

use yew::prelude::*;

/// A heading of the second, third or fourth level.
pub fn heading(level: u8, class: Option<&'static str>, id: Option<String>, content: Html) -> Html {
    match level {
        0..=2 => html! { <h2 {class} {id}>{ content }</h2> },
        3 => html! { <h3 {class} {id}>{ content }</h3> },
        _ => html! { <h4 {class} {id}>{ content }</h4> },
    }
}
