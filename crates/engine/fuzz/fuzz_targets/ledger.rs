//! Bytes in, no panic, and the same bytes are read the same way twice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sonae_engine::ledger::{Options, read};

fuzz_target!(|bytes: &[u8]| {
    let options = Options::default();
    let first = read(bytes, &options, &mut |_| {});
    let second = read(bytes, &options, &mut |_| {});
    assert!(first == second, "read twice, two results");
});
