//! The memo about one applicant: one sheet of A4, to lie beside the Local Benchmark.

use sonae_engine::content::Source;
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::scenario::money::programmes;
use sonae_engine::screen::{Basis, Kind, Line, Question};
use yew::prelude::*;

use super::{applicant, review};
use crate::pages::scenarios::{changes, run_name, said as scenarios_said};
use crate::route::Page;
use crate::state::bench::said;
use crate::state::plan::said as plan_said;
use crate::state::review::{Block, Memo, Seen, Told};
use crate::state::{Action, State};

/// So many things of each list have room on the sheet.
const NAMED: usize = 3;

/// The page.
pub fn view(state: &State, number: usize, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(screened) = state.bench.applicant(number) else {
        return applicant::nobody(words, state.bench.reading);
    };
    let line = screened.told();
    let is_ready = match &state.bench.case {
        Some((of, _)) => *of == number,
        None => !line.state.is_read(),
    };
    let memo = is_ready.then(|| memo(state, number, line));
    html! {
        <div class="page page-wide">
            <main class="page-main bench" id="main" tabindex="-1">
                <div class="screen-only">
                    <div class="prose">
                        <h1 tabindex="-1">{ words.t("title.memo") }</h1>
                        <p>{ words.t("memo.lead") }</p>
                    </div>
                </div>
                if let Some(memo) = memo {
                    <div class="toolbar screen-only">
                        <button type="button" class="button" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                        { save_page(state, &memo, act) }
                        if line.class.is_some() { <button type="button" class="button button-second" onclick={act.reform(|_| Told::RowAsked.into())}>{ words.t("memo.save_row") }</button> }
                        <a class="button button-quiet" href={Page::Applicant(number).address()}>{ words.t("memo.back") }</a>
                    </div>
                    { sheet(&memo, "memo") }
                } else {
                    <p role="status">{ words.t("bench.receipt_coming") }</p>
                }
            </main>
        </div>
    }
}

fn save_page(state: &State, memo: &Memo, act: &Callback<Action>) -> Html {
    let words = state.words();
    let memo = memo.clone();
    let onclick = act.reform(move |_: MouseEvent| Told::PageAsked(memo.clone()).into());
    html! { <button type="button" class="button button-second" {onclick}>{ words.t("memo.save_page") }</button> }
}

/// The sheet, as it is printed; `kind` is a class of its looks.
pub fn sheet(memo: &Memo, kind: &'static str) -> Html {
    html! {
        <article class="report"><section class={classes!("report-sheet", kind)}>
            <header class="report-head"><h2>{ &memo.title }</h2><p class="small">{ &memo.head }</p></header>
            { for memo.parts.iter().enumerate().map(|(at, (heading, blocks))| {
                let id = format!("part-{}", at + 1);
                html! {
                    <section class="report-block" aria-labelledby={id.clone()}>
                        <h3 id={id.clone()}>{ heading }</h3>
                        { for blocks.iter().map(|one| block(one, &id)) }
                    </section>
                }
            }) }
            <footer class="colophon">
                { for memo.foot.iter().map(|line| html! { <p>{ line }</p> }) }
                <p><strong>{ &memo.no_decision }</strong></p>
            </footer>
        </section></article>
    }
}

/// One piece; a table is called what stands above it.
fn block(block: &Block, heading: &str) -> Html {
    match block {
        Block::Text(text) => html! { <p class="memo-text">{ text }</p> },
        Block::List(items) => {
            html! { <ul>{ for items.iter().map(|item| html! { <li>{ item }</li> }) }</ul> }
        }
        Block::Table(head, rows) => html! {
            <table class="table table-cards" aria-labelledby={heading.to_owned()}>
                <thead><tr>{ for head.iter().map(|cell| html! { <th scope="col">{ cell }</th> }) }</tr></thead>
                <tbody>{ for rows.iter().map(|row| html! {
                    <tr>
                        { for row.iter().take(1).map(|cell| html! { <th scope="row">{ cell }</th> }) }
                        { for row.iter().zip(head).skip(1).map(|(cell, label)| html! { <td data-label={label.clone()}>{ cell }</td> }) }
                    </tr>
                }) }</tbody>
            </table>
        },
    }
}

