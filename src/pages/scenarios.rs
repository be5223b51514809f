//! Scenarios: the deck to choose from, a run of one or two with its sliders, all side by side.

mod amounts;
mod before;
mod controls;
mod counted;
mod course;
mod deck;
mod kept;
mod missing;
mod money;
mod names;
mod parts;
mod run;
pub mod said;
mod standing;
mod stress;
#[cfg(test)]
mod tests;

pub use amounts::{ends, month_range, spread_ends, week_range, yen_range};
pub use before::{changes, on_paper as action_lines};
pub use counted::counted;
pub use course::{cash_sentence, cash_table, on_paper as month_on_paper};
pub use deck::view as deck;
pub use missing::names as missing_names;
pub use names::{run as run_name, scenario as scenario_name};
pub use run::{figures, view as run};
pub use said::is_lost_at_once;
pub use standing::{class as standing_class, class_short};
pub use stress::view as stress;
