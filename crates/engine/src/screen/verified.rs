//! What comes of checking an archive, as whoever has it checked is told.

use serde::{Deserialize, Serialize};

use crate::table::keyed;

keyed! {
    /// What differs.
    What {
        /// Its bytes are not those that were put in.
        Hash = "hash",
        /// It is named in the manifest and not there.
        Missing = "missing",
        /// It is there and not named in the manifest.
        Unlisted = "unlisted",
        /// It was made with another method or pack, so that nothing was worked out again.
        Version = "version",
        /// It cannot be read.
        Unreadable = "unreadable",
        /// A line that comes out otherwise.
        Line = "line",
        /// A file without a line.
        NoLine = "no_line",
        /// A review of a file that is not there.
        NoFile = "no_file",
        /// A file that is closed here: of its line this could not be worked out again. No difference.
        Closed = "closed",
    }
}

/// What came of verifying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// How many parts the manifest names.
    pub entries: usize,
    /// How many lines there are.
    pub lines: usize,
    /// How many of them were worked out again. The others are of files that could not be had, or
    /// that are closed here and were open when the archive was made.
    pub recomputed: usize,
    /// How many of them are of files that are closed here. Each is told of.
    pub closed: usize,
    /// How many reviews there are.
    pub reviews: usize,
    /// How many things differ.
    pub differences: usize,
}
