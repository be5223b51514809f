//! What is on the plan, each with who, when, cost, work and state; on paper, a table.

use sonae_engine::assessment::{Aim, Assessment, Edit, Planned, Status, money_of, number_of};
use sonae_engine::content::Language;
use sonae_engine::finding::Finding;
use sonae_engine::measure::{Number, Unit};
use sonae_engine::plan::Offer;
use yew::prelude::*;

use super::details::details;
use crate::pages::{said as answers, undo};
use crate::route::Page;
use crate::state::plan::said;
use crate::state::{Action, Case, Draft, MoneyUnit, Shared, State};
use crate::widgets::field::{self, Field};
use crate::widgets::notice::sentence;
use crate::widgets::parting::Parting;
use crate::widgets::select;
use crate::words::Words;

/// What parts the suggested roles in the words.
const BETWEEN_ROLES: char = '／';

/// What tells a planned thing from others on the page.
pub fn name_of(planned: &Planned) -> String {
    let scenarios = planned.scenarios.iter().map(ToString::to_string);
    let parts = [planned.aim.key().to_owned(), planned.id.to_string()];
    parts
        .into_iter()
        .chain(scenarios)
        .collect::<Vec<_>>()
        .join("-")
}

/// The unit people write such costs in.
pub fn unit_of(words: Words) -> MoneyUnit {
    match words.language {
        Language::Ja => MoneyUnit::TenThousand,
        Language::En => MoneyUnit::Yen,
    }
}

/// The section.
pub fn chosen(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let plan = &case.assessment.plan;
    if plan.is_empty() {
        return html! {
            <section class="section" aria-labelledby="chosen">
                <h2 id="chosen" tabindex="-1">{ words.t("plan.chosen") }</h2>
                <p class="plan-prose">{ words.t("plan.chosen_none") }</p>
                { steps(state, case, act) }
            </section>
        };
    }
    let offers = case.offers(state.pack);
    html! {
        <section class="section" aria-labelledby="chosen">
            <h2 id="chosen" tabindex="-1">{ words.t("plan.chosen") }</h2>
            <p role="status">{ total(words, plan) }</p>
            <p class="plan-prose soft screen-only">{ words.t("plan.role_hint") }</p>
            <ul class="plan-items screen-only" role="list">
                { for plan.iter().enumerate().map(|(place, planned)| {
                    let offer = offers.iter().find(|offer| offer.place == Some(place));
                    one(state, case, act, (place, planned), offer)
                }) }
            </ul>
            { steps(state, case, act) }
            <div class="paper-only">{ table(state, case) }</div>
        </section>
    }
}

/// A step back and forth, as long as the step is one of the plan's.
fn steps(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let of_plan = |other: Option<&Shared<Assessment>>| {
        other.is_some_and(|other| other.plan != case.assessment.plan)
    };
    let (back, forth) = (of_plan(case.undo.last()), of_plan(case.redo.last()));
    undo::steps(state.words(), act, (back, forth))
}

/// How many, what they cost together as far as it is stated, how many are done.
fn total(words: Words, plan: &[Planned]) -> String {
    let costs: Vec<f64> = plan
        .iter()
        .filter_map(|one| Some(one.cost_yen?.get()))
        .collect();
    let done = plan.iter().filter(|one| one.status == Status::Done).count();
    let mut says = words.count("plan.chosen_count", plan.len());
    if !costs.is_empty() {
        let cost = words.yen(costs.iter().sum());
        let arguments = [("cost", cost), ("stated", costs.len().to_string())];
        says.push_str(&words.with("plan.chosen_total", &arguments));
    }
    if done > 0 {
        says.push_str(&words.with("plan.chosen_done", &[("done", done)]));
    }
    says
}

