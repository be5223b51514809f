//! What a sitting leaves behind: one zip file with all that came in, untouched, the policy, the
//! lines, what people noted and the versions, which can be worked out again later and says what differs.
//!
//! The same sitting gives the same bytes: times are fixed, and entries stand in the order in which
//! files came. `MANIFEST` is what `sha256sum -c` reads, so that nobody needs Sonae to see that
//! nothing was changed. *Why a file keeps its number*: two files may have one name, and what is in
//! a path says more about the desk than about the firm.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

pub use super::verified::{Verified, What};
use super::{Batch, Policy, Reviews, Screened, State};
use crate::content::{Pack, PackName};
use crate::finding::{Code, Finding};
use crate::score::METHOD;

const FORMAT: &str = "sonae-archive";
const VERSION: u64 = 1;
const MANIFEST: &str = "MANIFEST";
const ABOUT: &str = "about.json";
const POLICY: &str = "policy.json";
const LINES: &str = "lines.ndjson";
const REVIEWS: &str = "reviews.json";
const INPUTS: &str = "inputs";
/// Longer parts of an archive are not ours; the inputs and the lines are read one at a time.
const PART_LIMIT: u64 = 400_000_000;

/// An archive being written, one file after another.
pub struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    manifest: String,
    files: usize,
}

impl<W: Write + Seek> Archive<W> {
    /// Begins one.
    pub fn new(to: W) -> Self {
        Self {
            zip: ZipWriter::new(to),
            manifest: String::new(),
            files: 0,
        }
    }

    /// Puts in the next file as it came; none where its bytes could not be had.
    ///
    /// # Errors
    /// What keeps the archive from being written.
    pub fn input(&mut self, file: &str, bytes: Option<&[u8]>) -> io::Result<()> {
        self.files += 1;
        let name = format!("{INPUTS}/{:07}/{}", self.files, plain_name(file));
        bytes.map_or(Ok(()), |mut bytes| self.entry(&name, &mut bytes))
    }

    /// Ends it with the lines of all files, in their order, and with what was noted about them;
    /// hands back what it was written to.
    ///
    /// # Errors
    /// What keeps the archive from being written.
    pub fn finish(
        mut self,
        pack: &Pack,
        policy: &Policy,
        reviews: &Reviews,
        mut lines: impl Read,
    ) -> io::Result<W> {
        self.entry(LINES, &mut lines)?;
        self.entry(POLICY, &mut policy.write().as_slice())?;
        if !reviews.is_empty() {
            self.entry(REVIEWS, &mut reviews.write().as_slice())?;
        }
        let about = About {
            format: FORMAT,
            version: VERSION,
            app: env!("CARGO_PKG_VERSION"),
            method: METHOD,
            pack: pack.name(),
            policy_hash: policy.hash(),
            files: self.files,
            reviews: reviews.len(),
        };
        let mut about = serde_json::to_vec_pretty(&about)?;
        about.push(b'\n');
        self.entry(ABOUT, &mut about.as_slice())?;
        let manifest = std::mem::take(&mut self.manifest);
        self.entry(MANIFEST, &mut manifest.as_bytes())?;
        Ok(self.zip.finish()?)
    }

    fn entry(&mut self, name: &str, from: &mut impl Read) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            // The lines of a million files are more than a short entry holds.
            .large_file(name == LINES);
        self.zip.start_file(name, options)?;
        let hash = hashed(from, |bytes| self.zip.write_all(bytes))?;
        // Writing into a string cannot fail.
        let _ = writeln!(self.manifest, "{hash}  {name}");
        Ok(())
    }
}

/// What an archive says of itself.
#[derive(Serialize)]
struct About {
    format: &'static str,
    version: u64,
    app: &'static str,
    method: &'static str,
    pack: PackName,
    policy_hash: String,
    files: usize,
    #[serde(skip_serializing_if = "is_none")]
    reviews: usize,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// The last part of a path, without what would be a folder or a command somewhere.
fn plain_name(file: &str) -> String {
    let last = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|char| {
            if char.is_control() || char == ':' {
                '_'
            } else {
                char
            }
        })
        .collect();
    match plain.as_str() {
        "" | "." | ".." => "_".to_owned(),
        _ => plain,
    }
}

