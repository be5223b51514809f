//! Rows from a CSV file with a heading row, or from a range pasted out of a spreadsheet.
//!
//! Taken as far as it goes: a cell that cannot be read stays empty and is listed with its line,
//! a column nobody knows is listed, and the rest goes on. Nothing is imported before the person
//! has seen what was understood.

use csv::StringRecord;

use super::Rows;
use super::entry::{half_width, scaled_cell_of};
use crate::content::{CellKind, Column, Language, Pack, Table, TableName};
use crate::finding::{Code, Finding, Findings};
use crate::table::{ROW_LIMIT, Row, unguarded};

/// What was understood of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The rows, blank ones left out.
    pub rows: Rows,
    /// For each column of the text: its heading, and the key of the column it was taken for.
    pub columns: Vec<(String, Option<String>)>,
    /// What was left out, and where.
    pub findings: Vec<Finding>,
}

/// The rows of a table in a text: comma, tab or semicolon separated, with a heading row.
///
/// # Errors
/// Why nothing can be taken: one column only, no known heading, no row, too many rows.
pub fn import(pack: &Pack, table: TableName, text: &str) -> Result<Imported, Vec<Finding>> {
    match table {
        TableName::Suppliers => rows_of(pack, table, text, Rows::Suppliers),
        TableName::Markets => rows_of(pack, table, text, Rows::Markets),
    }
}

fn rows_of<R: Row>(
    pack: &Pack,
    table: TableName,
    text: &str,
    wrap: fn(Vec<R>) -> Rows,
) -> Result<Imported, Vec<Finding>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.trim_end_matches(['\u{1a}', '\0']);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut findings = Findings::default();
    let mut columns: Vec<Heading<'_>> = Vec::new();
    let mut rows: Vec<R> = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            let line = index + 1;
            findings.push(Finding::new(Code::UnreadableLine, line.to_string()).with("line", line));
            continue;
        };
        let at = record.position().map(csv::Position::line);
        let line = at.map_or(index + 1, |at| usize::try_from(at).unwrap_or(index + 1));
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if columns.is_empty() {
            columns = heading_row(pack.tables.get(table), &record, line, &mut findings)?;
            continue;
        }
        if rows.len() == ROW_LIMIT {
            let finding = Finding::new(Code::TooManyRows, line.to_string());
            return Err(vec![finding.with("rows", line).with("limit", ROW_LIMIT)]);
        }
        rows.push(row_of(pack, &columns, &record, line, &mut findings));
    }
    rows.retain(|row| !row.is_blank());
    if rows.is_empty() {
        return Err(vec![Finding::new(Code::EmptyTable, "")]);
    }
    let key = |heading: &Heading<'_>| heading.column.map(|column| column.key.to_string());
    Ok(Imported {
        rows: wrap(rows),
        columns: columns
            .iter()
            .map(|it| (it.written.clone(), key(it)))
            .collect(),
        findings: findings.into_vec(),
    })
}

fn heading_row<'t>(
    table: &'t Table,
    record: &StringRecord,
    line: usize,
    findings: &mut Findings,
) -> Result<Vec<Heading<'t>>, Vec<Finding>> {
    if record.len() < 2 {
        return Err(vec![Finding::new(Code::OneColumn, line.to_string())]);
    }
    let columns = headings(table, record.iter());
    if columns.iter().all(|heading| heading.column.is_none()) {
        let seen = record.iter().collect::<Vec<_>>().join(", ");
        let finding = Finding::new(Code::NoKnownHeading, line.to_string());
        return Err(vec![finding.with("headings", seen)]);
    }
    for heading in columns.iter().filter(|it| !it.written.is_empty()) {
        let code = match heading.unit {
            HeadingUnit::ForeignCurrency => Code::ForeignCurrency,
            HeadingUnit::Times(_) if heading.column.is_none() => Code::ColumnIgnored,
            HeadingUnit::Times(_) => continue,
        };
        findings.push(Finding::new(code, line.to_string()).with("heading", &heading.written));
    }
    Ok(columns)
}

