//! The shelf: what this browser keeps, which of it is open here, and where else it is.
//!
//! Every assessment has a key that means nothing. What is open is written after every change,
//! and never takes the place of another: what is begun or opened stands beside the others.

use serde::{Deserialize, Serialize};
use sonae_engine::assessment::{Assessment, Opened, fingerprint};
use sonae_engine::finding::Finding;
use sonae_engine::lock::{Passphrase, Recipient, kind_of};

use super::after::After;
use super::bench::Bench;
use super::handin::{self, HandIn};
use super::history;
use super::kits::{self, Kits};
use super::locks::{For, Locks};
use super::questions::{Questions, Task as QuestionsTask};
use super::room::{self, Leading};
use super::seat::Seating;
use super::update::{differs, is_untouched};
use super::{
    Action, Case, Effect, Keeping, Notice, NoticeKind, Question, Refusal, Replacement, Shared,
    State,
};
use crate::route::Page;

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;
/// So long a file may be behind before the state line turns amber.
const OLD_COPY_MS: u64 = DAY_MS;
/// So many versions are kept of the last hours, one of each hour, and of the last days.
const HOURS: u64 = 24;
const DAYS: u64 = 30;

/// A moment, as the person's own clock shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub ms: u64,
    /// `YYYY-MM-DD`.
    pub day: String,
    /// `HH:MM`.
    pub time: String,
}

/// What is known of an assessment on the shelf without opening it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is kept under: it means nothing.
    pub key: String,
    /// What the person calls it; may be empty.
    #[serde(default)]
    pub label: String,
    /// Whether it is a fictional firm.
    #[serde(default)]
    pub practice: bool,
    /// The industry, where it is answered.
    #[serde(default)]
    pub industry: Option<String>,
    /// Whether it is a part that somebody else sent.
    #[serde(default)]
    pub part: bool,
    /// How many questions are answered.
    #[serde(default)]
    pub answers: usize,
    /// How many rows its tables have.
    #[serde(default)]
    pub rows: usize,
    /// When it came onto the shelf.
    #[serde(default)]
    pub begun: Moment,
    /// When it was changed last.
    #[serde(default)]
    pub changed: Moment,
    /// The file it was saved to last.
    #[serde(default)]
    pub copy: Option<FileCopy>,
    /// Whether it changed since.
    #[serde(default)]
    pub unsaved: bool,
    /// A fingerprint of what is in it, so that the same is not kept twice.
    #[serde(default)]
    pub content: String,
    /// How it is locked, where it is. Then nothing of what is in it stands here.
    #[serde(default)]
    pub lock: Option<Lock>,
}

/// A file an assessment was saved to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileCopy {
    /// The file's name.
    pub name: String,
    /// When.
    pub at: Moment,
    /// Whether the file was read back and held the same.
    pub checked: bool,
}

/// What may be done with the open assessment in this tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It is written here.
    Here,
    /// Another tab writes it; this one looks on.
    Elsewhere,
    /// It was written by a newer version, of which only a part is understood.
    Newer,
    /// It is an earlier version, looked at.
    Past(Moment),
}

/// What came of writing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was read back and holds the same.
    Checked(String),
    /// It was handed to the browser's downloads, which nobody can look into.
    Handed(String),
    /// The person chose not to.
    Cancelled,
    /// It could not be written, or holds something else.
    Failed(String),
}

/// What this browser still holds after a wipe, by its own records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remains {
    /// Databases.
    pub databases: usize,
    /// Entries of local and session storage.
    pub entries: usize,
    /// Files of this page's own.
    pub files: usize,
    /// Cookies.
    pub cookies: usize,
}

/// What is done with bytes fetched from the shelf.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// The assessment is opened, on this page.
    Open(Page),
    /// The open one changed in another tab.
    Refresh,
    /// It is saved to a file, unopened.
    Save,
    /// It is held against the open one; what it is called.
    Compare(String),
}

/// How an assessment is locked in this browser: it is sealed to a key whose secret half is itself
/// locked with a passphrase, so that writing needs no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// The public key.
    pub key: Recipient,
    /// The file with the secret one.
    pub secret: Vec<u8>,
    /// It closes after so many minutes in which nobody did anything; 0: never.
    pub idle_minutes: u32,
}

/// How soon it closes unless something else is chosen.
pub const IDLE_MINUTES: u32 = 10;

/// A text that was typed into a field and not yet told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The page's address.
    pub page: String,
    /// The id of the field on it.
    pub field: String,
    /// What stood in it.
    pub text: String,
    /// When it was typed, in milliseconds since 1970.
    pub at: u64,
}

/// What was fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    /// Its key.
    pub key: String,
    /// Whether this tab may write it.
    pub held: bool,
    /// Its bytes; none where nothing is kept under the key any more.
    pub bytes: Option<Vec<u8>>,
    /// What was being typed into it when its page was gone, as it is kept: locked where the
    /// assessment is, and empty where nothing was.
    pub typed: Vec<u8>,
}

/// What happened on the shelf.
#[derive(Clone, Debug)]
pub enum Told {
    /// One was asked for.
    OpenAsked(String),
    /// One was asked for, to be held against the open one: its key, and what it is called.
    CompareAsked(String, String),
    /// Bytes came.
    Fetched(Purpose, Fetched),
    /// It was kept as this entry, or the browser refused.
    Kept(Result<(Box<Entry>, Shared<Assessment>), Refusal>),
    /// The shelf was changed by another tab: what stands on it now.
    Listed(Vec<Entry>),
    /// One got another name.
    Renamed(String, String),
    /// One is to be removed; asks first.
    RemoveAsked(String),
    /// One is to be saved to a file as it is kept.
    SaveAsked(String),
    /// This tab may write the assessment of this key now.
    Held(String),
    /// Another tab took it over.
    Lost(String),
    /// Another tab wrote it.
    WrittenElsewhere(String),
    /// The person wants to write here what another tab holds.
    TakeOverAsked,
    /// Versions of the open one were asked for.
    VersionsAsked,
    /// These there are, the latest first.
    VersionsListed(Vec<Moment>),
    /// One is to be looked at.
    VersionAsked(Moment),
    /// It came.
    VersionFetched(Moment, Option<Vec<u8>>),
    /// The version that is looked at is to be the present one again.
    RestoreAsked,
    /// Back to the present one.
    PresentAsked,
    /// A file was written, or not; with it the assessment that was in it.
    FileWritten(Written, Option<(String, Shared<Assessment>)>),
    /// A file that was saved was chosen, to be held against the open assessment.
    CopyChosen(String, Result<Vec<u8>, Finding>),
    /// Another tab wiped everything.
    WipedElsewhere,
    /// Everything was wiped; this is left.
    Wiped(Remains),
    /// Time has passed.
    Ticked(Moment),
    /// Nobody did anything in this tab for so many milliseconds.
    Quiet(u64),
    /// The open assessment is to be locked in this browser, with this.
    LockAsked(Passphrase),
    /// Its lock is to be taken off.
    LockDropped,
    /// It is to close by itself after so many minutes.
    IdleChosen(u32),
    /// It is to be closed now.
    CloseAsked,
}

