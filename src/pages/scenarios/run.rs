//! One scenario, or two together: what matters in one sentence, the figures, what may be turned,
//! and everything the result rests on.

use sonae_engine::assessment::Run;
use sonae_engine::content::{Id, SalesHit};
use sonae_engine::measure::Interval;
use sonae_engine::scenario::{Input, Played};
use yew::prelude::*;

use super::{
    amounts, before, controls, course, kept, missing, money, names, parts, said, standing,
};
use crate::pages::{doors, sources};
use crate::route::Page;
use crate::state::scenario::{Playing, Turn};
use crate::state::{Action, Case, State};
use crate::widgets::field::{self, Field};
use crate::widgets::help::disclosure;
use crate::widgets::spread::{Drawn, Spread, spreads};
use crate::words::Words;

/// The page.
pub fn view(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    (first, second): (&Id, Option<&Id>),
) -> Html {
    let known = |id: &Id| state.pack.scenario(id.as_str()).is_some();
    let looking = &state.scenarios;
    let (Some(playing), Some(rested)) = (looking.playing(), looking.rested()) else {
        return doors::not_found(state);
    };
    if !known(first) || !second.is_none_or(known) {
        return doors::not_found(state);
    }
    let words = state.words();
    let run = &playing.run;
    let played = playing.played(state.pack);
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ names::run(state, run) }</h1>
                    <p class="soft">{ words.t("scenarios.lead") }</p>
                </div>
                { nothing_to_go_by(state, case, run, played) }
                <div class="run">
                    <div class="run-says">
                        <p class="result-sentence" role="status" aria-busy={(!looking.at_rest).to_string()}>{ said::sentence(words, played, playing.sales_hit(state.pack)) }</p>
                        { spreads(&figures(words, played, playing.sales_hit(state.pack))) }
                        <p class="small soft">{ words.t("scenarios.says.how") }</p>
                    </div>
                    { controls::view(state, case, act, run, playing.settings(state.pack)) }
                    <div class="run-more">
                        { missing::view(state, case, run, &played.missing) }
                        { kept::view(state, case, act, run) }
                        { section(words, "cash", course::cash(state, played)) }
                        { section(words, "rows", parts::rows(state, case, run, played)) }
                        { section(words, "matters", parts::matters(state, run, rested.played(state.pack), rested.base(state.pack))) }
                    </div>
                </div>
                { at_rest(state, case, act, rested) }
                <div class="actions">
                    <a class="button button-second" href={Page::Scenarios.address()}>{ words.t("scenarios.to_deck") }</a>
                    <a class="button" href={Page::Stress.address()}>{ words.t("scenarios.to_stress") }</a>
                </div>
            </main>
        </div>
    }
}

/// What takes longer to work out, and follows once the last move is over.
fn at_rest(state: &State, case: &Case, act: &Callback<Action>, rested: &Playing) -> Html {
    let words = state.words();
    let busy = (!state.scenarios.at_rest).to_string();
    let played = rested.played(state.pack);
    let lists = html! { <>{ before::lists(state, &rested.run) }<h3>{ words.t("scenarios.before.actions") }</h3>{ before::actions(state, case, act, rested) }</> };
    html! {
        <div class="run-rest" aria-busy={busy}>
            <div class="result-columns">
                { section(words, "tail", course::exceedance(state, played)) }
                { section(words, "standing", standing::view(state, &played.standing)) }
            </div>
            { section(words, "before", lists) }
            { section(words, "money", money::view(state, rested.situations(state.pack))) }
            { section(words, "past", past(state, &rested.run)) }
            { section(words, "surety", surety(state, act, played)) }
        </div>
    }
}

fn section(words: Words, key: &str, body: Html) -> Html {
    html! {
        <section class="section" aria-labelledby={key.to_owned()}>
            <h2 id={key.to_owned()}>{ words.t(&format!("scenarios.heading.{key}")) }</h2>
            { body }
        </section>
    }
}

