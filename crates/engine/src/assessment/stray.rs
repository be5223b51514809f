//! A file of ours at another's door: what it is.

use serde_json::{Map, Value};

use super::file::FORMAT;
use crate::finding::Finding;
use crate::lock::is_secret;

/// What files of ours say they are, or are called here where they say nothing. For each the words
/// have what it is, and where it opens.
pub const FORMATS: [&str; 13] = [
    FORMAT,
    PRACTICE,
    "sonae-dossier",
    "sonae-questions",
    "sonae-room",
    HANDED_IN,
    "sonae-totals",
    "sonae-policy",
    "sonae-reviews",
    "sonae-pool",
    ARCHIVE,
    PACK,
    SECRET_KEY,
];

/// An assessment of a fictional firm.
const PRACTICE: &str = "sonae-practice";
/// What a seat hands in.
const HANDED_IN: &str = "sonae-seat";
const ARCHIVE: &str = "sonae-archive";
const PACK: &str = "sonae-pack";
const SECRET_KEY: &str = "sonae-key";
/// The list of its parts is the end of a zip file.
const LIST: usize = 4096;

/// What a file of ours is, whatever it was brought for; none where it is none of ours, or locked.
#[must_use]
pub fn of(bytes: &[u8]) -> Option<&'static str> {
    if let Some(format) = by_head(bytes) {
        return Some(format);
    }
    let value: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
    let told = format_in(&value);
    FORMATS.into_iter().find(|format| *format == told)
}

/// What a finding says a file of ours is; none where it is about something else.
#[must_use]
pub fn told(finding: &Finding) -> Option<&str> {
    let told = finding.arguments.get("format").map(String::as_str);
    told.filter(|format| FORMATS.contains(format))
}

/// What a file of ours is that is no JSON.
pub(super) fn by_head(bytes: &[u8]) -> Option<&'static str> {
    let last = bytes.get(bytes.len().saturating_sub(LIST)..)?;
    let is_kept = || last.windows(10).any(|name| name == b"about.json");
    match bytes {
        [b'S', b'O', b'N', b'A', b'E', b':', ..] | [b'S', b'O', 0..b' ', ..] => Some(HANDED_IN),
        [b'P', b'K', 3, 4, ..] if is_kept() => Some(ARCHIVE),
        _ if bytes.starts_with(b"sonae-pack ") => Some(PACK),
        [] | [b'{', ..] => None,
        _ if bytes.len() < LIST && is_secret(bytes) => Some(SECRET_KEY),
        _ => None,
    }
}

/// What a file says it is; `?` where it says nothing.
pub(crate) fn format_in(object: &Map<String, Value>) -> &str {
    match object.get("format").and_then(Value::as_str) {
        Some(FORMAT) if object.get("practice") == Some(&Value::Bool(true)) => PRACTICE,
        other => other.unwrap_or("?"),
    }
}
