//! Many firms at once: where their bands lie, on what they hang together, and whose cash ends when
//! something stops. Sums only: a book takes firms one after another in any order, in as little
//! memory for a million of them as for a hundred.
//!
//! *Why whole numbers*: shares are added up as millionths, so that no order of adding changes a
//! digit and parts that were worked out apart can be put together.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Screened;
use super::intake::{Told, take};
use super::withhold::{Cell, Row, Table, line, parts, table};
use crate::assessment::{Assessment, Path};
use crate::content::{BandName, Known, Pack};
use crate::disclose::{SIZES, size_of};
use crate::markets;
use crate::measure::{Interval, Truth};
use crate::scenario::{Stopped, stop};
use crate::score::COVERAGE_FOR_LOW;
use crate::suppliers::{Category, Slice, by_category};
use crate::table::{Country, keyed};

/// A whole, in the unit that shares are added up in.
pub(super) const WHOLE: u64 = 1_000_000;
/// How far a share in a dossier of the third level may be from what it was before it was rounded.
const ROUNDED: f64 = 0.025;
/// What is not known of a firm, and what it has none of.
pub(super) const UNKNOWN: &str = "unknown";
pub(super) const NONE: &str = "none";
/// Bands that are not settled yet.
pub(super) const OPEN: &str = "open";
/// So long a stop lasts unless somebody says otherwise.
pub const USUAL_DAYS: u32 = 90;

keyed! {
    /// How cash stands when a stop is over, for a firm that buys or sells for certain what stops.
    Cash {
        /// It ends within that time without a stop, too.
        EndsAnyway = "ends_anyway",
        /// It ends because of the stop.
        Ends = "ends",
        /// What is not known decides it.
        MayEnd = "may_end",
        /// It lasts.
        Lasts = "lasts",
        /// The dossier holds no amounts to work it out from.
        NotComputable = "not_computable",
    }
}

/// What one firm adds to a book. It holds no name and no amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    content: [u8; 16],
    industry: String,
    size: String,
    country: String,
    band: &'static str,
    hangs_on: [Shares; 3],
    open: BTreeSet<String>,
    stops: BTreeMap<Stopped, Cash>,
}

/// Shares of a whole, each a range in millionths.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shares {
    named: BTreeMap<String, [u64; 2]>,
    /// What anything that is not named may have.
    any: u64,
}

impl Member {
    /// What a file that was screened adds; none where it has no class. `days` is how long a stop
    /// lasts.
    #[must_use]
    pub fn of(pack: &Pack, screened: &Screened, bytes: &[u8], days: u32) -> Option<Self> {
        screened.class_of()?;
        let band = band(screened);
        let (content, weeks) = (screened.content(), f64::from(days.div_ceil(7)));
        match take(pack, bytes).told? {
            Told::Case { assessment, .. } => {
                Some(Self::of_case(pack, &assessment, content, band, weeks))
            }
            Told::Record { record, .. } => Some(Self::of_record(pack, &record, content, band)),
        }
    }

    fn of_case(
        pack: &Pack,
        case: &Assessment,
        content: [u8; 16],
        band: &'static str,
        weeks: f64,
    ) -> Self {
        let path = Path::of(pack, case);
        let country = |country: Country| country.as_str().to_owned();
        let bought = Shares::of(&path.figures.countries, 0.0, country);
        let open = markets::unlisted_share(&case.markets);
        let sold = Shares::of(&markets::by_country(&case.markets), open, country);
        let items = Shares::of(&by_category(&case.suppliers), 0.0, |item: Category| {
            item.key().to_owned()
        });
        let people = match path.answer("profile.headcount") {
            Known::Number(people) if people.is_known() => Some(size_of(people.low)),
            _ => None,
        };
        let questions = path.steps().iter().map(|step| step.question);
        let asked = questions.filter(|question| question.weighed.is_some());
        let open = asked.filter(|question| path.answer(question.id.as_str()) == &Known::Open);
        let anyway = stop(pack, case, &path, None, weeks).ends;
        let stopped = stoppable([&bought, &sold], &items).into_iter();
        let stops = stopped.filter_map(|stopped| {
            let stop = stop(pack, case, &path, Some(stopped), weeks);
            let cash = match (anyway, stop.ends) {
                (Truth::Certain, _) => Cash::EndsAnyway,
                (_, Truth::Certain) => Cash::Ends,
                (_, Truth::Possible) => Cash::MayEnd,
                (_, Truth::No) => Cash::Lasts,
            };
            (stop.touches == Truth::Certain).then_some((stopped, cash))
        });
        Self {
            content,
            industry: case.industry().map_or(UNKNOWN.into(), ToString::to_string),
            size: people.unwrap_or_else(|| UNKNOWN.into()),
            country: bought.leading(),
            band,
            stops: stops.collect(),
            open: open.map(|question| question.id.to_string()).collect(),
            hangs_on: [bought, sold, items],
        }
    }

