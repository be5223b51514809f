//! A step back and forth beside what a page edits.

use yew::prelude::*;

use crate::state::Action;
use crate::words::Words;

/// Both buttons; nothing where there is no step either way. One that waits stays where it is, so
/// that the focus does.
pub fn steps(words: Words, act: &Callback<Action>, (back, forth): (bool, bool)) -> Html {
    if !back && !forth {
        return Html::default();
    }
    let step = |key: &str, can: bool, action: Action| {
        let act = act.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if can {
                act.emit(action.clone());
            }
        });
        html! { <button type="button" class="button button-quiet button-small" aria-disabled={(!can).then_some("true")} {onclick}>{ words.t(key) }</button> }
    };
    html! {
        <div class="toolbar">
            { step("action.undo", back, Action::Undone) }
            { step("action.redo", forth, Action::Redone) }
        </div>
    }
}
