//! A checked pack as bytes: what the app and the command line embed, and what
//! `sonae pack build` writes.
//!
//! A line that says what it is, the SHA-256 of the rest, and the pack in postcard.

use sha2::{Digest, Sha256};

use super::Pack;
use crate::finding::{Code, Finding};

const HEAD: &[u8] = b"sonae-pack 1\n";
const HASH_LENGTH: usize = 32;

impl Pack {
    /// The pack as bytes: the same pack gives the same bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        // Postcard writes plain values into memory; nothing in a pack can refuse.
        let body = postcard::to_allocvec(self).unwrap_or_default();
        [HEAD, Sha256::digest(&body).as_slice(), &body].concat()
    }

    /// The pack in these bytes.
    ///
    /// # Errors
    /// [`Code::NotAPack`] where they are something else or were damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Finding> {
        let damaged = || Finding::new(Code::NotAPack, "");
        let rest = bytes.strip_prefix(HEAD).ok_or_else(damaged)?;
        let (hash, body) = rest.split_at_checked(HASH_LENGTH).ok_or_else(damaged)?;
        if Sha256::digest(body).as_slice() != hash {
            return Err(damaged());
        }
        postcard::from_bytes(body).map_err(|_| damaged())
    }

    /// SHA-256 of the pack's content (everything but the hash itself), in lower-case hex.
    #[cfg(feature = "yaml")]
    pub(super) fn content_hash(&self) -> String {
        let bare = Self {
            hash: String::new(),
            ..self.clone()
        };
        crate::hex(&Sha256::digest(
            postcard::to_allocvec(&bare).unwrap_or_default(),
        ))
    }
}
