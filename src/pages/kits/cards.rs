//! The cards to cut apart: what happens, and what can be paid for.

use sonae_engine::content::Kit;
use yew::prelude::*;

use super::head;
use crate::state::State;

/// Inject cards and choice cards, each kind on sheets of its own.
pub fn sheets(state: &State, kit: &Kit) -> Html {
    let words = state.words();
    let mark = || html! { <p class="kit-card-mark">{ words.t("kits.mark") }{ " · " }{ words.text(&kit.title) }</p> };
    let budget = [
        ("budget", words.yen(yen(kit.budget))),
        ("before", kit.before.to_string()),
        ("after", kit.after.to_string()),
    ];
    html! {
        <>
            <section class="report-sheet">
                { head(state, kit, "kits.inject_cards") }
                <p>{ words.t("kits.inject_cards_text") }</p>
                <div class="kit-cards">
                    { for kit.injects.iter().map(|inject| html! {
                        <section class="kit-card">
                            <h3>{ words.text(&inject.title) }</h3>
                            <p>{ words.text(&inject.card) }</p>
                            { mark() }
                        </section>
                    }) }
                </div>
            </section>
            <section class="report-sheet">
                { head(state, kit, "kits.choice_cards") }
                <p>{ words.with("kits.choice_cards_text", &budget) }</p>
                <div class="kit-cards">
                    { for kit.choices.iter().map(|choice| html! {
                        <section class="kit-card kit-choice">
                            <h3>{ state.pack.action(choice.action.as_str()).map(|action| words.text(&action.title)) }</h3>
                            <p class="kit-cost">{ words.yen(yen(choice.cost)) }</p>
                            <p>{ words.text(&choice.note) }</p>
                            { mark() }
                        </section>
                    }) }
                </div>
            </section>
        </>
    }
}

/// Whole yen as the words take them.
#[expect(
    clippy::cast_precision_loss,
    reason = "a budget is far below what a number holds exactly"
)]
pub fn yen(yen: u64) -> f64 {
    yen as f64
}
