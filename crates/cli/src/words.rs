//! The sentences of the command line: the app's own words, in the terminal's language.

use std::sync::LazyLock;

use sonae_engine::assessment::stray;
use sonae_engine::content::{Dictionary, Language};
use sonae_engine::finding::Finding;

static DICTIONARY: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::read(include_bytes!(concat!(env!("OUT_DIR"), "/words"))));

/// The words in one language.
#[derive(Clone, Copy)]
pub struct Words {
    /// Which one.
    pub language: Language,
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
        let stray = stray::told(finding);
        let sentence = |which: &str| {
            // A file of ours at another's door: in place of what is to do, where it opens.
            if let Some(format) = stray.filter(|_| which == "todo") {
                return self.t(&format!("finding.format.{format}.opens")).to_owned();
            }
            let text = self
                .t(&format!("finding.{}.{which}", finding.code.name()))
                .to_owned();
            finding.arguments.iter().fold(text, |text, (name, value)| {
                let shown = match name.as_str() {
                    "wanted" | "kind" | "amiss" => self.t(&format!("finding.{name}.{value}")),
                    "format" if stray.is_some() => self.t(&format!("finding.format.{value}.is")),
                    _ => value,
                };
                text.replace(&format!("%{{{name}}}"), shown)
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
