//! Many files of a lender's desk, one after another: worked out, added up, or put into an archive.
//!
//! *Why beside the other requests*: here the files are read one at a time, by whoever has them,
//! so that thousands of them are never in memory together. They are handed over share by share,
//! so that whoever hands them over never waits for long either.

#[cfg(feature = "files")]
use std::io::{self, Cursor};

use serde::{Deserialize, Serialize};

#[cfg(feature = "files")]
use crate::content::Pack;
#[cfg(feature = "files")]
use crate::finding::Code;
use crate::finding::Finding;
use crate::lock::{Locked, Opener};
#[cfg(feature = "files")]
use crate::lock::{cipher, kind_of};
use crate::screen::{Book, Screened, Travelling, Verified, What};
#[cfg(feature = "files")]
use crate::screen::{
    Member, Policy, Reviews,
    archive::{Archive, verify_as},
};

/// So many files are told of together, and no more bytes but for the last of them.
#[cfg(feature = "files")]
const HANDFUL: usize = 16;
#[cfg(feature = "files")]
const HANDFUL_BYTES: usize = 2_000_000;
/// So many differences of an archive are told, and so many files that are closed.
#[cfg(feature = "files")]
const TOLD: usize = 100;
/// A larger file is no dossier, and a larger archive none of ours.
#[cfg(feature = "files")]
const FILE_LIMIT: u32 = 20_000_000;
#[cfg(feature = "files")]
const ARCHIVE_LIMIT: u32 = 1_000_000_000;

/// What is done with the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Each is worked out.
    Screen {
        /// Whether each is told of before the next is begun: then it is known which of them
        /// was worked on when nothing more is heard.
        singly: bool,
    },
    /// They are added up, for stops of so many days.
    Add {
        /// How long a stop lasts.
        days: u32,
    },
    /// They are put into an archive, in their order.
    Keep,
    /// The only one is an archive, which is checked.
    Verify,
}

/// What is asked about the files of every share that follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sitting {
    /// The pack, as a file.
    pub pack: Vec<u8>,
    /// The institution's criteria, as a file.
    pub policy: Vec<u8>,
    /// What may open locked and sealed files.
    pub openers: Vec<Opener>,
    /// What is done with them.
    pub purpose: Purpose,
    /// What was noted about them, as a file; only for an archive, and nothing where there is none.
    pub reviews: Vec<u8>,
}

/// Some of the files, which are handed over beside it in their order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// What goes with each.
    pub files: Vec<Given>,
    /// Whether no more follow.
    pub is_last: bool,
}

/// A file that is handed over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// What it is called.
    pub name: String,
    /// How much it weighs where files are added up.
    pub weight: u64,
    /// Its line for the archive.
    pub line: String,
}

/// What is heard of files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum News {
    /// These were worked out.
    Screened(Vec<Travelling>),
    /// So many more were added up: each weighing the same, and as it was given.
    Added(usize, Box<[Book; 2]>),
    /// So many more are in the archive.
    Kept(usize),
    /// What differs in an archive, the first of all that does; or why it cannot be told.
    Verified(Result<(Verified, Vec<Difference>), Finding>),
}

/// Something in an archive that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The part of the archive.
    pub entry: String,
    /// What of it.
    pub what: What,
    /// Of a line, the fields that come out otherwise.
    pub fields: Vec<String>,
}

fn travelling(one: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(one).unwrap_or_default()
}

impl Sitting {
    /// The request as it travels.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        travelling(self)
    }
}

impl Share {
    /// The share as it travels.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        travelling(self)
    }
}

impl News {
    /// The news that travelled; none where the bytes are none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// The files that were worked out.
    #[must_use]
    pub fn screened(self) -> Option<Vec<Screened>> {
        match self {
            Self::Screened(files) => files.into_iter().map(Screened::arrived).collect(),
            _ => None,
        }
    }
}

/// Whoever works on shares of files.
#[cfg(feature = "files")]
pub struct Seat {
    pack: Pack,
    policy: Policy,
    openers: Vec<Opener>,
    purpose: Purpose,
    reviews: Reviews,
    archive: Archive<Cursor<Vec<u8>>>,
    lines: Vec<u8>,
}

