//! The result: one sentence, the ranges, what sets a floor, what to do first, what to find out,
//! and from where every point comes.

pub(super) mod account;
pub(super) mod charts;
pub(super) mod gates;
pub(super) mod method;
pub(super) mod steps;

use sonae_engine::assessment::Origin;
use sonae_engine::content::{Id, Pack};
use sonae_engine::measure::{Interval, Truth};
use sonae_engine::plan;
use sonae_engine::score::{ModuleScore, Score};
use yew::prelude::*;

use super::{said, scenarios};
use crate::route::Page;
use crate::state::{Action, Case, State};
use crate::widgets::range::{self, Shown};
use crate::words::Words;

/// Actions and questions shown at most.
const FIRST: usize = 5;

/// The page.
pub fn view(state: &State, case: &Case, _act: &Callback<Action>) -> Html {
    let words = state.words();
    let Ok(score) = case.score(state.pack) else {
        return without_industry(words);
    };
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.result") }</h1>
                    <p class="result-sentence">{ sentence(state, case, score) }</p>
                    <p class="soft">{ words.t("result.scale") }</p>
                </div>
                if is_nothing_answered(score) { { nothing_answered(words) } }
                <div class="range-list">{ range::range(words, &overall(words, state.pack, score)) }</div>
                <section class="section" aria-labelledby="modules">
                    <h2 id="modules">{ words.t("result.modules") }</h2>
                    { ranges(words, state.pack, score) }
                </section>
                <section class="section" aria-labelledby="gates">
                    <h2 id="gates">{ words.t("result.gates") }</h2>
                    { gates::gates(state, case, score, usize::MAX, 3) }
                </section>
                { gates::red_flags(state, score) }
                <section class="section" aria-labelledby="steps">
                    <h2 id="steps">{ words.t("result.steps") }</h2>
                    { steps::cards(state, case, FIRST) }
                    <p><a href={Page::Plan.address()}>{ words.t("plan.to_plan") }</a>{ words.t("frame.colon") }{ words.t("plan.to_plan_text") }</p>
                </section>
                <section class="section" aria-labelledby="finds">
                    <h2 id="finds">{ words.t("result.finds") }</h2>
                    { steps::finds(state, case, FIRST) }
                </section>
                <section class="section" aria-labelledby="scenarios">
                    <h2 id="scenarios">{ words.t("scenarios.result.heading") }</h2>
                    { scenarios::counted(state, case) }
                </section>
                <section class="section" aria-labelledby="themes">
                    <h2 id="themes">{ words.t("result.themes") }</h2>
                    <div class="result-columns">{ charts::themes(words, state.pack, score) }</div>
                </section>
                <section class="section" aria-labelledby="charts">
                    <h2 id="charts">{ words.t("result.charts") }</h2>
                    <div class="result-columns">{ charts::charts(state, case, score) }</div>
                </section>
                <section class="section" aria-labelledby="receipt">
                    <h2 id="receipt">{ words.t("result.receipt") }</h2>
                    <p>{ words.t("result.receipt_text") }</p>
                    { account::receipts(state, case, score) }
                </section>
                <section class="section" aria-labelledby="details">
                    <h2 id="details">{ words.t("result.details") }</h2>
                    { method::disclosures(state, score) }
                </section>
                <div class="actions">
                    <a class="button button-second" href={Page::Check.address()}>{ words.t("result.check") }</a>
                    <a class="button" href={Page::Report.address()}>{ words.t("result.report") }</a>
                </div>
            </main>
        </div>
    }
}

/// Without the industry there are no weights, and so no score.
pub(super) fn without_industry(words: Words) -> Html {
    industry_missing(words, "title.result", "result.industry_missing.heading")
}

/// The same on another page, under its own title and in its own words.
pub(super) fn industry_missing(words: Words, title: &str, says: &str) -> Html {
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t(title) }</h1>
                <section class="notice" data-kind="note">
                    <h2>{ words.t(says) }</h2>
                    <p>{ words.t("result.industry_missing.text") }</p>
                </section>
                <div class="actions">
                    <a class="button" href={Page::Profile.address()}>{ words.t("result.industry_missing.link") }</a>
                </div>
            </main>
        </div>
    }
}

fn nothing_answered(words: Words) -> Html {
    html! {
        <section class="notice" data-kind="note">
            <h2>{ words.t("result.nothing.heading") }</h2>
            <p>{ words.t("result.nothing.text") }</p>
            <div class="notice-actions">
                <a class="button button-second button-small" href={Page::Quick(1).address()}>{ words.t("result.nothing.quick") }</a>
                <a class="button button-quiet button-small" href={Page::Tasks.address()}>{ words.t("result.nothing.full") }</a>
            </div>
        </section>
    }
}

/// Whether no item has an answer of any kind.
pub(super) fn is_nothing_answered(score: &Score) -> bool {
    let mut entries = score.modules.iter().flat_map(|module| &module.receipt);
    entries.all(|entry| entry.origin == Origin::Unanswered)
}

