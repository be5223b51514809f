//! The pack's own tests: its fictional firms must open, and its examples must get the scores
//! they state. So a domain expert adds a question together with its test, and without Rust.
//! A kit of one's own has to pass what the pack's kits pass.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_norway::Value;

use crate::assessment::{self, Assessment, Run};
use crate::content::{
    BandName, Firm, Inject, Kit, Language, Own, OwnFile, Pack, case_of, file_of_kit, files_in,
    place_in, read_file, read_own,
};
use crate::finding::{Code, Finding, Findings};
use crate::measure::Truth;
use crate::scenario::{How, play};
use crate::score::{METHOD, ModuleScore, Score, score};

/// How far a score may lie from the one stated, in points, unless an example says otherwise.
const TOLERANCE: f64 = 1e-6;

/// One file of `examples/`: a firm of the pack or a case of its own, and its scores.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "title")]
    _title: BTreeMap<String, String>,
    firm: Option<String>,
    #[serde(default)]
    profile: BTreeMap<String, Value>,
    #[serde(default)]
    markets: Vec<Value>,
    #[serde(default)]
    suppliers: Vec<Value>,
    #[serde(default)]
    answers: BTreeMap<String, Value>,
    expect: Expected,
    tolerance: Option<f64>,
    #[serde(rename = "worked_by")]
    _worked_by: WorkedBy,
}

/// Who worked out the scores: nobody takes them from the engine itself.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WorkedBy {
    /// Paper, pencil and the method.
    Hand,
    /// The second, independent program.
    Script,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    overall: Option<ExpectedOverall>,
    #[serde(default)]
    modules: BTreeMap<String, ExpectedModule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedOverall {
    low: f64,
    high: f64,
    set_by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedModule {
    low: Option<f64>,
    high: Option<f64>,
    coverage: Option<f64>,
    band: Option<[BandName; 2]>,
    #[serde(default)]
    gates: BTreeMap<String, Truth>,
}

/// What is wrong with the firms and examples in the folder of a sound pack, and how many
/// examples were worked out.
#[must_use]
pub fn check(folder: &Path, pack: &Pack) -> (usize, Vec<Finding>) {
    let mut findings = Vec::new();
    if pack.method != METHOD {
        let finding = Finding::new(Code::OtherMethod, "pack.yaml").with("pack", &pack.method);
        findings.push(finding.with("here", METHOD));
    }
    for firm in &pack.firms {
        let faults = faults_of(pack, firm).into_iter();
        findings.extend(faults.map(|fault| in_file(firm.id.as_str(), fault)));
    }
    for kit in &pack.kits {
        let idle = idle(pack, kit).into_iter();
        findings.extend(idle.map(|inject| costs_nothing(inject, file_of_kit(kit.id.as_str()))));
    }
    let names = files_in(folder, "examples");
    for name in &names {
        match read_file(folder, name) {
            Ok(example) => findings.extend(check_one(pack, name, &example)),
            Err(finding) => findings.push(finding),
        }
    }
    (names.len(), findings)
}

/// Kits and firms of one's own, opened beside a pack: what the files hold, each beside its file, as
/// sound as those of the pack. One of `brought` takes the place of one of `kept` with the same id.
///
/// # Errors
/// Every fault found, with the file and the line; while there are any in what is written, no firm
/// is opened and nothing is played.
pub fn own(
    core: &Pack,
    kept: &[OwnFile],
    brought: &[OwnFile],
) -> Result<Vec<(OwnFile, Own)>, Vec<Finding>> {
    let own = read_own(core, kept, brought).map_err(some_of)?;
    let pack = core.with_own(own.iter().map(|(_, one)| one));
    let mut findings = Vec::new();
    for (file, one) in &own {
        match one {
            Own::Firm(firm) => {
                let faults = faults_of(&pack, firm).into_iter();
                findings.extend(faults.map(|fault| {
                    let line = line_of(&file.text, &fault.place);
                    let place = format!("{}:{line}", file.name);
                    Finding { place, ..fault }
                }));
            }
            Own::Kit(kit) => findings.extend(idle(&pack, kit).into_iter().map(|inject| {
                let place = place_in(&file.name, &file.text, inject.id.as_str());
                costs_nothing(inject, place)
            })),
        }
    }
    if findings.is_empty() {
        Ok(own)
    } else {
        Err(some_of(findings))
    }
}

/// As many findings as tell a reader something.
fn some_of(all: Vec<Finding>) -> Vec<Finding> {
    let mut some = Findings::default();
    for finding in all {
        some.push(finding);
    }
    some.into_vec()
}

/// Why a firm does not open; in the second language only where it does in the first one: most
/// faults are of both.
fn faults_of(pack: &Pack, firm: &Firm) -> Vec<Finding> {
    let mut languages = Language::ALL.into_iter();
    let faults = languages.find_map(|it| Assessment::of_firm(pack, firm, it).err());
    faults.unwrap_or_default()
}

/// The line of a firm's file that a place in its case stands in: `suppliers[2].country`,
/// `answers.supplier.plan`.
fn line_of(text: &str, place: &str) -> usize {
    let (part, rest) = place.split_once(['[', '.']).unwrap_or((place, ""));
    let mut lines = text
        .lines()
        .zip(1..)
        .map(|(line, at)| (line.trim_start(), at));
    let Some((_, heading)) = lines.find(|(line, _)| line.strip_prefix(part) == Some(":")) else {
        return 1;
    };
    let row = rest
        .split(']')
        .next()
        .and_then(|row| row.parse::<usize>().ok());
    let found = match row {
        Some(row) => lines
            .filter(|(line, _)| line.starts_with("- "))
            .nth(row.saturating_sub(1)),
        None => lines.find(|(line, _)| {
            let key = line.split(':').next().unwrap_or_default();
            !key.is_empty()
                && rest
                    .strip_prefix(key)
                    .is_some_and(|rest| !rest.starts_with('_'))
        }),
    };
    found.map_or(heading, |(_, at)| at)
}

/// The injects of a kit that do nothing to its firm.
fn idle<'k>(pack: &Pack, kit: &'k Kit) -> Vec<&'k Inject> {
    let firm = pack.firm(kit.firm.as_str());
    let Some(firm) = firm.and_then(|it| Assessment::of_firm(pack, it, Language::En).ok()) else {
        return Vec::new();
    };
    let path = assessment::Path::of(pack, &firm);
    let idle = kit.injects.iter().filter(|inject| {
        let played = play(pack, &firm, &path, &Run::of_inject(inject), How::MODE);
        played.loss.p50().high <= 0.0
    });
    idle.collect()
}

