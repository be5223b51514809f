//! The institution's criteria: changed, taken back, opened and saved.

use sonae_engine::assessment::number_of;
use sonae_engine::content::Id;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::measure::{Number, Unit};
use sonae_engine::screen::{Policy, Wanted};

use super::Task;
use crate::state::{Draft, Effect, Shared, State};

/// A number of the criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// How much has to be known, per cent.
    Coverage,
    /// Below it a case is routine.
    RoutineBelow,
    /// From it on, a person talks to the firm.
    ConversationFrom,
}

impl Cut {
    /// Every one, in order.
    pub const ALL: [Self; 3] = [Self::Coverage, Self::RoutineBelow, Self::ConversationFrom];

    /// Its key in the words, and the id of its field.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::RoutineBelow => "routine_below",
            Self::ConversationFrom => "conversation_from",
        }
    }

    /// What it is now, as it is typed.
    #[must_use]
    pub fn of(self, policy: &Policy) -> f64 {
        match self {
            // A product of tenths is not always a tenth.
            Self::Coverage => (policy.coverage * 1e6).round() / 1e4,
            Self::RoutineBelow => policy.cuts.routine_below,
            Self::ConversationFrom => policy.cuts.conversation_from,
        }
    }
}

/// What happened on the page of the criteria.
#[derive(Clone, Debug)]
pub enum Told {
    /// Whose they are.
    Institution(String),
    /// A part is asked for, or not.
    Part(Wanted, bool),
    /// An answer is asked for, or not.
    Question(Id, bool),
    /// A note beside an answer is asked for, or not.
    Evidence(Id, bool),
    /// A number was typed.
    Typed(Cut, String),
    /// A file was chosen, or could not be read.
    Read(String, Result<Vec<u8>, Finding>),
    /// They are to be saved to a file.
    SaveAsked,
    /// They are to be those of the method again.
    ResetAsked,
    /// The last change is to be taken back.
    Undone,
    /// What was taken back is to be made again.
    Redone,
    /// The hash is to be copied.
    CopyAsked,
}

impl State {
    pub(super) fn policy_told(&mut self, told: Told) -> Vec<Effect> {
        let mut policy = (*self.bench.policy).clone();
        match told {
            Told::Institution(name) => name.trim().clone_into(&mut policy.institution),
            Told::Part(part, wanted) => switch(&mut policy.parts, part, wanted),
            Told::Question(id, wanted) => switch(&mut policy.questions, id, wanted),
            Told::Evidence(id, wanted) => switch(&mut policy.evidence, id, wanted),
            Told::Typed(cut, typed) => return self.cut_typed(cut, typed),
            Told::Read(name, bytes) => return self.policy_read(&name, bytes),
            Told::SaveAsked => {
                let name = format!("sonae-policy-{}.json", self.today);
                return vec![Effect::save(name, policy.write())];
            }
            Told::ResetAsked => policy = Policy::default(),
            Told::Undone => {
                if let Some(before) = self.bench.undo.pop() {
                    self.bench.redo.push(self.bench.policy.clone());
                    self.put_policy(before);
                }
                return self.policy_changed();
            }
            Told::Redone => {
                if let Some(after) = self.bench.redo.pop() {
                    self.bench.undo.push(self.bench.policy.clone());
                    self.put_policy(after);
                }
                return self.policy_changed();
            }
            Told::CopyAsked => return vec![Effect::Bench(Task::Copy(policy.hash()))],
        }
        self.set_policy(policy)
    }

    fn cut_typed(&mut self, cut: Cut, typed: String) -> Vec<Effect> {
        let field = format!("policy.{}", cut.key());
        let mut policy = (*self.bench.policy).clone();
        let number = number_of(&typed, Unit::Percent).map(Number::get);
        let taken = number.and_then(|number| {
            match cut {
                Cut::Coverage => policy.coverage = number / 100.0,
                Cut::RoutineBelow => policy.cuts.routine_below = number,
                Cut::ConversationFrom => policy.cuts.conversation_from = number,
            }
            let cuts = policy.cuts;
            if cuts.conversation_from >= cuts.routine_below {
                return Ok(());
            }
            let (lowest, highest) = match cut {
                Cut::ConversationFrom => (cuts.routine_below, 100.0),
                _ => (0.0, cuts.conversation_from),
            };
            let finding = Finding::new(Code::OutOfRange, "").with("value", typed.trim());
            Err(finding.with("lowest", lowest).with("highest", highest))
        });
        match taken {
            Ok(()) => {
                self.drafts.remove(&field);
                let mut effects = self.set_policy(policy);
                // The two cuts bind each other: what was refused may go now.
                let others = Cut::ALL.into_iter().filter(|other| *other != cut);
                for other in others {
                    let draft = self.drafts.remove(&format!("policy.{}", other.key()));
                    if let Some(draft) = draft {
                        effects.extend(self.cut_typed(other, draft.typed));
                    }
                }
                effects
            }
            Err(finding) => {
                self.drafts.insert(field, Draft { typed, finding });
                Vec::new()
            }
        }
    }

    fn policy_read(&mut self, name: &str, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        self.notices
            .retain(|notice| notice.key != "notice.policy_refused");
        let read = bytes
            .map_err(|finding| vec![finding])
            .and_then(|bytes| Policy::read(self.pack, &bytes));
        match read {
            Ok(policy) => {
                self.drafts.clear();
                self.set_policy(policy)
            }
            Err(findings) => self.refuse("notice.policy_refused", name, findings),
        }
    }

    fn set_policy(&mut self, policy: Policy) -> Vec<Effect> {
        if policy == *self.bench.policy {
            return Vec::new();
        }
        self.bench.undo.push(self.bench.policy.clone());
        self.bench.redo.clear();
        self.put_policy(Shared::new(policy));
        self.policy_changed()
    }

    fn put_policy(&mut self, policy: Shared<Policy>) {
        self.bench.policy = policy;
        self.bench.copied = None;
    }

    /// Every class may be another one: the files are worked out again once they are looked at.
    fn policy_changed(&mut self) -> Vec<Effect> {
        let was_reading = self.bench.reading;
        self.stop_bench();
        self.bench.forget_results();
        if was_reading {
            return vec![Effect::Bench(Task::Stop)];
        }
        Vec::new()
    }
}

/// Puts something into a list that is a set, or takes it out.
fn switch<T: Ord>(list: &mut Vec<T>, one: T, wanted: bool) {
    list.retain(|other| *other != one);
    if wanted {
        list.push(one);
        list.sort_unstable();
    }
}
