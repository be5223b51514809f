//! A team hands in, a trainer collects, and the class picture.

mod collect;
pub mod looking;
mod picture;
pub mod spread;
mod team;

pub use collect::view as collect;
pub use picture::view as picture;
use sonae_engine::workshop::code::Misread;
pub use team::view as team;

use crate::words::Words;

/// Why a code that was typed is none.
fn misread(words: Words, why: Misread) -> String {
    words.t(misread_key(why)).into_owned()
}

fn misread_key(why: Misread) -> &'static str {
    match why {
        Misread::Length => "handin.misread.length",
        Misread::Sign => "handin.misread.sign",
        Misread::OtherRoom => "handin.misread.other_room",
        Misread::Unknown => "handin.misread.unknown",
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;
    use sonae_engine::workshop::code::RoomCode;
    use sonae_engine::workshop::spoken::Spoken;

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::handin::{Camera, Told};
    use crate::state::room::Wall;
    use crate::state::tests::started;
    use crate::state::{Action, State};

    fn complete(page: &str) {
        for lost in ["handin.", "room.", "seat.", "title.", "kits.", "%{"] {
            assert!(!page.contains(lost), "{lost} in {page}");
        }
    }

    /// A trainer who was told the choices of two teams of four.
    fn collected(language: Language) -> State {
        let mut state = started();
        state.update(Action::LanguageChosen(language));
        state.update(Action::Went(Page::Collect));
        complete(&rendered(&state));
        state.update(Told::RoomTyped("SORA-7K3F".into()).into());
        state.update(Told::TeamsExpected(4).into());
        let kit = state.collected_kit().expect("a kit");
        let room = RoomCode::read("7K3F").expect("a room");
        for (team, before, after) in [(1, vec![0, 1], vec![3]), (3, vec![0], vec![])] {
            let spoken = Spoken {
                team,
                turn: 1,
                before,
                after,
            };
            let typed = spoken.show(&kit.code, room);
            state.update(Told::SpokenTyped(typed).into());
        }
        state
    }

    #[test]
    fn a_team_that_is_lost_is_a_gap_and_the_camera_says_what_to_do() {
        for language in Language::ALL {
            let mut state = collected(language);
            let page = rendered(&state);
            complete(&page);
            let gap = state.words().t("handin.gap").into_owned();
            assert_eq!(page.matches(&gap).count(), 2);
            for camera in [
                Camera::Asked,
                Camera::On,
                Camera::Refused,
                Camera::Broken,
                Camera::Off,
            ] {
                state.update(Told::CameraIs(camera).into());
                complete(&rendered(&state));
            }
            state.update(Told::CameraIs(Camera::On).into());
            state.update(Told::Unread.into());
            let again = state.words().t("handin.camera_unread").into_owned();
            assert!(rendered(&state).contains(&again));
            state.update(Told::Seen(1, 2).into());
            assert!(!rendered(&state).contains(&again));
        }
    }

    #[test]
    fn the_trainer_sees_whose_it_is_and_the_projector_does_not() {
        for language in Language::ALL {
            let mut state = collected(language);
            state.update(Action::Went(Page::ClassPicture));
            let page = rendered(&state);
            complete(&page);
            let team = state.words().with("handin.team", &[("team", 3)]);
            assert!(page.contains(&team));
            let mut wall = state.clone();
            wall.page = Page::Projector;
            wall.leading.wall = Wall::Picture;
            let page = rendered(&wall);
            complete(&page);
            assert!(!page.contains(&team));
            let kit = state.collected_kit().expect("a kit");
            let decided = [("before", 2), ("after", 0)];
            assert!(page.contains(&state.words().with("handin.decided", &decided)));
            for choice in &kit.choices {
                let action = state.pack.action(choice.action.as_str());
                let title = &action.expect("an action").title;
                assert!(page.contains(title.in_language(language)));
            }
            wall.leading.room = None;
            wall.hand_in.desk.collection = None;
            complete(&rendered(&wall));
        }
    }
}
