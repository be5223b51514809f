//! The assessment file (`.sonae`): the one format a case is kept in, on disk and in the browser.
//!
//! UTF-8 JSON. A file is taken whole or refused with every reason; opening never changes it,
//! and saving what was opened gives the same bytes. Reader and writer stand side by side so
//! that they can be held against each other.

mod book;
mod check;
mod disclosed;
mod part;
mod past;
mod rescue;
mod run;
#[cfg(feature = "schema")]
mod schema;
mod seat;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::entry::refused_number;
use super::{Answer, Assessment, Disclosure, Given, Past, Planned, Run, Seat, stray, strict};
use crate::content::{
    CellKind, Choice, Column, Firm, Id, Kind, Language, Pack, PackName, Question, Table, Text,
};
use crate::finding::{Code, Finding, Findings};
use crate::lock::kind_of;
use crate::markets::Market;
use crate::measure::{Number, Unit};
use crate::suppliers::{Book, Supplier};
use crate::table::{Cell, ROW_LIMIT, Row, TEXT_LIMIT};

/// The word at the head of the file.
pub(crate) const FORMAT: &str = "sonae-assessment";
/// The version of the file this code writes.
pub const VERSION: u64 = 1;
/// A file larger than this is not an assessment.
const SIZE_LIMIT: usize = 20_000_000;
const NOTE_LIMIT: usize = 5_000;

/// A file that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The case in it.
    pub assessment: Assessment,
    /// What should be known about it, such as another version of the pack.
    pub notices: Vec<Finding>,
}

pub(crate) use book::is_day;
pub use check::fingerprint;
pub(crate) use check::hash_of;
pub(crate) use disclosed::is_hash;
pub use rescue::Rescued;

/// Why a file was not taken: every reason found.
pub type FileError = Vec<Finding>;

// ---- writing -----------------------------------------------------------------------------

/// An assessment as it is written, but for the hash of a saved one.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Written<'a> {
    format: &'static str,
    version: u64,
    app: &'static str,
    pack: PackName,
    practice: bool,
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, schema::Plain>"))]
    profile: Map<String, Value>,
    #[cfg_attr(
        feature = "schema",
        schemars(with = "BTreeMap<String, schema::Answer>")
    )]
    answers: Map<String, Value>,
    suppliers: &'a [Supplier],
    markets: &'a [Market],
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<&'a Book>,
    #[serde(skip_serializing_if = "<[Run]>::is_empty")]
    scenarios: &'a [Run],
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Map<String, Value>>"))]
    technologies: &'a [Value],
    plan: &'a [Planned],
    #[serde(skip_serializing_if = "<[Disclosure]>::is_empty")]
    disclosures: &'a [Disclosure],
    history: &'a [Past],
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Part>"))]
    part: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<BTreeMap<String, Vec<schema::Returned>>>")
    )]
    returned: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<&'a Seat>,
}

