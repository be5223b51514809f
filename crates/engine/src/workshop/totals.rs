//! What of a room may be kept and put together with others' rooms: counts of teams, and of these no
//! small one.
//!
//! *Why ranges*: a workshop has three to eight teams, so most of its counts are small. Where a small
//! one is left out, as in a lender's pool, a choice that one team in eight makes is never seen,
//! however many rooms are put together. So every count is told in steps of [`FEWEST`], as the range
//! it lies in: nobody can tell one team from none or two, and the truth lies in the sum of the
//! ranges.
//! *Why a room has a hash*: so that it counts once, however often its totals were saved. Whoever
//! tries every code and every day can find out which room it was; that tells nothing of a team.
//! *Why three*: a team is two to four people. Three of them are no fewer than six, where a lender's
//! pool wants five firms.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::collect::Collection;
use super::picture::{decisions, effects};
use super::played;
use super::record::{Level, Record, Said, firm_of};
use crate::assessment::{FileError, is_hash};
use crate::content::{BandName, Kit, Module, Own, Pack, PackName, Question, Theme};
use crate::finding::{Code, Finding};
use crate::score::{COVERAGE_FOR_LOW, METHOD, band_of};
use crate::screen::{Reading, Summand, each_once, sealed, set, within};

const FORMAT: &str = "sonae-totals";
/// The version of the file this code writes.
const VERSION: u64 = 1;
/// Fewer teams than this have no totals; and every count is told in steps of so many.
pub const FEWEST: u64 = 3;
/// So many rooms may be in one file.
const MOST_ROOMS: usize = 10_000;
/// A room has at most so many teams.
const MOST_TEAMS: u64 = 24;
const DAY_MINUTES: u32 = 24 * 60;
/// A range of a theme that lies in more than one band.
pub const OPEN: &str = "open";
/// How the range of a theme may lie.
pub const BANDS: [&str; 5] = ["low", "moderate", "high", "severe", OPEN];

/// The least and the most that a number of teams may be.
pub type Count = [u64; 2];

/// Totals of one room or of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// The rooms that were added up, each by a hash that does not name it.
    pub rooms: BTreeSet<String>,
    /// How many of them were opened in which month, `YYYY-MM` by UTC.
    pub months: BTreeMap<String, u64>,
    /// What the teams did, kit by kit.
    pub kits: BTreeMap<String, Figures>,
    pack: PackName,
    method: String,
}

/// What the teams of a kit did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// How many rooms.
    pub rooms: u64,
    /// How many teams handed in.
    pub teams: u64,
    /// How many teams there are in rooms that show answers: those in which at least three teams
    /// handed them in.
    pub results: u64,
    /// Action → how many teams chose it.
    pub choices: BTreeMap<String, Chosen>,
    /// Inject → what the choices changed.
    pub injects: BTreeMap<String, Changed>,
    /// Question → what was said to it.
    pub questions: BTreeMap<String, Answered>,
    /// Module and theme → band → how many teams' range lies in it.
    pub themes: BTreeMap<String, BTreeMap<String, Count>>,
}

/// How many teams chose something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chosen {
    /// Before the first inject.
    pub before: Count,
    /// Afterwards.
    pub after: Count,
}

/// How many teams an inject has figures of, and how many of them did better with their choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// So many teams.
    pub teams: Count,
    /// With the choices beforehand sales stop later, or not at all.
    pub later_before: Count,
    /// With all of them.
    pub later_all: Count,
    /// With the choices beforehand the loss is less.
    pub less_before: Count,
    /// With all of them.
    pub less_all: Count,
}

/// How many teams said what to a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answered {
    /// "Don't know".
    pub unknown: Count,
    /// Something, and not what the firm says.
    pub otherwise: Count,
}

/// Totals as they are written, but for their seal.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Written<'a> {
    format: &'static str,
    version: u64,
    method: &'a str,
    pack: &'a PackName,
    rooms: &'a BTreeSet<String>,
    months: &'a BTreeMap<String, u64>,
    kits: &'a BTreeMap<String, Figures>,
}

/// What totals say, as a line.
#[derive(Serialize)]
struct Line<'a> {
    method: &'a str,
    pack: String,
    rooms: usize,
    teams: u64,
    months: &'a BTreeMap<String, u64>,
    kits: &'a BTreeMap<String, Figures>,
}

/// A number of so many teams in all, as it is told.
fn told(count: usize, of: u64) -> Count {
    let count = u64::try_from(count).unwrap_or(of);
    let low = count / FEWEST * FEWEST;
    [low, (low + FEWEST - 1).min(of)]
}

