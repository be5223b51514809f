//! Figures of many firms as a file that may leave the institution: counts and shares only, of which
//! others' can be added (method A15).
//!
//! *Why it is withheld before it is pooled*: whoever is handed a pool may hold a part of it already,
//! his own, and can take that away from the sum. So each part has to be fit to be seen by itself;
//! then no difference of sums tells more. The price is that what is small everywhere stays small
//! in the sum, which says how much it does not show.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::portfolio::{
    self, Book, Cash, NONE, OPEN, Part, Shown, UNKNOWN, Unnamed, WHOLE, is_industry, sizes,
};
use super::reading::{Reading, sealed, set, within};
use super::summand::{Summand, each_once};
use super::withhold::{FEWEST, OTHERS};
use crate::assessment::{FileError, hash_of, is_hash};
use crate::content::{Pack, PackName};
use crate::finding::{Code, Finding};
use crate::scenario::Stopped;
use crate::score::METHOD;
use crate::suppliers::Category;

const FORMAT: &str = "sonae-pool";
/// The version of the pool this code writes.
const VERSION: u64 = 1;
/// More firms than this are in no pool, so that no sum of shares leaves the range in which JSON's
/// numbers are exact.
const MOST_FIRMS: u64 = 1_000_000_000;
/// So many institutions' files may be in one.
const MOST_PARTS: usize = 10_000;
/// The longest stop, days: ten years.
pub const LONGEST_DAYS: u32 = 3_650;

/// Figures of many firms.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Whose firms they are, where it is said.
    pub institutions: BTreeSet<String>,
    /// What was added up, by its hash.
    pub contributions: BTreeSet<String>,
    pack: PackName,
    method: String,
    figures: Figures,
}

/// The figures, with nothing in them that is not published.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Figures {
    /// How many firms there are.
    firms: u64,
    industries: BTreeMap<String, Group>,
    sizes: BTreeMap<String, Group>,
    /// By the foreign country from which each buys the most.
    countries: BTreeMap<String, Group>,
    supply: HangsOn,
    sales: HangsOn,
    items: HangsOn,
    /// How many firms have not answered a question.
    unknowns: BTreeMap<String, Unanswered>,
    /// How long a stop lasts, days.
    days: u32,
    stops: BTreeMap<String, Stop>,
}

/// Firms of one kind: how many, and of those that are shown, in which band.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Group {
    firms: u64,
    bands: BTreeMap<String, u64>,
}

/// Shares of purchases or sales, added up over the firms, in millionths.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct HangsOn {
    /// What anything may have in the parts that do not name it.
    any: u64,
    named: BTreeMap<String, Named>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Named {
    low: u64,
    high: u64,
    /// The `any` of the parts that name it, in place of which `high` stands.
    instead: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Unanswered {
    firms: u64,
    /// The firms of the parts that show it.
    of: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Stop {
    /// The firms of the parts that show it.
    of: u64,
    cash: BTreeMap<String, u64>,
}

/// A pool as it is written, but for its seal.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Written<'a> {
    format: &'static str,
    version: u64,
    method: &'a str,
    pack: &'a PackName,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    institutions: &'a BTreeSet<String>,
    contributions: &'a BTreeSet<String>,
    figures: &'a Figures,
}

/// What a pool says, as a line.
#[derive(Serialize)]
struct Told<'a> {
    method: &'a str,
    pack: String,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    institutions: &'a BTreeSet<String>,
    contributions: usize,
    firms: u64,
    days: u32,
    figures: portfolio::Figures,
}

fn value_of(plain: &impl Serialize) -> Value {
    // Plain values: nothing here can refuse.
    serde_json::to_value(plain).unwrap_or_default()
}

