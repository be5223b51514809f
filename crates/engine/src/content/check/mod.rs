//! From the folder its authors write to a sound [`Pack`], or every fault at once.
//!
//! Here the files are read and faults get their place: the file, and the line of the entry.
//! `entries` turns what is written into what the engine uses; `references` looks up who names
//! whom after everything is read, so that one misspelt file does not hide the rest.

mod entries;
mod kits;
mod own;
mod references;

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_norway::Value;

use super::raw::{
    RawAction, RawContradiction, RawCountry, RawFirm, RawIndustry, RawPack, RawProgramme,
    RawQuestion, RawRelease, RawScenarios, RawSource, RawTables, RawTerm, RawText,
};
use super::{
    CountryName, Firm, Id, Language, Numbers, OwnFile, Pack, Programme, Release, Tables, Term, Text,
};
use crate::finding::{Code, Finding};

pub(crate) use entries::case_of;
pub(crate) use kits::file_of_kit;
pub use own::own_files;
pub(crate) use own::read_own;

/// A text of this length and more that is the same in two languages was forgotten, not meant.
const SAME_TEXT_FROM: usize = 13;

/// The pack in a folder, checked.
///
/// # Errors
/// Every fault found: missing files, unknown keys, missing texts, references to nothing,
/// circles of conditions, bands out of order, questions that ask nationality.
pub fn read_folder(folder: &Path) -> Result<Pack, Vec<Finding>> {
    let mut check = Check::of(folder);
    let pack = check.pack();
    match pack {
        Some(pack) if check.findings.is_empty() => Ok(Pack {
            hash: pack.content_hash(),
            ..pack
        }),
        _ => Err(check.findings),
    }
}

/// Checks the pack in `folder` and writes it to `file`, for the builds that embed it.
///
/// # Errors
/// The findings, a line each, or what the file system refused.
pub fn embed(folder: &Path, file: &Path) -> Result<(), String> {
    write(&checked(folder)?.write(), file)
}

/// The same of what a browser fetches first ([`Pack::write_first`]).
///
/// # Errors
/// As [`embed`].
pub fn embed_first(folder: &Path, file: &Path) -> Result<(), String> {
    write(&checked(folder)?.write_first(), file)
}

/// Writes the kits and firms in `folder` as their authors wrote them, for the build that hands them
/// out to be changed: a JSON object of the texts by their names (`kits/soramame_pump.yaml`).
///
/// # Errors
/// What the file system refused.
pub fn embed_sources(folder: &Path, file: &Path) -> Result<(), String> {
    let names = ["firms", "kits"]
        .map(|part| files_in(folder, part))
        .concat();
    let texts = names.into_iter().map(|name| {
        let text = std::fs::read_to_string(folder.join(&name));
        Ok((name, text.map_err(|error| error.to_string())?))
    });
    let texts = texts.collect::<Result<BTreeMap<_, _>, String>>()?;
    let written = serde_json::to_vec(&texts).unwrap_or_default();
    std::fs::write(file, written).map_err(|error| error.to_string())
}

fn write(bytes: &[u8], file: &Path) -> Result<(), String> {
    std::fs::write(file, bytes).map_err(|error| error.to_string())
}

