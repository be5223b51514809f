//! In which situations a run leaves a firm, and which programmes are worth asking about there.
//!
//! *Why no verdict*: who may have a programme is for those to say who run it; here a situation is
//! only seen, at the end of what is not known that is bad for the firm.

use std::collections::BTreeSet;

use super::struck::Struck;
use super::{Played, Prevented};
use crate::assessment::{Assessment, Given, Path, Run};
use crate::content::{Effect, Pack, Programme, Situation};
use crate::markets::YesNo;
use crate::measure::Number;
use crate::suppliers::Flag;
use crate::table::Country;

/// A loss of so many months of fixed cost is spoken about.
const MONTHS_OF_COST: f64 = 2.0;
/// Sales that stop for so many weeks stop for a month.
const A_MONTH: f64 = 4.0;
/// More than this share of sales to one country wants insurance, per cent.
const LARGE_MARKET: f64 = 10.0;
/// The question whether there is a plan, and the risk from which on there is none.
const PLAN: (&str, f64) = ("supplier.bcp_geopolitical", 0.5);
const BASE_ABROAD: (&str, &str) = ("profile.has_overseas_base", "yes");

/// A programme, and the situations it is named for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked<'p> {
    /// The programme.
    pub programme: &'p Programme,
    /// The situations the firm is in that it is for.
    pub because: Vec<Situation>,
}

/// The situations a run leaves the firm in.
#[must_use]
pub fn situations(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    run: &Run,
    played: &Played,
    prevented: &[Prevented],
) -> BTreeSet<Situation> {
    let struck = Struck::of(pack, assessment, path, run);
    let standing = &played.standing;
    let mut found = BTreeSet::new();
    let mut see = |situation, holds: bool| {
        if holds {
            found.insert(situation);
        }
    };
    let fixed = struck.fixed.high;
    let loss = played.loss.p50().high;
    see(
        Situation::Loss,
        fixed.is_finite() && loss > MONTHS_OF_COST * fixed,
    );
    see(Situation::Need, standing.need.high > standing.lines.low);
    let mut events = struck.events.iter();
    see(
        Situation::MarketLost,
        events.any(|event| {
            event.market.high > 0.0 || (event.customer.is_some() && event.other.high > 0.0)
        }),
    );
    let mut rows = played.rows.iter();
    see(
        Situation::Stopped,
        rows.any(|row| row.stop.low.is_finite() && row.weeks.high >= A_MONTH),
    );
    see(Situation::Uninsured, is_uninsured(assessment));
    let (question, own) = BASE_ABROAD;
    see(
        Situation::Abroad,
        matches!(assessment.given(question), Some(Given::Choice(key)) if key.as_str() == own),
    );
    let hits = struck.events.iter().flat_map(|event| &event.rows);
    let mut hit = hits.filter_map(|hit| assessment.suppliers.get(hit.index));
    see(
        Situation::CriticalGood,
        hit.any(|row| row.flags.contains(&Flag::CriticalGood)),
    );
    see(Situation::Building, builds(pack, prevented));
    let (question, risk) = PLAN;
    let step = path.step(question);
    see(
        Situation::NoPlan,
        step.is_some_and(|step| step.question.risk(path.answer(question)).low >= risk),
    );
    found
}

/// Whether a large foreign market is not known to be insured.
fn is_uninsured(assessment: &Assessment) -> bool {
    let mut markets = assessment.markets.iter();
    markets.any(|market| {
        let abroad = market
            .country
            .is_some_and(|country| country != Country::JAPAN);
        let share = market.share_pct.map_or(0.0, Number::get);
        abroad && share > LARGE_MARKET && market.insured_yn != Some(YesNo::Yes)
    })
}

/// Whether a stock or a second source would avoid something.
fn builds(pack: &Pack, prevented: &[Prevented]) -> bool {
    prevented.iter().any(|one| {
        let action = pack.actions.iter().find(|action| action.id == one.action);
        let builds = action.is_some_and(|action| {
            matches!(
                action.effect,
                Effect::StockWeeks(_) | Effect::Alternatives(_)
            )
        });
        builds && one.avoided.high > 0.0
    })
}

/// The programmes worth asking about in these situations: those for a loss or a need first, then
/// in the pack's order.
#[must_use]
pub fn programmes<'p>(pack: &'p Pack, situations: &BTreeSet<Situation>) -> Vec<Asked<'p>> {
    let asked = pack.programmes.iter().filter_map(|programme| {
        let because: Vec<Situation> = programme
            .when
            .iter()
            .copied()
            .filter(|when| situations.contains(when))
            .collect();
        (!because.is_empty()).then_some(Asked { programme, because })
    });
    let mut asked: Vec<Asked<'_>> = asked.collect();
    let urgent = |one: &Asked<'_>| {
        let mut because = one.because.iter();
        because.any(|when| matches!(when, Situation::Loss | Situation::Need))
    };
    asked.sort_by_key(|one| !urgent(one));
    asked
}
