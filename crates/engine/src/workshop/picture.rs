//! The class picture: what the teams found and did, side by side. It ranks nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::collect::Collection;
use super::played::Inject;
use super::record::{Level, Said, answer, firm_of};
use super::seat::{how, loss_pct, outcome, stop_weeks};
use crate::assessment::Assessment;
use crate::content::{self, Id, Kit, KitChoice, Pack, Question};
use crate::score::{Score, score};

/// What the teams of a room found and did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The teams that handed in, by their numbers.
    pub teams: Vec<u8>,
    /// Those of them of whom only the choices are known.
    pub without_result: Vec<u8>,
    /// Those of them whose tables are not the firm's: what they changed there is not told.
    pub other_tables: Vec<u8>,
    /// The themes in the order of the pack.
    pub themes: Vec<Theme>,
    /// Answers that are not the firm's, the one that makes the largest difference first.
    pub answers: Vec<Answer>,
    /// What can be chosen, in the order of the kit.
    pub decisions: Vec<Decision>,
    /// What the choices changed, inject by inject.
    pub effects: Vec<Effect>,
}

/// One theme as the teams see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The theme's module.
    pub module: Id,
    /// The theme.
    pub theme: Id,
    /// With the firm's own answers.
    pub given: Option<Level>,
    /// Team by team, in their order.
    pub teams: Vec<(u8, Level)>,
}

impl Theme {
    /// By how many points the teams lie apart: between the middles of their ranges.
    #[must_use]
    pub fn apart(&self) -> f64 {
        let middles = self.teams.iter().map(|(_, level)| middle(*level));
        let (least, most) = middles.fold((f64::INFINITY, 0.0_f64), |(least, most), it| {
            (least.min(it), most.max(it))
        });
        (most - least).max(0.0)
    }
}

fn middle(level: Level) -> f64 {
    f64::midpoint(level.low.into(), level.high.into())
}

/// A question that some teams answered otherwise than the firm.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The question.
    pub question: Id,
    /// What the firm answered.
    pub given: Said,
    /// How many teams left it so.
    pub as_given: usize,
    /// What the others said, and how many of them.
    pub said: Vec<(Said, usize)>,
    /// The theme it moves, after its module.
    pub theme: Option<(Id, Id)>,
    /// By how many points an end of that theme's range moves at most, where this answer alone is
    /// changed in the firm as it was given.
    pub moves: f64,
}

/// How many teams chose an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The action.
    pub action: Id,
    /// So many before the first inject.
    pub before: usize,
    /// So many afterwards.
    pub after: usize,
}

/// An inject, and what the choices of each team changed in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The inject.
    pub inject: Id,
    /// Team by team, in their order: as the team's record has it, where it was dealt the inject. Of
    /// a team that read its choices out, worked out from the kit, where the inject is known to have
    /// been played, or of none it is.
    pub teams: Vec<(u8, Inject)>,
}

impl Picture {
    /// The picture of what was collected.
    #[must_use]
    pub fn of(pack: &Pack, kit: &Kit, all: &Collection) -> Self {
        let teams = all.teams();
        let with =
            |told: &dyn Fn(u8) -> bool| teams.iter().copied().filter(|it| told(*it)).collect();
        Self {
            without_result: with(&|team| all.record(team).is_none()),
            other_tables: with(&|team| all.record(team).is_some_and(|record| record.rows > 0)),
            themes: themes(pack, kit, all, &teams),
            answers: answers(pack, kit, all, &teams),
            decisions: decisions(kit, all, &teams),
            effects: effects(pack, kit, all, &teams),
            teams,
        }
    }
}

fn themes(pack: &Pack, kit: &Kit, all: &Collection, teams: &[u8]) -> Vec<Theme> {
    let given = given(pack, kit);
    let places = pack.modules.iter().flat_map(|module| {
        let themes = module.themes.iter();
        themes.map(|theme| (module.id.clone(), theme.id.clone()))
    });
    let theme = |(at, (module, theme)): (usize, (Id, Id))| {
        let level = |team: &u8| Some((*team, *all.record(*team)?.themes.get(at)?.as_ref()?));
        Theme {
            given: given.get(at).copied().flatten(),
            teams: teams.iter().filter_map(level).collect(),
            module,
            theme,
        }
    };
    places.enumerate().map(theme).collect()
}

/// The firm's own levels, worked out as a team's are.
fn given(pack: &Pack, kit: &Kit) -> Vec<Option<Level>> {
    let scored = firm_of(pack, kit).and_then(|firm| score(pack, &firm).ok());
    super::record::levels(pack, scored.as_ref())
}

