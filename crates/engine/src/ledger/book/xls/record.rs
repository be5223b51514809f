//! The row of records: each says what it is and how long, then come its data.

const CONTINUE: u16 = 0x003C;

/// Records one after the other, from a place in their row.
pub(super) struct Records<'r> {
    pub stream: &'r [u8],
    pub at: usize,
}

/// What a record is, and what stands in it.
pub(super) struct Record<'r> {
    pub kind: u16,
    pub data: &'r [u8],
}

impl<'r> Records<'r> {
    fn peek(&self) -> Option<Record<'r>> {
        let rest = self.stream.get(self.at..)?;
        let length = usize::from(word(rest, 2)?);
        Some(Record {
            kind: word(rest, 0)?,
            data: rest.get(4..4 + length)?,
        })
    }

    pub(super) fn next(&mut self) -> Option<Record<'r>> {
        let record = self.peek()?;
        self.at += 4 + record.data.len();
        Some(record)
    }

    /// The data of the records that go on with the one before.
    pub(super) fn continued(&mut self) -> Vec<&'r [u8]> {
        let mut pieces = Vec::new();
        while let Some(record) = self.peek().filter(|it| it.kind == CONTINUE) {
            self.at += 4 + record.data.len();
            pieces.push(record.data);
        }
        pieces
    }
}

/// A number of two bytes, the lower one first.
pub(super) fn word(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_le_bytes)
}

/// A number of four bytes.
pub(super) fn double_word(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?
        .first_chunk()
        .copied()
        .map(u32::from_le_bytes)
}

/// A number of eight bytes.
pub(super) fn quad_word(data: &[u8], at: usize) -> Option<u64> {
    data.get(at..)?
        .first_chunk()
        .copied()
        .map(u64::from_le_bytes)
}
