//! Totals told from rows: by their words, and where the words say nothing by arithmetic; and
//! whether they are right.

use std::collections::HashMap;

use super::lines::{Draft, What};
use super::locate::Layout;
use super::wording::Wording;
use super::{Role, Sen};
use crate::finding::{Code, Finding};

/// What the totals of a sheet come to.
#[derive(Default)]
pub(super) struct Verdict {
    /// The drafts that turned out to be totals, by their index.
    pub totals: Vec<usize>,
    pub sheet_total: Option<Sen>,
    pub checked: u32,
    pub findings: Vec<Finding>,
    /// How many of the totals rest on their amount alone.
    weak: usize,
    agrees: bool,
}

/// Tells totals from rows.
pub(super) fn judge(
    drafts: &[Draft<'_>],
    layout: &Layout,
    money: &dyn Fn(usize) -> bool,
) -> Verdict {
    let facts = Facts::of(drafts, layout, money);
    let plain = facts.judge(drafts, false);
    if plain.agrees {
        return plain;
    }
    // Lines that nothing but their amount makes totals are taken for such only where the total
    // of the whole sheet comes out right with it, and does not without.
    let bold = facts.judge(drafts, true);
    if bold.agrees && bold.weak > 0 {
        bold
    } else {
        plain
    }
}

/// What the rows of a sheet usually have.
struct Facts<'a> {
    /// The columns that nearly every row fills, without names and amounts.
    usual: Vec<usize>,
    /// How often each name stands there.
    names: HashMap<&'a str, u32>,
    last: Option<usize>,
}

struct Total {
    draft: usize,
    amount: i64,
    wording: Wording,
    /// The sum of all rows before it, and of those since the total before.
    before: i64,
    since: i64,
    rows: usize,
    fits: bool,
}

#[derive(Default)]
struct Running {
    sum: i64,
    rows: usize,
    since: i64,
    rows_since: usize,
    /// The sums at which a group began.
    starts: HashMap<i64, ()>,
    since_same: HashMap<Kind, i64>,
}

type Kind = std::mem::Discriminant<Wording>;

impl<'a> Facts<'a> {
    fn of(drafts: &'a [Draft<'_>], layout: &Layout, money: &dyn Fn(usize) -> bool) -> Self {
        let is_row = |it: &&Draft<'_>| matches!(it.what, What::Row | What::OtherAccount);
        let mut names: HashMap<&str, u32> = HashMap::new();
        let mut filled = vec![0_usize; layout.columns.len()];
        let mut rows = 0_usize;
        for draft in drafts.iter().filter(is_row) {
            rows += 1;
            if draft.named {
                *names.entry(&draft.name).or_default() += 1;
            }
            for (count, field) in filled.iter_mut().zip(&draft.line.fields) {
                *count += usize::from(!field.trim().is_empty());
            }
        }
        let telling = |at: usize| {
            let column = layout.columns.get(at);
            let by_heading = |heading: &str| {
                ["伝票", "区分", "単価", "番号", "No", "no"]
                    .iter()
                    .any(|it| heading.contains(it))
            };
            column.is_some_and(|it| match it.role {
                Role::Date
                | Role::Item
                | Role::SupplierCode
                | Role::CorporateNumber
                | Role::Origin
                | Role::Account => true,
                Role::Ignored => by_heading(&it.heading),
                _ => false,
            })
        };
        let often = filled.iter().enumerate();
        let usual = often
            .filter(|(at, count)| {
                rows >= 2 && **count * 10 >= rows * 8 && !money(*at) && telling(*at)
            })
            .map(|(at, _)| at)
            .collect();
        let last = drafts
            .iter()
            .rposition(|it| is_row(&it) || matches!(it.what, What::Total(_)));
        Self { usual, names, last }
    }

    fn judge(&self, drafts: &[Draft<'_>], bold: bool) -> Verdict {
        let mut verdict = Verdict::default();
        let mut running = Running::default();
        running.starts.insert(0, ());
        let mut totals: Vec<Total> = Vec::new();
        let mut before = "";
        for (at, draft) in drafts.iter().enumerate() {
            let Some(Sen(amount)) = draft.checked else {
                continue;
            };
            match draft.what {
                What::Total(Wording::Balance) => {}
                What::Total(wording) => {
                    totals.push(running.total(at, amount, wording));
                }
                What::Row | What::OtherAccount => {
                    let strong = self.is_total(at, draft, amount, &running, before);
                    if strong || (bold && self.is_perhaps(draft, amount, &running)) {
                        verdict.weak += usize::from(!strong);
                        verdict.totals.push(at);
                        totals.push(running.total(at, amount, Wording::Part));
                    } else {
                        before = &draft.name;
                        running.add(amount);
                    }
                }
                _ => {}
            }
        }
        verdict.compare(&totals, running.rows, running.sum, drafts);
        verdict
    }

    /// Whether a row is a total by its amount, and by lacking what rows have.
    fn is_total(
        &self,
        at: usize,
        draft: &Draft<'_>,
        amount: i64,
        running: &Running,
        before: &str,
    ) -> bool {
        if amount == 0 || !running.fits(amount) || running.rows == 0 {
            return false;
        }
        if draft.perhaps {
            return true;
        }
        let field = |at: &usize| draft.line.fields.get(*at).unwrap_or_default().trim();
        let filled = self.usual.iter().filter(|at| !field(at).is_empty()).count();
        let own: &str = if draft.named { &draft.name } else { "" };
        let same = own.is_empty() || own == before;
        if !self.usual.is_empty() {
            // One cell is allowed for the words.
            let bare = filled < self.usual.len() && filled + usize::from(!own.is_empty()) <= 1;
            let seen = self.names.get(own).is_some_and(|count| *count > 1);
            return bare && (same || (!seen && running.rows_since >= 2));
        }
        if own.is_empty() {
            return running.rows_since >= 2;
        }
        let alone = self.names.get(own).is_none_or(|count| *count <= 1);
        let whole = amount == running.sum && running.rows >= 3;
        Some(at) == self.last && whole && alone && !is_firm(own)
    }

    fn is_perhaps(&self, draft: &Draft<'_>, amount: i64, running: &Running) -> bool {
        let alone = self.names.get(&*draft.name).is_none_or(|count| *count <= 1);
        let group = amount == running.since && running.rows_since >= 2;
        let whole = amount == running.sum && running.rows >= 2;
        amount != 0 && draft.named && alone && (group || whole) && !is_firm(&draft.name)
    }
}

