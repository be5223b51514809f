//! What is locked with a passphrase, sealed to a key, or opened, and the keys for it.
//!
//! The work is the worker's. A passphrase passes through here and is not kept.

use sonae_engine::assessment::Assessment;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::{Locked, Opener, Passphrase, Recipient, kind_of};
use sonae_engine::request::Request;

use super::dossier::{Handed, Way};
use super::shelf::{Fetched, Hold, IDLE_MINUTES, Lock, Moment, Purpose, Told as ShelfTold};
use super::{Action, Effect, Shared, State};
use crate::route::Page;

/// What is being locked, sealed or opened.
#[derive(Clone, Debug, Default)]
pub struct Locks {
    /// What the worker does now.
    pub busy: Option<Work>,
    /// How many times it was asked: an answer to an earlier time comes too late.
    number: u32,
    /// How many files were locked: the fields are empty again after each.
    pub done: u32,
    /// What is to be sealed.
    pub parcel: Option<Parcel>,
    /// Whom it is sealed to: the name of the key's file, and the keys.
    pub to: Option<(String, Vec<Recipient>)>,
    /// Whether the digits were compared.
    pub compared: bool,
    /// The closed file that was brought.
    pub brought: Option<Brought>,
    /// What was opened and is no assessment.
    pub opened: Option<Parcel>,
    /// The keys that were made.
    pub pair: Option<Pair>,
}

/// What the worker does.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// It locks the open assessment, to be saved under this name; what that is kept under.
    Locking(String, Option<(String, Shared<Assessment>)>),
    /// It seals a file, to be saved under this name.
    Sealing(String),
    /// It opens a file with this.
    Opening(Opener),
    /// It makes keys.
    Making,
    /// It makes the keys that lock the open assessment in this browser.
    LockingHere,
}

/// A file to be handed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// A neutral name.
    pub name: String,
    /// What is in it.
    pub bytes: Shared<Vec<u8>>,
    /// What is written into the log of the firm once it is out.
    pub handed: Option<Handed>,
}

/// A closed file.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Shared<Vec<u8>>,
    /// How it is closed.
    pub kind: Locked,
    /// What it is opened for.
    pub purpose: For,
    /// The locked key file that may open it: its name and bytes.
    pub key: Option<(String, Vec<u8>)>,
}

/// What a closed file is opened for.
#[derive(Clone, Debug, PartialEq)]
pub enum For {
    /// To go on with it.
    Opening,
    /// To hold it against the open assessment.
    Comparing,
    /// It is kept in this browser. Its bytes are not there until it is open; then what was being
    /// typed into it may be still to open.
    Kept(Purpose, Fetched),
    /// It is an earlier version of the open assessment.
    Version(Moment),
}

/// Keys that were made.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The one to hand out.
    pub public: Recipient,
    /// The file with the other one.
    pub secret: Shared<Vec<u8>>,
    /// Whether that is locked with a passphrase.
    pub locked: bool,
}

/// What the worker made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// The public key, where keys were made.
    pub key: Option<Recipient>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Told {
    /// The open assessment is to be saved, locked with this.
    LockAsked(Passphrase),
    /// A file is to be sealed; none stands for the open assessment.
    SealAsked(Option<Parcel>),
    /// A file with public keys was chosen, or could not be read.
    PublicRead(String, Result<Vec<u8>, Finding>),
    /// The digits were compared, or not yet.
    Compared(bool),
    /// It is to be sealed now.
    SealNow,
    /// A passphrase was given for the closed file, or for the key that opens it.
    PassphraseGiven(Passphrase),
    /// A file with a secret key was chosen, or could not be read.
    SecretRead(String, Result<Vec<u8>, Finding>),
    /// What was opened is to be saved.
    OpenedSaved,
    /// A pair of keys is asked for: whose, and what the secret one is locked with.
    PairAsked(String, Option<Passphrase>),
    /// The public key is to be saved.
    PublicSaved,
    /// The secret one is to be saved.
    SecretSaved,
    /// Another pair is to be made.
    PairDropped,
    /// What the worker does is to be given up.
    Stopped,
    /// The worker made what was asked, or could not: which asking.
    Made(u32, Result<Made, Finding>),
}

