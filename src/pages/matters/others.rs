//! Behind the last of those chosen: what is to be said of all the others.

use std::collections::BTreeSet;

use sonae_engine::table::Row;
use yew::prelude::*;

use crate::route::Page;
use crate::state::{Action, Case, State};

/// The end of the pass.
pub fn view(state: &State, case: &Case, act: &Callback<Action>, chosen: &BTreeSet<usize>) -> Html {
    let words = state.words();
    let open = case
        .assessment
        .suppliers
        .iter()
        .enumerate()
        .filter(|(row, supplier)| {
            !supplier.is_blank() && !chosen.contains(row) && supplier.sales_dependent_pct.is_none()
        })
        .count();
    let last = (!chosen.is_empty()).then_some(chosen.len());
    html! {
        <div class="prose">
            <h1 tabindex="-1">{ words.t("matters.done") }</h1>
            <p role="status">
                if open == 0 {
                    { words.t("matters.others_settled") }
                } else {
                    { words.count("matters.others", open) }
                }
            </p>
            if open > 0 {
                <p>{ words.t("matters.others_text") }</p>
                <button type="button" class="button button-second" onclick={act.reform(|_| Action::OthersStopNothing)}>{ words.t("matters.others_stop_nothing") }</button>
            }
            <div class="actions">
                <a class="button button-second" href={Page::Matters(last).address()}>{ words.t("action.back") }</a>
                <a class="button" href={Page::Suppliers.address()}>{ words.t("matters.to_figures") }</a>
            </div>
        </div>
    }
}
