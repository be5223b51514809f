//! Handing in and collecting: the team's codes, and what the trainer's camera, files and typing
//! bring together.

use serde::{Deserialize, Serialize};
use sonae_engine::assessment::{Edit, Seat};
use sonae_engine::content::Kit;
use sonae_engine::finding::Finding;
use sonae_engine::workshop::code::{JoinCode, Misread, RoomCode};
use sonae_engine::workshop::collect::{Collection, Handed, Taken};
use sonae_engine::workshop::qr::Drawn;
use sonae_engine::workshop::record::{Handing, Record, Refused, kit_of};
use sonae_engine::workshop::seat::{effects, played};
use sonae_engine::workshop::spoken::Spoken;

use super::{Action, Effect, State};
use crate::route::Page;

/// So many teams are expected unless something else is said.
const TEAMS: u8 = 8;
/// So many steps can be taken back.
const UNDO: usize = 20;

/// What a team hands in, and a trainer collects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HandIn {
    /// What is being shown to the trainer.
    pub shown: Option<Shown>,
    /// The trainer's side.
    pub desk: Desk,
}

/// A file that was brought: its name, and its bytes or why there are none.
pub type Brought = (Option<String>, Result<Vec<u8>, Finding>);

/// A record that is being shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The record.
    pub record: Record,
    /// What is read out instead.
    pub spoken: String,
    /// Its codes; none while they are drawn.
    pub codes: Option<Result<Vec<Drawn>, Finding>>,
}

/// The trainer's side.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// What was collected; none before a room is opened.
    pub collection: Option<Collection>,
    /// How many teams are expected.
    pub teams: u8,
    /// What was collected before each change, the latest last.
    pub undo: Vec<Option<Collection>>,
    /// What was typed as the room's code and is none.
    pub wrong_room: Option<(String, Misread)>,
    /// What was typed as a short code and is none.
    pub wrong_spoken: Option<(String, Misread)>,
    /// What came of what was brought last, the latest last.
    pub heard: Vec<Heard>,
    /// The camera.
    pub camera: Camera,
    /// So many of so many codes of a record were seen.
    pub seen: (usize, usize),
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            collection: None,
            teams: TEAMS,
            undo: Vec::new(),
            wrong_room: None,
            wrong_spoken: None,
            heard: Vec::new(),
            camera: Camera::Off,
            seen: (0, 0),
        }
    }
}

/// The trainer's camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Camera {
    /// It is not used.
    Off,
    /// The browser asks whether it may be.
    Asked,
    /// It looks.
    On,
    /// There is none, or it may not be used.
    Refused,
    /// What reads its pictures is missing or broke down.
    Broken,
}

/// What came of something that was brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It was taken, or not needed: whose it is, and what became of it.
    Taken(u8, Taken),
    /// It was not taken: the file's name, where it is a file, and why.
    Refused(Option<String>, Refused),
    /// The file could not be read.
    Unread(String, Finding),
}

/// What is kept.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    teams: Option<u8>,
    collection: Option<String>,
}

/// What happened where a team hands in, or a trainer collects.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The team hands in.
    HandedIn,
    /// The codes were drawn: of which turn.
    Drawn(u16, Result<Vec<Drawn>, Finding>),
    /// The record was asked for as a file.
    FileAsked,
    /// The trainer typed the room's code.
    RoomTyped(String),
    /// So many teams are expected.
    TeamsExpected(u8),
    /// The camera was asked for.
    CameraAsked,
    /// Or not any more.
    CameraDone,
    /// The camera is so.
    CameraIs(Camera),
    /// So many of so many codes of a record were seen.
    Seen(usize, usize),
    /// A record was read from codes.
    CodeRead(Vec<u8>),
    /// Files were brought: each with its name, where it has one.
    FilesBrought(Vec<Brought>),
    /// A short code was typed.
    SpokenTyped(String),
    /// What a team handed in is to go.
    TeamRemoved(u8),
    /// The last change is to be taken back.
    Undone,
    /// The room is over: the collection is to go.
    RoomClosed,
}

/// What must follow.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Keep what a team hands in and a trainer collects.
    Keep(String),
    /// Draw the codes of a record: of which turn.
    Draw(u16, Vec<u8>),
    /// Start the camera.
    StartCamera,
    /// Let it go.
    StopCamera,
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::HandIn(told)
    }
}

impl State {
    /// What the team at this seat shows to the trainer.
    #[must_use]
    pub fn shown(&self) -> Option<&Shown> {
        let (seat, kit) = self.seat()?;
        let shown = self.hand_in.shown.as_ref();
        shown.filter(|Shown { record, .. }| {
            record.kit == kit.code
                && record.team == seat.team
                && record.room.to_string() == seat.room
        })
    }

