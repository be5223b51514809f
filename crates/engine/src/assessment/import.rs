//! Rows from a CSV file with a heading row, or from a range pasted out of a spreadsheet.
//!
//! Taken as far as it goes: a cell that cannot be read stays empty and is listed with its line,
//! a column nobody knows is listed, and the rest goes on. Nothing is imported before the person
//! has seen what was understood.

use super::{Rows, cell_of};
use crate::content::{Column, Language, Pack, Table, TableName};
use crate::finding::{Code, Finding};
use crate::table::Row;

/// More rows than this are not taken into a table.
pub const ROW_LIMIT: usize = 20_000;
/// More findings than this tell a reader nothing new.
const FINDING_LIMIT: usize = 200;

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
    let mut findings = Vec::new();
    let mut columns: Vec<(String, Option<String>)> = Vec::new();
    let mut rows: Vec<R> = Vec::new();
    let definition = pack.tables.get(table);
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            note(
                &mut findings,
                Finding::new(Code::UnreadableLine, format!("{}", index + 1))
                    .with("line", index + 1),
            );
            continue;
        };
        let line = record.position().map_or(index + 1, |at| {
            usize::try_from(at.line()).unwrap_or(index + 1)
        });
        if columns.is_empty() {
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            if record.len() < 2 {
                return Err(vec![Finding::new(Code::OneColumn, format!("{line}"))]);
            }
            columns = headings(definition, record.iter());
            if columns.iter().all(|(_, key)| key.is_none()) {
                let seen = record.iter().collect::<Vec<_>>().join(", ");
                return Err(vec![
                    Finding::new(Code::NoKnownHeading, format!("{line}")).with("headings", seen),
                ]);
            }
            for (heading, _) in columns
                .iter()
                .filter(|(heading, key)| key.is_none() && !heading.is_empty())
            {
                note(
                    &mut findings,
                    Finding::new(Code::ColumnIgnored, format!("{line}")).with("heading", heading),
                );
            }
            continue;
        }
        if rows.len() == ROW_LIMIT {
            return Err(vec![
                Finding::new(Code::TooManyRows, format!("{line}"))
                    .with("rows", line)
                    .with("limit", ROW_LIMIT),
            ]);
        }
        let mut row = R::default();
        for ((_, key), field) in columns.iter().zip(&record) {
            let Some(column) = key.as_deref().and_then(|key| named(definition, key)) else {
                continue;
            };
            match cell_of(pack, column, field) {
                Ok(cell) => {
                    row.set(column.key.as_str(), cell);
                }
                Err(finding) => {
                    let place = format!("{line}");
                    let heading = column.title.in_language(Language::Ja);
                    note(
                        &mut findings,
                        Finding { place, ..finding }
                            .with("line", line)
                            .with("column", column.key.as_str())
                            .with("heading", heading),
                    );
                }
            }
        }
        if !row.is_blank() {
            rows.push(row);
        }
    }
    if rows.is_empty() {
        return Err(vec![Finding::new(Code::EmptyTable, "")]);
    }
    Ok(Imported {
        rows: wrap(rows),
        columns,
        findings,
    })
}

fn note(findings: &mut Vec<Finding>, finding: Finding) {
    if findings.len() < FINDING_LIMIT {
        findings.push(finding);
    }
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

fn named<'t>(table: &'t Table, key: &str) -> Option<&'t Column> {
    table
        .columns
        .iter()
        .find(|column| column.key.as_str() == key)
}

/// For each heading the column it means: by key, by title in any language, or by another known
/// heading. The first of two that mean the same wins.
pub(super) fn headings<'h>(
    table: &Table,
    written: impl Iterator<Item = &'h str>,
) -> Vec<(String, Option<String>)> {
    let mut taken: Vec<(String, Option<String>)> = Vec::new();
    for heading in written {
        let folded = heading.trim().to_lowercase();
        // A unit in brackets behind a heading does not change what it means.
        let bare = folded
            .split(['(', '（', '[', '［'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        let found = table.columns.iter().find(|column| {
            let titles = Language::ALL
                .iter()
                .map(|&language| column.title.in_language(language).to_lowercase());
            let mut names = titles
                .chain(column.headings.iter().cloned())
                .chain([column.key.to_string()]);
            names.any(|name| name == folded || (!bare.is_empty() && name == bare))
        });
        let key = found.map(|column| column.key.to_string());
        let again = taken
            .iter()
            .any(|(_, other)| other.is_some() && *other == key);
        taken.push((heading.trim().to_owned(), if again { None } else { key }));
    }
    taken
}
