//! The trainer's side of a workshop: a room that is led here, and the projector's window.
//!
//! The room is the engine's document and stands in the browser beside the assessments, so a page
//! that is loaded again tells the same clock. A projector's window holds no room of its own: every
//! second it is sent the whole one, and answers, so that the trainer knows that it is there.

use std::collections::BTreeMap;

use sonae_engine::content::{Kit, Language};
use sonae_engine::finding::Finding;
use sonae_engine::workshop::code::RoomCode;
use sonae_engine::workshop::qr::Drawn;
use sonae_engine::workshop::room::{Clock, Room, Stage, What};

use super::kits::own::wants_a_kit;
use super::shelf::Moment;
use super::{Action, Effect, Notice, NoticeKind, Question, Shared, State};
use crate::route::Page;

/// How long a workshop is unless something else is chosen, minutes.
const MINUTES: u16 = 90;
/// And how many teams it has.
const TEAMS: u8 = 5;
/// A window that was not heard of for so long is not there.
const HEARD_MS: u64 = 5000;
const MINUTE_MS: u64 = 60_000;
const DAY_MINUTES: u64 = 24 * 60;

/// What is led, and what is to be.
#[derive(Clone, Debug)]
pub struct Leading {
    /// The room that is led, or shown.
    pub room: Option<Shared<Room>>,
    /// The kit of the next one, where it was chosen.
    pub kit: Option<String>,
    /// How long the next one is, minutes.
    pub minutes: u16,
    /// How many teams the next one has.
    pub teams: u8,
    /// What the projector shows.
    pub wall: Wall,
    /// Whether keys turn the agenda.
    pub keys: bool,
    /// What is being noted.
    pub note: String,
    /// The projector's window.
    pub window: Window,
    /// When another tab was heard to lead a room too; 0 before.
    pub elsewhere: u64,
    /// Whether the browser did not keep it, and no file was saved since.
    pub unkept: bool,
    /// The codes that teams may scan from the wall: each text, drawn.
    pub codes: BTreeMap<String, Drawn>,
    /// A room that the browser kept and whose kit is not here.
    pub unread: Option<Vec<u8>>,
    /// What was heard last of a room that another window leads.
    heard: String,
}

/// What is known of the projector's window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// It was not heard of.
    #[default]
    Silent,
    /// The browser would not open it.
    Shut,
    /// It was heard of at this moment.
    Heard(u64),
}

impl Default for Leading {
    fn default() -> Self {
        Self {
            room: None,
            kit: None,
            minutes: MINUTES,
            teams: TEAMS,
            wall: Wall::Agenda,
            keys: true,
            note: String::new(),
            window: Window::Silent,
            elsewhere: 0,
            unkept: false,
            codes: BTreeMap::new(),
            unread: None,
            heard: String::new(),
        }
    }
}

/// What the projector shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wall {
    /// The question of the moment, the clock, the agenda.
    #[default]
    Agenda,
    /// What the teams found and did.
    Picture,
    /// Nothing.
    Dark,
}

impl Wall {
    /// Its name among windows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Picture => "picture",
            Self::Dark => "dark",
        }
    }

    /// The one with a name; the agenda where there is none.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let mut all = [Self::Picture, Self::Dark].into_iter();
        all.find(|wall| wall.name() == name).unwrap_or_default()
    }

    /// This, or the agenda where it is this already.
    fn turned_to(self, wanted: Self) -> Self {
        if self == wanted { Self::Agenda } else { wanted }
    }
}

/// What a key or a presenter's remote asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// On.
    Forward,
    /// Back.
    Backward,
    /// The projector dark, or light again.
    Blank,
}

impl Turn {
    /// All of them.
    pub const EVERY: [Self; 3] = [Self::Forward, Self::Backward, Self::Blank];

    /// Its name among windows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
            Self::Blank => "blank",
        }
    }
}

