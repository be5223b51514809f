//! The money of one line: which cells hold it, what counts of it, what totals would add up.

use super::accounts::{Accounts, is_owed, is_purchase};
use super::amount::{Money, money};
use super::grid::Line;
use super::locate::Layout;
use super::roles::Shape;
use super::{AmountUnit, Role, Sen};

/// What the money cells of a line say together.
#[derive(Default)]
pub(super) struct Sums {
    /// What counts of it.
    pub counts: i64,
    /// What totals add up.
    pub checked: i64,
    /// The sheet's own sum of the months.
    pub row_total: Option<Sen>,
    /// Whether there is money where it counts.
    pub any: bool,
    /// Money on the side that does not count.
    pub aside: Option<Sen>,
    /// The first cell that is no amount.
    pub bad: Option<usize>,
    pub other_account: bool,
}

impl Sums {
    fn take(&mut self, line: &Line, at: usize, unit: AmountUnit) -> Option<i64> {
        match money(line.fields.get(at)?, unit) {
            Money::None => None,
            Money::Some(sen) => Some(sen.0),
            Money::Unreadable => {
                self.bad.get_or_insert(at);
                None
            }
        }
    }
}

/// The columns with money, and the accounts that say what it is for.
pub(super) struct Purse {
    shape: Shape,
    unit: AmountUnit,
    /// Every column with money.
    all: Vec<usize>,
    /// The columns that are added up for a row.
    parts: Vec<usize>,
    amount: Option<usize>,
    debit: Option<usize>,
    credit: Option<usize>,
    row_total: Option<usize>,
    pub account: Option<usize>,
    pub counter: Option<usize>,
    owed: bool,
}

impl Purse {
    /// The columns with money of a layout.
    pub fn of(layout: &Layout) -> Self {
        use Role::{Amount, Credit, Debit, Month, RowTotal};
        let with = |roles: &[Role]| {
            let columns = layout.columns.iter().enumerate();
            let found = columns.filter(|(_, it)| roles.contains(&it.role));
            found.map(|(at, _)| at).collect::<Vec<_>>()
        };
        Self {
            shape: layout.shape,
            unit: layout.unit,
            all: with(&[Amount, Debit, Credit, Month, RowTotal]),
            parts: with(&[Amount, Month]),
            amount: layout.first(Amount),
            debit: layout.first(Debit),
            credit: layout.first(Credit),
            row_total: layout.first(RowTotal),
            account: layout.first(Role::Account),
            counter: layout.first(Role::CounterAccount),
            owed: false,
        }
    }

    /// Whether any column holds what counts.
    pub fn is_empty(&self) -> bool {
        self.all.iter().all(|at| Some(*at) == self.row_total)
    }

    /// Whether amounts stand in this column, and no words.
    pub fn holds(&self, at: usize) -> bool {
        self.all.contains(&at)
    }

    /// Whether any amount stands in a line.
    pub fn is_filled(&self, line: &Line) -> bool {
        let filled = |at: &usize| matches!(self.cell(line, Some(*at)), Money::Some(_));
        self.all.iter().any(filled)
    }

    fn cell(&self, line: &Line, at: Option<usize>) -> Money {
        let text = at.and_then(|at| line.fields.get(at));
        money(text.unwrap_or_default(), self.unit)
    }

    /// Finds out whether this is a ledger of what is owed: then purchases are on the credit side.
    pub fn look_at(&mut self, body: &[Line], layout: &Layout, accounts: &Accounts<'_>) {
        let titled = layout.titles.account.as_deref();
        if self.shape != Shape::Account
            || titled.is_some_and(is_purchase)
            || accounts.has_purchases()
        {
            return;
        }
        let owed = |line: &Line| {
            let cell = self.account.and_then(|at| line.fields.get(at));
            cell.is_some_and(is_owed)
        };
        self.owed = layout.titles.owed
            || titled.is_some_and(is_owed)
            || body.iter().take(500).any(owed)
            || self.credits_exceed(body);
    }

