//! Names that are one company for certain, joined step by step from the strongest reason on.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Suggestion;
use super::spelling::Spelling;
use super::tables::Form;
use crate::ledger::{Party, Sen};
use crate::suppliers::Because;

/// One name of a ledger.
pub(super) struct Name<'a> {
    pub text: &'a str,
    pub spelling: Spelling,
    pub amount: Sen,
    number: Option<&'a str>,
    codes: BTreeSet<&'a str>,
}

/// Names that are one company.
pub(super) struct Cluster {
    /// The names, by index.
    pub names: Vec<usize>,
    /// What all of them come to.
    pub amount: Sen,
    because: Because,
    number: Option<String>,
    forms: BTreeSet<Form>,
}

impl Cluster {
    /// Whether nothing speaks against two clusters being one.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let numbers = match (&self.number, &other.number) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let mut forms = self.forms.iter().flat_map(|form| {
            let others = other.forms.iter();
            others.map(move |other| form == other || form.may_be(*other))
        });
        numbers && forms.all(|agree| agree)
    }
}

/// All names, and the companies they make.
pub(super) struct Clusters<'a> {
    pub names: Vec<Name<'a>>,
    /// The largest first.
    pub all: Vec<Cluster>,
}

impl<'a> Clusters<'a> {
    pub(super) fn of(parties: &'a [Party]) -> Self {
        let names = names(parties);
        let mut joined = Joined::of(&names);
        joined.by(Because::Written, |name| vec![name.spelling.written.clone()]);
        joined.by(Because::LegalForm, |name| {
            vec![(name.spelling.form, name.spelling.core.clone())]
        });
        joined.by(Because::Variant, |name| {
            vec![(name.spelling.form, name.spelling.plain.clone())]
        });
        joined.by(Because::CorporateNumber, |name| {
            name.number.into_iter().collect()
        });
        let forms = forms_of_codes(&names);
        joined.by(Because::Code, |name| {
            let own = name.spelling.form.map(|(form, _)| form);
            let keys = code_keys(name);
            // Where two legal forms stand beside one code and core, only equal ones are joined.
            keys.map(|key| {
                let only = forms.get(&key).is_none_or(|forms| forms.len() < 2);
                (key, if only { None } else { Some(own) })
            })
            .collect()
        });
        let all = joined.clusters();
        Self { names, all }
    }

    /// The suggestions that need no closer look.
    pub(super) fn certain(&self) -> Vec<Suggestion> {
        let several = self.all.iter().filter(|cluster| cluster.names.len() > 1);
        several
            .map(|cluster| self.suggestion(&[cluster], cluster.because, true))
            .collect()
    }

    pub(super) fn suggestion(
        &self,
        clusters: &[&Cluster],
        because: Because,
        certain: bool,
    ) -> Suggestion {
        let indexes = clusters.iter().flat_map(|cluster| &cluster.names);
        let mut names: Vec<&Name<'_>> = indexes.filter_map(|&at| self.names.get(at)).collect();
        names.sort_by_key(|name| (Reverse(name.amount), name.text));
        // The largest that names the whole company, with its legal form, written out if possible.
        let alias = names.iter().min_by_key(|name| {
            let spelling = &name.spelling;
            (
                !spelling.roots.is_empty(),
                !spelling.in_full,
                spelling.form.is_none(),
                Reverse(name.amount),
                name.text,
            )
        });
        Suggestion {
            alias: alias.map(|name| name.text.to_owned()).unwrap_or_default(),
            names: names.iter().map(|name| name.text.to_owned()).collect(),
            because,
            certain,
        }
    }
}

/// The names, each once, by their letters; a name beside two corporate numbers may be two
/// companies and is left out.
fn names(parties: &[Party]) -> Vec<Name<'_>> {
    let mut found: BTreeMap<&str, (Sen, BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for party in parties.iter().filter(|party| !party.name.is_empty()) {
        let (amount, numbers, codes) = found.entry(&party.name).or_default();
        *amount = amount.plus(party.total);
        numbers.extend(party.corporate_number.as_deref().filter(|it| is_number(it)));
        codes.extend(party.code.as_deref().filter(|code| !code.is_empty()));
    }
    found
        .into_iter()
        .filter(|(_, (_, numbers, _))| numbers.len() < 2)
        .map(|(text, (amount, numbers, codes))| Name {
            text,
            spelling: Spelling::of(text),
            amount,
            number: numbers.into_iter().next(),
            codes,
        })
        .collect()
}

