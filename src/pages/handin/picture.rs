//! The class picture: distributions, never a ranking.

use sonae_engine::content::{Id, Kit, Question};
use sonae_engine::measure::Interval;
use sonae_engine::workshop::picture::{Answer, Effect, Picture, Theme};
use sonae_engine::workshop::record::{Level, Said};
use yew::prelude::*;

use super::spread;
use crate::pages::room::picture_turned;
use crate::pages::scenarios::week_range;
use crate::route::Page;
use crate::state::{Action, State};
use crate::words::Words;

/// So many themes and answers are shown where teams differ.
pub(super) const FIRST: usize = 5;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page page-wide">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.class_picture") }</h1>
                if let Some((picture, kit)) = state.class_picture() {
                    { shown(state, act, kit, picture) }
                } else {
                    <p>{ words.t("handin.nothing_yet") }</p>
                    <div class="actions"><a class="button" href={Page::Collect.address()}>{ words.t("title.collect") }</a></div>
                }
            </main>
        </div>
    }
}

fn shown(state: &State, act: &Callback<Action>, kit: &Kit, picture: &Picture) -> Html {
    let words = state.words();
    html! {
        <>
            <p class="lead">{ words.with("handin.picture_lead", &[("teams", picture.teams.len())]) }</p>
            <p class="soft">{ words.text(&kit.title) }</p>
            { said_of(words, "handin.only_choices", &picture.without_result) }
            { said_of(words, "handin.other_tables", &picture.other_tables) }
            { differ(state, picture) }
            { answers(state, &picture.answers) }
            { themes(state, picture) }
            { decisions(state, picture) }
            { for picture.effects.iter().map(|effect| effects(state, kit, effect)) }
            <div class="actions screen-only">
                { picture_turned(state, act) }
                <a class="button button-second" href={Page::Collect.address()}>{ words.t("title.collect") }</a>
                <a class="button button-second" href={Page::After.address()}>{ words.t("title.after") }</a>
                <button type="button" class="button" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
            </div>
        </>
    }
}

fn said_of(words: Words, key: &str, teams: &[u8]) -> Html {
    if teams.is_empty() {
        return Html::default();
    }
    let teams: Vec<String> = teams.iter().map(u8::to_string).collect();
    html! { <p class="soft">{ words.with(key, &[("teams", teams.join(", "))]) }</p> }
}

/// The themes in which the teams lie apart, the furthest first.
pub(super) fn apart(picture: &Picture) -> Vec<&Theme> {
    let themes = picture.themes.iter();
    let mut apart: Vec<&Theme> = themes.filter(|theme| theme.apart() >= 1.0).collect();
    // A stable sort: equal ones stay in the pack's order.
    apart.sort_by(|one, other| other.apart().total_cmp(&one.apart()));
    apart
}

/// Where the teams lie the furthest apart.
fn differ(state: &State, picture: &Picture) -> Html {
    let words = state.words();
    let apart = apart(picture);
    html! {
        <section class="section" aria-labelledby="differ">
            <h2 id="differ">{ words.t("handin.differ") }</h2>
            if apart.is_empty() {
                <p>{ words.t("handin.differ_nowhere") }</p>
            } else {
                <ul>
                    { for apart.iter().take(FIRST).map(|theme| {
                        let points = words.number(theme.apart(), 0);
                        html! { <li>{ words.with("handin.apart", &[("theme", title(state, &theme.module, &theme.theme)), ("points", points)]) }</li> }
                    }) }
                </ul>
                { spread::themes(state, picture) }
            }
        </section>
    }
}

fn answers(state: &State, answers: &[Answer]) -> Html {
    let words = state.words();
    if answers.is_empty() {
        return Html::default();
    }
    let label = |key: &str| words.t(key).into_owned();
    html! {
        <section class="section" aria-labelledby="answers">
            <h2 id="answers">{ words.t("handin.answers") }</h2>
            <p>{ words.t("handin.answers_text") }</p>
            <table class="table table-cards">
                <caption class="visually-hidden">{ words.t("handin.answers") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("handin.question") }</th>
                        <th scope="col">{ words.t("handin.as_given") }</th>
                        <th scope="col">{ words.t("handin.said") }</th>
                        <th scope="col" class="number">{ words.t("handin.moves") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for answers.iter().filter_map(|answer| {
                        let question = state.pack.question(answer.question.as_str())?;
                        let said = answer.said.iter().map(|(said, teams)| counted(words, question, *said, *teams));
                        let said: Vec<String> = said.collect();
                        Some(html! {
                            <tr>
                                <th scope="row">{ words.text(&question.short) }</th>
                                <td data-label={label("handin.as_given")}>{ counted(words, question, answer.given, answer.as_given) }</td>
                                <td data-label={label("handin.said")}>{ said.join(&words.t("handin.between")) }</td>
                                <td class="number" data-label={label("handin.moves")}>{ words.number(answer.moves, 0) }</td>
                            </tr>
                        })
                    }) }
                </tbody>
            </table>
        </section>
    }
}

