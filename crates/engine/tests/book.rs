//! What is kept beside suppliers from ledgers: how edits change it, how it is saved, how it counts.
#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::LazyLock;

use proptest::prelude::*;
use sonae_engine::assessment::{Assessment, Edit, Given, ROW_LIMIT, Rows};
use sonae_engine::content::{Id, Language, Pack, TableName, read_folder};
use sonae_engine::measure::{Number, Unit};
use sonae_engine::score::score;
use sonae_engine::suppliers::{Because, Book, Merge, MonthsOf, Part, Source, Supplier};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

fn yen(value: f64) -> Number {
    Unit::Yen.number(value).expect("within the limits")
}

fn row(alias: &str, spend: f64) -> Supplier {
    Supplier {
        alias: alias.into(),
        annual_spend: Some(yen(spend)),
        ..Supplier::default()
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn taken(rows: &[Supplier], book: Book, replace: bool) -> Edit {
    Edit::LedgerTaken {
        rows: rows.to_vec(),
        book,
        replace,
    }
}

fn merged(names: &[&str], alias: &str) -> Edit {
    Edit::Merged {
        names: texts(names),
        alias: alias.into(),
        because: Because::Said,
    }
}

fn book(months: &[&str], by_month: &[(Option<&str>, &[f64])]) -> Book {
    Book {
        sources: vec![Source {
            rows_read: 1,
            skipped: 0,
            total_yen: yen(1.0),
            sheet_total_yen: None,
            from: None,
            to: None,
        }],
        months: texts(months),
        by_month: by_month
            .iter()
            .map(|(name, amounts)| MonthsOf {
                name: name.map(str::to_owned),
                yen: amounts.iter().copied().map(yen).collect(),
            })
            .collect(),
        ..Book::default()
    }
}

#[test]
fn a_second_ledger_stands_behind_the_first() {
    let mut case = Assessment::default();
    let first = book(
        &["2025-04", "2025-06"],
        &[(Some("A"), &[1.0, 2.0]), (None, &[3.0, 4.0])],
    );
    case.apply(taken(&[row("A", 1.0), row("B", 2.0)], first, true));
    let mut second = book(
        &["2025-05", "2025-06"],
        &[(Some("C"), &[5.0, 6.0]), (Some("A"), &[7.0, 8.0])],
    );
    let mut rows = vec![row("C", 3.0), row("D", 4.0)];
    second.merge(&mut rows, &texts(&["C", "D"]), "D", Because::Code);
    case.apply(taken(&rows, second, false));
    let aliases: Vec<&str> = case
        .suppliers
        .iter()
        .map(|row| row.alias.as_str())
        .collect();
    assert_eq!(aliases, ["A", "B", "D"]);
    assert_eq!(case.book.sources.len(), 2);
    assert_eq!(case.book.months, ["2025-04", "2025-05", "2025-06"]);
    let months: Vec<(Option<&str>, Vec<f64>)> = case
        .book
        .by_month
        .iter()
        .map(|line| {
            (
                line.name.as_deref(),
                line.yen.iter().map(|yen| yen.get()).collect(),
            )
        })
        .collect();
    assert_eq!(
        months,
        [
            (Some("A"), vec![1.0, 7.0, 10.0]),
            (Some("C"), vec![0.0, 5.0, 6.0]),
            (None, vec![3.0, 0.0, 4.0]),
        ]
    );
    case.apply(Edit::MergesUndone);
    let aliases: Vec<&str> = case
        .suppliers
        .iter()
        .map(|row| row.alias.as_str())
        .collect();
    assert_eq!(aliases, ["A", "B", "C", "D"]);
}

#[test]
fn a_table_takes_no_more_rows_than_it_holds() {
    let mut case = Assessment::default();
    let many = vec![row("A", 1.0); ROW_LIMIT + 5];
    case.apply(taken(&many, Book::default(), true));
    assert_eq!(case.suppliers.len(), ROW_LIMIT);
    case.apply(taken(&many, Book::default(), false));
    assert_eq!(case.suppliers.len(), ROW_LIMIT);
}

#[test]
fn mergers_and_groups_are_made_and_undone() {
    let before = [row("A", 1.0), row("B", 2.0), row("C", 3.0)];
    let mut case = Assessment {
        suppliers: before.to_vec(),
        ..Assessment::default()
    };
    case.apply(merged(&["A", "B"], "A"));
    case.apply(Edit::GroupSet {
        name: "G".into(),
        suppliers: texts(&["A", "C"]),
    });
    assert_eq!((case.suppliers.len(), case.book.merges.len()), (2, 1));
    assert_eq!(
        case.book.group_of("C").map(|group| group.name.as_str()),
        Some("G")
    );
    case.apply(Edit::MergeUndone(0));
    assert_eq!(case.suppliers, before);
    assert!(
        case.book.group_of("B").is_some(),
        "what is said of the whole is true of its parts"
    );
    case.apply(Edit::GroupRemoved("G".into()));
    assert!(case.book.is_empty());
}

#[test]
fn other_edits_of_rows_leave_the_log_as_it_should_be() {
    let before = [row("A", 1.0), row("B", 2.0), row("C", 3.0)];
    let start = || {
        let mut case = Assessment {
            suppliers: before.to_vec(),
            ..Assessment::default()
        };
        case.apply(merged(&["A", "C"], "C"));
        case
    };
    let mut inserted = start();
    inserted.apply(Edit::RowsInserted(TableName::Suppliers, 0, 1));
    inserted.apply(Edit::MergeUndone(0));
    let expected = [&[Supplier::default()], &before[..]].concat();
    assert_eq!(inserted.suppliers, expected);
    let mut removed = start();
    removed.apply(Edit::RowsRemoved(TableName::Suppliers, 1, 1));
    removed.apply(Edit::MergeUndone(0));
    assert_eq!(removed.suppliers, [row("A", 1.0), row("C", 3.0)]);
    let mut forgotten = start();
    forgotten.apply(Edit::RowsRemoved(TableName::Suppliers, 0, 1));
    assert_eq!(forgotten.book.merges, []);
    let mut replaced = start();
    replaced.apply(Edit::RowsReplaced(Rows::Suppliers(before.to_vec())));
    assert!(replaced.book.is_empty());
    let mut emptied = start();
    emptied.apply(Edit::RowsRemoved(TableName::Suppliers, 0, 9));
    assert!(emptied.book.is_empty());
}

#[test]
fn a_case_without_ledgers_is_saved_as_ever() {
    let firm = PACK.firms.first().expect("a firm");
    let case = Assessment::of_firm(&PACK, firm, Language::En).expect("a firm of the pack");
    let text = String::from_utf8(case.write(&PACK)).expect("text");
    assert!(!text.contains("\"ledger\""));
}

fn some_text() -> impl Strategy<Value = String> {
    "[㈱山A =\"\\\\\n\\PC]{1,12}"
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        (-1_000_000_000_i32..1_000_000_000).prop_map(|whole| yen(f64::from(whole))),
        (-1e15..1e15).prop_map(yen),
    ]
}

prop_compose! {
    fn supplier()(alias in some_text(), item in some_text(), spend in prop::option::of(number())) -> Supplier {
        Supplier { alias, item, annual_spend: spend, ..Supplier::default() }
    }
}

prop_compose! {
    fn merge()(
        alias in some_text(),
        because in prop::sample::select(Because::ALL),
        parts in prop::collection::vec((0..20_000_usize, supplier()), 1..4),
        owners in prop::collection::btree_map(some_text(), some_text(), 0..3),
    ) -> Merge {
        let parts = parts.into_iter().map(|(row, supplier)| Part { row, supplier }).collect();
        Merge { alias, because, parts, owners }
    }
}

prop_compose! {
    fn source()(
        rows_read in 0..200_000_u32,
        skipped in 0..200_000_u32,
        total_yen in number(),
        sheet_total_yen in prop::option::of(number()),
        from in prop::option::of(Just("2025-04-01".to_owned())),
        to in prop::option::of(Just("2026-03-31".to_owned())),
    ) -> Source {
        Source { rows_read, skipped, total_yen, sheet_total_yen, from, to }
    }
}

prop_compose! {
    fn any_book()(
        sources in prop::collection::vec(source(), 0..3),
        months in 0..4_usize,
        lines in prop::collection::vec((prop::option::of(some_text()), prop::collection::vec(number(), 4)), 0..4),
        merges in prop::collection::vec(merge(), 0..4),
        groups in prop::collection::vec((some_text(), prop::collection::vec(some_text(), 0..4)), 0..3),
    ) -> Book {
        let mut book = Book {
            sources,
            months: (0..months).map(|month| format!("2025-{:02}", month + 1)).collect(),
            by_month: lines
                .into_iter()
                .map(|(name, amounts)| MonthsOf { name, yen: amounts.into_iter().take(months).collect() })
                .collect(),
            merges,
            groups: Vec::new(),
        };
        for (name, suppliers) in groups {
            book.set_group(&name, &suppliers);
        }
        book
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_saved_opens_as_it_was(book in any_book(), rows in prop::collection::vec(supplier(), 0..3)) {
        let case = Assessment { suppliers: rows, book, ..Assessment::default() };
        let bytes = case.write(&PACK);
        let opened = Assessment::read(&PACK, &bytes).expect("what we wrote");
        prop_assert_eq!(&opened.notices, &Vec::new());
        prop_assert_eq!(opened.assessment.write(&PACK), bytes);
        prop_assert_eq!(opened.assessment, case);
    }

    #[test]
    fn any_change_to_a_saved_book_is_taken_or_refused(book in any_book(), place: prop::sample::Index, byte: u8) {
        let mut bytes = Assessment { book, ..Assessment::default() }.write(&PACK);
        let at = place.index(bytes.len());
        bytes[at] = byte;
        if let Err(findings) = Assessment::read(&PACK, &bytes) {
            prop_assert!(!findings.is_empty());
        }
    }

    #[test]
    fn a_supplier_split_under_one_owner_changes_no_score(spends in prop::collection::vec(2..10_000_u32, 1..6), part in 1..100_u32) {
        let mut whole = Assessment::default();
        let industry = PACK.question(Pack::INDUSTRY).expect("asked").kind.options()[0].key.clone();
        whole.apply(Edit::Profiled(Id::from(Pack::INDUSTRY), Some(Given::Choice(industry))));
        whole.suppliers = spends.iter().enumerate().map(|(at, yen)| row(&format!("s{at}"), f64::from(*yen))).collect();
        let mut split = whole.clone();
        let first = (spends[0] * part / 100).clamp(1, spends[0] - 1);
        split.suppliers[0] = row("one", f64::from(first));
        split.suppliers.push(row("other", f64::from(spends[0] - first)));
        split.apply(Edit::GroupSet { name: "s0".into(), suppliers: texts(&["one", "other"]) });
        let (whole, split) = (score(&PACK, &whole).expect("a score"), score(&PACK, &split).expect("a score"));
        for (one, other) in whole.modules.iter().zip(&split.modules) {
            prop_assert!((one.score.low - other.score.low).abs() < 1e-9, "{:?} {:?}", one.score, other.score);
            prop_assert!((one.score.high - other.score.high).abs() < 1e-9);
        }
    }
}
