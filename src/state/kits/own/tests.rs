use std::collections::BTreeMap;

use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Id, OwnFile, Pack};
use sonae_engine::examples;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::report::totals::Table;
use sonae_engine::workshop::room::Room;
use sonae_engine::workshop::seat::Refused;
use sonae_engine::workshop::totals::Totals;

use super::{Task, Told};
use crate::route::Page;
use crate::state::shelf::{Fetched, Told as ShelfTold};
use crate::state::tests::{start, started};
use crate::state::{Action, Effect, Shared, Start, State, after, handin, room, seat};

const KIT: &str = "kit.minato";

/// A kit of the pack and its firm, made one's own.
pub(crate) fn files() -> [(String, String); 2] {
    let texts: BTreeMap<String, String> = serde_json::from_slice(crate::SOURCES).expect("texts");
    let own = |name: &str| {
        let text = texts.get(name).expect("a file of the pack");
        text.replace("soramame_pump", "minato")
            .replace("SORA", "MINA")
    };
    [
        ("kit.yaml".to_owned(), own("kits/soramame_pump.yaml")),
        ("firm.yaml".to_owned(), own("firms/soramame_pump.yaml")),
    ]
}

/// Does what the worker does, where it was asked to.
pub(crate) fn worked(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    let mut all = Vec::new();
    for effect in effects {
        if let Effect::Kits(Task::Check(number, kept, brought)) = &effect {
            let core = Pack::read(crate::PACK).expect("the pack");
            let checked = examples::own(&core, kept, brought);
            all.extend(state.update(Told::Checked(*number, Shared::new(checked)).into()));
        } else {
            all.push(effect);
        }
    }
    all
}

/// Brings files as a person does, and waits for what comes of it.
pub(crate) fn bring(state: &mut State, files: &[(String, String)]) -> Vec<Effect> {
    let files = files.iter().cloned();
    let files = files.map(|(name, text)| (name, Ok(text.into_bytes())));
    let effects = state.update(Told::Brought(files.collect()).into());
    worked(state, effects)
}

fn tell(state: &mut State, told: Told) -> Vec<Effect> {
    let effects = state.update(told.into());
    worked(state, effects)
}

fn with_own() -> State {
    let mut state = started();
    bring(&mut state, &files());
    state
}

fn kept(effects: &[Effect]) -> Vec<OwnFile> {
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::Kits(Task::Keep(files)) => Some((**files).clone()),
        _ => None,
    });
    kept.expect("they are kept")
}

fn reasons(state: &State, key: &str) -> Vec<Code> {
    let notice = state.notices.iter().find(|notice| notice.key == key);
    let findings = notice.map(|notice| notice.findings.iter());
    findings.into_iter().flatten().map(|it| it.code).collect()
}

fn sit(state: &mut State) {
    state.update(seat::Told::CodeTyped("MINA-7K3F".into()).into());
    state.update(seat::Told::TeamChosen("2".into()).into());
    state.update(seat::Told::SitAsked.into());
}

fn led(state: &mut State) -> Vec<u8> {
    state.update(Action::Went(Page::Workshop));
    state.update(room::Told::KitChosen(KIT.into()).into());
    state.update(room::Told::Drawn(5).into());
    state.room().expect("a room of it").0.write()
}

fn again(start: Start) -> (State, Vec<Effect>) {
    let mut state = State::new(crate::state::tests::pack(), Page::Seat);
    let effects = state.update(Action::Started(Box::new(start)));
    (state, effects)
}

