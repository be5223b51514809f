//! What comes of runs, once somebody looks: worked out then, and kept for as long as the case and
//! the run stay as they are.

use std::cell::OnceCell;

use sonae_engine::assessment::{Assessment, Run};
use sonae_engine::content::{Pack, Situation};
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::scenario::stress::{Helps, Stressed, helping, stress};
use sonae_engine::scenario::touch::{Touch, touch};
use sonae_engine::scenario::{
    How, Played, Prevented, Setting, Struck, money, play, prevented, settings,
};
use sonae_engine::table::Country;

use super::FEW;
use crate::state::{Case, Derived, Shared};

/// So many runs are reported where none is kept.
const REPORTED: usize = 3;

/// What each scenario has to do with the firm, in the pack's order.
#[derive(Debug)]
pub struct Touched {
    assessment: Shared<Assessment>,
    country: Option<Country>,
    all: OnceCell<Vec<Touch>>,
}

/// A run, and what comes of it once somebody looks.
#[derive(Debug)]
pub struct Playing {
    assessment: Shared<Assessment>,
    derived: Shared<Derived>,
    /// The run.
    pub run: Run,
    /// How it is played.
    pub how: How,
    played: OnceCell<Played>,
    base: OnceCell<f64>,
    settings: OnceCell<Vec<Setting>>,
    before: OnceCell<Played>,
    prevented: OnceCell<Vec<Prevented>>,
    situations: OnceCell<Vec<Situation>>,
}

/// All scenarios side by side.
#[derive(Debug)]
pub struct Compared {
    assessment: Shared<Assessment>,
    derived: Shared<Derived>,
    country: Option<Country>,
    all: OnceCell<Vec<Stressed>>,
    helping: OnceCell<Vec<Helps>>,
}

/// The runs the result and the report speak of.
#[derive(Debug)]
pub struct Reported {
    assessment: Shared<Assessment>,
    derived: Shared<Derived>,
    runs: OnceCell<Vec<Playing>>,
}

impl Playing {
    pub(in crate::state) fn new(
        assessment: &Shared<Assessment>,
        derived: &Shared<Derived>,
        run: Run,
        how: How,
    ) -> Self {
        Self {
            assessment: assessment.clone(),
            derived: derived.clone(),
            run,
            how,
            played: OnceCell::new(),
            base: OnceCell::new(),
            settings: OnceCell::new(),
            before: OnceCell::new(),
            prevented: OnceCell::new(),
            situations: OnceCell::new(),
        }
    }

    pub(super) fn is_of(&self, case: &Case, run: &Run, how: How) -> bool {
        self.assessment == case.assessment && self.run == *run && self.how == how
    }

    /// What comes of it.
    pub fn played(&self, pack: &Pack) -> &Played {
        self.played.get_or_init(|| self.play(pack, self.how))
    }

    /// The loss with every most likely value, at the bad end of what is not known, yen.
    pub fn base(&self, pack: &Pack) -> f64 {
        *self
            .base
            .get_or_init(|| self.play(pack, How::MODE).loss.p50().high)
    }

    fn play(&self, pack: &Pack, how: How) -> Played {
        play(pack, &self.assessment, &self.derived.path, &self.run, how)
    }

    /// The share of sales that is lost at once, 0 to 1.
    pub fn sales_hit(&self, pack: &Pack) -> Interval {
        Struck::of(pack, &self.assessment, &self.derived.path, &self.run).sales_hit()
    }

    /// The dials that do something.
    pub fn settings(&self, pack: &Pack) -> &[Setting] {
        self.settings
            .get_or_init(|| settings(pack, &self.assessment, &self.derived.path, &self.run))
    }

    /// How what is is compared with what an action would change: both with the same draws, and
    /// with few where events come together, which takes long to follow week by week.
    fn comparing(&self) -> How {
        let draws = if self.run.events.len() > 1 {
            FEW
        } else {
            self.how.draws
        };
        How {
            draws,
            thorough: false,
            ..self.how
        }
    }

