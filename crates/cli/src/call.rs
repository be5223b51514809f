//! The words of a call, and what they ask for.

use std::ffi::OsString;

use lexopt::Parser;
use lexopt::prelude::*;
use sonae_engine::assessment::EVENT_LIMIT;
use sonae_engine::content::Language;
use sonae_engine::disclose::Level;
use sonae_engine::ledger::{AmountUnit, Options, Role};
use sonae_engine::report::ledgered::Accepted;
use sonae_engine::screen::LONGEST_DAYS;

use crate::questions;
use crate::scenario::Asked;
use crate::screen::Screening;

type Refused = lexopt::Error;

/// What was asked for, once the words of the call are understood.
pub enum Call {
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
    Screen {
        paths: Vec<OsString>,
        asked: Screening,
    },
    Verify(OsString),
    Pool {
        files: Vec<OsString>,
        out: Option<OsString>,
    },
    Totals {
        files: Vec<OsString>,
        as_table: bool,
        out: Option<OsString>,
    },
    Questions {
        file: OsString,
        asked: questions::Asked,
        out: OsString,
    },
    Policy(Option<OsString>),
    Convert {
        file: OsString,
        out: OsString,
    },
    Rescue {
        file: OsString,
        out: OsString,
    },
    Open(OsString),
    Dossier {
        file: OsString,
        level: Level,
        day: String,
        out: OsString,
    },
    Keygen {
        name: String,
        day: String,
        passphrase: Option<OsString>,
        out: OsString,
    },
    Lock {
        file: OsString,
        passphrase: OsString,
        out: OsString,
    },
    Seal {
        file: OsString,
        to: Vec<OsString>,
        out: OsString,
    },
    Unlock {
        file: OsString,
        key: Option<OsString>,
        passphrase: Option<OsString>,
        out: OsString,
    },
    PackCheck(OsString),
    PackBuild {
        folder: OsString,
        out: Option<OsString>,
    },
}

/// The language to speak, and the call.
///
/// # Errors
/// What is wrong with its words, in English.
pub fn heard() -> Result<(Language, Call), Refused> {
    let mut heard = Heard::default();
    let mut language = spoken();
    let mut parser = Parser::from_env();
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
            Short('o') => heard.option("out", &mut parser)?,
            Long(name) => {
                let name = name.to_owned();
                heard.option(&name, &mut parser)?;
            }
            Value(word) => heard.free.push(word),
            other @ Short(_) => return Err(other.unexpected()),
        }
    }
    Ok((language, heard.call()?))
}

/// What was said, before it is known which command it belongs to.
#[derive(Default)]
struct Heard {
    free: Vec<OsString>,
    out: Option<OsString>,
    options: Options,
    accepted: Option<Accepted>,
    asked: Asked,
    screening: Screening,
    verify: Option<OsString>,
    csv: bool,
    ask: Vec<String>,
    level: Option<Level>,
    day: Option<String>,
    rescue: bool,
    to: Vec<OsString>,
    key: Option<OsString>,
    passphrase: Option<OsString>,
    name: Option<String>,
}

impl Heard {
    fn option(&mut self, name: &str, parser: &mut Parser) -> Result<(), Refused> {
        match name {
            "out" => self.out = Some(parser.value()?),
            "sheet" => self.options.sheet = Some(parser.value()?.string()?),
            "unit" => {
                let unit = key(
                    parser,
                    name,
                    AmountUnit::named,
                    AmountUnit::ALL,
                    AmountUnit::key,
                )?;
                self.options.unit = Some(unit);
            }
            "column" => {
                let (index, role) = column(&parser.value()?.string()?)?;
                self.options.roles.insert(index, role);
            }
            "by-item" => self.options.by_item = true,
            "merge" => self.accepted = Some(merging(&parser.value()?.string()?)?),
            "policy" => self.screening.policy = Some(parser.value()?),
            "summary" => self.screening.summary = true,
            "queue" => self.screening.queue = true,
            "archive" => self.screening.archive = Some(parser.value()?),
            "reviews" => self.screening.reviews = Some(parser.value()?),
            "verify" => self.verify = Some(parser.value()?),
            "portfolio" => self.screening.figures.portfolio = true,
            "exposure" => self.screening.figures.exposure = Some(parser.value()?),
            "days" => self.screening.figures.days = Some(days(&parser.value()?.string()?)?),
            "pool" => self.screening.figures.pool = Some(parser.value()?),
            "csv" => self.csv = true,
            "ask" => self.ask.push(parser.value()?.string()?),
            "rescue" => self.rescue = true,
            "to" => self.to.push(parser.value()?),
            "key" => self.key = Some(parser.value()?),
            "passphrase-from" => self.passphrase = Some(parser.value()?),
            "name" => self.name = Some(parser.value()?.string()?),
            "level" => {
                self.level = Some(key(parser, name, Level::named, Level::ALL, Level::key)?);
            }
            "day" => self.day = Some(is_day(parser.value()?.string()?)?),
            "id" => self.asked.ids.push(parser.value()?.string()?),
            "all" => self.asked.all = true,
            "mode" => self.asked.mode = true,
            "seed" => self.asked.seed = Some(parser.value()?.parse()?),
            "country" | "offset" | "recapture" | "pass-through" | "switch-weeks" | "product" => {
                let written = parser.value()?.string()?;
                self.asked.said.take(name, &written)?;
            }
            other => return Err(format!("there is no option --{other}").into()),
        }
        Ok(())
    }

