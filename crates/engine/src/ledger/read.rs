//! One file, from its bytes to what was understood.

use super::calendar::{Day, Span};
use super::grid::{Grid, Line};
use super::lines::{Draft, Reader, What};
use super::locate::{Layout, locate};
use super::plain::shortened;
use super::totals::{Verdict, judge, yen};
use super::wording::Wording;
use super::{
    Options, Period, Reading, Reason, Role, SAMPLE_ROWS, Sen, Skipped, book, parties, text, title,
};
use crate::finding::{Code, Finding, Findings};

/// Reads a ledger: text in any of the usual encodings, or a workbook.
///
/// `told` hears how much of the work is done, 0 to 1, every few thousand lines.
///
/// A ledger in which no column of amounts is found is read all the same, without rows, so that
/// somebody can say which column it is.
///
/// # Errors
/// Why nothing can be read of it: no text and no workbook, too large, packed too tightly, no
/// cell that is an amount, no row.
pub fn read(
    bytes: &[u8],
    options: &Options,
    told: &mut dyn FnMut(f64),
) -> Result<Reading, Vec<Finding>> {
    let grid = if book::is_workbook(bytes) {
        book::open(bytes, options)
    } else {
        text::open(bytes)
    }?;
    told(0.3);
    of_grid(&grid, options, told)
}

/// More lines than this are not gone through without a word.
const STEP: usize = 2000;

fn of_grid(
    grid: &Grid,
    options: &Options,
    told: &mut dyn FnMut(f64),
) -> Result<Reading, Vec<Finding>> {
    if grid.lines.is_empty() {
        return Err(vec![Finding::new(Code::EmptyTable, "")]);
    }
    let layout = locate(grid, options);
    let body = grid.lines.get(layout.body..).unwrap_or_default();
    if body.is_empty() {
        return Err(vec![Finding::new(Code::EmptyTable, "")]);
    }
    let mut reader = Reader::of(grid, &layout, options);
    let has_money = !reader.purse.is_empty();
    if !has_money && !holds_amounts(body) {
        return Err(vec![Finding::new(Code::EmptyTable, "")]);
    }
    let mut drafts: Vec<Draft<'_>> = Vec::with_capacity(body.len());
    for (at, line) in body.iter().enumerate() {
        drafts.push(reader.next(line));
        if at % STEP == STEP - 1 {
            #[expect(clippy::cast_precision_loss, reason = "a share of the work")]
            told(0.3 + 0.5 * at as f64 / body.len() as f64);
        }
    }
    let verdict = judge(&drafts, &layout, &|at| reader.purse.holds(at));
    for at in &verdict.totals {
        if let Some(draft) = drafts.get_mut(*at) {
            draft.what = What::Total(Wording::Part);
        }
    }
    told(0.9);
    let named = !layout.suppliers.is_empty() || drafts.iter().any(|it| !it.name.is_empty());
    let reading = Assembly {
        grid,
        layout: &layout,
        drafts: &drafts,
        verdict,
        has_money,
        named,
    };
    let accounts = reader.accounts.list();
    let mut reading = reading.reading(options);
    reading.accounts = accounts;
    told(1.0);
    Ok(reading)
}

/// Whether any cell is an amount, so that there may be a column of them.
fn holds_amounts(body: &[Line]) -> bool {
    use super::amount::{Money, money};
    let mut fields = body.iter().flat_map(|line| line.fields.iter());
    fields.any(|field| matches!(money(field, super::AmountUnit::Yen), Money::Some(_)))
}

/// Everything a reading is made of.
struct Assembly<'a> {
    grid: &'a Grid,
    layout: &'a Layout,
    drafts: &'a [Draft<'a>],
    verdict: Verdict,
    has_money: bool,
    named: bool,
}

