//! What `sonae screen` adds up of all files, and `sonae pool`: figures of many firms, none of which
//! tells of one.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;

use sonae_engine::content::Pack;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::screen::{Book, Exposures, Member, Policy, Pool, Screened, USUAL_DAYS};

use crate::Outcome;
use crate::read::read;
use crate::words::Words;

/// What is to be added up.
#[derive(Default, PartialEq)]
pub struct Wanted {
    /// Whether a line with the figures follows.
    pub portfolio: bool,
    /// The table of what is lent to each firm.
    pub exposure: Option<OsString>,
    /// How long a stop lasts.
    pub days: Option<u32>,
    /// The file with the figures that may leave.
    pub pool: Option<OsString>,
}

/// Figures as they are added up.
pub struct Adding<'w> {
    words: Words,
    wanted: &'w Wanted,
    institution: &'w str,
    days: u32,
    exposures: Option<Exposures>,
    /// The files that exposures were looked up for.
    seen: BTreeSet<String>,
    /// Each firm by what is lent to it.
    book: Book,
    /// Each firm like every other.
    plain: Book,
}

impl<'w> Adding<'w> {
    /// Begins, where anything is to be added up. What is wrong is said; then there is nothing.
    pub fn begin(
        words: Words,
        wanted: &'w Wanted,
        institution: &'w str,
    ) -> Result<Option<Self>, ()> {
        if *wanted == Wanted::default() {
            return Ok(None);
        }
        let exposures = wanted.exposure.as_deref().map(|file| {
            let read = read(Path::new(file)).map_err(|finding| vec![finding]);
            let read = read.and_then(|bytes| Exposures::read(&bytes));
            read.map_err(|findings| say(words, file, &findings))
        });
        if let Some(out) = wanted.pool.as_deref().filter(|out| Path::new(out).exists()) {
            say(words, out, &[Finding::new(Code::FileExists, "")]);
            return Err(());
        }
        let days = wanted.days.unwrap_or(USUAL_DAYS);
        Ok(Some(Self {
            words,
            wanted,
            institution,
            days,
            exposures: exposures.transpose()?,
            seen: BTreeSet::new(),
            book: Book::new(days),
            plain: Book::new(days),
        }))
    }

    /// How long a stop lasts.
    pub fn days(&self) -> u32 {
        self.days
    }

    /// Adds a file, where it has a class and is no duplicate.
    pub fn add(&mut self, screened: &Screened, member: Option<&Member>) {
        let Some(member) = member.filter(|_| screened.class_of().is_some()) else {
            return;
        };
        self.plain.add(member, 1);
        let weight = match &self.exposures {
            None => 1,
            Some(exposures) => {
                let file = screened.file();
                self.seen.insert(file.to_owned());
                exposures.of(file).unwrap_or_else(|| {
                    self.words.say(file, &Finding::new(Code::NoExposure, ""));
                    0
                })
            }
        };
        self.book.add(member, weight);
    }

    /// Writes what was added up. `false` where a file could not be made.
    pub fn finish(
        self,
        pack: &Pack,
        policy: &Policy,
        out: &mut impl Write,
    ) -> std::io::Result<bool> {
        if let Some((exposures, file)) = self.exposures.as_ref().zip(self.wanted.exposure.as_ref())
        {
            for left in exposures.without(self.seen.iter().map(String::as_str)) {
                let finding = Finding::new(Code::ExposureWithoutFile, left);
                say(self.words, file, &[finding]);
            }
        }
        if self.wanted.portfolio {
            let by_exposure = self.exposures.is_some();
            writeln!(out, "{}", self.book.line(pack, &policy.hash(), by_exposure))?;
        }
        let Some(file) = &self.wanted.pool else {
            return Ok(true);
        };
        let written = Pool::of(pack, &self.plain, self.institution)
            .and_then(|pool| write_new(file, &pool.write()));
        Ok(written
            .map_err(|finding| say(self.words, file, &[finding]))
            .is_ok())
    }
}

/// Puts pools together into one: writes what it says, and where a file is wanted, that.
pub fn pool(words: Words, pack: &Pack, files: &[OsString], out: Option<&OsStr>) -> Outcome {
    let read = |bytes: &[u8]| Pool::read(pack, bytes);
    let Some(pool) = add_up(words, files, out, read, Pool::merged, Pool::write) else {
        return Outcome::Stopped;
    };
    // A reader that went away wants no more.
    let _ = writeln!(std::io::stdout().lock(), "{}", pool.line());
    Outcome::Done
}

/// Reads files, adds them up, and writes the sum where a file is wanted. What is wrong is said;
/// then there is nothing.
pub fn add_up<T>(
    words: Words,
    files: &[OsString],
    out: Option<&OsStr>,
    read_one: impl Fn(&[u8]) -> Result<(T, Vec<Finding>), Vec<Finding>>,
    merged: impl Fn(&[T]) -> Result<T, Finding>,
    write: impl Fn(&T) -> Vec<u8>,
) -> Option<T> {
    let mut all = Vec::new();
    for file in files {
        let bytes = read(Path::new(file)).map_err(|finding| vec![finding]);
        match bytes.and_then(|bytes| read_one(&bytes)) {
            Ok((one, notices)) => {
                say(words, file, &notices);
                all.push(one);
            }
            Err(findings) => say(words, file, &findings),
        }
    }
    if all.len() < files.len() {
        return None;
    }
    let made = merged(&all).and_then(|sum| {
        out.map_or(Ok(()), |out| write_new(out, &write(&sum)))?;
        Ok(sum)
    });
    made.map_err(|finding| say(words, out.unwrap_or_default(), &[finding]))
        .ok()
}

/// A file that is not there yet.
pub fn write_new(out: &OsStr, bytes: &[u8]) -> Result<(), Finding> {
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).open(out);
    opened
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Finding::new(Code::FileExists, ""),
            _ => Finding::new(Code::UnwritableFile, "").with("message", error),
        })
}

fn say(words: Words, file: &OsStr, findings: &[Finding]) {
    for finding in findings {
        words.say(&file.to_string_lossy(), finding);
    }
}
