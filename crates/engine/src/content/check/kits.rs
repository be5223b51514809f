//! The kits: each by itself, and what they name.

use std::collections::BTreeSet;

use serde_norway::Value;

use super::{Check, files_in, id, ids};
use crate::content::raw::{RawAgenda, RawInject, RawKit, RawKitChoice, RawStep, RawTrap};
use crate::content::{
    Agenda, Id, Inject, Kit, KitChoice, KitCode, Monday, Pack, Step, StepKind, Trap, Turned,
};
use crate::finding::Code;
use crate::measure::Unit;

impl Check<'_> {
    /// The kits, each a file in `kits/`, in the order of their names.
    pub(super) fn kits(&mut self) -> Vec<Kit> {
        let mut kits = Vec::new();
        for name in files_in(self.folder, "kits") {
            let raw: Option<RawKit> = self.one(&name);
            let Some(raw) = raw else { continue };
            if file_of_kit(&raw.id) != name {
                self.wrong(&raw.id, "the kit kit.x stands in the file kits/x.yaml");
            }
            kits.extend(self.kit(&raw));
        }
        kits
    }

    fn kit(&mut self, raw: &RawKit) -> Option<Kit> {
        let name = raw.id.as_str();
        let code = KitCode::new(&raw.code);
        if code.is_none() {
            self.wrong(name, "the code of a kit is four letters from A to Z");
        }
        let kit = Kit {
            title: self.text(&raw.title, name),
            aim: self.text(&raw.aim, name),
            steps: self.each(&raw.steps, Self::kit_step),
            agendas: self.each(&raw.agendas, |check, raw| check.agenda(name, raw)),
            traps: self.each(&raw.traps, |check, raw| check.trap(name, raw)),
            injects: self.each(&raw.injects, Self::inject),
            choices: self.each(&raw.choices, |check, raw| check.kit_choice(name, raw)),
            monday: self.each(&raw.monday, |check, raw| Monday {
                text: check.text(&raw.text, name),
                question: id(&raw.question),
            }),
            budget: raw.budget,
            before: raw.before,
            after: raw.after,
            firm: id(&raw.firm),
            id: id(&raw.id),
            code: code?,
        };
        self.agendas_of(&kit);
        self.choices_of(&kit);
        Some(kit)
    }

    fn kit_step(&mut self, raw: &RawStep) -> Step {
        let name = raw.id.as_str();
        if (raw.kind == StepKind::Inject) != raw.inject.is_some() {
            self.wrong(
                name,
                "a step of the kind inject names one, and no other does",
            );
        }
        Step {
            kind: raw.kind,
            title: self.text(&raw.title, name),
            question: self.text(&raw.question, name),
            say: self.text(&raw.say, name),
            ask: self.each(&raw.ask, |check, text| check.text(text, name)),
            missed: self.each(&raw.missed, |check, text| check.text(text, name)),
            inject: raw.inject.as_deref().map(id),
            id: id(name),
        }
    }

    fn agenda(&mut self, kit: &str, raw: &RawAgenda) -> Agenda {
        let sum: u32 = raw
            .steps
            .iter()
            .map(|(_, minutes)| u32::from(*minutes))
            .sum();
        if sum != u32::from(raw.minutes) {
            let message = format!(
                "the minutes of the steps add up to {sum}, not to {}",
                raw.minutes
            );
            self.wrong(kit, &message);
        }
        if raw.steps.iter().any(|(_, minutes)| *minutes == 0) {
            self.wrong(kit, "a step of an agenda takes at least a minute");
        }
        let steps = raw.steps.iter();
        Agenda {
            minutes: raw.minutes,
            steps: steps.map(|(step, minutes)| (id(step), *minutes)).collect(),
        }
    }

    fn trap(&mut self, kit: &str, raw: &RawTrap) -> Trap {
        if raw.rows.is_empty() && raw.questions.is_empty() {
            self.wrong(kit, "a trap shows in a row or in a question");
        }
        Trap {
            title: self.text(&raw.title, kit),
            rows: raw.rows.iter().map(|row| row.as_str().into()).collect(),
            questions: ids(&raw.questions),
            missed: self.text(&raw.missed, kit),
        }
    }

    fn inject(&mut self, raw: &RawInject) -> Inject {
        let name = raw.id.as_str();
        self.turned(&raw.turned, name);
        Inject {
            title: self.text(&raw.title, name),
            card: self.text(&raw.card, name),
            scenario: id(&raw.scenario),
            turned: raw.turned.clone(),
            debrief: self.text(&raw.debrief, name),
            id: id(name),
        }
    }

    fn turned(&mut self, turned: &Turned, entry: &str) {
        let numbers = [
            (turned.weeks, Turned::LONGEST_WEEKS),
            (turned.switch_weeks, Unit::Weeks.limits().1),
            (turned.price_multiple, Turned::LARGEST_MULTIPLE),
            (turned.lost_pct, 100.0),
            (turned.recapture_pct, 100.0),
            (turned.pass_through_pct, 100.0),
            (turned.product_pct, 100.0),
        ];
        for (number, most) in numbers {
            if let Some(number) = number.filter(|number| !(0.0..=most).contains(number)) {
                self.out_of_range(entry, &number.to_string(), ["0", &most.to_string()]);
            }
        }
    }

    fn kit_choice(&mut self, kit: &str, raw: &RawKitChoice) -> KitChoice {
        KitChoice {
            action: id(&raw.action),
            cost: raw.cost,
            note: self.text(&raw.note, kit),
        }
    }

    /// Agendas lead through steps that are there, and each has its own length.
    fn agendas_of(&mut self, kit: &Kit) {
        let name = kit.id.as_str();
        if kit.agendas.is_empty() {
            self.wrong(name, "a kit has an agenda");
        }
        if !kit
            .agendas
            .is_sorted_by(|one, next| one.minutes < next.minutes)
        {
            self.wrong(name, "the agendas stand from the shortest to the longest");
        }
        for agenda in &kit.agendas {
            let mut seen = BTreeSet::new();
            for (step, _) in &agenda.steps {
                if kit.step(step.as_str()).is_none() {
                    self.missing(name, "step", step.as_str());
                }
                if !seen.insert(step) {
                    self.fault(Code::DuplicateId, step.as_str(), &[]);
                }
            }
        }
        for inject in kit.steps.iter().filter_map(|step| step.inject.as_ref()) {
            if kit.inject(inject.as_str()).is_none() {
                self.missing(name, "inject", inject.as_str());
            }
        }
        self.once(kit.steps.iter().map(|step| &step.id));
        self.once(kit.injects.iter().map(|inject| &inject.id));
        self.once(kit.choices.iter().map(|choice| &choice.action));
    }

    fn once<'k>(&mut self, ids: impl Iterator<Item = &'k Id>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.fault(Code::DuplicateId, id.as_str(), &[]);
            }
        }
    }

    /// A team can pay for as many choices as it is to make, and not for all there are.
    fn choices_of(&mut self, kit: &Kit) {
        let name = kit.id.as_str();
        let wanted = usize::from(kit.before) + usize::from(kit.after);
        if kit.choices.len() < wanted || kit.choices.len() > Kit::MOST_CHOICES {
            self.wrong(
                name,
                "a kit has as many choices as are made, and at most sixteen",
            );
        }
        let mut costs: Vec<u64> = kit.choices.iter().map(|choice| choice.cost).collect();
        costs.sort_unstable();
        let cheapest = costs
            .iter()
            .take(wanted)
            .copied()
            .fold(0, u64::saturating_add);
        if cheapest > kit.budget {
            self.wrong(name, "the budget does not pay for the cheapest choices");
        }
        if kit.monday.len() != Kit::MONDAY {
            self.wrong(name, "a kit sends five questions home");
        }
    }

    /// What the kits name is there, and no code stands twice.
    pub(super) fn kit_references(&mut self, pack: &Pack) {
        let mut codes = BTreeSet::new();
        for kit in &pack.kits {
            let name = kit.id.as_str();
            self.file(&file_of_kit(name));
            if !codes.insert(&kit.code) {
                self.fault(Code::DuplicateId, name, &[("code", kit.code.as_str())]);
            }
            let firm = pack.firm(kit.firm.as_str());
            if firm.is_none() {
                self.missing(name, "firm", kit.firm.as_str());
            }
            let rows = firm.map(|firm| aliases(&firm.case)).unwrap_or_default();
            for trap in &kit.traps {
                for row in trap.rows.iter().filter(|row| !rows.contains(*row)) {
                    self.missing(name, "row", row);
                }
                for question in &trap.questions {
                    self.question_and_options(pack, name, question, &[]);
                }
            }
            for inject in &kit.injects {
                let name = inject.id.as_str();
                if pack.scenario(inject.scenario.as_str()).is_none() {
                    self.missing(name, "scenario", inject.scenario.as_str());
                }
                let country = inject.turned.country.iter();
                for country in country.filter(|it| !pack.countries.contains_key(*it)) {
                    self.missing(name, "country", country.as_str());
                }
            }
            for choice in &kit.choices {
                if pack.action(choice.action.as_str()).is_none() {
                    self.missing(name, "action", choice.action.as_str());
                }
            }
            for monday in &kit.monday {
                self.question_and_options(pack, name, &monday.question, &[]);
            }
        }
    }
}

/// The names of the rows in a firm's case.
fn aliases(case: &str) -> BTreeSet<Box<str>> {
    let case: Value = serde_norway::from_str(case).unwrap_or_default();
    let rows = case.get("suppliers").and_then(Value::as_sequence);
    let aliases = rows.into_iter().flatten().filter_map(|row| {
        let alias = row.get("alias")?.as_str()?;
        Some(alias.into())
    });
    aliases.collect()
}

/// Where a kit stands.
pub(crate) fn file_of_kit(id: &str) -> String {
    format!("kits/{}.yaml", id.trim_start_matches("kit."))
}
