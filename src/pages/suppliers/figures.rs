//! What the rows come to, each figure with its sentence.

use sonae_engine::measure::Interval;
use sonae_engine::suppliers::{Figures, HHI_SCALE};
use sonae_engine::table::Country;

use super::shares::{behind, supplier};
use crate::pages::tables::country;
use crate::state::{Case, State};
use crate::widgets::figures::Figure;
use crate::words::Words;

/// Suppliers first, then countries.
pub fn figures(state: &State, case: &Case) -> Vec<Figure> {
    let words = state.words();
    let known = &case.derived.path.figures;
    let [first, second] = concentration(words, known);
    [
        first,
        second,
        top_supplier(words, case, known),
        countries(words, known),
        top_country(state, case, known),
        known_origin(words, known),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The effective number and the HHI. Rows without a spend cannot be weighed, so the sentences
/// say what was.
fn concentration(words: Words, known: &Figures) -> [Option<Figure>; 2] {
    let [effective_says, hhi_says] = if known.without_spend.is_empty() {
        ["effective_suppliers_says", "hhi_says"]
    } else {
        ["effective_suppliers_partly", "hhi_says_partly"]
    };
    let effective = known.effective_suppliers().map(|number| {
        let effective = words.number(number, 1);
        let count = known.suppliers.len().to_string();
        let says = words.with(
            &format!("tables.figure.{effective_says}"),
            &[("count", count), ("effective", effective.clone())],
        );
        let unit = t(words, "effective_suppliers_unit");
        figure(words, "effective_suppliers", effective, unit, says)
    });
    let hhi = known.supplier_hhi.map(|hhi| {
        let value = words.number(hhi * HHI_SCALE, 0);
        figure(
            words,
            "hhi_suppliers",
            value,
            String::new(),
            t(words, hhi_says),
        )
    });
    [effective, hhi]
}

fn top_supplier(words: Words, case: &Case, known: &Figures) -> Option<Figure> {
    let slice = known.suppliers.first()?;
    let name = supplier(words, slice);
    let says = words.with("tables.figure.top_supplier_says", &[("name", name)]);
    Some(Figure {
        behind: Some(behind(words, case, &slice.rows)),
        ..share(words, "top_supplier", known.top_supplier_share?, says)
    })
}

fn countries(words: Words, known: &Figures) -> Option<Figure> {
    let key = if known.without_spend.is_empty() {
        "hhi_countries_says"
    } else {
        "hhi_countries_partly"
    };
    let effective = words.range(known.effective_countries()?, 1);
    let says = words.with(&format!("tables.figure.{key}"), &[("effective", effective)]);
    let value = words.range(known.country_hhi?.map(|hhi| hhi * HHI_SCALE), 0);
    Some(figure(words, "hhi_countries", value, String::new(), says))
}

fn top_country(state: &State, case: &Case, known: &Figures) -> Option<Figure> {
    let words = state.words();
    let abroad = known
        .countries
        .iter()
        .find(|slice| slice.key.is_some_and(|key| key != Country::JAPAN));
    let says = abroad.map_or_else(
        || t(words, "top_country_none"),
        |slice| {
            let name = country(words, state.pack, slice.key);
            words.with("tables.figure.top_country_says", &[("name", name)])
        },
    );
    Some(Figure {
        behind: abroad.map(|slice| behind(words, case, &slice.rows)),
        ..share(words, "top_country", known.top_foreign_country_share?, says)
    })
}

fn known_origin(words: Words, known: &Figures) -> Option<Figure> {
    let says = t(words, "known_origin_says");
    Some(share(
        words,
        "known_origin",
        known.known_origin_share?,
        says,
    ))
}

fn share(words: Words, key: &str, share: Interval, says: String) -> Figure {
    let value = words.range(share.map(|share| share * 100.0), 0);
    let unit = words.t("tables.percent").into_owned();
    figure(words, key, value, unit, says)
}

fn figure(words: Words, key: &str, value: String, unit: String, says: String) -> Figure {
    Figure {
        name: t(words, key),
        value,
        unit,
        says,
        behind: None,
    }
}

fn t(words: Words, key: &str) -> String {
    words.t(&format!("tables.figure.{key}")).into_owned()
}
