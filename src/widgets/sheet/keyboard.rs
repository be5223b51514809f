//! What the keys and the clipboard do in a sheet.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlInputElement};
use yew::prelude::*;

use super::{Cell, Column, Event, Part, Sheet, window};
use crate::browser::{cells, sight};

/// The row and column of the cell with this id.
pub(super) fn place(name: &str, columns: &[Column], id: &str) -> Option<(usize, usize)> {
    let rest = id.strip_prefix(name)?.strip_prefix('.')?;
    let (row, key) = rest.split_once('.')?;
    let column = columns.iter().position(|column| column.key == key)?;
    Some((row.parse().ok()?, column))
}

/// Where a key leads from a cell: rows down, columns to the right.
type Way = (isize, isize);

/// Keeps the browser from doing what the sheet is going to do. While much is being drawn, a key
/// is only heard of after the browser had its turn, and a list would have changed by then.
pub(super) fn hold_back(event: &KeyboardEvent) {
    let Some(target) = event.target_dyn_into::<Element>() else {
        return;
    };
    let with_control = event.ctrl_key() || event.meta_key();
    let is_taken = match event.key().as_str() {
        "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" => {
            target.tag_name() == "SELECT" && !with_control
        }
        "PageUp" | "PageDown" => !with_control,
        "Home" | "End" => with_control,
        _ => false,
    };
    let is_cell = target.matches(".sheet-cell").unwrap_or(false) && !cells::is_open(&target);
    if is_taken && is_cell && !event.alt_key() && !event.is_composing() {
        event.prevent_default();
    }
}

impl Sheet {
    pub(super) fn pressed(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        // Enter that ends a Japanese conversion is no Enter; some browsers say so by 229 only.
        if event.is_composing() || event.key_code() == 229 {
            return false;
        }
        // Heard of late, several keys name the cell that only the first of them was pressed in.
        let is_late = event.event_phase() == 0;
        let target = cells::focused()
            .filter(|_| is_late)
            .or_else(|| event.target_dyn_into::<Element>());
        let Some(target) = target else {
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
            let end = match key.as_str() {
                "Home" => self.look.row(0).map(|row| (row, 0)),
                "End" => {
                    let last = self.look.shown().checked_sub(1);
                    let row = last.and_then(|last| self.look.row(last));
                    row.zip(self.columns.len().checked_sub(1))
                }
                _ => return self.stepped(ctx, event, typed),
            };
            event.prevent_default();
            return end.is_some_and(|(row, column)| self.go_to(ctx, row, Part::Cell(column)));
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
                if let Some(way) = self
                    .page(&key, row, &target)
                    .or_else(|| way(&key, &target, typed))
                {
                    event.prevent_default();
                    return self.go(ctx, (row, column), way);
                }
            }
        }
        false
    }

    /// As many rows as fit into what is in sight, less one.
    fn page(&self, key: &str, row: usize, target: &Element) -> Option<Way> {
        let forward = match key {
            "PageDown" => 1,
            "PageUp" => -1,
            _ => return None,
        };
        if cells::is_open(target) {
            return None;
        }
        let (frame, body) = (self.frame.cast::<Element>()?, self.body.cast::<Element>()?);
        let sight = sight::of(&frame, &body)?;
        let rows = window::between(
            self.look.shown(),
            |_| self.heights.of(row),
            0.0,
            sight.bottom - sight.top,
        );
        let rows = isize::try_from(rows.len().saturating_sub(2).max(1)).ok()?;
        Some((forward * rows, 0))
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

    /// Enter goes down; behind the last row it makes another, unless the last one is still blank
    /// or some rows are left out.
    fn entered(
        &mut self,
        ctx: &Context<Self>,
        input: Option<&HtmlInputElement>,
        (row, column): (usize, usize),
        up: bool,
    ) -> bool {
        let Some(position) = self.look.position(row) else {
            return false;
        };
        if up || position + 1 < self.look.shown() {
            return self.go(ctx, (row, column), (if up { -1 } else { 1 }, 0));
        }
        let rows = &ctx.props().rows;
        let still_blank =
            (0..self.columns.len()).all(|column| rows.cell(row, column).value.is_empty());
        if still_blank && input.is_none_or(|input| input.value().is_empty()) {
            return false;
        }
        // Leaving the field is what makes the browser tell what was typed.
        if let Some(input) = input {
            let _ = input.blur();
        }
        if self.look.hides() {
            return self.go_to(ctx, row, Part::Cell(column));
        }
        self.at = Some((row, column));
        let end = rows.count();
        let drawn = self.happened(ctx, Event::RowInserted(end));
        Self::focus_after(ctx, end, Part::Cell(column));
        drawn
    }

    /// Goes as many rows down as are shown there, and as many columns to the right.
    fn go(
        &mut self,
        ctx: &Context<Self>,
        (row, column): (usize, usize),
        (down, right): Way,
    ) -> bool {
        let Some(position) = self.look.position(row) else {
            return false;
        };
        let wanted = match position.checked_add_signed(down) {
            Some(wanted) => wanted.min(self.look.shown().saturating_sub(1)),
            // A page up from the second row leads to the first.
            None if down < -1 => 0,
            None => return false,
        };
        let (Some(row), Some(column)) = (self.look.row(wanted), column.checked_add_signed(right))
        else {
            return false;
        };
        self.go_to(ctx, row, Part::Cell(column))
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
    ctx.props().rows.cell(row, column)
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