impl Entry {
    /// Whether something of the person's own would be lost with it.
    #[must_use]
    pub fn would_be_lost(&self) -> bool {
        let empty = self.answers + self.rows == 0 && self.industry.is_none() && self.lock.is_none();
        self.unsaved && !self.practice && !empty
    }

    /// The same, locked like this: what is in the assessment is not told.
    fn locked(self, lock: Option<Lock>) -> Self {
        let told = lock.is_none();
        Self {
            industry: self.industry.filter(|_| told),
            part: self.part && told,
            answers: if told { self.answers } else { 0 },
            rows: if told { self.rows } else { 0 },
            lock,
            ..self
        }
    }

    fn of(key: &str, assessment: &Assessment, before: Option<&Self>, now: &Moment) -> Self {
        Self {
            key: key.to_owned(),
            label: before.map(|entry| entry.label.clone()).unwrap_or_default(),
            practice: assessment.practice,
            industry: assessment.industry().map(ToString::to_string),
            part: assessment.part.is_some(),
            answers: assessment
                .answers
                .values()
                .filter(|answer| answer.given.is_some())
                .count(),
            rows: assessment.suppliers.len() + assessment.markets.len(),
            begun: before.map_or_else(|| now.clone(), |entry| entry.begun.clone()),
            changed: now.clone(),
            ..Self::default()
        }
        .locked(before.and_then(|entry| entry.lock.clone()))
    }
}

impl Moment {
    /// How long before another moment it was.
    #[must_use]
    pub fn ago(&self, now: &Self) -> Ago {
        let passed = now.ms.saturating_sub(self.ms);
        let whole = |unit: u64| usize::try_from(passed / unit).unwrap_or(usize::MAX);
        match passed {
            0..MINUTE_MS => Ago::Now,
            MINUTE_MS..HOUR_MS => Ago::Minutes(whole(MINUTE_MS)),
            HOUR_MS..DAY_MS => Ago::Hours(whole(HOUR_MS)),
            _ => Ago::Days(whole(DAY_MS)),
        }
    }
}

/// How long ago something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ago {
    /// Less than a minute.
    Now,
    /// So many minutes.
    Minutes(usize),
    /// So many hours.
    Hours(usize),
    /// So many days.
    Days(usize),
}

/// Whether what is kept now becomes a version before something else is written over it: it is
/// the last of its hour. Both in milliseconds since 1970.
#[must_use]
pub fn ends_its_hour(kept: u64, now: u64) -> bool {
    kept / HOUR_MS != now / HOUR_MS
}

/// Those of the versions that are not kept any longer: of the last day one of each hour stays,
/// before it one of each day, always the latest of them. `all` are milliseconds since 1970.
#[must_use]
pub fn outdated(all: &[u64], now: u64) -> Vec<u64> {
    let mut latest_first = all.to_vec();
    latest_first.sort_unstable_by(|one, other| other.cmp(one));
    let slot = |ms: u64| {
        let age = now.saturating_sub(ms);
        if age < HOURS * HOUR_MS {
            Some((HOUR_MS, ms / HOUR_MS))
        } else if age < DAYS * DAY_MS {
            Some((DAY_MS, ms / DAY_MS))
        } else {
            None
        }
    };
    let mut taken = std::collections::BTreeSet::new();
    latest_first.retain(|ms| !slot(*ms).is_some_and(|slot| taken.insert(slot)));
    latest_first
}

impl Case {
    /// Whether it may be changed here.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.hold == Hold::Here
    }
}

