//! Where the headings stand, what stands above them, and what follows from both.

use super::amount::{Money, money};
use super::date::{When, date, heading_month};
use super::grid::{Grid, Line};
use super::guess::guess;
use super::roles::{self, Shape};
use super::title::{self, Titles};
use super::vocabulary::{Meaning, meaning};
use super::{AmountUnit, Column, Options, Role};
use crate::finding::{Code, Finding};

/// How the lines of a ledger are to be understood.
pub(super) struct Layout {
    pub columns: Vec<Column>,
    /// The columns with the supplier's name, the one to be asked first in front.
    pub suppliers: Vec<usize>,
    /// The lines of the headings, by their index.
    pub headings: std::ops::Range<usize>,
    /// The index of the first line below them.
    pub body: usize,
    pub unit: AmountUnit,
    pub shape: Shape,
    pub titles: Titles,
    pub findings: Vec<Finding>,
}

impl Layout {
    /// The first column of a role.
    pub fn first(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|it| it.role == role)
    }
}

/// Headings as far as they are known before it is settled what each column is.
pub(super) struct Headings {
    pub texts: Vec<String>,
    pub meanings: Vec<Option<Meaning>>,
}

impl Headings {
    pub fn of(texts: Vec<String>) -> Self {
        let meanings = texts.iter().map(|text| meaning(text)).collect();
        Self { texts, meanings }
    }

    /// Two rows of headings. Where nobody knows both together, the lower one tells.
    fn of_two(upper: &[String], lower: &[String]) -> Self {
        let mut found = Self::of(joined(upper, lower));
        for (meaning, below) in found.meanings.iter_mut().zip(lower) {
            if meaning.is_none() {
                *meaning = super::vocabulary::meaning(below);
            }
        }
        found
    }

    /// How much the headings tell. The same one twice tells nothing more.
    fn score(&self) -> usize {
        let mut seen: Vec<&str> = Vec::new();
        let mut score = 0;
        for (text, meaning) in self.texts.iter().zip(&self.meanings) {
            let Some(meaning) = meaning else { continue };
            if seen.contains(&text.as_str()) {
                continue;
            }
            seen.push(text);
            score += if meaning.role == Role::Ignored { 1 } else { 2 };
        }
        score
    }

    /// A line of headings knows two words at least, one of them telling, and most of its words.
    fn is_heading(&self) -> bool {
        let filled = self.texts.iter().filter(|it| !it.is_empty()).count();
        let known = self.meanings.iter().flatten();
        let telling = known.clone().any(|it| it.role != Role::Ignored);
        let known = known.count();
        telling && known * 3 >= filled && (known >= 2 || (filled == 1 && known == 1))
    }
}

/// More lines than this do not stand above the headings.
const ABOVE: usize = 60;

/// Finds out how a grid is to be understood; what the options say goes before what is found.
pub(super) fn locate(grid: &Grid, options: &Options) -> Layout {
    let width = grid.lines.iter().map(|it| it.fields.len()).max();
    let width = width.unwrap_or(0);
    let mut findings = Vec::new();
    let known = known_form(grid).map(|found| (found, 0..0));
    let (found, rows) = known.or_else(|| headings(grid)).unwrap_or_else(|| {
        findings.push(Finding::new(Code::GuessedColumns, ""));
        let (found, body) = guess(grid, width);
        (found, body..body)
    });
    finish(grid, options, found, rows, findings, width)
}

fn finish(
    grid: &Grid,
    options: &Options,
    mut found: Headings,
    rows: std::ops::Range<usize>,
    mut findings: Vec<Finding>,
    width: usize,
) -> Layout {
    let body = rows.end;
    let width = width.max(
        options
            .roles
            .keys()
            .last()
            .map_or(0, |last| (last + 1).min(super::COLUMN_LIMIT)),
    );
    found.texts.resize(width, String::new());
    found.meanings.resize(width, None);
    let above = grid.lines.get(..rows.start).unwrap_or_default();
    let titles = title::read(above);
    let below = grid.lines.get(body..).unwrap_or_default();
    let settled = roles::settle(&found, below, &titles, options);
    let heading_unit = settled
        .columns
        .iter()
        .zip(&found.meanings)
        .filter(|(column, _)| {
            use Role::{Amount, Credit, Debit, Month};
            matches!(column.role, Amount | Debit | Credit | Month)
        })
        .find_map(|(_, meaning)| meaning.as_ref()?.unit);
    if let (None, Some(one), Some(other)) = (options.unit, heading_unit, titles.unit)
        && one != other
    {
        let finding = Finding::new(Code::MixedUnits, "");
        findings.push(
            finding
                .with("first", written(one))
                .with("second", written(other)),
        );
    }
    let unit = options.unit.or(heading_unit).or(titles.unit);
    Layout {
        columns: settled.columns,
        suppliers: settled.suppliers,
        headings: rows,
        body,
        unit: unit.unwrap_or(AmountUnit::Yen),
        shape: settled.shape,
        titles,
        findings,
    }
}

