//! Workbooks of Excel 95 to 2003: a container, and in it a row of records.
//!
//! Why not calamine's reader: it takes the lengths in a record at their word and stops the
//! program where they lie, and it lays out the whole range from the first to the last cell. The
//! ten kinds of record that hold a ledger are read here one after the other instead.
//!
//! Source: Microsoft, *\[MS-XLS\]: Excel Binary File Format*, §2.4 (the numbers of the records).

mod record;
mod text;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType};
use encoding_rs::Encoding;

use self::record::{Records, double_word, quad_word, word};
use self::text::Pieces;
use super::{See, Sheet, damaged, locked};
use crate::finding::Finding;

pub(super) struct Xls {
    records: Vec<u8>,
    sheets: Vec<(Sheet, usize)>,
    /// The texts that cells refer to.
    texts: Vec<String>,
    /// What the numbers of each style are.
    styles: Vec<Style>,
    is_1904: bool,
    letters: Letters,
}

/// How texts are written: since Excel 97 as UTF-16 or the lower half of it, before that in a
/// code page.
#[derive(Clone, Copy)]
enum Letters {
    Unicode,
    CodePage(&'static Encoding),
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Style {
    Number,
    Moment,
    Span,
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;

impl Xls {
    /// # Errors
    /// It is no workbook, damaged, or locked.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Finding> {
        let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
        if container.is_stream("/EncryptedPackage") {
            return Err(locked());
        }
        let names = ["/Workbook", "/Book"];
        let Some(name) = names.into_iter().find(|name| container.is_stream(name)) else {
            return Err(damaged("Workbook"));
        };
        let stream = container.open_stream(name).map_err(damaged)?;
        let mut records = Vec::new();
        // A container cannot hold more than it is.
        let most = bytes.len() as u64;
        let mut stream = stream.take(most);
        stream.read_to_end(&mut records).map_err(damaged)?;
        let mut book = Self {
            records: Vec::new(),
            sheets: Vec::new(),
            texts: Vec::new(),
            styles: Vec::new(),
            is_1904: false,
            letters: Letters::Unicode,
        };
        book.read_globals(&records)
            .ok_or_else(|| damaged("Workbook"))??;
        book.records = records;
        Ok(book)
    }

    /// How long the row of records is, in bytes.
    pub(super) fn weight(&self) -> u64 {
        self.records.len() as u64
    }

    pub(super) fn sheets(&self) -> Vec<Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet.clone()).collect()
    }

    pub(super) fn visit(&self, sheet: &str, see: See<'_>) -> Result<(), Finding> {
        let found = self.sheets.iter().find(|(it, _)| it.name == sheet);
        let Some((_, at)) = found else { return Ok(()) };
        self.visit_from(*at, see)
            .unwrap_or_else(|| Err(damaged(sheet)))
    }

    /// What stands before the sheets. Nothing where a record is shorter than it must be.
    fn read_globals(&mut self, stream: &[u8]) -> Option<Result<(), Finding>> {
        let mut records = Records { stream, at: 0 };
        let first = records.next()?;
        if first.kind != BOF {
            return None;
        }
        if word(first.data, 0)? < 0x0600 {
            self.letters = Letters::CodePage(encoding_rs::SHIFT_JIS);
        }
        let mut formats = BTreeMap::new();
        let mut used = Vec::new();
        while let Some(record) = records.next() {
            match record.kind {
                0x002F => return Some(Err(locked())),
                0x0042 => self.set_code_page(word(record.data, 0)?),
                0x0022 => self.is_1904 = word(record.data, 0)? == 1,
                0x041E => {
                    let mut pieces = Pieces::new(record.data.get(2..)?, &[]);
                    let text = pieces.format(self.letters)?;
                    formats.insert(word(record.data, 0)?, style_of(&text));
                }
                0x00E0 => used.push(word(record.data, 2)?),
                0x0085 => self.add_sheet(record.data)?,
                0x00FC => {
                    let more = records.continued();
                    let mut pieces = Pieces::new(record.data.get(8..)?, &more);
                    while !pieces.is_at_end() {
                        self.texts.push(pieces.rich_text()?);
                    }
                }
                EOF => break,
                _ => {}
            }
        }
        let style = |format: u16| {
            let own = formats.get(&format).copied();
            own.unwrap_or_else(|| built_in(format))
        };
        self.styles = used.into_iter().map(style).collect();
        Some(Ok(()))
    }

