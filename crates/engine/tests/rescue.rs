//! Files that were cut short, flipped or mangled: nothing panics, nothing is made up, and what is
//! sound by itself comes back.
#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::LazyLock;

use proptest::prelude::*;
use sonae_engine::assessment::{Assessment, Disclosure, Edit, Form, Level, Run, Seat, When};
use sonae_engine::content::{Id, Language, Pack, read_folder};
use sonae_engine::finding::Code;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

/// A firm with everything in its file.
fn case() -> Assessment {
    let firm = &PACK.firms[0];
    let mut case = Assessment::of_firm(&PACK, firm, Language::Ja).expect("a firm");
    case.apply(Edit::RunKept(Run::of([Id::from("scn.ai_memory_crunch")])));
    case.apply(Edit::Noted(
        Id::from("tech.training"),
        "\"来月\"\n確認\\".to_owned(),
    ));
    case.apply(Edit::Disclosed(handed(Level::Masked, "\"銀行\"", "")));
    let mut kits = PACK.kits.iter();
    let kit = kits.find(|kit| kit.firm == firm.id).expect("its kit");
    let seat = Seat::new(kit, "7K3F".to_owned(), 3)
        .and_then(|seat| seat.with(kit, When::Before, "action.stock"))
        .and_then(|seat| seat.dealt(kit, kit.injects[0].id.as_str()));
    case.apply(Edit::Seated(seat.expect("the rules allow it")));
    case
}

fn handed(level: Level, to: &str, purpose: &str) -> Disclosure {
    Disclosure {
        day: "2026-11-26".to_owned(),
        level,
        form: Form::File,
        to: to.to_owned(),
        purpose: purpose.to_owned(),
        sha256: "0f".repeat(32),
    }
}

static SAVED: LazyLock<Vec<u8>> = LazyLock::new(|| case().save(&PACK));

/// Nothing is in `part` that does not stand in `whole`.
fn holds(whole: &Assessment, part: &Assessment) -> bool {
    let answers = part.answers.iter();
    let profile = part.profile.iter();
    answers.clone().count() <= whole.answers.len()
        && profile
            .clone()
            .all(|(id, given)| whole.profile.get(id) == Some(given))
        && answers.clone().all(|(id, answer)| {
            // Of an answer a part may be gone.
            let before = whole.answers.get(id);
            before.is_some_and(|before| answer.given.is_none() || answer.given == before.given)
        })
}

#[test]
fn a_sound_file_is_rescued_whole() {
    let rescued = Assessment::rescue(&PACK, &SAVED).expect("ours");
    assert_eq!(rescued.assessment, case());
    assert_eq!(rescued.left_out, Vec::new());
}

#[test]
fn a_file_cut_short_anywhere_gives_back_what_stands_before() {
    let (whole, mut most) = (case(), 0);
    for length in (0..SAVED.len()).step_by(97) {
        match Assessment::rescue(&PACK, &SAVED[..length]) {
            Err(findings) => assert!(!findings.is_empty()),
            Ok(rescued) => {
                assert!(holds(&whole, &rescued.assessment), "{length}");
                assert!(!rescued.left_out.is_empty(), "{length}");
                let kept = rescued.assessment.answers.len() + rescued.assessment.suppliers.len();
                assert!(kept >= most, "{length}: {kept} after {most}");
                most = kept;
            }
        }
    }
    assert!(most > 40, "{most}");
}

#[test]
fn a_line_lost_costs_that_line() {
    let text = String::from_utf8(SAVED.clone()).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let line = lines
        .iter()
        .position(|line| line.contains("\"sales_dependent_pct\""));
    let line = line.expect("a cell");
    let mut without = lines.clone();
    without[line] = "      \u{fffd}\u{fffd}:,,\u{0}";
    let rescued = Assessment::rescue(&PACK, without.join("\n").as_bytes()).expect("ours");
    let whole = case();
    assert_eq!(rescued.assessment.suppliers.len(), whole.suppliers.len());
    assert_eq!(rescued.assessment.answers, whole.answers);
    assert_eq!(rescued.assessment.suppliers[0].sales_dependent_pct, None);
    let code = rescued.left_out.first().map(|finding| finding.code);
    assert_eq!(code, Some(Code::Damaged));
}

#[test]
fn a_newer_version_is_read_as_far_as_it_is_understood() {
    let text = String::from_utf8(SAVED.clone()).expect("UTF-8");
    let newer = text.replacen("\"version\": 1", "\"version\": 9, \"moods\": [1]", 1);
    assert!(Assessment::read(&PACK, newer.as_bytes()).is_err());
    let rescued = Assessment::rescue(&PACK, newer.as_bytes()).expect("ours");
    assert_eq!(rescued.assessment, case());
    let codes: Vec<Code> = rescued
        .left_out
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert!(codes.contains(&Code::NewerVersion) && codes.contains(&Code::UnknownKey));
}

