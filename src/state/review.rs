//! One applicant on the lender's bench: notes, a judgement beside the class, scenarios with the
//! lender's own figures beside the applicant's, and the memo.
//!
//! Nothing here goes into an applicant's file: the lender's figures stand in a copy of the case.

mod memo;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::collections::BTreeMap;

pub use memo::{Block, Memo};
use sonae_engine::assessment::{Edit, Given, Run};
use sonae_engine::content::{Id, Pack};
use sonae_engine::finding::Finding;
use sonae_engine::measure::Number;
use sonae_engine::report::sheets::Value;
use sonae_engine::scenario::How;
use sonae_engine::screen::{Class, Judged, Outcome, Review, Reviews, Screened, outcomes_in};
use sonae_engine::table::Country;

use super::bench::Task;
use super::scenario::{Playing, Reported};
use super::shelf::{Told as ShelfTold, Written};
use super::{Action, Case, Effect, Notice, NoticeKind, Shared, State};

/// The ids of the fields of a judgement on the page.
pub const CLASS: &str = "judged-class";
/// Its reason.
pub const REASON: &str = "judged-reason";
/// Who says so.
pub const INITIALS: &str = "judged-initials";

/// What people note at the desk, and what is looked at of an applicant.
#[derive(Clone, Debug, Default)]
pub struct Reviewing {
    /// The notes and judgements of this sitting.
    pub reviews: Shared<Reviews>,
    /// As they were saved last.
    saved: Shared<Reviews>,
    /// A judgement that is not made yet.
    pub judging: Judging,
    /// The run that was chosen, by the hash of the file.
    chosen: BTreeMap<String, Run>,
    /// What comes of the run for the applicant that is looked at.
    seen: Option<Shared<Seen>>,
    /// What a dossier of the third level declares, by the number of its file.
    declared: Option<(usize, Vec<Outcome>)>,
    /// The rows of all memos, while they are worked out.
    pub collecting: Option<Collecting>,
}

/// A judgement that is not made yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judging {
    /// The class.
    pub class: Option<Class>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub initials: String,
    /// Whether somebody tried to make it, so that what is missing is said.
    pub tried: bool,
}

/// The rows of all memos, one file after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Collecting {
    /// The numbers of the files that are left, the next one last.
    left: Vec<usize>,
    /// The rows so far.
    rows: Vec<Vec<Value>>,
    /// How many there will be.
    pub all: usize,
}

/// A run for one applicant, with its own figures and with the lender's.
#[derive(Debug)]
pub struct Seen {
    case: Shared<Case>,
    beside: Option<Case>,
    chosen: Option<Run>,
    run: OnceCell<Option<Run>>,
    own: OnceCell<Option<Playing>>,
    with: OnceCell<Option<Playing>>,
}

/// What a person does with one applicant.
#[derive(Clone, Debug)]
pub enum Told {
    /// The note was written on.
    Noted(String),
    /// Another class was chosen, or none.
    ClassChosen(Option<Class>),
    /// The reason was written on.
    Reasoned(String),
    /// The initials were written on.
    Initialled(String),
    /// The judgement is to be made.
    JudgeAsked,
    /// It is to be taken back.
    JudgeTakenBack,
    /// Notes and judgements are to be saved to a file.
    SaveAsked,
    /// They were saved, or not.
    Saved(Written, Shared<Reviews>),
    /// A file with some was chosen, or could not be read.
    Read(String, Result<Vec<u8>, Finding>),
    /// A run was chosen.
    RunChosen(Run),
    /// The country it is about was chosen, or none.
    CountryChosen(Option<Country>),
    /// A figure of the lender's was said, or taken back.
    Figured(Id, Option<Number>),
    /// All of them were taken back.
    FiguresDropped,
    /// The memo is to be saved as a page of its own.
    PageAsked(Memo),
    /// The memo's row is to be saved as a workbook.
    RowAsked,
    /// The rows of all memos are to be saved as a workbook.
    RowsAsked,
    /// That is to stop.
    RowsStopped,
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Review(Box::new(told))
    }
}

impl Judging {
    /// The judgement, where nothing of it is missing.
    fn made(&self) -> Option<Judged> {
        let (reason, initials) = (self.reason.trim(), self.initials.trim());
        if reason.is_empty() || initials.is_empty() {
            return None;
        }
        Some(Judged {
            class: self.class?,
            reason: reason.to_owned(),
            initials: initials.to_owned(),
        })
    }

    /// The first field that is missing.
    fn missing(&self) -> &'static str {
        if self.class.is_none() {
            CLASS
        } else if self.reason.trim().is_empty() {
            REASON
        } else {
            INITIALS
        }
    }
}

impl Collecting {
    /// How many rows there are.
    #[must_use]
    pub fn done(&self) -> usize {
        self.rows.len()
    }
}

