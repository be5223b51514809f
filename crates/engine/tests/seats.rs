//! A team's seat: no order of codes and clicks breaks the rules of its kit, it goes through a file
//! and back, and what comes of an inject is what `sonae scenario` says.
#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use sonae_engine::assessment::{Assessment, Edit, Path, Run, Seat, SeatFault, When};
use sonae_engine::content::{Id, Kit, Language, Pack, read_folder};
use sonae_engine::disclose::{dossier, masked};
use sonae_engine::finding::Code;
use sonae_engine::report::scenario::Line;
use sonae_engine::scenario::{How, play, prevented};
use sonae_engine::workshop::code::{InjectCode, Misread, RoomCode};
use sonae_engine::workshop::seat::{
    Refused, dealt, each_alone, effects, loss_pct, played, sit, stop_weeks,
};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

fn kit() -> &'static Kit {
    PACK.kit("kit.soramame_pump").expect("the kit")
}

fn seated() -> Assessment {
    sit(&PACK, "sora-7k3f", 3, Language::Ja).expect("a seat")
}

fn seat_of(case: &Assessment) -> Seat {
    case.seat.clone().expect("a seat")
}

fn code(number: u8) -> String {
    let room = RoomCode::read("7K3F").expect("a room");
    InjectCode { room, number }.to_string()
}

/// Two choices before, an inject, and two afterwards.
fn full() -> Assessment {
    let mut case = seated();
    let seat = seat_of(&case)
        .with(kit(), When::Before, "action.second_source")
        .and_then(|seat| seat.with(kit(), When::Before, "action.stock"))
        .expect("the budget pays for two");
    let seat = dealt(kit(), &seat, &code(0)).expect("the first inject");
    let seat = seat
        .with(kit(), When::After, "action.pass_through")
        .expect("and for a third");
    case.apply(Edit::Seated(seat));
    case
}

#[test]
fn a_team_sits_down_with_the_code_on_the_wall() {
    let case = sit(&PACK, "ｓｏｒａ ７k3f", 24, Language::En).expect("as people type");
    assert!(case.practice);
    let seat = seat_of(&case);
    assert_eq!((seat.room.as_str(), seat.team), ("7K3F", 24));
    let firm = PACK.firm(kit().firm.as_str()).expect("its firm");
    let firm = Assessment::of_firm(&PACK, firm, Language::En).expect("it opens");
    assert_eq!(Assessment { seat: None, ..case }, firm);
    for (typed, team, refused) in [
        ("SORA-7K3", 1, Refused::Misread(Misread::Length)),
        ("SORA-7K3U", 1, Refused::Misread(Misread::Sign)),
        ("QQQQ-7K3F", 1, Refused::NoKit),
        ("SORA-7K3F", 0, Refused::Fault(SeatFault::NoTeam)),
        ("SORA-7K3F", 25, Refused::Fault(SeatFault::NoTeam)),
    ] {
        let sat = sit(&PACK, typed, team, Language::Ja);
        assert_eq!(sat, Err(refused), "{typed} {team}");
    }
}

#[test]
fn an_inject_comes_once_and_by_a_code_of_this_room() {
    let seat = seat_of(&seated());
    let first = dealt(kit(), &seat, &code(0).to_lowercase()).expect("its code");
    assert_eq!(first.injects, [kit().injects[0].id.clone()]);
    let twice = dealt(kit(), &first, &code(0));
    assert_eq!(twice, Err(Refused::Fault(SeatFault::Twice)));
    let other = InjectCode {
        room: RoomCode::new(5),
        number: 0,
    };
    let other = dealt(kit(), &seat, &other.to_string());
    assert_eq!(other, Err(Refused::Misread(Misread::OtherRoom)));
    // A code that the room would give, had the kit so many injects.
    let beyond = dealt(kit(), &seat, &code(Kit::MOST_INJECTS - 1));
    assert_eq!(beyond, Err(Refused::Misread(Misread::Unknown)));
}

#[test]
fn what_is_chosen_has_its_time() {
    let seat = seat_of(&seated());
    let id = "action.stock";
    assert_eq!(
        seat.with(kit(), When::After, id),
        Err(SeatFault::NotYet),
        "nothing has happened"
    );
    let chosen = seat.with(kit(), When::Before, id).expect("it may");
    assert_eq!(chosen.with(kit(), When::Before, id), Err(SeatFault::Twice));
    assert_eq!(chosen.without(When::Before, id).as_ref(), Ok(&seat));
    let hit = dealt(kit(), &chosen, &code(0)).expect("an inject");
    assert_eq!(hit.without(When::Before, id), Err(SeatFault::Closed));
    assert_eq!(
        hit.with(kit(), When::Before, "action.hedge"),
        Err(SeatFault::Closed)
    );
    assert_eq!(hit.with(kit(), When::After, id), Err(SeatFault::Twice));
    assert_eq!(
        hit.without(When::After, "action.hedge"),
        Err(SeatFault::NotChosen)
    );
    assert_eq!(
        hit.with(kit(), When::After, "action.none"),
        Err(SeatFault::NotOfKit)
    );
}

