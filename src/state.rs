//! What the app knows, what can happen, and what must follow. It decides; `effects` acts.
//!
//! Plain Rust: no yew, no browser, tested natively. The ground truth is the assessment; the
//! rest is derived at once after every change and never stored.

pub mod after;
pub mod bench;
mod derived;
pub mod dossier;
pub mod edition;
pub mod handin;
pub mod history;
pub mod kits;
pub mod ledger;
pub mod locks;
pub mod parts;
pub mod plan;
pub mod questions;
pub mod review;
pub mod room;
pub mod scenario;
pub mod seat;
pub mod shelf;
pub mod tables;
pub mod take_out;
mod unit;
mod update;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

pub use derived::{Derived, Progress, Stage, months_between, quick_minutes};
use sonae_engine::assessment::{Assessment, Contradiction, Edit, Imported, Rescued};
use sonae_engine::content::{Id, Language, OwnFile, Pack, TableName};
use sonae_engine::finding::Finding;
use sonae_engine::ledger::Options;
use sonae_engine::ledger::names::Suggestion;
use sonae_engine::report::sheets::Sheet;
use sonae_engine::request::{Readings, Request};
use sonae_engine::score::Score;
use sonae_engine::table::Country;
use sonae_engine::workshop::room::Room;
pub use unit::MoneyUnit;
#[cfg(test)]
mod strays;
#[cfg(test)]
pub(crate) use update::tests;

use crate::route::Page;
use crate::state::after::After;
use crate::state::bench::{Bench, Task, Told as BenchTold};
use crate::state::dossier::{Handed, Handing, Told as DossierTold, Way};
use crate::state::edition::Running;
use crate::state::handin::HandIn;
use crate::state::history::LookBack;
use crate::state::kits::Kits;
use crate::state::ledger::{Brought, LedgerBytes, LedgerImport};
use crate::state::locks::{Locks, Told as LocksTold};
use crate::state::plan::{Planning, Told};
use crate::state::questions::Questions;
use crate::state::review::{Reviewing, Told as ReviewTold};
use crate::state::room::{Leading, Task as RoomTask};
use crate::state::scenario::{Looking, Turn};
use crate::state::seat::Seating;
use crate::state::shelf::{
    Entry, Fetched, FileCopy, Hold, Moment, Purpose, Remains, Told as ShelfTold, Typed,
};
use crate::state::take_out::TakeOut;
use crate::words::Words;

/// A value that is passed down and compared by where it stands, not by what it holds.
#[derive(Debug)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// A value to pass down.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: AsRef<[u8]>> AsRef<[u8]> for Shared<T> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().as_ref()
    }
}

