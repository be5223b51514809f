//! One row of a sheet, drawn again only when something in it changes.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Cell, Column, Event, Input};
use crate::browser::cells;
use crate::words::Words;

/// What a row shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The beginning of its ids.
    pub name: AttrValue,
    /// The words of its button.
    pub words: Words,
    /// Its index.
    pub index: usize,
    /// Which row of the table it is to a screen reader, where not all are drawn; the head is 1.
    pub number: Option<usize>,
    /// The column of a cell that was searched for.
    pub found: Option<usize>,
    /// Whether the row itself says what could not be read, because no list above does.
    pub says_faults: bool,
    /// Whether its lists hold all they offer, or wait with it until somebody comes to the row.
    pub unfolds: bool,
    /// The columns.
    pub columns: Rc<Vec<Column>>,
    /// The cells.
    pub cells: Rc<Vec<Cell>>,
    /// Told of what happens in it.
    pub told: Callback<Event>,
}

/// The row.
pub struct SheetRow;

impl Component for SheetRow {
    /// The column, and what is in it now.
    type Message = (usize, String);
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn update(&mut self, ctx: &Context<Self>, (column, typed): (usize, String)) -> bool {
        let props = ctx.props();
        props.told.emit(Event::Typed(props.index, column, typed));
        // Where nothing changes (" 12" for 12) the field shows again what the cell holds.
        true
    }

