//! The scenarios that were kept and the plan, read as strictly as the rest of the file.

use serde_json::Value;

use super::book::{Object, is_day};
use super::{Code, Finding, Number, Reader, Unit};
use crate::assessment::{
    Aim, EVENT_LIMIT, Event, LARGEST_MULTIPLE, LONGEST_WEEKS, Planned, RUN_LIMIT, Run, Status,
};
use crate::content::Id;
use crate::table::{Cell, Country, TEXT_LIMIT};

impl Reader<'_> {
    pub(super) fn runs(&mut self, value: &Value, place: &str) -> Vec<Run> {
        let mut runs = self.list(value, place, Self::run);
        if runs.len() > RUN_LIMIT {
            let finding = Finding::new(Code::TooManyRows, place).with("rows", runs.len());
            self.find(finding.with("limit", RUN_LIMIT));
            runs.truncate(RUN_LIMIT);
        }
        runs
    }

    fn run(&mut self, parts: &Object, place: &str) -> Option<Run> {
        let keys = [
            "events",
            "offset_weeks",
            "country",
            "recapture_pct",
            "pass_through_pct",
            "switch_weeks",
            "product_pct",
        ];
        self.only(parts, place, &keys);
        let events = self.needed(parts, "events", place)?;
        let here = format!("{place}.events");
        let count = events.as_array().map_or(1, Vec::len);
        let events = self.list(events, &here, Self::event);
        if !(1..=EVENT_LIMIT).contains(&count) {
            self.wrong_type(&here, "one_or_two_scenarios");
            return None;
        }
        // Without one of its scenarios it is another run.
        if events.len() != count {
            return None;
        }
        let country = parts.get("country");
        let country = country.and_then(|code| self.country(code, &format!("{place}.country")));
        let percent = |reader: &mut Self, key| reader.part_number(parts, key, Unit::Percent, place);
        Some(Run {
            events,
            offset_weeks: self.part_weeks(parts, "offset_weeks", place),
            country: match country {
                Some(Cell::Key(code)) => Country::new(&code),
                _ => None,
            },
            recapture_pct: percent(self, "recapture_pct"),
            pass_through_pct: percent(self, "pass_through_pct"),
            switch_weeks: self.part_weeks(parts, "switch_weeks", place),
            product_pct: percent(self, "product_pct"),
        })
    }

    fn event(&mut self, parts: &Object, place: &str) -> Option<Event> {
        let keys = [
            "scenario",
            "weeks",
            "lost_pct",
            "price_multiple",
            "exposed_pct",
        ];
        self.only(parts, place, &keys);
        let scenario = self.needed(parts, "scenario", place)?;
        let scenario = self.scenario(scenario, &format!("{place}.scenario"))?;
        let multiple = parts.get("price_multiple");
        let here = format!("{place}.price_multiple");
        let multiple = multiple.and_then(|value| self.within(value, LARGEST_MULTIPLE, &here));
        Some(Event {
            scenario,
            weeks: self.part_weeks(parts, "weeks", place),
            lost_pct: self.part_number(parts, "lost_pct", Unit::Percent, place),
            price_multiple: multiple,
            exposed_pct: self.part_number(parts, "exposed_pct", Unit::Percent, place),
        })
    }

    fn scenario(&mut self, value: &Value, place: &str) -> Option<Id> {
        let Some(key) = value.as_str() else {
            self.wrong_type(place, "text");
            return None;
        };
        let known = self.pack.scenario(key).map(|known| known.id.clone());
        if known.is_none() {
            self.find(Finding::new(Code::UnknownScenario, place).with("id", key));
        }
        known
    }

    pub(super) fn plan(&mut self, value: &Value, place: &str) -> Vec<Planned> {
        self.list(value, place, Self::planned)
    }

    fn planned(&mut self, parts: &Object, place: &str) -> Option<Planned> {
        let keys = [
            "aim",
            "id",
            "scenarios",
            "role",
            "due",
            "cost_yen",
            "hours",
            "status",
        ];
        self.only(parts, place, &keys);
        let aim = self.keyed(parts, "aim", Aim::named, place);
        let status = self.keyed(parts, "status", Status::named, place);
        let id = self.needed(parts, "id", place);
        let id = id.and_then(|value| self.name(value, &format!("{place}.id")));
        let mut scenarios = Vec::new();
        if let Some(value) = parts.get("scenarios") {
            let here = format!("{place}.scenarios");
            match value.as_array() {
                Some(values) => {
                    let values = values.iter().enumerate();
                    scenarios = values
                        .filter_map(|(index, value)| {
                            self.scenario(value, &format!("{here}[{}]", index + 1))
                        })
                        .collect();
                }
                None => self.wrong_type(&here, "list_of_texts"),
            }
        }
        let role = self.said(parts, "role", place);
        let due = parts.get("due").and_then(|value| {
            let day = value.as_str().filter(|text| is_day(text));
            if day.is_none() {
                self.wrong_type(&format!("{place}.due"), "day");
            }
            day.map(str::to_owned)
        });
        let cost_yen = self.part_number(parts, "cost_yen", Unit::YenFromZero, place);
        let hours = self.part_number(parts, "hours", Unit::Count, place);
        let (aim, status) = (aim?, status?);
        let id = Id::from(id?.as_str());
        if !self.is_aim(aim, &id) {
            let finding = Finding::new(Code::UnknownOption, format!("{place}.id"));
            self.find(finding.with("option", &id));
            return None;
        }
        Some(Planned {
            aim,
            id,
            scenarios,
            role,
            due: due.unwrap_or_default(),
            cost_yen,
            hours,
            status,
        })
    }

    /// Whether the pack knows what a planned thing is about.
    fn is_aim(&self, aim: Aim, id: &Id) -> bool {
        let mut modules = self.pack.modules.iter();
        match aim {
            Aim::Answer => self.pack.question(id.as_str()).is_some(),
            Aim::Gate => modules.any(|module| module.gates.iter().any(|gate| gate.id == *id)),
            Aim::Metric => modules.any(|module| module.metrics.iter().any(|one| one.id == *id)),
            Aim::Action => self.pack.action(id.as_str()).is_some(),
        }
    }

    pub(super) fn keyed<T>(
        &mut self,
        parts: &Object,
        key: &str,
        named: impl Fn(&str) -> Option<T>,
        place: &str,
    ) -> Option<T> {
        let value = self.needed(parts, key, place)?;
        let here = format!("{place}.{key}");
        let Some(text) = value
            .as_str()
            .filter(|text| text.chars().count() <= TEXT_LIMIT)
        else {
            self.wrong_type(&here, "option");
            return None;
        };
        let found = named(text);
        if found.is_none() {
            self.find(Finding::new(Code::UnknownOption, here).with("option", text));
        }
        found
    }

    fn part_number(
        &mut self,
        parts: &Object,
        key: &str,
        unit: Unit,
        place: &str,
    ) -> Option<Number> {
        let value = parts.get(key)?;
        self.number(value, unit, &format!("{place}.{key}"))
    }

    fn part_weeks(&mut self, parts: &Object, key: &str, place: &str) -> Option<Number> {
        let value = parts.get(key)?;
        self.within(value, LONGEST_WEEKS, &format!("{place}.{key}"))
    }

    /// A number from 0 to a limit that is not its unit's.
    pub(super) fn within(&mut self, value: &Value, highest: f64, place: &str) -> Option<Number> {
        let Some(number) = value.as_f64() else {
            self.wrong_type(place, "number");
            return None;
        };
        let within = Number::within(number, 0.0, highest);
        if within.is_none() {
            let finding = Finding::new(Code::OutOfRange, place).with("value", value);
            self.find(finding.with("lowest", 0).with("highest", highest));
        }
        within
    }
}
