//! What may be turned in a run: each dial with the pack's own value one press away.

use sonae_engine::assessment::{EVENT_LIMIT, Run};
use sonae_engine::content::Id;
use sonae_engine::measure::Interval;
use sonae_engine::scenario::{Dial, Setting, asks_country};
use sonae_engine::table::Country;
use yew::prelude::*;

use super::missing::{COUNTRY, PRODUCT};
use super::names;
use crate::pages::result::charts::country_name;
use crate::state::scenario::Turn;
use crate::state::{Action, Case, State};
use crate::widgets::field::{self, Field};
use crate::widgets::select::Entry;
use crate::widgets::slider::Slider;
use crate::words::Words;

/// The section.
pub fn view(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    run: &Run,
    settings: &[Setting],
) -> Html {
    let words = state.words();
    let turned = settings.iter().any(|setting| setting.turned);
    let together = run.events.len() > 1;
    let of = |place: usize| {
        settings
            .iter()
            .filter(move |setting| event_of(setting.dial) == Some(place))
    };
    let shared: Vec<&Setting> = settings
        .iter()
        .filter(|setting| event_of(setting.dial).is_none())
        .collect();
    html! {
        <section class="run-dials screen-only" aria-labelledby="dials">
            <h2 id="dials">{ words.t("scenarios.dials.heading") }</h2>
            <p class="small soft">{ words.text(&state.pack.scenarios.note) }</p>
            if asks_country(state.pack, run) {
                <div class="field">{ country(state, case, act, COUNTRY, run.country) }</div>
            }
            { for run.events.iter().enumerate().map(|(place, event)| html! {
                <div class="run-dials-group">
                    if together && of(place).next().is_some() { <h3>{ names::scenario(state, &event.scenario) }</h3> }
                    { for of(place).map(|setting| dial(words, act, setting)) }
                </div>
            }) }
            if !shared.is_empty() {
                <div class="run-dials-group">
                    if together { <h3>{ words.t("scenarios.dials.both") }</h3> }
                    { for shared.into_iter().map(|setting| dial(words, act, setting)) }
                </div>
            }
            <button type="button" class="button button-second button-small" aria-disabled={(!turned).then_some("true")}
                onclick={act.reform(|_| Action::Scenario(Turn::Restored))}>{ words.t("scenarios.dials.restore") }</button>
            { partner(state, act, run) }
        </section>
    }
}

/// Which event of the run a dial belongs to.
fn event_of(dial: Dial) -> Option<usize> {
    match dial {
        Dial::Weeks(place) | Dial::Lost(place) | Dial::Price(place) => Some(place),
        Dial::Recapture | Dial::PassThrough | Dial::SwitchWeeks | Dial::Product | Dial::Offset => {
            None
        }
    }
}

/// A list of countries: those the firm deals with first.
pub fn country(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    id: &str,
    chosen: Option<Country>,
) -> Html {
    let words = state.words();
    let field = Field {
        id: id.to_owned(),
        label: words.t("scenarios.country").into_owned(),
        hint: Some(words.t("scenarios.country_hint").into_owned()),
        ..Field::default()
    };
    let own = own_countries(case);
    let entry = |country: Country| Entry {
        value: country.as_str().to_owned(),
        text: country_name(state, Some(country)),
        chosen: chosen == Some(country),
    };
    let mut others: Vec<Entry> = state
        .pack
        .countries
        .keys()
        .filter_map(|code| Country::new(code.as_str()))
        .filter(|country| !own.contains(country))
        .map(entry)
        .collect();
    others.sort_by(|one, other| one.text.cmp(&other.text));
    let none = Entry {
        value: String::new(),
        text: words.t("scenarios.country_none").into_owned(),
        chosen: chosen.is_none(),
    };
    let own = own.into_iter().map(entry);
    let entries: Vec<Entry> = std::iter::once(none).chain(own).chain(others).collect();
    let on_choose =
        act.reform(|code: String| Action::Scenario(Turn::CountryChosen(Country::new(&code))));
    field::list(&field, &entries, &on_choose)
}

/// The countries in the firm's own tables, each once, in their order.
fn own_countries(case: &Case) -> Vec<Country> {
    let markets = case.assessment.markets.iter().map(|row| row.country);
    let suppliers = case.assessment.suppliers.iter().map(|row| row.country);
    let mut own = Vec::new();
    for country in markets.chain(suppliers).flatten() {
        if country != Country::JAPAN && !own.contains(&country) {
            own.push(country);
        }
    }
    own
}

