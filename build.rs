//! Checks the core pack and the words, and hands them to the app as bytes.

use std::path::Path;

use sonae_engine::content;

fn main() {
    println!("cargo::rerun-if-changed=content/packs/core");
    println!("cargo::rerun-if-changed=content/words");
    let Some(out) = std::env::var_os("OUT_DIR") else {
        return;
    };
    let out = Path::new(&out);
    for embedded in [
        content::embed(
            Path::new("content/packs/core"),
            &out.join("core.sonae-pack"),
        ),
        content::Dictionary::embed(Path::new("content/words"), &out.join("words")),
    ] {
        for fault in embedded.err().iter().flat_map(|faults| faults.lines()) {
            println!("cargo::error={fault}");
        }
    }
}
