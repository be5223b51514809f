//! One name taken apart: its legal form and where it stands, its core, what may be a branch.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::letters::{fold, is_kanji, large, squeezed, with_enclosed, with_one_shape};
use super::tables::{
    BANK, BRANCH, BRANCH_APART, BRANCH_LATIN, Form, JAPANESE, LATIN, LATIN_FRONT, PLACES,
};

/// The longer first: 東大阪 is not 大阪.
static LONGEST_PLACES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut places: Vec<&str> = PLACES.split_whitespace().collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.len()));
    places
});

/// Where the legal form stands: 前株 and 後株 are different registered names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Front,
    Behind,
}

/// A name taken apart. Two names with the same `written`, or else the same form, place and
/// `core`, or `plain`, are one company as far as letters can say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spelling {
    /// Without blanks, in one width and case, the legal form as it stands.
    pub written: String,
    /// The legal form and where it stands.
    pub form: Option<(Form, Place)>,
    /// Whether the legal form is written out.
    pub in_full: bool,
    /// The name without its legal form, in one width and case.
    pub core: String,
    /// The core with one shape for every letter.
    pub plain: String,
    /// What the plain core may be without the branch behind it, the likeliest first.
    pub roots: Vec<String>,
}

impl Spelling {
    pub(super) fn of(name: &str) -> Self {
        let whole = fold(&name.nfkc().collect::<String>());
        let found = form_of(&whole);
        let core = if found.tail.is_empty() {
            squeezed(&found.rest)
        } else {
            // A blank marks that a form stood between, which nothing else leaves there.
            format!("{} {}", squeezed(&found.rest), squeezed(&found.tail))
        };
        let roots = if found.tail.is_empty() {
            let behind = matches!(found.form, Some((_, Place::Behind)));
            roots(&found.rest, behind)
        } else {
            vec![found.rest]
        };
        let mut seen = BTreeSet::new();
        let plain = with_one_shape(&core);
        Self {
            written: squeezed(&fold(&with_enclosed(name))),
            form: found.form,
            in_full: found.in_full,
            roots: roots
                .iter()
                .map(|root| with_one_shape(&squeezed(root)))
                .filter(|root| root.chars().count() >= 2 && *root != plain)
                .filter(|root| seen.insert(root.clone()))
                .collect(),
            plain,
            core,
        }
    }

    /// The plain core as it sounds: without long vowels and hyphens, small kana as large ones,
    /// older kana as today's.
    pub(super) fn loose(&self) -> String {
        let letters: Vec<char> = self.plain.chars().collect();
        let mut loose = String::with_capacity(self.plain.len());
        for (at, &letter) in letters.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
            let after = letters.get(at + 1).copied();
            let between = before.is_some_and(is_kanji) && after.is_some_and(is_kanji);
            match (letter, after) {
                ('ー' | '-' | ' ', _) => {}
                ('が' | 'ガ' | 'ケ', _) if between => loose.push('ケ'),
                ('ヴ', Some('ァ')) => loose.push('バ'),
                ('ヴ', Some('ィ')) => loose.push('ビ'),
                ('ヴ', Some('ェ')) => loose.push('ベ'),
                ('ヴ', Some('ォ')) => loose.push('ボ'),
                ('ヴ', _) => loose.push('ブ'),
                ('ァ' | 'ィ' | 'ェ' | 'ォ', _) if before == Some('ヴ') => {}
                _ => loose.push(large(letter)),
            }
        }
        loose
    }
}

/// A name and its legal form.
#[derive(Default)]
struct Found {
    form: Option<(Form, Place)>,
    in_full: bool,
    rest: String,
    /// What stands behind a form in the middle.
    tail: String,
}

impl Found {
    fn new(form: Form, place: Place, in_full: bool, rest: &str) -> Option<Self> {
        let rest = rest.trim();
        (!rest.is_empty()).then(|| Self {
            form: Some((form, place)),
            in_full,
            rest: rest.to_owned(),
            tail: String::new(),
        })
    }
}

fn form_of(name: &str) -> Found {
    japanese(name)
        .or_else(|| bank(name))
        .or_else(|| in_the_middle(name))
        .or_else(|| latin(name))
        .unwrap_or_else(|| Found {
            rest: name.to_owned(),
            ..Found::default()
        })
}

fn japanese(name: &str) -> Option<Found> {
    JAPANESE.iter().find_map(|(form, notations)| {
        notations.iter().find_map(|notation| {
            let in_full = !notation.starts_with('(');
            let front = name.strip_prefix(notation);
            front
                .and_then(|rest| Found::new(*form, Place::Front, in_full, rest))
                .or_else(|| {
                    let rest = name.strip_suffix(notation)?;
                    Found::new(*form, Place::Behind, in_full, rest)
                })
        })
    })
}

fn bank(name: &str) -> Option<Found> {
    BANK.iter().find_map(|(form, kana)| {
        let bare = name.strip_prefix('(').unwrap_or(name);
        let front = bare
            .strip_prefix(*kana)
            .and_then(|rest| rest.strip_prefix(')'));
        front
            .and_then(|rest| Found::new(*form, Place::Front, false, rest))
            .or_else(|| {
                let bare = name.strip_suffix(')').unwrap_or(name);
                let rest = bare.strip_suffix(*kana)?.strip_suffix('(')?;
                Found::new(*form, Place::Behind, false, rest)
            })
    })
}

