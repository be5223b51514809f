//! Which accounts count as purchases, and what each comes to.

use std::collections::{BTreeSet, HashMap};

use super::{Account, Options, Sen};

/// What the names of purchase accounts hold.
const PURCHASES: [&str; 15] = [
    "仕入",
    "材料",
    "外注",
    "商品",
    "製品",
    "原料",
    "部品",
    "消耗品",
    "副資材",
    "荷造",
    "燃料",
    "購入",
    "purchase",
    "material",
    "subcontract",
];

/// Whether an account is one of purchases by its name.
pub(super) fn is_purchase(name: &str) -> bool {
    // Stocks, sales and what is owed bear the words as well.
    const NOT: [&str; 6] = ["買掛", "未払", "売上", "割引", "前渡", "仮払"];
    let folded = super::plain::plain(name);
    PURCHASES.iter().any(|it| folded.contains(it)) && !NOT.iter().any(|it| folded.contains(it))
}

/// Whether an account is one of what is owed to suppliers.
pub(super) fn is_owed(name: &str) -> bool {
    name.contains("買掛") || name.contains("未払")
}

/// Whether sub-accounts of this account are banks, taxes and the like, and no suppliers.
pub(super) fn is_means(name: &str) -> bool {
    [
        "預金",
        "現金",
        "仮払消費税",
        "仮受消費税",
        "手形",
        "借入",
        "税金",
    ]
    .iter()
    .any(|it| name.contains(it))
}

/// The accounts of a ledger as they are met.
pub(super) struct Accounts<'a> {
    sums: HashMap<&'a str, (i64, bool)>,
    chosen: Option<&'a BTreeSet<String>>,
    /// Whether no account is one of purchases, so that all of them count.
    all: bool,
}

impl<'a> Accounts<'a> {
    /// The accounts of these names, without what they come to.
    pub fn of(names: impl Iterator<Item = &'a str>, options: &'a Options) -> Self {
        let mut found = Self {
            sums: HashMap::new(),
            chosen: options.accounts.as_ref(),
            all: false,
        };
        for name in names.filter(|it| !it.is_empty()) {
            found
                .sums
                .entry(name)
                .or_insert_with(|| (0, is_purchase(name)));
        }
        // Whether any is true does not depend on their order.
        found.all = found.sums.values().filter(|it| it.1).count() == 0;
        found
    }

    /// Whether any account is one of purchases by its name.
    pub fn has_purchases(&self) -> bool {
        !self.all
    }

    /// Whether somebody has said which accounts count.
    pub fn are_chosen(&self) -> bool {
        self.chosen.is_some()
    }

    /// Whether rows of this account count. One without a name does.
    pub fn counts(&self, name: &str) -> bool {
        if name.is_empty() {
            return true;
        }
        match self.chosen {
            Some(chosen) => chosen.contains(name),
            None => self.all || self.sums.get(name).is_some_and(|it| it.1),
        }
    }

    /// Adds an amount to an account.
    pub fn add(&mut self, name: &'a str, amount: Sen) {
        if let Some((sum, _)) = self.sums.get_mut(name) {
            *sum = sum.saturating_add(amount.0);
        }
    }

    /// Every account, the largest first.
    pub fn list(&self) -> Vec<Account> {
        let account = |(name, (sum, _)): (&&str, &(i64, bool))| Account {
            name: (*name).to_owned(),
            total: Sen(*sum),
            counted: self.counts(name),
        };
        let mut all: Vec<Account> = self.sums.iter().map(account).collect();
        all.sort_by(|one, other| {
            other
                .total
                .cmp(&one.total)
                .then_with(|| one.name.cmp(&other.name))
        });
        all
    }
}