#[cfg(feature = "files")]
impl Seat {
    /// Gets ready. None where the bytes are no sitting.
    #[must_use]
    pub fn take(sitting: &[u8]) -> Option<Self> {
        let sitting: Sitting = postcard::from_bytes(sitting).ok()?;
        let pack = Pack::read(&sitting.pack).ok()?;
        let policy = Policy::read(&pack, &sitting.policy).ok()?;
        let reviews = match sitting.reviews.as_slice() {
            [] => Reviews::default(),
            bytes => Reviews::read(bytes).ok()?,
        };
        Some(Self {
            openers: sitting.openers.into_iter().map(at_hand).collect(),
            purpose: sitting.purpose,
            reviews,
            archive: Archive::new(Cursor::default()),
            lines: Vec::new(),
            pack,
            policy,
        })
    }

    /// A larger file is refused before a byte of it is read.
    #[must_use]
    pub fn limit(&self) -> u32 {
        match self.purpose {
            Purpose::Verify => ARCHIVE_LIMIT,
            _ => FILE_LIMIT,
        }
    }

    /// Works on every file of a share in its order; `read` has the bytes of one, `told` hears news
    /// as they travel. At the end of an archive it is what comes back.
    ///
    /// # Errors
    /// The bytes are no share, or there is no room for the archive.
    pub fn work(
        &mut self,
        share: &[u8],
        read: &mut dyn FnMut(usize) -> Result<Vec<u8>, Finding>,
        told: &mut dyn FnMut(Vec<u8>),
    ) -> Result<Option<Vec<u8>>, Code> {
        let share: Share = postcard::from_bytes(share).map_err(|_| Code::ReaderStopped)?;
        match self.purpose {
            Purpose::Screen { singly } => self.screen(&share, singly, read, told),
            Purpose::Add { days } => self.add(&share, days, read, told),
            Purpose::Keep => {
                let kept = self.keep(&share, read, told);
                return kept.map_err(|_| Code::ReaderStopped);
            }
            Purpose::Verify => {
                let verified = read(0).and_then(|bytes| self.verify(&bytes));
                told(travelling(&News::Verified(verified)));
            }
        }
        Ok(None)
    }

    fn screen(
        &self,
        share: &Share,
        singly: bool,
        read: &mut dyn FnMut(usize) -> Result<Vec<u8>, Finding>,
        told: &mut dyn FnMut(Vec<u8>),
    ) {
        let mut files: Vec<Travelling> = Vec::new();
        let mut bytes = 0;
        let mut tell = |files: &mut Vec<Travelling>| {
            if !files.is_empty() {
                told(travelling(&News::Screened(std::mem::take(files))));
            }
        };
        for (index, Given { name, .. }) in share.files.iter().enumerate() {
            let mut was_closed = false;
            let screened = match read(index) {
                Ok(file) => {
                    bytes += file.len();
                    was_closed = kind_of(&file).is_some();
                    self.one(name, &file)
                }
                Err(finding) => Screened::unread(name, &self.pack, &self.policy, finding),
            };
            files.push(screened.travelling());
            // Opening with a passphrase is slow on purpose, and somebody waits.
            let enough = files.len() >= HANDFUL || bytes >= HANDFUL_BYTES;
            if singly || was_closed || enough {
                tell(&mut files);
                bytes = 0;
            }
        }
        tell(&mut files);
    }

    fn add(
        &self,
        share: &Share,
        days: u32,
        read: &mut dyn FnMut(usize) -> Result<Vec<u8>, Finding>,
        told: &mut dyn FnMut(Vec<u8>),
    ) {
        let mut indices = 0..share.files.len();
        for files in share.files.chunks(HANDFUL) {
            let mut books = Box::new([Book::new(days), Book::new(days)]);
            let [plain, weighed] = &mut *books;
            for (given, index) in files.iter().zip(&mut indices) {
                // What cannot be had any more is counted as done, and in neither.
                let Ok(file) = read(index) else { continue };
                let (opened, _) = opened(&file, &self.openers);
                let file = opened.as_deref().unwrap_or(&file);
                let screened = Screened::of(&given.name, &self.pack, &self.policy, file);
                if let Some(member) = Member::of(&self.pack, &screened, file, days) {
                    plain.add(&member, 1);
                    weighed.add(&member, given.weight);
                }
            }
            told(travelling(&News::Added(files.len(), books)));
        }
    }

