//! The queue: what is looked for in it, and the rows, so many at a time.

use std::collections::BTreeMap;

use sonae_engine::content::Pack;
use sonae_engine::measure::Interval;
use sonae_engine::screen::{Class, Line};
use yew::prelude::*;

use super::{count, review, step_of};
use crate::route::Page;
use crate::state::bench::{
    Column, Desk, Filter, PAGE, Paper, Place, SEARCH, Step, TakeOut, Told, declared, least_known,
    row_id_of, said,
};
use crate::state::{Action, State};
use crate::widgets::check::check;
use crate::widgets::field::{self, Field};
use crate::widgets::search;
use crate::widgets::select::Entry;
use crate::words::Words;

/// The queue, with what it is looked through by.
pub fn queue(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(desk) = &state.bench.desk else {
        return Html::default();
    };
    html! {
        <section class={classes!("section", (state.bench.looking.on_paper == Some(Paper::Intake)).then_some("screen-only"))} aria-labelledby="queue">
            <h2 id="queue">{ words.t("bench.queue") }</h2>
            <p>{ words.t("bench.queue_text") }</p>
            { classes(words, desk) }
            if desk.queue.is_empty() {
                <p>{ words.t("bench.queue_empty") }</p>
            } else {
                { looked_for(state, desk, act) }
                <p class="paper-only">{ looked_by(state, desk) }</p>
                { rows(state, desk, act) }
                <p class="small paper-only">{ words.with("bench.paper_foot", &[("date", words.date(&state.today)), ("hash", state.bench.policy.hash())]) }</p>
                <div class="toolbar">
                    <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::TakenOut(TakeOut::Queue).into())}>{ words.t("bench.save_csv") }</button>
                    <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::TakenOut(TakeOut::Workbook).into())}>{ words.t("bench.save_xlsx") }</button>
                    <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::PaperAsked(Paper::Queue).into())}>{ words.t("bench.print_queue") }</button>
                </div>
                <div class="screen-only">
                    { review::rows(state, act) }
                    { review::files(state, act) }
                </div>
            }
        </section>
    }
}

/// How many there are of each class, and what happens with them.
fn classes(words: Words, desk: &Desk) -> Html {
    html! {
        <dl class="pairs bench-classes">
            { for Class::ALL.iter().map(|class| {
                let of = desk.classes.get(class).copied().unwrap_or_default();
                html! {
                    <div>
                        <dt><span class="tag bench-class" data-class={class.key()}>{ said::class(words, *class) }</span>{ " " }<strong>{ words.count("bench.files", of) }</strong></dt>
                        <dd>{ words.t(&format!("bench.class.{}.text", class.key())) }</dd>
                    </div>
                }
            }) }
        </dl>
    }
}

/// Search, filters, order and columns.
fn looked_for(state: &State, desk: &Desk, act: &Callback<Action>) -> Html {
    let words = state.words();
    let looking = &state.bench.looking;
    let filtered = !looking.filters.is_empty() || !looking.search.is_empty();
    let searched = act.reform(|text| Told::Searched(text).into());
    html! {
        <div class="screen-only">
            { search::search(SEARCH, &words.t("bench.search"), &words.t("bench.search_hint"), &looking.search, &searched) }
            <details class="disclosure" open={!looking.filters.is_empty()}>
                <summary>{ words.t("bench.filters") }</summary>
                <div class="disclosure-body bench-filters">
                    { for Filter::ALL.iter().map(|filter| filter_field(state, desk, *filter, act)) }
                </div>
            </details>
            <details class="disclosure" open={looking.sort.is_some()}>
                <summary>{ words.t("bench.order_and_columns") }</summary>
                <div class="disclosure-body">{ order(state, act) }{ columns(state, act) }</div>
            </details>
            <div class="toolbar">
                <p role="status">{ shown(state, desk) }</p>
                if filtered {
                    <button type="button" class="button button-quiet button-small" onclick={act.reform(|_| Told::AllAsked.into())}>{ words.t("bench.show_all") }</button>
                }
            </div>
            <div class="bench-cards">{ check(&words.t("bench.whole_cards"), looking.whole_cards, &act.reform(|whole| Told::CardsSwitched(whole).into())) }</div>
        </div>
    }
}

