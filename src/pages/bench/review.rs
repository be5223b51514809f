//! What a person adds to an applicant: a note, a judgement beside the class, the lender's own
//! figures, and the scenario that is played with them.

use sonae_engine::assessment::{Run, money_of};
use sonae_engine::content::{Id, Known, Language};
use sonae_engine::measure::{Interval, Number, Unit};
use sonae_engine::scenario::asks_country;
use sonae_engine::screen::{Class, FIGURES, Kind, Line, Outcome, Screened};
use sonae_engine::table::Country;
use yew::prelude::*;

use crate::pages::scenarios::{
    figures, missing_names, run_name, said as scenarios_said, scenario_name, standing_class,
};
use crate::state::bench::said;
use crate::state::review::{CLASS, INITIALS, REASON, Seen, Told};
use crate::state::scenario::Playing;
use crate::state::{Action, MoneyUnit, State};
use crate::widgets::field::{self, Field};
use crate::widgets::file_button::FileButton;
use crate::widgets::notice::sentence;
use crate::widgets::select::Entry;

/// So many letters of a note, and of a reason, leave the memo on its sheet.
const NOTE: usize = 300;
const SHORT: usize = 120;

/// The column beside what was computed.
pub fn aside(state: &State, number: usize, line: &Line, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="bench-column screen-only">
            <section class="section" aria-labelledby="noting">
                <h2 id="noting">{ words.t("review.heading") }</h2>
                <p class="small soft">{ words.t("review.text") }</p>
                { note(state, number, act) }
                if line.class.is_some() { { judging(state, number, act) } }
                { files(state, act) }
            </section>
            if line.kind != Some(Kind::Dimensionless) && line.state.is_read() { { lender(state, number, act) } }
        </div>
    }
}

fn note(state: &State, number: usize, act: &Callback<Action>) -> Html {
    let words = state.words();
    let review = state.review(number);
    let field = Field {
        id: "review-note".into(),
        label: words.t("review.note").into_owned(),
        hint: Some(words.t("review.note_hint").into_owned()),
        value: review.map_or_else(String::new, |review| review.note.clone()),
        ..Field::default()
    };
    let on_typed = act.reform(|note| Told::Noted(note).into());
    html! { <div class="field">{ field::sentences(&field, NOTE, &on_typed) }</div> }
}

/// Another class than the computed one: made with its reason and initials, or taken back.
fn judging(state: &State, number: usize, act: &Callback<Action>) -> Html {
    let words = state.words();
    let taken = state.review(number).and_then(|one| one.judged.as_ref());
    if taken.is_some() {
        return html! {
            <>
                <h3>{ words.t("review.judging") }</h3>
                { judged(state, number) }
                <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::JudgeTakenBack.into())}>{ words.t("review.take_back") }</button>
            </>
        };
    }
    let judging = &state.reviewing.judging;
    let error = |missing: bool, key: &str| {
        (judging.tried && missing).then(|| words.t(&format!("review.missing.{key}")).into_owned())
    };
    let classes = Field {
        id: CLASS.into(),
        label: words.t("review.class").into_owned(),
        error: error(judging.class.is_none(), "class"),
        ..Field::default()
    };
    let none = Entry {
        value: String::new(),
        text: words.t("review.choose").into_owned(),
        chosen: judging.class.is_none(),
    };
    let entry = |class: &Class| Entry {
        value: class.key().to_owned(),
        text: said::class(words, *class),
        chosen: judging.class == Some(*class),
    };
    let entries: Vec<Entry> = std::iter::once(none)
        .chain(Class::ALL.iter().map(entry))
        .collect();
    let reason = Field {
        id: REASON.into(),
        label: words.t("review.reason").into_owned(),
        error: error(judging.reason.trim().is_empty(), "reason"),
        value: judging.reason.clone(),
        ..Field::default()
    };
    let initials = Field {
        id: INITIALS.into(),
        label: words.t("review.initials").into_owned(),
        error: error(judging.initials.trim().is_empty(), "initials"),
        value: judging.initials.clone(),
        ..Field::default()
    };
    html! {
        <>
            <h3>{ words.t("review.judging") }</h3>
            <p class="small soft">{ words.t("review.judging_text") }</p>
            <div class="field">{ field::list(&classes, &entries, &act.reform(|key: String| Told::ClassChosen(Class::named(&key)).into())) }</div>
            <div class="field">{ field::sentences(&reason, SHORT, &act.reform(|text| Told::Reasoned(text).into())) }</div>
            <div class="field">{ field::letters(&initials, &act.reform(|text| Told::Initialled(text).into())) }</div>
            <button type="button" class="button button-second" onclick={act.reform(|_| Told::JudgeAsked.into())}>{ words.t("review.judge") }</button>
        </>
    }
}

