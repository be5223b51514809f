use sonae_engine::assessment::{Assessment, Edit, Given, Level, stray};
use sonae_engine::content::{Id, Language, TableName};
use sonae_engine::disclose;
use sonae_engine::finding::Code;
use sonae_engine::screen::{Enquiry, Item};

use super::{Standing, Task, Told};
use crate::route::Page;
use crate::state::bench::tests::{files, with_files};
use crate::state::bench::{Task as BenchTask, Told as BenchTold};
use crate::state::dossier::{Told as DossierTold, Way};
use crate::state::shelf::{Fetched, Purpose, Told as ShelfTold, Written};
use crate::state::tests::{pack, started};
use crate::state::{Action, Effect, Replacement, State};

const CASH: &str = "profile.cash";
const SECRET: &str = "tech.secret_marking";

/// The page of the questions to the applicant with this file.
pub(crate) fn asking(file: &str) -> (State, usize) {
    let mut state = with_files();
    let number = state.bench.names.iter().position(|name| name == file);
    let number = number.expect("a file");
    let effects = state.update(Action::Went(Page::Enquiry(number)));
    answer_fetches(&mut state, &effects);
    (state, number)
}

fn answer_fetches(state: &mut State, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Bench(BenchTask::Fetch(number, _)) = effect {
            let bytes = files()[&state.bench.names[*number]].clone();
            state.update(BenchTold::Fetched(*number, Ok(bytes)).into());
        }
    }
}

fn saved(effects: Vec<Effect>) -> (String, Vec<u8>) {
    match effects.into_iter().next() {
        Some(Effect::Save { name, bytes, .. }) => (name, bytes),
        other => panic!("{other:?}"),
    }
}

/// A firm that handed on a dossier, and what came of it.
pub(crate) fn firm() -> (State, Vec<u8>) {
    let mut state = started();
    let firm = Id::from("case.soramame_pump");
    state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
    state.update(Action::Went(Page::Dossier));
    state.update(Action::Dossier(DossierTold::LevelChosen(Level::Full)));
    state.update(Action::Dossier(DossierTold::ToSaid("架空銀行".into())));
    let effects = state.update(Action::Dossier(DossierTold::SaveAsked));
    let Some(Effect::HandOn(Way::File(_, bytes), handed)) = effects.into_iter().next() else {
        panic!("nothing handed on");
    };
    let out = DossierTold::Saved(Written::Checked("x".into()), handed);
    state.update(Action::Dossier(out));
    (state, bytes)
}

/// Questions about a dossier, as a file.
pub(crate) fn questions_about(dossier: &[u8]) -> Vec<u8> {
    let sent: serde_json::Value = serde_json::from_slice(dossier).expect("JSON");
    let enquiry = Enquiry {
        institution: "架空銀行".into(),
        day: "2026-11-26".into(),
        policy_hash: "0".repeat(64),
        dossier: sent["sha256"].as_str().expect("a seal").into(),
        questions: [CASH, SECRET].map(Id::from).into(),
        tables: [TableName::Markets].into(),
    };
    enquiry.write(pack())
}

pub(crate) fn open(state: &mut State, bytes: Vec<u8>) -> Vec<Effect> {
    state.update(Action::CaseRead {
        name: "x.json".into(),
        bytes: Ok(bytes),
    })
}

fn case(state: &State) -> &crate::state::Case {
    state.case.as_ref().expect("a case")
}

#[test]
fn what_the_line_suggests_is_ticked_and_can_be_had_again() {
    let (mut state, number) = asking("in/0-full.json");
    let asked = state.bench.asking[&number].clone();
    assert!(!asked.suggested.is_empty());
    for (item, _) in &asked.suggested {
        assert!(asked.enquiry.asks(item), "{item:?}");
    }
    let extra = Item::Question(Id::from(SECRET));
    assert!(!asked.enquiry.asks(&extra));
    state.update(Told::Switched(extra.clone(), true).into());
    let first = asked.suggested[0].0.clone();
    state.update(Told::Switched(first.clone(), false).into());
    // Back from elsewhere, what was ticked is still ticked.
    state.update(Action::Went(Page::Applicant(number)));
    let effects = state.update(Action::Went(Page::Enquiry(number)));
    answer_fetches(&mut state, &effects);
    let now = &state.bench.asking[&number].enquiry;
    assert!(now.asks(&extra) && !now.asks(&first));
    state.update(Told::SuggestedAsked.into());
    assert_eq!(state.bench.asking[&number].enquiry, asked.enquiry);
    let (name, bytes) = saved(state.update(Told::SaveAsked.into()));
    assert!(name.starts_with("sonae-questions-"));
    let (read, notices) = Enquiry::read(pack(), &bytes).expect("ours");
    assert_eq!((read, notices), (asked.enquiry, Vec::new()));
}

