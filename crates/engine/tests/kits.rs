//! Every kit of the core pack can really be played: what happens hits its firm, what can be
//! chosen changes a figure, the money is worth thinking about, and the time adds up. A kit of one's
//! own is held to it, too.
#![cfg(test)]

use std::path::Path as Folder;
use std::sync::LazyLock;

use sonae_engine::assessment::{Assessment, Path, Run};
use sonae_engine::content::{
    Action, Inject, Kit, Language, Own, OwnFile, Pack, StepKind, read_folder,
};
use sonae_engine::examples::own;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::measure::Number;
use sonae_engine::scenario::{How, Played, play, prepared_with};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = Folder::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack is sound")
});

fn firm_of(kit: &Kit) -> Assessment {
    let firm = PACK.firm(kit.firm.as_str()).expect("its firm");
    Assessment::of_firm(&PACK, firm, Language::Ja).expect("a firm that opens")
}

fn played(firm: &Assessment, inject: &Inject, actions: &[&Action]) -> Played {
    let done = prepared_with(
        &PACK,
        firm,
        &Run::of_inject(inject),
        actions.iter().copied(),
    );
    let how = How {
        spent_before: done.spent_before,
        ..How::MODE
    };
    play(
        &PACK,
        &done.case,
        &Path::of(&PACK, &done.case),
        &done.run,
        how,
    )
}

/// All pairs of choices that the budget pays for.
fn pairs(kit: &Kit) -> Vec<[&Action; 2]> {
    let mut pairs = Vec::new();
    for (place, one) in kit.choices.iter().enumerate() {
        for other in kit.choices.iter().skip(place + 1) {
            if one.cost + other.cost <= kit.budget {
                let action = |id: &str| PACK.action(id).expect("an action");
                pairs.push([action(one.action.as_str()), action(other.action.as_str())]);
            }
        }
    }
    pairs
}

#[test]
fn every_firm_has_a_kit() {
    for firm in &PACK.firms {
        let kits = PACK.kits.iter().filter(|kit| kit.firm == firm.id);
        assert_eq!(kits.count(), 1, "{}", firm.id);
    }
}

#[test]
fn every_inject_hits_its_firm() {
    for kit in &PACK.kits {
        assert!((3..=4).contains(&kit.injects.len()), "{}", kit.id);
        let firm = firm_of(kit);
        for inject in &kit.injects {
            let without = played(&firm, inject, &[]);
            assert!(
                without.loss.p50().low > 0.0,
                "{}: {} costs nothing",
                kit.id,
                inject.id
            );
        }
    }
}

#[test]
fn two_choices_made_before_an_inject_cost_less_or_leave_the_firm_standing_better() {
    for kit in &PACK.kits {
        let firm = firm_of(kit);
        for inject in &kit.injects {
            let without = played(&firm, inject, &[]);
            let better = |pair: &[&Action; 2]| {
                let with = played(&firm, inject, pair);
                let less = with.loss.p50().high < without.loss.p50().high;
                less || with.standing.class[1] < without.standing.class[1]
            };
            assert!(pairs(kit).iter().any(better), "{}: {}", kit.id, inject.id);
        }
    }
}

#[test]
fn the_budget_makes_teams_choose() {
    for kit in &PACK.kits {
        assert_eq!((kit.before, kit.after, kit.budget), (2, 2, 5_000_000));
        let mut costs: Vec<u64> = kit.choices.iter().map(|choice| choice.cost).collect();
        costs.sort_unstable_by(|one, other| other.cmp(one));
        let dearest: u64 = costs.iter().take(4).sum();
        assert!(
            dearest > kit.budget,
            "{}: everything can be paid for",
            kit.id
        );
        assert!(costs.iter().all(|cost| *cost <= kit.budget), "{}", kit.id);
    }
}

