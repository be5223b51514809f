//! What is not known and widens the result, each with the way to where it is filled in.

use sonae_engine::assessment::Run;
use sonae_engine::scenario::Input;
use yew::prelude::*;

use super::names;
use crate::pages::said;
use crate::route::Page;
use crate::state::{Case, State};
use crate::widgets::to_field::to_field;

/// In a longer table the cells are asked for one purchase at a time.
const SHORT: usize = 30;
/// Where the country and the product are chosen on the page of a run.
pub const COUNTRY: &str = "run.country";
pub const PRODUCT: &str = "run.product";

/// The section; nothing where all is known.
pub fn view(state: &State, case: &Case, run: &Run, missing: &[Input]) -> Html {
    let words = state.words();
    if missing.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notice" data-kind="note" aria-labelledby="missing">
            <h2 id="missing">{ words.t("scenarios.missing.heading") }</h2>
            <p>{ words.t("scenarios.missing.text") }</p>
            <ul class="run-missing">
                { for missing.iter().map(|input| html! { <li>{ link(state, case, run, input) }</li> }) }
            </ul>
        </section>
    }
}

fn link(state: &State, case: &Case, run: &Run, input: &Input) -> Html {
    let name = names::input(state, run, input);
    let page = match input {
        Input::Country => return to_field(COUNTRY, &name),
        Input::Product => return to_field(PRODUCT, &name),
        Input::Question(id) => {
            let step = case.derived.path.step(id.as_str());
            said::place(state.pack, id.as_str(), step.map(|step| step.origin))
        }
        Input::Cells(_) if case.assessment.suppliers.len() > SHORT => Page::Matters(None),
        Input::Cells(_) => Page::Suppliers,
        Input::Markets => Page::Markets,
        Input::Weeks(_) | Input::Lost(_) | Input::Price(_) | Input::Once(_) => {
            return html! { { name } };
        }
    };
    html! { <a href={page.address()}>{ name }</a> }
}

/// The names, for a page without links.
pub fn names(state: &State, run: &Run, missing: &[Input]) -> String {
    let names = missing.iter();
    let names: Vec<String> = names.map(|input| names::input(state, run, input)).collect();
    said::joined(state.words(), &names)
}
