//! Checks the core pack and the words, and hands them to the app as bytes, in two parts: what the
//! browser fetches first, and the rest.

use std::path::Path;

use sonae_engine::content;

/// The words of the profile, of the five-minute check and of what stands around every page, each
/// by its key or what it begins with: the browser fetches them first. A test of `pages` makes sure
/// that no other is needed.
const FIRST: [&str; 27] = [
    "action.",
    "app.",
    "edition.version",
    "field.",
    "finding.not_a_number.",
    "finding.not_whole.",
    "finding.out_of_range.",
    "frame.",
    "later.",
    "month.",
    "not_found.",
    "notice.full",
    "notice.not_kept",
    "print.",
    "profile.",
    "question.",
    "said.",
    "shelf.before",
    "shelf.refused",
    "source.",
    "stage.",
    "start.",
    "tasks.firm",
    "tasks.markets",
    "tasks.suppliers",
    "title.",
    "unit.",
];

fn main() {
    println!("cargo::rerun-if-changed=content/packs/core");
    println!("cargo::rerun-if-changed=content/words");
    // What cuts the app in two needs to know what points where (xtask/src/split.rs).
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
    let Some(out) = std::env::var_os("OUT_DIR") else {
        return;
    };
    let out = Path::new(&out);
    for embedded in [
        content::embed(
            Path::new("content/packs/core"),
            &out.join("core.sonae-pack"),
        ),
        content::embed_first(
            Path::new("content/packs/core"),
            &out.join("first.sonae-pack"),
        ),
        content::embed_sources(Path::new("content/packs/core"), &out.join("sources.json")),
        content::Dictionary::embed(
            Path::new("content/words"),
            is_first,
            &out.join("first-words"),
        ),
        content::Dictionary::embed(
            Path::new("content/words"),
            |key| !is_first(key),
            &out.join("later-words"),
        ),
    ] {
        for fault in embedded.err().iter().flat_map(|faults| faults.lines()) {
            println!("cargo::error={fault}");
        }
    }
}

fn is_first(key: &str) -> bool {
    FIRST.iter().any(|begin| key.starts_with(begin))
}
