//! Ledgers as packages print them, each beside what must come of it.
//!
//! `tests/data/ledgers/x.csv` is read; `x.json` beside it says what was worked out by hand. Lines
//! are as they stand in the file, amounts in yen.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use serde::Deserialize;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::ledger::{
    AmountUnit, Encoding, LINE_LIMIT, Options, Period, Reading, Reason, Role, Sen, read,
};

/// What must come of a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    encoding: Encoding,
    delimiter: char,
    header_lines: Vec<u32>,
    /// The columns that are taken, by their index from 0.
    roles: BTreeMap<usize, Role>,
    unit: AmountUnit,
    period: Option<Period>,
    rows_read: u32,
    /// Lines by the reason they were left out for.
    skipped: BTreeMap<String, Vec<u32>>,
    total: f64,
    sheet_total: Option<f64>,
    subtotals_checked: u32,
    /// Name, code, total, how many lines.
    parties: Vec<(String, Option<String>, f64, usize)>,
    #[serde(default)]
    accounts: Vec<(String, f64, bool)>,
    findings: Vec<Code>,
    #[serde(default)]
    options: Options,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/ledgers")
}

fn open(bytes: &[u8]) -> Result<Reading, Vec<Finding>> {
    read(bytes, &Options::default(), &mut |_| {})
}

fn of(text: &str) -> Reading {
    open(text.as_bytes()).unwrap_or_else(|findings| panic!("{text}: {findings:?}"))
}

fn refused(bytes: &[u8]) -> Vec<Code> {
    let findings = open(bytes).expect_err("nothing to read");
    findings.iter().map(|it| it.code).collect()
}

fn codes(reading: &Reading) -> Vec<Code> {
    reading.findings.iter().map(|it| it.code).collect()
}

/// Every line is a row, a heading or left out, exactly once.
fn adds_up(reading: &Reading) {
    let mut lines: Vec<u32> = reading.skipped.iter().map(|it| it.line).collect();
    lines.extend(&reading.header_lines);
    lines.extend(reading.parties.iter().flat_map(|it| &it.lines));
    let count = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), count, "a line stands twice");
    let rows: usize = reading.parties.iter().map(|it| it.lines.len()).sum();
    assert_eq!(rows, reading.rows_read as usize);
    let total: i64 = reading.parties.iter().map(|it| it.total.0).sum();
    assert_eq!(total, reading.total.0);
}

fn check(name: &str) {
    let path = folder().join(name).with_extension("csv");
    let bytes = fs::read(path).expect("a ledger");
    let expected = fs::read(folder().join(name).with_extension("json")).expect("what comes of it");
    let expected: Expected = serde_json::from_slice(&expected).expect("of its form");
    let found = read(&bytes, &expected.options, &mut |_| {}).expect("a reading");
    adds_up(&found);
    assert_eq!(found.encoding, expected.encoding, "{name}");
    assert_eq!(found.delimiter, Some(expected.delimiter), "{name}");
    assert_eq!(found.header_lines, expected.header_lines, "{name}");
    let roles = found.columns.iter().map(|it| it.role).enumerate();
    let roles: BTreeMap<usize, Role> = roles.filter(|(_, it)| *it != Role::Ignored).collect();
    assert_eq!(roles, expected.roles, "{name}");
    assert_eq!(found.unit, expected.unit, "{name}");
    assert_eq!(found.period, expected.period, "{name}");
    let mut skipped: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for it in &found.skipped {
        let reason = it.reason.key().to_owned();
        skipped.entry(reason).or_default().push(it.line);
    }
    assert_eq!(skipped, expected.skipped, "{name}");
    let parties: Vec<_> = found
        .parties
        .iter()
        .map(|it| {
            (
                it.name.clone(),
                it.code.clone(),
                it.total.yen(),
                it.lines.len(),
            )
        })
        .collect();
    assert_eq!(parties, expected.parties, "{name}");
    let accounts = found.accounts.iter();
    let accounts: Vec<_> = accounts
        .map(|it| (it.name.clone(), it.total.yen(), it.counted))
        .collect();
    assert_eq!(accounts, expected.accounts, "{name}");
    assert_eq!(found.rows_read, expected.rows_read, "{name}");
    let yen = found.total.yen();
    assert!((yen - expected.total).abs() < 0.005, "{name}: {yen}");
    assert_eq!(
        found.sheet_total.map(Sen::yen),
        expected.sheet_total,
        "{name}"
    );
    assert_eq!(
        found.subtotals_checked, expected.subtotals_checked,
        "{name}"
    );
    assert_eq!(
        codes(&found),
        expected.findings,
        "{name}: {:?}",
        found.findings
    );
}

