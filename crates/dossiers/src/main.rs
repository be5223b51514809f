//! `cargo xtask dossiers`: writes fictional dossiers into a folder, or as lines.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use serde_json::{Map, Value, json};
use sonae_dossiers::{DESK_KEY, Dossier, Maker, PASSPHRASE};
use sonae_engine::content::read_folder;

const USAGE: &str = "\
dossiers N [--seed S] [--plain] --out DIR [--trouble]   files in DIR, what must become of them in DIR.manifest.json
dossiers N [--seed S] [--plain] --ndjson                a dossier on each line of standard output";

/// So many are made at a time.
const HANDFUL: usize = 1024;

struct Asked {
    count: usize,
    seed: u64,
    out: Option<PathBuf>,
    plain: bool,
    trouble: bool,
}

fn main() -> ExitCode {
    let outcome = asked(std::env::args().skip(1)).and_then(|asked| make(&asked));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn asked(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
    let wrong = || USAGE.to_owned();
    let mut count = None;
    let mut asked = Asked {
        count: 0,
        seed: 1,
        out: None,
        plain: false,
        trouble: false,
    };
    let mut lines = false;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => {
                let seed = words.next().and_then(|seed| seed.parse().ok());
                asked.seed = seed.ok_or_else(wrong)?;
            }
            "--out" => asked.out = Some(words.next().ok_or_else(wrong)?.into()),
            "--ndjson" => lines = true,
            "--plain" => asked.plain = true,
            "--trouble" => asked.trouble = true,
            number => count = Some(number.parse().map_err(|_| wrong())?),
        }
    }
    asked.count = count.ok_or_else(wrong)?;
    // Lines are whole by themselves; what is damaged is a file.
    if lines == asked.out.is_some() || (lines && asked.trouble) {
        return Err(wrong());
    }
    Ok(asked)
}

fn make(asked: &Asked) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    let pack = read_folder(&folder)
        .map_err(|_| "The core pack is not sound: `sonae pack check` says why.".to_owned())?;
    let maker = Maker::new(&pack, asked.seed, asked.plain);
    match &asked.out {
        None => lines(&maker, asked.count),
        Some(out) => files(&maker, asked, out),
    }
}

/// Does something for each number on all cores; what comes of it is handed on in order.
fn each<T: Send>(
    count: usize,
    of: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), String>,
) -> Result<(), String> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut from = 0;
    while from < count {
        let to = count.min(from + HANDFUL);
        let share = (to - from).div_ceil(cores);
        let made: Vec<T> = thread::scope(|scope| {
            let threads: Vec<_> = (0..cores)
                .map(|core| {
                    let start = to.min(from + core * share);
                    let end = to.min(start + share);
                    let of = &of;
                    scope.spawn(move || (start..end).map(of).collect::<Vec<T>>())
                })
                .collect();
            threads
                .into_iter()
                .flat_map(|thread| thread.join().unwrap_or_default())
                .collect()
        });
        made.into_iter().try_for_each(&mut take)?;
        from = to;
    }
    Ok(())
}

fn lines(maker: &Maker<'_>, count: usize) -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    let said = |error: io::Error| error.to_string();
    each(
        count,
        |number| maker.line(number),
        |line| out.write_all(&line).map_err(said),
    )?;
    out.flush().map_err(said)
}

fn files(maker: &Maker<'_>, asked: &Asked, out: &Path) -> Result<(), String> {
    let said = |path: &Path, error: io::Error| format!("{}: {error}", path.display());
    // Nothing older may lie among them.
    if fs::read_dir(out).is_ok_and(|mut there| there.next().is_some()) {
        return Err(format!("{}: is not empty.", out.display()));
    }
    fs::create_dir_all(out).map_err(|error| said(out, error))?;
    let mut manifest = Map::new();
    let make = |number| {
        if asked.trouble {
            maker.with_troubles(number)
        } else {
            maker.dossier(number)
        }
    };
    each(asked.count, make, |dossier| {
        let path = out.join(&dossier.name);
        fs::write(&path, &dossier.bytes).map_err(|error| said(&path, error))?;
        manifest.insert(dossier.name.clone(), expected(&dossier));
        Ok(())
    })?;
    let manifest = json!({
        "seed": asked.seed,
        "passphrase": PASSPHRASE,
        "desk_key": DESK_KEY,
        "files": manifest,
    });
    let path = PathBuf::from(format!("{}.manifest.json", out.display()));
    fs::write(&path, format!("{manifest:#}\n")).map_err(|error| said(&path, error))
}

fn expected(dossier: &Dossier) -> Value {
    let mut expected = Map::new();
    for (key, value) in [
        ("state", Some(dossier.state.key())),
        ("trouble", dossier.trouble),
        ("like", dossier.like.as_deref()),
        ("asks", dossier.asks),
    ] {
        if let Some(value) = value {
            expected.insert(key.to_owned(), value.into());
        }
    }
    expected.into()
}
