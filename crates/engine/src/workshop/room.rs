//! The trainer's document of a room: what was set up, and everything that was done, in order.
//!
//! *Why everything and not how it stands*: how it stands follows from what was done and from the
//! time, so a page that is loaded again, a file that is opened elsewhere and a projector's window
//! tell the same clock, and the last thing is taken back by leaving it out.

use serde::Serialize;
use serde_json::{Map, Value};

use super::code::{InjectCode, JoinCode, RoomCode};
use crate::assessment::{FileError, format_in, json_of};
use crate::content::{Id, Inject, Kit, Language, Pack, Timed};
use crate::finding::{Code, Finding, Findings};
use crate::table::TEXT_LIMIT;

const FORMAT: &str = "sonae-room";
/// The version of the file this code writes.
const VERSION: u64 = 1;
const MINUTE_MS: u64 = 60_000;
/// The last moment a file may name: the end of the year 9999, in milliseconds since 1970.
const LAST_MS: u64 = 253_402_300_799_999;

/// A room as its trainer leads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// The kit.
    pub kit: Id,
    /// How long it is to take: one of the kit's agendas.
    pub minutes: u16,
    /// How many teams sit in it.
    pub teams: u8,
    /// What its codes are made of.
    pub code: RoomCode,
    /// The language it is held in.
    pub language: Language,
    /// When it was opened, in milliseconds since 1970; none where that was not noted.
    pub opened: Option<u64>,
    /// What was done, the latest last.
    done: Vec<Done>,
    /// What the teams handed in, each as it came: a record in letters, or a short code.
    pub records: Vec<String>,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What.
    pub what: What,
}

/// What can be done in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The first step begins.
    Start,
    /// On to the next step, or to the end.
    Next,
    /// Back to the step before.
    Back,
    /// The clock stops.
    Pause,
    /// It goes on.
    Resume,
    /// The step gets five minutes more.
    More,
    /// This inject is played.
    Inject(Id),
    /// Something is noted.
    Note(String),
}

impl What {
    /// Its name in files.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Next => "next",
            Self::Back => "back",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::More => "more",
            Self::Inject(_) => "inject",
            Self::Note(_) => "note",
        }
    }
}

/// Where a room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It has not begun.
    Waiting,
    /// In this step of the agenda, from 0.
    Step(usize),
    /// All steps are done.
    Over,
}

/// How a room stands in time. Durations are in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Where it is.
    pub stage: Stage,
    /// Whether the clock stands still.
    pub paused: bool,
    /// What is left of the step; below 0 once its time is up.
    pub left: i64,
    /// What is left until the end, if every step yet to come takes its time.
    pub rest: u64,
    /// By how much it will end later than planned; below 0 where earlier.
    pub late: i64,
    /// When it began; none before that.
    pub began: Option<u64>,
    /// When it will end, or did.
    pub ends: u64,
}

/// What the things done come to: how far the clock had run when the last of them was done.
struct Run {
    stage: Stage,
    began: Option<u64>,
    /// Since when it has run as it runs now.
    since: u64,
    paused: bool,
    /// How long each step has taken so far.
    spent: Vec<u64>,
    /// How long each step is to take.
    planned: Vec<u64>,
    /// The inject whose card is shown: until the step changes.
    shown: Option<Id>,
}

impl Room {
    /// A room has at most so many teams.
    pub const MOST_TEAMS: u8 = 24;
    /// So many things can be done in one.
    pub const MOST_DONE: usize = 2000;
    /// And so many records be kept: of each team one and a short code, and some that nobody can read.
    pub const MOST_RECORDS: usize = 200;
    /// A step gets so many minutes more at once.
    pub const MORE_MINUTES: u64 = 5;

    /// A room in which nothing was done yet; none where the kit has no agenda of so many minutes
    /// or there are too few or too many teams.
    #[must_use]
    pub fn new(
        kit: &Kit,
        minutes: u16,
        teams: u8,
        code: RoomCode,
        language: Language,
    ) -> Option<Self> {
        kit.agenda(minutes)?;
        (1..=Self::MOST_TEAMS).contains(&teams).then(|| Self {
            kit: kit.id.clone(),
            minutes,
            teams,
            code,
            language,
            opened: None,
            done: Vec::new(),
            records: Vec::new(),
        })
    }

