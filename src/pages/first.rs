//! The rough picture after the five-minute check, and where to look next.

use sonae_engine::score::{ModuleScore, Score};
use yew::prelude::*;

use crate::route::Page;
use crate::state::{Action, Case, Find, State};
use crate::widgets::range::{Shown, range};

/// So many things to find out are named.
const FINDS: usize = 3;

/// The page.
pub fn view(state: &State, case: &Case, _act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.first") }{ " " }<span class="tag">{ words.t("tasks.rough") }</span></h1>
                if let Ok(score) = &case.derived.score {
                    { picture(state, case, score) }
                } else {
                    { without_industry(state) }
                }
            </main>
        </div>
    }
}

/// Without the industry nothing weighs anything yet.
fn without_industry(state: &State) -> Html {
    let words = state.words();
    html! {
        <>
            <p class="lead">{ words.t("first.no_industry") }</p>
            <div class="actions">
                <a class="button" href={Page::Profile.address()}>{ words.t("first.to_industry") }</a>
            </div>
        </>
    }
}

fn picture(state: &State, case: &Case, score: &Score) -> Html {
    let words = state.words();
    let open = case.derived.progress.iter().find_map(|theme| theme.open.clone());
    let mut modules: Vec<&ModuleScore> = score.modules.iter().collect();
    // The worst first, as everywhere.
    modules.sort_by(|one, other| {
        let ends = other.score.low.total_cmp(&one.score.low);
        ends.then(other.score.high.total_cmp(&one.score.high))
    });
    html! {
        <>
            <p class="lead">{ words.t("first.lead") }</p>
            <div class="range-list">
                { for modules.into_iter().map(|module| range(words, &shown(state, module))) }
            </div>
            { finds(state, &case.derived.finds()) }
            { onward(state) }
            <div class="actions">
                <a class="button button-second" href={Page::Quick(state.pack.quick_check.len()).address()}>{ words.t("action.back") }</a>
                if let Some(id) = open {
                    <a class="button" href={Page::Question(id).address()}>{ words.t("first.deepen") }</a>
                } else {
                    <a class="button" href={Page::Result.address()}>{ words.t("tasks.to_result") }</a>
                }
            </div>
        </>
    }
}

fn shown(state: &State, score: &ModuleScore) -> Shown {
    let words = state.words();
    let module = state.pack.module(score.id.as_str());
    let gates = score.gates.iter().filter_map(|held| module?.gates.iter().find(|gate| gate.id == held.id));
    let gate = gates.map(|gate| words.text(&gate.title)).next();
    let sentence = words.with(
        "first.range",
        &[("range", words.range(score.score, 0)), ("band", words.bands(score.band))],
    );
    let uncertain = score.next.first().map(|next| words.with("first.uncertain", &[("item", item(state, next.item.as_str()))]));
    Shown {
        id: format!("range-{}", score.id),
        name: module.map_or_else(String::new, |module| words.text(&module.title)),
        score: score.score,
        band: score.band,
        gate: gate.map(|gate| words.with("first.gate", &[("gate", gate)])),
        sentence: format!("{sentence}{}", uncertain.unwrap_or_default()),
        heading: 2,
    }
}

/// What a question or a metric is called.
fn item(state: &State, id: &str) -> String {
    let words = state.words();
    let metrics = || state.pack.modules.iter().flat_map(|module| &module.metrics);
    let metric = || metrics().find(|metric| metric.id.as_str() == id).map(|metric| words.text(&metric.short));
    state.pack.question(id).map(|question| words.text(&question.short)).or_else(metric).unwrap_or_default()
}

/// What is not known and matters most.
fn finds(state: &State, finds: &[Find<'_>]) -> Html {
    let words = state.words();
    if finds.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" aria-labelledby="finds">
            <h2 id="finds">{ words.t("first.finds") }</h2>
            <p>{ words.t("first.finds_text") }</p>
            <ol class="finds" role="list">
                { for finds.iter().take(FINDS).map(|find| html! {
                    <li>
                        <a href={place(state, find).address()}>{ item(state, find.next.item.as_str()) }</a>
                        <span class="soft">{ narrows(state, find) }</span>
                    </li>
                }) }
            </ol>
        </section>
    }
}

fn narrows(state: &State, find: &Find<'_>) -> String {
    let words = state.words();
    let module = state.pack.module(find.module.id.as_str());
    words.with(
        "first.narrows",
        &[
            ("module", module.map_or_else(String::new, |module| words.text(&module.title))),
            ("points", words.number(find.next.narrows_by, 0)),
        ],
    )
}

/// A metric is answered by the supplier table only.
fn place(state: &State, find: &Find<'_>) -> Page {
    let item = &find.next.item;
    if state.pack.question(item.as_str()).is_some() {
        Page::Question(item.clone())
    } else {
        Page::Suppliers
    }
}

fn onward(state: &State) -> Html {
    let words = state.words();
    let door = |page: Page, title: &str, text: &str| {
        html! {
            <li class="card">
                <h3><a class="card-link" href={page.address()}>{ words.t(title) }</a></h3>
                <p>{ words.t(text) }</p>
            </li>
        }
    };
    html! {
        <section class="section" aria-labelledby="onward">
            <h2 id="onward">{ words.t("first.onward") }</h2>
            <ul class="cards" role="list">
                { door(Page::Suppliers, "first.suppliers", "first.suppliers_text") }
                { door(Page::Tasks, "first.tasks", "first.tasks_text") }
                { door(Page::Result, "first.result", "first.result_text") }
            </ul>
        </section>
    }
}
