//! Sitting down: the code on the wall, and the team's number.

use sonae_engine::assessment::Seat;
use yew::prelude::*;

use super::{on_enter, refusal};
use crate::pages::handin::looking::{self, Says};
use crate::state::seat::{Asked, Told};
use crate::state::{Action, State};
use crate::widgets::field::{self, Field};
use crate::widgets::select::Entry;

/// The form.
pub fn form(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let code = Field {
        id: "join-code".into(),
        label: words.t("seat.code").into_owned(),
        hint: Some(words.t("seat.code_hint").into_owned()),
        value: state.seating.code.clone(),
        ..Field::default()
    };
    let team = Field {
        id: "join-team".into(),
        label: words.t("seat.team").into_owned(),
        ..Field::default()
    };
    let none = Entry {
        value: String::new(),
        text: words.t("seat.choose_team").into_owned(),
        chosen: state.seating.team.is_none(),
    };
    let teams = (1..=Seat::MOST_TEAMS).map(|team| Entry {
        value: team.to_string(),
        text: words.with("seat.team_number", &[("team", team)]),
        chosen: state.seating.team == Some(team),
    });
    let teams: Vec<Entry> = std::iter::once(none).chain(teams).collect();
    let sit = act.reform(|()| Told::SitAsked.into());
    let onclick = sit.reform(|_: MouseEvent| ());
    html! {
        <>
            { refusal(state, Asked::Sit) }
            <div class="field seat-code" onkeydown={on_enter(&sit)}>{ field::letters(&code, &act.reform(|typed| Told::CodeTyped(typed).into())) }</div>
            <div class="field">{ field::list(&team, &teams, &act.reform(|team| Told::TeamChosen(team).into())) }</div>
            <div class="toolbar"><button type="button" class="button" {onclick}>{ words.t("seat.sit") }</button></div>
        </>
    }
}

/// The camera, for whoever would rather scan a code than type it.
pub fn scan(state: &State, act: &Callback<Action>) -> Html {
    let says = Says {
        what_for: "seat.scan_what_for",
        looks: "seat.scan_looks",
        refused: "seat.scan_refused",
        broken: "seat.scan_broken",
    };
    looking::view(state, act, says)
}
