//! Kits of one's own: opened from files, among the pack's everywhere, and kept in the browser.
//!
//! What is kept are the files as they were opened. Only the worker reads YAML, so it reads them
//! anew whenever the app starts, and what was kept of an assessment or a room waits for that.

use std::collections::BTreeMap;
use std::mem;

use sonae_engine::content::{Kit, Own as Read, OwnFile};
use sonae_engine::finding::{Code, Finding};

use crate::later;
use crate::state::{Action, Derived, Effect, Notice, NoticeKind, Shared, Start, State};

/// What the notices about one's own kits are called.
const SAID: [&str; 5] = [
    "notice.kits_opened",
    "notice.kits_same",
    "notice.kits_removed",
    "notice.kits_refused",
    "notice.kits_unread",
];

/// Kits of one's own, with the firms they are about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// The files.
    pub files: Shared<Vec<OwnFile>>,
    /// What is in each of them; none at all where they could not be read.
    pub read: Shared<Vec<Read>>,
    /// The files before the last change.
    pub undo: Option<Shared<Vec<OwnFile>>>,
    /// Whether the browser would not keep them.
    pub unkept: bool,
    /// What is being checked.
    pending: Option<Pending>,
    /// How often something was: an answer to an earlier asking comes too late.
    asked: u32,
}

/// Files that are being checked.
#[derive(Clone, Debug, PartialEq)]
struct Pending {
    why: Why,
    /// Those that are open, or are to be.
    kept: Shared<Vec<OwnFile>>,
    /// What was wrong before any was read.
    faults: Vec<Finding>,
}

/// Why files are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// The app started.
    Started,
    /// Another tab changed what is kept.
    Elsewhere,
    /// Files were brought.
    Brought,
    /// One was put away.
    Removed,
    /// The last change was taken back.
    Undone,
}

/// Files that were found sound, each with what is in it, or everything that is wrong with them.
pub type Checked = Result<Vec<(OwnFile, Read)>, Vec<Finding>>;

/// What happened to one's own kits.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A file of the pack, by its name there, is wanted to be changed.
    SourceAsked(String),
    /// Files were brought: each with its name, and its bytes or why there are none.
    Brought(Vec<(String, Result<Vec<u8>, Finding>)>),
    /// Files were checked: which asking, and what came of it.
    Checked(u32, Shared<Checked>),
    /// One that is open is to be saved again, by its place.
    SaveAsked(usize),
    /// It is to be put away.
    Removed(usize),
    /// The last change is to be taken back.
    Undone,
    /// The browser did not keep them.
    NotKept,
    /// Another tab changed what is kept.
    Elsewhere,
    /// What is kept now.
    Came(Vec<OwnFile>),
}

/// What one's own kits ask of the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Check files: which asking; those that are open, and those that are brought.
    Check(u32, Shared<Vec<OwnFile>>, Vec<OwnFile>),
    /// Keep these, and tell other tabs.
    Keep(Shared<Vec<OwnFile>>),
    /// Tell what is kept.
    Fetch,
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Kits(super::Told::Own(told))
    }
}

impl Own {
    /// Whether files are being checked.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.pending.is_some()
    }

    /// Whether what was kept is still being read, and the rest waits for it.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        let pending = self.pending.as_ref();
        pending.is_some_and(|pending| pending.why == Why::Started)
    }

    /// Whether this is a kit of one's own.
    #[must_use]
    pub fn has(&self, kit: &Kit) -> bool {
        self.read.iter().any(|one| *one.id() == kit.id)
    }

    /// Whether one of the files may go by itself: a firm stays as long as a kit is about it.
    #[must_use]
    pub fn may_go(&self, at: usize) -> bool {
        match self.read.get(at) {
            Some(Read::Firm(firm)) => !self.kits().any(|kit| kit.firm == firm.id),
            _ => true,
        }
    }

    fn kits(&self) -> impl Iterator<Item = &Kit> {
        self.read.iter().filter_map(|one| match one {
            Read::Kit(kit) => Some(kit),
            Read::Firm(_) => None,
        })
    }

    /// The files without one; a kit's firm goes with it where no other kit is about it.
    fn without(&self, gone: usize) -> Vec<OwnFile> {
        let firm = match self.read.get(gone) {
            Some(Read::Kit(kit)) => Some(&kit.firm),
            _ => None,
        };
        let firm = firm.filter(|firm| self.kits().filter(|kit| kit.firm == **firm).count() == 1);
        let goes = |at: usize| {
            let id = self.read.get(at).map(Read::id);
            at == gone || firm.is_some() && id == firm
        };
        let files = self.files.iter().enumerate();
        let left = files.filter(|(at, _)| !goes(*at));
        left.map(|(_, file)| file.clone()).collect()
    }

    /// Everything is forgotten, but which answers come too late.
    pub(in crate::state) fn forget(&mut self) {
        *self = Self {
            asked: self.asked,
            ..Self::default()
        };
    }
}

