//! The command line's contract for a ledger, as design and `docs/formats.md` state it.

use serde::Serialize;

use super::ledger::Proposal;
use crate::content::Pack;
use crate::finding::Finding;
use crate::ledger::consolidate::{Ledger, suggestions};
use crate::ledger::names::Suggestion;
use crate::ledger::{Encoding, Period, Reading, Reason};
use crate::measure::{Number, Unit};
use crate::suppliers::{Because, Figures, Supplier};
use crate::table::Country;

/// Which suggestions a caller without a person accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// None: as invoiced.
    None,
    /// Those that are safe.
    Certain,
    /// All of them.
    All,
}

impl Accepted {
    fn takes(self, suggestion: &Suggestion) -> bool {
        match self {
            Self::None => false,
            Self::Certain => suggestion.certain,
            Self::All => true,
        }
    }
}

/// A ledger as the command line shows it: one object, amounts in yen, shares 0 to 1, unrounded.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ledgered<'a> {
    file: &'a str,
    encoding: Option<Encoding>,
    delimiter: Option<char>,
    sheet: Option<String>,
    header_lines: Vec<u32>,
    columns: Vec<Column>,
    unit_yen: Option<Number>,
    period: Option<Period>,
    rows_read: Option<u32>,
    skipped: Vec<Skipped>,
    total_yen: Option<Number>,
    sheet_total_yen: Option<Number>,
    suppliers: Vec<Supplier>,
    merges: Vec<Merged>,
    figures: Option<Shares>,
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Column {
    heading: String,
    role: &'static str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Skipped {
    line: u32,
    reason: Reason,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Merged {
    names: Vec<String>,
    alias: String,
    reason: Because,
    certain: bool,
    accepted: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Shares {
    supplier_hhi: Option<f64>,
    effective_number: Option<f64>,
    top1_share: Option<f64>,
    top3_share: Option<f64>,
    unknown_origin_share: Option<f64>,
    countries: Vec<CountryShare>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CountryShare {
    country: Country,
    low: f64,
    high: f64,
}

impl<'a> Ledgered<'a> {
    /// A ledger that was read, and what is taken of it.
    #[must_use]
    pub fn of(file: &'a str, pack: &Pack, reading: Reading, accepted: Accepted) -> Self {
        let ledger = Ledger::of([&reading]);
        let suggestions = suggestions(&reading.parties);
        let merged = suggestions.iter().filter(|one| accepted.takes(one));
        let proposal = Proposal::of(pack, &ledger, 1.0, merged);
        let columns = reading.columns.into_iter().map(|column| Column {
            heading: column.heading,
            role: column.role.key(),
        });
        let skipped = reading.skipped.into_iter().map(|it| Skipped {
            line: it.line,
            reason: it.reason,
        });
        let merges = suggestions.into_iter().map(|one| Merged {
            accepted: accepted.takes(&one),
            names: one.names,
            alias: one.alias,
            reason: one.because,
            certain: one.certain,
        });
        let mut findings = reading.findings;
        findings.extend(proposal.findings);
        Self {
            file,
            encoding: Some(reading.encoding),
            delimiter: reading.delimiter,
            sheet: reading.sheet,
            header_lines: reading.header_lines,
            columns: columns.collect(),
            unit_yen: yen(reading.unit.yen()),
            period: reading.period,
            rows_read: Some(reading.rows_read),
            skipped: skipped.collect(),
            total_yen: yen(reading.total.yen()),
            sheet_total_yen: reading.sheet_total.and_then(|total| yen(total.yen())),
            figures: Some(shares(&proposal.figures)),
            suppliers: proposal.rows,
            merges: merges.collect(),
            findings,
        }
    }

    /// A ledger that could not be read, with every reason.
    #[must_use]
    pub fn refused(file: &'a str, findings: Vec<Finding>) -> Self {
        Self {
            file,
            encoding: None,
            delimiter: None,
            sheet: None,
            header_lines: Vec::new(),
            columns: Vec::new(),
            unit_yen: None,
            period: None,
            rows_read: None,
            skipped: Vec::new(),
            total_yen: None,
            sheet_total_yen: None,
            suppliers: Vec::new(),
            merges: Vec::new(),
            figures: None,
            findings,
        }
    }

    /// What is to be said about it.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether anything was read of it.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.rows_read.is_some_and(|rows| rows > 0)
    }

    /// The object, on one line.
    #[must_use]
    pub fn line(&self) -> String {
        // Plain values into memory: nothing here can refuse.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Whole yen are written without a point.
fn yen(amount: f64) -> Option<Number> {
    Unit::Yen.number(amount)
}

fn shares(figures: &Figures) -> Shares {
    let largest = |count: usize| {
        let largest = figures.suppliers.iter().take(count);
        figures
            .supplier_hhi
            .map(|_| largest.map(|slice| slice.share.low).sum::<f64>().min(1.0))
    };
    Shares {
        supplier_hhi: figures.supplier_hhi,
        effective_number: figures.effective_suppliers(),
        top1_share: largest(1),
        top3_share: largest(3),
        unknown_origin_share: figures.known_origin_share.map(|known| 1.0 - known.low),
        countries: figures
            .countries
            .iter()
            .filter_map(|slice| {
                Some(CountryShare {
                    country: slice.key?,
                    low: slice.share.low,
                    high: slice.share.high,
                })
            })
            .collect(),
    }
}
