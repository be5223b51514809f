//! Results → something to read: charts as data, the command line's contract, tables to take out,
//! the plan as calendar and text, totals of workshops as tables.

pub mod chart;
pub mod json;
pub mod ledger;
#[cfg(feature = "files")]
pub mod ledgered;
pub mod plan;
pub mod scenario;
pub mod sheets;
pub mod totals;
