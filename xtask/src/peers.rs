//! The release beside other forms of the same questions: `cargo xtask bench peers`, a section of
//! `docs/performance.md`.
//!
//! `benches/peers` has the other forms and measures; its packages come from npm, exactly those of
//! its lock file.

use std::fs;

use crate::desk::{built, put};
use crate::program::{Outcome, command, root, run};
use crate::python::python_with;
use crate::setup::{self, Need};

const FOLDER: &str = "benches/peers";
const HEADING: &str = "## Beside SurveyJS and a React form";

/// Measures the release in `dist/`, and puts the section into the page in place of the one before.
pub fn bench(arguments: &[String]) -> Outcome {
    if arguments
        .first()
        .is_some_and(|runs| !matches!(runs.parse(), Ok(1_u8..)))
    {
        return Err("bench peers [N]: how often does Lighthouse look?".to_owned());
    }
    if !root().join("dist/index.html").exists() {
        return Err(
            "There is no release build to measure: run `cargo xtask build` first.".to_owned(),
        );
    }
    setup::provide_all(&[Need::NodePackages, Need::Browser])?;
    let python = python_with(&["pydantic", "yaml"], &["pydantic", "pyyaml"])
        .ok_or("No python3 with pydantic and PyYAML, and none could be set up.")?;
    let mut npm = command("npm", &["ci", "--no-audit", "--no-fund"]);
    run(npm.current_dir(root().join(FOLDER)))?;
    let (sonae, _) = built("dev")?;
    let folder = root().join("target/peers");
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(said)?;
    let section = folder.join("section.md");
    let (folder_name, to) = (folder.to_string_lossy(), section.to_string_lossy());
    let script = format!("{FOLDER}/bench.mjs");
    let mut node = command("node", &[&script, &sonae, &python, &folder_name, &to]);
    run(node.args(arguments.first()))?;
    put(HEADING, &fs::read_to_string(&section).map_err(said)?)
}
