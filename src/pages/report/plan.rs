//! The plan on a sheet of its own: what was chosen, by whom, until when, at what cost, and what
//! comes of it.

use yew::prelude::*;

use super::{block, unverified};
use crate::pages::plan::{ahead, table};
use crate::state::{Case, State};

/// The sheet; nothing where nothing is planned.
pub fn sheet(state: &State, case: &Case) -> Html {
    let words = state.words();
    if case.assessment.plan.is_empty() {
        return Html::default();
    }
    let seen = case.derived.lookout.ahead(state.pack, &case.assessment);
    html! {
        <section class="report-sheet">
            <header class="report-head">
                <h2>{ words.t("plan.report") }</h2>
                <p class="small">{ unverified(state, case) }</p>
            </header>
            { block(words, "plan.chosen", table(state, case)) }
            if let Some(seen) = seen {
                { block(words, "plan.ahead", html! { <><p>{ words.t("plan.ahead_text") }</p>{ ahead::ranges(state, seen) }</> }) }
                if !seen.losses.is_empty() {
                    <section class="report-block">{ ahead::losses(state, seen) }</section>
                }
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::Action;
    use crate::state::plan::tests::{plan, pump};

    #[test]
    fn a_plan_has_a_sheet_of_the_report_and_none_has_none() {
        let mut state = pump(Language::En);
        state.update(Action::Went(Page::Report));
        assert!(!rendered(&state).contains("plan-table"));
        plan(&mut state, 0, |planned| {
            planned.role = "Purchasing".into();
            planned.due = "2027-03-31".into();
        });
        let page = rendered(&state);
        let sheet = page.split("report-sheet").nth(2).expect("a second sheet");
        for part in [
            "plan-table",
            "Purchasing",
            "31 March 2027",
            "plan-modules",
            "plan-losses",
        ] {
            assert!(sheet.contains(part), "{part}");
        }
    }
}
