//! What a person types, and how a cell is shown again for editing.
//!
//! Full-width digits, commas, kanji numerals (`1億2,000万`), yen signs, △ and brackets for
//! negatives, and a per-cent sign are ordinary ways of writing a number. What cannot be read
//! is refused with what was written; nothing is guessed.

use crate::content::{CellKind, Column, Id, Language, Pack, Text};
use crate::finding::{Code, Finding};
use crate::measure::{Number, Unit};
use crate::table::{Cell, TEXT_LIMIT};

/// The number in what was typed, in the unit it is asked in.
///
/// # Errors
/// [`Code::NotANumber`] or [`Code::OutOfRange`], with what was written.
pub fn number_of(typed: &str, unit: Unit) -> Result<Number, Finding> {
    money_of(typed, unit, 1.0)
}

/// The number in what was typed, times the scale of its field: 1,000 for 千円, 1,000,000 for 百万円.
///
/// A numeral that names its own unit (万, 億, 千円 …) is taken at its word, whatever the field says.
///
/// # Errors
/// [`Code::NotANumber`] or [`Code::OutOfRange`], with what was written.
pub fn money_of(typed: &str, unit: Unit, scale: f64) -> Result<Number, Finding> {
    // ¥ and 円 stand before or behind the sign, and both are there at times.
    let folded = fold(typed);
    let (sign, digits) = sign_of(without_unit(&folded, unit));
    let digits = without_unit(without_unit(digits, unit), unit);
    let (value, names_unit) = numeral(digits)
        .ok_or_else(|| Finding::new(Code::NotANumber, "").with("value", typed.trim()))?;
    let value = sign * value * if names_unit { 1.0 } else { scale };
    unit.number(value)
        .ok_or_else(|| refused_number(value, unit, typed.trim()))
}

/// Why a number is none of its unit, with what was written.
pub(super) fn refused_number(value: f64, unit: Unit, written: impl ToString) -> Finding {
    let (lowest, highest) = unit.limits();
    if (lowest..=highest).contains(&value) {
        return Finding::new(Code::NotWhole, "").with("value", written);
    }
    Finding::new(Code::OutOfRange, "")
        .with("value", written)
        .with("lowest", lowest)
        .with("highest", highest)
}

/// Half-width, without separators and blanks, kanji digits as digits.
fn fold(typed: &str) -> String {
    let half = half_width(typed);
    let half = half.strip_prefix('約').unwrap_or(&half).chars();
    let digits = half.map(|char| match char {
        '〇' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        '−' | '‐' | '–' | '—' => '-',
        other => other,
    });
    digits
        .filter(|char| !matches!(char, ',' | '、' | ' ' | '\u{a0}'))
        .collect()
}

/// The number without the words of its own unit: 30日 is a number of days, and none of weeks.
fn without_unit(folded: &str, unit: Unit) -> &str {
    let words: &[&str] = match unit {
        Unit::Yen | Unit::YenFromZero => &["jpy", "yen", "円", "¥", "￥", "\\"],
        Unit::Percent => &["%", "パーセント"],
        Unit::Weeks => &["週間", "週", "weeks", "week"],
        Unit::Days => &["日間", "日", "days", "day"],
        Unit::Count => &["人", "名", "people"],
    };
    let stripped = |word: &str| folded.strip_suffix(word).or(folded.strip_prefix(word));
    let found = words.iter().find_map(|word| stripped(word));
    found.unwrap_or(folded)
}

/// Full-width letters, digits and signs as half-width ones, lower case, no blanks around.
pub(super) fn half_width(typed: &str) -> String {
    let half = typed.chars().map(|char| match char {
        '！'..='～' => char::from_u32(u32::from(char) - 0xFEE0).unwrap_or(char),
        '\u{3000}' => ' ',
        other => other,
    });
    half.collect::<String>().trim().to_lowercase()
}

fn sign_of(folded: &str) -> (f64, &str) {
    for sign in ['-', '△', '▲'] {
        if let Some(rest) = folded.strip_prefix(sign) {
            return (-1.0, rest);
        }
    }
    match folded
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => (-1.0, inner),
        None => (1.0, folded.strip_prefix('+').unwrap_or(folded)),
    }
}

