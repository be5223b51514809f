//! The archive of a sitting: made of all files, and checked later.

use sonae_engine::request::desk::{Difference, Purpose};
use sonae_engine::screen::{Verified, What};
use yew::prelude::*;

use super::count;
use crate::state::bench::{BookTold, Told, UnderWay};
use crate::state::{Action, State};
use crate::widgets::archive_button::ArchiveButton;
use crate::widgets::notice::sentence;
use crate::words::Words;

/// The section on the bench.
pub fn section(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let bench = &state.bench;
    let book = &bench.book;
    let keeping = book.does(|it| matches!(it, Purpose::Keep));
    let checking = book.does(|it| matches!(it, Purpose::Verify));
    let is_free = !bench.reading && !bench.is_standing() && keeping.is_none() && checking.is_none();
    let checked = act.reform(|name| Told::Book(BookTold::CheckAsked(name)).into());
    html! {
        <section class="section screen-only" aria-labelledby="archive">
            <h2 id="archive">{ words.t("archive.heading") }</h2>
            <p>{ words.t("archive.lead") }</p>
            if is_free {
                <div class="toolbar">
                    if bench.desk.is_some() {
                        <button type="button" class="button button-second" onclick={act.reform(|_| Told::Book(BookTold::KeepAsked).into())}>{ words.t("archive.keep") }</button>
                    }
                    <ArchiveButton label={words.t("archive.check").into_owned()} on_chosen={checked} />
                </div>
            }
            if let Some(under_way) = keeping { { progress(words, "archive.keeping", under_way, act) } }
            if let Some(under_way) = checking { { progress(words, "archive.checking", under_way, act) } }
            if let Some((name, checked)) = &book.checked {
                <div role="status">
                    { match checked {
                        Ok((verified, differences)) => outcome(words, name, verified, differences),
                        Err(finding) => html! {
                            <section class="notice" data-kind="error">
                                <h3>{ words.with("archive.refused", &[("name", name)]) }</h3>
                                <p>{ sentence(words, finding, "what") }{ words.t("said.space") }{ sentence(words, finding, "todo") }</p>
                            </section>
                        },
                    } }
                </div>
            }
        </section>
    }
}

/// How far something is that is done with all files, and a way to stop it.
pub fn progress(words: Words, says: &str, under_way: &UnderWay, act: &Callback<Action>) -> Html {
    let counts = [
        ("done", words.number(count(under_way.done), 0)),
        ("all", words.number(count(under_way.all), 0)),
    ];
    html! {
        <div class="progress-line screen-only">
            <p><strong>{ words.t(says) }</strong>
                if under_way.all > 1 { { words.with("bench.reading_done", &counts) } }
            </p>
            if under_way.all > 1 {
                <progress max={under_way.all.to_string()} value={under_way.done.to_string()} aria-label={words.t(says).into_owned()}></progress>
            }
            <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::Book(BookTold::StopAsked).into())}>{ words.t("bench.stop") }</button>
        </div>
    }
}

fn outcome(words: Words, name: &str, verified: &Verified, differences: &[Difference]) -> Html {
    let counts = [
        ("name", name.to_owned()),
        ("entries", words.number(count(verified.entries), 0)),
        ("lines", words.number(count(verified.lines), 0)),
        ("recomputed", words.number(count(verified.recomputed), 0)),
        ("reviews", words.number(count(verified.reviews), 0)),
    ];
    let (closed, differing): (Vec<&Difference>, Vec<&Difference>) =
        differences.iter().partition(|it| it.what == What::Closed);
    let not_had = verified.lines - verified.lines.min(verified.recomputed + verified.closed);
    let told = verified.differences + verified.closed;
    let more = told.saturating_sub(differences.len());
    let (kind, heading) = if verified.differences == 0 {
        ("done", words.with("archive.same", &counts))
    } else {
        (
            "caution",
            words.count("archive.differs", verified.differences),
        )
    };
    html! {
        <section class="notice" data-kind={kind}>
            <h3>{ heading }</h3>
            <p>{ words.with("archive.counts", &counts) }</p>
            if verified.differences == 0 && not_had > 0 { <p>{ words.count("archive.not_had", not_had) }</p> }
            { list(words, &differing) }
            if !closed.is_empty() {
                <h4>{ words.count("archive.closed", verified.closed) }</h4>
                <p>{ words.t("archive.closed_text") }</p>
                { list(words, &closed) }
            }
            if more > 0 { <p>{ words.count("archive.more", more) }</p> }
        </section>
    }
}

fn list(words: Words, told: &[&Difference]) -> Html {
    if told.is_empty() {
        return Html::default();
    }
    html! {
        <ul>
            { for told.iter().map(|difference| html! {
                <li>
                    <code>{ &difference.entry }</code>{ words.t("said.space") }
                    { words.t(&format!("archive.what.{}", difference.what.key())) }
                    if !difference.fields.is_empty() { { words.t("said.space") }<code>{ difference.fields.join(", ") }</code> }
                </li>
            }) }
        </ul>
    }
}
