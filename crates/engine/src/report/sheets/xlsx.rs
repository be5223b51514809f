//! The sheets as one workbook of Office Open XML.

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Sheet, Value};
use crate::finding::{Code, Finding};

/// What Excel takes as one text, in the halves of UTF-16 that it counts. The rest is cut off.
const TEXT_LIMIT: usize = 32_767;
/// What Excel takes as the name of a sheet.
const NAME_LIMIT: usize = 31;
/// The rows of a sheet, the heading among them.
const ROW_LIMIT: usize = 1_048_576;
/// So many rows decide how wide the columns are.
const MEASURED_ROWS: usize = 1_000;

/// The sheets as a workbook: bold headings that stay in sight, a filter in each, amounts with
/// commas, shares as per cent. Neither a date nor a name of who made it is in it.
///
/// # Errors
/// A sheet has more rows than a workbook takes, or cannot be written.
pub fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, Finding> {
    for sheet in sheets {
        let rows = sheet.rows.len() + 1;
        if rows > ROW_LIMIT {
            let finding = Finding::new(Code::TooManyRows, &sheet.name).with("rows", rows);
            return Err(finding.with("limit", ROW_LIMIT));
        }
    }
    written(sheets).map_err(|_| Finding::new(Code::UnwritableFile, ""))
}

fn written(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The day on which nothing was made, so that the same sheets give the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let formats = Formats {
        head: Format::new().set_bold(),
        yen: Format::new().set_num_format("#,##0"),
        share: Format::new().set_num_format("0.0%"),
    };
    let mut taken = BTreeSet::new();
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(name_of(&sheet.name, &mut taken))?;
        write(page, sheet, &formats)?;
    }
    workbook.save_to_buffer()
}

struct Formats {
    head: Format,
    yen: Format,
    share: Format,
}

