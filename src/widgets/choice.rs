//! The options of a question: large cards to choose one or several from, or a line of small
//! ones where many questions share a page.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// One option.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What is told when it is chosen.
    pub value: String,
    /// Its words.
    pub text: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// The key that chooses it.
    pub key: Option<usize>,
    /// Whether it takes the whole width: "none of these".
    pub wide: bool,
}

/// The options of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The name they share.
    pub name: String,
    /// Whether several can be chosen.
    pub several: bool,
    /// The options, in order.
    pub items: Vec<Item>,
    /// "Don't know", set apart from the others.
    pub unknown: Option<Item>,
    /// Told the value of what was chosen or switched.
    pub on_choose: Callback<String>,
}

/// More than so many short options stand in two columns.
const LONG: usize = 8;

/// The options as cards.
pub fn cards(choice: &Choice) -> Html {
    let short = (choice.items.len() > LONG).then_some("choice-options-short");
    html! {
        <div class={classes!("choice-options", short)}>
            { for choice.items.iter().map(|item| card(choice, item)) }
            if let Some(unknown) = &choice.unknown {
                <div class="choice-unknown">{ card(choice, unknown) }</div>
            }
        </div>
    }
}

fn card(choice: &Choice, item: &Item) -> Html {
    let wide = item.wide.then_some("choice-wide");
    html! {
        <label class={classes!("choice-option", wide)}>
            { input(choice, item) }
            <span class="choice-text">{ &item.text }</span>
            if let Some(key) = item.key {
                <kbd class="choice-key" aria-hidden="true">{ key }</kbd>
            }
        </label>
    }
}

/// The options in a line, "don't know" the last.
pub fn line(choice: &Choice) -> Html {
    html! {
        <div class="choice-line">
            { for choice.items.iter().chain(&choice.unknown).map(|item| html! {
                <label class="check">{ input(choice, item) }<span>{ &item.text }</span></label>
            }) }
        </div>
    }
}

fn input(choice: &Choice, item: &Item) -> Html {
    let kind = if choice.several { "checkbox" } else { "radio" };
    let onchange = choice
        .on_choose
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    let shortcut = item.key.map(|key| key.to_string());
    html! {
        <input type={kind} name={choice.name.clone()} value={item.value.clone()} checked={item.chosen}
            aria-keyshortcuts={shortcut} {onchange} />
    }
}
