use sonae_engine::assessment::fingerprint;
use sonae_engine::content::{Id, Language};
use sonae_engine::measure::Unit;
use sonae_engine::report::sheets::Value;
use sonae_engine::screen::{Class, Reviews};

use super::{Block, CLASS, INITIALS, Memo, REASON, Told};
use crate::route::Page;
use crate::state::bench::tests::{files, with_files};
use crate::state::bench::{Task, Told as BenchTold};
use crate::state::shelf::Written;
use crate::state::{Action, Effect, State};

fn told(state: &mut State, told: Told) -> Vec<Effect> {
    state.update(told.into())
}

fn number_of(state: &State, name: &str) -> usize {
    let mut names = state.bench.names.iter();
    names.position(|one| one == name).expect("a file")
}

/// The page of this applicant, with its file read.
fn at(state: &mut State, name: &str) -> usize {
    let number = number_of(state, name);
    state.update(Action::Went(Page::Applicant(number)));
    let bytes = files().get(name).expect("a file").clone();
    state.update(BenchTold::Fetched(number, Ok(bytes)).into());
    number
}

fn judge(state: &mut State) {
    told(state, Told::ClassChosen(Some(Class::CloserLook)));
    told(state, Told::Reasoned(" 第2の仕入先がある ".to_owned()));
    told(state, Told::Initialled("KS".to_owned()));
    told(state, Told::JudgeAsked);
}

#[test]
fn a_judgement_needs_class_reason_and_initials_and_stands_beside_the_class() {
    let mut state = with_files();
    let number = at(&mut state, "in/0-saved.sonae");
    let computed = state.bench.applicant(number).expect("there").line();
    for (field, fill) in [
        (CLASS, Told::ClassChosen(Some(Class::Routine))),
        (REASON, Told::Reasoned("a reason".to_owned())),
        (INITIALS, Told::Initialled("KS".to_owned())),
    ] {
        let effects = told(&mut state, Told::JudgeAsked);
        assert_eq!(effects, [Effect::Bench(Task::Focus(field.to_owned()))]);
        assert!(state.review(number).is_none() && state.reviewing.judging.tried);
        told(&mut state, fill);
    }
    told(&mut state, Told::JudgeAsked);
    let judged = state.review(number).and_then(|one| one.judged.clone());
    let judged = judged.expect("a judgement");
    assert_eq!((judged.class, &*judged.initials), (Class::Routine, "KS"));
    let line = state.bench.applicant(number).expect("there").line();
    assert_eq!(line, computed);
    told(&mut state, Told::JudgeTakenBack);
    assert!(state.review(number).is_none());
    // One press makes it again.
    told(&mut state, Told::JudgeAsked);
    let again = state.review(number).and_then(|one| one.judged.clone());
    assert_eq!(again, Some(judged));
}

#[test]
fn what_is_noted_is_at_risk_until_it_is_saved_and_comes_back_by_the_hash_of_the_file() {
    let mut state = with_files();
    let number = at(&mut state, "in/1-full.json");
    assert!(!state.reviewing.is_unsaved());
    told(&mut state, Told::Noted("在庫を見た".to_owned()));
    judge(&mut state);
    let hash = fingerprint(files().get("in/1-full.json").expect("a file"));
    let review = state.reviewing.reviews.of(&hash).expect("a review").clone();
    assert_eq!(review.file, "in/1-full.json");
    assert!(state.reviewing.is_unsaved() && state.is_at_risk());
    let effects = told(&mut state, Told::SaveAsked);
    let [Effect::Bench(Task::SaveReviews(name, reviews))] = &*effects else {
        panic!("{effects:?}");
    };
    assert!(name.starts_with("sonae-reviews-") && state.reviewing.is_unsaved());
    let bytes = reviews.write();
    told(&mut state, Told::Saved(Written::Cancelled, reviews.clone()));
    assert!(state.reviewing.is_unsaved());
    told(
        &mut state,
        Told::Saved(Written::Handed(name.clone()), reviews.clone()),
    );
    assert!(!state.reviewing.is_unsaved());
    let mut other = with_files();
    told(
        &mut other,
        Told::Read("r.json".to_owned(), Ok(bytes.clone())),
    );
    assert_eq!(other.review(number), Some(&review));
    assert!(!other.reviewing.is_unsaved());
    // What stands here stays.
    at(&mut other, "in/1-full.json");
    told(&mut other, Told::Noted("another".to_owned()));
    told(&mut other, Told::Read("r.json".to_owned(), Ok(bytes)));
    assert_eq!(other.review(number).map(|one| &*one.note), Some("another"));
    assert!(
        other
            .notices
            .iter()
            .any(|one| one.key == "notice.reviews_stayed")
    );
    let refused = Told::Read("a.json".to_owned(), Ok(b"{}".to_vec()));
    told(&mut other, refused);
    assert!(
        other
            .notices
            .iter()
            .any(|one| one.key == "notice.reviews_refused")
    );
    told(&mut other, Told::Noted(" ".to_owned()));
    assert_eq!(other.review(number).map(|one| &*one.note), Some(""));
    other.update(BenchTold::ClearAsked.into());
    other.update(Action::Agreed);
    assert_eq!(*other.reviewing.reviews, Reviews::default());
}

