//! What a trainer has collected: the latest of each team, in whatever order it came.
//!
//! It follows from the texts in the room's document, and is kept nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use super::code::RoomCode;
use super::record::{IN_LETTERS, Record};
use super::room::Room;
use super::spoken::Spoken;
use crate::content::{Kit, KitCode, Pack};

/// What was made so many minutes before the room was opened is another afternoon's. It is as much
/// as a tablet's clock may well be wrong.
const LONG_AGO: u32 = 12 * 60;

/// What a team hands in.
#[derive(Clone, Debug, PartialEq)]
pub enum Handed {
    /// Its record: from a code or a file.
    Record(Record),
    /// What it read out.
    Spoken(Spoken),
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is the team's first.
    New,
    /// It stands in the place of an earlier one.
    Replaced,
    /// It stands beside what came another way.
    Added,
    /// It is there already.
    Again,
    /// A later one is there.
    Older,
    /// It is of another afternoon. It stands only while nothing of today is there.
    Stale,
}

impl Taken {
    /// Its name in the words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Replaced => "replaced",
            Self::Added => "added",
            Self::Again => "again",
            Self::Older => "older",
            Self::Stale => "stale",
        }
    }
}

/// What a team handed in last, each way.
#[derive(Clone, Debug, Default, PartialEq)]
struct Latest {
    record: Option<Record>,
    spoken: Option<Spoken>,
}

/// What a trainer has collected in a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The room.
    pub room: RoomCode,
    /// The kit's code.
    pub kit: KitCode,
    /// When it was opened, minutes since the beginning of 1970, UTC.
    pub since: u32,
    /// The injects that are known to have been played, by their ids.
    pub played: BTreeSet<String>,
    teams: BTreeMap<u8, Latest>,
    /// What the room has kept and cannot read, as after a new pack.
    unread: Vec<String>,
}

impl Collection {
    /// An empty one.
    #[must_use]
    pub fn new(room: RoomCode, kit: &Kit, since: u32) -> Self {
        Self {
            room,
            kit: kit.code.clone(),
            since,
            played: BTreeSet::new(),
            teams: BTreeMap::new(),
            unread: Vec::new(),
        }
    }

    /// What a room has collected; none where its kit is not there.
    #[must_use]
    pub fn of(pack: &Pack, room: &Room) -> Option<Self> {
        let kit = room.kit(pack)?;
        let since = room.since().unwrap_or_default() / 60_000;
        let since = u32::try_from(since).unwrap_or(u32::MAX);
        let mut all = Self::new(room.code, kit, since);
        let injects = kit.injects.iter().map(|inject| inject.id.to_string());
        all.played = injects.filter(|id| room.played(id).is_some()).collect();
        for text in &room.records {
            match handed(pack, kit, room.code, text) {
                Some(handed) => _ = all.take(handed),
                None => all.unread.push(text.clone()),
            }
        }
        Some(all)
    }

