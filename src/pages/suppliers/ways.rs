//! Concentration three ways: by the name on the invoice, by company or owner, by where things are
//! made; and what would follow if the unknown came from one country.

use sonae_engine::measure::{Interval, Number};
use sonae_engine::suppliers::{HHI_SCALE, Slice, Supplier, ThreeWays, Way, if_unknown_from};
use sonae_engine::table::Country;
use yew::prelude::*;

use crate::pages::tables::country;
use crate::state::{Action, Case, State};
use crate::widgets::select::{Entry, Select};
use crate::widgets::slider::Slider;
use crate::words::Words;

/// More rows behind a figure than this are counted only.
const BEHIND: usize = 20;

/// The section.
pub fn ways(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <section class="section" aria-labelledby="ways">
            <h2 id="ways">{ words.t("ways.heading") }</h2>
            <p>{ words.t("ways.text") }</p>
            { table(state, case) }
            { what_if(state, case, act) }
        </section>
    }
}

/// The figures of a way, in the order of the columns.
const HEADS: [&str; 5] = ["sources", "effective", "hhi", "top1", "top3"];

/// The three ways side by side.
pub fn table(state: &State, case: &Case) -> Html {
    let words = state.words();
    let rows = &case.assessment.suppliers;
    let ways = ThreeWays::of(rows, &case.derived.path.figures, &case.assessment.book);
    let named = |slice: &Slice<String>| match slice.rows.as_slice() {
        [row] if slice.key.is_empty() => words.with("tables.row_number", &[("row", row + 1)]),
        _ => slice.key.clone(),
    };
    let made = |slice: &Slice<Option<Country>>| country(words, state.pack, slice.key);
    html! {
        <table class="table table-cards">
            <thead><tr>
                <th scope="col">{ words.t("ways.way") }</th>
                { for HEADS.iter().map(|key| html! { <th scope="col" class="number">{ words.t(&format!("ways.{key}")) }</th> }) }
            </tr></thead>
            <tbody>
                { line(words, "invoiced", &ways.as_invoiced, rows, named) }
                { line(words, "owner", &ways.by_owner, rows, named) }
                { line(words, "origin", &ways.by_origin, rows, made) }
            </tbody>
        </table>
    }
}

/// A line of the table: its name, what stands behind its largest part, and the five figures.
fn line<K>(
    words: Words,
    key: &str,
    way: &Way<K>,
    rows: &[Supplier],
    name: impl Fn(&Slice<K>) -> String,
) -> Html {
    let share = |share: Option<Interval>| share.map(|share| words.share(share));
    let figures = [
        Some(way.slices.len().to_string()),
        way.effective.map(|number| words.range(number, 1)),
        way.hhi
            .map(|hhi| words.range(hhi.map(|hhi| hhi * HHI_SCALE), 0)),
        share(way.top1),
        share(way.top3),
    ];
    let largest = way.slices.first();
    html! {
        <tr>
            <th scope="row">
                { words.t(&format!("ways.{key}")) }
                if let Some(slice) = largest {
                    { behind(words, rows, slice, &name(slice)) }
                }
            </th>
            { for HEADS.iter().zip(figures).map(|(head, figure)| html! {
                <td class="number" data-label={words.t(&format!("ways.{head}")).into_owned()}>
                    { figure.unwrap_or_else(|| words.t("tables.number_unknown").into_owned()) }
                </td>
            }) }
        </tr>
    }
}

/// The largest part, which unfolds the rows behind it.
fn behind<K>(words: Words, rows: &[Supplier], slice: &Slice<K>, name: &str) -> Html {
    let shown = slice
        .rows
        .iter()
        .take(BEHIND)
        .filter_map(|row| rows.get(*row));
    let more = slice.rows.len().saturating_sub(BEHIND);
    html! {
        <details class="disclosure">
            <summary>{ words.with("ways.largest", &[("name", name)]) }</summary>
            <ul class="disclosure-body">
                { for shown.map(|row| {
                    let spend = row.annual_spend.map(Number::get);
                    let spend = spend.map_or_else(|| words.t("tables.no_spend").into_owned(), |yen| words.yen(yen));
                    let of = if row.item.is_empty() { row.alias.clone() } else { words.with("tables.item_of", &[("item", &row.item), ("alias", &row.alias)]) };
                    html! { <li>{ of }{ words.t("frame.colon") }{ spend }</li> }
                }) }
                if more > 0 {
                    <li>{ words.with("tables.more_rows", &[("count", more)]) }</li>
                }
            </ul>
        </details>
    }
}

/// What would follow if a part of the unknown came from one country.
fn what_if(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let figures = &case.derived.path.figures;
    let unknown = figures.countries.iter().find(|slice| slice.key.is_none());
    let Some(unknown) = unknown.filter(|slice| slice.share.high > 0.0) else {
        return Html::default();
    };
    let chosen = state.what_if;
    let Some(if_so) = if_unknown_from(
        &case.assessment.suppliers,
        f64::from(chosen.percent) / 100.0,
        chosen.country,
    ) else {
        return Html::default();
    };
    let of_country = if_so.country.map_or_else(
        || words.t("ways.what_if_unnamed").into_owned(),
        |code| country_name(state, code),
    );
    let says = words.with(
        "ways.what_if_says",
        &[
            ("country", of_country),
            ("share", words.share(Interval::known(if_so.share))),
            ("hhi", words.number(if_so.hhi * HHI_SCALE, 0)),
        ],
    );
    let on_choose = act.reform(move |code: String| Action::WhatIfCountry(Country::new(&code)));
    html! {
        <section class="screen-only" aria-labelledby="what-if">
            <h3 id="what-if">{ words.t("ways.what_if") }</h3>
            <p>{ words.with("ways.what_if_text", &[("unknown", words.share(unknown.share))]) }</p>
            <div class="pair-form">
                <div class="field">
                    <label class="field-label" for="what-if.country">{ words.t("ways.what_if_country") }</label>
                    <Select class="field-input" id="what-if.country" entries={countries(state, chosen.country)} {on_choose} />
                </div>
                <div class="field">
                    <Slider id="what-if.share" label={words.t("ways.what_if_share").into_owned()} value={f64::from(chosen.percent)} shown={words.share(Interval::known(f64::from(chosen.percent) / 100.0))}
                        on_slide={act.reform(|percent| Action::WhatIfShare(whole(percent)))} />
                </div>
            </div>
            <p role="status">{ says }</p>
        </section>
    }
}

/// A per cent as the slider gives it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to 100"
)]
fn whole(percent: f64) -> u8 {
    percent.clamp(0.0, 100.0) as u8
}

fn country_name(state: &State, code: Country) -> String {
    let named = state.pack.countries.get(code.as_str());
    named.map_or_else(
        || code.as_str().to_owned(),
        |name| state.words().text(&name.title),
    )
}

/// Every country, by name; Japan too, since the unknown may be domestic.
fn countries(state: &State, chosen: Option<Country>) -> Vec<Entry> {
    let codes = state.pack.countries.keys();
    let mut named: Vec<Entry> = codes
        .filter_map(|code| {
            let code = Country::new(code.as_str())?;
            Some(Entry {
                value: code.as_str().to_owned(),
                text: country_name(state, code),
                chosen: chosen == Some(code),
            })
        })
        .collect();
    named.sort_by(|one, other| one.text.cmp(&other.text));
    let largest = Entry {
        value: String::new(),
        text: state.words().t("ways.what_if_largest").into_owned(),
        chosen: chosen.is_none(),
    };
    std::iter::once(largest).chain(named).collect()
}