#[test]
fn a_kit_that_was_opened_stands_among_the_others_and_can_be_put_away() {
    let mut state = started();
    let before = (state.pack.hash.clone(), state.pack.kits.len());
    let effects = bring(&mut state, &files());
    assert_eq!(kept(&effects).len(), 2);
    assert_eq!(reasons(&state, "notice.kits_opened"), []);
    let kit = state.pack.kit(KIT).expect("the kit");
    assert!(state.kits.own.has(kit) && state.pack.firm("case.minato").is_some());
    assert_eq!((state.pack.hash.clone(), state.pack.kits.len() - 1), before);
    // The firm stays as long as the kit is there, and goes with it.
    assert!(state.kits.own.may_go(0) && !state.kits.own.may_go(1));
    assert_eq!(kept(&tell(&mut state, Told::Removed(0))), []);
    assert_eq!(state.pack.kits.len(), before.1);
    assert_eq!(kept(&tell(&mut state, Told::Undone)).len(), 2);
    assert!(state.pack.kit(KIT).is_some() && state.kits.own.undo.is_none());
    let [Effect::Save { name, bytes, .. }] = &tell(&mut state, Told::SaveAsked(0))[..] else {
        panic!("a file");
    };
    assert_eq!(
        (name.as_str(), bytes.as_slice()),
        ("kit.yaml", files()[0].1.as_bytes())
    );
    // With everything else it is wiped, and an answer that comes then comes too late.
    let late = state.update(Told::Removed(0).into());
    state.update(Action::WipeAsked);
    state.update(Action::Agreed);
    worked(&mut state, late);
    assert_eq!(state.pack.kits.len(), before.1);
    assert!(state.kits.own.files.is_empty());
}

#[test]
fn a_kit_is_taken_with_its_comments_to_be_changed() {
    let mut state = started();
    for (name, saved) in [
        ("kits/soramame_pump.yaml", "kit-soramame_pump.yaml"),
        ("firms/soramame_pump.yaml", "firm-soramame_pump.yaml"),
    ] {
        let [Effect::Save { name, bytes, .. }] =
            &tell(&mut state, Told::SourceAsked(name.into()))[..]
        else {
            panic!("a file");
        };
        assert_eq!(name, saved);
        assert!(String::from_utf8_lossy(bytes).contains("# "));
    }
    for kit in &state.pack.kits {
        let name = kit.id.as_str().replace("kit.", "kits/");
        assert!(super::source(&format!("{name}.yaml")).is_some(), "{name}");
    }
    assert!(super::source("kits/none.yaml").is_none());
}

#[test]
fn a_fault_changes_nothing_and_all_are_told_at_once() {
    let mut state = with_own();
    let before = (*state.kits.own.files).clone();
    let [(name, kit), firm] = files();
    let broken = (name, kit.replace("[read, 5]", "[read, 6]"));
    let mut brought = vec![
        ("a.png".to_owned(), Ok(b"\x89PNG\0".to_vec())),
        (
            "gone.yaml".to_owned(),
            Err(Finding::new(Code::UnreadableFile, "gone.yaml")),
        ),
    ];
    let texts = [broken, firm].map(|(name, text)| (name, Ok(text.into_bytes())));
    brought.extend(texts);
    let effects = state.update(Told::Brought(brought).into());
    // One thing after the other.
    assert!(state.kits.own.is_busy() && state.update(Told::Removed(0).into()).is_empty());
    let effects = worked(&mut state, effects);
    assert_eq!(effects, [Effect::FocusErrors]);
    assert_eq!(
        reasons(&state, "notice.kits_refused"),
        [Code::NotUtf8, Code::UnreadableFile, Code::KitRule]
    );
    assert_eq!(*state.kits.own.files, before);
    assert!(state.pack.kit(KIT).is_some());
    // The sound one takes the place of what has its id, and unsays the fault.
    bring(&mut state, &files());
    assert_eq!(state.kits.own.files.len(), 2);
    assert!(
        state
            .notices
            .iter()
            .all(|notice| notice.key == "notice.kits_opened")
    );
    // Only the pack's own firm, as it is: nothing to open.
    let mut state = started();
    let texts: BTreeMap<String, String> = serde_json::from_slice(crate::SOURCES).expect("texts");
    let firm = texts
        .get("firms/soramame_pump.yaml")
        .expect("a firm")
        .clone();
    bring(&mut state, &[("firm.yaml".into(), firm)]);
    assert!(
        state
            .notices
            .iter()
            .any(|notice| notice.key == "notice.kits_same")
    );
}

