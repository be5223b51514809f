use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::LazyLock;

use sonae_engine::assessment::{Assessment, Edit, Level};
use sonae_engine::content::{Id, Language, Pack};
use sonae_engine::disclose;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::{Passphrase, cipher};
use sonae_engine::request::desk::{Given, News, Purpose, Seat, Share, Sitting};
use sonae_engine::screen::archive::Archive;
use sonae_engine::screen::{Book, Member, Pool, Screened, State as Came, Wanted};

use super::{
    BookTold, Column, Cut, Filter, Handed, PAGE, Paper, PolicyTold, Saved, Step, TakeOut, Task,
    Told, Work, row_id_of,
};
use crate::route::Page;
use crate::state::review::Told as ReviewTold;
use crate::state::tests::started;
use crate::state::{Action, Effect, Shared, State};

type Files = BTreeMap<String, Vec<u8>>;

/// The fictional firms as if they were real ones.
fn firms(pack: &'static Pack) -> Vec<Assessment> {
    let firm = |firm| Assessment::of_firm(pack, firm, Language::Ja).expect("a firm");
    let real = |case| Assessment {
        practice: false,
        ..case
    };
    pack.firms.iter().map(firm).map(real).collect()
}

/// A file of every kind; made once, since no two locked files are alike.
pub(crate) fn files() -> &'static Files {
    static FILES: LazyLock<Files> = LazyLock::new(|| made(started().pack));
    &FILES
}

fn made(pack: &'static Pack) -> Files {
    let mut files = Files::new();
    let mut put = |name: &str, bytes: Vec<u8>| files.insert(name.to_owned(), bytes);
    for (index, firm) in firms(pack).iter().enumerate() {
        put(&format!("in/{index}-saved.sonae"), firm.write(pack));
        for level in Level::ALL {
            let dossier = disclose::dossier(pack, firm, *level, "2026-11-26");
            let name = format!("in/{index}-{}.json", level.key());
            put(&name, disclose::write(&dossier));
        }
    }
    let first = firms(pack).remove(0);
    put("in/twice.sonae", first.write(pack));
    let cut = first.write(pack);
    put("in/cut.sonae", cut[..cut.len() / 2].to_vec());
    put("in/empty.json", Vec::new());
    put("in/photo.jpg", vec![0xff, 0xd8, 0xff, 0x00]);
    let practice = Assessment {
        practice: true,
        ..first.clone()
    };
    put("in/practice.sonae", practice.write(pack));
    let words = Passphrase::new("備え").expect("a passphrase");
    put(
        "in/locked.age",
        cipher::lock(&first.write(pack), &words).expect("locked"),
    );
    let altered = String::from_utf8(first.write(pack)).expect("a text");
    let altered = altered.replacen("\"practice\": false", "\"practice\":  false", 1);
    put("in/spaced.sonae", altered.into_bytes());
    files
}

fn told(state: &mut State, told: Told) -> Vec<Effect> {
    state.update(told.into())
}

fn brought(state: &mut State, names: &[&String]) -> Vec<Effect> {
    told(
        state,
        Told::Brought(names.iter().map(|name| (*name).clone()).collect()),
    )
}

/// What is to be worked out.
fn work(effects: &[Effect]) -> Option<Work> {
    effects.iter().find_map(|effect| match effect {
        Effect::Bench(Task::WorkOut(work)) => Some((**work).clone()),
        _ => None,
    })
}

/// What the workers would bring.
fn handfuls(work: &Work, files: &Files) -> Vec<Told> {
    let sitting = Sitting {
        pack: crate::PACK.to_vec(),
        policy: work.policy.to_vec(),
        openers: work.openers.clone(),
        purpose: work.purpose,
        reviews: work.reviews.clone(),
    };
    let given = |one: &Handed| Given {
        name: one.name.clone(),
        weight: one.weight,
        line: one
            .screened
            .as_ref()
            .map_or_else(String::new, |it| it.line()),
    };
    let mut numbers = work.files.iter().map(|one| one.number);
    let mut all = Vec::new();
    let mut seat = Seat::take(&sitting.to_bytes()).expect("a sitting of ours");
    let shares = work.files.chunks(10);
    let last = shares.len() - 1;
    for (at, share) in shares.enumerate() {
        let mut read = |at: usize| {
            let name = share[at].name.split(" (").next().expect("a name");
            let bytes = files.get(name).cloned();
            bytes.ok_or_else(|| Finding::new(Code::UnreadableFile, ""))
        };
        let mut heard = |bytes: Vec<u8>| {
            let news = News::from_bytes(&bytes).expect("news");
            if !matches!(news, News::Screened(_)) {
                return all.push(Told::Heard(work.number, news));
            }
            let files = news.screened().expect("files").into_iter().map(Shared::new);
            all.push(Told::WorkedOut(
                work.number,
                numbers.by_ref().zip(files).collect(),
            ));
        };
        let files = share.iter().map(given).collect();
        let is_last = at == last;
        let share = Share { files, is_last };
        let made = seat.work(&share.to_bytes(), &mut read, &mut heard);
        let made = made.expect("a share of ours");
        all.extend(made.map(|bytes| Told::ArchiveMade(work.number, bytes)));
    }
    all
}

