//! What a seat hands in: its result without amounts, names and texts, in a few hundred bytes.
//!
//! `SO`, the version, the fields in postcard, the first eight bytes of an HMAC-SHA-256 of all that,
//! keyed by the room's code, and a CRC-32 of all that. The CRC tells damage. The keyed check
//! tells that whoever made the record had the room's code: it keeps another room's out, and a
//! mistake. It is no signature, and says nothing about who it was.

use serde::{Deserialize, Serialize};

use super::code::RoomCode;
use super::played::{Inject, Played};
use crate::assessment::{Answer, Assessment, Given, Seat, stray};
use crate::content::{Choice, Id, Kind, Kit, KitCode, Language, Module, Pack, Question};
use crate::measure::Unit;
use crate::score::{Score, score};

/// What every record begins with.
const HEAD: &[u8; 2] = b"SO";
/// The version this code writes.
pub const VERSION: u8 = 1;
/// So long is the keyed check.
const SEAL: usize = 8;
/// And the check against damage.
const CHECK: usize = 4;
/// So much of the pack's hash is told.
pub const HASH: usize = 8;
/// What stands in front of a record that is written in letters.
pub const IN_LETTERS: &str = "SONAE:";
/// Why something is no record that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no record at all.
    NotARecord,
    /// It is a firm's own assessment, or a locked file.
    RealFirm,
    /// It is the practice assessment itself.
    PracticeFile,
    /// It is another file of ours, of this format ([`stray::FORMATS`]).
    OtherFile(&'static str),
    /// It is of a newer version.
    Newer,
    /// It is not as it was made.
    Damaged,
    /// It was made with another version of the pack.
    OtherPack,
    /// It is of another kit.
    OtherKit,
    /// It is of another room.
    OtherRoom,
}

impl Refused {
    /// Its name in the words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotARecord => "not_a_record",
            Self::RealFirm => "real_firm",
            Self::PracticeFile => "practice_file",
            Self::OtherFile(_) => "other_file",
            Self::Newer => "newer",
            Self::Damaged => "damaged",
            Self::OtherPack => "other_pack",
            Self::OtherKit => "other_kit",
            Self::OtherRoom => "other_room",
        }
    }
}

/// Who hands in, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handing {
    /// The room.
    pub room: RoomCode,
    /// The team's number, from 1.
    pub team: u8,
    /// It grows with each handing in.
    pub turn: u16,
    /// When it was made, minutes since the beginning of 1970, UTC.
    pub made: u32,
}

/// What a seat hands in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The kit.
    pub kit: KitCode,
    /// The room.
    pub room: RoomCode,
    /// The team's number, from 1.
    pub team: u8,
    /// It grows with each handing in.
    pub turn: u16,
    /// When it was made, minutes since the beginning of 1970, UTC.
    pub made: u32,
    /// The beginning of the pack's hash.
    pub pack: [u8; HASH],
    /// The themes in the order of the pack; one without a score has none.
    pub themes: Vec<Option<Level>>,
    /// How many questions were answered "don't know".
    pub unknown: u16,
    /// How many rows of the tables are not as the firm has them; what stands there is not told.
    pub rows: u16,
    /// The questions whose answers are not the firm's, by their place in the pack.
    pub said: Vec<(u16, Said)>,
    /// The injects that reached the team, in order.
    pub injects: Vec<Clock>,
    /// What was chosen before the first of them, by its place in the kit.
    pub before: Vec<u8>,
    /// What was chosen afterwards.
    pub after: Vec<u8>,
}

/// The risk of one theme: whole points of 100, and per cent of its weight that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// At its lowest.
    pub low: u8,
    /// At its highest.
    pub high: u8,
    /// How much of it is known, per cent.
    pub coverage: u8,
}

/// An answer that is not the firm's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Said {
    /// There is none.
    Nothing,
    /// "Don't know".
    Unknown,
    /// "Does not apply".
    NotApplicable,
    /// One option, by its place.
    One(u8),
    /// Several, a bit for each.
    Several(u32),
    /// So many per cent, rounded.
    Percent(u8),
    /// An amount or a number, which is not told.
    Number,
}

/// One inject as the team had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Its place in the kit.
    pub inject: u8,
    /// As in [`Inject`].
    pub stop_weeks: [Option<u16>; 3],
    /// As in [`Inject`].
    pub loss_pct: [u32; 3],
}

