//! What is kept of a sitting: the same bytes each time, readable without Sonae, and whatever is
//! changed in it afterwards is found.
#![cfg(test)]

use std::io::{Cursor, Read, Write};
use std::path::Path as FilePath;
use std::sync::LazyLock;

use sonae_engine::assessment::{Assessment, fingerprint};
use sonae_engine::content::{Language, Pack, read_folder};
use sonae_engine::disclose::{Level, dossier, write};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::{Opener, Passphrase, cipher};
use sonae_engine::screen::archive::{Archive, Difference, Verified, What, verify, verify_as};
use sonae_engine::screen::{Batch, Class, Judged, Policy, Review, Reviews, Screened};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

/// Files as they come: two of one name, one twice, one that is none of ours, one that could not
/// be had.
fn files() -> Vec<(String, Option<Vec<u8>>)> {
    let case = |index: usize| {
        let firm = PACK.firms.get(index).expect("a firm");
        let case = Assessment::of_firm(&PACK, firm, Language::Ja).expect("a case");
        Assessment {
            practice: false,
            ..case
        }
    };
    let told = write(&dossier(&PACK, &case(1), Level::Masked, "2026-11-26"));
    let saved = case(0).save(&PACK);
    [
        ("inbox/a.sonae", Some(saved.clone())),
        ("inbox/b/a.sonae", Some(told)),
        ("../..", Some(saved)),
        ("C:\\desk\\架空:notes\n.txt", Some(b"call back".to_vec())),
        ("gone.sonae", None),
        ("-:6", Some(b"{}".to_vec())),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .into()
}

fn archived(files: &[(String, Option<Vec<u8>>)], policy: &Policy) -> Vec<u8> {
    reviewed(files, policy, &Reviews::default())
}

/// What somebody noted about the second file.
fn reviews() -> Reviews {
    let (file, bytes) = files().swap_remove(1);
    let judged = Judged {
        class: Class::CloserLook,
        reason: "契約ずみ".to_owned(),
        initials: "KS".to_owned(),
    };
    let mut reviews = Reviews::default();
    let review = Review {
        file,
        judged: Some(judged),
        ..Review::default()
    };
    reviews.set(&fingerprint(&bytes.expect("its bytes")), review);
    reviews
}

fn reviewed(files: &[(String, Option<Vec<u8>>)], policy: &Policy, reviews: &Reviews) -> Vec<u8> {
    let mut archive = Archive::new(Cursor::new(Vec::new()));
    let mut batch = Batch::default();
    let mut lines = String::new();
    for (name, bytes) in files {
        archive.input(name, bytes.as_deref()).expect("an entry");
        let gone = || Finding::new(Code::UnreadableFile, "");
        let mut screened = bytes.as_ref().map_or_else(
            || Screened::unread(name, &PACK, policy, gone()),
            |bytes| Screened::of(name, &PACK, policy, bytes),
        );
        batch.settle(&mut screened);
        lines.push_str(&screened.line());
        lines.push('\n');
    }
    let ended = archive.finish(&PACK, policy, reviews, lines.as_bytes());
    ended.expect("an archive").into_inner()
}

fn verified(bytes: &[u8], pack: &Pack) -> (Result<Verified, Finding>, Vec<Difference>) {
    let mut all = Vec::new();
    let both = [Cursor::new(bytes), Cursor::new(bytes)];
    let outcome = verify(pack, both, |difference| all.push(difference.clone()));
    (outcome, all)
}

/// What is in a zip file: names and bytes, in their order.
type Parts = Vec<(String, Vec<u8>)>;

fn parts(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("its bytes");
            (entry.name().expect("its name").into_owned(), bytes)
        })
        .collect()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default();
        zip.start_file(name.as_str(), options).expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a zip file").into_inner()
}