    /// Its kit.
    #[must_use]
    pub fn kit<'p>(&self, pack: &'p Pack) -> Option<&'p Kit> {
        pack.kit(self.kit.as_str())
    }

    /// The steps of its agenda, each with its time.
    #[must_use]
    pub fn steps<'k>(&self, kit: &'k Kit) -> Vec<Timed<'k>> {
        let agenda = kit.agenda(self.minutes);
        agenda.map(|agenda| kit.timed(agenda)).unwrap_or_default()
    }

    /// What a team types to sit down.
    #[must_use]
    pub fn join_code(&self, kit: &Kit) -> JoinCode {
        JoinCode {
            kit: kit.code.clone(),
            room: self.code,
        }
    }

    /// What a team types to be dealt an inject; none for one that the kit does not have.
    #[must_use]
    pub fn inject_code(&self, kit: &Kit, inject: &str) -> Option<InjectCode> {
        let mut injects = kit.injects.iter();
        let at = injects.position(|one| one.id.as_str() == inject)?;
        let number = u8::try_from(at).ok()?;
        let room = self.code;
        Some(InjectCode { room, number })
    }

    /// Everything that was done, the latest last.
    #[must_use]
    pub fn done(&self) -> &[Done] {
        &self.done
    }

    /// Everything that was done, each with where the room was then.
    #[must_use]
    pub fn course(&self, kit: &Kit) -> Vec<(&Done, Stage)> {
        let mut run = self.run(kit, &[]);
        let done = self.done.iter().map(|done| {
            run.act(done);
            (done, run.stage)
        });
        done.collect()
    }

    /// When an inject was played first.
    #[must_use]
    pub fn played(&self, inject: &str) -> Option<u64> {
        let is_it = |done: &&Done| matches!(&done.what, What::Inject(id) if id.as_str() == inject);
        self.done.iter().find(is_it).map(|done| done.at)
    }

    /// When its afternoon was: when it began, or, before that, when it was opened.
    #[must_use]
    pub fn since(&self) -> Option<u64> {
        let began = self.done.iter().find(|done| done.what == What::Start);
        began.map(|done| done.at).or(self.opened)
    }

    /// The notes, each with when it was written.
    #[must_use]
    pub fn notes(&self) -> impl DoubleEndedIterator<Item = (u64, &str)> {
        self.done.iter().filter_map(|done| match &done.what {
            What::Note(text) => Some((done.at, text.as_str())),
            _ => None,
        })
    }

    /// The inject whose card is shown: the one played last, until the step changes.
    #[must_use]
    pub fn shown<'k>(&self, kit: &'k Kit) -> Option<&'k Inject> {
        let shown = self.run(kit, &self.done).shown?;
        kit.inject(shown.as_str())
    }

    /// How it stands at a moment.
    #[must_use]
    pub fn clock(&self, kit: &Kit, now: u64) -> Clock {
        let mut run = self.run(kit, &self.done);
        // A clock that was set back does not make time run back.
        let now = now.max(run.since);
        run.run_until(now);
        let left_of = |at: usize| run.planned(at).saturating_sub(run.spent(at));
        let from = match run.stage {
            Stage::Waiting => 0,
            Stage::Step(at) => at,
            Stage::Over => run.planned.len(),
        };
        let rest = (from..run.planned.len()).map(left_of).sum();
        let ends = match run.stage {
            Stage::Over => run.since,
            _ => now.saturating_add(rest),
        };
        let planned_end = run
            .began
            .map(|began| began.saturating_add(u64::from(self.minutes) * MINUTE_MS));
        Clock {
            stage: run.stage,
            paused: run.paused,
            left: match run.stage {
                Stage::Step(at) => less(run.planned(at), run.spent(at)),
                Stage::Waiting | Stage::Over => 0,
            },
            rest,
            late: planned_end.map_or(0, |planned| less(ends, planned)),
            began: run.began,
            ends,
        }
    }

    /// Whether something can be done now.
    #[must_use]
    pub fn can(&self, kit: &Kit, what: &What) -> bool {
        self.done.len() < Self::MOST_DONE && self.run(kit, &self.done).can(kit, what)
    }

    /// Does something at a moment, where it can be done; whether it was.
    pub fn act(&mut self, kit: &Kit, what: What, at: u64) -> bool {
        if !self.can(kit, &what) {
            return false;
        }
        let last = self.done.last().map_or(0, |done| done.at);
        let at = at.max(last).min(LAST_MS);
        self.done.push(Done { at, what });
        true
    }

    /// Takes back what was done last.
    pub fn undo(&mut self) -> Option<Done> {
        self.done.pop()
    }

    fn run(&self, kit: &Kit, done: &[Done]) -> Run {
        let steps = kit.agenda(self.minutes).map(|agenda| &agenda.steps);
        let minutes = steps.into_iter().flatten().map(|(_, minutes)| *minutes);
        let planned: Vec<u64> = minutes.map(|it| u64::from(it) * MINUTE_MS).collect();
        let mut run = Run {
            stage: Stage::Waiting,
            began: None,
            since: 0,
            paused: false,
            spent: vec![0; planned.len()],
            planned,
            shown: None,
        };
        for done in done {
            run.act(done);
        }
        run
    }

    /// The room as a file: every key, in the order of the documentation.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let done = self.done.iter().map(|done| {
            let mut written = WrittenDone {
                at: done.at,
                what: done.what.name(),
                inject: None,
                text: None,
            };
            match &done.what {
                What::Inject(id) => written.inject = Some(id.as_str()),
                What::Note(text) => written.text = Some(text),
                _ => {}
            }
            written
        });
        let written = Written {
            format: FORMAT,
            version: VERSION,
            kit: self.kit.as_str(),
            minutes: self.minutes,
            teams: self.teams,
            code: self.code.to_string(),
            language: self.language.tag(),
            opened: self.opened,
            done: done.collect(),
            records: &self.records,
        };
        // Plain values into memory: nothing here can refuse.
        let mut bytes = serde_json::to_vec_pretty(&written).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The room in a file.
    ///
    /// # Errors
    /// Every reason the file cannot be taken, each with its place.
    pub fn read(pack: &Pack, bytes: &[u8]) -> Result<Self, FileError> {
        let value = json_of(bytes, Code::NotARoom)?;
        let mut reader = Reader::default();
        let room = reader.file(pack, &value);
        let findings = reader.0.into_vec();
        match room.filter(|_| findings.is_empty()) {
            Some(room) => Ok(room),
            None => Err(findings),
        }
    }
}

