//! What people at the desk noted beside the files, as a file of its own.
//!
//! *Why beside and never in*: what was computed can be computed again by anybody; what a person
//! thinks of it cannot. So neither a class nor an applicant's file changes by a review, and a
//! review is found again by the bytes it was written about. Figures that a lender knows better stand
//! here for the same reason: they are the lender's word and not the applicant's.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Class;
use super::reading::{Reading, sealed, within};
use crate::assessment::{FileError, is_hash};
use crate::finding::{Code, Finding};
use crate::measure::{Number, Unit};

const FORMAT: &str = "sonae-reviews";
/// The version of the file this code writes.
const VERSION: u64 = 1;

/// What a lender may know better: figures of the profile that a run rests on, each in its unit.
pub const FIGURES: [(&str, Unit); 4] = [
    ("profile.cash", Unit::YenFromZero),
    ("profile.credit_line", Unit::YenFromZero),
    ("profile.monthly_fixed_cost", Unit::YenFromZero),
    ("profile.contribution_margin", Unit::Percent),
];

/// What a person noted about one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Review {
    /// What the file was called.
    pub file: String,
    /// Whatever there is to note; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Another class than the computed one.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// The lender's own figures, each by the id of what it stands beside; yen or per cent.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<String, Number>,
}

/// Another class, with its reason and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judged {
    /// The class.
    pub class: Class,
    /// Why; never empty.
    pub reason: String,
    /// Whose judgement it is; never empty.
    pub initials: String,
}

/// The reviews of a sitting, each by the SHA-256 of the bytes of its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reviews(BTreeMap<String, Review>);

/// Reviews as they are written, but for their seal.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Written<'a> {
    format: &'static str,
    version: u64,
    reviews: &'a BTreeMap<String, Review>,
}

impl Review {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.note.is_empty() && self.judged.is_none() && self.figures.is_empty()
    }
}

impl Reviews {
    /// What was noted about the file with this hash.
    #[must_use]
    pub fn of(&self, hash: &str) -> Option<&Review> {
        self.0.get(hash)
    }

    /// Puts a review in the place of the one that is there; an empty one takes that away.
    pub fn set(&mut self, hash: &str, review: Review) {
        if review.is_empty() {
            self.0.remove(hash);
        } else {
            self.0.insert(hash.to_owned(), review);
        }
    }

    /// Takes in the reviews of others. What is here already stays as it is: tells how many came,
    /// and how many did not because another one is here.
    pub fn join(&mut self, others: Self) -> [usize; 2] {
        let mut counts = [0, 0];
        for (hash, review) in others.0 {
            match self.0.get(&hash) {
                None => {
                    self.0.insert(hash, review);
                    counts[0] += 1;
                }
                Some(own) if *own == review => {}
                Some(_) => counts[1] += 1,
            }
        }
        counts
    }

    /// Each with the hash of its file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Review)> {
        self.0.iter().map(|(hash, review)| (hash.as_str(), review))
    }

    /// Those of files with these hashes.
    #[must_use]
    pub fn among<'h>(&self, hashes: impl IntoIterator<Item = &'h str>) -> Self {
        let reviewed = |hash: &str| Some((hash.to_owned(), self.of(hash)?.clone()));
        Self(hashes.into_iter().filter_map(reviewed).collect())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reviews as a file. The same reviews give the same bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        sealed(&Written {
            format: FORMAT,
            version: VERSION,
            reviews: &self.0,
        })
    }

    /// The reviews in a file.
    ///
    /// # Errors
    /// Every reason the file cannot be taken, each with its place.
    pub fn read(bytes: &[u8]) -> Result<Self, FileError> {
        let object = Reading::open(bytes, FORMAT, VERSION, Code::NotReviews)?;
        let mut reading = Reading::default();
        reading.keys(
            &object,
            "",
            &["format", "version", "reviews", "sha256"],
            &[],
        );
        reading.seal(&object);
        let mut reviews = Self::default();
        for (hash, value, place) in reading.named(object.get("reviews"), "reviews", is_hash) {
            if let Some(review) = review(&mut reading, value, &place) {
                reviews.0.insert(hash.clone(), review);
            }
        }
        reading.done(reviews).map(|(reviews, _)| reviews)
    }
}

