//! A team hands in: its record and its codes, there and back.

#![cfg(test)]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the sides of small pictures"
)]

use std::path::Path as FilePath;
use std::sync::OnceLock;

use proptest::prelude::*;
use sonae_engine::assessment::{Answer, Assessment, Given};
use sonae_engine::content::{Kind, Kit, KitCode, Language, Pack, read_folder};
use sonae_engine::workshop::code::{InjectCode, JoinCode, Misread, RoomCode};
use sonae_engine::workshop::collect::{Collection, Handed, Taken};
use sonae_engine::workshop::picture::{Picture as ClassPicture, Theme};
use sonae_engine::workshop::played::{Inject, Played};
use sonae_engine::workshop::qr::{Drawn, Gathered, Looked, draw, draw_texts, gather, look, texts};
use sonae_engine::workshop::record::{Clock, Handing, Level, Record, Refused, Said};
use sonae_engine::workshop::room::{Room, What};
use sonae_engine::workshop::seat::{how, loss_pct, outcome, stop_weeks};
use sonae_engine::workshop::spoken::{LAST_TURN, Spoken};

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        read_folder(&folder).expect("the core pack")
    })
}

fn firm(kit: &Kit) -> Assessment {
    let firm = pack().firm(kit.firm.as_str()).expect("the kit's firm");
    Assessment::of_firm(pack(), firm, Language::Ja).expect("a sound firm")
}

fn handing(chance: u32, team: u8, turn: u16) -> Handing {
    Handing {
        room: RoomCode::new(chance),
        team,
        turn,
        made: 29_900_000,
    }
}

/// A team that answered some questions otherwise: by a number for each of them.
fn answered(kit: &Kit, changes: &[(usize, usize)]) -> Assessment {
    let mut case = firm(kit);
    let questions: Vec<_> = pack().modules.iter().flat_map(|it| &it.questions).collect();
    for (at, how) in changes {
        let question = questions[at % questions.len()];
        let options = question.kind.options();
        let given = match how % (options.len() + 3) {
            0 => None,
            1 => Some(Given::Unknown),
            2 => Some(Given::NotApplicable),
            option => Some(match &question.kind {
                Kind::Multi(options, _) => Given::Choices(vec![options[option - 3].key.clone()]),
                Kind::Single(options) => Given::chosen(&options[option - 3]),
                _ => Given::Unknown,
            }),
        };
        match given {
            Some(given) => case.answers.insert(
                question.id.clone(),
                Answer {
                    given: Some(given),
                    ..Answer::default()
                },
            ),
            None => case.answers.remove(&question.id),
        };
    }
    case
}

/// An inject on the kit's firm, as a seat that changed nothing has it.
fn effect(
    kit: &Kit,
    inject: &sonae_engine::content::Inject,
    before: &[String],
    after: &[String],
) -> Inject {
    let all = [before, after].concat();
    let stages = [&[], before, &all].map(|chosen: &[String]| {
        let chosen = chosen.iter().map(String::as_str);
        outcome(pack(), &firm(kit), inject, chosen, how())
    });
    Inject {
        id: inject.id.to_string(),
        stop_weeks: stages.each_ref().map(stop_weeks),
        loss_pct: stages.each_ref().map(loss_pct),
    }
}

fn played(kit: &Kit, before: &[usize], after: &[usize]) -> Played {
    let ids = |places: &[usize]| -> Vec<String> {
        let id = |at: &usize| kit.choices[*at].action.to_string();
        places.iter().map(id).collect()
    };
    let (before, after) = (ids(before), ids(after));
    // What a clock said is the scenario engine's; here it only has to come back as it was.
    let loss = u32::try_from(40 + before.len() + 10 * after.len()).expect("small");
    let clock = |inject: &sonae_engine::content::Inject| Inject {
        id: inject.id.to_string(),
        stop_weeks: [Some(2), Some(5), None],
        loss_pct: [300, 200, loss],
    };
    Played {
        kit: kit.id.to_string(),
        injects: kit.injects.iter().map(clock).collect(),
        before,
        after,
    }
}

/// A picture of codes as a camera has it.
struct Picture {
    side: usize,
    grey: Vec<u8>,
}