/// What the app knows.
#[derive(Clone, Debug)]
pub struct State {
    /// What is asked and weighed.
    pub pack: &'static Pack,
    /// The language of everything on the screen.
    pub language: Language,
    /// The page that is shown.
    pub page: Page,
    /// The assessment that is open.
    pub case: Option<Case>,
    /// What a field holds that could not be taken, by the field's name: it stays as it was typed.
    pub drafts: BTreeMap<String, Draft>,
    /// What could not be read when the person asked to go on, so that the page lists what is
    /// wrong; none before.
    pub checked: Option<BTreeMap<String, Draft>>,
    /// The unit of a money field, by its question, where it is not the usual one.
    pub units: BTreeMap<Id, MoneyUnit>,
    /// What the person should know, the latest last.
    pub notices: Vec<Notice>,
    /// The page the app itself goes to next: what was just said goes along.
    pub sent_to: Option<Page>,
    /// The page on which something on the shelf was asked for that is not fetched yet.
    opened_from: Option<Page>,
    /// Where the assessment is.
    pub kept: Keeping,
    /// The assessments this browser keeps, the one changed last first.
    pub shelf: Vec<Entry>,
    /// Earlier versions of the open one, the latest first, as far as they were asked for.
    pub versions: Vec<Moment>,
    /// What the browser still held after everything was wiped.
    pub remains: Option<Remains>,
    /// What the next assessment is kept under comes after it.
    pub next_key: u64,
    /// What can be read of a damaged file, by its name, until another was tried.
    pub rescued: Option<(String, Rescued)>,
    /// What was read from a file or pasted, and waits for a yes.
    pub import: Option<Import>,
    /// Ledgers that were brought and wait to be taken.
    pub ledger: Option<LedgerImport>,
    /// How many times ledgers were read: an answer to an earlier time comes too late.
    pub ledger_number: u32,
    /// What is tried out for the purchases of unknown origin.
    pub what_if: WhatIf,
    /// The rows chosen as those that matter, where somebody chose.
    pub chosen: Option<BTreeSet<usize>>,
    /// What is looked at among the scenarios.
    pub scenarios: Looking,
    /// What is looked at beside the plan.
    pub planning: Planning,
    /// What is locked, sealed or opened.
    pub locks: Locks,
    /// What is looked at of the dossier.
    pub handing: Handing,
    /// What is looked at beside the results of earlier days.
    pub back: LookBack,
    /// The themes chosen for the next part: module and theme.
    pub sending: BTreeSet<(Id, Id)>,
    /// The lender's bench.
    pub bench: Bench,
    /// What is noted there, and looked at of one applicant.
    pub reviewing: Reviewing,
    /// Questions of an institution to this firm.
    pub questions: Questions,
    /// What is looked at among the kits of a workshop.
    pub kits: Kits,
    /// The room of a workshop that is led here, or shown.
    pub leading: Leading,
    /// What a team hands in, and a trainer collects.
    pub hand_in: HandIn,
    /// What is looked at after a workshop.
    pub after: After,
    /// What is typed at a team's seat.
    pub seating: Seating,
    /// What waits for a yes because it takes something away.
    pub question: Option<Question>,
    /// Now, by the minute.
    pub now: Moment,
    /// Today, `YYYY-MM-DD`; empty until the clock was read.
    pub today: String,
    /// Requests since the page was loaded, by the browser's own records.
    pub requests: usize,
    /// The release that runs here.
    pub running: Running,
    /// Whether the later part of the app is there.
    pub later: Arrival,
    /// What happened and waits for it, in order.
    pub waiting: Vec<Action>,
}

/// Whether what is fetched behind the first page is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is on its way.
    Coming,
    /// It is there.
    Here,
    /// It could not be fetched.
    Missing,
}

/// So much of what is of unknown origin, tried out as coming from one country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The country; none for one that is not in the table yet.
    pub country: Option<Country>,
    /// Per cent, 0 to 100.
    pub percent: u8,
}

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            country: None,
            percent: 50,
        }
    }
}

/// An open assessment.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is kept under; empty where it is only looked at.
    pub key: String,
    /// The ground truth.
    pub assessment: Shared<Assessment>,
    /// What follows from it.
    pub derived: Shared<Derived>,
    /// What it was before each change, the latest last.
    pub undo: Vec<Shared<Assessment>>,
    /// What was undone, the latest last.
    pub redo: Vec<Shared<Assessment>>,
    /// Whether it changed since it was last saved to a file.
    pub unsaved: bool,
    /// The file it was saved to last.
    pub copy: Option<FileCopy>,
    /// When it came onto the shelf.
    pub begun: Moment,
    /// What of it may be done here.
    pub hold: Hold,
    /// As it was written to the browser's storage last.
    pub kept: Option<Shared<Assessment>>,
    /// The present one, while an earlier version is looked at.
    pub present: Option<Shared<Assessment>>,
}

/// What was typed into a field and could not be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// As it was typed.
    pub typed: String,
    /// Why it could not be taken.
    pub finding: Finding,
}

/// Something the person should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What kind of news it is.
    pub kind: NoticeKind,
    /// The key of its heading in the words.
    pub key: &'static str,
    /// What fills the places of the heading.
    pub arguments: Vec<(&'static str, String)>,
    /// The single reasons, where there are any.
    pub findings: Vec<Finding>,
}