fn row_of<R: Row>(
    pack: &Pack,
    columns: &[Heading<'_>],
    record: &StringRecord,
    line: usize,
    findings: &mut Findings,
) -> R {
    let mut row = R::default();
    for (index, field) in record.iter().enumerate() {
        let Some(heading) = columns.get(index) else {
            // A field beyond the headings belongs to no column.
            if !field.trim().is_empty() {
                let finding = Finding::new(Code::ColumnIgnored, line.to_string());
                findings.push(finding.with("heading", field));
            }
            continue;
        };
        let (Some(column), HeadingUnit::Times(scale)) = (heading.column, heading.unit) else {
            continue;
        };
        // Tables that were taken out have an apostrophe before what looks like a formula.
        let field = match column.cell {
            CellKind::Text => unguarded(field.trim()),
            _ => field,
        };
        match scaled_cell_of(pack, column, field, scale) {
            Ok(cell) => {
                row.set(column.key.as_str(), cell);
            }
            Err(finding) => {
                let place = line.to_string();
                let finding = Finding { place, ..finding }.with("line", line);
                let finding = finding.with("column", &column.key);
                findings.push(finding.with("heading", &heading.written));
            }
        }
    }
    row
}

/// The separator that stands most often in the first line that holds anything.
pub(super) fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|&byte| byte == separator).count();
    [b'\t', b',', b';']
        .into_iter()
        .max_by_key(|&separator| (count(separator), separator == b','))
        .unwrap_or(b',')
}

// ---- headings ----------------------------------------------------------------------------

/// A heading of the text.
pub(super) struct Heading<'t> {
    /// As it was written.
    pub written: String,
    /// The column it means.
    pub column: Option<&'t Column>,
    unit: HeadingUnit,
}

/// What a heading says in brackets of the numbers below it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum HeadingUnit {
    /// So many of the column's own unit: 1,000 for 千円.
    Times(f64),
    /// Money, and not yen: taken as yen it would silently be wrong.
    ForeignCurrency,
}

/// For each heading the column it means: by key, by title in any language, or by another known
/// heading. The first of two that mean the same wins.
pub(super) fn headings<'t, 'h>(
    table: &'t Table,
    written: impl Iterator<Item = &'h str>,
) -> Vec<Heading<'t>> {
    let mut taken: Vec<Heading<'t>> = Vec::new();
    for heading in written {
        let folded = half_width(heading);
        let (bare, brackets) = without_brackets(&folded);
        let is_meant = |column: &&Column| {
            let titles = Language::ALL.map(|it| half_width(column.title.in_language(it)));
            let other = column.headings.iter().map(|name| half_width(name));
            let mut names = titles
                .into_iter()
                .chain(other)
                .chain([column.key.to_string()]);
            names.any(|name| {
                name == folded || (!bare.is_empty() && without_brackets(&name).0 == bare)
            })
        };
        let found = table.columns.iter().find(is_meant);
        let again = |column: &&Column| {
            taken
                .iter()
                .any(|it| it.column.is_some_and(|it| it.key == column.key))
        };
        let column = found.filter(|column| !again(column));
        let unit = column.map_or(HeadingUnit::Times(1.0), |it| unit_in(brackets, &it.cell));
        taken.push(Heading {
            written: heading.trim().to_owned(),
            column: column.filter(|_| unit != HeadingUnit::ForeignCurrency),
            unit,
        });
    }
    taken
}

/// `購入額(千円)` → `購入額` and `千円`.
fn without_brackets(heading: &str) -> (&str, &str) {
    let opening = ['(', '[', '【', '〔'];
    let (bare, inside) = heading.split_once(opening).unwrap_or((heading, ""));
    let closing = [')', ']', '】', '〕'];
    let inside = inside
        .split_once(closing)
        .map_or(inside, |(inside, _)| inside);
    (bare.trim(), inside.trim())
}

