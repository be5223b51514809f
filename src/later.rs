//! What the first page does without: all but the start page, the profile and the five-minute
//! check. The build takes it out of the app's WebAssembly (`xtask/src/split.rs`), and the shell
//! fetches it behind the first page. It runs in the same memory, so nothing is handed over.
//!
//! Only [`all`] may name what is in it: whatever the rest of the app names comes with the first
//! page.

#![expect(
    clippy::unnecessary_wraps,
    reason = "what the macro makes of `later` can fail"
)]

use std::sync::OnceLock;

use sonae_engine::assessment::{Assessment, Path};
use sonae_engine::content::{Language, Pack};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::browser::Tell;
use crate::browser::store::{self, Closed, Prepared};
use crate::effects::Starting;
use crate::state::shelf::Entry;
use crate::state::{Action, Effect, State};
use crate::widgets::frame;
use crate::{effects, pages, words};

/// The ways into it.
pub struct Later {
    /// Every page that the first part does not hold.
    pub page: fn(&State, &Callback<Action>) -> Html,
    /// What stands above every page.
    pub above: fn(&State, &Callback<Action>) -> Html,
    /// What stands around it.
    pub around: fn(&State, &Callback<Action>) -> Html,
    /// What follows from an action that the first part does not know.
    pub decide: fn(&mut State, Action) -> Vec<Effect>,
    /// What follows when the page changed.
    pub went: fn(&mut State) -> Vec<Effect>,
    /// Makes what is looked at fit the page and the case.
    pub look: fn(&mut State),
    /// A sentence that the first part does not hold.
    pub words: fn(&str, Language) -> Option<&'static str>,
    /// The core pack with everything in it; it lives as long as the page.
    pub pack: fn() -> Option<&'static Pack>,
    /// Which questions apply, and what the tables say to them.
    pub path: fn(&'static Pack, &Assessment) -> Path<'static>,
    /// What the browser knows when the app starts, where it keeps something.
    pub start: fn() -> Starting,
    /// Makes an assessment ready to be written.
    pub prepare: fn(Entry, Vec<u8>) -> Prepared,
    /// Closes bytes in the way of the assessment with this key.
    pub closed: fn(String, Vec<u8>) -> Closed,
    /// Carries out an effect that the first part does not know.
    pub carry_out: fn(Effect, &Tell),
}

static LATER: OnceLock<Later> = OnceLock::new();

/// The later part, once it is there. Natively it always is.
#[must_use]
pub fn get() -> Option<&'static Later> {
    #[cfg(not(target_family = "wasm"))]
    LATER.get_or_init(all);
    LATER.get()
}

/// Waits for the later part. False where it could not be fetched.
pub async fn came() -> bool {
    let Ok(later) = later().await else {
        return false;
    };
    LATER.get_or_init(|| *later);
    true
}

fn all() -> Later {
    Later {
        page: pages::later,
        above: pages::above,
        around: frame::around,
        decide: State::decide_later,
        went: State::went_later,
        look: State::look,
        words: words::later,
        pack,
        path: Path::of,
        start: effects::resume,
        prepare: store::prepare,
        closed: store::closed,
        carry_out: effects::carry_out_later,
    }
}

fn pack() -> Option<&'static Pack> {
    static PACK: OnceLock<Option<Pack>> = OnceLock::new();
    let pack = PACK.get_or_init(|| Pack::read(crate::PACK).ok());
    pack.as_ref()
}

#[wasm_split(later, fallible)]
fn later() -> Result<Box<Later>, SplitLoaderError> {
    Ok(Box::new(all()))
}
