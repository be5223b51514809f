//! The core pack is sound and gets the scores its examples state; a pack with a fault is told
//! the fault and its place.
//!
//! `tests/data/packs/sound` is the smallest pack there can be. Every other folder there holds
//! the files in which a faulty pack differs from it, and in `findings.txt` what must be found,
//! a line each: place, code, and the arguments (`# without …` names a file that is not there).
#![cfg(test)]

use std::path::{Path, PathBuf};
use std::{fs, io};

use sonae_engine::content::{Dictionary, Language, Pack, read_folder};
use sonae_engine::examples;
use sonae_engine::finding::{Code, Finding};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn core() -> PathBuf {
    root().join("content/packs/core")
}

fn packs() -> PathBuf {
    root().join("tests/data/packs")
}

/// All that is wrong with the pack in a folder, a line each.
fn findings_of(folder: &Path) -> Vec<String> {
    let findings = match read_folder(folder) {
        Ok(pack) => examples::check(folder, &pack).1,
        Err(findings) => findings,
    };
    findings.iter().map(line_of).collect()
}

/// What a reader library says in its own words may change with the library.
fn line_of(finding: &Finding) -> String {
    let arguments = finding
        .arguments
        .iter()
        .filter(|(name, _)| *name != "message");
    let arguments = arguments.map(|(name, value)| format!(" {name}={value}"));
    let arguments: String = arguments.collect();
    format!("{} {}{arguments}", finding.place, finding.code.name())
}

fn copy_over(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_over(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The sound pack with the files of a fault laid over it.
fn faulty(fault: &Path) -> (PathBuf, String) {
    let name = fault.file_name().expect("a folder's name");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("packs")
        .join(name);
    // A file of an earlier run must not stand in for one that is gone.
    let _ = fs::remove_dir_all(&folder);
    for part in [&packs().join("sound"), fault] {
        copy_over(part, &folder).expect("a folder that can be copied");
    }
    let expected = fs::read_to_string(fault.join("findings.txt")).expect("its findings");
    for gone in expected
        .lines()
        .filter_map(|line| line.strip_prefix("# without "))
    {
        fs::remove_file(folder.join(gone)).expect("a file to be left out");
    }
    (folder, expected)
}

#[test]
fn the_core_pack_is_sound_and_gets_the_scores_its_examples_state() {
    assert_eq!(findings_of(&core()), [""; 0]);
    let pack = read_folder(&core()).expect("the core pack");
    assert!(
        examples::check(&core(), &pack).0 > 30,
        "the examples were not found"
    );
}

#[test]
fn the_smallest_pack_is_sound() {
    assert_eq!(findings_of(&packs().join("sound")), [""; 0]);
}

#[test]
fn a_fault_of_a_pack_is_found_with_its_place() {
    let folders = fs::read_dir(packs()).expect("the folder of packs");
    let mut folders: Vec<PathBuf> = folders
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    let mut wrong = Vec::new();
    for fault in folders.iter().filter(|folder| !folder.ends_with("sound")) {
        let (folder, expected) = faulty(fault);
        let expected: Vec<&str> = expected
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        let found = findings_of(&folder);
        if found != expected {
            wrong.push(format!("{}\n{}", fault.display(), found.join("\n")));
        }
    }
    assert!(
        wrong.is_empty(),
        "found is this instead:\n{}",
        wrong.join("\n\n")
    );
}

#[test]
fn a_pack_is_the_same_after_it_was_written_and_read() {
    let pack = read_folder(&core()).expect("the core pack");
    let bytes = pack.write();
    assert_eq!(Pack::read(&bytes).as_ref(), Ok(&pack));
    assert_eq!(bytes, read_folder(&core()).expect("the core pack").write());
}

#[test]
fn a_pack_that_was_damaged_is_refused() {
    let bytes = read_folder(&core()).expect("the core pack").write();
    let code = |bytes: &[u8]| Pack::read(bytes).map_err(|finding| finding.code);
    for cut in [0, 5, 13, 40, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(code(&bytes[..cut]), Err(Code::NotAPack), "cut at {cut}");
    }
    for place in [0, 20, 50, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        assert_eq!(code(&damaged), Err(Code::NotAPack), "flipped at {place}");
    }
}

#[test]
fn every_scored_question_says_what_to_do_before_and_after() {
    let pack = read_folder(&core()).expect("the core pack");
    for question in pack
        .questions()
        .filter(|question| question.weighed.is_some())
    {
        let advice = (&question.prevent, &question.respond);
        assert!(matches!(advice, (Some(_), Some(_))), "{}", question.id);
    }
}

#[test]
fn labels_are_short_enough_for_a_receipt_and_a_chart() {
    let pack = read_folder(&core()).expect("the core pack");
    let questions = pack
        .questions()
        .map(|question| (&question.id, &question.short));
    let metrics = pack.modules.iter().flat_map(|module| &module.metrics);
    let labels = questions.chain(metrics.map(|metric| (&metric.id, &metric.short)));
    for (id, label) in labels {
        for (language, limit) in [(Language::Ja, 16), (Language::En, 40)] {
            let label = label.in_language(language);
            assert!(label.chars().count() <= limit, "{id}: {label}");
        }
    }
}

#[test]
fn every_code_has_its_two_sentences_in_both_languages() {
    let words = Dictionary::read_folder(&root().join("content/words"));
    let words = words.expect("words in both languages, with the same places");
    for code in Code::ALL {
        for which in ["what", "todo"] {
            let key = format!("finding.{}.{which}", code.name());
            for language in Language::ALL {
                let sentence = words.get(&key, language).unwrap_or_default();
                assert!(!sentence.is_empty(), "{key} is missing");
                assert!(!sentence.contains(['!', '！']), "{key} shouts");
            }
        }
    }
}
