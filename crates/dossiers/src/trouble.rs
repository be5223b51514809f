//! What goes wrong with files on their way to a desk, each with what must become of it there.

use serde_json::Value;
use sonae_engine::assessment::{Assessment, Given, Level};
use sonae_engine::content::{Id, Kind};
use sonae_engine::disclose::{dossier, write};
use sonae_engine::screen::State;

use crate::{DAY, Dossier, Maker};

/// What the locked file opens with.
pub const PASSPHRASE: &str = "kaku no aikotoba";
/// The secret key that the sealed file opens with: that of nobody's desk.
pub const DESK_KEY: &str = include_str!("../data/desk.key");
/// Locking takes chance from the system, so these two are kept as they came out once.
const LOCKED: &[u8] = include_bytes!("../data/locked.sonae.age");
const SEALED: &[u8] = include_bytes!("../data/masked.json.sealed.age");

/// A reader takes no more than this.
const SIZE_LIMIT: usize = 20_000_000;

/// The kinds of trouble.
pub const TROUBLES: [&str; 31] = [
    "older_pack",
    "older_pack_in_a_dossier",
    "cut",
    "cut_at_the_head",
    "flipped",
    "duplicate",
    "duplicate_laid_out_anew",
    "altered",
    "altered_dossier",
    "no_seal",
    "declares_other_scores",
    "practice",
    "practice_dossier",
    "pdf",
    "picture",
    "zip",
    "zip_bomb",
    "text",
    "html",
    "empty",
    "deep_nesting",
    "huge_numbers",
    "long_keys",
    "locked",
    "sealed",
    "newer",
    "other_pack",
    "same_note",
    "same_suppliers",
    "same_option",
    "too_large",
];

