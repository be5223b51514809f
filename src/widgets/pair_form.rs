//! Two names that belong together: one that must be known, one that may be new, and a button.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::datalist::Datalist;

/// What the form asks.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The beginning of its ids.
    pub name: AttrValue,
    /// The labels of its two fields.
    pub labels: [AttrValue; 2],
    /// The button's words.
    pub button: AttrValue,
    /// What is said where the first name, or the second, is none that can be taken.
    pub refusal: AttrValue,
    /// The names the first one must be of, which are suggested.
    pub known: Rc<Vec<AttrValue>>,
    /// The names suggested for the second one.
    pub suggested: Rc<Vec<AttrValue>>,
    /// Whether the second one must be among those suggested.
    #[prop_or_default]
    pub both_known: bool,
    /// Told both names.
    pub on_pair: Callback<(String, String)>,
}

/// The form.
#[component]
pub fn PairForm(props: &Props) -> Html {
    let fields = [use_node_ref(), use_node_ref()];
    let refused = use_state(|| false);
    let onsubmit = {
        let (fields, refused) = (fields.clone(), refused.clone());
        let (known, suggested) = (props.known.clone(), props.suggested.clone());
        let (both_known, on_pair) = (props.both_known, props.on_pair.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let inputs = [fields[0].cast::<HtmlInputElement>(), fields[1].cast()];
            let [Some(first), Some(second)] = inputs else {
                return;
            };
            let (one, other) = (first.value(), second.value());
            let (one, other) = (one.trim().to_owned(), other.trim().to_owned());
            let holds =
                |names: &[AttrValue], name: &str| names.iter().any(|it| it.as_str() == name);
            let fits = holds(&known, &one)
                && !other.is_empty()
                && one != other
                && (!both_known || holds(&suggested, &other));
            refused.set(!fits);
            if fits {
                first.set_value("");
                let _ = first.focus();
                on_pair.emit((one, other));
            } else {
                let _ = first.focus();
            }
        })
    };
    let field = |at: usize, names: &Rc<Vec<AttrValue>>, place: &NodeRef, label: &AttrValue| {
        let (id, list) = (
            format!("{}.{at}", props.name),
            format!("{}.{at}.names", props.name),
        );
        let described = refused.then(|| format!("{}.refusal", props.name));
        html! {
            <div class="field">
                <label class="field-label" for={id.clone()}>{ label }</label>
                <input class="field-input" {id} ref={place.clone()} list={list.clone()} autocomplete="off" aria-describedby={described} />
                <Datalist id={list} names={names.clone()} />
            </div>
        }
    };
    html! {
        <form class="pair-form" autocomplete="off" {onsubmit}>
            { field(0, &props.known, &fields[0], &props.labels[0]) }
            { field(1, &props.suggested, &fields[1], &props.labels[1]) }
            <button class="button button-second">{ &props.button }</button>
            if *refused {
                <p class="field-error" id={format!("{}.refusal", props.name)} role="alert">{ &props.refusal }</p>
            }
        </form>
    }
}
