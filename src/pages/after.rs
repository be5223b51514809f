//! After a workshop: the sheet of the room, and totals of many rooms.

mod totals;

use sonae_engine::content::{Id, Kit};
use sonae_engine::workshop::after::{Change, Counts, Event, Outlook, Prevented, Sheet, Spread};
use sonae_engine::workshop::totals::FEWEST;
use yew::prelude::*;

pub use totals::view as totals;

use super::bench;
use crate::route::Page;
use crate::state::after::{Afternoon, Saved, Told};
use crate::state::review::{Block, Memo};
use crate::state::room::time_of;
use crate::state::{Action, State};
use crate::widgets::notice::sentence;
use crate::words::Words;

/// So many open questions have room on the sheet.
const OPEN: usize = 12;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let shown = state.afternoon().zip(state.after_sheet());
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="screen-only">
                    <div class="prose">
                        <h1 tabindex="-1">{ words.t(Page::After.title()) }</h1>
                        <p class="lead">{ words.t("after.lead") }</p>
                    </div>
                </div>
                if let Some((of, sheet)) = shown {
                    { found(state, act, of, sheet) }
                } else {
                    <p>{ words.t("after.nothing") }</p>
                    <div class="actions">
                        <a class="button button-second" href={Page::Collect.address()}>{ words.t("title.collect") }</a>
                        <a class="button" href={Page::Workshop.address()}>{ words.t("room.to_door") }</a>
                    </div>
                    <p><a href={Page::Totals.address()}>{ words.t("totals.open_page") }</a></p>
                }
            </main>
        </div>
    }
}

fn found(state: &State, act: &Callback<Action>, of: Afternoon<'_>, sheet: &Sheet) -> Html {
    let words = state.words();
    let memo = memo(state, of, sheet);
    let page = memo.clone();
    let save = act.reform(move |_: MouseEvent| Told::PageAsked(page.clone()).into());
    html! {
        <>
            <div class="toolbar screen-only">
                <button type="button" class="button" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                <button type="button" class="button button-second" onclick={save}>{ words.t("memo.save_page") }</button>
                <a class="button button-quiet" href={Page::Room.address()}>{ words.t("title.room") }</a>
                <a class="button button-quiet" href={Page::Collect.address()}>{ words.t("title.collect") }</a>
                <a class="button button-quiet" href={Page::ClassPicture.address()}>{ words.t("title.class_picture") }</a>
            </div>
            { bench::sheet(&memo, "after") }
            { keep(state, act) }
        </>
    }
}

/// What of it may be kept.
fn keep(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let save = act.reform(|_: MouseEvent| Told::SaveAsked(Saved::Own).into());
    html! {
        <section class="section screen-only" aria-labelledby="keep">
            <h2 id="keep">{ words.t("after.keep") }</h2>
            <p>{ words.with("after.keep_text", &[("few", FEWEST)]) }</p>
            { match state.own_totals() {
                Some(Ok(_)) => html! {
                    <div class="toolbar"><button type="button" class="button button-second" onclick={save}>{ words.t("after.keep_save") }</button></div>
                },
                Some(Err(finding)) => html! {
                    <p>{ sentence(words, finding, "what") }{ words.t("said.space") }{ sentence(words, finding, "todo") }</p>
                },
                None => html! { <p>{ words.t("after.keep_none") }</p> },
            } }
            <p><a href={Page::Totals.address()}>{ words.t("totals.open_page") }</a></p>
        </section>
    }
}

