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
    let mut text = Vec::new();
    let rest = object.iter().filter(|(key, _)| key.as_str() != KEY);
    members(rest, &mut text);
    crate::hex(&Sha256::digest(text))
}

/// SHA-256 in lower-case hex of the bytes an assessment is kept as: the same bytes, the same text.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    crate::hex(&Sha256::digest(bytes))
}

// A leaf is written without a text of its own: a desk does this for every value of every file.

fn members<'v>(members: impl Iterator<Item = (&'v String, &'v Value)>, text: &mut Vec<u8>) {
    let mut sorted: Vec<_> = members.collect();
    sorted.sort_by_key(|(key, _)| key.as_str());
    text.push(b'{');
    for (index, (key, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            text.push(b',');
        }
        plain(key, text);
        text.push(b':');
        write(value, text);
    }
    text.push(b'}');
}

fn write(value: &Value, text: &mut Vec<u8>) {
    match value {
        Value::Object(object) => members(object.iter(), text),
        Value::Array(values) => {
            text.push(b'[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push(b',');
                }
                write(value, text);
            }
            text.push(b']');
        }
        leaf => plain(leaf, text),
    }
}

fn plain(leaf: &impl serde::Serialize, text: &mut Vec<u8>) {
    // Plain values into memory: nothing here can refuse.
    let _ = serde_json::to_writer(text, leaf);
}
