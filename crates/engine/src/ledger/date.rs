//! Days and months as people and packages write them: 2025/4/1, 令和7年4月, R7.4.1, Apr-25.

use super::calendar::Day;
use super::plain::spaced;

/// What a cell of dates says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Nothing.
    None,
    /// A day or a month.
    Day(Day),
    /// A day (or 0) of a month whose year is not said.
    Yearless(u8, u8),
    /// Something that is no date.
    Unreadable,
}

/// Reads a cell of dates.
pub(super) fn date(text: &str) -> When {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return When::None;
    }
    if let Some(day) = usual(text.as_bytes()) {
        return When::Day(day);
    }
    let text = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        spaced(text)
    };
    if let Some(serial) = serial(&text) {
        return When::Day(serial);
    }
    match scan(&text) {
        Some((when, rest)) if is_time(rest) => when,
        _ => When::Unreadable,
    }
}

/// Most days are written 2025/04/01 or 2025-04-01.
fn usual(text: &[u8]) -> Option<Day> {
    let mut parts = [0_i32; 3];
    let mut place = 0;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            // A year of four digits, and no more in all than such a day has: nothing overflows.
            b'0'..=b'9' if at < 10 && (place > 0 || at < 4) => {
                let part = parts.get_mut(place)?;
                *part = *part * 10 + i32::from(byte - b'0');
            }
            b'/' | b'-' if at == 4 || (place == 1 && text.get(4) == Some(byte)) => place += 1,
            _ => return None,
        }
    }
    let [year, month, day] = parts;
    (place == 2 && day > 0 && day < 100 && month < 100)
        .then(|| Day::new(year, month, day))
        .flatten()
}

/// The month a heading names: its year, where it says one, and the month. What follows it must
/// be a word for amounts, or nothing.
pub(super) fn heading_month(plain: &str) -> Option<(Option<i32>, u8)> {
    let (when, rest) = scan(plain).or_else(|| {
        let digits = plain.strip_prefix("fy").unwrap_or(plain);
        scan(digits)
    })?;
    let amount = [
        "",
        "度",
        "分",
        "金額",
        "仕入",
        "仕入高",
        "仕入額",
        "仕入金額",
        "購入額",
        "購入金額",
        "実績",
        "発注額",
        "円",
        "千円",
        "百万円",
        "計上",
        "支払額",
        "00:00:00",
        "t00:00:00",
    ];
    let rest = rest.trim_start_matches(['度', '分']);
    if !amount.contains(&rest) {
        return None;
    }
    let named = plain.contains(['月', '/', '-', '.']) || plain.len() == 6 || plain.len() == 3;
    match when {
        When::Day(day) if day.day <= 1 && named => Some((Some(day.year), day.month)),
        When::Yearless(month, 0) if named => Some((None, month)),
        _ => None,
    }
}

/// Excel counts days from the end of 1899. Only days between 2009 and 2064 are taken for such.
fn serial(text: &str) -> Option<Day> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: i64 = (whole.len() == 5).then(|| whole.parse().ok()).flatten()?;
    let epoch = Day {
        year: 1899,
        month: 12,
        day: 30,
    };
    (40_000..=60_000)
        .contains(&number)
        .then(|| Day::of_number(epoch.number() + number))?
}

fn is_time(rest: &str) -> bool {
    let rest = rest.trim();
    let rest = match rest.strip_prefix('(') {
        // A weekday.
        Some(rest) => rest.split_once(')').map_or("?", |(_, rest)| rest).trim(),
        None => rest,
    };
    rest.strip_prefix('t')
        .unwrap_or(rest)
        .chars()
        .all(|it| it.is_ascii_digit() || matches!(it, ':' | '.' | '時' | '分' | '秒' | 'z'))
        && (rest.is_empty() || rest.contains([':', '時']))
}

