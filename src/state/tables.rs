//! What happens in the two tables: typed into a cell, pasted, a row come or gone, a file read.

use std::collections::{BTreeMap, BTreeSet};

use sonae_engine::assessment::{CellEdit, Edit, cell_of, example, has_headings, import, paste};
use sonae_engine::content::{GateRule, Id, Pack, TableName};
use sonae_engine::finding::Finding;
use sonae_engine::measure::Unit;
use sonae_engine::suppliers;
use sonae_engine::table::{Cell, Row};

use super::{Action, Case, Draft, Effect, Import, Notice, NoticeKind, State};

/// The name of a cell among the fields of a page, and its id there.
#[must_use]
pub fn field_of(table: TableName, row: usize, column: &str) -> String {
    format!("{}.{row}.{column}", prefix(table))
}

/// The row and the column of a field that is a cell of a table.
#[must_use]
pub fn cell_at(table: TableName, field: &str) -> Option<(usize, &str)> {
    let rest = field.strip_prefix(prefix(table))?.strip_prefix('.')?;
    let (row, column) = rest.split_once('.')?;
    Some((row.parse().ok()?, column))
}

/// What a table is called in the names of its fields and files.
#[must_use]
pub fn prefix(table: TableName) -> &'static str {
    match table {
        TableName::Suppliers => "suppliers",
        TableName::Markets => "markets",
    }
}

/// The share of sales, 0 to 1, from which on an item counts as one that alone stops a large
/// part of them, as the pack's gate says.
#[must_use]
pub fn single_point_share(pack: &Pack) -> f64 {
    let gates = pack.modules.iter().flat_map(|module| &module.gates);
    let share = gates.filter_map(|gate| match gate.rule {
        GateRule::SinglePoint { sales_stop } => Some(sales_stop),
        _ => None,
    });
    share.fold(1.0, f64::min)
}

impl State {
    /// What cannot be read stays in the cell as it was typed, and the table keeps what it had.
    pub(super) fn cell_typed(
        &mut self,
        table: TableName,
        row: usize,
        column: Id,
        typed: String,
    ) -> Vec<Effect> {
        let columns = &self.pack.tables.get(table).columns;
        let Some(definition) = columns.iter().find(|one| one.key == column) else {
            return Vec::new();
        };
        match cell_of(self.pack, definition, &typed) {
            Ok(cell) => {
                self.drafts.remove(&field_of(table, row, column.as_str()));
                let edits = vec![CellEdit { row, column, cell }];
                self.edit(Edit::CellsSet(table, edits))
            }
            Err(finding) => {
                let field = field_of(table, row, column.as_str());
                self.update(Action::Mistyped(field, typed, finding))
            }
        }
    }

    /// A text with a heading row is shown before it is taken; a bare range goes into the cells.
    pub(super) fn range_pasted(
        &mut self,
        table: TableName,
        row: usize,
        column: &Id,
        text: &str,
    ) -> Vec<Effect> {
        if self.case.is_none() {
            return Vec::new();
        }
        self.put_news_away();
        if has_headings(self.pack, table, text) {
            return self.table_read(table, None, Ok(text.to_owned()));
        }
        let pasted = paste(self.pack, table, row, column, text);
        let (cells, refused) = (pasted.edits.len(), pasted.refused.len());
        for edit in &pasted.edits {
            let field = field_of(table, edit.row, edit.column.as_str());
            self.drafts.remove(&field);
        }
        let mut edits = pasted.edits;
        for (row, column, typed, finding) in pasted.refused {
            // The cell keeps its value, and its row is there even where nothing in it was read.
            if let Some(case) = &self.case {
                let cell = case.assessment.cell(table, row, column.as_str());
                let field = field_of(table, row, column.as_str());
                self.drafts.insert(field, Draft { typed, finding });
                edits.push(CellEdit { row, column, cell });
            }
        }
        let effects = self.edit(Edit::CellsSet(table, edits));
        if refused > 0 || !pasted.findings.is_empty() {
            let notice = Notice::new(NoticeKind::Caution, "notice.pasted_partly")
                .with("cells", &cells)
                .with("refused", &refused);
            self.notices.push(notice.because(pasted.findings));
        } else {
            let notice = Notice::new(NoticeKind::Done, "notice.pasted");
            self.notices.push(notice.with("cells", &cells));
        }
        effects
    }

    /// Nothing is taken in before the person has seen what was understood.
    pub(super) fn table_read(
        &mut self,
        table: TableName,
        name: Option<String>,
        text: Result<String, Finding>,
    ) -> Vec<Effect> {
        self.put_news_away();
        let read = text
            .map_err(|finding| vec![finding])
            .and_then(|text| import(self.pack, table, &text));
        match read {
            Ok(imported) => {
                self.import = Some(Import {
                    name,
                    table,
                    imported,
                });
                Vec::new()
            }
            Err(findings) => {
                self.refuse("notice.table_refused", &name.unwrap_or_default(), findings)
            }
        }
    }

