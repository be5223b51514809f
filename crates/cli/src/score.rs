//! `sonae score`: a line of JSON for each file, or for each line of standard input.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use sonae_engine::assessment::Assessment;
use sonae_engine::content::Pack;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::report::json::Scored;

use crate::Outcome;
use crate::words::Words;

const PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/core.sonae-pack"));
/// A larger file, or a longer line, is refused before it is read whole.
const SIZE_LIMIT: u64 = 20_000_000;

/// Scores files; `-` is standard input with an assessment on each line.
pub fn run(words: Words, files: &[OsString]) -> Outcome {
    let pack = match Pack::read(PACK) {
        Ok(pack) => pack,
        Err(finding) => {
            words.say("", &finding);
            return Outcome::Stopped;
        }
    };
    let mut all = true;
    let mut out = io::stdout().lock();
    for file in files {
        let name = file.to_string_lossy();
        if name == "-" {
            let mut lines = BufReader::new(io::stdin().lock());
            let mut number = 0;
            while let Some(line) = next_line(&mut lines) {
                number += 1;
                all &= one(words, &pack, &format!("-:{number}"), line, &mut out);
            }
        } else {
            all &= one(words, &pack, &name, read(Path::new(file)), &mut out);
        }
    }
    if all { Outcome::Done } else { Outcome::Stopped }
}

/// Scores one assessment. Every line in gives a line out, so that the two can be joined.
fn one(
    words: Words,
    pack: &Pack,
    name: &str,
    bytes: Result<Vec<u8>, Finding>,
    out: &mut impl Write,
) -> bool {
    let opened = bytes
        .map_err(|finding| vec![finding])
        .and_then(|bytes| Assessment::read(pack, &bytes));
    let scored = match opened {
        Ok(opened) => Scored::of(name, pack, &opened.assessment, opened.notices),
        Err(findings) => Scored::refused(name, pack, findings),
    };
    for finding in scored.findings() {
        words.say(name, finding);
    }
    // A reader that went away wants no more lines.
    writeln!(out, "{}", scored.line()).is_ok() && scored.is_scored()
}

fn read(path: &Path) -> Result<Vec<u8>, Finding> {
    let unreadable =
        |error: io::Error| Finding::new(Code::UnreadableFile, "").with("message", error);
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(SIZE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    within_limit(bytes)
}

/// The next line that holds anything; `None` at the end.
fn next_line(lines: &mut impl BufRead) -> Option<Result<Vec<u8>, Finding>> {
    loop {
        let mut line = Vec::new();
        let taken = lines
            .by_ref()
            .take(SIZE_LIMIT + 1)
            .read_until(b'\n', &mut line)
            .ok()?;
        if taken == 0 {
            return None;
        }
        if line.last() != Some(&b'\n') && taken as u64 > SIZE_LIMIT {
            // The rest of a line that is too long is passed over.
            let mut rest = Vec::new();
            while lines
                .by_ref()
                .take(SIZE_LIMIT)
                .read_until(b'\n', &mut rest)
                .ok()?
                > 0
                && rest.last() != Some(&b'\n')
            {
                rest.clear();
            }
            return Some(within_limit(line));
        }
        if !line.iter().all(u8::is_ascii_whitespace) {
            return Some(Ok(line));
        }
    }
}

fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, Finding> {
    if bytes.len() as u64 > SIZE_LIMIT {
        let size = format!("> {SIZE_LIMIT}");
        return Err(Finding::new(Code::TooLarge, "")
            .with("bytes", size)
            .with("limit", SIZE_LIMIT));
    }
    Ok(bytes)
}
