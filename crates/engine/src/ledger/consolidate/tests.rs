use super::{Ledger, Meaning, NAMED_MONTHS, suggestions};
use crate::finding::Code;
use crate::ledger::{AmountUnit, Encoding, Month, Party, Period, Reading, Sen};
use crate::measure::Number;
use crate::suppliers::{BuyVia, MonthsOf, Supplier};
use crate::table::{Country, ROW_LIMIT};

fn party(name: &str, yen: i64) -> Party {
    Party {
        name: name.to_owned(),
        code: None,
        corporate_number: None,
        items: Vec::new(),
        origin: None,
        via: None,
        group: None,
        total: Sen(yen * 100),
        months: Vec::new(),
        lines: vec![3],
    }
}

fn reading(parties: Vec<Party>) -> Reading {
    let total = parties
        .iter()
        .fold(Sen(0), |sum, party| sum.plus(party.total));
    Reading {
        encoding: Encoding::Utf8,
        delimiter: Some(','),
        sheets: Vec::new(),
        sheet: None,
        header_lines: vec![1],
        columns: Vec::new(),
        unit: AmountUnit::Yen,
        period: Some(Period {
            from: "2025-04-01".into(),
            to: "2026-03-31".into(),
        }),
        rows_read: 7,
        skipped: Vec::new(),
        total,
        sheet_total: Some(total),
        subtotals_checked: 0,
        accounts: Vec::new(),
        parties,
        sample: Vec::new(),
        findings: Vec::new(),
    }
}

fn rows(ledger: &Ledger, times: f64) -> (Vec<Supplier>, super::Book, Vec<(Code, String)>) {
    let meaning = Meaning {
        country: &|text| (text == "中国").then(|| Country::new("CN")).flatten(),
        via: &|text| (text == "商社").then_some(BuyVia::TraderJp),
    };
    let (rows, book, findings) = ledger.rows(&meaning, times);
    let said = findings.into_iter().map(|finding| {
        let value = finding.arguments.get("value").cloned();
        (finding.code, value.unwrap_or_default())
    });
    (rows, book, said.collect())
}

fn in_month(party: Party, months: &[(u8, i64)]) -> Party {
    let months = months
        .iter()
        .map(|&(month, yen)| (Month { year: 2025, month }, Sen(yen * 100)));
    Party {
        months: months.collect(),
        ..party
    }
}

#[test]
fn parties_of_several_files_that_agree_become_one() {
    let items = |party: Party, items: &[&str]| Party {
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        ..party
    };
    let first = in_month(items(party("A", 5), &["nuts"]), &[(4, 3), (5, 2)]);
    let second = in_month(items(party("A", 9), &["bolts", "nuts"]), &[(5, 8), (6, 1)]);
    let abroad = Party {
        origin: Some("中国".into()),
        ..party("A", 1)
    };
    let mut later = reading(vec![second]);
    later.period = Some(Period {
        from: "2024-12-01".into(),
        to: "2025-01-31".into(),
    });
    let ledger = Ledger::of(&[reading(vec![first, abroad]), later]);
    let totals: Vec<i64> = ledger
        .parties
        .iter()
        .map(|party| party.total.0 / 100)
        .collect();
    assert_eq!(totals, [14, 1]);
    assert_eq!(ledger.parties[0].items, ["bolts", "nuts"]);
    let months: Vec<(u8, i64)> = ledger.parties[0]
        .months
        .iter()
        .map(|(month, amount)| (month.month, amount.0 / 100))
        .collect();
    assert_eq!(months, [(4, 3), (5, 10), (6, 1)]);
    assert_eq!(ledger.months.len(), 3);
    assert_eq!(ledger.total, Sen(1_500));
    let period = ledger
        .period
        .as_ref()
        .map(|it| (it.from.as_str(), it.to.as_str()));
    assert_eq!(period, Some(("2024-12-01", "2026-03-31")));
    let (_, book, _) = rows(&ledger, 1.0);
    let sources: Vec<(u32, f64)> = book
        .sources
        .iter()
        .map(|it| (it.rows_read, it.total_yen.get()))
        .collect();
    assert_eq!(sources, [(7, 6.0), (7, 9.0)]);
}

#[test]
fn items_that_were_kept_apart_stay_rows_of_their_own() {
    let of = |item: &str, yen| Party {
        items: vec![item.to_owned()],
        ..party("A", yen)
    };
    let twice = [
        reading(vec![of("nuts", 1), of("bolts", 2)]),
        reading(vec![of("nuts", 4), of("bolts", 8)]),
    ];
    let (rows, ..) = rows(&Ledger::of(&twice), 1.0);
    let shown: Vec<_> = rows
        .iter()
        .map(|row| (row.item.as_str(), row.annual_spend.map(Number::get)))
        .collect();
    assert_eq!(shown, [("bolts", Some(10.0)), ("nuts", Some(5.0))]);
}

