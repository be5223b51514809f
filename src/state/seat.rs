//! A team's seat in a workshop room: sitting down with a code, the injects, the choices.
//!
//! What the team did stands in its practice assessment and is edited like everything else there;
//! what may be done is for the engine to say.

use sonae_engine::assessment::{Edit, Seat, When};
use sonae_engine::content::Kit;
use sonae_engine::workshop::code::JoinCode;
use sonae_engine::workshop::seat::{Refused, dealt, sit};

use super::{Action, Case, Effect, Replacement, State};

/// What is typed at a seat, and not taken yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seating {
    /// The code on the wall.
    pub code: String,
    /// The team's number.
    pub team: Option<u8>,
    /// The code of an inject.
    pub inject: String,
    /// Why the last code or choice was not taken.
    pub refused: Option<(Asked, Refused)>,
}

/// What was asked for last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To sit down.
    Sit,
    /// An inject.
    Inject,
    /// A choice, or to take it back.
    Choice(When),
}

/// What happened at a seat.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The code on the wall was typed.
    CodeTyped(String),
    /// The team's number was chosen; empty for none.
    TeamChosen(String),
    /// The team wants to sit down.
    SitAsked,
    /// The code of an inject was typed.
    InjectTyped(String),
    /// It is to be taken.
    InjectAsked,
    /// An action was chosen, or no longer.
    Chosen(When, String),
}

impl From<Told> for Action {
    fn from(told: Told) -> Self {
        Self::Seat(told)
    }
}

impl Case {
    /// The team's seat, where this is practice in a room.
    #[must_use]
    pub fn seat(&self) -> Option<&Seat> {
        let seat = self.assessment.seat.as_ref();
        seat.filter(|_| self.assessment.practice)
    }
}

impl State {
    /// The seat of the open assessment, and its kit.
    #[must_use]
    pub fn seat(&self) -> Option<(&Seat, &'static Kit)> {
        let seat = self.case.as_ref()?.seat()?;
        Some((seat, self.pack.kit(seat.kit.as_str())?))
    }

    /// Takes in what happened at a seat.
    pub(super) fn seat_told(&mut self, told: Told) -> Vec<Effect> {
        self.seating.refused = None;
        match told {
            Told::CodeTyped(code) => self.seating.code = code,
            Told::TeamChosen(team) => self.seating.team = team.parse().ok(),
            Told::SitAsked => {
                let team = self.seating.team.unwrap_or_default();
                let sat = sit(self.pack, &self.seating.code, team, self.language);
                return match sat {
                    Ok(assessment) => {
                        self.replacement_asked(Replacement::Seat(Box::new(assessment)))
                    }
                    Err(refused) => self.seat_refused(Asked::Sit, refused),
                };
            }
            Told::InjectTyped(code) => self.seating.inject = code,
            Told::InjectAsked => {
                let Some((seat, kit)) = self.seat() else {
                    return Vec::new();
                };
                return match dealt(kit, seat, &self.seating.inject) {
                    Ok(seat) => {
                        let effects = self.edit(Edit::Seated(seat));
                        self.seating.inject.clear();
                        effects
                    }
                    Err(refused) => self.seat_refused(Asked::Inject, refused),
                };
            }
            Told::Chosen(when, action) => {
                let Some((seat, kit)) = self.seat() else {
                    return Vec::new();
                };
                let is_chosen = seat.chosen(when).iter().any(|id| id.as_str() == action);
                let next = if is_chosen {
                    seat.without(when, &action)
                } else {
                    seat.with(kit, when, &action)
                };
                return match next {
                    Ok(seat) => self.edit(Edit::Seated(seat)),
                    Err(fault) => self.seat_refused(Asked::Choice(when), fault.into()),
                };
            }
        }
        Vec::new()
    }

    /// A code was read by the camera: the room's, or, where the team sits, that of an inject.
    pub(super) fn scanned(&mut self, text: String) -> Vec<Effect> {
        if self.seat().is_some() && JoinCode::read(&text).is_err() {
            self.seating.inject = text;
            return self.seat_told(Told::InjectAsked);
        }
        self.seating.code = text;
        // Without a team there is one more thing to say.
        match self.seating.team {
            Some(_) => self.seat_told(Told::SitAsked),
            None => Vec::new(),
        }
    }

    fn seat_refused(&mut self, asked: Asked, refused: Refused) -> Vec<Effect> {
        self.seating.refused = Some((asked, refused));
        vec![Effect::FocusErrors]
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Assessment, SeatFault, When};
    use sonae_engine::content::Id;
    use sonae_engine::workshop::code::{InjectCode, Misread, RoomCode};
    use sonae_engine::workshop::seat::Refused;

    use super::{Asked, Told};
    use crate::route::Page;
    use crate::state::handin::{self, Camera};
    use crate::state::tests::started;
    use crate::state::{Action, Effect, Replacement, State};

    fn seated() -> State {
        let mut state = started();
        state.update(Action::Went(Page::Seat));
        state.update(Told::CodeTyped("ｓｏｒａ 7k3f".into()).into());
        state.update(Told::TeamChosen("4".into()).into());
        let effects = state.update(Told::SitAsked.into());
        assert!(effects.contains(&Effect::GoTo(Page::Seat)));
        state
    }

    fn code(number: u8) -> String {
        let room = RoomCode::read("7K3F").expect("a room");
        InjectCode { room, number }.to_string()
    }