impl Picture {
    /// A code in the middle, turned by an angle, so many pixels for a module.
    fn of(code: &Drawn, scale: f64, turn: f64) -> Self {
        let whole = (code.side + 8) as f64 * scale;
        let side = (whole * 1.5) as usize;
        let (sin, cos) = turn.sin_cos();
        let middle = side as f64 / 2.0;
        let dark = |x: f64, y: f64| {
            let (dx, dy) = (x - middle, y - middle);
            let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
            let at = |it: f64| (it / scale + code.side as f64 / 2.0).floor();
            let (u, v) = (at(u), at(v));
            let inside = |it: f64| it >= 0.0 && it < code.side as f64;
            inside(u) && inside(v) && code.dark[v as usize * code.side + u as usize]
        };
        // A sensor adds up what falls on a pixel.
        let grey = (0..side * side).map(|at| {
            let (x, y) = ((at % side) as f64, (at / side) as f64);
            let points = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
            let lit = points.iter().filter(|(dx, dy)| !dark(x + dx, y + dy));
            (20 + 55 * lit.count()) as u8
        });
        Self {
            side,
            grey: grey.collect(),
        }
    }

    fn blurred(mut self, by: usize) -> Self {
        let side = self.side;
        for _ in 0..by {
            let before = self.grey.clone();
            for at in side + 1..side * (side - 1) - 1 {
                let around = [0, 1, side - 1, side, side + 1];
                let sum: u32 = around
                    .iter()
                    .flat_map(|step| [at - step, at + step])
                    .map(|at| u32::from(before[at]))
                    .sum();
                self.grey[at] = (sum / 10) as u8;
            }
        }
        self
    }

    /// Light falls on a square of it, or something lies there.
    fn painted(mut self, x: usize, y: usize, size: usize, with: u8) -> Self {
        for row in y..(y + size).min(self.side) {
            for column in x..(x + size).min(self.side) {
                self.grey[row * self.side + column] = with;
            }
        }
        self
    }

    fn seen(&self) -> Vec<String> {
        look(self.side, self.side, &self.grey).texts
    }
}

/// The record that codes make together.
fn whole(texts: &[String]) -> Option<Vec<u8>> {
    gather(&[], texts).records.pop()
}

#[test]
fn every_practice_assessment_comes_back() {
    for kit in &pack().kits {
        let last = kit.choices.len() - 1;
        let played = played(kit, &[0, 1], &[last]);
        let case = firm(kit);
        let record = Record::of(pack(), kit, &case, &played, handing(7, 3, 1)).expect("a record");
        assert!(record.said.is_empty() && record.rows == 0, "{}", kit.id);
        assert_eq!(Record::read(pack(), &record.write()), Ok(record.clone()));
        let letters = format!("{}\n", record.letters());
        assert_eq!(Record::read(pack(), letters.as_bytes()), Ok(record.clone()));
        assert_eq!(record.played(kit), played);
        assert_eq!(record.case(pack(), kit), Some(case));
        println!(
            "{}: {} bytes, {} codes",
            kit.id,
            record.write().len(),
            draw(&record.write()).len()
        );
    }
}

#[test]
fn the_sample_is_what_is_written_today() {
    // Made up, so that it changes with the form only, and not with the pack.
    let clock = Clock {
        inject: 1,
        stop_weeks: [Some(3), Some(7), None],
        loss_pct: [412, 250, 0],
    };
    let level = Level {
        low: 40,
        high: 55,
        coverage: 80,
    };
    let record = Record {
        kit: KitCode::new("SORA").expect("four letters"),
        room: RoomCode::read("7K3F").expect("a room"),
        team: 3,
        turn: 2,
        made: 29_900_000,
        pack: [1, 2, 3, 4, 5, 6, 7, 8],
        themes: vec![Some(level), None],
        unknown: 4,
        rows: 1,
        said: vec![
            (12, Said::Unknown),
            (30, Said::One(2)),
            (41, Said::Several(5)),
        ],
        injects: vec![clock],
        before: vec![0, 2],
        after: vec![1],
    };
    let sample = FilePath::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/files/workshop.sonae-seat");
    let written = format!("{}\n", record.letters());
    if std::env::var_os("SONAE_SAMPLES_ANEW").is_some() {
        std::fs::write(&sample, &written).expect("written");
    }
    assert_eq!(
        std::fs::read_to_string(sample).expect("the sample"),
        written
    );
    assert_eq!(
        Record::read(pack(), written.as_bytes()),
        Err(Refused::OtherPack)
    );
}