    /// A list keeps its own mind about what is chosen once somebody chose, so it is told.
    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let props = ctx.props();
        let lists = props.columns.iter().zip(props.cells.iter());
        for (column, cell) in lists.filter(|_| !first) {
            if matches!(column.input, Input::Choice(_)) {
                cells::choose(
                    &format!("{}.{}.{}", props.name, props.index, column.key),
                    &cell.value,
                );
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        let index = props.index;
        let row = words.with("tables.row_number", &[("row", index + 1)]);
        let remove = {
            let told = props.told.clone();
            Callback::from(move |_| told.emit(Event::RowRemoved(index)))
        };
        html! {
            <tr data-row={index.to_string()} aria-rowindex={props.number.map(|number| number.to_string())}>
                <th scope="row" class="sheet-number">
                    <span class="sheet-number-word">{ &row }</span>
                    <span class="sheet-number-figure" aria-hidden="true">{ index + 1 }</span>
                </th>
                { for props.columns.iter().zip(props.cells.iter()).enumerate().map(|(at, (column, cell))| {
                    let class = classes!(
                        (at == 0).then_some("sheet-name"),
                        (column.input == Input::Number).then_some("number"),
                    );
                    html! {
                        <td {class} data-label={column.title.clone()} data-found={(props.found == Some(at)).then_some("true")}>
                            { field(ctx, &row, at, column, cell) }
                            if let Some(fault) = cell.fault.as_ref().filter(|_| props.says_faults) {
                                <span class="visually-hidden" id={format!("{}.{index}.{}.fault", props.name, column.key)}>{ fault }</span>
                            }
                        </td>
                    }
                }) }
                <td class="sheet-remove">
                    <button type="button" class="button button-quiet button-small" id={format!("{}.{index}.remove", props.name)} onclick={remove}>
                        { words.t("tables.remove") }<span class="visually-hidden">{ words.t("frame.colon") }{ &row }</span>
                    </button>
                </td>
            </tr>
        }
    }
}

/// The control of a cell.
fn field(ctx: &Context<SheetRow>, row: &str, at: usize, column: &Column, cell: &Cell) -> Html {
    let props = ctx.props();
    let id = format!("{}.{}.{}", props.name, props.index, column.key);
    let label = format!("{row} {}", column.title);
    let invalid = cell.fault.is_some().then_some("true");
    let help = format!("{}.help.{}", props.name, column.key);
    let described = if cell.fault.is_some() {
        format!("{id}.fault {help}")
    } else {
        help
    };
    match &column.input {
        Input::Choice(options) => {
            let onchange = ctx.link().callback(move |event: yew::Event| {
                (
                    at,
                    event.target_unchecked_into::<HtmlSelectElement>().value(),
                )
            });
            let known = cell.value.is_empty() || options.iter().any(|(key, _)| *key == cell.value);
            let option = |key: &AttrValue, text: &AttrValue| {
                html! { <option value={key.clone()} selected={*key == cell.value}>{ text }</option> }
            };
            html! {
                <select class="sheet-cell" form="unremembered" {id} aria-label={label} aria-invalid={invalid} aria-describedby={described} {onchange}>
                    if props.unfolds || cell.value.is_empty() {
                        { option(&AttrValue::default(), &blank(props.words)) }
                    }
                    { for options.iter().filter(|(key, _)| props.unfolds || *key == cell.value).map(|(key, text)| option(key, text)) }
                    if !known {
                        { option(&cell.value, &cell.value) }
                    }
                </select>
            }
        }
        Input::Choices(options) => choices(
            ctx,
            Place {
                id,
                label,
                invalid,
                described,
                at,
            },
            options,
            cell,
        ),
        Input::Text | Input::Number | Input::Suggested => {
            let onchange = ctx.link().callback(move |event: yew::Event| {
                (
                    at,
                    event.target_unchecked_into::<HtmlInputElement>().value(),
                )
            });
            let list = (column.input == Input::Suggested).then(|| format!("{}.names", props.name));
            let inputmode = (column.input == Input::Number).then_some("decimal");
            html! {
                <input class="sheet-cell" {id} {list} {inputmode} autocomplete="off" size={size(&cell.value)} value={cell.value.clone()}
                    aria-label={label} aria-invalid={invalid} aria-describedby={described} {onchange} />
            }
        }
    }
}

/// Where a control stands and what is said of it.
struct Place {
    id: String,
    label: String,
    invalid: Option<&'static str>,
    described: String,
    at: usize,
}

/// Several options: folded up, the chosen ones are read; unfolded, each can be ticked.
fn choices(
    ctx: &Context<SheetRow>,
    place: Place,
    options: &[(AttrValue, AttrValue)],
    cell: &Cell,
) -> Html {
    let chosen: Vec<&str> = cell
        .value
        .split(',')
        .filter(|key| !key.is_empty())
        .collect();
    let is_chosen = |key: &str| chosen.contains(&key);
    let named: Vec<&str> = options
        .iter()
        .filter(|(key, _)| is_chosen(key))
        .map(|(_, text)| text.as_str())
        .collect();
    let words = ctx.props().words;
    let shown = if named.is_empty() {
        if cell.value.is_empty() {
            blank(words)
        } else {
            cell.value.clone()
        }
    } else {
        AttrValue::from(named.join(&words.t("tables.and")))
    };
    let Place {
        id,
        label,
        invalid,
        described,
        at,
    } = place;
    html! {
        <details class="sheet-choices" data-invalid={invalid}>
            <summary class="sheet-cell" {id} aria-describedby={described}>
                <span class="visually-hidden">{ label }{ words.t("frame.colon") }</span>{ shown }
            </summary>
            <div class="sheet-choices-list">
                { for options.iter().filter(|_| ctx.props().unfolds).map(|(key, text)| {
                    let ticked = is_chosen(key);
                    let after: Vec<&str> = options
                        .iter()
                        .map(|(other, _)| other.as_str())
                        .filter(|other| is_chosen(other) != (*other == key.as_str()))
                        .collect();
                    let after = after.join(",");
                    let onchange = ctx.link().callback(move |_: yew::Event| (at, after.clone()));
                    html! {
                        <label class="check"><input type="checkbox" form="unremembered" checked={ticked} {onchange} /><span>{ text }</span></label>
                    }
                }) }
            </div>
        </details>
    }
}

fn blank(words: Words) -> AttrValue {
    words.t("tables.blank").into_owned().into()
}

/// Wide enough where the browser does not fit the field to its content; kana and kanji count twice.
fn size(value: &str) -> String {
    let width: usize = value
        .chars()
        .map(|char| if char.is_ascii() { 1 } else { 2 })
        .sum();
    (width + 1).clamp(6, 32).to_string()
}