fn less(one: u64, other: u64) -> i64 {
    let signed = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    signed(one).saturating_sub(signed(other))
}

impl Run {
    fn spent(&self, at: usize) -> u64 {
        self.spent.get(at).copied().unwrap_or(0)
    }

    fn planned(&self, at: usize) -> u64 {
        self.planned.get(at).copied().unwrap_or(0)
    }

    /// Lets the clock run until a moment; once all is over it does not move.
    fn run_until(&mut self, now: u64) {
        let passed = now.saturating_sub(self.since);
        if let Stage::Step(at) = self.stage {
            if let Some(spent) = self.spent.get_mut(at).filter(|_| !self.paused) {
                *spent = spent.saturating_add(passed);
            }
            self.since = self.since.max(now);
        }
    }

    fn can(&self, kit: &Kit, what: &What) -> bool {
        let in_step = matches!(self.stage, Stage::Step(_));
        match what {
            What::Start => self.stage == Stage::Waiting,
            What::Next | What::More => in_step,
            What::Back => !matches!(self.stage, Stage::Waiting | Stage::Step(0)),
            What::Pause => in_step && !self.paused,
            What::Resume => in_step && self.paused,
            What::Inject(id) => in_step && kit.inject(id.as_str()).is_some(),
            What::Note(text) => !text.trim().is_empty() && text.chars().count() <= TEXT_LIMIT,
        }
    }

    /// Takes in what can be done.
    fn act(&mut self, done: &Done) {
        if matches!(done.what, What::Note(_)) {
            return;
        }
        self.run_until(done.at);
        let steps = self.planned.len();
        let to = match (&done.what, self.stage) {
            (What::Start, _) => {
                self.began = Some(done.at);
                Some(Stage::Step(0))
            }
            (What::Next, Stage::Step(at)) if at + 1 < steps => Some(Stage::Step(at + 1)),
            (What::Next, _) => Some(Stage::Over),
            (What::Back, Stage::Over) => Some(Stage::Step(steps.saturating_sub(1))),
            (What::Back, Stage::Step(at)) => Some(Stage::Step(at.saturating_sub(1))),
            _ => None,
        };
        if let Some(stage) = to {
            self.stage = stage;
            self.since = done.at;
            self.paused = false;
            self.shown = None;
        }
        match &done.what {
            What::Pause => self.paused = true,
            What::Resume => self.paused = false,
            What::More => {
                if let Stage::Step(at) = self.stage
                    && let Some(planned) = self.planned.get_mut(at)
                {
                    *planned += Room::MORE_MINUTES * MINUTE_MS;
                }
            }
            What::Inject(id) => self.shown = Some(id.clone()),
            _ => {}
        }
    }
}

