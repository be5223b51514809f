//! What the app asks of its worker and what it is answered, so that the app itself holds nothing
//! of what only files need. Both travel in postcard: app and worker are of one release.

pub mod desk;
#[cfg(feature = "files")]
mod rehearsal;

use serde::{Deserialize, Serialize};

#[cfg(feature = "files")]
use crate::content::Pack;
use crate::content::{Own, OwnFile};
#[cfg(feature = "files")]
use crate::examples;
use crate::finding::Finding;
use crate::ledger::consolidate::Ledger;
#[cfg(feature = "files")]
use crate::ledger::consolidate::suggestions;
use crate::ledger::names::Suggestion;
#[cfg(feature = "files")]
use crate::ledger::{self, Party};
use crate::ledger::{Options, Reading};
#[cfg(feature = "files")]
use crate::lock::cipher;
use crate::lock::{Opener, Passphrase, Recipient};
#[cfg(feature = "files")]
use crate::report::sheets;
use crate::report::sheets::Sheet;
#[cfg(feature = "files")]
use crate::workshop::qr;
use crate::workshop::qr::{Drawn, Gathered, Looked};
#[cfg(feature = "files")]
pub use rehearsal::{REHEARSALS, rehearse};

/// Something for the worker to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read the ledgers that are handed over beside the request, in their order.
    Read {
        /// How each of them is to be read; one that has none is read without.
        options: Vec<Options>,
    },
    /// Make a workbook.
    Write {
        /// What is to stand in it.
        sheets: Vec<Sheet>,
    },
    /// Lock the file that is handed over.
    Lock(Passphrase),
    /// Seal it to public keys.
    Seal(Vec<Recipient>),
    /// Open it.
    Unlock(Opener),
    /// Make a pair of keys.
    NewKey {
        /// Whose it is.
        name: String,
        /// Today, `YYYY-MM-DD`.
        day: String,
        /// What the secret one is locked with.
        passphrase: Option<Passphrase>,
    },
    /// Draw the codes of the record that is handed over.
    Draw,
    /// Draw a code of each of these texts.
    DrawTexts(Vec<String>),
    /// Look for codes in the grey picture that is handed over, and put them together with those
    /// that were found in it otherwise and those that were seen before.
    Look {
        /// How wide the picture is, pixels.
        width: u32,
        /// How high.
        height: u32,
        /// What was found in it otherwise.
        found: Vec<String>,
        /// What was seen before.
        seen: Vec<String>,
    },
    /// Check kits and firms of one's own against the pack that is handed over.
    Kits {
        /// What is open already.
        kept: Vec<OwnFile>,
        /// What is to be opened as well, or in the place of what has the same id.
        brought: Vec<OwnFile>,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The ledgers were read. Which names may be one company follows in an answer of its own.
    Read(Readings),
    /// These names may be one company.
    Alike(Vec<Suggestion>),
    /// The file was made, and is handed over beside the answer.
    Written,
    /// The keys were made: the public one, and beside the answer the file with the secret one.
    Key(Recipient),
    /// The codes were drawn.
    Drawn(Vec<Drawn>),
    /// This is in the picture, and so far its codes go together with the others.
    Seen(Looked, Gathered),
    /// The kits and firms are sound, each beside its file; or every fault of theirs.
    Kits(Result<Vec<(OwnFile, Own)>, Vec<Finding>>),
    /// It could not be made.
    Refused(Finding),
}

/// Ledgers as they were understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Readings {
    /// Each file, in the order it was handed over: what was understood, or why nothing was. Its
    /// parties stand in what is put together only.
    pub each: Vec<Result<Reading, Vec<Finding>>>,
    /// Those that could be read, together.
    pub together: Ledger,
}

impl Request {
    /// The request as it travels.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }
}

