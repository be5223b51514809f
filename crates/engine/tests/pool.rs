//! Figures of many firms, what is asked back, and what the answers changed: the laws (method A15).
#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path as FilePath;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use sonae_engine::assessment::{Assessment, Edit, Given, Level, fingerprint};
use sonae_engine::content::{Id, Language, Pack, TableName, read_folder};
use sonae_engine::disclose::{dossier, write};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::markets::Market;
use sonae_engine::measure::{Number, Unit};
use sonae_engine::screen::{
    Because, Book, Class, Enquiry, Exposures, Item, Member, Policy, Pool, Screened, USUAL_DAYS,
    answered, suggested,
};
use sonae_engine::suppliers::{Alternatives, Category, Supplier};
use sonae_engine::table::Country;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

/// The fictional firms as if they were real ones.
static FIRMS: LazyLock<Vec<Assessment>> = LazyLock::new(|| {
    let firm = |firm| Assessment::of_firm(&PACK, firm, Language::Ja).expect("a firm");
    let real = |case| Assessment {
        practice: false,
        ..case
    };
    PACK.firms.iter().map(firm).map(real).collect()
});

const DAY: &str = "2026-11-26";

fn member_of(bytes: &[u8]) -> Member {
    let screened = Screened::of("firm", &PACK, &Policy::default(), bytes);
    Member::of(&PACK, &screened, bytes, USUAL_DAYS).expect("a class")
}

fn member(case: &Assessment) -> Member {
    member_of(&case.save(&PACK))
}

fn told(case: &Assessment, level: Level) -> Vec<u8> {
    write(&dossier(&PACK, case, level, DAY))
}

fn book<'m>(members: impl IntoIterator<Item = &'m Member>) -> Book {
    let mut book = Book::new(USUAL_DAYS);
    for member in members {
        book.add(member, 1);
    }
    book
}

fn portfolio(book: &Book) -> Value {
    let line: Value = serde_json::from_str(&book.line(&PACK, "", false)).expect("JSON");
    line["portfolio"].clone()
}

fn figures(book: &Book) -> Value {
    portfolio(book)["figures"].clone()
}

fn pool(book: &Book) -> Pool {
    Pool::of(&PACK, book, "").expect("enough firms")
}

/// What a pool says, as the command line writes it.
fn of_pool(pool: &Pool) -> Value {
    let line: Value = serde_json::from_str(&pool.line()).expect("JSON");
    line["pool"].clone()
}

/// The same keys and counts, and shares that differ by no more than a pool's millionths.
fn near(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|it| near(value, it)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| near(one, other))
        }
        (Value::Number(one), Value::Number(other)) => {
            let [one, other] = [one, other].map(|it| it.as_f64().expect("a number"));
            (one - other).abs() < 2e-6
        }
        _ => one == other,
    }
}

fn yen(value: f64) -> Option<Number> {
    Unit::Yen.number(value)
}

fn bought(country: &str, category: Category, spend: Option<f64>) -> Supplier {
    Supplier {
        country: Country::new(country),
        category: Some(category),
        annual_spend: spend.and_then(yen),
        ..Supplier::default()
    }
}

fn sold(country: &str, share: f64) -> Market {
    Market {
        country: Country::new(country),
        share_pct: Unit::Percent.number(share),
        ..Market::default()
    }
}

/// A firm that differs from the others by its cash alone, so that it is no duplicate.
fn trading(number: usize, suppliers: &[Supplier], markets: &[Market]) -> Assessment {
    let mut case = Assessment::default();
    let given = |case: &mut Assessment, id: &str, given| {
        case.apply(Edit::Profiled(Id::from(id), Some(given)));
    };
    let amount = |yen: f64| Given::Number(Unit::Yen.number(yen).expect("yen"));
    given(
        &mut case,
        "profile.industry",
        Given::Choice(Id::from("machinery")),
    );
    #[expect(clippy::cast_precision_loss, reason = "a few firms")]
    given(&mut case, "profile.cash", amount(1e6 + number as f64));
    case.suppliers = suppliers.to_vec();
    case.markets = markets.to_vec();
    case
}

// ---- what a book hangs on ---------------------------------------------------------------------

