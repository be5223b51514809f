//! A range pasted out of a spreadsheet into cells, and a file to show what a table may look like.
//!
//! What cannot be read is returned as it was written, and its cell is not touched.

use super::import::{delimiter, headings};
use super::{Assessment, CellEdit, ROW_LIMIT, cell_of, shown_cell};
use crate::content::{Column, Id, Language, Pack, TableName};
use crate::finding::{Code, Finding};

/// What a pasted range becomes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// The cells that could be read.
    pub edits: Vec<CellEdit>,
    /// The cells that could not: their row, column, text, and why.
    pub refused: Vec<(usize, Id, String, Finding)>,
    /// What has no place in the table.
    pub findings: Vec<Finding>,
}

/// The cells of a pasted range, from this row and column on.
#[must_use]
pub fn paste(pack: &Pack, table: TableName, row: usize, column: &Id, text: &str) -> Pasted {
    let columns = &pack.tables.get(table).columns;
    let from = columns.iter().position(|one| one.key == *column);
    let from = from.unwrap_or(columns.len());
    let mut pasted = Pasted::default();
    for (down, line) in range_of(text).into_iter().enumerate() {
        let row = row.saturating_add(down);
        if row >= ROW_LIMIT {
            let finding = Finding::new(Code::TooManyRows, "");
            pasted
                .findings
                .push(finding.with("rows", row + 1).with("limit", ROW_LIMIT));
            break;
        }
        for (right, field) in line.into_iter().enumerate() {
            let Some(column) = columns.get(from + right) else {
                if !field.trim().is_empty() {
                    let finding = Finding::new(Code::ColumnIgnored, (row + 1).to_string());
                    pasted.findings.push(finding.with("heading", field));
                }
                continue;
            };
            match cell_of(pack, column, &field) {
                Ok(cell) => pasted.edits.push(CellEdit {
                    row,
                    column: column.key.clone(),
                    cell,
                }),
                Err(finding) => {
                    let field = field.trim().to_owned();
                    pasted
                        .refused
                        .push((row, column.key.clone(), field, finding));
                }
            }
        }
    }
    pasted
}

/// Whether the first line of a text names at least two columns of a table, and so is a heading row.
#[must_use]
pub fn has_headings(pack: &Pack, table: TableName, text: &str) -> bool {
    let definition = pack.tables.get(table);
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    let fields = fields(first, delimiter(first)).into_iter().next();
    let known = headings(
        definition,
        fields.unwrap_or_default().iter().map(String::as_str),
    );
    let known = known.iter().filter(|heading| heading.column.is_some());
    known.count() >= 2
}

/// Whether a text is one of the tables as this app writes them, or one made after its example: its
/// headings name something that no accounting package knows, such as the stock in weeks.
#[must_use]
pub fn is_own_table(pack: &Pack, table: TableName, text: &str) -> bool {
    const OF_LEDGERS: [&str; 6] = [
        "alias",
        "item",
        "category",
        "country",
        "buy_via",
        "annual_spend",
    ];
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    let fields = fields(first, delimiter(first)).into_iter().next();
    let fields = fields.unwrap_or_default();
    headings(pack.tables.get(table), fields.iter().map(String::as_str))
        .iter()
        .filter_map(|heading| heading.column)
        .any(|column| !OF_LEDGERS.contains(&column.key.as_str()))
}

/// A table as CSV with a heading row, the way `import` reads it: the first rows of a fictional
/// firm of the pack, with a byte order mark so that spreadsheets see the encoding.
#[must_use]
pub fn example(pack: &Pack, table: TableName, language: Language) -> Vec<u8> {
    let definition = pack.tables.get(table);
    let firm = pack.firms.first();
    let firm = firm.and_then(|firm| Assessment::of_firm(pack, firm, language).ok());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    let title = |column: &Column| column.title.in_language(language).to_owned();
    let mut write = |fields: Vec<String>| {
        // A vector takes everything that is written to it.
        let _ = writer.write_record(fields);
    };
    write(definition.columns.iter().map(title).collect());
    for row in 0..EXAMPLE_ROWS {
        let Some(firm) = firm.as_ref().filter(|firm| row < firm.rows(table)) else {
            break;
        };
        let shown = |column: &Column| {
            let cell = firm.cell(table, row, column.key.as_str());
            shown_cell(pack, column, &cell, language)
        };
        write(definition.columns.iter().map(shown).collect());
    }
    writer.into_inner().unwrap_or_default()
}

/// Enough to see how a table is meant.
const EXAMPLE_ROWS: usize = 3;

/// The lines and fields of a pasted text: tab separated as spreadsheets copy, or CSV where every
/// line has the same number of separators. Anything else is one column.
fn range_of(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_end_matches(['\r', '\n']);
    if text.contains('\t') {
        return fields(text, b'\t');
    }
    let lines = fields(text, b',');
    let width = lines.first().map_or(0, Vec::len);
    let is_csv = lines.len() > 1
        && width > 1
        && lines.iter().all(|line| line.len() == width)
        && !lines.iter().all(|line| is_grouped_number(line))
        // "Bolts, nuts" is one text.
        && !lines.iter().flatten().any(|field| field.starts_with(' '));
    if is_csv {
        return lines;
    }
    // A column of texts copied from a spreadsheet may still hold quoted line breaks.
    fields(text, b'\t')
}

/// `1,234,567` in one cell looks like three fields, the later ones of three digits each.
fn is_grouped_number(line: &[String]) -> bool {
    let digits = |field: &str| field.chars().filter(char::is_ascii_digit).count();
    line.split_first().is_some_and(|(first, rest)| {
        (1..=3).contains(&digits(first))
            && rest.iter().all(|field| {
                let field = field.trim_end_matches(|char: char| !char.is_ascii_digit());
                field.len() == 3 && digits(field) == 3
            })
    })
}

fn fields(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    if !text.contains('"') {
        // An empty cell of a single column is an empty line, which a CSV reader would skip.
        let split = |line: &str| {
            line.split(char::from(delimiter))
                .map(str::to_owned)
                .collect()
        };
        return text.lines().map(split).collect();
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .filter_map(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{is_grouped_number, range_of};

    fn range(text: &str) -> Vec<Vec<String>> {
        range_of(text)
    }

    #[test]
    fn a_range_is_read_the_way_it_was_copied() {
        assert_eq!(range("a\tb\r\nc\td\r\n"), [["a", "b"], ["c", "d"]]);
        assert_eq!(range("a,b\nc,d"), [["a", "b"], ["c", "d"]]);
        assert_eq!(range("1,200\n13,500\n"), [["1,200"], ["13,500"]]);
        assert_eq!(
            range("Bolts, nuts\nPins, clips"),
            [["Bolts, nuts"], ["Pins, clips"]]
        );
        assert_eq!(range("\"two\nlines\"\tb"), [["two\nlines", "b"]]);
        assert_eq!(range("a,b"), [["a,b"]]);
        assert_eq!(range("a\n\nc"), [["a"], [""], ["c"]]);
    }

    #[test]
    fn a_grouped_number_is_one_field() {
        let fields = |fields: &[&str]| fields.iter().map(|&field| field.into()).collect::<Vec<_>>();
        assert!(is_grouped_number(&fields(&["1", "234", "567円"])));
        assert!(!is_grouped_number(&fields(&["A", "234"])));
        assert!(!is_grouped_number(&fields(&["12", "5"])));
    }
}
