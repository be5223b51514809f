//! `sonae questions`: what to ask back about a dossier, as a file that opens the firm's own case at
//! exactly that.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use sonae_engine::content::{Id, Pack, TableName};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::screen::{Enquiry, Screened};

use crate::Outcome;
use crate::portfolio::write_new;
use crate::read::read;
use crate::screen::policy_in;
use crate::words::Words;

/// What is asked.
#[derive(Default, PartialEq)]
pub struct Asked {
    /// Questions by id, and the words `suppliers` and `markets`; what the line of the dossier
    /// suggests where none is said.
    pub items: Vec<String>,
    /// The file with the institution's criteria; the default without it.
    pub policy: Option<OsString>,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
}

/// Writes what is asked about a dossier.
pub fn run(words: Words, pack: &Pack, file: &OsStr, asked: &Asked, out: &OsStr) -> Outcome {
    let Some(policy) = policy_in(words, pack, asked.policy.as_deref()) else {
        return Outcome::Stopped;
    };
    let name = file.to_string_lossy();
    let made = read(Path::new(file))
        .map_err(|finding| vec![finding])
        .and_then(|bytes| {
            let screened = Screened::of(&name, pack, &policy, &bytes);
            let mut enquiry = Enquiry::about(pack, &policy, &screened, &bytes, &asked.day)?;
            if !asked.items.is_empty() {
                chosen(pack, &mut enquiry, &asked.items)?;
            }
            if enquiry.is_empty() {
                return Err(vec![Finding::new(Code::NothingAsked, "")]);
            }
            write_new(out, &enquiry.write(pack)).map_err(|finding| vec![finding])
        });
    match made {
        Ok(()) => {
            println!("{}", out.to_string_lossy());
            Outcome::Done
        }
        Err(findings) => {
            for finding in findings {
                words.say(&name, &finding);
            }
            Outcome::Stopped
        }
    }
}

fn chosen(pack: &Pack, enquiry: &mut Enquiry, items: &[String]) -> Result<(), Vec<Finding>> {
    enquiry.questions.clear();
    enquiry.tables.clear();
    for item in items {
        match item.as_str() {
            "suppliers" => drop(enquiry.tables.insert(TableName::Suppliers)),
            "markets" => drop(enquiry.tables.insert(TableName::Markets)),
            id if pack.question(id).is_some() => drop(enquiry.questions.insert(Id::from(id))),
            id => return Err(vec![Finding::new(Code::UnknownQuestion, "").with("id", id)]),
        }
    }
    Ok(())
}
