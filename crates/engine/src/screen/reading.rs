//! How the small files of a desk and the totals of a workshop are read: taken whole, or refused
//! with every reason in its place.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::assessment::{FileError, format_in, hash_of, is_hash, json_of, other_version};
use crate::content::{Pack, PackName};
use crate::finding::{Code, Finding, Findings};
use crate::table::TEXT_LIMIT;

/// A reader of a file whose every key is known.
#[derive(Default)]
pub(crate) struct Reading {
    findings: Findings,
}

impl Reading {
    /// The object in the bytes of a file of this format, once it is known to be one of a version
    /// that is read here.
    pub(crate) fn open(
        bytes: &[u8],
        format: &str,
        version: u64,
        foreign: Code,
    ) -> Result<Map<String, Value>, FileError> {
        let one = |finding: Finding| Err(vec![finding]);
        let Value::Object(object) = json_of(bytes, foreign)? else {
            return one(Finding::new(Code::WrongType, "").with("wanted", "object"));
        };
        let found = object.get("format").and_then(Value::as_str);
        if found != Some(format) {
            let found = format_in(&object);
            return one(Finding::new(foreign, "format").with("format", found));
        }
        match object.get("version").and_then(Value::as_u64) {
            Some(found) if (1..=version).contains(&found) => Ok(object),
            Some(newer) if newer > version => {
                one(Finding::new(Code::NewerVersion, "version").with("version", newer))
            }
            _ if object.contains_key("version") => {
                one(Finding::new(Code::WrongType, "version").with("wanted", "number"))
            }
            _ => one(Finding::new(Code::MissingKey, "").with("key", "version")),
        }
    }

    pub(crate) fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(crate) fn wrong_type(&mut self, place: &str, wanted: &str) {
        self.find(Finding::new(Code::WrongType, place).with("wanted", wanted));
    }

    /// What was read where nothing is wrong, with what should be known about it.
    pub(crate) fn done<T>(self, read: T) -> Result<(T, Vec<Finding>), FileError> {
        let findings = self.findings.into_vec();
        if findings.iter().all(|finding| finding.code.is_notice()) {
            Ok((read, findings))
        } else {
            Err(findings)
        }
    }

    /// Nothing but these keys, and all of the first ones.
    pub(crate) fn keys(
        &mut self,
        object: &Map<String, Value>,
        place: &str,
        needed: &[&str],
        others: &[&str],
    ) {
        for key in needed.iter().filter(|key| !object.contains_key(**key)) {
            self.find(Finding::new(Code::MissingKey, place).with("key", key));
        }
        let known = |key: &str| needed.contains(&key) || others.contains(&key);
        for key in object.keys().filter(|key| !known(key)) {
            self.find(Finding::new(Code::UnknownKey, within(place, key)).with("key", key));
        }
    }

