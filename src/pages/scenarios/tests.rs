//! The pages as strings.

use sonae_engine::assessment::{Edit, Run};
use sonae_engine::content::{Id, Language, Lens, ScenarioKind, TableName};
use sonae_engine::scenario::Dial;

use crate::pages::result::tests::of_firm;
use crate::pages::tests::{at, in_industry, rendered};
use crate::route::Page;
use crate::state::scenario::{Column, Filter, Turn};
use crate::state::{Action, State};

const PUMP: &str = "case.soramame_pump";

fn scenario(id: &str) -> Page {
    Page::Scenario(Id::from(id), None)
}

fn turn(state: &mut State, turn: Turn) {
    state.update(Action::Scenario(turn));
}

fn rest(state: &mut State) {
    let moves = state.scenarios.moves;
    turn(state, Turn::Rested(moves));
}

fn every_page(state: &State) -> Vec<Page> {
    let scenarios = state.pack.scenarios.scenarios.iter();
    let mut pages: Vec<Page> = scenarios.map(|one| scenario(one.id.as_str())).collect();
    for combo in &state.pack.scenarios.combos {
        let mut ids = combo.scenarios.iter().cloned();
        if let Some(first) = ids.next() {
            pages.push(Page::Scenario(first, ids.next()));
        }
    }
    pages.extend([Page::Scenarios, Page::Stress]);
    pages
}

fn is_whole(state: &State, page: &Page) {
    let shown = rendered(state);
    // A key without its sentence would show itself, and a number without a bound its sign.
    let text = text_of(&shown);
    for lost in [
        "scenarios.",
        "said.",
        "tables.",
        "result.",
        "%{",
        "∞",
        "NaN",
    ] {
        let mut found = text.match_indices(lost).map(|(at, _)| at + lost.len());
        // At the end of a sentence stands a blank.
        let key = |at: usize| text.get(at..).is_some_and(|rest| !rest.starts_with(' '));
        assert!(!found.any(key), "{lost} on {page:?}: {text}");
    }
    let mut words = text.split(|one: char| !one.is_alphabetic());
    assert!(words.all(|word| word != "inf"), "{page:?}: {text}");
}

