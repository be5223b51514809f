//! What may be one company and needs a closer look: pairs of clusters, each with one reason.

use std::collections::{BTreeMap, BTreeSet};

use super::Suggestion;
use super::clusters::{Clusters, Name};
use super::spelling::Place;
use super::tables::{Form, TELLING};
use crate::suppliers::Because;

/// Names shorter than this differ by a letter for good reasons.
const SIMILAR_FROM: usize = 6;
/// Names longer than this are not compared letter by letter.
const SIMILAR_TO: usize = 60;
/// Where more names than this differ in one letter only, they are a series and not a slip.
const SERIES: usize = 20;

/// Every doubtful suggestion, the largest first.
pub(super) fn pairs(clusters: &Clusters<'_>) -> Vec<Suggestion> {
    let mut pairs = Pairs::of(clusters);
    pairs.other_place();
    pairs.missing_form();
    pairs.branches();
    pairs.similar();
    pairs.suggestions()
}

struct Pairs<'c, 'a> {
    clusters: &'c Clusters<'a>,
    /// The cluster of each name.
    of: BTreeMap<usize, usize>,
    /// The pairs found, the larger cluster first, each with its strongest reason.
    found: BTreeMap<(usize, usize), Because>,
}

impl<'c, 'a> Pairs<'c, 'a> {
    fn of(clusters: &'c Clusters<'a>) -> Self {
        let of = clusters.all.iter().enumerate();
        let of = of.flat_map(|(at, cluster)| cluster.names.iter().map(move |&name| (name, at)));
        Self {
            clusters,
            of: of.collect(),
            found: BTreeMap::new(),
        }
    }

    /// Each name with the index of its cluster. Clusters are in the order of their size, so the
    /// smaller index is the larger company.
    fn names(&self) -> impl Iterator<Item = (usize, &'c Name<'a>)> {
        let names = self.clusters.names.iter().enumerate();
        names.filter_map(|(at, name)| Some((*self.of.get(&at)?, name)))
    }

    fn group<K: Ord>(&self, keys: impl Fn(&'c Name<'a>) -> Vec<K>) -> BTreeMap<K, BTreeSet<usize>> {
        let mut groups: BTreeMap<K, BTreeSet<usize>> = BTreeMap::new();
        for (cluster, name) in self.names() {
            for key in keys(name) {
                groups.entry(key).or_default().insert(cluster);
            }
        }
        groups
    }

    fn offer(&mut self, one: usize, other: usize, because: Because) {
        let pair = (one.min(other), one.max(other));
        let all = &self.clusters.all;
        let (Some(larger), Some(smaller)) = (all.get(pair.0), all.get(pair.1)) else {
            return;
        };
        if one != other && larger.agrees(smaller) {
            self.found.entry(pair).or_insert(because);
        }
    }

    /// The largest of a group with each of the others.
    fn offer_all(&mut self, group: &BTreeSet<usize>, because: Because) {
        let mut group = group.iter().copied();
        if let Some(first) = group.next() {
            group.for_each(|other| self.offer(first, other, because));
        }
    }

    fn other_place(&mut self) {
        let groups = self.group(|name| {
            let spelling = &name.spelling;
            let form = spelling
                .form
                .map(|(form, _)| (form, spelling.plain.clone()));
            form.into_iter().collect()
        });
        for group in groups.values() {
            self.offer_all(group, Because::LegalFormPlace);
        }
    }

    fn missing_form(&mut self) {
        let mut cores: BTreeMap<&'c str, BTreeMap<Option<Form>, BTreeSet<usize>>> = BTreeMap::new();
        for (cluster, name) in self.names() {
            let form = name.spelling.form.map(|(form, _)| form);
            let forms = cores.entry(&name.spelling.plain).or_default();
            forms.entry(form).or_default().insert(cluster);
        }
        for mut forms in cores.into_values() {
            let bare = forms.remove(&None).unwrap_or_default();
            let largest: Vec<(Option<Form>, usize)> = forms
                .into_iter()
                .filter_map(|(form, clusters)| Some((form, clusters.into_iter().next()?)))
                .collect();
            match largest.as_slice() {
                // Beside two forms nobody can tell whose the bare name is.
                [(_, company)] => {
                    for bare in bare {
                        self.offer(*company, bare, Because::LegalFormMissing);
                    }
                }
                // 株式会社 and Co., Ltd.; others do not agree.
                [(_, one), (_, other)] => self.offer(*one, *other, Because::LegalForm),
                _ => {}
            }
        }
    }