    pub(crate) fn object<'v>(
        &mut self,
        value: Option<&'v Value>,
        place: &str,
    ) -> Option<&'v Map<String, Value>> {
        let object = value?.as_object();
        if object.is_none() {
            self.wrong_type(place, "object");
        }
        object
    }

    /// A text; empty where there is none.
    pub(crate) fn text(&mut self, value: Option<&Value>, place: &str) -> String {
        match value {
            None => String::new(),
            Some(Value::String(text)) if text.chars().count() <= TEXT_LIMIT => text.clone(),
            Some(Value::String(text)) => {
                let length = text.chars().count();
                let finding = Finding::new(Code::TooLong, place).with("length", length);
                self.find(finding.with("limit", TEXT_LIMIT));
                String::new()
            }
            Some(_) => {
                self.wrong_type(place, "text");
                String::new()
            }
        }
    }

    /// A text of a certain form.
    pub(crate) fn text_like(
        &mut self,
        value: Option<&Value>,
        place: &str,
        fits: impl Fn(&str) -> bool,
        wanted: &str,
    ) -> String {
        let Some(value) = value else {
            return String::new();
        };
        let text = value.as_str().filter(|text| fits(text));
        if text.is_none() {
            self.wrong_type(place, wanted);
        }
        text.unwrap_or_default().to_owned()
    }

    pub(crate) fn hash(&mut self, value: Option<&Value>, place: &str) -> String {
        self.text_like(value, place, is_hash, "hash")
    }

    /// Every text of a list, each with its place; one that stands twice counts once.
    pub(crate) fn texts(&mut self, value: Option<&Value>, place: &str) -> BTreeMap<String, String> {
        let Some(value) = value else {
            return BTreeMap::new();
        };
        let Some(values) = value.as_array() else {
            self.wrong_type(place, "list_of_texts");
            return BTreeMap::new();
        };
        let mut texts = BTreeMap::new();
        for (index, value) in values.iter().enumerate() {
            let here = format!("{place}[{}]", index + 1);
            if value.is_string() {
                texts.insert(self.text(Some(value), &here), here);
            } else {
                self.wrong_type(&here, "text");
            }
        }
        texts
    }

    /// A whole number within limits.
    pub(crate) fn whole(
        &mut self,
        value: Option<&Value>,
        place: &str,
        lowest: u64,
        highest: u64,
    ) -> u64 {
        let Some(value) = value else {
            return lowest;
        };
        match (value.as_u64(), value.as_f64()) {
            (Some(number), _) if (lowest..=highest).contains(&number) => return number,
            (None, Some(number)) if number.fract() != 0.0 => {
                self.find(Finding::new(Code::NotWhole, place).with("value", number));
            }
            (_, Some(number)) => {
                let finding = Finding::new(Code::OutOfRange, place).with("value", number);
                self.find(finding.with("lowest", lowest).with("highest", highest));
            }
            _ => self.wrong_type(place, "number"),
        }
        lowest
    }

    /// The entries of an object whose keys name something; others are refused.
    pub(crate) fn named<'v>(
        &mut self,
        value: Option<&'v Value>,
        place: &str,
        knows: impl Fn(&str) -> bool,
    ) -> Vec<(&'v String, &'v Value, String)> {
        let object = self.object(value, place);
        let mut entries = Vec::new();
        for (key, value) in object.into_iter().flatten() {
            let here = within(place, key);
            if knows(key) {
                entries.push((key, value, here));
            } else {
                self.find(Finding::new(Code::UnknownKey, here).with("key", key));
            }
        }
        entries
    }

    /// A pack: another one is refused, another version of it is only told.
    pub(crate) fn pack(&mut self, pack: &Pack, value: Option<&Value>) -> Option<PackName> {
        let object = self.object(value, "pack")?;
        self.keys(object, "pack", &["id", "version", "hash"], &[]);
        let mut text = |key: &str| self.text(object.get(key), &within("pack", key));
        let (id, version, hash) = (text("id"), text("version"), text("hash"));
        if id != pack.id.as_str() {
            self.find(Finding::new(Code::ForeignPack, "pack.id").with("pack", &id));
        } else if version != pack.version || hash != pack.hash {
            self.find(other_version(pack, &version, &hash));
        }
        Some(PackName { id, version, hash })
    }

    /// The seal has to fit the rest.
    pub(crate) fn seal(&mut self, object: &Map<String, Value>) {
        let seal = object.get("sha256");
        if seal.is_some() && seal.and_then(Value::as_str) != Some(hash_of(object).as_str()) {
            self.find(Finding::new(Code::BrokenSeal, "sha256"));
        }
    }
}

pub(crate) fn within(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}

/// What is written, with its seal as the last key.
pub(crate) fn sealed(written: &impl Serialize) -> Vec<u8> {
    // Plain values into memory: nothing here can refuse.
    let value = serde_json::to_value(written).unwrap_or_default();
    let hash = value.as_object().map(hash_of).unwrap_or_default();
    let mut bytes = serde_json::to_vec_pretty(written).unwrap_or_default();
    bytes.truncate(bytes.len().saturating_sub("\n}".len()));
    bytes.extend_from_slice(format!(",\n  \"sha256\": \"{hash}\"\n}}\n").as_bytes());
    bytes
}

/// Each once, in order.
pub(crate) fn set(texts: BTreeMap<String, String>) -> BTreeSet<String> {
    texts.into_keys().collect()
}
