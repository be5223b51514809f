use proptest::prelude::*;

use crate::measure::{Number, Unit};
use crate::suppliers::{
    Alternatives, Because, Book, BuyVia, Category, Figures, Flag, Group, Supplier,
};
use crate::table::Country;

fn row(alias: &str, item: &str, spend: Option<f64>, country: &str) -> Supplier {
    Supplier {
        alias: alias.into(),
        item: item.into(),
        annual_spend: spend.and_then(|yen| Unit::Yen.number(yen)),
        country: Country::new(country),
        ..Supplier::default()
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn merged(rows: &[Supplier], of: &[&str], alias: &str) -> (Vec<Supplier>, Book) {
    let (mut rows, mut book) = (rows.to_vec(), Book::default());
    assert!(book.merge(&mut rows, &names(of), alias, Because::Said));
    (rows, book)
}

fn shown(rows: &[Supplier]) -> Vec<(&str, &str, Option<f64>)> {
    rows.iter()
        .map(|row| {
            let spend = row.annual_spend.map(Number::get);
            (row.alias.as_str(), row.item.as_str(), spend)
        })
        .collect()
}

#[test]
fn rows_become_one_where_country_and_route_agree() {
    let rows = [
        row("A", "bolts", Some(5.0), "JP"),
        row("B", "nuts", Some(3.0), "JP"),
        row("C", "oil", Some(9.0), "JP"),
        row("B", "nuts", Some(1.0), "CN"),
    ];
    let (after, _) = merged(&rows, &["A", "B"], "A");
    assert_eq!(
        shown(&after),
        [
            ("A", "bolts・nuts", Some(8.0)),
            ("C", "oil", Some(9.0)),
            ("A", "nuts", Some(1.0))
        ]
    );
}

#[test]
fn items_that_were_kept_apart_stay_apart() {
    let rows = [
        row("A", "bolts", Some(5.0), ""),
        row("A", "nuts", Some(4.0), ""),
        row("B", "nuts", Some(3.0), ""),
        row("B", "pins", Some(2.0), ""),
        row("C", "screws", Some(1.0), ""),
    ];
    let (after, _) = merged(&rows, &["A", "B", "C"], "B");
    assert_eq!(
        shown(&after),
        [
            ("B", "bolts", Some(5.0)),
            ("B", "nuts", Some(7.0)),
            ("B", "pins", Some(2.0)),
            ("B", "screws", Some(1.0))
        ]
    );
}

#[test]
fn an_unknown_spend_makes_the_sum_unknown_and_the_larger_row_decides() {
    let one = Supplier {
        category: Some(Category::Part),
        alternatives: Some(Alternatives::None),
        flags: [Flag::SinglePlant].into(),
        ..row("A", "x", Some(1.0), "")
    };
    let other = Supplier {
        category: Some(Category::Chip),
        stock_weeks: Unit::Weeks.number(3.0),
        flags: [Flag::CriticalGood].into(),
        ..row("B", "x…", Some(2.0), "")
    };
    let unknown = row("C", "y", None, "");
    let (after, _) = merged(&[one, other, unknown], &["A", "B", "C"], "A");
    assert_eq!(shown(&after), [("A", "x・y…", None)]);
    assert_eq!(after[0].category, Some(Category::Chip));
    assert_eq!(after[0].alternatives, Some(Alternatives::None));
    assert_eq!(after[0].stock_weeks.map(Number::get), Some(3.0));
    assert_eq!(
        after[0].flags,
        [Flag::CriticalGood, Flag::SinglePlant].into()
    );
}

#[test]
fn what_is_no_merger_changes_nothing() {
    let rows = [row("A", "", Some(1.0), ""), row("", "", Some(2.0), "")];
    let long = "長".repeat(501);
    for (of, alias) in [
        (&["A"][..], "A"),
        (&["A"], "Z"),
        (&["A", ""], ""),
        (&["A", ""], "A"),
        (&["X", "Y"], "X"),
        (&["A", "B"], long.as_str()),
    ] {
        let (mut after, mut book) = (rows.to_vec(), Book::default());
        assert!(!book.merge(&mut after, &names(of), alias, Because::Said));
        assert_eq!((after, book), (rows.to_vec(), Book::default()), "{of:?}");
    }
}

#[test]
fn suggestions_can_be_taken_one_after_another() {
    let rows = ["A", "B", "C"].map(|alias| row(alias, "x", Some(1.0), ""));
    let (mut rows, mut book) = merged(&rows, &["A", "B"], "B");
    assert!(book.merge(&mut rows, &names(&["A", "C"]), "C", Because::Branch));
    assert_eq!(shown(&rows), [("C", "x", Some(3.0))]);
    assert_eq!(book.name_of("A"), "C");
    assert_eq!(book.name_of("Z"), "Z");
}

#[test]
fn what_a_person_filled_goes_back_to_the_rows_without_it() {
    let mut one = row("A", "x", Some(2.0), "");
    one.stock_weeks = Unit::Weeks.number(4.0);
    let (mut rows, mut book) = merged(&[one, row("B", "y", Some(1.0), "")], &["A", "B"], "A");
    rows[0].alternatives = Some(Alternatives::OneQualified);
    rows[0].stock_weeks = Unit::Weeks.number(6.0);
    rows[0].country = Country::new("CN");
    rows[0].flags.insert(Flag::CriticalGood);
    assert!(book.undo(&mut rows, 0));
    assert_eq!(shown(&rows), [("A", "x", Some(2.0)), ("B", "y", Some(1.0))]);
    for (row, weeks) in rows.iter().zip([4.0, 6.0]) {
        assert_eq!(row.alternatives, Some(Alternatives::OneQualified));
        assert_eq!(row.stock_weeks.map(Number::get), Some(weeks));
        assert_eq!(row.country, Country::new("CN"));
        assert_eq!(row.flags, [Flag::CriticalGood].into());
    }
}

#[test]
fn a_row_that_was_removed_or_renamed_does_not_return() {
    let before = ["A", "B", "C"].map(|alias| row(alias, alias, Some(1.0), ""));
    let (mut rows, mut book) = merged(&before, &["A", "B"], "A");
    rows.remove(0);
    book.undo(&mut rows, 0);
    assert_eq!(rows, before[2..]);
    let (mut rows, mut book) = merged(&before, &["A", "B"], "A");
    rows[0].alias = "Z".into();
    book.undo(&mut rows, 0);
    assert_eq!(shown(&rows)[0], ("Z", "A・B", Some(2.0)));
    assert_eq!(rows.len(), 2);
}

#[test]
fn an_inner_merger_is_undone_as_if_it_had_never_been() {
    let before = ["A", "B", "C"].map(|alias| row(alias, alias, Some(1.0), ""));
    let (mut rows, mut book) = merged(&before, &["A", "B"], "A");
    book.merge(&mut rows, &names(&["A", "C"]), "A", Because::Similar);
    assert!(book.undo(&mut rows, 0));
    assert_eq!(
        shown(&rows),
        [("A", "A・C", Some(2.0)), ("B", "B", Some(1.0))]
    );
    assert_eq!(book.merges.len(), 1);
    assert!(!book.undo(&mut rows, 7));
    book.undo_all(&mut rows);
    assert_eq!(rows, before);
    // The later one was of a name that the inner one made.
    let (mut rows, mut book) = merged(&before, &["A", "B"], "X");
    book.merge(&mut rows, &names(&["X", "C"]), "X", Because::Similar);
    assert!(book.undo(&mut rows, 0));
    assert_eq!((rows.as_slice(), book.merges.len()), (&before[..], 0));
}

#[test]
fn groups_follow_a_merger_and_come_back() {
    let before = ["A", "B", "C"].map(|alias| row(alias, alias, Some(1.0), ""));
    let (mut rows, mut book) = (before.to_vec(), Book::default());
    book.set_group("G", &names(&["A", "C"]));
    book.set_group("H", &names(&["B"]));
    let grouped = book.clone();
    book.merge(&mut rows, &names(&["A", "B"]), "B", Because::Said);
    let group = |name: &str, of: &[&str]| Group {
        name: name.into(),
        suppliers: names(of),
    };
    // The group of the name that stays.
    assert_eq!(book.groups, [group("G", &["C"]), group("H", &["B"])]);
    let mut undone = book.clone();
    undone.undo(&mut rows.clone(), 0);
    assert_eq!(undone, grouped);
    // What was said of the whole since then is true of the parts.
    let mut moved = book.clone();
    moved.set_group("I", &names(&["B"]));
    moved.undo(&mut rows.clone(), 0);
    assert_eq!(moved.groups, [group("G", &["C"]), group("I", &["A", "B"])]);
    // A group that was dissolved does not come back.
    book.remove_group("H");
    book.undo(&mut rows, 0);
    assert_eq!(book.groups, [group("G", &["A", "C"])]);
}

#[test]
fn an_owner_never_takes_the_name_of_another_supplier() {
    let rows = ["A", "B", "G", "G+"].map(|alias| row(alias, "", Some(1.0), ""));
    let mut book = Book::default();
    assert_eq!(*book.by_owner(&rows), rows);
    book.set_group("G", &names(&["A", "B"]));
    let owned = book.by_owner(&rows);
    let aliases: Vec<&str> = owned.iter().map(|row| row.alias.as_str()).collect();
    assert_eq!(aliases, ["G++", "G++", "G", "G+"]);
    book.set_group("G", &names(&["A", "G"]));
    let owned = book.by_owner(&rows);
    let aliases: Vec<&str> = owned.iter().map(|row| row.alias.as_str()).collect();
    assert_eq!(aliases, ["G", "B", "G", "G+"]);
}

#[test]
fn a_supplier_is_in_one_group_at_most() {
    let mut book = Book::default();
    book.set_group("G", &names(&["B", "A", "A", ""]));
    book.set_group("H", &names(&["A"]));
    book.set_group("", &names(&["B"]));
    let all: Vec<(&str, usize)> = book
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.suppliers.len()))
        .collect();
    assert_eq!(all, [("G", 1), ("H", 1)]);
    book.set_group("G", &[]);
    assert_eq!(book.group_of("B"), None);
}

