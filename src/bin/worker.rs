//! The worker: the app's second binary, which reads ledgers and writes workbooks beside it.
//!
//! A message is `{ request: JSON, files: [Uint8Array…] }` and brings a port. On the port go
//! back `{ progress: 0..1 }`, any number of times, then `{ answer: JSON, bytes?: Uint8Array }`.
//! It is started by static/shell.js and spoken to by `browser::reader` alone. The page's
//! policies bind it, so that what reads a firm's ledger cannot send it anywhere.

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use sonae_engine::request;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

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
                serve(&message.data(), &port);
            }
        })
        .forget();
    }
}

/// Does what the message asks and answers on the port.
fn serve(message: &JsValue, port: &MessagePort) {
    #[cfg(feature = "crash")]
    crash_on_purpose(message);
    let field = |name: &str| Reflect::get(message, &name.into()).unwrap_or_default();
    let request = field("request").as_string().unwrap_or_default();
    let files = field("files").dyn_into::<Array>().unwrap_or_default();
    let files = files
        .iter()
        .filter_map(|file| Some(file.dyn_ref::<Uint8Array>()?.to_vec()))
        .collect();
    let mut told = |done: f64| post(port, &[("progress", done.into())], &Array::new());
    let Some((answer, made)) = request::answer(&request, files, &mut told) else {
        wasm_bindgen::throw_str("not a request");
    };
    let transfer = Array::new();
    let mut answer = vec![("answer", JsValue::from(answer))];
    if let Some(bytes) = made {
        let bytes = Uint8Array::from(bytes.as_slice());
        transfer.push(&bytes.buffer());
        answer.push(("bytes", bytes.into()));
    }
    post(port, &answer, &transfer);
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
