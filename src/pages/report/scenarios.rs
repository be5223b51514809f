//! What would happen: the scenarios that count, or else the worst of those that touch the firm,
//! a page each.

use yew::prelude::*;

use super::unverified;
use crate::pages::scenarios::{
    action_lines, cash_sentence, cash_table, figures, missing_names, month_on_paper, run_name,
    said, standing_class,
};
use crate::state::scenario::Playing;
use crate::state::{Case, State};
use crate::widgets::spread::spreads;

/// The pages; nothing where no scenario costs anything.
pub fn pages(state: &State, case: &Case) -> Html {
    let words = state.words();
    let Some(reported) = state.scenarios.reported() else {
        return Html::default();
    };
    let runs = reported.runs(state.pack);
    if runs.is_empty() {
        return Html::default();
    }
    let key = if case.assessment.runs.is_empty() {
        "scenarios.report.touching"
    } else {
        "scenarios.report.kept"
    };
    let note = words.text(&state.pack.scenarios.note);
    html! {
        <section class="report-sheet">
            <header class="report-head">
                <h2>{ words.t("scenarios.report.heading") }</h2>
                <p class="small">{ unverified(state, case) }</p>
            </header>
            <p>{ words.with(key, &[("note", note)]) }{ words.t("said.space") }{ words.t("frame.no_verdict") }</p>
            { for runs.iter().enumerate().map(|(index, playing)| page(state, playing, index)) }
        </section>
    }
}

fn page(state: &State, playing: &Playing, index: usize) -> Html {
    let words = state.words();
    let played = playing.played(state.pack);
    let hit = playing.sales_hit(state.pack);
    let missing = missing_names(state, &playing.run, &played.missing);
    // The first follows the heading on its sheet.
    let class = if index == 0 {
        "report-block"
    } else {
        "report-block report-scenario"
    };
    html! {
        <section {class}>
            <h3>{ run_name(state, &playing.run) }</h3>
            <p><strong>{ said::sentence(words, played, hit) }</strong></p>
            { spreads(&figures(words, played, hit)) }
            <p>{ words.t("scenarios.heading.standing") }{ words.t("frame.colon") }{ standing_class(words, &played.standing) }</p>
            if !played.missing.is_empty() {
                <p>{ words.with("scenarios.report.missing", &[("inputs", missing)]) }</p>
            }
            <h4>{ words.t("scenarios.heading.cash") }</h4>
            <p>{ cash_sentence(words, played) }</p>
            { cash_table(words, played, month_on_paper) }
            <h4>{ words.t("scenarios.before.actions") }</h4>
            { action_lines(state, playing) }
            <p class="small soft">{ words.with("scenarios.report.seed", &[
                ("seed", words.number(f64::from(played.how.seed), 0).replace(',', "")),
                ("draws", words.number(f64::from(played.how.draws), 0)),
            ]) }{ words.t("said.space") }{ words.t("scenarios.says.how") }</p>
        </section>
    }
}