#[test]
fn nothing_in_it_is_a_text_or_an_amount() {
    let kit = &pack().kits[0];
    let mut case = firm(kit);
    let one = Record::of(pack(), kit, &case, &Played::default(), handing(7, 3, 1));
    for (at, row) in case.suppliers.iter_mut().enumerate() {
        row.alias = format!("秘密商事{at}");
        row.item = "極秘部品".to_owned();
    }
    for answer in case.answers.values_mut() {
        answer.note = "内緒".to_owned();
    }
    let other = Record::of(pack(), kit, &case, &Played::default(), handing(7, 3, 1));
    let (one, other) = (one.expect("a record"), other.expect("a record"));
    // The same firm under other names: all that is told is that rows were changed.
    let rows = other.rows;
    assert_eq!(usize::from(rows), case.suppliers.len());
    assert_eq!(Record { rows, ..one }, other);
    // And an amount: ten times as much of everything tells no more.
    let sales = sonae_engine::content::Id::from(Pack::SALES);
    let Some(Given::Number(number)) = case.profile.get(&sales).cloned() else {
        panic!("the firm tells its sales");
    };
    let more = sonae_engine::measure::Unit::Yen.number(number.get() * 10.0);
    case.profile
        .insert(sales, Given::Number(more.expect("in range")));
    let more = Record::of(pack(), kit, &case, &Played::default(), handing(7, 3, 1));
    let more = more.expect("a record");
    assert!(more.said.iter().any(|(_, said)| *said == Said::Number));
    let clear = Record {
        said: more
            .said
            .iter()
            .copied()
            .filter(|(_, said)| *said != Said::Number)
            .collect(),
        ..more
    };
    assert_eq!(clear, other);
}

#[test]
fn what_is_no_record_is_refused_with_its_reason() {
    let kit = &pack().kits[0];
    let case = firm(kit);
    let record = Record::of(pack(), kit, &case, &Played::default(), handing(7, 3, 1));
    let record = record.expect("a record");
    let real = Assessment {
        practice: false,
        ..case.clone()
    };
    let refused = |bytes: &[u8]| Record::read(pack(), bytes).expect_err("no record");
    assert_eq!(refused(&real.write(pack())), Refused::RealFirm);
    assert_eq!(refused(&case.write(pack())), Refused::PracticeFile);
    assert_eq!(
        refused(b"age-encryption.org/v1\n-> scrypt"),
        Refused::RealFirm
    );
    for nothing in [
        b"".as_slice(),
        b"SO",
        b"{}",
        b"SONATA",
        b"\xff\xd8",
        "席".as_bytes(),
    ] {
        assert_eq!(refused(nothing), Refused::NotARecord, "{nothing:?}");
    }
    let mut newer = record.write();
    newer[2] = 2;
    assert_eq!(refused(&newer), Refused::Newer);
    let mut old = record.clone();
    old.pack[0] ^= 1;
    assert_eq!(refused(&old.write()), Refused::OtherPack);
    let made = Record::of(pack(), kit, &real, &Played::default(), handing(7, 3, 1));
    assert_eq!(made, Err(Refused::RealFirm));
    // Signed by somebody who has not the room's code.
    let other = Record {
        room: RoomCode::new(8),
        ..record.clone()
    };
    let (mut bytes, there) = (record.write(), other.write());
    let split = bytes.len() - 12;
    bytes.truncate(split);
    bytes.extend(&there[split..split + 8]);
    bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
    assert_eq!(refused(&bytes), Refused::OtherRoom);
    assert_eq!(
        record.belongs(RoomCode::new(8), kit),
        Err(Refused::OtherRoom)
    );
    assert_eq!(
        record.belongs(RoomCode::new(7), &pack().kits[1]),
        Err(Refused::OtherKit)
    );
    assert_eq!(record.belongs(RoomCode::new(7), kit), Ok(()));
}

