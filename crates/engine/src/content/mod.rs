//! What Sonae asks and weighs: the pack, as data.
//!
//! `raw` is the pack as its authors write it (YAML), `check` finds every fault at once and
//! turns it into a [`Pack`], which is sound by construction: every reference resolves, every
//! text stands in both languages, no condition goes in a circle. The app and the command line
//! embed a checked pack; this room knows no answer.

#[cfg(feature = "yaml")]
mod check;
mod condition;
mod dictionary;
mod first;
mod kit;
mod own;
mod pack_file;
mod question;
#[cfg(feature = "yaml")]
mod raw;
mod scenario;
mod tables;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

#[cfg(feature = "yaml")]
pub(crate) use check::{case_of, file_of_kit, files_in, place_in, read_file, read_own};
#[cfg(feature = "yaml")]
pub use check::{embed, embed_first, embed_sources, own_files, read_folder};
pub use condition::{Condition, Facts, Known};
pub use dictionary::Dictionary;
pub use kit::{
    Agenda, Inject, Kit, KitChoice, KitCode, Monday, Step, StepKind, Timed, Trap, Turned,
};
pub use own::{Own, OwnFile};
pub use question::{
    Band, BandName, Choice, Combine, Frequency, FromTable, Gate, GateRule, Kind, Measure, Metric,
    Module, Question, Tag, Theme, Weighed,
};
pub use scenario::{
    Action, Assumptions, ByAnswer, Certainty, Combo, Confidence, Effect, Horizon, Lens, PriceOf,
    Programme, SalesHit, Scenario, ScenarioKind, Scenarios, Shock, Situation,
};
pub use tables::{CellKind, Column, Table, TableName, Tables};

/// The name of a question, an option, a theme …: what it is about, never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Id(Box<str>);

impl Id {
    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A language of the pack and of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Japanese, the first language.
    Ja,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The BCP 47 tag, as in the `lang` attribute.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

/// A text in every language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    ja: Box<str>,
    en: Box<str>,
}

impl Text {
    /// A text from its two wordings.
    #[must_use]
    pub fn new(ja: &str, en: &str) -> Self {
        Self {
            ja: ja.into(),
            en: en.into(),
        }
    }

    /// The wording in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Everything an assessment is made with: questions, weights, tables, scenarios, sources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Who it is: `core`.
    pub id: Id,
    /// Its version, as printed on every report.
    pub version: String,
    /// The version of the method (part A) its weights are made for.
    pub method: String,
    /// When its facts were last looked at, `YYYY-MM-DD`.
    pub as_of: String,
    /// When they should be looked at again, `YYYY-MM-DD`.
    pub review_by: String,
    /// Under which licence it may be used.
    pub licence: String,
    /// What it is called.
    pub title: Text,
    /// SHA-256 of the pack's content in lower-case hex.
    pub hash: String,
    /// Old question ids, and the ids that stand for them now.
    pub renamed: BTreeMap<Id, Id>,
    /// What changed from version to version, the newest first.
    pub changes: Vec<Release>,
    /// Where the facts come from, by key.
    pub sources: BTreeMap<Id, Source>,
    /// The questions about the firm itself; none of them is scored.
    pub profile: Vec<Question>,
    /// The three questionnaires, in order.
    pub modules: Vec<Module>,
    /// The twelve questions of the five-minute check.
    pub quick_check: Vec<Id>,
    /// The supplier table and the market table.
    pub tables: Tables,
    /// Which answers do not go together.
    pub contradictions: Vec<ContradictionRule>,
    /// The industries, each an option of `profile.industry`.
    pub industries: Vec<Industry>,
    /// The countries, by ISO 3166 alpha-2 code.
    pub countries: BTreeMap<Id, CountryName>,
    /// Scenarios, and which are played together.
    pub scenarios: Scenarios,
    /// What can be done beforehand, with an effect that can be worked out.
    pub actions: Vec<Action>,
    /// Policy finance that is worth asking about.
    pub programmes: Vec<Programme>,
    /// The words that need an explanation.
    pub glossary: Vec<Term>,
    /// Fictional firms to try the tool with.
    pub firms: Vec<Firm>,
    /// Workshops on them.
    pub kits: Vec<Kit>,
    /// Where its questions stand.
    #[serde(skip)]
    pub numbers: Numbers,
}