fn answers(pack: &Pack, kit: &Kit, all: &Collection, teams: &[u8]) -> Vec<Answer> {
    let Some(firm) = firm_of(pack, kit) else {
        return Vec::new();
    };
    let given = score(pack, &firm).ok();
    let records: Vec<_> = teams.iter().filter_map(|team| all.record(*team)).collect();
    let mut said: BTreeMap<u16, BTreeMap<Said, usize>> = BTreeMap::new();
    for (at, one) in records.iter().flat_map(|record| &record.said) {
        *said.entry(*at).or_default().entry(*one).or_default() += 1;
    }
    let questions: Vec<&Question> = pack.questions().collect();
    let answered = |(at, said): (u16, BTreeMap<Said, usize>)| {
        let question = *questions.get(usize::from(at))?;
        let moved = said.keys().filter_map(|one| {
            let mut case = firm.clone();
            answer(&mut case, pack, question, *one);
            moved(given.as_ref()?, &score(pack, &case).ok()?)
        });
        let most = moved.max_by(|(_, one), (_, other)| one.total_cmp(other));
        let others: usize = said.values().sum();
        Some(Answer {
            question: question.id.clone(),
            given: Said::of(question, firm.given(question.id.as_str())),
            as_given: records.len().saturating_sub(others),
            said: said.into_iter().collect(),
            theme: most.as_ref().map(|(theme, _)| theme.clone()),
            moves: most.map_or(0.0, |(_, moves)| moves),
        })
    };
    let mut answers: Vec<Answer> = said.into_iter().filter_map(answered).collect();
    // A stable sort: equal differences stay in the pack's order.
    answers.sort_by(|one, other| other.moves.total_cmp(&one.moves));
    answers
}

/// The theme that moved the most between two scores, after its module, and by how many points.
/// Themes of several modules may have one name.
fn moved(one: &Score, other: &Score) -> Option<((Id, Id), f64)> {
    let themes = |score: &Score| -> BTreeMap<(Id, Id), crate::measure::Interval> {
        let of = |module: &crate::score::ModuleScore| {
            let themes = module.themes.iter();
            let named = themes.map(|theme| ((module.id.clone(), theme.id.clone()), theme.risk));
            named.collect::<Vec<_>>()
        };
        score.modules.iter().flat_map(of).collect()
    };
    let other = themes(other);
    let moves = themes(one).into_iter().filter_map(|(theme, before)| {
        let after = other.get(&theme)?;
        let ends = [
            (before.low - after.low).abs(),
            (before.high - after.high).abs(),
        ];
        Some((theme, ends.into_iter().fold(0.0, f64::max)))
    });
    let most = moves.max_by(|(_, one), (_, other)| one.total_cmp(other));
    most.filter(|(_, moves)| *moves > 0.0)
}

pub(super) fn decisions(kit: &Kit, all: &Collection, teams: &[u8]) -> Vec<Decision> {
    let chosen: Vec<_> = teams
        .iter()
        .filter_map(|team| all.choices(kit, *team))
        .collect();
    let decision = |choice: &KitChoice| {
        let is = |ids: &[String]| ids.iter().any(|id| id == choice.action.as_str());
        Decision {
            action: choice.action.clone(),
            before: chosen.iter().filter(|(before, _)| is(before)).count(),
            after: chosen.iter().filter(|(_, after)| is(after)).count(),
        }
    };
    kit.choices.iter().map(decision).collect()
}

pub(super) fn effects(pack: &Pack, kit: &Kit, all: &Collection, teams: &[u8]) -> Vec<Effect> {
    let Some(firm) = firm_of(pack, kit) else {
        return Vec::new();
    };
    let records = teams.iter().filter_map(|team| all.record(*team));
    let dealt = records.flat_map(|record| record.played(kit).injects);
    let mut known: BTreeSet<String> = dealt.map(|inject| inject.id).collect();
    known.extend(all.played.iter().cloned());
    let of = |inject: &content::Inject| {
        let is_known = known.is_empty() || known.contains(inject.id.as_str());
        let team = |team: &u8| {
            let Some(record) = all.choosing_record(*team) else {
                let (before, after) = all.choices(kit, *team).filter(|_| is_known)?;
                return Some((*team, effect(pack, &firm, inject, &before, &after)));
            };
            let dealt = record.played(kit).injects.into_iter();
            let mut dealt = dealt.filter(|one| one.id == inject.id.as_str());
            Some((*team, dealt.next()?))
        };
        Effect {
            inject: inject.id.clone(),
            teams: teams.iter().filter_map(team).collect(),
        }
    };
    kit.injects.iter().map(of).collect()
}

/// An inject on the kit's firm without choices, with those before, and with all.
fn effect(
    pack: &Pack,
    firm: &Assessment,
    inject: &content::Inject,
    before: &[String],
    after: &[String],
) -> Inject {
    let all: Vec<String> = before.iter().chain(after).cloned().collect();
    let stages = [&[], before, &all].map(|chosen: &[String]| {
        let chosen = chosen.iter().map(String::as_str);
        outcome(pack, firm, inject, chosen, how())
    });
    Inject {
        id: inject.id.to_string(),
        stop_weeks: stages.each_ref().map(stop_weeks),
        loss_pct: stages.each_ref().map(loss_pct),
    }
}
