//! The command `sonae`: the engine with another face.
//!
//! Results go to standard output as JSON, findings to standard error, a line each with file and
//! place. Exit status: 0 done, 1 findings that stopped it, 2 wrong use, 130 interrupted.

mod archive;
mod call;
mod file;
mod ledger;
mod lock;
mod pack;
mod portfolio;
mod questions;
mod read;
mod scenario;
mod score;
mod screen;
mod totals;
mod words;

use std::process::ExitCode;

use sonae_engine::content::{Language, Pack};

use call::Call;
use words::Words;

/// How a call ended, other than with an error of use.
enum Outcome {
    /// Everything was done.
    Done,
    /// Findings stopped at least a part of it.
    Stopped,
    /// It was interrupted, and what was done until then stands.
    Interrupted,
}

fn main() -> ExitCode {
    let (language, call) = match call::heard() {
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
        Call::Screen { paths, asked } => {
            with_pack(words, |pack| screen::run(words, pack, paths, &asked))
        }
        Call::Verify(archive) => with_pack(words, |pack| archive::verify(words, pack, &archive)),
        Call::Pool { files, out } => with_pack(words, |pack| {
            portfolio::pool(words, pack, &files, out.as_deref())
        }),
        Call::Totals {
            files,
            as_table,
            out,
        } => with_pack(words, |pack| {
            totals::run(words, pack, &files, as_table, out.as_deref())
        }),
        Call::Questions { file, asked, out } => with_pack(words, |pack| {
            questions::run(words, pack, &file, &asked, &out)
        }),
        Call::Policy(file) => with_pack(words, |pack| screen::policy(words, pack, file.as_deref())),
        Call::Convert { file, out } => {
            with_pack(words, |pack| file::convert(words, pack, &file, &out))
        }
        Call::Rescue { file, out } => {
            with_pack(words, |pack| file::rescue(words, pack, &file, &out))
        }
        Call::Open(file) => with_pack(words, |pack| file::look(words, pack, &file)),
        Call::Dossier {
            file,
            level,
            day,
            out,
        } => with_pack(words, |pack| {
            file::dossier(words, pack, &file, level, &day, &out)
        }),
        Call::Keygen {
            name,
            day,
            passphrase,
            out,
        } => lock::keygen(words, &name, &day, passphrase.as_deref(), &out),
        Call::Lock {
            file,
            passphrase,
            out,
        } => lock::lock(words, &file, &passphrase, &out),
        Call::Seal { file, to, out } => lock::seal(words, &file, &to, &out),
        Call::Unlock {
            file,
            key,
            passphrase,
            out,
        } => lock::unlock(words, &file, key.as_deref(), passphrase.as_deref(), &out),
        Call::PackCheck(folder) => {
            with_pack(words, |core| pack::check(words, core, folder.as_ref()))
        }
        Call::PackBuild { folder, out } => pack::build(words, folder.as_ref(), out.as_deref()),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Stopped => ExitCode::FAILURE,
        // As a shell has it: 128 and the number of the signal.
        Outcome::Interrupted => ExitCode::from(130),
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
