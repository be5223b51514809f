//! `sonae score`: a line of JSON for each file, or for each line of standard input.

use std::ffi::OsString;
use std::io::{self, BufReader, Write};
use std::path::Path;

use sonae_engine::content::Pack;
use sonae_engine::finding::Finding;
use sonae_engine::report::json::Scored;

use crate::Outcome;
use crate::read::{next_line, read, unreadable, within_limit};
use crate::words::Words;

/// Scores files; `-` is standard input with an assessment on each line.
pub fn run(words: Words, pack: &Pack, files: &[OsString]) -> Outcome {
    let mut scorer = Scorer {
        words,
        pack,
        out: io::stdout().lock(),
        all: true,
    };
    for file in files {
        let name = file.to_string_lossy();
        if name == "-" {
            scorer.standard_input();
        } else {
            scorer.one(&name, read(Path::new(file)));
        }
    }
    if scorer.all {
        Outcome::Done
    } else {
        Outcome::Stopped
    }
}

struct Scorer<'p, W: Write> {
    words: Words,
    pack: &'p Pack,
    out: W,
    /// Whether every assessment so far got its score.
    all: bool,
}

impl<W: Write> Scorer<'_, W> {
    /// Every line in gives a line out, so that the two can be joined.
    fn standard_input(&mut self) {
        let mut lines = BufReader::new(io::stdin().lock());
        for number in 1_u64.. {
            let name = format!("-:{number}");
            match next_line(&mut lines) {
                Ok(None) => return,
                Ok(Some(line)) => self.one(&name, within_limit(line)),
                Err(error) => return self.one(&name, Err(unreadable(error))),
            }
        }
    }

    fn one(&mut self, name: &str, bytes: Result<Vec<u8>, Finding>) {
        let scored = match bytes {
            Ok(bytes) => Scored::read(name, self.pack, &bytes),
            Err(finding) => Scored::refused(name, self.pack, vec![finding]),
        };
        for finding in scored.findings() {
            self.words.say(name, finding);
        }
        // A reader that went away wants no more lines.
        let written = writeln!(self.out, "{}", scored.line()).is_ok();
        self.all &= written && scored.is_scored();
    }
}
