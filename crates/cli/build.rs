//! Checks the core pack and the words, and hands them to the command line as bytes.

use std::path::Path;

use sonae_engine::content;

fn main() {
    let content = Path::new("../../content");
    println!("cargo::rerun-if-changed={}", content.display());
    let Some(out) = std::env::var_os("OUT_DIR") else {
        return;
    };
    let out = Path::new(&out);
    for embedded in [
        content::embed(&content.join("packs/core"), &out.join("core.sonae-pack")),
        content::Dictionary::embed(&content.join("words"), |_| true, &out.join("words")),
    ] {
        for fault in embedded.err().iter().flat_map(|faults| faults.lines()) {
            println!("cargo::error={fault}");
        }
    }
}
