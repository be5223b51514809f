//! A kit taken alone: step by step, with one's own choices, and the trainer's notes afterwards.

use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Id, Kit, Step, StepKind, Trap};
use yew::prelude::*;

use super::choosing::{self, Choosing};
use super::{firm, played, script, unknown};
use crate::route::Page;
use crate::state::kits::{Course, LONGEST_GUESS, Move, Told, When, course_steps, when_of};
use crate::state::{Action, Replacement, State};
use crate::widgets::arrival::Arrival;
use crate::widgets::choice::{self, Choice, Item};
use crate::widgets::field::{self, Field};
use crate::widgets::progress;

/// Tells what happened in the course of a kit.
type Tell = Callback<Move>;

/// The page.
pub fn view(state: &State, act: &Callback<Action>, id: &Id) -> Html {
    let words = state.words();
    let Some(kit) = state.pack.kit(id.as_str()) else {
        return unknown(words);
    };
    let steps = course_steps(kit);
    let course = state.course(kit);
    let at = course.at.min(steps.len().saturating_sub(1));
    let Some(timed) = steps.get(at) else {
        return unknown(words);
    };
    let step = timed.step;
    let when = when_of(&steps, at);
    let name = kit.id.to_string();
    let tell: Tell = act.reform(move |step| Told::Course(name.clone(), step).into());
    let strong = words.with("kits.step_of", &[("step", at + 1), ("steps", steps.len())]);
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1" key={step.id.as_str().to_owned()}>
                { progress::line(&strong, &words.text(&kit.title), at + 1, steps.len(), &words.t("title.course")) }
                <h1 tabindex="-1">{ words.text(&step.title) }</h1>
                <p class="lead">{ words.text(&step.question) }</p>
                { work(state, act, kit, &course, step, when, &tell) }
                { notes(state, kit, &course, step, &tell) }
                { ways(state, step, at, steps.len(), &tell) }
            </main>
        </div>
    }
}

/// What there is to do in a step.
fn work(
    state: &State,
    act: &Callback<Action>,
    kit: &Kit,
    course: &Course,
    step: &Step,
    when: Option<When>,
    tell: &Tell,
) -> Html {
    let inject = step
        .inject
        .as_ref()
        .and_then(|inject| kit.inject(inject.as_str()));
    html! {
        <>
            if step.kind == StepKind::Read { { read(state, kit, course, tell) } }
            if step.kind == StepKind::Explore { { explore(state, act, kit, course, tell) } }
            if step.kind == StepKind::Compare { { found(state, kit, course) } }
            if let Some(when) = when { { choose(state, kit, course, when, tell) } }
            if let Some(inject) = inject {
                <section class="notice" data-kind="caution"><h2>{ state.words().text(&inject.title) }</h2><p>{ state.words().text(&inject.card) }</p></section>
                { played::figures(state, kit, inject, course) }
            }
            if step.kind == StepKind::Debrief { { look_back(state, kit, course) } }
            if !step.ask.is_empty() {
                <section class="section">
                    <h2>{ state.words().t("kits.think") }</h2>
                    <ul>{ for step.ask.iter().map(|ask| html! { <li>{ state.words().text(ask) }</li> }) }</ul>
                </section>
            }
        </>
    }
}

fn read(state: &State, kit: &Kit, course: &Course, tell: &Tell) -> Html {
    let words = state.words();
    let story = state.pack.firm(kit.firm.as_str()).map(|firm| &firm.story);
    let guess = Field {
        id: "guess".into(),
        label: words.t("kits.guess").into_owned(),
        hint: Some(words.t("kits.guess_hint").into_owned()),
        value: course.guess.clone(),
        ..Field::default()
    };
    html! {
        <>
            <p>{ words.t("kits.course_lead") }</p>
            <section class="section">
                <h2>{ firm(state, kit) }</h2>
                <p>{ story.map(|story| words.text(story)) }</p>
            </section>
            <div class="field">{ field::sentences(&guess, LONGEST_GUESS, &tell.reform(Move::Guessed)) }</div>
        </>
    }
}

/// The rows of the firm to mark, and the way into it.
fn explore(state: &State, act: &Callback<Action>, kit: &Kit, course: &Course, tell: &Tell) -> Html {
    let words = state.words();
    let read = state.pack.firm(kit.firm.as_str());
    let read = read.and_then(|it| Assessment::of_firm(state.pack, it, state.language).ok());
    let rows = read.iter().flat_map(|firm| &firm.suppliers);
    let items = rows.map(|row| Item {
        value: row.alias.clone(),
        text: format!("{} {}", row.alias, row.item),
        chosen: course.rows.contains(&row.alias),
        key: None,
        wide: false,
    });
    let rows = Choice {
        name: "rows".into(),
        several: true,
        items: items.collect(),
        unknown: None,
        on_choose: tell.reform(Move::Marked),
    };
    let id = kit.firm.clone();
    let open =
        act.reform(move |_: MouseEvent| Action::ReplacementAsked(Replacement::Firm(id.clone())));
    html! {
        <>
            <p>{ words.t("kits.explore_text") }</p>
            <div class="toolbar"><button type="button" class="button button-second" onclick={open}>{ words.t("kits.open_practice") }</button></div>
            <fieldset class="field"><legend class="field-label">{ words.t("kits.mark_rows") }</legend>{ choice::cards(&rows) }</fieldset>
        </>
    }
}

