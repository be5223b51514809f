//! A table to write in, like a spreadsheet: arrows, Enter, Tab, Escape, undo, and pasted ranges.
//!
//! It knows columns and cells as text and tells what happened; what a text means is decided
//! elsewhere. A row is drawn again only when something in it changed, and of a long table only
//! the rows in sight are drawn, so that thousands of rows stay quick.

mod keyboard;
mod look;
mod notes;
mod row;
mod source;
mod tools;
mod window;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use gloo::events::EventListener;
use web_sys::{Element, FocusEvent};
use yew::prelude::*;

use crate::browser::{cells, page, sight};
use crate::words::Words;
use look::{Filter, Look, Way};
use row::SheetRow;
pub use source::{Cell, Column, Event, Input, Rows, Source};
use window::{Heights, Piece, pieces};

/// Up to so many rows are drawn whole.
const WHOLE: usize = 60;
/// Up to so many rows are seen at a glance and need no tools to find one.
const FEW: usize = 15;
/// So many rows are drawn before it is known how many fit.
const FIRST: usize = 30;
/// Rows are drawn this far beyond what is in sight, in px.
const BEYOND: f64 = 200.0;
/// And drawn again once less than this is left, in px.
const LEFT: f64 = 90.0;
/// Beyond what is in sight so many rows are drawn at once, so that no frame takes long.
const AT_ONCE: usize = 3;

/// What a sheet shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The beginning of its ids.
    pub name: AttrValue,
    /// What it is called.
    pub label: AttrValue,
    /// The words of its own buttons.
    pub words: Words,
    /// The columns; the first one stays in sight.
    pub columns: Rc<Vec<Column>>,
    /// The rows, each as long as the columns.
    pub rows: Source,
    /// The names suggested where something is suggested.
    pub suggested: Rc<Vec<AttrValue>>,
    /// Whether there is something to take back.
    pub can_undo: bool,
    /// Whether there is something to make again.
    pub can_redo: bool,
    /// More tools, behind the sheet's own.
    #[prop_or_default]
    pub tools: Html,
    /// What stands in place of a table without rows, above the button that begins one.
    #[prop_or_default]
    pub empty: Html,
    /// More classes of the table and of what explains it.
    #[prop_or_default]
    pub class: Classes,
    /// Told of everything that happens.
    pub on_event: Callback<Event>,
}

/// The sheet.
pub struct Sheet {
    /// The same columns, as long as nothing in them changes: rows compare them by where they are.
    columns: Rc<Vec<Column>>,
    /// Made once, so that no row is drawn again because of it.
    told: Callback<Event>,
    /// The cell that had the focus last.
    at: Option<(usize, usize)>,
    /// Whether it still has it: then its row stays drawn.
    inside: bool,
    /// The row a finger or the mouse came to last.
    pointed: Option<usize>,
    /// What a screen reader is told of rows that come and go.
    said: AttrValue,
    /// Sorting, filtering and searching.
    look: Look,
    /// The positions that are drawn.
    window: Range<usize>,
    heights: Heights,
    /// The rows put into words so far, and of which table.
    written: RefCell<(Option<Source>, BTreeMap<usize, Rc<Vec<Cell>>>)>,
    /// What was drawn when the heights were taken.
    measured: Vec<Piece>,
    /// How wide the rows were then.
    width: f64,
    /// Whether it is scrolled sideways. Only then the names have to stay in sight, and each that
    /// does costs the browser a layer of its own.
    shifted: bool,
    /// The cell to go to once it is drawn.
    wanted: Option<(String, Coming)>,
    frame: NodeRef,
    body: NodeRef,
    /// What they listen to.
    heard: Option<Element>,
    listeners: Vec<EventListener>,
}

/// How one comes to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coming {
    /// With the focus.
    Focus,
    /// It comes into sight, the focus stays.
    Sight,
}

/// A place in a row that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The cell of a column.
    Cell(usize),
    /// The button that removes the row.
    Remove,
}

/// What the sheet reacts to.
pub enum Message {
    /// Something in a row.
    Happened(Event),
    /// The focus came to a row, and to the cell of a column where it is a cell.
    Focused(usize, Option<usize>),
    /// A finger or the mouse came to a row.
    Pointed(usize),
    /// The focus left.
    Left,
    /// A key was pressed.
    Pressed(KeyboardEvent),
    /// Something is pasted.
    Pasting(web_sys::Event),
    /// A row is wanted: at the end, or before the one that had the focus last.
    RowWanted {
        /// Whether at the end.
        last: bool,
    },
    /// The focus is wanted in a row, or the last one there is.
    Wanted(usize, Part),
    /// Somebody asks for the cell with this id.
    Asked(String),
    /// Other rows may have come into sight.
    Moved,
    /// It is known now how tall rows are, and so how tall the gaps.
    Measured,
    /// The rows are to be looked at in another way.
    Looked(Looking),
}

