//! Purchase ledgers on their way into the supplier table: brought, read, looked through, taken.
//!
//! Until it is taken, nothing of a ledger is in the assessment. What was decided about it (what a
//! column is, which names are one company) is kept apart from what was read, so that each
//! decision can be taken back and the rest stays.

use std::collections::BTreeSet;

use sonae_engine::assessment::{Edit, is_own_table};
use sonae_engine::content::{Pack, TableName};
use sonae_engine::finding::Finding;
use sonae_engine::ledger::Options;
use sonae_engine::ledger::names::Suggestion;
use sonae_engine::report::ledger::Proposal;
use sonae_engine::request::Readings;

use super::{Effect, Notice, NoticeKind, Shared, State};
use crate::route::Page;

/// A file that somebody brought.
#[derive(Clone, Debug)]
pub struct Brought {
    /// Its name, or none for a pasted range.
    pub name: Option<String>,
    /// Its bytes, or why they could not be read.
    pub bytes: Result<Vec<u8>, Finding>,
    /// The first lines of it as text, where it is one.
    pub head: Option<String>,
}

/// The bytes of a ledger, and how it is to be read.
pub type LedgerBytes = (Shared<Vec<u8>>, Options);

/// A ledger that waits to be taken.
#[derive(Clone, Debug)]
pub struct LedgerFile {
    /// Its name, or none for a pasted range.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: Shared<Vec<u8>>,
    /// How it is to be read, as far as somebody said so.
    pub options: Options,
}

/// Ledgers on their way into the supplier table.
#[derive(Clone, Debug)]
pub struct LedgerImport {
    /// Which reading an answer belongs to.
    pub number: u32,
    /// The files.
    pub files: Vec<LedgerFile>,
    /// How far the reading is, 0 to 1, while it goes on.
    pub progress: Option<f64>,
    /// What was understood.
    pub understood: Option<Shared<Readings>>,
    /// Which names may be one company; none while they are still being looked for.
    pub alike: Option<Shared<Vec<Suggestion>>>,
    /// Which suggestions were accepted, by their index.
    pub accepted: BTreeSet<usize>,
    /// Whether the amounts are turned into those of a year.
    pub yearly: bool,
    /// What would be taken.
    pub proposal: Option<Shared<Proposal>>,
}

impl LedgerImport {
    /// How many months the ledgers cover, where they say so and it is not a year.
    #[must_use]
    pub fn months(&self) -> Option<f64> {
        let period = self.understood.as_ref()?.together.period.as_ref()?;
        period.months_unless_a_year()
    }

    /// What an amount is multiplied by.
    fn times(&self) -> f64 {
        let months = self.months().filter(|_| self.yearly);
        months.map_or(1.0, |months| 12.0 / months)
    }

    /// The suggestions with their index, and whether each was accepted.
    pub fn suggestions(&self) -> impl Iterator<Item = (usize, &Suggestion, bool)> {
        let all = self.alike.iter().flat_map(|all| all.iter());
        all.enumerate()
            .map(|(index, one)| (index, one, self.accepted.contains(&index)))
    }

    /// Works out anew what would be taken.
    fn propose(&mut self, pack: &Pack) {
        let Some(understood) = &self.understood else {
            self.proposal = None;
            return;
        };
        let accepted = self.suggestions().filter(|(.., accepted)| *accepted);
        let accepted = accepted.map(|(_, one, _)| one);
        let proposal = Proposal::of(pack, &understood.together, self.times(), accepted);
        self.proposal = Some(Shared::new(proposal));
    }
}

impl State {
    /// A table of our own goes the way it came; everything else is read as a ledger.
    pub(super) fn files_brought(&mut self, brought: Vec<Brought>) -> Vec<Effect> {
        if self.case.is_none() {
            return Vec::new();
        }
        if let [one] = brought.as_slice()
            && let (Some(head), Ok(bytes)) = (&one.head, &one.bytes)
            && is_own_table(self.pack, TableName::Suppliers, head)
        {
            let read = Effect::ReadTable(TableName::Suppliers, one.name.clone(), bytes.clone());
            let elsewhere = self.page != Page::Suppliers;
            let go = elsewhere.then(|| self.send_to(Page::Suppliers));
            return go.into_iter().chain([read]).collect();
        }
        self.notices
            .retain(|notice| notice.key != "notice.file_refused");
        let mut effects = Vec::new();
        let mut files = self
            .ledger
            .take()
            .map_or_else(Vec::new, |import| import.files);
        for one in brought {
            match one.bytes {
                Ok(bytes) => files.push(LedgerFile {
                    name: one.name,
                    bytes: Shared::new(bytes),
                    options: Options::default(),
                }),
                Err(finding) => {
                    let name = one.name.unwrap_or_default();
                    effects.extend(self.refuse("notice.file_refused", &name, vec![finding]));
                }
            }
        }
        effects.extend(self.read_ledgers(files));
        if self.page != Page::Ledger && self.ledger.is_some() {
            effects.push(self.send_to(Page::Ledger));
        }
        effects
    }

