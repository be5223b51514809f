//! What is handed on: how much is told, every value that leaves, what it tells all the same, the
//! ways out, and the log of what went out before.

mod leaves;
mod log;
mod ways;

use sonae_engine::assessment::Level;
use sonae_engine::disclose::Tells;
use yew::prelude::*;

use crate::route::Page;
use crate::state::dossier::{Made, Told, said};
use crate::state::{Action, Case, Shared, State};
use crate::words::Words;

/// So many digits of a seal are read out on the telephone.
const DIGITS: usize = 12;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let assessment = &case.assessment;
    let empty = assessment.profile.is_empty()
        && assessment.answers.is_empty()
        && assessment.suppliers.is_empty()
        && assessment.markets.is_empty();
    html! {
        <div class="page page-wide">
            <main class="page-main dossier" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.dossier") }</h1>
                    <p class="screen-only">{ words.t("dossier.lead") }</p>
                    if assessment.practice {
                        <section class="notice" data-kind="caution"><h2>{ words.t("dossier.practice") }</h2></section>
                    }
                </div>
                if empty {
                    <section class="notice" data-kind="note">
                        <h2>{ words.t("dossier.nothing.heading") }</h2>
                        <p>{ words.t("dossier.nothing.text") }</p>
                        <div class="notice-actions">
                            <a class="button button-second button-small" href={Page::Tasks.address()}>{ words.t("plan.to_tasks") }</a>
                        </div>
                    </section>
                } else {
                    { steps(state, act, &state.dossier(case)) }
                }
                { log::log(state, case, act) }
                <div class="actions">
                    <a class="button button-second" href={Page::Tasks.address()}>{ words.t("check.to_parts") }</a>
                </div>
            </main>
        </div>
    }
}

fn steps(state: &State, act: &Callback<Action>, made: &Shared<Made>) -> Html {
    let words = state.words();
    html! {
        <>
            { level(words, act, made) }
            <div class="paper-only">{ on_paper(state, made) }</div>
            { leaves::leaves(state, made) }
            { tells(words, made) }
            { seal(words, made) }
            { ways::ways(state, act, made) }
        </>
    }
}

/// The three levels, each with what it is for.
fn level(words: Words, act: &Callback<Action>, made: &Made) -> Html {
    let instead =
        act.reform(|_: MouseEvent| Action::Dossier(Told::LevelChosen(Level::Dimensionless)));
    html! {
        <section class="section screen-only" aria-labelledby="level">
            <fieldset class="dossier-levels">
                <legend><h2 id="level">{ words.t("dossier.choose") }</h2></legend>
                <div class="choice-options">
                    { for Level::ALL.iter().rev().map(|level| one_level(words, act, *level, made.level)) }
                </div>
            </fieldset>
            <div role="status">
                if made.hides_in_vain() {
                    <section class="notice" data-kind="caution">
                        <h3>{ words.t("dossier.in_vain.heading") }</h3>
                        <p>{ words.t("dossier.in_vain.text") }</p>
                        <div class="notice-actions">
                            <button type="button" class="button button-second button-small" onclick={instead}>{ words.t("dossier.in_vain.instead") }</button>
                        </div>
                    </section>
                }
            </div>
        </section>
    }
}

fn one_level(words: Words, act: &Callback<Action>, level: Level, chosen: Level) -> Html {
    let onchange = act.reform(move |_: Event| Action::Dossier(Told::LevelChosen(level)));
    let hint = format!("level-{}", level.key());
    html! {
        <label class="choice-option">
            <input type="radio" name="level" value={level.key()} checked={level == chosen} aria-describedby={hint.clone()} {onchange} />
            <span class="choice-text">
                { words.t(&format!("dossier.level.{}.title", level.key())) }
                <span class="dossier-level" id={hint}>{ words.t(&format!("dossier.level.{}.text", level.key())) }</span>
            </span>
        </label>
    }
}

/// What the paper says instead of the choice: what was handed over, and when.
fn on_paper(state: &State, made: &Made) -> Html {
    let words = state.words();
    let title = words.t(&format!("dossier.level.{}.title", made.level.key()));
    html! {
        <>
            <p>{ words.with("dossier.paper", &[("date", words.date(&state.today)), ("level", title.into_owned())]) }</p>
            <p>{ words.t(&format!("dossier.level.{}.text", made.level.key())) }</p>
        </>
    }
}

/// What a reader could infer all the same.
fn tells(words: Words, made: &Made) -> Html {
    let bands_only = made.level == Level::Dimensionless;
    html! {
        <section class="section" aria-labelledby="tells">
            <h2 id="tells">{ words.t("dossier.still_tells") }</h2>
            <ul>{ for made.tells.iter().map(|one: &Tells| html! { <li>{ words.t(&said::tells(*one, bands_only)) }</li> }) }</ul>
        </section>
    }
}

/// The seal, and what it proves.
fn seal(words: Words, made: &Made) -> Html {
    html! {
        <section class="section" aria-labelledby="seal">
            <h2 id="seal">{ words.t("dossier.seal") }</h2>
            <p><code class="dossier-seal">{ made.seal() }</code></p>
            <p class="small">{ words.t("dossier.seal_text") }</p>
        </section>
    }
}

