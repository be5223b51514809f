//! The kits: each by itself, and what they name.

use std::collections::{BTreeMap, BTreeSet};

use serde_norway::Value;

use super::{Check, files_in, id, ids};
use crate::content::raw::{RawAgenda, RawInject, RawKit, RawKitChoice, RawStep, RawTrap};
use crate::content::{
    Agenda, Id, Inject, Kit, KitChoice, KitCode, Language, Monday, Pack, Step, StepKind, Trap,
    Turned,
};
use crate::finding::Code;
use crate::measure::Unit;

impl Check<'_> {
    /// A rule of kits that is broken, by its name in the words.
    pub(super) fn broken(&mut self, entry: &str, rule: &str, arguments: &[(&str, &str)]) {
        let amiss = [("amiss", rule)];
        self.fault(Code::KitRule, entry, &[&amiss, arguments].concat());
    }

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

    pub(super) fn kit(&mut self, raw: &RawKit) -> Option<Kit> {
        let name = raw.id.as_str();
        let code = KitCode::new(&raw.code);
        if code.is_none() {
            self.broken(name, "code", &[("written", &raw.code)]);
        }
        let kit = Kit {
            title: self.text(&raw.title, name),
            aim: self.text(&raw.aim, name),
            steps: self.each(&raw.steps, Self::kit_step),
            agendas: self.each(&raw.agendas, Self::agenda),
            traps: self.each(&raw.traps, |check, raw| check.trap(name, raw)),
            injects: self.each(&raw.injects, Self::inject),
            choices: self.each(&raw.choices, Self::kit_choice),
            monday: self.each(&raw.monday, |check, raw| Monday {
                text: check.text(&raw.text, &raw.question),
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
            self.broken(name, "inject_named", &[]);
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

    fn agenda(&mut self, raw: &RawAgenda) -> Agenda {
        let minutes = raw.minutes.to_string();
        let sum: u32 = raw
            .steps
            .iter()
            .map(|(_, minutes)| u32::from(*minutes))
            .sum();
        if sum != u32::from(raw.minutes) {
            let sums = [("stated", minutes.as_str()), ("sum", &sum.to_string())];
            self.broken(&minutes, "minutes", &sums);
        }
        if raw.steps.iter().any(|(_, minutes)| *minutes == 0) {
            self.broken(&minutes, "minute", &[]);
        }
        let steps = raw.steps.iter();
        Agenda {
            minutes: raw.minutes,
            steps: steps.map(|(step, minutes)| (id(step), *minutes)).collect(),
        }
    }

    fn trap(&mut self, kit: &str, raw: &RawTrap) -> Trap {
        // It has no id; the line of its title is the nearest.
        let title = raw.title.get(Language::Ja.tag()).map(String::as_str);
        let name = title.filter(|title| !title.is_empty()).unwrap_or(kit);
        if raw.rows.is_empty() && raw.questions.is_empty() {
            self.broken(name, "trap", &[]);
        }
        Trap {
            title: self.text(&raw.title, name),
            rows: raw.rows.iter().map(|row| row.as_str().into()).collect(),
            questions: ids(&raw.questions),
            missed: self.text(&raw.missed, name),
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

    fn kit_choice(&mut self, raw: &RawKitChoice) -> KitChoice {
        KitChoice {
            action: id(&raw.action),
            cost: raw.cost,
            note: self.text(&raw.note, &raw.action),
        }
    }

    /// Agendas lead through steps that are there, and each has its own length.
    fn agendas_of(&mut self, kit: &Kit) {
        let name = kit.id.as_str();
        if kit.agendas.is_empty() {
            self.broken(name, "no_agenda", &[]);
        }
        if !kit
            .agendas
            .is_sorted_by(|one, next| one.minutes < next.minutes)
        {
            self.broken(name, "agendas", &[]);
        }
        for agenda in &kit.agendas {
            let mut seen = BTreeSet::new();
            for (step, _) in &agenda.steps {
                if kit.step(step.as_str()).is_none() {
                    self.missing(&agenda.minutes.to_string(), "step", step.as_str());
                }
                if !seen.insert(step) {
                    self.fault(Code::DuplicateId, step.as_str(), &[]);
                }
            }
        }
        for step in &kit.steps {
            let inject = step.inject.as_ref();
            if let Some(inject) = inject.filter(|id| kit.inject(id.as_str()).is_none()) {
                self.missing(step.id.as_str(), "inject", inject.as_str());
            }
        }
        if kit.injects.len() > usize::from(Kit::MOST_INJECTS) {
            self.broken(name, "injects", &[("most", &Kit::MOST_INJECTS.to_string())]);
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
            let most = Kit::MOST_CHOICES.to_string();
            self.broken(
                name,
                "choices",
                &[("most", &most), ("wanted_least", &wanted.to_string())],
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
            self.broken(name, "budget", &[("sum", &cheapest.to_string())]);
        }
        if kit.monday.len() != Kit::MONDAY {
            self.broken(name, "monday", &[("most", &Kit::MONDAY.to_string())]);
        }
    }

    /// What the kits from this one on name is there, and no code stands twice.
    pub(super) fn kit_references(&mut self, pack: &Pack, from: usize) {
        let mut codes = BTreeMap::new();
        for (at, kit) in pack.kits.iter().enumerate() {
            let other = codes.insert(&kit.code, &kit.id);
            if at < from {
                continue;
            }
            self.file_with(&kit.id, file_of_kit);
            if let Some(other) = other {
                let taken = [("code", kit.code.as_str()), ("other", other.as_str())];
                self.fault(Code::CodeTaken, kit.id.as_str(), &taken);
            }
            self.references_of(pack, kit);
        }
    }

    fn references_of(&mut self, pack: &Pack, kit: &Kit) {
        let name = kit.id.as_str();
        let firm = pack.firm(kit.firm.as_str());
        if firm.is_none() {
            self.missing(name, "firm", kit.firm.as_str());
        }
        let rows = firm.map(|firm| aliases(&firm.case)).unwrap_or_default();
        for trap in &kit.traps {
            let name = trap.title.in_language(Language::Ja);
            // Where the firm is missing, so are all of its rows, and that says nothing more.
            let rows_missing = trap.rows.iter().filter(|row| !rows.contains(*row));
            for row in rows_missing.filter(|_| firm.is_some()) {
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
            let name = choice.action.as_str();
            if pack.action(name).is_none() {
                self.missing(name, "action", name);
            }
        }
        for monday in &kit.monday {
            let name = monday.question.as_str();
            self.question_and_options(pack, name, &monday.question, &[]);
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