impl State {
    /// Takes in what happened on the shelf.
    pub(super) fn shelf_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Kept(kept) => self.kept(kept),
            Told::Listed(shelf) => {
                self.shelf = shelf;
                Vec::new()
            }
            Told::Lost(key) => {
                if let Some(case) = self.case.as_mut().filter(|case| case.key == key) {
                    case.hold = Hold::Elsewhere;
                    return vec![Effect::AwaitHold(key)];
                }
                Vec::new()
            }
            Told::Ticked(now) => {
                self.tick(now);
                self.send_room()
            }
            Told::Quiet(ms) => self.quiet(ms),
            told => self.later(told.into()),
        }
    }

    /// What only the later part of the app knows.
    pub(super) fn shelf_told_later(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::OpenAsked(key) => self.open_kept(key, Page::Tasks),
            Told::CompareAsked(key, name) => vec![Effect::Fetch(Purpose::Compare(name), key)],
            Told::Fetched(purpose, fetched) => self.fetched(purpose, fetched),
            Told::Renamed(key, label) => self.renamed(&key, label.trim()),
            Told::RemoveAsked(key) => {
                self.question = Some(Question::Remove(key));
                Vec::new()
            }
            Told::SaveAsked(key) => match &self.case {
                Some(case) if case.key == key => self.save(),
                _ => vec![Effect::Fetch(Purpose::Save, key)],
            },
            Told::FileWritten(written, of) => self.file_written(written, of),
            Told::Held(key) => self.held(key),
            Told::WrittenElsewhere(key) => {
                let looking = |case: &&Case| case.key == key && case.hold == Hold::Elsewhere;
                let refresh = self.case.as_ref().is_some_and(|case| looking(&case));
                let mut effects = vec![Effect::ListShelf];
                if refresh {
                    effects.push(Effect::Fetch(Purpose::Refresh, key));
                }
                effects
            }
            Told::TakeOverAsked => match &self.case {
                Some(case) if case.hold == Hold::Elsewhere => {
                    vec![Effect::TakeOver(case.key.clone())]
                }
                _ => Vec::new(),
            },
            Told::VersionsAsked => match &self.case {
                Some(case) => vec![Effect::ListVersions(case.key.clone())],
                None => Vec::new(),
            },
            Told::VersionsListed(versions) => {
                self.versions = versions;
                Vec::new()
            }
            Told::VersionAsked(at) => match &self.case {
                Some(case) => vec![Effect::FetchVersion(case.key.clone(), at)],
                None => Vec::new(),
            },
            Told::VersionFetched(at, bytes) => self.look_at_version(at, bytes),
            Told::RestoreAsked => self.restore(),
            Told::PresentAsked => self.back_to_present(),
            Told::CopyChosen(name, bytes) => self.copy_chosen(name, bytes),
            Told::WipedElsewhere => self.forget_all(),
            Told::Wiped(remains) => {
                self.remains = Some(remains);
                Vec::new()
            }
            Told::LockAsked(passphrase) => self.lock_here(passphrase),
            Told::LockDropped => self.set_lock(None),
            Told::IdleChosen(idle_minutes) => {
                let lock = self.lock_of_open().cloned();
                let lock = lock.map(|lock| Lock {
                    idle_minutes,
                    ..lock
                });
                self.set_lock(lock)
            }
            Told::CloseAsked => self.close(),
            // The first part knows it.
            _ => Vec::new(),
        }
    }

    /// Whether this browser keeps assessments at all.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.kept != Keeping::Refused
    }

    /// Whether something would be lost if the page were closed now.
    #[must_use]
    pub fn is_at_risk(&self) -> bool {
        let case = self.case.as_ref().filter(|case| case.is_writable());
        let unsaved = case.is_some_and(|case| {
            let is_kept = self.keeps() && case.is_kept();
            !is_kept && case.unsaved && !case.assessment.practice
        });
        unsaved || self.bench.holds() || self.reviewing.is_unsaved() || self.leading.unkept
    }

    /// Whether the open assessment stands in no file, or only in an old one.
    #[must_use]
    pub fn needs_a_copy(&self) -> bool {
        let Some(case) = &self.case else {
            return false;
        };
        if !case.unsaved || case.assessment.practice || !case.is_writable() {
            return false;
        }
        let since = match &case.copy {
            Some(copy) => &copy.at,
            None => &case.begun,
        };
        self.now.ms.saturating_sub(since.ms) >= OLD_COPY_MS
    }

    /// A key that nothing is kept under.
    fn fresh_key(&mut self) -> String {
        self.next_key = self.next_key.wrapping_add(1);
        format!("{:016x}", self.next_key)
    }

    /// Puts an assessment on the shelf and opens it; the same one twice is one.
    pub(super) fn put_on_shelf(
        &mut self,
        assessment: Assessment,
        page: Page,
        unsaved: bool,
    ) -> Vec<Effect> {
        let content = fingerprint(&assessment.write(self.pack));
        let same = self.shelf.iter().find(|entry| entry.content == content);
        if self.keeps()
            && let Some(entry) = same
        {
            let key = entry.key.clone();
            return self.open_kept(key, page);
        }
        let mut effects = self.leave();
        let key = self.fresh_key();
        let mut case = Case::of(self.pack, key.clone(), assessment);
        case.unsaved = unsaved;
        case.begun = self.now.clone();
        effects.push(Effect::Hold(key));
        effects.push(self.keep(&case));
        self.open_case(case);
        effects.push(self.send_to(page));
        effects
    }

    /// Opens what is read only: it stands nowhere.
    pub(super) fn look_at(&mut self, assessment: Assessment, page: Page) -> Vec<Effect> {
        let mut effects = self.leave();
        let mut case = Case::of(self.pack, String::new(), assessment);
        case.unsaved = false;
        case.hold = Hold::Newer;
        self.open_case(case);
        effects.push(self.send_to(page));
        effects
    }

    pub(super) fn open_kept(&mut self, key: String, page: Page) -> Vec<Effect> {
        match &self.case {
            Some(case) if case.key == key => vec![self.send_to(page)],
            _ => {
                self.opened_from = Some(self.page.clone());
                vec![Effect::Fetch(Purpose::Open(page), key)]
            }
        }
    }

    /// The open assessment is left as it is kept.
    fn leave(&mut self) -> Vec<Effect> {
        let left = self.case.take();
        let key = left.map(|case| case.key).filter(|key| !key.is_empty());
        key.into_iter().map(Effect::LetGo).collect()
    }

    /// How the open assessment is locked in this browser.
    #[must_use]
    pub fn lock_of_open(&self) -> Option<&Lock> {
        let case = self.case.as_ref()?;
        let entry = self.shelf.iter().find(|entry| entry.key == case.key);
        entry.and_then(|entry| entry.lock.as_ref())
    }

    /// Keeps the open assessment locked like this from now on, or not locked.
    pub(super) fn set_lock(&mut self, lock: Option<Lock>) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let entry = self.shelf.iter_mut().find(|entry| entry.key == case.key);
        let Some(entry) = entry else {
            return Vec::new();
        };
        entry.lock = lock;
        vec![self.keep(case)]
    }

    fn quiet(&mut self, ms: u64) -> Vec<Effect> {
        let minutes = self.lock_of_open().map_or(0, |lock| lock.idle_minutes);
        if minutes == 0 || ms < u64::from(minutes) * MINUTE_MS {
            return Vec::new();
        }
        self.close()
    }

    /// Closes the open assessment once it is kept; what is locked asks for its passphrase then.
    fn close(&mut self) -> Vec<Effect> {
        let is_kept = self.case.as_ref().is_some_and(Case::is_kept) && self.keeps();
        if !is_kept {
            return Vec::new();
        }
        let mut effects = self.leave();
        self.forget_case();
        self.notices = vec![Notice::new(NoticeKind::Done, "notice.closed")];
        effects.push(self.send_to(Page::Start));
        effects
    }

    /// What came is locked: its passphrase is asked for.
    fn fetched_locked(
        &mut self,
        purpose: Purpose,
        mut fetched: Fetched,
        lock: &Lock,
    ) -> Vec<Effect> {
        let purpose = match purpose {
            // Another tab changed it, and cannot be followed without the passphrase.
            Purpose::Refresh if fetched.held => {
                self.forget_case();
                Purpose::Open(Page::Tasks)
            }
            Purpose::Refresh => return Vec::new(),
            purpose => purpose,
        };
        let secret = lock.secret.clone();
        let bytes = fetched.bytes.take().unwrap_or_default();
        self.kept_brought(bytes, secret, For::Kept(purpose, fetched))
    }

    pub(super) fn fetched(&mut self, purpose: Purpose, fetched: Fetched) -> Vec<Effect> {
        let is_locked = fetched
            .bytes
            .as_ref()
            .is_some_and(|bytes| kind_of(bytes).is_some());
        let entry = self.shelf.iter().find(|entry| entry.key == fetched.key);
        let lock = entry.and_then(|entry| entry.lock.clone());
        let changed = entry.map(|entry| entry.changed.ms);
        // Whoever went on to another page meanwhile is not fetched back from it.
        let from = self
            .opened_from
            .take_if(|_| matches!(purpose, Purpose::Open(_)));
        let has_left = from.is_some_and(|from| from != self.page);
        if has_left && is_locked {
            return vec![Effect::LetGo(fetched.key)];
        }
        if let Some(lock) = lock.filter(|_| is_locked) {
            return self.fetched_locked(purpose, fetched, &lock);
        }
        let Fetched {
            key,
            held,
            bytes,
            typed,
        } = fetched;
        let Some(bytes) = bytes else {
            self.shelf.retain(|entry| entry.key != key);
            return self.refuse("notice.not_there", "", Vec::new());
        };
        if let Purpose::Compare(name) = purpose {
            let mut effects = self.history_told(history::Told::EarlierRead(name, Ok(bytes)));
            if self.page != Page::History {
                effects.push(self.send_to(Page::History));
            }
            return effects;
        }
        let opened = match Assessment::read(self.pack, &bytes) {
            Ok(opened) => opened,
            // What cannot be read stays as it is.
            Err(findings) => {
                let notice = self.damaged("", &bytes, "notice.kept_damaged");
                let notice = notice.unwrap_or("notice.kept_unreadable");
                let mut effects = self.refuse(notice, "", findings);
                if held && purpose != Purpose::Save {
                    effects.push(Effect::LetGo(key));
                }
                return effects;
            }
        };
        match purpose {
            Purpose::Compare(_) => Vec::new(),
            Purpose::Save => {
                let assessment = Shared::new(opened.assessment);
                vec![self.save_of(key, assessment)]
            }
            Purpose::Refresh => {
                let looking = |case: &&mut Case| case.key == key && case.hold == Hold::Elsewhere;
                if let Some(case) = self.case.as_mut().filter(looking) {
                    *case = case.with(self.pack, opened.assessment);
                    case.undo.clear();
                    case.redo.clear();
                    case.kept = Some(case.assessment.clone());
                    if held {
                        case.hold = Hold::Here;
                    }
                }
                Vec::new()
            }
            Purpose::Open(page) => {
                let mut effects = self.open_fetched(key, held, opened);
                // What was changed since was told after it was typed.
                let typed = serde_json::from_slice::<Typed>(&typed).ok();
                match typed.filter(|typed| held && typed.at >= changed.unwrap_or_default()) {
                    _ if has_left => {}
                    Some(typed) => {
                        effects.push(self.send_to(Page::at(&typed.page)));
                        self.notices
                            .push(Notice::new(NoticeKind::Caution, "notice.typed"));
                        effects.push(Effect::PutBack(typed));
                    }
                    None => effects.push(self.send_to(page)),
                }
                effects
            }
        }
    }

    /// Opens what was fetched, on whatever page.
    fn open_fetched(&mut self, key: String, held: bool, opened: Opened) -> Vec<Effect> {
        let mut effects = self.leave();
        let entry = self.shelf.iter().find(|entry| entry.key == key);
        let own = key.clone();
        let mut case = Case::of(self.pack, key.clone(), opened.assessment);
        case.kept = Some(case.assessment.clone());
        if let Some(entry) = entry {
            case.unsaved = entry.unsaved;
            case.copy.clone_from(&entry.copy);
            case.begun = entry.begun.clone();
        }
        if !held {
            case.hold = Hold::Elsewhere;
            effects.push(Effect::AwaitHold(key));
        }
        self.open_case(case);
        if self.keeps_questions() {
            effects.push(Effect::Questions(QuestionsTask::Fetch(own)));
        }
        if !opened.notices.is_empty() {
            self.back.opened.clone_from(&opened.notices);
            let notice = Notice::new(NoticeKind::Caution, "notice.kept_differs");
            self.notices.push(notice.because(opened.notices));
        }
        effects
    }

    /// The effect that keeps a case as it is now.
    pub(super) fn keep(&self, case: &Case) -> Effect {
        let before = self.shelf.iter().find(|entry| entry.key == case.key);
        let entry = Entry {
            copy: case.copy.clone(),
            unsaved: case.unsaved,
            ..Entry::of(&case.key, &case.assessment, before, &self.now)
        };
        Effect::Keep(Box::new(entry), case.assessment.clone())
    }

    fn kept(&mut self, kept: Result<(Box<Entry>, Shared<Assessment>), Refusal>) -> Vec<Effect> {
        match kept {
            Ok((entry, assessment)) => {
                if let Some(case) = self.case.as_mut().filter(|case| case.key == entry.key) {
                    case.kept = Some(assessment);
                    let at = entry.changed.time.clone();
                    self.kept = Keeping::Here { at };
                }
                self.shelf.retain(|other| other.key != entry.key);
                self.shelf.insert(0, *entry);
                self.notices
                    .retain(|notice| notice.key != "notice.not_kept");
            }
            Err(_) if self.kept == Keeping::Refused => {}
            Err(refusal) => {
                self.kept = Keeping::Refused;
                let key = match refusal {
                    Refusal::Full => "notice.full",
                    Refusal::Forbidden => "notice.not_kept",
                };
                self.notices.push(Notice::new(NoticeKind::Error, key));
            }
        }
        Vec::new()
    }

    fn renamed(&mut self, key: &str, label: &str) -> Vec<Effect> {
        let entry = self.shelf.iter_mut().find(|entry| entry.key == key);
        match entry.filter(|entry| entry.label != label) {
            Some(entry) => {
                label.clone_into(&mut entry.label);
                vec![Effect::KeepEntry(Box::new(entry.clone()))]
            }
            None => Vec::new(),
        }
    }

    /// Removes one for good: the person said yes.
    pub(super) fn remove(&mut self, key: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.case.as_ref().is_some_and(|case| case.key == key) {
            effects = self.leave();
            self.forget_case();
            effects.push(self.send_to(Page::Start));
        }
        self.shelf.retain(|entry| entry.key != key);
        self.notices
            .push(Notice::new(NoticeKind::Done, "notice.removed"));
        effects.push(Effect::Remove(key.to_owned()));
        effects
    }

    /// This tab may write now: what another one wrote meanwhile comes first.
    fn held(&mut self, key: String) -> Vec<Effect> {
        let waiting = |case: &&mut Case| case.key == key && case.hold == Hold::Elsewhere;
        match self.case.as_mut().filter(|case| waiting(case)) {
            Some(_) => vec![Effect::Fetch(Purpose::Refresh, key)],
            None => vec![Effect::LetGo(key)],
        }
    }

    pub(super) fn look_at_version(&mut self, at: Moment, bytes: Option<Vec<u8>>) -> Vec<Effect> {
        if let (Some(bytes), Some(lock)) = (&bytes, self.lock_of_open())
            && kind_of(bytes).is_some()
        {
            let (bytes, secret) = (bytes.clone(), lock.secret.clone());
            return self.kept_brought(bytes, secret, For::Version(at));
        }
        let read = bytes.map(|bytes| Assessment::read(self.pack, &bytes));
        match (read, &mut self.case) {
            (Some(Ok(opened)), Some(case)) if case.hold == Hold::Here => {
                let mut looked_at = case.with(self.pack, opened.assessment);
                looked_at.present = Some(case.assessment.clone());
                looked_at.hold = Hold::Past(at);
                *case = looked_at;
                vec![self.send_to(Page::Tasks)]
            }
            (Some(Err(findings)), _) => self.refuse("notice.file_refused", "", findings),
            _ => Vec::new(),
        }
    }

    fn restore(&mut self) -> Vec<Effect> {
        let Some(case) = &mut self.case else {
            return Vec::new();
        };
        let Some(present) = case.present.take() else {
            return Vec::new();
        };
        case.undo.push(present);
        case.redo.clear();
        case.hold = Hold::Here;
        case.unsaved = true;
        self.notices
            .push(Notice::new(NoticeKind::Done, "notice.restored"));
        let kept = self.case.as_ref().map(|case| self.keep(case));
        kept.into_iter().collect()
    }

    fn back_to_present(&mut self) -> Vec<Effect> {
        if let Some(case) = &mut self.case
            && let Some(present) = case.present.take()
        {
            let is_kept = case.kept.as_ref() == Some(&present);
            *case = case.with(self.pack, (*present).clone());
            case.hold = Hold::Here;
            if is_kept {
                case.kept = Some(case.assessment.clone());
            }
        }
        Vec::new()
    }

    fn file_written(
        &mut self,
        written: Written,
        of: Option<(String, Shared<Assessment>)>,
    ) -> Vec<Effect> {
        let said = ["notice.saved", "notice.handed", "notice.not_saved"];
        self.notices.retain(|notice| !said.contains(&notice.key));
        let (kind, key, name, checked) = match written {
            Written::Checked(name) => (NoticeKind::Done, "notice.saved", name, true),
            Written::Handed(name) => (NoticeKind::Done, "notice.handed", name, false),
            Written::Failed(name) => (NoticeKind::Error, "notice.not_saved", name, false),
            Written::Cancelled => return Vec::new(),
        };
        self.notices
            .push(Notice::new(kind, key).with("name", &name));
        if kind == NoticeKind::Error {
            return vec![Effect::FocusErrors];
        }
        let Some((key, assessment)) = of else {
            return Vec::new();
        };
        let copy = FileCopy {
            name,
            at: self.now.clone(),
            checked,
        };
        self.copied(&key, copy, &assessment)
    }

    /// A file holds this now.
    fn copied(&mut self, key: &str, copy: FileCopy, saved: &Assessment) -> Vec<Effect> {
        if let Some(case) = self.case.as_mut().filter(|case| case.key == key) {
            case.unsaved = *case.assessment != *saved;
            case.copy = Some(copy.clone());
        }
        let open = self.case.as_ref().filter(|case| case.key == key);
        let unsaved = open.is_some_and(|case| case.unsaved);
        let Some(entry) = self.shelf.iter_mut().find(|entry| entry.key == key) else {
            return Vec::new();
        };
        entry.copy = Some(copy);
        entry.unsaved = unsaved;
        vec![Effect::KeepEntry(Box::new(entry.clone()))]
    }

    fn copy_chosen(&mut self, name: String, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(finding) => return self.refuse("notice.copy_differs", &name, vec![finding]),
        };
        if kind_of(&bytes).is_some() {
            return self.locked_brought(name, bytes, For::Comparing);
        }
        if bytes != case.assessment.save(self.pack) {
            let findings = match Assessment::read(self.pack, &bytes) {
                Ok(opened) => opened.notices,
                Err(findings) => findings,
            };
            return self.refuse("notice.copy_differs", &name, findings);
        }
        let (key, assessment) = (case.key.clone(), case.assessment.clone());
        self.file_written(Written::Checked(name), Some((key, assessment)))
    }

    fn tick(&mut self, now: Moment) {
        self.today.clone_from(&now.day);
        self.now = now;
    }

    /// Everything of the firm goes out of this page.
    pub(super) fn forget_all(&mut self) -> Vec<Effect> {
        let mut effects = self.leave();
        self.forget_case();
        self.shelf.clear();
        self.versions.clear();
        self.rescued = None;
        self.locks = Locks::default();
        let mut bench = self.clear_bench();
        self.bench = Bench::default();
        self.questions = Questions::default();
        self.kits = Kits {
            own: std::mem::take(&mut self.kits.own),
            ..Kits::default()
        };
        self.leading = Leading::default();
        self.hand_in = HandIn::default();
        self.after = After::default();
        self.own_forgotten();
        effects.push(Effect::HandIn(handin::Task::StopCamera));
        self.seating = Seating::default();
        effects.append(&mut bench);
        self.kept = Keeping::Nothing;
        self.notices = vec![Notice::new(NoticeKind::Done, "notice.wiped")];
        effects.push(Effect::StopReading);
        if self.page.needs_case() {
            effects.push(self.send_to(Page::Start));
        }
        effects
    }

    /// Opens what waits for a yes or not: where nothing is kept, it takes the place of the rest.
    /// An empty assessment was asked for.
    pub(super) fn new_asked(&mut self) -> Vec<Effect> {
        if self.would_lose().is_some() {
            self.question = Some(Question::Replace(Replacement::New, None));
            return Vec::new();
        }
        self.begin_empty()
    }

    /// The open assessment, where it stands nowhere else.
    fn would_lose(&self) -> Option<&Case> {
        let lost = |case: &&Case| !self.keeps() && case.unsaved && !is_untouched(&case.assessment);
        self.case.as_ref().filter(lost)
    }

    pub(super) fn replacement_asked(&mut self, replacement: Replacement) -> Vec<Effect> {
        if let Some(case) = self.would_lose() {
            let differs = differs(&case.assessment, &replacement);
            self.question = Some(Question::Replace(replacement, differs));
            return Vec::new();
        }
        self.replace(replacement)
    }
}

