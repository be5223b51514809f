//! Earlier results, read as strictly as the rest of the file. What they speak of may be of a
//! pack that is gone: ids are taken as they stand.

use serde_json::Value;

use super::book::Object;
use super::{Code, Finding, Reader, Unit};
use crate::assessment::{PAST_LIMIT, Past, PastModule};
use crate::content::{BandName, Id, PackName};
use crate::measure::Interval;

impl Reader<'_> {
    pub(super) fn history(&mut self, value: &Value, place: &str) -> Vec<Past> {
        let mut history = self.list(value, place, Self::past);
        if history.len() > PAST_LIMIT {
            let finding = Finding::new(Code::TooManyRows, place).with("rows", history.len());
            self.find(finding.with("limit", PAST_LIMIT));
            history.truncate(PAST_LIMIT);
        }
        history
    }

    fn past(&mut self, parts: &Object, place: &str) -> Option<Past> {
        let keys = [
            "day", "pack", "method", "overall", "band", "modules", "answers",
        ];
        self.only(parts, place, &keys);
        let day = self.needed(parts, "day", place).is_some();
        let day = self.day(parts, "day", place).filter(|_| day);
        let pack = self.needed(parts, "pack", place);
        let pack = pack.and_then(|value| self.pack_of(value, &format!("{place}.pack")));
        let method = self.part_name(parts, "method", place);
        let overall = self.score(parts, "overall", place);
        let band = self.bands(parts, place);
        let modules = self.needed(parts, "modules", place);
        let modules = modules.map(|value| {
            let here = format!("{place}.modules");
            self.list(value, &here, Self::past_module)
        });
        let answers = self.count(parts, "answers", place);
        Some(Past {
            day: day?,
            pack: pack?,
            method: method?,
            overall: overall?,
            band: band?,
            modules: modules?,
            answers: answers?,
        })
    }

    fn past_module(&mut self, parts: &Object, place: &str) -> Option<PastModule> {
        self.only(parts, place, &["id", "score", "coverage", "band"]);
        let id = self.part_name(parts, "id", place);
        let score = self.score(parts, "score", place);
        let coverage = self.needed(parts, "coverage", place);
        let here = format!("{place}.coverage");
        let coverage = coverage.and_then(|value| self.within(value, 1.0, &here));
        let band = self.bands(parts, place);
        Some(PastModule {
            id: Id::from(id?.as_str()),
            score: score?,
            coverage: coverage?.get(),
            band: band?,
        })
    }

    fn pack_of(&mut self, value: &Value, place: &str) -> Option<PackName> {
        let parts = self.object(value, place)?;
        self.only(parts, place, &["id", "version", "hash"]);
        let id = self.part_name(parts, "id", place);
        let version = self.part_name(parts, "version", place);
        let hash = self.part_name(parts, "hash", place);
        Some(PackName {
            id: id?,
            version: version?,
            hash: hash?,
        })
    }

    fn part_name(&mut self, parts: &Object, key: &str, place: &str) -> Option<String> {
        let value = self.needed(parts, key, place)?;
        self.name(value, &format!("{place}.{key}"))
    }

    /// Two numbers from 0 to 100 that do not fall.
    fn score(&mut self, parts: &Object, key: &str, place: &str) -> Option<Interval> {
        let value = self.needed(parts, key, place)?;
        let here = format!("{place}.{key}");
        let Some([low, high]) = value.as_array().map(Vec::as_slice) else {
            self.wrong_type(&here, "two_numbers");
            return None;
        };
        let low = self.number(low, Unit::Percent, &here);
        let high = self.number(high, Unit::Percent, &here);
        let (low, high) = (low?.get(), high?.get());
        if low > high {
            self.wrong_type(&here, "two_numbers");
            return None;
        }
        Some(Interval { low, high })
    }

    /// The lowest and the highest band.
    fn bands(&mut self, parts: &Object, place: &str) -> Option<[BandName; 2]> {
        let value = self.needed(parts, "band", place)?;
        let read: Option<[BandName; 2]> = serde_json::from_value(value.clone()).ok();
        let bands = read.filter(|[lowest, highest]| lowest <= highest);
        if bands.is_none() {
            self.wrong_type(&format!("{place}.band"), "two_bands");
        }
        bands
    }
}
