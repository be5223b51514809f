//! Locked and sealed files, in the open age format (age-encryption.org/v1), which other programs
//! read and write too: locked with a passphrase, or sealed to public keys.
//!
//! What tells files and keys apart is here for everybody. What locks and opens ([`cipher`]) is
//! behind the feature `files`, for the worker and the command line alone. It is the one place of
//! the engine with chance in it: keys and salts come from the system's random numbers, because a
//! seed that is handed in could be handed in twice.

#[cfg(feature = "files")]
pub mod cipher;
mod recipient;
mod strength;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding};
pub use recipient::{Recipient, is_secret};
pub use strength::Strength;

/// How a file is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// With a passphrase.
    Passphrase,
    /// To public keys: a secret key opens it.
    ToKeys,
}

impl Locked {
    /// The finding where something is wanted that only the opened file has.
    #[must_use]
    pub fn finding(self) -> Finding {
        let code = match self {
            Self::Passphrase => Code::LockedFile,
            Self::ToKeys => Code::SealedFile,
        };
        Finding::new(code, "")
    }
}

const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const BINARY: [&[u8]; 2] = [
    b"age-encryption.org/v1\n",
    b"age-encryption.org/v1\n-> scrypt ",
];
/// The same two in base64, as far as whole groups of letters reach.
const ARMORED: [&[u8]; 2] = [
    b"YWdlLWVuY3J5cHRpb24ub3JnL3Yx",
    b"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlw",
];

/// How a file is locked, by its first lines; none where it is not.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<Locked> {
    let start = bytes.trim_ascii_start();
    let (bytes, [locked, by_passphrase]) = match start.strip_prefix(ARMOR) {
        Some(rest) => (rest.trim_ascii_start(), ARMORED),
        None => (bytes, BINARY),
    };
    if bytes.starts_with(by_passphrase) {
        Some(Locked::Passphrase)
    } else {
        bytes.starts_with(locked).then_some(Locked::ToKeys)
    }
}

/// What a person locks a file with. It shows itself to nobody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passphrase(String);

impl Passphrase {
    /// The passphrase as it was typed: blanks in front and behind belong to it.
    ///
    /// # Errors
    /// [`Code::EmptyPassphrase`].
    pub fn new(typed: &str) -> Result<Self, Finding> {
        if typed.is_empty() {
            return Err(Finding::new(Code::EmptyPassphrase, ""));
        }
        Ok(Self(typed.to_owned()))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Passphrase")
    }
}

/// What opens a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opener {
    /// The passphrase it was locked with.
    Passphrase(Passphrase),
    /// A file with secret keys, and the passphrase where that is locked itself.
    KeyFile(Vec<u8>, Option<Passphrase>),
}

#[cfg(test)]
mod tests {
    use super::{Locked, Passphrase, kind_of};

    #[test]
    fn a_file_says_in_its_first_lines_how_it_is_locked() {
        for (start, kind) in [
            (
                "age-encryption.org/v1\n-> scrypt bM+0 16\n",
                Some(Locked::Passphrase),
            ),
            (
                "age-encryption.org/v1\n-> X25519 bM+0\n",
                Some(Locked::ToKeys),
            ),
            (
                "-----BEGIN AGE ENCRYPTED FILE-----\r\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAv\r\n",
                Some(Locked::Passphrase),
            ),
            (
                "\n-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlG\n",
                Some(Locked::ToKeys),
            ),
            ("{\"format\": \"sonae-assessment\"}", None),
            ("-----BEGIN PGP MESSAGE-----\n", None),
            ("age-encryption.org/v2\n", None),
            ("", None),
        ] {
            assert_eq!(kind_of(start.as_bytes()), kind, "{start}");
        }
    }

    #[test]
    fn a_passphrase_shows_itself_to_nobody() {
        let passphrase = Passphrase::new("  ひみつ ").expect("not empty");
        assert!(!format!("{passphrase:?}").contains("ひみつ"));
        assert!(Passphrase::new("").is_err());
        assert!(Passphrase::new(" ").is_ok());
    }
}
