//! A question of the five-minute check: what is answered here is an estimate to be confirmed.

use yew::prelude::*;

use super::answer::Asking;
use crate::route::Page;
use crate::state::{Action, Case, State, quick_minutes};
use crate::widgets::progress;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>, number: usize) -> Html {
    let words = state.words();
    let all = state.pack.quick_check.len();
    let asked = number
        .checked_sub(1)
        .and_then(|index| state.pack.quick_check.get(index));
    let Some(step) = asked.and_then(|id| case.derived.path.step(id.as_str())) else {
        return beyond(state);
    };
    let last = number == all;
    let arguments = [
        ("number", number.to_string()),
        ("all", all.to_string()),
        (
            "left",
            words.count("question.minutes_left", quick_minutes(all + 1 - number)),
        ),
    ];
    let title = words.t("title.quick");
    let stand = words.with("question.stand", &arguments);
    let head = progress::line(
        &title,
        &stand,
        number,
        all,
        &words.with("question.progress_of", &[("theme", &title)]),
    );
    let asking = Asking {
        state,
        case,
        act,
        step,
        rough: true,
        back: if number == 1 {
            Page::Profile
        } else {
            Page::Quick(number - 1)
        },
        next: if last {
            Page::First
        } else {
            Page::Quick(number + 1)
        },
        next_label: words
            .t(if last {
                "question.to_first"
            } else {
                "action.next"
            })
            .into_owned(),
    };
    html! { <div class="page">{ asking.view(head) }</div> }
}

/// There is no question with this number.
fn beyond(state: &State) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.quick") }</h1>
                <p>{ words.t("question.unheard_of") }</p>
                <div class="actions"><a class="button" href={Page::Quick(1).address()}>{ words.t("question.first_of_quick") }</a></div>
            </main>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use crate::pages::tests::{at, in_industry, rendered};
    use crate::route::Page;

    #[test]
    fn twelve_questions_lead_from_the_profile_to_the_first_picture() {
        let mut state = at(Page::Quick(1));
        in_industry(&mut state, "food");
        let page = rendered(&state);
        assert!(page.contains("1 of 12"));
        assert!(page.contains("href=\"#/profile\""));
        let last = at(Page::Quick(12));
        let page = rendered(&last);
        assert!(page.contains("href=\"#/quick/11\""));
        assert!(page.contains("See the first picture"));
        assert!(rendered(&at(Page::Quick(13))).contains("href=\"#/quick/1\""));
    }
}