impl Said {
    /// An answer, without what has a unit of its own.
    #[must_use]
    pub fn of(question: &Question, given: Option<&Given>) -> Self {
        let options = question.kind.options();
        let place = |key: &Id| options.iter().position(|option| option.key == *key);
        let small = |at: usize| u8::try_from(at).ok();
        match given {
            None => Self::Nothing,
            Some(Given::Unknown) => Self::Unknown,
            Some(Given::NotApplicable) => Self::NotApplicable,
            Some(Given::Choice(key)) => place(key).and_then(small).map_or(Self::Nothing, Self::One),
            Some(Given::Choices(keys)) => {
                let bits = keys
                    .iter()
                    .filter_map(place)
                    .map(|at| 1u32.wrapping_shl(bit(at)));
                Self::Several(bits.fold(0, |all, bit| all | bit))
            }
            Some(Given::Number(number)) => match question.kind {
                Kind::Percent(_) => Self::Percent(whole(number.get(), 100.0)),
                _ => Self::Number,
            },
        }
    }

    /// The answer; `Err` where it does not fit the question or is not told.
    fn given(self, question: &Question) -> Result<Option<Given>, ()> {
        let options = question.kind.options();
        let is_multi = matches!(question.kind, Kind::Multi(..));
        match self {
            Self::Nothing => Ok(None),
            Self::Unknown => Ok(Some(Given::Unknown)),
            Self::NotApplicable => Ok(Some(Given::NotApplicable)),
            Self::One(at) => {
                let option = options
                    .get(usize::from(at))
                    .filter(|_| !is_multi)
                    .ok_or(())?;
                Ok(Some(Given::chosen(option)))
            }
            Self::Several(bits) => {
                let fits =
                    is_multi && bits != 0 && bits.checked_shr(bit(options.len())).unwrap_or(0) == 0;
                let chosen = |(at, option): (usize, &Choice)| {
                    (bits & 1u32.wrapping_shl(bit(at)) != 0).then(|| option.key.clone())
                };
                let chosen = options.iter().enumerate().filter_map(chosen).collect();
                fits.then_some(Some(Given::Choices(chosen))).ok_or(())
            }
            Self::Percent(percent) => {
                let number = Unit::Percent.number(percent.into());
                let number = number.filter(|_| matches!(question.kind, Kind::Percent(_)));
                Ok(Some(Given::Number(number.ok_or(())?)))
            }
            Self::Number => Err(()),
        }
    }

    /// Whether it can be the answer to a question.
    fn fits(self, question: &Question) -> bool {
        match self {
            Self::Number => matches!(question.kind, Kind::Integer(_) | Kind::Money(_)),
            said => said.given(question).is_ok(),
        }
    }
}

/// A place as a bit's number.
fn bit(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A number rounded into 0 to `most`, at most 255.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was brought into the range before"
)]
fn whole(number: f64, most: f64) -> u8 {
    number.round().clamp(0.0, most.min(255.0)) as u8
}

/// The beginning of a pack's hash, as records have it.
#[must_use]
pub fn hash_of(pack: &Pack) -> [u8; HASH] {
    let mut bytes = [0; HASH];
    for (at, byte) in bytes.iter_mut().enumerate() {
        let pair = pack.hash.get(at * 2..at * 2 + 2).unwrap_or("00");
        *byte = u8::from_str_radix(pair, 16).unwrap_or(0);
    }
    bytes
}

/// The kit's firm as it is given. Nothing of its texts counts here.
#[must_use]
pub fn firm_of(pack: &Pack, kit: &Kit) -> Option<Assessment> {
    firm_in(pack, kit, Language::Ja)
}

fn firm_in(pack: &Pack, kit: &Kit, language: Language) -> Option<Assessment> {
    Assessment::of_firm(pack, pack.firm(kit.firm.as_str())?, language).ok()
}

/// How many rows of the tables are not as the firm has them, in the language it was opened in.
fn changed_rows(pack: &Pack, kit: &Kit, assessment: &Assessment) -> usize {
    let changed = |language| {
        let firm = firm_in(pack, kit, language)?;
        let suppliers = differing(&assessment.suppliers, &firm.suppliers);
        Some(suppliers + differing(&assessment.markets, &firm.markets))
    };
    let all = Language::ALL.into_iter().filter_map(changed);
    all.min().unwrap_or_default()
}

/// The kit with a code.
#[must_use]
pub fn kit_of<'p>(pack: &'p Pack, code: &KitCode) -> Option<&'p Kit> {
    pack.kits.iter().find(|kit| kit.code == *code)
}