/// What is read, without what stands in the tags.
fn text_of(html: &str) -> String {
    let parts = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_says_what_it_has_to_say_in_both_languages() {
    for (language, firm) in [
        (Language::Ja, PUMP),
        (Language::En, "case.hotaru_imaging"),
        (Language::En, "case.umineko_foods"),
    ] {
        let mut state = of_firm(firm, language, Page::Scenarios);
        for page in every_page(&state) {
            state.update(Action::Went(page.clone()));
            is_whole(&state, &page);
        }
    }
}

#[test]
fn without_anything_entered_every_page_says_what_to_enter() {
    let mut state = at(Page::Scenarios);
    in_industry(&mut state, "machinery");
    for page in every_page(&state) {
        state.update(Action::Went(page.clone()));
        is_whole(&state, &page);
    }
    state.update(Action::Went(scenario("scn.casting_exit")));
    let shown = rendered(&state);
    for part in [
        "Some things are needed before there are figures",
        "href=\"#/profile\"",
        "href=\"#/suppliers\"",
    ] {
        assert!(shown.contains(part), "{part}");
    }
    state.update(Action::Went(scenario("scn.market_import_ban")));
    assert!(rendered(&state).contains("href=\"#/markets\""));
}

#[test]
fn what_is_near_certain_stands_first_and_in_a_group_of_its_own() {
    let state = of_firm(PUMP, Language::En, Page::Scenarios);
    let shown = rendered(&state);
    let place = |text: &str| {
        shown
            .find(text)
            .unwrap_or_else(|| panic!("{text} in {shown}"))
    };
    let (likely, possible) = (place("<h2 id=\"likely\">"), place("<h2 id=\"possible\">"));
    assert!(likely < possible);
    for title in ["AI demand crowds out memory", "Data-centre cluster"] {
        assert!((likely..possible).contains(&place(title)), "{title}");
    }
    assert!(shown.contains("16 of 16 scenarios"));
    assert!(shown.contains("Change them to fit your situation."));
}

#[test]
fn the_deck_names_the_rows_answers_and_sales_that_are_touched() {
    let shown = rendered(&of_firm(PUMP, Language::En, Page::Scenarios));
    for part in ["NdFeB magnets", "6% of sales", "Your answers: "] {
        assert!(shown.contains(part), "{part}");
    }
}

#[test]
fn filters_leave_what_they_say() {
    let mut state = of_firm(PUMP, Language::En, Page::Scenarios);
    let filter = Filter {
        lens: Some(Lens::Sector),
        kind: Some(ScenarioKind::Market),
        ..Filter::default()
    };
    turn(&mut state, Turn::Filtered(filter));
    let shown = rendered(&state);
    assert!(shown.contains("3 of 16 scenarios"));
    assert!(shown.contains("Your largest export market") && !shown.contains("insider_leak\">"));
    let filter = Filter {
        touching: true,
        ..Filter::default()
    };
    turn(&mut state, Turn::Filtered(filter));
    assert!(!rendered(&state).contains("Nothing in your tables or answers points to it"));
}

#[test]
fn the_sentence_comes_first_and_moves_with_a_dial() {
    let mut state = of_firm(PUMP, Language::En, scenario("scn.casting_exit"));
    let sentence = |state: &State| {
        let shown = rendered(state);
        let (_, rest) = shown
            .split_once("class=\"result-sentence\"")
            .expect("a sentence");
        rest.split("</p>")
            .next()
            .map(str::to_owned)
            .expect("its end")
    };
    let before = sentence(&state);
    assert!(
        before.contains("Sales begin to stop after 1 week,"),
        "{before}"
    );
    turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(2.0)));
    let moved = sentence(&state);
    assert_ne!(before, moved);
    assert!(rendered(&state).contains("aria-busy=\"true\""));
    rest(&mut state);
    assert!(!rendered(&state).contains("aria-busy=\"true\""));
    turn(&mut state, Turn::Restored);
    assert_eq!(sentence(&state), before);
}

#[test]
fn the_same_seed_gives_the_same_page() {
    let mut state = of_firm(PUMP, Language::En, scenario("scn.casting_exit"));
    let before = rendered(&state);
    turn(&mut state, Turn::Seeded(7));
    let other = rendered(&state);
    assert_ne!(before, other);
    let seed = sonae_engine::scenario::SEED;
    turn(&mut state, Turn::Seeded(seed));
    assert_eq!(rendered(&state), before);
}

#[test]
fn what_is_missing_is_named_with_the_way_to_it() {
    let mut state = of_firm(PUMP, Language::En, scenario("scn.casting_exit"));
    assert!(!rendered(&state).contains("id=\"missing\""));
    state.update(Action::CellTyped {
        table: TableName::Suppliers,
        row: 0,
        column: Id::from("stock_weeks"),
        typed: String::new(),
    });
    let shown = rendered(&state);
    assert!(
        shown.contains("id=\"missing\"") && shown.contains("Supplier table: Stock"),
        "{shown}"
    );
    state.update(Action::Went(scenario("scn.insider_leak")));
    assert!(rendered(&state).contains("href=\"#run.product\""));
    state.update(Action::Went(scenario("scn.staff_detention")));
    assert!(rendered(&state).contains("href=\"#run.country\""));
}

#[test]
fn a_run_that_counts_stands_in_the_result_and_opens_as_it_was() {
    let mut state = of_firm(PUMP, Language::En, scenario("scn.casting_exit"));
    turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(40.0)));
    rest(&mut state);
    let run = state.scenarios.run.clone().expect("a run");
    state.update(Action::Edited(Edit::RunKept(run.clone())));
    assert!(rendered(&state).contains("It counts in your result with these numbers."));
    turn(&mut state, Turn::Restored);
    assert!(rendered(&state).contains("with other numbers than these"));
    turn(&mut state, Turn::AsKept);
    assert_eq!(state.scenarios.run, Some(run.clone()));
    state.update(Action::Went(Page::Result));
    assert!(rendered(&state).contains("The scenarios that count in your result."));
    state.update(Action::Went(scenario("scn.insider_leak")));
    state.update(Action::Went(scenario("scn.casting_exit")));
    assert_eq!(state.scenarios.run, Some(run));
    state.update(Action::Undone);
    assert!(rendered(&state).contains("does not count in your result yet"));
}