/// The one sentence that says what matters.
pub(super) fn sentence(state: &State, case: &Case, score: &Score) -> Html {
    let words = state.words();
    let Some(worst) = score.worst() else {
        return Html::default();
    };
    if is_nothing_answered(score) {
        return html! { { words.t("result.sentence.open") } };
    }
    let first = words.with(
        "result.sentence.worst",
        &[("module", module_title(words, state.pack, &worst.id))],
    );
    html! { <><strong>{ first }</strong>{ " " }{ why_worst(state, case, score, worst) }</> }
}

/// What is behind it: the items that stop sales, a gate, or the range.
fn why_worst(state: &State, case: &Case, score: &Score, worst: &ModuleScore) -> String {
    let words = state.words();
    let range = words.score(score.overall.score);
    let band = words.bands(score.shown_band());
    let certain = worst.gates.iter().find(|gate| gate.state == Truth::Certain);
    let known = certain.and_then(|gate| {
        let module = state.pack.module(worst.id.as_str())?;
        module.gates.iter().find(|known| known.id == gate.id)
    });
    if let (Some(gate), Some(known)) = (certain, known) {
        let rows = &gate.rows;
        let suppliers: Vec<_> = rows
            .iter()
            .filter_map(|row| case.assessment.suppliers.get(*row))
            .collect();
        if let (Some(first), Some((weeks, sales))) = (suppliers.first(), plan::stop(&suppliers)) {
            let key = if suppliers.len() == 1 {
                "result.sentence.rows_one"
            } else {
                "result.sentence.rows_many"
            };
            let count = suppliers.len().to_string();
            let items = words.with(key, &[("item", &first.item), ("count", &count)]);
            return words.with(
                "result.sentence.rows",
                &[
                    ("items", items),
                    ("weeks", words.range(weeks, 0)),
                    ("share", words.share(Interval::known(sales))),
                ],
            );
        }
        return words.with(
            "result.sentence.holds",
            &[
                ("range", range),
                ("band", band),
                ("gate", words.text(&known.title)),
            ],
        );
    }
    match worst.next.first() {
        Some(next) if worst.settled_band().is_none() => words.with(
            "result.sentence.uncertain",
            &[
                ("range", range),
                ("band", band),
                ("item", said::label(words, state.pack, next.item.as_str())),
            ],
        ),
        _ => words.with(
            "result.sentence.settled",
            &[("range", range), ("band", band)],
        ),
    }
}

/// The worst of the three, and which of them sets it.
fn overall(words: Words, pack: &Pack, score: &Score) -> Shown {
    let title = |id: &Id| module_title(words, pack, id);
    let highest = score
        .modules
        .iter()
        .reduce(|highest, module| {
            if module.score.high > highest.score.high {
                module
            } else {
                highest
            }
        })
        .filter(|highest| {
            let worst = score.worst();
            worst.is_some_and(|worst| worst.score.high < highest.score.high)
        });
    Shown {
        id: "overall".into(),
        name: words.t("result.overall").into_owned(),
        score: score.overall.score,
        band: score.shown_band(),
        // The gate of the module that sets the score says most.
        gate: score
            .worst_first()
            .into_iter()
            .find_map(|module| gate_note(words, pack, module)),
        sentence: overall_sentence(words, &title, score, highest),
        heading: 2,
    }
}

fn overall_sentence(
    words: Words,
    title: &dyn Fn(&Id) -> String,
    score: &Score,
    highest: Option<&ModuleScore>,
) -> String {
    let set_by = title(&score.overall.set_by);
    match highest {
        Some(other) => words.with(
            "result.overall_both",
            &[("module", set_by), ("other", title(&other.id))],
        ),
        None => words.with("result.overall_by", &[("module", set_by)]),
    }
}

/// The three ranges, the worst first.
pub(super) fn ranges(words: Words, pack: &Pack, score: &Score) -> Html {
    html! {
        <div class="range-list">
            { for score.worst_first().into_iter().map(|module| range::range(words, &module_range(words, pack, module))) }
        </div>
    }
}

/// The three ranges without what would settle them, for a single sheet.
pub(super) fn ranges_short(words: Words, pack: &Pack, score: &Score) -> Html {
    let short = |module: &ModuleScore| Shown {
        id: format!("sheet-{}", module.id),
        sentence: coverage(words, module),
        ..module_range(words, pack, module)
    };
    html! {
        <div class="range-list">
            { for score.worst_first().into_iter().map(|module| range::range(words, &Shown { heading: 4, ..short(module) })) }
        </div>
    }
}

/// The overall score in one line.
pub(super) fn overall_line(words: Words, pack: &Pack, score: &Score) -> String {
    let overall = overall(words, pack, score);
    words.with(
        "result.overall_line",
        &[
            ("range", words.score(overall.score)),
            ("band", words.bands(overall.band)),
            ("by", overall.sentence),
        ],
    )
}

/// The range of one module in words and bands.
pub(super) fn module_range(words: Words, pack: &Pack, module: &ModuleScore) -> Shown {
    Shown {
        id: format!("range-{}", module.id),
        name: module_title(words, pack, &module.id),
        score: module.score,
        band: module.shown_band(),
        gate: gate_note(words, pack, module),
        sentence: module_sentence(words, pack, module),
        heading: 3,
    }
}

