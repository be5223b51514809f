//! `sonae screen --archive` and `--verify`: what is kept of a sitting, as a file.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sonae_engine::content::Pack;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::screen::archive::{Archive, Verified, verify as verify_all};
use sonae_engine::screen::{Policy, Reviews, Screened};

use crate::Outcome;
use crate::read::unreadable;
use crate::words::Words;

/// An archive being written. The lines wait in a file beside it, since a zip file takes one part
/// at a time, and there may be a million of them.
pub struct Archiving {
    path: PathBuf,
    archive: Archive<BufWriter<File>>,
    waiting: PathBuf,
    lines: BufWriter<File>,
    /// What people noted, of any file.
    reviews: Reviews,
    /// What they noted of those that came.
    kept: Reviews,
}

impl Archiving {
    /// Begins one, and never over a file that is there.
    pub fn begin(path: &OsStr, reviews: Reviews) -> Result<Self, Finding> {
        let path = PathBuf::from(path);
        let mut waiting = path.clone().into_os_string();
        waiting.push(".lines");
        let waiting = PathBuf::from(waiting);
        let archive = Archive::new(BufWriter::new(File::create_new(&path).map_err(refused)?));
        let mut lines = File::options();
        let lines = lines.read(true).write(true).create_new(true);
        let lines = BufWriter::new(lines.open(&waiting).map_err(refused)?);
        Ok(Self {
            path,
            archive,
            waiting,
            lines,
            reviews,
            kept: Reviews::default(),
        })
    }

    /// The file that is being written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts in a file with its line.
    pub fn take(&mut self, screened: &Screened, bytes: Option<&[u8]>) -> Result<(), Finding> {
        let hash = screened.told().input_hash.as_deref();
        if let Some((hash, review)) = hash.and_then(|hash| Some((hash, self.reviews.of(hash)?))) {
            self.kept.set(hash, review.clone());
        }
        let taken = self.archive.input(screened.file(), bytes);
        let taken = taken.and_then(|()| writeln!(self.lines, "{}", screened.line()));
        taken.map_err(refused)
    }

    /// Ends it; says which notes are left out, since their file did not come.
    pub fn finish(self, pack: &Pack, policy: &Policy) -> Result<Vec<Finding>, Finding> {
        let left = self.reviews.iter();
        let left = left.filter(|(hash, _)| self.kept.of(hash).is_none());
        let left = left.map(|(hash, review)| {
            let place = format!("reviews.{hash}");
            Finding::new(Code::ReviewWithoutFile, place).with("file", &review.file)
        });
        let left = left.collect();
        let ended = || {
            let mut lines = self.lines.into_inner()?;
            lines.rewind()?;
            let lines = BufReader::new(lines);
            let archive = self.archive.finish(pack, policy, &self.kept, lines)?;
            archive.into_inner()?.sync_all()?;
            fs::remove_file(&self.waiting)
        };
        ended().map(|()| left).map_err(refused)
    }
}

fn refused(error: io::Error) -> Finding {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Finding::new(Code::FileExists, ""),
        _ => Finding::new(Code::UnwritableFile, "").with("message", error),
    }
}

/// The last line: how much was looked at.
#[derive(Serialize)]
struct Summary {
    verified: Verified,
}

/// Checks an archive and computes it again: a line of JSON for each difference and for each file
/// that is closed here, and one at the end.
pub fn verify(words: Words, pack: &Pack, path: &OsStr) -> Outcome {
    let name = path.to_string_lossy();
    let mut out = io::stdout().lock();
    let opened = || File::open(path).map(BufReader::new).map_err(unreadable);
    let verified = opened()
        .and_then(|one| Ok([one, opened()?]))
        .and_then(|both| {
            verify_all(pack, both, |difference| {
                // Plain values, and a reader that went away wants no more.
                let line = serde_json::to_string(difference).unwrap_or_default();
                let _ = writeln!(out, "{line}");
            })
        });
    match verified {
        Ok(verified) => {
            let count = verified.differences;
            let line = serde_json::to_string(&Summary { verified }).unwrap_or_default();
            let _ = writeln!(out, "{line}");
            if count == 0 {
                return Outcome::Done;
            }
            let finding = Finding::new(Code::ArchiveDiffers, "").with("count", count);
            words.say(&name, &finding);
        }
        Err(finding) => words.say(&name, &finding),
    }
    Outcome::Stopped
}