/// What happened in a room that is led.
#[derive(Clone, Debug)]
pub enum Told {
    /// The kit of the next room was chosen.
    KitChosen(String),
    /// Another language was chosen, while it is led.
    Speaks(Language),
    /// How long it is, minutes.
    MinutesChosen(u16),
    /// How many teams it has.
    TeamsChosen(u8),
    /// It is to be opened.
    OpenAsked,
    /// Bits by chance for its code came.
    Drawn(u32),
    /// A file with a room was read, or could not be.
    FileRead(String, Result<Vec<u8>, Finding>),
    /// Something is to be done.
    Asked(What),
    /// What was done last is to be taken back.
    Undone,
    /// A key was pressed, here or in the projector's window.
    Turned(Turn),
    /// Keys are to turn the agenda, or not.
    KeysSwitched(bool),
    /// Something is being noted.
    NoteTyped(String),
    /// The class picture is to be projected, or the agenda again.
    PictureTurned,
    /// The projector's window was asked for.
    WindowAsked,
    /// It was opened, or the browser would not.
    WindowOpened(bool),
    /// The room is to be saved to a file.
    SaveAsked,
    /// Another window leads this room: its text, and what the projector shows.
    Heard(String, Wall),
    /// A projector's window is there.
    Projecting,
    /// The browser did not keep the room.
    NotKept,
    /// Codes of these texts were drawn.
    CodesDrawn(Vec<String>, Vec<Drawn>),
}

/// What a room asks of the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Bits by chance.
    Draw,
    /// Codes of these texts are to be drawn.
    DrawCodes(Vec<String>),
    /// The room is to be kept.
    Keep(Shared<Room>),
    /// The other windows are told how it stands: the room, and what the projector shows.
    Send(Shared<Room>, Wall),
    /// The trainer's window is told that this one projects.
    Answer,
    /// It is told what was pressed here.
    Pass(Turn),
    /// The projector's window is to be opened.
    OpenWindow,
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Room(told)
    }
}

