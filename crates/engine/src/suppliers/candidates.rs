//! Which rows to look at first, out of thousands: proposals with their reasons, nothing more.

use std::collections::BTreeSet;

use super::{BuyVia, Category, Flag, Supplier};
use crate::table::{Country, Row, keyed};

keyed! {
    /// Why a row is proposed.
    Why {
        /// Among the largest rows that make up most of the spend.
        Large = "large",
        /// No qualified alternative.
        Single = "single",
        /// Made abroad.
        Foreign = "foreign",
        /// Its origin is not known, and it is large or comes through a trader.
        Unknown = "unknown",
        /// A critical good, under an export licence, from a single plant or through a strait; or
        /// a chip, a magnet or a chemical.
        Flagged = "flagged",
        /// Its name sounds like a trading company, and how it is bought is not stated: a reason
        /// to ask, never a fact.
        Trader = "trader",
    }
}

/// A row that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The row, by its index.
    pub row: usize,
    /// The reasons, in the order of [`Why`]; none where it is only the next largest.
    pub reasons: Vec<Why>,
}

/// How many rows are proposed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CandidateOptions {
    /// At least so many, as far as there are rows.
    pub least: usize,
    /// At most so many.
    pub most: usize,
    /// Rows are large that make up this part of the spend (0 to 1), the largest first.
    pub large: f64,
}

impl Default for CandidateOptions {
    fn default() -> Self {
        Self {
            least: 8,
            most: 20,
            large: 0.8,
        }
    }
}

/// How trading companies are called. 産業 is not among them: makers bear it as often.
const TRADER_WORDS: [&str; 12] = [
    "商社",
    "商事",
    "物産",
    "通商",
    "貿易",
    "交易",
    "トレーディング",
    "ﾄﾚｰﾃﾞｨﾝｸﾞ",
    "trading",
    "shoji",
    "bussan",
    "tsusho",
];

/// The rows to look at first: those with the most reasons, then the largest spend, then the order
/// of the table. Blank rows are left out; rows of one supplier stand each for itself.
#[must_use]
pub fn candidates(rows: &[Supplier], options: CandidateOptions) -> Vec<Candidate> {
    let spend = |row: &Supplier| row.annual_spend.map_or(0.0, crate::measure::Number::get);
    let mut by_size: Vec<(usize, &Supplier)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank())
        .collect();
    // A stable sort: equal spends stay in the order of the table.
    by_size.sort_by(|(_, one), (_, other)| spend(other).total_cmp(&spend(one)));
    let listed: f64 = by_size.iter().map(|(_, row)| spend(row).max(0.0)).sum();
    let mut large = BTreeSet::new();
    let mut covered = 0.0;
    for (at, row) in by_size.iter().take(options.most) {
        if spend(row) <= 0.0 || covered >= options.large * listed {
            break;
        }
        covered += spend(row);
        large.insert(*at);
    }
    let mut all: Vec<Candidate> = by_size
        .iter()
        .map(|(at, row)| Candidate {
            row: *at,
            reasons: reasons(row, large.contains(at)),
        })
        .collect();
    all.sort_by_key(|candidate| std::cmp::Reverse(candidate.reasons.len()));
    let with_reason = all.iter().filter(|it| !it.reasons.is_empty()).count();
    all.truncate(with_reason.max(options.least).min(options.most));
    all
}

fn reasons(row: &Supplier, large: bool) -> Vec<Why> {
    let via_trader = matches!(row.buy_via, Some(BuyVia::TraderJp | BuyVia::TraderAbroad));
    let perhaps_trader = row.buy_via.is_none() && sounds_like_a_trader(&row.alias);
    let flags = [
        Flag::CriticalGood,
        Flag::ExportLicenceItem,
        Flag::SinglePlant,
        Flag::SeaChokepoint,
    ];
    let flagged = flags.iter().any(|flag| row.flags.contains(flag))
        || matches!(
            row.category,
            Some(Category::Chip | Category::Magnet | Category::ChemicalApi)
        );
    let single = row.alternatives.is_some_and(|there| !there.is_qualified());
    [
        (Why::Large, large),
        (Why::Single, single),
        (
            Why::Foreign,
            row.country.is_some_and(|country| country != Country::JAPAN),
        ),
        (Why::Unknown, row.country.is_none() && (large || via_trader)),
        (Why::Flagged, flagged),
        (Why::Trader, perhaps_trader),
    ]
    .into_iter()
    .filter_map(|(why, holds)| holds.then_some(why))
    .collect()
}

