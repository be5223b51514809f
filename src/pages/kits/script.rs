//! The trainer's sheets: the agenda with its clock times, and what to say and ask at each step.

use sonae_engine::content::{Agenda, Kit, Text, Timed};
use yew::prelude::*;

use super::{head, needed};
use crate::state::State;
use crate::state::kits::clock;
use crate::widgets::heading;

/// Agenda and script.
pub fn sheets(state: &State, kit: &Kit, agenda: &Agenda) -> Html {
    let words = state.words();
    let steps = kit.timed(agenda);
    html! {
        <>
            <section class="report-sheet">
                { head(state, kit, "kits.agenda") }
                { table(state, agenda, &steps) }
                <section class="report-block">
                    <h3>{ words.t("kits.needed") }</h3>
                    { needed(words) }
                </section>
                <section class="report-block">
                    <h3>{ words.t("kits.traps") }</h3>
                    <p>{ words.t("kits.traps_text") }</p>
                    { for kit.traps.iter().map(|trap| html! {
                        <div class="kit-step">
                            <h4>{ words.text(&trap.title) }{ rows(&trap.rows) }</h4>
                            <p>{ words.text(&trap.missed) }</p>
                        </div>
                    }) }
                </section>
            </section>
            <section class="report-sheet">
                { head(state, kit, "kits.script") }
                <p>{ words.t("kits.script_text") }</p>
                { for steps.iter().map(|timed| step(state, kit, timed)) }
            </section>
        </>
    }
}

/// Which rows of the supplier table it shows in.
pub fn rows(rows: &[Box<str>]) -> Html {
    html! { if !rows.is_empty() { { " " }<span class="tag">{ rows.join(", ") }</span> } }
}

fn table(state: &State, agenda: &Agenda, steps: &[Timed<'_>]) -> Html {
    let words = state.words();
    let at = |minutes| clock(&state.kits.begins, minutes);
    html! {
        <table class="table kit-agenda">
            <caption class="visually-hidden">{ words.t("kits.agenda") }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words.t("kits.at") }</th>
                    <th scope="col">{ words.t("kits.part") }</th>
                    <th scope="col">{ words.t("kits.question") }</th>
                </tr>
            </thead>
            <tbody>
                { for steps.iter().map(|timed| html! {
                    <tr>
                        <td>{ at(timed.starts) }<br /><span class="small">{ words.with("kits.minutes", &[("minutes", timed.minutes)]) }</span></td>
                        <th scope="row">{ words.text(&timed.step.title) }</th>
                        <td>{ words.text(&timed.step.question) }</td>
                    </tr>
                }) }
                <tr><td>{ at(agenda.minutes) }</td><th scope="row">{ words.t("kits.end") }</th><td></td></tr>
            </tbody>
        </table>
    }
}

fn step(state: &State, kit: &Kit, timed: &Timed<'_>) -> Html {
    let words = state.words();
    let step = timed.step;
    let inject = step
        .inject
        .as_ref()
        .and_then(|inject| kit.inject(inject.as_str()));
    html! {
        <section class="report-block kit-step">
            <h3>
                { clock(&state.kits.begins, timed.starts) }{ " " }{ words.text(&step.title) }{ " " }
                <span class="small">{ words.with("kits.minutes", &[("minutes", timed.minutes)]) }</span>
            </h3>
            <p><strong>{ words.text(&step.question) }</strong></p>
            <p>{ words.text(&step.say) }</p>
            { list(state, 4, "kits.ask", &step.ask) }
            { list(state, 4, "kits.missed", &step.missed) }
            if let Some(inject) = inject {
                <h4>{ words.with("kits.card_is", &[("title", words.text(&inject.title))]) }</h4>
                <p>{ words.text(&inject.debrief) }</p>
            }
        </section>
    }
}

/// Sentences under a heading of this level; nothing where there are none.
pub fn list(state: &State, level: u8, name: &str, texts: &[Text]) -> Html {
    let words = state.words();
    html! {
        if !texts.is_empty() {
            { heading::heading(level, None, None, html! { { words.t(name) } }) }
            <ul>{ for texts.iter().map(|text| html! { <li>{ words.text(text) }</li> }) }</ul>
        }
    }
}
