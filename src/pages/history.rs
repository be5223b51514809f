//! Looking back: results of earlier days, an earlier file beside the open case, another year.

pub mod compare;

use sonae_engine::assessment::{Origin, Past};
use sonae_engine::content::{Id, Release, TableName, Text};
use yew::prelude::*;

use super::result::module_title;
use super::said;
use crate::route::Page;
use crate::state::history::{Renewal, Told};
use crate::state::{Action, Case, State};
use crate::widgets::bars::{self, Bar};
use crate::widgets::help;
use crate::widgets::notice::reasons;
use crate::words::Words;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.history") }</h1>
                <p class="lead">{ words.t("history.lead") }</p>
                if let Some(renewal) = case.renewal(state) { { renewed(state, case, &renewal) } }
                { results(state, case) }
                { compare::section(state, case, act) }
                { forward(state, case, act) }
                <div class="actions">
                    <a class="button button-second" href={Page::Tasks.address()}>{ words.t("check.to_parts") }</a>
                    <a class="button" href={Page::Result.address()}>{ words.t("check.to_result") }</a>
                </div>
            </main>
        </div>
    }
}

/// What another version of the pack changed: the answers, the questions and the rules apart.
fn renewed(state: &State, case: &Case, renewal: &Renewal<'_>) -> Html {
    let words = state.words();
    let versions = [("from", renewal.from), ("now", state.pack.version.as_str())];
    let told = |text: fn(&Release) -> &Text| match renewal.releases {
        None => html! { <p>{ words.with("history.no_record", &versions) }</p> },
        Some([]) => html! { <p>{ words.t("history.same_version") }</p> },
        Some(releases) => html! {
            <ul>
                { for releases.iter().map(|release| {
                    let version = [("version", release.version.clone()), ("day", words.date(&release.day))];
                    html! { <li>{ words.with("history.release", &version) }{ words.t("frame.colon") }{ words.text(text(release)) }</li> }
                }) }
            </ul>
        },
    };
    let scores = renewal
        .past
        .zip(case.present(state))
        .map(|(past, now)| [past.clone(), now]);
    html! {
        <section class="section" aria-labelledby="renewed">
            <h2 id="renewed">{ words.t("history.renewed") }</h2>
            <p>{ words.with("history.renewed_text", &versions) }</p>
            if let Some(scores) = scores { { range_table(state, case, &words.t("history.then_and_now"), &scores) } }
            <h3>{ words.t("history.your_answers") }</h3>
            { answers(state, case, renewal) }
            <h3>{ words.t("history.the_questions") }</h3>
            { told(|release| &release.questions) }
            <h3>{ words.t("history.the_rules") }</h3>
            { told(|release| &release.rules) }
        </section>
    }
}

fn answers(state: &State, case: &Case, renewal: &Renewal<'_>) -> Html {
    let words = state.words();
    let added = renewal.releases.unwrap_or_default().iter();
    let open = |id: &&Id| {
        let step = case.derived.path.step(id.as_str());
        step.is_some_and(|step| step.is_asked() && step.origin == Origin::Unanswered)
    };
    let open: Vec<&Id> = added
        .flat_map(|release| &release.added)
        .filter(open)
        .collect();
    let findings: Vec<_> = renewal.answers.iter().copied().cloned().collect();
    if findings.is_empty() && open.is_empty() {
        return html! { <p>{ words.t("history.answers_kept") }</p> };
    }
    html! {
        <>
            { reasons(words, &findings) }
            if !open.is_empty() {
                <p>{ words.t("history.new_questions") }</p>
                <ul>{ for open.into_iter().map(|id| html! { <li>{ to_question(state, id) }</li> }) }</ul>
            }
        </>
    }
}

/// Results of earlier days and now, as a table that is drawn.
fn results(state: &State, case: &Case) -> Html {
    let words = state.words();
    let history = &case.assessment.history;
    let now = case.present(state);
    let all: Vec<Past> = history.iter().cloned().chain(now.clone()).collect();
    let says = match (history.first(), &now) {
        (_, None) => words.t("history.industry_missing").into_owned(),
        (None, _) => words.t("history.none").into_owned(),
        (Some(first), Some(now)) => words.with(
            "history.sentence",
            &[
                ("count", history.len().to_string()),
                ("day", words.date(&first.day)),
                ("then", words.score(first.overall)),
                ("now", words.score(now.overall)),
            ],
        ),
    };
    html! {
        <section class="section" aria-labelledby="results">
            <h2 id="results">{ words.t("history.results") }</h2>
            <p>{ says }</p>
            if !history.is_empty() {
                { range_table(state, case, &words.t("history.results_caption"), &all) }
                { help::disclosure(&words.t("history.by_module"), by_module(state, &all)) }
            }
        </section>
    }
}