#[test]
fn a_sitting_is_kept_whole_and_comes_out_again() {
    let policy = Policy {
        institution: "架空銀行".to_owned(),
        coverage: 0.7,
        ..Policy::default()
    };
    let files = files();
    let bytes = archived(&files, &policy);
    assert_eq!(bytes, archived(&files, &policy), "the same bytes");
    let parts = parts(&bytes);
    let part = |name: &str| {
        let found = parts.iter().find(|(one, _)| one == name);
        found.map(|(_, bytes)| bytes.clone())
    };
    for (name, input) in [
        ("inputs/0000001/a.sonae", 0),
        ("inputs/0000002/a.sonae", 1),
        ("inputs/0000003/_", 2),
        ("inputs/0000004/架空_notes_.txt", 3),
        ("inputs/0000006/-_6", 5),
    ] {
        let (_, expected) = files.get(input).expect("a file");
        assert_eq!(&part(name), expected, "untouched: {name}");
    }
    assert_eq!(part("policy.json"), Some(policy.write()));
    // As `sha256sum -c` reads it: every part but the manifest itself.
    let manifest: Vec<String> = parts
        .iter()
        .filter(|(name, _)| name != "MANIFEST")
        .map(|(name, bytes)| format!("{}  {name}\n", fingerprint(bytes)))
        .collect();
    let manifest = manifest.concat();
    assert_eq!(part("MANIFEST"), Some(manifest.into_bytes()));

    let (outcome, differences) = verified(&bytes, &PACK);
    assert_eq!(differences, []);
    let expected = Verified {
        entries: 8,
        lines: 6,
        recomputed: 5,
        ..Verified::default()
    };
    assert_eq!(outcome, Ok(expected));
}

#[test]
fn whatever_is_changed_in_it_is_found() {
    let bytes = archived(&files(), &Policy::default());
    let whole = parts(&bytes);
    let after = |change: &dyn Fn(&mut Parts)| {
        let mut parts = whole.clone();
        change(&mut parts);
        let (_, differences) = verified(&zipped(&parts), &PACK);
        let told = differences.into_iter().map(|it| (it.entry, it.what));
        told.collect::<Vec<(String, What)>>()
    };
    let told = |told: &[(&str, What)]| -> Vec<(String, What)> {
        told.iter()
            .map(|(it, what)| ((*it).to_owned(), *what))
            .collect()
    };
    let edit = |parts: &mut Parts, name: &str, from: &str, to: &str| {
        let part = parts.iter_mut().find(|(one, _)| one == name);
        let (_, bytes) = part.expect("a part");
        let text = String::from_utf8(bytes.clone()).expect("text");
        assert!(text.contains(from), "{name} holds {from}");
        *bytes = text.replacen(from, to, 1).into_bytes();
    };
    assert_eq!(after(&|_| {}), [], "the same parts in another zip file");
    // A line that was made kinder, with and without the manifest made to fit.
    let kinder = |parts: &mut Parts| {
        edit(parts, "lines.ndjson", "conversation_now", "routine");
    };
    let line = ("lines.ndjson:1", What::Line);
    let hash = ("lines.ndjson", What::Hash);
    assert_eq!(after(&kinder), told(&[hash, line]));
    let covered = |parts: &mut Parts| {
        let of = |parts: &[(String, Vec<u8>)]| {
            let part = parts.iter().find(|(one, _)| one == "lines.ndjson");
            fingerprint(&part.expect("the lines").1)
        };
        let before = of(parts);
        kinder(parts);
        let now = of(parts);
        edit(parts, "MANIFEST", &before, &now);
    };
    assert_eq!(after(&covered), told(&[line]));
    let altered = |parts: &mut Parts| {
        edit(
            parts,
            "inputs/0000002/a.sonae",
            "\"stock_weeks\": ",
            "\"stock_weeks\": 1",
        );
    };
    let input = ("inputs/0000002/a.sonae", What::Hash);
    assert_eq!(
        after(&altered),
        told(&[input, ("lines.ndjson:2", What::Line)])
    );
    let gone = |parts: &mut Parts| {
        parts.retain(|(name, _)| !name.starts_with("inputs/0000004"));
    };
    let missing = ("inputs/0000004/架空_notes_.txt", What::Missing);
    let unreadable = ("lines.ndjson:4", What::Unreadable);
    assert_eq!(after(&gone), told(&[missing, unreadable]));
    let more = |parts: &mut Parts| parts.push(("x".to_owned(), Vec::new()));
    assert_eq!(after(&more), told(&[("x", What::Unlisted)]));
    let lenient = |parts: &mut Parts| {
        edit(parts, "policy.json", "0.8", "0.1");
    };
    let differences = after(&lenient);
    assert_eq!(
        differences.len(),
        6,
        "the policy, and every line that was worked out"
    );
    let shorter = |parts: &mut Parts| {
        let part = parts.iter_mut().find(|(one, _)| one == "lines.ndjson");
        let lines = &mut part.expect("the lines").1;
        let text = String::from_utf8_lossy(lines).into_owned();
        let kept: Vec<&str> = text.lines().take(5).collect();
        *lines = format!("{}\n", kept.join("\n")).into_bytes();
    };
    assert_eq!(
        after(&shorter),
        told(&[hash, ("inputs/0000006/-_6", What::NoLine)])
    );
}

