//! What each action changes, and what must follow.

use std::collections::BTreeSet;
use std::mem;

use sonae_engine::assessment::{Assessment, Changes, Edit, Given, Origin};
use sonae_engine::content::Id;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::kind_of;
use sonae_engine::measure::Unit;
use sonae_engine::report::json::Scored;

use super::dossier::Handing;
use super::history::LookBack;
use super::kits::own::wants_a_kit;
use super::locks::For;
use super::plan::Planning;
use super::room;
use super::scenario::Looking;
use super::seat::Seating;
use super::shelf::{self, Hold, Purpose};
use super::{
    Action, Arrival, Case, Derived, Differs, Draft, Effect, Import, Keeping, MoneyUnit, Notice,
    NoticeKind, Opening, Question, Replacement, Shared, Start, State, tables,
};
use crate::later::{self, Later};
use crate::route::Page;

/// As far back as a person remembers what was done.
const UNDO_LIMIT: usize = 200;

impl State {
    /// Takes in what happened, and says what must follow.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let effects = if self.waiting.is_empty() || action.overtakes() {
            self.decide(action)
        } else {
            self.waiting.push(action);
            Vec::new()
        };
        if let Some(later) = self.rest() {
            (later.look)(self);
        }
        effects
    }

    /// The later part of the app, once the state knows that it is there.
    pub fn rest(&self) -> Option<&'static Later> {
        later::get().filter(|_| self.later == Arrival::Here)
    }

    fn decide(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Started(start) => self.started(start),
            Action::LaterCame(came) => self.later_came(came),
            Action::Went(page) if page.comes_first() => self.went(page),
            Action::NextAsked(page) => self.next_asked(page),
            Action::LanguageChosen(language) => {
                self.language = language;
                let mut effects = vec![Effect::KeepLanguage(language), self.announce()];
                if self.leading.room.is_some() {
                    effects.extend(self.later(room::Told::Speaks(language).into()));
                }
                effects
            }
            Action::ReplacementAsked(Replacement::New) => self.new_asked(),
            Action::Declined => {
                self.question = None;
                Vec::new()
            }
            Action::Edited(edit) => self.answer(edit),
            Action::Mistyped(field, typed, finding) => {
                self.drafts.insert(field, Draft { typed, finding });
                Vec::new()
            }
            Action::DraftDropped(field) => {
                self.drafts.remove(&field);
                Vec::new()
            }
            Action::UnitChosen(question, unit) => self.unit_chosen(question, unit),
            Action::Undone => self.step_back(),
            Action::Redone => self.step_forward(),
            Action::Edition(told) => self.edition_told(told),
            Action::Shelf(told) => self.shelf_told(*told),
            Action::NoticeDismissed(index) => {
                if index < self.notices.len() {
                    self.notices.remove(index);
                }
                Vec::new()
            }
            action => self.later(action),
        }
    }

    /// What only the later part of the app knows; until it is there, it waits.
    pub(super) fn later(&mut self, action: Action) -> Vec<Effect> {
        if let Some(later) = self.rest() {
            return (later.decide)(self, action);
        }
        self.waiting.push(action);
        Vec::new()
    }

    /// What waited for the later part is gone through in order.
    fn later_came(&mut self, came: bool) -> Vec<Effect> {
        if !came {
            self.later = Arrival::Missing;
            return Vec::new();
        }
        self.later = Arrival::Here;
        let Some(later) = self.rest() else {
            return Vec::new();
        };
        if let Some(pack) = (later.pack)() {
            self.pack = pack;
        }
        // What follows from the case points into the pack.
        if let Some(case) = &mut self.case {
            case.derived = Shared::new(Derived::of(self.pack, &case.assessment));
        }
        let mut effects = (later.went)(self);
        effects.extend(self.go_on());
        effects
    }

    /// What waited is gone through in order, until something makes the rest wait again.
    pub(super) fn go_on(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for action in mem::take(&mut self.waiting) {
            // Whoever went on to another page meanwhile is not fetched back from it.
            if matches!(action, Action::Went(_)) {
                effects.retain(|effect| !matches!(effect, Effect::GoTo(_)));
            }
            match action {
                action if !self.waiting.is_empty() => self.waiting.push(action),
                // The first part has done its share.
                Action::Started(_) => effects.extend(self.later(action)),
                action => effects.extend(self.decide(action)),
            }
        }
        effects
    }

    /// What follows from an action that the first part does not know.
    pub fn decide_later(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Started(start) => self.resumed(*start),
            Action::Went(page) => self.went(page),
            Action::ReplacementAsked(replacement) => self.replacement_asked(replacement),
            Action::Agreed => match self.question.take() {
                Some(Question::Replace(replacement, _)) => self.replace(replacement),
                Some(Question::Wipe) => self.wipe(),
                Some(Question::Remove(key)) => self.remove(&key),
                Some(Question::ClearBench) => self.clear_bench(),
                Some(Question::Room(room)) => self.lead(*room),
                None => Vec::new(),
            },
            Action::Edited(edit) => self.edit(edit),
            Action::WipeAsked => {
                self.question = Some(Question::Wipe);
                Vec::new()
            }
            Action::CaseRead { name, bytes } => self.case_read(name, bytes),
            Action::RescueAsked => self.rescue(),
            Action::CellTyped {
                table,
                row,
                column,
                typed,
            } => self.cell_typed(table, row, column, typed),
            Action::RangePasted {
                table,
                row,
                column,
                text,
            } => self.range_pasted(table, row, &column, &text),
            Action::ExampleAsked(table) => self.example_asked(table),
            Action::TableRead { table, name, text } => self.table_read(table, name, text),
            Action::ImportTaken { replace } => self.import_taken(replace),
            Action::ImportDropped => {
                self.import = None;
                Vec::new()
            }
            Action::FilesBrought(files) => self.files_brought(files),
            Action::LedgerProgressed(number, done) => self.ledger_progressed(number, done),
            Action::LedgersRead(number, read) => self.ledgers_read(number, read),
            Action::LikeNamesFound(number, names) => self.like_names_found(number, names),
            Action::LedgerOptionsChosen(index, options) => {
                self.ledger_options_chosen(index, options)
            }
            Action::LedgerFileDropped(index) => self.ledger_file_dropped(index),
            Action::SuggestionsAnswered(which, yes) => self.suggestions_answered(&which, yes),
            Action::LedgerYearly(yearly) => self.ledger_yearly(yearly),
            Action::LedgerTaken { replace } => self.ledger_taken(replace),
            Action::LedgerDropped => self.ledger_dropped(),
            Action::TakenOut(what) => self.take_out(what),
            Action::WorkbookMade(name, made) => match made {
                Ok(bytes) => vec![Effect::save(name, bytes)],
                Err(finding) => self.refuse("notice.not_written", &name, vec![finding]),
            },
            Action::WhatIfCountry(country) => {
                self.what_if.country = country;
                Vec::new()
            }
            Action::WhatIfShare(percent) => {
                self.what_if.percent = percent;
                Vec::new()
            }
            Action::MatterSwitched(row, chosen) => self.matter_switched(row, chosen),
            Action::OthersStopNothing => self.others_stop_nothing(),
            Action::Scenario(turn) => self.turn(turn),
            Action::Plan(told) => self.plan_told(told),
            Action::Locks(told) => self.locks_told(told),
            Action::Dossier(told) => self.dossier_told(told),
            Action::History(told) => self.history_told(told),
            Action::Parts(told) => self.parts_told(told),
            Action::Bench(told) => self.bench_told(told),
            Action::Review(told) => self.review_told(*told),
            Action::Questions(told) => self.questions_told(told),
            Action::Kits(told) => self.kits_told(told),
            Action::Room(told) => self.room_told(told),
            Action::HandIn(told) => self.hand_in_told(told),
            Action::After(told) => self.after_told(told),
            Action::Seat(told) => self.seat_told(told),
            Action::PrintAsked => vec![Effect::Print],
            Action::SaveAsked => self.save(),
            Action::FiguresAsked => self.save_figures(),
            Action::Shelf(told) => self.shelf_told_later(*told),
            // The first part knows it.
            _ => Vec::new(),
        }
    }

    /// A newcomer to a first page goes on at once; what is kept is opened by the later part.
    fn started(&mut self, start: Box<Start>) -> Vec<Effect> {
        self.language = start.language;
        self.today.clone_from(&start.now.day);
        self.now = start.now.clone();
        self.next_key = start.seed;
        match &start.shelf {
            Ok(shelf) => self.shelf.clone_from(shelf),
            Err(refusal) => {
                self.shelf_told(shelf::Told::Kept(Err(*refusal)));
            }
        }
        let mut effects = vec![self.announce()];
        // Where something is kept, the browser keeps; of a newcomer's nobody knows before.
        if self.shelf.is_empty() && self.keeps() {
            effects.push(Effect::TryShelf);
        }
        if start.keeps_something() || !self.page.comes_first() {
            effects.extend(self.later(Action::Started(start)));
        } else if self.page.needs_case() {
            effects.push(self.send_to(Page::Start));
        }
        effects
    }

    /// Opens what was open, and takes up what somebody was at.
    fn resumed(&mut self, mut start: Start) -> Vec<Effect> {
        if let Some(effects) = self.own_first(&mut start) {
            self.waiting.push(Action::Started(Box::new(start)));
            return effects;
        }
        self.kits_started(start.courses.as_deref());
        self.room_started(start.room.as_deref());
        let mut effects = Vec::new();
        // What is locked is asked for where the page shows it, and else waits in the list.
        let is_locked = |open: &shelf::Fetched| {
            let bytes = open.bytes.as_ref();
            bytes.is_some_and(|bytes| kind_of(bytes).is_some())
        };
        let waits = !self.page.needs_case();
        if let Some(open) = start.open.as_ref().filter(|open| waits && is_locked(open)) {
            effects.push(Effect::LetGo(open.key.clone()));
        } else if let Some(open) = start.open {
            let key = open.key.clone();
            let page = self.page.clone();
            effects.extend(self.shelf_told(shelf::Told::Fetched(Purpose::Open(page), open)));
            let entry = self.shelf.iter().find(|entry| entry.key == key);
            if let (Some(_), Some(entry)) = (&self.case, entry) {
                let at = entry.changed.time.clone();
                self.kept = Keeping::Here { at };
            }
        }
        if let Some(bytes) = start.before {
            effects.extend(self.take_before(&bytes));
        }
        if self.page.needs_case() && self.case.is_none() && self.locks.brought.is_none() {
            effects.push(self.send_to(Page::Start));
        }
        effects
    }

    /// What an earlier build kept goes onto the shelf; what cannot be read stays where it is.
    fn take_before(&mut self, bytes: &[u8]) -> Vec<Effect> {
        match Assessment::read(self.pack, bytes) {
            Ok(opened) => {
                if !opened.notices.is_empty() {
                    let notice = Notice::new(NoticeKind::Caution, "notice.kept_differs");
                    self.notices.push(notice.because(opened.notices));
                }
                let unsaved = !opened.assessment.practice;
                self.put_on_shelf(opened.assessment, self.page.clone(), unsaved)
            }
            Err(findings) => {
                let key = self.damaged("", bytes, "notice.kept_damaged");
                self.refuse(key.unwrap_or("notice.kept_unreadable"), "", findings)
            }
        }
    }

    fn went(&mut self, page: Page) -> Vec<Effect> {
        if page.needs_case() && self.case.is_none() {
            return vec![Effect::GoTo(Page::Start)];
        }
        if let Some(other) = self.instead_of(&page) {
            return vec![Effect::GoTo(other)];
        }
        if self.page == page {
            return Vec::new();
        }
        if self.sent_to.take().as_ref() != Some(&page) {
            self.notices
                .retain(|notice| notice.key == "notice.not_kept");
            self.import = None;
        }
        self.page = page;
        self.drafts.clear();
        self.checked = None;
        let mut effects = vec![self.announce(), Effect::FocusHeading];
        if let Some(later) = self.rest() {
            effects.extend((later.went)(self));
        }
        effects
    }

    /// What follows of a change of the page for what stands in the later part.
    pub fn went_later(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.planning.copied = None;
        self.handing.copied = None;
        self.seating.refused = None;
        self.remains = None;
        effects.extend(self.locks_went());
        effects.extend(self.edition_went());
        self.review_went();
        effects.extend(self.bench_went());
        effects.extend(self.questions_went());
        effects.extend(self.kits_went());
        effects.extend(self.hand_in_went());
        self.after_went();
        if self.page == Page::Versions {
            effects.extend(self.shelf_told(shelf::Told::VersionsAsked));
        }
        if matches!(self.page, Page::Ledger | Page::Suppliers | Page::Plan) {
            effects.push(Effect::PrepareReader);
        }
        effects
    }

    /// Only the missing industry holds a person back. What could not be read is shown once;
    /// asked again, the app goes on without it.
    fn next_asked(&mut self, page: Page) -> Vec<Effect> {
        let no_industry = self.page == Page::Profile
            && self
                .case
                .as_ref()
                .is_none_or(|case| case.assessment.industry().is_none());
        let unread = !self.drafts.is_empty() && self.checked.as_ref() != Some(&self.drafts);
        if no_industry || unread {
            self.checked = Some(self.drafts.clone());
            return vec![Effect::FocusErrors];
        }
        vec![Effect::GoTo(page)]
    }

    fn unit_chosen(&mut self, question: Id, unit: MoneyUnit) -> Vec<Effect> {
        let before = self.unit(&question);
        self.units.insert(question.clone(), unit);
        let given = self
            .case
            .as_ref()
            .and_then(|case| case.assessment.profile.get(&question));
        let Some(Given::Number(number)) = given else {
            return Vec::new();
        };
        match Unit::Yen.number(before.reread(number.get(), unit)) {
            Some(number) => self.answer(Edit::Profiled(question, Some(Given::Number(number)))),
            None => Vec::new(),
        }
    }

    pub(super) fn announce(&self) -> Effect {
        let words = self.words();
        let title = format!("{} – {}", words.t(self.page.title()), words.t("app.name"));
        let foot = words.with(
            "print.foot",
            &[
                ("date", words.date(&self.today)),
                ("pack", format!("{} {}", self.pack.id, self.pack.version)),
                ("method", self.pack.method.clone()),
            ],
        );
        Effect::Announce {
            language: self.language,
            title,
            foot,
        }
    }

    pub(super) fn replace(&mut self, replacement: Replacement) -> Vec<Effect> {
        self.notices
            .retain(|notice| notice.key == "notice.not_kept");
        let (assessment, page) = match replacement {
            Replacement::New => return self.begin_empty(),
            Replacement::Firm(id) => {
                let firm = self.pack.firms.iter().find(|firm| firm.id == id);
                let read = firm.map(|firm| Assessment::of_firm(self.pack, firm, self.language));
                match read {
                    Some(Ok(assessment)) => (assessment, Page::Result),
                    Some(Err(findings)) => {
                        return self.refuse("notice.file_refused", id.as_str(), findings);
                    }
                    None => return Vec::new(),
                }
            }
            Replacement::Seat(assessment) => {
                let mut effects = self.put_on_shelf(*assessment, Page::Seat, false);
                // The page stays, and becomes another.
                effects.push(Effect::FocusHeading);
                return effects;
            }
            Replacement::Forward => match self.forward() {
                Some(assessment) => {
                    let notice = Notice::new(NoticeKind::Done, "notice.forward");
                    self.notices.push(notice);
                    return self.put_on_shelf(assessment, Page::Tasks, true);
                }
                None => return Vec::new(),
            },
            Replacement::File {
                name,
                assessment,
                notices,
                opening: Opening::Rescued,
            } => {
                let notice = Notice::new(NoticeKind::Caution, "notice.rescued").with("name", &name);
                self.notices.push(notice.because(notices));
                (*assessment, Page::Check)
            }
            Replacement::File {
                name,
                assessment,
                notices,
                opening: Opening::Newer,
            } => {
                let notice = Notice::new(NoticeKind::Caution, "notice.newer").with("name", &name);
                self.notices.push(notice.because(notices));
                return self.look_at(*assessment, Page::Tasks);
            }
            Replacement::File {
                name,
                assessment,
                notices,
                opening: Opening::Whole,
            } => {
                let notice = Notice::new(NoticeKind::Done, "notice.opened").with("name", &name);
                self.notices.push(notice.because(notices.clone()));
                let effects = self.put_on_shelf(*assessment, Page::Tasks, false);
                self.back.opened = notices;
                return effects;
            }
        };
        // What was rescued goes to the check of the answers, and stands in no file yet.
        let unsaved = page != Page::Tasks && !assessment.practice;
        self.put_on_shelf(assessment, page, unsaved)
    }

    /// An empty assessment takes the place of the open one.
    pub(super) fn begin_empty(&mut self) -> Vec<Effect> {
        self.notices
            .retain(|notice| notice.key == "notice.not_kept");
        self.put_on_shelf(Assessment::default(), Page::Profile, true)
    }

    /// Opens a case in the place of what was open.
    pub(super) fn open_case(&mut self, case: Case) {
        self.forget_case();
        self.case = Some(case);
    }

    /// Nothing is open any more, and nothing beside it.
    pub(super) fn forget_case(&mut self) {
        self.case = None;
        self.rescued = None;
        self.chosen = None;
        self.scenarios = Looking::default();
        self.planning = Planning::default();
        self.handing = Handing::default();
        self.back = LookBack::default();
        self.sending.clear();
        self.seating = Seating::default();
        self.questions.asked = None;
        self.drafts.clear();
        self.units.clear();
        self.import = None;
        self.ledger = None;
        self.versions.clear();
    }

    /// Goes to a page with what was just said, which would otherwise stay behind.
    pub(super) fn send_to(&mut self, page: Page) -> Effect {
        self.sent_to = Some(page.clone());
        Effect::GoTo(page)
    }

    fn wipe(&mut self) -> Vec<Effect> {
        let mut effects = self.forget_all();
        effects.push(Effect::Wipe);
        effects
    }

    pub(super) fn edit(&mut self, edit: Edit) -> Vec<Effect> {
        self.edit_all(vec![edit])
    }

    /// Makes changes that are one step to take back.
    pub(super) fn edit_all(&mut self, edits: Vec<Edit>) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let mut assessment = (*case.assessment).clone();
        for edit in edits {
            tables::move_drafts(&mut self.drafts, &edit);
            assessment.apply(edit);
        }
        self.step_to(assessment)
    }

    /// Makes a change to an answer; the first part of the app knows no other.
    fn answer(&mut self, edit: Edit) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some(case) = &self.case else {
            return Vec::new();
        };
        // What was pressed goes away with what it changed, and the focus would with it.
        let leaves_its_button = match &edit {
            Edit::Confirmed(_) => true,
            Edit::Cleared(id) => {
                let step = case.derived.path.step(id.as_str());
                step.is_some_and(|step| step.origin == Origin::Override)
            }
            _ => false,
        };
        let mut assessment = (*case.assessment).clone();
        if let Some(other) = assessment.answer(edit) {
            return self.later(Action::Edited(other));
        }
        let mut effects = self.step_to(assessment);
        if leaves_its_button && !effects.is_empty() {
            effects.push(Effect::FocusHeading);
        }
        effects
    }

    fn step_to(&mut self, assessment: Assessment) -> Vec<Effect> {
        let Some(case) = &mut self.case else {
            return Vec::new();
        };
        if assessment == *case.assessment {
            return Vec::new();
        }
        case.undo.push(case.assessment.clone());
        if case.undo.len() > UNDO_LIMIT {
            case.undo.remove(0);
        }
        case.redo.clear();
        self.put(Shared::new(assessment))
    }

    fn step_back(&mut self) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some(case) = &mut self.case else {
            return Vec::new();
        };
        let Some(before) = case.undo.pop() else {
            return Vec::new();
        };
        let before = case.with_history(before);
        case.redo.push(case.assessment.clone());
        tables::forget_drafts(&mut self.drafts);
        self.put(before)
    }

    fn step_forward(&mut self) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some(case) = &mut self.case else {
            return Vec::new();
        };
        let Some(after) = case.redo.pop() else {
            return Vec::new();
        };
        let after = case.with_history(after);
        case.undo.push(case.assessment.clone());
        tables::forget_drafts(&mut self.drafts);
        self.put(after)
    }

    /// The one place where the open assessment becomes another.
    fn put(&mut self, assessment: Shared<Assessment>) -> Vec<Effect> {
        let Some(case) = &mut self.case else {
            return Vec::new();
        };
        if case.assessment.suppliers.len() != assessment.suppliers.len() {
            self.chosen = None;
        }
        let mut derived = Derived::of(self.pack, &assessment);
        let mut replanned = (*case.assessment).clone();
        replanned.plan.clone_from(&assessment.plan);
        if replanned == *assessment {
            derived.lookout = case.derived.lookout.go_on();
        }
        case.derived = Shared::new(derived);
        case.assessment = assessment;
        case.unsaved = true;
        let kept = self.case.as_ref().map(|case| self.keep(case));
        kept.into_iter().collect()
    }

    /// What follows where the open assessment may not be changed here.
    pub(super) fn only_looking(&mut self) -> Option<Vec<Effect>> {
        if self.case.as_ref().is_none_or(Case::is_writable) {
            return None;
        }
        Some(self.refuse("notice.only_looking", "", Vec::new()))
    }

    fn case_read(&mut self, name: String, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        self.rescued = None;
        self.notices
            .retain(|notice| !Notice::DAMAGED.contains(&notice.key));
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(finding) => return self.refuse("notice.file_refused", &name, vec![finding]),
        };
        if kind_of(&bytes).is_some() {
            return self.locked_brought(name, bytes, For::Opening);
        }
        match Assessment::read(self.pack, &bytes) {
            Ok(opened) => self.update(Action::ReplacementAsked(Replacement::File {
                name,
                assessment: Box::new(opened.assessment),
                notices: opened.notices,
                opening: Opening::Whole,
            })),
            Err(findings) => {
                if let Some(effects) = self.other_file(&name, &bytes, &findings) {
                    return effects;
                }
                let key = self.damaged(&name, &bytes, "notice.file_damaged");
                let newer = |finding: &Finding| finding.code == Code::NewerVersion;
                if findings.iter().any(newer)
                    && let Some((name, rescued)) = self.rescued.take()
                {
                    return self.replacement_asked(Replacement::File {
                        name,
                        assessment: Box::new(rescued.assessment),
                        notices: findings,
                        opening: Opening::Newer,
                    });
                }
                self.refuse(key.unwrap_or("notice.file_refused"), &name, findings)
            }
        }
    }

    /// Finds out what can be read of a file all the same: the key of the notice that says so.
    pub(super) fn damaged(
        &mut self,
        name: &str,
        bytes: &[u8],
        key: &'static str,
    ) -> Option<&'static str> {
        let rescued = Assessment::rescue(self.pack, bytes).ok()?;
        if wants_a_kit(&rescued.left_out) {
            return None;
        }
        self.rescued = Some((name.to_owned(), rescued));
        Some(key)
    }

    /// Opens what could be rescued as a new case; the file stays as it is.
    fn rescue(&mut self) -> Vec<Effect> {
        let Some((name, rescued)) = self.rescued.clone() else {
            return Vec::new();
        };
        self.update(Action::ReplacementAsked(Replacement::File {
            name,
            assessment: Box::new(rescued.assessment),
            notices: rescued.left_out,
            opening: Opening::Rescued,
        }))
    }

    /// Nothing changes but that the reasons are shown.
    pub(super) fn refuse(
        &mut self,
        key: &'static str,
        name: &str,
        findings: Vec<Finding>,
    ) -> Vec<Effect> {
        self.notices.retain(|notice| notice.key != key);
        self.notices.push(
            Notice::new(NoticeKind::Error, key)
                .with("name", &name)
                .because(findings),
        );
        vec![Effect::FocusErrors]
    }

    fn import_taken(&mut self, replace: bool) -> Vec<Effect> {
        let Some(Import { imported, .. }) = self.import.take() else {
            return Vec::new();
        };
        let count = imported.rows.len();
        let edit = if replace {
            Edit::RowsReplaced(imported.rows)
        } else {
            Edit::RowsAdded(imported.rows)
        };
        let effects = self.edit(edit);
        self.notices
            .push(Notice::new(NoticeKind::Done, "notice.imported").with("count", &count));
        effects
    }

    pub(super) fn save(&mut self) -> Vec<Effect> {
        let kept = self.record();
        match &self.case {
            Some(case) if case.is_writable() => {
                let save = self.save_of(case.key.clone(), case.assessment.clone());
                std::iter::once(save).chain(kept).collect()
            }
            // A file of a newer version holds more than what is understood of it here.
            Some(case) if case.hold == Hold::Newer => {
                self.refuse("notice.only_looking", "", Vec::new())
            }
            Some(case) => {
                let bytes = case.assessment.save(self.pack);
                vec![Effect::save(self.file_name(), bytes)]
            }
            None => Vec::new(),
        }
    }

    pub(super) fn save_of(&self, key: String, assessment: Shared<Assessment>) -> Effect {
        Effect::Save {
            name: self.file_name(),
            bytes: assessment.save(self.pack),
            of: Some((key, assessment)),
        }
    }

    /// The very line `sonae score` writes for the saved file, so that the two can be compared.
    fn save_figures(&mut self) -> Vec<Effect> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let file = self.file_name();
        let assessment = if case.is_writable() {
            case.recorded(self)
        } else {
            (*case.assessment).clone()
        };
        let scored = Scored::read(&file, self.pack, &assessment.save(self.pack));
        let bytes = format!("{}\n", scored.line()).into_bytes();
        vec![Effect::save(self.name_beside("-score.json"), bytes)]
    }

    /// A file that is made beside the open assessment's own: its name with another ending.
    pub(super) fn name_beside(&self, ending: &str) -> String {
        let name = self.file_name();
        let stem = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem);
        format!("{stem}{ending}")
    }

    /// The name says nothing of the firm. A practice has an ending of its own, so that nobody takes
    /// it for a firm's file.
    pub(super) fn file_name(&self) -> String {
        let case = self.case.as_ref();
        let practice = case.is_some_and(|case| case.assessment.practice);
        let (kind, ending) = match practice {
            _ if case.is_some_and(Case::is_part) => ("part", "sonae"),
            true => ("practice", "sonae-practice"),
            false => ("assessment", "sonae"),
        };
        format!("sonae-{kind}-{}.{ending}", self.today)
    }
}

