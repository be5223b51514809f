//! The words of the app and of the command line: every sentence of ours, by key, in every language.
//!
//! *Why data and not code*: several hundred sentences as code weigh three times as much in the
//! browser, and a sentence that is missing in a language must stop the build, not show its key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Language, Text};

/// All words, by key (`start.purpose`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dictionary(BTreeMap<Box<str>, Text>);

impl Dictionary {
    /// The dictionary in these bytes; empty where they are something else.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        postcard::from_bytes(bytes).unwrap_or_default()
    }

    /// The words under a key.
    #[must_use]
    pub fn get(&self, key: &str, language: Language) -> Option<&str> {
        self.0.get(key).map(|text| text.in_language(language))
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(AsRef::as_ref)
    }
}

#[cfg(feature = "yaml")]
mod reading {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use serde_norway::Value;

    use super::{Dictionary, Language, Text};

    impl Dictionary {
        /// Reads the YAML files of a folder and writes the words whose keys are `wanted` to
        /// `file`, for the builds that embed them.
        ///
        /// # Errors
        /// A line for each fault: a file that is not YAML, a text missing in a language, places
        /// (`%{name}`) that differ between languages, a key that stands twice.
        pub fn embed(
            folder: &Path,
            wanted: impl Fn(&str) -> bool,
            file: &Path,
        ) -> Result<(), String> {
            let mut dictionary = Self::read_folder(folder).map_err(|faults| faults.join("\n"))?;
            dictionary.0.retain(|key, _| wanted(key));
            let bytes = postcard::to_allocvec(&dictionary).unwrap_or_default();
            std::fs::write(file, bytes).map_err(|error| error.to_string())
        }

        /// The words in a folder of YAML files.
        ///
        /// # Errors
        /// As [`Dictionary::embed`].
        pub fn read_folder(folder: &Path) -> Result<Self, Vec<String>> {
            let (mut words, mut faults) = (BTreeMap::new(), Vec::new());
            let entries = std::fs::read_dir(folder)
                .map_err(|error| vec![format!("{}: {error}", folder.display())])?;
            let mut paths: Vec<_> = entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect();
            paths.sort();
            for path in paths
                .iter()
                .filter(|path| path.extension().is_some_and(|ending| ending == "yml"))
            {
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
                match read.and_then(|text| {
                    serde_norway::from_str(&text).map_err(|error| error.to_string())
                }) {
                    Ok(value) => collect(&name, "", &value, &mut words, &mut faults),
                    Err(error) => faults.push(format!("{name}: {error}")),
                }
            }
            if faults.is_empty() {
                Ok(Self(words))
            } else {
                Err(faults)
            }
        }
    }

    /// Walks down to the texts: the mappings whose keys are languages.
    fn collect(
        file: &str,
        key: &str,
        value: &Value,
        words: &mut BTreeMap<Box<str>, Text>,
        faults: &mut Vec<String>,
    ) {
        let Value::Mapping(mapping) = value else {
            if key != "_version" {
                faults.push(format!("{file}: {key} is not a text in every language"));
            }
            return;
        };
        let is_text = mapping.keys().any(|key| {
            Language::ALL
                .iter()
                .any(|language| key.as_str() == Some(language.tag()))
        });
        if !is_text {
            for (part, inner) in mapping {
                let part = part
                    .as_str()
                    .map_or_else(|| format!("{part:?}"), str::to_owned);
                let path = if key.is_empty() {
                    part
                } else {
                    format!("{key}.{part}")
                };
                collect(file, &path, inner, words, faults);
            }
            return;
        }
        let wording = |language: Language| mapping.get(language.tag()).and_then(Value::as_str);
        let (Some(ja), Some(en)) = (wording(Language::Ja), wording(Language::En)) else {
            return faults.push(format!("{file}: {key} is missing in a language"));
        };
        if mapping.len() != Language::ALL.len() {
            faults.push(format!(
                "{file}: {key} has more than its languages (a comma outside quotes?)"
            ));
        }
        if places(ja) != places(en) {
            faults.push(format!(
                "{file}: {key} fills other places in the other language"
            ));
        }
        if words.insert(key.into(), Text::new(ja, en)).is_some() {
            faults.push(format!("{file}: {key} stands twice"));
        }
    }

    /// The names in `%{name}`.
    fn places(text: &str) -> BTreeSet<&str> {
        text.split("%{")
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }
}