fn one(
    state: &State,
    case: &Case,
    act: &Callback<Action>,
    (place, planned): (usize, &Planned),
    offer: Option<&Offer>,
) -> Html {
    let words = state.words();
    let name = name_of(planned);
    let heading = format!("plan-{name}");
    let title = said::full_title(words, state.pack, planned);
    let effects = offer.map(|offer| said::short(words, state.pack, offer));
    let label = format!(
        "{}{}{title}",
        words.t("plan.remove"),
        words.t("frame.colon")
    );
    html! {
        <li class="plan-item" key={name}>
            <div role="group" aria-labelledby={heading.clone()}>
                <h3 id={heading}>{ title }</h3>
                <p class="plan-effect">{ effects.unwrap_or_default().join(&words.t("tasks.dot")) }</p>
                <div class="plan-fields">
                    { role(state, act, planned) }
                    { due(state, act, planned) }
                    { cost(state, act, planned) }
                    { hours(state, act, planned) }
                    { status(state, act, planned) }
                </div>
                if planned.status == Status::Done { { done_note(state, case, planned) } }
                <div class="plan-foot">
                    if let Some(offer) = offer { { details(state, case, offer) } }
                    <Parting text={words.t("plan.remove").into_owned()} {label} next="chosen"
                        on_press={act.reform(move |()| Action::Edited(Edit::PlanDropped(place)))} />
                </div>
            </div>
        </li>
    }
}

/// The way to where what was done is said, so that the result follows.
fn done_note(state: &State, case: &Case, planned: &Planned) -> Html {
    let words = state.words();
    let (page, key) = match planned.aim {
        Aim::Answer => {
            let id = planned.id.as_str();
            let origin = case.derived.path.step(id).map(|step| step.origin);
            (answers::place(state.pack, id, origin), "plan.to_answer")
        }
        Aim::Gate | Aim::Metric | Aim::Action => (Page::Suppliers, "plan.to_rows"),
    };
    html! { <p class="small">{ words.t("plan.done_note") }{ " " }<a href={page.address()}>{ words.t(key) }</a></p> }
}

/// Tells of a planned thing with one part of it said otherwise.
fn said_so(
    act: &Callback<Action>,
    planned: &Planned,
    change: impl Fn(&mut Planned, String) + 'static,
) -> Callback<String> {
    let planned = planned.clone();
    act.reform(move |typed: String| {
        let mut planned = planned.clone();
        change(&mut planned, typed);
        Action::Edited(Edit::Planned(planned))
    })
}

fn role(state: &State, act: &Callback<Action>, planned: &Planned) -> Html {
    let words = state.words();
    let known = words.t("plan.roles");
    let suggested: Vec<&str> = known.split(BETWEEN_ROLES).collect();
    let field = Field {
        id: format!("plan-role-{}", name_of(planned)),
        label: words.t("plan.role").into_owned(),
        value: planned.role.clone(),
        ..Field::default()
    };
    let told = said_so(act, planned, |planned, role| {
        role.trim().clone_into(&mut planned.role);
    });
    html! { <div class="field">{ field::text(&field, &suggested, &told) }</div> }
}

fn due(state: &State, act: &Callback<Action>, planned: &Planned) -> Html {
    let words = state.words();
    let field = Field {
        id: format!("plan-due-{}", name_of(planned)),
        label: words.t("plan.due").into_owned(),
        value: planned.due.clone(),
        ..Field::default()
    };
    let told = said_so(act, planned, |planned, day| planned.due = day);
    html! { <div class="field">{ field::day(&field, &told) }</div> }
}

fn cost(state: &State, act: &Callback<Action>, planned: &Planned) -> Html {
    let words = state.words();
    let unit = unit_of(words);
    let cost = planned.cost_yen.map(Number::get);
    let field = Field {
        id: format!("plan-cost-{}", name_of(planned)),
        label: words.t("plan.cost").into_owned(),
        value: cost.map_or_else(String::new, |yen| words.number(unit.of(yen), 4)),
        suffix: Some(words.t(&format!("unit.{}", unit.name())).into_owned()),
        echo: Some(cost.map_or_else(String::new, |yen| {
            words.with("field.echo", &[("amount", words.yen(yen))])
        })),
        ..Field::default()
    };
    let read = move |typed: &str| money_of(typed, Unit::YenFromZero, unit.yen());
    let set = |planned: &mut Planned, cost| planned.cost_yen = cost;
    html! { <div class="field">{ number(state, act, (planned, field), read, set) }</div> }
}

fn hours(state: &State, act: &Callback<Action>, planned: &Planned) -> Html {
    let words = state.words();
    let hours = planned.hours.map(Number::get);
    let field = Field {
        id: format!("plan-hours-{}", name_of(planned)),
        label: words.t("plan.hours").into_owned(),
        value: hours.map_or_else(String::new, |hours| words.number(hours, 0)),
        short: true,
        suffix: Some(words.t("plan.hours_unit").into_owned()),
        ..Field::default()
    };
    let read = |typed: &str| number_of(typed, Unit::Count);
    let set = |planned: &mut Planned, hours| planned.hours = hours;
    html! { <div class="field">{ number(state, act, (planned, field), read, set) }</div> }
}

