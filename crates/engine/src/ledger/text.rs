//! Text: its delimiter by regularity, its lines with their numbers, within limits.
//!
//! An unclosed quotation mark must not swallow what follows: a record that looks like several
//! lines in one is given up for its first line, and reading goes on behind that.

use csv::{ReaderBuilder, StringRecord};

use super::characters::{Decoded, decode};
use super::grid::{Grid, Line, Lines};
use super::{COLUMN_LIMIT, LINE_LIMIT};
use crate::finding::{Code, Finding, Findings};

/// The lines and fields of a text.
///
/// # Errors
/// Why it cannot be read: no encoding fits, or it is too large.
pub(super) fn open(bytes: &[u8]) -> Result<Grid, Vec<Finding>> {
    let Some(decoded) = decode(bytes) else {
        return Err(vec![Finding::new(Code::UnknownEncoding, "")]);
    };
    let Decoded {
        encoding,
        text,
        bad_lines,
    } = decoded;
    let mut findings = Findings::default();
    for line in bad_lines {
        let finding = Finding::new(Code::UnreadableCharacters, line.to_string());
        findings.push(finding.with("line", line).with("encoding", encoding.key()));
    }
    let (delimiter, regular) = delimiter(&text);
    let mut split = Split {
        text: &text,
        delimiter,
        regular,
        lines: Lines::default(),
        findings,
    };
    split.all()?;
    let Split {
        lines, findings, ..
    } = split;
    let mut lines = lines.whole();
    while lines.last().is_some_and(Line::is_blank) {
        lines.pop();
    }
    Ok(Grid {
        encoding,
        delimiter: Some(char::from(delimiter)),
        sheets: Vec::new(),
        sheet: None,
        lines,
        findings: findings.into_vec(),
    })
}

/// More unclosed quotation marks than this, and the rest is read as if marks meant nothing.
const RESTARTS: u32 = 20;
/// No cell has more line breaks than this.
const BREAKS: u32 = 50;

struct Split<'a> {
    text: &'a str,
    delimiter: u8,
    /// The usual number of fields.
    regular: usize,
    lines: Lines,
    findings: Findings,
}

impl Split<'_> {
    fn all(&mut self) -> Result<(), Vec<Finding>> {
        let (mut byte, mut number) = self.simple()?;
        for restart in 0..=RESTARTS {
            let Some(next) = self.from(byte, number, restart < RESTARTS)? else {
                break;
            };
            (byte, number) = next;
        }
        Ok(())
    }

    /// The lines up to the first whose marks are more than a pair around a field: they need no
    /// more than to be cut. The byte behind them and the number of the line there.
    fn simple(&mut self) -> Result<(usize, u32), Vec<Finding>> {
        let (mut at, mut number) = (0, 1);
        let mut fields = Vec::new();
        // A second mark of the byte order is for the reader to take off.
        while at < self.text.len() && !self.text.starts_with('\u{feff}') {
            fields.clear();
            let Some(next) = cut(self.text, at, self.delimiter, &mut fields) else {
                break;
            };
            self.push(number, fields.iter().copied())?;
            (at, number) = (next, number + 1);
        }
        Ok((at, number))
    }

    /// Reads on from this byte, which begins the line of this number. Where a quotation mark
    /// turns out to be unclosed, the answer is where to go on.
    fn from(
        &mut self,
        start: usize,
        first: u32,
        quoting: bool,
    ) -> Result<Option<(usize, u32)>, Vec<Finding>> {
        let text = self.text.get(start..).unwrap_or_default();
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .quoting(quoting)
            .delimiter(self.delimiter)
            .from_reader(text.as_bytes());
        let mut number = first;
        let mut at = 0;
        let mut record = StringRecord::new();
        // The text is valid, and memory does not fail to be read.
        while reader.read_record(&mut record).unwrap_or(false) {
            // The reader passes over blank lines without a word.
            while let Some(end) = line_end(text, at) {
                self.push(number, [].into_iter())?;
                (at, number) = (at + end, number + 1);
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
            let raw = text.get(at..end).unwrap_or_default();
            let breaks = breaks(raw);
            if breaks > 1 && self.is_swallowed(raw, breaks, record.len()) {
                let finding = Finding::new(Code::UnreadableLine, number.to_string());
                self.findings.push(finding.with("line", number));
                let own = raw.find(['\r', '\n']).unwrap_or(raw.len());
                let line = raw.get(..own).unwrap_or_default();
                self.push(number, [line].into_iter())?;
                let next = at + own + line_end(raw, own).unwrap_or(0);
                return Ok(Some((start + next, number + 1)));
            }
            self.push(number, record.iter())?;
            // Of "\r\n" it has taken the first half only.
            let halved = raw.ends_with('\r') && text.as_bytes().get(end) == Some(&b'\n');
            at = end + usize::from(halved);
            number += breaks.max(1);
        }
        Ok(None)
    }

    /// Whether a record of several lines is one that never closed its quotation mark: a line in
    /// it has the usual fields by itself. The last line may have them where the first cell breaks.
    fn is_swallowed(&self, raw: &str, breaks: u32, fields: usize) -> bool {
        if breaks > BREAKS {
            return true;
        }
        let alone = |line: &str| line.bytes().filter(|it| *it == self.delimiter).count() + 1;
        let whole = raw.trim_end_matches(['\r', '\n']);
        let inner = whole.split(['\r', '\n']).skip(1);
        let last = usize::from(fields == self.regular);
        let lines: Vec<&str> = inner.collect();
        self.regular > 2
            && lines
                .iter()
                .rev()
                .skip(last)
                .any(|line| alone(line) == self.regular)
    }

    fn push<'f>(
        &mut self,
        number: u32,
        fields: impl Iterator<Item = &'f str> + Clone,
    ) -> Result<(), Vec<Finding>> {
        if self.lines.len() >= LINE_LIMIT as usize {
            let rows = breaks(self.text).saturating_add(1);
            let finding = Finding::new(Code::TooManyRows, "");
            return Err(vec![finding.with("rows", rows).with("limit", LINE_LIMIT)]);
        }
        let all = fields.clone().count();
        let count = if all > COLUMN_LIMIT {
            within(fields.clone(), number)?
        } else {
            all
        };
        self.lines.push(number, fields.take(count));
        Ok(())
    }
}

