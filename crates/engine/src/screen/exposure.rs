//! What an institution lends to each firm, as a small table beside the dossiers: it decides how much
//! a firm weighs in the institution's own figures, and goes nowhere else.

use std::collections::BTreeMap;

use crate::assessment::FileError;
use crate::finding::{Code, Finding, Findings};

/// More than this is no exposure, yen.
const MOST: u64 = 1_000_000_000_000_000;

/// What is lent to each firm, by file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposures {
    of: BTreeMap<String, u64>,
}

impl Exposures {
    /// The table in a CSV with the columns `file` and `exposure`: whole numbers, of yen or of
    /// anything else that is the same for all.
    ///
    /// # Errors
    /// Every reason the table cannot be taken, each with its line.
    pub fn read(bytes: &[u8]) -> Result<Self, FileError> {
        let mut findings = Findings::default();
        let text = std::str::from_utf8(bytes).map_err(|_| vec![Finding::new(Code::NotText, "")])?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| headings.iter().position(|heading| heading.trim() == name);
        let Some((file, exposure)) = column("file").zip(column("exposure")) else {
            let headings: Vec<&str> = headings.iter().collect();
            let finding = Finding::new(Code::NoKnownHeading, "");
            return Err(vec![finding.with("headings", headings.join(", "))]);
        };
        let mut of = BTreeMap::new();
        for record in reader.records() {
            let Ok(record) = record else {
                let line = record
                    .err()
                    .and_then(|error| Some(error.position()?.line()));
                let line = line.unwrap_or_default();
                findings.push(Finding::new(Code::UnreadableLine, "").with("line", line));
                continue;
            };
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |column: usize| record.get(column).unwrap_or_default().trim();
            let place = format!("{line}");
            match amount(cell(exposure), &place) {
                Ok(amount) if of.insert(cell(file).to_owned(), amount).is_none() => {}
                Ok(_) => findings.push(Finding::new(Code::ExposureTwice, place)),
                Err(finding) => findings.push(finding),
            }
        }
        let findings = findings.into_vec();
        if !findings.is_empty() {
            return Err(findings);
        }
        if of.is_empty() {
            return Err(vec![Finding::new(Code::EmptyTable, "")]);
        }
        Ok(Self { of })
    }

    /// What is lent to the firm of a file: by its whole name, or by what stands behind the last
    /// slash of it.
    #[must_use]
    pub fn of(&self, file: &str) -> Option<u64> {
        let last = file.rsplit(['/', '\\']).next().unwrap_or(file);
        self.of.get(file).or_else(|| self.of.get(last)).copied()
    }

    /// The files in the table that none of these is.
    #[must_use]
    pub fn without<'f>(&self, files: impl IntoIterator<Item = &'f str>) -> Vec<String> {
        let mut left = self.of.clone();
        for file in files {
            let last = file.rsplit(['/', '\\']).next().unwrap_or(file);
            if left.remove(file).is_none() {
                left.remove(last);
            }
        }
        left.into_keys().collect()
    }
}

/// A whole number, with or without separators.
fn amount(written: &str, place: &str) -> Result<u64, Finding> {
    let digits: String = written.chars().filter(|it| *it != ',').collect();
    let number: f64 = digits
        .parse()
        .map_err(|_| Finding::new(Code::NotANumber, place).with("value", written))?;
    match digits.parse::<u64>() {
        Ok(amount) if amount <= MOST => Ok(amount),
        _ if number.is_finite() && number.fract() != 0.0 => {
            Err(Finding::new(Code::NotWhole, place).with("value", written))
        }
        _ => {
            let finding = Finding::new(Code::OutOfRange, place).with("value", written);
            Err(finding.with("lowest", 0).with("highest", MOST))
        }
    }
}
