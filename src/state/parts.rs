//! Answering together: parts sent to colleagues, and what they bring back.

use std::collections::{BTreeMap, BTreeSet};

use sonae_engine::assessment::{Assessment, Edit, Origin, Returned, Standing};
use sonae_engine::content::{Id, Module, Theme};
use sonae_engine::finding::{Code, Finding};

use super::{Action, Case, Effect, Notice, NoticeKind, State};
use crate::route::Page;

/// What happened on the page of the parts.
#[derive(Clone, Debug)]
pub enum Told {
    /// A theme was chosen for the next part, or no longer: its module, its id.
    ThemeSwitched(Id, Id, bool),
    /// The part was asked for as a file.
    PartAsked,
    /// Parts came back, or could not be read.
    PartsRead(Vec<(String, Result<Vec<u8>, Finding>)>),
    /// Everything that is agreed is to be taken.
    AgreedTaken,
    /// What came back to a question is settled: one of the answers, or the own one.
    Settled(Id, Option<usize>),
}

/// A theme and the questions of it that can be handed on.
#[derive(Debug)]
pub struct Sendable {
    /// Its module.
    pub module: &'static Module,
    /// The theme.
    pub theme: &'static Theme,
    /// The questions that are asked and that no table answers.
    pub questions: Vec<Id>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What came back to one question.
#[derive(Debug)]
pub struct CameBack<'a> {
    /// The question.
    pub question: &'a Id,
    /// The answers, in their order.
    pub answers: &'a [Returned],
    /// How it stands.
    pub standing: Standing,
}

impl Case {
    /// The themes of which something can be handed on, in the pack's order.
    #[must_use]
    pub fn sendable(&self, chosen: &BTreeSet<(Id, Id)>) -> Vec<Sendable> {
        let path = &self.derived.path;
        let open = |id: &&Id| {
            let step = path.step(id.as_str());
            step.is_some_and(|step| step.origin != Origin::Table)
        };
        let themes = self.derived.progress.iter().map(|progress| Sendable {
            module: progress.module,
            theme: progress.theme,
            questions: progress.questions.iter().filter(open).cloned().collect(),
            chosen: chosen.contains(&(progress.module.id.clone(), progress.theme.id.clone())),
        });
        themes.filter(|theme| !theme.questions.is_empty()).collect()
    }

    /// What came back and is not settled, in the pack's order.
    #[must_use]
    pub fn came_back(&self) -> Vec<CameBack<'_>> {
        let steps = self.derived.path.steps().iter();
        let came = steps.filter_map(|step| {
            let (question, answers) = self.assessment.returned.get_key_value(&step.question.id)?;
            Some(CameBack {
                standing: self.assessment.standing(question)?,
                question,
                answers,
            })
        });
        came.collect()
    }

    /// Whether it is a part that somebody else sent.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.assessment.part.is_some()
    }
}

