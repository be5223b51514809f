//! Workbooks through the door that people use: the same ledger as a text and as a workbook comes
//! to the same, whoever wrote the workbook.
#![cfg(test)]

use std::fs;
use std::path::PathBuf;

use csv::ReaderBuilder;
use rust_xlsxwriter::{Format, Workbook};
use sonae_engine::finding::Code;
use sonae_engine::ledger::{Encoding, Options, Party, Reading, Sen, read};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/ledgers")
}

#[track_caller]
fn open(bytes: &[u8]) -> Reading {
    let read = read(bytes, &Options::default(), &mut |_| {});
    read.unwrap_or_else(|findings| panic!("{findings:?}"))
}

/// What a reading comes to: its rows, its total, and who is in it with how much.
fn sums(reading: &Reading) -> (u32, Sen, Vec<(&str, Option<&str>, Sen)>) {
    let party = |it: &'_ Party| (it.total, it.months.len());
    let mut parties: Vec<_> = reading.parties.iter().collect();
    parties.sort_by_key(|it| party(it));
    let parties = parties
        .into_iter()
        .map(|it| (it.name.as_str(), it.code.as_deref(), it.total))
        .collect();
    (reading.rows_read, reading.total, parties)
}

/// The text's fields as a workbook: numbers as numbers where `as_numbers`, else all as texts.
fn as_workbook(text: &str, delimiter: char, as_numbers: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).expect("a delimiter of one byte"))
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for (row, record) in (0..).zip(reader.records()) {
        for (column, field) in (0..).zip(record.expect("a record").iter()) {
            match field.parse::<f64>() {
                Ok(number) if as_numbers && number.to_string() == field => {
                    sheet.write_number(row, column, number)
                }
                _ => sheet.write_string(row, column, field),
            }
            .expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_ledger_comes_to_the_same_as_a_workbook() {
    let mut compared = 0;
    for entry in fs::read_dir(folder()).expect("ledgers") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("a file");
        let (true, Ok(text)) = (
            path.extension().is_some_and(|it| it == "csv"),
            String::from_utf8(bytes),
        ) else {
            continue;
        };
        let expected = open(text.as_bytes());
        let delimiter = expected.delimiter.expect("a delimiter");
        for as_numbers in [false, true] {
            let reading = open(&as_workbook(&text, delimiter, as_numbers));
            assert_eq!(reading.encoding, Encoding::Xlsx);
            assert_eq!(sums(&reading), sums(&expected), "{}", path.display());
        }
        compared += 1;
    }
    assert!(compared > 2, "{compared} ledgers in UTF-8");
}

#[test]
fn days_and_amounts_of_a_workbook_are_taken_from_the_sheet_with_the_ledger() {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.write(0, 0, "表紙").expect("a cell");
    let sheet = book.add_worksheet();
    sheet.set_name("仕入帳").expect("a name");
    for (column, heading) in (0..).zip(["日付", "仕入先", "金額"]) {
        sheet.write(0, column, heading).expect("a cell");
    }
    let day = Format::new().set_num_format("yyyy/m/d");
    for (row, serial, amount) in [(1, 45_383.0, 1_200_000.0), (2, 45_444.0, 300_000.5)] {
        sheet.write_with_format(row, 0, serial, &day).expect("day");
        sheet.write(row, 1, "㈱髙山製作所").expect("a cell");
        sheet.write(row, 2, amount).expect("a cell");
    }
    let reading = open(&book.save_to_buffer().expect("a workbook"));
    assert_eq!(reading.sheets, ["Sheet1", "仕入帳"]);
    assert_eq!(reading.sheet.as_deref(), Some("仕入帳"));
    assert_eq!(reading.total, Sen(150_000_050));
    let period = reading.period.expect("a period");
    assert_eq!((&*period.from, &*period.to), ("2024-04-01", "2024-06-01"));
}

#[test]
fn an_old_workbook_is_read_like_a_new_one() {
    let reading = open(&fs::read(folder().join("plain.xls")).expect("a file"));
    assert_eq!(reading.encoding, Encoding::Xls);
    assert_eq!(reading.header_lines, [3]);
    // The rows of the ledger, and the total below them.
    assert_eq!(reading.rows_read, 3);
    assert_eq!(reading.total, Sen(41_229_876_560));
}

#[test]
fn what_only_begins_like_a_workbook_is_refused_with_the_reason() {
    for bytes in [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"] {
        let findings = read(bytes, &Options::default(), &mut |_| {}).expect_err("no workbook");
        assert_eq!(findings[0].code, Code::DamagedWorkbook);
    }
}
