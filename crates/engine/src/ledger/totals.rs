//! Totals told from rows: by their words, and where the words say nothing by arithmetic; and
//! whether they are right.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::lines::{Draft, What};
use super::locate::Layout;
use super::wording::Wording;
use super::{Column, Role, Sen};
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
    /// Those that most rows fill: where many lines are totals, no column is filled in all.
    common: Vec<usize>,
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
    starts: HashSet<i64>,
    since_same: BTreeMap<Wording, i64>,
}

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
            for (count, field) in filled.iter_mut().zip(draft.line.fields.iter()) {
                *count += usize::from(!field.trim().is_empty());
            }
        }
        let filled_in = |tenths: usize| {
            let columns = layout.columns.iter().zip(&filled).enumerate();
            columns
                .filter(|(at, (column, _))| tells_rows(column) && !money(*at))
                .filter(|(_, (_, count))| rows >= 2 && **count * 10 >= rows * tenths)
                .map(|(at, _)| at)
                .collect()
        };
        let is_value = |it: &Draft<'_>| is_row(&it) || matches!(it.what, What::Total(_));
        Self {
            usual: filled_in(8),
            common: filled_in(5),
            names,
            last: drafts.iter().rposition(is_value),
        }
    }

    fn judge(&self, drafts: &[Draft<'_>], bold: bool) -> Verdict {
        let mut verdict = Verdict::default();
        let mut running = Running::default();
        running.starts.insert(0);
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
                    let seen = Seen {
                        draft,
                        amount,
                        before,
                        is_last: Some(at) == self.last,
                        running: &running,
                    };
                    let strong = self.is_total(&seen, &self.usual);
                    let weak = bold && (self.is_total(&seen, &self.common) || self.may_be(&seen));
                    if strong || weak {
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
    fn is_total(&self, seen: &Seen<'_>, usual: &[usize]) -> bool {
        let (draft, running) = (seen.draft, seen.running);
        if seen.amount == 0 || !running.fits(seen.amount) {
            return false;
        }
        let field = |at: &usize| draft.line.fields.get(*at).unwrap_or_default().trim();
        let filled = usual.iter().filter(|at| !field(at).is_empty()).count();
        let own: &str = if draft.named { &draft.name } else { "" };
        let group = running.rows_since >= 2;
        match draft.word {
            // A flow meter bought with all particulars is none.
            Some(Wording::Perhaps) if group && (usual.is_empty() || filled < usual.len()) => {
                return true;
            }
            Some(Wording::Perhaps) | None => {}
            Some(_) => return true,
        }
        let whole = seen.amount == running.sum && running.rows >= 3;
        if usual.is_empty() {
            let firm = is_firm(own) || self.count(own) > 1;
            return if own.is_empty() {
                group
            } else {
                seen.is_last && whole && !firm
            };
        }
        // One cell is allowed for the words.
        let bare = filled < usual.len() && filled + usize::from(!own.is_empty()) <= 1;
        let same = own.is_empty() || own == seen.before;
        bare && (same || whole || (group && self.count(own) <= 1))
    }

    /// Whether a row may be a total by its amount alone.
    fn may_be(&self, seen: &Seen<'_>) -> bool {
        let running = seen.running;
        let group = seen.amount == running.since && running.rows_since >= 2;
        let whole = seen.amount == running.sum && running.rows >= 3;
        let name = &seen.draft.name;
        seen.amount != 0
            && seen.draft.named
            && (group || whole)
            && self.count(name) <= 1
            && !is_firm(name)
    }

    fn count(&self, name: &str) -> u32 {
        self.names.get(name).copied().unwrap_or(0)
    }
}

/// A row in its place.
struct Seen<'a> {
    draft: &'a Draft<'a>,
    amount: i64,
    /// The supplier of the row before.
    before: &'a str,
    is_last: bool,
    running: &'a Running,
}

/// Whether a column is one that rows fill and totals leave empty.
fn tells_rows(column: &Column) -> bool {
    use Role::{Account, CorporateNumber, Date, Ignored, Item, Origin, SupplierCode};
    let told = ["伝票", "区分", "単価", "番号", "No", "no"];
    match column.role {
        Date | Item | SupplierCode | CorporateNumber | Origin | Account => true,
        Ignored => told.iter().any(|it| column.heading.contains(it)),
        _ => false,
    }
}

/// Whether a name has the form of a firm.
fn is_firm(name: &str) -> bool {
    const FORMS: &str = "㈱ ㈲ (株) （株） (有) （有） 株式会社 有限会社 合同会社 合資会社 製作所 \
        工業 商事 商店 産業 商会 電機 製鋼 鉄工 精機 化成 Ltd Inc Co. GmbH LLC";
    FORMS.split(' ').any(|it| name.contains(it))
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
        self.rows > 0 && self.starts.contains(&self.sum.saturating_sub(amount))
    }

    fn total(&mut self, draft: usize, amount: i64, wording: Wording) -> Total {
        let since = if self.rows_since > 0 {
            self.since
        } else {
            self.since_same.get(&wording).copied().unwrap_or(self.sum)
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
        self.starts.insert(self.sum);
        self.since = 0;
        self.rows_since = 0;
        self.since_same.insert(wording, 0);
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
