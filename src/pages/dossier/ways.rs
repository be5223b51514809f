//! To whom it goes, for the log; and the ways out.

use sonae_engine::assessment::Level;
use yew::prelude::*;

use crate::state::dossier::{Made, Told};
use crate::state::{Action, State};
use crate::widgets::field::{self, Field};

/// What stands between words to choose from.
const BETWEEN: char = '／';

/// The sections.
pub fn ways(state: &State, act: &Callback<Action>, made: &Made) -> Html {
    let words = state.words();
    html! {
        <>
            <section class="section screen-only" aria-labelledby="ways">
                <h2 id="ways">{ words.t("dossier.ways") }</h2>
                <p class="prose">{ words.t("dossier.ways_text") }</p>
                <div class="dossier-fields">
                    { said(state, act, "to", &state.handing.to, Told::ToSaid) }
                    { said(state, act, "purpose", &state.handing.purpose, Told::PurposeSaid) }
                </div>
                <div class="toolbar">
                    <button type="button" class="button" onclick={told(act, Told::SaveAsked)}>{ words.t("dossier.save") }</button>
                    <button type="button" class="button button-second" onclick={told(act, Told::SealAsked)}>{ words.t("data.seal") }</button>
                    <button type="button" class="button button-second" onclick={act.reform(|_| Action::PrintAsked)}>{ words.t("action.print") }</button>
                </div>
            </section>
            if made.level == Level::Dimensionless { { text(state, act, made) } }
        </>
    }
}

fn said(
    state: &State,
    act: &Callback<Action>,
    key: &str,
    value: &str,
    tell: fn(String) -> Told,
) -> Html {
    let words = state.words();
    let known = words.t(&format!("dossier.{key}.known"));
    let suggested: Vec<&str> = known.split(BETWEEN).collect();
    let field = Field {
        id: format!("dossier-{key}"),
        label: words.t(&format!("dossier.{key}.label")).into_owned(),
        value: value.to_owned(),
        ..Field::default()
    };
    let typed = act.reform(move |typed| Action::Dossier(tell(typed)));
    html! { <div class="field">{ field::text(&field, &suggested, &typed) }</div> }
}

/// The text for another program, all of it, and the button that copies it.
fn text(state: &State, act: &Callback<Action>, made: &Made) -> Html {
    let words = state.words();
    let says = match state.handing.copied {
        None => "",
        Some(true) => "dossier.text.copied",
        Some(false) => "dossier.text.not_copied",
    };
    html! {
        <section class="section screen-only" aria-labelledby="text">
            <h2 id="text">{ words.t("dossier.text.heading") }</h2>
            <p class="prose">{ words.t("dossier.text.about") }</p>
            <div class="plan-text">{ state.dossier_text(made) }</div>
            <div class="toolbar">
                <button type="button" class="button button-second" onclick={told(act, Told::CopyAsked)}>{ words.t("dossier.text.copy") }</button>
                <span role="status">{ if says.is_empty() { String::new() } else { words.t(says).into_owned() } }</span>
            </div>
        </section>
    }
}

fn told(act: &Callback<Action>, told: Told) -> Callback<MouseEvent> {
    act.reform(move |_: MouseEvent| Action::Dossier(told.clone()))
}