    fn keep(
        &mut self,
        share: &Share,
        read: &mut dyn FnMut(usize) -> Result<Vec<u8>, Finding>,
        told: &mut dyn FnMut(Vec<u8>),
    ) -> io::Result<Option<Vec<u8>>> {
        for (index, given) in share.files.iter().enumerate() {
            let bytes = read(index).ok();
            self.archive.input(&given.name, bytes.as_deref())?;
            self.lines.extend_from_slice(given.line.as_bytes());
            self.lines.push(b'\n');
            if (index + 1) % HANDFUL == 0 {
                told(travelling(&News::Kept(HANDFUL)));
            }
        }
        told(travelling(&News::Kept(share.files.len() % HANDFUL)));
        if !share.is_last {
            return Ok(None);
        }
        let archive = std::mem::replace(&mut self.archive, Archive::new(Cursor::default()));
        let lines = std::mem::take(&mut self.lines);
        let made = archive.finish(&self.pack, &self.policy, &self.reviews, lines.as_slice())?;
        Ok(Some(made.into_inner()))
    }

    fn verify(&self, archive: &[u8]) -> Result<(Verified, Vec<Difference>), Finding> {
        let both = [Cursor::new(archive), Cursor::new(archive)];
        let screen = |file: &str, policy: &Policy, bytes: &[u8]| {
            screened(file, &self.pack, policy, bytes, &self.openers)
        };
        let mut differences = Vec::new();
        let verified = verify_as(&self.pack, both, screen, |difference| {
            let closed = difference.what == What::Closed;
            let like = |one: &&Difference| (one.what == What::Closed) == closed;
            if differences.iter().filter(like).count() < TOLD {
                differences.push(Difference {
                    entry: difference.entry.clone(),
                    what: difference.what,
                    fields: difference.fields.clone(),
                });
            }
        })?;
        Ok((verified, differences))
    }

    fn one(&self, name: &str, file: &[u8]) -> Screened {
        screened(name, &self.pack, &self.policy, file, &self.openers)
    }
}

/// A key file that is locked itself is opened once, and not for each file.
#[cfg(feature = "files")]
fn at_hand(opener: Opener) -> Opener {
    match opener {
        Opener::KeyFile(file, Some(passphrase)) if kind_of(&file).is_some() => {
            match cipher::open(&file, &Opener::Passphrase(passphrase.clone())) {
                Ok(open) => Opener::KeyFile(open, None),
                Err(_) => Opener::KeyFile(file, Some(passphrase)),
            }
        }
        other => other,
    }
}

/// A file that is closed, opened where something at hand opens it; or why nothing did.
#[cfg(feature = "files")]
fn opened(file: &[u8], openers: &[Opener]) -> (Option<Vec<u8>>, Option<Finding>) {
    let kind = kind_of(file);
    let mut refused = None;
    for opener in openers.iter().filter(|opener| fits(kind, opener)) {
        match cipher::open(file, opener) {
            Ok(open) => return (Some(open), None),
            Err(finding) => refused = Some(finding),
        }
    }
    (None, refused)
}

/// A file, worked out; opened before where it is closed and something at hand opens it.
#[cfg(feature = "files")]
fn screened(name: &str, pack: &Pack, policy: &Policy, file: &[u8], openers: &[Opener]) -> Screened {
    let (open, refused) = opened(file, openers);
    let screened = Screened::of(name, pack, policy, open.as_deref().unwrap_or(file));
    match refused {
        Some(finding) => screened.noticed(finding),
        None => screened,
    }
}

/// Whether something may open what is closed like this.
#[must_use]
pub fn fits(kind: Option<Locked>, opener: &Opener) -> bool {
    matches!(
        (kind, opener),
        (Some(Locked::Passphrase), Opener::Passphrase(_))
            | (Some(Locked::ToKeys), Opener::KeyFile(..))
    )
}

#[cfg(test)]
#[cfg(all(feature = "files", feature = "yaml"))]
mod tests {
    use std::path::Path as FilePath;

    use super::{Given, News, Purpose, Seat, Share, Sitting};
    use crate::assessment::Assessment;
    use crate::content::{Language, Pack, read_folder};
    use crate::finding::{Code, Finding};
    use crate::lock::{Opener, Passphrase, cipher};
    use crate::screen::{Policy, Screened, State};

    fn pack() -> Pack {
        let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    }

    fn firm(pack: &Pack) -> Vec<u8> {
        let firm = Assessment::of_firm(pack, &pack.firms[0], Language::Ja).expect("a firm");
        let real = Assessment {
            practice: false,
            ..firm
        };
        real.write(pack)
    }

