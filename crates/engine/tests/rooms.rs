//! A trainer's room: whatever is done in it can be taken back, a file tells the same clock, and
//! the time adds up.
#![cfg(test)]

use std::path::Path as Folder;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use sonae_engine::content::{Kit, Language, Pack, read_folder};
use sonae_engine::workshop::code::{InjectCode, RoomCode};
use sonae_engine::workshop::room::{Room, Stage, What};

const MINUTE: u64 = 60_000;
const BEGAN: u64 = 1_764_000_000_000;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = Folder::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack is sound")
});

fn kit() -> &'static Kit {
    PACK.kit("kit.soramame_pump").expect("the kit")
}

fn room(minutes: u16) -> Room {
    Room::new(kit(), minutes, 5, RoomCode::new(77_777), Language::Ja).expect("a room")
}

fn minutes(room: &Room) -> Vec<u64> {
    let steps = room.steps(kit());
    steps.iter().map(|timed| timed.minutes.into()).collect()
}

#[test]
fn a_room_needs_an_agenda_and_a_number_of_teams() {
    let new = |minutes, teams| Room::new(kit(), minutes, teams, RoomCode::new(1), Language::En);
    assert!(new(90, 1).is_some() && new(120, 24).is_some());
    assert!(new(90, 0).is_none() && new(90, 25).is_none() && new(45, 5).is_none());
}

#[test]
fn who_keeps_to_the_agenda_is_never_late_and_ends_with_it() {
    for kit in &PACK.kits {
        for agenda in &kit.agendas {
            let new = Room::new(kit, agenda.minutes, 3, RoomCode::new(5), Language::En);
            let mut room = new.expect("a room");
            let all = u64::from(agenda.minutes) * MINUTE;
            assert_eq!(room.clock(kit, BEGAN).rest, all);
            let mut now = BEGAN;
            room.act(kit, What::Start, now);
            for (at, (_, minutes)) in agenda.steps.iter().enumerate() {
                let clock = room.clock(kit, now);
                assert_eq!(clock.stage, Stage::Step(at));
                assert_eq!(clock.left, i64::from(*minutes) * 60_000);
                assert_eq!((clock.late, clock.ends), (0, BEGAN + all));
                assert_eq!(clock.rest, BEGAN + all - now);
                now += u64::from(*minutes) * MINUTE;
                assert_eq!(room.clock(kit, now).left, 0);
                room.act(kit, What::Next, now);
            }
            let clock = room.clock(kit, now + 7 * MINUTE);
            assert_eq!((clock.stage, clock.late, clock.rest), (Stage::Over, 0, 0));
            assert_eq!(clock.ends, BEGAN + all);
        }
    }
}

#[test]
fn a_pause_a_step_too_long_and_five_minutes_more_make_it_late_and_a_step_cut_short_early() {
    let mut room = room(90);
    let [first, second, ..] = minutes(&room)[..] else {
        panic!("at least two steps");
    };
    room.act(kit(), What::Start, BEGAN);
    room.act(kit(), What::Pause, BEGAN + MINUTE);
    let paused = room.clock(kit(), BEGAN + 4 * MINUTE);
    assert!(paused.paused);
    assert_eq!(paused.late, 3 * 60_000);
    assert_eq!(paused.left.unsigned_abs(), (first - 1) * MINUTE);
    room.act(kit(), What::Resume, BEGAN + 4 * MINUTE);
    room.act(kit(), What::More, BEGAN + 4 * MINUTE);
    let now = BEGAN + 4 * MINUTE;
    assert_eq!(room.clock(kit(), now).late, 8 * 60_000);
    // Its time is up, and more: what it takes beyond makes the rest later.
    let late = room.clock(kit(), now + (first + 6) * MINUTE);
    assert_eq!((late.left, late.late), (-2 * 60_000, 10 * 60_000));
    // Cut short: the time it did not take comes back.
    room.act(kit(), What::Next, now);
    let planned = i64::try_from(first).expect("small") - 1;
    assert_eq!(room.clock(kit(), now).late, (3 - planned) * 60_000);
    // Back by mistake, and on again: what the step took stays.
    room.act(kit(), What::Next, now + MINUTE);
    room.act(kit(), What::Back, now + MINUTE);
    let back = room.clock(kit(), now + MINUTE);
    assert_eq!(back.left.unsigned_abs(), (second - 1) * MINUTE);
}

