//! Every call into the browser. It decides nothing: values in, values out.

pub mod cells;
pub mod clock;
pub mod draw;
pub mod files;
pub mod page;
pub mod reader;
pub mod sight;
pub mod store;