pub(crate) fn work_out(state: &mut State, effects: &[Effect], files: &Files) {
    let work = work(effects).expect("something to work out");
    for one in handfuls(&work, files) {
        told(state, one);
    }
}

/// The bench with a file of every kind on it.
pub(crate) fn with_files() -> State {
    let mut state = started();
    state.update(Action::Went(Page::Bench));
    let files = files();
    let names: Vec<&String> = files.keys().collect();
    let effects = brought(&mut state, &names);
    work_out(&mut state, &effects, files);
    state
}

/// Every line, as the command line would write it.
fn lines(state: &State) -> Vec<String> {
    let desk = state.bench.desk.as_ref().expect("a desk");
    desk.files.iter().map(|(_, one)| one.line()).collect()
}

/// The queue: rank and file.
fn queue(state: &State) -> Vec<(usize, String)> {
    let desk = state.bench.desk.as_ref().expect("a desk");
    let places = state.bench.shown.iter().map(|at| &desk.queue[*at]);
    places
        .map(|place| (place.rank, place.screened.file().to_owned()))
        .collect()
}

#[test]
fn every_file_is_accounted_for() {
    let state = with_files();
    let files = files();
    assert_eq!(lines(&state).len(), files.len());
    let states = state.bench.states();
    assert_eq!(states.values().sum::<usize>(), files.len());
    let of = |state| states.get(&state).copied().unwrap_or_default();
    // The same values in another layout are the same file, too.
    assert_eq!(of(Came::Duplicate), 2);
    for came in [Came::Rescued, Came::Practice, Came::Locked] {
        assert_eq!(of(came), 1, "{came:?}");
    }
    assert_eq!(of(Came::Foreign) + of(Came::Damaged), 2);
    assert_eq!(queue(&state).len(), of(Came::Read));
}

#[test]
fn the_order_in_which_files_come_and_are_worked_out_changes_nothing() {
    let once = with_files();
    let files = files();
    let mut state = started();
    state.update(Action::Went(Page::Bench));
    let names: Vec<&String> = files.keys().rev().collect();
    // In two goes, and the second before the first was done.
    let late = brought(&mut state, &names[..5]);
    let late = handfuls(&work(&late).expect("work"), files);
    let effects = brought(&mut state, &names[5..]);
    for one in late {
        told(&mut state, one);
    }
    assert!(state.bench.reading && state.bench.done() == 0);
    let work = work(&effects).expect("work");
    assert_eq!(work.files.len(), files.len());
    for one in handfuls(&work, files).into_iter().rev() {
        told(&mut state, one);
    }
    assert!(lines(&state) == lines(&once));
    assert_eq!(queue(&state), queue(&once));
}

#[test]
fn stopped_and_gone_on_with_it_is_the_same_as_in_one_go() {
    let once = with_files();
    let files = files();
    let mut state = started();
    state.update(Action::Went(Page::Bench));
    let names: Vec<&String> = files.keys().collect();
    let effects = brought(&mut state, &names);
    let first = handfuls(&work(&effects).expect("work"), files).remove(0);
    told(&mut state, first);
    let effects = told(&mut state, Told::StopAsked);
    assert_eq!(effects, [Effect::Bench(Task::Stop)]);
    let (done, left) = (state.bench.done(), state.bench.left());
    assert!(done > 0 && left > 0 && state.bench.desk.is_some());
    // To look elsewhere does not set it going again.
    state.update(Action::Went(Page::Policy));
    assert!(work(&state.update(Action::Went(Page::Bench))).is_none());
    let effects = told(&mut state, Told::ResumeAsked);
    assert_eq!(work(&effects).map(|work| work.files.len()), Some(left));
    work_out(&mut state, &effects, files);
    assert!(lines(&state) == lines(&once));
}

#[test]
fn files_of_the_same_name_are_told_apart() {
    let mut state = started();
    let name = "a.json".to_owned();
    brought(&mut state, &[&name, &name]);
    brought(&mut state, &[&name]);
    assert_eq!(*state.bench.names, ["a.json", "a.json (2)", "a.json (3)"]);
}

