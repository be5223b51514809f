//! Files good and bad, each beside what must come of it.
//!
//! `tests/data/files/x.sonae` is opened; `x.txt` beside it says `taken` or `refused` on its first
//! line, and then every finding: place, code, and the arguments. What was taken is saved, opened
//! and saved again: the same assessment, and from the first save on the same bytes.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sonae_engine::assessment::{Assessment, ROW_LIMIT};
use sonae_engine::content::{Dictionary, Language, Pack, read_folder};
use sonae_engine::finding::{Code, Finding, Findings};

static PACK: LazyLock<Pack> =
    LazyLock::new(|| read_folder(&root().join("content/packs/core")).expect("the core pack"));

static WORDS: LazyLock<Dictionary> = LazyLock::new(|| {
    Dictionary::read_folder(&root().join("content/words")).expect("words in both languages")
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn line_of(finding: &Finding) -> String {
    let here = PACK.version.as_str();
    let arguments = finding.arguments.iter().map(|(name, value)| {
        // The version moves on, the samples stay.
        let value = if value == here { "(this)" } else { value };
        format!(" {name}={value}")
    });
    let arguments: String = arguments.collect();
    format!("{} {}{arguments}", finding.place, finding.code.name())
        .trim()
        .to_owned()
}

/// The sentences of a finding find every figure they speak of.
fn can_be_said(finding: &Finding) {
    for which in ["what", "todo"] {
        let key = format!("finding.{}.{which}", finding.code.name());
        let text = WORDS.get(&key, Language::En).unwrap_or_default().to_owned();
        let said = finding.arguments.iter().fold(text, |text, (name, value)| {
            text.replace(&format!("%{{{name}}}"), value)
        });
        assert!(!said.is_empty() && !said.contains("%{"), "{key}: {said}");
    }
    if let Some(wanted) = finding.arguments.get("wanted") {
        let key = format!("finding.wanted.{wanted}");
        assert!(WORDS.get(&key, Language::En).is_some(), "{key}");
    }
}

fn check(bytes: &[u8]) -> String {
    let (word, findings) = match Assessment::read(&PACK, bytes) {
        Ok(opened) => {
            let saved = opened.assessment.write(&PACK);
            let again = Assessment::read(&PACK, &saved).expect("what we wrote");
            assert_eq!(again.assessment, opened.assessment);
            assert_eq!(again.notices, Vec::new());
            assert_eq!(again.assessment.write(&PACK), saved);
            ("taken", opened.notices)
        }
        Err(findings) => ("refused", findings),
    };
    findings.iter().for_each(can_be_said);
    let lines = std::iter::once(word.to_owned()).chain(findings.iter().map(line_of));
    lines.map(|line| line + "\n").collect()
}

#[test]
fn a_file_is_taken_whole_or_refused_with_every_reason() {
    let folder = root().join("tests/data/files");
    let entries = fs::read_dir(&folder).expect("the folder of samples");
    let mut samples: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    samples.retain(|path| path.extension().is_some_and(|ending| ending == "sonae"));
    samples.sort();
    assert!(samples.len() > 25, "samples are missing");
    let mut wrong = Vec::new();
    for sample in samples {
        let expected = fs::read_to_string(sample.with_extension("txt")).unwrap_or_default();
        let found = check(&fs::read(&sample).expect("a sample"));
        if found != expected {
            wrong.push(format!("{}\n{found}", sample.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "this came of it instead:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let head = r#"{"format": "sonae-assessment", "version": 1"#;
    let rows = "{},".repeat(ROW_LIMIT) + "{}";
    let note = "長".repeat(5_001);
    let many: Vec<String> = (0..5_000)
        .map(|number| format!(r#""key{number}": 1"#))
        .collect();
    let many = many.join(", ");
    for (file, expected) in [
        (" ".repeat(20_000_001), "TooLarge"),
        (format!(r#"{head}, "suppliers": [{rows}]}}"#), "TooManyRows"),
        (
            format!(r#"{head}, "answers": {{"supplier.monitoring": {{"note": "{note}"}}}}}}"#),
            "TooLong",
        ),
        (
            format!(r#"{head}, "suppliers": [{{"item": "{note}"}}]}}"#),
            "TooLong",
        ),
        (
            format!(r#"{{{many}, "format": "sonae-assessment", "version": 1}}"#),
            "MoreFindings",
        ),
    ] {
        let findings = Assessment::read(&PACK, file.as_bytes()).expect_err(expected);
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(
            codes.last().map(|code| format!("{code:?}")).as_deref(),
            Some(expected)
        );
        assert!(codes.len() <= Findings::LIMIT + 1);
        findings.iter().for_each(can_be_said);
    }
}

#[test]
fn a_saved_firm_opens_without_a_word_and_saves_as_the_same_bytes() {
    for firm in &PACK.firms {
        for language in Language::ALL {
            let case = Assessment::of_firm(&PACK, firm, language).expect("a firm of the pack");
            assert!(case.practice, "{} could be taken for a real firm", firm.id);
            let bytes = case.write(&PACK);
            let opened = Assessment::read(&PACK, &bytes).expect("what we wrote");
            assert_eq!(opened.notices, Vec::new());
            assert_eq!(opened.assessment.write(&PACK), bytes, "{}", firm.id);
        }
    }
}

/// Files of every released version, and one of a version to come. Those of a released version
/// are never changed and never taken away.
#[test]
fn a_file_of_every_released_version_opens_for_ever() {
    let folder = root().join("tests/data/files/versions");
    let mut seen = Vec::new();
    for entry in fs::read_dir(&folder).expect("the folder of versions") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let bytes = fs::read(&path).expect("a file");
        let read = Assessment::read(&PACK, &bytes);
        if name.starts_with("v1-") {
            let opened = read.unwrap_or_else(|findings| panic!("{name}: {findings:?}"));
            let known = |finding: &Finding| finding.code == Code::OtherPackVersion;
            assert!(
                opened.notices.iter().all(known),
                "{name}: {:?}",
                opened.notices
            );
            let saved = opened.assessment.save(&PACK);
            let again = Assessment::read(&PACK, &saved).expect("what we wrote");
            assert_eq!(again.assessment, opened.assessment, "{name}");
            assert_eq!(again.assessment.save(&PACK), saved, "{name}");
        } else {
            // A newer one is refused with the reason, and looked at as far as it is understood.
            let findings = read.expect_err(&name);
            let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, [Code::NewerVersion], "{name}");
            let rescued = Assessment::rescue(&PACK, &bytes).expect("ours");
            assert_eq!(rescued.assessment.answers.len(), 1, "{name}");
        }
        seen.push(name);
    }
    seen.sort();
    let wanted = [
        "v1-part.sonae",
        "v1-practice.sonae",
        "v1-smallest.sonae",
        "v1-whole.sonae",
        "v2-from-the-future.sonae",
    ];
    assert_eq!(seen, wanted);
}