/// What the memo says.
fn memo(state: &State, number: usize, line: &Line) -> Memo {
    let words = state.words();
    let seen = state.reviewing.seen().map(|seen| &**seen);
    let part =
        |key: &str, blocks: Vec<Block>| (words.t(&format!("memo.{key}")).into_owned(), blocks);
    let mut parts = vec![
        part("exposure", exposure(state, line)),
        part("clock", clock(state, number, line, seen)),
    ];
    if let Some(seen) = seen {
        parts.push(part("prevents", prevents(state, seen)));
    }
    parts.push(part("unverified", unverified(state, line)));
    if let Some(asked) = seen.and_then(|seen| worth_asking(state, seen)) {
        parts.push(part("asking", asked));
    }
    parts.push(part("lender", lender(state, number, line)));
    let hashes = [
        ("policy", line.policy_hash.clone()),
        ("input", line.input_hash.clone().unwrap_or_default()),
    ];
    let versions = [
        ("pack", format!("{} {}", line.pack.id, line.pack.version)),
        ("method", line.method.clone()),
        ("app", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    Memo {
        title: words.t("memo.title").into_owned(),
        head: head(state, line),
        parts,
        foot: vec![
            words.with("memo.versions", &versions),
            words.with("memo.hashes", &hashes),
        ],
        no_decision: words.t("memo.no_decision").into_owned(),
    }
}

fn head(state: &State, line: &Line) -> String {
    let words = state.words();
    let mut facts = vec![line.file.clone()];
    if let Some(firm) = &line.firm {
        facts.extend(
            firm.industry
                .iter()
                .map(|id| said::industry(words, state.pack, id)),
        );
        facts.extend(firm.size.iter().map(|band| said::size(words, band)));
    }
    facts.push(words.date(&state.today));
    facts.join(" · ")
}

/// The ranges with their bands, and the gates.
fn exposure(state: &State, line: &Line) -> Vec<Block> {
    let (words, pack) = (state.words(), state.pack);
    let Some(overall) = &line.overall else {
        return vec![Block::Text(words.t("memo.no_score").into_owned())];
    };
    let range = |[low, high]: [f64; 2]| words.score(Interval { low, high });
    let whole = words.with(
        "bench.overall",
        &[
            ("range", range([overall.low, overall.high])),
            ("module", said::module(words, pack, &overall.set_by)),
        ],
    );
    let head = ["module", "range", "band", "known"];
    let rows = line.modules.iter().map(|(id, module)| {
        vec![
            said::module(words, pack, id),
            range(module.score),
            words.bands(module.band),
            said::share(words, module.coverage),
        ]
    });
    let rows = rows.collect();
    let head = head.map(|key| words.t(&format!("memo.column.{key}")).into_owned());
    let mut blocks = vec![Block::Text(whole), Block::Table(head.to_vec(), rows)];
    for (key, wanted) in [
        ("memo.gates", Truth::Certain),
        ("memo.gates_possible", Truth::Possible),
    ] {
        let gates = line.modules.values().flat_map(|module| &module.gates);
        let names: Vec<String> = gates
            .filter(|(_, holds)| **holds == wanted)
            .map(|(gate, _)| said::gate(words, pack, gate))
            .collect();
        if !names.is_empty() {
            let names = names.join(&words.t("said.and"));
            blocks.push(Block::Text(words.with(key, &[("gates", names)])));
        }
    }
    blocks
}

/// When sales stop, how long cash lasts, and what bridges it.
fn clock(state: &State, number: usize, line: &Line, seen: Option<&Seen>) -> Vec<Block> {
    let (words, pack) = (state.words(), state.pack);
    let Some(seen) = seen else {
        let mut blocks = vec![Block::Text(words.t("memo.not_computed").into_owned())];
        if line.kind == Some(Kind::Dimensionless) {
            let declared = state.reviewing.declared(number).iter().take(NAMED);
            let declared: Vec<String> = declared.map(|one| review::outcome(state, one)).collect();
            blocks.push(if declared.is_empty() {
                Block::Text(words.t("review.third_level_none").into_owned())
            } else {
                Block::List(declared)
            });
        }
        return blocks;
    };
    let (Some(own), Some(run), Some((head, rows))) = (
        seen.own(pack),
        seen.run(pack),
        review::compared(state, seen),
    ) else {
        return vec![Block::Text(words.t("review.nothing_touches").into_owned())];
    };
    let said = scenarios_said::sentence(words, own.played(pack), own.sales_hit(pack));
    let mut named = run_name(state, run);
    if let Some(country) = run.country {
        let country = said::country(words, pack, country.as_str());
        named = words.with("memo.about", &[("run", named), ("country", country)]);
    }
    let sentence = [named, words.t("frame.colon").into_owned(), said].concat();
    let mut blocks = vec![Block::Text(sentence), Block::Table(head, rows)];
    if let Some(inputs) = review::missing_inputs(state, seen) {
        blocks.push(Block::Text(
            words.with("scenarios.report.missing", &[("inputs", inputs)]),
        ));
    }
    blocks.push(Block::Text(words.t("review.no_likelihood").into_owned()));
    blocks
}

/// What is planned, with the losses before and after; where nothing is, what would change most.
fn prevents(state: &State, seen: &Seen) -> Vec<Block> {
    let (words, pack) = (state.words(), state.pack);
    let case = seen.case();
    let plan = &case.assessment.plan;
    if !plan.is_empty() {
        let mut things: Vec<String> = plan
            .iter()
            .take(NAMED)
            .map(|planned| plan_said::full_title(words, pack, planned))
            .collect();
        if plan.len() > NAMED {
            things.push(words.count("memo.more", plan.len() - NAMED));
        }
        let mut blocks = vec![
            Block::Text(words.t("memo.planned").into_owned()),
            Block::List(things),
        ];
        let ahead = case.derived.lookout.ahead(pack, &case.assessment);
        let run = seen.run(pack);
        let losses = ahead.into_iter().flat_map(|ahead| &ahead.losses);
        let of_run = losses
            .filter(|(one, ..)| run.is_some_and(|run| one.plays_as(run)))
            .find(|(_, before, after)| before > after);
        if let Some((run, before, after)) = of_run {
            let arguments = [
                ("run", run_name(state, run)),
                ("before", plan_said::about(words, *before)),
                ("after", plan_said::about(words, *after)),
            ];
            blocks.push(Block::Text(words.with("memo.planned_loss", &arguments)));
        }
        return blocks;
    }
    let Some(own) = seen.own(pack) else {
        return vec![Block::Text(words.t("memo.nothing_helps").into_owned())];
    };
    let mut all: Vec<_> = own.prevented(pack).iter().collect();
    all.retain(|one| one.avoided.high > 0.0);
    all.sort_by(|one, other| other.avoided.high.total_cmp(&one.avoided.high));
    if all.is_empty() {
        return vec![Block::Text(words.t("memo.nothing_helps").into_owned())];
    }
    let before = own.before(pack);
    let head = ["action", "stop", "loss", "need"];
    let head = head.map(|key| words.t(&format!("scenarios.before.{key}")).into_owned());
    let rows = all.into_iter().take(NAMED).map(|one| {
        let action = pack.action(one.action.as_str());
        let title = action.map_or_else(
            || one.action.to_string(),
            |action| words.text(&action.title),
        );
        let [stop, loss, _, need] = changes(words, before, &one.after);
        vec![title, stop, loss, need]
    });
    let rows = rows.collect();
    vec![
        Block::Text(words.t("memo.offered").into_owned()),
        Block::Table(head.to_vec(), rows),
    ]
}

/// What nobody has checked, what is open, and what is withheld.
fn unverified(state: &State, line: &Line) -> Vec<Block> {
    let (words, pack) = (state.words(), state.pack);
    let mut said = vec![
        words
            .t(match line.basis {
                Some(Basis::Declared) => "memo.declared_only",
                _ => "memo.self_assessed",
            })
            .into_owned(),
        words
            .t(&format!("bench.seal.{}", line.seal.key()))
            .into_owned(),
    ];
    if let Some(held) = line.declared.as_ref().filter(|held| !held.equal) {
        said.push(words.count("bench.held.differs", held.differences.len()));
    }
    let (withheld, open): (Vec<&Question>, Vec<&Question>) = line
        .questions
        .iter()
        .partition(|question| matches!(question, Question::Withheld { .. }));
    said.extend(
        open.iter()
            .take(NAMED)
            .map(|question| said::question(words, pack, question)),
    );
    if open.len() > NAMED {
        said.push(words.count("memo.more", open.len() - NAMED));
    }
    if !withheld.is_empty() {
        said.push(words.count("memo.withheld", withheld.len()));
    }
    let next: Vec<String> = line
        .next
        .iter()
        .map(|next| said::item(words, pack, &next.question))
        .collect();
    if !next.is_empty() {
        let next = next.join(&words.t("said.and"));
        said.push(words.with("memo.narrows", &[("questions", next)]));
    }
    vec![Block::List(said)]
}

/// Programmes to ask about; none where the run leaves the firm in no such situation.
fn worth_asking(state: &State, seen: &Seen) -> Option<Vec<Block>> {
    let (words, pack) = (state.words(), state.pack);
    let own = seen.own(pack)?;
    let situations = own.situations(pack).iter().copied().collect();
    let all = programmes(pack, &situations);
    let sources = all
        .iter()
        .filter_map(|one| pack.sources.get(&one.programme.source));
    let mut named: Vec<String> = sources
        .take(NAMED + 1)
        .map(|source| source_line(state, source))
        .collect();
    if named.is_empty() {
        return None;
    }
    if all.len() > named.len() {
        named.push(words.count("memo.more", all.len() - named.len()));
    }
    let text = words.t("memo.asking_text").into_owned();
    Some(vec![Block::Text(text), Block::List(named)])
}

fn source_line(state: &State, source: &Source) -> String {
    let words = state.words();
    let mut line = words.with(
        "source.name",
        &[
            ("title", words.text(&source.title)),
            ("publisher", words.text(&source.publisher)),
        ],
    );
    if source.unverified {
        line.push_str(&words.with(
            "memo.source_unverified",
            &[("as_of", words.date(&source.as_of))],
        ));
        return line;
    }
    line.push_str(&words.with(
        "source.dates",
        &[
            ("date", words.date(&source.date)),
            ("as_of", words.date(&source.as_of)),
        ],
    ));
    if let Some(url) = &source.url {
        line.push_str(&words.t("said.space"));
        line.push_str(url);
    }
    line
}

/// The computed class with its reasons, and what a person put beside it.
fn lender(state: &State, number: usize, line: &Line) -> Vec<Block> {
    let (words, pack) = (state.words(), state.pack);
    let mut blocks = Vec::new();
    if let Some(class) = line.class {
        let arguments = [
            ("class", said::class(words, class)),
            ("reasons", said::reasons(words, pack, line)),
        ];
        blocks.push(Block::Text(words.with("memo.class", &arguments)));
    }
    let review = state.review(number);
    if let Some(judged) = review.and_then(|review| review.judged.as_ref()) {
        let arguments = [
            ("class", said::class(words, judged.class)),
            ("reason", judged.reason.clone()),
            ("initials", judged.initials.clone()),
        ];
        blocks.push(Block::Text(words.with("memo.judged", &arguments)));
    }
    if let Some(review) = review.filter(|review| !review.note.is_empty()) {
        blocks.push(Block::Text(
            words.with("memo.note", &[("note", &review.note)]),
        ));
    } else {
        blocks.push(Block::Text(words.t("memo.no_note").into_owned()));
    }
    if let Some(figures) = review::figures_said(state, number) {
        blocks.push(Block::Text(
            words.with("memo.figures", &[("figures", figures)]),
        ));
    }
    blocks
}