impl Answer {
    /// The answer that travelled; none where the bytes are no answer.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

/// What is heard of a request while it is worked on.
#[cfg(feature = "files")]
#[derive(Debug)]
pub enum Heard {
    /// So much of the work is done, 0 to 1 and never less than before.
    Done(f64),
    /// An answer as it travels, after which another one comes.
    First(Vec<u8>),
    /// The last answer as it travels, and the file that was made, if one was.
    Last(Vec<u8>, Option<Vec<u8>>),
}

/// Does what is asked and tells what comes of it. None where the bytes are no request.
#[cfg(feature = "files")]
#[must_use]
pub fn answer(request: &[u8], files: Vec<Vec<u8>>, told: &mut dyn FnMut(Heard)) -> Option<()> {
    let travelling = |answer: &Answer| postcard::to_allocvec(answer).unwrap_or_default();
    let (last, made) = match postcard::from_bytes(request).ok()? {
        Request::Read { options } => {
            let mut each = read(files, &options, &mut |done| told(Heard::Done(done)));
            let together = Ledger::of(each.iter().flatten());
            // They stand in what is put together; twice they would only be a longer way.
            let parties: Vec<Party> = each
                .iter_mut()
                .flatten()
                .flat_map(|reading| std::mem::take(&mut reading.parties))
                .collect();
            told(Heard::First(travelling(&Answer::Read(Readings {
                each,
                together,
            }))));
            (Answer::Alike(suggestions(&parties)), None)
        }
        other => match made(other, &files.into_iter().next().unwrap_or_default()) {
            Ok((answer, bytes)) => (answer, Some(bytes)),
            Err(finding) => (Answer::Refused(finding), None),
        },
    };
    told(Heard::Last(travelling(&last), made));
    Some(())
}

/// What makes one file, of another or of none.
#[cfg(feature = "files")]
fn made(request: Request, file: &[u8]) -> Result<(Answer, Vec<u8>), Finding> {
    let bytes = match request {
        Request::Write { sheets } => sheets::xlsx(&sheets)?,
        Request::Lock(passphrase) => cipher::lock(file, &passphrase)?,
        Request::Seal(to) => cipher::seal(file, &to)?,
        Request::Unlock(opener) => cipher::open(file, &opener)?,
        Request::NewKey {
            name,
            day,
            passphrase,
        } => {
            let pair = cipher::KeyPair::new(&name, &day, passphrase.as_ref())?;
            return Ok((Answer::Key(pair.public), pair.secret));
        }
        Request::Draw => return Ok((Answer::Drawn(qr::draw(file)), Vec::new())),
        Request::DrawTexts(texts) => {
            return Ok((Answer::Drawn(qr::draw_texts(&texts)), Vec::new()));
        }
        Request::Look {
            width,
            height,
            found,
            seen,
        } => {
            let sides = (usize::try_from(width), usize::try_from(height));
            let mut looked = match sides {
                (Ok(width), Ok(height)) => qr::look(width, height, file),
                _ => Looked::default(),
            };
            looked.texts.extend(found);
            let gathered = qr::gather(&seen, &looked.texts);
            return Ok((Answer::Seen(looked, gathered), Vec::new()));
        }
        Request::Kits { kept, brought } => {
            let core = Pack::read(file)?;
            let own = examples::own(&core, &kept, &brought);
            return Ok((Answer::Kits(own), Vec::new()));
        }
        // It is answered bit by bit, above.
        Request::Read { .. } => Vec::new(),
    };
    Ok((Answer::Written, bytes))
}

#[cfg(feature = "files")]
fn read(
    files: Vec<Vec<u8>>,
    options: &[Options],
    told: &mut dyn FnMut(f64),
) -> Vec<Result<Reading, Vec<Finding>>> {
    let whole: f64 = files.iter().map(|file| weight(file)).sum();
    let as_found = Options::default();
    let mut options = options.iter();
    let mut before = 0.0;
    let mut each = Vec::with_capacity(files.len());
    // A file is let go as soon as it was read: a phone has little room.
    for bytes in files {
        let weight = weight(&bytes);
        let options = options.next().unwrap_or(&as_found);
        let mut told = |done: f64| told((before + weight * done.clamp(0.0, 1.0)) / whole);
        each.push(ledger::read(&bytes, options, &mut told));
        told(1.0);
        before += weight;
    }
    each
}

/// How much of the work a file is.
#[cfg(feature = "files")]
#[expect(
    clippy::cast_precision_loss,
    reason = "it fills a bar that shows percent"
)]
fn weight(bytes: &[u8]) -> f64 {
    bytes.len() as f64 + 1.0
}

#[cfg(test)]
#[cfg(feature = "files")]
mod tests {
    use super::{
        Answer, Heard, Opener, Options, Passphrase, Readings, Request, Sheet, Suggestion, answer,
    };
    use crate::finding::Code;

