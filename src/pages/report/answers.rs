//! Every answer with its note, what is to be found out, and what does not go together.

use sonae_engine::assessment::{Origin, Step};
use yew::prelude::*;

use super::block;
use crate::pages::check::{self, contradictions, open};
use crate::state::{Case, State};

/// What is not known, as a list to take along.
pub fn to_find_out(state: &State, case: &Case) -> Html {
    let words = state.words();
    let unknown = open::with_origin(state, case, Origin::Unknown);
    let unanswered = open::with_origin(state, case, Origin::Unanswered);
    let gaps = open::gaps(state, case);
    let texts = |steps: &[&Step<'_>]| -> Vec<String> {
        steps
            .iter()
            .map(|step| words.text(&step.question.text))
            .collect()
    };
    let list = |key: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return Html::default();
        }
        let heading = words.with(key, &[("count", lines.len())]);
        html! { <><h4>{ heading }</h4><ul>{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul></> }
    };
    if unknown.is_empty() && unanswered.is_empty() && gaps.is_empty() {
        return block(
            words,
            "check.to_find_out",
            html! { <p>{ words.t("check.to_find_out_none") }</p> },
        );
    }
    let body = html! {
        <>
            { list("check.unknown", texts(&unknown)) }
            { list("check.unanswered", texts(&unanswered)) }
            { list("check.cells", gaps) }
        </>
    };
    block(words, "check.to_find_out", body)
}

/// What does not go together; nothing where there is nothing.
pub fn contradictions(state: &State, case: &Case) -> Html {
    let found = case.contradictions(state.pack);
    if found.is_empty() {
        return Html::default();
    }
    let body = html! {
        <ul>{ for found.iter().map(|one| html! { <li>{ contradictions::text(state, case, one) }</li> }) }</ul>
    };
    block(state.words(), "check.contradictions", body)
}

/// All questions that are asked, with their answers and notes.
pub fn all(state: &State, case: &Case) -> Html {
    let words = state.words();
    let path = &case.derived.path;
    let profile: Vec<&Step<'_>> = path.steps().iter().take(state.pack.profile.len()).collect();
    let head = |key: &str| html! { <th scope="col">{ words.t(key) }</th> };
    let table = |caption: String, steps: Vec<&Step<'_>>| {
        html! {
            <table class="table report-answers">
                <caption>{ caption }</caption>
                <thead><tr>{ head("report.column.question") }{ head("report.column.answer") }</tr></thead>
                <tbody>{ for steps.into_iter().filter(|step| step.is_asked()).map(|step| row(state, case, step)) }</tbody>
            </table>
        }
    };
    let themes = case.derived.progress.iter().map(|progress| {
        let title = words.with(
            "check.theme",
            &[
                ("module", words.text(&progress.module.title)),
                ("theme", words.text(&progress.theme.title)),
            ],
        );
        let steps = progress.questions.iter();
        table(
            title,
            steps.filter_map(|id| path.step(id.as_str())).collect(),
        )
    });
    let body = html! {
        <>
            { table(words.t("check.profile").into_owned(), profile) }
            { for themes }
        </>
    };
    block(words, "report.answers", body)
}

fn row(state: &State, case: &Case, step: &Step<'_>) -> Html {
    let words = state.words();
    let beside = case.assessment.answers.get(&step.question.id);
    let note = beside
        .map(|answer| answer.note.as_str())
        .unwrap_or_default();
    html! {
        <tr>
            <th scope="row">{ words.text(&step.question.text) }</th>
            <td>
                { check::answer(state, case, step) }
                if !note.is_empty() { <p class="summary-note">{ words.with("check.note", &[("note", note)]) }</p> }
            </td>
        </tr>
    }
}
