//! The scenarios to choose from: what touches the firm and why, what happened in the past.

use sonae_engine::content::{Certainty, Horizon, Lens, Scenario, ScenarioKind};
use sonae_engine::measure::Truth;
use sonae_engine::scenario::touch::Touch;
use yew::prelude::*;

use super::{controls, names};
use crate::pages::tables::row_name;
use crate::pages::{said, sources};
use crate::route::Page;
use crate::state::scenario::{Filter, Turn};
use crate::state::{Action, Case, State};
use crate::widgets::check::check;
use crate::widgets::field::{self, Field};
use crate::widgets::help::disclosure;
use crate::widgets::select::Entry;
use crate::words::Words;

/// More rows than this are counted only.
const ROWS: usize = 3;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(touched) = state.scenarios.touched() else {
        return Html::default();
    };
    let touches = touched.all(state.pack, &case.derived);
    let filter = state.scenarios.filter;
    let shown: Vec<(&Scenario, &Touch)> = state
        .pack
        .scenarios
        .scenarios
        .iter()
        .zip(touches)
        .filter(|(scenario, touch)| lets_through(filter, scenario, touch))
        .collect();
    let group = |certainty: Certainty, id: &'static str| {
        let found = shown.iter().filter(|(one, _)| one.certainty == certainty);
        let mut found: Vec<&(&Scenario, &Touch)> = found.collect();
        if found.is_empty() {
            return Html::default();
        }
        found.sort_by_key(|(_, touch)| std::cmp::Reverse(touch.touches));
        html! {
            <section class="section" aria-labelledby={id}>
                <h2 {id}>{ words.t(&format!("scenarios.group.{id}")) }</h2>
                <p>{ words.t(&format!("scenarios.group.{id}_text")) }</p>
                <ul class="cards cards-pairs" role="list">{ for found.into_iter().map(|(scenario, touch)| card(state, case, scenario, touch)) }</ul>
            </section>
        }
    };
    let all = state.pack.scenarios.scenarios.len();
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.scenarios") }</h1>
                    <p>{ words.t("scenarios.deck.lead") }</p>
                    <p class="soft">{ words.text(&state.pack.scenarios.note) }</p>
                </div>
                <p><a href={Page::Stress.address()}>{ words.t("scenarios.to_stress") }</a></p>
                { filters(state, case, act, filter) }
                <p role="status">{ words.with("scenarios.deck.count", &[("shown", shown.len()), ("all", all)]) }</p>
                { group(Certainty::Likely, "likely") }
                { group(Certainty::Possible, "possible") }
                { combos(state) }
                <div class="actions">
                    <a class="button button-second" href={Page::Result.address()}>{ words.t("scenarios.to_result") }</a>
                </div>
            </main>
        </div>
    }
}

fn lets_through(filter: Filter, scenario: &Scenario, touch: &Touch) -> bool {
    filter.lens.is_none_or(|lens| scenario.lens == lens)
        && filter.kind.is_none_or(|kind| scenario.kind == kind)
        && filter.horizon.is_none_or(|one| scenario.horizon == one)
        && filter.certainty.is_none_or(|one| scenario.certainty == one)
        && (!filter.touching || touch.touches != Truth::No)
}

fn filters(state: &State, case: &Case, act: &Callback<Action>, filter: Filter) -> Html {
    let words = state.words();
    let tell = move |change: fn(Filter, bool) -> Filter| {
        act.reform(move |on| Action::Scenario(Turn::Filtered(change(filter, on))))
    };
    let lens = [Lens::Cross, Lens::Sector].map(|one| (one, names::lens(one)));
    let kind = [
        ScenarioKind::Input,
        ScenarioKind::Market,
        ScenarioKind::People,
        ScenarioKind::Tech,
        ScenarioKind::Cost,
    ]
    .map(|one| (one, names::kind(one)));
    let horizon = [Horizon::Near, Horizon::Mid].map(|one| (one, names::horizon(one)));
    let certainty =
        [Certainty::Likely, Certainty::Possible].map(|one| (one, names::certainty(one)));
    html! {
        <section class="deck-filter screen-only" aria-label={words.t("scenarios.deck.filter").into_owned()}>
            { list(words, act, "lens", &lens, filter.lens, move |lens| Filter { lens, ..filter }) }
            { list(words, act, "kind", &kind, filter.kind, move |kind| Filter { kind, ..filter }) }
            { list(words, act, "horizon", &horizon, filter.horizon, move |horizon| Filter { horizon, ..filter }) }
            { list(words, act, "certainty", &certainty, filter.certainty, move |certainty| Filter { certainty, ..filter }) }
            <div class="field">{ controls::country(state, case, act, "deck.country", state.scenarios.country) }</div>
            { check(&words.t("scenarios.deck.touching"), filter.touching, &tell(|filter, touching| Filter { touching, ..filter })) }
        </section>
    }
}