#[test]
fn a_long_record_is_several_codes_of_which_any_sufficient_number_will_do() {
    let record: Vec<u8> = (0..500u32).map(|at| (at * 7919 % 251) as u8).collect();
    let codes = texts(&record);
    let needed = gather(&[], &codes[..1]).needed;
    assert!(needed >= 2 && codes.len() > needed);
    for skipped in 0..codes.len() {
        // Backwards, and beginning anywhere.
        let mut some = codes.clone();
        some.rotate_left(skipped);
        some.reverse();
        some.truncate(needed);
        assert_eq!(whole(&some[..needed - 1]), None);
        assert_eq!(whole(&some).as_deref(), Some(record.as_slice()));
        some.pop();
        some.push(some[0].clone());
        assert_eq!(gather(&[], &some).seen, needed - 1);
    }
    let other: Vec<u8> = record.iter().map(|byte| byte ^ 1).collect();
    let mut mixed = codes[..needed - 1].to_vec();
    mixed.push(texts(&other)[needed].clone());
    mixed.push("https://example.com".to_owned());
    assert_eq!(whole(&mixed), None);
}

#[test]
fn what_is_held_up_now_is_told_whatever_was_seen_before() {
    let short: Vec<Vec<u8>> = (0..3u8).map(|at| vec![at; 100]).collect();
    let long: Vec<u8> = (0..500u32).map(|at| (at * 7919 % 251) as u8).collect();
    let code = |record: &[u8]| texts(record).remove(0);
    let mut before = Vec::new();
    for record in &short {
        let new = [code(record)];
        let gathered = gather(&before, &new);
        assert_eq!(gathered.records.as_slice(), std::slice::from_ref(record));
        before.extend(new);
    }
    // Two teams at once, and then one with several codes.
    let both = [code(&short[2]), code(&short[0])];
    let records = [short[2].clone(), short[0].clone()];
    assert_eq!(gather(&before, &both).records, records);
    let codes = texts(&long);
    let needed = gather(&[], &codes[..1]).needed;
    for (at, one) in codes.iter().enumerate().take(needed) {
        let gathered = gather(&before, std::slice::from_ref(one));
        let whole = at + 1 == needed;
        let seen = if whole { (0, 0) } else { (at + 1, needed) };
        assert_eq!((gathered.seen, gathered.needed), seen);
        assert_eq!(
            gathered.records,
            if whole { vec![long.clone()] } else { vec![] }
        );
        before.push(one.clone());
    }
    assert_eq!(gather(&before, &[]), Gathered::default());
}

#[test]
fn a_code_is_read_from_a_picture_that_is_turned_and_blurred_and_spotted() {
    let kit = &pack().kits[0];
    let case = answered(kit, &[(3, 4), (9, 1), (20, 5)]);
    let record = Record::of(
        pack(),
        kit,
        &case,
        &played(kit, &[0, 2], &[1]),
        handing(99, 5, 2),
    );
    let bytes = record.expect("a record").write();
    let codes = draw(&bytes);
    let mut read = 0;
    for code in &codes {
        assert!(code.side <= 57, "a camera has to read it across a table");
        for turn in [0.0, 0.2, -0.3, std::f64::consts::PI] {
            // A hand is never still: one of a few pictures is enough.
            let mut pictures = [0.0, 0.05, -0.05, 0.1].into_iter();
            let seen = |by: f64| Picture::of(code, 5.0, turn + by).blurred(1).seen().len() == 1;
            assert!(pictures.any(seen), "turned by {turn}");
            read += 1;
        }
    }
    assert_eq!(read, codes.len() * 4);
    let all: Vec<String> = codes
        .iter()
        .flat_map(|code| {
            Picture::of(code, 4.0, 0.1)
                .painted(150, 150, 14, 255)
                .seen()
        })
        .collect();
    assert_eq!(whole(&all), Some(bytes));
}

