//! A purchase ledger of 20,000 rows for `cargo xtask bench`, and how long reading it takes natively.
//!
//! `write FOLDER` writes `ledger.csv` (CP932), `ledger.xlsx` and `truth.json`: what every reader
//! has to find in them, known from how they were made; it says where this program is. The same
//! files come out on every machine.
//! `read FILE ROUNDS` reads one file so many times and says as JSON how long each time took,
//! what the process has needed at most after the first, and what was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::json;
use sonae_engine::ledger::consolidate::{Ledger, Meaning};
use sonae_engine::ledger::{Options, read};
use sonae_engine::suppliers::Figures;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const ROWS: usize = 20_000;
const COMPANIES: usize = 1_850;
/// So many companies stand in the ledger in two spellings, each with a code of its own.
const TWICE: usize = 150;

const TITLES: [&str; 5] = [
    "仕入明細表",
    "備え製作所株式会社　第12期",
    "期間：2025年04月01日～2026年03月31日",
    "単位：円",
    "",
];
const HEADINGS: [&str; 10] = [
    "伝票日付",
    "伝票番号",
    "仕入先コード",
    "仕入先名",
    "品名",
    "数量",
    "単位",
    "単価",
    "金額",
    "摘要",
];
const FIRST: &str = "東和 大栄 日東 共立 三協 富士見 丸山 北陸 中央 昭栄 山一 光洋 栄進 \
    明和 太平 関東 京浜 近畿 瀬戸内 九州 信越 東海 武蔵野 相模 湘南 多摩 \
    尾張 三河 播磨 備前 髙橋 山﨑 斎藤 佐藤 鈴木 伊藤 渡邊 小林 松本 \
    長谷川 アサヒ ミツワ サンエー タカラ ヤマト ニッコー ユニオン トーヨー ダイワ エース";
const SECOND: &str = "精機 金属 鋼業 製作所 工業 電機 電子 化学 化成 樹脂 \
    ゴム 塗料 商事 物産 商会 通商 貿易 運輸 倉庫 包装 \
    紙業 印刷 硝子 鋳造 鍛工 熱処理 鍍金 金型 工具 機工 \
    産業 興業 技研 システム エンジニアリング マテリアル テック";
const ITEMS: [(&str, &str, i64); 16] = [
    ("六角ボルト M8×25", "本", 18),
    ("アルミ板 A5052 t2.0", "枚", 4_200),
    ("SUS304 丸棒 φ20", "本", 3_150),
    ("電解コンデンサ 470μF", "個", 42),
    ("ベアリング 6204ZZ", "個", 380),
    ("段ボール箱 A式 ①", "枚", 95),
    ("切削油", "缶", 14_800),
    ("ABS樹脂ペレット", "kg", 410),
    ("基板実装加工", "枚", 1_250),
    ("熱処理加工賃", "式", 38_000),
    ("亜鉛めっき加工", "kg", 160),
    ("超硬エンドミル φ6", "本", 5_600),
    ("運賃", "式", 12_500),
    ("ネオジム磁石 20㎜", "個", 215),
    ("Oリング P-20", "個", 24),
    ("産業用コネクタ Ⅲ型", "個", 890),
];
const NOTES: [&str; 6] = ["", "", "", "通常", "本社工場分", "至急, 分納"];

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["write", folder] => write(Path::new(folder)),
        ["read", file, rounds] => measure(Path::new(file), rounds.parse()?),
        _ => Err("write FOLDER, or read FILE ROUNDS".into()),
    }
}

/// Reads a file so many times; the first time everything is cold.
fn measure(file: &Path, rounds: usize) -> Outcome {
    let (mut preview, mut figures, mut peak, mut found) = (Vec::new(), Vec::new(), None, None);
    let before = status_kib("VmRSS");
    for _ in 0..rounds {
        let start = Instant::now();
        let bytes = fs::read(file)?;
        let reading = read(&bytes, &Options::default(), &mut |_| {})
            .map_err(|findings| format!("{findings:?}"))?;
        preview.push(start.elapsed().as_secs_f64() * 1e3);
        let ledger = Ledger::of([&reading]);
        let meaning = Meaning {
            country: &|_| None,
            via: &|_| None,
        };
        let (rows, ..) = ledger.rows(&meaning, 1.0);
        let said = black_box(Figures::of(&rows));
        figures.push(start.elapsed().as_secs_f64() * 1e3);
        peak = peak.or_else(|| status_kib("VmHWM"));
        found = Some(json!({
            "rows": reading.rows_read,
            "suppliers": said.suppliers.len(),
            "total": ledger.total.yen(),
            "hhi": said.supplier_hhi,
        }));
    }
    let said = json!({
        "preview_ms": preview, "figures_ms": figures,
        "before_kib": before, "peak_kib": peak, "found": found,
    });
    println!("{said}");
    Ok(())
}

