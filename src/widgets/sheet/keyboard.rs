//! What the keys and the clipboard do in a sheet.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlInputElement};
use yew::prelude::*;

use super::{Cell, Column, Event, Sheet};
use crate::browser::cells;

/// The row and column of the cell with this id.
pub(super) fn place(name: &str, columns: &[Column], id: &str) -> Option<(usize, usize)> {
    let rest = id.strip_prefix(name)?.strip_prefix('.')?;
    let (row, key) = rest.split_once('.')?;
    let column = columns.iter().position(|column| column.key == key)?;
    Some((row.parse().ok()?, column))
}

/// Where a key leads from a cell: rows down, columns to the right.
type Way = (isize, isize);

impl Sheet {
    pub(super) fn pressed(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        // Enter that ends a Japanese conversion is no Enter; some browsers say so by 229 only.
        if event.is_composing() || event.key_code() == 229 {
            return false;
        }
        let Some(target) = event.target_dyn_into::<Element>() else {
            return false;
        };
        let key = event.key();
        if key == "Escape" && cells::fold_up(&target) {
            return false;
        }
        let Some((row, column)) = place(&ctx.props().name, &self.columns, &target.id()) else {
            return self.stepped(ctx, event, false);
        };
        let input = target.dyn_ref::<HtmlInputElement>();
        let cell = held(ctx, row, column);
        let typed = input.is_some_and(|input| input.value() != *cell.value);
        if event.ctrl_key() || event.meta_key() {
            return self.stepped(ctx, event, typed);
        }
        if event.alt_key() {
            return false;
        }
        match (key.as_str(), input) {
            ("Escape", Some(input)) if typed => {
                input.set_value(&cell.value);
                input.select();
            }
            ("Escape", _) if cell.fault.is_some() => {
                event.prevent_default();
                return self.happened(ctx, Event::Restored(row, column));
            }
            ("F2", Some(input)) => cells::caret_to_end(input),
            ("Enter", _) if target.tag_name() != "SUMMARY" => {
                event.prevent_default();
                return self.entered(ctx, input, (row, column), event.shift_key());
            }
            _ => {
                if let Some(way) = way(&key, &target, typed) {
                    event.prevent_default();
                    self.go(ctx, (row, column), way);
                }
            }
        }
        false
    }

    /// Undo and redo, unless the field itself has something to take back.
    fn stepped(&mut self, ctx: &Context<Self>, event: &KeyboardEvent, typed: bool) -> bool {
        let props = ctx.props();
        let wanted = match (event.key().to_lowercase().as_str(), event.shift_key()) {
            _ if typed || !(event.ctrl_key() || event.meta_key()) => return false,
            ("z", false) => Event::Undone,
            ("z", true) | ("y", false) => Event::Redone,
            _ => return false,
        };
        event.prevent_default();
        let can = if wanted == Event::Undone {
            props.can_undo
        } else {
            props.can_redo
        };
        can && self.happened(ctx, wanted)
    }

    /// Enter goes down; behind the last row it makes another, unless the last one is still blank.
    fn entered(
        &mut self,
        ctx: &Context<Self>,
        input: Option<&HtmlInputElement>,
        (row, column): (usize, usize),
        up: bool,
    ) -> bool {
        let last = row + 1 == ctx.props().rows.len();
        if up || !last {
            self.go(ctx, (row, column), (if up { -1 } else { 1 }, 0));
            return false;
        }
        let blank = |cells: &[Cell]| cells.iter().all(|cell| cell.value.is_empty());
        let still_blank = ctx.props().rows.get(row).is_some_and(|cells| blank(cells));
        if still_blank && input.is_none_or(|input| input.value().is_empty()) {
            return false;
        }
        // Leaving the field is what makes the browser tell what was typed.
        if let Some(input) = input {
            let _ = input.blur();
        }
        self.at = Some((row, column));
        let drawn = self.happened(ctx, Event::RowInserted(row + 1));
        self.focus_after(ctx, row + 1, column, row + 1);
        drawn
    }

    fn go(&self, ctx: &Context<Self>, (row, column): (usize, usize), (down, right): Way) {
        let wanted = row
            .checked_add_signed(down)
            .zip(column.checked_add_signed(right));
        let Some((row, column)) = wanted else { return };
        if let Some(column) = self.columns.get(column) {
            cells::enter(&format!("{}.{row}.{}", ctx.props().name, column.key));
        }
    }

    /// A range goes to the table; a single text is left to the field.
    pub(super) fn pasting(&mut self, ctx: &Context<Self>, event: &web_sys::Event) -> bool {
        let Some(target) = event.target_dyn_into::<Element>() else {
            return false;
        };
        let Some((row, column)) = place(&ctx.props().name, &self.columns, &target.id()) else {
            return false;
        };
        let text = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(cells::pasted_text);
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return false;
        };
        let input = target.dyn_ref::<HtmlInputElement>();
        if input.is_some() && !text.trim_end().contains(['\t', '\n']) {
            return false;
        }
        event.prevent_default();
        if let Some(input) = input {
            input.set_value(&held(ctx, row, column).value);
        }
        self.happened(ctx, Event::Pasted(row, column, text))
    }
}

/// What the table holds for a cell, or what was typed and could not be taken.
fn held(ctx: &Context<Sheet>, row: usize, column: usize) -> Cell {
    let cells = ctx.props().rows.get(row);
    cells
        .and_then(|cells| cells.get(column))
        .cloned()
        .unwrap_or_default()
}

/// Where an arrow leads: out of the cell, unless the field needs it for itself.
fn way(key: &str, target: &Element, typed: bool) -> Option<Way> {
    let input = target.dyn_ref::<HtmlInputElement>();
    let way = match key {
        "ArrowUp" => (-1, 0),
        "ArrowDown" => (1, 0),
        "ArrowLeft" => (0, -1),
        "ArrowRight" => (0, 1),
        _ => return None,
    };
    let free = match input {
        // The list of suggestions is gone through with the same keys.
        Some(input) if way.1 == 0 => !(typed && input.has_attribute("list")),
        Some(input) => cells::caret_at_edge(input, way.1 > 0),
        None => !cells::is_open(target),
    };
    free.then_some(way)
}