/// The place of each question among all, worked out when it is first asked for.
///
/// *Why kept*: a desk asks for some two hundred of each of thousands of files. A copy works it out
/// anew, since it may be about to be changed.
#[derive(Debug, Default)]
pub struct Numbers(OnceLock<BTreeMap<Id, usize>>);

impl Clone for Numbers {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// It follows from the questions, which are compared themselves.
impl PartialEq for Numbers {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Which pack something was made with, and which version of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackName {
    /// Who it is.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its content.
    pub hash: String,
}

impl Pack {
    /// The id of the profile question no score can do without.
    pub const INDUSTRY: &'static str = "profile.industry";
    /// The id of the profile question the listed spend is held against.
    pub const SALES: &'static str = "profile.annual_sales";

    /// Its name in what is made with it.
    #[must_use]
    pub fn name(&self) -> PackName {
        PackName {
            id: self.id.to_string(),
            version: self.version.clone(),
            hash: self.hash.clone(),
        }
    }

    /// A question of the profile or of a module.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        let mut number = self.number_of(id)?;
        let mut lists = std::iter::once(&self.profile)
            .chain(self.modules.iter().map(|module| &module.questions));
        lists.find_map(|list| {
            let found = list.get(number);
            number = number.saturating_sub(list.len());
            found
        })
    }

    /// Where a question stands among [`Self::questions`], from 0.
    pub(crate) fn number_of(&self, question: &str) -> Option<usize> {
        let numbers = self.numbers.0.get_or_init(|| {
            // Of two with the same id, which a checked pack does not have, the first.
            let mut numbers = BTreeMap::new();
            for (number, question) in self.questions().enumerate() {
                numbers.entry(question.id.clone()).or_insert(number);
            }
            numbers
        });
        numbers.get(question).copied()
    }

    /// Whether a question is one about the firm itself.
    pub(crate) fn is_of_profile(&self, question: &Id) -> bool {
        let number = self.number_of(question.as_str());
        number.is_some_and(|number| number < self.profile.len())
    }

    /// All questions: the profile first, then the modules in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.profile
            .iter()
            .chain(self.modules.iter().flat_map(|module| &module.questions))
    }

    /// What changed after a version, the newest first; none where nothing is known of it.
    #[must_use]
    pub fn changes_since(&self, version: &str) -> Option<&[Release]> {
        let mut releases = self.changes.iter();
        let at = releases.position(|release| release.version == version)?;
        self.changes.get(..at)
    }

    /// Whether a question was there once and is gone.
    #[must_use]
    pub fn is_retired(&self, question: &str) -> bool {
        let mut gone = self.changes.iter().flat_map(|release| &release.retired);
        gone.any(|id| id.as_str() == question)
    }

    /// Whether an option of a question was there once and is gone.
    #[must_use]
    pub fn is_retired_option(&self, question: &Id, option: &str) -> bool {
        let mut gone = self
            .changes
            .iter()
            .filter_map(|release| release.retired_options.get(question));
        gone.any(|keys| keys.iter().any(|key| key.as_str() == option))
    }