/// The kinds of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something needs care.
    Caution,
    /// Something could not be done.
    Error,
}

/// Where the assessment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// There is none yet.
    Nothing,
    /// In this browser, since the time of day.
    Here {
        /// `HH:MM`.
        at: String,
    },
    /// The browser refused to keep it: only this open page holds it.
    Refused,
}

/// What was read and waits for a yes.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The file's name, or none for a pasted range.
    pub name: Option<String>,
    /// The table it is meant for.
    pub table: TableName,
    /// What was understood.
    pub imported: Imported,
}

/// What waits for a yes because it takes something away.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// To open something else while an assessment is open; of a file, how it differs.
    Replace(Replacement, Option<Differs>),
    /// To wipe everything from this browser.
    Wipe,
    /// To remove one assessment, by its key.
    Remove(String),
    /// To forget the files on the lender's bench.
    ClearBench,
    /// To lead this room in the place of the one that is led.
    Room(Box<Room>),
}

/// By how much a file differs from what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differs {
    /// Answers, those about the firm among them.
    pub answers: usize,
    /// Rows of the tables that came, went or changed.
    pub rows: usize,
}

/// What takes the place of the open assessment.
#[derive(Clone, Debug, PartialEq)]
pub enum Replacement {
    /// An empty one.
    New,
    /// A fictional firm.
    Firm(Id),
    /// A kit's firm with a team's seat at it.
    Seat(Box<Assessment>),
    /// The open one for another year.
    Forward,
    /// One from a file.
    File {
        /// The file's name.
        name: String,
        /// What is in it.
        assessment: Box<Assessment>,
        /// What should be known about it.
        notices: Vec<Finding>,
        /// How much of the file it is.
        opening: Opening,
    },
}

/// How much of a file was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// All of it.
    Whole,
    /// What could be rescued: it stands in no file yet.
    Rescued,
    /// What is understood of a newer version: only to be looked at.
    Newer,
}

