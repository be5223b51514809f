//! A team's seat in a workshop room: the code on the wall, the firm, the choices, the injects, and
//! what the choices changed.

mod clocks;
mod join;

use sonae_engine::assessment::{Seat, When};
use sonae_engine::content::Kit;
use sonae_engine::workshop::seat::Refused;
use yew::prelude::*;

use crate::pages::{kits, undo};
use crate::route::Page;
use crate::state::seat::{Asked, Told};
use crate::state::{Action, Case, State};
use crate::widgets::field::{self, Field};
use crate::widgets::help::{disclosure, disclosures};

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let body = match (&state.case, state.seat()) {
        (Some(case), Some((seat, kit))) => seated(state, case, act, seat, kit),
        _ => html! {
            <>
                <h1 tabindex="-1">{ words.t("title.seat") }</h1>
                <p class="lead">{ words.t("seat.lead") }</p>
                { join::form(state, act) }
                { join::scan(state, act) }
                <p class="soft small">{ words.t("seat.no_code") }</p>
                <div class="actions">
                    <a class="button button-second" href={Page::Workshop.address()}>{ words.t("kits.to_workshop") }</a>
                </div>
            </>
        },
    };
    html! { <div class="page"><main class="page-main" id="main" tabindex="-1">{ body }</main></div> }
}

fn seated(state: &State, case: &Case, act: &Callback<Action>, seat: &Seat, kit: &Kit) -> Html {
    let words = state.words();
    let place = [
        ("team", seat.team.to_string()),
        ("room", format!("{}-{}", kit.code, seat.room)),
        ("kit", words.text(&kit.title)),
    ];
    let steps = (!case.undo.is_empty(), !case.redo.is_empty());
    html! {
        <>
            <h1 tabindex="-1">{ kits::firm(state, kit) }</h1>
            <p class="soft">{ words.with("seat.place", &place) }</p>
            <p class="lead" role="status">{ now(state, seat, kit) }</p>
            <div class="screen-only">{ undo::steps(words, act, steps) }</div>
            { look(state, kit) }
            { choices(state, act, seat, kit, When::Before) }
            { injects(state, case, act, seat, kit) }
            if !seat.injects.is_empty() {
                { choices(state, act, seat, kit, When::After) }
                { alone(state, case, seat, kit) }
            }
            <div class="actions screen-only">
                <button type="button" class="button button-second" onclick={act.reform(|_: MouseEvent| Action::PrintAsked)}>{ words.t("action.print") }</button>
                <a class="button" href={Page::HandIn.address()}>{ words.t("title.hand_in") }</a>
            </div>
            <div class="screen-only">
                { disclosure(&words.t("seat.elsewhere"), html! { <><p>{ words.t("seat.elsewhere_text") }</p>{ join::form(state, act) }</> }) }
            </div>
        </>
    }
}

/// What the team does now, in one sentence.
fn now(state: &State, seat: &Seat, kit: &Kit) -> String {
    let when = seat.now();
    let open = when.most(kit).saturating_sub(seat.chosen(when).len());
    let can = kit
        .choices
        .iter()
        .any(|choice| seat.may_choose(kit, when, choice.action.as_str()).is_ok());
    let key = match (when, open > 0 && can) {
        (When::Before, true) => "seat.now_before",
        (When::Before, false) => "seat.now_wait",
        (When::After, true) => "seat.now_after",
        (When::After, false) => "seat.now_done",
    };
    state.words().with(key, &[("count", open)])
}

/// The firm, and the ways into it.
fn look(state: &State, kit: &Kit) -> Html {
    let words = state.words();
    let story = state.pack.firm(kit.firm.as_str()).map(|firm| &firm.story);
    let way = |page: Page| {
        let title = words.t(page.title()).into_owned();
        html! { <a class="button button-second button-small" href={page.address()}>{ title }</a> }
    };
    html! {
        <section class="section" aria-labelledby="look">
            <h2 id="look">{ words.t("seat.look") }</h2>
            <p>{ story.map(|story| words.text(story)) }</p>
            <p class="soft">{ words.t("seat.look_text") }</p>
            <div class="toolbar screen-only">{ way(Page::Suppliers) }{ way(Page::Check) }{ way(Page::Result) }</div>
        </section>
    }
}

/// What can be paid for while its time is, and afterwards what was.
fn choices(state: &State, act: &Callback<Action>, seat: &Seat, kit: &Kit, when: When) -> Html {
    let words = state.words();
    let name = when.key();
    let body = if seat.now() == when {
        let choosing = kits::Choosing {
            when,
            left: seat.left(kit),
            is_chosen: &|id| seat.chosen(when).iter().any(|it| it.as_str() == id),
            refused: &|id| {
                let fault = seat.may_choose(kit, when, id).err()?;
                Some(
                    words
                        .t(&format!("seat.may_not.{}", fault.key()))
                        .into_owned(),
                )
            },
        };
        let on_choose = act.reform(move |action| Told::Chosen(when, action).into());
        html! { <>{ refusal(state, Asked::Choice(when)) }{ kits::choosing(state, kit, &choosing, &on_choose) }</> }
    } else {
        chosen(state, seat, kit, when)
    };
    html! {
        <section class="section" aria-labelledby={name}>
            <h2 id={name}>{ words.t(&format!("seat.heading_{name}")) }</h2>
            { body }
        </section>
    }
}