#[test]
fn what_comes_of_an_inject_is_what_the_command_line_says() {
    let case = full();
    let seat = seat_of(&case);
    let all = effects(&PACK, &case, &seat);
    assert_eq!(all.len(), 1);
    let run = Run::of_inject(&kit().injects[0]);
    let line = Line::of("a.sonae", &PACK, &case, &run, How::default(), Vec::new());
    let line: Value = serde_json::from_str(&line.line()).expect("a line of JSON");
    let none = &all[0].stages[0].played;
    assert_eq!(
        line["stop_week"]["p50"].as_f64(),
        Some(none.stop_week.low.p50)
    );
    assert_eq!(line["loss_yen"]["p10"].as_f64(), Some(none.loss.p10()));
    assert_eq!(line["loss_yen"]["p90"].as_f64(), Some(none.loss.p90()));
    // The same play, through and through, and the same "after an action".
    let path = Path::of(&PACK, &case);
    assert_eq!(*none, play(&PACK, &case, &path, &run, How::default()));
    let after = prevented(&PACK, &case, &run, How::default());
    assert!(!after.is_empty());
    let alone = each_alone(&PACK, &case, kit(), &kit().injects[0]);
    assert_eq!(alone.len(), kit().choices.len());
    for (id, outcome) in &alone {
        match after.iter().find(|one| one.action == *id) {
            Some(one) => assert_eq!(*outcome, one.after, "{id}"),
            None => assert_eq!(outcome, none, "{id} changes nothing"),
        }
    }
    assert!(alone.iter().any(|(_, outcome)| outcome != none));
}

#[test]
fn the_record_holds_what_the_clocks_say() {
    let case = full();
    let seat = seat_of(&case);
    let all = effects(&PACK, &case, &seat);
    let played = played(&seat, &all);
    assert_eq!(played.kit, kit().id.to_string());
    assert_eq!(played.before, ["action.second_source", "action.stock"]);
    assert_eq!(played.after, ["action.pass_through"]);
    let inject = &played.injects[0];
    assert_eq!(inject.id, "closes");
    for (at, stage) in all[0].stages.iter().enumerate() {
        assert_eq!(inject.stop_weeks[at], stop_weeks(&stage.played));
        assert_eq!(inject.loss_pct[at], loss_pct(&stage.played));
    }
    assert!(inject.loss_pct[0] > inject.loss_pct[1], "{inject:?}");
    // What the team changes in the firm moves its clocks.
    let mut changed = case.clone();
    for row in &mut changed.suppliers {
        row.stock_weeks = sonae_engine::measure::Unit::Weeks.number(200.0);
    }
    assert_ne!(effects(&PACK, &changed, &seat), all);
}

#[test]
fn a_seat_goes_with_practice_only_and_leaves_with_nothing() {
    let case = full();
    let file =
        |case: &Assessment| serde_json::from_slice::<Value>(&case.write(&PACK)).expect("JSON");
    assert_eq!(
        file(&case)["seat"],
        json!({
            "kit": "kit.soramame_pump", "room": "7K3F", "team": 3, "injects": ["closes"],
            "before": ["action.second_source", "action.stock"], "after": ["action.pass_through"],
        })
    );
    let mut real = case.clone();
    real.practice = false;
    assert!(file(&real).get("seat").is_none(), "never written there");
    let mut bare = Assessment {
        practice: false,
        ..Assessment::default()
    };
    bare.apply(Edit::Seated(seat_of(&case)));
    assert_eq!(bare, Assessment::default());
    // Where somebody writes it in by hand it is found, and rescue leaves it out.
    let mut by_hand = file(&case);
    by_hand["practice"] = false.into();
    let bytes = by_hand.to_string().into_bytes();
    let found = Assessment::read(&PACK, &bytes).expect_err("a real firm has no seat");
    assert_eq!(found[0].code, Code::SeatOfRealFirm);
    let rescued = Assessment::rescue(&PACK, &bytes).expect("the rest is sound");
    assert!(rescued.assessment.seat.is_none() && !rescued.assessment.suppliers.is_empty());
    // Nothing that leaves, and no other year, carries it.
    for level in sonae_engine::assessment::Level::ALL {
        let object = dossier(&PACK, &case, *level, "2026-11-26");
        let text = serde_json::to_string(&object).expect("JSON");
        assert!(!text.contains("7K3F") && !text.contains("\"seat\""));
    }
    assert!(masked(&case).seat.is_none());
    assert!(case.forward(&PACK).0.seat.is_none());
    let questions = case.answers.keys().cloned().collect();
    assert!(case.part(&PACK, &questions).seat.is_none());
}