/// `12.5`, `1億2000万`, `3千`, `2百万`, `150k`, `3 million` → the value, and whether a unit was named.
fn numeral(digits: &str) -> Option<(f64, bool)> {
    for (word, factor) in [
        ("thousand", 1e3),
        ("k", 1e3),
        ("million", 1e6),
        ("mn", 1e6),
        ("m", 1e6),
        ("billion", 1e9),
        ("bn", 1e9),
    ] {
        if let Some(rest) = digits.strip_suffix(word) {
            return Some((plain(rest)? * factor, true));
        }
    }
    let (mut total, mut group, mut pending) = (0.0, 0.0, String::new());
    let (mut named, mut last_large) = (false, f64::INFINITY);
    for char in digits.chars() {
        match char {
            '0'..='9' | '.' => pending.push(char),
            '十' | '百' | '千' => {
                let small = match char {
                    '十' => 10.0,
                    '百' => 100.0,
                    _ => 1_000.0,
                };
                group += if pending.is_empty() {
                    1.0
                } else {
                    plain(&pending)?
                } * small;
                pending.clear();
                named = true;
            }
            '万' | '億' | '兆' => {
                let large = match char {
                    '万' => 1e4,
                    '億' => 1e8,
                    _ => 1e12,
                };
                // 1万2億 is not a number anybody writes; it is a slip.
                if large >= last_large {
                    return None;
                }
                last_large = large;
                group += if pending.is_empty() {
                    0.0
                } else {
                    plain(&pending)?
                };
                if group == 0.0 && pending.is_empty() {
                    return None;
                }
                total += group * large;
                group = 0.0;
                pending.clear();
                named = true;
            }
            _ => return None,
        }
    }
    let rest = if pending.is_empty() {
        if named { 0.0 } else { return None }
    } else {
        plain(&pending)?
    };
    Some((total + group + rest, named))
}

fn plain(digits: &str) -> Option<f64> {
    let looks_plain = digits.chars().any(|char| char.is_ascii_digit())
        && digits
            .chars()
            .all(|char| char.is_ascii_digit() || char == '.')
        && digits.matches('.').count() <= 1;
    if looks_plain {
        digits.parse().ok()
    } else {
        None
    }
}

/// The cell in what was typed into a column. Nothing, `?`, "わからない" and "unknown" leave it empty.
///
/// # Errors
/// A finding with what was written: not a number, out of range, no such option, no such country.
pub fn cell_of(pack: &Pack, column: &Column, typed: &str) -> Result<Cell, Finding> {
    scaled_cell_of(pack, column, typed, 1.0)
}

/// The cell in a field of a column whose heading names a unit: a number counts so many times.
///
/// # Errors
/// As [`cell_of`].
pub(super) fn scaled_cell_of(
    pack: &Pack,
    column: &Column,
    typed: &str,
    scale: f64,
) -> Result<Cell, Finding> {
    let typed = typed.trim();
    let unknown = ["", "?", "-", "わからない", "不明", "unknown", "n/a"];
    if unknown.contains(&half_width(typed).as_str()) {
        return Ok(Cell::Empty);
    }
    let refuse = |finding: Finding| Finding {
        place: column.key.to_string(),
        ..finding
    };
    let number = |unit| {
        let number = money_of(typed, unit, scale).map_err(refuse)?;
        // Weeks made of days or months need no more than two digits behind the point.
        let round = |value: f64| unit.number(libm::round(value * 100.0) / 100.0);
        let rounded = (unit == Unit::Weeks).then(|| round(number.get())).flatten();
        Ok(Cell::Number(rounded.unwrap_or(number)))
    };
    match &column.cell {
        CellKind::Text => Ok(Cell::Text(typed.chars().take(TEXT_LIMIT).collect())),
        CellKind::Money => number(Unit::Yen),
        CellKind::Percent => number(Unit::Percent),
        CellKind::Weeks => number(Unit::Weeks),
        CellKind::Days => number(Unit::Days),
        CellKind::Country => match pack.country(typed) {
            Some(code) => Ok(Cell::Key(code.to_string())),
            None => Err(refuse(
                Finding::new(Code::UnknownCountry, "").with("value", typed),
            )),
        },
        CellKind::Choice(options) => match option_of(options, typed) {
            Some(key) => Ok(Cell::Key(key.to_string())),
            None => Err(refuse(
                Finding::new(Code::UnknownOption, "").with("option", typed),
            )),
        },
        CellKind::Choices(options) => {
            let mut keys = Vec::new();
            for part in typed
                .split([',', '、', '，', ';', '；', '・', '/', '\n'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
            {
                match option_of(options, part) {
                    Some(key) => keys.push(key.to_string()),
                    None => {
                        return Err(refuse(
                            Finding::new(Code::UnknownOption, "").with("option", part),
                        ));
                    }
                }
            }
            Ok(Cell::Keys(keys))
        }
    }
}

/// An option by its key or by its wording in any language.
fn option_of<'p>(options: &'p [(Id, Text)], written: &str) -> Option<&'p Id> {
    let wanted = written.to_lowercase();
    options.iter().find_map(|(key, text)| {
        let named = key.as_str() == wanted
            || Language::ALL
                .iter()
                .any(|&language| text.in_language(language).to_lowercase() == wanted);
        named.then_some(key)
    })
}