#[derive(Serialize)]
struct Written<'a> {
    format: &'static str,
    version: u64,
    kit: &'a str,
    minutes: u16,
    teams: u8,
    code: String,
    language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<u64>,
    done: Vec<WrittenDone<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    records: &'a [String],
}

#[derive(Serialize)]
struct WrittenDone<'a> {
    at: u64,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    inject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Default)]
struct Reader(Findings);

impl Reader {
    fn find(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    fn wrong_type(&mut self, place: &str, wanted: &str) {
        self.find(Finding::new(Code::WrongType, place).with("wanted", wanted));
    }

    /// The keys that may be there; those that must be and are not are found.
    fn keys(&mut self, object: &Map<String, Value>, place: &str, needed: &[&str], others: &[&str]) {
        for key in needed.iter().filter(|key| !object.contains_key(**key)) {
            self.find(Finding::new(Code::MissingKey, place).with("key", key));
        }
        let known = |key: &str| needed.contains(&key) || others.contains(&key);
        for key in object.keys().filter(|key| !known(key)) {
            let place = within(place, key);
            self.find(Finding::new(Code::UnknownKey, place).with("key", key));
        }
    }

    /// A text; what is missing was found before.
    fn text<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        place: &str,
        key: &str,
    ) -> Option<&'v str> {
        let value = object.get(key)?;
        if !value.is_string() {
            self.wrong_type(&within(place, key), "text");
        }
        value.as_str()
    }

    /// One of those that a text may name; a text that names none is found.
    fn named<T>(
        &mut self,
        object: &Map<String, Value>,
        key: &str,
        named: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(object, "", key)?;
        let found = named(text);
        if found.is_none() {
            self.unknown(key, text);
        }
        found
    }

    /// A whole number in a range.
    fn whole(
        &mut self,
        object: &Map<String, Value>,
        place: &str,
        key: &str,
        range: [u64; 2],
    ) -> Option<u64> {
        let value = object.get(key)?;
        let place = within(place, key);
        let Some(number) = value.as_number() else {
            self.wrong_type(&place, "number");
            return None;
        };
        let [lowest, highest] = range;
        let whole = number.as_u64().filter(|it| (lowest..=highest).contains(it));
        if whole.is_none() {
            let finding = Finding::new(Code::OutOfRange, place).with("value", number);
            self.find(finding.with("lowest", lowest).with("highest", highest));
        }
        whole
    }

    fn unknown(&mut self, place: &str, option: &str) {
        self.find(Finding::new(Code::UnknownOption, place).with("option", option));
    }

    fn file(&mut self, pack: &Pack, value: &Value) -> Option<Room> {
        let Some(object) = value.as_object() else {
            self.wrong_type("", "object");
            return None;
        };
        let format = object.get("format").and_then(Value::as_str);
        if format != Some(FORMAT) {
            let format = format_in(object);
            self.find(Finding::new(Code::NotARoom, "format").with("format", format));
            return None;
        }
        match object.get("version").and_then(Value::as_u64) {
            Some(1..=VERSION) => {}
            Some(newer) if newer > VERSION => {
                self.find(Finding::new(Code::NewerVersion, "version").with("version", newer));
                return None;
            }
            _ if object.contains_key("version") => self.wrong_type("version", "number"),
            _ => {}
        }
        let needed = [
            "format", "version", "kit", "minutes", "teams", "code", "language", "done",
        ];
        self.keys(object, "", &needed, &["opened", "records"]);
        let found = self.text(object, "", "kit").and_then(|id| {
            let kit = pack.kit(id);
            if kit.is_none() {
                self.find(Finding::new(Code::KitMissing, "kit").with("kit", id));
            }
            kit
        });
        let minutes = self.whole(object, "", "minutes", [1, u64::from(u16::MAX)]);
        let minutes = minutes.and_then(|it| u16::try_from(it).ok());
        if let (Some(kit), Some(minutes)) = (found, minutes)
            && kit.agenda(minutes).is_none()
        {
            self.unknown("minutes", &minutes.to_string());
        }
        let teams = self.whole(object, "", "teams", [1, Room::MOST_TEAMS.into()]);
        let code = self.named(object, "code", |text| RoomCode::read(text).ok());
        let language = self.named(object, "language", |tag| {
            let mut languages = Language::ALL.into_iter();
            languages.find(|language| language.tag() == tag)
        });
        let opened = self.whole(object, "", "opened", [0, LAST_MS]);
        let records = self.records(object.get("records"));
        let teams = u8::try_from(teams?).ok()?;
        let mut room = Room::new(found?, minutes?, teams, code?, language?)?;
        (room.opened, room.records) = (opened, records);
        self.done(&mut room, found?, object.get("done")?);
        Some(room)
    }

    fn records(&mut self, value: Option<&Value>) -> Vec<String> {
        let Some(value) = value else {
            return Vec::new();
        };
        let Some(list) = value.as_array() else {
            self.wrong_type("records", "list_of_texts");
            return Vec::new();
        };
        if list.len() > Room::MOST_RECORDS {
            let finding = Finding::new(Code::TooManyRows, "records").with("rows", list.len());
            self.find(finding.with("limit", Room::MOST_RECORDS));
            return Vec::new();
        }
        let texts = list.iter().enumerate().filter_map(|(at, one)| {
            let text = one.as_str().map(str::to_owned);
            if text.is_none() {
                self.wrong_type(&format!("records.{at}"), "text");
            }
            text
        });
        texts.collect()
    }

    /// What was done, one thing after the other; what could not have been done is found.
    fn done(&mut self, room: &mut Room, kit: &Kit, value: &Value) {
        let Some(list) = value.as_array() else {
            self.wrong_type("done", "list_of_objects");
            return;
        };
        if list.len() > Room::MOST_DONE {
            let finding = Finding::new(Code::TooManyRows, "done").with("rows", list.len());
            self.find(finding.with("limit", Room::MOST_DONE));
            return;
        }
        for (at, one) in list.iter().enumerate() {
            let place = format!("done.{at}");
            let before = self.0.len();
            let Some(done) = self.one(room, one, &place) else {
                // What follows would be measured against what is not there.
                return;
            };
            let known = match &done.what {
                What::Inject(id) if kit.inject(id.as_str()).is_none() => {
                    self.unknown(&within(&place, "inject"), id.as_str());
                    false
                }
                what => room.can(kit, what),
            };
            if !known && self.0.len() == before {
                let turn = Finding::new(Code::OutOfTurn, &place).with("what", done.what.name());
                self.find(turn);
            }
            if self.0.len() > before {
                return;
            }
            room.done.push(done);
        }
    }

    fn one(&mut self, room: &Room, value: &Value, place: &str) -> Option<Done> {
        let Some(object) = value.as_object() else {
            self.wrong_type(place, "object");
            return None;
        };
        let what = self.text(object, place, "what").unwrap_or_default();
        let needed: &[&str] = match what {
            "inject" => &["at", "what", "inject"],
            "note" => &["at", "what", "text"],
            _ => &["at", "what"],
        };
        self.keys(object, place, needed, &[]);
        let last = room.done.last().map_or(0, |done| done.at);
        let at = self.whole(object, place, "at", [last, LAST_MS]);
        let what = match what {
            "start" => What::Start,
            "next" => What::Next,
            "back" => What::Back,
            "pause" => What::Pause,
            "resume" => What::Resume,
            "more" => What::More,
            "inject" => What::Inject(Id::from(self.text(object, place, "inject")?)),
            "note" => {
                let text = self.text(object, place, "text")?;
                let length = text.chars().count();
                if length > TEXT_LIMIT {
                    let here = within(place, "text");
                    let finding = Finding::new(Code::TooLong, here).with("length", length);
                    self.find(finding.with("limit", TEXT_LIMIT));
                }
                What::Note(text.to_owned())
            }
            other => {
                if object.get("what").is_some_and(Value::is_string) {
                    self.unknown(&within(place, "what"), other);
                }
                return None;
            }
        };
        Some(Done { at: at?, what })
    }
}

fn within(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}