#[test]
fn the_sheet_says_everything_in_its_own_language_and_names_a_day_only_where_one_is_said() {
    let (mut state, number) = asking("in/0-full.json");
    for language in Language::ALL {
        state.update(Told::LanguageChosen(language).into());
        state.update(Told::UntilSaid(String::new()).into());
        let text = |state: &mut State| match state.update(Told::CopyAsked.into()).pop() {
            Some(Effect::Questions(Task::Copy(text))) => text,
            other => panic!("{other:?}"),
        };
        let without = text(&mut state);
        state.update(Told::UntilSaid("2026-12-18".into()).into());
        let with = text(&mut state);
        let words = crate::words::Words { language };
        let day = words.date("2026-12-18");
        assert!(with.contains(&day) && !without.contains(&day));
        assert!(!with.contains("%{") && !with.contains("enquiry."), "{with}");
        assert!(with.contains(&*words.t("enquiry.sheet.no_decision")));
        let asking = &state.bench.asking[&number];
        let sheet = asking.sheet(pack(), "x");
        let asked = asking.enquiry.questions.len() + asking.enquiry.tables.len();
        assert_eq!(sheet.asked.len(), asked + asking.parts.len());
        assert!(
            sheet
                .asked
                .iter()
                .all(|(what, why)| with.contains(what) && with.contains(why))
        );
    }
}

#[test]
fn nothing_ticked_is_said_and_nothing_is_saved() {
    let (mut state, number) = asking("in/0-full.json");
    let enquiry = state.bench.asking[&number].enquiry.clone();
    for id in enquiry.questions {
        state.update(Told::Switched(Item::Question(id), false).into());
    }
    for table in enquiry.tables {
        state.update(Told::Switched(Item::Table(table), false).into());
    }
    assert_eq!(state.update(Told::SaveAsked.into()), [Effect::FocusErrors]);
}

#[test]
fn questions_about_a_dossier_of_this_firm_are_answered_by_it_and_kept_beside_it() {
    let (mut state, dossier) = firm();
    let bytes = questions_about(&dossier);
    let key = case(&state).key.clone();
    let before = case(&state).assessment.clone();
    let effects = open(&mut state, bytes.clone());
    let keep = Effect::Questions(Task::Keep(key.clone(), Some(bytes.clone())));
    assert!(effects.contains(&keep) && effects.contains(&Effect::GoTo(Page::Asked)));
    let asked = state.questions.asked.clone().expect("taken");
    assert!(state.questions.brought.is_none());
    assert_eq!(
        case(&state).handed_on(&asked).map(|it| it.level),
        Some(Level::Full)
    );
    assert_eq!(case(&state).assessment, before);
    // Exactly what is asked, in the order of the pages.
    let stops = asked.stops(pack());
    let question = Page::Question(Id::from(SECRET));
    assert_eq!(stops, [Page::Profile, Page::Markets, question.clone()]);
    state.update(Action::Went(question));
    let way = state.on_the_way().expect("on the way");
    assert_eq!(
        (way.at, way.all, way.before, way.after),
        (2, 3, Page::Markets, None)
    );
    state.update(Action::Went(Page::Result));
    assert!(state.on_the_way().is_none());
    // As it is kept, it comes back with the assessment.
    let content = case(&state).assessment.write(pack());
    let mut other = started();
    other.shelf.clone_from(&state.shelf);
    let fetched = Fetched {
        key: key.clone(),
        held: true,
        bytes: Some(content),
        typed: Vec::new(),
    };
    let told = ShelfTold::Fetched(Purpose::Open(Page::Tasks), fetched);
    let effects = other.update(told.into());
    assert!(effects.contains(&Effect::Questions(Task::Fetch(key.clone()))));
    other.update(Told::Came(key.clone(), bytes).into());
    let back = other.questions.asked.clone().expect("there again");
    assert_eq!(back.enquiry, asked.enquiry);
    let effects = other.update(Told::PutAway.into());
    assert!(effects.contains(&Effect::Questions(Task::Keep(key, None))));
    assert!(other.questions.asked.is_none());
}

