//! What a person may turn in a run, what helps against many scenarios, and whom to ask for money.
#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::LazyLock;

use sonae_engine::assessment::{Answer, Assessment, Given, Path, Run};
use sonae_engine::content::{Id, Language, Pack, Situation, read_folder};
use sonae_engine::measure::{Interval, Unit};
use sonae_engine::scenario::money::{programmes, situations};
use sonae_engine::scenario::stress::{helping, stress};
use sonae_engine::scenario::{Dial, How, Played, play, prevented, settings};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

fn firms() -> Vec<(String, Assessment)> {
    let firms = PACK.firms.iter();
    firms
        .map(|firm| {
            let case = Assessment::of_firm(&PACK, firm, Language::En);
            (firm.id.to_string(), case.expect("a sound case"))
        })
        .collect()
}

fn firm(id: &str) -> Assessment {
    let firms = firms();
    let mut firms = firms.into_iter();
    let found = firms.find(|(name, _)| name.ends_with(id));
    found.expect("a firm").1
}

fn runs() -> Vec<Run> {
    let all = PACK.scenarios.scenarios.iter();
    all.map(|scenario| Run::of([scenario.id.clone()])).collect()
}

fn figures(played: &Played) -> Vec<Interval> {
    let mut all = vec![
        played.loss.p50(),
        played.need.p50(),
        played.runway.p50(),
        played.stop_week.p50(),
        Interval {
            low: played.loss.p10(),
            high: played.loss.p90(),
        },
    ];
    all.extend(played.cash.iter().map(|month| month.p50()));
    all
}

#[test]
fn every_dial_that_is_offered_does_something_and_every_other_does_nothing() {
    for (name, case) in firms() {
        let path = Path::of(&PACK, &case);
        for run in runs() {
            let offered = settings(&PACK, &case, &path, &run);
            let how = How {
                draws: 64,
                ..How::default()
            };
            let figures = |run: &Run| figures(&play(&PACK, &case, &path, run, how));
            for dial in [
                Dial::Weeks(0),
                Dial::Lost(0),
                Dial::Price(0),
                Dial::Recapture,
                Dial::PassThrough,
                Dial::SwitchWeeks,
                Dial::Product,
                Dial::Offset,
            ] {
                let setting = offered.iter().find(|setting| setting.dial == dial);
                let range = setting.map_or(
                    Interval {
                        low: 1.0,
                        high: 60.0,
                    },
                    |setting| setting.range,
                );
                let moves = [range.low, range.high, f64::midpoint(range.low, range.high)]
                    .into_iter()
                    .any(|value| {
                        // A longer run is followed for longer: only the months of both compare.
                        let (now, then) = (figures(&run), figures(&run.turned(dial, Some(value))));
                        now.iter().zip(&then).any(|(one, other)| one != other)
                    });
                let scenario = run.scenarios().next().expect("one scenario");
                assert_eq!(moves, setting.is_some(), "{dial:?} in {scenario} of {name}");
            }
        }
    }
}

#[test]
fn a_dial_that_is_put_back_leaves_no_trace() {
    let case = firm("soramame_pump");
    let path = Path::of(&PACK, &case);
    for run in runs() {
        for setting in settings(&PACK, &case, &path, &run) {
            let turned = run.turned(setting.dial, Some(setting.range.high));
            assert_eq!(turned.turned(setting.dial, None), run);
            let now = settings(&PACK, &case, &path, &turned);
            let now = now.iter().find(|one| one.dial == setting.dial);
            let now = now.expect("the same dial");
            assert!(now.turned && !setting.turned);
            assert_eq!(now.value, Interval::known(setting.range.high));
            assert_eq!(now.original, setting.original);
        }
    }
}

