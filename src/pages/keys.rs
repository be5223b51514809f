//! Keys: a pair is made for those whom files are sealed to, and the digits of one are compared.

use yew::prelude::*;

use super::locks::{busy, choose_public, fingerprint, keys};
use crate::route::Page;
use crate::state::locks::{Pair, Told};
use crate::state::{Action, State};
use crate::widgets::key_form::KeyForm;

/// The page.
pub fn view(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.keys") }</h1>
                <p class="lead">{ words.t("keys.lead") }</p>
                <section class="section" aria-labelledby="make">
                    <h2 id="make">{ words.t("keys.make") }</h2>
                    if let Some(pair) = &state.locks.pair {
                        { made(state, pair, act) }
                    } else {
                        <p>{ words.t("keys.make_text") }</p>
                        <KeyForm {words} on_asked={act.reform(|(name, passphrase)| Told::PairAsked(name, passphrase).into())} />
                    }
                    { busy(state, act, |_| true) }
                </section>
                <section class="section" aria-labelledby="look">
                    <h2 id="look">{ words.t("keys.look") }</h2>
                    <p>{ words.t("keys.look_text") }</p>
                    { choose_public(words, act) }
                    { keys(state) }
                </section>
                <div class="actions">
                    <a class="button button-second" href={Page::Data.address()}>{ words.t("action.back") }</a>
                </div>
            </main>
        </div>
    }
}

/// The pair that was made, and what is done with each of the two.
fn made(state: &State, pair: &Pair, act: &Callback<Action>) -> Html {
    let words = state.words();
    let secret = if pair.locked {
        "keys.secret_locked"
    } else {
        "keys.secret_open"
    };
    html! {
        <div role="status">
            <p><strong>{ words.t("keys.made") }</strong></p>
            { fingerprint(words, &pair.public) }
            <ul class="cards" role="list">
                <li class="card">
                    <h3>{ words.t("keys.secret") }</h3>
                    <p>{ words.t(secret) }</p>
                    <div><button type="button" class="button" onclick={act.reform(|_| Told::SecretSaved.into())}>{ words.t("keys.save_secret") }</button></div>
                </li>
                <li class="card">
                    <h3>{ words.t("keys.public") }</h3>
                    <p>{ words.t("keys.public_text") }</p>
                    <div><button type="button" class="button" onclick={act.reform(|_| Told::PublicSaved.into())}>{ words.t("keys.save_public") }</button></div>
                </li>
            </ul>
            <p><button type="button" class="button button-quiet button-small" onclick={act.reform(|_| Told::PairDropped.into())}>{ words.t("keys.another") }</button></p>
        </div>
    }
}
