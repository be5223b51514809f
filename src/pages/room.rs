//! A workshop's room: the door to it, the trainer's screen, and what is projected.

mod clock;
mod lead;
mod wall;

use sonae_engine::content::Kit;
use sonae_engine::workshop::room::Room;
use yew::prelude::*;

pub use lead::{picture_turned, view as lead};
pub use wall::view as wall;

use super::kits;
use crate::route::Page;
use crate::state::room::Told;
use crate::state::{Action, State};
use crate::widgets::choice;
use crate::widgets::field::{self, Field};
use crate::widgets::file_button::FileButton;
use crate::widgets::select::Entry;

/// Rooms that were saved.
const ROOMS: &str = ".sonae-room,application/json";

/// The door: to lead a room, to sit in one, to learn alone.
pub fn door(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t(Page::Workshop.title()) }</h1>
                <p class="lead">{ words.t("workshop.lead") }</p>
                <p>{ words.t("workshop.no_network") }</p>
                <section class="section" aria-labelledby="lead">
                    <h2 id="lead">{ words.t("workshop.lead_room") }</h2>
                    <p>{ words.t("workshop.lead_text") }</p>
                    { present(state) }
                    { next(state, act) }
                </section>
                <section class="section" aria-labelledby="sit">
                    <h2 id="sit">{ words.t("workshop.sit") }</h2>
                    <p>{ words.t("workshop.sit_text") }</p>
                    <div class="toolbar"><a class="button button-second" href={Page::Seat.address()}>{ words.t("workshop.sit_link") }</a></div>
                </section>
                <section class="section" aria-labelledby="totals">
                    <h2 id="totals">{ words.t("title.totals") }</h2>
                    <p>{ words.t("totals.door") }</p>
                    <div class="toolbar"><a class="button button-second" href={Page::Totals.address()}>{ words.t("totals.open_page") }</a></div>
                </section>
                <section class="section" aria-labelledby="alone">
                    <h2 id="alone">{ words.t("workshop.alone") }</h2>
                    <p>{ words.t("workshop.alone_text") }</p>
                    <div class="toolbar"><a class="button button-second" href={Page::Kits.address()}>{ words.t("title.kits") }</a></div>
                </section>
            </main>
        </div>
    }
}

/// The room that is led here already.
fn present(state: &State) -> Html {
    let words = state.words();
    let Some((room, kit, _)) = state.room() else {
        return Html::default();
    };
    let code = [("code", room.join_code(kit))];
    html! {
        <section class="notice" data-kind="note">
            <h3>{ words.with("workshop.kept", &code) }</h3>
            <p>{ words.text(&kit.title) }{ " · " }{ facts(state, room) }</p>
            <p>{ words.t("workshop.kept_text") }</p>
            <div class="notice-actions"><a class="button button-small" href={Page::Room.address()}>{ words.with("workshop.go_on", &code) }</a></div>
        </section>
    }
}

fn facts(state: &State, room: &Room) -> String {
    let facts = [
        ("minutes", room.minutes.to_string()),
        ("teams", room.teams.to_string()),
    ];
    state.words().with("room.facts", &facts)
}

