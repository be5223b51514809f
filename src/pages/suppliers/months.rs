//! The months side by side, where the ledgers had dates.

use std::collections::BTreeMap;

use sonae_engine::suppliers::Book;
use yew::prelude::*;

use crate::state::{Case, State};
use crate::words::Words;

/// The section; nothing where no ledger had dates.
pub fn months(state: &State, case: &Case) -> Html {
    let words = state.words();
    let book = &case.assessment.book;
    if book.months.len() < 2 {
        return Html::default();
    }
    html! {
        <div class="section">
            <h2 id="months">{ words.t("ways.months") }</h2>
            <p>{ words.t("ways.months_text") }</p>
            <div class="table-frame" tabindex="0" role="region" aria-labelledby="months">{ table(words, book) }</div>
        </div>
    }
}

/// What was bought in each month, of each supplier (names that were merged count as one), and of
/// all others.
fn by_supplier(book: &Book) -> (Vec<(String, Vec<f64>)>, Vec<f64>) {
    let mut named: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut others = vec![0.0; book.months.len()];
    for of in &book.by_month {
        let sums = match &of.name {
            Some(name) => named
                .entry(book.name_of(name).to_owned())
                .or_insert_with(|| vec![0.0; book.months.len()]),
            None => &mut others,
        };
        for (sum, yen) in sums.iter_mut().zip(&of.yen) {
            *sum += yen.get();
        }
    }
    let mut named: Vec<(String, Vec<f64>)> = named.into_iter().collect();
    let total = |yen: &[f64]| yen.iter().sum::<f64>();
    named.sort_by(|(_, one), (_, other)| total(other).total_cmp(&total(one)));
    (named, others)
}

fn table(words: Words, book: &Book) -> Html {
    let (named, others) = by_supplier(book);
    let totals: Vec<f64> = (0..book.months.len())
        .map(|at| {
            let of = |yen: &[f64]| yen.get(at).copied().unwrap_or_default();
            named.iter().map(|(_, yen)| of(yen)).sum::<f64>() + of(&others)
        })
        .collect();
    let largest = sonae_engine::suppliers::months(book);
    let largest = largest
        .iter()
        .map(|month| month.top1.map(|share| words.share(share)));
    let amounts = |yen: &[f64]| {
        let thousand = |yen: f64| words.number(yen / 1_000.0, 0);
        html! {
            <>
                { for yen.iter().map(|yen| html! { <td class="number">{ thousand(*yen) }</td> }) }
                <td class="number">{ thousand(yen.iter().sum()) }</td>
            </>
        }
    };
    html! {
        <table class="table">
            <thead><tr>
                <th scope="col">{ words.t("tables.supplier") }</th>
                { for book.months.iter().map(|month| html! { <th scope="col" class="number">{ words.date(month) }</th> }) }
                <th scope="col" class="number">{ words.t("ways.sum") }</th>
            </tr></thead>
            <tbody>
                { for named.iter().map(|(name, yen)| html! { <tr><th scope="row">{ name }</th>{ amounts(yen) }</tr> }) }
                if others.iter().any(|yen| *yen != 0.0) {
                    <tr><th scope="row">{ words.t("ways.month_others") }</th>{ amounts(&others) }</tr>
                }
                <tr><th scope="row">{ words.t("ways.month_total") }</th>{ amounts(&totals) }</tr>
                <tr>
                    <th scope="row">{ words.t("ways.month_top1") }</th>
                    { for largest.map(|share| html! { <td class="number">{ share.unwrap_or_default() }</td> }) }
                    <td></td>
                </tr>
            </tbody>
        </table>
    }
}
