//! Dossiers by the command line, measured: `cargo xtask bench dossiers`; and on the lender's bench in
//! the browser: `cargo xtask bench desk`. Each is a section of `docs/performance.md`.
//!
//! A million of them by `sonae screen`, and a sample by it, by a plain Python scorer and by a plain
//! Node scorer of the same rules, in turns. That all three say the same is looked at first.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Outcome, answer, command, root, run};
use crate::python::python_with;
use crate::release;
use crate::setup::{self, EVERYTHING};

const PAGE: &str = "docs/performance.md";
const HEADING: &str = "## Dossiers by the command line";
const IN_BROWSER: &str = "## Dossiers on the lender's bench";
/// So many files are brought to the bench.
const DESKS: [usize; 2] = [500, 10_000];
/// So many are screened unless said otherwise: about a minute.
const COUNT: usize = 100_000;
/// So many are scored by the others.
const SAMPLE: usize = 10_000;
/// How often each side scores the sample.
const TURNS: usize = 3;

/// Measures, and puts the section into the page in place of the one before.
pub fn bench(arguments: &[String]) -> Outcome {
    let count = match arguments.first() {
        None => COUNT,
        Some(count) => count
            .parse()
            .map_err(|_| "bench dossiers [N]: how many?".to_owned())?,
    };
    let python = python_with(&["pydantic", "yaml"], &["pydantic", "pyyaml"])
        .ok_or("No python3 with pydantic and PyYAML, and none could be set up.")?;
    let (sonae, dossiers) = built("worker")?;
    let folder = root().join("target/desk");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let same = ["tests/independent/lines.py", &sonae, &dossiers, "500"];
    run(&mut command(&python, &same))?;

    let many = folder.join("many.ndjson");
    write_lines(&dossiers, count, false, &many)?;
    let long = measured(
        &mut [command(&sonae, &["screen", "-"])],
        std::slice::from_ref(&many),
    )?;
    println!("screen: {count} in {:.1} s", long.seconds);
    remove(&many)?;

    let sample = folder.join("sample.ndjson");
    write_lines(&dossiers, SAMPLE, true, &sample)?;
    let shares = split(&sample, cores(), &folder)?;
    let pack = folder.join("pack.json");
    let packed = answer(
        &python,
        &["tests/independent/score_lines.py", "--pack-json"],
    );
    fs::write(&pack, packed.ok_or("score_lines.py failed.")?)
        .map_err(|error| format!("{}: {error}", pack.display()))?;
    let pack = pack.to_string_lossy().into_owned();
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..TURNS {
        let mut side = |of: usize, mut who: Vec<Command>, come: &[PathBuf]| {
            let taken = measured(&mut who, come)?;
            if let Some(times) = times.get_mut(of) {
                times.push(taken);
            }
            Outcome::Ok(())
        };
        let whole = std::slice::from_ref(&sample);
        side(0, vec![command(&sonae, &["screen", "-"])], whole)?;
        // Python shares the lines out among processes by itself.
        side(
            1,
            vec![command(&python, &["tests/independent/score_lines.py"])],
            whole,
        )?;
        let node = || command("node", &["tests/independent/score_lines.mjs", &pack]);
        side(2, shares.iter().map(|_| node()).collect(), &shares)?;
    }
    for file in shares.iter().chain([&sample]) {
        remove(file)?;
    }
    put(HEADING, &section(count, &long, &times.map(median), &python))
}

/// Brings folders to the bench of the release build in a browser, and puts what that took into the
/// page.
pub fn bench_in_browser() -> Outcome {
    setup::provide_all(EVERYTHING)?;
    run(&mut release(&[]))?;
    let (_, dossiers) = built("worker")?;
    let mut node = vec!["tests/e2e/desk.mjs".to_owned()];
    for count in DESKS {
        let folder = root().join("target/desk").join(count.to_string());
        let said = |error: io::Error| format!("{}: {error}", folder.display());
        // Nothing older may lie among them.
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(said)?;
        }
        let out = folder.to_string_lossy().into_owned();
        run(&mut command(
            &dossiers,
            &[&count.to_string(), "--out", &out],
        ))?;
        node.push(out);
    }
    let node: Vec<&str> = node.iter().map(String::as_str).collect();
    let told = answer("node", &node).ok_or("tests/e2e/desk.mjs failed.")?;
    put(IN_BROWSER, &format!("{IN_BROWSER}\n\n{}\n", told.trim()))
}

