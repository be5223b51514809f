//! Something that has just come and waits for an answer: it takes the focus when it appears.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::browser::page;

/// What has come.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The id of its heading.
    pub id: AttrValue,
    /// Its heading.
    pub heading: AttrValue,
    /// The ids the focus goes to when it goes away again, the first that is there.
    pub back: Vec<AttrValue>,
    /// The rest.
    pub children: Html,
}

/// A section whose heading has the focus as soon as it is drawn.
#[component]
pub fn Arrival(props: &Props) -> Html {
    let heading = use_node_ref();
    {
        let back = props.back.clone();
        use_effect_with((), move |()| {
            move || page::focus_first(back.iter().map(ToString::to_string).collect())
        });
    }
    {
        let heading = heading.clone();
        use_effect_with(props.heading.clone(), move |_| {
            if let Some(heading) = heading.cast::<HtmlElement>() {
                let _ = heading.focus();
            }
        });
    }
    html! {
        <section class="section" aria-labelledby={props.id.clone()}>
            <h2 id={props.id.clone()} tabindex="-1" ref={heading}>{ &props.heading }</h2>
            { props.children.clone() }
        </section>
    }
}
