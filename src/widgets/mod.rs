//! One file a control. A widget knows words as text and values to show; it knows no question,
//! no score, and (but for the frame around every page) no action.

pub mod band;
pub mod dialog;
pub mod file_button;
pub mod frame;
pub mod notice;
pub mod range;
