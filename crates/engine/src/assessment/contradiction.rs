//! Answers that do not go together, each with the places to look at. Never an accusation: the
//! firm decides which of them is right.
//!
//! What holds for every pack is found by code: an answer against its table, shares above a
//! hundred, sales abroad against the markets, spend above sales or above what the margin leaves
//! for it, stock against lead time, a row entered twice. What hangs on single questions stands in
//! the pack as a rule, and fires only where what is known decides it.

use std::collections::BTreeMap;

use super::{Assessment, Given, Origin, Path};
use crate::content::{Condition, Facts, Id, Known, Measure, Pack, TableName};
use crate::finding::{Code, Finding};
use crate::markets;
use crate::measure::{Interval, Number, Truth};
use crate::suppliers::{Category, Supplier};
use crate::table::{Cell, Country, Row};

/// A person rounds: within five points is the same statement.
const ROUNDING_POINTS: f64 = 5.0;
/// What adding thirds leaves over, in per cent.
const LEFT_OVER_POINTS: f64 = 0.0001;
/// What is bought may be stated with consumption tax, and sales without.
const WITH_TAX: f64 = 1.1;
/// Stock for longer than this, weeks, and so many times as long as delivery takes: usually days
/// that were entered as weeks (an assumption of the authors).
const LONG_STOCK: (f64, f64) = (52.0, 10.0);

/// Sales abroad, per cent of all.
const ABROAD: &str = "profile.foreign_sales_share";
/// What is left of sales once what varies with them is paid, per cent.
const MARGIN: &str = "profile.contribution_margin";

/// A place to look at.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A question, of the profile or of a module.
    Question(Id),
    /// A table, with the rows behind it by their index.
    Table(TableName, Vec<usize>),
}

impl Side {
    /// Its place in the file: `supplier.monitoring`, `suppliers[2, 5]`.
    fn place(&self) -> String {
        match self {
            Self::Question(id) => id.to_string(),
            Self::Table(table, rows) => {
                let name = match table {
                    TableName::Suppliers => "suppliers",
                    TableName::Markets => "markets",
                };
                // A count people see starts at 1.
                let rows: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
                if rows.is_empty() {
                    name.to_owned()
                } else {
                    format!("{name}[{}]", rows.join(", "))
                }
            }
        }
    }
}

/// Things that do not go together.
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
    /// The share of sales abroad that was stated is not that of the market table.
    AbroadAgainstMarkets {
        /// What was stated, per cent.
        stated: f64,
        /// What the table has, per cent: what is not listed may be abroad.
        table: Interval,
        /// The rows abroad, by their index.
        rows: Vec<usize>,
    },
    /// The listed spend is larger than the year's sales.
    SpendOverSales {
        /// The listed spend, yen a year.
        spend: f64,
        /// The year's sales, yen.
        sales: f64,
    },
    /// What is listed of materials, goods, work and freight costs more than the contribution margin
    /// leaves for all that varies with sales.
    SpendOverCosts {
        /// What is listed of them, yen a year.
        spend: f64,
        /// What varies with sales, yen a year.
        costs: f64,
    },
    /// Goods whose stock lasts for more than a year, and many times as long as delivery takes.
    StockAgainstLeadTime {
        /// The rows, by their index.
        rows: Vec<usize>,
    },
    /// Rows of the supplier table that say the same twice.
    SameRow {
        /// The rows, by their index.
        rows: Vec<usize>,
    },
    /// A rule of the pack: its text says what does not go together.
    Rule {
        /// The rule.
        rule: Id,
        /// Every question and table it looks at.
        sides: Vec<Side>,
    },
}

