//! The command `sonae`: the engine with another face.
//!
//! Results go to standard output as JSON, findings to standard error, a line each with file and
//! place. Exit status: 0 done, 1 findings that stopped it, 2 wrong use.

mod ledger;
mod pack;
mod read;
mod scenario;
mod score;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use lexopt::prelude::*;
use sonae_engine::assessment::EVENT_LIMIT;
use sonae_engine::content::{Language, Pack};
use sonae_engine::ledger::{AmountUnit, Options, Role};
use sonae_engine::report::ledgered::Accepted;

use scenario::Asked;
use words::Words;

/// What was asked for, once the words of the call are understood.
enum Call {
    Help,
    Version,
    Score(Vec<OsString>),
    Ledger {
        files: Vec<OsString>,
        options: Options,
        accepted: Accepted,
    },
    Scenario {
        files: Vec<OsString>,
        asked: Asked,
    },
    PackCheck(OsString),
    PackBuild {
        folder: OsString,
        out: Option<OsString>,
    },
}

/// How a call ended, other than with an error of use.
enum Outcome {
    /// Everything was done.
    Done,
    /// Findings stopped at least a part of it.
    Stopped,
}

fn main() -> ExitCode {
    let (language, call) = match call() {
        Ok(understood) => understood,
        Err(error) => {
            eprintln!(
                "sonae: {error}\n\n{}",
                Words::of(Language::En).t("cli.help")
            );
            return ExitCode::from(2);
        }
    };
    let words = Words::of(language);
    let outcome = match call {
        Call::Help => {
            println!("{}", words.t("cli.help"));
            Outcome::Done
        }
        Call::Version => {
            println!("sonae {}", env!("CARGO_PKG_VERSION"));
            Outcome::Done
        }
        Call::Score(files) => with_pack(words, |pack| score::run(words, pack, &files)),
        Call::Ledger {
            files,
            options,
            accepted,
        } => with_pack(words, |pack| {
            ledger::run(words, pack, &files, &options, accepted)
        }),
        Call::Scenario { files, asked } => {
            with_pack(words, |pack| scenario::run(words, pack, &files, &asked))
        }
        Call::PackCheck(folder) => pack::check(words, folder.as_ref()),
        Call::PackBuild { folder, out } => pack::build(words, folder.as_ref(), out.as_deref()),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Stopped => ExitCode::FAILURE,
    }
}

const PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/core.sonae-pack"));

fn with_pack(words: Words, run: impl FnOnce(&Pack) -> Outcome) -> Outcome {
    match Pack::read(PACK) {
        Ok(pack) => run(&pack),
        Err(finding) => {
            words.say("", &finding);
            Outcome::Stopped
        }
    }
}

