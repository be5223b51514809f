//! All applicants together: added up, pooled with others' figures, kept in an archive that can be
//! checked later.
//!
//! *Why the files are read again*: what a firm adds to the figures is worked out from its file, and
//! few who screen files look at them together. Only sums come back.

use sonae_engine::assessment::number_of;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::measure::{Number, Unit};
use sonae_engine::report::sheets::{Sheet, Value, csv};
use sonae_engine::request::desk::{Difference, News, Purpose};
use sonae_engine::screen::{Book, Exposures, Figures, LONGEST_DAYS, Pool, USUAL_DAYS, Verified};

use super::{ARCHIVE_NUMBER, Handed, Task, Work, said};
use crate::route::Page;
use crate::state::{Draft, Effect, Shared, State};

/// The field of the days, among what was typed and could not be taken.
pub const DAYS: &str = "portfolio.days";

/// All of them together, and what is kept of them.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// How long a stop lasts.
    pub days: u32,
    /// What is lent to each firm, and the file it was read from.
    pub exposures: Option<(String, Shared<Exposures>)>,
    /// What is being done with the files.
    pub under_way: Option<UnderWay>,
    /// Whether somebody stopped the adding up.
    pub stopped: bool,
    /// What was added up so far: each weighing the same, and as it was given.
    sums: Option<Shared<[Book; 2]>>,
    /// What came of it.
    pub summed: Option<Shared<Summed>>,
    /// The stop that is looked at, by its key.
    pub stop: Option<String>,
    /// Pools that were opened, each with the name of its file.
    pub pools: Vec<(String, Shared<Pool>)>,
    /// Whether the figures of this bench are put together with them.
    pub with_own: bool,
    /// The archive that was checked, and what came of it.
    pub checked: Option<(String, Checked)>,
}

/// What comes of checking an archive.
pub type Checked = Result<(Verified, Vec<Difference>), Finding>;

impl Default for Portfolio {
    fn default() -> Self {
        Self {
            days: USUAL_DAYS,
            exposures: None,
            under_way: None,
            stopped: false,
            sums: None,
            summed: None,
            stop: None,
            pools: Vec::new(),
            with_own: false,
            checked: None,
        }
    }
}

/// What is being done with the files, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderWay {
    /// What it is.
    pub purpose: Purpose,
    /// So many files are done.
    pub done: usize,
    /// Of so many.
    pub all: usize,
    /// What the archive is called that is checked.
    name: String,
}

/// Firms that were added up.
#[derive(Clone, Debug)]
pub struct Summed {
    /// How many they are.
    pub firms: u64,
    /// What may be shown; none where they are too few, or one makes most of it.
    pub figures: Option<Figures>,
    /// Whether they weigh what is lent to them.
    pub by_exposure: bool,
    /// How many of them the table of exposures does not have.
    pub missing: usize,
    /// What it has and no file is.
    pub left: Vec<String>,
    /// Each weighing the same, for a pool.
    plain: Book,
}

/// What is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The figures as CSV.
    Csv,
    /// The figures as a workbook.
    Workbook,
    /// The figures of this bench, for others.
    Pool,
    /// All pools as one.
    Merged,
    /// The figures of all pools as CSV.
    PoolCsv,
    /// The figures of all pools as a workbook.
    PoolWorkbook,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Told {
    /// A number of days was typed.
    DaysTyped(String),
    /// A table of exposures was chosen, or could not be read.
    ExposuresRead(String, Result<Vec<u8>, Finding>),
    /// It is not to count any more.
    ExposuresDropped,
    /// All of them are to be added up.
    Asked,
    /// What is under way is to stop.
    StopAsked,
    /// A stop is to be looked at; all of them where the key is empty.
    Chosen(String),
    /// Something is to be saved.
    Saved(Saved),
    /// Pools were chosen.
    PoolsRead(Vec<(String, Result<Vec<u8>, Finding>)>),
    /// The figures of this bench are to be put together with them, or not.
    OwnSwitched(bool),
    /// The pools are to be put away.
    PoolsDropped,
    /// An archive is to be made.
    KeepAsked,
    /// An archive is to be checked; the browser has it.
    CheckAsked(String),
}

