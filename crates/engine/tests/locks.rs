//! Locked and sealed files: what was locked comes back, and nothing else ever does.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::cipher::{KeyPair, lock, open, seal};
use sonae_engine::lock::{Locked, Opener, Passphrase, Recipient, kind_of};

const PLAIN: &[u8] = "{\"format\": \"sonae-assessment\"} 備え".as_bytes();

fn passphrase(typed: &str) -> Passphrase {
    Passphrase::new(typed).expect("not empty")
}

fn by_passphrase(typed: &str) -> Opener {
    Opener::Passphrase(passphrase(typed))
}

fn by_key(pair: &KeyPair) -> Opener {
    Opener::KeyFile(pair.secret.clone(), None)
}

fn pair() -> KeyPair {
    KeyPair::new("架空信用金庫", "2026-11-26", None).expect("a pair")
}

fn refusal(opened: Result<Vec<u8>, Finding>) -> Code {
    opened.expect_err("it must not open").code
}

static PAIR: LazyLock<KeyPair> = LazyLock::new(pair);
static LOCKED: LazyLock<Vec<u8>> =
    LazyLock::new(|| lock(PLAIN, &passphrase("ひらけごま")).expect("locked"));
static SEALED: LazyLock<Vec<u8>> =
    LazyLock::new(|| seal(PLAIN, std::slice::from_ref(&PAIR.public)).expect("sealed"));

#[test]
fn every_passphrase_opens_what_it_locked_and_no_other_does() {
    let kanji = "備".repeat(200);
    for typed in [&kanji, " ひらけ ごま ", "🗝️🧷", "a", "\u{0}\n", "ｶﾞ㈱①"] {
        let locked = lock(PLAIN, &passphrase(typed)).expect(typed);
        assert_eq!(kind_of(&locked), Some(Locked::Passphrase));
        assert_eq!(
            open(&locked, &by_passphrase(typed)),
            Ok(PLAIN.to_vec()),
            "{typed}"
        );
        for other in [format!("{typed} "), format!(" {typed}"), "備".repeat(199)] {
            let refused = refusal(open(&locked, &by_passphrase(&other)));
            assert_eq!(refused, Code::WrongPassphrase, "{other}");
        }
    }
}

#[test]
fn the_same_words_from_another_keyboard_open_it() {
    // A voiced kana as one character, and as two, which is how macOS writes names of files.
    let locked = lock(PLAIN, &passphrase("が\u{e9}")).expect("locked");
    assert_eq!(
        open(&locked, &by_passphrase("か\u{3099}e\u{301}")),
        Ok(PLAIN.to_vec())
    );
}

#[test]
fn one_of_several_keys_opens_what_is_sealed_to_them_and_no_other_does() {
    let (one, other, stranger) = (pair(), pair(), pair());
    let to = [one.public.clone(), other.public.clone()];
    let sealed = seal(PLAIN, &to).expect("sealed");
    assert_eq!(kind_of(&sealed), Some(Locked::ToKeys));
    assert_eq!(open(&sealed, &by_key(&one)), Ok(PLAIN.to_vec()));
    assert_eq!(open(&sealed, &by_key(&other)), Ok(PLAIN.to_vec()));
    assert_eq!(refusal(open(&sealed, &by_key(&stranger))), Code::WrongKey);
    assert_eq!(
        refusal(open(&sealed, &by_passphrase("x"))),
        Code::SealedFile
    );
    assert_eq!(refusal(open(&LOCKED, &by_key(&one))), Code::LockedFile);
}

#[test]
fn a_pair_is_two_files_as_other_programs_write_them() {
    let pair = pair();
    let secret = String::from_utf8(pair.secret.clone()).expect("text");
    let lines: Vec<&str> = secret.lines().collect();
    assert_eq!(lines[0], "# created: 2026-11-26");
    assert_eq!(lines[1], format!("# public key: {}", pair.public.key));
    assert!(lines[2].starts_with("AGE-SECRET-KEY-1") && lines.len() == 3);
    assert_eq!(
        Recipient::read(&pair.public.file()),
        Ok(vec![pair.public.clone()])
    );
    // Whoever takes one for the other is told.
    assert_eq!(
        Recipient::read(&pair.secret).expect_err("secret").code,
        Code::SecretKey
    );
    let sealed = seal(PLAIN, std::slice::from_ref(&pair.public)).expect("sealed");
    let public = Opener::KeyFile(pair.public.file(), None);
    let refused = open(&sealed, &public).expect_err("no secret key");
    assert_eq!(
        (refused.code, refused.place.as_str()),
        (Code::NotASecretKey, "key")
    );
}

#[test]
fn a_locked_key_opens_with_its_own_passphrase() {
    let words = passphrase("鍵の合い言葉");
    let pair = KeyPair::new("", "2026-11-26", Some(&words)).expect("a pair");
    assert_eq!(kind_of(&pair.secret), Some(Locked::Passphrase));
    let sealed = seal(PLAIN, std::slice::from_ref(&pair.public)).expect("sealed");
    let with =
        |words: Option<Passphrase>| open(&sealed, &Opener::KeyFile(pair.secret.clone(), words));
    assert_eq!(with(Some(words)), Ok(PLAIN.to_vec()));
    for (words, code) in [
        (None, Code::LockedFile),
        (Some(passphrase("x")), Code::WrongPassphrase),
    ] {
        let refused = with(words).expect_err("it must not open");
        assert_eq!((refused.code, refused.place.as_str()), (code, "key"));
    }
}