    /// Begins to read; what was decided about the names of an earlier reading goes with it.
    fn read_ledgers(&mut self, files: Vec<LedgerFile>) -> Vec<Effect> {
        self.ledger_number += 1;
        let number = self.ledger_number;
        if files.is_empty() {
            self.ledger = None;
            return vec![Effect::StopReading];
        }
        let wanted = files
            .iter()
            .map(|file| (file.bytes.clone(), file.options.clone()))
            .collect();
        self.ledger = Some(LedgerImport {
            number,
            files,
            progress: Some(0.0),
            understood: None,
            alike: None,
            accepted: BTreeSet::new(),
            yearly: false,
            proposal: None,
        });
        vec![Effect::StopReading, Effect::ReadLedgers(number, wanted)]
    }

    pub(super) fn ledger_progressed(&mut self, number: u32, done: f64) -> Vec<Effect> {
        if let Some(import) = self.ledger_of(number) {
            import.progress = Some(done);
        }
        Vec::new()
    }

    pub(super) fn ledgers_read(
        &mut self,
        number: u32,
        read: Result<Shared<Readings>, Finding>,
    ) -> Vec<Effect> {
        let pack = self.pack;
        let Some(import) = self.ledger_of(number) else {
            return Vec::new();
        };
        import.progress = None;
        match read {
            Ok(understood) => {
                import.understood = Some(understood);
                // What was decided meanwhile was about the names of an earlier reading.
                import.alike = None;
                import.accepted.clear();
                import.propose(pack);
                Vec::new()
            }
            Err(finding) => {
                self.ledger = None;
                self.refuse("notice.ledger_refused", "", vec![finding])
            }
        }
    }

    /// What would be taken stays the same: nothing is accepted by itself.
    pub(super) fn like_names_found(&mut self, number: u32, names: Vec<Suggestion>) -> Vec<Effect> {
        if let Some(import) = self.ledger_of(number) {
            import.alike = Some(Shared::new(names));
        }
        Vec::new()
    }

    fn ledger_of(&mut self, number: u32) -> Option<&mut LedgerImport> {
        self.ledger
            .as_mut()
            .filter(|import| import.number == number)
    }

    /// Reading is given up; what was read before is gone too, since it no longer fits its options.
    pub(super) fn ledger_dropped(&mut self) -> Vec<Effect> {
        self.ledger = None;
        vec![Effect::StopReading]
    }

    pub(super) fn ledger_file_dropped(&mut self, index: usize) -> Vec<Effect> {
        let Some(mut files) = self.ledger.take().map(|import| import.files) else {
            return Vec::new();
        };
        if index < files.len() {
            files.remove(index);
        }
        self.read_ledgers(files)
    }

    pub(super) fn ledger_options_chosen(&mut self, index: usize, options: Options) -> Vec<Effect> {
        let Some(import) = &mut self.ledger else {
            return Vec::new();
        };
        let Some(file) = import.files.get_mut(index) else {
            return Vec::new();
        };
        if file.options == options {
            return Vec::new();
        }
        file.options = options;
        // What stands on the screen stays until the new answer is there.
        let (understood, proposal) = (import.understood.take(), import.proposal.take());
        let alike = import.alike.take();
        let files = std::mem::take(&mut import.files);
        let effects = self.read_ledgers(files);
        if let Some(import) = &mut self.ledger {
            (import.understood, import.alike) = (understood, alike);
            import.proposal = proposal;
        }
        effects
    }

    pub(super) fn suggestions_answered(&mut self, which: &[usize], yes: bool) -> Vec<Effect> {
        let pack = self.pack;
        if let Some(import) = &mut self.ledger {
            for index in which {
                if yes {
                    import.accepted.insert(*index);
                } else {
                    import.accepted.remove(index);
                }
            }
            import.propose(pack);
        }
        Vec::new()
    }

