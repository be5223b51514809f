//! Purchase ledgers, from the drop to the supplier table: what was understood of each file, which
//! names are one company, what comes of it; nothing is taken before the person says so.

mod outcome;
mod same;
mod understood;

use sonae_engine::content::TableName;
use yew::prelude::*;

use super::tables::on_read;
use crate::route::Page;
use crate::state::ledger::LedgerImport;
use crate::state::{Action, Case, State};
use crate::widgets::arrival::Arrival;
use crate::widgets::drop_zone::{DropZone, LEDGERS};
use crate::words::Words;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let on_read = on_read(act, TableName::Suppliers);
    let zone = |says: &'static str| {
        html! { <DropZone {words} name="ledger" {says} accept={LEDGERS} on_read={on_read.clone()} /> }
    };
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.ledger") }</h1>
                    <p>{ words.t("ledger.lead") }</p>
                </div>
                if let Some(import) = &state.ledger {
                    { waiting(words, import, act) }
                    if import.understood.is_some() {
                        { read(state, case, import, act) }
                        <details class="disclosure">
                            <summary>{ words.t("ledger.more_files") }</summary>
                            <div class="disclosure-body">{ zone("ledger.drop_more") }</div>
                        </details>
                    }
                } else {
                    { zone("ledger.drop") }
                    <div class="actions">
                        <a class="button button-second" href={Page::Suppliers.address()}>{ words.t("ledger.to_table") }</a>
                    </div>
                }
            </main>
        </div>
    }
}

/// How far the reading is, and a way to stop it.
fn waiting(words: Words, import: &LedgerImport, act: &Callback<Action>) -> Html {
    let Some(done) = import.progress else {
        return Html::default();
    };
    let percent = words.number((done * 100.0).floor(), 0);
    html! {
        <div class="progress-line" role="status">
            <p><strong>{ words.count("ledger.reading", import.files.len()) }</strong>{ words.with("ledger.reading_done", &[("percent", &percent)]) }</p>
            <progress max="100" value={percent} aria-label={words.t("ledger.reading_label").into_owned()}></progress>
            <button type="button" class="button button-second button-small" onclick={act.reform(|_| Action::LedgerDropped)}>{ words.t("ledger.stop") }</button>
        </div>
    }
}

/// Everything that was understood, and the ways on.
fn read(state: &State, case: &Case, import: &LedgerImport, act: &Callback<Action>) -> Html {
    let words = state.words();
    let back: Vec<AttrValue> = vec!["ledger.paste".into()];
    html! {
        <>
            <Arrival id="understood" heading={words.t("ledger.understood").into_owned()} {back}>
                <p>{ words.t("ledger.understood_text") }</p>
                { understood::files(state, import, act) }
            </Arrival>
            { same::suggestions(state, import, act) }
            { outcome::outcome(state, case, import, act) }
        </>
    }
}
