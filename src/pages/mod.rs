//! One file a page: a function from what the app knows to what is shown.
//!
//! A page decides nothing and keeps nothing that must outlive it: what happens in it becomes an
//! [`Action`], and what it shows comes from the state.

mod after;
mod answer;
mod asked;
mod bench;
mod check;
mod data;
mod doors;
mod dossier;
mod entry;
mod first;
mod handin;
mod history;
mod keys;
mod kits;
mod ledger;
mod locks;
mod markets;
mod matters;
mod parts;
mod plan;
mod profile;
mod proof;
mod question;
mod quick;
mod report;
mod result;
mod room;
mod said;
mod scenarios;
mod seat;
mod security;
mod shelf;
mod side;
mod sources;
mod start;
mod suppliers;
mod tables;
mod tasks;
mod terms;
mod undo;

use yew::prelude::*;

use crate::route::Page;
use crate::state::{Action, State};

/// The page that is shown. On a projector it stands alone.
pub fn page(state: &State, act: &Callback<Action>) -> Html {
    let above = state.rest().filter(|_| state.page != Page::Projector);
    let above = above.map(|later| (later.above)(state, act));
    html! { <>{ above }{ alone(state, act) }</> }
}

/// A page of the five-minute check, and the way to it; the others stand in the later part.
fn alone(state: &State, act: &Callback<Action>) -> Html {
    match (&state.page, &state.case) {
        (Page::Start, _) if state.shelf.is_empty() => start::view(state, act, Html::default()),
        (Page::Profile, Some(case)) => profile::view(state, case, act),
        (Page::Quick(number), Some(case)) => quick::view(state, case, act, *number),
        (Page::NotFound, _) => doors::not_found(state),
        _ => {
            let rest = state.rest().filter(|_| !state.kits.own.is_awaited());
            rest.map_or_else(coming, |later| (later.page)(state, act))
        }
    }
}

/// The page that the app began at, while it is on its way; the frame says so.
fn coming() -> Html {
    html! { <main class="shell" id="main" tabindex="-1" aria-busy="true"></main> }
}

/// The questions that are being answered: an institution's, or those that somebody brought home
/// from a workshop.
pub fn above(state: &State, act: &Callback<Action>) -> Html {
    html! { <>{ asked::banner(state, act) }{ kits::homework(state) }</> }
}

/// A page of the later part.
pub fn later(state: &State, act: &Callback<Action>) -> Html {
    match (&state.page, &state.case) {
        (Page::Start, _) => start::view(state, act, shelf::list(state, act)),
        (Page::Data, _) => data::view(state, act),
        (Page::Proof, _) => proof::view(state, act),
        (Page::Security, _) => security::view(state, act),
        (Page::Versions, Some(case)) => shelf::versions(state, case, act),
        (Page::Next, _) => shelf::next(state, act),
        (Page::Lock, Some(case)) => locks::lock(state, case, act),
        (Page::Seal, _) => locks::seal(state, act),
        (Page::Unlock, _) => locks::unlock(state, act),
        (Page::Keys, _) => keys::view(state, act),
        (Page::Lenders, _) => doors::lenders(state),
        (Page::Bench, _) => bench::view(state, act),
        (Page::Policy, _) => bench::policy(state, act),
        (Page::Portfolio, _) => bench::portfolio(state, act),
        (Page::Pool, _) => bench::pool(state, act),
        (Page::Applicant(number), _) => bench::applicant(state, *number, act),
        (Page::Memo(number), _) => bench::memo(state, *number, act),
        (Page::Enquiry(number), _) => bench::enquiry(state, *number, act),
        (Page::Answers(number), _) => bench::answers(state, *number, act),
        (Page::Asked, _) => asked::view(state, act),
        (Page::Workshop, _) => room::door(state, act),
        (Page::Room, _) => room::lead(state, act),
        (Page::Projector, _) => room::wall(state, act),
        (Page::Kits, _) => kits::view(state, act),
        (Page::Kit(id), _) => kits::pack(state, act, id),
        (Page::Course(id), _) => kits::course(state, act, id),
        (Page::Home, _) => kits::home(state, act),
        (Page::HandIn, _) => handin::team(state, act),
        (Page::Collect, _) => handin::collect(state, act),
        (Page::ClassPicture, _) => handin::picture(state, act),
        (Page::After, _) => after::view(state, act),
        (Page::Totals, _) => after::totals(state, act),
        (Page::Seat, _) => seat::view(state, act),
        (Page::Words, _) => terms::view(state),
        (Page::Tasks, Some(case)) => tasks::view(state, case, act),
        (Page::Question(id), Some(case)) => question::view(state, case, act, id),
        (Page::Suppliers, Some(case)) => suppliers::view(state, case, act),
        (Page::Ledger, Some(case)) => ledger::view(state, case, act),
        (Page::Matters(number), Some(case)) => matters::view(state, case, act, *number),
        (Page::Markets, Some(case)) => markets::view(state, case, act),
        (Page::Check, Some(case)) => check::view(state, case, act),
        (Page::First, Some(case)) => first::view(state, case, act),
        (Page::Result, Some(case)) => result::view(state, case, act),
        (Page::Scenarios, Some(case)) => scenarios::deck(state, case, act),
        (Page::Scenario(first, second), Some(case)) => {
            scenarios::run(state, case, act, (first, second.as_ref()))
        }
        (Page::Stress, Some(case)) => scenarios::stress(state, case, act),
        (Page::Plan, Some(case)) => plan::view(state, case, act),
        (Page::Parts, Some(case)) => parts::view(state, case, act),
        (Page::History, Some(case)) => history::view(state, case, act),
        (Page::Report, Some(case)) => report::view(state, case, act),
        (Page::Dossier, Some(case)) => dossier::view(state, case, act),
        // The address of a page that needs an assessment, a moment before the start is shown.
        _ => html! { <main class="shell" id="main"></main> },
    }
}

