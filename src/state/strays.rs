//! A file of ours at another's door, as a person meets it: it is named, nothing of it is taken, and
//! there is a way to where it opens.

use sonae_engine::assessment::{Assessment, Level, stray};
use sonae_engine::content::Language;
use sonae_engine::disclose;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::screen::{Criteria, Policy};
use sonae_engine::workshop::code::RoomCode;
use sonae_engine::workshop::record::Refused;
use sonae_engine::workshop::room::Room;

use super::after::{Saved, Told as AfterTold, tests::looked_back};
use super::bench::{BookTold, PolicyTold, Told as BenchTold};
use super::handin::{Heard, Told as HandInTold};
use super::history::Told as HistoryTold;
use super::room::Told as RoomTold;
use super::tests::started;
use super::{Action, Effect, State};
use crate::route::Page;
use crate::words::Words;

type Bytes = Vec<u8>;
type Door = (&'static str, fn(String, Bytes) -> Action);

/// The doors, each with what it takes.
const DOORS: [Door; 7] = [
    ("sonae-assessment", |name, bytes| Action::CaseRead {
        name,
        bytes: Ok(bytes),
    }),
    ("sonae-assessment", |name, bytes| {
        HistoryTold::EarlierRead(name, Ok(bytes)).into()
    }),
    ("sonae-room", |name, bytes| {
        RoomTold::FileRead(name, Ok(bytes)).into()
    }),
    ("sonae-totals", |name, bytes| {
        AfterTold::FilesRead(vec![(name, Ok(bytes))]).into()
    }),
    ("sonae-policy", |name, bytes| {
        BenchTold::Policy(PolicyTold::Read(name, Ok(bytes))).into()
    }),
    ("sonae-pool", |name, bytes| {
        BenchTold::Book(BookTold::PoolsRead(vec![(name, Ok(bytes))])).into()
    }),
    ("sonae-seat", |name, bytes| {
        HandInTold::FilesBrought(vec![(Some(name), Ok(bytes))]).into()
    }),
];

/// Files, each with what it is and where it opens.
fn files(state: &mut State) -> Vec<(&'static str, Page, Bytes)> {
    let kit = &state.pack.kits[0];
    let firm = state.pack.firm(kit.firm.as_str()).expect("the kit's firm");
    let practice = Assessment::of_firm(state.pack, firm, Language::Ja).expect("a sound firm");
    let real = Assessment {
        practice: false,
        ..practice.clone()
    };
    let dossier = disclose::dossier(state.pack, &real, Level::Full, "2026-11-26");
    let room = Room::new(kit, 60, 4, RoomCode::new(9), Language::Ja).expect("a room");
    let record = state.leading.room.as_ref().expect("a room").records[0].clone();
    let totals = state.update(AfterTold::SaveAsked(Saved::Own).into());
    let Some(Effect::Save { bytes: totals, .. }) = totals.into_iter().next() else {
        panic!("no totals");
    };
    vec![
        ("sonae-assessment", Page::Start, real.write(state.pack)),
        ("sonae-practice", Page::Start, practice.write(state.pack)),
        ("sonae-dossier", Page::Bench, disclose::write(&dossier)),
        ("sonae-room", Page::Workshop, room.write()),
        ("sonae-seat", Page::Collect, record.into_bytes()),
        ("sonae-totals", Page::Totals, totals),
        ("sonae-policy", Page::Policy, Policy::default().write()),
    ]
}

/// A trainer's page after a room of three teams.
fn trainer() -> State {
    looked_back(5, &[(1, &[0], &[1]), (2, &[0], &[]), (4, &[0], &[2])])
}

#[test]
fn each_door_names_what_it_was_given_takes_nothing_of_it_and_says_where_it_opens() {
    for (format, page, bytes) in files(&mut trainer()) {
        assert_eq!(Page::of_file(format), Some(page));
        for (wanted, door) in DOORS {
            let is_case = ["sonae-assessment", "sonae-practice"].contains(&format);
            if wanted == format || is_case && wanted == "sonae-assessment" {
                continue;
            }
            let mut state = trainer();
            let before = state.leading.room.clone();
            state.update(door("x".to_owned(), bytes.clone()));
            assert!(state.case.is_none() && state.after.files.is_empty());
            assert!(state.bench.book.pools.is_empty() && state.leading.room == before);
            if wanted == "sonae-seat" {
                let why = match format {
                    "sonae-assessment" => Refused::RealFirm,
                    "sonae-practice" => Refused::PracticeFile,
                    other => Refused::OtherFile(other),
                };
                let heard = [Heard::Refused(Some("x".to_owned()), why)];
                assert_eq!(state.hand_in.desk.heard, heard, "{format}");
                continue;
            }
            let told = state.notices.iter().flat_map(|notice| &notice.findings);
            let told: Vec<_> = told.collect();
            assert_eq!(told.len(), 1, "{format} for {wanted}");
            assert_eq!(stray::told(told[0]), Some(format), "for {wanted}");
        }
        let policy = Policy::default();
        let desk = Criteria::of(started().pack, &policy).screen("x", &bytes);
        if !["sonae-assessment", "sonae-practice", "sonae-dossier"].contains(&format) {
            assert_eq!(stray::told(&desk.findings()[0]), Some(format));
        }
    }
}

#[test]
fn every_file_has_its_name_and_where_it_opens_in_both_languages() {
    for language in Language::ALL {
        let words = Words { language };
        for format in stray::FORMATS {
            let finding = Finding::new(Code::NotARoom, "format").with("format", format);
            let [what, todo] = ["what", "todo"].map(|which| words.finding(&finding, which));
            let name = words.t(&format!("finding.format.{format}.is"));
            assert!(what.contains(&*name) && !what.contains("sonae-"), "{what}");
            assert!(!todo.contains("finding."), "{todo}");
            // The page it leads to is named there, or its place is.
            if let Some(page) = Page::of_file(format).filter(|_| format != "sonae-key") {
                assert!(todo.contains(&*words.t(page.title())), "{todo}");
            }
        }
    }
}