#[test]
fn what_was_noted_is_kept_and_checked() {
    let reviews = reviews();
    let whole = parts(&reviewed(&files(), &Policy::default(), &reviews));
    let written = whole.iter().find(|(name, _)| name == "reviews.json");
    assert_eq!(written.map(|(_, bytes)| bytes), Some(&reviews.write()));
    let told = |parts: &[(String, Vec<u8>)]| {
        let (outcome, differences) = verified(&zipped(parts), &PACK);
        let told: Vec<(String, What)> = differences
            .into_iter()
            .map(|it| (it.entry, it.what))
            .collect();
        (outcome.expect("an archive").reviews, told)
    };
    assert_eq!(told(&whole), (1, Vec::new()));
    // With the manifest made to fit, whatever was done to the part.
    let with = |bytes: Option<Vec<u8>>| {
        let before = fingerprint(&reviews.write());
        let mut parts = whole.clone();
        parts.retain(|(name, _)| name != "reviews.json");
        for (name, manifest) in &mut parts {
            if name == "MANIFEST" {
                let text = String::from_utf8_lossy(manifest).into_owned();
                *manifest = match &bytes {
                    Some(bytes) => text.replace(&before, &fingerprint(bytes)).into_bytes(),
                    None => text
                        .replace(&format!("{before}  reviews.json\n"), "")
                        .into_bytes(),
                };
            }
        }
        parts.extend(bytes.map(|bytes| ("reviews.json".to_owned(), bytes)));
        told(&parts)
    };
    let entry = |name: &str, what| vec![(name.to_owned(), what)];
    // Taken out, with its line in the manifest.
    assert_eq!(with(None), (0, entry("reviews.json", What::Missing)));
    let text = String::from_utf8(reviews.write()).expect("a text");
    let changed = text.replace("closer_look", "routine").into_bytes();
    assert_eq!(
        with(Some(changed)),
        (0, entry("reviews.json", What::Unreadable))
    );
    // Sealed anew: one of a file that is not there.
    let stranger = fingerprint(b"another sitting");
    let mut others = Reviews::default();
    let (_, review) = reviews.iter().next().expect("one");
    others.set(&stranger, review.clone());
    let of = format!("reviews.json:{stranger}");
    assert_eq!(with(Some(others.write())), (1, entry(&of, What::NoFile)));
    others.set(&fingerprint(b"one more"), review.clone());
    let (count, told) = with(Some(others.write()));
    assert_eq!(count, 2);
    assert!(
        told.contains(&("reviews.json".to_owned(), What::Unlisted)),
        "{told:?}"
    );
    assert_eq!(told.len(), 3);
    // Its bytes alone.
    let mut bare = whole.clone();
    bare.retain(|(name, _)| name != "reviews.json");
    let (_, told) = {
        let (outcome, differences) = verified(&zipped(&bare), &PACK);
        (outcome, differences)
    };
    assert_eq!(told.len(), 1);
    assert_eq!(told.first().map(|it| it.what), Some(What::Missing));
}