fn review(reading: &mut Reading, value: &Value, place: &str) -> Option<Review> {
    let object = reading.object(Some(value), place)?;
    let said = ["note", "override", "figures"];
    reading.keys(object, place, &["file"], &said);
    let judged = within(place, "override");
    let review = Review {
        file: reading.text(object.get("file"), &within(place, "file")),
        note: reading.text(object.get("note"), &within(place, "note")),
        judged: object
            .get("override")
            .and_then(|value| self::judged(reading, value, &judged)),
        figures: figures(reading, object.get("figures"), &within(place, "figures")),
    };
    if said.iter().all(|key| !object.contains_key(*key)) {
        reading.find(Finding::new(Code::MissingKey, place).with("key", "note"));
    }
    Some(review)
}

fn figures(reading: &mut Reading, value: Option<&Value>, place: &str) -> BTreeMap<String, Number> {
    let unit = |key: &str| FIGURES.iter().find(|(id, _)| *id == key).map(|it| it.1);
    let named = reading.named(value, place, |key| unit(key).is_some());
    let figure = |(key, value, place): (&String, &Value, String)| {
        let unit = unit(key)?;
        let Some(written) = value.as_f64() else {
            reading.wrong_type(&place, "number");
            return None;
        };
        let number = unit.number(written);
        if number.is_none() {
            let (lowest, highest) = unit.limits();
            let finding = Finding::new(Code::OutOfRange, place).with("value", written);
            reading.find(finding.with("lowest", lowest).with("highest", highest));
        }
        Some((key.clone(), number?))
    };
    named.into_iter().filter_map(figure).collect()
}

