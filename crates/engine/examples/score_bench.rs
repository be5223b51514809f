//! How long a score takes natively, for `cargo xtask bench`: a line for each figure,
//! `what⇥figure⇥how it was taken`.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Language, read_folder};
use sonae_engine::score::score;

const BATCHES: usize = 50;
const BATCH: u32 = 200;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    let Ok(pack) = read_folder(&folder) else {
        return eprintln!("The core pack is not sound: `sonae pack check` says why.");
    };
    let firm = pack.firms.first();
    let Some(case) = firm.and_then(|firm| Assessment::of_firm(&pack, firm, Language::Ja).ok())
    else {
        return eprintln!("The core pack has no firm.");
    };
    let mut batches: Vec<f64> = (0..BATCHES)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..BATCH {
                black_box(score(black_box(&pack), black_box(&case)).is_ok());
            }
            start.elapsed().as_secs_f64() * 1e6 / f64::from(BATCH)
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    let median = batches.get(BATCHES / 2).copied().unwrap_or_default();
    println!(
        "Score of a full assessment, natively\t{median:.1} µs\tmedian of {BATCHES} batches of {BATCH}"
    );
}
