//! A table of the pack as a sheet: which columns, which cells, and what happens in them.

use std::collections::BTreeMap;
use std::rc::Rc;

use sonae_engine::assessment::{Assessment, Edit, shown_cell};
use sonae_engine::content::{CellKind, Column, Id, Language, Pack, TableName, Text};
use sonae_engine::table::Cell;
use yew::prelude::*;

use super::{is_long, on_read};
use crate::state::tables::{cell_at, field_of, prefix};
use crate::state::{Action, Case, Shared, State};
use crate::widgets::drop_zone::{CSV, LEDGERS, TableButton};
use crate::widgets::notice::sentence;
use crate::widgets::sheet::{self, Event, Input, Rows, Sheet, Source};
use crate::words::Words;

/// The sheet of a table.
pub fn view(state: &State, case: &Case, act: &Callback<Action>, table: TableName) -> Html {
    let words = state.words();
    let definition = state.pack.tables.get(table);
    let columns = definition.columns.iter().map(|one| column(words, one));
    let rows = Source::new(Written::of(state, case, table));
    let names = state.pack.countries.values();
    let suggested: Vec<AttrValue> = names.map(|name| words.text(&name.title).into()).collect();
    let pack = state.pack;
    let on_event = act.reform(move |event| {
        action(table, event, |column| {
            let column = pack.tables.get(table).columns.get(column);
            column.map_or_else(|| Id::from(""), |column| column.key.clone())
        })
    });
    html! {
        <Sheet
            name={prefix(table)}
            label={words.text(&definition.title)}
            {words}
            columns={Rc::new(columns.collect::<Vec<_>>())}
            {rows}
            suggested={Rc::new(suggested)}
            can_undo={!case.undo.is_empty()}
            can_redo={!case.redo.is_empty()}
            tools={tools(words, table, act)}
            empty={empty(words, table)}
            class={classes!(is_long(case, table).then_some("screen-only"))}
            {on_event}
        />
    }
}

fn tools(words: Words, table: TableName, act: &Callback<Action>) -> Html {
    let (label, accept) = match table {
        TableName::Suppliers => ("ledger.open", LEDGERS),
        TableName::Markets => ("tables.open_csv", CSV),
    };
    html! {
        <>
            <TableButton label={words.t(label).into_owned()} {accept} class="button button-second button-small" on_read={on_read(act, table)} />
            <button type="button" class="button button-quiet button-small" onclick={act.reform(move |_| Action::ExampleAsked(table))}>
                { words.t("tables.example") }
            </button>
        </>
    }
}

fn empty(words: Words, table: TableName) -> Html {
    let (heading, text) = match table {
        TableName::Suppliers => ("tables.empty.suppliers", "tables.empty.suppliers_text"),
        TableName::Markets => ("tables.empty.markets", "tables.empty.markets_text"),
    };
    html! {
        <>
            <h2>{ words.t(heading) }</h2>
            <p class="soft">{ words.t(text) }</p>
        </>
    }
}

fn column(words: Words, column: &Column) -> sheet::Column {
    let named = |options: &[(Id, Text)]| {
        let named = options
            .iter()
            .map(|(key, text)| (key.to_string().into(), words.text(text).into()));
        named.collect()
    };
    sheet::Column {
        key: column.key.to_string().into(),
        title: words.text(&column.title).into(),
        help: words.text(&column.help).into(),
        input: match &column.cell {
            CellKind::Text => Input::Text,
            CellKind::Country => Input::Suggested,
            CellKind::Choice(options) => Input::Choice(named(options)),
            CellKind::Choices(options) => Input::Choices(named(options)),
            CellKind::Money | CellKind::Percent | CellKind::Weeks | CellKind::Days => Input::Number,
        },
    }
}

/// The rows of a table in words. What was typed and could not be taken goes before what the
/// table holds.
struct Written {
    pack: &'static Pack,
    language: Language,
    table: TableName,
    assessment: Shared<Assessment>,
    /// By row, then by the key of the column.
    drafts: BTreeMap<usize, BTreeMap<String, sheet::Cell>>,
}

impl Written {
    fn of(state: &State, case: &Case, table: TableName) -> Self {
        let words = state.words();
        let mut drafts: BTreeMap<usize, BTreeMap<String, sheet::Cell>> = BTreeMap::new();
        for (field, draft) in &state.drafts {
            let Some((row, column)) = cell_at(table, field) else {
                continue;
            };
            let (what, todo) = (
                sentence(words, &draft.finding, "what"),
                sentence(words, &draft.finding, "todo"),
            );
            let cell = sheet::Cell {
                value: draft.typed.clone().into(),
                fault: Some(format!("{what} {todo}").into()),
            };
            drafts
                .entry(row)
                .or_default()
                .insert(column.to_owned(), cell);
        }
        Self {
            pack: state.pack,
            language: state.language,
            table,
            assessment: case.assessment.clone(),
            drafts,
        }
    }
}

impl Rows for Written {
    fn count(&self) -> usize {
        self.assessment.rows(self.table)
    }

    fn cell(&self, row: usize, column: usize) -> sheet::Cell {
        let Some(column) = self.pack.tables.get(self.table).columns.get(column) else {
            return sheet::Cell::default();
        };
        let draft = self.drafts.get(&row);
        if let Some(cell) = draft.and_then(|cells| cells.get(column.key.as_str())) {
            return cell.clone();
        }
        let cell = self.assessment.cell(self.table, row, column.key.as_str());
        let value = match (&cell, &column.cell) {
            (Cell::Key(key), CellKind::Choice(_)) => key.clone(),
            (Cell::Keys(keys), CellKind::Choices(_)) => keys.join(","),
            _ => shown_cell(self.pack, column, &cell, self.language),
        };
        sheet::Cell {
            value: value.into(),
            fault: None,
        }
    }

    fn unread(&self) -> Vec<usize> {
        let count = self.count();
        self.drafts
            .keys()
            .copied()
            .filter(|row| *row < count)
            .collect()
    }
}

fn action(table: TableName, event: Event, key: impl Fn(usize) -> Id) -> Action {
    match event {
        Event::Typed(row, column, typed) => Action::CellTyped {
            table,
            row,
            column: key(column),
            typed,
        },
        Event::Restored(row, column) => {
            Action::DraftDropped(field_of(table, row, key(column).as_str()))
        }
        Event::Pasted(row, column, text) => Action::RangePasted {
            table,
            row,
            column: key(column),
            text,
        },
        Event::RowInserted(row) => Action::Edited(Edit::RowsInserted(table, row, 1)),
        Event::RowRemoved(row) => Action::Edited(Edit::RowsRemoved(table, row, 1)),
        Event::Undone => Action::Undone,
        Event::Redone => Action::Redone,
    }
}
