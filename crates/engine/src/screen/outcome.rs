//! What a dossier of the third level declares of its scenarios: nothing there can be worked out
//! again, since neither tables nor amounts came.

use serde::Deserialize;
use serde_json::Value;

use crate::assessment::json_of;
use crate::finding::Code;
use crate::scenario::Class;

/// What the sender declares of a scenario that counts in its result.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Outcome {
    /// The scenarios, by id.
    pub scenarios: Vec<String>,
    /// Weeks until sales stop, as bands, from the soonest to the latest; none where they do not.
    pub stop_week: [Option<String>; 2],
    /// The loss in months of fixed cost; none where that is not known.
    pub loss_months_of_fixed_cost: Option<[Option<f64>; 2]>,
    /// What bridges it, in months of fixed cost.
    pub need_months_of_fixed_cost: Option<[Option<f64>; 2]>,
    /// The month in which cash ends; none where it does not within what is looked at.
    pub runway_months: [Option<f64>; 2],
    /// How the firm stands afterwards, at the good end and at the bad one.
    pub class: [Class; 2],
}

/// The scenarios that a dossier declares. What cannot be understood is left out: it is shown, and
/// nothing is worked out with it.
#[must_use]
pub fn outcomes_in(bytes: &[u8]) -> Vec<Outcome> {
    let Ok(value) = json_of(bytes, Code::ForeignFormat) else {
        return Vec::new();
    };
    let all = value
        .pointer("/declared/scenarios")
        .and_then(Value::as_array);
    let all = all.into_iter().flatten();
    all.filter_map(|one| Outcome::deserialize(one).ok())
        .collect()
}
