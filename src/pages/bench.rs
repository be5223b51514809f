//! The lender's bench: files brought and worked out, the queue, the intake report; the criteria;
//! one applicant.

mod answers;
mod applicant;
mod enquiry;
mod intake;
mod keep;
mod memo;
mod policy;
mod pool;
mod portfolio;
mod queue;
mod review;

pub use answers::view as answers;
pub use applicant::view as applicant;
pub use enquiry::view as enquiry;
pub use memo::{sheet, view as memo};
pub use policy::view as policy;
pub use pool::view as pool;
pub use portfolio::view as portfolio;

use sonae_engine::screen::State as Came;
use yew::prelude::*;

use crate::route::Page;
use crate::state::bench::{Bench, Step, Told};
use crate::state::{Action, State};
use crate::widgets::file_button::{CLOSED, FileButton};
use crate::widgets::folder_zone::FolderZone;
use crate::widgets::keys::{Key, Keys};
use crate::widgets::passphrase::PassphraseForm;
use crate::words::Words;

/// So many digits of a hash are shown.
const DIGITS: usize = 12;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let bench = &state.bench;
    let on_key = {
        let act = act.clone();
        Callback::from(move |key| {
            if key == Key::Slash {
                act.emit(Told::SearchAsked.into());
            }
        })
    };
    let on_brought = act.reform(|names| Told::Brought(names).into());
    html! {
        <div class="page page-wide">
            <main class="page-main bench" id="main" tabindex="-1">
                <Keys {on_key} />
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.bench") }</h1>
                    <p class="lead screen-only">{ words.t("bench.lead") }</p>
                    <p>{ words.t("bench.no_decision") }</p>
                    { criteria(state) }
                </div>
                if bench.holds() {
                    { progress(words, bench, act) }
                    if bench.desk.is_some() {
                        { queue::queue(state, act) }
                        { intake::intake(state, act) }
                        <section class="section screen-only" aria-labelledby="together">
                            <h2 id="together">{ words.t("title.portfolio") }</h2>
                            <p>{ words.t("portfolio.lead") }</p>
                            <p><a href={Page::Portfolio.address()}>{ words.t("portfolio.open") }</a></p>
                        </section>
                    }
                    { keep::section(state, act) }
                    { secrets(state, act) }
                    <details class="disclosure screen-only">
                        <summary>{ words.t("bench.more_files") }</summary>
                        <div class="disclosure-body"><FolderZone {words} says="bench.drop_more" {on_brought} /></div>
                    </details>
                    <div class="actions screen-only">
                        <button type="button" class="button button-second" onclick={act.reform(|_| Told::ClearAsked.into())}>{ words.t("bench.clear") }</button>
                    </div>
                } else {
                    <FolderZone {words} says="bench.drop" {on_brought} />
                    <p class="soft">{ words.t("bench.not_kept") }</p>
                    { secrets(state, act) }
                    { keep::section(state, act) }
                }
            </main>
        </div>
    }
}

/// Whose criteria count, and the way to them.
fn criteria(state: &State) -> Html {
    let words = state.words();
    let policy = &state.bench.policy;
    let whose = if policy.institution.is_empty() {
        words.t("bench.policy_nobody").into_owned()
    } else {
        policy.institution.clone()
    };
    html! {
        <p>
            { words.with("bench.policy_line", &[("institution", whose), ("hash", digits(&policy.hash()))]) }
            { " " }<a class="screen-only" href={Page::Policy.address()}>{ words.t("bench.to_policy") }</a>
        </p>
    }
}

/// The first digits of a hash.
fn digits(hash: &str) -> String {
    hash.chars().take(DIGITS).collect()
}

/// How far the working-out is, and a way to stop it or go on.
fn progress(words: Words, bench: &Bench, act: &Callback<Action>) -> Html {
    let (done, all) = (bench.done(), bench.names.len());
    let counts = [
        ("done", words.number(count(done), 0)),
        ("all", words.number(count(all), 0)),
    ];
    if bench.is_standing() {
        return html! {
            <p role="status" class="screen-only"><strong>{ words.t("bench.standing") }</strong></p>
        };
    }
    if bench.reading {
        return html! {
            <div class="progress-line screen-only">
                <p><strong>{ words.t("bench.reading") }</strong>{ words.with("bench.reading_done", &counts) }</p>
                <progress max={all.to_string()} value={done.to_string()} aria-label={words.t("bench.reading").into_owned()}></progress>
                <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::StopAsked.into())}>{ words.t("bench.stop") }</button>
            </div>
        };
    }
    html! {
        <div role="status" class="screen-only">
            if bench.left() > 0 {
                <section class="notice" data-kind="caution">
                    <h2>{ words.with("bench.stopped", &counts) }</h2>
                    <p>{ words.t("bench.stopped_text") }</p>
                    <div class="notice-actions">
                        <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::ResumeAsked.into())}>{ words.t("bench.resume") }</button>
                    </div>
                </section>
            } else {
                <p>{ words.count("bench.all_done", all) }</p>
            }
        </div>
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of files")]
fn count(files: usize) -> f64 {
    files as f64
}

