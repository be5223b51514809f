//! stub
use crate::state::{Action, Case, State};
use yew::prelude::*;
/// The page.
pub fn view(_state: &State, _case: &Case, _act: &Callback<Action>) -> Html {
    Html::default()
}
