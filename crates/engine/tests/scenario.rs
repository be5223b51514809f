//! What scenarios cost: the printed fixtures, closed forms, and the laws of method A12.
#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::LazyLock;

use proptest::prelude::*;
use sonae_engine::assessment::{Assessment, Given, Path, Run};
use sonae_engine::content::{Id, Language, Pack, Scenario, read_folder};
use sonae_engine::markets::Market;
use sonae_engine::measure::{Number, Truth, Unit};
use sonae_engine::scenario::{Class, How, Input, Played, Spread, illiquid, play};
use sonae_engine::suppliers::{Alternatives, Category, Flag, Supplier};
use sonae_engine::table::Country;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

fn firm(id: &str) -> Assessment {
    let mut firms = PACK.firms.iter();
    let firm = firms.find(|firm| firm.id.as_str() == format!("case.{id}"));
    Assessment::of_firm(&PACK, firm.expect("a firm"), Language::En).expect("a sound case")
}

fn number(unit: Unit, value: f64) -> Option<Number> {
    let number = unit.number(value);
    assert!(number.is_some(), "{value} is no number of {unit:?}");
    number
}

fn run(scenarios: &[&str]) -> Run {
    Run::of(
        scenarios
            .iter()
            .map(|id| Id::from(format!("scn.{id}").as_str())),
    )
}

fn played(case: &Assessment, run: &Run, how: How) -> Played {
    play(&PACK, case, &Path::of(&PACK, case), run, how)
}

/// Yen that must agree to the last figures a sum of floating numbers keeps.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

fn known(spread: Spread) -> f64 {
    let (low, high) = (spread.p10(), spread.p90());
    // Two that are infinite are the same, and their difference is none.
    assert!(
        low.total_cmp(&high).is_eq() || same(low, high),
        "{spread:?}"
    );
    spread.p90()
}

// ---- the fixtures of the domain file, §6 ------------------------------------------------------

#[test]
fn the_printed_losses_of_the_fictional_firms_come_out() {
    // Most likely values; recapture 0.3 (market: 0.1), pass-through 0.2, 104 weeks to switch.
    let fixtures: [(&str, &str, &[&str], [f64; 2]); 8] = [
        (
            "soramame_pump",
            "casting_exit",
            &["P-01", "P-02", "P-12"],
            [112.2, 0.0],
        ),
        (
            "soramame_pump",
            "rare_earth_licence",
            &["P-04"],
            [14.9, 1.0],
        ),
        (
            "soramame_pump",
            "legacy_chip_freeze",
            &["P-06"],
            [21.5, 0.4],
        ),
        ("umineko_foods", "customs_slowdown", &[], [3.9, 0.0]),
        ("umineko_foods", "market_import_ban", &[], [115.7, 0.0]),
        (
            "tsukushi_finechem",
            "antibacterial_api",
            &["T-03"],
            [147.6, 2.6],
        ),
        (
            "tsukushi_finechem",
            "chokepoint_feedstock",
            &["T-04"],
            [0.0, 5.2],
        ),
        (
            "hotaru_imaging",
            "ai_memory_crunch",
            &["H-01", "H-03", "H-07"],
            [14.6, 39.9],
        ),
    ];
    for (name, scenario, hit, [lost, extra]) in fixtures {
        let case = firm(name);
        let market = hit.is_empty();
        let run = Run {
            recapture_pct: number(Unit::Percent, if market { 10.0 } else { 30.0 }),
            pass_through_pct: number(Unit::Percent, 20.0),
            switch_weeks: number(Unit::Weeks, 104.0),
            ..run(&[scenario])
        };
        let played = played(&case, &run, How::MODE);
        let printed = |yen: f64| format!("{:.1}", yen / 1e6);
        let found = [played.lost, played.extra].map(|spread| printed(known(spread)));
        let expected = [lost, extra].map(|million| format!("{million:.1}"));
        assert_eq!(found, expected, "{name}, {scenario}");
        let mut rows: Vec<&str> = played
            .rows
            .iter()
            .map(|part| case.suppliers[part.row].alias.as_str())
            .collect();
        rows.sort_unstable();
        assert_eq!(rows, hit, "{name}, {scenario}");
        assert_eq!(played.missing, [], "{name}, {scenario}");
        let parts: f64 = played.rows.iter().map(|part| part.lost.high).sum();
        assert!(
            market || same(parts, known(played.lost)),
            "{name}, {scenario}: {parts}"
        );
    }
}

