//! What was understood of each file, and how to have it read another way.

use sonae_engine::finding::Finding;
use sonae_engine::ledger::{Account, AmountUnit, Column, Options, Reading, Reason, Role, Skipped};
use sonae_engine::request::Readings;
use yew::prelude::*;

use crate::state::ledger::{LedgerFile, LedgerImport};
use crate::state::{Action, Shared, State};
use crate::widgets::check::check;
use crate::widgets::disclosure::Disclosure;
use crate::widgets::notice::{reasons, sentence};
use crate::widgets::select::{Entry, Select};
use crate::words::Words;

/// More lines left out than this are counted only.
const SKIPPED: usize = 60;
/// More findings than this are summed up.
const FINDINGS: usize = 20;
/// Enough values to see what a column holds.
const VALUES: usize = 3;

/// A section for each file.
pub fn files(state: &State, import: &LedgerImport, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(understood) = &import.understood else {
        return Html::default();
    };
    let both = import.files.iter().zip(&understood.each).enumerate();
    html! {
        { for both.map(|(index, (file, reading))| {
            let name = name_of(words, file);
            let drop = act.reform(move |_: MouseEvent| Action::LedgerFileDropped(index));
            let options = act.reform(move |options| Action::LedgerOptionsChosen(index, options));
            html! {
                <section class="ledger-file" aria-label={name.clone()}>
                    <div class="ledger-file-head">
                        <h3>{ &name }</h3>
                        <button type="button" class="button button-quiet button-small" onclick={drop}>
                            { words.t("ledger.drop_file") }<span class="visually-hidden">{ words.t("frame.colon") }{ &name }</span>
                        </button>
                    </div>
                    { match reading {
                        Ok(reading) => one(words, index, file, reading, understood, &options),
                        Err(findings) => refused(words, findings),
                    } }
                </section>
            }
        }) }
    }
}

/// A file's name; a pasted range has none.
fn name_of(words: Words, file: &LedgerFile) -> String {
    file.name
        .clone()
        .unwrap_or_else(|| words.t("ledger.pasted").into_owned())
}

fn refused(words: Words, findings: &[Finding]) -> Html {
    html! {
        <section class="notice" data-kind="error">
            <h4>{ words.t("ledger.refused") }</h4>
            { reasons(words, findings) }
        </section>
    }
}

fn one(
    words: Words,
    index: usize,
    file: &LedgerFile,
    reading: &Reading,
    understood: &Shared<Readings>,
    choose: &Callback<Options>,
) -> Html {
    let unsettled = !reading.columns.iter().any(|it| counts(it.role));
    html! {
        <>
            { totals(words, reading) }
            { facts(words, index, file, reading, choose) }
            { doubts(words, reading) }
            <Disclosure summary={words.t("ledger.columns").into_owned()} open={unsettled} body={folded(understood, index, {
                let (file, choose) = (file.clone(), choose.clone());
                move |reading| columns(words, index, &file, reading, &choose)
            })} />
            { accounts(words, file, reading, choose) }
            if !reading.skipped.is_empty() {
                <Disclosure summary={words.count("ledger.skipped", reading.skipped.len())} body={folded(understood, index, move |reading| skipped(words, reading))} />
            }
        </>
    }
}

/// A part of a reading that is made once somebody looks.
fn folded(
    understood: &Shared<Readings>,
    index: usize,
    make: impl Fn(&Reading) -> Html + 'static,
) -> Callback<(), Html> {
    let understood = understood.clone();
    Callback::from(move |()| {
        let reading = understood.each.get(index).and_then(|it| it.as_ref().ok());
        reading.map(&make).unwrap_or_default()
    })
}

/// The one sentence that matters: does it add up.
fn totals(words: Words, reading: &Reading) -> Html {
    let yen = |sen: sonae_engine::ledger::Sen| words.number(sen.yen(), 2);
    let arguments = [
        ("rows", words.number(f64::from(reading.rows_read), 0)),
        ("total", yen(reading.total)),
        ("sheet", reading.sheet_total.map_or_else(String::new, yen)),
    ];
    let (key, kind) = match reading.sheet_total {
        None => ("ledger.total_alone", "note"),
        Some(sheet) if sheet == reading.total => ("ledger.total_matches", "done"),
        Some(_) => ("ledger.total_differs", "caution"),
    };
    html! { <p class="ledger-total" data-kind={kind}>{ words.with(key, &arguments) }</p> }
}

