//! After a workshop: the sheet says what the teams did, and the totals of a room tell of no team.

#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::OnceLock;

use proptest::prelude::*;
use sonae_engine::assessment::{Assessment, Given};
use sonae_engine::content::{Id, Kit, Language, Pack, read_folder};
use sonae_engine::finding::Code;
use sonae_engine::workshop::after::{Counts, Event, Outlook, Sheet, Spread};
use sonae_engine::workshop::code::RoomCode;
use sonae_engine::workshop::collect::{Collection, Handed};
use sonae_engine::workshop::played::Played;
use sonae_engine::workshop::record::{Clock, Handing, Record, Said};
use sonae_engine::workshop::room::{Room, What};
use sonae_engine::workshop::seat::{each_alone, how, outcome};
use sonae_engine::workshop::spoken::Spoken;
use sonae_engine::workshop::totals::{Count, FEWEST, Totals};

/// Minutes since 1970: in November 2026.
const SINCE: u32 = 29_928_000;
const BEGAN: u64 = 1_795_672_800_000;

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    })
}

fn firm(kit: &Kit) -> Assessment {
    let firm = pack().firm(kit.firm.as_str()).expect("the kit's firm");
    Assessment::of_firm(pack(), firm, Language::Ja).expect("a sound firm")
}

/// What a team that changed nothing hands in.
fn unchanged(kit: &Kit) -> Record {
    static ALL: OnceLock<Vec<Record>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let of = |kit: &Kit| {
            let handing = Handing {
                room: RoomCode::new(7),
                team: 1,
                turn: 1,
                made: SINCE,
            };
            Record::of(pack(), kit, &firm(kit), &Played::default(), handing).expect("a practice")
        };
        pack().kits.iter().map(of).collect()
    });
    let at = pack().kits.iter().position(|one| one.id == kit.id);
    all[at.expect("a kit of the pack")].clone()
}

/// The place of a question to which the firm says something, and of one it leaves open.
fn places(kit: &Kit) -> (usize, usize) {
    let firm = firm(kit);
    let place = |is: &dyn Fn(Option<&Given>) -> bool| {
        let mut questions = pack().questions().skip(pack().profile.len());
        let at = questions.position(|one| is(firm.given(one.id.as_str())));
        at.expect("there is one") + pack().profile.len()
    };
    (
        place(&|given| matches!(given, Some(Given::Choice(_)))),
        place(&|given| given == Some(&Given::Unknown)),
    )
}

fn question(at: usize) -> &'static Id {
    &pack().questions().nth(at).expect("a question").id
}

/// Five of eight teams: two choose alike, one reads its code out, one is of last month.
fn five(kit: &Kit) -> Vec<Handed> {
    let (answered, _) = places(kit);
    let said = |said| vec![(u16::try_from(answered).expect("small"), said)];
    let clock = |inject, stop, loss| Clock {
        inject,
        stop_weeks: [Some(2), stop, stop],
        loss_pct: [300, loss, loss],
    };
    let base = unchanged(kit);
    let spoken = Record {
        team: 4,
        before: vec![1],
        after: vec![2],
        ..base.clone()
    };
    vec![
        Handed::Record(Record {
            said: said(Said::Unknown),
            injects: vec![clock(0, Some(5), 200)],
            before: vec![0, 1],
            ..base.clone()
        }),
        Handed::Record(Record {
            team: 2,
            said: said(Said::Unknown),
            injects: vec![clock(0, None, 100)],
            before: vec![0],
            after: vec![1],
            ..base.clone()
        }),
        Handed::Record(Record {
            team: 3,
            injects: vec![clock(0, Some(3), 400)],
            ..base.clone()
        }),
        Handed::Spoken(Spoken::of(&spoken)),
        Handed::Record(Record {
            team: 6,
            made: SINCE - 40_000,
            said: said(Said::Unknown),
            ..base
        }),
    ]
}