/// What the sheet says.
fn memo(state: &State, of: Afternoon<'_>, sheet: &Sheet) -> Memo {
    let words = state.words();
    let part =
        |key: &str, blocks: Vec<Block>| (words.t(&format!("after.{key}")).into_owned(), blocks);
    let handed_in = sheet.counts.handed_in > 0;
    let nothing = || vec![text(words, "after.nothing_in")];
    let or_nothing = |blocks: Vec<Block>| if handed_in { blocks } else { nothing() };
    let versions = [
        ("pack", format!("{} {}", state.pack.id, state.pack.version)),
        ("method", sonae_engine::score::METHOD.to_owned()),
        ("app", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    Memo {
        title: words.t("after.title").into_owned(),
        head: head(state, of),
        parts: vec![
            part("counts", counts(words, sheet.counts)),
            part("timeline", timeline(state, of, sheet)),
            part("decisions", or_nothing(decisions(state, of.kit, sheet))),
            part("changes", or_nothing(changes(words, of.kit, sheet))),
            part("prevented", prevented(state, of.kit, &sheet.prevented)),
            part("open", or_nothing(open(state, sheet))),
        ],
        foot: vec![
            words.t("after.figures").into_owned(),
            words.with("memo.versions", &versions),
        ],
        no_decision: words.t("after.no_ranking").into_owned(),
    }
}

fn text(words: Words, key: &str) -> Block {
    Block::Text(words.t(key).into_owned())
}

fn heads(words: Words, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| words.t(key).into_owned()).collect()
}

/// Which kit, how long, that it is fictional, and of when the sheet is.
fn head(state: &State, of: Afternoon<'_>) -> String {
    let words = state.words();
    let mut facts = vec![words.text(&of.kit.title)];
    facts.push(words.with("kits.minutes", &[("minutes", of.room.minutes)]));
    facts.push(words.t("frame.practice").into_owned());
    facts.push(words.with("after.made", &[("date", words.date(&state.today))]));
    facts.join(" · ")
}

/// How many teams there were, and what is there of them; of nothing that did not happen.
fn counts(words: Words, counts: Counts) -> Vec<Block> {
    let here = [
        ("here", counts.handed_in.to_string()),
        ("all", counts.expected.to_string()),
    ];
    let others = [
        ("after.lost", counts.lost()),
        ("after.stale", counts.stale),
        ("after.without_result", counts.without_result),
    ];
    let others = others.into_iter().filter(|(_, count)| *count > 0);
    let others = others.map(|(key, count)| words.count(key, count));
    let told = words.with("handin.here", &here);
    vec![Block::List(std::iter::once(told).chain(others).collect())]
}

/// What was done, by the clock.
fn timeline(state: &State, of: Afternoon<'_>, sheet: &Sheet) -> Vec<Block> {
    let words = state.words();
    if sheet.timeline.is_empty() {
        return vec![text(words, "after.not_begun")];
    }
    let title = |event: &Event| match event {
        Event::Step(id) => {
            let step = of.kit.step(id.as_str());
            step.map(|step| words.text(&step.title)).unwrap_or_default()
        }
        Event::Over => words.t("after.over").into_owned(),
        Event::Inject(id) => words.with("after.card", &[("title", inject(words, of.kit, id))]),
        Event::Note(note) => words.with("after.note", &[("note", note)]),
    };
    let rows = sheet
        .timeline
        .iter()
        .map(|moment| vec![time_of(&state.now, moment.at), title(&moment.event)]);
    let head = heads(words, &["after.time", "after.event"]);
    vec![Block::Table(head, rows.collect())]
}

fn inject(words: Words, kit: &Kit, id: &Id) -> String {
    let inject = kit.inject(id.as_str());
    let title = inject.map(|inject| words.text(&inject.title));
    title.unwrap_or_default()
}

fn action(state: &State, id: &Id) -> String {
    let action = state.pack.action(id.as_str());
    let title = action.map(|action| state.words().text(&action.title));
    title.unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "an amount to be read by people")]
fn yen(words: Words, yen: u64) -> String {
    words.yen(yen as f64)
}

/// What was chosen when, by how many teams.
fn decisions(state: &State, kit: &Kit, sheet: &Sheet) -> Vec<Block> {
    let words = state.words();
    let rows = sheet.decisions.iter().map(|decision| {
        let cost = kit.choice(decision.action.as_str());
        let cost = cost.map(|choice| yen(words, choice.cost));
        vec![
            action(state, &decision.action),
            cost.unwrap_or_default(),
            words.count("handin.teams_count", decision.before),
            words.count("handin.teams_count", decision.after),
        ]
    });
    let head = [
        "handin.choice_head",
        "after.cost",
        "handin.before_head",
        "handin.after_head",
    ];
    vec![Block::Table(heads(words, &head), rows.collect())]
}

