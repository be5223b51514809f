//! Tables to take out: the same sheets as CSV that Excel opens, and as a workbook.
//!
//! A text is never more than a text in them: what a spreadsheet would take for a formula is
//! guarded in CSV, and written as a string in a workbook. The same sheets give the same bytes.

#[cfg(feature = "files")]
mod xlsx;

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};
use serde::{Deserialize, Serialize};

use crate::table::guarded;
#[cfg(feature = "files")]
pub use xlsx::xlsx;

/// A table with a heading row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is called. Workbooks shorten names and make them different.
    pub name: String,
    /// The headings, one for each column.
    pub head: Vec<String>,
    /// The rows. One that is too short ends with blank cells.
    pub rows: Vec<Vec<Value>>,
}

/// What stands in a cell. A number that is none is written as a blank.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A text, whatever it looks like.
    Text(String),
    /// A number.
    Number(f64),
    /// An amount in yen.
    Yen(f64),
    /// A share, 0 to 1: shown as per cent.
    Share(f64),
    /// Nothing.
    #[default]
    Blank,
}

/// The sheet as CSV: UTF-8 with a mark, so that Excel reads it as such, and lines that end in
/// CR LF.
///
/// Texts that begin like a formula get an apostrophe before them, which reading takes off again
/// ([`guarded`]); numbers never do. Shares are numbers of per cent, and their heading ends in
/// `(%)`.
#[must_use]
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let headings = sheet.head.iter().enumerate().map(|(column, heading)| {
        let has_shares = |row: &Vec<Value>| matches!(row.get(column), Some(Value::Share(_)));
        if sheet.rows.iter().any(has_shares) {
            format!("{} (%)", guarded(heading))
        } else {
            guarded(heading).into_owned()
        }
    });
    // Writing into memory cannot fail.
    let _ = writer.write_record(headings);
    for row in &sheet.rows {
        let blanks = sheet.head.len().saturating_sub(row.len());
        let fields = row.iter().map(field);
        let blanks = std::iter::repeat_n(Cow::Borrowed(""), blanks);
        let _ = writer.write_record(fields.chain(blanks).map(Cow::into_owned));
    }
    writer.into_inner().unwrap_or_default()
}

fn field(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => guarded(text),
        Value::Number(number) | Value::Yen(number) => plain(*number),
        // Ten digits behind the point, so that 0.07 is 7 and not 7.000000000000001.
        Value::Share(share) => plain(libm::round(share * 1e12) / 1e10),
        Value::Blank => Cow::Borrowed(""),
    }
}

fn plain(number: f64) -> Cow<'static, str> {
    if !number.is_finite() {
        return Cow::Borrowed("");
    }
    // There is no other zero than 0 in a table.
    Cow::Owned((number + 0.0).to_string())
}

#[cfg(test)]
mod tests {
    use super::{Sheet, Value, csv};

    fn sheet(head: &[&str], rows: Vec<Vec<Value>>) -> Sheet {
        Sheet {
            name: "仕入先".to_owned(),
            head: head.iter().map(|&it| it.to_owned()).collect(),
            rows,
        }
    }

    #[track_caller]
    fn check(sheet: &Sheet, expected: &str) {
        let text = String::from_utf8(csv(sheet)).unwrap();
        assert_eq!(text, format!("\u{feff}{expected}"));
    }

    #[test]
    fn texts_are_guarded_and_numbers_are_not() {
        for (text, expected) in [
            (
                "=HYPERLINK(\"http://x\")",
                "\"'=HYPERLINK(\"\"http://x\"\")\"",
            ),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM", "'@SUM"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("＝１", "'＝１"),
            ("－", "'－"),
            ("'=1", "''=1"),
            ("'95", "'95"),
            ("a,b", "\"a,b\""),
            ("二\n行", "\"二\n行\""),
            ("株式会社A=B", "株式会社A=B"),
        ] {
            let rows = vec![vec![Value::Text(text.to_owned())]];
            check(&sheet(&["名前"], rows), &format!("名前\r\n{expected}\r\n"));
        }
        let numbers = [
            (Value::Number(-1.5), "-1.5"),
            (Value::Yen(-412_300_000.0), "-412300000"),
            (Value::Number(-0.0), "0"),
            (Value::Number(f64::NAN), "\"\""),
        ];
        for (value, expected) in numbers {
            let table = sheet(&["額"], vec![vec![value]]);
            check(&table, &format!("額\r\n{expected}\r\n"));
        }
    }

    #[test]
    fn shares_are_per_cent_and_short_rows_are_filled_up() {
        let rows = vec![
            vec![Value::Text("A".to_owned()), Value::Share(0.07)],
            vec![Value::Blank],
        ];
        check(
            &sheet(&["名前", "割合"], rows),
            "名前,割合 (%)\r\nA,7\r\n,\r\n",
        );
    }

    #[test]
    fn a_sheet_survives_the_way_through_json() {
        let rows = vec![vec![
            Value::Text("=1".to_owned()),
            Value::Number(0.1),
            Value::Yen(3.0),
            Value::Share(0.25),
            Value::Blank,
        ]];
        let sheet = sheet(&["a", "b", "c", "d", "e"], rows);
        let text = serde_json::to_string(&sheet).unwrap();
        assert_eq!(serde_json::from_str::<Sheet>(&text).unwrap(), sheet);
    }
}
