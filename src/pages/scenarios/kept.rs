//! Whether a run counts in the result, and the way to change that.

use sonae_engine::assessment::{Edit, Run};
use yew::prelude::*;

use crate::state::scenario::Turn;
use crate::state::{Action, Case, State};

/// The section.
pub fn view(state: &State, case: &Case, act: &Callback<Action>, run: &Run) -> Html {
    let words = state.words();
    let kept = state.scenarios.kept(case);
    let keep = {
        let run = run.clone();
        act.reform(move |_| Action::Edited(Edit::RunKept(run.clone())))
    };
    let undo = |key: &str, possible: bool, action: fn() -> Action| {
        let onclick = act.reform(move |_| action());
        html! { <button type="button" class="button button-quiet button-small" aria-disabled={(!possible).then_some("true")} {onclick}>{ words.t(key) }</button> }
    };
    let (state_key, buttons) = match kept {
        None => (
            "scenarios.kept.no",
            html! { <button type="button" class="button" onclick={keep}>{ words.t("scenarios.kept.keep") }</button> },
        ),
        Some((index, kept)) => {
            let drop = act.reform(move |_| Action::Edited(Edit::RunDropped(index)));
            let drop = html! { <button type="button" class="button button-second" onclick={drop}>{ words.t("scenarios.kept.drop") }</button> };
            if kept == *run {
                ("scenarios.kept.yes", drop)
            } else {
                let back = act.reform(|_| Action::Scenario(Turn::AsKept));
                (
                    "scenarios.kept.other",
                    html! {
                        <>
                            <button type="button" class="button" onclick={keep}>{ words.t("scenarios.kept.again") }</button>
                            <button type="button" class="button button-second" onclick={back}>{ words.t("scenarios.kept.back") }</button>
                            { drop }
                        </>
                    },
                )
            }
        }
    };
    html! {
        <section class="run-kept screen-only" aria-labelledby="kept">
            <h2 id="kept">{ words.t("scenarios.kept.heading") }</h2>
            <p role="status">{ words.t(state_key) }</p>
            <p class="small soft">{ words.t("scenarios.kept.text") }</p>
            <div class="toolbar">
                { buttons }
                { undo("action.undo", !case.undo.is_empty(), || Action::Undone) }
                { undo("action.redo", !case.redo.is_empty(), || Action::Redone) }
            </div>
        </section>
    }
}
