//! Charts on a canvas. Being written.
