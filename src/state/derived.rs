//! What follows from an assessment: worked out at once after every change, never stored.

use sonae_engine::assessment::{Assessment, Contradiction, Origin, Path, Step};
use sonae_engine::content::{Id, Module, Pack, Question, Theme};
use sonae_engine::finding::Finding;
use sonae_engine::score::{self, ModuleScore, Score};

/// Reading a question, thinking, and choosing take about this long.
const SECONDS_A_QUESTION: usize = 30;

/// Everything that follows from an assessment.
#[derive(Debug)]
pub struct Derived {
    /// Which questions apply, and their answers once the tables have spoken.
    pub path: Path<'static>,
    /// The scores; without the industry there are none.
    pub score: Result<Score, Finding>,
    /// Answers that do not go together.
    pub contradictions: Vec<Contradiction>,
    /// How far each theme is, in the pack's order.
    pub progress: Vec<Progress>,
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

impl Progress {
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
    /// What follows from an assessment.
    #[must_use]
    pub fn of(pack: &'static Pack, assessment: &Assessment) -> Self {
        let path = Path::of(pack, assessment);
        let score = score::score_along(pack, assessment, &path);
        let contradictions = Contradiction::all(pack, assessment, &path);
        let progress = pack
            .modules
            .iter()
            .flat_map(|module| progress_of(module, &path))
            .collect();
        Self {
            path,
            score,
            contradictions,
            progress,
        }
    }

    /// One module's score.
    #[must_use]
    pub fn module(&self, id: &Id) -> Option<&ModuleScore> {
        self.score
            .as_ref()
            .ok()?
            .modules
            .iter()
            .find(|module| module.id == *id)
    }

    /// The progress of the theme a question is asked in.
    #[must_use]
    pub fn progress_at(&self, question: &Id) -> Option<&Progress> {
        self.progress
            .iter()
            .find(|progress| progress.questions.contains(question))
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

/// A question without a theme stands where the pack puts it: in the theme of the one before.
fn progress_of(module: &'static Module, path: &Path<'static>) -> Vec<Progress> {
    let mut groups: Vec<Vec<&Step<'static>>> = module.themes.iter().map(|_| Vec::new()).collect();
    let mut at = 0;
    for question in &module.questions {
        at = theme_index(module, question).unwrap_or(at);
        let step = path
            .step(question.id.as_str())
            .filter(|step| step.is_asked());
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
                questions: steps.iter().map(|step| step.question.id.clone()).collect(),
            }
        })
        .collect()
}

fn theme_index(module: &Module, question: &Question) -> Option<usize> {
    let theme = &question.weighed.as_ref()?.theme;
    module.themes.iter().position(|one| one.id == *theme)
}
