//! What a firm hands on: everything, everything without names, or ratios and bands only.
//!
//! A dossier is an object of JSON with the case (or a record of it), what the engine made of it,
//! and a seal: a hash of all the rest. [`leaving`] lists every value in it, so that a person sees
//! what goes before it goes; [`still_tells`] says what a reader could infer all the same.
//!
//! *Why a record of its own and not a case with holes*: what may leave in the third level is
//! named here value by value (method A15). A field that is added to the case tomorrow does not
//! leave by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;
use serde_json::{Map, Value};

pub use crate::assessment::Level;
use crate::assessment::{Assessment, Path, hash_of};
use crate::content::{BandName, Known, Pack, PackName, Question};
use crate::markets;
use crate::measure::{Interval, Number, Truth};
use crate::scenario::{Class, How, play};
use crate::score::{METHOD, ModuleScore, Score, score_along};
use crate::suppliers::{Alternatives, BuyVia, Category, Figures, Flag, HHI_SCALE, Supplier};
use crate::table::{Country, Row, keyed};

/// The word at the head of a dossier.
pub const FORMAT: &str = "sonae-dossier";
/// The version of the dossier this code writes.
pub const VERSION: u64 = 1;

/// A dossier of a case at a level. `day` is the day it is made, `YYYY-MM-DD`; in the third level
/// only its quarter is told.
///
/// The same case, level and day give the same object.
#[must_use]
pub fn dossier(
    pack: &Pack,
    assessment: &Assessment,
    level: Level,
    day: &str,
) -> Map<String, Value> {
    let head = Head {
        format: FORMAT,
        version: VERSION,
        level,
        practice: assessment.practice,
        method: METHOD,
        pack: pack.name(),
        declared: declared(pack, assessment, level),
    };
    let mut told = match value_of(&head) {
        Value::Object(told) => told,
        _ => Map::new(),
    };
    let mut tell = |key: &str, value: Value| told.insert(key.to_owned(), value);
    match level {
        Level::Full => {
            tell("day", day.into());
            tell("assessment", case_of(pack, assessment));
        }
        Level::Masked => {
            tell("day", day.into());
            tell("assessment", case_of(pack, &masked(assessment)));
        }
        Level::Dimensionless => {
            tell("quarter", quarter(day).into());
            tell("record", value_of(&record(pack, assessment)));
        }
    }
    told.insert("sha256".to_owned(), hash_of(&told).into());
    told
}

/// What every dossier says.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Head {
    format: &'static str,
    version: u64,
    level: Level,
    practice: bool,
    method: &'static str,
    pack: PackName,
    declared: Option<Declared>,
}

/// Plain values: nothing here can refuse.
fn value_of(plain: &impl Serialize) -> Value {
    serde_json::to_value(plain).unwrap_or_default()
}

