//! `sonae screen` and `sonae policy`: a line of JSON for each file that came to a lender's desk.
//!
//! *Why in handfuls*: the lines have to come out in the order of the files, whatever core was
//! done first, and no more than a few handfuls are in memory at a time. What stays is a few dozen
//! bytes of each file, to tell what was handed in twice. The next handful is read by a thread of
//! its own, so that an interruption is heard even while nothing comes.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufReader, BufWriter, StdinLock, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde::Serialize;
use sonae_engine::content::Pack;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::screen::{
    Batch, Class, Criteria, Key, Member, Policy, Reviews, Screened, State, queue,
};

use crate::Outcome;
use crate::archive::Archiving;
use crate::portfolio::{Adding, Wanted};
use crate::read::{next_line, read, unreadable, within_limit};
use crate::words::Words;

/// So many files are worked out at a time, and no more bytes but for the last of them.
const HANDFUL: usize = 256;
const HANDFUL_BYTES: usize = 64_000_000;
/// Folders in folders are followed as deep as this.
const DEPTH_LIMIT: usize = 64;
/// How often it is looked whether somebody interrupts.
const HEARING: Duration = Duration::from_millis(50);

/// How files are to be screened.
#[derive(Default, PartialEq)]
pub struct Screening {
    /// The file with the institution's criteria; the default without it.
    pub policy: Option<OsString>,
    /// Whether the last line counts what came.
    pub summary: bool,
    /// Whether lines with the places in the queue follow.
    pub queue: bool,
    /// The zip file that is to keep it all.
    pub archive: Option<OsString>,
    /// The file with what people noted, for the archive.
    pub reviews: Option<OsString>,
    /// What is added up of all files.
    pub figures: Wanted,
    /// Whose figures they are, where that is to be said.
    pub institution: String,
}

/// Writes a policy as it is read, or the default: what to publish, or to start from.
pub fn policy(words: Words, pack: &Pack, file: Option<&OsStr>) -> Outcome {
    match policy_in(words, pack, file) {
        Some(policy) => {
            // A reader that went away wants no more.
            let _ = io::stdout().lock().write_all(&policy.write());
            Outcome::Done
        }
        None => Outcome::Stopped,
    }
}

pub fn policy_in(words: Words, pack: &Pack, file: Option<&OsStr>) -> Option<Policy> {
    let Some(file) = file else {
        return Some(Policy::default());
    };
    let policy = read(Path::new(file))
        .map_err(|finding| vec![finding])
        .and_then(|bytes| Policy::read(pack, &bytes));
    policy
        .map_err(|findings| say(words, &file.to_string_lossy(), &findings))
        .ok()
}

fn reviews_in(words: Words, file: Option<&OsStr>) -> Option<Reviews> {
    let Some(file) = file else {
        return Some(Reviews::default());
    };
    let reviews = read(Path::new(file))
        .map_err(|finding| vec![finding])
        .and_then(|bytes| Reviews::read(&bytes));
    reviews
        .map_err(|findings| say(words, &file.to_string_lossy(), &findings))
        .ok()
}

fn say(words: Words, file: &str, findings: &[Finding]) {
    for finding in findings {
        words.say(file, finding);
    }
}

/// Screens files, the files of folders, and for `-` the lines of standard input.
pub fn run(words: Words, pack: &Pack, paths: Vec<OsString>, asked: &Screening) -> Outcome {
    let Some(policy) = policy_in(words, pack, asked.policy.as_deref()) else {
        return Outcome::Stopped;
    };
    let Some(reviews) = reviews_in(words, asked.reviews.as_deref()) else {
        return Outcome::Stopped;
    };
    let archive = asked.archive.as_deref();
    let archive = archive.map(|path| Archiving::begin(path, reviews));
    let archive = match archive.transpose() {
        Ok(archive) => archive,
        Err(finding) => {
            let name = asked.archive.as_deref().unwrap_or_default();
            words.say(&name.to_string_lossy(), &finding);
            return Outcome::Stopped;
        }
    };
    let Ok(adding) = Adding::begin(words, &asked.figures, &asked.institution) else {
        return Outcome::Stopped;
    };
    let days = adding.as_ref().map(Adding::days);
    let criteria = Criteria::of(pack, &policy);
    let mut desk = Desk {
        words,
        out: BufWriter::new(io::stdout().lock()),
        batch: Batch::default(),
        counted: Counted::default(),
        queued: Vec::new(),
        asked,
        all: true,
        archive,
        adding,
    };
    let interrupted = interruption();
    let coming = Coming::begin(paths);
    while let Some(handful) = next_handful(&coming, &interrupted) {
        let screened = worked_out(pack, &criteria, &handful, &interrupted, days);
        for ((screened, member), came) in screened.into_iter().zip(&handful) {
            if desk.take(screened, member.as_ref(), came).is_err() {
                // A reader that went away wants no more lines.
                return Outcome::Stopped;
            }
        }
        if desk.out.flush().is_err() {
            return Outcome::Stopped;
        }
    }
    if desk.finish(pack, &policy).is_err() {
        Outcome::Stopped
    } else if interrupted.load(Ordering::Relaxed) {
        Outcome::Interrupted
    } else if desk.all {
        Outcome::Done
    } else {
        Outcome::Stopped
    }
}

