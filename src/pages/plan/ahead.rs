//! What comes of it: each module's range before and after, the conditions that fall, the losses.

use sonae_engine::assessment::Run;
use sonae_engine::content::Id;
use sonae_engine::report::plan::Ahead;
use sonae_engine::score::ModuleScore;
use yew::prelude::*;

use crate::state::plan::said;
use crate::state::{Case, State};
use crate::widgets::bars::{Bar, bars};

/// The section for the whole plan.
pub fn section(state: &State, case: &Case) -> Html {
    let words = state.words();
    let ahead = case.derived.lookout.ahead(state.pack, &case.assessment);
    let planned = !case.assessment.plan.is_empty();
    html! {
        <section class="section" aria-labelledby="ahead">
            <h2 id="ahead">{ words.t("plan.ahead") }</h2>
            if planned {
                <p class="plan-prose">{ words.t("plan.ahead_text") }</p>
                if let Some(ahead) = ahead {
                    { ranges(state, ahead) }
                    { losses(state, ahead) }
                }
            } else {
                <p class="plan-prose soft">{ words.t("plan.ahead_none") }</p>
            }
        </section>
    }
}

/// The modules, each with its range today and after; and what no longer holds.
pub fn ranges(state: &State, ahead: &Ahead) -> Html {
    let words = state.words();
    let both = ahead.before.modules.iter().zip(&ahead.after.modules);
    let quoted = |gate: &Id| {
        let text = said::gate_title(words, state.pack, gate);
        words.with("plan.quoted", &[("text", text)])
    };
    let gates: Vec<String> = ahead.freed().map(quoted).collect();
    html! {
        <>
            <ul class="plan-modules" role="list">{ for both.map(|(before, after)| module(state, before, after)) }</ul>
            if !gates.is_empty() {
                <p>{ words.with("plan.ahead_gates", &[("gates", gates.join(&words.t("said.and")))]) }</p>
            }
        </>
    }
}

fn module(state: &State, before: &ModuleScore, after: &ModuleScore) -> Html {
    let words = state.words();
    let bar = |key: &str, one: &ModuleScore| Bar {
        name: html! { { words.t(key) } },
        known: one.score.low,
        possible: one.score.high,
        aside: false,
        figure: words.score(one.score),
    };
    let title = said::module(words, state.pack, &before.id);
    let (from, to) = (words.score(before.score), words.score(after.score));
    let key = if from == to {
        "plan.ahead_same"
    } else {
        "plan.ahead_moves"
    };
    let arguments = [("module", title.clone()), ("before", from), ("after", to)];
    let bands = words.bands(after.shown_band());
    let rows = [bar("plan.now", before), bar("plan.then", after)];
    let heads = [words.t("plan.ahead"), words.t("result.column.score")];
    html! {
        <li class="plan-module">
            { bars(words, &title, [&heads[0], &heads[1]], 100.0, &rows) }
            <p class="small">{ words.with(key, &arguments) }{ words.t("said.space") }{ words.with("plan.ahead_band", &[("band", bands)]) }</p>
        </li>
    }
}

/// The losses of the scenarios before and after; nothing where there is none.
pub fn losses(state: &State, ahead: &Ahead) -> Html {
    let words = state.words();
    if ahead.losses.is_empty() {
        return Html::default();
    }
    let label = |key: &str| words.t(key).into_owned();
    let moved = |(_, before, after): &&(Run, f64, f64)| {
        said::about(words, *before) != said::about(words, *after)
    };
    let moved: Vec<&(Run, f64, f64)> = ahead.losses.iter().filter(moved).collect();
    if moved.is_empty() {
        return html! { <p>{ words.t("plan.losses_none") }</p> };
    }
    let same = ahead.losses.len() - moved.len();
    html! {
        <>
            <h3>{ words.t("plan.losses") }</h3>
            <p class="plan-prose">{ words.t("plan.losses_text") }</p>
            <table class="table table-cards plan-losses">
                <caption class="visually-hidden">{ words.t("plan.losses") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("plan.scenario") }</th>
                        <th scope="col" class="number">{ words.t("plan.loss_now") }</th>
                        <th scope="col" class="number">{ words.t("plan.loss_then") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for moved.into_iter().map(|(run, before, after)| html! {
                        <tr>
                            <th scope="row">{ said::run(words, state.pack, run) }</th>
                            <td class="number" data-label={label("plan.loss_now")}>{ said::about(words, *before) }</td>
                            <td class="number" data-label={label("plan.loss_then")}>{ said::about(words, *after) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            if same > 0 { <p class="small soft">{ words.count("plan.losses_same", same) }</p> }
        </>
    }
}