/// A dossier as a file: JSON, two spaces of indentation and a line end.
#[must_use]
pub fn write(dossier: &Map<String, Value>) -> Vec<u8> {
    // Plain values into memory: nothing here can refuse.
    let mut bytes = serde_json::to_vec_pretty(dossier).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Whether a dossier is as it was made: its seal fits the rest. It guards against damage and
/// careless change; whoever changes a dossier on purpose can make another seal, so a recipient
/// who has to be sure compares the seal with the firm's by another way.
#[must_use]
pub fn is_sealed(dossier: &Map<String, Value>) -> bool {
    dossier.get("sha256").and_then(Value::as_str) == Some(hash_of(dossier).as_str())
}

/// The case as it stands in a file, but for what stays with the firm: the log of what was handed
/// on, earlier results, what colleagues sent and nobody chose yet, and a team's seat.
fn case_of(pack: &Pack, assessment: &Assessment) -> Value {
    let mut case = assessment.clone();
    case.disclosures.clear();
    case.history.clear();
    case.returned.clear();
    case.seat = None;
    serde_json::from_slice(&case.write(pack)).unwrap_or_default()
}

// ---- masked -----------------------------------------------------------------------------------

/// The case without names and free text: suppliers become `S-1`, `S-2` … in the order of the
/// table, owners `G-1` …; items, notes, products, roles and what is kept of ledgers are gone.
#[must_use]
pub fn masked(assessment: &Assessment) -> Assessment {
    let mut case = assessment.clone();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for row in &mut case.suppliers {
        row.item.clear();
        if !row.alias.is_empty() {
            let next = names.len() + 1;
            let name = names.entry(std::mem::take(&mut row.alias));
            row.alias
                .clone_from(name.or_insert_with(|| format!("S-{next}")));
        }
    }
    for row in &mut case.markets {
        row.main_products.clear();
    }
    for answer in case.answers.values_mut() {
        answer.note.clear();
    }
    case.answers
        .retain(|_, answer| *answer != crate::assessment::Answer::default());
    for planned in &mut case.plan {
        planned.role.clear();
    }
    let groups = std::mem::take(&mut case.book.groups);
    case.book = crate::suppliers::Book::default();
    for (index, group) in groups.iter().enumerate() {
        let members: Vec<String> = group
            .suppliers
            .iter()
            .filter_map(|supplier| names.get(supplier).cloned())
            .collect();
        case.book.set_group(&format!("G-{}", index + 1), &members);
    }
    case.history.clear();
    case.returned.clear();
    case.kept = crate::assessment::Kept::default();
    case.disclosures.clear();
    case.seat = None;
    case
}

// ---- dimensionless ----------------------------------------------------------------------------

/// Ratios, bands and levels of a case (method A15): no name, no yen, no free text.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Record {
    industry: Option<String>,
    /// How many people, as a band.
    size: Option<String>,
    contribution_margin: Option<f64>,
    runway_months_without_sales: Option<f64>,
    suppliers: Vec<SupplierRecord>,
    supplier_hhi: Option<f64>,
    country_hhi: Option<[f64; 2]>,
    /// How many rows have a gap in each band of weeks.
    gap_weeks: BTreeMap<String, usize>,
    markets: Vec<MarketRecord>,
    answers: BTreeMap<String, AnswerLevel>,
}

/// A row of the supplier table without what could name it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SupplierRecord {
    category: Option<Category>,
    country: Option<Country>,
    buy_via: Option<BuyVia>,
    spend_share: Option<f64>,
    sales_dependent: Option<f64>,
    alternatives: Option<Alternatives>,
    stock_weeks: Option<String>,
    lead_time_weeks: Option<String>,
    requal_weeks: Option<String>,
    tier2_country: Option<Country>,
    flags: BTreeSet<Flag>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MarketRecord {
    country: Option<Country>,
    share: [f64; 2],
}

/// The level of an answer, 0 to 4; a pair where it is a range, a word where there is none.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum AnswerLevel {
    Known(f64),
    Between([f64; 2]),
    None(NoLevel),
}

keyed! {
    /// Why an answer has no level.
    NoLevel {
        /// Nothing is known.
        Unknown = "unknown",
        /// The question does not apply.
        NotApplicable = "not_applicable",
    }
}

fn record(pack: &Pack, assessment: &Assessment) -> Record {
    let path = Path::of(pack, assessment);
    let answers: BTreeMap<String, AnswerLevel> = path
        .steps()
        .iter()
        .filter(|step| step.question.weighed.is_some())
        .map(|step| {
            let known = path.answer(step.question.id.as_str());
            (step.question.id.to_string(), level_of(step.question, known))
        })
        .collect();
    let number = |id: &str| match path.answer(id) {
        Known::Number(range) if range.is_known() => Some(range.low),
        _ => None,
    };
    let fixed = number("profile.monthly_fixed_cost").filter(|fixed| *fixed > 0.0);
    let bare = match (number("profile.cash"), number("profile.credit_line"), fixed) {
        (Some(cash), Some(lines), Some(fixed)) => Some(libm::round((cash + lines) / fixed)),
        _ => None,
    };
    let country_hhi = path.figures.country_hhi;
    Record {
        industry: assessment.industry().map(ToString::to_string),
        size: number("profile.headcount").map(size_of),
        contribution_margin: number("profile.contribution_margin").map(|it| to_five(it / 100.0)),
        runway_months_without_sales: bare,
        suppliers: supplier_records(assessment, &path.figures),
        supplier_hhi: path.figures.supplier_hhi.map(hundreds),
        country_hhi: country_hhi.map(|hhi| [hundreds(hhi.low), hundreds(hhi.high)]),
        gap_weeks: gaps(&assessment.suppliers),
        markets: market_records(assessment),
        answers,
    }
}

