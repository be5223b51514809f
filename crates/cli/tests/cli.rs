//! The command as a person or a program calls it: real processes, their output and exit status.
#![cfg(test)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use sonae_engine::content::{Language, Pack, read_folder};
use sonae_engine::workshop::code::RoomCode;
use sonae_engine::workshop::collect::{Collection, Handed};
use sonae_engine::workshop::played::Played;
use sonae_engine::workshop::record::{Handing, Record, firm_of};
use sonae_engine::workshop::totals::Totals;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(folder).expect("a folder to write to");
    folder.join(name)
}

/// What a call came to.
struct Ended {
    status: i32,
    out: String,
    err: String,
}

impl Ended {
    /// Standard output, a JSON value a line.
    fn lines(&self) -> Vec<Value> {
        let parse = |line: &str| serde_json::from_str(line).expect("a line of JSON");
        self.out.lines().map(parse).collect()
    }
}

fn call_with(arguments: &[&str], language: &str, input: &[u8]) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sonae"))
        .args(arguments)
        .current_dir(root())
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", language)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    let mut stdin = child.stdin.take().expect("its standard input");
    let input = input.to_vec();
    // On a thread of its own, since a full pipe would keep both sides waiting.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("its end");
    writer.join().expect("the writer");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ended {
        status: output.status.code().expect("an exit status"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn call(arguments: &[&str]) -> Ended {
    call_with(arguments, "en_GB.UTF-8", b"")
}

const FIRM: &str = r#"{"format": "sonae-assessment", "version": 1, "profile": {"profile.industry": "machinery", "profile.exports_goods_or_tech": "no"}, "answers": {"supplier.monitoring": {"value": "boss"}, "supplier.licence_materials": {"value": ["antimony"]}, "supplier.supplier_health": {"unknown": true}, "supplier.shared_upstream": {"na": true}, "coercion.top_customer_share": {"value": 40}}, "suppliers": [{"alias": "A", "category": "part", "country": "CN", "annual_spend": 3000000}, {"alias": "B", "category": "part", "annual_spend": 1000000, "sales_dependent_pct": 20, "alternatives": "0"}]}"#;

fn firm(name: &str) -> String {
    let path = scratch(name);
    std::fs::write(&path, FIRM).expect("a file");
    path.to_string_lossy().into_owned()
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// A firm with a casting that stops everything: nothing a scenario needs is missing.
const CASTING: &str = r#"{"format": "sonae-assessment", "version": 1, "profile": {"profile.industry": "machinery", "profile.annual_sales": 520000000, "profile.contribution_margin": 40, "profile.monthly_fixed_cost": 14000000, "profile.cash": 50000000, "profile.credit_line": 20000000, "profile.equity": 100000000}, "answers": {"supplier.price_passthrough": {"value": "little"}}, "suppliers": [{"alias": "A", "category": "casting_forging", "country": "JP", "annual_spend": 52000000, "sales_dependent_pct": 50, "alternatives": "0", "stock_weeks": 2, "requal_weeks": 20, "flags": ["single_plant"]}]}"#;

fn casting(name: &str, text: &str) -> String {
    let path = scratch(name);
    std::fs::write(&path, text).expect("a file");
    path.to_string_lossy().into_owned()
}

#[test]
fn a_scenario_has_everything_the_contract_names() {
    let file = casting("casting.sonae", CASTING);
    let ended = call(&["scenario", &file, "--id", "scn.casting_exit"]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let lines = ended.lines();
    let line = &lines[0];
    assert_eq!(line["scenario"], serde_json::json!(["scn.casting_exit"]));
    assert_eq!(line["rows"], serde_json::json!(["A"]));
    assert_eq!(line["draws"], 4096);
    for key in [
        "stop_week",
        "lost_yen",
        "extra_yen",
        "runway_months",
        "need_yen",
    ] {
        for part in ["p10", "p50", "p90"] {
            assert!(line[key].get(part).is_some(), "{key} {part}");
        }
    }
    let lost = |part: &str| number(&line["lost_yen"][part]);
    assert!(lost("p10") < lost("p50") && lost("p50") < lost("p90"));
    assert_eq!(line["stop_week"]["p50"], 2.0);
    assert_eq!(line["cash"][0]["month"], 1);
    assert_eq!(line["matters_most"][0]["input"], "weeks");
    assert_eq!(line["class"], "liquid");
    // The same call gives the same bytes, another seed nearly the same figures.
    assert_eq!(
        ended.out,
        call(&["scenario", &file, "--id", "scn.casting_exit"]).out
    );
    let other = call(&["scenario", &file, "--id", "scn.casting_exit", "--seed", "7"]).lines();
    let error = number(&line["loss_error_yen"]);
    let (one, two) = (&line["loss_yen"]["p50"], &other[0]["loss_yen"]["p50"]);
    assert!(
        (number(one) - number(two)).abs() <= 8.0 * error,
        "± {error}"
    );
}

#[test]
fn the_most_likely_values_are_one_value() {
    let file = casting("casting-mode.sonae", CASTING);
    let ended = call(&[
        "scenario",
        &file,
        "--id",
        "scn.casting_exit",
        "--mode",
        "--recapture",
        "0",
    ]);
    let lines = ended.lines();
    let lost = &lines[0]["lost_yen"];
    // 10 million a week, half of it, 40 % of that, 18 weeks.
    for part in ["p10", "p50", "p90"] {
        assert!((number(&lost[part]) - 36e6).abs() < 1e-3, "{lost}");
    }
    assert_eq!(lines[0]["draws"], 0);
}

#[test]
fn every_scenario_gets_a_line_and_what_is_missing_is_named() {
    let file = casting("gappy.sonae", &CASTING.replace("\"stock_weeks\": 2, ", ""));
    let ended = call(&["scenario", &file, "--all"]);
    assert_eq!(ended.status, 0);
    assert_eq!(ended.lines().len(), 16);
    let casting = ended.lines();
    let is_casting = |line: &&Value| line["scenario"][0] == "scn.casting_exit";
    let line = casting.iter().find(is_casting).expect("a line of its own");
    assert_eq!(line["findings"][0]["code"], "missing_input");
    assert_eq!(line["findings"][0]["place"], "suppliers.stock_weeks");
    assert!(line["lost_yen"]["p50"].is_null());
    assert_eq!(line["lost_yen"]["p50_between"][0], 0.0);
    assert!(ended.err.contains("suppliers.stock_weeks"));
}

#[test]
fn two_scenarios_play_together_and_more_do_not() {
    let file = casting("pair.sonae", CASTING);
    let pair = ["scn.customs_slowdown", "scn.market_import_ban"];
    let ended = call(&[
        "scenario", &file, "--id", pair[0], "--id", pair[1], "--mode",
    ]);
    let lines = ended.lines();
    let starts = |event: usize| number(&lines[0]["assumed"]["events"][event]["starts_week"]);
    // The pack's pair has the ban twelve weeks behind.
    assert_eq!((starts(0), starts(1)), (0.0, 12.0));
    for wrong in [
        &["scenario", &file][..],
        &[
            "scenario", &file, "--id", pair[0], "--id", pair[1], "--id", pair[0],
        ],
        &["scenario", &file, "--all", "--id", pair[0]],
        &["scenario", &file, "--id", pair[0], "--country", "Japan"],
        &["scenario", &file, "--id", pair[0], "--recapture", "nan"],
        &["score", &file, "--mode"],
    ] {
        assert_eq!(call(wrong).status, 2, "{wrong:?}");
    }
    let unknown = call(&["scenario", &file, "--id", "scn.nothing"]);
    assert_eq!(unknown.status, 1);
    assert!(unknown.err.contains("unknown_scenario"));
}

#[test]
fn a_score_has_everything_the_contract_names() {
    let file = firm("contract.sonae");
    let ended = call(&["score", &file]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let [scored] = &ended.lines()[..] else {
        panic!("one file, one line: {}", ended.out);
    };
    assert_eq!(scored["file"], file.as_str());
    assert_eq!(scored["method"], "A1");
    assert_eq!(scored["pack"]["id"], "core");
    for hash in [&scored["pack"]["hash"], &scored["input_hash"]] {
        let hash = hash.as_str().expect("a hash");
        assert!(
            hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{hash}"
        );
    }
    for module in ["supplier", "coercion", "technology"] {
        let module = &scored["modules"][module];
        for end in ["low", "high"] {
            let receipt = module["receipt"].as_array().expect("a receipt");
            let sum: f64 = receipt.iter().map(|line| number(&line[end])).sum();
            assert!(
                (sum - number(&module[end])).abs() < 1e-9,
                "{sum} is not {}",
                module[end]
            );
        }
        assert!((0.0..=1.0).contains(&number(&module["coverage"])));
        assert_eq!(module["band"].as_array().map(Vec::len), Some(2));
        for key in ["themes", "gates", "next", "skipped"] {
            assert!(module[key].is_array(), "{key}");
        }
    }
    let line = |module: &str, question: &str| -> Value {
        let receipt = scored["modules"][module]["receipt"]
            .as_array()
            .expect("a receipt");
        let found = receipt.iter().find(|line| line["question"] == question);
        found
            .unwrap_or_else(|| panic!("no line of {question}"))
            .clone()
    };
    // One key, several keys, a number, a range of a table, nothing.
    assert_eq!(line("supplier", "supplier.monitoring")["option"], "boss");
    let several = line("supplier", "supplier.licence_materials");
    assert_eq!(several["option"], serde_json::json!(["antimony"]));
    assert_eq!(
        line("coercion", "coercion.top_customer_share")["option"],
        40.0
    );
    let range = line("supplier", "supplier.top_country_spend_share");
    assert_eq!(range["option"], serde_json::json!([75.0, 100.0]));
    assert_eq!(range["origin"], "table");
    let unknown = line("supplier", "supplier.supplier_health");
    assert_eq!(
        (&unknown["option"], &unknown["origin"]),
        (&Value::Null, &Value::from("unknown"))
    );
    for (module, question, because) in [
        ("supplier", "supplier.shared_upstream", Value::Null),
        (
            "technology",
            "tech.classification",
            "profile.exports_goods_or_tech".into(),
        ),
    ] {
        let skipped = serde_json::json!({"question": question, "because": because});
        let all = scored["modules"][module]["skipped"]
            .as_array()
            .expect("skipped");
        assert!(all.contains(&skipped), "{skipped}");
    }
    for end in ["low", "high"] {
        let names = ["supplier", "coercion", "technology"];
        let ends = names.map(|name| number(&scored["modules"][name][end]));
        let worst = ends.into_iter().fold(0.0, f64::max);
        assert!((worst - number(&scored["overall"][end])).abs() < 1e-12);
    }
}

#[test]
fn every_file_and_every_line_in_gives_a_line_out() {
    let (first, second) = (firm("first.sonae"), firm("second.sonae"));
    let ended = call(&["score", &first, "missing.sonae", &second]);
    assert_eq!(ended.status, 1);
    let files: Vec<Value> = ended
        .lines()
        .iter()
        .map(|line| line["file"].clone())
        .collect();
    assert_eq!(files, [first.as_str(), "missing.sonae", second.as_str()]);

    let input = format!("{FIRM}\n\n{{\"format\": \"sonae-assessment\"\r\n{FIRM}");
    let ended = call_with(&["score", "-"], "C", input.as_bytes());
    assert_eq!(ended.status, 1);
    let lines = ended.lines();
    let files: Vec<&Value> = lines.iter().map(|line| &line["file"]).collect();
    assert_eq!(files, ["-:1", "-:2", "-:3", "-:4"]);
    let scored: Vec<bool> = lines
        .iter()
        .map(|line| !line["overall"].is_null())
        .collect();
    assert_eq!(scored, [true, false, false, true]);
    assert_eq!(lines[0]["modules"], lines[3]["modules"]);
    assert_eq!(lines[0]["input_hash"], lines[3]["input_hash"]);
}

#[test]
fn without_an_industry_there_is_no_score() {
    let ended = call_with(
        &["score", "-"],
        "C",
        b"{\"format\": \"sonae-assessment\", \"version\": 1}",
    );
    assert_eq!(ended.status, 1);
    let line = &ended.lines()[0];
    assert_eq!(
        (&line["overall"], &line["modules"]),
        (&Value::Null, &serde_json::json!({}))
    );
    assert_eq!(line["findings"][0]["code"], "industry_missing");
    assert!(ended.err.contains("[industry_missing]"), "{}", ended.err);
}

#[test]
fn what_does_not_go_together_is_said_and_stops_nothing() {
    let file = FIRM.replace(
        "\"suppliers\"",
        r#""markets": [{"country": "US", "share_pct": 30}], "suppliers""#,
    );
    let ended = call_with(&["score", "-"], "C", file.replace('\n', " ").as_bytes());
    assert_eq!(ended.status, 0);
    let findings = &ended.lines()[0]["findings"];
    assert_eq!(findings[0]["code"], "answer_against_answer");
    assert_eq!(findings[0]["place"], "profile.exports_goods_or_tech");
    assert_eq!(findings[0]["arguments"]["other"], "markets[1]");
    assert_eq!(
        findings[0]["arguments"]["rule"],
        "sells_abroad_hands_over_nothing"
    );
}

#[test]
fn messages_are_in_the_language_of_the_terminal_or_the_one_asked_for() {
    let file = "tests/data/files/percent_140.sonae";
    for (arguments, language, expected) in [
        (&["score", file][..], "ja_JP.UTF-8", "範囲の外です"),
        (&["score", file], "de_DE.UTF-8", "is out of range"),
        (&["score", file, "--lang", "ja"], "C", "範囲の外です"),
        (&["--lang=en", "score", file], "ja_JP", "is out of range"),
        (&["--help", "--lang", "ja"], "C", ""),
    ] {
        let ended = call_with(arguments, language, b"");
        assert!(ended.err.contains(expected), "{arguments:?}: {}", ended.err);
    }
    let ended = call(&["score", file]);
    assert_eq!(
        ended.err.lines().count(),
        4,
        "a line a finding: {}",
        ended.err
    );
    let first = ended.err.lines().next().unwrap_or_default();
    let place = "tests/data/files/percent_140.sonae: answers.coercion.top_customer_share.value: ";
    assert!(first.starts_with(place), "{first}");
}

#[test]
fn wrong_use_ends_with_two_and_says_how_it_is_meant() {
    for arguments in [
        &[][..],
        &["score"],
        &["rate", "x"],
        &["pack"],
        &["pack", "check"],
        &["pack", "eat", "x"],
        &["pack", "check", "x", "y"],
        &["score", "x", "-o", "y"],
        &["score", "x", "--fast"],
        &["score", "x", "--lang", "fr"],
        &["score", "x", "--lang"],
    ] {
        let ended = call(arguments);
        assert_eq!((ended.status, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ended.err.contains("Usage:"), "{arguments:?}: {}", ended.err);
    }
}

#[test]
fn help_and_version_are_answers_and_no_errors() {
    let help = call(&["--help"]);
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    assert!(help.out.contains("sonae pack build DIR"));
    let version = call(&["--version"]);
    assert_eq!(
        (version.status, version.out.trim()),
        (0, concat!("sonae ", env!("CARGO_PKG_VERSION")))
    );
}

#[test]
fn what_is_too_large_is_refused_and_the_next_line_is_read() {
    let mut input = vec![b' '; 20_000_001];
    input.push(b'\n');
    input.extend_from_slice(FIRM.as_bytes());
    let ended = call_with(&["score", "-"], "C", &input);
    let lines = ended.lines();
    assert_eq!((ended.status, lines.len()), (1, 2));
    assert_eq!(lines[0]["findings"][0]["code"], "too_large");
    assert!(lines[1]["overall"].is_object());

    let large = scratch("large.sonae");
    std::fs::write(&large, &input).expect("a file");
    let ended = call(&["score", &large.to_string_lossy()]);
    assert_eq!(ended.lines()[0]["findings"][0]["code"], "too_large");
}

#[test]
fn a_pack_is_checked_with_its_examples() {
    let ended = call(&["pack", "check", "content/packs/core"]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    assert!(ended.out.starts_with("core "), "{}", ended.out);
    let ended = call(&["pack", "check", "tests/data/packs/nowhere"]);
    assert_eq!((ended.status, ended.out.as_str()), (1, ""));
    assert!(ended.err.contains("pack.yaml: "), "{}", ended.err);
}

#[test]
fn kits_and_firms_alone_are_checked_over_the_core_pack() {
    let folder = scratch("own-kits");
    let text = |name: &str| {
        let path = root().join("content/packs/core").join(name);
        let text = std::fs::read_to_string(path).expect("a file of the pack");
        text.replace("soramame_pump", "minato")
            .replace("SORA", "MINA")
    };
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let kit = text("kits/soramame_pump.yaml");
    put("kits/ours.yaml", &kit);
    put("firms/ours.yaml", &text("firms/soramame_pump.yaml"));
    let name = folder.to_string_lossy();
    let ended = call(&["pack", "check", &name]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let lines = "firms/ours.yaml: case.minato\nkits/ours.yaml: kit.minato MINA case.minato\n";
    assert_eq!(ended.out, lines);
    put("kits/ours.yaml", &kit.replace("[read, 5]", "[read, 6]"));
    for (language, said) in [
        ("en_GB.UTF-8", "add up to 61, not to 60"),
        ("ja_JP.UTF-8", "61分"),
    ] {
        let ended = call_with(&["pack", "check", &name], language, b"");
        assert_eq!((ended.status, ended.out.as_str()), (1, ""));
        assert!(ended.err.contains("kits/ours.yaml:"), "{}", ended.err);
        assert!(
            ended.err.contains(said) && ended.err.contains("[kit_rule]"),
            "{}",
            ended.err
        );
    }
    // It is no pack, and builds into none.
    let ended = call(&["pack", "build", &name]);
    assert!(ended.status == 1 && ended.err.contains("[pack_file_missing]"));
}

#[test]
fn a_pack_is_built_into_one_file_and_the_same_bytes_each_time() {
    let (one, other) = (scratch("one.sonae-pack"), scratch("other.sonae-pack"));
    for out in [&one, &other] {
        let out = out.to_string_lossy();
        let ended = call(&["pack", "build", "tests/data/packs/sound", "-o", &out]);
        assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    }
    let bytes = std::fs::read(&one).expect("the pack");
    assert!(bytes.starts_with(b"sonae-pack 1\n"));
    assert_eq!(bytes, std::fs::read(&other).expect("the pack"));
    let ended = call(&[
        "pack",
        "build",
        "tests/data/packs/sound",
        "-o",
        "/nowhere/x.sonae-pack",
    ]);
    assert_eq!(ended.status, 1);
    assert!(ended.err.contains("[unwritable_file]"), "{}", ended.err);
}

#[test]
fn a_damaged_file_is_rescued_into_a_new_one() {
    let whole = firm("rescue.sonae");
    let broken = casting("broken.sonae", &FIRM[..FIRM.len() - 70]);
    assert_eq!(call(&["open", &whole]).status, 0);
    assert_eq!(call(&["open", &broken]).status, 1);
    let out = scratch("rescued.sonae").to_string_lossy().into_owned();
    let rescued = call(&["open", "--rescue", &broken, "-o", &out]);
    assert_eq!(rescued.status, 0, "{}", rescued.err);
    assert!(rescued.err.contains("cut_short"), "{}", rescued.err);
    assert_eq!(call(&["open", &out]).status, 0);
    let read = std::fs::read_to_string(&out).expect("what was rescued");
    assert!(read.contains("\"boss\"") && read.contains("\"alias\": \"A\""));
    // What is read is never written over, and nothing of ours is refused.
    assert_eq!(
        call(&["open", "--rescue", &broken, "-o", &broken]).status,
        1
    );
    let foreign = casting("foreign.sonae", "hello");
    assert_eq!(call(&["open", "--rescue", &foreign, "-o", &out]).status, 1);
    assert_eq!(call(&["open", "--rescue", &broken]).status, 2);
}

#[test]
fn a_file_of_the_present_version_is_converted_byte_for_byte() {
    let file = firm("convert.sonae");
    let out = scratch("converted.sonae").to_string_lossy().into_owned();
    assert_eq!(call(&["convert", &file, "-o", &out]).status, 0);
    let read = |path: &str| std::fs::read(path).expect("a file");
    assert_eq!(read(&file), read(&out));
    assert_eq!(call(&["convert", &file]).status, 2);
}

#[test]
fn a_dossier_tells_what_its_level_says() {
    let file = firm("dossier.sonae");
    let make = |level: &str| {
        let out = scratch(&format!("dossier-{level}.json"));
        let out = out.to_string_lossy().into_owned();
        let arguments = [
            "dossier",
            &file,
            "--level",
            level,
            "--day",
            "2026-11-26",
            "-o",
            &out,
        ];
        assert_eq!(call(&arguments).status, 0, "{level}");
        let read: Value =
            serde_json::from_slice(&std::fs::read(&out).expect("a dossier")).expect("JSON");
        read
    };
    assert_eq!(make("full")["assessment"]["suppliers"][0]["alias"], "A");
    assert_eq!(make("masked")["assessment"]["suppliers"][0]["alias"], "S-1");
    let told = make("dimensionless");
    assert_eq!(told["quarter"], "2026-Q4");
    assert_eq!(told["record"]["suppliers"][0]["spend_share"], 0.75);
    assert!(told.get("assessment").is_none());
    // Without a day it is today's.
    let out = scratch("today.json").to_string_lossy().into_owned();
    assert_eq!(
        call(&["dossier", &file, "--level", "full", "-o", &out]).status,
        0
    );
    for wrong in [
        &["dossier", &file, "-o", &out][..],
        &["dossier", &file, "--level", "some", "-o", &out],
        &[
            "dossier", &file, "--level", "full", "--day", "today", "-o", &out,
        ],
        &["score", &file, "--level", "full"],
    ] {
        assert_eq!(call(wrong).status, 2, "{wrong:?}");
    }
}

/// A file to be made that is not there yet.
fn fresh(name: &str) -> String {
    let path = scratch(name);
    let _ = std::fs::remove_file(&path);
    path.to_string_lossy().into_owned()
}

#[test]
fn a_file_is_locked_with_a_passphrase_and_opened_again() {
    let firm = firm("lock.sonae");
    let locked = fresh("lock.sonae.age");
    let words = ["備え"; 100].concat() + "\r\n";
    let lock = ["lock", &firm, "--passphrase-from", "-", "-o", &locked];
    let ended = call_with(&lock, "en_GB.UTF-8", words.as_bytes());
    assert_eq!(
        (ended.status, ended.out.trim_end()),
        (0, locked.as_str()),
        "{}",
        ended.err
    );
    let bytes = std::fs::read(&locked).expect("the locked file");
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    // What is there is not written over.
    let again = call_with(&lock, "en_GB.UTF-8", words.as_bytes());
    assert_eq!(again.status, 1);
    assert!(again.err.contains("[file_exists]"), "{}", again.err);
    // Every other command says what it is.
    for command in [
        vec!["score", &locked],
        vec!["open", &locked],
        vec!["scenario", &locked, "--all"],
    ] {
        let ended = call(&command);
        assert_eq!(ended.status, 1);
        assert!(
            ended.err.contains("sonae unlock") && ended.err.contains("[locked_file]"),
            "{}",
            ended.err
        );
    }
    let opened = fresh("unlocked.sonae");
    let unlock = ["unlock", &locked, "--passphrase-from", "-", "-o", &opened];
    for (typed, code) in [("x\n", "[wrong_passphrase]"), ("\n", "[empty_passphrase]")] {
        let refused = call_with(&unlock, "ja_JP.UTF-8", typed.as_bytes());
        assert_eq!(refused.status, 1);
        assert!(
            refused.err.contains(code) && refused.err.contains("パスフレーズ"),
            "{}",
            refused.err
        );
        assert!(!Path::new(&opened).exists());
    }
    assert_eq!(
        call_with(&unlock, "en_GB.UTF-8", words.as_bytes()).status,
        0
    );
    assert_eq!(std::fs::read_to_string(&opened).ok().as_deref(), Some(FIRM));
}

#[test]
fn a_file_is_sealed_to_a_key_made_here() {
    let firm = firm("seal.sonae");
    let (key, sealed, opened) = (
        fresh("bank.key"),
        fresh("seal.sonae.age"),
        fresh("sealed.sonae"),
    );
    let public = fresh("bank.key.pub");
    let made = call_with(
        &[
            "keygen",
            "-o",
            &key,
            "--name",
            "架空信用金庫",
            "--day",
            "2026-11-26",
            "--passphrase-from",
            "-",
        ],
        "en_GB.UTF-8",
        b"opens the key",
    );
    assert_eq!(
        (made.status, made.out.as_str()),
        (0, format!("{key}\n{public}\n").as_str()),
        "{}",
        made.err
    );
    let text = std::fs::read_to_string(&public).expect("the public key");
    assert!(text.starts_with("# 架空信用金庫\nage1"), "{text}");
    assert_eq!(
        call(&["keygen", "-o", &key]).status,
        1,
        "a key is never written over"
    );
    let ended = call(&["seal", &firm, "--to", &public, "-o", &sealed]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    // The digits are the same on both sides.
    assert_eq!(ended.err, made.err);
    assert!(
        ended.err.starts_with("架空信用金庫: digits to compare "),
        "{}",
        ended.err
    );
    let unlock = ["unlock", &sealed, "--key", &key, "-o", &opened];
    let refused = call(&unlock);
    assert!(
        refused.err.contains("key: ") && refused.err.contains("[locked_file]"),
        "{}",
        refused.err
    );
    let with = [&unlock[..], &["--passphrase-from", "-"]].concat();
    let ended = call_with(&with, "en_GB.UTF-8", b"opens the key");
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(std::fs::read_to_string(&opened).ok().as_deref(), Some(FIRM));
    // A secret key is nothing to seal to.
    let plain = fresh("plain.key");
    assert_eq!(call(&["keygen", "-o", &plain]).status, 0);
    let refused = call(&["seal", &firm, "--to", &plain, "-o", &fresh("none.age")]);
    assert!(
        refused.status == 1 && refused.err.contains("[secret_key]"),
        "{}",
        refused.err
    );
    let _ = std::fs::remove_file(format!("{plain}.pub"));
}

#[test]
fn a_call_that_locks_nothing_is_told_what_is_missing() {
    for (words, missing) in [
        (vec!["lock", "a", "-o", "b"], "--passphrase-from"),
        (vec!["seal", "a", "-o", "b"], "--to"),
        (vec!["unlock", "a", "-o", "b"], "--key"),
        (vec!["unlock", "a", "--key", "k"], "-o OUT"),
        (vec!["keygen"], "-o KEY"),
        (vec!["score", "a", "--key", "k"], "--key belongs to unlock"),
        (
            vec![
                "seal",
                "a",
                "--to",
                "p",
                "-o",
                "b",
                "--passphrase-from",
                "f",
            ],
            "belongs to lock",
        ),
    ] {
        let ended = call(&words);
        assert_eq!(ended.status, 2);
        assert!(ended.err.contains(missing), "{}", ended.err);
    }
}

// ---- screening --------------------------------------------------------------------------------

/// An empty folder of this name to write to.
fn folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    // It may not be there yet.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The fictional firms of the pack, saved as if they were real ones.
fn applicants(folder: &Path) -> Vec<String> {
    let source = root().join("content/packs/core");
    let pack = sonae_engine::content::read_folder(&source).expect("the core pack");
    let saved = pack.firms.iter().enumerate().map(|(index, firm)| {
        let language = sonae_engine::content::Language::Ja;
        let mut case =
            sonae_engine::assessment::Assessment::of_firm(&pack, firm, language).expect("a firm");
        case.practice = false;
        let path = folder.join(format!("applicant-{index}.sonae"));
        std::fs::write(&path, case.save(&pack)).expect("a file");
        path.to_string_lossy().into_owned()
    });
    saved.collect()
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn every_file_of_a_folder_is_accounted_for() {
    let folder = folder("desk");
    let firms = applicants(&folder);
    let firm = std::fs::read_to_string(&firms[0]).expect("a firm");
    let made = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    made("b-same.sonae", &firm.replace("\n  ", "\r\n "));
    made(
        "c-altered.sonae",
        &firm.replacen("\"annual_spend\": ", "\"annual_spend\": 1", 1),
    );
    made("d-cut.sonae", &firm[..firm.len() * 2 / 3]);
    made(
        "e-practice.sonae",
        &firm.replacen("\"practice\": false", "\"practice\": true", 1),
    );
    made("f-notes.txt", "call them back");
    made(
        "g-newer.sonae",
        &firm.replacen("\"version\": 1", "\"version\": 7", 1),
    );
    made("h-locked.sonae.age", "age-encryption.org/v1\n-> scrypt ");
    made("i-sealed.sonae.age", "age-encryption.org/v1\n-> X25519 ");
    made("j-upgraded.sonae", &FIRM.replacen(
        "\"version\": 1",
        "\"version\": 1, \"pack\": {\"id\": \"core\", \"version\": \"2020.1.1\", \"hash\": \"\"}",
        1,
    ));
    std::fs::create_dir(folder.join("k-inner")).expect("a folder");
    made("k-inner/large.sonae", &" ".repeat(20_000_001));
    made("k-inner/x.json", "{\"format\": \"sonae-dossier\", \"ver");

    let desk = folder.to_string_lossy().into_owned();
    let ended = call(&["screen", "--summary", &desk]);
    let mut lines = ended.lines();
    let summary = lines.pop().expect("a summary");
    let states: Vec<(String, &str)> = lines
        .iter()
        .map(|line| {
            let file = line["file"].as_str().expect("a name");
            let name = Path::new(file)
                .file_name()
                .expect("a name")
                .to_string_lossy();
            (name.into_owned(), line["state"].as_str().expect("a state"))
        })
        .collect();
    let mut expected: Vec<(String, &str)> = (0..firms.len())
        .map(|index| (format!("applicant-{index}.sonae"), "read"))
        .collect();
    let troubles = [
        ("b-same.sonae", "duplicate"),
        ("c-altered.sonae", "altered"),
        ("d-cut.sonae", "rescued"),
        ("e-practice.sonae", "practice"),
        ("f-notes.txt", "foreign"),
        ("g-newer.sonae", "refused"),
        ("h-locked.sonae.age", "locked"),
        ("i-sealed.sonae.age", "sealed"),
        ("j-upgraded.sonae", "upgraded"),
        ("large.sonae", "refused"),
        ("x.json", "damaged"),
    ];
    expected.extend(troubles.map(|(name, state)| (name.to_owned(), state)));
    assert_eq!(states, expected);
    assert_eq!(ended.status, 1, "not every file could be read");
    assert!(
        ended
            .err
            .contains("e-practice.sonae: practice: This is a fictional firm")
    );
    assert!(!ended.err.contains("applicant-0"));

    assert_eq!(summary["summary"]["files"], lines.len());
    let counted = summary["summary"]["states"].as_object().expect("states");
    let sum: u64 = counted.values().filter_map(Value::as_u64).sum();
    assert_eq!(sum, lines.len() as u64);
    let classed = lines
        .iter()
        .filter(|line| line["class"].is_string())
        .count();
    let counted = summary["summary"]["classes"].as_object().expect("classes");
    let sum: u64 = counted.values().filter_map(Value::as_u64).sum();
    assert_eq!(sum, classed as u64);
    assert_eq!(classed, firms.len() + 2);
    assert!(!ended.out.contains("reject"));
    // The same bytes the second time.
    assert_eq!(call(&["screen", "--summary", &desk]).out, ended.out);
}

#[test]
fn dossiers_on_standard_input_come_out_in_their_order_and_like_files() {
    let firms = applicants(&folder("desk-lines"));
    let one = |file: &String| {
        let text = std::fs::read(file).expect("a firm");
        let mut case: Value = serde_json::from_slice(&text).expect("JSON");
        case.as_object_mut().expect("an object").remove("sha256");
        case
    };
    let mut cases: Vec<Value> = firms.iter().map(one).collect();
    // More than are worked out at a time, each another one.
    let mut input = String::new();
    for number in 0..600 {
        let place = number % cases.len();
        cases[place]["answers"]["tech.training"]["note"] = number.to_string().into();
        input.push_str(&cases[place].to_string());
        input.push('\n');
    }
    let ended = call_with(&["screen", "-"], "en_GB.UTF-8", input.as_bytes());
    let lines = ended.lines();
    assert_eq!(lines.len(), 600);
    for (number, line) in (1..).zip(&lines) {
        assert_eq!(line["file"], format!("-:{number}"));
        assert_eq!(line["state"], "read");
        let same = &lines[(number - 1) % firms.len()];
        assert_eq!(line["overall"], same["overall"]);
    }
    let scored = call(&[&["score"], strs(&firms).as_slice()].concat()).lines();
    let screened = call(&[&["screen"], strs(&firms).as_slice()].concat()).lines();
    for (score, line) in scored.iter().zip(&screened) {
        assert_eq!(score["overall"]["low"], line["overall"]["low"]);
        assert_eq!(score["overall"]["high"], line["overall"]["high"]);
        assert_eq!(score["input_hash"], line["input_hash"]);
        for (name, module) in score["modules"].as_object().expect("modules") {
            assert_eq!(module["low"], line["modules"][name]["score"][0]);
            assert_eq!(module["coverage"], line["modules"][name]["coverage"]);
        }
    }
}

#[test]
fn a_queue_is_in_order_and_equal_ones_share_a_place() {
    let firms = applicants(&folder("desk-queue"));
    let twin = folder("desk-twin").join("twin.sonae");
    // The same answers in another file: a note is no answer.
    let mut case: Value =
        serde_json::from_slice(&std::fs::read(&firms[0]).expect("a firm")).expect("JSON");
    case.as_object_mut().expect("an object").remove("sha256");
    case["plan"] = serde_json::json!([]);
    case["answers"]["tech.training"]["note"] = "a twin".into();
    std::fs::write(&twin, case.to_string()).expect("a file");
    let twin = twin.to_string_lossy().into_owned();
    let mut arguments = vec!["screen", "--queue"];
    arguments.extend(strs(&firms));
    arguments.push(&twin);
    let ended = call(&arguments);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let lines = ended.lines();
    let (files, queue) = lines.split_at(firms.len() + 1);
    assert_eq!(queue.len(), files.len());
    let rank = |file: &str| {
        let place = queue.iter().find(|place| place["file"] == file);
        place.expect("a place")["rank"].as_u64().expect("a rank")
    };
    assert_eq!(rank(&firms[0]), rank(&twin));
    let ranks: Vec<u64> = queue
        .iter()
        .filter_map(|place| place["rank"].as_u64())
        .collect();
    assert!(ranks.is_sorted());
    assert!(
        !ranks.contains(&(rank(&twin) + 1)),
        "1 – 2 – 2 – 4: {ranks:?}"
    );
}

#[test]
fn a_policy_is_written_checked_and_counts() {
    let written = call(&["policy"]);
    assert_eq!((written.status, written.err.as_str()), (0, ""));
    let folder = folder("desk-policy");
    let policy = folder.join("policy.json").to_string_lossy().into_owned();
    std::fs::write(&policy, &written.out).expect("a policy");
    assert_eq!(call(&["policy", &policy]).out, written.out);
    let firms = applicants(&folder);
    let first = firms[0].as_str();
    let plain = call(&["screen", first]);
    assert_eq!(call(&["screen", first, "--policy", &policy]).out, plain.out);

    // Cuts at the top and nothing wanted: whatever has no gate is routine.
    let lenient = written.out.replace("50.0", "100.0").replace("0.8", "0.0");
    std::fs::write(&policy, lenient).expect("a policy");
    let other = call(&["screen", first, "--policy", &policy]).lines();
    assert_ne!(other[0]["policy_hash"], plain.lines()[0]["policy_hash"]);
    assert_eq!(
        other[0]["overall"],
        plain.lines()[0]["overall"],
        "weights are untouched"
    );
    assert_ne!(other[0]["reasons"], plain.lines()[0]["reasons"]);

    std::fs::write(&policy, written.out.replace("0.8", "80")).expect("a policy");
    for arguments in [
        ["policy", policy.as_str()].as_slice(),
        &["screen", first, "--policy", &policy],
    ] {
        let refused = call(arguments);
        assert_eq!((refused.status, refused.out.as_str()), (1, ""));
        assert!(
            refused.err.contains("coverage: “80” is out of range"),
            "{}",
            refused.err
        );
    }
    assert_eq!(call(&["score", first, "--summary"]).status, 2);
    assert_eq!(call(&["screen"]).status, 2);
}

// ---- figures of many --------------------------------------------------------------------------

/// Firms that differ by their cash: each loses its casting.
fn foundry_customers(folder: &Path, cash: std::ops::Range<u32>) -> String {
    for cash in cash {
        let text = CASTING.replacen("50000000", &format!("{}", 5_000_000 + cash), 1);
        std::fs::write(folder.join(format!("firm-{cash:03}.sonae")), text).expect("a file");
    }
    folder.to_string_lossy().into_owned()
}

#[test]
fn a_portfolio_stands_behind_the_lines_and_before_the_summary() {
    let folder = folder("book");
    let desk = foundry_customers(&folder, 0..12);
    let ended = call(&["screen", "--portfolio", "--summary", &desk]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let lines = ended.lines();
    assert_eq!(lines.len(), 12 + 2);
    let book = &lines[12]["portfolio"];
    assert_eq!(book["firms"], 12);
    assert_eq!(
        (&book["days"], &book["shares_of"]),
        (&90.into(), &"firms".into())
    );
    let stop = &book["figures"]["stops"]["item.casting_forging"];
    let states: u64 = stop
        .as_object()
        .expect("states")
        .values()
        .map(|part| part["firms"].as_u64().expect("a count"))
        .sum();
    assert_eq!(states, 12, "{stop}");
    assert_eq!(lines[13]["summary"]["files"], 12);
    assert_eq!(
        call(&["screen", "--portfolio", "--summary", &desk]).out,
        ended.out
    );
    // A duplicate is no second firm.
    let copy = folder.join("z-copy.sonae");
    std::fs::copy(folder.join("firm-003.sonae"), &copy).expect("a copy");
    let again = call(&["screen", "--portfolio", &desk]).lines();
    assert_eq!(again[13], lines[12]);
    std::fs::remove_file(copy).expect("the copy");

    let table = scratch("exposures.csv");
    let of = |rows: &str| std::fs::write(&table, format!("file,exposure\n{rows}")).expect("a file");
    let table = table.to_string_lossy().into_owned();
    let rows: Vec<String> = (0..12)
        .map(|firm| format!("firm-{firm:03}.sonae,{}", 100 + firm))
        .collect();
    of(&rows.join("\n"));
    let weighed = call(&[
        "screen",
        "--portfolio",
        "--exposure",
        &table,
        "--days",
        "30",
        &desk,
    ]);
    assert_eq!((weighed.status, weighed.err.as_str()), (0, ""));
    let book = &weighed.lines()[12]["portfolio"];
    assert_eq!(
        (&book["days"], &book["shares_of"]),
        (&30.into(), &"exposure".into())
    );
    of(&format!("{}\nnobody.json,7", rows[1..].join("\n")));
    let noted = call(&["screen", "--portfolio", "--exposure", &table, &desk]);
    assert!(noted.err.contains("[no_exposure]") && noted.err.contains("nobody.json"));
    of("firm-001.sonae,much");
    let refused = call(&["screen", "--portfolio", "--exposure", &table, &desk]);
    assert_eq!((refused.status, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("[not_a_number]"), "{}", refused.err);
    assert_eq!(call(&["screen", "--exposure", &table, &desk]).status, 2);
    assert_eq!(
        call(&["screen", "--portfolio", "--days", "0", &desk]).status,
        2
    );
}

#[test]
fn pools_are_put_together_in_any_order_and_never_written_over() {
    let [one, other] = ["book-one", "book-other"].map(folder);
    let one = foundry_customers(&one, 20..27);
    let other = foundry_customers(&other, 30..39);
    let out = folder("pools");
    let file = |name: &str| out.join(name).to_string_lossy().into_owned();
    let [a, b, all, turned, again] =
        ["a.json", "b.json", "all.json", "turned.json", "again.json"].map(file);
    let made = call(&["screen", "--pool", &a, "--name", "架空銀行", &one]);
    assert_eq!((made.status, made.err.as_str()), (0, ""));
    assert_eq!(made.lines().len(), 7, "no line but those of the files");
    assert_eq!(call(&["screen", "--pool", &b, &other]).status, 0);
    let refused = call(&["screen", "--pool", &a, &one]);
    assert_eq!((refused.status, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("[file_exists]"), "{}", refused.err);
    let told = call(&["pool", &a, &b, "-o", &all]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    let line: Value = serde_json::from_str(&told.out).expect("one line");
    assert_eq!(line["pool"]["firms"], 16);
    assert_eq!(line["pool"]["contributions"], 2);
    assert!(line["pool"]["figures"]["industries"].is_object());
    assert_eq!(call(&["pool", &all]).out, told.out, "a pool says the same");
    assert_eq!(call(&["pool", &b, &a, &a, "-o", &turned]).status, 0);
    assert_eq!(call(&["pool", &all, &a, "-o", &again]).status, 0);
    let read = |file: &str| std::fs::read_to_string(file).expect("a pool");
    assert_eq!(read(&all), read(&turned));
    assert_eq!(read(&all), read(&again));
    let pool: Value = serde_json::from_str(&read(&all)).expect("JSON");
    assert_eq!(pool["figures"]["firms"], 16);
    assert_eq!(pool["institutions"], serde_json::json!(["架空銀行"]));
    assert_eq!(pool["contributions"].as_array().map(Vec::len), Some(2));
    assert!(!read(&all).contains(".sonae") && !read(&all).contains("50000"));

    let few = foundry_customers(&folder("book-few"), 40..44);
    let refused = call(&["screen", "--pool", &file("few.json"), &few]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("[too_few_firms]"), "{}", refused.err);
    assert!(!Path::new(&file("few.json")).exists());
    assert_eq!(
        call(&["pool", &a, "-o", &all]).status,
        1,
        "it is there already"
    );
    assert_eq!(
        call(&["pool", &a, &one, "-o", &file("none.json")]).status,
        1
    );
    assert_eq!(call(&["pool"]).status, 2);
}

/// A room of so many teams that chose something, its totals as the app saves them.
fn totals(pack: &Pack, kit: usize, chance: u32, teams: u8) -> Totals {
    const SINCE: u32 = 29_928_000;
    let kit = &pack.kits[kit];
    let firm = firm_of(pack, kit).expect("the kit's firm");
    let mut all = Collection::new(RoomCode::new(chance), kit, SINCE);
    for team in 1..=teams {
        let choice = &kit.choices[usize::from(team) % kit.choices.len()];
        let played = Played {
            before: vec![choice.action.to_string()],
            ..Played::default()
        };
        let handing = Handing {
            room: RoomCode::new(chance),
            team,
            turn: 1,
            made: SINCE,
        };
        let record = Record::of(pack, kit, &firm, &played, handing).expect("a practice");
        all.take(Handed::Record(record));
    }
    Totals::of(pack, kit, &all).expect("enough teams")
}

#[test]
fn totals_are_added_up_in_any_order_as_the_app_does_and_never_written_over() {
    let pack = read_folder(&root().join("content/packs/core")).expect("the core pack");
    let folder = folder("totals");
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let rooms = [(0, 5, 3), (0, 6, 4), (1, 7, 8)].map(|(kit, chance, teams)| {
        let totals = totals(&pack, kit, chance, teams);
        let name = file(&format!("{chance}.json"));
        std::fs::write(&name, totals.write()).expect("a file");
        (name, totals)
    });
    let [(a, one), (b, other), (c, third)] = rooms;
    let [all, turned] = ["all.json", "turned.json"].map(file);
    let told = call(&["totals", &a, &b, &c, "-o", &all]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    let [line] = &told.lines()[..] else {
        panic!("one line: {}", told.out);
    };
    assert_eq!(
        (&line["totals"]["rooms"], &line["totals"]["teams"]),
        (&3.into(), &15.into())
    );
    assert!(line["totals"]["kits"][pack.kits[1].id.as_str()]["choices"].is_object());
    // The same bytes as the page's: of any order, of sums, of what comes twice.
    let merged = Totals::merged(&[one.clone(), other, third]).expect("they go together");
    let read = |file: &str| std::fs::read(file).expect("totals");
    assert_eq!(read(&all), merged.write());
    assert_eq!(call(&["totals", &c, &all, &a, &b, "-o", &turned]).status, 0);
    assert_eq!(read(&turned), read(&all));
    assert_eq!(call(&["totals", &all]).out, told.out);
    // As a table, in the language asked for.
    let table = call(&["totals", &all, "--csv", "--lang", "ja"]);
    assert_eq!((table.status, table.err.as_str()), (0, ""));
    let title = pack.kits[0].title.in_language(Language::Ja);
    let rows = table.out.lines().filter(|row| row.starts_with(title));
    assert!(table.out.starts_with('\u{feff}') && rows.count() > 100);

    for (files, code) in [
        (vec![a.as_str(), &b, "-o", &all], "file_exists"),
        (vec![&a, "nothing.json"], "unreadable_file"),
        (vec![&a, "tests/data/files/no_format.sonae"], "not_totals"),
    ] {
        let refused = call(&[vec!["totals"], files].concat());
        assert_eq!((refused.status, refused.out.as_str()), (1, ""));
        let code = format!("[{code}]");
        assert!(refused.err.contains(&code), "{}", refused.err);
    }
    // The same room, collected again.
    let again = file("again.json");
    std::fs::write(&again, totals(&pack, 0, 5, 4).write()).expect("a file");
    let refused = call(&["totals", &a, &again, "-o", &file("none.json")]);
    assert_eq!((refused.status, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("[same_room_twice]"), "{}", refused.err);
    assert!(!Path::new(&file("none.json")).exists());
    let other = file("other.json");
    let text = String::from_utf8(one.write()).expect("a text");
    std::fs::write(&other, text.replacen("\"teams\": 3", "\"teams\": 4", 1)).expect("a file");
    let refused = call(&["totals", &other]);
    assert!(refused.err.contains("[broken_seal]"), "{}", refused.err);
    assert_eq!(call(&["totals"]).status, 2);
    assert_eq!(call(&["pool", &a, "--csv"]).status, 2);
}

#[test]
fn a_file_of_ours_at_anothers_door_is_told_where_it_opens() {
    let pack = read_folder(&root().join("content/packs/core")).expect("the core pack");
    let file = folder("strays").join("room-totals.json");
    std::fs::write(&file, totals(&pack, 0, 5, 3).write()).expect("a file");
    let file = file.to_string_lossy().into_owned();
    for (command, code) in [
        ("open", "foreign_format"),
        ("pool", "not_a_pool"),
        ("policy", "not_a_policy"),
    ] {
        let refused = call(&[command, &file]);
        assert_eq!(refused.status, 1, "{command}");
        for said in [code, "totals of workshops", "“Totals of workshops”"] {
            assert!(refused.err.contains(said), "{command}: {}", refused.err);
        }
    }
}

#[test]
fn questions_go_back_as_a_file_without_an_answer() {
    let folder = folder("asked");
    let firm = applicants(&folder).remove(0);
    let out = folder.join("questions.json").to_string_lossy().into_owned();
    let ended = call(&["questions", &firm, "--day", "2026-11-26", "-o", &out]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let asked: Value = serde_json::from_slice(&std::fs::read(&out).expect("a file")).expect("JSON");
    assert_eq!(asked["day"], "2026-11-26");
    let sealed: Value =
        serde_json::from_slice(&std::fs::read(&firm).expect("a firm")).expect("JSON");
    assert_eq!(asked["dossier"], sealed["sha256"]);
    assert!(
        asked["questions"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    let chosen = folder.join("chosen.json").to_string_lossy().into_owned();
    let ask = [
        "questions",
        firm.as_str(),
        "--ask",
        "profile.cash",
        "--ask",
        "markets",
        "-o",
        &chosen,
    ];
    assert_eq!(call(&ask).status, 0);
    let asked: Value =
        serde_json::from_slice(&std::fs::read(&chosen).expect("a file")).expect("JSON");
    assert_eq!(asked["questions"], serde_json::json!(["profile.cash"]));
    assert_eq!(asked["tables"], serde_json::json!(["markets"]));
    let refused = call(&["questions", &firm, "--ask", "no.such", "-o", &out]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("no.such"), "{}", refused.err);
    assert_eq!(
        call(&["questions", &firm, "-o", &out]).status,
        1,
        "it is there already"
    );
    assert_eq!(call(&["questions", &firm]).status, 2);
}
