//! What a scenario costs, given that it happens: for now the mathematics it will rest on.
//!
//! [`distribution`] turns three stated points into a spread, [`tail`] reads the bad end of it.
//! Everything here is a formula with a source; logarithm, root and error function come from
//! `libm`, so that a browser and a server give the same bytes.

pub mod distribution;
pub mod tail;