fn add(sum: &mut Count, other: Count) {
    for (sum, other) in sum.iter_mut().zip(other) {
        *sum += other;
    }
}

/// The month of so many minutes since the beginning of 1970, `YYYY-MM` by UTC.
fn month_of(minutes: u32) -> String {
    let (mut year, mut days) = (1970, minutes / DAY_MINUTES);
    loop {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if leap { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            if days < length {
                return format!("{year:04}-{month:02}");
            }
            days -= length;
        }
        year += 1;
    }
}

fn is_month(text: &str) -> bool {
    let month = text.get(5..).and_then(|month| month.parse::<u8>().ok());
    let year = text.get(..4).and_then(|year| year.parse::<u16>().ok());
    text.len() == 7
        && text.get(4..5) == Some("-")
        && year.is_some_and(|year| (1970..=9999).contains(&year))
        && month.is_some_and(|month| (1..=12).contains(&month))
}

/// The questions that the totals tell of: all but the profile.
fn asked(pack: &Pack) -> impl Iterator<Item = &Question> {
    pack.modules.iter().flat_map(|module| &module.questions)
}

/// What a theme is called in totals: more than one module has a theme of the same id.
#[must_use]
pub fn theme_key(module: &Module, theme: &Theme) -> String {
    format!("{}.{}", module.id, theme.id)
}

/// The themes in the order of the pack, as a record has them.
fn themes(pack: &Pack) -> impl Iterator<Item = String> {
    pack.modules.iter().flat_map(|module| {
        let themes = module.themes.iter();
        themes.map(move |theme| theme_key(module, theme))
    })
}

impl Totals {
    /// The totals of a room. What a team handed in on another day is not in them.
    ///
    /// # Errors
    /// Where fewer than three teams handed in.
    pub fn of(pack: &Pack, kit: &Kit, all: &Collection) -> Result<Self, Finding> {
        let mut teams = all.teams();
        teams.retain(|team| !all.is_stale(*team));
        let count = u64::try_from(teams.len()).unwrap_or(MOST_TEAMS);
        if count < FEWEST {
            return Err(too_few(count));
        }
        let choices = decisions(kit, all, &teams).into_iter().map(|one| {
            let chosen = Chosen {
                before: told(one.before, count),
                after: told(one.after, count),
            };
            (one.action.to_string(), chosen)
        });
        let injects = effects(pack, kit, all, &teams);
        let injects = injects.into_iter().map(|effect| {
            let better = |is: &dyn Fn(&played::Inject) -> bool| {
                let better = effect.teams.iter().filter(|(_, one)| is(one));
                told(better.count(), count)
            };
            let later = |one: &played::Inject, stage: usize| {
                let [without, ..] = one.stop_weeks;
                let with = one.stop_weeks.get(stage).copied().flatten();
                without.is_some_and(|without| with.is_none_or(|with| with > without))
            };
            let less = |one: &played::Inject, stage: usize| {
                let [without, ..] = one.loss_pct;
                one.loss_pct.get(stage).is_some_and(|with| *with < without)
            };
            let changed = Changed {
                teams: told(effect.teams.len(), count),
                later_before: better(&|one| later(one, 1)),
                later_all: better(&|one| later(one, 2)),
                less_before: better(&|one| less(one, 1)),
                less_all: better(&|one| less(one, 2)),
            };
            (effect.inject.to_string(), changed)
        });
        let mut figures = Figures {
            rooms: 1,
            teams: count,
            choices: choices.collect(),
            injects: injects.collect(),
            ..Figures::default()
        };
        let records: Vec<&Record> = teams.iter().filter_map(|team| all.record(*team)).collect();
        figures.answer(pack, kit, &records);
        // The day and not the minute: collected again, or on another computer, it is the same room.
        let mut of = kit.id.as_str().as_bytes().to_vec();
        of.extend((all.since / DAY_MINUTES).to_be_bytes());
        let room = crate::hex(&all.room.sealed("totals", &of));
        Ok(Self {
            rooms: BTreeSet::from([room]),
            months: BTreeMap::from([(month_of(all.since), 1)]),
            kits: BTreeMap::from([(kit.id.to_string(), figures)]),
            pack: pack.name(),
            method: METHOD.to_owned(),
        })
    }

    /// How many teams are in them.
    #[must_use]
    pub fn teams(&self) -> u64 {
        self.kits.values().map(|figures| figures.teams).sum()
    }