fn collected(kit: &Kit, chance: u32, handed: impl IntoIterator<Item = Handed>) -> Collection {
    let mut all = Collection::new(RoomCode::new(chance), kit, SINCE);
    for one in handed {
        all.take(one);
    }
    all
}

#[test]
fn the_sheet_says_what_was_done_and_when() {
    let kit = &pack().kits[0];
    let mut room = Room::new(kit, 90, 8, RoomCode::new(7), Language::Ja).expect("a room");
    let inject = kit.injects[1].id.clone();
    let minute = |at: u64| BEGAN + at * 60_000;
    for (at, what) in [
        (0, What::Start),
        (9, What::Pause),
        (10, What::Next),
        (11, What::Back),
        (12, What::Next),
        (20, What::Inject(inject.clone())),
        (21, What::Note("P-01".into())),
    ] {
        assert!(room.act(kit, what, minute(at)));
    }
    let steps: Vec<Id> = room
        .steps(kit)
        .iter()
        .map(|it| it.step.id.clone())
        .collect();
    for at in 0..steps.len() {
        room.act(kit, What::Next, minute(30 + at as u64));
    }
    let sheet = Sheet::of(pack(), kit, Some(&room), None, 8);
    let events: Vec<(u64, &Event)> = sheet.timeline.iter().map(|it| (it.at, &it.event)).collect();
    let step = |at: usize| Event::Step(steps[at].clone());
    let first = [
        (minute(0), &step(0)),
        (minute(10), &step(1)),
        (minute(11), &step(0)),
        (minute(12), &step(1)),
        (minute(20), &Event::Inject(inject.clone())),
        (minute(21), &Event::Note("P-01".into())),
        (minute(30), &step(2)),
    ];
    assert_eq!(events[..first.len()], first);
    assert_eq!(events.last().map(|it| it.1), Some(&Event::Over));
    assert_eq!(sheet.counts.lost(), 8);
    assert!(sheet.decisions.is_empty() && sheet.changes.is_empty() && sheet.open.is_empty());
    // The one that was played, by the engine's own figures.
    let [prevented] = &sheet.prevented[..] else {
        panic!("one inject was played");
    };
    let played = &kit.injects[1];
    let with = |chosen: &[&str]| {
        let chosen = chosen.iter().copied();
        Outlook::from(&outcome(pack(), &firm(kit), played, chosen, how()))
    };
    let ids: Vec<&str> = kit.choices.iter().map(|it| it.action.as_str()).collect();
    assert_eq!(prevented.inject, inject);
    assert_eq!((prevented.without, prevented.all), (with(&[]), with(&ids)));
    let alone = each_alone(pack(), &firm(kit), kit, played);
    assert_eq!(prevented.alone.len(), kit.choices.len());
    for ((one, outlook), (other, played)) in prevented.alone.iter().zip(&alone) {
        assert_eq!((one, *outlook), (other, Outlook::from(played)));
    }
}

