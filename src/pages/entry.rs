//! One question's answer as a control: options, or a number with its unit, and "don't know".
//! The profile and the questionnaires share it.

use std::rc::Rc;

use sonae_engine::assessment::{Edit, Given, money_of};
use sonae_engine::content::{Choice as PackOption, Kind, Pack, Question};
use sonae_engine::finding::Finding;
use sonae_engine::measure::Number;
use yew::prelude::*;

use crate::state::{Action, Draft, MoneyUnit, State};
use crate::widgets::choice::{Choice, Item};
use crate::widgets::errors::{self, Wrong};
use crate::widgets::field::{self, Field};
use crate::widgets::notice::sentence;
use crate::widgets::select;
use crate::words::Words;

/// The value of "don't know" among the options; no key of a pack holds a hyphen.
pub const UNKNOWN: &str = "dont-know";

/// A question that can be answered here, and what an answer changes.
#[derive(Clone)]
pub struct Entry<'a> {
    /// What the app knows.
    pub state: &'a State,
    /// Where what happens goes.
    pub act: &'a Callback<Action>,
    /// The question.
    pub question: &'static Question,
    /// What was answered.
    pub given: Option<&'a Given>,
    /// The change that an answer, or taking it away, makes.
    pub edit: Rc<dyn Fn(Option<Given>) -> Edit>,
}

impl Entry<'_> {
    /// The options and "don't know"; for a number only the latter.
    pub fn choice(&self, keys: bool, unknown: bool) -> Choice {
        let words = self.state.words();
        let options = self.question.kind.options().iter().enumerate();
        let items = options.map(|(index, option)| Item {
            value: option.key.to_string(),
            text: words.text(&option.text),
            chosen: is_chosen(self.given, option),
            key: (keys && index < 9).then_some(index + 1),
            wide: option.exclusive,
        });
        let unknown = unknown.then(|| Item {
            value: UNKNOWN.to_owned(),
            text: words.t("field.unknown").into_owned(),
            chosen: self.given == Some(&Given::Unknown),
            key: keys.then_some(0),
            wide: true,
        });
        Choice {
            name: self.question.id.to_string(),
            several: !matches!(self.question.kind, Kind::Single(_)),
            items: items.collect(),
            unknown,
            on_choose: self.on_choose(),
        }
    }

    /// Chooses or switches an option by its value.
    pub fn on_choose(&self) -> Callback<String> {
        let (act, edit, question) = (self.act.clone(), Rc::clone(&self.edit), self.question);
        let (before, drafted) = (self.given.cloned(), self.draft().is_some());
        Callback::from(move |value: String| {
            if drafted {
                act.emit(Action::DraftDropped(question.id.to_string()));
            }
            act.emit(Action::Edited(edit(after(
                question,
                before.as_ref(),
                &value,
            ))));
        })
    }

    /// The number's field. `label` and `hint` are what it says of itself.
    pub fn number(&self, label: String, hint: Option<String>) -> Html {
        let (words, kind) = (self.state.words(), &self.question.kind);
        let unit = matches!(kind, Kind::Money(_)).then(|| self.state.unit(&self.question.id));
        let number = match self.given {
            Some(Given::Number(number)) => Some(number.get()),
            _ => None,
        };
        let draft = self.draft();
        let shown =
            number.map(|number| words.number(unit.map_or(number, |unit| unit.of(number)), 6));
        let field = Field {
            id: self.question.id.to_string(),
            label,
            need: None,
            hint,
            error: draft.map(|draft| both_sentences(words, draft)),
            value: draft.map_or_else(|| shown.unwrap_or_default(), |draft| draft.typed.clone()),
            short: unit.is_none(),
            suffix: suffix(words, kind),
            units: unit.map_or_else(Vec::new, |chosen| units(words, chosen)),
            echo: unit.map(|_| {
                let understood = number.filter(|_| draft.is_none());
                understood.map_or_else(String::new, |yen| {
                    words.with("field.echo", &[("amount", words.yen(yen))])
                })
            }),
        };
        field::number(words, &field, &self.on_typed(unit), &self.on_unit())
    }

    fn draft(&self) -> Option<&Draft> {
        self.state.drafts.get(self.question.id.as_str())
    }

    fn on_typed(&self, unit: Option<MoneyUnit>) -> Callback<String> {
        let (act, edit, question) = (self.act.clone(), Rc::clone(&self.edit), self.question);
        let drafted = self.draft().is_some();
        Callback::from(move |typed: String| {
            let field = || question.id.to_string();
            match read(question, unit, &typed) {
                Ok(given) => {
                    if drafted {
                        act.emit(Action::DraftDropped(field()));
                    }
                    act.emit(Action::Edited(edit(given.map(Given::Number))));
                }
                Err(finding) => act.emit(Action::Mistyped(field(), typed, finding)),
            }
        })
    }

    fn on_unit(&self) -> Callback<String> {
        let (act, question) = (self.act.clone(), self.question);
        Callback::from(move |name: String| {
            if let Some(unit) = MoneyUnit::named(&name) {
                act.emit(Action::UnitChosen(question.id.clone(), unit));
            }
        })
    }
}

