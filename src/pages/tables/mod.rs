//! What the pages of the two tables share: the sheet, the preview of what was read, the
//! questions a table answers, and the words for weeks and rows.

mod answers;
mod preview;
mod sheet;

use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Pack, TableName};
use sonae_engine::measure::Interval;
use sonae_engine::table::Country;
use yew::prelude::*;

pub use answers::answers;
use crate::state::tables::field_of;
use crate::state::{Action, Case, State};
use crate::widgets::arrival::Arrival;
use crate::widgets::drop_zone::{DropZone, Read};
use crate::widgets::sheet::to_cell;
use crate::words::Words;

/// More links than this are summed up.
const LINKS: usize = 8;

/// The heading, and the table itself or what waits to be taken into it.
pub fn entry(state: &State, case: &Case, act: &Callback<Action>, table: TableName) -> Html {
    let words = state.words();
    let definition = state.pack.tables.get(table);
    let is_empty = case.assessment.rows(table) == 0;
    let on_read = act.reform(move |(name, text): Read| Action::TableRead { table, name, text });
    let zone = html! { <DropZone {words} name={crate::state::tables::prefix(table)} {on_read} /> };
    let waiting = state.import.as_ref().filter(|import| import.table == table);
    html! {
        <>
            <div class="prose">
                <h1 tabindex="-1">{ words.text(&definition.title) }</h1>
                <p>{ words.text(&definition.intro) }</p>
            </div>
            if let Some(import) = waiting {
                <Arrival id="import" heading={preview::heading(words, import)}>
                    { preview::view(state, import, is_empty, act) }
                </Arrival>
            } else {
                { sheet::view(state, case, act, table) }
                if is_empty {
                    { zone }
                } else {
                    <details class="disclosure screen-only">
                        <summary>{ words.t("tables.from_file") }</summary>
                        <div class="disclosure-body">{ zone }</div>
                    </details>
                }
            }
        </>
    }
}

/// A country's name; what is not stated is said as such, and Japan is marked as not scored.
pub fn country(words: Words, pack: &Pack, country: Option<Country>) -> String {
    let Some(country) = country else {
        return words.t("tables.origin_unknown").into_owned();
    };
    let name = pack.countries.get(country.as_str());
    let name = name.map_or_else(|| country.as_str().to_owned(), |name| words.text(&name.title));
    if country == Country::JAPAN {
        words.with("tables.japan_aside", &[("country", name)])
    } else {
        name
    }
}

/// `3 weeks`, `4–10 weeks`, `at least 4 weeks`, `not known`.
pub fn weeks(words: Words, range: Interval) -> String {
    if range.high.is_finite() {
        words.with("tables.weeks", &[("weeks", words.range(range, 1))])
    } else if range.low > 0.0 {
        words.with("tables.weeks_from", &[("weeks", words.number(range.low, 1))])
    } else {
        words.t("tables.weeks_unknown").into_owned()
    }
}

/// A row in words: its item and supplier, or its number.
pub fn row_name(words: Words, assessment: &Assessment, row: usize) -> String {
    let supplier = assessment.suppliers.get(row);
    let (item, alias) = supplier.map_or(("", ""), |row| (row.item.as_str(), row.alias.as_str()));
    match (item, alias) {
        ("", "") => words.with("tables.row_number", &[("row", row + 1)]),
        (item, "") => item.to_owned(),
        ("", alias) => alias.to_owned(),
        (item, alias) => words.with("tables.item_of", &[("item", item), ("alias", alias)]),
    }
}

/// What a number of rows lack, with a way to the cell of each.
pub fn missing(words: Words, table: TableName, key: &str, column: &str, rows: &[usize]) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let more = rows.len().saturating_sub(LINKS);
    html! {
        <li>
            { words.count(key, rows.len()) }
            { for rows.iter().take(LINKS).map(|&row| {
                let name = words.with("tables.row_number", &[("row", row + 1)]);
                html! { <>{ " " }{ to_cell(&field_of(table, row, column), &name) }</> }
            }) }
            if more > 0 {
                { " " }{ words.with("tables.more_rows", &[("count", more)]) }
            }
        </li>
    }
}