/// What opens locked and sealed files.
fn secrets(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let bench = &state.bench;
    let states = bench.states();
    let of = |state: Came| states.get(&state).copied().unwrap_or_default();
    let closed = of(Came::Locked) + of(Came::Sealed);
    let given = act.reform(|passphrase| Told::PassphraseGiven(passphrase).into());
    let button = words.t("bench.open_closed").into_owned();
    let label = if bench.key.is_some() {
        "locks.key_passphrase"
    } else {
        "locks.passphrase"
    };
    let is_open = closed > 0 || bench.key.is_some() || !bench.openers.is_empty();
    // The fields are empty again once something was given.
    let asked = format!("{}-{}", bench.openers.len(), bench.key.is_some());
    html! {
        <details class="disclosure screen-only" open={is_open}>
            <summary>{ words.t("bench.closed") }</summary>
            <div class="disclosure-body">
                if closed > 0 { <p role="status"><strong>{ words.count("bench.closed_count", closed) }</strong></p> }
                <p>{ words.t("bench.closed_text") }</p>
                <div class="toolbar">
                    <FileButton label={words.t("locks.choose_secret").into_owned()} accept={CLOSED}
                        on_read={act.reform(|(name, bytes)| Told::KeyRead(name, bytes).into())} />
                </div>
                if let Some((name, _)) = &bench.key {
                    <p role="status">{ words.with("locks.key_is_locked", &[("name", name)]) }</p>
                }
                <PassphraseForm key={asked} {words} name="bench" label={words.t(label).into_owned()} {button} on_given={given} />
                if !bench.openers.is_empty() {
                    <p role="status">{ words.count("bench.at_hand", bench.openers.len()) }{ " " }
                        <button type="button" class="button button-quiet button-small" onclick={act.reform(|_| Told::SecretsDropped.into())}>{ words.t("bench.forget_secrets") }</button>
                    </p>
                }
            </div>
        </details>
    }
}

