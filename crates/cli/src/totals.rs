//! `sonae totals`: what the teams of many workshops did, added up.

use std::ffi::{OsStr, OsString};
use std::io::Write;

use sonae_engine::content::Pack;
use sonae_engine::report::sheets::csv;
use sonae_engine::report::totals::{Speech, sheet};
use sonae_engine::workshop::totals::Totals;

use crate::Outcome;
use crate::portfolio::add_up;
use crate::words::Words;

/// Puts totals together into one: writes what they say, as a line of JSON or as a table, and where
/// a file is wanted, that.
pub fn run(
    words: Words,
    pack: &Pack,
    files: &[OsString],
    as_table: bool,
    out: Option<&OsStr>,
) -> Outcome {
    let read = |bytes: &[u8]| Totals::read(pack, bytes);
    let Some(totals) = add_up(words, files, out, read, Totals::merged, Totals::write) else {
        return Outcome::Stopped;
    };
    let told = if as_table {
        let word = |key: &str| words.t(key).to_owned();
        let speech = Speech {
            language: words.language,
            word: &word,
        };
        csv(&sheet(pack, &totals, speech))
    } else {
        format!("{}\n", totals.line()).into_bytes()
    };
    // A reader that went away wants no more.
    let _ = std::io::stdout().lock().write_all(&told);
    Outcome::Done
}