/// What a cell shows, in words; typing the same again gives the same cell.
#[must_use]
pub fn shown_cell(pack: &Pack, column: &Column, cell: &Cell, language: Language) -> String {
    let label = |options: &[(Id, Text)], key: &str| {
        let found = options.iter().find(|(one, _)| one.as_str() == key);
        found.map_or_else(
            || key.to_owned(),
            |(_, text)| text.in_language(language).to_owned(),
        )
    };
    match (cell, &column.cell) {
        (Cell::Empty, _) => String::new(),
        (Cell::Text(text), _) => text.clone(),
        (Cell::Number(number), CellKind::Money) => grouped(number.get()),
        (Cell::Number(number), _) => number.get().to_string(),
        (Cell::Key(key), CellKind::Choice(options)) => label(options, key),
        (Cell::Key(key), _) => pack.countries.get(key.as_str()).map_or_else(
            || key.clone(),
            |name| name.title.in_language(language).to_owned(),
        ),
        (Cell::Keys(keys), CellKind::Choices(options)) => {
            let separator = match language {
                Language::Ja => "、",
                Language::En => "; ",
            };
            keys.iter()
                .map(|key| label(options, key))
                .collect::<Vec<_>>()
                .join(separator)
        }
        (Cell::Keys(keys), _) => keys.join(", "),
    }
}

/// `1234567.5` → `1,234,567.5`.
fn grouped(value: f64) -> String {
    let plain = value.abs().to_string();
    let (whole, fraction) = plain
        .split_once('.')
        .map_or((plain.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut written = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            written.push(',');
        }
        written.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{written}")
    } else {
        format!("{sign}{written}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, money_of, number_of};
    use crate::finding::Code;
    use crate::measure::Unit;

    #[track_caller]
    fn check(typed: &str, scale: f64, expected: Result<f64, Code>) {
        let read = money_of(typed, Unit::Yen, scale)
            .map(crate::measure::Number::get)
            .map_err(|finding| finding.code);
        assert_eq!(read, expected, "{typed:?}");
    }

    #[test]
    fn money_is_read_the_way_people_write_it() {
        for (typed, scale, expected) in [
            ("1450", 1e6, 1.45e9),
            ("1,450", 1e6, 1.45e9),
            ("１，４５０", 1e3, 1.45e6),
            ("1億2,000万", 1e3, 1.2e8),
            ("1億2,000万円", 1.0, 1.2e8),
            ("２億", 1e6, 2e8),
            ("3千万", 1.0, 3e7),
            ("百五十万円", 1.0, 1.5e6),
            ("1.5億", 1e3, 1.5e8),
            ("3千円", 1e6, 3e3),
            ("¥ 12,000", 1.0, 12_000.0),
            ("△500", 1e3, -5e5),
            ("(500)", 1.0, -500.0),
            ("15.5m", 1.0, 1.55e7),
            ("0", 1e3, 0.0),
            ("￥5,000円", 1.0, 5e3),
            ("-¥5,000", 1.0, -5e3),
            ("約３百万円", 1.0, 3e6),
        ] {
            check(typed, scale, Ok(expected));
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused_with_what_was_written() {
        for typed in [
            "abc", "", "12a", "1.2.3", "万", "nan", "inf", "1e5", "--5", "1万2億", ".",
        ] {
            check(typed, 1.0, Err(Code::NotANumber));
        }
        check("9999999兆", 1.0, Err(Code::OutOfRange));
    }

    #[test]
    fn a_number_may_name_its_own_unit_and_no_other() {
        for (typed, unit, expected) in [
            ("３５％", Unit::Percent, Ok(35.0)),
            ("140", Unit::Percent, Err(Code::OutOfRange)),
            ("４週間", Unit::Weeks, Ok(4.0)),
            ("30日", Unit::Weeks, Err(Code::NotANumber)),
            ("30日", Unit::Days, Ok(30.0)),
            ("48名", Unit::Count, Ok(48.0)),
            ("12円", Unit::Count, Err(Code::NotANumber)),
            ("2.5", Unit::Count, Err(Code::NotWhole)),
            ("-5", Unit::YenFromZero, Err(Code::OutOfRange)),
        ] {
            let read = number_of(typed, unit)
                .map_err(|finding| finding.code)
                .map(crate::measure::Number::get);
            assert_eq!(read, expected, "{typed:?} as {unit:?}");
        }
    }

    #[test]
    fn amounts_are_grouped_by_three() {
        assert_eq!(grouped(1_234_567.5), "1,234,567.5");
        assert_eq!(grouped(-999.0), "-999");
    }
}
