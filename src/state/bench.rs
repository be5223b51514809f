//! The lender's bench: many files at once, worked out again, accounted for and put in order.
//!
//! Nothing of it is kept: it lives as long as the page. The files themselves are the browser's;
//! here they are names and numbers, and what the workers made of them. What a file says is held
//! against the others only when all of them are there, in the order of their names, so that the
//! order in which they came changes nothing.

mod book;
mod desk;
mod policy;
pub mod said;
mod standing;
mod take_out;

use std::collections::{BTreeMap, BTreeSet};

use sonae_engine::content::Pack;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::{Locked, Opener, Passphrase, Recipient, kind_of};
use sonae_engine::request::desk::{News, Purpose};
use sonae_engine::screen::{Policy, Reviews, Screened, State as Came, case_in};

pub use book::{DAYS, Portfolio, Saved, Summed, Told as BookTold, UnderWay};
pub use desk::{
    Column, Desk, Filter, PAGE, Place, Step, declared, least_known, row_id as row_id_of,
};
pub use policy::{Cut, Told as PolicyTold};
pub use standing::Standing;
pub use take_out::TakeOut;

use super::questions::asking::Asking;
use super::questions::returned::Returned;
use super::{Action, Case, Effect, Question, Shared, State};
use crate::route::Page;

/// The files on the bench, and what is looked at of them.
#[derive(Clone, Debug, Default)]
pub struct Bench {
    /// The institution's criteria.
    pub policy: Shared<Policy>,
    /// What they were before each change, the latest last.
    pub undo: Vec<Shared<Policy>>,
    /// What was undone, the latest last.
    pub redo: Vec<Shared<Policy>>,
    /// Whether the hash of the criteria was copied; none where nobody asked.
    pub copied: Option<bool>,
    /// What each file is called, by its number.
    pub names: Shared<Vec<String>>,
    /// What was made of each; none where it is not worked out yet.
    pub read: Shared<Vec<Option<Shared<Screened>>>>,
    /// Whether files are being worked out.
    pub reading: bool,
    /// Whether somebody stopped that.
    pub stopped: bool,
    /// How many times it was begun: what an earlier time brings comes too late.
    number: u32,
    /// Whether a worker broke down, so that each file is worked out by itself.
    careful: bool,
    /// What opens locked and sealed files.
    pub openers: Vec<Opener>,
    /// A key file that is locked itself: its name and bytes.
    pub key: Option<(String, Vec<u8>)>,
    /// Which time they are being held against each other and put in order; none where they are not.
    standing: Option<u32>,
    /// How many times that was begun.
    turn: u32,
    /// The files held against each other, and their queue.
    pub desk: Option<Shared<Desk>>,
    /// The places of the queue that are shown, in their order.
    pub shown: Shared<Vec<usize>>,
    /// What is looked at.
    pub looking: Looking,
    /// All of them together, and what is kept of them.
    pub book: Portfolio,
    /// The case of the applicant that is looked at, by its number, or why there is none.
    pub case: Option<(usize, Result<Shared<Case>, Finding>)>,
    /// What is asked of applicants, by the number of the file.
    pub asking: BTreeMap<usize, Asking>,
    /// Why nothing can be asked of the one that is looked at.
    pub unasked: Option<Vec<Finding>>,
    /// A file beside an earlier one of the same firm.
    pub returned: Option<Returned>,
}

/// What is looked at of the queue and of the intake.
#[derive(Clone, Debug, PartialEq)]
pub struct Looking {
    /// What is searched for.
    pub search: String,
    /// What is chosen of each filter.
    pub filters: BTreeMap<Filter, String>,
    /// The column it is sorted by, and whether the other way round; none for the queue's order.
    pub sort: Option<(Column, bool)>,
    /// The columns that are left out.
    pub hidden: BTreeSet<Column>,
    /// The row that the keys are at.
    pub at: usize,
    /// The only state of the intake that is listed.
    pub intake: Option<Came>,
    /// The page of the intake.
    pub intake_page: usize,
    /// What is on its way to paper, all of it.
    pub on_paper: Option<Paper>,
    /// Whether a card of the queue, where it is narrow, shows every column that is chosen.
    pub whole_cards: bool,
}

/// At first, as many columns as find room.
impl Default for Looking {
    fn default() -> Self {
        Self {
            search: String::new(),
            filters: BTreeMap::new(),
            sort: None,
            hidden: BTreeSet::from([Column::Size, Column::Gap, Column::Declared]),
            at: 0,
            intake: None,
            intake_page: 0,
            on_paper: None,
            whole_cards: false,
        }
    }
}

