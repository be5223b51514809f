//! The checks: every step can be run alone, and all are run even when one fails.

use std::fmt::Write;
use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::desk::built;
use crate::program::{Outcome, command, line, root, run_watched, seconds_since};
use crate::python::python_with;
use crate::release;
use crate::setup::{self, APP, Need};

struct Step {
    name: &'static str,
    what: &'static str,
    needs: &'static [Need],
    /// Whether it takes minutes, and so is run with `--long` only.
    long: bool,
    run: fn(&mut Record) -> Outcome,
}

/// In the order of their cost: what is quick to know comes first.
const STEPS: &[Step] = &[
    Step {
        name: "format",
        what: "the code is formatted",
        needs: &[Need::Components],
        long: false,
        run: |record| record.cargo(&["fmt", "--all", "--check"]),
    },
    Step {
        name: "clippy",
        what: "no warning, natively",
        needs: &[Need::Components],
        long: false,
        run: |record| {
            record.cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--all-features",
                "--",
                "-D",
                "warnings",
            ])
        },
    },
    Step {
        name: "clippy-wasm",
        what: "no warning in the app as the browser gets it",
        needs: &[Need::Components, Need::WasmTarget],
        long: false,
        run: |record| {
            record.cargo(&[
                "clippy",
                "--package",
                "sonae",
                "--target",
                "wasm32-unknown-unknown",
                "--",
                "-D",
                "warnings",
            ])
        },
    },
    Step {
        name: "xtask",
        what: "these commands themselves",
        needs: &[],
        long: false,
        run: |record| record.cargo(&["test", "--package", "xtask"]),
    },
    Step {
        name: "engine",
        what: "the engine and the command line",
        needs: &[],
        long: false,
        run: |record| {
            record.cargo(&[
                "test",
                "--package",
                "sonae-engine",
                "--package",
                "sonae-cli",
                "--all-features",
            ])
        },
    },
    Step {
        name: "published",
        what: "the engine gives published results (SONAE_VECTORS names another folder)",
        needs: &[],
        long: false,
        run: |record| {
            record.cargo(&[
                "test",
                "--package",
                "sonae-engine",
                "--test",
                "published",
                "--",
                "--nocapture",
            ])
        },
    },
    Step {
        name: "content",
        what: "the pack is sound, second programs give the same scores and losses, and what is written fits its schemas",
        needs: &[],
        long: false,
        run: content,
    },
    Step {
        name: "views",
        what: "the app's pages, without a browser",
        needs: &[],
        long: false,
        run: |record| record.cargo(&["test", "--package", "sonae"]),
    },
    Step {
        name: "app",
        what: "the release build",
        needs: APP,
        long: false,
        run: app,
    },
    Step {
        name: "browser",
        what: "the release build in a real browser",
        needs: &[Need::NodePackages, Need::Browser],
        long: false,
        run: browser,
    },
    Step {
        name: "fuzz",
        what: "the reader of ledgers, on two minutes of bytes made up (with --long only)",
        needs: &[Need::CargoFuzz],
        long: true,
        run: fuzz,
    },
    Step {
        name: "spark",
        what: "Spark in local mode and a single process say the same of 100,000 dossiers (with --long only)",
        needs: &[Need::Java],
        long: true,
        run: spark,
    },
];

/// What `cargo xtask test` can be told.
pub fn usage() -> String {
    STEPS
        .iter()
        .fold("\nSteps of test:\n".to_owned(), |mut usage, step| {
            let _ = writeln!(usage, "  {:<12} {}", step.name, step.what);
            usage
        })
}

/// Runs the steps named, or all of them.
pub fn test(arguments: &[String]) -> Outcome {
    let long = arguments.iter().any(|argument| argument == "--long");
    let names: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|name| *name != "--long")
        .collect();
    if let Some(unknown) = names
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        return Err(format!("There is no step `{unknown}`.\n{}", usage()));
    }
    let chosen = |step: &&Step| names.is_empty() || names.contains(&step.name);
    let (steps, too_long): (Vec<&Step>, Vec<&Step>) = STEPS
        .iter()
        .filter(chosen)
        .partition(|step| long || !step.long);
    if let (Some(step), false) = (too_long.first(), names.is_empty()) {
        return Err(format!(
            "`{}` takes minutes: run it with --long.",
            step.name
        ));
    }

    let mut needs: Vec<Need> = steps.iter().flat_map(|step| step.needs).copied().collect();
    needs.sort();
    needs.dedup();
    let unmet = if needs.is_empty() {
        Vec::new()
    } else {
        setup::provide(&needs)
    };

    let records: Vec<Record> = steps
        .iter()
        .map(|step| {
            println!("── {}: {}", step.name, step.what);
            let mut record = Record::new(long);
            let start = Instant::now();
            let outcome = unmet
                .iter()
                .find(|(need, _)| step.needs.contains(need))
                .map_or_else(|| (step.run)(&mut record), |(_, why)| Err(why.clone()));
            record.close(outcome, start);
            println!("── {}: {}\n", step.name, record.time);
            record
        })
        .collect();
    summary(&steps, &records)
}

