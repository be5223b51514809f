//! JSON as far as it can still be read: for files that were cut short or damaged.
//!
//! *Why our own*: readers of JSON stop at the first fault, and what stands behind it would be
//! lost. This one passes over what it cannot read, up to the next comma or bracket, and says in
//! which line. It never gives a value that does not stand in the text.

use serde_json::{Map, Number, Value};

use crate::finding::{Code, Finding, Findings};

/// Deeper than this nothing of ours is nested.
const DEPTH_LIMIT: usize = 64;

/// What can be read of a text, and the lines of what could not; `None` where no value begins.
pub(crate) fn mend(text: &str) -> (Option<Value>, Vec<Finding>) {
    let mut mending = Mending {
        rest: text,
        line: 1,
        depth: 0,
        findings: Findings::default(),
    };
    let mut value = mending.value();
    // A bracket too many ends the document early: what follows belongs to it all the same.
    while let Some(Value::Object(object)) = &mut value {
        mending.pass(|letter| letter.is_whitespace() || "}],".contains(letter));
        if mending.rest.is_empty() {
            break;
        }
        mending.damaged();
        let mut more = std::mem::take(object);
        mending.members(&mut more);
        *object = more;
    }
    (value, mending.findings.into_vec())
}

struct Mending<'t> {
    rest: &'t str,
    line: usize,
    depth: usize,
    findings: Findings,
}