impl Portfolio {
    /// Files, criteria or days are others: what was added up is worth nothing any more.
    pub(super) fn forget(&mut self) {
        (self.under_way, self.sums, self.summed) = (None, None, None);
        self.stopped = false;
    }

    /// Whether this is being done.
    #[must_use]
    pub fn does(&self, which: fn(&Purpose) -> bool) -> Option<&UnderWay> {
        self.under_way.as_ref().filter(|it| which(&it.purpose))
    }
}

impl State {
    /// Takes in what happened.
    pub(super) fn book_told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::DaysTyped(typed) => return self.days_typed(typed),
            Told::ExposuresRead(name, bytes) => return self.exposures_read(name, bytes),
            Told::ExposuresDropped => {
                self.bench.book.exposures = None;
                return self.add_up().into_iter().collect();
            }
            Told::Asked => return self.add_up().into_iter().collect(),
            Told::StopAsked => {
                self.bench.number = self.bench.number.wrapping_add(1);
                let book = &mut self.bench.book;
                book.stopped = book
                    .under_way
                    .take()
                    .is_some_and(|it| matches!(it.purpose, Purpose::Add { .. }));
                return vec![Effect::Bench(Task::Stop)];
            }
            Told::Chosen(key) => {
                self.bench.book.stop = Some(key).filter(|key| !key.is_empty());
            }
            Told::Saved(what) => return self.save_of_book(what),
            Told::PoolsRead(read) => return self.pools_read(read),
            Told::OwnSwitched(own) => self.bench.book.with_own = own,
            Told::PoolsDropped => {
                self.bench.book.pools.clear();
                self.unsay_pools();
            }
            Told::KeepAsked => return self.make_archive().into_iter().collect(),
            Told::CheckAsked(name) => {
                self.bench.book.checked = None;
                let archive = Handed {
                    number: ARCHIVE_NUMBER,
                    name,
                    weight: 0,
                    screened: None,
                };
                return vec![self.begin(Purpose::Verify, vec![archive])];
            }
        }
        Vec::new()
    }

    /// Takes in what was heard of files.
    pub(super) fn book_heard(&mut self, number: u32, news: News) -> Vec<Effect> {
        let book = &mut self.bench.book;
        let Some(under_way) = book
            .under_way
            .as_mut()
            .filter(|_| number == self.bench.number)
        else {
            return Vec::new();
        };
        match news {
            News::Screened(_) => {}
            News::Kept(files) => under_way.done += files,
            News::Added(files, added) => {
                under_way.done += files;
                let is_all = under_way.done >= under_way.all;
                let mut sums = match &book.sums {
                    Some(sums) => (**sums).clone(),
                    None => [Book::new(book.days), Book::new(book.days)],
                };
                for (sum, added) in sums.iter_mut().zip(added.iter()) {
                    sum.merge(added);
                }
                book.sums = Some(Shared::new(sums));
                if is_all {
                    self.summed_up();
                    return vec![Effect::Bench(Task::Stop)];
                }
            }
            News::Verified(checked) => {
                let name = std::mem::take(&mut under_way.name);
                book.checked = Some((name, checked));
                book.under_way = None;
                return vec![Effect::Bench(Task::Stop)];
            }
        }
        Vec::new()
    }

    /// The archive goes to a file.
    pub(super) fn archive_made(&mut self, number: u32, bytes: Vec<u8>) -> Vec<Effect> {
        if number != self.bench.number {
            return Vec::new();
        }
        self.bench.book.under_way = None;
        let name = format!("sonae-archive-{}.zip", self.today);
        vec![Effect::Bench(Task::Stop), Effect::save(name, bytes)]
    }

    /// Whoever worked on it broke down, as for want of memory: it can be begun again.
    pub(super) fn book_broke(&mut self, finding: Finding) -> Vec<Effect> {
        self.bench.number = self.bench.number.wrapping_add(1);
        let under_way = self.bench.book.under_way.take();
        self.bench.book.stopped =
            matches!(under_way.map(|it| it.purpose), Some(Purpose::Add { .. }));
        let mut effects = self.refuse("notice.bench_broke", "", vec![finding]);
        effects.push(Effect::Bench(Task::Stop));
        effects
    }

    /// All of them are added up where somebody looks and it was not done yet.
    pub(super) fn add_up_if_seen(&mut self) -> Option<Effect> {
        let book = &self.bench.book;
        let waits = book.summed.is_none() && book.under_way.is_none() && !book.stopped;
        (self.page == Page::Portfolio && waits && !self.bench.reading)
            .then(|| self.add_up())
            .flatten()
    }

    /// Has all that have a class added up; each counts once, since a duplicate has none.
    fn add_up(&mut self) -> Option<Effect> {
        let desk = self.bench.desk.clone()?;
        self.bench.book.forget();
        let days = self.bench.book.days;
        let exposures = self.bench.book.exposures.clone();
        let weight = |file: &str| match &exposures {
            Some((_, exposures)) => exposures.of(file).unwrap_or(0),
            None => 1,
        };
        let files = desk.files.iter();
        let files: Vec<Handed> = files
            .filter(|(_, screened)| screened.class_of().is_some())
            .map(|(number, screened)| Handed {
                number: *number,
                name: screened.file().to_owned(),
                weight: weight(screened.file()),
                screened: None,
            })
            .collect();
        if files.is_empty() {
            self.summed_up();
            return None;
        }
        Some(self.begin(Purpose::Add { days }, files))
    }

    /// Has an archive made of every file, as the command line does.
    fn make_archive(&mut self) -> Option<Effect> {
        let desk = self.bench.desk.clone()?;
        let files = desk.files.iter().map(|(number, screened)| Handed {
            number: *number,
            name: screened.file().to_owned(),
            weight: 0,
            screened: Some(screened.clone()),
        });
        let files = files.collect();
        let hashes = desk.files.iter();
        let hashes = hashes.filter_map(|(_, screened)| screened.told().input_hash.as_deref());
        let reviews = self.reviewing.reviews.among(hashes);
        let mut effect = self.begin(Purpose::Keep, files);
        if let Effect::Bench(Task::WorkOut(work)) = &mut effect
            && !reviews.is_empty()
        {
            work.reviews = reviews.write();
        }
        Some(effect)
    }

    fn begin(&mut self, purpose: Purpose, files: Vec<Handed>) -> Effect {
        self.unsay_bench();
        let bench = &mut self.bench;
        let adding = bench.book.does(|it| matches!(it, Purpose::Add { .. }));
        if adding.is_some() {
            // What is cut short here goes on when it is asked for.
            bench.book.sums = None;
            bench.book.stopped = true;
        }
        bench.number = bench.number.wrapping_add(1);
        let name = files.first().map(|it| it.name.clone());
        bench.book.under_way = Some(UnderWay {
            purpose,
            done: 0,
            all: files.len(),
            name: name.unwrap_or_default(),
        });
        Effect::Bench(Task::WorkOut(Box::new(Work {
            number: bench.number,
            purpose,
            files,
            policy: Shared::new(bench.policy.write()),
            openers: bench.openers.clone(),
            reviews: Vec::new(),
        })))
    }

    fn summed_up(&mut self) {
        let bench = &mut self.bench;
        let Some(desk) = &bench.desk else { return };
        let days = bench.book.days;
        let sums = bench.book.sums.take();
        let sums = sums.map(|sums| (*sums).clone());
        let [plain, weighed] = sums.unwrap_or_else(|| [Book::new(days), Book::new(days)]);
        let with_class = desk.queue.iter().map(|place| place.screened.file());
        let (mut missing, mut left) = (0, Vec::new());
        if let Some((_, exposures)) = &bench.book.exposures {
            missing = with_class
                .clone()
                .filter(|file| exposures.of(file).is_none())
                .count();
            left = exposures.without(with_class);
        }
        bench.book.under_way = None;
        bench.book.summed = Some(Shared::new(Summed {
            firms: plain.firms(),
            figures: weighed.figures(),
            by_exposure: bench.book.exposures.is_some(),
            missing,
            left,
            plain,
        }));
    }

    fn days_typed(&mut self, typed: String) -> Vec<Effect> {
        let days = number_of(&typed, Unit::Days).map(Number::get);
        let days = days.and_then(|days| {
            let whole = (1..=LONGEST_DAYS).find(|it| f64::from(*it).total_cmp(&days).is_eq());
            whole.ok_or_else(|| {
                let finding = Finding::new(Code::OutOfRange, "").with("value", typed.trim());
                finding.with("lowest", 1).with("highest", LONGEST_DAYS)
            })
        });
        match days {
            Ok(days) => {
                self.drafts.remove(DAYS);
                if days == self.bench.book.days {
                    return Vec::new();
                }
                self.bench.book.days = days;
                self.add_up().into_iter().collect()
            }
            Err(finding) => {
                self.drafts
                    .insert(DAYS.to_owned(), Draft { typed, finding });
                Vec::new()
            }
        }
    }

    fn exposures_read(&mut self, name: String, bytes: Result<Vec<u8>, Finding>) -> Vec<Effect> {
        self.notices
            .retain(|notice| notice.key != "notice.exposures_refused");
        let read = bytes
            .map_err(|finding| vec![finding])
            .and_then(|bytes| Exposures::read(&bytes));
        match read {
            Ok(exposures) => {
                self.bench.book.exposures = Some((name, Shared::new(exposures)));
                self.add_up().into_iter().collect()
            }
            Err(findings) => self.refuse("notice.exposures_refused", &name, findings),
        }
    }

    fn unsay_pools(&mut self) {
        self.notices
            .retain(|notice| notice.key != "notice.pool_refused");
    }

    fn pools_read(&mut self, read: Vec<(String, Result<Vec<u8>, Finding>)>) -> Vec<Effect> {
        self.unsay_pools();
        let mut effects = Vec::new();
        for (name, bytes) in read {
            let read = bytes
                .map_err(|finding| vec![finding])
                .and_then(|bytes| Pool::read(self.pack, &bytes));
            match read {
                Ok((pool, _)) => self.bench.book.pools.push((name, Shared::new(pool))),
                Err(findings) => effects = self.refuse("notice.pool_refused", &name, findings),
            }
        }
        effects
    }

    /// The figures of this bench, for others.
    fn own_pool(&self) -> Result<Pool, Finding> {
        let few = || {
            let finding = Finding::new(Code::TooFewFirms, "");
            finding.with("firms", 0).with("limit", 5)
        };
        let summed = self.bench.book.summed.as_ref().ok_or_else(few)?;
        Pool::of(self.pack, &summed.plain, &self.bench.policy.institution)
    }

    /// The pools that were opened as one, with the figures of this bench where that is wanted.
    ///
    /// # Errors
    /// Why they cannot be put together.
    pub fn merged_pools(&self) -> Result<Pool, Finding> {
        let book = &self.bench.book;
        let mut pools: Vec<Pool> = book.pools.iter().map(|(_, it)| (**it).clone()).collect();
        if book.with_own {
            pools.push(self.own_pool()?);
        }
        Pool::merged(&pools)
    }

    fn save_of_book(&mut self, what: Saved) -> Vec<Effect> {
        let name = |kind: &str, ending: &str| format!("sonae-{kind}-{}.{ending}", self.today);
        let pool = |pool: Result<Pool, Finding>, name: String| {
            pool.map(|pool| vec![Effect::save(name, pool.write())])
        };
        let saved = match what {
            Saved::Csv => self.portfolio_sheet().map_or(Ok(Vec::new()), |sheet| {
                Ok(vec![Effect::save(name("portfolio", "csv"), csv(&sheet))])
            }),
            Saved::Workbook => self.portfolio_sheet().map_or(Ok(Vec::new()), |sheet| {
                let name = name("portfolio", "xlsx");
                Ok(vec![Effect::WriteWorkbook(name, vec![sheet])])
            }),
            Saved::Pool => pool(self.own_pool(), name("pool", "json")),
            Saved::Merged => pool(self.merged_pools(), name("pool-merged", "json")),
            Saved::PoolCsv => self.pool_sheet().map(|sheet| {
                let name = name("pool-merged", "csv");
                vec![Effect::save(name, csv(&sheet))]
            }),
            Saved::PoolWorkbook => self.pool_sheet().map(|sheet| {
                let name = name("pool-merged", "xlsx");
                vec![Effect::WriteWorkbook(name, vec![sheet])]
            }),
        };
        self.unsay_pools();
        match saved {
            Ok(effects) => effects,
            Err(finding) => self.refuse("notice.pool_refused", "", vec![finding]),
        }
    }

    /// Every figure of this bench that is shown, one a row.
    fn portfolio_sheet(&self) -> Option<Sheet> {
        let summed = self.bench.book.summed.as_ref()?;
        let figures = summed.figures.as_ref()?;
        Some(self.figures_sheet("portfolio", figures, Some(&self.bench.policy.hash())))
    }

    /// Every figure of the pools that is shown, one a row.
    fn pool_sheet(&self) -> Result<Sheet, Finding> {
        let pool = self.merged_pools()?;
        Ok(self.figures_sheet("pool", &pool.figures(), None))
    }

    fn figures_sheet(&self, title: &str, figures: &Figures, policy: Option<&str>) -> Sheet {
        let (words, pack) = (self.words(), self.pack);
        let text = |text: &str| Value::Text(text.to_owned());
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut row =
            |table: &str, of: String, part: String, firms: Option<u64>, share: [f64; 2]| {
                #[expect(clippy::cast_precision_loss, reason = "a count of firms")]
                let firms = firms.map_or(Value::Blank, |firms| Value::Number(firms as f64));
                let [low, high] = share.map(Value::Share);
                let table = words.t(&format!("portfolio.{table}"));
                let mut row = vec![
                    text(&table),
                    Value::Text(of),
                    Value::Text(part),
                    firms,
                    low,
                    high,
                ];
                row.extend(policy.map(text));
                rows.push(row);
            };
        let groups = [
            ("industries", &figures.industries),
            ("sizes", &figures.sizes),
            ("countries", &figures.countries),
        ];
        for (table, groups) in groups {
            for (key, group) in groups {
                let name = said::group(words, pack, table, key);
                let all = words.t("portfolio.all").into_owned();
                let share = [group.share; 2];
                row(table, name.clone(), all, Some(group.firms), share);
                for (band, part) in &group.bands {
                    let band = said::band_of(words, band);
                    row(table, name.clone(), band, Some(part.firms), [part.share; 2]);
                }
                let left = said::left_out(group);
                if left > 0 {
                    let part = words.t("portfolio.left_out").into_owned();
                    let bands = group.bands.values().map(|part| part.share);
                    let share = [(group.share - bands.sum::<f64>()).max(0.0); 2];
                    row(table, name, part, Some(left), share);
                }
            }
        }
        let unnamed = figures.unnamed;
        let shares = [
            ("supply", &figures.supply, unnamed.supply),
            ("sales", &figures.sales, unnamed.sales),
            ("items", &figures.items, unnamed.items),
        ];
        for (table, named, unnamed) in shares {
            for (key, ends) in named {
                let name = said::group(words, pack, table, key);
                row(table, name, String::new(), None, *ends);
            }
            let rest = words.t("portfolio.unnamed").into_owned();
            row(table, rest, String::new(), None, [0.0, unnamed]);
        }
        for (question, part) in &figures.unknowns {
            let name = said::item(words, pack, question);
            row(
                "unknowns",
                name,
                String::new(),
                Some(part.firms),
                [part.share; 2],
            );
        }
        for (stop, cash) in &figures.stops {
            for (key, part) in cash {
                let cash = words.t(&format!("portfolio.cash.{key}")).into_owned();
                let name = said::stopped(words, pack, stop);
                row("stops", name, cash, Some(part.firms), [part.share; 2]);
            }
        }
        let withheld = match policy {
            Some(_) => "portfolio.withheld",
            None => "portfolio.pool_withheld",
        };
        rows.push(vec![text(&words.t(withheld))]);
        rows.push(vec![text(&words.t("bench.no_decision"))]);
        let head = ["table", "group", "part", "firms", "at_least", "at_most"].into_iter();
        let head = head.chain(policy.map(|_| "policy"));
        Sheet {
            name: words.t(&format!("title.{title}")).into_owned(),
            head: head
                .map(|column| words.t(&format!("portfolio.column.{column}")).into_owned())
                .collect(),
            rows,
        }
    }
}