#[test]
fn the_lender_s_figures_change_the_run_and_never_the_applicant_s_case() {
    let mut state = with_files();
    let number = at(&mut state, "in/1-saved.sonae");
    let pack = state.pack;
    let case = || files().get("in/1-saved.sonae").expect("a file").clone();
    let before = case();
    let seen = state.reviewing.seen().expect("a case").clone();
    assert!(seen.with(pack).is_none());
    let own = seen.own(pack).expect("a run").played(pack).runway;
    let nothing = Unit::YenFromZero.number(0.0).expect("a number");
    for id in ["profile.cash", "profile.credit_line"] {
        told(&mut state, Told::Figured(Id::from(id), Some(nothing)));
    }
    let seen = state.reviewing.seen().expect("a case").clone();
    assert_eq!(seen.own(pack).expect("a run").played(pack).runway, own);
    let with = seen.with(pack).expect("a run").played(pack).runway;
    assert!(with.p50().low < own.p50().low, "{with:?} {own:?}");
    let (of, kept) = state.bench.case.as_ref().expect("a case");
    let kept = kept.as_ref().expect("a case");
    assert_eq!(*of, number);
    assert_eq!(kept.assessment.write(pack), before);

    // They are the lender's, and kept with what the lender noted.
    assert!(state.reviewing.is_unsaved());
    let bytes = state.reviewing.reviews.write();
    let mut other = with_files();
    let there = at(&mut other, "in/1-saved.sonae");
    assert!(other.reviewing.seen().expect("a case").with(pack).is_none());
    told(&mut other, Told::Read("r.json".to_owned(), Ok(bytes)));
    assert_eq!(other.review(there), state.review(number));
    let again = other.reviewing.seen().expect("a case").clone();
    assert_eq!(again.with(pack).expect("a run").played(pack).runway, with);

    told(&mut state, Told::FiguresDropped);
    assert!(state.reviewing.seen().expect("a case").with(pack).is_none());
    assert_eq!(
        state.review(number),
        None,
        "nothing was noted but the figures"
    );
}

#[test]
fn another_scenario_and_another_country_are_played_for_this_applicant_alone() {
    let mut state = with_files();
    at(&mut state, "in/1-masked.json");
    let pack = state.pack;
    let first = state.reviewing.seen().expect("a case").run(pack).cloned();
    let others = pack.scenarios.scenarios.iter();
    let other = others
        .map(|one| sonae_engine::assessment::Run::of([one.id.clone()]).original(pack))
        .find(|run| first.as_ref().is_none_or(|first| !first.plays_as(run)))
        .expect("another scenario");
    told(&mut state, Told::RunChosen(other.clone()));
    let country = sonae_engine::table::Country::new("DE");
    told(&mut state, Told::CountryChosen(country));
    let run = state.reviewing.seen().expect("a case").run(pack).cloned();
    let run = run.expect("a run");
    assert!(run.plays_as(&other) && run.country == country);
    at(&mut state, "in/2-masked.json");
    let run = state.reviewing.seen().expect("a case").run(pack).cloned();
    assert!(run.is_none_or(|run| run.country.is_none() || !run.plays_as(&other)));
}

