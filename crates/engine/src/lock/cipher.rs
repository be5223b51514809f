//! Locking and opening, by the crate `age`.
//!
//! A passphrase is taken as Unicode writes it composed (NFC), which is how it comes from a
//! keyboard, so that any other age program opens the file with the same words typed.

use std::io::{Read, Write};

use age::armor::ArmoredReader;
use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use unicode_normalization::UnicodeNormalization;

use super::{BINARY, Locked, Opener, Passphrase, Recipient, kind_of};
use crate::finding::{Code, Finding};

/// Two to this power is the work of one guess at a passphrase: 64 MiB, well under a second.
pub const WORK: u8 = 16;
/// More work is not done for a file from outside: it would take a GiB.
pub const WORK_LIMIT: u8 = 20;

/// Locks bytes with a passphrase, and opens them again to see that they are the same.
///
/// # Errors
/// [`Code::NotLocked`] where they are not.
pub fn lock(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, Finding> {
    let mut recipient = scrypt::Recipient::new(secret(passphrase));
    recipient.set_work_factor(WORK);
    let locked = closed(bytes, &[&recipient])?;
    match open(&locked, &Opener::Passphrase(passphrase.clone())) {
        Ok(opened) if opened == bytes => Ok(locked),
        _ => Err(Finding::new(Code::NotLocked, "")),
    }
}

/// Seals bytes to public keys: nobody but their owners opens them, not even who sealed them.
///
/// # Errors
/// [`Code::NotAKey`] for a key that is none.
pub fn seal(bytes: &[u8], to: &[Recipient]) -> Result<Vec<u8>, Finding> {
    let keys: Result<Vec<x25519::Recipient>, _> = to.iter().map(|one| one.key.parse()).collect();
    let keys = keys.map_err(|_| Finding::new(Code::NotAKey, ""))?;
    let keys: Vec<&dyn age::Recipient> = keys.iter().map(|key| key as _).collect();
    closed(bytes, &keys)
}

fn closed(bytes: &[u8], keys: &[&dyn age::Recipient]) -> Result<Vec<u8>, Finding> {
    let refused = || Finding::new(Code::NotLocked, "");
    let encryptor = Encryptor::with_recipients(keys.iter().copied()).map_err(|_| refused())?;
    let written = |mut to| {
        let mut writer = encryptor.wrap_output(&mut to)?;
        writer.write_all(bytes)?;
        writer.finish()?;
        Ok::<_, std::io::Error>(to)
    };
    written(Vec::with_capacity(bytes.len() + 1024)).map_err(|_| refused())
}

/// Opens what was locked or sealed, by this or another age program, also as armoured text.
///
/// # Errors
/// [`Code::WrongPassphrase`], [`Code::WrongKey`]; [`Code::LockedFile`] and [`Code::SealedFile`]
/// where the opener is of the other kind; [`Code::TooMuchWork`]; [`Code::DamagedLock`] where a
/// byte is not as it was, or missing: never anything but what was locked. Of the key file as
/// well, with the place `key`.
pub fn open(bytes: &[u8], opener: &Opener) -> Result<Vec<u8>, Finding> {
    match (kind_of(bytes), opener) {
        (None, _) => Err(Finding::new(Code::DamagedLock, "")),
        (Some(Locked::Passphrase), Opener::Passphrase(passphrase)) => {
            let mut key = scrypt::Identity::new(secret(passphrase));
            key.set_max_work_factor(WORK_LIMIT);
            opened(bytes, &[&key])
        }
        (Some(Locked::ToKeys), Opener::KeyFile(file, passphrase)) => {
            let keys = secret_keys(file, passphrase.as_ref());
            let keys = keys.map_err(|finding| Finding {
                place: "key".to_owned(),
                ..finding
            })?;
            let keys: Vec<&dyn age::Identity> = keys.iter().map(|key| key as _).collect();
            opened(bytes, &keys)
        }
        (Some(kind), _) => Err(kind.finding()),
    }
}

fn opened(bytes: &[u8], keys: &[&dyn age::Identity]) -> Result<Vec<u8>, Finding> {
    let refused = |error| match error {
        DecryptError::DecryptionFailed => Finding::new(Code::WrongPassphrase, ""),
        DecryptError::NoMatchingKeys => Finding::new(Code::WrongKey, ""),
        DecryptError::ExcessiveWork { required, .. } => Finding::new(Code::TooMuchWork, "")
            .with("factor", required)
            .with("limit", WORK_LIMIT),
        _ => Finding::new(Code::DamagedLock, ""),
    };
    // Blank lines around armour come from a mail; of bytes each counts.
    let bytes = if bytes.starts_with(BINARY[0]) {
        bytes
    } else {
        bytes.trim_ascii()
    };
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(bytes)).map_err(refused)?;
    let mut reader = decryptor.decrypt(keys.iter().copied()).map_err(refused)?;
    let mut plain = Vec::new();
    match reader.read_to_end(&mut plain) {
        Ok(_) => Ok(plain),
        // A part that could be read stays here: nobody vouches for where it ends.
        Err(_) => Err(Finding::new(Code::DamagedLock, "")),
    }
}

/// The keys in a secret file, which may be locked itself.
fn secret_keys(
    file: &[u8],
    passphrase: Option<&Passphrase>,
) -> Result<Vec<x25519::Identity>, Finding> {
    let unlocked = match (kind_of(file), passphrase) {
        (None, _) => None,
        (Some(Locked::Passphrase), Some(passphrase)) => {
            Some(open(file, &Opener::Passphrase(passphrase.clone()))?)
        }
        (Some(kind), _) => return Err(kind.finding()),
    };
    let not_a_key = || Finding::new(Code::NotASecretKey, "");
    let text = std::str::from_utf8(unlocked.as_deref().unwrap_or(file)).map_err(|_| not_a_key())?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let keys: Result<Vec<_>, _> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.parse().map_err(|_| not_a_key()))
        .collect();
    keys.and_then(|keys| {
        if keys.is_empty() {
            Err(not_a_key())
        } else {
            Ok(keys)
        }
    })
}

/// A new pair of keys.
#[derive(Debug)]
pub struct KeyPair {
    /// The one to hand out.
    pub public: Recipient,
    /// The file with the other one, locked or not.
    pub secret: Vec<u8>,
}

impl KeyPair {
    /// Makes one: for whom, on which day, and what the secret file is locked with. The file reads
    /// as `age-keygen` writes it.
    ///
    /// # Errors
    /// As of [`lock`].
    pub fn new(name: &str, day: &str, passphrase: Option<&Passphrase>) -> Result<Self, Finding> {
        let secret = x25519::Identity::generate();
        let key = secret.to_public().to_string();
        let text = format!(
            "# created: {day}\n# public key: {key}\n{}\n",
            secret.to_string().expose_secret()
        );
        let secret = match passphrase {
            Some(passphrase) => lock(text.as_bytes(), passphrase)?,
            None => text.into_bytes(),
        };
        let name = name.trim().to_owned();
        let public = Recipient { name, key };
        Ok(Self { public, secret })
    }
}

fn secret(passphrase: &Passphrase) -> SecretString {
    passphrase.0.nfc().collect::<String>().into()
}