impl Mending<'_> {
    fn damaged(&mut self) {
        let finding = Finding::new(Code::Damaged, "").with("line", self.line);
        self.findings.push(finding);
    }

    fn cut(&mut self) {
        let finding = Finding::new(Code::CutShort, "").with("line", self.line);
        self.findings.push(finding);
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn step(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.line += usize::from(letter == '\n');
        self.rest = self.rest.get(letter.len_utf8()..).unwrap_or_default();
        Some(letter)
    }

    fn pass(&mut self, while_: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&while_) {
            self.step();
        }
    }

    fn blanks(&mut self) {
        self.pass(char::is_whitespace);
    }

    fn value(&mut self) -> Option<Value> {
        self.blanks();
        if self.depth >= DEPTH_LIMIT {
            return self.nothing();
        }
        self.depth += 1;
        let value = match self.peek() {
            Some('{') => {
                self.step();
                let mut object = Map::new();
                self.members(&mut object);
                Some(Value::Object(object))
            }
            Some('[') => {
                self.step();
                Some(Value::Array(self.items()))
            }
            Some('"') => {
                self.step();
                self.text().map(Value::String)
            }
            Some(_) => self.word(),
            None => None,
        };
        self.depth -= 1;
        value
    }

    /// The members of an object up to its end, or to where they stop making sense.
    fn members(&mut self, object: &mut Map<String, Value>) {
        loop {
            self.pass(|letter| letter.is_whitespace() || letter == ',');
            match self.peek() {
                Some('}') => {
                    self.step();
                    return;
                }
                // The end of what stands around it: its own was lost.
                Some(']') => return self.damaged(),
                None => return self.cut(),
                Some('"') => {
                    self.step();
                }
                Some(_) => {
                    self.nothing();
                    continue;
                }
            }
            let Some(key) = self.text() else { continue };
            self.blanks();
            if self.peek() != Some(':') {
                self.nothing();
                continue;
            }
            self.step();
            let line = self.line;
            if let Some(value) = self.value() {
                if object.contains_key(&key) {
                    let twice = Finding::new(Code::DuplicateKey, "").with("key", &key);
                    self.findings
                        .push(twice.with("line", line).with("column", 1));
                } else {
                    object.insert(key, value);
                }
            }
        }
    }

    fn items(&mut self) -> Vec<Value> {
        let mut items = Vec::new();
        loop {
            self.pass(|letter| letter.is_whitespace() || letter == ',');
            match self.peek() {
                Some(']') => {
                    self.step();
                    return items;
                }
                Some('}') => {
                    self.damaged();
                    return items;
                }
                None => {
                    self.cut();
                    return items;
                }
                Some(_) => items.extend(self.value()),
            }
        }
    }

    /// A text up to its quotation mark. One that reaches the end of its line was damaged.
    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.peek() {
                None => {
                    self.cut();
                    return None;
                }
                Some('\n' | '\r') => {
                    self.damaged();
                    return None;
                }
                Some('"') => {
                    self.step();
                    return Some(text);
                }
                Some('\\') => {
                    self.step();
                    match self.escape() {
                        Some(letter) => text.push(letter),
                        None => self.damaged(),
                    }
                }
                Some(letter) => {
                    self.step();
                    text.push(letter);
                }
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        match self.step()? {
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' => self.code_point(),
            letter @ ('"' | '\\' | '/') => Some(letter),
            _ => None,
        }
    }

    fn code_point(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        // Half of a pair: the other half follows.
        self.rest = self.rest.strip_prefix("\\u")?;
        let second = self.four_digits()?.checked_sub(0xDC00)?;
        char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second & 0x3FF))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        self.rest = self.rest.get(4..)?;
        Some(number)
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<Value> {
        let end = self
            .rest
            .find(|letter: char| letter.is_whitespace() || ",:{}[]\"".contains(letter));
        let word = self.rest.get(..end.unwrap_or(self.rest.len()))?;
        let read = match word {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" => Some(Value::Null),
            // The last word of a text that was cut short may have been longer.
            _ if end.is_none() => None,
            _ => word.parse::<Number>().ok().map(Value::Number),
        };
        if read.is_none() {
            return self.nothing();
        }
        self.rest = self.rest.get(word.len()..).unwrap_or_default();
        read
    }

    /// Passes over what cannot be read, up to the next comma or bracket, or the end of the line.
    fn nothing(&mut self) -> Option<Value> {
        if self.rest.is_empty() {
            self.cut();
            return None;
        }
        self.damaged();
        let before = self.rest.len();
        self.pass(|letter| !",{}[]\n".contains(letter));
        if self.rest.len() == before {
            self.step();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::mend;

    #[expect(
        clippy::needless_pass_by_value,
        reason = "literals, written in the call"
    )]
    fn check(text: &str, expected: Value, lines: &[&str]) {
        let (value, findings) = mend(text);
        assert_eq!(value.unwrap_or(Value::Null), expected, "{text}");
        let found: Vec<&str> = findings
            .iter()
            .map(|finding| finding.arguments["line"].as_str())
            .collect();
        assert_eq!(found, lines, "{text}");
    }

    #[test]
    fn what_is_sound_is_read_as_it_stands() {
        let text = r#"{"a": [1, -2.5e3, "\u00e9\ud83d\ude00\n", true, null], "b": {}}"#;
        check(text, serde_json::from_str(text).expect("JSON"), &[]);
    }

    #[test]
    fn what_was_cut_short_keeps_what_stands_before() {
        check(
            r#"{"a": 1, "b": [2, 3"#,
            json!({"a": 1, "b": [2]}),
            &["1", "1", "1"],
        );
        check("{\"a\": 1,\n\"b\": \"hal", json!({"a": 1}), &["2", "2"]);
        check("{\"a\": {\"b\": 1", json!({"a": {}}), &["1", "1", "1"]);
    }

    #[test]
    fn a_damaged_line_costs_itself_only() {
        let text = "{\n\"a\": 1,\n\"b\": §§,\n\"c\": 3,\n\"d: 4,\n\"e\": 5\n}";
        check(text, json!({"a": 1, "c": 3, "e": 5}), &["3", "5"]);
        check(
            "{\"a\": [1, 2}, \"b\": 3}",
            json!({"a": [1, 2], "b": 3}),
            &["1", "1"],
        );
        check("{\"a\": 1}, \"b\": 2}", json!({"a": 1, "b": 2}), &["1"]);
    }

    #[test]
    fn a_key_that_stands_twice_keeps_its_first_value() {
        check("{\"a\": 1,\n\"a\": 2}", json!({"a": 1}), &["2"]);
    }

    #[test]
    fn nothing_is_nothing() {
        for text in ["", "   ", "\u{feff}", "hello there", "}}}]"] {
            let (value, _) = mend(text);
            assert_eq!(value, None, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(mend(&deep).0.is_some());
    }
}
