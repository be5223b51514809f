use sonae_engine::content::Kit;
use sonae_engine::finding::Code;
use sonae_engine::workshop::code::RoomCode;
use sonae_engine::workshop::played::Played;
use sonae_engine::workshop::record::{Handing, Record, firm_of};
use sonae_engine::workshop::room::What;
use sonae_engine::workshop::totals::Totals;

use super::{Saved, Told, said};
use crate::route::Page;
use crate::state::tests::started;
use crate::state::{Action, Effect, State, handin, room, shelf};

const KIT: &str = "kit.soramame_pump";

/// A room of four teams that was led, with what some of them handed in: each its number, and the
/// places of its choices beforehand and afterwards.
pub(crate) fn looked_back(chance: u32, teams: &[(u8, &[usize], &[usize])]) -> State {
    let mut state = started();
    state.update(Action::Went(Page::Workshop));
    state.update(room::Told::KitChosen(KIT.into()).into());
    state.update(room::Told::TeamsChosen(4).into());
    state.update(room::Told::Drawn(chance).into());
    state.update(Action::Went(Page::Room));
    let inject = state.pack.kit(KIT).expect("the kit").injects[0].id.clone();
    for what in [
        What::Start,
        What::Inject(inject),
        What::Note("P-01 <b>".into()),
        What::Next,
    ] {
        state.update(room::Told::Asked(what).into());
    }
    state.update(Action::Went(Page::Collect));
    bring(&mut state, chance, teams);
    state.update(Action::Went(Page::After));
    state
}

fn bring(state: &mut State, chance: u32, teams: &[(u8, &[usize], &[usize])]) {
    let kit = state.pack.kit(KIT).expect("the kit");
    let files = files_of(state, kit, chance, teams);
    state.update(handin::Told::FilesBrought(files).into());
}

/// What three teams hand in in a room of a kit.
pub(crate) fn handed(state: &State, kit: &Kit, chance: u32) -> Vec<handin::Brought> {
    files_of(state, kit, chance, &THREE)
}

fn files_of(
    state: &State,
    kit: &Kit,
    chance: u32,
    teams: &[(u8, &[usize], &[usize])],
) -> Vec<handin::Brought> {
    let firm = firm_of(state.pack, kit).expect("the kit's firm");
    let made = u32::try_from(state.now.ms / 60_000).expect("a moment");
    let files = teams.iter().map(|(team, before, after)| {
        let ids = |places: &[usize]| {
            let id = |at: &usize| kit.choices[*at].action.to_string();
            places.iter().map(id).collect()
        };
        let played = Played {
            kit: kit.id.to_string(),
            injects: Vec::new(),
            before: ids(before),
            after: ids(after),
        };
        let handing = Handing {
            room: RoomCode::new(chance),
            team: *team,
            turn: 1,
            made,
        };
        let record = Record::of(state.pack, kit, &firm, &played, handing).expect("a practice");
        (
            Some("x.sonae-seat".to_owned()),
            Ok(record.letters().into_bytes()),
        )
    });
    files.collect()
}

fn saved(effects: &[Effect]) -> (String, Vec<u8>) {
    match effects {
        [Effect::Save { name, bytes, .. }] => (name.clone(), bytes.clone()),
        other => panic!("nothing is saved: {other:?}"),
    }
}

fn save(state: &mut State, what: Saved) -> (String, Vec<u8>) {
    saved(&state.update(Told::SaveAsked(what).into()))
}

fn add(state: &mut State, name: &str, bytes: Vec<u8>) -> Vec<Effect> {
    state.update(Told::FilesRead(vec![(name.into(), Ok(bytes))]).into())
}

const THREE: [(u8, &[usize], &[usize]); 3] = [(1, &[0], &[1]), (2, &[0], &[]), (4, &[0], &[2])];

#[test]
fn a_room_is_looked_back_on_with_what_was_collected_of_it_and_of_no_other() {
    let mut state = looked_back(5, &THREE);
    let sheet = state.after_sheet().expect("a sheet").clone();
    assert_eq!((sheet.counts.expected, sheet.counts.lost()), (4, 1));
    assert_eq!(sheet.timeline.len(), 4);
    assert_eq!(
        (sheet.decisions[0].before, sheet.decisions[1].after),
        (3, 1)
    );
    // Another room is led: what was collected went with the one before.
    state.update(Action::Went(Page::Workshop));
    state.update(room::Told::Drawn(6).into());
    state.update(Action::Agreed);
    state.update(Action::Went(Page::After));
    let of = state.afternoon().expect("something");
    assert!(of.collection.is_none());
    let sheet = state.after_sheet().expect("a sheet");
    assert!(sheet.timeline.is_empty() && sheet.counts.handed_in == 0);
    assert!(state.own_totals().is_none());
    state.update(shelf::Told::WipedElsewhere.into());
    assert!(state.afternoon().is_none() && state.after_sheet().is_none());
}