#[test]
fn agendas_of_60_90_and_120_minutes_add_up_and_have_what_a_workshop_needs() {
    for kit in &PACK.kits {
        let minutes: Vec<u16> = kit.agendas.iter().map(|agenda| agenda.minutes).collect();
        assert_eq!(minutes, [60, 90, 120], "{}", kit.id);
        for agenda in &kit.agendas {
            let steps = kit.timed(agenda);
            let last = steps.last().expect("a last step");
            assert_eq!(last.starts + last.minutes, agenda.minutes, "{}", kit.id);
            let kinds: Vec<StepKind> = steps.iter().map(|timed| timed.step.kind).collect();
            for kind in [
                StepKind::Read,
                StepKind::Explore,
                StepKind::Compare,
                StepKind::Inject,
                StepKind::Choose,
                StepKind::Collect,
                StepKind::Debrief,
            ] {
                assert!(kinds.contains(&kind), "{} {minutes:?}: {kind:?}", kit.id);
            }
            // Chosen before the first inject and once after it.
            let first = kinds.iter().position(|kind| *kind == StepKind::Inject);
            let chosen = kinds.iter().enumerate();
            let chosen = chosen.filter(|(_, kind)| **kind == StepKind::Choose);
            let places: Vec<usize> = chosen.map(|(place, _)| place).collect();
            assert!(places.len() == 2 && Some(places[0]) < first && first < Some(places[1]));
            assert_eq!(kinds.first(), Some(&StepKind::Read));
            assert_eq!(kinds.last(), Some(&StepKind::Debrief));
        }
    }
}

#[test]
fn the_trainer_has_something_to_say_and_to_ask_at_every_step() {
    for kit in &PACK.kits {
        for step in kit
            .steps
            .iter()
            .filter(|step| step.kind != StepKind::Collect)
        {
            assert!(!step.ask.is_empty(), "{}: {}", kit.id, step.id);
            assert!(!step.missed.is_empty(), "{}: {}", kit.id, step.id);
        }
        assert!(kit.traps.len() >= 4, "{}", kit.id);
    }
}

#[test]
fn an_inject_that_turns_a_number_plays_with_it() {
    for kit in &PACK.kits {
        for inject in &kit.injects {
            let run = Run::of_inject(inject);
            let event = run.events.first().expect("an event");
            let get = |number: Option<Number>| number.map(Number::get);
            let turned = &inject.turned;
            assert_eq!(get(event.weeks), turned.weeks);
            assert_eq!(get(event.lost_pct), turned.lost_pct);
            assert_eq!(get(event.price_multiple), turned.price_multiple);
            assert_eq!(get(run.product_pct), turned.product_pct);
            assert_eq!(get(run.recapture_pct), turned.recapture_pct);
            assert_eq!(get(run.pass_through_pct), turned.pass_through_pct);
            assert_eq!(get(run.switch_weeks), turned.switch_weeks);
            let country = run.country.map(|country| country.as_str().to_owned());
            assert_eq!(country, turned.country.as_ref().map(ToString::to_string));
        }
    }
}

// ---- kits of one's own --------------------------------------------------------------------------

/// A kit of the core pack and its firm as they are written, made one's own.
fn own_kit() -> [String; 2] {
    let text = |name: &str| {
        let folder = Folder::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
        std::fs::read_to_string(folder.join(name)).expect("a file of the pack")
    };
    let kit = text("kits/soramame_pump.yaml")
        .replace("id: kit.soramame_pump", "id: kit.minato")
        .replace("code: SORA", "code: MINA")
        .replace("firm: case.soramame_pump", "firm: case.minato");
    let firm =
        text("firms/soramame_pump.yaml").replace("id: case.soramame_pump", "id: case.minato");
    [kit, firm]
}

fn files(texts: &[&str]) -> Vec<OwnFile> {
    let names = ["kit.yaml", "firm.yaml", "more.yaml"];
    let files = names.iter().zip(texts).map(|(name, text)| OwnFile {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    });
    files.collect()
}

/// What is wrong with files that are opened, a line each.
fn faults(kept: &[OwnFile], brought: &[&str]) -> Vec<String> {
    let findings = own(&PACK, kept, &files(brought)).err().unwrap_or_default();
    let line = |finding: &Finding| {
        let shown = ["amiss", "reference", "key", "language", "other", "option"];
        let shown = shown.iter().find_map(|name| finding.arguments.get(*name));
        let shown = shown.map(|value| format!(" {value}")).unwrap_or_default();
        format!("{} {}{shown}", finding.place, finding.code.name())
    };
    findings.iter().map(line).collect()
}

