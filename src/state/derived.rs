//! What follows from an assessment: worked out at once after every change, never stored.

use std::cell::OnceCell;

use sonae_engine::assessment::{Assessment, Contradiction, Origin, Path, Step};
use sonae_engine::content::{Id, Module, Pack, Question, Theme};
use sonae_engine::finding::Finding;
use sonae_engine::plan;
use sonae_engine::scenario::Played;
use sonae_engine::score::{self, Score};
use sonae_engine::suppliers::{Candidate, CandidateOptions, candidates};
use sonae_engine::workshop::seat::{Effects, each_alone, effects};

use super::plan::Lookout;
use crate::later;

/// Reading a question, thinking, and choosing take about this long.
const SECONDS_A_QUESTION: usize = 30;
/// A rough answer is quicker.
const SECONDS_A_QUICK_QUESTION: usize = 25;

/// Everything that follows from an assessment.
#[derive(Debug)]
pub struct Derived {
    /// Which questions apply, and their answers once the tables have spoken.
    pub path: Path<'static>,
    /// How far each theme is, in the pack's order.
    pub progress: Vec<Progress>,
    /// How far the profile is.
    pub profile: Stage,
    /// How far the supplier table is.
    pub suppliers: Stage,
    /// How far the market table is.
    pub markets: Stage,
    /// The scores, worked out when they are looked at: what a person answers first waits for none,
    /// and what is fetched first does without.
    score: OnceCell<Result<Score, Finding>>,
    /// Answers that do not go together, likewise.
    contradictions: OnceCell<Vec<Contradiction>>,
    /// What to do first, likewise: it scores the case many times.
    steps: OnceCell<Vec<plan::Step>>,
    /// Which rows may matter most, likewise.
    proposed: OnceCell<Vec<Candidate>>,
    /// What comes of the injects at a team's seat, likewise.
    seated: OnceCell<Vec<Effects>>,
    /// What each choice alone would have changed in them, likewise.
    alone: OnceCell<Vec<Vec<(Id, Played)>>>,
    /// What follows for the plan, likewise.
    pub lookout: Lookout,
}

/// How far a theme is.
#[derive(Debug)]
pub struct Progress {
    /// Its module.
    pub module: &'static Module,
    /// The theme.
    pub theme: &'static Theme,
    /// The questions that are asked in it, in order.
    pub questions: Vec<Id>,
    /// How many of them are settled: answered and confirmed, "don't know", or from a table.
    pub settled: usize,
    /// How many of them are estimates of the five-minute check.
    pub estimates: usize,
    /// About how long the rest takes.
    pub minutes_left: usize,
    /// The first question that is not settled.
    pub open: Option<Id>,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is answered.
    None,
    /// Looked at, but incomplete.
    Part,
    /// Done.
    Done,
}

/// About how long so many questions of the five-minute check take.
#[must_use]
pub fn quick_minutes(questions: usize) -> usize {
    (questions * SECONDS_A_QUICK_QUESTION).div_ceil(60)
}

impl Progress {
    /// The question to go on with: the first that is not settled, or the first of all.
    #[must_use]
    pub fn start(&self) -> Option<&Id> {
        self.open.as_ref().or(self.questions.first())
    }

    /// How far the theme is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if self.settled == self.questions.len() {
            Stage::Done
        } else if self.settled + self.estimates > 0 {
            Stage::Part
        } else {
            Stage::None
        }
    }
}