/// What was chosen, and that its time is over.
fn chosen(state: &State, seat: &Seat, kit: &Kit, when: When) -> Html {
    let words = state.words();
    let ids = seat.chosen(when);
    if ids.is_empty() {
        return html! { <p>{ words.t("seat.none_chosen") }</p> };
    }
    let line = |id: &str| {
        let title = state
            .pack
            .action(id)
            .map(|action| words.text(&action.title));
        let cost = kit
            .choice(id)
            .map(|choice| words.yen(kits::yen(choice.cost)));
        html! { <li>{ title }{ " · " }<strong>{ cost }</strong></li> }
    };
    html! {
        <>
            <ul>{ for ids.iter().map(|id| line(id.as_str())) }</ul>
            <p class="soft small">{ words.t("seat.closed") }</p>
        </>
    }
}

/// The field for a code, and every inject that came, the latest first.
fn injects(state: &State, case: &Case, act: &Callback<Action>, seat: &Seat, kit: &Kit) -> Html {
    let words = state.words();
    let effects = case.derived.effects(state.pack, &case.assessment);
    let field = Field {
        id: "inject".into(),
        label: words.t("seat.inject_code").into_owned(),
        hint: Some(words.with("seat.inject_hint", &[("room", &seat.room)])),
        value: state.seating.inject.clone(),
        ..Field::default()
    };
    let take = act.reform(|()| Told::InjectAsked.into());
    let onclick = take.reform(|_: MouseEvent| ());
    html! {
        <section class="section" aria-labelledby="happened">
            <h2 id="happened">{ words.t("seat.injects") }</h2>
            <div class="screen-only">
                { refusal(state, Asked::Inject) }
                <div class="field seat-code" onkeydown={on_enter(&take)}>{ field::letters(&field, &act.reform(|typed| Told::InjectTyped(typed).into())) }</div>
                <div class="toolbar"><button type="button" class="button" {onclick}>{ words.t("seat.take_inject") }</button></div>
                { join::scan(state, act) }
            </div>
            if seat.injects.is_empty() { <p class="soft">{ words.t("seat.nothing_yet") }</p> }
            { for effects.iter().rev().filter_map(|effects| {
                let inject = kit.inject(effects.inject.as_str())?;
                Some(html! {
                    <div key={inject.id.as_str().to_owned()}>
                        <section class="notice" data-kind="caution"><h3>{ words.text(&inject.title) }</h3><p>{ words.text(&inject.card) }</p></section>
                        { clocks::view(state, seat, inject, effects) }
                    </div>
                })
            }) }
        </section>
    }
}

/// What each choice alone would have changed, once the team made its own.
fn alone(state: &State, case: &Case, seat: &Seat, kit: &Kit) -> Html {
    let words = state.words();
    let heading = html! { <h2 id="alone">{ words.t("kits.each_alone") }</h2> };
    if seat.after.is_empty() {
        return html! { <section class="section" aria-labelledby="alone">{ heading }<p class="soft">{ words.t("seat.alone_waits") }</p></section> };
    }
    let effects = case.derived.effects(state.pack, &case.assessment);
    let alone = case.derived.alone(state.pack, &case.assessment);
    let tables = effects.iter().zip(alone).filter_map(|(effects, alone)| {
        let inject = kit.inject(effects.inject.as_str())?;
        let [none, ..] = &effects.stages;
        let first = (words.t("kits.without").into_owned(), none.played.clone());
        let each = alone.iter().filter_map(|(id, played)| {
            let action = state.pack.action(id.as_str())?;
            Some((words.text(&action.title), played.clone()))
        });
        let lines = std::iter::once(first).chain(each).collect();
        let title = words.text(&inject.title);
        let table = kits::outcomes(words, &title, "kits.choice", lines);
        Some((title, table))
    });
    html! {
        <section class="section" aria-labelledby="alone">
            { heading }
            <p>{ words.t("seat.alone_text") }</p>
            { disclosures(tables.collect()) }
            <p class="small soft">{ words.text(&state.pack.scenarios.note) }</p>
        </section>
    }
}

/// Why the last code or choice was not taken, and what to do.
fn refusal(state: &State, asked: Asked) -> Html {
    let refused = state.seating.refused.as_ref();
    let Some((_, refused)) = refused.filter(|(what, _)| *what == asked) else {
        return Html::default();
    };
    let words = state.words();
    html! {
        <section class="notice" data-kind="error" tabindex="-1">
            <p><strong>{ words.t(&format!("seat.refused.{}.what", said_as(asked, refused))) }</strong></p>
            <p>{ words.t(&format!("seat.refused.{}.todo", said_as(asked, refused))) }</p>
        </section>
    }
}