/// A judgement, with its reason and whose it is.
pub fn judged(state: &State, number: usize) -> Html {
    let words = state.words();
    let Some(judged) = state.review(number).and_then(|one| one.judged.as_ref()) else {
        return Html::default();
    };
    html! {
        <p class="review-judged">
            { words.t("review.judged") }{ words.t("frame.colon") }
            <span class="tag bench-class" data-class={judged.class.key()}>{ said::class(words, judged.class) }</span>{ " " }
            { words.with("review.because", &[("reason", &judged.reason), ("initials", &judged.initials)]) }
        </p>
    }
}

/// In the queue: that somebody noted something, or judged otherwise.
pub fn mark(state: &State, screened: &Screened) -> Html {
    let words = state.words();
    let Some(review) = state.review_of(screened) else {
        return Html::default();
    };
    let text = match &review.judged {
        Some(judged) => words.with(
            "review.mark_judged",
            &[
                ("class", said::class(words, judged.class)),
                ("initials", judged.initials.clone()),
            ],
        ),
        None if review.note.is_empty() => words.t("review.mark_figures").into_owned(),
        None => words.t("review.mark").into_owned(),
    };
    html! { <p class="small review-mark"><span class="tag">{ text }</span></p> }
}

/// Notes and judgements as a file.
pub fn files(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let reviewing = &state.reviewing;
    let count = reviewing.reviews.len();
    let unsaved = reviewing.is_unsaved();
    html! {
        <div class="review-files">
            <p class="small" role="status">
                if unsaved { <strong>{ words.count("review.unsaved", count) }</strong> }
                else if count > 0 { { words.count("review.saved", count) } }
                else { { words.t("review.none") } }
            </p>
            <div class="toolbar">
                if count > 0 {
                    <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::SaveAsked.into())}>{ words.t("review.save") }</button>
                }
                <FileButton label={words.t("review.open").into_owned()} accept=".json,application/json" class="button button-second button-small"
                    on_read={act.reform(|(name, bytes)| Told::Read(name, bytes).into())} />
            </div>
        </div>
    }
}

/// The rows of all memos, as a workbook.
pub fn rows(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(collecting) = &state.reviewing.collecting else {
        return html! {
            <div class="toolbar">
                <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::RowsAsked.into())}>{ words.t("memo.save_rows") }</button>
                <span class="small soft">{ words.t("memo.save_rows_text") }</span>
            </div>
        };
    };
    let (done, all) = (collecting.done().to_string(), collecting.all.to_string());
    html! {
        <div class="progress-line">
            <p role="status">{ words.with("memo.rows_done", &[("done", &done), ("all", &all)]) }</p>
            <progress max={all} value={done} aria-label={words.t("memo.save_rows").into_owned()}></progress>
            <button type="button" class="button button-second button-small" onclick={act.reform(|_| Told::RowsStopped.into())}>{ words.t("bench.stop") }</button>
        </div>
    }
}

/// The lender's own figures, beside the applicant's.
fn lender(state: &State, number: usize, act: &Callback<Action>) -> Html {
    let words = state.words();
    let figures = state.review(number).map(|review| &review.figures);
    let stated = |id: &str| figures?.get(id).copied().map(Number::get);
    html! {
        <section class="section" aria-labelledby="lender">
            <h2 id="lender">{ words.t("review.lender") }</h2>
            <p class="small soft">{ words.t("review.lender_text") }</p>
            { for FIGURES.iter().map(|(id, unit)| figure(state, id, *unit, stated(id), act)) }
            if figures.is_some_and(|all| !all.is_empty()) {
                <button type="button" class="button button-quiet button-small" onclick={act.reform(|_| Told::FiguresDropped.into())}>{ words.t("review.lender_drop") }</button>
            }
        </section>
    }
}

