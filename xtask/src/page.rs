//! The built page, after Trunk has written it.

use std::env;
use std::fs;
use std::path::Path;

use crate::program::{Outcome, answer};
use crate::{edition, split};

/// Finishes the page that Trunk has just written.
///
/// The app is cut in two. Its later part and the worker's two files get a hash of what they hold
/// into their names, and the page is told: they are named alike in every release, and a browser
/// must never mix two. A release says which one it is, lists its files for the browser to keep
/// (static/sw.js), and gets the one-file edition beside it.
///
/// The rest of the release is left as it is: `index.html` carries its strict content policy, and
/// nothing in it is inline. While developing, Trunk adds an inline script that reloads the page,
/// which the policy would refuse; only then is it loosened, and no browser keeps it.
pub fn post_build() -> Outcome {
    let folder = env::var("TRUNK_STAGING_DIR")
        .map_err(|_| "`cargo xtask post-build` is for Trunk to call.".to_owned())?;
    let folder = Path::new(&folder);
    let mut page = read(folder, "index.html")?;
    let glue = edition::script(&page, "app-glue")?.to_owned();
    split::split(folder, &glue, edition::address(&page, "app-wasm")?)?;
    for (old, stem, ending) in [
        ("worker.js", "worker", ".js"),
        ("worker_bg.wasm", "worker", "_bg.wasm"),
        (split::LATER, "later", ".wasm"),
    ] {
        page = rename(folder, &page, old, stem, ending)?;
    }
    if page.contains(RELOADER) {
        return write(folder, "index.html", loosened(&page));
    }
    let release = release(folder, &page)?;
    page = filled(&page, "name=\"sonae-release\" content", &release)?;
    write(folder, "index.html", &page)?;
    edition::with_icons(folder)?;
    edition::keep(folder, &release)?;
    write(folder, edition::NAME, edition::in_one_file(folder, &page)?)
}

/// Puts the hash of a file into its name, in the page too.
fn rename(folder: &Path, page: &str, old: &str, stem: &str, ending: &str) -> Outcome<String> {
    let bytes = edition::bytes(folder, old)?;
    let hash = edition::sha256_hex(&bytes);
    let new = format!("{stem}-{}{ending}", hash.get(..16).unwrap_or_default());
    fs::rename(folder.join(old), folder.join(&new)).map_err(|error| format!("{old}: {error}"))?;
    replaced(page, &format!("href=\"{old}\""), &format!("href=\"{new}\""))
}

/// The release: its version, the day of its source, and the SHA-256 of the app's two parts, one
/// behind the other.
///
/// The day is that of the last commit, or of `SOURCE_DATE_EPOCH` where the source came without
/// its history: the same source gives the same release.
fn release(folder: &Path, page: &str) -> Outcome<String> {
    let mut app = edition::bytes(folder, edition::address(page, "app-wasm")?)?;
    app.extend(edition::bytes(
        folder,
        edition::address(page, "later-wasm")?,
    )?);
    let hash = edition::sha256_hex(&app);
    let of_commit = || answer("git", &["log", "-1", "--format=%cs"]);
    let of_epoch = || {
        let seconds = env::var("SOURCE_DATE_EPOCH").ok()?;
        answer("date", &["-u", "-d", &format!("@{seconds}"), "+%Y-%m-%d"])
    };
    let day = of_epoch().or_else(of_commit).unwrap_or_default();
    Ok(format!("{} {day} {hash}", env!("CARGO_PKG_VERSION")))
}

/// The page with a value where an empty one stood.
fn filled(page: &str, name: &str, value: &str) -> Outcome<String> {
    replaced(
        page,
        &format!("{name}=\"\""),
        &format!("{name}=\"{value}\""),
    )
}

/// The text with a part of it that stands there once replaced.
pub fn replaced(text: &str, old: &str, new: &str) -> Outcome<String> {
    if text.matches(old).count() == 1 {
        Ok(text.replacen(old, new, 1))
    } else {
        Err(format!("`{old}` does not stand there once."))
    }
}

fn read(folder: &Path, name: &str) -> Outcome<String> {
    fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> Outcome {
    fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}"))
}

/// Stands in Trunk's reloading script, and in nothing else.
const RELOADER: &str = "{{__TRUNK_ADDRESS__}}";

fn loosened(page: &str) -> String {
    page.replacen("script-src 'self'", "script-src 'self' 'unsafe-inline'", 1)
}

#[cfg(test)]
mod tests {
    use super::{filled, loosened, replaced};

    #[test]
    fn our_own_page_can_be_loosened_for_development() {
        let page = include_str!("../../index.html");
        assert!(!page.contains("unsafe-inline"));
        assert!(loosened(page).contains("script-src 'self' 'unsafe-inline'"));
    }

    #[test]
    fn our_own_page_begins_with_the_words_of_the_start_page() {
        let page = include_str!("../../index.html");
        let words = include_str!("../../content/words/app.yml");
        let start = words.split_once("\nstart:\n").expect("the start page").1;
        for key in ["purpose", "lead"] {
            let mut lines = start.lines();
            let line = lines.find(|line| line.starts_with(&format!("  {key}: {{ja: ")));
            let texts: Vec<&str> = line
                .expect("a text")
                .split('"')
                .skip(1)
                .step_by(2)
                .collect();
            assert_eq!(texts.len(), 2);
            for text in texts {
                assert_eq!(page.matches(&format!(">{text}</")).count(), 1, "{text}");
            }
        }
    }

    #[test]
    fn our_own_page_has_its_places() {
        let page = include_str!("../../index.html");
        for file in ["worker.js", "worker_bg.wasm", "later.wasm"] {
            let old = format!("href=\"{file}\"");
            let page = replaced(page, &old, "href=\"worker-0123\"").expect("a place");
            assert!(replaced(&page, &old, "").is_err());
        }
        let page = filled(page, "name=\"sonae-release\" content", "1.0.0").expect("a place");
        assert!(page.contains("content=\"1.0.0\""));
    }
}
