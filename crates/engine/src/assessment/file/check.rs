//! A saved file says what it holds: a hash of its values, so that a byte that was flipped or a
//! value that was changed by hand does not pass for what was saved.
//!
//! *Why of the values and not of the bytes*: an editor may put other line ends or a mark in front,
//! and a program may lay the file out on one line. It guards against damage; whoever changes the
//! file on purpose can work the hash out again.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The key it stands under.
pub(super) const KEY: &str = "sha256";

/// SHA-256 in lower-case hex of the values: compact JSON, the keys of every object in the order of
/// their bytes, without the hash itself.
pub(crate) fn hash_of(object: &Map<String, Value>) -> String {
    let mut text = String::new();
    let rest = object.iter().filter(|(key, _)| key.as_str() != KEY);
    members(rest, &mut text);
    crate::hex(&Sha256::digest(text))
}

/// SHA-256 in lower-case hex of the bytes an assessment is kept as: the same bytes, the same text.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    crate::hex(&Sha256::digest(bytes))
}

fn members<'v>(members: impl Iterator<Item = (&'v String, &'v Value)>, text: &mut String) {
    let mut sorted: Vec<_> = members.collect();
    sorted.sort_by_key(|(key, _)| key.as_str());
    text.push('{');
    for (index, (key, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&Value::from(key.as_str()).to_string());
        text.push(':');
        write(value, text);
    }
    text.push('}');
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(object) => members(object.iter(), text),
        Value::Array(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(value, text);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}