/// How what a file holds differs from what is open.
pub(super) fn differs(open: &Assessment, replacement: &Replacement) -> Option<Differs> {
    let Replacement::File { assessment, .. } = replacement else {
        return None;
    };
    let changes = Changes::between(open, assessment);
    let changed: BTreeSet<_> = changes
        .cells
        .iter()
        .map(|(table, row, _)| (table, row))
        .collect();
    let rows = changed.len() + changes.rows_added.len() + changes.rows_removed.len();
    Some(Differs {
        answers: changes.answers.len(),
        rows,
    })
}

/// Nothing of the person's own is in it, so nothing would be lost.
pub(super) fn is_untouched(assessment: &Assessment) -> bool {
    assessment.practice || *assessment == Assessment::default()
}

/// Used by the tests of other files too.
#[cfg(test)]
pub(crate) mod tests {
    use sonae_engine::assessment::{Edit, Given};
    use sonae_engine::content::{Id, Language, Pack};
    use sonae_engine::finding::{Code, Finding};

    use crate::route::Page;
    use crate::state::shelf::{Moment, Told};
    use crate::state::{
        Action, Differs, Effect, Keeping, MoneyUnit, Question, Refusal, Replacement, Start, State,
    };
    use sonae_engine::measure::Unit;

    pub(crate) fn pack() -> &'static Pack {
        Box::leak(Box::new(
            Pack::read(crate::PACK).expect("the embedded pack"),
        ))
    }

    pub(crate) fn started() -> State {
        let mut state = State::new(pack(), Page::Start);
        state.update(Action::Started(Box::new(start())));
        state
    }

    /// A browser that keeps nothing yet.
    pub(crate) fn start() -> Start {
        Start {
            shelf: Ok(Vec::new()),
            open: None,
            before: None,
            courses: None,
            kits: Vec::new(),
            room: None,
            language: Language::Ja,
            now: moment(9, 0),
            seed: 0,
        }
    }

    #[test]
    fn a_practice_is_saved_under_a_name_and_an_ending_of_its_own() {
        let mut state = started();
        state.update(Action::ReplacementAsked(Replacement::New));
        assert_eq!(state.file_name(), "sonae-assessment-2026-11-24.sonae");
        let firm = state.pack.firms[0].id.clone();
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        assert_eq!(
            state.file_name(),
            "sonae-practice-2026-11-24.sonae-practice"
        );
        assert_eq!(
            state.name_beside("-score.json"),
            "sonae-practice-2026-11-24-score.json"
        );
    }

    /// A time of one day.
    pub(crate) fn moment(hour: u64, minute: u64) -> Moment {
        Moment {
            ms: 1_795_500_000_000 + (hour * 60 + minute) * 60_000,
            day: "2026-11-24".into(),
            time: format!("{hour:02}:{minute:02}"),
        }
    }

    fn answered(question: &str, option: &str) -> Action {
        let given = Given::Choice(Id::from(option));
        Action::Edited(Edit::Answered {
            question: Id::from(question),
            given,
            estimate: false,
        })
    }

    fn with_case() -> State {
        let mut state = started();
        state.update(Action::ReplacementAsked(Replacement::New));
        state
    }

    #[test]
    fn a_page_that_shows_an_assessment_leads_to_the_start_without_one() {
        let mut state = started();
        assert_eq!(
            state.update(Action::Went(Page::Result)),
            vec![Effect::GoTo(Page::Start)]
        );
        assert_eq!(state.page, Page::Start);
    }

    #[test]
    fn whoever_goes_on_before_a_firm_could_be_opened_is_not_fetched_back() {
        let came = |waiting: Vec<Action>| {
            let mut state = started();
            let firm = state.pack.firms[0].id.clone();
            let firm = Action::ReplacementAsked(Replacement::Firm(firm));
            state.waiting = std::iter::once(firm).chain(waiting).collect();
            let effects = state.update(Action::LaterCame(true));
            assert!(state.case.is_some() && state.waiting.is_empty());
            let goes = effects.into_iter().filter_map(|effect| match effect {
                Effect::GoTo(page) => Some(page),
                _ => None,
            });
            (state.page, goes.collect::<Vec<_>>())
        };
        assert_eq!(came(Vec::new()), (Page::Start, vec![Page::Result]));
        let went = |page| Action::Went(page);
        assert_eq!(came(vec![went(Page::Kits)]), (Page::Kits, Vec::new()));
        // Whatever is asked for there leads on from there.
        let new = Action::ReplacementAsked(Replacement::New);
        assert_eq!(
            came(vec![went(Page::Kits), new]),
            (Page::Kits, vec![Page::Profile])
        );
    }

    #[test]
    fn every_change_is_kept_before_it_is_drawn() {
        let mut state = with_case();
        let effects = state.update(answered("tech.secret_marking", "both"));
        assert!(matches!(effects.as_slice(), [Effect::Keep(..)]));
    }

    #[test]
    fn undo_and_redo_lead_back_and_forth() {
        let mut state = with_case();
        state.update(answered("tech.secret_marking", "both"));
        let given = |state: &State| {
            state
                .case
                .as_ref()
                .and_then(|case| case.assessment.given("tech.secret_marking").cloned())
        };
        let after = given(&state);
        state.update(Action::Undone);
        assert_eq!(given(&state), None);
        state.update(Action::Redone);
        assert_eq!(given(&state), after);
        assert!(after.is_some());
    }

    #[test]
    fn opening_something_else_asks_first_when_work_could_be_lost() {
        let mut state = with_case();
        state.update(Told::Kept(Err(Refusal::Forbidden)).into());
        state.update(answered("tech.secret_marking", "both"));
        state.update(Action::ReplacementAsked(Replacement::New));
        assert!(matches!(state.question, Some(Question::Replace(_, None))));
        state.update(Action::Declined);
        assert!(
            state
                .case
                .as_ref()
                .is_some_and(|case| case.assessment.given("tech.secret_marking").is_some())
        );
    }

    #[test]
    fn a_file_that_is_refused_changes_nothing_and_says_why() {
        let mut state = with_case();
        state.update(answered("tech.secret_marking", "both"));
        let before = state.case.as_ref().map(|case| case.assessment.clone());
        let effects = state.update(Action::CaseRead {
            name: "x.sonae".into(),
            bytes: Ok(b"{\"format\":".to_vec()),
        });
        assert_eq!(effects, vec![Effect::FocusErrors]);
        assert!(state.notices.iter().any(|notice| {
            notice
                .findings
                .iter()
                .any(|finding| finding.code == Code::Truncated)
        }));
        assert!(state.case.as_ref().map(|case| case.assessment.clone()) == before);
    }

    #[test]
    fn a_file_that_would_take_the_place_of_unsaved_work_says_by_how_much_it_differs() {
        let mut state = with_case();
        state.update(Told::Kept(Err(Refusal::Forbidden)).into());
        let bytes = state
            .case
            .as_ref()
            .map(|case| case.assessment.save(state.pack));
        state.update(answered("tech.secret_marking", "both"));
        let bytes = Ok(bytes.expect("a case"));
        let name = "before.sonae".into();
        state.update(Action::CaseRead { name, bytes });
        let Some(Question::Replace(_, Some(differs))) = state.question else {
            panic!("it did not ask");
        };
        assert_eq!(
            differs,
            Differs {
                answers: 1,
                rows: 0
            }
        );
    }

    #[test]
    fn what_can_be_read_of_a_damaged_file_is_opened_when_asked_for() {
        let mut state = with_case();
        state.update(answered("tech.secret_marking", "both"));
        let bytes = state
            .case
            .as_ref()
            .map(|case| case.assessment.save(state.pack));
        let mut bytes = bytes.expect("a case");
        bytes.truncate(bytes.len() - 90);
        let mut other = started();
        other.update(Action::RescueAsked);
        assert!(other.case.is_none());
        other.update(Action::CaseRead {
            name: "x.sonae".into(),
            bytes: Ok(bytes),
        });
        assert!(other.case.is_none());
        other.update(Action::RescueAsked);
        let case = other.case.as_ref().expect("what was rescued");
        assert!(case.assessment.given("tech.secret_marking").is_some());
        assert!(case.unsaved, "it stands in no file yet");
        assert!(other.rescued.is_none());
        let told = other
            .notices
            .iter()
            .find(|notice| notice.key == "notice.rescued");
        assert!(told.is_some_and(|notice| !notice.findings.is_empty()));
    }

    #[test]
    fn a_browser_that_keeps_nothing_is_said_once() {
        let mut state = with_case();
        state.update(Told::Kept(Err(Refusal::Full)).into());
        state.update(Told::Kept(Err(Refusal::Full)).into());
        assert_eq!(state.kept, Keeping::Refused);
        assert_eq!(
            state
                .notices
                .iter()
                .filter(|notice| notice.key == "notice.full")
                .count(),
            1
        );
    }

    #[test]
    fn what_was_saved_opens_again_as_it_was() {
        let mut state = with_case();
        state.update(answered("tech.secret_marking", "both"));
        let effects = state.update(Action::SaveAsked);
        let Some(Effect::Save { name, bytes, .. }) = effects.into_iter().next() else {
            panic!("nothing saved")
        };
        assert!(!name.contains("secret"));
        let before = state.case.as_ref().map(|case| (*case.assessment).clone());
        let mut other = started();
        other.update(Action::CaseRead {
            name,
            bytes: Ok(bytes),
        });
        assert_eq!(other.case.map(|case| (*case.assessment).clone()), before);
    }

    #[test]
    fn what_was_done_is_said_on_the_page_it_leads_to_and_no_further() {
        let mut state = with_case();
        state.update(Action::Went(Page::Tasks));
        state.update(Action::WipeAsked);
        let effects = state.update(Action::Agreed);
        assert!(effects.contains(&Effect::GoTo(Page::Start)));
        state.update(Action::Went(Page::Start));
        assert!(
            state
                .notices
                .iter()
                .any(|notice| notice.key == "notice.wiped")
        );
        state.update(Action::Went(Page::Data));
        assert_eq!(state.notices, Vec::new());
    }

    #[test]
    fn only_a_missing_industry_holds_a_person_back() {
        let mut state = with_case();
        state.update(Action::Went(Page::Profile));
        let next = || Action::NextAsked(Page::Quick(1));
        assert_eq!(state.update(next()), vec![Effect::FocusErrors]);
        assert_eq!(state.update(next()), vec![Effect::FocusErrors]);
        let food = Given::Choice(Id::from("food"));
        let industry = Edit::Profiled(Id::from(Pack::INDUSTRY), Some(food));
        state.update(Action::Edited(industry));
        assert_eq!(state.update(next()), vec![Effect::GoTo(Page::Quick(1))]);
    }

    #[test]
    fn what_could_not_be_read_is_shown_once_and_then_left_behind() {
        let mut state = with_case();
        state.update(Action::Went(Page::Quick(2)));
        let finding = Finding::new(Code::NotANumber, "");
        state.update(Action::Mistyped("q".into(), "abc".into(), finding));
        let next = || Action::NextAsked(Page::Quick(3));
        assert_eq!(state.update(next()), vec![Effect::FocusErrors]);
        assert_eq!(state.update(next()), vec![Effect::GoTo(Page::Quick(3))]);
        state.update(Action::Went(Page::Quick(3)));
        assert!(state.checked.is_none() && state.drafts.is_empty());
    }

    #[test]
    fn a_unit_chosen_later_reads_the_same_number_anew() {
        let mut state = with_case();
        let sales = Id::from("profile.annual_sales");
        let given = Unit::Yen.number(420e9).map(Given::Number);
        state.update(Action::Edited(Edit::Profiled(sales.clone(), given)));
        state.update(Action::UnitChosen(sales.clone(), MoneyUnit::Thousand));
        let now = state
            .case
            .as_ref()
            .and_then(|case| case.assessment.profile.get(&sales).cloned());
        assert_eq!(now, Unit::Yen.number(420e6).map(Given::Number));
        assert_eq!(state.unit(&sales), MoneyUnit::Thousand);
    }

    #[test]
    fn what_could_not_be_typed_stays_as_it_was_typed() {
        let mut state = with_case();
        let finding = Finding::new(Code::NotANumber, "profile.cash");
        state.update(Action::Mistyped(
            "profile.cash".into(),
            "abc".into(),
            finding,
        ));
        assert_eq!(
            state
                .drafts
                .get("profile.cash")
                .map(|draft| draft.typed.as_str()),
            Some("abc")
        );
    }

    #[test]
    fn a_button_that_goes_away_hands_the_focus_to_the_heading() {
        let mut state = with_case();
        let question = Id::from("tech.secret_marking");
        let given = Given::Choice(Id::from("both"));
        let estimate = true;
        state.update(Action::Edited(Edit::Answered {
            question: question.clone(),
            given,
            estimate,
        }));
        let effects = state.update(Action::Edited(Edit::Confirmed(question)));
        assert!(effects.contains(&Effect::FocusHeading));
        let effects = state.update(answered("tech.secret_marking", "some"));
        assert!(!effects.contains(&Effect::FocusHeading));
    }

    #[test]
    fn what_should_be_known_of_a_kept_assessment_is_said() {
        let mut case = with_case();
        case.update(answered("tech.secret_marking", "both"));
        let Some(Effect::Save { bytes, .. }) = case.update(Action::SaveAsked).into_iter().next()
        else {
            panic!("nothing saved")
        };
        let text = String::from_utf8(bytes).expect("text");
        let older = text.replace(&pack().version, "2025.1.1");
        let mut state = State::new(pack(), Page::Start);
        let before = Some(older.into_bytes());
        state.update(Action::Started(Box::new(Start { before, ..start() })));
        assert!(state.case.is_some());
        assert!(
            state
                .notices
                .iter()
                .any(|notice| notice.key == "notice.kept_differs")
        );
    }
}
