use sonae_engine::assessment::{Edit, Seat, When};
use sonae_engine::workshop::code::JoinCode;
use sonae_engine::workshop::collect::Taken;
use sonae_engine::workshop::record::Refused;

use super::{Camera, Effect, Heard, Room, Task, Told};
use crate::route::Page;
use crate::state::tests::started;
use crate::state::{Action, Replacement, State, room};

/// A team that joined a room and opened its firm.
fn seated(join: &str, team: u8) -> State {
    let mut state = started();
    let firm = state.pack.kits[0].firm.clone();
    state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
    let room = JoinCode::read(join).expect("a code").room.to_string();
    let seat = Seat::new(&state.pack.kits[0], room, team).expect("a team");
    state.update(Action::Edited(Edit::Seated(seat)));
    state
}

/// Chooses an action beforehand, or no longer.
fn choose(state: &mut State, at: usize, chosen: bool) {
    let kit = &state.pack.kits[0];
    let action = kit.choices[at].action.as_str();
    let (seat, _) = state.seat().expect("a seat");
    let changed = if chosen {
        seat.with(kit, When::Before, action)
    } else {
        seat.without(When::Before, action)
    };
    let changed = changed.expect("a choice");
    state.update(Action::Edited(Edit::Seated(changed)));
}

fn join(state: &State, room: &str) -> String {
    format!("{}-{room}", state.pack.kits[0].code)
}

/// The record as a file, as a team hands it over.
fn file(state: &mut State) -> Vec<u8> {
    state.update(Told::HandedIn.into());
    let effects = state.update(Told::FileAsked.into());
    match effects.into_iter().next() {
        Some(Effect::Save { bytes, .. }) => bytes,
        other => panic!("no file: {other:?}"),
    }
}

fn bring(state: &mut State, bytes: &[u8]) -> Vec<Heard> {
    let files = vec![(Some("x.sonae-seat".to_owned()), Ok(bytes.to_vec()))];
    state.update(Told::FilesBrought(files).into());
    state.hand_in.desk.heard.clone()
}

#[test]
fn a_team_hands_in_and_the_trainer_has_it_once() {
    let mut trainer = started();
    let join = join(&trainer, "7K3F");
    let mut team = seated(&join, 3);
    choose(&mut team, 0, true);
    let first = file(&mut team);
    assert_eq!(bring(&mut trainer, &first), [Heard::Taken(3, Taken::New)]);
    // Without a room, the first record said which it is.
    let collection = trainer.hand_in.desk.collection.clone().expect("a room");
    assert_eq!(collection.room.to_string(), "7K3F");
    choose(&mut team, 0, false);
    let second = file(&mut team);
    assert_eq!(
        bring(&mut trainer, &second),
        [Heard::Taken(3, Taken::Replaced)]
    );
    assert_eq!(
        bring(&mut trainer, &second),
        [Heard::Taken(3, Taken::Again)]
    );
    assert_eq!(bring(&mut trainer, &first), [Heard::Taken(3, Taken::Older)]);
    let all = trainer.hand_in.desk.collection.as_ref().expect("a room");
    assert_eq!((all.teams(), all.turn(3)), (vec![3], Some(2)));
    assert_eq!(team.seat().expect("a seat").0.handed_in, 2);
    // It stands in the room's document, and comes back with it.
    let room = trainer.leading.room.as_ref().expect("a room");
    assert_eq!(room.records.len(), 1);
    let mut again = started();
    again.room_started(Some(&room.write()));
    let desk = &trainer.hand_in.desk;
    assert_eq!(again.hand_in.desk.collection, desk.collection);
    trainer.update(Told::Undone.into());
    let all = trainer.hand_in.desk.collection.as_ref().expect("a room");
    assert_eq!(all.turn(3), Some(1));
}

#[test]
fn what_is_read_out_counts_as_well() {
    let mut trainer = started();
    let join = join(&trainer, "0001");
    let mut team = seated(&join, 2);
    team.update(Told::HandedIn.into());
    let spoken = team.shown().expect("shown").spoken.clone();
    trainer.update(Told::RoomTyped(join).into());
    trainer.update(Told::SpokenTyped(spoken.to_lowercase()).into());
    assert_eq!(trainer.hand_in.desk.heard, [Heard::Taken(2, Taken::New)]);
    trainer.update(Told::SpokenTyped("0000-0000-0000-0000".to_owned()).into());
    assert!(trainer.hand_in.desk.wrong_spoken.is_some());
}

#[test]
fn a_real_firm_hands_in_nothing_and_its_file_is_not_kept() {
    let mut trainer = started();
    let join = join(&trainer, "7K3F");
    trainer.update(Told::RoomTyped(join.clone()).into());
    let mut own = seated(&join, 1);
    own.update(Action::ReplacementAsked(Replacement::New));
    own.update(Action::Agreed);
    assert!(!own.case.as_ref().expect("a case").assessment.practice);
    own.update(Told::HandedIn.into());
    assert_eq!(own.shown(), None);
    let bytes = own.case.as_ref().expect("a case").assessment.save(own.pack);
    let before = trainer.leading.room.as_ref().expect("a room").write();
    let name = Some("x.sonae-seat".to_owned());
    assert_eq!(
        bring(&mut trainer, &bytes),
        [Heard::Refused(name, Refused::RealFirm)]
    );
    let after = trainer.leading.room.as_ref().expect("a room").write();
    assert_eq!(after, before);
}