/// A form behind the name and before a branch.
fn in_the_middle(name: &str) -> Option<Found> {
    let companies = JAPANESE.iter().filter(|(form, _)| {
        matches!(
            form,
            Form::Kabushiki | Form::Yugen | Form::Godo | Form::Gomei | Form::Goshi
        )
    });
    companies
        .flat_map(|(form, notations)| notations.iter().map(move |notation| (form, notation)))
        .find_map(|(form, notation)| {
            let (rest, tail) = name.split_once(notation)?;
            let found = Found::new(*form, Place::Behind, !notation.starts_with('('), rest)?;
            let tail = tail.trim().to_owned();
            (!tail.is_empty()).then_some(Found { tail, ..found })
        })
}

/// Words, also where letters of another script follow without a blank.
fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in name.split(' ') {
        let mut start = 0;
        let mut last: Option<char> = None;
        for (at, letter) in part.char_indices() {
            let turns = last.is_some_and(|last| {
                last.is_ascii_alphanumeric() && !letter.is_ascii()
                    || !last.is_ascii() && letter.is_ascii_alphanumeric()
            });
            if turns {
                words.extend(part.get(start..at));
                start = at;
            }
            last = Some(letter);
        }
        words.extend(part.get(start..));
    }
    words.retain(|word| !word.is_empty());
    words
}

fn latin(name: &str) -> Option<Found> {
    let words = words(name);
    let form_at = |from: usize, count: usize| {
        let joined = words.get(from..from.checked_add(count)?)?.concat();
        let known = LATIN
            .iter()
            .find(|(_, forms)| forms.contains(&joined.as_str()));
        known.map(|(form, _)| *form)
    };
    let counts = (1..=3_usize).rev();
    for count in counts.clone() {
        let joined = words.get(..count).map(<[&str]>::concat).unwrap_or_default();
        let rest = words.get(count..).unwrap_or_default().join(" ");
        if let Some((form, _)) = LATIN_FRONT.iter().find(|(_, front)| *front == joined)
            && let Some(found) = Found::new(*form, Place::Front, true, &rest)
        {
            return Some(found);
        }
    }
    for from in 1..words.len() {
        for count in counts.clone() {
            let Some(form) = form_at(from, count) else {
                continue;
            };
            let rest = words.get(..from).unwrap_or_default().join(" ");
            let tail = words.get(from + count..).unwrap_or_default();
            let is_branch = tail.last().is_some_and(|last| BRANCH_LATIN.contains(last))
                || tail.first().is_some_and(|first| first.starts_with('('));
            if tail.is_empty() || is_branch {
                let found = Found::new(form, Place::Behind, true, &rest)?;
                let tail = tail.join(" ");
                return Some(Found { tail, ..found });
            }
        }
    }
    None
}

/// What a name may be without the branch behind it, the likeliest first.
fn roots(name: &str, form_behind: bool) -> Vec<String> {
    let own = |text: &str| text.trim_end().to_owned();
    if !form_behind
        && let Some((before, inside)) = name.strip_suffix(')').and_then(|it| it.rsplit_once('('))
    {
        let inside = inside.trim();
        let tells = inside
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == ' ')
            || inside.chars().count() == 1;
        let fits = !inside.is_empty() && inside.chars().count() <= 12 && !tells;
        return if fits { vec![own(before)] } else { Vec::new() };
    }
    if let [first, .., place, last] = name.split(' ').collect::<Vec<_>>().as_slice()
        && BRANCH_LATIN.contains(last)
        && !first.is_empty()
    {
        let before = name.strip_suffix(last).map(own).unwrap_or_default();
        let without_place = before.strip_suffix(place).map(own).unwrap_or_default();
        return vec![without_place, before];
    }
    if let Some((before, last)) = name.rsplit_once(' ') {
        let is_branch = BRANCH.iter().any(|word| last.ends_with(word));
        let apart = BRANCH_APART.iter().any(|word| last.ends_with(word));
        if is_branch || (apart && last.chars().count() > 1) {
            let place = before.rsplit_once(' ');
            let place = place.filter(|(_, place)| BRANCH.contains(&last) && is_place(place));
            return place
                .map(|(root, _)| own(root))
                .into_iter()
                .chain([own(before)])
                .collect();
        }
    }
    let Some(before) = BRANCH.iter().find_map(|word| name.strip_suffix(word)) else {
        return Vec::new();
    };
    let without_place = LONGEST_PLACES
        .iter()
        .find_map(|place| before.strip_suffix(place));
    let mut roots: Vec<String> = without_place.map(own).into_iter().collect();
    roots.push(own(before));
    // An unknown place is short, and what stands before it is a name of some length.
    let letters: Vec<char> = before.chars().collect();
    for cut in 1..=4 {
        if let Some(left) = letters.len().checked_sub(cut).filter(|left| *left >= 3) {
            roots.extend(
                letters
                    .get(..left)
                    .map(|root| own(&root.iter().collect::<String>())),
            );
        }
    }
    roots
}

fn is_place(word: &str) -> bool {
    LONGEST_PLACES.contains(&word)
}