/// Whether a name has the form of a firm.
fn is_firm(name: &str) -> bool {
    const FORMS: [&str; 24] = [
        "㈱",
        "㈲",
        "㈳",
        "(株)",
        "（株）",
        "(有)",
        "（有）",
        "株式会社",
        "有限会社",
        "合同会社",
        "合資会社",
        "製作所",
        "工業",
        "商事",
        "商店",
        "産業",
        "商会",
        "電機",
        "製鋼",
        "Ltd",
        "Inc",
        "Co.",
        "GmbH",
        "LLC",
    ];
    FORMS.iter().any(|it| name.contains(it))
}

impl Running {
    fn add(&mut self, amount: i64) {
        self.sum = self.sum.saturating_add(amount);
        self.since = self.since.saturating_add(amount);
        for since in self.since_same.values_mut() {
            *since = since.saturating_add(amount);
        }
        self.rows += 1;
        self.rows_since += 1;
    }

    /// Whether the amount is the sum of all rows since some group began.
    fn fits(&self, amount: i64) -> bool {
        self.rows > 0 && self.starts.contains_key(&self.sum.saturating_sub(amount))
    }

    fn total(&mut self, draft: usize, amount: i64, wording: Wording) -> Total {
        let kind = std::mem::discriminant(&wording);
        let since = if self.rows_since > 0 {
            self.since
        } else {
            self.since_same.get(&kind).copied().unwrap_or(self.sum)
        };
        let total = Total {
            draft,
            amount,
            wording,
            before: self.sum,
            since,
            rows: self.rows,
            fits: self.fits(amount),
        };
        self.starts.insert(self.sum, ());
        self.since = 0;
        self.rows_since = 0;
        self.since_same.insert(kind, 0);
        total
    }
}

impl Verdict {
    /// Finds the total of the whole sheet among the totals, and holds the others against the rows.
    fn compare(&mut self, totals: &[Total], rows: usize, sum: i64, drafts: &[Draft<'_>]) {
        let behind = |it: &&(usize, &Total)| it.1.rows == rows && rows > 0;
        let last: Vec<(usize, &Total)> = totals.iter().enumerate().collect();
        let mut last = last.iter().filter(behind).rev();
        let exact = last.clone().find(|(_, it)| it.amount == sum);
        let whole = exact.or_else(|| {
            last.find(|(at, it)| match it.wording {
                Wording::Whole => true,
                Wording::Sum => {
                    !it.fits
                        && !totals
                            .iter()
                            .take(*at)
                            .any(|other| other.wording == Wording::Sum)
                }
                _ => false,
            })
        });
        let whole = whole.map(|(at, _)| *at);
        for (at, total) in totals.iter().enumerate() {
            let line = drafts.get(total.draft).map_or(0, |it| it.line.number);
            let says = |code: Code, ours: i64| {
                Finding::new(code, line.to_string())
                    .with("total", yen(ours))
                    .with("sheet_total", yen(total.amount))
                    .with("line", line)
            };
            if Some(at) == whole {
                self.sheet_total = Some(Sen(total.amount));
                self.agrees = total.amount == sum;
                if total.amount != sum {
                    self.findings.push(says(Code::TotalDiffers, sum));
                }
            } else if total.fits {
                self.checked += 1;
            } else if !matches!(total.wording, Wording::Running) && total.before != 0 {
                self.checked += 1;
                self.findings.push(says(Code::SubtotalDiffers, total.since));
            }
        }
        // Nothing to be held against is nothing against it.
        self.agrees |= totals.is_empty() && self.totals.is_empty();
    }
}

/// Plain digits, without a point where the amount is whole.
pub(super) fn yen(sen: i64) -> String {
    let (whole, part) = (sen.unsigned_abs() / 100, sen.unsigned_abs() % 100);
    let sign = if sen < 0 { "-" } else { "" };
    if part == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part:02}")
    }
}
