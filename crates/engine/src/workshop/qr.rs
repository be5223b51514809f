//! A record as one QR code, or as several of which any sufficient number will do.
//!
//! A code holds a text in the letters that QR codes have a mode of their own for: the whole record,
//! `SONAE:` and base 45; or a part of it, `SONAE/` and base 45 of the record's CRC-32 (4 bytes), how
//! many parts are needed, how many there are, which one this is (a byte each), how long the record
//! is (2 bytes), and the part. The first parts are the record cut up; the rest are recovery parts
//! (Reed–Solomon). What is put together is taken only where its CRC is right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::IN_LETTERS;

/// What stands in front of a part.
const PART: &str = "SONAE/";
/// A record up to this length is one code, of at most 53 modules.
pub const WHOLE: usize = 160;
/// A part is no longer than this.
#[cfg(feature = "files")]
const PART_BYTES: usize = 120;
/// What stands in front of the bytes of a part.
const HEAD: usize = 9;

/// A QR code, drawn: `side` × `side` modules row by row, true where it is dark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// So many modules a side, without the quiet zone.
    pub side: usize,
    /// The modules.
    pub dark: Vec<bool>,
}

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    check: u32,
    needed: u8,
    count: u8,
    at: u8,
    length: u16,
    bytes: Vec<u8>,
}

impl Part {
    fn read(text: &str) -> Option<Self> {
        let bytes = base45::decode(text.strip_prefix(PART)?).ok()?;
        let (head, rest) = bytes.split_first_chunk::<HEAD>()?;
        let [a, b, c, d, needed, count, at, high, low] = *head;
        let part = Self {
            check: u32::from_be_bytes([a, b, c, d]),
            needed,
            count,
            at,
            length: u16::from_be_bytes([high, low]),
            bytes: rest.to_vec(),
        };
        let size = size(usize::from(part.length), usize::from(needed));
        let sound = needed > 0 && needed < count && at < count && part.bytes.len() == size;
        sound.then_some(part)
    }

    /// Which record it is a part of.
    fn of(&self) -> Of {
        (self.check, self.needed, self.count, self.length)
    }
}

/// How long each of so many parts is. The recovery parts want it even.
fn size(length: usize, needed: usize) -> usize {
    length.div_ceil(needed.max(1)).next_multiple_of(2)
}

/// What was found in a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The texts of the codes that could be read.
    pub texts: Vec<String>,
    /// Whether there is a code that could not: damaged, in the light, or too far away.
    pub unread: bool,
}

/// How far the codes that were seen go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// So many different codes were seen of the record that was seen last and is not whole yet.
    pub seen: usize,
    /// So many are needed.
    pub needed: usize,
    /// The records that are whole, as far as some of their codes are among the new ones.
    pub records: Vec<Vec<u8>>,
}

/// What the parts of one record share: its check, how many are needed, how many there are, and its
/// length.
type Of = (u32, u8, u8, u16);

/// Puts together what codes say with what was seen before, in any order. What is no code of ours is
/// passed over.
#[must_use]
pub fn gather(before: &[String], new: &[String]) -> Gathered {
    let mut parts: BTreeMap<Of, BTreeMap<u8, Vec<u8>>> = BTreeMap::new();
    for part in before.iter().chain(new).filter_map(|text| Part::read(text)) {
        let of = parts.entry(part.of()).or_default();
        of.insert(part.at, part.bytes);
    }
    let mut gathered = Gathered::default();
    for text in new {
        let record = if let Some(letters) = text.strip_prefix(IN_LETTERS) {
            base45::decode(letters).ok()
        } else if let Some(of) = Part::read(text).map(|part| part.of())
            && let Some(parts) = parts.get(&of)
        {
            let record = joined(of, parts);
            if record.is_none() {
                (gathered.seen, gathered.needed) = (parts.len(), of.1.into());
            }
            record
        } else {
            None
        };
        gathered.records.extend(record);
    }
    gathered.records.dedup();
    gathered
}

/// The record of parts, where there are enough of them and it is whole.
fn joined(of: Of, parts: &BTreeMap<u8, Vec<u8>>) -> Option<Vec<u8>> {
    let (check, needed, count, length) = of;
    if parts.len() < usize::from(needed) {
        return None;
    }
    let own = parts
        .range(..needed)
        .map(|(at, bytes)| (usize::from(*at), bytes));
    let spare = parts.range(needed..);
    let spare = spare.map(|(at, bytes)| (usize::from(at - needed), bytes));
    let restored = recovered(needed.into(), (count - needed).into(), own, spare)?;
    let mut record = Vec::new();
    for at in 0..needed {
        let own = parts.get(&at).or_else(|| restored.get(&usize::from(at)))?;
        record.extend_from_slice(own);
    }
    record.truncate(length.into());
    (crc32fast::hash(&record) == check).then_some(record)
}

