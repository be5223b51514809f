//! A team hands in, a trainer collects, and the class picture.

mod collect;
pub mod looking;
mod picture;
pub mod spread;
mod team;

pub use collect::view as collect;
pub use picture::view as picture;
use sonae_engine::workshop::code::Misread;
pub use team::view as team;

use crate::words::Words;

/// Why a code that was typed is none.
fn misread(words: Words, why: Misread) -> String {
    words.t(misread_key(why)).into_owned()
}

fn misread_key(why: Misread) -> &'static str {
    match why {
        Misread::Length => "handin.misread.length",
        Misread::Sign => "handin.misread.sign",
        Misread::OtherRoom => "handin.misread.other_room",
        Misread::Unknown => "handin.misread.unknown",
    }
}