/// Whether somebody interrupted: what is at work is finished then, and counted. The second time
/// it ends at once.
fn interruption() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&interrupted);
    // Where it cannot be heard, the system ends the command by itself.
    let _ = ctrlc::set_handler(move || {
        if heard.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    interrupted
}

/// What comes next; nothing at the end, and once somebody interrupted.
fn next_handful(coming: &Receiver<Vec<Came>>, interrupted: &AtomicBool) -> Option<Vec<Came>> {
    while !interrupted.load(Ordering::Relaxed) {
        match coming.recv_timeout(HEARING) {
            Ok(handful) => return Some(handful),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    None
}

// ---- what comes -------------------------------------------------------------------------------

/// A file as it came: its name, and its bytes or why there are none.
type Came = (String, Result<Vec<u8>, Finding>);

/// Where files still come from.
struct Coming {
    paths: std::vec::IntoIter<OsString>,
    /// What was found in a folder and is not read yet.
    found: VecDeque<(PathBuf, Option<Finding>)>,
    /// Standard input, while it is being read, and the number of its next line.
    lines: Option<(BufReader<StdinLock<'static>>, u64)>,
}

impl Coming {
    /// Begins to read, one handful ahead of what is asked for.
    fn begin(paths: Vec<OsString>) -> Receiver<Vec<Came>> {
        let (sender, receiver) = sync_channel(1);
        thread::spawn(move || {
            let mut coming = Self {
                paths: paths.into_iter(),
                found: VecDeque::new(),
                lines: None,
            };
            loop {
                let handful = coming.handful();
                if handful.is_empty() || sender.send(handful).is_err() {
                    break;
                }
            }
        });
        receiver
    }

    /// The next files that are worked out together; none at the end.
    fn handful(&mut self) -> Vec<Came> {
        let mut handful = Vec::new();
        let mut bytes = 0;
        while handful.len() < HANDFUL && bytes < HANDFUL_BYTES {
            let Some(came) = self.next() else {
                break;
            };
            bytes += came.1.as_ref().map_or(0, Vec::len);
            handful.push(came);
        }
        handful
    }

    fn next(&mut self) -> Option<Came> {
        loop {
            if let Some(came) = self.next_line() {
                return Some(came);
            }
            if let Some((path, refused)) = self.found.pop_front() {
                let name = path.to_string_lossy().into_owned();
                let bytes = refused.map_or_else(|| read(&path), Err);
                return Some((name, bytes));
            }
            let path = self.paths.next()?;
            if path == "-" {
                self.lines = Some((BufReader::new(io::stdin().lock()), 1));
            } else if Path::new(&path).is_dir() {
                walk(Path::new(&path), DEPTH_LIMIT, &mut self.found);
            } else {
                let name = path.to_string_lossy().into_owned();
                return Some((name, read(Path::new(&path))));
            }
        }
    }

    /// The next line of standard input; none where it is not read, or at its end.
    fn next_line(&mut self) -> Option<Came> {
        let (lines, number) = self.lines.as_mut()?;
        let name = format!("-:{number}");
        *number += 1;
        match next_line(lines) {
            Ok(Some(line)) => Some((name, within_limit(line))),
            Ok(None) => {
                self.lines = None;
                None
            }
            Err(error) => {
                self.lines = None;
                Some((name, Err(unreadable(error))))
            }
        }
    }
}

/// Every file of a folder and of the folders in it, in the order of their names. What is no file
/// is named too, with the reason, so that nothing is passed over.
fn walk(folder: &Path, depth: usize, found: &mut VecDeque<(PathBuf, Option<Finding>)>) {
    let refused = |message: &str| Finding::new(Code::UnreadableFile, "").with("message", message);
    let entries = match fs::read_dir(folder) {
        Ok(entries) if depth > 0 => entries,
        Ok(_) => return found.push_back((folder.to_owned(), Some(refused("too deep")))),
        Err(error) => return found.push_back((folder.to_owned(), Some(unreadable(error)))),
    };
    let mut paths = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => paths.push(entry.path()),
            Err(error) => found.push_back((folder.to_owned(), Some(unreadable(error)))),
        }
    }
    paths.sort_unstable();
    for path in paths {
        // A link is not followed into a folder, which it might lead back to.
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|it| it.is_dir());
        match fs::metadata(&path) {
            Ok(_) if is_folder => walk(&path, depth - 1, found),
            Ok(it) if it.is_file() => found.push_back((path, None)),
            Ok(_) => found.push_back((path, Some(refused("not a file")))),
            Err(error) => found.push_back((path, Some(unreadable(error)))),
        }
    }
}

/// Works out a handful on all cores, in its order, fewer of it where somebody interrupts; with what each adds to figures, where a stop
/// lasts for so many days.
fn worked_out(
    pack: &Pack,
    criteria: &Criteria<'_>,
    handful: &[Came],
    interrupted: &AtomicBool,
    days: Option<u32>,
) -> Vec<(Screened, Option<Member>)> {
    let one = |(name, bytes): &Came| match bytes {
        Ok(bytes) => {
            let screened = criteria.screen(name, bytes);
            let member = days.and_then(|days| Member::of(pack, &screened, bytes, days));
            (screened, member)
        }
        Err(finding) => (criteria.unread(name, finding.clone()), None),
    };
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..cores.min(handful.len()) {
            scope.spawn(|| {
                // Numbers are given out in order, so that what is there has no gap.
                while !interrupted.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(came) = handful.get(index) else {
                        break;
                    };
                    let screened = one(came);
                    if let Ok(mut done) = done.lock() {
                        done.insert(index, screened);
                    }
                }
            });
        }
    });
    done.into_inner()
        .unwrap_or_default()
        .into_values()
        .collect()
}