#[test]
fn each_says_how_far_it_is() {
    let (mut state, _) = firm();
    let item = Item::Question(Id::from(SECRET));
    let answer = |state: &mut State, given| {
        state.update(Action::Edited(Edit::Answered {
            question: Id::from(SECRET),
            given,
            estimate: false,
        }));
        case(state).standing_of(&item)
    };
    assert_eq!(answer(&mut state, Given::Unknown), Standing::Unknown);
    let both = Given::Choice(Id::from("both"));
    assert_eq!(answer(&mut state, both), Standing::Answered);
    state.update(Action::Edited(Edit::Cleared(Id::from(SECRET))));
    assert_eq!(case(&state).standing_of(&item), Standing::Open);
    state.update(Action::Edited(Edit::Profiled(Id::from(CASH), None)));
    let cash = Item::Question(Id::from(CASH));
    assert_eq!(case(&state).standing_of(&cash), Standing::Open);
    assert_eq!(
        case(&state).standing_of(&Item::Table(TableName::Suppliers)),
        Standing::Answered
    );
}

#[test]
fn questions_about_another_dossier_wait_until_somebody_says_so() {
    let (mut state, dossier) = firm();
    let text = String::from_utf8(questions_about(&dossier)).expect("text");
    let seal = serde_json::from_slice::<serde_json::Value>(&dossier).expect("JSON");
    let seal = seal["sha256"].as_str().expect("a seal").to_owned();
    let (enquiry, _) = Enquiry::read(pack(), text.as_bytes()).expect("ours");
    let other = Enquiry {
        dossier: seal.replace(|digit| digit != '0', "0"),
        ..enquiry
    };
    open(&mut state, other.write(pack()));
    assert!(state.questions.asked.is_none() && state.questions.brought.is_some());
    state.update(Told::Taken.into());
    assert!(state.questions.asked.is_some() && state.questions.brought.is_none());
    // Without any assessment they wait, and put away they are gone.
    let mut empty = started();
    let effects = open(&mut empty, text.into_bytes());
    assert_eq!(effects, [Effect::GoTo(Page::Asked)]);
    empty.update(Action::Went(Page::Asked));
    empty.update(Told::Taken.into());
    assert!(empty.questions.brought.is_some());
    empty.update(Told::PutAway.into());
    assert!(empty.questions.brought.is_none());
}

#[test]
fn the_answers_go_out_at_the_level_and_to_whom_they_went_before() {
    let (mut state, dossier) = firm();
    open(&mut state, questions_about(&dossier));
    state.update(Action::Went(Page::Asked));
    state.update(Action::Dossier(DossierTold::LevelChosen(
        Level::Dimensionless,
    )));
    state.handing.to.clear();
    let effects = state.update(Told::HandOnAsked.into());
    assert_eq!(effects, [Effect::GoTo(Page::Dossier)]);
    assert_eq!(
        (state.handing.level, state.handing.to.as_str()),
        (Level::Full, "架空銀行")
    );
}

