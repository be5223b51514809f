//! Kits and firms of one's own: a file of either, opened beside the pack.

use serde::{Deserialize, Serialize};

use super::{Firm, Id, Kit, Pack};
use crate::finding::{Code, Finding};

/// A file with a kit or a firm, as it was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFile {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// What such a file is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Own {
    /// A kit.
    Kit(Kit),
    /// A firm.
    Firm(Firm),
}

impl OwnFile {
    /// A larger file is refused; the kits of the core pack have 25,000 bytes.
    pub const MOST_BYTES: usize = 500_000;
    /// So many may be open beside the pack.
    pub const MOST: usize = 40;

    /// A file from its bytes.
    ///
    /// # Errors
    /// It is too large, or no text in UTF-8.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Finding> {
        if bytes.len() > Self::MOST_BYTES {
            let finding = Finding::new(Code::TooLarge, name).with("bytes", bytes.len());
            return Err(finding.with("limit", Self::MOST_BYTES));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Ok(Self {
                name: name.to_owned(),
                text: text.to_owned(),
            }),
            _ => Err(Finding::new(Code::NotUtf8, name)),
        }
    }
}

impl Own {
    /// An id stands in addresses and in the names of files.
    pub const LONGEST_ID: usize = 60;

    /// Whether a kit or a firm may have this id.
    #[must_use]
    pub fn may_be_called(id: &str) -> bool {
        let is_sign = |sign: char| matches!(sign, 'a'..='z' | '0'..='9' | '_' | '.');
        id.len() <= Self::LONGEST_ID && id.chars().all(is_sign)
    }

    /// The id of the kit or of the firm.
    #[must_use]
    pub fn id(&self) -> &Id {
        match self {
            Self::Kit(kit) => &kit.id,
            Self::Firm(firm) => &firm.id,
        }
    }
}

impl Pack {
    /// The pack with these kits and firms behind its own. It stays the pack it is: no score
    /// depends on them, and so its hash says nothing of them.
    #[must_use]
    pub fn with_own<'o>(&self, own: impl IntoIterator<Item = &'o Own>) -> Self {
        let mut pack = self.clone();
        for one in own {
            match one {
                Own::Kit(kit) => pack.kits.push(kit.clone()),
                Own::Firm(firm) => pack.firms.push(firm.clone()),
            }
        }
        pack
    }
}
