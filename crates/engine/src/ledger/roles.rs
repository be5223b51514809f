//! What each column is: the best heading of a role wins, and what a person says goes first.

use super::amount::{Money, money};
use super::grid::Line;
use super::locate::Headings;
use super::title::{self, Titles};
use super::{AmountUnit, Column, Month, Options, Role};

/// How amounts are to be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A row is a purchase, or several months of them.
    Plain,
    /// A row has an account on either side.
    Journal,
    /// A row is a debit or a credit of one account.
    Account,
}

/// Columns whose roles are settled.
pub(super) struct Settled {
    pub columns: Vec<Column>,
    pub suppliers: Vec<usize>,
    pub shape: Shape,
}

/// Settles the role of every column.
pub(super) fn settle(
    found: &Headings,
    below: &[Line],
    titles: &Titles,
    options: &Options,
) -> Settled {
    let mut draft = Draft::of(found);
    draft.keep_best();
    draft.settle_suppliers(below);
    draft.settle_money();
    draft.obey(options);
    let mut columns: Vec<Column> = found
        .texts
        .iter()
        .zip(&draft.roles)
        .map(|(heading, role)| Column {
            heading: heading.clone(),
            role: *role,
            month: None,
        })
        .collect();
    let shape = draft.shape();
    last_resort(&mut columns, shape, below, titles);
    name_months(&mut columns, found, titles);
    let mut suppliers: Vec<usize> = (0..columns.len())
        .filter(|at| columns.get(*at).is_some_and(|it| it.role == Role::Supplier))
        .collect();
    // Stable, so that of the same rank the one on the left comes first.
    suppliers.sort_by_key(|at| {
        let chosen = options.roles.get(at) == Some(&Role::Supplier);
        std::cmp::Reverse(if chosen { u8::MAX } else { draft.rank(*at) })
    });
    Settled {
        columns,
        suppliers,
        shape,
    }
}

struct Draft<'a> {
    found: &'a Headings,
    roles: Vec<Role>,
}

impl<'a> Draft<'a> {
    fn of(found: &'a Headings) -> Self {
        let role = |it: &Option<super::vocabulary::Meaning>| it.map_or(Role::Ignored, |it| it.role);
        let roles = found.meanings.iter().map(role).collect();
        Self { found, roles }
    }

    fn rank(&self, at: usize) -> u8 {
        let meaning = self.found.meanings.get(at).copied().flatten();
        meaning.map_or(0, |it| it.rank)
    }

    fn text(&self, at: usize) -> &str {
        self.found.texts.get(at).map_or("", String::as_str)
    }

    fn all(&self, role: Role) -> Vec<usize> {
        let roles = self.roles.iter().enumerate();
        roles
            .filter(|(_, it)| **it == role)
            .map(|(at, _)| at)
            .collect()
    }

    fn set(&mut self, at: usize, role: Role) {
        if let Some(slot) = self.roles.get_mut(at) {
            *slot = role;
        }
    }

    /// The highest rank; of the same rank the one on the left.
    fn best(&self, among: &[usize]) -> Option<usize> {
        let rank = |at: &&usize| (self.rank(**at), std::cmp::Reverse(**at));
        among.iter().max_by_key(rank).copied()
    }

    fn keep_best(&mut self) {
        use Role::{
            Account, CorporateNumber, CounterAccount, Credit, Date, Debit, Group, Item, Origin, Via,
        };
        let single = [
            Account,
            CorporateNumber,
            CounterAccount,
            Credit,
            Date,
            Debit,
            Group,
            Item,
            Origin,
            Via,
        ];
        for role in single {
            let all = self.all(role);
            let best = self.best(&all);
            for at in all {
                if Some(at) != best {
                    self.set(at, Role::Ignored);
                }
            }
        }
    }