/// Ranges below each other, those of other rules in grey.
fn range_table(state: &State, case: &Case, caption: &str, all: &[Past]) -> Html {
    let words = state.words();
    let now = case.present(state);
    let last = all.len().saturating_sub(1);
    let rows: Vec<Bar> = all
        .iter()
        .enumerate()
        .map(|(index, past)| {
            let same_rules = now.as_ref().is_none_or(|now| now.has_rules_of(past));
            let name = if index == last && now.as_ref() == Some(past) {
                words.t("history.now").into_owned()
            } else {
                words.date(&past.day)
            };
            Bar {
                name: html! { <>{ name }<br /><span class="soft small">{ words.bands(past.band) }{ " · " }{ rules(words, past) }</span></> },
                known: past.overall.low,
                possible: past.overall.high,
                aside: !same_rules,
                figure: words.range(past.overall, 1),
            }
        })
        .collect();
    let heads = [
        words.t("history.day").into_owned(),
        words.t("history.range").into_owned(),
    ];
    bars::bars(words, caption, [&heads[0], &heads[1]], 100.0, &rows)
}

/// By which rules a result was worked out.
fn rules(words: Words, past: &Past) -> String {
    let pack = format!("{} {}", past.pack.id, past.pack.version);
    words.with(
        "frame.versions",
        &[("pack", pack), ("method", past.method.clone())],
    )
}

fn by_module(state: &State, all: &[Past]) -> Html {
    let words = state.words();
    let modules: Vec<&Id> = state.pack.modules.iter().map(|module| &module.id).collect();
    html! {
        <table>
            <caption class="visually-hidden">{ words.t("history.by_module") }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words.t("history.day") }</th>
                    { for modules.iter().map(|id| html! { <th scope="col">{ module_title(words, state.pack, id) }</th> }) }
                </tr>
            </thead>
            <tbody>
                { for all.iter().map(|past| html! {
                    <tr>
                        <th scope="row">{ words.date(&past.day) }</th>
                        { for modules.iter().map(|id| {
                            let own = past.modules.iter().find(|module| module.id == **id);
                            let says = own.map_or_else(|| words.t("history.not_there").into_owned(), |own| words.range(own.score, 1));
                            html! { <td class="number">{ says }</td> }
                        }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// The way into another year, with what would be emptied.
fn forward(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let blanked = case.blanked(state);
    let cells = blanked.cells.iter().map(|(table, column, count)| {
        let columns = &state.pack.tables.get(*table).columns;
        let title = columns.iter().find(|one| one.key == *column);
        let title = title.map_or_else(|| column.to_string(), |one| words.text(&one.title));
        let table = words.t(match table {
            TableName::Suppliers => "title.suppliers",
            TableName::Markets => "title.markets",
        });
        let arguments = [
            ("table", table.into_owned()),
            ("column", title),
            ("count", count.to_string()),
        ];
        words.with("history.cells", &arguments)
    });
    let questions = blanked.questions.iter();
    let ledgers = (blanked.ledgers > 0).then(|| words.t("history.ledgers").into_owned());
    let lines: Vec<String> = questions
        .map(|id| said::label(words, state.pack, id.as_str()))
        .chain(cells)
        .chain(ledgers)
        .collect();
    html! {
        <section class="section" aria-labelledby="forward">
            <h2 id="forward">{ words.t("history.forward") }</h2>
            <p>{ words.t("history.forward_text") }</p>
            if lines.is_empty() {
                <p>{ words.t("history.nothing_blanked") }</p>
            } else {
                <p>{ words.t("history.blanked") }</p>
                <ul>{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            }
            <div>
                <button type="button" class="button button-second" onclick={act.reform(|_: MouseEvent| Told::ForwardAsked.into())}>{ words.t("history.forward_button") }</button>
            </div>
        </section>
    }
}

/// The short label of a question, as a link to it.
fn to_question(state: &State, id: &Id) -> Html {
    let label = said::label(state.words(), state.pack, id.as_str());
    if matches!(state.page, Page::Answers(_)) {
        // The answers of an applicant have no page here.
        return html! { { label } };
    }
    html! { <a href={said::place(state.pack, id.as_str(), None).address()}>{ label }</a> }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::Given;
    use sonae_engine::content::{Id, Language};

    use crate::pages::result::tests::of_firm;
    use crate::pages::tests::{answered, rendered};
    use crate::route::Page;
    use crate::state::history::Told;
    use crate::state::{Action, Effect};

    #[test]
    fn the_page_says_everything_in_both_languages() {
        for language in Language::ALL {
            let mut state = of_firm("case.soramame_pump", language, Page::History);
            let saved = state.update(Action::SaveAsked).into_iter().next();
            let Some(Effect::Save { bytes, .. }) = saved else {
                panic!("{saved:?}");
            };
            // Made by an older version, and changed since.
            let text = String::from_utf8(bytes).expect("text");
            let version = format!("\"version\": \"{}\"", state.pack.version);
            let older = text.replace(&version, "\"version\": \"2025.1.1\"");
            let given = Given::Choice(Id::from("none"));
            answered(&mut state, "tech.secret_marking", given, false);
            let read = Told::EarlierRead("last-year.sonae".into(), Ok(older.into_bytes()));
            state.update(read.into());
            let page = rendered(&state);
            for lost in ["history.", "said.", "result.", "%{", "NaN"] {
                assert!(!page.contains(lost), "{lost} in {page}");
            }
            assert!(page.contains("last-year.sonae"));
            assert!(page.contains("2025.1.1"));
            assert!(page.contains("#/question/tech.secret_marking"));
        }
    }
}