/// On paper: how many are shown of how many, what they were looked through by, and in which order.
fn looked_by(state: &State, desk: &Desk) -> String {
    let words = state.words();
    let looking = &state.bench.looking;
    let mut said = vec![shown(state, desk)];
    if !looking.search.is_empty() {
        said.push(words.with("bench.paper_search", &[("text", &looking.search)]));
    }
    let filters = looking.filters.iter().map(|(filter, value)| {
        let name = words
            .t(&format!("bench.filter.{}", filter.key()))
            .into_owned();
        let value = choice(words, state.pack, *filter, value);
        words.with("bench.paper_filter", &[("name", name), ("value", value)])
    });
    said.extend(filters);
    if let Some((column, reversed)) = looking.sort {
        let name = words
            .t(&format!("bench.column.{}", column.key()))
            .into_owned();
        let key = if reversed {
            "bench.paper_reversed"
        } else {
            "bench.paper_order"
        };
        said.push(words.with(key, &[("name", name)]));
    }
    said.join(&words.t("said.space"))
}

/// How many are shown of how many.
fn shown(state: &State, desk: &Desk) -> String {
    let words = state.words();
    let (shown, all) = (state.bench.shown.len(), desk.queue.len());
    words.with(
        "bench.shown",
        &[
            ("shown", words.number(count(shown), 0)),
            ("all", words.number(count(all), 0)),
        ],
    )
}

fn filter_field(state: &State, desk: &Desk, filter: Filter, act: &Callback<Action>) -> Html {
    let words = state.words();
    let chosen = state.bench.looking.filters.get(&filter);
    let all = Entry {
        value: String::new(),
        text: words.t("bench.any").into_owned(),
        chosen: chosen.is_none(),
    };
    let empty = BTreeMap::new();
    let choices = desk.choices.get(&filter).unwrap_or(&empty);
    let mut choices: Vec<(&String, &usize)> = choices.iter().collect();
    choices.sort_by_key(|(value, _)| rank_of(filter, value));
    let entries = choices.into_iter().map(|(value, of)| Entry {
        value: value.clone(),
        text: words.with(
            "bench.choice",
            &[
                ("name", choice(words, state.pack, filter, value)),
                ("count", of.to_string()),
            ],
        ),
        chosen: chosen == Some(value),
    });
    let entries: Vec<Entry> = std::iter::once(all).chain(entries).collect();
    let field = Field {
        id: format!("filter-{}", filter.key()),
        label: words
            .t(&format!("bench.filter.{}", filter.key()))
            .into_owned(),
        ..Field::default()
    };
    let on_chosen = act.reform(move |value| Told::Filtered(filter, value).into());
    html! { <div class="field">{ field::list(&field, &entries, &on_chosen) }</div> }
}

/// Bands stand in the order of their numbers, classes in theirs, all else in that of its keys.
fn rank_of(filter: Filter, value: &str) -> usize {
    match filter {
        Filter::Class => Class::named(value).map_or(usize::MAX, |class| class as usize),
        Filter::Size | Filter::Gap => {
            let first = value.split('-').next().and_then(|first| first.parse().ok());
            first.unwrap_or(usize::MAX)
        }
        _ => 0,
    }
}

/// What can be chosen of a filter, in words.
fn choice(words: Words, pack: &Pack, filter: Filter, value: &str) -> String {
    match filter {
        Filter::Class => words.t(&format!("bench.class.{value}.name")).into_owned(),
        Filter::Industry => said::industry(words, pack, value),
        Filter::Size => said::size(words, value),
        Filter::Country => said::country(words, pack, value),
        Filter::Item => said::kind(words, pack, value),
        Filter::Gap => said::weeks(words, value),
        Filter::Coverage => words.t(&format!("bench.known.{value}")).into_owned(),
        Filter::Declared => words.t(&format!("bench.declared.{value}")).into_owned(),
    }
}

