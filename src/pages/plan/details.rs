//! One thing that may be done, opened: what to do, why, what it rests on, what it does, and
//! whether it pays.

use sonae_engine::assessment::Aim;
use sonae_engine::plan::{Offer, gate_questions};
use yew::prelude::*;

use crate::pages::said as answers;
use crate::pages::tables::row_name;
use crate::route::Page;
use crate::state::plan::said;
use crate::state::{Case, State};

/// So many rows are named.
const ROWS: usize = 5;

/// All of it behind one line.
pub fn details(state: &State, case: &Case, offer: &Offer) -> Html {
    let words = state.words();
    let title = said::full_title(words, state.pack, &offer.planned);
    html! {
        <details class="disclosure">
            <summary>{ words.t("plan.details") }<span class="visually-hidden">{ words.t("frame.colon") }{ title }</span></summary>
            <div class="disclosure-body">{ pairs(state, case, offer) }</div>
        </details>
    }
}

fn pairs(state: &State, case: &Case, offer: &Offer) -> Html {
    let words = state.words();
    let planned = &offer.planned;
    let pair =
        |key: &str, body: Html| html! { <div><dt>{ words.t(key) }</dt><dd>{ body }</dd></div> };
    let list = |sentences: Vec<String>| html! { <ul class="plan-sentences" role="list">{ for sentences.into_iter().map(|one| html! { <li>{ one }</li> }) }</ul> };
    let pays = said::pays(words, state.pack, offer);
    let behind = behind(state, case, offer);
    html! {
        <dl class="pairs">
            { pair("plan.what", html! { { said::what(words, state.pack, planned) } }) }
            { pair("plan.why", html! { { said::why(words, state.pack, planned) } }) }
            if let Some(behind) = behind { { pair("plan.behind", behind) } }
            { pair("plan.effect", html! {
                <>
                    { list(said::effects(words, state.pack, offer)) }
                    if !offer.avoids.is_empty() { <p class="small soft">{ words.t("plan.avoids_note") }</p> }
                </>
            }) }
            if !pays.is_empty() { { pair("plan.worth", list(pays)) } }
        </dl>
    }
}

/// The answer or the rows it rests on, each with a way there.
fn behind(state: &State, case: &Case, offer: &Offer) -> Option<Html> {
    let planned = &offer.planned;
    let answer = |id: &str| {
        let words = state.words();
        let step = case.derived.path.step(id)?;
        let answer = answers::known(words, step.question, &step.known)
            .unwrap_or_else(|| answers::given(words, step.question, case.assessment.given(id)));
        let page = answers::place(state.pack, id, Some(step.origin));
        let label = words.text(&step.question.short);
        Some(
            html! { <li><a href={page.address()}>{ label }</a>{ words.t("frame.colon") }{ answer }</li> },
        )
    };
    let lines: Vec<Html> = match planned.aim {
        Aim::Answer => answer(planned.id.as_str()).into_iter().collect(),
        Aim::Gate if offer.rows.is_empty() => {
            let mut gates = state.pack.modules.iter().flat_map(|module| &module.gates);
            let gate = gates.find(|gate| gate.id == planned.id);
            let questions = gate.map(gate_questions).unwrap_or_default();
            questions
                .iter()
                .filter_map(|id| answer(id.as_str()))
                .collect()
        }
        Aim::Gate | Aim::Metric | Aim::Action => rows(state, case, &offer.rows),
    };
    (!lines.is_empty()).then(|| html! { <ul class="plan-sentences" role="list">{ for lines }</ul> })
}

fn rows(state: &State, case: &Case, rows: &[usize]) -> Vec<Html> {
    let words = state.words();
    let named = rows.iter().take(ROWS).map(|row| {
        let name = row_name(words, &case.assessment, *row);
        html! { <li><a href={Page::Suppliers.address()}>{ name }</a></li> }
    });
    let mut lines: Vec<Html> = named.collect();
    let more = rows.len().saturating_sub(ROWS);
    if more > 0 {
        lines.push(html! { <li>{ words.count("result.step.more_rows", more) }</li> });
    }
    lines
}
