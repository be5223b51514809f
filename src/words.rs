//! The words in the chosen language, and numbers the way the language writes them.
//!
//! *Why numbers here and not by `Intl`*: reports are rendered to strings in native tests too,
//! and the same figure must read the same everywhere.

use std::borrow::Cow;
use std::sync::LazyLock;

use sonae_engine::assessment::stray;
use sonae_engine::content::{BandName, Dictionary, Language, Text};
use sonae_engine::finding::Finding;
use sonae_engine::measure::Interval;
use sonae_engine::score::band_of;

use crate::later;

/// The sentences of the five-minute check, complete in every language or the build would have
/// stopped.
static FIRST: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::read(include_bytes!(concat!(env!("OUT_DIR"), "/first-words"))));

/// Every other; only the later part may name it.
static LATER: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::read(include_bytes!(concat!(env!("OUT_DIR"), "/later-words"))));

/// A sentence of the later part.
pub fn later(key: &str, language: Language) -> Option<&'static str> {
    #[cfg(test)]
    ASKED.with_borrow_mut(|asked| asked.push(key.to_owned()));
    LATER.get(key, language)
}

#[cfg(test)]
thread_local! {
    /// What was asked of the later words, for the test that the first pages need none.
    pub(crate) static ASKED: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Keeps a range of figures on one line.
pub const JOINER: char = '\u{2060}';

/// The words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The language.
    pub language: Language,
}