impl Assembly<'_> {
    fn reading(self, options: &Options) -> Reading {
        let (grid, layout, drafts) = (self.grid, self.layout, self.drafts);
        let summary = parties::summary(drafts, layout, options);
        let is_row = |it: &&Draft<'_>| it.what == What::Row;
        let rows = drafts.iter().filter(is_row).count();
        let (period, months) = self.period();
        let findings = self.findings(months, summary.nameless);
        let shown = drafts.iter().filter(|it| rows == 0 || is_row(it));
        let sample = shown
            .filter(|it| !it.line.is_blank())
            .take(SAMPLE_ROWS)
            .map(|it| it.line.fields.iter().map(str::to_owned).collect())
            .collect();
        let headings = grid.lines.get(layout.headings.clone()).unwrap_or_default();
        Reading {
            encoding: grid.encoding,
            delimiter: grid.delimiter,
            sheets: grid.sheets.clone(),
            sheet: grid.sheet.clone(),
            header_lines: headings.iter().map(|line| line.number).collect(),
            columns: layout.columns.clone(),
            unit: layout.unit,
            period,
            rows_read: u32::try_from(rows).unwrap_or(u32::MAX),
            skipped: self.skipped(),
            total: summary.total,
            sheet_total: self.verdict.sheet_total,
            subtotals_checked: self.verdict.checked,
            accounts: Vec::new(),
            parties: summary.parties,
            sample,
            findings,
        }
    }

    /// Every line that is no row: those above the headings, and those among the rows.
    fn skipped(&self) -> Vec<Skipped> {
        let above = self.grid.lines.get(..self.layout.body).unwrap_or_default();
        let above = above
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.layout.headings.contains(at))
            .map(|(_, line)| {
                let blank = line.is_blank();
                let reason = if blank { Reason::Blank } else { Reason::Title };
                skipped(line, reason, None)
            });
        let among = self.drafts.iter().filter_map(|draft| {
            let reason = match draft.what {
                What::Row => return None,
                What::OtherAccount => Reason::OtherAccount,
                What::Blank => Reason::Blank,
                What::Title => Reason::Title,
                What::Heading => Reason::Heading,
                What::Total(_) => Reason::Total,
                What::Unreadable => Reason::Unreadable,
                What::NoAmount => Reason::NoAmount,
            };
            Some(skipped(draft.line, reason, draft.checked))
        });
        above.chain(among).collect()
    }

    /// The period of the titles, of the months, or from the first to the last day, and how many
    /// months it is long.
    fn period(&self) -> (Option<Period>, Option<f64>) {
        if let Some(span) = self.layout.titles.span {
            return (Some(span.period()), Some(span.months()));
        }
        let month_columns = self
            .layout
            .columns
            .iter()
            .filter(|it| it.role == Role::Month);
        let (named, count) = (
            month_columns.clone().filter_map(|it| it.month),
            month_columns.count(),
        );
        if count > 0 {
            let day = |month: super::Month| Day {
                year: month.year,
                month: month.month,
                day: 0,
            };
            let span = named.clone().min().zip(named.max()).map(|(from, to)| Span {
                from: day(from).first(),
                to: day(to).last(),
            });
            #[expect(clippy::cast_precision_loss, reason = "a few columns")]
            let months = span.map_or(count as f64, Span::months);
            return (span.map(Span::period), Some(months));
        }
        let rows = self.drafts.iter().filter(|it| it.what == What::Row);
        let days = rows.filter_map(|it| it.day);
        let first = days.clone().map(Day::first).min();
        let last = days.map(Day::last).max();
        let Some((from, to)) = first.zip(last) else {
            return (None, None);
        };
        // Nobody buys on every first and last day of a year.
        let whole = Span {
            from: Day { day: 1, ..from },
            to: Day { day: 0, ..to }.last(),
        };
        (Some(Span { from, to }.period()), Some(whole.months()))
    }

    fn findings(&self, months: Option<f64>, nameless: (u32, i64)) -> Vec<Finding> {
        let mut findings = Findings::default();
        for finding in self.grid.findings.iter().chain(&self.layout.findings) {
            findings.push(finding.clone());
        }
        let headings = || {
            let columns = self.layout.columns.iter();
            let texts: Vec<&str> = columns
                .map(|it| it.heading.as_str())
                .filter(|it| !it.is_empty())
                .collect();
            shortened(&texts.join("、"))
        };
        if !self.has_money {
            let finding = Finding::new(Code::NoAmountColumn, "");
            findings.push(finding.with("headings", headings()));
        }
        if !self.named {
            let finding = Finding::new(Code::NoSupplierColumn, "");
            findings.push(finding.with("headings", headings()));
        }
        for finding in &self.verdict.findings {
            findings.push(finding.clone());
        }
        let (mut others, mut of_others) = (0_u32, 0_i64);
        for draft in self.drafts {
            for finding in self.of_line(draft) {
                findings.push(finding);
            }
            if draft.what == What::OtherAccount {
                others += 1;
                of_others = of_others.saturating_add(draft.checked.unwrap_or_default().0);
            }
        }
        if others > 0 {
            let finding = Finding::new(Code::OtherAccounts, "");
            findings.push(finding.with("rows", others).with("yen", yen(of_others)));
        }
        if nameless.0 > 0 && self.named {
            let finding = Finding::new(Code::NamelessRows, "");
            findings.push(
                finding
                    .with("rows", nameless.0)
                    .with("yen", yen(nameless.1)),
            );
        }
        if let Some(months) = months.filter(|it| !(11.5..=12.5).contains(it)) {
            let tenths = libm::round(months * 10.0) / 10.0;
            findings.push(Finding::new(Code::NotAYear, "").with("months", tenths));
        }
        findings.into_vec()
    }

    fn of_line(&self, draft: &Draft<'_>) -> impl Iterator<Item = Finding> {
        let counts = matches!(draft.what, What::Row | What::Unreadable);
        let own = draft.finding.clone().filter(|_| counts);
        let row_total = draft
            .row_total
            .filter(|it| matches!(draft.what, What::Row | What::NoAmount) && *it != draft.counts);
        let differs = row_total.map(|says| {
            Finding::new(Code::RowTotalDiffers, draft.line.number.to_string())
                .with("total", yen(draft.counts.0))
                .with("sheet_total", yen(says.0))
                .with("line", draft.line.number)
        });
        let cut = (draft.what == What::Row).then(|| parties::cut_number(draft, self.layout));
        own.into_iter().chain(differs).chain(cut.flatten())
    }
}

fn skipped(line: &Line, reason: Reason, amount: Option<Sen>) -> Skipped {
    Skipped {
        line: line.number,
        reason,
        text: shortened(&title::joined(line)),
        amount,
    }
}
