//! A text as it is compared: one width, one case, no blanks.

use unicode_normalization::UnicodeNormalization;

/// The text in compatibility form (NFKC), lower case, without blanks and line breaks.
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|it| !it.is_whitespace())
        .collect()
}

/// The same with its blanks, each as a single space.
pub(super) fn spaced(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a plain text outside of brackets, and all that stands inside of them. A text
/// that is nothing but brackets is its inside.
pub(super) fn apart(plain: &str) -> (String, String) {
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut depth = 0_u32;
    for character in plain.chars() {
        match character {
            '(' | '[' | '<' | '【' | '〔' | '〈' | '《' | '「' | '{' => depth += 1,
            ')' | ']' | '>' | '】' | '〕' | '〉' | '》' | '」' | '}' => {
                depth = depth.saturating_sub(1);
            }
            _ if depth > 0 => inside.push(character),
            _ => outside.push(character),
        }
    }
    if outside.is_empty() {
        (inside, String::new())
    } else {
        (outside, inside)
    }
}

/// At most so many characters of a text, on one line, and a sign that there is more.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut short: String = text
        .trim()
        .chars()
        .take(LONGEST)
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    if text.trim().chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_blanks_make_no_difference() {
        assert_eq!(plain("　仕入先 ＣＤ\n"), "仕入先cd");
        assert_eq!(plain("Total  Amount"), "totalamount");
        assert_eq!(spaced("令和７年　４月"), "令和7年 4月");
        assert_eq!(apart("金額(千円)"), ("金額".into(), "千円".into()));
        assert_eq!(apart("【仕入先】"), ("仕入先".into(), String::new()));
    }
}
