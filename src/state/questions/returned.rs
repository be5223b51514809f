//! An applicant's file beside an earlier one of the same firm: what the answers changed.
//!
//! Nothing in the files says that they are of one firm: the lender chooses the earlier one.

use sonae_engine::assessment::Assessment;
use sonae_engine::finding::Finding;
use sonae_engine::lock::kind_of;
use sonae_engine::screen::{Answered, answered, case_in};

use super::Told;
use crate::route::Page;
use crate::state::bench::Task;
use crate::state::{Effect, Shared, State};

/// A file beside an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    /// The number of the later file.
    pub number: usize,
    /// What is in it.
    pub later: Option<Shared<Vec<u8>>>,
    /// The number of the earlier one, where it is on the bench.
    pub chosen: Option<usize>,
    /// The name of the earlier one.
    pub name: String,
    /// What is in it.
    pub earlier: Option<Shared<Vec<u8>>>,
    /// One beside the other, or why not.
    pub held: Option<Result<Shared<Held>, Vec<Finding>>>,
}

/// One file held against the other.
#[derive(Debug)]
pub struct Held {
    /// What changed.
    pub answered: Answered,
    /// Both cases, the earlier first, where both files hold one.
    pub cases: Option<[Assessment; 2]>,
}

impl State {
    /// What follows where a page about an applicant was gone to: its file is wanted.
    pub(super) fn about_applicant(&mut self, number: usize) -> Vec<Effect> {
        let returned = self.bench.returned.as_ref();
        let is_other = returned.is_none_or(|it| it.number != number);
        if self.page == Page::Answers(number) && is_other {
            self.bench.returned = Some(Returned {
                number,
                ..Returned::default()
            });
        }
        self.bench.unasked = None;
        if self.bench.applicant(number).is_none() {
            return Vec::new();
        }
        vec![self.fetch_file(number)]
    }

    fn fetch_file(&self, number: usize) -> Effect {
        Effect::Bench(Task::Fetch(number, self.bench.openers.clone()))
    }

    /// Takes in the bytes of a file on the bench; tells whether they were wanted here.
    pub(in crate::state) fn fetched_for_questions(
        &mut self,
        number: usize,
        bytes: &Result<Vec<u8>, Finding>,
    ) -> bool {
        match self.page {
            Page::Enquiry(asked) => {
                if asked == number {
                    let suggested = match bytes {
                        Ok(bytes) => self.suggest(number, bytes),
                        Err(finding) => Err(vec![finding.clone()]),
                    };
                    self.bench.unasked = suggested.err();
                }
                true
            }
            Page::Answers(_) => {
                self.answers_fetched(number, bytes);
                true
            }
            _ => false,
        }
    }

    fn answers_fetched(&mut self, number: usize, bytes: &Result<Vec<u8>, Finding>) {
        let Some(returned) = &mut self.bench.returned else {
            return;
        };
        let place = if returned.number == number {
            &mut returned.later
        } else if returned.chosen == Some(number) {
            &mut returned.earlier
        } else {
            return;
        };
        match bytes {
            Ok(bytes) => {
                *place = Some(Shared::new(bytes.clone()));
                self.hold_against();
            }
            Err(finding) => returned.held = Some(Err(vec![finding.clone()])),
        }
    }

    /// Takes in which file is the earlier one.
    pub(super) fn returned_told(&mut self, told: Told) -> Vec<Effect> {
        let Some(returned) = &mut self.bench.returned else {
            return Vec::new();
        };
        (returned.earlier, returned.held, returned.chosen) = (None, None, None);
        match told {
            Told::EarlierRead(name, bytes) => {
                returned.name = name;
                let open = |bytes: Vec<u8>| match kind_of(&bytes) {
                    Some(kind) => Err(kind.finding()),
                    None => Ok(bytes),
                };
                match bytes.and_then(open) {
                    Ok(bytes) => returned.earlier = Some(Shared::new(bytes)),
                    Err(finding) => returned.held = Some(Err(vec![finding])),
                }
                self.hold_against();
            }
            Told::EarlierChosen(number) if number != returned.number => {
                let name = self.bench.names.get(number).cloned();
                (returned.name, returned.chosen) = (name.unwrap_or_default(), Some(number));
                return vec![self.fetch_file(number)];
            }
            _ => returned.name.clear(),
        }
        Vec::new()
    }

    /// Once both files are there, one is held against the other.
    fn hold_against(&mut self) {
        let (pack, policy) = (self.pack, self.bench.policy.clone());
        let Some(returned) = &mut self.bench.returned else {
            return;
        };
        let (Some(before), Some(after)) = (&returned.earlier, &returned.later) else {
            return;
        };
        let held = answered(pack, &policy, before, after).map(|answered| {
            let cases = case_in(pack, before).zip(case_in(pack, after));
            let cases = cases.map(|(before, after)| [before, after]);
            Shared::new(Held { answered, cases })
        });
        returned.held = Some(held);
    }
}