    fn call(mut self) -> Result<Call, Refused> {
        let mut free = std::mem::take(&mut self.free).into_iter();
        let mut next = |wanted: &str| {
            let missing = || Refused::from(format!("{wanted} is missing"));
            free.next().ok_or_else(missing)
        };
        let command = next("a command")?;
        let command = command.to_string_lossy().into_owned();
        let call = match command.as_str() {
            "screen" if self.verify.is_some() => {
                Call::Verify(self.verify.take().unwrap_or_default())
            }
            "score" | "ledger" | "scenario" | "screen" | "pool" | "totals" => {
                let first = next("a file")?;
                let files = std::iter::once(first).chain(free.by_ref()).collect();
                self.many(&command, files)?
            }
            "convert" | "open" | "dossier" | "questions" => {
                let file = next("a file")?;
                self.one(&command, file)?
            }
            "lock" | "seal" | "unlock" => {
                let file = next("a file")?;
                self.closing(&command, file)?
            }
            "keygen" => Call::Keygen {
                name: self.name.take().unwrap_or_default(),
                day: self.day.take().unwrap_or_else(today),
                passphrase: self.passphrase.take(),
                out: self.out.take().ok_or("keygen wants -o KEY")?,
            },
            "policy" => Call::Policy(free.next()),
            "pack" => {
                let verb = next("check or build")?;
                let folder = next("the folder of the pack")?;
                match verb.to_string_lossy().as_ref() {
                    "check" => Call::PackCheck(folder),
                    "build" => {
                        let out = self.out.take();
                        Call::PackBuild { folder, out }
                    }
                    other => return Err(format!("pack knows check and build, not {other}").into()),
                }
            }
            other => return Err(format!("there is no command {other}").into()),
        };
        if let Some(left) = free.next().or(self.out.take()) {
            return Err(format!("{} has no place here", left.to_string_lossy()).into());
        }
        self.nothing_left()?;
        Ok(call)
    }

    /// A command that takes any number of files.
    fn many(&mut self, command: &str, files: Vec<OsString>) -> Result<Call, Refused> {
        Ok(match command {
            "ledger" => Call::Ledger {
                files,
                options: std::mem::take(&mut self.options),
                accepted: self.accepted.take().unwrap_or(Accepted::Certain),
            },
            "scenario" => {
                let asked = std::mem::take(&mut self.asked);
                let wanted = if asked.all { 0..=0 } else { 1..=EVENT_LIMIT };
                if !wanted.contains(&asked.ids.len()) {
                    return Err("scenario wants --id ID, once or twice, or --all".into());
                }
                Call::Scenario { files, asked }
            }
            "screen" => {
                let mut asked = std::mem::take(&mut self.screening);
                let figures = &asked.figures;
                if !figures.portfolio
                    && (figures.exposure.is_some()
                        || figures.pool.is_none() && figures.days.is_some())
                {
                    return Err(
                        "--exposure wants --portfolio, and --days wants --portfolio or --pool"
                            .into(),
                    );
                }
                if asked.reviews.is_some() && asked.archive.is_none() {
                    return Err("--reviews wants --archive".into());
                }
                if figures.pool.is_some() {
                    asked.institution = self.name.take().unwrap_or_default();
                }
                Call::Screen {
                    paths: files,
                    asked,
                }
            }
            "pool" => Call::Pool {
                files,
                out: self.out.take(),
            },
            "totals" => Call::Totals {
                files,
                as_table: std::mem::take(&mut self.csv),
                out: self.out.take(),
            },
            _ => Call::Score(files),
        })
    }

    /// A command that makes one file of another, or looks at one.
    fn one(&mut self, command: &str, file: OsString) -> Result<Call, Refused> {
        if command == "open" && !self.rescue {
            return Ok(Call::Open(file));
        }
        let out = self.out.take();
        let out = out.ok_or_else(|| Refused::from(format!("{command} wants -o OUT")))?;
        Ok(match command {
            "convert" => Call::Convert { file, out },
            "questions" => Call::Questions {
                file,
                asked: questions::Asked {
                    items: std::mem::take(&mut self.ask),
                    policy: self.screening.policy.take(),
                    day: self.day.take().unwrap_or_else(today),
                },
                out,
            },
            "open" => {
                self.rescue = false;
                Call::Rescue { file, out }
            }
            _ => {
                let level = self.level.take();
                let wanted = "dossier wants --level full, masked or dimensionless";
                Call::Dossier {
                    file,
                    level: level.ok_or(wanted)?,
                    day: self.day.take().unwrap_or_else(today),
                    out,
                }
            }
        })
    }