impl Seen {
    fn new(
        pack: &'static Pack,
        case: &Shared<Case>,
        chosen: Option<Run>,
        figures: &BTreeMap<String, Number>,
    ) -> Self {
        let beside = (!figures.is_empty()).then(|| {
            let mut copy = (*case.assessment).clone();
            for (id, number) in figures {
                let id = Id::from(id.as_str());
                copy.apply(Edit::Profiled(id, Some(Given::Number(*number))));
            }
            Case::of(pack, String::new(), copy)
        });
        Self {
            case: case.clone(),
            beside,
            chosen,
            run: OnceCell::new(),
            own: OnceCell::new(),
            with: OnceCell::new(),
        }
    }

    /// The run: the chosen one, or else the first that counts in the applicant's result, or else
    /// the worst that touches it.
    pub fn run(&self, pack: &Pack) -> Option<&Run> {
        let first = || {
            let reported = Reported::new(&self.case);
            reported.runs(pack).first().map(|one| one.run.clone())
        };
        let run = || self.chosen.clone().or_else(first);
        self.run.get_or_init(run).as_ref()
    }

    /// What comes of it with the applicant's own figures.
    pub fn own(&self, pack: &Pack) -> Option<&Playing> {
        self.own
            .get_or_init(|| Some(playing(&self.case, self.run(pack)?)))
            .as_ref()
    }

    /// What comes of it with the lender's figures in their place; none where there are none.
    pub fn with(&self, pack: &Pack) -> Option<&Playing> {
        self.with
            .get_or_init(|| Some(playing(self.beside.as_ref()?, self.run(pack)?)))
            .as_ref()
    }

    /// The applicant's case.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.case
    }
}

fn playing(case: &Case, run: &Run) -> Playing {
    Playing::new(&case.assessment, &case.derived, run.clone(), How::default())
}

impl Reviewing {
    /// Whether something would be lost with the page.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        *self.reviews != *self.saved
    }

    /// What comes of the run for the applicant that is looked at; none before its file is there,
    /// or where it holds no case.
    #[must_use]
    pub fn seen(&self) -> Option<&Shared<Seen>> {
        self.seen.as_ref()
    }

    /// What this file declares of scenarios without the case behind them.
    #[must_use]
    pub fn declared(&self, number: usize) -> &[Outcome] {
        match &self.declared {
            Some((of, outcomes)) if *of == number => outcomes,
            _ => &[],
        }
    }

    fn look(&self, pack: &'static Pack, hash: &str, case: &Shared<Case>) -> Seen {
        let none = BTreeMap::new();
        let figures = self
            .reviews
            .of(hash)
            .map_or(&none, |review| &review.figures);
        Seen::new(pack, case, self.chosen.get(hash).cloned(), figures)
    }
}

impl State {
    /// The applicant that is looked at: its number and the hash of its file.
    fn reviewed(&self) -> Option<(usize, String)> {
        let number = self.page.applicant()?;
        let line = self.bench.applicant(number)?.told();
        Some((number, line.input_hash.clone()?))
    }

    /// What was noted about this file.
    #[must_use]
    pub fn review(&self, number: usize) -> Option<&Review> {
        self.review_of(self.bench.applicant(number)?)
    }

    /// What was noted about the file that this was made of.
    #[must_use]
    pub fn review_of(&self, screened: &Screened) -> Option<&Review> {
        let hash = screened.told().input_hash.as_deref()?;
        self.reviewing.reviews.of(hash)
    }