fn dial(words: Words, act: &Callback<Action>, setting: &Setting) -> Html {
    let dial = setting.dial;
    let label = words.t(key(dial));
    let shown = said(words, dial, setting.value);
    let original = said(words, dial, setting.original);
    let range = setting.range;
    // Where nothing is known the slider has to stand somewhere; its words say that it is open.
    let value = if setting.value.is_known() {
        setting.value.low
    } else {
        let high = setting.value.high.min(range.high);
        f64::midpoint(setting.value.low, high)
    };
    html! {
        <div class="field dial">
            <Slider id={id(dial)} label={label.clone().into_owned()} {value} low={range.low} high={range.high} step={setting.step} {shown}
                on_slide={act.reform(move |value| Action::Scenario(Turn::Dialled(dial, Some(value))))} />
            <button type="button" class="button button-quiet button-small" aria-disabled={(!setting.turned).then_some("true")}
                onclick={act.reform(move |_| Action::Scenario(Turn::Dialled(dial, None)))}>
                { words.with("scenarios.dials.original", &[("value", original)]) }<span class="visually-hidden">{ words.t("frame.colon") }{ label }</span>
            </button>
        </div>
    }
}

fn id(dial: Dial) -> String {
    let name = |name: &str, place: usize| format!("run.{name}-{}", place + 1);
    match dial {
        Dial::Weeks(place) => name("weeks", place),
        Dial::Lost(place) => name("lost", place),
        Dial::Price(place) => name("price", place),
        Dial::Recapture => "run.recapture".into(),
        Dial::PassThrough => "run.pass-through".into(),
        Dial::SwitchWeeks => "run.switch".into(),
        Dial::Product => PRODUCT.into(),
        Dial::Offset => "run.offset".into(),
    }
}

fn key(dial: Dial) -> &'static str {
    match dial {
        Dial::Weeks(_) => "scenarios.dial.weeks",
        Dial::Lost(_) => "scenarios.dial.lost",
        Dial::Price(_) => "scenarios.dial.price",
        Dial::Recapture => "scenarios.dial.recapture",
        Dial::PassThrough => "scenarios.dial.pass_through",
        Dial::SwitchWeeks => "scenarios.dial.switch",
        Dial::Product => "scenarios.dial.product",
        Dial::Offset => "scenarios.dial.offset",
    }
}

/// Where a dial stands, in words.
fn said(words: Words, dial: Dial, value: Interval) -> String {
    let written = match dial {
        Dial::Price(_) => {
            let times = words.range(value, 2);
            words.with("scenarios.dial.times", &[("times", times)])
        }
        Dial::Weeks(_) | Dial::SwitchWeeks | Dial::Offset => super::amounts::weeks(words, value),
        Dial::Lost(_) | Dial::Recapture | Dial::PassThrough | Dial::Product => {
            words.share(value.map(|share| share / 100.0))
        }
    };
    if value.is_known() {
        written
    } else {
        words.with("scenarios.dial.open", &[("range", written)])
    }
}

/// Which other scenario comes together with the first.
fn partner(state: &State, act: &Callback<Action>, run: &Run) -> Html {
    let words = state.words();
    let mut scenarios = run.scenarios();
    let Some(first) = scenarios.next() else {
        return Html::default();
    };
    let second = scenarios.next();
    debug_assert!(run.events.len() <= EVENT_LIMIT);
    let all = state.pack.scenarios.scenarios.iter();
    let others = all.filter(|scenario| scenario.id != *first);
    let alone = Entry {
        value: String::new(),
        text: words.t("scenarios.alone").into_owned(),
        chosen: second.is_none(),
    };
    let others = others.map(|scenario| Entry {
        value: scenario.id.to_string(),
        text: words.text(&scenario.title),
        chosen: second == Some(&scenario.id),
    });
    let entries: Vec<Entry> = std::iter::once(alone).chain(others).collect();
    let field = Field {
        id: "run.together".into(),
        label: words.t("scenarios.together").into_owned(),
        ..Field::default()
    };
    let on_choose = act.reform(|id: String| {
        let other = (!id.is_empty()).then(|| Id::from(id.as_str()));
        Action::Scenario(Turn::Together(other))
    });
    html! { <div class="field">{ field::list(&field, &entries, &on_choose) }</div> }
}