#[test]
fn the_answers_and_the_industry_say_what_is_made_up_for_and_passed_on() {
    let case = firm("tsukushi_finechem");
    // "mostly" passes 0.6 on, so that half of what 0.2 leaves remains.
    let played = played(&case, &run(&["chokepoint_feedstock"]), How::MODE);
    assert!(
        same(known(played.extra), 5_243_076.923_076_923 / 2.0),
        "{:?}",
        played.extra
    );
}

// ---- closed forms -------------------------------------------------------------------------------

/// A firm that sells 520 million a year, 10 a week, with a margin of 40 %.
fn plain() -> Assessment {
    let mut case = Assessment::default();
    let money = |value| Given::Number(Unit::Yen.number(value).expect("money"));
    let percent = |value| Given::Number(Unit::Percent.number(value).expect("per cent"));
    for (question, given) in [
        ("profile.industry", Given::Choice(Id::from("machinery"))),
        ("profile.annual_sales", money(520e6)),
        ("profile.contribution_margin", percent(40.0)),
        ("profile.monthly_fixed_cost", money(14e6)),
        ("profile.cash", money(50e6)),
        ("profile.credit_line", money(20e6)),
        ("profile.equity", money(100e6)),
        ("profile.foreign_sales_share", percent(50.0)),
        ("profile.fx_currency", Given::Choice(Id::from("net_export"))),
    ] {
        case.profile.insert(Id::from(question), given);
    }
    case
}

/// A casting without a second source, for `share` per cent of sales.
fn casting(share: f64, stock: f64, switch: f64) -> Supplier {
    Supplier {
        alias: format!("{share}"),
        category: Some(Category::CastingForging),
        country: Some(Country::JAPAN),
        annual_spend: number(Unit::Yen, 52e6),
        sales_dependent_pct: number(Unit::Percent, share),
        alternatives: Some(Alternatives::None),
        stock_weeks: number(Unit::Weeks, stock),
        requal_weeks: number(Unit::Weeks, switch),
        flags: [Flag::SinglePlant].into(),
        ..Supplier::default()
    }
}

/// A shop that closes for good for 26 weeks: everything is lost.
fn closing() -> Run {
    let mut run = Run {
        recapture_pct: number(Unit::Percent, 0.0),
        pass_through_pct: number(Unit::Percent, 0.0),
        switch_weeks: number(Unit::Weeks, 52.0),
        ..run(&["casting_exit"])
    };
    run.events[0].lost_pct = number(Unit::Percent, 100.0);
    run
}

#[test]
fn one_row_loses_its_share_for_the_weeks_between_stock_and_switch() {
    let mut case = plain();
    // From week 3 (2.5 weeks of stock) to week 12 (11.2 weeks to switch): 9 whole weeks.
    case.suppliers = vec![casting(50.0, 2.5, 11.2)];
    let played = played(&case, &closing(), How::MODE);
    assert!(
        same(known(played.lost), 10e6 * 0.5 * 0.4 * 9.0),
        "{:?}",
        played.lost
    );
    assert!(same(known(played.stop_week), 3.0));
    // All is lost, so that nothing dearer still comes.
    assert!(same(known(played.extra), 0.0));
}

#[test]
fn rows_that_stop_the_same_sales_do_not_add_up() {
    let mut case = plain();
    case.suppliers = vec![casting(50.0, 2.0, 20.0), casting(50.0, 2.0, 20.0)];
    let two = played(&case, &closing(), How::MODE);
    assert!(same(known(two.lost), 10e6 * 0.5 * 0.4 * 18.0));
    let halves: Vec<f64> = two.rows.iter().map(|part| part.lost.high).collect();
    assert!(same(halves[0], halves[1]) && same(halves[0] * 2.0, known(two.lost)));
}

