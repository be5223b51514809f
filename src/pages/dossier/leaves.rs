//! Every value that leaves, in its group, as it is written and as it reads.

use sonae_engine::assessment::Level;
use sonae_engine::disclose::Leaving;
use yew::prelude::*;

use crate::state::dossier::Made;
use crate::state::dossier::said::{self, Group};
use crate::state::{Shared, State};
use crate::widgets::disclosure::Disclosure;

/// Groups no longer than this lie open.
const SHORT: usize = 12;
/// With more values than this a part is drawn only once it is unfolded.
const MANY: usize = 2_000;
/// So many values make a part.
const PART: usize = 500;

/// The section.
pub fn leaves(state: &State, made: &Shared<Made>) -> Html {
    let words = state.words();
    let all = made.leaving.len();
    html! {
        <section class="section" aria-labelledby="leaves">
            <h2 id="leaves">{ words.t("dossier.leaves") }</h2>
            <p>{ words.with("dossier.leaves_text", &[("count", words.number(count(all), 0))]) }</p>
            if all > MANY {
                <p class="paper-only">{ words.t("dossier.paper_part") }</p>
            }
            <div class="disclosure-list">
                { for said::groups(&made.leaving).iter().map(|one| group(state, made, one)) }
            </div>
        </section>
    }
}

fn group(state: &State, made: &Shared<Made>, group: &Group<'_>) -> Html {
    let words = state.words();
    let size = group.values.len();
    let summary = words.with(
        "dossier.group_count",
        &[
            (
                "group",
                words
                    .t(&format!("dossier.group.{}", group.key))
                    .into_owned(),
            ),
            ("count", words.number(count(size), 0)),
        ],
    );
    let note = match (group.key, made.level) {
        ("answers" | "suppliers" | "markets", Level::Dimensionless) => {
            Some(words.t(&format!("dossier.note.{}", group.key)))
        }
        _ => None,
    };
    html! {
        <details class="disclosure" open={size <= SHORT} key={format!("{}-{}", group.key, made.level.key())}>
            <summary>{ summary }</summary>
            <div class="disclosure-body">
                if let Some(note) = note { <p class="small">{ note }</p> }
                if made.leaving.len() <= MANY {
                    { lines(state, &group.values) }
                } else {
                    { for (0..size.div_ceil(PART)).map(|part| folded(state, made, group, part)) }
                }
            </div>
        </details>
    }
}

/// A part of a long group.
fn folded(state: &State, made: &Shared<Made>, group: &Group<'_>, part: usize) -> Html {
    let (first, last) = (part * PART, group.values.len().min((part + 1) * PART));
    let summary = state
        .words()
        .with("dossier.part", &[("first", first + 1), ("last", last)]);
    let (state, made, key) = (state.clone(), made.clone(), group.key);
    let body = Callback::from(move |()| {
        let groups = said::groups(&made.leaving);
        let group = groups.iter().find(|one| one.key == key);
        let values = group.and_then(|group| group.values.get(first..last));
        lines(&state, values.unwrap_or_default())
    });
    html! { <Disclosure {summary} {body} /> }
}

fn lines(state: &State, values: &[&Leaving]) -> Html {
    html! { <dl class="dossier-values">{ for values.iter().map(|one| line(state, one)) }</dl> }
}

fn line(state: &State, one: &Leaving) -> Html {
    let words = state.words();
    let reading = said::reading(words, state.pack, &one.path, &one.value);
    html! {
        <div data-place={one.place()}>
            <dt>{ said::title(words, state.pack, &one.path) }</dt>
            <dd>
                <code translate="no">{ one.written() }</code>
                if let Some(reading) = reading { { " " }<span class="soft">{ words.with("dossier.reading", &[("text", reading)]) }</span> }
            </dd>
        </div>
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of values")]
fn count(values: usize) -> f64 {
    values as f64
}
