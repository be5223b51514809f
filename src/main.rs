//! The app: the browser around the engine.
//!
//! One loop: an [`Action`](state::Action) (what happened) goes into
//! [`State::update`](state::State::update), which is pure, and out come
//! [`Effect`](state::Effect)s (what must follow), which `effects` carries out. Read `state`
//! first, then `root`, then a page.
//!
//! Nothing about a firm leaves the browser except by the person's own save or print. Content is
//! never evaluated as code, and its words never reach the page as HTML.

#[cfg(feature = "bench")]
mod bench;
mod browser;
mod effects;
mod later;
mod pages;
mod root;
mod route;
mod state;
mod widgets;
mod words;

use state::Shared;
use wasm_bindgen_futures::spawn_local;

/// The core pack, checked by the build: what the five-minute check shows of it.
pub(crate) const FIRST_PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/first.sonae-pack"));

/// All of it; only the later part may name it.
pub(crate) const PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/core.sonae-pack"));

/// Its kits and firms as they are written, to be taken and changed; likewise.
pub(crate) const SOURCES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sources.json"));

fn main() {
    // The trap that follows a panic makes static/shell.js show the crash card.
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
    // Before the network is shut, which waits for the first page.
    #[cfg(feature = "crash")]
    browser::page::request_on_purpose();
    let place = web_sys::window().and_then(|window| window.document()?.get_element_by_id("app"));
    if let Some(place) = place {
        // What stands in the page until then says that it is being loaded.
        spawn_local(async {
            let start = Shared::new(effects::start().await);
            yew::Renderer::<root::Root>::with_root_and_props(place, root::Props { start }).render();
        });
    }
}
