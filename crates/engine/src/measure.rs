//! Numbers that know their unit and range, and ranges of them.
//!
//! Every constructor refuses what is not finite or out of range (`"nan"` parses as an `f64`),
//! so that no formula further in has to ask again.

use serde::{Deserialize, Serialize, Serializer};

/// A number a firm states: finite, and within the limits of its unit.
///
/// Written as a whole number where it is one, so that saving twice gives the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number(f64);

impl Number {
    /// None of anything.
    pub const ZERO: Self = Self(0.0);

    /// The number, where it is finite and lies in `lowest..=highest`.
    #[must_use]
    pub fn within(value: f64, lowest: f64, highest: f64) -> Option<Self> {
        // Adding zero turns −0 into 0, which would otherwise be written differently.
        (value.is_finite() && (lowest..=highest).contains(&value)).then_some(Self(value + 0.0))
    }

    /// The number itself, in the unit of its field.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// The unit of a number a firm states, and with it the range it may lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Yen, up to a thousand trillion either way: a credit note, or equity, may be negative.
    Yen,
    /// Yen of which there cannot be less than none, up to a thousand trillion.
    YenFromZero,
    /// Per cent, 0 to 100.
    Percent,
    /// Weeks, 0 to 5,200 (a hundred years).
    Weeks,
    /// Days, 0 to 36,500.
    Days,
    /// A count of people or things, whole, 0 to 10,000,000.
    Count,
}

impl Unit {
    /// The smallest and the largest number of this unit.
    #[must_use]
    pub fn limits(self) -> (f64, f64) {
        match self {
            Self::Yen => (-1e15, 1e15),
            Self::YenFromZero => (0.0, 1e15),
            Self::Percent => (0.0, 100.0),
            Self::Weeks => (0.0, 5_200.0),
            Self::Days => (0.0, 36_500.0),
            Self::Count => (0.0, 10_000_000.0),
        }
    }

    /// The number in this unit, or `None` where it is out of range (or broken, for a count).
    #[must_use]
    pub fn number(self, value: f64) -> Option<Number> {
        let (lowest, highest) = self.limits();
        if self == Self::Count && value.fract() != 0.0 {
            return None;
        }
        Number::within(value, lowest, highest)
    }
}

/// A closed range `low..=high`; a known value is a range of no width.
///
/// Unknown answers stay ranges through every formula: each is monotone, so that
/// evaluating both ends gives exact bounds (Manski's worst-case bounds; method A1, §1.4).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The least it can be.
    pub low: f64,
    /// The most it can be; may be infinite for a time nobody stated.
    pub high: f64,
}

impl Interval {
    /// Nothing is known of a risk: 0 to 1.
    pub const UNKNOWN_RISK: Self = Self {
        low: 0.0,
        high: 1.0,
    };
    /// Nothing is known of a duration or an amount.
    pub const UNBOUNDED: Self = Self {
        low: 0.0,
        high: f64::INFINITY,
    };

    /// A range of no width.
    #[must_use]
    pub fn known(value: f64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// Whether both ends agree.
    #[must_use]
    #[expect(
        clippy::float_cmp,
        reason = "known means that the two ends are the same number"
    )]
    pub fn is_known(self) -> bool {
        self.low == self.high
    }

    /// `high − low`.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// The range of the larger of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: self.high.max(other.high),
        }
    }

    /// The range under a function that never falls.
    #[must_use]
    pub fn map(self, rising: impl Fn(f64) -> f64) -> Self {
        Self {
            low: rising(self.low),
            high: rising(self.high),
        }
    }
}

/// A statement under incomplete knowledge: no, perhaps, certainly.
///
/// `and` is the smaller and `or` the larger of two (Kleene's strong three-valued logic).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Truth {
    /// Decided: it does not hold.
    No,
    /// What is known does not decide it.
    Possible,
    /// Decided: it holds.
    Certain,
}

impl Truth {
    /// What holds where this does not.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::No => Self::Certain,
            Self::Possible => Self::Possible,
            Self::Certain => Self::No,
        }
    }

    /// Certain or no.
    #[must_use]
    pub fn decided(holds: bool) -> Self {
        if holds { Self::Certain } else { Self::No }
    }

    /// Whether the value in the range is at least `least`.
    #[must_use]
    pub fn at_least(range: Interval, least: f64) -> Self {
        if range.low >= least {
            Self::Certain
        } else if range.high >= least {
            Self::Possible
        } else {
            Self::No
        }
    }

    /// Whether the value in the range is at most `most`.
    #[must_use]
    pub fn at_most(range: Interval, most: f64) -> Self {
        Self::exceeds(range, Interval::known(most)).negate()
    }

    /// Whether one range lies above another.
    #[must_use]
    pub fn exceeds(range: Interval, other: Interval) -> Self {
        if range.low > other.high {
            Self::Certain
        } else if range.high > other.low {
            Self::Possible
        } else {
            Self::No
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Unit};

    #[test]
    fn numbers_refuse_what_is_not_finite_or_out_of_range() {
        for (unit, value, fits) in [
            (Unit::Percent, 140.0, false),
            (Unit::Percent, 100.0, true),
            (Unit::Percent, f64::NAN, false),
            (Unit::Yen, f64::INFINITY, false),
            (Unit::Yen, -3.5, true),
            (Unit::YenFromZero, -3.5, false),
            (Unit::YenFromZero, 0.0, true),
            (Unit::Count, 2.5, false),
            (Unit::Weeks, -1.0, false),
        ] {
            assert_eq!(unit.number(value).is_some(), fits, "{unit:?} {value}");
        }
    }

    #[test]
    fn whole_numbers_are_written_without_a_point() {
        let written = |value| {
            Number::within(value, -1e15, 1e15)
                .and_then(|number| serde_json::to_string(&number).ok())
        };
        assert_eq!(written(1_450_000_000.0).as_deref(), Some("1450000000"));
        assert_eq!(written(-0.0).as_deref(), Some("0"));
        assert_eq!(written(12.5).as_deref(), Some("12.5"));
    }
}
