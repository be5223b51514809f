//! From the folder its authors write to a sound [`Pack`], or every fault at once.
//!
//! A fault names the file, the line of the entry, and what is wrong. References are looked
//! up after everything is read, so that one misspelt file does not hide the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_norway::Value;

use super::raw::{
    OneOrMany, RawAny, RawBand, RawCell, RawColumn, RawCondition, RawCountry, RawFirm,
    RawFromTable, RawGate, RawIndustry, RawKind, RawMetric, RawModule, RawOption, RawPack,
    RawQuestion, RawRule, RawScenario, RawScenarios, RawSource, RawTable, RawTables, RawTerm,
    RawText,
};
use super::{
    Band, CellKind, Choice, Column, Combo, Condition, CountryName, Firm, FromTable, Gate, GateRule,
    Id, Industry, Kind, Language, Metric, Module, Pack, Question, Scenario, Scenarios, Shock,
    Source, Table, Tables, Term, Text, Theme, Weighed,
};
use crate::finding::{Code, Finding};
use crate::measure::Interval;

/// A text of this length and more that is the same in two languages was forgotten, not meant.
const SAME_TEXT_FROM: usize = 13;
/// The options of a question carry levels 0 to 4 (method A1).
const WORST_LEVEL: f64 = 4.0;
/// What no question may ask (the pack's promise; domain file §0).
const NATIONALITY: [&str; 5] = [
    "国籍",
    "出身国",
    "nationality",
    "citizenship",
    "country of birth",
];

/// The pack in a folder, checked.
///
/// # Errors
/// Every fault found: missing files, unknown keys, missing texts, references to nothing,
/// circles of conditions, bands out of order, questions that ask nationality.
pub fn read_folder(folder: &Path) -> Result<Pack, Vec<Finding>> {
    let mut check = Check {
        findings: Vec::new(),
        folder,
        file: String::new(),
        text: String::new(),
    };
    let pack = check.pack();
    match pack {
        Some(pack) if check.findings.is_empty() => Ok(Pack {
            hash: pack.content_hash(),
            ..pack
        }),
        _ => Err(check.findings),
    }
}

