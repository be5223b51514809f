//! The memo: one page about one applicant, as data; as a page that stands alone, without any
//! script; and as a row of a workbook, or the rows of all.

use std::fmt::Write;

use sonae_engine::content::Language;
use sonae_engine::finding::Finding;
use sonae_engine::measure::Interval;
use sonae_engine::report::sheets::{Sheet, Value};
use sonae_engine::scenario::Played;
use sonae_engine::screen::{Screened, case_in};

use super::{Case, Collecting, Effect, Seen, Shared, State};
use crate::state::bench::{Task, said};
use crate::state::plan::said::run as run_title;

/// A memo, in the words of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memo {
    /// What it is.
    pub title: String,
    /// Which file, of what kind of firm, and when.
    pub head: String,
    /// Its parts, each with a heading.
    pub parts: Vec<(String, Vec<Block>)>,
    /// What it was worked out with.
    pub foot: Vec<String>,
    /// What it is not.
    pub no_decision: String,
}

/// A piece of a memo.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A sentence or two.
    Text(String),
    /// Several things.
    List(Vec<String>),
    /// Headings, and rows of which the first cell names the row.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// The looks of a memo that stands alone.
const STYLE: &str = "@page{size:A4;margin:15mm}body{font:9.5pt/1.45 system-ui,'Noto Sans JP','Noto Sans CJK JP',Meiryo,sans-serif;color:#000;background:#fff;max-width:180mm;margin:8mm auto;padding:0 4mm;overflow-wrap:anywhere}h1{font-size:15pt;margin:0}h2{font-size:11pt;margin:3mm 0 1mm}p,ul{margin:0 0 1mm}ul{padding-left:5mm}table{border-collapse:collapse;width:100%}th,td{border-bottom:.3mm solid #999;padding:.5mm 2mm .5mm 0;text-align:left;vertical-align:top}footer{border-top:.3mm solid #333;margin-top:3mm;padding-top:1mm;font-size:8pt}@media print{body{margin:0;max-width:none;padding:0}}";

impl Memo {
    /// The memo as a page that needs nothing else: no script, no request.
    #[must_use]
    pub fn page(&self, language: Language) -> Vec<u8> {
        let lang = match language {
            Language::Ja => "ja",
            Language::En => "en",
        };
        let title = escaped(&self.title);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{}</p>\n",
            escaped(&self.head)
        );
        for (heading, blocks) in &self.parts {
            // Writing into a string cannot fail.
            let _ = writeln!(page, "<h2>{}</h2>", escaped(heading));
            for block in blocks {
                page.push_str(&written(block));
            }
        }
        page.push_str("</main>\n<footer>\n");
        for line in &self.foot {
            let _ = writeln!(page, "<p>{}</p>", escaped(line));
        }
        let _ = write!(
            page,
            "<p><strong>{}</strong></p>\n</footer>\n</body>\n</html>\n",
            escaped(&self.no_decision)
        );
        page.into_bytes()
    }
}

fn written(block: &Block) -> String {
    let cells = |tag: &str, scope: &str, cells: &[String]| -> String {
        let cell = |text: &String| format!("<{tag}{scope}>{}</{tag}>", escaped(text));
        cells.iter().map(cell).collect()
    };
    match block {
        Block::Text(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::List(items) => {
            let item = |text: &String| format!("<li>{}</li>", escaped(text));
            let items: String = items.iter().map(item).collect();
            format!("<ul>{items}</ul>\n")
        }
        Block::Table(head, rows) => {
            let row = |row: &Vec<String>| {
                let (first, rest) = row.split_at(usize::from(!row.is_empty()));
                let name = cells("th", " scope=\"row\"", first);
                format!("<tr>{name}{}</tr>", cells("td", "", rest))
            };
            let rows: String = rows.iter().map(row).collect();
            let head = cells("th", " scope=\"col\"", head);
            format!("<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n")
        }
    }
}

/// A text that is only a text in a page.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("<br>"),
            _ => safe.push(char),
        }
    }
    safe
}

/// The columns of a memo's row that the queue has, too.
const QUEUE: [&str; 10] = [
    "file",
    "class",
    "low",
    "high",
    "set_by",
    "coverage",
    "industry",
    "size",
    "questions",
    "declared",
];

/// Those that only a memo has.
const OWN: [&str; 21] = [
    "judged",
    "reason",
    "initials",
    "note",
    "scenario",
    "stop_low",
    "stop_high",
    "runway_low",
    "runway_high",
    "loss_low",
    "loss_high",
    "need_low",
    "need_high",
    "lender_stop_low",
    "lender_stop_high",
    "lender_runway_low",
    "lender_runway_high",
    "lender_loss_low",
    "lender_loss_high",
    "lender_need_low",
    "lender_need_high",
];

impl State {
    pub(super) fn save_row(&mut self) -> Vec<Effect> {
        let Some(number) = self.page.applicant() else {
            return Vec::new();
        };
        let seen = self.reviewing.seen.clone();
        let Some(row) = self.memo_row(number, seen.as_deref()) else {
            return Vec::new();
        };
        self.write_rows(vec![row])
    }