/// Thirteen digits that are not all the same, as in a field that had to be filled.
fn is_number(text: &str) -> bool {
    let mut digits = text.chars();
    let first = digits.next();
    text.len() == 13
        && text.chars().all(|digit| digit.is_ascii_digit())
        && digits.any(|digit| Some(digit) != first)
}

type CodeKey<'a> = (&'a str, String);

/// A code with every core its name may have.
fn code_keys<'n>(name: &'n Name<'_>) -> impl Iterator<Item = CodeKey<'n>> {
    name.codes.iter().flat_map(|code| {
        let roots = name.spelling.roots.iter();
        let cores = std::iter::once(&name.spelling.plain).chain(roots);
        cores.map(|core| (*code, core.clone()))
    })
}

fn forms_of_codes<'n>(names: &'n [Name<'_>]) -> BTreeMap<CodeKey<'n>, BTreeSet<Form>> {
    let mut forms: BTreeMap<CodeKey<'n>, BTreeSet<Form>> = BTreeMap::new();
    for name in names {
        for key in code_keys(name) {
            let form = name.spelling.form.map(|(form, _)| form);
            forms.entry(key).or_default().extend(form);
        }
    }
    forms
}

/// Names on their way to clusters: each points to the one it was joined to.
struct Joined<'n, 'a> {
    names: &'n [Name<'a>],
    parent: Vec<usize>,
    number: Vec<Option<&'a str>>,
    because: Vec<Because>,
}

impl<'n, 'a> Joined<'n, 'a> {
    fn of(names: &'n [Name<'a>]) -> Self {
        Self {
            names,
            parent: (0..names.len()).collect(),
            number: names.iter().map(|name| name.number).collect(),
            because: vec![Because::Written; names.len()],
        }
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(&parent) = self.parent.get(at).filter(|parent| **parent != at) {
            at = parent;
        }
        at
    }

    /// Joins the names that share a key, unless they stand beside different corporate numbers.
    fn by<K: Ord>(&mut self, because: Because, keys: impl Fn(&'n Name<'a>) -> Vec<K>) {
        let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (at, name) in self.names.iter().enumerate() {
            for key in keys(name) {
                groups.entry(key).or_default().push(at);
            }
        }
        for members in groups.into_values().filter(|members| members.len() > 1) {
            let roots: BTreeSet<usize> = members.iter().map(|&at| self.root(at)).collect();
            let numbers = roots.iter().filter_map(|&at| *self.number.get(at)?);
            let numbers: BTreeSet<&'a str> = numbers.collect();
            let mut roots = roots.into_iter();
            let Some(first) = roots.next().filter(|_| numbers.len() < 2) else {
                continue;
            };
            let number = numbers.into_iter().next();
            for other in roots {
                let before = self.because.get(other).copied().unwrap_or(because);
                if let Some(parent) = self.parent.get_mut(other) {
                    *parent = first;
                }
                if let Some(weakest) = self.because.get_mut(first) {
                    *weakest = because.max(before).max(*weakest);
                }
            }
            if let Some(known) = self.number.get_mut(first) {
                *known = number;
            }
        }
    }

    fn clusters(&self) -> Vec<Cluster> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.names.len() {
            members.entry(self.root(at)).or_default().push(at);
        }
        let mut clusters: Vec<Cluster> = members
            .into_iter()
            .map(|(root, names)| {
                let of = || names.iter().filter_map(|&at| self.names.get(at));
                let forms = of().filter_map(|name| name.spelling.form);
                Cluster {
                    amount: of().fold(Sen(0), |sum, name| sum.plus(name.amount)),
                    because: self.because.get(root).copied().unwrap_or(Because::Written),
                    number: self.number.get(root).copied().flatten().map(str::to_owned),
                    forms: forms.map(|(form, _)| form).collect(),
                    names,
                }
            })
            .collect();
        // The names stand in their order, so a stable sort leaves equal amounts in it.
        clusters.sort_by_key(|cluster| Reverse(cluster.amount));
        clusters
    }
}