/// Under which name a refusal stands in the words: a code of the wall is not one of an inject.
fn said_as(asked: Asked, refused: &Refused) -> String {
    match (asked, refused) {
        (Asked::Inject, Refused::Misread(_)) => format!("inject_{}", refused.key()),
        (Asked::Inject, _) => "inject_twice".to_owned(),
        _ => refused.key().to_owned(),
    }
}

/// Enter takes what was typed, but not where it ends a word of a Japanese keyboard.
fn on_enter(take: &Callback<()>) -> Callback<KeyboardEvent> {
    let take = take.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            take.emit(());
        }
    })
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::When;
    use sonae_engine::content::Language;
    use sonae_engine::workshop::code::{InjectCode, RoomCode};

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::seat::Told;
    use crate::state::tests::started;
    use crate::state::{Action, Replacement, State};

    fn complete(page: &str) {
        for lost in ["seat.", "kits.", "title.", "scenarios.", "%{"] {
            assert!(!page.contains(lost), "{lost} in {page}");
        }
    }

    fn tell(state: &mut State, told: Told) {
        state.update(told.into());
    }

    fn sit(language: Language, code: &str, team: &str) -> State {
        let mut state = started();
        state.update(Action::LanguageChosen(language));
        state.update(Action::Went(Page::Seat));
        tell(&mut state, Told::CodeTyped(code.into()));
        tell(&mut state, Told::TeamChosen(team.into()));
        tell(&mut state, Told::SitAsked);
        state
    }

    fn code(number: u8) -> String {
        let room = RoomCode::read("7K3F").expect("a room");
        InjectCode { room, number }.to_string()
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for language in Language::ALL {
            for (typed, team) in [
                ("", "1"),
                ("SORA-7K3U", "1"),
                ("ZZZZ-7K3F", "1"),
                ("SORA-7K3F", ""),
            ] {
                let page = rendered(&sit(language, typed, team));
                assert!(page.contains("data-kind=\"error\""), "{typed}");
                complete(&page);
            }
            let mut state = sit(language, "SORA-7K3F", "2");
            for typed in ["x", "u!", "AAAA-22", &code(31)] {
                tell(&mut state, Told::InjectTyped(typed.to_owned()));
                tell(&mut state, Told::InjectAsked);
                let page = rendered(&state);
                assert!(page.contains("data-kind=\"error\""), "{typed}");
                complete(&page);
            }
            for _ in 0..2 {
                tell(&mut state, Told::InjectTyped(code(0)));
                tell(&mut state, Told::InjectAsked);
            }
            complete(&rendered(&state));
            assert!(
                rendered(&state).contains("data-kind=\"error\""),
                "it came already"
            );
            for id in ["action.none", "action.stock"] {
                tell(&mut state, Told::Chosen(When::Before, id.into()));
                let page = rendered(&state);
                complete(&page);
            }
        }
    }

    #[test]
    fn every_seat_is_whole_from_the_first_look_to_the_end_in_both_languages() {
        for language in Language::ALL {
            for kit in &started().pack.kits {
                let mut state = sit(language, &format!("{}-7K3F", kit.code), "3");
                let page = rendered(&state);
                complete(&page);
                assert!(page.contains(&format!("{}-7K3F", kit.code)));
                assert!(
                    !page.contains("seat-clock"),
                    "no clock before anything happened"
                );
                let mut cheap: Vec<_> = kit.choices.iter().collect();
                cheap.sort_by_key(|choice| choice.cost);
                let choose = |state: &mut State, when, at: usize| {
                    let id = cheap[at].action.to_string();
                    tell(state, Told::Chosen(when, id));
                };
                choose(&mut state, When::Before, 0);
                choose(&mut state, When::Before, 1);
                complete(&rendered(&state));
                for (number, inject) in kit.injects.iter().enumerate() {
                    let number = u8::try_from(number).expect("few");
                    assert!(!rendered(&state).contains(inject.card.in_language(language)));
                    tell(&mut state, Told::InjectTyped(code(number)));
                    tell(&mut state, Told::InjectAsked);
                    let page = rendered(&state);
                    complete(&page);
                    assert!(page.contains(inject.card.in_language(language)));
                }
                let page = rendered(&state);
                assert_eq!(page.matches("seat-clock").count(), kit.injects.len());
                assert!(
                    !page.contains(kit.traps[0].missed.in_language(language)),
                    "for the trainer alone"
                );
                choose(&mut state, When::After, 2);
                let page = rendered(&state);
                complete(&page);
                let (seat, _) = state.seat().expect("a seat");
                assert_eq!(seat.before.len() + seat.after.len(), 3);
                for choice in &kit.choices {
                    let action = state
                        .pack
                        .action(choice.action.as_str())
                        .expect("an action");
                    let title = action.title.in_language(language);
                    assert!(page.matches(title).count() > kit.injects.len(), "{title}");
                }
            }
        }
    }

    #[test]
    fn an_assessment_of_one_s_own_shows_nothing_of_a_seat() {
        let mut state = started();
        state.update(Action::ReplacementAsked(Replacement::New));
        state.update(Action::Went(Page::Seat));
        let page = rendered(&state);
        complete(&page);
        assert!(page.contains("id=\"join-code\"") && !page.contains("id=\"inject\""));
    }
}