// ---- what goes out ----------------------------------------------------------------------------

struct Desk<'a, W: Write> {
    words: Words,
    out: W,
    batch: Batch,
    counted: Counted,
    /// Who stands in the queue; only where it was asked for.
    queued: Vec<(String, Class, Key)>,
    asked: &'a Screening,
    /// Whether every file so far was read, or was one before.
    all: bool,
    archive: Option<Archiving>,
    adding: Option<Adding<'a>>,
}

#[derive(Default)]
struct Counted {
    files: usize,
    states: BTreeMap<State, usize>,
    classes: BTreeMap<Class, usize>,
}

/// The last line: what came.
#[derive(Serialize)]
struct Summary<'a> {
    summary: Counts,
    policy_hash: &'a str,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    states: BTreeMap<&'static str, usize>,
    classes: BTreeMap<&'static str, usize>,
}

/// A place in the queue.
#[derive(Serialize)]
struct Place<'a> {
    rank: usize,
    file: &'a str,
    class: Class,
}

impl<W: Write> Desk<'_, W> {
    fn take(
        &mut self,
        mut screened: Screened,
        member: Option<&Member>,
        came: &Came,
    ) -> io::Result<()> {
        self.batch.settle(&mut screened);
        if let Some(archive) = &mut self.archive
            && let Err(finding) = archive.take(&screened, came.1.as_deref().ok())
        {
            self.words.say(&archive.path().to_string_lossy(), &finding);
            return Err(io::Error::other(finding.code.name()));
        }
        if let Some(adding) = &mut self.adding {
            adding.add(&screened, member);
        }
        let state = screened.state();
        self.counted.files += 1;
        *self.counted.states.entry(state).or_insert(0) += 1;
        if let Some((class, key)) = screened.class_of().zip(screened.key()) {
            *self.counted.classes.entry(class).or_insert(0) += 1;
            if self.asked.queue {
                let file = screened.file().to_owned();
                self.queued.push((file, class, key.clone()));
            }
        } else if state != State::Duplicate {
            self.all = false;
            say(self.words, screened.file(), screened.findings());
        }
        writeln!(self.out, "{}", screened.line())
    }

    fn finish(&mut self, pack: &Pack, policy: &Policy) -> io::Result<()> {
        if let Some(archive) = self.archive.take() {
            let name = archive.path().to_string_lossy().into_owned();
            match archive.finish(pack, policy) {
                Ok(left) => {
                    let file = self.asked.reviews.as_deref().unwrap_or_default();
                    say(self.words, &file.to_string_lossy(), &left);
                }
                Err(finding) => {
                    self.words.say(&name, &finding);
                    self.all = false;
                }
            }
        }
        if self.asked.queue {
            let queued = std::mem::take(&mut self.queued);
            let keys: Vec<Key> = queued.iter().map(|(_, _, key)| key.clone()).collect();
            let mut places: Vec<_> = queue(&keys).into_iter().zip(&queued).collect();
            // Those who share a place stand together, as they came.
            places.sort_by_key(|(rank, _)| *rank);
            for (rank, (file, class, _)) in places {
                let class = *class;
                self.line(&Place { rank, file, class })?;
            }
        }
        if let Some(adding) = self.adding.take() {
            self.all &= adding.finish(pack, policy, &mut self.out)?;
        }
        if self.asked.summary {
            let Counted {
                files,
                states,
                classes,
            } = &self.counted;
            let summary = Counts {
                files: *files,
                states: states
                    .iter()
                    .map(|(one, count)| (one.key(), *count))
                    .collect(),
                classes: classes
                    .iter()
                    .map(|(one, count)| (one.key(), *count))
                    .collect(),
            };
            let policy_hash = &policy.hash();
            self.line(&Summary {
                summary,
                policy_hash,
            })?;
        }
        self.out.flush()
    }

    fn line(&mut self, of: &impl Serialize) -> io::Result<()> {
        // Plain values: nothing here can refuse.
        let line = serde_json::to_string(of).unwrap_or_default();
        writeln!(self.out, "{line}")
    }
}
