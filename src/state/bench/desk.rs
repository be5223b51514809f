//! The queue: who stands where, what it is looked through by, and where the keys are.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use sonae_engine::screen::{Class, Firm, Key, Line, Policy, Screened, State as Came, queue};

use super::{Looking, Task, Told};
use crate::state::{Effect, Shared, State};

/// So many rows are drawn at a time.
pub const PAGE: usize = 50;

/// The files of a sitting, held against each other.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Every file by its number, in the order of the names.
    pub files: Vec<(usize, Shared<Screened>)>,
    /// Those with a class, the soonest first; those who share a place in the order of the names.
    pub queue: Vec<Place>,
    /// What can be chosen of each filter, and how many of the queue it fits.
    pub choices: BTreeMap<Filter, BTreeMap<String, usize>>,
    /// How many there are of each class.
    pub classes: BTreeMap<Class, usize>,
}

/// A place in the queue.
#[derive(Clone, Debug)]
pub struct Place {
    /// From 1; equal ones share it.
    pub rank: usize,
    /// The number of the file.
    pub number: usize,
    /// What was made of it.
    pub screened: Shared<Screened>,
}

macro_rules! listed {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $variant_doc:literal])* $variant:ident = $key:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[doc = $variant_doc])* $variant,)*
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its key in the words.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }
        }
    };
}

listed! {
    /// What the queue is looked through by.
    Filter {
        /// The class.
        Class = "class",
        /// The industry.
        Industry = "industry",
        /// The headcount, as a band.
        Size = "size",
        /// A country it buys from or sells to.
        Country = "country",
        /// A kind of thing it buys.
        Item = "item",
        /// The longest time for which a purchase would be missing.
        Gap = "gap",
        /// Whether as much is known as the policy wants.
        Coverage = "coverage",
        /// Whether what it declares is what comes out here.
        Declared = "declared",
    }
}

listed! {
    /// A column of the queue.
    Column {
        /// The place.
        Rank = "rank",
        /// The file.
        File = "file",
        /// The class, and why.
        Class = "class",
        /// The ends of the score.
        Score = "score",
        /// How much is known of the module of which the least is known.
        Coverage = "coverage",
        /// The industry.
        Industry = "industry",
        /// The headcount, as a band.
        Size = "size",
        /// The longest time for which a purchase would be missing.
        Gap = "gap",
        /// Whether what it declares is what comes out here.
        Declared = "declared",
        /// How many things there are to ask.
        Questions = "questions",
    }
}

impl Column {
    /// Whether it can be left out.
    #[must_use]
    pub fn is_free(self) -> bool {
        !matches!(self, Self::Rank | Self::File | Self::Class)
    }
}

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A row up.
    Up,
    /// A row down.
    Down,
    /// To the first row.
    First,
    /// To the last.
    Last,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
}

/// The id of a row on the page.
#[must_use]
pub fn row_id(at: usize) -> String {
    format!("row-{at}")
}

/// How much is known of the module of which the least is known.
#[must_use]
pub fn least_known(line: &Line) -> Option<f64> {
    let modules = line.modules.values().map(|module| module.coverage);
    modules.min_by(f64::total_cmp)
}

/// Where a band begins.
fn from(band: Option<&String>) -> Option<u32> {
    band?.split('-').next()?.parse().ok()
}

impl Filter {
    /// Tells what a line has of it, as it is chosen.
    fn each(self, line: &Line, policy: &Policy, told: &mut dyn FnMut(&str)) {
        let firm = line.firm.as_ref();
        let one = |value: fn(&Firm) -> Option<&String>| firm.and_then(value).map(String::as_str);
        let value = match self {
            Self::Country | Self::Item => {
                let values = firm.map(|firm| match self {
                    Self::Country => &firm.countries,
                    _ => &firm.items,
                });
                return values.into_iter().flatten().for_each(|value| told(value));
            }
            Self::Class => line.class.map(Class::key),
            Self::Industry => one(|firm| firm.industry.as_ref()),
            Self::Size => one(|firm| firm.size.as_ref()),
            Self::Gap => one(|firm| firm.gap_weeks.as_ref()),
            Self::Coverage => {
                let enough = least_known(line).is_some_and(|known| known >= policy.coverage);
                Some(if enough { "enough" } else { "little" })
            }
            Self::Declared => Some(declared(line)),
        };
        value.into_iter().for_each(told);
    }