impl Notice {
    /// What can be read of the file it speaks of can be opened.
    pub const DAMAGED: [&'static str; 2] = ["notice.file_damaged", "notice.kept_damaged"];
}

/// What the browser knows when the app starts.
#[derive(Clone, Debug)]
pub struct Start {
    /// What it keeps, or why it keeps nothing.
    pub shelf: Result<Vec<Entry>, Refusal>,
    /// The assessment that was open in this tab, or else was changed last.
    pub open: Option<Fetched>,
    /// The one assessment an earlier build kept, as a file.
    pub before: Option<Vec<u8>>,
    /// How far somebody came in the courses, as it was kept.
    pub courses: Option<String>,
    /// Kits of one's own, as they were kept.
    pub kits: Vec<OwnFile>,
    /// The room that was led here, as it was kept.
    pub room: Option<Vec<u8>>,
    /// The language the person chose before, or the browser speaks.
    pub language: Language,
    /// This moment.
    pub now: Moment,
    /// A number nobody can foretell, from which keys are counted.
    pub seed: u64,
}

impl Start {
    /// Whether there is something to open, or to go on with.
    fn keeps_something(&self) -> bool {
        self.open.is_some()
            || self.before.is_some()
            || self.courses.is_some()
            || !self.kits.is_empty()
            || self.room.is_some()
    }
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Action {
    /// The app started.
    Started(Box<Start>),
    /// The later part of the app is there, or could not be fetched.
    LaterCame(bool),
    /// The address changed.
    Went(Page),
    /// The person is done with a page, and this one would follow.
    NextAsked(Page),
    /// A language was chosen.
    LanguageChosen(Language),
    /// Another assessment was asked for; asks first where one is open.
    ReplacementAsked(Replacement),
    /// Everything was asked to be wiped; asks first.
    WipeAsked,
    /// What waited for a yes got it.
    Agreed,
    /// What waited for a yes got a no.
    Declined,
    /// The assessment was changed.
    Edited(Edit),
    /// Something was typed that could not be taken: the field's name, what was typed, why.
    Mistyped(String, String, Finding),
    /// A field was corrected or emptied, so its draft goes.
    DraftDropped(String),
    /// Another unit was chosen for a money field of the profile: its bare number is read anew.
    UnitChosen(Id, MoneyUnit),
    /// The last change was taken back.
    Undone,
    /// The change taken back was made again.
    Redone,
    /// A file with an assessment was read, or could not be.
    CaseRead {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: Result<Vec<u8>, Finding>,
    },
    /// What can be read of a damaged file was asked for, as a new case.
    RescueAsked,
    /// Something was typed or chosen in a cell of a table.
    CellTyped {
        /// The table.
        table: TableName,
        /// The index of the row.
        row: usize,
        /// The key of the column.
        column: Id,
        /// As it was typed; the key of what was chosen.
        typed: String,
    },
    /// A range was pasted into a table.
    RangePasted {
        /// The table.
        table: TableName,
        /// The index of the first row.
        row: usize,
        /// The key of the first column.
        column: Id,
        /// The text.
        text: String,
    },
    /// A file to show what a table may look like was asked for.
    ExampleAsked(TableName),
    /// A text with rows was read or pasted, or could not be.
    TableRead {
        /// The table it is meant for.
        table: TableName,
        /// The file's name, or none for a pasted range.
        name: Option<String>,
        /// The text.
        text: Result<String, Finding>,
    },
    /// The rows shown are to be taken: behind the others, or in their place.
    ImportTaken {
        /// Whether they take the place of the others.
        replace: bool,
    },
    /// The rows shown are not to be taken.
    ImportDropped,
    /// Files for the supplier table were chosen, dropped or pasted.
    FilesBrought(Vec<Brought>),
    /// How far the reading of ledgers is: which reading, 0 to 1.
    LedgerProgressed(u32, f64),
    /// Ledgers were read, or the reading failed: which reading, what was understood.
    LedgersRead(u32, Result<Shared<Readings>, Finding>),
    /// Which names of the ledgers may be one company: which reading, the suggestions.
    LikeNamesFound(u32, Vec<Suggestion>),
    /// A ledger is to be read another way: which file, how.
    LedgerOptionsChosen(usize, Options),
    /// One of the files is not to be taken.
    LedgerFileDropped(usize),
    /// Suggestions were accepted, or taken back.
    SuggestionsAnswered(Vec<usize>, bool),
    /// The amounts are to be turned into those of a year, or not.
    LedgerYearly(bool),
    /// The ledgers are to be taken: behind the other rows, or in their place.
    LedgerTaken {
        /// Whether they take the place of the others.
        replace: bool,
    },
    /// The ledgers are not to be taken, or reading them is to stop.
    LedgerDropped,
    /// Tables were asked for as files.
    TakenOut(TakeOut),
    /// A workbook was made, or could not be: its name, its bytes.
    WorkbookMade(String, Result<Vec<u8>, Finding>),
    /// Another country was chosen to try out.
    WhatIfCountry(Option<Country>),
    /// Another share was chosen to try out, per cent.
    WhatIfShare(u8),
    /// A row was chosen as one that matters, or no longer.
    MatterSwitched(usize, bool),
    /// No sales stop without any of the rows that were not chosen.
    OthersStopNothing,
    /// Something was done among the scenarios.
    Scenario(Turn),
    /// Something happened on the page of the plan.
    Plan(Told),
    /// Something is to be locked, sealed or opened.
    Locks(LocksTold),
    /// Something happened on the page of the dossier.
    Dossier(DossierTold),
    /// Something became known of the release that runs here.
    Edition(edition::Told),
    /// Something happened on the page of the history.
    History(history::Told),
    /// Something happened on the page of the parts.
    Parts(parts::Told),
    /// Something happened on the lender's bench.
    Bench(BenchTold),
    /// Something happened with one applicant on it.
    Review(Box<ReviewTold>),
    /// Something happened to questions back.
    Questions(questions::Told),
    /// Something happened among the kits of a workshop.
    Kits(kits::Told),
    /// Something happened in a room that is led.
    Room(room::Told),
    /// Something happened where a team hands in, or a trainer collects.
    HandIn(handin::Told),
    /// Something happened after a workshop.
    After(after::Told),
    /// Something happened at a team's seat.
    Seat(seat::Told),
    /// The assessment was asked to be saved to a file.
    SaveAsked,
    /// The figures were asked to be saved to a file, as the command line would write them.
    FiguresAsked,
    /// The report was asked to be printed.
    PrintAsked,
    /// Something happened on the shelf.
    Shelf(Box<ShelfTold>),
    /// A notice was put away.
    NoticeDismissed(usize),
}

/// The browser refused to keep something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is full.
    Full,
    /// It is forbidden here.
    Forbidden,
}

/// What must follow.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep an assessment in the browser, under the entry's key.
    Keep(Box<Entry>, Shared<Assessment>),
    /// Keep what is known of it only.
    KeepEntry(Box<Entry>),
    /// Fetch what is kept under a key.
    Fetch(Purpose, String),
    /// Find out whether the browser keeps anything.
    TryShelf,
    /// Tell what stands on the shelf.
    ListShelf,
    /// Remove an assessment and its versions.
    Remove(String),
    /// Let no other tab write it: it was made here.
    Hold(String),
    /// Tell once this tab may write it.
    AwaitHold(String),
    /// Have the tab that writes it let it go, and take it.
    TakeOver(String),
    /// Let another tab write it.
    LetGo(String),
    /// Put back what was being typed when the page was gone.
    PutBack(Typed),
    /// Tell which earlier versions there are.
    ListVersions(String),
    /// Fetch one of them.
    FetchVersion(String, Moment),
    /// Remove everything of Sonae's from the browser, and tell what is left.
    Wipe,
    /// Remember the language.
    KeepLanguage(Language),
    /// Remember how far somebody came in the courses.
    KeepCourses(String),
    /// Something for kits of one's own.
    Kits(kits::own::Task),
    /// Something for a room that is led.
    Room(RoomTask),
    /// Something for handing in and collecting.
    HandIn(handin::Task),
    /// Go to a page, so that Back comes back here.
    GoTo(Page),
    /// Show the language, the title and the foot of printed pages to the browser.
    Announce {
        /// The language.
        language: Language,
        /// The title of the window: the page, never the firm.
        title: String,
        /// The foot of every printed page.
        foot: String,
    },
    /// Put the focus on the page's heading.
    FocusHeading,
    /// Put the focus on the summary of what is wrong.
    FocusErrors,
    /// Save bytes to a file.
    Save {
        /// A neutral file name.
        name: String,
        /// The content.
        bytes: Vec<u8>,
        /// The assessment that is in it, and what that is kept under.
        of: Option<(String, Shared<Assessment>)>,
    },
    /// Read the text of one of our own tables: for which table, the file's name, its bytes.
    ReadTable(TableName, Option<String>, Vec<u8>),
    /// Read ledgers: which reading, the bytes and how each is to be read.
    ReadLedgers(u32, Vec<LedgerBytes>),
    /// Make a workbook of this name of these sheets.
    WriteWorkbook(String, Vec<Sheet>),
    /// Have a file made of another, locked or opened: which asking, what, and the other.
    Make(u32, Box<Request>, Option<Shared<Vec<u8>>>),
    /// Tell the time, for a calendar.
    TellTime,
    /// Hand a dossier on, and tell whether it went out, with the entry for the log.
    HandOn(Way, Handed),
    /// Copy a text, to be put in elsewhere.
    Copy(String),
    /// Have what reads ledgers ready: it may be needed soon.
    PrepareReader,
    /// Stop reading, if anything is being read.
    StopReading,
    /// Tell which release runs here, and the hash of what runs.
    LookAtEdition,
    /// Go over to the release that is ready.
    UseUpdate,
    /// Something for the lender's bench.
    Bench(Task),
    /// Something for questions back.
    Questions(questions::Task),
    /// Print the page.
    Print,
    /// Tell, once nothing has moved for a moment, that the move of this number is over.
    RestSoon(u32),
}