/// Encoding, delimiter, sheet, unit, period, headings, lines read and left out.
fn facts(
    words: Words,
    index: usize,
    file: &LedgerFile,
    reading: &Reading,
    choose: &Callback<Options>,
) -> Html {
    let fact = |key: &str, value: Html| {
        html! { <div><dt>{ words.t(&format!("ledger.fact.{key}")) }</dt><dd>{ value }</dd></div> }
    };
    let text = |text: String| html! { { text } };
    let lines = |lines: &[u32]| {
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        lines.join(&words.t("tables.and"))
    };
    let headings = if reading.header_lines.is_empty() {
        words.t("ledger.no_headings").into_owned()
    } else {
        words.with("ledger.lines", &[("lines", lines(&reading.header_lines))])
    };
    let left_out = words.number(number(reading.skipped.len()), 0);
    html! {
        <dl class="ledger-facts">
            { fact("encoding", text(words.t(&format!("ledger.encoding.{}", reading.encoding.key())).into_owned())) }
            if let Some(delimiter) = reading.delimiter {
                { fact("delimiter", text(words.t(delimiter_key(delimiter)).into_owned())) }
            }
            if !reading.sheets.is_empty() {
                { fact("sheet", sheet(words, index, reading, choose)) }
            }
            { fact("headings", text(headings)) }
            { fact("unit", unit(words, index, file, reading, choose)) }
            if let Some(period) = &reading.period {
                { fact("period", text(words.with("ledger.period", &[("from", words.date(&period.from)), ("to", words.date(&period.to))]))) }
            }
            { fact("rows", text(words.with("ledger.rows", &[("read", words.number(f64::from(reading.rows_read), 0)), ("skipped", left_out)]))) }
            if reading.subtotals_checked > 0 {
                { fact("subtotals", text(words.with("ledger.subtotals", &[("count", reading.subtotals_checked)]))) }
            }
        </dl>
    }
}

fn delimiter_key(delimiter: char) -> &'static str {
    match delimiter {
        '\t' => "ledger.delimiter.tab",
        ';' => "ledger.delimiter.semicolon",
        '|' => "ledger.delimiter.bar",
        _ => "ledger.delimiter.comma",
    }
}

fn sheet(words: Words, index: usize, reading: &Reading, choose: &Callback<Options>) -> Html {
    let entries: Vec<Entry> = reading
        .sheets
        .iter()
        .map(|name| Entry {
            value: name.clone(),
            text: name.clone(),
            chosen: reading.sheet.as_ref() == Some(name),
        })
        .collect();
    let on_choose = choose.reform(move |sheet| Options {
        sheet: Some(sheet),
        ..Options::default()
    });
    html! { <Select class="field-input" id={format!("ledger.{index}.sheet")} label={words.t("ledger.fact.sheet").into_owned()} {entries} {on_choose} /> }
}

fn unit(
    words: Words,
    index: usize,
    file: &LedgerFile,
    reading: &Reading,
    choose: &Callback<Options>,
) -> Html {
    let entries: Vec<Entry> = AmountUnit::ALL
        .iter()
        .map(|unit| Entry {
            value: unit.key().to_owned(),
            text: words.t(&format!("ledger.unit.{}", unit.key())).into_owned(),
            chosen: reading.unit == *unit,
        })
        .collect();
    let before = file.options.clone();
    let on_choose = choose.reform(move |key: String| Options {
        unit: AmountUnit::named(&key),
        ..before.clone()
    });
    html! { <Select class="field-input" id={format!("ledger.{index}.unit")} label={words.t("ledger.fact.unit").into_owned()} {entries} {on_choose} /> }
}

/// What could not be read, or does not add up.
fn doubts(words: Words, reading: &Reading) -> Html {
    let findings = &reading.findings;
    if findings.is_empty() {
        return Html::default();
    }
    let shown = findings.get(..FINDINGS).unwrap_or(findings);
    let more = findings.len() - shown.len();
    html! {
        <section class="notice" data-kind="caution">
            <h4>{ words.count("ledger.doubts", findings.len()) }</h4>
            <ul>
                { for shown.iter().map(|finding| html! { <li>{ sentence(words, finding, "what") }{ " " }{ sentence(words, finding, "todo") }</li> }) }
            </ul>
            if more > 0 {
                <p>{ words.with("tables.import.more", &[("count", more)]) }</p>
            }
        </section>
    }
}

/// Which column is what, with its first values; each can be changed.
fn columns(
    words: Words,
    index: usize,
    file: &LedgerFile,
    reading: &Reading,
    choose: &Callback<Options>,
) -> Html {
    let by_item = file.options.by_item;
    let before = file.options.clone();
    let switch_items = choose.reform(move |by_item| Options {
        by_item,
        ..before.clone()
    });
    html! {
        <>
                <p>{ words.t("ledger.columns_text") }</p>
                <table class="table table-cards">
                    <thead><tr>
                        <th scope="col">{ words.t("ledger.column.heading") }</th>
                        <th scope="col">{ words.t("ledger.column.values") }</th>
                        <th scope="col">{ words.t("ledger.column.role") }</th>
                    </tr></thead>
                    <tbody>
                        { for reading.columns.iter().enumerate().map(|(at, column)| {
                            let heading = heading(words, at, column);
                            html! {
                                <tr>
                                    <th scope="row">{ &heading }</th>
                                    <td data-label={words.t("ledger.column.values").into_owned()}>{ values(words, reading, at) }</td>
                                    <td data-label={words.t("ledger.column.role").into_owned()}>{ role(words, (index, at), &heading, column, file, choose) }</td>
                                </tr>
                            }
                        }) }
                    </tbody>
                </table>
                { check(&words.t("ledger.by_item"), by_item, &switch_items) }
        </>
    }
}