fn costs_nothing(inject: &Inject, place: String) -> Finding {
    Finding::new(Code::KitRule, place)
        .with("id", inject.id.as_str())
        .with("amiss", "idle")
}

fn check_one(pack: &Pack, name: &str, example: &Example) -> Vec<Finding> {
    let Example {
        profile,
        markets,
        suppliers,
        answers,
        ..
    } = example;
    let case = match &example.firm {
        None => Some(case_of(profile, markets, suppliers, answers)),
        Some(id) => {
            let firm = pack.firms.iter().find(|firm| firm.id.as_str() == id);
            firm.map(|firm| firm.case.clone())
        }
    };
    let Some(case) = case else {
        let finding = Finding::new(Code::UnknownReference, name).with("kind", "firm");
        let id = example.firm.as_deref().unwrap_or_default();
        return vec![finding.with("id", name).with("reference", id)];
    };
    let scored = Assessment::of_case(pack, &case, Language::En)
        .and_then(|assessment| score(pack, &assessment).map_err(|finding| vec![finding]));
    match scored {
        Ok(score) => Comparison::of(name, example, &score),
        Err(faults) => faults.into_iter().map(|it| in_file(name, it)).collect(),
    }
}

fn in_file(name: &str, finding: Finding) -> Finding {
    let place = format!("{name}: {}", finding.place);
    Finding { place, ..finding }
}

/// The stated figures of one example, held against the computed ones.
struct Comparison<'a> {
    name: &'a str,
    tolerance: f64,
    findings: Vec<Finding>,
}

impl<'a> Comparison<'a> {
    fn of(name: &'a str, example: &Example, score: &Score) -> Vec<Finding> {
        let mut comparison = Self {
            name,
            tolerance: example.tolerance.unwrap_or(TOLERANCE),
            findings: Vec::new(),
        };
        if let Some(stated) = &example.expect.overall {
            let overall = &score.overall;
            comparison.number("overall.low", stated.low, overall.score.low);
            comparison.number("overall.high", stated.high, overall.score.high);
            if let Some(set_by) = &stated.set_by {
                comparison.word("overall.set_by", set_by, overall.set_by.as_str());
            }
        }
        for (id, stated) in &example.expect.modules {
            let found = score.modules.iter().find(|it| it.id.as_str() == id);
            match found {
                Some(module) => comparison.module(id, stated, module),
                None => comparison.word("modules", id, ""),
            }
        }
        comparison.findings
    }

    fn module(&mut self, id: &str, stated: &ExpectedModule, module: &ModuleScore) {
        for (figure, stated, computed) in [
            ("low", stated.low, module.score.low),
            ("high", stated.high, module.score.high),
            ("coverage", stated.coverage, module.coverage),
        ] {
            if let Some(stated) = stated {
                self.number(&format!("{id}.{figure}"), stated, computed);
            }
        }
        if let Some(band) = stated.band {
            let words = |band| format!("{band:?}").to_lowercase();
            self.word(&format!("{id}.band"), &words(band), &words(module.band));
        }
        for (gate, stated) in &stated.gates {
            let found = module.gates.iter().find(|it| it.id.as_str() == gate);
            let state = found.map_or(Truth::No, |it| it.state);
            let words = |truth: Truth| format!("{truth:?}").to_lowercase();
            self.word(&format!("{id}.{gate}"), &words(*stated), &words(state));
        }
    }

    fn number(&mut self, figure: &str, stated: f64, computed: f64) {
        // The other way round a figure that is no number would pass.
        let agrees = (stated - computed).abs() <= self.tolerance;
        if !agrees {
            self.differs(figure, &stated.to_string(), &computed.to_string());
        }
    }

    fn word(&mut self, figure: &str, stated: &str, computed: &str) {
        if stated != computed {
            self.differs(figure, stated, computed);
        }
    }

    fn differs(&mut self, figure: &str, stated: &str, computed: &str) {
        let finding = Finding::new(Code::ExampleDiffers, self.name).with("figure", figure);
        self.findings
            .push(finding.with("stated", stated).with("computed", computed));
    }
}