/// What goes to paper by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The queue as it is shown.
    Queue,
    /// The intake report.
    Intake,
}

/// Files to be worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Which time it is.
    pub number: u32,
    /// What is done with the files.
    pub purpose: Purpose,
    /// The files.
    pub files: Vec<Handed>,
    /// The criteria, as a file.
    pub policy: Shared<Vec<u8>>,
    /// What opens locked and sealed files.
    pub openers: Vec<Opener>,
    /// What was noted about the files, as a file, where it goes into an archive with them.
    pub reviews: Vec<u8>,
}

/// A file that is handed to a worker.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// Its number.
    pub number: usize,
    /// What it is called.
    pub name: String,
    /// What it weighs where files are added up.
    pub weight: u64,
    /// What was made of it, where it goes into an archive with that.
    pub screened: Option<Shared<Screened>>,
}

/// In place of a number: the archive that is to be checked.
pub const ARCHIVE_NUMBER: usize = usize::MAX;

/// What must follow.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Have files worked out, added up, or put into an archive.
    WorkOut(Box<Work>),
    /// Go on putting files in order, once the page has had its turn.
    GoOn(Standing),
    /// Stop that.
    Stop,
    /// Forget every file.
    Forget,
    /// Fetch the bytes of one, opened with these.
    Fetch(usize, Vec<Opener>),
    /// Put the focus on an element, by its id.
    Focus(String),
    /// Copy a text.
    Copy(String),
    /// Save notes and judgements to a file, and tell whether that went well.
    SaveReviews(String, Shared<Reviews>),
    /// Print once all is drawn, and tell when that is over.
    Print,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Told {
    /// Files were brought; the browser has them, in this order.
    Brought(Vec<String>),
    /// Some were worked out: which time, each with its number.
    WorkedOut(u32, Vec<(usize, Shared<Screened>)>),
    /// Files are to be put in order further.
    WentOn(Standing),
    /// Something else was heard of files: which time, and what.
    Heard(u32, News),
    /// The archive was made: which time, and its bytes.
    ArchiveMade(u32, Vec<u8>),
    /// Something about all of them together, or about what is kept.
    Book(BookTold),
    /// A worker broke down: which time, at which file where that is known, and how.
    Broke(u32, Option<usize>, Finding),
    /// The working-out is to stop.
    StopAsked,
    /// It is to go on.
    ResumeAsked,
    /// Every file is to be forgotten.
    ClearAsked,
    /// A file with a secret key was chosen, or could not be read.
    KeyRead(String, Result<Vec<u8>, Finding>),
    /// A passphrase was given: for the key file, where one waits, or for locked files.
    PassphraseGiven(Passphrase),
    /// Keys and passphrases are to be forgotten.
    SecretsDropped,
    /// Something about the criteria.
    Policy(PolicyTold),
    /// Something was searched for.
    Searched(String),
    /// Something was chosen of a filter; nothing where it is empty.
    Filtered(Filter, String),
    /// Everything is to be shown.
    AllAsked,
    /// It is to be sorted by a column, perhaps the other way round; none for the queue's order.
    SortedBy(Option<(Column, bool)>),
    /// A column is to be shown, or not.
    ColumnSwitched(Column, bool),
    /// The keys moved to another row.
    Moved(Step),
    /// A row got the focus.
    Reached(usize),
    /// The search is to be written into.
    SearchAsked,
    /// The applicant before the one that is looked at, or the one after it.
    TurnedTo {
        /// Whether it is the one after.
        next: bool,
    },
    /// Only this state of the intake is to be listed.
    IntakeChosen(Option<Came>),
    /// Another page of the intake.
    IntakePage(usize),
    /// Something is to be printed, all of it.
    PaperAsked(Paper),
    /// Cards are to show every column, or only the first ones.
    CardsSwitched(bool),
    /// That was printed.
    PaperDone,
    /// Something is to be taken out.
    TakenOut(TakeOut),
    /// The bytes of an applicant's file were fetched.
    Fetched(usize, Result<Vec<u8>, Finding>),
    /// A text was copied, or could not be.
    Copied(bool),
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Bench(told)
    }
}

impl Bench {
    /// Whether files are being held against each other and put in order.
    #[must_use]
    pub fn is_standing(&self) -> bool {
        self.standing.is_some()
    }

    /// How many files were worked out.
    #[must_use]
    pub fn done(&self) -> usize {
        self.read.iter().flatten().count()
    }

