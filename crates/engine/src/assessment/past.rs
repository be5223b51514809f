//! Earlier results, as they were worked out then: each stays with the versions it was made with.

use serde::{Serialize, Serializer};

use super::Assessment;
use crate::content::{BandName, Id, PackName};
use crate::measure::{Interval, Number};

/// So many results are kept; the oldest goes first.
pub const PAST_LIMIT: usize = 100;

/// A result of an earlier day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Past {
    /// The day it was saved, `YYYY-MM-DD`.
    pub day: String,
    /// The pack it was worked out with.
    pub pack: PackName,
    /// The version of the method.
    pub method: String,
    /// The worst of the modules, 0 to 100.
    #[serde(serialize_with = "as_pair")]
    #[cfg_attr(feature = "schema", schemars(with = "[f64; 2]"))]
    pub overall: Interval,
    /// The lowest and the highest band.
    pub band: [BandName; 2],
    /// The modules, in the order of the pack.
    pub modules: Vec<PastModule>,
    /// How many questions were answered.
    pub answers: usize,
}

/// The result of one module.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PastModule {
    /// Which module.
    pub id: Id,
    /// 0 to 100, 100 the worst.
    #[serde(serialize_with = "as_pair")]
    #[cfg_attr(feature = "schema", schemars(with = "[f64; 2]"))]
    pub score: Interval,
    /// How much of the weight was known, 0 to 1.
    pub coverage: f64,
    /// The lowest and the highest band.
    pub band: [BandName; 2],
}

impl Past {
    /// Whether it was worked out by the same rules as another.
    #[must_use]
    pub fn has_rules_of(&self, other: &Self) -> bool {
        self.pack == other.pack && self.method == other.method
    }

    fn says_what(&self, other: &Self) -> bool {
        let day = other.day.clone();
        Self {
            day,
            ..self.clone()
        } == *other
    }
}

impl Assessment {
    /// Puts a result behind the earlier ones, unless the last one says the same. Of one day and
    /// one set of rules the latest result stays.
    pub(super) fn record(&mut self, past: Past) {
        if let Some(last) = self.history.last_mut() {
            if last.says_what(&past) {
                return;
            }
            if last.day == past.day && last.has_rules_of(&past) {
                *last = past;
                return;
            }
        }
        self.history.push(past);
        let over = self.history.len().saturating_sub(PAST_LIMIT);
        self.history.drain(..over);
    }
}

/// Both ends, written as the numbers of a firm are: whole ones without a point.
fn as_pair<S: Serializer>(range: &Interval, serializer: S) -> Result<S::Ok, S::Error> {
    let end = |end: f64| Number::within(end, 0.0, 100.0);
    [end(range.low), end(range.high)].serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::{PAST_LIMIT, Past};
    use crate::assessment::{Assessment, Edit};
    use crate::content::{BandName, PackName};
    use crate::measure::Interval;

    fn past(day: &str, version: &str, low: f64) -> Past {
        Past {
            day: day.to_owned(),
            pack: PackName {
                id: "core".to_owned(),
                version: version.to_owned(),
                hash: String::new(),
            },
            method: "A1".to_owned(),
            overall: Interval { low, high: 90.0 },
            band: [BandName::Moderate, BandName::Severe],
            modules: Vec::new(),
            answers: 3,
        }
    }

    fn after(recorded: &[Past]) -> Vec<(String, f64)> {
        let mut case = Assessment::default();
        for one in recorded {
            case.apply(Edit::ResultRecorded(one.clone()));
        }
        let told = case.history.iter();
        told.map(|one| (one.day.clone(), one.overall.low)).collect()
    }

    #[test]
    fn the_same_result_is_recorded_once_and_a_day_has_its_latest() {
        let day = |day: &str, low| (day.to_owned(), low);
        let (one, other) = (past("2026-11-01", "1", 40.0), past("2026-11-09", "1", 40.0));
        assert_eq!(after(&[one.clone(), other]), [day("2026-11-01", 40.0)]);
        let later = past("2026-11-01", "1", 30.0);
        assert_eq!(
            after(&[one.clone(), later.clone()]),
            [day("2026-11-01", 30.0)]
        );
        // A result of other rules never takes its place.
        let ruled = past("2026-11-01", "2", 30.0);
        assert_eq!(
            after(&[one, ruled, later]),
            [
                day("2026-11-01", 40.0),
                day("2026-11-01", 30.0),
                day("2026-11-01", 30.0)
            ]
        );
    }

    #[test]
    fn the_oldest_goes_first() {
        let many: Vec<Past> = (0..=PAST_LIMIT)
            .map(|number| {
                past(
                    &format!("day {number}"),
                    "1",
                    if number % 2 == 0 { 40.0 } else { 50.0 },
                )
            })
            .collect();
        let kept = after(&many);
        assert_eq!(kept.len(), PAST_LIMIT);
        assert_eq!(kept[0].0, "day 1");
    }
}
