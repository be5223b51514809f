//! The plan as files, and as a text to hand in.

use sonae_engine::report::plan::due;
use yew::prelude::*;

use crate::state::plan::{PlanFile, Told};
use crate::state::{Action, Case, State};

/// Both sections.
pub fn take_out(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    html! { <>{ files(state, case, act) }{ text(state, case, act) }</> }
}

fn files(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let dated = !due(&case.assessment.plan).is_empty();
    html! {
        <section class="section screen-only" aria-labelledby="take-out">
            <h2 id="take-out">{ words.t("plan.take_out") }</h2>
            <p class="plan-prose">{ words.t("plan.take_out_text") }</p>
            <div class="toolbar">
                { button(state, act, "plan.xlsx", Told::TakenOut(PlanFile::Workbook)) }
                { button(state, act, "plan.csv", Told::TakenOut(PlanFile::Csv)) }
                if dated { { button(state, act, "plan.ics", Told::TakenOut(PlanFile::Calendar)) } }
                <button type="button" class="button button-second button-small" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
            </div>
            if !dated { <p class="small soft">{ words.t("plan.ics_none") }</p> }
        </section>
    }
}

fn text(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let says = match state.planning.copied {
        None => "",
        Some(true) => "plan.copied",
        Some(false) => "plan.not_copied",
    };
    html! {
        <section class="section screen-only" aria-labelledby="text">
            <h2 id="text">{ words.t("plan.text") }</h2>
            <p class="plan-prose">{ words.t("plan.text_text") }</p>
            <div class="toolbar">
                { button(state, act, "plan.copy", Told::CopyAsked) }
                { button(state, act, "plan.txt", Told::TakenOut(PlanFile::Text)) }
                <span role="status">{ if says.is_empty() { String::new() } else { words.t(says).into_owned() } }</span>
            </div>
            <details class="disclosure">
                <summary>{ words.t("plan.text_open") }</summary>
                <div class="plan-text">{ state.plan_text(case) }</div>
            </details>
        </section>
    }
}

fn button(state: &State, act: &Callback<Action>, key: &str, told: Told) -> Html {
    let onclick = act.reform(move |_: MouseEvent| Action::Plan(told.clone()));
    html! { <button type="button" class="button button-second button-small" {onclick}>{ state.words().t(key) }</button> }
}
