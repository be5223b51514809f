//! The part of a pack that a browser fetches first.

use std::collections::BTreeSet;

use super::{Pack, Text};

impl Pack {
    /// The pack without what neither the five-minute check nor the way to it shows. It asks and
    /// weighs the same, and says that it is the same pack: texts of other questions but their
    /// labels, scenarios, firms, kits, words and what they rest on are left out.
    #[must_use]
    pub fn first(&self) -> Self {
        let mut first = self.clone();
        first.changes.clear();
        first.scenarios.scenarios.clear();
        first.scenarios.combos.clear();
        first.actions.clear();
        first.programmes.clear();
        first.glossary.clear();
        first.kits.clear();
        for firm in &mut first.firms {
            firm.case.clear();
            firm.expect = Text::new("", "");
            firm.twist = Text::new("", "");
        }
        let quick: BTreeSet<_> = self.quick_check.iter().collect();
        let questions = first
            .modules
            .iter_mut()
            .flat_map(|module| &mut module.questions);
        for question in questions.filter(|question| !quick.contains(&question.id)) {
            question.text = Text::new("", "");
            question.help = None;
            question.example = None;
            question.why = Text::new("", "");
            question.prevent = None;
            question.respond = None;
            question.sources.clear();
        }
        for metric in first
            .modules
            .iter_mut()
            .flat_map(|module| &mut module.metrics)
        {
            metric.why = Text::new("", "");
            metric.prevent = Text::new("", "");
            metric.respond = Text::new("", "");
            metric.sources.clear();
        }
        let used: BTreeSet<_> = first
            .questions()
            .flat_map(|one| &one.sources)
            .cloned()
            .collect();
        first.sources.retain(|key, _| used.contains(key));
        first
    }
}