    /// A record of the third level: only what the pack knows counts, whatever else it says.
    fn of_record(
        pack: &Pack,
        record: &Map<String, Value>,
        content: [u8; 16],
        band: &'static str,
    ) -> Self {
        let text = |key: &str| record.get(key).and_then(Value::as_str);
        let industry = text("industry").filter(|it| is_industry(pack, it));
        let size = text("size").filter(|it| sizes().any(|size| size == *it));
        let country = |row: &Value| {
            let code = row.get("country")?.as_str()?;
            pack.countries.get(code).map(|_| code.to_owned())
        };
        let kind = |row: &Value| {
            let kind = Category::named(row.get("category")?.as_str()?)?;
            Some(kind.key().to_owned())
        };
        let rows = |key: &str| record.get(key).and_then(Value::as_array);
        let [suppliers, markets] =
            ["suppliers", "markets"].map(|key| rows(key).map_or(&[][..], Vec::as_slice));
        let spend = |row: &Value| row.get("spend_share").and_then(Value::as_f64);
        let sales = |row: &Value| row.get("share")?.get(0)?.as_f64();
        let bought = Shares::rounded(suppliers, country, spend);
        let sold = Shares::rounded(markets, country, sales);
        let items = Shares::rounded(suppliers, kind, spend);
        let answers = record.get("answers").and_then(Value::as_object);
        let open = answers.into_iter().flatten().filter(|(id, level)| {
            level.as_str() == Some(UNKNOWN)
                && pack.question(id).is_some_and(|it| it.weighed.is_some())
        });
        let stopped = stoppable([&bought, &sold], &items).into_iter();
        Self {
            content,
            industry: industry.unwrap_or(UNKNOWN).to_owned(),
            size: size.unwrap_or(UNKNOWN).to_owned(),
            country: bought.leading(),
            band,
            open: open.map(|(id, _)| id.clone()).collect(),
            stops: stopped.map(|it| (it, Cash::NotComputable)).collect(),
            hangs_on: [bought, sold, items],
        }
    }
}

/// Whether the pack has such an industry.
pub(super) fn is_industry(pack: &Pack, key: &str) -> bool {
    let question = pack.question(Pack::INDUSTRY);
    question.is_some_and(|question| question.kind.option(key).is_some())
}

/// The bands of headcounts.
pub(super) fn sizes() -> impl Iterator<Item = String> {
    let firsts = SIZES.into_iter().filter(|bound| bound.is_finite());
    [0.0, 1.0].into_iter().chain(firsts).map(size_of)
}

/// The band of the worst module, where it is settled: "low" only where enough is known (A6).
fn band(screened: &Screened) -> &'static str {
    let modules = || screened.modules().values();
    let (low, high) = (
        modules().map(|module| module.band[0]).max(),
        modules().map(|module| module.band[1]).max(),
    );
    let known = modules().all(|module| module.coverage >= COVERAGE_FOR_LOW);
    match (low, high) {
        (Some(low), Some(high)) if low == high => match low {
            BandName::Low if known => "low",
            BandName::Low => OPEN,
            BandName::Moderate => "moderate",
            BandName::High => "high",
            BandName::Severe => "severe",
        },
        (Some(_), Some(_)) => OPEN,
        _ => NONE,
    }
}

/// What the firm would notice the stop of for certain: the countries it trades with, and the kinds
/// of thing it buys.
fn stoppable(countries: [&Shares; 2], items: &Shares) -> BTreeSet<Stopped> {
    let named = |shares: &Shares| -> Vec<String> {
        let certain = shares.named.iter().filter(|(_, [low, _])| *low > 0);
        certain.map(|(key, _)| key.clone()).collect()
    };
    let countries = countries.into_iter().flat_map(named);
    let countries = countries.filter_map(|code| Country::new(&code));
    let countries = countries.filter(|country| *country != Country::JAPAN);
    let items = named(items).into_iter();
    let items = items.filter_map(|key| Category::named(&key));
    countries
        .map(Stopped::Country)
        .chain(items.map(Stopped::Item))
        .collect()
}

