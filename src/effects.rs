//! Effect → browser → Action. It acts, and decides nothing.

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::browser::reader::News;
use crate::browser::{clock, files, page, reader, store};
use crate::state::ledger::LedgerBytes;
use crate::state::plan::Told;
use crate::state::scenario::{REST_MS, Turn};
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
            Effect::ReadTable(table, name, bytes) => {
                let text = files::decode(&bytes);
                tell.emit(Action::TableRead { table, name, text });
            }
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
            Effect::RestSoon(moves) => {
                let tell = tell.clone();
                clock::after(REST_MS, move || {
                    tell.emit(Action::Scenario(Turn::Rested(moves)));
                });
            }
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
        let meanwhile = tell.clone();
        let told = move |news| {
            meanwhile.emit(match news {
                News::Done(done) => Action::LedgerProgressed(number, done),
                News::Understood(read) => Action::LedgersRead(number, Ok(Shared::new(read))),
            });
        };
        if let Some(read) = reader::read(&files, &options, told).await {
            // What was understood is seen first.
            page::after_frame(move || {
                tell.emit(match read {
                    Ok(names) => Action::LikeNamesFound(number, names),
                    Err(finding) => Action::LedgersRead(number, Err(finding)),
                });
            });
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
