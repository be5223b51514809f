//! Which names were made one company, which suppliers have one owner: what was decided, the way
//! back from each decision, and how to say more.

use std::collections::BTreeSet;
use std::rc::Rc;

use sonae_engine::assessment::{Assessment, Edit};
use sonae_engine::suppliers::{Because, Group, Merge};
use yew::prelude::*;

use crate::state::{Action, Case, State};
use crate::widgets::disclosure::Disclosure;
use crate::widgets::pair_form::PairForm;
use crate::words::Words;

/// The section.
pub fn companies(state: &State, case: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    let book = &case.assessment.book;
    let nothing = book.merges.is_empty() && book.groups.is_empty();
    let mut names = aliases(&case.assessment);
    let first = names.next();
    if nothing && names.all(|name| Some(name) == first) {
        return Html::default();
    }
    let say = words.t(if nothing {
        "companies.say"
    } else {
        "companies.say_more"
    });
    let (assessment, say_more) = (case.assessment.clone(), act.clone());
    let body = Callback::from(move |()| forms(words, &assessment, &say_more));
    html! {
        <section class="section" aria-labelledby="companies">
            <h2 id="companies" tabindex="-1">{ words.t("companies.heading") }</h2>
            if !book.merges.is_empty() {
                { merges(words, &book.merges, act) }
            }
            if !book.groups.is_empty() {
                { groups(words, &book.groups, act) }
            }
            <Disclosure summary={say.into_owned()} {body} />
        </section>
    }
}

/// The names of the suppliers, as often as they stand there.
fn aliases(assessment: &Assessment) -> impl Iterator<Item = &str> {
    let names = assessment.suppliers.iter().map(|row| row.alias.as_str());
    names.filter(|alias| !alias.is_empty())
}

/// How to say more.
fn forms(words: Words, assessment: &Assessment, act: &Callback<Action>) -> Html {
    let names: BTreeSet<&str> = aliases(assessment).collect();
    let names = names.into_iter().map(|name| name.to_owned().into());
    let names: Rc<Vec<AttrValue>> = Rc::new(names.collect());
    html! {
        <>
            <p>{ words.t("companies.merge_text") }</p>
            { merge_form(words, &names, act) }
            <p>{ words.t("companies.group_text") }</p>
            { group_form(words, &names, &assessment.book.groups, act) }
        </>
    }
}

fn edit(act: &Callback<Action>, edit: Edit) -> Callback<MouseEvent> {
    act.reform(move |_| Action::Edited(edit.clone()))
}

fn merges(words: Words, merges: &[Merge], act: &Callback<Action>) -> Html {
    let latest = merges.iter().enumerate().rev();
    html! {
        <>
            <h3>{ words.count("companies.merged", merges.len()) }</h3>
            <ul class="ledger-same" role="list">
                { for latest.map(|(index, merge)| {
                    let names = names_of(words, merge);
                    html! {
                        <li>
                            <div>
                                <p class="ledger-same-names">{ &names }</p>
                                <p class="small soft">{ words.t(&format!("ledger.because.{}", merge.because.key())) }</p>
                            </div>
                            <button type="button" class="button button-second button-small" onclick={edit(act, Edit::MergeUndone(index))}>
                                { words.t("companies.part") }<span class="visually-hidden">{ words.t("frame.colon") }{ &names }</span>
                            </button>
                        </li>
                    }
                }) }
            </ul>
            if merges.len() > 1 {
                <p><button type="button" class="button button-quiet button-small" onclick={edit(act, Edit::MergesUndone)}>{ words.t("companies.part_all") }</button></p>
            }
        </>
    }
}

/// The name they have together, and the names before.
pub fn names_of(words: Words, merge: &Merge) -> String {
    let names: BTreeSet<&str> = merge
        .parts
        .iter()
        .map(|part| part.supplier.alias.as_str())
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    words.with(
        "companies.became",
        &[
            ("names", names.join(&words.t("tables.and"))),
            ("alias", merge.alias.clone()),
        ],
    )
}

fn groups(words: Words, groups: &[Group], act: &Callback<Action>) -> Html {
    html! {
        <>
            <h3>{ words.count("companies.groups", groups.len()) }</h3>
            <ul class="ledger-same" role="list">
                { for groups.iter().map(|group| html! {
                    <li>
                        <div>
                            <p class="ledger-same-names">{ &group.name }</p>
                            <p class="small soft">{ group.suppliers.join(&words.t("tables.and")) }</p>
                        </div>
                        <button type="button" class="button button-second button-small" onclick={edit(act, Edit::GroupRemoved(group.name.clone()))}>
                            { words.t("companies.group_remove") }<span class="visually-hidden">{ words.t("frame.colon") }{ &group.name }</span>
                        </button>
                    </li>
                }) }
            </ul>
        </>
    }
}

fn merge_form(words: Words, names: &Rc<Vec<AttrValue>>, act: &Callback<Action>) -> Html {
    let on_pair = act.reform(|(one, other): (String, String)| {
        Action::Edited(Edit::Merged {
            names: vec![other.clone(), one],
            alias: other,
            because: Because::Said,
        })
    });
    let label = |key: &str| AttrValue::from(words.t(key).into_owned());
    html! {
        <PairForm name="merge" labels={[label("companies.merge_one"), label("companies.merge_into")]} button={label("companies.merge")}
            refusal={label("companies.merge_refusal")} known={names.clone()} suggested={names.clone()} both_known=true {on_pair} />
    }
}

fn group_form(
    words: Words,
    names: &Rc<Vec<AttrValue>>,
    groups: &[Group],
    act: &Callback<Action>,
) -> Html {
    let before: Vec<Group> = groups.to_vec();
    let on_pair = act.reform(move |(supplier, owner): (String, String)| {
        let members = before.iter().find(|group| group.name == owner);
        let mut suppliers = members.map_or_else(Vec::new, |group| group.suppliers.clone());
        suppliers.push(supplier);
        Action::Edited(Edit::GroupSet {
            name: owner,
            suppliers,
        })
    });
    let owners: Vec<AttrValue> = groups
        .iter()
        .map(|group| AttrValue::from(group.name.clone()))
        .collect();
    let label = |key: &str| AttrValue::from(words.t(key).into_owned());
    html! {
        <PairForm name="group" labels={[label("companies.group_one"), label("companies.group_owner")]} button={label("companies.group")}
            refusal={label("companies.group_refusal")} known={names.clone()} suggested={Rc::new(owners)} {on_pair} />
    }
}
