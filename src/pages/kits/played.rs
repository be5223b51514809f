//! What comes of an inject: without anything done, with what was chosen before, with all of it.

use sonae_engine::content::{Inject, Kit};
use sonae_engine::scenario::Played;
use yew::prelude::*;

use crate::pages::scenarios::{class_short, week_range, yen_range};
use crate::state::State;
use crate::state::kits::{Course, played};
use crate::words::Words;

/// The figures of an inject, a line for each stage of what was done.
pub fn figures(state: &State, kit: &Kit, inject: &Inject, course: &Course) -> Html {
    let words = state.words();
    let all: Vec<String> = course.before.iter().chain(&course.after).cloned().collect();
    let mut lines = vec![("kits.without", Vec::new())];
    if !course.before.is_empty() {
        lines.push(("kits.with_before", course.before.clone()));
    }
    if !course.after.is_empty() {
        lines.push(("kits.with_all", all));
    }
    let lines = lines.into_iter().filter_map(|(name, actions)| {
        let played = played(state.pack, state.language, kit, inject, &actions)?;
        Some((words.t(name).into_owned(), played))
    });
    table(
        words,
        &words.text(&inject.title),
        "kits.stage",
        lines.collect(),
    )
}

/// What each choice would have changed by itself.
pub fn single(state: &State, kit: &Kit, inject: &Inject) -> Html {
    let words = state.words();
    let of = |actions: &[String]| played(state.pack, state.language, kit, inject, actions);
    let without = of(&[]).map(|played| (words.t("kits.without").into_owned(), played));
    let each = kit.choices.iter().filter_map(|choice| {
        let action = state.pack.action(choice.action.as_str())?;
        Some((words.text(&action.title), of(&[action.id.to_string()])?))
    });
    table(
        words,
        &words.text(&inject.title),
        "kits.choice",
        without.into_iter().chain(each).collect(),
    )
}

/// What comes of an inject, line by line.
pub fn table(words: Words, caption: &str, head: &str, lines: Vec<(String, Played)>) -> Html {
    let label = |key: &str| words.t(&format!("scenarios.stress.{key}")).into_owned();
    html! {
        <table class="table table-cards">
            <caption>{ caption }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words.t(head) }</th>
                    <th scope="col" class="number">{ label("stop") }</th>
                    <th scope="col" class="number">{ label("loss") }</th>
                    <th scope="col">{ label("class") }</th>
                </tr>
            </thead>
            <tbody>
                { for lines.into_iter().map(|(name, played)| html! {
                    <tr>
                        <th scope="row">{ name }</th>
                        <td class="number" data-label={label("stop")}>{ week_range(words, played.stop_week.p50()) }</td>
                        <td class="number" data-label={label("loss")}>{ yen_range(words, played.loss.p50()) }</td>
                        <td data-label={label("class")}>{ class_short(words, &played.standing) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
