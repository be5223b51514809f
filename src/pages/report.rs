//! The report to print: the owner's page on one sheet, then everything it rests on.
//!
//! Nothing here depends on a canvas: every chart is a table or a drawing of lines and bars.

mod answers;
mod ledger;
mod owner;
mod plan;
mod scenarios;
pub mod tables;

use yew::prelude::*;

use super::result::{self, account, charts, method};
use crate::route::Page;
use crate::state::{Action, Case, State};
use crate::words::Words;

/// The page.
pub fn view(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Ok(score) = case.score(state.pack) else {
        return result::without_industry(words);
    };
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <div class="screen-only">
                    <div class="prose">
                        <h1 tabindex="-1">{ words.t("title.report") }</h1>
                        <p>{ words.t("report.lead") }</p>
                    </div>
                </div>
                <div class="toolbar screen-only">
                    <button type="button" class="button" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                    <button type="button" class="button button-second" onclick={act.reform(|_| Action::SaveAsked)}>{ words.t("action.save") }</button>
                    <a class="button button-quiet" href={Page::Dossier.address()}>{ words.t("title.dossier") }</a>
                    <a class="button button-quiet" href={Page::Result.address()}>{ words.t("report.to_result") }</a>
                </div>
                <article class="report">
                    { owner::sheet(state, case, score) }
                    { plan::sheet(state, case) }
                    <section class="report-sheet">
                        <header class="report-head">
                            <h2>{ words.t("report.details") }</h2>
                            <p class="small">{ unverified(state, case) }</p>
                        </header>
                        { block(words, "result.themes", html! { <div class="report-columns">{ charts::themes(words, state.pack, score) }</div> }) }
                        { block(words, "report.all_steps", owner::all_steps(state, case)) }
                        { tables::figures(state, case) }
                        { tables::suppliers(state, case) }
                        { ledger::ledger(state, case) }
                        { tables::markets(state, case) }
                        { answers::to_find_out(state, case) }
                        { answers::contradictions(state, case) }
                        { block(words, "result.receipt", html! { <><p>{ words.t("result.receipt_text") }</p>{ account::receipts(state, case, score) }</> }) }
                        { answers::all(state, case) }
                        { block(words, "result.method", html! { <>{ method::method(state) }{ method::basis(state) }<p>{ versions(state) }</p></> }) }
                        { block(words, "result.sources", method::sources_used(state, score)) }
                    </section>
                    { scenarios::pages(state, case) }
                </article>
            </main>
        </div>
    }
}

/// A part of the report under its heading.
fn block(words: Words, heading: &str, body: Html) -> Html {
    html! { <section class="report-block"><h3>{ words.t(heading) }</h3>{ body }</section> }
}

/// When it was made, for whom it speaks, and that nobody has checked it.
fn unverified(state: &State, case: &Case) -> String {
    let words = state.words();
    let key = if case.assessment.practice {
        "report.unverified_practice"
    } else {
        "report.unverified"
    };
    words.with(key, &[("date", words.date(&state.today))])
}

/// The versions everything was worked out with.
fn versions(state: &State) -> String {
    let words = state.words();
    words.with(
        "report.versions",
        &[
            ("pack", format!("{} {}", state.pack.id, state.pack.version)),
            ("method", state.pack.method.clone()),
            ("as_of", words.date(&state.pack.as_of)),
            ("review_by", words.date(&state.pack.review_by)),
            // So many letters tell two packs apart by eye.
            ("hash", state.pack.hash.chars().take(12).collect()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;

    use crate::pages::result::tests::of_firm;
    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::tests::started;

    #[test]
    fn the_report_needs_no_canvas_and_says_that_nobody_checked_it() {
        for firm in started().pack.firms.iter().map(|firm| firm.id.clone()) {
            for (language, unverified) in [
                (Language::Ja, "自己評価、未検証"),
                (Language::En, "self-assessed, unverified"),
            ] {
                let page = rendered(&of_firm(firm.as_str(), language, Page::Report));
                assert!(page.contains(unverified));
                assert!(!page.contains("<canvas"));
                for lost in ["report.", "check.", "result.", "said.", "mark.", "%{"] {
                    assert!(!page.contains(lost), "{lost} in {firm}");
                }
            }
        }
    }

    #[test]
    fn the_owner_s_page_names_at_most_three_steps_and_three_rows() {
        let page = rendered(&of_firm("case.soramame_pump", Language::En, Page::Report));
        let owner = page
            .split_once("report-owner")
            .and_then(|(_, rest)| rest.split_once("</section><section class=\"report-sheet\">"))
            .map(|(owner, _)| owner)
            .expect("the owner's page");
        assert_eq!(owner.matches("class=\"card\"").count(), 3);
        assert!(owner.matches("<th scope=\"row\">").count() <= 3);
    }
}