    /// What they were worked out with: id and version of the pack, and the method.
    #[must_use]
    pub fn made_with(&self) -> [&str; 3] {
        let PackName { id, version, .. } = &self.pack;
        [id, version, &self.method]
    }

    /// What they say, as a line of JSON.
    #[must_use]
    pub fn line(&self) -> String {
        let PackName { id, version, .. } = &self.pack;
        let told = Line {
            method: &self.method,
            pack: format!("{id} {version}"),
            rooms: self.rooms.len(),
            teams: self.teams(),
            months: &self.months,
            kits: &self.kits,
        };
        // Plain values: nothing here can refuse.
        serde_json::to_string(&BTreeMap::from([("totals", told)])).unwrap_or_default()
    }

    /// The totals as a file. The same totals give the same bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        sealed(&Written {
            format: FORMAT,
            version: VERSION,
            method: &self.method,
            pack: &self.pack,
            rooms: &self.rooms,
            months: &self.months,
            kits: &self.kits,
        })
    }

    /// Totals of several rooms as one. What is in another one whole counts once; the order does not
    /// matter, nor which were put together before.
    ///
    /// # Errors
    /// Where two of them hold the same room otherwise, where they were not worked out alike, or
    /// where there are too many rooms. None gives nothing to add up.
    pub fn merged(all: &[Self]) -> Result<Self, Finding> {
        let taken = each_once(all)?;
        let Some((first, others)) = taken.split_first() else {
            return Err(too_few(0));
        };
        let mut merged = (*first).clone();
        for one in others {
            let rooms = merged.rooms.len() + one.rooms.len();
            if rooms > MOST_ROOMS {
                let finding = Finding::new(Code::OutOfRange, "rooms").with("value", rooms);
                return Err(finding.with("lowest", 1).with("highest", MOST_ROOMS));
            }
            merged.add(one);
        }
        Ok(merged)
    }

    fn add(&mut self, other: &Self) {
        self.rooms.extend(other.rooms.iter().cloned());
        for (month, rooms) in &other.months {
            *self.months.entry(month.clone()).or_default() += rooms;
        }
        for (kit, figures) in &other.kits {
            self.kits.entry(kit.clone()).or_default().add(figures);
        }
    }
}

impl Summand for Totals {
    const DIFFER: Code = Code::TotalsDiffer;

    fn parts(&self) -> &BTreeSet<String> {
        &self.rooms
    }

    fn made_with(&self) -> (&PackName, String) {
        (&self.pack, self.method.clone())
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self == other
    }

    fn twice(_: &str) -> Finding {
        Finding::new(Code::SameRoomTwice, "")
    }
}

fn too_few(teams: u64) -> Finding {
    Finding::new(Code::TooFewTeams, "")
        .with("teams", teams)
        .with("limit", FEWEST)
}

impl Figures {
    /// Puts in what the teams answered, where enough of them told.
    fn answer(&mut self, pack: &Pack, kit: &Kit, records: &[&Record]) {
        let count = u64::try_from(records.len()).unwrap_or(MOST_TEAMS);
        let Some(firm) = firm_of(pack, kit).filter(|_| count >= FEWEST) else {
            return;
        };
        self.results = count;
        let profile = pack.questions().count() - asked(pack).count();
        let questions = asked(pack).zip(profile..).map(|(question, at)| {
            let given = Said::of(question, firm.given(question.id.as_str()));
            let said = records.iter().map(|record| record.said_at(at, given));
            let unknown = said.clone().filter(|said| *said == Said::Unknown);
            let otherwise = said
                .filter(|said| *said != given && !matches!(said, Said::Unknown | Said::Nothing));
            let answered = Answered {
                unknown: told(unknown.count(), count),
                otherwise: told(otherwise.count(), count),
            };
            (question.id.to_string(), answered)
        });
        self.questions = questions.collect();
        let bands = themes(pack).enumerate().map(|(at, theme)| {
            let levels = records.iter().map(|record| record.themes.get(at));
            let bands = BANDS.map(|band| {
                let levels = levels.clone().flatten().flatten();
                let in_it = levels.filter(|level| band_in(**level) == band);
                (band.to_owned(), told(in_it.count(), count))
            });
            (theme, BTreeMap::from(bands))
        });
        self.themes = bands.collect();
    }

