//! Being written.

use yew::prelude::*;

use crate::state::{Action, Case, State};

/// The page.
pub fn view(state: &State, _case: &Case, _act: &Callback<Action>) -> Html {
    html! { <main id="main"><h1 tabindex="-1">{ state.words().t(state.page.title()) }</h1></main> }
}
