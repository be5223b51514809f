//! The tables on their way out: sheets of suppliers, figures, merged names and months, in words.

use sonae_engine::assessment::shown_cell;
use sonae_engine::content::{CellKind, TableName};
use sonae_engine::measure::Interval;
use sonae_engine::report::sheets::{Sheet, Value, csv};
use sonae_engine::suppliers::{Figures, Supplier};
use sonae_engine::table::{Cell, Row};

use super::{Case, Effect, State};
use crate::words::Words;

/// What is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOut {
    /// Everything, as a workbook.
    Workbook,
    /// The supplier table, as CSV.
    Suppliers,
    /// The figures of concentration, as CSV.
    Figures,
    /// The log of merged names, as CSV.
    Merges,
}

impl State {
    /// The file, or the worker's task to make it. Names of files say nothing of the firm.
    pub(super) fn take_out(&mut self, what: TakeOut) -> Vec<Effect> {
        let Some(case) = &self.case else {
            return Vec::new();
        };
        let name = |kind: &str, ending: &str| format!("sonae-{kind}-{}.{ending}", self.today);
        match what {
            TakeOut::Workbook => {
                let mut sheets = vec![
                    self.supplier_sheet(case),
                    self.figure_sheet(case),
                    self.merge_sheet(case),
                ];
                sheets.extend(self.month_sheet(case));
                vec![Effect::WriteWorkbook(name("suppliers", "xlsx"), sheets)]
            }
            TakeOut::Suppliers => {
                let bytes = csv(&self.supplier_sheet(case));
                vec![Effect::save(name("suppliers", "csv"), bytes)]
            }
            TakeOut::Figures => {
                let bytes = csv(&self.figure_sheet(case));
                vec![Effect::save(name("figures", "csv"), bytes)]
            }
            TakeOut::Merges => {
                let bytes = csv(&self.merge_sheet(case));
                vec![Effect::save(name("merges", "csv"), bytes)]
            }
        }
    }

    /// The supplier table under its own headings, so that it can be read in again.
    fn supplier_sheet(&self, case: &Case) -> Sheet {
        let words = self.words();
        let columns = &self.pack.tables.get(TableName::Suppliers).columns;
        let rows = case
            .assessment
            .suppliers
            .iter()
            .filter(|row| !row.is_blank());
        let value = |row: &Supplier, column: &sonae_engine::content::Column| match (
            row.cell(column.key.as_str()),
            &column.cell,
        ) {
            (Cell::Empty, _) => Value::Blank,
            (Cell::Number(number), CellKind::Money) => Value::Yen(number.get()),
            (Cell::Number(number), _) => Value::Number(number.get()),
            (cell, _) => Value::Text(shown_cell(self.pack, column, &cell, self.language)),
        };
        Sheet {
            name: words.t("take_out.sheet_suppliers").into_owned(),
            head: columns
                .iter()
                .map(|column| words.text(&column.title))
                .collect(),
            rows: rows
                .map(|row| columns.iter().map(|column| value(row, column)).collect())
                .collect(),
        }
    }

    /// Concentration three ways: each part with its share, the largest first.
    fn figure_sheet(&self, case: &Case) -> Sheet {
        let words = self.words();
        let (book, rows) = (&case.assessment.book, &case.assessment.suppliers);
        let mut lines = Vec::new();
        for (way, rows) in [
            ("ways.invoiced", book.as_invoiced(rows)),
            ("ways.owner", book.by_owner(rows)),
        ] {
            let figures = Figures::of(&rows);
            let way = words.t(way);
            if let Some(hhi) = figures.supplier_hhi {
                lines.push(figure(words, &way, "ways.hhi", hhi));
                lines.push(figure(words, &way, "ways.effective", 1.0 / hhi));
            }
            for slice in &figures.suppliers {
                lines.push(part(&way, slice.key.clone(), slice.share));
            }
        }
        let figures = &case.derived.path.figures;
        let way = words.t("ways.origin");
        for slice in &figures.countries {
            let name = slice.key.map_or_else(
                || words.t("tables.origin_unknown").into_owned(),
                |code| {
                    let named = self.pack.countries.get(code.as_str());
                    named.map_or_else(|| code.as_str().to_owned(), |it| words.text(&it.title))
                },
            );
            lines.push(part(&way, name, slice.share));
        }
        let head = [
            "ways.way",
            "take_out.name",
            "take_out.spend_share",
            "take_out.spend_share_high",
            "take_out.figure",
        ];
        Sheet {
            name: words.t("take_out.sheet_figures").into_owned(),
            head: head.iter().map(|key| words.t(key).into_owned()).collect(),
            rows: lines,
        }
    }

    /// Which names became one company, why, and what each of them came to.
    fn merge_sheet(&self, case: &Case) -> Sheet {
        let words = self.words();
        let merges = case.assessment.book.merges.iter();
        let rows = merges.flat_map(|merge| {
            let reason = words.t(&format!("ledger.because.{}", merge.because.key()));
            merge.parts.iter().map(move |part| {
                vec![
                    Value::Text(part.supplier.alias.clone()),
                    Value::Text(merge.alias.clone()),
                    Value::Text(reason.to_string()),
                    part.supplier
                        .annual_spend
                        .map_or(Value::Blank, |yen| Value::Yen(yen.get())),
                ]
            })
        });
        let head = [
            "take_out.before",
            "take_out.merged_into",
            "take_out.reason",
            "take_out.spend",
        ];
        Sheet {
            name: words.t("take_out.sheet_merges").into_owned(),
            rows: rows.collect(),
            head: head.iter().map(|key| words.t(key).into_owned()).collect(),
        }
    }

    /// The months, where the ledgers had dates.
    fn month_sheet(&self, case: &Case) -> Option<Sheet> {
        let words = self.words();
        let book = &case.assessment.book;
        let head = std::iter::once(words.t("tables.supplier").into_owned());
        let rows = book.by_month.iter().map(|of| {
            let name = of
                .name
                .clone()
                .unwrap_or_else(|| words.t("ways.month_others").into_owned());
            let yen = of.yen.iter().map(|yen| Value::Yen(yen.get()));
            std::iter::once(Value::Text(name)).chain(yen).collect()
        });
        (!book.months.is_empty()).then(|| Sheet {
            name: words.t("take_out.sheet_months").into_owned(),
            head: head.chain(book.months.iter().cloned()).collect(),
            rows: rows.collect(),
        })
    }
}

fn figure(words: Words, way: &str, key: &str, value: f64) -> Vec<Value> {
    vec![
        Value::Text(way.to_owned()),
        Value::Text(words.t(key).into_owned()),
        Value::Blank,
        Value::Blank,
        Value::Number(value),
    ]
}

fn part(way: &str, name: String, share: Interval) -> Vec<Value> {
    vec![
        Value::Text(way.to_owned()),
        Value::Text(name),
        Value::Share(share.low),
        Value::Share(share.high),
        Value::Blank,
    ]
}
