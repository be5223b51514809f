//! What the lines above the headings say about the whole.

use super::AmountUnit;
use super::calendar::{Day, Span};
use super::date::{ERAS, When, scan};
use super::grid::Line;
use super::plain::{plain, spaced};
use super::vocabulary::title_unit;

/// What titles say.
#[derive(Clone, Debug, Default)]
pub(super) struct Titles {
    pub unit: Option<AmountUnit>,
    pub span: Option<Span>,
    /// A year without days.
    pub year: Option<i32>,
    /// Whether the ledger is one of what is owed, so that purchases stand on the credit side.
    pub owed: bool,
    /// The account, the supplier and its code that the last of the lines name.
    pub account: Option<String>,
    pub supplier: Option<Named>,
    /// What the line right above the headings may name where no column does: a code and a name.
    pub perhaps: Option<Named>,
    /// Every title, to know it again on later pages.
    pub texts: Vec<String>,
}

/// A supplier as a line of its own names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub name: String,
    pub code: Option<String>,
}

/// Reads the lines above the headings.
pub(super) fn read(lines: &[Line]) -> Titles {
    let mut titles = Titles::default();
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let text = joined(line);
        // A line as long as a page is no title.
        if text.len() > 2000 {
            continue;
        }
        let (with_blanks, without) = (spaced(&text), plain(&text));
        titles.unit = titles.unit.or_else(|| {
            let cells = line.fields.iter();
            title_unit(&without).or_else(|| cells.map(plain).find_map(|it| title_unit(&it)))
        });
        titles.span = titles.span.or_else(|| title_period(&with_blanks));
        titles.year = titles.year.or_else(|| title_year(&with_blanks));
        titles.owed |= ["買掛", "未払", "仕入先元帳", "支払先元帳", "取引先元帳"]
            .iter()
            .any(|it| without.contains(it));
        if let Some(account) = account_of(line) {
            titles.account = Some(account);
        }
        if let Some(supplier) = supplier_of(line) {
            titles.supplier = Some(supplier);
        }
        titles.perhaps = named(&text).filter(|it| it.code.is_some() && !is_page_matter(&without));
        titles.texts.push(without);
    }
    titles
}

/// What is filled in a line, one after the other.
pub(super) fn joined(line: &Line) -> String {
    let filled = line.fields.iter().map(str::trim);
    filled
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

const SUPPLIER: [&str; 14] = [
    "仕入先名",
    "仕入先",
    "取引先名",
    "取引先",
    "支払先名",
    "支払先",
    "相手先",
    "業者名",
    "購入先",
    "外注先",
    "補助科目名",
    "補助科目",
    "supplier",
    "vendor",
];
const ACCOUNT: [&str; 5] = ["勘定科目名", "勘定科目", "科目名", "科目", "account"];

/// The supplier that a line names with the word for it: 仕入先：1001 ㈱山田製作所.
pub(super) fn supplier_of(line: &Line) -> Option<Named> {
    named(&after(line, &SUPPLIER)?)
}

/// The account that a line names with the word for it.
pub(super) fn account_of(line: &Line) -> Option<String> {
    named(&after(line, &ACCOUNT)?).map(|it| it.name)
}

/// What follows one of the words in a line: behind a colon, or in the cells to its right.
fn after(line: &Line, words: &[&str]) -> Option<String> {
    let cells: Vec<&str> = line.fields.iter().map(str::trim).collect();
    for (at, cell) in cells.iter().enumerate() {
        // What is long is no label.
        if cell.is_empty() || cell.len() > 400 {
            continue;
        }
        let begins = words.iter().find_map(|word| behind(cell, word));
        let Some(rest) = begins else { continue };
        if !rest.is_empty() {
            // Several labels in one cell: the next one ends the name.
            let end = ["補助科目", "部門", "期間", "仕入先", "取引先"]
                .iter()
                .filter_map(|it| rest.find(it));
            let rest = rest.get(..end.min().unwrap_or(rest.len())).unwrap_or(rest);
            return Some(rest.trim().to_owned());
        }
        let right = cells.get(at + 1..).unwrap_or_default();
        let right = right.iter().filter(|it| !it.is_empty()).take(2);
        let right: Vec<&str> = right
            .take_while(|it| !it.contains([':', '\u{ff1a}']))
            .copied()
            .collect();
        return (!right.is_empty()).then(|| right.join(" "));
    }
    // Labels within a cell: 勘定科目：買掛金　補助科目：㈱山田.
    cells.iter().filter(|it| it.len() < 400).find_map(|cell| {
        words.iter().find_map(|word| {
            let (_, rest) = cell.split_once(word)?;
            let rest = colon(rest.trim_start())?.trim();
            let end = rest.find([' ', '\u{3000}', '\t']).filter(|at| {
                rest.get(*at..)
                    .is_some_and(|it| it.contains([':', '\u{ff1a}']))
            });
            Some(rest.get(..end.unwrap_or(rest.len()))?.to_owned())
        })
    })
}

/// What stands behind a label; empty where the label is all.
fn behind<'a>(cell: &'a str, word: &str) -> Option<&'a str> {
    let bare = cell.trim_start_matches(['【', '[', '<', '\u{ff1c}', '■', '●', '◆', '〔']);
    let head = bare.get(..word.len())?;
    if !head.eq_ignore_ascii_case(word) {
        return None;
    }
    let rest = bare
        .get(word.len()..)?
        .trim_start_matches(['】', ']', '>', '\u{ff1e}', '〕']);
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("コード").unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return Some(rest);
    }
    colon(rest).map(str::trim)
}