    /// What the room keeps of it: the records in letters and the short codes, team by team, and
    /// what could not be read as it was.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let of = |latest: &Latest| {
            let record = latest.record.as_ref().map(Record::letters);
            let spoken = latest.spoken.as_ref();
            [record, spoken.map(|it| it.show(&self.kit, self.room))]
        };
        let read = self.teams.values().flat_map(of).flatten();
        read.chain(self.unread.iter().cloned()).collect()
    }

    /// How many texts of the room could not be read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.unread.len()
    }

    /// Takes what belongs to the room and the kit.
    pub fn take(&mut self, handed: Handed) -> Taken {
        let since = self.since;
        let team = match &handed {
            Handed::Record(record) => record.team,
            Handed::Spoken(spoken) => spoken.team,
        };
        let latest = self.teams.entry(team).or_default();
        let was_empty = *latest == Latest::default();
        let taken = match handed {
            Handed::Record(record) => {
                let stale = is_stale(&record, since);
                let rank = |record: &Record| {
                    let fresh = !is_stale(record, since);
                    (fresh, record.turn, record.made, record.write())
                };
                let taken = put(&mut latest.record, record, rank);
                if stale { Taken::Stale } else { taken }
            }
            Handed::Spoken(spoken) => put(&mut latest.spoken, spoken, |spoken| {
                (spoken.turn, spoken.before.clone(), spoken.after.clone())
            }),
        };
        match taken {
            Taken::New if !was_empty => Taken::Added,
            other => other,
        }
    }

    /// Takes away what a team handed in.
    pub fn remove(&mut self, team: u8) {
        self.teams.remove(&team);
    }

    /// Takes away everything.
    pub fn clear(&mut self) {
        self.teams.clear();
        self.unread.clear();
    }

    /// The teams that handed something in, by their numbers.
    #[must_use]
    pub fn teams(&self) -> Vec<u8> {
        self.teams.keys().copied().collect()
    }

    /// A team's record.
    #[must_use]
    pub fn record(&self, team: u8) -> Option<&Record> {
        self.teams.get(&team)?.record.as_ref()
    }

    /// Whether what stands for a team is of another afternoon.
    #[must_use]
    pub fn is_stale(&self, team: u8) -> bool {
        let latest = self.teams.get(&team);
        latest.is_some_and(|latest| {
            let stale = latest
                .record
                .as_ref()
                .is_some_and(|it| is_stale(it, self.since));
            stale && latest.spoken.is_none()
        })
    }

    /// The latest turn of a team.
    #[must_use]
    pub fn turn(&self, team: u8) -> Option<u16> {
        let latest = self.teams.get(&team)?;
        match self.later(latest) {
            Some(spoken) => Some(spoken.turn),
            None => latest.record.as_ref().map(|record| record.turn),
        }
    }

    /// What was read out, where it is later than the record.
    fn later<'l>(&self, latest: &'l Latest) -> Option<&'l Spoken> {
        let record = latest.record.as_ref();
        let record = record.filter(|record| !is_stale(record, self.since));
        let spoken = latest.spoken.as_ref()?;
        record
            .is_none_or(|record| spoken.turn > record.turn)
            .then_some(spoken)
    }

    /// The record that a team's choices stand in; none where it read later ones out.
    #[must_use]
    pub fn choosing_record(&self, team: u8) -> Option<&Record> {
        let latest = self.teams.get(&team)?;
        let record = latest.record.as_ref();
        record.filter(|_| self.later(latest).is_none())
    }

    /// What a team chose before the first inject and afterwards, by the actions' ids.
    #[must_use]
    pub fn choices(&self, kit: &Kit, team: u8) -> Option<(Vec<String>, Vec<String>)> {
        let latest = self.teams.get(&team)?;
        let (before, after) = match (self.later(latest), &latest.record) {
            (Some(spoken), _) => (&spoken.before, &spoken.after),
            (None, Some(record)) => (&record.before, &record.after),
            (None, None) => return None,
        };
        let ids = |places: &[u8]| -> Vec<String> {
            let id = |at: &u8| Some(kit.choices.get(usize::from(*at))?.action.to_string());
            places.iter().filter_map(id).collect()
        };
        Some((ids(before), ids(after)))
    }
}

/// What a text of a room is; none where it is nothing of this room.
fn handed(pack: &Pack, kit: &Kit, room: RoomCode, text: &str) -> Option<Handed> {
    if !text.starts_with(IN_LETTERS) {
        return Spoken::read(kit, room, text).ok().map(Handed::Spoken);
    }
    let record = Record::read(pack, text.as_bytes()).ok()?;
    record.belongs(room, kit).ok()?;
    Some(Handed::Record(record))
}

fn is_stale(record: &Record, since: u32) -> bool {
    record.made.saturating_add(LONG_AGO) < since
}

/// Puts the one of two that ranks higher into a place.
fn put<T: PartialEq, R: Ord>(place: &mut Option<T>, one: T, rank: impl Fn(&T) -> R) -> Taken {
    match place {
        None => {
            *place = Some(one);
            Taken::New
        }
        Some(there) if *there == one => Taken::Again,
        Some(there) if rank(there) > rank(&one) => Taken::Older,
        Some(there) => {
            *there = one;
            Taken::Replaced
        }
    }
}