// ---- properties -------------------------------------------------------------------------------

type Dice = (usize, usize, Option<u32>, usize, usize, usize);

fn table(dice: &[Dice]) -> Vec<Supplier> {
    dice.iter()
        .map(|&(alias, item, spend, country, via, more)| Supplier {
            buy_via: [None, Some(BuyVia::Direct), Some(BuyVia::TraderJp)][via],
            alternatives: [None, Some(Alternatives::None)][more % 2],
            stock_weeks: [None, Unit::Weeks.number(2.0), Unit::Weeks.number(3.0)][more % 3],
            ..row(
                ["A", "B", "C", "D", "E", ""][alias],
                ["", "x", "y"][item],
                spend.map(f64::from),
                ["", "JP", "CN"][country],
            )
        })
        .collect()
}

fn rows() -> impl Strategy<Value = Vec<Supplier>> {
    let dice = (
        0..6_usize,
        0..3_usize,
        prop::option::weighted(0.9, 1..1_000_u32),
        0..3_usize,
        0..3_usize,
        0..6_usize,
    );
    prop::collection::vec(dice, 0..14).prop_map(|dice| table(&dice))
}

fn mergers() -> impl Strategy<Value = Vec<(Vec<String>, String)>> {
    let name = prop::sample::select(vec!["A", "B", "C", "D", "E", "X"]);
    let one = (prop::collection::vec(name.clone(), 1..4), name);
    let one = one.prop_map(|(of, alias)| (names(&of), alias.to_owned()));
    prop::collection::vec(one, 1..6)
}

