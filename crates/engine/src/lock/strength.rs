//! How hard a passphrase is to guess, estimated as if the guesser knew how people make them up.
//!
//! *Why no list of passwords*: the known ones are English, and weigh more than all else that the
//! page loads. So letters in a row count as words, not as letters drawn by chance, and the page
//! says that a name or a saying is weaker than it looks.

/// How hard it is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing was typed.
    Empty,
    /// One machine guesses it in days to months.
    Weak,
    /// One machine guesses for years; many machines do not.
    Fair,
    /// Nobody guesses it.
    Strong,
}

/// What people take first, in letters without case.
const WORST: [&str; 12] = [
    "password", "passwd", "pass", "qwerty", "asdf", "zxcv", "admin", "letmein", "iloveyou",
    "sonae", "login", "himitsu",
];
/// From so many bits on it is fair, and strong.
const FAIR: f64 = 40.0;
const STRONG: f64 = 64.0;

/// The kinds of characters that people string together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Letter,
    Kana,
    Kanji,
    Other,
}

impl Kind {
    fn of(char: char) -> Self {
        match char {
            '0'..='9' | '０'..='９' => Self::Digit,
            'ぁ'..='ゟ' | 'ァ'..='ヿ' | 'ｦ'..='ﾟ' => Self::Kana,
            '一'..='鿿' | '々' => Self::Kanji,
            _ if char.is_alphabetic() => Self::Letter,
            _ => Self::Other,
        }
    }

    /// What one that stands alone is worth, and what a word of them is worth, with its length.
    fn bits(self) -> (f64, f64, u32) {
        match self {
            Self::Digit => (3.3, 12.0, 4),
            Self::Letter => (4.7, 12.0, 4),
            Self::Kana => (6.0, 12.0, 3),
            Self::Kanji => (9.0, 12.0, 2),
            Self::Other => (5.0, 15.0, 3),
        }
    }
}

impl Strength {
    /// Of a passphrase as it was typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        match bits(typed) {
            _ if typed.is_empty() => Self::Empty,
            bits if bits >= STRONG => Self::Strong,
            bits if bits >= FAIR => Self::Fair,
            _ => Self::Weak,
        }
    }

    /// Its name, as it is looked up in the words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Weak => "weak",
            Self::Fair => "fair",
            Self::Strong => "strong",
        }
    }
}

/// The guesses it takes, as a power of two: a sum over what is strung together.
fn bits(typed: &str) -> f64 {
    let mut seen: Vec<String> = Vec::new();
    let mut sum = 0.0;
    for run in runs(typed) {
        let text = run.to_lowercase();
        // What stood there before is tried again soon.
        sum += if seen.contains(&text) || WORST.contains(&text.as_str()) {
            2.0
        } else {
            of_run(run)
        };
        seen.push(text);
    }
    sum
}

/// Stretches of characters of one kind.
fn runs(typed: &str) -> Vec<&str> {
    let mut ends = Vec::new();
    let mut before = None;
    for (at, char) in typed.char_indices() {
        let kind = Kind::of(char);
        if before.is_some_and(|before| before != kind) {
            ends.push(at);
        }
        before = Some(kind);
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let ends = ends.iter().copied().chain([typed.len()]);
    starts
        .zip(ends)
        .filter_map(|(start, end)| typed.get(start..end))
        .collect()
}

/// A short stretch counts by its characters, a longer one as words.
fn of_run(run: &str) -> f64 {
    let chars: Vec<char> = run.chars().collect();
    let Some(first) = chars.first() else {
        return 0.0;
    };
    let (alone, word, length) = Kind::of(*first).bits();
    // The same again, or the next in order, tells nothing new.
    let new = chars.windows(2).filter(|pair| match pair {
        [one, other] => u32::from(*one).abs_diff(u32::from(*other)) > 1,
        _ => false,
    });
    let new = u32::try_from(1 + new.count()).unwrap_or(u32::MAX);
    let dull = f64::from(u32::try_from(chars.len()).unwrap_or(u32::MAX) - new) * 0.2;
    let spelled = f64::from(new) * alone;
    let worded = f64::from(new) / f64::from(length) * word;
    let mixed = run.chars().any(char::is_lowercase) && run.chars().skip(1).any(char::is_uppercase);
    spelled.min(worded) + dull + if mixed { 2.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::Strength;

    #[test]
    fn what_people_take_first_is_weak_and_what_is_long_and_mixed_is_strong() {
        for (typed, strength) in [
            ("", Strength::Empty),
            (" ", Strength::Weak),
            ("password", Strength::Weak),
            ("Password2026!", Strength::Weak),
            ("12345678901234567890", Strength::Weak),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaa", Strength::Weak),
            ("abcabcabcabcabcabc", Strength::Weak),
            ("株式会社山田", Strength::Weak),
            ("さくらさくら", Strength::Weak),
            ("correct horse battery", Strength::Fair),
            ("correct horse battery staple gravel", Strength::Strong),
            ("夕焼けの鞄に七つの鍵を入れ北の駅へ歩く", Strength::Strong),
            ("k7mf2-9dqx4-h3wt8-b6ncz", Strength::Strong),
        ] {
            assert_eq!(
                Strength::of(typed),
                strength,
                "{typed} {}",
                super::bits(typed)
            );
        }
    }

    #[test]
    fn one_character_more_never_takes_much_away() {
        let typed = "夕焼けの鞄に7つのKeyを入れ、北の駅へ歩く";
        let ends: Vec<usize> = typed.char_indices().map(|(at, _)| at).collect();
        let all: Vec<f64> = ends.iter().map(|at| super::bits(&typed[..*at])).collect();
        assert!(all.is_sorted(), "{all:?}");
    }
}