fn order(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let sort = state.bench.looking.sort;
    let by = sort.map(|(column, _)| column);
    let reversed = sort.is_some_and(|(_, reversed)| reversed);
    let entry = |column: Option<Column>| Entry {
        value: column.map_or_else(String::new, |column| column.key().to_owned()),
        text: match column {
            None => words.t("bench.order_default").into_owned(),
            Some(column) => words
                .t(&format!("bench.column.{}", column.key()))
                .into_owned(),
        },
        chosen: column == by,
    };
    let sortable = Column::ALL
        .iter()
        .filter(|column| !matches!(column, Column::Rank | Column::Class));
    let entries: Vec<Entry> = std::iter::once(None)
        .chain(sortable.map(|column| Some(*column)))
        .map(entry)
        .collect();
    let field = Field {
        id: "bench-sort".into(),
        label: words.t("bench.sort").into_owned(),
        ..Field::default()
    };
    let on_chosen = act.reform(|key: String| {
        let column = Column::ALL.iter().find(|column| column.key() == key);
        Told::SortedBy(column.map(|column| (*column, false))).into()
    });
    let turned =
        act.reform(move |reversed| Told::SortedBy(by.map(|column| (column, reversed))).into());
    html! {
        <>
            <div class="field">{ field::list(&field, &entries, &on_chosen) }</div>
            if by.is_some() { { check(&words.t("bench.reversed"), reversed, &turned) } }
        </>
    }
}

fn columns(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <fieldset class="bench-columns">
            <legend>{ words.t("bench.columns") }</legend>
            { for Column::ALL.iter().copied().filter(|column| column.is_free()).map(|column| {
                let switched = act.reform(move |shown| Told::ColumnSwitched(column, shown).into());
                let is_shown = !state.bench.looking.hidden.contains(&column);
                check(&words.t(&format!("bench.column.{}", column.key())), is_shown, &switched)
            }) }
        </fieldset>
    }
}