    fn set_code_page(&mut self, page: u16) {
        if matches!(self.letters, Letters::CodePage(_)) {
            self.letters = Letters::CodePage(match page {
                932 => encoding_rs::SHIFT_JIS,
                936 => encoding_rs::GBK,
                949 => encoding_rs::EUC_KR,
                950 => encoding_rs::BIG5,
                _ => encoding_rs::WINDOWS_1252,
            });
        }
    }

    fn add_sheet(&mut self, data: &[u8]) -> Option<()> {
        let at = usize::try_from(double_word(data, 0)?).ok()?;
        let (hidden, kind) = (*data.get(4)? & 3 != 0, *data.get(5)?);
        let mut name = Pieces::new(data.get(6..)?, &[]).short_text(self.letters)?;
        name.retain(|sign| sign != '\0');
        if kind == 0 {
            self.sheets.push((Sheet { name, hidden }, at));
        }
        Some(())
    }

    fn visit_from(&self, at: usize, see: See<'_>) -> Option<Result<(), Finding>> {
        let stream = self.records.as_slice();
        let mut records = Records { stream, at };
        if records.next()?.kind != BOF {
            return None;
        }
        // A chart on a sheet is a row of records of its own, with cells that are none.
        let mut depth = 0_usize;
        // Where the text belongs that follows a formula.
        let mut formula = (0, 0);
        while let Some(record) = records.next() {
            match record.kind {
                BOF => depth += 1,
                EOF if depth == 0 => return Some(Ok(())),
                EOF => depth -= 1,
                _ => {}
            }
            if depth > 0 {
                continue;
            }
            let (data, kind) = (record.data, record.kind);
            let seen = match kind {
                0x0203 => self.number(data, f64::from_bits(quad_word(data, 6)?), see)?,
                0x027E => self.number(data, packed(double_word(data, 6)?), see)?,
                0x00BD => self.numbers(data, see)?,
                0x00FD => {
                    let index = usize::try_from(double_word(data, 6)?).ok()?;
                    let text = self.texts.get(index)?;
                    show(data, &DataRef::SharedString(text), see)?
                }
                0x0204 | 0x00D6 => {
                    let more = records.continued();
                    let text = Pieces::new(data.get(6..)?, &more).text(self.letters)?;
                    show(data, &DataRef::String(text), see)?
                }
                0x0205 => show(data, &truth_or_error(*data.get(6)?, *data.get(7)?), see)?,
                0x0006 => {
                    formula = (word(data, 0)?, word(data, 2)?);
                    self.result(data, see)?
                }
                0x0207 => {
                    let more = records.continued();
                    let text = Pieces::new(data, &more).text(self.letters)?;
                    let (row, column) = formula;
                    see(row.into(), column.into(), &DataRef::String(text))
                }
                _ => Ok(()),
            };
            if seen.is_err() {
                return Some(seen);
            }
        }
        // The end of the sheet is missing, and so may be a part of it.
        None
    }

    fn number(&self, data: &[u8], number: f64, see: See<'_>) -> Option<Result<(), Finding>> {
        show(data, &self.value(word(data, 4)?, number), see)
    }

    /// Several numbers beside one another.
    fn numbers(&self, data: &[u8], see: See<'_>) -> Option<Result<(), Finding>> {
        let (row, first) = (word(data, 0)?, word(data, 2)?);
        let inside = data.get(4..data.len().checked_sub(2)?)?;
        for (column, cell) in (u32::from(first)..).zip(inside.chunks_exact(6)) {
            let value = self.value(word(cell, 0)?, packed(double_word(cell, 2)?));
            let seen = see(row.into(), column, &value);
            if seen.is_err() {
                return Some(seen);
            }
        }
        Some(Ok(()))
    }