    /// How many are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.names.len() - self.done()
    }

    /// Whether something would be lost with the page.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.names.is_empty()
    }

    /// How many files of each state there are, of those that were worked out.
    #[must_use]
    pub fn states(&self) -> BTreeMap<Came, usize> {
        let mut counts = BTreeMap::new();
        let mut count = |one: &Screened| *counts.entry(one.state()).or_insert(0) += 1;
        match &self.desk {
            Some(desk) => desk.files.iter().for_each(|(_, one)| count(one)),
            None => self.read.iter().flatten().for_each(|one| count(one)),
        }
        counts
    }

    /// The applicant with this number.
    #[must_use]
    pub fn applicant(&self, number: usize) -> Option<&Shared<Screened>> {
        let mut files = self.desk.as_ref()?.files.iter();
        files
            .find(|(other, _)| *other == number)
            .map(|(_, screened)| screened)
    }

    /// The applicants before and after this one, in the order that is shown.
    #[must_use]
    pub fn neighbours(&self, number: usize) -> [Option<usize>; 2] {
        let Some(desk) = &self.desk else {
            return [None; 2];
        };
        let of = |at: Option<usize>| {
            let place = self.shown.get(at?)?;
            desk.queue.get(*place).map(|place| place.number)
        };
        let mut shown = 0..self.shown.len();
        let at = shown.find(|at| of(Some(*at)) == Some(number));
        match at {
            Some(at) => [of(at.checked_sub(1)), of(at.checked_add(1))],
            None => [None; 2],
        }
    }

    /// What was made of the files is worth nothing any more.
    fn forget_results(&mut self) {
        self.read = Shared::new(vec![None; self.names.len()]);
        self.unstand();
        self.book.forget();
        self.case = None;
        self.stopped = false;
        self.careful = false;
    }

    /// Has what is left worked out.
    fn work_out(&mut self) -> Vec<Effect> {
        let names = self.names.iter().cloned().enumerate();
        let is_left = |(number, _): &(usize, String)| self.read.get(*number) == Some(&None);
        let handed = |(number, name)| Handed {
            number,
            name,
            weight: 0,
            screened: None,
        };
        let files: Vec<Handed> = names.filter(is_left).map(handed).collect();
        if files.is_empty() {
            return Vec::new();
        }
        self.book.forget();
        self.unstand();
        self.number = self.number.wrapping_add(1);
        (self.reading, self.stopped) = (true, false);
        vec![Effect::Bench(Task::WorkOut(Box::new(Work {
            number: self.number,
            purpose: Purpose::Screen {
                singly: self.careful,
            },
            files,
            policy: Shared::new(self.policy.write()),
            openers: self.openers.clone(),
            reviews: Vec::new(),
        })))]
    }

    /// Takes in what was made of files.
    fn take(&mut self, files: Vec<(usize, Shared<Screened>)>) {
        let mut read = (*self.read).clone();
        for (number, screened) in files {
            if let Some(place) = read.get_mut(number) {
                *place = Some(screened);
            }
        }
        self.read = Shared::new(read);
    }

    /// The files stand in no order any more.
    fn unstand(&mut self) {
        (self.desk, self.standing) = (None, None);
        self.turn = self.turn.wrapping_add(1);
    }
}

