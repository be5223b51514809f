//! The criteria: edited, opened, saved, and printed as what the institution asks for.

use sonae_engine::content::{Id, Question};
use sonae_engine::screen::{Policy, Wanted};
use yew::prelude::*;

use super::digits;
use crate::route::Page;
use crate::state::bench::{Cut, PolicyTold, Told, said};
use crate::state::{Action, State};
use crate::widgets::check::check;
use crate::widgets::field::{self, Field};
use crate::widgets::file_button::FileButton;
use crate::widgets::notice::sentence;
use crate::words::Words;

/// The files that hold criteria.
const POLICIES: &str = ".json,application/json";

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let policy = &state.bench.policy;
    let told =
        |told: fn() -> PolicyTold| act.reform(move |_: MouseEvent| Told::Policy(told()).into());
    let read = act.reform(|(name, bytes)| Told::Policy(PolicyTold::Read(name, bytes)).into());
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.policy") }</h1>
                <p class="lead screen-only">{ words.t("policy.lead") }</p>
                <div class="screen-only">
                    <div class="toolbar">
                        <FileButton label={words.t("policy.open").into_owned()} accept={POLICIES} on_read={read} />
                        <button type="button" class="button button-second" onclick={told(|| PolicyTold::SaveAsked)}>{ words.t("policy.save") }</button>
                        <button type="button" class="button button-second" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("policy.print") }</button>
                    </div>
                    <div class="toolbar">
                        <button type="button" class="button button-quiet button-small" disabled={state.bench.undo.is_empty()} onclick={told(|| PolicyTold::Undone)}>{ words.t("action.undo") }</button>
                        <button type="button" class="button button-quiet button-small" disabled={state.bench.redo.is_empty()} onclick={told(|| PolicyTold::Redone)}>{ words.t("action.redo") }</button>
                        <button type="button" class="button button-quiet button-small" disabled={**policy == Policy::default()} onclick={told(|| PolicyTold::ResetAsked)}>{ words.t("policy.reset") }</button>
                    </div>
                    { hash(state, act) }
                    { fields(state, act) }
                    { parts(words, policy, act) }
                    { asked(state, act, "questions", &policy.questions, PolicyTold::Question) }
                    { asked(state, act, "evidence", &policy.evidence, PolicyTold::Evidence) }
                    if state.bench.holds() { <p class="soft">{ words.t("policy.again") }</p> }
                    <div class="actions"><a class="button" href={Page::Bench.address()}>{ words.t("policy.to_bench") }</a></div>
                </div>
                <div class="paper-only">{ sheet(state) }</div>
            </main>
        </div>
    }
}

/// The hash, short, and a way to have all of it.
fn hash(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let hash = state.bench.policy.hash();
    let copied = state.bench.copied.map(|copied| {
        if copied {
            "policy.copied"
        } else {
            "policy.not_copied"
        }
    });
    html! {
        <>
            <p>
                { words.with("policy.hash", &[("hash", digits(&hash))]) }{ " " }
                <button type="button" class="button button-quiet button-small" onclick={act.reform(|_| Told::Policy(PolicyTold::CopyAsked).into())}>{ words.t("policy.copy") }</button>
            </p>
            <p role="status" class="small">
                if let Some(key) = copied { { words.t(key) } }
                if state.bench.copied == Some(false) { <br /><code>{ hash }</code> }
            </p>
        </>
    }
}

fn fields(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let policy = &state.bench.policy;
    let institution = Field {
        id: "policy.institution".into(),
        label: words.t("policy.institution").into_owned(),
        hint: Some(words.t("policy.institution_hint").into_owned()),
        value: policy.institution.clone(),
        ..Field::default()
    };
    let named = act.reform(|name| Told::Policy(PolicyTold::Institution(name)).into());
    html! {
        <section class="section form" aria-labelledby="cuts">
            <h2 id="cuts">{ words.t("policy.cuts") }</h2>
            <div class="field">{ field::text(&institution, &[], &named) }</div>
            { for Cut::ALL.into_iter().map(|cut| html! { <div class="field">{ number(state, cut, act) }</div> }) }
        </section>
    }
}

fn number(state: &State, cut: Cut, act: &Callback<Action>) -> Html {
    let words = state.words();
    let id = format!("policy.{}", cut.key());
    let draft = state.drafts.get(&id);
    let said = |finding| {
        format!(
            "{}{}{}",
            sentence(words, finding, "what"),
            words.t("said.space"),
            sentence(words, finding, "todo")
        )
    };
    let suffix = match cut {
        Cut::Coverage => words.t("policy.percent"),
        Cut::RoutineBelow | Cut::ConversationFrom => words.t("policy.points"),
    };
    let field = Field {
        label: words.t(&id).into_owned(),
        hint: Some(words.t(&format!("{id}_hint")).into_owned()),
        error: draft.map(|draft| said(&draft.finding)),
        value: draft.map_or_else(
            || words.number(cut.of(&state.bench.policy), 4),
            |draft| draft.typed.clone(),
        ),
        short: true,
        suffix: Some(suffix.into_owned()),
        id,
        ..Field::default()
    };
    let typed = act.reform(move |typed| Told::Policy(PolicyTold::Typed(cut, typed)).into());
    field::number(words, &field, &typed, &Callback::noop())
}