    fn credits_exceed(&self, body: &[Line]) -> bool {
        let (mut debits, mut credits) = (0_i128, 0_i128);
        for line in body {
            let counter = self.counter.and_then(|at| line.fields.get(at));
            // Where the other side is named, the lines that buy something say which side it is.
            if counter.is_some_and(|it| !it.is_empty() && !is_purchase(it)) {
                continue;
            }
            for (side, sum) in [(self.debit, &mut debits), (self.credit, &mut credits)] {
                if let Money::Some(sen) = self.cell(line, side) {
                    *sum += i128::from(sen.0);
                }
            }
        }
        credits > debits
    }

    /// What the money of a line says; `account` is the one the line belongs to.
    pub fn sums(&self, line: &Line, account: &str, accounts: &Accounts<'_>) -> Sums {
        let mut sums = Sums::default();
        if let Money::Some(sen) = self.cell(line, self.row_total) {
            sums.row_total = Some(sen);
        }
        match self.shape {
            Shape::Plain => {
                for at in &self.parts {
                    if let Some(amount) = sums.take(line, *at, self.unit) {
                        sums.counts = sums.counts.saturating_add(amount);
                        sums.any = true;
                    }
                }
                sums.checked = sums.counts;
                sums.other_account = !accounts.counts(account);
            }
            Shape::Journal => self.journal(&mut sums, line, accounts),
            Shape::Account => {
                let debit = self.debit.and_then(|at| sums.take(line, at, self.unit));
                let credit = self.credit.and_then(|at| sums.take(line, at, self.unit));
                if self.owed {
                    sums.any = credit.is_some();
                    sums.aside = debit.map(Sen).filter(|_| credit.is_none());
                    sums.counts = credit.unwrap_or(0);
                } else {
                    sums.any = debit.is_some() || credit.is_some();
                    sums.counts = debit.unwrap_or(0).saturating_sub(credit.unwrap_or(0));
                }
                sums.checked = sums.counts;
                sums.other_account = !self.owed && !accounts.counts(account);
            }
        }
        sums
    }

    fn journal(&self, sums: &mut Sums, line: &Line, accounts: &Accounts<'_>) {
        let both = self.amount.and_then(|at| sums.take(line, at, self.unit));
        let debit = self.debit.and_then(|at| sums.take(line, at, self.unit));
        let credit = self.credit.and_then(|at| sums.take(line, at, self.unit));
        let (debit, credit) = (debit.or(both), credit.or(both));
        sums.any = debit.is_some() || credit.is_some();
        sums.checked = debit.unwrap_or(0);
        let counts = |at: Option<usize>| {
            let name = at.and_then(|at| line.fields.get(at)).unwrap_or_default();
            !name.trim().is_empty() && accounts.counts(name.trim())
        };
        let on_debit = counts(self.account);
        // Where no account is known as one of purchases, what is debited counts.
        let on_credit = counts(self.counter) && (accounts.has_purchases() || accounts.are_chosen());
        sums.other_account = !on_debit && !on_credit;
        let of = |on: bool, side: Option<i64>| if on { side.unwrap_or(0) } else { 0 };
        sums.counts = of(on_debit, debit).saturating_sub(of(on_credit, credit));
    }

    /// Adds a row to what its accounts come to.
    pub fn book<'a>(
        &self,
        line: &'a Line,
        account: &'a str,
        sums: &Sums,
        accounts: &mut Accounts<'a>,
    ) {
        if self.shape != Shape::Journal {
            accounts.add(account, Sen(sums.counts));
            return;
        }
        let sides = [
            (self.account, self.debit, 1),
            (self.counter, self.credit, -1),
        ];
        for (account, side, sign) in sides {
            let name = account.and_then(|at| line.fields.get(at));
            if let Money::Some(sen) = self.cell(line, side.or(self.amount)) {
                accounts.add(name.unwrap_or_default().trim(), Sen(sen.0 * sign));
            }
        }
    }
}
