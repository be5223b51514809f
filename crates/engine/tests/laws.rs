//! The laws of the method (part A10), on random cases of the core pack.
//!
//! A case is made of dice: a list of numbers that say what each question and cell holds, so that
//! a failing case shrinks to the few answers that matter.
#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::LazyLock;

use proptest::prelude::*;
use sonae_engine::assessment::{
    Answer, Assessment, Changes, Edit, Given, Origin, Path, Run, import, money_of,
};
use sonae_engine::content::{
    BandName, CellKind, Id, Kind, Known, Pack, Question, TableName, read_folder,
};
use sonae_engine::markets::{Market, unlisted_share};
use sonae_engine::measure::{Interval, Truth, Unit};
use sonae_engine::score::{ModuleScore, Movement, Score, Shift, score};
use sonae_engine::suppliers::{Alternatives, Category, Supplier};
use sonae_engine::table::{Cell, Country, Row};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

/// What rounding of sums and roots may leave, in points of 100.
const ROUNDING: f64 = 1e-9;

// ---- random cases -----------------------------------------------------------------------------

/// Numbers that decide everything, one after another; zeros once they are used up.
struct Dice<'a>(std::slice::Iter<'a, u32>);

impl Dice<'_> {
    fn below(&mut self, bound: usize) -> usize {
        let roll = self.0.next().copied().unwrap_or_default();
        usize::try_from(roll).unwrap_or_default() % bound
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    fn number(&mut self, unit: Unit) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
        let mut whole = |bound: usize| self.below(bound) as f64;
        match unit {
            Unit::Percent => whole(101),
            Unit::Weeks => whole(60),
            Unit::Days => whole(200),
            Unit::Count => whole(300),
            Unit::Yen | Unit::YenFromZero => 1e4 * (1.0 + whole(20_000)),
        }
    }
}

fn dice() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 900)
}

fn known_answer(question: &Question, dice: &mut Dice<'_>) -> Given {
    match &question.kind {
        Kind::Single(options) => Given::chosen(&options[dice.below(options.len())]),
        Kind::Multi(options, _) => {
            let mut given = None;
            for _ in 0..=dice.below(3) {
                let key = options[dice.below(options.len())].key.as_str();
                given = Given::switched(question, given.as_ref(), key).or(given);
            }
            given.unwrap_or(Given::Unknown)
        }
        Kind::Percent(_) | Kind::Integer(_) | Kind::Money(_) => {
            let unit = question.unit().expect("a number has a unit");
            Given::Number(unit.number(dice.number(unit)).expect("within its range"))
        }
    }
}

fn known_cell(cell: &CellKind, dice: &mut Dice<'_>) -> Cell {
    const COUNTRIES: [&str; 5] = ["JP", "CN", "US", "KR", "VN"];
    let mut number = |unit: Unit| Cell::Number(unit.number(dice.number(unit)).expect("in range"));
    match cell {
        CellKind::Text => Cell::Text(["P-1", "P-2", "P-3", "P-4"][dice.below(4)].to_owned()),
        CellKind::Choice(options) => Cell::Key(options[dice.below(options.len())].0.to_string()),
        CellKind::Choices(options) => {
            Cell::Keys(vec![options[dice.below(options.len())].0.to_string()])
        }
        CellKind::Country => Cell::Key(COUNTRIES[dice.below(COUNTRIES.len())].to_owned()),
        CellKind::Money => number(Unit::YenFromZero),
        CellKind::Percent => number(Unit::Percent),
        CellKind::Weeks => number(Unit::Weeks),
        CellKind::Days => number(Unit::Days),
    }
}

fn rows<R: Row>(table: TableName, most: usize, dice: &mut Dice<'_>) -> Vec<R> {
    let row = |dice: &mut Dice<'_>| {
        let mut row = R::default();
        for column in &PACK.tables.get(table).columns {
            if !dice.one_in(4) {
                row.set(column.key.as_str(), known_cell(&column.cell, dice));
            }
        }
        row
    };
    (0..dice.below(most + 1)).map(|_| row(dice)).collect()
}