/// What was typed: nothing, or a number in the question's unit.
fn read(
    question: &Question,
    unit: Option<MoneyUnit>,
    typed: &str,
) -> Result<Option<Number>, Finding> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    match question.unit() {
        Some(of) => money_of(typed, of, unit.map_or(1.0, MoneyUnit::yen)).map(Some),
        None => Ok(None),
    }
}

/// The answer after an option was chosen or switched.
fn after(question: &Question, before: Option<&Given>, value: &str) -> Option<Given> {
    match &question.kind {
        Kind::Single(_) if value == UNKNOWN => Some(Given::Unknown),
        Kind::Single(_) => question.kind.option(value).map(Given::chosen),
        _ if value == UNKNOWN => (before != Some(&Given::Unknown)).then_some(Given::Unknown),
        _ => Given::switched(question, before, value),
    }
}

fn is_chosen(given: Option<&Given>, option: &PackOption) -> bool {
    match given {
        Some(Given::Choice(key)) => *key == option.key,
        Some(Given::Choices(keys)) => keys.contains(&option.key),
        Some(Given::NotApplicable) => option.not_applicable,
        Some(Given::Number(_) | Given::Unknown) | None => false,
    }
}

fn suffix(words: Words, kind: &Kind) -> Option<String> {
    match kind {
        Kind::Percent(_) => Some("%".to_owned()),
        Kind::Integer(_) => {
            Some(words.t("field.people").into_owned()).filter(|unit| !unit.is_empty())
        }
        _ => None,
    }
}

fn units(words: Words, chosen: MoneyUnit) -> Vec<select::Entry> {
    let entry = |unit: MoneyUnit| select::Entry {
        value: unit.name().to_owned(),
        text: words.t(&format!("unit.{}", unit.name())).into_owned(),
        chosen: unit == chosen,
    };
    MoneyUnit::ALL.into_iter().map(entry).collect()
}

fn both_sentences(words: Words, draft: &Draft) -> String {
    let part = |which| sentence(words, &draft.finding, which);
    format!("{} {}", part("what"), part("todo"))
}

/// What is wrong on the page, once the person asked to go on.
pub fn wrong(state: &State, industry_missing: bool) -> Html {
    if state.checked.is_none() {
        return Html::default();
    }
    let words = state.words();
    let industry = industry_missing.then(|| {
        (
            Pack::INDUSTRY.to_owned(),
            words.t("profile.industry_missing").into_owned(),
        )
    });
    let drafts = state.drafts.iter().map(|(field, draft)| {
        let name = state
            .pack
            .question(field)
            .map_or_else(String::new, |question| words.text(&question.short));
        let what = sentence(words, &draft.finding, "what");
        (
            field.clone(),
            format!("{name}{}{what}", words.t("frame.colon")),
        )
    });
    let all: Vec<Wrong> = industry.into_iter().chain(drafts).collect();
    // Where only something could not be read, the person may go on without it.
    let way_on = if industry_missing || state.drafts.is_empty() {
        None
    } else {
        Some(words.t("field.go_on"))
    };
    errors::summary(
        &words.count("field.wrong", all.len()),
        way_on.as_deref(),
        &all,
    )
}

#[cfg(test)]
mod tests {
    use sonae_engine::assessment::Given;
    use sonae_engine::content::Id;

    use super::{UNKNOWN, after};
    use crate::state::tests::pack;

    #[test]
    fn dont_know_can_be_taken_back_where_it_is_a_box_to_tick() {
        let pack = pack();
        let of = |id: &str| pack.question(id).expect("a question of the core pack");
        let percent = of("supplier.top1_spend_share");
        assert_eq!(after(percent, None, UNKNOWN), Some(Given::Unknown));
        assert_eq!(after(percent, Some(&Given::Unknown), UNKNOWN), None);
        let single = of("tech.secret_marking");
        assert_eq!(
            after(single, Some(&Given::Unknown), UNKNOWN),
            Some(Given::Unknown)
        );
    }

    #[test]
    fn none_of_these_stands_alone() {
        let pack = pack();
        let question = pack
            .question("supplier.critical_goods_use")
            .expect("a question of the core pack");
        let first = question
            .kind
            .options()
            .first()
            .expect("an option")
            .key
            .clone();
        let one = after(question, None, first.as_str());
        assert_eq!(one, Some(Given::Choices(vec![first.clone()])));
        assert_eq!(
            after(question, one.as_ref(), "none"),
            Some(Given::Choices(vec![Id::from("none")]))
        );
        assert_eq!(after(question, one.as_ref(), first.as_str()), None);
    }
}
