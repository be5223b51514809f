//! JSON Schemas of what is written, made from the very types that are written.
//!
//! Only with the feature `schema`, which the app is built without. `docs/schemas` holds them as
//! they are published; a test fails where a type has moved on.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::assessment::Written;
use crate::disclose::{Head, Level, Record};
use crate::measure::Number;
use crate::report::json::Scored;
use crate::report::ledgered::Ledgered;
use crate::report::scenario::Line;
use crate::screen::{
    Line as Screening, WrittenEnquiry, WrittenPolicy, WrittenPool, WrittenPortfolio, WrittenReviews,
};
use crate::table::Country;
use crate::workshop::totals::Written as WrittenTotals;

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number"})
    }

    fn inline_schema() -> bool {
        true
    }
}

impl JsonSchema for Country {
    fn schema_name() -> Cow<'static, str> {
        "Country".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{2}$"})
    }

    fn inline_schema() -> bool {
        true
    }
}

/// Every published schema: its name, and what stands in `docs/schemas/<name>.schema.json`.
#[must_use]
pub fn all() -> Vec<(&'static str, Value)> {
    let schemas = [
        ("assessment", assessment()),
        ("dossier", dossier()),
        ("score", of::<Scored<'_>>()),
        ("scenario", of::<Line<'_>>()),
        ("ledger", of::<Ledgered<'_>>()),
        ("screen", of::<Screening>()),
        ("policy", policy()),
        ("portfolio", portfolio()),
        ("pool", sealed::<WrittenPool<'_>>("sonae-pool")),
        ("questions", sealed::<WrittenEnquiry<'_>>("sonae-questions")),
        ("totals", sealed::<WrittenTotals<'_>>("sonae-totals")),
        ("reviews", sealed::<WrittenReviews<'_>>("sonae-reviews")),
    ];
    schemas
        .into_iter()
        .map(|(name, schema)| (name, published(name, schema)))
        .collect()
}

/// The schema of what a type is written as.
fn of<T: JsonSchema>() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    std::mem::take(schema.ensure_object())
}

/// SHA-256 in lower-case hex.
fn hash() -> Value {
    json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
}

/// A file may leave out all but what says what it is; a saved one has a hash of its values, too.
fn assessment() -> Map<String, Value> {
    let mut schema = of::<Written<'_>>();
    schema.insert("required".to_owned(), json!(["format", "version"]));
    if let Some(properties) = part(&mut schema, "properties") {
        properties.insert("format".to_owned(), json!({"const": "sonae-assessment"}));
        properties.insert("sha256".to_owned(), hash());
    }
    schema
}

/// A policy may leave out all but what says what it is.
fn policy() -> Map<String, Value> {
    let mut schema = of::<WrittenPolicy<'_>>();
    schema.insert("required".to_owned(), json!(["format", "version"]));
    if let Some(properties) = part(&mut schema, "properties") {
        properties.insert("format".to_owned(), json!({"const": "sonae-policy"}));
    }
    if let Some(cuts) = part(&mut schema, "$defs").and_then(|defs| part(defs, "Cuts")) {
        cuts.remove("required");
    }
    schema
}

/// The figures of a book stand under one key, so that their line is told from those of files.
fn portfolio() -> Map<String, Value> {
    let mut schema = of::<WrittenPortfolio>();
    let defs = schema.remove("$defs").unwrap_or_default();
    schema.remove("$schema");
    let mut line = Map::new();
    line.insert("type".to_owned(), "object".into());
    line.insert("required".to_owned(), json!(["portfolio"]));
    line.insert("properties".to_owned(), json!({"portfolio": schema}));
    line.insert("$defs".to_owned(), defs);
    line
}

/// A file that says what it is, with a seal over all the rest.
fn sealed<T: JsonSchema>(format: &str) -> Map<String, Value> {
    let mut schema = of::<T>();
    if let Some(properties) = part(&mut schema, "properties") {
        properties.insert("format".to_owned(), json!({"const": format}));
        properties.insert("sha256".to_owned(), hash());
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.push("sha256".into());
    }
    schema
}

/// Three levels: each says the same of itself, and then the case or a record of it.
fn dossier() -> Map<String, Value> {
    let mut schema = of::<Head>();
    let mut record = of::<Record>();
    let mut defs = part(&mut schema, "$defs")
        .map(std::mem::take)
        .unwrap_or_default();
    if let Some(others) = part(&mut record, "$defs").map(std::mem::take) {
        defs.extend(others);
    }
    for unneeded in ["$defs", "$schema"] {
        record.remove(unneeded);
    }
    defs.insert("Record".to_owned(), record.into());
    let levels = Level::ALL.iter().map(|level| {
        let (day, told, what) = match level {
            Level::Full | Level::Masked => (
                "day",
                "assessment",
                json!({"$ref": "assessment.schema.json"}),
            ),
            Level::Dimensionless => ("quarter", "record", json!({"$ref": "#/$defs/Record"})),
        };
        let mut properties = part(&mut schema, "properties").cloned().unwrap_or_default();
        properties.insert("format".to_owned(), json!({"const": "sonae-dossier"}));
        properties.insert("level".to_owned(), json!({"const": level.key()}));
        properties.insert(day.to_owned(), json!({"type": "string"}));
        properties.insert(told.to_owned(), what);
        properties.insert("sha256".to_owned(), hash());
        let required: Vec<&String> = properties.keys().collect();
        json!({"type": "object", "required": required, "properties": properties})
    });
    let levels: Vec<Value> = levels.collect();
    let mut schema = Map::new();
    schema.insert("oneOf".to_owned(), levels.into());
    schema.insert("$defs".to_owned(), defs.into());
    schema
}

fn part<'s>(schema: &'s mut Map<String, Value>, key: &str) -> Option<&'s mut Map<String, Value>> {
    schema.get_mut(key)?.as_object_mut()
}

/// With its name, which is relative so that it may lie anywhere, and nothing beside what it names.
fn published(name: &str, schema: Map<String, Value>) -> Value {
    let mut schema = Value::Object(schema);
    close(&mut schema);
    if let Some(schema) = schema.as_object_mut() {
        let dialect = "https://json-schema.org/draft/2020-12/schema";
        schema.insert("$schema".to_owned(), dialect.into());
        schema.insert("$id".to_owned(), format!("{name}.schema.json").into());
        schema.insert("title".to_owned(), format!("Sonae: {name}").into());
    }
    schema
}

/// What names its members has no others: readers of ours refuse them.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("properties").is_some_and(Value::is_object) {
                object.entry("additionalProperties").or_insert(false.into());
            }
            object.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}
