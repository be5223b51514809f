//! `sonae pack check` and `sonae pack build`: a pack is sound, or every fault is said at once.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use sonae_engine::content::{self, Own, OwnFile, Pack};
use sonae_engine::examples;
use sonae_engine::finding::{Code, Finding};

use crate::Outcome;
use crate::read::read;
use crate::words::Words;

/// Checks the pack in a folder, its examples included; or, where the folder holds kits and firms
/// only, these over the core pack, as the app does that opens them.
pub fn check(words: Words, core: &Pack, folder: &Path) -> Outcome {
    if let Some(files) = content::own_files(folder) {
        return check_own(words, core, folder, files);
    }
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

fn check_own(words: Words, core: &Pack, folder: &Path, files: Vec<(String, PathBuf)>) -> Outcome {
    let files = files.into_iter().map(|(name, path)| {
        let bytes = read(&path);
        bytes.and_then(|bytes| OwnFile::of(&name, &bytes))
    });
    let (read, unread): (Vec<_>, Vec<_>) = files.partition(Result::is_ok);
    let read: Vec<OwnFile> = read.into_iter().flatten().collect();
    let mut findings: Vec<Finding> = unread.into_iter().filter_map(Result::err).collect();
    let own = examples::own(core, &[], &read).unwrap_or_else(|faults| {
        findings.extend(faults);
        Vec::new()
    });
    for finding in &findings {
        words.say(&folder.to_string_lossy(), finding);
    }
    if !findings.is_empty() {
        return Outcome::Stopped;
    }
    for (file, one) in &own {
        match one {
            Own::Kit(kit) => println!("{}: {} {} {}", file.name, kit.id, kit.code, kit.firm),
            Own::Firm(firm) => println!("{}: {}", file.name, firm.id),
        }
    }
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