impl Derived {
    /// What follows from an assessment. The first part of the app knows those without tables.
    #[must_use]
    pub fn of(pack: &'static Pack, assessment: &Assessment) -> Self {
        let path = match later::get() {
            Some(later) => (later.path)(pack, assessment),
            None => Path::of_answers(pack, assessment),
        };
        let progress = pack
            .modules
            .iter()
            .flat_map(|module| progress_of(module, &path, assessment))
            .collect();
        let answered = pack
            .profile
            .iter()
            .filter(|question| assessment.profile.contains_key(&question.id))
            .count();
        let (spend_missing, share_missing) = (
            !path.figures.without_spend.is_empty(),
            assessment.markets.iter().any(|row| row.share_pct.is_none()),
        );
        Self {
            path,
            progress,
            profile: stage(answered == 0, answered < pack.profile.len()),
            suppliers: stage(assessment.suppliers.is_empty(), spend_missing),
            markets: stage(assessment.markets.is_empty(), share_missing),
            score: OnceCell::new(),
            contradictions: OnceCell::new(),
            steps: OnceCell::new(),
            proposed: OnceCell::new(),
            seated: OnceCell::new(),
            alone: OnceCell::new(),
            lookout: Lookout::default(),
        }
    }

    /// The scores; without the industry there are none. The assessment is the one all this follows
    /// from.
    pub fn score(&self, pack: &Pack, assessment: &Assessment) -> &Result<Score, Finding> {
        self.score
            .get_or_init(|| score::score_along(pack, assessment, &self.path))
    }

    /// Answers that do not go together. The assessment is the one all this follows from.
    pub fn contradictions(&self, pack: &Pack, assessment: &Assessment) -> &[Contradiction] {
        self.contradictions
            .get_or_init(|| Contradiction::all(pack, assessment, &self.path))
    }

    /// What to do first. The assessment is the one all this follows from.
    pub fn steps(&self, pack: &Pack, assessment: &Assessment) -> &[plan::Step] {
        self.steps
            .get_or_init(|| plan::first_steps(pack, assessment))
    }

    /// Which rows may matter most. The assessment is the one all this follows from.
    pub fn proposed(&self, assessment: &Assessment) -> &[Candidate] {
        self.proposed
            .get_or_init(|| candidates(&assessment.suppliers, CandidateOptions::default()))
    }

    /// What comes of the injects that reached a team. The assessment is the one all this follows
    /// from.
    pub fn effects(&self, pack: &Pack, assessment: &Assessment) -> &[Effects] {
        self.seated.get_or_init(|| {
            let seat = assessment.seat.as_ref();
            seat.map(|seat| effects(pack, assessment, seat))
                .unwrap_or_default()
        })
    }

    /// What each choice alone would have changed in them, inject by inject. The assessment is the
    /// one all this follows from.
    pub fn alone(&self, pack: &Pack, assessment: &Assessment) -> &[Vec<(Id, Played)>] {
        self.alone.get_or_init(|| {
            let seat = assessment.seat.as_ref();
            let kit = seat.and_then(|seat| pack.kit(seat.kit.as_str()));
            let injects = seat.iter().flat_map(|seat| &seat.injects);
            let alone = injects.filter_map(|id| {
                let kit = kit?;
                let inject = kit.inject(id.as_str())?;
                Some(each_alone(pack, assessment, kit, inject))
            });
            alone.collect()
        })
    }

    /// The progress of the theme a question is asked in.
    #[must_use]
    pub fn progress_at(&self, question: &Id) -> Option<&Progress> {
        self.progress
            .iter()
            .find(|progress| progress.questions.contains(question))
    }

    /// The index of the first question of the five-minute check without an answer.
    #[must_use]
    pub fn quick_open(&self, pack: &Pack) -> Option<usize> {
        let open = |id: &Id| {
            let step = self.path.step(id.as_str());
            step.is_none_or(|step| step.origin == Origin::Unanswered)
        };
        pack.quick_check.iter().position(open)
    }

    /// How far the five-minute check is; what a table answers is answered.
    #[must_use]
    pub fn quick(&self, pack: &Pack) -> Stage {
        let steps = pack
            .quick_check
            .iter()
            .filter_map(|id| self.path.step(id.as_str()));
        let untouched = steps.clone().all(|step| step.origin == Origin::Unanswered);
        stage(untouched, self.quick_open(pack).is_some())
    }