#[test]
fn injects_are_played_in_any_order_and_their_card_goes_with_the_step() {
    let mut room = room(90);
    let ids: Vec<_> = kit().injects.iter().map(|one| one.id.clone()).collect();
    let [first, .., last] = &ids[..] else {
        panic!("at least two injects");
    };
    assert!(!room.can(kit(), &What::Inject(first.clone())), "too early");
    room.act(kit(), What::Start, BEGAN);
    assert!(room.act(kit(), What::Inject(last.clone()), BEGAN + 1));
    assert_eq!(room.shown(kit()).map(|one| &one.id), Some(last));
    assert!(room.act(kit(), What::Inject(first.clone()), BEGAN + 2));
    assert_eq!(room.shown(kit()).map(|one| &one.id), Some(first));
    assert_eq!(room.played(last.as_str()), Some(BEGAN + 1));
    room.act(kit(), What::Next, BEGAN + 3);
    assert_eq!(room.shown(kit()), None);
    assert_eq!(room.played(first.as_str()), Some(BEGAN + 2));
    for (at, id) in ids.iter().enumerate() {
        let code = room.inject_code(kit(), id.as_str()).expect("a code");
        assert_eq!(usize::from(code.number), at);
        assert_eq!(InjectCode::read(room.code, &code.to_string()), Ok(code));
    }
    assert_eq!(room.inject_code(kit(), "nothing"), None);
}

#[test]
fn every_fault_of_a_file_has_its_place() {
    let mut sound = room(90);
    sound.act(kit(), What::Start, 10);
    let sound: Value = serde_json::from_slice(&sound.write()).expect("JSON");
    let with = |key: &str, value: Value| {
        let mut file = sound.clone();
        file[key] = value;
        file
    };
    let done = |done: Value| with("done", done);
    let many = with("records", json!(vec!["a"; 201]));
    for (file, code, place) in [
        (json!([]), "wrong_type", ""),
        (json!({"format": "sonae-policy"}), "not_a_room", "format"),
        (with("version", json!(2)), "newer_version", "version"),
        (with("version", json!("1")), "wrong_type", "version"),
        (with("projector", json!(1)), "unknown_key", "projector"),
        (with("kit", json!("kit.none")), "kit_missing", "kit"),
        (with("kit", json!("")), "kit_missing", "kit"),
        (with("kit", json!(3)), "wrong_type", "kit"),
        (with("minutes", json!(45)), "unknown_option", "minutes"),
        (with("minutes", json!("90")), "wrong_type", "minutes"),
        (with("teams", json!(0)), "out_of_range", "teams"),
        (with("teams", json!(2.5)), "out_of_range", "teams"),
        (with("code", json!("7K3")), "unknown_option", "code"),
        (with("language", json!("fr")), "unknown_option", "language"),
        (with("opened", json!("1")), "wrong_type", "opened"),
        (with("opened", json!(-1)), "out_of_range", "opened"),
        (with("records", json!("a")), "wrong_type", "records"),
        (many, "too_many_rows", "records"),
        (with("records", json!(["a", 1])), "wrong_type", "records.1"),
        (done(json!({})), "wrong_type", "done"),
        (done(json!([3])), "wrong_type", "done.0"),
        (done(json!([{"at": 1}])), "missing_key", "done.0"),
        (done(json!([{"what": "start"}])), "missing_key", "done.0"),
        (
            done(json!([{"at": -1, "what": "start"}])),
            "out_of_range",
            "done.0.at",
        ),
        (
            done(json!([{"at": 1, "what": "end"}])),
            "unknown_option",
            "done.0.what",
        ),
        (
            done(json!([{"at": 1, "what": 3}])),
            "wrong_type",
            "done.0.what",
        ),
        (
            done(json!([{"at": 1, "what": "next"}])),
            "out_of_turn",
            "done.0",
        ),
        (
            done(json!([{"at": 2, "what": "start"}, {"at": 1, "what": "next"}])),
            "out_of_range",
            "done.1.at",
        ),
        (
            done(
                json!([{"at": 2, "what": "start"}, {"at": 2, "what": "inject", "inject": "none"}]),
            ),
            "unknown_option",
            "done.1.inject",
        ),
        (
            done(json!([{"at": 1, "what": "note"}])),
            "missing_key",
            "done.0",
        ),
        (
            done(json!([{"at": 1, "what": "note", "text": " "}])),
            "out_of_turn",
            "done.0",
        ),
        (
            done(json!([{"at": 1, "what": "note", "text": "n".repeat(501)}])),
            "too_long",
            "done.0.text",
        ),
        (
            done(json!([{"at": 1, "what": "start", "text": "n"}])),
            "unknown_key",
            "done.0.text",
        ),
    ] {
        let findings = Room::read(&PACK, file.to_string().as_bytes()).expect_err(place);
        let first = &findings[0];
        assert_eq!(
            (first.code.name(), first.place.as_str()),
            (code, place),
            "{file}"
        );
    }
}

