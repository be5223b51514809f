//! stub
use super::Supplier;
/// c
#[derive(Clone,Debug)]
pub struct Candidate { /// r
 pub row: usize, /// r
 pub reasons: Vec<super::Category>, /// r
 pub proposed: bool }
/// c
#[must_use] pub fn candidates(rows: &[Supplier]) -> Vec<Candidate> { let _ = rows; Vec::new() }
