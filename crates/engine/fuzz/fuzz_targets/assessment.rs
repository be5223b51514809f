//! Bytes in, no panic. What is read is written and read again as the same; of what is refused,
//! what can be rescued is an assessment that writes and reads as itself.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sonae_engine::assessment::Assessment;
use sonae_engine::content::{Pack, read_folder};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../content/packs/core");
    read_folder(&core).expect("the core pack")
});

fuzz_target!(|bytes: &[u8]| {
    match Assessment::read(&PACK, bytes) {
        Ok(opened) => same(&opened.assessment),
        Err(findings) => assert!(!findings.is_empty(), "refused for no reason"),
    }
    if let Ok(rescued) = Assessment::rescue(&PACK, bytes) {
        same(&rescued.assessment);
    }
});

fn same(assessment: &Assessment) {
    let written = assessment.save(&PACK);
    let again = Assessment::read(&PACK, &written).expect("what was written is read");
    assert!(again.assessment == *assessment, "written and read, another one");
    assert!(again.notices.is_empty(), "something to say of a fresh file");
    assert!(again.assessment.save(&PACK) == written, "written twice, two files");
}
