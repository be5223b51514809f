//! From many purchases to the few that stop sales: a list of candidates to choose from, then for
//! each one chosen only what no ledger can know.

mod one;
mod others;

use std::collections::BTreeSet;

use sonae_engine::suppliers::{Candidate, CandidateOptions, candidates};
use yew::prelude::*;

use super::tables::row_name;
use crate::route::Page;
use crate::state::{Action, Case, State};
use crate::widgets::check::check;
use crate::words::Words;

/// More candidates than this are not listed; the table holds them all.
const LISTED: usize = 40;

/// The list, one of those chosen (from 1), or what remains behind the last.
pub fn view(state: &State, case: &Case, act: &Callback<Action>, number: Option<usize>) -> Html {
    let chosen = state.chosen_rows(case);
    let body = match number.map(|number| (number, chosen.iter().nth(number.saturating_sub(1)))) {
        None => list(state, case, act, &chosen),
        Some((number, Some(&row))) => one::view(state, case, act, (number, row), chosen.len()),
        Some((_, None)) => others::view(state, case, act, &chosen),
    };
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">{ body }</main>
        </div>
    }
}

fn list(state: &State, case: &Case, act: &Callback<Action>, chosen: &BTreeSet<usize>) -> Html {
    let words = state.words();
    let rows = &case.assessment.suppliers;
    let candidates = candidates(
        rows,
        CandidateOptions {
            least: LISTED,
            most: LISTED,
            ..CandidateOptions::default()
        },
    );
    let heading = html! { <h1 tabindex="-1">{ words.t("title.matters") }</h1> };
    if candidates.is_empty() {
        return html! {
            <>
                { heading }
                <p>{ words.t("matters.none") }</p>
                <div class="actions"><a class="button" href={Page::Suppliers.address()}>{ words.t("ledger.to_table") }</a></div>
            </>
        };
    }
    let go_on = if chosen.is_empty() {
        html! { <p class="soft">{ words.t("matters.choose_one") }</p> }
    } else {
        html! { <a class="button" href={Page::Matters(Some(1)).address()}>{ words.count("matters.go_on", chosen.len()) }</a> }
    };
    html! {
        <>
            <div class="prose">
                { heading }
                <p>{ words.with("matters.lead", &[("rows", rows.len())]) }</p>
            </div>
            <p role="status">{ words.count("matters.chosen", chosen.len()) }</p>
            <ul class="matters" role="list">
                { for candidates.iter().map(|one| candidate(words, case, act, one, chosen)) }
            </ul>
            if rows.len() > candidates.len() {
                <p class="small soft">{ words.with("matters.more", &[("count", rows.len() - candidates.len())]) }</p>
            }
            <div class="actions">
                <a class="button button-second" href={Page::Suppliers.address()}>{ words.t("ledger.to_table") }</a>
                { go_on }
            </div>
        </>
    }
}

fn candidate(
    words: Words,
    case: &Case,
    act: &Callback<Action>,
    one: &Candidate,
    chosen: &BTreeSet<usize>,
) -> Html {
    let row = one.row;
    let reasons: Vec<String> = one
        .reasons
        .iter()
        .map(|why| words.t(&format!("matters.why.{}", why.key())).into_owned())
        .collect();
    let switch = act.reform(move |ticked| Action::MatterSwitched(row, ticked));
    html! {
        <li key={row}>
            { check(&row_name(words, &case.assessment, row), chosen.contains(&row), &switch) }
            <span class="matters-spend">{ spend(words, case, row) }</span>
            <span class="small soft">{ reasons.join(&words.t("tables.and")) }</span>
        </li>
    }
}

/// What is spent on a row a year.
fn spend(words: Words, case: &Case, row: usize) -> String {
    let spend = case
        .assessment
        .suppliers
        .get(row)
        .and_then(|row| row.annual_spend);
    spend.map_or_else(
        || words.t("tables.no_spend").into_owned(),
        |yen| words.yen(yen.get()),
    )
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::{Id, TableName};

    use crate::pages::tests::{at, rendered};
    use crate::route::Page;
    use crate::state::{Action, State};

    fn typed(state: &mut State, row: usize, column: &str, typed: &str) {
        state.update(Action::CellTyped {
            table: TableName::Suppliers,
            row,
            column: Id::from(column),
            typed: typed.into(),
        });
    }

    fn with_rows(count: usize) -> State {
        let mut state = at(Page::Matters(None));
        for row in 0..count {
            typed(&mut state, row, "alias", &format!("S-{row:03}"));
            typed(
                &mut state,
                row,
                "annual_spend",
                &(1_000_000 - row).to_string(),
            );
        }
        state
    }

    #[test]
    fn an_empty_table_sends_back_to_where_rows_come_from() {
        let shown = rendered(&at(Page::Matters(None)));
        assert!(shown.contains("#/suppliers") && !shown.contains("matters."));
    }

    #[test]
    fn eight_to_twenty_rows_are_proposed_and_each_can_be_switched() {
        let mut state = with_rows(60);
        let proposed = |state: &State| rendered(state).matches("checked").count();
        let before = proposed(&state);
        assert!((8..=20).contains(&before), "{before}");
        let first = state
            .case
            .as_ref()
            .map(|case| state.chosen_rows(case))
            .and_then(|rows| rows.first().copied())
            .expect("a proposal");
        state.update(Action::MatterSwitched(first, false));
        assert_eq!(proposed(&state), before - 1);
    }

    #[test]
    fn each_one_chosen_is_asked_what_no_ledger_knows() {
        let mut state = with_rows(9);
        state.update(Action::Went(Page::Matters(Some(1))));
        let shown = rendered(&state);
        for part in [
            "Share of sales that stops without it",
            "Alternative sources",
            "Stock (weeks)",
            "Weeks to switch",
            "1 of ",
        ] {
            assert!(shown.contains(part), "{part}");
        }
    }

    #[test]
    fn the_others_can_be_said_to_stop_nothing_and_that_can_be_undone() {
        let mut state = with_rows(30);
        state.update(Action::Went(Page::Matters(Some(99))));
        let open = |state: &State| {
            let case = state.case.as_ref().expect("a case");
            let rows = case.assessment.suppliers.iter();
            rows.filter(|row| row.sales_dependent_pct.is_none()).count()
        };
        let chosen = state
            .case
            .as_ref()
            .map(|case| state.chosen_rows(case).len())
            .expect("a case");
        state.update(Action::OthersStopNothing);
        assert_eq!(open(&state), chosen);
        state.update(Action::Undone);
        assert_eq!(open(&state), 30);
    }
}