fn colon(text: &str) -> Option<&str> {
    text.strip_prefix([':', '\u{ff1a}'])
}

/// A name with its code before it: `1001 ㈱山田`, `[1001] ㈱山田`, `1001:㈱山田`, or the name alone.
pub(super) fn named(text: &str) -> Option<Named> {
    let text = text.trim();
    let text = match text.strip_prefix(['【', '〔', '<', '\u{ff1c}', '「']) {
        Some(inner) => inner
            .trim_end_matches(['】', '〕', '>', '\u{ff1e}', '」'])
            .trim(),
        None => text,
    };
    let is_code = |it: &str| {
        !it.is_empty()
            && it.len() <= 14
            && it.bytes().any(|byte| byte.is_ascii_digit())
            && it
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let bracketed = text
        .strip_prefix(['[', '(', '\u{ff3b}', '\u{ff08}'])
        .and_then(|it| it.split_once([']', ')', '\u{ff3d}', '\u{ff09}']));
    let (code, name) = match bracketed {
        Some((code, name)) if is_code(code.trim()) => (Some(code), name),
        _ => match text.split_once([' ', '\u{3000}', ':', '\u{ff1a}', '\t']) {
            Some((code, name)) if is_code(code) && !name.trim().is_empty() => (Some(code), name),
            _ => (None, text),
        },
    };
    let name = name.trim();
    // Titles say which suppliers were asked for, too.
    let all = [
        "全て",
        "すべて",
        "全仕入先",
        "全取引先",
        "全社",
        "全件",
        "指定なし",
        "all",
    ];
    if all.contains(&plain(name).as_str()) || text.contains(['~', '〜', '\u{ff5e}']) {
        return None;
    }
    (!name.is_empty()).then(|| Named {
        name: name.to_owned(),
        code: code.map(|it| it.trim().to_owned()),
    })
}

/// Whether a text speaks of the page or the whole.
pub(super) fn is_page_matter(plain: &str) -> bool {
    const WORDS: [&str; 14] = [
        "単位",
        "作成日",
        "出力日",
        "印刷日",
        "ページ",
        "page",
        "元帳",
        "一覧表",
        "明細表",
        "集計表",
        "期間:",
        "処理日時",
        "会社名:",
        "仕訳帳",
    ];
    WORDS.iter().any(|it| plain.contains(it)) || title_period(plain).is_some()
}

/// The period that a line of a title names: two dates with a sign or a word between them, or a
/// single month that is said to be the whole.
pub(super) fn title_period(text: &str) -> Option<Span> {
    let mut before: Option<(Day, usize)> = None;
    let mut single = None;
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..)?;
        let scanned = rest
            .starts_with(|it: char| it.is_ascii_alphanumeric() || "令平昭".contains(it))
            .then(|| scan(rest))
            .flatten();
        let Some((When::Day(day), behind)) = scanned else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            // A number is passed over as a whole.
            while text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
                && text.as_bytes().get(at - 1).is_some_and(u8::is_ascii_digit)
            {
                at += 1;
            }
            continue;
        };
        if let Some((from, end)) = before
            && text.get(end..at).is_some_and(connects)
            && from < day
        {
            return Some(Span {
                from: from.first(),
                to: day.last(),
            });
        }
        if day.day == 0 && behind.starts_with(['度', '分']) && !behind.starts_with("度末") {
            single = Some(day);
        }
        at = text.len() - behind.len();
        before = Some((day, at));
    }
    single.map(|month| Span {
        from: month.first(),
        to: month.last(),
    })
}

