//! The kits of a workshop: to choose from, to print, to take alone, and what goes home.

mod cards;
mod choosing;
mod course;
mod home;
mod own;
mod played;
mod script;
mod team;

use sonae_engine::content::{Agenda, Id, Kit};
use yew::prelude::*;

pub use cards::yen;
pub use choosing::{Choosing, view as choosing};
pub use course::view as course;
pub use home::{homework, view as home};
pub use played::table as outcomes;
pub use script::list;

use crate::route::Page;
use crate::state::kits::{Sheets, Told};
use crate::state::{Action, State};
use crate::widgets::choice::{self, Choice, Item};
use crate::widgets::field::{self, Field};
use crate::words::Words;

/// What has to be there; so many lines in the words.
const NEEDED: usize = 4;

/// The kits to choose from.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.kits") }</h1>
                <p class="lead">{ words.t("kits.lead") }</p>
                <ul class="cards cards-pairs" role="list">
                    { for state.pack.kits.iter().map(|kit| card(state, kit)) }
                </ul>
                <section class="section" aria-labelledby="needed">
                    <h2 id="needed">{ words.t("kits.needed") }</h2>
                    { needed(words) }
                </section>
                { own::section(state, act) }
                <div class="actions">
                    <a class="button button-second" href={Page::Workshop.address()}>{ words.t("kits.to_workshop") }</a>
                    <a class="button" href={Page::Home.address()}>{ words.t("title.home") }</a>
                </div>
            </main>
        </div>
    }
}

fn card(state: &State, kit: &Kit) -> Html {
    let words = state.words();
    let of_this = || html! { <span class="visually-hidden">{ words.t("frame.colon") }{ words.text(&kit.title) }</span> };
    html! {
        <li class="card" key={kit.id.as_str().to_owned()}>
            <h2>{ words.text(&kit.title) }if state.kits.own.has(kit) { { " " }<span class="tag">{ words.t("kits.own.mark") }</span> }</h2>
            <p class="soft">{ firm(state, kit) }<br />{ lengths(words, kit) }</p>
            <p>{ words.text(&kit.aim) }</p>
            <div class="toolbar">
                <a class="button button-second button-small" href={Page::Kit(kit.id.clone()).address()}>{ words.t("kits.open") }{ of_this() }</a>
                <a class="button button-quiet button-small" href={Page::Course(kit.id.clone()).address()}>{ words.t("title.course") }{ of_this() }</a>
            </div>
        </li>
    }
}

/// The firm's name, which says that it is fictional.
pub fn firm(state: &State, kit: &Kit) -> String {
    let firm = state.pack.firm(kit.firm.as_str());
    firm.map(|firm| state.words().text(&firm.title))
        .unwrap_or_default()
}

/// `60, 90 or 120 minutes`.
fn lengths(words: Words, kit: &Kit) -> String {
    let minutes: Vec<String> = kit
        .agendas
        .iter()
        .map(|agenda| agenda.minutes.to_string())
        .collect();
    words.with("kits.lengths", &[("minutes", minutes.join(" / "))])
}

fn needed(words: Words) -> Html {
    html! { <ul>{ for (1..=NEEDED).map(|line| html! { <li>{ words.t(&format!("kits.need_{line}")) }</li> }) }</ul> }
}

/// The pack of a kit, on the screen as on paper.
pub fn pack(state: &State, act: &Callback<Action>, id: &Id) -> Html {
    let words = state.words();
    let Some(kit) = state.pack.kit(id.as_str()) else {
        return unknown(words);
    };
    let Some(agenda) = kit.agenda(state.kits.minutes).or(kit.agendas.first()) else {
        return unknown(words);
    };
    let sheets = state.kits.sheets;
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="screen-only">
                    <div class="prose">
                        <h1 tabindex="-1">{ words.text(&kit.title) }</h1>
                        <p class="soft">{ firm(state, kit) }</p>
                        <p class="lead">{ words.text(&kit.aim) }</p>
                        <p>{ words.t("kits.pack_lead") }</p>
                    </div>
                    <div class="kit-settings">{ settings(state, act, kit, agenda) }</div>
                </div>
                <div class="toolbar screen-only">
                    <button type="button" class="button" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                    <a class="button button-second" href={Page::Course(kit.id.clone()).address()}>{ words.t("title.course") }</a>
                    <a class="button button-quiet" href={Page::Kits.address()}>{ words.t("title.kits") }</a>
                </div>
                <article class="report kit">
                    if sheets.show(Sheets::Trainer) { { script::sheets(state, kit, agenda) } }
                    if sheets.show(Sheets::Team) { { team::sheet(state, kit, agenda) } }
                    if sheets.show(Sheets::Cards) { { cards::sheets(state, kit) } }
                    if sheets.show(Sheets::Monday) { { home::sheet(state, kit) } }
                </article>
            </main>
        </div>
    }
}

