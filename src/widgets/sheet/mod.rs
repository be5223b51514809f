//! A table to write in, like a spreadsheet: arrows, Enter, Tab, Escape, undo, and pasted ranges.
//!
//! It knows columns and cells as text and tells what happened; what a text means is decided
//! elsewhere. A row is drawn again only when something in it changed, so that a long table
//! stays quick.

mod keyboard;
mod row;

use std::rc::Rc;

use web_sys::{Element, FocusEvent};
use yew::prelude::*;

use crate::browser::{cells, page};
use crate::words::Words;
use row::SheetRow;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its key, part of the id of its cells.
    pub key: AttrValue,
    /// Its heading.
    pub title: AttrValue,
    /// What to enter.
    pub help: AttrValue,
    /// How its cells are filled in.
    pub input: Input,
}

/// How a cell is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Any text.
    Text,
    /// A number, in one of the ways people write it.
    Number,
    /// A text, with names that are suggested.
    Suggested,
    /// One of these, by key.
    Choice(Vec<(AttrValue, AttrValue)>),
    /// Any number of these, by key; the cell holds the keys with commas between.
    Choices(Vec<(AttrValue, AttrValue)>),
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it shows; a key or keys where it is chosen.
    pub value: AttrValue,
    /// Why what was typed could not be taken.
    pub fault: Option<AttrValue>,
}

/// What happened in a sheet. Rows and columns are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A cell was filled in: row, column, what was typed or the keys of what was chosen.
    Typed(usize, usize, String),
    /// What could not be taken was given up: row, column.
    Restored(usize, usize),
    /// A range was pasted, from this row and column on.
    Pasted(usize, usize, String),
    /// A blank row is wanted before this one.
    RowInserted(usize),
    /// A row is to go.
    RowRemoved(usize),
    /// The last change is to be taken back.
    Undone,
    /// The change taken back is to be made again.
    Redone,
}

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
    pub rows: Vec<Rc<Vec<Cell>>>,
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
    /// What a screen reader is told of rows that come and go.
    said: AttrValue,
}

/// What the sheet reacts to.
pub enum Message {
    /// Something in a row.
    Happened(Event),
    /// The focus came to a cell.
    Focused(usize, usize),
    /// A key was pressed.
    Pressed(KeyboardEvent),
    /// Something is pasted.
    Pasting(web_sys::Event),
    /// A row is wanted: at the end, or before the one that had the focus last.
    RowWanted {
        /// Whether at the end.
        last: bool,
    },
}