fn judged(reading: &mut Reading, value: &Value, place: &str) -> Option<Judged> {
    let object = reading.object(Some(value), place)?;
    reading.keys(object, place, &["class", "reason", "initials"], &[]);
    let here = within(place, "class");
    let key = reading.text(object.get("class"), &here);
    let class = Class::named(&key);
    if class.is_none() && object.get("class").is_some_and(Value::is_string) {
        reading.find(Finding::new(Code::UnknownOption, here).with("option", &key));
    }
    let mut said = |key: &str| {
        let (here, value) = (within(place, key), object.get(key));
        let text = reading.text(value, &here);
        if text.trim().is_empty() && value.is_some_and(Value::is_string) {
            reading.find(Finding::new(Code::MissingKey, place).with("key", key));
        }
        text
    };
    let (reason, initials) = (said("reason"), said("initials"));
    Some(Judged {
        class: class?,
        reason,
        initials,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{FIGURES, Judged, Review, Reviews};
    use crate::assessment::{fingerprint, hash_of};
    use crate::screen::Class;

    fn reviews() -> Reviews {
        let mut reviews = Reviews::default();
        for (index, class) in Class::ALL.iter().enumerate() {
            let judged = Judged {
                class: *class,
                reason: "第2の仕入先と契約ずみ".to_owned(),
                initials: "KS".to_owned(),
            };
            let review = Review {
                file: format!("inbox/{index}.sonae"),
                note: ["", "一行目\n二行目"][index % 2].to_owned(),
                judged: Some(judged),
                figures: FIGURES
                    .iter()
                    .take(index)
                    .filter_map(|(id, unit)| Some(((*id).to_owned(), unit.number(12.5)?)))
                    .collect(),
            };
            reviews.set(
                &fingerprint(&[u8::try_from(index).unwrap_or_default()]),
                review,
            );
        }
        let noted = Review {
            file: "a".to_owned(),
            note: "n".to_owned(),
            ..Review::default()
        };
        reviews.set(&fingerprint(b"noted"), noted);
        reviews
    }

    fn sealed(mut object: Map<String, Value>) -> Vec<u8> {
        object.remove("sha256");
        let hash = hash_of(&object);
        object.insert("sha256".to_owned(), hash.into());
        serde_json::to_vec(&object).expect("JSON")
    }

    #[test]
    fn what_was_written_is_read_as_the_same() {
        for reviews in [Reviews::default(), reviews()] {
            let read = Reviews::read(&reviews.write()).expect("reviews");
            assert_eq!(read, reviews);
            assert_eq!(read.write(), reviews.write());
        }
    }

    #[test]
    fn an_empty_review_is_none() {
        let mut reviews = reviews();
        let all = reviews.len();
        reviews.set(&fingerprint(b"noted"), Review::default());
        assert_eq!(reviews.len(), all - 1);
    }

    #[test]
    fn whoever_has_no_figures_writes_the_bytes_of_before() {
        let mut reviews = Reviews::default();
        let noted = Review {
            file: "a".to_owned(),
            note: "n".to_owned(),
            ..Review::default()
        };
        reviews.set(&fingerprint(b"noted"), noted);
        let text = String::from_utf8(reviews.write()).expect("a text");
        assert!(!text.contains("figures") && text.contains("\"note\": \"n\"\n"));
    }

    #[test]
    fn those_of_other_files_are_left_out() {
        let reviews = reviews();
        let own = fingerprint(b"noted");
        let other = fingerprint(b"other");
        let among = reviews.among([own.as_str(), &other]);
        assert_eq!(
            among.iter().map(|(hash, _)| hash).collect::<Vec<_>>(),
            [own]
        );
    }

    #[test]
    fn what_is_here_stays_where_others_come() {
        let mut here = reviews();
        let mut others = reviews();
        let hash = fingerprint(b"noted");
        let changed = Review {
            note: "another".to_owned(),
            ..here.of(&hash).expect("there").clone()
        };
        others.set(&hash, changed.clone());
        others.set(&fingerprint(b"new"), changed);
        assert_eq!(here.join(others.clone()), [1, 1]);
        assert_eq!(here.of(&hash).map(|it| it.note.as_str()), Some("n"));
        let mut empty = Reviews::default();
        assert_eq!(empty.join(others.clone()), [others.len(), 0]);
        assert_eq!(empty, others);
    }

    #[test]
    fn a_changed_byte_breaks_the_seal() {
        let text = String::from_utf8(reviews().write()).expect("a text");
        let findings = Reviews::read(text.replacen("KS", "KT", 1).as_bytes()).expect_err("broken");
        assert_eq!(findings[0].code.name(), "broken_seal");
    }

    #[test]
    fn every_fault_has_its_place() {
        let hash = "0".repeat(64);
        let at = |rest: &str| format!("reviews.{hash}{rest}");
        let one = |review: Value| json!({"format": "sonae-reviews", "version": 1, "reviews": {&hash: review}});
        let judged = |judged: Value| one(json!({"file": "a", "override": judged}));
        let figured = |figures: Value| one(json!({"file": "a", "figures": figures}));
        for (file, code, place) in [
            (
                json!({"format": "sonae-policy", "version": 1}),
                "not_reviews",
                "format".to_owned(),
            ),
            (
                json!({"format": "sonae-reviews", "version": 2}),
                "newer_version",
                "version".to_owned(),
            ),
            (
                json!({"format": "sonae-reviews", "version": 1}),
                "missing_key",
                String::new(),
            ),
            (
                json!({"format": "sonae-reviews", "version": 1, "reviews": {"a": {}}}),
                "unknown_key",
                "reviews.a".to_owned(),
            ),
            (one(json!(3)), "wrong_type", at("")),
            (one(json!({"note": "n"})), "missing_key", at("")),
            (one(json!({"file": "a"})), "missing_key", at("")),
            (
                one(json!({"file": "a", "note": "n", "mark": 1})),
                "unknown_key",
                at(".mark"),
            ),
            (
                one(json!({"file": "a", "note": "n".repeat(501)})),
                "too_long",
                at(".note"),
            ),
            (figured(json!([])), "wrong_type", at(".figures")),
            (
                figured(json!({"profile.sales": 1})),
                "unknown_key",
                at(".figures.profile.sales"),
            ),
            (
                figured(json!({"profile.cash": "1"})),
                "wrong_type",
                at(".figures.profile.cash"),
            ),
            (
                figured(json!({"profile.cash": -1})),
                "out_of_range",
                at(".figures.profile.cash"),
            ),
            (
                figured(json!({"profile.contribution_margin": 100.5})),
                "out_of_range",
                at(".figures.profile.contribution_margin"),
            ),
            (
                judged(json!({"class": "reject", "reason": "r", "initials": "i"})),
                "unknown_option",
                at(".override.class"),
            ),
            (
                judged(json!({"class": "routine", "reason": " ", "initials": "i"})),
                "missing_key",
                at(".override"),
            ),
            (
                judged(json!({"class": "routine", "reason": "r"})),
                "missing_key",
                at(".override"),
            ),
            (
                judged(json!({"class": 1, "reason": "r", "initials": "i"})),
                "wrong_type",
                at(".override.class"),
            ),
        ] {
            let object = file.as_object().expect("an object").clone();
            let findings = Reviews::read(&sealed(object)).expect_err(&place);
            let found = findings
                .iter()
                .any(|it| it.code.name() == code && it.place == place);
            assert!(found, "{code}@{place}: {findings:?}");
        }
    }
}
