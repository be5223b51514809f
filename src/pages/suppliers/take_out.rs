//! The tables as files for a spreadsheet.

use yew::prelude::*;

use crate::state::take_out::TakeOut;
use crate::state::{Action, Case, State};

/// The buttons.
pub fn take_out(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let button = |key: &str, what: TakeOut, class: &'static str| {
        let onclick = act.reform(move |_: MouseEvent| Action::TakenOut(what));
        html! { <button type="button" {class} {onclick}>{ words.t(key) }</button> }
    };
    let second = "button button-second button-small";
    html! {
        <section class="section screen-only" aria-labelledby="take-out">
            <h2 id="take-out">{ words.t("take_out.heading") }</h2>
            <p>{ words.t("take_out.text") }</p>
            <div class="toolbar">
                { button("take_out.xlsx", TakeOut::Workbook, second) }
                { button("take_out.suppliers_csv", TakeOut::Suppliers, second) }
                { button("take_out.figures_csv", TakeOut::Figures, second) }
                if !case.assessment.book.merges.is_empty() {
                    { button("take_out.merges_csv", TakeOut::Merges, second) }
                }
            </div>
        </section>
    }
}