impl Brought {
    /// Whether it is kept in this browser, and no file.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.purpose, For::Kept(..) | For::Version(_))
    }
}

impl Locks {
    /// Whether the assessment that was brought is open, and only what was being typed is not.
    fn is_open(&self) -> bool {
        let purpose = self.brought.as_ref().map(|brought| &brought.purpose);
        matches!(purpose, Some(For::Kept(_, fetched)) if fetched.bytes.is_some())
    }
}

impl Parcel {
    /// These bytes, under a neutral name.
    #[must_use]
    pub fn new(name: String, bytes: Vec<u8>) -> Self {
        let bytes = Shared::new(bytes);
        Self {
            name,
            bytes,
            handed: None,
        }
    }
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Locks(told)
    }
}

impl State {
    /// Takes in what happened.
    pub(super) fn locks_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::LockAsked(passphrase) => self.lock(passphrase),
            Told::SealAsked(parcel) => self.seal_asked(parcel),
            Told::PublicRead(name, bytes) => {
                let keys = bytes.and_then(|bytes| Recipient::read(&bytes));
                self.locks.compared = false;
                self.locks.to = None;
                self.unsay();
                match keys {
                    Ok(keys) => {
                        self.locks.to = Some((name, keys));
                        Vec::new()
                    }
                    Err(finding) => self.refuse("notice.key_refused", &name, vec![finding]),
                }
            }
            Told::Compared(compared) => {
                self.locks.compared = compared;
                Vec::new()
            }
            Told::SealNow => self.seal_now(),
            Told::PassphraseGiven(passphrase) => self.passphrase_given(passphrase),
            Told::SecretRead(name, bytes) => self.secret_read(name, bytes),
            Told::OpenedSaved => save(self.locks.opened.as_ref()),
            Told::PairAsked(name, passphrase) => {
                let day = self.today.clone();
                let request = Request::NewKey {
                    name,
                    day,
                    passphrase,
                };
                self.make(Work::Making, request, None)
            }
            Told::PublicSaved => match &self.locks.pair {
                Some(pair) => {
                    let name = format!("sonae-public-key-{}.pub", self.today);
                    vec![Effect::save(name, pair.public.file())]
                }
                None => Vec::new(),
            },
            Told::SecretSaved => match &self.locks.pair {
                Some(pair) => {
                    let ending = if pair.locked { "txt.age" } else { "txt" };
                    let name = format!("sonae-secret-key-{}.{ending}", self.today);
                    vec![Effect::save(name, (*pair.secret).clone())]
                }
                None => Vec::new(),
            },
            Told::PairDropped => {
                self.locks.pair = None;
                vec![Effect::FocusHeading]
            }
            Told::Stopped => {
                self.locks.busy = None;
                self.locks.number = self.locks.number.wrapping_add(1);
                vec![Effect::StopReading, Effect::FocusHeading]
            }
            Told::Made(number, made) if number == self.locks.number => self.made(made),
            Told::Made(..) => Vec::new(),
        }
    }

    /// What follows where another page was gone to.
    pub(super) fn locks_went(&mut self) -> Vec<Effect> {
        let locks = &mut self.locks;
        locks.busy = None;
        locks.number = locks.number.wrapping_add(1);
        locks.to = None;
        locks.compared = false;
        if self.page != Page::Unlock {
            locks.brought = None;
            locks.opened = None;
        }
        if self.page != Page::Seal {
            locks.parcel = None;
        }
        if matches!(
            self.page,
            Page::Lock | Page::Seal | Page::Unlock | Page::Keys
        ) {
            return vec![Effect::PrepareReader];
        }
        Vec::new()
    }

    /// A closed file was brought: what opens it is asked for.
    pub(super) fn locked_brought(
        &mut self,
        name: String,
        bytes: Vec<u8>,
        purpose: For,
    ) -> Vec<Effect> {
        let Some(kind) = kind_of(&bytes) else {
            return Vec::new();
        };
        self.unsay();
        self.locks.opened = None;
        self.locks.brought = Some(Brought {
            name,
            bytes: Shared::new(bytes),
            kind,
            purpose,
            key: None,
        });
        if self.page == Page::Unlock {
            return vec![Effect::FocusHeading];
        }
        vec![self.send_to(Page::Unlock)]
    }

    /// Something that is locked in this browser is to be opened.
    pub(super) fn kept_brought(
        &mut self,
        bytes: Vec<u8>,
        secret: Vec<u8>,
        purpose: For,
    ) -> Vec<Effect> {
        let effects = self.locked_brought(String::new(), bytes, purpose);
        if let Some(brought) = &mut self.locks.brought {
            brought.key = Some((String::new(), secret));
        }
        effects
    }

    /// The open assessment is to be locked in this browser.
    pub(super) fn lock_here(&mut self, passphrase: Passphrase) -> Vec<Effect> {
        let request = Request::NewKey {
            name: String::new(),
            day: self.today.clone(),
            passphrase: Some(passphrase),
        };
        self.make(Work::LockingHere, request, None)
    }

    fn make(&mut self, work: Work, request: Request, of: Option<Shared<Vec<u8>>>) -> Vec<Effect> {
        if self.locks.busy.is_some() {
            return Vec::new();
        }
        self.unsay();
        self.locks.busy = Some(work);
        self.locks.number = self.locks.number.wrapping_add(1);
        vec![Effect::Make(self.locks.number, Box::new(request), of)]
    }

    /// What was said of an earlier try is said no more.
    fn unsay(&mut self) {
        let said = [
            "notice.key_refused",
            "notice.not_locked",
            "notice.not_unlocked",
            "notice.stays_locked",
        ];
        self.notices.retain(|notice| !said.contains(&notice.key));
    }

    fn lock(&mut self, passphrase: Passphrase) -> Vec<Effect> {
        let kept = self.record();
        let Some(case) = &self.case else {
            return Vec::new();
        };
        if case.hold == Hold::Newer {
            return self.refuse("notice.only_looking", "", Vec::new());
        }
        let of = case.is_writable();
        let of = of.then(|| (case.key.clone(), case.assessment.clone()));
        let bytes = Shared::new(case.assessment.save(self.pack));
        let work = Work::Locking(format!("{}.age", self.file_name()), of);
        let mut effects = self.make(work, Request::Lock(passphrase), Some(bytes));
        effects.extend(kept);
        effects
    }

    fn seal_asked(&mut self, parcel: Option<Parcel>) -> Vec<Effect> {
        let kept = parcel.is_none().then(|| self.record()).flatten();
        self.locks.parcel = match (parcel, &self.case) {
            (Some(parcel), _) => Some(parcel),
            (None, Some(case)) if case.hold != Hold::Newer => {
                let bytes = case.assessment.save(self.pack);
                Some(Parcel::new(self.file_name(), bytes))
            }
            (None, Some(_)) => return self.refuse("notice.only_looking", "", Vec::new()),
            (None, None) => return Vec::new(),
        };
        kept.into_iter().chain([self.send_to(Page::Seal)]).collect()
    }

    fn seal_now(&mut self) -> Vec<Effect> {
        let locks = &self.locks;
        let (Some(parcel), Some((_, to)), true) = (&locks.parcel, &locks.to, locks.compared) else {
            return Vec::new();
        };
        let work = Work::Sealing(format!("{}.sealed.age", parcel.name));
        let (to, bytes) = (to.clone(), parcel.bytes.clone());
        self.make(work, Request::Seal(to), Some(bytes))
    }

    fn passphrase_given(&mut self, passphrase: Passphrase) -> Vec<Effect> {
        let opener = match &self.locks.brought {
            Some(Brought {
                key: Some((_, key)),
                ..
            }) => Opener::KeyFile(key.clone(), Some(passphrase)),
            _ => Opener::Passphrase(passphrase),
        };
        self.open_brought(opener)
    }

    fn secret_read(&mut self, name: String, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        self.unsay();
        let Some(brought) = &mut self.locks.brought else {
            return Vec::new();
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(finding) => return self.refuse("notice.key_refused", &name, vec![finding]),
        };
        if kind_of(&bytes) == Some(Locked::Passphrase) {
            brought.key = Some((name, bytes));
            return Vec::new();
        }
        brought.key = None;
        self.open_brought(Opener::KeyFile(bytes, None))
    }

    fn open_brought(&mut self, opener: Opener) -> Vec<Effect> {
        let Some(brought) = &self.locks.brought else {
            return Vec::new();
        };
        let bytes = brought.bytes.clone();
        let work = Work::Opening(opener.clone());
        self.make(work, Request::Unlock(opener), Some(bytes))
    }

    fn made(&mut self, made: Result<Made, Finding>) -> Vec<Effect> {
        let Some(work) = self.locks.busy.take() else {
            return Vec::new();
        };
        let made = match (made, &work) {
            (Ok(made), _) => made,
            // The assessment is open, and what was being typed into it is lost.
            (Err(_), Work::Opening(_)) if self.locks.is_open() => Made::default(),
            (Err(mut finding), Work::Opening(_)) => {
                let brought = self.locks.brought.clone();
                let is_kept = brought.as_ref().is_some_and(Brought::is_kept);
                let (name, key) = brought.map(|it| (it.name, it.key)).unwrap_or_default();
                if finding.place == "key" {
                    finding.place = key.map(|(name, _)| name).unwrap_or_default();
                }
                let notice = if is_kept {
                    "notice.stays_locked"
                } else {
                    "notice.not_unlocked"
                };
                return self.refuse(notice, &name, vec![finding]);
            }
            (Err(finding), _) => return self.refuse("notice.not_locked", "", vec![finding]),
        };
        match work {
            Work::Locking(name, of) => {
                self.locks.done = self.locks.done.wrapping_add(1);
                let bytes = made.bytes;
                // The button that was pressed goes with its fields.
                vec![Effect::Save { name, bytes, of }, Effect::FocusHeading]
            }
            Work::Sealing(name) => {
                let parcel = self.locks.parcel.as_ref();
                match parcel.and_then(|parcel| parcel.handed.clone()) {
                    Some(handed) => vec![Effect::HandOn(Way::File(name, made.bytes), handed)],
                    None => vec![Effect::save(name, made.bytes)],
                }
            }
            Work::Making => {
                let locked = kind_of(&made.bytes).is_some();
                let secret = Shared::new(made.bytes);
                self.locks.pair = made.key.map(|public| Pair {
                    public,
                    secret,
                    locked,
                });
                vec![Effect::FocusHeading]
            }
            Work::LockingHere => {
                let secret = made.bytes;
                let lock = made.key.map(|key| Lock {
                    key,
                    secret,
                    idle_minutes: IDLE_MINUTES,
                });
                self.set_lock(lock)
            }
            Work::Opening(opener) => self.unlocked(made.bytes, opener),
        }
    }

    fn unlocked(&mut self, bytes: Vec<u8>, opener: Opener) -> Vec<Effect> {
        let Some(brought) = self.locks.brought.take() else {
            return Vec::new();
        };
        let name = brought.name.clone();
        match brought.purpose {
            For::Opening => {}
            For::Comparing => {
                let mut effects = self.update(ShelfTold::CopyChosen(name, Ok(bytes)).into());
                effects.push(self.send_to(Page::Data));
                return effects;
            }
            For::Kept(purpose, mut fetched) => {
                if fetched.bytes.is_some() {
                    fetched.typed = bytes;
                } else {
                    fetched.bytes = Some(bytes);
                    if kind_of(&fetched.typed).is_some() {
                        self.locks.brought = Some(Brought {
                            bytes: Shared::new(fetched.typed.clone()),
                            purpose: For::Kept(purpose, fetched),
                            ..brought
                        });
                        return self.open_brought(opener);
                    }
                }
                let is_saved = purpose == Purpose::Save;
                let mut effects = self.fetched(purpose, fetched);
                if is_saved {
                    effects.push(self.send_to(Page::Start));
                }
                return effects;
            }
            For::Version(at) => return self.look_at_version(at, Some(bytes)),
        }
        let others = [Code::ForeignFormat, Code::NotJson, Code::NotText];
        let other = Assessment::read(self.pack, &bytes)
            .is_err_and(|findings| findings.iter().any(|it| others.contains(&it.code)));
        if other && kind_of(&bytes).is_none() {
            let name = name.strip_suffix(".age").unwrap_or(&name);
            let name = name.strip_suffix(".sealed").unwrap_or(name).to_owned();
            self.locks.opened = Some(Parcel::new(name, bytes));
            return vec![Effect::FocusHeading];
        }
        let bytes = Ok(bytes);
        self.update(Action::CaseRead { name, bytes })
    }
}

