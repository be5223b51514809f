//! What to do first, and what is most worth finding out.

use sonae_engine::content::{Id, Text};
use sonae_engine::plan::{Step, Weak};
use sonae_engine::score::{ModuleScore, Next};
use yew::prelude::*;

use super::{gates, module_title};
use crate::pages::said;
use crate::route::Page;
use crate::state::{Case, State};

/// The first actions as cards.
pub fn cards(state: &State, case: &Case, count: usize) -> Html {
    let words = state.words();
    let steps = case.derived.steps(state.pack, &case.assessment);
    if steps.is_empty() {
        return html! { <p>{ words.t("result.steps_none") }</p> };
    }
    html! {
        <>
            <p>{ words.t("result.steps_text") }</p>
            <ul class="cards" role="list">{ for steps.iter().take(count).map(|step| card(state, case, step)) }</ul>
        </>
    }
}

fn card(state: &State, case: &Case, step: &Step) -> Html {
    let words = state.words();
    let advice = advice(state, step);
    let pair =
        |key: &str, text: Html| html! { <div><dt>{ words.t(key) }</dt><dd>{ text }</dd></div> };
    html! {
        <li class="card">
            <h3>{ advice.title }</h3>
            <dl class="pairs">
                { pair("result.step.prevent", html! { { advice.prevent } }) }
                if let Some(respond) = advice.respond { { pair("result.step.respond", html! { { respond } }) } }
                { pair("result.step.why", html! { { advice.why } }) }
                { pair("result.step.effect", html! { { effect(state, step) } }) }
            </dl>
            { foot(state, case, step) }
        </li>
    }
}

/// What to do about a weak point, and why.
pub struct Advice {
    /// What it is about.
    pub title: String,
    /// What to do before.
    pub prevent: String,
    /// What to do after; a gate has none.
    pub respond: Option<String>,
    /// Why it counts.
    pub why: String,
}

/// The advice of the pack about a weak point.
pub fn advice(state: &State, step: &Step) -> Advice {
    let words = state.words();
    let written = |text: Option<&Text>| text.map(|text| words.text(text));
    let module = state.pack.module(step.module.as_str());
    match &step.what {
        Weak::Answer(id) => {
            let question = state.pack.question(id.as_str());
            Advice {
                title: said::label(words, state.pack, id.as_str()),
                prevent: written(question.and_then(|question| question.prevent.as_ref()))
                    .unwrap_or_default(),
                respond: written(question.and_then(|question| question.respond.as_ref())),
                why: said::why(words, state.pack, id.as_str()),
            }
        }
        Weak::Gate(id, _) => {
            let gate = module.and_then(|module| module.gates.iter().find(|gate| gate.id == *id));
            Advice {
                title: written(gate.map(|gate| &gate.title)).unwrap_or_default(),
                prevent: written(gate.map(|gate| &gate.prevent)).unwrap_or_default(),
                respond: None,
                why: words.t("result.gates_text").into_owned(),
            }
        }
        Weak::Metric(id, _) => {
            let metric = module.and_then(|module| module.metrics.iter().find(|one| one.id == *id));
            Advice {
                title: said::label(words, state.pack, id.as_str()),
                prevent: written(metric.map(|metric| &metric.prevent)).unwrap_or_default(),
                respond: written(metric.map(|metric| &metric.respond)),
                why: said::why(words, state.pack, id.as_str()),
            }
        }
    }
}

/// What removing the weak point does: worked out by scoring the whole case again.
pub fn effect(state: &State, step: &Step) -> String {
    let words = state.words();
    let module = module_title(words, state.pack, &step.module);
    let mut sentences: Vec<String> = step
        .removes
        .iter()
        .map(|gate| words.with("result.step.removes", &[("gate", gate_title(state, gate))]))
        .collect();
    let before = words.score(step.before);
    sentences.push(if step.lowers() < 0.05 {
        words.with(
            "result.step.same",
            &[("module", module), ("before", before)],
        )
    } else {
        let points = words.number(step.lowers(), 1);
        words.with(
            "result.step.lowers",
            &[
                ("module", module),
                ("before", before),
                ("after", words.score(step.after)),
                ("points", points),
            ],
        )
    });
    sentences.join(&words.t("said.space"))
}

