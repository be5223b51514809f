//! The team's side: which room and team it is, what it chose, and what it shows to the trainer.

use sonae_engine::content::Kit;
use sonae_engine::workshop::record::MOST_TEAMS;
use yew::prelude::*;

use super::misread;
use crate::pages::kits::yen;
use crate::route::Page;
use crate::state::handin::{Shown, Told};
use crate::state::kits::When;
use crate::state::{Action, State};
use crate::widgets::choice::{self, Choice, Item};
use crate::widgets::field::{self, Field};
use crate::widgets::notice::{notice, reasons};
use crate::widgets::qr::qr;
use crate::widgets::select::Entry;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let practice = state.case.as_ref().map(|case| case.assessment.practice);
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.hand_in") }</h1>
                <p class="lead">{ words.t("handin.lead") }</p>
                if let Some(shown) = &state.hand_in.shown { { show(state, act, shown) } }
                if practice == Some(true) { { form(state, act) } } else { { elsewhere(state, practice) } }
            </main>
        </div>
    }
}

/// Nothing of a firm of one's own is handed in, and nothing where there is nothing.
fn elsewhere(state: &State, practice: Option<bool>) -> Html {
    let words = state.words();
    let why = if practice.is_some() {
        "handin.own_firm"
    } else {
        "handin.no_firm"
    };
    html! {
        <>
            { notice(words, "caution", &words.t(why), &[], None, None) }
            <div class="actions"><a class="button" href={Page::Start.address()}>{ words.t("action.to_start") }</a></div>
        </>
    }
}

fn form(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let seat = &state.hand_in.seat;
    let wrong = state.hand_in.wrong_join.as_ref();
    let join = Field {
        id: "join".into(),
        label: words.t("handin.join").into(),
        hint: Some(words.t("handin.join_hint").into()),
        error: wrong.map(|(_, why)| misread(words, *why)),
        value: wrong.map_or_else(|| seat.join.clone(), |(typed, _)| typed.clone()),
        short: true,
        ..Field::default()
    };
    let kit = state.joined_kit();
    html! {
        <>
            <div class="field">{ field::text(&join, &[], &act.reform(|typed| Told::JoinTyped(typed).into())) }</div>
            if let Some(kit) = kit {
                <p class="soft">{ words.text(&kit.title) }</p>
                <div class="field">{ numbers(state, act) }</div>
                { choices(state, act, kit, When::Before) }
                { choices(state, act, kit, When::After) }
                <p>{ words.with("handin.left", &[("left", words.yen(yen(kit.budget.saturating_sub(seat.spent(kit)))))]) }</p>
                if seat.team.is_some() {
                    <div class="actions">
                        <button type="button" class="button" onclick={act.reform(|_| Told::HandedIn.into())}>
                            { words.t(if seat.turn == 0 { "handin.hand_in" } else { "handin.hand_in_again" }) }
                        </button>
                    </div>
                } else {
                    <p class="soft">{ words.t("handin.team_first") }</p>
                }
            }
        </>
    }
}

fn numbers(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let team = state.hand_in.seat.team;
    let number = |number: u8| Entry {
        value: number.to_string(),
        text: words.with("handin.team", &[("team", number)]),
        chosen: team == Some(number),
    };
    let nobody = Entry {
        value: String::new(),
        text: words.t("handin.choose_team").into_owned(),
        chosen: team.is_none(),
    };
    let field = Field {
        id: "team".into(),
        label: words.t("handin.which_team").into(),
        ..Field::default()
    };
    let entries: Vec<Entry> = std::iter::once(nobody)
        .chain((1..=MOST_TEAMS).map(number))
        .collect();
    let chosen = act.reform(|team: String| Told::TeamChosen(team.parse().unwrap_or(0)).into());
    field::list(&field, &entries, &chosen)
}

fn choices(state: &State, act: &Callback<Action>, kit: &Kit, when: When) -> Html {
    let words = state.words();
    let seat = &state.hand_in.seat;
    let (name, most) = match when {
        When::Before => ("before", kit.before),
        When::After => ("after", kit.after),
    };
    // What can be chosen at this time, or is: a choice that is out of reach is not offered.
    let items = kit.choices.iter().filter_map(|one| {
        let id = one.action.as_str();
        let chosen = seat.chosen(when).iter().any(|it| it == id);
        let action = state.pack.action(id)?;
        let text = words.with(
            "handin.choice",
            &[
                ("choice", words.text(&action.title)),
                ("cost", words.yen(yen(one.cost))),
            ],
        );
        (chosen || seat.can_choose(kit, when, id)).then(|| Item {
            value: id.to_owned(),
            text,
            chosen,
            key: None,
            wide: false,
        })
    });
    let choice = Choice {
        name: name.into(),
        several: true,
        items: items.collect(),
        unknown: None,
        on_choose: act.reform(move |action| Told::Chosen(when, action).into()),
    };
    html! {
        <fieldset class="field">
            <legend class="field-label">{ words.with(&format!("handin.{name}"), &[("most", most)]) }</legend>
            { choice::cards(&choice) }
        </fieldset>
    }
}

/// What the trainer takes over: codes, the short code, and the file, one as good as the other.
fn show(state: &State, act: &Callback<Action>, shown: &Shown) -> Html {
    let words = state.words();
    let record = &shown.record;
    let whose = words.with(
        "handin.whose",
        &[
            ("team", record.team.to_string()),
            ("turn", record.turn.to_string()),
        ],
    );
    html! {
        <section class="section handin-shown" aria-labelledby="shown">
            <h2 id="shown" tabindex="-1">{ whose }</h2>
            <p>{ words.t("handin.three_ways") }</p>
            <h3>{ words.t("handin.by_code") }</h3>
            { match &shown.codes {
                None => html! { <p role="status">{ words.t("handin.drawing") }</p> },
                Some(Err(finding)) => html! {
                    <>
                        <p role="alert">{ words.t("handin.no_codes") }</p>
                        { reasons(words, std::slice::from_ref(finding)) }
                    </>
                },
                Some(Ok(codes)) => html! {
                    <>
                        if codes.len() > 1 { <p>{ words.with("handin.several", &[("count", codes.len())]) }</p> }
                        <div class="handin-codes">
                            { for codes.iter().enumerate().map(|(at, code)| {
                                let of = [("at", at + 1), ("count", codes.len())];
                                qr(code, &words.with("handin.code_of", &of))
                            }) }
                        </div>
                    </>
                },
            } }
            <h3>{ words.t("handin.by_voice") }</h3>
            <p class="handin-spoken" lang="en">{ &shown.spoken }</p>
            <p class="soft">{ words.t("handin.by_voice_text") }</p>
            <h3>{ words.t("handin.by_file") }</h3>
            <div class="toolbar">
                <button type="button" class="button button-second" onclick={act.reform(|_| Told::FileAsked.into())}>{ words.t("handin.save") }</button>
            </div>
            <p class="soft">{ words.t("handin.inside") }</p>
        </section>
    }
}