#[test]
fn a_code_in_the_light_says_so_and_gives_no_record() {
    let record: Vec<u8> = (0..150u8).collect();
    let code = &draw(&record)[0];
    for turn in [0.0, 0.3, std::f64::consts::PI - 0.2] {
        let picture = Picture::of(code, 5.0, turn);
        let (side, size) = (picture.side, code.side * 5 / 2);
        let corner = (side - size) / 2;
        let picture = picture.painted(corner, corner, size, 255);
        let looked = look(side, side, &picture.grey);
        assert_eq!(
            looked,
            Looked {
                texts: vec![],
                unread: true
            },
            "{turn}"
        );
    }
}

#[test]
fn the_codes_of_a_room_are_small_and_read_back_as_they_are_typed() {
    let room = RoomCode::new(0x12345);
    let kit = pack().kits[0].code.clone();
    let join = JoinCode { kit, room }.to_string();
    let injects = (0..4).map(|number| InjectCode { room, number }.to_string());
    let texts: Vec<String> = std::iter::once(join).chain(injects).collect();
    let codes = draw_texts(&texts);
    for (text, code) in texts.iter().zip(&codes) {
        assert!(code.side <= 25, "read from the back of a room");
        assert_eq!(
            Picture::of(code, 6.0, 0.1).seen().as_slice(),
            std::slice::from_ref(text)
        );
    }
    assert_eq!(codes.len(), texts.len());
    assert_eq!(draw_texts(&["席".to_owned(), "a".to_owned()]), []);
}

#[test]
fn a_picture_that_is_not_as_large_as_it_says_holds_nothing() {
    assert_eq!(look(10, 10, &[0; 99]), Looked::default());
    assert_eq!(look(usize::MAX, 2, &[0; 4]), Looked::default());
    assert_eq!(look(0, 0, &[]), Looked::default());
    for side in 1..12 {
        assert_eq!(look(side, side, &vec![0; side * side]), Looked::default());
    }
}

/// What some teams handed in, in no order: some twice, some by a short code, one of last month.
fn handed(kit: &Kit) -> Vec<Handed> {
    let of = |team: u8, turn: u16, changes: &[(usize, usize)], made: u32, choices: [usize; 2]| {
        let played = played(kit, &choices[..1], &choices[1..]);
        let handing = Handing {
            made,
            ..handing(7, team, turn)
        };
        let case = answered(kit, changes);
        Record::of(pack(), kit, &case, &played, handing).expect("a record")
    };
    let spoken = Spoken::of(&of(5, 4, &[], 30_000_000, [0, 3]));
    vec![
        Handed::Record(of(1, 1, &[], 30_000_000, [0, 1])),
        Handed::Record(of(2, 1, &[(3, 4)], 30_000_001, [0, 1])),
        Handed::Record(of(2, 2, &[(3, 5), (9, 1)], 30_000_040, [1, 2])),
        Handed::Record(of(4, 9, &[(1, 1)], 29_950_000, [2, 3])),
        Handed::Record(of(4, 1, &[(9, 1)], 30_000_010, [0, 2])),
        Handed::Record(of(5, 3, &[], 30_000_010, [0, 2])),
        Handed::Spoken(spoken.clone()),
        Handed::Spoken(Spoken { team: 8, ..spoken }),
    ]
}

fn collection(kit: &Kit) -> Collection {
    Collection::new(RoomCode::new(7), kit, 30_000_000)
}

#[test]
fn the_latest_of_each_team_stands_and_a_gap_is_a_gap() {
    let kit = &pack().kits[0];
    let mut all = collection(kit);
    let taken: Vec<Taken> = handed(kit).into_iter().map(|one| all.take(one)).collect();
    assert_eq!(
        taken,
        [
            Taken::New,
            Taken::New,
            Taken::Replaced,
            Taken::Stale,
            Taken::Replaced,
            Taken::New,
            Taken::Added,
            Taken::New,
        ]
    );
    assert_eq!(all.teams(), [1, 2, 4, 5, 8]);
    assert_eq!(all.turn(2), Some(2));
    assert_eq!(all.turn(4), Some(1), "last month's has a higher turn");
    assert_eq!(all.turn(5), Some(4));
    assert_eq!((all.turn(3), all.turn(6)), (None, None));
    // What was read out later says what was chosen; the result is still the record's.
    let (before, after) = all.choices(kit, 5).expect("choices");
    assert_eq!(before, [kit.choices[0].action.to_string()]);
    assert_eq!(after, [kit.choices[3].action.to_string()]);
    assert!(all.record(5).is_some() && all.record(8).is_none());
    let again = handed(kit).remove(2);
    assert_eq!(all.take(again), Taken::Again);
    let older = handed(kit).remove(1);
    assert_eq!(all.take(older), Taken::Older);
}