fn connects(between: &str) -> bool {
    let between: String = between.chars().filter(|it| !it.is_whitespace()).collect();
    between.chars().count() <= 8
        && (between.contains([
            '~', '\u{ff5e}', '〜', '至', '-', '−', '–', '—', '→', 'ー', '―',
        ]) || between.contains("から")
            || between.ends_with("to"))
}

/// A year that a title names without a day: 2025年度, 令和7年度, FY2025.
pub(super) fn title_year(spaced: &str) -> Option<i32> {
    let at = spaced.find("年度").or_else(|| spaced.find('年'))?;
    let head = spaced.get(..at)?.trim_end();
    let start = head
        .char_indices()
        .rev()
        .take_while(|(_, it)| it.is_ascii_digit() || *it == '元')
        .last()
        .map(|(start, _)| start)?;
    let number = head.get(start..)?;
    let number: i32 = if number == "元" {
        1
    } else {
        number.parse().ok()?
    };
    let before = head.get(..start)?.trim_end();
    let era = ERAS.iter().find(|(name, _)| {
        before.ends_with(name) && (!name.is_ascii() || before.len() == name.len())
    });
    match era {
        Some((_, base)) => Some(base + number),
        None => (1990..=2100).contains(&number).then_some(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> Line {
        Line::from(cells)
    }

    #[test]
    fn a_line_of_its_own_names_the_supplier() {
        let check = |cells: &[&str], name: &str, code: Option<&str>| {
            let found = supplier_of(&line(cells)).map(|it| (it.name, it.code));
            assert_eq!(
                found,
                Some((name.into(), code.map(Into::into))),
                "{cells:?}"
            );
        };
        check(&["仕入先：1001 ㈱山田製作所"], "㈱山田製作所", Some("1001"));
        check(
            &["仕入先", "1001", "㈱山田製作所"],
            "㈱山田製作所",
            Some("1001"),
        );
        check(&["", "仕入先名：山田製作所"], "山田製作所", None);
        check(&["勘定科目：買掛金　補助科目：㈱山田"], "㈱山田", None);
        check(
            &["【仕入先】", "[1001] 山田製作所"],
            "山田製作所",
            Some("1001"),
        );
        check(&["Supplier: Example Parts Ltd"], "Example Parts Ltd", None);
        assert_eq!(supplier_of(&line(&["仕入先元帳"])), None);
        assert_eq!(supplier_of(&line(&["仕入先計", "100"])), None);
        assert_eq!(supplier_of(&line(&["仕入先：全て"])), None);
        assert_eq!(supplier_of(&line(&["仕入先", "1001 ～ 9999"])), None);
        let account = account_of(&line(&["勘定科目：買掛金　補助科目：㈱山田"]));
        assert_eq!(account.as_deref(), Some("買掛金"));
    }

    #[test]
    fn titles_name_the_period() {
        let year = ("2025-04-01", "2026-03-31");
        for text in [
            "自 令和7年4月1日 至 令和8年3月31日",
            "2025年4月~2026年3月",
            "2025/04/01-2026/03/31",
            "期間:2025年4月1日 ~ 2026年3月31日 作成日 2026年4月10日",
            "作成日 2026/4/10 期間 2025/4/1~2026/3/31",
            "from 2025-04-01 to 2026-03-31",
            "2025/04-2026/03",
            "第12期 自令和7年4月1日至令和8年3月31日",
        ] {
            let period = title_period(text).expect(text).period();
            assert_eq!((period.from.as_str(), period.to.as_str()), year, "{text}");
        }
        for text in [
            "第12期",
            "作成日 2026/4/10",
            "tel 03-1234-5678",
            "1/2 ページ",
        ] {
            assert_eq!(title_period(text), None, "{text}");
        }
        assert_eq!(title_year("令和7年度 仕入先別"), Some(2025));
        assert_eq!(title_year("2025年 仕入"), Some(2025));
        assert_eq!(title_year("第12期"), None);
    }
}