fn millionths(share: f64) -> u64 {
    let whole = libm::round(share.clamp(0.0, 1.0) * 1e6);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and from 0 to a million"
    )]
    {
        whole as u64
    }
}

impl Shares {
    /// The shares of slices; `open` is what is in none of them.
    fn of<K: Copy>(slices: &[Slice<Option<K>>], open: f64, key: impl Fn(K) -> String) -> Self {
        let nameless = slices.iter().filter(|slice| slice.key.is_none());
        let nameless: f64 = nameless.map(|slice| slice.share.high).sum();
        let ends = |share: Interval| [millionths(share.low), millionths(share.high)];
        let named = slices
            .iter()
            .filter_map(|slice| Some((key(slice.key?), ends(slice.share))));
        Self {
            named: named.collect(),
            // Without a table everything is open.
            any: if slices.is_empty() {
                WHOLE
            } else {
                millionths(nameless + open)
            },
        }
    }

    /// The shares of the rows of a record, which were rounded one by one. What a row does not tell
    /// may be anything.
    fn rounded(
        rows: &[Value],
        key: impl Fn(&Value) -> Option<String>,
        share: impl Fn(&Value) -> Option<f64>,
    ) -> Self {
        let mut named: BTreeMap<String, f64> = BTreeMap::new();
        let mut all_told = true;
        for row in rows {
            let (key, share) = (key(row), share(row));
            all_told &= share.is_some();
            if let Some(key) = key {
                let share = share.map_or(0.0, |share| (share - ROUNDED).max(0.0));
                *named.entry(key).or_default() += share;
            }
        }
        // One that is not told may outweigh all the others.
        let told = |low: f64| if all_told { millionths(low) } else { 0 };
        let any = WHOLE.saturating_sub(named.values().map(|low| told(*low)).sum());
        let ends = |low: u64| [low, WHOLE.min(low + any)];
        Self {
            named: named
                .into_iter()
                .map(|(key, low)| (key, ends(told(low))))
                .collect(),
            any,
        }
    }

    /// The foreign country that has the most whatever is not known; none where nothing comes from
    /// abroad.
    fn leading(&self) -> String {
        let abroad = self
            .named
            .iter()
            .filter(|(key, _)| *key != Country::JAPAN.as_str());
        let largest = abroad
            .clone()
            .max_by_key(|(key, [low, _])| (*low, std::cmp::Reverse(*key)));
        let others = |but: &str| {
            let others = abroad.clone().filter(|(key, _)| *key != but);
            others.map(|(_, [_, high])| *high).fold(self.any, u64::max)
        };
        match largest {
            Some((key, [low, _])) if *low > 0 && *low >= others(key) => key.clone(),
            None if self.any == 0 => NONE.to_owned(),
            _ => UNKNOWN.to_owned(),
        }
    }
}

/// What firms add up to. Two books of different firms can be put together, in any order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Book {
    days: u32,
    all: Cell,
    /// What tells the files of one book from those of another, whatever their order.
    digest: u128,
    tables: [Table; 3],
    hangs_on: [Sums; 3],
    open: BTreeMap<String, Cell>,
    stops: BTreeMap<Stopped, BTreeMap<String, Cell>>,
}

/// Shares of many firms, each times what the firm weighs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sums {
    any: u128,
    named: BTreeMap<String, Named>,
}

/// One part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Named {
    low: Cell,
    high: Cell,
    /// What anything else may have of the firms that name it.
    instead: u128,
}

impl Book {
    /// A book without a firm, for stops of so many days.
    #[must_use]
    pub fn new(days: u32) -> Self {
        Self {
            days,
            all: Cell::default(),
            digest: 0,
            tables: Default::default(),
            hangs_on: Default::default(),
            open: BTreeMap::new(),
            stops: BTreeMap::new(),
        }
    }

    /// Adds a firm. It weighs as much as is lent to it, or one, like every other.
    pub fn add(&mut self, member: &Member, weight: u64) {
        let weight = u128::from(weight);
        let one = Cell::one(weight);
        self.all.add(one);
        self.digest = self
            .digest
            .wrapping_add(u128::from_be_bytes(member.content));
        let groups = [&member.industry, &member.size, &member.country];
        for (table, group) in self.tables.iter_mut().zip(groups) {
            let row = table.entry(group.clone()).or_default();
            row.entry(member.band.to_owned()).or_default().add(one);
        }
        for (sums, shares) in self.hangs_on.iter_mut().zip(&member.hangs_on) {
            let any = weight * u128::from(shares.any);
            sums.any += any;
            for (key, ends) in &shares.named {
                let named = sums.named.entry(key.clone()).or_default();
                named.instead += any;
                for (cell, share) in [&mut named.low, &mut named.high].into_iter().zip(ends) {
                    if *share > 0 {
                        cell.add(Cell::one(weight * u128::from(*share)));
                    }
                }
            }
        }
        for question in &member.open {
            self.open.entry(question.clone()).or_default().add(one);
        }
        for (stopped, cash) in &member.stops {
            let of = self.stops.entry(*stopped).or_default();
            of.entry(cash.key().to_owned()).or_default().add(one);
        }
    }