/// Where a key leads among rows.
fn step_of(key: &str) -> Option<Step> {
    Some(match key {
        "ArrowUp" => Step::Up,
        "ArrowDown" => Step::Down,
        "Home" => Step::First,
        "End" => Step::Last,
        "PageUp" => Step::PageUp,
        "PageDown" => Step::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;
    use sonae_engine::screen::Class;

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::bench::tests::{files, with_files};
    use crate::state::bench::{Paper, PolicyTold, Told, said};
    use crate::state::review;
    use crate::state::tests::started;
    use crate::state::{Action, State};

    /// A key without its sentence would show itself.
    pub(super) fn is_in_words(page: &str) {
        let keys = [
            "bench.",
            "policy.",
            "portfolio.",
            "finding.",
            "locks.",
            "said.",
            "review.",
            "memo.",
            "scenarios.",
            "%{",
        ];
        for lost in keys {
            let at = page.find(&format!(">{lost}"));
            let about = at.map(|at| page.get(at..at + 60));
            assert!(at.is_none(), "{lost}: {about:?}");
        }
        assert!(!page.contains("%{"));
    }

    pub(super) fn in_language(state: &mut State, language: Language, page: Page) -> String {
        state.update(Action::LanguageChosen(language));
        state.update(Action::Went(page));
        rendered(state)
    }

    #[test]
    fn every_page_says_everything_in_both_languages() {
        let mut state = with_files();
        let all = files();
        for language in Language::ALL {
            let page = in_language(&mut state, language, Page::Bench);
            is_in_words(&page);
            for class in Class::ALL {
                assert!(page.contains(&format!("data-class=\"{}\"", class.key())));
            }
            for name in all.keys() {
                assert!(page.contains(name), "{name}");
            }
            is_in_words(&in_language(&mut state, language, Page::Policy));
            for (number, name) in state.bench.names.clone().iter().enumerate() {
                in_language(&mut state, language, Page::Applicant(number));
                let bytes = all.get(name).expect("a file").clone();
                state.update(Told::Fetched(number, Ok(bytes)).into());
                let page = rendered(&state);
                is_in_words(&page);
                assert!(page.contains(name));
                // An applicant's answers have no page here.
                assert!(!page.contains("#/question"), "{name}");
                // One firm's files of every kind: a memo plays a scenario many times.
                if !name.starts_with("in/1-") {
                    continue;
                }
                in_language(&mut state, language, Page::Memo(number));
                let bytes = all.get(name).expect("a file").clone();
                state.update(Told::Fetched(number, Ok(bytes)).into());
                let page = rendered(&state);
                is_in_words(&page);
                assert!(page.contains(name));
                assert!(
                    page.contains(&*state.words().t("memo.no_decision")),
                    "{name}"
                );
            }
            is_in_words(&in_language(&mut state, language, Page::Lenders));
        }
    }

    #[test]
    fn a_judgement_stands_beside_the_class_on_every_page_and_says_what_it_lacks() {
        let mut state = with_files();
        let name = "in/1-saved.sonae";
        let number = state.bench.names.iter().position(|it| it == name);
        let number = number.expect("there");
        let fetched = Told::Fetched(number, Ok(files().get(name).expect("a file").clone()));
        in_language(&mut state, Language::En, Page::Applicant(number));
        state.update(fetched.clone().into());
        state.update(review::Told::JudgeAsked.into());
        let page = rendered(&state);
        for key in ["class", "reason", "initials"] {
            let error = state
                .words()
                .t(&format!("review.missing.{key}"))
                .into_owned();
            assert!(page.contains(&error), "{error}");
        }
        state.update(review::Told::Noted("Stock <seen>".to_owned()).into());
        state.update(review::Told::ClassChosen(Some(Class::Routine)).into());
        state.update(review::Told::Reasoned("Second source".to_owned()).into());
        state.update(review::Told::Initialled("KS".to_owned()).into());
        state.update(review::Told::JudgeAsked.into());
        let cash = sonae_engine::measure::Unit::YenFromZero.number(23_000_000.0);
        let id = sonae_engine::content::Id::from("profile.cash");
        state.update(review::Told::Figured(id, cash).into());
        let computed = state.bench.applicant(number).and_then(|one| one.class_of());
        let computed = computed.expect("a class").key();
        let page = rendered(&state);
        assert!(page.contains(&format!("data-class=\"{computed}\"")));
        assert!(page.contains("Second source (KS)"));
        in_language(&mut state, Language::En, Page::Memo(number));
        state.update(fetched.into());
        let memo = rendered(&state);
        assert!(memo.contains("Second source (KS)") && memo.contains("Stock &lt;seen&gt;"));
        assert!(memo.contains("not the applicant’s") && memo.contains("¥23 million"));
        for part in [
            "exposure",
            "clock",
            "prevents",
            "unverified",
            "asking",
            "lender",
        ] {
            let heading = state.words().t(&format!("memo.{part}")).into_owned();
            assert!(memo.contains(&heading), "{heading}");
        }
        assert!(memo.contains(&state.bench.policy.hash()) && !memo.contains("eligible"));
        let queue = in_language(&mut state, Language::En, Page::Bench);
        assert!(queue.contains("review-mark"));
    }

    #[test]
    fn the_queue_on_paper_holds_every_reason_and_what_it_was_looked_through_by() {
        let mut state = with_files();
        state.update(Action::LanguageChosen(Language::En));
        state.update(Action::Went(Page::Bench));
        state.update(Told::Searched("in/".to_owned()).into());
        state.update(Told::PaperAsked(Paper::Queue).into());
        let page = rendered(&state);
        is_in_words(&page);
        assert!(page.contains("Search: “in/”"));
        for place in &state.bench.desk.as_ref().expect("a desk").queue {
            let line = place.screened.told();
            let reasons = said::reasons(state.words(), state.pack, line);
            assert!(page.contains(&reasons), "{reasons}");
        }
        assert_eq!(page.matches(&state.bench.policy.hash()).count(), 2);
    }

    #[test]
    fn an_empty_bench_says_how_to_begin_and_a_number_of_nobody_leads_back() {
        let mut state = started();
        let page = in_language(&mut state, Language::En, Page::Bench);
        assert!(page.contains("Drop a folder or files here") && !page.contains("id=\"queue\""));
        let page = in_language(&mut state, Language::En, Page::Applicant(3));
        assert!(page.contains("no file of this number"));
    }

    #[test]
    fn what_is_masked_is_shown_as_masked_and_not_as_missing() {
        let mut state = with_files();
        let id = sonae_engine::content::Id::from("supplier.monitoring");
        state.update(Action::Went(Page::Policy));
        state.update(Told::Policy(PolicyTold::Evidence(id, true)).into());
        let effects = state.update(Action::Went(Page::Bench));
        let all = files();
        crate::state::bench::tests::work_out(&mut state, &effects, all);
        let number = state
            .bench
            .names
            .iter()
            .position(|it| it == "in/0-masked.json");
        let number = number.expect("there");
        let page = in_language(&mut state, Language::En, Page::Applicant(number));
        assert!(page.contains("They are masked, not missing."));
    }
}