/// SHA-256 of what is read to its end, in pieces that are handed on.
fn hashed(
    from: &mut impl Read,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 65_536];
    loop {
        let length = from.read(&mut piece)?;
        let Some(read @ [_, ..]) = piece.get(..length) else {
            return Ok(crate::hex(&hash.finalize()));
        };
        hash.update(read);
        each(read)?;
    }
}

// ---- verifying --------------------------------------------------------------------------------

/// Something in an archive that is not as it was written, does not come out again, or cannot be
/// told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The part of the archive.
    pub entry: String,
    /// What of it.
    pub what: What,
    /// Of a line, the fields that come out otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// Checks every hash of an archive and works every line out again, with the policy in it. The
/// archive is opened twice, since lines and inputs are read side by side.
///
/// # Errors
/// [`Code::NotAnArchive`] where it is none, [`Code::NewerVersion`] where it is of a newer version.
pub fn verify<R: Read + Seek>(
    pack: &Pack,
    both: [R; 2],
    tell: impl FnMut(&Difference),
) -> Result<Verified, Finding> {
    let screen =
        |file: &str, policy: &Policy, bytes: &[u8]| Screened::of(file, pack, policy, bytes);
    verify_as(pack, both, screen, tell)
}

/// The same, where `screen` may open what is closed.
///
/// # Errors
/// As for [`verify`].
pub fn verify_as<R: Read + Seek>(
    pack: &Pack,
    [inputs, lines]: [R; 2],
    screen: impl Fn(&str, &Policy, &[u8]) -> Screened,
    mut tell: impl FnMut(&Difference),
) -> Result<Verified, Finding> {
    let (mut differences, mut closed) = (0, 0);
    let mut recomputed = 0;
    let mut number = 0;
    let mut tell = |entry: &str, what: What, fields: Vec<String>| {
        match what {
            What::Closed => closed += 1,
            _ => differences += 1,
        }
        tell(&Difference {
            entry: entry.to_owned(),
            what,
            fields,
        });
    };
    let mut archive = ZipArchive::new(inputs).map_err(no_archive)?;
    let manifest = part(&mut archive, MANIFEST).map_err(no_archive)?;
    let manifest = listed(&manifest).ok_or_else(|| no_archive("MANIFEST"))?;
    let mut numbered = hashes_checked(&mut archive, &manifest, &mut tell);
    let about = part(&mut archive, ABOUT).map_err(no_archive)?;
    let about: Value = serde_json::from_slice(&about).map_err(no_archive)?;
    if about.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(no_archive("format"));
    }
    match about.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        newer => {
            let newer = newer.unwrap_or_default();
            return Err(Finding::new(Code::NewerVersion, ABOUT).with("version", newer));
        }
    }
    let reviews = reviews_in(&mut archive, &manifest, &about, &mut tell);
    let said = |pointer: &str| about.pointer(pointer).and_then(Value::as_str);
    let here = [METHOD, pack.id.as_str(), &pack.version, &pack.hash].map(Some);
    let policy = part(&mut archive, POLICY)
        .ok()
        .and_then(|bytes| Policy::read(pack, &bytes).ok());
    if ["/method", "/pack/id", "/pack/version", "/pack/hash"].map(said) != here {
        tell(ABOUT, What::Version, Vec::new());
    } else if let Some(policy) = policy {
        let mut lined = ZipArchive::new(lines).map_err(no_archive)?;
        let mut batch = Batch::default();
        let written = lined.by_name(LINES).map_err(no_archive)?;
        let mut written = BufReader::new(written);
        let mut without: BTreeSet<&str> = reviews.iter().map(|(hash, _)| hash).collect();
        while let Some(line) = next_line(&mut written).map_err(no_archive)? {
            number += 1;
            let entry = numbered.remove(&number);
            let line: Map<String, Value> = serde_json::from_slice(&line).unwrap_or_default();
            let file = line.get("file").and_then(Value::as_str);
            if let Some(hash) = line.get("input_hash").and_then(Value::as_str) {
                without.remove(hash);
            }
            let again = entry.zip(file).and_then(|(entry, file)| {
                let bytes = part(&mut archive, entry).ok()?;
                let mut screened = screen(file, &policy, &bytes);
                batch.settle(&mut screened);
                let is_closed = matches!(screened.state(), State::Locked | State::Sealed);
                Some((serde_json::from_str(&screened.line()).ok()?, is_closed))
            });
            let place = format!("{LINES}:{number}");
            match again {
                Some((again, is_closed)) => {
                    let fields = differing(&line, &again);
                    if is_closed && !fields.is_empty() {
                        tell(entry.unwrap_or(LINES), What::Closed, fields);
                        continue;
                    }
                    recomputed += 1;
                    if !fields.is_empty() {
                        tell(&place, What::Line, fields);
                    }
                }
                // Of what could not be read there is no more than its name.
                None if line.get("input_hash").is_some_and(Value::is_null) => {}
                None => tell(&place, What::Unreadable, Vec::new()),
            }
        }
        for entry in numbered.into_values() {
            tell(entry, What::NoLine, Vec::new());
        }
        for hash in without {
            tell(&format!("{REVIEWS}:{hash}"), What::NoFile, Vec::new());
        }
    } else {
        tell(POLICY, What::Unreadable, Vec::new());
    }
    Ok(Verified {
        entries: manifest.len(),
        lines: number,
        recomputed,
        closed,
        reviews: reviews.len(),
        differences,
    })
}

