//! How long a run of a scenario takes natively: `cargo xtask bench` runs it.
//!
//! One line of JSON: microseconds of a run with 20 and with 2,000 rows (median of batches).

use std::path::Path as FilePath;
use std::time::Instant;

use sonae_engine::assessment::{Assessment, Path, Run};
use sonae_engine::content::{Id, Language, read_folder};
use sonae_engine::scenario::{How, play};

fn main() {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    let Ok(pack) = read_folder(&folder) else {
        panic!("the core pack");
    };
    let Some(case) = pack
        .firms
        .first()
        .and_then(|firm| Assessment::of_firm(&pack, firm, Language::En).ok())
    else {
        panic!("a firm");
    };
    let run = Run::of([Id::from("scn.casting_exit")]);
    let mut times = Vec::new();
    for rows in [20, 2000] {
        let mut case = case.clone();
        let few = case.suppliers.clone();
        case.suppliers = few.iter().cycle().take(rows).cloned().collect();
        let path = Path::of(&pack, &case);
        let mut all = Vec::new();
        for _ in 0..20 {
            let begin = Instant::now();
            std::hint::black_box(play(&pack, &case, &path, &run, How::default()));
            all.push(begin.elapsed().as_secs_f64() * 1e6);
        }
        all.sort_by(f64::total_cmp);
        times.push(all.get(all.len() / 2).copied().unwrap_or_default());
    }
    println!("{times:?}");
}