/// What the choices changed, inject by inject.
fn changes(words: Words, kit: &Kit, sheet: &Sheet) -> Vec<Block> {
    if sheet.changes.is_empty() {
        return vec![text(words, "after.no_changes")];
    }
    let rows = sheet.changes.iter().map(|change: &Change| {
        let named = inject(words, kit, &change.inject);
        let teams = change.teams.to_string();
        let stages = change.stages.iter().map(|stage| spread(words, *stage));
        [named, teams].into_iter().chain(stages).collect()
    });
    let head = [
        "after.inject",
        "after.teams",
        "handin.without",
        "handin.with_before",
        "handin.with_all",
    ];
    vec![
        text(words, "after.changes_text"),
        Block::Table(heads(words, &head), rows.collect()),
    ]
}

/// From the team with the least to the one with the most.
fn spread(words: Words, spread: Spread) -> String {
    let stop = match spread.stop_weeks {
        [Some(first), Some(last)] if first == last => words.count("after.stops", first.into()),
        [Some(first), Some(last)] => {
            words.with("after.stops_between", &[("first", first), ("last", last)])
        }
        [Some(first), None] => words.count("after.stops_or_not", first.into()),
        [None, _] => words.t("after.goes_on").into_owned(),
    };
    let [least, most] = spread.loss_pct.map(|pct| words.number(pct.into(), 0));
    let loss = if least == most {
        words.with("after.loss", &[("pct", least)])
    } else {
        words.with("after.loss_between", &[("least", least), ("most", most)])
    };
    words.with("after.both", &[("stop", stop), ("loss", loss)])
}

fn outlook(words: Words, outlook: Outlook) -> String {
    let Outlook {
        stop_weeks,
        loss_pct,
    } = outlook;
    spread(
        words,
        Spread {
            stop_weeks: [stop_weeks; 2],
            loss_pct: [loss_pct; 2],
        },
    )
}

/// Each choice against each inject, had it been made beforehand.
fn prevented(state: &State, kit: &Kit, prevented: &[Prevented]) -> Vec<Block> {
    let words = state.words();
    let row = |name: String, of: &dyn Fn(&Prevented) -> Option<Outlook>| {
        let cells = prevented.iter().map(|one| {
            let outlook = of(one).map(|one| outlook(words, one));
            outlook.unwrap_or_default()
        });
        std::iter::once(name).chain(cells).collect::<Vec<String>>()
    };
    let mut rows = vec![row(words.t("handin.without").into_owned(), &|one| {
        Some(one.without)
    })];
    rows.extend(kit.choices.iter().map(|choice| {
        row(action(state, &choice.action), &|one| {
            let mut alone = one.alone.iter();
            let found = alone.find(|(id, _)| *id == choice.action);
            found.map(|(_, outlook)| *outlook)
        })
    }));
    rows.push(row(words.t("after.all").into_owned(), &|one| Some(one.all)));
    let head = std::iter::once(words.t("handin.choice_head").into_owned());
    let injects = prevented.iter().map(|one| inject(words, kit, &one.inject));
    let cost: u64 = kit.choices.iter().map(|choice| choice.cost).sum();
    let sums = [
        ("cost", yen(words, cost)),
        ("budget", yen(words, kit.budget)),
    ];
    vec![
        text(words, "after.prevented_text"),
        Block::Table(head.chain(injects).collect(), rows),
        Block::Text(words.with("after.all_cost", &sums)),
    ]
}

/// What most teams left open.
fn open(state: &State, sheet: &Sheet) -> Vec<Block> {
    let words = state.words();
    let of = sheet.counts.with_result();
    if of == 0 {
        return vec![text(words, "after.no_answers")];
    }
    if sheet.open.is_empty() {
        return vec![text(words, "after.none_open")];
    }
    let items = sheet.open.iter().take(OPEN).filter_map(|open| {
        let question = state.pack.question(open.question.as_str())?;
        let told = [
            ("question", words.text(&question.short)),
            ("teams", open.teams.to_string()),
            ("of", of.to_string()),
        ];
        let key = if open.as_given {
            "after.open_given"
        } else {
            "after.open_item"
        };
        Some(words.with(key, &told))
    });
    let mut blocks = vec![text(words, "after.open_text"), Block::List(items.collect())];
    let more = sheet.open.len().saturating_sub(OPEN);
    if more > 0 {
        blocks.push(Block::Text(words.count("after.open_more", more)));
    }
    blocks
}

#[cfg(test)]
mod tests;
