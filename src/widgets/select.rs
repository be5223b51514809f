//! A list to choose one of many from.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// An entry of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What is told when it is chosen; empty for "nothing chosen".
    pub value: String,
    /// Its words.
    pub text: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A list.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its looks.
    pub class: AttrValue,
    /// Its id and name in the form.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Its label, where none stands beside it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// The ids of what describes it.
    #[prop_or_default]
    pub described: Option<AttrValue>,
    /// Whether what is chosen cannot be taken.
    #[prop_or_default]
    pub invalid: bool,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Told the value of what was chosen.
    pub on_choose: Callback<String>,
}

/// A list. The browser keeps its own mind about what is chosen, so it is told after every change.
#[component]
pub fn Select(props: &Props) -> Html {
    let place = use_node_ref();
    let chosen = props
        .entries
        .iter()
        .find(|entry| entry.chosen)
        .map(|entry| entry.value.clone());
    {
        let place = place.clone();
        use_effect_with(chosen, move |chosen| {
            if let Some(select) = place.cast::<HtmlSelectElement>() {
                select.set_value(chosen.as_deref().unwrap_or_default());
            }
        });
    }
    let onchange = props
        .on_choose
        .reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <select class={props.class.clone()} form="unremembered" ref={place} id={props.id.clone()} name={props.id.clone()} aria-label={props.label.clone()}
            aria-describedby={props.described.clone()} aria-invalid={props.invalid.then_some("true")} {onchange}>
            { for props.entries.iter().map(|entry| html! {
                <option value={entry.value.clone()} selected={entry.chosen}>{ &entry.text }</option>
            }) }
        </select>
    }
}
