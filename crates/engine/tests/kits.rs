//! Every kit of the core pack can really be played: what happens hits its firm, what can be
//! chosen changes a figure, the money is worth thinking about, and the time adds up.
#![cfg(test)]

use std::path::Path as Folder;
use std::sync::LazyLock;

use sonae_engine::assessment::{Assessment, Path, Run};
use sonae_engine::content::{Action, Inject, Kit, Language, Pack, StepKind, read_folder};
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
