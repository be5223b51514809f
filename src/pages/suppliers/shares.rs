//! Whose part of the spend is how large, with the rows behind each.

use sonae_engine::measure::Interval;
use sonae_engine::suppliers::{Figures, Slice};
use sonae_engine::table::Country;
use yew::prelude::*;

use super::TABLE;
use crate::pages::tables::{country, row_name};
use crate::state::tables::field_of;
use crate::state::{Case, State};
use crate::widgets::bars::{Bar, bars};
use crate::widgets::sheet::to_cell;
use crate::words::Words;

/// More bars than this are summed up.
const BARS: usize = 10;
/// And more rows behind a bar than this.
const BEHIND: usize = 50;

/// The shares by country and by supplier.
pub fn shares(state: &State, case: &Case) -> Html {
    let words = state.words();
    let known: &Figures = &case.derived.path.figures;
    let bar = |name: Html, share: Interval, aside: bool| Bar {
        name,
        known: share.low,
        possible: share.high,
        aside,
        figure: words.share(share),
    };
    let by_supplier: Vec<Bar> = known
        .suppliers
        .iter()
        .take(BARS)
        .map(|slice| {
            bar(
                unfolds(words, case, &supplier(words, slice), &slice.rows),
                slice.share,
                false,
            )
        })
        .collect();
    let by_country: Vec<Bar> = known
        .countries
        .iter()
        .map(|slice| {
            let name = unfolds(
                words,
                case,
                &country(words, state.pack, slice.key),
                &slice.rows,
            );
            // An unknown origin is possible as a whole, and certain for no country.
            let share = if slice.key.is_none() {
                Interval {
                    low: 0.0,
                    ..slice.share
                }
            } else {
                slice.share
            };
            Bar {
                figure: words.share(slice.share),
                ..bar(name, share, slice.key == Some(Country::JAPAN))
            }
        })
        .collect();
    let rest = known.suppliers.len().saturating_sub(BARS);
    let ranges = by_supplier
        .iter()
        .chain(&by_country)
        .any(|bar| bar.possible > bar.known);
    let (supplier_head, country_head, share_head) = (
        words.t("tables.supplier"),
        words.t("tables.country"),
        words.t("tables.share"),
    );
    html! {
        <>
            <div class="result-columns">
                { bars(words, &words.t("tables.by_country"), [&country_head, &share_head], 1.0, &by_country) }
                <div>
                    { bars(words, &words.t("tables.by_supplier"), [&supplier_head, &share_head], 1.0, &by_supplier) }
                    if rest > 0 {
                        <p class="small soft">{ words.count("tables.rest_suppliers", rest) }</p>
                    }
                </div>
            </div>
            if ranges {
                <p class="small soft">{ words.t("tables.range_note") }</p>
            }
        </>
    }
}

/// The rows behind a figure, with the spend of each.
pub fn behind(words: Words, case: &Case, rows: &[usize]) -> (String, Html) {
    let more = rows.len().saturating_sub(BEHIND);
    let list = html! {
        <ul>
            { for rows.iter().take(BEHIND).map(|&row| {
                let spend = case.assessment.suppliers.get(row).and_then(|row| row.annual_spend);
                let spend = spend.map_or_else(|| words.t("tables.no_spend").into_owned(), |yen| words.yen(yen.get()));
                let name = row_name(words, &case.assessment, row);
                html! { <li>{ to_cell(&field_of(TABLE, row, "annual_spend"), &name) }{ words.t("frame.colon") }{ spend }</li> }
            }) }
            if more > 0 {
                <li>{ words.with("tables.more_rows", &[("count", more)]) }</li>
            }
        </ul>
    };
    (words.t("tables.behind").into_owned(), list)
}

/// The name of a supplier; a row without one is called by its number.
pub fn supplier(words: Words, slice: &Slice<String>) -> String {
    match (slice.key.strip_prefix('#'), slice.rows.as_slice()) {
        (Some(_), [row]) => words.with("tables.row_number", &[("row", row + 1)]),
        _ => slice.key.clone(),
    }
}

/// A name that unfolds the rows behind it.
fn unfolds(words: Words, case: &Case, name: &str, rows: &[usize]) -> Html {
    html! {
        <details class="disclosure"><summary>{ name }</summary><div class="disclosure-body">{ behind(words, case, rows).1 }</div></details>
    }
}
