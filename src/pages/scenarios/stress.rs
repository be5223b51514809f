//! All scenarios side by side: which are the worst, and which single action helps against most.

use std::cmp::Ordering;

use sonae_engine::content::Id;
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::scenario::stress::Stressed;
use sonae_engine::scenario::{Played, Spread};
use yew::prelude::*;

use super::{amounts, names, said as said_of_run, standing};
use crate::pages::said;
use crate::route::Page;
use crate::state::scenario::{Column, Turn};
use crate::state::{Action, Case, State};
use crate::words::Words;

/// So many are named in the sentence.
const WORST: usize = 3;

/// The page.
pub fn view(state: &State, _case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(compared) = state.scenarios.compared() else {
        return Html::default();
    };
    let all = compared.all(state.pack);
    let mut shown: Vec<&Stressed> = all.iter().collect();
    sort(state, &mut shown);
    let label = |key: &str| words.t(&format!("scenarios.stress.{key}")).into_owned();
    let head = |column: Column, key: &str, class: Option<&'static str>| {
        let order = state.scenarios.order;
        let sorted = (order.by == column).then(|| {
            let gentle_first = order.gentle_first != (column == Column::Name);
            if gentle_first {
                "ascending"
            } else {
                "descending"
            }
        });
        let sign = match sorted {
            Some("ascending") => " ▲",
            Some(_) => " ▼",
            None => "",
        };
        let onclick = act.reform(move |_| Action::Scenario(Turn::Sorted(column)));
        html! {
            <th scope="col" {class} aria-sort={sorted}>
                <button type="button" class="table-sort" {onclick}>{ label(key) }<span aria-hidden="true">{ sign }</span></button>
            </th>
        }
    };
    let number = Some("number");
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.stress") }</h1>
                    <p class="result-sentence">{ sentence(state, all) }</p>
                    <p>{ help_sentence(state, compared.helping(state.pack)) }</p>
                    <p class="soft small">{ label("text") }{ words.t("said.space") }{ words.text(&state.pack.scenarios.note) }</p>
                </div>
                <table class="table table-cards run-stress">
                    <caption class="visually-hidden">{ words.t("title.stress") }</caption>
                    <thead>
                        <tr>
                            { head(Column::Name, "name", None) }
                            { head(Column::Stop, "stop", number) }
                            { head(Column::Loss, "loss", number) }
                            { head(Column::Need, "need", number) }
                            { head(Column::Runway, "runway", number) }
                            { head(Column::Class, "class", None) }
                        </tr>
                    </thead>
                    <tbody>{ for shown.into_iter().map(|one| row(state, one)) }</tbody>
                </table>
                <div class="actions">
                    <a class="button button-second" href={Page::Scenarios.address()}>{ words.t("scenarios.to_deck") }</a>
                    <a class="button" href={Page::Result.address()}>{ words.t("scenarios.to_result") }</a>
                </div>
            </main>
        </div>
    }
}

fn row(state: &State, one: &Stressed) -> Html {
    let words = state.words();
    let label = |key: &str| words.t(&format!("scenarios.stress.{key}")).into_owned();
    let played = &one.played;
    html! {
        <tr key={address(one)}>
            <th scope="row">
                <a href={address(one)}>{ names::run(state, &one.run) }</a>
                if one.touches == Truth::No { { " " }<span class="tag">{ label("no_touch") }</span> }
            </th>
            <td class="number" data-label={label("stop")}>{ stop(words, one) }</td>
            <td class="number" data-label={label("loss")}>{ loss(words, played) }</td>
            <td class="number" data-label={label("need")}>{ amounts::yen_range(words, played.need.p50()) }</td>
            <td class="number" data-label={label("runway")}>{ amounts::month_range(words, played.runway.p50(), played.cash.len()) }</td>
            <td data-label={label("class")}>{ standing::class_short(words, &played.standing) }</td>
        </tr>
    }
}

fn address(one: &Stressed) -> String {
    let first = one.run.scenarios().next().cloned();
    first.map_or_else(String::new, |id| Page::Scenario(id, None).address())
}

