//! What may be done, in words: the same on the page, in the report and in every file.

use sonae_engine::assessment::{Aim, Planned, Run, Status};
use sonae_engine::content::{Gate, Id, Metric, Pack, Text};
use sonae_engine::measure::Interval;
use sonae_engine::plan::Offer;

use crate::words::Words;

/// Finer than this no loss is said, yen.
const FINEST: f64 = 1e4;

/// What a thing is called: the weak point, or the action.
#[must_use]
pub fn title(words: Words, pack: &Pack, planned: &Planned) -> String {
    let id = planned.id.as_str();
    let title = match planned.aim {
        Aim::Answer => pack.question(id).map(|question| &question.short),
        Aim::Gate => gate(pack, &planned.id).map(|gate| &gate.title),
        Aim::Metric => metric(pack, &planned.id).map(|metric| &metric.short),
        Aim::Action => pack.action(id).map(|action| &action.title),
    };
    title.map_or_else(|| id.to_owned(), |title| words.text(title))
}

/// The same with the scenarios it stands against.
#[must_use]
pub fn full_title(words: Words, pack: &Pack, planned: &Planned) -> String {
    let title = self::title(words, pack, planned);
    if planned.scenarios.is_empty() {
        return title;
    }
    let scenarios = scenarios(words, pack, planned.scenarios.iter());
    words.with(
        "plan.against",
        &[("title", title), ("scenarios", scenarios)],
    )
}

/// What is to be done, in a sentence or two.
#[must_use]
pub fn what(words: Words, pack: &Pack, planned: &Planned) -> String {
    let id = planned.id.as_str();
    let what: Option<&Text> = match planned.aim {
        Aim::Answer => pack.question(id).and_then(|it| it.prevent.as_ref()),
        Aim::Gate => gate(pack, &planned.id).map(|gate| &gate.prevent),
        Aim::Metric => metric(pack, &planned.id).map(|metric| &metric.prevent),
        Aim::Action => pack.action(id).map(|action| &action.how),
    };
    what.map(|text| words.text(text)).unwrap_or_default()
}

/// Why it counts.
#[must_use]
pub fn why(words: Words, pack: &Pack, planned: &Planned) -> String {
    let id = planned.id.as_str();
    match planned.aim {
        Aim::Answer => pack.question(id).map(|it| words.text(&it.why)),
        Aim::Metric => metric(pack, &planned.id).map(|it| words.text(&it.why)),
        Aim::Gate => Some(words.t("plan.why_gate").into_owned()),
        Aim::Action => {
            let scenarios = scenarios(words, pack, planned.scenarios.iter());
            Some(words.with("plan.why_action", &[("scenarios", scenarios)]))
        }
    }
    .unwrap_or_default()
}

/// Scenarios by their names.
pub fn scenarios<'a>(words: Words, pack: &Pack, ids: impl Iterator<Item = &'a Id>) -> String {
    let names = ids.map(|id| {
        let scenario = pack.scenario(id.as_str());
        scenario.map_or_else(|| id.to_string(), |it| words.text(&it.title))
    });
    let both = |one, other| words.with("plan.both", &[("one", one), ("other", other)]);
    names.reduce(both).unwrap_or_default()
}

/// A run by the names of its scenarios.
#[must_use]
pub fn run(words: Words, pack: &Pack, run: &Run) -> String {
    scenarios(words, pack, run.scenarios())
}

/// The name of a module.
#[must_use]
pub fn module(words: Words, pack: &Pack, id: &Id) -> String {
    let module = pack.module(id.as_str());
    module.map_or_else(|| id.to_string(), |module| words.text(&module.title))
}

/// The name of a gate.
#[must_use]
pub fn gate_title(words: Words, pack: &Pack, id: &Id) -> String {
    gate(pack, id).map_or_else(|| id.to_string(), |gate| words.text(&gate.title))
}

fn gate<'a>(pack: &'a Pack, id: &Id) -> Option<&'a Gate> {
    let mut gates = pack.modules.iter().flat_map(|module| &module.gates);
    gates.find(|gate| gate.id == *id)
}

fn metric<'a>(pack: &'a Pack, id: &Id) -> Option<&'a Metric> {
    let mut metrics = pack.modules.iter().flat_map(|module| &module.metrics);
    metrics.find(|metric| metric.id == *id)
}

/// How far something has come.
#[must_use]
pub fn status(words: Words, status: Status) -> String {
    words
        .t(&format!("plan.state.{}", status.key()))
        .into_owned()
}

/// An amount that was worked out, no finer than its two leading digits: it rests on assumptions.
#[must_use]
pub fn about(words: Words, yen: f64) -> String {
    let whole = yen.abs();
    if whole < FINEST / 2.0 {
        return words.with("plan.under", &[("amount", words.yen(FINEST))]);
    }
    let mut unit = FINEST;
    while whole / unit >= 100.0 && unit < 1e18 {
        unit *= 10.0;
    }
    let amount = words.yen((yen / unit).round() * unit);
    words.with("plan.about", &[("amount", amount)])
}

/// The range of a module before and after in a few words; none where the same figures would stand
/// on both sides.
#[must_use]
pub fn moves(
    words: Words,
    pack: &Pack,
    (id, before, after): (&Id, Interval, Interval),
) -> Option<String> {
    let (before, after) = (words.score(before), words.score(after));
    (before != after).then(|| {
        let module = module(words, pack, id);
        words.with(
            "result.step.moves",
            &[("module", module), ("before", before), ("after", after)],
        )
    })
}