fn save(parcel: Option<&Parcel>) -> Vec<Effect> {
    let effects = parcel.map(|it| Effect::save(it.name.clone(), (*it.bytes).clone()));
    effects.into_iter().collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use sonae_engine::assessment::{Edit, Given};
    use sonae_engine::finding::{Code, Finding};
    use sonae_engine::lock::cipher::{KeyPair, lock, open};
    use sonae_engine::lock::{Locked, Opener, Passphrase};
    use sonae_engine::measure::Unit;
    use sonae_engine::request::{Answer, Heard, Request, answer};

    use super::{Made, Parcel, Told};
    use crate::route::Page;
    use crate::state::shelf::{Told as ShelfTold, Written};
    use crate::state::tests::started;
    use crate::state::{Action, Effect, Replacement, State};

    pub(crate) fn words(typed: &str) -> Passphrase {
        Passphrase::new(typed).expect("not empty")
    }

    /// Tells what happened, does what the worker would, and says what else must follow.
    pub(crate) fn tell(state: &mut State, told: impl Into<Action>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in state.update(told.into()) {
            match effect {
                Effect::Make(number, request, of) => {
                    let made = worked(&request, of.map(|of| of.to_vec()));
                    left.extend(tell(state, Told::Made(number, made)));
                }
                Effect::GoTo(page) => left.extend(tell(state, Action::Went(page))),
                other => left.push(other),
            }
        }
        left
    }

    pub(crate) fn worked(request: &Request, of: Option<Vec<u8>>) -> Result<Made, Finding> {
        let mut last = None;
        let mut told = |heard| {
            if let Heard::Last(answer, bytes) = heard {
                last = Answer::from_bytes(&answer).zip(Some(bytes));
            }
        };
        let files = of.into_iter().collect();
        answer(&request.to_bytes(), files, &mut told).expect("a request");
        match last.expect("an answer") {
            (Answer::Key(key), Some(bytes)) => Ok(Made {
                bytes,
                key: Some(key),
            }),
            (Answer::Refused(finding), _) => Err(finding),
            (_, bytes) => Ok(Made {
                bytes: bytes.expect("a file"),
                key: None,
            }),
        }
    }

    fn saved(effects: &[Effect]) -> (String, Vec<u8>) {
        let found = effects.iter().find_map(|effect| match effect {
            Effect::Save { name, bytes, .. } => Some((name.clone(), bytes.clone())),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("nothing saved: {effects:?}"))
    }

    /// An assessment with something in it.
    pub(crate) fn with_case() -> State {
        let mut state = started();
        tell(&mut state, Action::ReplacementAsked(Replacement::New));
        let given = Unit::Yen.number(5e6).map(Given::Number);
        let cash = Edit::Profiled("profile.cash".into(), given);
        tell(&mut state, Action::Edited(cash));
        state
    }

    fn plain(state: &State) -> Vec<u8> {
        let case = state.case.as_ref().expect("a case");
        case.assessment.save(state.pack)
    }

    fn said(state: &State) -> Vec<(&'static str, Code)> {
        let notices = state.notices.iter();
        notices
            .flat_map(|notice| notice.findings.iter().map(|one| (notice.key, one.code)))
            .collect()
    }

    #[test]
    fn what_was_saved_locked_counts_as_a_copy_and_opens_again() {
        let mut state = with_case();
        tell(&mut state, Action::Went(Page::Lock));
        let effects = tell(&mut state, Told::LockAsked(words("備え")));
        let [Effect::Save { name, bytes, of }, Effect::FocusHeading] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        assert_eq!(state.locks.done, 1);
        assert_eq!(name, "sonae-assessment-2026-11-24.sonae.age");
        let opened = open(bytes, &Opener::Passphrase(words("備え")));
        assert_eq!(opened, Ok(plain(&state)));
        let written = Written::Handed(name.clone());
        tell(&mut state, ShelfTold::FileWritten(written, of.clone()));
        assert!(state.case.as_ref().is_some_and(|case| !case.unsaved));

        let mut other = started();
        let read = Action::CaseRead {
            name: name.clone(),
            bytes: Ok(bytes.clone()),
        };
        tell(&mut other, read);
        assert_eq!(other.page, Page::Unlock);
        // A wrong passphrase is said, and the file waits on.
        tell(&mut other, Told::PassphraseGiven(words("備え ")));
        assert_eq!(
            said(&other),
            [("notice.not_unlocked", Code::WrongPassphrase)]
        );
        assert!(other.case.is_none() && other.locks.busy.is_none());
        tell(&mut other, Told::PassphraseGiven(words("備え")));
        assert_eq!(said(&other), []);
        assert_eq!(other.page, Page::Tasks);
        assert_eq!(plain(&other), plain(&state));
        assert!(other.locks.brought.is_none());
    }

    #[test]
    fn a_locked_copy_is_held_against_the_open_assessment() {
        let mut state = with_case();
        let locked = lock(&plain(&state), &words("a")).expect("locked");
        let chosen = ShelfTold::CopyChosen("a.sonae.age".to_owned(), Ok(locked));
        tell(&mut state, chosen);
        assert_eq!(state.page, Page::Unlock);
        tell(&mut state, Told::PassphraseGiven(words("a")));
        assert_eq!(state.page, Page::Data);
        assert!(state.case.as_ref().is_some_and(|case| !case.unsaved));
    }

    #[test]
    fn nothing_is_sealed_before_the_digits_were_compared() {
        let mut bank = started();
        tell(&mut bank, Action::Went(Page::Keys));
        let name = "架空信用金庫".to_owned();
        tell(&mut bank, Told::PairAsked(name, Some(words("鍵"))));
        let (public_name, public) = saved(&tell(&mut bank, Told::PublicSaved));
        let (secret_name, secret) = saved(&tell(&mut bank, Told::SecretSaved));
        assert_eq!(public_name, "sonae-public-key-2026-11-24.pub");
        assert_eq!(secret_name, "sonae-secret-key-2026-11-24.txt.age");

        let mut firm = with_case();
        tell(&mut firm, Told::SealAsked(None));
        assert_eq!(firm.page, Page::Seal);
        // The secret key is nothing to seal to.
        tell(
            &mut firm,
            Told::PublicRead("k".to_owned(), Ok(secret.clone())),
        );
        assert_eq!(said(&firm), [("notice.key_refused", Code::NotAKey)]);
        tell(
            &mut firm,
            Told::PublicRead("k.pub".to_owned(), Ok(public.clone())),
        );
        assert_eq!(said(&firm), []);
        assert_eq!(tell(&mut firm, Told::SealNow), [], "not compared yet");
        tell(&mut firm, Told::Compared(true));
        let (name, sealed) = saved(&tell(&mut firm, Told::SealNow));
        assert!(name.ends_with(".sonae.sealed.age"), "{name}");
        // Another key is to be compared anew.
        tell(&mut firm, Told::PublicRead("k.pub".to_owned(), Ok(public)));
        assert!(!firm.locks.compared);

        let bytes = Ok(sealed);
        tell(&mut bank, Action::CaseRead { name, bytes });
        assert_eq!(bank.page, Page::Unlock);
        let stranger = KeyPair::new("", "2026-11-24", None).expect("a pair");
        tell(
            &mut bank,
            Told::SecretRead("x".to_owned(), Ok(stranger.secret)),
        );
        assert_eq!(said(&bank), [("notice.not_unlocked", Code::WrongKey)]);
        tell(&mut bank, Told::SecretRead("k".to_owned(), Ok(secret)));
        assert!(bank.case.is_none(), "the key is locked");
        tell(&mut bank, Told::PassphraseGiven(words("鍵")));
        assert_eq!(plain(&bank), plain(&firm));
    }

    #[test]
    fn what_is_no_assessment_is_opened_to_be_saved() {
        let mut state = started();
        let locked = lock(b"a dossier", &words("a")).expect("locked");
        let name = "dossier.txt.sealed.age".to_owned();
        let bytes = Ok(locked);
        tell(&mut state, Action::CaseRead { name, bytes });
        tell(&mut state, Told::PassphraseGiven(words("a")));
        assert!(state.case.is_none());
        let opened = saved(&tell(&mut state, Told::OpenedSaved));
        assert_eq!(opened, ("dossier.txt".to_owned(), b"a dossier".to_vec()));
        tell(&mut state, Action::Went(Page::Data));
        assert!(state.locks.opened.is_none());
    }

    #[test]
    fn any_page_can_have_its_file_sealed() {
        let mut state = started();
        tell(
            &mut state,
            Told::SealAsked(Some(Parcel::new("dossier.json".to_owned(), b"{}".to_vec()))),
        );
        let parcel = state.locks.parcel.as_ref().expect("a parcel");
        assert_eq!(
            (parcel.name.as_str(), state.page),
            ("dossier.json", Page::Seal)
        );
    }

    #[test]
    fn an_answer_that_comes_too_late_changes_nothing() {
        let mut state = with_case();
        tell(&mut state, Action::Went(Page::Lock));
        let effects = state.update(Told::LockAsked(words("a")).into());
        let [Effect::Make(number, ..)] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        assert_eq!(
            state.update(Told::LockAsked(words("b")).into()),
            [],
            "it works"
        );
        let made = Made {
            bytes: Vec::new(),
            key: None,
        };
        tell(&mut state, Action::Went(Page::Data));
        assert_eq!(tell(&mut state, Told::Made(*number, Ok(made))), []);
    }

    #[test]
    fn a_worker_that_is_missing_is_said_where_the_file_was_asked_for() {
        let mut state = with_case();
        tell(&mut state, Action::Went(Page::Lock));
        let effects = state.update(Told::LockAsked(words("a")).into());
        let [Effect::Make(number, ..)] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        let refused = Err(Finding::new(Code::ReaderMissing, ""));
        assert_eq!(
            tell(&mut state, Told::Made(*number, refused)),
            [Effect::FocusErrors]
        );
        assert_eq!(said(&state), [("notice.not_locked", Code::ReaderMissing)]);
        assert!(state.locks.busy.is_none());
    }

    #[test]
    fn what_is_stopped_comes_too_late() {
        let mut state = with_case();
        let asked = state.update(Told::LockAsked(words("あいことば")).into());
        let Some(Effect::Make(number, ..)) =
            asked.into_iter().find(|it| matches!(it, Effect::Make(..)))
        else {
            panic!("nothing was asked");
        };
        let stopped = state.update(Told::Stopped.into());
        assert_eq!(stopped, [Effect::StopReading, Effect::FocusHeading]);
        let made = Made {
            bytes: vec![1],
            key: None,
        };
        assert_eq!(state.update(Told::Made(number, Ok(made)).into()), []);
        assert!(state.locks.busy.is_none());
    }

    #[test]
    fn after_a_wipe_no_key_and_no_file_is_left() {
        let mut state = started();
        let locked = lock(b"x", &words("a")).expect("locked");
        let name = "x.age".to_owned();
        let bytes = Ok(locked);
        tell(&mut state, Action::CaseRead { name, bytes });
        let brought = state.locks.brought.as_ref().expect("it waits");
        assert_eq!(brought.kind, Locked::Passphrase);
        tell(&mut state, Told::PairAsked(String::new(), None));
        tell(&mut state, Action::WipeAsked);
        tell(&mut state, Action::Agreed);
        assert!(state.locks.brought.is_none() && state.locks.pair.is_none());
    }
}