/// Where each band of headcounts ends.
pub(crate) const SIZES: [f64; 6] = [6.0, 21.0, 51.0, 101.0, 301.0, f64::INFINITY];
const WEEKS: [f64; 8] = [1.0, 3.0, 5.0, 9.0, 14.0, 27.0, 53.0, f64::INFINITY];

/// The band of a headcount.
pub(crate) fn size_of(people: f64) -> String {
    band(people, &SIZES)
}

/// The band a number falls into, as its first and last whole number: `27-52`, `53-`.
fn band(number: f64, below: &[f64]) -> String {
    // Where the first band holds more than nothing, nothing is not in it.
    let from_one = number >= 1.0 && below.first().is_some_and(|bound| *bound > 1.0);
    let mut first = if from_one { 1.0 } else { 0.0 };
    for bound in below {
        if number < *bound {
            return if bound.is_infinite() {
                format!("{first}-")
            } else if first + 1.0 >= *bound {
                format!("{first}")
            } else {
                format!("{first}-{}", bound - 1.0)
            };
        }
        first = *bound;
    }
    String::new()
}

fn weeks_band(cell: Option<Number>) -> Option<String> {
    cell.map(|weeks| band(weeks.get().ceil(), &WEEKS))
}

/// A share to the next twentieth, so that it cannot be turned back into yen.
fn to_five(share: f64) -> f64 {
    libm::round(share * 20.0) / 20.0
}

fn shares(range: Interval) -> [f64; 2] {
    [range.low, range.high.min(1.0)].map(to_five)
}

/// An HHI on the usual scale to 10,000, to the next hundred.
fn hundreds(hhi: f64) -> f64 {
    libm::round(hhi * HHI_SCALE / 100.0) * 100.0
}

/// The rows, the largest share first; which of them are one supplier is not told.
fn supplier_records(assessment: &Assessment, figures: &Figures) -> Vec<SupplierRecord> {
    let total = figures.listed_spend;
    let mut rows: Vec<(f64, String, SupplierRecord)> = assessment
        .suppliers
        .iter()
        .filter(|row| !row.is_blank())
        .map(|row| {
            let share = row.annual_spend.filter(|_| total > 0.0);
            let share = share.map(|yen| to_five(yen.get().max(0.0) / total));
            let record = SupplierRecord {
                category: row.category,
                country: row.country,
                buy_via: row.buy_via,
                spend_share: share,
                sales_dependent: row.sales_dependent_pct.map(|it| to_five(it.get() / 100.0)),
                alternatives: row.alternatives,
                stock_weeks: weeks_band(row.stock_weeks),
                lead_time_weeks: weeks_band(row.lead_time_weeks),
                requal_weeks: weeks_band(row.requal_weeks),
                tier2_country: row.tier2_country,
                flags: row.flags.clone(),
            };
            (share.unwrap_or(-1.0), value_of(&record).to_string(), record)
        })
        .collect();
    // Equal shares stand in the order of what is told, which says nothing of the table's.
    rows.sort_by(|(one, text, _), (other, other_text, _)| {
        let order = other.total_cmp(one);
        order.then_with(|| text.cmp(other_text))
    });
    rows.into_iter().map(|(_, _, record)| record).collect()
}

/// How many rows have a gap between recovering and surviving in each band.
pub(crate) fn gaps(suppliers: &[Supplier]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in suppliers.iter().filter(|row| !row.is_blank()) {
        let gap = row.gap();
        let name = if gap.is_known() {
            band(gap.low.ceil(), &WEEKS)
        } else {
            "unknown".to_owned()
        };
        *counts.entry(name).or_insert(0) += 1;
    }
    counts
}

fn market_records(assessment: &Assessment) -> Vec<MarketRecord> {
    let slices = markets::by_country(&assessment.markets);
    let records = slices.iter().map(|slice| MarketRecord {
        country: slice.key,
        share: shares(slice.share),
    });
    records.collect()
}