#[test]
fn a_lost_market_costs_its_share_until_another_is_found() {
    let mut case = plain();
    let market = |country, share| Market {
        country: Country::new(country),
        share_pct: number(Unit::Percent, share),
        ..Market::default()
    };
    case.markets = vec![market("JP", 70.0), market("US", 30.0)];
    let mut ban = run(&["market_import_ban"]);
    ban.recapture_pct = number(Unit::Percent, 10.0);
    for (switch, weeks) in [(13.0, 13.0), (104.0, 90.0)] {
        ban.switch_weeks = number(Unit::Weeks, switch);
        let played = played(&case, &ban, How::MODE);
        assert!(
            same(known(played.lost), 10e6 * 0.3 * 0.4 * weeks * 0.9),
            "{switch}"
        );
        assert!(known(played.stop_week).is_infinite(), "no line stops");
    }
}

#[test]
fn a_change_of_the_yen_costs_the_net_that_is_not_passed_on() {
    let mut case = plain();
    case.suppliers = vec![Supplier {
        country: Country::new("US"),
        annual_spend: number(Unit::Yen, 104e6),
        ..Supplier::default()
    }];
    // Receipts of 260, payments of 104: a net of 156 million a year, 3 a week.
    for (multiple, extra) in [
        (0.8, 3e6 * 0.2 * 78.0 * 0.5),
        (1.2, -3e6 * 0.2 * 78.0 * 0.5),
    ] {
        let mut yen = run(&["yen_appreciation"]);
        yen.pass_through_pct = number(Unit::Percent, 50.0);
        yen.events[0].lost_pct = number(Unit::Percent, 0.0);
        yen.events[0].price_multiple = Number::within(multiple, 0.0, 100.0);
        let played = played(&case, &yen, How::MODE);
        assert!(
            same(known(played.extra), extra),
            "{multiple}: {:?}",
            played.extra
        );
        assert!(same(known(played.lost), 0.0));
    }
}

#[test]
fn the_cash_path_of_constant_flows_is_a_straight_line() {
    let case = plain();
    // Contribution 520 × 0.4 ÷ 12 = 17.333 a month, fixed cost 14: cash grows by 3.333.
    let quiet = played(&case, &run(&["casting_exit"]), How::MODE);
    for (month, cash) in (1_u32..).zip(&quiet.cash) {
        let expected = 50e6 + f64::from(month) * (520e6 * 0.4 / 12.0 - 14e6);
        assert!(same(known(*cash), expected), "month {month}: {cash:?}");
    }
    assert!(known(quiet.runway).is_infinite() && same(known(quiet.need), 0.0));
    assert_eq!(quiet.standing.settled(), Some(Class::Liquid));
}

#[test]
fn without_sales_cash_ends_when_fixed_cost_has_used_it_up() {
    let mut case = plain();
    case.suppliers = vec![casting(100.0, 0.0, 60.0)];
    let mut total = closing();
    total.events[0].weeks = Number::within(52.0, 0.0, 520.0);
    let stopped = played(&case, &total, How::MODE);
    // 50 ÷ 14 = 3.57: below zero at the end of the fourth month; 12 months need 118.
    assert!(same(known(stopped.runway), 4.0));
    assert!(same(known(stopped.need), 12.0 * 14e6 - 50e6));
    assert_eq!(
        stopped.standing.settled(),
        Some(Class::NotViableAfterTheShock)
    );
    assert_eq!(
        illiquid(&PACK, &case, &Path::of(&PACK, &case), &total),
        Truth::Certain
    );
}

