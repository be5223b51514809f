//! The built page, after Trunk has written it.

use std::env;
use std::fs;
use std::path::Path;

use crate::program::Outcome;

/// Finishes the page that Trunk has just written.
///
/// The release is left as it is: `index.html` carries its strict content policy, and nothing
/// in it is inline. While developing, Trunk adds an inline script that reloads the page, which
/// the policy would refuse; only then is it loosened.
pub fn post_build() -> Outcome {
    let folder = env::var("TRUNK_STAGING_DIR")
        .map_err(|_| "`cargo xtask post-build` is for Trunk to call.".to_owned())?;
    let path = Path::new(&folder).join("index.html");
    let said = |error: std::io::Error| format!("{}: {error}", path.display());
    let page = fs::read_to_string(&path).map_err(said)?;
    if !page.contains(RELOADER) {
        return Ok(());
    }
    fs::write(&path, loosened(&page)).map_err(said)
}

/// Stands in Trunk's reloading script, and in nothing else.
const RELOADER: &str = "{{__TRUNK_ADDRESS__}}";

fn loosened(page: &str) -> String {
    page.replacen("script-src 'self'", "script-src 'self' 'unsafe-inline'", 1)
}

#[cfg(test)]
mod tests {
    use super::loosened;

    #[test]
    fn our_own_page_can_be_loosened_for_development() {
        let page = include_str!("../../index.html");
        assert!(!page.contains("unsafe-inline"));
        assert!(loosened(page).contains("script-src 'self' 'unsafe-inline'"));
    }
}
