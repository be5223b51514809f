//! The rough picture after the five-minute check, and where to look next.

use sonae_engine::score::{ModuleScore, Score};
use yew::prelude::*;

use super::result::{self, steps};
use crate::route::Page;
use crate::state::{Action, Case, State};
use crate::widgets::range::{Shown, range};

/// So many things to find out are named.
const FINDS: usize = 3;

/// The page.
pub fn view(state: &State, case: &Case, _act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.first") }{ " " }<span class="tag">{ words.t("tasks.rough") }</span></h1>
                if let Ok(score) = case.score(state.pack) {
                    { picture(state, case, score) }
                } else {
                    { without_industry(state) }
                }
            </main>
        </div>
    }
}

/// Without the industry nothing weighs anything yet.
fn without_industry(state: &State) -> Html {
    let words = state.words();
    html! {
        <>
            <p class="lead">{ words.t("first.no_industry") }</p>
            <div class="actions">
                <a class="button" href={Page::Profile.address()}>{ words.t("first.to_industry") }</a>
            </div>
        </>
    }
}

fn picture(state: &State, case: &Case, score: &Score) -> Html {
    let words = state.words();
    let open = case
        .derived
        .progress
        .iter()
        .find_map(|theme| theme.open.clone());
    html! {
        <>
            <p class="lead">{ words.t("first.lead") }</p>
            <div class="range-list">
                { for score.worst_first().into_iter().map(|module| range(words, &shown(state, module))) }
            </div>
            <section class="section" aria-labelledby="finds">
                <h2 id="finds">{ words.t("first.finds") }</h2>
                <p>{ words.t("first.finds_text") }</p>
                { steps::finds(state, case, FINDS) }
            </section>
            { onward(state) }
            <div class="actions">
                <a class="button button-second" href={Page::Quick(state.pack.quick_check.len()).address()}>{ words.t("action.back") }</a>
                if let Some(id) = open {
                    <a class="button" href={Page::Question(id).address()}>{ words.t("first.deepen") }</a>
                } else {
                    <a class="button" href={Page::Result.address()}>{ words.t("tasks.to_result") }</a>
                }
            </div>
        </>
    }
}

/// As on the page of the result, one heading higher.
fn shown(state: &State, score: &ModuleScore) -> Shown {
    Shown {
        heading: 2,
        ..result::module_range(state.words(), state.pack, score)
    }
}

fn onward(state: &State) -> Html {
    let words = state.words();
    let door = |page: Page, title: &str, text: &str| {
        html! {
            <li class="card">
                <h3><a class="card-link" href={page.address()}>{ words.t(title) }</a></h3>
                <p>{ words.t(text) }</p>
            </li>
        }
    };
    html! {
        <section class="section" aria-labelledby="onward">
            <h2 id="onward">{ words.t("first.onward") }</h2>
            <ul class="cards" role="list">
                { door(Page::Suppliers, "first.suppliers", "first.suppliers_text") }
                { door(Page::Tasks, "first.tasks", "first.tasks_text") }
                { door(Page::Result, "first.result", "first.result_text") }
                { door(Page::Scenarios, "title.scenarios", "first.scenarios_text") }
            </ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use crate::pages::tests::{at, in_industry, rendered};
    use crate::route::Page;

    #[test]
    fn three_rough_ranges_and_three_things_to_find_out() {
        let mut state = at(Page::First);
        let page = rendered(&state);
        assert!(page.contains("href=\"#/profile\"") && !page.contains("range-track"));
        in_industry(&mut state, "food");
        let page = rendered(&state);
        assert_eq!(page.matches("class=\"range-track\"").count(), 3);
        assert!(page.contains("rough"));
        let finds = page
            .split("class=\"finds\"")
            .nth(1)
            .and_then(|rest| rest.split("</ol>").next());
        assert_eq!(finds.map(|finds| finds.matches("<li>").count()), Some(3));
    }
}
