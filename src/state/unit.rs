//! The units a firm writes money in: 円, 千円, 万円, 百万円.
//!
//! The assessment holds yen. A unit only scales the bare number in a field.

use sonae_engine::content::Id;

/// A unit of a money field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 円.
    Yen,
    /// 千円, as most annual accounts of small firms are written.
    Thousand,
    /// 万円, as people say monthly costs.
    TenThousand,
    /// 百万円, as people say yearly figures.
    Million,
}

impl MoneyUnit {
    /// All of them, the smallest first.
    pub const ALL: [Self; 4] = [Self::Yen, Self::Thousand, Self::TenThousand, Self::Million];

    /// The unit people say a question's amount in.
    #[must_use]
    pub fn usual(question: &Id) -> Self {
        if question.as_str() == "profile.monthly_fixed_cost" {
            Self::TenThousand
        } else {
            Self::Million
        }
    }

    /// How many yen one of it is.
    #[must_use]
    pub fn yen(self) -> f64 {
        match self {
            Self::Yen => 1.0,
            Self::Thousand => 1e3,
            Self::TenThousand => 1e4,
            Self::Million => 1e6,
        }
    }

    /// An amount in yen, in this unit.
    #[must_use]
    pub fn of(self, yen: f64) -> f64 {
        yen / self.yen()
    }

    /// The same bare number read in another unit, in whole yen.
    #[must_use]
    pub fn reread(self, yen: f64, other: Self) -> f64 {
        (self.of(yen) * other.yen()).round()
    }

    /// Its name in forms and in the words (`unit.million`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yen => "yen",
            Self::Thousand => "thousand",
            Self::TenThousand => "ten_thousand",
            Self::Million => "million",
        }
    }

    /// The unit with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}