#[test]
fn every_ledger_gives_what_stands_beside_it() {
    let files = fs::read_dir(folder()).expect("the ledgers");
    let mut names: Vec<String> = files
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter_map(|name| Some(name.strip_suffix(".csv")?.to_owned()))
        .collect();
    names.sort();
    assert!(names.len() >= 10, "{names:?}");
    for name in names {
        check(&name);
    }
}

fn lines(reading: &Reading, reason: Reason) -> Vec<u32> {
    let skipped = reading.skipped.iter().filter(|it| it.reason == reason);
    skipped.map(|it| it.line).collect()
}

fn yen(reading: &Reading) -> f64 {
    reading.total.yen()
}

#[test]
fn hostile_files_end_in_a_finding() {
    assert_eq!(refused(b""), [Code::EmptyTable]);
    assert_eq!(refused(b"\r\n  \r\n,,,\r\n\x1a"), [Code::EmptyTable]);
    assert_eq!(refused("仕入先,金額\n".as_bytes()), [Code::EmptyTable]);
    assert_eq!(
        refused("これは帳簿ではありません。\nただの文です。\n".as_bytes()),
        [Code::EmptyTable]
    );
    let wide = format!("仕入先,金額\n山田{}\n", ",1".repeat(100_000));
    assert_eq!(refused(wide.as_bytes()), [Code::TooManyColumns]);
    let long = "山田,1\n".repeat(LINE_LIMIT as usize + 1);
    assert_eq!(refused(long.as_bytes()), [Code::TooManyRows]);
    let noise: Vec<u8> = (0..5000_u32).map(|at| (at * 7919 % 253) as u8).collect();
    assert_eq!(refused(&noise), [Code::UnknownEncoding]);
    assert_eq!(refused(&[0; 4096]), [Code::EmptyTable]);
}

#[test]
fn a_file_of_twenty_bytes_is_read_right() {
    // 仕入先,金額 and 髙﨑,12 in CP932.
    let bytes = b"\x8ed\x93\xfc\x90\xe6,\x8b\xe0\x8az\n\xfb\xfc\xfa\xb1,12";
    assert_eq!(bytes.len(), 19);
    let found = open(bytes).expect("a reading");
    assert_eq!(found.encoding, Encoding::Cp932);
    assert_eq!(found.parties[0].name, "髙﨑");
    assert!((yen(&found) - 12.0).abs() < 0.005);
}

#[test]
fn an_unclosed_mark_costs_one_line() {
    let mut text = String::from("仕入先,品名,金額\n山田,\"板,100\n");
    for _ in 0..500 {
        text.push_str("佐藤,棒,200\n");
    }
    let found = of(&text);
    assert_eq!(found.rows_read, 500);
    assert_eq!(lines(&found, Reason::Unreadable), [2]);
    assert_eq!(codes(&found), [Code::UnreadableLine]);
}

#[test]
fn suppliers_whose_names_look_like_totals_stay() {
    let text = "仕入先,日付,品名,金額\n合計商事,2025/4/1,板,100\n日計電子,2025/5/1,板,100\n\
                計測工業,2025/6/1,温度計,200\n小計株式会社,2025/7/1,板,400\n\
                小計株式会社,2025/7/1,板,400\n合計,,,1200\n";
    let found = of(text);
    assert_eq!((found.rows_read, yen(&found)), (5, 1200.0));
    assert_eq!(found.sheet_total.map(Sen::yen), Some(1200.0));
    assert_eq!(lines(&found, Reason::Total), [7]);
    // By chance a row is the sum of those above it.
    let found = of("仕入先,金額\n山田製作所,100\n佐藤工業,200\n鈴木商店,300\n高橋電機,50\n");
    assert_eq!((found.rows_read, yen(&found)), (4, 650.0));
}

#[test]
fn totals_of_any_wording_are_told_by_their_amount() {
    let found = of(
        "仕入先,品名,金額\n山田,板,100\n山田,棒,200\n当社の仕入れ,,300\n佐藤,板,50\n佐藤,線,25\nそのほか,,75\nみな,,375\n",
    );
    assert_eq!((found.rows_read, yen(&found)), (4, 375.0));
    assert_eq!(lines(&found, Reason::Total), [4, 7, 8]);
    let found = of("仕入先,金額\n山田,100\n佐藤,250\n鈴木,70\n平成堂,30\n全体の仕入れ,450\n");
    assert_eq!((found.rows_read, yen(&found)), (4, 450.0));
    let found =
        of("仕入先,金額\n山田,100\n佐藤,250\n関東,350\n鈴木,70\n高橋,30\n関西,100\n合計,450\n");
    assert_eq!((found.rows_read, yen(&found)), (4, 450.0));
    assert_eq!(lines(&found, Reason::Total), [4, 7, 8]);
}