fn level_of(question: &Question, known: &Known) -> AnswerLevel {
    match known {
        Known::NotApplicable | Known::NotAsked => AnswerLevel::None(NoLevel::NotApplicable),
        Known::Open => AnswerLevel::None(NoLevel::Unknown),
        _ => {
            let risk = question.risk(known).map(|risk| risk * 4.0);
            // A sum of levels may be broken; what is broken here is rounded to a quarter.
            let quarter = |level: f64| libm::round(level * 4.0) / 4.0;
            if risk.is_known() {
                AnswerLevel::Known(quarter(risk.low))
            } else {
                AnswerLevel::Between([quarter(risk.low), quarter(risk.high)])
            }
        }
    }
}

/// `2026-11-26` → `2026-Q4`; what is no day is told as nothing.
fn quarter(day: &str) -> String {
    let parts = day.get(..4).zip(day.get(5..7));
    let quarter = parts.and_then(|(year, month)| {
        let month: u32 = month
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        Some(format!("{year}-Q{}", month.div_ceil(3)))
    });
    quarter.unwrap_or_default()
}

// ---- declared ---------------------------------------------------------------------------------

/// What the engine made of the case: for the recipient to hold his own against.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Declared {
    overall: Overall,
    modules: BTreeMap<String, Module>,
    scenarios: Vec<Outcome>,
}

/// The worst of the modules.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Overall {
    score: [f64; 2],
    band: [BandName; 2],
    set_by: String,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Module {
    score: [f64; 2],
    coverage: f64,
    band: [BandName; 2],
    gates: BTreeMap<String, Truth>,
}

/// A scenario that counts, in months of fixed cost and in bands.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Outcome {
    scenarios: Vec<String>,
    country: Option<Country>,
    stop_week: [Option<String>; 2],
    loss_months_of_fixed_cost: Option<[Option<f64>; 2]>,
    need_months_of_fixed_cost: Option<[Option<f64>; 2]>,
    runway_months: [Option<f64>; 2],
    class: [Class; 2],
}

/// None without an industry, since there is no score then.
fn declared(pack: &Pack, assessment: &Assessment, level: Level) -> Option<Declared> {
    let path = Path::of(pack, assessment);
    let score = score_along(pack, assessment, &path).ok()?;
    Some(of_score(pack, assessment, &path, &score, level))
}

/// What a dossier of this level declares of a case whose score is known already.
pub(crate) fn declared_of(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    score: &Score,
    level: Level,
) -> Value {
    value_of(&of_score(pack, assessment, path, score, level))
}

fn of_score(
    pack: &Pack,
    assessment: &Assessment,
    path: &Path<'_>,
    score: &Score,
    level: Level,
) -> Declared {
    let exact = level != Level::Dimensionless;
    let points = |range: Interval| {
        let shown = |score: f64| if exact { score } else { libm::round(score) };
        [shown(range.low), shown(range.high)]
    };
    let module = |module: &ModuleScore| {
        let gates = module.gates.iter();
        let gates = gates.map(|gate| (gate.id.to_string(), gate.state));
        let coverage = if exact {
            module.coverage
        } else {
            to_five(module.coverage)
        };
        let told = Module {
            score: points(module.score),
            coverage,
            band: module.band,
            gates: gates.collect(),
        };
        (module.id.to_string(), told)
    };
    Declared {
        overall: Overall {
            score: points(score.overall.score),
            band: score.overall.band,
            set_by: score.overall.set_by.to_string(),
        },
        modules: score.modules.iter().map(module).collect(),
        scenarios: scenarios(pack, assessment, path),
    }
}