impl Maker<'_> {
    /// The trouble of this kind as the file with this number; `round` is how many came before.
    #[expect(clippy::too_many_lines, reason = "a list: an arm for each kind")]
    pub(crate) fn trouble(&self, number: usize, kind: &'static str, round: usize) -> Dossier {
        let before = number.saturating_sub(1);
        let case = self.case(number);
        let saved = || text(case.save(self.pack));
        let told = |level| text(write(&dossier(self.pack, &case, level, DAY)));
        let made = |ending: &str, state: State, bytes: Vec<u8>| Dossier {
            name: self.name_with(number, ending),
            bytes,
            state,
            trouble: Some(kind),
            like: None,
            asks: None,
        };
        let as_saved = |state, bytes: String| made(".sonae", state, bytes.into_bytes());
        let as_told = |state, bytes: String| made("-full.json", state, bytes.into_bytes());
        let foreign = |ending: &str, bytes: &[u8]| {
            // A number in each, so that no two are the same file.
            let bytes = [bytes, format!("{number}").as_bytes()].concat();
            made(ending, State::Foreign, bytes)
        };
        let like = |dossier: Dossier, asks| Dossier {
            like: Some(self.name(before)),
            asks,
            ..dossier
        };
        let first = round < TROUBLES.len();
        match kind {
            "older_pack" => as_saved(State::Upgraded, text(case.save(&self.older))),
            "older_pack_in_a_dossier" => {
                let told = dossier(&self.older, &case, Level::Full, DAY);
                as_told(State::Upgraded, text(write(&told)))
            }
            "cut" => as_saved(State::Rescued, part(&saved(), 2)),
            "cut_at_the_head" => {
                let head = format!("{{\"format\": \"sonae-dossier\", \"vers{number}");
                as_told(State::Damaged, head)
            }
            "flipped" => as_saved(
                State::Rescued,
                saved().replacen("\"markets\": [", "\"markets\"; [", 1),
            ),
            "duplicate" => {
                let twin = self.dossier(before).bytes;
                like(made("-コピー.sonae", State::Duplicate, twin), None)
            }
            "duplicate_laid_out_anew" => {
                let twin = text(self.line(before)).replace(",\"", ",\r\n\"");
                let twin = format!("\u{feff}{twin}").into_bytes();
                like(made("-最終版.sonae", State::Duplicate, twin), None)
            }
            "altered" => as_saved(State::Altered, altered(&saved())),
            "altered_dossier" => as_told(State::Altered, altered(&told(Level::Full))),
            "no_seal" => {
                let told = told(Level::Full);
                let mut value: Value = serde_json::from_str(&told).unwrap_or_default();
                if let Some(object) = value.as_object_mut() {
                    object.remove("sha256");
                }
                as_told(State::Altered, format!("{value:#}"))
            }
            "declares_other_scores" => {
                let told = dossier(&self.reweighed, &case, Level::Full, DAY);
                as_told(State::Read, text(write(&told)))
            }
            "practice" => {
                let case = practising(&case);
                as_saved(State::Practice, text(case.save(self.pack)))
            }
            "practice_dossier" => {
                let told = dossier(self.pack, &practising(&case), Level::Masked, DAY);
                as_told(State::Practice, text(write(&told)))
            }
            "pdf" => foreign(
                ".pdf",
                b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>>\n",
            ),
            "picture" => foreign(
                ".png",
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08",
            ),
            "zip" => foreign(
                ".zip",
                b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            ),
            // Says that it unpacks to 4 GB.
            "zip_bomb" => foreign(
                ".zip",
                b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x10\0\0\0\xff\xff\xff\xff\x01\0\0\0a",
            ),
            "text" => foreign(".txt", "金曜までに折り返し電話。".as_bytes()),
            "html" => foreign(".html", b"<!doctype html><script>alert(1)</script>"),
            // All empty files are one.
            "empty" if first => made(".json", State::Foreign, Vec::new()),
            "deep_nesting" => foreign(".json", "[".repeat(1_000_000).as_bytes()),
            "huge_numbers" => as_saved(
                State::Rescued,
                saved().replacen(
                    "\"answers\": {",
                    "\"answers\": {\"tech.training\": 1e400,",
                    1,
                ),
            ),
            "long_keys" => {
                let key = "k".repeat(1_000_000);
                let key = format!("\"answers\": {{\"{key}\": {{}},");
                as_saved(State::Rescued, saved().replacen("\"answers\": {", &key, 1))
            }
            "locked" if first => made(".sonae.age", State::Locked, LOCKED.to_vec()),
            "sealed" if first => made("-masked.json.sealed.age", State::Sealed, SEALED.to_vec()),
            "newer" => as_saved(
                State::Refused,
                saved().replacen("\"version\": 1,", "\"version\": 9,", 1),
            ),
            "other_pack" => as_saved(
                State::Foreign,
                saved().replacen("\"id\": \"core\"", "\"id\": \"local\"", 1),
            ),
            "same_note" => {
                let asks = Some("same_note");
                let case = self.with_the_note_of(before, case);
                like(as_saved(State::Read, text(case.save(self.pack))), asks)
            }
            "same_suppliers" => {
                let asks = Some("same_suppliers");
                let suppliers = self.case(before).suppliers;
                let case = Assessment { suppliers, ..case };
                like(as_saved(State::Read, text(case.save(self.pack))), asks)
            }
            "same_option" => {
                let case = self.all_the_best(case);
                let saved = as_saved(State::Read, text(case.save(self.pack)));
                let asks = Some("same_level");
                Dossier { asks, ..saved }
            }
            "too_large" if first => {
                let blank = " ".repeat(SIZE_LIMIT + 1);
                as_saved(State::Refused, saved() + &blank)
            }
            // Of what is there once, the next ones are plain.
            _ => Dossier {
                trouble: None,
                ..as_saved(State::Read, saved())
            },
        }
    }

    /// With the note that stands in the file before, word for word.
    fn with_the_note_of(&self, before: usize, mut case: Assessment) -> Assessment {
        let answers = self.case(before).answers;
        if let Some((question, answer)) = answers.into_iter().find(|(_, it)| !it.note.is_empty()) {
            case.answers.entry(question).or_default().note = answer.note;
        }
        case
    }

    /// Every choice made, each the best one.
    fn all_the_best(&self, mut case: Assessment) -> Assessment {
        for question in self
            .pack
            .modules
            .iter()
            .flat_map(|module| &module.questions)
        {
            let Kind::Single(options) = &question.kind else {
                continue;
            };
            let best = options.iter().find(|option| option.risk == Some(0.0));
            match best.filter(|_| question.from_table.is_none()) {
                Some(best) => {
                    let given = Some(Given::Choice(best.key.clone()));
                    let answer = case.answers.entry(question.id.clone());
                    answer.or_default().given = given;
                }
                None => drop(case.answers.remove::<Id>(&question.id)),
            }
        }
        case
    }
}

fn practising(case: &Assessment) -> Assessment {
    Assessment {
        practice: true,
        ..case.clone()
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// The first half, third …
fn part(text: &str, of: usize) -> String {
    let end = text.floor_char_boundary(text.len() / of);
    text.get(..end).unwrap_or_default().to_owned()
}

/// Another name and, where an amount is known, another amount than were saved.
fn altered(text: &str) -> String {
    text.replacen("架空商事", "架空物産", 1).replacen(
        "\"annual_spend\": ",
        "\"annual_spend\": 1",
        1,
    )
}
