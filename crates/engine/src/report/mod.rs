//! Results → something to read: charts as data, the command line's contract, tables to take out.

pub mod chart;
pub mod json;
pub mod sheets;
