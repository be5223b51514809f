//! The part of the file that is kept beside suppliers from ledgers, read as strictly as the rest.

use serde_json::{Map, Value};

use super::{Code, Finding, Number, ROW_LIMIT, Reader, TEXT_LIMIT, Unit};
use crate::suppliers::{Because, Book, Group, Merge, MonthsOf, Part, Source};

pub(super) type Object = Map<String, Value>;

impl Reader<'_> {
    pub(super) fn book(&mut self, value: &Value, place: &str) -> Book {
        let mut book = Book::default();
        let Some(parts) = self.object(value, place) else {
            return book;
        };
        for (key, value) in parts {
            let here = format!("{place}.{key}");
            match key.as_str() {
                "sources" => book.sources = self.list(value, &here, Self::source),
                "months" => book.months = self.months(value, &here),
                "by_month" => book.by_month = self.list(value, &here, Self::months_of),
                "merges" => book.merges = self.list(value, &here, Self::merge),
                "groups" => book.groups = self.list(value, &here, Self::group),
                _ => self.find(Finding::new(Code::UnknownKey, &here).with("key", key)),
            }
        }
        let months = book.months.len();
        for (index, line) in book.by_month.iter().enumerate() {
            if line.yen.len() != months {
                let here = format!("{place}.by_month[{}].yen", index + 1);
                self.wrong_type(&here, "one_for_each_month");
            }
        }
        // Which month an amount belongs to cannot be told.
        book.by_month.retain(|line| line.yen.len() == months);
        book.tidy();
        book
    }

    fn source(&mut self, parts: &Object, place: &str) -> Option<Source> {
        let keys = [
            "rows_read",
            "skipped",
            "total_yen",
            "sheet_total_yen",
            "from",
            "to",
        ];
        self.only(parts, place, &keys);
        let rows_read = self.count(parts, "rows_read", place);
        let skipped = self.count(parts, "skipped", place);
        let total = self.needed(parts, "total_yen", place);
        let total = total.and_then(|it| self.number(it, Unit::Yen, &format!("{place}.total_yen")));
        let sheet = parts.get("sheet_total_yen");
        let sheet_total_yen =
            sheet.and_then(|it| self.number(it, Unit::Yen, &format!("{place}.sheet_total_yen")));
        let from = self.day(parts, "from", place);
        let to = self.day(parts, "to", place);
        Some(Source {
            rows_read: u32::try_from(rows_read?).ok()?,
            skipped: u32::try_from(skipped?).ok()?,
            total_yen: total?,
            sheet_total_yen,
            from,
            to,
        })
    }

    fn months(&mut self, value: &Value, place: &str) -> Vec<String> {
        let Value::Array(values) = value else {
            self.wrong_type(place, "list_of_texts");
            return Vec::new();
        };
        let mut months: Vec<String> = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let month = value.as_str().filter(|text| is_month(text));
            match month.filter(|text| months.last().is_none_or(|last| last.as_str() < *text)) {
                Some(month) => months.push(month.to_owned()),
                None => self.wrong_type(&format!("{place}[{}]", index + 1), "month"),
            }
        }
        months
    }

    fn months_of(&mut self, parts: &Object, place: &str) -> Option<MonthsOf> {
        self.only(parts, place, &["name", "yen"]);
        let name = parts.get("name");
        let name = name.map(|value| self.name(value, &format!("{place}.name")));
        let here = format!("{place}.yen");
        let Some(Value::Array(values)) = self.needed(parts, "yen", place) else {
            if parts.contains_key("yen") {
                self.wrong_type(&here, "one_for_each_month");
            }
            return None;
        };
        let numbers = values.iter().enumerate().map(|(index, value)| {
            let here = format!("{here}[{}]", index + 1);
            self.number(value, Unit::Yen, &here)
        });
        let yen: Vec<Option<Number>> = numbers.collect();
        Some(MonthsOf {
            name: match name {
                None => None,
                Some(read) => Some(read?),
            },
            yen: yen.into_iter().collect::<Option<_>>()?,
        })
    }

    fn merge(&mut self, parts: &Object, place: &str) -> Option<Merge> {
        self.only(parts, place, &["alias", "because", "parts", "owners"]);
        let alias = self.needed(parts, "alias", place);
        let alias = alias.and_then(|value| self.name(value, &format!("{place}.alias")));
        let because = self.needed(parts, "because", place);
        let because = because.and_then(|value| self.because(value, &format!("{place}.because")));
        let here = format!("{place}.parts");
        let rows = self.needed(parts, "parts", place);
        if rows.and_then(Value::as_array).is_some_and(Vec::is_empty) {
            self.wrong_type(&here, "at_least_one_row");
        }
        let rows = rows.map(|value| self.list(value, &here, Self::part));
        // One whose rows are all left out is left out with them.
        let rows = rows.filter(|rows| !rows.is_empty());
        let owners = parts.get("owners");
        let owners = owners.and_then(|value| {
            let here = format!("{place}.owners");
            let entries = self.object(value, &here)?.iter();
            let owners = entries.map(|(name, owner)| {
                let owner = self.name(owner, &format!("{here}.{name}"))?;
                Some((name.clone(), owner))
            });
            let owners: Vec<Option<(String, String)>> = owners.collect();
            Some(owners.into_iter().flatten().collect())
        });
        Some(Merge {
            alias: alias?,
            because: because?,
            parts: rows?,
            owners: owners.unwrap_or_default(),
        })
    }

    fn part(&mut self, parts: &Object, place: &str) -> Option<Part> {
        self.only(parts, place, &["row", "supplier"]);
        let row = self.count(parts, "row", place);
        let here = format!("{place}.supplier");
        let supplier = self.needed(parts, "supplier", place);
        let table = &self.pack.tables.suppliers;
        let supplier = supplier.and_then(|value| {
            let Value::Object(cells) = value else {
                self.wrong_type(&here, "row");
                return None;
            };
            Some(self.inside(|| here.clone(), |reader| reader.row(cells, table)))
        });
        Some(Part {
            row: row?,
            supplier: supplier?,
        })
    }

    fn group(&mut self, parts: &Object, place: &str) -> Option<Group> {
        self.only(parts, place, &["name", "suppliers"]);
        let name = self.needed(parts, "name", place);
        let name = name.and_then(|value| self.name(value, &format!("{place}.name")));
        let here = format!("{place}.suppliers");
        let Value::Array(values) = self.needed(parts, "suppliers", place)? else {
            self.wrong_type(&here, "list_of_texts");
            return None;
        };
        let values = values.iter().enumerate();
        let suppliers = values
            .filter_map(|(index, value)| self.name(value, &format!("{here}[{}]", index + 1)))
            .collect();
        Some(Group {
            name: name?,
            suppliers,
        })
    }

    // ---- single values ---------------------------------------------------------------------

    pub(super) fn object<'v>(&mut self, value: &'v Value, place: &str) -> Option<&'v Object> {
        let object = value.as_object();
        if object.is_none() {
            self.wrong_type(place, "object");
        }
        object
    }

    pub(super) fn list<T>(
        &mut self,
        value: &Value,
        place: &str,
        read: impl Fn(&mut Self, &Object, &str) -> Option<T>,
    ) -> Vec<T> {
        let Value::Array(values) = value else {
            self.wrong_type(place, "list_of_objects");
            return Vec::new();
        };
        if values.len() > ROW_LIMIT {
            let finding = Finding::new(Code::TooManyRows, place).with("rows", values.len());
            self.find(finding.with("limit", ROW_LIMIT));
            return Vec::new();
        }
        let mut list = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let here = format!("{place}[{}]", index + 1);
            if let Some(object) = self.object(value, &here) {
                list.extend(read(self, object, &here));
            }
        }
        list
    }

    pub(super) fn only(&mut self, parts: &Object, place: &str, keys: &[&str]) {
        for key in parts.keys().filter(|key| !keys.contains(&key.as_str())) {
            let here = format!("{place}.{key}");
            self.find(Finding::new(Code::UnknownKey, here).with("key", key));
        }
    }

    pub(super) fn needed<'v>(
        &mut self,
        parts: &'v Object,
        key: &str,
        place: &str,
    ) -> Option<&'v Value> {
        let value = parts.get(key);
        if value.is_none() {
            self.find(Finding::new(Code::MissingKey, place).with("key", key));
        }
        value
    }

    pub(super) fn count(&mut self, parts: &Object, key: &str, place: &str) -> Option<usize> {
        let value = self.needed(parts, key, place)?;
        let number = self.number(value, Unit::Count, &format!("{place}.{key}"))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, from 0 to ten million"
        )]
        Some(number.get() as usize)
    }

    pub(super) fn day(&mut self, parts: &Object, key: &str, place: &str) -> Option<String> {
        let value = parts.get(key)?;
        let day = value.as_str().filter(|text| is_day(text));
        if day.is_none() {
            self.wrong_type(&format!("{place}.{key}"), "day");
        }
        day.map(str::to_owned)
    }

    /// A text in which something stands.
    pub(super) fn name(&mut self, value: &Value, place: &str) -> Option<String> {
        match value.as_str() {
            Some(text) if text.chars().count() > TEXT_LIMIT => {
                self.too_long(place, text, TEXT_LIMIT);
                None
            }
            Some(text) if !text.is_empty() => Some(text.to_owned()),
            _ => {
                self.wrong_type(place, "text");
                None
            }
        }
    }

    fn because(&mut self, value: &Value, place: &str) -> Option<Because> {
        let Some(key) = value.as_str() else {
            self.wrong_type(place, "option");
            return None;
        };
        let because = Because::named(key);
        if because.is_none() {
            self.find(Finding::new(Code::UnknownOption, place).with("option", key));
        }
        because
    }
}

/// `YYYY-MM`.
fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else {
        return false;
    };
    is_number(year, 4) && is_number(month, 2) && ("01"..="12").contains(&month)
}

/// `YYYY-MM-DD`.
pub(crate) fn is_day(text: &str) -> bool {
    let Some((month, day)) = text.rsplit_once('-') else {
        return false;
    };
    is_month(month) && is_number(day, 2) && ("01"..="31").contains(&day)
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.chars().all(|digit| digit.is_ascii_digit())
}
