//! One file a page: a function from what the app knows to what is shown.
//!
//! A page decides nothing and keeps nothing that must outlive it: what happens in it becomes an
//! [`Action`], and what it shows comes from the state.

mod answer;
mod check;
mod data;
mod doors;
mod entry;
mod first;
mod markets;
mod profile;
mod question;
mod quick;
mod report;
mod result;
mod side;
mod sources;
mod start;
mod suppliers;
mod tables;
mod tasks;
mod terms;

use yew::prelude::*;

use crate::route::Page;
use crate::state::{Action, State};

/// The page that is shown.
pub fn page(state: &State, act: &Callback<Action>) -> Html {
    match (&state.page, &state.case) {
        (Page::Start, _) => start::view(state, act),
        (Page::Data, _) => data::view(state, act),
        (Page::Lenders, _) => doors::lenders(state),
        (Page::Workshop, _) => doors::workshop(state),
        (Page::Words, _) => terms::view(state),
        (Page::Profile, Some(case)) => profile::view(state, case, act),
        (Page::Quick(number), Some(case)) => quick::view(state, case, act, *number),
        (Page::First, Some(case)) => first::view(state, case, act),
        (Page::Tasks, Some(case)) => tasks::view(state, case, act),
        (Page::Question(id), Some(case)) => question::view(state, case, act, id),
        (Page::Suppliers, Some(case)) => suppliers::view(state, case, act),
        (Page::Markets, Some(case)) => markets::view(state, case, act),
        (Page::Check, Some(case)) => check::view(state, case, act),
        (Page::Result, Some(case)) => result::view(state, case, act),
        (Page::Report, Some(case)) => report::view(state, case, act),
        (Page::NotFound, _) => doors::not_found(state),
        // The address of a page that needs an assessment, a moment before the start is shown.
        (_, None) => html! { <main class="shell" id="main"></main> },
    }
}
