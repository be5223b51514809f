//! Who names whom: every reference must lead somewhere, and no condition in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, file_of_firm, id};
use crate::content::{
    Condition, Effect, GateRule, Id, Kind, Module, Pack, Question, Scenario, Table, TableName,
};
use crate::finding::Code;
use crate::{markets, suppliers};

impl Check<'_> {
    pub(super) fn references(&mut self, pack: &Pack) {
        self.file("profile.yaml");
        for question in &pack.profile {
            self.question_references(pack, question);
        }
        for module in &pack.modules {
            self.file(&format!("{}.yaml", module.id));
            self.module_references(pack, module);
        }
        self.unique_questions(pack);
        self.unique_entries(pack);
        self.file("pack.yaml");
        for question in pack.quick_check.iter().chain(pack.renamed.values()) {
            self.question_and_options(pack, "quick_check", question, &[]);
        }
        self.releases(pack);
        self.basic_questions(pack);
        self.file("contradictions.yaml");
        for rule in &pack.contradictions {
            self.condition_references(pack, rule.id.as_str(), &rule.when);
        }
        self.industry_references(pack);
        self.scenario_references(pack);
        self.firm_references(pack, 0);
        self.action_references(pack);
        self.kit_references(pack, 0);
        self.columns(pack);
    }

    /// The list of changes begins with this version, tells each version once, and what it calls
    /// gone is gone.
    fn releases(&mut self, pack: &Pack) {
        let newest = pack.changes.first();
        if newest.is_some_and(|release| release.version != pack.version) {
            self.wrong("changes", "the first entry is this version of the pack");
        }
        let mut told = BTreeSet::new();
        for release in &pack.changes {
            if !told.insert(release.version.as_str()) {
                self.fault(Code::DuplicateId, &release.version, &[]);
            }
            for question in &release.added {
                self.question_and_options(pack, "changes", question, &[]);
            }
            for question in &release.retired {
                if pack.question(question.as_str()).is_some() {
                    self.wrong(
                        question.as_str(),
                        "a question that is retired is still asked",
                    );
                }
            }
            for (question, keys) in &release.retired_options {
                let Some(found) = pack.question(question.as_str()) else {
                    self.missing("changes", "question", question.as_str());
                    continue;
                };
                if keys
                    .iter()
                    .any(|key| found.kind.option(key.as_str()).is_some())
                {
                    self.wrong(
                        question.as_str(),
                        "an option that is retired is still offered",
                    );
                }
            }
        }
    }

    pub(super) fn missing(&mut self, entry: &str, kind: &str, reference: &str) {
        let arguments = [("kind", kind), ("reference", reference)];
        self.fault(Code::UnknownReference, entry, &arguments);
    }

    fn sources_of(&mut self, pack: &Pack, entry: &str, sources: &[Id]) {
        for source in sources {
            if !pack.sources.contains_key(source) {
                self.missing(entry, "source", source.as_str());
            }
        }
    }

    pub(super) fn question_and_options(
        &mut self,
        pack: &Pack,
        entry: &str,
        question: &Id,
        options: &[Id],
    ) {
        let Some(found) = pack.question(question.as_str()) else {
            return self.missing(entry, "question", question.as_str());
        };
        let known = |option: &&Id| found.kind.option(option.as_str()).is_some();
        for option in options.iter().filter(|option| !known(option)) {
            self.missing(entry, "option", option.as_str());
        }
    }

    fn question_references(&mut self, pack: &Pack, question: &Question) {
        let name = question.id.as_str();
        self.sources_of(pack, name, &question.sources);
        if let Some(when) = &question.when {
            if when.looks_at_a_table() {
                self.wrong(name, "`when` looks at answers only, not at figures or rows");
            }
            self.condition_references(pack, name, when);
        }
        for (_, option) in question.from_table.iter().flat_map(|from| &from.options) {
            self.question_and_options(pack, name, &question.id, std::slice::from_ref(option));
        }
    }

    fn condition_references(&mut self, pack: &Pack, entry: &str, condition: &Condition) {
        match condition {
            Condition::In(question, options) | Condition::NotIn(question, options) => {
                self.question_and_options(pack, entry, question, options);
            }
            Condition::AtLeast(question, _)
            | Condition::AtMost(question, _)
            | Condition::Answered(question, _)
            | Condition::NotApplicable(question) => {
                self.question_and_options(pack, entry, question, &[]);
            }
            Condition::Rows(table, cells) => {
                for (column, keys) in cells {
                    self.cells(pack, entry, *table, column, keys);
                }
            }
            Condition::FigureAtLeast(..) | Condition::FigureAtMost(..) => {}
            Condition::And(many) | Condition::Or(many) => {
                for one in many {
                    self.condition_references(pack, entry, one);
                }
            }
            Condition::Not(one) => self.condition_references(pack, entry, one),
        }
    }

    /// A column of a table, with the keys of the options a cell of it may hold.
    fn cells(&mut self, pack: &Pack, entry: &str, table: TableName, column: &Id, keys: &[Id]) {
        let columns = &pack.tables.get(table).columns;
        let Some(column) = columns.iter().find(|one| one.key == *column) else {
            return self.missing(entry, "column", column.as_str());
        };
        let known = |key: &Id| pack.countries.contains_key(key) || column.cell.has_option(key);
        for key in keys.iter().filter(|key| !known(key)) {
            self.missing(entry, "option", key.as_str());
        }
    }

    fn module_references(&mut self, pack: &Pack, module: &Module) {
        for question in &module.questions {
            self.question_references(pack, question);
        }
        for metric in &module.metrics {
            self.sources_of(pack, metric.id.as_str(), &metric.sources);
        }
        let questions = module.questions.iter();
        let weighed = questions
            .filter_map(|question| Some((&question.id, question.weighed.as_ref()?)))
            .chain(module.metrics.iter().map(|one| (&one.id, &one.weighed)));
        for (entry, weighed) in weighed {
            if !module.themes.iter().any(|theme| theme.id == weighed.theme) {
                self.missing(entry.as_str(), "theme", weighed.theme.as_str());
            }
        }
        for gate in &module.gates {
            let asked: Vec<&Id> = match &gate.rule {
                GateRule::OneCountrySales {
                    question, switch, ..
                } => vec![question, switch],
                GateRule::Levels(groups) => groups.iter().flatten().map(|(id, _)| id).collect(),
                GateRule::SinglePoint { .. }
                | GateRule::OneCountrySupply { .. }
                | GateRule::Illiquid => Vec::new(),
            };
            for question in asked {
                self.question_and_options(pack, gate.id.as_str(), question, &[]);
            }
        }
    }

    /// An id names one question or metric in the whole pack.
    fn unique_questions(&mut self, pack: &Pack) {
        let profile = pack
            .profile
            .iter()
            .map(|question| ("profile", &question.id));
        let modules = pack.modules.iter().flat_map(|module| {
            let questions = module.questions.iter().map(|question| &question.id);
            let metrics = module.metrics.iter().map(|metric| &metric.id);
            questions.chain(metrics).map(|id| (module.id.as_str(), id))
        });
        let mut seen = BTreeSet::new();
        for (part, id) in profile.chain(modules) {
            if !seen.insert(id) {
                self.file(&format!("{part}.yaml"));
                self.fault(Code::DuplicateId, id.as_str(), &[]);
            }
        }
    }

    /// What is looked up by its id within its own list must stand there once.
    fn unique_entries(&mut self, pack: &Pack) {
        let lists = |module: &Module| {
            let themes = module
                .themes
                .iter()
                .map(|theme| &theme.id)
                .cloned()
                .collect();
            let gates = module.gates.iter().map(|gate| &gate.id).cloned().collect();
            [themes, gates].map(|ids: Vec<Id>| (format!("{}.yaml", module.id), ids))
        };
        let mut all: Vec<(String, Vec<Id>)> = pack.modules.iter().flat_map(lists).collect();
        let scenarios = &pack.scenarios;
        let rules = pack
            .contradictions
            .iter()
            .map(|rule| &rule.id)
            .cloned()
            .collect();
        all.push((
            "industries.yaml".into(),
            pack.industries.iter().map(|one| &one.id).cloned().collect(),
        ));
        all.push((
            "scenarios.yaml".into(),
            scenarios
                .scenarios
                .iter()
                .map(|one| &one.id)
                .cloned()
                .collect(),
        ));
        all.push((
            "actions.yaml".into(),
            pack.actions.iter().map(|one| &one.id).cloned().collect(),
        ));
        all.push((
            "programmes.yaml".into(),
            pack.programmes
                .iter()
                .map(|one| one.source.clone())
                .collect(),
        ));
        all.push((
            "scenarios.yaml".into(),
            scenarios
                .combos
                .iter()
                .map(|one| &one.id)
                .cloned()
                .collect(),
        ));
        all.push((
            "glossary.yaml".into(),
            pack.glossary.iter().map(|one| &one.id).cloned().collect(),
        ));
        all.push(("contradictions.yaml".into(), rules));
        for (file, ids) in all {
            let mut seen = BTreeSet::new();
            for id in &ids {
                if !seen.insert(id) {
                    self.file(&file);
                    self.fault(Code::DuplicateId, id.as_str(), &[]);
                }
            }
        }
    }

    /// The questions the engine itself asks for.
    fn basic_questions(&mut self, pack: &Pack) {
        for wanted in [Pack::INDUSTRY, Pack::SALES] {
            let found = pack.profile.iter().find(|one| one.id.as_str() == wanted);
            let fits = matches!(
                (wanted, found.map(|question| &question.kind)),
                (Pack::INDUSTRY, Some(Kind::Single(_))) | (Pack::SALES, Some(Kind::Money(_)))
            );
            if !fits {
                self.missing("profile", "question", wanted);
            }
        }
    }

    fn industry_references(&mut self, pack: &Pack) {
        self.file("industries.yaml");
        let options = pack.question(Pack::INDUSTRY).map(|it| it.kind.options());
        for option in options.unwrap_or_default() {
            if pack.industry(option.key.as_str()).is_none() {
                self.missing(option.key.as_str(), "industry", option.key.as_str());
            }
        }
        for industry in &pack.industries {
            let name = industry.id.as_str();
            let options = std::slice::from_ref(&industry.id);
            self.question_and_options(pack, name, &id(Pack::INDUSTRY), options);
            for item in industry.multipliers.keys() {
                if pack.module_of(item.as_str()).is_none() {
                    self.missing(name, "question", item.as_str());
                }
            }
        }
    }

    fn scenario_references(&mut self, pack: &Pack) {
        self.file("scenarios.yaml");
        for scenario in &pack.scenarios.scenarios {
            let name = scenario.id.as_str();
            self.sources_of(pack, name, &scenario.analogues);
            for (column, keys) in &scenario.rows {
                let chosen = |key: &&Id| key.as_str() != Scenario::SELECTED;
                let keys: Vec<Id> = keys.iter().filter(chosen).cloned().collect();
                self.cells(pack, name, TableName::Suppliers, column, &keys);
            }
            let asked = scenario.answers.iter().map(|(question, _)| question);
            for question in asked.chain(&scenario.shock.also_market_share) {
                self.question_and_options(pack, name, question, &[]);
            }
        }
        let assumptions = &pack.scenarios.assumptions;
        for industry in assumptions.recapture_in.keys() {
            if pack.industry(industry.as_str()).is_none() {
                self.missing("assumptions", "industry", industry.as_str());
            }
        }
        let by_answers = [&assumptions.pass_through, &assumptions.switch_weeks];
        for by_answer in by_answers.into_iter().flatten() {
            let options: Vec<Id> = by_answer.options.keys().cloned().collect();
            self.question_and_options(pack, "assumptions", &by_answer.question, &options);
        }
        for combo in &pack.scenarios.combos {
            let unknown = combo.scenarios.iter();
            for scenario in unknown.filter(|it| pack.scenario(it.as_str()).is_none()) {
                self.missing(combo.id.as_str(), "scenario", scenario.as_str());
            }
        }
    }

    /// The scenarios that suit the firms from this one on are there.
    pub(super) fn firm_references(&mut self, pack: &Pack, from: usize) {
        for firm in pack.firms.iter().skip(from) {
            self.file_with(&firm.id, file_of_firm);
            let unknown = firm.scenarios.iter();
            for scenario in unknown.filter(|it| pack.scenario(it.as_str()).is_none()) {
                self.missing(firm.id.as_str(), "scenario", scenario.as_str());
            }
        }
    }

    fn action_references(&mut self, pack: &Pack) {
        self.file("actions.yaml");
        for action in &pack.actions {
            let name = action.id.as_str();
            match &action.effect {
                Effect::PassThrough(option) => {
                    let by_answer = &pack.scenarios.assumptions.pass_through;
                    let known = by_answer.as_ref().map(|known| &known.options);
                    if !known.is_some_and(|known| known.contains_key(option)) {
                        self.missing(name, "option", option.as_str());
                    }
                }
                Effect::Alternatives(option)
                    if suppliers::Alternatives::named(option.as_str()).is_none() =>
                {
                    self.missing(name, "option", option.as_str());
                }
                _ => {}
            }
        }
        self.file("programmes.yaml");
        for programme in &pack.programmes {
            let source = std::slice::from_ref(&programme.source);
            self.sources_of(pack, programme.source.as_str(), source);
        }
    }

    /// The tables' columns must be the ones the engine's rows have.
    fn columns(&mut self, pack: &Pack) {
        self.file("tables.yaml");
        let suppliers = suppliers::COLUMNS.map(suppliers::Column::key);
        let markets = markets::COLUMNS.map(markets::Column::key);
        self.columns_of(&pack.tables.suppliers, &suppliers);
        self.columns_of(&pack.tables.markets, &markets);
    }

    fn columns_of(&mut self, table: &Table, wanted: &[&str]) {
        let found: Vec<&str> = table.columns.iter().map(|it| it.key.as_str()).collect();
        for key in wanted.iter().filter(|key| !found.contains(key)) {
            self.missing("tables", "column", key);
        }
        for key in found.iter().filter(|key| !wanted.contains(key)) {
            self.missing("tables", "column", key);
        }
    }

    /// Conditions that look at each other in a circle could never be decided.
    pub(super) fn circles(&mut self, pack: &Pack) {
        let edges: BTreeMap<&Id, Vec<&Id>> = pack
            .questions()
            .filter_map(|question| Some((&question.id, question.when.as_ref()?.questions())))
            .collect();
        let mut safe: BTreeSet<&Id> = BTreeSet::new();
        for start in edges.keys() {
            let mut path: Vec<&Id> = Vec::new();
            if let Some(circle) = circle_from(start, &edges, &mut path, &mut safe) {
                let module = pack.module_of(start.as_str());
                let part = module.map_or("profile", |module| module.id.as_str());
                self.file(&format!("{part}.yaml"));
                let circle: Vec<&str> = circle.into_iter().map(Id::as_str).collect();
                let circle = circle.join(" → ");
                self.fault(Code::ConditionCycle, start.as_str(), &[("circle", &circle)]);
                return;
            }
        }
    }
}

/// The first circle met on the way from a question, its first question once more at its end.
fn circle_from<'p>(
    at: &'p Id,
    edges: &BTreeMap<&'p Id, Vec<&'p Id>>,
    path: &mut Vec<&'p Id>,
    safe: &mut BTreeSet<&'p Id>,
) -> Option<Vec<&'p Id>> {
    if safe.contains(at) {
        return None;
    }
    if let Some(start) = path.iter().position(|one| *one == at) {
        return Some(path.iter().skip(start).copied().chain([at]).collect());
    }
    path.push(at);
    for next in edges.get(at).into_iter().flatten().copied() {
        if let Some(circle) = circle_from(next, edges, path, safe) {
            return Some(circle);
        }
    }
    path.pop();
    safe.insert(at);
    None
}
