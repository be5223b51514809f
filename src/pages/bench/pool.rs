//! Figures of many institutions put together: what may be seen of all their firms.

use yew::prelude::*;

use super::portfolio::{bands, dependence, stops, unknowns};
use crate::route::Page;
use crate::state::bench::{BookTold, Saved, Told};
use crate::state::{Action, State};
use crate::widgets::notice::sentence;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let saved =
        |what: Saved| act.reform(move |_: MouseEvent| Told::Book(BookTold::Saved(what)).into());
    let body = if state.bench.book.pools.is_empty() {
        html! { <p>{ words.t("portfolio.pool_empty") }</p> }
    } else {
        match state.merged_pools() {
            Err(finding) => html! {
                <section class="notice" data-kind="error">
                    <h2>{ words.t("portfolio.pools_apart") }</h2>
                    <p>{ sentence(words, &finding, "what") }{ words.t("said.space") }{ sentence(words, &finding, "todo") }</p>
                </section>
            },
            Ok(pool) => {
                let figures = pool.figures();
                let firms = usize::try_from(pool.firms()).unwrap_or(usize::MAX);
                let of = pool.contributions.len();
                let [pack, version, method] = pool.made_with();
                let foot = [
                    ("date", words.date(&state.today)),
                    ("pack", format!("{pack} {version}")),
                    ("method", method.to_owned()),
                ];
                let institutions: Vec<String> = pool.institutions.iter().cloned().collect();
                html! {
                    <>
                        <p><strong>{ words.count("portfolio.firms", firms) }</strong>{ words.t("said.space") }{ words.count("portfolio.pool_of", of) }</p>
                        if !institutions.is_empty() {
                            <p>{ words.with("portfolio.pool_whose", &[("whose", institutions.join(&words.t("said.and")))]) }</p>
                        }
                        <p>{ words.t("portfolio.pool_withheld") }</p>
                        { for [("industries", &figures.industries), ("sizes", &figures.sizes), ("countries", &figures.countries)]
                            .into_iter().map(|(table, groups)| bands(state, table, groups)) }
                        { dependence(state, &figures) }
                        { unknowns(state, &figures) }
                        { stops(state, &figures, pool.days(), act) }
                        <p class="small">{ words.with("portfolio.pool_foot", &foot) }</p>
                        <div class="toolbar screen-only">
                            <button type="button" class="button button-second button-small" onclick={saved(Saved::PoolCsv)}>{ words.t("portfolio.save_csv") }</button>
                            <button type="button" class="button button-second button-small" onclick={saved(Saved::PoolWorkbook)}>{ words.t("portfolio.save_xlsx") }</button>
                            <button type="button" class="button button-second button-small" onclick={saved(Saved::Merged)}>{ words.t("portfolio.pools_save") }</button>
                            <button type="button" class="button button-second button-small" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("portfolio.print") }</button>
                        </div>
                    </>
                }
            }
        }
    };
    html! {
        <div class="page page-wide">
            <main class="page-main bench" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.pool") }</h1>
                    <p class="lead">{ words.t("portfolio.pool_lead") }</p>
                    <p>{ words.t("bench.no_decision") }</p>
                    <p class="screen-only"><a href={Page::Portfolio.address()}>{ words.t("portfolio.pool_back") }</a></p>
                </div>
                { body }
            </main>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;

    use crate::pages::bench::tests::{in_language, is_in_words};
    use crate::route::Page;
    use crate::state::bench::tests::pooled;
    use crate::state::tests::started;

    #[test]
    fn a_pool_is_shown_as_figures_with_what_is_withheld() {
        let mut state = pooled();
        for language in Language::ALL {
            let page = in_language(&mut state, language, Page::Pool);
            is_in_words(&page);
            for id in ["industries", "sizes", "countries", "dependence", "stops"] {
                assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
            }
            assert!(page.contains("架空銀行"));
            let withheld = state.words().t("portfolio.left_out").into_owned();
            assert!(page.contains(&withheld), "{withheld}");
        }
    }

    #[test]
    fn without_a_pool_the_page_says_how_to_begin() {
        let mut state = started();
        for language in Language::ALL {
            let page = in_language(&mut state, language, Page::Pool);
            is_in_words(&page);
            assert!(page.contains(&*state.words().t("portfolio.pool_empty")));
        }
    }
}