/// The lender's own figures as they stand on the memo; nothing where there are none.
pub fn figures_said(state: &State, number: usize) -> Option<String> {
    let words = state.words();
    let figures = &state.review(number)?.figures;
    let said = FIGURES.iter().filter_map(|(id, unit)| {
        let figure = figures.get(*id)?.get();
        let value = match unit {
            Unit::Percent => words.share(Interval::known(figure / 100.0)),
            _ => words.yen(figure),
        };
        let name = said::item(words, state.pack, id);
        Some(words.with("memo.figure", &[("name", name), ("value", value)]))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(&words.t("said.and")))
}

fn figure(
    state: &State,
    id: &'static str,
    unit: Unit,
    stated: Option<f64>,
    act: &Callback<Action>,
) -> Html {
    let words = state.words();
    let is_share = unit == Unit::Percent;
    let money = match words.language {
        Language::Ja => MoneyUnit::TenThousand,
        Language::En => MoneyUnit::Million,
    };
    let scale = if is_share { 1.0 } else { money.yen() };
    let name = format!("lender.{id}");
    let draft = state.drafts.get(&name);
    let shown = stated.map_or_else(String::new, |number| words.number(number / scale, 4));
    let suffix = if is_share {
        "%".to_owned()
    } else {
        words.t(&format!("unit.{}", money.name())).into_owned()
    };
    let field = Field {
        id: name.clone(),
        label: said::item(words, state.pack, id),
        hint: own_figure(state, id, is_share),
        error: draft.map(|draft| {
            let [what, todo] = ["what", "todo"].map(|which| words.finding(&draft.finding, which));
            what + &words.t("said.space") + &todo
        }),
        value: draft.map_or(shown, |draft| draft.typed.clone()),
        suffix: Some(suffix),
        ..Field::default()
    };
    let act = act.clone();
    let on_typed = Callback::from(move |typed: String| {
        let id = Id::from(id);
        if typed.trim().is_empty() {
            return act.emit(Told::Figured(id, None).into());
        }
        match money_of(&typed, unit, scale) {
            Ok(number) => act.emit(Told::Figured(id, Some(number)).into()),
            Err(finding) => act.emit(Action::Mistyped(name.clone(), typed, finding)),
        }
    });
    html! { <div class="field">{ field::number(words, &field, &on_typed, &Callback::noop()) }</div> }
}

/// What the applicant itself says of a figure.
fn own_figure(state: &State, id: &str, is_share: bool) -> Option<String> {
    let words = state.words();
    let seen = state.reviewing.seen()?;
    let text = match seen.case().derived.path.answer(id) {
        Known::Number(range) if is_share => words.share(range.map(|percent| percent / 100.0)),
        Known::Number(range) if range.low.is_finite() && range.high.is_finite() => {
            let (low, high) = (words.yen(range.low), words.yen(range.high));
            if low == high {
                low
            } else {
                words.with("said.from_to", &[("low", low), ("high", high)])
            }
        }
        _ => words.t("said.unknown").into_owned(),
    };
    Some(words.with("review.applicant_says", &[("value", text)]))
}

/// A scenario played for the applicant; of the third level, what it declares.
pub fn scenarios(state: &State, number: usize, line: &Line, act: &Callback<Action>) -> Html {
    let words = state.words();
    if !line.state.is_read() {
        return Html::default();
    }
    let body = if line.kind == Some(Kind::Dimensionless) {
        declared(state, state.reviewing.declared(number))
    } else {
        match (&state.bench.case, state.reviewing.seen()) {
            (Some((_, Err(finding))), _) => html! { <p>{ sentence(words, finding, "what") }</p> },
            (_, Some(seen)) => played(state, seen, act),
            _ => html! { <p role="status">{ words.t("bench.receipt_coming") }</p> },
        }
    };
    html! {
        <section class="section" aria-labelledby="scenarios">
            <h2 id="scenarios">{ words.t("review.scenarios") }</h2>
            { body }
        </section>
    }
}

/// What only the sender can work out, as it declares it.
fn declared(state: &State, outcomes: &[Outcome]) -> Html {
    let words = state.words();
    html! {
        <>
            <p>{ words.t("review.third_level") }</p>
            if outcomes.is_empty() {
                <p>{ words.t("review.third_level_none") }</p>
            } else {
                <ul>{ for outcomes.iter().map(|one| html! { <li>{ outcome(state, one) }</li> }) }</ul>
            }
        </>
    }
}

/// What is declared of one scenario, as a sentence.
pub fn outcome(state: &State, one: &Outcome) -> String {
    let words = state.words();
    let names = one
        .scenarios
        .iter()
        .map(|id| scenario_name(state, &Id::from(id.as_str())));
    let names: Vec<String> = names.collect();
    let both = |[low, high]: [String; 2]| {
        if low == high {
            low
        } else {
            words.with("said.from_to", &[("low", low), ("high", high)])
        }
    };
    let stop = one.stop_week.clone().map(|band| match band {
        Some(band) => said::weeks(words, &band),
        None => words.t("scenarios.no_stop").into_owned(),
    });
    let months = |range: Option<[Option<f64>; 2]>| match range {
        None => words.t("scenarios.open").into_owned(),
        Some(ends) => both(ends.map(|end| match end {
            Some(months) => words.with("review.months", &[("months", words.number(months, 1))]),
            None => words.t("scenarios.unbounded").into_owned(),
        })),
    };
    let runway = one.runway_months.map(|month| match month {
        Some(month) => words.with("scenarios.month", &[("month", words.number(month, 0))]),
        None => words.t("review.lasts").into_owned(),
    });
    words.with(
        "review.outcome",
        &[
            ("scenario", names.join(&words.t("scenarios.with"))),
            ("stop", both(stop)),
            ("runway", both(runway)),
            ("loss", months(one.loss_months_of_fixed_cost)),
            ("need", months(one.need_months_of_fixed_cost)),
        ],
    )
}

/// The choice of a scenario, and what comes of it.
fn played(state: &State, seen: &Seen, act: &Callback<Action>) -> Html {
    let words = state.words();
    let run = seen.run(state.pack);
    html! {
        <>
            <p class="screen-only">{ words.t("review.scenarios_text") }</p>
            { choice(state, seen, run, act) }
            if let Some(run) = run.filter(|run| asks_country(state.pack, run)) { { country(state, seen, run, act) } }
            { comparison(state, seen) }
            { missing(state, seen) }
        </>
    }
}

fn choice(state: &State, seen: &Seen, run: Option<&Run>, act: &Callback<Action>) -> Html {
    let words = state.words();
    let pack = state.pack;
    let kept = seen.case().assessment.runs.iter().cloned();
    let all = pack.scenarios.scenarios.iter();
    let all = all.map(|scenario| Run::of([scenario.id.clone()]).original(pack));
    let kept_count = seen.case().assessment.runs.len();
    let choices: Vec<Run> = kept.chain(all).collect();
    let chosen = run.and_then(|run| choices.iter().position(|one| one.plays_as(run)));
    let mut entries: Vec<Entry> = choices
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let name = run_name(state, one);
            Entry {
                value: index.to_string(),
                text: if index < kept_count {
                    words.with("review.kept", &[("name", name)])
                } else {
                    name
                },
                chosen: chosen == Some(index),
            }
        })
        .collect();
    if chosen.is_none() {
        let none = Entry {
            value: String::new(),
            text: words.t("review.choose").into_owned(),
            chosen: true,
        };
        entries.insert(0, none);
    }
    let field = Field {
        id: "review-scenario".into(),
        label: words.t("review.scenario").into_owned(),
        ..Field::default()
    };
    let act = act.clone();
    let on_chosen = Callback::from(move |index: String| {
        let run = index.parse().ok().and_then(|at: usize| choices.get(at));
        if let Some(run) = run {
            act.emit(Told::RunChosen(run.clone()).into());
        }
    });
    html! { <div class="field screen-only">{ field::list(&field, &entries, &on_chosen) }</div> }
}

