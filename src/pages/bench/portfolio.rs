//! All applicants together: bands, what many depend on, what a stop would do; and figures for
//! others.

use std::collections::BTreeMap;

use sonae_engine::measure::Interval;
use sonae_engine::request::desk::Purpose;
use sonae_engine::screen::{Cash, Figures, Group, Part};
use yew::prelude::*;

use super::digits;
use super::keep::progress;
use crate::route::Page;
use crate::state::bench::{BookTold, DAYS, Saved, Summed, Told, said};
use crate::state::{Action, State};
use crate::widgets::bars::{Bar, bars};
use crate::widgets::check::check;
use crate::widgets::field::{self, Field};
use crate::widgets::file_button::{FileButton, FilesButton};
use crate::widgets::notice::sentence;
use crate::widgets::select::Entry;
use crate::words::Words;

/// The bands, in the order of their columns.
const BANDS: [&str; 7] = [
    "low", "moderate", "high", "severe", "open", "none", "others",
];
/// So many bars are drawn; all of them are in the list that is saved.
const DRAWN: usize = 12;
/// So many names stand in a sentence.
const NAMED: usize = 5;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let bench = &state.bench;
    let book = &bench.book;
    let adding = book.does(|it| matches!(it, Purpose::Add { .. }));
    html! {
        <div class="page page-wide">
            <main class="page-main bench" id="main" tabindex="-1">
                <div class="prose">
                    <h1 tabindex="-1">{ words.t("title.portfolio") }</h1>
                    <p class="lead">{ words.t("portfolio.lead") }</p>
                    <p>{ words.t("bench.no_decision") }</p>
                    <p class="screen-only"><a href={Page::Bench.address()}>{ words.t("policy.to_bench") }</a></p>
                </div>
                if bench.holds() && (bench.reading || bench.is_standing()) { { super::progress(words, bench, act) } }
                if bench.desk.is_some() {
                    { settings(state, act) }
                    if let Some(under_way) = adding { { progress(words, "portfolio.adding", under_way, act) } }
                    if book.stopped {
                        <section class="notice screen-only" data-kind="caution">
                            <h2>{ words.t("portfolio.stopped") }</h2>
                            <div class="notice-actions">
                                <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::Book(BookTold::Asked).into())}>{ words.t("portfolio.again") }</button>
                            </div>
                        </section>
                    }
                    if let Some(summed) = &book.summed { { figures(state, summed, act) } }
                } else if !bench.reading && !bench.is_standing() {
                    <p>{ words.t("portfolio.empty") }</p>
                }
                { pools(state, act) }
            </main>
        </div>
    }
}

/// How long a stop lasts, and what is lent.
fn settings(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let book = &state.bench.book;
    let draft = state.drafts.get(DAYS);
    let error = draft.map(|draft| {
        let (what, todo) = (
            sentence(words, &draft.finding, "what"),
            sentence(words, &draft.finding, "todo"),
        );
        format!("{what}{}{todo}", words.t("said.space"))
    });
    let days = Field {
        id: DAYS.into(),
        label: words.t("portfolio.days").into_owned(),
        hint: Some(words.t("portfolio.days_hint").into_owned()),
        error,
        value: draft.map_or_else(|| book.days.to_string(), |draft| draft.typed.clone()),
        short: true,
        suffix: Some(words.t("portfolio.days_unit").into_owned()),
        ..Field::default()
    };
    let typed = act.reform(|typed| Told::Book(BookTold::DaysTyped(typed)).into());
    let read = act.reform(|(name, bytes)| Told::Book(BookTold::ExposuresRead(name, bytes)).into());
    html! {
        <section class="section form screen-only" aria-labelledby="settings">
            <h2 id="settings">{ words.t("portfolio.settings") }</h2>
            <div class="field">{ field::number(words, &days, &typed, &Callback::noop()) }</div>
            <p>{ words.t("portfolio.exposures_text") }</p>
            <div class="toolbar">
                <FileButton label={words.t("portfolio.exposures").into_owned()} accept=".csv,text/csv" on_read={read} />
                if book.exposures.is_some() {
                    <button type="button" class="button button-quiet button-small" onclick={act.reform(|_| Told::Book(BookTold::ExposuresDropped).into())}>{ words.t("portfolio.exposures_drop") }</button>
                }
            </div>
            if let Some((name, _)) = &book.exposures { <p role="status">{ words.with("portfolio.exposures_in_use", &[("name", name)]) }</p> }
        </section>
    }
}

