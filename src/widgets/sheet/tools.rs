//! The tools above a sheet: rows and steps; and for a longer one finding, filtering, sorting.

use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::look::{Filter, Way};
use super::{Coming, Event, FEW, FIRST, Input, Looking, Message, Part, Sheet};
use crate::browser::cells;
use crate::widgets::select::{Entry, Select};
use crate::words::Words;

impl Sheet {
    pub(super) fn tools(&self, ctx: &Context<Self>) -> Html {
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
        let is_empty = props.rows.count() == 0;
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

    /// Finding, filtering and sorting, where there are too many rows to see at a glance.
    pub(super) fn looking(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        if props.rows.count() <= FEW {
            return Html::default();
        }
        let words = props.words;
        let link = ctx.link();
        let id = |part: &str| format!("{}.{part}", props.name);
        let text = |key: &str| words.t(key).into_owned();
        let oninput = link.callback(|event: InputEvent| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            Message::Looked(Looking::Sought(input.value()))
        });
        let only = link.callback(|event: yew::Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            Message::Looked(Looking::Only(input.checked()))
        });
        let step = |key: &str, forward: bool| {
            let onclick = link.callback(move |_| Message::Looked(Looking::Stepped { forward }));
            html! { <button type="button" class="button button-second button-small" {onclick}>{ words.t(key) }</button> }
        };
        let searches = !self.look.query.trim().is_empty();
        html! {
            <div class="sheet-look screen-only" role="search" aria-label={text("tables.look.tools")}>
                <div class="sheet-look-field">
                    <label for={id("find")}>{ words.t("tables.look.find") }</label>
                    <input class="field-input" type="search" id={id("find")} autocomplete="off" value={self.look.query.clone()}
                        aria-describedby={id("find-keys")} {oninput} onkeydown={seeking(link)} />
                    <p class="visually-hidden" id={id("find-keys")}>{ words.t("tables.look.keys") }</p>
                </div>
                if searches {
                    <div class="sheet-look-found">
                        { step("tables.look.before", false) }
                        { step("tables.look.next", true) }
                        <label class="check"><input type="checkbox" form="unremembered" checked={self.look.only} onchange={only} /><span>{ words.t("tables.look.only") }</span></label>
                    </div>
                }
                <div class="sheet-look-field">
                    <label for={id("filter")}>{ words.t("tables.look.filter") }</label>
                    <Select class="field-unit" id={Some(AttrValue::from(id("filter")))} entries={self.filters(words)}
                        on_choose={link.callback(|value: String| Message::Looked(Looking::Filtered(filter_of(&value))))} />
                </div>
                // Where rows are cards, no heading is there to be pressed.
                <div class="sheet-look-field sheet-look-sort">
                    <label for={id("sort")}>{ words.t("tables.look.sort") }</label>
                    <Select class="field-unit" id={Some(AttrValue::from(id("sort")))} entries={self.sorts(words)}
                        on_choose={link.callback(|value: String| Message::Looked(Looking::Sorted(sort_of(&value))))} />
                </div>
                if !self.look.is_plain() {
                    <button type="button" class="button button-quiet button-small" onclick={link.callback(|_| Message::Looked(Looking::Cleared))}>
                        { words.t("tables.look.clear") }
                    </button>
                }
                <p class="sheet-look-said small" role="status">{ self.seen(ctx) }</p>
            </div>
        }
    }

    /// What finding, filtering and sorting did, in a sentence.
    fn seen(&self, ctx: &Context<Self>) -> String {
        let words = ctx.props().words;
        let (shown, total) = (self.look.shown(), self.look.total());
        let mut parts = Vec::new();
        if !self.look.query.trim().is_empty() {
            let place = self.look.hit().map(|(row, column)| {
                let title = self.columns.get(column);
                let title = title.map_or(String::new(), |column| column.title.to_string());
                let arguments = [("row", whole(words, row + 1)), ("column", title)];
                words.with("tables.cell", &arguments)
            });
            parts.push(match (self.look.hits(), place) {
                ((_, 0), _) => words.t("tables.look.nothing").into_owned(),
                ((Some(at), count), Some(place)) => words.with(
                    "tables.look.at",
                    &[
                        ("at", whole(words, at)),
                        ("count", whole(words, count)),
                        ("place", place),
                    ],
                ),
                ((_, count), _) => {
                    words.with("tables.look.found", &[("count", whole(words, count))])
                }
            });
        }
        let of = [
            ("shown", whole(words, shown)),
            ("total", whole(words, total)),
        ];
        let rows = if self.look.hides() {
            "tables.look.some_rows"
        } else {
            "tables.look.all_rows"
        };
        parts.push(words.with(rows, &of));
        if let Some((column, way)) = self.look.sort
            && let Some(definition) = self.columns.get(column)
        {
            let way = words.t(way_key(&definition.input, way)).into_owned();
            let arguments = [("column", definition.title.to_string()), ("way", way)];
            parts.push(words.with("tables.look.sorted", &arguments));
        }
        parts.join(&words.t("tables.look.and"))
    }

    fn filters(&self, words: Words) -> Vec<Entry> {
        let entry = |filter: Filter, text: String| Entry {
            value: filter_value(filter),
            text,
            chosen: filter == self.look.filter,
        };
        let mut entries = vec![
            entry(Filter::All, words.t("tables.look.all").into_owned()),
            entry(Filter::Unread, words.t("tables.look.unread").into_owned()),
        ];
        entries.extend(self.columns.iter().enumerate().map(|(index, column)| {
            let text = words.with("tables.look.empty", &[("column", &column.title)]);
            entry(Filter::Empty(index), text)
        }));
        entries
    }

    fn sorts(&self, words: Words) -> Vec<Entry> {
        let entry = |sort: Option<(usize, Way)>, text: String| Entry {
            value: sort_value(sort),
            text,
            chosen: sort == self.look.sort,
        };
        let mut entries = vec![entry(None, words.t("tables.look.as_entered").into_owned())];
        for (index, column) in self.columns.iter().enumerate() {
            for way in [Way::Up, Way::Down] {
                let arguments = [
                    ("column", column.title.to_string()),
                    ("way", words.t(way_key(&column.input, way)).into_owned()),
                ];
                let text = words.with("tables.look.sorted", &arguments);
                entries.push(entry(Some((index, way)), text));
            }
        }
        entries
    }

    pub(super) fn head(&self, ctx: &Context<Self>) -> Html {
        let words = ctx.props().words;
        let sorts = ctx.props().rows.count() > FEW;
        let number = (self.look.total() > super::WHOLE).then_some("1");
        html! {
            <thead>
                <tr aria-rowindex={number}>
                    <th scope="col" class="sheet-number">{ words.t("tables.row") }</th>
                    { for self.columns.iter().enumerate().map(|(index, column)| {
                        let class = classes!(
                            (index == 0).then_some("sheet-name"),
                            (column.input == Input::Number).then_some("number"),
                        );
                        let sorted = self.look.sort.filter(|(sorted, _)| *sorted == index);
                        let (order, sign) = match sorted {
                            Some((_, Way::Up)) => (Some("ascending"), "▲"),
                            Some((_, Way::Down)) => (Some("descending"), "▼"),
                            None => (None, ""),
                        };
                        let onclick = ctx.link().callback(move |_| Message::Looked(Looking::Turned(index)));
                        html! {
                            <th scope="col" {class} title={column.help.clone()} aria-sort={order}>
                                if sorts {
                                    <button type="button" class="sheet-sort" {onclick}>{ &column.title }<span class="sheet-sort-sign" aria-hidden="true">{ sign }</span></button>
                                } else {
                                    { &column.title }
                                }
                            </th>
                        }
                    }) }
                    <th scope="col"><span class="visually-hidden">{ words.t("tables.remove") }</span></th>
                </tr>
            </thead>
        }
    }

    /// Looks at the rows in another way.
    pub(super) fn looked(&mut self, ctx: &Context<Self>, looking: Looking) -> bool {
        let rows = &ctx.props().rows;
        let fold = cells::folded;
        // Whoever asks for another order wants to see how it begins.
        if !matches!(looking, Looking::Stepped { .. } | Looking::Entered)
            && let Some(frame) = self.frame.cast::<Element>()
        {
            frame.set_scroll_top(0);
            // As many as a frame has time for; the others follow at once.
            self.window = 0..FIRST / 2;
        }
        match looking {
            Looking::Turned(column) => {
                self.look.sort = match self.look.sort {
                    Some((before, Way::Up)) if before == column => Some((column, Way::Down)),
                    Some((before, Way::Down)) if before == column => None,
                    _ => Some((column, Way::Up)),
                };
                self.look.arrange(rows, &self.columns, fold);
            }
            Looking::Sorted(sort) => {
                self.look.sort = sort;
                self.look.arrange(rows, &self.columns, fold);
            }
            Looking::Filtered(filter) => {
                self.look.filter = filter;
                self.look.arrange(rows, &self.columns, fold);
            }
            Looking::Sought(query) => {
                self.look.query = query;
                self.look.search(rows, &self.columns, fold);
            }
            Looking::Only(only) => {
                self.look.only = only;
                self.look.search(rows, &self.columns, fold);
            }
            Looking::Cleared => {
                self.look.clear();
                let id = format!("{}.find", ctx.props().name);
                self.wanted = Some((id, Coming::Focus));
            }
            Looking::Stepped { forward } => {
                self.look.step(forward, rows, &self.columns, fold);
                let hit = self.look.hit();
                let id = hit.and_then(|(row, column)| {
                    let key = &self.columns.get(column)?.key;
                    Some((row, format!("{}.{row}.{key}", ctx.props().name)))
                });
                return id.is_none_or(|(row, id)| self.bring(row, id, Coming::Sight));
            }
            Looking::Entered => {
                let hit = self.look.hit();
                return hit.is_some_and(|(row, column)| self.go_to(ctx, row, Part::Cell(column)));
            }
        }
        // Heights belong to rows, but what is drawn does not belong to positions any more.
        self.measured.clear();
        let link = ctx.link().clone();
        crate::browser::page::soon(move || link.send_message(Message::Moved));
        true
    }
}