/// A figure of this process, where the system tells (Linux does).
fn status_kib(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// A row of the ledger.
struct Purchase {
    month: u8,
    year: u16,
    day: u8,
    number: usize,
    supplier: usize,
    item: &'static str,
    quantity: i64,
    unit: &'static str,
    price: i64,
    amount: i64,
    note: &'static str,
}

/// A line below the headings.
enum Line<'a> {
    Row(&'a Purchase),
    Total(String, i64),
}

fn write(folder: &Path) -> Outcome {
    let names = names();
    let purchases = purchases(&names);
    let lines = lines(&purchases);
    fs::create_dir_all(folder)?;
    let text = csv(&names, &lines);
    let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(&text);
    if lost {
        return Err("a letter that CP932 does not have".into());
    }
    fs::write(folder.join("ledger.csv"), bytes)?;
    fs::write(folder.join("ledger.xlsx"), workbook(&names, &lines)?)?;
    let truth = truth(&purchases).to_string();
    fs::write(folder.join("truth.json"), truth)?;
    println!("{}", std::env::current_exe()?.display());
    Ok(())
}

/// Ever the same numbers (`SplitMix64`, Steele, Lea and Flood 2014).
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let wide = u128::from(mixed ^ (mixed >> 31)) * bound as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }
}

/// The suppliers' names, each once: some companies in two spellings.
fn names() -> Vec<String> {
    let seconds = || SECOND.split_whitespace();
    let stems = FIRST
        .split_whitespace()
        .flat_map(|first| seconds().map(move |second| format!("{first}{second}")));
    let stems: Vec<String> = stems.take(COMPANIES).collect();
    let once = stems.iter().enumerate().map(|(at, stem)| match at % 5 {
        0 => format!("㈱{stem}"),
        1 => format!("{stem}株式会社"),
        2 => format!("（株）{stem}"),
        3 => format!("株式会社{stem}"),
        _ => format!("{stem}㈲"),
    });
    let again = stems.iter().step_by(5).take(TWICE);
    let again = again.map(|stem| format!("(株){stem}"));
    once.chain(again).collect()
}

/// The rows in the order of their days; every name stands in one of them at least.
fn purchases(names: &[String]) -> Vec<Purchase> {
    let mut draws = Draws(3);
    let mut order: Vec<usize> = (0..names.len()).collect();
    for at in (1..order.len()).rev() {
        let other = draws.below(at + 1);
        order.swap(at, other);
    }
    let every = ROWS / names.len();
    let mut spent = vec![0_i64; names.len()];
    let mut purchases = Vec::with_capacity(ROWS);
    for index in 0..ROWS {
        let next = (index % every == 0)
            .then(|| order.get(index / every))
            .flatten();
        // Each draw below the one before: few suppliers take most of the rows, as everywhere.
        let drawn = (0..3).fold(names.len(), |bound, _| 1 + draws.below(bound)) - 1;
        let supplier = next.copied().unwrap_or(drawn);
        let (item, unit, usual) = ITEMS
            .get(draws.below(ITEMS.len()))
            .copied()
            .unwrap_or(("運賃", "式", 12_500));
        let percent = i64::try_from(80 + draws.below(41)).unwrap_or(100);
        let price = (usual * percent / 100).max(1);
        let mut quantity = i64::try_from(1 + draws.below(200)).unwrap_or(1);
        let returned = draws.below(100) == 0;
        let so_far = spent.get_mut(supplier);
        if let Some(so_far) = so_far {
            // What is sent back has been bought before.
            if returned && *so_far > quantity * price {
                quantity = -quantity;
            }
            *so_far += quantity * price;
        }
        let month_of_year = index * 12 / ROWS;
        let month = u8::try_from((month_of_year + 3) % 12 + 1).unwrap_or(1);
        let day = 1 + (index * 12 % ROWS) * 28 / ROWS;
        purchases.push(Purchase {
            month,
            year: if month >= 4 { 2025 } else { 2026 },
            day: u8::try_from(day).unwrap_or(1),
            number: 100_001 + index,
            supplier,
            item,
            quantity,
            unit,
            price,
            amount: quantity * price,
            note: NOTES.get(draws.below(NOTES.len())).copied().unwrap_or(""),
        });
    }
    purchases
}