#[test]
fn other_criteria_work_everything_out_again_and_earlier_answers_come_too_late() {
    let mut state = with_files();
    let files = files();
    let before = lines(&state);
    state.update(Action::Went(Page::Policy));
    told(
        &mut state,
        Told::Policy(PolicyTold::Part(Wanted::Plan, true)),
    );
    assert!(state.bench.desk.is_none());
    let effects = state.update(Action::Went(Page::Bench));
    let late = handfuls(&work(&effects).expect("work"), files);
    state.update(Action::Went(Page::Policy));
    let effects = told(&mut state, Told::Policy(PolicyTold::Undone));
    assert_eq!(effects, [Effect::Bench(Task::Stop)]);
    for one in late {
        told(&mut state, one);
    }
    assert_eq!(state.bench.done(), 0);
    let effects = state.update(Action::Went(Page::Bench));
    work_out(&mut state, &effects, files);
    assert!(lines(&state) == before);
    told(&mut state, Told::Policy(PolicyTold::Redone));
    assert!(state.bench.policy.parts.contains(&Wanted::Plan));
}

#[test]
fn what_breaks_a_worker_is_refused_and_all_else_is_read() {
    let mut state = started();
    state.update(Action::Went(Page::Bench));
    let all = files();
    let names: Vec<&String> = all.keys().collect();
    let effects = brought(&mut state, &names);
    let broke = Finding::new(Code::ReaderStopped, "");
    let first = work(&effects).expect("work");
    let effects = told(
        &mut state,
        Told::Broke(first.number, Some(0), broke.clone()),
    );
    let again = work(&effects).expect("work");
    assert_eq!(again.purpose, Purpose::Screen { singly: true });
    assert_eq!(again.files.len(), all.len());
    let effects = told(&mut state, Told::Broke(again.number, Some(3), broke));
    assert_eq!(
        work(&effects).map(|work| work.files.len()),
        Some(all.len() - 1)
    );
    work_out(&mut state, &effects, all);
    let refused: Vec<&str> = state
        .bench
        .desk
        .as_ref()
        .expect("a desk")
        .files
        .iter()
        .filter(|(_, one)| one.state() == Came::Refused)
        .map(|(_, one)| one.file())
        .collect();
    assert_eq!(refused, [names[3].as_str()]);
}

#[test]
fn without_a_worker_it_is_said_and_can_be_tried_again() {
    let mut state = started();
    let name = "a.json".to_owned();
    let effects = brought(&mut state, &[&name]);
    let number = work(&effects).expect("work").number;
    let missing = Finding::new(Code::ReaderMissing, "");
    let effects = told(&mut state, Told::Broke(number, None, missing));
    assert!(effects.contains(&Effect::FocusErrors) && !state.bench.reading);
    assert!(work(&told(&mut state, Told::ResumeAsked)).is_some());
}

#[test]
fn a_passphrase_opens_what_is_locked_and_is_forgotten_with_the_rest() {
    let mut state = with_files();
    let all = files();
    let words = Passphrase::new("備え").expect("a passphrase");
    let effects = told(&mut state, Told::PassphraseGiven(words));
    let work = work(&effects).expect("work");
    assert_eq!(work.files.len(), 1);
    work_out(&mut state, &effects, all);
    assert_eq!(state.bench.states().get(&Came::Locked), None);
    told(&mut state, Told::ClearAsked);
    state.update(Action::Agreed);
    assert!(!state.bench.holds() && state.bench.openers.is_empty());
}

#[test]
fn a_key_file_is_told_from_what_is_none() {
    let mut state = started();
    let words = Passphrase::new("鍵").expect("a passphrase");
    let pair = |words| cipher::KeyPair::new("甲", "2026-11-26", words).expect("a pair");
    let open = pair(None);
    told(
        &mut state,
        Told::KeyRead("pub".into(), Ok(open.public.file())),
    );
    assert!(
        state
            .notices
            .iter()
            .any(|it| it.key == "notice.key_refused")
    );
    told(&mut state, Told::KeyRead("key".into(), Ok(open.secret)));
    assert_eq!(state.bench.openers.len(), 1);
    told(
        &mut state,
        Told::KeyRead("key".into(), Ok(pair(Some(&words)).secret)),
    );
    assert_eq!(
        (state.bench.openers.len(), state.bench.key.is_some()),
        (1, true)
    );
    told(&mut state, Told::PassphraseGiven(words));
    assert_eq!(
        (state.bench.openers.len(), state.bench.key.is_some()),
        (2, false)
    );
    told(&mut state, Told::SecretsDropped);
    assert!(state.bench.openers.is_empty());
}

