use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{COLUMN_LIMIT, LINE_LIMIT, Options};
use super::open;
use crate::finding::{Code, Finding};

/// What was read, without the numbers of lines, which must count up from 1.
#[track_caller]
fn grid(bytes: &[u8], sheet: Option<&str>) -> Result<Value, Vec<Finding>> {
    let options = Options {
        sheet: sheet.map(str::to_owned),
        ..Options::default()
    };
    let grid = open(bytes, &options)?;
    assert_eq!(open(bytes, &options), Ok(grid.clone()), "read twice");
    assert_eq!(grid.findings, []);
    for (number, line) in (1..).zip(&grid.lines) {
        assert_eq!(line.number, number);
    }
    let lines: Vec<Vec<&str>> = grid
        .lines
        .iter()
        .map(|line| line.fields.iter().collect())
        .collect();
    Ok(json!({"sheets": grid.sheets, "sheet": grid.sheet, "lines": lines}))
}

#[track_caller]
fn refused(bytes: &[u8], expected: Code) -> Finding {
    let mut findings = grid(bytes, None).expect_err(expected.name());
    assert_eq!(findings.len(), 1);
    let finding = findings.remove(0);
    assert_eq!(finding.code, expected, "{finding:?}");
    finding
}

fn saved(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/ledgers");
    fs::read(folder.join(name)).unwrap()
}

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(part).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const PACKAGE: &str = r#"<Relationships><Relationship Id="a" Type="http://x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONSHIPS: &str = r#"<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook><sheets><sheet name="S" r:id="a"/></sheets></workbook>"#;

/// A workbook of one sheet, whose XML is this; with further parts.
fn workbook_of(sheet: &str, further: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONSHIPS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(further);
    archive(&parts)
}