/// An answer and how many teams gave it.
fn counted(words: Words, question: &Question, said: Said, teams: usize) -> String {
    let options = question.kind.options();
    let option = |at: usize| options.get(at).map(|option| words.text(&option.text));
    let text = match said {
        Said::Nothing => words.t("handin.said_nothing").into_owned(),
        Said::Unknown => words.t("handin.said_unknown").into_owned(),
        Said::NotApplicable => words.t("handin.said_na").into_owned(),
        Said::One(at) => option(at.into()).unwrap_or_default(),
        Said::Several(bits) => {
            let chosen = (0..options.len()).filter(|at| bits >> at & 1 == 1);
            let chosen: Vec<String> = chosen.filter_map(option).collect();
            chosen.join(&words.t("handin.between"))
        }
        Said::Percent(percent) => format!("{percent} %"),
        Said::Number => words.t("handin.said_number").into_owned(),
    };
    words.with(
        "handin.counted",
        &[
            ("said", text),
            ("teams", words.count("handin.teams_count", teams)),
        ],
    )
}

fn themes(state: &State, picture: &Picture) -> Html {
    let words = state.words();
    let with_result: Vec<u8> = picture
        .teams
        .iter()
        .copied()
        .filter(|team| !picture.without_result.contains(team))
        .collect();
    if with_result.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" aria-labelledby="themes">
            <h2 id="themes">{ words.t("handin.themes") }</h2>
            <p>{ words.t("handin.themes_text") }</p>
            <div class="table-scroll" tabindex="0" role="group" aria-labelledby="themes">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ words.t("handin.theme") }</th>
                            <th scope="col" class="number">{ words.t("handin.given") }</th>
                            { for with_result.iter().map(|team| html! { <th scope="col" class="number">{ words.with("handin.team", &[("team", team)]) }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for picture.themes.iter().map(|theme| html! {
                            <tr>
                                <th scope="row">{ title(state, &theme.module, &theme.theme) }</th>
                                <td class="number">{ range(theme.given) }</td>
                                { for with_result.iter().map(|team| {
                                    let own = theme.teams.iter().find(|(one, _)| one == team);
                                    html! { <td class="number">{ range(own.map(|(_, level)| *level)) }</td> }
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn range(level: Option<Level>) -> String {
    match level {
        None => "–".into(),
        Some(level) if level.low == level.high => level.low.to_string(),
        Some(level) => format!("{}–{}", level.low, level.high),
    }
}

/// What a theme is called; where another module has one of that name, with its own module.
pub(super) fn title(state: &State, module: &Id, theme: &Id) -> String {
    let words = state.words();
    let modules = &state.pack.modules;
    let Some(own) = modules.iter().find(|one| one.id == *module) else {
        return String::new();
    };
    let found = own.themes.iter().find(|one| one.id == *theme);
    let title = found.map(|theme| words.text(&theme.title));
    let title = title.unwrap_or_default();
    let mut others = modules.iter().filter(|one| one.id != *module);
    let is_there = others.any(|one| one.themes.iter().any(|it| words.text(&it.title) == title));
    if !is_there {
        return title;
    }
    let of = [("theme", title), ("module", words.text(&own.title))];
    words.with("handin.theme_of", &of)
}

fn decisions(state: &State, picture: &Picture) -> Html {
    html! {
        <section class="section" aria-labelledby="decisions">
            <h2 id="decisions">{ state.words().t("handin.decisions") }</h2>
            { spread::decisions(state, picture) }
        </section>
    }
}

/// What the choices changed in one inject, team by team.
fn effects(state: &State, kit: &Kit, effect: &Effect) -> Html {
    let words = state.words();
    let Some(inject) = kit.inject(effect.inject.as_str()) else {
        return Html::default();
    };
    if effect.teams.is_empty() {
        return Html::default();
    }
    let stages = ["handin.without", "handin.with_before", "handin.with_all"];
    html! {
        <section class="section" aria-labelledby={format!("effect-{}", effect.inject)}>
            <h2 id={format!("effect-{}", effect.inject)}>{ words.text(&inject.title) }</h2>
            { spread::effects(state, effect, &words.t("handin.effect_strips")) }
            <table class="table table-cards">
                <caption>{ words.t("handin.effect_caption") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("handin.which_team") }</th>
                        { for stages.iter().map(|stage| html! { <th scope="col" class="number">{ words.t(stage) }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for effect.teams.iter().map(|(team, clock)| html! {
                        <tr>
                            <th scope="row">{ words.with("handin.team", &[("team", team)]) }</th>
                            { for stages.iter().zip(clock.stop_weeks.iter().zip(clock.loss_pct)).map(|(stage, (stop, loss))| html! {
                                <td class="number" data-label={words.t(stage).into_owned()}>{ stands(words, *stop, loss) }</td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </section>
    }
}

/// When sales stop, and what is lost.
fn stands(words: Words, stop: Option<u16>, loss: u32) -> String {
    let week = stop.map_or(f64::INFINITY, f64::from);
    let stop = week_range(
        words,
        Interval {
            low: week,
            high: week,
        },
    );
    let loss = words.number(loss.into(), 0);
    words.with("handin.stands_at", &[("stop", stop), ("loss", loss)])
}
