//! What an institution wants to see and where it looks closer, as a file that can be published.
//!
//! *Why a file*: an applicant who holds the same file can work out the same class beforehand. It
//! has no weights: those are the pack's, the same for everybody.

use serde::Serialize;
use serde_json::Value;

use crate::assessment::{FileError, format_in, hash_of, json_of};
use crate::content::{Id, Pack};
use crate::finding::{Code, Finding, Findings};
use crate::score::COVERAGE_FOR_LOW;
use crate::table::{TEXT_LIMIT, keyed};

const FORMAT: &str = "sonae-policy";
/// The version of the policy this code writes.
const VERSION: u64 = 1;

keyed! {
    /// A part of a case that an institution may ask for.
    Wanted {
        /// The supplier table.
        Suppliers = "suppliers",
        /// The market table.
        Markets = "markets",
        /// A scenario that counts in the result.
        Scenarios = "scenarios",
        /// What the firm decided to do.
        Plan = "plan",
    }
}

/// An institution's published criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Whose criteria they are; may be empty.
    pub institution: String,
    /// The parts a case has to have.
    pub parts: Vec<Wanted>,
    /// The questions that have to be answered with more than "don't know", in order.
    pub questions: Vec<Id>,
    /// The questions beside whose answer a note has to say what shows it, in order.
    pub evidence: Vec<Id>,
    /// How much of the weight of each module has to be known, 0 to 1.
    pub coverage: f64,
    /// Where a case begins to be more than routine.
    pub cuts: Cuts,
}

/// The cuts, in points of the score: 0 to 100, 100 the worst.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cuts {
    /// Below it a case is routine.
    pub routine_below: f64,
    /// From it on, a person talks to the firm; not below the other one.
    pub conversation_from: f64,
}

/// The cuts and the coverage of method A14, with both tables.
impl Default for Policy {
    fn default() -> Self {
        Self {
            institution: String::new(),
            parts: vec![Wanted::Suppliers, Wanted::Markets],
            questions: Vec::new(),
            evidence: Vec::new(),
            coverage: COVERAGE_FOR_LOW,
            cuts: Cuts {
                routine_below: 50.0,
                conversation_from: 50.0,
            },
        }
    }
}

/// A policy as it is written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Written<'a> {
    format: &'static str,
    version: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    institution: &'a str,
    parts: &'a [Wanted],
    questions: Vec<&'a str>,
    evidence: Vec<&'a str>,
    coverage: f64,
    cuts: Cuts,
}

impl Policy {
    /// The policy as a file: every key, in the order of the documentation.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        // Plain values into memory: nothing here can refuse.
        let mut bytes = serde_json::to_vec_pretty(&self.written()).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// SHA-256 of its values, in lower-case hex: the same criteria have the same hash, whatever
    /// the layout of the file was and whether it said what is meant anyway.
    #[must_use]
    pub fn hash(&self) -> String {
        let value = serde_json::to_value(self.written()).unwrap_or_default();
        value.as_object().map(hash_of).unwrap_or_default()
    }

    fn written(&self) -> Written<'_> {
        Written {
            format: FORMAT,
            version: VERSION,
            institution: &self.institution,
            parts: &self.parts,
            questions: self.questions.iter().map(Id::as_str).collect(),
            evidence: self.evidence.iter().map(Id::as_str).collect(),
            coverage: self.coverage,
            cuts: self.cuts,
        }
    }

    /// The policy in a file. What it does not say is as in the default.
    ///
    /// # Errors
    /// Every reason the file cannot be taken, each with its place.
    pub fn read(pack: &Pack, bytes: &[u8]) -> Result<Self, FileError> {
        let value = json_of(bytes, Code::NotAPolicy)?;
        let mut reader = Reader {
            pack,
            findings: Findings::default(),
        };
        let policy = reader.file(&value);
        let findings = reader.findings.into_vec();
        if findings.is_empty() {
            Ok(policy)
        } else {
            Err(findings)
        }
    }
}

struct Reader<'p> {
    pack: &'p Pack,
    findings: Findings,
}

