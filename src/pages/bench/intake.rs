//! The intake report: what became of every file, and why.

use sonae_engine::screen::{Screened, State as Came};
use yew::prelude::*;

use super::{count, digits};
use crate::route::Page;
use crate::state::bench::{PAGE, Paper, TakeOut, Told};
use crate::state::{Action, State};
use crate::widgets::notice::sentence;
use crate::words::Words;

/// So many reasons stand beside a file; all of them are in the list that is saved.
const IN_SIGHT: usize = 2;

/// The report.
pub fn intake(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let bench = &state.bench;
    html! {
        <section class={classes!("section", (bench.looking.on_paper == Some(Paper::Queue)).then_some("screen-only"))} aria-labelledby="intake">
            <h2 id="intake">{ words.t("bench.intake") }</h2>
            <p>{ words.t("bench.intake_text") }</p>
            { groups(state, act) }
            { files(state, act) }
            <p class="small paper-only">{ words.with("bench.paper_foot", &[("date", words.date(&state.today)), ("hash", bench.policy.hash())]) }</p>
            <div class="toolbar screen-only">
                <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::TakenOut(TakeOut::Intake).into())}>{ words.t("bench.save_intake") }</button>
                <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::PaperAsked(Paper::Intake).into())}>{ words.t("bench.print_intake") }</button>
            </div>
        </section>
    }
}

/// How many files of each state there are, what that means, and what to do.
fn groups(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let wanted = state.bench.looking.intake;
    let states = state.bench.states();
    let all = states.values().sum();
    let line = |one: Option<Came>, of: usize| {
        let (name, text) = match one {
            None => ("bench.state_all".to_owned(), String::new()),
            Some(one) => (
                format!("bench.state.{}", one.key()),
                words
                    .t(&format!("bench.state_text.{}", one.key()))
                    .into_owned(),
            ),
        };
        let onclick = act.reform(move |_: MouseEvent| Told::IntakeChosen(one).into());
        html! {
            <tr>
                <th scope="row">
                    <button type="button" class="button button-quiet button-small screen-only" aria-pressed={(one == wanted).to_string()} {onclick}>{ words.t(&name) }</button>
                    <span class="paper-only">{ words.t(&name) }</span>
                </th>
                <td class="number" data-label={words.t("bench.column.count").into_owned()}>{ words.number(count(of), 0) }</td>
                <td>{ text }</td>
            </tr>
        }
    };
    html! {
        <table class="table table-cards bench-groups">
            <caption class="visually-hidden">{ words.t("bench.groups_caption") }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words.t("bench.column.state") }</th>
                    <th scope="col" class="number">{ words.t("bench.column.count") }</th>
                    <th scope="col">{ words.t("bench.column.means") }</th>
                </tr>
            </thead>
            <tbody>
                { line(None, all) }
                { for states.iter().map(|(one, of)| line(Some(*one), *of)) }
            </tbody>
        </table>
    }
}

/// The files, so many at a time; on paper all of them.
fn files(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let looking = &state.bench.looking;
    let all = state.bench.intake();
    let is_whole = looking.on_paper == Some(Paper::Intake);
    let (first, most) = if is_whole {
        (0, all.len())
    } else {
        (looking.intake_page * PAGE, PAGE)
    };
    let last = (first + most).min(all.len());
    let to = |page: usize| act.reform(move |_: MouseEvent| Told::IntakePage(page).into());
    let page = looking.intake_page;
    html! {
        <>
            <p role="status">{ words.with("bench.rows", &[("first", (first + 1).min(last)), ("last", last), ("all", all.len())]) }</p>
            <table class="table table-cards bench-files">
                <caption class="visually-hidden">{ words.t("bench.files_caption") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("bench.column.file") }</th>
                        <th scope="col">{ words.t("bench.column.state") }</th>
                        <th scope="col">{ words.t("bench.column.reasons") }</th>
                    </tr>
                </thead>
                <tbody>{ for all.iter().skip(first).take(most).map(|(number, screened)| file(words, *number, screened)) }</tbody>
            </table>
            if all.len() > PAGE && !is_whole {
                <nav class="toolbar screen-only" aria-label={words.t("bench.intake_pages").into_owned()}>
                    <button type="button" class="button button-second button-small" disabled={page == 0} onclick={to(page.saturating_sub(1))}>{ words.t("bench.page_before") }</button>
                    <button type="button" class="button button-second button-small" disabled={last == all.len()} onclick={to(page + 1)}>{ words.t("bench.page_after") }</button>
                </nav>
            }
        </>
    }
}

fn file(words: Words, number: usize, screened: &Screened) -> Html {
    let line = screened.told();
    let more = screened.findings().len().saturating_sub(IN_SIGHT);
    let kind = line
        .kind
        .map(|kind| words.t(&format!("bench.kind.{}", kind.key())));
    let same = line
        .duplicate_of
        .as_ref()
        .map(|file| words.with("bench.same_as", &[("file", file)]));
    html! {
        <tr key={number}>
            <th scope="row">
                if line.class.is_some() { <a href={Page::Applicant(number).address()}>{ &line.file }</a> } else { { &line.file } }
                if let Some(hash) = &line.input_hash { <br /><span class="soft small">{ words.with("bench.input", &[("hash", digits(hash))]) }</span> }
            </th>
            <td data-label={words.t("bench.column.state").into_owned()}>{ words.t(&format!("bench.state.{}", line.state.key())) }</td>
            <td>
                if let Some(kind) = kind { <p class="small">{ kind }</p> }
                if let Some(same) = same { <p class="small">{ same }</p> }
                { for screened.findings().iter().take(IN_SIGHT).map(|finding| html! {
                    <p class="small">{ sentence(words, finding, "what") }{ words.t("said.space") }{ sentence(words, finding, "todo") }</p>
                }) }
                if more > 0 { <p class="small soft">{ words.count("bench.more_findings", more) }</p> }
            </td>
        </tr>
    }
}
