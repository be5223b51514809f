//! All parts of the assessment, how far each is, and how long the rest takes.

use sonae_engine::assessment::{Edit, Part};
use sonae_engine::content::Module;
use yew::prelude::*;

use super::side::{key, says};
use crate::route::Page;
use crate::state::{Action, Case, Progress, Stage, State};
use crate::widgets::field::{self, Field};
use crate::widgets::progress;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    if let Some(part) = &case.assessment.part {
        return part_of(state, case, act, part);
    }
    let themes = &case.derived.progress;
    let done = themes
        .iter()
        .filter(|theme| theme.stage() == Stage::Done)
        .count();
    let minutes: usize = themes.iter().map(|theme| theme.minutes_left).sum();
    let open = themes.iter().find_map(|theme| theme.open.clone());
    let rest = if minutes == 0 {
        words.t("tasks.nothing_left").into_owned()
    } else {
        words.count("tasks.minutes_left", minutes)
    };
    let strong = words.with("tasks.done", &[("done", done), ("all", themes.len())]);
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.tasks") }</h1>
                <p>{ words.t("tasks.lead") }</p>
                { progress::line(&strong, &rest, done, themes.len(), &words.t("tasks.progress")) }
                { estimates(state, case) }
                <div class="task-list">
                    { firm(state, case) }
                    { for state.pack.modules.iter().map(|module| one(state, case, module)) }
                    { end(state, case) }
                </div>
                <div class="actions">
                    if let Some(id) = open {
                        <a class="button button-second" href={Page::Result.address()}>{ words.t("tasks.to_result") }</a>
                        <a class="button" href={Page::Question(id).address()}>{ words.t("tasks.go_on") }</a>
                    } else {
                        <a class="button" href={Page::Result.address()}>{ words.t("tasks.to_result") }</a>
                    }
                </div>
            </main>
        </div>
    }
}

/// A part that a colleague sent: what is asked in it, who answers, and the way back.
fn part_of(state: &State, case: &Case, act: &Callback<Action>, part: &Part) -> Html {
    let words = state.words();
    let themes = &case.derived.progress;
    let settled: usize = themes.iter().map(|theme| theme.settled).sum();
    let all: usize = themes.iter().map(|theme| theme.questions.len()).sum();
    let strong = words.with("parts.answered", &[("done", settled), ("all", all)]);
    let open = themes.iter().find_map(|theme| theme.open.clone());
    let by = Field {
        id: "part-by".into(),
        label: words.t("parts.by").into_owned(),
        hint: Some(words.t("parts.by_hint").into_owned()),
        value: part.by.clone(),
        ..Field::default()
    };
    let signed = act.reform(|by: String| Action::Edited(Edit::PartSigned(by.trim().to_owned())));
    let save = act.reform(|_: MouseEvent| Action::SaveAsked);
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("parts.yours") }</h1>
                <p class="lead">{ words.t("parts.yours_text") }</p>
                { progress::line(&strong, "", settled, all, &words.t("tasks.progress")) }
                <div class="task-list">
                    { for state.pack.modules.iter().map(|module| {
                        let own = || themes.iter().filter(|theme| theme.module.id == module.id);
                        if own().next().is_none() {
                            return Html::default();
                        }
                        let id = format!("module-{}", module.id);
                        html! {
                            <section class="task-list-module" aria-labelledby={id.clone()}>
                                <h2 {id}>{ words.text(&module.title) }</h2>
                                <ul class="task-list-items" role="list">{ for own().map(|theme| self::theme(state, theme)) }</ul>
                            </section>
                        }
                    }) }
                </div>
                <section class="section" aria-labelledby="give-back">
                    <h2 id="give-back">{ words.t("parts.give_back") }</h2>
                    <p>{ words.t("parts.give_back_text") }</p>
                    <div class="field">{ field::text(&by, &[], &signed) }</div>
                    <div><button type="button" class="button button-second" onclick={save}>{ words.t("action.save") }</button></div>
                </section>
                if let Some(id) = open {
                    <div class="actions"><a class="button" href={Page::Question(id).address()}>{ words.t("tasks.go_on") }</a></div>
                }
            </main>
        </div>
    }
}

/// How many answers of colleagues wait.
fn came_back(state: &State, case: &Case) -> String {
    match case.assessment.returned.len() {
        0 => String::new(),
        count => state.words().count("parts.waiting", count),
    }
}

/// How many quick answers wait to be confirmed.
fn estimates(state: &State, case: &Case) -> Html {
    let words = state.words();
    let waiting: usize = case
        .derived
        .progress
        .iter()
        .map(|theme| theme.estimates)
        .sum();
    if waiting == 0 {
        return Html::default();
    }
    html! { <p><span class="tag">{ words.t("tasks.rough") }</span>{ " " }{ words.count("tasks.estimates_wait", waiting) }</p> }
}

fn firm(state: &State, case: &Case) -> Html {
    let words = state.words();
    let stage = case.derived.quick(state.pack);
    // Half-way through, the check goes on where it was left.
    let number = case
        .derived
        .quick_open(state.pack)
        .map_or(1, |index| index + 1);
    html! {
        <section class="task-list-module" aria-labelledby="firm">
            <h2 id="firm">{ words.t("tasks.firm") }</h2>
            <ul class="task-list-items" role="list">
                { line(state, words.t("title.profile").into_owned(), &Page::Profile, String::new(), Some(case.derived.profile)) }
                { line(state, words.t("title.quick").into_owned(), &Page::Quick(number), String::new(), Some(stage)) }
                { line(state, words.t("title.first").into_owned(), &Page::First, String::new(), None) }
            </ul>
        </section>
    }
}

