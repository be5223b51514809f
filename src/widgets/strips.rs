//! A small table whose middle column is drawn: how many ranges lie, and whose they are nowhere.

use sonae_engine::measure::Interval;
use yew::prelude::*;

use super::bars::percent;
use crate::words::Words;

/// How much of the track each range takes, and all of them, where that is enough: twentieths of the
/// letters' size.
const EACH: usize = 7;
const ALL: usize = 70;
/// What lies between two of them.
const BETWEEN: usize = 2;
/// What has no length is still seen: per cent of the track.
const LEAST: f64 = 1.2;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// What it is about.
    pub name: String,
    /// The ranges, in the unit of the scale, in any order.
    pub ranges: Vec<Interval>,
    /// How far they go together, as it is read.
    pub figure: String,
}

/// From the lowest end to the highest; none where there is no range.
#[must_use]
pub fn hull(ranges: &[Interval]) -> Option<Interval> {
    let all = ranges.iter().copied();
    all.reduce(|one, other| Interval {
        low: one.low.min(other.low),
        high: one.high.max(other.high),
    })
}

/// The table. `heads` name its columns for those who hear it; `scale` is the length of the track.
pub fn strips(words: Words, caption: &str, heads: [&str; 2], scale: f64, rows: &[Strip]) -> Html {
    html! {
        <table class="bars strips">
            <caption>{ caption }</caption>
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">{ heads[0] }</th>
                    <th scope="col">{ words.t("tables.picture") }</th>
                    <th scope="col">{ heads[1] }</th>
                </tr>
            </thead>
            <tbody>
                { for rows.iter().map(|strip| html! {
                    <tr>
                        <th scope="row">{ &strip.name }</th>
                        <td>{ track(strip, scale) }</td>
                        <td>{ &strip.figure }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// The ranges one below the other, the lowest first, so that none can be told from its place.
fn track(strip: &Strip, scale: f64) -> Html {
    let mut ranges = strip.ranges.clone();
    ranges.sort_by(|one, other| {
        let low = one.low.total_cmp(&other.low);
        low.then(one.high.total_cmp(&other.high))
    });
    let em = |twentieths: usize| format!("{}.{:02}em", twentieths / 20, twentieths % 20 * 5);
    let each = (ALL / ranges.len().max(1)).clamp(BETWEEN + 1, EACH);
    let height = em(ranges.len() * each + BETWEEN);
    let drawn = |(at, range): (usize, Interval)| {
        let from = percent(range.low, scale).min(100.0 - LEAST);
        let long = (percent(range.high, scale) - from).max(LEAST);
        let y = em(at * each + BETWEEN);
        html! { <rect class="bars-known" x={format!("{from:.2}%")} {y} width={format!("{long:.2}%")} height={em(each - BETWEEN)} /> }
    };
    html! {
        <svg class="strips-track" height={height.clone()} aria-hidden="true">
            <rect class="bars-rail" x="0%" width="100%" {height} />
            { for ranges.into_iter().enumerate().map(drawn) }
        </svg>
    }
}
