//! One question of the full questionnaires.

use sonae_engine::content::Id;
use yew::prelude::*;

use super::answer::Asking;
use super::{asked, side};
use crate::route::Page;
use crate::state::{Action, Case, Progress, State};
use crate::widgets::progress;
use crate::words::Words;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>, id: &Id) -> Html {
    let words = state.words();
    let in_module = state.pack.module_of(id.as_str());
    let (Some(step), Some(_)) = (case.derived.path.step(id.as_str()), in_module) else {
        return elsewhere(state, id);
    };
    let asked = step.is_asked();
    let back = case
        .derived
        .neighbour(id, false)
        .cloned()
        .map_or(Page::Tasks, Page::Question);
    let after = if asked {
        case.derived.neighbour(id, true)
    } else {
        case.derived.asked_after(id)
    };
    let (last, last_label) = if case.is_part() {
        (Page::Tasks, "parts.to_end")
    } else {
        (Page::Check, "question.to_check")
    };
    let next_label = if after.is_some() {
        "action.next"
    } else {
        last_label
    };
    if let Some(way) = state.on_the_way() {
        return asked::question(state, case, act, step, way);
    }
    let asking = Asking {
        state,
        case,
        act,
        step,
        rough: false,
        back: if asked { back } else { Page::Tasks },
        next: after.cloned().map_or(last, Page::Question),
        next_label: words.t(next_label).into_owned(),
    };
    let head = case
        .derived
        .progress_at(id)
        .map_or_else(Html::default, |progress| stand(words, progress, id));
    html! {
        <div class="page page-with-side">
            { side::side(state, case, &state.page.address()) }
            { asking.view(head) }
        </div>
    }
}

/// `Switching · 2 of 4 · about 4 minutes left`.
fn stand(words: Words, progress: &Progress, id: &Id) -> Html {
    let all = progress.questions.len();
    let number = progress
        .questions
        .iter()
        .position(|one| one == id)
        .map_or(all, |index| index + 1);
    let title = words.text(&progress.theme.title);
    let left = if progress.minutes_left == 0 {
        words.t("question.all_answered").into_owned()
    } else {
        words.count("question.minutes_left", progress.minutes_left)
    };
    let arguments = [
        ("number", number.to_string()),
        ("all", all.to_string()),
        ("left", left),
    ];
    let label = words.with("question.progress_of", &[("theme", &title)]);
    progress::line(
        &title,
        &words.with("question.stand", &arguments),
        number,
        all,
        &label,
    )
}

/// A question of the profile stands on its own page; one that nobody knows stands nowhere.
fn elsewhere(state: &State, id: &Id) -> Html {
    let words = state.words();
    let (key, page) = if state.pack.question(id.as_str()).is_some() {
        ("question.in_profile", Page::Profile)
    } else {
        ("question.unheard_of", Page::Tasks)
    };
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.question") }</h1>
                <p>{ words.t(key) }</p>
                <div class="actions"><a class="button" href={page.address()}>{ words.t(page.title()) }</a></div>
            </main>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Edit, Given, Rows};
    use sonae_engine::content::Id;
    use sonae_engine::measure::Unit;
    use sonae_engine::suppliers::Supplier;

    use crate::pages::tests::{answered, at, in_industry, profiled, rendered};
    use crate::route::Page;
    use crate::state::{Action, State};

    fn asked(id: &str) -> State {
        let mut state = at(Page::Question(Id::from(id)));
        in_industry(&mut state, "machinery");
        state
    }

    fn with_table(id: &str) -> State {
        let mut state = asked(id);
        let row = |alias: &str, yen: f64| Supplier {
            alias: alias.into(),
            annual_spend: Unit::Yen.number(yen),
            ..Supplier::default()
        };
        let rows = Rows::Suppliers(vec![row("P-01", 3e6), row("P-02", 1e6)]);
        state.update(Action::Edited(Edit::RowsAdded(rows)));
        state
    }

    #[test]
    fn options_stand_with_their_keys_and_dont_know_set_apart() {
        let page = rendered(&asked("tech.secret_marking"));
        assert!(page.contains("aria-keyshortcuts=\"1\""));
        assert!(page.contains("choice-unknown"));
        assert!(page.contains("aria-keyshortcuts=\"0\""));
        assert!(page.contains("aria-current=\"page\""));
    }

    #[test]
    fn a_quick_answer_waits_to_be_confirmed() {
        let id = "tech.secret_marking";
        let mut state = asked(id);
        let given = || Given::Choice(Id::from("both"));
        answered(&mut state, id, given(), true);
        assert!(rendered(&state).contains("Confirm as it is"));
        state.update(Action::Edited(Edit::Confirmed(Id::from(id))));
        assert!(!rendered(&state).contains("Confirm as it is"));
    }

    #[test]
    fn what_the_table_says_stands_first_and_can_be_answered_otherwise() {
        let id = "supplier.top1_spend_share";
        let mut state = with_table(id);
        let page = rendered(&state);
        assert!(page.contains("From your table: 75%"));
        assert!(page.contains("#/suppliers"));
        assert!(page.contains("Answer otherwise"));
        let given = Unit::Percent
            .number(40.0)
            .map(Given::Number)
            .expect("a share");
        answered(&mut state, id, given, false);
        let page = rendered(&state);
        assert!(page.contains("Your table says: 75%"));
        assert!(page.contains("Use the table again"));
        state.update(Action::Edited(Edit::Cleared(Id::from(id))));
        assert!(rendered(&state).contains("From your table: 75%"));
    }

    #[test]
    fn a_question_says_what_decides_whether_it_is_needed() {
        let mut state = asked("coercion.overseas_assets");
        let page = rendered(&state);
        assert!(page.contains("You may not need this question"));
        assert!(page.contains("href=\"#/profile\""));
        profiled(&mut state, "profile.has_overseas_base", "no");
        let page = rendered(&state);
        assert!(page.contains("You do not need this question"));
        assert!(!page.contains("choice-option"));
        profiled(&mut state, "profile.has_overseas_base", "yes");
        let page = rendered(&state);
        assert!(!page.contains("You may not need") && page.contains("choice-option"));
    }

    #[test]
    fn a_source_past_its_day_is_grey_and_says_its_age() {
        let mut state = asked("supplier.top1_spend_share");
        assert!(!rendered(&state).contains("data-age=\"stale\""));
        state.today = "2031-01-01".into();
        let page = rendered(&state);
        assert!(page.contains("data-age=\"stale\""));
        assert!(page.contains("months ago"));
    }

    #[test]
    fn an_address_without_a_question_leads_on() {
        assert!(rendered(&asked("nothing.such")).contains("href=\"#/tasks\""));
        assert!(rendered(&asked("profile.cash")).contains("href=\"#/profile\""));
    }
}