/// Spreadsheets write empty columns out to the last they know; only what is filled counts.
fn within<'f>(fields: impl Iterator<Item = &'f str>, number: u32) -> Result<usize, Vec<Finding>> {
    let columns = fields
        .enumerate()
        .filter(|(_, field)| !field.trim().is_empty())
        .last()
        .map_or(0, |(at, _)| at + 1);
    if columns <= COLUMN_LIMIT {
        return Ok(columns);
    }
    let finding = Finding::new(Code::TooManyColumns, number.to_string());
    Err(vec![
        finding.with("columns", columns).with("limit", COLUMN_LIMIT),
    ])
}

/// Cuts the line at this byte into its fields, and says where the next one begins. None where a
/// mark is more than one of a pair around a field, as where it stands twice for one.
fn cut<'t>(text: &'t str, start: usize, delimiter: u8, fields: &mut Vec<&'t str>) -> Option<usize> {
    if let Some(end) = line_end(text, start) {
        return Some(start + end);
    }
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let marked = bytes.get(at) == Some(&b'"');
        let from = at + usize::from(marked);
        let rest = bytes.get(from..)?;
        let ends = |byte: &u8| match byte {
            b'\r' | b'\n' => true,
            b'"' => marked,
            other => *other == delimiter && !marked,
        };
        let length = rest.iter().position(ends);
        if marked && rest.get(length?) != Some(&b'"') {
            return None;
        }
        let to = from + length.unwrap_or(rest.len());
        fields.push(text.get(from..to)?);
        at = to + usize::from(marked);
        match bytes.get(at) {
            None => return Some(at),
            Some(byte) if *byte == delimiter => at += 1,
            Some(_) => return Some(at + line_end(text, at)?),
        }
    }
}

/// How long the line end at this byte is, where there is one.
fn line_end(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at..)? {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

fn breaks(text: &str) -> u32 {
    let inner = text.trim_end_matches(['\r', '\n']);
    let end = text.get(inner.len()..).unwrap_or_default();
    let single = end.len() <= 1 || end == "\r\n";
    if single && !inner.bytes().any(|it| it == b'\n' || it == b'\r') {
        return u32::from(text.len() > inner.len());
    }
    let mut before = b' ';
    let mut count = 0_u32;
    for byte in text.bytes() {
        let ends = byte == b'\r' || (byte == b'\n' && before != b'\r');
        count = count.saturating_add(u32::from(ends));
        before = byte;
    }
    count
}

/// The delimiter that cuts most of the first lines into the same number of fields, and that
/// number. Title lines have none, so the first line alone says nothing.
fn delimiter(text: &str) -> (u8, usize) {
    const LINES: usize = 60;
    const ALL: [u8; 4] = [b'\t', b',', b';', b'|'];
    let mut counts: [Vec<usize>; 4] = std::array::from_fn(|_| Vec::new());
    let mut here = [0_usize; 4];
    let mut quoted = false;
    let mut lines = 0;
    for byte in text.bytes().chain([b'\n']) {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted => {
                for (counts, here) in counts.iter_mut().zip(&mut here) {
                    if *here > 0 {
                        counts.push(std::mem::take(here));
                    }
                }
                lines += 1;
            }
            _ if !quoted => {
                for (here, delimiter) in here.iter_mut().zip(ALL) {
                    *here += usize::from(byte == delimiter);
                }
            }
            _ => {}
        }
        if lines >= LINES {
            break;
        }
    }
    let usual = counts.map(usual);
    let best = usual.iter().map(|(lines, _)| *lines).max().unwrap_or(0);
    let found = ALL.into_iter().zip(usual);
    // A tab hardly ever stands within a cell, a comma stands within every amount.
    let tab = found
        .clone()
        .find(|(it, (lines, _))| *it == b'\t' && *lines > 0 && lines * 5 >= best * 4);
    let (delimiter, (_, count)) = tab
        .or_else(|| found.max_by_key(|(_, usual)| *usual))
        .filter(|(_, (lines, _))| *lines > 0)
        .unwrap_or((b',', (0, 0)));
    (delimiter, count + 1)
}

