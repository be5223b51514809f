//! Questions back: what an institution asks of an applicant, and a firm that answers exactly that.
//!
//! The list is no part of the assessment: it is the institution's. It is kept beside it in the
//! browser until it is put away.

pub mod asking;
pub mod returned;

use sonae_engine::assessment::{Disclosure, Given, Origin, stray};
use sonae_engine::content::{Language, Pack, Question, TableName};
use sonae_engine::finding::Finding;
use sonae_engine::screen::{Enquiry, Item};

use super::shelf::Hold;
use super::{Action, Case, Effect, Shared, Stage, State};
use crate::route::Page;

/// What a firm knows of questions back.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    /// A list that was opened and belongs to no assessment yet.
    pub brought: Option<Shared<Asked>>,
    /// The list that the open assessment is answering.
    pub asked: Option<Shared<Asked>>,
}

/// A list of questions as it was read.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is asked.
    pub enquiry: Enquiry,
    /// What should be known about the file.
    pub notices: Vec<Finding>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Told {
    /// Something is to be asked of an applicant, or no longer.
    Switched(Item, bool),
    /// What is suggested is to be asked of it, and nothing else.
    SuggestedAsked,
    /// The language of the sheet.
    LanguageChosen(Language),
    /// Until when an answer is hoped for; nothing where it is empty.
    UntilSaid(String),
    /// The file was asked for.
    SaveAsked,
    /// The sheet was asked for as a text.
    CopyAsked,
    /// It was copied, or could not be.
    Copied(bool),
    /// The earlier file of an applicant was chosen, or could not be read.
    EarlierRead(String, Result<Vec<u8>, Finding>),
    /// It is one on the bench, by its number.
    EarlierChosen(usize),
    /// An assessment of the shelf is to answer the list that was opened.
    CaseChosen(String),
    /// The open assessment is to answer it.
    Taken,
    /// The list is to be put away.
    PutAway,
    /// The answers are to be handed on.
    HandOnAsked,
    /// What is kept of a list beside an assessment came: its key, the file.
    Came(String, Vec<u8>),
}

/// What must follow.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Keep a list beside the assessment of this key, or none any more.
    Keep(String, Option<Vec<u8>>),
    /// Tell what is kept beside it.
    Fetch(String),
    /// Copy a text.
    Copy(String),
}

/// How far something that is asked about is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is answered.
    Answered,
    /// "Don't know" is the answer.
    Unknown,
    /// A part of a table is there.
    Part,
    /// It waits for an answer.
    Open,
    /// Another answer says that it does not apply.
    NotNeeded,
}

impl Standing {
    /// Its key in the words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Unknown => "unknown",
            Self::Part => "part",
            Self::Open => "open",
            Self::NotNeeded => "not_needed",
        }
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Open | Self::Part)
    }
}

impl Asked {
    /// Everything that is asked about, in the order of the pages: the firm, the tables, the
    /// questions.
    #[must_use]
    pub fn items(&self, pack: &Pack) -> Vec<Item> {
        in_order(pack, &self.enquiry)
    }

    /// The pages that it leads through, in order.
    #[must_use]
    pub fn stops(&self, pack: &Pack) -> Vec<Page> {
        let mut stops: Vec<Page> = self
            .items(pack)
            .iter()
            .map(|it| page_of(pack, it))
            .collect();
        // All that is asked about the firm stands on one page.
        stops.dedup();
        stops
    }
}

/// Everything that is asked about, in the pack's order.
#[must_use]
pub fn in_order(pack: &Pack, enquiry: &Enquiry) -> Vec<Item> {
    let tables = enquiry.tables.iter().copied().map(Item::Table);
    let of = |questions: &[Question]| -> Vec<Item> {
        let asked = questions
            .iter()
            .filter(|it| enquiry.questions.contains(&it.id));
        asked.map(|it| Item::Question(it.id.clone())).collect()
    };
    let modules = pack.modules.iter().flat_map(|module| of(&module.questions));
    of(&pack.profile)
        .into_iter()
        .chain(tables)
        .chain(modules)
        .collect()
}

/// Where something is answered.
#[must_use]
pub fn page_of(pack: &Pack, item: &Item) -> Page {
    match item {
        Item::Table(TableName::Suppliers) => Page::Suppliers,
        Item::Table(TableName::Markets) => Page::Markets,
        Item::Question(id) if pack.module_of(id.as_str()).is_some() => Page::Question(id.clone()),
        Item::Question(_) => Page::Profile,
    }
}

impl Case {
    /// How far something that is asked about is.
    #[must_use]
    pub fn standing_of(&self, item: &Item) -> Standing {
        let given = |given: Option<&Given>| match given {
            None => Standing::Open,
            Some(Given::Unknown) => Standing::Unknown,
            Some(_) => Standing::Answered,
        };
        let table = |stage| match stage {
            Stage::None => Standing::Open,
            Stage::Part => Standing::Part,
            Stage::Done => Standing::Answered,
        };
        match item {
            Item::Table(TableName::Suppliers) => table(self.derived.suppliers),
            Item::Table(TableName::Markets) => table(self.derived.markets),
            Item::Question(id) => match self.derived.path.step(id.as_str()) {
                Some(step) if !step.is_asked() => Standing::NotNeeded,
                Some(step) if step.origin == Origin::Table => Standing::Answered,
                Some(step) if step.origin == Origin::Estimate => Standing::Open,
                _ => given(self.assessment.given(id.as_str())),
            },
        }
    }

    /// The entry of the log for the dossier that is asked about; none where this firm handed on no
    /// such dossier.
    #[must_use]
    pub fn handed_on(&self, asked: &Asked) -> Option<&Disclosure> {
        let log = self.assessment.disclosures.iter();
        log.rev()
            .find(|entry| entry.sha256 == asked.enquiry.dossier)
    }
}

