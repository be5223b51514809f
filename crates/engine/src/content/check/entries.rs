//! Entries as their authors write them → entries as the engine uses them, each checked by itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_norway::Value;

use super::{Check, id, ids};
use crate::content::raw::{
    OneOrMany, RawAction, RawAny, RawAssumptions, RawBand, RawByAnswer, RawCell, RawColumn,
    RawCondition, RawContradiction, RawEffect, RawFromTable, RawGate, RawIndustry, RawKind,
    RawLevel, RawMetric, RawModule, RawQuestion, RawRule, RawScenario, RawScenarios, RawSource,
    RawTable, RawText,
};
use crate::content::{
    Action, Assumptions, Band, ByAnswer, CellKind, Choice, Column, Combo, Condition,
    ContradictionRule, Effect, FromTable, Gate, GateRule, Id, Industry, Kind, Measure, Metric,
    Module, Question, Scenario, Scenarios, Shock, Source, Table, Theme, Weighed,
};
use crate::finding::Code;
use crate::measure::{Interval, Unit};
use crate::suppliers::Category;

/// The options of a question carry levels 0 to 4 (method A1).
const WORST_LEVEL: f64 = 4.0;
/// What no question may ask (the pack's promise).
const NATIONALITY: [&str; 5] = [
    "国籍",
    "出身国",
    "nationality",
    "citizenship",
    "country of birth",
];