    /// The result that was saved with a formula; a text follows in a record of its own.
    fn result(&self, data: &[u8], see: See<'_>) -> Option<Result<(), Finding>> {
        if word(data, 12)? != 0xFFFF {
            return self.number(data, f64::from_bits(quad_word(data, 6)?), see);
        }
        let value = *data.get(8)?;
        match data.get(6)? {
            1 => show(data, &truth_or_error(value, 0), see),
            2 => show(data, &truth_or_error(value, 1), see),
            _ => Some(Ok(())),
        }
    }

    fn value(&self, style: u16, number: f64) -> DataRef<'static> {
        let kind = match self.styles.get(usize::from(style)) {
            Some(Style::Moment) => ExcelDateTimeType::DateTime,
            Some(Style::Span) => ExcelDateTimeType::TimeDelta,
            Some(Style::Number) | None => return DataRef::Float(number),
        };
        DataRef::DateTime(ExcelDateTime::new(number, kind, self.is_1904))
    }
}

fn show(data: &[u8], value: &DataRef<'_>, see: See<'_>) -> Option<Result<(), Finding>> {
    Some(see(word(data, 0)?.into(), word(data, 2)?.into(), value))
}

fn truth_or_error(value: u8, is_error: u8) -> DataRef<'static> {
    if is_error == 0 {
        return DataRef::Bool(value != 0);
    }
    DataRef::Error(match value {
        0x00 => CellErrorType::Null,
        0x07 => CellErrorType::Div0,
        0x17 => CellErrorType::Ref,
        0x1D => CellErrorType::Name,
        0x24 => CellErrorType::Num,
        0x2A => CellErrorType::NA,
        0x2B => CellErrorType::GettingData,
        _ => CellErrorType::Value,
    })
}

/// A number in four bytes: the upper half of a float, or a whole number; both may be hundredths.
fn packed(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

/// Whether numbers of this format are days and times, by what stands in it outside of quotes
/// and brackets, up to the first semicolon.
fn style_of(format: &str) -> Style {
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        match sign.to_ascii_lowercase() {
            ';' => break,
            '\\' | '_' | '*' => drop(signs.next()),
            '"' => drop(signs.find(|&sign| sign == '"')),
            '[' => {
                let inside: String = signs.by_ref().take_while(|&sign| sign != ']').collect();
                let mut units = inside.chars();
                if !inside.is_empty() && units.all(|sign| "hmsHMS".contains(sign)) {
                    return Style::Span;
                }
            }
            'd' | 'm' | 'y' | 'h' | 's' => return Style::Moment,
            _ => {}
        }
    }
    Style::Number
}

fn built_in(format: u16) -> Style {
    match format {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Style::Moment,
        46 => Style::Span,
        _ => Style::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, packed, style_of};

    #[test]
    fn a_format_tells_days_from_numbers() {
        for (format, expected) in [
            ("General", Style::Number),
            ("#,##0;[Red]-#,##0", Style::Number),
            ("yyyy/m/d", Style::Moment),
            ("[$-411]ggge\"年\"m\"月\"d\"日\";@", Style::Moment),
            ("#,##0\"days\"", Style::Number),
            ("0\\d", Style::Number),
            ("#,##0_d", Style::Number),
            ("[h]:mm", Style::Span),
            ("[Red]0", Style::Number),
            ("0.00E+00", Style::Number),
            ("\"open", Style::Number),
        ] {
            assert_eq!(style_of(format), expected, "{format}");
        }
    }

    #[test]
    fn four_bytes_hold_floats_whole_numbers_and_hundredths() {
        for (bits, expected) in [
            (0x3FF0_0000, 1.0),
            (0x3FF0_0001, 0.01),
            ((123_456 << 2) | 2, 123_456.0),
            ((123_456 << 2) | 3, 1234.56),
            ((-5_i32 << 2).cast_unsigned() | 2, -5.0),
        ] {
            assert_eq!(packed(bits).to_bits(), f64::to_bits(expected), "{bits:x}");
        }
    }
}