#[test]
fn the_sheet_counts_what_the_teams_did_and_says_whose_it_is_of_none() {
    let kit = &pack().kits[0];
    let (answered, open) = places(kit);
    let all = collected(kit, 7, five(kit));
    let sheet = Sheet::of(pack(), kit, None, Some(&all), 8);
    assert!(sheet.timeline.is_empty());
    let counts = Counts {
        expected: 8,
        handed_in: 5,
        stale: 1,
        without_result: 1,
    };
    assert_eq!(sheet.counts, counts);
    assert_eq!((counts.lost(), counts.with_result()), (3, 4));
    let chosen: Vec<(usize, usize)> = sheet
        .decisions
        .iter()
        .map(|it| (it.before, it.after))
        .collect();
    assert_eq!(chosen[..4], [(2, 0), (2, 1), (0, 1), (0, 0)]);
    let first = &sheet.changes[0];
    let (before, after) = all.choices(kit, 4).expect("choices");
    let ids: Vec<&str> = before.iter().chain(&after).map(String::as_str).collect();
    let spoken = Outlook::from(&outcome(pack(), &firm(kit), &kit.injects[0], ids, how()));
    assert_eq!((&first.inject, first.teams), (&kit.injects[0].id, 4));
    // Whoever goes on is later than whoever stops.
    let weeks = [Some(5), None, Some(3), spoken.stop_weeks];
    let least = weeks.iter().flatten().min().copied();
    let losses = [200, 100, 400, spoken.loss_pct];
    let spread = Spread {
        stop_weeks: [least, None],
        loss_pct: [100, losses.into_iter().max().expect("four")],
    };
    assert_eq!(first.stages[2], spread);
    // Three of four left the one open, and all of them what the firm does not say.
    let found = |at: usize| sheet.open.iter().find(|it| it.question == *question(at));
    let one = found(answered).expect("most left it open");
    assert_eq!((one.teams, one.as_given), (3, false));
    let given = found(open).expect("all left it open");
    assert_eq!((given.teams, given.as_given), (4, true));
    assert!(sheet.open.is_sorted_by(|one, next| one.teams >= next.teams));
}

#[test]
fn a_sheet_of_nothing_still_says_what_would_have_prevented_it() {
    for kit in &pack().kits {
        let sheet = Sheet::of(pack(), kit, None, None, 0);
        assert_eq!(sheet.counts, Counts::default());
        assert_eq!(sheet.prevented.len(), kit.injects.len());
        for one in &sheet.prevented {
            let better = one.all.loss_pct < one.without.loss_pct
                || one.all.stop_weeks.is_none()
                || one.all.stop_weeks > one.without.stop_weeks;
            assert!(better, "{} {}", kit.id, one.inject);
        }
    }
}

fn holds(count: Count, truth: usize) -> bool {
    let truth = u64::try_from(truth).expect("small");
    (count[0]..=count[1]).contains(&truth)
}

/// Whether a reader who knows how many teams there are can tell one team or two, or all but these.
fn tells_of_few([low, high]: Count, of: u64) -> bool {
    low == high && low != 0 && low != of && (low < FEWEST || of - low < FEWEST)
}

#[test]
fn the_totals_of_a_room_hold_the_truth_and_leave_out_what_is_of_another_day() {
    let kit = &pack().kits[0];
    let (answered, open) = places(kit);
    let totals = Totals::of(pack(), kit, &collected(kit, 7, five(kit))).expect("four teams");
    assert_eq!((totals.teams(), totals.rooms.len()), (4, 1));
    assert_eq!(totals.months, [("2026-11".to_owned(), 1)].into());
    let figures = &totals.kits[kit.id.as_str()];
    assert_eq!((figures.teams, figures.results), (4, 3));
    let first = figures.choices[kit.choices[0].action.as_str()];
    assert_eq!((first.before, first.after), ([0, 2], [0, 2]));
    let inject = figures.injects[kit.injects[0].id.as_str()];
    assert_eq!(inject.teams, [3, 4]);
    // Of the one that read its code out, what the engine makes of its choices.
    let of = |chosen: &[&str]| {
        let chosen = chosen.iter().copied();
        Outlook::from(&outcome(pack(), &firm(kit), &kit.injects[0], chosen, how()))
    };
    let (without, with) = (of(&[]), of(&[kit.choices[1].action.as_str()]));
    let less = 2 + usize::from(with.loss_pct < without.loss_pct);
    let later = with.stop_weeks.is_none() || with.stop_weeks > without.stop_weeks;
    let later = 3 + usize::from(later && without.stop_weeks.is_some());
    assert!(holds(inject.later_before, later) && holds(inject.less_before, less));
    // All three that told their answers; and two of them.
    assert_eq!(figures.questions[question(open).as_str()].unknown, [3, 3]);
    assert_eq!(
        figures.questions[question(answered).as_str()].unknown,
        [0, 2]
    );
    // Three modules have a theme of the same id.
    let themes = pack().modules.iter().map(|module| module.themes.len());
    assert_eq!(figures.themes.len(), themes.sum::<usize>());
    for bands in figures.themes.values() {
        assert_eq!(bands.len(), 5);
    }
}

