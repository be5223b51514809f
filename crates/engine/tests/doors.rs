//! Which room may know which: the walls within a crate, that the compiler does not see.
//!
//! Every `crate::x` and every outside crate that is watched is looked up in these tables.
//! Opening a door is a line here, so that a reviewer sees it. Tests may go anywhere.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room: its path from the source folder, the rooms it may enter, the watched crates it may use.
type Room = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const ENGINE: &[Room] = &[
    ("measure", &[], &[]),
    ("finding", &[], &[]),
    ("table", &["measure"], &[]),
    ("suppliers", &["measure", "table"], &[]),
    ("markets", &["measure", "table", "suppliers"], &[]),
    // It reads words and amounts; what a country is called, a pack knows.
    ("ledger", &["measure", "finding", "table", "suppliers"], &[]),
    // Bytes in, bytes out: it does not know what is in them.
    ("lock", &["finding"], &[]),
    // It knows the columns and categories of the rows, and no answer.
    (
        "content",
        &["measure", "finding", "suppliers", "markets"],
        &[],
    ),
    (
        "assessment",
        &[
            // A locked file is told from a damaged one.
            "lock",
            "content",
            "measure",
            "finding",
            "table",
            "suppliers",
            "markets",
        ],
        &[],
    ),
    (
        "score",
        &[
            "scenario",
            "assessment",
            "content",
            "measure",
            "finding",
            "table",
            "suppliers",
        ],
        &[],
    ),
    (
        "plan",
        &[
            "scenario",
            "score",
            "assessment",
            "content",
            "measure",
            "table",
            "suppliers",
        ],
        &[],
    ),
    // Below the score, one of whose gates asks what a scenario does to cash.
    (
        "scenario",
        &[
            "assessment",
            "content",
            "measure",
            "table",
            "suppliers",
            "markets",
        ],
        &[],
    ),
    // It names what leaves value by value, and computes nothing of its own.
    (
        "disclose",
        &[
            "scenario",
            "score",
            "assessment",
            "content",
            "measure",
            "table",
            "suppliers",
            "markets",
        ],
        &[],
    ),
    // What firms hand on, worked out again and added up; it shows nothing.
    (
        "screen",
        &[
            "disclose",
            "scenario",
            "score",
            "assessment",
            "content",
            "measure",
            "finding",
            "table",
            "suppliers",
            "markets",
        ],
        &[],
    ),
    (
        "report",
        &[
            "workshop",
            "plan",
            "scenario",
            "ledger",
            "score",
            "assessment",
            "content",
            "measure",
            "finding",
            "table",
            "suppliers",
            "markets",
        ],
        &[],
    ),
    // A room of teams on a fictional firm; it says nothing, and opens no file but its own.
    (
        "workshop",
        &[
            // Its totals are sealed and read as a lender's pool is.
            "screen",
            // A firm's own file is told from what is no file of ours.
            "lock",
            "plan",
            "scenario",
            "score",
            "assessment",
            "content",
            "measure",
            "finding",
            "table",
            "suppliers",
            "markets",
        ],
        &[],
    ),
    // What only the worker can do; of packs and answers, what a lender's desk needs.
    (
        "request",
        &[
            "finding", "ledger", "lock", "report", "content", "screen", "workshop",
            // Kits of one's own are checked where YAML is read.
            "examples",
        ],
        &[],
    ),
    // It describes what others write.
    (
        "schema",
        &[
            "report",
            "disclose",
            "screen",
            "workshop",
            "assessment",
            "measure",
            "table",
        ],
        &[],
    ),
    (
        "examples",
        &[
            "score",
            "scenario",
            "assessment",
            "content",
            "measure",
            "finding",
        ],
        &[],
    ),
];

