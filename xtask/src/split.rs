//! The app's WebAssembly, cut in two along `src/later.rs`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_encoder::{Module, RawSection};
use wasm_split_cli_support::{Options, transform};
use wasmparser::{Parser, Payload};

use crate::page::replaced;
use crate::program::{Outcome, command, root, run};

/// The name of the later part.
pub const LATER: &str = "later.wasm";

/// What stands in the glue for the function that fetches the later part.
const LOADER: &str = "require(\"./__wasm_split.js\")";
/// What static/shell.js offers.
const OURS: &str = "{ __wasm_split_load_later: (done, data) => globalThis.sonaeLater(done, data) }";

/// Cuts what cargo has just built for Trunk in two, has wasm-bindgen make the glue of the first
/// part, and puts the three in the place of what Trunk made of the whole.
pub fn split(folder: &Path, glue: &str, first: &str) -> Outcome {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let profile = env::var("TRUNK_PROFILE").unwrap_or_else(|_| "release".to_owned());
    let built = target
        .join("wasm32-unknown-unknown")
        .join(profile)
        .join("app.wasm");
    let whole = fs::read(&built).map_err(|error| format!("{}: {error}", built.display()))?;
    let scratch = target.join("split");
    let main = scratch.join("app.wasm");
    let mut options = Options::new(&whole);
    options.output_dir = &scratch;
    options.main_out_path = &main;
    transform(options).map_err(|error| format!("app.wasm cannot be cut in two: {error}"))?;
    run(command(
        "wasm-bindgen",
        &[
            "--target",
            "no-modules",
            "--no-typescript",
            "--keep-lld-exports",
            "--remove-name-section",
            "--remove-producers-section",
            "--out-name",
            "app",
        ],
    )
    .arg("--out-dir")
    .arg(&scratch)
    .arg(&main))?;
    let said = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let read = |name: &str| {
        let path = scratch.join(name);
        fs::read(&path).map_err(|error| said(&path, error))
    };
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|error| said(&path, error))
    };
    let script = String::from_utf8(read("app.js")?).map_err(|error| error.to_string())?;
    write(glue, replaced(&script, LOADER, OURS)?.as_bytes())?;
    write(first, &read("app_bg.wasm")?)?;
    write(LATER, &without_names(&read("split_later.wasm")?)?)
}

/// A module without what only people who take it apart would read.
fn without_names(module: &[u8]) -> Outcome<Vec<u8>> {
    let mut kept = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(|error| format!("The later part: {error}"))?;
        let named = matches!(payload, Payload::CustomSection(_));
        let Some((id, range)) = payload.as_section().filter(|_| !named) else {
            continue;
        };
        let range = usize::try_from(range.start)
            .ok()
            .zip(usize::try_from(range.end).ok());
        let data = range.and_then(|(start, end)| module.get(start..end));
        let data = data.ok_or("The later part ends too soon.")?;
        kept.section(&RawSection { id, data });
    }
    Ok(kept.finish())
}