/// The scenarios that count in the result, in months of fixed cost and in bands.
fn scenarios(pack: &Pack, assessment: &Assessment, path: &Path<'_>) -> Vec<Outcome> {
    let fixed = match path.answer("profile.monthly_fixed_cost") {
        Known::Number(range) if range.is_known() && range.low > 0.0 => Some(range.low),
        _ => None,
    };
    let halves = |range: Interval| -> Option<[Option<f64>; 2]> {
        let fixed = fixed?;
        let months =
            // Adding zero turns −0 into 0.
            |yen: f64| Some(libm::round(yen / fixed * 2.0) / 2.0 + 0.0).filter(|it| it.is_finite());
        Some([months(range.low), months(range.high)])
    };
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let told = assessment.runs.iter().map(|run| {
        let played = play(pack, assessment, path, run, How::default());
        let stop = played.stop_week.p50();
        let runway = played.runway.p50();
        let stops = [stop.low, stop.high].map(|week| finite(week).map(|week| band(week, &WEEKS)));
        Outcome {
            scenarios: run.scenarios().map(ToString::to_string).collect(),
            country: run.country,
            stop_week: stops,
            loss_months_of_fixed_cost: halves(played.loss.p50()),
            need_months_of_fixed_cost: halves(played.need.p50()),
            runway_months: [finite(runway.low), finite(runway.high)],
            class: played.standing.class,
        }
    });
    told.collect()
}

// ---- what leaves, and what it tells ------------------------------------------------------------

/// A value that leaves, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaving {
    /// The way to it.
    pub path: Vec<Step>,
    /// The value; null where the dossier says that nothing is known.
    pub value: Value,
}

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The key of an object.
    Key(String),
    /// An entry of a list, from 1.
    Entry(usize),
}

impl Leaving {
    /// The value as it is written, a text without its quotes.
    #[must_use]
    pub fn written(&self) -> String {
        let text = self.value.as_str().map(str::to_owned);
        text.unwrap_or_else(|| self.value.to_string())
    }

    /// Its place: `assessment.suppliers[2].country`.
    #[must_use]
    pub fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) if place.is_empty() => place.push_str(key),
                // Writing into a string cannot fail.
                Step::Key(key) => drop(write!(place, ".{key}")),
                Step::Entry(number) => drop(write!(place, "[{number}]")),
            }
        }
        place
    }
}

/// Every value of a dossier, in its order.
#[must_use]
pub fn leaving(dossier: &Map<String, Value>) -> Vec<Leaving> {
    let mut all = Vec::new();
    walk_object(&mut Vec::new(), dossier, &mut all);
    all
}

fn walk_object(path: &mut Vec<Step>, object: &Map<String, Value>, all: &mut Vec<Leaving>) {
    for (key, value) in object {
        path.push(Step::Key(key.clone()));
        walk(path, value, all);
        path.pop();
    }
}

fn walk(path: &mut Vec<Step>, value: &Value, all: &mut Vec<Leaving>) {
    match value {
        Value::Object(object) => walk_object(path, object, all),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                path.push(Step::Entry(index + 1));
                walk(path, value, all);
                path.pop();
            }
        }
        plain => all.push(Leaving {
            path: path.clone(),
            value: plain.clone(),
        }),
    }
}

keyed! {
    /// What a reader could infer from a dossier all the same.
    Tells {
        /// Names, amounts and notes are all there.
        Everything = "everything",
        /// With so few suppliers, masking cannot hide who they are: bands only.
        FewSuppliers = "few_suppliers",
        /// One supplier is three quarters of the spend or more: whoever knows the trade knows it.
        OneSupplier = "one_supplier",
        /// Amounts are there, and with the country and kind of a thing they may tell who sells it.
        Amounts = "amounts",
        /// A market of one country: whoever knows the trade may know the customer.
        OneMarket = "one_market",
        /// Industry and size together may be rare enough to tell the firm.
        IndustryAndSize = "industry_and_size",
        /// It says which answers are open.
        Unknowns = "unknowns",
    }
}

/// With fewer suppliers than this, masking hides nobody.
const FEW: usize = 3;