/// The eras by their names, and the year before their first.
pub(super) const ERAS: [(&str, i32); 9] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("令", 2018),
    ("平", 1988),
    ("昭", 1925),
    ("r", 2018),
    ("h", 1988),
    ("s", 1925),
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A date at the beginning of a text in one width and lower case, and what follows it.
pub(super) fn scan(text: &str) -> Option<(When, &str)> {
    let (base, rest) = ERAS
        .iter()
        .find_map(|(name, base)| {
            let rest = text.strip_prefix(name)?;
            // 弥生会計 writes R.07/04/01.
            Some((*base, rest.strip_prefix('.').unwrap_or(rest)))
        })
        .filter(|(_, rest)| {
            rest.trim_start()
                .starts_with(|it: char| it.is_ascii_digit() || it == '元')
        })
        .map_or((None, text), |(base, rest)| (Some(base), rest.trim_start()));
    let mut parts: [Option<Part>; 3] = [None; 3];
    let mut rest = rest;
    let mut sign = None;
    for place in 0..3 {
        let Some((part, behind)) = part(rest) else {
            break;
        };
        if let Some(slot) = parts.get_mut(place) {
            *slot = Some(part);
        }
        rest = behind;
        let trimmed = rest.trim_start();
        let blank = trimmed.len() < rest.len() && part_begins(trimmed);
        let next = if blank {
            Some(' ')
        } else {
            trimmed.chars().next()
        };
        match next {
            Some(word @ ('年' | '月' | '日')) => {
                rest = trimmed.get(word.len_utf8()..).unwrap_or_default();
                let inner = rest.trim_start();
                let expected = if word == '年' {
                    place == 0
                } else {
                    place > 0 || word == '月'
                };
                if !expected {
                    return None;
                }
                sign = Some(word);
                if word == '日' || !inner.starts_with(|it: char| it.is_ascii_digit()) {
                    break;
                }
                rest = inner;
            }
            Some(between @ ('/' | '-' | '.' | ' ' | ',')) if place < 2 => {
                let same = sign.is_none_or(|it| it == between) || part_is_name(&parts);
                let after = rest.trim_start().get(usize::from(between != ' ')..)?;
                let after = after.trim_start();
                let goes_on = part_begins(after)
                    && (!matches!(between, ' ' | ',') || part_is_name(&parts) || is_name(after));
                if !same || !goes_on {
                    break;
                }
                sign = Some(between);
                rest = after;
            }
            _ => break,
        }
    }
    let [first, second, third] = parts;
    let when = compose(base, first?, second, third, sign)?;
    Some((when, rest))
}

/// One part of a date: a number and how many digits it has, or a month's name.
#[derive(Clone, Copy)]
enum Part {
    Number(i32, usize),
    Name(i32),
}

fn part_is_name(parts: &[Option<Part>]) -> bool {
    parts.iter().any(|it| matches!(it, Some(Part::Name(_))))
}

fn is_name(text: &str) -> bool {
    matches!(part(text), Some((Part::Name(_), _)))
}

fn part_begins(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_digit()) || is_name(text)
}

fn part(text: &str) -> Option<(Part, &str)> {
    if let Some(rest) = text.strip_prefix('元') {
        return Some((Part::Number(1, 1), rest));
    }
    let end = text
        .find(|it: char| !it.is_ascii_digit())
        .unwrap_or(text.len());
    if end > 0 {
        let number = text.get(..end).filter(|it| it.len() <= 8)?;
        return Some((Part::Number(number.parse().ok()?, end), text.get(end..)?));
    }
    let month = MONTHS.iter().position(|name| text.starts_with(name))?;
    let end = text
        .find(|it: char| !it.is_ascii_alphabetic())
        .unwrap_or(text.len());
    // "march" is a month, "market" is none.
    let known = text.get(..end).is_some_and(|word| {
        const LONG: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        word.len() == 3 || word == "sept" || LONG.contains(&word)
    });
    let month = i32::try_from(month).ok()? + 1;
    known.then_some((Part::Name(month), text.get(end..)?))
}