/// Checks the pack in `folder` and writes it to `file`, for the builds that embed it.
///
/// # Errors
/// The findings, a line each, or what the file system refused.
pub fn embed(folder: &Path, file: &Path) -> Result<(), String> {
    let pack = read_folder(folder).map_err(|findings| {
        let lines = findings.iter().map(|finding| {
            format!(
                "{}: {} {:?}",
                finding.place,
                finding.code.name(),
                finding.arguments
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    })?;
    std::fs::write(file, pack.write()).map_err(|error| error.to_string())
}

struct Check<'a> {
    findings: Vec<Finding>,
    folder: &'a Path,
    /// The file being read, and its text: where a fault is said to be.
    file: String,
    text: String,
}

impl Check<'_> {
    fn pack(&mut self) -> Option<Pack> {
        let head: Option<RawPack> = self.one("pack.yaml");
        let sources: Vec<RawSource> = self.many("sources.yaml");
        let sources = self.sources(sources);
        let profile: Vec<RawQuestion> = self.many("profile.yaml");
        let profile = profile
            .into_iter()
            .map(|raw| self.question(raw))
            .collect::<Vec<_>>();
        let mut modules = Vec::new();
        for name in head.iter().flat_map(|head| &head.modules) {
            modules.extend(self.module(name));
        }
        let tables: Option<RawTables> = self.one("tables.yaml");
        let tables = tables.map(|raw| Tables {
            suppliers: self.table(raw.suppliers),
            markets: self.table(raw.markets),
        });
        let industries: Vec<RawIndustry> = self.many("industries.yaml");
        let industries = industries
            .into_iter()
            .map(|raw| self.industry(raw))
            .collect();
        let countries: Vec<RawCountry> = self.many("countries.yaml");
        let countries = countries
            .into_iter()
            .map(|raw| {
                let title = self.text(&raw.title, &raw.id);
                (
                    id(&raw.id),
                    CountryName {
                        title,
                        also: raw.also,
                    },
                )
            })
            .collect();
        let scenarios: Option<RawScenarios> = self.one("scenarios.yaml");
        let scenarios = scenarios.map(|raw| self.scenarios(raw));
        let glossary: Vec<RawTerm> = self.many("glossary.yaml");
        let glossary = glossary
            .into_iter()
            .map(|raw| Term {
                term: self.text(&raw.term, &raw.id),
                meaning: self.text(&raw.meaning, &raw.id),
                id: id(&raw.id),
            })
            .collect();
        let firms = self.firms();
        let head = head?;
        self.file("pack.yaml");
        let pack = Pack {
            title: self.text(&head.title, "pack"),
            id: id(&head.id),
            version: head.version,
            method: head.method,
            as_of: head.as_of,
            review_by: head.review_by,
            licence: head.licence,
            hash: String::new(),
            renamed: head
                .renamed
                .iter()
                .map(|(old, new)| (id(old), id(new)))
                .collect(),
            sources,
            profile,
            modules,
            quick_check: ids(&head.quick_check),
            tables: tables?,
            industries,
            countries,
            scenarios: scenarios?,
            glossary,
            firms,
        };
        self.references(&pack);
        self.circles(&pack);
        Some(pack)
    }

    // ---- reading -----------------------------------------------------------------------

    /// Makes a file the one that faults are said to be in.
    fn file(&mut self, name: &str) -> bool {
        name.clone_into(&mut self.file);
        match std::fs::read_to_string(self.folder.join(name)) {
            Ok(text) => self.text = text,
            Err(_) => {
                self.text.clear();
                self.findings
                    .push(Finding::new(Code::PackFileMissing, name));
                return false;
            }
        }
        true
    }

    fn one<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        if !self.file(name) {
            return None;
        }
        match serde_norway::from_str(&self.text) {
            Ok(read) => Some(read),
            Err(error) => {
                let line = error.location().map_or(1, |at| at.line());
                let place = format!("{name}:{line}");
                self.findings
                    .push(Finding::new(Code::NotYaml, place).with("message", error));
                None
            }
        }
    }

    fn many<T: DeserializeOwned>(&mut self, name: &str) -> Vec<T> {
        let entries: Option<Vec<Value>> = self.one(name);
        self.entries(entries.unwrap_or_default())
    }

    /// Reads entries one by one, so that one wrong entry does not hide the next.
    fn entries<T: DeserializeOwned>(&mut self, entries: Vec<Value>) -> Vec<T> {
        let mut read = Vec::new();
        for entry in entries {
            let name = entry
                .get("id")
                .and_then(Value::as_str)
                .unwrap_or("?")
                .to_owned();
            match serde_norway::from_value(entry) {
                Ok(one) => read.push(one),
                Err(error) => {
                    let code = if error.to_string().contains("unknown field") {
                        Code::UnknownKey
                    } else {
                        Code::WrongEntry
                    };
                    let finding = Finding::new(code, self.place(&name))
                        .with("message", error)
                        .with("id", &name);
                    self.findings.push(finding);
                }
            }
        }
        read
    }

    /// `file:line` of the entry with this id.
    fn place(&self, entry: &str) -> String {
        let found = self.text.lines().position(|line| {
            line.split_once("id:").is_some_and(|(_, rest)| {
                let rest = rest.trim_start().trim_start_matches('"');
                rest.strip_prefix(entry).is_some_and(|after| {
                    !after.starts_with(['.', '_']) && !after.starts_with(char::is_alphanumeric)
                })
            })
        });
        format!("{}:{}", self.file, found.map_or(1, |index| index + 1))
    }

    fn fault(&mut self, code: Code, entry: &str) -> &mut Finding {
        let finding = Finding::new(code, self.place(entry)).with("id", entry);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "it was pushed in the line before")]
        &mut self.findings[last]
    }

    fn text(&mut self, raw: &RawText, entry: &str) -> Text {
        let wording = |language: Language| raw.get(language.tag()).map_or("", |text| text.trim());
        for language in Language::ALL {
            if wording(language).is_empty() {
                self.fault(Code::MissingText, entry)
                    .arguments
                    .insert("language".into(), language.tag().into());
            }
        }
        for key in raw.keys().filter(|key| {
            Language::ALL
                .iter()
                .all(|language| language.tag() != key.as_str())
        }) {
            self.fault(Code::UnknownKey, entry)
                .arguments
                .insert("message".into(), key.clone());
        }
        let (ja, en) = (wording(Language::Ja), wording(Language::En));
        if ja == en && ja.chars().count() >= SAME_TEXT_FROM {
            self.fault(Code::SameText, entry)
                .arguments
                .insert("text".into(), ja.to_owned());
        }
        Text::new(ja, en)
    }

    fn maybe_text(&mut self, raw: Option<&RawText>, entry: &str) -> Option<Text> {
        raw.map(|raw| self.text(raw, entry))
    }

    // ---- entries -----------------------------------------------------------------------

    fn sources(&mut self, raw: Vec<RawSource>) -> BTreeMap<Id, Source> {
        let mut sources = BTreeMap::new();
        for raw in raw {
            let source = Source {
                kind: raw.kind,
                title: self.text(&raw.title, &raw.id),
                publisher: self.text(&raw.publisher, &raw.id),
                url: raw.url,
                date: raw.date,
                as_of: raw.as_of,
                review_by: raw.review_by,
                summary: self.maybe_text(raw.summary.as_ref(), &raw.id),
                unverified: raw.unverified,
            };
            if sources.insert(id(&raw.id), source).is_some() {
                self.fault(Code::DuplicateId, &raw.id);
            }
        }
        sources
    }

    fn module(&mut self, name: &str) -> Option<Module> {
        let raw: RawModule = self.one(&format!("{name}.yaml"))?;
        let questions: Vec<RawQuestion> = self.entries(raw.questions);
        let metrics: Vec<RawMetric> = self.entries(raw.metrics);
        let gates: Vec<RawGate> = self.entries(raw.gates);
        let themes: Vec<Theme> = raw
            .themes
            .iter()
            .map(|theme| Theme {
                title: self.text(&theme.title, &theme.id),
                id: id(&theme.id),
            })
            .collect();
        let module = Module {
            title: self.text(&raw.title, name),
            intro: self.text(&raw.intro, name),
            basis: raw.basis,
            questions: questions
                .into_iter()
                .map(|raw| self.question(raw))
                .collect(),
            metrics: metrics.into_iter().map(|raw| self.metric(raw)).collect(),
            gates: gates.into_iter().map(|raw| self.gate(raw)).collect(),
            themes,
            id: id(name),
        };
        let weighed = module
            .questions
            .iter()
            .filter_map(|question| Some((&question.id, question.weighed.as_ref()?)));
        let weighed = weighed.chain(
            module
                .metrics
                .iter()
                .map(|metric| (&metric.id, &metric.weighed)),
        );
        for (entry, weighed) in weighed {
            if !module.themes.iter().any(|theme| theme.id == weighed.theme) {
                self.missing(entry.as_str(), "theme", weighed.theme.as_str());
            }
        }
        Some(module)
    }

    fn question(&mut self, raw: RawQuestion) -> Question {
        let name = raw.id.clone();
        // Help may say that nationality plays no part; what is asked and offered may not name it.
        let asked = [&raw.text, &raw.short].into_iter().chain(raw.options.iter().map(|option| &option.text));
        let words = asked
            .flat_map(BTreeMap::values)
            .map(|text| text.to_lowercase())
            .collect::<Vec<_>>();
        for word in NATIONALITY {
            if words.iter().any(|text| text.contains(word)) {
                self.fault(Code::AsksNationality, &name)
                    .arguments
                    .insert("word".into(), word.to_owned());
            }
        }
        let weighed = match (&raw.theme, raw.weight, raw.tag) {
            (Some(theme), Some(weight), Some(tag)) if weight > 0.0 && weight.is_finite() => {
                Some(Weighed {
                    theme: id(theme),
                    weight,
                    tag,
                })
            }
            (None, None, _) => None,
            _ => {
                self.fault(Code::WrongEntry, &name)
                    .arguments
                    .insert("message".into(), "theme, weight and tag go together".into());
                None
            }
        };
        if raw.bands.is_empty()
            && weighed.is_some()
            && !matches!(raw.kind, RawKind::Single | RawKind::Multi)
        {
            self.fault(Code::BandsOutOfOrder, &name);
        }
        let options = self.options(raw.options, &name);
        let bands = self.bands(&raw.bands, &name);
        let kind = match raw.kind {
            RawKind::Single => Kind::Single(options),
            RawKind::Multi => Kind::Multi(options, raw.combine),
            RawKind::Percent => Kind::Percent(bands),
            RawKind::Integer => Kind::Integer(bands),
            RawKind::Money => Kind::Money(bands),
        };
        let [low, high] = raw.unknown_range.unwrap_or([0.0, 1.0]);
        if !(0.0 <= low && low <= high && high <= 1.0) {
            self.fault(Code::OutOfRange, &name)
                .arguments
                .insert("value".into(), format!("{low}–{high}"));
        }
        Question {
            text: self.text(&raw.text, &name),
            short: self.text(&raw.short, &name),
            help: self.maybe_text(raw.help.as_ref(), &name),
            example: self.maybe_text(raw.example.as_ref(), &name),
            why: self.text(&raw.why, &name),
            prevent: self.maybe_text(raw.prevent.as_ref(), &name),
            respond: self.maybe_text(raw.respond.as_ref(), &name),
            dont_know: raw.dont_know,
            unknown: Interval { low, high },
            when: raw.when.and_then(|when| self.condition(when, &name)),
            sources: ids(&raw.sources),
            from_table: raw.from_table.map(|from| from_table(&from)),
            required: raw.required,
            group: raw.group.as_deref().map(id),
            default: raw.default,
            kind,
            weighed,
            id: id(&name),
        }
    }

    fn options(&mut self, raw: Vec<RawOption>, entry: &str) -> Vec<Choice> {
        let mut seen = BTreeSet::new();
        let mut options = Vec::new();
        for option in raw {
            if !seen.insert(option.key.clone()) {
                self.fault(Code::DuplicateId, entry)
                    .arguments
                    .insert("option".into(), option.key.clone());
            }
            if option
                .level
                .is_some_and(|level| !(0.0..=WORST_LEVEL).contains(&level))
            {
                self.fault(Code::OutOfRange, entry)
                    .arguments
                    .insert("value".into(), format!("{:?}", option.level));
            }
            options.push(Choice {
                text: self.text(&option.text, entry),
                risk: option.level.map(|level| level / WORST_LEVEL),
                not_applicable: option.not_applicable,
                exclusive: option.exclusive,
                key: id(&option.key),
            });
        }
        options
    }

    fn bands(&mut self, raw: &[RawBand], entry: &str) -> Vec<Band> {
        let bounds: Vec<f64> = raw
            .iter()
            .map(|band| band.below.unwrap_or(f64::INFINITY))
            .collect();
        let rises = bounds
            .windows(2)
            .all(|pair| matches!(pair, [first, second] if first < second));
        let open_end = bounds.last().is_none_or(|last| last.is_infinite());
        // A law of the method: more of what is measured never lowers the risk.
        let monotone = raw
            .windows(2)
            .all(|pair| matches!(pair, [first, second] if first.level <= second.level));
        let in_range = raw
            .iter()
            .all(|band| (0.0..=WORST_LEVEL).contains(&band.level));
        if !(rises && open_end && monotone && in_range) {
            self.fault(Code::BandsOutOfOrder, entry);
        }
        raw.iter()
            .map(|band| Band {
                below: band.below,
                risk: band.level / WORST_LEVEL,
            })
            .collect()
    }

    fn condition(&mut self, raw: RawCondition, entry: &str) -> Option<Condition> {
        let joined = |check: &mut Self, many: Vec<RawCondition>| {
            many.into_iter()
                .filter_map(|one| check.condition(one, entry))
                .collect::<Vec<_>>()
        };
        let RawCondition {
            question,
            within,
            not_in,
            gte,
            lte,
            answered,
            and,
            or,
            not,
        } = raw;
        let condition = match (question, within, not_in, gte, lte, answered, and, or, not) {
            (Some(question), Some(options), None, None, None, None, None, None, None) => {
                Condition::In(id(&question), ids(&options))
            }
            (Some(question), None, Some(options), None, None, None, None, None, None) => {
                Condition::NotIn(id(&question), ids(&options))
            }
            (Some(question), None, None, Some(least), None, None, None, None, None) => {
                Condition::AtLeast(id(&question), least)
            }
            (Some(question), None, None, None, Some(most), None, None, None, None) => {
                Condition::AtMost(id(&question), most)
            }
            (Some(question), None, None, None, None, Some(wanted), None, None, None) => {
                Condition::Answered(id(&question), wanted)
            }
            (None, None, None, None, None, None, Some(all), None, None) => {
                Condition::And(joined(self, all))
            }
            (None, None, None, None, None, None, None, Some(any), None) => {
                Condition::Or(joined(self, any))
            }
            (None, None, None, None, None, None, None, None, Some(one)) => {
                Condition::Not(Box::new(self.condition(*one, entry)?))
            }
            _ => {
                let message =
                    "a condition has one question and one comparison, or one of and, or, not";
                self.fault(Code::WrongEntry, entry)
                    .arguments
                    .insert("message".into(), message.into());
                return None;
            }
        };
        Some(condition)
    }

    fn metric(&mut self, raw: RawMetric) -> Metric {
        let name = raw.id.as_str();
        Metric {
            weighed: Weighed {
                theme: id(&raw.theme),
                weight: raw.weight,
                tag: raw.tag,
            },
            measure: raw.from_table.measure,
            text: self.text(&raw.text, name),
            short: self.text(&raw.short, name),
            why: self.text(&raw.why, name),
            prevent: self.text(&raw.prevent, name),
            respond: self.text(&raw.respond, name),
            sources: ids(&raw.sources),
            id: id(name),
        }
    }

    fn gate(&mut self, raw: RawGate) -> Gate {
        let name = raw.id.as_str();
        let group = |any: &RawAny| {
            any.any
                .iter()
                .map(|one| (id(&one.question), one.level_gte / WORST_LEVEL))
                .collect::<Vec<_>>()
        };
        let rule = match raw.rule {
            RawRule {
                single_point: Some(rule),
                ..
            } => GateRule::SinglePoint {
                sales_stop: rule.sales_stop_gte / 100.0,
            },
            RawRule {
                one_country_supply: Some(rule),
                ..
            } => GateRule::OneCountrySupply {
                share: rule.share_gte / 100.0,
                qualified: rule.qualified_below / 100.0,
            },
            RawRule {
                one_country_sales: Some(rule),
                ..
            } => GateRule::OneCountrySales {
                question: id(&rule.share),
                share: rule.share_gte / 100.0,
                switch: id(&rule.question),
                risk: rule.level_gte / WORST_LEVEL,
            },
            RawRule {
                levels: Some(rule), ..
            } => GateRule::Levels(rule.all.iter().map(group).collect()),
            RawRule {
                illiquid: Some(_), ..
            } => GateRule::Illiquid,
            _ => {
                self.fault(Code::WrongEntry, name)
                    .arguments
                    .insert("message".into(), "a gate needs one rule".into());
                GateRule::Illiquid
            }
        };
        Gate {
            floor: raw.floor,
            title: self.text(&raw.title, name),
            text: self.text(&raw.text, name),
            prevent: self.text(&raw.prevent, name),
            rule,
            id: id(name),
        }
    }

    fn table(&mut self, raw: RawTable) -> Table {
        Table {
            title: self.text(&raw.title, "table"),
            intro: self.text(&raw.intro, "table"),
            columns: raw
                .columns
                .into_iter()
                .map(|column| self.column(column))
                .collect(),
        }
    }

    fn column(&mut self, raw: RawColumn) -> Column {
        let options = raw.options.iter().map(|option| {
            let code_knows = crate::suppliers::Category::named(&option.key)
                .is_none_or(|it| it.is_service() == option.service);
            if !code_knows {
                self.fault(Code::WrongEntry, &raw.key)
                    .arguments
                    .insert("message".into(), format!("service of {}", option.key));
            }
            (id(&option.key), self.text(&option.text, &raw.key))
        });
        let options = options.collect();
        Column {
            cell: match raw.cell {
                RawCell::Text => CellKind::Text,
                RawCell::Choice => CellKind::Choice(options),
                RawCell::Choices => CellKind::Choices(options),
                RawCell::Country => CellKind::Country,
                RawCell::Money => CellKind::Money,
                RawCell::Percent => CellKind::Percent,
                RawCell::Weeks => CellKind::Weeks,
                RawCell::Number => CellKind::Days,
            },
            title: self.text(&raw.title, &raw.key),
            help: self.text(&raw.help, &raw.key),
            headings: raw
                .headings
                .iter()
                .map(|heading| heading.to_lowercase())
                .collect(),
            key: id(&raw.key),
        }
    }

    fn industry(&mut self, raw: RawIndustry) -> Industry {
        for factor in raw
            .multipliers
            .values()
            .filter(|factor| !(factor.is_finite() && **factor > 0.0))
        {
            self.fault(Code::OutOfRange, &raw.id)
                .arguments
                .insert("value".into(), factor.to_string());
        }
        Industry {
            title: self.text(&raw.title, &raw.id),
            first: self.text(&raw.first, &raw.id),
            multipliers: raw
                .multipliers
                .iter()
                .map(|(question, factor)| (id(question), *factor))
                .collect(),
            id: id(&raw.id),
        }
    }

    fn scenarios(&mut self, raw: RawScenarios) -> Scenarios {
        let entries: Vec<RawScenario> = self.entries(raw.scenarios);
        let combos = raw.combos.iter().map(|combo| Combo {
            title: self.text(&combo.title, &combo.id),
            scenarios: ids(&combo.scenarios),
            offset_weeks: combo.offset_weeks,
            id: id(&combo.id),
        });
        Scenarios {
            combos: combos.collect(),
            note: self.text(&raw.note, "note"),
            scenarios: entries.into_iter().map(|raw| self.scenario(raw)).collect(),
        }
    }

    fn scenario(&mut self, raw: RawScenario) -> Scenario {
        let name = raw.id.as_str();
        for values in [
            &raw.shock.share_lost,
            &raw.shock.weeks,
            &raw.shock.price_mult,
        ] {
            if !values.is_sorted()
                || values
                    .iter()
                    .any(|value| !(value.is_finite() && *value >= 0.0))
            {
                self.fault(Code::OutOfRange, name)
                    .arguments
                    .insert("value".into(), format!("{values:?}"));
            }
        }
        let rows = raw.rows.iter().map(|(column, values)| {
            let values = match values {
                OneOrMany::One(value) => vec![id(value)],
                OneOrMany::Many(values) => ids(values),
            };
            (id(column), values)
        });
        Scenario {
            title: self.text(&raw.title, name),
            lens: raw.lens,
            kind: raw.kind,
            certainty: raw.certainty,
            horizon: raw.horizon,
            measures: ids(&raw.measures),
            rows: rows.collect(),
            answers: raw
                .answers
                .iter()
                .map(|one| (id(&one.question), one.level_gte / WORST_LEVEL))
                .collect(),
            shock: Shock {
                share_lost: raw.shock.share_lost,
                weeks: raw.shock.weeks,
                price_mult: raw.shock.price_mult,
                price_weeks: raw.shock.price_weeks,
                also_market_share: raw.shock.also_market_share.as_deref().map(id),
                fixed_cost_jpy: raw.shock.fixed_cost_jpy,
                note: self.maybe_text(raw.shock.note.as_ref(), name),
            },
            basis: raw.basis,
            prevent: raw
                .prevent
                .iter()
                .map(|text| self.text(text, name))
                .collect(),
            respond: raw
                .respond
                .iter()
                .map(|text| self.text(text, name))
                .collect(),
            analogues: ids(&raw.analogues),
            id: id(name),
        }
    }

    /// The fictional firms, each a file in `firms/`, in the order of their names.
    fn firms(&mut self) -> Vec<Firm> {
        let Ok(folder) = std::fs::read_dir(self.folder.join("firms")) else {
            return Vec::new();
        };
        let mut names: Vec<String> = folder
            .filter_map(|entry| Some(format!("firms/{}", entry.ok()?.file_name().to_str()?)))
            .collect();
        names.sort();
        let mut firms = Vec::new();
        for name in names.iter().filter(|name| name.ends_with(".yaml")) {
            let raw: Option<RawFirm> = self.one(name);
            firms.extend(raw.map(|raw| Firm {
                case: case_of(&raw),
                title: self.text(&raw.title, &raw.id),
                story: self.text(&raw.story, &raw.id),
                expect: self.text(&raw.expect, &raw.id),
                twist: self.text(&raw.twist, &raw.id),
                scenarios: ids(&raw.scenarios),
                id: id(&raw.id),
            }));
        }
        firms
    }

    // ---- what refers to what -------------------------------------------------------------

    fn missing(&mut self, entry: &str, kind: &str, reference: &str) {
        let finding = self.fault(Code::UnknownReference, entry);
        finding.arguments.insert("kind".into(), kind.into());
        finding
            .arguments
            .insert("reference".into(), reference.into());
    }

    fn references(&mut self, pack: &Pack) {
        let mut seen = BTreeSet::new();
        let files = std::iter::once(("profile.yaml".to_owned(), &pack.profile)).chain(
            pack.modules
                .iter()
                .map(|module| (format!("{}.yaml", module.id), &module.questions)),
        );
        for (file, questions) in files {
            self.file(&file);
            for question in questions {
                let name = question.id.as_str();
                if !seen.insert(name) {
                    self.fault(Code::DuplicateId, name);
                }
                for source in question
                    .sources
                    .iter()
                    .filter(|source| !pack.sources.contains_key(*source))
                {
                    self.missing(name, "source", source.as_str());
                }
                for (asked, options) in question.when.iter().flat_map(mentions) {
                    self.question_and_options(pack, name, asked, options);
                }
                for (_, option) in question.from_table.iter().flat_map(|from| &from.options) {
                    if question.kind.option(option.as_str()).is_none() {
                        self.missing(name, "option", option.as_str());
                    }
                }
            }
        }
        for module in &pack.modules {
            self.file(&format!("{}.yaml", module.id));
            for metric in &module.metrics {
                for source in metric
                    .sources
                    .iter()
                    .filter(|source| !pack.sources.contains_key(*source))
                {
                    self.missing(metric.id.as_str(), "source", source.as_str());
                }
            }
            for gate in &module.gates {
                let asked: Vec<&Id> = match &gate.rule {
                    GateRule::OneCountrySales {
                        question, switch, ..
                    } => vec![question, switch],
                    GateRule::Levels(groups) => groups
                        .iter()
                        .flatten()
                        .map(|(question, _)| question)
                        .collect(),
                    _ => Vec::new(),
                };
                for question in asked {
                    self.question_and_options(pack, gate.id.as_str(), question, &[]);
                }
            }
        }
        self.file("pack.yaml");
        for question in pack.quick_check.iter().chain(pack.renamed.values()) {
            self.question_and_options(pack, "quick_check", question, &[]);
        }
        self.file("industries.yaml");
        let options = pack
            .question(Pack::INDUSTRY)
            .map_or(&[][..], |question| question.kind.options());
        for option in options
            .iter()
            .filter(|option| pack.industry(option.key.as_str()).is_none())
        {
            self.missing(option.key.as_str(), "industry", option.key.as_str());
        }
        for industry in &pack.industries {
            for question in industry.multipliers.keys() {
                self.question_and_options(pack, industry.id.as_str(), question, &[]);
            }
        }
        self.file("scenarios.yaml");
        for scenario in &pack.scenarios.scenarios {
            let name = scenario.id.as_str();
            for source in scenario
                .analogues
                .iter()
                .filter(|source| !pack.sources.contains_key(*source))
            {
                self.missing(name, "source", source.as_str());
            }
            let asked = scenario.answers.iter().map(|(question, _)| question);
            for question in asked.chain(&scenario.shock.also_market_share) {
                self.question_and_options(pack, name, question, &[]);
            }
        }
        let known = |wanted: &Id| {
            pack.scenarios
                .scenarios
                .iter()
                .any(|scenario| scenario.id == *wanted)
        };
        for combo in &pack.scenarios.combos {
            for scenario in combo.scenarios.iter().filter(|scenario| !known(scenario)) {
                self.missing(combo.id.as_str(), "scenario", scenario.as_str());
            }
        }
        for firm in &pack.firms {
            for scenario in firm.scenarios.iter().filter(|scenario| !known(scenario)) {
                self.missing(firm.id.as_str(), "scenario", scenario.as_str());
            }
        }
        self.columns(pack);
    }

    fn question_and_options(&mut self, pack: &Pack, entry: &str, question: &Id, options: &[Id]) {
        let Some(found) = pack.question(question.as_str()) else {
            return self.missing(entry, "question", question.as_str());
        };
        for option in options
            .iter()
            .filter(|option| found.kind.option(option.as_str()).is_none())
        {
            self.missing(entry, "option", option.as_str());
        }
    }

    /// The tables' columns and choices must be the ones the engine's rows have.
    fn columns(&mut self, pack: &Pack) {
        self.file("tables.yaml");
        let keys = |table: &Table| {
            table
                .columns
                .iter()
                .map(|column| column.key.to_string())
                .collect::<Vec<_>>()
        };
        for (table, wanted) in [
            (
                &pack.tables.suppliers,
                crate::suppliers::COLUMNS
                    .map(|column| column.key())
                    .to_vec(),
            ),
            (
                &pack.tables.markets,
                crate::markets::COLUMNS.map(|column| column.key()).to_vec(),
            ),
        ] {
            let found = keys(table);
            for key in wanted
                .iter()
                .filter(|key| !found.iter().any(|one| one == *key))
            {
                self.missing("tables", "column", key);
            }
            for key in found.iter().filter(|key| !wanted.contains(&key.as_str())) {
                self.missing("tables", "column", key);
            }
        }
    }

    /// Conditions that look at each other in a circle could never be decided.
    fn circles(&mut self, pack: &Pack) {
        let edges: BTreeMap<&Id, Vec<&Id>> = pack
            .questions()
            .filter_map(|question| Some((&question.id, question.when.as_ref()?.questions())))
            .collect();
        let mut safe: BTreeSet<&Id> = BTreeSet::new();
        for start in edges.keys() {
            let mut path: Vec<&Id> = Vec::new();
            if let Some(circle) = circle_from(start, &edges, &mut path, &mut safe) {
                let module = pack
                    .module_of(start.as_str())
                    .map_or("profile", |module| module.id.as_str());
                self.file(&format!("{module}.yaml"));
                self.fault(Code::ConditionCycle, start.as_str())
                    .arguments
                    .insert("circle".into(), circle);
                return;
            }
        }
    }
}

