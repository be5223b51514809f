//! Files with figures that are added up: which of them count, whatever the order they come in.

use std::collections::BTreeSet;

use crate::content::PackName;
use crate::finding::{Code, Finding};

/// Figures that others' can be added to.
pub(crate) trait Summand: Sized {
    /// What was added up in it, each part by a hash.
    fn parts(&self) -> &BTreeSet<String>;

    /// What all that are added up were worked out with, and the rest of what has to be alike.
    fn made_with(&self) -> (&PackName, String);

    /// Whether it says the same of the same parts.
    fn says_the_same(&self, other: &Self) -> bool;

    /// What is wrong where they were not worked out alike.
    const DIFFER: Code;

    /// What is wrong where two of them hold a part, and neither holds all of the other's.
    fn twice(part: &str) -> Finding;
}

/// Those that are to be added up, the one with the most parts first. What is in another one whole
/// counts once; the order does not matter, nor which were put together before.
///
/// # Errors
/// Where they were not worked out alike, or would count a part twice.
pub(crate) fn each_once<S: Summand>(all: &[S]) -> Result<Vec<&S>, Finding> {
    // The largest first, so that what is in another one meets it.
    let mut order: Vec<&S> = all.iter().collect();
    order.sort_by(|one, other| {
        let size = other.parts().len().cmp(&one.parts().len());
        size.then_with(|| one.parts().cmp(other.parts()))
    });
    let mut taken: Vec<&S> = Vec::new();
    let mut parts: BTreeSet<&String> = BTreeSet::new();
    for one in order {
        if let Some(first) = taken.first().filter(|it| it.made_with() != one.made_with()) {
            return Err(unlike(*first, one));
        }
        let within = taken.iter().find(|it| one.parts().is_subset(it.parts()));
        let twice = one.parts().iter().find(|part| parts.contains(part));
        match (within, twice) {
            (Some(other), _) if one.parts() != other.parts() || one.says_the_same(other) => {}
            (None, None) => {
                parts.extend(one.parts());
                taken.push(one);
            }
            (_, twice) => return Err(S::twice(twice.map_or("", String::as_str))),
        }
    }
    Ok(taken)
}

fn unlike<S: Summand>(one: &S, other: &S) -> Finding {
    let told = |of: &S| {
        let (PackName { id, version, hash }, rest) = of.made_with();
        let hash = hash.get(..8).unwrap_or(hash);
        format!("{id} {version} {hash}, {rest}")
    };
    // In the order of the alphabet, whichever came first.
    let mut both = [told(one), told(other)];
    both.sort();
    let [one, other] = both;
    Finding::new(S::DIFFER, "")
        .with("one", one)
        .with("other", other)
}