fn sheet_of(rows: &str) -> String {
    format!(
        r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn written() -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("表紙").unwrap();
    cover.write(0, 0, "仕入先元帳").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("仕入帳 2024").unwrap();
    let plain = Format::new();
    let title = "仕入帳（単位：円）";
    sheet.merge_range(0, 0, 0, 3, title, &plain).unwrap();
    for (column, heading) in (0..).zip(["日付", "仕入先", "金額", "比率", "確認"]) {
        sheet.write(2, column, heading).unwrap();
    }
    let day = Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
    let yen = Format::new().set_num_format("#,##0;△#,##0");
    for (row, serial, name, amount) in [
        (3, 45_383.0, "㈱髙山製作所", 412_300_000.0),
        (4, 45_412.375, "二行の\n名前", -1234.5),
    ] {
        sheet.write_with_format(row, 0, serial, &day).unwrap();
        sheet.write(row, 1, name).unwrap();
        sheet.write_with_format(row, 2, amount, &yen).unwrap();
        sheet.write(row, 3, 0.1).unwrap();
        sheet.write(row, 4, true).unwrap();
    }
    sheet.write(6, 1, "合計").unwrap();
    let sum = Formula::new("=SUM(C4:C5)").set_result("412298765.5");
    sheet.write(6, 2, sum).unwrap();
    let error = Formula::new("=1/0").set_result("#DIV/0!");
    sheet.write(6, 3, error).unwrap();
    // A format alone is no content.
    sheet.write_blank(900_000, 9, &yen).unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("作業用").unwrap().set_hidden(true);
    for row in 0..50 {
        hidden.write(row, 0, row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_it_shows() {
    let expected = json!({
        "sheets": ["表紙", "仕入帳 2024", "作業用"],
        "sheet": "仕入帳 2024",
        "lines": [
            ["仕入帳（単位：円）"],
            [],
            ["日付", "仕入先", "金額", "比率", "確認"],
            ["2024-04-01", "㈱髙山製作所", "412300000", "0.1", "TRUE"],
            ["2024-04-30", "二行の\n名前", "-1234.5", "0.1", "TRUE"],
            [],
            ["", "合計", "412298765.5", "#DIV/0!"],
        ],
    });
    assert_eq!(grid(&written(), None), Ok(expected));
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let cover = grid(&written(), Some("表紙")).unwrap();
    assert_eq!(cover["lines"], json!([["仕入先元帳"]]));
    let hidden = grid(&written(), Some("作業用")).unwrap();
    assert_eq!(hidden["lines"][49], json!(["49"]));
    let unknown = Finding::new(Code::UnknownSheet, "").with("sheet", "Sheet9");
    assert_eq!(grid(&written(), Some("Sheet9")), Err(vec![unknown]));
}

#[test]
fn a_hidden_sheet_is_read_where_nothing_else_has_anything_in_it() {
    let mut book = Workbook::new();
    book.add_worksheet();
    let hidden = book.add_worksheet();
    hidden.set_hidden(true).write(0, 0, "x").unwrap();
    let grid = grid(&book.save_to_buffer().unwrap(), None).unwrap();
    assert_eq!(grid["sheet"], json!("Sheet2"));
}

#[test]
fn days_count_from_1904_where_the_workbook_says_so() {
    let rows = r#"<row r="1"><c r="A1" s="1"><v>43921</v></c><c r="B1" t="e"><v>#SPILL!</v></c><c r="C1" t="inlineStr"><is><t>x</t></is></c></row>"#;
    let old = WORKBOOK.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    let styles =
        r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let bytes = archive(&[
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONSHIPS.as_bytes()),
        ("xl/workbook.xml", old.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet_of(rows).as_bytes()),
    ]);
    let lines = grid(&bytes, None).unwrap()["lines"].clone();
    assert_eq!(lines, json!([["2024-04-01", "", "x"]]));
}

#[test]
fn a_sheet_may_claim_a_million_rows_and_costs_what_stands_in_it() {
    let bytes = workbook_of(&sheet_of(r#"<row r="2"><c r="B2"><v>7</v></c></row>"#), &[]);
    let lines = grid(&bytes, None).unwrap()["lines"].clone();
    assert_eq!(lines, json!([[], ["", "7"]]));
}

#[test]
fn a_cell_beyond_the_rows_or_columns_is_refused() {
    for (cell, code, argument, value, limit) in [
        ("A1048576", Code::TooManyRows, "rows", "1048576", LINE_LIMIT),
        ("A200001", Code::TooManyRows, "rows", "200001", LINE_LIMIT),
        ("XFD1", Code::TooManyColumns, "columns", "16384", 512),
        ("A99999999999999", Code::TooManyRows, "rows", "", LINE_LIMIT),
    ] {
        let rows = format!(r#"<row><c r="{cell}"><v>1</v></c></row>"#);
        let finding = refused(&workbook_of(&sheet_of(&rows), &[]), code);
        assert_eq!(finding.arguments["limit"], limit.to_string());
        if !value.is_empty() {
            assert_eq!(finding.arguments[argument], value);
        }
    }
    let many: String = (0..100_000).map(|_| "<c><v>1</v></c>").collect();
    let wide = sheet_of(&format!("<row r=\"1\">{many}</row>"));
    let finding = refused(&workbook_of(&wide, &[]), Code::TooManyColumns);
    assert_eq!(finding.arguments["columns"], (COLUMN_LIMIT + 1).to_string());
}

#[test]
fn sparse_lines_that_come_to_too_much_are_refused() {
    let cell = |row: usize| format!(r#"<c r="SR{row}"><v>1</v></c>"#);
    let rows: Vec<String> = (1..=60_000).map(cell).collect();
    let rows = rows.concat();
    refused(&workbook_of(&sheet_of(&rows), &[]), Code::UnpacksTooLarge);
}

#[test]
fn one_long_text_in_many_cells_is_refused() {
    let texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1_000_000));
    let cells: String = (0..400)
        .map(|_| r#"<row><c t="s"><v>0</v></c></row>"#)
        .collect();
    let texts: &[(&str, &[u8])] = &[("xl/sharedStrings.xml", texts.as_bytes())];
    refused(
        &workbook_of(&sheet_of(&cells), texts),
        Code::UnpacksTooLarge,
    );
}

#[test]
fn what_a_part_would_have_the_reader_hold_is_counted() {
    let claim = r#"<sst uniqueCount="99999999999999999999"><si><t>a</t></si></sst>"#;
    let format = "0".repeat(1_000_000);
    let xfs = r#"<xf numFmtId="200"/>"#.repeat(1000);
    let styles = format!(
        r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{format}"/></numFmts><cellXfs>{xfs}</cellXfs></styleSheet>"#
    );
    let empty = format!("<sst>{}</sst>", "<si/>".repeat(6_000_000));
    let parts: [(&str, &str); 3] = [
        ("xl/sharedStrings.xml", claim),
        ("xl/styles.xml", &styles),
        ("xl/sharedStrings.xml", &empty),
    ];
    for (name, part) in parts {
        let bytes = workbook_of(&sheet_of(""), &[(name, part.as_bytes())]);
        refused(&bytes, Code::UnpacksTooLarge);
    }
}

/// An archive that unpacks to 320 million blanks in `parts` parts.
fn bomb(parts: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let blanks = vec![b' '; 320_000_000 / parts];
    for part in 0..parts {
        let name = format!("xl/worksheets/sheet{part}.xml");
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&blanks).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The archive, with another size of its parts in both places where it is said.
fn saying(archive: &[u8], real: u32, said: u32) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    let real = real.to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4)
        .filter(|&at| bytes[at..at + 4] == real)
        .collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
    }
    bytes
}

#[test]
fn a_bomb_is_refused_whatever_size_it_declares() {
    refused(&bomb(10), Code::UnpacksTooLarge);
    let small = archive(&[("xl/worksheets/sheet1.xml", &vec![b' '; 1_234_567])]);
    let large = saying(&small, 1_234_567, u32::MAX - 1);
    refused(&large, Code::UnpacksTooLarge);
    // A size that is too small is found out where the part goes on behind it.
    let small = saying(&small, 1_234_567, 1000);
    refused(&small, Code::DamagedWorkbook);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let word = PACKAGE.replace("xl/workbook.xml", "word/document.xml");
    let word = archive(&[
        ("_rels/.rels", word.as_bytes()),
        (
            "word/_rels/document.xml.rels",
            b"<Relationships></Relationships>",
        ),
        ("word/document.xml", b"<document><body/></document>"),
    ]);
    let plain = archive(&[("a.txt", b"hello")]);
    let open_document = archive(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
    let whole = written();
    let cut = &whole[..whole.len() / 2];
    let no_sheet = archive(&[
        ("_rels/.rels", PACKAGE.as_bytes()),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships></Relationships>",
        ),
        ("xl/workbook.xml", b"<workbook></workbook>"),
    ]);
    let other_container = container(&[("/WordDocument", b"text")]);
    for bytes in [
        word.as_slice(),
        &plain,
        &open_document,
        cut,
        b"PK\x03\x04",
        &no_sheet,
        &other_container,
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    ] {
        let finding = refused(bytes, Code::DamagedWorkbook);
        assert!(!finding.arguments["message"].is_empty());
    }
}

// ---- Excel 95 to 2003 --------------------------------------------------------------------

fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, stream) in streams {
        let mut open = container.create_stream(name).unwrap();
        open.write_all(stream).unwrap();
    }
    container.flush().unwrap();
    container.into_inner().into_inner()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// A workbook of one sheet of these records, written like Excel 95 in code page 932.
fn excel_95(cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = |what: u8| record(0x0809, &[0, 5, what, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    // The name is 仕入.
    let name = [&[4][..], &[0x8E, 0x64, 0x93, 0xFC]].concat();
    let head = [begin(5), record(0x0042, &932_u16.to_le_bytes())].concat();
    let at = u32::try_from(head.len() + 4 + 6 + name.len() + end.len()).unwrap();
    let sheet = record(0x0085, &[&at.to_le_bytes()[..], &[0, 0], &name].concat());
    let stream = [head, sheet, end.clone(), begin(16), cells.concat(), end].concat();
    container(&[("/Book", &stream)])
}

#[test]
fn one_ledger_is_read_the_same_from_the_files_of_two_other_programs() {
    let expected: Value = serde_json::from_slice(&saved("plain.grid.json")).unwrap();
    for name in ["plain.xls", "plain.xlsx"] {
        assert_eq!(grid(&saved(name), None).as_ref(), Ok(&expected), "{name}");
    }
}

#[test]
fn a_long_table_of_texts_is_read_whole() {
    let read = grid(&saved("long.xls"), None).unwrap();
    let lines = read["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 600);
    for (row, line) in lines.iter().enumerate() {
        let name = if row % 2 == 1 {
            format!("取引先第{row:04}号株式会社")
        } else {
            format!("Supplier number {row:04} Ltd")
        };
        let amount = row * 1000 + row % 7;
        assert_eq!(line, &json!([name, amount.to_string()]));
    }
}

#[test]
fn a_workbook_of_excel_95_is_read_in_its_code_page() {
    let label = [&[0, 0, 1, 0, 0, 0, 4, 0][..], &[0x8A, 0x94, 0x88, 0xEA]].concat();
    let formula = |result: [u8; 8]| [&[1, 0, 1, 0, 0, 0][..], &result, &[0; 8]].concat();
    let bytes = excel_95(&[
        record(0x0204, &label),
        // A chart of its own rows.
        record(0x0809, &[0, 5, 32, 0, 0, 0, 0, 0]),
        record(0x0204, &label),
        record(0x000A, &[]),
        record(0x0006, &formula([0, 0, 0, 0, 0, 0, 0xFF, 0xFF])),
        record(0x0207, &[2, 0, b'o', b'k']),
        record(0x0205, &[1, 0, 2, 0, 0, 0, 0x2A, 1]),
    ]);
    let expected =
        json!({"sheets": ["仕入"], "sheet": "仕入", "lines": [["", "株一"], ["", "ok", "#N/A"]]});
    assert_eq!(grid(&bytes, None), Ok(expected));
}

#[test]
fn a_locked_workbook_is_refused() {
    let package = container(&[("/EncryptionInfo", b"x"), ("/EncryptedPackage", b"x")]);
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let locked = [begin, record(0x002F, &[1, 0, 1, 0])].concat();
    for bytes in [package, container(&[("/Workbook", &locked)])] {
        refused(&bytes, Code::LockedWorkbook);
    }
}

#[test]
fn an_old_workbook_that_is_cut_or_lies_is_refused() {
    let whole = saved("plain.xls");
    for share in 1..8 {
        let cut = &whole[..whole.len() * share / 8];
        let findings = grid(cut, None).unwrap_err();
        assert_eq!(findings[0].code, Code::DamagedWorkbook, "{share}");
    }
    let short = excel_95(&[record(0x0203, &[0, 0])]);
    let unknown_text = excel_95(&[record(0x00FD, &[0, 0, 0, 0, 0, 0, 9, 0, 0, 0])]);
    for bytes in [short, unknown_text] {
        refused(&bytes, Code::DamagedWorkbook);
    }
    let far = excel_95(&[record(0x0205, &[0, 0, 255, 255, 0, 0, 1, 0])]);
    refused(&far, Code::TooManyColumns);
}