/// The country a scenario is about: the lender's choice, among those the applicant deals with.
fn country(state: &State, seen: &Seen, run: &Run, act: &Callback<Action>) -> Html {
    let words = state.words();
    let case = &seen.case().assessment;
    let bought = case.suppliers.iter();
    let bought = bought.flat_map(|row| [row.country, row.tier2_country]);
    let sold = case.markets.iter().map(|row| row.country);
    let mut countries: Vec<Country> = bought.chain(sold).flatten().chain(run.country).collect();
    countries.sort_unstable();
    countries.dedup();
    let none = Entry {
        value: String::new(),
        text: words.t("scenarios.country_none").into_owned(),
        chosen: run.country.is_none(),
    };
    let entry = |country: Country| Entry {
        value: country.as_str().to_owned(),
        text: said::country(words, state.pack, country.as_str()),
        chosen: run.country == Some(country),
    };
    let entries: Vec<Entry> = std::iter::once(none)
        .chain(countries.into_iter().map(entry))
        .collect();
    let field = Field {
        id: "review-country".into(),
        label: words.t("scenarios.country").into_owned(),
        ..Field::default()
    };
    let on_chosen = act.reform(|code: String| Told::CountryChosen(Country::new(&code)).into());
    html! { <div class="field screen-only">{ field::list(&field, &entries, &on_chosen) }</div> }
}

