//! One applicant: its class with every reason, its ranges, what it declares, what to ask.

use sonae_engine::measure::{Interval, Truth};
use sonae_engine::screen::{Basis, Held, Line, Module, Question};
use yew::prelude::*;

use super::{digits, enquiry, review};
use crate::pages::result::account;
use crate::route::Page;
use crate::state::bench::{Told, said};
use crate::state::{Action, Case, State};
use crate::widgets::keys::{Key, Keys};
use crate::widgets::notice::{reasons, sentence};
use crate::widgets::range::{self, Shown};
use crate::words::Words;

/// The page.
pub fn view(state: &State, number: usize, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(screened) = state.bench.applicant(number) else {
        return nobody(words, state.bench.reading);
    };
    let line = screened.told();
    let on_key = {
        let act = act.clone();
        Callback::from(move |key| match key {
            Key::Left => act.emit(Told::TurnedTo { next: false }.into()),
            Key::Right => act.emit(Told::TurnedTo { next: true }.into()),
            _ => {}
        })
    };
    html! {
        <div class="page page-wide">
            <main class="page-main bench" id="main" tabindex="-1">
                <Keys {on_key} />
                { turn(state, number) }
                <div class="prose">
                    <h1 tabindex="-1" class="bench-file">{ &line.file }</h1>
                    { head(state, line) }
                    <p>{ words.t("bench.no_decision") }</p>
                </div>
                <div class="bench-columns-two">
                    <div class="bench-column">
                        { class(state, number, line) }
                        { ranges(state, line) }
                        { review::scenarios(state, number, line, act) }
                        { asked(state, line) }
                        { enquiry::ways(words, number) }
                        { held(state, line) }
                        { receipt(state, line) }
                        { noticed(state, line) }
                    </div>
                    if line.input_hash.is_some() { { review::aside(state, number, line, act) } }
                </div>
                <div class="actions screen-only">
                    <a class="button button-second" href={Page::Bench.address()}>{ words.t("bench.to_bench") }</a>
                    if line.class.is_some() { <a class="button button-second" href={Page::Memo(number).address()}>{ words.t("memo.open") }</a> }
                    <button type="button" class="button button-second" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                </div>
            </main>
        </div>
    }
}

/// There is no such file, or it is not worked out yet.
pub(super) fn nobody(words: Words, reading: bool) -> Html {
    let text = if reading {
        "bench.not_yet"
    } else {
        "bench.nobody"
    };
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.applicant") }</h1>
                <p role="status">{ words.t(text) }</p>
                <div class="actions"><a class="button" href={Page::Bench.address()}>{ words.t("bench.to_bench") }</a></div>
            </main>
        </div>
    }
}

/// The ways to the applicants before and after this one.
fn turn(state: &State, number: usize) -> Html {
    let words = state.words();
    let [before, after] = state.bench.neighbours(number);
    let link = |to: Option<usize>, key: &str| {
        html! {
            if let Some(to) = to {
                <a class="button button-second button-small" href={Page::Applicant(to).address()}>{ words.t(key) }</a>
            }
        }
    };
    html! {
        <nav class="toolbar screen-only" aria-label={words.t("bench.turn").into_owned()}>
            <a class="button button-quiet button-small" href={Page::Bench.address()}>{ words.t("bench.to_bench") }</a>
            { link(before, "bench.before") }
            { link(after, "bench.after") }
            <span class="soft small wide-only">{ words.t("bench.turn_keys") }</span>
        </nav>
    }
}

/// What kind of file it is, and what it was worked out with.
fn head(state: &State, line: &Line) -> Html {
    let words = state.words();
    let kind = line
        .kind
        .map(|kind| words.t(&format!("bench.kind.{}", kind.key())).into_owned());
    let mut facts: Vec<String> = kind.into_iter().collect();
    facts.push(
        words
            .t(&format!("bench.state.{}", line.state.key()))
            .into_owned(),
    );
    facts.push(
        words
            .t(&format!("bench.seal.{}", line.seal.key()))
            .into_owned(),
    );
    if let Some(firm) = &line.firm {
        facts.extend(
            firm.industry
                .iter()
                .map(|id| said::industry(words, state.pack, id)),
        );
        facts.extend(firm.size.iter().map(|band| said::size(words, band)));
    }
    let hashes = [
        (
            "input",
            line.input_hash.as_deref().map(digits).unwrap_or_default(),
        ),
        ("policy", digits(&line.policy_hash)),
        ("pack", format!("{} {}", line.pack.id, line.pack.version)),
        ("method", line.method.clone()),
    ];
    html! {
        <>
            <p>{ facts.join(" · ") }</p>
            <p class="soft small">{ words.with("bench.worked_out_with", &hashes) }</p>
        </>
    }
}

