//! What the app asks of its worker and what it is answered, as JSON, so that the app itself
//! holds nothing of what only files need.

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
#[cfg(feature = "files")]
use crate::ledger;
use crate::ledger::consolidate::Ledger;
use crate::ledger::{Options, Reading};

/// Something for the worker to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Read the ledgers that are handed over beside the request, in their order.
    Read {
        /// How each of them is to be read; one that has none is read without.
        options: Vec<Options>,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The ledgers were read.
    Read(Readings),
}

/// Ledgers as they were understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Readings {
    /// Each file, in the order it was handed over: what was understood, or why nothing was.
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
    Readings {
        together: Ledger::of(&read),
        each,
    }
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

#[cfg(all(test, feature = "files"))]
mod tests {
    use super::{Answer, Options, Request, answer};

    fn asked(files: &[&str]) -> (Answer, Vec<f64>) {
        let request = Request::Read {
            options: vec![Options::default()],
        };
        let files = files.iter().map(|text| text.as_bytes().to_vec()).collect();
        let mut heard = Vec::new();
        let (text, made) = answer(&request.to_json(), files, &mut |done| heard.push(done))
            .expect("a request of ours");
        assert_eq!(made, None);
        (Answer::from_json(&text).expect("an answer of ours"), heard)
    }

    #[test]
    fn every_file_has_its_answer_and_progress_only_rises() {
        let (Answer::Read(readings), heard) = asked(&["", "\u{0}", "仕入先,金額\n甲,1\n"]);
        assert_eq!(readings.each.len(), 3);
        assert!(readings.each[0].is_err());
        assert!(heard.is_sorted(), "{heard:?}");
        assert_eq!(heard.last(), Some(&1.0));
    }

    #[test]
    fn no_file_is_no_fault() {
        let (Answer::Read(readings), heard) = asked(&[]);
        assert!(readings.each.is_empty() && heard.is_empty());
    }

    #[test]
    fn what_is_no_request_has_no_answer() {
        for text in ["", "{}", "\"read\"", "{\"burn\":{}}"] {
            assert_eq!(answer(text, Vec::new(), &mut |_| {}), None, "{text}");
        }
    }
}