/// A case with everything in it: known, unknown and missing answers, whole and gappy rows.
fn case(rolls: &[u32]) -> Assessment {
    let mut dice = Dice(rolls.iter());
    let mut case = Assessment::default();
    for question in &PACK.profile {
        let given = match dice.below(5) {
            _ if question.required => Some(known_answer(question, &mut dice)),
            0 => None,
            1 => Some(Given::Unknown),
            _ => Some(known_answer(question, &mut dice)),
        };
        case.profile
            .extend(given.map(|given| (question.id.clone(), given)));
    }
    for question in PACK.modules.iter().flat_map(|module| &module.questions) {
        let given = match dice.below(8) {
            0 | 1 => None,
            2 => Some(Given::Unknown),
            3 => Some(Given::NotApplicable),
            _ => Some(known_answer(question, &mut dice)),
        };
        case.answers
            .extend(given.map(|given| (question.id.clone(), answered(given))));
    }
    case.suppliers = rows(TableName::Suppliers, 6, &mut dice);
    case.markets = rows(TableName::Markets, 4, &mut dice);
    // All sales are a hundred per cent: a table that says more contradicts itself.
    while unlisted_share(&case.markets) <= 0.0 && case.markets.pop().is_some() {}
    case.runs = (0..dice.below(3)).map(|_| run(&mut dice)).collect();
    case
}

/// A scenario that counts in the result, or two together. One costs something once, in yen that do
/// not grow with the firm, and is left out.
fn run(dice: &mut Dice<'_>) -> Run {
    let all = PACK.scenarios.scenarios.iter();
    let all: Vec<&Id> = all
        .filter(|one| one.shock.fixed_cost_jpy.is_none())
        .map(|one| &one.id)
        .collect();
    let mut run = Run::of((0..=dice.below(2)).map(|_| all[dice.below(all.len())].clone()));
    if dice.one_in(2) {
        run.country = Country::new(["JP", "CN", "US"][dice.below(3)]);
    }
    run
}

fn answered(given: Given) -> Answer {
    Answer {
        given: Some(given),
        ..Answer::default()
    }
}

fn scored(case: &Assessment) -> Score {
    score(&PACK, case).expect("the industry is always answered")
}

/// The score without what names rows by their place in the table.
fn without_rows(mut score: Score) -> Score {
    for gate in score
        .modules
        .iter_mut()
        .flat_map(|module| &mut module.gates)
    {
        gate.rows.clear();
    }
    score
}

// ---- comparisons ------------------------------------------------------------------------------

fn bands(band: [BandName; 2]) -> [u8; 2] {
    band.map(|band| band as u8)
}

/// Neither end lies outside the former range, of the scores and of the bands.
fn lies_within(new: &Score, old: &Score, what: &str) -> Result<(), TestCaseError> {
    let overall = [(
        &new.overall.score,
        new.overall.band,
        &old.overall.score,
        old.overall.band,
    )];
    let modules = new.modules.iter().zip(&old.modules);
    let modules = modules.map(|(new, old)| (&new.score, new.band, &old.score, old.band));
    for (new, new_band, old, old_band) in overall.into_iter().chain(modules) {
        prop_assert!(
            new.low >= old.low - ROUNDING,
            "{what}: {old:?} became {new:?}"
        );
        prop_assert!(
            new.high <= old.high + ROUNDING,
            "{what}: {old:?} became {new:?}"
        );
        let ([new_low, new_high], [old_low, old_high]) = (bands(new_band), bands(old_band));
        prop_assert!(
            new_low >= old_low,
            "{what}: {old_band:?} became {new_band:?}"
        );
        prop_assert!(
            new_high <= old_high,
            "{what}: {old_band:?} became {new_band:?}"
        );
    }
    Ok(())
}

