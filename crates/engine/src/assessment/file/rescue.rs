//! What can still be read of a damaged file, as a new case, and a list of the rest.

use super::{Assessment, Code, FORMAT, FileError, Finding, Findings, Pack, Reader, SIZE_LIMIT};
use crate::assessment::mend::mend;
use crate::lock::kind_of;

/// What was rescued from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Rescued {
    /// The case as far as it could be read.
    pub assessment: Assessment,
    /// What was left out, and what else should be known.
    pub left_out: Vec<Finding>,
}

impl Assessment {
    /// Reads what can be read: of a file that [`Assessment::read`] refuses, everything that is
    /// sound by itself. The file itself is not touched.
    ///
    /// # Errors
    /// The findings, where nothing of ours is in it: no JSON, another format, another pack,
    /// nothing that was entered.
    pub fn rescue(pack: &Pack, bytes: &[u8]) -> Result<Rescued, FileError> {
        if bytes.len() > SIZE_LIMIT {
            let finding = Finding::new(Code::TooLarge, "").with("bytes", bytes.len());
            return Err(vec![finding.with("limit", SIZE_LIMIT)]);
        }
        if let Some(locked) = kind_of(bytes) {
            return Err(vec![locked.finding()]);
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        let (value, damage) = mend(&text);
        let Some(mut value) = value else {
            return Err(vec![Finding::new(Code::NotText, "")]);
        };
        // A file whose first lines are gone says by its parts what it is.
        if let Some(object) = value.as_object_mut() {
            let ours = ["profile", "answers", "suppliers", "markets"];
            if ours.iter().any(|part| object.contains_key(*part)) {
                object.entry("format").or_insert_with(|| FORMAT.into());
            }
        }
        let mut reader = Reader {
            pack,
            hash: None,
            findings: Findings::default(),
            rescuing: true,
        };
        let assessment = reader.file(&value);
        let mut left_out = damage;
        left_out.extend(reader.findings.into_vec());
        let foreign =
            |finding: &Finding| matches!(finding.code, Code::ForeignFormat | Code::ForeignPack);
        if left_out.iter().any(foreign) || assessment == Assessment::default() {
            return Err(left_out);
        }
        Ok(Rescued {
            assessment,
            left_out,
        })
    }
}