/// What is asked of the rows.
pub enum Looking {
    /// A heading was pressed: up, down, as entered.
    Turned(usize),
    /// A column to sort by was chosen.
    Sorted(Option<(usize, Way)>),
    /// Which rows are wanted was chosen.
    Filtered(Filter),
    /// Something is searched.
    Sought(String),
    /// Whether only rows found are wanted.
    Only(bool),
    /// The next cell found is wanted, or the one before.
    Stepped {
        /// Whether the next.
        forward: bool,
    },
    /// The cell found is to have the focus.
    Entered,
    /// Everything as entered.
    Cleared,
}

impl Component for Sheet {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let columns = ctx.props().columns.clone();
        let mut look = Look::default();
        look.arrange(&ctx.props().rows, &columns, cells::folded);
        Self {
            columns,
            told: ctx.link().callback(Message::Happened),
            at: None,
            inside: false,
            pointed: None,
            said: AttrValue::default(),
            look,
            window: 0..FIRST,
            heights: Heights::default(),
            written: RefCell::default(),
            measured: Vec::new(),
            width: 0.0,
            shifted: false,
            wanted: None,
            frame: NodeRef::default(),
            body: NodeRef::default(),
            heard: None,
            listeners: Vec::new(),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Props) -> bool {
        let props = ctx.props();
        let other_words = *self.columns != *props.columns;
        if other_words {
            self.columns = props.columns.clone();
        }
        let count = props.rows.count();
        if count <= FEW {
            self.look.clear();
        }
        // Rows came or went that the sheet itself knows nothing of.
        if other_words || self.look.total() != count {
            self.look.arrange(&props.rows, &self.columns, cells::folded);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Happened(event) => self.happened(ctx, event),
            Message::Focused(row, column) => {
                let before = self.at.replace(match (self.at, column) {
                    (Some((_, before)), None) => (row, before),
                    (_, column) => (row, column.unwrap_or(0)),
                });
                let was_inside = std::mem::replace(&mut self.inside, true);
                let moved = before.map(|(_, column)| column) != self.at.map(|(_, column)| column);
                let other_row = before.is_none_or(|(before, _)| before != row) || !was_inside;
                moved || (other_row && self.is_windowed())
            }
            Message::Pointed(row) => self.pointed.replace(row) != Some(row) && self.is_windowed(),
            Message::Left => {
                self.inside = false;
                false
            }
            Message::Pressed(event) => self.pressed(ctx, &event),
            Message::Pasting(event) => self.pasting(ctx, &event),
            Message::RowWanted { last } => {
                let end = ctx.props().rows.count();
                let row = self
                    .at
                    .filter(|_| !last)
                    .map_or(end, |(row, _)| row.min(end));
                self.happened(ctx, Event::RowInserted(row))
            }
            Message::Wanted(row, part) => {
                let Some(last) = ctx.props().rows.count().checked_sub(1) else {
                    cells::enter(&format!("{}.begin", ctx.props().name));
                    return false;
                };
                self.go_to(ctx, row.min(last), part)
            }
            Message::Asked(id) => {
                let place = keyboard::place(&ctx.props().name, &self.columns, &id);
                place.is_some_and(|(row, column)| self.go_to(ctx, row, Part::Cell(column)))
            }
            Message::Moved => self.moved(ctx),
            Message::Measured => {
                self.moved(ctx);
                true
            }
            Message::Looked(looking) => self.looked(ctx, looking),
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        self.listen(ctx);
        if self.measure() {
            ctx.link().send_message(Message::Measured);
        }
        match self.wanted.take() {
            Some((id, Coming::Focus)) => cells::enter(&id),
            Some((id, Coming::Sight)) => cells::show(&id),
            None => {}
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        if props.rows.count() == 0 {
            return html! {
                <>
                    { self.tools(ctx) }
                    <div class="sheet" id={props.name.clone()}>
                        <div class="sheet-empty">
                            { props.empty.clone() }
                            <div class="toolbar">
                                <button type="button" class="button button-small" id={format!("{}.begin", props.name)} onclick={ctx.link().callback(|_| Message::RowWanted { last: true })}>
                                    { words.t("tables.begin") }
                                </button>
                                { props.tools.clone() }
                            </div>
                        </div>
                    </div>
                </>
            };
        }
        html! {
            <>
                { self.tools(ctx) }
                { self.looking(ctx) }
                { self.faults(ctx) }
                <div class={classes!("sheet", self.is_windowed().then_some("sheet-windowed"), props.class.clone())} id={props.name.clone()} ref={self.frame.clone()} role="region" aria-label={props.label.clone()} tabindex="0">
                    { self.table(ctx) }
                </div>
                { self.help(ctx) }
                <datalist id={format!("{}.names", props.name)}>
                    { for props.suggested.iter().map(|name| html! { <option value={name.clone()} /> }) }
                </datalist>
            </>
        }
    }
}

impl Sheet {
    fn table(&self, ctx: &Context<Self>) -> Html {
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
        let told = self.told_above(ctx);
        html! {
            <table {class} aria-rowcount={count} onkeydown={link.callback(Message::Pressed)} onpaste={link.callback(Message::Pasting)} {onfocusin} {onfocusout} {onpointerover}>
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

    fn is_windowed(&self) -> bool {
        self.look.total() > WHOLE
    }

    fn pieces(&self) -> Vec<Piece> {
        let shown = self.look.shown();
        if !self.is_windowed() {
            return (0..shown).map(Piece::Row).collect();
        }
        let kept = self.at.filter(|_| self.inside);
        let kept = kept.and_then(|(row, _)| self.look.position(row));
        pieces(shown, &self.window, kept)
    }

    fn listen(&mut self, ctx: &Context<Self>) {
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
    fn measure(&mut self) -> bool {
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
    fn moved(&mut self, ctx: &Context<Self>) -> bool {
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
            page::soon(move || link.send_message(Message::Moved));
        }
        let other = self.window != window;
        self.window = window;
        other || turned
    }

    /// Passes on what happened; rows that come and go are said, and the focus goes where one expects it.
    fn happened(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let props = ctx.props();
        let words = props.words;
        let said =
            |key: &str, row: usize| -> AttrValue { words.with(key, &[("row", row + 1)]).into() };
        match &event {
            Event::RowInserted(row) => {
                self.said = said("tables.row_added", *row);
                self.look.unhide(&props.rows, &self.columns, cells::folded);
                self.look.inserted(*row);
                self.focus_after(ctx, *row, Part::Cell(0));
            }
            Event::RowRemoved(row) => {
                self.said = said("tables.row_removed", *row);
                let near = self.look.position(*row).and_then(|position| {
                    let before = position.checked_sub(1);
                    let next = self.look.row(position + 1);
                    next.or_else(|| before.and_then(|before| self.look.row(before)))
                });
                let near = near.map_or(0, |near| near - usize::from(near > *row));
                self.look.removed(*row);
                self.focus_after(ctx, near, Part::Remove);
            }
            Event::Undone | Event::Redone => {
                if let Some((row, column)) = self.at.filter(|_| cells::is_in(&props.name)) {
                    self.focus_after(ctx, row, Part::Cell(column));
                }
            }
            // A range goes into rows that follow one another in the table, not on the screen.
            Event::Pasted(row, column, _) if self.look.is_arranged() => {
                self.look.clear();
                self.focus_after(ctx, *row, Part::Cell(*column));
            }
            _ => {}
        }
        props.on_event.emit(event);
        true
    }

    /// Puts the focus into a row once the sheet is drawn again, or into the last one there is.
    fn focus_after(&self, ctx: &Context<Self>, row: usize, part: Part) {
        let link = ctx.link().clone();
        page::soon(move || link.send_message(Message::Wanted(row, part)));
    }

    /// Puts the focus into a row that may not be drawn, nor even shown.
    fn go_to(&mut self, ctx: &Context<Self>, row: usize, part: Part) -> bool {
        let name = &ctx.props().name;
        let id = match part {
            Part::Cell(column) => {
                let Some(column) = self.columns.get(column) else {
                    return false;
                };
                format!("{name}.{row}.{}", column.key)
            }
            Part::Remove => format!("{name}.{row}.remove"),
        };
        if self.look.position(row).is_none() {
            self.look
                .unhide(&ctx.props().rows, &self.columns, cells::folded);
        } else if cells::is_drawn(&id) {
            cells::enter(&id);
            return false;
        }
        self.bring(row, id, Coming::Focus)
    }

    /// Has a row drawn and goes to it then.
    fn bring(&mut self, row: usize, id: String, coming: Coming) -> bool {
        if let Some(position) = self.look.position(row)
            && !self.window.contains(&position)
        {
            self.window = position.saturating_sub(FIRST / 2)..position + FIRST / 2;
        }
        self.wanted = Some((id, coming));
        true
    }
}

pub use notes::to_cell;