/// What came of adding up.
fn figures(state: &State, summed: &Summed, act: &Callback<Action>) -> Html {
    let words = state.words();
    let book = &state.bench.book;
    let saved =
        |what: Saved| act.reform(move |_: MouseEvent| Told::Book(BookTold::Saved(what)).into());
    let basis = if summed.by_exposure {
        "portfolio.of_exposure"
    } else {
        "portfolio.of_firms"
    };
    let firms = usize::try_from(summed.firms).unwrap_or(usize::MAX);
    html! {
        <>
            <div role="status">
                <p><strong>{ words.count("portfolio.firms", firms) }</strong>{ words.t("said.space") }{ words.t(basis) }</p>
                if summed.missing > 0 { <p>{ words.count("portfolio.missing", summed.missing) }</p> }
                if !summed.left.is_empty() {
                    <p>{ words.count("portfolio.left", summed.left.len()) }{ words.t("said.space") }
                        { summed.left.iter().take(NAMED).cloned().collect::<Vec<_>>().join(&words.t("said.and")) }</p>
                }
            </div>
            if let Some(figures) = &summed.figures {
                <p>{ words.t("portfolio.withheld") }</p>
                { for [("industries", &figures.industries), ("sizes", &figures.sizes), ("countries", &figures.countries)]
                    .into_iter().map(|(table, groups)| bands(state, table, groups)) }
                { dependence(state, figures) }
                { unknowns(state, figures) }
                { stops(state, figures, book.days, act) }
                <p class="small paper-only">{ words.with("bench.paper_foot", &[("date", words.date(&state.today)), ("hash", state.bench.policy.hash())]) }</p>
                <p class="small screen-only">{ words.with("portfolio.policy", &[("hash", digits(&state.bench.policy.hash()))]) }</p>
                <div class="toolbar screen-only">
                    <button type="button" class="button button-second button-small" onclick={saved(Saved::Csv)}>{ words.t("portfolio.save_csv") }</button>
                    <button type="button" class="button button-second button-small" onclick={saved(Saved::Workbook)}>{ words.t("portfolio.save_xlsx") }</button>
                    <button type="button" class="button button-second button-small" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("portfolio.print") }</button>
                </div>
            } else {
                <p>{ words.t("portfolio.too_few") }</p>
            }
        </>
    }
}

fn firms_and_share(words: Words, part: Option<&Part>) -> String {
    part.map_or_else(
        || words.t("portfolio.hidden").into_owned(),
        |part| {
            let share = words.share(Interval::known(part.share));
            let firms = part.firms.to_string();
            words.with(
                "portfolio.firms_and_share",
                &[("firms", firms), ("share", share)],
            )
        },
    )
}

