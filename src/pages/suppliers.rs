//! What the firm buys: the supplier table, and what it shows at once.

pub(super) mod companies;
mod exposure;
mod figures;
mod months;
pub(super) mod shares;
mod take_out;
pub(super) mod ways;

use sonae_engine::content::TableName;
use sonae_engine::suppliers::{Exposure, exposures};
use sonae_engine::table::Row;
use yew::prelude::*;

use super::tables::{answers, entry, is_waiting, missing, primary};
use crate::route::Page;
use crate::state::tables::single_point_share;
use crate::state::{Action, Case, State};
use crate::widgets::figures::figures as beside;
use crate::words::Words;
use companies::companies;
use exposure::{single_points, times};
use shares::shares;

const TABLE: TableName = TableName::Suppliers;
/// So many rows are looked through without help.
const FEW: usize = 20;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let has_rows = case.assessment.suppliers.iter().any(|row| !row.is_blank());
    let from_ledger = has_rows && !case.assessment.book.sources.is_empty();
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                { entry(state, case, act, TABLE) }
                if !is_waiting(state, TABLE) {
                    // What came from a ledger is about concentration first; what stops is asked later.
                    if from_ledger {
                        { ways::ways(state, case, act) }
                        { months::months(state, case) }
                        { says(state, case) }
                    } else {
                        { says(state, case) }
                        if has_rows {
                            { ways::ways(state, case, act) }
                        }
                    }
                    if has_rows {
                        { companies(state, case, act) }
                        { take_out::take_out(state, case, act) }
                    }
                    { answers(state, case, TABLE) }
                    { onward(words, case) }
                }
            </main>
        </div>
    }
}

/// The ways on; an empty table has its own first step.
fn onward(words: Words, case: &Case) -> Html {
    html! {
        <div class="actions">
            <a class="button button-second" href={Page::Tasks.address()}>{ words.t("tables.to_tasks") }</a>
            if case.assessment.suppliers.len() > FEW {
                <a class="button button-second" href={Page::Matters(None).address()}>{ words.t("title.matters") }</a>
            }
            <a class={primary(case, TABLE)} href={Page::Markets.address()}>{ words.t("tables.next_markets") }</a>
        </div>
    }
}

/// Everything that follows from the rows.
fn says(state: &State, case: &Case) -> Html {
    let words = state.words();
    let rows = &case.assessment.suppliers;
    if rows.iter().all(Row::is_blank) {
        return html! { <p class="soft">{ words.t("tables.nothing_yet") }</p> };
    }
    let share = single_point_share(state.pack);
    let (goods, services) = exposures(rows, share);
    html! {
        <>
            { single_points(state, case, &goods, share) }
            <section class="section" aria-labelledby="says">
                <h2 id="says">{ words.t("tables.says") }</h2>
                { still_missing(words, case, &goods) }
                { beside(&figures::figures(state, case)) }
                { shares(state, case) }
            </section>
            { times(words, case, &goods, &services) }
        </>
    }
}

/// What makes the figures ranges, with the ways to the cells.
fn still_missing(words: Words, case: &Case, goods: &[Exposure]) -> Html {
    let figures = &case.derived.path.figures;
    let unknown = figures.countries.iter().find(|slice| slice.key.is_none());
    let without_country: &[usize] = unknown.map_or(&[], |slice| &slice.rows);
    let open_times: Vec<usize> = goods
        .iter()
        .filter(|one| !one.gap.is_known())
        .map(|one| one.row)
        .collect();
    if figures.without_spend.is_empty() && without_country.is_empty() && open_times.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notice" data-kind="note">
            <h3>{ words.t("tables.missing") }</h3>
            <ul>
                { missing(words, TABLE, "tables.missing_spend", "annual_spend", &figures.without_spend) }
                { missing(words, TABLE, "tables.missing_country", "country", without_country) }
                { missing(words, TABLE, "tables.missing_time", "stock_weeks", &open_times) }
            </ul>
        </section>
    }
}
