//! An earlier file beside the open case: what differs, and what moved the score and why.

use sonae_engine::assessment::{Assessment, Changes, shown_cell};
use sonae_engine::content::TableName;
use sonae_engine::score::{ModuleMovement, Moved, Movement, Shift, Steps};
use sonae_engine::table::Cell;
use yew::prelude::*;

use super::to_question;
use crate::pages::result::{charts, gates, module_title};
use crate::pages::{said, shelf};
use crate::state::history::{Comparison, Earlier, Told};
use crate::state::shelf::Told as ShelfTold;
use crate::state::{Action, Case, State};
use crate::widgets::file_button::FileButton;
use crate::widgets::help;
use crate::widgets::notice::{reasons, sentence};
use crate::words::Words;

/// Points are shown to a tenth.
const STEP: f64 = 0.1;

/// The section.
pub fn section(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let read = act.reform(|(name, bytes)| Told::EarlierRead(name, bytes).into());
    html! {
        <section class="section" aria-labelledby="compare">
            <h2 id="compare">{ words.t("history.compare") }</h2>
            <p>{ words.t("history.compare_text") }</p>
            <div class="toolbar">
                <FileButton label={words.t("history.choose").into_owned()} accept=".sonae,.sonae-practice,application/json" on_read={read} />
                { for kept(state, case, act) }
                if state.back.earlier.is_some() {
                    <button type="button" class="button button-quiet" onclick={act.reform(|_: MouseEvent| Told::EarlierPutAway.into())}>{ words.t("history.put_away") }</button>
                }
            </div>
            if let Some(earlier) = &state.back.earlier { { beside(state, case, earlier) } }
        </section>
    }
}

/// A button for each other assessment that this browser keeps.
fn kept<'a>(
    state: &'a State,
    case: &'a Case,
    act: &'a Callback<Action>,
) -> impl Iterator<Item = Html> + 'a {
    let words = state.words();
    let others = state.shelf.iter().filter(|entry| entry.key != case.key);
    others.map(move |entry| {
        let (key, name) = (entry.key.clone(), shelf::title(state, entry));
        let label = words.with("history.choose_kept", &[("name", &name)]);
        let onclick = act
            .reform(move |_: MouseEvent| ShelfTold::CompareAsked(key.clone(), name.clone()).into());
        html! { <button type="button" class="button button-second" {onclick}>{ label }</button> }
    })
}

fn beside(state: &State, case: &Case, earlier: &Earlier) -> Html {
    let words = state.words();
    let Comparison {
        changes,
        movement,
        unrecorded,
    } = earlier.compared(state, case);
    html! {
        <section class="section" aria-label={words.with("history.beside", &[("name", &earlier.name)])}>
            <p role="status"><strong>{ words.with("history.beside", &[("name", &earlier.name)]) }</strong></p>
            if unrecorded { <p class="notice" data-kind="note">{ words.t("history.unrecorded") }</p> }
            { reasons(words, &earlier.notices) }
            { match &movement {
                Ok(movement) => moved(state, movement),
                Err(finding) => html! { <p class="notice" data-kind="note">{ sentence(words, finding, "what") }{ " " }{ words.t("history.industry_in_both") }</p> },
            } }
            { differing(state, &case.assessment, &earlier.assessment, &changes) }
        </section>
    }
}

pub fn moved(state: &State, movement: &Movement) -> Html {
    let words = state.words();
    let overall = movement.overall.rounded(STEP);
    let says = [
        ("then", words.range(overall.then, 1)),
        ("now", words.range(overall.now, 1)),
    ];
    html! {
        <>
            <h3>{ words.t("history.moved") }</h3>
            <p>{ words.with("history.moved_sentence", &says) }{ " " }{ words.t("history.moved_text") }</p>
            { steps(words, &words.t("history.overall"), overall) }
            { for movement.modules.iter().map(|module| one_module(state, module)) }
        </>
    }
}

/// The way of a score from then to now; what is shown adds up.
fn steps(words: Words, caption: &str, steps: Steps) -> Html {
    let cells = |low: String, high: String| html! { <><td class="number">{ low }</td><td class="number">{ high }</td></> };
    let state = |key: &str, range: sonae_engine::measure::Interval| {
        html! { <tr><th scope="row">{ words.t(key) }</th>{ cells(words.number(range.low, 1), words.number(range.high, 1)) }</tr> }
    };
    let shift = |key: &str, shift: Shift| {
        html! { <tr><th scope="row">{ words.t(key) }</th>{ cells(signed(words, shift.low), signed(words, shift.high)) }</tr> }
    };
    html! {
        <table>
            <caption>{ caption }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words.t("history.step") }</th>
                    <th scope="col" class="number">{ words.t("result.low_end") }</th>
                    <th scope="col" class="number">{ words.t("result.high_end") }</th>
                </tr>
            </thead>
            <tbody>
                { state("history.then", steps.then) }
                { shift("history.rules", steps.rules()) }
                { shift("history.answers", steps.answers()) }
                { shift("history.facts", steps.facts()) }
                { state("history.now", steps.now) }
            </tbody>
        </table>
    }
}

