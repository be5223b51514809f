//! How the firm stands after a run: the class in words, and its three inequalities in numbers.

use sonae_engine::measure::{Interval, Truth};
use sonae_engine::scenario::{Class, Standing};
use yew::prelude::*;

use super::amounts;
use crate::state::State;
use crate::words::Words;

/// The section's content.
pub fn view(state: &State, standing: &Standing) -> Html {
    let words = state.words();
    let zero = Interval::known(0.0);
    let lines = [
        (
            "need",
            standing.need,
            standing.lines,
            at_most(standing.need, standing.lines),
        ),
        (
            "equity",
            standing.equity_after,
            zero,
            above(standing.equity_after, zero),
        ),
        (
            "contribution",
            standing.contribution,
            standing.fixed,
            at_most(standing.fixed, standing.contribution),
        ),
    ];
    let t = |key: &str| words.t(&format!("scenarios.standing.{key}")).into_owned();
    html! {
        <>
            <p><strong>{ class(words, standing) }</strong></p>
            <table class="table table-cards run-standing">
                <thead>
                    <tr>
                        <th scope="col">{ t("condition") }</th>
                        <th scope="col" class="number">{ t("left") }</th>
                        <th scope="col" class="number">{ t("right") }</th>
                        <th scope="col">{ t("holds") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for lines.into_iter().map(|(key, left, right, holds)| html! {
                        <tr>
                            <th scope="row">{ t(key) }</th>
                            <td class="number" data-label={t("left")}>{ amounts::yen_range(words, left) }</td>
                            <td class="number" data-label={t("right")}>{ amounts::yen_range(words, right) }</td>
                            <td data-label={t("holds")}>{ t(truth(holds)) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            <p class="small soft">{ words.t("scenarios.standing.text") }{ words.t("said.space") }{ words.t("frame.no_verdict") }</p>
        </>
    }
}

/// The class, or between which two it lies.
pub fn class(words: Words, standing: &Standing) -> String {
    let [good, bad] = standing.class;
    amounts::ends(words, name(words, good), name(words, bad))
}

/// The same in a few words.
pub fn class_short(words: Words, standing: &Standing) -> String {
    let short = |class| {
        let key = match class {
            Class::Liquid => "scenarios.class_short.liquid",
            Class::IlliquidButViable => "scenarios.class_short.illiquid_but_viable",
            Class::NotViableAfterTheShock => "scenarios.class_short.not_viable_after_the_shock",
        };
        words.t(key).into_owned()
    };
    let [good, bad] = standing.class;
    amounts::ends(words, short(good), short(bad))
}

/// A class in words.
fn name(words: Words, class: Class) -> String {
    let key = match class {
        Class::Liquid => "scenarios.class.liquid",
        Class::IlliquidButViable => "scenarios.class.illiquid_but_viable",
        Class::NotViableAfterTheShock => "scenarios.class.not_viable_after_the_shock",
    };
    words.t(key).into_owned()
}

fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Certain => "yes",
        Truth::Possible => "open",
        Truth::No => "no",
    }
}

fn at_most(one: Interval, other: Interval) -> Truth {
    if one.high <= other.low {
        Truth::Certain
    } else if one.low <= other.high {
        Truth::Possible
    } else {
        Truth::No
    }
}

fn above(one: Interval, other: Interval) -> Truth {
    if one.low > other.high {
        Truth::Certain
    } else if one.high > other.low {
        Truth::Possible
    } else {
        Truth::No
    }
}
