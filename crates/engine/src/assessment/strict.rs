//! JSON in which a key written twice is a fault: a reader that keeps the last one would drop
//! the other without a word.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::finding::{Code, Finding};

/// The value in a text.
///
/// # Errors
/// One finding with line and column: cut short, not JSON, nested too deeply, a key twice.
pub(super) fn parse(text: &str) -> Result<Value, Finding> {
    serde_json::from_str::<Strict>(text)
        .map(|strict| strict.0)
        .map_err(|error| {
            let twice = error
                .is_data()
                .then(|| key_in(&error.to_string()))
                .flatten();
            let code = match &twice {
                Some(_) => Code::DuplicateKey,
                None if error.is_eof() => Code::Truncated,
                None => Code::NotJson,
            };
            let finding = Finding::new(code, "")
                .with("line", error.line())
                .with("column", error.column());
            match twice {
                Some(key) => finding.with("key", key),
                None => finding,
            }
        })
}

const TWICE: &str = "twice: ";

/// The key in our own message; the reader library adds the place behind it.
fn key_in(message: &str) -> Option<String> {
    let (key, _) = message.strip_prefix(TWICE)?.rsplit_once(" at line ")?;
    Some(key.to_owned())
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Strict(value) = entries.next_value()?;
            if object.insert(key.clone(), value).is_some() {
                return Err(A::Error::custom(format_args!("{TWICE}{key}")));
            }
        }
        Ok(object.into())
    }
}
