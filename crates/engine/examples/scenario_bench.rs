//! How long a run of a scenario takes natively, and how far its median is from the truth, for
//! `cargo xtask bench`: one object of JSON. The problem stands in it as numbers, so that other
//! programs can play the same one.

use std::hint::black_box;
use std::path::Path as FilePath;
use std::time::Instant;

use serde_json::{Value, json};
use sonae_engine::assessment::{Assessment, Path, Run};
use sonae_engine::content::{Id, Language, Pack, read_folder};
use sonae_engine::scenario::{How, Struck, play};

const ROUNDS: usize = 50;
/// Independent seeds for the error, and for the truth with the largest net.
const SEEDS: u32 = 32;

fn main() {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    let Ok(pack) = read_folder(&folder) else {
        return eprintln!("The core pack is not sound: `sonae pack check` says why.");
    };
    let pump = |firm: &&sonae_engine::content::Firm| firm.id.as_str() == "case.soramame_pump";
    let firm = pack.firms.iter().find(pump);
    let Some(case) = firm.and_then(|firm| Assessment::of_firm(&pack, firm, Language::Ja).ok())
    else {
        return eprintln!("The core pack has no pump maker.");
    };
    let run = Run::of([Id::from("scn.casting_exit")]);
    let sized = |rows: usize| {
        let mut case = case.clone();
        case.suppliers = case.suppliers.iter().cycle().take(rows).cloned().collect();
        case
    };
    let small = sized(20);
    let path = Path::of(&pack, &small);
    let median = |seed, draws| {
        let how = How {
            seed,
            draws,
            ..How::default()
        };
        play(&pack, &small, &path, &run, how).loss.high.p50
    };
    let truth = (0..SEEDS).map(|seed| median(seed, 1 << 16)).sum::<f64>() / f64::from(SEEDS);
    let squares = (0..SEEDS).map(|seed| (median(seed, How::default().draws) - truth).powi(2));
    let error = (squares.sum::<f64>() / f64::from(SEEDS)).sqrt();
    let times: Vec<Value> = [20, 2_000]
        .into_iter()
        .map(|rows| time(&pack, &sized(rows), &run, rows))
        .collect();
    let out = json!({
        "times": times,
        "draws": How::default().draws,
        "truth": truth,
        "error": error,
        "problem": problem(&Struck::of(&pack, &small, &path, &run)),
    });
    println!("{out}");
}

/// Microseconds of the first run and the median of later ones.
fn time(pack: &Pack, case: &Assessment, run: &Run, rows: usize) -> Value {
    let path = Path::of(pack, case);
    let mut times: Vec<f64> = (0..=ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(play(pack, black_box(case), &path, run, How::default()));
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    let first = times.remove(0);
    times.sort_by(f64::total_cmp);
    json!({"rows": rows, "first_us": first, "later_us": times.get(ROUNDS / 2)})
}

/// The numbers of a run of one event, in which everything is known.
fn problem(struck: &Struck) -> Value {
    let Some(event) = struck.events.first() else {
        return Value::Null;
    };
    let three = |it: sonae_engine::scenario::distribution::Triangular| [it.low, it.mode, it.high];
    let rows = event.rows.iter();
    let rows: Vec<[f64; 4]> = rows
        .map(|row| [row.share.high, row.tts.low, row.ttr.high, row.spend.high])
        .collect();
    json!({
        "rows": rows,
        "weeks": three(event.weeks),
        "lost": three(event.lost),
        "price": three(event.price),
        "price_weeks": event.price_weeks,
        "sales": struck.sales.high,
        "margin": struck.margin.high,
        "recapture": struck.recapture.high,
        "pass_through": struck.pass_through.high,
        "cash": struck.cash.high,
        "fixed": struck.fixed.high,
    })
}