#[test]
fn a_line_of_its_own_names_the_supplier_of_the_rows_below() {
    let found = of(
        "[1001] 山田製作所\n日付,品名,金額\n4/1,板,100\n4/5,棒,200\n,計,300\n\
                    [1002] 佐藤工業\n日付,品名,金額\n4/9,線,50\n,計,50\n",
    );
    let parties: Vec<_> = found
        .parties
        .iter()
        .map(|it| (it.name.as_str(), it.code.as_deref(), it.total.yen()))
        .collect();
    let expected = [
        ("山田製作所", Some("1001"), 300.0),
        ("佐藤工業", Some("1002"), 50.0),
    ];
    assert_eq!(parties, expected);
    assert_eq!(codes(&found), []);
}

#[test]
fn a_general_ledger_of_many_accounts_counts_its_purchases() {
    let found = of(
        "総勘定元帳\n期間：2025/04/01～2026/03/31\n勘定科目：仕入高\n\
                    日付,相手勘定科目,取引先,摘要,借方金額,貸方金額,残高\n\
                    2025/04/01,買掛金,山田,板,1000,,1000\n2025/05/01,買掛金,佐藤,棒,500,,1500\n\
                    合計,,,,1500,0,\n勘定科目：旅費交通費\n\
                    日付,相手勘定科目,取引先,摘要,借方金額,貸方金額,残高\n\
                    2025/04/01,現金,鉄道,電車,300,,300\n合計,,,,300,0,\n",
    );
    assert_eq!((found.rows_read, yen(&found)), (2, 1500.0));
    assert_eq!(lines(&found, Reason::OtherAccount), [10]);
    assert_eq!(codes(&found), [Code::OtherAccounts]);
    let period = found.period.expect("the period of the title");
    assert_eq!(
        (period.from.as_str(), period.to.as_str()),
        ("2025-04-01", "2026-03-31")
    );
}

#[test]
fn a_balance_brought_forward_names_the_supplier_of_the_rows_below() {
    let found = of(
        "仕入先コード,仕入先名,日付,区分,品名,仕入金額,支払額,残高\n\
                    1001,㈱山田,,,前月繰越,,,1000\n,,25/04/01,仕入,板,500,,1500\n\
                    ,,25/04/20,支払,振込,,1000,500\n,,,,【仕入先計】,500,1000,\n\
                    1002,佐藤工業,,,前月繰越,,,0\n,,25/04/03,仕入,棒,70,,70\n\
                    ,,26/03/05,仕入,棒,70,,140\n,,,,【仕入先計】,140,0,\n,,,,【総合計】,640,1000,\n",
    );
    let parties: Vec<_> = found
        .parties
        .iter()
        .map(|it| (it.name.as_str(), it.total.yen()))
        .collect();
    assert_eq!(parties, [("㈱山田", 500.0), ("佐藤工業", 140.0)]);
    assert_eq!(found.subtotals_checked, 2);
    assert_eq!(codes(&found), []);
}

#[test]
fn a_total_column_under_a_merged_heading_is_the_amount() {
    let found = of(
        "取引先,2025年度,,,備考\n,上期,下期,計,\n山田,100,200,300,\n佐藤,10,20,30,\n合計,110,220,330,\n",
    );
    assert_eq!(found.header_lines, [1, 2]);
    assert_eq!((found.rows_read, yen(&found)), (2, 330.0));
    assert_eq!(found.sheet_total.map(Sen::yen), Some(330.0));
}

#[test]
fn a_wrong_total_is_named() {
    let found = of("仕入先,品名,金額\n山田,板,100\n佐藤,板,200\n合計,,350\n");
    let [finding] = found.findings.as_slice() else {
        panic!("{:?}", found.findings)
    };
    assert_eq!(finding.code, Code::TotalDiffers);
    let said: Vec<_> = finding
        .arguments
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(said, ["line=4", "sheet_total=350", "total=300"]);
}

#[test]
fn a_person_can_say_what_the_columns_are() {
    let text = "甲,乙,丙\nあ,山田,100\nい,佐藤,200\n";
    let mut options = Options::default();
    options.roles.insert(1, Role::Supplier);
    options.roles.insert(2, Role::Amount);
    options.unit = Some(AmountUnit::Thousand);
    let found = read(text.as_bytes(), &options, &mut |_| {}).expect("a reading");
    assert_eq!((found.rows_read, yen(&found)), (2, 300_000.0));
    assert_eq!(found.parties[0].name, "佐藤");
    options.roles.insert(2, Role::Ignored);
    let found = read(text.as_bytes(), &options, &mut |_| {}).expect("a reading to be mended");
    assert_eq!(found.rows_read, 0);
    assert!(codes(&found).contains(&Code::NoAmountColumn));
    assert!(!found.sample.is_empty());
}

