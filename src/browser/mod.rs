//! Every call into the browser. It decides nothing: values in, values out.

pub mod cells;
pub mod clock;
pub mod draw;
pub mod files;
pub mod page;
#[cfg_attr(
    not(feature = "bench"),
    expect(
        dead_code,
        reason = "the pages that read ledgers are not in this build"
    )
)]
pub mod reader;
pub mod store;