#[test]
fn the_queue_is_looked_through_without_changing_a_rank() {
    let mut state = with_files();
    let all = queue(&state);
    assert!(all.is_sorted_by_key(|(rank, _)| *rank));
    told(&mut state, Told::Searched("MASKED".into()));
    let masked = queue(&state);
    assert!(masked.len() > 1 && masked.iter().all(|place| all.contains(place)));
    told(&mut state, Told::AllAsked);
    let desk = state.bench.desk.clone().expect("a desk");
    for filter in Filter::ALL {
        for (value, count) in &desk.choices[filter] {
            told(&mut state, Told::Filtered(*filter, value.clone()));
            assert_eq!(state.bench.shown.len(), *count, "{filter:?} {value}");
        }
        assert!(!desk.choices[filter].is_empty(), "{filter:?}");
        told(&mut state, Told::Filtered(*filter, String::new()));
    }
    for column in Column::ALL {
        for reversed in [false, true] {
            told(&mut state, Told::SortedBy(Some((*column, reversed))));
            let mut sorted = queue(&state);
            sorted.sort();
            let mut places = all.clone();
            places.sort();
            assert_eq!(sorted, places, "{column:?}");
        }
    }
    told(&mut state, Told::SortedBy(Some((Column::File, true))));
    assert!(queue(&state).is_sorted_by(|(_, one), (_, other)| one >= other));
    told(&mut state, Told::SortedBy(None));
    assert_eq!(queue(&state), all);
}

#[test]
fn two_kinds_of_file_of_the_same_firm_share_a_rank() {
    let state = with_files();
    // Saved, in full and masked, a firm scores the same.
    let of = |name: &str| {
        let places = queue(&state).into_iter();
        let mut ranks = places.filter(|(_, file)| file.ends_with(name));
        ranks.next().map(|(rank, _)| rank)
    };
    assert_eq!(of("0-full.json"), of("0-saved.sonae"));
}

#[test]
fn keys_move_through_the_rows_and_stop_at_the_ends() {
    let mut state = with_files();
    let last = state.bench.shown.len() - 1;
    for (step, at) in [
        (Step::Up, 0),
        (Step::Down, 1),
        (Step::Last, last),
        (Step::Down, last),
        (Step::PageDown, last),
        (Step::PageUp, last.saturating_sub(PAGE)),
        (Step::First, 0),
    ] {
        let effects = told(&mut state, Told::Moved(step));
        assert_eq!(state.bench.looking.at, at, "{step:?}");
        assert_eq!(effects, [Effect::Bench(Task::Focus(row_id_of(at)))]);
    }
}

#[test]
fn one_turns_from_an_applicant_to_the_next_in_the_order_that_is_shown() {
    let mut state = with_files();
    told(&mut state, Told::SortedBy(Some((Column::File, true))));
    let desk = state.bench.desk.clone().expect("a desk");
    let number = |at: usize| desk.queue[state.bench.shown[at]].number;
    let (first, second) = (number(0), number(1));
    assert_eq!(state.bench.neighbours(first), [None, Some(second)]);
    let effects = state.update(Action::Went(Page::Applicant(first)));
    assert!(
        effects
            .iter()
            .any(|it| matches!(it, Effect::Bench(Task::Fetch(at, _)) if *at == first))
    );
    let effects = told(&mut state, Told::TurnedTo { next: true });
    assert_eq!(effects, [Effect::GoTo(Page::Applicant(second))]);
    assert!(told(&mut state, Told::TurnedTo { next: false }).is_empty());
}

#[test]
fn the_case_of_an_applicant_is_never_the_open_one() {
    let mut state = with_files();
    let all = files();
    let name = "in/0-masked.json";
    let number = state
        .bench
        .names
        .iter()
        .position(|it| it == name)
        .expect("there");
    state.update(Action::Went(Page::Applicant(number)));
    told(&mut state, Told::Fetched(number, Ok(all[name].clone())));
    let (_, case) = state.bench.case.clone().expect("fetched");
    let case = case.expect("a case");
    assert!(case.score(state.pack).is_ok() && state.case.is_none() && state.shelf.is_empty());
    // One that comes too late belongs to nobody.
    state.update(Action::Went(Page::Bench));
    told(&mut state, Told::Fetched(number, Ok(all[name].clone())));
    assert!(state.bench.case.is_none());
}

#[test]
fn an_applicants_page_that_is_open_meanwhile_gets_its_case() {
    let mut state = with_files();
    let name = "in/0-full.json";
    let number = state.bench.names.iter().position(|it| it == name);
    let number = number.expect("there");
    told(
        &mut state,
        Told::Policy(PolicyTold::Part(Wanted::Plan, true)),
    );
    let effects = state.update(Action::Went(Page::Applicant(number)));
    let fetches = |effects: &[Effect]| {
        let mut effects = effects.iter();
        effects.any(|it| matches!(it, Effect::Bench(Task::Fetch(at, _)) if *at == number))
    };
    assert!(!fetches(&effects));
    let work = work(&effects).expect("work");
    let handfuls = handfuls(&work, files()).into_iter();
    let effects: Vec<Effect> = handfuls.flat_map(|one| told(&mut state, one)).collect();
    assert!(fetches(&effects) && state.bench.applicant(number).is_some());
}