impl Contradiction {
    /// Where to look.
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
                    Side::Question(Id::from(Pack::SALES)),
                ]
            }
            Self::AbroadAgainstMarkets { rows, .. } => {
                vec![
                    Side::Question(Id::from(ABROAD)),
                    Side::Table(TableName::Markets, rows.clone()),
                ]
            }
            Self::SpendOverCosts { .. } => {
                vec![
                    Side::Table(TableName::Suppliers, Vec::new()),
                    Side::Question(Id::from(MARGIN)),
                    Side::Question(Id::from(Pack::SALES)),
                ]
            }
            Self::StockAgainstLeadTime { rows } | Self::SameRow { rows } => {
                vec![Side::Table(TableName::Suppliers, rows.clone())]
            }
            Self::Rule { sides, .. } => sides.clone(),
        }
    }

    /// The contradiction as a finding, for a reader that has no screen: its place is the first
    /// side, and the others are among its arguments.
    #[must_use]
    pub fn finding(&self, path: &Path<'_>) -> Finding {
        let sides: Vec<String> = self.sides().iter().map(Side::place).collect();
        let place = sides.first().cloned().unwrap_or_default();
        match self {
            Self::AnswerAgainstTable { question, .. } => {
                let step = path.step(question.as_str());
                let answer = step.map(|step| step.known.clone());
                let table = step.and_then(|step| path.table_says(step.question));
                Finding::new(Code::AnswerAgainstTable, place)
                    .with("answer", answer.as_ref().map_or_else(String::new, shown))
                    .with("table", table.as_ref().map_or_else(String::new, shown))
            }
            Self::SharesOverHundred { sum } => {
                Finding::new(Code::SharesOverHundred, place).with("sum", sum)
            }
            Self::SpendOverSales { spend, sales } => Finding::new(Code::SpendOverSales, place)
                .with("spend", spend)
                .with("sales", sales),
            Self::AbroadAgainstMarkets { stated, table, .. } => {
                Finding::new(Code::AbroadAgainstMarkets, place)
                    .with("stated", stated)
                    .with("table", shown(&Known::Number(*table)))
            }
            Self::SpendOverCosts { spend, costs } => Finding::new(Code::SpendOverCosts, place)
                .with("spend", spend)
                .with("costs", costs),
            Self::StockAgainstLeadTime { .. } => Finding::new(Code::StockAgainstLeadTime, place),
            Self::SameRow { .. } => Finding::new(Code::SameRow, place),
            Self::Rule { rule, .. } => {
                let others = sides.get(1..).unwrap_or_default().join(", ");
                Finding::new(Code::AnswerAgainstAnswer, place)
                    .with("other", others)
                    .with("rule", rule)
            }
        }
    }

    /// All contradictions of an assessment, in a fixed order.
    #[must_use]
    pub fn all(pack: &Pack, assessment: &Assessment, path: &Path<'_>) -> Vec<Self> {
        let case = Case { assessment, path };
        let mut found = case.answers_against_tables();
        let sum = markets::total_share(&assessment.markets);
        if sum > 100.0 + LEFT_OVER_POINTS {
            found.push(Self::SharesOverHundred { sum });
        }
        let broken = pack.contradictions.iter();
        let broken = broken.filter(|rule| rule.when.decide(&case) == Truth::Certain);
        let rules: Vec<Self> = broken
            .map(|rule| Self::Rule {
                rule: rule.id.clone(),
                sides: case.sides_of(&rule.when),
            })
            .collect();
        if !rules.iter().any(|rule| rule.is_about_largest_market(pack)) {
            found.extend(case.abroad_against_markets());
        }
        let spend = path.figures.listed_spend;
        if let Some(Given::Number(sales)) = assessment.given(Pack::SALES)
            && spend > sales.get()
        {
            let sales = Number::get(*sales);
            found.push(Self::SpendOverSales { spend, sales });
        } else {
            found.extend(case.spend_over_costs());
        }
        found.extend(case.stock_against_lead_time());
        found.extend(same_rows(assessment));
        found.extend(rules);
        found
    }

    /// Whether sales abroad are held against the largest market already: one slip is said once.
    fn is_about_largest_market(&self, pack: &Pack) -> bool {
        let sides = self.sides();
        let largest = |side: &Side| match side {
            Side::Question(id) => {
                let question = pack.question(id.as_str());
                let from = question.and_then(|question| question.from_table.as_ref());
                from.is_some_and(|from| from.measure == Measure::TopForeignMarketShare)
            }
            Side::Table(..) => false,
        };
        sides.contains(&Side::Question(Id::from(ABROAD))) && sides.iter().any(largest)
    }
}

/// An assessment with its path: what the rules of the pack look at.
struct Case<'a> {
    assessment: &'a Assessment,
    path: &'a Path<'a>,
}

impl Facts for Case<'_> {
    fn answer(&self, question: &Id) -> &Known {
        self.path.answer(question.as_str())
    }

    fn figure(&self, measure: Measure) -> Option<Interval> {
        self.path.figure(measure)
    }

    fn has_row(&self, table: TableName, cells: &BTreeMap<Id, Vec<Id>>) -> Truth {
        let rows = self.matches(table, cells);
        rows.into_iter().max().unwrap_or(Truth::No)
    }
}