#[test]
fn the_mean_of_many_draws_is_that_of_the_triangle() {
    // With stock for none and a switch beyond the end the loss is linear in the weeks: the mean
    // of the exceedance curve is the triangle's, up to whole weeks.
    let mut case = plain();
    case.suppliers = vec![casting(100.0, 0.0, 520.0)];
    let played = played(&case, &closing(), How::default());
    let curve = &played.exceedance;
    let inner: f64 = curve.iter().map(|point| point.low).sum::<f64>();
    let ends = f64::midpoint(curve[0].low, curve[curve.len() - 1].low);
    #[expect(clippy::cast_precision_loss, reason = "some twenty points")]
    let mean = (inner - ends) / (curve.len() - 1) as f64;
    let weeks = mean / (10e6 * 0.4);
    let expected = (12.0 + 26.0 + 60.0) / 3.0 + 0.5;
    // The share lost runs from 0.8 to 1 with 1 as its most likely value: a mean of 0.9333.
    let expected = expected * (0.8 + 1.0 + 1.0) / 3.0;
    assert!((weeks - expected).abs() < 0.35, "{weeks} {expected}");
}

// ---- overlaps of two ------------------------------------------------------------------------

#[test]
fn of_two_events_on_one_market_the_larger_loss_counts_in_each_week() {
    let mut case = plain();
    case.markets = vec![Market {
        country: Country::new("US"),
        share_pct: number(Unit::Percent, 30.0),
        ..Market::default()
    }];
    let mut both = run(&["customs_slowdown", "market_import_ban"]);
    both.recapture_pct = number(Unit::Percent, 0.0);
    both.switch_weeks = number(Unit::Weeks, 500.0);
    // The table lists 30 % only; the other 70 could be one market more.
    both.country = Country::new("US");
    let weekly = 10e6 * 0.3 * 0.4;
    for (offset, weeks) in [
        (0.0, 90.0),
        (3.0, 3.0 * 0.5 + 90.0),
        (12.0, 6.0 * 0.5 + 90.0),
    ] {
        both.offset_weeks = number(Unit::Weeks, offset);
        let played = played(&case, &both, How::MODE);
        assert!(
            same(known(played.lost), weekly * weeks),
            "{offset}: {:?}",
            played.lost
        );
    }
}

#[test]
fn never_more_than_all_sales_are_lost() {
    let mut case = plain();
    case.suppliers = vec![Supplier {
        flags: [Flag::ExportLicenceItem].into(),
        country: Country::new("US"),
        ..casting(100.0, 0.0, 500.0)
    }];
    let mut listed = run(&["dual_use_listing"]);
    listed.country = Country::new("US");
    listed.switch_weeks = number(Unit::Weeks, 500.0);
    listed.recapture_pct = number(Unit::Percent, 0.0);
    listed.events[0].lost_pct = number(Unit::Percent, 100.0);
    case.answers.insert(
        Id::from("coercion.top_customer_share"),
        sonae_engine::assessment::Answer {
            given: Some(Given::Number(Unit::Percent.number(60.0).expect("per cent"))),
            ..Default::default()
        },
    );
    let played = played(&case, &listed, How::MODE);
    assert!(
        same(known(played.lost), 10e6 * 0.4 * 40.0),
        "{:?}",
        played.lost
    );
}

// ---- what is missing ----------------------------------------------------------------------

#[test]
fn what_is_missing_widens_the_result_and_is_named() {
    let mut case = plain();
    case.suppliers = vec![casting(50.0, 2.0, 20.0)];
    let whole = played(&case, &closing(), How::default());
    case.suppliers[0].stock_weeks = None;
    case.profile.remove("profile.cash");
    let gappy = played(&case, &closing(), How::default());
    assert!(gappy.loss.p10() <= whole.loss.p10() && gappy.loss.p90() >= whole.loss.p90());
    assert!(gappy.runway.p10() <= whole.runway.p10() && gappy.runway.p90() >= whole.runway.p90());
    assert!(!gappy.loss.p50().is_known() && whole.loss.p50().is_known());
    let stock = Input::Cells(sonae_engine::suppliers::Column::StockWeeks);
    assert_eq!(
        gappy.missing,
        [Input::Question(Id::from("profile.cash")), stock.clone()]
    );
    assert!(gappy.matters.iter().any(|swing| swing.input == stock));
}