fn sorted(rows: &[Supplier]) -> Vec<String> {
    let mut all: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn mergers_undone_give_the_same_rows_and_book(before in rows(), mergers in mergers(), grouped in prop::collection::vec(0..3_usize, 5)) {
        let (mut rows, mut book) = (before.clone(), Book::default());
        for (group, name) in ["G", "H"].into_iter().enumerate() {
            let of = ["A", "B", "C", "D", "E"].iter().zip(&grouped).filter(|(_, at)| **at == group);
            let of: Vec<&str> = of.map(|(alias, _)| *alias).collect();
            book.set_group(name, &names(&of));
        }
        let book_before = book.clone();
        for (of, alias) in &mergers {
            book.merge(&mut rows, of, alias, Because::Said);
            let total = |rows: &[Supplier]| rows.iter().filter_map(|row| row.annual_spend).map(Number::get).sum::<f64>();
            let lost = rows.iter().any(|row| row.annual_spend.is_none());
            prop_assert!(lost || (total(&rows) - total(&before)).abs() < 1e-6);
        }
        prop_assert_eq!(&*book.as_invoiced(&rows), &before[..]);
        while !book.merges.is_empty() {
            let last = book.merges.len() - 1;
            prop_assert!(book.undo(&mut rows, last));
        }
        prop_assert_eq!(rows, before);
        prop_assert_eq!(book, book_before);
    }

    #[test]
    fn mergers_undone_in_any_order_give_all_rows_back(before in rows(), mergers in mergers(), order in prop::collection::vec(any::<prop::sample::Index>(), 12)) {
        let (mut rows, mut book) = (before.clone(), Book::default());
        for (of, alias) in &mergers {
            book.merge(&mut rows, of, alias, Because::Said);
        }
        for index in order {
            if !book.merges.is_empty() {
                let count = book.merges.len();
                prop_assert!(book.undo(&mut rows, index.index(count)));
                prop_assert!(book.merges.len() < count);
            }
        }
        prop_assert!(book.merges.is_empty());
        prop_assert_eq!(sorted(&rows), sorted(&before));
    }

    #[test]
    fn the_order_of_rows_changes_no_figure(before in rows(), turn in 0..14_usize) {
        let mut turned = before.clone();
        turned.rotate_left(turn.min(before.len()));
        turned.reverse();
        let figures = |rows: &[Supplier]| {
            let (mut rows, mut book) = (rows.to_vec(), Book::default());
            book.merge(&mut rows, &names(&["A", "B"]), "A", Because::Said);
            book.set_group("G", &names(&["C", "D"]));
            let figures = Figures::of(&book.by_owner(&rows));
            (figures.top_supplier_share, figures.country_hhi, figures.known_origin_share)
        };
        let close = |one: Option<crate::measure::Interval>, other: Option<crate::measure::Interval>| match (one, other) {
            (Some(one), Some(other)) => (one.low - other.low).abs() < 1e-9 && (one.high - other.high).abs() < 1e-9,
            (one, other) => one == other,
        };
        let (one, other) = (figures(&before), figures(&turned));
        prop_assert!(close(one.0, other.0) && close(one.1, other.1) && close(one.2, other.2), "{:?} {:?}", one, other);
    }

    #[test]
    fn a_merger_adds_twice_the_product_of_the_shares(spends in prop::collection::vec(1..10_000_u32, 2..8)) {
        let before: Vec<Supplier> = spends
            .iter()
            .enumerate()
            .map(|(at, yen)| row(&format!("s{at}"), "x", Some(f64::from(*yen)), ""))
            .collect();
        let total: f64 = spends.iter().copied().map(f64::from).sum();
        let (after, _) = merged(&before, &["s0", "s1"], "s0");
        let hhi = |rows: &[Supplier]| Figures::of(rows).supplier_hhi.expect("a spend");
        let added = 2.0 * f64::from(spends[0]) / total * f64::from(spends[1]) / total;
        prop_assert!((hhi(&after) - hhi(&before) - added).abs() < 1e-12);
    }

    #[test]
    fn splitting_a_supplier_under_one_owner_changes_nothing(spends in prop::collection::vec(2..10_000_u32, 1..6), part in 1..100_u32) {
        let before: Vec<Supplier> = spends
            .iter()
            .enumerate()
            .map(|(at, yen)| row(&format!("s{at}"), "x", Some(f64::from(*yen)), "CN"))
            .collect();
        let first = (spends[0] * part / 100).clamp(1, spends[0] - 1);
        let mut split = before.clone();
        split[0] = row("part one", "x", Some(f64::from(first)), "CN");
        split.push(row("part two", "x", Some(f64::from(spends[0] - first)), "CN"));
        let mut book = Book::default();
        book.set_group("s0", &names(&["part one", "part two"]));
        let (one, other) = (Figures::of(&before), Figures::of(&book.by_owner(&split)));
        prop_assert!((one.supplier_hhi.expect("a spend") - other.supplier_hhi.expect("a spend")).abs() < 1e-12);
        prop_assert_eq!(one.suppliers.len(), other.suppliers.len());
        prop_assert_eq!(one.single_source_items, other.single_source_items);
        for (one, other) in one.suppliers.iter().zip(&other.suppliers) {
            prop_assert!((one.share.low - other.share.low).abs() < 1e-12);
        }
    }
}