#[test]
fn of_the_third_level_nothing_is_played_and_what_it_declares_is_there() {
    let mut state = with_files();
    let name = files().keys().find(|name| name.contains("dimensionless"));
    let number = at(&mut state, name.expect("a file"));
    assert!(state.reviewing.seen().is_none());
    let declared = "{\"declared\": {\"scenarios\": [{\"scenarios\": [\"scn.casting_exit\"], \"country\": null, \"stop_week\": [\"5-8\", null], \"loss_months_of_fixed_cost\": [0.5, 2.0], \"need_months_of_fixed_cost\": null, \"runway_months\": [3.0, null], \"class\": [\"liquid\", \"illiquid_but_viable\"]}, 3]}}";
    state.update(BenchTold::Fetched(number, Ok(declared.into())).into());
    assert_eq!(state.reviewing.declared(number).len(), 1);
}

#[test]
fn the_rows_of_all_memos_come_one_after_another_into_one_workbook() {
    let mut state = with_files();
    let number = at(&mut state, "in/0-saved.sonae");
    judge(&mut state);
    state.update(Action::Went(Page::Bench));
    let mut effects = told(&mut state, Told::RowsAsked);
    let all = state.bench.shown.len();
    let (mut fetched, mut sheet) = (0, None);
    while let Some(effect) = effects.pop() {
        match effect {
            Effect::Bench(Task::Fetch(number, _)) => {
                fetched += 1;
                let name = state.bench.names[number].clone();
                let bytes = files().get(&name).expect("a file").clone();
                effects = state.update(BenchTold::Fetched(number, Ok(bytes)).into());
            }
            Effect::WriteWorkbook(_, mut sheets) => sheet = sheets.pop(),
            other => panic!("{other:?}"),
        }
    }
    let sheet = sheet.expect("a sheet");
    assert_eq!((fetched, sheet.rows.len()), (all, all + 1));
    assert!(state.reviewing.collecting.is_none());
    let width = sheet.head.len();
    for row in sheet.rows.iter().take(all) {
        assert_eq!(row.len(), width);
    }
    let named = Value::Text(state.bench.names[number].clone());
    let row = sheet.rows.iter().find(|row| row.contains(&named));
    assert!(row.expect("a row").contains(&Value::Text("KS".to_owned())));
    // Of a case the amounts are there, of the third level they are not.
    let yen = |row: &&Vec<Value>| row.iter().any(|cell| matches!(cell, Value::Yen(_)));
    let with_yen = sheet.rows.iter().filter(yen).count();
    assert!(0 < with_yen && with_yen < all, "{with_yen} of {all}");
    told(&mut state, Told::RowsAsked);
    told(&mut state, Told::RowsStopped);
    assert!(state.reviewing.collecting.is_none());
}

#[test]
fn a_saved_memo_runs_nothing_whatever_was_typed() {
    let memo = Memo {
        title: "<script>alert(1)</script>".to_owned(),
        parts: vec![(
            "a & b".to_owned(),
            vec![
                Block::Text("\"one\"\ntwo".to_owned()),
                Block::List(vec!["<img src=x>".to_owned()]),
                Block::Table(vec!["<h".to_owned()], vec![vec!["<c".to_owned()], vec![]]),
            ],
        )],
        ..Memo::default()
    };
    for (language, lang) in [(Language::Ja, "lang=\"ja\""), (Language::En, "lang=\"en\"")] {
        let page = String::from_utf8(memo.page(language)).expect("a text");
        assert!(page.contains(lang) && page.contains("default-src 'none'"));
        for raw in ["<script", "<img", "<h<", "<c<", "a & b", "src=\"http"] {
            assert!(!page.contains(raw), "{raw}");
        }
        assert!(page.contains("&quot;one&quot;<br>two"));
    }
}

#[test]
fn a_note_of_one_applicant_is_not_the_next_one_s() {
    let mut state = with_files();
    let first = at(&mut state, "in/0-saved.sonae");
    told(&mut state, Told::Noted("n".to_owned()));
    told(&mut state, Told::Reasoned("half a".to_owned()));
    let second = at(&mut state, "in/1-saved.sonae");
    assert!(state.review(first).is_some() && state.review(second).is_none());
    assert!(state.reviewing.judging.reason.is_empty());
}