#[test]
fn a_row_of_unknown_kind_may_be_hit() {
    let mut case = plain();
    case.suppliers = vec![Supplier {
        category: None,
        ..casting(50.0, 2.0, 20.0)
    }];
    let played = played(&case, &closing(), How::MODE);
    assert!(same(played.lost.p10(), 0.0) && same(played.lost.p90(), 10e6 * 0.5 * 0.4 * 18.0));
}

// ---- laws ------------------------------------------------------------------------------------

/// Enough draws for laws that hold for every one of them.
const FEW: How = How {
    draws: 128,
    ..How::MODE
};

fn every_run() -> Vec<Run> {
    let singles = PACK
        .scenarios
        .scenarios
        .iter()
        .map(|one| vec![one.id.clone()]);
    let pairs = PACK
        .scenarios
        .combos
        .iter()
        .map(|combo| combo.scenarios.clone());
    singles.chain(pairs).map(Run::of).collect()
}

fn ordered(low: f64, high: f64) -> bool {
    low <= high || same(low, high)
}

fn costs_no_less(before: &Played, after: &Played, what: &str) {
    for (one, other) in [
        (before.loss, after.loss),
        (before.lost, after.lost),
        (before.need, after.need),
    ] {
        assert!(ordered(one.p10(), other.p10()), "{what}: {one:?} {other:?}");
        assert!(
            ordered(one.p50().low, other.p50().low),
            "{what}: {one:?} {other:?}"
        );
        assert!(ordered(one.p90(), other.p90()), "{what}: {one:?} {other:?}");
    }
}

#[test]
fn more_stock_never_brings_the_stop_forward_and_never_costs() {
    for name in [
        "soramame_pump",
        "tsukushi_finechem",
        "hotaru_imaging",
        "umineko_foods",
    ] {
        let case = firm(name);
        let mut stocked = case.clone();
        for row in &mut stocked.suppliers {
            let more = row.stock_weeks.map(|weeks| weeks.get() + 4.0);
            row.stock_weeks = more.and_then(|weeks| Unit::Weeks.number(weeks));
        }
        for run in every_run() {
            let before = played(&case, &run, FEW);
            let after = played(&stocked, &run, FEW);
            assert!(
                after.stop_week.p10() >= before.stop_week.p10(),
                "{name} {run:?}"
            );
            assert!(
                after.stop_week.p90() >= before.stop_week.p90(),
                "{name} {run:?}"
            );
            costs_no_less(&after, &before, name);
        }
    }
}

#[test]
fn a_longer_event_never_costs_less() {
    let gains = |scenario: &Scenario| scenario.id.as_str() == "scn.yen_appreciation";
    for name in ["soramame_pump", "umineko_foods"] {
        let case = firm(name);
        for scenario in PACK.scenarios.scenarios.iter().filter(|one| !gains(one)) {
            let mut run = Run::of([scenario.id.clone()]);
            let mut before = played(&case, &run, FEW);
            for weeks in [20.0, 40.0, 80.0, 160.0] {
                let usual = scenario.shock.weeks[1];
                run.events[0].weeks = Number::within(usual + weeks, 0.0, 520.0);
                let after = played(&case, &run, FEW);
                // The path grows longer with the event, so the need is only compared there.
                assert!(
                    ordered(before.loss.p10(), after.loss.p10()),
                    "{name} {run:?}"
                );
                assert!(
                    ordered(before.loss.p90(), after.loss.p90()),
                    "{name} {run:?}"
                );
                before = after;
            }
        }
    }
}