fn parts(words: Words, policy: &Policy, act: &Callback<Action>) -> Html {
    html! {
        <section class="section" aria-labelledby="parts">
            <h2 id="parts">{ words.t("policy.parts") }</h2>
            <p>{ words.t("policy.parts_text") }</p>
            <fieldset>
                <legend class="visually-hidden">{ words.t("policy.parts") }</legend>
                { for Wanted::ALL.iter().copied().map(|part| {
                    let switched = act.reform(move |wanted| Told::Policy(PolicyTold::Part(part, wanted)).into());
                    check(&words.t(&format!("bench.part.{}", part.key())), policy.parts.contains(&part), &switched)
                }) }
            </fieldset>
        </section>
    }
}

/// The questions of the pack, picked by module.
fn asked(
    state: &State,
    act: &Callback<Action>,
    what: &'static str,
    chosen: &[Id],
    told: fn(Id, bool) -> PolicyTold,
) -> Html {
    let words = state.words();
    html! {
        <section class="section" aria-labelledby={what}>
            <h2 id={what}>{ words.t(&format!("policy.{what}")) }</h2>
            <p>{ words.t(&format!("policy.{what}_text")) }</p>
            <div class="disclosure-list">
                { for groups(state).into_iter().map(|(title, questions)| {
                    let of = questions.iter().filter(|question| chosen.contains(&question.id)).count();
                    html! {
                        <details class="disclosure">
                            <summary>{ words.with("policy.group", &[("title", &title), ("count", &of.to_string())]) }</summary>
                            <div class="disclosure-body">
                                <fieldset>
                                    <legend class="visually-hidden">{ &title }</legend>
                                    { for questions.iter().map(|question| {
                                        let id = question.id.clone();
                                        let switched = act.reform(move |wanted| Told::Policy(told(id.clone(), wanted)).into());
                                        check(&words.text(&question.short), chosen.contains(&question.id), &switched)
                                    }) }
                                </fieldset>
                            </div>
                        </details>
                    }
                }) }
            </div>
        </section>
    }
}

/// The questions about the firm, and those of each module.
fn groups(state: &State) -> Vec<(String, Vec<&'static Question>)> {
    let words = state.words();
    let profile = (
        words.t("title.profile").into_owned(),
        state.pack.profile.iter().collect(),
    );
    let modules = state.pack.modules.iter();
    let modules =
        modules.map(|module| (words.text(&module.title), module.questions.iter().collect()));
    std::iter::once(profile).chain(modules).collect()
}

/// What we ask for: the sheet for applicants.
fn sheet(state: &State) -> Html {
    let words = state.words();
    let policy = &state.bench.policy;
    let pairs = Cut::ALL.map(|cut| {
        let key = format!("policy.{}", cut.key());
        let unit = if cut == Cut::Coverage {
            "policy.percent"
        } else {
            "policy.points"
        };
        let number = words.number(cut.of(policy), 4);
        (words.t(&key), format!("{number}{}", words.t(unit)))
    });
    let list = |heading: &str, lines: Vec<String>| {
        html! {
            <section class="section">
                <h2>{ words.t(heading) }</h2>
                if lines.is_empty() {
                    <p>{ words.t("policy.none") }</p>
                } else {
                    <ul>{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                }
            </section>
        }
    };
    let names = |ids: &[Id]| {
        ids.iter()
            .map(|id| said::item(words, state.pack, id.as_str()))
            .collect()
    };
    let parts = policy
        .parts
        .iter()
        .map(|part| words.t(&format!("bench.part.{}", part.key())).into_owned());
    html! {
        <>
            if !policy.institution.is_empty() { <p><strong>{ &policy.institution }</strong></p> }
            <p>{ words.t("policy.sheet_lead") }</p>
            { list("policy.parts", parts.collect()) }
            { list("policy.questions", names(&policy.questions)) }
            { list("policy.evidence", names(&policy.evidence)) }
            <section class="section">
                <h2>{ words.t("policy.cuts") }</h2>
                <dl class="pairs">{ for pairs.into_iter().map(|(name, value)| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }) }</dl>
            </section>
            <p>{ words.t("bench.no_decision") }</p>
            <p class="small">{ words.with("bench.paper_foot", &[("date", words.date(&state.today)), ("hash", policy.hash())]) }</p>
        </>
    }
}