/// A list to filter by.
fn list<T: Copy + PartialEq + 'static>(
    words: Words,
    act: &Callback<Action>,
    name: &'static str,
    all: &[(T, &'static str)],
    chosen: Option<T>,
    filtered: impl Fn(Option<T>) -> Filter + 'static,
) -> Html {
    let field = Field {
        id: format!("deck.{name}"),
        label: words.t(&format!("scenarios.deck.{name}")).into_owned(),
        ..Field::default()
    };
    let any = Entry {
        value: String::new(),
        text: words.t("scenarios.deck.any").into_owned(),
        chosen: chosen.is_none(),
    };
    let others = all.iter().map(|(one, key)| Entry {
        value: (*key).to_owned(),
        text: words.t(key).into_owned(),
        chosen: chosen == Some(*one),
    });
    let entries: Vec<Entry> = std::iter::once(any).chain(others).collect();
    let all = all.to_vec();
    let on_choose = act.reform(move |value: String| {
        let found = all.iter().find(|(_, key)| *key == value);
        Action::Scenario(Turn::Filtered(filtered(found.map(|(one, _)| *one))))
    });
    html! { <div class="field">{ field::list(&field, &entries, &on_choose) }</div> }
}

fn card(state: &State, case: &Case, scenario: &Scenario, touch: &Touch) -> Html {
    let words = state.words();
    let kept = case.assessment.runs.iter();
    let kept = kept.filter(|run| run.scenarios().any(|id| *id == scenario.id));
    let tag = |key: &str| html! { <span class="tag">{ words.t(key) }</span> };
    let address = Page::Scenario(scenario.id.clone(), None).address();
    html! {
        <li class="card deck-card" key={scenario.id.to_string()}>
            <h3><a href={address}>{ words.text(&scenario.title) }</a></h3>
            <p class="deck-tags">
                { tag(names::kind(scenario.kind)) }{ " " }{ tag(names::lens(scenario.lens)) }{ " " }{ tag(names::horizon(scenario.horizon)) }
                if kept.count() > 0 { { " " }<span class="tag tag-kept">{ words.t("scenarios.deck.kept") }</span> }
            </p>
            { touching(state, case, touch) }
            <p class="small soft">{ assumed(words, scenario) }</p>
            { disclosure(&words.t("scenarios.heading.past"), sources::list(state, &scenario.analogues)) }
        </li>
    }
}

/// Whether it touches the firm, and by what.
fn touching(state: &State, case: &Case, touch: &Touch) -> Html {
    let words = state.words();
    let (key, reasons) = match touch.touches {
        Truth::Certain => ("scenarios.touch.certain", reasons(state, case, touch, true)),
        Truth::Possible => (
            "scenarios.touch.possible",
            reasons(state, case, touch, false),
        ),
        Truth::No => ("scenarios.touch.no", Vec::new()),
    };
    html! {
        <div class="deck-touch">
            <p><strong>{ words.t(key) }</strong></p>
            if !reasons.is_empty() {
                <ul>{ for reasons.into_iter().map(|reason| html! { <li>{ reason }</li> }) }</ul>
            }
        </div>
    }
}

/// What speaks for it: what is certain, or else what is possible.
fn reasons(state: &State, case: &Case, touch: &Touch, certain: bool) -> Vec<String> {
    let words = state.words();
    let (rows, answers) = if certain {
        (&touch.rows, &touch.answers)
    } else {
        (&touch.possible_rows, &touch.open)
    };
    let mut reasons = Vec::new();
    if !rows.is_empty() {
        let named = rows.iter().take(ROWS);
        let mut named: Vec<String> = named
            .map(|row| row_name(words, &case.assessment, *row))
            .collect();
        let more = rows.len().saturating_sub(ROWS);
        if more > 0 {
            named.push(words.count("result.step.more_rows", more));
        }
        reasons.push(words.with(
            "scenarios.touch.rows",
            &[("rows", said::joined(words, &named))],
        ));
    }
    let wanted = if certain {
        Truth::Certain
    } else {
        Truth::Possible
    };
    if touch.sales == wanted {
        let share = words.share(touch.share);
        reasons.push(words.with("scenarios.touch.sales", &[("share", share)]));
    }
    if touch.currency == wanted {
        reasons.push(words.t("scenarios.touch.currency").into_owned());
    }
    if !answers.is_empty() {
        let named = answers.iter();
        let named: Vec<String> = named
            .map(|id| said::label(words, state.pack, id.as_str()))
            .collect();
        let key = if certain {
            "scenarios.touch.answers"
        } else {
            "scenarios.touch.open"
        };
        reasons.push(words.with(key, &[("answers", said::joined(words, &named))]));
    }
    reasons
}

/// The numbers the pack assumes.
fn assumed(words: Words, scenario: &Scenario) -> String {
    let shock = &scenario.shock;
    let [shortest, weeks, longest] = shock.weeks;
    let [least, lost, most] = shock.share_lost.map(|share| share * 100.0);
    let number = |value: f64| words.number(value, 0);
    words.with(
        "scenarios.deck.assumed",
        &[
            ("weeks", number(weeks)),
            ("shortest", number(shortest)),
            ("longest", number(longest)),
            ("lost", number(lost)),
            ("least", number(least)),
            ("most", number(most)),
        ],
    )
}

/// Pairs that act together.
fn combos(state: &State) -> Html {
    let words = state.words();
    let pair = |combo: &sonae_engine::content::Combo| {
        let mut scenarios = combo.scenarios.iter().cloned();
        let page = Page::Scenario(scenarios.next()?, scenarios.next());
        Some(html! {
            <li class="card">
                <h3><a class="card-link" href={page.address()}>{ words.text(&combo.title) }</a></h3>
            </li>
        })
    };
    html! {
        <section class="section" aria-labelledby="combos">
            <h2 id="combos">{ words.t("scenarios.combos") }</h2>
            <p>{ words.t("scenarios.combos_text") }</p>
            <ul class="cards cards-pairs" role="list">{ for state.pack.scenarios.combos.iter().filter_map(pair) }</ul>
        </section>
    }
}