/// The range in words, how much is known, and what would settle it.
pub(super) fn module_sentence(words: Words, pack: &Pack, module: &ModuleScore) -> String {
    let between = words.with(
        "result.between",
        &[
            ("range", words.score(module.score)),
            ("band", words.bands(module.shown_band())),
        ],
    );
    let mut sentences = vec![between, coverage(words, module)];
    if module.shown_band() != module.band {
        sentences.push(words.t("result.not_low_yet").into_owned());
    }
    if let Some(next) = module.next.first() {
        let key = if module.settled_band().is_some() {
            "result.uncertain"
        } else {
            "result.settle"
        };
        let item = said::label(words, pack, next.item.as_str());
        sentences.push(words.with(key, &[("item", item)]));
    }
    sentences.join(&words.t("said.space"))
}

/// How much of what counts is known, in words.
pub(super) fn coverage(words: Words, module: &ModuleScore) -> String {
    if module.coverage >= 1.0 {
        return words.t("result.coverage_all").into_owned();
    }
    // Rounded down, so that 100% and 80% are never said before they are reached.
    let share = (module.coverage * 100.0).floor() / 100.0;
    words.with(
        "result.coverage",
        &[("share", words.share(Interval::known(share)))],
    )
}

/// What a gate that holds for certain says.
fn gate_note(words: Words, pack: &Pack, module: &ModuleScore) -> Option<String> {
    let holds = module
        .gates
        .iter()
        .find(|gate| gate.state == Truth::Certain)?;
    let gates = &pack.module(module.id.as_str())?.gates;
    let gate = gates.iter().find(|gate| gate.id == holds.id)?;
    Some(words.with(
        "result.sentence.gate",
        &[
            ("gate", words.text(&gate.title)),
            ("band", words.band(gate.floor).into_owned()),
        ],
    ))
}

/// The name of a module.
pub(super) fn module_title(words: Words, pack: &Pack, id: &Id) -> String {
    pack.module(id.as_str())
        .map_or_else(|| id.to_string(), |module| words.text(&module.title))
}

/// The name of a theme.
pub(super) fn theme_title(words: Words, pack: &Pack, module: &Id, theme: &Id) -> String {
    let module = pack.module(module.as_str());
    let found = module.and_then(|module| module.themes.iter().find(|one| one.id == *theme));
    found.map_or_else(|| theme.to_string(), |theme| words.text(&theme.title))
}

#[cfg(test)]
pub(crate) mod tests {
    use sonae_engine::content::{Id, Language};

    use crate::pages::tests::{at, in_industry, rendered};
    use crate::route::Page;
    use crate::state::tests::started;
    use crate::state::{Action, Replacement, State};

    pub(crate) fn of_firm(firm: &str, language: Language, page: Page) -> State {
        let mut state = started();
        state.update(Action::LanguageChosen(language));
        state.update(Action::ReplacementAsked(Replacement::Firm(Id::from(firm))));
        state.update(Action::Went(page));
        state
    }

    #[test]
    fn without_an_industry_the_page_says_so_and_leads_there() {
        let page = rendered(&at(Page::Result));
        assert!(
            page.contains("Choose your industry to see the result"),
            "{page}"
        );
        assert!(page.contains("#/profile"));
        assert!(!page.contains("range-track"));
    }

    #[test]
    fn with_nothing_answered_the_score_may_lie_anywhere() {
        let mut state = at(Page::Result);
        in_industry(&mut state, "machinery");
        let page = rendered(&state);
        assert!(page.contains("Nothing is answered yet"), "{page}");
        assert!(
            page.contains("0\u{2060}–\u{2060}100 out of 100. low to severe."),
            "{page}"
        );
    }

    #[test]
    fn the_three_ranges_stand_worst_first() {
        let state = of_firm("case.soramame_pump", Language::En, Page::Result);
        let page = rendered(&state);
        let at = |id: &str| page.find(&format!("id=\"range-{id}\""));
        assert!(at("supplier") < at("technology") && at("technology") < at("coercion"));
        assert!(page.contains("What needs the most care: Supplier concentration."));
    }

    #[test]
    fn no_page_says_low_alone_before_enough_is_known() {
        // Five minutes in: much is unknown, so no band may be "low" alone.
        let mut state = at(Page::Result);
        in_industry(&mut state, "machinery");
        let page = rendered(&state);
        assert!(!page.contains("data-lowest=\"low\" data-highest=\"low\""));
    }

    #[test]
    fn every_section_renders_in_both_languages_for_every_firm() {
        for firm in started().pack.firms.iter().map(|firm| firm.id.clone()) {
            for language in Language::ALL {
                let page = rendered(&of_firm(firm.as_str(), language, Page::Result));
                for id in [
                    "gates", "steps", "finds", "themes", "charts", "receipt", "details",
                ] {
                    assert!(page.contains(&format!("<h2 id=\"{id}\">")), "{id}");
                }
                // A key without its sentence would show itself.
                for lost in ["result.", "said.", "mark.", "%{"] {
                    assert!(!page.contains(lost), "{lost} in {firm}");
                }
            }
        }
    }
}
