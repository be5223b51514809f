//! What Sonae computes, without a browser.
//!
//! Read the rooms in this order: [`measure`] and [`finding`] know nothing of risk · [`content`]
//! is the pack: questions, weights, scenarios, sources · [`table`], [`suppliers`], [`markets`] are
//! what a firm buys and sells, with its figures · [`ledger`]
//! reads what an accounting package prints · [`assessment`] is one firm's case ·
//! [`score`] turns it into a range with a receipt · [`plan`] says what to do first ·
//! [`disclose`] is what of it a firm hands on · [`scenario`] says what an event would cost it ·
//! [`screen`] holds the mathematics of what comes next · [`report`] turns
//! results into things to read · [`workshop`] is a room of teams · [`lock`] closes files to others · [`request`] is what the app
//! asks of its worker. Where a pack is
//! checked, `examples` runs its own tests.
//!
//! What is not here, on purpose: no `static mut`, no clock, no chance that is not handed in (but
//! for the keys and salts of [`lock`]), no
//! order of a hash map that could be seen, no panic on any input. Nothing is evaluated as code.

pub mod assessment;
pub mod content;
pub mod disclose;
#[cfg(feature = "yaml")]
pub mod examples;
pub mod finding;
pub mod ledger;
pub mod lock;
pub mod markets;
pub mod measure;
pub mod plan;
pub mod report;
pub mod request;
pub mod scenario;
#[cfg(feature = "schema")]
pub mod schema;
pub mod score;
pub mod screen;
pub mod suppliers;
pub mod table;
pub mod workshop;

/// Bytes as lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