fn write(page: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    for (column, heading) in (0..).zip(&sheet.head) {
        page.write_string_with_format(0, column, cut(heading, TEXT_LIMIT), &formats.head)?;
    }
    for (row, values) in (1..).zip(&sheet.rows) {
        for (column, value) in (0..).zip(values) {
            match value {
                Value::Text(text) if text.is_empty() => {}
                Value::Text(text) => {
                    page.write_string(row, column, cut(text, TEXT_LIMIT))?;
                }
                Value::Number(number) if number.is_finite() => {
                    page.write_number(row, column, *number)?;
                }
                Value::Yen(yen) if yen.is_finite() => {
                    page.write_number_with_format(row, column, *yen, &formats.yen)?;
                }
                Value::Share(share) if share.is_finite() => {
                    page.write_number_with_format(row, column, *share, &formats.share)?;
                }
                _ => {}
            }
        }
    }
    for (column, width) in (0..).zip(widths(sheet)) {
        page.set_column_width(column, width)?;
    }
    page.set_freeze_panes(1, 0)?;
    if let (Ok(rows), Ok(columns @ 1..)) = (
        u32::try_from(sheet.rows.len()),
        u16::try_from(sheet.head.len()),
    ) {
        page.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

/// The first so many halves of UTF-16, whole letters only.
fn cut(text: &str, limit: usize) -> &str {
    let mut length = 0;
    let beyond = text.char_indices().find(|(_, sign)| {
        length += sign.len_utf16();
        length > limit
    });
    beyond.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// A name that Excel takes and that no sheet before has.
fn name_of(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let clean = |sign: char| match sign {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '_',
        _ if sign.is_control() => ' ',
        _ => sign,
    };
    let clean: String = wanted.chars().map(clean).collect();
    let clean = clean.trim_matches(['\'', ' ']);
    let base = match clean.to_lowercase().as_str() {
        // Excel keeps this one for itself.
        "" | "history" => format!("{clean}_"),
        _ => clean.to_owned(),
    };
    let numbered = (1..).map(|number| {
        let behind = match number {
            1 => String::new(),
            _ => format!(" ({number})"),
        };
        let start = cut(&base, NAME_LIMIT - behind.len());
        format!("{}{behind}", start.trim_end_matches(['\'', ' ']))
    });
    let free = numbered
        .into_iter()
        .find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or_default()
}

/// How wide the columns are, in digits: as their longest text, within reason.
fn widths(sheet: &Sheet) -> Vec<f64> {
    let of_value = |value: &Value| match value {
        Value::Text(text) => text.lines().map(width).max().unwrap_or(0),
        Value::Number(number) => number.to_string().len(),
        // Every third digit brings a comma.
        Value::Yen(yen) => libm::round(*yen).to_string().len() * 4 / 3,
        Value::Share(_) => 6,
        Value::Blank => 0,
    };
    let columns = sheet.head.iter().enumerate();
    columns
        .map(|(column, heading)| {
            let rows = sheet.rows.iter().take(MEASURED_ROWS);
            let values = rows.filter_map(|row| row.get(column));
            let widest = values.map(of_value).max().unwrap_or(0);
            // The heading has the button of the filter beside it.
            let width = widest.max(width(heading) + 2).clamp(6, 58) + 2;
            u16::try_from(width).map_or(60.0, f64::from)
        })
        .collect()
}

/// The width of a text in digits: a letter of full width takes two.
fn width(text: &str) -> usize {
    let of_sign = |sign: char| match sign {
        '\u{ff61}'..='\u{ff9f}' => 1,
        '\u{1100}'.. => 2,
        _ => 1,
    };
    text.chars().map(of_sign).sum()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::{Cursor, Read};

    use calamine::{Data, Reader, Xlsx};

    use super::{Sheet, TEXT_LIMIT, Value, cut, name_of, width, xlsx};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn sheet(name: &str, rows: Vec<Vec<Value>>) -> Sheet {
        Sheet {
            name: name.to_owned(),
            head: vec!["仕入先".to_owned(), "額".to_owned(), "割合".to_owned()],
            rows,
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_texts_stay_texts() {
        let hostile = [
            "=HYPERLINK(\"http://x\")",
            "+1",
            "-1",
            "@SUM",
            "\tx",
            "http://x",
            "0012",
            "<img onerror=x>",
            "二\n行",
            "_x0041_",
        ];
        let rows = hostile
            .iter()
            .map(|it| vec![text(it), Value::Yen(-1234.5), Value::Share(0.25)])
            .collect();
        let bytes = xlsx(&[sheet("仕入先", rows), sheet("仕入先", vec![])]).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["仕入先", "仕入先 (2)"]);
        let range = book.worksheet_range("仕入先").unwrap();
        assert_eq!(range.height(), hostile.len() + 1);
        for (row, text) in range.rows().skip(1).zip(hostile) {
            let expected = [
                Data::String(text.to_owned()),
                Data::Float(-1234.5),
                Data::Float(0.25),
            ];
            assert_eq!(row, expected);
        }
        let formulas = book.worksheet_formula("仕入先").unwrap();
        assert!(formulas.is_empty());
    }

    #[test]
    fn the_same_sheets_give_the_same_bytes_and_say_nothing_of_who_made_them() {
        let table = [sheet("a", vec![vec![text("x"), Value::Number(1.0)]])];
        let bytes = xlsx(&table).unwrap();
        assert_eq!(bytes, xlsx(&table).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut core = String::new();
        let mut part = archive.by_name("docProps/core.xml").unwrap();
        part.read_to_string(&mut core).unwrap();
        assert!(core.contains("2000-01-01T00:00:00Z"), "{core}");
        assert!(core.contains("<dc:creator></dc:creator>"), "{core}");
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_at_a_whole_letter() {
        let long = "𠮷".repeat(20_000);
        let bytes = xlsx(&[sheet("a", vec![vec![text(&long)]])]).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("a").unwrap();
        let Some(Data::String(read)) = range.get((1, 0)) else {
            panic!("no text");
        };
        assert_eq!(read.encode_utf16().count(), TEXT_LIMIT - 1);
        assert_eq!(cut(&"x".repeat(40_000), TEXT_LIMIT).len(), TEXT_LIMIT);
        assert_eq!(cut("短い", TEXT_LIMIT), "短い");
    }

    #[test]
    fn names_are_valid_and_differ() {
        let mut taken = BTreeSet::new();
        for (wanted, expected) in [
            ("仕入先", "仕入先"),
            ("A/B [1]", "A_B _1_"),
            ("a/b [1]", "a_b _1_ (2)"),
            ("", "_"),
            ("'x'", "x"),
            ("History", "History_"),
            (
                "１２３４５６７８９０１２３４５６７８９０１２３４５６７８９０１２３",
                "１２３４５６７８９０１２３４５６７８９０１２３４５６７８９０１",
            ),
            (
                "１２３４５６７８９０１２３４５６７８９０１２３４５６７８９０１２４",
                "１２３４５６７８９０１２３４５６７８９０１２３４５６７ (2)",
            ),
        ] {
            assert_eq!(name_of(wanted, &mut taken), expected);
        }
    }

    #[test]
    fn a_letter_of_full_width_takes_two_digits() {
        for (text, expected) in [("abc", 3), ("株式会社", 8), ("ｶﾌﾞ", 3), ("Ａ1", 3)] {
            assert_eq!(width(text), expected, "{text}");
        }
    }
}