#[test]
fn what_is_wrong_in_a_seat_is_found_by_its_place_and_rescue_leaves_it_out() {
    let check = |key: &str, value: Value, code: Code, place: &str, still: bool| {
        let bytes = full().write(&PACK);
        let mut file: Value = serde_json::from_slice(&bytes).expect("JSON");
        file["seat"][key] = value;
        let bytes = file.to_string().into_bytes();
        let found = Assessment::read(&PACK, &bytes).expect_err(place);
        let here = (found[0].code, found[0].place.as_str());
        assert_eq!(here, (code, place));
        let rescued = Assessment::rescue(&PACK, &bytes).expect("the rest is sound");
        assert_eq!(rescued.assessment.seat.is_some(), still, "{place}");
        let again = Assessment::read(&PACK, &rescued.assessment.write(&PACK));
        assert_eq!(again.expect("sound").assessment, rescued.assessment);
    };
    let hedge = "action.hedge";
    check(
        "kit",
        json!("kit.none"),
        Code::KitMissing,
        "seat.kit",
        false,
    );
    check("kit", json!(3), Code::WrongType, "seat.kit", false);
    check("room", json!("7K3U"), Code::WrongType, "seat.room", false);
    check("room", json!("7k3f"), Code::WrongType, "seat.room", false);
    check("team", json!(0), Code::OutOfRange, "seat.team", false);
    check("team", json!(1.5), Code::OutOfRange, "seat.team", false);
    check("team", json!("3"), Code::WrongType, "seat.team", false);
    check(
        "handed_in",
        json!(-1),
        Code::OutOfRange,
        "seat.handed_in",
        true,
    );
    check(
        "injects",
        json!(["closes", "closes"]),
        Code::DuplicateId,
        "seat.injects[2]",
        true,
    );
    check(
        "injects",
        json!(["none"]),
        Code::UnknownOption,
        "seat.injects[1]",
        true,
    );
    check(
        "injects",
        json!("closes"),
        Code::WrongType,
        "seat.injects",
        true,
    );
    check("injects", json!([]), Code::MissingKey, "seat", true);
    check(
        "before",
        json!([7]),
        Code::WrongType,
        "seat.before[1]",
        true,
    );
    check(
        "before",
        json!(["action.stock", "action.pass_through", hedge]),
        Code::TooManyRows,
        "seat.before[3]",
        true,
    );
    check(
        "after",
        json!(["action.market"]),
        Code::OutOfRange,
        "seat.after[1]",
        true,
    );
    check("note", json!(""), Code::UnknownKey, "seat.note", true);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is typed and pressed, in any order: the seat keeps the rules of its kit, and comes
    /// back from a file as it was.
    #[test]
    fn no_order_of_clicks_breaks_a_rule(steps in prop::collection::vec((0..5_u8, 0..20_usize), 0..30), handed_in: u16) {
        let kit = kit();
        let mut seat = seat_of(&seated());
        let id = |at: usize| kit.choices.get(at).map_or(Id::from("action.none"), |it| it.action.clone());
        for (what, at) in steps {
            let was = seat.clone();
            let next = match what {
                0 => dealt(kit, &seat, &code(u8::try_from(at).expect("small"))).ok(),
                1 => seat.with(kit, When::Before, id(at).as_str()).ok(),
                2 => seat.with(kit, When::After, id(at).as_str()).ok(),
                3 => seat.without(When::Before, id(at).as_str()).ok(),
                _ => seat.without(When::After, id(at).as_str()).ok(),
            };
            if let Some(next) = next {
                prop_assert_ne!(&next, &was);
                if !was.injects.is_empty() {
                    prop_assert_eq!(&next.before, &was.before);
                }
                seat = next;
            }
            let mut all: Vec<&Id> = seat.all_chosen().collect();
            let cost: u64 = all.iter().filter_map(|id| kit.choice(id.as_str())).map(|it| it.cost).sum();
            prop_assert!(cost <= kit.budget && seat.left(kit) == kit.budget - cost);
            prop_assert!(seat.before.len() <= usize::from(kit.before));
            prop_assert!(seat.after.len() <= usize::from(kit.after));
            prop_assert!(seat.after.is_empty() || !seat.injects.is_empty());
            let count = all.len();
            all.sort();
            all.dedup();
            prop_assert_eq!(all.len(), count);
        }
        seat.handed_in = handed_in;
        let mut case = seated();
        case.apply(Edit::Seated(seat));
        let bytes = case.save(&PACK);
        let opened = Assessment::read(&PACK, &bytes).expect("what we wrote");
        prop_assert_eq!(&opened.assessment, &case);
        prop_assert_eq!(opened.assessment.save(&PACK), bytes);
    }

    #[test]
    fn any_seat_in_a_file_is_read_or_found(seat in "\\PC{0,40}", team: u32, list in prop::collection::vec("(closes|magnets|action\\.[a-z_]{4,8}|.{0,4})", 0..6)) {
        let bytes = seated().write(&PACK);
        let mut file: Value = serde_json::from_slice(&bytes).expect("JSON");
        file["seat"] = json!({"kit": "kit.soramame_pump", "room": seat, "team": team, "before": list, "injects": list, "after": list});
        let bytes = file.to_string().into_bytes();
        if let Ok(opened) = Assessment::read(&PACK, &bytes) {
            prop_assert!(list.is_empty() && opened.assessment.seat.is_some());
        }
        let rescued = Assessment::rescue(&PACK, &bytes).expect("the rest is sound");
        let again = Assessment::read(&PACK, &rescued.assessment.write(&PACK)).expect("sound");
        prop_assert_eq!(again.assessment, rescued.assessment);
    }
}