impl Case<'_> {
    fn answers_against_tables(&self) -> Vec<Contradiction> {
        let steps = self.path.steps().iter();
        let overridden = steps.filter(|step| step.origin == Origin::Override);
        overridden
            .filter_map(|step| {
                let from = step.question.from_table.as_ref()?;
                let table = self.path.table_says(step.question)?;
                let rows = self.rows_behind(from.measure);
                (!agree(&step.known, &table)).then(|| Contradiction::AnswerAgainstTable {
                    question: step.question.id.clone(),
                    table: Side::Table(from.measure.table(), rows),
                })
            })
            .collect()
    }

    fn stated(&self, question: &str) -> Option<f64> {
        match self.assessment.given(question) {
            Some(Given::Number(number)) => Some(number.get()),
            _ => None,
        }
    }

    fn abroad_against_markets(&self) -> Option<Contradiction> {
        let stated = self.stated(ABROAD)?;
        let markets = &self.assessment.markets;
        let shares = |wanted: fn(Option<Country>) -> bool| -> f64 {
            let rows = markets.iter().filter(|row| wanted(row.country));
            rows.filter_map(|row| row.share_pct).map(Number::get).sum()
        };
        // Without a share the table says nothing of how much is sold where.
        markets.iter().find_map(|row| row.share_pct)?;
        let low = shares(|country| country.is_some_and(|it| it != Country::JAPAN));
        let open = shares(|country| country.is_none()) + 100.0 * markets::unlisted_share(markets);
        let table = Interval {
            low,
            high: (low + open).min(low.max(100.0)),
        };
        let differs = stated + ROUNDING_POINTS < table.low || stated - ROUNDING_POINTS > table.high;
        differs.then(|| Contradiction::AbroadAgainstMarkets {
            stated,
            table,
            rows: self.rows_behind(Measure::TopForeignMarketShare),
        })
    }

    fn spend_over_costs(&self) -> Option<Contradiction> {
        let (sales, margin) = (self.stated(Pack::SALES)?, self.stated(MARGIN)?);
        // What the margin leaves out on purpose: machines are written off, software is a fixed
        // cost, and of power only a part moves with sales.
        let fixed = [
            Category::Equipment,
            Category::SoftwareCloud,
            Category::Energy,
        ];
        let varies = |row: &&Supplier| {
            row.category
                .is_some_and(|category| !fixed.contains(&category))
        };
        let rows = self.assessment.suppliers.iter().filter(varies);
        let spend: f64 = rows
            .filter_map(|row| row.annual_spend)
            .map(|yen| yen.get().max(0.0))
            .sum();
        let at_most = sales * (100.0 - margin + ROUNDING_POINTS) / 100.0 * WITH_TAX;
        let costs = sales * (100.0 - margin) / 100.0;
        (spend > at_most).then_some(Contradiction::SpendOverCosts { spend, costs })
    }

    fn stock_against_lead_time(&self) -> Option<Contradiction> {
        let (year, times) = LONG_STOCK;
        let suppliers = self.assessment.suppliers.iter();
        let chosen = suppliers.map(|row| {
            let weeks = row.stock_weeks.zip(row.lead_time_weeks);
            let far = weeks.is_some_and(|(stock, lead)| {
                stock.get() > year && stock.get() > times * lead.get()
            });
            row.is_good() != Truth::No && far
        });
        let rows = indexes(chosen);
        (!rows.is_empty()).then_some(Contradiction::StockAgainstLeadTime { rows })
    }

    /// For each row of a table, whether it holds one of the keys in every column named.
    fn matches(&self, table: TableName, cells: &BTreeMap<Id, Vec<Id>>) -> Vec<Truth> {
        match table {
            TableName::Suppliers => matching(&self.assessment.suppliers, cells),
            TableName::Markets => matching(&self.assessment.markets, cells),
        }
    }

    /// The rows that make up a figure, where it is not all of them.
    fn rows_behind(&self, measure: Measure) -> Vec<usize> {
        let abroad = |country: Option<Country>| country.is_some_and(|it| it != Country::JAPAN);
        let suppliers = self.assessment.suppliers.iter();
        let chosen: Vec<bool> = match measure {
            Measure::SingleSourceItems => suppliers
                .map(|row| row.is_good().min(row.lacks_alternative()) == Truth::Certain)
                .collect(),
            Measure::TopForeignCountryShare => suppliers.map(|row| abroad(row.country)).collect(),
            Measure::TopForeignMarketShare => {
                let markets = self.assessment.markets.iter();
                markets.map(|row| abroad(row.country)).collect()
            }
            _ => Vec::new(),
        };
        indexes(chosen.into_iter())
    }

    /// Every question and table a condition looks at, each once, in the order written; of
    /// several reasons only those that hold.
    fn sides_of(&self, condition: &Condition) -> Vec<Side> {
        let mut sides = Vec::new();
        self.collect_sides(condition, &mut sides);
        sides
    }

    fn collect_sides(&self, condition: &Condition, sides: &mut Vec<Side>) {
        let side = match condition {
            Condition::In(question, _)
            | Condition::NotIn(question, _)
            | Condition::AtLeast(question, _)
            | Condition::AtMost(question, _)
            | Condition::Answered(question, _)
            | Condition::NotApplicable(question) => Side::Question(question.clone()),
            Condition::FigureAtLeast(measure, _) | Condition::FigureAtMost(measure, _) => {
                Side::Table(measure.table(), self.rows_behind(*measure))
            }
            Condition::Rows(table, cells) => {
                let matches = self.matches(*table, cells).into_iter();
                Side::Table(*table, indexes(matches.map(|it| it == Truth::Certain)))
            }
            Condition::And(all) => {
                return all.iter().for_each(|one| self.collect_sides(one, sides));
            }
            Condition::Or(any) => {
                let holding = any.iter().filter(|one| one.decide(self) == Truth::Certain);
                return holding.for_each(|one| self.collect_sides(one, sides));
            }
            Condition::Not(one) => return self.collect_sides(one, sides),
        };
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
}

