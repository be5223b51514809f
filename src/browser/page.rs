//! The page itself: address, title, language, focus, print, and the browser's own records.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Reflect};
use sonae_engine::content::Language;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Event, HtmlElement, Window};

use super::clock;
use crate::route::Page;

/// A frame that takes longer than this does not come.
const HIDDEN_MS: u32 = 500;

/// The page at the present address.
#[must_use]
pub fn current() -> Page {
    Page::at(
        &window()
            .and_then(|window| window.location().hash().ok())
            .unwrap_or_default(),
    )
}

/// Goes to a page, so that Back comes back here.
pub fn go_to(page: &Page) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(&page.address());
    }
}

/// Tells of every change of the address, for as long as what is returned lives.
pub fn on_change(tell: impl Fn(Page) + 'static) -> Option<EventListener> {
    Some(EventListener::new(
        &window()?.into(),
        "hashchange",
        move |_| tell(current()),
    ))
}

thread_local! {
    static AT_RISK: Cell<bool> = const { Cell::new(false) };
    /// When somebody did something here last, in milliseconds since 1970.
    static TOUCHED: Cell<u64> = const { Cell::new(0) };
}

/// Says whether something would be lost if the page were left now.
pub fn set_at_risk(at_risk: bool) {
    AT_RISK.set(at_risk);
}

/// Notices that somebody is there, for as long as what is returned lives.
#[must_use]
pub fn notice_people() -> Vec<EventListener> {
    let Some(window) = window() else {
        return Vec::new();
    };
    let touched = || TOUCHED.set(clock::moment().ms);
    touched();
    ["keydown", "pointerdown", "pointermove", "wheel"]
        .map(|event| EventListener::new(&window, event, move |_| touched()))
        .into()
}

/// How long nobody did anything here, in milliseconds.
#[must_use]
pub fn quiet_ms() -> u64 {
    clock::moment().ms.saturating_sub(TOUCHED.get())
}

/// Has the browser ask before the page is left while something would be lost.
#[must_use]
pub fn ask_before_leaving() -> Option<EventListener> {
    let may_refuse = EventListenerOptions::enable_prevent_default();
    let asked = |event: &Event| {
        if AT_RISK.get() {
            event.prevent_default();
        }
    };
    let window = window()?;
    let listener = EventListener::new_with_options(&window, "beforeunload", may_refuse, asked);
    Some(listener)
}

/// Sets the language, the window's title, and the foot of every printed page.
pub fn announce(language: Language, title: &str, foot: &str) {
    let Some(document) = document() else { return };
    document.set_title(title);
    if let Some(root) = document
        .document_element()
        .and_then(|root| root.dyn_into::<HtmlElement>().ok())
    {
        root.set_lang(language.tag());
        let quoted = foot.replace('\\', "\\\\").replace('"', "\\\"");
        let _ = root
            .style()
            .set_property("--print-foot", &format!("\"{quoted}\""));
    }
}

/// Puts the focus on the first element a selector finds, once the page is drawn.
pub fn focus(selector: &'static str) {
    Timeout::new(0, move || {
        if let Some(window) = window() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
        let found =
            document().and_then(|document| document.query_selector(selector).ok().flatten());
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    })
    .forget();
}

/// Puts the focus on a field, which comes into sight by it.
pub fn focus_field(id: &str) {
    let found = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Puts the focus on the first of these ids that is there, once the page is drawn.
pub fn focus_first(ids: Vec<String>) {
    Timeout::new(0, move || {
        let found = document()
            .and_then(|document| ids.iter().find_map(|id| document.get_element_by_id(id)));
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    })
    .forget();
}

/// Does something once the page is drawn.
pub fn soon(then: impl FnOnce() + 'static) {
    Timeout::new(0, then).forget();
}

/// Does something once what was drawn last can be seen, so that the frame which shows it does not
/// wait. A page in the background shows nothing, and is not waited for long.
pub fn after_frame(then: impl FnOnce() + 'static) {
    let then = Rc::new(Cell::new(Some(then)));
    let once = move |then: &Rc<Cell<Option<_>>>| {
        if let Some(then) = then.take() {
            let then: Box<dyn FnOnce()> = Box::new(then);
            then();
        }
    };
    let late = then.clone();
    Timeout::new(HIDDEN_MS, move || once(&late)).forget();
    let frame = Closure::once_into_js(move || Timeout::new(0, move || once(&then)).forget());
    if let Some(window) = window() {
        let _ = window.request_animation_frame(frame.unchecked_ref());
    }
}

/// Puts a text into the clipboard; whether the browser let it in.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else {
        return false;
    };
    // Outside of a safe origin there is no clipboard, and asking for it would panic.
    let clipboard = window.navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text))
        .await
        .is_ok()
}

/// Opens this app on a page in a window of its own, or comes back to the one of that name; whether
/// the browser let it.
#[must_use]
pub fn open_beside(page: &Page, name: &str) -> bool {
    let Some(window) = window() else {
        return false;
    };
    let here = window.location().href().unwrap_or_default();
    let here = here.split('#').next().unwrap_or_default();
    let address = format!("{here}{}", page.address());
    let looks = "popup,width=1280,height=720";
    let opened = window.open_with_url_and_target_and_features(&address, name, looks);
    matches!(opened, Ok(Some(_)))
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// The language the browser asks for: Japanese unless it is something else.
#[must_use]
pub fn language() -> Language {
    let tag = window()
        .and_then(|window| window.navigator().language())
        .unwrap_or_default();
    if tag.is_empty() || tag.starts_with("ja") {
        Language::Ja
    } else {
        Language::En
    }
}

/// Requests since the page was loaded, by the browser's own records: whatever came that is no
/// part of the page (0 unless something is wrong).
#[must_use]
pub fn requests() -> usize {
    let parts = document().and_then(|it| it.query_selector_all("head [src], head [href]").ok());
    let parts = parts.map(|parts| Array::from(&parts)).unwrap_or_default();
    let parts: Vec<String> = parts
        .iter()
        .flat_map(|part| ["src", "href"].map(|name| text(&part, name)))
        .flatten()
        .collect();
    let mut loaded = loaded();
    loaded.retain(|address| !parts.contains(address));
    loaded.len()
}

/// What the meter's test needs: a request that should not be.
#[cfg(feature = "crash")]
pub fn request_on_purpose() {
    let _ = window().map(|window| window.fetch_with_str("deliberate"));
}

/// The addresses of everything that was loaded, by the browser's own records.
#[must_use]
pub fn loaded() -> Vec<String> {
    let performance = window().and_then(|window| window.performance());
    let entries = performance.map(|performance| performance.get_entries_by_type("resource"));
    let entries = entries.into_iter().flat_map(|entries| entries.to_vec());
    entries
        .filter_map(|entry| text(&entry, "name"))
        .filter(|name| !name.starts_with("blob:") && !name.starts_with("data:"))
        .collect()
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    Reflect::get(of, &name.into()).ok()?.as_string()
}

fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}
