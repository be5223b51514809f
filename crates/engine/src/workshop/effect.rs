//! What a team's choices change in an inject, worked out from the kit alone.

use super::played::Inject;
use super::record::firm_of;
use crate::assessment::{Path, Run};
use crate::content::{self, Action, Kit, Pack};
use crate::scenario::{How, Played, SEED, play, prepared_with};

/// So many draws; the seat counts with as many.
pub const DRAWS: u32 = 512;

/// An inject on the kit's firm without choices, with those before, and with all.
#[must_use]
pub fn effect(
    pack: &Pack,
    kit: &Kit,
    inject: &content::Inject,
    before: &[String],
    after: &[String],
) -> Option<Inject> {
    let firm = firm_of(pack, kit)?;
    let all: Vec<String> = before.iter().chain(after).cloned().collect();
    let run = Run::of_inject(inject);
    let played = [&[], before, &all].map(|chosen: &[String]| {
        let actions: Vec<&Action> = chosen.iter().filter_map(|id| pack.action(id)).collect();
        let done = prepared_with(pack, &firm, &run, actions);
        let how = How {
            seed: SEED,
            draws: DRAWS,
            spent_before: done.spent_before,
            thorough: false,
        };
        let path = Path::of(pack, &done.case);
        play(pack, &done.case, &path, &done.run, how)
    });
    Some(Inject {
        id: inject.id.to_string(),
        stop_weeks: [0, 1, 2].map(|at| played.get(at).and_then(stop_weeks)),
        loss_pct: [0, 1, 2].map(|at| played.get(at).map_or(0, loss_pct)),
    })
}

/// Whole weeks until sales stop at the median, where they may; the earlier end of what is not known.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was brought into the range before"
)]
pub fn stop_weeks(played: &Played) -> Option<u16> {
    let week = played.stop_week.p50().low;
    week.is_finite()
        .then(|| week.floor().clamp(0.0, f64::from(u16::MAX)) as u16)
}

/// The median loss at its higher end, as a percentage of a month's fixed cost; the largest number
/// where it has no bound.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was brought into the range before"
)]
pub fn loss_pct(played: &Played) -> u32 {
    let percent = played.loss.p50().high / played.standing.fixed.low * 100.0;
    if percent.is_nan() {
        return 0;
    }
    percent.round().clamp(0.0, f64::from(u32::MAX)) as u32
}