impl Pool {
    /// The pool of a book, in which every firm weighs the same. `institution` may be empty.
    ///
    /// # Errors
    /// Where the book has fewer than five firms.
    pub fn of(pack: &Pack, book: &Book, institution: &str) -> Result<Self, Finding> {
        let few = || {
            Finding::new(Code::TooFewFirms, "")
                .with("firms", book.firms())
                .with("limit", FEWEST)
        };
        let published = book.published().ok_or_else(few)?;
        let firms = published.all.firms;
        let count = |cells: &BTreeMap<String, super::withhold::Cell>| -> BTreeMap<String, u64> {
            let cells = cells.iter();
            cells.map(|(key, cell)| (key.clone(), cell.firms)).collect()
        };
        let [industries, sizes, countries] = published.tables.map(|rows| {
            let rows = rows.into_iter().map(|(key, row)| {
                let group = Group {
                    firms: row.firms.firms,
                    bands: count(&row.shown),
                };
                (key, group)
            });
            rows.collect()
        });
        let [supply, sales, items] = published
            .hangs_on
            .each_ref()
            .map(|shown| HangsOn::of(shown, firms));
        let open = published.open.iter();
        let stops = published.stops.iter();
        let figures = Figures {
            firms,
            industries,
            sizes,
            countries,
            supply,
            sales,
            items,
            unknowns: open
                .map(|(key, cell)| {
                    let firms_open = cell.firms;
                    let unanswered = Unanswered {
                        firms: firms_open,
                        of: firms,
                    };
                    (key.clone(), unanswered)
                })
                .collect(),
            days: book.days(),
            stops: stops
                .map(|(key, cells)| {
                    let cash = count(cells);
                    (key.clone(), Stop { of: firms, cash })
                })
                .collect(),
        };
        let institutions = Some(institution.trim()).filter(|name| !name.is_empty());
        let mut pool = Self {
            institutions: institutions.into_iter().map(str::to_owned).collect(),
            contributions: BTreeSet::new(),
            pack: pack.name(),
            method: METHOD.to_owned(),
            figures,
        };
        // Whose it is does not count: the same firms are the same under any name.
        let mut told: Map<String, Value> = Map::new();
        told.insert("figures".to_owned(), value_of(&pool.figures));
        let PackName { id, version, hash } = &pool.pack;
        told.insert("pack".to_owned(), value_of(&[id, version, hash]));
        told.insert("files".to_owned(), format!("{:032x}", book.digest()).into());
        pool.contributions.insert(hash_of(&told));
        Ok(pool)
    }

    /// How many firms are in it.
    #[must_use]
    pub fn firms(&self) -> u64 {
        self.figures.firms
    }

    /// What it was worked out with: id and version of the pack, and the method.
    #[must_use]
    pub fn made_with(&self) -> [&str; 3] {
        let PackName { id, version, .. } = &self.pack;
        [id, version, &self.method]
    }

    /// How long a stop lasts in it, days.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.figures.days
    }

    /// The figures as they are read: counts, and shares. A share is of all firms; where some of the
    /// pools that were added up withhold a figure, it is of the firms of the others.
    #[must_use]
    pub fn figures(&self) -> portfolio::Figures {
        self.figures.shown()
    }

    /// The same as a line of JSON.
    #[must_use]
    pub fn line(&self) -> String {
        let PackName { id, version, .. } = &self.pack;
        let told = Told {
            method: &self.method,
            pack: format!("{id} {version}"),
            institutions: &self.institutions,
            contributions: self.contributions.len(),
            firms: self.firms(),
            days: self.days(),
            figures: self.figures(),
        };
        // Plain values: nothing here can refuse.
        serde_json::to_string(&BTreeMap::from([("pool", told)])).unwrap_or_default()
    }

    /// The pool as a file. The same pool gives the same bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        sealed(&Written {
            format: FORMAT,
            version: VERSION,
            method: &self.method,
            pack: &self.pack,
            institutions: &self.institutions,
            contributions: &self.contributions,
            figures: &self.figures,
        })
    }

    /// Pools of different firms as one. What is in another one whole counts once; the order does
    /// not matter, nor which were put together before.
    ///
    /// # Errors
    /// Where two of them hold some of the same firms and neither holds all of the other's, where
    /// they were not worked out alike, or where there are too many. None gives nothing to add up.
    pub fn merged(pools: &[Self]) -> Result<Self, Finding> {
        let taken = each_once(pools)?;
        let Some((first, others)) = taken.split_first() else {
            return Err(Finding::new(Code::TooFewFirms, "")
                .with("firms", 0)
                .with("limit", FEWEST));
        };
        let mut merged = (*first).clone();
        // Also of those that are in another one.
        let institutions = pools.iter().flat_map(|pool| &pool.institutions);
        merged.institutions = institutions.cloned().collect();
        for pool in others {
            let firms = merged.figures.firms + pool.figures.firms;
            let parts = merged.contributions.len() + pool.contributions.len();
            if firms > MOST_FIRMS || parts > MOST_PARTS {
                let finding = Finding::new(Code::OutOfRange, "figures.firms");
                let finding = finding.with("value", firms).with("lowest", FEWEST);
                return Err(finding.with("highest", MOST_FIRMS));
            }
            merged
                .contributions
                .extend(pool.contributions.iter().cloned());
            merged.figures.add(&pool.figures);
        }
        Ok(merged)
    }
}