#[test]
fn too_few_teams_have_no_totals() {
    let kit = &pack().kits[0];
    // Three handed in, one of them on another day.
    let few = five(kit).into_iter().skip(2);
    let refused = Totals::of(pack(), kit, &collected(kit, 7, few)).expect_err("two teams");
    assert_eq!(refused.code, Code::TooFewTeams);
    // Of three, one of which read its code out: no answers.
    let mut three = five(kit);
    three.truncate(4);
    three.remove(0);
    let totals = Totals::of(pack(), kit, &collected(kit, 7, three)).expect("three teams");
    let figures = &totals.kits[kit.id.as_str()];
    assert_eq!((figures.teams, figures.results), (3, 0));
    assert!(figures.questions.is_empty() && figures.themes.is_empty());
    let none = Totals::merged(&[]).expect_err("nothing to add up");
    assert_eq!(none.code, Code::TooFewTeams);
}

#[test]
fn totals_come_back_from_their_file_and_what_is_none_is_told() {
    let kit = &pack().kits[0];
    let totals = Totals::of(pack(), kit, &collected(kit, 7, five(kit))).expect("four teams");
    let bytes = totals.write();
    let read = |bytes: &[u8]| Totals::read(pack(), bytes);
    assert_eq!(read(&bytes), Ok((totals.clone(), Vec::new())));
    let text = String::from_utf8(bytes.clone()).expect("a text");
    assert!(!text.contains(&RoomCode::new(7).to_string()) && !text.contains("2026-11-"));
    let code = |bytes: &[u8]| read(bytes).expect_err("refused")[0].code;
    // What it is instead: strays.rs.
    assert_eq!(code(&firm(kit).write(pack())), Code::NotTotals);
    assert_eq!(code(&bytes[..bytes.len() / 2]), Code::Truncated);
    let changed = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert!(changed != text, "{from}");
        changed.into_bytes()
    };
    assert_eq!(
        code(&changed("\"version\": 1", "\"version\": 2")),
        Code::NewerVersion
    );
    assert_eq!(
        code(&changed("\"teams\": 4", "\"teams\": 5")),
        Code::BrokenSeal
    );
    assert_eq!(
        code(&changed(kit.id.as_str(), "kit.unheard_of")),
        Code::BrokenSeal
    );
    assert_eq!(code(b"\xff\xd8"), Code::NotTotals);
}

/// A room of teams by what each of them chose: a place before, a place afterwards, and whether it
/// left a question open.
fn room(kit: usize, chance: u32, teams: &[(u8, u8, bool)]) -> Collection {
    let kit = &pack().kits[kit];
    let (answered, _) = places(kit);
    let teams = (1..).zip(teams).map(|(team, (before, after, open))| {
        let said = (u16::try_from(answered).expect("small"), Said::Unknown);
        Handed::Record(Record {
            team,
            said: open.then_some(said).into_iter().collect(),
            before: vec![*before],
            after: vec![*after],
            room: RoomCode::new(chance),
            ..unchanged(kit)
        })
    });
    collected(kit, chance, teams)
}

