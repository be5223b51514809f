//! About the firm: the industry first, then the groups of the pack. Everything but the industry
//! may be left out.

use std::rc::Rc;

use sonae_engine::assessment::{Edit, Given};
use sonae_engine::content::{Id, Kind, Pack, Question};
use yew::prelude::*;

use super::entry::{self, Entry};
use super::side;
use crate::route::Page;
use crate::state::{Action, Case, State};
use crate::widgets::choice;
use crate::widgets::field::{self, Field};
use crate::widgets::help::{disclosure, paragraph};
use crate::widgets::{progress, select};

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let onsubmit = act.reform(|event: SubmitEvent| {
        event.prevent_default();
        Action::NextAsked(Page::Quick(1))
    });
    let all = state.pack.profile.len();
    let answered = state
        .pack
        .profile
        .iter()
        .filter(|question| case.assessment.profile.contains_key(&question.id))
        .count();
    let title = words.t("title.profile");
    let arguments = [("answered", answered.to_string()), ("all", all.to_string())];
    html! {
        <div class="page page-with-side">
            { side::side(state, case, &Page::Profile.address()) }
            <main class="page-main" id="main" tabindex="-1">
                { entry::wrong(state, case.assessment.industry().is_none()) }
                { progress::line(&title, &words.with("profile.stand", &arguments), answered, all, &words.with("question.progress_of", &[("theme", &title)])) }
                <h1 tabindex="-1">{ title.clone() }</h1>
                <p>{ words.t("profile.lead") }</p>
                <form class="question" autocomplete="off" {onsubmit}>
                    { for groups(state.pack).into_iter().map(|group| section(state, case, act, group)) }
                    <div class="actions">
                        <a class="button button-second" href={Page::Start.address()}>{ words.t("action.back") }</a>
                        <button type="submit" class="button">{ words.t("action.next") }</button>
                    </div>
                </form>
            </main>
        </div>
    }
}

/// The questions of the profile by their group, in the pack's order.
fn groups(pack: &'static Pack) -> Vec<(&'static str, Vec<&'static Question>)> {
    let mut groups: Vec<(&str, Vec<&Question>)> = Vec::new();
    for question in &pack.profile {
        let name = question.group.as_ref().map_or("basics", Id::as_str);
        match groups.last_mut() {
            Some((last, questions)) if *last == name => questions.push(question),
            _ => groups.push((name, vec![question])),
        }
    }
    groups
}

fn section(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    (name, questions): (&'static str, Vec<&'static Question>),
) -> Html {
    let words = state.words();
    let text = words.t(&format!("profile.{name}.text"));
    html! {
        <section class="section" aria-labelledby={name}>
            <h2 id={name}>{ words.t(&format!("profile.{name}.title")) }</h2>
            if !text.is_empty() {
                <p class="soft">{ text }</p>
            }
            { for questions.into_iter().map(|question| one(state, case, act, question)) }
        </section>
    }
}

fn one(state: &State, case: &Case, act: &Callback<Action>, question: &'static Question) -> Html {
    let words = state.words();
    let given = case.assessment.profile.get(&question.id);
    let id = question.id.clone();
    let entry = Entry {
        state,
        act,
        question,
        given,
        edit: Rc::new(move |given| Edit::Profiled(id.clone(), given)),
    };
    let why = disclosure(
        &words.t("profile.why"),
        html! {
            <>
                { paragraph(words.text(&question.why)) }
                if let Some(example) = &question.example {
                    { paragraph(words.text(example)) }
                }
            </>
        },
    );
    let hint = question.help.as_ref().map(|help| words.text(help));
    match &question.kind {
        Kind::Single(_) if question.id.as_str() == Pack::INDUSTRY => industry(&entry, hint, why),
        Kind::Single(_) | Kind::Multi(..) => {
            let hint_id = format!("{}-hint", question.id);
            html! {
                <fieldset class="field" aria-describedby={hint.as_ref().map(|_| hint_id.clone())}>
                    <legend class="field-label">{ words.text(&question.text) }</legend>
                    if let Some(hint) = hint {
                        <p class="field-hint" id={hint_id}>{ hint }</p>
                    }
                    <div class="field-foot">
                        { choice::line(&entry.choice(false, true)) }
                        { why }
                    </div>
                </fieldset>
            }
        }
        Kind::Percent(_) | Kind::Integer(_) | Kind::Money(_) => html! {
            <div class="field">
                { entry.number(words.text(&question.text), hint) }
                <div class="field-foot">
                    { choice::line(&entry.choice(false, true)) }
                    { why }
                </div>
            </div>
        },
    }
}

