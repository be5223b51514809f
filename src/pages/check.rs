//! All answers in one place: what does not go together, what is to be found out, and every
//! answer with the way back to it.

pub(super) mod contradictions;
pub(super) mod open;

use sonae_engine::assessment::{Origin, Step};
use sonae_engine::content::{Module, TableName};
use sonae_engine::markets;
use yew::prelude::*;

use super::{said, side};
use crate::route::Page;
use crate::state::{Action, Case, Progress, State};

/// The page.
pub fn view(state: &State, case: &Case, _act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page page-with-side">
            { side::side(state, case, &Page::Check.address()) }
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.check") }</h1>
                <p class="lead">{ words.t("check.lead") }</p>
                <p>{ answered(state, case) }</p>
                { contradictions::contradictions(state, case) }
                { open::to_find_out(state, case) }
                { open::estimates(state, case) }
                { open::flagged(state, case) }
                { profile(state, case) }
                { tables(state, case) }
                { for state.pack.modules.iter().map(|module| themes(state, case, module)) }
                <div class="actions">
                    <a class="button button-second" href={Page::Tasks.address()}>{ words.t("check.to_parts") }</a>
                    <a class="button" href={Page::Result.address()}>{ words.t("check.to_result") }</a>
                </div>
            </main>
        </div>
    }
}

/// How many of the questions that are asked have an answer, "don't know" included.
fn answered(state: &State, case: &Case) -> String {
    let asked = || {
        let steps = case.derived.path.steps().iter();
        steps
            .skip(state.pack.profile.len())
            .filter(|step| step.is_asked())
    };
    let known = asked().filter(|step| step.origin != Origin::Unanswered);
    let (count, known) = (asked().count().to_string(), known.count().to_string());
    state
        .words()
        .with("check.answered", &[("count", count), ("known", known)])
}

fn profile(state: &State, case: &Case) -> Html {
    let words = state.words();
    let steps = case
        .derived
        .path
        .steps()
        .iter()
        .take(state.pack.profile.len());
    html! {
        <section class="section" aria-labelledby="profile">
            <h2 id="profile">{ words.t("check.profile") }</h2>
            <dl class="summary">{ for steps.filter(|step| step.is_asked()).map(|step| row(state, case, step)) }</dl>
        </section>
    }
}

fn tables(state: &State, case: &Case) -> Html {
    let words = state.words();
    let assessment = &case.assessment;
    let says = |table: TableName| {
        let count = assessment.rows(table).to_string();
        if assessment.rows(table) == 0 {
            return words.t("check.table_empty").into_owned();
        }
        match table {
            TableName::Suppliers => {
                let spend = words.yen(case.derived.path.figures.listed_spend);
                words.with(
                    "check.suppliers_rows",
                    &[("count", count), ("spend", spend)],
                )
            }
            TableName::Markets => {
                let sum = words.number(markets::total_share(&assessment.markets), 1);
                words.with("check.markets_rows", &[("count", count), ("sum", sum)])
            }
        }
    };
    let row = |key: &str, table: TableName| {
        let name = words.t(key);
        html! {
            <div class="summary-row">
                <dt>{ name.clone() }</dt>
                <dd>{ says(table) }</dd>
                <dd>{ change(state, &said::table_page(table), &name) }</dd>
            </div>
        }
    };
    html! {
        <section class="section" aria-labelledby="tables">
            <h2 id="tables">{ words.t("check.tables") }</h2>
            <dl class="summary">
                { row("check.suppliers", TableName::Suppliers) }
                { row("check.markets", TableName::Markets) }
            </dl>
        </section>
    }
}

/// The answers of a module, theme by theme.
fn themes(state: &State, case: &Case, module: &Module) -> Html {
    let words = state.words();
    let own = |progress: &&Progress| progress.module.id == module.id;
    let path = &case.derived.path;
    html! {
        { for case.derived.progress.iter().filter(own).map(|progress| {
            let id = format!("{}-{}", module.id, progress.theme.id);
            let title = words.with("check.theme", &[
                ("module", words.text(&module.title)),
                ("theme", words.text(&progress.theme.title)),
            ]);
            let steps = progress.questions.iter().filter_map(|question| path.step(question.as_str()));
            html! {
                <section class="section" aria-labelledby={id.clone()}>
                    <h2 {id}>{ title }</h2>
                    <dl class="summary">{ for steps.map(|step| row(state, case, step)) }</dl>
                </section>
            }
        }) }
    }
}

