//! Looking back: results of earlier days, an earlier file beside the open case, and the way into
//! another year.

use sonae_engine::assessment::{Assessment, Blanked, Changes, Edit, Past};
use sonae_engine::content::Release;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::score::Movement;

use super::{Action, Case, Effect, Replacement, Shared, State};

/// What is looked at beside the results of earlier days.
#[derive(Clone, Debug, Default)]
pub struct LookBack {
    /// The earlier case the open one is held against.
    pub earlier: Option<Earlier>,
    /// What was to be said when the open case was read: another version of the pack, and what
    /// that did to its answers.
    pub opened: Vec<Finding>,
}

/// An earlier case of the firm, to look at only.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The name of its file.
    pub name: String,
    /// The case.
    pub assessment: Shared<Assessment>,
    /// What should be known about it.
    pub notices: Vec<Finding>,
}

/// What happened on the page of the history.
#[derive(Clone, Debug)]
pub enum Told {
    /// An earlier file was chosen.
    EarlierRead(String, Result<Vec<u8>, Finding>),
    /// It is not needed any longer.
    EarlierPutAway,
    /// A case for another year was asked for.
    ForwardAsked,
}

/// How the open case differs from an earlier one, and what moved its score.
#[derive(Debug)]
pub struct Comparison {
    /// What differs.
    pub changes: Changes,
    /// What moved the scores; without an industry in both there is nothing to move.
    pub movement: Result<Movement, Finding>,
    /// Whether the earlier file is of another version of the pack and tells no result of then.
    pub unrecorded: bool,
}

/// What another version of the pack changed.
#[derive(Debug)]
pub struct Renewal<'a> {
    /// The version it was.
    pub from: &'a str,
    /// The result then, where it was recorded.
    pub past: Option<&'a Past>,
    /// What it did to the answers.
    pub answers: Vec<&'a Finding>,
    /// What the pack says of it, the newest first; none where it does not know that version.
    pub releases: Option<&'static [Release]>,
}

impl Earlier {
    /// How the open case differs from it.
    #[must_use]
    pub fn compared(&self, state: &State, case: &Case) -> Comparison {
        let movement = Movement::between(state.pack, &self.assessment, &case.assessment);
        let is_other = |finding: &Finding| finding.code == Code::OtherPackVersion;
        let recorded = movement.as_ref().is_ok_and(|it| it.recorded.is_some());
        Comparison {
            changes: Changes::between(&self.assessment, &case.assessment),
            unrecorded: self.notices.iter().any(is_other) && !recorded,
            movement,
        }
    }
}

impl Case {
    /// The case with its result behind the earlier ones, as it goes into a file.
    #[must_use]
    pub(super) fn recorded(&self, state: &State) -> Assessment {
        let mut assessment = (*self.assessment).clone();
        if let Ok(score) = self.score(state.pack) {
            let past = score.past(state.pack, &assessment, &state.today);
            assessment.apply(Edit::ResultRecorded(past));
        }
        assessment
    }

    /// Another state of the case, which keeps the results recorded since.
    pub(super) fn with_history(&self, other: Shared<Assessment>) -> Shared<Assessment> {
        if other.history == self.assessment.history {
            return other;
        }
        let history = self.assessment.history.clone();
        let other = (*other).clone();
        Shared::new(Assessment { history, ..other })
    }

    /// The result now, in the form of those of earlier days.
    #[must_use]
    pub fn present(&self, state: &State) -> Option<Past> {
        let score = self.score(state.pack).as_ref().ok()?;
        Some(score.past(state.pack, &self.assessment, &state.today))
    }

    /// What another version of the pack changed since the last result by other rules, or since
    /// the file was made.
    #[must_use]
    pub fn renewal<'a>(&'a self, state: &'a State) -> Option<Renewal<'a>> {
        let present = self.present(state);
        let other = |past: &&Past| {
            let version = &past.pack.version;
            *version != state.pack.version
                || present.as_ref().is_some_and(|it| !it.has_rules_of(past))
        };
        let past = self.assessment.history.last().filter(other);
        let opened = &state.back.opened;
        let file = opened
            .iter()
            .find(|finding| finding.code == Code::OtherPackVersion);
        let from = past.map(|past| past.pack.version.as_str());
        let from = from.or_else(|| file?.arguments.get("file").map(String::as_str))?;
        let answers = opened.iter().filter(|finding| {
            matches!(
                finding.code,
                Code::Renamed | Code::Retired | Code::RetiredOption
            )
        });
        Some(Renewal {
            from,
            past,
            answers: answers.collect(),
            releases: state.pack.changes_since(from),
        })
    }

    /// What would be emptied in a case for another year.
    #[must_use]
    pub fn blanked(&self, state: &State) -> Blanked {
        self.assessment.forward(state.pack).1
    }
}

impl State {
    /// Puts the result of the open case behind the earlier ones before it goes into a file; where
    /// that changes it, it is kept so.
    pub(super) fn record(&mut self) -> Option<Effect> {
        let case = self.case.as_ref().filter(|case| case.is_writable())?;
        let recorded = case.recorded(self);
        if recorded == *case.assessment {
            return None;
        }
        self.case.as_mut()?.assessment = Shared::new(recorded);
        self.case.as_ref().map(|case| self.keep(case))
    }

