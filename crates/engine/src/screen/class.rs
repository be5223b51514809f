//! Who is looked at by whom: four classes, each with its reasons as data (method A14).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Policy, Wanted};
use crate::content::{BandName, Pack};
use crate::measure::{Interval, Truth};
use crate::score::Score;
use crate::table::keyed;

keyed! {
    /// What happens next with a dossier, the soonest first.
    Class {
        /// A person talks to the firm now.
        ConversationNow = "conversation_now",
        /// What is not known decides: ask first.
        NeedsFacts = "needs_facts",
        /// All is known, and it lies between the cuts: a person reads it.
        CloserLook = "closer_look",
        /// Nothing stands out.
        Routine = "routine",
    }
}

/// Why a dossier is in its class: a key, and the figures its sentence needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Reason {
    /// These gates hold.
    CertainGate {
        /// The gates, by id.
        gates: Vec<String>,
    },
    /// The score reaches the cut, whatever is still found out.
    ReachesCut {
        /// The low end of the score.
        low: f64,
        /// The cut.
        cut: f64,
        /// The module that sets it.
        set_by: String,
    },
    /// Without an industry there is no score.
    NoIndustry,
    /// What is not known decides whether these gates hold.
    PossibleGate {
        /// The gates, by id.
        gates: Vec<String>,
    },
    /// The score may lie on either side of this cut.
    AcrossCut {
        /// The low end of the score.
        low: f64,
        /// Its high end.
        high: f64,
        /// The first cut in between.
        cut: f64,
    },
    /// Less is known of this module than the policy wants.
    LittleKnown {
        /// The module of which the least is known.
        module: String,
        /// How much is known, 0 to 1.
        coverage: f64,
        /// How much is wanted.
        wanted: f64,
    },
    /// The policy asks for parts that are not there.
    MissingParts {
        /// The parts.
        parts: Vec<Wanted>,
    },
    /// The policy asks for answers that are not known.
    OpenQuestions {
        /// The questions, by id.
        questions: Vec<String>,
    },
    /// The score lies between the cuts.
    BetweenCuts {
        /// The low end of the score.
        low: f64,
        /// Its high end.
        high: f64,
    },
    /// The score stays below the cut, whatever is still found out.
    BelowCut {
        /// The high end of the score.
        high: f64,
        /// The cut.
        cut: f64,
    },
}

/// What is known of a dossier's scores: worked out again, or as it declares them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Standing {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) set_by: String,
    pub(super) modules: BTreeMap<String, Module>,
}

/// A module's score, as a dossier declares it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Module {
    /// Its low and its high end.
    pub score: [f64; 2],
    /// How much of its weight is known, 0 to 1.
    pub coverage: f64,
    /// The lowest and the highest band.
    pub band: [BandName; 2],
    /// Its gates, by id.
    pub gates: BTreeMap<String, Truth>,
}

impl Standing {
    pub(super) fn of(score: &Score) -> Self {
        let module = |module: &crate::score::ModuleScore| {
            let gates = module.gates.iter();
            let told = Module {
                score: [module.score.low, module.score.high],
                coverage: module.coverage,
                band: module.band,
                gates: gates
                    .map(|gate| (gate.id.to_string(), gate.state))
                    .collect(),
            };
            (module.id.to_string(), told)
        };
        let Interval { low, high } = score.overall.score;
        Self {
            low,
            high,
            set_by: score.overall.set_by.to_string(),
            modules: score.modules.iter().map(module).collect(),
        }
    }

    /// What a dossier declares, where that is sound: every module of the pack and no other, and
    /// every number in its range. The overall score follows from the modules (A4).
    pub(super) fn declared(pack: &Pack, declared: &Value) -> Option<Self> {
        let modules: BTreeMap<String, Module> =
            Deserialize::deserialize(declared.get("modules")?).ok()?;
        let mut worst: Option<(&str, [f64; 2])> = None;
        let mut high_of_all: f64 = 0.0;
        for module in &pack.modules {
            let told = modules.get(module.id.as_str())?;
            let [low, high] = told.score;
            let sound = 0.0 <= low && low <= high && high <= 100.0;
            let gates = told.gates.keys();
            let known = |gate: &String| module.gates.iter().any(|one| one.id.as_str() == gate);
            if !sound || !(0.0..=1.0).contains(&told.coverage) || !gates.clone().all(known) {
                return None;
            }
            high_of_all = high_of_all.max(high);
            let ahead = worst.is_none_or(|(_, [worst_low, worst_high])| {
                low.total_cmp(&worst_low)
                    .then(high.total_cmp(&worst_high))
                    .is_gt()
            });
            if ahead {
                worst = Some((module.id.as_str(), told.score));
            }
        }
        let (set_by, [low, _]) = worst?;
        if modules.len() != pack.modules.len() {
            return None;
        }
        Some(Self {
            low,
            high: high_of_all,
            set_by: set_by.to_owned(),
            modules,
        })
    }

