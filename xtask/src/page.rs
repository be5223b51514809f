//! The built page, after Trunk has written it.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::program::Outcome;

/// Finishes the page that Trunk has just written.
///
/// The worker's two files get a hash of what they hold into their names, and the page is told:
/// Trunk names them alike in every release, and a browser must never mix two.
///
/// The rest of the release is left as it is: `index.html` carries its strict content policy, and
/// nothing in it is inline. While developing, Trunk adds an inline script that reloads the page,
/// which the policy would refuse; only then is it loosened.
pub fn post_build() -> Outcome {
    let folder = env::var("TRUNK_STAGING_DIR")
        .map_err(|_| "`cargo xtask post-build` is for Trunk to call.".to_owned())?;
    let folder = Path::new(&folder);
    let path = folder.join("index.html");
    let said = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut page = fs::read_to_string(&path).map_err(said)?;
    page = naming(&page, &rename_worker(folder)?)?;
    if page.contains(RELOADER) {
        page = loosened(&page);
    }
    fs::write(&path, page).map_err(said)
}

/// What the worker's two files are called behind its name.
const WORKER: [&str; 2] = [".js", "_bg.wasm"];

/// Puts one hash of both files into both names; the name they have in common now.
fn rename_worker(folder: &Path) -> Outcome<String> {
    let mut hash = DefaultHasher::new();
    for ending in WORKER {
        let path = folder.join(format!("worker{ending}"));
        fs::read(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?
            .hash(&mut hash);
    }
    let name = format!("worker-{:016x}", hash.finish());
    for ending in WORKER {
        let path = folder.join(format!("worker{ending}"));
        fs::rename(&path, folder.join(format!("{name}{ending}")))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(name)
}

/// Names the worker in index.html, for static/shell.js.
fn naming(page: &str, worker: &str) -> Outcome<String> {
    let named = |name: &str| format!("<meta name=\"sonae-worker\" content=\"{name}\">");
    if !page.contains(&named("worker")) {
        return Err("index.html has no place for the worker's name.".to_owned());
    }
    Ok(page.replacen(&named("worker"), &named(worker), 1))
}

/// Stands in Trunk's reloading script, and in nothing else.
const RELOADER: &str = "{{__TRUNK_ADDRESS__}}";

fn loosened(page: &str) -> String {
    page.replacen("script-src 'self'", "script-src 'self' 'unsafe-inline'", 1)
}

#[cfg(test)]
mod tests {
    use super::{loosened, naming};

    #[test]
    fn our_own_page_can_be_loosened_for_development() {
        let page = include_str!("../../index.html");
        assert!(!page.contains("unsafe-inline"));
        assert!(loosened(page).contains("script-src 'self' 'unsafe-inline'"));
    }

    #[test]
    fn our_own_page_has_a_place_for_the_worker_s_name() {
        let page = include_str!("../../index.html");
        let page = naming(page, "worker-0123").expect("a page with a place");
        assert!(page.contains("content=\"worker-0123\""));
        assert!(naming(&page, "worker-4567").is_err());
    }
}