impl Summand for Pool {
    const DIFFER: Code = Code::PoolsDiffer;

    fn parts(&self) -> &BTreeSet<String> {
        &self.contributions
    }

    fn made_with(&self) -> (&PackName, String) {
        let rest = format!("{}, {}", self.method, self.figures.days);
        (&self.pack, rest)
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.figures == other.figures
    }

    fn twice(part: &str) -> Finding {
        let part = part.get(..12).unwrap_or(part);
        Finding::new(Code::CountedTwice, "contributions").with("contribution", part)
    }
}

impl HangsOn {
    fn of(shown: &Shown, firms: u64) -> Self {
        // What is left open is no more than everything.
        let most = firms.saturating_mul(WHOLE);
        let sum = |weight: u128| u64::try_from(weight).map_or(most, |sum| sum.min(most));
        let any = sum(shown.any);
        let named = shown.named.iter();
        Self {
            any,
            named: named
                .map(|(key, ends)| {
                    let [low, high] = ends.map(sum);
                    let instead = any;
                    (key.clone(), Named { low, high, instead })
                })
                .collect(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.any += other.any;
        for (key, named) in &other.named {
            let sum = self.named.entry(key.clone()).or_default();
            sum.low += named.low;
            sum.high += named.high;
            sum.instead += named.instead;
        }
    }
}

impl Figures {
    fn shown(&self) -> portfolio::Figures {
        let part = |firms: u64, of: u64| Part {
            firms,
            share: share(firms, of),
        };
        let parts = |counts: &BTreeMap<String, u64>, of: u64| -> BTreeMap<String, Part> {
            let counts = counts.iter();
            counts
                .map(|(key, firms)| (key.clone(), part(*firms, of)))
                .collect()
        };
        let groups = |groups: &BTreeMap<String, Group>| {
            let groups = groups.iter().map(|(key, group)| {
                let shown = portfolio::Group {
                    firms: group.firms,
                    share: share(group.firms, self.firms),
                    bands: parts(&group.bands, self.firms),
                };
                (key.clone(), shown)
            });
            groups.collect()
        };
        let most = self.firms.saturating_mul(WHOLE);
        let hangs = |of: &HangsOn| -> BTreeMap<String, [f64; 2]> {
            let named = of.named.iter().map(|(key, named)| {
                let high = named
                    .high
                    .saturating_add(of.any - named.instead.min(of.any));
                (
                    key.clone(),
                    [named.low, high.min(most)].map(|it| share(it, most)),
                )
            });
            named.collect()
        };
        let unnamed = |of: &HangsOn| share(of.any.min(most), most);
        portfolio::Figures {
            industries: groups(&self.industries),
            sizes: groups(&self.sizes),
            countries: groups(&self.countries),
            supply: hangs(&self.supply),
            sales: hangs(&self.sales),
            items: hangs(&self.items),
            unnamed: Unnamed {
                supply: unnamed(&self.supply),
                sales: unnamed(&self.sales),
                items: unnamed(&self.items),
            },
            unknowns: self
                .unknowns
                .iter()
                .map(|(key, unanswered)| (key.clone(), part(unanswered.firms, unanswered.of)))
                .collect(),
            stops: self
                .stops
                .iter()
                .map(|(key, stop)| (key.clone(), parts(&stop.cash, stop.of)))
                .collect(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.firms += other.firms;
        for (groups, others) in [
            (&mut self.industries, &other.industries),
            (&mut self.sizes, &other.sizes),
            (&mut self.countries, &other.countries),
        ] {
            for (key, group) in others {
                let sum = groups.entry(key.clone()).or_default();
                sum.firms += group.firms;
                put(&mut sum.bands, &group.bands);
            }
        }
        self.supply.add(&other.supply);
        self.sales.add(&other.sales);
        self.items.add(&other.items);
        for (key, unanswered) in &other.unknowns {
            let sum = self.unknowns.entry(key.clone()).or_default();
            sum.firms += unanswered.firms;
            sum.of += unanswered.of;
        }
        for (key, stop) in &other.stops {
            let sum = self.stops.entry(key.clone()).or_default();
            sum.of += stop.of;
            put(&mut sum.cash, &stop.cash);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "to be read by people")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn put(sums: &mut BTreeMap<String, u64>, counts: &BTreeMap<String, u64>) {
    for (key, count) in counts {
        *sums.entry(key.clone()).or_default() += count;
    }
}

// ---- reading ----------------------------------------------------------------------------------

impl Pool {
    /// The pool in a file, with what should be known about it.
    ///
    /// # Errors
    /// Every reason the file cannot be taken, each with its place.
    pub fn read(pack: &Pack, bytes: &[u8]) -> Result<(Self, Vec<Finding>), FileError> {
        let object = Reading::open(bytes, FORMAT, VERSION, Code::NotAPool)?;
        let mut reading = Reading::default();
        let needed = [
            "format",
            "version",
            "method",
            "pack",
            "contributions",
            "figures",
            "sha256",
        ];
        reading.keys(&object, "", &needed, &["institutions"]);
        reading.seal(&object);
        let named = reading.pack(pack, object.get("pack"));
        let method = reading.text(object.get("method"), "method");
        let institutions = set(reading.texts(object.get("institutions"), "institutions"));
        let contributions = reading.texts(object.get("contributions"), "contributions");
        if contributions.is_empty() || contributions.len() > MOST_PARTS {
            let finding = Finding::new(Code::OutOfRange, "contributions");
            let finding = finding.with("value", contributions.len()).with("lowest", 1);
            reading.find(finding.with("highest", MOST_PARTS));
        }
        for (hash, place) in &contributions {
            if !is_hash(hash) {
                reading.wrong_type(place, "hash");
            }
        }
        let figures = figures(&mut reading, pack, object.get("figures"));
        reading.done(Self {
            institutions,
            contributions: set(contributions),
            pack: named.unwrap_or_default(),
            method,
            figures,
        })
    }
}

fn figures(reading: &mut Reading, pack: &Pack, value: Option<&Value>) -> Figures {
    let place = |key: &str| within("figures", key);
    let Some(object) = reading.object(value, "figures") else {
        return Figures::default();
    };
    let keys = [
        "firms",
        "industries",
        "sizes",
        "countries",
        "supply",
        "sales",
        "items",
        "unknowns",
        "days",
        "stops",
    ];
    reading.keys(object, "figures", &keys, &[]);
    let firms = reading.whole(object.get("firms"), &place("firms"), FEWEST, MOST_FIRMS);
    let days = reading.whole(
        object.get("days"),
        &place("days"),
        1,
        u64::from(LONGEST_DAYS),
    );
    let sizes: BTreeSet<String> = sizes().collect();
    let is_country = |key: &str| pack.countries.contains_key(key);
    let unknown = |key: &str| key == UNKNOWN || key == OTHERS;
    let mut groups = |key: &str, knows: &dyn Fn(&str) -> bool| {
        let knows = |key: &str| unknown(key) || knows(key);
        let groups = reading.named(object.get(key), &place(key), knows);
        let read: BTreeMap<String, Group> = groups
            .into_iter()
            .map(|(key, value, place)| (key.clone(), group(reading, value, &place, firms)))
            .collect();
        let sum = read.values().map(|group| group.firms).sum();
        adds_up(reading, &place(key), sum, firms, firms);
        read
    };
    let industries = groups("industries", &|key| is_industry(pack, key));
    let by_size = groups("sizes", &|key| sizes.contains(key));
    let countries = groups("countries", &|key| key == NONE || is_country(key));
    let mut hangs = |key: &str, knows: &dyn Fn(&str) -> bool| {
        hangs_on(reading, object.get(key), &place(key), firms, knows)
    };
    let supply = hangs("supply", &is_country);
    let sales = hangs("sales", &is_country);
    let items = hangs("items", &|key| Category::named(key).is_some());
    let knows = |key: &str| pack.question(key).is_some();
    let unknowns = reading.named(object.get("unknowns"), &place("unknowns"), knows);
    let unknowns = unknowns.into_iter().map(|(key, value, place)| {
        let mut unanswered = Unanswered::default();
        if let Some(object) = reading.object(Some(value), &place) {
            reading.keys(object, &place, &["firms", "of"], &[]);
            let of = reading.whole(object.get("of"), &within(&place, "of"), FEWEST, firms);
            let here = within(&place, "firms");
            let firms = reading.whole(object.get("firms"), &here, FEWEST, of);
            unanswered = Unanswered { firms, of };
        }
        (key.clone(), unanswered)
    });
    let unknowns = unknowns.collect();
    let knows = |key: &str| Stopped::named(key).is_some();
    let stops = reading.named(object.get("stops"), &place("stops"), knows);
    let stops = stops.into_iter().map(|(key, value, place)| {
        let mut stop = Stop::default();
        if let Some(object) = reading.object(Some(value), &place) {
            reading.keys(object, &place, &["of", "cash"], &[]);
            stop.of = reading.whole(object.get("of"), &within(&place, "of"), FEWEST, firms);
            let knows = |key: &str| Cash::named(key).is_some();
            let here = within(&place, "cash");
            stop.cash = counts(reading, object.get("cash"), &here, stop.of, knows);
        }
        (key.clone(), stop)
    });
    let stops = stops.collect();
    Figures {
        firms,
        industries,
        sizes: by_size,
        countries,
        supply,
        sales,
        items,
        unknowns,
        days: u32::try_from(days).unwrap_or(LONGEST_DAYS),
        stops,
    }
}

/// Whether parts add up to no less and no more than they may.
fn adds_up(reading: &mut Reading, place: &str, sum: u64, lowest: u64, highest: u64) {
    if !(lowest..=highest).contains(&sum) {
        let finding = Finding::new(Code::OutOfRange, place).with("value", sum);
        reading.find(finding.with("lowest", lowest).with("highest", highest));
    }
}

/// Numbers of firms, none of which is too small to be shown.
fn counts(
    reading: &mut Reading,
    value: Option<&Value>,
    place: &str,
    of: u64,
    knows: impl Fn(&str) -> bool,
) -> BTreeMap<String, u64> {
    let counts = reading.named(value, place, knows);
    let counts: BTreeMap<String, u64> = counts
        .into_iter()
        .map(|(key, value, place)| (key.clone(), reading.whole(Some(value), &place, FEWEST, of)))
        .collect();
    adds_up(reading, place, counts.values().sum(), 0, of);
    counts
}

fn group(reading: &mut Reading, value: &Value, place: &str, most: u64) -> Group {
    let Some(object) = reading.object(Some(value), place) else {
        return Group::default();
    };
    reading.keys(object, place, &["firms", "bands"], &[]);
    let firms = reading.whole(object.get("firms"), &within(place, "firms"), FEWEST, most);
    let bands = ["low", "moderate", "high", "severe", OPEN, NONE, OTHERS];
    let knows = |key: &str| bands.contains(&key);
    let bands = counts(
        reading,
        object.get("bands"),
        &within(place, "bands"),
        firms,
        knows,
    );
    Group { firms, bands }
}

fn hangs_on(
    reading: &mut Reading,
    value: Option<&Value>,
    place: &str,
    firms: u64,
    knows: impl Fn(&str) -> bool,
) -> HangsOn {
    let Some(object) = reading.object(value, place) else {
        return HangsOn::default();
    };
    reading.keys(object, place, &["any", "named"], &[]);
    let most = firms * WHOLE;
    let any = reading.whole(object.get("any"), &within(place, "any"), 0, most);
    let named = reading.named(object.get("named"), &within(place, "named"), knows);
    let named = named.into_iter().map(|(key, value, place)| {
        let mut named = Named::default();
        if let Some(object) = reading.object(Some(value), &place) {
            reading.keys(object, &place, &["low", "high", "instead"], &[]);
            named.low = reading.whole(object.get("low"), &within(&place, "low"), 0, most);
            let here = within(&place, "high");
            named.high = reading.whole(object.get("high"), &here, named.low, most);
            let here = within(&place, "instead");
            named.instead = reading.whole(object.get("instead"), &here, 0, any);
        }
        (key.clone(), named)
    });
    let named = named.collect();
    HangsOn { any, named }
}