/// The one question that nothing can be computed without, and what its answer brings up first.
fn industry(entry: &Entry<'_>, hint: Option<String>, why: Html) -> Html {
    let (state, words) = (entry.state, entry.state.words());
    let chosen = match entry.given {
        Some(Given::Choice(key)) => state.pack.industry(key.as_str()),
        _ => None,
    };
    let empty = select::Entry {
        value: String::new(),
        text: words.t("profile.choose").into_owned(),
        chosen: chosen.is_none(),
    };
    let options = entry
        .question
        .kind
        .options()
        .iter()
        .map(|option| select::Entry {
            value: option.key.to_string(),
            text: words.text(&option.text),
            chosen: chosen.is_some_and(|industry| industry.id == option.key),
        });
    let entries: Vec<select::Entry> = std::iter::once(empty).chain(options).collect();
    let missing = state.checked.is_some() && chosen.is_none();
    let field = Field {
        id: Pack::INDUSTRY.to_owned(),
        label: words.text(&entry.question.text),
        need: Some(words.t("profile.required").into_owned()),
        hint,
        error: missing.then(|| words.t("profile.industry_missing").into_owned()),
        ..Field::default()
    };
    html! {
        <>
            <div class="field">
                { field::list(&field, &entries, &entry.on_choose()) }
                { why }
            </div>
            <div role="status">
                if let Some(industry) = chosen {
                    <section class="notice" data-kind="note">
                        <h3>{ words.with("profile.first", &[("industry", words.text(&industry.title))]) }</h3>
                        <p>{ words.text(&industry.first) }</p>
                    </section>
                }
            </div>
        </>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Edit, Given};
    use sonae_engine::content::Id;
    use sonae_engine::finding::{Code, Finding};
    use sonae_engine::measure::Unit;

    use crate::pages::tests::{at, in_industry, rendered};
    use crate::route::Page;
    use crate::state::Action;

    #[test]
    fn without_the_industry_next_says_so_at_the_top_and_at_the_field() {
        let mut state = at(Page::Profile);
        assert!(!rendered(&state).contains("error-summary"));
        state.update(Action::NextAsked(Page::Quick(1)));
        let page = rendered(&state);
        assert!(page.contains("error-summary"));
        assert!(page.contains("href=\"#profile.industry\""));
        assert!(page.contains("aria-invalid=\"true\""));
        in_industry(&mut state, "food");
        assert!(!rendered(&state).contains("error-summary"));
    }

    #[test]
    fn the_industry_brings_up_what_to_look_at_first() {
        let mut state = at(Page::Profile);
        in_industry(&mut state, "food");
        let industry = state
            .pack
            .industry("food")
            .expect("an industry of the core pack");
        let first = industry.first.in_language(state.language);
        assert!(rendered(&state).contains(&first.replace('\'', "&#x27;")));
    }

    #[test]
    fn an_amount_is_shown_in_its_unit_and_said_again() {
        let mut state = at(Page::Profile);
        let given = Unit::Yen.number(420e6).map(Given::Number);
        state.update(Action::Edited(Edit::Profiled(
            Id::from("profile.annual_sales"),
            given,
        )));
        let page = rendered(&state);
        assert!(page.contains("value=\"420\""));
        assert!(page.contains("= ¥420 million"));
    }

    #[test]
    fn what_could_not_be_read_stays_in_its_field() {
        let mut state = at(Page::Profile);
        in_industry(&mut state, "food");
        let finding = Finding::new(Code::NotANumber, "").with("value", "14億くらい");
        state.update(Action::Mistyped(
            "profile.cash".into(),
            "14億くらい".into(),
            finding,
        ));
        state.update(Action::NextAsked(Page::Quick(1)));
        let page = rendered(&state);
        assert!(page.contains("value=\"14億くらい\""));
        assert!(page.contains("id=\"profile.cash-error\""));
        assert!(page.contains("href=\"#profile.cash\""));
    }
}
