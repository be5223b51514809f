//! Kits: a workshop on one fictional firm, with all that a trainer says and hands out.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Id, Text};

/// A workshop on one fictional firm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kit {
    /// Its id.
    pub id: Id,
    /// What the codes of its rooms begin with; no other kit of the pack has it.
    pub code: KitCode,
    /// The fictional firm it is about.
    pub firm: Id,
    /// What it is called.
    pub title: Text,
    /// What people take away.
    pub aim: Text,
    /// Everything that a workshop with it may consist of. An agenda says what and how long.
    pub steps: Vec<Step>,
    /// The agendas, the shortest first.
    pub agendas: Vec<Agenda>,
    /// What is to be found in the firm.
    pub traps: Vec<Trap>,
    /// What happens to the firm in the middle of the workshop.
    pub injects: Vec<Inject>,
    /// What a team can pay for.
    pub choices: Vec<KitChoice>,
    /// What all choices together may cost, yen.
    pub budget: u64,
    /// So many are chosen before the first inject.
    pub before: u8,
    /// So many are chosen afterwards.
    pub after: u8,
    /// What to ask in one's own firm on Monday.
    pub monday: Vec<Monday>,
}

impl Kit {
    /// A team has at most so many choices before it.
    pub const MOST_CHOICES: usize = 16;
    /// So many things may happen: a room has a code for each.
    pub const MOST_INJECTS: u8 = 32;
    /// So many questions go home.
    pub const MONDAY: usize = 5;

    /// The agenda of so many minutes.
    #[must_use]
    pub fn agenda(&self, minutes: u16) -> Option<&Agenda> {
        self.agendas.iter().find(|agenda| agenda.minutes == minutes)
    }

    /// A step by its id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id.as_str() == id)
    }

    /// An inject by its id.
    #[must_use]
    pub fn inject(&self, id: &str) -> Option<&Inject> {
        self.injects.iter().find(|inject| inject.id.as_str() == id)
    }

    /// A choice by the id of its action.
    #[must_use]
    pub fn choice(&self, action: &str) -> Option<&KitChoice> {
        let mut choices = self.choices.iter();
        choices.find(|choice| choice.action.as_str() == action)
    }

    /// The steps of an agenda, each with its time.
    #[must_use]
    pub fn timed(&self, agenda: &Agenda) -> Vec<Timed<'_>> {
        let mut clock = 0;
        let steps = agenda.steps.iter().filter_map(|(id, minutes)| {
            let starts = clock;
            clock += minutes;
            Some(Timed {
                step: self.step(id.as_str())?,
                starts,
                minutes: *minutes,
            })
        });
        steps.collect()
    }
}

/// The four capital letters that a kit's rooms begin with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KitCode(Box<str>);

impl KitCode {
    /// The code, where it is four letters from A to Z.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let sound = code.len() == 4 && code.bytes().all(|it| it.is_ascii_uppercase());
        sound.then(|| Self(code.into()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KitCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What is done in a workshop of so many minutes. The minutes of the steps add up to them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agenda {
    /// How long it takes.
    pub minutes: u16,
    /// Its steps in order, and how long each takes.
    pub steps: Vec<(Id, u16)>,
}

/// A step of an agenda, with its time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timed<'k> {
    /// The step.
    pub step: &'k Step,
    /// When it begins, minutes after the start.
    pub starts: u16,
    /// How long it takes, minutes.
    pub minutes: u16,
}

/// One thing that is done in a workshop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its id within the kit.
    pub id: Id,
    /// What is done.
    pub kind: StepKind,
    /// What it is called.
    pub title: Text,
    /// The question of the moment, for all to see.
    pub question: Text,
    /// What the trainer says.
    pub say: Text,
    /// What the trainer asks.
    pub ask: Vec<Text>,
    /// What teams usually miss, and why. For the trainer alone.
    pub missed: Vec<Text>,
    /// What happens in it, where something does.
    pub inject: Option<Id>,
}

/// What is done in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The case is read.
    Read,
    /// The firm is explored in the tool.
    Explore,
    /// The teams compare what they found.
    Compare,
    /// Something happens.
    Inject,
    /// The teams choose what to do.
    Choose,
    /// The teams hand in what they did.
    Collect,
    /// All look back.
    Debrief,
}

/// Something that is to be found in the firm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trap {
    /// What it is.
    pub title: Text,
    /// The rows of the supplier table it shows in, by their aliases.
    pub rows: Vec<Box<str>>,
    /// The questions it shows in.
    pub questions: Vec<Id>,
    /// What teams usually miss, and why.
    pub missed: Text,
}

/// Something that happens to the firm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inject {
    /// Its id within the kit.
    pub id: Id,
    /// What it is called.
    pub title: Text,
    /// What the team reads.
    pub card: Text,
    /// The scenario that plays.
    pub scenario: Id,
    /// What is taken for granted instead of what the pack says.
    pub turned: Turned,
    /// What to talk about afterwards.
    pub debrief: Text,
}

/// The numbers of a run that a person may turn, as far as an inject does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Turned {
    /// The country it is about.
    pub country: Option<Id>,
    /// How long it lasts, weeks.
    pub weeks: Option<f64>,
    /// The share of the hit supply or sales that is lost, per cent.
    pub lost_pct: Option<f64>,
    /// What the price is multiplied by.
    pub price_multiple: Option<f64>,
    /// The share of lost sales that is made up for later, per cent.
    pub recapture_pct: Option<f64>,
    /// The share of a price rise that customers take over, per cent.
    pub pass_through_pct: Option<f64>,
    /// Weeks until a lost market is made up for elsewhere.
    pub switch_weeks: Option<f64>,
    /// The share of sales that rests on the know-how, per cent.
    pub product_pct: Option<f64>,
}

impl Turned {
    /// The longest that an event may last, weeks: ten years.
    pub const LONGEST_WEEKS: f64 = 520.0;
    /// The largest multiple of a price.
    pub const LARGEST_MULTIPLE: f64 = 100.0;
}

/// Something a team can pay for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KitChoice {
    /// The action.
    pub action: Id,
    /// What it costs here, yen.
    pub cost: u64,
    /// What it means in this firm, and what the cost is made of.
    pub note: Text,
}

/// A question to ask in one's own firm on Monday.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Monday {
    /// What to ask.
    pub text: Text,
    /// The question of the pack that the answer belongs to.
    pub question: Id,
}
