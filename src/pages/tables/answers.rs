//! Which questions a table answers, what it says to each, and which answer counts.

use sonae_engine::assessment::{Given, Origin, Step};
use sonae_engine::content::{Id, Known, Question, TableName};
use yew::prelude::*;

use crate::route::Page;
use crate::state::{Case, State};
use crate::words::Words;

/// The questions a table answers; nothing where none is asked.
pub fn answers(state: &State, case: &Case, table: TableName) -> Html {
    let words = state.words();
    let path = &case.derived.path;
    let from_table = |step: &&Step<'_>| {
        let from = step.question.from_table.as_ref();
        step.is_asked() && from.is_some_and(|from| from.measure.table() == table)
    };
    let steps: Vec<&Step<'_>> = path.steps().iter().filter(from_table).collect();
    if steps.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section" aria-labelledby="answers">
            <h2 id="answers">{ words.t("tables.answers.heading") }</h2>
            <p>{ words.t("tables.answers.text") }</p>
            <table class="table table-cards">
                <thead>
                    <tr>
                        <th scope="col">{ words.t("tables.answers.question") }</th>
                        <th scope="col">{ words.t("tables.answers.says") }</th>
                        <th scope="col">{ words.t("tables.answers.used") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for steps.iter().map(|step| {
                        let question = step.question;
                        let says = path.table_says(question);
                        let says = says.map_or_else(|| words.t("tables.answers.nothing").into_owned(), |known| shown(words, question, &known));
                        html! {
                            <tr>
                                <th scope="row"><a href={Page::Question(question.id.clone()).address()}>{ words.text(&question.short) }</a></th>
                                <td data-label={words.t("tables.answers.says").into_owned()}>{ says }</td>
                                <td data-label={words.t("tables.answers.used").into_owned()}>{ used(words, case, step) }</td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </section>
    }
}

fn used(words: Words, case: &Case, step: &Step<'_>) -> String {
    match step.origin {
        Origin::Table => words.t("tables.answers.from_table").into_owned(),
        Origin::Answered | Origin::Override | Origin::Estimate => {
            let own = words.t("tables.answers.own");
            let given = case.assessment.given(step.question.id.as_str());
            let said = match given {
                Some(Given::Choice(key)) => option(words, step.question, key),
                Some(Given::Number(number)) => format!("{}%", words.number(number.get(), 1)),
                _ => return own.into_owned(),
            };
            format!("{own}{}{said}", words.t("frame.colon"))
        }
        Origin::Unknown | Origin::Unanswered | Origin::NotApplicable => {
            words.t("tables.answers.nothing").into_owned()
        }
    }
}

/// An answer in words: one option or those it may be, a share or the range it lies in.
fn shown(words: Words, question: &Question, known: &Known) -> String {
    match known {
        Known::OneOf(keys) => {
            let ends = keys.first().zip(keys.last()).filter(|_| keys.len() > 1);
            match (ends, keys.first()) {
                _ if keys.len() == question.kind.options().len() => {
                    words.t("tables.answers.any").into_owned()
                }
                (Some((low, high)), _) => words.with(
                    "tables.answers.between",
                    &[
                        ("low", option(words, question, low)),
                        ("high", option(words, question, high)),
                    ],
                ),
                (None, Some(only)) => option(words, question, only),
                (None, None) => words.t("tables.answers.nothing").into_owned(),
            }
        }
        // Every number a table gives to a question is per cent.
        Known::Number(range) => format!("{}%", words.range(*range, 0)),
        _ => words.t("tables.answers.nothing").into_owned(),
    }
}

fn option(words: Words, question: &Question, key: &Id) -> String {
    let option = question.kind.option(key.as_str());
    option.map_or_else(|| key.to_string(), |option| words.text(&option.text))
}
