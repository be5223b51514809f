//! The command `sonae`: the engine with another face.
//!
//! Results go to standard output as JSON, findings to standard error, a line each with file and
//! place. Exit status: 0 done, 1 findings that stopped it, 2 wrong use.

mod pack;
mod score;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use lexopt::prelude::*;
use sonae_engine::content::Language;

use words::Words;

/// What was asked for, once the words of the call are understood.
enum Call {
    Help,
    Version,
    Score(Vec<OsString>),
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
        Call::Score(files) => score::run(words, &files),
        Call::PackCheck(folder) => pack::check(words, folder.as_ref()),
        Call::PackBuild { folder, out } => pack::build(words, folder.as_ref(), out.as_deref()),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Stopped => ExitCode::FAILURE,
    }
}

fn call() -> Result<(Language, Call), lexopt::Error> {
    let mut language = spoken();
    let (mut free, mut out) = (Vec::new(), None);
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
    Ok((language, call))
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
