//! The cells of a sheet as they are handed out, and the lines they make.

use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};

use super::super::grid::{Line, Lines};
use super::super::{COLUMN_LIMIT, LINE_LIMIT, UNPACKED_LIMIT};
use super::unpacks_too_large;
use crate::finding::{Code, Finding};

/// What a cell or a field takes beside its text, in bytes.
const PLACE_BYTES: usize = 16;

/// The filled cells of a sheet: their texts one after the other, and where each belongs.
#[derive(Default)]
pub(super) struct Cells {
    text: String,
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    row: u32,
    column: usize,
    from: usize,
    to: usize,
}

impl Cells {
    /// Adds a cell, its row and column counted from 0. A blank one is none.
    ///
    /// # Errors
    /// It lies beyond the rows or columns that are read, or there is too much altogether.
    pub(super) fn push(
        &mut self,
        row: u32,
        column: u32,
        value: &DataRef<'_>,
    ) -> Result<(), Finding> {
        let text = text_of(value);
        if text.is_empty() {
            return Ok(());
        }
        if row >= LINE_LIMIT {
            let finding = Finding::new(Code::TooManyRows, "").with("rows", u64::from(row) + 1);
            return Err(finding.with("limit", LINE_LIMIT));
        }
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if at >= COLUMN_LIMIT {
            let columns = u64::from(column) + 1;
            let finding = Finding::new(Code::TooManyColumns, "").with("columns", columns);
            return Err(finding.with("limit", COLUMN_LIMIT));
        }
        let from = self.text.len();
        let to = from + text.len();
        bounded(to + (self.places.len() + 1) * PLACE_BYTES)?;
        self.text.push_str(&text);
        self.places.push(Place {
            row,
            column: at,
            from,
            to,
        });
        Ok(())
    }

    /// The lines up to the last filled cell, blank ones included. Where a cell was handed out
    /// twice, the last one counts.
    ///
    /// # Errors
    /// The blank fields before the filled ones are too many altogether.
    pub(super) fn into_lines(mut self) -> Result<Vec<Line>, Finding> {
        self.places.sort_by_key(|place| (place.row, place.column));
        let mut lines = Lines::default();
        let mut bytes = 0;
        for row in self.places.chunk_by(|one, next| one.row == next.row) {
            let Some(last) = row.last() else { continue };
            for blank in lines.last_number() + 1..=last.row {
                lines.push(blank, []);
            }
            bytes += (last.column + 1) * PLACE_BYTES;
            bounded(self.text.len() + bytes)?;
            let mut cells = row.iter().peekable();
            let fields = (0..=last.column).map(|column| {
                let mut field = "";
                while let Some(place) = cells.next_if(|place| place.column == column) {
                    field = self.text.get(place.from..place.to).unwrap_or_default();
                }
                field
            });
            lines.push(last.row + 1, fields);
        }
        Ok(lines.whole())
    }
}

fn bounded(bytes: usize) -> Result<(), Finding> {
    match u64::try_from(bytes) {
        Ok(bytes) if bytes <= UNPACKED_LIMIT => Ok(()),
        _ => Err(unpacks_too_large()),
    }
}

/// What stands in a cell, as text.
fn text_of<'v>(value: &'v DataRef<'_>) -> Cow<'v, str> {
    match value {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::String(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number_text(*number)),
        DataRef::Bool(truth) => Cow::Borrowed(if *truth { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => Cow::Owned(moment_text(moment)),
        DataRef::DateTimeIso(text) => Cow::Borrowed(day_of_iso(text)),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
    }
}

/// The shortest text that gives the same number back; a sheet has no other zero than 0.
fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if !number.is_finite() {
        return "#NUM!".to_owned();
    }
    number.to_string()
}

/// The day; a time only where it stands alone.
fn moment_text(moment: &ExcelDateTime) -> String {
    /// 9999-12-31 in the 1900 system, after which a sheet shows no days.
    const LAST_DAY: f64 = 2_958_466.0;
    let serial = moment.as_f64();
    if !(0.0..LAST_DAY).contains(&serial) {
        return number_text(serial);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.is_duration() {
        let days = libm::trunc(serial);
        return format!("{}:{minute:02}:{second:02}", days * 24.0 + f64::from(hour));
    }
    if serial < 1.0 {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2024-04-01T00:00:00` → `2024-04-01`.
fn day_of_iso(text: &str) -> &str {
    match text.split_once('T') {
        Some((day, _)) if !day.is_empty() => day,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType};

    use super::{Cells, text_of};

    #[track_caller]
    fn check(value: &DataRef<'_>, expected: &str) {
        assert_eq!(text_of(value), expected, "{value:?}");
    }

    #[test]
    fn a_number_is_the_shortest_text_that_gives_it_back() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (412_300_000.0, "412300000"),
            (-1234.5, "-1234.5"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e15, "1000000000000000"),
            (f64::NAN, "#NUM!"),
        ] {
            check(&DataRef::Float(number), expected);
        }
        check(&DataRef::Int(-5), "-5");
        check(&DataRef::Bool(true), "TRUE");
        check(&DataRef::Error(CellErrorType::NA), "#N/A");
    }

    #[test]
    fn a_moment_is_its_day_and_a_time_only_where_it_stands_alone() {
        use ExcelDateTimeType::{DateTime, TimeDelta};
        for (serial, kind, is_1904, expected) in [
            (45_383.0, DateTime, false, "2024-04-01"),
            (45_383.75, DateTime, false, "2024-04-01"),
            (43_921.0, DateTime, true, "2024-04-01"),
            (1.0, DateTime, false, "1900-01-01"),
            (59.0, DateTime, false, "1900-02-28"),
            (61.0, DateTime, false, "1900-03-01"),
            (0.5, DateTime, false, "12:00:00"),
            (1.5, TimeDelta, false, "36:00:00"),
            (-1.0, DateTime, false, "-1"),
            (1e300, TimeDelta, false, &format!("{}", 1e300)),
        ] {
            let moment = ExcelDateTime::new(serial, kind, is_1904);
            check(&DataRef::DateTime(moment), expected);
        }
        check(
            &DataRef::DateTimeIso("2024-04-01T09:30:00".to_owned()),
            "2024-04-01",
        );
    }

    #[test]
    fn lines_are_whole_and_in_order_whatever_the_order_of_the_cells() {
        let mut cells = Cells::default();
        for (row, column, text) in [
            (3, 1, "d"),
            (0, 2, "old"),
            (0, 0, "a"),
            (0, 2, "c"),
            (5, 0, ""),
        ] {
            let value = DataRef::String(text.to_owned());
            cells.push(row, column, &value).unwrap();
        }
        let lines = cells.into_lines().unwrap();
        let seen: Vec<_> = lines
            .iter()
            .map(|line| {
                (
                    line.number,
                    line.fields.iter().collect::<Vec<_>>().join("|"),
                )
            })
            .collect();
        let expected = [(1, "a||c"), (2, ""), (3, ""), (4, "|d")];
        assert_eq!(
            seen,
            expected.map(|(number, text)| (number, text.to_owned()))
        );
    }
}
