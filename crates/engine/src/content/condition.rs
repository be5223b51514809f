//! Statements about answers and tables, decided under incomplete knowledge: when a question is
//! asked, and which answers do not go together.
//!
//! They know `in`, `not_in`, `gte`, `lte`, `answered`, `not_applicable`, figures and rows of the
//! tables, `and`, `or`, `not`, and will not grow arithmetic: the pack says what and how much,
//! the code says how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Id, Measure, TableName};
use crate::measure::{Interval, Truth};

/// A statement about answers and tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// One of these options is the answer; for a multiple choice, at least one is chosen.
    In(Id, Vec<Id>),
    /// None of these options is the answer.
    NotIn(Id, Vec<Id>),
    /// The number is at least this.
    AtLeast(Id, f64),
    /// The number is at most this.
    AtMost(Id, f64),
    /// The question has an answer other than "don't know" (or, with `false`, has none).
    Answered(Id, bool),
    /// The firm said that the question does not apply to it.
    NotApplicable(Id),
    /// The figure of a table is at least this.
    FigureAtLeast(Measure, f64),
    /// The figure of a table is at most this.
    FigureAtMost(Measure, f64),
    /// A row of the table holds, in every column named, one of its keys (any, where none is named).
    Rows(TableName, BTreeMap<Id, Vec<Id>>),
    /// All hold.
    And(Vec<Condition>),
    /// At least one holds.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// What is known of the answer a condition looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// The question is not asked, so no statement about its answer holds.
    NotAsked,
    /// The firm said that the question does not apply to it.
    NotApplicable,
    /// Not answered, or answered "don't know".
    Open,
    /// One of these options (several where a table leaves it open).
    OneOf(Vec<Id>),
    /// All of these options.
    AllOf(Vec<Id>),
    /// A number in this range.
    Number(Interval),
}

/// What a condition is decided by.
pub trait Facts {
    /// What is known of the answer to a question.
    fn answer(&self, question: &Id) -> &Known;
    /// A figure of a table, where the table says anything.
    fn figure(&self, measure: Measure) -> Option<Interval>;
    /// Whether a row of the table holds one of the keys in every column named.
    fn has_row(&self, table: TableName, cells: &BTreeMap<Id, Vec<Id>>) -> Truth;
}

impl Condition {
    /// Whether the condition holds, as far as what is known decides it.
    pub fn decide(&self, facts: &impl Facts) -> Truth {
        match self {
            Self::In(question, options) => among(facts.answer(question), options),
            Self::NotIn(question, options) => match facts.answer(question) {
                Known::NotAsked | Known::NotApplicable => Truth::No,
                answer => among(answer, options).negate(),
            },
            Self::AtLeast(question, least) => number(facts.answer(question), |range| {
                Truth::at_least(range, *least)
            }),
            Self::AtMost(question, most) => {
                number(facts.answer(question), |range| Truth::at_most(range, *most))
            }
            Self::Answered(question, wanted) => {
                let answer = facts.answer(question);
                let open = matches!(answer, Known::NotAsked | Known::NotApplicable | Known::Open);
                Truth::decided(open != *wanted)
            }
            Self::NotApplicable(question) => {
                Truth::decided(*facts.answer(question) == Known::NotApplicable)
            }
            Self::FigureAtLeast(measure, least) => facts
                .figure(*measure)
                .map_or(Truth::Possible, |range| Truth::at_least(range, *least)),
            Self::FigureAtMost(measure, most) => facts
                .figure(*measure)
                .map_or(Truth::Possible, |range| Truth::at_most(range, *most)),
            Self::Rows(table, cells) => facts.has_row(*table, cells),
            Self::And(all) => {
                let all = all.iter().map(|one| one.decide(facts));
                all.min().unwrap_or(Truth::Certain)
            }
            Self::Or(any) => {
                let any = any.iter().map(|one| one.decide(facts));
                any.max().unwrap_or(Truth::No)
            }
            Self::Not(one) => one.decide(facts).negate(),
        }
    }

    /// The questions the condition looks at, in the order they are written.
    #[must_use]
    pub fn questions(&self) -> Vec<&Id> {
        match self {
            Self::In(question, _)
            | Self::NotIn(question, _)
            | Self::AtLeast(question, _)
            | Self::AtMost(question, _)
            | Self::Answered(question, _)
            | Self::NotApplicable(question) => vec![question],
            Self::FigureAtLeast(..) | Self::FigureAtMost(..) | Self::Rows(..) => Vec::new(),
            Self::And(many) | Self::Or(many) => many.iter().flat_map(Self::questions).collect(),
            Self::Not(one) => one.questions(),
        }
    }