    /// Whether a line has what was chosen.
    fn fits(self, line: &Line, policy: &Policy, chosen: &str) -> bool {
        let mut fits = false;
        self.each(line, policy, &mut |value| fits |= value == chosen);
        fits
    }
}

/// What comes of holding what is declared against what comes out here.
#[must_use]
pub fn declared(line: &Line) -> &'static str {
    match &line.declared {
        None => "none",
        Some(held) if held.equal => "equal",
        Some(_) => "differs",
    }
}

impl Desk {
    /// The queue of files that were held against each other; nothing is counted yet.
    pub(super) fn of(files: Vec<(usize, Shared<Screened>)>) -> Self {
        let with_class: Vec<_> = files
            .iter()
            .filter_map(|(number, screened)| Some((*number, screened, screened.key()?.clone())))
            .collect();
        let keys: Vec<Key> = with_class.iter().map(|(.., key)| key.clone()).collect();
        let mut places: Vec<Place> = queue(&keys)
            .into_iter()
            .zip(with_class)
            .map(|(rank, (number, screened, _))| Place {
                rank,
                number,
                screened: screened.clone(),
            })
            .collect();
        places.sort_by_key(|place| place.rank);
        Self {
            files,
            queue: places,
            choices: BTreeMap::new(),
            classes: BTreeMap::new(),
        }
    }

    /// Counts what can be chosen of so many more places.
    pub(super) fn count(&mut self, from: usize, most: usize, policy: &Policy) {
        for place in self.queue.iter().skip(from).take(most) {
            let line = place.screened.told();
            if let Some(class) = line.class {
                *self.classes.entry(class).or_insert(0) += 1;
            }
            for filter in Filter::ALL {
                let of = self.choices.entry(*filter).or_default();
                filter.each(line, policy, &mut |value| match of.get_mut(value) {
                    Some(count) => *count += 1,
                    None => {
                        of.insert(value.to_owned(), 1);
                    }
                });
            }
        }
    }

    /// The places that fit, in the order that is asked for.
    fn look_through(&self, looking: &Looking, policy: &Policy) -> Vec<usize> {
        let wanted = looking.search.trim().to_lowercase();
        let fits = |place: &Place| {
            let line = place.screened.told();
            let filters = || {
                let mut filters = looking.filters.iter();
                filters.all(|(filter, value)| filter.fits(line, policy, value))
            };
            (wanted.is_empty() || line.file.to_lowercase().contains(&wanted)) && filters()
        };
        let places = self.queue.iter().enumerate();
        let mut shown: Vec<usize> = places
            .filter(|(_, place)| fits(place))
            .map(|(at, _)| at)
            .collect();
        if let Some((column, reversed)) = looking.sort {
            // Who is equal stays in the order of the queue, either way round.
            shown.sort_by(|one, other| {
                let (Some(one), Some(other)) = (self.queue.get(*one), self.queue.get(*other))
                else {
                    return Ordering::Equal;
                };
                let order = compare(column, one, other);
                if reversed { order.reverse() } else { order }
            });
        }
        shown
    }
}

fn industry(line: &Line) -> Option<&String> {
    line.firm.as_ref()?.industry.as_ref()
}

