//! How long a score and a scenario take in the browser, for `cargo xtask bench` alone.

use std::fmt::Write;

use sonae_engine::assessment::{Assessment, Path, Run};
use sonae_engine::content::{Id, Language, Pack};
use sonae_engine::scenario::{How, play};
use sonae_engine::score;

const BATCHES: usize = 50;
const BATCH: u32 = 100;

/// Scores a firm that has answered everything, and says on the console how many microseconds
/// the first score took, and the median of later ones.
pub fn run() {
    let Ok(pack) = &Pack::read(crate::PACK) else {
        return;
    };
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
    scenarios(pack, &clock);
}

/// Plays a scenario on the pump maker's table with 20 and with 2,000 rows, and says on the console
/// how many milliseconds the first run took, and the median of later ones.
fn scenarios(pack: &Pack, clock: &web_sys::Performance) {
    let mut firms = pack.firms.iter();
    let firm = firms.find(|firm| firm.id.as_str() == "case.soramame_pump");
    let firm = firm.and_then(|firm| Assessment::of_firm(pack, firm, Language::Ja).ok());
    let Some(firm) = firm else { return };
    let run = Run::of([Id::from("scn.casting_exit")]);
    let mut said = "scenario".to_owned();
    for rows in [20, 2_000] {
        let mut case = firm.clone();
        case.suppliers = case.suppliers.iter().cycle().take(rows).cloned().collect();
        let path = Path::of(pack, &case);
        let mut times: Vec<f64> = (0..=BATCHES)
            .map(|_| {
                let start = clock.now();
                std::hint::black_box(play(pack, &case, &path, &run, How::default()));
                clock.now() - start
            })
            .collect();
        let first = times.remove(0);
        times.sort_by(f64::total_cmp);
        let median = times.get(BATCHES / 2).copied().unwrap_or_default();
        // Writing into a string cannot fail.
        let _ = write!(said, "\t{first}\t{median}");
    }
    web_sys::console::log_1(&said.into());
}
