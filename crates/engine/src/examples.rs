//! The pack's own tests: its fictional firms must open, and its examples must get the scores
//! they state. So a domain expert adds a question together with its test, and without Rust.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_norway::Value;

use crate::assessment::{self, Assessment, Run};
use crate::content::{BandName, Kit, Language, Pack, case_of, file_of_kit, files_in, read_file};
use crate::finding::{Code, Finding};
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
        // In the second language only where the first one opens: most faults are of both.
        let mut languages = Language::ALL.into_iter();
        let faults = languages.find_map(|it| Assessment::of_firm(pack, firm, it).err());
        let faults = faults.unwrap_or_default().into_iter();
        findings.extend(faults.map(|fault| in_file(firm.id.as_str(), fault)));
    }
    for kit in &pack.kits {
        let firm = pack.firm(kit.firm.as_str());
        let firm = firm.and_then(|firm| Assessment::of_firm(pack, firm, Language::En).ok());
        findings.extend(firm.iter().flat_map(|firm| idle(pack, kit, firm)));
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

/// The injects of a kit that do nothing to its firm.
fn idle(pack: &Pack, kit: &Kit, firm: &Assessment) -> Vec<Finding> {
    let path = assessment::Path::of(pack, firm);
    let idle = kit.injects.iter().filter(|inject| {
        let played = play(pack, firm, &path, &Run::of_inject(inject), How::MODE);
        played.loss.p50().high <= 0.0
    });
    idle.map(|inject| {
        Finding::new(Code::WrongEntry, file_of_kit(kit.id.as_str()))
            .with("id", inject.id.as_str())
            .with("message", "the inject costs this firm nothing")
    })
    .collect()
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