#[test]
fn what_cannot_be_read_is_said_and_nothing_is_lost() {
    let (mut state, dossier) = firm();
    let bytes = questions_about(&dossier);
    open(&mut state, bytes.clone());
    let asked = state.questions.asked.clone().map(|it| it.enquiry.clone());
    let text = String::from_utf8(bytes).expect("text");
    let newer = text.replace("\"version\": 1,", "\"version\": 9,");
    let changed = text.replace("2026-11-26", "2026-11-27");
    let other_pack = text.replace("\"id\": \"core\"", "\"id\": \"other\"");
    for (bad, code) in [
        (newer, Code::NewerVersion),
        (changed, Code::BrokenSeal),
        (other_pack, Code::ForeignPack),
        (text[..text.len() / 2].to_owned(), Code::Truncated),
    ] {
        let effects = open(&mut state, bad.clone().into_bytes());
        assert_eq!(effects, [Effect::FocusErrors], "{bad}");
        let mut findings = state.notices.iter().flat_map(|it| &it.findings);
        assert!(findings.any(|it| it.code == code), "{code:?}");
        assert_eq!(
            state.questions.asked.clone().map(|it| it.enquiry.clone()),
            asked
        );
        state.notices.clear();
    }
    let effects = open(&mut state, dossier);
    assert_eq!(effects, [Effect::FocusErrors]);
    let told = state.notices[0].findings.iter().map(stray::told);
    assert_eq!(told.collect::<Vec<_>>(), [Some("sonae-dossier")]);
    assert!(state.rescued.is_none());
}

/// An applicant's file beside an earlier one.
pub(crate) fn beside(later: &str, earlier: &str) -> State {
    let mut state = with_files();
    let at = |state: &State, file: &str| {
        let number = state.bench.names.iter().position(|name| name == file);
        number.expect("a file")
    };
    let (later, earlier) = (at(&state, later), at(&state, earlier));
    let effects = state.update(Action::Went(Page::Answers(later)));
    answer_fetches(&mut state, &effects);
    let effects = state.update(Told::EarlierChosen(earlier).into());
    answer_fetches(&mut state, &effects);
    state
}

#[test]
fn a_file_beside_an_earlier_one_says_what_changed() {
    let state = beside("in/0-full.json", "in/0-saved.sonae");
    let held = state
        .bench
        .returned
        .clone()
        .and_then(|it| it.held)
        .expect("held");
    let held = held.expect("both have a class");
    assert!(!held.answered.moves());
    assert!(
        held.answered
            .changes
            .as_ref()
            .is_some_and(sonae_engine::assessment::Changes::is_empty)
    );
    // Ratios and bands hold no case, but have a class.
    let state = beside("in/0-full.json", "in/0-dimensionless.json");
    let held = state
        .bench
        .returned
        .clone()
        .and_then(|it| it.held)
        .expect("held");
    assert!(held.expect("both have a class").cases.is_none());
}

#[test]
fn an_earlier_file_comes_from_a_folder_too_and_a_bad_one_is_said() {
    let mut state = beside("in/0-full.json", "in/0-saved.sonae");
    let (_, bytes) = files()
        .iter()
        .find(|(name, _)| *name == "in/0-full.json")
        .expect("there");
    let told: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
    let text = told["assessment"].to_string();
    let mut before = Assessment::read(pack(), text.as_bytes())
        .expect("a case")
        .assessment;
    before.apply(Edit::Cleared(Id::from(SECRET)));
    let sent = disclose::dossier(pack(), &before, Level::Full, "2026-11-01");
    let read = |state: &mut State, bytes: Vec<u8>| {
        state.update(Told::EarlierRead("before.json".into(), Ok(bytes)).into());
        state
            .bench
            .returned
            .clone()
            .and_then(|it| it.held)
            .expect("held")
    };
    let held = read(&mut state, disclose::write(&sent)).expect("a dossier");
    let changes = held.answered.changes.as_ref().expect("two cases");
    assert_eq!(changes.answers.len(), 1);
    assert!(held.answered.movement.is_some());
    let refused = read(&mut state, b"{}".to_vec()).expect_err("nothing");
    assert!(
        refused
            .iter()
            .all(|finding| finding.place.starts_with("before")),
        "{refused:?}"
    );
    let locked = files()["in/locked.age"].clone();
    let refused = read(&mut state, locked).expect_err("closed");
    assert_eq!(refused.len(), 1, "it is closed");
    // The bench cleared, nothing of it is left.
    state.update(BenchTold::ClearAsked.into());
    state.update(Action::Agreed);
    assert!(state.bench.returned.is_none() && state.bench.asking.is_empty());
}
