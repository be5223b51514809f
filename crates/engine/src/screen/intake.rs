//! What a file is: every one of them gets a state, and none is passed over.
//!
//! *Why a damaged file is rescued and not classed*: a part of a case says less than the firm did,
//! and the firm can hand it in again.

use serde_json::{Map, Value};

use super::class::Standing;
use crate::assessment::{
    self, Assessment, Level, Opened, format_in, hash_of, json_of, mend, other_version,
};
use crate::content::Pack;
use crate::disclose;
use crate::finding::{Code, Finding, within};
use crate::score::METHOD;
use crate::table::keyed;

keyed! {
    /// What became of a file.
    State {
        /// Read as it is.
        Read = "read",
        /// Read, and brought up to date: it was made with another version of the pack.
        Upgraded = "upgraded",
        /// Read, although its values are not those that were saved or handed on.
        Altered = "altered",
        /// The same as one before it.
        Duplicate = "duplicate",
        /// Damaged: a part of it could be read.
        Rescued = "rescued",
        /// Damaged: nothing could be read.
        Damaged = "damaged",
        /// A fictional firm.
        Practice = "practice",
        /// Locked with a passphrase.
        Locked = "locked",
        /// Sealed to a key.
        Sealed = "sealed",
        /// Something else, or made with another pack.
        Foreign = "foreign",
        /// Not read: too large, of a newer version, a part for a colleague, unreadable.
        Refused = "refused",
    }
}

impl State {
    /// Whether the file was read, and so gets a class.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Read | Self::Upgraded | Self::Altered)
    }
}

keyed! {
    /// What kind of file it is.
    Kind {
        /// A saved assessment.
        Assessment = "assessment",
        /// A dossier with everything.
        Full = "full",
        /// A dossier without names.
        Masked = "masked",
        /// A dossier of ratios and bands.
        Dimensionless = "dimensionless",
    }
}

impl Kind {
    /// The level of a dossier.
    pub(super) fn level(self) -> Option<Level> {
        match self {
            Self::Assessment => None,
            Self::Full => Some(Level::Full),
            Self::Masked => Some(Level::Masked),
            Self::Dimensionless => Some(Level::Dimensionless),
        }
    }
}

keyed! {
    /// Whether a file is as it was made.
    Seal {
        /// Its hash fits the rest.
        Fits = "fits",
        /// Its hash does not.
        Broken = "broken",
        /// It has none.
        None = "none",
    }
}

/// A file that was taken in.
pub(super) struct Taken {
    pub(super) state: State,
    pub(super) kind: Option<Kind>,
    pub(super) seal: Seal,
    /// A hash of its values; of what is no JSON there is none.
    pub(super) content_hash: Option<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) told: Option<Told>,
}

/// What a file that was read tells.
pub(super) enum Told {
    /// The case, with what a dossier declares of it.
    Case {
        assessment: Box<Assessment>,
        declared: Option<Declared>,
    },
    /// A record of it, from which scores cannot be worked out again.
    Record {
        record: Map<String, Value>,
        standing: Option<Standing>,
        /// Whether a scenario counts in it.
        has_scenario: bool,
    },
}

/// What the sender worked out.
pub(super) struct Declared {
    pub(super) values: Value,
    /// Whether method and pack are those used here.
    pub(super) same_version: bool,
}

impl Taken {
    pub(super) fn refused(state: State, findings: Vec<Finding>) -> Self {
        Self {
            state,
            kind: None,
            seal: Seal::None,
            content_hash: None,
            findings,
            told: None,
        }
    }
}

/// Takes in the bytes of a file.
pub(super) fn take(pack: &Pack, bytes: &[u8]) -> Taken {
    match json_of(bytes, Code::ForeignFormat) {
        Ok(Value::Object(object)) => {
            let hash = hash_of(&object);
            let taken = match object.get("format").and_then(Value::as_str) {
                Some(assessment::FORMAT) => saved(pack, object, &hash),
                Some(disclose::FORMAT) => dossier(pack, object, &hash),
                _ => foreign(format_in(&object)),
            };
            Taken {
                content_hash: Some(hash),
                ..taken
            }
        }
        Ok(_) => foreign("?"),
        Err(findings) => match findings.first().map(|finding| finding.code) {
            Some(Code::LockedFile) => Taken::refused(State::Locked, findings),
            Some(Code::SealedFile) => Taken::refused(State::Sealed, findings),
            Some(Code::ForeignFormat) => Taken::refused(State::Foreign, findings),
            Some(Code::TooLarge) => Taken::refused(State::Refused, findings),
            _ => damaged(pack, &String::from_utf8_lossy(bytes), findings),
        },
    }
}

fn foreign(format: &str) -> Taken {
    let finding = Finding::new(Code::ForeignFormat, "format");
    Taken::refused(State::Foreign, vec![finding.with("format", format)])
}