    /// The question asked next after one that is not asked itself, in the pack's order.
    #[must_use]
    pub fn asked_after(&self, question: &Id) -> Option<&Id> {
        let after = self
            .path
            .steps()
            .iter()
            .skip_while(|step| step.question.id != *question);
        after
            .skip(1)
            .find(|step| step.is_asked())
            .map(|step| &step.question.id)
    }

    /// The question asked before or after one, across themes; `None` at either end.
    #[must_use]
    pub fn neighbour(&self, question: &Id, forward: bool) -> Option<&Id> {
        let all: Vec<&Id> = self
            .progress
            .iter()
            .flat_map(|progress| &progress.questions)
            .collect();
        let at = all.iter().position(|one| *one == question)?;
        let wanted = if forward {
            at.checked_add(1)
        } else {
            at.checked_sub(1)
        };
        wanted.and_then(|index| all.get(index).copied())
    }
}

fn stage(empty: bool, incomplete: bool) -> Stage {
    if empty {
        Stage::None
    } else if incomplete {
        Stage::Part
    } else {
        Stage::Done
    }
}

/// Whole months from one day to another, both `YYYY-MM-DD`; none where either is not.
#[must_use]
pub fn months_between(from: &str, to: &str) -> Option<u32> {
    let parts = |iso: &str| -> Option<(u32, u32, u32)> {
        let mut parts = iso.splitn(3, '-').map(|part| part.parse().ok());
        Some((parts.next()??, parts.next()??, parts.next()??))
    };
    let ((year, month, day), (to_year, to_month, to_day)) = (parts(from)?, parts(to)?);
    let months = (to_year * 12 + to_month).checked_sub(year * 12 + month)?;
    Some(months.saturating_sub(u32::from(to_day < day)))
}

/// A question without a theme stands where the pack puts it: in the theme of the one before.
fn progress_of(
    module: &'static Module,
    path: &Path<'static>,
    assessment: &Assessment,
) -> Vec<Progress> {
    // In a part only what is asked there.
    let part = assessment.part.as_ref();
    let in_part = |id: &Id| part.is_none_or(|part| part.asked.contains(id));
    let mut groups: Vec<Vec<&Step<'static>>> = module.themes.iter().map(|_| Vec::new()).collect();
    let mut at = 0;
    for question in &module.questions {
        at = theme_index(module, question).unwrap_or(at);
        let step = path
            .step(question.id.as_str())
            .filter(|step| step.is_asked() && in_part(&step.question.id));
        if let (Some(step), Some(group)) = (step, groups.get_mut(at)) {
            group.push(step);
        }
    }
    let with_questions = module
        .themes
        .iter()
        .zip(groups)
        .filter(|(_, steps)| !steps.is_empty());
    with_questions
        .map(|(theme, steps)| {
            let open =
                |step: &&&Step<'_>| matches!(step.origin, Origin::Unanswered | Origin::Estimate);
            let left = steps.iter().filter(open).count();
            Progress {
                module,
                theme,
                settled: steps.len() - left,
                estimates: steps
                    .iter()
                    .filter(|step| step.origin == Origin::Estimate)
                    .count(),
                minutes_left: (left * SECONDS_A_QUESTION).div_ceil(60),
                open: steps.iter().find(open).map(|step| step.question.id.clone()),
                questions: steps.iter().map(|step| step.question.id.clone()).collect(),
            }
        })
        .collect()
}

fn theme_index(module: &Module, question: &Question) -> Option<usize> {
    let theme = &question.weighed.as_ref()?.theme;
    module.themes.iter().position(|one| one.id == *theme)
}

#[cfg(test)]
mod tests {
    use super::months_between;

    #[test]
    fn ages_are_counted_in_whole_months() {
        for (from, to, months) in [
            ("2025-03-10", "2026-11-24", Some(20)),
            ("2026-10-25", "2026-11-24", Some(0)),
            ("2026-11-24", "2026-11-24", Some(0)),
            ("2026", "2026-11-24", None),
            ("2027-01-01", "2026-11-24", None),
        ] {
            assert_eq!(months_between(from, to), months, "{from} to {to}");
        }
    }
}