fn circle_from<'p>(
    at: &'p Id,
    edges: &BTreeMap<&'p Id, Vec<&'p Id>>,
    path: &mut Vec<&'p Id>,
    safe: &mut BTreeSet<&'p Id>,
) -> Option<String> {
    if safe.contains(at) {
        return None;
    }
    if let Some(start) = path.iter().position(|one| *one == at) {
        let circle = path
            .iter()
            .skip(start)
            .chain([&at])
            .map(|id| id.to_string());
        return Some(circle.collect::<Vec<_>>().join(" → "));
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

/// The questions a condition compares, with the options it names.
fn mentions(condition: &Condition) -> Vec<(&Id, &[Id])> {
    match condition {
        Condition::In(question, options) | Condition::NotIn(question, options) => {
            vec![(question, options)]
        }
        Condition::AtLeast(question, _)
        | Condition::AtMost(question, _)
        | Condition::Answered(question, _) => {
            vec![(question, &[])]
        }
        Condition::And(many) | Condition::Or(many) => many.iter().flat_map(mentions).collect(),
        Condition::Not(one) => mentions(one),
    }
}

fn from_table(raw: &RawFromTable) -> FromTable {
    FromTable {
        measure: raw.measure,
        options: raw
            .bands
            .iter()
            .map(|band| (band.below, id(&band.option)))
            .collect(),
    }
}

/// The firm as an assessment file, its answers in the file's form, its texts still in both languages.
fn case_of(firm: &RawFirm) -> String {
    let answers = firm.answers.iter().map(|(question, answer)| {
        let answer = match answer.as_str() {
            Some("unknown") => serde_json::json!({"unknown": true}),
            Some("not_applicable") => serde_json::json!({"na": true}),
            _ => serde_json::json!({"value": answer}),
        };
        (question.clone(), answer)
    });
    serde_json::json!({
        "profile": firm.profile,
        "answers": answers.collect::<serde_json::Map<_, _>>(),
        "suppliers": firm.suppliers,
        "markets": firm.markets,
    })
    .to_string()
}

fn id(text: &str) -> Id {
    Id::from(text)
}

fn ids(texts: &[String]) -> Vec<Id> {
    texts.iter().map(|text| id(text)).collect()
}
