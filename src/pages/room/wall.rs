//! What is projected: the question of the moment, the clock, the agenda, the codes. Never the script.

use sonae_engine::workshop::room::Stage;
use yew::prelude::*;

use super::lead::{agenda, listening};
use super::{clock, facts};
use crate::state::{Action, State};

/// The window.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let room = state.room();
    let inner = match room {
        None => html! {
            <>
                <h1 tabindex="-1">{ words.t("room.wall_waits") }</h1>
                <p>{ words.t("room.wall_waits_text") }</p>
            </>
        },
        Some(_) if state.leading.blank => {
            html! { <h1 class="visually-hidden" tabindex="-1">{ words.t("room.wall_dark") }</h1> }
        }
        Some(_) => shown(state),
    };
    let dark = (room.is_some() && state.leading.blank).then_some("dark");
    html! {
        <main class="projector" id="main" tabindex="-1" data-state={dark}>
            { listening(act, true) }
            { inner }
        </main>
    }
}

fn shown(state: &State) -> Html {
    let words = state.words();
    let Some((room, kit, time)) = state.room() else {
        return Html::default();
    };
    let steps = room.steps(kit);
    let step = match time.stage {
        Stage::Step(at) => steps.get(at).map(|timed| timed.step),
        Stage::Waiting | Stage::Over => None,
    };
    let (above, heading) = match (step, time.stage) {
        (Some(step), _) => (words.text(&step.title), words.text(&step.question)),
        (None, Stage::Over) => (
            words.text(&kit.title),
            words.t("room.wall_over").into_owned(),
        ),
        (None, _) => (facts(state, room), words.text(&kit.title)),
    };
    let join = room.join_code(kit).to_string();
    let card = room.shown(kit);
    let code = card.and_then(|inject| room.inject_code(kit, inject.id.as_str()));
    html! {
        <>
            <div class="projector-head">
                <p>{ words.t("room.join") }{ " " }<strong class="room-code">{ &join }</strong></p>
                <p class="small">{ words.t("room.wall_fictional") }</p>
            </div>
            <div class="projector-main">
                <p class="projector-step">{ above }</p>
                <h1 tabindex="-1">{ heading }</h1>
                if time.stage == Stage::Waiting {
                    <p class="room-clock"><span>{ words.t("room.join") }</span>{ " " }<strong>{ &join }</strong></p>
                    <p>{ words.t("room.wall_join") }</p>
                }
                { clock::step(state, &time) }
                if let (Some(inject), Some(code)) = (card, code) {
                    <section class="projector-card" aria-labelledby="card">
                        <h2 id="card">{ words.text(&inject.title) }</h2>
                        <p>{ words.text(&inject.card) }</p>
                        <p><strong class="room-code">{ words.with("room.wall_card", &[("code", code)]) }</strong></p>
                    </section>
                }
            </div>
            <section class="projector-side" aria-labelledby="agenda">
                <h2 id="agenda">{ words.t("room.agenda") }</h2>
                { agenda(state, &steps, &time) }
                <div class="small">{ clock::whole(state, &time) }</div>
            </section>
        </>
    }
}
