//! What an archive comes to, found out before anything of it is kept.
//!
//! Sizes that an archive declares are claims, so every part is unpacked here once, counted and
//! thrown away. The reader that comes after this also reserves memory by what a part claims and
//! copies texts once for every place that refers to them; that is added up here as well.

use std::io::{self, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::super::UNPACKED_LIMIT;
use super::{damaged, locked, unpacks_too_large};
use crate::finding::Finding;

/// A workbook has some dozens of parts.
const PART_LIMIT: usize = 10_000;

/// So many bytes the archive unpacks to.
///
/// # Errors
/// It is damaged, locked, or comes to more than is read.
pub(super) fn weigh(bytes: &[u8]) -> Result<u64, Finding> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
    if archive.len() > PART_LIMIT {
        return Err(unpacks_too_large());
    }
    let mut total = 0;
    let mut held = Held::default();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| refusal(&error))?;
        let left = UNPACKED_LIMIT - total;
        if part.size() > left {
            return Err(unpacks_too_large());
        }
        let mut counted = Counted {
            part,
            left,
            over: false,
            error: None,
        };
        held.add(BufReader::new(&mut counted));
        // What is no XML is counted all the same.
        io::copy(&mut counted, &mut io::sink()).map_err(damaged)?;
        if counted.over {
            return Err(unpacks_too_large());
        }
        if let Some(error) = counted.error {
            return Err(damaged(error));
        }
        total = UNPACKED_LIMIT - counted.left;
    }
    if held.bytes() > UNPACKED_LIMIT {
        return Err(unpacks_too_large());
    }
    Ok(total)
}

fn refusal(error: &ZipError) -> Finding {
    match error {
        ZipError::InvalidPassword => locked(),
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => locked(),
        _ => damaged(error),
    }
}

/// A part that ends where the limit is reached, and knows that it did.
struct Counted<R> {
    part: R,
    left: u64,
    over: bool,
    error: Option<String>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.over {
            return Ok(0);
        }
        let read = match self.part.read(buffer) {
            Ok(read) => read,
            Err(error) => {
                self.error.get_or_insert_with(|| error.to_string());
                return Err(error);
            }
        };
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => {
                self.over = true;
                Ok(0)
            }
        }
    }
}

/// What calamine would hold of a workbook beside its texts: an upper bound, by the elements that
/// it keeps one by one.
#[derive(Default)]
struct Held {
    texts: u64,
    sheets: u64,
    styles: u64,
    others: u64,
    /// The longest tag whose texts are copied into every sheet that names it.
    longest_path: u64,
    /// The longest tag whose texts are copied into every style that names it.
    longest_format: u64,
    /// So many texts a part claims to have.
    claimed: u64,
}

impl Held {
    fn add(&mut self, part: impl io::BufRead) {
        let mut reader = Reader::from_reader(part);
        let config = reader.config_mut();
        config.check_end_names = false;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag) | Event::Empty(tag)) => self.tag(&tag),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn tag(&mut self, tag: &BytesStart<'_>) {
        let kept = match tag.local_name().as_ref() {
            // Cells and their values are read one by one, and looked through the fastest.
            "c" | "v" | "f" | "t" | "row" | "is" => return,
            "si" => &mut self.texts,
            "sheet" => &mut self.sheets,
            "xf" => &mut self.styles,
            "definedName" | "font" | "fill" | "border" => &mut self.others,
            "Relationship" => {
                self.longest_path = self.longest_path.max(tag.len() as u64);
                &mut self.others
            }
            // The name is that of a font.
            "numFmt" | "name" => {
                self.longest_format = self.longest_format.max(tag.len() as u64);
                &mut self.others
            }
            "sst" => {
                self.claimed = self.claimed.max(claimed_texts(tag));
                return;
            }
            // What else there is, is passed over, and nothing is kept of it.
            _ => return,
        };
        *kept += 1;
    }

    fn bytes(&self) -> u64 {
        let each = |longest: u64| 2 * longest + 512;
        [
            (self.texts, 64),
            (self.claimed, 32),
            (self.sheets, each(self.longest_path)),
            (self.styles, each(self.longest_format)),
            (self.others, 512),
        ]
        .into_iter()
        .fold(0, |sum, (count, bytes)| {
            sum.saturating_add(u64::saturating_mul(count, bytes))
        })
    }
}

/// The number behind `uniqueCount`, whatever stands around it; as many as can be where it is
/// beyond counting.
fn claimed_texts(tag: &BytesStart<'_>) -> u64 {
    let text: &str = tag;
    text.split("uniqueCount")
        .skip(1)
        .map(|rest| {
            let digits = rest
                .trim_start_matches(|sign: char| !sign.is_ascii_digit())
                .split(|sign: char| !sign.is_ascii_digit())
                .next()
                .unwrap_or_default();
            match digits {
                "" => 0,
                _ => digits.parse().unwrap_or(u64::MAX),
            }
        })
        .max()
        .unwrap_or(0)
}
