//! What is asked of an applicant: what to tick, and the sheet as it goes out.

use std::collections::BTreeSet;

use sonae_engine::content::{Id, Language, TableName};
use sonae_engine::screen::{Because, Item};
use yew::prelude::*;

use super::applicant::nobody;
use crate::route::Page;
use crate::state::questions::Told;
use crate::state::questions::asking::{Asking, Sheet, name, reason};
use crate::state::{Action, State};
use crate::widgets::check::check;
use crate::widgets::field::{self, Field};
use crate::widgets::help;
use crate::widgets::notice::reasons;
use crate::words::Words;

/// From an applicant to its questions and to its answers.
pub fn ways(words: Words, number: usize) -> Html {
    html! {
        <div class="toolbar screen-only">
            <a class="button button-second" href={Page::Enquiry(number).address()}>{ words.t("enquiry.write") }</a>
            <a class="button button-second" href={Page::Answers(number).address()}>{ words.t("answers.compare") }</a>
        </div>
    }
}

/// The page.
pub fn view(state: &State, number: usize, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(screened) = state.bench.applicant(number) else {
        return nobody(words, state.bench.reading);
    };
    let body = match (&state.bench.unasked, state.bench.asking.get(&number)) {
        (Some(findings), _) => html! {
            <section class="notice" data-kind="error" role="alert" tabindex="-1">
                <h2>{ words.t("enquiry.not_possible") }</h2>
                { reasons(words, findings) }
            </section>
        },
        (None, None) => html! { <p role="status">{ words.t("bench.not_yet") }</p> },
        (None, Some(asking)) => html! {
            <>
                <div class="screen-only">{ choosing(state, asking, act) }</div>
                { ways_out(state, asking, act) }
                { sheet(asking.language, &asking.sheet(state.pack, &state.questions_name())) }
            </>
        },
    };
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <div class="screen-only">
                    <h1 tabindex="-1">{ words.t("title.enquiry") }</h1>
                    <p class="bench-file"><strong>{ screened.file() }</strong></p>
                    <p class="lead">{ words.t("enquiry.lead") }</p>
                </div>
                { body }
                <div class="actions screen-only">
                    <a class="button button-second" href={Page::Applicant(number).address()}>{ words.t("enquiry.to_applicant") }</a>
                </div>
            </main>
        </div>
    }
}

/// What is suggested with its reasons, and everything else by module.
fn choosing(state: &State, asking: &Asking, act: &Callback<Action>) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let enquiry = &asking.enquiry;
    let tick = |item: &Item, text: String| {
        let asked = item.clone();
        let on_switch = act.reform(move |on| Told::Switched(asked.clone(), on).into());
        html! { <li>{ check(&text, enquiry.asks(item), &on_switch) }</li> }
    };
    let group = |key: &str, wanted: fn(&Because) -> bool| {
        let of: Vec<_> = asking
            .suggested
            .iter()
            .filter(|(_, it)| wanted(it))
            .collect();
        html! {
            if !of.is_empty() {
                <fieldset class="enquiry-group">
                    <legend>{ words.t(key) }</legend>
                    <ul role="list">{ for of.iter().map(|(item, because)| {
                        let said = [("what", name(words, pack, item)), ("why", reason(words, Some(because)))];
                        tick(item, words.with("enquiry.one", &said))
                    }) }</ul>
                </fieldset>
            }
        }
    };
    let suggested: BTreeSet<&Item> = asking.suggested.iter().map(|(item, _)| item).collect();
    let others = |title: String, items: Vec<Item>| {
        let left = items.into_iter().filter(|item| !suggested.contains(item));
        let left: Vec<Item> = left.collect();
        let chosen = left.iter().filter(|item| enquiry.asks(item)).count();
        let counts = [
            ("title", title),
            ("count", left.len().to_string()),
            ("chosen", chosen.to_string()),
        ];
        let body = html! { <ul role="list">{ for left.iter().map(|item| tick(item, name(words, pack, item))) }</ul> };
        (words.with("enquiry.others_of", &counts), body)
    };
    let question = |id: &Id| Item::Question(id.clone());
    let profile = pack.profile.iter().map(|it| question(&it.id)).collect();
    let tables = vec![
        Item::Table(TableName::Suppliers),
        Item::Table(TableName::Markets),
    ];
    let mut lines = vec![
        others(words.t("tasks.firm").into_owned(), profile),
        others(words.t("enquiry.tables").into_owned(), tables),
    ];
    lines.extend(pack.modules.iter().map(|module| {
        // What a table answers is asked by the table.
        let asked = module.questions.iter().filter(|it| it.from_table.is_none());
        others(
            words.text(&module.title),
            asked.map(|it| question(&it.id)).collect(),
        )
    }));
    let count = enquiry.questions.len() + enquiry.tables.len();
    let again = act.reform(|_: MouseEvent| Told::SuggestedAsked.into());
    html! {
        <section class="section" aria-labelledby="choose">
            <h2 id="choose">{ words.t("enquiry.choose") }</h2>
            if asking.suggested.is_empty() { <p>{ words.t("enquiry.nothing_suggested") }</p> }
            { group("enquiry.by_policy", |it| matches!(it, Because::Wanted | Because::Evidence)) }
            { group("enquiry.by_range", |it| matches!(it, Because::Narrows(_))) }
            { group("enquiry.by_contradiction", |it| matches!(it, Because::Contradicts(_))) }
            <h3>{ words.t("enquiry.others") }</h3>
            { help::disclosures(lines) }
            <div class="toolbar">
                <p role="status">{ words.count("enquiry.chosen", count) }</p>
                <button type="button" class="button button-quiet button-small" onclick={again}>{ words.t("enquiry.as_suggested") }</button>
            </div>
        </section>
    }
}

