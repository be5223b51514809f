//! The body of a ledger, line by line: what each is, as far as it says so itself.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::accounts::{Accounts, is_means, is_owed, is_purchase};
use super::amount::{Money, money};
use super::date::{Day, When, date};
use super::grid::{Grid, Line};
use super::locate::Layout;
use super::plain::{plain, shortened};
use super::roles::Shape;
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
    /// Whether a word of it may be one for a total.
    pub perhaps: bool,
    pub month: Option<Month>,
    pub day: Option<Day>,
    pub finding: Option<Finding>,
}

/// Goes through the body of a grid.
pub(super) struct Reader<'a> {
    layout: &'a Layout,
    money: Vec<usize>,
    months: Vec<usize>,
    amounts: Vec<usize>,
    debit: Option<usize>,
    credit: Option<usize>,
    row_total: Option<usize>,
    date: Option<usize>,
    item: Option<usize>,
    code: Option<usize>,
    account: Option<usize>,
    counter: Option<usize>,
    headings: Vec<Vec<String>>,
    unreadable: BTreeSet<u32>,
    pub accounts: Accounts<'a>,
    owed: bool,
    carries: bool,
    section: Option<Named>,
    section_account: Option<&'a str>,
    carried: Option<(&'a str, Option<&'a str>)>,
    before: Option<Day>,
    last_date: (&'a str, When),
}

/// What the money cells of a line say together.
#[derive(Default)]
struct Sums {
    /// What counts of it.
    counts: i64,
    /// What totals add up.
    checked: i64,
    row_total: Option<Sen>,
    any: bool,
    /// Money on the side that does not count.
    aside: Option<Sen>,
    bad: Option<usize>,
    other_account: bool,
}

impl<'a> Reader<'a> {
    pub fn of(grid: &'a Grid, layout: &'a Layout, options: &'a Options) -> Self {
        let all = |role: Role| {
            let columns = layout.columns.iter().enumerate();
            let of_role = columns.filter(move |(_, it)| it.role == role);
            of_role.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let body = grid.lines.get(layout.body..).unwrap_or_default();
        let account = layout.first(Role::Account);
        let counter = layout.first(Role::CounterAccount);
        let journal = layout.shape == Shape::Journal;
        let columns = [account, counter.filter(|_| journal)];
        let cells = columns.into_iter().flatten().flat_map(|at| {
            let cells = body.iter().filter_map(move |line| line.fields.get(at));
            cells.map(str::trim)
        });
        let title = layout.titles.account.as_deref();
        // A column of accounts goes before lines that name one.
        let bare = if account.is_none() { body } else { &[] };
        let sections = title
            .into_iter()
            .chain(bare.iter().filter_map(section_account));
        let accounts = Accounts::of(cells.chain(sections), options);
        let unreadable = grid
            .findings
            .iter()
            .filter(|it| it.code == Code::UnreadableLine)
            .filter_map(|it| it.arguments.get("line")?.parse().ok())
            .collect();
        let headings = grid.lines.get(layout.headings.clone()).unwrap_or_default();
        let heading = |line: &Line| line.fields.iter().map(plain).collect();
        let mut reader = Self {
            layout,
            money: [
                Role::Amount,
                Role::Debit,
                Role::Credit,
                Role::Month,
                Role::RowTotal,
            ]
            .into_iter()
            .flat_map(all)
            .collect(),
            months: all(Role::Month),
            amounts: all(Role::Amount),
            debit: layout.first(Role::Debit),
            credit: layout.first(Role::Credit),
            row_total: layout.first(Role::RowTotal),
            date: layout.first(Role::Date),
            item: layout.first(Role::Item),
            code: layout.first(Role::SupplierCode),
            account,
            counter,
            headings: headings.iter().map(heading).collect(),
            unreadable,
            accounts,
            owed: false,
            carries: false,
            section: layout.titles.supplier.clone(),
            section_account: title,
            carried: None,
            before: layout.titles.span.map(|it| it.from),
            last_date: ("", When::None),
        };
        reader.owed = reader.is_owed(body);
        reader.carries = reader.carries_down(body);
        reader
    }

    /// Whether any column holds amounts.
    pub fn has_money(&self) -> bool {
        self.money.iter().any(|at| Some(*at) != self.row_total)
    }

    /// The columns with money, which are none of those that words stand in.
    pub fn is_money(&self, at: usize) -> bool {
        self.money.contains(&at)
    }

    fn cell(&self, line: &'a Line, at: usize) -> Money {
        let text = line.fields.get(at).unwrap_or_default();
        money(text, self.layout.unit)
    }

    /// Whether this ledger of one account is one of what is owed: purchases are on the credit side.
    fn is_owed(&self, body: &'a [Line]) -> bool {
        if self.layout.shape != Shape::Account {
            return false;
        }
        let titled = self.layout.titles.account.as_deref();
        if titled.is_some_and(is_purchase) || self.accounts.has_purchases() {
            return false;
        }
        let owed = |line: &'a Line| {
            let cell = self.account.and_then(|at| line.fields.get(at));
            cell.is_some_and(is_owed)
        };
        if self.layout.titles.owed || titled.is_some_and(is_owed) || body.iter().take(500).any(owed)
        {
            return true;
        }
        let (mut debits, mut credits) = (0_i128, 0_i128);
        for line in body {
            let counter = self.counter.and_then(|at| line.fields.get(at));
            // Where the other side is named, the lines that buy something say which side it is.
            if counter.is_some_and(|it| !it.is_empty() && !is_purchase(it)) {
                continue;
            }
            for (side, sum) in [(self.debit, &mut debits), (self.credit, &mut credits)] {
                if let Some(Money::Some(sen)) = side.map(|at| self.cell(line, at)) {
                    *sum += i128::from(sen.0);
                }
            }
        }
        credits > debits
    }

