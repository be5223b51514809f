//! The rows of a sheet as they are drawn: those in sight, and gaps for the others.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use web_sys::{Element, FocusEvent};
use yew::prelude::*;

use super::row::SheetRow;
use super::window::{self, Piece, pieces};
use super::{AT_ONCE, BEYOND, Cell, LEFT, Message, Sheet, Source, WHOLE, keyboard};
use crate::browser::{cells, page, sight};

impl Sheet {
    pub(super) fn table(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        let onfocusin = {
            let name = props.name.clone();
            let columns = self.columns.clone();
            link.batch_callback(move |event: FocusEvent| {
                let target = event.target_dyn_into::<Element>()?;
                let place = keyboard::place(&name, &columns, &target.id());
                Some(Message::Focused(
                    cells::row_of(&target)?,
                    place.map(|(_, column)| column),
                ))
            })
        };
        let onpointerover = link.batch_callback(|event: PointerEvent| {
            let target = event.target_dyn_into::<Element>()?;
            cells::row_of(&target).map(Message::Pointed)
        });
        let onkeydown = link.callback(|event: KeyboardEvent| {
            keyboard::hold_back(&event);
            Message::Pressed(event)
        });
        let onfocusout = link.callback(|_: FocusEvent| Message::Left);
        let class = classes!(
            "sheet-table",
            self.is_windowed().then_some("sheet-long"),
            self.shifted.then_some("sheet-shifted"),
        );
        // A heading is a row, too.
        let count = self
            .is_windowed()
            .then(|| (self.look.shown() + 1).to_string());
        let told = Self::told_above(ctx);
        html! {
            <table {class} aria-rowcount={count} {onkeydown} onpaste={link.callback(Message::Pasting)} {onfocusin} {onfocusout} {onpointerover}>
                { self.head(ctx) }
                <tbody ref={self.body.clone()}>
                    { for self.pieces().into_iter().enumerate().map(|(index, piece)| match piece {
                        Piece::Row(position) => self.row(ctx, position, told),
                        Piece::Gap(rows) => self.gap(index, rows),
                    }) }
                </tbody>
            </table>
        }
    }

    fn row(&self, ctx: &Context<Self>, position: usize, told: usize) -> Html {
        let props = ctx.props();
        let Some(index) = self.look.row(position) else {
            return Html::default();
        };
        let has_focus = self.inside && self.at.is_some_and(|(row, _)| row == index);
        let found = self.look.hit().filter(|(row, _)| *row == index);
        html! {
            <SheetRow
                key={index}
                name={props.name.clone()}
                words={props.words}
                {index}
                number={self.is_windowed().then_some(position + 2)}
                found={found.map(|(_, column)| column)}
                says_faults={index >= told}
                unfolds={!self.is_windowed() || has_focus || self.pointed == Some(index)}
                columns={self.columns.clone()}
                cells={self.cells(&props.rows, index)}
                told={self.told.clone()}
            />
        }
    }

    /// The cells of a row; while the table is the same they are put into words once.
    fn cells(&self, rows: &Source, row: usize) -> Rc<Vec<Cell>> {
        let mut written = self.written.borrow_mut();
        if written.0.as_ref() != Some(rows) {
            *written = (Some(rows.clone()), BTreeMap::new());
        }
        let cells = written.1.entry(row).or_insert_with(|| {
            let cells = (0..self.columns.len()).map(|column| rows.cell(row, column));
            Rc::new(cells.collect())
        });
        cells.clone()
    }

    /// As tall as the rows it stands for. A height is an attribute here, because the content
    /// policy takes no style.
    fn gap(&self, index: usize, rows: Range<usize>) -> Html {
        let height = self
            .heights
            .gap(rows.filter_map(|position| self.look.row(position)));
        html! {
            <tr key={format!("gap.{index}")} class="sheet-gap" aria-hidden="true">
                <td colspan={(self.columns.len() + 2).to_string()} height={format!("{height:.0}")}></td>
            </tr>
        }
    }

    pub(super) fn is_windowed(&self) -> bool {
        self.look.total() > WHOLE
    }

    pub(super) fn pieces(&self) -> Vec<Piece> {
        let shown = self.look.shown();
        if !self.is_windowed() {
            return (0..shown).map(Piece::Row).collect();
        }
        let kept = self.at.filter(|_| self.inside);
        let kept = kept.and_then(|(row, _)| self.look.position(row));
        pieces(shown, &self.window, kept)
    }

    pub(super) fn listen(&mut self, ctx: &Context<Self>) {
        let frame = self.frame.cast::<Element>();
        if self.heard == frame {
            return;
        }
        self.listeners.clear();
        if let Some(frame) = &frame {
            let link = ctx.link();
            let (moved, asked) = (
                link.callback(|()| Message::Moved),
                link.callback(Message::Asked),
            );
            self.listeners = sight::on_move(frame, move || moved.emit(()));
            self.listeners
                .push(cells::on_asked(frame, move |id| asked.emit(id)));
        }
        self.heard = frame;
    }

    /// Takes the heights of what is drawn; whether something has to be drawn anew because of it.
    pub(super) fn measure(&mut self) -> bool {
        let Some(body) = self.body.cast::<Element>().filter(|_| self.is_windowed()) else {
            return false;
        };
        let pieces = self.pieces();
        if pieces == self.measured {
            return false;
        }
        let rows: Vec<Option<usize>> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Row(position) => self.look.row(*position),
                Piece::Gap(_) => None,
            })
            .collect();
        let first = self.heights.measure(&rows, &sight::edges(&body));
        self.measured = pieces;
        first
    }

    /// Draws other rows where those in sight are about to run out.
    pub(super) fn moved(&mut self, ctx: &Context<Self>) -> bool {
        // Somebody is on the way to a row out of sight; what is in sight says nothing then.
        if self.wanted.is_some() {
            return false;
        }
        let Some(frame) = self.heard.as_ref().filter(|_| self.is_windowed()) else {
            return false;
        };
        let body = self.body.cast::<Element>();
        let Some(sight) = body.and_then(|body| sight::of(frame, &body)) else {
            return false;
        };
        let shifted = frame.scroll_left() != 0;
        let turned = std::mem::replace(&mut self.shifted, shifted) != shifted;
        if (sight.width - self.width).abs() > 1.0 {
            let is_first = self.width == 0.0;
            self.width = sight.width;
            if !is_first {
                self.heights.forget();
                self.measured.clear();
                return true;
            }
        }
        let rows = |beyond: f64| {
            let height = |position| {
                self.look
                    .row(position)
                    .map_or(0.0, |row| self.heights.of(row))
            };
            window::between(
                self.look.shown(),
                height,
                sight.top - beyond,
                sight.bottom + beyond,
            )
        };
        let (seen, needed, wanted) = (rows(0.0), rows(LEFT), rows(BEYOND));
        let holds =
            |rows: &Range<usize>| self.window.start <= rows.start && rows.end <= self.window.end;
        let is_far_larger = self.window.len() > 2 * wanted.len() + 4;
        if seen.is_empty() || (holds(&needed) && !is_far_larger) {
            return turned;
        }
        let window = window::towards(&self.window, &seen, &wanted, AT_ONCE);
        if window != wanted {
            let link = ctx.link().clone();
            page::after_frame(move || link.send_message(Message::Moved));
        }
        let other = self.window != window;
        self.window = window;
        other || turned
    }
}
