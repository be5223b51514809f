//! A table to write in, like a spreadsheet: arrows, Enter, Tab, Escape, undo, and pasted ranges.
//!
//! It knows columns and cells as text and tells what happened; what a text means is decided
//! elsewhere. A row is drawn again only when something in it changed, and of a long table only
//! the rows in sight are drawn, so that thousands of rows stay quick.

mod body;
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
use web_sys::Element;
use yew::prelude::*;

use super::datalist::Datalist;
use crate::browser::{cells, page};
use crate::words::Words;
use look::{Filter, Look, Way};
pub use notes::to_cell;
pub use source::{Cell, Column, Event, Input, Rows, Source};
use window::{Heights, Piece};

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
/// So many rows are drawn at once in one frame, so that none takes long: of those in sight, and
/// of those beyond.
const AT_ONCE: (usize, usize) = (5, 2);

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
    written: RefCell<(Option<Source>, WrittenRows)>,
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

/// Rows put into words, by their index.
type WrittenRows = BTreeMap<usize, Rc<Vec<Cell>>>;

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
                <Datalist id={format!("{}.names", props.name)} names={props.suggested.clone()} />
            </>
        }
    }
}

impl Sheet {
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
                Self::focus_after(ctx, *row, Part::Cell(0));
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
                Self::focus_after(ctx, near, Part::Remove);
            }
            Event::Undone | Event::Redone => {
                if let Some((row, column)) = self.at.filter(|_| cells::is_in(&props.name)) {
                    Self::focus_after(ctx, row, Part::Cell(column));
                }
            }
            // A range goes into rows that follow one another in the table, not on the screen.
            Event::Pasted(row, column, _) if self.look.is_arranged() => {
                self.look.clear();
                Self::focus_after(ctx, *row, Part::Cell(*column));
            }
            _ => {}
        }
        props.on_event.emit(event);
        true
    }

    /// Puts the focus into a row once the sheet is drawn again, or into the last one there is.
    fn focus_after(ctx: &Context<Self>, row: usize, part: Part) {
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