/// What a thing does, in a few words each: a gate, the module that moves most, the largest loss
/// avoided, a better class.
#[must_use]
pub fn short(words: Words, pack: &Pack, offer: &Offer) -> Vec<String> {
    let frees = (!offer.removes.is_empty()).then(|| words.t("plan.frees").into_owned());
    let fall = |(_, before, after): &&(Id, Interval, Interval)| {
        (before.low - after.low) + (before.high - after.high)
    };
    let most = offer
        .scores
        .iter()
        .max_by(|one, other| fall(one).total_cmp(&fall(other)));
    let moves = most.and_then(|(id, before, after)| moves(words, pack, (id, *before, *after)));
    let largest = offer.avoids.iter().map(|(_, yen)| *yen).fold(0.0, f64::max);
    let avoids = (largest >= FINEST / 2.0).then(|| {
        let amount = about(words, largest);
        words.with("plan.avoids_short", &[("amount", amount)])
    });
    let eases = (!offer.eases.is_empty()).then(|| words.t("plan.eases_short").into_owned());
    let all: Vec<String> = [frees, moves, avoids, eases]
        .into_iter()
        .flatten()
        .collect();
    if all.is_empty() {
        return vec![words.t("plan.no_effect").into_owned()];
    }
    all
}

/// What a thing does, in sentences.
#[must_use]
pub fn effects(words: Words, pack: &Pack, offer: &Offer) -> Vec<String> {
    let removes = offer.removes.iter().map(|gate| {
        let gate = gate_title(words, pack, gate);
        words.with("result.step.removes", &[("gate", gate)])
    });
    let moves = offer.scores.iter().filter_map(|(id, before, after)| {
        let (before, after) = (words.score(*before), words.score(*after));
        (before != after).then(|| {
            let module = module(words, pack, id);
            let arguments = [("module", module), ("before", before), ("after", after)];
            words.with("plan.ahead_moves", &arguments)
        })
    });
    let avoids = offer.avoids.iter().map(|(run, yen)| {
        let arguments = [
            ("scenario", self::run(words, pack, run)),
            ("amount", about(words, *yen)),
        ];
        words.with("plan.avoids", &arguments)
    });
    let eases = offer.eases.iter().map(|run| {
        let scenario = self::run(words, pack, run);
        words.with("plan.eases", &[("scenario", scenario)])
    });
    let all: Vec<String> = removes.chain(moves).chain(avoids).chain(eases).collect();
    if all.is_empty() {
        return vec![words.t("plan.no_effect").into_owned()];
    }
    all
}

/// From which frequency of each scenario on a thing pays for itself by the loss it avoids
/// (method A13); nothing where it has no stated cost or avoids no loss.
#[must_use]
pub fn pays(words: Words, pack: &Pack, offer: &Offer) -> Vec<String> {
    let Some(cost) = offer.cost_yen.filter(|cost| *cost > 0.0) else {
        return Vec::new();
    };
    let one = |(run, yen): &(Run, f64)| {
        let years = yen / cost;
        let scenario = self::run(words, pack, run);
        let mut arguments = vec![("scenario", scenario), ("cost", words.yen(cost.round()))];
        if years < 1.0 {
            return words.with("plan.pays_not", &arguments);
        }
        // Rounded down: what is said must hold.
        let years = if years < 10.0 {
            (years * 10.0).floor() / 10.0
        } else {
            years.floor()
        };
        arguments.push(("years", words.number(years, 1)));
        words.with("plan.pays", &arguments)
    };
    offer.avoids.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::Aim;
    use sonae_engine::content::Language;
    use sonae_engine::measure::Unit;

    use super::{about, effects, full_title, pays, short, what, why};
    use crate::state::plan::tests::{case, pump};
    use crate::words::Words;

    const JA: Words = Words {
        language: Language::Ja,
    };
    const EN: Words = Words {
        language: Language::En,
    };

    #[test]
    fn what_was_worked_out_is_said_no_finer_than_it_is_known() {
        for (yen, ja, en) in [
            (32_456_789.0, "約3,200万円", "about ¥32 million"),
            (1_240_000_000.0, "約12億円", "about ¥1.2 billion"),
            (456_789.0, "約46万円", "about ¥460,000"),
            (3_000.0, "1万円未満", "under ¥10,000"),
        ] {
            assert_eq!(about(JA, yen), ja);
            assert_eq!(about(EN, yen), en);
        }
    }

    #[test]
    fn everything_that_may_be_done_has_its_words_in_both_languages() {
        let state = pump(Language::Ja);
        for words in [JA, EN] {
            for offer in case(&state).offers(state.pack) {
                let planned = &offer.planned;
                let texts = [
                    full_title(words, state.pack, planned),
                    what(words, state.pack, planned),
                    why(words, state.pack, planned),
                    short(words, state.pack, offer).concat(),
                    effects(words, state.pack, offer).concat(),
                ];
                for text in texts {
                    assert!(!text.is_empty(), "{planned:?}");
                    for lost in ["%{", "plan.", "result.", "scn.", "action."] {
                        assert!(!text.contains(lost), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn whether_it_pays_is_said_for_each_scenario_and_only_with_a_cost() {
        let state = pump(Language::En);
        let offers = case(&state).offers(state.pack);
        let mut offer = offers
            .iter()
            .find(|offer| offer.planned.aim == Aim::Action && offer.avoided() > 1e6)
            .expect("an action that avoids a loss")
            .clone();
        offer.cost_yen = None;
        assert!(pays(EN, state.pack, &offer).is_empty());
        let (_, avoided) = offer.avoids[0];
        offer.cost_yen = Some(avoided / 12.5);
        assert!(pays(EN, state.pack, &offer)[0].contains("more often than once in 12 years"));
        offer.cost_yen = Some(avoided * 2.0);
        assert!(pays(EN, state.pack, &offer)[0].starts_with("Even if"));
        assert!(Unit::YenFromZero.number(avoided).is_some());
    }
}