    /// One file after another, so that the page goes on meanwhile.
    pub(super) fn collect_rows(&mut self) -> Vec<Effect> {
        let Some(desk) = &self.bench.desk else {
            return Vec::new();
        };
        let shown = self.bench.shown.iter();
        let places = shown.filter_map(|place| desk.queue.get(*place));
        let left: Vec<usize> = places.map(|place| place.number).rev().collect();
        let Some(first) = left.last().copied() else {
            return Vec::new();
        };
        self.reviewing.collecting = Some(Collecting {
            all: left.len(),
            left,
            rows: Vec::new(),
        });
        vec![self.fetch_for_row(first)]
    }

    fn fetch_for_row(&self, number: usize) -> Effect {
        Effect::Bench(Task::Fetch(number, self.bench.openers.clone()))
    }

    /// The file of the next row was read. Where it could not be, its row holds what its line says.
    pub(in crate::state) fn row_fetched(
        &mut self,
        number: usize,
        bytes: &Result<Vec<u8>, Finding>,
    ) -> Vec<Effect> {
        let Some(collecting) = &self.reviewing.collecting else {
            return Vec::new();
        };
        if collecting.left.last() != Some(&number) {
            return Vec::new();
        }
        let pack = self.pack;
        let case = bytes.as_ref().ok();
        let case = case.and_then(|bytes| case_in(pack, bytes));
        let seen = case.and_then(|case| {
            let line = self.bench.applicant(number)?.told();
            let case = Shared::new(Case::of(pack, String::new(), case));
            Some(
                self.reviewing
                    .look(pack, line.input_hash.as_deref()?, &case),
            )
        });
        let row = self.memo_row(number, seen.as_ref());
        let Some(mut collecting) = self.reviewing.collecting.take() else {
            return Vec::new();
        };
        collecting.left.pop();
        match row {
            Some(row) => collecting.rows.push(row),
            None => collecting.all -= 1,
        }
        if let Some(next) = collecting.left.last().copied() {
            self.reviewing.collecting = Some(collecting);
            return vec![self.fetch_for_row(next)];
        }
        self.write_rows(collecting.rows)
    }

    fn write_rows(&self, mut rows: Vec<Vec<Value>>) -> Vec<Effect> {
        let words = self.words();
        let queue = QUEUE.iter().map(|column| format!("bench.column.{column}"));
        let own = OWN.iter().map(|column| format!("review.column.{column}"));
        let last = ["policy", "input"].map(|column| format!("bench.column.{column}"));
        let head = queue.chain(own).chain(last);
        rows.push(vec![Value::Text(words.t("memo.no_decision").into_owned())]);
        let sheet = Sheet {
            name: words.t("memo.rows").into_owned(),
            head: head.map(|key| words.t(&key).into_owned()).collect(),
            rows,
        };
        let name = format!("sonae-memos-{}.xlsx", self.today);
        vec![Effect::WriteWorkbook(name, vec![sheet])]
    }

    /// The row of an applicant; none where its file has no class.
    fn memo_row(&self, number: usize, seen: Option<&Seen>) -> Option<Vec<Value>> {
        let (words, pack) = (self.words(), self.pack);
        let screened: &Screened = self.bench.applicant(number)?;
        screened.told().class?;
        let mut row: Vec<Value> = QUEUE
            .iter()
            .map(|column| self.told(screened, column))
            .collect();
        let text = |text: &str| match text {
            "" => Value::Blank,
            text => Value::Text(text.to_owned()),
        };
        let review = self.review(number);
        let judged = review.and_then(|review| review.judged.as_ref());
        row.push(text(
            &judged.map_or_else(String::new, |one| said::class(words, one.class)),
        ));
        row.push(text(judged.map_or("", |one| &one.reason)));
        row.push(text(judged.map_or("", |one| &one.initials)));
        row.push(text(review.map_or("", |review| &review.note)));
        let run = seen.and_then(|seen| seen.run(pack));
        row.push(text(
            &run.map_or_else(String::new, |run| run_title(words, pack, run)),
        ));
        let own = seen.and_then(|seen| seen.own(pack));
        row.extend(self.figures_of(own.map(|playing| playing.played(pack))));
        let with = seen.and_then(|seen| seen.with(pack));
        row.extend(self.figures_of(with.map(|playing| playing.played(pack))));
        row.push(self.told(screened, "policy"));
        row.push(self.told(screened, "input"));
        Some(row)
    }

    /// Stop week, month in which cash ends, loss and need, each with both ends of its median.
    fn figures_of(&self, played: Option<&Played>) -> Vec<Value> {
        let words = self.words();
        let Some(played) = played else {
            return vec![Value::Blank; 8];
        };
        let ends = |range: Interval, none: &str, of: fn(f64) -> Value| {
            [range.low, range.high].map(|end| {
                if end.is_finite() {
                    of(end)
                } else {
                    Value::Text(none.to_owned())
                }
            })
        };
        let said = |key: &str| words.t(key).into_owned();
        let lasts = words.with("scenarios.lasts", &[("months", played.cash.len())]);
        let open = said("scenarios.unbounded");
        let stop = said("scenarios.no_stop");
        let stop = ends(played.stop_week.p50(), &stop, Value::Number);
        let runway = ends(played.runway.p50(), &lasts, Value::Number);
        let loss = ends(played.loss.p50(), &open, Value::Yen);
        let need = ends(played.need.p50(), &open, Value::Yen);
        [stop, runway, loss, need].concat()
    }
}