/// What the tests of the pages share.
#[cfg(test)]
pub(crate) mod tests {
    use sonae_engine::assessment::{Edit, Given};
    use sonae_engine::content::{Id, Language, Pack};
    use yew::prelude::*;

    use crate::route::Page;
    use crate::state::tests::started;
    use crate::state::{Action, Derived, Replacement, State};
    use crate::widgets::frame::frame;
    use crate::words::ASKED;

    #[derive(Properties, PartialEq)]
    struct Props {
        html: Html,
    }

    #[component]
    fn Shown(props: &Props) -> Html {
        props.html.clone()
    }

    /// The page that is shown, as a string.
    pub(crate) fn rendered(state: &State) -> String {
        shown(super::page(state, &Callback::noop()))
    }

    pub(crate) fn shown(html: Html) -> String {
        let renderer =
            yew::LocalServerRenderer::<Shown>::with_props(Props { html }).hydratable(false);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        tokio::task::LocalSet::new().block_on(&runtime, renderer.render())
    }

    /// An empty assessment, on a page.
    pub(crate) fn at(page: Page) -> State {
        let mut state = started();
        state.update(Action::ReplacementAsked(Replacement::New));
        state.update(Action::LanguageChosen(Language::En));
        state.update(Action::Went(page));
        state
    }

    /// Chooses an option of the profile.
    pub(crate) fn profiled(state: &mut State, question: &str, option: &str) {
        let given = Some(Given::Choice(Id::from(option)));
        state.update(Action::Edited(Edit::Profiled(Id::from(question), given)));
    }

    /// Chooses an industry, without which there is no score.
    pub(crate) fn in_industry(state: &mut State, industry: &str) {
        profiled(state, Pack::INDUSTRY, industry);
    }

    /// Answers a question of the questionnaires.
    pub(crate) fn answered(state: &mut State, question: &str, given: Given, estimate: bool) {
        let question = Id::from(question);
        state.update(Action::Edited(Edit::Answered {
            question,
            given,
            estimate,
        }));
    }

    #[test]
    fn the_first_pages_need_no_words_of_the_later_part() {
        let mut state = at(Page::Start);
        in_industry(&mut state, "food");
        let quick = 1..=state.pack.quick_check.len();
        let pages = [Page::Start, Page::Profile, Page::NotFound];
        for page in pages.into_iter().chain(quick.map(Page::Quick)) {
            assert!(page.comes_first());
            state.update(Action::Went(page.clone()));
            for language in Language::ALL {
                state.update(Action::LanguageChosen(language));
                ASKED.take();
                shown(frame(
                    &state,
                    &Callback::noop(),
                    super::page(&state, &Callback::noop()),
                ));
                assert_eq!(ASKED.take(), [""; 0], "{page:?}");
            }
        }
    }

    #[test]
    fn what_the_first_part_holds_of_the_pack_asks_and_writes_the_same() {
        let first: &'static Pack =
            Box::leak(Box::new(Pack::read_first(crate::FIRST_PACK).expect("it")));
        let mut state = at(Page::Start);
        in_industry(&mut state, "food");
        let (pack, case) = (state.pack, state.case.as_ref().expect("a case"));
        let asked = |pack: &'static Pack| {
            let derived = Derived::of(pack, &case.assessment);
            let themes = derived.progress.into_iter();
            themes
                .map(|theme| (theme.questions, theme.settled))
                .collect::<Vec<_>>()
        };
        assert_eq!(asked(first), asked(pack));
        assert_eq!(case.assessment.write(first), case.assessment.write(pack));
        assert!(crate::FIRST_PACK.len() * 5 < crate::PACK.len());
    }
}
