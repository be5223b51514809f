//! What the desk is told of one file: a line of JSON, as `docs/formats.md` states it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Policy;
use super::class::{Class, Key, Module, Reason, Standing, class};
use super::firm::Firm;
use super::intake::{Declared, Kind, Seal, State, Taken, Told, take};
use super::question::{Asking, Print, Printed, Question, of_case, of_record, print, prints};
use crate::assessment::{Assessment, Path, fingerprint};
use crate::content::{Pack, PackName};
use crate::disclose::{declared_of, leaving};
use crate::finding::Finding;
use crate::measure::Interval;
use crate::score::{METHOD, Score, score_along};
use crate::table::keyed;

/// So many things to find out are named at the most.
const ASKED_FIRST: usize = 3;

/// A file that came to the desk.
#[derive(Clone, Debug)]
pub struct Screened {
    line: Line,
    key: Option<Key>,
    /// What tells its content apart from others'.
    content: [u8; 16],
    prints: Vec<Print>,
}

/// The line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// The file, as it was named.
    pub file: String,
    /// What became of it.
    pub state: State,
    /// What kind of file it is.
    pub kind: Option<Kind>,
    /// Whether it is as it was made.
    pub seal: Seal,
    /// The file before it with the same content.
    pub duplicate_of: Option<String>,
    /// The criteria it was held against.
    pub policy_hash: String,
    /// The method it was worked out with.
    pub method: String,
    /// The pack it was worked out with.
    pub pack: PackName,
    /// SHA-256 of the bytes that were read, in lower-case hex; `null` where none could be.
    pub input_hash: Option<String>,
    /// What happens next with it; `null` where it was not read.
    pub class: Option<Class>,
    /// Every reason for the class.
    pub reasons: Vec<Reason>,
    /// Where the scores come from; `null` where there are none.
    pub basis: Option<Basis>,
    /// The worst of the modules; `null` where there is no score.
    pub overall: Option<Overall>,
    /// Each module, by id.
    pub modules: BTreeMap<String, Module>,
    /// What the firm is looked up by; `null` where it was not read.
    pub firm: Option<Firm>,
    /// What the sender declares, held against what was worked out again.
    pub declared: Option<Held>,
    /// What narrows a module's range the most when it is found out.
    pub next: Vec<Next>,
    /// What to ask back.
    pub questions: Vec<Question>,
    /// What was noticed, or what stopped it.
    pub findings: Vec<Finding>,
}

/// The score as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overall {
    /// Its low end.
    pub low: f64,
    /// Its high end.
    pub high: f64,
    /// The module that sets it.
    pub set_by: String,
}

/// Something to find out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// The question, by id.
    pub question: String,
    /// By how many points it narrows the range of its module.
    pub narrows_by: f64,
}

/// Where scores come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Basis {
    /// Worked out again from the case.
    Recomputed,
    /// Declared in a dossier that holds no case.
    Declared,
}

/// What was declared, held against what was worked out again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    /// Whether nothing differs.
    pub equal: bool,
    /// What differs.
    pub differences: Vec<Difference>,
    /// What explains the differences; none where there are none.
    pub causes: Vec<Cause>,
}

/// A value that differs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// Where in `declared`.
    pub place: String,
    /// As the sender has it.
    pub declared: Value,
    /// As it comes out here.
    pub recomputed: Value,
}

keyed! {
    /// Why what was declared is not what comes out here.
    Cause {
        /// It was made with another version of the method or the pack.
        Version = "version",
        /// The dossier is not as it was made.
        Alteration = "alteration",
        /// Neither: the seal fits, and what it declares does not follow from the case.
        Unexplained = "unexplained",
    }
}

/// A file that was worked out elsewhere, as it travels.
///
/// *Why its line travels as JSON*: that is the form which says everything, and the one that
/// names its fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Travelling {
    line: String,
    content: [u8; 16],
    prints: Vec<Print>,
}

/// What the files of a sitting are held against.
pub struct Criteria<'a> {
    pack: &'a Pack,
    policy: &'a Policy,
    hash: String,
}

impl<'a> Criteria<'a> {
    /// The criteria of a policy, with a pack. What they have in common for all files is worked out
    /// here, once.
    #[must_use]
    pub fn of(pack: &'a Pack, policy: &'a Policy) -> Self {
        let hash = policy.hash();
        Self { pack, policy, hash }
    }

    /// Takes in a file and works it out. Nothing but the bytes and the criteria counts.
    #[must_use]
    pub fn screen(&self, file: &str, bytes: &[u8]) -> Screened {
        let input_hash = fingerprint(bytes);
        let taken = take(self.pack, bytes);
        let content = print(
            taken
                .content_hash
                .as_ref()
                .unwrap_or(&input_hash)
                .as_bytes(),
        );
        let told = taken.told;
        let taken = Taken {
            told: None,
            ..taken
        };
        let mut screened = self.empty(file, taken);
        screened.line.input_hash = Some(input_hash);
        screened.content = content;
        match told {
            Some(Told::Case {
                assessment,
                declared,
            }) => screened.case(self.pack, self.policy, &assessment, declared),
            Some(Told::Record {
                record,
                standing,
                has_scenario,
            }) => {
                let asking = of_record(self.pack, self.policy, &record, has_scenario);
                screened.line.firm = Some(Firm::of_record(&record));
                screened.class(self.policy, standing, Basis::Declared, asking);
            }
            None => {}
        }
        screened
    }

