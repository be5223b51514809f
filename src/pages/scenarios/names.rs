//! What scenarios, inputs and dials are called.

use sonae_engine::assessment::Run;
use sonae_engine::content::{Certainty, Horizon, Id, Lens, ScenarioKind};
use sonae_engine::scenario::Input;

use crate::pages::said;
use crate::state::State;

/// The title of a scenario.
pub fn scenario(state: &State, id: &Id) -> String {
    state.pack.scenario(id.as_str()).map_or_else(
        || id.to_string(),
        |scenario| state.words().text(&scenario.title),
    )
}

/// The titles of a run, one beside the other.
pub fn run(state: &State, run: &Run) -> String {
    let titles = run.scenarios().map(|id| scenario(state, id));
    let titles: Vec<String> = titles.collect();
    titles.join(&state.words().t("scenarios.with"))
}

/// Behind what belongs to one event of several, which one.
pub fn of_event(state: &State, of: &Run, place: usize, name: String) -> String {
    match of.events.get(place) {
        Some(event) if of.events.len() > 1 => state.words().with(
            "scenarios.of_event",
            &[("name", name), ("event", scenario(state, &event.scenario))],
        ),
        _ => name,
    }
}

/// An input a result rests on.
pub fn input(state: &State, run: &Run, input: &Input) -> String {
    let words = state.words();
    let t = |key: &str| words.t(key).into_owned();
    match input {
        Input::Weeks(place) => of_event(state, run, *place, t("scenarios.dial.weeks")),
        Input::Lost(place) => of_event(state, run, *place, t("scenarios.dial.lost")),
        Input::Price(place) => of_event(state, run, *place, t("scenarios.dial.price")),
        Input::Once(place) => of_event(state, run, *place, t("scenarios.dial.once")),
        Input::Country => t("scenarios.country"),
        Input::Question(id) => said::label(words, state.pack, id.as_str()),
        Input::Cells(column) => {
            let columns = &state.pack.tables.suppliers.columns;
            let found = columns.iter().find(|one| one.key.as_str() == column.key());
            let title = found.map_or_else(String::new, |one| words.text(&one.title));
            words.with("scenarios.cells", &[("column", title)])
        }
        Input::Markets => t("tasks.markets"),
        Input::Product => t("scenarios.dial.product"),
    }
}

/// The key of a lens in the words.
pub fn lens(lens: Lens) -> &'static str {
    match lens {
        Lens::Sector => "scenarios.lens.sector",
        Lens::Cross => "scenarios.lens.cross",
    }
}

/// The key of a kind.
pub fn kind(kind: ScenarioKind) -> &'static str {
    match kind {
        ScenarioKind::Input => "scenarios.kind.input",
        ScenarioKind::Market => "scenarios.kind.market",
        ScenarioKind::People => "scenarios.kind.people",
        ScenarioKind::Tech => "scenarios.kind.tech",
        ScenarioKind::Cost => "scenarios.kind.cost",
    }
}

/// The key of a horizon.
pub fn horizon(horizon: Horizon) -> &'static str {
    match horizon {
        Horizon::Near => "scenarios.horizon.near",
        Horizon::Mid => "scenarios.horizon.mid",
    }
}

/// The key of a certainty.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Likely => "scenarios.certainty.likely",
        Certainty::Possible => "scenarios.certainty.possible",
    }
}