fn one(state: &State, case: &Case, module: &Module) -> Html {
    let words = state.words();
    let table = match module.id.as_str() {
        "supplier" => Some((
            Page::Suppliers,
            "tasks.suppliers",
            case.derived.suppliers,
            case.assessment.suppliers.len(),
        )),
        "coercion" => Some((
            Page::Markets,
            "tasks.markets",
            case.derived.markets,
            case.assessment.markets.len(),
        )),
        _ => None,
    };
    let id = format!("module-{}", module.id);
    html! {
        <section class="task-list-module" aria-labelledby={id.clone()}>
            <h2 {id}>{ words.text(&module.title) }</h2>
            <p class="soft">{ words.text(&module.intro) }</p>
            <ul class="task-list-items" role="list">
                if let Some((page, name, stage, rows)) = table {
                    { line(state, words.t(name).into_owned(), &page, rows_of(state, rows), Some(stage)) }
                }
                { for case.derived.progress.iter().filter(|theme| theme.module.id == module.id).map(|theme| self::theme(state, theme)) }
            </ul>
        </section>
    }
}

fn rows_of(state: &State, rows: usize) -> String {
    if rows == 0 {
        String::new()
    } else {
        state.words().count("tasks.rows", rows)
    }
}

fn theme(state: &State, theme: &Progress) -> Html {
    let words = state.words();
    let Some(start) = theme.start() else {
        return Html::default();
    };
    let left =
        (theme.minutes_left > 0).then(|| words.count("question.minutes_left", theme.minutes_left));
    let rough = (theme.estimates > 0).then(|| words.count("tasks.estimates", theme.estimates));
    let parts: Vec<String> = rough.into_iter().chain(left).collect();
    let time = parts.join(&words.t("tasks.dot"));
    line(
        state,
        words.text(&theme.theme.title),
        &Page::Question(start.clone()),
        time,
        Some(theme.stage()),
    )
}

fn end(state: &State, case: &Case) -> Html {
    let words = state.words();
    let unlike = case.contradictions(state.pack).len();
    let flags = case
        .assessment
        .answers
        .values()
        .filter(|answer| answer.flag)
        .count();
    let counted = [("tasks.flags", flags), ("tasks.contradictions", unlike)];
    let counted = counted
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| words.count(key, count));
    let says = counted.collect::<Vec<_>>().join(&words.t("tasks.dot"));
    let planned = match case.assessment.plan.len() {
        0 => String::new(),
        count => words.count("plan.chosen_count", count),
    };
    html! {
        <section class="task-list-module" aria-labelledby="end">
            <h2 id="end">{ words.t("tasks.end") }</h2>
            <ul class="task-list-items" role="list">
                { line(state, words.t("title.parts").into_owned(), &Page::Parts, came_back(state, case), None) }
                { line(state, words.t("title.check").into_owned(), &Page::Check, says, None) }
                { line(state, words.t("title.result").into_owned(), &Page::Result, String::new(), None) }
                { line(state, words.t("title.scenarios").into_owned(), &Page::Scenarios, counted_runs(state, case), None) }
                { line(state, words.t("title.stress").into_owned(), &Page::Stress, String::new(), None) }
                { line(state, words.t("title.plan").into_owned(), &Page::Plan, planned, None) }
                { line(state, words.t("title.history").into_owned(), &Page::History, String::new(), None) }
                { line(state, words.t("title.report").into_owned(), &Page::Report, String::new(), None) }
                { line(state, words.t("title.dossier").into_owned(), &Page::Dossier, handed_on(state, case), None) }
            </ul>
        </section>
    }
}

/// How many times something was handed on.
fn handed_on(state: &State, case: &Case) -> String {
    match case.assessment.disclosures.len() {
        0 => String::new(),
        count => state.words().count("dossier.handed_on", count),
    }
}

/// How many scenarios count in the result.
fn counted_runs(state: &State, case: &Case) -> String {
    let runs = case.assessment.runs.len();
    if runs == 0 {
        String::new()
    } else {
        state.words().count("tasks.runs", runs)
    }
}

fn line(state: &State, text: String, page: &Page, time: String, stage: Option<Stage>) -> Html {
    let words = state.words();
    html! {
        <li>
            <a href={page.address()}>{ text }</a>
            <span class="task-list-time">{ time }</span>
            if let Some(stage) = stage {
                <span class="state" data-state={key(stage)}>{ says(words, stage) }</span>
            }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::Given;
    use sonae_engine::content::Id;

    use crate::pages::tests::{answered, at, in_industry, rendered};
    use crate::route::Page;
    use crate::state::{Action, Replacement};

    #[test]
    fn a_firm_that_answered_everything_is_done() {
        let mut state = at(Page::Tasks);
        let firm = state.pack.firms.first().map(|firm| firm.id.clone());
        let firm = firm.expect("a firm of the core pack");
        state.update(Action::ReplacementAsked(Replacement::Firm(firm)));
        let page = rendered(&state);
        assert!(!page.contains("data-state=\"none\"") && !page.contains("data-state=\"part\""));
        assert!(page.contains("18 of 18 themes done"));
    }

    #[test]
    fn quick_answers_wait_and_the_theme_goes_on_at_the_first_open_question() {
        let mut state = at(Page::Tasks);
        in_industry(&mut state, "food");
        answered(
            &mut state,
            "supplier.alternative_status",
            Given::Unknown,
            true,
        );
        answered(
            &mut state,
            "tech.secret_marking",
            Given::Choice(Id::from("both")),
            true,
        );
        let page = rendered(&state);
        assert!(page.contains("One answer of the five-minute check waits"));
        assert!(page.contains("1 rough answer"));
        // "Don't know" settles a question, so switching goes on with the one behind it.
        assert!(page.contains("#/question/supplier.requalification_weeks"));
        assert!(page.contains("0 of 18 themes done"));
    }
}
