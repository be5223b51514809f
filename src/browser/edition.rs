//! What the page says of its release, and the way to the next one (static/shell.js, static/sw.js).

use gloo::events::EventListener;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::{Tell, page};
use crate::state::edition::{Edition, Told};

/// Tells when another release is ready, for as long as what is returned lives.
#[must_use]
pub fn listen(tell: &Tell) -> Option<EventListener> {
    let window = web_sys::window()?;
    if call("sonaeUpdate").is_some() {
        tell(Told::UpdateReady.into());
    }
    let tell = tell.clone();
    Some(EventListener::new(&window, "sonae-update", move |_| {
        tell(Told::UpdateReady.into());
    }))
}

/// Goes over to the other release: the page is loaded anew.
pub fn use_update() {
    if let Some(update) = call("sonaeUpdate") {
        let _ = update.call0(&JsValue::NULL);
    }
}

/// What the page says of itself.
#[must_use]
pub fn edition() -> Edition {
    let release = metas("meta[name=sonae-release]").into_iter().next();
    let release = release.unwrap_or_default();
    let mut parts = release.split(' ').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    let app = page::document().and_then(|document| document.get_element_by_id("app-wasm"));
    Edition {
        version: part(),
        day: part(),
        hash: part(),
        in_one_file: app.is_some_and(|app| !app.has_attribute("href")),
        policies: metas("meta[http-equiv=Content-Security-Policy]"),
        loaded: page::loaded()
            .into_iter()
            .map(|address| address.rsplit('/').next().unwrap_or_default().to_owned())
            .collect(),
    }
}

/// The SHA-256 of the WebAssembly that runs here, in hex; none where it cannot be computed.
pub async fn hash() -> Option<String> {
    let promise = call("sonaeHash")?.call0(&JsValue::NULL).ok()?;
    let promise = promise.dyn_into::<Promise>().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

fn metas(selector: &str) -> Vec<String> {
    let found = page::document().and_then(|document| document.query_selector_all(selector).ok());
    let found = found.map(|found| Array::from(&found)).unwrap_or_default();
    found
        .iter()
        .filter_map(|meta| meta.dyn_ref::<Element>()?.get_attribute("content"))
        .collect()
}

fn call(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into())
        .ok()?
        .dyn_into()
        .ok()
}
