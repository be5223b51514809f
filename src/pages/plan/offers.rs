//! All that may be done in one list, the first thing first; a tick puts a thing on the plan.

use sonae_engine::assessment::Edit;
use sonae_engine::plan::Offer;
use yew::prelude::*;

use super::chosen::name_of;
use super::details::details;
use crate::route::Page;
use crate::state::plan::said;
use crate::state::{Action, Case, State};
use crate::widgets::check::check;

/// So many stand in sight.
const IN_SIGHT: usize = 12;

/// The section.
pub fn offers(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let offers = case.offers(state.pack);
    let more = offers.len().saturating_sub(IN_SIGHT);
    let line = |offer: &Offer| one(state, case, act, offer);
    html! {
        <section class="section screen-only" aria-labelledby="offers">
            <h2 id="offers" tabindex="-1">{ words.t("plan.offers") }</h2>
            <p class="plan-prose">{ words.t("plan.offers_text") }</p>
            if case.assessment.runs.is_empty() { <p class="plan-prose soft">{ words.t("plan.runs_all") }{ " " }<a href={Page::Scenarios.address()}>{ words.t("title.scenarios") }</a></p> }
            <ul class="plan-offers" role="list" aria-labelledby="offers">{ for offers.iter().take(IN_SIGHT).map(line) }</ul>
            if more > 0 {
                <details class="disclosure">
                    <summary>{ words.count("plan.offers_more", more) }</summary>
                    <ul class="plan-offers" role="list">{ for offers.iter().skip(IN_SIGHT).map(line) }</ul>
                </details>
            }
        </section>
    }
}

fn one(state: &State, case: &Case, act: &Callback<Action>, offer: &Offer) -> Html {
    let words = state.words();
    let (planned, place) = (offer.planned.clone(), offer.place);
    let switch = act.reform(move |ticked: bool| match place {
        Some(place) if !ticked => Action::Edited(Edit::PlanDropped(place)),
        _ => Action::Edited(Edit::Planned(planned.clone())),
    });
    let title = said::full_title(words, state.pack, &offer.planned);
    html! {
        <li class="plan-offer" key={name_of(&offer.planned)}>
            { check(&title, place.is_some(), &switch) }
            <p class="plan-effect">{ said::short(words, state.pack, offer).join(&words.t("tasks.dot")) }</p>
            { details(state, case, offer) }
        </li>
    }
}
