//! The charts: what each says in one sentence, the drawing, and the same as a table.

use sonae_engine::content::Pack;
use sonae_engine::measure::Interval;
use sonae_engine::report::chart::{self, Bars, Subject};
use sonae_engine::score::Score;
use sonae_engine::table::Country;
use yew::prelude::*;

use super::{gates, module_title, theme_title};
use crate::state::{Case, State};
use crate::widgets::bars;
use crate::widgets::chart::{self as drawn_chart, Bar, Chart, Drawing, Tone};
use crate::words::Words;

/// The themes of each module as bars, the worst module first.
pub fn themes(words: Words, pack: &Pack, score: &Score) -> Html {
    let heads = [
        &*words.t("result.column.theme"),
        &*words.t("result.column.score"),
    ];
    html! {
        { for score.worst_first().into_iter().map(|module| {
            let rows: Vec<bars::Bar> = module.themes.iter().map(|theme| bars::Bar {
                name: html! { { theme_title(words, pack, &module.id, &theme.id) } },
                known: theme.risk.low,
                possible: theme.risk.high,
                aside: false,
                figure: words.score(theme.risk),
            }).collect();
            let caption = words.with("result.themes_caption", &[("module", module_title(words, pack, &module.id))]);
            bars::bars(words, &caption, heads, 100.0, &rows)
        }) }
    }
}

/// The charts there are figures for.
pub fn charts(state: &State, case: &Case, score: &Score) -> Html {
    let words = state.words();
    let figures = &case.derived.path.figures;
    html! {
        <>
            { of_scores(state, case, &chart::modules(score), "modules") }
            { of_scores(state, case, &chart::themes(score), "themes") }
            if let Some(countries) = chart::countries(figures) {
                { drawn(state, case, &countries, &countries_sentence(state, &countries), "share", |value| format!("{}%", words.range(value, 0))) }
            }
            if let Some(times) = chart::times(&case.assessment.suppliers) {
                { of_times(state, case, &times) }
            }
        </>
    }
}

fn of_scores(state: &State, case: &Case, bars: &Bars, which: &str) -> Html {
    let words = state.words();
    let Some(first) = bars.bars.first() else {
        return Html::default();
    };
    let name = name(state, case, &first.of);
    let range = words.score(first.value);
    let key = format!("result.chart.{which}");
    let subject = if which == "modules" {
        "module"
    } else {
        "theme"
    };
    let sentence = words.with(&key, &[(subject, name), ("range", range)]);
    drawn(state, case, bars, &sentence, "score", |value| {
        words.score(value)
    })
}

/// A chart with its table: what each bar is of, and its figure.
fn drawn(
    state: &State,
    case: &Case,
    bars: &Bars,
    sentence: &str,
    column: &str,
    figure: impl Fn(Interval) -> String,
) -> Html {
    let words = state.words();
    let drawing = Drawing::Bars(drawn_chart::Bars {
        end: bars.end,
        lines: scale(words, bars.end),
        all: bars
            .bars
            .iter()
            .map(|bar| Bar {
                name: name(state, case, &bar.of),
                figure: figure(bar.value),
                low: bar.value.low,
                high: bar.value.high,
                need: bar.need,
                tone: tone(&bar.of),
            })
            .collect(),
    });
    html! {
        <Chart sentence={sentence.to_owned()} as_table={words.t("result.as_table").into_owned()} {drawing}>
            { table(state, case, bars, column, &figure) }
        </Chart>
    }
}

/// The table of a chart.
fn table(
    state: &State,
    case: &Case,
    bars: &Bars,
    column: &str,
    figure: &dyn Fn(Interval) -> String,
) -> Html {
    let words = state.words();
    html! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{ words.t(subject_column(bars)) }</th>
                    <th scope="col" class="number">{ words.t(&format!("result.column.{column}")) }</th>
                </tr>
            </thead>
            <tbody>
                { for bars.bars.iter().map(|bar| html! {
                    <tr><th scope="row">{ name(state, case, &bar.of) }</th><td class="number">{ figure(bar.value) }</td></tr>
                }) }
            </tbody>
        </table>
    }
}

fn subject_column(bars: &Bars) -> &'static str {
    match bars.bars.first().map(|bar| &bar.of) {
        Some(Subject::Module(_)) | None => "result.column.module",
        Some(Subject::Theme(..)) => "result.column.theme",
        Some(Subject::Country(_) | Subject::Others(_)) => "result.column.country",
        Some(Subject::Row(_)) => "result.column.item",
    }
}

/// How long the stock lasts against how long a replacement takes.
fn of_times(state: &State, case: &Case, times: &Bars) -> Html {
    let words = state.words();
    let weeks = |weeks: f64| words.number(weeks, 1);
    let switch = |bar: &chart::Bar| bar.need.unwrap_or_default();
    let mut notes = vec![
        times_sentence(state, case, times),
        words.t("result.chart.times_key").into_owned(),
    ];
    if times.unknown > 0 {
        notes.push(words.count("result.chart.times_unknown", times.unknown));
    }
    let drawing = Drawing::Bars(drawn_chart::Bars {
        end: times.end,
        lines: [0.25, 0.5, 0.75, 1.0]
            .map(|part| part * times.end)
            .map(|at| (at, words.with("said.weeks", &[("weeks", weeks(at))])))
            .into(),
        all: times
            .bars
            .iter()
            .map(|bar| Bar {
                name: name(state, case, &bar.of),
                figure: words.with(
                    "result.chart.times_figure",
                    &[
                        ("stock", weeks(bar.value.low)),
                        ("switch", weeks(switch(bar))),
                    ],
                ),
                low: bar.value.low,
                high: bar.value.high,
                need: bar.need,
                tone: Tone::Main,
            })
            .collect(),
    });
    html! {
        <Chart sentence={notes.join(&words.t("said.space"))} as_table={words.t("result.as_table").into_owned()} {drawing}>
            { times_table(state, case, times) }
        </Chart>
    }
}

