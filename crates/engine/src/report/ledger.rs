//! From ledgers that were read to what is taken of them.
//!
//! The app and the command take the same way here: a pack says what the ledger's words mean,
//! and whoever decides says which suggestions are accepted.

use crate::content::{CellKind, Language, Pack, TableName, Text};
use crate::finding::Finding;
use crate::ledger::consolidate::{Ledger, Meaning};
use crate::ledger::names::Suggestion;
use crate::suppliers::{Book, BuyVia, Figures, Supplier};
use crate::table::Country;

/// What would be taken of ledgers into the supplier table.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The rows of the supplier table.
    pub rows: Vec<Supplier>,
    /// What is kept beside them.
    pub book: Book,
    /// What the rows come to.
    pub figures: Figures,
    /// Words of the ledger that the pack does not know.
    pub findings: Vec<Finding>,
}

impl Proposal {
    /// The rows, with these suggestions merged in their order.
    ///
    /// Amounts are multiplied by `times`: 1, or 12 ÷ months for amounts of a year.
    #[must_use]
    pub fn of<'a>(
        pack: &Pack,
        ledger: &Ledger,
        times: f64,
        accepted: impl IntoIterator<Item = &'a Suggestion>,
    ) -> Self {
        let country = |written: &str| Country::new(pack.country(written)?.as_str());
        let via = |written: &str| route(pack, written);
        let meaning = Meaning {
            country: &country,
            via: &via,
        };
        let (mut rows, mut book, findings) = ledger.rows(&meaning, times);
        for one in accepted {
            book.merge(&mut rows, &one.names, &one.alias, one.because);
        }
        Self {
            figures: Figures::of(&rows),
            rows,
            book,
            findings,
        }
    }
}

/// The route a text names: by its key or its words in any language.
fn route(pack: &Pack, written: &str) -> Option<BuyVia> {
    let columns = &pack.tables.get(TableName::Suppliers).columns;
    let column = columns.iter().find(|it| it.key.as_str() == "buy_via")?;
    let CellKind::Choice(options) = &column.cell else {
        return None;
    };
    let wanted = written.trim().to_lowercase();
    let says = |text: &Text| {
        let mut languages = Language::ALL.into_iter();
        languages.any(|language| text.in_language(language).to_lowercase() == wanted)
    };
    let found = options
        .iter()
        .find(|(key, text)| key.as_str() == wanted || says(text));
    BuyVia::named(found?.0.as_str())
}
