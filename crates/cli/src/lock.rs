//! `sonae lock`, `seal`, `unlock` and `keygen`: files closed to others, and opened again.

use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::cipher::{self, KeyPair};
use sonae_engine::lock::{Opener, Passphrase, Recipient};

use crate::Outcome;
use crate::read::{read, standard_input};
use crate::words::Words;

/// What is wrong with which file.
type Refused = (OsString, Finding);

/// Locks a file with a passphrase.
pub fn lock(words: Words, file: &OsStr, from: &OsStr, out: &OsStr) -> Outcome {
    finish(words, locked(file, from, out))
}

fn locked(file: &OsStr, from: &OsStr, out: &OsStr) -> Result<Vec<OsString>, Refused> {
    let plain = bytes_of(file)?;
    let passphrase = passphrase(from)?;
    let locked = cipher::lock(&plain, &passphrase).map_err(of(file))?;
    write(out, &locked, Readers::All)
}

/// Seals a file to the keys in public files.
pub fn seal(words: Words, file: &OsStr, to: &[OsString], out: &OsStr) -> Outcome {
    finish(words, sealed(words, file, to, out))
}

fn sealed(
    words: Words,
    file: &OsStr,
    to: &[OsString],
    out: &OsStr,
) -> Result<Vec<OsString>, Refused> {
    let plain = bytes_of(file)?;
    let mut keys = Vec::new();
    for public in to {
        keys.extend(Recipient::read(&bytes_of(public)?).map_err(of(public))?);
    }
    let sealed = cipher::seal(&plain, &keys).map_err(of(file))?;
    for key in &keys {
        say_fingerprint(words, key);
    }
    write(out, &sealed, Readers::All)
}

/// Opens a file with a passphrase, or with a key that may be locked itself.
pub fn unlock(
    words: Words,
    file: &OsStr,
    key: Option<&OsStr>,
    from: Option<&OsStr>,
    out: &OsStr,
) -> Outcome {
    finish(words, unlocked(file, key, from, out))
}

fn unlocked(
    file: &OsStr,
    key: Option<&OsStr>,
    from: Option<&OsStr>,
    out: &OsStr,
) -> Result<Vec<OsString>, Refused> {
    let closed = bytes_of(file)?;
    let passphrase = from.map(passphrase).transpose()?;
    let opener = match (key, passphrase) {
        (Some(key), passphrase) => Opener::KeyFile(bytes_of(key)?, passphrase),
        (None, Some(passphrase)) => Opener::Passphrase(passphrase),
        (None, None) => return Err(of(file)(Finding::new(Code::EmptyPassphrase, ""))),
    };
    let opened = cipher::open(&closed, &opener).map_err(of(file))?;
    write(out, &opened, Readers::All)
}

/// Makes a pair of keys: the secret one, locked where a passphrase is given, and beside it the
/// public one.
pub fn keygen(words: Words, name: &str, day: &str, from: Option<&OsStr>, out: &OsStr) -> Outcome {
    finish(words, generated(words, name, day, from, out))
}

fn generated(
    words: Words,
    name: &str,
    day: &str,
    from: Option<&OsStr>,
    out: &OsStr,
) -> Result<Vec<OsString>, Refused> {
    let passphrase = from.map(passphrase).transpose()?;
    let pair = KeyPair::new(name, day, passphrase.as_ref()).map_err(of(out))?;
    let mut public = out.to_owned();
    public.push(".pub");
    // Neither is written where one could not be.
    if Path::new(&public).exists() {
        return Err((public, Finding::new(Code::FileExists, "")));
    }
    let mut made = write(out, &pair.secret, Readers::Owner)?;
    made.extend(write(&public, &pair.public.file(), Readers::All)?);
    say_fingerprint(words, &pair.public);
    Ok(made)
}

/// The digits to compare over the telephone, on standard error: they are for people.
fn say_fingerprint(words: Words, key: &Recipient) {
    let digits = key.fingerprint().join(" ");
    let label = if key.name.is_empty() {
        &key.key
    } else {
        &key.name
    };
    eprintln!("{label}: {}{digits}", words.t("cli.fingerprint"));
}

/// Who may read what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// As the system has it.
    All,
    /// Whoever called, where the system knows users.
    Owner,
}

/// Writes a new file; one that is there stays as it is.
fn write(out: &OsStr, bytes: &[u8], readers: Readers) -> Result<Vec<OsString>, Refused> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let written = options.open(out).and_then(|mut file| file.write_all(bytes));
    match written {
        Ok(()) => Ok(vec![out.to_owned()]),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err((out.to_owned(), Finding::new(Code::FileExists, "")))
        }
        Err(error) => {
            let finding = Finding::new(Code::UnwritableFile, "").with("message", error);
            Err((out.to_owned(), finding))
        }
    }
}

/// The passphrase in a file or, for `-`, in standard input: its first line.
fn passphrase(from: &OsStr) -> Result<Passphrase, Refused> {
    let read = if from == "-" {
        standard_input()
    } else {
        read(Path::new(from))
    };
    let bytes = read.map_err(of(from))?;
    let text = String::from_utf8(bytes).map_err(|_| of(from)(Finding::new(Code::NotText, "")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Passphrase::new(text.lines().next().unwrap_or_default()).map_err(of(from))
}

fn bytes_of(file: &OsStr) -> Result<Vec<u8>, Refused> {
    read(Path::new(file)).map_err(of(file))
}

fn of(file: &OsStr) -> impl Fn(Finding) -> Refused {
    move |finding| (file.to_owned(), finding)
}

fn finish(words: Words, made: Result<Vec<OsString>, Refused>) -> Outcome {
    match made {
        Ok(files) => {
            for file in files {
                println!("{}", file.to_string_lossy());
            }
            Outcome::Done
        }
        Err((file, finding)) => {
            words.say(&file.to_string_lossy(), &finding);
            Outcome::Stopped
        }
    }
}
