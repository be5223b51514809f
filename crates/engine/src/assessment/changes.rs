//! What differs between two cases of one firm: last year's and this year's, the saved and the
//! present one, mine and a colleague's.

use std::collections::BTreeSet;

use super::{Answer, Assessment, Given};
use crate::content::{Id, TableName};
use crate::table::{Cell, Row};

/// What differs, in the order of the case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Questions whose answer differs: before and after. What was only noted or flagged counts
    /// as no answer.
    pub answers: Vec<Changed<Option<Given>>>,
    /// Cells of rows that stand in both, by table, row (of the later case) and column.
    pub cells: Vec<(TableName, usize, Changed<Cell>)>,
    /// Rows that came, by table and index in the later case.
    pub rows_added: Vec<(TableName, usize)>,
    /// Rows that went, by table and index in the earlier case.
    pub rows_removed: Vec<(TableName, usize)>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed<T> {
    /// The question, or the column.
    pub what: Id,
    /// What it was.
    pub before: T,
    /// What it is.
    pub after: T,
}

impl Changes {
    /// What changed from one case to another.
    ///
    /// Rows are the same where supplier and item (or the country of a market) are: what stands
    /// twice is matched in its order, and the order of rows is no change.
    #[must_use]
    pub fn between(before: &Assessment, after: &Assessment) -> Self {
        let mut changes = Self {
            answers: answers(before, after),
            ..Self::default()
        };
        let suppliers = |case: &Assessment| {
            let rows = case.suppliers.iter();
            rows.map(|row| (row.alias.clone(), row.item.clone()))
                .collect::<Vec<_>>()
        };
        let markets = |case: &Assessment| {
            let rows = case.markets.iter();
            rows.map(|row| (row.country, row.main_products.clone()))
                .collect::<Vec<_>>()
        };
        let columns = crate::suppliers::COLUMNS.map(crate::suppliers::Column::key);
        changes.rows(
            TableName::Suppliers,
            (&before.suppliers, &suppliers(before)),
            (&after.suppliers, &suppliers(after)),
            &columns,
        );
        let columns = crate::markets::COLUMNS.map(crate::markets::Column::key);
        changes.rows(
            TableName::Markets,
            (&before.markets, &markets(before)),
            (&after.markets, &markets(after)),
            &columns,
        );
        changes
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn rows<R: Row, K: Ord + Clone>(
        &mut self,
        table: TableName,
        (before, before_keys): (&[R], &[K]),
        (after, after_keys): (&[R], &[K]),
        columns: &[&str],
    ) {
        let mut open: std::collections::BTreeMap<&K, std::collections::VecDeque<usize>> =
            std::collections::BTreeMap::new();
        for (index, key) in before_keys.iter().enumerate() {
            open.entry(key).or_default().push_back(index);
        }
        for (index, (row, key)) in after.iter().zip(after_keys).enumerate() {
            let was = open
                .get_mut(key)
                .and_then(std::collections::VecDeque::pop_front);
            let Some(was) = was.and_then(|was| before.get(was)) else {
                if !row.is_blank() {
                    self.rows_added.push((table, index));
                }
                continue;
            };
            for column in columns {
                let (one, other) = (was.cell(column), row.cell(column));
                if one != other {
                    let changed = Changed {
                        what: Id::from(*column),
                        before: one,
                        after: other,
                    };
                    self.cells.push((table, index, changed));
                }
            }
        }
        let gone: BTreeSet<usize> = open.into_values().flatten().collect();
        let gone = gone
            .into_iter()
            .filter(|index| before.get(*index).is_some_and(|row| !row.is_blank()));
        self.rows_removed.extend(gone.map(|index| (table, index)));
    }
}

fn answers(before: &Assessment, after: &Assessment) -> Vec<Changed<Option<Given>>> {
    let asked: BTreeSet<&Id> = [before, after]
        .into_iter()
        .flat_map(|case| case.profile.keys().chain(case.answers.keys()))
        .collect();
    let given = |case: &Assessment, id: &Id| {
        let answer = case
            .answers
            .get(id)
            .and_then(|answer: &Answer| answer.given.clone());
        case.profile.get(id).cloned().or(answer)
    };
    let differing = asked.into_iter().filter_map(|id| {
        let (one, other) = (given(before, id), given(after, id));
        (one != other).then(|| Changed {
            what: id.clone(),
            before: one,
            after: other,
        })
    });
    differing.collect()
}

#[cfg(test)]
mod tests {
    use super::Changes;
    use crate::assessment::{Assessment, Edit, Given};
    use crate::content::{Id, TableName};
    use crate::measure::Unit;
    use crate::suppliers::Supplier;

    fn supplier(alias: &str, item: &str, stock: f64) -> Supplier {
        Supplier {
            alias: alias.to_owned(),
            item: item.to_owned(),
            stock_weeks: Unit::Weeks.number(stock),
            ..Supplier::default()
        }
    }

    fn case(rows: &[(&str, &str, f64)]) -> Assessment {
        Assessment {
            suppliers: rows.iter().map(|(a, b, c)| supplier(a, b, *c)).collect(),
            ..Assessment::default()
        }
    }

    #[test]
    fn a_case_does_not_differ_from_itself_nor_in_another_order() {
        let one = case(&[
            ("A", "magnet", 1.0),
            ("B", "chip", 2.0),
            ("A", "magnet", 3.0),
        ]);
        let other = case(&[
            ("B", "chip", 2.0),
            ("A", "magnet", 1.0),
            ("A", "magnet", 3.0),
        ]);
        assert!(Changes::between(&one, &one).is_empty());
        assert!(Changes::between(&one, &other).is_empty());
    }

    #[test]
    fn rows_that_came_went_or_changed_are_told_apart() {
        let before = case(&[("A", "magnet", 1.0), ("B", "chip", 2.0)]);
        let after = case(&[("C", "casting", 5.0), ("A", "magnet", 4.0)]);
        let changes = Changes::between(&before, &after);
        assert_eq!(changes.rows_added, [(TableName::Suppliers, 0)]);
        assert_eq!(changes.rows_removed, [(TableName::Suppliers, 1)]);
        let [(TableName::Suppliers, 1, changed)] = changes.cells.as_slice() else {
            panic!("{changes:?}");
        };
        assert_eq!(changed.what, Id::from("stock_weeks"));
    }

    #[test]
    fn answers_that_came_or_went_are_changes_and_notes_are_not() {
        let mut before = Assessment::default();
        let mut after = Assessment::default();
        let answer = |case: &mut Assessment, id: &str| {
            case.apply(Edit::Answered {
                question: Id::from(id),
                given: Given::Unknown,
                estimate: false,
            });
        };
        answer(&mut before, "a");
        answer(&mut after, "b");
        after.apply(Edit::Noted(Id::from("c"), "a note".to_owned()));
        let changes = Changes::between(&before, &after).answers;
        let what: Vec<&str> = changes.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(what, ["a", "b"]);
        assert_eq!(changes[0].after, None);
        assert_eq!(changes[1].before, None);
    }
}
