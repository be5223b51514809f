//! Whom to ask for money in such a situation: never who may have it.

use sonae_engine::content::{Confidence, Situation};
use sonae_engine::scenario::money::{Asked, programmes};
use yew::prelude::*;

use crate::pages::sources;
use crate::state::State;
use crate::words::Words;

/// The section's content.
pub fn view(state: &State, situations: &[Situation]) -> Html {
    let words = state.words();
    let asked = programmes(state.pack, &situations.iter().copied().collect());
    html! {
        <>
            <p>{ words.t(if asked.is_empty() { "scenarios.money.none" } else { "scenarios.money.text" }) }</p>
            if !asked.is_empty() {
                <ul class="programmes" role="list">{ for asked.iter().map(|one| programme(state, one)) }</ul>
            }
            <p><strong>{ words.t("frame.no_verdict") }</strong></p>
        </>
    }
}

fn programme(state: &State, one: &Asked<'_>) -> Html {
    let words = state.words();
    let because: Vec<String> = one
        .because
        .iter()
        .map(|situation| words.t(situation_key(*situation)).into_owned())
        .collect();
    let pair =
        |key: &str, text: String| html! { <div><dt>{ words.t(key) }</dt><dd>{ text }</dd></div> };
    html! {
        <li class="programme">
            { sources::list(state, std::slice::from_ref(&one.programme.source)) }
            <dl class="pairs">
                { pair("scenarios.money.who", words.text(&one.programme.who)) }
                { pair("scenarios.money.because", because.join(&words.t("said.and"))) }
                { pair("scenarios.money.sure", sure(words, one.programme.confidence)) }
            </dl>
        </li>
    }
}

fn sure(words: Words, confidence: Confidence) -> String {
    let key = match confidence {
        Confidence::High => "scenarios.money.high",
        Confidence::Middle => "scenarios.money.middle",
        Confidence::Low => "scenarios.money.low",
    };
    words.t(key).into_owned()
}

fn situation_key(situation: Situation) -> &'static str {
    match situation {
        Situation::Loss => "scenarios.situation.loss",
        Situation::Need => "scenarios.situation.need",
        Situation::MarketLost => "scenarios.situation.market_lost",
        Situation::Stopped => "scenarios.situation.stopped",
        Situation::Uninsured => "scenarios.situation.uninsured",
        Situation::Abroad => "scenarios.situation.abroad",
        Situation::CriticalGood => "scenarios.situation.critical_good",
        Situation::Building => "scenarios.situation.building",
        Situation::NoPlan => "scenarios.situation.no_plan",
    }
}