#[test]
fn options_that_exclude_each_other_are_left_out_and_what_is_rescued_is_read() {
    let text = r#"{"format": "sonae-assessment", "version": 1, "answers": {
        "supplier.licence_materials": {"value": ["none", "antimony"]},
        "tech.training": {"unknown": true}}}"#;
    let rescued = Assessment::rescue(&PACK, text.as_bytes()).expect("rescued");
    assert_eq!(rescued.assessment.answers.len(), 1);
    let codes: Vec<_> = rescued
        .left_out
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert!(codes.contains(&Code::ExclusiveOption), "{codes:?}");
    let saved = rescued.assessment.save(&PACK);
    let again = Assessment::read(&PACK, &saved).expect("read");
    assert_eq!(again.assessment, rescued.assessment);
}

/// Whatever the damage, what is rescued is a file that opens without a word.
#[test]
fn what_is_rescued_of_any_sample_is_read() {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/files");
    let mut rescued_ones = 0;
    for entry in std::fs::read_dir(folder).expect("the samples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "sonae") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a file");
        if let Ok(rescued) = Assessment::rescue(&PACK, &bytes) {
            let saved = rescued.assessment.save(&PACK);
            let again = Assessment::read(&PACK, &saved);
            let again = again.unwrap_or_else(|faults| panic!("{}: {faults:?}", path.display()));
            assert_eq!(again.assessment, rescued.assessment, "{}", path.display());
            assert_eq!(again.notices, Vec::new(), "{}", path.display());
            rescued_ones += 1;
        }
    }
    assert!(rescued_ones > 20, "{rescued_ones}");
}

#[test]
fn what_is_not_ours_is_refused() {
    for text in [
        "",
        "hello",
        "[1, 2]",
        "{\"format\": \"other\"}",
        "{\"format\": \"sonae-assessment\"}",
    ] {
        assert!(
            Assessment::rescue(&PACK, text.as_bytes()).is_err(),
            "{text}"
        );
    }
}

#[test]
fn the_check_says_when_a_file_is_not_what_was_saved() {
    let notices = |bytes: &[u8]| -> Option<Vec<Code>> {
        let opened = Assessment::read(&PACK, bytes).ok()?;
        Some(opened.notices.iter().map(|finding| finding.code).collect())
    };
    assert_eq!(notices(&SAVED), Some(vec![]));
    let text = String::from_utf8(SAVED.clone()).expect("UTF-8");
    // A mark in front, other line ends, another layout: the same values.
    let notepad = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(notices(notepad.as_bytes()), Some(vec![]));
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(notices(value.to_string().as_bytes()), Some(vec![]));
    // Another value.
    let other = text.replacen("\"team\": 3", "\"team\": 4", 1);
    assert_ne!(other, text);
    assert_eq!(notices(other.as_bytes()), Some(vec![Code::Altered]));
    // Without a check nothing is said, and saving it again gives the same bytes.
    assert_eq!(notices(&case().write(&PACK)), Some(vec![]));
    let again = Assessment::read(&PACK, &SAVED).expect("ours").assessment;
    assert_eq!(again.save(&PACK), *SAVED);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A flipped byte is refused, noticed, or changes nothing.
    #[test]
    fn a_flipped_byte_never_gives_another_case_unnoticed(at in 0..SAVED.len(), bit in 0..8_u8) {
        let mut bytes = SAVED.clone();
        bytes[at] ^= 1 << bit;
        if let Ok(opened) = Assessment::read(&PACK, &bytes) {
            let same = opened.assessment == case();
            prop_assert!(same || opened.notices.iter().any(|it| it.code == Code::Altered));
        }
        // And rescue never panics.
        let _ = Assessment::rescue(&PACK, &bytes);
    }

    /// The log comes back as it was written, entry for entry.
    #[test]
    fn a_log_comes_back_as_it_was(entries in prop::collection::vec((0..3_usize, ".{0,40}", "\\PC{0,20}"), 0..6)) {
        let mut case = case();
        for (level, to, purpose) in entries {
            case.apply(Edit::Disclosed(handed(Level::ALL[level], &to, &purpose)));
        }
        let opened = Assessment::read(&PACK, &case.write(&PACK)).expect("what we wrote");
        prop_assert_eq!(&opened.assessment.disclosures, &case.disclosures);
        prop_assert_eq!(opened.assessment, case);
    }

    /// Pieces of a file in any order are rescued or refused, and never a fault of ours.
    #[test]
    fn mangled_files_are_rescued_or_refused(cuts in prop::collection::vec(0..SAVED.len(), 1..6)) {
        let mut cuts = cuts;
        cuts.sort_unstable();
        let mut bytes = Vec::new();
        for pair in cuts.windows(2) {
            bytes.extend_from_slice(&SAVED[pair[0]..pair[1]]);
            bytes.extend_from_slice(&SAVED[..pair[0] / 3]);
        }
        let _ = Assessment::rescue(&PACK, &bytes);
    }
}
