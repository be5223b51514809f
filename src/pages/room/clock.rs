//! The clock of a room, for the trainer and for all.

use sonae_engine::workshop::room::{Clock, Stage};
use yew::prelude::*;

use crate::state::State;
use crate::state::room::{minutes_and_seconds, time_of, whole_minutes};

/// What is left of the step, in large figures; over time it is said in words.
pub fn step(state: &State, clock: &Clock) -> Html {
    let words = state.words();
    let beyond = clock.left < 0;
    let label = if beyond { "room.beyond" } else { "room.left" };
    html! {
        if let Stage::Step(_) = clock.stage {
            <p class="room-clock" role="timer" data-state={beyond.then_some("late")}>
                <span>{ words.t(label) }</span>
                { " " }
                <strong>{ minutes_and_seconds(clock.left) }</strong>
            </p>
            if clock.paused { <p class="room-paused">{ words.t("room.paused") }</p> }
        }
    }
}

/// What is left of the whole, late or early, and when it ends.
pub fn whole(state: &State, clock: &Clock) -> Html {
    let words = state.words();
    let minutes = whole_minutes(clock.late);
    let late = match (minutes, clock.late > 0) {
        (0, _) => words.t("room.on_time").into_owned(),
        (_, true) => words.with("room.late", &[("minutes", minutes)]),
        (_, false) => words.with("room.early", &[("minutes", minutes)]),
    };
    let rest = i64::try_from(clock.rest).unwrap_or(i64::MAX);
    let ends = [("time", time_of(&state.now, clock.ends))];
    match clock.stage {
        Stage::Waiting => Html::default(),
        Stage::Over => html! { <p>{ words.with("room.over_text", &ends) }{ " " }{ late }</p> },
        Stage::Step(_) => html! {
            <p>
                { words.t("room.rest") }{ words.t("frame.colon") }{ words.with("kits.minutes", &[("minutes", whole_minutes(rest))]) }{ " · " }
                <strong>{ late }</strong>{ " " }{ words.with("room.ends", &ends) }
            </p>
        },
    }
}