    /// Takes in what a person does with one applicant.
    pub(super) fn review_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Noted(note) => self.change_review(|review| {
                let is_blank = note.trim().is_empty();
                review.note = if is_blank { String::new() } else { note };
            }),
            Told::ClassChosen(class) => self.reviewing.judging.class = class,
            Told::Reasoned(reason) => self.reviewing.judging.reason = reason,
            Told::Initialled(initials) => self.reviewing.judging.initials = initials,
            Told::JudgeAsked => return self.judge(),
            Told::JudgeTakenBack => self.take_judgement_back(),
            Told::SaveAsked => {
                let name = format!("sonae-reviews-{}.json", self.today);
                let reviews = self.reviewing.reviews.clone();
                return vec![Effect::Bench(Task::SaveReviews(name, reviews))];
            }
            Told::Saved(written, reviews) => {
                if matches!(written, Written::Checked(_) | Written::Handed(_)) {
                    self.reviewing.saved = reviews;
                }
                return self.shelf_told(ShelfTold::FileWritten(written, None));
            }
            Told::Read(name, bytes) => return self.reviews_read(&name, bytes),
            Told::RunChosen(run) => self.choose_run(|_| run),
            Told::CountryChosen(country) => self.choose_run(|run| Run { country, ..run }),
            Told::Figured(id, number) => self.figured(&id, number),
            Told::FiguresDropped => {
                self.change_review(|review| review.figures.clear());
                self.reviewing.seen = None;
                self.drafts.retain(|field, _| !field.starts_with("lender."));
            }
            Told::PageAsked(memo) => {
                let name = format!("sonae-memo-{}.html", self.today);
                return vec![Effect::save(name, memo.page(self.language))];
            }
            Told::RowAsked => return self.save_row(),
            Told::RowsAsked => return self.collect_rows(),
            Told::RowsStopped => self.reviewing.collecting = None,
        }
        self.look_at_applicant();
        Vec::new()
    }

    fn change_review(&mut self, change: impl FnOnce(&mut Review)) {
        let Some((number, hash)) = self.reviewed() else {
            return;
        };
        let mut reviews = (*self.reviewing.reviews).clone();
        let mut review = reviews.of(&hash).cloned().unwrap_or_default();
        if let Some(screened) = self.bench.applicant(number) {
            screened.file().clone_into(&mut review.file);
        }
        change(&mut review);
        reviews.set(&hash, review);
        self.reviewing.reviews = Shared::new(reviews);
    }

    fn judge(&mut self) -> Vec<Effect> {
        let Some(judged) = self.reviewing.judging.made() else {
            self.reviewing.judging.tried = true;
            let field = self.reviewing.judging.missing().to_owned();
            return vec![Effect::Bench(Task::Focus(field))];
        };
        self.reviewing.judging = Judging::default();
        self.change_review(|review| review.judged = Some(judged));
        Vec::new()
    }

    /// What was said goes back into its fields, so that one press makes it again.
    fn take_judgement_back(&mut self) {
        let mut taken = None;
        self.change_review(|review| taken = review.judged.take());
        if let Some(judged) = taken {
            self.reviewing.judging = Judging {
                class: Some(judged.class),
                reason: judged.reason,
                initials: judged.initials,
                tried: false,
            };
        }
    }

    fn reviews_read(&mut self, name: &str, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        let said = [
            "notice.reviews_refused",
            "notice.reviews_opened",
            "notice.reviews_stayed",
        ];
        self.notices.retain(|notice| !said.contains(&notice.key));
        let read = bytes
            .map_err(|finding| vec![finding])
            .and_then(|bytes| Reviews::read(&bytes));
        let others = match read {
            Ok(others) => others,
            Err(findings) => return self.refuse("notice.reviews_refused", name, findings),
        };
        let was_saved = !self.reviewing.is_unsaved();
        let was_empty = self.reviewing.reviews.is_empty();
        let mut reviews = (*self.reviewing.reviews).clone();
        let [came, stayed] = reviews.join(others);
        self.reviewing.reviews = Shared::new(reviews);
        // Figures that came play in the run that is looked at.
        self.reviewing.seen = None;
        self.look_at_applicant();
        if was_saved && was_empty {
            // All there is stands in the file that was just opened.
            self.reviewing.saved = self.reviewing.reviews.clone();
        }
        let opened = Notice::new(NoticeKind::Done, "notice.reviews_opened");
        self.notices
            .push(opened.with("name", &name).with("count", &came));
        if stayed > 0 {
            let notice = Notice::new(NoticeKind::Caution, "notice.reviews_stayed");
            self.notices.push(notice.with("count", &stayed));
        }
        Vec::new()
    }

    fn choose_run(&mut self, change: impl FnOnce(Run) -> Run) {
        let Some((_, hash)) = self.reviewed() else {
            return;
        };
        let now = self.reviewing.seen.as_ref();
        let now = now.and_then(|seen| seen.run(self.pack).cloned());
        let run = change(now.unwrap_or_else(|| Run::of([])));
        self.reviewing.chosen.insert(hash, run);
        self.reviewing.seen = None;
    }

    fn figured(&mut self, id: &Id, number: Option<Number>) {
        self.drafts.remove(&format!("lender.{id}"));
        self.change_review(|review| match number {
            Some(number) => drop(review.figures.insert(id.to_string(), number)),
            None => drop(review.figures.remove(id.as_str())),
        });
        self.reviewing.seen = None;
    }

    /// Whatever is typed of a judgement belongs to the applicant that was looked at.
    pub(super) fn review_went(&mut self) {
        self.reviewing.judging = Judging::default();
        self.reviewing.seen = None;
        self.reviewing.declared = None;
    }

    /// The file of an applicant was read.
    pub(super) fn review_fetched(&mut self, number: usize, bytes: Option<&[u8]>) {
        if self.page.applicant() == Some(number) {
            let outcomes = bytes.map(outcomes_in).unwrap_or_default();
            self.reviewing.declared = Some((number, outcomes));
            self.reviewing.seen = None;
            self.look_at_applicant();
        }
    }

    fn look_at_applicant(&mut self) {
        if self.reviewing.seen.is_some() {
            return;
        }
        let Some((number, hash)) = self.reviewed() else {
            return;
        };
        if let Some((of, Ok(case))) = &self.bench.case
            && *of == number
        {
            let seen = self.reviewing.look(self.pack, &hash, case);
            self.reviewing.seen = Some(Shared::new(seen));
        }
    }

    /// The sitting is over.
    pub(super) fn clear_reviews(&mut self) {
        self.reviewing = Reviewing::default();
    }
}
