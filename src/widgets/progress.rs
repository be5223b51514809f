//! Where one stands: a line of words and how much of it is done.

use yew::prelude::*;

/// `strong` and the rest of the line, then `done` of `all` as a bar.
pub fn line(strong: &str, rest: &str, done: usize, all: usize, label: &str) -> Html {
    html! {
        <div class="progress-line">
            <p><strong>{ strong }</strong>{ rest }</p>
            <progress max={all.to_string()} value={done.to_string()} aria-label={label.to_owned()}></progress>
        </div>
    }
}
