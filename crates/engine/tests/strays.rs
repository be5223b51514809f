//! A file of ours at another's door is told by its name, at every door.
#![cfg(test)]

use std::path::Path;
use std::sync::OnceLock;

use sonae_engine::assessment::{Assessment, Level, stray};
use sonae_engine::content::{Language, Pack, read_folder};
use sonae_engine::disclose;
use sonae_engine::finding::Finding;
use sonae_engine::screen::{Criteria, Enquiry, Policy, Pool, Reviews, State};
use sonae_engine::workshop::code::RoomCode;
use sonae_engine::workshop::played::Played;
use sonae_engine::workshop::record::{Handing, Record, Refused};
use sonae_engine::workshop::room::Room;
use sonae_engine::workshop::totals::Totals;

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    })
}

/// Files of every kind, each with what it is.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let kit = &pack().kits[0];
    let firm = pack().firm(kit.firm.as_str()).expect("the kit's firm");
    let practice = Assessment::of_firm(pack(), firm, Language::Ja).expect("a sound firm");
    let real = Assessment {
        practice: false,
        ..practice.clone()
    };
    let dossier = |of: &Assessment| {
        disclose::write(&disclose::dossier(pack(), of, Level::Masked, "2026-11-26"))
    };
    let handing = Handing {
        room: RoomCode::new(7),
        team: 1,
        turn: 1,
        made: 29_928_000,
    };
    let record = Record::of(pack(), kit, &practice, &Played::default(), handing);
    let record = record.expect("a practice");
    let room = Room::new(kit, 90, 8, RoomCode::new(7), Language::Ja).expect("a room");
    let named = |format: &str| format!("{{\"format\": \"{format}\", \"version\": 1}}").into_bytes();
    let archive = b"PK\x03\x04\x14\0\0\0inputs/0000001/a.sonae PK\x01\x02about.json";
    let key =
        "# 備え銀行\nAGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n";
    vec![
        ("sonae-assessment", real.write(pack())),
        ("sonae-practice", practice.write(pack())),
        ("sonae-dossier", dossier(&real)),
        ("sonae-dossier", dossier(&practice)),
        ("sonae-questions", named("sonae-questions")),
        ("sonae-room", room.write()),
        ("sonae-seat", record.write()),
        ("sonae-seat", record.letters().into_bytes()),
        ("sonae-totals", named("sonae-totals")),
        ("sonae-policy", Policy::default().write()),
        ("sonae-reviews", named("sonae-reviews")),
        ("sonae-pool", named("sonae-pool")),
        ("sonae-archive", archive.to_vec()),
        ("sonae-pack", b"sonae-pack 1\n\0\0".to_vec()),
        ("sonae-key", key.into()),
    ]
}

/// What the only finding says the file is.
fn told(findings: &[Finding]) -> Option<&str> {
    match findings {
        [finding] => stray::told(finding),
        _ => None,
    }
}

#[test]
fn every_file_is_told_by_its_name_at_every_door() {
    let policy = Policy::default();
    let desk = Criteria::of(pack(), &policy);
    for (format, bytes) in files() {
        assert_eq!(stray::of(&bytes), Some(format));
        let mut doors = vec![
            ("sonae-room", Room::read(pack(), &bytes).err()),
            ("sonae-totals", Totals::read(pack(), &bytes).err()),
            ("sonae-policy", Policy::read(pack(), &bytes).err()),
            ("sonae-reviews", Reviews::read(&bytes).err()),
            ("sonae-pool", Pool::read(pack(), &bytes).err()),
            ("sonae-questions", Enquiry::read(pack(), &bytes).err()),
        ];
        if format != "sonae-practice" {
            doors.push(("sonae-assessment", Assessment::read(pack(), &bytes).err()));
        }
        for (wanted, refused) in doors {
            if wanted != format {
                let refused = refused.unwrap_or_default();
                assert_eq!(told(&refused), Some(format), "{wanted}: {refused:?}");
            }
        }
        let record = Record::read(pack(), &bytes).err();
        let expected = match format {
            "sonae-seat" => None,
            "sonae-assessment" => Some(Refused::RealFirm),
            "sonae-practice" => Some(Refused::PracticeFile),
            other => Some(Refused::OtherFile(other)),
        };
        assert_eq!(record, expected, "{format}");
        let screened = desk.screen("x", &bytes);
        let line = screened.told();
        if !["sonae-assessment", "sonae-practice", "sonae-dossier"].contains(&format) {
            assert_eq!(line.state, State::Foreign, "{format}");
            assert_eq!(told(screened.findings()), Some(format));
        }
    }
    let told: Vec<&str> = files().iter().map(|(format, _)| *format).collect();
    assert!(stray::FORMATS.iter().all(|format| told.contains(format)));
}

#[test]
fn what_is_none_of_ours_is_told_by_no_name() {
    let photo: &[u8] = &[0xff, 0xd8, 0xff, 0];
    let workbook: &[u8] = b"PK\x03\x04\x14\0[Content_Types].xml";
    for bytes in [
        b"",
        photo,
        workbook,
        b"{}",
        b"[1]",
        b"{\"format\": \"vega-lite\"}",
        b"{\"a\": \"AGE-SECRET-KEY-1\"}",
        b"SO WHAT",
        b"age-encryption.org/v1\n-> scrypt",
    ] {
        assert_eq!(stray::of(bytes), None, "{bytes:?}");
    }
}