impl Assessment {
    /// The assessment as a file. The same assessment gives the same bytes.
    #[must_use]
    pub fn write(&self, pack: &Pack) -> Vec<u8> {
        let written = Written {
            format: FORMAT,
            version: VERSION,
            app: env!("CARGO_PKG_VERSION"),
            pack: pack.name(),
            practice: self.practice,
            profile: self
                .profile
                .iter()
                .map(|(id, given)| (id.to_string(), plain(given)))
                .collect(),
            answers: self
                .answers
                .iter()
                .map(|(id, answer)| (id.to_string(), written_answer(answer)))
                .collect(),
            suppliers: &self.suppliers,
            markets: &self.markets,
            ledger: Some(&self.book).filter(|book| !book.is_empty()),
            scenarios: &self.runs,
            technologies: &self.kept.technologies,
            plan: &self.plan,
            disclosures: &self.disclosures,
            history: &self.history,
            part: self.part.as_ref().map(part::written_part),
            returned: (!self.returned.is_empty()).then(|| part::written_returned(&self.returned)),
            seat: self.seat.as_ref().filter(|_| self.practice),
        };
        // Plain values into memory: nothing here can refuse.
        let mut bytes = serde_json::to_vec_pretty(&written).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The assessment as a file to be handed on: the same, with a hash of its values at the end.
    #[must_use]
    pub fn save(&self, pack: &Pack) -> Vec<u8> {
        let mut bytes = self.write(pack);
        let value = serde_json::from_slice(&bytes).unwrap_or_default();
        if let Value::Object(object) = value {
            bytes.truncate(bytes.len().saturating_sub("\n}\n".len()));
            let end = format!(
                ",\n  \"{}\": \"{}\"\n}}\n",
                check::KEY,
                check::hash_of(&object)
            );
            bytes.extend_from_slice(end.as_bytes());
        }
        bytes
    }
}

/// A value of the profile: plain, and null for "don't know".
fn plain(given: &Given) -> Value {
    match given {
        Given::Choice(key) => Value::from(key.as_str()),
        Given::Choices(keys) => keys.iter().map(Id::as_str).collect(),
        Given::Number(number) => serde_json::to_value(number).unwrap_or_default(),
        Given::Unknown | Given::NotApplicable => Value::Null,
    }
}

pub(super) fn written_answer(answer: &Answer) -> Value {
    let mut object = Map::new();
    match &answer.given {
        None => None,
        Some(Given::Unknown) => object.insert("unknown".into(), true.into()),
        Some(Given::NotApplicable) => object.insert("na".into(), true.into()),
        Some(given) => object.insert("value".into(), plain(given)),
    };
    if answer.estimate {
        object.insert("estimate".into(), true.into());
    }
    if answer.flag {
        object.insert("flag".into(), true.into());
    }
    if !answer.note.is_empty() {
        object.insert("note".into(), answer.note.as_str().into());
    }
    object.into()
}

// ---- reading -----------------------------------------------------------------------------

impl Assessment {
    /// The assessment in a file.
    ///
    /// # Errors
    /// Every reason the file cannot be taken, each with its place.
    pub fn read(pack: &Pack, bytes: &[u8]) -> Result<Opened, FileError> {
        Self::read_value(pack, &json_of(bytes, Code::ForeignFormat)?)
    }

    /// The assessment in what was a file, or a part of one.
    pub(crate) fn read_value(pack: &Pack, value: &Value) -> Result<Opened, FileError> {
        Self::read_hashed(pack, value, None)
    }

    /// The same, where the hash of its values may be known already.
    pub(crate) fn read_hashed(
        pack: &Pack,
        value: &Value,
        hash: Option<&str>,
    ) -> Result<Opened, FileError> {
        let mut reader = Reader {
            pack,
            hash,
            findings: Findings::default(),
            rescuing: false,
        };
        let assessment = reader.file(value);
        let (notices, faults): (Vec<_>, Vec<_>) = reader
            .findings
            .into_vec()
            .into_iter()
            .partition(|finding| finding.code.is_notice());
        if faults.is_empty() {
            Ok(Opened {
                assessment,
                notices,
            })
        } else {
            Err(faults)
        }
    }

    /// A fictional firm of the pack as a practice assessment, its texts in one language.
    ///
    /// # Errors
    /// The faults of the firm's file; a checked pack has none.
    pub fn of_firm(pack: &Pack, firm: &Firm, language: Language) -> Result<Self, FileError> {
        Self::of_case(pack, &firm.case, language)
    }