    /// The rows that matter: those somebody chose, or else those proposed.
    #[must_use]
    pub fn chosen_rows(&self, case: &Case) -> BTreeSet<usize> {
        self.chosen.clone().unwrap_or_else(|| {
            let proposed = case.derived.proposed(&case.assessment).iter();
            proposed.map(|one| one.row).collect()
        })
    }

    pub(super) fn matter_switched(&mut self, row: usize, chosen: bool) -> Vec<Effect> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let mut rows = self.chosen_rows(case);
        if chosen {
            rows.insert(row);
        } else {
            rows.remove(&row);
        }
        self.chosen = Some(rows);
        Vec::new()
    }

    /// What was not chosen and does not say what stops without it stops nothing.
    pub(super) fn others_stop_nothing(&mut self) -> Vec<Effect> {
        let Some((case, none)) = self.case.as_ref().zip(Unit::Percent.number(0.0)) else {
            return Vec::new();
        };
        let chosen = self.chosen_rows(case);
        // The proposal hangs on the rows, and would change with what is written into them now.
        self.chosen = Some(chosen.clone());
        let column = Id::from(suppliers::Column::SalesDependentPct.key());
        let rows = case.assessment.suppliers.iter().enumerate();
        let open = rows.filter(|(row, supplier)| {
            !supplier.is_blank() && !chosen.contains(row) && supplier.sales_dependent_pct.is_none()
        });
        let edits = open
            .map(|(row, _)| CellEdit {
                row,
                column: column.clone(),
                cell: Cell::Number(none),
            })
            .collect();
        self.edit(Edit::CellsSet(TableName::Suppliers, edits))
    }

    /// What was said of an earlier range or file is old news.
    fn put_news_away(&mut self) {
        let old = [
            "notice.pasted",
            "notice.pasted_partly",
            "notice.imported",
            "notice.table_refused",
        ];
        self.notices.retain(|notice| !old.contains(&notice.key));
    }

    pub(super) fn example_asked(&self, table: TableName) -> Vec<Effect> {
        let name = format!("sonae-{}-example.csv", prefix(table));
        let bytes = example(self.pack, table, self.language);
        vec![Effect::save(name, bytes)]
    }
}

/// Drafts stay with their row when rows come or go before it.
pub(super) fn move_drafts(drafts: &mut BTreeMap<String, Draft>, edit: &Edit) {
    match edit {
        Edit::RowsInserted(table, at, count) => {
            rename(drafts, *table, |row| {
                Some(if row < *at { row } else { row + count })
            });
        }
        Edit::RowsRemoved(table, at, count) => rename(drafts, *table, |row| {
            if row < *at {
                Some(row)
            } else {
                row.checked_sub(*count).filter(|moved| moved >= at)
            }
        }),
        Edit::RowsReplaced(rows) => rename(drafts, rows.table(), |_| None),
        _ => {}
    }
}

/// After a step back or forth nobody knows any more which cell a draft was meant for.
pub(super) fn forget_drafts(drafts: &mut BTreeMap<String, Draft>) {
    for table in [TableName::Suppliers, TableName::Markets] {
        rename(drafts, table, |_| None);
    }
}