#[test]
fn the_key_file_may_hold_several_keys_and_what_an_editor_adds() {
    let stranger = pair();
    let mut file = "\u{feff}# 鍵\r\n\r\n".as_bytes().to_vec();
    for one in [&stranger, &*PAIR] {
        file.extend(one.secret.iter().flat_map(|byte| match byte {
            b'\n' => b"\r\n".to_vec(),
            byte => vec![*byte],
        }));
    }
    assert_eq!(
        open(&SEALED, &Opener::KeyFile(file, None)),
        Ok(PLAIN.to_vec())
    );
}

#[test]
fn what_would_take_too_much_work_is_not_begun() {
    let text = String::from_utf8_lossy(&LOCKED).into_owned();
    assert!(
        text.lines()
            .nth(1)
            .is_some_and(|line| line.ends_with(" 16"))
    );
    let mut heavy = LOCKED.clone();
    let end = heavy
        .windows(4)
        .position(|part| part == b" 16\n")
        .expect("the work");
    heavy[end + 1..end + 3].copy_from_slice(b"21");
    let refused = open(&heavy, &by_passphrase("ひらけごま")).expect_err("too much");
    assert_eq!(refused.code, Code::TooMuchWork);
    assert_eq!(
        refused.arguments.get("factor").map(String::as_str),
        Some("21")
    );
}

#[test]
fn a_file_of_any_length_comes_back() {
    for length in [0, 1, 65_535, 65_536, 65_537, 1_000_000] {
        let plain = vec![7; length];
        let sealed = seal(&plain, std::slice::from_ref(&PAIR.public)).expect("sealed");
        assert!(open(&sealed, &by_key(&PAIR)) == Ok(plain), "{length}");
    }
}

#[test]
fn a_byte_flipped_or_cut_anywhere_is_an_error_and_never_other_content() {
    let key = by_key(&PAIR);
    for at in 0..SEALED.len() {
        let mut flipped = SEALED.clone();
        for bit in 0..8 {
            flipped[at] ^= 1 << bit;
            assert!(open(&flipped, &key).is_err(), "byte {at}, bit {bit}");
            flipped[at] ^= 1 << bit;
        }
        assert!(open(&SEALED[..at], &key).is_err(), "cut at {at}");
    }
    let words = by_passphrase("ひらけごま");
    for at in (0..LOCKED.len()).step_by(11) {
        let mut flipped = LOCKED.clone();
        flipped[at] ^= 4;
        assert!(open(&flipped, &words).is_err(), "byte {at}");
        assert!(open(&LOCKED[..at], &words).is_err(), "cut at {at}");
    }
}

proptest! {
    #[test]
    fn what_is_sealed_comes_back(plain in proptest::collection::vec(any::<u8>(), 0..5_000)) {
        let sealed = seal(&plain, std::slice::from_ref(&PAIR.public)).expect("sealed");
        prop_assert_eq!(open(&sealed, &by_key(&PAIR)), Ok(plain));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), as_age in any::<bool>()) {
        let mut file = if as_age { b"age-encryption.org/v1\n-> X25519 ".to_vec() } else { Vec::new() };
        file.extend(&bytes);
        prop_assert!(open(&file, &by_key(&PAIR)).is_err());
        prop_assert!(open(&SEALED, &Opener::KeyFile(bytes.clone(), None)).is_err());
        let _ = Recipient::read(&bytes);
    }
}

/// The lines in front of a published file: what must come of it.
fn told(head: &str) -> BTreeMap<&str, &str> {
    let lines = head.lines().filter(|line| !line.starts_with("comment"));
    lines.filter_map(|line| line.split_once(": ")).collect()
}

/// The hash of the word `age`, which is in most of them.
const AGE: &str = "013f54400c82da08037759ada907a8b864e97de81c088a182062c4b5622fd2ab";

/// The files by which programs of the age format are held to it.
#[test]
fn the_published_files_open_as_they_must() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/age");
    let (mut sound, mut broken) = (0, 0);
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "md") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a file");
        let end = bytes
            .windows(2)
            .position(|part| part == b"\n\n")
            .expect("two parts");
        let told = told(std::str::from_utf8(&bytes[..end]).expect("text"));
        let mut file = bytes[end + 2..].to_vec();
        if told.get("compressed") == Some(&"zlib") {
            let mut unpacked = Vec::new();
            let mut packed = flate2::read::ZlibDecoder::new(file.as_slice());
            packed.read_to_end(&mut unpacked).expect("zlib");
            file = unpacked;
        }
        let opener = match told.get("passphrase") {
            Some(words) => by_passphrase(words),
            None => match told.get("identity") {
                Some(key) => Opener::KeyFile(key.as_bytes().to_vec(), None),
                None => by_key(&PAIR),
            },
        };
        let opened = open(&file, &opener);
        // The crate reads these, as early programs wrote them: an empty line is missing.
        let early = ["stanza_missing_body", "stanza_missing_final_line"];
        let early = early.iter().any(|name| path.ends_with(name));
        if told["expect"] == "success" || early {
            let opened = opened.unwrap_or_else(|finding| panic!("{path:?}: {finding:?}"));
            let mut hash = String::new();
            for byte in Sha256::digest(&opened) {
                write!(hash, "{byte:02x}").expect("a string");
            }
            let payload = if early { AGE } else { told["payload"] };
            assert_eq!(hash, payload, "{path:?}");
            sound += 1;
        } else {
            assert!(opened.is_err(), "{path:?} must not open");
            broken += 1;
        }
    }
    assert!(sound > 15 && broken > 80, "{sound} sound, {broken} broken");
}
