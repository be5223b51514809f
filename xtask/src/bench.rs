//! The measurements behind `docs/performance.md`.
//!
//! A row is a line of text, `what⇥figure⇥how it was taken`. The native figures come from an
//! example of the engine, all others from `tests/e2e/bench.mjs`, which also writes the page.

use std::io::Write;
use std::process::Stdio;

use crate::program::{Outcome, answer, command, line, root, run};
use crate::setup::{self, EVERYTHING};

/// Builds the release and measures it.
pub fn bench() -> Outcome {
    setup::provide_all(EVERYTHING)?;
    run(&mut command("trunk", &["build", "--release"]))?;
    run(&mut command(
        "trunk",
        &[
            "build",
            "--release",
            "--features",
            "bench",
            "--dist",
            "target/bench",
        ],
    ))?;
    write_page(&native_rows()?)
}

/// What the engine needs natively: the example prints the rows.
fn native_rows() -> Outcome<String> {
    if !root()
        .join("crates/engine/examples/score_bench.rs")
        .exists()
    {
        println!("No crates/engine/examples/score_bench.rs: no native figures.");
        return Ok(String::new());
    }
    let arguments = [
        "run",
        "--release",
        "--quiet",
        "--package",
        "sonae-engine",
        "--all-features",
        "--example",
        "score_bench",
    ];
    answer("cargo", &arguments).ok_or_else(|| "The example score_bench failed.".to_owned())
}

fn write_page(native_rows: &str) -> Outcome {
    let mut node = command("node", &["tests/e2e/bench.mjs", "docs/performance.md"]);
    let said = |error: std::io::Error| format!("node tests/e2e/bench.mjs: {error}");
    let mut child = node.stdin(Stdio::piped()).spawn().map_err(said)?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(native_rows.as_bytes()).map_err(said)?;
    }
    let status = child.wait().map_err(said)?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status}).", line(&node)))
    }
}