#[test]
fn a_kit_of_one_s_own_stands_beside_the_others_and_leaves_the_pack_what_it_is() {
    let [kit, firm] = own_kit();
    let kit_of = |own: &[(OwnFile, Own)]| {
        let pack = PACK.with_own(own.iter().map(|(_, own)| own));
        assert_eq!(
            (&pack.hash, pack.kits.len()),
            (&PACK.hash, PACK.kits.len() + 1)
        );
        pack.kit("kit.minato").expect("the kit").clone()
    };
    let read = own(&PACK, &[], &files(&[&kit, &firm])).expect("a sound kit");
    let ids: Vec<&str> = read.iter().map(|(_, own)| own.id().as_str()).collect();
    assert_eq!(ids, ["kit.minato", "case.minato"]);
    assert_eq!(kit_of(&read).firm.as_str(), "case.minato");
    // Its firm may be one of the pack: as it is there, and brought along unchanged.
    let kit = kit.replace("case.minato", "case.soramame_pump");
    let unchanged = firm.replace("case.minato", "case.soramame_pump");
    for texts in [vec![kit.as_str()], vec![kit.as_str(), unchanged.as_str()]] {
        let read = own(&PACK, &[], &files(&texts)).expect("a sound kit");
        assert_eq!(read.len(), 1);
        kit_of(&read);
    }
    // What has the same id takes the place of what was open.
    let kept: Vec<OwnFile> = read.iter().map(|(file, _)| file.clone()).collect();
    let changed = kit.replace("鋳物屋が閉まる日", "港が閉まる日");
    let read = own(&PACK, &kept, &files(&[&changed])).expect("it is brought anew");
    assert_eq!(read.len(), 2);
    assert_eq!(
        kit_of(&read).title.in_language(Language::Ja),
        "港が閉まる日"
    );
}

/// A line of the kit, what stands there instead, where that is told, and what is.
const FAULTS: [(&str, &str, &str, &str); 17] = [
    ("id: kit.minato", "id: kit.港", "id: kit", "kit_rule id"),
    (
        "id: kit.minato",
        "id: kit.soramame_pump",
        "id: kit",
        "id_taken",
    ),
    ("code: MINA", "code: Mina", "id: kit", "kit_rule code"),
    (
        "code: MINA",
        "code: SORA",
        "id: kit",
        "code_taken kit.soramame_pump",
    ),
    (
        "firm: case.minato",
        "firm: case.nobody",
        "id: kit",
        "unknown_reference case.nobody",
    ),
    ("[read, 5]", "[read, 6]", "minutes: 60", "kit_rule minutes"),
    (
        "[read, 5], [explore, 15]",
        "[read, 0], [explore, 20]",
        "minutes: 60",
        "kit_rule minute",
    ),
    (
        "[read, 5]",
        "[walk, 5]",
        "minutes: 60",
        "unknown_reference walk",
    ),
    (
        "inject: closes",
        "inject: nothing",
        "- id: closes",
        "unknown_reference nothing",
    ),
    (
        "rows: [P-04, P-06]",
        "rows: [P-99]",
        "商社の向こうにある国",
        "unknown_reference P-99",
    ),
    (
        "action: action.hedge",
        "action: action.none",
        "action: action.hedge",
        "unknown_reference action.none",
    ),
    (
        "question: supplier.tooling_location",
        "question: supplier.none",
        "supplier.tooling_location",
        "unknown_reference supplier.none",
    ),
    (
        "scenario: scn.casting_exit",
        "scenario: scn.none",
        "  - id: closes\n    title",
        "unknown_reference scn.none",
    ),
    (
        "budget: 5000000",
        "budget: 100",
        "id: kit",
        "kit_rule budget",
    ),
    ("budget: 5000000", "", "id: kit", "missing_key budget"),
    (
        "budget: 5000000",
        "budgets: 5000000",
        "budget:",
        "unknown_key budgets",
    ),
    (
        "title: {ja: \"会社を読む\", en: \"Read the case\"}",
        "title: {ja: \"会社を読む\"}",
        "- id: read",
        "missing_text en",
    ),
];

