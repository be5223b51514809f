//! The cells of a sheet as the browser sees them: focus, caret, clipboard.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{
    ClipboardEvent, CustomEvent, CustomEventInit, Element, HtmlElement, HtmlInputElement,
    HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

/// A sheet is asked by an event of this name for a cell it does not draw at the moment.
const ASKED: &str = "sonae-cell";

/// Puts the focus into the cell with this id, its text selected so that typing replaces it.
pub fn enter(id: &str) {
    let Some(element) = found(id) else { return };
    let _ = element.focus();
    // Focus alone leaves a wide cell where it is as soon as a finger's width of it shows.
    into_sight(&element);
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
}

/// Brings the cell with this id into sight and leaves the focus where it is.
pub fn show(id: &str) {
    if let Some(element) = found(id) {
        into_sight(&element);
    }
}

/// Whether something with this id is drawn.
#[must_use]
pub fn is_drawn(id: &str) -> bool {
    found(id).is_some()
}

/// Puts the focus on the cell with this id; where it is not drawn, its sheet is asked for it.
pub fn ask(id: &str) {
    if let Some(element) = found(id) {
        let _ = element.focus();
        return;
    }
    let sheet = id.split_once('.').and_then(|(name, _)| found(name));
    let what = CustomEventInit::new();
    what.set_detail(&id.into());
    if let (Some(sheet), Ok(event)) = (sheet, CustomEvent::new_with_event_init_dict(ASKED, &what)) {
        let _ = sheet.dispatch_event(&event);
    }
}

/// Tells a sheet of the cells it is asked for, by id, for as long as what is returned lives.
pub fn on_asked(sheet: &Element, tell: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(sheet, ASKED, move |event| {
        let event = event.dyn_ref::<CustomEvent>();
        if let Some(id) = event.and_then(|event| event.detail().as_string()) {
            tell(id);
        }
    })
}

/// The same text for what reads the same: wide or narrow, large or small letters.
#[must_use]
pub fn folded(text: &str) -> String {
    let folded = js_sys::JsString::from(text).normalize("NFKC");
    String::from(folded).to_lowercase()
}

fn found(id: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)?.dyn_into().ok()
}

fn into_sight(element: &HtmlElement) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    nearest.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Makes a list show this option.
pub fn choose(id: &str, value: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.get_element_by_id(id));
    let list = found.and_then(|element| element.dyn_into::<HtmlSelectElement>().ok());
    if let Some(list) = list.filter(|list| list.value() != value) {
        list.set_value(value);
    }
}

/// What has the focus.
#[must_use]
pub fn focused() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
}

/// Whether the focus is inside the element with this id.
#[must_use]
pub fn is_in(id: &str) -> bool {
    focused().is_some_and(|element| {
        let mut inside = Some(element);
        while let Some(element) = inside {
            if element.id() == id {
                return true;
            }
            inside = element.parent_element();
        }
        false
    })
}

/// The row something stands in, as the sheet drew it.
#[must_use]
pub fn row_of(inside: &Element) -> Option<usize> {
    let row = inside.closest("tr[data-row]").ok().flatten()?;
    row.get_attribute("data-row")?.parse().ok()
}

/// Whether an arrow may leave the field: its whole text is selected, or the caret stands at
/// that end.
#[must_use]
pub fn caret_at_edge(input: &HtmlInputElement, right: bool) -> bool {
    let (Ok(Some(start)), Ok(Some(end))) = (input.selection_start(), input.selection_end()) else {
        return true;
    };
    let length = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
    let all = start == 0 && end == length;
    all || (start == end && if right { end == length } else { start == 0 })
}

/// Puts the caret behind the text, to write on.
pub fn caret_to_end(input: &HtmlInputElement) {
    let length = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
    let _ = input.set_selection_range(length, length);
}

/// Whether the options of a choice are unfolded, which then take the arrows.
#[must_use]
pub fn is_open(element: &Element) -> bool {
    // A browser that does not know `:open` refuses the selector.
    element.matches(":open").unwrap_or(false)
}

/// Folds up what is unfolded around an element and puts the focus on its heading.
#[must_use]
pub fn fold_up(inside: &Element) -> bool {
    let Some(details) = inside.closest("details[open]").ok().flatten() else {
        return false;
    };
    let _ = details.remove_attribute("open");
    let heading = details.query_selector("summary").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        let _ = heading.focus();
    }
    true
}

/// The text that is being pasted.
#[must_use]
pub fn pasted_text(event: &ClipboardEvent) -> Option<String> {
    event.clipboard_data()?.get_data("text/plain").ok()
}
