//! The worker: the app's second binary, which reads ledgers, writes workbooks and
//! locks files beside it.
//!
//! A message is `{ request: Uint8Array, files: [Uint8Array…] }` and brings a port. On the port go
//! back `{ progress: 0..1 }` and `{ first: Uint8Array }`, any number of times, then
//! `{ answer: Uint8Array, bytes?: Uint8Array }`. Files for a lender's desk come share by share, as
//! `{ sitting?: Uint8Array, share: Uint8Array, files: [File?…] }`, and are read here, one after
//! another; what a sitting is about comes with its first share.
//! It is started by static/shell.js and spoken to by `browser::reader` and `browser::desk`. The page's
//! policies bind it, so that what reads a firm's ledger cannot send it anywhere.

use std::cell::{Cell, RefCell};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Date, Object, Reflect, Uint8Array};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::request::desk::Seat;
use sonae_engine::request::{self, Heard};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent, MessagePort};

fn main() {
    // The trap that follows a panic reaches the page as the worker's error.
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        EventListener::new(&scope, "message", |event| {
            if let Some(message) = event.dyn_ref::<MessageEvent>()
                && let Ok(port) = message.ports().get(0).dyn_into::<MessagePort>()
            {
                ASKED.set(true);
                serve(&message.data(), &port);
            }
        })
        .forget();
        rehearse(0);
    }
}

thread_local! {
    /// Whether anything was asked yet.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Gets ready while somebody still looks for the file, bit by bit: whoever has found it does not
/// wait for the rest.
fn rehearse(number: u32) {
    if number < request::REHEARSALS {
        let next = move || {
            if !ASKED.get() {
                request::rehearse(number);
                rehearse(number + 1);
            }
        };
        Timeout::new(0, next).forget();
    }
}

/// So long nobody is told anew how far the work is.
const PAUSE_MS: f64 = 100.0;

/// Does what the message asks and answers on the port.
fn serve(message: &JsValue, port: &MessagePort) {
    #[cfg(feature = "crash")]
    crash_on_purpose(message);
    let field = |name: &str| Reflect::get(message, &name.into()).unwrap_or_default();
    let bytes = |value: &JsValue| Some(value.dyn_ref::<Uint8Array>()?.to_vec());
    let request = bytes(&field("request")).unwrap_or_default();
    let files = field("files").dyn_into::<Array>().unwrap_or_default();
    if let Some(share) = bytes(&field("share")) {
        return sit(bytes(&field("sitting")).as_deref(), &share, &files, port);
    }
    let files = files.iter().filter_map(|file| bytes(&file)).collect();
    let mut last = Date::now();
    let mut told = |heard| match heard {
        // Most ledgers are read before anybody could see how far it is.
        Heard::Done(share) if Date::now() - last > PAUSE_MS => {
            last = Date::now();
            post(port, &[("progress", share.into())], &Array::new());
        }
        Heard::Done(_) => {}
        Heard::First(answer) => hand_over(port, &[("first", &answer)]),
        Heard::Last(answer, None) => hand_over(port, &[("answer", &answer)]),
        Heard::Last(answer, Some(made)) => {
            hand_over(port, &[("answer", &answer), ("bytes", &made)]);
        }
    };
    if request::answer(&request, files, &mut told).is_none() {
        wasm_bindgen::throw_str("not a request");
    }
}

thread_local! {
    /// The sitting that is going on.
    static SEAT: RefCell<Option<Seat>> = const { RefCell::new(None) };
}

/// Works on files for a lender's desk.
fn sit(sitting: Option<&[u8]>, share: &[u8], files: &Array, port: &MessagePort) {
    let mut told = |news: Vec<u8>| hand_over(port, &[("first", &news)]);
    let made = SEAT.with_borrow_mut(|seat| {
        if let Some(sitting) = sitting {
            *seat = Seat::take(sitting);
        }
        let seat = seat.as_mut().ok_or(Code::ReaderStopped)?;
        let limit = f64::from(seat.limit());
        let mut file = |index: usize| {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            read(files.get(index).dyn_into().ok(), limit)
        };
        seat.work(share, &mut file, &mut told)
    });
    match made {
        Ok(Some(made)) => hand_over(port, &[("answer", &[]), ("bytes", &made)]),
        Ok(None) => hand_over(port, &[("answer", &[])]),
        Err(_) => wasm_bindgen::throw_str("not a sitting"),
    }
}

/// The bytes of a file, which may have gone since it was brought.
fn read(file: Option<File>, limit: f64) -> Result<Vec<u8>, Finding> {
    let gone = || Finding::new(Code::UnreadableFile, "");
    let file = file.ok_or_else(gone)?;
    if file.size() > limit {
        return Err(Finding::new(Code::TooLarge, "")
            .with("bytes", file.size())
            .with("limit", limit));
    }
    let reader = FileReaderSync::new().map_err(|_| gone())?;
    let buffer = reader.read_as_array_buffer(&file).map_err(|_| gone())?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Posts bytes that are not copied on their way.
fn hand_over(port: &MessagePort, fields: &[(&str, &[u8])]) {
    let transfer = Array::new();
    let arrays = fields.iter().map(|(name, bytes)| {
        let array = Uint8Array::from(*bytes);
        transfer.push(&array.buffer());
        (*name, array.into())
    });
    let arrays: Vec<(&str, JsValue)> = arrays.collect();
    post(port, &arrays, &transfer);
}

fn post(port: &MessagePort, fields: &[(&str, JsValue)], transfer: &Array) {
    let message = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    // It fails only for what cannot be cloned, and texts, numbers and bytes can.
    let _ = port.post_message_with_transferable(&message, transfer);
}

/// What the tests need: a request that ends in a trap.
#[cfg(feature = "crash")]
fn crash_on_purpose(message: &JsValue) {
    assert!(message.is_undefined(), "on purpose");
}