/// The figures as ranges: when sales stop or how much of them is lost, the loss, cash, the need.
pub fn figures(words: Words, played: &Played, sales_hit: Interval) -> Vec<Spread> {
    let months = played.cash.len();
    let stop = played.stop_week;
    let (loss, runway) = (played.loss, played.runway);
    let name = |key: &str| words.t(&format!("scenarios.figure.{key}")).into_owned();
    let around = |text: String| words.with("scenarios.figure.around", &[("around", text)]);
    let spread = |key, middle, text, spread, end| Spread {
        name: name(key),
        middle,
        around: around(text),
        drawn: Drawn {
            end,
            around: amounts::spread_ends(spread),
            middle: spread.p50(),
        },
    };
    // Twelve months of weeks, or longer where it lasts longer.
    #[expect(clippy::cast_precision_loss, reason = "at most some hundred months")]
    let months_end = months as f64;
    let ends = amounts::spread_ends;
    let largest = |range: Interval| {
        let ends = [range.low, range.high].into_iter();
        ends.filter(|yen| yen.is_finite()).fold(0.0, f64::max)
    };
    let first = if said::is_lost_at_once(stop.p50(), sales_hit) {
        Spread {
            name: name("hit"),
            middle: words.share(sales_hit),
            around: words.t("scenarios.figure.hit_text").into_owned(),
            drawn: Drawn {
                end: 1.0,
                around: sales_hit,
                middle: sales_hit,
            },
        }
    } else {
        spread(
            "stop",
            amounts::week_range(words, stop.p50()),
            amounts::week_range(words, ends(stop)),
            stop,
            52.0,
        )
    };
    vec![
        first,
        spread(
            "loss",
            amounts::yen_range(words, loss.p50()),
            amounts::yen_spread(words, loss),
            loss,
            largest(ends(loss)) * 1.1,
        ),
        spread(
            "runway",
            amounts::month_range(words, runway.p50(), months),
            amounts::month_range(words, ends(runway), months),
            runway,
            months_end,
        ),
        spread(
            "need",
            amounts::yen_range(words, played.need.p50()),
            amounts::yen_spread(words, played.need),
            played.need,
            largest(ends(played.need)) * 1.1,
        ),
    ]
}

/// Where the tables or the figures a run needs are not there at all: what to enter, and where.
fn nothing_to_go_by(state: &State, case: &Case, run: &Run, played: &Played) -> Html {
    let words = state.words();
    let lacks = |id: &str| {
        played
            .missing
            .iter()
            .any(|input| matches!(input, Input::Question(question) if question.as_str() == id))
    };
    let scenarios = || {
        run.scenarios()
            .filter_map(|id| state.pack.scenario(id.as_str()))
    };
    let rows = scenarios().any(|scenario| !scenario.rows.is_empty());
    let markets = scenarios()
        .any(|scenario| matches!(scenario.sales, Some(SalesHit::Market | SalesHit::Country)));
    let mut lines = Vec::new();
    if lacks("profile.annual_sales") || lacks("profile.contribution_margin") {
        lines.push(("scenarios.empty.profile", Page::Profile, "title.profile"));
    }
    if rows && case.assessment.suppliers.is_empty() {
        lines.push((
            "scenarios.empty.suppliers",
            Page::Suppliers,
            "tasks.suppliers",
        ));
    }
    if markets && case.assessment.markets.is_empty() {
        lines.push(("scenarios.empty.markets", Page::Markets, "tasks.markets"));
    }
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notice" data-kind="caution">
            <h2>{ words.t("scenarios.empty.heading") }</h2>
            <ul>
                { for lines.into_iter().map(|(text, page, link)| html! {
                    <li>{ words.t(text) }{ " " }<a href={page.address()}>{ words.t(link) }</a></li>
                }) }
            </ul>
        </section>
    }
}

/// What happened in the past, and what else must be known of the numbers.
fn past(state: &State, run: &Run) -> Html {
    let words = state.words();
    let several = run.events.len() > 1;
    let notes = run.scenarios().filter_map(|id| {
        let scenario = state.pack.scenario(id.as_str())?;
        scenario.shock.note.as_ref()
    });
    html! {
        <>
            <p>{ words.t("scenarios.past.text") }{ words.t("said.space") }{ words.text(&state.pack.scenarios.note) }</p>
            { for notes.map(|note| html! { <p>{ words.text(note) }</p> }) }
            { for before::past(state, run).into_iter().map(|(title, keys)| html! {
                <>
                    if several { <h3>{ title }</h3> }
                    { sources::list(state, &keys) }
                </>
            }) }
        </>
    }
}

/// How sure the figures are, and the number their draws begin with.
fn surety(state: &State, act: &Callback<Action>, played: &Played) -> Html {
    let words = state.words();
    let figures = act.reform(|_: MouseEvent| Action::Scenario(Turn::FiguresAsked));
    let act = act.clone();
    let seeded = Callback::from(move |typed: String| {
        if let Ok(seed) = typed.trim().parse() {
            act.emit(Action::Scenario(Turn::Seeded(seed)));
        }
    });
    let field = Field {
        id: "run.seed".into(),
        label: words.t("scenarios.surety.seed").into_owned(),
        hint: Some(words.t("scenarios.surety.seed_text").into_owned()),
        value: state.scenarios.seed.to_string(),
        ..Field::default()
    };
    html! {
        <>
            { parts::surety(words, played) }
            <div class="field screen-only">{ field::number(words, &field, &seeded, &Callback::noop()) }</div>
            <p class="screen-only"><button type="button" class="button button-second" onclick={figures}>{ words.t("scenarios.surety.figures") }</button></p>
            <p class="small soft screen-only">{ words.t("scenarios.surety.figures_text") }</p>
            { disclosure(&words.t("scenarios.surety.how"), html! { <ul>{ for (1..=4).map(|line| html! { <li>{ words.t(&format!("scenarios.surety.line.{line}")) }</li> }) }</ul> }) }
        </>
    }
}
