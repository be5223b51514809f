//! The team's side: where it sits, what it chose, and what it shows to the trainer.

use sonae_engine::assessment::{Seat, When};
use sonae_engine::content::Kit;
use yew::prelude::*;

use crate::route::Page;
use crate::state::handin::{Shown, Told};
use crate::state::{Action, State};
use crate::widgets::notice::{notice, reasons};
use crate::widgets::qr::qr;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.hand_in") }</h1>
                <p class="lead">{ words.t("handin.lead") }</p>
                if let Some((seat, kit)) = state.seat() {
                    if let Some(shown) = state.shown() { { show(state, act, shown) } }
                    { place(state, act, seat, kit) }
                } else {
                    { elsewhere(state) }
                }
            </main>
        </div>
    }
}

/// Nothing of a firm of one's own is handed in, and nothing where nobody sits.
fn elsewhere(state: &State) -> Html {
    let words = state.words();
    let own = state
        .case
        .as_ref()
        .is_some_and(|case| !case.assessment.practice);
    let why = if own {
        "handin.own_firm"
    } else {
        "handin.no_seat"
    };
    html! {
        <>
            { notice(words, "caution", &words.t(why), &[], None, None, None) }
            <div class="actions"><a class="button" href={Page::Seat.address()}>{ words.t("title.seat") }</a></div>
        </>
    }
}

/// Where the team sits, what it chose, and the button.
fn place(state: &State, act: &Callback<Action>, seat: &Seat, kit: &Kit) -> Html {
    let words = state.words();
    let of = [
        ("team", seat.team.to_string()),
        ("code", format!("{}-{}", kit.code, seat.room)),
    ];
    html! {
        <section class="section" aria-labelledby="place">
            <h2 id="place">{ words.with("handin.place", &of) }</h2>
            <p class="soft">{ words.text(&kit.title) }</p>
            { chosen(state, seat, When::Before) }
            { chosen(state, seat, When::After) }
            <div class="actions">
                <button type="button" class="button" onclick={act.reform(|_| Told::HandedIn.into())}>
                    { words.t(if seat.handed_in == 0 { "handin.hand_in" } else { "handin.hand_in_again" }) }
                </button>
            </div>
        </section>
    }
}

fn chosen(state: &State, seat: &Seat, when: When) -> Html {
    let words = state.words();
    let titles = seat.chosen(when).iter().filter_map(|id| {
        let action = state.pack.action(id.as_str())?;
        Some(words.text(&action.title))
    });
    let titles: Vec<String> = titles.collect();
    html! {
        <>
            <h3>{ words.t(&format!("handin.{}_head", when.key())) }</h3>
            if titles.is_empty() {
                <p>{ words.t("handin.none_chosen") }</p>
            } else {
                <ul>{ for titles.into_iter().map(|title| html! { <li>{ title }</li> }) }</ul>
            }
        </>
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
