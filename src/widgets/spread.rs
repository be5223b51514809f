//! Figures as ranges: the middle in words, and how far eight of ten draws lie around it.

use sonae_engine::measure::Interval;
use yew::prelude::*;

use super::range::percent;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// What it is.
    pub name: String,
    /// The middle in words.
    pub middle: String,
    /// What eight of ten draws lie within, in words.
    pub around: String,
    /// The same to be drawn; what has no end goes to the end.
    pub drawn: Drawn,
}

/// A range on a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Where the track ends.
    pub end: f64,
    /// From the 10th percentile to the 90th.
    pub around: Interval,
    /// The median, or the range it lies in.
    pub middle: Interval,
}

/// The figures beside each other.
pub fn spreads(all: &[Spread]) -> Html {
    html! {
        <div class="figures">
            { for all.iter().map(|one| html! {
                <div class="figure spread">
                    <p class="figure-name">{ &one.name }</p>
                    <p class="spread-middle">{ &one.middle }</p>
                    { track(one.drawn) }
                    <p class="figure-says">{ &one.around }</p>
                </div>
            }) }
        </div>
    }
}

fn track(drawn: Drawn) -> Html {
    let at = |value: f64| {
        if value.is_infinite() {
            100.0
        } else if drawn.end > 0.0 {
            (value / drawn.end * 100.0).clamp(0.0, 100.0)
        } else {
            0.0
        }
    };
    let (low, high) = (at(drawn.around.low), at(drawn.around.high));
    let (from, to) = (at(drawn.middle.low), at(drawn.middle.high));
    html! {
        <svg class="spread-track" aria-hidden="true">
            <rect class="bars-rail" x="0%" y="4" width="100%" height="12" />
            if high > low {
                <rect class="bars-possible" x={percent(low)} y="4" width={percent(high - low)} height="12" />
            }
            if to > from {
                <rect class="spread-between" x={percent(from)} y="2" width={percent(to - from)} height="16" />
            }
            <rect class="spread-mark" x={percent(from.min(98.5))} y="0" width="4" height="20" />
            if to > from {
                <rect class="spread-mark" x={percent(to.min(98.5))} y="0" width="4" height="20" />
            }
        </svg>
    }
}