    /// A case as the pack holds it, its texts in one language.
    pub(crate) fn of_case(pack: &Pack, case: &str, language: Language) -> Result<Self, FileError> {
        let value: Value =
            serde_json::from_str(case).map_err(|_| vec![Finding::new(Code::NotJson, "")])?;
        let mut value = in_language(value, language);
        if let Value::Object(object) = &mut value {
            object.insert("format".into(), FORMAT.into());
            object.insert("version".into(), VERSION.into());
            object.insert("practice".into(), true.into());
        }
        Self::read(pack, value.to_string().as_bytes()).map(|opened| opened.assessment)
    }
}

/// The JSON in the bytes of a file of ours, within the limit of its size. One of ours that is no
/// JSON is refused as `foreign`.
pub(crate) fn json_of(bytes: &[u8], foreign: Code) -> Result<Value, FileError> {
    if let Some(format) = stray::by_head(bytes) {
        return Err(vec![Finding::new(foreign, "format").with("format", format)]);
    }
    if bytes.len() > SIZE_LIMIT {
        let finding = Finding::new(Code::TooLarge, "")
            .with("bytes", bytes.len())
            .with("limit", SIZE_LIMIT);
        return Err(vec![finding]);
    }
    if let Some(locked) = kind_of(bytes) {
        return Err(vec![locked.finding()]);
    }
    // Notepad puts a byte-order mark in front; it does no harm.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Finding::new(Code::NotText, "")])?;
    strict::parse(text).map_err(|finding| vec![finding])
}

/// The value with every text that stands in both languages (`{ja, en}`) in one of them.
fn in_language(value: Value, language: Language) -> Value {
    match value {
        Value::Object(mut object)
            if object.len() == 2 && object.contains_key("ja") && object.contains_key("en") =>
        {
            object.remove(language.tag()).unwrap_or_default()
        }
        Value::Object(object) => object
            .into_iter()
            .map(|(key, inner)| (key, in_language(inner, language)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(values) => values
            .into_iter()
            .map(|inner| in_language(inner, language))
            .collect(),
        plain => plain,
    }
}

struct Reader<'p> {
    pack: &'p Pack,
    /// The hash of the file's values, where it is known already.
    hash: Option<&'p str>,
    findings: Findings,
    /// Whether a file of a newer version is read as far as it is understood.
    rescuing: bool,
}

impl<'p> Reader<'p> {
    fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn wrong_type(&mut self, place: &str, wanted: &str) {
        self.find(Finding::new(Code::WrongType, place).with("wanted", wanted));
    }

    /// Reads a part, and puts what is found in it under its place, which is worked out only then:
    /// nearly all files have nothing to be found in them.
    fn inside<T>(
        &mut self,
        place: impl FnOnce() -> String,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.findings.len();
        let read = read(self);
        if self.findings.len() > before {
            self.findings.within(before, &place());
        }
        read
    }

    fn file(&mut self, value: &Value) -> Assessment {
        let mut assessment = Assessment::default();
        let Value::Object(object) = value else {
            self.wrong_type("", "object");
            return assessment;
        };
        if object.get("format").and_then(Value::as_str) != Some(FORMAT) {
            let format = stray::format_in(object);
            self.find(Finding::new(Code::ForeignFormat, "format").with("format", format));
            return assessment;
        }
        match object.get("version").and_then(Value::as_u64) {
            Some(1..=VERSION) => {}
            Some(newer) if newer > VERSION => {
                self.find(Finding::new(Code::NewerVersion, "version").with("version", newer));
                if !self.rescuing {
                    return assessment;
                }
            }
            _ if object.contains_key("version") => self.wrong_type("version", "number"),
            _ => self.find(Finding::new(Code::MissingKey, "").with("key", "version")),
        }
        for (key, value) in object {
            match key.as_str() {
                "format" | "version" => {}
                // Who wrote the file says nothing about what is in it.
                "app" => {
                    if !(value.is_string() || value.is_object()) {
                        self.wrong_type("app", "text");
                    }
                }
                "pack" => self.pack_name(value),
                "practice" => match value.as_bool() {
                    Some(practice) => assessment.practice = practice,
                    None => self.wrong_type("practice", "true_or_false"),
                },
                "profile" => self.profile(value, &mut assessment),
                "answers" => assessment.answers = self.answers(value, key),
                "suppliers" => {
                    assessment.suppliers = self.rows(value, key, &self.pack.tables.suppliers);
                }
                "markets" => assessment.markets = self.rows(value, key, &self.pack.tables.markets),
                "ledger" => assessment.book = self.book(value, key),
                check::KEY => {
                    let hash = self
                        .hash
                        .map_or_else(|| check::hash_of(object), str::to_owned);
                    if value.as_str() != Some(&*hash) {
                        self.find(Finding::new(Code::Altered, key));
                    }
                }
                "technologies" => assessment.kept.technologies = self.kept(value, key),
                "scenarios" => assessment.runs = self.runs(value, key),
                "plan" => assessment.plan = self.plan(value, key),
                "disclosures" => {
                    assessment.disclosures = self.list(value, key, Self::disclosure);
                }
                "part" => assessment.part = self.part_of_case(value),
                "returned" => assessment.returned = self.returned(value),
                "seat" => assessment.seat = self.seat(value),
                "history" => assessment.history = self.history(value, key),
                _ => {
                    self.find(Finding::new(Code::UnknownKey, key).with("key", key));
                }
            }
        }
        if object.contains_key("seat") && !assessment.practice {
            self.find(Finding::new(Code::SeatOfRealFirm, "seat"));
            assessment.seat = None;
        }
        assessment
    }

    fn pack_name(&mut self, value: &Value) {
        if !value.is_object() {
            return self.wrong_type("pack", "object");
        }
        let part = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let (id, version, hash) = (part("id"), part("version"), part("hash"));
        if id != self.pack.id.as_str() {
            self.find(Finding::new(Code::ForeignPack, "pack.id").with("pack", id));
        } else if version != self.pack.version || hash != self.pack.hash {
            self.find(other_version(self.pack, &version, &hash));
        }
    }

    fn kept(&mut self, value: &Value, place: &str) -> Vec<Value> {
        match value {
            Value::Array(rows) if rows.iter().all(Value::is_object) => rows.clone(),
            _ => {
                self.wrong_type(place, "list_of_objects");
                Vec::new()
            }
        }
    }

    fn question(&mut self, key: &str, place: &str) -> Option<&'p Question> {
        let renamed = self.pack.renamed.get(key);
        let found = self.pack.question(renamed.map_or(key, Id::as_str));
        let finding = match (found, renamed) {
            (Some(_), None) => return found,
            (Some(_), Some(now)) => Finding::new(Code::Renamed, place).with("now", now),
            (None, _) if self.pack.is_retired(key) => Finding::new(Code::Retired, place),
            (None, _) => Finding::new(Code::UnknownQuestion, place),
        };
        self.find(finding.with("id", key));
        found
    }

    /// A question by its id in the file, of the profile or of a module.
    fn question_of(&mut self, key: &str, of_profile: bool, place: &str) -> Option<&'p Question> {
        let question = self.question(key, place)?;
        let right = self.pack.is_of_profile(&question.id) == of_profile;
        if !right {
            self.find(Finding::new(Code::UnknownQuestion, place).with("id", key));
        }
        right.then_some(question)
    }