    pub(super) fn ledger_yearly(&mut self, yearly: bool) -> Vec<Effect> {
        let pack = self.pack;
        if let Some(import) = &mut self.ledger {
            import.yearly = yearly;
            import.propose(pack);
        }
        Vec::new()
    }

    /// The rows go into the assessment, and the next page asks what matters among them.
    pub(super) fn ledger_taken(&mut self, replace: bool) -> Vec<Effect> {
        let Some(proposal) = self.ledger.take().and_then(|import| import.proposal) else {
            return Vec::new();
        };
        let count = proposal.rows.len();
        let mut effects = self.edit(Edit::LedgerTaken {
            rows: proposal.rows.clone(),
            book: proposal.book.clone(),
            replace,
        });
        self.notices
            .retain(|notice| notice.key != "notice.imported");
        self.notices
            .push(Notice::new(NoticeKind::Done, "notice.imported").with("count", &count));
        effects.push(self.send_to(Page::Suppliers));
        effects
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::finding::{Code, Finding};
    use sonae_engine::ledger::{AmountUnit, Options};
    use sonae_engine::request::{Answer, Heard, Request, answer};

    use super::{Brought, LedgerBytes};
    use crate::route::Page;
    use crate::state::tests::started;
    use crate::state::{Action, Effect, Replacement, Shared, State};

    const LEDGER: &str = "日付,仕入先名,金額\n\
        2025/4/1,㈱丸山,100\n2025/5/1,株式会社丸山,200\n2026/3/31,高橋商事,700\n合計,,1000\n";

    fn with_case() -> State {
        let mut state = started();
        state.update(Action::ReplacementAsked(Replacement::New));
        state
    }

    fn brought(text: &str) -> Action {
        Action::FilesBrought(vec![Brought {
            name: Some("ledger.csv".into()),
            bytes: Ok(text.as_bytes().to_vec()),
            head: Some(text.to_owned()),
        }])
    }

    /// What the effects ask to be read.
    fn asked(effects: Vec<Effect>) -> Option<(u32, Vec<LedgerBytes>)> {
        effects.into_iter().find_map(|effect| match effect {
            Effect::ReadLedgers(number, files) => Some((number, files)),
            _ => None,
        })
    }

    /// The answers the worker would give, in their order.
    fn read((number, files): (u32, Vec<LedgerBytes>)) -> Vec<Action> {
        let (bytes, options) = files
            .into_iter()
            .map(|(bytes, options)| ((*bytes).clone(), options))
            .unzip();
        let mut actions = Vec::new();
        let mut told = |heard| {
            if let Heard::First(bytes) | Heard::Last(bytes, _) = heard {
                actions.push(match Answer::from_bytes(&bytes) {
                    Some(Answer::Read(read)) => Action::LedgersRead(number, Ok(Shared::new(read))),
                    Some(Answer::Alike(names)) => Action::LikeNamesFound(number, names),
                    other => panic!("no readings: {other:?}"),
                });
            }
        };
        let request = Request::Read { options }.to_bytes();
        answer(&request, bytes, &mut told).expect("a request of ours");
        actions
    }

    fn is_read(state: &mut State, wanted: (u32, Vec<LedgerBytes>)) {
        for action in read(wanted) {
            state.update(action);
        }
    }

    fn with_ledger() -> State {
        let mut state = with_case();
        let wanted = asked(state.update(brought(LEDGER))).expect("something to read");
        is_read(&mut state, wanted);
        state
    }

    fn aliases(state: &State) -> Vec<String> {
        let case = state.case.as_ref().expect("a case");
        let rows = case.assessment.suppliers.iter();
        rows.map(|row| row.alias.clone()).collect()
    }

    #[test]
    fn nothing_of_a_ledger_is_in_the_table_before_it_is_taken() {
        let mut state = with_ledger();
        assert_eq!(state.page, Page::Start);
        assert!(aliases(&state).is_empty());
        let effects = state.update(Action::LedgerTaken { replace: true });
        assert!(effects.contains(&Effect::GoTo(Page::Suppliers)));
        assert_eq!(aliases(&state).len(), 3);
        assert!(state.ledger.is_none());
        state.update(Action::Undone);
        assert!(aliases(&state).is_empty());
    }

    #[test]
    fn a_suggestion_is_merged_only_when_accepted_and_each_can_be_taken_back() {
        let mut state = with_ledger();
        let rows = |state: &State| {
            let import = state.ledger.as_ref().expect("a ledger");
            import.proposal.as_ref().map(|it| it.rows.len())
        };
        assert_eq!(rows(&state), Some(3));
        state.update(Action::SuggestionsAnswered(vec![0], true));
        assert_eq!(rows(&state), Some(2));
        state.update(Action::SuggestionsAnswered(vec![0], false));
        assert_eq!(rows(&state), Some(3));
        state.update(Action::SuggestionsAnswered(vec![0], true));
        state.update(Action::LedgerTaken { replace: true });
        let book = |state: &State| {
            state
                .case
                .as_ref()
                .map(|it| it.assessment.book.merges.len())
        };
        assert_eq!((aliases(&state).len(), book(&state)), (2, Some(1)));
    }

    #[test]
    fn a_ledger_can_be_taken_before_its_like_names_are_found() {
        let mut state = with_case();
        let wanted = asked(state.update(brought(LEDGER))).expect("something to read");
        let [understood, found]: [Action; 2] = read(wanted).try_into().expect("two answers");
        state.update(understood);
        let import = state.ledger.as_ref().expect("a ledger");
        assert!(import.alike.is_none() && import.proposal.is_some());
        state.update(Action::LedgerTaken { replace: true });
        state.update(found);
        assert!(state.ledger.is_none());
        assert_eq!(aliases(&state).len(), 3);
    }

    #[test]
    fn another_way_of_reading_asks_again_and_an_older_answer_comes_too_late() {
        let mut state = with_ledger();
        let options = Options {
            unit: Some(AmountUnit::Thousand),
            ..Options::default()
        };
        let late = state.ledger.as_ref().map(|it| it.number).expect("a ledger");
        let wanted = state.update(Action::LedgerOptionsChosen(0, options));
        let wanted = asked(wanted).expect("something to read");
        assert!(wanted.0 > late);
        state.update(Action::LedgersRead(
            late,
            Err(Finding::new(Code::ReaderStopped, "")),
        ));
        assert!(state.ledger.is_some());
        is_read(&mut state, wanted);
        let import = state.ledger.as_ref().expect("a ledger");
        let total = import.understood.as_ref().map(|it| it.together.total.yen());
        assert_eq!(total, Some(1_000_000.0));
    }

    #[test]
    fn a_reader_that_breaks_down_says_so_and_leaves_the_table_alone() {
        let mut state = with_case();
        let (number, _) = asked(state.update(brought(LEDGER))).expect("something to read");
        let fault = Finding::new(Code::ReaderStopped, "");
        let effects = state.update(Action::LedgersRead(number, Err(fault)));
        assert_eq!(effects, vec![Effect::FocusErrors]);
        assert!(state.ledger.is_none() && aliases(&state).is_empty());
    }

    #[test]
    fn a_table_of_our_own_goes_the_way_it_always_went() {
        let mut state = with_case();
        let effects = state.update(brought("仕入先,品目,購入額,在庫\nA,軸受,100,3\n"));
        let [Effect::GoTo(page), Effect::ReadTable(table, name, bytes)] = effects.as_slice() else {
            panic!("nothing to read: {effects:?}");
        };
        state.update(Action::TableRead {
            table: *table,
            name: name.clone(),
            text: Ok(String::from_utf8(bytes.clone()).expect("a text")),
        });
        state.update(Action::Went(page.clone()));
        assert!(state.import.is_some() && state.ledger.is_none());
    }

    #[test]
    fn further_files_are_counted_together_and_each_can_be_left_out() {
        let mut state = with_ledger();
        let wanted = asked(state.update(brought(LEDGER))).expect("something to read");
        assert_eq!(wanted.1.len(), 2);
        is_read(&mut state, wanted);
        let total = |state: &State| {
            let import = state.ledger.as_ref()?;
            Some(import.understood.as_ref()?.together.total.yen())
        };
        assert_eq!(total(&state), Some(2_000.0));
        let wanted = state.update(Action::LedgerFileDropped(0));
        is_read(&mut state, asked(wanted).expect("something to read"));
        assert_eq!(total(&state), Some(1_000.0));
        state.update(Action::LedgerFileDropped(0));
        assert!(state.ledger.is_none());
    }
}