fn checked(folder: &Path) -> Result<Pack, String> {
    read_folder(folder).map_err(|findings| {
        let lines = findings.iter().map(|finding| {
            format!(
                "{}: {} {:?}",
                finding.place,
                finding.code.name(),
                finding.arguments
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    })
}

/// One file of a pack as `T`, for what stands beside the pack: its examples.
///
/// # Errors
/// A finding with `name` and the line: the file is missing, or not of the form.
pub(crate) fn read_file<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T, Finding> {
    let text = text_of(folder, name)?;
    typed(&text, name)
}

/// The names of the YAML files in a part of the pack's folder, in order: `firms/soramame.yaml`.
pub(crate) fn files_in(folder: &Path, part: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder.join(part)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|it| it == "yaml"))
        .map(|name| format!("{part}/{name}"))
        .collect();
    names.sort();
    names
}

fn text_of(folder: &Path, name: &str) -> Result<String, Finding> {
    std::fs::read_to_string(folder.join(name))
        .map_err(|_| Finding::new(Code::PackFileMissing, name))
}

fn typed<T: DeserializeOwned>(text: &str, name: &str) -> Result<T, Finding> {
    let refuse = |error: serde_norway::Error, code| {
        let line = error.location().map_or(1, |at| at.line());
        let finding = Finding::new(code, format!("{name}:{line}"));
        let finding = match key_in(&error) {
            Some((_, key)) => finding.with("key", key),
            None => finding,
        };
        finding.with("message", error)
    };
    // As plain values first: only they notice a key that is written twice.
    serde_norway::from_str::<Value>(text).map_err(|error| refuse(error, Code::NotYaml))?;
    serde_norway::from_str(text).map_err(|error| {
        let code = code_of(&error);
        refuse(error, code)
    })
}

fn code_of(error: &serde_norway::Error) -> Code {
    key_in(error).map_or(Code::WrongEntry, |(code, _)| code)
}

/// The key that the reader did not know, or missed: it stands in its message only.
fn key_in(error: &serde_norway::Error) -> Option<(Code, String)> {
    let message = error.to_string();
    let kinds = [
        ("unknown field `", Code::UnknownKey),
        ("missing field `", Code::MissingKey),
    ];
    kinds.into_iter().find_map(|(says, code)| {
        let (_, rest) = message.split_once(says)?;
        let (key, _) = rest.split_once('`')?;
        Some((code, key.to_owned()))
    })
}

/// `file:line` of the entry that is called so: by its id, or by another key that names one.
pub(crate) fn place_in(file: &str, text: &str, entry: &str) -> String {
    let names_it = |line: &str, name: &str| {
        line.split_once(name).is_some_and(|(_, rest)| {
            let rest = rest.trim_start().trim_start_matches('"');
            rest.strip_prefix(entry).is_some_and(|after| {
                !after.starts_with(['.', '_']) && !after.starts_with(char::is_alphanumeric)
            })
        })
    };
    let line_with = |name: &str| text.lines().position(|line| names_it(line, name));
    let mut names = ["id:", "key:", "action:", "question:", "minutes:", "ja:"].into_iter();
    let found = names.find_map(line_with);
    format!("{file}:{}", found.map_or(1, |index| index + 1))
}

struct Check<'a> {
    findings: Vec<Finding>,
    folder: &'a Path,
    /// The files of one's own that are not in the folder, by what they hold.
    own: Vec<(Id, OwnFile)>,
    /// The file being read, and its text: where a fault is said to be.
    file: String,
    text: String,
}

impl<'a> Check<'a> {
    fn of(folder: &'a Path) -> Self {
        Self {
            findings: Vec::new(),
            folder,
            own: Vec::new(),
            file: String::new(),
            text: String::new(),
        }
    }
}

