//! Handing in and collecting: the team's codes, and what the trainer's camera, files and typing
//! bring together.
//!
//! What is collected stands in the room's document, and is saved, moved and kept with it.

use std::cell::OnceCell;

use sonae_engine::assessment::{Edit, Seat};
use sonae_engine::content::Kit;
use sonae_engine::finding::Finding;
use sonae_engine::workshop::code::{JoinCode, Misread, RoomCode};
use sonae_engine::workshop::collect::{Collection, Handed, Taken};
use sonae_engine::workshop::picture::Picture;
use sonae_engine::workshop::qr::Drawn;
use sonae_engine::workshop::record::{Handing, Record, Refused, kit_of};
use sonae_engine::workshop::room::Room;
use sonae_engine::workshop::seat::{effects, played};
use sonae_engine::workshop::spoken::Spoken;

use super::{Action, Effect, State};
use crate::route::Page;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// What was collected in the room; none before one is opened.
    pub collection: Option<Collection>,
    /// The class picture of it, which takes many scenarios to work out: once it is looked at.
    picture: OnceCell<Picture>,
    /// What the room kept of it before each change, the latest last.
    pub undo: Vec<Vec<String>>,
    /// What was typed as the room's code and is none; or is one, and its kit is not here.
    pub wrong_room: Option<(String, Option<Misread>)>,
    /// What was typed as a short code and is none.
    pub wrong_spoken: Option<(String, Misread)>,
    /// What came of what was brought last, the latest last.
    pub heard: Vec<Heard>,
    /// The camera.
    pub camera: Camera,
    /// So many of so many codes of a record were seen.
    pub seen: (usize, usize),
    /// Whether a code is before the camera that cannot be read.
    pub unread: bool,
}

/// The trainer's camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Camera {
    /// It is not used.
    #[default]
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
    /// A code is there that cannot be read.
    Unread,
    /// A code with this text was read.
    TextRead(String),
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
    /// Everything that was collected is to go.
    Emptied,
}

impl Told {
    /// Whether it comes from the camera, and who types a short code meanwhile need not see it yet.
    #[must_use]
    pub fn can_wait(&self) -> bool {
        matches!(self, Self::CodeRead(_) | Self::Seen(..) | Self::Unread)
    }
}