    fn add(&mut self, other: &Self) {
        self.rooms += other.rooms;
        self.teams += other.teams;
        self.results += other.results;
        for (action, chosen) in &other.choices {
            let sum = self.choices.entry(action.clone()).or_default();
            add(&mut sum.before, chosen.before);
            add(&mut sum.after, chosen.after);
        }
        for (inject, changed) in &other.injects {
            let sum = self.injects.entry(inject.clone()).or_default();
            add(&mut sum.teams, changed.teams);
            add(&mut sum.later_before, changed.later_before);
            add(&mut sum.later_all, changed.later_all);
            add(&mut sum.less_before, changed.less_before);
            add(&mut sum.less_all, changed.less_all);
        }
        for (question, answered) in &other.questions {
            let sum = self.questions.entry(question.clone()).or_default();
            add(&mut sum.unknown, answered.unknown);
            add(&mut sum.otherwise, answered.otherwise);
        }
        for (theme, bands) in &other.themes {
            let sums = self.themes.entry(theme.clone()).or_default();
            for (band, count) in bands {
                add(sums.entry(band.clone()).or_default(), *count);
            }
        }
    }
}

/// The band that the range of a theme lies in: "low" only where enough is known (method A6).
fn band_in(level: Level) -> &'static str {
    let [low, high] = [level.low, level.high].map(|end| band_of(end.into()));
    let known = f64::from(level.coverage) >= COVERAGE_FOR_LOW * 100.0;
    match low {
        _ if low != high => OPEN,
        BandName::Low if known => "low",
        BandName::Low => OPEN,
        BandName::Moderate => "moderate",
        BandName::High => "high",
        BandName::Severe => "severe",
    }
}

// ---- reading ----------------------------------------------------------------------------------

/// What is no text is no damaged assessment either.
fn none_at_all(findings: FileError) -> FileError {
    let no_text = |finding: &Finding| finding.code == Code::NotText;
    if findings.iter().any(no_text) {
        return vec![Finding::new(Code::NotTotals, "").with("format", "?")];
    }
    findings
}

impl Totals {
    /// The totals in a file, with what should be known about them.
    ///
    /// # Errors
    /// Every reason the file cannot be taken, each with its place.
    pub fn read(pack: &Pack, bytes: &[u8]) -> Result<(Self, Vec<Finding>), FileError> {
        let object = Reading::open(bytes, FORMAT, VERSION, Code::NotTotals).map_err(none_at_all)?;
        let mut reading = Reading::default();
        let needed = [
            "format", "version", "method", "pack", "rooms", "months", "kits", "sha256",
        ];
        reading.keys(&object, "", &needed, &[]);
        reading.seal(&object);
        let named = reading.pack(pack, object.get("pack"));
        let method = reading.text(object.get("method"), "method");
        let rooms = reading.texts(object.get("rooms"), "rooms");
        for (hash, place) in &rooms {
            if !is_hash(hash) {
                reading.wrong_type(place, "hash");
            }
        }
        let most = u64::try_from(MOST_ROOMS).unwrap_or(u64::MAX);
        let months = reading.named(object.get("months"), "months", is_month);
        let months: BTreeMap<String, u64> = months
            .into_iter()
            .map(|(month, value, place)| {
                (month.clone(), reading.whole(Some(value), &place, 1, most))
            })
            .collect();
        // A kit of somebody's own may not be open here; its counts add up all the same.
        let kits = reading.named(object.get("kits"), "kits", Own::may_be_called);
        let kits: BTreeMap<String, Figures> = kits
            .into_iter()
            .map(|(id, value, place)| {
                let figures = figures(&mut reading, pack, pack.kit(id), value, &place);
                (id.clone(), figures)
            })
            .collect();
        // Every room is in one month and has one kit.
        let count = rooms.len();
        let of_kits: u64 = kits.values().map(|figures| figures.rooms).sum();
        for (place, sum) in [("months", months.values().sum()), ("kits", of_kits)] {
            let rooms = u64::try_from(count).unwrap_or(u64::MAX);
            if sum != rooms || !(1..=MOST_ROOMS).contains(&count) {
                let finding = Finding::new(Code::OutOfRange, place).with("value", sum);
                reading.find(
                    finding
                        .with("lowest", rooms.max(1))
                        .with("highest", rooms.min(most)),
                );
            }
        }
        reading.done(Self {
            rooms: set(rooms),
            months,
            kits,
            pack: named.unwrap_or_default(),
            method,
        })
    }
}

