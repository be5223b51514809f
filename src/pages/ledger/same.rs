//! Which names are one company: the safe suggestions together, the others one by one, each with
//! its reason and each to be taken back.

use std::collections::BTreeSet;

use sonae_engine::ledger::names::Suggestion;
use yew::prelude::*;

use crate::state::ledger::LedgerImport;
use crate::state::{Action, State};
use crate::widgets::disclosure::Disclosure;
use crate::words::Words;

/// More safe suggestions than this are folded up.
const SAFE: usize = 12;
/// And of the others those after so many.
const OTHERS: usize = 20;

/// One suggestion, where it stands, and whether it was accepted.
type Answered<'a> = (usize, &'a Suggestion, bool);

/// The section; nothing where no names are alike. Until that is known it says that they are
/// being looked for.
pub fn suggestions(state: &State, import: &LedgerImport, act: &Callback<Action>) -> Html {
    let words = state.words();
    if import.alike.is_none() {
        return html! {
            <section class="section" aria-labelledby="same">
                <h2 id="same" tabindex="-1">{ words.t("ledger.same.heading") }</h2>
                <p role="status">{ words.t("ledger.same.looking") }</p>
            </section>
        };
    }
    let all: Vec<Answered<'_>> = import.suggestions().collect();
    if all.is_empty() {
        return Html::default();
    }
    let (safe, others): (Vec<_>, Vec<_>) = all.iter().partition(|(_, one, _)| one.certain);
    let accepted: Vec<usize> = all
        .iter()
        .filter(|(.., accepted)| *accepted)
        .map(|(index, ..)| *index)
        .collect();
    html! {
        <section class="section" aria-labelledby="same">
            <h2 id="same" tabindex="-1">{ words.t("ledger.same.heading") }</h2>
            <p>{ words.t("ledger.same.text") }</p>
            <p role="status">{ words.with("ledger.same.accepted", &[("accepted", accepted.len()), ("all", all.len())]) }</p>
            if !safe.is_empty() {
                { together(words, import, &safe, act) }
            }
            if !others.is_empty() {
                <h3>{ words.count("ledger.same.others", others.len()) }</h3>
                <p>{ words.t("ledger.same.others_text") }</p>
                { list(words, others.iter().take(OTHERS).copied(), act) }
                if let Some(more) = others.get(OTHERS..).filter(|more| !more.is_empty()) {
                    <Disclosure summary={words.count("ledger.same.more", more.len())} body={folded(words, import, more, act)} />
                }
            }
            if accepted.len() > 1 {
                <p><button type="button" class="button button-quiet button-small" onclick={answer(act, accepted, false)}>{ words.t("ledger.same.undo_all") }</button></p>
            }
        </section>
    }
}

fn answer(act: &Callback<Action>, which: Vec<usize>, yes: bool) -> Callback<MouseEvent> {
    act.reform(move |_| Action::SuggestionsAnswered(which.clone(), yes))
}

/// The safe ones: one button for all of them, and the list to look at.
fn together(
    words: Words,
    import: &LedgerImport,
    safe: &[Answered<'_>],
    act: &Callback<Action>,
) -> Html {
    let open: Vec<usize> = safe
        .iter()
        .filter(|(.., accepted)| !accepted)
        .map(|(index, ..)| *index)
        .collect();
    html! {
        <>
            <h3>{ words.count("ledger.same.safe", safe.len()) }</h3>
            if !open.is_empty() {
                <p><button type="button" class="button button-second" onclick={answer(act, open.clone(), true)}>{ words.count("ledger.same.accept_safe", open.len()) }</button></p>
            }
            if safe.len() > SAFE {
                <Disclosure summary={words.t("ledger.same.look").into_owned()} body={folded(words, import, safe, act)} />
            } else {
                { list(words, safe.iter().copied(), act) }
            }
        </>
    }
}

/// A list that is made once somebody looks.
fn folded(
    words: Words,
    import: &LedgerImport,
    which: &[Answered<'_>],
    act: &Callback<Action>,
) -> Callback<(), Html> {
    let (import, act) = (import.clone(), act.clone());
    let which: BTreeSet<usize> = which.iter().map(|(index, ..)| *index).collect();
    Callback::from(move |()| {
        let all = import.suggestions();
        list(words, all.filter(|(index, ..)| which.contains(index)), &act)
    })
}

fn list<'a>(
    words: Words,
    suggestions: impl Iterator<Item = Answered<'a>>,
    act: &Callback<Action>,
) -> Html {
    html! {
        <ul class="ledger-same" role="list">
            { for suggestions.map(|(index, one, accepted)| {
                let names = one.names.join(&words.t("ledger.same.and"));
                let (key, yes) = if accepted { ("ledger.same.undo", false) } else { ("ledger.same.accept", true) };
                html! {
                    <li key={index} data-accepted={accepted.to_string()}>
                        <div>
                            <p class="ledger-same-names">{ &names }</p>
                            <p class="small soft">{ words.t(&format!("ledger.because.{}", one.because.key())) }</p>
                            if accepted {
                                <p class="small">{ words.with("ledger.same.becomes", &[("alias", &one.alias)]) }</p>
                            }
                        </div>
                        <button type="button" class="button button-second button-small" onclick={answer(act, vec![index], yes)}>
                            { words.t(key) }<span class="visually-hidden">{ words.t("frame.colon") }{ &names }</span>
                        </button>
                    </li>
                }
            }) }
        </ul>
    }
}