/// The time of day of a moment, by the clock that shows `now`.
#[must_use]
pub fn time_of(now: &Moment, ms: u64) -> String {
    let shown = now.time.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute): (u64, u64) = (hour.parse().ok()?, minute.parse().ok()?);
        Some(hour * 60 + minute)
    });
    // How far the clock on the wall is from the minutes since 1970.
    let apart = shown.unwrap_or(0) + DAY_MINUTES - now.ms / MINUTE_MS % DAY_MINUTES;
    let minute = (ms / MINUTE_MS + apart) % DAY_MINUTES;
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// `12:05`, whichever side of 0 it is on.
#[must_use]
pub fn minutes_and_seconds(ms: i64) -> String {
    let seconds = ms.unsigned_abs().div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Whole minutes of a duration, nearest.
#[must_use]
pub fn whole_minutes(ms: i64) -> u64 {
    (ms.unsigned_abs() + MINUTE_MS / 2) / MINUTE_MS
}

impl State {
    /// The room that is led or shown, with its kit and how it stands now.
    #[must_use]
    pub fn room(&self) -> Option<(&Room, &'static Kit, Clock)> {
        let room: &Room = self.leading.room.as_ref()?;
        let kit = room.kit(self.pack)?;
        Some((room, kit, room.clock(kit, self.now.ms)))
    }

    /// Whether a projector's window is there.
    #[must_use]
    pub fn projects(&self) -> bool {
        let until = |at: u64| at.saturating_add(HEARD_MS);
        matches!(self.leading.window, Window::Heard(at) if self.now.ms < until(at))
    }

    /// Whether another tab leads a room too.
    #[must_use]
    pub fn is_led_elsewhere(&self) -> bool {
        self.now.ms < self.leading.elsewhere.saturating_add(HEARD_MS)
    }

    /// Takes in the room the browser kept; what cannot be read is left where it is, and one whose
    /// kit is not here waits for it.
    pub(super) fn room_started(&mut self, kept: Option<&[u8]>) {
        let Some(bytes) = kept else {
            return;
        };
        self.notices
            .retain(|notice| notice.key != "notice.room_unread");
        match Room::read(self.pack, bytes) {
            Ok(room) => drop(self.set_room(room)),
            Err(findings) if wants_a_kit(&findings) => {
                self.leading.unread = Some(bytes.to_vec());
                let notice = Notice::new(NoticeKind::Error, "notice.room_unread");
                self.notices.push(notice.because(findings));
            }
            Err(_) => {}
        }
    }

    /// The room that is led or shown is this one, and what is collected is its.
    pub(super) fn set_room(&mut self, room: Room) -> Shared<Room> {
        let room = Shared::new(room);
        self.leading.room = Some(room.clone());
        self.collected_anew();
        room
    }

    /// A room of a kit, as the next one is to be; as long as the kit can be where it was not asked.
    pub(super) fn new_room(&self, kit: &Kit, code: RoomCode) -> Option<Room> {
        let leading = &self.leading;
        let agenda = kit.agenda(leading.minutes).or(kit.agendas.first())?;
        let mut room = Room::new(kit, agenda.minutes, leading.teams, code, self.language)?;
        room.opened = Some(self.now.ms);
        Some(room)
    }

    /// Takes in what happened in a room.
    pub(super) fn room_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::KitChosen(kit) => {
                let kit = self.pack.kit(&kit);
                if let Some(kit) = kit {
                    self.leading.kit = Some(kit.id.to_string());
                }
            }
            Told::MinutesChosen(minutes) => self.leading.minutes = minutes,
            Told::Speaks(language) => return self.room_speaks(language),
            Told::TeamsChosen(teams) => self.leading.teams = teams,
            Told::OpenAsked => return vec![Effect::Room(Task::Draw)],
            Told::Drawn(chance) => return self.drawn(chance),
            Told::FileRead(name, bytes) => return self.room_read(&name, bytes),
            Told::Asked(what) => return self.asked_to(what),
            Told::Undone => return self.changed_room(|room, _, _| room.undo().is_some()),
            Told::Turned(turn) => return self.turned(turn),
            Told::KeysSwitched(on) => self.leading.keys = on,
            Told::NoteTyped(note) => self.leading.note = note,
            Told::PictureTurned => {
                self.leading.wall = self.leading.wall.turned_to(Wall::Picture);
                return self.send_room();
            }
            Told::WindowAsked => return vec![Effect::Room(Task::OpenWindow)],
            Told::WindowOpened(false) => self.leading.window = Window::Shut,
            Told::WindowOpened(true) => {
                if self.leading.window == Window::Shut {
                    self.leading.window = Window::Silent;
                }
            }
            Told::SaveAsked => return self.save_room(),
            Told::Heard(text, wall) => return self.heard(text, wall),
            Told::CodesDrawn(texts, codes) => {
                self.leading.codes = texts.into_iter().zip(codes).collect();
            }
            Told::Projecting => self.leading.window = Window::Heard(self.now.ms),
            Told::NotKept => {
                self.leading.unkept = true;
                let key = "notice.room_not_kept";
                if self.notices.iter().all(|notice| notice.key != key) {
                    self.notices.push(Notice::new(NoticeKind::Error, key));
                }
            }
        }
        Vec::new()
    }

    /// The language was changed: the room is held in it from now on.
    fn room_speaks(&mut self, language: Language) -> Vec<Effect> {
        self.changed_room(|room, _, _| std::mem::replace(&mut room.language, language) != language)
    }

    fn drawn(&mut self, chance: u32) -> Vec<Effect> {
        let kit = self.leading.kit.as_ref();
        let kit = kit.and_then(|kit| self.pack.kit(kit));
        let kit = kit.or(self.pack.kits.first());
        let room = kit.and_then(|kit| self.new_room(kit, RoomCode::new(chance)));
        room.map(|room| self.room_wanted(room)).unwrap_or_default()
    }

    fn room_read(&mut self, name: &str, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        let read = bytes.map_err(|finding| vec![finding]);
        match read.and_then(|bytes| Room::read(self.pack, &bytes)) {
            Ok(room) => self.room_wanted(room),
            Err(findings) => self.refuse("notice.file_refused", name, findings),
        }
    }

    /// A room is to be led; asks first where that takes one away in which something was done or
    /// collected.
    pub(super) fn room_wanted(&mut self, room: Room) -> Vec<Effect> {
        let present = self.leading.room.as_ref();
        let holds = |present: &Room| !present.done().is_empty() || !present.records.is_empty();
        let takes_away = present.is_some_and(|present| holds(present) && **present != room);
        if takes_away || self.leading.unread.is_some() {
            self.question = Some(Question::Room(Box::new(room)));
            return Vec::new();
        }
        self.lead(room)
    }

    /// Leads a room from now on.
    pub(super) fn lead(&mut self, room: Room) -> Vec<Effect> {
        self.leading = Leading {
            keys: self.leading.keys,
            window: self.leading.window,
            ..Leading::default()
        };
        let mut effects = vec![Effect::Room(Task::Keep(self.set_room(room)))];
        // Who only collects stays there.
        if self.page != Page::Collect {
            effects.push(Effect::GoTo(Page::Room));
        }
        effects
    }

    /// Changes the room that is led here, keeps it and shows it.
    pub(super) fn changed_room(
        &mut self,
        change: impl FnOnce(&mut Room, &Kit, u64) -> bool,
    ) -> Vec<Effect> {
        if self.page == Page::Projector {
            return Vec::new();
        }
        let Some((room, kit, _)) = self.room() else {
            return Vec::new();
        };
        let mut room = room.clone();
        if !change(&mut room, kit, self.now.ms) {
            return Vec::new();
        }
        let mut effects = vec![Effect::Room(Task::Keep(self.set_room(room)))];
        effects.extend(self.send_room());
        effects
    }

    fn asked_to(&mut self, what: What) -> Vec<Effect> {
        let noted = matches!(what, What::Note(_));
        let effects = self.changed_room(|room, kit, now| room.act(kit, what, now));
        if noted && !effects.is_empty() {
            self.leading.note.clear();
        }
        effects
    }

    fn turned(&mut self, turn: Turn) -> Vec<Effect> {
        match (&self.page, self.room()) {
            (Page::Projector, _) => vec![Effect::Room(Task::Pass(turn))],
            (Page::Room, Some((_, _, clock))) if self.leading.keys => match (turn, clock.stage) {
                (Turn::Blank, _) => {
                    self.leading.wall = self.leading.wall.turned_to(Wall::Dark);
                    self.send_room()
                }
                (Turn::Forward, Stage::Waiting) => self.asked_to(What::Start),
                (Turn::Forward, _) => self.asked_to(What::Next),
                (Turn::Backward, _) => self.asked_to(What::Back),
            },
            _ => Vec::new(),
        }
    }

    /// The other windows are told, where a room is led here.
    pub(super) fn send_room(&self) -> Vec<Effect> {
        let room = self.leading.room.as_ref();
        let room = room.filter(|_| self.page.leads_room());
        let send = |room: &Shared<Room>| Effect::Room(Task::Send(room.clone(), self.leading.wall));
        room.map(send).into_iter().collect()
    }

    fn heard(&mut self, text: String, wall: Wall) -> Vec<Effect> {
        if self.page.leads_room() {
            self.leading.elsewhere = self.now.ms;
            return Vec::new();
        }
        let projects = self.page == Page::Projector;
        let mut effects = Vec::new();
        if projects {
            effects.push(Effect::Room(Task::Answer));
            self.leading.wall = wall;
        }
        // A page that looks at something else has it as it is, too, should it lead it next.
        if text != self.leading.heard
            && let Ok(room) = Room::read(self.pack, text.as_bytes())
        {
            if projects && self.language != room.language {
                self.language = room.language;
                effects.push(self.announce());
            }
            self.set_room(room);
            self.leading.heard = text;
            if projects {
                effects.extend(self.draw_codes());
            }
        }
        effects
    }

    /// What teams may scan from the wall is drawn, where it is not yet.
    fn draw_codes(&self) -> Option<Effect> {
        let (room, kit, _) = self.room()?;
        let injects = kit.injects.iter().map(|inject| inject.id.as_str());
        let injects = injects.filter_map(|id| Some(room.inject_code(kit, id)?.to_string()));
        let texts: Vec<String> = std::iter::once(room.join_code(kit).to_string())
            .chain(injects)
            .collect();
        let drawn = texts
            .iter()
            .all(|text| self.leading.codes.contains_key(text));
        (!drawn).then_some(Effect::Room(Task::DrawCodes(texts)))
    }

    fn save_room(&mut self) -> Vec<Effect> {
        self.leading.unkept = false;
        let Some((room, kit, _)) = self.room() else {
            return Vec::new();
        };
        let name = format!("sonae-room-{}.sonae-room", room.join_code(kit));
        vec![Effect::save(name.to_lowercase(), room.write())]
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::{Id, Language};
    use sonae_engine::workshop::room::{Room, Stage, What};

    use super::{
        Drawn, Moment, Task, Told, Turn, Wall, minutes_and_seconds, time_of, whole_minutes,
    };
    use crate::route::Page;
    use crate::state::tests::{start, started};
    use crate::state::{Action, Effect, Question, Start, State, shelf};

    const KIT: &str = "kit.soramame_pump";

    fn at(ms: u64) -> shelf::Told {
        shelf::Told::Ticked(Moment {
            ms,
            day: "2026-11-26".into(),
            time: "14:00".into(),
        })
    }

    fn tell(state: &mut State, told: impl Into<Action>) -> Vec<Effect> {
        state.update(told.into())
    }

    /// A room that was just opened, on the trainer's page.
    fn led() -> State {
        let mut state = started();
        state.update(Action::Went(Page::Workshop));
        tell(&mut state, Told::KitChosen(KIT.into()));
        tell(&mut state, Told::TeamsChosen(6));
        assert_eq!(
            tell(&mut state, Told::OpenAsked),
            [Effect::Room(Task::Draw)]
        );
        let effects = tell(&mut state, Told::Drawn(0xFFF1_2345));
        assert!(effects.contains(&Effect::GoTo(Page::Room)));
        state.update(Action::Went(Page::Room));
        tell(&mut state, at(1_000_000));
        state
    }

    fn kept(effects: &[Effect]) -> Vec<u8> {
        let room = effects.iter().find_map(|effect| match effect {
            Effect::Room(Task::Keep(room)) => Some(room.write()),
            _ => None,
        });
        room.expect("the room is kept")
    }

    fn sent(effects: &[Effect]) -> Told {
        let sent = effects.iter().find_map(|effect| match effect {
            Effect::Room(Task::Send(room, wall)) => {
                let text = String::from_utf8(room.write()).expect("a text");
                Some(Told::Heard(text, *wall))
            }
            _ => None,
        });
        sent.expect("the other windows are told")
    }

    fn stage(state: &State) -> Stage {
        state.room().expect("a room").2.stage
    }

    #[test]
    fn a_room_survives_a_reload_with_its_clock_and_goes_with_everything_else() {
        let mut state = led();
        let (room, _, _) = state.room().expect("a room");
        assert_eq!((room.teams, room.minutes), (6, 90));
        assert_eq!(room.code.bits(), 0x12345);
        let effects = tell(&mut state, Told::Asked(What::Start));
        let bytes = kept(&effects);
        tell(&mut state, at(1_090_000));
        let clock = state.room().expect("a room").2;
        let mut again = State::new(state.pack, Page::Room);
        again.update(Action::Started(Box::new(Start {
            room: Some(bytes),
            now: state.now.clone(),
            ..start()
        })));
        assert_eq!(again.room().expect("the room is there").2, clock);
        again.update(shelf::Told::WipedElsewhere.into());
        assert!(again.room().is_none());
        let effects = tell(&mut again, at(1_100_000));
        assert!(effects.is_empty(), "nothing is kept or sent any more");
        for damaged in [&b""[..], b"{", b"{\"format\":\"sonae-room\"}"] {
            let mut state = started();
            state.room_started(Some(damaged));
            assert!(state.room().is_none());
        }
    }

    #[test]
    fn a_remote_turns_the_agenda_and_what_was_done_is_taken_back() {
        let mut state = led();
        tell(&mut state, Told::Turned(Turn::Backward));
        assert_eq!(stage(&state), Stage::Waiting);
        tell(&mut state, Told::Turned(Turn::Forward));
        tell(&mut state, Told::Turned(Turn::Forward));
        assert_eq!(stage(&state), Stage::Step(1));
        tell(&mut state, Told::Turned(Turn::Backward));
        assert_eq!(stage(&state), Stage::Step(0));
        tell(&mut state, Told::Undone);
        assert_eq!(stage(&state), Stage::Step(1));
        tell(&mut state, Told::KeysSwitched(false));
        tell(&mut state, Told::Turned(Turn::Forward));
        assert_eq!(stage(&state), Stage::Step(1), "the keys are off");
        tell(&mut state, Told::NoteTyped("n".into()));
        tell(&mut state, Told::Asked(What::Note(" ".into())));
        assert_eq!(state.leading.note, "n", "nothing was noted");
        tell(&mut state, Told::Asked(What::Note("n".into())));
        assert!(state.leading.note.is_empty());
        // On another page no key acts.
        tell(&mut state, Told::KeysSwitched(true));
        state.update(Action::Went(Page::Kits));
        assert!(tell(&mut state, Told::Turned(Turn::Forward)).is_empty());
    }

    #[test]
    fn a_projector_shows_what_it_is_sent_answers_and_changes_nothing() {
        let mut state = led();
        tell(&mut state, Told::Turned(Turn::Forward));
        let mut wall = State::new(state.pack, Page::Projector);
        wall.update(Action::Started(Box::new(start())));
        assert!(wall.room().is_none());
        wall.update(shelf::Told::Ticked(state.now.clone()).into());
        let told = sent(&tell(&mut state, Told::Turned(Turn::Blank)));
        let effects = tell(&mut wall, told);
        assert_eq!(effects.first(), Some(&Effect::Room(Task::Answer)));
        assert_eq!(wall.leading.wall, Wall::Dark);
        // It has the codes drawn that teams may scan, once.
        let texts = effects.iter().find_map(|effect| match effect {
            Effect::Room(Task::DrawCodes(texts)) => Some(texts.clone()),
            _ => None,
        });
        let texts = texts.expect("codes are wanted");
        assert_eq!(texts.first().map(String::as_str), Some("SORA-28T5"));
        let code = || Drawn {
            side: 1,
            dark: vec![true],
        };
        let codes = texts.iter().map(|_| code()).collect();
        tell(&mut wall, Told::CodesDrawn(texts, codes));
        let told = sent(&tell(&mut state, Told::PictureTurned));
        assert_eq!(tell(&mut wall, told), [Effect::Room(Task::Answer)]);
        assert_eq!(wall.leading.wall, Wall::Picture);
        let told = sent(&tell(&mut state, Told::Asked(What::More)));
        assert_eq!(tell(&mut wall, told), [Effect::Room(Task::Answer)]);
        tell(&mut state, Told::PictureTurned);
        assert_eq!(state.leading.wall, Wall::Agenda);
        assert_eq!(
            wall.room().map(|room| room.2),
            state.room().map(|room| room.2)
        );
        let passed = tell(&mut wall, Told::Turned(Turn::Forward));
        assert_eq!(passed, [Effect::Room(Task::Pass(Turn::Forward))]);
        assert!(tell(&mut wall, Told::Asked(What::Next)).is_empty());
        assert!(tell(&mut wall, Told::Undone).is_empty());
        // The trainer knows that it is there, until it is silent.
        assert!(!state.projects());
        tell(&mut state, Told::Projecting);
        assert!(state.projects());
        tell(&mut state, at(1_010_000));
        assert!(!state.projects());
        // It speaks the room's language.
        let effects = state.update(Action::LanguageChosen(Language::En));
        tell(&mut wall, sent(&effects));
        assert_eq!(wall.language, Language::En);
        // Another tab that leads a room is told of.
        let told = sent(&effects);
        assert!(!state.is_led_elsewhere());
        tell(&mut state, told);
        assert!(state.is_led_elsewhere());
    }

    #[test]
    fn what_takes_a_room_away_in_which_something_was_done_asks_first() {
        let mut state = led();
        tell(&mut state, Told::Asked(What::Start));
        let inject = Id::from("closes");
        tell(&mut state, Told::Asked(What::Inject(inject)));
        let [Effect::Save { name, bytes, .. }] = &tell(&mut state, Told::SaveAsked)[..] else {
            panic!("a file");
        };
        assert_eq!(name, "sonae-room-sora-28t5.sonae-room");
        let before = state.room().expect("a room").0.clone();
        assert_eq!(Room::read(state.pack, bytes).as_ref(), Ok(&before));
        tell(&mut state, Told::Drawn(7));
        assert!(matches!(state.question, Some(Question::Room(_))));
        state.update(Action::Declined);
        assert_eq!(state.room().map(|room| room.0), Some(&before));
        tell(&mut state, Told::Drawn(7));
        state.update(Action::Agreed);
        assert_eq!(stage(&state), Stage::Waiting);
        // Nothing was done in this one: the file opens at once.
        tell(&mut state, Told::FileRead(name.clone(), Ok(bytes.clone())));
        assert_eq!(state.room().map(|room| room.0), Some(&before));
        let effects = tell(
            &mut state,
            Told::FileRead("a.json".into(), Ok(b"{}".into())),
        );
        assert!(effects.contains(&Effect::FocusErrors));
        assert_eq!(state.room().map(|room| room.0), Some(&before));
    }

    #[test]
    fn what_is_projected_has_a_name_among_windows() {
        for wall in [Wall::Agenda, Wall::Picture, Wall::Dark] {
            assert_eq!(Wall::named(wall.name()), wall);
        }
        assert_eq!(Wall::named(""), Wall::Agenda);
    }

    #[test]
    fn times_are_told_by_the_clock_on_the_wall() {
        let now = Moment {
            ms: 1_000_000_000,
            day: String::new(),
            time: "0:10".into(),
        };
        assert_eq!(time_of(&now, now.ms), "0:10");
        assert_eq!(time_of(&now, now.ms - 15 * 60_000), "23:55");
        assert_eq!(time_of(&now, now.ms + 61 * 60_000), "1:11");
        assert_eq!(minutes_and_seconds(725_000), "12:05");
        assert_eq!(minutes_and_seconds(-30_000), "0:30");
        assert_eq!(whole_minutes(-90_000), 2);
        assert_eq!(whole_minutes(29_999), 0);
    }
}