/// Whether a column gives amounts.
fn counts(role: Role) -> bool {
    matches!(
        role,
        Role::Amount | Role::Debit | Role::Credit | Role::Month
    )
}

fn heading(words: Words, at: usize, column: &Column) -> String {
    if column.heading.is_empty() {
        words.with("ledger.column.number", &[("number", at + 1)])
    } else {
        column.heading.clone()
    }
}

/// The first different values of a column.
fn values(words: Words, reading: &Reading, at: usize) -> String {
    let mut values: Vec<&str> = Vec::new();
    for value in reading.sample.iter().filter_map(|row| row.get(at)) {
        if !value.is_empty() && !values.contains(&value.as_str()) && values.len() < VALUES {
            values.push(value);
        }
    }
    values.join(&words.t("ledger.column.between"))
}

fn role(
    words: Words,
    (index, at): (usize, usize),
    heading: &str,
    column: &Column,
    file: &LedgerFile,
    choose: &Callback<Options>,
) -> Html {
    let entries: Vec<Entry> = Role::ALL
        .iter()
        .map(|role| Entry {
            value: role.key().to_owned(),
            text: words.t(&format!("ledger.role.{}", role.key())).into_owned(),
            chosen: *role == column.role,
        })
        .collect();
    let before = file.options.clone();
    let on_choose = choose.reform(move |key: String| {
        let mut options = before.clone();
        if let Some(role) = Role::named(&key) {
            options.roles.insert(at, role);
        }
        options
    });
    let label = words.with("ledger.column.role_of", &[("heading", heading)]);
    html! { <Select class="field-input" id={format!("ledger.{index}.role.{at}")} {label} {entries} {on_choose} /> }
}

/// Which accounts count as purchases, where the ledger names accounts.
fn accounts(
    words: Words,
    file: &LedgerFile,
    reading: &Reading,
    choose: &Callback<Options>,
) -> Html {
    if reading.accounts.is_empty() {
        return Html::default();
    }
    html! {
        <details class="disclosure" open=true>
            <summary>{ words.t("ledger.accounts") }</summary>
            <div class="disclosure-body">
                <p>{ words.t("ledger.accounts_text") }</p>
                <ul class="ledger-accounts" role="list">
                    { for reading.accounts.iter().map(|one| html! { <li>{ account(words, one, file, reading, choose) }</li> }) }
                </ul>
            </div>
        </details>
    }
}

fn account(
    words: Words,
    one: &Account,
    file: &LedgerFile,
    reading: &Reading,
    choose: &Callback<Options>,
) -> Html {
    let counted: std::collections::BTreeSet<String> = reading
        .accounts
        .iter()
        .filter(|it| it.counted)
        .map(|it| it.name.clone())
        .collect();
    let (name, before) = (one.name.clone(), file.options.clone());
    let on_switch = choose.reform(move |ticked: bool| {
        let mut counted = counted.clone();
        if ticked {
            counted.insert(name.clone());
        } else {
            counted.remove(&name);
        }
        Options {
            accounts: Some(counted),
            ..before.clone()
        }
    });
    let yen = words.yen(one.total.yen());
    let text = words.with("ledger.account", &[("name", &one.name), ("yen", &yen)]);
    check(&text, one.counted, &on_switch)
}

/// The lines that are none of the rows, by reason, each with its text.
fn skipped(words: Words, reading: &Reading) -> Html {
    let of = |reason: Reason| reading.skipped.iter().filter(move |it| it.reason == reason);
    let groups = Reason::ALL
        .iter()
        .map(|reason| (*reason, of(*reason).collect::<Vec<&Skipped>>()))
        .filter(|(_, lines)| !lines.is_empty());
    html! {
        <>
                { for groups.map(|(reason, lines)| {
                    let more = lines.len().saturating_sub(SKIPPED);
                    html! {
                        <>
                            <h4>{ words.with(&format!("ledger.reason.{}", reason.key()), &[("count", lines.len())]) }</h4>
                            <ul class="ledger-lines">
                                { for lines.iter().take(SKIPPED).map(|it| html! {
                                    <li>{ words.with("ledger.line", &[("line", it.line)]) }if !it.text.is_empty() { { words.t("frame.colon") }{ &it.text } }</li>
                                }) }
                            </ul>
                            if more > 0 {
                                <p>{ words.with("tables.import.more", &[("count", more)]) }</p>
                            }
                        </>
                    }
                }) }
        </>
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of lines")]
fn number(count: usize) -> f64 {
    count as f64
}
