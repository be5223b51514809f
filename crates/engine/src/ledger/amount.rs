//! A cell of money as people and packages write it → hundredths of a yen.

use super::{AmountUnit, Sen};
use unicode_normalization::UnicodeNormalization;

/// What a cell of money says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Money {
    /// Nothing: empty, a dash, zero.
    None,
    /// So much.
    Some(Sen),
    /// Something that is no amount.
    Unreadable,
}

/// More than a thousand trillion yen is nobody's purchase.
const HIGHEST: i128 = 100_000_000_000_000_000;

/// Reads a cell. A unit written in the cell itself goes before that of the column.
pub(super) fn money(text: &str, unit: AmountUnit) -> Money {
    let text = text.trim();
    if text.is_empty() {
        return Money::None;
    }
    let found = if let Some(sen) = digits(text.as_bytes(), unit) {
        Some(sen)
    } else if text.is_ascii() {
        signed(text, unit)
    } else {
        let one_width: String = text
            .nfkc()
            .filter(|it| !it.is_whitespace())
            .map(|it| if is_dash(it) { '-' } else { it })
            .collect();
        signed(&one_width, unit)
    };
    match found {
        None => Money::Unreadable,
        Some(0) => Money::None,
        Some(sen) => i64::try_from(sen).map_or(Money::Unreadable, |sen| Money::Some(Sen(sen))),
    }
}

/// Most amounts are digits and commas, perhaps behind a minus.
fn digits(text: &[u8], unit: AmountUnit) -> Option<i128> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if text.len() > 16 || !text.first()?.is_ascii_digit() {
        return None;
    }
    let mut value = 0_i64;
    for byte in text {
        match byte {
            b'0'..=b'9' => value = value * 10 + i64::from(byte - b'0'),
            b',' => {}
            _ => return None,
        }
    }
    let value = i128::from(value) * hundredths(unit);
    (value <= HIGHEST).then_some(if negative { -value } else { value })
}

fn hundredths(unit: AmountUnit) -> i128 {
    match unit {
        AmountUnit::Yen => 100,
        AmountUnit::Thousand => 100_000,
        AmountUnit::Million => 100_000_000,
    }
}

fn is_dash(character: char) -> bool {
    matches!(character, '‐'..='―' | '−' | 'ー' | '─' | '━' | 'ｰ' | '﹣')
}

fn signed(text: &str, unit: AmountUnit) -> Option<i128> {
    if text.chars().all(|it| it == '-') {
        return Some(0);
    }
    let bracketed = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let (mut text, mut negative) = (bracketed.unwrap_or(text).trim(), bracketed.is_some());
    let mut in_yen = false;
    loop {
        let before = text;
        for minus in ['-', '△', '▲', '▼', '▽'] {
            if let Some(rest) = text.strip_prefix(minus) {
                (text, negative) = (rest, true);
            }
        }
        for sign in ["+", "¥", "\\", "JPY", "jpy"] {
            if let Some(rest) = text.strip_prefix(sign) {
                text = rest;
                in_yen |= sign != "+";
            }
        }
        text = text.trim_start();
        if text.len() == before.len() {
            break;
        }
    }
    // "¥1,000-" closes the amount as on a receipt; "1,000-" is how some programs say minus.
    if let Some(rest) = text.strip_suffix('-') {
        (text, negative) = (rest.trim_end(), negative || !in_yen);
    }
    let mut said = false;
    for sign in ["也", "円", "JPY", "jpy", "yen"] {
        if let Some(rest) = text.strip_suffix(sign) {
            text = rest.trim_end();
            said = true;
        }
    }
    let value = worded(text, if said { AmountUnit::Yen } else { unit })?;
    (value <= HIGHEST).then_some(if negative { -value } else { value })
}

