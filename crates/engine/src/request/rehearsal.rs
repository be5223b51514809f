//! Ledgers that are nobody's, read before anybody's comes: a browser makes good machine code only
//! of what has run for a while, and the first reading would take several times as long.

use super::{Request, answer};
use crate::ledger::Options;

/// A hundred rows in CP932, as an accounting package writes them.
const TEXT: &[u8] = include_bytes!("rehearsal.csv");
/// Some of them five hundred times, as a workbook.
const WORKBOOK: &[u8] = include_bytes!("rehearsal.xlsx");

/// How often ledgers are read: the texts first, since most are.
pub const REHEARSALS: u32 = 16;

/// One of the readings, counted from 0. Nobody hears of it.
pub fn rehearse(number: u32) {
    let file = if number < REHEARSALS / 2 {
        TEXT.repeat(8)
    } else {
        WORKBOOK.to_vec()
    };
    let request = Request::Read {
        options: vec![Options::default()],
    };
    let _ = answer(&request.to_bytes(), vec![file], &mut |_| {});
}

#[cfg(test)]
mod tests {
    use super::{TEXT, WORKBOOK};
    use crate::ledger::{Options, read};

    #[test]
    fn what_is_rehearsed_is_read_without_a_word() {
        for (bytes, rows) in [(TEXT, 120), (WORKBOOK, 480)] {
            let reading = read(bytes, &Options::default(), &mut |_| {}).expect("a ledger");
            assert_eq!((reading.rows_read, reading.findings.len()), (rows, 1));
        }
    }
}