/// A table of groups by band.
pub fn bands(state: &State, table: &str, groups: &BTreeMap<String, Group>) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let used: Vec<&str> = BANDS
        .into_iter()
        .filter(|band| groups.values().any(|group| group.bands.contains_key(*band)))
        .collect();
    let left_out = groups
        .values()
        .any(|group| said::left_out(group) > 0)
        .then(|| words.t("portfolio.left_out").into_owned());
    let mut sorted: Vec<(&String, &Group)> = groups.iter().collect();
    sorted.sort_by_key(|(key, group)| (*key == "others", std::cmp::Reverse(group.firms)));
    html! {
        <section class="section" aria-labelledby={table.to_owned()}>
            <h2 id={table.to_owned()}>{ words.t(&format!("portfolio.{table}")) }</h2>
            <p>{ words.t(&format!("portfolio.text.{table}")) }</p>
            <table class="table table-cards">
                <caption class="visually-hidden">{ words.t(&format!("portfolio.{table}")) }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("portfolio.column.group") }</th>
                        <th scope="col" class="number">{ words.t("portfolio.all") }</th>
                        { for used.iter().map(|band| html! { <th scope="col" class="number">{ said::band_of(words, band) }</th> }) }
                        if let Some(head) = &left_out { <th scope="col" class="number">{ head }</th> }
                    </tr>
                </thead>
                <tbody>
                    { for sorted.into_iter().map(|(key, group)| {
                        let all = Part { firms: group.firms, share: group.share };
                        html! {
                            <tr key={key.clone()}>
                                <th scope="row">{ said::group(words, pack, table, key) }</th>
                                <td class="number" data-label={words.t("portfolio.all").into_owned()}>{ firms_and_share(words, Some(&all)) }</td>
                                { for used.iter().map(|band| html! {
                                    <td class="number" data-label={said::band_of(words, band)}>{ firms_and_share(words, group.bands.get(*band)) }</td>
                                }) }
                                if let Some(head) = &left_out { <td class="number" data-label={head.clone()}>{ said::left_out(group) }</td> }
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </section>
    }
}

/// How much of all hangs on one country, or one kind of thing.
pub fn dependence(state: &State, figures: &Figures) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let unnamed = figures.unnamed;
    let parts = [
        ("supply", &figures.supply, unnamed.supply),
        ("sales", &figures.sales, unnamed.sales),
        ("items", &figures.items, unnamed.items),
    ];
    html! {
        <section class="section" aria-labelledby="dependence">
            <h2 id="dependence">{ words.t("portfolio.dependence") }</h2>
            <p>{ words.t("portfolio.dependence_text") }</p>
            { for parts.into_iter().map(|(table, named, unnamed)| {
                let mut sorted: Vec<(&String, &[f64; 2])> = named.iter().collect();
                sorted.sort_by(|(_, one), (_, other)| other[0].total_cmp(&one[0]));
                let rows: Vec<Bar> = sorted.into_iter().take(DRAWN).map(|(key, [low, high])| Bar {
                    name: html! { { said::group(words, pack, table, key) } },
                    known: *low,
                    possible: *high,
                    aside: false,
                    figure: words.share(Interval { low: *low, high: *high }),
                }).collect();
                let rest = words.share(Interval { low: 0.0, high: unnamed });
                html! {
                    <>
                        if rows.is_empty() {
                            <h3>{ words.t(&format!("portfolio.{table}")) }</h3>
                            <p>{ words.t("portfolio.nothing_shown") }</p>
                        } else {
                            { bars(words, &words.t(&format!("portfolio.{table}")), [&words.t("portfolio.column.group"), &words.t("portfolio.share")], 1.0, &rows) }
                        }
                        <p class="small">{ words.with("portfolio.unnamed_text", &[("share", rest)]) }</p>
                    </>
                }
            }) }
        </section>
    }
}

/// What many have not answered.
pub fn unknowns(state: &State, figures: &Figures) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let mut sorted: Vec<(&String, &Part)> = figures.unknowns.iter().collect();
    sorted.sort_by_key(|(_, part)| std::cmp::Reverse(part.firms));
    let rows: Vec<Bar> = sorted
        .into_iter()
        .take(DRAWN)
        .map(|(question, part)| Bar {
            name: html! { { said::item(words, pack, question) } },
            known: part.share,
            possible: part.share,
            aside: false,
            figure: firms_and_share(words, Some(part)),
        })
        .collect();
    html! {
        <section class="section" aria-labelledby="unknowns">
            <h2 id="unknowns">{ words.t("portfolio.unknowns") }</h2>
            <p>{ words.t("portfolio.unknowns_text") }</p>
            if rows.is_empty() {
                <p>{ words.t("portfolio.nothing_shown") }</p>
            } else {
                { bars(words, &words.t("portfolio.unknowns"), [&words.t("portfolio.column.group"), &words.t("portfolio.share")], 1.0, &rows) }
            }
        </section>
    }
}