#[test]
fn what_was_turned_goes_along_when_another_scenario_joins() {
    let mut state = of_firm(PUMP, Language::En, scenario("scn.casting_exit"));
    turn(&mut state, Turn::Dialled(Dial::Weeks(0), Some(9.0)));
    state.update(Action::Went(Page::Scenario(
        Id::from("scn.casting_exit"),
        Some(Id::from("scn.insider_leak")),
    )));
    let weeks = state.scenarios.run.as_ref().and_then(|run| {
        let event = run.events.first()?;
        event.weeks
    });
    assert_eq!(weeks.map(sonae_engine::measure::Number::get), Some(9.0));
    let shown = rendered(&state);
    for part in ["The second follows after", "For both", "run.weeks-2"] {
        assert!(shown.contains(part), "{part}");
    }
}

#[test]
fn a_scenario_nobody_knows_is_not_found() {
    let state = of_firm(PUMP, Language::En, scenario("scn.no_such_thing"));
    assert!(rendered(&state).contains("This page was not found"));
}

#[test]
fn actions_show_before_and_after_and_can_be_planned() {
    let mut state = of_firm(PUMP, Language::En, scenario("scn.casting_exit"));
    let shown = rendered(&state);
    for part in [
        "Before it happens",
        "If it happens",
        "Hold four more weeks of stock",
        "Assumed: ",
        "Pays for itself if you expect this more often than once in",
        "Put it on my plan",
        "This result is neither a lending decision nor a legal judgement.",
    ] {
        assert!(shown.contains(part), "{part}");
    }
    let planned = sonae_engine::assessment::Planned::new(
        sonae_engine::assessment::Aim::Action,
        Id::from("action.stock"),
        vec![Id::from("scn.casting_exit")],
    );
    state.update(Action::Edited(Edit::Planned(planned)));
    assert!(rendered(&state).contains("Take it off my plan"));
}

#[test]
fn all_scenarios_can_be_sorted() {
    let mut state = of_firm(PUMP, Language::En, Page::Stress);
    let order = |state: &State| {
        let shown = rendered(state);
        let rows = shown.split("<th scope=\"row\">").skip(1);
        rows.filter_map(|row| Some(row.split("\">").nth(1)?.split('<').next()?.to_owned()))
            .collect::<Vec<_>>()
    };
    let by_loss = order(&state);
    assert_eq!(by_loss.len(), 16);
    turn(&mut state, Turn::Sorted(Column::Loss));
    let mut gentle = order(&state);
    assert_ne!(gentle, by_loss);
    gentle.sort();
    turn(&mut state, Turn::Sorted(Column::Name));
    assert_eq!(order(&state), gentle);
    let shown = rendered(&state);
    assert!(
        shown.contains("The largest losses: ") && shown.contains("One action helps against most")
    );
}

#[test]
fn the_report_has_a_page_for_what_counts_or_for_what_touches_most() {
    let mut state = of_firm(PUMP, Language::En, Page::Report);
    let shown = rendered(&state);
    assert!(shown.contains("those with the largest loss"));
    assert_eq!(shown.matches("<h4>Cash, month by month</h4>").count(), 3);
    let run = Run::of([Id::from("scn.legacy_chip_freeze")]);
    state.update(Action::Edited(Edit::RunKept(run)));
    let shown = rendered(&state);
    assert!(shown.contains("The scenarios the firm chose to count"));
    assert_eq!(shown.matches("<h4>Cash, month by month</h4>").count(), 1);
    assert!(!shown.contains("<canvas"));
}