impl State {
    /// Takes in what happened.
    pub(super) fn questions_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::CaseChosen(key) => self.open_kept(key, Page::Asked),
            Told::Taken => {
                let mut effects = self.take_questions();
                effects.push(Effect::FocusHeading);
                effects
            }
            Told::PutAway => self.put_questions_away(),
            Told::HandOnAsked => self.answers_out(),
            Told::Came(key, bytes) => {
                let is_open = self.case.as_ref().is_some_and(|case| case.key == key);
                if is_open && self.questions.asked.is_none() {
                    let read = Enquiry::read(self.pack, &bytes).ok();
                    self.questions.asked =
                        read.map(|(enquiry, notices)| Shared::new(Asked { enquiry, notices }));
                }
                Vec::new()
            }
            Told::EarlierRead(..) | Told::EarlierChosen(_) => self.returned_told(told),
            told => self.asking_told(told),
        }
    }

    /// What follows where a file is no assessment but questions; none where it is not.
    pub(super) fn other_file(
        &mut self,
        name: &str,
        bytes: &[u8],
        findings: &[Finding],
    ) -> Option<Vec<Effect>> {
        findings
            .iter()
            .find(|finding| stray::told(finding) == Some("sonae-questions"))?;
        Some(match Enquiry::read(self.pack, bytes) {
            Ok((enquiry, notices)) => self.questions_brought(Asked { enquiry, notices }),
            Err(findings) => self.refuse("notice.questions_refused", name, findings),
        })
    }

    fn questions_brought(&mut self, asked: Asked) -> Vec<Effect> {
        let said = ["notice.questions_refused", "notice.file_refused"];
        self.notices.retain(|notice| !said.contains(&notice.key));
        self.questions.brought = Some(Shared::new(asked));
        let mut effects = self.take_what_fits();
        effects.push(self.send_to(Page::Asked));
        effects
    }

    /// A list about a dossier that the open assessment handed on is its list.
    fn take_what_fits(&mut self) -> Vec<Effect> {
        let fits = |case: &Case| {
            let brought = self.questions.brought.as_ref();
            case.is_writable() && brought.is_some_and(|asked| case.handed_on(asked).is_some())
        };
        if self.case.as_ref().is_some_and(fits) {
            return self.take_questions();
        }
        Vec::new()
    }

    /// The open assessment answers the list that was opened.
    fn take_questions(&mut self) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some(case) = self.case.as_ref().filter(|case| !case.is_part()) else {
            return Vec::new();
        };
        let Some(asked) = self.questions.brought.take() else {
            return Vec::new();
        };
        let keep = self.keeps_questions().then(|| {
            let bytes = asked.enquiry.write(self.pack);
            Effect::Questions(Task::Keep(case.key.clone(), Some(bytes)))
        });
        self.questions.asked = Some(asked);
        keep.into_iter().collect()
    }

    /// Whether the list stays when the page is loaded again. Beside a locked assessment nothing
    /// stands unlocked, so it does not.
    #[must_use]
    pub fn keeps_questions(&self) -> bool {
        let Some(case) = &self.case else { return false };
        let entry = self.shelf.iter().find(|entry| entry.key == case.key);
        let locked = entry.is_some_and(|entry| entry.lock.is_some());
        self.keeps() && case.hold == Hold::Here && !locked
    }

    fn put_questions_away(&mut self) -> Vec<Effect> {
        if self.questions.brought.take().is_some() {
            return vec![self.send_to(Page::Start)];
        }
        self.questions.asked = None;
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let gone = Effect::Questions(Task::Keep(case.key.clone(), None));
        let mut effects = vec![gone];
        effects.push(if self.page == Page::Asked {
            self.send_to(Page::Tasks)
        } else {
            Effect::FocusHeading
        });
        effects
    }

    /// The page of the dossier, at the level and for whom it was handed on before.
    fn answers_out(&mut self) -> Vec<Effect> {
        let (Some(case), Some(asked)) = (&self.case, &self.questions.asked) else {
            return Vec::new();
        };
        if let Some(before) = case.handed_on(asked) {
            self.handing.level = before.level;
            self.handing.to.clone_from(&before.to);
        }
        if self.handing.to.is_empty() {
            self.handing.to.clone_from(&asked.enquiry.institution);
        }
        vec![Effect::GoTo(Page::Dossier)]
    }

    /// What follows where another page was gone to.
    pub(super) fn questions_went(&mut self) -> Vec<Effect> {
        match self.page {
            Page::Asked => self.take_what_fits(),
            Page::Enquiry(number) | Page::Answers(number) => self.about_applicant(number),
            _ => Vec::new(),
        }
    }

    /// The list that is gone through, where the page that is shown is one of it: the pages before
    /// and after it, and its place, from 0.
    #[must_use]
    pub fn on_the_way(&self) -> Option<OnTheWay> {
        let asked = self.questions.asked.as_ref()?;
        let stops = asked.stops(self.pack);
        let at = stops.iter().position(|page| *page == self.page)?;
        let page = |at: Option<usize>| at.and_then(|at| stops.get(at)).cloned();
        Some(OnTheWay {
            at,
            all: stops.len(),
            before: page(at.checked_sub(1)).unwrap_or(Page::Asked),
            after: page(at.checked_add(1)),
        })
    }
}

/// Where one stands on the way through a list of questions.
#[derive(Clone, Debug, PartialEq)]
pub struct OnTheWay {
    /// The place of the page, from 0.
    pub at: usize,
    /// How many pages there are.
    pub all: usize,
    /// The page before; the list before the first.
    pub before: Page,
    /// The page after; none behind the last.
    pub after: Option<Page>,
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Questions(told)
    }
}

#[cfg(test)]
pub(crate) mod tests;