/// As units are written on ledgers; the sentences of both languages quote them.
fn written(unit: AmountUnit) -> &'static str {
    match unit {
        AmountUnit::Yen => "円",
        AmountUnit::Thousand => "千円",
        AmountUnit::Million => "百万円",
    }
}

/// The journal of 弥生会計, which comes without headings.
fn known_form(grid: &Grid) -> Option<Headings> {
    const YAYOI: [&str; 25] = [
        "識別フラグ",
        "伝票No",
        "決算",
        "取引日付",
        "借方勘定科目",
        "借方補助科目",
        "借方部門",
        "借方税区分",
        "借方金額",
        "借方税金額",
        "貸方勘定科目",
        "貸方補助科目",
        "貸方部門",
        "貸方税区分",
        "貸方金額",
        "貸方税金額",
        "摘要",
        "番号",
        "期日",
        "タイプ",
        "生成元",
        "仕訳メモ",
        "付箋1",
        "付箋2",
        "調整",
    ];
    let first = grid.lines.iter().find(|line| !line.is_blank())?;
    let flag = first.fields.get(0)?.trim();
    let known = ["2000", "2100", "2101", "2110", "2111"].contains(&flag);
    let dated = first
        .fields
        .get(3)
        .is_some_and(|it| matches!(date(it), When::Day(_)));
    (known && dated && first.fields.len() >= 17)
        .then(|| Headings::of(YAYOI.iter().map(|it| (*it).to_owned()).collect()))
}

/// The one or two lines that tell most, among the first.
fn headings(grid: &Grid) -> Option<(Headings, std::ops::Range<usize>)> {
    let lines = grid.lines.iter().enumerate();
    let first = lines.filter(|(_, line)| !line.is_blank()).take(ABOVE);
    let mut best: Option<(usize, usize, Headings)> = None;
    for (at, line) in first {
        if !could_be_heading(line) {
            continue;
        }
        let found = Headings::of(texts(line));
        let score = found.score();
        if found.is_heading() && best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, at, found));
        }
    }
    let (score, at, found) = best?;
    let mut best = (score, found, at..at + 1);
    for start in [at.checked_sub(1), Some(at)].into_iter().flatten() {
        if let Some([upper, lower]) = grid.lines.get(start..start + 2)
            && could_be_heading(upper)
            && could_be_heading(lower)
        {
            let found = Headings::of_two(&texts(upper), &texts(lower));
            let score = found.score();
            if score > best.0 {
                best = (score, found, start..start + 2);
            }
        }
    }
    let (_, found, rows) = best;
    Some((found, rows))
}

fn texts(line: &Line) -> Vec<String> {
    let one_line = |field: &str| field.split_whitespace().collect::<Vec<_>>().join(" ");
    line.fields.iter().map(one_line).collect()
}

/// Headings are words, not amounts and days.
fn could_be_heading(line: &Line) -> bool {
    let mut filled = 0_usize;
    let mut data = 0_usize;
    for field in line.fields.iter().filter(|it| !it.trim().is_empty()) {
        filled += 1;
        let is_amount = matches!(money(field, AmountUnit::Yen), Money::Some(_));
        let is_data = is_amount || matches!(date(field), When::Day(_));
        let is_month = || heading_month(&super::plain::plain(field)).is_some();
        data += usize::from(is_data && !is_month());
    }
    filled > 0 && data == 0
}

/// Two rows of headings as one: a merged cell above covers the cells to its right.
fn joined(upper: &[String], lower: &[String]) -> Vec<String> {
    let mut over = "";
    let mut all = Vec::new();
    for at in 0..upper.len().max(lower.len()) {
        let above = upper.get(at).map_or("", String::as_str);
        let below = lower.get(at).map_or("", String::as_str);
        if !above.is_empty() {
            over = above;
        } else if below.is_empty() {
            over = "";
        }
        // A cell merged downwards has nothing below, and nothing to its right either.
        let text = match (above, below) {
            (above, "") => {
                over = "";
                above.to_owned()
            }
            ("", below) if over.is_empty() => below.to_owned(),
            (_, below) => format!("{over} {below}"),
        };
        all.push(text);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_above_covers_the_cells_to_its_right() {
        let row = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let found = joined(&row("日付,借方,,貸方,,摘要"), &row(",科目,金額,科目,金額,"));
        let expected = [
            "日付",
            "借方 科目",
            "借方 金額",
            "貸方 科目",
            "貸方 金額",
            "摘要",
        ];
        assert_eq!(found, expected);
        assert_eq!(
            joined(&row("仕入先,金額"), &row(",(千円)")),
            ["仕入先", "金額 (千円)"]
        );
        assert_eq!(
            joined(&row(",4月,"), &row("仕入先,数量,金額")),
            ["仕入先", "4月 数量", "4月 金額"]
        );
    }
}