    fn settle_suppliers(&mut self, below: &[Line]) {
        let all = self.all(Role::Supplier);
        let sides = |rank: u8| (4..=7).contains(&rank);
        let main: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| !sides(self.rank(*at)))
            .collect();
        let named = |at: &&usize| {
            let text = self.text(**at);
            (
                self.rank(**at),
                text.contains('名'),
                std::cmp::Reverse(**at),
            )
        };
        let best = main.iter().max_by_key(named).copied();
        for at in main {
            if Some(at) != best {
                let role = if is_code_like(below, at) {
                    Role::SupplierCode
                } else {
                    Role::Ignored
                };
                self.set(at, role);
            }
        }
        // A heading over two columns: the code, and the name to its right.
        if let Some(at) = best
            && self.text(at + 1).is_empty()
            && at + 1 < self.roles.len()
            && is_code_like(below, at)
            && has_text(below, at + 1)
        {
            self.set(at, Role::SupplierCode);
            self.set(at + 1, Role::Supplier);
        }
        let codes = self.all(Role::SupplierCode);
        if self.all(Role::Supplier).is_empty()
            && let Some(code) = self.best(&codes)
        {
            let right = code + 1 < self.roles.len()
                && self
                    .found
                    .meanings
                    .get(code + 1)
                    .copied()
                    .flatten()
                    .is_none()
                && has_text(below, code + 1);
            self.set(code + usize::from(right), Role::Supplier);
        }
        let supplier = self.all(Role::Supplier);
        let codes = self.all(Role::SupplierCode);
        // A bare "code" belongs to the supplier when it stands beside it.
        let beside = codes
            .iter()
            .copied()
            .find(|at| supplier.contains(&(at + 1)));
        let keep = beside.or_else(|| self.best(&codes));
        for at in codes {
            if Some(at) != keep {
                self.set(at, Role::Ignored);
            }
        }
    }

    fn settle_money(&mut self) {
        let amounts = self.all(Role::Amount);
        let months = self.all(Role::Month);
        let sides = [self.all(Role::Debit), self.all(Role::Credit)].concat();
        let best = self.best(&amounts);
        let strong = best.is_some_and(|at| self.rank(at) >= 4);
        if months.len() >= 2 || (months.len() == 1 && !strong && sides.is_empty()) {
            for at in sides {
                self.set(at, Role::Ignored);
            }
            let totals: Vec<usize> = amounts
                .iter()
                .copied()
                .filter(|at| {
                    self.text(*at).contains(['計', '期'])
                        || self.rank(*at) == 3
                        || self.rank(*at) == 7
                })
                .collect();
            // Sums of half-years stand beside the months as well; the last is that of the year.
            let total = totals.last().copied();
            for at in amounts {
                let role = if Some(at) == total {
                    Role::RowTotal
                } else {
                    Role::Ignored
                };
                self.set(at, role);
            }
            return;
        }
        for at in months {
            self.set(at, Role::Ignored);
        }
        for at in amounts {
            if Some(at) != best || !sides.is_empty() {
                self.set(at, Role::Ignored);
            }
        }
    }

    /// What a person says goes first; what was found in the same place gives way.
    fn obey(&mut self, options: &Options) {
        use Role::{Amount, Credit, Debit, Month, RowTotal, Supplier};
        let said = |roles: &[Role]| options.roles.values().any(|it| roles.contains(it));
        let mut give_way: Vec<Role> = Vec::new();
        if said(&[Amount, Month]) {
            give_way.extend([Debit, Credit]);
        }
        if said(&[Amount, Debit, Credit]) {
            give_way.extend([Month, RowTotal]);
        }
        if said(&[Debit, Credit, Month]) {
            give_way.push(Amount);
        }
        let suppliers = self.all(Supplier).len();
        for role in Role::ALL.iter().copied().filter(|it| said(&[*it])) {
            let several =
                matches!(role, Month | Role::Ignored) || (role == Supplier && suppliers > 1);
            if !several {
                give_way.push(role);
            }
        }
        for role in &mut self.roles {
            if give_way.contains(role) {
                *role = Role::Ignored;
            }
        }
        for (at, role) in &options.roles {
            self.set(*at, *role);
        }
    }

    fn shape(&self) -> Shape {
        let counter = self.all(Role::CounterAccount);
        let account = self.all(Role::Account);
        let both = counter.first().zip(account.first());
        let opposite = both.is_some_and(|(at, _)| !self.text(*at).contains("相手"));
        let sides = !self.all(Role::Debit).is_empty() || !self.all(Role::Credit).is_empty();
        if opposite && (sides || !self.all(Role::Amount).is_empty()) {
            Shape::Journal
        } else if sides {
            Shape::Account
        } else {
            Shape::Plain
        }
    }
}

/// Enough lines to see what a column holds.
const LOOK: usize = 200;

fn cells(below: &[Line], at: usize) -> impl Iterator<Item = &str> {
    let cells = below.iter().filter_map(move |line| line.fields.get(at));
    cells.map(str::trim).filter(|it| !it.is_empty()).take(LOOK)
}

/// Whether a column holds codes: short, with digits, of one width.
fn is_code_like(below: &[Line], at: usize) -> bool {
    let (mut codes, mut all) = (0_usize, 0_usize);
    for cell in cells(below, at) {
        all += 1;
        let plain = super::plain::plain(cell);
        let code = plain.len() <= 13
            && plain.bytes().any(|it| it.is_ascii_digit())
            && plain
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-');
        codes += usize::from(code);
    }
    all > 0 && codes * 10 >= all * 8
}

fn has_text(below: &[Line], at: usize) -> bool {
    let (mut texts, mut all) = (0_usize, 0_usize);
    for cell in cells(below, at) {
        all += 1;
        texts += usize::from(money(cell, AmountUnit::Yen) == Money::Unreadable);
    }
    all > 0 && texts * 2 >= all
}

/// A ledger of one account says in the summary whom it is about, where it says so nowhere else.
fn last_resort(columns: &mut [Column], shape: Shape, below: &[Line], titles: &Titles) {
    let has_supplier = columns.iter().any(|it| it.role == Role::Supplier);
    if shape != Shape::Account
        || has_supplier
        || titles.supplier.is_some()
        || titles.perhaps.is_some()
    {
        return;
    }
    let names = |line: &Line| line.fields.len() <= 64 && title::supplier_of(line).is_some();
    if !below.iter().take(2000).any(names) {
        for column in columns.iter_mut().filter(|it| it.role == Role::Item) {
            column.role = Role::Supplier;
        }
    }
}

/// The month of every column of a month, its year from the heading, its neighbours, the period
/// or the title.
fn name_months(columns: &mut [Column], found: &Headings, titles: &Titles) {
    let mut named = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let meaning = found.meanings.get(at).copied().flatten();
        if column.role == Role::Month
            && let Some(month) = meaning.and_then(|it| it.month)
        {
            named.push((at, month));
        }
    }
    let Some((_, (own, month))) = named.first().copied() else {
        return;
    };
    let later = || {
        let mut wraps = 0;
        let mut before = month;
        for (_, (year, month)) in &named {
            wraps += i32::from(*month < before);
            before = *month;
            if let Some(year) = year {
                return Some(year - wraps);
            }
        }
        None
    };
    let within = || titles.span.and_then(|span| span.year_of(month));
    let Some(mut year) = own.or_else(later).or_else(within).or(titles.year) else {
        return;
    };
    let mut before = month;
    for (at, (own, month)) in named {
        year = own.unwrap_or(year + i32::from(month < before));
        before = month;
        if let Some(column) = columns.get_mut(at) {
            column.month = Some(Month { year, month });
        }
    }
}
