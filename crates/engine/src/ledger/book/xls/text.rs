//! Texts in records: their length first, then their letters, which may go on in further records.

use encoding_rs::Encoding;

use super::Letters;

/// A record's data and the data of those that go on with it, read from the front.
pub(super) struct Pieces<'r> {
    rest: &'r [u8],
    more: std::slice::Iter<'r, &'r [u8]>,
}

impl<'r> Pieces<'r> {
    pub(super) fn new(data: &'r [u8], more: &'r [&'r [u8]]) -> Self {
        Self {
            rest: data,
            more: more.iter(),
        }
    }

    /// Whether nothing is left, in this record or a further one.
    pub(super) fn is_at_end(&mut self) -> bool {
        while self.rest.is_empty() {
            let Some(next) = self.more.next() else {
                return true;
            };
            self.rest = next;
        }
        false
    }

    /// A text behind a length of two bytes.
    pub(super) fn text(&mut self, letters: Letters) -> Option<String> {
        let count = usize::from(self.word()?);
        match letters {
            Letters::Unicode => {
                // An empty text may lack the byte that says how it is written.
                if count == 0 {
                    return Some(String::new());
                }
                let flags = self.byte()?;
                self.letters(count, flags)
            }
            Letters::CodePage(page) => self.in_code_page(count, page),
        }
    }

    /// A text behind a length of one byte.
    pub(super) fn short_text(&mut self, letters: Letters) -> Option<String> {
        let count = usize::from(self.byte()?);
        match letters {
            Letters::Unicode => {
                let flags = self.byte()?;
                self.letters(count, flags)
            }
            Letters::CodePage(page) => self.in_code_page(count, page),
        }
    }

    /// A number format: its length has two bytes since Excel 97, before that one.
    pub(super) fn format(&mut self, letters: Letters) -> Option<String> {
        match letters {
            Letters::Unicode => self.text(letters),
            Letters::CodePage(_) => self.short_text(letters),
        }
    }

    /// A text of the table of texts. How its letters look, and how they are pronounced, is
    /// passed over.
    pub(super) fn rich_text(&mut self) -> Option<String> {
        let count = usize::from(self.word()?);
        let flags = self.byte()?;
        let mut behind = 0;
        if flags & 8 != 0 {
            behind += 4 * usize::from(self.word()?);
        }
        if flags & 4 != 0 {
            let (low, high) = (self.word()?, self.word()?);
            let length = u32::from(high) << 16 | u32::from(low);
            behind += usize::try_from(length).ok()?;
        }
        let text = self.letters(count, flags)?;
        self.pass_over(behind)?;
        Some(text)
    }

    /// So many letters; where they go on in a further record, it says anew how they are written.
    fn letters(&mut self, count: usize, mut flags: u8) -> Option<String> {
        let mut units = Vec::with_capacity(count);
        while units.len() < count {
            if self.rest.is_empty() {
                self.rest = self.more.next()?;
                flags = self.byte()?;
            }
            let wide = flags & 1 != 0;
            let wanted = count - units.len();
            let size = if wide { 2 } else { 1 };
            let here = (self.rest.len() / size).min(wanted);
            if here == 0 && !self.rest.is_empty() {
                return None;
            }
            let (taken, rest) = self.rest.split_at_checked(here * size)?;
            self.rest = rest;
            let unit = |bytes: &[u8]| {
                bytes
                    .iter()
                    .rev()
                    .fold(0, |sum, &it| sum << 8 | u16::from(it))
            };
            units.extend(taken.chunks_exact(size).map(unit));
        }
        Some(String::from_utf16_lossy(&units))
    }

    fn in_code_page(&mut self, count: usize, page: &'static Encoding) -> Option<String> {
        let mut bytes = Vec::new();
        while bytes.len() < count && !self.is_at_end() {
            let here = self.rest.len().min(count - bytes.len());
            let (taken, rest) = self.rest.split_at_checked(here)?;
            bytes.extend_from_slice(taken);
            self.rest = rest;
        }
        let (text, _) = page.decode_without_bom_handling(&bytes);
        (bytes.len() == count).then(|| text.into_owned())
    }

    fn pass_over(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.is_at_end() {
                return None;
            }
            let here = self.rest.len().min(count);
            self.rest = self.rest.get(here..)?;
            count -= here;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        if self.is_at_end() {
            return None;
        }
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, Pieces};

    #[test]
    fn a_text_goes_on_in_a_further_record_in_another_way_of_writing() {
        let first = [5, 0, 1, 0x42, 0x30, 0x44, 0x30];
        let second: &[u8] = &[0, b'a', b'b', b'c', 1, 0];
        let third: &[u8] = &[0, b'!'];
        let more = [second, third];
        let mut pieces = Pieces::new(&first, &more);
        assert_eq!(pieces.rich_text().as_deref(), Some("あいabc"));
        // The length stands at the end of one record, the letters in the next.
        assert_eq!(pieces.rich_text(), Some("!".to_owned()));
        assert!(pieces.is_at_end());
    }

    #[test]
    fn a_length_that_lies_is_no_text() {
        for data in [
            &[5, 0, 0, b'a'][..],
            &[1],
            &[1, 0, 1, 0x42],
            &[1, 0, 8, 9, 9, b'a'],
        ] {
            assert_eq!(Pieces::new(data, &[]).rich_text(), None, "{data:?}");
        }
        let page = Letters::CodePage(encoding_rs::SHIFT_JIS);
        let name = [4, 0, 0x8A, 0x94, 0x88, 0xEA];
        assert_eq!(Pieces::new(&name, &[]).text(page).as_deref(), Some("株一"));
        assert_eq!(Pieces::new(&name[..5], &[]).text(page), None);
    }
}
