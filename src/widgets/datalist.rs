//! Names that are suggested for a field. There may be thousands, so they are drawn again only
//! when one of them changes.

use std::rc::Rc;

use yew::prelude::*;

/// Which names.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The id that the field names as its list.
    pub id: AttrValue,
    /// The names.
    pub names: Rc<Vec<AttrValue>>,
}

/// The list.
#[component]
pub fn Datalist(props: &Props) -> Html {
    html! {
        <datalist id={props.id.clone()}>
            { for props.names.iter().map(|name| html! { <option value={name.clone()} /> }) }
        </datalist>
    }
}