/// The class, and every reason for it.
fn class(state: &State, number: usize, line: &Line) -> Html {
    let words = state.words();
    let Some(class) = line.class else {
        return html! { <p>{ words.t(&format!("bench.state_text.{}", line.state.key())) }</p> };
    };
    html! {
        <section class="section" aria-labelledby="class">
            <h2 id="class">{ words.t("bench.column.class") }{ words.t("frame.colon") }<span class="tag bench-class" data-class={class.key()}>{ said::class(words, class) }</span></h2>
            <p>{ words.t(&format!("bench.class.{}.text", class.key())) }</p>
            <ul>{ for line.reasons.iter().map(|reason| html! { <li>{ said::reason(words, state.pack, reason) }</li> }) }</ul>
            { review::judged(state, number) }
        </section>
    }
}

/// The ranges of the modules, the worst first.
fn ranges(state: &State, line: &Line) -> Html {
    let words = state.words();
    let Some(overall) = &line.overall else {
        return Html::default();
    };
    let mut modules: Vec<(&String, &Module)> = line.modules.iter().collect();
    modules.sort_by(|(_, one), (_, other)| {
        let [low, high] = one.score;
        let [other_low, other_high] = other.score;
        other_low.total_cmp(&low).then(other_high.total_cmp(&high))
    });
    let basis = match line.basis {
        Some(Basis::Declared) => "bench.basis.declared",
        _ => "bench.basis.recomputed",
    };
    let whole = words.with(
        "bench.overall",
        &[
            (
                "range",
                words.score(Interval {
                    low: overall.low,
                    high: overall.high,
                }),
            ),
            ("module", said::module(words, state.pack, &overall.set_by)),
        ],
    );
    html! {
        <section class="section" aria-labelledby="ranges">
            <h2 id="ranges">{ words.t("bench.ranges") }</h2>
            <p>{ words.t(basis) }</p>
            <p><strong>{ whole }</strong></p>
            <div class="range-list">{ for modules.into_iter().map(|(id, module)| range::range(words, &shown(state, id, module))) }</div>
            { gates(state, line) }
        </section>
    }
}

fn shown(state: &State, id: &str, module: &Module) -> Shown {
    let words = state.words();
    let [low, high] = module.score;
    let certain = module
        .gates
        .iter()
        .find(|(_, holds)| **holds == Truth::Certain);
    Shown {
        id: format!("range-{id}"),
        name: said::module(words, state.pack, id),
        score: Interval { low, high },
        band: module.band,
        gate: certain.map(|(gate, _)| {
            words.with(
                "bench.gate_sets",
                &[("gate", said::gate(words, state.pack, gate))],
            )
        }),
        sentence: words.with(
            "bench.known_share",
            &[("share", said::share(words, module.coverage))],
        ),
        heading: 3,
    }
}

/// The gates that hold, and those that what is not known decides.
fn gates(state: &State, line: &Line) -> Html {
    let words = state.words();
    let of = |wanted: Truth| {
        let gates = line.modules.values().flat_map(|module| &module.gates);
        let gates = gates.filter(move |(_, holds)| **holds == wanted);
        gates
            .map(|(gate, _)| said::gate(words, state.pack, gate))
            .collect::<Vec<_>>()
    };
    let list = |key: &str, names: Vec<String>| {
        html! {
            if !names.is_empty() {
                <div><dt>{ words.t(key) }</dt><dd>{ names.join(&words.t("said.and")) }</dd></div>
            }
        }
    };
    html! {
        <dl class="pairs">
            { list("result.gate.certain", of(Truth::Certain)) }
            { list("result.gate.possible", of(Truth::Possible)) }
        </dl>
    }
}