#[test]
fn a_sitting_is_at_risk_until_it_is_cleared_and_is_wiped_with_the_rest() {
    let mut state = with_files();
    assert!(state.is_at_risk());
    told(&mut state, Told::ClearAsked);
    state.update(Action::Declined);
    assert!(state.bench.holds());
    state.update(Action::WipeAsked);
    let effects = state.update(Action::Agreed);
    assert!(effects.contains(&Effect::Bench(Task::Forget)));
    assert!(!state.bench.holds() && !state.is_at_risk());
}

#[test]
fn what_is_taken_out_says_by_which_criteria_and_that_it_decides_nothing() {
    let mut state = with_files();
    let hash = state.bench.policy.hash();
    let decides = state.words().t("bench.no_decision").into_owned();
    for (what, rows) in [
        (TakeOut::Queue, state.bench.shown.len()),
        (TakeOut::Intake, state.bench.names.len()),
    ] {
        let effects = told(&mut state, Told::TakenOut(what));
        let [Effect::Save { bytes, .. }] = effects.as_slice() else {
            panic!("nothing saved: {effects:?}");
        };
        let text = String::from_utf8(bytes.clone()).expect("a text");
        assert_eq!(text.lines().count(), rows + 2, "{what:?}");
        assert_eq!(text.matches(&hash).count(), rows);
        assert!(
            text.lines()
                .last()
                .is_some_and(|line| line.contains(&decides))
        );
    }
    let effects = told(&mut state, Told::TakenOut(TakeOut::Workbook));
    assert!(matches!(effects.as_slice(), [Effect::WriteWorkbook(_, sheets)] if sheets.len() == 2));
}

#[test]
fn criteria_are_changed_refused_at_their_field_and_taken_back() {
    let mut state = started();
    state.update(Action::Went(Page::Policy));
    let typed = |state: &mut State, cut, text: &str| {
        told(state, Told::Policy(PolicyTold::Typed(cut, text.into())));
    };
    typed(&mut state, Cut::RoutineBelow, "２５．５");
    typed(&mut state, Cut::Coverage, "75%");
    assert_eq!(state.bench.policy.cuts.routine_below.to_string(), "25.5");
    assert_eq!(state.bench.policy.coverage.to_string(), "0.75");
    typed(&mut state, Cut::ConversationFrom, "20");
    typed(&mut state, Cut::Coverage, "many");
    let codes: Vec<Code> = state
        .drafts
        .values()
        .map(|draft| draft.finding.code)
        .collect();
    assert_eq!(codes, [Code::OutOfRange, Code::NotANumber]);
    typed(&mut state, Cut::ConversationFrom, "30");
    typed(&mut state, Cut::Coverage, "75");
    assert!(state.drafts.is_empty());
    let id = Id::from("supplier.monitoring");
    told(
        &mut state,
        Told::Policy(PolicyTold::Question(id.clone(), true)),
    );
    told(
        &mut state,
        Told::Policy(PolicyTold::Evidence(id.clone(), true)),
    );
    let effects = told(&mut state, Told::Policy(PolicyTold::SaveAsked));
    let [Effect::Save { bytes, .. }] = effects.as_slice() else {
        panic!("nothing saved: {effects:?}");
    };
    let (saved, hash) = (bytes.clone(), state.bench.policy.hash());
    told(&mut state, Told::Policy(PolicyTold::ResetAsked));
    assert_ne!(state.bench.policy.hash(), hash);
    told(&mut state, Told::Policy(PolicyTold::Undone));
    assert_eq!(state.bench.policy.hash(), hash);
    told(&mut state, Told::Policy(PolicyTold::ResetAsked));
    told(
        &mut state,
        Told::Policy(PolicyTold::Read("p.json".into(), Ok(saved))),
    );
    assert_eq!(state.bench.policy.hash(), hash);
    let effects = told(
        &mut state,
        Told::Policy(PolicyTold::Read("p.json".into(), Ok(b"{}".to_vec()))),
    );
    assert_eq!(effects, [Effect::FocusErrors]);
    assert_eq!(state.bench.policy.hash(), hash);
}

#[test]
fn the_firms_own_assessment_is_left_alone() {
    let mut state = started();
    state.update(Action::ReplacementAsked(crate::state::Replacement::New));
    state.update(Action::Edited(Edit::Noted(
        Id::from("tech.training"),
        "own".into(),
    )));
    let before = state.case.as_ref().map(|case| case.assessment.clone());
    state.update(Action::Went(Page::Bench));
    let all = files();
    let names: Vec<&String> = all.keys().collect();
    let effects = brought(&mut state, &names);
    work_out(&mut state, &effects, all);
    assert_eq!(
        state.case.as_ref().map(|case| case.assessment.clone()),
        before
    );
}