/// The count that most lines share, after how many lines share it.
fn usual(mut counts: Vec<usize>) -> (usize, usize) {
    counts.sort_unstable();
    counts
        .chunk_by(|one, other| one == other)
        .filter_map(|same| Some((same.len(), *same.first()?)))
        .max()
        .unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn lines_that_are_cut_are_those_of_the_reader(text in "([a ,仕\"\r\n]|\"a\"|,\"a,\",|\r\n){0,24}") {
            let split = || Split {
                text: &text,
                delimiter: b',',
                regular: 2,
                lines: Lines::default(),
                findings: Findings::default(),
            };
            let (mut cut, mut read) = (split(), split());
            let (byte, number) = cut.simple().expect("a short text");
            cut.from(byte, number, true).expect("a short text");
            read.from(0, 1, true).expect("a short text");
            let whole = |split: Split<'_>| {
                let mut lines = split.lines.whole();
                while lines.last().is_some_and(Line::is_blank) {
                    lines.pop();
                }
                lines
            };
            prop_assert_eq!(whole(cut), whole(read));
        }
    }

    fn lines(text: &str) -> Vec<(u32, Vec<String>)> {
        let grid = open(text.as_bytes()).expect("a grid");
        let fields = |line: &Line| line.fields.iter().map(str::to_owned).collect();
        grid.lines
            .iter()
            .map(|line| (line.number, fields(line)))
            .collect()
    }

    #[test]
    fn lines_keep_their_numbers_across_blank_ones_and_quoted_breaks() {
        let found = lines("\n表題\r\n\r\na,b\r\n\"x\ny\",1\r\n\r\nc,2\r\n\r\n");
        let numbers: Vec<u32> = found.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 7, 8]);
        assert_eq!(found[4].1, ["x\ny", "1"]);
        assert_eq!(lines("a,b\rc,1\rd,2").len(), 3);
    }

    #[test]
    fn the_delimiter_is_the_regular_one_and_not_that_of_the_first_line() {
        let check = |text: &str, expected: char| {
            let grid = open(text.as_bytes()).expect("a grid");
            assert_eq!(grid.delimiter, Some(expected), "{text}");
        };
        check("仕入先元帳, 2025\na\tb\tc\nx\t1,234,567\t2\n", '\t');
        check("a\t1,234,567\nb\t2,234,567\n", '\t');
        check("title\na;b;c\nx;1,5;2\n", ';');
        check("a|b|c\nx|1|2\n", '|');
        check("\"a;b\",c\n\"d;e\",f\n", ',');
        check("仕入先", ',');
    }

    #[test]
    fn an_unclosed_mark_costs_its_own_line_only() {
        let mut text = String::from("仕入先,品名,金額\n山田,\"板,100\n");
        for _ in 0..120 {
            text.push_str("佐藤,棒,200\n");
        }
        let grid = open(text.as_bytes()).expect("a grid");
        assert_eq!(grid.lines.len(), 122);
        let codes: Vec<Code> = grid.findings.iter().map(|it| it.code).collect();
        assert_eq!(codes, [Code::UnreadableLine]);
        let short = open("a,b,c\nx,\"y,1\nz,w,2\nq,\"r\",3\n".as_bytes()).expect("a grid");
        assert_eq!(short.lines.len(), 4);
    }

    #[test]
    fn too_many_columns_and_lines_are_refused() {
        let code = |text: &str| open(text.as_bytes()).map_err(|all| all[0].code).err();
        assert_eq!(code(&"a,".repeat(100_000)), Some(Code::TooManyColumns));
        assert_eq!(code(&format!("a,b\n1,2{}", ",".repeat(100_000))), None);
        assert_eq!(code(&"a,1\n".repeat(200_001)), Some(Code::TooManyRows));
    }
}
