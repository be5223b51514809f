//! The survival clock of an inject: a sentence, a table, and the loss as bars.

use sonae_engine::assessment::Seat;
use sonae_engine::content::Inject;
use sonae_engine::measure::Interval;
use sonae_engine::scenario::Played;
use sonae_engine::workshop::seat::{Effects, Stage, percent_of_month};
use yew::prelude::*;

use crate::pages::scenarios::{ends, is_lost_at_once, month_range, spread_ends, week_range};
use crate::state::State;
use crate::widgets::bars::{Bar, bars};
use crate::words::Words;

/// The clock without choices, with those before the inject, and with all.
pub fn view(state: &State, seat: &Seat, inject: &Inject, effects: &Effects) -> Html {
    let words = state.words();
    let [none, before, all] = &effects.stages;
    let mut lines = vec![("kits.without", none)];
    if !seat.before.is_empty() {
        lines.push(("kits.with_before", before));
    }
    if !seat.after.is_empty() {
        lines.push(("kits.with_all", all));
    }
    let lines: Vec<(String, &Stage)> = lines
        .into_iter()
        .map(|(key, stage)| (words.t(key).into_owned(), stage))
        .collect();
    let label = |key: &str| words.t(&format!("seat.clock.{key}")).into_owned();
    html! {
        <div class="seat-clock">
            <p class="result-sentence" role="status">{ sentence(words, &lines) }</p>
            <table class="table table-cards">
                <caption>{ words.with("seat.clock.caption", &[("inject", words.text(&inject.title))]) }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("kits.stage") }</th>
                        <th scope="col" class="number">{ label("stop") }</th>
                        <th scope="col" class="number">{ label("cash") }</th>
                        <th scope="col" class="number">{ label("loss") }</th>
                        <th scope="col" class="number">{ label("around") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for lines.iter().map(|(name, stage)| { let played = &stage.played; html! {
                        <tr>
                            <th scope="row">{ name }</th>
                            <td class="number" data-label={label("stop")}>{ stop(words, stage) }</td>
                            <td class="number" data-label={label("cash")}>{ month_range(words, played.runway.p50(), played.cash.len()) }</td>
                            <td class="number" data-label={label("loss")}>{ percent(words, played, played.loss.p50()) }</td>
                            <td class="number" data-label={label("around")}>{ percent(words, played, spread_ends(played.loss)) }</td>
                        </tr>
                    } }) }
                </tbody>
            </table>
            { picture(words, &lines) }
            <p class="small soft">{ words.t("seat.clock.text") }</p>
        </div>
    }
}

/// When sales stop, or how much of them is lost at once.
fn stop(words: Words, stage: &Stage) -> String {
    let week = stage.played.stop_week.p50();
    if is_lost_at_once(week, stage.sales_hit) {
        let share = words.share(stage.sales_hit);
        return words.with("seat.clock.lost", &[("share", share)]);
    }
    week_range(words, week)
}

/// When sales stop and what is lost without any choice, and with those that were made.
fn sentence(words: Words, lines: &[(String, &Stage)]) -> String {
    let said = |key: &str, stage: &Stage| {
        let values = [
            ("stop", stop(words, stage)),
            (
                "loss",
                percent(words, &stage.played, stage.played.loss.p50()),
            ),
        ];
        words.with(key, &values)
    };
    let first = lines
        .first()
        .map(|(_, stage)| said("seat.clock.nothing", stage));
    let last = lines.get(1..).and_then(<[_]>::last);
    let last = last.map(|(_, stage)| said("seat.clock.with", stage));
    let parts: Vec<String> = first.into_iter().chain(last).collect();
    parts.join(&words.t("said.space"))
}

/// The loss as bars: the middle, and how far nine of ten draws go.
fn picture(words: Words, lines: &[(String, &Stage)]) -> Html {
    let share = |played: &Played, loss: f64| percent_of_month(played, loss).unwrap_or_default();
    let rows: Vec<Bar> = lines
        .iter()
        .map(|(name, Stage { played, .. })| Bar {
            name: html! { <>{ name }</> },
            known: share(played, played.loss.p50().high),
            possible: share(played, played.loss.p90()),
            aside: false,
            figure: percent(words, played, played.loss.p50()),
        })
        .collect();
    let ends = rows.iter().map(|bar| bar.possible);
    let scale = ends.filter(|end| end.is_finite()).fold(0.0, f64::max);
    let stage = words.t("kits.stage");
    let loss = words.t("seat.clock.loss");
    let caption = words.t("seat.clock.bars");
    bars(words, &caption, [&stage, &loss], scale, &rows)
}

/// A loss as a percentage of a month's fixed cost, in a range.
fn percent(words: Words, played: &Played, loss: Interval) -> String {
    let one = |loss: f64| match percent_of_month(played, loss) {
        Some(percent) if percent.is_finite() => words.with(
            "seat.clock.percent",
            &[("percent", words.number(percent, 0))],
        ),
        Some(_) => words.t("scenarios.unbounded").into_owned(),
        None => words.t("scenarios.open").into_owned(),
    };
    ends(words, one(loss.low), one(loss.high))
}