#[test]
fn a_ledger_without_suppliers_can_be_mended() {
    let found = of("日付,品名,金額\n2025/4/1,板,100\n2026/3/1,棒,200\n");
    assert_eq!(codes(&found), [Code::NoSupplierColumn]);
    assert_eq!((found.rows_read, found.parties.len()), (2, 1));
    let found = of("仕入先,品名\n山田,100\n");
    assert_eq!(codes(&found), [Code::NoAmountColumn]);
    assert_eq!((found.rows_read, found.sample.len()), (0, 1));
}

#[test]
fn the_accounts_that_count_can_be_chosen() {
    let text = "取引先,勘定科目,金額\n山田,仕入高,100\n電力,水道光熱費,40\n";
    let found = of(text);
    assert_eq!((found.rows_read, yen(&found)), (1, 100.0));
    assert_eq!(codes(&found), [Code::OtherAccounts]);
    let options = Options {
        accounts: Some(["水道光熱費".to_owned()].into()),
        ..Options::default()
    };
    let found = read(text.as_bytes(), &options, &mut |_| {}).expect("a reading");
    assert_eq!((found.rows_read, yen(&found)), (1, 40.0));
    let every = of("取引先,勘定科目,金額\n山田,修繕費,100\n電力,水道光熱費,40\n");
    assert_eq!((every.rows_read, yen(&every)), (2, 140.0));
}

#[test]
fn titles_and_headings_can_name_two_units() {
    let found = of("仕入一覧（単位：百万円）,\n仕入先,金額（千円）\n山田,5\n");
    assert_eq!(codes(&found), [Code::MixedUnits]);
    assert_eq!(found.unit, AmountUnit::Thousand);
    assert_eq!(found.findings[0].arguments["first"], "千円");
}

#[test]
fn doubtful_cells_are_listed_and_the_rest_goes_on() {
    let found = of(
        "日付,仕入先,金額\n2025/4/1,山田,100\nいつか,佐藤,200\n2025/5/1,鈴木,未定\n2026/3/1,,50\n",
    );
    assert_eq!(
        codes(&found),
        [
            Code::UnreadableDate,
            Code::UnreadableCell,
            Code::NamelessRows
        ]
    );
    assert_eq!((found.rows_read, yen(&found)), (3, 350.0));
}

#[test]
fn every_item_can_be_a_party() {
    let text = "仕入先,品名,金額\n山田,板,100\n山田,棒,200\n";
    let options = Options {
        by_item: true,
        ..Options::default()
    };
    assert_eq!(of(text).parties.len(), 1);
    assert_eq!(of(text).parties[0].items, ["棒", "板"]);
    let found = read(text.as_bytes(), &options, &mut |_| {}).expect("a reading");
    assert_eq!(found.parties.len(), 2);
}

#[test]
fn progress_is_told_and_rises() {
    let text = format!("仕入先,品名,金額\n{}", "山田,板,1\n".repeat(9000));
    let mut heard = Vec::new();
    read(text.as_bytes(), &Options::default(), &mut |part| {
        heard.push(part);
    })
    .expect("a reading");
    assert!(heard.len() >= 5 && heard.is_sorted(), "{heard:?}");
    assert_eq!(heard.last(), Some(&1.0));
}

/// A line of a made-up ledger.
#[derive(Clone, Debug)]
enum Made {
    Row { name: usize, day: u32, amount: i64 },
    Blank,
    Heading,
    NoAmount(usize),
    Unreadable(usize),
}

const NAMES: [&str; 8] = [
    "㈱山彦製作所",
    "合計商事",
    "日計電子",
    "髙﨑ゴム工業㈲",
    "小計株式会社",
    "ひかり樹脂",
    "計測工業",
    "＝あさひ",
];
const HEADING: &str = "仕入日,伝票No,仕入先名,商品名,金額";

fn made() -> impl Strategy<Value = Made> {
    let name = 0..NAMES.len();
    prop_oneof![
        8 => (name.clone(), 0..365_u32, -50_000..900_000_i64)
            .prop_map(|(name, day, amount)| Made::Row { name, day, amount: if amount == 0 { 1 } else { amount } }),
        1 => Just(Made::Blank),
        1 => Just(Made::Heading),
        1 => name.clone().prop_map(Made::NoAmount),
        1 => name.prop_map(Made::Unreadable),
    ]
}

