//! The dossier beside the case: how much is told, to whom, what of it leaves, and the log of it.
//!
//! The log stands in the assessment and is written once a dossier is out, never before.

pub mod said;
mod text;

use std::cell::RefCell;

use serde_json::{Map, Value};
use sonae_engine::assessment::{Assessment, Disclosure, Edit, Form, Level};
use sonae_engine::content::Pack;
use sonae_engine::disclose::{self, Leaving, Tells, still_tells};

use super::locks::{Parcel, Told as LocksTold};
use super::shelf::{self, Written};
use super::{Case, Effect, Shared, State};

/// What is looked at on the page of the dossier.
#[derive(Clone, Debug)]
pub struct Handing {
    /// How much is told.
    pub level: Level,
    /// To whom it goes; for the log only.
    pub to: String,
    /// What for; for the log only.
    pub purpose: String,
    /// Whether the text was copied when that was last asked for; none where it was not.
    pub copied: Option<bool>,
    made: RefCell<Option<(Of, Shared<Made>)>>,
}

/// What a dossier was made of: the case, the level, the day.
type Of = (Shared<Assessment>, Level, String);

impl Default for Handing {
    /// Where nobody chose, the least is told.
    fn default() -> Self {
        Self {
            level: Level::Dimensionless,
            to: String::new(),
            purpose: String::new(),
            copied: None,
            made: RefCell::default(),
        }
    }
}

/// A dossier as it would go out.
#[derive(Debug)]
pub struct Made {
    /// How much it tells.
    pub level: Level,
    /// All that is in it.
    pub told: Map<String, Value>,
    /// Every value that leaves.
    pub leaving: Vec<Leaving>,
    /// What a reader could infer all the same.
    pub tells: Vec<Tells>,
}

impl Made {
    fn of(pack: &Pack, assessment: &Assessment, level: Level, day: &str) -> Self {
        let told = disclose::dossier(pack, assessment, level, day);
        Self {
            level,
            leaving: disclose::leaving(&told),
            tells: still_tells(pack, assessment, level),
            told,
        }
    }

    /// The seal: 64 digits.
    #[must_use]
    pub fn seal(&self) -> &str {
        self.told
            .get("sha256")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Whether names are hidden in vain, so that the third level is the one to choose.
    #[must_use]
    pub fn hides_in_vain(&self) -> bool {
        self.level == Level::Masked && self.tells.contains(&Tells::FewSuppliers)
    }
}

/// What happened on the page of the dossier.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Another level was chosen.
    LevelChosen(Level),
    /// The recipient was named.
    ToSaid(String),
    /// The purpose was named.
    PurposeSaid(String),
    /// The file was asked for.
    SaveAsked,
    /// The file was asked for, sealed to somebody's key.
    SealAsked,
    /// The text was asked to be copied.
    CopyAsked,
    /// The file was written, or not.
    Saved(Written, Handed),
    /// The text was copied, or could not be.
    Copied(bool, Handed),
}

/// How a dossier goes out.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// As a file of this name.
    File(String, Vec<u8>),
    /// As a text to be put in elsewhere.
    Text(String),
}

/// An entry of the log, to be written once it is true.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// The case it belongs to.
    key: String,
    entry: Disclosure,
}