impl Effect {
    /// Saves bytes that are no assessment's own file.
    pub(crate) fn save(name: String, bytes: Vec<u8>) -> Self {
        let of = None;
        Self::Save { name, bytes, of }
    }
}

impl State {
    /// The state before anything happened.
    #[must_use]
    pub fn new(pack: &'static Pack, page: Page) -> Self {
        Self {
            pack,
            language: Language::Ja,
            page,
            case: None,
            drafts: BTreeMap::new(),
            checked: None,
            units: BTreeMap::new(),
            notices: Vec::new(),
            sent_to: None,
            opened_from: None,
            kept: Keeping::Nothing,
            shelf: Vec::new(),
            versions: Vec::new(),
            remains: None,
            next_key: 0,
            rescued: None,
            import: None,
            ledger: None,
            ledger_number: 0,
            what_if: WhatIf::default(),
            chosen: None,
            scenarios: Looking::default(),
            planning: Planning::default(),
            locks: Locks::default(),
            handing: Handing::default(),
            back: LookBack::default(),
            sending: BTreeSet::new(),
            bench: Bench::default(),
            reviewing: Reviewing::default(),
            questions: Questions::default(),
            kits: Kits::default(),
            leading: Leading::default(),
            hand_in: HandIn::default(),
            after: After::default(),
            seating: Seating::default(),
            question: None,
            now: Moment::default(),
            today: String::new(),
            requests: 0,
            running: Running::default(),
            // Natively both parts are one.
            later: if cfg!(target_family = "wasm") {
                Arrival::Coming
            } else {
                Arrival::Here
            },
            waiting: Vec::new(),
        }
    }

