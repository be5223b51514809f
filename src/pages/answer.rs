//! A question of the questionnaires with everything that stands beside it: why it is asked,
//! what a table or the five-minute check says to it, help, flag, note, and the way on.

use std::rc::Rc;

use sonae_engine::assessment::{Edit, Given, Origin, Step};
use sonae_engine::content::{Id, Question};
use sonae_engine::measure::Truth;
use yew::prelude::*;

use super::entry::{self, Entry, UNKNOWN};
use super::{said, sources};
use crate::route::Page;
use crate::state::{Action, Case, State};
use crate::widgets::choice;
use crate::widgets::help::{disclosure, disclosures, paragraph};
use crate::widgets::keys::{Key, Keys};
use crate::widgets::margin::Margin;

/// A question, and where it is asked.
pub struct Asking<'a> {
    /// What the app knows.
    pub state: &'a State,
    /// The open assessment.
    pub case: &'a Case,
    /// Where what happens goes.
    pub act: &'a Callback<Action>,
    /// The question.
    pub step: &'a Step<'static>,
    /// Whether an answer given here is to be confirmed later.
    pub rough: bool,
    /// The page before.
    pub back: Page,
    /// The page after.
    pub next: Page,
    /// The words of the button that goes on.
    pub next_label: String,
}

impl Asking<'_> {
    /// The page's content below the line that says where one stands.
    pub fn view(&self, head: Html) -> Html {
        let question = self.step.question;
        html! {
            <main class="page-main" id="main" tabindex="-1" key={question.id.as_str()}>
                { entry::wrong(self.state, false) }
                { self.margin(head) }
                <form class="question" autocomplete="off" onsubmit={self.on_submit()}>
                    <Keys on_key={self.on_key()} />
                    if self.step.is_asked() {
                        { self.fieldset() }
                    } else {
                        { self.not_asked() }
                    }
                    { self.help() }
                    <div class="actions">
                        <a class="button button-second" href={self.back.address()}>{ self.state.words().t("action.back") }</a>
                        <button type="submit" class="button">{ &self.next_label }</button>
                    </div>
                </form>
            </main>
        }
    }

    fn id(&self) -> &Id {
        &self.step.question.id
    }

    fn given(&self) -> Option<&Given> {
        self.case.assessment.given(self.id().as_str())
    }

    /// While the table answers, its figure stands there and not what was given before.
    fn entry(&self) -> Entry<'_> {
        let id = self.id().clone();
        let estimate =
            self.rough && self.step.origin != Origin::Table && !self.case.is_confirmed(&id);
        Entry {
            state: self.state,
            act: self.act,
            question: self.step.question,
            given: self.given().filter(|_| self.step.origin != Origin::Table),
            edit: Rc::new(move |given| match given {
                Some(given) => Edit::Answered {
                    question: id.clone(),
                    given,
                    estimate,
                },
                None => Edit::Cleared(id.clone()),
            }),
        }
    }

    fn on_submit(&self) -> Callback<SubmitEvent> {
        let next = self.next.clone();
        self.act.reform(move |event: SubmitEvent| {
            event.prevent_default();
            Action::NextAsked(next.clone())
        })
    }

    fn on_key(&self) -> Callback<Key> {
        let (act, next) = (self.act.clone(), self.next.clone());
        let open = self.step.is_asked() && self.step.origin != Origin::Table;
        let (choose, question) = (self.entry().on_choose(), self.step.question);
        let known_to_table = self.step.origin == Origin::Override;
        Callback::from(move |key: Key| match key {
            Key::Enter => act.emit(Action::NextAsked(next.clone())),
            Key::Slash | Key::Left | Key::Right | Key::Forward | Key::Backward | Key::Blank => {}
            Key::Digit(_) if !open => {}
            Key::Digit(0) if !known_to_table => choose.emit(UNKNOWN.to_owned()),
            Key::Digit(digit) => {
                let index = digit.checked_sub(1);
                if let Some(option) = index.and_then(|index| question.kind.options().get(index)) {
                    choose.emit(option.key.to_string());
                }
            }
        })
    }

    fn margin(&self, head: Html) -> Html {
        let words = self.state.words();
        let answer = self.case.assessment.answers.get(self.id());
        let flagged = answer.is_some_and(|answer| answer.flag);
        let note = answer.map_or_else(String::new, |answer| answer.note.clone());
        let (flag, noted) = (self.id().clone(), self.id().clone());
        let label = |key: &str| AttrValue::from(words.t(key).into_owned());
        html! {
            <Margin
                flag_label={label("question.flag")}
                {flagged}
                on_flag={self.act.reform(move |()| Action::Edited(Edit::Flagged(flag.clone(), !flagged)))}
                note_open={label("question.note_open")}
                note_label={label("question.note")}
                note={AttrValue::from(note)}
                on_note={self.act.reform(move |note| Action::Edited(Edit::Noted(noted.clone(), note)))}
            >{ head }</Margin>
        }
    }

    fn heading(&self) -> Html {
        let text = self.state.words().text(&self.step.question.text);
        html! { <h1 tabindex="-1">{ text }</h1> }
    }

    fn fieldset(&self) -> Html {
        let words = self.state.words();
        let control = self.control();
        html! {
            <fieldset class="choice" aria-describedby="why">
                <legend class="choice-legend">{ self.heading() }</legend>
                <p class="question-why" id="why">{ words.text(&self.step.question.why) }</p>
                { self.undecided() }
                { self.estimate() }
                { self.table() }
                if self.step.origin == Origin::Table {
                    { disclosure(&words.t("question.otherwise"), control) }
                } else {
                    { control }
                }
            </fieldset>
        }
    }

    /// The options or the field. "Don't know" is not offered where the table knows.
    fn control(&self) -> Html {
        let words = self.state.words();
        let question = self.step.question;
        let open = self.step.origin != Origin::Table;
        let unknown = !matches!(self.step.origin, Origin::Table | Origin::Override);
        let entry = self.entry();
        let choice = entry.choice(open, unknown);
        html! {
            <>
                if question.kind.options().is_empty() {
                    <div class="field">{ entry.number(words.text(&question.short), None) }</div>
                }
                { choice::cards(&choice) }
            </>
        }
    }

    /// Whether the question is asked at all hangs on an answer that is still open.
    fn undecided(&self) -> Html {
        let words = self.state.words();
        if self.step.applies != Truth::Possible {
            return Html::default();
        }
        let Some(waits) = self.case.derived.path.waits_for(self.step.question) else {
            return Html::default();
        };
        html! {
            <section class="notice" data-kind="note">
                <h2>{ words.t("question.undecided") }</h2>
                <p>{ words.with("question.undecided_by", &[("question", words.text(&waits.short))]) }</p>
                <p><a href={self.place_of(waits).address()}>{ words.with("question.answer_it", &[("question", words.text(&waits.short))]) }</a></p>
            </section>
        }
    }

    fn estimate(&self) -> Html {
        let words = self.state.words();
        if self.rough || self.step.origin != Origin::Estimate {
            return Html::default();
        }
        let id = self.id().clone();
        let onclick = self
            .act
            .reform(move |_: MouseEvent| Action::Edited(Edit::Confirmed(id.clone())));
        html! {
            <section class="notice" data-kind="note">
                <h2>{ words.t("question.estimate") }</h2>
                <p>{ words.t("question.estimate_text") }</p>
                <div class="notice-actions">
                    <button type="button" class="button button-second button-small" {onclick}>{ words.t("question.confirm") }</button>
                </div>
            </section>
        }
    }

    /// What the table says, and whether it counts.
    fn table(&self) -> Html {
        let words = self.state.words();
        let question = self.step.question;
        let (Some(says), Some(from)) = (
            self.case.derived.path.table_says(question),
            &question.from_table,
        ) else {
            return Html::default();
        };
        let page = said::table_page(from.measure.table());
        let counts = self.step.origin == Origin::Table;
        let figure = [(
            "answer",
            said::known(words, question, &says).unwrap_or_default(),
        )];
        let id = self.id().clone();
        let again = self
            .act
            .reform(move |_: MouseEvent| Action::Edited(Edit::Cleared(id.clone())));
        html! {
            <section class="notice" data-kind="note">
                <h2>{ words.with(if counts { "question.from_table" } else { "question.table_says" }, &figure) }</h2>
                <p>{ words.t(if counts { "question.table_text" } else { "question.override_text" }) }</p>
                <div class="notice-actions">
                    <a class="button button-quiet button-small" href={page.address()}>{ words.t("question.rows") }</a>
                    if !counts {
                        <button type="button" class="button button-second button-small" onclick={again}>{ words.t("question.table_again") }</button>
                    }
                </div>
            </section>
        }
    }

    /// An answer elsewhere says that the question does not apply.
    fn not_asked(&self) -> Html {
        let words = self.state.words();
        let decided_by = self
            .step
            .question
            .when
            .as_ref()
            .and_then(|when| when.questions().first().copied());
        let decided_by = decided_by.and_then(|id| self.state.pack.question(id.as_str()));
        html! {
            <>
                { self.heading() }
                <section class="notice" data-kind="note">
                    <h2>{ words.t("question.not_asked") }</h2>
                    if let Some(question) = decided_by {
                        <p>{ words.with("question.not_asked_by", &[("question", words.text(&question.short))]) }</p>
                        <p><a href={self.place_of(question).address()}>{ words.with("question.look_at", &[("question", words.text(&question.short))]) }</a></p>
                    }
                </section>
            </>
        }
    }

    fn place_of(&self, question: &Question) -> Page {
        let of_profile = self
            .state
            .pack
            .profile
            .iter()
            .any(|one| one.id == question.id);
        if of_profile {
            Page::Profile
        } else {
            Page::Question(question.id.clone())
        }
    }

    fn help(&self) -> Html {
        let (words, question) = (self.state.words(), self.step.question);
        let line = |key: &str, body: Html| (words.t(key).into_owned(), body);
        let mut lines = Vec::new();
        if let Some(help) = &question.help {
            lines.push(line("question.meaning", paragraph(words.text(help))));
        }
        if let Some(example) = &question.example {
            lines.push(line("question.example", paragraph(words.text(example))));
        }
        let pair = |key: &str, text: &Option<_>| {
            text.as_ref().map(
                |text| html! { <div><dt>{ words.t(key) }</dt><dd>{ words.text(text) }</dd></div> },
            )
        };
        let (prevent, respond) = (
            pair("question.prevent", &question.prevent),
            pair("question.respond", &question.respond),
        );
        if prevent.is_some() || respond.is_some() {
            let body = html! { <dl class="pairs">{ prevent }{ respond }</dl> };
            lines.push(line("question.before_after", body));
        }
        if !question.sources.is_empty() {
            lines.push(line(
                "question.sources",
                sources::list(self.state, &question.sources),
            ));
        }
        disclosures(lines)
    }
}
