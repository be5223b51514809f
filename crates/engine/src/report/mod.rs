//! Results → something to read: charts as data, the command line's contract, tables to take out.

pub mod chart;
pub mod json;
pub mod ledger;
#[cfg(feature = "files")]
pub mod ledgered;
pub mod scenario;
pub mod sheets;
