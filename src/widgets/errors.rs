//! What is wrong on a page, at its top, each with a link to its field.

use yew::prelude::*;

use crate::browser::page;

/// One thing that is wrong: the id of its field, and what is wrong with it.
pub type Wrong = (String, String);

/// The list, and how to go on all the same; nothing where nothing is wrong.
pub fn summary(heading: &str, way_on: Option<&str>, wrong: &[Wrong]) -> Html {
    if wrong.is_empty() {
        return Html::default();
    }
    html! {
        <section class="error-summary" role="alert" tabindex="-1" aria-labelledby="wrong">
            <h2 id="wrong">{ heading }</h2>
            <ul>
                { for wrong.iter().map(|(field, sentence)| html! {
                    <li><a href={format!("#{field}")} onclick={to_field(field.clone())}>{ sentence }</a></li>
                }) }
            </ul>
            if let Some(way_on) = way_on {
                <p>{ way_on }</p>
            }
        </section>
    }
}

/// The address belongs to the router, so the link goes to the field by hand.
fn to_field(field: String) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        page::focus_field(&field);
    })
}