    /// Adds the firms of another book.
    pub fn merge(&mut self, other: &Self) {
        self.all.add(other.all);
        self.digest = self.digest.wrapping_add(other.digest);
        for (table, others) in self.tables.iter_mut().zip(&other.tables) {
            for (group, cells) in others {
                put(table.entry(group.clone()).or_default(), cells);
            }
        }
        for (sums, others) in self.hangs_on.iter_mut().zip(&other.hangs_on) {
            sums.any += others.any;
            for (key, named) in &others.named {
                let sum = sums.named.entry(key.clone()).or_default();
                sum.low.add(named.low);
                sum.high.add(named.high);
                sum.instead += named.instead;
            }
        }
        put(&mut self.open, &other.open);
        for (stopped, cells) in &other.stops {
            put(self.stops.entry(*stopped).or_default(), cells);
        }
    }

    /// How many firms there are.
    #[must_use]
    pub fn firms(&self) -> u64 {
        self.all.firms
    }

    pub(super) fn days(&self) -> u32 {
        self.days
    }

    pub(super) fn digest(&self) -> u128 {
        self.digest
    }

    /// What may be published of it; none where it has too few firms, or one makes most of it.
    pub(super) fn published(&self) -> Option<Published> {
        if self.all.firms == 0 || !self.all.is_safe() {
            return None;
        }
        let stops = self.stops.iter();
        Some(Published {
            all: self.all,
            tables: self.tables.each_ref().map(table),
            hangs_on: self.hangs_on.each_ref().map(Sums::published),
            open: line_of_each(self.all, &self.open),
            stops: stops
                .map(|(stopped, cells)| (stopped.key(), line(self.all, cells)))
                .filter(|(_, shown)| !shown.is_empty())
                .collect(),
        })
    }
}

fn put(sums: &mut BTreeMap<String, Cell>, cells: &BTreeMap<String, Cell>) {
    for (key, cell) in cells {
        sums.entry(key.clone()).or_default().add(*cell);
    }
}

/// Each group is a line of its own: a firm may be in several, and is in it or not.
fn line_of_each(all: Cell, cells: &BTreeMap<String, Cell>) -> BTreeMap<String, Cell> {
    let lines = cells.iter().flat_map(|(key, cell)| {
        let one = BTreeMap::from([(key.clone(), *cell)]);
        line(all, &one)
    });
    lines.collect()
}

/// What may be published of a book.
pub(super) struct Published {
    pub(super) all: Cell,
    pub(super) tables: [BTreeMap<String, Row>; 3],
    pub(super) hangs_on: [Shown; 3],
    pub(super) open: BTreeMap<String, Cell>,
    pub(super) stops: BTreeMap<String, BTreeMap<String, Cell>>,
}

/// Shares of many firms, as they are published, in millionths.
pub(super) struct Shown {
    /// What anything may have that is not named here.
    pub(super) any: u128,
    pub(super) named: BTreeMap<String, [u128; 2]>,
}

impl Sums {
    fn published(&self) -> Shown {
        let cells = self.named.iter();
        let cells = cells.map(|(key, named)| (key.clone(), [named.low, named.high]));
        let shown = parts(&cells.collect());
        let (named, withheld): (Vec<_>, Vec<_>) =
            self.named.iter().partition(|(key, _)| shown.contains(*key));
        let withheld: u128 = withheld.iter().map(|(_, named)| named.high.weight).sum();
        let named = named.into_iter().map(|(key, named)| {
            let high = named.high.weight + (self.any - named.instead);
            (key.clone(), [named.low.weight, high])
        });
        Shown {
            any: self.any + withheld,
            named: named.collect(),
        }
    }
}

// ---- the lender's own -------------------------------------------------------------------------

/// A book as the lender reads it: counts, and shares of all that was weighed.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Portfolio {
    method: &'static str,
    /// Id and version of the pack.
    pack: String,
    /// The criteria the firms were held against.
    policy_hash: String,
    /// How many firms were read and have a class.
    firms: u64,
    /// What the shares are of: the number of firms, or what the lender gave for each.
    shares_of: Weighed,
    /// How long a stop lasts.
    days: u32,
    /// `null` where fewer than five firms came, or one makes more than three quarters of it.
    figures: Option<Figures>,
}

