//! What to do: chosen from all that may be done, with who, when and cost, and what comes of it.

pub(super) mod ahead;
mod budget;
mod chosen;
mod details;
mod offers;
mod take_out;

pub(super) use chosen::table;

use yew::prelude::*;

use super::result;
use crate::route::Page;
use crate::state::{Action, Case, State};
use crate::words::Words;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    if case.score(state.pack).is_err() {
        return result::industry_missing(words, "title.plan", "plan.industry_missing");
    }
    let planned = !case.assessment.plan.is_empty();
    let offers = case.offers(state.pack);
    html! {
        <div class="page page-wide">
            <main class="page-main plan" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.plan") }</h1>
                    <p class="screen-only">{ words.t("plan.lead") }</p>
                </div>
                if offers.is_empty() {
                    { nothing_to_do(words) }
                } else {
                    { chosen::chosen(state, case, act) }
                    { ahead::section(state, case) }
                    { offers::offers(state, case, act) }
                    { budget::budget(state, case, act) }
                    if planned { { take_out::take_out(state, case, act) } }
                }
                <div class="actions">
                    <a class="button button-second" href={Page::Result.address()}>{ words.t("plan.to_result") }</a>
                    <a class="button" href={Page::Report.address()}>{ words.t("result.report") }</a>
                </div>
            </main>
        </div>
    }
}

fn nothing_to_do(words: Words) -> Html {
    html! {
        <section class="notice" data-kind="note">
            <h2>{ words.t("plan.nothing_to_do.heading") }</h2>
            <p>{ words.t("plan.nothing_to_do.text") }</p>
            <div class="notice-actions">
                <a class="button button-second button-small" href={Page::Tasks.address()}>{ words.t("plan.to_tasks") }</a>
                <a class="button button-quiet button-small" href={Page::Suppliers.address()}>{ words.t("tasks.suppliers") }</a>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Edit, Status};
    use sonae_engine::content::Language;
    use sonae_engine::measure::Unit;

    use crate::pages::tests::{at, in_industry, rendered};
    use crate::route::Page;
    use crate::state::Action;
    use crate::state::plan::Told;
    use crate::state::plan::tests::{case, plan, pump};

    #[test]
    fn without_an_industry_the_page_leads_to_it() {
        let page = rendered(&at(Page::Plan));
        assert!(page.contains("Choose your industry to see what can be done"));
        assert!(page.contains("#/profile"));
    }

    #[test]
    fn with_nothing_answered_the_page_says_how_to_get_there() {
        let mut state = at(Page::Plan);
        in_industry(&mut state, "food");
        let page = rendered(&state);
        assert!(page.contains("Nothing follows from your answers"), "{page}");
        assert!(page.contains("#/tasks") && !page.contains("plan-offer"));
    }

    #[test]
    fn a_firm_sees_all_that_may_be_done_each_on_a_line_and_nothing_planned() {
        let state = pump(Language::En);
        let page = rendered(&state);
        let offers = case(&state).offers(state.pack).len();
        assert_eq!(page.matches("class=\"plan-offer\"").count(), offers);
        assert!(page.contains("Nothing yet.") && !page.contains("plan-item"));
        // What removes a condition stands first.
        let first = page.split("class=\"plan-offer\"").nth(1).expect("a line");
        assert!(first.contains("removes a condition"), "{first}");
    }

    #[test]
    fn what_is_chosen_has_its_fields_and_its_ranges_ahead() {
        let mut state = pump(Language::En);
        plan(&mut state, 0, |planned| {
            planned.role = "Purchasing".into();
            planned.due = "2027-03-31".into();
            planned.cost_yen = Unit::YenFromZero.number(300_000.0);
            planned.hours = Unit::Count.number(16.0);
            planned.status = Status::Doing;
        });
        let page = rendered(&state);
        assert_eq!(page.matches("class=\"plan-item\"").count(), 1);
        for part in [
            "value=\"Purchasing\"",
            "value=\"2027-03-31\"",
            "value=\"300,000\"",
            "= ¥300,000",
            "value=\"16\"",
            "No longer holds:",
            "Supplier concentration goes from",
        ] {
            assert!(page.contains(part), "{part}");
        }
        let ahead = case(&state)
            .derived
            .lookout
            .ahead(state.pack, &case(&state).assessment);
        let ahead = ahead.expect("a score");
        for (_, before, after) in ahead.modules() {
            for score in [before, after] {
                assert!(page.contains(&state.words().score(score)));
            }
        }
    }

    #[test]
    fn a_budget_says_what_it_picks_and_what_comes_of_it() {
        let mut state = pump(Language::En);
        for index in 0..3 {
            plan(&mut state, index, |planned| {
                planned.cost_yen = Unit::YenFromZero.number(1e6);
            });
        }
        let set = |yen| Action::Plan(Told::BudgetSet(Unit::YenFromZero.number(yen)));
        state.update(set(1.5e6));
        let page = rendered(&state);
        assert!(page.contains("Within ¥1.5 million: "), "{page}");
        assert!(page.contains("Put this set on the plan") || page.contains("on the plan"));
        state.update(set(10.0));
        assert!(rendered(&state).contains("Nothing within ¥10 changes the result."));
    }

    #[test]
    fn the_text_to_hand_in_stands_on_the_page_as_it_is_saved() {
        let mut state = pump(Language::Ja);
        plan(&mut state, 0, |planned| planned.due = "2027-03-31".into());
        let page = rendered(&state);
        assert!(page.contains("5. 推進体制・期限") && page.contains("2027年3月31日まで"));
        state.update(Action::Plan(Told::Copied(true)));
        assert!(rendered(&state).contains("コピーしました。"));
    }

    #[test]
    fn no_key_shows_itself_in_either_language() {
        for language in Language::ALL {
            let mut state = pump(language);
            for index in [0, 5, 20] {
                plan(&mut state, index, |planned| {
                    planned.cost_yen = Unit::YenFromZero.number(2e6);
                });
            }
            state.update(Action::Plan(Told::BudgetSet(Unit::YenFromZero.number(3e6))));
            state.update(Action::Edited(Edit::RunDropped(0)));
            let page = rendered(&state);
            let texts = page.replace("plan-", "").replace("id=\"plan.", "");
            for lost in [">plan.", "result.", "said.", "%{", "NaN", "scn."] {
                let found = texts.find(lost);
                let around = found.map(|at| texts.get(at.saturating_sub(60)..at + 60));
                // Ids of fields hold the ids of what they are about.
                assert!(found.is_none() || lost == "scn.", "{lost}: {around:?}");
            }
        }
    }
}
