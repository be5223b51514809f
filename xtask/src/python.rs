//! A Python with what a step needs: the machine's own, or one set up beside the build.

use crate::program::{answer, root};

/// A Python that has these modules; `packages` are what brings them, in the words of pip.
pub fn python_with(modules: &[&str], packages: &[&str]) -> Option<String> {
    let import = format!("import {}", modules.join(", "));
    let has_them = |python: &str| answer(python, &["-c", &import]).is_some();
    if has_them("python3") {
        return Some("python3".to_owned());
    }
    let folder = root().join("target/python");
    let own = folder.join("bin/python").to_str()?.to_owned();
    if !has_them(&own) {
        answer("python3", &["-m", "venv", folder.to_str()?])?;
        let install = ["-m", "pip", "install", "--quiet"];
        answer(&own, &[&install, packages].concat())?;
    }
    has_them(&own).then_some(own)
}
