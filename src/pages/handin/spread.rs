//! How the teams lie, without saying which is which: for the projector, and above the tables.

use sonae_engine::content::Kit;
use sonae_engine::measure::Interval;
use sonae_engine::workshop::picture::{Decision, Effect, Picture, Theme};
use sonae_engine::workshop::record::Level;
use yew::prelude::*;

use super::picture::{FIRST, apart, title};
use crate::state::State;
use crate::widgets::bars::{Bar, bars};
use crate::widgets::strips::{Strip, hull, strips};

/// All of it beside each other: where they differ, what was chosen, and what that changed.
pub fn view(state: &State, kit: &Kit, picture: &Picture) -> Html {
    let words = state.words();
    let section = |id: &'static str, key: &str, inner: Html| {
        html! { <section class="section" aria-labelledby={id}><h2 {id}>{ words.t(key) }</h2>{ inner }</section> }
    };
    let changed = picture.effects.iter().filter_map(|effect| {
        let inject = kit.inject(effect.inject.as_str())?;
        Some(effects(state, effect, &words.text(&inject.title)))
    });
    let changed =
        html! { <><p class="small">{ words.t("handin.effect_strips") }</p>{ for changed }</> };
    html! {
        <>
            { section("wall-themes", "handin.differ", themes(state, picture)) }
            { section("wall-decisions", "handin.decisions", decisions(state, picture)) }
            { section("wall-effects", "handin.effects", changed) }
        </>
    }
}

/// The ranges of the themes in which they lie apart the most, or of the first where they do not.
pub fn themes(state: &State, picture: &Picture) -> Html {
    let words = state.words();
    let apart = apart(picture);
    let shown: Vec<&Theme> = if apart.is_empty() {
        picture.themes.iter().collect()
    } else {
        apart
    };
    let row = |theme: &&Theme| {
        let level = |(_, level): &(u8, _)| of(*level);
        let ranges: Vec<Interval> = theme.teams.iter().map(level).collect();
        let figure = words.range(hull(&ranges)?, 0);
        Some(Strip {
            name: title(state, &theme.module, &theme.theme),
            ranges,
            figure,
        })
    };
    let rows: Vec<Strip> = shown.iter().filter_map(row).take(FIRST).collect();
    let heads = [&*words.t("handin.theme"), &*words.t("result.column.score")];
    strips(words, &words.t("handin.strips"), heads, 100.0, &rows)
}

/// How many teams chose what, beforehand and afterwards.
pub fn decisions(state: &State, picture: &Picture) -> Html {
    let words = state.words();
    let row = |decision: &Decision| {
        let action = state.pack.action(decision.action.as_str())?;
        let counts = [("before", decision.before), ("after", decision.after)];
        Some(Bar {
            name: html! { { words.text(&action.title) } },
            known: teams(decision.before),
            possible: teams(decision.before + decision.after),
            aside: false,
            figure: words.with("handin.decided", &counts),
        })
    };
    let rows: Vec<Bar> = picture.decisions.iter().filter_map(row).collect();
    let heads = [&*words.t("handin.choice_head"), &*words.t("handin.teams")];
    let scale = teams(picture.teams.len());
    bars(words, &words.t("handin.decision_bars"), heads, scale, &rows)
}

/// What the choices changed in one inject: the losses of the teams without them, with those
/// beforehand, and with all.
pub fn effects(state: &State, effect: &Effect, caption: &str) -> Html {
    let words = state.words();
    let stages = ["handin.without", "handin.with_before", "handin.with_all"];
    let row = |(at, stage): (usize, &&str)| {
        let loss = effect
            .teams
            .iter()
            .filter_map(|(_, one)| one.loss_pct.get(at));
        let ranges: Vec<Interval> = loss.map(|loss| f64::from(*loss)).map(point).collect();
        let figure = words.range(hull(&ranges)?, 0);
        Some(Strip {
            name: words.t(stage).into_owned(),
            ranges,
            figure: words.with("seat.clock.percent", &[("percent", figure)]),
        })
    };
    let rows: Vec<Strip> = stages.iter().enumerate().filter_map(row).collect();
    let all = rows.iter().filter_map(|row| hull(&row.ranges));
    let scale = all.map(|range| range.high).fold(0.0, f64::max);
    let heads = [&*words.t("kits.stage"), &*words.t("seat.clock.loss")];
    html! { if !rows.is_empty() { { strips(words, caption, heads, scale, &rows) } } }
}

fn of(level: Level) -> Interval {
    Interval {
        low: level.low.into(),
        high: level.high.into(),
    }
}

fn point(at: f64) -> Interval {
    Interval { low: at, high: at }
}

fn teams(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}
