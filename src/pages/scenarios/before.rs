//! What to do before and what to do after, apart; and what an action beforehand would change.

use sonae_engine::assessment::{Aim, Edit, Planned, Run, money_of};
use sonae_engine::content::{Action as Measure, Id, Language, Text};
use sonae_engine::measure::{Interval, Number, Unit};
use sonae_engine::scenario::{Played, Prevented};
use yew::prelude::*;

use super::{amounts, names, standing};
use crate::state::scenario::{Playing, Turn};
use crate::state::{Action, Case, MoneyUnit, State};
use crate::widgets::field::{self, Field};
use crate::widgets::notice::sentence;
use crate::words::Words;

/// The two lists of each event, side by side.
pub fn lists(state: &State, run: &Run) -> Html {
    let words = state.words();
    let several = run.events.len() > 1;
    let list = |key: &str, texts: &[Text]| {
        html! {
            <div>
                <h3>{ words.t(key) }</h3>
                <ul class="checklist">{ for texts.iter().map(|text| html! { <li>{ words.text(text) }</li> }) }</ul>
            </div>
        }
    };
    let found = run
        .scenarios()
        .filter_map(|id| state.pack.scenario(id.as_str()));
    html! {
        { for found.map(|scenario| html! {
            <>
                if several { <p><strong>{ words.text(&scenario.title) }</strong></p> }
                <div class="result-columns">
                    { list("scenarios.before.prevent", &scenario.prevent) }
                    { list("scenarios.before.respond", &scenario.respond) }
                </div>
            </>
        }) }
    }
}

/// What each action would change, as a table.
pub fn actions(state: &State, case: &Case, act: &Callback<Action>, playing: &Playing) -> Html {
    let words = state.words();
    let all = playing.prevented(state.pack);
    if all.is_empty() {
        return html! { <p>{ words.t("scenarios.before.none") }</p> };
    }
    let label = |key: &str| words.t(&format!("scenarios.before.{key}")).into_owned();
    let head = |key: &str| html! { <th scope="col">{ label(key) }</th> };
    html! {
        <>
            <p>{ label("text") }</p>
            <table class="table table-cards run-actions">
                <thead>
                    <tr>{ head("action") }{ head("stop") }{ head("loss") }{ head("runway") }{ head("need") }{ head("avoided") }{ head("cost") }</tr>
                </thead>
                <tbody>{ for all.iter().map(|one| action(state, case, act, playing, one)) }</tbody>
            </table>
            <p class="small soft">{ label("note") }</p>
        </>
    }
}

fn action(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    playing: &Playing,
    one: &Prevented,
) -> Html {
    let words = state.words();
    let Some(measure) = state.pack.action(one.action.as_str()) else {
        return Html::default();
    };
    let before = playing.before(state.pack);
    let label = |key: &str| words.t(&format!("scenarios.before.{key}")).into_owned();
    let [stop, loss, runway, need] = changes(words, before, &one.after);
    html! {
        <tr>
            <th scope="row">
                { words.text(&measure.title) }
                <p class="small soft run-action-how">{ words.text(&measure.how) }</p>
                { class_change(words, before, &one.after) }
            </th>
            <td data-label={label("stop")}>{ stop }</td>
            <td data-label={label("loss")}>{ loss }</td>
            <td data-label={label("runway")}>{ runway }</td>
            <td data-label={label("need")}>{ need }</td>
            <td data-label={label("avoided")}>{ avoided(words, one.avoided) }</td>
            <td data-label={label("cost")}><div class="run-action-cost">{ cost(state, case, act, one, measure) }{ plan(state, case, act, playing, &one.action) }</div></td>
        </tr>
    }
}

