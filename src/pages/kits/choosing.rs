//! What can be paid for, to be ticked: the same in a course and at a seat.

use sonae_engine::assessment::When;
use sonae_engine::content::Kit;
use yew::prelude::*;

use super::cards::yen;
use crate::state::State;

/// What is chosen, and what may be.
pub struct Choosing<'a> {
    /// Beforehand or afterwards.
    pub when: When,
    /// What is left of the budget, yen.
    pub left: u64,
    /// Whether an action is chosen.
    pub is_chosen: &'a dyn Fn(&str) -> bool,
    /// Why an action may not be chosen, where it may not; empty where that need not be said.
    pub refused: &'a dyn Fn(&str) -> Option<String>,
}

/// The field.
pub fn view(
    state: &State,
    kit: &Kit,
    choosing: &Choosing<'_>,
    on_choose: &Callback<String>,
) -> Html {
    let words = state.words();
    let left = [
        ("left", words.yen(yen(choosing.left))),
        ("budget", words.yen(yen(kit.budget))),
    ];
    html! {
        <fieldset class="field">
            <legend class="field-label">{ words.with("kits.choose", &[("count", choosing.when.most(kit))]) }</legend>
            <p class="field-hint" role="status">{ words.with("kits.left", &left) }</p>
            <div class="choice-options">
                { for kit.choices.iter().map(|choice| {
                    let id = choice.action.as_str();
                    let ticked = (choosing.is_chosen)(id);
                    let refused = (choosing.refused)(id).filter(|_| !ticked);
                    let action = id.to_owned();
                    let onchange = on_choose.reform(move |_: Event| action.clone());
                    html! {
                        <label class="choice-option">
                            <input type="checkbox" name="choices" form="unremembered" checked={ticked} disabled={refused.is_some()} {onchange} />
                            <span class="choice-text">
                                { state.pack.action(id).map(|action| words.text(&action.title)) }{ " · " }<strong>{ words.yen(yen(choice.cost)) }</strong>
                                <br /><span class="small">{ words.text(&choice.note) }</span>
                                if let Some(refused) = refused.filter(|why| !why.is_empty()) {
                                    <br /><span class="small soft">{ refused }</span>
                                }
                            </span>
                        </label>
                    }
                }) }
            </div>
        </fieldset>
    }
}