fn call() -> Result<(Language, Call), lexopt::Error> {
    let mut language = spoken();
    let (mut free, mut out) = (Vec::new(), None);
    let (mut options, mut accepted) = (Options::default(), None);
    let mut asked = Asked::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok((language, Call::Help)),
            Short('V') | Long("version") => return Ok((language, Call::Version)),
            Long("lang") => {
                let tag = parser.value()?.string()?;
                let known = Language::ALL
                    .into_iter()
                    .find(|language| language.tag() == tag);
                language = known.ok_or_else(|| format!("--lang knows ja and en, not {tag}"))?;
            }
            Short('o') | Long("out") => out = Some(parser.value()?),
            Long("sheet") => options.sheet = Some(parser.value()?.string()?),
            Long("unit") => {
                let written = parser.value()?.string()?;
                let unit = named(
                    "--unit",
                    AmountUnit::named,
                    AmountUnit::ALL,
                    AmountUnit::key,
                    &written,
                )?;
                options.unit = Some(unit);
            }
            Long("column") => {
                let (index, role) = column(&parser.value()?.string()?)?;
                options.roles.insert(index, role);
            }
            Long("by-item") => options.by_item = true,
            Long("merge") => accepted = Some(merging(&parser.value()?.string()?)?),
            Long("id") => asked.ids.push(parser.value()?.string()?),
            Long("all") => asked.all = true,
            Long("mode") => asked.mode = true,
            Long("seed") => asked.seed = Some(parser.value()?.parse()?),
            Long(
                name @ ("country" | "offset" | "recapture" | "pass-through" | "switch-weeks"
                | "product"),
            ) => {
                let name = name.to_owned();
                asked.said.take(&name, &parser.value()?.string()?)?;
            }
            Value(word) => free.push(word),
            other => return Err(other.unexpected()),
        }
    }
    let mut free = free.into_iter();
    let mut next = |wanted: &str| {
        free.next()
            .ok_or_else(|| lexopt::Error::from(format!("{wanted} is missing")))
    };
    let command = next("a command")?;
    let call = match command.to_string_lossy().as_ref() {
        "score" => {
            let first = next("a file")?;
            Call::Score(std::iter::once(first).chain(free.by_ref()).collect())
        }
        "ledger" => {
            let first = next("a file")?;
            Call::Ledger {
                files: std::iter::once(first).chain(free.by_ref()).collect(),
                options: std::mem::take(&mut options),
                accepted: accepted.take().unwrap_or(Accepted::Certain),
            }
        }
        "scenario" => {
            let first = next("a file")?;
            let asked = std::mem::take(&mut asked);
            let wanted = if asked.all { 0..=0 } else { 1..=EVENT_LIMIT };
            if !wanted.contains(&asked.ids.len()) {
                return Err("scenario wants --id ID, once or twice, or --all".into());
            }
            Call::Scenario {
                files: std::iter::once(first).chain(free.by_ref()).collect(),
                asked,
            }
        }
        "pack" => {
            let verb = next("check or build")?;
            let folder = next("the folder of the pack")?;
            match verb.to_string_lossy().as_ref() {
                "check" => Call::PackCheck(folder),
                "build" => {
                    let out = out.take();
                    Call::PackBuild { folder, out }
                }
                other => return Err(format!("pack knows check and build, not {other}").into()),
            }
        }
        other => return Err(format!("there is no command {other}").into()),
    };
    if let Some(left) = free.next().or(out) {
        return Err(format!("{} has no place here", left.to_string_lossy()).into());
    }
    if options != Options::default() || accepted.is_some() {
        return Err("--sheet, --unit, --column, --by-item and --merge belong to ledger".into());
    }
    if asked != Asked::default() {
        return Err("--id, --all, --mode, --seed, --country, --offset, --recapture, --pass-through, --switch-weeks and --product belong to scenario".into());
    }
    Ok((language, call))
}

/// The value a key names, or the keys there are.
fn named<T: Copy>(
    option: &str,
    named: impl Fn(&str) -> Option<T>,
    all: &[T],
    key: impl Fn(T) -> &'static str,
    written: &str,
) -> Result<T, lexopt::Error> {
    named(written).ok_or_else(|| {
        let keys: Vec<&str> = all.iter().map(|one| key(*one)).collect();
        format!("{option} knows {}, not {written}", keys.join(", ")).into()
    })
}

/// `3=amount`: the third column holds the amounts.
fn column(written: &str) -> Result<(usize, Role), lexopt::Error> {
    let parts = written.split_once('=').and_then(|(number, role)| {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        Some((index, role))
    });
    let (index, role) =
        parts.ok_or_else(|| format!("--column wants NUMBER=ROLE, not {written}"))?;
    let role = named("--column", Role::named, Role::ALL, Role::key, role)?;
    Ok((index, role))
}

fn merging(written: &str) -> Result<Accepted, lexopt::Error> {
    match written {
        "none" => Ok(Accepted::None),
        "certain" => Ok(Accepted::Certain),
        "all" => Ok(Accepted::All),
        other => Err(format!("--merge knows none, certain and all, not {other}").into()),
    }
}

/// The language of the terminal: Japanese where it says so, otherwise English.
fn spoken() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|tag| !tag.is_empty()));
    if set.is_some_and(|tag| tag.starts_with("ja")) {
        Language::Ja
    } else {
        Language::En
    }
}
