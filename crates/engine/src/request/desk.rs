//! Many files of a lender's desk, worked out one after another, handful by handful.
//!
//! *Why beside the other requests*: here the files are read one at a time, by whoever has them,
//! so that thousands of them are never in memory together.

use serde::{Deserialize, Serialize};

#[cfg(feature = "files")]
use crate::content::Pack;
#[cfg(feature = "files")]
use crate::finding::Finding;
use crate::lock::{Locked, Opener};
#[cfg(feature = "files")]
use crate::lock::{cipher, kind_of};
#[cfg(feature = "files")]
use crate::screen::Policy;
use crate::screen::{Screened, Travelling};

/// So many files are told of together, and no more bytes but for the last of them.
#[cfg(feature = "files")]
const HANDFUL: usize = 16;
#[cfg(feature = "files")]
const HANDFUL_BYTES: usize = 2_000_000;

/// What is asked about files that are handed over beside it, in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sitting {
    /// The pack, as a file.
    pub pack: Vec<u8>,
    /// The institution's criteria, as a file.
    pub policy: Vec<u8>,
    /// What may open locked and sealed files.
    pub openers: Vec<Opener>,
    /// What each file is called.
    pub names: Vec<String>,
    /// Whether each file is told of before the next is begun: then it is known which of them
    /// was worked on when nothing more is heard.
    pub singly: bool,
}

impl Sitting {
    /// The request as it travels.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }
}

/// The files of a handful that travelled; none where the bytes are none.
#[must_use]
pub fn handful(bytes: &[u8]) -> Option<Vec<Screened>> {
    let files: Vec<Travelling> = postcard::from_bytes(bytes).ok()?;
    files.into_iter().map(Screened::arrived).collect()
}

/// Works out every file in its order; `read` has the bytes of one, and `told` hears of each
/// handful as it travels. None where the bytes are no request.
#[cfg(feature = "files")]
#[must_use]
pub fn sit(
    request: &[u8],
    read: &mut dyn FnMut(usize) -> Result<Vec<u8>, Finding>,
    told: &mut dyn FnMut(Vec<u8>),
) -> Option<()> {
    let sitting: Sitting = postcard::from_bytes(request).ok()?;
    let pack = Pack::read(&sitting.pack).ok()?;
    let policy = Policy::read(&pack, &sitting.policy).ok()?;
    let openers: Vec<Opener> = sitting.openers.into_iter().map(at_hand).collect();
    let mut files: Vec<Travelling> = Vec::new();
    let mut bytes = 0;
    for (index, name) in sitting.names.iter().enumerate() {
        let mut was_closed = false;
        let screened = match read(index) {
            Ok(file) => {
                bytes += file.len();
                was_closed = kind_of(&file).is_some();
                one(name, &pack, &policy, &file, &openers)
            }
            Err(finding) => Screened::unread(name, &pack, &policy, finding),
        };
        files.push(screened.travelling());
        // Opening with a passphrase is slow on purpose, and somebody waits.
        let enough = files.len() >= HANDFUL || bytes >= HANDFUL_BYTES;
        if sitting.singly || was_closed || enough {
            told(postcard::to_allocvec(&files).unwrap_or_default());
            files.clear();
            bytes = 0;
        }
    }
    if !files.is_empty() {
        told(postcard::to_allocvec(&files).unwrap_or_default());
    }
    Some(())
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

/// A file, opened where it is closed and something at hand opens it.
#[cfg(feature = "files")]
fn one(name: &str, pack: &Pack, policy: &Policy, file: &[u8], openers: &[Opener]) -> Screened {
    let kind = kind_of(file);
    let mut refused = None;
    for opener in openers.iter().filter(|opener| fits(kind, opener)) {
        match cipher::open(file, opener) {
            Ok(open) => return Screened::of(name, pack, policy, &open),
            Err(finding) => refused = Some(finding),
        }
    }
    let closed = Screened::of(name, pack, policy, file);
    match refused {
        Some(finding) => closed.noticed(finding),
        None => closed,
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

    use super::{Sitting, handful, sit};
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
            names: (0..files.len()).map(|at| format!("{at}.json")).collect(),
            singly,
        };
        let (mut counts, mut all) = (Vec::new(), Vec::new());
        let mut read = |at: usize| files[at].clone();
        let mut told = |bytes: Vec<u8>| {
            let files = handful(&bytes).expect("a handful");
            counts.push(files.len());
            all.extend(files);
        };
        sit(&sitting.to_bytes(), &mut read, &mut told).expect("a request of ours");
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
        assert!(sit(b"{}", &mut |_| Ok(Vec::new()), &mut |_| {}).is_none());
    }
}
