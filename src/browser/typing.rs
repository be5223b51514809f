//! What is being typed. A field tells the app when it is left, and the page may be gone before:
//! until then its text is kept beside the assessment, and put back when that is opened again.

use std::cell::{Cell, RefCell};

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::page::{self, document};
use super::{Tell, clock, store};
use crate::state::shelf::{Told, Typed};

/// The fields whose text goes into an assessment. No other text is ever kept.
const FIELDS: &str = "input.sheet-cell, input.field-input[name], textarea.field-input-long[id]";
/// At most so much typing is lost.
const PAUSE_MS: u32 = 500;
/// A field that is not drawn after so many looks does not come.
const LOOKS: u32 = 50;
const LOOK_MS: u32 = 40;

thread_local! {
    static SOON: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    /// Whether a text is being typed that its field has not told yet.
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Whether a text is being typed. What is drawn meanwhile would put the field back to what it told
/// last, and break off the choice of kanji: news that can wait are drawn once it is told.
#[must_use]
pub fn is_under_way() -> bool {
    UNDER_WAY.get()
}

/// Keeps what is typed, for as long as what is returned lives. Tells when a field was left.
#[must_use]
pub fn listen(tell: &Tell) -> Vec<EventListener> {
    let Some(document) = document() else {
        return Vec::new();
    };
    let typed = EventListener::new(&document, "input", |event| {
        let Some(field) = field(event) else { return };
        UNDER_WAY.set(true);
        SOON.with_borrow_mut(|soon| {
            soon.get_or_insert_with(|| {
                Timeout::new(PAUSE_MS, move || {
                    forget_soon();
                    // Nothing of a lender's bench is kept, and least beside an open assessment.
                    if field.closest(".bench").is_ok_and(|bench| bench.is_some()) {
                        return;
                    }
                    store::keep_typed(text(&field).map(|text| Typed {
                        page: page::current().address(),
                        field: field.id(),
                        text,
                        at: clock::moment().ms,
                    }));
                })
            });
        });
    });
    let told = |event: &Event| {
        if field(event).is_some() {
            UNDER_WAY.set(false);
            forget_soon();
            store::keep_typed(None);
        }
    };
    // Before the app hears of it, and draws.
    let first = EventListenerOptions::run_in_capture_phase();
    let changed = EventListener::new_with_options(&document, "change", first, told);
    let tell = tell.clone();
    let left = EventListener::new(&document, "focusout", move |event| {
        // Another window is in front: the field is not left.
        let active = page::document().and_then(|document| document.active_element());
        if active != event.target().and_then(|target| target.dyn_into().ok()) {
            told(event);
            tell(Told::Ticked(clock::moment()).into());
        }
    });
    vec![typed, changed, left]
}

/// Puts a text back where it was typed, and has the field tell it.
pub fn put_back(typed: Typed) {
    spawn_local(async move {
        for _ in 0..LOOKS {
            TimeoutFuture::new(LOOK_MS).await;
            let found = document().and_then(|document| document.get_element_by_id(&typed.field));
            let Some(field) = found.filter(|field| field.matches(FIELDS).unwrap_or(false)) else {
                continue;
            };
            if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                input.set_value(&typed.text);
            } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
                area.set_value(&typed.text);
            }
            if let Some(field) = field.dyn_ref::<HtmlElement>() {
                let _ = field.focus();
            }
            let bubbles = EventInit::new();
            bubbles.set_bubbles(true);
            if let Ok(event) = Event::new_with_event_init_dict("change", &bubbles) {
                let _ = field.dispatch_event(&event);
            }
            return;
        }
    });
}

fn forget_soon() {
    SOON.with_borrow_mut(Option::take);
}

fn field(event: &Event) -> Option<Element> {
    let field = event.target()?.dyn_into::<Element>().ok()?;
    field.matches(FIELDS).unwrap_or(false).then_some(field)
}

fn text(field: &Element) -> Option<String> {
    let input = field.dyn_ref::<HtmlInputElement>();
    let area = || field.dyn_ref::<HtmlTextAreaElement>();
    input
        .map(HtmlInputElement::value)
        .or_else(|| area().map(HtmlTextAreaElement::value))
}