/// What must follow.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
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

    /// The class picture of what is collected, with its kit; none where nothing is.
    #[must_use]
    pub fn class_picture(&self) -> Option<(&Picture, &'static Kit)> {
        let kit = self.collected_kit()?;
        let desk = &self.hand_in.desk;
        let all = desk.collection.as_ref()?;
        let some = !all.teams().is_empty();
        let of = || Picture::of(self.pack, kit, all);
        some.then(|| (desk.picture.get_or_init(of), kit))
    }

    /// The class picture is worked out anew once it is looked at.
    pub(super) fn pictured_anew(&mut self) {
        self.hand_in.desk.picture = OnceCell::new();
    }

    /// What is collected follows from the room that is led.
    pub(super) fn collected_anew(&mut self) {
        let room = self.leading.room.as_ref();
        let collection = room.and_then(|room| Collection::of(self.pack, room));
        let desk = &mut self.hand_in.desk;
        let of = |all: &Option<Collection>| all.as_ref().map(|all| (all.room, all.kit.clone()));
        if desk.collection.is_some() && of(&desk.collection) != of(&collection) {
            desk.undo.clear();
            desk.heard.clear();
        }
        if desk.collection != collection {
            desk.collection = collection;
            desk.picture = OnceCell::new();
        }
    }

    /// Whoever leaves a page needs no camera any more.
    pub(super) fn hand_in_went(&mut self) -> Vec<Effect> {
        match self.hand_in.desk.camera {
            Camera::Off => Vec::new(),
            _ => self.camera_done(),
        }
    }

    fn camera_is(&mut self, camera: Camera) {
        let desk = &mut self.hand_in.desk;
        (desk.camera, desk.seen, desk.unread) = (camera, (0, 0), false);
    }

    fn camera_done(&mut self) -> Vec<Effect> {
        self.camera_is(Camera::Off);
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
                let teams = teams.clamp(1, Room::MOST_TEAMS);
                return self
                    .changed_room(|room, _, _| std::mem::replace(&mut room.teams, teams) != teams);
            }
            Told::CameraAsked => {
                self.camera_is(Camera::Asked);
                return vec![Effect::HandIn(Task::StartCamera)];
            }
            Told::CameraDone => return self.camera_done(),
            Told::CameraIs(camera) => self.camera_is(camera),
            Told::Seen(seen, needed) => {
                self.hand_in.desk.seen = (seen, needed);
                self.hand_in.desk.unread = false;
            }
            Told::Unread => self.hand_in.desk.unread = true,
            Told::TextRead(text) => {
                self.hand_in.desk.unread = false;
                if self.page == Page::Seat {
                    let mut effects = self.camera_done();
                    effects.extend(self.scanned(text));
                    return effects;
                }
            }
            // A team's seat looks for the codes of the room only.
            Told::CodeRead(_) if self.page != Page::Collect => {}
            Told::CodeRead(bytes) => {
                self.hand_in.desk.seen = (0, 0);
                return self.brought(vec![(None, Ok(bytes))]);
            }
            Told::FilesBrought(files) => return self.brought(files),
            Told::SpokenTyped(typed) => return self.spoken_typed(typed),
            Told::TeamRemoved(team) => return self.collected(|all| all.remove(team)),
            Told::Emptied => return self.collected(Collection::clear),
            Told::Undone => {
                if let Some(before) = self.hand_in.desk.undo.pop() {
                    self.hand_in.desk.heard.clear();
                    return self.keep_collected(&before);
                }
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
                let room = self.new_room(kit, join.room);
                return room.map(|room| self.room_wanted(room)).unwrap_or_default();
            }
            (Ok(_), None) => desk.wrong_room = Some((typed, None)),
            (Err(why), _) => desk.wrong_room = Some((typed, Some(why))),
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
                self.hand_in.desk.heard.clear();
                self.take(Handed::Spoken(spoken));
                self.keep_changed()
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
        self.keep_changed()
    }

    fn record_of(&mut self, bytes: &[u8]) -> Result<Record, Refused> {
        let record = Record::read(self.pack, bytes)?;
        let kit = kit_of(self.pack, &record.kit).ok_or(Refused::OtherKit)?;
        if self.leading.room.is_none()
            && let Some(room) = self.new_room(kit, record.room)
        {
            self.set_room(room);
        }
        let (room, kit, _) = self.room().ok_or(Refused::OtherKit)?;
        record.belongs(room.code, kit)?;
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
            desk.heard.push(Heard::Taken(team, taken));
        }
    }

    /// Changes what is collected.
    fn collected(&mut self, change: impl FnOnce(&mut Collection)) -> Vec<Effect> {
        self.hand_in.desk.heard.clear();
        if let Some(collection) = &mut self.hand_in.desk.collection {
            change(collection);
        }
        self.keep_changed()
    }

    /// The room keeps what is collected now, and what it kept before can be come back to.
    fn keep_changed(&mut self) -> Vec<Effect> {
        let (Some(room), Some(all)) = (&self.leading.room, &self.hand_in.desk.collection) else {
            return Vec::new();
        };
        let (before, texts) = (room.records.clone(), all.texts());
        let effects = self.keep_collected(&texts);
        // Nothing came of it: there is nothing to take back.
        if !effects.is_empty() {
            let undo = &mut self.hand_in.desk.undo;
            undo.push(before);
            undo.drain(..undo.len().saturating_sub(UNDO));
        }
        effects
    }

    fn keep_collected(&mut self, texts: &[String]) -> Vec<Effect> {
        let all = self.hand_in.desk.collection.as_ref();
        let last = all.and_then(|all| all.teams().last().copied());
        self.changed_room(|room, _, _| {
            // A team that nobody expected is one more.
            room.teams = room.teams.max(last.unwrap_or_default());
            std::mem::replace(&mut room.records, texts.to_vec()) != texts
        })
    }

    /// Now, in minutes since 1970.
    fn minute(&self) -> u32 {
        u32::try_from(self.now.ms / 60_000).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests;