    fn profile(&mut self, value: &Value, assessment: &mut Assessment) {
        let Value::Object(object) = value else {
            return self.wrong_type("profile", "object");
        };
        for (key, value) in object {
            let given = self.inside(
                || format!("profile.{key}"),
                |reader| {
                    let question = reader.question_of(key, true, "")?;
                    let given = if value.is_null() {
                        Some(Given::Unknown)
                    } else {
                        reader.given(question, value, "")
                    };
                    Some((question.id.clone(), given?))
                },
            );
            assessment.profile.extend(given);
        }
    }

    fn answers(&mut self, value: &Value, place: &str) -> BTreeMap<Id, Answer> {
        let mut answers = BTreeMap::new();
        let Value::Object(object) = value else {
            self.wrong_type(place, "object");
            return answers;
        };
        for (key, value) in object {
            let answer = self.inside(
                || format!("{place}.{key}"),
                |reader| {
                    let question = reader.question_of(key, false, "")?;
                    let Value::Object(parts) = value else {
                        reader.wrong_type("", "object");
                        return None;
                    };
                    let answer = reader.answer(question, parts);
                    (!answer.is_empty()).then(|| (question.id.clone(), answer))
                },
            );
            answers.extend(answer);
        }
        answers
    }

    fn answer(&mut self, question: &Question, parts: &Map<String, Value>) -> Answer {
        let mut answer = Answer::default();
        let mut stated = 0;
        for (key, value) in parts {
            let here = key.as_str();
            let yes = value.as_bool() == Some(true);
            match key.as_str() {
                "value" => {
                    answer.given = self.given(question, value, here);
                    stated += 1;
                }
                "unknown" if yes => {
                    answer.given = Some(Given::Unknown);
                    stated += 1;
                }
                "na" if yes => {
                    answer.given = Some(Given::NotApplicable);
                    stated += 1;
                }
                "estimate" if value.is_boolean() => answer.estimate = yes,
                "flag" if value.is_boolean() => answer.flag = yes,
                "note" => match value.as_str() {
                    Some(note) if note.chars().count() <= NOTE_LIMIT => {
                        note.clone_into(&mut answer.note);
                    }
                    Some(note) => self.too_long(here, note, NOTE_LIMIT),
                    None => self.wrong_type(here, "text"),
                },
                "unknown" | "na" | "estimate" | "flag" => self.wrong_type(here, "true"),
                _ => {
                    self.find(Finding::new(Code::UnknownKey, here).with("key", key));
                }
            }
        }
        if stated > 1 {
            self.wrong_type("", "one_answer");
        }
        answer
    }