impl State {
    /// Takes in what happened.
    pub(super) fn bench_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Brought(names) => self.files_came(names),
            Told::WorkedOut(number, files) if number == self.bench.number => {
                self.bench.take(files);
                self.go_on_or_stand()
            }
            Told::Broke(number, at, finding) if number == self.bench.number => {
                if self.bench.reading {
                    self.worker_broke(at, finding)
                } else {
                    self.book_broke(finding)
                }
            }
            Told::WorkedOut(..) | Told::Broke(..) => Vec::new(),
            Told::WentOn(standing) => self.stand_on(standing),
            Told::Heard(number, news) => self.book_heard(number, news),
            Told::ArchiveMade(number, bytes) => self.archive_made(number, bytes),
            Told::Book(told) => self.book_told(told),
            Told::StopAsked => {
                if !self.bench.reading {
                    return Vec::new();
                }
                self.bench.stopped = true;
                self.stop_bench();
                let mut effects = vec![Effect::Bench(Task::Stop)];
                effects.extend(self.stand());
                effects
            }
            Told::ResumeAsked => self.bench.work_out(),
            Told::ClearAsked => {
                self.question = Some(Question::ClearBench);
                Vec::new()
            }
            Told::SearchAsked => vec![Effect::Bench(Task::Focus(SEARCH.to_owned()))],
            Told::TurnedTo { next } => self.turn_to(next),
            Told::KeyRead(name, bytes) => self.bench_key(name, bytes),
            Told::PassphraseGiven(passphrase) => {
                let opener = match self.bench.key.take() {
                    Some((_, file)) => Opener::KeyFile(file, Some(passphrase)),
                    None => Opener::Passphrase(passphrase),
                };
                self.opener_given(opener)
            }
            Told::SecretsDropped => {
                self.bench.openers.clear();
                self.bench.key = None;
                Vec::new()
            }
            Told::Policy(told) => self.policy_told(told),
            Told::TakenOut(what) => self.take_out_of_bench(what),
            Told::Fetched(number, bytes) => {
                let effects = self.row_fetched(number, &bytes);
                self.applicant_fetched(number, bytes);
                effects
            }
            Told::Copied(copied) => {
                self.bench.copied = Some(copied);
                Vec::new()
            }
            looked => self.bench_looked(looked),
        }
    }

    /// Every file is forgotten, and what opened them.
    pub(super) fn clear_bench(&mut self) -> Vec<Effect> {
        self.stop_bench();
        let bench = std::mem::take(&mut self.bench);
        // The criteria were not in the files, and the time goes on.
        self.bench.policy = bench.policy;
        (self.bench.undo, self.bench.redo) = (bench.undo, bench.redo);
        self.bench.number = bench.number;
        self.clear_reviews();
        vec![Effect::Bench(Task::Forget), Effect::FocusHeading]
    }

    /// Files are put behind those that are there. Names that are there already are told apart,
    /// since nothing says that the files are the same.
    fn files_came(&mut self, came: Vec<String>) -> Vec<Effect> {
        let mut names = (*self.bench.names).clone();
        let mut taken: BTreeSet<String> = names.iter().cloned().collect();
        for name in came {
            let mut own = name.clone();
            let mut count = 2;
            while !taken.insert(own.clone()) {
                own = format!("{name} ({count})");
                count += 1;
            }
            names.push(own);
        }
        let mut read = (*self.bench.read).clone();
        read.resize(names.len(), None);
        self.bench.names = Shared::new(names);
        self.bench.read = Shared::new(read);
        self.bench.unstand();
        self.bench.book.forget();
        self.unsay_bench();
        self.bench.work_out()
    }

    fn unsay_bench(&mut self) {
        let said = ["notice.key_refused", "notice.bench_broke"];
        self.notices.retain(|notice| !said.contains(&notice.key));
    }

    fn go_on_or_stand(&mut self) -> Vec<Effect> {
        if self.bench.reading && self.bench.left() == 0 {
            self.stop_bench();
            let mut effects = vec![Effect::Bench(Task::Stop)];
            effects.extend(self.stand());
            return effects;
        }
        Vec::new()
    }

    /// What is on its way comes too late.
    fn stop_bench(&mut self) {
        self.bench.reading = false;
        self.bench.number = self.bench.number.wrapping_add(1);
    }

    /// Everything that was worked out is held against each other and put in order.
    fn stand(&mut self) -> Vec<Effect> {
        let bench = &mut self.bench;
        bench.unstand();
        bench.standing = Some(bench.turn);
        let standing = Standing::new(bench.turn, &bench.read);
        self.stand_on(standing)
    }

    /// The next slice of that. Once all stand in order, an applicant's page that was open meanwhile
    /// wants its case.
    fn stand_on(&mut self, mut standing: Standing) -> Vec<Effect> {
        if self.bench.standing != Some(standing.turn) {
            return Vec::new();
        }
        let Some(desk) = standing.slice(&self.bench.policy) else {
            return vec![Effect::Bench(Task::GoOn(standing))];
        };
        self.bench.desk = Some(Shared::new(desk));
        self.bench.standing = None;
        self.look_through();
        let next = self.fetch_applicant().or_else(|| self.add_up_if_seen());
        next.into_iter().collect()
    }

    /// The first time, all that is left is tried again, each file by itself; then it is known
    /// which file it is, and that one is refused.
    fn worker_broke(&mut self, at: Option<usize>, finding: Finding) -> Vec<Effect> {
        let Some(at) = at else {
            // There is no worker at all: it is said, and everything else is as it was.
            self.stop_bench();
            self.bench.stopped = true;
            let mut effects = self.refuse("notice.bench_broke", "", vec![finding]);
            effects.push(Effect::Bench(Task::Stop));
            effects.extend(self.stand());
            return effects;
        };
        if self.bench.careful {
            let name = self.bench.names.get(at).cloned().unwrap_or_default();
            let screened = Screened::unread(&name, self.pack, &self.bench.policy, finding);
            self.bench.take(vec![(at, Shared::new(screened))]);
            if self.bench.left() == 0 {
                return self.go_on_or_stand();
            }
        }
        self.bench.careful = true;
        self.bench.work_out()
    }

    fn bench_key(&mut self, name: String, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        self.unsay_bench();
        self.bench.key = None;
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(finding) => return self.refuse("notice.key_refused", &name, vec![finding]),
        };
        match kind_of(&bytes) {
            Some(Locked::Passphrase) => {
                self.bench.key = Some((name, bytes));
                Vec::new()
            }
            Some(Locked::ToKeys) => {
                let finding = Finding::new(Code::NotASecretKey, "");
                self.refuse("notice.key_refused", &name, vec![finding])
            }
            None => {
                let is_secret = bytes.windows(PREFIX.len()).any(|part| part == PREFIX);
                if is_secret {
                    return self.opener_given(Opener::KeyFile(bytes, None));
                }
                let finding = match Recipient::read(&bytes) {
                    Ok(_) => Finding::new(Code::NotASecretKey, ""),
                    Err(finding) => finding,
                };
                self.refuse("notice.key_refused", &name, vec![finding])
            }
        }
    }

    /// What is closed is tried again.
    fn opener_given(&mut self, opener: Opener) -> Vec<Effect> {
        self.unsay_bench();
        if !self.bench.openers.contains(&opener) {
            self.bench.openers.push(opener);
        }
        let mut read = (*self.bench.read).clone();
        let closed = |one: &Shared<Screened>| matches!(one.state(), Came::Locked | Came::Sealed);
        for place in &mut read {
            if place.as_ref().is_some_and(closed) {
                *place = None;
            }
        }
        self.bench.read = Shared::new(read);
        if self.bench.left() == 0 {
            return Vec::new();
        }
        self.bench.work_out()
    }

    /// The case behind the applicant that is looked at, for its receipt.
    fn applicant_fetched(&mut self, number: usize, bytes: Result<Vec<u8>, Finding>) {
        if self.fetched_for_questions(number, &bytes) {
            return;
        }
        if self.page.applicant() != Some(number) {
            return;
        }
        let read = bytes.clone().ok();
        let pack: &'static Pack = self.pack;
        let gone = || Finding::new(Code::UnreadableFile, "");
        let case = bytes.and_then(|bytes| case_in(pack, &bytes).ok_or_else(gone));
        let case = case.map(|case| Shared::new(Case::of(pack, String::new(), case)));
        self.bench.case = Some((number, case));
        self.review_fetched(number, read.as_deref());
    }

    fn turn_to(&self, next: bool) -> Vec<Effect> {
        let Page::Applicant(number) = self.page else {
            return Vec::new();
        };
        let [before, after] = self.bench.neighbours(number);
        let to = if next { after } else { before };
        let to = to.map(|number| Effect::GoTo(Page::Applicant(number)));
        to.into_iter().collect()
    }

    /// What follows where another page was gone to.
    pub(super) fn bench_went(&mut self) -> Vec<Effect> {
        self.bench.copied = None;
        self.bench.looking.on_paper = None;
        let mut effects = Vec::new();
        let on_bench =
            matches!(self.page, Page::Bench | Page::Portfolio) || self.page.applicant().is_some();
        let bench = &self.bench;
        if on_bench && !bench.reading && !bench.stopped && bench.left() > 0 {
            effects.extend(self.bench.work_out());
        }
        effects.extend(self.fetch_applicant());
        effects.extend(self.add_up_if_seen());
        if self.page == Page::Bench && self.bench.looking.at > 0 && self.bench.desk.is_some() {
            // Back from an applicant, one goes on where one was.
            effects.push(Effect::Bench(Task::Focus(row_id_of(self.bench.looking.at))));
        }
        effects
    }

    /// The receipt of an applicant needs its case.
    fn fetch_applicant(&mut self) -> Option<Effect> {
        self.bench.case = None;
        let number = self.page.applicant()?;
        let screened = self.bench.applicant(number)?;
        if !screened.told().state.is_read() {
            return None;
        }
        let at = self.bench.shown.iter().position(|place| {
            let desk = self.bench.desk.as_ref();
            desk.and_then(|desk| desk.queue.get(*place))
                .map(|it| it.number)
                == Some(number)
        });
        if let Some(at) = at {
            self.bench.looking.at = at;
        }
        let openers = self.bench.openers.clone();
        Some(Effect::Bench(Task::Fetch(number, openers)))
    }
}

/// The id of the search on the page.
pub const SEARCH: &str = "bench-search";

/// How a secret key begins.
const PREFIX: &[u8] = b"AGE-SECRET-KEY-";

#[cfg(test)]
pub(crate) mod tests;
