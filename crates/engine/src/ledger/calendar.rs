//! Days, months and spans of them.

use super::{Month, Period};

/// A day of the common era, or a month where `day` is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_field_names, reason = "a day has a day of its month")]
pub(super) struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Day {
    /// The day, where there is one such; of a month with a day of 0.
    pub fn new(year: i32, month: i32, day: i32) -> Option<Self> {
        let month = u8::try_from(month)
            .ok()
            .filter(|it| (1..=12).contains(it))?;
        let month_of = Month { year, month };
        let day = u8::try_from(day)
            .ok()
            .filter(|it| *it <= last_day(month_of))?;
        (1900..=2200)
            .contains(&year)
            .then_some(Self { year, month, day })
    }

    /// The month it is in.
    pub fn month(self) -> Month {
        Month {
            year: self.year,
            month: self.month,
        }
    }

    /// The first day it means: of a month its first.
    pub fn first(self) -> Self {
        let day = self.day.max(1);
        Self { day, ..self }
    }

    /// The last day it means: of a month its last.
    pub fn last(self) -> Self {
        let day = if self.day == 0 {
            last_day(self.month())
        } else {
            self.day
        };
        Self { day, ..self }
    }

    /// Days since some day long ago (Howard Hinnant's `days_from_civil`).
    pub fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
    }

    /// The day of such a number.
    pub fn of_number(number: i64) -> Option<Self> {
        let (era, of_era) = (number.div_euclid(146_097), number.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Self::new(
            i32::try_from(year).ok()?,
            i32::try_from(month).ok()?,
            i32::try_from(day).ok()?,
        )
    }

    fn text(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// From one day to another, both within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Day,
    pub to: Day,
}

impl Span {
    /// As it is handed out.
    pub fn period(self) -> Period {
        Period {
            from: self.from.text(),
            to: self.to.text(),
        }
    }

    /// How many months it is long.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
    pub fn months(self) -> f64 {
        (self.to.number() - self.from.number() + 1) as f64 / (365.2425 / 12.0)
    }

    /// The year in which this month lies within the span.
    pub fn year_of(self, month: u8) -> Option<i32> {
        (self.from.year..=self.to.year.min(self.from.year + 3)).find(|year| {
            (self.from.month()..=self.to.month()).contains(&Month { year: *year, month })
        })
    }
}

/// The last day of a month.
fn last_day(month: Month) -> u8 {
    match month.month {
        4 | 6 | 9 | 11 => 30,
        2 if month.year % 4 == 0 && (month.year % 100 != 0 || month.year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_twelve_months_long() {
        let day = |year, month, day| Day::new(year, month, day).expect("a day");
        let span = Span {
            from: day(2025, 4, 1),
            to: day(2026, 3, 31),
        };
        assert!((span.months() - 12.0).abs() < 0.05);
        assert_eq!((span.year_of(4), span.year_of(3)), (Some(2025), Some(2026)));
        let leap = day(2024, 2, 29);
        assert_eq!(Day::of_number(leap.number()), Some(leap));
        assert_eq!(Day::new(2025, 2, 29), None);
    }
}
