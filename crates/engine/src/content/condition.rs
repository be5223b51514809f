//! When a question is asked: conditions on other answers, decided under incomplete knowledge.
//!
//! They know `in`, `not_in`, `gte`, `lte`, `answered`, `and`, `or`, `not`, and will not grow
//! arithmetic: the pack says what and how much, the code says how.

use serde::{Deserialize, Serialize};

use super::Id;
use crate::measure::{Interval, Truth};

/// A statement about answers.
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
    /// The question does not apply, so no statement about its answer holds.
    NotAsked,
    /// Not answered, or answered "don't know".
    Open,
    /// One of these options (several where a table leaves it open).
    OneOf(Vec<Id>),
    /// All of these options.
    AllOf(Vec<Id>),
    /// A number in this range.
    Number(Interval),
}

impl Condition {
    /// Whether the condition holds, given what is known of each answer.
    pub fn decide(&self, known: &mut dyn FnMut(&Id) -> Known) -> Truth {
        match self {
            Self::In(question, options) => among(&known(question), options),
            Self::NotIn(question, options) => match known(question) {
                Known::NotAsked => Truth::No,
                answer => among(&answer, options).negate(),
            },
            Self::AtLeast(question, least) => {
                number(&known(question), |range| Truth::at_least(range, *least))
            }
            Self::AtMost(question, most) => number(&known(question), |range| {
                Truth::exceeds(range, Interval::known(*most)).negate()
            }),
            Self::Answered(question, wanted) => {
                let answered = !matches!(known(question), Known::NotAsked | Known::Open);
                Truth::decided(answered == *wanted)
            }
            Self::And(all) => all
                .iter()
                .map(|one| one.decide(known))
                .min()
                .unwrap_or(Truth::Certain),
            Self::Or(any) => any
                .iter()
                .map(|one| one.decide(known))
                .max()
                .unwrap_or(Truth::No),
            Self::Not(one) => one.decide(known).negate(),
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
            | Self::Answered(question, _) => vec![question],
            Self::And(many) | Self::Or(many) => many.iter().flat_map(Self::questions).collect(),
            Self::Not(one) => one.questions(),
        }
    }
}

fn among(known: &Known, options: &[Id]) -> Truth {
    match known {
        Known::NotAsked | Known::Number(_) => Truth::No,
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
        Known::NotAsked | Known::OneOf(_) | Known::AllOf(_) => Truth::No,
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, Known};
    use crate::content::Id;
    use crate::measure::{Interval, Truth};

    #[track_caller]
    fn check(condition: &Condition, known: &Known, expected: Truth) {
        assert_eq!(
            condition.decide(&mut |_| known.clone()),
            expected,
            "{condition:?} given {known:?}"
        );
    }

    #[test]
    fn conditions_stay_open_until_the_answer_decides_them() {
        let id = || Id::from("q");
        let is_a = Condition::In(id(), vec![Id::from("a")]);
        let not_a = Condition::NotIn(id(), vec![Id::from("a")]);
        let at_least_5 = Condition::AtLeast(id(), 5.0);
        for (condition, known, expected) in [
            (&is_a, Known::Open, Truth::Possible),
            (&is_a, Known::NotAsked, Truth::No),
            (&not_a, Known::NotAsked, Truth::No),
            (&is_a, Known::OneOf(vec![Id::from("a")]), Truth::Certain),
            (
                &is_a,
                Known::OneOf(vec![Id::from("a"), Id::from("b")]),
                Truth::Possible,
            ),
            (
                &is_a,
                Known::AllOf(vec![Id::from("a"), Id::from("b")]),
                Truth::Certain,
            ),
            (
                &at_least_5,
                Known::Number(Interval::known(5.0)),
                Truth::Certain,
            ),
            (
                &at_least_5,
                Known::Number(Interval {
                    low: 0.0,
                    high: 5.0,
                }),
                Truth::Possible,
            ),
            (&at_least_5, Known::Number(Interval::known(4.9)), Truth::No),
        ] {
            check(condition, &known, expected);
        }
        check(
            &Condition::And(vec![is_a.clone(), at_least_5]),
            &Known::Open,
            Truth::Possible,
        );
        check(
            &Condition::Not(Box::new(is_a)),
            &Known::Open,
            Truth::Possible,
        );
    }
}