#[test]
fn what_must_be_in_a_file_and_is_not_is_named() {
    let sound: Value = serde_json::from_slice(&room(90).write()).expect("JSON");
    for key in [
        "version", "kit", "minutes", "teams", "code", "language", "done",
    ] {
        let mut file = sound.clone();
        file.as_object_mut().expect("an object").remove(key);
        let findings = Room::read(&PACK, file.to_string().as_bytes()).expect_err(key);
        assert_eq!(findings[0].code.name(), "missing_key", "{key}");
        assert_eq!(findings[0].arguments["key"], key);
    }
}

fn what() -> impl Strategy<Value = What> {
    let injects = kit().injects.iter().map(|one| What::Inject(one.id.clone()));
    let fixed = vec![
        What::Start,
        What::Next,
        What::Next,
        What::Back,
        What::Pause,
        What::Resume,
        What::More,
    ];
    prop_oneof![
        4 => prop::sample::select(fixed),
        1 => prop::sample::select(injects.collect::<Vec<_>>()),
        1 => "\\PC{0,20}".prop_map(What::Note),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_can_be_taken_back_and_a_file_tells_the_same_clock(
        minutes in prop::sample::select(vec![60, 90, 120]),
        done in prop::collection::vec((what(), 0..40 * MINUTE), 0..40),
        records in prop::collection::vec("\\PC{0,30}|\u{0}\n\"\\\\", 0..4),
        opened in prop::option::of(0..BEGAN),
        later in 0..200 * MINUTE,
    ) {
        let mut room = room(minutes);
        (room.records, room.opened) = (records, opened);
        let mut now = BEGAN;
        for (what, passed) in done {
            now += passed;
            let before = room.clone();
            let could = room.can(kit(), &what);
            prop_assert_eq!(room.act(kit(), what, now), could);
            if could {
                let mut undone = room.clone();
                prop_assert!(undone.undo().is_some());
                prop_assert_eq!(undone, before);
            } else {
                prop_assert_eq!(&room, &before);
            }
            let clock = room.clock(kit(), now);
            if clock.began.is_some() && clock.stage != Stage::Over {
                prop_assert_eq!(clock.ends, now + clock.rest);
            }
        }
        let read = Room::read(&PACK, &room.write());
        prop_assert_eq!(read.as_ref(), Ok(&room));
        let read = read.expect("checked above");
        prop_assert_eq!(read.write(), room.write());
        prop_assert_eq!(read.clock(kit(), now + later), room.clock(kit(), now + later));
    }

    #[test]
    fn nothing_that_is_read_stops_the_reader(bytes: Vec<u8>, at in 0..400usize, byte: u8) {
        let _ = Room::read(&PACK, &bytes);
        let mut room = room(60);
        room.act(kit(), What::Start, BEGAN);
        let mut bytes = room.write();
        if let Some(one) = bytes.get_mut(at) {
            *one = byte;
        }
        if let Err(findings) = Room::read(&PACK, &bytes) {
            prop_assert!(!findings.is_empty());
        }
    }
}