#[test]
fn totals_are_saved_put_together_taken_away_and_brought_back() {
    let mut state = looked_back(5, &THREE);
    let (name, own) = save(&mut state, Saved::Own);
    assert_eq!(name, "sonae-totals-2026-11-24.json");
    let (read, _) = Totals::read(state.pack, &own).expect("totals");
    assert_eq!(state.own_totals(), Some(&Ok(read)));
    let mut other = looked_back(6, &[(1, &[0], &[]), (2, &[1], &[]), (3, &[2], &[])]);
    let (_, others) = save(&mut other, Saved::Own);
    // One's own counts once, whether its file comes as well or not.
    state.update(Action::Went(Page::Totals));
    let both = vec![
        ("own.json".to_owned(), Ok(own)),
        ("other.json".to_owned(), Ok(others)),
    ];
    state.update(Told::FilesRead(both).into());
    let teams = |state: &State| {
        let merged = state
            .merged_totals()
            .expect("totals")
            .expect("they go together");
        (merged.rooms.len(), merged.teams())
    };
    assert_eq!(teams(&state), (2, 6));
    state.update(Told::OwnSwitched(false).into());
    assert_eq!(teams(&state), (2, 6));
    state.update(Told::FileRemoved(0).into());
    assert_eq!(teams(&state), (1, 3));
    state.update(Told::Undone.into());
    assert_eq!(teams(&state), (2, 6));
    let (name, merged) = save(&mut state, Saved::Merged);
    assert_eq!(name, "sonae-totals-merged-2026-11-24.json");
    let merged = Totals::read(state.pack, &merged).expect("totals").0;
    assert_eq!(state.merged_totals(), Some(Ok(merged)));
    let (name, table) = save(&mut state, Saved::Csv);
    let table = String::from_utf8(table).expect("a text");
    assert_eq!(name, "sonae-totals-merged-2026-11-24.csv");
    let kit = state.pack.kit(KIT).expect("the kit");
    let title = state.words().text(&kit.title);
    // Two and two counts of each choice, five of each inject, two of each question, five bands.
    let questions = state
        .pack
        .modules
        .iter()
        .map(|it| it.questions.len())
        .sum::<usize>();
    let themes = state
        .pack
        .modules
        .iter()
        .map(|it| it.themes.len())
        .sum::<usize>();
    let rows = 2 * kit.choices.len() + 5 * kit.injects.len() + 2 * questions + 5 * themes;
    assert_eq!(table.matches(&title).count(), rows);
    state.update(Told::Undone.into());
    assert!(state.after.files.is_empty() && state.after.undo.is_empty());
}

#[test]
fn a_wrong_file_is_refused_with_its_reason_and_nothing_is_lost() {
    let mut state = looked_back(5, &THREE);
    let (_, own) = save(&mut state, Saved::Own);
    add(&mut state, "own.json", own.clone());
    let before = state.merged_totals();
    let newer = String::from_utf8(own.clone()).expect("a text");
    let newer = newer.replace(
        "\"version\": 1,\n  \"method\"",
        "\"version\": 2,\n  \"method\"",
    );
    for (bytes, code) in [
        (own[..own.len() / 2].to_vec(), Code::Truncated),
        (newer.into_bytes(), Code::NewerVersion),
    ] {
        let effects = add(&mut state, "x.json", bytes);
        assert!(effects.contains(&Effect::FocusErrors));
        let [notice] = &state.notices[..] else {
            panic!("one notice: {:?}", state.notices);
        };
        assert_eq!(notice.findings[0].code, code);
        assert_eq!(state.merged_totals(), before);
    }
    add(&mut state, "own.json", own);
    assert!(state.notices.is_empty());
    // The same room after another team came: it would count twice.
    state.update(Action::Went(Page::Collect));
    bring(&mut state, 5, &[(3, &[1], &[])]);
    state.update(Action::Went(Page::Totals));
    let refused = state.merged_totals().expect("totals").expect_err("twice");
    assert_eq!(refused.code, Code::SameRoomTwice);
    state.update(Told::FileRemoved(0).into());
    state.update(Told::FileRemoved(0).into());
    assert_eq!(state.merged_totals().as_ref(), state.own_totals());
}

#[test]
fn too_few_teams_have_no_totals_and_are_told_so() {
    let mut state = looked_back(5, &THREE[..2]);
    assert!(matches!(state.own_totals(), Some(Err(_))));
    assert!(state.merged_totals().is_none());
    let effects = state.update(Told::SaveAsked(Saved::Own).into());
    assert!(effects.contains(&Effect::FocusErrors));
}

#[test]
fn a_count_is_read_as_the_range_it_lies_in() {
    let words = started().words();
    assert_eq!(said(words, [3, 3]), "3");
    assert_eq!(said(words, [3, 5]), "3〜5");
}
