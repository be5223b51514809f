//! The sheet every team writes on: the story, a question for each step, and room for an answer.

use sonae_engine::content::{Agenda, Kit, StepKind};
use yew::prelude::*;

use super::head;
use crate::state::State;

/// The sheet.
pub fn sheet(state: &State, kit: &Kit, agenda: &Agenda) -> Html {
    let words = state.words();
    let story = state.pack.firm(kit.firm.as_str()).map(|firm| &firm.story);
    let steps = kit.timed(agenda);
    let written = steps
        .iter()
        .filter(|timed| timed.step.kind != StepKind::Collect);
    html! {
        <section class="report-sheet">
            { head(state, kit, "kits.team_sheet") }
            <p>{ words.t("kits.team_line") }</p>
            <p>{ story.map(|story| words.text(story)) }</p>
            <p>{ words.t("kits.team_text") }</p>
            { for written.map(|timed| html! {
                <section class="kit-step">
                    <h3>{ words.text(&timed.step.title) }</h3>
                    <p>{ words.text(&timed.step.question) }</p>
                    <div class="kit-line" aria-hidden="true"></div>
                    <div class="kit-line" aria-hidden="true"></div>
                </section>
            }) }
        </section>
    }
}