/// Whether a name sounds like that of a trading company.
#[must_use]
pub fn sounds_like_a_trader(name: &str) -> bool {
    // Full-width Latin letters are as common in ledgers as the others.
    let half = name.chars().map(|letter| match letter {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => u32::from(letter)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(letter),
        letter => letter,
    });
    let name: String = half.flat_map(char::to_lowercase).collect();
    TRADER_WORDS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::Why::{self, Flagged, Foreign, Large, Single, Trader, Unknown};
    use super::{CandidateOptions, candidates, sounds_like_a_trader};
    use crate::measure::Unit;
    use crate::suppliers::{Alternatives, BuyVia, Category, Flag, Supplier};
    use crate::table::Country;

    fn row(alias: &str, spend: f64, country: &str) -> Supplier {
        Supplier {
            alias: alias.into(),
            annual_spend: Unit::Yen.number(spend),
            country: Country::new(country),
            ..Supplier::default()
        }
    }

    fn proposed(rows: &[Supplier]) -> Vec<(usize, Vec<Why>)> {
        let found = candidates(rows, CandidateOptions::default());
        found.into_iter().map(|it| (it.row, it.reasons)).collect()
    }

    #[test]
    fn every_reason_is_named_and_several_come_first() {
        let rows = [
            row("大手", 800.0, "JP"),
            Supplier {
                alternatives: Some(Alternatives::OneUnqualified),
                flags: [Flag::CriticalGood].into(),
                ..row("A", 10.0, "CN")
            },
            row("三田商事", 30.0, ""),
            Supplier {
                buy_via: Some(BuyVia::TraderJp),
                ..row("三田物産", 20.0, "")
            },
            Supplier {
                category: Some(Category::Chip),
                alternatives: Some(Alternatives::TwoQualified),
                ..row("B", 5.0, "JP")
            },
            Supplier::default(),
            row("C", -7.0, "JP"),
            row("D", 1.0, ""),
        ];
        assert_eq!(
            proposed(&rows),
            [
                (1, vec![Single, Foreign, Flagged]),
                (0, vec![Large]),
                (2, vec![Trader]),
                (3, vec![Unknown]),
                (4, vec![Flagged]),
                (7, vec![]),
                (6, vec![]),
            ]
        );
    }

    #[test]
    fn a_large_row_of_unknown_origin_has_two_reasons() {
        let rows = [row("A", 9.0, ""), row("B", 1.0, "")];
        assert_eq!(proposed(&rows), [(0, vec![Large, Unknown]), (1, vec![])]);
    }

    #[test]
    fn at_least_eight_and_at_most_twenty_are_proposed() {
        let many = |country: &str| -> Vec<Supplier> {
            (0..100)
                .map(|number| row(&format!("s{number}"), 100.0, country))
                .collect()
        };
        assert_eq!(proposed(&many("CN")).len(), 20);
        let mut one = many("JP");
        one[99].annual_spend = Unit::Yen.number(1e6);
        let found = proposed(&one);
        assert_eq!(found.len(), 8);
        assert_eq!(found[0], (99, vec![Large]));
        assert_eq!(proposed(&one[..3]).len(), 3);
        assert_eq!(proposed(&[]), []);
        assert_eq!(
            proposed(&[row("A", 1.0, "JP"), row("A", 1.0, "JP")]).len(),
            2
        );
    }

    #[test]
    fn a_name_may_sound_like_a_trader() {
        for (name, sounds) in [
            ("三田商事㈱", true),
            ("ＭＩＴＡ　ＴＲＡＤＩＮＧ", true),
            ("Mita Trading Co., Ltd.", true),
            ("南北貿易", true),
            ("東西トレーディング", true),
            ("山田製作所", false),
            ("大和産業", false),
            ("", false),
        ] {
            assert_eq!(sounds_like_a_trader(name), sounds, "{name}");
        }
    }
}
