//! Bytes in, no panic, and the same bytes are read the same way twice.
//!
//! What begins like XML is read as the sheet of a workbook: chance does not find the checksums
//! of an archive.
#![no_main]

use std::borrow::Cow;
use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use sonae_engine::ledger::{Options, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PACKAGE: &[u8] = br#"<Relationships><Relationship Id="a" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONSHIPS: &[u8] = br#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const WORKBOOK: &[u8] = br#"<workbook><sheets><sheet name="S" r:id="a"/></sheets></workbook>"#;
const TEXTS: &[u8] = "<sst><si><t>仕入先</t></si><si><t>金額</t></si></sst>".as_bytes();
const STYLES: &[u8] =
    br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

fuzz_target!(|bytes: &[u8]| {
    let bytes = match bytes {
        [b'<', ..] => Cow::Owned(workbook_of(bytes)),
        _ => Cow::Borrowed(bytes),
    };
    let options = Options::default();
    let first = read(&bytes, &options, &mut |_| {});
    let second = read(&bytes, &options, &mut |_| {});
    assert!(first == second, "read twice, two results");
});

fn workbook_of(sheet: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in [
        ("_rels/.rels", PACKAGE),
        ("xl/_rels/workbook.xml.rels", RELATIONSHIPS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/sharedStrings.xml", TEXTS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        writer.start_file(name, options).expect("a part");
        writer.write_all(part).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}
