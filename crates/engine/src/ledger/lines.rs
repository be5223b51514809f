//! The body of a ledger, line by line: what each is, as far as it says so itself.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::accounts::{Accounts, is_means};
use super::calendar::Day;
use super::date::{When, date};
use super::grid::{Grid, Line};
use super::locate::Layout;
use super::plain::{plain, shortened};
use super::roles::Shape;
use super::sums::Purse;
use super::title::{self, Named, is_page_matter};
use super::wording::{Wording, wording};
use super::{Month, Options, Role, Sen};
use crate::finding::{Code, Finding};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Row,
    OtherAccount,
    Blank,
    Title,
    Heading,
    Total(Wording),
    Unreadable,
    NoAmount,
}

/// A line and what was read of it.
pub(super) struct Draft<'a> {
    pub line: &'a Line,
    pub what: What,
    /// What counts of it as a purchase.
    pub counts: Sen,
    /// What a total of the sheet would add up, or says.
    pub checked: Option<Sen>,
    /// The sheet's own total of the months of this row.
    pub row_total: Option<Sen>,
    pub name: Cow<'a, str>,
    pub code: Option<Cow<'a, str>>,
    /// Whether the line itself names the supplier.
    pub named: bool,
    /// A word of it that is one for a total, or ends like one, in a line that looks like a row.
    pub word: Option<Wording>,
    pub month: Option<Month>,
    pub day: Option<Day>,
    pub finding: Option<Finding>,
}

/// Goes through the body of a grid.
pub(super) struct Reader<'a> {
    layout: &'a Layout,
    pub purse: Purse,
    date: Option<usize>,
    item: Option<usize>,
    code: Option<usize>,
    headings: Vec<Vec<String>>,
    unreadable: BTreeSet<u32>,
    pub accounts: Accounts<'a>,
    carries: bool,
    section: Option<Named>,
    section_account: Option<&'a str>,
    carried: Option<(&'a str, Option<&'a str>)>,
    /// The day before which years are told from, and the last one that stood there.
    before: Option<Day>,
    last_day: Option<Day>,
    last_date: (&'a str, When),
}

impl<'a> Reader<'a> {
    pub fn of(grid: &'a Grid, layout: &'a Layout, options: &'a Options) -> Self {
        let body = grid.lines.get(layout.body..).unwrap_or_default();
        let mut purse = Purse::of(layout);
        let counter = purse.counter.filter(|_| layout.shape == Shape::Journal);
        let cells = [purse.account, counter]
            .into_iter()
            .flatten()
            .flat_map(|at| {
                let cells = body.iter().filter_map(move |line| line.fields.get(at));
                cells.map(str::trim)
            });
        let title = layout.titles.account.as_deref();
        // A column of accounts goes before lines that name one.
        let bare = if purse.account.is_none() { body } else { &[] };
        let sections = bare.iter().filter_map(section_account);
        let sections = title
            .filter(|_| purse.account.is_none())
            .into_iter()
            .chain(sections);
        let accounts = Accounts::of(cells.chain(sections), options);
        purse.look_at(body, layout, &accounts);
        let unreadable = grid
            .findings
            .iter()
            .filter(|it| it.code == Code::UnreadableLine)
            .filter_map(|it| it.arguments.get("line")?.parse().ok())
            .collect();
        let headings = grid.lines.get(layout.headings.clone()).unwrap_or_default();
        let heading = |line: &Line| line.fields.iter().map(plain).collect();
        Self {
            layout,
            carries: carries_down(body, layout, &purse),
            purse,
            date: layout.first(Role::Date),
            item: layout.first(Role::Item),
            code: layout.first(Role::SupplierCode),
            headings: headings.iter().map(heading).collect(),
            unreadable,
            accounts,
            section: layout.titles.supplier.clone().or_else(|| {
                let perhaps = layout.titles.perhaps.clone();
                perhaps.filter(|_| layout.suppliers.is_empty())
            }),
            section_account: title,
            carried: None,
            before: layout.titles.span.map(|it| it.from),
            last_day: None,
            last_date: ("", When::None),
        }
    }

