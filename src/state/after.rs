//! After a workshop: the sheet of the room that was led, and totals of rooms that are
//! kept and put together.

use std::cell::OnceCell;

use sonae_engine::content::Kit;
use sonae_engine::finding::Finding;
use sonae_engine::report::sheets::csv;
use sonae_engine::report::totals::{Speech, Table, sheet, tables};
use sonae_engine::workshop::after::Sheet;
use sonae_engine::workshop::collect::Collection;
use sonae_engine::workshop::room::Room;
use sonae_engine::workshop::totals::{Count, Figures, Totals};

use super::review::Memo;
use super::{Action, Effect, Shared, State};
use crate::words::Words;

/// So many steps can be taken back.
const UNDO: usize = 20;

/// Files with totals, each with its name.
type Files = Vec<(String, Shared<Totals>)>;

/// What is looked at after a workshop.
#[derive(Clone, Debug, Default)]
pub struct After {
    /// The sheet, once somebody looked: every inject is played with every choice for it.
    sheet: OnceCell<Shared<Sheet>>,
    /// The totals of the room at hand, likewise.
    own: OnceCell<Shared<Result<Totals, Finding>>>,
    /// Files with totals of others that were opened.
    pub files: Files,
    /// Whether the totals of the room at hand are put together with them.
    pub without_own: bool,
    /// The files before each change, the latest last.
    pub undo: Vec<Files>,
}

/// What a sheet is about.
#[derive(Clone, Copy)]
pub struct Afternoon<'a> {
    /// The kit.
    pub kit: &'static Kit,
    /// The room.
    pub room: &'a Room,
    /// What was collected in it, where that is something.
    pub collection: Option<&'a Collection>,
}

/// What is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The totals of the room at hand.
    Own,
    /// All totals as one.
    Merged,
    /// The same as CSV.
    Csv,
}

/// What happened after a workshop.
#[derive(Clone, Debug)]
pub enum Told {
    /// The sheet is to be saved as a page of its own.
    PageAsked(Memo),
    /// Totals are to be saved.
    SaveAsked(Saved),
    /// Files with totals were chosen, each with its bytes or why there are none.
    FilesRead(Vec<(String, Result<Vec<u8>, Finding>)>),
    /// One of them is to be put away.
    FileRemoved(usize),
    /// The last change of the files is to be taken back.
    Undone,
    /// The totals of the room at hand are to be put together with them, or not.
    OwnSwitched(bool),
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::After(told)
    }
}