impl State {
    /// Has what was kept read before anything that may need it.
    pub(in crate::state) fn own_first(&mut self, start: &mut Start) -> Option<Vec<Effect>> {
        let files = mem::take(&mut start.kits);
        (!files.is_empty())
            .then(|| self.check_own(Why::Started, Shared::new(files), Vec::new(), Vec::new()))
    }

    fn check_own(
        &mut self,
        why: Why,
        kept: Shared<Vec<OwnFile>>,
        brought: Vec<OwnFile>,
        faults: Vec<Finding>,
    ) -> Vec<Effect> {
        let own = &mut self.kits.own;
        own.asked = own.asked.wrapping_add(1);
        let task = Task::Check(own.asked, kept.clone(), brought);
        own.pending = Some(Pending { why, kept, faults });
        vec![Effect::Kits(task)]
    }

    pub(super) fn own_told(&mut self, told: Told) -> Vec<Effect> {
        let own = &mut self.kits.own;
        match told {
            Told::SourceAsked(name) => return source(&name).into_iter().collect(),
            Told::Checked(number, checked) => {
                if number == own.asked
                    && let Some(pending) = own.pending.take()
                {
                    return self.own_checked(pending, (*checked).clone());
                }
            }
            Told::SaveAsked(at) => {
                if let Some(file) = own.files.get(at) {
                    let bytes = file.text.clone().into_bytes();
                    return vec![Effect::save(file.name.clone(), bytes)];
                }
            }
            Told::NotKept => own.unkept = true,
            Told::Elsewhere => return vec![Effect::Kits(Task::Fetch)],
            // One after the other: what is asked meanwhile finds its button resting.
            _ if own.is_busy() => {}
            Told::Brought(files) => return self.own_brought(files),
            Told::Removed(at) => {
                let files = own.without(at);
                return self.check_own(Why::Removed, Shared::new(files), Vec::new(), Vec::new());
            }
            Told::Undone => {
                if let Some(files) = own.undo.clone() {
                    return self.check_own(Why::Undone, files, Vec::new(), Vec::new());
                }
            }
            Told::Came(files) => {
                return self.check_own(Why::Elsewhere, Shared::new(files), Vec::new(), Vec::new());
            }
        }
        Vec::new()
    }

    fn own_brought(&mut self, files: Vec<(String, Result<Vec<u8>, Finding>)>) -> Vec<Effect> {
        self.unsay_own();
        let (mut brought, mut faults) = (Vec::new(), Vec::new());
        for (name, bytes) in files {
            match bytes.and_then(|bytes| OwnFile::of(&name, &bytes)) {
                Ok(file) => brought.push(file),
                Err(finding) => faults.push(finding),
            }
        }
        let kept = self.kits.own.files.clone();
        self.check_own(Why::Brought, kept, brought, faults)
    }

