//! What would be taken into the supplier table, and the ways on.

use sonae_engine::ledger::consolidate::Ledger;
use sonae_engine::measure::Number;
use sonae_engine::report::ledger::Proposal;
use sonae_engine::suppliers::HHI_SCALE;
use yew::prelude::*;

use crate::pages::suppliers::shares::supplier;
use crate::route::Page;
use crate::state::ledger::LedgerImport;
use crate::state::{Action, Case, Shared, State};
use crate::widgets::bars::{Bar, bars};
use crate::widgets::check::check;
use crate::widgets::disclosure::Disclosure;
use crate::widgets::notice::sentence;
use crate::words::Words;

/// The largest suppliers are enough to see whether it can be right.
const BARS: usize = 10;

/// More lines behind a supplier than this are counted only.
const LINES: usize = 40;

/// The section.
pub fn outcome(state: &State, case: &Case, import: &LedgerImport, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(proposal) = &import.proposal else {
        return Html::default();
    };
    if proposal.rows.is_empty() {
        return html! { <div class="actions">{ leave(words, act) }</div> };
    }
    let is_empty = case.assessment.suppliers.is_empty();
    let take = |replace: bool| act.reform(move |_: MouseEvent| Action::LedgerTaken { replace });
    let busy = import.progress.is_some().then_some("true");
    html! {
        <section class="section" aria-labelledby="outcome">
            <h2 id="outcome">{ words.t("ledger.outcome") }</h2>
            { says(words, import, proposal) }
            if let Some(months) = import.months() {
                { check(&words.with("ledger.yearly", &[("months", words.number(months, 1))]), import.yearly, &act.reform(Action::LedgerYearly)) }
            }
            { unknown_words(words, proposal) }
            <p>{ words.t("ledger.not_yet") }</p>
            <div class="toolbar">
                if is_empty {
                    <button type="button" class="button" aria-disabled={busy} onclick={take(true)}>{ words.t("tables.import.take") }</button>
                } else {
                    <button type="button" class="button" aria-disabled={busy} onclick={take(true)}>{ words.t("tables.import.replace") }</button>
                    <button type="button" class="button button-second" aria-disabled={busy} onclick={take(false)}>{ words.t("tables.import.add") }</button>
                }
                { leave(words, act) }
            </div>
        </section>
    }
}

fn leave(words: Words, act: &Callback<Action>) -> Html {
    html! {
        <>
            <button type="button" class="button button-quiet" onclick={act.reform(|_| Action::LedgerDropped)}>{ words.t("tables.import.drop") }</button>
            <a class="button button-quiet" href={Page::Suppliers.address()}>{ words.t("ledger.to_table") }</a>
        </>
    }
}

/// How many suppliers, how concentrated, how much of unknown origin, and the largest ones.
fn says(words: Words, import: &LedgerImport, proposal: &Shared<Proposal>) -> Html {
    let figures = &proposal.figures;
    let Some(hhi) = figures.supplier_hhi else {
        return html! { <p>{ words.t("ledger.nothing_spent") }</p> };
    };
    let unknown = figures
        .known_origin_share
        .map_or(0.0, |known| 1.0 - known.low);
    let percent = |share: f64| words.number(share * 100.0, 0);
    // Credit notes count here as they do in the ledger, and in no share.
    let spent = proposal.rows.iter().filter_map(|row| row.annual_spend);
    let spent: f64 = spent.map(Number::get).sum();
    let sentence = words.with(
        "ledger.says",
        &[
            ("suppliers", figures.suppliers.len().to_string()),
            ("yen", words.yen(spent)),
            ("effective", words.number(1.0 / hhi, 1)),
            ("hhi", words.number(hhi * HHI_SCALE, 0)),
            ("unknown", percent(unknown)),
        ],
    );
    let largest: Vec<Bar> = figures
        .suppliers
        .iter()
        .take(BARS)
        .map(|slice| {
            let name = supplier(words, slice);
            Bar {
                name: lines(words, import, proposal, &slice.key, name),
                known: slice.share.low,
                possible: slice.share.high,
                aside: false,
                figure: words.share(slice.share),
            }
        })
        .collect();
    let rest = figures.suppliers.len().saturating_sub(BARS);
    let heads = [&*words.t("tables.supplier"), &*words.t("tables.share")];
    html! {
        <>
            <p>{ sentence }</p>
            { bars(words, &words.t("tables.by_supplier"), heads, 1.0, &largest) }
            if rest > 0 {
                <p class="small soft">{ words.count("tables.rest_suppliers", rest) }</p>
            }
        </>
    }
}

/// A supplier that unfolds the lines of the ledger behind it. Of several ledgers together a line
/// number alone says nothing.
fn lines(
    words: Words,
    import: &LedgerImport,
    proposal: &Shared<Proposal>,
    alias: &str,
    name: String,
) -> Html {
    let understood = import.understood.clone();
    let Some(understood) = understood.filter(|it| it.each.len() == 1) else {
        return html! { { name } };
    };
    let (proposal, alias) = (proposal.clone(), alias.to_owned());
    let body = Callback::from(move |()| behind(words, &understood.together, &proposal, &alias));
    html! { <Disclosure summary={name} {body} /> }
}

/// The lines behind a supplier.
fn behind(words: Words, ledger: &Ledger, proposal: &Proposal, alias: &str) -> Html {
    let parties = ledger.parties.iter();
    let own = parties.filter(|party| proposal.book.name_of(&party.name) == alias);
    let mut lines: Vec<u32> = own.flat_map(|party| party.lines.clone()).collect();
    lines.sort_unstable();
    let shown: Vec<String> = lines.iter().take(LINES).map(u32::to_string).collect();
    let more = lines.len().saturating_sub(LINES);
    html! {
        <>
            <p>{ words.with("ledger.behind", &[("lines", shown.join(&words.t("tables.and")))]) }</p>
            if more > 0 {
                <p>{ words.with("tables.more_rows", &[("count", more)]) }</p>
            }
        </>
    }
}

/// Origins and routes that mean nothing here.
fn unknown_words(words: Words, proposal: &Proposal) -> Html {
    if proposal.findings.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notice" data-kind="caution">
            <h3>{ words.count("ledger.doubts", proposal.findings.len()) }</h3>
            <ul>
                { for proposal.findings.iter().map(|finding| html! { <li>{ sentence(words, finding, "what") }{ " " }{ sentence(words, finding, "todo") }</li> }) }
            </ul>
        </section>
    }
}