fn one_module(state: &State, module: &ModuleMovement) -> Html {
    let words = state.words();
    let rounded = module.steps.rounded(STEP);
    let title = module_title(words, state.pack, &module.id);
    let arguments = [
        ("module", title.clone()),
        ("then", words.range(rounded.then, 1)),
        ("now", words.range(rounded.now, 1)),
    ];
    let (own, others): (Vec<&Moved>, Vec<&Moved>) = module
        .items
        .iter()
        .partition(|item| item.before != item.after);
    let rest = others.iter().map(|item| item.whole());
    let rest = rest.fold(Shift::default(), Shift::and);
    let body = html! {
        <>
            { steps(words, &title, rounded) }
            if own.is_empty() {
                <p>{ words.t("history.no_item_moved") }</p>
            } else {
                <p>{ words.t("history.items") }</p>
                <dl class="summary">{ for own.into_iter().map(|item| one_item(state, item)) }</dl>
            }
            if !others.is_empty() {
                <p class="soft">{ words.with("history.others", &ends(words, rest)) }</p>
            }
        </>
    };
    help::disclosure(&words.with("history.module", &arguments), body)
}

fn one_item(state: &State, moved: &Moved) -> Html {
    let words = state.words();
    let said = |said: &Option<_>| match said {
        None => words.t("history.did_not_count").into_owned(),
        Some((origin, shown)) => {
            said::shown(words, state.pack, moved.item.as_str(), shown, *origin)
        }
    };
    let whole = moved.whole();
    let parts = [
        ("history.by_answers", moved.answers),
        ("history.by_facts", moved.facts),
    ];
    let because: Vec<String> = parts
        .into_iter()
        .filter(|(_, shift)| shift.size() > 0.0)
        .map(|(key, _)| words.t(key).into_owned())
        .collect();
    html! {
        <div class="summary-row">
            <dt>{ to_question(state, &moved.item) }</dt>
            <dd>
                { words.with("history.from_to", &[("before", said(&moved.before)), ("after", said(&moved.after))]) }
                <p class="summary-note">{ words.with("history.ends", &ends(words, whole)) }{ " " }<span class="tag">{ said::joined(words, &because) }</span></p>
            </dd>
        </div>
    }
}

/// Both ends of a movement, to be filled into a sentence.
fn ends(words: Words, shift: Shift) -> [(&'static str, String); 2] {
    [
        ("low", signed(words, shift.low)),
        ("high", signed(words, shift.high)),
    ]
}

/// Points with their sign.
fn signed(words: Words, points: f64) -> String {
    let number = words.number(points, 1);
    if points > 0.0 && number != "0" {
        format!("+{number}")
    } else {
        number
    }
}

/// Every answer and cell that differs.
pub fn differing(
    state: &State,
    case: &Assessment,
    earlier: &Assessment,
    changes: &Changes,
) -> Html {
    let words = state.words();
    if changes.is_empty() {
        return html! { <p>{ words.t("history.nothing_differs") }</p> };
    }
    let rows = changes.rows_added.len() + changes.rows_removed.len() + changes.cells.len();
    let answers = html! {
        <dl class="summary">
            { for changes.answers.iter().map(|changed| {
                let said = |given: &Option<_>| match state.pack.question(changed.what.as_str()) {
                    Some(question) => said::given(words, question, given.as_ref()),
                    None => String::new(),
                };
                from_to(words, to_question(state, &changed.what), said(&changed.before), said(&changed.after))
            }) }
        </dl>
    };
    let tables = html! {
        <dl class="summary">
            { for changes.rows_removed.iter().map(|(table, row)| from_to(words, row_name(state, earlier, *table, *row), words.t("history.row_there").into_owned(), words.t("history.row_gone").into_owned())) }
            { for changes.rows_added.iter().map(|(table, row)| from_to(words, row_name(state, case, *table, *row), words.t("history.row_gone").into_owned(), words.t("history.row_there").into_owned())) }
            { for changes.cells.iter().map(|(table, row, changed)| {
                let columns = &state.pack.tables.get(*table).columns;
                let column = columns.iter().find(|column| column.key == changed.what);
                let said = |cell: &Cell| match column {
                    Some(column) if *cell != Cell::Empty => shown_cell(state.pack, column, cell, state.language),
                    _ => words.t("said.unanswered").into_owned(),
                };
                let title = column.map(|column| words.text(&column.title)).unwrap_or_default();
                let name = html! { <>{ row_name(state, case, *table, *row) }{ words.t("frame.colon") }{ title }</> };
                from_to(words, name, said(&changed.before), said(&changed.after))
            }) }
        </dl>
    };
    html! {
        <>
            <h3>{ words.t("history.differs") }</h3>
            { help::disclosures(vec![
                (words.with("history.answers_differ", &[("count", changes.answers.len())]), answers),
                (words.with("history.tables_differ", &[("count", rows)]), tables),
            ]) }
        </>
    }
}

fn from_to(words: Words, name: Html, before: String, after: String) -> Html {
    html! {
        <div class="summary-row">
            <dt>{ name }</dt>
            <dd>{ words.with("history.from_to", &[("before", before), ("after", after)]) }</dd>
        </div>
    }
}

fn row_name(state: &State, case: &Assessment, table: TableName, row: usize) -> Html {
    let name = match table {
        TableName::Suppliers => case
            .suppliers
            .get(row)
            .map(|supplier| gates::row_name(state, row, supplier)),
        TableName::Markets => case
            .markets
            .get(row)
            .map(|market| charts::country_name(state, market.country)),
    };
    html! { { name.unwrap_or_default() } }
}
