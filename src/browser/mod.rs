//! Every call into the browser. It decides nothing: values in, values out.

pub mod camera;
pub mod cells;
pub mod clock;
pub mod desk;
pub mod draw;
pub mod edition;
pub mod files;
pub mod folders;
pub mod page;
pub mod reader;
pub mod sight;
pub mod store;
pub mod tabs;
pub mod typing;

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};

use crate::state::Action;

/// Tells the state what came of something.
pub type Tell = Rc<dyn Fn(Action)>;

/// A promise and what settles it.
fn promise() -> (Promise, Function) {
    // Not a function yet: the empty one is made by `new Function`, which the page forbids.
    let mut settle = JsValue::UNDEFINED;
    let promise = Promise::new(&mut |resolve, _| settle = resolve.into());
    (promise, settle.unchecked_into())
}