const APP: &[Room] = &[
    ("main", &[], &["yew", "web_sys"]),
    // The other binary: it knows the engine's requests and nothing of the app.
    ("bin/worker", &[], &["web_sys", "gloo"]),
    ("bench", &["browser"], &["web_sys"]),
    (
        "root",
        &[
            "state", "effects", "route", "words", "pages", "widgets", "browser", "bench", "later",
        ],
        &["yew", "gloo"],
    ),
    // The seam between what the browser fetches first and the rest: it names the ways into the
    // rest, and whoever goes over it asks for it.
    (
        "later",
        &["state", "effects", "pages", "widgets", "words", "browser"],
        &["yew"],
    ),
    // It decides, natively: no browser and no view.
    ("state", &["route", "words", "later"], &[]),
    ("effects", &["state", "browser", "route", "later"], &["yew"]),
    ("route", &[], &[]),
    ("words", &["later"], &[]),
    ("pages", &["widgets", "state", "route", "words"], &["yew"]),
    (
        "widgets",
        &["words", "browser"],
        &["yew", "web_sys", "gloo"],
    ),
    // What stands around every page shows where the data are, and so knows the state.
    (
        "widgets/frame",
        &["widgets", "words", "browser", "state", "route"],
        &["yew"],
    ),
    // Every call into the browser; it decides nothing, so it needs no view.
    (
        "browser",
        &["route", "state", "later"],
        &["web_sys", "gloo"],
    ),
];

/// The crates whose use says that a room touches the browser or draws.
const WATCHED: [&str; 3] = ["yew", "web_sys", "gloo"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file: without comments, and without the tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source");
    let lines = text
        .lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"));
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.map(|line| line.to_owned() + "\n").collect()
}

/// The names behind `crate::`, also in braces.
fn entered(code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        let is_part = |char: &char| char.is_alphanumeric() || *char == '_';
        text.trim_start().chars().take_while(is_part).collect()
    };
    let mut names = BTreeSet::new();
    for (_, rest) in code
        .match_indices("crate::")
        .map(|(at, word)| (at, &code[at + word.len()..]))
    {
        match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((group, _)) => names.extend(group.split(',').map(name)),
            None => drop(names.insert(name(rest))),
        }
    }
    names
}

fn check(source: &str, rooms: &[Room]) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(source);
    let mut files = Vec::new();
    sources(&source, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no source in {}", source.display());
    let mut wrong = Vec::new();
    for path in files.iter().filter(|path| !path.ends_with("lib.rs")) {
        let place = path
            .strip_prefix(&source)
            .expect("within the sources")
            .with_extension("");
        let place = place.to_string_lossy().replace('\\', "/");
        let own = rooms
            .iter()
            .filter(|(room, ..)| place == *room || place.starts_with(&format!("{room}/")));
        // The narrower of two that fit.
        let Some((room, doors, crates)) = own.max_by_key(|(room, ..)| room.len()) else {
            wrong.push(format!(
                "{place} is in no room of the table: add it with the rooms it may enter."
            ));
            continue;
        };
        let code = code(path);
        let outer = room.split('/').next().unwrap_or(room);
        for name in entered(&code) {
            let is_room = rooms.iter().any(|(room, ..)| *room == name);
            if is_room && name != outer && !doors.contains(&name.as_str()) {
                wrong.push(format!(
                    "{place} enters `{name}`, and {room} has no door to it."
                ));
            }
        }
        for watched in WATCHED {
            let used =
                code.contains(&format!("{watched}::")) || code.contains(&format!("use {watched};"));
            if used && !crates.contains(&watched) {
                wrong.push(format!("{place} uses `{watched}`, and {room} may not."));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nMove what needs the door to the room it belongs to, or open the door in this table and say why.",
        wrong.join("\n")
    );
}

#[test]
fn the_rooms_of_the_engine_enter_each_other_by_their_doors() {
    check("src", ENGINE);
}

#[test]
fn the_rooms_of_the_app_enter_each_other_by_their_doors() {
    check("../../src", APP);
}

#[test]
fn a_name_is_found_alone_and_in_braces() {
    let code = "use crate::measure::Unit;\nuse crate::{markets, suppliers::Row};\ncrate::hex(b)";
    let names: Vec<String> = entered(code).into_iter().collect();
    assert_eq!(names, ["hex", "markets", "measure", "suppliers"]);
}