/// Fourteen firms, worked out by hand.
///
/// | Firms | bought from | CN | VN | JP | any other |
/// |---|---|---|---|---|---|
/// | 6 | CN 60, JP 40 | 0.6 | 0 | 0.4 | 0 |
/// | 4 | CN 20, VN 80 | 0.2 | 0.8 | 0 | 0 |
/// | 2 | CN 50, VN 25, unknown 25 | 0.5 to 0.75 | 0.25 to 0.5 | 0 to 0.25 | 0 to 0.25 |
/// | 2 | no table | 0 to 1 | 0 to 1 | 0 to 1 | 0 to 1 |
/// | 14 | together | 5.4 to 7.9 | 3.7 to 6.2 | 2.4 to 4.9 | 0 to 2.5 |
#[test]
fn shares_of_countries_are_those_worked_out_by_hand() {
    let part = |country, spend| bought(country, Category::Part, Some(spend));
    let kinds = [
        (6, vec![part("CN", 60.0), part("JP", 40.0)]),
        (4, vec![part("CN", 20.0), part("VN", 80.0)]),
        (2, vec![part("CN", 50.0), part("VN", 25.0), part("", 25.0)]),
        (2, vec![]),
    ];
    let kinds = kinds
        .iter()
        .flat_map(|(count, rows)| std::iter::repeat_n(rows, *count));
    let members: Vec<Member> = kinds
        .enumerate()
        .map(|(number, rows)| member(&trading(number, rows, &[])))
        .collect();
    let found = figures(&book(&members));
    let near = |value: &Value, expected: f64| {
        let value = value.as_f64().expect("a number");
        let expected = expected / 14.0;
        assert!(
            (value - expected).abs() < 1e-6,
            "{value} instead of {expected}"
        );
    };
    for (country, low, high) in [("CN", 5.4, 7.9), ("VN", 3.7, 6.2), ("JP", 2.4, 4.9)] {
        near(&found["supply"][country][0], low);
        near(&found["supply"][country][1], high);
    }
    near(&found["unnamed"]["supply"], 2.5);
    // Twelve buy parts and nothing else; of two nothing is known.
    near(&found["items"]["part"][0], 12.0);
    near(&found["items"]["part"][1], 14.0);
    // Nobody says what is sold.
    near(&found["unnamed"]["sales"], 14.0);
    // With three of each, what is left beside China would tell of three firms.
    let few: Vec<Member> = members.into_iter().skip(3).take(5).collect();
    assert_eq!(figures(&book(&few))["supply"], json!({}));
}

#[test]
fn an_exposure_decides_how_much_a_firm_weighs() {
    let part = |country| bought(country, Category::Part, Some(100.0));
    let cases: Vec<Assessment> = (0..12)
        .map(|number| {
            let country = if number < 6 { "CN" } else { "JP" };
            trading(number, &[part(country)], &[])
        })
        .collect();
    let mut book = Book::new(USUAL_DAYS);
    for (number, case) in (0_u64..).zip(&cases) {
        book.add(&member(case), if number < 6 { 10 } else { 30 });
    }
    let found = figures(&book);
    assert_eq!(found["supply"]["CN"], json!([0.25, 0.25]));
    assert_eq!(found["countries"]["CN"]["firms"], 6);
    assert_eq!(found["countries"]["CN"]["share"], 0.25);
    // One that makes most of the book is the book.
    let mut book = Book::new(USUAL_DAYS);
    for (number, case) in (0_u64..).zip(&cases) {
        book.add(&member(case), if number == 0 { 1_000 } else { 1 });
    }
    assert_eq!(portfolio(&book)["figures"], Value::Null);
    assert_eq!(portfolio(&book)["firms"], 12);
}

#[test]
fn fewer_than_five_firms_have_no_figures() {
    let members: Vec<Member> = FIRMS.iter().map(member).collect();
    let four = book(members.iter().take(4));
    assert_eq!(portfolio(&four)["figures"], Value::Null);
    let refused = Pool::of(&PACK, &four, "").expect_err("too few");
    assert_eq!(refused.code, Code::TooFewFirms);
}

// ---- what stops -------------------------------------------------------------------------------

/// A firm whose whole sales stop with its magnets from China, and whose cash lasts two months then.
fn fragile(number: usize) -> Assessment {
    let mut magnet = bought("CN", Category::Magnet, Some(1e6));
    magnet.sales_dependent_pct = Unit::Percent.number(100.0);
    magnet.alternatives = Some(Alternatives::None);
    magnet.stock_weeks = Unit::Weeks.number(0.0);
    magnet.requal_weeks = Unit::Weeks.number(40.0);
    let mut case = trading(number, &[magnet], &[sold("JP", 100.0)]);
    for (id, amount) in [
        ("profile.annual_sales", 120e6),
        ("profile.contribution_margin", 60.0),
        ("profile.monthly_fixed_cost", 5e6),
        ("profile.credit_line", 0.0),
        ("profile.equity", 1e7),
    ] {
        let unit = if id.ends_with("margin") {
            Unit::Percent
        } else {
            Unit::Yen
        };
        let given = Given::Number(unit.number(amount).expect("a number"));
        case.apply(Edit::Profiled(Id::from(id), Some(given)));
    }
    #[expect(clippy::cast_precision_loss, reason = "a few firms")]
    let cash = Given::Number(Unit::Yen.number(6e6 + number as f64).expect("yen"));
    case.apply(Edit::Profiled(Id::from("profile.cash"), Some(cash)));
    case
}