/// What a reader could infer from a dossier of this level, whatever was taken out.
#[must_use]
pub fn still_tells(pack: &Pack, assessment: &Assessment, level: Level) -> Vec<Tells> {
    if level == Level::Full {
        return vec![Tells::Everything];
    }
    let path = Path::of(pack, assessment);
    let suppliers: BTreeSet<&str> = assessment
        .suppliers
        .iter()
        .map(|row| row.alias.as_str())
        .filter(|alias| !alias.is_empty())
        .collect();
    let mut tells = Vec::new();
    if !suppliers.is_empty() && suppliers.len() < FEW {
        tells.push(Tells::FewSuppliers);
    }
    let top = path.figures.top_supplier_share;
    if top.is_some_and(|share| Truth::at_least(share, 0.75) == Truth::Certain) {
        tells.push(Tells::OneSupplier);
    }
    if level == Level::Masked {
        tells.push(Tells::Amounts);
    }
    let abroad = markets::top_foreign_share(&assessment.markets);
    if abroad.is_some_and(|share| share.low >= 0.5) {
        tells.push(Tells::OneMarket);
    }
    tells.push(Tells::IndustryAndSize);
    tells.push(Tells::Unknowns);
    tells
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests {
    use std::path::Path as FilePath;

    use serde_json::Value;

    use super::{Level, Tells, band, dossier, is_sealed, leaving, masked, quarter, still_tells};
    use crate::assessment::{Aim, Assessment, Disclosure, Edit, Form, Planned, Run};
    use crate::content::{Id, Language, Pack, read_folder};
    use crate::measure::{Number, Unit};
    use crate::score::score;

    fn pack() -> Pack {
        let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    }

    /// A firm with names and free text wherever there is room for them.
    fn telling(pack: &Pack) -> Assessment {
        let pump = |firm: &&crate::content::Firm| firm.id.as_str() == "case.soramame_pump";
        let firm = pack.firms.iter().find(pump).expect("the pump maker");
        let mut case = Assessment::of_firm(pack, firm, Language::Ja).expect("a firm");
        for (index, row) in case.suppliers.iter_mut().enumerate() {
            row.alias = format!("秘密商店{index}");
            row.item = format!("秘密部品{index}");
            let odd = row.annual_spend.map_or(0.0, Number::get) + 137.0;
            row.annual_spend = Unit::Yen.number(odd);
        }
        for row in &mut case.markets {
            row.main_products = "秘密製品".to_owned();
        }
        case.apply(Edit::Noted(
            Id::from("tech.training"),
            "秘密のメモ".to_owned(),
        ));
        case.apply(Edit::GroupSet {
            name: "秘密グループ".to_owned(),
            suppliers: vec!["秘密商店0".to_owned(), "秘密商店1".to_owned()],
        });
        let mut planned = Planned::new(Aim::Answer, Id::from("tech.training"), Vec::new());
        planned.role = "秘密の社長".to_owned();
        case.apply(Edit::Planned(planned));
        case.apply(Edit::RunKept(Run::of([Id::from("scn.casting_exit")])));
        case.apply(Edit::Disclosed(Disclosure {
            day: "2026-10-01".to_owned(),
            level: Level::Masked,
            form: Form::File,
            to: "秘密の銀行".to_owned(),
            purpose: "秘密の相談".to_owned(),
            sha256: "0".repeat(64),
        }));
        case
    }

    #[test]
    fn no_name_and_no_free_text_leaves_masked() {
        let pack = pack();
        let case = telling(&pack);
        let text = Value::Object(dossier(&pack, &case, Level::Masked, "2026-11-26")).to_string();
        assert!(!text.contains("秘密"), "{text}");
        // What counts is the same: the score of the masked case is the firm's.
        assert_eq!(score(&pack, &masked(&case)), score(&pack, &case));
    }

    #[test]
    fn no_amount_no_name_and_no_day_leaves_dimensionless() {
        let pack = pack();
        let case = telling(&pack);
        let told = dossier(&pack, &case, Level::Dimensionless, "2026-11-26");
        let text = Value::Object(told.clone()).to_string();
        assert!(
            !text.contains("秘密") && !text.contains("2026-11"),
            "{text}"
        );
        for row in &case.suppliers {
            let yen = row.annual_spend.expect("stated").get();
            assert!(!text.contains(&format!("{yen}")), "{yen}");
        }
        for one in leaving(&told) {
            let number = one.written().parse::<f64>().unwrap_or_default();
            assert!(number.abs() <= 10_000.0, "{one:?}");
        }
        assert!(text.contains("2026-Q4"));
    }

    #[test]
    fn all_money_times_a_factor_gives_the_same_record() {
        let pack = pack();
        let case = telling(&pack);
        let mut larger = case.clone();
        for row in &mut larger.suppliers {
            row.annual_spend = row
                .annual_spend
                .and_then(|yen| Unit::Yen.number(yen.get() * 3.0));
        }
        for given in larger.profile.values_mut() {
            if let crate::assessment::Given::Number(yen) = given
                && yen.get() > 1e6
            {
                *yen = Unit::Yen.number(yen.get() * 3.0).expect("yen");
            }
        }
        let told = |case: &Assessment| dossier(&pack, case, Level::Dimensionless, "2026-11-26");
        assert_eq!(told(&case), told(&larger));
    }

    #[test]
    fn a_seal_shows_that_something_changed() {
        let pack = pack();
        let case = telling(&pack);
        for level in Level::ALL {
            let mut told = dossier(&pack, &case, *level, "2026-11-26");
            assert!(is_sealed(&told));
            // As it comes back from a file, too.
            let text = serde_json::to_string_pretty(&told).expect("JSON");
            let read: Value = serde_json::from_str(&text).expect("JSON");
            assert!(is_sealed(read.as_object().expect("an object")));
            told.insert("practice".to_owned(), false.into());
            assert!(!is_sealed(&told));
        }
    }

    #[test]
    fn a_full_dossier_holds_the_case() {
        let pack = pack();
        let case = telling(&pack);
        let told = dossier(&pack, &case, Level::Full, "2026-11-26");
        let text = told["assessment"].to_string();
        let opened = Assessment::read(&pack, text.as_bytes()).expect("a case");
        let mut without_log = case.clone();
        without_log.disclosures.clear();
        assert_eq!(opened.assessment, without_log);
    }

    #[test]
    fn the_log_of_what_was_handed_on_changes_no_dossier() {
        let pack = pack();
        let case = telling(&pack);
        let mut without_log = case.clone();
        without_log.disclosures.clear();
        for level in Level::ALL {
            let told = dossier(&pack, &case, *level, "2026-11-26");
            assert_eq!(told, dossier(&pack, &without_log, *level, "2026-11-26"));
            let text = Value::Object(told).to_string();
            assert!(!text.contains("銀行") && !text.contains("disclosures"));
        }
    }

    #[test]
    fn every_value_is_listed() {
        let pack = pack();
        let told = dossier(&pack, &telling(&pack), Level::Masked, "2026-11-26");
        let all = leaving(&told);
        assert!(
            all.iter()
                .any(|one| one.place() == "assessment.suppliers[1].country" && one.value == "JP")
        );
        assert!(
            all.iter()
                .any(|one| one.place() == "level" && one.value == "masked")
        );
        // What is said to be unknown is told, too.
        let mut case = telling(&pack);
        let cash = Id::from("profile.cash");
        case.apply(Edit::Profiled(
            cash,
            Some(crate::assessment::Given::Unknown),
        ));
        let all = leaving(&dossier(&pack, &case, Level::Full, "2026-11-26"));
        assert!(
            all.iter()
                .any(|one| one.place() == "assessment.profile.profile.cash" && one.value.is_null())
        );
    }

    #[test]
    fn two_suppliers_cannot_be_hidden() {
        let pack = pack();
        let mut case = telling(&pack);
        let tells = |case: &Assessment, level| still_tells(&pack, case, level);
        assert!(!tells(&case, Level::Masked).contains(&Tells::FewSuppliers));
        case.suppliers.truncate(2);
        assert!(tells(&case, Level::Masked).contains(&Tells::FewSuppliers));
        assert_eq!(tells(&case, Level::Full), [Tells::Everything]);
    }

    #[test]
    fn bands_and_quarters() {
        for (weeks, expected) in [
            (0.0, "0"),
            (1.0, "1-2"),
            (2.0, "1-2"),
            (26.0, "14-26"),
            (53.0, "53-"),
        ] {
            assert_eq!(band(weeks, &super::WEEKS), expected);
        }
        for (people, expected) in [
            (3.0, "1-5"),
            (6.0, "6-20"),
            (300.0, "101-300"),
            (301.0, "301-"),
        ] {
            assert_eq!(band(people, &super::SIZES), expected);
        }
        for (day, expected) in [
            ("2026-01-31", "2026-Q1"),
            ("2026-11-26", "2026-Q4"),
            ("soon", ""),
        ] {
            assert_eq!(quarter(day), expected);
        }
    }
}