fn practice() -> Taken {
    let finding = Finding::new(Code::PracticeFile, "practice");
    Taken::refused(State::Practice, vec![finding])
}

/// A saved assessment.
fn saved(pack: &Pack, object: Map<String, Value>, hash: &str) -> Taken {
    let sealed = object.contains_key("sha256");
    let value = Value::Object(object);
    let opened = match Assessment::read_hashed(pack, &value, Some(hash)) {
        Ok(opened) => opened,
        Err(findings) => return not_taken(pack, &value, findings),
    };
    let taken = case(opened, Kind::Assessment, None);
    let seal = match (sealed, taken.state) {
        (false, _) => Seal::None,
        (true, State::Altered) => Seal::Broken,
        (true, _) => Seal::Fits,
    };
    Taken { seal, ..taken }
}

/// A case that could be read, of a file of its own or in a dossier.
fn case(opened: Opened, kind: Kind, declared: Option<Declared>) -> Taken {
    let Opened {
        assessment,
        notices,
    } = opened;
    if assessment.practice {
        return practice();
    }
    if assessment.part.is_some() {
        let finding = Finding::new(Code::PartOnly, "part");
        return Taken::refused(State::Refused, vec![finding]);
    }
    Taken {
        state: state_of(&notices),
        kind: Some(kind),
        told: Some(Told::Case {
            assessment: Box::new(assessment),
            declared,
        }),
        ..Taken::refused(State::Read, notices)
    }
}

/// What became of a file with these notices.
fn state_of(notices: &[Finding]) -> State {
    let is = |codes: &[Code]| notices.iter().any(|notice| codes.contains(&notice.code));
    if is(&[Code::Altered]) {
        State::Altered
    } else if is(&[
        Code::OtherPackVersion,
        Code::Renamed,
        Code::Retired,
        Code::RetiredOption,
    ]) {
        State::Upgraded
    } else {
        State::Read
    }
}

/// A dossier: its seal, its head, and what its level tells.
fn dossier(pack: &Pack, mut object: Map<String, Value>, hash: &str) -> Taken {
    let seal = match object.get("sha256").map(Value::as_str) {
        None => Seal::None,
        // As `disclose::is_sealed` has it, with the hash that is known already.
        Some(sealed) if sealed == Some(hash) => Seal::Fits,
        Some(_) => Seal::Broken,
    };
    if object.get("practice").and_then(Value::as_bool) == Some(true) {
        return practice();
    }
    let mut findings = Vec::new();
    let kind = head(&object, &mut findings);
    let name = |key: &str| object.get("pack")?.get(key)?.as_str();
    let same_pack = [name("version"), name("hash")] == [Some(&*pack.version), Some(&*pack.hash)];
    if name("id") != Some(pack.id.as_str()) {
        let finding = Finding::new(Code::ForeignPack, "pack.id");
        findings.push(finding.with("pack", name("id").unwrap_or("?")));
    } else if !same_pack {
        let [version, hash] = ["version", "hash"].map(|key| name(key).unwrap_or("?"));
        findings.push(other_version(pack, version, hash));
    }
    let same_method = object.get("method").and_then(Value::as_str) == Some(METHOD);
    let faults: Vec<Finding> = findings
        .iter()
        .filter(|finding| !finding.code.is_notice())
        .cloned()
        .collect();
    let Some(kind) = kind.filter(|_| faults.is_empty()) else {
        let inner = object.remove("assessment").unwrap_or_default();
        return not_taken(pack, &inner, faults);
    };
    // A dossier without a seal is not as it was made, since every one is made with it.
    if seal != Seal::Fits {
        findings.push(Finding::new(Code::Altered, "sha256"));
    }
    let declared = object.remove("declared").unwrap_or_default();
    let taken = if kind == Kind::Dimensionless {
        record(pack, object, &declared, findings)
    } else {
        let inner = object.remove("assessment").unwrap_or_default();
        match Assessment::read_value(pack, &inner) {
            Ok(mut opened) => {
                // The dossier itself says that already.
                opened
                    .notices
                    .retain(|notice| notice.code != Code::OtherPackVersion);
                within(&mut opened.notices, "assessment");
                findings.append(&mut opened.notices);
                opened.notices = findings;
                let declared = Declared {
                    values: declared,
                    same_version: same_pack && same_method,
                };
                case(opened, kind, Some(declared))
            }
            Err(mut faults) => {
                within(&mut faults, "assessment");
                not_taken(pack, &inner, faults)
            }
        }
    };
    Taken { seal, ..taken }
}

