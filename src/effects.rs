//! Effect → browser → Action. It acts, and decides nothing.

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::browser::{clock, files, page, reader, store};
use crate::state::ledger::LedgerBytes;
use crate::state::plan::Told;
use crate::state::{Action, Effect, Shared};

/// Carries out what must follow, and tells what came of it.
pub fn carry_out(effects: Vec<Effect>, tell: &Callback<Action>) {
    for effect in effects {
        match effect {
            Effect::Keep(bytes) => tell.emit(Action::Kept(
                store::keep(&bytes).map(|()| clock::time_of_day()),
            )),
            Effect::Wipe => store::wipe(),
            Effect::KeepLanguage(language) => store::keep_language(language),
            Effect::GoTo(target) => page::go_to(&target),
            Effect::Announce {
                language,
                title,
                foot,
            } => page::announce(language, &title, &foot),
            Effect::FocusHeading => page::focus("#app h1"),
            Effect::FocusErrors => page::focus(".error-summary, .notice[data-kind=error]"),
            Effect::Save { name, bytes } => files::save(&name, &bytes),
            Effect::ReadLedgers(number, files) => read_ledgers(number, files, tell.clone()),
            Effect::WriteWorkbook(name, sheets) => {
                let tell = tell.clone();
                spawn_local(async move {
                    if let Some(made) = reader::write(&sheets).await {
                        tell.emit(Action::WorkbookMade(name, made));
                    }
                });
            }
            Effect::TellTime => tell.emit(Action::Plan(Told::Stamped(clock::stamp()))),
            Effect::Copy(text) => {
                let tell = tell.clone();
                spawn_local(async move {
                    tell.emit(Action::Plan(Told::Copied(page::copy(&text).await)));
                });
            }
            Effect::PrepareReader => reader::prepare(),
            Effect::StopReading => reader::stop(),
            Effect::Print => page::print(),
        }
    }
}

/// Has ledgers read where the page does not wait for it.
fn read_ledgers(number: u32, files: Vec<LedgerBytes>, tell: Callback<Action>) {
    spawn_local(async move {
        let (files, options): (Vec<_>, Vec<_>) = files
            .into_iter()
            .map(|(bytes, options)| ((String::new(), bytes), options))
            .unzip();
        let progress = tell.clone();
        let told = move |done| progress.emit(Action::LedgerProgressed(number, done));
        if let Some(read) = reader::read(&files, &options, told).await {
            tell.emit(Action::LedgersRead(number, read.map(Shared::new)));
        }
    });
}

/// What the browser knows when the app starts.
#[must_use]
pub fn start() -> Action {
    Action::Started {
        kept: store::assessment(),
        language: store::language().unwrap_or_else(page::language),
        today: clock::today(),
        now: clock::time_of_day(),
    }
}