    /// Whether the supplier stands in the first row of a group only: many rows have none, and
    /// hardly any two rows with a name, one below the other, have the same.
    fn carries_down(&self, body: &'a [Line]) -> bool {
        let [at] = self.layout.suppliers.as_slice() else {
            return false;
        };
        let (mut blank, mut filled, mut repeats, mut before) = (0_usize, 0_usize, 0_usize, "");
        let mut first_filled = None;
        for line in body {
            let name = line.fields.get(*at).unwrap_or_default().trim();
            let has_money = self
                .money
                .iter()
                .any(|at| matches!(self.cell(line, *at), Money::Some(_)));
            if name.is_empty() && has_money {
                blank += 1;
                first_filled.get_or_insert(!before.is_empty());
                before = "";
            } else if !name.is_empty() {
                filled += 1;
                repeats += usize::from(name == before && has_money);
                before = name;
                first_filled.get_or_insert(true);
            }
        }
        first_filled == Some(true) && blank * 5 >= blank + filled && repeats * 50 <= filled
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
            perhaps: false,
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
        let sums = self.sums(line);
        let silent = !sums.any || sums.bad.is_some();
        if silent && self.is_heading(line) {
            draft.what = What::Heading;
            return draft;
        }
        if sums.any {
            draft.checked = Some(Sen(sums.checked));
        }
        let has_amount = sums.any || sums.row_total.is_some() || sums.aside.is_some();
        if let Some(wording) = self.wording(line) {
            if wording == Wording::Perhaps {
                draft.perhaps = has_amount;
            } else {
                draft.what = What::Total(wording);
                draft.checked = draft.checked.or(sums.row_total);
                return draft;
            }
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
        self.book(line, &sums);
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

    fn sums(&self, line: &'a Line) -> Sums {
        let mut sums = Sums::default();
        let take = |at: usize, sums: &mut Sums| match self.cell(line, at) {
            Money::None => None,
            Money::Some(sen) => Some(sen.0),
            Money::Unreadable => {
                sums.bad.get_or_insert(at);
                None
            }
        };
        if let Some(at) = self.row_total
            && let Money::Some(sen) = self.cell(line, at)
        {
            sums.row_total = Some(sen);
        }
        if self.layout.shape == Shape::Plain {
            for at in self.months.iter().chain(&self.amounts) {
                if let Some(amount) = take(*at, &mut sums) {
                    sums.counts = sums.counts.saturating_add(amount);
                    sums.any = true;
                }
            }
            sums.checked = sums.counts;
            sums.other_account = !self.accounts.counts(self.account_of(line));
            return sums;
        }
        let both = self.amounts.first().and_then(|at| take(*at, &mut sums));
        let debit = self.debit.and_then(|at| take(at, &mut sums)).or(both);
        let credit = self.credit.and_then(|at| take(at, &mut sums)).or(both);
        if self.layout.shape == Shape::Journal {
            sums.any = debit.is_some() || credit.is_some();
            sums.checked = debit.unwrap_or(0);
            let side = |at: Option<usize>| {
                let name = at
                    .and_then(|at| line.fields.get(at))
                    .unwrap_or_default()
                    .trim();
                !name.is_empty() && self.accounts.counts(name)
            };
            let (on_debit, on_credit) = (side(self.account), side(self.counter));
            // Where no account is known as one of purchases, what is debited counts.
            let on_credit = on_credit && self.accounts.has_purchases();
            sums.other_account = !on_debit && !on_credit;
            let of = |on: bool, amount: Option<i64>| if on { amount.unwrap_or(0) } else { 0 };
            sums.counts = of(on_debit, debit).saturating_sub(of(on_credit, credit));
            return sums;
        }
        if self.owed {
            sums.any = credit.is_some();
            sums.aside = debit.map(Sen).filter(|_| credit.is_none());
            sums.counts = credit.unwrap_or(0);
        } else {
            sums.any = debit.is_some() || credit.is_some();
            sums.counts = debit.unwrap_or(0).saturating_sub(credit.unwrap_or(0));
        }
        sums.checked = sums.counts;
        sums.other_account = !self.owed && !self.accounts.counts(self.account_of(line));
        sums
    }

    fn account_of(&self, line: &'a Line) -> &'a str {
        let cell = self
            .account
            .and_then(|at| line.fields.get(at))
            .map(str::trim);
        cell.filter(|it| !it.is_empty())
            .or(self.section_account)
            .unwrap_or_default()
    }

    /// Adds a row to what its accounts come to.
    fn book(&mut self, line: &'a Line, sums: &Sums) {
        if self.layout.shape != Shape::Journal {
            self.accounts.add(self.account_of(line), Sen(sums.counts));
            return;
        }
        for (account, side, sign) in [
            (self.account, self.debit, 1),
            (self.counter, self.credit, -1),
        ] {
            let name = account
                .and_then(|at| line.fields.get(at))
                .unwrap_or_default();
            let at = side.or(self.amounts.first().copied());
            if let Some(Money::Some(sen)) = at.map(|at| self.cell(line, at)) {
                self.accounts.add(name.trim(), Sen(sen.0 * sign));
            }
        }
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

    /// The word of a line for a total. A row that names a day and a supplier may well have bought
    /// something with such a name.
    fn wording(&self, line: &'a Line) -> Option<Wording> {
        let supplier = self.carried.map_or("", |(name, _)| name);
        let supplier = self
            .section
            .as_ref()
            .filter(|_| self.layout.suppliers.is_empty())
            .map_or(supplier, |it| &it.name);
        let fields = line.fields.iter().enumerate();
        let (at, found) = fields
            .filter(|(at, field)| !field.is_empty() && !self.is_money(*at))
            .find_map(|(at, field)| Some((at, wording(field, supplier)?)))?;
        if found == Wording::Balance || self.layout.suppliers.contains(&at) {
            return Some(found);
        }
        let is_supplier = |at: &usize| line.fields.get(*at).is_some_and(|it| !it.trim().is_empty());
        let named = self.layout.suppliers.iter().any(is_supplier);
        let dated = self
            .date
            .filter(|it| *it != at)
            .and_then(|it| line.fields.get(it));
        let dated = dated.is_some_and(|it| matches!(date(it), When::Day(_) | When::Yearless(..)));
        Some(if named && dated {
            Wording::Perhaps
        } else {
            found
        })
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

    fn carry(&mut self, line: &'a Line) {
        let text = |at: usize| {
            line.fields
                .get(at)
                .map(str::trim)
                .filter(|it| !it.is_empty())
        };
        let name = self.layout.suppliers.first().and_then(|at| text(*at));
        if let Some(name) = name {
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
            let heading = self.layout.columns.get(*at).map_or("", |it| &it.heading);
            let beside = if !heading.contains("補助") || self.layout.shape != Shape::Journal {
                None
            } else if heading.contains("貸方") {
                self.counter
            } else {
                self.account
            };
            (!beside.and_then(text).is_some_and(is_means)).then_some(name)
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
        let undated = self.date.is_some_and(|at| text(at).is_none()) && self.before.is_some();
        let goes_on = undated
            && [self.item, self.account]
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
            When::None => self.before.filter(|_| !draft.named || self.carries),
            When::Unreadable => {
                draft.finding = Some(self.of_cell(Code::UnreadableDate, draft.line, at));
                None
            }
        };
        if day.is_some() {
            self.before = day;
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
    let may = first.contains("科目") || first.to_ascii_lowercase().starts_with("account");
    if !may || line.fields.len() > 64 {
        return None;
    }
    let name = title::account_of(line)?;
    line.fields.iter().find_map(|field| {
        let at = field.find(name.as_str())?;
        field.get(at..at + name.len())
    })
}
