//! What the pages of the two tables share: the sheet, the preview of what was read, the
//! questions a table answers, and the words for weeks and rows.

mod answers;
mod preview;
mod sheet;

use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Pack, TableName};
use sonae_engine::measure::Interval;
use sonae_engine::table::Country;
use yew::prelude::*;

use crate::pages::report::tables as report;
use crate::route::Page;
use crate::state::ledger::Brought;
use crate::state::tables::field_of;
use crate::state::{Action, Case, State};
use crate::widgets::arrival::Arrival;
use crate::widgets::drop_zone::{CSV, DropZone, LEDGERS, Read};
use crate::widgets::sheet::to_cell;
use crate::words::Words;
pub use answers::answers;

/// More links than this are summed up.
const LINKS: usize = 8;

/// The heading, and the table itself or what waits to be taken into it.
pub fn entry(state: &State, case: &Case, act: &Callback<Action>, table: TableName) -> Html {
    let words = state.words();
    let definition = state.pack.tables.get(table);
    let is_empty = case.assessment.rows(table) == 0;
    let (says, accept) = match table {
        TableName::Suppliers => ("ledger.drop", LEDGERS),
        TableName::Markets => ("tables.drop", CSV),
    };
    let zone = html! {
        <DropZone {words} name={crate::state::tables::prefix(table)} {says} {accept} on_read={on_read(act, table)} />
    };
    let waiting = state.import.as_ref().filter(|import| import.table == table);
    html! {
        <>
            <div class="prose">
                <h1 tabindex="-1">{ words.text(&definition.title) }</h1>
                <p>{ words.text(&definition.intro) }</p>
            </div>
            if let Some(import) = waiting {
                <Arrival id="import" heading={preview::heading(words, import)} back={back(table)}>
                    { preview::view(state, import, is_empty, act) }
                </Arrival>
            } else {
                if table == TableName::Suppliers && is_long(case, table) {
                    <p class="screen-only"><a class="button" href={Page::Matters(None).address()}>{ words.t("title.matters") }</a></p>
                }
                { sheet::view(state, case, act, table) }
                { on_paper(state, case, table) }
                if is_empty {
                    { zone }
                } else {
                    <details class="disclosure screen-only">
                        <summary>{ words.t("tables.from_file") }</summary>
                        <div class="disclosure-body">{ zone }</div>
                    </details>
                }
            }
        </>
    }
}

/// What becomes of files with rows: a ledger is for the suppliers, a table of ours for either.
pub fn on_read(act: &Callback<Action>, table: TableName) -> Callback<Vec<Read>> {
    act.reform(move |read: Vec<Read>| match table {
        TableName::Suppliers => Action::FilesBrought(
            read.into_iter()
                .map(|one| Brought {
                    head: one.head(),
                    name: one.name,
                    bytes: one.bytes,
                })
                .collect(),
        ),
        TableName::Markets => {
            let first = read.into_iter().next();
            let text = first.as_ref().map_or_else(|| Ok(String::new()), Read::text);
            let name = first.and_then(|one| one.name);
            Action::TableRead { table, name, text }
        }
    })
}

/// Whether a table has too many rows to be printed as it stands.
fn is_long(case: &Case, table: TableName) -> bool {
    case.assessment.rows(table) > report::ROWS
}

/// What is printed of a long table: of suppliers the largest ones, and the others together.
fn on_paper(state: &State, case: &Case, table: TableName) -> Html {
    if !is_long(case, table) {
        return Html::default();
    }
    let body = match table {
        TableName::Suppliers => report::largest_suppliers(state, case),
        TableName::Markets => report::all_markets(state, case),
    };
    html! { <div class="paper-only">{ body }</div> }
}

/// Whether something that was read waits to be taken into a table; nothing else matters then.
pub fn is_waiting(state: &State, table: TableName) -> bool {
    state
        .import
        .as_ref()
        .is_some_and(|import| import.table == table)
}

/// The looks of the way on: the first button of an empty table is the one that begins it.
pub fn primary(case: &Case, table: TableName) -> &'static str {
    if case.assessment.rows(table) == 0 {
        "button button-second"
    } else {
        "button"
    }
}

/// Where the focus goes when nothing waits any more: to the button that begins a table, or to the table.
fn back(table: TableName) -> Vec<AttrValue> {
    let prefix = crate::state::tables::prefix(table);
    vec![format!("{prefix}.begin").into(), prefix.into()]
}

