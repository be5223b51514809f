//! The log of what was handed on, read as strictly as the rest of the file.

use super::Reader;
use super::book::{Object, is_day};
use crate::assessment::{Disclosure, Form, Level};
use crate::table::Cell;

impl Reader<'_> {
    pub(super) fn disclosure(&mut self, parts: &Object, place: &str) -> Option<Disclosure> {
        let keys = ["day", "level", "form", "to", "purpose", "sha256"];
        self.only(parts, place, &keys);
        let day = self.text_like(parts, "day", place, is_day, "day");
        let level = self.keyed(parts, "level", Level::named, place);
        let form = self.keyed(parts, "form", Form::named, place);
        let to = self.said(parts, "to", place);
        let purpose = self.said(parts, "purpose", place);
        let sha256 = self.text_like(parts, "sha256", place, is_hash, "hash");
        Some(Disclosure {
            day: day?,
            level: level?,
            form: form?,
            to,
            purpose,
            sha256: sha256?,
        })
    }

    /// A text of a certain form that must be there.
    fn text_like(
        &mut self,
        parts: &Object,
        key: &str,
        place: &str,
        fits: impl Fn(&str) -> bool,
        wanted: &str,
    ) -> Option<String> {
        let value = self.needed(parts, key, place)?;
        let text = value.as_str().filter(|text| fits(text));
        if text.is_none() {
            self.wrong_type(&format!("{place}.{key}"), wanted);
        }
        text.map(str::to_owned)
    }

    /// A text that may be missing.
    pub(super) fn said(&mut self, parts: &Object, key: &str, place: &str) -> String {
        let value = parts.get(key);
        match value.and_then(|value| self.cell_text(value, &format!("{place}.{key}"))) {
            Some(Cell::Text(text)) => text,
            _ => String::new(),
        }
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn is_hash(text: &str) -> bool {
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(is_hex)
}