fn summary(steps: &[&Step], records: &[Record]) -> Outcome {
    println!(
        "{:<12} {:<8} {:>8} {:>8} {:>10}",
        "Step", "", "passed", "failed", "time"
    );
    for (step, record) in steps.iter().zip(records) {
        let verdict = if record.failed > 0 {
            "FAILED"
        } else {
            "passed"
        };
        println!(
            "{:<12} {verdict:<8} {:>8} {:>8} {:>10}",
            step.name, record.passed, record.failed, record.time
        );
    }
    for (step, record) in steps.iter().zip(records) {
        for note in &record.notes {
            println!("{}: {note}", step.name);
        }
    }
    let passed: u32 = records.iter().map(|record| record.passed).sum();
    let failed: u32 = records.iter().map(|record| record.failed).sum();
    println!("\n{passed} passed, {failed} failed");
    let names: Vec<&str> = steps
        .iter()
        .zip(records)
        .filter(|(_, record)| record.failed > 0)
        .map(|(step, _)| step.name)
        .collect();
    if names.is_empty() {
        Ok(())
    } else {
        Err(format!("Failed: {}", names.join(", ")))
    }
}

/// What became of one step.
struct Record {
    long: bool,
    passed: u32,
    failed: u32,
    notes: Vec<String>,
    time: String,
}

impl Record {
    fn new(long: bool) -> Self {
        Self {
            long,
            passed: 0,
            failed: 0,
            notes: Vec::new(),
            time: String::new(),
        }
    }

    fn cargo(&mut self, arguments: &[&str]) -> Outcome {
        self.run(&mut command("cargo", arguments))
    }

    /// Runs a program and counts the tests it reports.
    fn run(&mut self, command: &mut Command) -> Outcome {
        if self.long {
            command.env("SONAE_LONG", "1");
        }
        println!("$ {}", line(command));
        run_watched(command, |said| {
            if let Some((passed, failed)) = counts(said) {
                self.passed += passed;
                self.failed += failed;
            }
        })
    }

    /// A step without tests of its own counts as one; so does a failure none of them explains.
    fn close(&mut self, outcome: Outcome, start: Instant) {
        self.time = seconds_since(start);
        match outcome {
            Ok(()) if self.passed + self.failed == 0 => self.passed = 1,
            Ok(()) => {}
            Err(why) => {
                self.failed = self.failed.max(1);
                println!("{why}");
                self.notes.push(why);
            }
        }
    }
}

/// The tests a line reports: `test result: ok. 3 passed; 0 failed; …` or `3 passed, 0 failed`.
fn counts(line: &str) -> Option<(u32, u32)> {
    let (passed, rest) = match line.strip_prefix("test result: ") {
        Some(result) => result.split_once(". ")?.1.split_once(" passed; ")?,
        None => line.split_once(" passed, ")?,
    };
    let failed = rest.split_once(" failed")?.0;
    Some((passed.parse().ok()?, failed.parse().ok()?))
}

fn content(record: &mut Record) -> Outcome {
    record.cargo(&[
        "run",
        "--quiet",
        "--package",
        "sonae-cli",
        "--",
        "pack",
        "check",
        "content/packs/core",
    ])?;
    let Some(python) = python_with(&["yaml"], &["pyyaml"]) else {
        record.notes.push(
            "the independent scores were skipped: they need python3 with PyYAML \
             (on Debian: `apt-get install python3-yaml`)."
                .to_owned(),
        );
        return Ok(());
    };
    record.run(&mut command(
        &python,
        &["tests/independent/score.py", "--check"],
    ))?;
    let (sonae, dossiers) = built("dev")?;
    record.run(&mut command(
        &python,
        &["tests/independent/scenario.py", &sonae],
    ))?;
    if let Some(python) = python_with(&["pydantic", "yaml"], &["pydantic", "pyyaml"]) {
        let lines = ["tests/independent/lines.py", &sonae, &dossiers];
        record.run(&mut command(&python, &lines))?;
        // The other forms that `cargo xtask bench peers` measures.
        let forms = [
            "--test-reporter=./tests/e2e/reporter.mjs",
            "benches/peers/questions.test.mjs",
            &python,
        ];
        record.run(&mut command("node", &forms))?;
    } else {
        record.notes.push(
            "the plain scorers were not held against the engine: they need python3 with pydantic \
             (on Debian: `apt-get install python3-pydantic`)."
                .to_owned(),
        );
    }
    let Some(python) = python_with(&["jsonschema", "yaml"], &["jsonschema", "pyyaml"]) else {
        record.notes.push(
            "what is written was not held against its schemas: that needs python3 with jsonschema \
             (on Debian: `apt-get install python3-jsonschema`)."
                .to_owned(),
        );
        return Ok(());
    };
    record.run(&mut command(
        &python,
        &["tests/independent/schemas.py", &sonae],
    ))
}

