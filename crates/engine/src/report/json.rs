//! The command line's contract for a score, as design and `docs/formats.md` state it.
//!
//! Numbers are unrounded; rounding happens once, where a person reads them. The app writes the
//! same bytes, so that a lender can hold them against the command line's.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::assessment::{Assessment, Contradiction, Origin, Path};
use crate::content::{BandName, Kind, Pack, PackName};
use crate::finding::Finding;
use crate::measure::{Interval, Truth};
use crate::score::{self, Entry, ModuleScore, Score, Shown};

/// The score of one file.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scored<'a> {
    file: &'a str,
    method: &'a str,
    pack: PackName,
    /// SHA-256 of the bytes that were read, in lower-case hex; `null` where none could be.
    input_hash: Option<String>,
    overall: Option<Overall>,
    modules: BTreeMap<String, Module>,
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Overall {
    low: f64,
    high: f64,
    band: [BandName; 2],
    set_by: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Module {
    low: f64,
    high: f64,
    coverage: f64,
    band: [BandName; 2],
    themes: Vec<Theme>,
    gates: Vec<Gate>,
    receipt: Vec<Line>,
    skipped: Vec<Skipped>,
    next: Vec<Next>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Theme {
    id: String,
    low: f64,
    high: f64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Gate {
    id: String,
    state: Truth,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Line {
    question: String,
    theme: String,
    origin: Origin,
    option: Value,
    low: f64,
    high: f64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Skipped {
    question: String,
    because: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Next {
    question: String,
    narrows_by: f64,
}

impl<'a> Scored<'a> {
    /// Reads and scores the assessment in the bytes of `file`; a file that cannot be taken gives
    /// the reasons and no score.
    #[must_use]
    pub fn read(file: &'a str, pack: &'a Pack, bytes: &[u8]) -> Self {
        let scored = match Assessment::read(pack, bytes) {
            Ok(opened) => Self::of(file, pack, &opened.assessment, opened.notices),
            Err(findings) => Self::refused(file, pack, findings),
        };
        let input_hash = Some(crate::hex(&Sha256::digest(bytes)));
        Self {
            input_hash,
            ..scored
        }
    }

    fn of(file: &'a str, pack: &'a Pack, assessment: &Assessment, notices: Vec<Finding>) -> Self {
        let mut findings = notices;
        let path = Path::of(pack, assessment);
        let score = score::score_along(pack, assessment, &path)
            .map_err(|finding| findings.push(finding))
            .ok();
        let contradictions = Contradiction::all(pack, assessment, &path);
        findings.extend(contradictions.iter().map(|one| one.finding(&path)));
        Self {
            overall: score.as_ref().map(overall),
            modules: score
                .iter()
                .flat_map(|score| &score.modules)
                .map(|module| (module.id.to_string(), self::module(pack, module)))
                .collect(),
            ..Self::refused(file, pack, findings)
        }
    }

    /// What is said of a file that could not be taken: the reasons, and no score.
    #[must_use]
    pub fn refused(file: &'a str, pack: &'a Pack, findings: Vec<Finding>) -> Self {
        Self {
            file,
            method: score::METHOD,
            pack: pack.name(),
            input_hash: None,
            overall: None,
            modules: BTreeMap::new(),
            findings,
        }
    }

    /// What was noticed, or what stopped it.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether a score could be worked out.
    #[must_use]
    pub fn is_scored(&self) -> bool {
        self.overall.is_some()
    }

    /// The contract's JSON on one line.
    #[must_use]
    pub fn line(&self) -> String {
        // Plain values into memory: nothing here can refuse.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn overall(score: &Score) -> Overall {
    let Interval { low, high } = score.overall.score;
    Overall {
        low,
        high,
        band: score.overall.band,
        set_by: score.overall.set_by.to_string(),
    }
}

fn module(pack: &Pack, module: &ModuleScore) -> Module {
    let theme = |theme: &score::ThemeScore| Theme {
        id: theme.id.to_string(),
        low: theme.risk.low,
        high: theme.risk.high,
    };
    let skipped = |skipped: &score::Skipped| Skipped {
        question: skipped.item.to_string(),
        because: skipped.because.as_ref().map(ToString::to_string),
    };
    Module {
        low: module.score.low,
        high: module.score.high,
        coverage: module.coverage,
        band: module.band,
        themes: module.themes.iter().map(theme).collect(),
        gates: module
            .gates
            .iter()
            .map(|gate| Gate {
                id: gate.id.to_string(),
                state: gate.state,
            })
            .collect(),
        receipt: module
            .receipt
            .iter()
            .map(|entry| line(pack, entry))
            .collect(),
        skipped: module.skipped.iter().map(skipped).collect(),
        next: module
            .next
            .iter()
            .map(|next| Next {
                question: next.item.to_string(),
                narrows_by: next.narrows_by,
            })
            .collect(),
    }
}

fn line(pack: &Pack, entry: &Entry) -> Line {
    let single = pack
        .question(entry.item.as_str())
        .is_some_and(|question| matches!(question.kind, Kind::Single(_)));
    let option = match &entry.answer {
        Shown::Nothing => Value::Null,
        // A single choice is its key; a multiple choice, or a choice a table leaves open, a list.
        Shown::Options(keys) => match keys.as_slice() {
            [key] if single => key.as_str().into(),
            keys => keys.iter().map(|key| Value::from(key.as_str())).collect(),
        },
        Shown::Number(range) if range.is_known() => range.low.into(),
        Shown::Number(range) => vec![range.low, range.high].into(),
    };
    Line {
        question: entry.item.to_string(),
        theme: entry.theme.to_string(),
        origin: entry.origin,
        option,
        low: entry.part.low,
        high: entry.part.high,
    }
}