/// The unit that stands in the brackets of a heading; words that are no unit (税抜) say nothing.
fn unit_in(brackets: &str, cell: &CellKind) -> HeadingUnit {
    let mut words = brackets
        .split(['、', ',', '・', '/', ':', ';'])
        .map(str::trim);
    match cell {
        CellKind::Money => words
            .map(money_unit)
            .find(|unit| *unit != HeadingUnit::Times(1.0)),
        CellKind::Weeks => words.find_map(weeks_in).map(HeadingUnit::Times),
        CellKind::Days => words.find_map(days_in).map(HeadingUnit::Times),
        _ => None,
    }
    .unwrap_or(HeadingUnit::Times(1.0))
}

fn money_unit(word: &str) -> HeadingUnit {
    const FOREIGN: [&str; 15] = [
        "usd",
        "$",
        "ドル",
        "eur",
        "€",
        "ユーロ",
        "cny",
        "rmb",
        "人民元",
        "gbp",
        "£",
        "ポンド",
        "krw",
        "ウォン",
        "twd",
    ];
    let yuan = ["元", "千元", "万元"].contains(&word);
    if yuan || FOREIGN.iter().any(|currency| word.contains(currency)) {
        return HeadingUnit::ForeignCurrency;
    }
    let word = word.trim_start_matches("単位").trim();
    HeadingUnit::Times(match word {
        "千円" | "thousand yen" | "jpy thousand" | "k yen" | "kjpy" | "¥k" => 1e3,
        "万円" => 1e4,
        "百万円" | "million yen" | "jpy million" | "m yen" | "mjpy" | "¥m" => 1e6,
        "億円" => 1e8,
        "十億円" | "billion yen" | "jpy billion" => 1e9,
        _ => 1.0,
    })
}

fn weeks_in(word: &str) -> Option<f64> {
    match word {
        "日" | "日数" | "日分" | "days" | "day" => Some(1.0 / 7.0),
        "月" | "か月" | "ヶ月" | "カ月" | "ヵ月" | "か月分" | "ヶ月分" | "months" | "month" => {
            Some(52.0 / 12.0)
        }
        "年" | "years" | "year" => Some(52.0),
        _ => None,
    }
}

fn days_in(word: &str) -> Option<f64> {
    match word {
        "週" | "週間" | "weeks" | "week" => Some(7.0),
        "月" | "か月" | "ヶ月" | "カ月" | "ヵ月" | "months" | "month" => Some(30.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{HeadingUnit, unit_in, without_brackets};
    use crate::assessment::entry::half_width;
    use crate::content::CellKind;

    #[track_caller]
    fn check(heading: &str, cell: &CellKind, bare: &str, unit: HeadingUnit) {
        let folded = half_width(heading);
        let (name, brackets) = without_brackets(&folded);
        assert_eq!(name, bare, "{heading}");
        assert_eq!(unit_in(brackets, cell), unit, "{heading}");
    }

    #[test]
    fn a_unit_in_the_brackets_of_a_heading_counts() {
        for (heading, cell, bare, times) in [
            ("購入額", CellKind::Money, "購入額", 1.0),
            ("購入額（千円）", CellKind::Money, "購入額", 1e3),
            ("購入額 [単位：百万円]", CellKind::Money, "購入額", 1e6),
            ("金額(税抜・万円)", CellKind::Money, "金額", 1e4),
            ("金額(税抜)", CellKind::Money, "金額", 1.0),
            ("取引額【億円】", CellKind::Money, "取引額", 1e8),
            ("Spend (million yen)", CellKind::Money, "spend", 1e6),
            ("在庫(週)", CellKind::Weeks, "在庫", 1.0),
            ("在庫(日)", CellKind::Weeks, "在庫", 1.0 / 7.0),
            ("納期（か月）", CellKind::Weeks, "納期", 52.0 / 12.0),
            ("回収期間(月)", CellKind::Days, "回収期間", 30.0),
            ("品名(略号)", CellKind::Text, "品名", 1.0),
        ] {
            check(heading, &cell, bare, HeadingUnit::Times(times));
        }
        for heading in ["購入額(USD)", "金額（千ドル）", "Amount ($)", "金額(元)"] {
            let folded = half_width(heading);
            let bare = without_brackets(&folded).0.to_owned();
            check(
                heading,
                &CellKind::Money,
                &bare,
                HeadingUnit::ForeignCurrency,
            );
        }
    }
}
