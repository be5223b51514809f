//! The published schemas are those of the types. `cargo xtask schemas` writes them anew.
#![cfg(test)]

use std::fs;
use std::path::Path;

use sonae_engine::schema;

#[test]
fn every_published_schema_is_that_of_its_type() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas");
    let anew = std::env::var_os("SONAE_SCHEMAS_ANEW").is_some();
    let mut moved_on = Vec::new();
    for (name, schema) in schema::all() {
        let file = folder.join(format!("{name}.schema.json"));
        let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        if anew {
            fs::create_dir_all(&folder).expect("a folder for schemas");
            fs::write(&file, &text).expect("a schema written");
        }
        if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
            moved_on.push(name);
        }
    }
    assert!(
        moved_on.is_empty(),
        "these schemas are not as published: {moved_on:?}. If the change is meant, say so in docs/formats.md and run `cargo xtask schemas`."
    );
}

#[test]
fn a_schema_names_no_host_but_that_of_its_dialect() {
    for (name, schema) in schema::all() {
        let text = schema.to_string();
        assert_eq!(text.matches("://").count(), 1, "{name}");
        assert_eq!(schema["$id"], format!("{name}.schema.json"));
    }
}