fn unknown(words: Words) -> Html {
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.not_found") }</h1>
                <p>{ words.t("kits.unknown") }</p>
                <div class="actions"><a class="button" href={Page::Kits.address()}>{ words.t("title.kits") }</a></div>
            </main>
        </div>
    }
}

/// How long a workshop is to be, of what its kit has an agenda for.
pub fn minutes(words: Words, kit: &Kit, chosen: u16, on_choose: &Callback<u16>) -> Choice {
    let items = kit.agendas.iter().map(|agenda| Item {
        value: agenda.minutes.to_string(),
        text: words.with("kits.minutes", &[("minutes", agenda.minutes)]),
        chosen: agenda.minutes == chosen,
        key: None,
        wide: false,
    });
    Choice {
        name: "minutes".into(),
        several: false,
        items: items.collect(),
        unknown: None,
        on_choose: on_choose.reform(|value: String| value.parse().unwrap_or_default()),
    }
}

/// How long, from when, and which sheets.
fn settings(state: &State, act: &Callback<Action>, kit: &Kit, chosen: &Agenda) -> Html {
    let words = state.words();
    let minutes = minutes(
        words,
        kit,
        chosen.minutes,
        &act.reform(|minutes| Told::MinutesChosen(minutes).into()),
    );
    let sheets = Sheets::EVERY.map(|sheets| Item {
        value: sheets.key().into(),
        text: words
            .t(&format!("kits.sheets.{}", sheets.key()))
            .into_owned(),
        chosen: sheets == state.kits.sheets,
        key: None,
        wide: false,
    });
    let sheets = Choice {
        name: "sheets".into(),
        several: false,
        items: sheets.to_vec(),
        unknown: None,
        on_choose: act.reform(|value: String| {
            let mut every = Sheets::EVERY.into_iter();
            let chosen = every.find(|sheets| sheets.key() == value);
            Told::SheetsChosen(chosen.unwrap_or(Sheets::All)).into()
        }),
    };
    let begins = Field {
        id: "begins".into(),
        label: words.t("kits.begins").into_owned(),
        value: state.kits.begins.clone(),
        ..Field::default()
    };
    html! {
        <>
            <fieldset class="field"><legend class="field-label">{ words.t("kits.how_long") }</legend>{ choice::line(&minutes) }</fieldset>
            <div class="field">{ field::time(&begins, &act.reform(|time| Told::BeginsAt(time).into())) }</div>
            <fieldset class="field"><legend class="field-label">{ words.t("kits.which") }</legend>{ choice::line(&sheets) }</fieldset>
        </>
    }
}