#[test]
fn what_is_collected_is_kept_in_the_room_and_comes_back_with_its_file() {
    let kit = &pack().kits[0];
    let room = Room::new(kit, 90, 8, RoomCode::new(7), Language::Ja);
    let mut room = room.expect("a room");
    room.opened = Some(30_000_000 * 60_000);
    let mut all = Collection::of(pack(), &room).expect("the kit is there");
    assert_eq!(all, collection(kit));
    for one in handed(kit) {
        all.take(one);
    }
    room.records = all.texts();
    let read = Room::read(pack(), &room.write()).expect("a room");
    assert_eq!(read, room);
    assert_eq!(Collection::of(pack(), &read), Some(all.clone()));
    // What is nothing of this room is kept as it is, and counts for nothing.
    let strange = ["SONAE:XYZ", "", "0000-0000-0000-0000", "席"].map(str::to_owned);
    room.records.splice(1..1, strange.clone());
    let with = Collection::of(pack(), &room).expect("the kit is there");
    assert_eq!((with.unread(), with.teams()), (4, all.teams()));
    assert_eq!(with.texts(), [all.texts(), strange.to_vec()].concat());
    assert_eq!(
        ClassPicture::of(pack(), kit, &with),
        ClassPicture::of(pack(), kit, &all)
    );
    // It is of another afternoon once the room began a day later.
    room.act(kit, What::Start, (30_000_000 + 24 * 60) * 60_000);
    let late = Collection::of(pack(), &room).expect("the kit is there");
    assert!(all.teams().iter().all(|team| !all.is_stale(*team)));
    assert!(late.is_stale(1) && late.is_stale(2));
    all.clear();
    assert!(all.texts().is_empty());
}

#[test]
fn the_class_picture_says_what_the_teams_did() {
    let kit = &pack().kits[0];
    let mut all = collection(kit);
    for one in handed(kit) {
        all.take(one);
    }
    let picture = ClassPicture::of(pack(), kit, &all);
    assert_eq!(picture.teams, [1, 2, 4, 5, 8]);
    assert_eq!(picture.without_result, [8]);
    let themes: usize = pack().modules.iter().map(|it| it.themes.len()).sum();
    assert_eq!(picture.themes.len(), themes);
    for theme in &picture.themes {
        let teams: Vec<u8> = theme.teams.iter().map(|(team, _)| *team).collect();
        assert!(teams.is_sorted(), "in the teams' order, and no other");
        for (team, level) in &theme.teams {
            let record = all.record(*team).expect("a record");
            assert!(record.themes.contains(&Some(*level)));
        }
        // The first team changed nothing.
        let own = theme.teams.iter().find(|(team, _)| *team == 1);
        assert_eq!(own.map(|(_, level)| *level), theme.given);
    }
    // Teams 2 and 4 said "don't know" to the same question.
    let questions: Vec<_> = pack().modules.iter().flat_map(|it| &it.questions).collect();
    let unknown = picture
        .answers
        .iter()
        .find(|it| it.question == questions[9].id);
    let unknown = unknown.expect("it differs");
    assert_eq!(unknown.said, [(Said::Unknown, 2)]);
    assert_eq!(unknown.as_given, 2);
    assert!(unknown.moves > 0.0, "it was scored");
    assert!(
        picture
            .answers
            .is_sorted_by(|one, next| one.moves >= next.moves)
    );
    let decisions: usize = picture
        .decisions
        .iter()
        .map(|it| it.before + it.after)
        .sum();
    assert_eq!(decisions, 2 * 5);
    // Of each team and inject, what its own screen said.
    assert_eq!(picture.effects.len(), kit.injects.len());
    for (inject, of) in kit.injects.iter().zip(&picture.effects) {
        assert_eq!(of.teams.len(), 5);
        for (team, clock) in &of.teams {
            let (before, after) = all.choices(kit, *team).expect("choices");
            let expected = match all.record(*team) {
                Some(record) if *team != 5 => record
                    .played(kit)
                    .injects
                    .into_iter()
                    .find(|one| one.id == inject.id.as_str()),
                // What was chosen last was read out.
                _ => Some(effect(kit, inject, &before, &after)),
            };
            assert_eq!(Some(clock), expected.as_ref(), "team {team}");
        }
    }
}