fn teams() -> impl Strategy<Value = Vec<(u8, u8, bool)>> {
    prop::collection::vec((0u8..3, 3u8..6, any::<bool>()), 3..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_count_tells_of_one_team_or_two(teams in teams(), kit in 0usize..4) {
        let all = room(kit, 5, &teams);
        let kit = &pack().kits[kit];
        let totals = Totals::of(pack(), kit, &all).expect("three teams or more");
        let figures = &totals.kits[kit.id.as_str()];
        let of = u64::try_from(teams.len()).expect("small");
        prop_assert_eq!(figures.teams, of);
        for (at, choice) in kit.choices.iter().enumerate() {
            let chosen = figures.choices[choice.action.as_str()];
            let count = |of: &dyn Fn(&(u8, u8, bool)) -> u8| teams.iter().filter(|it| usize::from(of(it)) == at).count();
            prop_assert!(holds(chosen.before, count(&|it| it.0)));
            prop_assert!(holds(chosen.after, count(&|it| it.1)));
            prop_assert!(!tells_of_few(chosen.before, of) && !tells_of_few(chosen.after, of));
        }
        let (answered, _) = places(kit);
        let unknown = figures.questions[question(answered).as_str()].unknown;
        prop_assert!(holds(unknown, teams.iter().filter(|it| it.2).count()));
        let questions = figures.questions.values().flat_map(|it| [it.unknown, it.otherwise]);
        let themes = figures.themes.values().flat_map(|bands| bands.values().copied());
        let injects = figures.injects.values().flat_map(|it| [it.teams, it.later_before, it.later_all, it.less_before, it.less_all]);
        for count in questions.chain(themes).chain(injects) {
            prop_assert!(!tells_of_few(count, of), "{count:?} of {of}");
        }
    }

    #[test]
    fn totals_are_put_together_in_any_order_and_each_room_counts_once(
        rooms in prop::collection::vec((teams(), 0usize..4), 3),
        again in teams(),
    ) {
        let of = |chance: u32, (teams, kit): &(Vec<(u8, u8, bool)>, usize)| {
            Totals::of(pack(), &pack().kits[*kit], &room(*kit, chance, teams)).expect("three teams or more")
        };
        let all: Vec<Totals> = (0..).zip(&rooms).map(|(chance, one)| of(chance, one)).collect();
        let merged = |some: &[&Totals]| {
            let some: Vec<Totals> = some.iter().map(|one| (*one).clone()).collect();
            Totals::merged(&some)
        };
        let (a, b, c) = (&all[0], &all[1], &all[2]);
        let whole = merged(&[a, b, c]).expect("three rooms");
        prop_assert_eq!(&merged(&[c, a, b]), &Ok(whole.clone()));
        let ab = merged(&[a, b]).expect("two rooms");
        let bc = merged(&[b, c]).expect("two rooms");
        prop_assert_eq!(&merged(&[&ab, c]), &Ok(whole.clone()));
        prop_assert_eq!(&merged(&[a, &bc]), &Ok(whole.clone()));
        // What is there already counts once.
        prop_assert_eq!(&merged(&[a, a]), &Ok(a.clone()));
        prop_assert_eq!(&merged(&[b, &whole, c, &whole]), &Ok(whole.clone()));
        // What was put together in parts that overlap does not.
        let overlap = merged(&[&ab, &bc]).expect_err("one room is in both");
        prop_assert_eq!(overlap.code, Code::SameRoomTwice);
        // Every team is in them, and the truth within the ranges.
        let teams: usize = rooms.iter().map(|(teams, _)| teams.len()).sum();
        prop_assert_eq!(usize::try_from(whole.teams()), Ok(teams));
        for (id, figures) in &whole.kits {
            let kit = pack().kit(id).expect("a kit");
            for (at, choice) in kit.choices.iter().enumerate() {
                let of = rooms.iter().filter(|(_, one)| pack().kits[*one].id == kit.id);
                let chose = of.flat_map(|(teams, _)| teams).filter(|it| usize::from(it.0) == at);
                prop_assert!(holds(figures.choices[choice.action.as_str()].before, chose.count()));
            }
        }
        let bytes = whole.write();
        prop_assert_eq!(Totals::read(pack(), &bytes), Ok((whole, Vec::new())));
        // The same room saved again later that day, after something else came.
        let later = of(0, &(again, rooms[0].1));
        if later != *a {
            let twice = merged(&[a, &later]).expect_err("the room is in both");
            prop_assert_eq!(twice.code, Code::SameRoomTwice);
        }
    }
}