impl Reader<'_> {
    fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn wrong_type(&mut self, place: &str, wanted: &str) {
        self.find(Finding::new(Code::WrongType, place).with("wanted", wanted));
    }

    fn file(&mut self, value: &Value) -> Policy {
        let mut policy = Policy::default();
        let Some(object) = value.as_object() else {
            self.wrong_type("", "object");
            return policy;
        };
        let format = object.get("format").and_then(Value::as_str);
        if format != Some(FORMAT) {
            let format = format_in(object);
            self.find(Finding::new(Code::NotAPolicy, "format").with("format", format));
            return policy;
        }
        match object.get("version").and_then(Value::as_u64) {
            Some(1..=VERSION) => {}
            Some(newer) if newer > VERSION => {
                self.find(Finding::new(Code::NewerVersion, "version").with("version", newer));
                return policy;
            }
            _ if object.contains_key("version") => self.wrong_type("version", "number"),
            _ => self.find(Finding::new(Code::MissingKey, "").with("key", "version")),
        }
        for (key, value) in object {
            match key.as_str() {
                "format" | "version" => {}
                "institution" => match value.as_str() {
                    Some(name) if name.chars().count() <= TEXT_LIMIT => {
                        name.clone_into(&mut policy.institution);
                    }
                    Some(name) => {
                        let length = name.chars().count();
                        let finding = Finding::new(Code::TooLong, key).with("length", length);
                        self.find(finding.with("limit", TEXT_LIMIT));
                    }
                    None => self.wrong_type(key, "text"),
                },
                "parts" => policy.parts = self.parts(value, key),
                "questions" => policy.questions = self.questions(value, key),
                "evidence" => policy.evidence = self.questions(value, key),
                "coverage" => {
                    self.number(value, key, 0.0, 1.0, &mut policy.coverage);
                }
                "cuts" => self.cuts(value, key, &mut policy.cuts),
                _ => self.find(Finding::new(Code::UnknownKey, key).with("key", key)),
            }
        }
        let Cuts {
            routine_below: lowest,
            conversation_from: value,
        } = policy.cuts;
        if value < lowest {
            let finding = Finding::new(Code::OutOfRange, "cuts.conversation_from");
            let finding = finding.with("value", value).with("lowest", lowest);
            self.find(finding.with("highest", 100));
        }
        policy
    }

    fn cuts(&mut self, value: &Value, place: &str, cuts: &mut Cuts) {
        let Some(object) = value.as_object() else {
            return self.wrong_type(place, "object");
        };
        for (key, value) in object {
            let here = format!("{place}.{key}");
            match key.as_str() {
                "routine_below" => self.number(value, &here, 0.0, 100.0, &mut cuts.routine_below),
                "conversation_from" => {
                    self.number(value, &here, 0.0, 100.0, &mut cuts.conversation_from);
                }
                _ => self.find(Finding::new(Code::UnknownKey, &here).with("key", key)),
            }
        }
    }

    fn number(&mut self, value: &Value, place: &str, lowest: f64, highest: f64, into: &mut f64) {
        match value.as_f64() {
            // Adding zero turns −0 into 0.
            Some(number) if (lowest..=highest).contains(&number) => *into = number + 0.0,
            Some(number) => {
                let finding = Finding::new(Code::OutOfRange, place).with("value", number);
                self.find(finding.with("lowest", lowest).with("highest", highest));
            }
            None => self.wrong_type(place, "number"),
        }
    }

    /// The keys in a list of texts, each with its place.
    fn keys<'v>(&mut self, value: &'v Value, place: &str) -> Vec<(String, &'v str)> {
        let Some(values) = value.as_array() else {
            self.wrong_type(place, "list_of_texts");
            return Vec::new();
        };
        let mut keys = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let here = format!("{place}[{}]", index + 1);
            match value.as_str() {
                Some(key) => keys.push((here, key)),
                None => self.wrong_type(&here, "text"),
            }
        }
        keys
    }

    fn parts(&mut self, value: &Value, place: &str) -> Vec<Wanted> {
        let mut parts = Vec::new();
        for (here, key) in self.keys(value, place) {
            match Wanted::named(key) {
                Some(part) => parts.push(part),
                None => self.find(Finding::new(Code::UnknownOption, here).with("option", key)),
            }
        }
        // Once each, in one order: how they were listed says nothing.
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    fn questions(&mut self, value: &Value, place: &str) -> Vec<Id> {
        let mut ids = Vec::new();
        for (here, key) in self.keys(value, place) {
            let now = self.pack.renamed.get(key).map_or(key, Id::as_str);
            match self.pack.question(now) {
                Some(question) => ids.push(question.id.clone()),
                None => self.find(Finding::new(Code::UnknownQuestion, here).with("id", key)),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests {
    use std::path::Path as FilePath;

    use super::{Policy, Wanted};
    use crate::content::{Id, Pack, read_folder};

    fn pack() -> Pack {
        let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    }

    #[test]
    fn what_was_written_is_read_as_the_same() {
        let pack = pack();
        let mut policy = Policy::default();
        assert_eq!(Policy::read(&pack, &policy.write()), Ok(policy.clone()));
        policy.institution = "架空銀行".to_owned();
        policy.parts = vec![Wanted::Scenarios, Wanted::Plan];
        policy.questions = vec![Id::from("profile.cash")];
        policy.evidence = vec![Id::from("supplier.monitoring")];
        policy.coverage = 0.65;
        policy.cuts.routine_below = 25.5;
        let read = Policy::read(&pack, &policy.write()).expect("a policy");
        assert_eq!(read, policy);
        assert_eq!(read.write(), policy.write());
    }

    #[test]
    fn the_same_criteria_have_the_same_hash() {
        let pack = pack();
        let of = |text: &str| {
            Policy::read(&pack, text.as_bytes())
                .expect("a policy")
                .hash()
        };
        let bare = of(r#"{"format": "sonae-policy", "version": 1}"#);
        assert_eq!(bare, Policy::default().hash());
        let laid_out = "\u{feff}{\r\n\"version\": 1, \"parts\": [\"markets\", \"suppliers\", \"markets\"], \"format\": \"sonae-policy\"}";
        assert_eq!(bare, of(laid_out));
        let other = of(r#"{"format": "sonae-policy", "version": 1, "coverage": 0.7}"#);
        assert_ne!(bare, other);
    }

    #[test]
    fn every_fault_of_a_policy_has_its_place() {
        let pack = pack();
        for (text, expected) in [
            ("", "truncated@"),
            ("[]", "wrong_type@"),
            (
                r#"{"format": "sonae-assessment", "version": 1}"#,
                "not_a_policy@format",
            ),
            (r#"{"format": "sonae-policy"}"#, "missing_key@"),
            (
                r#"{"format": "sonae-policy", "version": 2}"#,
                "newer_version@version",
            ),
            (
                r#"{"format": "sonae-policy", "version": 1, "weights": {}}"#,
                "unknown_key@weights",
            ),
            (
                r#"{"format": "sonae-policy", "version": 1, "parts": ["suppliers", "soul", 3], "questions": "all", "evidence": ["supplier.nothing"]}"#,
                "unknown_question@evidence[1] unknown_option@parts[2] wrong_type@parts[3] wrong_type@questions",
            ),
            (
                r#"{"format": "sonae-policy", "version": 1, "coverage": 80, "cuts": {"routine_below": "low", "reject_from": 90}}"#,
                "out_of_range@coverage unknown_key@cuts.reject_from wrong_type@cuts.routine_below",
            ),
            (
                r#"{"format": "sonae-policy", "version": 1, "cuts": {"routine_below": 60, "conversation_from": 40}}"#,
                "out_of_range@cuts.conversation_from",
            ),
            (
                r#"{"format": "sonae-policy", "version": 1, "coverage": 0.8, "coverage": 0.1}"#,
                "duplicate_key@",
            ),
        ] {
            let findings = Policy::read(&pack, text.as_bytes()).expect_err(text);
            let mut places: Vec<String> = findings
                .iter()
                .map(|finding| format!("{}@{}", finding.code.name(), finding.place))
                .collect();
            places.sort_unstable();
            let mut expected: Vec<&str> = expected.split(' ').collect();
            expected.sort_unstable();
            assert_eq!(places, expected, "{text}");
        }
    }
}