/// Checks the bytes of every part; the parts that are files, by their number.
fn hashes_checked<'m, R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    manifest: &'m BTreeMap<String, String>,
    tell: &mut impl FnMut(&str, What, Vec<String>),
) -> BTreeMap<usize, &'m str> {
    let mut numbered = BTreeMap::new();
    for (name, hash) in manifest {
        match archive.by_name(name) {
            Err(_) => tell(name, What::Missing, Vec::new()),
            Ok(mut entry) => match hashed(&mut entry, |_| Ok(())) {
                Ok(found) if found == *hash => {}
                _ => tell(name, What::Hash, Vec::new()),
            },
        }
        numbered.extend(number_of(name).map(|number| (number, name.as_str())));
    }
    let names = archive.file_names().map(|name| match name {
        Ok(name) => name.into_owned(),
        Err(_) => "?".to_owned(),
    });
    let unlisted = names.filter(|name| name != MANIFEST && !manifest.contains_key(name));
    for name in unlisted.collect::<BTreeSet<String>>() {
        tell(&name, What::Unlisted, Vec::new());
    }
    numbered
}

/// What was noted beside the files. As many as the archive says of itself have to be there.
fn reviews_in<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    manifest: &BTreeMap<String, String>,
    about: &Value,
    tell: &mut impl FnMut(&str, What, Vec<String>),
) -> Reviews {
    let wanted = about.get("reviews").and_then(Value::as_u64).unwrap_or(0);
    let Ok(bytes) = part(archive, REVIEWS) else {
        if wanted > 0 && !manifest.contains_key(REVIEWS) {
            tell(REVIEWS, What::Missing, Vec::new());
        }
        return Reviews::default();
    };
    let Ok(reviews) = Reviews::read(&bytes) else {
        tell(REVIEWS, What::Unreadable, Vec::new());
        return Reviews::default();
    };
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    match reviews.len().cmp(&wanted) {
        Ordering::Less => tell(REVIEWS, What::Missing, Vec::new()),
        Ordering::Equal => {}
        Ordering::Greater => tell(REVIEWS, What::Unlisted, Vec::new()),
    }
    reviews
}

fn no_archive(why: impl ToString) -> Finding {
    Finding::new(Code::NotAnArchive, "").with("message", why)
}

/// A part of an archive, as far as it is no longer than any of ours.
fn part<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let entry = archive.by_name(name)?;
    entry.take(PART_LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn next_line(from: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let length = from.take(PART_LIMIT).read_until(b'\n', &mut line)?;
    Ok((length > 0).then_some(line))
}

/// The hash of each part, as `sha256sum` writes it.
fn listed(manifest: &[u8]) -> Option<BTreeMap<String, String>> {
    let line = |line: &str| {
        let (hash, name) = line.split_once("  ")?;
        Some((name.to_owned(), hash.to_owned()))
    };
    std::str::from_utf8(manifest)
        .ok()?
        .lines()
        .map(line)
        .collect()
}

/// The number of the file that is this part.
fn number_of(name: &str) -> Option<usize> {
    let rest = name.strip_prefix(INPUTS)?.strip_prefix('/')?;
    rest.split_once('/')?.0.parse().ok()
}

/// The fields of a line that are not those of another one.
fn differing(one: &Map<String, Value>, other: &Map<String, Value>) -> Vec<String> {
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    keys.into_iter()
        .filter(|key| one.get(*key) != other.get(*key))
        .cloned()
        .collect()
}