impl State {
    /// Takes in what happened on the page of the dossier.
    pub(super) fn dossier_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::LevelChosen(level) => {
                self.handing.level = level;
                self.handing.copied = None;
                Vec::new()
            }
            Told::ToSaid(to) => {
                to.trim().clone_into(&mut self.handing.to);
                Vec::new()
            }
            Told::PurposeSaid(purpose) => {
                purpose.trim().clone_into(&mut self.handing.purpose);
                Vec::new()
            }
            Told::SaveAsked => self.hand_on(Form::File, |state, made| {
                let bytes = disclose::write(&made.told);
                Way::File(state.dossier_name(), bytes)
            }),
            Told::SealAsked => self.seal_dossier(),
            Told::CopyAsked => self.hand_on(Form::Text, |state, made| {
                Way::Text(state.dossier_text(made))
            }),
            Told::Saved(written, handed) => {
                let out = matches!(written, Written::Checked(_) | Written::Handed(_));
                let mut effects = self.shelf_told(shelf::Told::FileWritten(written, None));
                if out {
                    effects.extend(self.log(handed));
                }
                effects
            }
            Told::Copied(copied, handed) => {
                self.handing.copied = Some(copied);
                if copied { self.log(handed) } else { Vec::new() }
            }
        }
    }

    /// What cannot be logged is not handed on: where a case is only looked at, nothing goes out.
    fn hand_on(&mut self, form: Form, way: impl Fn(&Self, &Made) -> Way) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some((made, handed)) = self.handed(form) else {
            return Vec::new();
        };
        vec![Effect::HandOn(way(self, &made), handed)]
    }

    /// The dossier goes to the page that seals, and into the log once it is out.
    fn seal_dossier(&mut self) -> Vec<Effect> {
        if let Some(refused) = self.only_looking() {
            return refused;
        }
        let Some((made, handed)) = self.handed(Form::Sealed) else {
            return Vec::new();
        };
        let mut parcel = Parcel::new(self.dossier_name(), disclose::write(&made.told));
        parcel.handed = Some(handed);
        self.locks_told(LocksTold::SealAsked(Some(parcel)))
    }

    /// The dossier of the open case, and the entry of the log for it.
    fn handed(&self, form: Form) -> Option<(Shared<Made>, Handed)> {
        let case = self.case.as_ref()?;
        let made = self.dossier(case);
        let entry = Disclosure {
            day: self.today.clone(),
            level: made.level,
            form,
            to: self.handing.to.clone(),
            purpose: self.handing.purpose.clone(),
            sha256: made.seal().to_owned(),
        };
        let key = case.key.clone();
        Some((made, Handed { key, entry }))
    }

    /// The name says nothing of the firm.
    fn dossier_name(&self) -> String {
        format!("sonae-dossier-{}.json", self.today)
    }

    fn log(&mut self, handed: Handed) -> Vec<Effect> {
        if self.case.as_ref().is_none_or(|case| case.key != handed.key) {
            return Vec::new();
        }
        self.edit(Edit::Disclosed(handed.entry))
    }

    /// The dossier of the open case at the chosen level, as it would go out today.
    #[must_use]
    pub fn dossier(&self, case: &Case) -> Shared<Made> {
        let level = self.handing.level;
        let of = (case.assessment.clone(), level, self.today.clone());
        if let Some((before, made)) = self.handing.made.borrow().as_ref()
            && *before == of
        {
            return made.clone();
        }
        let made = Shared::new(Made::of(self.pack, &case.assessment, level, &self.today));
        *self.handing.made.borrow_mut() = Some((of, made.clone()));
        made
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use sonae_engine::assessment::{Edit, Form, Level};
    use sonae_engine::content::{Id, Language};
    use sonae_engine::disclose;

    use super::{Told, Way};
    use crate::route::Page;
    use crate::state::plan::tests::{case, pump};
    use crate::state::shelf::{Hold, Written};
    use crate::state::{Action, Effect, State};

    /// The pump maker on the page of the dossier.
    pub(crate) fn handing(language: Language) -> State {
        let mut state = pump(language);
        state.today = "2026-11-26".into();
        state.update(Action::Went(Page::Dossier));
        state
    }

    fn told(state: &mut State, told: Told) -> Vec<Effect> {
        state.update(Action::Dossier(told))
    }

    fn handed_on(mut effects: Vec<Effect>) -> (Way, super::Handed) {
        match effects.pop() {
            Some(Effect::HandOn(way, handed)) => (way, handed),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_dossier_is_logged_once_it_is_out_and_not_before() {
        let mut state = handing(Language::En);
        told(&mut state, Told::LevelChosen(Level::Masked));
        told(&mut state, Told::ToSaid(" The bank ".into()));
        let (way, handed) = handed_on(told(&mut state, Told::SaveAsked));
        let expected = disclose::dossier(
            state.pack,
            &case(&state).assessment,
            Level::Masked,
            "2026-11-26",
        );
        let Way::File(name, bytes) = way else {
            panic!("no file");
        };
        assert_eq!(name, "sonae-dossier-2026-11-26.json");
        assert_eq!(bytes, disclose::write(&expected));
        assert!(case(&state).assessment.disclosures.is_empty());
        for nothing in [Written::Cancelled, Written::Failed("x".into())] {
            told(&mut state, Told::Saved(nothing, handed.clone()));
            assert!(case(&state).assessment.disclosures.is_empty());
        }
        told(
            &mut state,
            Told::Saved(Written::Handed("x".into()), handed.clone()),
        );
        let log = &case(&state).assessment.disclosures;
        assert_eq!(log.len(), 1);
        assert_eq!((log[0].to.as_str(), log[0].form), ("The bank", Form::File));
        assert_eq!(expected["sha256"], log[0].sha256.as_str());
        // The same once more is the same entry; undo is the way to take it back.
        told(&mut state, Told::Saved(Written::Handed("x".into()), handed));
        assert_eq!(case(&state).assessment.disclosures.len(), 1);
        state.update(Action::Undone);
        assert!(case(&state).assessment.disclosures.is_empty());
    }

    #[test]
    fn an_entry_goes_to_no_other_case() {
        let mut state = handing(Language::En);
        let (_, handed) = handed_on(told(&mut state, Told::SaveAsked));
        state.update(Action::ReplacementAsked(crate::state::Replacement::New));
        state.update(Action::Agreed);
        told(
            &mut state,
            Told::Saved(Written::Checked("x".into()), handed),
        );
        assert!(case(&state).assessment.disclosures.is_empty());
    }

    #[test]
    fn nothing_goes_out_where_it_could_not_be_logged() {
        let mut state = handing(Language::En);
        state.case.as_mut().expect("a case").hold = Hold::Elsewhere;
        for asked in [Told::SaveAsked, Told::CopyAsked] {
            let effects = told(&mut state, asked);
            assert!(
                !effects
                    .iter()
                    .any(|effect| matches!(effect, Effect::HandOn(..)))
            );
            assert_eq!(
                state.notices.last().map(|notice| notice.key),
                Some("notice.only_looking")
            );
        }
    }

    #[test]
    fn what_is_shown_follows_the_case_the_level_and_the_log_changes_nothing() {
        let mut state = handing(Language::En);
        let seal = |state: &State| state.dossier(case(state)).seal().to_owned();
        let first = seal(&state);
        let (_, handed) = handed_on(told(&mut state, Told::CopyAsked));
        told(&mut state, Told::Copied(true, handed));
        assert_eq!(case(&state).assessment.disclosures[0].form, Form::Text);
        assert_eq!(seal(&state), first);
        state.update(Action::Edited(Edit::Cleared(Id::from("tech.training"))));
        let second = seal(&state);
        assert_ne!(second, first);
        told(&mut state, Told::LevelChosen(Level::Full));
        assert_ne!(seal(&state), second);
    }
}