impl Check<'_> {
    fn pack(&mut self) -> Option<Pack> {
        let head: Option<RawPack> = self.one("pack.yaml");
        let sources: Vec<RawSource> = self.many("sources.yaml");
        let sources = self.sources(sources);
        let profile: Vec<RawQuestion> = self.many("profile.yaml");
        let profile = self.each(&profile, Self::question);
        let mut modules = Vec::new();
        for name in head.iter().flat_map(|head| &head.modules) {
            modules.extend(self.module(name));
        }
        let tables: Option<RawTables> = self.one("tables.yaml");
        let tables = tables.map(|raw| Tables {
            suppliers: self.table(&raw.suppliers),
            markets: self.table(&raw.markets),
        });
        let contradictions: Vec<RawContradiction> = self.many("contradictions.yaml");
        let contradictions = self.each(&contradictions, Self::contradiction);
        let industries: Vec<RawIndustry> = self.many("industries.yaml");
        let industries = self.each(&industries, Self::industry);
        let countries: Vec<RawCountry> = self.many("countries.yaml");
        let countries = self.each(&countries, |check, raw| {
            let title = check.text(&raw.title, &raw.id);
            let also = raw.also.clone();
            (id(&raw.id), CountryName { title, also })
        });
        let scenarios: Option<RawScenarios> = self.one("scenarios.yaml");
        let scenarios = scenarios.map(|raw| self.scenarios(raw));
        let actions: Vec<RawAction> = self.many("actions.yaml");
        let actions = self.each(&actions, Self::action);
        let programmes: Vec<RawProgramme> = self.many("programmes.yaml");
        let programmes = self.each(&programmes, |check, raw| Programme {
            who: check.text(&raw.who, &raw.source),
            source: id(&raw.source),
            when: raw.when.clone(),
            confidence: raw.confidence,
        });
        let glossary: Vec<RawTerm> = self.many("glossary.yaml");
        let glossary = self.each(&glossary, |check, raw| Term {
            term: check.text(&raw.term, &raw.id),
            meaning: check.text(&raw.meaning, &raw.id),
            id: id(&raw.id),
        });
        let firms = self.firms();
        let kits = self.kits();
        let head = head?;
        self.file("pack.yaml");
        let renamed = head.renamed.iter().map(|(old, new)| (id(old), id(new)));
        let pack = Pack {
            title: self.text(&head.title, "pack"),
            renamed: renamed.collect(),
            changes: self.each(&head.changes, Self::release),
            id: id(&head.id),
            version: head.version,
            method: head.method,
            as_of: head.as_of,
            review_by: head.review_by,
            licence: head.licence,
            hash: String::new(),
            sources,
            profile,
            modules,
            quick_check: ids(&head.quick_check),
            tables: tables?,
            contradictions,
            industries,
            countries: countries.into_iter().collect::<BTreeMap<_, _>>(),
            scenarios: scenarios?,
            actions,
            programmes,
            glossary,
            firms,
            numbers: Numbers::default(),
            kits,
        };
        self.references(&pack);
        self.circles(&pack);
        Some(pack)
    }

    fn release(&mut self, raw: &RawRelease) -> Release {
        let retired = raw.retired_options.iter();
        Release {
            questions: self.text(&raw.questions, &raw.version),
            rules: self.text(&raw.rules, &raw.version),
            added: ids(&raw.added),
            retired: ids(&raw.retired),
            retired_options: retired
                .map(|(question, keys)| (id(question), ids(keys)))
                .collect(),
            day: raw.day.clone(),
            version: raw.version.clone(),
        }
    }

    /// The fictional firms, each a file in `firms/`, in the order of their names.
    fn firms(&mut self) -> Vec<Firm> {
        let mut firms = Vec::new();
        for name in files_in(self.folder, "firms") {
            let raw: Option<RawFirm> = self.one(&name);
            if let Some(raw) = raw.as_ref().filter(|raw| file_of_firm(&raw.id) != name) {
                self.wrong(&raw.id, "the firm case.x stands in the file firms/x.yaml");
            }
            firms.extend(raw.map(|raw| self.firm(&raw)));
        }
        firms
    }

    fn firm(&mut self, raw: &RawFirm) -> Firm {
        Firm {
            case: case_of(&raw.profile, &raw.markets, &raw.suppliers, &raw.answers),
            title: self.text(&raw.title, &raw.id),
            story: self.text(&raw.story, &raw.id),
            expect: self.text(&raw.expect, &raw.id),
            twist: self.text(&raw.twist, &raw.id),
            scenarios: ids(&raw.scenarios),
            id: id(&raw.id),
        }
    }

    // ---- reading -----------------------------------------------------------------------

    /// Makes a file the one that faults are said to be in.
    fn file(&mut self, name: &str) -> bool {
        name.clone_into(&mut self.file);
        match text_of(self.folder, name) {
            Ok(text) => self.text = text,
            Err(finding) => {
                self.text.clear();
                self.findings.push(finding);
                return false;
            }
        }
        true
    }

    /// The same of the file that holds a kit or a firm.
    fn file_with(&mut self, id: &Id, named: fn(&str) -> String) {
        let own = self.own.iter().find(|(own, _)| own == id);
        match own.map(|(_, file)| file.clone()) {
            Some(file) => self.stand_in(&file),
            None => drop(self.file(&named(id.as_str()))),
        }
    }

    fn stand_in(&mut self, file: &OwnFile) {
        self.file.clone_from(&file.name);
        self.text.clone_from(&file.text);
    }

    fn one<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        self.file(name).then(|| self.read()).flatten()
    }

    /// The file that faults are said to be in, as `T`.
    fn read<T: DeserializeOwned>(&mut self) -> Option<T> {
        match typed(&self.text, &self.file) {
            Ok(read) => Some(read),
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        }
    }

    fn many<T: DeserializeOwned>(&mut self, name: &str) -> Vec<T> {
        let entries: Option<Vec<Value>> = self.one(name);
        self.entries(entries.unwrap_or_default())
    }

    /// Reads entries one by one, so that one wrong entry does not hide the next.
    fn entries<T: DeserializeOwned>(&mut self, entries: Vec<Value>) -> Vec<T> {
        let mut read = Vec::new();
        for entry in entries {
            let name = entry.get("id").and_then(Value::as_str).unwrap_or("?");
            let name = name.to_owned();
            match serde_norway::from_value(entry) {
                Ok(one) => read.push(one),
                Err(error) => {
                    let (message, key) = (error.to_string(), key_in(&error));
                    let key = key.map(|(_, key)| key).unwrap_or_default();
                    self.fault(
                        code_of(&error),
                        &name,
                        &[("message", &message), ("key", &key)],
                    );
                }
            }
        }
        read
    }

    fn each<R, T>(&mut self, raw: &[R], mut turn: impl FnMut(&mut Self, &R) -> T) -> Vec<T> {
        raw.iter().map(|one| turn(self, one)).collect()
    }

    fn fault(&mut self, code: Code, entry: &str, arguments: &[(&str, &str)]) {
        let place = place_in(&self.file, &self.text, entry);
        let finding = Finding::new(code, place).with("id", entry);
        let stated = arguments.iter().filter(|(_, value)| !value.is_empty());
        let finding = stated.fold(finding, |finding, (name, value)| finding.with(name, value));
        self.findings.push(finding);
    }

    /// A fault that only its sentence can tell.
    fn wrong(&mut self, entry: &str, message: &str) {
        self.fault(Code::WrongEntry, entry, &[("message", message)]);
    }

    fn text(&mut self, raw: &RawText, entry: &str) -> Text {
        let wording = |language: Language| raw.get(language.tag()).map_or("", |text| text.trim());
        for language in Language::ALL {
            if wording(language).is_empty() {
                self.fault(Code::MissingText, entry, &[("language", language.tag())]);
            }
        }
        let known = |key: &str| Language::ALL.iter().any(|language| language.tag() == key);
        for key in raw.keys().filter(|key| !known(key)) {
            self.fault(Code::UnknownKey, entry, &[("key", key)]);
        }
        let (ja, en) = (wording(Language::Ja), wording(Language::En));
        if ja == en && ja.chars().count() >= SAME_TEXT_FROM {
            self.fault(Code::SameText, entry, &[("text", ja)]);
        }
        Text::new(ja, en)
    }

    fn maybe_text(&mut self, raw: Option<&RawText>, entry: &str) -> Option<Text> {
        raw.map(|raw| self.text(raw, entry))
    }
}

fn file_of_firm(id: &str) -> String {
    format!("firms/{}.yaml", id.trim_start_matches("case."))
}

fn id(text: &str) -> Id {
    Id::from(text)
}

fn ids(texts: &[String]) -> Vec<Id> {
    texts.iter().map(|text| id(text)).collect()
}