/// The command and the generator, as they are handed on.
pub fn built(profile: &str) -> Outcome<(String, String)> {
    let packages = ["--package", "sonae-cli", "--package", "sonae-dossiers"];
    let cargo = ["build", "--quiet", "--profile", profile];
    run(&mut command("cargo", &[&cargo[..], &packages].concat()))?;
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target: PathBuf = target.map_or_else(|| root().join("target"), Into::into);
    let folder = if profile == "dev" { "debug" } else { profile };
    let program = |name: &str| {
        let path = target.join(folder).join(name);
        path.to_string_lossy().into_owned()
    };
    Ok((program("sonae"), program("sonae-dossiers")))
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn remove(file: &Path) -> Outcome {
    fs::remove_file(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn write_lines(dossiers: &str, count: usize, plain: bool, to: &Path) -> Outcome {
    let count = count.to_string();
    let mut generator = command(dossiers, &[&count, "--seed", "1", "--ndjson"]);
    if plain {
        generator.arg("--plain");
    }
    let said = |error: io::Error| format!("{}: {error}", to.display());
    run(generator.stdout(File::create(to).map_err(said)?))
}

/// The lines in as many files, one behind the other.
fn split(file: &Path, parts: usize, folder: &Path) -> Outcome<Vec<PathBuf>> {
    let said = |error: io::Error| format!("{}: {error}", file.display());
    let mut lines = BufReader::new(File::open(file).map_err(said)?);
    let mut names = Vec::new();
    for part in 0..parts {
        let name = folder.join(format!("sample-{part}.ndjson"));
        let mut to = File::create(&name).map_err(said)?;
        let share = SAMPLE / parts + usize::from(part < SAMPLE % parts);
        let mut line = Vec::new();
        for _ in 0..share {
            lines.read_until(b'\n', &mut line).map_err(said)?;
        }
        to.write_all(&line).map_err(said)?;
        names.push(name);
    }
    Ok(names)
}

/// What a run took.
#[derive(Clone, Copy)]
struct Taken {
    seconds: f64,
    /// The most that the processes held, MB; of processes that these start, nothing.
    megabytes: f64,
}

/// Runs programs side by side, each with a file on standard input, until the last has ended.
fn measured(programs: &mut [Command], come: &[PathBuf]) -> Outcome<Taken> {
    let start = Instant::now();
    let mut children = Vec::new();
    for (program, file) in programs.iter_mut().zip(come) {
        let file = File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let program = program.stdin(file).stdout(Stdio::null());
        let child = program.stderr(Stdio::null()).spawn();
        children.push(child.map_err(|error| format!("{program:?}: {error}"))?);
    }
    let mut most = vec![0.0; children.len()];
    while children.iter_mut().any(is_running) {
        for (child, most) in children.iter().zip(&mut most) {
            *most = f64::max(*most, held(child.id()));
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(Taken {
        seconds: start.elapsed().as_secs_f64(),
        megabytes: most.iter().sum(),
    })
}

fn is_running(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(None))
}

/// The most that a process has held so far, MB, where the system says so.
fn held(process: u32) -> f64 {
    let mut status = String::new();
    let file = File::open(format!("/proc/{process}/status"));
    if file
        .and_then(|mut file| file.read_to_string(&mut status))
        .is_err()
    {
        return 0.0;
    }
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1000.0
}

fn median(mut all: Vec<Taken>) -> Taken {
    all.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    let middle = all.get(all.len() / 2).copied();
    middle.unwrap_or(Taken {
        seconds: f64::NAN,
        megabytes: f64::NAN,
    })
}

/// With a comma between thousands.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "no pile of files is that high")]
fn section(count: usize, long: &Taken, [sonae, python, node]: &[Taken; 3], with: &str) -> String {
    let (count, sample) = (count as f64, SAMPLE as f64);
    let rate = sample / sonae.seconds;
    let beside = |taken: &Taken| rate / (sample / taken.seconds);
    let times = beside(python);
    let aim = if times >= 100.0 { "Met" } else { "**Missed**" };
    let row = |who: &str, taken: &Taken, memory: &str| {
        format!(
            "| {who} | {:.1} s | {} | {memory} | {:.2} |\n",
            taken.seconds,
            thousands(sample / taken.seconds),
            1.0 / beside(taken),
        )
    };
    let memory = |taken: &Taken| format!("{:.0} MB", taken.megabytes);
    let python_version = answer(with, &["--version"]).unwrap_or_default();
    let node_version = answer("node", &["--version"]).unwrap_or_default();
    [
        format!("{HEADING}\n\n"),
        format!("- {aim}: natively 100 times the rate of plain Python on the same cores ({times:.1} times; {:.1} times that of Node).\n\n", beside(node)),
        format!("{} dossiers from `cargo xtask dossiers` (saved assessments and all three levels, one in ten with scenarios that count), on the standard input of `sonae screen` on {} cores: **{:.0} s, {} a second, at most {:.0} MB**. Every seal and score is checked, every declared scenario played again, and what was handed in twice is found.\n\n", thousands(count), cores(), long.seconds, thousands(count / long.seconds), long.megabytes),
        format!("{} saved assessments, scored by everybody on all cores, in turns; medians of {TURNS} runs, start of the process included. `sonae screen` also checks the form and hash of each file, holds answers against tables, puts it into a class with reasons and says what to ask; the others read it (pydantic checks the form) and work out the ranges of the modules. They agree to 1e-9 points.\n\n", thousands(sample)),
        "| Who | Time | A second | Memory | Rate beside Sonae |\n| --- | ---: | ---: | ---: | ---: |\n".to_owned(),
        row("`sonae screen`", sonae, &memory(sonae)),
        row(&format!("{python_version}, json, pydantic"), python, "–"),
        row(&format!("Node {}", node_version.trim_start_matches('v')), node, &memory(node)),
    ]
    .concat()
}

/// Puts a section into the page: where the one before stood, or at its end.
pub fn put(heading: &str, section: &str) -> Outcome {
    let path = root().join(PAGE);
    let said = |error: io::Error| format!("{PAGE}: {error}");
    let page = fs::read_to_string(&path).map_err(said)?;
    fs::write(&path, with_section(&page, heading, section)).map_err(said)
}

fn with_section(page: &str, heading: &str, section: &str) -> String {
    let (before, rest) = page.split_once(heading).unwrap_or((page, ""));
    let after = rest.find("\n## ").and_then(|at| rest.get(at + 1..));
    let after = after.map(|after| format!("\n{after}")).unwrap_or_default();
    format!("{}\n\n{section}{after}", before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{HEADING, thousands, with_section};

    #[test]
    fn a_section_takes_the_place_of_the_one_before() {
        let section = format!("{HEADING}\n\nnew\n");
        let end = with_section("# Page\n\n## A\n\na\n", HEADING, &section);
        assert_eq!(end, format!("# Page\n\n## A\n\na\n\n{section}"));
        assert_eq!(with_section(&end, HEADING, &section), end);
        let between = format!("# Page\n\n{HEADING}\n\nold\n\n## B\n\nb\n");
        let expected = format!("# Page\n\n{section}\n## B\n\nb\n");
        assert_eq!(with_section(&between, HEADING, &section), expected);
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [(7.0, "7"), (1_000.0, "1,000"), (1_234_567.4, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }
}
