//! How long a score takes in the browser, for `cargo xtask bench` alone.

use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Language, Pack};
use sonae_engine::score;

const BATCHES: usize = 50;
const BATCH: u32 = 100;

/// Scores a firm that has answered everything, and says on the console how many microseconds
/// the first score took, and the median of later ones.
pub fn run(pack: &Pack) {
    let Some(clock) = web_sys::window().and_then(|window| window.performance()) else {
        return;
    };
    let firm = pack
        .firms
        .first()
        .and_then(|firm| Assessment::of_firm(pack, firm, Language::Ja).ok());
    let Some(assessment) = firm else { return };
    let time = |times: u32| {
        let start = clock.now();
        for _ in 0..times {
            std::hint::black_box(score::score(pack, std::hint::black_box(&assessment)).is_ok());
        }
        (clock.now() - start) * 1_000.0 / f64::from(times)
    };
    let first = time(1);
    let mut batches: Vec<f64> = (0..BATCHES).map(|_| time(BATCH)).collect();
    batches.sort_by(f64::total_cmp);
    let median = batches.get(BATCHES / 2).copied().unwrap_or_default();
    web_sys::console::log_1(&format!("score\t{first}\t{median}").into());
}
