//! A score as a range: a track from 0 to 100 with the four bands, what is known darker than
//! what is merely possible, and the floor of a gate. Never a single needle, never a traffic light.

use sonae_engine::content::BandName;
use sonae_engine::measure::Interval;
use yew::prelude::*;

use super::band;
use super::heading::heading;
use crate::words::Words;

/// Where the floor of a gate stands: every gate lifts to *high* (method A7).
const FLOOR: f64 = 50.0;
/// Nearer to an edge than this, a figure would leave the track and is turned inwards.
const EDGE: f64 = 8.0;

/// What a range shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The id of its name on the page.
    pub id: String,
    /// What the score is of.
    pub name: String,
    /// 0 to 100, 100 the worst.
    pub score: Interval,
    /// The lowest and the highest band.
    pub band: [BandName; 2],
    /// What the gate says that sets a floor, where there is one.
    pub gate: Option<String>,
    /// What the range says, as a sentence.
    pub sentence: String,
    /// The level of the name's heading.
    pub heading: u8,
}

/// A score as a range.
pub fn range(words: Words, shown: &Shown) -> Html {
    let label = words.with(
        "range.label",
        &[
            ("range", words.score(shown.score)),
            ("band", words.bands(shown.band)),
        ],
    );
    html! {
        <section class="range" aria-labelledby={shown.id.clone()}>
            { heading(shown.heading, Some("range-name"), Some(shown.id.clone()), html! { { &shown.name } }) }
            <p class="range-band">{ band::band(words, shown.band) }</p>
            <svg class="range-track" role="img" aria-label={label}>
                <rect class="range-rail" x="0%" y="26" width="100%" height="20" />
                { bar(shown.score) }
                { for [BandName::Low, BandName::Moderate, BandName::High, BandName::Severe].into_iter().zip([0.0, 25.0, 50.0, 75.0]).map(|(name, from)| html! {
                    <>
                        <rect class="range-zone" data-band={band::key(name)} x={percent(from)} y="48" width="25%" height="8" />
                        <text class="range-zone-name" x={percent(from + 12.5)} y="73">{ words.band(name) }</text>
                    </>
                }) }
                if shown.gate.is_some() {
                    <rect class="range-gate" x={percent(FLOOR)} y="22" width="3" height="38" />
                    <svg class="range-gate-flag" x={percent(FLOOR)} y="46"><path d="M-1.5 0 12 7 -1.5 14z" /></svg>
                }
                { figures(words, shown.score) }
            </svg>
            if let Some(gate) = &shown.gate {
                <p class="range-gate-note">{ gate }</p>
            }
            <p class="range-sentence">{ &shown.sentence }</p>
        </section>
    }
}

fn bar(score: Interval) -> Html {
    html! {
        <>
            <rect class="range-known" x="0%" y="26" width={percent(score.low)} height="20" />
            if !score.is_known() {
                <rect class="range-possible" x={percent(score.low)} y="26" width={percent(score.width())} height="20" />
                <line class="range-hatch" x1={percent(score.low)} x2={percent(score.high)} y1="36" y2="36" />
            }
        </>
    }
}

/// The figures of the two ends: outside of the bar, or turned inwards where it touches an edge.
fn figures(words: Words, score: Interval) -> Html {
    let figure = |class: &'static str, at: f64, text: String| html! { <text class={class} x={percent(at)} y="18">{ text }</text> };
    let whole = |points: f64| words.score(Interval::known(points));
    let (low, high) = (whole(score.low), whole(score.high));
    let at_start = score.low < EDGE;
    let at_end = score.high > 100.0 - EDGE;
    if low == high {
        return match (at_start, at_end) {
            (true, _) => figure("range-point range-start", 0.0, low),
            (_, true) => figure("range-point range-end", 100.0, high),
            _ => figure("range-point", score.high, high),
        };
    }
    if (at_start || at_end) && score.width() < EDGE {
        let (class, at) = if at_start {
            ("range-point range-start", 0.0)
        } else {
            ("range-point range-end", 100.0)
        };
        return figure(class, at, words.score(score));
    }
    html! {
        <>
            { if at_start { figure("range-low range-start", 0.0, low) } else { figure("range-low", score.low, low) } }
            { if at_end { figure("range-high range-end", 100.0, high) } else { figure("range-high", score.high, high) } }
        </>
    }
}

/// A length as the drawing takes it.
pub fn percent(points: f64) -> String {
    let written = format!("{points:.2}");
    format!("{}%", written.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::{figures, percent};
    use crate::words::Words;
    use sonae_engine::content::Language;
    use sonae_engine::measure::Interval;

    #[test]
    fn lengths_are_written_short() {
        assert_eq!(percent(42.0), "42%");
        assert_eq!(percent(100.0), "100%");
        assert_eq!(percent(33.333_33), "33.33%");
        assert_eq!(percent(0.0), "0%");
    }

    #[test]
    fn figures_at_the_edges_stay_on_the_track() {
        let words = Words {
            language: Language::En,
        };
        let of = |low, high| format!("{:?}", figures(words, Interval { low, high }));
        assert!(of(0.0, 100.0).contains("range-low range-start"));
        assert!(of(0.0, 100.0).contains("range-high range-end"));
        assert!(of(96.0, 99.0).contains("range-point range-end"));
        assert!(of(42.2, 42.4).contains("range-point"));
        assert!(!of(42.0, 58.0).contains("range-start"));
    }
}
