//! Keys that act wherever the focus is: a digit chooses, Enter goes on, arrows turn the page. Never while something
//! is typed, and never where the key has a meaning of its own.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};
use yew::prelude::*;

/// A key that acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// `0` to `9`.
    Digit(usize),
    /// Enter, where no control takes it.
    Enter,
    /// `/`, which leads to a search.
    Slash,
    /// The arrow to the left, where no control takes it.
    Left,
    /// The arrow to the right.
    Right,
    /// Forward on a presenter's remote: `PageDown`.
    Forward,
    /// Back on it: `PageUp`.
    Backward,
    /// Its key for a dark screen: `.` or `b`.
    Blank,
}

/// Who is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Told of every key.
    pub on_key: Callback<Key>,
    /// Whether those of a presenter's remote act too, instead of turning the page.
    #[prop_or_default]
    pub remote: bool,
}

/// Listens for as long as it is drawn, and shows nothing.
#[component]
pub fn Keys(props: &Props) -> Html {
    use_effect_with((props.on_key.clone(), props.remote), |(on_key, remote)| {
        let (on_key, remote) = (on_key.clone(), *remote);
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            let may_stop = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", may_stop, move |event| {
                if let Some(key) = key_of(event, remote) {
                    if matches!(key, Key::Forward | Key::Backward) {
                        event.prevent_default();
                    }
                    on_key.emit(key);
                }
            })
        });
        move || drop(listener)
    });
    Html::default()
}

fn key_of(event: &Event, remote: bool) -> Option<Key> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    if event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
        || event.repeat()
        || event.is_composing()
    {
        return None;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector: &str| {
        let found = target
            .as_ref()
            .and_then(|target| target.closest(selector).ok().flatten());
        found.is_some()
    };
    if inside(
        "dialog, textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]",
    ) {
        return None;
    }
    let key = event.key();
    if key == "Enter" {
        // A form takes Enter in its own controls, a button or a link is pressed by it.
        return (!inside("input, button, a, summary")).then_some(Key::Enter);
    }
    match key.as_str() {
        "/" | "／" => return Some(Key::Slash),
        "ArrowLeft" | "ArrowRight" if inside("input, table") => return None,
        "ArrowLeft" => return Some(Key::Left),
        "ArrowRight" => return Some(Key::Right),
        "PageDown" if remote => return Some(Key::Forward),
        "PageUp" if remote => return Some(Key::Backward),
        "." | "．" | "。" | "b" | "B" | "ｂ" if remote => return Some(Key::Blank),
        _ => {}
    }
    // Japanese input may be on: its digits are full-width.
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(char @ '０'..='９'), None) => Some(Key::Digit(
            u32::from(char).abs_diff(u32::from('０')) as usize,
        )),
        (Some(char), None) => char.to_digit(10).map(|digit| Key::Digit(digit as usize)),
        _ => None,
    }
}