impl Check<'_> {
    pub(super) fn sources(&mut self, raw: Vec<RawSource>) -> BTreeMap<Id, Source> {
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
                self.fault(Code::DuplicateId, &raw.id, &[]);
            }
        }
        sources
    }

    pub(super) fn module(&mut self, name: &str) -> Option<Module> {
        let raw: RawModule = self.one(&format!("{name}.yaml"))?;
        if raw.id != name {
            self.wrong(&raw.id, "a module has the id that its file is called by");
        }
        let questions: Vec<RawQuestion> = self.entries(raw.questions);
        let metrics: Vec<RawMetric> = self.entries(raw.metrics);
        let gates: Vec<RawGate> = self.entries(raw.gates);
        Some(Module {
            title: self.text(&raw.title, name),
            intro: self.text(&raw.intro, name),
            basis: raw.basis,
            themes: self.each(&raw.themes, |check, theme| Theme {
                title: check.text(&theme.title, &theme.id),
                id: id(&theme.id),
            }),
            questions: self.each(&questions, Self::question),
            metrics: self.each(&metrics, Self::metric),
            gates: self.each(&gates, Self::gate),
            id: id(name),
        })
    }

    // ---- questions -----------------------------------------------------------------------

    pub(super) fn question(&mut self, raw: &RawQuestion) -> Question {
        let name = raw.id.clone();
        let options = raw.options.iter().map(|option| &option.text);
        self.no_nationality(&name, [&raw.text, &raw.short].into_iter().chain(options));
        let weighed = self.weighed(raw);
        let when = raw.when.as_ref().map(condition);
        let [low, high] = raw.unknown_range.unwrap_or([0.0, 1.0]);
        if !(0.0 <= low && low <= high && high <= 1.0) {
            let value = format!("{low}–{high}");
            self.out_of_range(&name, &value, ["0", "1"]);
        }
        if raw.timed && raw.required {
            self.wrong(
                &name,
                "nothing can be computed without it, so it is not bound to its time",
            );
        }
        if raw.negative && raw.kind != RawKind::Money {
            self.wrong(&name, "only an amount of money may be negative");
        }
        let scored = weighed.is_some();
        let options = self.options(raw, scored);
        let bands = self.bands(&raw.bands, &name);
        let parts = Parts {
            kind: raw.kind,
            options: &options,
            bands: &bands,
            scored,
            combined: raw.combine.is_some(),
        };
        self.fits_its_type(&parts, &name);
        if let Some(from) = &raw.from_table {
            self.fits_its_table(from, raw.kind, &name);
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
            when,
            sources: ids(&raw.sources),
            from_table: raw.from_table.as_ref().map(from_table),
            required: raw.required,
            group: raw.group.as_deref().map(id),
            default: raw.default,
            negative: raw.negative,
            timed: raw.timed,
            kind: match raw.kind {
                RawKind::Single => Kind::Single(options),
                RawKind::Multi => Kind::Multi(options, raw.combine),
                RawKind::Percent => Kind::Percent(bands),
                RawKind::Integer => Kind::Integer(bands),
                RawKind::Money => Kind::Money(bands),
            },
            weighed,
            id: id(&name),
        }
    }

    /// Help may say that nationality plays no part; what is asked and offered may not name it.
    fn no_nationality<'t>(&mut self, entry: &str, asked: impl Iterator<Item = &'t RawText>) {
        let words: Vec<String> = asked
            .flat_map(BTreeMap::values)
            .map(|text| text.to_lowercase())
            .collect();
        for word in NATIONALITY {
            if words.iter().any(|text| text.contains(word)) {
                self.fault(Code::AsksNationality, entry, &[("word", word)]);
            }
        }
    }

    fn weighed(&mut self, raw: &RawQuestion) -> Option<Weighed> {
        match (&raw.theme, raw.weight, raw.tag) {
            (None, None, _) => None,
            (Some(theme), Some(weight), Some(tag)) => Some(Weighed {
                theme: id(theme),
                weight: self.weight(weight, &raw.id),
                tag,
            }),
            _ => {
                self.wrong(&raw.id, "theme, weight and tag go together");
                None
            }
        }
    }

    fn weight(&mut self, weight: f64, entry: &str) -> f64 {
        if !(weight.is_finite() && weight > 0.0) {
            self.out_of_range(entry, &weight.to_string(), ["0.01", "∞"]);
        }
        weight
    }

    pub(super) fn out_of_range(&mut self, entry: &str, value: &str, [lowest, highest]: [&str; 2]) {
        let arguments = [("value", value), ("lowest", lowest), ("highest", highest)];
        self.fault(Code::OutOfRange, entry, &arguments);
    }

    fn level(&mut self, level: f64, entry: &str) -> f64 {
        if !(0.0..=WORST_LEVEL).contains(&level) {
            self.out_of_range(entry, &level.to_string(), ["0", "4"]);
        }
        level / WORST_LEVEL
    }

    fn options(&mut self, raw: &RawQuestion, scored: bool) -> Vec<Choice> {
        let (entry, kind) = (raw.id.as_str(), raw.kind);
        let mut seen = BTreeSet::new();
        self.each(&raw.options, |check, option| {
            let key = option.key.as_str();
            if !seen.insert(key.to_owned()) {
                check.fault(Code::DuplicateId, entry, &[("id", key)]);
            }
            // An option that says nothing of the risk would silently leave it unknown.
            if scored && option.level.is_none() && !option.not_applicable {
                check.wrong(
                    entry,
                    &format!("option {key}: a scored question needs a level"),
                );
            }
            if (option.not_applicable && kind != RawKind::Single)
                || (option.exclusive && kind != RawKind::Multi)
            {
                let message = "not_applicable is for single, exclusive for multi";
                check.wrong(entry, &format!("option {key}: {message}"));
            }
            Choice {
                text: check.text(&option.text, entry),
                risk: option.level.map(|level| check.level(level, entry)),
                not_applicable: option.not_applicable,
                exclusive: option.exclusive,
                key: id(key),
            }
        })
    }

    /// A choice needs options, and nothing else does; a scored number needs bands.
    fn fits_its_type(&mut self, question: &Parts<'_>, entry: &str) {
        let choice = matches!(question.kind, RawKind::Single | RawKind::Multi);
        if choice == question.options.is_empty() {
            self.wrong(entry, "single and multi need options, numbers have none");
        }
        if choice && !question.bands.is_empty() {
            self.wrong(entry, "a choice has levels, not bands");
        }
        if !choice && question.scored && question.bands.is_empty() {
            self.fault(Code::BandsOutOfOrder, entry, &[]);
        }
        if question.combined != (question.kind == RawKind::Multi && question.scored) {
            self.wrong(
                entry,
                "a scored multi needs `combine`, and nothing else has it",
            );
        }
    }

    fn bands(&mut self, raw: &[RawBand], entry: &str) -> Vec<Band> {
        let bounds: Vec<Option<f64>> = raw.iter().map(|band| band.below).collect();
        // A law of the method: more of what is measured never lowers the risk.
        let monotone = raw.is_sorted_by(|one, next| one.level <= next.level);
        if !(monotone && rises_to_the_end(&bounds)) {
            self.fault(Code::BandsOutOfOrder, entry, &[]);
        }
        raw.iter()
            .map(|band| Band {
                below: band.below,
                risk: self.level(band.level, entry),
            })
            .collect()
    }

    fn fits_its_table(&mut self, raw: &RawFromTable, kind: RawKind, entry: &str) {
        let bounds: Vec<Option<f64>> = raw.bands.iter().map(|band| band.below).collect();
        let fits = match kind {
            RawKind::Single => !bounds.is_empty() && rises_to_the_end(&bounds),
            RawKind::Percent | RawKind::Integer => bounds.is_empty(),
            RawKind::Multi | RawKind::Money => false,
        };
        if !fits {
            self.fault(Code::BandsOutOfOrder, entry, &[]);
        }
    }

    pub(super) fn contradiction(&mut self, raw: &RawContradiction) -> ContradictionRule {
        ContradictionRule {
            text: self.text(&raw.text, &raw.id),
            when: condition(&raw.when),
            id: id(&raw.id),
        }
    }

    fn metric(&mut self, raw: &RawMetric) -> Metric {
        let name = raw.id.as_str();
        if raw.from_table.measure != Measure::RecoveryGap || !raw.from_table.bands.is_empty() {
            self.wrong(
                name,
                "a metric is a measure that is a risk itself: recovery_gap",
            );
        }
        Metric {
            weighed: Weighed {
                theme: id(&raw.theme),
                weight: self.weight(raw.weight, name),
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

    fn gate(&mut self, raw: &RawGate) -> Gate {
        let name = raw.id.as_str();
        let rule = match &raw.rule {
            RawRule::SinglePoint { sales_stop_gte } => GateRule::SinglePoint {
                sales_stop: self.percent(*sales_stop_gte, name),
            },
            RawRule::OneCountrySupply {
                share_gte,
                qualified_below,
            } => GateRule::OneCountrySupply {
                share: self.percent(*share_gte, name),
                qualified: self.percent(*qualified_below, name),
            },
            RawRule::OneCountrySales {
                share_gte,
                share,
                question,
                level_gte,
            } => GateRule::OneCountrySales {
                question: id(share),
                share: self.percent(*share_gte, name),
                switch: id(question),
                risk: self.level(*level_gte, name),
            },
            RawRule::Levels { all } => {
                let mut groups = Vec::new();
                for RawAny { any } in all {
                    groups.push(self.levels(any, name));
                }
                GateRule::Levels(groups)
            }
            RawRule::Illiquid {} => GateRule::Illiquid,
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

    fn levels(&mut self, raw: &[RawLevel], entry: &str) -> Vec<(Id, f64)> {
        raw.iter()
            .map(|one| (id(&one.question), self.level(one.level_gte, entry)))
            .collect()
    }

    /// Per cent as written → a share, 0 to 1.
    fn percent(&mut self, percent: f64, entry: &str) -> f64 {
        if !(0.0..=100.0).contains(&percent) {
            self.out_of_range(entry, &percent.to_string(), ["0", "100"]);
        }
        percent / 100.0
    }

    // ---- tables, industries, scenarios -----------------------------------------------------

    pub(super) fn table(&mut self, raw: &RawTable) -> Table {
        Table {
            title: self.text(&raw.title, "table"),
            intro: self.text(&raw.intro, "table"),
            columns: self.each(&raw.columns, Self::column),
        }
    }

    fn column(&mut self, raw: &RawColumn) -> Column {
        let entry = raw.key.as_str();
        let options = raw.options.iter().map(|option| &option.text);
        self.no_nationality(entry, [&raw.title].into_iter().chain(options));
        if raw.timed && matches!(raw.cell, RawCell::Text | RawCell::Country) {
            self.wrong(entry, "what names a row is not bound to its time");
        }
        let options = self.each(&raw.options, |check, option| {
            let category = Category::named(&option.key);
            if category.is_some_and(|it| it.is_service() != option.service) {
                let message = format!("option {}: `service` is not as computed", option.key);
                check.wrong(entry, &message);
            }
            (id(&option.key), check.text(&option.text, entry))
        });
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
            title: self.text(&raw.title, entry),
            help: self.text(&raw.help, entry),
            headings: raw.headings.iter().map(|it| it.to_lowercase()).collect(),
            timed: raw.timed,
            key: id(entry),
        }
    }

    pub(super) fn industry(&mut self, raw: &RawIndustry) -> Industry {
        let factors = raw.multipliers.iter();
        Industry {
            title: self.text(&raw.title, &raw.id),
            first: self.text(&raw.first, &raw.id),
            multipliers: factors
                .map(|(question, factor)| (id(question), self.weight(*factor, &raw.id)))
                .collect(),
            id: id(&raw.id),
        }
    }

    pub(super) fn scenarios(&mut self, raw: RawScenarios) -> Scenarios {
        let entries: Vec<RawScenario> = self.entries(raw.scenarios);
        Scenarios {
            note: self.text(&raw.note, "note"),
            combos: self.each(&raw.combos, |check, combo| Combo {
                title: check.text(&combo.title, &combo.id),
                scenarios: ids(&combo.scenarios),
                offset_weeks: combo.offset_weeks,
                id: id(&combo.id),
            }),
            assumptions: self.assumptions(&raw.assumptions),
            scenarios: self.each(&entries, Self::scenario),
        }
    }

    fn assumptions(&mut self, raw: &RawAssumptions) -> Assumptions {
        const NAME: &str = "assumptions";
        let industries = raw.recapture.industries.iter();
        Assumptions {
            recapture: self.share(raw.recapture.default, NAME),
            recapture_in: industries
                .map(|(industry, share)| (id(industry), self.share(*share, NAME)))
                .collect(),
            pass_through: self.by_answer(raw.pass_through.as_ref(), Self::share),
            switch_weeks: self.by_answer(raw.switch_weeks.as_ref(), Self::weeks),
            stock_cost: self.share(raw.stock_cost, NAME),
            basis: raw.basis,
        }
    }

    fn by_answer(
        &mut self,
        raw: Option<&RawByAnswer>,
        sound: impl Fn(&mut Self, f64, &str) -> f64,
    ) -> Option<ByAnswer> {
        let raw = raw?;
        let options = raw.options.iter();
        Some(ByAnswer {
            question: id(&raw.question),
            options: options
                .map(|(option, number)| (id(option), sound(self, *number, &raw.question)))
                .collect(),
        })
    }

    fn share(&mut self, share: f64, entry: &str) -> f64 {
        if !(0.0..=1.0).contains(&share) {
            self.out_of_range(entry, &share.to_string(), ["0", "1"]);
        }
        share
    }

    fn weeks(&mut self, weeks: f64, entry: &str) -> f64 {
        let (lowest, highest) = Unit::Weeks.limits();
        if !(lowest..=highest).contains(&weeks) {
            let limits = [lowest, highest].map(|limit| limit.to_string());
            self.out_of_range(entry, &weeks.to_string(), [&limits[0], &limits[1]]);
        }
        weeks
    }

    pub(super) fn action(&mut self, raw: &RawAction) -> Action {
        let name = raw.id.as_str();
        Action {
            title: self.text(&raw.title, name),
            how: self.text(&raw.how, name),
            effect: match &raw.effect {
                RawEffect::StockWeeks { stock_weeks } => {
                    Effect::StockWeeks(self.weeks(*stock_weeks, name))
                }
                RawEffect::Alternatives { alternatives } => Effect::Alternatives(id(alternatives)),
                RawEffect::Ceiling { ceiling } => Effect::Ceiling(self.share(*ceiling, name)),
                RawEffect::MarketMoved { market_moved } => {
                    Effect::MarketMoved(self.share(*market_moved, name))
                }
                RawEffect::PassThrough { pass_through } => Effect::PassThrough(id(pass_through)),
                RawEffect::CreditMonths { credit_months } => {
                    Effect::CreditMonths(self.weight(*credit_months, name))
                }
                RawEffect::Hedged { hedged } => Effect::Hedged(self.share(*hedged, name)),
            },
            id: id(name),
        }
    }

    fn scenario(&mut self, raw: &RawScenario) -> Scenario {
        let name = raw.id.as_str();
        let shock = &raw.shock;
        let lasting = [shock.price_weeks];
        let cost = shock.fixed_cost_jpy.unwrap_or_default();
        for points in [
            &shock.share_lost[..],
            &shock.weeks,
            &shock.price_mult,
            &lasting,
            &cost,
        ] {
            let real = |point: &f64| point.is_finite() && *point >= 0.0;
            if !(points.is_sorted() && points.iter().all(real)) {
                self.out_of_range(name, &format!("{points:?}"), ["0", "∞"]);
            }
        }
        if shock.share_lost.iter().any(|share| *share > 1.0) {
            self.out_of_range(name, &format!("{:?}", shock.share_lost), ["0", "1"]);
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
            sales: raw.sales,
            answers: self.levels(&raw.answers, name),
            shock: Shock {
                share_lost: shock.share_lost,
                weeks: shock.weeks,
                price_mult: shock.price_mult,
                price_weeks: shock.price_weeks,
                price_of: shock.price_of,
                also_market_share: shock.also_market_share.as_deref().map(id),
                fixed_cost_jpy: shock.fixed_cost_jpy,
                note: self.maybe_text(shock.note.as_ref(), name),
            },
            basis: raw.basis,
            prevent: self.each(&raw.prevent, |check, text| check.text(text, name)),
            respond: self.each(&raw.respond, |check, text| check.text(text, name)),
            analogues: ids(&raw.analogues),
            id: id(name),
        }
    }
}

/// What must fit together in a question.
struct Parts<'a> {
    kind: RawKind,
    options: &'a [Choice],
    bands: &'a [Band],
    scored: bool,
    combined: bool,
}

/// Whether bounds rise, and the last one is open.
fn rises_to_the_end(bounds: &[Option<f64>]) -> bool {
    let numbers: Vec<f64> = bounds
        .iter()
        .map(|below| below.unwrap_or(f64::INFINITY))
        .collect();
    numbers.is_sorted_by(|one, next| one < next) && bounds.last().is_none_or(Option::is_none)
}

fn from_table(raw: &RawFromTable) -> FromTable {
    let options = raw.bands.iter();
    FromTable {
        measure: raw.measure,
        options: options.map(|band| (band.below, id(&band.option))).collect(),
    }
}

fn condition(raw: &RawCondition) -> Condition {
    let all = |many: &[RawCondition]| many.iter().map(condition).collect();
    match raw {
        RawCondition::In { question, options } => Condition::In(id(question), ids(options)),
        RawCondition::NotIn { question, not_in } => Condition::NotIn(id(question), ids(not_in)),
        RawCondition::AtLeast { question, gte } => Condition::AtLeast(id(question), *gte),
        RawCondition::AtMost { question, lte } => Condition::AtMost(id(question), *lte),
        RawCondition::Answered { question, answered } => {
            Condition::Answered(id(question), *answered)
        }
        RawCondition::NotApplicable {
            question,
            not_applicable: true,
        } => Condition::NotApplicable(id(question)),
        RawCondition::NotApplicable { question, .. } => {
            Condition::Not(Box::new(Condition::NotApplicable(id(question))))
        }
        RawCondition::FigureAtLeast { figure, gte } => Condition::FigureAtLeast(*figure, *gte),
        RawCondition::FigureAtMost { figure, lte } => Condition::FigureAtMost(*figure, *lte),
        RawCondition::Rows { table, rows } => {
            let cells = rows.iter().map(|(column, keys)| (id(column), ids(keys)));
            Condition::Rows(*table, cells.collect())
        }
        RawCondition::And { and } => Condition::And(all(and)),
        RawCondition::Or { or } => Condition::Or(all(or)),
        RawCondition::Not { not } => Condition::Not(Box::new(condition(not))),
    }
}

/// A case as the pack's authors write it → the text of an assessment file, its texts still in
/// both languages.
///
/// `unknown` and `not_applicable` are words of their own there; where a question has an option
/// of that name, `{value: unknown}` means the option.
pub(crate) fn case_of(
    profile: &BTreeMap<String, Value>,
    markets: &[Value],
    suppliers: &[Value],
    answers: &BTreeMap<String, Value>,
) -> String {
    let answers = answers.iter().map(|(question, answer)| {
        let answer = match answer {
            Value::Mapping(_) => serde_json::json!(answer),
            _ if answer == "unknown" => serde_json::json!({"unknown": true}),
            _ if answer == "not_applicable" => serde_json::json!({"na": true}),
            _ => serde_json::json!({"value": answer}),
        };
        (question.clone(), answer)
    });
    let answers: serde_json::Map<_, _> = answers.collect();
    let profile = profile.iter().map(|(question, answer)| {
        let unknown = answer == "unknown";
        let answer = if unknown {
            serde_json::Value::Null
        } else {
            serde_json::json!(answer)
        };
        (question.clone(), answer)
    });
    let profile: serde_json::Map<_, _> = profile.collect();
    serde_json::json!({
        "profile": profile,
        "answers": answers,
        "suppliers": suppliers,
        "markets": markets,
    })
    .to_string()
}