/// `3億2,500万`, `1,200千`, `3.5百万`, or a plain number in the unit.
fn worded(text: &str, unit: AmountUnit) -> Option<i128> {
    const WORDS: [(&str, i128); 7] = [
        ("億", 100_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
        ("十万", 100_000),
        ("万", 10_000),
        ("千", 1_000),
        ("百", 100),
    ];
    let mut rest = text;
    let mut sum = 0_i128;
    while let Some(at) = rest.find(|it| "億千百十万".contains(it)) {
        let (number, behind) = rest.split_at_checked(at)?;
        let (word, times) = WORDS.iter().find(|(word, _)| behind.starts_with(word))?;
        sum += number_times(number, times * 100)?;
        rest = behind.strip_prefix(word)?;
    }
    if rest.len() == text.len() {
        return number_times(text, hundredths(unit));
    }
    if !rest.is_empty() {
        sum += number_times(rest, 100)?;
    }
    Some(sum)
}

/// The number as often as said, rounded half up. It has digits, separators, at most one point,
/// at most one exponent.
fn number_times(text: &str, times: i128) -> Option<i128> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (mut digits, mut value, mut behind, mut point) = (0_u32, 0_i128, 0_i32, false);
    for character in number.chars() {
        match character {
            '0'..='9' if digits < 20 => {
                value = value * 10 + i128::from(u32::from(character) - u32::from('0'));
                digits += u32::from(value > 0);
                behind += i32::from(point);
            }
            // Hundredths of a yen are settled long before.
            '0'..='9' if point => {}
            '.' if !point => point = true,
            ',' | '、' | '\'' | ' ' if !point => {}
            _ => return None,
        }
    }
    let power = exponent.checked_sub(behind)?;
    if !number.contains(|it: char| it.is_ascii_digit()) || !(-40..=18).contains(&power) {
        return None;
    }
    let value = value.checked_mul(times)?;
    if power >= 0 {
        return value.checked_mul(10_i128.checked_pow(power.unsigned_abs())?);
    }
    let Some(divisor) = 10_i128.checked_pow(power.unsigned_abs()) else {
        return Some(0);
    };
    Some((value + divisor / 2) / divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written_in_japan() {
        let check = |text: &str, yen: f64| {
            let expected = Sen::of_yen(yen).expect("an amount");
            assert_eq!(
                money(text, AmountUnit::Yen),
                Money::Some(expected),
                "{text}"
            );
        };
        for text in [
            "1234",
            "1,234",
            "１，２３４",
            "¥1,234",
            "￥1,234－",
            "\\1,234",
            "1,234円",
            "1、234",
            "JPY 1,234",
            " 1234.0 ",
        ] {
            check(text, 1234.0);
        }
        for text in [
            "-1234",
            "▲1,234",
            "△ 1,234",
            "▼1234",
            "(1,234)",
            "（１，２３４）",
            "－1234",
            "−1,234",
            "‐1234",
            "–1234",
            "—1234",
            "1,234-",
            "¥-1,234",
            "-¥1,234",
        ] {
            check(text, -1234.0);
        }
        check("1,200千円", 1_200_000.0);
        check("3.5百万", 3_500_000.0);
        check("2億", 200_000_000.0);
        check("1億2,345万6,789円", 123_456_789.0);
        check("1.2E+08", 120_000_000.0);
        check("12.345", 12.35);
        check("0.1", 0.1);
    }

    #[test]
    fn nothing_is_written_in_many_ways_and_words_are_no_amounts() {
        for text in ["", " ", "-", "―", "ー", "－", "0", "0.00", "¥0", "---"] {
            assert_eq!(money(text, AmountUnit::Yen), Money::None, "{text}");
        }
        for text in [
            "1.5e-2147483648",
            "#N/A",
            "未定",
            "1.2.3",
            "12%",
            "()",
            "¥",
            "1e99",
            "99999999999999999999",
            "千",
            "NaN",
            "inf",
            "1-2",
        ] {
            assert_eq!(money(text, AmountUnit::Yen), Money::Unreadable, "{text}");
        }
    }

    #[test]
    fn the_unit_counts_unless_the_cell_names_its_own() {
        let check = |text: &str, unit: AmountUnit, yen: f64| {
            let expected = Sen::of_yen(yen).expect("an amount");
            assert_eq!(money(text, unit), Money::Some(expected), "{text}");
        };
        check("1,234", AmountUnit::Thousand, 1_234_000.0);
        check("1.234567", AmountUnit::Million, 1_234_567.0);
        check("△0.5", AmountUnit::Thousand, -500.0);
        check("3百万", AmountUnit::Thousand, 3_000_000.0);
    }
}
