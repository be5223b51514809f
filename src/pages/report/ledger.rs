//! Where the rows come from: the ledgers that were read, the names that were made one company,
//! and the suppliers of one owner.

use sonae_engine::measure::Number;
use yew::prelude::*;

use super::block;
use crate::pages::suppliers::companies::names_of;
use crate::pages::suppliers::ways;
use crate::state::{Case, State};

/// The block; nothing where no ledger was read and nothing was decided about names.
pub fn ledger(state: &State, case: &Case) -> Html {
    let words = state.words();
    let book = &case.assessment.book;
    if book.is_empty() {
        return Html::default();
    }
    let sources = book.sources.iter().map(|source| {
        let yen = |yen: Number| words.number(yen.get(), 0);
        let rows = words.with(
            "report.ledger.source",
            &[
                ("rows", words.number(f64::from(source.rows_read), 0)),
                ("skipped", words.number(f64::from(source.skipped), 0)),
                ("total", yen(source.total_yen)),
            ],
        );
        let own = source.sheet_total_yen.map(|total| {
            let key = if total == source.total_yen {
                "report.ledger.matches"
            } else {
                "report.ledger.differs"
            };
            words.with(key, &[("sheet", yen(total))])
        });
        let period = source.from.as_ref().zip(source.to.as_ref());
        let period = period.map(|(from, to)| {
            let (from, to) = (words.date(from), words.date(to));
            words.with("ledger.period", &[("from", from), ("to", to)])
        });
        html! { <li>{ rows }{ " " }{ own }if let Some(period) = period { { words.t("frame.colon") }{ period } }</li> }
    });
    let body = html! {
        <>
            if !book.sources.is_empty() {
                <ul>{ for sources }</ul>
            }
            { ways::table(state, case) }
            if !book.merges.is_empty() {
                <h4>{ words.count("companies.merged", book.merges.len()) }</h4>
                <ul>
                    { for book.merges.iter().map(|merge| html! {
                        <li>{ names_of(words, merge) }{ words.t("frame.colon") }{ words.t(&format!("ledger.because.{}", merge.because.key())) }</li>
                    }) }
                </ul>
            }
            if !book.groups.is_empty() {
                <h4>{ words.count("companies.groups", book.groups.len()) }</h4>
                <ul>
                    { for book.groups.iter().map(|group| html! {
                        <li>{ &group.name }{ words.t("frame.colon") }{ group.suppliers.join(&words.t("tables.and")) }</li>
                    }) }
                </ul>
            }
        </>
    };
    block(words, "report.ledger.heading", body)
}
