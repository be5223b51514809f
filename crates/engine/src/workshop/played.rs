//! What a team did in a room, as its record carries it.

/// What a team did, beside its assessment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Played {
    /// The kit.
    pub kit: String,
    /// The injects that reached the team, in order, with what the clock said: whole weeks until it stops, if it stops.
    pub injects: Vec<Inject>,
    /// Actions chosen before the first inject, by their ids.
    pub before: Vec<String>,
    /// Actions chosen afterwards.
    pub after: Vec<String>,
}

/// One inject as the team had it, and what the choices changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inject {
    /// Its id in the kit.
    pub id: String,
    /// Stop week and runway in months without, with the choices before, and with all; `None` where it never ends.
    pub stop_weeks: [Option<u16>; 3],
    /// Lost contribution and extra cost at P50 as a percentage of a month's fixed cost, in the same three cases.
    pub loss_pct: [u32; 3],
}