    /// A file whose bytes could not be had.
    #[must_use]
    pub fn unread(&self, file: &str, finding: Finding) -> Screened {
        let taken = Taken::refused(State::Refused, vec![finding]);
        let mut unread = self.empty(file, taken);
        // Nothing is known of its content, so that it is the same as no other.
        unread.content = print(file.as_bytes());
        unread
    }

    fn empty(&self, file: &str, taken: Taken) -> Screened {
        Screened {
            line: Line {
                file: file.to_owned(),
                state: taken.state,
                kind: taken.kind,
                seal: taken.seal,
                duplicate_of: None,
                policy_hash: self.hash.clone(),
                method: METHOD.to_owned(),
                pack: self.pack.name(),
                input_hash: None,
                class: None,
                reasons: Vec::new(),
                basis: None,
                overall: None,
                modules: BTreeMap::new(),
                firm: None,
                declared: None,
                next: Vec::new(),
                questions: Vec::new(),
                findings: taken.findings,
            },
            key: None,
            content: [0; 16],
            prints: Vec::new(),
        }
    }
}

impl Screened {
    /// One file alone, worked out as [`Criteria::screen`] does.
    #[must_use]
    pub fn of(file: &str, pack: &Pack, policy: &Policy, bytes: &[u8]) -> Self {
        Criteria::of(pack, policy).screen(file, bytes)
    }

    /// One file alone whose bytes could not be had.
    #[must_use]
    pub fn unread(file: &str, pack: &Pack, policy: &Policy, finding: Finding) -> Self {
        Criteria::of(pack, policy).unread(file, finding)
    }

    fn case(
        &mut self,
        pack: &Pack,
        policy: &Policy,
        case: &Assessment,
        declared: Option<Declared>,
    ) {
        let path = Path::of(pack, case);
        let score = score_along(pack, case, &path)
            .map_err(|finding| self.line.findings.push(finding))
            .ok();
        let kind = self.line.kind.unwrap_or(Kind::Assessment);
        if let Some((declared, level)) = declared.zip(kind.level()) {
            let seal = self.line.seal;
            let recomputed = score.as_ref().map_or(Value::Null, |score| {
                declared_of(pack, case, &path, score, level)
            });
            self.line.declared = Some(held(&declared, &recomputed, seal));
        }
        self.line.next = score.as_ref().map(next).unwrap_or_default();
        self.prints = prints(case);
        self.line.firm = Some(Firm::of_case(case, &path));
        let asking = of_case(pack, policy, kind, case, &path);
        let standing = score.as_ref().map(Standing::of);
        self.class(policy, standing, Basis::Recomputed, asking);
    }

    fn class(&mut self, policy: &Policy, standing: Option<Standing>, basis: Basis, asking: Asking) {
        let (class, reasons) = class(policy, standing.as_ref(), &asking.gaps);
        self.key = Some(Key::of(class, standing.as_ref()));
        self.line.class = Some(class);
        self.line.reasons = reasons;
        self.line.questions = asking.questions;
        if let Some(standing) = standing {
            self.line.basis = Some(basis);
            self.line.overall = Some(Overall {
                low: standing.low,
                high: standing.high,
                set_by: standing.set_by,
            });
            self.line.modules = standing.modules;
        }
    }

    /// The same, with something else that was noticed.
    #[must_use]
    pub fn noticed(mut self, finding: Finding) -> Self {
        self.line.findings.push(finding);
        self
    }

    /// The file as it travels to whoever has it looked at.
    #[must_use]
    pub fn travelling(&self) -> Travelling {
        Travelling {
            line: self.line(),
            content: self.content,
            prints: self.prints.clone(),
        }
    }

    /// The file that travelled; none where its line is none.
    #[must_use]
    pub fn arrived(travelling: Travelling) -> Option<Self> {
        let line: Line = serde_json::from_str(&travelling.line).ok()?;
        let standing = line.overall.as_ref().map(|overall| Standing {
            low: overall.low,
            high: overall.high,
            set_by: overall.set_by.clone(),
            modules: line.modules.clone(),
        });
        let key = line.class.map(|class| Key::of(class, standing.as_ref()));
        Some(Self {
            line,
            key,
            content: travelling.content,
            prints: travelling.prints,
        })
    }

    /// All that the line says.
    #[must_use]
    pub fn told(&self) -> &Line {
        &self.line
    }