/// The widest gap between stock and switching, in one sentence.
pub fn times_sentence(state: &State, case: &Case, times: &Bars) -> String {
    let words = state.words();
    let weeks = |weeks: f64| words.number(weeks, 1);
    let switch = |bar: &chart::Bar| bar.need.unwrap_or_default();
    let widest = times.bars.first().filter(|bar| switch(bar) > bar.value.low);
    widest.map_or_else(
        || words.t("result.chart.times_covered").into_owned(),
        |bar| {
            words.with(
                "result.chart.times",
                &[
                    ("item", name(state, case, &bar.of)),
                    ("stock", weeks(bar.value.low)),
                    ("switch", weeks(switch(bar))),
                ],
            )
        },
    )
}

/// The same as a table, with the gap.
pub fn times_table(state: &State, case: &Case, times: &Bars) -> Html {
    let words = state.words();
    let weeks = |weeks: f64| words.number(weeks, 1);
    let head = |key: &str| {
        html! { <th scope="col" class="number">{ words.t(&format!("result.column.{key}")) }<br /><span class="unit">{ words.t("result.unit.weeks") }</span></th> }
    };
    html! {
        <table class="table">
            <thead><tr><th scope="col">{ words.t("result.column.item") }</th>{ head("stock") }{ head("switch") }{ head("gap") }</tr></thead>
            <tbody>
                { for times.bars.iter().map(|bar| {
                    let switch = bar.need.unwrap_or_default();
                    html! {
                        <tr>
                            <th scope="row">{ name(state, case, &bar.of) }</th>
                            <td class="number">{ weeks(bar.value.low) }</td>
                            <td class="number">{ weeks(switch) }</td>
                            <td class="number">{ weeks((switch - bar.value.low).max(0.0)) }</td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
    }
}

/// What the shares by country say: Japan's, the largest foreign one, and how much is not known.
pub fn countries_sentence(state: &State, bars: &Bars) -> String {
    let words = state.words();
    let share = |value: Interval| format!("{}%", words.range(value, 0));
    let find = |wanted: &dyn Fn(Option<Country>) -> bool| {
        bars.bars.iter().find_map(|bar| match bar.of {
            Subject::Country(country) if wanted(country) => Some((country, bar.value)),
            _ => None,
        })
    };
    let home = find(&|country| country == Some(Country::JAPAN));
    let abroad = find(&|country| country.is_some_and(|country| country != Country::JAPAN));
    let unknown = find(&|country| country.is_none());
    let mut sentences = Vec::new();
    match (home, abroad) {
        (Some((_, home)), Some((country, value))) => sentences.push(words.with(
            "result.chart.countries_home",
            &[
                ("share", share(home)),
                ("country", country_name(state, country)),
                ("other", share(value)),
            ],
        )),
        (Some((country, value)), None) | (None, Some((country, value))) => {
            sentences.push(words.with(
                "result.chart.countries",
                &[
                    ("country", country_name(state, country)),
                    ("share", share(value)),
                ],
            ));
        }
        (None, None) => {}
    }
    if let Some((_, value)) = unknown {
        sentences.push(words.with("result.chart.countries_unknown", &[("share", share(value))]));
    }
    sentences.join(&words.t("said.space"))
}

/// What a bar is of, in words.
pub fn name(state: &State, case: &Case, of: &Subject) -> String {
    let words = state.words();
    match of {
        Subject::Module(module) => module_title(words, state.pack, module),
        Subject::Theme(module, theme) => words.with(
            "result.chart.theme",
            &[
                ("theme", theme_title(words, state.pack, module, theme)),
                ("module", module_title(words, state.pack, module)),
            ],
        ),
        Subject::Country(country) => country_name(state, *country),
        Subject::Others(count) => words.count("result.chart.others", *count),
        Subject::Row(row) => case
            .assessment
            .suppliers
            .get(*row)
            .map(|supplier| gates::row_name(state, *row, supplier))
            .unwrap_or_default(),
    }
}

/// The everyday name of a country.
pub fn country_name(state: &State, country: Option<Country>) -> String {
    let words = state.words();
    let Some(country) = country else {
        return words.t("result.chart.country_unknown").into_owned();
    };
    let name = state.pack.countries.get(country.as_str());
    name.map_or_else(
        || country.as_str().to_owned(),
        |name| words.text(&name.title),
    )
}

fn tone(of: &Subject) -> Tone {
    match of {
        Subject::Country(None) => Tone::Unknown,
        _ if is_aside(of) => Tone::Other,
        _ => Tone::Main,
    }
}

/// Whether a bar stands there for comparison: Japan's share is shown and never scored.
pub fn is_aside(of: &Subject) -> bool {
    matches!(
        of,
        Subject::Country(Some(Country::JAPAN) | None) | Subject::Others(_)
    )
}

/// The quarters of a scale with their figures.
fn scale(words: Words, end: f64) -> Vec<(f64, String)> {
    [0.25, 0.5, 0.75, 1.0]
        .map(|part| part * end)
        .map(|at| (at, words.number(at, 0)))
        .into()
}
