//! Files from outside: their bytes, within a limit, or why not.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sonae_engine::finding::{Code, Finding};

/// A larger file, or a longer line, is refused before it is read whole.
pub const SIZE_LIMIT: u64 = 20_000_000;

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Finding> {
    all_of(File::open(path).map_err(unreadable)?)
}

/// The bytes of standard input.
pub fn standard_input() -> Result<Vec<u8>, Finding> {
    all_of(io::stdin().lock())
}

fn all_of(from: impl Read) -> Result<Vec<u8>, Finding> {
    let mut bytes = Vec::new();
    from.take(SIZE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    within_limit(bytes)
}

/// The system's refusal.
pub fn unreadable(error: io::Error) -> Finding {
    Finding::new(Code::UnreadableFile, "").with("message", error)
}

/// The bytes, where they are no more than are read.
pub fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, Finding> {
    if bytes.len() as u64 > SIZE_LIMIT {
        let size = format!("> {SIZE_LIMIT}");
        return Err(Finding::new(Code::TooLarge, "")
            .with("bytes", size)
            .with("limit", SIZE_LIMIT));
    }
    Ok(bytes)
}
