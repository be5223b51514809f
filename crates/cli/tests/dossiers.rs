//! A desk with everything on it: what the generator says must become of each file is what
//! `sonae screen` says of it.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sonae_dossiers::{Dossier, Maker, TROUBLES};
use sonae_engine::content::{Pack, read_folder};
use sonae_engine::screen::{Review, Reviews, State};

/// As many as it takes for every trouble to come up twice.
const FILES: usize = TROUBLES.len() * 5 * 2;

fn pack() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    read_folder(&root.join("content/packs/core")).expect("the core pack")
}

/// The files in an empty folder of this name.
fn desk(name: &str, dossiers: &[Dossier]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It may not be there yet.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    for dossier in dossiers {
        std::fs::write(folder.join(&dossier.name), &dossier.bytes).expect("a file");
    }
    folder
}

/// What the command says of each file, by its name.
fn screened(folder: &Path) -> BTreeMap<String, Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sonae"));
    let output = command.arg("screen").arg(folder).output();
    let text = String::from_utf8(output.expect("the command").stdout).expect("UTF-8");
    let line = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        (file_name(&line["file"]), line)
    };
    text.lines().map(line).collect()
}

fn file_name(path: &Value) -> String {
    let path = Path::new(path.as_str().expect("a path"));
    let name = path.file_name().expect("a name");
    name.to_string_lossy().into_owned()
}

#[test]
fn every_file_becomes_what_it_must() {
    let pack = pack();
    let maker = Maker::new(&pack, 20_261_126, false);
    let dossiers: Vec<Dossier> = (0..FILES).map(|it| maker.with_troubles(it)).collect();
    let lines = screened(&desk("desk-of-dossiers", &dossiers));
    assert_eq!(lines.len(), FILES, "every file is accounted for");
    for dossier in &dossiers {
        let line = lines.get(&dossier.name).expect("a line");
        let of = format!("{} ({:?})", dossier.name, dossier.trouble);
        assert_eq!(
            line["state"],
            dossier.state.key(),
            "{of}: {}",
            line["findings"]
        );
        let is_twin = dossier.state == State::Duplicate;
        assert_eq!(line["duplicate_of"].is_string(), is_twin, "{of}");
        if is_twin {
            let like = dossier.like.as_deref();
            assert_eq!(
                Some(file_name(&line["duplicate_of"]).as_str()),
                like,
                "{of}"
            );
        }
        let questions = line["questions"].as_array().expect("questions");
        if let Some(asked) = dossier.asks {
            let asked = questions.iter().find(|question| question["key"] == asked);
            let asked = asked.unwrap_or_else(|| panic!("{of} is asked about"));
            let like = dossier.like.as_ref();
            let file = asked.get("file").map(file_name);
            assert_eq!(file.as_ref(), like, "{of}");
        }
        if dossier.trouble == Some("declares_other_scores") {
            assert_eq!(line["declared"]["equal"], false, "{of}");
            assert_eq!(line["declared"]["causes"][0], "unexplained", "{of}");
        }
        if dossier.trouble.is_none() {
            // Some firms never said what they make.
            let findings = line["findings"].as_array().expect("findings");
            let is_usual = |it: &Value| it["code"] == "industry_missing";
            assert!(findings.iter().all(is_usual), "{of}: {findings:?}");
            assert_ne!(line["declared"]["equal"], false, "{of}");
        }
    }
    let troubles: BTreeSet<_> = dossiers.iter().filter_map(|it| it.trouble).collect();
    assert_eq!(troubles, BTreeSet::from(TROUBLES));
    let states: BTreeSet<_> = dossiers.iter().map(|it| it.state.key()).collect();
    let all: BTreeSet<_> = State::ALL.iter().map(|it| it.key()).collect();
    assert_eq!(states, all, "nothing a file can become is missing");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let pack = pack();
    let [one, again] = [7, 7].map(|seed| Maker::new(&pack, seed, false));
    let other = Maker::new(&pack, 8, false);
    for number in 0..60 {
        assert_eq!(one.with_troubles(number), again.with_troubles(number));
        assert_eq!(one.line(number), again.line(number));
        assert_ne!(one.dossier(number).bytes, other.dossier(number).bytes);
        let line = String::from_utf8(one.line(number)).expect("UTF-8");
        assert_eq!((line.lines().count(), line.ends_with('\n')), (1, true));
    }
}

#[test]
fn every_class_and_every_level_is_there() {
    let pack = pack();
    let maker = Maker::new(&pack, 3, false);
    let dossiers: Vec<Dossier> = (0..100).map(|number| maker.dossier(number)).collect();
    let lines = screened(&desk("desk-of-classes", &dossiers));
    let all = |key: &str| -> BTreeSet<String> {
        let keys = lines.values().filter_map(|line| line[key].as_str());
        keys.map(str::to_owned).collect()
    };
    // The default policy has one cut, and so nothing between two.
    assert_eq!(all("class").len(), 3);
    assert_eq!(all("kind").len(), 4);
    assert_eq!(all("state"), BTreeSet::from(["read".to_owned()]));
}