    /// Whether it looks at a figure or at rows, and not at answers only.
    #[must_use]
    pub fn looks_at_a_table(&self) -> bool {
        match self {
            Self::FigureAtLeast(..) | Self::FigureAtMost(..) | Self::Rows(..) => true,
            Self::And(many) | Self::Or(many) => many.iter().any(Self::looks_at_a_table),
            Self::Not(one) => one.looks_at_a_table(),
            _ => false,
        }
    }
}

fn among(known: &Known, options: &[Id]) -> Truth {
    match known {
        Known::NotAsked | Known::NotApplicable | Known::Number(_) => Truth::No,
        Known::Open => Truth::Possible,
        Known::AllOf(chosen) => Truth::decided(chosen.iter().any(|key| options.contains(key))),
        Known::OneOf(possible) => {
            let inside = possible.iter().filter(|key| options.contains(key)).count();
            match inside {
                0 => Truth::No,
                all if all == possible.len() => Truth::Certain,
                _ => Truth::Possible,
            }
        }
    }
}

fn number(known: &Known, holds: impl Fn(Interval) -> Truth) -> Truth {
    match known {
        Known::Number(range) => holds(*range),
        Known::Open => Truth::Possible,
        Known::NotAsked | Known::NotApplicable | Known::OneOf(_) | Known::AllOf(_) => Truth::No,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Condition, Facts, Known};
    use crate::content::{Id, Measure, TableName};
    use crate::measure::{Interval, Truth};

    /// Every question has the same answer, and no table says anything.
    struct Only(Known);

    impl Facts for Only {
        fn answer(&self, _: &Id) -> &Known {
            &self.0
        }
        fn figure(&self, _: Measure) -> Option<Interval> {
            None
        }
        fn has_row(&self, _: TableName, _: &BTreeMap<Id, Vec<Id>>) -> Truth {
            Truth::No
        }
    }

    #[track_caller]
    fn check(condition: &Condition, known: Known, expected: Truth) {
        let facts = Only(known);
        let decided = condition.decide(&facts);
        assert_eq!(decided, expected, "{condition:?} given {:?}", facts.0);
    }

    #[test]
    fn conditions_stay_open_until_the_answer_decides_them() {
        let id = || Id::from("q");
        let one_of = |keys: &[&str]| Known::OneOf(keys.iter().map(|key| Id::from(*key)).collect());
        let range = |low, high| Known::Number(Interval { low, high });
        let is_a = Condition::In(id(), vec![Id::from("a")]);
        let not_a = Condition::NotIn(id(), vec![Id::from("a")]);
        let least_5 = Condition::AtLeast(id(), 5.0);
        let most_5 = Condition::AtMost(id(), 5.0);
        let answered = Condition::Answered(id(), true);
        let declined = Condition::NotApplicable(id());
        for (condition, known, expected) in [
            (&is_a, Known::Open, Truth::Possible),
            (&is_a, Known::NotAsked, Truth::No),
            (&is_a, Known::NotApplicable, Truth::No),
            (&is_a, one_of(&["a"]), Truth::Certain),
            (&is_a, one_of(&["a", "b"]), Truth::Possible),
            (&is_a, one_of(&["b"]), Truth::No),
            (
                &is_a,
                Known::AllOf(vec!["a".into(), "b".into()]),
                Truth::Certain,
            ),
            (&not_a, Known::NotAsked, Truth::No),
            (&not_a, one_of(&["b"]), Truth::Certain),
            (&least_5, range(5.0, 5.0), Truth::Certain),
            (&least_5, range(0.0, 5.0), Truth::Possible),
            (&least_5, range(4.9, 4.9), Truth::No),
            (&least_5, Known::Open, Truth::Possible),
            (&most_5, range(5.0, 5.0), Truth::Certain),
            (&most_5, range(5.0, 6.0), Truth::Possible),
            (&most_5, range(5.1, 6.0), Truth::No),
            (&answered, Known::Open, Truth::No),
            (&answered, one_of(&["b"]), Truth::Certain),
            (&declined, Known::NotApplicable, Truth::Certain),
            (&declined, Known::NotAsked, Truth::No),
        ] {
            check(condition, known, expected);
        }
        check(
            &Condition::And(vec![is_a.clone(), least_5]),
            Known::Open,
            Truth::Possible,
        );
        check(&Condition::And(Vec::new()), Known::Open, Truth::Certain);
        check(
            &Condition::Not(Box::new(is_a)),
            Known::Open,
            Truth::Possible,
        );
    }
}
