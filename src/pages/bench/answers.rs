//! An applicant's file beside an earlier one: what the answers changed.

use sonae_engine::screen::{Class, Question};
use yew::prelude::*;

use super::applicant::nobody;
use crate::pages::history::compare;
use crate::route::Page;
use crate::state::bench::said;
use crate::state::questions::Told;
use crate::state::questions::returned::{Held, Returned};
use crate::state::{Action, State};
use crate::widgets::field::{self, Field};
use crate::widgets::file_button::FileButton;
use crate::widgets::notice::reasons;
use crate::widgets::select::Entry;

/// With more files than this a list is no way to find one: it is chosen as a file.
const LISTED: usize = 500;

/// The page.
pub fn view(state: &State, number: usize, act: &Callback<Action>) -> Html {
    let words = state.words();
    let returned = state.bench.returned.as_ref();
    let (Some(screened), Some(returned)) = (state.bench.applicant(number), returned) else {
        return nobody(words, state.bench.reading);
    };
    let read = act.reform(|(name, bytes)| Told::EarlierRead(name, bytes).into());
    html! {
        <div class="page page-wide">
            <main class="page-main bench" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.answers") }</h1>
                    <p class="bench-file"><strong>{ screened.file() }</strong></p>
                    <p class="lead screen-only">{ words.t("answers.lead") }</p>
                    <p>{ words.t("bench.no_decision") }</p>
                </div>
                <section class="section screen-only" aria-labelledby="earlier">
                    <h2 id="earlier">{ words.t("answers.earlier") }</h2>
                    <p>{ words.t("answers.earlier_text") }</p>
                    { on_the_bench(state, returned, act) }
                    <div class="toolbar">
                        <FileButton label={words.t("answers.choose").into_owned()} accept=".json,.sonae,application/json" on_read={read} />
                    </div>
                </section>
                { match &returned.held {
                    None if returned.name.is_empty() => html! { <p class="soft">{ words.t("answers.none") }</p> },
                    None => html! { <p role="status">{ words.t("bench.not_yet") }</p> },
                    Some(Err(findings)) => html! {
                        <section class="notice" data-kind="error" role="alert" tabindex="-1">
                            <h2>{ words.with("answers.refused", &[("name", &returned.name)]) }</h2>
                            { reasons(words, findings) }
                        </section>
                    },
                    Some(Ok(held)) => changed(state, returned, held),
                } }
                <div class="actions screen-only">
                    <a class="button button-second" href={Page::Applicant(number).address()}>{ words.t("enquiry.to_applicant") }</a>
                    <button type="button" class="button button-second" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                </div>
            </main>
        </div>
    }
}

/// The files of this sitting that it can be held against.
fn on_the_bench(state: &State, returned: &Returned, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(desk) = state
        .bench
        .desk
        .as_ref()
        .filter(|desk| desk.queue.len() <= LISTED)
    else {
        return Html::default();
    };
    let entry = |value: String, text: String, chosen: bool| Entry {
        value,
        text,
        chosen,
    };
    let nothing = entry(
        String::new(),
        words.t("answers.not_here").into_owned(),
        returned.chosen.is_none(),
    );
    let with_class = desk
        .files
        .iter()
        .filter(|(number, one)| *number != returned.number && one.class_of().is_some());
    let files = with_class.map(|(number, one)| {
        entry(
            number.to_string(),
            one.file().to_owned(),
            returned.chosen == Some(*number),
        )
    });
    let entries: Vec<Entry> = std::iter::once(nothing).chain(files).collect();
    let field = Field {
        id: "answers-earlier".into(),
        label: words.t("answers.here").into_owned(),
        ..Field::default()
    };
    let own = returned.number;
    // The own number stands for none.
    let on_chosen =
        act.reform(move |value: String| Told::EarlierChosen(value.parse().unwrap_or(own)).into());
    html! { <div class="field">{ field::list(&field, &entries, &on_chosen) }</div> }
}

/// Class and range before and after, what was asked about and is settled, answers, movement.
fn changed(state: &State, returned: &Returned, held: &Held) -> Html {
    let words = state.words();
    let answered = &held.answered;
    let [before, after] = answered.class;
    let tag = |class: Class| html! { <span class="tag bench-class" data-class={class.key()}>{ said::class(words, class) }</span> };
    let range = |at: usize| {
        let overall = answered.overall.get(at).copied().flatten();
        overall.map_or_else(
            || words.t("bench.nothing").into_owned(),
            |it| words.range(it, 1),
        )
    };
    let list = |key: &str, questions: &[Question], none: &str| {
        html! {
            <>
                <h3>{ words.t(key) }</h3>
                if questions.is_empty() { <p>{ words.t(none) }</p> } else {
                    <ul>{ for questions.iter().map(|one| html! { <li>{ said::question(words, state.pack, one) }</li> }) }</ul>
                }
            </>
        }
    };
    let moves = if answered.moves() {
        "answers.moves"
    } else {
        "answers.stays"
    };
    html! {
        <section class="section" aria-labelledby="changed">
            <h2 id="changed">{ words.with("answers.beside", &[("name", &returned.name)]) }</h2>
            <p role="status"><strong>{ words.t(moves) }</strong></p>
            <table>
                <caption class="visually-hidden">{ words.t("answers.before_after") }</caption>
                <thead><tr><td></td><th scope="col">{ words.t("answers.before") }</th><th scope="col">{ words.t("answers.after") }</th></tr></thead>
                <tbody>
                    <tr><th scope="row">{ words.t("bench.column.class") }</th><td>{ tag(before) }</td><td>{ tag(after) }</td></tr>
                    <tr><th scope="row">{ words.t("history.overall") }</th><td>{ range(0) }</td><td>{ range(1) }</td></tr>
                </tbody>
            </table>
            { list("answers.settled", &answered.settled, "answers.nothing_settled") }
            { list("answers.left", &answered.asked, "answers.nothing_left") }
            { match &answered.movement {
                Some(movement) => compare::moved(state, movement),
                None => html! { <p class="notice" data-kind="note">{ words.t("answers.no_movement") }</p> },
            } }
            { match (&answered.changes, &held.cases) {
                (Some(changes), Some([earlier, later])) => compare::differing(state, later, earlier, changes),
                _ => html! { <p>{ words.t("answers.no_answers") }</p> },
            } }
        </section>
    }
}