impl State {
    /// The room that is led, with what was collected in it; none where none is.
    #[must_use]
    pub fn afternoon(&self) -> Option<Afternoon<'_>> {
        let (room, kit, _) = self.room()?;
        let collection = self.hand_in.desk.collection.as_ref();
        Some(Afternoon {
            kit,
            room,
            collection: collection.filter(|all| !all.teams().is_empty()),
        })
    }

    /// The after-action sheet; none where there is nothing to look back on.
    #[must_use]
    pub fn after_sheet(&self) -> Option<&Sheet> {
        let of = self.afternoon()?;
        let work_out = || {
            let teams = of.room.teams;
            let sheet = Sheet::of(self.pack, of.kit, Some(of.room), of.collection, teams);
            Shared::new(sheet)
        };
        Some(self.after.sheet.get_or_init(work_out))
    }

    /// Rooms are led and collected on other pages: something else may be to look back on.
    pub(super) fn after_went(&mut self) {
        self.after.sheet = OnceCell::new();
        self.after.own = OnceCell::new();
    }

    /// The totals of the room at hand, or that too few teams handed in; none where nothing was
    /// collected.
    #[must_use]
    pub fn own_totals(&self) -> Option<&Result<Totals, Finding>> {
        let of = self.afternoon()?;
        let collection = of.collection?;
        let work_out = || Shared::new(Totals::of(self.pack, of.kit, collection));
        Some(self.after.own.get_or_init(work_out))
    }

    /// The totals that were opened as one, with those of the room at hand where they are wanted and
    /// there are enough teams, or why they cannot be put together; none where there are none.
    #[must_use]
    pub fn merged_totals(&self) -> Option<Result<Totals, Finding>> {
        let files = self.after.files.iter();
        let mut all: Vec<Totals> = files.map(|(_, it)| (**it).clone()).collect();
        if !self.after.without_own {
            let own = self.own_totals().and_then(|own| own.as_ref().ok());
            all.extend(own.cloned());
        }
        (!all.is_empty()).then(|| Totals::merged(&all))
    }

    /// Takes in what happened after a workshop.
    pub(super) fn after_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::PageAsked(memo) => {
                let name = format!("sonae-after-{}.html", self.today);
                return vec![Effect::save(name, memo.page(self.language))];
            }
            Told::SaveAsked(what) => return self.save_totals(what),
            Told::FilesRead(files) => return self.totals_read(files),
            Told::FileRemoved(at) => {
                if at < self.after.files.len() {
                    self.remember_totals();
                    self.after.files.remove(at);
                }
            }
            Told::Undone => {
                if let Some(files) = self.after.undo.pop() {
                    self.after.files = files;
                }
            }
            Told::OwnSwitched(own) => self.after.without_own = !own,
        }
        self.unsay_totals();
        Vec::new()
    }

    fn unsay_totals(&mut self) {
        self.notices
            .retain(|notice| notice.key != "notice.totals_refused");
    }

    fn remember_totals(&mut self) {
        let after = &mut self.after;
        after.undo.push(after.files.clone());
        let first = after.undo.len().saturating_sub(UNDO);
        after.undo.drain(..first);
    }

    /// Takes files; of one that is refused nothing stays but its name and why.
    fn totals_read(&mut self, files: Vec<(String, Result<Vec<u8>, Finding>)>) -> Vec<Effect> {
        self.unsay_totals();
        let mut read: Files = Vec::new();
        let mut effects = Vec::new();
        for (name, bytes) in files {
            let totals = bytes
                .map_err(|finding| vec![finding])
                .and_then(|bytes| Totals::read(self.pack, &bytes));
            match totals {
                Ok((totals, _)) => read.push((name, Shared::new(totals))),
                Err(findings) => effects = self.refuse("notice.totals_refused", &name, findings),
            }
        }
        if !read.is_empty() {
            self.remember_totals();
            self.after.files.extend(read);
        }
        effects
    }

    fn save_totals(&mut self, what: Saved) -> Vec<Effect> {
        let totals = match what {
            Saved::Own => self.own_totals().cloned(),
            Saved::Merged | Saved::Csv => self.merged_totals(),
        };
        self.unsay_totals();
        let name = |kind: &str, ending: &str| format!("sonae-{kind}-{}.{ending}", self.today);
        match (what, totals) {
            (_, None) => Vec::new(),
            (_, Some(Err(finding))) => self.refuse("notice.totals_refused", "", vec![finding]),
            (Saved::Own, Some(Ok(totals))) => {
                vec![Effect::save(name("totals", "json"), totals.write())]
            }
            (Saved::Merged, Some(Ok(totals))) => {
                vec![Effect::save(name("totals-merged", "json"), totals.write())]
            }
            (Saved::Csv, Some(Ok(totals))) => {
                let sheet = self.tell_totals(|speech| sheet(self.pack, &totals, speech));
                vec![Effect::save(name("totals-merged", "csv"), csv(&sheet))]
            }
        }
    }

    /// The tables of what the teams of a kit did: in its order, or, where it is not here, in that of
    /// its ids, by which its cards are called then.
    #[must_use]
    pub fn totals_tables(&self, kit: Option<&Kit>, figures: &Figures) -> Vec<Table> {
        self.tell_totals(|speech| tables(self.pack, kit, figures, speech))
    }

    fn tell_totals<T>(&self, tell: impl FnOnce(Speech<'_>) -> T) -> T {
        let words = self.words();
        let word = |key: &str| words.t(key).into_owned();
        tell(Speech {
            language: words.language,
            word: &word,
        })
    }
}

/// A count as it is read: one number, or the range it lies in.
#[must_use]
pub fn said(words: Words, [low, high]: Count) -> String {
    if low == high {
        return low.to_string();
    }
    let ends = [("low", low), ("high", high)];
    words.with("totals.range", &ends)
}

#[cfg(test)]
pub(crate) mod tests;