/// A country's name; what is not stated is said as such, and Japan is marked as not scored.
pub fn country(words: Words, pack: &Pack, country: Option<Country>) -> String {
    let Some(country) = country else {
        return words.t("tables.origin_unknown").into_owned();
    };
    let name = pack.countries.get(country.as_str());
    let name = name.map_or_else(
        || country.as_str().to_owned(),
        |name| words.text(&name.title),
    );
    if country == Country::JAPAN {
        words.with("tables.japan_aside", &[("country", name)])
    } else {
        name
    }
}

/// `3 weeks`, `4–10 weeks`, `at least 4 weeks`, `not known`.
pub fn weeks(words: Words, range: Interval) -> String {
    if range.high.is_finite() {
        words.with("tables.weeks", &[("weeks", words.range(range, 1))])
    } else if range.low > 0.0 {
        words.with(
            "tables.weeks_from",
            &[("weeks", words.number(range.low, 1))],
        )
    } else {
        words.t("tables.weeks_unknown").into_owned()
    }
}

/// The same beside a heading that names the unit: `3`, `4–10`, `4+`, `?`.
pub fn weeks_short(words: Words, range: Interval) -> String {
    if range.high.is_finite() {
        words.range(range, 1)
    } else if range.low > 0.0 {
        words.with(
            "tables.number_from",
            &[("number", words.number(range.low, 1))],
        )
    } else {
        words.t("tables.number_unknown").into_owned()
    }
}

/// A row in words: its item and supplier, or its number.
pub fn row_name(words: Words, assessment: &Assessment, row: usize) -> String {
    let supplier = assessment.suppliers.get(row);
    let (item, alias) = supplier.map_or(("", ""), |row| (row.item.as_str(), row.alias.as_str()));
    match (item, alias) {
        ("", "") => words.with("tables.row_number", &[("row", row + 1)]),
        (item, "") => item.to_owned(),
        ("", alias) => alias.to_owned(),
        (item, alias) => words.with("tables.item_of", &[("item", item), ("alias", alias)]),
    }
}

