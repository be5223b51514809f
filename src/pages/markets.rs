//! Where the firm sells: the market table, and what it shows at once.

use sonae_engine::content::TableName;
use sonae_engine::markets::{by_country, top_foreign_share, total_share, unlisted_share};
use sonae_engine::measure::Interval;
use sonae_engine::table::{Country, Row};
use yew::prelude::*;

use super::tables::{answers, country, entry, is_waiting, missing, primary};
use crate::route::Page;
use crate::state::tables::field_of;
use crate::state::{Action, Case, State};
use crate::widgets::bars::{Bar, bars};
use crate::widgets::figures::{Figure, figures};
use crate::widgets::sheet::to_cell;
use crate::words::Words;

const TABLE: TableName = TableName::Markets;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                { entry(state, case, act, TABLE) }
                if !is_waiting(state, TABLE) {
                    { says(state, case) }
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
            <a class="button button-second" href={Page::Suppliers.address()}>{ words.t("action.back") }</a>
            <a class={primary(case, TABLE)} href={Page::Tasks.address()}>{ words.t("tables.to_tasks") }</a>
        </div>
    }
}

/// Everything that follows from the rows.
fn says(state: &State, case: &Case) -> Html {
    let words = state.words();
    let rows = &case.assessment.markets;
    if rows.iter().all(Row::is_blank) {
        return html! { <p class="soft">{ words.t("tables.nothing_yet") }</p> };
    }
    let total = total_share(rows);
    html! {
        <section class="section" aria-labelledby="says">
            <h2 id="says">{ words.t("tables.says") }</h2>
            if total > 100.0 {
                <section class="notice" data-kind="caution" role="status">
                    <h3>{ words.t("tables.over_hundred") }</h3>
                    <p>{ words.t("tables.figure.total_over") }</p>
                </section>
            }
            { still_missing(words, case) }
            { figures(&all_figures(state, case)) }
            { shares(state, case) }
        </section>
    }
}

fn still_missing(words: Words, case: &Case) -> Html {
    let rows = case
        .assessment
        .markets
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank());
    let lacking = |lacks: fn(&sonae_engine::markets::Market) -> bool| {
        let found = rows.clone().filter(|(_, row)| lacks(row));
        found.map(|(index, _)| index).collect::<Vec<_>>()
    };
    let without_share = lacking(|row| row.share_pct.is_none());
    let without_country = lacking(|row| row.country.is_none());
    if without_share.is_empty() && without_country.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notice" data-kind="note">
            <h3>{ words.t("tables.missing") }</h3>
            <ul>
                { missing(words, TABLE, "tables.missing_share", "share_pct", &without_share) }
                { missing(words, TABLE, "tables.missing_market", "country", &without_country) }
            </ul>
        </section>
    }
}

fn all_figures(state: &State, case: &Case) -> Vec<Figure> {
    let words = state.words();
    let rows = &case.assessment.markets;
    let t = |key: &str| words.t(&format!("tables.figure.{key}")).into_owned();
    let sign = || words.t("tables.percent").into_owned();
    let total = total_share(rows);
    let slices = by_country(rows);
    let abroad = slices
        .iter()
        .find(|slice| slice.key.is_some_and(|key| key != Country::JAPAN));
    let in_percent = |share: Interval| words.range(share.map(|share| share * 100.0), 0);
    let mut all = Vec::new();
    if let Some(share) = top_foreign_share(rows) {
        let says = abroad.map_or_else(
            || t("top_market_none"),
            |slice| {
                words.with(
                    "tables.figure.top_market_says",
                    &[("name", country(words, state.pack, slice.key))],
                )
            },
        );
        all.push(Figure {
            name: t("top_market"),
            value: in_percent(share),
            unit: sign(),
            says,
            behind: abroad.map(|slice| behind(words, case, &slice.rows)),
        });
    }
    let unlisted = unlisted_share(rows);
    let says = match total {
        over if over > 100.0 => "total_over",
        _ if unlisted > 0.0 => "total_says",
        _ => "total_all",
    };
    all.push(Figure {
        name: t("total"),
        value: words.number(total, 1),
        unit: sign(),
        says: t(says),
        behind: None,
    });
    if unlisted > 0.0 {
        let value = in_percent(Interval::known(unlisted));
        all.push(Figure {
            name: t("unlisted"),
            value,
            unit: sign(),
            says: t("unlisted_says"),
            behind: None,
        });
    }
    all
}

fn behind(words: Words, case: &Case, rows: &[usize]) -> (String, Html) {
    let list = html! {
        <ul>
            { for rows.iter().map(|&row| {
                let market = case.assessment.markets.get(row);
                let share = market.and_then(|row| row.share_pct).map(|share| share.get() / 100.0);
                let share = share.map_or_else(|| words.t("tables.weeks_unknown").into_owned(), |share| words.share(Interval::known(share)));
                let name = words.with("tables.row_number", &[("row", row + 1)]);
                html! { <li>{ to_cell(&field_of(TABLE, row, "share_pct"), &name) }{ words.t("frame.colon") }{ share }</li> }
            }) }
        </ul>
    };
    (words.t("tables.behind").into_owned(), list)
}

fn shares(state: &State, case: &Case) -> Html {
    let words = state.words();
    let rows = &case.assessment.markets;
    let mut all: Vec<Bar> = by_country(rows)
        .into_iter()
        .map(|slice| Bar {
            name: Html::from(country(words, state.pack, slice.key)),
            known: if slice.key.is_none() {
                0.0
            } else {
                slice.share.low
            },
            possible: slice.share.high,
            aside: slice.key == Some(Country::JAPAN),
            figure: words.share(slice.share),
        })
        .collect();
    let unlisted = unlisted_share(rows);
    if unlisted > 0.0 {
        all.push(Bar {
            name: Html::from(words.t("tables.figure.unlisted").into_owned()),
            known: 0.0,
            possible: unlisted,
            aside: false,
            figure: words.share(Interval::known(unlisted)),
        });
    }
    let scale = (total_share(rows) / 100.0).max(1.0);
    let (place, share) = (words.t("tables.country"), words.t("tables.share"));
    html! {
        <>
            { bars(words, &words.t("tables.by_market"), [&place, &share], scale, &all) }
            if all.iter().any(|bar| bar.possible > bar.known) {
                <p class="small soft">{ words.t("tables.range_note") }</p>
            }
        </>
    }
}
