//! Kits and firms of one's own, held against the pack that they are opened beside.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_norway::Value;

use super::{Check, files_in, typed};
use crate::content::{Own, OwnFile, Pack};
use crate::finding::{Code, Finding};

const KIT: &str = "kit.";
const FIRM: &str = "case.";

/// What the files hold, each beside its file: those of `kept` whose ids `brought` does not bring
/// anew, and those of `brought`. A firm that is the pack's own, unchanged, is left out: whoever
/// takes a kit to change it may leave its firm as it is, and open both.
///
/// # Errors
/// Every fault found. Whether a firm opens, and an event costs it anything, is for `examples`.
pub(crate) fn read_own(
    core: &Pack,
    kept: &[OwnFile],
    brought: &[OwnFile],
) -> Result<Vec<(OwnFile, Own)>, Vec<Finding>> {
    let ids = |files: &[OwnFile]| -> Vec<_> {
        let files = files.iter().cloned();
        files.map(|file| (id_in(&file), file)).collect()
    };
    let brought = ids(brought);
    let mut files = ids(kept);
    files.retain(|(id, _)| id.is_err() || brought.iter().all(|(other, _)| other != id));
    files.extend(brought);
    if files.len() > OwnFile::MOST {
        let finding = Finding::new(Code::KitRule, "").with("amiss", "files");
        return Err(vec![finding.with("most", OwnFile::MOST)]);
    }
    let mut check = Check::of(Path::new(""));
    let mut own = Vec::new();
    let mut unread = BTreeSet::new();
    for (id, file) in files {
        let read = match id {
            Ok(id) => {
                let before = check.findings.len();
                let read = check.own(core, &file, &id);
                if read.is_none() && check.findings.len() > before {
                    unread.insert(id);
                }
                read
            }
            Err(finding) => {
                check.findings.push(finding);
                None
            }
        };
        own.extend(read.map(|one| (file, one)));
    }
    let pack = core.with_own(own.iter().map(|(_, one)| one));
    let files = own
        .iter()
        .map(|(file, one)| (one.id().clone(), file.clone()));
    check.own = files.collect();
    check.own_ids(core);
    check.firm_references(&pack, core.firms.len());
    check.kit_references(&pack, core.kits.len());
    // What is there and could not be read was told already.
    let is_told = |finding: &Finding| {
        let named = finding.arguments.get("reference");
        finding.code == Code::UnknownReference && named.is_some_and(|id| unread.contains(id))
    };
    check.findings.retain(|finding| !is_told(finding));
    if check.findings.is_empty() {
        Ok(own)
    } else {
        Err(check.findings)
    }
}

/// The id that stands in a file, which says what is in it.
fn id_in(file: &OwnFile) -> Result<String, Finding> {
    let value: Value = typed(&file.text, &file.name)?;
    let id = value.get("id").and_then(Value::as_str);
    let id = id.filter(|id| id.starts_with(KIT) || id.starts_with(FIRM));
    id.map(str::to_owned)
        .ok_or_else(|| Finding::new(Code::NotAKit, &file.name))
}

/// The files with kits and firms in a folder that holds nothing else of a pack, by their names in
/// it; none where it is a whole pack's, or holds neither.
#[must_use]
pub fn own_files(folder: &Path) -> Option<Vec<(String, PathBuf)>> {
    let names = ["firms", "kits"]
        .map(|part| files_in(folder, part))
        .concat();
    let is_own = !folder.join("pack.yaml").exists() && !names.is_empty();
    let files = names.into_iter().map(|name| {
        let path = folder.join(&name);
        (name, path)
    });
    is_own.then(|| files.collect())
}

impl Check<'_> {
    fn own(&mut self, core: &Pack, file: &OwnFile, id: &str) -> Option<Own> {
        self.stand_in(file);
        if !Own::may_be_called(id) {
            self.broken(id, "id", &[("most", &Own::LONGEST_ID.to_string())]);
        }
        if id.starts_with(KIT) {
            let raw = self.read()?;
            return self.kit(&raw).map(Own::Kit);
        }
        let raw = self.read()?;
        let firm = self.firm(&raw);
        (core.firm(id) != Some(&firm)).then_some(Own::Firm(firm))
    }

    /// Each has an id of its own.
    fn own_ids(&mut self, core: &Pack) {
        let mut seen = BTreeSet::new();
        for (id, file) in self.own.clone() {
            self.stand_in(&file);
            if core.kit(id.as_str()).is_some() || core.firm(id.as_str()).is_some() {
                self.fault(Code::IdTaken, id.as_str(), &[]);
            } else if !seen.insert(id.clone()) {
                self.fault(Code::DuplicateId, id.as_str(), &[]);
            }
        }
    }
}