    fn own_checked(&mut self, pending: Pending, checked: Checked) -> Vec<Effect> {
        let Pending {
            why,
            kept,
            mut faults,
        } = pending;
        let own = &self.kits.own;
        let (keeps, asked) = match why {
            Why::Started | Why::Elsewhere => (false, false),
            Why::Brought => (true, true),
            // What could not be read loses nothing.
            Why::Removed | Why::Undone => (true, !own.read.is_empty()),
        };
        let read = match checked {
            Ok(read) if faults.is_empty() => read,
            checked => {
                faults.extend(checked.err().unwrap_or_default());
                if asked {
                    return self.refuse("notice.kits_refused", "", faults);
                }
                Vec::new()
            }
        };
        let (files, read): (Vec<_>, Vec<_>) = if faults.is_empty() {
            read.into_iter().unzip()
        } else {
            ((*kept).clone(), Vec::new())
        };
        let files = Shared::new(files);
        let own = &mut self.kits.own;
        let before = mem::replace(&mut own.files, files.clone());
        own.read = Shared::new(read);
        let mut effects = Vec::new();
        if keeps {
            own.undo = (why != Why::Undone).then_some(before);
            own.unkept = false;
            effects.push(Effect::Kits(Task::Keep(files)));
        }
        self.own_stands();
        self.unsay_own();
        self.say_own(why, faults);
        if why == Why::Started {
            effects.extend(self.go_on());
        }
        effects
    }

    /// The kits stand among the pack's, and what was worked out with others is worked out anew.
    fn own_stands(&mut self) {
        let Some(core) = later::get().and_then(|later| (later.pack)()) else {
            return;
        };
        let read = &self.kits.own.read;
        self.pack = if read.is_empty() {
            core
        } else {
            // It lives as long as the page, as the pack does.
            Box::leak(Box::new(core.with_own(read.iter())))
        };
        if let Some(case) = &mut self.case {
            case.derived = Shared::new(Derived::of(self.pack, &case.assessment));
        }
        self.after_went();
        self.pictured_anew();
        if let Some(bytes) = self.leading.unread.take() {
            self.room_started(Some(&bytes));
        }
    }

    /// None of one's own is left: the pack is what it was.
    pub(in crate::state) fn own_forgotten(&mut self) {
        self.kits.own.forget();
        if let Some(core) = later::get().and_then(|later| (later.pack)()) {
            self.pack = core;
        }
    }

    fn unsay_own(&mut self) {
        self.notices.retain(|notice| !SAID.contains(&notice.key));
    }

    fn say_own(&mut self, why: Why, faults: Vec<Finding>) {
        let words = self.words();
        let own = &self.kits.own;
        let titles = own
            .read
            .iter()
            .enumerate()
            .filter_map(|(at, one)| match one {
                Read::Kit(kit) => Some(words.text(&kit.title)),
                Read::Firm(firm) => own.may_go(at).then(|| words.text(&firm.title)),
            });
        let titles = titles.collect::<Vec<_>>().join(&words.t("said.and"));
        let notice = match why {
            _ if !faults.is_empty() => {
                Notice::new(NoticeKind::Error, "notice.kits_unread").because(faults)
            }
            Why::Brought if titles.is_empty() => {
                Notice::new(NoticeKind::Caution, "notice.kits_same")
            }
            Why::Brought => {
                Notice::new(NoticeKind::Done, "notice.kits_opened").with("names", &titles)
            }
            Why::Removed => Notice::new(NoticeKind::Done, "notice.kits_removed"),
            Why::Started | Why::Elsewhere | Why::Undone => return,
        };
        self.notices.push(notice);
    }
}

/// A kit or a firm of the pack, as its authors wrote it, as a file.
fn source(name: &str) -> Option<Effect> {
    let texts: BTreeMap<String, String> = serde_json::from_slice(crate::SOURCES).ok()?;
    let text = texts.get(name)?;
    // Kit and firm have the same name in two folders.
    let name = name.replacen("s/", "-", 1);
    Some(Effect::save(name, text.clone().into_bytes()))
}

/// Whether something is wrong only because a kit is not here.
pub(in crate::state) fn wants_a_kit(findings: &[Finding]) -> bool {
    let wants = |finding: &Finding| finding.code == Code::KitMissing;
    !findings.is_empty() && findings.iter().all(wants)
}

#[cfg(test)]
pub(crate) mod tests;