    /// What comes of it without any action, with the draws that actions are compared by.
    pub fn before(&self, pack: &Pack) -> &Played {
        self.before
            .get_or_init(|| self.play(pack, self.comparing()))
    }

    /// What actions beforehand would change. It plays the run many times.
    pub fn prevented(&self, pack: &Pack) -> &[Prevented] {
        self.prevented
            .get_or_init(|| prevented(pack, &self.assessment, &self.run, self.comparing()))
    }

    /// The situations it leaves the firm in.
    pub fn situations(&self, pack: &Pack) -> &[Situation] {
        self.situations.get_or_init(|| {
            let found = money::situations(
                pack,
                &self.assessment,
                &self.derived.path,
                &self.run,
                self.played(pack),
                self.prevented(pack),
            );
            found.into_iter().collect()
        })
    }
}

impl Touched {
    pub(super) fn new(case: &Case, country: Option<Country>) -> Self {
        Self {
            assessment: case.assessment.clone(),
            country,
            all: OnceCell::new(),
        }
    }

    pub(super) fn is_of(&self, case: &Case, country: Option<Country>) -> bool {
        self.assessment == case.assessment && self.country == country
    }

    /// What each scenario has to do with the firm, in the pack's order.
    pub fn all(&self, pack: &Pack, derived: &Derived) -> &[Touch] {
        self.all.get_or_init(|| {
            let scenarios = pack.scenarios.scenarios.iter();
            scenarios
                .map(|scenario| {
                    touch(
                        pack,
                        &self.assessment,
                        &derived.path,
                        scenario,
                        self.country,
                    )
                })
                .collect()
        })
    }
}

impl Compared {
    pub(super) fn is_of(&self, case: &Case, country: Option<Country>) -> bool {
        self.assessment == case.assessment && self.country == country
    }

    pub(super) fn new(
        assessment: &Shared<Assessment>,
        derived: &Shared<Derived>,
        country: Option<Country>,
    ) -> Self {
        Self {
            assessment: assessment.clone(),
            derived: derived.clone(),
            country,
            all: OnceCell::new(),
            helping: OnceCell::new(),
        }
    }

    /// What comes of every scenario, in the pack's order.
    pub fn all(&self, pack: &Pack) -> &[Stressed] {
        let how = How {
            draws: FEW,
            ..How::default()
        };
        let path = &self.derived.path;
        self.all
            .get_or_init(|| stress(pack, &self.assessment, path, self.country, how))
    }

    /// The actions that help, the one that helps against most scenarios first.
    pub fn helping(&self, pack: &Pack) -> &[Helps] {
        let path = &self.derived.path;
        self.helping
            .get_or_init(|| helping(pack, &self.assessment, path, self.country))
    }
}

impl Reported {
    pub(in crate::state) fn new(case: &Case) -> Self {
        Self {
            assessment: case.assessment.clone(),
            derived: case.derived.clone(),
            runs: OnceCell::new(),
        }
    }

    pub(super) fn is_of(&self, case: &Case) -> bool {
        self.assessment == case.assessment
    }

    /// What comes of each: those that count in the result, or else the worst of those that touch
    /// the firm.
    pub fn runs(&self, pack: &Pack) -> &[Playing] {
        self.runs.get_or_init(|| {
            let of = |run| Playing::new(&self.assessment, &self.derived, run, How::default());
            let kept = &self.assessment.runs;
            if !kept.is_empty() {
                return kept.iter().cloned().map(of).collect();
            }
            let compared = Compared::new(&self.assessment, &self.derived, None);
            let high = |one: &Stressed| one.played.loss.p50().high;
            let all = compared.all(pack).iter();
            let mut touching: Vec<&Stressed> = all
                .filter(|one| one.touches == Truth::Certain && high(one) > 0.0)
                .collect();
            touching.sort_by(|one, other| high(other).total_cmp(&high(one)));
            let worst = touching.into_iter().take(REPORTED);
            worst.map(|one| of(one.run.clone())).collect()
        })
    }
}