/// The head of a sheet: what it is, and of which kit.
fn head(state: &State, kit: &Kit, title: &str) -> Html {
    let words = state.words();
    html! {
        <header class="report-head">
            <h2>{ words.t(title) }</h2>
            <p class="small">{ words.text(&kit.title) }{ " · " }{ firm(state, kit) }</p>
        </header>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::{Id, Language};
    use yew::Callback;

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::kits::own::tests::{bring, files};
    use crate::state::kits::{Move, Sheets, Told, When};
    use crate::state::tests::started;
    use crate::state::{Action, Replacement, State};
    use crate::widgets::frame::frame;
    use crate::words::Words;

    fn on(page: Page, language: Language) -> State {
        let mut state = started();
        state.update(Action::LanguageChosen(language));
        state.update(Action::Went(page));
        state
    }

    fn complete(page: &str) {
        for lost in ["kits.", "title.", "scenarios.", "%{"] {
            assert!(!page.contains(lost), "{lost} in {page}");
        }
    }

    #[test]
    fn every_kit_is_offered_with_its_firm_and_every_sheet_is_whole_in_both_languages() {
        for language in Language::ALL {
            let state = on(Page::Kits, language);
            let page = rendered(&state);
            complete(&page);
            for kit in &state.pack.kits {
                assert!(page.contains(kit.title.in_language(language)));
                for agenda in &kit.agendas {
                    let mut state = on(Page::Kit(kit.id.clone()), language);
                    state.update(Told::MinutesChosen(agenda.minutes).into());
                    let page = rendered(&state);
                    complete(&page);
                    for timed in kit.timed(agenda) {
                        assert!(page.contains(timed.step.say.in_language(language)));
                    }
                    for inject in &kit.injects {
                        assert!(page.contains(inject.card.in_language(language)));
                    }
                    assert_eq!(page.matches("kit-choice").count(), kit.choices.len());
                }
            }
        }
    }

    #[test]
    fn the_agenda_has_clock_times_and_the_trainer_s_words_are_on_no_other_sheet() {
        let mut state = on(Page::Kit(Id::from("kit.soramame_pump")), Language::En);
        state.update(Told::BeginsAt("13:30".into()).into());
        let page = rendered(&state);
        assert!(page.contains("13:30") && page.contains("15:00"));
        for sheets in [Sheets::Team, Sheets::Cards, Sheets::Monday] {
            state.update(Told::SheetsChosen(sheets).into());
            let page = rendered(&state);
            let kit = state.pack.kit("kit.soramame_pump").expect("the kit");
            for step in &kit.steps {
                assert!(!page.contains(step.say.in_language(Language::En)));
                for missed in &step.missed {
                    assert!(!page.contains(missed.in_language(Language::En)));
                }
            }
        }
    }

    #[test]
    fn a_kit_that_is_not_there_leads_to_those_that_are() {
        for page in [
            Page::Kit(Id::from("kit.none")),
            Page::Course(Id::from("kit.none")),
        ] {
            let page = rendered(&on(page, Language::En));
            assert!(page.contains("#/kits"));
            complete(&page);
        }
    }

    #[test]
    fn every_step_of_every_course_is_whole_and_keeps_its_notes_until_they_are_asked_for() {
        for language in Language::ALL {
            for kit in &started().pack.kits {
                let mut state = on(Page::Course(kit.id.clone()), language);
                let told = |state: &mut State, step| {
                    state.update(Told::Course(kit.id.to_string(), step).into());
                };
                let steps: Vec<_> = crate::state::kits::course_steps(kit)
                    .iter()
                    .map(|timed| timed.step.clone())
                    .collect();
                for action in kit.choices.iter().take(2) {
                    let action = action.action.to_string();
                    told(&mut state, Move::Chosen(When::Before, action));
                }
                told(&mut state, Move::Guessed("鋳物 <castings>".into()));
                for (at, step) in steps.iter().enumerate() {
                    told(&mut state, Move::Went(at));
                    let page = rendered(&state);
                    complete(&page);
                    assert!(page.contains(step.question.in_language(language)));
                    // It is seen where it is written, and once more at the end.
                    let guessed = page.contains("鋳物 &lt;castings&gt;");
                    assert_eq!(guessed, at == 0 || at + 1 == steps.len());
                    let missed = step.missed.first().map(|text| text.in_language(language));
                    let missed = missed.expect("what teams miss");
                    assert!(!page.contains(missed), "{}: {}", kit.id, step.id);
                    told(&mut state, Move::Compared(step.id.to_string()));
                    let page = rendered(&state);
                    complete(&page);
                    assert!(page.contains(missed), "{}: {}", kit.id, step.id);
                }
            }
        }
    }

    #[test]
    fn one_s_own_kit_is_taken_opened_marked_and_printed_in_both_languages() {
        for language in Language::ALL {
            let mut state = on(Page::Kits, language);
            let page = rendered(&state);
            complete(&page);
            assert_eq!(
                page.matches("li class=\"toolbar\"").count(),
                state.pack.kits.len()
            );
            let [(name, kit), firm] = files();
            let broken = (name.clone(), kit.replace("[read, 5]", "[read, 6]"));
            bring(&mut state, &[broken, firm.clone()]);
            let page = shown(&state);
            complete(&page);
            // The line, and the rule in words.
            assert!(page.contains("kit.yaml:") && page.contains("61"), "{page}");
            bring(&mut state, &[(name, kit), firm]);
            let page = shown(&state);
            complete(&page);
            let mark = Words { language }.t("kits.own.mark");
            let mark = format!("<span class=\"tag\">{mark}</span>");
            assert_eq!(page.matches(&mark).count(), 1);
            state.update(Action::Went(Page::Kit(Id::from("kit.minato"))));
            let page = rendered(&state);
            complete(&page);
            assert_eq!(page.matches("kit-choice").count(), 7);
        }
    }

    /// With what stands around it.
    fn shown(state: &State) -> String {
        let act = Callback::noop();
        crate::pages::tests::shown(frame(state, &act, crate::pages::page(state, &act)))
    }

    #[test]
    fn at_home_the_questions_lead_into_one_s_own_assessment_and_never_into_the_practice() {
        let mut state = on(Page::Home, Language::En);
        let page = rendered(&state);
        assert!(page.contains("Choose the kit"));
        state.update(Told::HomeChosen("kit.soramame_pump".into()).into());
        let firm = Replacement::Firm(Id::from("case.soramame_pump"));
        state.update(Action::ReplacementAsked(firm));
        state.update(Action::Went(Page::Home));
        let page = rendered(&state);
        complete(&page);
        assert_eq!(page.matches("class=\"kit-monday\"").count(), 5);
        assert!(!page.contains("#/question/"), "the practice is open");
        state.update(Told::OwnAsked.into());
        state.update(Action::Went(Page::Home));
        assert_eq!(rendered(&state).matches("#/question/").count(), 5);
        state.update(Action::Went(Page::Tasks));
        assert!(rendered(&state).contains("five questions"));
        state.update(Action::Went(Page::Question(Id::from(
            "supplier.origin_known",
        ))));
        assert!(rendered(&state).contains("which plant is it made"));
    }
}
