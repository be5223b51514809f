//! The part of a pack that a browser fetches first: what the profile and the five-minute check
//! show. A form of its own, so that what reads it knows nothing of the rest.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Assumptions, Basis, Firm, Id, Industry, Module, Numbers, Pack, Question, Scenarios, Source,
    Table, Tables, Text, Theme,
};

#[derive(Serialize, Deserialize)]
struct First {
    id: Id,
    version: String,
    method: String,
    hash: String,
    sources: BTreeMap<Id, Source>,
    profile: Vec<Question>,
    modules: Vec<FirstModule>,
    quick_check: Vec<Id>,
    /// Id, name, and what to tell the user first.
    industries: Vec<(Id, Text, Text)>,
    /// Id, name and story.
    firms: Vec<(Id, Text, Text)>,
}

#[derive(Serialize, Deserialize)]
struct FirstModule {
    id: Id,
    title: Text,
    themes: Vec<Theme>,
    questions: Vec<Question>,
}

impl Pack {
    /// The first part as bytes. It asks the same, and says that it is the same pack; the texts of
    /// other questions are left out, and what nothing is asked by.
    #[must_use]
    pub fn write_first(&self) -> Vec<u8> {
        let quick: BTreeSet<_> = self.quick_check.iter().collect();
        let deciding = self.deciding(&self.quick_check);
        let module = |module: &Module| FirstModule {
            id: module.id.clone(),
            title: module.title.clone(),
            themes: module.themes.clone(),
            questions: {
                let questions = module.questions.iter();
                let bare = questions.map(|one| match &one.id {
                    id if quick.contains(id) => one.clone(),
                    id => without_texts(one, deciding.contains(id)),
                });
                bare.collect()
            },
        };
        let shown = |one: &&Question| self.is_of_profile(&one.id) || quick.contains(&one.id);
        let shown = self.questions().filter(shown);
        let used: BTreeSet<_> = shown.flat_map(|one| &one.sources).collect();
        let first = First {
            id: self.id.clone(),
            version: self.version.clone(),
            method: self.method.clone(),
            hash: self.hash.clone(),
            sources: {
                let mut sources = self.sources.clone();
                sources.retain(|key, _| used.contains(key));
                sources
            },
            profile: self.profile.clone(),
            modules: self.modules.iter().map(module).collect(),
            quick_check: self.quick_check.clone(),
            industries: {
                let named = |one: &Industry| (one.id.clone(), one.title.clone(), one.first.clone());
                self.industries.iter().map(named).collect()
            },
            firms: {
                let named = |one: &Firm| (one.id.clone(), one.title.clone(), one.story.clone());
                self.firms.iter().map(named).collect()
            },
        };
        postcard::to_allocvec(&first).unwrap_or_default()
    }

    /// The pack in these bytes, as far as the first part goes: it has no weights, tables,
    /// scenarios, kits, and so on. None where they are something else.
    #[must_use]
    pub fn read_first(bytes: &[u8]) -> Option<Self> {
        let first: First = postcard::from_bytes(bytes).ok()?;
        let table = || Table {
            title: empty(),
            intro: empty(),
            columns: Vec::new(),
        };
        let module = |module: FirstModule| Module {
            id: module.id,
            title: module.title,
            intro: empty(),
            basis: Basis::Assumption,
            themes: module.themes,
            questions: module.questions,
            metrics: Vec::new(),
            gates: Vec::new(),
        };
        let industry = |(id, title, first)| Industry {
            id,
            title,
            first,
            multipliers: BTreeMap::new(),
        };
        let firm = |(id, title, story)| Firm {
            id,
            title,
            story,
            expect: empty(),
            twist: empty(),
            scenarios: Vec::new(),
            case: String::new(),
        };
        Some(Self {
            id: first.id,
            version: first.version,
            method: first.method,
            as_of: String::new(),
            review_by: String::new(),
            licence: String::new(),
            title: empty(),
            hash: first.hash,
            renamed: BTreeMap::new(),
            changes: Vec::new(),
            sources: first.sources,
            profile: first.profile,
            modules: first.modules.into_iter().map(module).collect(),
            quick_check: first.quick_check,
            tables: Tables {
                suppliers: table(),
                markets: table(),
            },
            contradictions: Vec::new(),
            industries: first.industries.into_iter().map(industry).collect(),
            countries: BTreeMap::new(),
            scenarios: Scenarios {
                note: empty(),
                assumptions: Assumptions {
                    recapture: 0.0,
                    recapture_in: BTreeMap::new(),
                    pass_through: None,
                    switch_weeks: None,
                    stock_cost: 0.0,
                    basis: Basis::Assumption,
                },
                combos: Vec::new(),
                scenarios: Vec::new(),
            },
            actions: Vec::new(),
            programmes: Vec::new(),
            glossary: Vec::new(),
            firms: first.firms.into_iter().map(firm).collect(),
            kits: Vec::new(),
            numbers: Numbers::default(),
        })
    }

    /// These questions, and all that decide whether they apply.
    fn deciding<'p>(&'p self, questions: &'p [Id]) -> BTreeSet<&'p Id> {
        let (mut found, mut left) = (BTreeSet::new(), questions.iter().collect::<Vec<_>>());
        while let Some(id) = left.pop() {
            if found.insert(id) {
                let when = self.question(id.as_str()).and_then(|one| one.when.as_ref());
                left.extend(when.iter().flat_map(|when| when.questions()));
            }
        }
        found
    }
}

fn empty() -> Text {
    Text::new("", "")
}

/// A question that is not shown; where another one hangs on it, it is named.
fn without_texts(question: &Question, named: bool) -> Question {
    let mut bare = Question {
        text: empty(),
        help: None,
        example: None,
        why: empty(),
        prevent: None,
        respond: None,
        sources: Vec::new(),
        ..question.clone()
    };
    if !named {
        bare.short = empty();
    }
    for option in bare.kind.options_mut() {
        option.text = empty();
    }
    bare
}
