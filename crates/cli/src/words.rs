//! The sentences of the command line: the app's own words, in the terminal's language.

use std::sync::LazyLock;

use sonae_engine::content::{Dictionary, Language};
use sonae_engine::finding::Finding;

static DICTIONARY: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::read(include_bytes!(concat!(env!("OUT_DIR"), "/words"))));

/// The words in one language.
#[derive(Clone, Copy)]
pub struct Words {
    language: Language,
}

impl Words {
    /// The words in this language.
    pub fn of(language: Language) -> Self {
        Self { language }
    }

    /// The text under a key.
    pub fn t(self, key: &str) -> &'static str {
        DICTIONARY.get(key, self.language).unwrap_or_default()
    }

    /// Says a finding on standard error: the file, the place, what happened, what to do.
    pub fn say(self, file: &str, finding: &Finding) {
        let sentence = |which: &str| {
            let text = self
                .t(&format!("finding.{}.{which}", finding.code.name()))
                .to_owned();
            finding.arguments.iter().fold(text, |text, (name, value)| {
                let named = matches!(name.as_str(), "wanted" | "kind" | "amiss");
                let named = named.then(|| self.t(&format!("finding.{name}.{value}")));
                text.replace(&format!("%{{{name}}}"), named.unwrap_or(value))
            })
        };
        let place = [file, &finding.place]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(": ");
        eprintln!(
            "{place}: {} {} [{}]",
            sentence("what"),
            sentence("todo"),
            finding.code.name()
        );
    }
}
