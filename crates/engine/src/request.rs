//! What the app asks of its worker and what it is answered, as JSON, so that the app itself
//! holds nothing of what only files need.

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
#[cfg(feature = "files")]
use crate::ledger;
use crate::ledger::consolidate::Ledger;
use crate::ledger::{Options, Reading};
#[cfg(feature = "files")]
use crate::report::sheets;
use crate::report::sheets::Sheet;

/// Something for the worker to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Read the ledgers that are handed over beside the request, in their order.
    Read {
        /// How each of them is to be read; one that has none is read without.
        options: Vec<Options>,
    },
    /// Make a workbook.
    Write {
        /// What is to stand in it.
        sheets: Vec<Sheet>,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The ledgers were read.
    Read(Readings),
    /// The workbook was made, and is handed over beside the answer.
    Written,
    /// It could not be made.
    Refused(Finding),
}

/// Ledgers as they were understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Readings {
    /// Each file, in the order it was handed over: what was understood, or why nothing was. Its
    /// parties stand in what is put together only.
    pub each: Vec<Result<Reading, Vec<Finding>>>,
    /// Those that could be read, together.
    pub together: Ledger,
}

impl Request {
    /// The request as it travels.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Answer {
    /// The answer that travelled; none where the text is no answer.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Does what is asked: the answer as it travels, and the file that was made, if one was.
///
/// `told` hears how much of the work is done, 0 to 1 and never less than before.
/// None where the text is no request.
#[cfg(feature = "files")]
#[must_use]
pub fn answer(
    request: &str,
    files: Vec<Vec<u8>>,
    told: &mut dyn FnMut(f64),
) -> Option<(String, Option<Vec<u8>>)> {
    let (answer, made) = match serde_json::from_str(request).ok()? {
        Request::Read { options } => (Answer::Read(read(files, &options, told)), None),
        Request::Write { sheets } => match sheets::xlsx(&sheets) {
            Ok(bytes) => (Answer::Written, Some(bytes)),
            Err(finding) => (Answer::Refused(finding), None),
        },
    };
    Some((serde_json::to_string(&answer).ok()?, made))
}

#[cfg(feature = "files")]
fn read(files: Vec<Vec<u8>>, options: &[Options], told: &mut dyn FnMut(f64)) -> Readings {
    let whole: f64 = files.iter().map(|file| weight(file)).sum();
    let as_found = Options::default();
    let mut options = options.iter();
    let mut before = 0.0;
    let mut each = Vec::with_capacity(files.len());
    // A file is let go as soon as it was read: a phone has little room.
    for bytes in files {
        let weight = weight(&bytes);
        let options = options.next().unwrap_or(&as_found);
        let mut told = |done: f64| told((before + weight * done.clamp(0.0, 1.0)) / whole);
        each.push(ledger::read(&bytes, options, &mut told));
        told(1.0);
        before += weight;
    }
    let read: Vec<Reading> = each.iter().flatten().cloned().collect();
    let together = Ledger::of(&read);
    // They stand in what is put together; twice they would only be a longer way.
    for reading in each.iter_mut().flatten() {
        reading.parties.clear();
    }
    Readings { each, together }
}

/// How much of the work a file is.
#[cfg(feature = "files")]
#[expect(
    clippy::cast_precision_loss,
    reason = "it fills a bar that shows percent"
)]
fn weight(bytes: &[u8]) -> f64 {
    bytes.len() as f64 + 1.0
}

#[cfg(test)]
#[cfg(feature = "files")]
mod tests {
    use super::{Answer, Options, Readings, Request, Sheet, answer};

    fn asked(files: &[&str]) -> (Readings, Vec<f64>) {
        let request = Request::Read {
            options: vec![Options::default()],
        };
        let files = files.iter().map(|text| text.as_bytes().to_vec()).collect();
        let mut heard = Vec::new();
        let (text, made) = answer(&request.to_json(), files, &mut |done| heard.push(done))
            .expect("a request of ours");
        assert_eq!(made, None);
        let Some(Answer::Read(readings)) = Answer::from_json(&text) else {
            panic!("an answer to something else: {text}");
        };
        (readings, heard)
    }

    #[test]
    fn every_file_has_its_answer_and_progress_only_rises() {
        let (readings, heard) = asked(&["", "\u{0}", "仕入先,金額\n甲,1\n乙,2\n"]);
        assert!(matches!(
            readings.each.as_slice(),
            [Err(_), Err(_), Ok(reading)] if reading.rows_read == 2
        ));
        assert_eq!(readings.together.parties.len(), 2);
        assert!(heard.is_sorted(), "{heard:?}");
        assert_eq!(heard.last(), Some(&1.0));
    }

    #[test]
    fn a_workbook_comes_beside_its_answer() {
        let request = Request::Write {
            sheets: vec![Sheet {
                name: "仕入先".to_owned(),
                ..Sheet::default()
            }],
        };
        let (text, made) = answer(&request.to_json(), Vec::new(), &mut |_| {}).expect("ours");
        assert_eq!(Answer::from_json(&text), Some(Answer::Written));
        assert!(made.is_some_and(|bytes| bytes.starts_with(b"PK")));
    }

    #[test]
    fn no_file_is_no_fault() {
        let (readings, heard) = asked(&[]);
        assert!(readings.each.is_empty() && heard.is_empty());
    }

    #[test]
    fn what_is_no_request_has_no_answer() {
        for text in ["", "{}", "\"read\"", "{\"burn\":{}}"] {
            assert_eq!(answer(text, Vec::new(), &mut |_| {}), None, "{text}");
        }
    }
}