    fn share(files: usize) -> Share {
        let given = |at| Given {
            name: format!("{at}.json"),
            ..Given::default()
        };
        Share {
            files: (0..files).map(given).collect(),
            is_last: true,
        }
    }

    /// What is heard of files: how many of them at a time, and each.
    fn heard(
        pack: &Pack,
        files: &[Result<Vec<u8>, Finding>],
        openers: Vec<Opener>,
        singly: bool,
    ) -> (Vec<usize>, Vec<Screened>) {
        let sitting = Sitting {
            pack: pack.write(),
            policy: Policy::default().write(),
            openers,
            purpose: Purpose::Screen { singly },
            reviews: Vec::new(),
        };
        let share = share(files.len());
        let (mut counts, mut all) = (Vec::new(), Vec::new());
        let mut read = |at: usize| files[at].clone();
        let mut told = |bytes: Vec<u8>| {
            let files = News::from_bytes(&bytes).and_then(News::screened);
            let files = files.expect("a handful");
            counts.push(files.len());
            all.extend(files);
        };
        let mut seat = Seat::take(&sitting.to_bytes()).expect("a sitting of ours");
        let made = seat.work(&share.to_bytes(), &mut read, &mut told);
        assert_eq!(made, Ok(None));
        (counts, all)
    }

    #[test]
    fn what_travelled_is_what_the_command_line_says() {
        let pack = pack();
        let policy = Policy::default();
        let files = [firm(&pack), b"{}".to_vec(), b"\x00\xff".to_vec()];
        let given: Vec<_> = files.iter().cloned().map(Ok).collect();
        let (_, all) = heard(&pack, &given, Vec::new(), false);
        for (index, (screened, bytes)) in all.iter().zip(&files).enumerate() {
            let here = Screened::of(&format!("{index}.json"), &pack, &policy, bytes);
            assert_eq!(screened.line(), here.line());
            assert_eq!(screened.key(), here.key());
        }
        assert_eq!(all.len(), files.len());
    }

    #[test]
    fn files_are_told_of_by_handfuls_or_one_by_one() {
        let pack = pack();
        let files: Vec<_> = (0..20).map(|_| Ok(b"{}".to_vec())).collect();
        let (counts, all) = heard(&pack, &files, Vec::new(), false);
        assert_eq!((counts, all.len()), (vec![16, 4], 20));
        let (counts, _) = heard(&pack, &files, Vec::new(), true);
        assert_eq!(counts.iter().filter(|count| **count == 1).count(), 20);
    }

    #[test]
    fn closed_files_open_with_what_is_at_hand_and_say_when_it_does_not_fit() {
        let pack = pack();
        let words = |text| Passphrase::new(text).expect("not empty");
        let pair = cipher::KeyPair::new("甲", "2026-11-26", Some(&words("鍵"))).expect("a pair");
        let plain = firm(&pack);
        let locked = cipher::lock(&plain, &words("備え")).expect("locked");
        let sealed = cipher::seal(&plain, &[pair.public]).expect("sealed");
        let files = [Ok(locked), Ok(sealed)];
        let states = |openers| -> Vec<_> {
            let (_, all) = heard(&pack, &files, openers, false);
            let codes = |one: &Screened| one.findings().iter().map(|it| it.code).collect();
            all.iter()
                .map(|one| (one.state(), codes(one)))
                .collect::<Vec<(State, Vec<Code>)>>()
        };
        assert_eq!(
            states(Vec::new()),
            [
                (State::Locked, vec![Code::LockedFile]),
                (State::Sealed, vec![Code::SealedFile]),
            ]
        );
        let wrong = vec![Opener::Passphrase(words("違う"))];
        assert_eq!(
            states(wrong)[0].1,
            [Code::LockedFile, Code::WrongPassphrase]
        );
        let right = vec![
            Opener::Passphrase(words("違う")),
            Opener::Passphrase(words("備え")),
            Opener::KeyFile(pair.secret, Some(words("鍵"))),
        ];
        let read: Vec<State> = states(right).into_iter().map(|(state, _)| state).collect();
        assert_eq!(read, [State::Read, State::Read]);
    }

    #[test]
    fn a_file_that_cannot_be_had_is_told_of_too() {
        let pack = pack();
        let gone = Finding::new(Code::UnreadableFile, "");
        let (_, all) = heard(&pack, &[Err(gone.clone())], Vec::new(), false);
        assert_eq!(all[0].findings(), [gone]);
        assert!(Seat::take(b"{}").is_none());
    }
}