/// The same scores, bands and gates, up to rounding.
fn is_the_same(new: &Score, old: &Score, what: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(new.modules.len(), old.modules.len());
    for (new, old) in new.modules.iter().zip(&old.modules) {
        let close = |one: f64, other: f64| (one - other).abs() <= ROUNDING;
        let same = close(new.score.low, old.score.low) && close(new.score.high, old.score.high);
        prop_assert!(same, "{what}: {:?} became {:?}", old.score, new.score);
        prop_assert!(
            close(new.coverage, old.coverage),
            "{what}: another coverage"
        );
        prop_assert_eq!(new.band, old.band, "{}", what);
        let gates = |module: &ModuleScore| -> Vec<(Id, Truth)> {
            let gates = module.gates.iter();
            gates.map(|gate| (gate.id.clone(), gate.state)).collect()
        };
        prop_assert_eq!(gates(new), gates(old), "{}", what);
    }
    Ok(())
}

fn not_lower(worse: &Score, before: &Score, what: &str) -> Result<(), TestCaseError> {
    for (worse, before) in worse.modules.iter().zip(&before.modules) {
        let (worse_at, before_at) = (worse.score, before.score);
        prop_assert!(
            worse_at.low >= before_at.low - ROUNDING,
            "{what}: {before_at:?} → {worse_at:?}"
        );
        prop_assert!(
            worse_at.high >= before_at.high - ROUNDING,
            "{what}: {before_at:?} → {worse_at:?}"
        );
    }
    Ok(())
}

// ---- changes ----------------------------------------------------------------------------------

/// Every answer to the question that carries more risk than the one given.
fn worse_answers(question: &Question, given: &Given) -> Vec<Given> {
    let known = |given: &Given| match given {
        Given::Choice(key) => Known::OneOf(vec![key.clone()]),
        Given::Choices(keys) => Known::AllOf(keys.clone()),
        Given::Number(number) => {
            Known::Number(sonae_engine::measure::Interval::known(number.get()))
        }
        Given::Unknown | Given::NotApplicable => Known::Open,
    };
    let options = question.kind.options().iter();
    let candidates: Vec<Given> = match given {
        Given::Choice(_) => options
            .filter(|it| !it.not_applicable)
            .map(Given::chosen)
            .collect(),
        Given::Choices(_) => options
            .filter_map(|option| Given::switched(question, Some(given), option.key.as_str()))
            .collect(),
        Given::Number(number) => [1.0, 7.0, 30.0]
            .into_iter()
            .filter_map(|more| question.unit()?.number(number.get() + more))
            .map(Given::Number)
            .collect(),
        Given::Unknown | Given::NotApplicable => Vec::new(),
    };
    let before = question.risk(&known(given)).low;
    let is_worse = |given: &Given| question.risk(&known(given)).low >= before;
    candidates.into_iter().filter(is_worse).collect()
}

/// Cells that are empty in rows that say something. What a row is called is no unknown.
fn empty_cells<R: Row>(rows: &[R], table: TableName) -> Vec<(usize, Id)> {
    let columns = PACK.tables.get(table).columns.iter();
    let columns: Vec<&Id> = columns
        .filter(|column| !matches!(column.cell, CellKind::Text | CellKind::Choices(_)))
        .map(|column| &column.key)
        .collect();
    let rows = rows.iter().enumerate().filter(|(_, row)| !row.is_blank());
    let empty = rows.flat_map(|(index, row)| {
        let empty = columns
            .iter()
            .filter(|key| row.cell(key.as_str()) == Cell::Empty);
        empty.map(move |key| (index, (*key).clone()))
    });
    empty.collect()
}

fn cell_kind(table: TableName, column: &Id) -> &'static CellKind {
    let columns = &PACK.tables.get(table).columns;
    let found = columns.iter().find(|one| one.key == *column);
    &found.expect("a column of the table").cell
}