fn written(lines: &[Made], with_total: bool) -> String {
    let mut text = format!("仕入明細表,,,,\n{HEADING}\n");
    let mut total = 0;
    for (at, line) in lines.iter().enumerate() {
        let line = match line {
            Made::Row { name, day, amount } => {
                total += amount;
                let (month, day) = (day / 31 % 12 + 1, day % 28 + 1);
                format!(
                    "2025/{month}/{day},{at},{},部品{},{amount}",
                    NAMES[*name],
                    at % 3
                )
            }
            Made::Blank => String::new(),
            Made::Heading => HEADING.to_owned(),
            Made::NoAmount(name) => format!("2025/4/1,{at},{},部品,", NAMES[*name]),
            Made::Unreadable(name) => format!("2025/4/1,{at},{},部品,未定", NAMES[*name]),
        };
        text.push_str(&line);
        text.push('\n');
    }
    if with_total {
        text = format!("{text},,合計,,{total}\n");
    }
    text
}

fn without_lines(mut reading: Reading) -> Reading {
    for party in &mut reading.parties {
        party.lines.clear();
    }
    reading.skipped.clear();
    reading.sample.clear();
    reading
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_a_row_a_heading_or_left_out(lines in prop::collection::vec(made(), 1..60), with_total: bool) {
        prop_assume!(lines.iter().any(|it| !matches!(it, Made::Blank)));
        let text = written(&lines, with_total);
        let found = of(&text);
        adds_up(&found);
        let whole = text.trim_end().lines().count();
        let counted = found.rows_read as usize + found.header_lines.len() + found.skipped.len();
        prop_assert_eq!(counted, whole);
        let amounts = lines.iter().filter_map(|it| match it {
            Made::Row { amount, .. } => Some(*amount * 100),
            _ => None,
        });
        prop_assert_eq!(found.total.0, amounts.sum::<i64>());
        let count = |reason: Reason| found.skipped.iter().filter(|it| it.reason == reason).count();
        let made = |wanted: fn(&Made) -> bool| lines.iter().filter(|it| wanted(it)).count();
        prop_assert_eq!(count(Reason::Heading), made(|it| matches!(it, Made::Heading)));
        prop_assert_eq!(count(Reason::Unreadable), made(|it| matches!(it, Made::Unreadable(_))));
        prop_assert_eq!(count(Reason::NoAmount), made(|it| matches!(it, Made::NoAmount(_))));
        prop_assert_eq!(count(Reason::Total), usize::from(with_total));
    }

    #[test]
    fn the_order_of_rows_changes_nothing_but_line_numbers(
        lines in prop::collection::vec(made(), 2..40).prop_map(|mut lines| {
            lines.retain(|it| matches!(it, Made::Row { .. }));
            lines
        }),
        seed in 0..1000_usize,
    ) {
        prop_assume!(lines.len() > 1);
        let rows: Vec<String> = written(&lines, false).lines().skip(2).map(str::to_owned).collect();
        let turned = seed % rows.len();
        let mut other = [&rows[turned..], &rows[..turned]].concat();
        if seed % 2 == 0 {
            other.reverse();
        }
        let text = |rows: &[String]| format!("{HEADING}\n{}\n", rows.join("\n"));
        prop_assert_eq!(without_lines(of(&text(&rows))), without_lines(of(&text(&other))));
    }

    #[test]
    fn any_bytes_end_in_a_reading_or_a_finding(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Err(findings) = open(&bytes) {
            prop_assert!(!findings.is_empty());
        }
    }

    #[test]
    fn any_mixture_of_ledger_parts_is_read_without_a_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "仕入先", "金額", ",", ",", ",", "\n", "\n", "\r", "\"", "\"", "合計", "4月", "2025/4/1", "1,000", "△5", "借方", "貸方", "科目",
            "仕入高", "買掛金", "：", "\t", ";", "(千円)", "令和7年", "R", "7.4.1", "計", "繰越", " ", "　", "12", "-", "ー", "山田", "㈱", "E+12",
            "法人番号", "摘要", "日付", "単位", "自", "至", "～", "0", "億", "[", "]", "【", "1001 ", "\u{1a}", "\0", "é", "元", "apr-", "25",
        ]), 0..200)
    ) {
        let text: String = parts.concat();
        if let Ok(found) = open(text.as_bytes()) {
            adds_up(&found);
            let lines = found.rows_read as usize + found.header_lines.len() + found.skipped.len();
            prop_assert!(lines > 0);
        }
    }
}