#[test]
fn an_origin_that_nobody_knows_stays_open_and_is_said_once() {
    let of = |name: &str, yen, origin: Option<&str>, via: Option<&str>| Party {
        origin: origin.map(str::to_owned),
        via: via.map(str::to_owned),
        ..party(name, yen)
    };
    let ledger = Ledger::of(&[reading(vec![
        of("A", 9, Some("中国"), Some("商社")),
        of("B", 8, None, Some("商社")),
        of("C", 7, Some("どこか"), Some("問屋")),
        of("D", 6, Some("どこか"), Some("問屋")),
        of("E", 5, Some(" "), None),
    ])]);
    let (rows, _, said) = rows(&ledger, 1.0);
    let shown: Vec<_> = rows
        .iter()
        .map(|row| (row.country.map(|it| it.as_str().to_owned()), row.buy_via))
        .collect();
    let trader = Some(BuyVia::TraderJp);
    assert_eq!(
        shown,
        [
            (Some("CN".into()), trader),
            (None, trader),
            (None, None),
            (None, None),
            (None, None)
        ]
    );
    assert_eq!(
        said,
        [
            (Code::UnknownCountry, "どこか".into()),
            (Code::UnknownRoute, "問屋".into())
        ]
    );
}

#[test]
fn amounts_become_those_of_a_year_and_credit_notes_stay_rows() {
    let items = (0..5).map(|item| item.to_string()).collect();
    let many = Party {
        items,
        ..party("A", 7)
    };
    let ledger = Ledger::of(&[reading(vec![many, party("B", -3), party("", 2)])]);
    let (rows, ..) = rows(&ledger, 1.5);
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.alias.as_str(),
                row.item.as_str(),
                row.annual_spend.map(Number::get),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("A", "0・1・2・3・4…", Some(11.0)),
            ("", "", Some(3.0)),
            ("B", "", Some(-5.0))
        ]
    );
}

#[test]
fn two_corporate_numbers_under_one_name_are_two_suppliers() {
    let numbered = |number: &str, yen| Party {
        corporate_number: Some(number.to_owned()),
        ..party("A", yen)
    };
    let parties = vec![
        numbered("1234567890123", 3),
        numbered("9876543210987", 2),
        party("A", 1),
    ];
    let (rows, ..) = rows(&Ledger::of(&[reading(parties)]), 1.0);
    let aliases: Vec<&str> = rows.iter().map(|row| row.alias.as_str()).collect();
    assert_eq!(aliases, ["A 1234567890123", "A 9876543210987", "A"]);
}

#[test]
fn the_months_of_the_largest_names_stand_beside_all_others() {
    let count = i64::try_from(NAMED_MONTHS).unwrap() + 3;
    let mut parties: Vec<Party> = (1..=count)
        .map(|number| {
            in_month(
                party(&format!("S{number:02}"), number),
                &[(4, number), (6, 0)],
            )
        })
        .collect();
    parties.push(in_month(party("", 90), &[(5, 90)]));
    let (_, book, _) = rows(&Ledger::of(&[reading(parties)]), 12.0);
    assert_eq!(book.months, ["2025-04", "2025-05", "2025-06"]);
    assert_eq!(book.by_month.len(), NAMED_MONTHS + 1);
    let yen = |of: &MonthsOf| of.yen.iter().map(|yen| yen.get()).collect::<Vec<_>>();
    assert_eq!(book.by_month[0].name.as_deref(), Some("S23"));
    assert_eq!(yen(&book.by_month[0]), [23.0, 0.0, 0.0]);
    assert_eq!(book.by_month[NAMED_MONTHS].name, None);
    assert_eq!(yen(&book.by_month[NAMED_MONTHS]), [6.0, 90.0, 0.0]);
}

#[test]
fn written_groups_become_groups() {
    let of = |name: &str, yen, group: &str| Party {
        group: Some(group.to_owned()),
        ..party(name, yen)
    };
    let parties = vec![
        of("A", 3, "G"),
        of("B", 2, "G"),
        of("C", 1, "H"),
        of("A", 9, "H"),
        of("D", 4, ""),
    ];
    let (_, book, _) = rows(&Ledger::of(&[reading(parties)]), 1.0);
    let groups: Vec<(&str, Vec<&str>)> = book
        .groups
        .iter()
        .map(|group| {
            (
                group.name.as_str(),
                group.suppliers.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    assert_eq!(groups, [("G", vec!["B"]), ("H", vec!["A", "C"])]);
}

#[test]
fn no_more_rows_than_a_table_holds() {
    let parties = (0..=ROW_LIMIT)
        .map(|number| party(&number.to_string(), 1))
        .collect();
    let ledger = Ledger {
        parties,
        ..Ledger::default()
    };
    let (rows, _, said) = rows(&ledger, 1.0);
    assert_eq!(rows.len(), ROW_LIMIT);
    assert_eq!(said, [(Code::TooManyRows, String::new())]);
}

#[test]
fn the_order_of_files_and_parties_changes_nothing() {
    let parties = vec![
        party("㈱A", 3),
        party("(株)A", 2),
        in_month(party("C", 5), &[(4, 5)]),
    ];
    let mut turned = parties.clone();
    turned.reverse();
    let (one, other) = (reading(parties), reading(vec![party("C", 1)]));
    let before = [one, other.clone()];
    let after = [reading(turned), other];
    assert_eq!(Ledger::of(&after), Ledger::of(&before));
    let suggested = |readings: &[Reading]| {
        let parties = readings.iter().flat_map(|it| it.parties.clone());
        suggestions(&parties.collect::<Vec<_>>())
    };
    assert_eq!(suggested(&after), suggested(&before));
    assert_eq!(suggested(&before).len(), 1);
}