#[test]
fn the_worst_value_of_a_dial_is_within_the_run() {
    let run = Run::of([Id::from("scn.casting_exit")]);
    assert_eq!(run.turned(Dial::Lost(0), Some(f64::NAN)), run);
    assert_eq!(run.turned(Dial::Lost(3), Some(10.0)), run);
    let longest = run.turned(Dial::Weeks(0), Some(1e9));
    let weeks = longest.events.first().and_then(|event| event.weeks);
    assert_eq!(weeks, Unit::Weeks.number(520.0));
}

#[test]
fn all_scenarios_stand_side_by_side_and_one_action_helps_against_most() {
    let case = firm("soramame_pump");
    let path = Path::of(&PACK, &case);
    let all = stress(
        &PACK,
        &case,
        &path,
        None,
        How {
            draws: 512,
            ..How::default()
        },
    );
    assert_eq!(all.len(), PACK.scenarios.scenarios.len());
    // China makes up six per cent of sales, and all of it is lost.
    let ban = Id::from("scn.market_import_ban");
    let ban = all
        .iter()
        .find(|one| one.run.scenarios().any(|id| *id == ban));
    assert_eq!(ban.map(|one| one.sales_hit), Some(Interval::known(0.06)));
    let helps = helping(&PACK, &case, &path, None);
    let counts: Vec<usize> = helps.iter().map(|one| one.scenarios.len()).collect();
    assert!(counts.first().is_some_and(|count| *count >= 2));
    assert!(counts.is_sorted_by(|one, other| one >= other));
}

fn seen(case: &Assessment, scenario: &str) -> Vec<Situation> {
    let run = Run::of([Id::from(scenario)]);
    let path = Path::of(&PACK, case);
    let how = How {
        draws: 512,
        ..How::default()
    };
    let played = play(&PACK, case, &path, &run, how);
    let actions = prevented(&PACK, case, &run, how);
    let found = situations(&PACK, case, &path, &run, &played, &actions);
    found.into_iter().collect()
}

#[test]
fn the_situations_follow_from_the_figures_and_the_answers() {
    use Situation::{Building, CriticalGood, Loss, MarketLost, NoPlan, Stopped, Uninsured};
    let mut case = firm("soramame_pump");
    let casting = seen(&case, "scn.casting_exit");
    for situation in [Loss, Stopped, Building] {
        assert!(casting.contains(&situation), "{situation:?} in {casting:?}");
    }
    assert!(!casting.contains(&CriticalGood) && !casting.contains(&MarketLost));
    assert!(seen(&case, "scn.rare_earth_licence").contains(&CriticalGood));
    assert!(seen(&case, "scn.market_import_ban").contains(&MarketLost));
    let answered = |case: &mut Assessment, option: &str| {
        let given = Some(Given::Choice(Id::from(option)));
        let answer = Answer {
            given,
            ..Answer::default()
        };
        case.answers
            .insert(Id::from("supplier.bcp_geopolitical"), answer);
    };
    answered(&mut case, "none");
    assert!(seen(&case, "scn.casting_exit").contains(&NoPlan));
    answered(&mut case, "tested");
    assert!(!seen(&case, "scn.casting_exit").contains(&NoPlan));
    let markets = case.markets.clone();
    assert!(!seen(&case, "scn.casting_exit").contains(&Uninsured));
    case.markets = markets;
    if let Some(market) = case.markets.get_mut(1) {
        market.share_pct = Unit::Percent.number(11.0);
    }
    assert!(seen(&case, "scn.casting_exit").contains(&Uninsured));
}

#[test]
fn programmes_for_a_loss_or_a_need_come_first_and_without_a_situation_there_is_none() {
    let none = std::collections::BTreeSet::new();
    assert_eq!(programmes(&PACK, &none), []);
    let found = [Situation::Building, Situation::Need].into_iter().collect();
    let asked = programmes(&PACK, &found);
    let needs: Vec<bool> = asked
        .iter()
        .map(|one| one.because.contains(&Situation::Need))
        .collect();
    assert!(needs.contains(&true) && needs.contains(&false));
    assert!(needs.is_sorted_by(|one, other| one >= other));
}