#[test]
fn another_rooms_record_is_refused_with_its_reason() {
    let mut trainer = started();
    let (here, there) = (join(&trainer, "7K3F"), join(&trainer, "7K3G"));
    trainer.update(Told::RoomTyped(here).into());
    let bytes = file(&mut seated(&there, 1));
    let name = Some("x.sonae-seat".to_owned());
    assert_eq!(
        bring(&mut trainer, &bytes),
        [Heard::Refused(name, Refused::OtherRoom)]
    );
}

#[test]
fn the_camera_is_let_go_when_the_page_is_left() {
    let mut trainer = started();
    trainer.update(Action::Went(Page::Collect));
    let effects = trainer.update(Told::CameraAsked.into());
    assert_eq!(effects, [Effect::HandIn(Task::StartCamera)]);
    trainer.update(Told::CameraIs(Camera::On).into());
    let effects = trainer.update(Action::Went(Page::ClassPicture));
    assert!(effects.contains(&Effect::HandIn(Task::StopCamera)));
    assert_eq!(trainer.hand_in.desk.camera, Camera::Off);
}

#[test]
fn what_is_collected_is_the_rooms_and_goes_and_comes_with_it() {
    let mut trainer = started();
    let join = join(&trainer, "7K3F");
    trainer.update(Action::Went(Page::Collect));
    trainer.update(Told::RoomTyped(join.clone()).into());
    let kept = |effects: &[Effect]| {
        let keeps = |it: &Effect| matches!(it, Effect::Room(room::Task::Keep(_)));
        effects.iter().any(keeps)
    };
    let mut team = seated(&join, 7);
    let file = file(&mut team);
    let files = vec![(None, Ok(file.clone()))];
    let effects = trainer.update(Told::FilesBrought(files).into());
    assert!(kept(&effects));
    let room = |state: &State| Room::clone(state.leading.room.as_ref().expect("a room"));
    let with = room(&trainer);
    assert_eq!((with.teams, with.records.len()), (7, 1));
    // The same once more is nothing to be taken back.
    assert_eq!(bring(&mut trainer, &file), [Heard::Taken(7, Taken::Again)]);
    assert_eq!(trainer.hand_in.desk.undo.len(), 1);
    let picture = trainer.class_picture().expect("a picture").0.clone();
    assert_eq!(picture.teams, [7]);
    trainer.update(Told::Emptied.into());
    assert!(trainer.class_picture().is_none() && room(&trainer).records.is_empty());
    trainer.update(Told::Undone.into());
    assert_eq!(room(&trainer).records, with.records);
    assert_eq!(trainer.class_picture().expect("a picture").0, &picture);
    // What cannot be read stays as it was.
    let mut strange = with.clone();
    strange.records.push("SONAE:XYZ".to_owned());
    let mut elsewhere = started();
    elsewhere.update(Action::Went(Page::Collect));
    elsewhere.update(room::Told::FileRead("x".into(), Ok(strange.write())).into());
    let all = elsewhere.hand_in.desk.collection.as_ref().expect("a room");
    assert_eq!((all.teams(), all.unread()), (vec![7], 1));
    elsewhere.update(Told::TeamRemoved(7).into());
    assert_eq!(room(&elsewhere).records, ["SONAE:XYZ"]);
    // Another room asks before it takes this one's place.
    trainer.update(Told::RoomTyped(join.replace("7K3F", "7K3G")).into());
    assert!(trainer.question.is_some());
    trainer.update(Action::Agreed);
    assert!(trainer.hand_in.desk.undo.is_empty() && trainer.class_picture().is_none());
    assert_eq!(trainer.page, Page::Collect);
}

#[test]
fn a_page_that_looks_elsewhere_has_the_room_as_it_is() {
    let mut trainer = started();
    let join = join(&trainer, "7K3F");
    trainer.update(Action::Went(Page::Collect));
    trainer.update(Told::RoomTyped(join.clone()).into());
    let bytes = file(&mut seated(&join, 1));
    bring(&mut trainer, &bytes);
    let room = trainer.leading.room.as_ref().expect("a room");
    let text = String::from_utf8(room.write()).expect("a text");
    let mut other = started();
    let heard = |text: &str| room::Told::Heard(text.to_owned(), room::Wall::Agenda);
    assert!(other.update(heard(&text).into()).is_empty());
    other.update(Action::Went(Page::Collect));
    let desk = &other.hand_in.desk;
    assert_eq!(desk.collection, trainer.hand_in.desk.collection);
    // Once it leads the room too, it says so and keeps what it has.
    other.update(heard("{}").into());
    assert!(other.is_led_elsewhere());
}