    /// A module by its id.
    #[must_use]
    pub fn module(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.id.as_str() == id)
    }

    /// The module a question or metric belongs to.
    #[must_use]
    pub fn module_of(&self, item: &str) -> Option<&Module> {
        self.modules.iter().find(|module| {
            module
                .questions
                .iter()
                .any(|question| question.id.as_str() == item)
                || module
                    .metrics
                    .iter()
                    .any(|metric| metric.id.as_str() == item)
        })
    }

    /// The code of a country written as a code or as a name, in any language and case.
    #[must_use]
    pub fn country(&self, written: &str) -> Option<&Id> {
        let wanted = written.trim().to_lowercase();
        self.countries.iter().find_map(|(code, name)| {
            let matches = code.as_str().eq_ignore_ascii_case(&wanted)
                || Language::ALL
                    .iter()
                    .any(|&language| name.title.in_language(language).to_lowercase() == wanted)
                || name.also.contains(&wanted);
            matches.then_some(code)
        })
    }

    /// A rule about answers that do not go together, by its id.
    #[must_use]
    pub fn contradiction(&self, id: &str) -> Option<&ContradictionRule> {
        self.contradictions
            .iter()
            .find(|rule| rule.id.as_str() == id)
    }

    /// A scenario by its id.
    #[must_use]
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        let mut all = self.scenarios.scenarios.iter();
        all.find(|scenario| scenario.id.as_str() == id)
    }

    /// An action by its id.
    #[must_use]
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.id.as_str() == id)
    }

    /// A fictional firm by its id.
    #[must_use]
    pub fn firm(&self, id: &str) -> Option<&Firm> {
        self.firms.iter().find(|firm| firm.id.as_str() == id)
    }

    /// A kit by its id.
    #[must_use]
    pub fn kit(&self, id: &str) -> Option<&Kit> {
        self.kits.iter().find(|kit| kit.id.as_str() == id)
    }

    /// An industry by its id.
    #[must_use]
    pub fn industry(&self, id: &str) -> Option<&Industry> {
        self.industries
            .iter()
            .find(|industry| industry.id.as_str() == id)
    }
}

/// What changed with one version of a pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The version.
    pub version: String,
    /// The day it came out, `YYYY-MM-DD`.
    pub day: String,
    /// What changed in the questions.
    pub questions: Text,
    /// What changed in weights, levels and conditions.
    pub rules: Text,
    /// Questions that are new.
    pub added: Vec<Id>,
    /// Questions that are gone.
    pub retired: Vec<Id>,
    /// Options that are gone, by question.
    pub retired_options: BTreeMap<Id, Vec<Id>>,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The document or the case, in words a reader knows.
    pub title: Text,
    /// Who published it.
    pub publisher: Text,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was published or happened: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: String,
    /// When it was last looked at, `YYYY-MM-DD`.
    pub as_of: String,
    /// When it should be looked at again, `YYYY-MM-DD`.
    pub review_by: String,
    /// What happened, or what it is.
    pub summary: Option<Text>,
    /// Not read by us: shown as not verified, and no fact of it is shown.
    pub unverified: bool,
}

/// The kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A statute or an order.
    Law,
    /// A ministry's guideline.
    Guideline,
    /// A page of a public body.
    Official,
    /// A survey or statistics.
    Statistics,
    /// A scholarly study.
    Study,
    /// Press.
    Press,
    /// The record of a government panel.
    Panel,
    /// Our own summary or judgement.
    Ours,
}

/// What a number in the pack rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A study.
    Study,
    /// A rule or law.
    Regulation,
    /// The judgement of named experts.
    Expert,
    /// An honest assumption, not calibrated yet.
    Assumption,
}

/// Answers that do not go together, and what to say about them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContradictionRule {
    /// Its id.
    pub id: Id,
    /// What does not go together, and what to look at. Never an accusation.
    pub text: Text,
    /// When they do not.
    pub when: Condition,
}

/// What a country is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountryName {
    /// Its everyday name.
    pub title: Text,
    /// Other ways of writing it in a ledger, in lower case.
    pub also: Vec<String>,
}

/// An industry, and what weighs more or less in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Industry {
    /// Its id, an option of `profile.industry`.
    pub id: Id,
    /// Its name.
    pub title: Text,
    /// What to tell the user first.
    pub first: Text,
    /// Factors on the base weights of some questions.
    pub multipliers: BTreeMap<Id, f64>,
}

/// A word that needs an explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its id.
    pub id: Id,
    /// The word.
    pub term: Text,
    /// Its meaning.
    pub meaning: Text,
}

/// A fictional firm: a story, and an assessment of it in each language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Firm {
    /// Its id.
    pub id: Id,
    /// Its name, which says that it is fictional.
    pub title: Text,
    /// Its story.
    pub story: Text,
    /// What a careful reader finds.
    pub expect: Text,
    /// What happens in the middle of a workshop.
    pub twist: Text,
    /// The scenarios that suit it.
    pub scenarios: Vec<Id>,
    /// Its case as an assessment file, where every text stands in both languages (`{ja, en}`).
    pub case: String,
}
