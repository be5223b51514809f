//! Answers that do not go together, each with both of its places. Never an accusation: the
//! firm decides which of the two is right.

use super::{Assessment, Given, Origin, Path};
use crate::content::{Id, Known, Pack, TableName};
use crate::markets;
use crate::measure::Number;

/// A place to look at.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A question, of the profile or of a module.
    Question(Id),
    /// A table, with the rows behind it by their index.
    Table(TableName, Vec<usize>),
}

/// Two things that do not go together.
#[derive(Clone, Debug, PartialEq)]
pub enum Contradiction {
    /// A confirmed answer says something else than the table.
    AnswerAgainstTable {
        /// The question.
        question: Id,
        /// The table and its rows.
        table: Side,
    },
    /// The shares of the markets add up to more than a hundred, per cent.
    SharesOverHundred {
        /// What they add up to, per cent.
        sum: f64,
    },
    /// The listed spend is larger than the year's sales.
    SpendOverSales {
        /// The listed spend, yen a year.
        spend: f64,
        /// The year's sales, yen.
        sales: f64,
    },
    /// A rule of the pack: these answers do not go together.
    SameRow {
        /// The rows that say the same twice, by their index.
        rows: Vec<usize>,
    },
}

impl Contradiction {
    /// Where to look, both places.
    #[must_use]
    pub fn sides(&self) -> Vec<Side> {
        match self {
            Self::AnswerAgainstTable { question, table } => {
                vec![Side::Question(question.clone()), table.clone()]
            }
            Self::SharesOverHundred { .. } => vec![Side::Table(TableName::Markets, Vec::new())],
            Self::SpendOverSales { .. } => {
                vec![
                    Side::Table(TableName::Suppliers, Vec::new()),
                    Side::Question(Id::from("profile.annual_sales")),
                ]
            }
            Self::SameRow { rows } => vec![Side::Table(TableName::Suppliers, rows.clone())],
        }
    }

    /// All contradictions of an assessment, in a fixed order.
    #[must_use]
    pub fn all(pack: &Pack, assessment: &Assessment, path: &Path<'_>) -> Vec<Self> {
        let _ = pack;
        let mut found = Vec::new();
        for step in path
            .steps()
            .iter()
            .filter(|step| step.origin == Origin::Override)
        {
            let Some(from) = &step.question.from_table else {
                continue;
            };
            if path
                .table_says(step.question)
                .is_some_and(|table| !agree(&step.known, &table))
            {
                let rows = match from.measure {
                    crate::content::Measure::SingleSourceItems => single_rows(assessment),
                    _ => Vec::new(),
                };
                found.push(Self::AnswerAgainstTable {
                    question: step.question.id.clone(),
                    table: Side::Table(from.measure.table(), rows),
                });
            }
        }
        let sum = markets::total_share(&assessment.markets);
        // Ten thousandths of a per cent are what adding thirds leaves over.
        if sum > 100.0001 {
            found.push(Self::SharesOverHundred { sum });
        }
        let spend = path.figures.listed_spend;
        if let Some(sales) = amount(assessment, "profile.annual_sales")
            && spend > sales
        {
            found.push(Self::SpendOverSales { spend, sales });
        }
        found.extend(same_rows(assessment));
        found
    }
}

fn agree(answer: &Known, table: &Known) -> bool {
    match (answer, table) {
        (Known::OneOf(answer), Known::OneOf(possible)) => {
            answer.iter().any(|key| possible.contains(key))
        }
        // A person rounds: within five points is the same statement.
        (Known::Number(answer), Known::Number(table)) => {
            answer.high >= table.low - 5.0 && answer.low <= table.high + 5.0
        }
        _ => true,
    }
}

fn single_rows(assessment: &Assessment) -> Vec<usize> {
    let single = assessment.suppliers.iter().enumerate().filter(|(_, row)| {
        row.is_good().min(row.lacks_alternative()) == crate::measure::Truth::Certain
    });
    single.map(|(index, _)| index).collect()
}

fn same_rows(assessment: &Assessment) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (index, row) in assessment.suppliers.iter().enumerate() {
        if row.alias.is_empty() || row.item.is_empty() {
            continue;
        }
        let later = assessment.suppliers.iter().enumerate().skip(index + 1);
        let same: Vec<usize> = later
            .filter(|(_, other)| *other == row)
            .map(|(other, _)| other)
            .collect();
        let first = !assessment
            .suppliers
            .iter()
            .take(index)
            .any(|other| other == row);
        if first && !same.is_empty() {
            found.push(Contradiction::SameRow {
                rows: std::iter::once(index).chain(same).collect(),
            });
        }
    }
    found
}

fn amount(assessment: &Assessment, question: &str) -> Option<f64> {
    match assessment.given(question) {
        Some(Given::Number(number)) => Some(Number::get(*number)),
        _ => None,
    }
}
