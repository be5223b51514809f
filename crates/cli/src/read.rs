//! Files and lines from outside: their bytes, within a limit, or why not.

use std::fs::File;
use std::io::{self, BufRead, Read};
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

/// The next line, blank or not; `None` at the end.
pub fn next_line(lines: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut limited = lines.by_ref().take(SIZE_LIMIT + 1);
    if limited.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && line.len() as u64 > SIZE_LIMIT {
        pass_over_line(lines)?;
    }
    // The end of a line is none of its content.
    for end in [b'\n', b'\r'] {
        line.pop_if(|last| *last == end);
    }
    Ok(Some(line))
}

/// The rest of a line that is too long.
fn pass_over_line(lines: &mut impl BufRead) -> io::Result<()> {
    let mut rest = Vec::new();
    while rest.last() != Some(&b'\n') {
        rest.clear();
        let mut limited = lines.by_ref().take(SIZE_LIMIT);
        if limited.read_until(b'\n', &mut rest)? == 0 {
            break;
        }
    }
    Ok(())
}
