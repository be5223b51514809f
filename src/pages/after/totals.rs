//! Totals of rooms, put together.

use sonae_engine::report::totals::Table;
use sonae_engine::workshop::totals::{Count, FEWEST, Figures, Totals};
use yew::prelude::*;

use crate::route::Page;
use crate::state::after::{Saved, Told, said};
use crate::state::{Action, State};
use crate::widgets::check::check;
use crate::widgets::file_button::FilesButton;
use crate::widgets::notice::sentence;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t(Page::Totals.title()) }</h1>
                    <p class="lead">{ words.t("totals.lead") }</p>
                    <p>{ words.t("after.no_ranking") }</p>
                </div>
                { files(state, act) }
                { match state.merged_totals() {
                    None => html! { <p>{ words.t("totals.empty") }</p> },
                    Some(Err(finding)) => html! {
                        <section class="notice" data-kind="error" role="alert">
                            <h2>{ words.t("totals.apart") }</h2>
                            <p>{ sentence(words, &finding, "what") }{ words.t("said.space") }{ sentence(words, &finding, "todo") }</p>
                        </section>
                    },
                    Some(Ok(totals)) => merged(state, act, &totals),
                } }
                <div class="actions screen-only">
                    <a class="button button-second" href={Page::After.address()}>{ words.t("title.after") }</a>
                </div>
            </main>
        </div>
    }
}

/// What is put together.
fn files(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let after = &state.after;
    let read = act.reform(|files| Told::FilesRead(files).into());
    let own = act.reform(|own| Told::OwnSwitched(own).into());
    let has_own = matches!(state.own_totals(), Some(Ok(_)));
    html! {
        <section class="section screen-only" aria-labelledby="files">
            <h2 id="files">{ words.t("totals.files") }</h2>
            <p>{ words.t("totals.files_text") }</p>
            if has_own { { check(&words.t("totals.own"), !after.without_own, &own) } }
            if !after.files.is_empty() {
                <ul>
                    { for after.files.iter().enumerate().map(|(at, (name, totals))| {
                        let remove = act.reform(move |_: MouseEvent| Told::FileRemoved(at).into());
                        html! {
                            <li>
                                { name }{ words.t("frame.colon") }{ sums(state, totals) }{ " " }
                                <button type="button" class="button button-quiet button-small" onclick={remove}>
                                    { words.t("handin.remove") }<span class="visually-hidden">{ words.t("frame.colon") }{ name }</span>
                                </button>
                            </li>
                        }
                    }) }
                </ul>
            }
            <div class="toolbar">
                <FilesButton label={words.t("totals.add").into_owned()} class="button button-second" accept=".json,application/json" on_read={read} />
                if !after.undo.is_empty() {
                    <button type="button" class="button button-quiet" onclick={act.reform(|_| Told::Undone.into())}>{ words.t("action.undo") }</button>
                }
            </div>
        </section>
    }
}

/// How many rooms and teams.
fn sums(state: &State, totals: &Totals) -> String {
    let words = state.words();
    let teams = usize::try_from(totals.teams()).unwrap_or(usize::MAX);
    let sums = [
        ("rooms", words.count("totals.rooms", totals.rooms.len())),
        ("teams", words.count("handin.teams_count", teams)),
    ];
    words.with("totals.sums", &sums)
}

fn merged(state: &State, act: &Callback<Action>, totals: &Totals) -> Html {
    let words = state.words();
    let saved = |what: Saved| act.reform(move |_: MouseEvent| Told::SaveAsked(what).into());
    let [pack, version, method] = totals.made_with();
    let foot = [
        ("date", words.date(&state.today)),
        ("pack", format!("{pack} {version}")),
        ("method", method.to_owned()),
    ];
    let months = totals.months.iter().map(|(month, rooms)| {
        let rooms = usize::try_from(*rooms).unwrap_or(usize::MAX);
        let told = [
            ("month", words.date(month)),
            ("rooms", words.count("totals.rooms", rooms)),
        ];
        words.with("totals.month", &told)
    });
    let months: Vec<String> = months.collect();
    html! {
        <>
            <div role="status">
                <p><strong>{ sums(state, totals) }</strong>{ " " }{ months.join(&words.t("said.and")) }</p>
            </div>
            <p>{ words.with("totals.in_steps", &[("few", FEWEST)]) }</p>
            <div class="toolbar screen-only">
                <button type="button" class="button button-second" onclick={saved(Saved::Merged)}>{ words.t("totals.save") }</button>
                <button type="button" class="button button-second" onclick={saved(Saved::Csv)}>{ words.t("portfolio.save_csv") }</button>
                <button type="button" class="button button-second" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
            </div>
            { for totals.kits.iter().map(|(id, figures)| of_kit(state, id, figures)) }
            <p class="small">{ words.with("portfolio.pool_foot", &foot) }</p>
        </>
    }
}

/// What the teams of a kit did; one that is not here is called by its id.
fn of_kit(state: &State, kit: &str, figures: &Figures) -> Html {
    let words = state.words();
    let id = format!("of-{kit}");
    let here = state.pack.kit(kit);
    let title = here.map_or_else(|| kit.to_owned(), |kit| words.text(&kit.title));
    let teams = usize::try_from(figures.teams).unwrap_or(usize::MAX);
    let rooms = usize::try_from(figures.rooms).unwrap_or(usize::MAX);
    let sums = [
        ("rooms", words.count("totals.rooms", rooms)),
        ("teams", words.count("handin.teams_count", teams)),
    ];
    html! {
        <section class="section" aria-labelledby={id.clone()}>
            <h2 id={id}>{ title }</h2>
            <p>{ words.with("totals.sums", &sums) }</p>
            if here.is_none() {
                <p>{ words.t("totals.no_kit") }{ words.t("said.space") }<a class="screen-only" href={Page::Kits.address()}>{ words.t("title.kits") }</a></p>
            }
            { for state.totals_tables(here, figures).iter().map(|table| shown(state, kit, table)) }
        </section>
    }
}

/// A table; of questions, those that some room has teams enough for.
fn shown(state: &State, kit: &str, table: &Table) -> Html {
    let words = state.words();
    let id = format!("{}-of-{kit}", table.key);
    let is_told =
        |counts: &[Count]| table.key != "questions" || counts.iter().any(|[low, _]| *low > 0);
    let rows: Vec<_> = table.rows.iter().filter(|row| is_told(&row.1)).collect();
    let teams = usize::try_from(table.of).unwrap_or(usize::MAX);
    let of = [("teams", words.count("handin.teams_count", teams))];
    html! {
        <section class="totals-table" aria-labelledby={id.clone()}>
            <h3 id={id.clone()}>{ words.t(&format!("totals.{}", table.key)) }</h3>
            if table.of == 0 {
                <p>{ words.with("totals.no_results", &[("few", FEWEST)]) }</p>
            } else if rows.is_empty() {
                <p>{ words.with("totals.no_questions", &[("few", FEWEST)]) }</p>
            } else {
                <p class="soft">{ words.with("totals.of_teams", &of) }</p>
                <table class="table table-cards" aria-labelledby={id}>
                    <thead>
                        <tr>
                            <th scope="col">{ words.t(&format!("totals.about.{}", table.key)) }</th>
                            { for table.columns.iter().map(|column| html! { <th scope="col" class="number">{ words.t(column) }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for rows.iter().map(|(about, counts)| html! {
                            <tr>
                                <th scope="row">{ about }</th>
                                { for table.columns.iter().zip(counts).map(|(column, count)| html! {
                                    <td class="number" data-label={words.t(column).into_owned()}>{ said(words, *count) }</td>
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            }
        </section>
    }
}