/// When sales stop, or how much of them is lost at once.
fn stop(words: Words, one: &Stressed) -> String {
    let week = one.played.stop_week.p50();
    if said_of_run::is_lost_at_once(week, one.sales_hit) {
        let share = words.share(one.sales_hit);
        return words.with("scenarios.touch.sales", &[("share", share)]);
    }
    amounts::week_range(words, week)
}

/// The loss in months of fixed cost, and in yen where that is not known.
fn loss(words: Words, played: &Played) -> String {
    let loss = played.loss.p50();
    let fixed = played.standing.fixed;
    if !fixed.is_known() || fixed.low <= 0.0 {
        return amounts::yen_range(words, loss);
    }
    if !loss.high.is_finite() {
        let low = words.number((loss.low / fixed.low).max(0.0), 1);
        let months = words.with("scenarios.stress.months", &[("months", low)]);
        return words.with("scenarios.at_least", &[("value", months)]);
    }
    let months = words.range(loss.map(|yen| yen / fixed.low), 1);
    words.with("scenarios.stress.months", &[("months", months)])
}

fn sort(state: &State, shown: &mut [&Stressed]) {
    let order = state.scenarios.order;
    // The worst first: a stable sort keeps the pack's order among equals.
    let worst = |spread: fn(&Played) -> Spread, less_is_worse: bool| {
        move |one: &Stressed, other: &Stressed| {
            let ends = |one: &Stressed| {
                let Interval { low, high } = spread(&one.played).p50();
                if less_is_worse {
                    (-low, -high)
                } else {
                    (high, low)
                }
            };
            let ((first, second), (other_first, other_second)) = (ends(one), ends(other));
            let by_first = other_first.total_cmp(&first);
            by_first.then(other_second.total_cmp(&second))
        }
    };
    let by_name = |one: &Stressed, other: &Stressed| {
        names::run(state, &one.run).cmp(&names::run(state, &other.run))
    };
    let by_class = |one: &Stressed, other: &Stressed| {
        let [good, bad] = one.played.standing.class;
        let [other_good, other_bad] = other.played.standing.class;
        (other_bad, other_good).cmp(&(bad, good))
    };
    let compare = |one: &Stressed, other: &Stressed| -> Ordering {
        match order.by {
            Column::Name => by_name(one, other),
            Column::Stop => worst(|played| played.stop_week, true)(one, other),
            Column::Loss => worst(|played| played.loss, false)(one, other),
            Column::Need => worst(|played| played.need, false)(one, other),
            Column::Runway => worst(|played| played.runway, true)(one, other),
            Column::Class => by_class(one, other),
        }
    };
    shown.sort_by(|one, other| {
        if order.gentle_first {
            compare(other, one)
        } else {
            compare(one, other)
        }
    });
}

/// The three that cost most.
fn sentence(state: &State, all: &[Stressed]) -> String {
    let words = state.words();
    let high = |one: &Stressed| one.played.loss.p50().high;
    let mut worst: Vec<&Stressed> = all.iter().filter(|one| high(one) > 0.0).collect();
    worst.sort_by(|one, other| high(other).total_cmp(&high(one)));
    let worst: Vec<String> = worst
        .into_iter()
        .take(WORST)
        .map(|one| {
            words.with(
                "scenarios.stress.one",
                &[
                    ("name", names::run(state, &one.run)),
                    ("loss", loss(words, &one.played)),
                ],
            )
        })
        .collect();
    if worst.is_empty() {
        return words.t("scenarios.stress.none").into_owned();
    }
    words.with(
        "scenarios.stress.worst",
        &[("worst", said::joined(words, &worst))],
    )
}

/// The action that helps against most.
fn help_sentence(state: &State, helping: &[sonae_engine::scenario::stress::Helps]) -> String {
    let words = state.words();
    let Some(best) = helping.first() else {
        return words.t("scenarios.stress.no_help").into_owned();
    };
    let action = state.pack.action(best.action.as_str());
    let action = action.map_or_else(String::new, |action| words.text(&action.title));
    let against = best.scenarios.iter();
    let against: Vec<String> = against.map(|id: &Id| names::scenario(state, id)).collect();
    words.with(
        "scenarios.stress.helps",
        &[
            ("action", action),
            ("count", best.scenarios.len().to_string()),
            ("against", said::joined(words, &against)),
        ],
    )
}
