//! How to see that nothing leaves, and which release this is.

use yew::prelude::*;

use crate::route::Page;
use crate::state::edition::Running;
use crate::state::{Action, State};
use crate::widgets::help;
use crate::words::Words;

/// What computes the SHA-256 of a file: on Windows, on a Mac, on Linux.
const COMMANDS: [(&str, &str); 3] = [
    ("Windows", "certutil -hashfile sonae.html SHA256"),
    ("Mac", "shasum -a 256 sonae.html"),
    ("Linux", "sha256sum sonae.html"),
];

/// What computes the SHA-256 of the program, from the files of the edition on a server.
const OF_PROGRAM: &str = "cat app-*_bg.wasm later-*.wasm | sha256sum";

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let alarm = if state.requests > 0 { "error" } else { "done" };
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.proof") }</h1>
                <p class="lead">{ words.t("proof.lead") }</p>
                <section class="notice" data-kind={alarm}>
                    <h2>{ words.with("proof.meter", &[("count", state.requests)]) }</h2>
                    <p>{ words.t("proof.meter_text") }</p>
                </section>
                <section class="section" aria-labelledby="minute">
                    <h2 id="minute">{ words.t("proof.minute") }</h2>
                    <ol class="proof-steps">
                        <li>{ airplane() }<p>{ words.t("proof.step_1") }</p></li>
                        <li>{ answers() }<p>{ words.t("proof.step_2") }</p></li>
                        <li>{ file() }<p>{ words.t("proof.step_3") }</p></li>
                    </ol>
                </section>
                { list(words, "watch", &["watch_1", "watch_2", "watch_3", "watch_one"]) }
                { list(words, "exceptions", &["exceptions_none", "exceptions_open", "exceptions_links"]) }
                { list(words, "hands", &["hands_cloud", "hands_mail", "hands_extensions", "hands_person"]) }
                { release(words, &state.running) }
                { auditor(words, &state.running) }
                <div class="actions">
                    <button type="button" class="button button-quiet" onclick={act.reform(|_: MouseEvent| Action::PrintAsked)}>{ words.t("action.print") }</button>
                    <a class="button button-second" href={Page::Data.address()}>{ words.t("title.data") }</a>
                </div>
            </main>
        </div>
    }
}

fn list(words: Words, name: &'static str, points: &[&str]) -> Html {
    html! {
        <section class="section" aria-labelledby={name}>
            <h2 id={name}>{ words.t(&format!("proof.{name}")) }</h2>
            <ul>{ for points.iter().map(|point| html! { <li>{ words.t(&format!("proof.{point}")) }</li> }) }</ul>
        </section>
    }
}

fn release(words: Words, running: &Running) -> Html {
    let edition = &running.edition;
    let kind = match (edition.version.is_empty(), edition.in_one_file) {
        (true, _) => "proof.development",
        (false, true) => "proof.one_file",
        (false, false) => "proof.hosted",
    };
    let row = |key: &str, value: Html| html! { <div class="summary-row"><dt>{ words.t(key) }</dt><dd>{ value }</dd></div> };
    let code =
        |text: &str| html! { <code class="proof-code" translate="no">{ text.to_owned() }</code> };
    let computed = match &running.computed {
        None => html! { { words.t("proof.not_computed") } },
        Some(hash) if *hash == edition.hash => {
            html! { <>{ code(hash) }{ " " }<strong>{ words.t("proof.equal") }</strong></> }
        }
        Some(hash) if edition.hash.is_empty() => code(hash),
        Some(hash) => {
            html! { <>{ code(hash) }{ " " }<strong>{ words.t("proof.differ") }</strong></> }
        }
    };
    html! {
        <section class="section" aria-labelledby="release">
            <h2 id="release">{ words.t("proof.release") }</h2>
            <dl class="summary">
                { row("proof.edition", words.t(kind).into()) }
                if !edition.version.is_empty() {
                    { row("proof.version", edition.version.clone().into()) }
                    { row("proof.hash", code(&edition.hash)) }
                }
                if !edition.day.is_empty() { { row("proof.day", words.date(&edition.day).into()) } }
                { row("proof.computed", computed) }
            </dl>
            if kind == "proof.hosted" {
                <p>{ words.t("proof.take_text") }</p>
                <div class="screen-only"><a class="button button-second" href="sonae.html" download="sonae.html">{ words.t("proof.take") }</a></div>
            }
        </section>
    }
}

fn auditor(words: Words, running: &Running) -> Html {
    let edition = &running.edition;
    let loaded = words.with("proof.loaded", &[("count", edition.loaded.len())]);
    let names = html! { <ul>{ for edition.loaded.iter().map(|name| html! { <li><code translate="no">{ name }</code></li> }) }</ul> };
    html! {
        <section class="section" aria-labelledby="auditor">
            <h2 id="auditor">{ words.t("proof.auditor") }</h2>
            <h3>{ words.t("proof.policy") }</h3>
            <ol>{ for edition.policies.iter().map(|policy| html! { <li><code class="proof-code" translate="no">{ policy }</code></li> }) }</ol>
            <p class="soft">{ words.t("proof.policy_text") }</p>
            { help::disclosure(&loaded, names) }
            <h3>{ words.t("proof.compare") }</h3>
            <p>{ words.t("proof.compare_text") }</p>
            <dl class="summary">
                { for COMMANDS.iter().map(|(system, command)| html! {
                    <div class="summary-row"><dt>{ *system }</dt><dd><code class="proof-code" translate="no">{ *command }</code></dd></div>
                }) }
            </dl>
            <p>{ words.t("proof.program") }{ " " }<code class="proof-code" translate="no">{ OF_PROGRAM }</code></p>
            <p>{ words.t("proof.rebuild") }</p>
            <p><a href={Page::Security.address()}>{ words.t("security.link") }</a></p>
        </section>
    }
}

/// A small drawing of lines, which says nothing that the text beside it does not.
fn drawing(lines: &[&'static str]) -> Html {
    html! {
        <svg class="proof-picture" viewBox="0 0 64 64" aria-hidden="true">
            { for lines.iter().map(|line| html! { <path d={*line} /> }) }
        </svg>
    }
}

fn airplane() -> Html {
    drawing(&[
        "M32 6c3 0 4 4 4 8v10l20 12v5l-20-6v12l6 5v4l-10-3-10 3v-4l6-5V35L8 41v-5l20-12V14c0-4 1-8 4-8z",
    ])
}

fn answers() -> Html {
    drawing(&[
        "M12 6h40v52H12z",
        "m18 20 4 4 7-8M34 20h12",
        "m18 36 4 4 7-8M34 36h12",
        "M20 50h26",
    ])
}

fn file() -> Html {
    drawing(&["M14 6h24l12 12v40H14zM38 6v12h12", "m22 38 8 8 14-16"])
}