fn compose(
    base: Option<i32>,
    first: Part,
    second: Option<Part>,
    third: Option<Part>,
    sign: Option<char>,
) -> Option<When> {
    use Part::{Name, Number};
    let year = |number: i32, digits: usize| match base {
        Some(base) => Some(base + number),
        None if digits == 4 => Some(number),
        // Two digits: the era's years up to 19, the century's above.
        None if digits <= 2 && number < 20 => Some(2018 + number),
        None if digits <= 2 => Some(2000 + number),
        None => None,
    };
    let named = |number: i32, digits: usize| {
        if digits == 4 { number } else { 2000 + number }
    };
    let day = |year, month, day| Day::new(year, month, day).map(When::Day);
    let yearless = |month: i32, day: i32| {
        // A leap year, so that the 29th of February is a day.
        Day::new(2024, month, day).map(|it| When::Yearless(it.month, it.day))
    };
    match (first, second, third) {
        (Number(y, d), Some(Number(month, _)), Some(Number(of_month, last))) => {
            if last == 4 && d <= 2 && base.is_none() {
                // The year stands last: month first, unless that is no month.
                return if y > 12 {
                    day(of_month, month, y)
                } else {
                    day(of_month, y, month)
                };
            }
            day(year(y, d)?, month, of_month).filter(|_| of_month > 0)
        }
        (Number(y, d), Some(Number(month, _)), None) => {
            let is_year = base.is_some() || d == 4 || y > 12;
            if sign == Some('日') || !is_year {
                return yearless(y, month).filter(|_| month > 0);
            }
            day(year(y, d)?, month, 0)
        }
        (Number(number, 8), None, _) if base.is_none() => {
            day(number / 10_000, number / 100 % 100, number % 100)
        }
        (Number(number, 6), None, _) if base.is_none() => day(number / 100, number % 100, 0)
            .or_else(|| day(year(number / 10_000, 2)?, number / 100 % 100, number % 100)),
        (Number(number, 6), None, _) => {
            day(year(number / 10_000, 2)?, number / 100 % 100, number % 100)
        }
        (Number(month, _), None, _) if sign == Some('月') && base.is_none() => yearless(month, 0),
        (Name(month), None, _) => yearless(month, 0),
        (Name(month), Some(Number(y, d)), None) => day(named(y, d), month, 0),
        (Number(y, 4), Some(Name(month)), None) => day(y, month, 0),
        (Name(month), Some(Number(of, _)), Some(Number(y, 4)))
        | (Number(y, 4), Some(Name(month)), Some(Number(of, _))) => day(y, month, of),
        (Number(of, _), Some(Name(month)), Some(Number(y, d))) => day(named(y, d), month, of),
        (Number(of, _), Some(Name(month)), None) => yearless(month, of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, year: i32, month: u8, day: u8) {
        assert_eq!(date(text), When::Day(Day { year, month, day }), "{text}");
    }

    #[test]
    fn days_are_read_in_both_calendars() {
        for text in [
            "2025/4/1",
            "2025-04-01",
            "2025.4.1",
            "2025年4月1日",
            "20250401",
            "令和7年4月1日",
            "令和 7年 4月 1日",
            "R7.4.1",
            "R07/04/01",
            "R.07/04/01",
            "令7.4.1",
            "２０２５／４／１",
            "Ｒ７．４．１",
            "25/04/01",
            "07/04/01",
            "2025/04/01 10:23",
            "2025-04-01T00:00:00",
            "2025/4/1(火)",
            "45748",
            "250401",
            "R070401",
            "1-Apr-2025",
            "1 Apr 2025",
            "April 1, 2025",
            "4/1/2025",
        ] {
            check(text, 2025, 4, 1);
        }
        check("令和元年5月1日", 2019, 5, 1);
        check("H31.4.30", 2019, 4, 30);
        check("平成31年4月30日", 2019, 4, 30);
        check("S64.1.7", 1989, 1, 7);
        check("15/04/2025", 2025, 4, 15);
        for text in [
            "2025年4月",
            "2025/04",
            "202504",
            "令和7年4月",
            "Apr-25",
            "2025-04",
        ] {
            check(text, 2025, 4, 0);
        }
        assert_eq!(date("4/1"), When::Yearless(4, 1));
        assert_eq!(date("4月1日"), When::Yearless(4, 1));
        assert_eq!(date(""), When::None);
    }

    #[test]
    fn what_is_no_day_is_said_to_be_none() {
        for text in [
            "合計",
            "9999999999",
            "2025/999999999/1",
            "2025/13/1",
            "2025/2/30",
            "未定",
            "1234567890123",
            "1,200",
            "R",
            "4月分と5月分",
            "2025/4/1 hello",
        ] {
            assert_eq!(date(text), When::Unreadable, "{text}");
        }
    }

    #[test]
    fn headings_name_months() {
        for text in [
            "2025年4月",
            "2025/04",
            "r7.4",
            "令和7年4月",
            "2025-04",
            "apr-25",
            "202504",
            "2025年4月度",
            "25年4月",
            "2025-04-01",
        ] {
            assert_eq!(heading_month(text), Some((Some(2025), 4)), "{text}");
        }
        for text in ["4月", "4月度", "4月分", "4月金額", "apr"] {
            assert_eq!(heading_month(text), Some((None, 4)), "{text}");
        }
        for text in ["4月数量", "金額", "月", "4", "2025", "marketing", "4月計"] {
            assert_eq!(heading_month(text), None, "{text}");
        }
    }
}