impl Action {
    /// Whether it is news that nobody waits for, and that only the frame of the page shows.
    #[must_use]
    pub fn can_wait(&self) -> bool {
        match self {
            Self::Shelf(told) => matches!(
                **told,
                Told::Kept(Ok(_)) | Told::Listed(_) | Told::Ticked(_) | Told::Quiet(_)
            ),
            Self::Room(told) => matches!(told, room::Told::Projecting),
            Self::HandIn(told) => told.can_wait(),
            _ => false,
        }
    }

    /// Whether it does not wait behind others for the later part of the app.
    pub(super) fn overtakes(&self) -> bool {
        let is_awaited =
            |told: &kits::Told| matches!(told, kits::Told::Own(kits::own::Told::Checked(..)));
        match self {
            Self::LaterCame(_) | Self::LanguageChosen(_) => true,
            Self::Kits(told) => is_awaited(told),
            _ => self.can_wait(),
        }
    }
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Shelf(Box::new(told))
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Edit, Given, fingerprint};
    use sonae_engine::content::Id;
    use sonae_engine::lock::Passphrase;
    use sonae_engine::lock::cipher::seal;
    use sonae_engine::measure::Unit;

    use super::{
        Ago, DAY_MS, Entry, Fetched, HOUR_MS, Hold, Purpose, Told, Typed, Written, outdated,
    };
    use super::{IDLE_MINUTES, MINUTE_MS};
    use crate::route::Page;
    use crate::state::Case;
    use crate::state::locks;
    use crate::state::locks::tests::worked;
    use crate::state::tests::{moment, started};
    use crate::state::{Action, Effect, Keeping, Question, Replacement, State};

    /// Does something, and what the browser does about it; what else must follow.
    fn act(state: &mut State, action: impl Into<Action>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in state.update(action.into()) {
            match effect {
                Effect::Keep(mut entry, assessment) => {
                    entry.content = fingerprint(&assessment.write(state.pack));
                    act(state, Told::Kept(Ok((entry, assessment))));
                }
                other => left.push(other),
            }
        }
        left
    }

    fn begin(state: &mut State) -> String {
        act(state, Action::ReplacementAsked(Replacement::New));
        state.case.as_ref().expect("a case").key.clone()
    }

    fn cash(state: &mut State, yen: f64) -> Vec<Effect> {
        let given = Unit::Yen.number(yen).map(Given::Number);
        let cash = Edit::Profiled(Id::from("profile.cash"), given);
        act(state, Action::Edited(cash))
    }

    fn bytes(state: &State) -> Vec<u8> {
        let case = state.case.as_ref().expect("a case");
        case.assessment.write(state.pack)
    }

    fn fetched(key: &str, held: bool, bytes: Vec<u8>) -> Fetched {
        Fetched {
            key: key.to_owned(),
            held,
            bytes: Some(bytes),
            typed: Vec::new(),
        }
    }

    #[test]
    fn what_is_begun_stands_beside_the_rest() {
        let mut state = started();
        let first = begin(&mut state);
        cash(&mut state, 1.0);
        let second = begin(&mut state);
        assert_ne!(first, second);
        assert_eq!(state.shelf.len(), 2);
        let effects = act(&mut state, Told::OpenAsked(first.clone()));
        assert_eq!(effects, [Effect::Fetch(Purpose::Open(Page::Tasks), first)]);
    }

    #[test]
    fn whoever_goes_on_before_it_is_fetched_stays_there_and_it_is_open() {
        let mut state = started();
        let key = begin(&mut state);
        cash(&mut state, 1.0);
        let text = bytes(&state);
        let goes = |leaves: bool| {
            let mut other = started();
            other.shelf.clone_from(&state.shelf);
            let effects = act(&mut other, Told::OpenAsked(key.clone()));
            let open = Purpose::Open(Page::Tasks);
            assert_eq!(effects, [Effect::Fetch(open.clone(), key.clone())]);
            if leaves {
                act(&mut other, Action::Went(Page::Data));
            }
            let fetched = fetched(&key, true, text.clone());
            let effects = act(&mut other, Told::Fetched(open, fetched));
            assert_eq!(bytes(&other), text);
            effects.contains(&Effect::GoTo(Page::Tasks))
        };
        assert!(goes(false) && !goes(true));
    }

    #[test]
    fn what_was_half_typed_comes_back_unless_it_was_told_since() {
        let mut state = started();
        let key = begin(&mut state);
        cash(&mut state, 1.0);
        let open = |at: u64| {
            let typed = Typed {
                page: Page::Profile.address(),
                field: "profile.cash".to_owned(),
                text: "12".to_owned(),
                at,
            };
            let mut other = started();
            other.shelf.clone_from(&state.shelf);
            let mut fetched = fetched(&key, true, bytes(&state));
            fetched.typed = serde_json::to_vec(&typed).expect("text");
            let effects = act(
                &mut other,
                Told::Fetched(Purpose::Open(Page::Tasks), fetched),
            );
            effects.contains(&Effect::PutBack(typed))
        };
        let changed = state.shelf[0].changed.ms;
        assert!(open(changed + 1));
        assert!(!open(changed - 1));
    }

    #[test]
    fn the_page_is_at_risk_until_what_changed_is_kept() {
        let mut state = started();
        begin(&mut state);
        cash(&mut state, 1.0);
        assert!(!state.is_at_risk());
        // The browser has not told yet that it is kept.
        let given = Unit::Yen.number(2.0).map(Given::Number);
        state.update(Action::Edited(Edit::Profiled(
            Id::from("profile.cash"),
            given,
        )));
        assert!(state.is_at_risk());
        cash(&mut state, 3.0);
        assert!(!state.is_at_risk());
        state.kept = Keeping::Refused;
        assert!(state.is_at_risk());
    }

    #[test]
    fn what_is_locked_here_asks_for_its_passphrase_and_tells_nothing() {
        let mut state = started();
        let key = begin(&mut state);
        cash(&mut state, 1.0);
        let text = bytes(&state);
        let words = || Passphrase::new("あいことば").expect("a passphrase");
        let effects = act(&mut state, Told::LockAsked(words()));
        let left = answered(&mut state, effects);
        let entry = state.shelf[0].clone();
        let lock = entry.lock.clone().expect("a lock");
        assert_eq!((entry.answers, entry.rows), (0, 0));
        assert_eq!(entry.industry, None);
        assert!(left.is_empty() && lock.idle_minutes == IDLE_MINUTES);
        // It closes by itself, and not a moment too soon.
        act(&mut state, Told::Quiet(9 * MINUTE_MS));
        assert!(state.case.is_some());
        let effects = act(&mut state, Told::Quiet(10 * MINUTE_MS));
        assert!(effects.contains(&Effect::LetGo(key.clone())));
        assert!(state.case.is_none());
        // What is kept opens with the passphrase, and with no other.
        let sealed = |bytes: &[u8]| seal(bytes, std::slice::from_ref(&lock.key)).expect("sealed");
        let typed = Typed {
            page: Page::Profile.address(),
            field: "profile.cash".to_owned(),
            text: "12".to_owned(),
            at: entry.changed.ms + 1,
        };
        let mut kept = fetched(&key, true, sealed(&text));
        kept.typed = sealed(&serde_json::to_vec(&typed).expect("text"));
        let mut damaged = kept.clone();
        damaged.typed.pop();
        let open = Told::Fetched(Purpose::Open(Page::Profile), kept);
        act(&mut state, open);
        assert!(state.case.is_none() && state.locks.brought.is_some());
        let wrong = Passphrase::new("ちがう").expect("a passphrase");
        let effects = act(&mut state, locks::Told::PassphraseGiven(wrong));
        answered(&mut state, effects);
        assert!(state.case.is_none() && state.locks.brought.is_some());
        let effects = act(&mut state, locks::Told::PassphraseGiven(words()));
        let left = answered(&mut state, effects);
        assert_eq!(bytes(&state), text);
        // So does what was half typed into it; where it is damaged, the rest opens without.
        assert!(left.contains(&Effect::PutBack(typed)));
        state.shelf = vec![entry.clone()];
        let open = Told::Fetched(Purpose::Open(Page::Profile), damaged);
        act(&mut state, open);
        let effects = act(&mut state, locks::Told::PassphraseGiven(words()));
        let left = answered(&mut state, effects);
        assert!(!left.iter().any(|it| matches!(it, Effect::PutBack(_))));
        assert_eq!(bytes(&state), text);
        assert!(state.locks.brought.is_none() && state.lock_of_open().is_some());
        act(&mut state, Told::LockDropped);
        assert!(state.lock_of_open().is_none());
    }

    /// Has the worker's part done here.
    fn answered(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in effects {
            match effect {
                Effect::Make(number, request, of) => {
                    let made = worked(&request, of.map(|of| of.to_vec()));
                    let next = act(state, locks::Told::Made(number, made));
                    left.extend(answered(state, next));
                }
                other => left.push(other),
            }
        }
        left.retain(|effect| !matches!(effect, Effect::GoTo(_) | Effect::FocusHeading));
        left
    }

    #[test]
    fn the_same_content_is_not_kept_twice() {
        let mut state = started();
        let first = begin(&mut state);
        assert_eq!(begin(&mut state), first);
        assert_eq!(state.shelf.len(), 1);
    }

    #[test]
    fn one_that_another_tab_writes_is_looked_at_until_that_tab_lets_it_go() {
        let mut state = started();
        let key = begin(&mut state);
        cash(&mut state, 1.0);
        let text = bytes(&state);
        let mut other = started();
        other.shelf.clone_from(&state.shelf);
        let open = Purpose::Open(Page::Tasks);
        let effects = act(
            &mut other,
            Told::Fetched(open, fetched(&key, false, text.clone())),
        );
        assert!(effects.contains(&Effect::AwaitHold(key.clone())));
        let effects = cash(&mut other, 2.0);
        assert_eq!(effects, [Effect::FocusErrors], "it may not be changed here");
        assert_eq!(bytes(&other), text);
        // The other tab goes on writing, and is then closed.
        cash(&mut state, 3.0);
        let effects = act(&mut other, Told::Held(key.clone()));
        assert_eq!(effects, [Effect::Fetch(Purpose::Refresh, key.clone())]);
        let later = fetched(&key, true, bytes(&state));
        act(&mut other, Told::Fetched(Purpose::Refresh, later));
        assert_eq!(bytes(&other), bytes(&state));
        assert!(!cash(&mut other, 4.0).contains(&Effect::FocusErrors));
    }

    #[test]
    fn one_that_was_taken_over_is_not_written_any_more() {
        let mut state = started();
        let key = begin(&mut state);
        assert_eq!(
            act(&mut state, Told::Lost(key.clone())),
            [Effect::AwaitHold(key)]
        );
        assert_eq!(cash(&mut state, 2.0), [Effect::FocusErrors]);
    }

    #[test]
    fn a_lock_for_something_else_is_let_go() {
        let mut state = started();
        begin(&mut state);
        let effects = act(&mut state, Told::Held("other".to_owned()));
        assert_eq!(effects, [Effect::LetGo("other".to_owned())]);
    }

    #[test]
    fn saved_is_what_was_read_back_and_what_changes_meanwhile_is_not() {
        let mut state = started();
        let key = begin(&mut state);
        cash(&mut state, 1.0);
        let effects = act(&mut state, Action::SaveAsked);
        let [Effect::Save { of: Some(of), .. }] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        assert!(state.case.as_ref().is_some_and(|case| case.unsaved));
        cash(&mut state, 2.0);
        let written = Written::Checked("a.sonae".to_owned());
        act(
            &mut state,
            Told::FileWritten(written.clone(), Some(of.clone())),
        );
        assert!(state.case.as_ref().is_some_and(|case| case.unsaved));
        cash(&mut state, 1.0);
        act(&mut state, Told::FileWritten(written, Some(of.clone())));
        let entry = state.shelf.iter().find(|entry| entry.key == key);
        assert!(entry.is_some_and(|entry| !entry.unsaved && entry.copy.is_some()));
    }

    #[test]
    fn a_file_that_could_not_be_written_is_no_copy() {
        let mut state = started();
        begin(&mut state);
        let of = state
            .case
            .as_ref()
            .map(|case| (case.key.clone(), case.assessment.clone()));
        let failed = Written::Failed("a.sonae".to_owned());
        let effects = act(&mut state, Told::FileWritten(failed, of));
        assert_eq!(effects, [Effect::FocusErrors]);
        assert!(state.case.as_ref().is_some_and(|case| case.copy.is_none()));
    }

    #[test]
    fn a_copy_that_is_a_day_behind_is_said() {
        let mut state = started();
        begin(&mut state);
        cash(&mut state, 1.0);
        assert!(!state.needs_a_copy());
        let mut now = moment(9, 0);
        now.ms += DAY_MS;
        act(&mut state, Told::Ticked(now));
        assert!(state.needs_a_copy());
    }

    #[test]
    fn an_earlier_version_is_looked_at_restored_and_taken_back() {
        let mut state = started();
        begin(&mut state);
        cash(&mut state, 1.0);
        let earlier = bytes(&state);
        cash(&mut state, 2.0);
        let present = bytes(&state);
        let look = || Told::VersionFetched(moment(8, 0), Some(earlier.clone()));
        act(&mut state, look());
        assert_eq!(bytes(&state), earlier);
        assert_eq!(cash(&mut state, 3.0), [Effect::FocusErrors]);
        act(&mut state, Told::PresentAsked);
        assert_eq!(bytes(&state), present);
        assert!(state.case.as_ref().is_some_and(Case::is_kept));
        act(&mut state, look());
        act(&mut state, Told::RestoreAsked);
        assert!(
            state
                .case
                .as_ref()
                .is_some_and(|case| case.hold == Hold::Here)
        );
        assert_eq!(bytes(&state), earlier);
        act(&mut state, Action::Undone);
        assert_eq!(bytes(&state), present);
    }

    #[test]
    fn what_is_removed_is_asked_about_first() {
        let mut state = started();
        let key = begin(&mut state);
        act(&mut state, Told::RemoveAsked(key.clone()));
        assert_eq!(state.question, Some(Question::Remove(key.clone())));
        let effects = act(&mut state, Action::Agreed);
        assert!(effects.contains(&Effect::Remove(key.clone())));
        assert!(effects.contains(&Effect::LetGo(key)));
        assert!(state.case.is_none() && state.shelf.is_empty());
    }

    #[test]
    fn after_a_wipe_nothing_is_known_any_more() {
        let mut state = started();
        begin(&mut state);
        cash(&mut state, 1.0);
        act(&mut state, Action::WipeAsked);
        let effects = act(&mut state, Action::Agreed);
        assert!(effects.contains(&Effect::Wipe));
        assert!(state.case.is_none() && state.shelf.is_empty());
        assert_eq!(state.kept, Keeping::Nothing);
    }

    #[test]
    fn a_file_of_a_newer_version_is_only_looked_at() {
        let mut state = started();
        begin(&mut state);
        cash(&mut state, 1.0);
        let text = String::from_utf8(bytes(&state)).expect("text");
        let newer = text.replace("\"version\": 1", "\"version\": 9");
        let read = Action::CaseRead {
            name: "x.sonae".to_owned(),
            bytes: Ok(newer.into_bytes()),
        };
        act(&mut state, read);
        assert!(
            state
                .case
                .as_ref()
                .is_some_and(|case| case.hold == Hold::Newer)
        );
        assert_eq!(cash(&mut state, 3.0), [Effect::FocusErrors]);
        assert_eq!(act(&mut state, Action::SaveAsked), [Effect::FocusErrors]);
        assert_eq!(state.shelf.len(), 1, "what was open stays where it is");
    }

    #[test]
    fn a_name_stays_with_its_assessment() {
        let mut state = started();
        let key = begin(&mut state);
        act(&mut state, Told::Renamed(key, " 本社 ".to_owned()));
        cash(&mut state, 1.0);
        let labels: Vec<&str> = state
            .shelf
            .iter()
            .map(|entry| entry.label.as_str())
            .collect();
        assert_eq!(labels, ["本社"]);
    }

    #[test]
    fn the_hours_of_a_day_and_the_days_of_a_month_are_kept() {
        let now = 1000 * DAY_MS;
        // Every ten minutes for forty days.
        let all: Vec<u64> = (0..40 * 144).map(|step| now - step * HOUR_MS / 6).collect();
        let old = outdated(&all, now);
        let left: Vec<u64> = all.iter().copied().filter(|ms| !old.contains(ms)).collect();
        assert!((52..=56).contains(&left.len()), "{}", left.len());
        assert!(left.contains(&now), "the latest stays");
        assert_eq!(outdated(&left, now), [0; 0]);
    }

    #[test]
    fn how_long_ago() {
        let now = moment(12, 0);
        assert_eq!(moment(12, 0).ago(&now), Ago::Now);
        assert_eq!(moment(11, 15).ago(&now), Ago::Minutes(45));
        assert_eq!(moment(9, 0).ago(&now), Ago::Hours(3));
        assert_eq!(now.ago(&moment(9, 0)), Ago::Now, "a clock may be put back");
    }

    #[test]
    fn an_entry_of_an_earlier_build_is_read() {
        let entry: Entry = serde_json::from_str("{\"key\": \"a\"}").expect("an entry");
        assert_eq!(entry.key, "a");
    }
}