impl Words {
    /// A text of the app. A key nobody wrote shows itself; a test makes sure there is none.
    #[must_use]
    pub fn t(self, key: &str) -> Cow<'static, str> {
        FIRST
            .get(key, self.language)
            .or_else(|| (later::get()?.words)(key, self.language))
            .map_or_else(|| Cow::Owned(key.to_owned()), Cow::Borrowed)
    }

    /// A text of the app with its `%{name}` places filled.
    #[must_use]
    pub fn with<V: ToString>(self, key: &str, arguments: &[(&str, V)]) -> String {
        let mut text = self.t(key).into_owned();
        for (name, value) in arguments {
            text = text.replace(&format!("%{{{name}}}"), &value.to_string());
        }
        text
    }

    /// A text that depends on a count: `key.one` or `key.other`, with `%{count}` filled.
    #[must_use]
    pub fn count(self, key: &str, count: usize) -> String {
        let form = if count == 1 && self.language == Language::En {
            "one"
        } else {
            "other"
        };
        self.with(&format!("{key}.{form}"), &[("count", count)])
    }

    /// A text of the pack.
    #[must_use]
    pub fn text(self, text: &Text) -> String {
        text.in_language(self.language).to_owned()
    }

    /// A number with separators and at most so many decimals, no trailing zeros.
    #[must_use]
    #[expect(
        clippy::unused_self,
        reason = "both languages group alike; the next may not"
    )]
    pub fn number(self, value: f64, decimals: usize) -> String {
        if value.is_infinite() {
            return "∞".into();
        }
        let written = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let fraction = fraction.trim_end_matches('0');
        let zero = grouped == "0" && fraction.is_empty();
        let sign = if value < 0.0 && !zero { "−" } else { "" };
        if fraction.is_empty() {
            format!("{sign}{grouped}")
        } else {
            format!("{sign}{grouped}.{fraction}")
        }
    }

    /// `42` or `42–58`, on one line.
    #[must_use]
    pub fn range(self, range: Interval, decimals: usize) -> String {
        let (low, high) = (
            self.number(range.low, decimals),
            self.number(range.high, decimals),
        );
        if low == high {
            low
        } else {
            format!("{low}{JOINER}{}{JOINER}{high}", self.dash())
        }
    }

    /// A score from 0 to 100, or a range of scores, as whole points: rounded, but never up into
    /// the next band.
    #[must_use]
    pub fn score(self, score: Interval) -> String {
        let whole = |points: f64| {
            let rounded = points.round();
            if band_of(rounded) == band_of(points) {
                rounded
            } else {
                points.floor()
            }
        };
        self.range(score.map(whole), 0)
    }

    /// A share (0 to 1) or a range of shares, in per cent with its sign.
    #[must_use]
    pub fn share(self, share: Interval) -> String {
        format!("{}%", self.range(share.map(|share| share * 100.0), 0))
    }

    /// Yen the way the language says it: `4億2,000万円`, `¥420 million`.
    #[must_use]
    pub fn yen(self, yen: f64) -> String {
        let sign = if yen < 0.0 { "−" } else { "" };
        let amount = yen.abs().round();
        match self.language {
            Language::Ja => {
                let parts = [(1e12, "兆"), (1e8, "億"), (1e4, "万"), (1.0, "")];
                let mut rest = amount;
                let mut written = String::new();
                for (unit, name) in parts {
                    let count = (rest / unit).floor();
                    rest -= count * unit;
                    if count > 0.0 {
                        written.push_str(&self.number(count, 0));
                        written.push_str(name);
                    }
                }
                if written.is_empty() {
                    written.push('0');
                }
                format!("{sign}{written}円")
            }
            Language::En if amount >= 1e9 => {
                format!("{sign}¥{} billion", self.number(amount / 1e9, 3))
            }
            Language::En if amount >= 1e6 => {
                format!("{sign}¥{} million", self.number(amount / 1e6, 3))
            }
            Language::En => format!("{sign}¥{}", self.number(amount, 0)),
        }
    }

    /// Yen with no more digits than say something: three, and fewer where the error is larger.
    #[must_use]
    pub fn about(self, yen: f64, error: f64) -> String {
        let mut place = 1.0;
        while place * 1000.0 <= yen.abs() || place < error {
            place *= 10.0;
            if place > 1e15 {
                break;
            }
        }
        self.yen((yen / place).round() * place)
    }

    /// A date: `2026年11月23日`, `23 November 2026`; a part of a date likewise.
    #[must_use]
    pub fn date(self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-').map(|part| part.parse::<u32>().ok());
        let (year, month, day) = (
            parts.next().flatten(),
            parts.next().flatten(),
            parts.next().flatten(),
        );
        match (self.language, year, month, day) {
            (Language::Ja, Some(year), Some(month), Some(day)) => {
                format!("{year}年{month}月{day}日")
            }
            (Language::Ja, Some(year), Some(month), None) => format!("{year}年{month}月"),
            (Language::Ja, Some(year), None, None) => format!("{year}年"),
            (Language::En, Some(year), Some(month), Some(day)) => {
                format!("{day} {} {year}", self.t(&format!("month.{month}")))
            }
            (Language::En, Some(year), Some(month), None) => {
                format!("{} {year}", self.t(&format!("month.{month}")))
            }
            (_, Some(year), None, _) => year.to_string(),
            (_, None, _, _) => iso.to_owned(),
        }
    }

    /// The name of a band.
    #[must_use]
    pub fn band(self, band: BandName) -> Cow<'static, str> {
        self.t(match band {
            BandName::Low => "band.low",
            BandName::Moderate => "band.moderate",
            BandName::High => "band.high",
            BandName::Severe => "band.severe",
        })
    }

    /// One band, or the range of two: `moderate to high`.
    #[must_use]
    pub fn bands(self, [lowest, highest]: [BandName; 2]) -> String {
        if lowest == highest {
            self.band(lowest).into_owned()
        } else {
            self.with(
                "band.between",
                &[
                    ("lowest", self.band(lowest)),
                    ("highest", self.band(highest)),
                ],
            )
        }
    }

    /// One of the two sentences of a finding: `what` happened, or what `todo`. A file of ours at
    /// another's door is told by its name, and where it opens.
    #[must_use]
    pub fn finding(self, finding: &Finding, which: &str) -> String {
        let stray = stray::told(finding);
        if let Some(format) = stray.filter(|_| which == "todo") {
            return self
                .t(&format!("finding.format.{format}.opens"))
                .into_owned();
        }
        let shown = |(name, value): (&String, &String)| match name.as_str() {
            "wanted" => self.t(&format!("finding.wanted.{value}")).into_owned(),
            "format" if stray.is_some() => {
                self.t(&format!("finding.format.{value}.is")).into_owned()
            }
            "kind" => self.t(&format!("finding.kind.{value}")).into_owned(),
            "amiss" => self.t(&format!("finding.amiss.{value}")).into_owned(),
            _ => value.clone(),
        };
        let arguments = finding.arguments.iter();
        let arguments: Vec<(&str, String)> = arguments
            .map(|argument| (argument.0.as_str(), shown(argument)))
            .collect();
        self.with(
            &format!("finding.{}.{which}", finding.code.name()),
            &arguments,
        )
    }

    fn dash(self) -> char {
        match self.language {
            Language::Ja => '〜',
            Language::En => '–',
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Words;
    use sonae_engine::content::Language;
    use sonae_engine::measure::Interval;

    const JA: Words = Words {
        language: Language::Ja,
    };
    const EN: Words = Words {
        language: Language::En,
    };

    #[test]
    fn amounts_read_the_way_the_language_says_them() {
        for (yen, ja, en) in [
            (420_000_000.0, "4億2,000万円", "¥420 million"),
            (1_450_000_000.0, "14億5,000万円", "¥1.45 billion"),
            (92_000.0, "9万2,000円", "¥92,000"),
            (0.0, "0円", "¥0"),
            (-5_000_000.0, "−500万円", "−¥5 million"),
        ] {
            assert_eq!(JA.yen(yen), ja);
            assert_eq!(EN.yen(yen), en);
        }
    }

    #[test]
    fn amounts_hold_no_more_digits_than_say_something() {
        for (yen, error, ja, en) in [
            (112_234_567.0, 0.0, "1億1,200万円", "¥112 million"),
            (112_234_567.0, 1_400_000.0, "1億1,000万円", "¥110 million"),
            (-5_432_100.0, 0.0, "−543万円", "−¥5.43 million"),
            (42.0, 0.0, "42円", "¥42"),
        ] {
            assert_eq!(JA.about(yen, error), ja);
            assert_eq!(EN.about(yen, error), en);
        }
    }

    #[test]
    fn dates_read_the_way_the_language_writes_them() {
        assert_eq!(JA.date("2026-11-23"), "2026年11月23日");
        assert_eq!(EN.date("2026-11-23"), "23 November 2026");
        assert_eq!(EN.date("2025-04"), "April 2025");
        assert_eq!(JA.date("2010"), "2010年");
    }

    #[test]
    fn a_score_is_never_shown_in_another_band() {
        let shown = |points| EN.score(Interval::known(points));
        assert_eq!(
            [24.6, 25.0, 49.97, 62.5, 74.99, 99.7].map(shown),
            ["24", "25", "49", "63", "74", "100"]
        );
    }

    #[test]
    fn numbers_lose_what_says_nothing() {
        assert_eq!(EN.number(1_234_567.50, 2), "1,234,567.5");
        assert_eq!(EN.number(-0.001, 1), "0");
    }

    /// Every Rust source of the app and of the command line, in one text.
    fn sources() -> String {
        let mut folders = vec![PathBuf::from("src"), PathBuf::from("crates/cli/src")];
        let mut text = String::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)
                .expect("a folder of sources")
                .flatten()
            {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    text.push_str(&std::fs::read_to_string(path).expect("a source"));
                }
            }
        }
        text
    }

    #[test]
    fn the_title_of_every_page_comes_first() {
        assert!(super::LATER.keys().all(|key| !key.starts_with("title.")));
    }

    #[test]
    fn every_key_that_is_used_has_its_words() {
        let sources = sources();
        let calls = [".t(\"", ".with(\"", ".count(\""];
        let mut missing = Vec::new();
        for call in calls {
            for (at, _) in sources.match_indices(call) {
                let rest = sources.get(at + call.len()..).unwrap_or_default();
                let key = rest.split('"').next().unwrap_or_default();
                let forms = [key.to_owned(), format!("{key}.other")];
                if key.contains('.')
                    && forms
                        .iter()
                        .all(|form| super::FIRST.get(form, Language::Ja).is_none())
                    && forms
                        .iter()
                        .all(|form| super::LATER.get(form, Language::Ja).is_none())
                {
                    missing.push(key.to_owned());
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn every_key_that_has_words_is_used() {
        let sources = sources();
        // A key may be put together: `finding.{code}.what` is used where `"finding.{` stands.
        let mentioned = |key: &str| {
            let starts = key
                .match_indices('.')
                .map(|(at, _)| format!("\"{}.{{", &key[..at]));
            sources.contains(&format!("\"{key}\""))
                || sources.contains(&format!(
                    "\"{}\"",
                    key.trim_end_matches(".one").trim_end_matches(".other")
                ))
                || starts.into_iter().any(|start| sources.contains(&start))
                || key
                    .rsplit_once('.')
                    .is_some_and(|(stem, _)| sources.contains(&format!("\"{stem}\"")))
        };
        let unused: Vec<&str> = super::FIRST
            .keys()
            .chain(super::LATER.keys())
            .filter(|key| !mentioned(key))
            .collect();
        assert_eq!(unused, Vec::<&str>::new());
    }
}