impl Record {
    /// What a team hands in.
    ///
    /// # Errors
    /// The assessment is no practice, or the kit is none of the pack.
    pub fn of(
        pack: &Pack,
        kit: &Kit,
        assessment: &Assessment,
        played: &Played,
        handing: Handing,
    ) -> Result<Self, Refused> {
        if !assessment.practice {
            return Err(Refused::RealFirm);
        }
        let firm = firm_of(pack, kit).ok_or(Refused::OtherKit)?;
        let said = pack.questions().enumerate().filter_map(|(at, question)| {
            let of = |case: &Assessment| Said::of(question, case.given(question.id.as_str()));
            let id = question.id.as_str();
            let same = assessment.given(id) == firm.given(id);
            Some((u16::try_from(at).ok()?, of(assessment))).filter(|_| !same)
        });
        let scored = score(pack, assessment).ok();
        let unknown = assessment.answers.values();
        let unknown = unknown.filter(|answer| answer.given == Some(Given::Unknown));
        let rows = changed_rows(pack, kit, assessment);
        let small = |at: usize| u8::try_from(at).ok();
        let choices = |ids: &[String]| -> Vec<u8> {
            let place = |id: &String| {
                let mut choices = kit.choices.iter();
                choices
                    .position(|choice| choice.action.as_str() == id)
                    .and_then(small)
            };
            ids.iter().filter_map(place).collect()
        };
        let clock = |inject: &Inject| {
            let mut injects = kit.injects.iter();
            let at = injects.position(|one| one.id.as_str() == inject.id)?;
            Some(Clock {
                inject: small(at)?,
                stop_weeks: inject.stop_weeks,
                loss_pct: inject.loss_pct,
            })
        };
        Ok(Self {
            kit: kit.code.clone(),
            room: handing.room,
            team: handing.team.clamp(1, Seat::MOST_TEAMS),
            turn: handing.turn,
            made: handing.made,
            pack: hash_of(pack),
            themes: levels(pack, scored.as_ref()),
            unknown: u16::try_from(unknown.count()).unwrap_or(u16::MAX),
            rows: u16::try_from(rows).unwrap_or(u16::MAX),
            said: said.collect(),
            injects: played.injects.iter().filter_map(clock).collect(),
            before: choices(&played.before),
            after: choices(&played.after),
        })
    }

    /// The record as bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = HEAD.to_vec();
        bytes.push(VERSION);
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        let seal = self.room.sealed("record", &bytes);
        bytes.extend(seal.into_iter().take(SEAL));
        bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
        bytes
    }

    /// The record in letters that a QR code has a mode of its own for: what a file holds, and one
    /// code where it is enough.
    #[must_use]
    pub fn letters(&self) -> String {
        format!("{IN_LETTERS}{}", base45::encode(self.write()))
    }

    /// Reads a record, as bytes or in letters.
    ///
    /// # Errors
    /// Why it cannot be taken. Of a firm's own file nothing is kept.
    pub fn read(pack: &Pack, bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.starts_with(HEAD) {
            if let Some(rest) = std::str::from_utf8(bytes).ok().and_then(in_letters) {
                let bytes = base45::decode(rest).map_err(|_| Refused::Damaged)?;
                return Self::of_bytes(pack, &bytes);
            }
            return Self::of_bytes(pack, bytes);
        }
        Err(other_file(bytes))
    }

    fn of_bytes(pack: &Pack, bytes: &[u8]) -> Result<Self, Refused> {
        match bytes.strip_prefix(HEAD).and_then(<[u8]>::first) {
            Some(&VERSION) => {}
            // A text that happens to begin like a record is none.
            Some(version) if (VERSION..b' ').contains(version) => return Err(Refused::Newer),
            _ => return Err(Refused::NotARecord),
        }
        let (checked, check) = bytes.split_last_chunk::<CHECK>().ok_or(Refused::Damaged)?;
        if crc32fast::hash(checked).to_be_bytes() != *check {
            return Err(Refused::Damaged);
        }
        let (told, seal) = checked.split_last_chunk::<SEAL>().ok_or(Refused::Damaged)?;
        let fields = told.get(HEAD.len() + 1..).ok_or(Refused::Damaged)?;
        let read = postcard::take_from_bytes::<Self>(fields);
        let (record, left) = read.map_err(|_| Refused::Damaged)?;
        if !left.is_empty() {
            return Err(Refused::Damaged);
        }
        let right = record.room.sealed("record", told);
        if right.get(..SEAL) != Some(seal.as_slice()) {
            return Err(Refused::OtherRoom);
        }
        if record.pack != hash_of(pack) {
            return Err(Refused::OtherPack);
        }
        let kit = kit_of(pack, &record.kit).ok_or(Refused::OtherKit)?;
        record
            .is_sound(pack, kit)
            .then_some(record)
            .ok_or(Refused::Damaged)
    }

    fn is_sound(&self, pack: &Pack, kit: &Kit) -> bool {
        let questions: Vec<&Question> = pack.questions().collect();
        let themes: usize = pack.modules.iter().map(|module| module.themes.len()).sum();
        let level =
            |level: &Level| level.low <= level.high && level.high <= 100 && level.coverage <= 100;
        let said = |(at, said): &(u16, Said)| {
            let question = questions.get(usize::from(*at));
            question.is_some_and(|question| said.fits(question))
        };
        let chosen: Vec<u8> = self.before.iter().chain(&self.after).copied().collect();
        let dealt: Vec<u8> = self.injects.iter().map(|clock| clock.inject).collect();
        (1..=Seat::MOST_TEAMS).contains(&self.team)
            && self.themes.len() == themes
            && self.themes.iter().flatten().all(level)
            && self.said.is_sorted_by(|(one, _), (next, _)| one < next)
            && self.said.iter().all(said)
            && self.before.len() <= usize::from(kit.before)
            && self.after.len() <= usize::from(kit.after)
            && are_places(&chosen, kit.choices.len())
            && are_places(&dealt, kit.injects.len())
    }

    /// Why a room of a kit does not take it.
    ///
    /// # Errors
    /// It is another room's, or of another kit.
    pub fn belongs(&self, room: RoomCode, kit: &Kit) -> Result<(), Refused> {
        if self.kit != kit.code {
            Err(Refused::OtherKit)
        } else if self.room != room {
            Err(Refused::OtherRoom)
        } else {
            Ok(())
        }
    }

    /// What the team did.
    #[must_use]
    pub fn played(&self, kit: &Kit) -> Played {
        let ids = |places: &[u8]| {
            let id = |at: &u8| Some(kit.choices.get(usize::from(*at))?.action.to_string());
            places.iter().filter_map(id).collect()
        };
        let inject = |clock: &Clock| {
            Some(Inject {
                id: kit.injects.get(usize::from(clock.inject))?.id.to_string(),
                stop_weeks: clock.stop_weeks,
                loss_pct: clock.loss_pct,
            })
        };
        Played {
            kit: kit.id.to_string(),
            injects: self.injects.iter().filter_map(inject).collect(),
            before: ids(&self.before),
            after: ids(&self.after),
        }
    }

    /// What the team said to the question at a place in the pack, to which the firm says `given`.
    #[must_use]
    pub fn said_at(&self, at: usize, given: Said) -> Said {
        let mut said = self.said.iter();
        let own = said.find(|(place, _)| usize::from(*place) == at);
        own.map_or(given, |(_, said)| *said)
    }

    /// The kit's firm with the team's answers in place of its own.
    #[must_use]
    pub fn case(&self, pack: &Pack, kit: &Kit) -> Option<Assessment> {
        let mut case = firm_of(pack, kit)?;
        let questions: Vec<&Question> = pack.questions().collect();
        for (at, said) in &self.said {
            answer(&mut case, pack, questions.get(usize::from(*at))?, *said);
        }
        Some(case)
    }
}