#[test]
fn of_a_closed_file_it_is_said_what_could_not_be_checked() {
    let plain = files().swap_remove(0).1.expect("its bytes");
    let words = Passphrase::new("備え").expect("not empty");
    let locked = cipher::lock(&plain, &words).expect("locked");
    let policy = Policy::default();
    // Open when the archive was made: the file as it came, and the line of what was in it.
    let mut archive = Archive::new(Cursor::new(Vec::new()));
    archive
        .input("a.sonae.age", Some(&locked))
        .expect("an entry");
    let line = Screened::of("a.sonae.age", &PACK, &policy, &plain).line() + "\n";
    let none = Reviews::default();
    let ended = archive.finish(&PACK, &policy, &none, line.as_bytes());
    let bytes = ended.expect("an archive").into_inner();
    let (outcome, told) = verified(&bytes, &PACK);
    let expected = Verified {
        entries: 4,
        lines: 1,
        closed: 1,
        ..Verified::default()
    };
    assert_eq!(outcome, Ok(expected));
    let [told] = told.as_slice() else {
        panic!("one line: {told:?}");
    };
    assert_eq!(told.what, What::Closed);
    assert_eq!(told.entry, "inputs/0000001/a.sonae.age");
    assert!(told.fields.contains(&"class".to_owned()) && !told.fields.contains(&"file".to_owned()));
    // With what opens it nothing is left open, nor where it was closed then as well.
    let open = |file: &str, policy: &Policy, bytes: &[u8]| {
        let opened = cipher::open(bytes, &Opener::Passphrase(words.clone()));
        Screened::of(file, &PACK, policy, &opened.expect("opened"))
    };
    let both = [Cursor::new(&bytes[..]), Cursor::new(&bytes[..])];
    let outcome = verify_as(&PACK, both, open, |told| panic!("{told:?}"));
    assert_eq!(outcome.map(|it| (it.recomputed, it.closed)), Ok((1, 0)));
    let closed = archived(&[("a.sonae.age".to_owned(), Some(locked))], &policy);
    let (outcome, told) = verified(&closed, &PACK);
    assert_eq!((outcome.map(|it| it.recomputed), told), (Ok(1), Vec::new()));
}

#[test]
fn another_version_works_nothing_out_and_says_so() {
    let bytes = archived(&files(), &Policy::default());
    let newer = Pack {
        version: "2030.1.1".to_owned(),
        ..PACK.clone()
    };
    let (outcome, differences) = verified(&bytes, &newer);
    let told: Vec<_> = differences.iter().map(|it| (&*it.entry, it.what)).collect();
    assert_eq!(told, [("about.json", What::Version)]);
    let verified = outcome.expect("what was verified");
    assert_eq!((verified.recomputed, verified.differences), (0, 1));
}

#[test]
fn what_is_no_archive_is_refused() {
    let code = |bytes: &[u8]| {
        let refused = verified(bytes, &PACK).0.expect_err("refused");
        refused.code
    };
    for bytes in [&b""[..], b"PK\x03\x04", b"{}", &zipped(&[])] {
        assert_eq!(code(bytes), Code::NotAnArchive);
    }
    let whole = archived(&files(), &Policy::default());
    for part in 1..8 {
        let cut = whole.get(..whole.len() * part / 8).expect("a part");
        assert_eq!(code(cut), Code::NotAnArchive);
    }
    let mut newer = parts(&whole);
    for (_, bytes) in newer.iter_mut().filter(|(name, _)| name == "about.json") {
        let text = String::from_utf8_lossy(bytes).replace("\"version\": 1,", "\"version\": 2,");
        *bytes = text.into_bytes();
    }
    assert_eq!(code(&zipped(&newer)), Code::NewerVersion);
}