/// The kind of a dossier, where its head is sound.
fn head(object: &Map<String, Value>, findings: &mut Vec<Finding>) -> Option<Kind> {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    match object.get("version").and_then(Value::as_u64) {
        Some(1..=disclose::VERSION) => {}
        Some(newer) if newer > disclose::VERSION => {
            findings.push(Finding::new(Code::NewerVersion, "version").with("version", newer));
            return None;
        }
        _ => findings.push(Finding::new(Code::WrongType, "version").with("wanted", "number")),
    }
    let level = text("level").and_then(Level::named);
    let Some(level) = level else {
        let level = text("level").unwrap_or("?");
        findings.push(Finding::new(Code::UnknownOption, "level").with("option", level));
        return None;
    };
    let (kind, own) = match level {
        Level::Full => (Kind::Full, ["day", "assessment"]),
        Level::Masked => (Kind::Masked, ["day", "assessment"]),
        Level::Dimensionless => (Kind::Dimensionless, ["quarter", "record"]),
    };
    let every = [
        "format", "version", "level", "practice", "method", "pack", "declared",
    ];
    for key in every.iter().chain(&own) {
        if !object.contains_key(*key) {
            findings.push(Finding::new(Code::MissingKey, "").with("key", key));
        }
    }
    for key in object.keys() {
        if !every.contains(&key.as_str()) && !own.contains(&key.as_str()) && key != "sha256" {
            findings.push(Finding::new(Code::UnknownKey, key).with("key", key));
        }
    }
    if object
        .get("practice")
        .is_some_and(|value| !value.is_boolean())
    {
        let finding = Finding::new(Code::WrongType, "practice");
        findings.push(finding.with("wanted", "true_or_false"));
    }
    Some(kind)
}

/// The third level: a record, and what its sender worked out.
fn record(
    pack: &Pack,
    mut object: Map<String, Value>,
    declared: &Value,
    mut findings: Vec<Finding>,
) -> Taken {
    let Some(Value::Object(record)) = object.remove("record") else {
        let finding = Finding::new(Code::WrongType, "record").with("wanted", "object");
        return Taken::refused(State::Damaged, vec![finding]);
    };
    let standing = Standing::declared(pack, declared);
    // Without an industry there is nothing to declare; anything else has to be sound.
    if standing.is_none() && !declared.is_null() {
        findings.push(Finding::new(Code::WrongType, "declared").with("wanted", "object"));
        return Taken::refused(State::Damaged, findings);
    }
    let scenarios = declared.get("scenarios").and_then(Value::as_array);
    Taken {
        state: state_of(&findings),
        kind: Some(Kind::Dimensionless),
        told: Some(Told::Record {
            record,
            standing,
            has_scenario: scenarios.is_some_and(|all| !all.is_empty()),
        }),
        ..Taken::refused(State::Read, findings)
    }
}

/// JSON of ours that cannot be taken: not for us, or damaged.
fn not_taken(pack: &Pack, case: &Value, findings: Vec<Finding>) -> Taken {
    let is = |code| findings.iter().any(|finding| finding.code == code);
    if is(Code::NewerVersion) {
        return Taken::refused(State::Refused, findings);
    }
    if is(Code::ForeignPack) {
        return Taken::refused(State::Foreign, findings);
    }
    rescued(pack, case.to_string().as_bytes(), findings)
}

/// What the first words of any part of ours are.
const OURS: [&str; 5] = [
    "\"sonae-",
    "\"profile\"",
    "\"answers\"",
    "\"suppliers\"",
    "\"markets\"",
];

/// Text that is no JSON: a damaged file of ours, or something else.
fn damaged(pack: &Pack, text: &str, mut findings: Vec<Finding>) -> Taken {
    if !OURS.iter().any(|word| text.contains(word)) {
        return Taken::refused(State::Foreign, findings);
    }
    let (value, damage) = mend(text);
    // A dossier holds its case; a saved file is one.
    match value.and_then(|mut value| Some(value.get_mut("assessment")?.take())) {
        Some(mut case) => {
            findings.extend(damage);
            // Half a name of a pack is no other pack.
            let whole = case.pointer("/pack/id").is_some_and(Value::is_string);
            if let Some(case) = case.as_object_mut().filter(|_| !whole) {
                case.remove("pack");
            }
            rescued(pack, case.to_string().as_bytes(), findings)
        }
        None => rescued(pack, text.as_bytes(), findings),
    }
}

fn rescued(pack: &Pack, case: &[u8], mut findings: Vec<Finding>) -> Taken {
    let (state, more) = match Assessment::rescue(pack, case) {
        Ok(rescued) if rescued.assessment.practice => return practice(),
        Ok(rescued) => (State::Rescued, rescued.left_out),
        Err(more) => (State::Damaged, more),
    };
    for finding in more {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    // A text that ends early ends for everything it is within.
    findings.dedup();
    Taken::refused(state, findings)
}
