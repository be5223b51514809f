//! Concentration three ways: by the name on the invoice, by company or owner, by where things are
//! made; and what would follow if the unknown came from one country.

use std::borrow::Cow;

use sonae_engine::measure::{Interval, Number};
use sonae_engine::suppliers::{Figures, HHI_SCALE, Slice, Supplier};
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

/// One way of looking.
struct Way<'a> {
    key: &'static str,
    rows: Cow<'a, [Supplier]>,
    figures: Figures,
}

/// The three ways side by side.
pub fn table(state: &State, case: &Case) -> Html {
    let words = state.words();
    let (book, rows) = (&case.assessment.book, &case.assessment.suppliers);
    let way = |key, rows: Cow<'_, [Supplier]>| Way {
        key,
        figures: Figures::of(&rows),
        rows: Cow::Owned(rows.into_owned()),
    };
    let by_name = [
        way("invoiced", book.as_invoiced(rows)),
        way("owner", book.by_owner(rows)),
    ];
    let heads = ["sources", "effective", "hhi", "top1", "top3"];
    html! {
        <table class="table table-cards">
            <thead><tr>
                <th scope="col">{ words.t("ways.way") }</th>
                { for heads.iter().map(|key| html! { <th scope="col" class="number">{ words.t(&format!("ways.{key}")) }</th> }) }
            </tr></thead>
            <tbody>
                { for by_name.iter().map(|way| by_supplier(words, way)) }
                { by_origin(state, case) }
            </tbody>
        </table>
    }
}

/// A line of the table: its name, what stands behind its largest part, and the five figures.
fn line(words: Words, key: &str, largest: Html, figures: [Option<String>; 5]) -> Html {
    let heads = ["sources", "effective", "hhi", "top1", "top3"];
    html! {
        <tr>
            <th scope="row">{ words.t(&format!("ways.{key}")) }{ largest }</th>
            { for heads.iter().zip(figures).map(|(head, figure)| html! {
                <td class="number" data-label={words.t(&format!("ways.{head}")).into_owned()}>
                    { figure.unwrap_or_else(|| words.t("tables.number_unknown").into_owned()) }
                </td>
            }) }
        </tr>
    }
}

fn by_supplier(words: Words, way: &Way<'_>) -> Html {
    let figures = &way.figures;
    let largest = figures.suppliers.first().map(|slice| {
        let name = super::shares::supplier(words, slice);
        behind(words, &way.rows, slice, &name)
    });
    let top = |count: usize| figures.supplier_hhi.map(|_| top(words, figures, count));
    line(
        words,
        way.key,
        largest.unwrap_or_default(),
        [
            Some(figures.suppliers.len().to_string()),
            figures
                .effective_suppliers()
                .map(|number| words.number(number, 1)),
            figures
                .supplier_hhi
                .map(|hhi| words.number(hhi * HHI_SCALE, 0)),
            top(1),
            top(3),
        ],
    )
}

/// The share of the largest ones together.
fn top(words: Words, figures: &Figures, count: usize) -> String {
    if count == 1 {
        return figures
            .top_supplier_share
            .map_or_else(String::new, |share| words.share(share));
    }
    let sum = |end: fn(&Interval) -> f64| {
        let largest = figures.suppliers.iter().take(count);
        largest.map(|slice| end(&slice.share)).sum::<f64>().min(1.0)
    };
    words.share(Interval {
        low: sum(|share| share.low),
        high: sum(|share| share.high),
    })
}

fn by_origin(state: &State, case: &Case) -> Html {
    let words = state.words();
    let figures = &case.derived.path.figures;
    let known = figures.countries.iter().filter(|slice| slice.key.is_some());
    let abroad = figures
        .countries
        .iter()
        .find(|slice| slice.key.is_some_and(|key| key != Country::JAPAN));
    let largest = abroad.map(|slice| {
        let name = country(words, state.pack, slice.key);
        behind(words, &case.assessment.suppliers, slice, &name)
    });
    line(
        words,
        "origin",
        largest.unwrap_or_default(),
        [
            Some(known.count().to_string()),
            figures
                .effective_countries()
                .map(|number| words.range(number, 1)),
            figures
                .country_hhi
                .map(|hhi| words.range(hhi.map(|hhi| hhi * HHI_SCALE), 0)),
            figures
                .top_foreign_country_share
                .map(|share| words.share(share)),
            None,
        ],
    )
}

/// The largest part, which unfolds the rows behind it.
fn behind<K>(words: Words, rows: &[Supplier], slice: &Slice<K>, name: &str) -> Html {
    let shown = slice.rows.iter().take(BEHIND).filter_map(|row| rows.get(*row));
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
    let Some(if_so) = sonae_engine::suppliers::if_unknown_from(
        &case.assessment.suppliers,
        f64::from(chosen.percent) / 100.0,
        chosen.country,
    ) else {
        return Html::default();
    };
    let of_country = country_name(state, chosen.country);
    let says = words.with(
        "ways.what_if_says",
        &[
            ("country", of_country),
            ("share", words.share(if_so.share)),
            ("hhi", words.range(if_so.country_hhi.map(|hhi| hhi * HHI_SCALE), 0)),
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
                    <Slider id="what-if.share" label={words.t("ways.what_if_share").into_owned()} value={chosen.percent} shown={words.share(Interval::known(f64::from(chosen.percent) / 100.0))}
                        on_slide={act.reform(Action::WhatIfShare)} />
                </div>
            </div>
            <p role="status">{ says }</p>
        </section>
    }
}

fn country_name(state: &State, code: Option<Country>) -> String {
    let words = state.words();
    match code {
        None => words.t("ways.what_if_unnamed").into_owned(),
        Some(code) => state
            .pack
            .countries
            .get(code.as_str())
            .map_or_else(|| code.as_str().to_owned(), |name| words.text(&name.title)),
    }
}

/// Every country, by name; Japan too, since the unknown may be domestic.
fn countries(state: &State, chosen: Option<Country>) -> Vec<Entry> {
    let codes = state.pack.countries.keys();
    let mut named: Vec<Entry> = codes
        .filter_map(|code| {
            let code = Country::new(code.as_str())?;
            Some(Entry {
                value: code.as_str().to_owned(),
                text: country_name(state, Some(code)),
                chosen: chosen == Some(code),
            })
        })
        .collect();
    named.sort_by(|one, other| one.text.cmp(&other.text));
    let unnamed = Entry {
        value: String::new(),
        text: country_name(state, None),
        chosen: chosen.is_none(),
    };
    std::iter::once(unnamed).chain(named).collect()
}