/// What a call of `sonae screen` came to: exit status, standard output, standard error.
fn call(arguments: &[&std::ffi::OsStr]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sonae"));
    let command = command.env("LC_ALL", "en_GB.UTF-8").arg("screen");
    let output = command.args(arguments).output().expect("the command");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn an_archive_is_never_written_over_and_verifies_itself() {
    let pack = pack();
    let maker = Maker::new(&pack, 11, false);
    let dossiers: Vec<Dossier> = (0..155).map(|it| maker.with_troubles(it)).collect();
    let folder = desk("desk-to-keep", &dossiers);
    let zip = folder.with_extension("zip");
    // It may not be there yet.
    let _ = std::fs::remove_file(&zip);
    let archiving = [folder.as_os_str(), "--archive".as_ref(), zip.as_os_str()];
    let (_, out, _) = call(&archiving);
    assert_eq!(out, call(&archiving[..1]).1, "the same lines as without");
    let bytes = std::fs::read(&zip).expect("an archive");
    let (status, out, err) = call(&archiving);
    assert_eq!((status, out.as_str()), (Some(1), ""));
    assert!(err.contains("[file_exists]"), "{err}");
    assert_eq!(std::fs::read(&zip).expect("an archive"), bytes);
    assert!(!folder.with_extension("zip.lines").exists());

    let verifying = ["--verify".as_ref(), zip.as_os_str()];
    let (status, out, err) = call(&verifying);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    let line: Value = serde_json::from_str(&out).expect("one line");
    // All but the one that is too large to be read.
    assert_eq!(
        line["verified"],
        serde_json::json!({"entries": 157, "lines": 155, "recomputed": 154, "closed": 0, "reviews": 0, "differences": 0})
    );

    // With what people noted: of the files that came; of others it is said that they did not.
    let (_, out, _) = call(&archiving[..1]);
    let first: Value = serde_json::from_str(out.lines().next().expect("a line")).expect("JSON");
    let review = |file: &str| Review {
        file: file.to_owned(),
        note: "在庫を確認".to_owned(),
        ..Review::default()
    };
    let mut reviews = Reviews::default();
    reviews.set(
        first["input_hash"].as_str().expect("a hash"),
        review("here"),
    );
    let noted = folder.with_extension("reviews.json");
    let with = folder.with_extension("with.zip");
    let _ = std::fs::remove_file(&with);
    let archiving = [
        folder.as_os_str(),
        "--archive".as_ref(),
        with.as_os_str(),
        "--reviews".as_ref(),
        noted.as_os_str(),
    ];
    std::fs::write(&noted, b"{}").expect("a file");
    let (status, out, err) = call(&archiving);
    assert_eq!((status, out.as_str()), (Some(1), ""));
    assert!(err.contains("[not_reviews]") && !with.exists(), "{err}");
    std::fs::write(&noted, reviews.write()).expect("a file");
    let (_, _, err) = call(&archiving);
    assert!(!err.contains("[review_without_file]"), "{err}");
    let alone = std::fs::read(&with).expect("an archive");
    std::fs::remove_file(&with).expect("removed");
    reviews.set(&"0".repeat(64), review("elsewhere"));
    std::fs::write(&noted, reviews.write()).expect("a file");
    let (_, _, err) = call(&archiving);
    assert!(err.contains("[review_without_file]"), "{err}");
    assert_eq!(std::fs::read(&with).expect("an archive"), alone);
    let (status, out, _) = call(&["--verify".as_ref(), with.as_os_str()]);
    assert_eq!(status, Some(0));
    assert!(out.contains("\"reviews\":1"), "{out}");
    let (status, ..) = call(&[folder.as_os_str(), "--reviews".as_ref(), noted.as_os_str()]);
    assert_eq!(status, Some(2), "--reviews wants --archive");

    let mut cut = bytes;
    cut.truncate(cut.len() / 2);
    std::fs::write(&zip, cut).expect("an archive");
    let (status, out, err) = call(&verifying);
    assert_eq!((status, out.as_str()), (Some(1), ""));
    assert!(err.contains("[not_an_archive]"), "{err}");
}

#[test]
#[cfg(unix)]
fn an_interrupted_screening_leaves_whole_lines_and_a_summary() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;

    let pack = pack();
    let maker = Maker::new(&pack, 5, true);
    let mut child = Command::new(env!("CARGO_BIN_EXE_sonae"))
        .args(["screen", "--summary", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command");
    let mut stdin = child.stdin.take().expect("its standard input");
    let mut lines = BufReader::new(child.stdout.take().expect("its standard output")).lines();
    // Two handfuls, and then nothing more comes: it is waiting when it is interrupted.
    for number in 0..512 {
        stdin.write_all(&maker.line(number)).expect("a line");
    }
    stdin.flush().expect("all of it");
    for _ in 0..256 {
        lines.next().expect("a line").expect("text");
    }
    let mut kill = Command::new("kill");
    let killed = kill.args(["-s", "INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill").success());
    let rest: Vec<Value> = lines
        .map(|line| serde_json::from_str(&line.expect("text")).expect("a whole line"))
        .collect();
    let (summary, rest) = rest.split_last().expect("a summary");
    assert_eq!(summary["summary"]["files"], 256 + rest.len());
    assert_eq!(child.wait().expect("its end").code(), Some(130));
    drop(stdin);
}