    /// The kit of what is collected.
    #[must_use]
    pub fn collected_kit(&self) -> Option<&'static Kit> {
        kit_of(self.pack, &self.hand_in.desk.collection.as_ref()?.kit)
    }

    /// Takes in what the browser kept; what cannot be read is begun anew.
    pub(super) fn hand_in_started(&mut self, kept: Option<&str>) {
        let kept: Option<Kept> = kept.and_then(|text| serde_json::from_str(text).ok());
        let kept = kept.unwrap_or_default();
        self.hand_in.desk.teams = kept.teams.unwrap_or(TEAMS).clamp(1, Seat::MOST_TEAMS);
        let collection = kept.collection;
        self.hand_in.desk.collection =
            collection.and_then(|text| Collection::read(self.pack, &text));
    }

    /// Whoever leaves the page of collecting needs no camera any more.
    pub(super) fn hand_in_went(&mut self) -> Vec<Effect> {
        self.collect_for_room();
        let uses = matches!(self.hand_in.desk.camera, Camera::On | Camera::Asked);
        if uses && self.page != Page::Collect {
            return self.camera_done();
        }
        Vec::new()
    }

    /// What is collected is the led room's, where nothing was collected yet.
    fn collect_for_room(&mut self) {
        let collected = self.hand_in.desk.collection.as_ref();
        if self.page != Page::Collect || collected.is_some_and(|all| !all.teams().is_empty()) {
            return;
        }
        let led = self
            .room()
            .map(|(room, kit, _)| (room.code, room.teams, kit));
        if let Some((code, teams, kit)) = led
            && collected.is_none_or(|all| all.room != code || all.kit != kit.code)
        {
            let collection = Collection::new(code, kit, self.minute());
            self.hand_in.desk.teams = teams;
            self.hand_in.desk.collection = Some(collection);
        }
    }

    fn camera_done(&mut self) -> Vec<Effect> {
        self.hand_in.desk.camera = Camera::Off;
        self.hand_in.desk.seen = (0, 0);
        vec![Effect::HandIn(Task::StopCamera)]
    }

    /// Takes in what happened.
    pub(super) fn hand_in_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::HandedIn => return self.handed_in(),
            Told::Drawn(turn, codes) => {
                let shown = self.hand_in.shown.as_mut();
                if let Some(shown) = shown.filter(|shown| shown.record.turn == turn) {
                    shown.codes = Some(codes);
                }
            }
            Told::FileAsked => {
                if let Some(shown) = self.shown() {
                    let record = &shown.record;
                    let name = format!("team-{}-{}.sonae-seat", record.team, record.turn);
                    let bytes = format!("{}\n", record.letters()).into_bytes();
                    return vec![Effect::save(name, bytes)];
                }
            }
            told => return self.collecting_told(told),
        }
        Vec::new()
    }

    fn handed_in(&mut self) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let (Some((seat, kit)), Some(case)) = (self.seat(), &self.case) else {
            return Vec::new();
        };
        let Ok(room) = RoomCode::read(&seat.room) else {
            return Vec::new();
        };
        // A step that was taken back takes back no handing in.
        let shown = self.shown().map_or(0, |shown| shown.record.turn);
        let handing = Handing {
            room,
            team: seat.team,
            turn: seat.handed_in.max(shown).saturating_add(1),
            made: self.minute(),
        };
        let effects = effects(self.pack, &case.assessment, seat);
        let played = played(seat, &effects);
        // A firm of one's own has no seat, and is not even made into a record.
        let record = Record::of(self.pack, kit, &case.assessment, &played, handing);
        let Ok(record) = record else {
            return Vec::new();
        };
        let seat = Seat {
            handed_in: handing.turn,
            ..seat.clone()
        };
        let draw = Task::Draw(handing.turn, record.write());
        self.hand_in.shown = Some(Shown {
            spoken: Spoken::of(&record).show(&kit.code, room),
            record,
            codes: None,
        });
        let mut effects = self.edit(Edit::Seated(seat));
        effects.push(Effect::HandIn(draw));
        effects
    }

    fn collecting_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::RoomTyped(typed) => return self.room_typed(typed),
            Told::TeamsExpected(teams) => {
                self.hand_in.desk.teams = teams.clamp(1, Seat::MOST_TEAMS);
                return vec![self.keep_hand_in()];
            }
            Told::CameraAsked => {
                self.hand_in.desk.camera = Camera::Asked;
                return vec![Effect::HandIn(Task::StartCamera)];
            }
            Told::CameraDone => return self.camera_done(),
            Told::CameraIs(camera) => {
                self.hand_in.desk.camera = camera;
                self.hand_in.desk.seen = (0, 0);
            }
            Told::Seen(seen, needed) => self.hand_in.desk.seen = (seen, needed),
            Told::CodeRead(bytes) => {
                self.hand_in.desk.seen = (0, 0);
                return self.brought(vec![(None, Ok(bytes))]);
            }
            Told::FilesBrought(files) => return self.brought(files),
            Told::SpokenTyped(typed) => return self.spoken_typed(typed),
            Told::TeamRemoved(team) => {
                self.remember();
                if let Some(collection) = &mut self.hand_in.desk.collection {
                    collection.remove(team);
                }
                self.hand_in.desk.heard.clear();
                return vec![self.keep_hand_in()];
            }
            Told::Undone => {
                if let Some(before) = self.hand_in.desk.undo.pop() {
                    self.hand_in.desk.collection = before;
                    self.hand_in.desk.heard.clear();
                    return vec![self.keep_hand_in()];
                }
            }
            Told::RoomClosed => {
                self.remember();
                self.hand_in.desk.collection = None;
                self.hand_in.desk.heard.clear();
                let mut effects = self.camera_done();
                effects.push(self.keep_hand_in());
                return effects;
            }
            Told::HandedIn | Told::Drawn(..) | Told::FileAsked => {}
        }
        Vec::new()
    }

    fn room_typed(&mut self, typed: String) -> Vec<Effect> {
        let read = JoinCode::read(&typed);
        let desk = &mut self.hand_in.desk;
        desk.wrong_room = None;
        let kit = read
            .as_ref()
            .ok()
            .and_then(|join| kit_of(self.pack, &join.kit));
        match (read, kit) {
            (Ok(join), Some(kit)) => {
                let since = self.minute();
                self.remember();
                self.hand_in.desk.heard.clear();
                self.hand_in.desk.collection = Some(Collection::new(join.room, kit, since));
                return vec![self.keep_hand_in()];
            }
            (Ok(_), None) => desk.wrong_room = Some((typed, Misread::Unknown)),
            (Err(why), _) => desk.wrong_room = Some((typed, why)),
        }
        Vec::new()
    }

    fn spoken_typed(&mut self, typed: String) -> Vec<Effect> {
        self.hand_in.desk.wrong_spoken = None;
        let (Some(kit), Some(collection)) = (self.collected_kit(), &self.hand_in.desk.collection)
        else {
            return Vec::new();
        };
        match Spoken::read(kit, collection.room, &typed) {
            Ok(spoken) => {
                self.remember();
                self.hand_in.desk.heard.clear();
                self.take(Handed::Spoken(spoken));
                vec![self.keep_hand_in()]
            }
            Err(why) => {
                self.hand_in.desk.wrong_spoken = Some((typed, why));
                Vec::new()
            }
        }
    }

    /// Takes records; without a room, the first of them says which it is. Of a file that is refused
    /// nothing stays but its name and why.
    fn brought(&mut self, files: Vec<Brought>) -> Vec<Effect> {
        self.remember();
        self.hand_in.desk.heard.clear();
        for (name, bytes) in files {
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(finding) => {
                    let unread = Heard::Unread(name.unwrap_or_default(), finding);
                    self.hand_in.desk.heard.push(unread);
                    continue;
                }
            };
            match self.record_of(&bytes) {
                Ok(record) => self.take(Handed::Record(record)),
                Err(why) => self.hand_in.desk.heard.push(Heard::Refused(name, why)),
            }
        }
        // Nothing came of it: there is nothing to take back.
        let desk = &mut self.hand_in.desk;
        desk.undo.pop_if(|before| *before == desk.collection);
        vec![self.keep_hand_in()]
    }

    fn record_of(&mut self, bytes: &[u8]) -> Result<Record, Refused> {
        let record = Record::read(self.pack, bytes)?;
        let kit = kit_of(self.pack, &record.kit).ok_or(Refused::OtherKit)?;
        let since = self.minute();
        let room = record.room;
        let collection = self
            .hand_in
            .desk
            .collection
            .get_or_insert_with(|| Collection::new(room, kit, since));
        let kit = kit_of(self.pack, &collection.kit).ok_or(Refused::OtherKit)?;
        record.belongs(collection.room, kit)?;
        Ok(record)
    }

    fn take(&mut self, handed: Handed) {
        let team = match &handed {
            Handed::Record(record) => record.team,
            Handed::Spoken(spoken) => spoken.team,
        };
        let desk = &mut self.hand_in.desk;
        if let Some(collection) = &mut desk.collection {
            let taken = collection.take(handed);
            desk.teams = desk.teams.max(team);
            desk.heard.push(Heard::Taken(team, taken));
        }
    }

    /// What is collected now can be come back to.
    fn remember(&mut self) {
        let desk = &mut self.hand_in.desk;
        if desk.undo.last() != Some(&desk.collection) {
            desk.undo.push(desk.collection.clone());
            let first = desk.undo.len().saturating_sub(UNDO);
            desk.undo.drain(..first);
        }
    }

    /// Now, in minutes since 1970.
    fn minute(&self) -> u32 {
        u32::try_from(self.now.ms / 60_000).unwrap_or(u32::MAX)
    }

    fn keep_hand_in(&self) -> Effect {
        let desk = &self.hand_in.desk;
        let kept = Kept {
            teams: Some(desk.teams),
            collection: desk.collection.as_ref().map(Collection::write),
        };
        // Plain values: nothing here can refuse.
        Effect::HandIn(Task::Keep(serde_json::to_string(&kept).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests;