/// What changes, before and after: stop week, loss, month in which cash ends, need.
pub fn changes(words: Words, before: &Played, after: &Played) -> [String; 4] {
    let arrow = |before: String, after: String| {
        if before == after {
            words.t("scenarios.before.same").into_owned()
        } else {
            words.with(
                "scenarios.before.change",
                &[("before", before), ("after", after)],
            )
        }
    };
    let stop = |played: &Played| amounts::week_range(words, played.stop_week.p50());
    // Of few draws the third digit says nothing.
    let few = before.how.draws < sonae_engine::scenario::DRAWS;
    let yen = |range: Interval| {
        if few {
            amounts::rough_range(words, range)
        } else {
            amounts::yen_range(words, range)
        }
    };
    let loss = |played: &Played| yen(played.loss.p50());
    let runway =
        |played: &Played| amounts::month_range(words, played.runway.p50(), played.cash.len());
    let need = |played: &Played| yen(played.need.p50());
    [
        arrow(stop(before), stop(after)),
        arrow(loss(before), loss(after)),
        arrow(runway(before), runway(after)),
        arrow(need(before), need(after)),
    ]
}

/// How the firm would stand, where that changes.
fn class_change(words: Words, before: &Played, after: &Played) -> Html {
    let (one, other) = (
        standing::class(words, &before.standing),
        standing::class(words, &after.standing),
    );
    if one == other {
        return Html::default();
    }
    html! { <p class="small">{ words.with("scenarios.before.stands", &[("after", other)]) }</p> }
}

fn avoided(words: Words, avoided: Interval) -> String {
    if avoided.high <= 0.0 {
        words.t("scenarios.before.nothing").into_owned()
    } else {
        amounts::yen_range(words, avoided)
    }
}

/// What it costs a year, and from how often on it pays for itself.
fn cost(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    one: &Prevented,
    measure: &Measure,
) -> Html {
    let words = state.words();
    let stated = stated(state, case, &one.action);
    let yearly = stated.map(Number::get).or(one.yearly_cost);
    let of_ours = match (stated, one.yearly_cost) {
        (None, Some(yen)) => {
            let part = state.pack.scenarios.assumptions.stock_cost;
            let part = words.share(Interval::known(part));
            let cost = amounts::yen(words, yen);
            html! { <p class="small">{ words.with("scenarios.before.assumed", &[("cost", cost), ("share", part), ("stock", amounts::yen(words, one.spent_before))]) }</p> }
        }
        _ => Html::default(),
    };
    let pays = yearly.map(|yearly| pays(words, one, yearly));
    html! {
        <>
            { of_ours }
            { cost_field(state, act, &one.action, stated, &words.text(&measure.title)) }
            if let Some(pays) = pays { <p class="small">{ pays }</p> }
        </>
    }
}

/// What the person said it costs a year: here, or in the plan.
fn stated(state: &State, case: &Case, action: &Id) -> Option<Number> {
    let typed = state.scenarios.costs.get(action).copied();
    let mut plan = case.assessment.plan.iter();
    let planned = || {
        let planned = plan.find(|one| one.aim == Aim::Action && one.id == *action);
        planned.and_then(|one| one.cost_yen)
    };
    typed.or_else(planned)
}

/// From how often on it pays for itself, in words.
fn pays(words: Words, one: &Prevented, yearly: f64) -> String {
    let Some(share) = one.break_even(yearly) else {
        return words.t("scenarios.before.pays_open").into_owned();
    };
    if share <= 0.0 {
        return words.t("scenarios.before.pays_always").into_owned();
    }
    if share >= 1.0 {
        return words.t("scenarios.before.pays_never").into_owned();
    }
    let years = 1.0 / share;
    let decimals = usize::from(years < 3.0);
    words.with(
        "scenarios.before.pays",
        &[("years", words.number(years, decimals))],
    )
}