/// What a number of rows lack, with a way to the cell of each.
pub fn missing(words: Words, table: TableName, key: &str, column: &str, rows: &[usize]) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let more = rows.len().saturating_sub(LINKS);
    html! {
        <li>
            { words.count(key, rows.len()) }
            { for rows.iter().take(LINKS).map(|&row| {
                let name = words.with("tables.row_number", &[("row", row + 1)]);
                html! { <>{ " " }{ to_cell(&field_of(table, row, column), &name) }</> }
            }) }
            if more > 0 {
                { " " }{ words.with("tables.more_rows", &[("count", more)]) }
            }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::{Id, Language, TableName};

    use crate::pages::tests::{at, rendered};
    use crate::route::Page;
    use crate::state::{Action, Replacement, State};

    fn typed(state: &mut State, table: TableName, row: usize, column: &str, typed: &str) {
        state.update(Action::CellTyped {
            table,
            row,
            column: Id::from(column),
            typed: typed.into(),
        });
    }

    fn supplier(state: &mut State, row: usize, cells: &[(&str, &str)]) {
        for (column, text) in cells {
            typed(state, TableName::Suppliers, row, column, text);
        }
    }

    #[test]
    fn an_empty_table_shows_what_it_is_for_and_two_ways_to_begin() {
        for (page, heading, from_file) in [
            (
                Page::Suppliers,
                "The purchases that would hurt most",
                "Open a ledger or a table",
            ),
            (Page::Markets, "Where you sell, and how much", "Open a CSV"),
        ] {
            let shown = rendered(&at(page));
            for part in [
                heading,
                "Write the first row",
                from_file,
                "drop-zone",
                "Save an example CSV",
            ] {
                assert!(shown.contains(part), "{part}");
            }
        }
    }

    #[test]
    fn a_firm_s_tables_say_what_they_show_in_both_languages() {
        for firm in &crate::state::tests::pack().firms {
            for language in Language::ALL {
                for page in [Page::Suppliers, Page::Markets] {
                    let mut state = at(Page::Start);
                    state.update(Action::LanguageChosen(language));
                    state.update(Action::ReplacementAsked(Replacement::Firm(firm.id.clone())));
                    state.update(Action::Agreed);
                    state.update(Action::Went(page));
                    let shown = rendered(&state);
                    assert!(shown.contains("sheet-table") && shown.contains("bars-known"));
                    assert!(!shown.contains("tables.figure") && !shown.contains("NaN"));
                    assert!(shown.contains("#/question/"));
                }
            }
        }
    }

    #[test]
    fn a_cell_that_cannot_be_read_keeps_what_was_typed_and_says_why() {
        let mut state = at(Page::Suppliers);
        supplier(
            &mut state,
            0,
            &[("annual_spend", "5"), ("annual_spend", "lots")],
        );
        let shown = rendered(&state);
        assert!(shown.contains(r#"value="lots""#) && shown.contains(r#"aria-invalid="true""#));
        assert!(shown.contains(r#"id="suppliers.0.annual_spend.fault""#));
        assert!(shown.contains("1 cell could not be read"));
    }

    #[test]
    fn of_a_long_table_few_rows_are_drawn_and_the_largest_are_printed() {
        let mut state = at(Page::Suppliers);
        let rows = (1..=2000).map(|row| format!("A{row}\titem {row}\t\t\t\t{row}000"));
        let text = rows.collect::<Vec<_>>().join("\r\n");
        state.update(Action::RangePasted {
            table: TableName::Suppliers,
            row: 0,
            column: Id::from("alias"),
            text,
        });
        let shown = rendered(&state);
        assert!(
            shown.contains(r#"aria-rowcount="2001""#) && shown.contains(r#"aria-rowindex="2""#)
        );
        assert!(shown.contains("sheet-gap") && shown.contains("sheet-look"));
        assert!(shown.matches("data-row").count() < 60);
        let (_, paper) = shown.split_once("paper-only").expect("a part for paper");
        let (paper, _) = paper.split_once("</div>").expect("its end");
        assert_eq!(paper.matches("<th scope=\"row\">").count(), 30);
        assert!(paper.contains("item 2000") && !paper.contains("item 1970"));
        assert!(paper.contains("Others: 1970 rows with a yearly spend of ¥1.941 billion"));
        assert!(paper.contains("(97% of all)"));
    }

    #[test]
    fn a_table_seen_at_a_glance_is_drawn_whole_and_without_tools_to_find_rows() {
        for (rows, has_tools) in [(15, false), (16, true)] {
            let mut state = at(Page::Suppliers);
            for row in 0..rows {
                supplier(&mut state, row, &[("alias", "A")]);
            }
            let shown = rendered(&state);
            assert_eq!(shown.contains("sheet-look"), has_tools, "{rows} rows");
            assert_eq!(shown.matches("data-row").count(), rows);
            assert!(!shown.contains("sheet-gap") && !shown.contains("aria-rowcount"));
            assert!(!shown.contains("paper-only") && !shown.contains("tables.look"));
        }
    }

    #[test]
    fn a_single_point_stands_with_its_reasons_and_what_is_missing_with_its_rows() {
        let mut state = at(Page::Suppliers);
        let magnet = [
            ("alias", "A"),
            ("item", "Magnet"),
            ("category", "magnet"),
            ("country", "CN"),
            ("annual_spend", "300"),
            ("sales_dependent_pct", "40"),
            ("alternatives", "0"),
            ("stock_weeks", "3"),
            ("requal_weeks", "30"),
        ];
        supplier(&mut state, 0, &magnet);
        supplier(&mut state, 1, &[("alias", "B"), ("annual_spend", "100")]);
        let shown = rendered(&state);
        for part in [
            "Magnet (A)",
            "A single point",
            "Stock lasts 3 weeks; switching takes 30 weeks.",
            "Without it, 40% of sales stop.",
            "1 row has no country",
            "6,250",
            "China",
            "Origin not known",
        ] {
            assert!(shown.contains(part), "{part}");
        }
    }

    #[test]
    fn what_was_read_is_shown_before_it_is_taken() {
        let mut state = at(Page::Suppliers);
        state.update(Action::TableRead {
            table: TableName::Suppliers,
            name: Some("ledger.csv".into()),
            text: Ok("Supplier,Item,Spend,Colour\nA,Magnet,much,red\n".into()),
        });
        let shown = rendered(&state);
        for part in [
            "“ledger.csv” was read",
            "Rows: 1. 3 of its 4 columns",
            "Not taken",
            "Take them in",
            "much",
        ] {
            assert!(shown.contains(part), "{part}");
        }
        assert!(shown.contains("Line 2, Yearly spend (yen): "));
        assert!(!shown.contains("sheet-empty") && !shown.contains("What the table shows"));
    }

    #[test]
    fn shares_over_a_hundred_are_said() {
        let mut state = at(Page::Markets);
        for (row, country, share) in [(0, "JP", "80"), (1, "US", "40")] {
            typed(&mut state, TableName::Markets, row, "country", country);
            typed(&mut state, TableName::Markets, row, "share_pct", share);
        }
        let shown = rendered(&state);
        assert!(shown.contains("The shares add up to more than 100%"));
        assert!(shown.contains("Japan (not scored)"));
    }
}
