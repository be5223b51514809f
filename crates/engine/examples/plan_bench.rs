//! How long it takes to work out all that may be done, natively: `cargo run --release --example
//! plan_bench --features yaml`.
//!
//! One line for each fictional firm: how many offers, milliseconds for them, and for the best set
//! within a budget of eight things.

use std::path::Path;
use std::time::Instant;

use sonae_engine::assessment::{Assessment, Edit};
use sonae_engine::content::{Language, read_folder};
use sonae_engine::measure::Unit;
use sonae_engine::plan::{WHOLE, offers, within_budget};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    let Ok(pack) = read_folder(&folder) else {
        return println!("no core pack");
    };
    for firm in &pack.firms {
        let Ok(mut case) = Assessment::of_firm(&pack, firm, Language::En) else {
            continue;
        };
        let begin = Instant::now();
        let all = offers(&pack, &case);
        let listed = begin.elapsed().as_secs_f64() * 1e3;
        for offer in all.iter().take(WHOLE) {
            let mut planned = offer.planned.clone();
            planned.cost_yen = Unit::YenFromZero.number(1e6);
            case.apply(Edit::Planned(planned));
        }
        let all = offers(&pack, &case);
        let stated = all.iter().filter(|one| one.cost_yen.is_some()).count();
        let begin = Instant::now();
        let chosen = within_budget(&pack, &case, &all, 5e6);
        let picked = begin.elapsed().as_secs_f64() * 1e3;
        println!(
            "{}: {} offers in {listed:.1} ms; {} of {stated} picked in {picked:.1} ms",
            firm.id,
            all.len(),
            chosen.len()
        );
    }
}
