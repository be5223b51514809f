//! What is projected: the question of the moment, the clock, the agenda, the codes. Never the script.

use sonae_engine::workshop::room::{Room, Stage};
use yew::prelude::*;

use super::lead::{agenda, listening};
use super::{clock, facts};
use crate::pages::handin::spread;
use crate::state::room::Wall;
use crate::state::{Action, State};
use crate::widgets::qr::qr;

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
        Some(_) if state.leading.wall == Wall::Dark => {
            html! { <h1 class="visually-hidden" tabindex="-1">{ words.t("room.wall_dark") }</h1> }
        }
        Some((room, ..)) if state.leading.wall == Wall::Picture => picture(state, room),
        Some(_) => shown(state),
    };
    let dark = (room.is_some() && state.leading.wall == Wall::Dark).then_some("dark");
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
                    <div class="projector-code">
                        <div>
                            <p class="room-clock"><span>{ words.t("room.join") }</span>{ " " }<strong>{ &join }</strong></p>
                            <p>{ words.t("room.wall_join") }</p>
                        </div>
                        { code_of(state, &join) }
                    </div>
                }
                { clock::step(state, &time) }
                if let (Some(inject), Some(code)) = (card, code) {
                    <section class="projector-card projector-code" aria-labelledby="card">
                        <div>
                            <h2 id="card">{ words.text(&inject.title) }</h2>
                            <p>{ words.text(&inject.card) }</p>
                            <p><strong class="room-code">{ words.with("room.wall_card", &[("code", &code.to_string())]) }</strong></p>
                        </div>
                        { code_of(state, &code.to_string()) }
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

/// A code that tablets may scan, once it is drawn.
fn code_of(state: &State, text: &str) -> Html {
    let code = state.leading.codes.get(text);
    let label = state.words().with("room.wall_qr", &[("code", text)]);
    html! { if let Some(code) = code { { qr(code, &label) } } }
}

/// What the teams found and did, and whose it is nowhere.
fn picture(state: &State, room: &Room) -> Html {
    let words = state.words();
    let inner = match state.class_picture() {
        None => html! { <p>{ words.t("handin.nothing_yet") }</p> },
        Some((picture, kit)) => spread::view(state, kit, picture),
    };
    let here = state
        .class_picture()
        .map_or(0, |(picture, _)| picture.teams.len());
    let of = [("here", here.to_string()), ("all", room.teams.to_string())];
    html! {
        <div class="projector-picture">
            <div class="projector-head">
                <h1 tabindex="-1">{ words.t("title.class_picture") }</h1>
                <p>{ words.with("handin.here", &of) }</p>
                <p class="small">{ words.t("room.wall_fictional") }</p>
            </div>
            { inner }
        </div>
    }
}