/// Answers one thing nobody knew yet, and says which; `None` where everything is known.
fn settle_one(case: &mut Assessment, dice: &mut Dice<'_>) -> Option<String> {
    let path = Path::of(&PACK, case);
    let open = path
        .steps()
        .iter()
        .filter(|step| matches!(step.origin, Origin::Unanswered | Origin::Unknown));
    let open: Vec<&'static Question> = open
        .filter_map(|step| PACK.question(step.question.id.as_str()))
        .collect();
    let suppliers = empty_cells(&case.suppliers, TableName::Suppliers);
    let markets = empty_cells(&case.markets, TableName::Markets);
    let all = open.len() + suppliers.len() + markets.len();
    if all == 0 {
        return None;
    }
    let mut chosen = dice.below(all);
    if let Some(question) = open.get(chosen) {
        let given = known_answer(question, dice);
        let what = format!("{} = {given:?}", question.id);
        if PACK.module_of(question.id.as_str()).is_some() {
            case.answers.insert(question.id.clone(), answered(given));
        } else {
            case.profile.insert(question.id.clone(), given);
        }
        return Some(what);
    }
    chosen -= open.len();
    if let Some((row, column)) = suppliers.get(chosen) {
        let cell = known_cell(cell_kind(TableName::Suppliers, column), dice);
        let what = format!("suppliers[{row}].{column} = {cell:?}");
        case.suppliers[*row].set(column.as_str(), cell);
        return Some(what);
    }
    let (row, column) = &markets[chosen - suppliers.len()];
    let mut cell = known_cell(cell_kind(TableName::Markets, column), dice);
    if column.as_str() == "share_pct" {
        // No more than what the other rows leave.
        let left = unlisted_share(&case.markets) * 100.0;
        let part = f64::from(u8::try_from(dice.below(101)).unwrap_or_default()) / 100.0;
        cell = Cell::Number(
            Unit::Percent
                .number(left * part)
                .expect("within what is left"),
        );
    }
    let what = format!("markets[{row}].{column} = {cell:?}");
    case.markets[*row].set(column.as_str(), cell);
    Some(what)
}

/// `PROPTEST_CASES` asks for more cases than a quick run needs.
fn config() -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(96),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