    /// The answers in their order, the file that was made, and how far it was heard to be.
    fn heard(request: &Request, files: &[&str]) -> (Vec<Answer>, Option<Vec<u8>>, Vec<f64>) {
        let files = files.iter().map(|text| text.as_bytes().to_vec()).collect();
        let (mut answers, mut made, mut done) = (Vec::new(), None, Vec::new());
        let mut told = |heard| match heard {
            Heard::Done(share) => done.push(share),
            Heard::First(bytes) => answers.extend(Answer::from_bytes(&bytes)),
            Heard::Last(bytes, file) => {
                answers.extend(Answer::from_bytes(&bytes));
                made = file;
            }
        };
        answer(&request.to_bytes(), files, &mut told).expect("a request of ours");
        (answers, made, done)
    }

    fn asked(files: &[&str]) -> (Readings, Vec<Suggestion>, Vec<f64>) {
        let request = Request::Read {
            options: vec![Options::default()],
        };
        let (answers, made, done) = heard(&request, files);
        assert_eq!(made, None);
        let mut answers = answers.into_iter();
        match (answers.next(), answers.next(), answers.next()) {
            (Some(Answer::Read(readings)), Some(Answer::Alike(alike)), None) => {
                (readings, alike, done)
            }
            other => panic!("answers to something else: {other:?}"),
        }
    }

    #[test]
    fn every_file_has_its_answer_and_progress_only_rises() {
        let (readings, _, heard) = asked(&["", "\u{0}", "仕入先,金額\n甲,1\n乙,2\n"]);
        assert!(matches!(
            readings.each.as_slice(),
            [Err(_), Err(_), Ok(reading)] if reading.rows_read == 2
        ));
        assert_eq!(readings.together.parties.len(), 2);
        assert!(heard.is_sorted(), "{heard:?}");
        assert_eq!(heard.last(), Some(&1.0));
    }

    #[test]
    fn names_that_may_be_one_company_come_behind_what_was_understood() {
        let (readings, alike, _) =
            asked(&["仕入先,金額\n㈱甲乙,1\n", "仕入先,金額\n株式会社甲乙,2\n"]);
        assert_eq!(readings.together.parties.len(), 2);
        let names: Vec<_> = alike.iter().map(|one| one.names.join(" = ")).collect();
        assert_eq!(names, ["株式会社甲乙 = ㈱甲乙"]);
    }

    #[test]
    fn a_workbook_comes_beside_its_answer() {
        let request = Request::Write {
            sheets: vec![Sheet {
                name: "仕入先".to_owned(),
                ..Sheet::default()
            }],
        };
        let (answers, made, _) = heard(&request, &[]);
        assert_eq!(answers, [Answer::Written]);
        assert!(made.is_some_and(|bytes| bytes.starts_with(b"PK")));
    }

    #[test]
    fn what_is_sealed_to_a_new_key_opens_with_its_file_and_passphrase() {
        let words = Passphrase::new("備え").expect("not empty");
        let (name, day) = ("甲".to_owned(), "2026-11-26".to_owned());
        let passphrase = Some(words.clone());
        let (mut answers, secret, _) = heard(
            &Request::NewKey {
                name,
                day,
                passphrase,
            },
            &[],
        );
        let (Some(Answer::Key(public)), Some(secret)) = (answers.pop(), secret) else {
            panic!("no keys");
        };
        assert_eq!(public.name, "甲");
        let (_, sealed, _) = heard(&Request::Seal(vec![public]), &["plain"]);
        let opened = |opener| {
            let mut last = None;
            let mut told = |heard| {
                if let Heard::Last(answer, made) = heard {
                    last = Answer::from_bytes(&answer).zip(Some(made));
                }
            };
            let sealed = sealed.clone().expect("sealed");
            let _ = answer(&Request::Unlock(opener).to_bytes(), vec![sealed], &mut told);
            last.expect("an answer")
        };
        let with_key = Opener::KeyFile(secret, Some(words.clone()));
        assert_eq!(opened(with_key), (Answer::Written, Some(b"plain".to_vec())));
        let (refused, none) = opened(Opener::Passphrase(words));
        assert!(none.is_none());
        assert!(matches!(refused, Answer::Refused(finding) if finding.code == Code::SealedFile));
    }

    #[test]
    fn no_file_is_no_fault() {
        let (readings, alike, heard) = asked(&[]);
        assert!(readings.each.is_empty() && alike.is_empty() && heard.is_empty());
    }

    #[test]
    fn what_is_no_request_has_no_answer() {
        for bytes in [&b""[..], b"{}", b"\xff", b"\x00\x01"] {
            assert_eq!(answer(bytes, Vec::new(), &mut |_| {}), None, "{bytes:?}");
        }
    }
}