#[test]
fn thousands_are_put_in_order_slice_by_slice_as_all_at_once() {
    let mut state = started();
    state.update(Action::Went(Page::Bench));
    let all = files();
    let names: Vec<&String> = all.keys().collect();
    let copies = 1_500_usize.div_ceil(names.len());
    let many: Vec<String> = (0..copies)
        .flat_map(|copy| names.iter().map(move |name| format!("{copy:03}/{name}")))
        .collect();
    let named: Vec<&String> = many.iter().collect();
    let effects = brought(&mut state, &named);
    let work = work(&effects).expect("work");
    let bytes = |name: &str| all.get(name.split_once('/').expect("a folder").1).cloned();
    let read = |handed: &Handed| {
        let bytes = bytes(&handed.name).expect("a file");
        let screened = Screened::of(&handed.name, state.pack, &state.bench.policy, &bytes);
        (handed.number, Shared::new(screened))
    };
    let read: Vec<_> = work.files.iter().map(read).collect();
    let mut effects = told(&mut state, Told::WorkedOut(work.number, read));
    let (mut slices, mut late) = (0, None);
    loop {
        let next = effects.into_iter().find_map(|effect| match effect {
            Effect::Bench(Task::GoOn(standing)) => Some(standing),
            _ => None,
        });
        let Some(standing) = next else { break };
        assert!(state.bench.desk.is_none() && state.bench.is_standing());
        slices += 1;
        late = Some(standing.clone());
        effects = told(&mut state, Told::WentOn(standing));
    }
    assert!(slices > 2 && !state.bench.is_standing(), "{slices}");
    let desk = state.bench.desk.clone().expect("a desk");
    assert_eq!(desk.files.len(), many.len());
    // The first of each stands in the queue, and all others are the same once more.
    assert_eq!(
        desk.queue.len(),
        with_files().bench.desk.expect("a desk").queue.len()
    );
    assert_eq!(desk.classes.values().sum::<usize>(), desk.queue.len());
    let of = desk.choices.get(&Filter::Class).expect("classes");
    assert_eq!(of.values().sum::<usize>(), desk.queue.len());
    // What comes after it was begun anew, or after all of it was forgotten, changes nothing.
    told(&mut state, Told::ClearAsked);
    state.update(Action::Agreed);
    told(&mut state, Told::WentOn(late.expect("a slice")));
    assert!(state.bench.desk.is_none() && !state.bench.is_standing());
}

#[test]
fn the_queue_and_the_intake_go_to_paper_each_by_itself_and_whole() {
    let mut state = with_files();
    for paper in [Paper::Queue, Paper::Intake] {
        let effects = told(&mut state, Told::PaperAsked(paper));
        assert_eq!(effects, [Effect::Bench(Task::Print)]);
        assert_eq!(state.bench.looking.on_paper, Some(paper));
        told(&mut state, Told::PaperDone);
        assert_eq!(state.bench.looking.on_paper, None);
    }
}

// ---- all of them together --------------------------------------------------------------------

fn book(state: &mut State, told: BookTold) -> Vec<Effect> {
    state.update(Told::Book(told).into())
}

/// The bench with all of it added up.
pub(crate) fn added_up() -> State {
    let mut state = with_files();
    let effects = state.update(Action::Went(Page::Portfolio));
    work_out(&mut state, &effects, files());
    state
}

/// The same with two pools opened, of which one has an institution's name.
pub(crate) fn pooled() -> State {
    let mut state = added_up();
    let own = directly(&state, 90, |_| 1);
    let mut other = Book::new(90);
    let desk = state.bench.desk.clone().expect("a desk");
    let members = desk.files.iter().filter_map(|(_, screened)| {
        let bytes = files().get(screened.file())?;
        Member::of(state.pack, screened, bytes, 90)
    });
    for member in members.skip(3) {
        other.add(&member, 1);
    }
    let pools = [("own.json", own, ""), ("other.json", other, "架空銀行")];
    let read = pools.map(|(name, book, institution)| {
        let pool = Pool::of(state.pack, &book, institution).expect("enough firms");
        (name.to_owned(), Ok(pool.write()))
    });
    book(&mut state, BookTold::PoolsRead(read.to_vec()));
    state
}

/// The files with a class, straight from the engine.
fn directly(state: &State, days: u32, weight: impl Fn(&str) -> u64) -> Book {
    let mut book = Book::new(days);
    let desk = state.bench.desk.as_ref().expect("a desk");
    for (_, screened) in &desk.files {
        if let Some(bytes) = files().get(screened.file())
            && let Some(member) = Member::of(state.pack, screened, bytes, days)
        {
            book.add(&member, weight(screened.file()));
        }
    }
    book
}