#[test]
fn a_firm_in_either_language_has_its_own_tables() {
    for kit in &pack().kits {
        for language in Language::ALL {
            let firm = pack().firm(kit.firm.as_str()).expect("the kit's firm");
            let mut case = Assessment::of_firm(pack(), firm, language).expect("a sound firm");
            let record = |case: &Assessment| {
                Record::of(pack(), kit, case, &Played::default(), handing(7, 3, 1))
                    .expect("a practice")
            };
            assert_eq!(record(&case).rows, 0, "{} {language:?}", kit.id);
            case.suppliers[0].alias.push('x');
            assert_eq!(record(&case).rows, 1, "{} {language:?}", kit.id);
        }
    }
}

#[test]
fn an_answer_moves_its_theme_whatever_other_themes_are_called() {
    let kit = &pack().kits[0];
    let count: usize = pack().modules.iter().map(|it| it.questions.len()).sum();
    for at in 0..count {
        let case = answered(kit, &[(at, 1)]);
        let record = Record::of(pack(), kit, &case, &Played::default(), handing(7, 3, 1));
        let mut all = collection(kit);
        all.take(Handed::Record(record.expect("a practice")));
        let picture = ClassPicture::of(pack(), kit, &all);
        let [answer] = &picture.answers[..] else {
            assert!(picture.answers.is_empty());
            continue;
        };
        let apart = |theme: &Theme| {
            let (_, level) = theme.teams.first()?;
            let given = theme.given?;
            Some(
                level
                    .low
                    .abs_diff(given.low)
                    .max(level.high.abs_diff(given.high)),
            )
        };
        let most = picture.themes.iter().filter_map(apart).max().unwrap_or(0);
        // The levels are whole points.
        let close = (answer.moves - f64::from(most)).abs() <= 1.0;
        assert!(close, "{}: {} and {most}", answer.question, answer.moves);
    }
}