    /// The file, as it was named.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.line.file
    }

    /// What became of it.
    #[must_use]
    pub fn state(&self) -> State {
        self.line.state
    }

    /// Its class, where it has one.
    #[must_use]
    pub fn class_of(&self) -> Option<Class> {
        self.line.class
    }

    /// What it is put in order by, where it has a class.
    #[must_use]
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// What to ask back.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.line.questions
    }

    /// The overall score, where there is one.
    pub(super) fn overall(&self) -> Option<Interval> {
        let overall = self.line.overall.as_ref()?;
        let (low, high) = (overall.low, overall.high);
        Some(Interval { low, high })
    }

    pub(super) fn modules(&self) -> &BTreeMap<String, Module> {
        &self.line.modules
    }

    /// What tells its content apart from others'.
    pub(super) fn content(&self) -> [u8; 16] {
        self.content
    }

    /// What was noticed, or what stopped it.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.line.findings
    }

    /// The JSON on one line.
    #[must_use]
    pub fn line(&self) -> String {
        // Plain values into memory: nothing here can refuse.
        serde_json::to_string(&self.line).unwrap_or_default()
    }
}

/// What narrows the ranges the most, across the modules.
fn next(score: &Score) -> Vec<Next> {
    let modules = score.modules.iter();
    let mut all: Vec<_> = modules.flat_map(|module| &module.next).collect();
    all.sort_by(|one, other| {
        let order = other.narrows_by.total_cmp(&one.narrows_by);
        order.then_with(|| one.item.cmp(&other.item))
    });
    let first = all.into_iter().take(ASKED_FIRST).map(|next| Next {
        question: next.item.to_string(),
        narrows_by: next.narrows_by,
    });
    first.collect()
}

/// Every value that differs. Nothing is rounded, since both sides come from the same function.
fn held(declared: &Declared, recomputed: &Value, seal: Seal) -> Held {
    let here = values(recomputed);
    let there = values(&declared.values);
    let places: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let of = |values: &BTreeMap<String, Value>, place: &String| {
        values.get(place).cloned().unwrap_or_default()
    };
    let differences: Vec<Difference> = places
        .into_iter()
        .map(|place| Difference {
            place: place.clone(),
            declared: of(&there, place),
            recomputed: of(&here, place),
        })
        .filter(|difference| difference.declared != difference.recomputed)
        .take(crate::finding::Findings::LIMIT)
        .collect();
    let mut causes = Vec::new();
    if !differences.is_empty() {
        if !declared.same_version {
            causes.push(Cause::Version);
        }
        if seal != Seal::Fits {
            causes.push(Cause::Alteration);
        }
        if causes.is_empty() {
            causes.push(Cause::Unexplained);
        }
    }
    Held {
        equal: differences.is_empty(),
        differences,
        causes,
    }
}

/// Every value by its place.
fn values(declared: &Value) -> BTreeMap<String, Value> {
    let empty = Map::new();
    let all = leaving(declared.as_object().unwrap_or(&empty));
    all.into_iter()
        .map(|one| (one.place(), one.value))
        .collect()
}

/// Looks across the files of one sitting, in the order in which they come: for what was handed in
/// twice, and for what stands word for word in two files. It never changes a class, but takes it
/// from a duplicate, which the first one has already.
#[derive(Default)]
pub struct Batch {
    /// The files so far, but for duplicates. Hashes go by their number, since there may be a
    /// million of them and a handful of hashes for each.
    files: Vec<Box<str>>,
    contents: BTreeMap<[u8; 16], u32>,
    prints: BTreeMap<[u8; 16], u32>,
}

impl Batch {
    /// Holds a file against all before it.
    pub fn settle(&mut self, screened: &mut Screened) {
        if let Some(settled) = self.settled(screened) {
            *screened = settled;
        }
    }

    /// The file as it is once it was held against all before it; none where it stays as it is.
    #[must_use]
    pub fn settled(&mut self, screened: &Screened) -> Option<Screened> {
        let line = &screened.line;
        if let Some(first) = self.contents.get(&screened.content) {
            let mut settled = screened.clone();
            settled.line.duplicate_of = Some(self.name(*first));
            if line.state.is_read() {
                settled.line.state = State::Duplicate;
                settled.line.class = None;
                settled.line.reasons.clear();
                settled.key = None;
            }
            return Some(settled);
        }
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.contents.insert(screened.content, number);
        self.files.push(line.file.as_str().into());
        let mut same = Vec::new();
        for print in &screened.prints {
            let first = *self.prints.entry(print.hash).or_insert(number);
            if first != number {
                let file = self.name(first);
                same.push(match &print.of {
                    Printed::Suppliers => Question::SameSuppliers { file },
                    Printed::Markets => Question::SameMarkets { file },
                    Printed::Note(question) => Question::SameNote {
                        question: question.clone(),
                        file,
                    },
                });
            }
        }
        (!same.is_empty()).then(|| {
            let mut settled = screened.clone();
            settled.line.questions.append(&mut same);
            settled
        })
    }

    fn name(&self, number: u32) -> String {
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        let name = self.files.get(index).map(ToString::to_string);
        name.unwrap_or_default()
    }
}
