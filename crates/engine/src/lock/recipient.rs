//! Public keys: whom a file is sealed to, and how people make sure over the telephone that they
//! have the same one.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::{Code, Finding};

/// A public key, `age1…`, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The name in the line of comment above it; may be empty.
    pub name: String,
    /// The key as it is written.
    pub key: String,
}

/// More keys than this are not one institution's.
const LIMIT: usize = 20;
const PUBLIC: &str = "age1";
const SECRET: &str = "AGE-SECRET-KEY-";

impl Recipient {
    /// The keys in a public file: one on each line, a comment above it with whose it is.
    ///
    /// # Errors
    /// [`Code::SecretKey`] where a secret key stands in it, which must go to nobody;
    /// [`Code::NotAKey`] with the line that is no key, or without one where there is none.
    pub fn read(bytes: &[u8]) -> Result<Vec<Self>, Finding> {
        if is_secret(bytes) {
            return Err(Finding::new(Code::SecretKey, ""));
        }
        let none = || Finding::new(Code::NotAKey, "");
        let text = std::str::from_utf8(bytes).map_err(|_| none())?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (mut all, mut name) = (Vec::new(), "");
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(comment) = line.strip_prefix('#') {
                name = comment.trim();
            } else if is_public(line) && all.len() < LIMIT {
                let (name, key) = (std::mem::take(&mut name).to_owned(), line.to_owned());
                all.push(Self { name, key });
            } else if !line.is_empty() {
                return Err(Finding::new(Code::NotAKey, (index + 1).to_string()));
            }
        }
        if all.is_empty() { Err(none()) } else { Ok(all) }
    }

    /// The public file: who, and the key.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let comment = if name.is_empty() {
            String::new()
        } else {
            format!("# {name}\n")
        };
        format!("{comment}{}\n", self.key).into_bytes()
    }

    /// Thirty digits in groups of five, to be read out over the telephone. Each group is five bytes
    /// of the key's SHA-256, in the order of their places, modulo 100,000: as the numbers are made
    /// by which two people compare keys in Signal.
    #[must_use]
    pub fn fingerprint(&self) -> [String; 6] {
        let hash = Sha256::digest(self.key.as_bytes());
        let mut groups = hash.chunks(5).map(|bytes| {
            let number = bytes
                .iter()
                .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            format!("{:05}", number % 100_000)
        });
        std::array::from_fn(|_| groups.next().unwrap_or_default())
    }
}

/// Whether a secret key stands in a file.
#[must_use]
pub fn is_secret(bytes: &[u8]) -> bool {
    bytes
        .windows(SECRET.len())
        .any(|part| part.eq_ignore_ascii_case(SECRET.as_bytes()))
}

/// Whether this is a whole public key: its last six letters prove the rest (BIP 173).
fn is_public(text: &str) -> bool {
    const LETTERS: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const LENGTH: usize = 58;
    let Some(data) = text.strip_prefix(PUBLIC) else {
        return false;
    };
    let values: Option<Vec<u32>> = data
        .bytes()
        .map(|letter| {
            let place = LETTERS.iter().position(|one| *one == letter)?;
            u32::try_from(place).ok()
        })
        .collect();
    // The three letters in front of the 1, as the checksum spells them out.
    let front = [3, 3, 3, 0, 1, 7, 5];
    values.is_some_and(|values| {
        let all = front.into_iter().chain(values.iter().copied());
        // Two bits are left over behind 256, and are zero.
        let rest = values.get(LENGTH - 7).is_some_and(|last| last % 16 == 0);
        values.len() == LENGTH && rest && all.fold(1, checked) == 1
    })
}

/// One step of the checksum.
fn checked(sum: u32, value: u32) -> u32 {
    const STEPS: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let top = sum >> 25;
    let next = (sum & 0x1ff_ffff) << 5 ^ value;
    STEPS.iter().enumerate().fold(next, |next, (bit, step)| {
        if top >> bit & 1 == 1 {
            next ^ step
        } else {
            next
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Recipient;
    use crate::finding::Code;

    /// From the description of the format and of its reference program.
    const KEYS: [&str; 2] = [
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    ];

    fn codes(text: &str) -> Result<usize, (Code, String)> {
        let read = Recipient::read(text.as_bytes());
        let refused = read.map_err(|finding| (finding.code, finding.place));
        refused.map(|all| all.len())
    }

    #[test]
    fn a_key_is_read_alone_or_with_whose_it_is() {
        let [first, second] = KEYS;
        let text = format!("\u{feff}# 架空信用金庫\r\n# 本店 審査部\r\n{first}\r\n\r\n{second}");
        let read = Recipient::read(text.as_bytes()).expect("two keys");
        let names: Vec<&str> = read.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["本店 審査部", ""]);
        assert_eq!(Recipient::read(&read[0].file()), Ok(vec![read[0].clone()]));
        assert_eq!(Recipient::read(&read[1].file()), Ok(vec![read[1].clone()]));
        assert_eq!(codes(first), Ok(1));
    }

    #[test]
    fn what_is_no_key_is_refused_with_its_line() {
        let key = KEYS[0];
        let wrong = key.replace("zvk", "zvq");
        for (text, line) in [
            (String::new(), ""),
            ("# a name alone".to_owned(), ""),
            (format!("{key}\n{wrong}\n"), "2"),
            (key.to_uppercase(), "1"),
            (key[..61].to_owned(), "1"),
            ("ssh-ed25519 AAAAC3Nza firm".to_owned(), "1"),
            (format!("{key}\n").repeat(21), "21"),
        ] {
            assert_eq!(
                codes(&text),
                Err((Code::NotAKey, line.to_owned())),
                "{text}"
            );
        }
        let secret = "# public key: age1x\nAGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
        assert_eq!(codes(secret), Err((Code::SecretKey, String::new())));
        assert!(Recipient::read(b"\xff\xfe").is_err());
    }

    #[test]
    fn a_name_is_one_line_of_the_file() {
        let name = "甲\nage1 乙".to_owned();
        let key = KEYS[0].to_owned();
        let file = Recipient { name, key }.file();
        assert_eq!(
            String::from_utf8(file),
            Ok(format!("# 甲 age1 乙\n{}\n", KEYS[0]))
        );
    }

    /// Worked out with another program: `printf %s KEY | sha256sum`, and five bytes at a time.
    #[test]
    fn the_digits_are_those_of_the_hash() {
        let [first, second] = KEYS.map(|key| {
            let (name, key) = (String::new(), key.to_owned());
            Recipient { name, key }.fingerprint().join(" ")
        });
        assert_eq!(first, "99672 50094 49171 60536 95196 69864");
        assert_eq!(second, "28913 14065 03848 45954 04727 47702");
    }
}