/// A question with its answer, and the way back to it.
fn row(state: &State, case: &Case, step: &Step<'_>) -> Html {
    let words = state.words();
    let id = step.question.id.as_str();
    let text = words.text(&step.question.text);
    let page = said::place(state.pack, id, None);
    let beside = case.assessment.answers.get(id);
    let note = beside
        .map(|answer| answer.note.as_str())
        .unwrap_or_default();
    html! {
        <div class="summary-row">
            <dt>{ &text }</dt>
            <dd>
                { answer(state, case, step) }
                if beside.is_some_and(|answer| answer.flag) {
                    <p class="summary-note">{ words.t("check.flag") }</p>
                }
                if !note.is_empty() {
                    <p class="summary-note">{ words.with("check.note", &[("note", note)]) }</p>
                }
            </dd>
            <dd>{ change(state, &page, &text) }</dd>
        </div>
    }
}

/// What counts as the answer, with what should be known about it.
pub(super) fn answer(state: &State, case: &Case, step: &Step<'_>) -> Html {
    let words = state.words();
    let id = step.question.id.as_str();
    let said = said::known(words, step.question, &step.known)
        .unwrap_or_else(|| said::given(words, step.question, case.assessment.given(id)));
    let mark = said::mark(words, &case.derived.path, id, step.origin);
    let soft = matches!(step.origin, Origin::Unanswered);
    html! {
        <>
            <span class={soft.then_some("soft")}>{ said }</span>
            if let Some(mark) = mark { { " " }<span class="tag">{ mark }</span> }
        </>
    }
}

fn change(state: &State, page: &Page, what: &str) -> Html {
    let words = state.words();
    html! {
        <a class="button button-quiet button-small" href={page.address()}>
            { words.t("action.change") }<span class="visually-hidden">{ words.t("frame.colon") }{ what.to_owned() }</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::{Edit, Given};
    use sonae_engine::content::{Id, Language};

    use crate::pages::result::tests::of_firm;
    use crate::pages::tests::{answered, at, in_industry, rendered};
    use crate::route::Page;
    use crate::state::Action;

    #[test]
    fn what_is_not_known_is_a_list_of_its_own() {
        let mut state = at(Page::Check);
        in_industry(&mut state, "machinery");
        answered(
            &mut state,
            "supplier.tooling_location",
            Given::Unknown,
            false,
        );
        let page = rendered(&state);
        assert!(page.contains("To find out"), "{page}");
    }

    #[test]
    fn an_answer_against_its_table_is_shown_with_both_places() {
        let mut state = of_firm("case.soramame_pump", Language::En, Page::Check);
        state.update(Action::Edited(Edit::Answered {
            question: Id::from("supplier.top_country_spend_share"),
            given: Given::Number(
                sonae_engine::measure::Unit::Percent
                    .number(99.0)
                    .expect("a share"),
            ),
            estimate: false,
        }));
        let page = rendered(&state);
        assert!(page.contains("data-kind=\"caution\""), "{page}");
        assert!(page.contains("#/question/supplier.top_country_spend_share"));
        assert!(page.contains("but your supplier table says"));
    }

    #[test]
    fn notes_flags_and_estimates_stand_beside_their_answers() {
        let mut state = at(Page::Check);
        in_industry(&mut state, "machinery");
        let question = Id::from("supplier.top1_spend_share");
        let number = sonae_engine::measure::Unit::Percent
            .number(20.0)
            .map(Given::Number);
        answered(
            &mut state,
            question.as_str(),
            number.expect("a share"),
            true,
        );
        state.update(Action::Edited(Edit::Noted(
            question.clone(),
            "ask Tanaka".into(),
        )));
        state.update(Action::Edited(Edit::Flagged(question, true)));
        let page = rendered(&state);
        for wanted in [
            "Note: ask Tanaka",
            "Marked to look at again",
            "Rough answers (1)",
            "20%",
        ] {
            assert!(page.contains(wanted), "{wanted}");
        }
    }

    #[test]
    fn every_firm_renders_in_both_languages_without_a_lost_key() {
        for firm in crate::state::tests::started()
            .pack
            .firms
            .iter()
            .map(|firm| firm.id.clone())
        {
            for language in Language::ALL {
                let page = rendered(&of_firm(firm.as_str(), language, Page::Check));
                for lost in ["check.", "said.", "mark.", "%{"] {
                    assert!(!page.contains(lost), "{lost} in {firm}");
                }
            }
        }
    }
}