/// The rows with a subtotal behind each month and the total at the end.
fn lines(purchases: &[Purchase]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut total = 0;
    for month in purchases.chunk_by(|one, other| one.month == other.month) {
        lines.extend(month.iter().map(Line::Row));
        let subtotal: i64 = month.iter().map(|row| row.amount).sum();
        total += subtotal;
        let name = month.first().map_or(0, |row| row.month);
        lines.push(Line::Total(format!("{name}月 小計"), subtotal));
    }
    lines.push(Line::Total("合計".to_owned(), total));
    lines
}

/// What every reader has to find.
fn truth(purchases: &[Purchase]) -> serde_json::Value {
    let mut spent: BTreeMap<usize, i64> = BTreeMap::new();
    for row in purchases {
        *spent.entry(row.supplier).or_default() += row.amount;
    }
    let total: i64 = spent.values().sum();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let hhi: f64 = spent
        .values()
        .map(|spent| (*spent as f64 / total as f64).powi(2))
        .sum();
    json!({"rows": purchases.len(), "suppliers": spent.len(), "total": total, "hhi": hhi})
}

fn csv(names: &[String], lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    let mut line = |fields: &[String]| {
        for (at, field) in fields.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let quote = if field.contains(',') { "\"" } else { "" };
            let _ = write!(text, "{comma}{quote}{field}{quote}");
        }
        text.push_str("\r\n");
    };
    for title in TITLES {
        line(&[title.to_owned()]);
    }
    line(&HEADINGS.map(str::to_owned));
    for one in lines {
        match one {
            Line::Row(row) => line(&[
                format!("{}/{:02}/{:02}", row.year, row.month, row.day),
                row.number.to_string(),
                format!("{:04}", row.supplier + 1),
                names.get(row.supplier).cloned().unwrap_or_default(),
                row.item.to_owned(),
                grouped(row.quantity),
                row.unit.to_owned(),
                grouped(row.price),
                grouped(row.amount),
                row.note.to_owned(),
            ]),
            Line::Total(name, amount) => {
                let mut fields = [const { String::new() }; 10];
                let [_, _, _, said, _, _, _, _, sum, _] = &mut fields;
                (*said, *sum) = (name.clone(), grouped(*amount));
                line(&fields);
            }
        }
    }
    text
}

/// With a comma behind every third digit.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-" } else { "" }.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn workbook(names: &[String], lines: &[Line<'_>]) -> Outcome<Vec<u8>> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 4, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name("仕入明細表")?;
    let day = Format::new().set_num_format("yyyy/mm/dd");
    let money = Format::new().set_num_format("#,##0");
    let mut at = 0_u32;
    for title in TITLES {
        sheet.write(at, 0, title)?;
        at += 1;
    }
    for (column, heading) in (0_u16..).zip(HEADINGS) {
        sheet.write(at, column, heading)?;
    }
    for one in lines {
        at += 1;
        match one {
            Line::Row(row) => write_row(sheet, at, names, row, &day, &money)?,
            Line::Total(name, amount) => {
                sheet.write(at, 3, name)?;
                sheet.write_with_format(at, 8, *amount, &money)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    names: &[String],
    row: &Purchase,
    day: &Format,
    money: &Format,
) -> Outcome {
    let date = ExcelDateTime::from_ymd(row.year, row.month, row.day)?;
    let number = u32::try_from(row.number)?;
    sheet.write_with_format(at, 0, &date, day)?;
    sheet.write(at, 1, number)?;
    sheet.write(at, 2, format!("{:04}", row.supplier + 1))?;
    let name = names.get(row.supplier).map_or("", String::as_str);
    sheet.write(at, 3, name)?;
    sheet.write(at, 4, row.item)?;
    sheet.write_with_format(at, 5, row.quantity, money)?;
    sheet.write(at, 6, row.unit)?;
    sheet.write_with_format(at, 7, row.price, money)?;
    sheet.write_with_format(at, 8, row.amount, money)?;
    if !row.note.is_empty() {
        sheet.write(at, 9, row.note)?;
    }
    Ok(())
}