/// What the next room is to be.
fn next(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let leading = &state.leading;
    let chosen: Option<&Kit> = leading.kit.as_ref().and_then(|kit| state.pack.kit(kit));
    let Some(chosen) = chosen.or(state.pack.kits.first()) else {
        return Html::default();
    };
    let kits = state.pack.kits.iter().map(|kit| Entry {
        value: kit.id.to_string(),
        text: words.text(&kit.title),
        chosen: kit.id == chosen.id,
    });
    let teams = (1..=Room::MOST_TEAMS).map(|count| Entry {
        value: count.to_string(),
        text: count.to_string(),
        chosen: count == leading.teams,
    });
    let minutes = kits::minutes(
        words,
        chosen,
        leading.minutes,
        &act.reform(|minutes| Told::MinutesChosen(minutes).into()),
    );
    let field = |id: &str, label: &str| Field {
        id: id.into(),
        label: words.t(label).into_owned(),
        ..Field::default()
    };
    let on_kit = act.reform(|kit| Told::KitChosen(kit).into());
    let on_teams =
        act.reform(|teams: String| Told::TeamsChosen(teams.parse().unwrap_or_default()).into());
    html! {
        <>
            <div class="field">{ field::list(&field("kit", "workshop.kit"), &kits.collect::<Vec<_>>(), &on_kit) }</div>
            <fieldset class="field"><legend class="field-label">{ words.t("kits.how_long") }</legend>{ choice::line(&minutes) }</fieldset>
            <div class="field">{ field::list(&field("teams", "workshop.teams"), &teams.collect::<Vec<_>>(), &on_teams) }</div>
            <div class="toolbar">
                <button type="button" class="button" onclick={act.reform(|_| Told::OpenAsked.into())}>{ words.t("workshop.open") }</button>
                <FileButton label={words.t("workshop.file").into_owned()} accept={ROOMS}
                    on_read={act.reform(|(name, bytes)| Told::FileRead(name, bytes).into())} />
            </div>
        </>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::{Language, Text};
    use sonae_engine::workshop::room::What;

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::room::{Told, Turn, Wall};
    use crate::state::shelf::{self, Moment};
    use crate::state::tests::started;
    use crate::state::{Action, State};

    const NOW: u64 = 1_000_000_000;

    fn led(language: Language) -> State {
        let mut state = started();
        state.update(Action::LanguageChosen(language));
        state.update(Action::Went(Page::Workshop));
        let page = rendered(&state);
        assert!(page.contains("#/seat") && page.contains("#/kits"));
        assert!(!page.contains("#/room"), "there is none to go on with");
        state.update(Told::KitChosen("kit.soramame_pump".into()).into());
        state.update(Told::Drawn(5).into());
        assert!(rendered(&state).contains("#/room"));
        state.update(Action::Went(Page::Room));
        at(&mut state, 0);
        state
    }

    fn at(state: &mut State, minutes: u64) {
        let now = Moment {
            ms: NOW + minutes * 60_000,
            day: String::new(),
            time: format!("14:{minutes:02}"),
        };
        state.update(shelf::Told::Ticked(now).into());
    }

    /// As it stands in a page.
    fn text(text: &Text, language: Language) -> String {
        let text = text.in_language(language);
        text.replace('&', "&amp;")
    }

    #[test]
    fn the_trainer_sees_the_script_and_the_projector_never_does() {
        for language in Language::ALL {
            let mut state = led(language);
            let kit = state.room().expect("a room").1;
            state.update(Told::Turned(Turn::Forward).into());
            let inject = &kit.injects[0];
            state.update(Told::Asked(What::Inject(inject.id.clone())).into());
            let (room, ..) = state.room().expect("a room");
            let code = room.inject_code(kit, inject.id.as_str()).expect("a code");
            let (join, steps) = (room.join_code(kit).to_string(), room.steps(kit).len());
            for at in 0..steps {
                let (room, ..) = state.room().expect("a room");
                let step = room.steps(kit)[at].step;
                let page = rendered(&state);
                for secret in [&step.say].into_iter().chain(&step.ask).chain(&step.missed) {
                    assert!(page.contains(&text(secret, language)), "{}", step.id);
                }
                let mut wall = state.clone();
                wall.page = Page::Projector;
                let wall = rendered(&wall);
                for secret in [&step.say].into_iter().chain(&step.ask).chain(&step.missed) {
                    assert!(!wall.contains(&text(secret, language)), "{}", step.id);
                }
                assert!(wall.contains(&text(&step.question, language)));
                assert!(wall.contains(&join));
                let card = wall.contains(&text(&inject.card, language));
                assert_eq!((card, wall.contains(&code.to_string())), (at == 0, at == 0));
                state.update(Told::Turned(Turn::Forward).into());
            }
            let mut wall = state.clone();
            wall.page = Page::Projector;
            assert!(rendered(&wall).contains(&state.words().t("room.wall_over").into_owned()));
        }
    }

    #[test]
    fn late_is_said_in_words_and_a_dark_projector_says_nothing() {
        let mut state = led(Language::En);
        assert!(rendered(&state).contains("Not begun yet"));
        state.update(Told::Turned(Turn::Forward).into());
        assert!(rendered(&state).contains("On time."));
        at(&mut state, 40);
        let page = rendered(&state);
        assert!(page.contains("Over time by") && page.contains(" min late."));
        state.update(Told::Undone.into());
        assert!(rendered(&state).contains("Not begun yet"));
        let mut wall = state.clone();
        wall.page = Page::Projector;
        let join = "SORA-0005";
        assert!(rendered(&wall).contains(join));
        wall.leading.wall = Wall::Dark;
        assert!(!rendered(&wall).contains(join));
        wall.leading.room = None;
        wall.leading.wall = Wall::Agenda;
        assert!(rendered(&wall).contains("Waiting for the trainer"));
    }

    #[test]
    fn the_trainer_is_told_whether_the_window_is_there() {
        let mut state = led(Language::En);
        assert!(rendered(&state).contains("window is not open"));
        state.update(Told::WindowOpened(false).into());
        assert!(rendered(&state).contains("Allow pop-ups"));
        state.update(Told::Projecting.into());
        assert!(rendered(&state).contains("window is connected"));
        at(&mut state, 1);
        assert!(rendered(&state).contains("window is not open"));
        state.update(Told::Heard(String::new(), Wall::Agenda).into());
        assert!(rendered(&state).contains("leads a room too"));
    }
}
