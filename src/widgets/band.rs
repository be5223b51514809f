//! A band's name with its four steps, readable without colour.

use sonae_engine::content::BandName;
use yew::prelude::*;

use crate::words::Words;

/// One band, or the range of two: filled up to the lowest, dashed up to the highest.
pub fn band(words: Words, bands: [BandName; 2]) -> Html {
    let [lowest, highest] = bands;
    html! {
        <span class="band" data-lowest={key(lowest)} data-highest={key(highest)}>
            <svg class="band-steps" viewBox="0 0 40 14" aria-hidden="true">
                <rect x="1" y="1" width="8" height="12" /><rect x="11" y="1" width="8" height="12" />
                <rect x="21" y="1" width="8" height="12" /><rect x="31" y="1" width="8" height="12" />
            </svg>
            { words.bands(bands) }
        </span>
    }
}

/// The band as the style knows it.
pub fn key(band: BandName) -> &'static str {
    match band {
        BandName::Low => "low",
        BandName::Moderate => "moderate",
        BandName::High => "high",
        BandName::Severe => "severe",
    }
}
