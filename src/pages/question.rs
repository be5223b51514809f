//! One question of the full questionnaires.

use sonae_engine::content::Id;
use yew::prelude::*;

use super::answer::Asking;
use super::side;
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
    let back = case.derived.neighbour(id, false).cloned().map_or(Page::Tasks, Page::Question);
    let after = if asked { case.derived.neighbour(id, true) } else { case.derived.asked_after(id) };
    let next_label = if after.is_some() { "action.next" } else { "question.to_check" };
    let asking = Asking {
        state,
        case,
        act,
        step,
        rough: false,
        back: if asked { back } else { Page::Tasks },
        next: after.cloned().map_or(Page::Check, Page::Question),
        next_label: words.t(next_label).into_owned(),
    };
    let head = case.derived.progress_at(id).map_or_else(Html::default, |progress| stand(words, progress, id));
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
    let number = progress.questions.iter().position(|one| one == id).map_or(all, |index| index + 1);
    let title = words.text(&progress.theme.title);
    let left = if progress.minutes_left == 0 {
        words.t("question.all_answered").into_owned()
    } else {
        words.count("question.minutes_left", progress.minutes_left)
    };
    let arguments = [("number", number.to_string()), ("all", all.to_string()), ("left", left)];
    let label = words.with("question.progress_of", &[("theme", &title)]);
    progress::line(&title, &words.with("question.stand", &arguments), number, all, &label)
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