fn app(record: &mut Record) -> Outcome {
    // A build that fails must not leave an older one for the browser to pass on.
    let dist = root().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    }
    record.run(&mut release(&[]))?;
    // The crash card is tried on a build that panics on purpose; the release never holds that.
    record.run(&mut release(&[
        "--features",
        "crash",
        "--dist",
        "target/crash",
    ]))
}

/// What a part of the browser tests needs: where it cannot be set up, that part is left out, and
/// the variable says so to it.
const OPTIONAL: [(Need, &str, &str); 2] = [
    (
        Need::Servers,
        "SONAE_SERVERS",
        "the settings for web servers were not tried: that needs nginx and Caddy \
         (on Debian: `apt-get install nginx-light caddy`).",
    ),
    (
        Need::Firefox,
        "SONAE_FIREFOX",
        "nothing was tried in Firefox: that needs its ESR release \
         (on Debian: `apt-get install firefox-esr`).",
    ),
];

fn browser(record: &mut Record) -> Outcome {
    if !root().join("dist/index.html").exists() {
        return Err(
            "There is no release build to look at: run `cargo xtask test app` first.".to_owned(),
        );
    }
    let mut node = command("npm", &["--silent", "test"]);
    for (need, missing, note) in OPTIONAL {
        if !setup::provide(&[need]).is_empty() {
            node.env(missing, "missing");
            record.notes.push(note.to_owned());
        }
    }
    record.run(node.current_dir(root().join("tests/e2e")))?;
    if record.passed == 0 {
        Err("No browser test was run.".to_owned())
    } else {
        Ok(())
    }
}

/// Runs each fuzz target for two minutes, from the files of the tests.
///
/// Without a sanitizer, since those need a nightly compiler; the engine has no unsafe code. What
/// was found to reach new code is kept in `target`, and tried first the next time.
fn fuzz(record: &mut Record) -> Outcome {
    let target = root().join("target/fuzz");
    for (name, seeds) in [
        ("ledger", ["tests/data/ledgers", "crates/engine/fuzz/seeds"]),
        (
            "assessment",
            ["tests/data/files", "tests/data/files/versions"],
        ),
    ] {
        let corpus = target.join("corpus").join(name);
        fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
        let arguments = ["run", "--release", "--sanitizer", "none", name];
        let mut cargo_fuzz = command("cargo-fuzz", &arguments);
        cargo_fuzz
            .current_dir(root().join("crates/engine"))
            .env("CARGO_TARGET_DIR", &target)
            .arg(&corpus)
            .args(seeds.map(|seeds| root().join(seeds)))
            .args([
                "--",
                "-max_total_time=120",
                "-timeout=10",
                "-rss_limit_mb=2048",
                "-max_len=65536",
            ]);
        record.run(&mut cargo_fuzz)?;
    }
    Ok(())
}

/// Fetches Spark the first time (some 500 MB) and needs a Java, which is why it is a long check.
fn spark(record: &mut Record) -> Outcome {
    let python = python_with(&["pyspark"], &["pyspark"]);
    let python = python.ok_or("There is no python3 with pyspark, and none could be set up.")?;
    let (sonae, dossiers) = built("worker")?;
    let folder = root().join("target/spark");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let script = "tests/independent/spark.py";
    let arguments = [script, &sonae, &dossiers, &folder.to_string_lossy()];
    record.run(&mut command(&python, &arguments))?;
    // A gigabyte that says nothing new.
    fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn only_closing_lines_are_counted() {
        for (line, expected) in [
            (
                "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured",
                Some((3, 0)),
            ),
            (
                "test result: FAILED. 12 passed; 2 failed; 0 ignored",
                Some((12, 2)),
            ),
            ("7 passed, 1 failed", Some((7, 1))),
            ("test all_passed ... ok", None),
            ("we passed, they failed", None),
        ] {
            assert_eq!(counts(line), expected, "{line}");
        }
    }
}