fn saved(effects: &[Effect]) -> &[u8] {
    let bytes = effects.iter().find_map(|effect| match effect {
        Effect::Save { bytes, .. } => Some(bytes),
        _ => None,
    });
    bytes.expect("a file")
}

#[test]
fn all_with_a_class_are_added_up_once_each_in_whatever_order_they_are_heard_of() {
    let state = added_up();
    let summed = state.bench.book.summed.clone().expect("figures");
    let direct = directly(&state, 90, |_| 1);
    assert_eq!(summed.firms, direct.firms());
    assert!(summed.figures.is_some() && summed.figures == direct.figures());
    let mut other = with_files();
    let effects = other.update(Action::Went(Page::Portfolio));
    let work = work(&effects).expect("work");
    for one in handfuls(&work, files()).into_iter().rev() {
        told(&mut other, one);
    }
    let again = other.bench.book.summed.clone().expect("figures");
    assert_eq!(again.figures, summed.figures);
    // Seen again, it is not worked out again.
    other.update(Action::Went(Page::Bench));
    assert!(self::work(&other.update(Action::Went(Page::Portfolio))).is_none());
}

#[test]
fn adding_up_stops_and_begins_again_and_what_was_heard_meanwhile_comes_too_late() {
    let mut state = with_files();
    let effects = state.update(Action::Went(Page::Portfolio));
    let mut late = handfuls(&work(&effects).expect("work"), files());
    told(&mut state, late.remove(0));
    assert!(state.bench.book.under_way.is_some());
    let effects = book(&mut state, BookTold::StopAsked);
    assert_eq!(effects, [Effect::Bench(Task::Stop)]);
    for one in late {
        told(&mut state, one);
    }
    assert!(state.bench.book.stopped && state.bench.book.summed.is_none());
    let effects = book(&mut state, BookTold::Asked);
    work_out(&mut state, &effects, files());
    let summed = state.bench.book.summed.clone().expect("figures");
    assert_eq!(summed.figures, directly(&state, 90, |_| 1).figures());
}

#[test]
fn other_days_other_exposures_and_other_criteria_add_up_again() {
    let mut state = added_up();
    for wrong in ["0", "3651", "1.5", "soon"] {
        assert!(book(&mut state, BookTold::DaysTyped(wrong.to_owned())).is_empty());
        assert!(state.drafts.contains_key(super::DAYS), "{wrong}");
    }
    let effects = book(&mut state, BookTold::DaysTyped("180".to_owned()));
    assert!(!state.drafts.contains_key(super::DAYS));
    work_out(&mut state, &effects, files());
    let figures = |state: &State| {
        state
            .bench
            .book
            .summed
            .clone()
            .expect("figures")
            .figures
            .clone()
    };
    assert_eq!(figures(&state), directly(&state, 180, |_| 1).figures());
    let csv = "file,exposure\n0-saved.sonae,7\n1-saved.sonae,9\nin/gone.sonae,5\n";
    let given = BookTold::ExposuresRead("lent.csv".to_owned(), Ok(csv.into()));
    let effects = book(&mut state, given);
    work_out(&mut state, &effects, files());
    let weight = |file: &str| match file {
        "in/0-saved.sonae" => 7,
        "in/1-saved.sonae" => 9,
        _ => 0,
    };
    assert_eq!(figures(&state), directly(&state, 180, weight).figures());
    let summed = state.bench.book.summed.clone().expect("figures");
    assert!(summed.by_exposure && summed.missing > 0);
    assert!(summed.left.contains(&"in/gone.sonae".to_owned()));
    let bad = BookTold::ExposuresRead("lent.csv".to_owned(), Ok(b"a,b\n1,2\n".to_vec()));
    assert!(work(&book(&mut state, bad)).is_none());
    assert!(
        state
            .notices
            .iter()
            .any(|it| it.key == "notice.exposures_refused")
    );
    let part = PolicyTold::Part(Wanted::Plan, true);
    told(&mut state, Told::Policy(part));
    assert!(state.bench.book.summed.is_none());
}

#[test]
fn a_pool_is_saved_as_the_figures_that_its_page_shows() {
    let mut state = pooled();
    let pool = state.merged_pools().expect("two pools");
    let figures = pool.figures();
    let csv = saved(&book(&mut state, BookTold::Saved(Saved::PoolCsv))).to_vec();
    let csv = String::from_utf8(csv).expect("a text");
    let groups: usize = [&figures.industries, &figures.sizes, &figures.countries]
        .into_iter()
        .flat_map(|groups| groups.values())
        .map(|group| 1 + group.bands.len() + usize::from(super::said::left_out(group) > 0))
        .sum();
    let named = figures.supply.len() + figures.sales.len() + figures.items.len();
    let stops: usize = figures.stops.values().map(BTreeMap::len).sum();
    // The head, the three lines of what is not named, and two sentences.
    let rows = 1 + groups + named + 3 + figures.unknowns.len() + stops + 2;
    assert_eq!(csv.lines().count(), rows, "{csv}");
    let left = state.words().t("portfolio.left_out").into_owned();
    assert!(csv.contains(&left) && !csv.contains(&state.bench.policy.hash()));
    let effects = book(&mut state, BookTold::Saved(Saved::PoolWorkbook));
    assert!(matches!(effects.as_slice(), [Effect::WriteWorkbook(_, sheets)] if sheets.len() == 1));
    book(&mut state, BookTold::PoolsDropped);
    book(&mut state, BookTold::Saved(Saved::PoolCsv));
    assert!(
        state
            .notices
            .iter()
            .any(|it| it.key == "notice.pool_refused")
    );
}

