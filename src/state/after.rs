//! After a workshop: the sheet of the room that was led, and totals of rooms that are
//! kept and put together.

use std::cell::OnceCell;

use sonae_engine::content::Kit;
use sonae_engine::finding::Finding;
use sonae_engine::report::sheets::{Sheet as Rows, Value, csv};
use sonae_engine::workshop::after::Sheet;
use sonae_engine::workshop::collect::Collection;
use sonae_engine::workshop::room::Room;
use sonae_engine::workshop::totals::{BANDS, Count, FEWEST, Figures, Totals, theme_key};

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

/// A table of totals.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name in the words.
    pub key: &'static str,
    /// So many teams in all.
    pub of: u64,
    /// Its columns, by their names in the words.
    pub columns: Vec<String>,
    /// What each row is about, and its counts.
    pub rows: Vec<(String, Vec<Count>)>,
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
                let bytes = csv(&self.totals_rows(&totals));
                vec![Effect::save(name("totals-merged", "csv"), bytes)]
            }
        }
    }

    /// The tables of what the teams of a kit did: in its order, or, where it is not here, in that of
    /// its ids, by which its cards are called then.
    #[must_use]
    pub fn totals_tables(&self, kit: Option<&Kit>, figures: &Figures) -> Vec<Table> {
        let (words, pack) = (self.words(), self.pack);
        let columns = |keys: &[&str]| keys.iter().map(|key| format!("totals.{key}")).collect();
        let action = |id: &str| pack.action(id).map(|it| words.text(&it.title));
        let choices: Vec<&str> = match kit {
            Some(kit) => kit.choices.iter().map(|it| it.action.as_str()).collect(),
            None => figures.choices.keys().map(String::as_str).collect(),
        };
        let choices = choices.into_iter().filter_map(|id| {
            let counts = figures.choices.get(id)?;
            Some((action(id)?, vec![counts.before, counts.after]))
        });
        let injects: Vec<(&str, String)> = match kit {
            Some(kit) => kit
                .injects
                .iter()
                .map(|it| (it.id.as_str(), words.text(&it.title)))
                .collect(),
            None => figures
                .injects
                .keys()
                .map(|id| (id.as_str(), id.clone()))
                .collect(),
        };
        let injects = injects.into_iter().filter_map(|(id, title)| {
            let it = figures.injects.get(id)?;
            let row = vec![
                it.teams,
                it.later_before,
                it.later_all,
                it.less_before,
                it.less_all,
            ];
            Some((title, row))
        });
        let mut questions: Vec<(String, Vec<Count>)> = pack
            .questions()
            .filter_map(|question| {
                let it = figures.questions.get(question.id.as_str())?;
                Some((words.text(&question.short), vec![it.unknown, it.otherwise]))
            })
            .collect();
        // A stable sort: equal ones stay in the pack's order.
        questions.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.first().copied()));
        let themes = pack.modules.iter().flat_map(|module| {
            let row = move |theme| {
                let bands = figures.themes.get(&theme_key(module, theme))?;
                let row = BANDS.map(|band| bands.get(band).copied().unwrap_or_default());
                let titles = [
                    ("module", words.text(&module.title)),
                    ("theme", words.text(&theme.title)),
                ];
                Some((words.with("totals.theme", &titles), row.to_vec()))
            };
            module.themes.iter().filter_map(row)
        });
        let bands = BANDS.iter().map(|band| match *band {
            "open" => "totals.open".to_owned(),
            band => format!("band.{band}"),
        });
        vec![
            Table {
                key: "choices",
                of: figures.teams,
                columns: columns(&["before", "after"]),
                rows: choices.collect(),
            },
            Table {
                key: "injects",
                of: figures.teams,
                columns: columns(&[
                    "teams",
                    "later_before",
                    "later_all",
                    "less_before",
                    "less_all",
                ]),
                rows: injects.collect(),
            },
            Table {
                key: "questions",
                of: figures.results,
                columns: columns(&["unknown", "otherwise"]),
                rows: questions,
            },
            Table {
                key: "themes",
                of: figures.results,
                columns: bands.collect(),
                rows: themes.collect(),
            },
        ]
    }

    /// Every count of totals, one a row.
    fn totals_rows(&self, totals: &Totals) -> Rows {
        let words = self.words();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (kit, figures) in &totals.kits {
            let here = self.pack.kit(kit);
            let kit = here.map_or_else(|| kit.clone(), |kit| words.text(&kit.title));
            for table in self.totals_tables(here, figures) {
                for (about, counts) in &table.rows {
                    for (column, [low, high]) in table.columns.iter().zip(counts) {
                        let title = words.t(&format!("totals.{}", table.key)).into_owned();
                        let texts = [
                            kit.clone(),
                            title,
                            about.clone(),
                            words.t(column).into_owned(),
                        ];
                        let mut row: Vec<Value> = texts.into_iter().map(Value::Text).collect();
                        row.extend([*low, *high, table.of].map(number));
                        rows.push(row);
                    }
                }
            }
        }
        let steps = words.with("totals.in_steps", &[("few", FEWEST)]);
        rows.push(vec![Value::Text(steps)]);
        let head = ["kit", "table", "about", "what", "low", "high", "of"];
        let head = head.map(|column| words.t(&format!("totals.column.{column}")).into_owned());
        Rows {
            name: words.t("title.totals").into_owned(),
            head: head.to_vec(),
            rows,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of teams")]
fn number(count: u64) -> Value {
    Value::Number(count as f64)
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