/// The first digits of a seal.
fn digits(seal: &str) -> String {
    seal.chars().take(DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Edit, Level};
    use sonae_engine::content::{Id, Language, TableName};
    use sonae_engine::disclose;

    use crate::pages::tests::{at, rendered};
    use crate::route::Page;
    use crate::state::dossier::Told;
    use crate::state::dossier::tests::handing;
    use crate::state::plan::tests::case;
    use crate::state::{Action, State};

    fn choose(state: &mut State, level: Level) {
        state.update(Action::Dossier(Told::LevelChosen(level)));
    }

    /// The pump maker with everything that a file can hold.
    fn everything(language: Language) -> State {
        let mut state = handing(language);
        let names: Vec<String> = case(&state)
            .assessment
            .suppliers
            .iter()
            .map(|row| row.alias.clone())
            .take(2)
            .collect();
        for edit in [
            Edit::Noted(Id::from("tech.training"), "ask <Sato> & co".into()),
            Edit::Flagged(Id::from("tech.training"), true),
            Edit::GroupSet {
                name: "Group A".into(),
                suppliers: names.clone(),
            },
            Edit::Merged {
                names,
                alias: "Both".into(),
                because: sonae_engine::suppliers::Because::Said,
            },
        ] {
            state.update(Action::Edited(edit));
        }
        crate::state::plan::tests::plan(&mut state, 0, |planned| {
            planned.role = "Purchasing".into();
            planned.due = "2027-03-31".into();
            planned.hours = sonae_engine::measure::Unit::Count.number(8.0);
            planned.cost_yen = sonae_engine::measure::Unit::YenFromZero.number(1e6);
        });
        state
    }

    /// What the page lists: the place and the value of each line.
    fn listed(page: &str) -> Vec<(String, String)> {
        let plain = |text: &str| {
            let text = text.replace("&lt;", "<").replace("&gt;", ">");
            text.replace("&quot;", "\"")
                .replace("&#x27;", "'")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
        };
        let lines = page.split("data-place=\"").skip(1);
        lines
            .map(|line| {
                let (place, rest) = line.split_once('"').expect("a place");
                let (_, rest) = rest.split_once("<code").expect("a value");
                let (_, rest) = rest.split_once('>').expect("a value");
                let (value, _) = rest.split_once("</code>").expect("a value");
                (plain(place), plain(value))
            })
            .collect()
    }

    #[test]
    fn every_value_of_every_level_is_listed_once_and_in_words() {
        for language in Language::ALL {
            let mut state = everything(language);
            for level in Level::ALL {
                choose(&mut state, *level);
                let page = rendered(&state);
                let told =
                    disclose::dossier(state.pack, &case(&state).assessment, *level, &state.today);
                let mut expected: Vec<(String, String)> = disclose::leaving(&told)
                    .iter()
                    .map(|one| (one.place(), one.written()))
                    .collect();
                let mut found = listed(&page);
                expected.sort();
                found.sort();
                assert_eq!(found, expected);
                // Nothing is called by a key alone.
                for title in page.split("<dt>").skip(1) {
                    let (title, _) = title.split_once("</dt>").expect("a title");
                    assert!(!title.is_empty() && !title.contains('_'), "{title}");
                    if language == Language::Ja {
                        let latin = title.is_ascii();
                        assert!(!latin || title.starts_with("HHI"), "{title}");
                    }
                }
                for lost in ["dossier.", "%{", "plan.", "said."] {
                    let text = page.replace("data-place=\"assessment.plan", "");
                    assert!(!text.contains(&format!(">{lost}")), "{lost}");
                }
            }
        }
    }

    #[test]
    fn with_two_suppliers_the_page_recommends_bands_and_forbids_nothing() {
        let mut state = handing(Language::En);
        choose(&mut state, Level::Masked);
        assert!(!rendered(&state).contains("Bands only"));
        let rows = case(&state).assessment.suppliers.len();
        state.update(Action::Edited(Edit::RowsRemoved(
            TableName::Suppliers,
            2,
            rows - 2,
        )));
        let page = rendered(&state);
        assert!(page.contains("masking cannot protect"), "{page}");
        assert!(page.contains("Save as a file"));
        choose(&mut state, Level::Dimensionless);
        assert!(!rendered(&state).contains("masking cannot protect"));
    }

    #[test]
    fn the_text_is_for_bands_only_and_shows_no_name_and_no_yen() {
        for (language, yen) in [(Language::Ja, "円"), (Language::En, "¥")] {
            let mut state = everything(language);
            choose(&mut state, Level::Full);
            assert!(!rendered(&state).contains("plan-text"));
            choose(&mut state, Level::Dimensionless);
            let page = rendered(&state);
            let (_, text) = page.split_once("class=\"plan-text\"").expect("the text");
            let (text, _) = text.split_once("</div>").expect("the text");
            // The yen may stand in what a question is about, and never behind a figure.
            let amount = |at: usize| {
                let before = text[..at].chars().next_back();
                before.is_some_and(|it| it.is_ascii_digit() || "万億".contains(it))
            };
            assert!(
                !text
                    .match_indices(yen)
                    .any(|(at, _)| yen == "¥" || amount(at))
            );
            assert!(!text.contains("Sato"), "{text}");
            for row in &case(&state).assessment.suppliers {
                assert!(!text.contains(&row.alias), "{}", row.alias);
                assert!(row.item.is_empty() || !text.contains(&row.item));
                if let Some(spend) = row.annual_spend {
                    assert!(!text.contains(&format!("{}", spend.get())));
                }
            }
            assert!(!text.contains("_yen") && !text.contains("dossier.") && !text.contains("%{"));
        }
    }

    #[test]
    fn a_fictional_firm_is_said_to_be_one_and_an_empty_case_has_nothing_to_hand_on() {
        assert!(rendered(&handing(Language::En)).contains("Fictional firm:"));
        let page = rendered(&at(Page::Dossier));
        assert!(page.contains("There is nothing to hand on yet") && !page.contains("Fictional"));
        assert!(!page.contains("type=\"radio\""));
    }
}