#[test]
fn twice_the_money_is_twice_the_need_and_no_other_week() {
    let case = firm("soramame_pump");
    let mut twice = case.clone();
    for given in twice.profile.values_mut() {
        if let Given::Number(yen) = given
            && yen.get() > 1e6
        {
            *yen = Unit::Yen.number(yen.get() * 2.0).expect("money");
        }
    }
    for row in &mut twice.suppliers {
        let spend = row.annual_spend.map(|yen| yen.get() * 2.0);
        row.annual_spend = spend.and_then(|yen| Unit::Yen.number(yen));
    }
    for run in every_run() {
        // What an event costs once does not grow with the firm.
        if run
            .scenarios()
            .any(|id| id.as_str() == "scn.staff_detention")
        {
            continue;
        }
        let (one, two) = (played(&case, &run, FEW), played(&twice, &run, FEW));
        assert_eq!(one.stop_week, two.stop_week, "{run:?}");
        assert_eq!(one.runway, two.runway, "{run:?}");
        for (one, two) in [(one.need, two.need), (one.loss, two.loss)] {
            assert!(same(2.0 * one.p90(), two.p90()), "{run:?}");
            assert!(same(2.0 * one.p50().low, two.p50().low), "{run:?}");
        }
    }
}

#[test]
fn the_middle_grows_surer_with_more_draws() {
    let case = firm("soramame_pump");
    let run = run(&["rare_earth_licence"]);
    let error = |draws| {
        let how = How {
            draws,
            thorough: true,
            ..How::default()
        };
        played(&case, &run, how).surety.expect("asked for").error
    };
    let errors = [64, 1024, 16_384].map(error);
    assert!(errors.is_sorted_by(|one, other| one > other), "{errors:?}");
}

#[test]
fn the_same_seed_gives_the_same_and_another_nearly() {
    let case = firm("hotaru_imaging");
    for run in every_run() {
        let how = How {
            thorough: true,
            ..FEW
        };
        let first = played(&case, &run, how);
        assert_eq!(first, played(&case, &run, how));
        let other = How { seed: 7, ..how };
        let other = played(&case, &run, other);
        let (one, two) = (first.loss.high.p50, other.loss.high.p50);
        let error = first.surety.expect("asked for").error;
        let near = (one - two).abs() <= 8.0 * error + 1.0;
        assert!(near || one.is_infinite(), "{run:?}: {one} {two} ± {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is filled in stays within what was said before.
    #[test]
    fn filling_in_never_leaves_the_range(gaps in prop::collection::vec(any::<bool>(), 8),
                                         stock in 0.0..30.0f64, switch in 0.0..60.0f64,
                                         share in 0.0..100.0f64) {
        let mut whole = plain();
        whole.suppliers = vec![casting(share, stock, switch), casting(40.0, 3.0, 30.0)];
        let mut gappy = whole.clone();
        let row = &mut gappy.suppliers[0];
        if gaps[0] { row.stock_weeks = None; }
        if gaps[1] { row.requal_weeks = None; }
        if gaps[2] { row.sales_dependent_pct = None; }
        if gaps[3] { row.alternatives = None; }
        if gaps[4] { row.category = None; }
        for (gap, question) in [
            (gaps[5], "profile.cash"),
            (gaps[6], "profile.contribution_margin"),
            (gaps[7], "profile.monthly_fixed_cost"),
        ] {
            if gap { gappy.profile.remove(question); }
        }
        let (wide, narrow) = (
            played(&gappy, &closing(), How { draws: 256, ..How::default() }),
            played(&whole, &closing(), How { draws: 256, ..How::default() }),
        );
        let holds = |wide: Spread, narrow: Spread| {
            ordered(wide.p10(), narrow.p10()) && ordered(narrow.p90(), wide.p90())
                && ordered(wide.p50().low, narrow.p50().low)
                && ordered(narrow.p50().high, wide.p50().high)
        };
        prop_assert!(holds(wide.loss, narrow.loss));
        prop_assert!(holds(wide.stop_week, narrow.stop_week));
        prop_assert!(holds(wide.runway, narrow.runway));
        prop_assert!(holds(wide.need, narrow.need));
        for (wide, narrow) in wide.cash.iter().zip(&narrow.cash) {
            prop_assert!(holds(*wide, *narrow));
        }
    }
}
