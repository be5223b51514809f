//! `sonae ledger`: a line of JSON for each purchase ledger.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use sonae_engine::content::Pack;
use sonae_engine::ledger::{self, Options};
use sonae_engine::report::ledgered::{Accepted, Ledgered};

use crate::Outcome;
use crate::read::read;
use crate::words::Words;

/// Reads ledgers, all in the same way.
pub fn run(
    words: Words,
    pack: &Pack,
    files: &[OsString],
    options: &Options,
    accepted: Accepted,
) -> Outcome {
    let mut out = io::stdout().lock();
    let mut all = true;
    for file in files {
        let name = file.to_string_lossy();
        let reading = read(Path::new(file))
            .map_err(|finding| vec![finding])
            .and_then(|bytes| ledger::read(&bytes, options, &mut |_| {}));
        let shown = match reading {
            Ok(reading) => Ledgered::of(&name, pack, reading, accepted),
            Err(findings) => Ledgered::refused(&name, findings),
        };
        for finding in shown.findings() {
            words.say(&name, finding);
        }
        // A reader that went away wants no more lines.
        let written = writeln!(out, "{}", shown.line()).is_ok();
        all &= written && shown.is_read();
    }
    if all { Outcome::Done } else { Outcome::Stopped }
}