#[test]
fn pools_come_together_in_any_order_and_say_why_where_they_do_not() {
    let mut state = added_up();
    let own = saved(&book(&mut state, BookTold::Saved(Saved::Pool))).to_vec();
    let few = directly(&state, 30, |_| 1);
    let other = Pool::of(state.pack, &few, "乙").expect("a pool").write();
    let open = |state: &mut State, name: &str, bytes: &[u8]| {
        let read = vec![(name.to_owned(), Ok(bytes.to_vec()))];
        book(state, BookTold::PoolsRead(read));
    };
    open(&mut state, "own.json", &own);
    // The same firms under both names count once.
    book(&mut state, BookTold::OwnSwitched(true));
    let merged = saved(&book(&mut state, BookTold::Saved(Saved::Merged))).to_vec();
    assert!(merged == own);
    open(&mut state, "other.json", &other);
    let apart = state.merged_pools().expect_err("other days");
    assert_eq!(apart.code, Code::PoolsDiffer);
    book(&mut state, BookTold::Saved(Saved::Merged));
    assert!(
        state
            .notices
            .iter()
            .any(|it| it.key == "notice.pool_refused")
    );
    book(&mut state, BookTold::PoolsDropped);
    assert!(state.bench.book.pools.is_empty());
    open(&mut state, "no.json", b"{}");
    assert!(state.bench.book.pools.is_empty());
    assert!(
        state
            .notices
            .iter()
            .any(|it| it.key == "notice.pool_refused")
    );
}

#[test]
fn the_archive_is_the_one_of_the_command_line_and_says_what_was_changed_in_it() {
    let mut state = with_files();
    let number = state.bench.desk.as_ref().expect("a desk").queue[0].number;
    state.update(Action::Went(Page::Applicant(number)));
    state.update(ReviewTold::Noted("在庫を確認".to_owned()).into());
    let own = state.reviewing.reviews.clone();
    // Notes of another sitting are not this one's.
    let mut all = (*own).clone();
    let (_, review) = own.iter().next().expect("one");
    all.set(&"0".repeat(64), review.clone());
    let all = Ok(all.write());
    state.update(ReviewTold::Read("r.json".to_owned(), all).into());
    assert_eq!(state.reviewing.reviews.len(), 2);
    let effects = book(&mut state, BookTold::KeepAsked);
    let mut made = Vec::new();
    for one in handfuls(&work(&effects).expect("work"), files()) {
        let effects = told(&mut state, one);
        if effects.len() > 1 {
            made = saved(&effects).to_vec();
        }
    }
    assert!(state.bench.book.under_way.is_none());
    let mut archive = Archive::new(Cursor::new(Vec::new()));
    for (_, screened) in &state.bench.desk.as_ref().expect("a desk").files {
        let bytes = files().get(screened.file()).map(Vec::as_slice);
        archive.input(screened.file(), bytes).expect("room");
    }
    let all = lines(&state)
        .iter()
        .fold(String::new(), |all, line| all + line + "\n");
    let direct = archive.finish(state.pack, &state.bench.policy, &own, all.as_bytes());
    assert!(direct.expect("an archive").into_inner() == made);

    let mut check = |bytes: Vec<u8>| {
        let effects = book(&mut state, BookTold::CheckAsked("a.zip".to_owned()));
        let zip = Files::from([("a.zip".to_owned(), bytes)]);
        work_out(&mut state, &effects, &zip);
        assert!(state.bench.book.under_way.is_none());
        state.bench.book.checked.clone().expect("checked").1
    };
    let (verified, differences) = check(made.clone()).expect("an archive");
    assert_eq!((verified.differences, differences.len()), (0, 0));
    assert_eq!(verified.reviews, 1);
    assert_eq!(verified.lines, files().len());
    assert_eq!(
        check(b"PK".to_vec()).map_err(|it| it.code),
        Err(Code::NotAnArchive)
    );
    // One byte of what is packed.
    let mut changed = made;
    changed[200] ^= 1;
    assert!(check(changed).map_or(true, |(verified, _)| verified.differences > 0));
}