fn compare(column: Column, one: &Place, other: &Place) -> Ordering {
    let (line, other_line) = (one.screened.told(), other.screened.told());
    let size = |line: &Line| from(line.firm.as_ref()?.size.as_ref());
    let gap = |line: &Line| from(line.firm.as_ref()?.gap_weeks.as_ref());
    let score = |line: &Line| {
        let overall = line.overall.as_ref();
        overall.map_or((0.0, 100.0), |overall| (overall.low, overall.high))
    };
    match column {
        Column::Rank | Column::Class => one.rank.cmp(&other.rank),
        Column::File => line.file.cmp(&other_line.file),
        Column::Score => {
            let ((low, high), (other_low, other_high)) = (score(line), score(other_line));
            low.total_cmp(&other_low).then(high.total_cmp(&other_high))
        }
        Column::Coverage => {
            let known = |line| least_known(line).unwrap_or_default();
            known(line).total_cmp(&known(other_line))
        }
        Column::Industry => industry(line).cmp(&industry(other_line)),
        Column::Size => size(line).cmp(&size(other_line)),
        Column::Gap => gap(line).cmp(&gap(other_line)),
        Column::Declared => declared(line).cmp(declared(other_line)),
        Column::Questions => line.questions.len().cmp(&other_line.questions.len()),
    }
}

impl State {
    /// Takes in what is looked at.
    pub(super) fn bench_looked(&mut self, told: Told) -> Vec<Effect> {
        let looking = &mut self.bench.looking;
        match told {
            Told::Searched(text) => looking.search = text,
            Told::Filtered(filter, value) => {
                if value.is_empty() {
                    looking.filters.remove(&filter);
                } else {
                    looking.filters.insert(filter, value);
                }
            }
            Told::AllAsked => {
                looking.filters.clear();
                looking.search.clear();
            }
            Told::SortedBy(sort) => looking.sort = sort,
            Told::ColumnSwitched(column, shown) => {
                if shown {
                    looking.hidden.remove(&column);
                } else if column.is_free() {
                    looking.hidden.insert(column);
                }
                return Vec::new();
            }
            Told::Moved(step) => return self.moved(step),
            Told::Reached(at) => {
                looking.at = at;
                return Vec::new();
            }
            Told::IntakeChosen(state) => {
                looking.intake = state;
                looking.intake_page = 0;
                return Vec::new();
            }
            Told::IntakePage(page) => {
                looking.intake_page = page;
                return Vec::new();
            }
            Told::CardsSwitched(whole) => {
                looking.whole_cards = whole;
                return Vec::new();
            }
            Told::PaperAsked(paper) => {
                looking.on_paper = Some(paper);
                return vec![Effect::Bench(Task::Print)];
            }
            Told::PaperDone => {
                looking.on_paper = None;
                return Vec::new();
            }
            _ => return Vec::new(),
        }
        looking.at = 0;
        self.look_through();
        Vec::new()
    }

    /// Works out anew which places are shown.
    pub(super) fn look_through(&mut self) {
        let bench = &self.bench;
        let shown = bench
            .desk
            .as_ref()
            .map(|desk| desk.look_through(&bench.looking, &bench.policy));
        self.bench.shown = Shared::new(shown.unwrap_or_default());
    }

    fn moved(&mut self, step: Step) -> Vec<Effect> {
        let Some(last) = self.bench.shown.len().checked_sub(1) else {
            return Vec::new();
        };
        let at = self.bench.looking.at.min(last);
        let at = match step {
            Step::Up => at.saturating_sub(1),
            Step::Down => (at + 1).min(last),
            Step::First => 0,
            Step::Last => last,
            Step::PageUp => at.saturating_sub(PAGE),
            Step::PageDown => (at + PAGE).min(last),
        };
        self.bench.looking.at = at;
        vec![Effect::Bench(Task::Focus(row_id(at)))]
    }
}

impl super::Bench {
    /// The files of the intake that are listed, all of them.
    #[must_use]
    pub fn intake(&self) -> Vec<&(usize, Shared<Screened>)> {
        let wanted = self.looking.intake;
        let fits = |state: Came| wanted.is_none_or(|wanted| wanted == state);
        let files = self.desk.iter().flat_map(|desk| &desk.files);
        files
            .filter(|(_, screened)| fits(screened.state()))
            .collect()
    }
}