/// The language of the sheet, the day, and the ways out.
fn ways_out(state: &State, asking: &Asking, act: &Callback<Action>) -> Html {
    let words = state.words();
    let told = |told: fn() -> Told| act.reform(move |_: MouseEvent| told().into());
    let language = |language: Language, name: &'static str| {
        let onclick = act.reform(move |_: MouseEvent| Told::LanguageChosen(language).into());
        let pressed = (language == asking.language).to_string();
        html! { <button type="button" class="button button-second button-small" lang={language.tag()} aria-pressed={pressed} {onclick}>{ name }</button> }
    };
    let until = Field {
        id: "enquiry-until".into(),
        label: words.t("enquiry.until").into_owned(),
        hint: Some(words.t("enquiry.until_hint").into_owned()),
        value: asking.until.clone(),
        ..Field::default()
    };
    let on_day = act.reform(|day: String| Told::UntilSaid(day).into());
    html! {
        <section class="section screen-only" aria-labelledby="sheet-ways">
            <h2 id="sheet-ways">{ words.t("enquiry.out") }</h2>
            <p>{ words.t("enquiry.out_text") }</p>
            <div class="toolbar" role="group" aria-label={words.t("enquiry.language").into_owned()}>
                <span aria-hidden="true">{ words.t("enquiry.language") }</span>
                { language(Language::Ja, "日本語") }
                { language(Language::En, "English") }
            </div>
            <div class="field">{ field::day(&until, &on_day) }</div>
            <div class="toolbar">
                <button type="button" class="button" onclick={told(|| Told::SaveAsked)}>{ words.t("enquiry.save") }</button>
                <button type="button" class="button button-second" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("enquiry.print") }</button>
                <button type="button" class="button button-second" onclick={told(|| Told::CopyAsked)}>{ words.t("enquiry.copy") }</button>
            </div>
            <p role="status">
                if let Some(copied) = asking.copied { { words.t(if copied { "enquiry.copied" } else { "enquiry.not_copied" }) } }
            </p>
        </section>
    }
}

/// The sheet, as it is printed.
fn sheet(language: Language, sheet: &Sheet) -> Html {
    let paragraph = |text: &String| html! { <p>{ text }</p> };
    html! {
        <article class="report-sheet enquiry-sheet" lang={language.tag()} aria-labelledby="sheet-heading">
            <p class="enquiry-day">{ &sheet.day }</p>
            <p>{ &sheet.to }</p>
            if let Some(from) = &sheet.from { <p class="enquiry-day">{ from }</p> }
            <h2 id="sheet-heading">{ &sheet.heading }</h2>
            { for sheet.before.iter().map(paragraph) }
            <ol>
                { for sheet.asked.iter().map(|(what, why)| html! { <li><strong>{ what }</strong><br /><span class="small">{ why }</span></li> }) }
            </ol>
            { for sheet.after.iter().map(paragraph) }
        </article>
    }
}
