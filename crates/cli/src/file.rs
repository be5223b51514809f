//! `sonae convert`, `sonae open` and `sonae dossier`: a saved assessment brought up to date,
//! rescued, or made into what is handed on.

use std::ffi::OsStr;
use std::path::Path;

use sonae_engine::assessment::{Assessment, VERSION};
use sonae_engine::content::Pack;
use sonae_engine::disclose::{self, Level};
use sonae_engine::finding::{Code, Finding};

use crate::Outcome;
use crate::read::read;
use crate::words::Words;

/// Writes a file in the present version: one that has it already as it is, byte for byte.
pub fn convert(words: Words, pack: &Pack, file: &OsStr, out: &OsStr) -> Outcome {
    let name = file.to_string_lossy();
    let converted = read(Path::new(file))
        .map_err(|finding| vec![finding])
        .and_then(|bytes| {
            let opened = Assessment::read(pack, &bytes)?;
            say(words, &name, &opened.notices);
            // The only version there is: an older one will be turned into it here.
            debug_assert_eq!(VERSION, 1);
            Ok(bytes)
        });
    finish(words, &name, converted, file, out)
}

/// Reads a file, says what is wrong with it, and writes what can be rescued.
pub fn rescue(words: Words, pack: &Pack, file: &OsStr, out: &OsStr) -> Outcome {
    let name = file.to_string_lossy();
    let rescued = read(Path::new(file))
        .map_err(|finding| vec![finding])
        .and_then(|bytes| {
            let rescued = Assessment::rescue(pack, &bytes)?;
            say(words, &name, &rescued.left_out);
            Ok(rescued.assessment.save(pack))
        });
    finish(words, &name, rescued, file, out)
}

/// Reads a file and says what is wrong with it.
pub fn look(words: Words, pack: &Pack, file: &OsStr) -> Outcome {
    let name = file.to_string_lossy();
    let opened = read(Path::new(file))
        .map_err(|finding| vec![finding])
        .and_then(|bytes| Assessment::read(pack, &bytes));
    match opened {
        Ok(opened) => {
            say(words, &name, &opened.notices);
            Outcome::Done
        }
        Err(findings) => {
            say(words, &name, &findings);
            Outcome::Stopped
        }
    }
}

/// Makes a dossier of a file.
pub fn dossier(
    words: Words,
    pack: &Pack,
    file: &OsStr,
    level: Level,
    day: &str,
    out: &OsStr,
) -> Outcome {
    let name = file.to_string_lossy();
    let made = read(Path::new(file))
        .map_err(|finding| vec![finding])
        .and_then(|bytes| {
            let opened = Assessment::read(pack, &bytes)?;
            say(words, &name, &opened.notices);
            let told = disclose::dossier(pack, &opened.assessment, level, day);
            Ok(disclose::write(&told))
        });
    finish(words, &name, made, file, out)
}

fn finish(
    words: Words,
    name: &str,
    made: Result<Vec<u8>, Vec<Finding>>,
    file: &OsStr,
    out: &OsStr,
) -> Outcome {
    let written = made.and_then(|bytes| {
        // What was handed in stays as it was.
        let same = std::fs::canonicalize(file).ok() == std::fs::canonicalize(out).ok();
        if same {
            return Err(vec![Finding::new(Code::SameFile, "")]);
        }
        std::fs::write(out, bytes).map_err(|error| {
            let finding = Finding::new(Code::UnwritableFile, out.to_string_lossy());
            vec![finding.with("message", error)]
        })
    });
    match written {
        Ok(()) => {
            println!("{}", out.to_string_lossy());
            Outcome::Done
        }
        Err(findings) => {
            say(words, name, &findings);
            Outcome::Stopped
        }
    }
}

fn say(words: Words, name: &str, findings: &[Finding]) {
    for finding in findings {
        words.say(name, finding);
    }
}