    /// A command that closes a file to others, or opens it again.
    fn closing(&mut self, command: &str, file: OsString) -> Result<Call, Refused> {
        let out = self.out.take();
        let out = out.ok_or_else(|| Refused::from(format!("{command} wants -o OUT")))?;
        let passphrase = self.passphrase.take();
        Ok(match command {
            "lock" => Call::Lock {
                file,
                passphrase: passphrase
                    .ok_or("lock wants --passphrase-from FILE, or - for standard input")?,
                out,
            },
            "seal" => {
                self.passphrase = passphrase;
                let to = std::mem::take(&mut self.to);
                if to.is_empty() {
                    return Err("seal wants --to PUB, once for each public key file".into());
                }
                Call::Seal { file, to, out }
            }
            _ => {
                let key = self.key.take();
                if key.is_none() && passphrase.is_none() {
                    return Err("unlock wants --passphrase-from FILE, --key KEY, or both".into());
                }
                Call::Unlock {
                    file,
                    key,
                    passphrase,
                    out,
                }
            }
        })
    }

    /// What was said belongs to the command that was called.
    fn nothing_left(&self) -> Result<(), Refused> {
        let left = [
            (
                self.options != Options::default() || self.accepted.is_some(),
                "--sheet, --unit, --column, --by-item and --merge belong to ledger",
            ),
            (
                self.asked != Asked::default(),
                "--id, --all, --mode, --seed, --country, --offset, --recapture, --pass-through, --switch-weeks and --product belong to scenario",
            ),
            (
                self.screening != Screening::default() || self.verify.is_some(),
                "--policy, --summary, --queue, --archive, --reviews, --portfolio, --exposure, --days and --pool belong to screen, --verify stands alone",
            ),
            (self.csv, "--csv belongs to totals"),
            (!self.ask.is_empty(), "--ask belongs to questions"),
            (self.rescue, "--rescue belongs to open"),
            (
                self.level.is_some() || self.day.is_some(),
                "--level belongs to dossier, --day to dossier, questions and keygen",
            ),
            (!self.to.is_empty(), "--to belongs to seal"),
            (self.key.is_some(), "--key belongs to unlock"),
            (
                self.name.is_some(),
                "--name belongs to keygen, and to screen with --pool",
            ),
            (
                self.passphrase.is_some(),
                "--passphrase-from belongs to lock, unlock and keygen",
            ),
        ];
        match left.into_iter().find(|(said, _)| *said) {
            Some((_, refused)) => Err(refused.into()),
            None => Ok(()),
        }
    }
}

/// The value that the key behind an option names.
fn key<T: Copy>(
    parser: &mut Parser,
    option: &str,
    named: impl Fn(&str) -> Option<T>,
    all: &[T],
    key: impl Fn(T) -> &'static str,
) -> Result<T, Refused> {
    known(option, named, all, key, &parser.value()?.string()?)
}

/// The value a key names, or the keys there are.
fn known<T: Copy>(
    option: &str,
    named: impl Fn(&str) -> Option<T>,
    all: &[T],
    key: impl Fn(T) -> &'static str,
    written: &str,
) -> Result<T, Refused> {
    named(written).ok_or_else(|| {
        let keys: Vec<&str> = all.iter().map(|one| key(*one)).collect();
        format!("--{option} knows {}, not {written}", keys.join(", ")).into()
    })
}

/// `3=amount`: the third column holds the amounts.
fn column(written: &str) -> Result<(usize, Role), Refused> {
    let parts = written.split_once('=').and_then(|(number, role)| {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        Some((index, role))
    });
    let (index, role) =
        parts.ok_or_else(|| format!("--column wants NUMBER=ROLE, not {written}"))?;
    let role = known("column", Role::named, Role::ALL, Role::key, role)?;
    Ok((index, role))
}

fn merging(written: &str) -> Result<Accepted, Refused> {
    match written {
        "none" => Ok(Accepted::None),
        "certain" => Ok(Accepted::Certain),
        "all" => Ok(Accepted::All),
        other => Err(format!("--merge knows none, certain and all, not {other}").into()),
    }
}

/// How long a stop lasts.
fn days(written: &str) -> Result<u32, Refused> {
    let days = written.parse().ok();
    let days = days.filter(|days| (1..=LONGEST_DAYS).contains(days));
    days.ok_or_else(|| format!("--days wants 1 to {LONGEST_DAYS}, not {written}").into())
}

/// A day as it was written, `YYYY-MM-DD`.
fn is_day(written: String) -> Result<String, Refused> {
    let parts: Vec<&str> = written.split('-').collect();
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|it| it.is_ascii_digit());
    match parts.as_slice() {
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => Ok(written),
        _ => Err(format!("--day wants YYYY-MM-DD, not {written}").into()),
    }
}

/// Today in universal time, `YYYY-MM-DD`.
fn today() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    // Days from the first of March of the year 0, in eras of 400 years (Hinnant,
    // "chrono-Compatible Low-Level Date Algorithms").
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
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
