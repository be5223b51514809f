//! Effect → browser → Action. It acts, and decides nothing.

use yew::Callback;

use crate::browser::{clock, files, page, store};
use crate::state::{Action, Effect};

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
            Effect::ReadLedgers(..) | Effect::StopReading => {}
            Effect::Print => page::print(),
        }
    }
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