fn figures(
    reading: &mut Reading,
    pack: &Pack,
    kit: Option<&Kit>,
    value: &Value,
    at: &str,
) -> Figures {
    let place = |key: &str| within(at, key);
    let Some(object) = reading.object(Some(value), at) else {
        return Figures::default();
    };
    let keys = [
        "rooms",
        "teams",
        "results",
        "choices",
        "injects",
        "questions",
        "themes",
    ];
    reading.keys(object, at, &keys, &[]);
    let most = u64::try_from(MOST_ROOMS).unwrap_or(u64::MAX);
    let rooms = reading.whole(object.get("rooms"), &place("rooms"), 1, most);
    let range = [rooms * FEWEST, rooms * MOST_TEAMS];
    let teams = reading.whole(object.get("teams"), &place("teams"), range[0], range[1]);
    let results = reading.whole(object.get("results"), &place("results"), 0, teams);
    let mut of = |key: &str, knows: &dyn Fn(&str) -> bool, counts: &[&str], most: u64| {
        let entries = reading.named(object.get(key), &place(key), knows);
        let entries = entries.into_iter().map(|(key, value, place)| {
            let most = Most { teams: most, rooms };
            (
                key.clone(),
                read_counts(reading, value, &place, counts, most),
            )
        });
        entries.collect::<BTreeMap<String, Vec<Count>>>()
    };
    let chosen = |counts: &[Count]| Chosen {
        before: nth(counts, 0),
        after: nth(counts, 1),
    };
    let changed = |counts: &[Count]| Changed {
        teams: nth(counts, 0),
        later_before: nth(counts, 1),
        later_all: nth(counts, 2),
        less_before: nth(counts, 3),
        less_all: nth(counts, 4),
    };
    let answered = |counts: &[Count]| Answered {
        unknown: nth(counts, 0),
        otherwise: nth(counts, 1),
    };
    let choices = of(
        "choices",
        &|id| match kit {
            Some(kit) => kit.choice(id).is_some(),
            None => pack.action(id).is_some(),
        },
        &["before", "after"],
        teams,
    );
    let injects = of(
        "injects",
        &|id| match kit {
            Some(kit) => kit.inject(id).is_some(),
            None => id.len() <= Own::LONGEST_ID,
        },
        &[
            "teams",
            "later_before",
            "later_all",
            "less_before",
            "less_all",
        ],
        teams,
    );
    let questions = of(
        "questions",
        &|id| asked(pack).any(|question| question.id.as_str() == id),
        &["unknown", "otherwise"],
        results,
    );
    let by_theme = of(
        "themes",
        &|id| themes(pack).any(|theme| theme == id),
        &BANDS,
        results,
    );
    let each = |counts: &BTreeMap<String, Vec<Count>>| counts.clone().into_iter();
    Figures {
        rooms,
        teams,
        results,
        choices: each(&choices).map(|(id, it)| (id, chosen(&it))).collect(),
        injects: each(&injects).map(|(id, it)| (id, changed(&it))).collect(),
        questions: each(&questions)
            .map(|(id, it)| (id, answered(&it)))
            .collect(),
        themes: each(&by_theme)
            .map(|(id, it)| {
                let bands = BANDS.iter().map(|band| (*band).to_owned()).zip(it);
                (id, bands.collect())
            })
            .collect(),
    }
}

/// What a count may be at most.
#[derive(Clone, Copy)]
struct Most {
    teams: u64,
    rooms: u64,
}

fn nth(counts: &[Count], at: usize) -> Count {
    counts.get(at).copied().unwrap_or_default()
}

/// The counts under these keys, each a range as [`told`] tells them, or a sum of such.
fn read_counts(
    reading: &mut Reading,
    value: &Value,
    at: &str,
    keys: &[&str],
    most: Most,
) -> Vec<Count> {
    let Some(object) = reading.object(Some(value), at) else {
        return Vec::new();
    };
    reading.keys(object, at, keys, &[]);
    let counts = keys.iter().map(|key| {
        let place = within(at, key);
        count(reading, object, key, &place, most)
    });
    counts.collect()
}

fn count(
    reading: &mut Reading,
    object: &Map<String, Value>,
    key: &str,
    place: &str,
    most: Most,
) -> Count {
    let Some(value) = object.get(key) else {
        return Count::default();
    };
    let Some([low, high]) = value.as_array().map(Vec::as_slice) else {
        reading.wrong_type(place, "two_counts");
        return Count::default();
    };
    let low = reading.whole(Some(low), place, 0, most.teams);
    let widest = low.saturating_add((FEWEST - 1) * most.rooms);
    let high = reading.whole(Some(high), place, low, most.teams.min(widest));
    if !low.is_multiple_of(FEWEST) {
        let finding = Finding::new(Code::OutOfRange, place).with("value", low);
        let floor = low / FEWEST * FEWEST;
        reading.find(finding.with("lowest", floor).with("highest", floor));
    }
    [low, high]
}
