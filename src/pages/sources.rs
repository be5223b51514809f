//! Where the facts come from: name, date, when it was last looked at, and how old that is.

use sonae_engine::content::{Id, Source};
use yew::prelude::*;

use crate::state::{State, months_between};

/// The sources with these keys.
pub fn list(state: &State, keys: &[Id]) -> Html {
    let sources = keys.iter().filter_map(|key| state.pack.sources.get(key));
    html! {
        <ul class="sources" role="list">{ for sources.map(|source| line(state, source)) }</ul>
    }
}

fn line(state: &State, source: &Source) -> Html {
    let words = state.words();
    let name = words.with(
        "source.name",
        &[
            ("title", words.text(&source.title)),
            ("publisher", words.text(&source.publisher)),
        ],
    );
    // Nobody has read it: it is named, and nothing of it is told.
    if source.unverified {
        return html! { <li>{ name }{ " " }<span class="tag">{ words.t("source.unverified") }</span></li> };
    }
    // Days are written so that their order is that of their letters.
    let stale = !state.today.is_empty() && source.review_by < state.today;
    let dates = words.with(
        "source.dates",
        &[
            ("date", words.date(&source.date)),
            ("as_of", words.date(&source.as_of)),
        ],
    );
    html! {
        <li data-age={stale.then_some("stale")}>
            if let Some(url) = &source.url {
                <a href={url.clone()} target="_blank" rel="noopener noreferrer">{ name }<span class="visually-hidden">{ words.t("source.elsewhere") }</span></a>
            } else {
                { name }
            }
            { dates }
            if stale {
                <strong>{ age(state, source) }</strong>
            }
            if let Some(summary) = &source.summary {
                <p class="small">{ words.text(summary) }</p>
            }
        </li>
    }
}

/// How long ago it was looked at.
fn age(state: &State, source: &Source) -> String {
    let months = months_between(&source.as_of, &state.today).unwrap_or_default();
    let months = usize::try_from(months).unwrap_or_default();
    state.words().count("source.stale", months)
}
