//! `sonae pack check` and `sonae pack build`: a pack is sound, or every fault is said at once.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use sonae_engine::content::{self, Pack};
use sonae_engine::examples;
use sonae_engine::finding::{Code, Finding};

use crate::Outcome;
use crate::words::Words;

/// Checks the pack in a folder, its examples included.
pub fn check(words: Words, folder: &Path) -> Outcome {
    let Some((pack, count)) = sound(words, folder) else {
        return Outcome::Stopped;
    };
    let questions = pack.questions().count();
    println!(
        "{} {} {}: {questions} questions, {} scenarios, {count} examples",
        pack.id,
        pack.version,
        pack.hash,
        pack.scenarios.scenarios.len(),
    );
    Outcome::Done
}

/// Checks the pack in a folder and writes it as one file.
pub fn build(words: Words, folder: &Path, out: Option<&OsStr>) -> Outcome {
    let Some((pack, _)) = sound(words, folder) else {
        return Outcome::Stopped;
    };
    let out = out.map_or_else(
        || PathBuf::from(format!("{}-{}.sonae-pack", pack.id, pack.version)),
        PathBuf::from,
    );
    if let Err(error) = std::fs::write(&out, pack.write()) {
        let finding = Finding::new(Code::UnwritableFile, "").with("message", error);
        words.say(&out.to_string_lossy(), &finding);
        return Outcome::Stopped;
    }
    println!(
        "{}: {} {} {}",
        out.display(),
        pack.id,
        pack.version,
        pack.hash
    );
    Outcome::Done
}

/// The pack and how many examples it has, or `None` once every fault was said.
fn sound(words: Words, folder: &Path) -> Option<(Pack, usize)> {
    let say = |findings: &[Finding]| {
        for finding in findings {
            words.say(&folder.to_string_lossy(), finding);
        }
    };
    let pack = content::read_folder(folder)
        .map_err(|findings| say(&findings))
        .ok()?;
    let (count, differing) = examples::check(folder, &pack);
    say(&differing);
    differing.is_empty().then_some((pack, count))
}