    /// The unit a money field is in.
    #[must_use]
    pub fn unit(&self, question: &Id) -> MoneyUnit {
        self.units
            .get(question)
            .copied()
            .unwrap_or_else(|| MoneyUnit::usual(question))
    }

    /// The words in the chosen language.
    #[must_use]
    pub fn words(&self) -> Words {
        Words {
            language: self.language,
        }
    }
}

impl Case {
    fn of(pack: &'static Pack, key: String, assessment: Assessment) -> Self {
        let derived = Derived::of(pack, &assessment);
        Self {
            key,
            assessment: Shared::new(assessment),
            derived: Shared::new(derived),
            undo: Vec::new(),
            redo: Vec::new(),
            unsaved: true,
            copy: None,
            begun: Moment::default(),
            hold: Hold::Here,
            kept: None,
            present: None,
        }
    }

    /// The same case with another content.
    fn with(&self, pack: &'static Pack, assessment: Assessment) -> Self {
        let mut case = self.clone();
        case.derived = Shared::new(Derived::of(pack, &assessment));
        case.assessment = Shared::new(assessment);
        case
    }

    /// Its scores; without the industry there are none.
    pub fn score(&self, pack: &Pack) -> &Result<Score, Finding> {
        self.derived.score(pack, &self.assessment)
    }

    /// Its answers that do not go together.
    pub fn contradictions(&self, pack: &Pack) -> &[Contradiction] {
        self.derived.contradictions(pack, &self.assessment)
    }

    /// Whether it is in the browser's storage as it is now.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.kept.as_ref() == Some(&self.assessment)
    }
}

impl Case {
    /// Whether a question has an answer that is no mere estimate of the five-minute check.
    #[must_use]
    pub fn is_confirmed(&self, question: &Id) -> bool {
        self.assessment
            .answers
            .get(question)
            .is_some_and(|answer| answer.given.is_some() && !answer.estimate)
    }
}

impl Notice {
    fn new(kind: NoticeKind, key: &'static str) -> Self {
        Self {
            kind,
            key,
            arguments: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    fn because(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }
}