#[test]
fn choices_alone_say_nothing_of_what_did_not_happen() {
    let kit = &pack().kits[0];
    let [first, second, ..] = &kit.injects[..] else {
        panic!("at least two injects");
    };
    let spoken = Spoken {
        team: 8,
        turn: 1,
        before: vec![0],
        after: vec![],
    };
    let teams = |all: &Collection| -> Vec<usize> {
        let picture = ClassPicture::of(pack(), kit, all);
        picture.effects.iter().map(|it| it.teams.len()).collect()
    };
    let mut all = collection(kit);
    all.take(Handed::Spoken(spoken));
    assert!(
        teams(&all).iter().all(|teams| *teams == 1),
        "nothing is known"
    );
    all.played.insert(second.id.to_string());
    assert_eq!(teams(&all)[..2], [0, 1]);
    let mut played = played(kit, &[0], &[]);
    played
        .injects
        .retain(|inject| inject.id == first.id.as_str());
    let record = Record::of(pack(), kit, &firm(kit), &played, handing(7, 1, 1));
    all.take(Handed::Record(record.expect("a practice")));
    assert_eq!(teams(&all)[..3], [2, 1, 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn in_which_order_records_come_does_not_matter(order in Just((0usize..8).collect::<Vec<_>>()).prop_shuffle()) {
        static ALL: OnceLock<Vec<Handed>> = OnceLock::new();
        let kit = &pack().kits[0];
        let all = ALL.get_or_init(|| handed(kit));
        let (mut one, mut other) = (collection(kit), collection(kit));
        for at in 0..8 {
            one.take(all[at].clone());
            other.take(all[order[at]].clone());
            other.take(all[order[at]].clone());
        }
        prop_assert_eq!(one, other);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_record_comes_back_and_no_other(
        kit in 0usize..4,
        changes in proptest::collection::vec((0usize..83, 0usize..12), 0..40),
        chance: u32,
        team in 1u8..=24,
        turn: u16,
        hurt: (prop::sample::Index, u8),
    ) {
        let kit = &pack().kits[kit % pack().kits.len()];
        let case = answered(kit, &changes);
        let record = Record::of(pack(), kit, &case, &Played::default(), handing(chance, team, turn));
        let record = record.expect("a practice");
        let bytes = record.write();
        prop_assert_eq!(Record::read(pack(), &bytes), Ok(record.clone()));
        prop_assert_eq!(whole(&texts(&bytes)), Some(bytes.clone()));
        // The answers that are told make the same score.
        let told = record.case(pack(), kit).expect("the kit's firm");
        let again = Record::of(pack(), kit, &told, &Played::default(), handing(chance, team, turn));
        prop_assert_eq!(again, Ok(record));
        let mut hurt_bytes = bytes.clone();
        let at = hurt.0.index(bytes.len());
        hurt_bytes[at] ^= hurt.1.max(1);
        prop_assert!(Record::read(pack(), &hurt_bytes).is_err());
        prop_assert!(Record::read(pack(), &bytes[..at]).is_err());
    }

    #[test]
    fn a_picture_that_was_spoiled_gives_the_record_or_nothing(
        scale in 1.5f64..5.0,
        turn in 0.0f64..6.3,
        blur in 0usize..3,
        spots in proptest::collection::vec((0usize..400, 0usize..400, 5usize..120, any::<bool>()), 0..5),
    ) {
        let record: Vec<u8> = (0..150u8).collect();
        let text = texts(&record).remove(0);
        let mut picture = Picture::of(&draw(&record)[0], scale, turn).blurred(blur);
        for (x, y, size, light) in spots {
            picture = picture.painted(x, y, size, if light { 255 } else { 0 });
        }
        for seen in picture.seen() {
            prop_assert_eq!(&seen, &text);
        }
    }

    #[test]
    fn what_is_read_out_comes_back_and_nothing_misheard_does(
        kit in 0usize..4,
        chance: u32,
        team in 1u8..=24,
        turn in 0u16..300,
        places in Just((0u8..6).collect::<Vec<_>>()).prop_shuffle(),
        wrong: (prop::sample::Index, prop::sample::Index),
    ) {
        let kit = &pack().kits[kit % pack().kits.len()];
        let room = RoomCode::new(chance);
        let record = Record {
            before: places[..usize::from(kit.before)].to_vec(),
            after: places[4..4 + usize::from(kit.after)].to_vec(),
            ..Record::of(pack(), kit, &firm(kit), &Played::default(), handing(chance, team, turn))
                .expect("a practice")
        };
        let spoken = Spoken::of(&record);
        let shown = spoken.show(&kit.code, room);
        prop_assert_eq!(shown.len(), 19);
        prop_assert_eq!(spoken.turn, turn.min(LAST_TURN));
        prop_assert_eq!(Spoken::read(kit, room, &shown.to_lowercase()), Ok(spoken));
        prop_assert_eq!(Spoken::read(kit, RoomCode::new(chance ^ 1), &shown), Err(Misread::Unknown));
        // One sign otherwise.
        let mut signs: Vec<char> = shown.replace('-', "").chars().collect();
        let at = wrong.0.index(16);
        let others: Vec<char> = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|it| *it != signs[at]).collect();
        signs[at] = others[wrong.1.index(31)];
        let misheard: String = signs.into_iter().collect();
        prop_assert_eq!(Spoken::read(kit, room, &misheard), Err(Misread::Unknown));
    }

    #[test]
    fn anything_can_be_held_up(bytes: Vec<u8>, text: String) {
        let _ = Record::read(pack(), &bytes);
        let _ = Record::read(pack(), format!("SONAE:{text}").as_bytes());
        let _ = gather(std::slice::from_ref(&text), &[format!("SONAE/{text}"), text.clone()]);
        let _ = Spoken::read(&pack().kits[0], RoomCode::new(1), &text);
    }
}
