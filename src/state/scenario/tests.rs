//! What follows from what is done among the scenarios.

use sonae_engine::content::Id;
use sonae_engine::scenario::Dial;
use sonae_engine::table::Country;

use super::Turn;
use crate::route::Page;
use crate::state::tests::started;
use crate::state::{Action, Effect, Replacement, State};

fn playing() -> State {
    let mut state = started();
    let firm = Id::from("case.soramame_pump");
    state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
    state.update(Action::Went(page()));
    state
}

fn page() -> Page {
    Page::Scenario(Id::from("scn.casting_exit"), None)
}

fn turn(state: &mut State, turn: Turn) -> Vec<Effect> {
    state.update(Action::Scenario(turn))
}

#[test]
fn the_full_result_waits_for_the_last_move() {
    let mut state = playing();
    let draws = |state: &State| state.scenarios.playing().map(|playing| playing.how.draws);
    assert_eq!(draws(&state), Some(4096));
    let first = turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(20.0)));
    let second = turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(21.0)));
    assert_eq!(
        (first, second),
        (vec![Effect::RestSoon(1)], vec![Effect::RestSoon(2)])
    );
    turn(&mut state, Turn::Rested(1));
    assert_eq!(draws(&state), Some(512));
    turn(&mut state, Turn::Rested(2));
    assert_eq!(draws(&state), Some(4096));
    let run = state.scenarios.rested().map(|rested| rested.run.clone());
    assert_eq!(run, state.scenarios.run);
}

#[test]
fn nothing_is_played_again_where_nothing_changed() {
    let mut state = playing();
    let before = state.scenarios.playing().cloned();
    state.update(Action::LanguageChosen(sonae_engine::content::Language::En));
    assert!(before.is_some() && state.scenarios.playing().cloned() == before);
}

#[test]
fn what_is_not_kept_is_no_part_of_the_case_and_goes_with_it() {
    let mut state = playing();
    let before = state.case.as_ref().map(|case| case.assessment.clone());
    turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(20.0)));
    turn(&mut state, Turn::CountryChosen(Country::new("CN")));
    assert!(state.case.as_ref().map(|case| case.assessment.clone()) == before);
    let firm = Id::from("case.umineko_foods");
    state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
    // The page is open still, and begins anew.
    let run = state.scenarios.run.as_ref();
    assert_eq!(run, run.map(|run| run.original(state.pack)).as_ref());
    assert_eq!(state.scenarios.country, None);
}

#[test]
fn the_country_chosen_in_the_deck_is_the_one_that_is_played() {
    let mut state = playing();
    state.update(Action::Went(Page::Scenarios));
    turn(&mut state, Turn::CountryChosen(Country::new("VN")));
    state.update(Action::Went(Page::Scenario(
        Id::from("scn.market_import_ban"),
        None,
    )));
    let run = state.scenarios.run.as_ref();
    assert_eq!(run.and_then(|run| run.country), Country::new("VN"));
}

#[test]
fn another_scenario_beside_the_first_is_another_page() {
    let mut state = playing();
    let other = Some(Id::from("scn.insider_leak"));
    let effects = turn(&mut state, Turn::Together(other.clone()));
    let wanted = Page::Scenario(Id::from("scn.casting_exit"), other);
    assert_eq!(effects, vec![Effect::GoTo(wanted)]);
    assert_eq!(
        turn(&mut state, Turn::Together(None)),
        vec![Effect::GoTo(page())]
    );
}
