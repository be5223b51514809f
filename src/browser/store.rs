//! What this browser keeps: the assessment, as the very text of a saved file, and the language.
//!
//! *Why local storage*: it is written before the next line runs, so that a page that is closed
//! in the middle of a word has lost nothing that was drawn.

use gloo::storage::{LocalStorage, Storage};
use sonae_engine::content::Language;

use crate::state::Refusal;

/// Named in static/shell.js too, which offers the answers when the app cannot go on.
const ASSESSMENT: &str = "sonae.assessment";
const LANGUAGE: &str = "sonae.language";

/// The kept assessment, as a file.
#[must_use]
pub fn assessment() -> Option<Vec<u8>> {
    raw()?
        .get_item(ASSESSMENT)
        .ok()
        .flatten()
        .map(String::into_bytes)
}

/// Keeps the assessment.
///
/// # Errors
/// The browser's refusal: it is full, or storage is forbidden here.
pub fn keep(bytes: &[u8]) -> Result<(), Refusal> {
    let store = raw().ok_or(Refusal::Forbidden)?;
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Forbidden)?;
    store.set_item(ASSESSMENT, text).map_err(|_| Refusal::Full)
}

/// Removes everything of Sonae's.
pub fn wipe() {
    if raw().is_some() {
        LocalStorage::delete(ASSESSMENT);
        LocalStorage::delete(LANGUAGE);
    }
}

/// The language that was chosen before.
#[must_use]
pub fn language() -> Option<Language> {
    let tag = raw()?.get_item(LANGUAGE).ok().flatten()?;
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
}

/// Remembers the language; where nothing may be kept, it is asked for again.
pub fn keep_language(language: Language) {
    if let Some(store) = raw() {
        let _ = store.set_item(LANGUAGE, language.tag());
    }
}

/// The browser's storage, where it may be used at all.
fn raw() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