#[test]
fn a_stop_ends_the_cash_of_those_it_hits_and_of_no_other() {
    let safe = |number: usize| {
        let mut case = fragile(number);
        case.suppliers[0].stock_weeks = Unit::Weeks.number(60.0);
        case
    };
    let mut cases: Vec<Assessment> = (0..6).map(fragile).collect();
    cases.extend((6..12).map(safe));
    cases.extend((12..18).map(|number| {
        let mut case = fragile(number);
        case.suppliers[0].country = Country::new("VN");
        case.suppliers[0].category = Some(Category::Chip);
        case
    }));
    let mut members: Vec<Member> = cases.iter().map(member).collect();
    // Of a dossier of the third level nobody can work it out.
    let third: Vec<Member> = (18..24)
        .map(|number| {
            // It rounds, so that they differ by nothing but their size.
            let mut case = fragile(number);
            case.markets.push(sold("US", 0.0));
            let people = Unit::Count.number(10.0).expect("a count");
            case.apply(Edit::Profiled(
                Id::from("profile.headcount"),
                Some(Given::Number(people)),
            ));
            member_of(&told(&case, Level::Dimensionless))
        })
        .collect();
    members.extend(third);
    let found = figures(&book(&members));
    let cash = |key: &str| -> BTreeMap<String, u64> {
        let states = found["stops"][key].as_object().cloned().unwrap_or_default();
        let count = |part: &Value| part["firms"].as_u64().expect("a count");
        states
            .iter()
            .map(|(state, part)| (state.clone(), count(part)))
            .collect()
    };
    let of = |pairs: &[(&str, u64)]| -> BTreeMap<String, u64> {
        pairs
            .iter()
            .map(|(key, count)| ((*key).to_owned(), *count))
            .collect()
    };
    let china = of(&[("ends", 6), ("lasts", 6), ("not_computable", 6)]);
    assert_eq!(cash("country.CN"), china);
    assert_eq!(cash("item.magnet"), china);
    assert_eq!(cash("country.VN"), of(&[("ends", 6)]));
    assert_eq!(cash("item.chip"), of(&[("ends", 6)]));
    assert_eq!(
        cash("country.JP"),
        BTreeMap::new(),
        "no stop of all that is made in Japan"
    );
}

#[test]
fn a_firm_whose_cash_ends_anyway_is_told_apart() {
    let cases: Vec<Assessment> = (0..6)
        .map(|number| {
            let mut case = fragile(number);
            let given = Given::Number(Unit::Percent.number(1.0).expect("per cent"));
            case.apply(Edit::Profiled(
                Id::from("profile.contribution_margin"),
                Some(given),
            ));
            case
        })
        .collect();
    let members: Vec<Member> = cases.iter().map(member).collect();
    let found = figures(&book(&members));
    assert_eq!(found["stops"]["item.magnet"]["ends_anyway"]["firms"], 6);
    let unknown: Vec<Member> = (0..6)
        .map(|number| {
            let mut case = fragile(number);
            case.suppliers[0].stock_weeks = None;
            member(&case)
        })
        .collect();
    let found = figures(&book(&unknown));
    assert_eq!(found["stops"]["item.magnet"]["may_end"]["firms"], 6);
}

// ---- laws -------------------------------------------------------------------------------------

/// A firm like one of the fictional ones, of some industry and size, that bought from elsewhere.
fn cases() -> impl Strategy<Value = Assessment> {
    let countries = prop::sample::select(vec!["CN", "VN", "JP", "US", ""]);
    let industries = prop::sample::select(vec!["machinery", "food", "auto_parts", "other"]);
    let level = (0..FIRMS.len(), 1..400_u32, industries);
    (
        level,
        prop::collection::vec((countries, any::<bool>()), 30),
        any::<u32>(),
    )
        .prop_map(|((firm, people, industry), changes, cash)| {
            let mut case = FIRMS[firm].clone();
            let industry = Given::Choice(Id::from(industry));
            case.apply(Edit::Profiled(Id::from("profile.industry"), Some(industry)));
            let people = Given::Number(Unit::Count.number(people.into()).expect("a count"));
            case.apply(Edit::Profiled(Id::from("profile.headcount"), Some(people)));
            let cash = Given::Number(Unit::Yen.number(cash.into()).expect("yen"));
            case.apply(Edit::Profiled(Id::from("profile.cash"), Some(cash)));
            for (row, (country, kept)) in case.suppliers.iter_mut().zip(&changes) {
                row.country = Country::new(country);
                if !kept {
                    row.annual_spend = None;
                }
            }
            let mut dice = changes.iter().cycle();
            case.answers
                .retain(|_, _| dice.next().is_none_or(|(_, kept)| *kept));
            case
        })
}