    fn branches(&mut self) {
        type Key = (Option<Form>, String);
        type ByForm = BTreeMap<Option<(Form, Place)>, usize>;
        let mut whole: BTreeMap<&'c str, ByForm> = BTreeMap::new();
        for (cluster, name) in self.names() {
            let forms = whole.entry(&name.spelling.plain).or_default();
            let known = forms.entry(name.spelling.form).or_insert(cluster);
            *known = cluster.min(*known);
        }
        let mut without: BTreeMap<Key, BTreeSet<usize>> = BTreeMap::new();
        let mut offers = Vec::new();
        for (cluster, name) in self.names() {
            let (form, roots) = (name.spelling.form, &name.spelling.roots);
            let kind = |form: Option<(Form, Place)>| form.map(|(form, _)| form);
            let company = roots.iter().find_map(|root| {
                let forms = whole.get(root.as_str())?;
                let same_kind = || forms.iter().find(|(it, _)| kind(**it) == kind(form));
                let kinds: BTreeSet<_> = forms.keys().copied().filter_map(kind).collect();
                let only = || {
                    forms
                        .iter()
                        .next_back()
                        .filter(|_| form.is_none() && kinds.len() < 2)
                };
                let bare = || forms.get(&None);
                (forms.get(&form))
                    .or_else(|| same_kind().map(|(_, company)| company))
                    .or_else(bare)
                    .or_else(|| only().map(|(_, company)| company))
            });
            match (company, roots.first()) {
                (Some(company), _) => offers.push((*company, cluster)),
                (None, Some(root)) => {
                    let key = (kind(form), root.clone());
                    without.entry(key).or_default().insert(cluster);
                }
                (None, None) => {}
            }
        }
        for (company, branch) in offers {
            self.offer(company, branch, Because::Branch);
        }
        for group in without.values() {
            self.offer_all(group, Because::Branch);
        }
    }

    fn similar(&mut self) {
        let by_sound = self.group(|name| {
            let loose = name.spelling.loose();
            let long = loose.chars().count() >= 3;
            long.then_some((name.spelling.form, loose))
                .into_iter()
                .collect()
        });
        for group in by_sound.values().filter(|group| group.len() <= SERIES) {
            self.offer_all(group, Because::Similar);
        }
        let by_letters = self.group(|name| {
            let without = without_one(&name.spelling.plain);
            without.map(|text| (name.spelling.form, text)).collect()
        });
        let mut pairs = BTreeSet::new();
        for group in by_letters.values().filter(|group| group.len() <= SERIES) {
            for &one in group {
                pairs.extend(group.range(one + 1..).map(|&other| (one, other)));
            }
        }
        for (one, other) in pairs {
            if self.differ_by_a_slip(one, other) {
                self.offer(one, other, Because::Similar);
            }
        }
    }

    fn differ_by_a_slip(&self, one: usize, other: usize) -> bool {
        let spellings = |cluster: usize| {
            let names = self.clusters.all.get(cluster).map(|it| it.names.iter());
            let names = names.into_iter().flatten();
            names.filter_map(|&at| self.clusters.names.get(at).map(|name| &name.spelling))
        };
        spellings(one).any(|one| {
            spellings(other)
                .any(|other| one.form == other.form && is_slip(&one.plain, &other.plain))
        })
    }

    fn suggestions(self) -> Vec<Suggestion> {
        let all = &self.clusters.all;
        let mut pairs: Vec<_> = self
            .found
            .iter()
            .filter_map(|((one, other), because)| {
                let (one, other) = (all.get(*one)?, all.get(*other)?);
                let amount = one.amount.plus(other.amount);
                Some((
                    amount,
                    self.clusters.suggestion(&[one, other], *because, false),
                ))
            })
            .collect();
        // A stable sort after the order of the clusters.
        pairs.sort_by_key(|(amount, _)| std::cmp::Reverse(*amount));
        pairs
            .into_iter()
            .map(|(_, suggestion)| suggestion)
            .collect()
    }
}

/// The text, and the text without each of its letters: two that differ in one letter share one.
fn without_one(text: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = text.chars().collect();
    let fits = (SIMILAR_FROM - 1..=SIMILAR_TO).contains(&letters.len());
    let count = if fits { letters.len() + 1 } else { 0 };
    (0..count).map(move |without| {
        let kept = letters.iter().enumerate().filter(|(at, _)| *at != without);
        kept.map(|(_, letter)| *letter).collect()
    })
}

/// Whether two names differ by one letter, or two that changed places, and by none that tells
/// two companies apart: a digit, a number, a direction, a letter that stands alone.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().max(other.len()) < SIMILAR_FROM {
        return false;
    }
    let same = one
        .iter()
        .zip(&other)
        .take_while(|(one, other)| one == other)
        .count();
    let (rest, other_rest) = (
        one.get(same..).unwrap_or_default(),
        other.get(same..).unwrap_or_default(),
    );
    let backwards = rest.iter().rev().zip(other_rest.iter().rev());
    let end = backwards.take_while(|(one, other)| one == other).count();
    let middle = |rest: &[char]| -> Vec<char> {
        rest.iter()
            .take(rest.len().saturating_sub(end))
            .copied()
            .collect()
    };
    let (changed, into) = (middle(rest), middle(other_rest));
    let slip = match (changed.as_slice(), into.as_slice()) {
        ([_], [_] | []) | ([], [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    };
    let tells = changed
        .iter()
        .chain(&into)
        .any(|letter| letter.is_numeric() || TELLING.contains(*letter));
    slip && !tells && !is_sign(&one, same) && !is_sign(&other, same)
}

/// Whether the Latin letters at a place stand alone, or are a Roman number.
fn is_sign(letters: &[char], at: usize) -> bool {
    let is_latin = |letter: &&char| letter.is_ascii_alphabetic();
    let before = letters.get(..at).unwrap_or_default();
    let after = letters.get(at..).unwrap_or_default();
    let run: Vec<char> = (before.iter().rev().take_while(is_latin))
        .chain(after.iter().take_while(is_latin))
        .copied()
        .collect();
    run.len() == 1 || (!run.is_empty() && run.iter().all(|letter| "ivx".contains(*letter)))
}
