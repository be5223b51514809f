//! What comes to a lender's desk: every file accounted for, computed again, and put into one of
//! four classes with its reasons. There is no class for refusing anybody.
//!
//! `policy` is what the institution publishes, `intake` tells what a file is, `class` says who is
//! looked at by whom (method A14), `question` what to ask back, `firm` what it is looked up by,
//! `line` is all of it for one file.
//! `enquiry` is what is asked back as a file, and what the answers changed. `portfolio` adds up many
//! firms, `withhold` says what of that is not published (method A15), `pool` is what may leave,
//! `summand` which of several such files count, `archive` what is kept of a sitting, `verified` what
//! comes of checking that. `reviews` holds what people noted beside the files.
//! *Why nothing here compares firms*: a class depends on the dossier and the policy alone. Only
//! [`Batch`] looks across files, for what was handed in twice, and only [`queue`] puts them into
//! an order.

#[cfg(feature = "files")]
pub mod archive;
mod class;
mod enquiry;
mod exposure;
mod firm;
mod intake;
mod line;
mod outcome;
mod policy;
mod pool;
mod portfolio;
mod question;
mod reading;
mod reviews;
mod summand;
mod verified;
mod withhold;

pub use class::{Class, Key, Module, Reason};
#[cfg(feature = "schema")]
pub(crate) use enquiry::Written as WrittenEnquiry;
pub use enquiry::{Answered, Because, Enquiry, Item, answered, suggested};
pub use exposure::Exposures;
pub use firm::Firm;
pub use intake::{Kind, Seal, State};
pub use line::{
    Basis, Batch, Cause, Criteria, Difference, Held, Line, Next, Overall, Screened, Travelling,
};
pub use outcome::{Outcome, outcomes_in};
#[cfg(feature = "schema")]
pub(crate) use policy::Written as WrittenPolicy;
pub use policy::{Cuts, Policy, Wanted};
#[cfg(feature = "schema")]
pub(crate) use pool::Written as WrittenPool;
pub use pool::{LONGEST_DAYS, Pool};
#[cfg(feature = "schema")]
pub(crate) use portfolio::Portfolio as WrittenPortfolio;
pub use portfolio::{Book, Cash, Figures, Group, Member, Part, USUAL_DAYS};
pub use question::Question;
pub(crate) use reading::{Reading, sealed, set, within};
#[cfg(feature = "schema")]
pub(crate) use reviews::Written as WrittenReviews;
pub use reviews::{FIGURES, Judged, Review, Reviews};
pub(crate) use summand::{Summand, each_once};
pub use verified::{Verified, What};

use crate::assessment::Assessment;
use crate::content::Pack;

/// The case in a file, in one that is a dossier too; none where there is none that could be
/// looked at.
#[must_use]
pub fn case_in(pack: &Pack, bytes: &[u8]) -> Option<Assessment> {
    match intake::take(pack, bytes).told? {
        intake::Told::Case { assessment, .. } => Some(*assessment),
        intake::Told::Record { .. } => None,
    }
}

/// What equal values get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The mean of the ranks they take up: 1 – 2.5 – 2.5 – 4.
    Average,
    /// The smallest of them, as in sport: 1 – 2 – 2 – 4 (method A14).
    Smallest,
    /// The largest of them: 1 – 3 – 3 – 4.
    Largest,
    /// The next whole number, without a gap behind: 1 – 2 – 2 – 3.
    Dense,
    /// The order in which they stand: 1 – 2 – 3 – 4. Never for firms: it would be chance.
    Ordinal,
}

/// The rank of each value, from 1 for the smallest.
#[must_use]
pub fn ranks(values: &[f64], ties: Ties) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0_u32;
    #[expect(clippy::float_cmp, reason = "a tie is the same number")]
    for (groups_before, group) in (0_u32..).zip(order.chunk_by(|one, other| one.1 == other.1)) {
        let size = u32::try_from(group.len()).unwrap_or(u32::MAX);
        for (place, (index, _)) in (1..).zip(group) {
            let rank = match ties {
                Ties::Average => f64::from(before) + f64::from(size + 1) / 2.0,
                Ties::Smallest => f64::from(before + 1),
                Ties::Largest => f64::from(before + size),
                Ties::Dense => f64::from(groups_before + 1),
                Ties::Ordinal => f64::from(before + place),
            };
            if let Some(slot) = ranks.get_mut(*index) {
                *slot = rank;
            }
        }
        before += size;
    }
    ranks
}

/// The places of keys in a queue, from 1: equal keys share the smallest, and the next one stands
/// behind all of them (1 – 2 – 2 – 4).
#[must_use]
pub fn queue(keys: &[Key]) -> Vec<usize> {
    let mut order: Vec<(usize, &Key)> = keys.iter().enumerate().collect();
    order.sort_by(|one, other| one.1.order(other.1));
    let mut places = vec![0; keys.len()];
    let mut before = 0;
    for group in order.chunk_by(|one, other| one.1.order(other.1).is_eq()) {
        for (index, _) in group {
            if let Some(slot) = places.get_mut(*index) {
                *slot = before + 1;
            }
        }
        before += group.len();
    }
    places
}
