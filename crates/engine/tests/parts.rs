//! Parts of a case: what goes out, and that what comes back joins in any order.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use sonae_engine::assessment::{Assessment, Edit, Given, Standing};
use sonae_engine::content::{Id, Kind, Language, Pack, Question, read_folder};
use sonae_engine::score::score;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

fn firm() -> Assessment {
    Assessment::of_firm(&PACK, &PACK.firms[0], Language::Ja).expect("a firm")
}

fn questions() -> Vec<&'static Question> {
    let all = PACK.modules.iter().flat_map(|module| &module.questions);
    all.filter(|question| matches!(question.kind, Kind::Single(_)))
        .collect()
}

/// A colleague's answers: which question, which option, whether there is a note.
type Told = Vec<(usize, usize, bool)>;

fn told() -> impl Strategy<Value = Told> {
    prop::collection::vec((0..200_usize, 0..4_usize, any::<bool>()), 0..12)
}

/// The part of a case as a colleague gives it back, by way of a file each time.
fn answered(case: &Assessment, by: &str, told: &Told) -> Assessment {
    let through_file = |case: &Assessment| {
        let opened = Assessment::read(&PACK, &case.save(&PACK)).expect("what we wrote");
        assert_eq!(opened.notices, Vec::new());
        opened.assessment
    };
    let all: BTreeSet<Id> = PACK
        .questions()
        .map(|question| question.id.clone())
        .collect();
    let mut part = through_file(&case.part(&PACK, &all));
    part.apply(Edit::PartSigned(by.to_owned()));
    let asked: Vec<&Question> = questions()
        .into_iter()
        .filter(|question| {
            part.part
                .as_ref()
                .is_some_and(|it| it.asked.contains(&question.id))
        })
        .collect();
    for (at, option, noted) in told {
        let question = asked[at % asked.len()];
        let options = question.kind.options();
        part.apply(Edit::Answered {
            question: question.id.clone(),
            given: Given::chosen(&options[option % options.len()]),
            estimate: false,
        });
        if *noted {
            part.apply(Edit::Noted(question.id.clone(), format!("メモ {option}")));
        }
    }
    through_file(&part)
}

fn joined(case: &Assessment, parts: &[&Assessment]) -> Assessment {
    let mut case = case.clone();
    for part in parts {
        case.apply(Edit::Joined(part.brought_back()));
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn parts_join_in_any_order_and_any_number_of_times(one in told(), other in told(), third in told()) {
        let case = firm();
        let (a, b, c) = (answered(&case, "開発", &one), answered(&case, "", &other), answered(&case, "総務", &third));
        let all = joined(&case, &[&a, &b, &c]);
        let bytes = all.save(&PACK);
        for order in [[&a, &c, &b], [&b, &a, &c], [&b, &c, &a], [&c, &a, &b], [&c, &b, &a]] {
            prop_assert_eq!(joined(&case, &order).save(&PACK), &bytes[..]);
        }
        prop_assert_eq!(joined(&case, &[&a, &a, &b, &c, &b, &a]).save(&PACK), &bytes[..]);
        // By way of a file in the middle, the same.
        let saved = joined(&case, &[&b]).save(&PACK);
        let opened = Assessment::read(&PACK, &saved).expect("what we wrote").assessment;
        prop_assert_eq!(joined(&opened, &[&c, &a]).save(&PACK), bytes);
        // Nothing of the own case changes but what is kept beside it.
        let bare = Assessment { returned: case.returned.clone(), ..all };
        prop_assert_eq!(bare, case);
    }

    #[test]
    fn what_is_agreed_is_what_all_say(one in told(), other in told()) {
        let case = firm();
        let (a, b) = (answered(&case, "開発", &one), answered(&case, "総務", &other));
        let both = joined(&case, &[&a, &b]);
        for (id, all) in &both.returned {
            let said = |part: &Assessment| part.brought_back().remove(id).map(|it| it.answer);
            let one = [said(&a), said(&b)].into_iter().flatten().collect::<Vec<_>>();
            let same = one.iter().all(|answer| *answer == one[0]);
            prop_assert_eq!(both.standing(id) == Some(Standing::Agreed), same);
            prop_assert!(!all.is_empty());
            // Taken, it is the answer, and nothing waits any longer.
            let mut taken = both.clone();
            taken.apply(Edit::Settled(id.clone(), Some(0)));
            prop_assert_eq!(taken.answers.get(id), Some(&all[0].answer));
            prop_assert_eq!(taken.standing(id), None);
            // Kept, nothing changed.
            let mut kept = both.clone();
            kept.apply(Edit::Settled(id.clone(), None));
            prop_assert_eq!(&kept.answers, &case.answers);
        }
        // Once a part's only answers are taken, it brings nothing any more.
        let mut taken = joined(&case, &[&a]);
        for id in taken.returned.clone().keys() {
            taken.apply(Edit::Settled(id.clone(), Some(0)));
        }
        prop_assert_eq!(joined(&taken, &[&a]), taken);
    }
}

#[test]
fn a_part_tells_no_more_than_its_questions_need() {
    let case = firm();
    let theme = &PACK.modules[2].themes[0].id;
    let wanted = PACK.modules[2].questions.iter();
    let wanted: BTreeSet<Id> = wanted
        .filter(|question| {
            question
                .weighed
                .as_ref()
                .is_some_and(|it| it.theme == *theme)
        })
        .map(|question| question.id.clone())
        .collect();
    let part = case.part(&PACK, &wanted);
    let asked = &part.part.as_ref().expect("a part").asked;
    assert!(!asked.is_empty() && asked.is_subset(&wanted));
    assert!(part.answers.keys().all(|id| asked.contains(id)));
    assert!(part.suppliers.is_empty() && part.markets.is_empty() && part.plan.is_empty());
    assert_eq!(part.given("profile.cash"), None);
    assert!(part.brought_back().is_empty());
    // It has no score, whatever of the firm is in it.
    let mut whole = case.clone();
    assert!(score(&PACK, &whole).is_ok());
    whole.part.clone_from(&part.part);
    assert!(score(&PACK, &whole).is_err());
}

#[test]
fn an_answer_that_changed_meanwhile_is_left_to_the_owner() {
    let mut case = firm();
    let id = Id::from("tech.secret_marking");
    let options = PACK
        .question(id.as_str())
        .expect("a question")
        .kind
        .options();
    let own = case.given(id.as_str()).cloned();
    let others: Vec<Given> = options
        .iter()
        .map(Given::chosen)
        .filter(|it| Some(it) != own.as_ref())
        .collect();
    let answer = |given: &Given| Edit::Answered {
        question: id.clone(),
        given: given.clone(),
        estimate: false,
    };
    let mut part = case.part(&PACK, &BTreeSet::from([id.clone()]));
    part.apply(answer(&others[0]));
    case.apply(answer(&others[1]));
    case.apply(Edit::Joined(part.brought_back()));
    assert_eq!(case.standing(&id), Some(Standing::Open));
    assert_eq!(case.given(id.as_str()), Some(&others[1]));
}