/// The rows around the one the keys are at.
fn rows(state: &State, desk: &Desk, act: &Callback<Action>) -> Html {
    let words = state.words();
    let bench = &state.bench;
    if bench.shown.is_empty() {
        return html! { <p>{ words.t("bench.nothing_fits") }</p> };
    }
    let looking = &bench.looking;
    let at = looking.at.min(bench.shown.len() - 1);
    let is_whole = looking.on_paper == Some(Paper::Queue);
    let (first, most) = if is_whole {
        (0, bench.shown.len())
    } else {
        (at / PAGE * PAGE, PAGE)
    };
    let columns: Vec<Column> = Column::ALL
        .iter()
        .copied()
        .filter(|column| !looking.hidden.contains(column))
        .collect();
    let onkeydown = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| {
            let plain =
                !event.ctrl_key() && !event.alt_key() && !event.meta_key() && !event.shift_key();
            if let Some(step) = step_of(&event.key()).filter(|_| plain) {
                event.prevent_default();
                act.emit(Told::Moved(step).into());
            }
        })
    };
    let sorted = |column: Column| match looking.sort {
        Some((by, false)) if by == column => Some("ascending"),
        Some((by, true)) if by == column => Some("descending"),
        None if column == Column::Rank => Some("ascending"),
        _ => None,
    };
    let places = bench.shown.iter().enumerate().skip(first).take(most);
    html! {
        <>
            <table class="table table-cards bench-table" data-whole={looking.whole_cards.to_string()} aria-rowcount={(bench.shown.len() + 1).to_string()}>
                <caption class="visually-hidden">{ words.t("bench.queue_caption") }</caption>
                <thead>
                    <tr aria-rowindex="1">
                        { for columns.iter().map(|column| html! {
                            <th scope="col" class={is_number(*column).then_some("number")} aria-sort={sorted(*column)}>{ words.t(&format!("bench.column.{}", column.key())) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody {onkeydown}>
                    { for places.filter_map(|(position, place)| {
                        let place = desk.queue.get(*place)?;
                        Some(row(state, place, (position, position == at), &columns, act))
                    }) }
                </tbody>
            </table>
            if !is_whole { { pages(words, first, bench.shown.len(), act) } }
        </>
    }
}

fn is_number(column: Column) -> bool {
    matches!(
        column,
        Column::Rank | Column::Score | Column::Coverage | Column::Questions
    )
}

/// Whether a card shows it first.
fn is_first(column: Column) -> bool {
    matches!(column, Column::Rank | Column::Class | Column::Score)
}

fn row(
    state: &State,
    place: &Place,
    (position, is_at): (usize, bool),
    columns: &[Column],
    act: &Callback<Action>,
) -> Html {
    let words = state.words();
    let line = place.screened.told();
    let onfocus = act.reform(move |_: FocusEvent| Told::Reached(position).into());
    html! {
        <tr key={place.number} aria-rowindex={(position + 2).to_string()}>
            { for columns.iter().map(|column| match column {
                Column::File => html! {
                    <th scope="row">
                        <a id={row_id_of(position)} href={Page::Applicant(place.number).address()} tabindex={if is_at { "0" } else { "-1" }} onfocus={onfocus.clone()}>{ &line.file }</a>
                    </th>
                },
                column => html! {
                    <td class={classes!(is_number(*column).then_some("number"), is_first(*column).then_some("bench-first"))} data-label={words.t(&format!("bench.column.{}", column.key())).into_owned()}>{ cell(state, place, line, *column) }</td>
                },
            }) }
        </tr>
    }
}

fn cell(state: &State, place: &Place, line: &Line, column: Column) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let firm = line.firm.as_ref();
    let text = |text: Option<String>| html! { { text.unwrap_or_else(|| words.t("bench.nothing").into_owned()) } };
    match column {
        Column::Rank => html! { { place.rank } },
        Column::File => html! { { &line.file } },
        Column::Class => {
            html! { <div>{ class(state, line) }{ review::mark(state, &place.screened) }</div> }
        }
        Column::Score => text(line.overall.as_ref().map(|overall| {
            let (low, high) = (overall.low, overall.high);
            words.score(Interval { low, high })
        })),
        Column::Coverage => text(least_known(line).map(|known| said::share(words, known))),
        Column::Industry => {
            text(firm.and_then(|firm| Some(said::industry(words, pack, firm.industry.as_ref()?))))
        }
        Column::Size => text(firm.and_then(|firm| Some(said::size(words, firm.size.as_ref()?)))),
        Column::Gap => {
            text(firm.and_then(|firm| Some(said::weeks(words, firm.gap_weeks.as_ref()?))))
        }
        Column::Declared => html! { { words.t(&format!("bench.declared.{}", declared(line))) } },
        Column::Questions => html! { { line.questions.len() } },
    }
}

/// The class with its first reason, and how many more there are.
fn class(state: &State, line: &Line) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let Some(class) = line.class else {
        return Html::default();
    };
    let reason = line
        .reasons
        .first()
        .map(|one| said::reason(words, pack, one));
    let more = line.reasons.len().saturating_sub(1);
    html! {
        <>
            <span class="tag bench-class" data-class={class.key()}>{ said::class(words, class) }</span>
            <br />
            <span class="small screen-only">{ reason.unwrap_or_default() }
                if more > 0 { { words.t("said.space") }{ words.count("bench.more_reasons", more) } }
            </span>
            <span class="small paper-only">{ said::reasons(words, pack, line) }</span>
        </>
    }
}

/// Which rows these are, and the ways to the others.
fn pages(words: Words, first: usize, all: usize, act: &Callback<Action>) -> Html {
    if all <= PAGE {
        return Html::default();
    }
    let last = (first + PAGE).min(all);
    let to = |step: Step| act.reform(move |_: MouseEvent| Told::Moved(step).into());
    html! {
        <nav class="toolbar" aria-label={words.t("bench.pages").into_owned()}>
            <button type="button" class="button button-second button-small" disabled={first == 0} onclick={to(Step::PageUp)}>{ words.t("bench.page_before") }</button>
            <span>{ words.with("bench.rows", &[("first", first + 1), ("last", last), ("all", all)]) }</span>
            <button type="button" class="button button-second button-small" disabled={last == all} onclick={to(Step::PageDown)}>{ words.t("bench.page_after") }</button>
        </nav>
    }
}