#[test]
fn after_a_reload_they_are_there_before_what_needs_them() {
    let mut state = with_own();
    sit(&mut state);
    let case = state.case.as_ref().expect("a seat");
    let (key, bytes) = (case.key.clone(), case.assessment.write(state.pack));
    let start = Start {
        shelf: Ok(state.shelf.clone()),
        open: Some(Fetched {
            key,
            held: true,
            bytes: Some(bytes),
            typed: Vec::new(),
        }),
        kits: (*state.kits.own.files).clone(),
        room: Some(led(&mut state)),
        ..start()
    };
    let (mut here, effects) = again(start.clone());
    assert!(here.kits.own.is_awaited() && here.case.is_none());
    // What happens meanwhile waits its turn.
    here.update(Action::Went(Page::Kits));
    assert_eq!(here.page, Page::Seat);
    worked(&mut here, effects);
    assert_eq!(here.seat().map(|(_, kit)| kit.id.as_str()), Some(KIT));
    assert!(here.room().is_some() && here.waiting.is_empty());
    assert_eq!(here.page, Page::Kits);
    assert!(here.notices.is_empty());

    // Where the files are gone, both stay as they are, and say what they need.
    let kits = Vec::new();
    let (mut without, effects) = again(Start {
        kits,
        ..start.clone()
    });
    assert!(!effects.iter().any(|it| matches!(it, Effect::Kits(_))));
    assert_eq!(
        reasons(&without, "notice.kept_unreadable"),
        [Code::KitMissing]
    );
    assert_eq!(reasons(&without, "notice.room_unread"), [Code::KitMissing]);
    assert!(without.case.is_none() && without.room().is_none() && without.rescued.is_none());
    assert!(!effects.iter().any(|it| matches!(it, Effect::Remove(_))));
    without.update(room::Told::Drawn(6).into());
    assert!(
        without.question.is_some(),
        "another room would take its place"
    );
    without.update(Action::Declined);
    bring(&mut without, &files());
    assert!(without.room().is_some());
    assert!(reasons(&without, "notice.room_unread").is_empty());

    // What does not pass any more is kept, and what it was for waits for it no longer.
    let mut kits = start.kits.clone();
    kits[0].text = kits[0].text.replace("[read, 5]", "[read, 6]");
    let (mut unread, effects) = again(Start {
        kits: kits.clone(),
        ..start
    });
    worked(&mut unread, effects);
    assert_eq!(reasons(&unread, "notice.kits_unread"), [Code::KitRule]);
    assert_eq!(
        (&*unread.kits.own.files, unread.pack.kit(KIT).is_some()),
        (&kits, false)
    );
    tell(&mut unread, Told::Removed(0));
    assert_eq!(unread.kits.own.files.len(), 1);
    assert_eq!(unread.kits.own.read.len(), 1);
    assert!(reasons(&unread, "notice.kits_unread").is_empty());
}

#[test]
fn what_another_tab_opened_is_here_too_and_is_not_kept_twice() {
    let mut state = started();
    let effects = state.update(Told::Elsewhere.into());
    assert_eq!(effects, [Effect::Kits(Task::Fetch)]);
    let files = (*with_own().kits.own.files).clone();
    let effects = tell(&mut state, Told::Came(files));
    assert!(state.pack.kit(KIT).is_some());
    assert!(!effects.iter().any(|it| matches!(it, Effect::Kits(_))));
    tell(&mut state, Told::NotKept);
    assert!(state.kits.own.unkept);
}

