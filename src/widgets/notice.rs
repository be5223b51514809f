//! What the person should know: a heading, the reasons, what may be done, and a way to put it away.

use std::borrow::Cow;

use sonae_engine::finding::Finding;
use yew::prelude::*;

use crate::words::Words;

/// One notice. `kind` is `note`, `done`, `caution` or `error`, as the style knows it.
pub fn notice(
    words: Words,
    kind: &'static str,
    heading: &str,
    findings: &[Finding],
    offer: Option<(Cow<'static, str>, Callback<MouseEvent>)>,
    leads: Option<Html>,
    close: Option<Callback<MouseEvent>>,
) -> Html {
    let role = if kind == "error" { "alert" } else { "status" };
    html! {
        <section class="notice" data-kind={kind} role={role} tabindex="-1">
            <h2>{ heading }</h2>
            { reasons(words, findings) }
            if offer.is_some() || leads.is_some() || close.is_some() {
                <div class="notice-actions">
                    if let Some((label, offered)) = offer {
                        <button type="button" class="button button-second button-small" onclick={offered}>{ label }</button>
                    }
                    { leads }
                    if let Some(close) = close {
                        <button type="button" class="button button-quiet button-small" onclick={close}>{ words.t("action.close") }</button>
                    }
                </div>
            }
        </section>
    }
}

/// Every reason with its place: what happened, and what to do.
pub fn reasons(words: Words, findings: &[Finding]) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="reasons">
            { for findings.iter().map(|finding| html! {
                <li>
                    { sentence(words, finding, "what") }{ " " }{ sentence(words, finding, "todo") }
                    if !finding.place.is_empty() {
                        { " " }<span class="soft small">{ words.with(place_key(&finding.place), &[("place", &finding.place)]) }</span>
                    }
                </li>
            }) }
        </ul>
    }
}

/// A place in a table's text is a bare number: its line.
fn place_key(place: &str) -> &'static str {
    if place.bytes().all(|byte| byte.is_ascii_digit()) {
        "finding.at_line"
    } else {
        "finding.at"
    }
}

/// One of the two sentences of a finding: `what` happened, or what `todo`.
pub fn sentence(words: Words, finding: &Finding, which: &str) -> String {
    words.finding(finding, which)
}