// ---- the laws ---------------------------------------------------------------------------------

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_worse_answer_never_lowers_a_score(rolls in dice()) {
        let case = case(&rolls);
        let before = scored(&case);
        for (id, answer) in &case.answers {
            let question = PACK.question(id.as_str()).expect("a question of the pack");
            let Some(given) = answer.given.as_ref().filter(|_| question.weighed.is_some()) else {
                continue;
            };
            for worse in worse_answers(question, given) {
                let what = format!("{id}: {given:?} → {worse:?}");
                let mut changed = case.clone();
                changed.answers.insert(id.clone(), answered(worse));
                not_lower(&scored(&changed), &before, &what)?;
            }
        }
    }

    #[test]
    fn a_longer_gap_never_lowers_a_score(rolls in dice(), row in 0..6_usize, weeks in 1..40_u8) {
        let mut case = case(&rolls);
        let before = scored(&case);
        if let Some(row) = case.suppliers.get_mut(row) {
            let more = |number: sonae_engine::measure::Number| Unit::Weeks.number(number.get() + f64::from(weeks));
            row.requal_weeks = row.requal_weeks.and_then(more);
            row.lead_time_weeks = row.lead_time_weeks.and_then(more);
        }
        not_lower(&scored(&case), &before, "more weeks to recover")?;
    }

    #[test]
    fn what_is_found_out_never_moves_an_end_outside_the_former_range(rolls in dice(), order in prop::collection::vec(any::<u32>(), 600)) {
        let mut case = case(&rolls);
        let mut dice = Dice(order.iter());
        let mut before = scored(&case);
        for _ in 0..120 {
            let Some(what) = settle_one(&mut case, &mut dice) else {
                break;
            };
            let after = scored(&case);
            lies_within(&after, &before, &what)?;
            before = after;
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rolls in dice(), turn in 0..6_usize) {
        let case = case(&rolls);
        let mut turned = case.clone();
        turned.suppliers.rotate_left(turn.min(case.suppliers.len()));
        turned.suppliers.reverse();
        turned.markets.reverse();
        prop_assert_eq!(without_rows(scored(&turned)), without_rows(scored(&case)));
    }

    #[test]
    fn all_money_times_a_factor_changes_nothing(rolls in dice(), factor in prop::sample::select(vec![0.001, 0.3, 1.1, 7.0, 1_000.0])) {
        let case = case(&rolls);
        let mut scaled = case.clone();
        for row in &mut scaled.suppliers {
            row.annual_spend = row.annual_spend.and_then(|yen| Unit::Yen.number(yen.get() * factor));
        }
        for (id, given) in &mut scaled.profile {
            let question = PACK.question(id.as_str()).expect("a question of the pack");
            if let (Kind::Money(_), Given::Number(number)) = (&question.kind, &*given) {
                *given = Given::Number(Unit::Yen.number(number.get() * factor).expect("in range"));
            }
        }
        is_the_same(&scored(&scaled), &scored(&case), "money times a factor")?;
    }

    #[test]
    fn a_supplier_split_into_two_rows_changes_nothing(rolls in dice(), index in 0..6_usize, share in 1..100_u8) {
        let case = case(&rolls);
        let mut split = case.clone();
        let row = case.suppliers.get(index).filter(|row| !row.alias.is_empty() && !row.item.is_empty());
        if let Some(row) = row {
            let (mut one, mut other) = (row.clone(), row.clone());
            if let Some(spend) = row.annual_spend.map(sonae_engine::measure::Number::get) {
                let part = (spend * f64::from(share) / 100.0).ceil();
                one.annual_spend = Unit::Yen.number(part);
                other.annual_spend = Unit::Yen.number(spend - part);
            }
            split.suppliers[index] = one;
            split.suppliers.insert(0, other);
        }
        is_the_same(&scored(&split), &scored(&case), "a split supplier")?;
    }

    #[test]
    fn a_receipt_adds_up_to_both_ends(rolls in dice()) {
        for module in scored(&case(&rolls)).modules {
            let low: f64 = module.receipt.iter().map(|entry| entry.part.low).sum();
            let high: f64 = module.receipt.iter().map(|entry| entry.part.high).sum();
            prop_assert!((low - module.score.low).abs() <= ROUNDING, "{}: {low}", module.id);
            prop_assert!((high - module.score.high).abs() <= ROUNDING, "{}: {high}", module.id);
        }
    }

    #[test]
    fn what_moved_a_score_adds_up_to_the_movement(one in dice(), other in dice(), then in (0..=50_u8, 50..=100_u8)) {
        let (mut earlier, now) = (case(&one), case(&other));
        let score = scored(&earlier);
        for other_rules in [false, true] {
            let mut past = score.past(&PACK, &earlier, "2025-11-30");
            if other_rules {
                past.method = "A0".to_owned();
                past.overall = Interval { low: then.0.into(), high: then.1.into() };
            }
            earlier.history = vec![past.clone()];
            let moved = Movement::between(&PACK, &earlier, &now).expect("both have an industry");
            let after = scored(&now);
            prop_assert_eq!(moved.overall.then, past.overall);
            prop_assert_eq!(moved.overall.now, after.overall.score);
            prop_assert_eq!(moved.recorded.is_some(), other_rules);
            let near = |sum: Shift, whole: Shift| {
                (sum.low - whole.low).abs() <= ROUNDING && (sum.high - whole.high).abs() <= ROUNDING
            };
            let all = moved.modules.iter().map(|module| &module.steps).chain([&moved.overall]);
            for steps in all {
                let sum = steps.rules().and(steps.answers()).and(steps.facts());
                prop_assert!(near(sum, Shift::between(steps.then, steps.now)), "{steps:?}");
            }
            for module in &moved.modules {
                let sum = |part: fn(&sonae_engine::score::Moved) -> Shift| {
                    module.items.iter().map(part).fold(Shift::default(), Shift::and)
                };
                prop_assert!(near(sum(|it| it.answers), module.steps.answers()), "{}", module.id);
                prop_assert!(near(sum(|it| it.facts), module.steps.facts()), "{}", module.id);
            }
        }
    }

    #[test]
    fn nothing_moves_a_score_where_nothing_differs(rolls in dice()) {
        let case = case(&rolls);
        let moved = Movement::between(&PACK, &case, &case).expect("it has an industry");
        prop_assert!(moved.modules.iter().all(|module| module.items.is_empty()));
        prop_assert_eq!(Shift::between(moved.overall.then, moved.overall.now), Shift::default());
        // With the same tables, nothing is moved by them, and with the same answers nothing by those.
        let mut other = case.clone();
        other.suppliers.clear();
        let moved = Movement::between(&PACK, &case, &other).expect("it has an industry");
        prop_assert_eq!(moved.overall.answers(), Shift::default());
        let mut other = case.clone();
        other.answers.clear();
        let moved = Movement::between(&PACK, &case, &other).expect("it has an industry");
        prop_assert_eq!(moved.overall.facts(), Shift::default());
    }

    #[test]
    fn a_recorded_result_is_in_the_file_and_recorded_once(rolls in dice()) {
        let mut case = case(&rolls);
        let recorded = |case: &Assessment, day: &str| {
            let mut case = case.clone();
            case.apply(Edit::ResultRecorded(scored(&case).past(&PACK, &case, day)));
            case
        };
        case = recorded(&case, "2026-11-24");
        let bytes = case.save(&PACK);
        let opened = Assessment::read(&PACK, &bytes).expect("what we wrote");
        prop_assert_eq!(&opened.assessment, &case);
        // Saved again, unchanged, on a later day: the same bytes.
        prop_assert_eq!(recorded(&opened.assessment, "2027-02-01").save(&PACK), bytes);
    }

    #[test]
    fn a_case_carried_over_is_emptied_of_its_time_and_of_nothing_else(rolls in dice()) {
        let case = case(&rolls);
        let (next, blanked) = case.forward(&PACK);
        let timed = |id: &Id| PACK.question(id.as_str()).is_some_and(|question| question.timed);
        let changes = Changes::between(&case, &next);
        for changed in &changes.answers {
            prop_assert!(timed(&changed.what) && changed.after.is_none(), "{changed:?}");
        }
        prop_assert_eq!(changes.answers.len(), blanked.questions.len());
        for (table, _, changed) in &changes.cells {
            let columns = &PACK.tables.get(*table).columns;
            let column = columns.iter().find(|column| column.key == changed.what);
            prop_assert!(column.is_some_and(|column| column.timed), "{changed:?}");
            prop_assert_eq!(&changed.after, &Cell::Empty);
        }
        prop_assert_eq!(changes.cells.len(), blanked.cells.iter().map(|it| it.2).sum::<usize>());
        prop_assert!(changes.rows_added.is_empty() && changes.rows_removed.is_empty());
        // Nothing bound to its time is left, and the file is sound.
        prop_assert!(next.forward(&PACK).1.is_empty());
        let opened = Assessment::read(&PACK, &next.save(&PACK)).expect("what we wrote");
        prop_assert_eq!(opened.assessment, next);
    }

    #[test]
    fn what_narrows_a_range_narrows_it_at_least_as_said(rolls in dice()) {
        let case = case(&rolls);
        for (module, before) in PACK.modules.iter().zip(scored(&case).modules) {
            for next in before.next.iter().take(3) {
                let Some(question) = module.questions.iter().find(|it| it.id == next.item) else {
                    continue;
                };
                // A condition that is still open, or a table, decides more than the answer does.
                let path = Path::of(&PACK, &case);
                let step = path.step(question.id.as_str()).expect("a step");
                if step.applies != Truth::Certain || step.origin == Origin::Table {
                    continue;
                }
                for option in question.kind.options().iter().filter(|it| !it.not_applicable) {
                    let Some(given) = (match question.kind {
                        Kind::Multi(..) => Given::switched(question, None, option.key.as_str()),
                        _ => Some(Given::chosen(option)),
                    }) else { continue };
                    let mut settled = case.clone();
                    settled.answers.insert(question.id.clone(), answered(given));
                    let modules = scored(&settled).modules;
                    let after = modules.iter().find(|it| it.id == module.id).expect("the module");
                    let narrowed = before.score.width() - after.score.width();
                    prop_assert!(narrowed >= next.narrows_by - ROUNDING, "{}: {narrowed} < {}", question.id, next.narrows_by);
                }
            }
        }
    }

    #[test]
    fn no_better_answer_elsewhere_lowers_the_floor_of_a_gate(rolls in dice()) {
        let mut case = case(&rolls);
        case.suppliers.push(Supplier {
            category: Some(Category::Chip),
            sales_dependent_pct: Unit::Percent.number(25.0),
            alternatives: Some(Alternatives::OneUnqualified),
            stock_weeks: Unit::Weeks.number(3.0),
            requal_weeks: Unit::Weeks.number(4.0),
            ..Supplier::default()
        });
        for question in PACK.modules.iter().flat_map(|module| &module.questions) {
            let best = question.kind.options().iter().find(|it| it.risk == Some(0.0));
            let given = match (&question.kind, best) {
                (Kind::Single(_), Some(option)) => Given::chosen(option),
                (Kind::Multi(..), Some(option)) => Given::Choices(vec![option.key.clone()]),
                (Kind::Percent(_), _) => Given::Number(Unit::Percent.number(0.0).expect("zero")),
                _ => continue,
            };
            case.answers.insert(question.id.clone(), answered(given));
        }
        let supplier = &scored(&case).modules[0];
        let gate = supplier.gates.iter().find(|gate| gate.id.as_str() == "single_point");
        prop_assert_eq!(gate.map(|gate| gate.state), Some(Truth::Certain));
        prop_assert!(supplier.score.low < 50.0, "the answers are good: {:?}", supplier.score);
        prop_assert!(supplier.band[0] >= BandName::High, "{:?}", supplier.band);
    }

    #[test]
    fn the_same_case_gives_the_same_bytes(rolls in dice()) {
        let written = |case: &Assessment| serde_json::to_string(&scored(case)).expect("plain values");
        prop_assert_eq!(written(&case(&rolls)), written(&case(&rolls)));
    }

    #[test]
    fn what_was_saved_opens_as_it_was_and_saves_as_the_same_bytes(rolls in dice(), note in ".{0,40}", flag: bool) {
        let mut case = case(&rolls);
        case.markets.push(Market { main_products: note.clone(), ..Market::default() });
        let first = PACK.modules[0].questions[0].id.clone();
        case.answers.insert(first, Answer { given: None, note, flag, estimate: !flag });
        case.answers.retain(|_, answer| *answer != Answer::default());
        let bytes = case.write(&PACK);
        let opened = Assessment::read(&PACK, &bytes).expect("what we wrote");
        prop_assert_eq!(&opened.notices, &Vec::new());
        prop_assert_eq!(opened.assessment.write(&PACK), bytes);
        prop_assert_eq!(opened.assessment, case);
    }

    #[test]
    fn a_damaged_file_is_taken_or_refused_and_never_a_fault_of_ours(rolls in dice(), place: prop::sample::Index, byte: u8, cut: bool) {
        let mut bytes = case(&rolls).write(&PACK);
        let at = place.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        match Assessment::read(&PACK, &bytes) {
            Ok(opened) => drop(score(&PACK, &opened.assessment)),
            Err(findings) => prop_assert!(!findings.is_empty()),
        }
    }

    #[test]
    fn any_text_is_imported_or_refused_and_never_a_fault_of_ours(heading in "(仕入先|品目|国|購入額\\(千円\\)|\"|,|\t|x){1,6}", body in "[\\PC\n\t,\"]{0,200}") {
        for table in [TableName::Suppliers, TableName::Markets] {
            if let Err(findings) = import(&PACK, table, &format!("{heading}\n{body}")) {
                prop_assert!(!findings.is_empty());
            }
        }
    }

    #[test]
    fn any_text_is_a_number_or_refused(typed in "[0-9.,０-９一二三十百千万億兆円千%△()\\-−+kmbn ]{0,12}") {
        for unit in [Unit::Yen, Unit::YenFromZero, Unit::Percent, Unit::Weeks, Unit::Days, Unit::Count] {
            if let Ok(number) = money_of(&typed, unit, 1_000.0) {
                let (lowest, highest) = unit.limits();
                prop_assert!((lowest..=highest).contains(&number.get()), "{typed}");
            }
        }
    }
}
