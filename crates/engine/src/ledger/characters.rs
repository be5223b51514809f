//! From bytes to characters: by what is valid first, by what fits best only where nothing is.

use encoding_rs::{
    EUC_JP, Encoding as Standard, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};

use super::Encoding;

/// A text, and where it holds what its encoding does not know.
pub(super) struct Decoded {
    pub encoding: Encoding,
    pub text: String,
    /// The lines with characters that could not be read, from 1, in order.
    pub bad_lines: Vec<u32>,
}

/// The text of these bytes; `None` where they are none.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let marked = [
        (&[0xEF, 0xBB, 0xBF][..], Encoding::Utf8),
        (&[0xFF, 0xFE][..], Encoding::Utf16Le),
        (&[0xFE, 0xFF][..], Encoding::Utf16Be),
    ];
    for (mark, encoding) in marked {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return forgiving(encoding, rest);
        }
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return forgiving(encoding, bytes);
    }
    let valid = candidates(bytes)
        .iter()
        .find_map(|encoding| strict(*encoding, bytes));
    valid.or_else(|| {
        let all = [Encoding::Utf8, Encoding::Cp932, Encoding::EucJp];
        let errors = |encoding: &Encoding| {
            let text = standard(*encoding).decode_without_bom_handling(bytes).0;
            text.matches(char::REPLACEMENT_CHARACTER).count()
        };
        forgiving(all.into_iter().min_by_key(errors)?, bytes)
    })
}

fn candidates(bytes: &[u8]) -> &'static [Encoding] {
    let seven_bits = bytes.is_ascii();
    let escapes: [&[u8]; 5] = [b"\x1b$B", b"\x1b$@", b"\x1b(B", b"\x1b(J", b"\x1b(I"];
    let switched = seven_bits
        && bytes.contains(&0x1B)
        && bytes.windows(3).any(|three| escapes.contains(&three));
    if switched {
        &[Encoding::Iso2022Jp, Encoding::Utf8]
    } else {
        &[Encoding::Utf8, Encoding::Cp932, Encoding::EucJp]
    }
}

fn standard(encoding: Encoding) -> &'static Standard {
    match encoding {
        Encoding::Utf8 | Encoding::Xlsx | Encoding::Xls => UTF_8,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Cp932 => SHIFT_JIS,
        Encoding::EucJp => EUC_JP,
        Encoding::Iso2022Jp => ISO_2022_JP,
    }
}

/// Commas, digits and line ends have a zero byte in UTF-16, always on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    if !bytes.contains(&0) {
        return None;
    }
    // What was padded with zeros at its end is not meant.
    let end = bytes.iter().rposition(|byte| *byte != 0)? + 1;
    let (mut even, mut odd) = (0_usize, 0_usize);
    for pair in bytes.get(..end)?.chunks(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.get(1) == Some(&0));
    }
    let many = |zeros: usize, others: usize| zeros * 20 >= end && zeros > others * 20;
    if many(odd, even) || (odd > 0 && even == 0 && odd * 10 >= end) {
        return Some(Encoding::Utf16Le);
    }
    (many(even, odd) || (even > 0 && odd == 0 && even * 10 >= end)).then_some(Encoding::Utf16Be)
}

fn strict(encoding: Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = standard(encoding).decode_without_bom_handling_and_without_replacement(bytes)?;
    let text = without_end_marks(text.into_owned());
    // Every byte below 0x80 is valid in all of these, zeros and bells too.
    (unprintable(&text) * 50 <= text.len()).then_some(Decoded {
        encoding,
        text,
        bad_lines: Vec::new(),
    })
}

fn forgiving(encoding: Encoding, bytes: &[u8]) -> Option<Decoded> {
    let (text, wrong) = standard(encoding).decode_without_bom_handling(bytes);
    let text = without_end_marks(text.into_owned());
    if !wrong {
        return (unprintable(&text) * 50 <= text.len()).then_some(Decoded {
            encoding,
            text,
            bad_lines: Vec::new(),
        });
    }
    let (mut line, mut all, mut bad) = (1_u32, 0_usize, unprintable(&text));
    let mut bad_lines = Vec::new();
    let mut before = ' ';
    for character in text.chars() {
        all += 1;
        if character == char::REPLACEMENT_CHARACTER {
            bad += 1;
            if bad_lines.last() != Some(&line) {
                bad_lines.push(line);
            }
        }
        if character == '\r' || (character == '\n' && before != '\r') {
            line = line.saturating_add(1);
        }
        before = character;
    }
    (bad * 50 <= all).then_some(Decoded {
        encoding,
        text,
        bad_lines,
    })
}

/// Old programs end a text with the sign 0x1A, or fill its last block with zeros.
fn without_end_marks(mut text: String) -> String {
    let end = text.trim_end_matches(['\u{1a}', '\0', '\r', '\n']).len();
    text.truncate(end);
    text
}

fn unprintable(text: &str) -> usize {
    let plain = [b'\t', b'\r', b'\n', 0x0B, 0x0C, 0x1A];
    text.bytes()
        .filter(|byte| *byte < 0x20 && !plain.contains(byte))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: Encoding, text: &str) {
        let decoded = decode(bytes).expect("a text");
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
    }

    #[test]
    fn what_is_valid_decides_even_in_twenty_bytes() {
        let (cp932, _, _) = SHIFT_JIS.encode("仕入先,金額\r\n髙﨑,12\r\n");
        check(&cp932, Encoding::Cp932, "仕入先,金額\r\n髙﨑,12");
        check("仕入先,金額\r\n".as_bytes(), Encoding::Utf8, "仕入先,金額");
        let (kana, _, _) = SHIFT_JIS.encode("ｶﾌﾞｼｷ①Ⅲ㎜,1\x1a");
        check(&kana, Encoding::Cp932, "ｶﾌﾞｼｷ①Ⅲ㎜,1");
        let (euc, _, _) = EUC_JP.encode("仕入先名,購入金額\n東京,1\n");
        check(&euc, Encoding::EucJp, "仕入先名,購入金額\n東京,1");
        check(b"\x1b$B;EF~\x1b(B,1", Encoding::Iso2022Jp, "仕入,1");
        check(b"a,1\0\0\0\0", Encoding::Utf8, "a,1");
    }

    #[test]
    fn sixteen_bits_need_no_mark() {
        let text = "仕入先,金額\n山田,1200\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, Encoding::Utf16Le, text.trim_end());
        check(&big, Encoding::Utf16Be, text.trim_end());
        check(
            &[&[0xFF, 0xFE], &little[..]].concat(),
            Encoding::Utf16Le,
            text.trim_end(),
        );
    }

    #[test]
    fn a_few_wrong_bytes_are_named_by_line_and_many_are_no_text() {
        let (good, _, _) = SHIFT_JIS.encode("仕入先,金額\n山田製作所,1000\n佐藤工業,2000\n鈴木商会,3000\n高橋鉄工所,4000\n伊藤産業,5000\n");
        let wrong = [&good[..], b"\xFFx,1\n"].concat();
        let decoded = decode(&wrong).expect("a text");
        assert_eq!(
            (decoded.encoding, decoded.bad_lines),
            (Encoding::Cp932, vec![7])
        );
        let noise: Vec<u8> = (0..2000_u32).map(|at| (at * 7919 % 251) as u8).collect();
        assert!(decode(&noise).is_none());
    }
}
