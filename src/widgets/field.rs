//! A field to type into: its label, a hint, what is wrong, the unit, and what was understood.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::select::{Entry, Select};
use crate::words::Words;

/// A field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Its id on the page.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// Whether it must be answered, in words.
    pub need: Option<String>,
    /// How to answer.
    pub hint: Option<String>,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// What it holds.
    pub value: String,
    /// Whether only a few digits are expected.
    pub short: bool,
    /// The unit behind it, where there is only one.
    pub suffix: Option<String>,
    /// The units to choose from.
    pub units: Vec<Entry>,
    /// What was understood.
    pub echo: Option<String>,
}

/// A field for a number. Told what was typed when the field is left or Enter is pressed.
pub fn number(
    words: Words,
    field: &Field,
    on_typed: &Callback<String>,
    on_unit: &Callback<String>,
) -> Html {
    let onchange =
        on_typed.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    let short = field.short.then_some("field-input-short");
    html! {
        <>
            { head(field) }
            <div class="field-row">
                <input class={classes!("field-input", "field-input-number", short)} id={field.id.clone()} name={field.id.clone()}
                    inputmode="decimal" autocomplete="off" value={field.value.clone()} aria-describedby={described(field)}
                    aria-invalid={field.error.is_some().then_some("true")} {onchange} />
                if let Some(suffix) = &field.suffix {
                    <span class="field-suffix">{ suffix }</span>
                }
                if !field.units.is_empty() {
                    <Select class="field-unit" label={format!("{}{}{}", words.t("field.unit"), words.t("frame.colon"), field.label)}
                        entries={field.units.clone()} on_choose={on_unit.clone()} />
                }
                if let Some(echo) = &field.echo {
                    <output class="field-echo" for={field.id.clone()}>{ echo }</output>
                }
            </div>
        </>
    }
}

/// A field for a few words, with some to choose from. Told when it is left or Enter is pressed.
pub fn text(field: &Field, suggested: &[&str], on_typed: &Callback<String>) -> Html {
    let onchange =
        on_typed.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    let list = format!("{}-words", field.id);
    html! {
        <>
            { head(field) }
            <input class="field-input" id={field.id.clone()} name={field.id.clone()} list={list.clone()} maxlength="100" autocomplete="off"
                value={field.value.clone()} aria-describedby={described(field)} {onchange} />
            <datalist id={list}>{ for suggested.iter().map(|word| html! { <option value={(*word).to_owned()} /> }) }</datalist>
        </>
    }
}

/// A field for a few sentences of at most so many letters, that are never kept: told of every change, so that nothing typed is
/// lost with what is drawn meanwhile.
pub fn sentences(field: &Field, limit: usize, on_typed: &Callback<String>) -> Html {
    let oninput = on_typed
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    html! {
        <>
            { head(field) }
            <textarea class="field-input" id={field.id.clone()} form="unremembered" autocomplete="off" rows={(limit / 100 + 1).to_string()} maxlength={limit.to_string()}
                value={field.value.clone()} aria-describedby={described(field)} aria-invalid={field.error.is_some().then_some("true")} {oninput} />
        </>
    }
}

/// The same for a few letters.
pub fn letters(field: &Field, on_typed: &Callback<String>) -> Html {
    let oninput = on_typed
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <>
            { head(field) }
            <input class="field-input field-input-short" id={field.id.clone()} form="unremembered" autocomplete="off" maxlength="20"
                value={field.value.clone()} aria-describedby={described(field)} aria-invalid={field.error.is_some().then_some("true")} {oninput} />
        </>
    }
}

/// A field for a day, `YYYY-MM-DD`; empty where none is said.
pub fn day(field: &Field, on_chosen: &Callback<String>) -> Html {
    let onchange =
        on_chosen.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <>
            { head(field) }
            <input type="date" autocomplete="off" class="field-input" id={field.id.clone()} name={field.id.clone()} max="9999-12-31"
                value={field.value.clone()} aria-describedby={described(field)} {onchange} />
        </>
    }
}

/// A field for a time of day, `HH:MM`; empty where none is said.
pub fn time(field: &Field, on_chosen: &Callback<String>) -> Html {
    let onchange =
        on_chosen.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <>
            { head(field) }
            <input type="time" autocomplete="off" class="field-input field-input-time" id={field.id.clone()} name={field.id.clone()}
                value={field.value.clone()} aria-describedby={described(field)} {onchange} />
        </>
    }
}

/// A field to choose one of many from.
pub fn list(field: &Field, items: &[Entry], on_chosen: &Callback<String>) -> Html {
    html! {
        <>
            { head(field) }
            <Select class="field-input" id={field.id.clone()} described={described(field).map(AttrValue::from)} invalid={field.error.is_some()}
                entries={items.to_vec()} on_choose={on_chosen.clone()} />
        </>
    }
}

fn head(field: &Field) -> Html {
    html! {
        <>
            <label class="field-label" for={field.id.clone()}>
                { &field.label }
                if let Some(need) = &field.need {
                    <span class="field-need">{ need }</span>
                }
            </label>
            if let Some(hint) = &field.hint {
                <p class="field-hint" id={format!("{}-hint", field.id)}>{ hint }</p>
            }
            if let Some(error) = &field.error {
                <p class="field-error" id={format!("{}-error", field.id)}>{ error }</p>
            }
        </>
    }
}

fn described(field: &Field) -> Option<String> {
    let hint = field.hint.as_ref().map(|_| format!("{}-hint", field.id));
    let error = field.error.as_ref().map(|_| format!("{}-error", field.id));
    let ids: Vec<String> = hint.into_iter().chain(error).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