#[test]
fn what_names_a_kit_that_is_not_here_says_so_and_what_to_do() {
    let mut own = with_own();
    sit(&mut own);
    let practice = own.case.as_ref().expect("a seat").assessment.save(own.pack);
    let bytes = led(&mut own);
    let mut state = started();
    sit(&mut state);
    assert_eq!(
        state.seating.refused,
        Some((seat::Asked::Sit, Refused::NoKit))
    );
    let name = || "x.sonae-practice".to_owned();
    state.update(Action::CaseRead {
        name: name(),
        bytes: Ok(practice.clone()),
    });
    assert_eq!(reasons(&state, "notice.file_refused"), [Code::KitMissing]);
    assert!(state.case.is_none() && state.rescued.is_none());
    state.update(room::Told::FileRead("x".into(), Ok(bytes.clone())).into());
    assert_eq!(reasons(&state, "notice.file_refused"), [Code::KitMissing]);
    state.update(Action::Went(Page::Collect));
    state.update(handin::Told::RoomTyped("MINA-7K3F".into()).into());
    assert_eq!(
        state.hand_in.desk.wrong_room,
        Some(("MINA-7K3F".into(), None))
    );
    // Once it is open, all of it opens.
    bring(&mut state, &files());
    state.update(Action::CaseRead {
        name: name(),
        bytes: Ok(practice),
    });
    assert!(state.seat().is_some());
    assert!(Room::read(state.pack, &bytes).is_ok());
    let case = state.case.as_ref().expect("a case");
    assert!(Assessment::read(started().pack, &case.assessment.write(state.pack)).is_err());
}

#[test]
fn totals_of_a_kit_that_is_not_here_are_told_by_its_id() {
    let mut state = with_own();
    led(&mut state);
    let kit = state.pack.kit(KIT).expect("the kit");
    let all = after::tests::handed(&state, kit, 5);
    state.update(Action::Went(Page::Collect));
    state.update(handin::Told::FilesBrought(all).into());
    let own = state
        .own_totals()
        .expect("totals")
        .as_ref()
        .expect("of three teams");
    let bytes = own.write();
    let mut other = started();
    other.update(Action::Went(Page::Totals));
    other.update(after::Told::FilesRead(vec![("x.json".into(), Ok(bytes.clone()))]).into());
    assert!(other.notices.is_empty());
    let totals = other.merged_totals().expect("totals").expect("they stand");
    assert_eq!(totals.write(), bytes);
    let figures = totals.kits.get(KIT).expect("its figures");
    let named = other.totals_tables(other.pack.kit(KIT), figures);
    let at_home = state.totals_tables(state.pack.kit(KIT), figures);
    let counts = |tables: &[Table]| {
        let rows = tables.iter().map(|table| table.rows.len());
        rows.collect::<Vec<_>>()
    };
    assert_eq!(counts(&named), counts(&at_home));
    let [Effect::Save { bytes, .. }] =
        &other.update(after::Told::SaveAsked(after::Saved::Csv).into())[..]
    else {
        panic!("a table");
    };
    assert!(String::from_utf8_lossy(bytes).contains(KIT));
    // An id that none can have is refused.
    let bad = String::from_utf8(totals.write())
        .expect("text")
        .replace(KIT, "kit.<b>");
    assert!(Totals::read(other.pack, bad.as_bytes()).is_err());
}

#[test]
fn a_room_of_one_s_own_kit_is_led_like_any_other() {
    let mut state = with_own();
    state.update(Action::Went(Page::Kit(Id::from(KIT))));
    led(&mut state);
    state.update(Action::Went(Page::Room));
    let (_, kit, _) = state.room().expect("a room");
    assert_eq!(kit.code.as_str(), "MINA");
    let other = files();
    let retitled = (
        other[0].0.clone(),
        other[0].1.replace("鋳物屋が閉まる日", "港が閉まる日"),
    );
    bring(&mut state, &[retitled]);
    let (_, kit, _) = state.room().expect("the room goes on");
    assert_eq!(state.words().text(&kit.title), "港が閉まる日");
    state.update(ShelfTold::WipedElsewhere.into());
    assert!(state.room().is_none() && state.pack.kit(KIT).is_none());
}