    /// Takes in what happened on the page of the history.
    pub(super) fn history_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::EarlierRead(name, bytes) => {
                self.notices
                    .retain(|notice| notice.key != "notice.not_compared");
                let read = bytes
                    .map_err(|finding| vec![finding])
                    .and_then(|bytes| Assessment::read(self.pack, &bytes));
                match read {
                    Ok(opened) if opened.assessment.part.is_some() => {
                        let finding = Finding::new(Code::PartOnly, "part");
                        self.refuse("notice.not_compared", &name, vec![finding])
                    }
                    Ok(opened) => {
                        self.back.earlier = Some(Earlier {
                            name,
                            assessment: Shared::new(opened.assessment),
                            notices: opened.notices,
                        });
                        Vec::new()
                    }
                    Err(findings) => self.refuse("notice.not_compared", &name, findings),
                }
            }
            Told::EarlierPutAway => {
                self.back.earlier = None;
                Vec::new()
            }
            Told::ForwardAsked => self.replacement_asked(Replacement::Forward),
        }
    }

    /// The open case for another year, with its result behind the earlier ones.
    pub(super) fn forward(&self) -> Option<Assessment> {
        let case = self.case.as_ref()?;
        Some(case.recorded(self).forward(self.pack).0)
    }
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::History(told)
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Assessment, Edit, Given, Past};
    use sonae_engine::content::Id;

    use super::Told;
    use crate::route::Page;
    use crate::state::tests::{pack, started};
    use crate::state::{Action, Effect, Replacement, State};

    fn with_firm() -> State {
        let mut state = started();
        let firm = Id::from("case.soramame_pump");
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        state
    }

    fn answer(state: &mut State, option: &str) {
        state.update(Action::Edited(Edit::Answered {
            question: Id::from("tech.secret_marking"),
            given: Given::Choice(Id::from(option)),
            estimate: false,
        }));
    }

    fn saved(state: &mut State) -> Vec<u8> {
        match state.update(Action::SaveAsked).into_iter().next() {
            Some(Effect::Save { bytes, .. }) => bytes,
            other => panic!("{other:?}"),
        }
    }

    fn history(state: &State) -> &[Past] {
        &state.case.as_ref().expect("a case").assessment.history
    }

    #[test]
    fn saving_records_the_result_and_undo_keeps_it() {
        let mut state = with_firm();
        answer(&mut state, "none");
        let bytes = saved(&mut state);
        assert_eq!(history(&state).len(), 1);
        // Opened on another day and saved unchanged: the same bytes.
        state.update(Action::CaseRead {
            name: "x.sonae".into(),
            bytes: Ok(bytes.clone()),
        });
        state.today = "2027-03-01".into();
        assert_eq!(saved(&mut state), bytes);
        answer(&mut state, "both");
        saved(&mut state);
        state.update(Action::Undone);
        assert_eq!(history(&state).len(), 2);
        state.update(Action::Redone);
        assert_eq!(history(&state).len(), 2);
    }

    #[test]
    fn a_case_for_another_year_stands_beside_the_old_one() {
        let mut state = with_firm();
        let before = state.case.as_ref().expect("a case").clone();
        let effects = state.update(Told::ForwardAsked.into());
        assert!(effects.contains(&Effect::GoTo(Page::Tasks)));
        let case = state.case.as_ref().expect("a case");
        assert_ne!(case.key, before.key);
        assert_eq!(case.assessment.given("profile.cash"), None);
        assert_eq!(case.assessment.industry(), before.assessment.industry());
        assert_eq!(history(&state).len(), 1);
        let present = before.present(&state).expect("a score");
        assert!(history(&state)[0].has_rules_of(&present));
        assert_eq!(history(&state)[0].overall, present.overall);
    }

    #[test]
    fn what_another_version_changed_is_known_from_the_last_result() {
        let mut state = with_firm();
        let bytes = saved(&mut state);
        let version = format!("\"version\": \"{}\"", pack().version);
        let text = String::from_utf8(bytes).expect("text");
        let older = text.replace(&version, "\"version\": \"2025.1.1\"");
        state.update(Action::CaseRead {
            name: "old.sonae".into(),
            bytes: Ok(older.into_bytes()),
        });
        let case = state.case.as_ref().expect("a case");
        let renewal = case.renewal(&state).expect("another version");
        assert_eq!(renewal.from, "2025.1.1");
        assert!(renewal.past.is_some() && renewal.releases.is_none());
    }

    #[test]
    fn an_earlier_file_is_looked_at_and_nothing_changes() {
        let mut state = with_firm();
        let bytes = saved(&mut state);
        answer(&mut state, "none");
        let before = state.case.as_ref().expect("a case").assessment.clone();
        state.update(Told::EarlierRead("last-year.sonae".into(), Ok(bytes.clone())).into());
        let case = state.case.as_ref().expect("a case");
        assert_eq!(case.assessment, before);
        let earlier = state.back.earlier.as_ref().expect("an earlier one");
        let opened = Assessment::read(pack(), &bytes).expect("ours");
        assert_eq!(*earlier.assessment, opened.assessment);
        let compared = earlier.compared(&state, case);
        assert_eq!(compared.changes.answers.len(), 1);
        let movement = compared.movement.expect("an industry in both");
        assert!(
            movement
                .modules
                .iter()
                .any(|module| !module.items.is_empty())
        );
        // What cannot be read is said, and what was looked at stays.
        state.update(Told::EarlierRead("no.sonae".into(), Ok(b"{}".to_vec())).into());
        assert!(
            state
                .notices
                .iter()
                .any(|it| it.key == "notice.not_compared")
        );
        assert!(state.back.earlier.is_some());
        state.update(Told::EarlierPutAway.into());
        assert!(state.back.earlier.is_none());
    }
}