impl State {
    /// Takes in what happened on the page of the parts.
    pub(super) fn parts_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::ThemeSwitched(module, theme, chosen) => {
                if chosen {
                    self.sending.insert((module, theme));
                } else {
                    self.sending.remove(&(module, theme));
                }
                Vec::new()
            }
            Told::PartAsked => self.part_asked(),
            Told::PartsRead(files) => self.parts_read(files),
            Told::AgreedTaken => {
                let Some(case) = &self.case else {
                    return Vec::new();
                };
                let agreed = case.came_back();
                let agreed = agreed
                    .iter()
                    .filter(|one| one.standing == Standing::Agreed)
                    .map(|one| Edit::Settled(one.question.clone(), Some(0)));
                let edits = agreed.collect();
                self.settled(edits)
            }
            Told::Settled(question, taken) => self.settled(vec![Edit::Settled(question, taken)]),
        }
    }

    /// What was pressed goes away, and the focus would with it.
    fn settled(&mut self, edits: Vec<Edit>) -> Vec<Effect> {
        let mut effects = self.edit_all(edits);
        if !effects.contains(&Effect::FocusErrors) {
            effects.push(Effect::FocusHeading);
        }
        effects
    }

    fn part_asked(&mut self) -> Vec<Effect> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let chosen = case.sendable(&self.sending);
        let questions: BTreeSet<Id> = chosen
            .into_iter()
            .filter(|theme| theme.chosen)
            .flat_map(|theme| theme.questions)
            .collect();
        if questions.is_empty() {
            return self.refuse("notice.no_theme", "", Vec::new());
        }
        self.notices
            .retain(|notice| notice.key != "notice.no_theme");
        let part = case.assessment.part(self.pack, &questions);
        let name = format!("sonae-part-{}.sonae", self.today);
        vec![Effect::save(name, part.save(self.pack))]
    }

    /// Each part is joined by itself; one that cannot be read holds up no other.
    fn parts_read(&mut self, files: Vec<(String, Result<Vec<u8>, Finding>)>) -> Vec<Effect> {
        self.notices
            .retain(|notice| !["notice.joined", "notice.not_joined"].contains(&notice.key));
        let mut edits = Vec::new();
        let mut effects = Vec::new();
        let mut answers = 0;
        for (name, bytes) in files {
            let read = bytes
                .map_err(|finding| vec![finding])
                .and_then(|bytes| Assessment::read(self.pack, &bytes));
            match read {
                Ok(opened) if opened.assessment.part.is_some() => {
                    let brought: BTreeMap<Id, Returned> = opened.assessment.brought_back();
                    answers += brought.len();
                    edits.push(Edit::Joined(brought));
                }
                Ok(_) => {
                    let finding = Finding::new(Code::NotAPart, "").with("name", &name);
                    effects.extend(self.not_joined(&name, vec![finding]));
                }
                Err(findings) => effects.extend(self.not_joined(&name, findings)),
            }
        }
        let parts = edits.len();
        if parts > 0 {
            effects.extend(self.edit_all(edits));
            let notice = Notice::new(NoticeKind::Done, "notice.joined");
            let notice = notice.with("parts", &parts).with("answers", &answers);
            self.notices.push(notice);
        }
        effects
    }

    fn not_joined(&mut self, name: &str, findings: Vec<Finding>) -> Vec<Effect> {
        let notice = Notice::new(NoticeKind::Error, "notice.not_joined").with("name", &name);
        self.notices.push(notice.because(findings));
        vec![Effect::FocusErrors]
    }

    /// Where a page is not offered in a part, the page that stands for it.
    pub(super) fn instead_of(&self, page: &Page) -> Option<Page> {
        let part = self.case.as_ref().is_some_and(Case::is_part);
        let offered =
            !page.needs_case() || matches!(page, Page::Tasks | Page::Question(_) | Page::Versions);
        (part && !offered).then_some(Page::Tasks)
    }
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Parts(told)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sonae_engine::assessment::{Assessment, Edit, Given, Standing};
    use sonae_engine::content::Id;

    use super::Told;
    use crate::route::Page;
    use crate::state::tests::{pack, started};
    use crate::state::{Action, Effect, Replacement, State};

    const SECRET: &str = "tech.secret_marking";

    fn with_firm() -> State {
        let mut state = started();
        let firm = Id::from("case.soramame_pump");
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        state.update(Action::Went(Page::Parts));
        state
    }

    fn case(state: &State) -> &Assessment {
        &state.case.as_ref().expect("a case").assessment
    }

    fn theme_of(state: &State, question: &str) -> (Id, Id) {
        let case = state.case.as_ref().expect("a case");
        let progress = case.derived.progress_at(&Id::from(question)).expect("one");
        (progress.module.id.clone(), progress.theme.id.clone())
    }

    /// A part with the theme of a question, as a file.
    fn sent(state: &mut State, question: &str) -> Vec<u8> {
        let (module, theme) = theme_of(state, question);
        state.update(Told::ThemeSwitched(module, theme, true).into());
        match state.update(Told::PartAsked.into()).into_iter().next() {
            Some(Effect::Save { name, bytes, .. }) => {
                assert!(name.starts_with("sonae-part-"));
                bytes
            }
            other => panic!("{other:?}"),
        }
    }

    /// What a colleague makes of a part.
    fn answered(part: &[u8], by: &str, option: &str) -> Vec<u8> {
        let mut state = started();
        state.update(Action::CaseRead {
            name: "part.sonae".into(),
            bytes: Ok(part.to_vec()),
        });
        state.update(Action::Edited(Edit::PartSigned(by.into())));
        state.update(Action::Edited(Edit::Answered {
            question: Id::from(SECRET),
            given: Given::Choice(Id::from(option)),
            estimate: false,
        }));
        match state.update(Action::SaveAsked).into_iter().next() {
            Some(Effect::Save { name, bytes, .. }) => {
                assert!(name.starts_with("sonae-part-"), "{name}");
                bytes
            }
            other => panic!("{other:?}"),
        }
    }

    fn read(state: &mut State, parts: &[&Vec<u8>]) {
        let files = parts.iter().map(|part| ("x".into(), Ok((*part).clone())));
        state.update(Told::PartsRead(files.collect()).into());
    }

    #[test]
    fn two_parts_in_either_order_are_the_same_and_undo_takes_them_back() {
        let mut state = with_firm();
        let part = sent(&mut state, SECRET);
        let one = answered(&part, "開発", "none");
        let other = answered(&part, "総務", "both");
        let before = case(&state).clone();
        let joined = |parts: &[&Vec<u8>]| {
            let mut state = with_firm();
            for part in parts {
                read(&mut state, &[part]);
            }
            case(&state).clone()
        };
        let both = joined(&[&one, &other]);
        assert_ne!(both, before);
        assert_eq!(joined(&[&other, &one]).save(pack()), both.save(pack()));
        assert_eq!(joined(&[&one, &other, &one, &other]), both);
        read(&mut state, &[&one, &other]);
        assert_eq!(*case(&state), both);
        assert_eq!(both.standing(&Id::from(SECRET)), Some(Standing::Open));
        state.update(Told::Settled(Id::from(SECRET), Some(0)).into());
        assert!(case(&state).returned.is_empty());
        let option = both.returned[&Id::from(SECRET)][0].answer.given.clone();
        assert_eq!(case(&state).given(SECRET), option.as_ref());
        state.update(Action::Undone);
        state.update(Action::Undone);
        assert_eq!(*case(&state), before);
    }

    #[test]
    fn what_is_agreed_is_taken_at_once() {
        let mut state = with_firm();
        let part = sent(&mut state, SECRET);
        let one = answered(&part, "", "none");
        let other = answered(&part, "総務", "none");
        read(&mut state, &[&one, &other]);
        let standing = case(&state).standing(&Id::from(SECRET));
        assert_eq!(standing, Some(Standing::Agreed));
        state.update(Told::AgreedTaken.into());
        assert!(case(&state).returned.is_empty());
        let none = Given::Choice(Id::from("none"));
        assert_eq!(case(&state).given(SECRET), Some(&none));
        // Brought once more, it says nothing new.
        let before = case(&state).clone();
        read(&mut state, &[&one]);
        assert_eq!(*case(&state), before);
    }

    #[test]
    fn a_part_holds_and_offers_only_what_is_asked() {
        let mut state = with_firm();
        let part = sent(&mut state, SECRET);
        let opened = Assessment::read(pack(), &part).expect("ours").assessment;
        assert!(opened.suppliers.is_empty() && opened.markets.is_empty());
        assert_eq!(opened.industry(), None);
        let asked = opened.part.as_ref().map(|part| part.asked.clone());
        let held: BTreeSet<Id> = opened.answers.keys().cloned().collect();
        assert!(held.is_subset(&asked.clone().unwrap_or_default()));
        let mut colleague = started();
        colleague.update(Action::CaseRead {
            name: "part.sonae".into(),
            bytes: Ok(part),
        });
        let progress = &colleague.case.as_ref().expect("a case").derived.progress;
        let shown: BTreeSet<Id> = progress
            .iter()
            .flat_map(|it| it.questions.clone())
            .collect();
        assert_eq!(Some(shown), asked);
        let away = colleague.update(Action::Went(Page::Result));
        assert_eq!(away, vec![Effect::GoTo(Page::Tasks)]);
    }

    #[test]
    fn what_is_no_part_is_refused_and_holds_up_no_other() {
        let mut state = with_firm();
        let part = sent(&mut state, SECRET);
        let one = answered(&part, "", "none");
        let whole = case(&state).save(pack());
        read(&mut state, &[&whole, &one]);
        assert!(state.notices.iter().any(|it| it.key == "notice.not_joined"));
        assert_eq!(case(&state).returned.len(), 1);
    }
}