    /// What the next line is.
    pub fn next(&mut self, line: &'a Line) -> Draft<'a> {
        let mut draft = Draft {
            line,
            what: What::Blank,
            counts: Sen(0),
            checked: None,
            row_total: None,
            name: Cow::Borrowed(""),
            code: None,
            named: false,
            word: None,
            month: None,
            day: None,
            finding: None,
        };
        if line.is_blank() {
            return draft;
        }
        if self.unreadable.contains(&line.number) {
            draft.what = What::Unreadable;
            return draft;
        }
        let account = self.account_of(line);
        let sums = self.purse.sums(line, account, &self.accounts);
        let silent = !sums.any || sums.bad.is_some();
        if silent && self.is_heading(line) {
            draft.what = What::Heading;
            return draft;
        }
        if sums.any {
            draft.checked = Some(Sen(sums.checked));
        }
        let has_amount = sums.any || sums.row_total.is_some() || sums.aside.is_some();
        match self.wording(line) {
            Some((word, true)) => {
                draft.what = What::Total(word);
                draft.checked = draft.checked.or(sums.row_total);
                // A page may begin with the supplier and the balance brought forward.
                if word == Wording::Balance && self.carries {
                    self.carry(line);
                }
                return draft;
            }
            Some((word, false)) => draft.word = Some(word),
            None => {}
        }
        if let Some(at) = sums.bad {
            return self.unreadable(draft, at);
        }
        draft.checked = draft.checked.or(sums.row_total).or(sums.aside);
        draft.row_total = sums.row_total;
        if !sums.any && !has_amount && self.is_title(line) {
            draft.what = What::Title;
            return draft;
        }
        self.name(&mut draft);
        self.date(&mut draft);
        if !sums.any {
            draft.what = What::NoAmount;
            return draft;
        }
        draft.counts = Sen(sums.counts);
        draft.what = if sums.other_account {
            What::OtherAccount
        } else {
            What::Row
        };
        self.purse.book(line, account, &sums, &mut self.accounts);
        draft
    }

    fn unreadable(&self, mut draft: Draft<'a>, at: usize) -> Draft<'a> {
        let line = draft.line;
        draft.checked = None;
        let filled = line
            .fields
            .iter()
            .filter(|it| !it.trim().is_empty())
            .count();
        if filled <= 4 && is_page_matter(&plain(&title::joined(line))) {
            draft.what = What::Title;
            return draft;
        }
        draft.what = What::Unreadable;
        draft.finding = Some(self.of_cell(Code::UnreadableCell, line, at));
        draft
    }

    fn of_cell(&self, code: Code, line: &Line, at: usize) -> Finding {
        let heading = self.layout.columns.get(at).map_or("", |it| &it.heading);
        let value = shortened(line.fields.get(at).unwrap_or_default());
        Finding::new(code, line.number.to_string())
            .with("line", line.number)
            .with("heading", heading)
            .with("value", value)
    }

    fn account_of(&self, line: &'a Line) -> &'a str {
        let cell = self.purse.account.and_then(|at| line.fields.get(at));
        let own = cell.map(str::trim).filter(|it| !it.is_empty());
        own.or(self.section_account).unwrap_or_default()
    }

    fn is_heading(&self, line: &Line) -> bool {
        self.headings.iter().any(|heading| {
            let (mut same, mut filled) = (0_usize, 0_usize);
            for (at, field) in line.fields.iter().enumerate() {
                if field.trim().is_empty() {
                    continue;
                }
                filled += 1;
                same += usize::from(heading.get(at).is_some_and(|it| *it == plain(field)));
            }
            same * 10 >= filled * 6
                && (same >= 2 || heading.iter().filter(|it| !it.is_empty()).count() == 1)
        })
    }

    /// The word of a line for a total, and whether it settles the matter. A row that names a day
    /// and a supplier may well have bought something with such a name.
    fn wording(&self, line: &'a Line) -> Option<(Wording, bool)> {
        let supplier = self.carried.map_or("", |(name, _)| name);
        let supplier = self
            .section
            .as_ref()
            .filter(|_| self.layout.suppliers.is_empty())
            .map_or(supplier, |it| &it.name);
        let fields = line.fields.iter().enumerate();
        let (at, found) = fields
            .filter(|(at, field)| !field.is_empty() && !self.purse.holds(*at))
            .find_map(|(at, field)| Some((at, wording(field, supplier)?)))?;
        if found == Wording::Balance || self.layout.suppliers.contains(&at) {
            return Some((found, found != Wording::Perhaps));
        }
        let is_supplier = |at: &usize| line.fields.get(*at).is_some_and(|it| !it.trim().is_empty());
        let named = self.layout.suppliers.iter().any(is_supplier);
        let dated = self
            .date
            .filter(|it| *it != at)
            .and_then(|it| line.fields.get(it));
        let dated = dated.is_some_and(|it| matches!(date(it), When::Day(_) | When::Yearless(..)));
        Some((found, found != Wording::Perhaps && !(named && dated)))
    }

    /// Whether a line without any amount says something about what is around it, and what it says.
    fn is_title(&mut self, line: &'a Line) -> bool {
        let filled: Vec<(usize, &str)> = line
            .fields
            .iter()
            .enumerate()
            .map(|(at, field)| (at, field.trim()))
            .filter(|(_, field)| !field.is_empty())
            .collect();
        let named = title::supplier_of(line);
        let account = section_account(line);
        if named.is_some() || account.is_some() {
            self.section_account = account.or(self.section_account);
            self.carried = None;
            self.section = named.or_else(|| self.section.take());
            return true;
        }
        let text = plain(&title::joined(line));
        if self.layout.titles.texts.contains(&text) || is_page_matter(&text) {
            return true;
        }
        let in_place = |at: &usize| self.layout.suppliers.contains(at) || Some(*at) == self.code;
        if self.layout.suppliers.is_empty() && filled.len() <= 2 {
            let text = filled.iter().map(|it| it.1).collect::<Vec<_>>().join(" ");
            self.section = title::named(&text);
            return true;
        }
        if filled.iter().all(|(at, _)| in_place(at)) {
            if !self.carries {
                return false;
            }
            self.carry(line);
            return true;
        }
        // A remark stands alone, and not where a name belongs.
        matches!(filled.as_slice(), [(at, _)] if !in_place(at) && Some(*at) != self.item)
    }

    /// Keeps the supplier that a line without a purchase names, for the rows below.
    fn carry(&mut self, line: &'a Line) {
        let text = |at: usize| {
            line.fields
                .get(at)
                .map(str::trim)
                .filter(|it| !it.is_empty())
        };
        let name = self.layout.suppliers.first().and_then(|at| text(*at));
        if let Some(name) = name.filter(|it| wording(it, "").is_none()) {
            self.carried = Some((name, self.code.and_then(text)));
        }
    }

    fn name(&mut self, draft: &mut Draft<'a>) {
        let line = draft.line;
        let text = |at: usize| {
            line.fields
                .get(at)
                .map(str::trim)
                .filter(|it| !it.is_empty())
        };
        draft.code = self.code.and_then(text).map(Cow::Borrowed);
        let mut names = self.layout.suppliers.iter().filter_map(|at| {
            let name = text(*at)?;
            // The sub-account of a bank account is a bank.
            let beside = self.beside(*at).and_then(text);
            (!beside.is_some_and(is_means)).then_some(name)
        });
        if let Some(name) = names.next() {
            draft.name = Cow::Borrowed(name);
            draft.named = true;
            self.carried = Some((name, self.code.and_then(text)));
            return;
        }
        if self.layout.shape == Shape::Journal {
            // Better the summary than nothing.
            draft.name = Cow::Borrowed(self.item.and_then(text).unwrap_or_default());
            return;
        }
        let undated = self.date.is_some_and(|at| text(at).is_none()) && self.last_day.is_some();
        let goes_on = undated
            && [self.item, self.purse.account]
                .into_iter()
                .flatten()
                .any(|at| text(at).is_some());
        if (self.carries || goes_on)
            && let Some((name, code)) = self.carried
        {
            draft.name = Cow::Borrowed(name);
            draft.code = draft.code.take().or(code.map(Cow::Borrowed));
        } else if let Some(section) = &self.section {
            draft.name = Cow::Owned(section.name.clone());
            draft.code = draft.code.take().or(section.code.clone().map(Cow::Owned));
        }
    }

    /// The account that a column of sub-accounts belongs to, in a journal.
    fn beside(&self, at: usize) -> Option<usize> {
        if self.layout.shape != Shape::Journal {
            return None;
        }
        let heading = &self.layout.columns.get(at)?.heading;
        match (heading.contains("補助"), heading.contains("貸方")) {
            (false, _) => None,
            (true, true) => self.purse.counter,
            (true, false) => self.purse.account,
        }
    }

    fn date(&mut self, draft: &mut Draft<'a>) {
        let Some(at) = self.date else { return };
        let text = draft.line.fields.get(at).unwrap_or_default();
        // A day is often that of the line before.
        if text != self.last_date.0 {
            self.last_date = (text, date(text));
        }
        let day = match self.last_date.1 {
            When::Day(day) => Some(day),
            When::Yearless(month, day) => self.year(month).map(|year| Day { year, month, day }),
            // Within a slip the day stands once.
            When::None => self.last_day.filter(|_| !draft.named || self.carries),
            When::Unreadable => {
                draft.finding = Some(self.of_cell(Code::UnreadableDate, draft.line, at));
                None
            }
        };
        if day.is_some() {
            (self.before, self.last_day) = (day, day);
        }
        draft.day = day;
        draft.month = day.map(Day::month);
    }

    fn year(&self, month: u8) -> Option<i32> {
        let within = self.layout.titles.span.and_then(|span| span.year_of(month));
        within
            .or_else(|| {
                let before = self.before?;
                Some(before.year + i32::from(month + 6 < before.month))
            })
            .or(self.layout.titles.year)
    }
}

/// The account that a line of its own names, as it stands there.
fn section_account(line: &Line) -> Option<&str> {
    let first = line
        .fields
        .iter()
        .map(str::trim)
        .find(|it| !it.is_empty())?;
    // Looked at closely only where the word stands.
    let english = first
        .get(..7)
        .is_some_and(|it| it.eq_ignore_ascii_case("account"));
    let may = english || (!first.is_ascii() && first.contains("科目"));
    if !may || line.fields.len() > 64 {
        return None;
    }
    let name = title::account_of(line)?;
    line.fields.iter().find_map(|field| {
        let at = field.find(name.as_str())?;
        field.get(at..at + name.len())
    })
}

/// Whether the supplier stands in the first row of a group only: many rows have none, and
/// hardly any two rows with a name, one below the other, have the same.
fn carries_down(body: &[Line], layout: &Layout, purse: &Purse) -> bool {
    let [at] = layout.suppliers.as_slice() else {
        return false;
    };
    let (mut blank, mut filled, mut repeats, mut before) = (0_usize, 0_usize, 0_usize, "");
    let mut starts_named = None;
    for line in body {
        let name = line.fields.get(*at).unwrap_or_default().trim();
        if !name.is_empty() {
            filled += 1;
            repeats += usize::from(name == before && purse.is_filled(line));
            before = name;
            starts_named.get_or_insert(true);
        } else if purse.is_filled(line) {
            blank += 1;
            starts_named.get_or_insert(false);
            before = "";
        }
    }
    starts_named == Some(true) && blank * 10 >= (blank + filled) * 3 && repeats * 50 <= filled
}
