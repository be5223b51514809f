//! Letters of names in one width, case and shape.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::tables::VARIANTS;

/// The one shape of every letter that has variants.
static SHAPES: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let rows = VARIANTS.split_whitespace();
    rows.filter_map(|row| Some((row.chars().next()?, row)))
        .flat_map(|(first, row)| row.chars().map(move |letter| (letter, first)))
        .collect()
});

/// A small kana as the large one, an older one as today's.
pub(super) fn large(letter: char) -> char {
    match letter {
        'ァ' => 'ア',
        'ィ' | 'ヰ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' | 'ヱ' => 'エ',
        'ォ' | 'ヲ' => 'オ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヂ' => 'ジ',
        'ヅ' => 'ズ',
        'っ' => 'つ',
        'ゃ' => 'や',
        'ゅ' => 'ゆ',
        'ょ' => 'よ',
        letter => letter,
    }
}

pub(super) fn is_kanji(letter: char) -> bool {
    matches!(
        letter,
        '々' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
    )
}

fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{30FF}')
}

/// NFKC, but the signs that hold a legal form (㈱, ㍿) stay what they are.
pub(super) fn with_enclosed(name: &str) -> String {
    let is_enclosed = |letter: char| matches!(letter, '\u{3220}'..='\u{3247}' | '㍿' | '㏍');
    name.split_inclusive(is_enclosed)
        .flat_map(|piece| {
            let sign = piece.chars().next_back().filter(|last| is_enclosed(*last));
            let rest = sign.map_or(piece, |sign| piece.trim_end_matches(sign));
            rest.nfkc().chain(sign).collect::<Vec<char>>()
        })
        .collect()
}

/// One case, one blank, one kind of bracket and dash; no points, commas, quotes, middle dots and
/// marks that cannot be seen.
pub(super) fn fold(name: &str) -> String {
    let letters: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let mut folded = String::with_capacity(name.len());
    for (at, &letter) in letters.iter().enumerate() {
        let is_digit = |at: Option<usize>| {
            let letter = at.and_then(|at| letters.get(at));
            letter.is_some_and(char::is_ascii_digit)
        };
        match letter {
            letter if is_silent(letter) => {}
            '.' if is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) => folded.push('.'),
            '.' => {}
            '[' | '{' | '<' | '【' | '〔' | '〈' | '《' | '〖' => folded.push('('),
            ']' | '}' | '>' | '】' | '〕' | '〉' | '》' | '〗' => folded.push(')'),
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | 'ー' => {
                let after_kana = folded.chars().next_back().is_some_and(is_kana);
                folded.push(if after_kana { 'ー' } else { '-' });
            }
            ',' | '、' => blank(&mut folded),
            letter if letter.is_whitespace() || letter.is_control() => blank(&mut folded),
            letter => folded.push(letter),
        }
    }
    folded.trim().to_owned()
}

/// Whether a mark says nothing of a name: variation selectors and what has no width, middle dots,
/// quotes.
fn is_silent(letter: char) -> bool {
    let unseen = matches!(
        letter,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{200B}'..='\u{200F}' | '\u{AD}' | '\u{FEFF}'
    );
    unseen || "・·•‧∙'’‘\"“”`「」『』。".contains(letter)
}

fn blank(folded: &mut String) {
    if !folded.ends_with(' ') {
        folded.push(' ');
    }
}

pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| *letter != ' ').collect()
}

pub(super) fn with_one_shape(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'ヶ' => 'ケ',
            'ヵ' => 'カ',
            letter => SHAPES.get(&letter).copied().unwrap_or(letter),
        })
        .collect()
}