fn rename(
    drafts: &mut BTreeMap<String, Draft>,
    table: TableName,
    moved: impl Fn(usize) -> Option<usize>,
) {
    let before = std::mem::take(drafts);
    for (field, draft) in before {
        match cell_at(table, &field) {
            Some((row, column)) => {
                if let Some(row) = moved(row) {
                    drafts.insert(field_of(table, row, column), draft);
                }
            }
            None => {
                drafts.insert(field, draft);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Edit, import};
    use sonae_engine::content::{Id, Language, TableName};
    use sonae_engine::finding::Code;

    use super::{cell_at, field_of};
    use crate::state::tests::{pack, started};
    use crate::state::{Action, Effect, Replacement, State};

    const TABLE: TableName = TableName::Suppliers;

    fn with_case() -> State {
        let mut state = started();
        state.update(Action::ReplacementAsked(Replacement::New));
        state
    }

    fn typed(row: usize, column: &str, typed: &str) -> Action {
        Action::CellTyped {
            table: TABLE,
            row,
            column: Id::from(column),
            typed: typed.into(),
        }
    }

    fn pasted(row: usize, column: &str, text: &str) -> Action {
        Action::RangePasted {
            table: TABLE,
            row,
            column: Id::from(column),
            text: text.into(),
        }
    }

    fn spend(state: &State, row: usize) -> Option<f64> {
        let case = state.case.as_ref()?;
        let row = case.assessment.suppliers.get(row)?;
        row.annual_spend.map(sonae_engine::measure::Number::get)
    }

    fn rows(state: &State) -> usize {
        let case = state.case.as_ref();
        case.map_or(0, |case| case.assessment.rows(TABLE))
    }

    #[test]
    fn what_cannot_be_read_stays_in_its_cell_and_the_value_before_stays_in_the_table() {
        let mut state = with_case();
        state.update(typed(0, "annual_spend", "１億２,０００万"));
        assert_eq!(spend(&state, 0), Some(1.2e8));
        state.update(typed(0, "annual_spend", "たくさん"));
        assert_eq!(spend(&state, 0), Some(1.2e8));
        let field = field_of(TABLE, 0, "annual_spend");
        assert_eq!(
            state
                .drafts
                .get(&field)
                .map(|draft| (draft.typed.as_str(), draft.finding.code)),
            Some(("たくさん", Code::NotANumber))
        );
        state.update(typed(0, "annual_spend", "5"));
        assert!(state.drafts.is_empty());
        assert_eq!(spend(&state, 0), Some(5.0));
    }

    #[test]
    fn a_pasted_range_makes_its_rows_and_keeps_what_it_cannot_read_beside_the_table() {
        let mut state = with_case();
        state.update(typed(0, "annual_spend", "7"));
        state.update(pasted(
            0,
            "country",
            "日本\tdirect\tx\r\nＶＮ\t\t1,200\r\nVN\t\t9\r\n",
        ));
        assert_eq!(rows(&state), 3);
        assert_eq!(
            [spend(&state, 0), spend(&state, 1)],
            [Some(7.0), Some(1200.0)]
        );
        // The full-width code is no country the pack knows, and "x" is no number.
        assert!(
            state
                .drafts
                .contains_key(&field_of(TABLE, 0, "annual_spend"))
        );
        state.update(Action::Undone);
        assert_eq!(rows(&state), 1);
        assert!(state.drafts.is_empty());
        state.update(Action::Redone);
        assert_eq!(rows(&state), 3);
    }

    #[test]
    fn a_pasted_text_with_headings_is_shown_before_it_is_taken() {
        let mut state = with_case();
        state.update(pasted(0, "alias", "仕入先\t品目\t購入額\nA\t軸受\t100\n"));
        assert_eq!(rows(&state), 0);
        assert!(state.import.is_some());
        state.update(Action::ImportTaken { replace: false });
        assert_eq!((rows(&state), spend(&state, 0)), (1, Some(100.0)));
    }

    #[test]
    fn a_table_that_cannot_be_read_changes_nothing_and_says_why() {
        for (text, code) in [
            ("", Code::EmptyTable),
            ("品目\n軸受\n", Code::OneColumn),
            ("a,b\n1,2\n", Code::NoKnownHeading),
            ("品目,仕入先\n", Code::EmptyTable),
        ] {
            let mut state = with_case();
            let effects = state.update(Action::TableRead {
                table: TABLE,
                name: Some("x.csv".into()),
                text: Ok(text.into()),
            });
            assert_eq!(effects, vec![Effect::FocusErrors], "{text:?}");
            let said = state.notices.iter().flat_map(|notice| &notice.findings);
            assert!(
                said.into_iter().any(|finding| finding.code == code),
                "{text:?}"
            );
            assert!(state.import.is_none());
            assert_eq!(rows(&state), 0);
        }
    }

    #[test]
    fn drafts_stay_with_their_row() {
        let mut state = with_case();
        state.update(typed(2, "stock_weeks", "?!"));
        state.update(typed(2, "item", "magnet"));
        state.update(Action::Edited(Edit::RowsInserted(TABLE, 1, 2)));
        assert!(
            state
                .drafts
                .contains_key(&field_of(TABLE, 4, "stock_weeks"))
        );
        state.update(Action::Edited(Edit::RowsRemoved(TABLE, 0, 1)));
        assert!(
            state
                .drafts
                .contains_key(&field_of(TABLE, 3, "stock_weeks"))
        );
        state.update(Action::Edited(Edit::RowsRemoved(TABLE, 3, 1)));
        assert!(state.drafts.is_empty());
    }

    #[test]
    fn the_example_is_read_back_without_a_word() {
        for table in [TableName::Suppliers, TableName::Markets] {
            for language in Language::ALL {
                let mut state = with_case();
                state.update(Action::LanguageChosen(language));
                let effects = state.update(Action::ExampleAsked(table));
                let Some(Effect::Save { name, bytes, .. }) = effects.into_iter().next() else {
                    panic!("nothing saved")
                };
                assert_eq!(name.rsplit('.').next(), Some("csv"));
                assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
                let text = String::from_utf8(bytes).expect("UTF-8");
                let read = import(pack(), table, &text).expect("an example that can be read");
                assert_eq!(read.findings, Vec::new());
                assert_eq!(read.rows.len(), 3);
                assert!(read.columns.iter().all(|(_, key)| key.is_some()));
            }
        }
    }

    #[test]
    fn a_field_of_a_cell_names_its_row_and_column() {
        let field = field_of(TABLE, 12, "buy_via");
        assert_eq!(cell_at(TABLE, &field), Some((12, "buy_via")));
        assert_eq!(cell_at(TableName::Markets, &field), None);
        assert_eq!(cell_at(TABLE, "profile.cash"), None);
    }
}