/// The same in a few words.
pub fn effect_short(state: &State, step: &Step) -> String {
    let words = state.words();
    let moves = words.with(
        "result.step.moves",
        &[
            ("module", module_title(words, state.pack, &step.module)),
            ("before", words.score(step.before)),
            ("after", words.score(step.after)),
        ],
    );
    if step.removes.is_empty() {
        return moves;
    }
    [words.t("result.step.frees").into_owned(), moves].join(&words.t("said.space"))
}

fn gate_title(state: &State, id: &Id) -> String {
    let mut gates = state.pack.modules.iter().flat_map(|module| &module.gates);
    let found = gates.find(|gate| gate.id == *id);
    found.map_or_else(|| id.to_string(), |gate| state.words().text(&gate.title))
}

/// What it rests on: the answer, or the rows of the table.
fn foot(state: &State, case: &Case, step: &Step) -> Html {
    let words = state.words();
    let line = |key: &str, page: Page, text: String| {
        html! { <p class="card-foot">{ words.t(key) }{ words.t("frame.colon") }<a href={page.address()}>{ text }</a></p> }
    };
    match &step.what {
        Weak::Answer(id) => {
            let Some(found) = case.derived.path.step(id.as_str()) else {
                return Html::default();
            };
            let answer = said::known(words, found.question, &found.known).unwrap_or_default();
            let page = said::place(state.pack, id.as_str(), Some(found.origin));
            line("result.step.rests_on", page, answer)
        }
        Weak::Gate(_, rows) | Weak::Metric(_, rows) => {
            let named = rows.iter().take(3).filter_map(|row| {
                let supplier = case.assessment.suppliers.get(*row)?;
                Some(gates::row_name(state, *row, supplier))
            });
            let mut names: Vec<String> = named.collect();
            let more = rows.len().saturating_sub(names.len());
            if more > 0 {
                names.push(words.count("result.step.more_rows", more));
            }
            line(
                "result.step.rests_on_rows",
                Page::Suppliers,
                said::joined(words, &names),
            )
        }
    }
}

/// What narrows the result most when it is found out, each with its link.
pub fn finds(state: &State, case: &Case, count: usize) -> Html {
    let words = state.words();
    let scores = case
        .score(state.pack)
        .iter()
        .flat_map(|score| &score.modules);
    let mut found: Vec<(&ModuleScore, &Next)> = scores
        .flat_map(|module| module.next.iter().map(move |next| (module, next)))
        .collect();
    found.sort_by(|(_, one), (_, other)| other.narrows_by.total_cmp(&one.narrows_by));
    if found.is_empty() {
        return html! { <p>{ words.t("result.finds_none") }</p> };
    }
    let line = |item: &str, sentence: String| {
        let origin = case.derived.path.step(item).map(|step| step.origin);
        html! {
            <li>
                <a href={said::place(state.pack, item, origin).address()}>{ said::label(words, state.pack, item) }</a>
                <span class="soft">{ sentence }</span>
            </li>
        }
    };
    html! {
        <ol class="finds" role="list">
            { for found.into_iter().take(count).map(|(module, next)| line(next.item.as_str(), narrowed(state, module, next.narrows_by))) }
        </ol>
    }
}

/// How wide the range of a module is left at the most.
fn narrowed(state: &State, module: &ModuleScore, narrows_by: f64) -> String {
    let words = state.words();
    let left = words.number((module.score.width() - narrows_by).max(0.0), 1);
    let key = if left == "0" {
        "result.find_all"
    } else {
        "result.find"
    };
    let width = words.number(module.score.width(), 1);
    let module = module_title(words, state.pack, &module.id);
    words.with(key, &[("module", module), ("width", width), ("left", left)])
}