/// How cash stands when something stops for so many days.
pub fn stops(state: &State, figures: &Figures, days: u32, act: &Callback<Action>) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let chosen = state.bench.book.stop.as_deref();
    let chosen = chosen.filter(|stop| figures.stops.contains_key(*stop));
    let touched = |cash: &BTreeMap<String, Part>| cash.values().map(|part| part.firms).sum::<u64>();
    let mut sorted: Vec<(&String, &BTreeMap<String, Part>)> = figures.stops.iter().collect();
    sorted.sort_by_key(|(_, cash)| std::cmp::Reverse(touched(cash)));
    let entry = |key: &str, text: String| Entry {
        value: key.to_owned(),
        text,
        chosen: chosen.unwrap_or_default() == key,
    };
    let mut entries = vec![entry("", words.t("portfolio.every_stop").into_owned())];
    entries.extend(
        sorted
            .iter()
            .map(|(key, _)| entry(key, said::stopped(words, pack, key))),
    );
    let field = Field {
        id: "portfolio-stop".into(),
        label: words.t("portfolio.stop").into_owned(),
        ..Field::default()
    };
    let is_shown = |key: &str| chosen.is_none_or(|stop| stop == key);
    let on_chosen = act.reform(|key| Told::Book(BookTold::Chosen(key)).into());
    let heads: Vec<(&str, String)> = Cash::ALL
        .iter()
        .map(|cash| {
            (
                cash.key(),
                words
                    .t(&format!("portfolio.cash.{}", cash.key()))
                    .into_owned(),
            )
        })
        .collect();
    html! {
        <section class="section" aria-labelledby="stops">
            <h2 id="stops">{ words.with("portfolio.stops_for", &[("days", days)]) }</h2>
            <p>{ words.t("portfolio.stops_text") }</p>
            if sorted.is_empty() {
                <p>{ words.t("portfolio.nothing_shown") }</p>
            } else {
                <div class="field screen-only">{ field::list(&field, &entries, &on_chosen) }</div>
                <table class="table table-cards">
                    <caption class="visually-hidden">{ words.t("portfolio.stops") }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ words.t("portfolio.stop") }</th>
                            { for heads.iter().map(|(_, head)| html! { <th scope="col" class="number">{ head }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for sorted.into_iter().filter(|(key, _)| is_shown(key)).map(|(key, cash)| html! {
                            <tr key={key.clone()}>
                                <th scope="row">{ said::stopped(words, pack, key) }</th>
                                { for heads.iter().map(|(key, head)| html! {
                                    <td class="number" data-label={head.clone()}>{ firms_and_share(words, cash.get(*key)) }</td>
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            }
        </section>
    }
}

/// Figures for others, and those of others.
fn pools(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let book = &state.bench.book;
    let saved =
        |what: Saved| act.reform(move |_: MouseEvent| Told::Book(BookTold::Saved(what)).into());
    let read = act.reform(|read| Told::Book(BookTold::PoolsRead(read)).into());
    let own = act.reform(|own| Told::Book(BookTold::OwnSwitched(own)).into());
    let has_figures = book.summed.as_ref().is_some_and(|it| it.figures.is_some());
    html! {
        <section class="section screen-only" aria-labelledby="pools">
            <h2 id="pools">{ words.t("portfolio.pools") }</h2>
            <p>{ words.t("portfolio.pools_text") }</p>
            <div class="toolbar">
                if has_figures {
                    <button type="button" class="button button-second" onclick={saved(Saved::Pool)}>{ words.t("portfolio.pool_save") }</button>
                }
                <FilesButton label={words.t("portfolio.pools_open").into_owned()} class="button button-second" accept=".json,application/json" on_read={read} />
            </div>
            if !book.pools.is_empty() {
                <ul>
                    { for book.pools.iter().map(|(name, pool)| {
                        let institutions: Vec<String> = pool.institutions.iter().cloned().collect();
                        let whose = if institutions.is_empty() { words.t("portfolio.pool_nobody").into_owned() } else { institutions.join(&words.t("said.and")) };
                        html! { <li>{ words.with("portfolio.pool_line", &[("name", name.clone()), ("firms", pool.firms().to_string()), ("whose", whose)]) }</li> }
                    }) }
                </ul>
                if has_figures { { check(&words.t("portfolio.pool_own"), book.with_own, &own) } }
                <div role="status">
                    { match state.merged_pools() {
                        Ok(pool) => {
                            let firms = usize::try_from(pool.firms()).unwrap_or(usize::MAX);
                            html! {
                                <>
                                    <p>{ words.count("portfolio.pools_merged", firms) }</p>
                                    <p><a href={Page::Pool.address()}>{ words.t("portfolio.pool_see") }</a></p>
                                </>
                            }
                        }
                        Err(finding) => html! {
                            <section class="notice" data-kind="error">
                                <h3>{ words.t("portfolio.pools_apart") }</h3>
                                <p>{ sentence(words, &finding, "what") }{ words.t("said.space") }{ sentence(words, &finding, "todo") }</p>
                            </section>
                        },
                    } }
                </div>
                <div class="toolbar">
                    <button type="button" class="button button-second" onclick={saved(Saved::Merged)}>{ words.t("portfolio.pools_save") }</button>
                    <button type="button" class="button button-quiet" onclick={act.reform(|_| Told::Book(BookTold::PoolsDropped).into())}>{ words.t("portfolio.pools_drop") }</button>
                </div>
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;

    use crate::pages::bench::tests::{in_language, is_in_words};
    use crate::route::Page;
    use crate::state::bench::tests::added_up;
    use crate::state::tests::started;

    #[test]
    fn every_figure_has_its_words_in_both_languages() {
        let mut state = added_up();
        for language in Language::ALL {
            let page = in_language(&mut state, language, Page::Portfolio);
            is_in_words(&page);
            for id in [
                "industries",
                "sizes",
                "countries",
                "dependence",
                "unknowns",
                "stops",
                "pools",
            ] {
                assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
            }
        }
    }

    #[test]
    fn without_files_the_page_says_how_to_begin_and_still_takes_pools() {
        let mut state = started();
        for language in Language::ALL {
            let page = in_language(&mut state, language, Page::Portfolio);
            is_in_words(&page);
            assert!(page.contains("id=\"pools\"") && !page.contains("id=\"industries\""));
        }
    }
}