    fn too_long(&mut self, place: &str, text: &str, limit: usize) {
        let finding = Finding::new(Code::TooLong, place).with("length", text.chars().count());
        self.find(finding.with("limit", limit));
    }

    fn given(&mut self, question: &Question, value: &Value, place: &str) -> Option<Given> {
        match &question.kind {
            Kind::Single(_) => self.option(question, value, place).map(Given::chosen),
            Kind::Multi(..) => self.options(question, value, place),
            Kind::Percent(_) | Kind::Integer(_) | Kind::Money(_) => {
                let unit = question.unit()?;
                self.number(value, unit, place).map(Given::Number)
            }
        }
    }

    fn option<'q>(
        &mut self,
        question: &'q Question,
        value: &Value,
        place: &str,
    ) -> Option<&'q Choice> {
        let Some(key) = value.as_str() else {
            self.wrong_type(place, "option");
            return None;
        };
        let option = question.kind.option(key);
        if option.is_none() {
            let finding = if self.pack.is_retired_option(&question.id, key) {
                Finding::new(Code::RetiredOption, place).with("id", &question.id)
            } else {
                Finding::new(Code::UnknownOption, place)
            };
            self.find(finding.with("option", key));
        }
        option
    }

    fn options(&mut self, question: &Question, value: &Value, place: &str) -> Option<Given> {
        let Value::Array(values) = value else {
            self.wrong_type(place, "list_of_options");
            return None;
        };
        let chosen: Vec<_> = values
            .iter()
            .filter_map(|value| self.option(question, value, place))
            .collect();
        if chosen.is_empty() {
            if values.is_empty() {
                self.wrong_type(place, "at_least_one_option");
            }
            return None;
        }
        if chosen.len() > 1 && chosen.iter().any(|option| option.exclusive) {
            self.find(Finding::new(Code::ExclusiveOption, place));
            return None;
        }
        // The pack's order, once each: the order of clicks says nothing.
        let keys = question
            .kind
            .options()
            .iter()
            .filter(|option| chosen.iter().any(|one| one.key == option.key));
        Some(Given::Choices(
            keys.map(|option| option.key.clone()).collect(),
        ))
    }

    fn number(&mut self, value: &Value, unit: Unit, place: &str) -> Option<Number> {
        let Some(number) = value.as_f64() else {
            self.wrong_type(place, "number");
            return None;
        };
        let read = unit.number(number);
        if read.is_none() {
            let finding = refused_number(number, unit, value);
            let place = place.to_owned();
            self.find(Finding { place, ..finding });
        }
        read
    }

    fn rows<R: Row>(&mut self, value: &Value, place: &str, table: &Table) -> Vec<R> {
        let Value::Array(values) = value else {
            self.wrong_type(place, "list_of_rows");
            return Vec::new();
        };
        if values.len() > ROW_LIMIT {
            let finding = Finding::new(Code::TooManyRows, place)
                .with("rows", values.len())
                .with("limit", ROW_LIMIT);
            self.find(finding);
            return Vec::new();
        }
        let mut rows = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let row = self.inside(
                || format!("{place}[{}]", index + 1),
                |reader| {
                    let Value::Object(cells) = value else {
                        reader.wrong_type("", "row");
                        return None;
                    };
                    Some(reader.row(cells, table))
                },
            );
            rows.extend(row);
        }
        rows
    }

    fn row<R: Row>(&mut self, cells: &Map<String, Value>, table: &Table) -> R {
        let mut row = R::default();
        for (key, value) in cells {
            let here = key.as_str();
            let Some(column) = table
                .columns
                .iter()
                .find(|column| column.key.as_str() == key)
            else {
                self.find(Finding::new(Code::UnknownKey, here).with("key", key));
                continue;
            };
            if let Some(cell) = self.cell(column, value, here)
                && !row.set(key, cell)
            {
                self.find(Finding::new(Code::UnknownOption, here).with("option", value));
            }
        }
        row
    }

    fn cell(&mut self, column: &Column, value: &Value, place: &str) -> Option<Cell> {
        let unit = match &column.cell {
            _ if value.is_null() => return Some(Cell::Empty),
            CellKind::Text => return self.cell_text(value, place),
            CellKind::Country => return self.country(value, place),
            CellKind::Choice(options) => {
                return self.key(options, value, place).map(Cell::Key);
            }
            CellKind::Choices(options) => {
                let Value::Array(keys) = value else {
                    self.wrong_type(place, "list_of_options");
                    return None;
                };
                let keys = keys.iter().map(|value| self.key(options, value, place));
                return keys.collect::<Option<_>>().map(Cell::Keys);
            }
            CellKind::Money => Unit::Yen,
            CellKind::Percent => Unit::Percent,
            CellKind::Weeks => Unit::Weeks,
            CellKind::Days => Unit::Days,
        };
        self.number(value, unit, place).map(Cell::Number)
    }

    fn key(&mut self, options: &[(Id, Text)], value: &Value, place: &str) -> Option<String> {
        let Some(key) = value.as_str() else {
            self.wrong_type(place, "option");
            return None;
        };
        if !options.iter().any(|(option, _)| option.as_str() == key) {
            self.find(Finding::new(Code::UnknownOption, place).with("option", key));
            return None;
        }
        Some(key.to_owned())
    }

    fn cell_text(&mut self, value: &Value, place: &str) -> Option<Cell> {
        match value.as_str() {
            Some(text) if text.chars().count() <= TEXT_LIMIT => {
                return Some(Cell::Text(text.to_owned()));
            }
            Some(text) => self.too_long(place, text, TEXT_LIMIT),
            None => self.wrong_type(place, "text"),
        }
        None
    }

    fn country(&mut self, value: &Value, place: &str) -> Option<Cell> {
        let Some(code) = value.as_str() else {
            self.wrong_type(place, "country");
            return None;
        };
        if !self.pack.countries.contains_key(code) {
            self.find(Finding::new(Code::UnknownCountry, place).with("value", code));
            return None;
        }
        Some(Cell::Key(code.to_owned()))
    }
}

/// A file was made with another version of the pack: with more than its name where that is the
/// same.
pub(crate) fn other_version(pack: &Pack, version: &str, hash: &str) -> Finding {
    let is_same = version == pack.version;
    let told = |version: &str, hash: &str| match hash.get(..8) {
        Some(begin) if is_same => format!("{version} {begin}"),
        _ => version.to_owned(),
    };
    Finding::new(Code::OtherPackVersion, "pack")
        .with("file", told(version, hash))
        .with("here", told(&pack.version, &pack.hash))
}