impl Component for Sheet {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            columns: ctx.props().columns.clone(),
            told: ctx.link().callback(Message::Happened),
            at: None,
            said: AttrValue::default(),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Props) -> bool {
        if *self.columns != *ctx.props().columns {
            self.columns = ctx.props().columns.clone();
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Happened(event) => self.happened(ctx, event),
            Message::Focused(row, column) => {
                let moved = self.at.is_none_or(|(_, before)| before != column);
                self.at = Some((row, column));
                moved
            }
            Message::Pressed(event) => self.pressed(ctx, &event),
            Message::Pasting(event) => self.pasting(ctx, &event),
            Message::RowWanted { last } => {
                let end = ctx.props().rows.len();
                let row = self
                    .at
                    .filter(|_| !last)
                    .map_or(end, |(row, _)| row.min(end));
                self.happened(ctx, Event::RowInserted(row))
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        if props.rows.is_empty() {
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
        let link = ctx.link();
        let onfocusin = {
            let name = props.name.clone();
            let columns = self.columns.clone();
            link.batch_callback(move |event: FocusEvent| {
                let id = event.target_dyn_into::<Element>()?.id();
                keyboard::place(&name, &columns, &id)
                    .map(|(row, column)| Message::Focused(row, column))
            })
        };
        html! {
            <>
                { self.tools(ctx) }
                { self.faults(ctx) }
                <div class="sheet" id={props.name.clone()} role="region" aria-label={props.label.clone()} tabindex="0">
                    <table class="sheet-table" onkeydown={link.callback(Message::Pressed)} onpaste={link.callback(Message::Pasting)} {onfocusin}>
                        { self.head(ctx) }
                        <tbody>
                            { for props.rows.iter().enumerate().map(|(index, cells)| html! {
                                <SheetRow
                                    key={index}
                                    name={props.name.clone()}
                                    {words}
                                    {index}
                                    columns={self.columns.clone()}
                                    cells={cells.clone()}
                                    told={self.told.clone()}
                                />
                            }) }
                        </tbody>
                    </table>
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
    /// Passes on what happened; rows that come and go are said, and the focus goes where one expects it.
    fn happened(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        let props = ctx.props();
        let words = props.words;
        let rows = props.rows.len();
        let said =
            |key: &str, row: usize| -> AttrValue { words.with(key, &[("row", row + 1)]).into() };
        match &event {
            Event::RowInserted(row) => {
                self.said = said("tables.row_added", *row);
                self.focus_after(ctx, *row, 0, rows + 1);
            }
            Event::RowRemoved(row) => {
                self.said = said("tables.row_removed", *row);
                let nearest = |row: usize| format!("{}.{row}.remove", props.name);
                let mut wanted = vec![nearest(*row)];
                wanted.extend(row.checked_sub(1).map(nearest));
                wanted.push(format!("{}.begin", props.name));
                page::focus_first(wanted);
            }
            Event::Undone | Event::Redone => {
                if let Some((row, column)) = self.at.filter(|_| cells::is_in(&props.name)) {
                    self.focus_after(ctx, row, column, rows);
                }
            }
            _ => {}
        }
        props.on_event.emit(event);
        true
    }

    /// Puts the focus on a cell once the sheet is drawn again, or on the nearest one there is.
    fn focus_after(&self, ctx: &Context<Self>, row: usize, column: usize, rows: usize) {
        let name = &ctx.props().name;
        let Some(key) = self.columns.get(column).map(|column| &column.key) else {
            return;
        };
        let mut wanted: Vec<String> = (0..=row.min(rows))
            .rev()
            .take(50)
            .map(|row| format!("{name}.{row}.{key}"))
            .collect();
        wanted.push(format!("{name}.0.{key}"));
        wanted.push(format!("{name}.begin"));
        page::focus_first(wanted);
    }

    fn tools(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        let button = |key: &str, message: fn() -> Message| {
            html! {
                <button type="button" class="button button-second button-small" onclick={ctx.link().callback(move |_| message())}>{ words.t(key) }</button>
            }
        };
        let step = |key: &str, can: bool, event: Event| {
            // A button that waits keeps the focus.
            let disabled = (!can).then_some("true");
            let onclick = ctx
                .link()
                .batch_callback(move |_| can.then(|| Message::Happened(event.clone())));
            html! {
                <button type="button" class="button button-quiet button-small" aria-disabled={disabled} {onclick}>{ words.t(key) }</button>
            }
        };
        let is_empty = props.rows.is_empty();
        html! {
            <div class="toolbar" role="group" aria-label={words.t("tables.tools").into_owned()}>
                if !is_empty {
                    { button("tables.add_row", || Message::RowWanted { last: true }) }
                    { button("tables.insert_row", || Message::RowWanted { last: false }) }
                    { props.tools.clone() }
                }
                <div class="toolbar-end">
                    <p class="small soft" role="status">{ &self.said }</p>
                    if !is_empty || props.can_undo || props.can_redo {
                        { step("action.undo", props.can_undo, Event::Undone) }
                        { step("action.redo", props.can_redo, Event::Redone) }
                    }
                </div>
            </div>
        }
    }

    fn head(&self, ctx: &Context<Self>) -> Html {
        let words = ctx.props().words;
        html! {
            <thead>
                <tr>
                    <th scope="col" class="sheet-number">{ words.t("tables.row") }</th>
                    { for self.columns.iter().enumerate().map(|(index, column)| {
                        let class = classes!(
                            (index == 0).then_some("sheet-name"),
                            (column.input == Input::Number).then_some("number"),
                        );
                        html! { <th scope="col" {class} title={column.help.clone()}>{ &column.title }</th> }
                    }) }
                    <th scope="col"><span class="visually-hidden">{ words.t("tables.remove") }</span></th>
                </tr>
            </thead>
        }
    }

    /// What could not be taken, each with a way to its cell.
    fn faults(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        let wrong: Vec<Html> = props
            .rows
            .iter()
            .enumerate()
            .flat_map(|(row, cells)| {
                let of_row = self.columns.iter().zip(cells.iter());
                of_row.filter_map(move |(column, cell)| {
                    let fault = cell.fault.as_ref()?;
                    let id = format!("{}.{row}.{}", props.name, column.key);
                    let place = words.with(
                        "tables.cell",
                        &[
                            ("row", (row + 1).to_string()),
                            ("column", column.title.to_string()),
                        ],
                    );
                    Some(html! {
                        <li id={format!("{id}.fault")}>
                            { to_cell(&id, &place) }{ words.t("frame.colon") }{ fault }
                        </li>
                    })
                })
            })
            .collect();
        if wrong.is_empty() {
            return Html::default();
        }
        html! {
            <section class="notice" data-kind="caution">
                <h2>{ words.count("tables.faults", wrong.len()) }</h2>
                <p>{ words.t("tables.faults_text") }</p>
                <ul>{ for wrong }</ul>
            </section>
        }
    }

    /// What the keys do, and what each column asks for; the column that has the focus says it at once.
    fn help(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        let here = self.at.and_then(|(_, column)| self.columns.get(column));
        html! {
            <>
                <p class="sheet-help small" aria-hidden="true">
                    if let Some(column) = here {
                        <strong>{ &column.title }</strong>{ words.t("frame.colon") }{ &column.help }
                    } else {
                        { words.t("tables.keys_short") }
                    }
                </p>
                <details class="disclosure">
                    <summary>{ words.t("tables.columns") }</summary>
                    <div class="disclosure-body">
                        <dl class="pairs">
                            { for self.columns.iter().map(|column| html! {
                                <div>
                                    <dt>{ &column.title }</dt>
                                    <dd id={format!("{}.help.{}", props.name, column.key)}>{ &column.help }</dd>
                                </div>
                            }) }
                        </dl>
                        <p>{ words.t("tables.keys") }</p>
                    </div>
                </details>
            </>
        }
    }
}

/// A link to a cell. The address belongs to the router, so it goes there by hand.
pub fn to_cell(id: &str, text: &str) -> Html {
    let wanted = id.to_owned();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        page::focus_first(vec![wanted.clone()]);
    });
    html! { <a href={format!("#{id}")} {onclick}>{ text }</a> }
}
