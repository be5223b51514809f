//! What of a long table is in sight, where its rows stand, and when that changes.

use gloo::events::EventListener;
use web_sys::Element;

/// The part of a table's rows that is in sight, in px from where the rows begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// Where it begins; below 0 where the rows begin further down.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
    /// How wide the rows are.
    pub width: f64,
}

/// What is in sight of rows in a frame, whether the frame scrolls or the page around it.
#[must_use]
pub fn of(frame: &Element, rows: &Element) -> Option<Sight> {
    let (around, inside) = (
        frame.get_bounding_client_rect(),
        rows.get_bounding_client_rect(),
    );
    let (top, bottom) = if around.height() < inside.height() {
        (around.top(), around.bottom())
    } else {
        let height = web_sys::window()?.inner_height().ok()?.as_f64()?;
        (0.0, height)
    };
    Some(Sight {
        top: top - inside.top(),
        bottom: bottom - inside.top(),
        width: inside.width(),
    })
}

/// Where each child of an element begins and ends, in px.
#[must_use]
pub fn edges(rows: &Element) -> Vec<(f64, f64)> {
    let mut edges = Vec::new();
    let mut next = rows.first_element_child();
    while let Some(row) = next {
        let place = row.get_bounding_client_rect();
        edges.push((place.top(), place.bottom()));
        next = row.next_element_sibling();
    }
    edges
}

/// Tells of everything that may bring other rows into sight, for as long as what is returned lives.
pub fn on_move(frame: &Element, tell: impl Fn() + Clone + 'static) -> Vec<EventListener> {
    let mut listeners = Vec::new();
    let told = tell.clone();
    listeners.push(EventListener::new(frame, "scroll", move |_| told()));
    if let Some(window) = web_sys::window() {
        for event in ["scroll", "resize"] {
            let told = tell.clone();
            listeners.push(EventListener::new(&window, event, move |_| told()));
        }
    }
    listeners
}