/// What shares of a book are of.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum Weighed {
    /// Every firm weighs the same.
    Firms,
    /// Each weighs what the lender gave for it.
    Exposure,
}

/// The figures of a book that may be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// By industry.
    pub industries: BTreeMap<String, Group>,
    /// By headcount.
    pub sizes: BTreeMap<String, Group>,
    /// By the foreign country from which each buys the most.
    pub countries: BTreeMap<String, Group>,
    /// How much of all purchases comes from a country, at least and at most.
    pub supply: BTreeMap<String, [f64; 2]>,
    /// How much of all sales goes to a country.
    pub sales: BTreeMap<String, [f64; 2]>,
    /// How much of all purchases is of a kind.
    pub items: BTreeMap<String, [f64; 2]>,
    /// How much any country or kind of thing may have besides those named.
    pub unnamed: Unnamed,
    /// Who has not answered a question.
    pub unknowns: BTreeMap<String, Part>,
    /// How cash stands when something stops.
    pub stops: BTreeMap<String, BTreeMap<String, Part>>,
}

/// What anything else may have.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unnamed {
    /// Of all purchases, by country.
    pub supply: f64,
    /// Of all sales.
    pub sales: f64,
    /// Of all purchases, by kind.
    pub items: f64,
}

/// Firms of one kind, by band.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// How many they are.
    pub firms: u64,
    /// What they weigh, of all.
    pub share: f64,
    /// The bands that may be shown.
    pub bands: BTreeMap<String, Part>,
}

/// Some of the firms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    /// How many they are.
    pub firms: u64,
    /// What they weigh, of all.
    pub share: f64,
}

impl Book {
    /// What of it may be shown; none where fewer than five firms came, or one makes most of it.
    #[must_use]
    pub fn figures(&self) -> Option<Figures> {
        self.published().map(Published::figures)
    }

    /// The book as a line of JSON for the lender. `by_exposure` says what the firms were weighed
    /// by.
    #[must_use]
    pub fn line(&self, pack: &Pack, policy_hash: &str, by_exposure: bool) -> String {
        let portfolio = Portfolio {
            method: crate::score::METHOD,
            pack: format!("{} {}", pack.id, pack.version),
            policy_hash: policy_hash.to_owned(),
            firms: self.all.firms,
            shares_of: if by_exposure {
                Weighed::Exposure
            } else {
                Weighed::Firms
            },
            days: self.days,
            figures: self.figures(),
        };
        // Plain values: nothing here can refuse.
        serde_json::to_string(&BTreeMap::from([("portfolio", portfolio)])).unwrap_or_default()
    }
}

impl Published {
    fn figures(self) -> Figures {
        let whole = self.all.weight;
        let part = |cell: &Cell| Part {
            firms: cell.firms,
            share: share(cell.weight, whole),
        };
        let all = |cells: &BTreeMap<String, Cell>| -> BTreeMap<String, Part> {
            let cells = cells.iter();
            cells.map(|(key, cell)| (key.clone(), part(cell))).collect()
        };
        let [industries, sizes, countries] = self.tables.map(|rows| {
            let rows = rows.into_iter().map(|(key, row)| {
                let group = Group {
                    firms: row.firms.firms,
                    share: share(row.firms.weight, whole),
                    bands: all(&row.shown),
                };
                (key, group)
            });
            rows.collect::<BTreeMap<String, Group>>()
        });
        let of_whole = |part: u128| {
            share(
                part.min(whole * u128::from(WHOLE)),
                whole * u128::from(WHOLE),
            )
        };
        let [supply, sales, items] = self.hangs_on.each_ref().map(|shown| of_whole(shown.any));
        let unnamed = Unnamed {
            supply,
            sales,
            items,
        };
        let [supply, sales, items] = self.hangs_on.map(|shown| {
            let named = shown.named.into_iter();
            named
                .map(|(key, ends)| (key, ends.map(of_whole)))
                .collect::<BTreeMap<_, _>>()
        });
        Figures {
            industries,
            sizes,
            countries,
            supply,
            sales,
            items,
            unnamed,
            unknowns: all(&self.open),
            stops: self
                .stops
                .iter()
                .map(|(key, cells)| (key.clone(), all(cells)))
                .collect(),
        }
    }
}

fn share(part: u128, whole: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "to be read by people")]
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
