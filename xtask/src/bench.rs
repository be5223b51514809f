//! The measurements behind `docs/performance.md`.
//!
//! A row is a line of text, `what⇥figure⇥how it was taken`. What a score takes natively comes
//! from an example of the engine, everything else from `tests/e2e/bench.mjs`, which also writes
//! the page. Ledgers are read by another example and by other libraries in turns.

use std::io::Write;
use std::process::Stdio;

use crate::program::{Outcome, answer, command, line, run};
use crate::python::python_with;
use crate::release;
use crate::setup::{self, EVERYTHING};

/// Where the ledgers lie that are measured with.
const LEDGERS: &str = "target/ledgers";
/// What is compared with: pandas and what reads workbooks for it, numpy and pyfair for scenarios.
const PANDAS: &[&str] = &[
    "pandas==3.1.1",
    "openpyxl==3.1.5",
    "python-calamine==0.9.1",
    "numpy",
    "pyfair",
];
const PANDAS_MODULES: &[&str] = &["pandas", "openpyxl", "python_calamine", "numpy", "pyfair"];

/// Builds the release and measures it.
pub fn bench() -> Outcome {
    setup::provide_all(EVERYTHING)?;
    run(&mut release(&[]))?;
    run(&mut release(&[
        "--features",
        "bench",
        "--dist",
        "target/bench",
    ]))?;
    write_page(&score_rows()?, &ledger_program()?, &scenario_line()?)
}

/// What a score takes natively: the example prints the rows.
fn score_rows() -> Outcome<String> {
    example("score_bench", "release", &[])
}

/// What a run of a scenario takes natively, and the problem it played, as a line of JSON.
fn scenario_line() -> Outcome<String> {
    example("scenario_bench", "release", &[])
}

/// Writes the ledgers; where the program is that reads them, as it says itself.
fn ledger_program() -> Outcome<String> {
    // As the worker is built.
    example("ledger_bench", "worker", &["write", LEDGERS])
}

/// What an example of the engine says.
fn example(name: &str, profile: &str, arguments: &[&str]) -> Outcome<String> {
    let cargo = [
        "run",
        "--profile",
        profile,
        "--quiet",
        "--package",
        "sonae-engine",
        "--all-features",
        "--example",
        name,
        "--",
    ];
    answer("cargo", &[&cargo, arguments].concat())
        .ok_or_else(|| format!("The example {name} failed."))
}

fn write_page(native_rows: &str, ledger_program: &str, scenario: &str) -> Outcome {
    let script = "tests/e2e/bench.mjs";
    let mut node = command(
        "node",
        &[script, "docs/performance.md", LEDGERS, ledger_program],
    );
    if let Some(python) = python_with(PANDAS_MODULES, PANDAS) {
        node.arg(python);
    } else {
        println!("No Python with pandas, and none could be set up: its rows say \"not there\".");
    }
    let said = |error: std::io::Error| format!("node {script}: {error}");
    let mut child = node.stdin(Stdio::piped()).spawn().map_err(said)?;
    if let Some(mut input) = child.stdin.take() {
        let lines = format!("{native_rows}\n{scenario}\n");
        input.write_all(lines.as_bytes()).map_err(said)?;
    }
    let status = child.wait().map_err(said)?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status}).", line(&node)))
    }
}