/// The rows of a run: what, with the applicant's figures, with the lender's where there are any.
pub fn compared(state: &State, seen: &Seen) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let (words, pack) = (state.words(), state.pack);
    let own = seen.own(pack)?;
    let column = |playing: &Playing| {
        let played = playing.played(pack);
        let all = figures(words, played, playing.sales_hit(pack));
        let mut cells: Vec<[String; 2]> = all
            .into_iter()
            .map(|one| {
                let text = if one.around.contains(&one.middle) {
                    one.middle
                } else {
                    words.with(
                        "review.figure",
                        &[("middle", one.middle), ("around", one.around)],
                    )
                };
                [one.name, text]
            })
            .collect();
        let standing = words.t("scenarios.heading.standing").into_owned();
        cells.push([standing, standing_class(words, &played.standing)]);
        cells
    };
    let mut head = vec![
        words.t("review.figure_of").into_owned(),
        words.t("review.of_applicant").into_owned(),
    ];
    let mut rows: Vec<Vec<String>> = column(own).into_iter().map(Vec::from).collect();
    if let Some(with) = seen.with(pack) {
        head.push(words.t("review.of_lender").into_owned());
        for (row, [_, text]) in rows.iter_mut().zip(column(with)) {
            row.push(text);
        }
    }
    Some((head, rows))
}

fn comparison(state: &State, seen: &Seen) -> Html {
    let (words, pack) = (state.words(), state.pack);
    let (Some((head, rows)), Some(own), Some(run)) =
        (compared(state, seen), seen.own(pack), seen.run(pack))
    else {
        return html! { <p>{ words.t("review.nothing_touches") }</p> };
    };
    let said = scenarios_said::sentence(words, own.played(pack), own.sales_hit(pack));
    html! {
        <>
            <p role="status"><strong>{ run_name(state, run) }</strong>{ words.t("frame.colon") }{ said }</p>
            <table class="table table-cards review-run">
                <caption class="visually-hidden">{ words.t("review.scenarios") }</caption>
                <thead><tr>{ for head.iter().map(|cell| html! { <th scope="col">{ cell }</th> }) }</tr></thead>
                <tbody>
                    { for rows.into_iter().map(|row| {
                        let mut cells = row.into_iter();
                        let name = cells.next().unwrap_or_default();
                        html! {
                            <tr>
                                <th scope="row">{ name }</th>
                                { for cells.zip(head.iter().skip(1)).map(|(cell, label)| html! { <td data-label={label.clone()}>{ cell }</td> }) }
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
            <p class="small soft">{ words.t("scenarios.says.how") }{ words.t("said.space") }{ words.t("review.no_likelihood") }</p>
        </>
    }
}

fn missing(state: &State, seen: &Seen) -> Html {
    let Some(inputs) = missing_inputs(state, seen) else {
        return Html::default();
    };
    html! { <p>{ state.words().with("scenarios.report.missing", &[("inputs", inputs)]) }</p> }
}

/// What the applicant left open and the run needs; none where that is nothing.
pub fn missing_inputs(state: &State, seen: &Seen) -> Option<String> {
    let own = seen.own(state.pack)?;
    let missing = &own.played(state.pack).missing;
    (!missing.is_empty()).then(|| missing_names(state, &own.run, missing))
}