/// Firms as they come: whole, masked, or of the third level.
fn members(from: usize, to: usize) -> impl Strategy<Value = Vec<Member>> {
    let one = (cases(), 0..4_usize).prop_map(|(case, level)| {
        Level::ALL
            .get(level)
            .map_or_else(|| member(&case), |level| member_of(&told(&case, *level)))
    });
    prop::collection::vec(one, from..to)
}

/// The case with all its money times a factor.
fn scaled(case: &Assessment, factor: f64) -> Assessment {
    let mut case = case.clone();
    for (id, given) in &mut case.profile {
        let money = ["sales", "cost", "cash", "line", "equity"];
        let is_money = money.iter().any(|word| id.as_str().ends_with(word));
        if let (true, Given::Number(number)) = (is_money, &given) {
            *given = Given::Number(Unit::Yen.number(number.get() * factor).expect("yen"));
        }
    }
    for row in &mut case.suppliers {
        row.annual_spend = row.annual_spend.and_then(|spend| yen(spend.get() * factor));
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn books_are_the_same_in_any_order_and_any_grouping(
        firms in members(6, 14), turn in 0..14_usize, cut in 0..14_usize,
    ) {
        let whole = book(&firms);
        let mut other = firms.clone();
        other.rotate_left(turn % firms.len());
        other.reverse();
        let (one, two) = other.split_at(cut % firms.len());
        let (one, two) = (book(one), book(two));
        let mut merged = two.clone();
        merged.merge(&one);
        let mut also = one;
        also.merge(&two);
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(&also, &whole);
        prop_assert_eq!(whole.line(&PACK, "", false), merged.line(&PACK, "", false));
        prop_assert_eq!(pool(&whole).write(), pool(&merged).write());
    }

    #[test]
    fn pools_are_the_same_in_any_order_and_any_grouping(
        a in members(5, 9), b in members(5, 9), c in members(5, 9),
    ) {
        let [a, b, c] = [a, b, c].map(|firms| pool(&book(&firms)));
        let all = Pool::merged(&[a.clone(), b.clone(), c.clone()]).expect("three books");
        let bytes = all.write();
        let merged = |pools: &[&Pool]| {
            let pools: Vec<Pool> = pools.iter().map(|pool| (*pool).clone()).collect();
            Pool::merged(&pools).expect("pools")
        };
        for order in [[&a, &c, &b], [&b, &a, &c], [&b, &c, &a], [&c, &a, &b], [&c, &b, &a]] {
            prop_assert_eq!(&merged(&order).write(), &bytes);
        }
        let (ab, bc) = (merged(&[&a, &b]), merged(&[&b, &c]));
        prop_assert_eq!(&merged(&[&ab, &c]).write(), &bytes);
        prop_assert_eq!(&merged(&[&a, &bc]).write(), &bytes);
        // What is in another one whole counts once, and what is so in part is refused.
        prop_assert_eq!(&merged(&[&all, &ab, &c, &all, &a]).write(), &bytes);
        let twice = Pool::merged(&[ab, bc]).expect_err("b is in both");
        prop_assert_eq!(twice.code, Code::CountedTwice);
        // By way of files, the same.
        let (read, notices) = Pool::read(&PACK, &bytes).expect("what we wrote");
        prop_assert_eq!(notices, Vec::new());
        prop_assert_eq!(&read, &all);
        prop_assert_eq!(read.write(), bytes);
    }

    #[test]
    fn a_pool_shows_what_its_book_showed(a in members(5, 14), b in members(5, 14)) {
        let (own, shown) = (figures(&book(&a)), of_pool(&pool(&book(&a))));
        prop_assert!(near(&own, &shown["figures"]), "{own}\n{shown}");
        // In the sum, no part shows more firms than there are, and the shares keep their ends.
        let [a, b] = [a, b].map(|firms| pool(&book(&firms)));
        let both = of_pool(&Pool::merged(&[a.clone(), b.clone()]).expect("two pools"));
        prop_assert_eq!(both["firms"].as_u64(), Some(a.firms() + b.firms()));
        let [a, b] = [a, b].map(|pool| of_pool(&pool));
        for table in ["industries", "sizes", "countries"] {
            let groups = both["figures"][table].as_object().expect("groups");
            for (key, group) in groups {
                let of = |one: &Value, place: &str| {
                    one["figures"][table][key].pointer(place).and_then(Value::as_u64).unwrap_or(0)
                };
                prop_assert_eq!(of(&both, "/firms"), of(&a, "/firms") + of(&b, "/firms"));
                for band in group["bands"].as_object().expect("bands").keys() {
                    let place = format!("/bands/{band}/firms");
                    prop_assert_eq!(of(&both, &place), of(&a, &place) + of(&b, &place));
                }
            }
        }
        for table in ["supply", "sales", "items"] {
            let unnamed = both["figures"]["unnamed"][table].as_f64().expect("a share");
            prop_assert!((0.0..=1.0).contains(&unnamed));
            for (key, ends) in both["figures"][table].as_object().expect("shares") {
                let (low, high) = (ends[0].as_f64().expect("low"), ends[1].as_f64().expect("high"));
                prop_assert!(0.0 <= low && low <= high && high <= 1.0, "{table} {key} {ends}");
            }
        }
    }

    #[test]
    fn nothing_small_leaves_in_a_pool(firms in members(5, 24)) {
        let value: Value = serde_json::from_slice(&pool(&book(&firms)).write()).expect("JSON");
        let figures = &value["figures"];
        let all = figures["firms"].as_u64().expect("a count");
        let counts = |object: &Value| -> Vec<u64> {
            let counts = object.as_object().into_iter().flatten();
            counts.map(|(_, count)| count.as_u64().expect("a count")).collect()
        };
        for table in ["industries", "sizes", "countries"] {
            let groups = figures[table].as_object().expect("groups");
            let sums = groups.values().map(|group| group["firms"].as_u64().expect("a count"));
            prop_assert_eq!(sums.sum::<u64>(), all);
            for group in groups.values() {
                prop_assert!(counts(&group["bands"]).iter().all(|count| *count >= 5));
                prop_assert!(group["firms"].as_u64() >= Some(5));
            }
        }
        for (_, unanswered) in figures["unknowns"].as_object().expect("questions") {
            let open = unanswered["firms"].as_u64().expect("a count");
            prop_assert!(open >= 5 && (open == all || all - open >= 5));
        }
        for (_, stop) in figures["stops"].as_object().expect("stops") {
            let shown = counts(&stop["cash"]);
            let rest = all - shown.iter().sum::<u64>();
            prop_assert!(shown.iter().all(|count| *count >= 5));
            prop_assert!(rest == 0 || rest >= 5);
        }
        // No amount, no name, no note.
        let text = value.to_string();
        prop_assert!(!text.contains("yen") && !text.contains("P-01"));
    }

    #[test]
    fn all_money_times_one_factor_changes_nothing(
        all in prop::collection::vec(cases(), 5..8), power in -3..4_i32,
    ) {
        let factor = 2.0_f64.powi(power);
        let firms: Vec<Member> = all.iter().map(member).collect();
        let others: Vec<Member> = all.iter().map(|case| member(&scaled(case, factor))).collect();
        prop_assert_eq!(figures(&book(&firms)), figures(&book(&others)));
    }

    #[test]
    fn masking_changes_no_figure(all in prop::collection::vec(cases(), 5..8)) {
        let firms: Vec<Member> = all.iter().map(member).collect();
        let masked: Vec<Member> =
            all.iter().map(|case| member_of(&told(case, Level::Masked))).collect();
        prop_assert_eq!(figures(&book(&firms)), figures(&book(&masked)));
    }

    #[test]
    fn a_record_s_shares_hold_those_of_its_case(case in cases()) {
        // Five alike, so that nothing is withheld.
        let of = |level| {
            let firms = (0..5).map(|_| member_of(&told(&case, level))).collect::<Vec<_>>();
            figures(&book(&firms))
        };
        let (exact, rounded) = (of(Level::Full), of(Level::Dimensionless));
        for table in ["supply", "sales", "items"] {
            for (key, ends) in exact[table].as_object().expect("shares") {
                let end = |figures: &Value, end: usize| -> f64 {
                    let ends = &figures[table][key];
                    let unnamed = [0.0, figures["unnamed"][table].as_f64().expect("a share")];
                    ends[end].as_f64().unwrap_or(unnamed[end])
                };
                let (low, high) = (ends[0].as_f64().expect("low"), ends[1].as_f64().expect("high"));
                prop_assert!(end(&rounded, 0) <= low + 1e-6, "{table} {key}: {exact} {rounded}");
                prop_assert!(end(&rounded, 1) >= high - 1e-6, "{table} {key}: {exact} {rounded}");
            }
        }
    }

    #[test]
    fn answering_what_was_open_stays_within_what_was_stated(
        case in cases(), dice in prop::collection::vec(any::<bool>(), 120),
    ) {
        let mut open = case.clone();
        let mut dice = dice.into_iter();
        open.answers.retain(|id, _| {
            let by_table = PACK.question(id.as_str()).is_none_or(|it| it.from_table.is_some());
            by_table || dice.next().unwrap_or(true)
        });
        let found = answered(&PACK, &Policy::default(), &open.save(&PACK), &case.save(&PACK))
            .expect("two cases");
        if let [Some(before), Some(after)] = found.overall {
            prop_assert!(before.low <= after.low + 1e-9 && after.high <= before.high + 1e-9);
        }
        let [was, is] = found.class;
        prop_assert!(was != Class::Routine || is == Class::Routine);
        let movement = found.movement.expect("both have a score");
        let steps = movement.overall;
        let sum = steps.rules().and(steps.answers()).and(steps.facts());
        prop_assert!((sum.low - (steps.now.low - steps.then.low)).abs() < 1e-9);
        let changed = found.changes.expect("both hold a case").answers.len();
        let answered = |case: &Assessment| {
            case.answers.values().filter(|answer| answer.given.is_some()).count()
        };
        prop_assert_eq!(changed, answered(&case) - answered(&open));
    }
}

// ---- files ------------------------------------------------------------------------------------

/// Sealed again by whoever changed it, in the way docs/formats.md says.
fn sealed_anew(bytes: &[u8], place: &str, value: Option<Value>) -> Vec<u8> {
    let mut object: Map<String, Value> = serde_json::from_slice(bytes).expect("JSON");
    object.remove("sha256");
    let mut whole = Value::Object(object);
    let (parent, key) = place.rsplit_once('/').expect("a place");
    let parent = whole.pointer_mut(parent).and_then(Value::as_object_mut);
    let parent = parent.expect("an object");
    match value {
        Some(value) => drop(parent.insert(key.to_owned(), value)),
        None => drop(parent.remove(key)),
    }
    // Keys stand in the order of their bytes already.
    let hash = fingerprint(whole.to_string().as_bytes());
    whole["sha256"] = hash.into();
    whole.to_string().into_bytes()
}

fn places(findings: &[Finding]) -> Vec<String> {
    let place = |one: &Finding| format!("{}@{}", one.code.name(), one.place);
    findings.iter().map(place).collect()
}

#[test]
fn every_fault_of_a_pool_has_its_place() {
    let firms: Vec<Member> = (0..12).map(fragile).map(|case| member(&case)).collect();
    let bytes = Pool::of(&PACK, &book(&firms), "架空銀行")
        .expect("a pool")
        .write();
    let read = |bytes: &[u8]| Pool::read(&PACK, bytes).map(|_| ());
    assert_eq!(read(&bytes), Ok(()));
    let value: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(value["institutions"], json!(["架空銀行"]));
    for (place, value, expected) in [
        ("/format", Some(json!("sonae-policy")), "not_a_pool@format"),
        ("/version", Some(json!(2)), "newer_version@version"),
        ("/pack/id", Some(json!("other")), "foreign_pack@pack.id"),
        (
            "/contributions",
            None,
            "missing_key@ out_of_range@contributions",
        ),
        (
            "/contributions",
            Some(json!(["x"])),
            "wrong_type@contributions[1]",
        ),
        (
            "/figures/firms",
            Some(json!(4)),
            "out_of_range@figures.firms",
        ),
        ("/figures/firms", Some(json!(11)), "out_of_range@figures"),
        ("/figures/days", Some(json!(0)), "out_of_range@figures.days"),
        (
            "/figures/names",
            Some(json!([])),
            "unknown_key@figures.names",
        ),
        (
            "/figures/industries/soul",
            Some(json!({})),
            "unknown_key@figures.industries.soul",
        ),
        (
            "/figures/industries/machinery/bands/high",
            Some(json!(4)),
            "out_of_range@figures.industries.machinery.bands.high",
        ),
        (
            "/figures/supply/any",
            Some(json!(-1)),
            "out_of_range@figures.supply.any",
        ),
        (
            "/figures/supply/named/CN/low",
            Some(json!(1.5)),
            "not_whole@figures.supply.named.CN.low",
        ),
        (
            "/figures/supply/named/ZZ",
            Some(json!({})),
            "unknown_key@figures.supply.named.ZZ",
        ),
        (
            "/figures/stops/country.CN/cash/ends",
            Some(json!(3)),
            "out_of_range@figures.stops.country.CN.cash.ends",
        ),
        (
            "/figures/stops/price.CN",
            Some(json!({})),
            "unknown_key@figures.stops.price.CN",
        ),
    ] {
        let findings = read(&sealed_anew(&bytes, place, value)).expect_err(place);
        let found = places(&findings).join(" ");
        let wanted: Vec<&str> = expected.split(' ').collect();
        assert!(
            wanted.iter().all(|one| found.contains(one)),
            "{place}: {found}"
        );
    }
    let text = String::from_utf8(bytes).expect("UTF-8");
    let changed = text.replacen("\"firms\": 12", "\"firms\": 13", 1);
    let findings = read(changed.as_bytes()).expect_err("not as it was written");
    assert_eq!(findings[0].code, Code::BrokenSeal);
    assert_eq!(read(b"[]").expect_err("no object")[0].code, Code::WrongType);
    assert_eq!(read(b"{}").expect_err("no format")[0].code, Code::NotAPool);
}

#[test]
fn more_firms_than_numbers_are_exact_for_are_not_added_up() {
    let pool_of = |cash: std::ops::Range<usize>| {
        let firms: Vec<Member> = cash.map(fragile).map(|case| member(&case)).collect();
        let mut bytes = pool(&book(&firms)).write();
        for place in [
            "/figures/firms",
            "/figures/industries/machinery/firms",
            "/figures/sizes/unknown/firms",
            "/figures/countries/CN/firms",
        ] {
            bytes = sealed_anew(&bytes, place, Some(json!(600_000_000)));
        }
        Pool::read(&PACK, &bytes).expect("many firms").0
    };
    let both = [pool_of(0..6), pool_of(6..12)];
    assert!(Pool::merged(&both[..1]).is_ok());
    let refused = Pool::merged(&both).expect_err("too many");
    assert_eq!(places(&[refused]), ["out_of_range@figures.firms"]);
}

#[test]
fn pools_of_other_packs_or_other_stops_are_not_added_up() {
    let firms: Vec<Member> = (0..6).map(fragile).map(|case| member(&case)).collect();
    let ours = pool(&book(&firms));
    let mut longer = Book::new(180);
    for firm in &firms {
        longer.add(firm, 1);
    }
    let refused = Pool::merged(&[ours.clone(), pool(&longer)]).expect_err("other days");
    assert_eq!(refused.code, Code::PoolsDiffer);
    let older = sealed_anew(&ours.write(), "/pack/version", Some(json!("2020.1.1")));
    let (older, notices) = Pool::read(&PACK, &older).expect("an older pack");
    assert_eq!(places(&notices), ["other_pack_version@pack"]);
    let refused = Pool::merged(&[ours, older]).expect_err("another pack");
    assert_eq!(refused.code, Code::PoolsDiffer);
    assert!(Pool::merged(&[]).is_err());
}

#[test]
fn exposures_are_read_by_file_and_every_fault_has_its_line() {
    let read = |text: &str| Exposures::read(text.as_bytes());
    let all = read("\u{feff}file,exposure,note\r\ninbox/a.json,\"1,000\",x\r\nb.json,0,\r\n");
    let all = all.expect("a table");
    assert_eq!(all.of("inbox/a.json"), Some(1_000));
    assert_eq!(all.of("elsewhere/b.json"), Some(0));
    assert_eq!(all.of("c.json"), None);
    assert_eq!(all.without(["x/b.json"]), ["inbox/a.json"]);
    for (text, expected) in [
        ("file,amount\na,1\n", "no_known_heading@"),
        ("file,exposure\n", "empty_table@"),
        (
            "file,exposure\na,ten\nb,1.5\nc,-1\na,1\na,2\n",
            "not_a_number@2 not_whole@3 out_of_range@4 exposure_twice@6",
        ),
    ] {
        let findings = read(text).expect_err(text);
        assert_eq!(places(&findings).join(" "), expected);
    }
}

// ---- what is asked back -----------------------------------------------------------------------

fn enquiry(bytes: &[u8], policy: &Policy) -> Result<Enquiry, Vec<Finding>> {
    let screened = Screened::of("firm", &PACK, policy, bytes);
    Enquiry::about(&PACK, policy, &screened, bytes, DAY)
}

#[test]
fn an_enquiry_asks_what_is_missing_and_tells_nothing_of_the_firm() {
    let mut case = FIRMS[0].clone();
    case.markets.clear();
    case.apply(Edit::Profiled(Id::from("profile.cash"), None));
    let policy = Policy {
        institution: "架空銀行".to_owned(),
        questions: vec![Id::from("profile.cash")],
        ..Policy::default()
    };
    let bytes = told(&case, Level::Full);
    let asked = enquiry(&bytes, &policy).expect("a dossier");
    assert!(asked.questions.contains(&Id::from("profile.cash")));
    assert!(asked.tables.contains(&TableName::Markets));
    assert!(asked.questions.iter().all(|id| {
        PACK.question(id.as_str())
            .is_some_and(|question| question.from_table.is_none())
            || asked.tables.contains(&TableName::Suppliers)
    }));
    let sent: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(
        asked.dossier, sent["sha256"],
        "the seal by which the firm knows it again"
    );
    let written = asked.write(&PACK);
    let (read, notices) = Enquiry::read(&PACK, &written).expect("what we wrote");
    assert_eq!((&read, notices), (&asked, Vec::new()));
    assert_eq!(read.write(&PACK), written);
    let value: Map<String, Value> = serde_json::from_slice(&written).expect("JSON");
    let keys: Vec<&String> = value.keys().collect();
    assert_eq!(
        keys,
        [
            "day",
            "dossier",
            "format",
            "institution",
            "pack",
            "policy_hash",
            "questions",
            "sha256",
            "tables",
            "version"
        ]
    );
    // A file that was not read is none to ask about.
    let practice = Assessment {
        practice: true,
        ..case
    };
    let refused = enquiry(&practice.save(&PACK), &policy).expect_err("fictional");
    assert_eq!(places(&refused), ["practice_file@practice"]);
}

#[test]
fn what_is_suggested_is_what_is_asked_each_once_and_the_policy_first() {
    let mut case = FIRMS[0].clone();
    case.markets.clear();
    case.apply(Edit::Profiled(Id::from("profile.cash"), None));
    let policy = Policy {
        questions: vec![Id::from("profile.cash")],
        ..Policy::default()
    };
    let bytes = told(&case, Level::Full);
    let screened = Screened::of("firm", &PACK, &policy, &bytes);
    let found = suggested(&PACK, &screened, &bytes);
    let asked = enquiry(&bytes, &policy).expect("a dossier");
    assert!(found.iter().all(|(item, _)| asked.asks(item)));
    assert_eq!(found.len(), asked.questions.len() + asked.tables.len());
    let rank = |because: &Because| match because {
        Because::Wanted | Because::Evidence => 0,
        Because::Narrows(_) => 1,
        Because::Contradicts(_) => 2,
    };
    assert!(found.is_sorted_by_key(|(_, because)| rank(because)));
    let cash = Item::Question(Id::from("profile.cash"));
    assert!(found.contains(&(cash.clone(), Because::Wanted)));
    let mut other = asked.clone();
    other.switch(cash.clone(), false);
    assert!(!other.asks(&cash));
    other.switch(cash, true);
    assert_eq!(other, asked);
}

#[test]
fn every_fault_of_an_enquiry_has_its_place() {
    let asked = Enquiry {
        questions: [Id::from("profile.cash")].into(),
        ..enquiry(&told(&FIRMS[0], Level::Masked), &Policy::default()).expect("a dossier")
    };
    let bytes = asked.write(&PACK);
    for (place, value, expected) in [
        (
            "/format",
            Some(json!("sonae-dossier")),
            "not_questions@format",
        ),
        ("/version", Some(json!(7)), "newer_version@version"),
        ("/day", Some(json!("tomorrow")), "wrong_type@day"),
        ("/dossier", Some(json!("abc")), "wrong_type@dossier"),
        ("/policy_hash", None, "missing_key@"),
        ("/answers", Some(json!({})), "unknown_key@answers"),
        (
            "/questions",
            Some(json!(["no.such"])),
            "unknown_question@questions[1]",
        ),
        (
            "/tables",
            Some(json!(["staff"])),
            "unknown_option@tables[1]",
        ),
    ] {
        let changed = sealed_anew(&bytes, place, value);
        let findings = Enquiry::read(&PACK, &changed).expect_err(place);
        assert!(
            places(&findings).contains(&expected.to_owned()),
            "{place}: {findings:?}"
        );
    }
    let text = String::from_utf8(bytes).expect("UTF-8");
    let changed = text.replacen(DAY, "2026-11-27", 1);
    let findings = Enquiry::read(&PACK, changed.as_bytes()).expect_err("changed");
    assert_eq!(places(&findings), ["broken_seal@sha256"]);
}

#[test]
fn an_answer_that_came_back_is_seen_with_what_it_moved() {
    let policy = Policy {
        questions: vec![Id::from("profile.cash")],
        ..Policy::default()
    };
    let mut before = FIRMS[0].clone();
    before.apply(Edit::Profiled(Id::from("profile.cash"), None));
    let mut after = before.clone();
    let cash = Given::Number(Unit::Yen.number(5e7).expect("yen"));
    after.apply(Edit::Profiled(Id::from("profile.cash"), Some(cash.clone())));
    let found = answered(
        &PACK,
        &policy,
        &told(&before, Level::Full),
        &after.save(&PACK),
    );
    let found = found.expect("two cases");
    let changes = found.changes.expect("both hold a case");
    assert_eq!(changes.answers.len(), 1);
    assert_eq!(changes.answers[0].after, Some(cash));
    let open = json!({"key": "open_question", "question": "profile.cash"});
    let settled: Vec<Value> = found
        .settled
        .iter()
        .map(|one| serde_json::to_value(one).expect("JSON"))
        .collect();
    assert!(settled.contains(&open));
    // A record holds no case, so that only class and range are compared.
    let record = told(&before, Level::Dimensionless);
    let found = answered(&PACK, &policy, &record, &after.save(&PACK)).expect("two files");
    assert!(found.changes.is_none() && found.movement.is_none());
    let refused = answered(&PACK, &policy, &record, b"{}").expect_err("nothing of ours");
    assert_eq!(places(&refused), ["foreign_format@after.format"]);
}
