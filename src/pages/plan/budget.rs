//! What a budget buys: the best set within it, what it costs, and what comes of it.

use sonae_engine::assessment::money_of;
use sonae_engine::measure::{Interval, Number, Unit};
use sonae_engine::plan::WHOLE;
use sonae_engine::report::plan::Ahead;
use yew::prelude::*;

use super::ahead;
use super::chosen::unit_of;
use crate::state::plan::{Picked, Told, budget_of, percent_of, said, stated_cost};
use crate::state::{Action, Case, State};
use crate::widgets::field::{self, Field};
use crate::widgets::help::disclosure;
use crate::widgets::notice::sentence;
use crate::widgets::slider::Slider;
use crate::words::Words;

/// The field's name.
const FIELD: &str = "plan-budget";

/// The section.
pub fn budget(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let all = stated_cost(case.offers(state.pack));
    html! {
        <section class="section screen-only" aria-labelledby="budget">
            <h2 id="budget">{ words.t("plan.budget") }</h2>
            <p class="plan-prose">{ words.t("plan.budget_text") }</p>
            if all > 0.0 {
                <div class="field">{ amount(state, act) }</div>
                <div class="field">{ slider(state, act, all) }</div>
                { disclosure(&words.t("plan.budget_how"), how(state)) }
                if let Some(budget) = state.planning.budget.filter(|budget| budget.get() > 0.0) {
                    { picked(state, case, act, &case.derived.lookout.picked(state.pack, &case.assessment, budget)) }
                }
            } else {
                <p class="plan-prose soft">{ words.t("plan.budget_none") }</p>
            }
        </section>
    }
}

fn how(state: &State) -> Html {
    let words = state.words();
    let share = words.share(Interval::known(state.pack.scenarios.assumptions.stock_cost));
    html! {
        <>
            <p>{ words.with("plan.budget_how_text", &[("whole", WHOLE)]) }</p>
            <p>{ words.with("plan.budget_how_cost", &[("share", share)]) }</p>
        </>
    }
}

fn amount(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let unit = unit_of(words);
    let yen = state.planning.budget.map(Number::get);
    let draft = state.drafts.get(FIELD);
    let error = draft.map(|draft| {
        let part = |which| sentence(words, &draft.finding, which);
        format!("{}{}{}", part("what"), words.t("said.space"), part("todo"))
    });
    let shown = yen.map_or_else(String::new, |yen| words.number(unit.of(yen), 4));
    let field = Field {
        id: FIELD.to_owned(),
        label: words.t("plan.budget_amount").into_owned(),
        error,
        value: draft.map_or(shown, |draft| draft.typed.clone()),
        suffix: Some(words.t(&format!("unit.{}", unit.name())).into_owned()),
        echo: Some(yen.map_or_else(String::new, |yen| {
            words.with("field.echo", &[("amount", words.yen(yen))])
        })),
        ..Field::default()
    };
    let act = act.clone();
    let told = Callback::from(move |typed: String| {
        let read = match typed.trim() {
            "" => Ok(None),
            typed => money_of(typed, Unit::YenFromZero, unit.yen()).map(Some),
        };
        match read {
            Ok(budget) => {
                act.emit(Action::DraftDropped(FIELD.to_owned()));
                act.emit(Action::Plan(Told::BudgetSet(budget)));
            }
            Err(finding) => act.emit(Action::Mistyped(FIELD.to_owned(), typed, finding)),
        }
    });
    field::number(words, &field, &told, &Callback::noop())
}

fn slider(state: &State, act: &Callback<Action>, all: f64) -> Html {
    let words = state.words();
    let percent = percent_of(state.planning.budget, all);
    let budget = state.planning.budget.map_or(0.0, Number::get);
    let share = words.share(Interval::known(percent / 100.0));
    let shown = words.with(
        "plan.budget_shown",
        &[("share", share), ("amount", words.yen(budget))],
    );
    let label = words.with("plan.budget_share", &[("all", words.yen(all.round()))]);
    let act = act.clone();
    let on_slide = Callback::from(move |percent: f64| {
        act.emit(Action::DraftDropped(FIELD.to_owned()));
        act.emit(Action::Plan(Told::BudgetSet(budget_of(percent, all))));
    });
    html! { <Slider id="plan-budget-share" {label} value={percent} {shown} {on_slide} /> }
}

fn picked(state: &State, case: &Case, act: &Callback<Action>, picked: &Picked) -> Html {
    let words = state.words();
    let budget = words.yen(picked.budget.get());
    if picked.things.is_empty() {
        return html! { <p role="status">{ words.with("plan.picked_none", &[("budget", budget)]) }</p> };
    }
    let says = words.with(
        "plan.picked",
        &[
            ("budget", budget),
            ("count", picked.things.len().to_string()),
            ("cost", words.yen(picked.cost.round())),
        ],
    );
    let on_plan = |thing| {
        let mut plan = case.assessment.plan.iter();
        plan.any(|planned| planned.is_same(thing))
    };
    let new = !picked.things.iter().all(on_plan);
    let avoided = picked.ahead.as_ref().map_or(0.0, Ahead::avoided);
    html! {
        <div class="plan-picked">
            <p role="status"><strong>{ says }</strong></p>
            <ul>
                { for picked.things.iter().map(|thing| html! {
                    <li>
                        { said::full_title(words, state.pack, thing) }
                        if on_plan(thing) { { " " }<span class="tag">{ words.t("plan.picked_planned") }</span> }
                    </li>
                }) }
            </ul>
            if let Some(ahead) = &picked.ahead { { ahead::ranges(state, ahead) } }
            if avoided > 0.0 {
                <p>{ words.with("plan.picked_avoids", &[("amount", said::about(words, avoided))]) }{ " " }<span class="small soft">{ words.t("plan.avoids_note") }</span></p>
            }
            { buttons(words, act, new, picked.rest.len()) }
        </div>
    }
}

fn buttons(words: Words, act: &Callback<Action>, new: bool, rest: usize) -> Html {
    html! {
        <div class="toolbar">
            if new {
                <button type="button" class="button button-second" onclick={act.reform(|_| Action::Plan(Told::PickTaken))}>{ words.t("plan.take_picked") }</button>
            }
            if rest > 0 {
                <button type="button" class="button button-quiet" onclick={act.reform(|_| Action::Plan(Told::RestDropped))}>{ words.with("plan.drop_unpicked", &[("count", rest)]) }</button>
            }
        </div>
    }
}