/// A number that may be left out; what cannot be read stays as it was typed.
fn number(
    state: &State,
    act: &Callback<Action>,
    (planned, field): (&Planned, Field),
    read: impl Fn(&str) -> Result<Number, Finding> + 'static,
    set: impl Fn(&mut Planned, Option<Number>) + 'static,
) -> Html {
    let words = state.words();
    let draft = state.drafts.get(&field.id);
    let (id, drafted) = (field.id.clone(), draft.is_some());
    let told = {
        let (act, planned) = (act.clone(), planned.clone());
        Callback::from(move |typed: String| {
            let empty = typed.trim().is_empty();
            let number = match (empty, read(&typed)) {
                (true, _) => None,
                (false, Ok(number)) => Some(number),
                (false, Err(finding)) => {
                    act.emit(Action::Mistyped(id.clone(), typed, finding));
                    return;
                }
            };
            if drafted {
                act.emit(Action::DraftDropped(id.clone()));
            }
            let mut planned = planned.clone();
            set(&mut planned, number);
            act.emit(Action::Edited(Edit::Planned(planned)));
        })
    };
    let field = match draft {
        Some(draft) => Field {
            value: draft.typed.clone(),
            error: Some(both_sentences(words, draft)),
            ..field
        },
        None => field,
    };
    field::number(words, &field, &told, &Callback::noop())
}

fn both_sentences(words: Words, draft: &Draft) -> String {
    let part = |which| sentence(words, &draft.finding, which);
    format!("{}{}{}", part("what"), words.t("said.space"), part("todo"))
}

fn status(state: &State, act: &Callback<Action>, planned: &Planned) -> Html {
    let words = state.words();
    let entries = [Status::Planned, Status::Doing, Status::Done].map(|status| select::Entry {
        value: status.key().to_owned(),
        text: said::status(words, status),
        chosen: status == planned.status,
    });
    let field = Field {
        id: format!("plan-status-{}", name_of(planned)),
        label: words.t("plan.status").into_owned(),
        ..Field::default()
    };
    let told = said_so(act, planned, |planned, key| {
        if let Some(status) = Status::named(&key) {
            planned.status = status;
        }
    });
    html! { <div class="field">{ field::list(&field, &entries, &told) }</div> }
}

/// The plan as a table to read; for paper and for the report.
pub fn table(state: &State, case: &Case) -> Html {
    let words = state.words();
    let offers = case.offers(state.pack);
    let columns = ["title", "role", "due", "cost", "status", "effect"];
    let keys = columns.map(|column| match column {
        "cost" => "plan.cost".to_owned(),
        _ => format!("plan.column.{column}"),
    });
    let open = || words.t("plan.open").into_owned();
    let or_open = |text: &str| {
        if text.is_empty() {
            open()
        } else {
            text.to_owned()
        }
    };
    let row = |(place, planned): (usize, &Planned)| {
        let offer = offers.iter().find(|offer| offer.place == Some(place));
        let effects = offer.map(|offer| said::short(words, state.pack, offer));
        let due = if planned.due.is_empty() {
            open()
        } else {
            words.date(&planned.due)
        };
        let cost = planned
            .cost_yen
            .map_or_else(open, |yen| words.yen(yen.get()));
        let cells = [
            or_open(&planned.role),
            due,
            cost,
            said::status(words, planned.status),
            effects.unwrap_or_default().join(&words.t("tasks.dot")),
        ];
        let labels = keys.iter().skip(1);
        html! {
            <tr>
                <th scope="row"><strong>{ said::full_title(words, state.pack, planned) }</strong><br />{ said::what(words, state.pack, planned) }</th>
                { for labels.zip(cells).map(|(key, cell)| html! { <td data-label={words.t(key).into_owned()}>{ cell }</td> }) }
            </tr>
        }
    };
    html! {
        <table class="table table-cards plan-table">
            <caption class="visually-hidden">{ words.t("plan.chosen") }</caption>
            <thead><tr>{ for keys.iter().map(|key| html! { <th scope="col">{ words.t(key) }</th> }) }</tr></thead>
            <tbody>{ for case.assessment.plan.iter().enumerate().map(row) }</tbody>
        </table>
    }
}
