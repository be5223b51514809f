//! Checks the core pack and hands it to the app as bytes.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=content/packs/core");
    println!("cargo::rerun-if-changed=content/words");
    let Some(out) = std::env::var_os("OUT_DIR") else {
        return;
    };
    let pack = Path::new(&out).join("core.sonae-pack");
    if let Err(faults) = sonae_engine::content::embed(Path::new("content/packs/core"), &pack) {
        for fault in faults.lines() {
            println!("cargo::error={fault}");
        }
    }
}