/// Enter goes to the next hit, the arrow down into it, Escape puts everything back.
fn seeking(link: &yew::html::Scope<Sheet>) -> Callback<KeyboardEvent> {
    link.batch_callback(|event: KeyboardEvent| {
        // Enter that ends a Japanese conversion is no Enter; some browsers say so by 229 only.
        if event.is_composing() || event.key_code() == 229 {
            return None;
        }
        let looking = match event.key().as_str() {
            "Enter" => Looking::Stepped {
                forward: !event.shift_key(),
            },
            "ArrowDown" | "F2" => Looking::Entered,
            "Escape" => Looking::Cleared,
            _ => return None,
        };
        event.prevent_default();
        Some(Message::Looked(looking))
    })
}

/// A count, with separators.
fn whole(words: Words, count: usize) -> String {
    words.number(u32::try_from(count).unwrap_or(u32::MAX).into(), 0)
}

fn way_key(input: &Input, way: Way) -> &'static str {
    match (input, way) {
        (Input::Number, Way::Up) => "tables.look.smallest",
        (Input::Number, Way::Down) => "tables.look.largest",
        (_, Way::Up) => "tables.look.up",
        (_, Way::Down) => "tables.look.down",
    }
}

fn filter_value(filter: Filter) -> String {
    match filter {
        Filter::All => String::new(),
        Filter::Unread => "unread".to_owned(),
        Filter::Empty(column) => column.to_string(),
    }
}

fn filter_of(value: &str) -> Filter {
    match value {
        "unread" => Filter::Unread,
        column => column.parse().map_or(Filter::All, Filter::Empty),
    }
}

fn sort_value(sort: Option<(usize, Way)>) -> String {
    match sort {
        None => String::new(),
        Some((column, Way::Up)) => format!("{column} up"),
        Some((column, Way::Down)) => format!("{column} down"),
    }
}

fn sort_of(value: &str) -> Option<(usize, Way)> {
    let (column, way) = value.split_once(' ')?;
    let way = if way == "up" { Way::Up } else { Way::Down };
    Some((column.parse().ok()?, way))
}