    fn deal(state: &mut State, code: &str) -> Vec<Effect> {
        state.update(Told::InjectTyped(code.into()).into());
        state.update(Told::InjectAsked.into())
    }

    #[test]
    fn a_team_sits_down_at_the_firm_of_the_kit_and_it_is_kept() {
        let state = seated();
        let (seat, kit) = state.seat().expect("a seat");
        assert_eq!((seat.room.as_str(), seat.team), ("7K3F", 4));
        assert_eq!(kit.id, Id::from("kit.soramame_pump"));
        let case = state.case.as_ref().expect("an assessment");
        assert!(case.assessment.practice && !case.unsaved);
        assert!(!case.assessment.suppliers.is_empty());
    }

    #[test]
    fn a_wrong_code_says_why_and_leaves_all_as_it_was() {
        let mut state = started();
        for (code, team, refused) in [
            ("", "1", Refused::Misread(Misread::Length)),
            ("SORA-7K3U", "1", Refused::Misread(Misread::Sign)),
            ("ZZZZ-7K3F", "1", Refused::NoKit),
            ("SORA-7K3F", "", Refused::Fault(SeatFault::NoTeam)),
        ] {
            state.update(Told::CodeTyped(code.into()).into());
            state.update(Told::TeamChosen(team.into()).into());
            let effects = state.update(Told::SitAsked.into());
            assert_eq!(effects, [Effect::FocusErrors]);
            assert_eq!(state.seating.refused, Some((Asked::Sit, refused)));
            assert!(state.case.is_none());
        }
        state.update(Told::CodeTyped("S".into()).into());
        assert!(state.seating.refused.is_none(), "it is being mended");
    }

    #[test]
    fn codes_and_choices_are_edits_that_can_be_taken_back() {
        let mut state = seated();
        let choose =
            |state: &mut State, when, id: &str| state.update(Told::Chosen(when, id.into()).into());
        choose(&mut state, When::Before, "action.stock");
        choose(&mut state, When::Before, "action.second_source");
        let effects = choose(&mut state, When::Before, "action.hedge");
        assert_eq!(effects, [Effect::FocusErrors]);
        let full = Refused::Fault(SeatFault::Full);
        assert_eq!(
            state.seating.refused,
            Some((Asked::Choice(When::Before), full))
        );
        choose(&mut state, When::Before, "action.stock");
        assert_eq!(state.seat().expect("a seat").0.before.len(), 1);
        state.update(Action::Undone);
        assert_eq!(state.seat().expect("a seat").0.before.len(), 2);
        let effects = deal(&mut state, &code(0).to_lowercase());
        assert!(effects.iter().any(|it| matches!(it, Effect::Keep(..))));
        assert!(state.seating.inject.is_empty());
        assert_eq!(state.seat().expect("a seat").0.injects.len(), 1);
        deal(&mut state, &code(0));
        let twice = Refused::Fault(SeatFault::Twice);
        assert_eq!(state.seating.refused, Some((Asked::Inject, twice)));
        choose(&mut state, When::After, "action.pass_through");
        assert_eq!(state.seat().expect("a seat").0.after.len(), 1);
        state.update(Action::Undone);
        state.update(Action::Undone);
        assert!(state.seat().expect("a seat").0.injects.is_empty());
    }

    #[test]
    fn a_code_that_is_scanned_is_taken_and_lets_the_camera_go() {
        let scan = |state: &mut State, text: &str| {
            state.update(handin::Told::CameraAsked.into());
            state.update(handin::Told::CameraIs(Camera::On).into());
            let effects = state.update(handin::Told::TextRead(text.into()).into());
            assert!(effects.contains(&Effect::HandIn(handin::Task::StopCamera)));
            assert_eq!(state.hand_in.desk.camera, Camera::Off);
            effects
        };
        let mut state = started();
        state.update(Action::Went(Page::Seat));
        scan(&mut state, "SORA-7K3F");
        assert_eq!(state.seating.code, "SORA-7K3F");
        assert!(
            state.case.is_none(),
            "which team it is, is still to be said"
        );
        state.update(Told::TeamChosen("4".into()).into());
        scan(&mut state, "SORA-7K3F");
        assert_eq!(state.seat().expect("a seat").0.team, 4);
        let effects = scan(&mut state, "https://example.com");
        assert!(effects.contains(&Effect::FocusErrors));
        scan(&mut state, &code(0));
        assert_eq!(state.seat().expect("a seat").0.injects.len(), 1);
        // What a team hands in is for the trainer's page.
        state.update(handin::Told::CodeRead(vec![1]).into());
        assert!(state.hand_in.desk.heard.is_empty());
    }

    #[test]
    fn an_assessment_of_one_s_own_has_no_seat_and_stays_beside_it() {
        let mut state = started();
        state.update(Action::ReplacementAsked(Replacement::New));
        assert!(state.seat().is_none());
        deal(&mut state, &code(0));
        state.update(Told::Chosen(When::Before, "action.stock".into()).into());
        let case = state.case.as_ref().expect("an assessment");
        assert_eq!(*case.assessment, Assessment::default());
        let own = case.key.clone();
        state.update(Told::CodeTyped("SORA-7K3F".into()).into());
        state.update(Told::TeamChosen("1".into()).into());
        state.update(Told::SitAsked.into());
        assert_ne!(state.case.as_ref().map(|case| &case.key), Some(&own));
        assert!(state.seat().is_some());
        state.update(Action::WipeAsked);
        state.update(Action::Agreed);
        assert!(state.seat().is_none() && state.seating.code.is_empty());
    }
}