fn cost_field(
    state: &State,
    act: &Callback<Action>,
    action: &Id,
    stated: Option<Number>,
    title: &str,
) -> Html {
    let words = state.words();
    let unit = match words.language {
        Language::Ja => MoneyUnit::TenThousand,
        Language::En => MoneyUnit::Million,
    };
    let id = format!("cost.{action}");
    let draft = state.drafts.get(&id);
    let shown = stated.map_or_else(String::new, |yen| words.number(unit.of(yen.get()), 4));
    let label = words.with("scenarios.before.own_cost", &[("action", title)]);
    let field = Field {
        id: id.clone(),
        label,
        error: draft.map(|draft| {
            let (what, todo) = (
                sentence(words, &draft.finding, "what"),
                sentence(words, &draft.finding, "todo"),
            );
            format!("{what} {todo}")
        }),
        value: draft.map_or(shown, |draft| draft.typed.clone()),
        short: true,
        suffix: Some(words.t(&format!("unit.{}", unit.name())).into_owned()),
        ..Field::default()
    };
    let (action, act) = (action.clone(), act.clone());
    let typed = Callback::from(move |typed: String| {
        if typed.trim().is_empty() {
            act.emit(Action::DraftDropped(id.clone()));
            act.emit(Action::Scenario(Turn::Costed(action.clone(), None)));
            return;
        }
        match money_of(&typed, Unit::YenFromZero, unit.yen()) {
            Ok(yen) => {
                act.emit(Action::DraftDropped(id.clone()));
                act.emit(Action::Scenario(Turn::Costed(action.clone(), Some(yen))));
            }
            Err(finding) => act.emit(Action::Mistyped(id.clone(), typed, finding)),
        }
    });
    html! { <div class="field">{ field::number(words, &field, &typed, &Callback::noop()) }</div> }
}

/// The way onto the plan, and off it again.
fn plan(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    playing: &Playing,
    action: &Id,
) -> Html {
    let words = state.words();
    let scenarios: Vec<Id> = playing.run.scenarios().cloned().collect();
    let planned = Planned {
        cost_yen: stated(state, case, action),
        ..Planned::new(Aim::Action, action.clone(), scenarios)
    };
    let mut plan = case.assessment.plan.iter();
    let there = plan.position(|one| one.is_same(&planned));
    let (key, edit) = match there {
        Some(index) => ("scenarios.before.unplan", Edit::PlanDropped(index)),
        None => ("scenarios.before.plan", Edit::Planned(planned)),
    };
    let onclick = act.reform(move |_| Action::Edited(edit.clone()));
    let title = state.pack.action(action.as_str());
    let title = title.map_or_else(String::new, |one| words.text(&one.title));
    html! {
        <>
            if there.is_some() { <p class="small"><span class="tag">{ words.t("scenarios.before.planned") }</span></p> }
            <button type="button" class="button button-second button-small" {onclick}>
                { words.t(key) }<span class="visually-hidden">{ words.t("frame.colon") }{ title }</span>
            </button>
        </>
    }
}

/// The actions of a run in a few lines, for paper.
pub fn on_paper(state: &State, playing: &Playing) -> Html {
    let words = state.words();
    let all = playing.prevented(state.pack);
    if all.is_empty() {
        return Html::default();
    }
    let before = playing.before(state.pack);
    let label = |key: &str| words.t(&format!("scenarios.before.{key}")).into_owned();
    let head = |key: &str| html! { <th scope="col">{ label(key) }</th> };
    let title = |id: &Id| {
        let found = state.pack.action(id.as_str());
        found.map_or_else(String::new, |action| words.text(&action.title))
    };
    html! {
        <table class="table table-cards">
            <thead><tr>{ head("action") }{ head("stop") }{ head("loss") }{ head("need") }{ head("avoided") }</tr></thead>
            <tbody>
                { for all.iter().map(|one| {
                    let [stop, loss, _, need] = changes(words, before, &one.after);
                    html! {
                        <tr>
                            <th scope="row">{ title(&one.action) }</th>
                            <td data-label={label("stop")}>{ stop }</td>
                            <td data-label={label("loss")}>{ loss }</td>
                            <td data-label={label("need")}>{ need }</td>
                            <td data-label={label("avoided")}>{ avoided(words, one.avoided) }</td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
    }
}

/// What happened in the past, of every scenario of a run.
pub fn past(state: &State, run: &Run) -> Vec<(String, Vec<Id>)> {
    let found = run
        .scenarios()
        .filter_map(|id| state.pack.scenario(id.as_str()));
    found
        .map(|scenario| {
            (
                names::scenario(state, &scenario.id),
                scenario.analogues.clone(),
            )
        })
        .collect()
}
