//! One file a control. A widget knows words as text and values to show; it knows no question,
//! no score, and (but for the frame around every page) no action.

pub mod arrival;
pub mod band;
pub mod bars;
pub mod chart;
pub mod check;
pub mod choice;
pub mod datalist;
pub mod dialog;
pub mod disclosure;
pub mod drop_zone;
pub mod errors;
pub mod field;
pub mod figures;
pub mod file_button;
pub mod folder_zone;
pub mod frame;
pub mod heading;
pub mod help;
pub mod key_form;
pub mod keys;
pub mod margin;
pub mod notice;
pub mod pair_form;
pub mod parting;
pub mod passphrase;
pub mod progress;
pub mod range;
pub mod receipt;
pub mod search;
pub mod select;
pub mod sheet;
pub mod side_list;
pub mod slider;
pub mod spread;
pub mod to_field;