#[cfg(feature = "files")]
fn recovered<'p>(
    needed: usize,
    spare_count: usize,
    own: impl Iterator<Item = (usize, &'p Vec<u8>)>,
    spare: impl Iterator<Item = (usize, &'p Vec<u8>)>,
) -> Option<BTreeMap<usize, Vec<u8>>> {
    let restored = reed_solomon_simd::decode(needed, spare_count, own, spare).ok()?;
    let mut ordered: Vec<(usize, Vec<u8>)> = restored.into_iter().collect();
    ordered.sort();
    Some(ordered.into_iter().collect())
}

/// Without what only files need, the record has to be there in its own parts.
#[cfg(not(feature = "files"))]
#[expect(clippy::unnecessary_wraps, reason = "as the one above has it")]
fn recovered<'p>(
    _needed: usize,
    _spare_count: usize,
    _own: impl Iterator<Item = (usize, &'p Vec<u8>)>,
    _spare: impl Iterator<Item = (usize, &'p Vec<u8>)>,
) -> Option<BTreeMap<usize, Vec<u8>>> {
    Some(BTreeMap::new())
}

/// The texts of the codes of a record: one where it fits, else some more than are needed.
#[cfg(feature = "files")]
#[must_use]
pub fn texts(record: &[u8]) -> Vec<String> {
    if record.len() <= WHOLE {
        return vec![format!("{IN_LETTERS}{}", base45::encode(record))];
    }
    let needed = record.len().div_ceil(PART_BYTES).max(2);
    let spare = needed.div_ceil(2);
    let size = size(record.len(), needed);
    let mut own: Vec<Vec<u8>> = record.chunks(size).map(<[u8]>::to_vec).collect();
    own.resize(needed, Vec::new());
    for part in &mut own {
        part.resize(size, 0);
    }
    let Ok(more) = reed_solomon_simd::encode(needed, spare, &own) else {
        return Vec::new();
    };
    let small = |count: usize| u8::try_from(count).ok();
    let head = |at: usize| {
        let mut head = crc32fast::hash(record).to_be_bytes().to_vec();
        head.extend([small(needed)?, small(needed + spare)?, small(at)?]);
        head.extend(u16::try_from(record.len()).ok()?.to_be_bytes());
        Some(head)
    };
    let all = own.into_iter().chain(more).enumerate();
    let text = |(at, bytes): (usize, Vec<u8>)| {
        let mut part = head(at)?;
        part.extend(bytes);
        Some(format!("{PART}{}", base45::encode(part)))
    };
    all.filter_map(text).collect()
}

/// The codes of a record, drawn.
#[cfg(feature = "files")]
#[must_use]
pub fn draw(record: &[u8]) -> Vec<Drawn> {
    draw_texts(&texts(record))
}

/// A code of each text, drawn; none of one with other signs than digits, capitals and `$%*+-./: `.
#[cfg(feature = "files")]
#[must_use]
pub fn draw_texts(texts: &[String]) -> Vec<Drawn> {
    let signs = |sign: char| matches!(sign, '0'..='9' | 'A'..='Z' | ' ' | '$' | '%' | '*'..='+' | '-'..='/' | ':');
    let drawn = |text: &String| {
        let code = fast_qr::QRBuilder::new(text.as_str())
            .mode(fast_qr::Mode::Alphanumeric)
            .ecl(fast_qr::ECL::M)
            .build()
            .ok()?;
        let modules = code.data.get(..code.size * code.size)?;
        Some(Drawn {
            side: code.size,
            dark: modules.iter().map(|module| module.value()).collect(),
        })
    };
    let sound = texts.iter().filter(|text| text.chars().all(signs));
    sound.filter_map(drawn).collect()
}

/// The codes in a grey picture; none where the picture is not as large as it says.
#[cfg(feature = "files")]
#[must_use]
pub fn look(width: usize, height: usize, grey: &[u8]) -> Looked {
    if width.checked_mul(height) != Some(grey.len()) || grey.is_empty() {
        return Looked::default();
    }
    let pixel = |x: usize, y: usize| grey.get(y * width + x).copied().unwrap_or(0);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let found = picture.detect_grids();
    let mut looked = Looked::default();
    for code in found {
        match code.decode() {
            Ok((_, text)) => looked.texts.push(text),
            Err(_) => looked.unread = true,
        }
    }
    looked
}