/// The themes of a score in the order of the pack.
pub(super) fn levels(pack: &Pack, score: Option<&Score>) -> Vec<Option<Level>> {
    let scored = |module: &Module| score?.modules.iter().find(|scored| scored.id == module.id);
    let levels = pack.modules.iter().flat_map(|module| {
        let scored = scored(module);
        module.themes.iter().map(move |theme| {
            let mut themes = scored.into_iter().flat_map(|scored| &scored.themes);
            let found = themes.find(|scored| scored.id == theme.id)?;
            Some(Level {
                low: whole(found.risk.low, 100.0),
                high: whole(found.risk.high, 100.0),
                coverage: whole(found.coverage * 100.0, 100.0),
            })
        })
    });
    levels.collect()
}

/// Puts an answer into a case, where it is told.
pub(super) fn answer(case: &mut Assessment, pack: &Pack, question: &Question, said: Said) {
    let Ok(given) = said.given(question) else {
        return;
    };
    let id = question.id.clone();
    if pack.profile.iter().any(|one| one.id == id) {
        match given {
            Some(given) => case.profile.insert(id, given),
            None => case.profile.remove(&id),
        };
    } else if let Some(given) = given {
        let given = Some(given);
        case.answers.insert(
            id,
            Answer {
                given,
                ..Answer::default()
            },
        );
    } else {
        case.answers.remove(&id);
    }
}

/// Whether these are places among so many, each once.
fn are_places(places: &[u8], among: usize) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    places
        .iter()
        .all(|at| usize::from(*at) < among && seen.insert(at))
}

/// How many rows are in one of two tables only.
fn differing<Row: PartialEq>(one: &[Row], other: &[Row]) -> usize {
    let changed = one.iter().zip(other).filter(|(one, other)| one != other);
    changed.count() + one.len().abs_diff(other.len())
}

/// What stands behind the head of a record in letters.
fn in_letters(text: &str) -> Option<&str> {
    text.strip_prefix(IN_LETTERS).map(str::trim_ascii_end)
}

/// What a file is that is no record.
fn other_file(bytes: &[u8]) -> Refused {
    match stray::of(bytes) {
        _ if crate::lock::kind_of(bytes).is_some() => Refused::RealFirm,
        Some("sonae-assessment") => Refused::RealFirm,
        Some("sonae-practice") => Refused::PracticeFile,
        Some(other) => Refused::OtherFile(other),
        None => Refused::NotARecord,
    }
}