    fn gates(&self, wanted: Truth) -> Vec<String> {
        let gates = self.modules.values().flat_map(|module| &module.gates);
        gates
            .filter(|(_, state)| **state == wanted)
            .map(|(gate, _)| gate.clone())
            .collect()
    }
}

/// What the policy asks for and the dossier could tell and does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Gaps {
    pub(super) parts: Vec<Wanted>,
    pub(super) questions: Vec<String>,
}

/// The class of a dossier, with every reason for it.
pub(super) fn class(
    policy: &Policy,
    standing: Option<&Standing>,
    gaps: &Gaps,
) -> (Class, Vec<Reason>) {
    let Some(standing) = standing else {
        return (Class::NeedsFacts, vec![Reason::NoIndustry]);
    };
    let Standing { low, high, .. } = *standing;
    let [routine, conversation] = [policy.cuts.routine_below, policy.cuts.conversation_from];
    let mut reasons = Vec::new();
    let certain = standing.gates(Truth::Certain);
    if !certain.is_empty() {
        reasons.push(Reason::CertainGate { gates: certain });
    }
    if low >= conversation {
        let set_by = standing.set_by.clone();
        let cut = conversation;
        reasons.push(Reason::ReachesCut { low, cut, set_by });
    }
    if !reasons.is_empty() {
        return (Class::ConversationNow, reasons);
    }
    let possible = standing.gates(Truth::Possible);
    if !possible.is_empty() {
        reasons.push(Reason::PossibleGate { gates: possible });
    }
    let cuts = [routine, conversation];
    if let Some(cut) = cuts.into_iter().find(|cut| low < *cut && *cut <= high) {
        reasons.push(Reason::AcrossCut { low, high, cut });
    }
    let modules = standing.modules.iter();
    let least = modules.min_by(|one, other| one.1.coverage.total_cmp(&other.1.coverage));
    if let Some((module, told)) = least.filter(|(_, told)| told.coverage < policy.coverage) {
        reasons.push(Reason::LittleKnown {
            module: module.clone(),
            coverage: told.coverage,
            wanted: policy.coverage,
        });
    }
    if !gaps.parts.is_empty() {
        let parts = gaps.parts.clone();
        reasons.push(Reason::MissingParts { parts });
    }
    if !gaps.questions.is_empty() {
        let questions = gaps.questions.clone();
        reasons.push(Reason::OpenQuestions { questions });
    }
    if !reasons.is_empty() {
        return (Class::NeedsFacts, reasons);
    }
    if low >= routine {
        return (Class::CloserLook, vec![Reason::BetweenCuts { low, high }]);
    }
    let cut = routine;
    (Class::Routine, vec![Reason::BelowCut { high, cut }])
}

/// What a dossier is put in order by: its class, its certain gates, the ends of its score. Never
/// a name, the time it came, or chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    class: Class,
    certain_gates: usize,
    score: [f64; 2],
}

impl Key {
    pub(super) fn of(class: Class, standing: Option<&Standing>) -> Self {
        Self {
            class,
            certain_gates: standing.map_or(0, |standing| standing.gates(Truth::Certain).len()),
            // Without a score everything is possible.
            score: standing.map_or([0.0, 100.0], |standing| [standing.low, standing.high]),
        }
    }

    /// The soonest first.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let ([low, high], [other_low, other_high]) = (self.score, other.score);
        self.class
            .cmp(&other.class)
            .then(other.certain_gates.cmp(&self.certain_gates))
            .then(other_low.total_cmp(&low))
            .then(other_high.total_cmp(&high))
    }
}