#[test]
fn what_is_wrong_with_a_kit_of_one_s_own_is_told_with_its_line() {
    let [kit, firm] = own_kit();
    let line = |text: &str, part: &str| {
        let at = text.lines().position(|line| line.contains(part));
        at.expect("a line") + 1
    };
    let changed = |from: &str, to: &str| {
        assert!(kit.contains(from), "{from}");
        kit.replacen(from, to, 1)
    };
    for (from, to, at, told) in FAULTS {
        let found = faults(&[], &[&changed(from, to), &firm]);
        let told_at = |line: usize| format!("kit.yaml:{line} {told}");
        // An id names a step first, where an inject has the same.
        let at = at.split('\n').next().unwrap_or_default();
        assert!(
            found.contains(&told_at(line(&kit, at))),
            "{told}: {found:?}"
        );
    }
    // An event that this firm does not feel.
    let idle = changed(
        "scenario: scn.yen_appreciation",
        "scenario: scn.yen_appreciation",
    )
    .replace(
        "turned: {price_multiple: 0.8}",
        "turned: {price_multiple: 1, weeks: 0}",
    );
    assert!(
        faults(&[], &[&idle, &firm])
            .iter()
            .any(|it| it.contains("kit_rule idle"))
    );
    // All at once, of both files.
    let both = faults(
        &[],
        &[
            &changed("[read, 5]", "[read, 6]"),
            &firm.replace("twist:", "turn:"),
        ],
    );
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both[1].starts_with("firm.yaml:") && both[1].ends_with("unknown_key turn"));
}

#[test]
fn a_firm_that_does_not_open_is_told_with_the_line_of_its_case() {
    let [kit, firm] = own_kit();
    let line = |part: &str| {
        firm.lines()
            .position(|line| line.contains(part))
            .expect("a line")
            + 1
    };
    for (from, to, at, told) in [
        (
            "country: CN, buy_via",
            "country: XX, buy_via",
            "alias: P-04",
            "unknown_country",
        ),
        (
            "supplier.origin_known: some",
            "supplier.origin_known: lots",
            "supplier.origin_known",
            "unknown_option lots",
        ),
        (
            "profile.industry: machinery",
            "profile.industry: circus",
            "profile.industry",
            "unknown_option circus",
        ),
    ] {
        assert!(firm.contains(from), "{from}");
        let found = faults(&[], &[&kit, &firm.replacen(from, to, 1)]);
        assert_eq!(found, [format!("firm.yaml:{} {told}", line(at))]);
    }
}

#[test]
fn what_is_no_kit_is_refused_and_says_what_it_is_not() {
    let [kit, firm] = own_kit();
    let assessment = Assessment::default().write(&PACK);
    let assessment = String::from_utf8(assessment).expect("text");
    for text in [
        "",
        "文章です。",
        "- 1\n- 2\n",
        "id: core\nversion: \"1\"\n",
        &assessment,
    ] {
        assert_eq!(faults(&[], &[text]), ["kit.yaml not_a_kit"], "{text}");
    }
    let broken = faults(&[], &["id: kit.x\n  code: [\n"]);
    assert!(
        broken[0].starts_with("kit.yaml:") && broken[0].ends_with("not_yaml"),
        "{broken:?}"
    );
    let twice = format!("{kit}\nbudget: 1\n");
    assert!(faults(&[], &[&twice, &firm])[0].ends_with("not_yaml"));
    assert_eq!(
        faults(&[], &[&kit, &firm, &firm]),
        ["more.yaml:1 duplicate_id"]
    );
    // What multiplies when it is read is stopped.
    let bomb: String = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, at| {
        let before = at - 1;
        format!("{text}a{at}: &a{at} [*a{before}, *a{before}, *a{before}, *a{before}]\n")
    });
    assert!(!faults(&[], &[&bomb]).is_empty());
    let many: Vec<OwnFile> = (0..=OwnFile::MOST)
        .map(|at| OwnFile {
            name: at.to_string(),
            text: String::new(),
        })
        .collect();
    assert_eq!(faults(&many, &[]), [" kit_rule files"]);
}

#[test]
fn a_file_that_is_no_text_in_utf_8_is_refused() {
    let refused = |bytes: &[u8]| OwnFile::of("a", bytes).err().map(|finding| finding.code);
    assert_eq!(refused("\u{feff}id: kit.x".as_bytes()), None);
    let file = OwnFile::of("a", "\u{feff}id: kit.x".as_bytes()).expect("a text");
    assert_eq!(file.text, "id: kit.x");
    // 「鋳物」 in CP932, UTF-16, a picture, and far too much.
    assert_eq!(refused(b"title: \x92\x92\x95\xa8"), Some(Code::NotUtf8));
    assert_eq!(refused(b"\xff\xfei\0d\0"), Some(Code::NotUtf8));
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0"), Some(Code::NotUtf8));
    assert_eq!(refused(&vec![b' '; 50_000_000]), Some(Code::TooLarge));
}