/// The traps that show in a marked row, how many there are, and no more.
fn found(state: &State, kit: &Kit, course: &Course) -> Html {
    let words = state.words();
    let in_rows: Vec<&Trap> = kit
        .traps
        .iter()
        .filter(|trap| !trap.rows.is_empty())
        .collect();
    let found = in_rows.iter().filter(|trap| is_found(trap, course)).count();
    let counts = [
        ("marked", course.rows.len()),
        ("found", found),
        ("all", in_rows.len()),
    ];
    html! { <p>{ words.with("kits.found", &counts) }</p> }
}

fn is_found(trap: &Trap, course: &Course) -> bool {
    trap.rows.iter().any(|row| course.rows.contains(&**row))
}

fn choose(state: &State, kit: &Kit, course: &Course, when: When, tell: &Tell) -> Html {
    let choosing = Choosing {
        when,
        left: course.left(kit),
        is_chosen: &|id| course.chosen(when).iter().any(|it| it == id),
        refused: &|id| (!course.can_choose(kit, when, id)).then(String::new),
    };
    let on_choose = tell.reform(move |action| Move::Chosen(when, action));
    choosing::view(state, kit, &choosing, &on_choose)
}

/// What each choice does by itself, and what was guessed at the start.
fn look_back(state: &State, kit: &Kit, course: &Course) -> Html {
    let words = state.words();
    let steps = course_steps(kit);
    let injects = steps
        .iter()
        .filter_map(|timed| kit.inject(timed.step.inject.as_ref()?.as_str()));
    html! {
        <>
            if !course.guess.is_empty() {
                <section class="section"><h2>{ words.t("kits.your_guess") }</h2><p class="kit-guess">{ &course.guess }</p></section>
            }
            <section class="section">
                <h2>{ words.t("kits.each_alone") }</h2>
                <p>{ words.t("kits.each_alone_text") }</p>
                { for injects.map(|inject| html! { <>{ played::figures(state, kit, inject, course) }{ played::single(state, kit, inject) }</> }) }
                <p class="small">{ words.text(&state.pack.scenarios.note) }</p>
            </section>
        </>
    }
}

/// The trainer's notes, once somebody has thought for themselves.
fn notes(state: &State, kit: &Kit, course: &Course, step: &Step, tell: &Tell) -> Html {
    let words = state.words();
    let id = step.id.to_string();
    if !course.compared.contains(&id) {
        let onclick = tell.reform(move |_: MouseEvent| Move::Compared(id.clone()));
        return html! { <div class="toolbar"><button type="button" id="notes-asked" class="button button-second" {onclick}>{ words.t("kits.show_notes") }</button></div> };
    }
    let inject = step
        .inject
        .as_ref()
        .and_then(|inject| kit.inject(inject.as_str()));
    html! {
        <Arrival id="notes" heading={words.t("kits.notes").into_owned()} back={vec!["notes-asked".into()]}>
            <>
                { script::list(state, 3, "kits.missed", &step.missed) }
                if step.kind == StepKind::Compare { { traps(state, kit, course) } }
                if let Some(inject) = inject { <p>{ words.text(&inject.debrief) }</p> }
            </>
        </Arrival>
    }
}

/// Every trap, and whether a marked row shows it.
fn traps(state: &State, kit: &Kit, course: &Course) -> Html {
    let words = state.words();
    html! {
        <ul role="list" class="cards">
            { for kit.traps.iter().map(|trap| html! {
                <li class="card">
                    <h3>{ words.text(&trap.title) }{ script::rows(&trap.rows) }</h3>
                    if is_found(trap, course) {
                        <p><span class="tag">{ words.t("kits.trap_found") }</span></p>
                    }
                    <p>{ words.text(&trap.missed) }</p>
                </li>
            }) }
        </ul>
    }
}

/// Back, on, and at the end: home.
fn ways(state: &State, step: &Step, at: usize, steps: usize, tell: &Tell) -> Html {
    let words = state.words();
    let to = |at: usize| tell.reform(move |_: MouseEvent| Move::Went(at));
    html! {
        <div class="actions">
            if let Some(before) = at.checked_sub(1) {
                <button type="button" class="button button-second" onclick={to(before)}>{ words.t("action.back") }</button>
            } else {
                <a class="button button-second" href={Page::Kits.address()}>{ words.t("title.kits") }</a>
            }
            if at + 1 < steps {
                <button type="button" class="button" onclick={to(at + 1)}>{ words.t("action.next") }</button>
            } else if step.kind == StepKind::Debrief {
                <button type="button" class="button button-quiet" onclick={tell.reform(|_: MouseEvent| Move::Restarted)}>{ words.t("kits.restart") }</button>
                <a class="button" href={Page::Home.address()}>{ words.t("title.home") }</a>
            }
        </div>
    }
}