/// What to ask back; what a dossier of this level never tells stands apart.
fn asked(state: &State, line: &Line) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let (withheld, questions): (Vec<&Question>, Vec<&Question>) = line
        .questions
        .iter()
        .partition(|question| matches!(question, Question::Withheld { .. }));
    let list = |questions: &[&Question]| html! { <ul>{ for questions.iter().map(|one| html! { <li>{ said::question(words, pack, one) }</li> }) }</ul> };
    html! {
        <section class="section" aria-labelledby="asked">
            <h2 id="asked">{ words.t("bench.asked") }</h2>
            <p>{ words.t("bench.asked_text") }</p>
            if questions.is_empty() { <p>{ words.t("bench.asked_nothing") }</p> } else { { list(&questions) } }
            if !line.next.is_empty() {
                <h3>{ words.t("bench.next") }</h3>
                <ul>
                    { for line.next.iter().map(|next| {
                        let points = words.number(next.narrows_by, 1);
                        html! { <li>{ words.with("bench.narrows", &[("question", said::item(words, pack, &next.question)), ("points", points)]) }</li> }
                    }) }
                </ul>
            }
            if !withheld.is_empty() {
                <h3>{ words.t("bench.withheld") }</h3>
                <p>{ words.t("bench.withheld_text") }</p>
                { list(&withheld) }
            }
        </section>
    }
}

/// What the applicant declares, held against what comes out here.
fn held(state: &State, line: &Line) -> Html {
    let words = state.words();
    let body = match &line.declared {
        None => html! { <p>{ words.t("bench.held.none") }</p> },
        Some(held) if held.equal => html! { <p>{ words.t("bench.held.equal") }</p> },
        Some(held) => differences(words, held),
    };
    html! {
        <section class="section" aria-labelledby="held">
            <h2 id="held">{ words.t("bench.held.heading") }</h2>
            { body }
        </section>
    }
}

fn differences(words: Words, held: &Held) -> Html {
    html! {
        <>
            <p>{ words.count("bench.held.differs", held.differences.len()) }</p>
            <ul>{ for held.causes.iter().map(|cause| html! { <li>{ words.t(&format!("bench.cause.{}", cause.key())) }</li> }) }</ul>
            <table class="table table-cards">
                <caption class="visually-hidden">{ words.t("bench.held.heading") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("bench.held.place") }</th>
                        <th scope="col">{ words.t("bench.held.declared") }</th>
                        <th scope="col">{ words.t("bench.held.here") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for held.differences.iter().map(|one| html! {
                        <tr>
                            <th scope="row"><code>{ &one.place }</code></th>
                            <td data-label={words.t("bench.held.declared").into_owned()}>{ one.declared.to_string() }</td>
                            <td data-label={words.t("bench.held.here").into_owned()}>{ one.recomputed.to_string() }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </>
    }
}

/// Where the points come from, where the file holds the case.
fn receipt(state: &State, line: &Line) -> Html {
    let words = state.words();
    let body = match (&state.bench.case, line.basis) {
        (_, Some(Basis::Declared)) => html! { <p>{ words.t("bench.receipt_none") }</p> },
        (Some((_, Ok(case))), _) => {
            let case: &Case = case;
            match case.score(state.pack) {
                Ok(score) => account::receipts(state, case, score),
                Err(finding) => html! { <p>{ sentence(words, finding, "what") }</p> },
            }
        }
        (Some((_, Err(finding))), _) => reasons(words, std::slice::from_ref(finding)),
        (None, _) => html! { <p role="status">{ words.t("bench.receipt_coming") }</p> },
    };
    html! {
        if line.state.is_read() {
            <section class="section" aria-labelledby="receipt">
                <h2 id="receipt">{ words.t("result.receipt") }</h2>
                { body }
            </section>
        }
    }
}

/// What was noticed about the file.
fn noticed(state: &State, line: &Line) -> Html {
    let words = state.words();
    html! {
        if !line.findings.is_empty() {
            <section class="section" aria-labelledby="noticed">
                <h2 id="noticed">{ words.t("bench.noticed") }</h2>
                { reasons(words, &line.findings) }
            </section>
        }
    }
}