fn matching<R: Row>(rows: &[R], cells: &BTreeMap<Id, Vec<Id>>) -> Vec<Truth> {
    let holds = |row: &R, column: &Id, keys: &[Id]| match row.cell(column.as_str()) {
        Cell::Empty => Truth::Possible,
        _ if keys.is_empty() => Truth::Certain,
        Cell::Key(key) => Truth::decided(keys.iter().any(|one| one.as_str() == key)),
        Cell::Keys(held) => {
            let one_of = |key: &String| keys.iter().any(|one| one.as_str() == key);
            Truth::decided(held.iter().any(one_of))
        }
        Cell::Text(_) | Cell::Number(_) => Truth::No,
    };
    let row = |row: &R| {
        let cells = cells.iter().map(|(column, keys)| holds(row, column, keys));
        cells.min().unwrap_or(Truth::Certain)
    };
    rows.iter().map(row).collect()
}

fn indexes(chosen: impl Iterator<Item = bool>) -> Vec<usize> {
    let chosen = chosen.enumerate().filter(|(_, chosen)| *chosen);
    chosen.map(|(index, _)| index).collect()
}

/// An answer as a finding shows it: the keys of its options, or its number.
fn shown(known: &Known) -> String {
    match known {
        Known::OneOf(keys) | Known::AllOf(keys) => {
            let keys: Vec<&str> = keys.iter().map(Id::as_str).collect();
            keys.join(", ")
        }
        Known::Number(range) if range.is_known() => range.low.to_string(),
        Known::Number(range) => format!("{}–{}", range.low, range.high),
        Known::NotAsked | Known::NotApplicable | Known::Open => String::new(),
    }
}

fn agree(answer: &Known, table: &Known) -> bool {
    match (answer, table) {
        (Known::OneOf(answer), Known::OneOf(possible)) => {
            answer.iter().any(|key| possible.contains(key))
        }
        (Known::Number(answer), Known::Number(table)) => {
            answer.high >= table.low - ROUNDING_POINTS && answer.low <= table.high + ROUNDING_POINTS
        }
        _ => true,
    }
}

fn same_rows(assessment: &Assessment) -> Vec<Contradiction> {
    // By what they are written as: a pass over the rows instead of a look at every pair.
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, row) in assessment.suppliers.iter().enumerate() {
        if !row.alias.is_empty() && !row.item.is_empty() {
            let written = serde_json::to_string(row).unwrap_or_default();
            groups.entry(written).or_default().push(index);
        }
    }
    let mut found: Vec<Vec<usize>> = groups.into_values().filter(|rows| rows.len() > 1).collect();
    found.sort();
    found
        .into_iter()
        .map(|rows| Contradiction::SameRow { rows })
        .collect()
}
