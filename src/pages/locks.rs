//! Files closed to others: locked with a passphrase, sealed to a public key, and opened again.

use sonae_engine::lock::{Locked, Recipient};
use yew::prelude::*;

use crate::route::Page;
use crate::state::locks::{Brought, For, Told, Work};
use crate::state::shelf::{IDLE_MINUTES, Told as ShelfTold};
use crate::state::{Action, Case, State};
use crate::widgets::check::check;
use crate::widgets::field::{self, Field};
use crate::widgets::file_button::{CLOSED, FileButton, KEYS};
use crate::widgets::passphrase::PassphraseForm;
use crate::widgets::select::Entry;
use crate::words::Words;

/// The minutes of quiet to choose from, after which what is locked closes.
const IDLE: [u32; 5] = [5, 10, 30, 60, 0];

/// The page on which the open assessment is saved locked.
pub fn lock(state: &State, _: &Case, act: &Callback<Action>) -> Html {
    let words = state.words();
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.lock") }</h1>
                <p class="lead">{ words.t("locks.lead") }</p>
                <section class="notice" data-kind="caution">
                    <h2>{ words.t("locks.forgotten") }</h2>
                    { points(words, ["locks.nobody_has_it", "locks.write_it_down", "locks.another_way"]) }
                </section>
                <PassphraseForm key={state.locks.done.to_string()} {words} name="lock" label={words.t("locks.passphrase").into_owned()} button={words.t("locks.lock").into_owned()}
                    new=true on_given={act.reform(|passphrase| Told::LockAsked(passphrase).into())} />
                { busy(state, act, |work| *work != Work::LockingHere) }
                <p class="soft">{ words.t("locks.strength_text") }</p>
                <p class="soft">{ words.t("locks.standard") }</p>
                { here(state, act) }
                { back(words) }
            </main>
        </div>
    }
}

/// The lock of the open assessment in this browser.
fn here(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(lock) = state.lock_of_open() else {
        return html! {
            <section class="section" aria-labelledby="here">
                <h2 id="here">{ words.t("locks.here") }</h2>
                <p>{ words.t("locks.here_text") }</p>
                <PassphraseForm {words} name="here" label={words.t("locks.passphrase").into_owned()} button={words.t("locks.lock_here").into_owned()}
                    new=true on_given={act.reform(|passphrase| ShelfTold::LockAsked(passphrase).into())} />
                { busy(state, act, |work| *work == Work::LockingHere) }
            </section>
        };
    };
    let entries = IDLE.map(|minutes| Entry {
        value: minutes.to_string(),
        text: match minutes {
            0 => words.t("locks.idle_never").into_owned(),
            minutes => words.with("locks.idle_minutes", &[("count", minutes)]),
        },
        chosen: minutes == lock.idle_minutes,
    });
    let idle = Field {
        id: "idle".to_owned(),
        label: words.t("locks.idle").into_owned(),
        ..Field::default()
    };
    let chosen = act.reform(|typed: String| {
        let minutes = typed.parse().unwrap_or(IDLE_MINUTES);
        ShelfTold::IdleChosen(minutes).into()
    });
    html! {
        <section class="section" aria-labelledby="here">
            <h2 id="here">{ words.t("locks.here") }</h2>
            <p role="status"><strong>{ words.t("locks.is_locked_here") }</strong></p>
            <div class="field">{ field::list(&idle, &entries, &chosen) }</div>
            <div class="toolbar">
                <button type="button" class="button" onclick={act.reform(|_| ShelfTold::CloseAsked.into())}>{ words.t("locks.close") }</button>
                <button type="button" class="button button-second" onclick={act.reform(|_| ShelfTold::LockDropped.into())}>{ words.t("locks.drop") }</button>
            </div>
        </section>
    }
}

/// The page on which a file is sealed to a public key.
pub fn seal(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let Some(parcel) = &state.locks.parcel else {
        return nothing(words, "title.seal", "locks.no_parcel", Html::default());
    };
    let compared = act.reform(|compared| Told::Compared(compared).into());
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.seal") }</h1>
                <p class="lead">{ words.t("locks.seal_lead") }</p>
                <p>{ words.with("locks.parcel", &[("name", &parcel.name)]) }</p>
                <section class="section" aria-labelledby="to">
                    <h2 id="to">{ words.t("locks.to") }</h2>
                    <p>{ words.t("locks.to_text") }</p>
                    { choose_public(words, act) }
                    { keys(state) }
                </section>
                if state.locks.to.is_some() {
                    <section class="section" aria-labelledby="compare">
                        <h2 id="compare">{ words.t("locks.compare") }</h2>
                        <p>{ words.t("locks.compare_text") }</p>
                        { check(&words.t("locks.compared"), state.locks.compared, &compared) }
                        if state.locks.compared {
                            <div class="toolbar">
                                <button type="button" class="button" onclick={act.reform(|_| Told::SealNow.into())}>{ words.t("locks.seal") }</button>
                            </div>
                        }
                        { busy(state, act, |_| true) }
                    </section>
                }
                { back(words) }
            </main>
        </div>
    }
}

/// The page on which a closed file is opened.
pub fn unlock(state: &State, act: &Callback<Action>) -> Html {
    let words = state.words();
    let locks = &state.locks;
    if let Some(opened) = &locks.opened {
        return html! {
            <div class="page">
                <main class="page-main" id="main" tabindex="-1">
                    <h1 tabindex="-1">{ words.t("title.unlock") }</h1>
                    <section class="notice" data-kind="done" role="status">
                        <h2>{ words.with("locks.opened", &[("name", &opened.name)]) }</h2>
                        <p>{ words.t("locks.opened_text") }</p>
                        <div class="notice-actions">
                            <button type="button" class="button" onclick={act.reform(|_| Told::OpenedSaved.into())}>{ words.t("action.save") }</button>
                        </div>
                    </section>
                    { back(words) }
                </main>
            </div>
        };
    }
    let Some(brought) = &locks.brought else {
        return nothing(
            words,
            "title.unlock",
            "locks.nothing_brought",
            open_button(words, act),
        );
    };
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t("title.unlock") }</h1>
                { with_what(state, brought, act) }
                { busy(state, act, |_| true) }
                if brought.is_kept() {
                    <p class="soft">{ words.t("locks.kept_locked") }</p>
                } else if brought.purpose == For::Opening {
                    <p class="soft">{ words.t("locks.then_kept") }</p>
                }
                { back(words) }
            </main>
        </div>
    }
}

/// What opens the file, asked for.
fn with_what(state: &State, brought: &Brought, act: &Callback<Action>) -> Html {
    let words = state.words();
    let given = act.reform(|passphrase| Told::PassphraseGiven(passphrase).into());
    let button = words.t("locks.unlock").into_owned();
    let name = [("name", &brought.name)];
    if brought.is_kept() {
        return html! {
            <>
                <p class="lead">{ words.t("locks.asks_here") }</p>
                <PassphraseForm {words} name="unlock" label={words.t("locks.passphrase").into_owned()} {button} on_given={given} />
            </>
        };
    }
    match brought.kind {
        Locked::Passphrase => html! {
            <>
                <p class="lead">{ words.with("locks.is_locked", &name) }</p>
                <PassphraseForm {words} name="unlock" label={words.t("locks.passphrase").into_owned()} {button} on_given={given} />
            </>
        },
        Locked::ToKeys => html! {
            <>
                <p class="lead">{ words.with("locks.is_sealed", &name) }</p>
                <p>{ words.t("locks.is_sealed_text") }</p>
                <div class="toolbar">
                    <FileButton label={words.t("locks.choose_secret").into_owned()} accept={CLOSED}
                        on_read={act.reform(|(name, bytes)| Told::SecretRead(name, bytes).into())} />
                </div>
                if let Some((key, _)) = &brought.key {
                    <p role="status">{ words.with("locks.key_is_locked", &[("name", key)]) }</p>
                    <PassphraseForm {words} name="key" label={words.t("locks.key_passphrase").into_owned()} {button} on_given={given} />
                }
            </>
        },
    }
}

/// A button to choose somebody's public key.
pub(super) fn choose_public(words: Words, act: &Callback<Action>) -> Html {
    html! {
        <div class="toolbar">
            <FileButton label={words.t("locks.choose_public").into_owned()} accept={KEYS}
                on_read={act.reform(|(name, bytes)| Told::PublicRead(name, bytes).into())} />
        </div>
    }
}

/// The public keys that were chosen.
pub(super) fn keys(state: &State) -> Html {
    let words = state.words();
    let Some((name, keys)) = &state.locks.to else {
        return Html::default();
    };
    html! {
        <div role="status">
            <p class="soft">{ words.with("locks.chosen", &[("name", name)]) }</p>
            { for keys.iter().map(|key| fingerprint(words, key)) }
        </div>
    }
}

/// Whose key it is, and the digits by which two people see that they have the same.
pub(super) fn fingerprint(words: Words, key: &Recipient) -> Html {
    let digits = key.fingerprint();
    html! {
        <dl class="key">
            <dt>{ words.t("locks.whose") }</dt>
            <dd>{ if key.name.is_empty() { words.t("locks.nameless").into_owned() } else { key.name.clone() } }</dd>
            <dt>{ words.t("locks.digits") }</dt>
            <dd class="key-digits">{ for digits.iter().map(|group| html! { <span>{ group }{ " " }</span> }) }</dd>
            <dt>{ words.t("locks.key") }</dt>
            <dd class="key-text">{ &key.key }</dd>
        </dl>
    }
}

/// What the worker does now, said as it begins, and how to stop it; where it is this work.
pub(super) fn busy(state: &State, act: &Callback<Action>, is_this: fn(&Work) -> bool) -> Html {
    let words = state.words();
    let busy = state.locks.busy.as_ref().is_some_and(is_this);
    let stop = act.reform(|_: MouseEvent| Told::Stopped.into());
    html! {
        <div class="toolbar">
            <p class="soft" role="status" aria-live="polite">{ if busy { words.t("locks.busy") } else { "".into() } }</p>
            if busy {
                <button type="button" class="button button-quiet button-small" onclick={stop}>{ words.t("locks.stop") }</button>
            }
        </div>
    }
}

fn points<const N: usize>(words: Words, keys: [&str; N]) -> Html {
    html! { <ul>{ for keys.iter().map(|key| html! { <li>{ words.t(key) }</li> }) }</ul> }
}

fn open_button(words: Words, act: &Callback<Action>) -> Html {
    html! {
        <div class="toolbar">
            <FileButton label={words.t("start.open").into_owned()} accept={CLOSED}
                on_read={act.reform(|(name, bytes)| Action::CaseRead { name, bytes })} />
        </div>
    }
}

/// Where there is nothing to do: why, and where to begin.
fn nothing(words: Words, title: &str, text: &str, offer: Html) -> Html {
    html! {
        <div class="page">
            <main class="page-main" id="main" tabindex="-1">
                <h1 tabindex="-1">{ words.t(title) }</h1>
                <p>{ words.t(text) }</p>
                { offer }
                { back(words) }
            </main>
        </div>
    }
}

fn back(words: Words) -> Html {
    html! {
        <div class="actions">
            <a class="button button-second" href={Page::Data.address()}>{ words.t("action.back") }</a>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use sonae_engine::content::Language;
    use sonae_engine::lock::cipher::{KeyPair, lock, seal};

    use crate::pages::tests::rendered;
    use crate::route::Page;
    use crate::state::locks::Told;
    use crate::state::locks::tests::{tell, with_case, words};
    use crate::state::tests::started;
    use crate::state::{Action, State};

    fn in_english(mut state: State) -> State {
        tell(&mut state, Action::LanguageChosen(Language::En));
        state
    }

    fn brought(bytes: Vec<u8>) -> State {
        let mut state = in_english(started());
        let name = "a.sonae.age".to_owned();
        let bytes = Ok(bytes);
        tell(&mut state, Action::CaseRead { name, bytes });
        state
    }

    #[test]
    fn what_forgetting_means_is_said_before_the_passphrase_is_set() {
        let mut state = in_english(with_case());
        tell(&mut state, Action::Went(Page::Lock));
        let page = rendered(&state);
        let said = page.find("nobody can open the file").expect("said");
        assert!(said < page.find("<input").expect("a field"));
        assert_eq!(page.matches("autocomplete=\"off\"").count(), 4);
        assert!(page.contains("nothing entered yet") && !page.contains("Working"));
        state.update(Told::LockAsked(words("a")).into());
        assert!(rendered(&state).contains("Working"));
    }

    #[test]
    fn a_locked_file_asks_for_its_passphrase_and_a_sealed_one_for_its_key() {
        let page = rendered(&brought(lock(b"x", &words("a")).expect("locked")));
        assert!(
            page.contains("“a.sonae.age” is locked with a passphrase."),
            "{page}"
        );
        assert_eq!(page.matches("autocomplete=\"off\"").count(), 1);
        let pair = KeyPair::new("", "2026-11-24", Some(&words("a"))).expect("a pair");
        let mut state = brought(seal(b"x", &[pair.public]).expect("sealed"));
        let page = rendered(&state);
        assert!(page.contains("is sealed to a public key") && !page.contains("autocomplete"));
        let secret = Told::SecretRead("k.age".to_owned(), Ok(pair.secret));
        tell(&mut state, secret);
        assert!(rendered(&state).contains("The secret key “k.age” is locked"));
        tell(&mut state, Told::PassphraseGiven(words("a")));
        assert!(rendered(&state).contains("It was opened as “a.sonae”."));
    }

    #[test]
    fn whose_key_it_is_and_its_digits_stand_before_anything_is_sealed() {
        let mut state = in_english(with_case());
        tell(&mut state, Told::SealAsked(None));
        let page = rendered(&state);
        assert!(
            page.contains("“sonae-assessment-2026-11-24.sonae”")
                && !page.contains("type=\"checkbox\"")
        );
        let key = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
        let file = format!("# Imaginary Bank\n{key}\n").into_bytes();
        tell(&mut state, Told::PublicRead("k.pub".to_owned(), Ok(file)));
        let page = rendered(&state);
        assert!(
            page.contains("Imaginary Bank") && page.contains(">99672 <") && page.contains(key),
            "{page}"
        );
        assert!(!page.contains("Seal it and save"));
        tell(&mut state, Told::Compared(true));
        assert!(rendered(&state).contains("Seal it and save"));
    }

    #[test]
    fn without_anything_to_seal_or_open_the_page_says_where_to_begin() {
        let mut state = in_english(started());
        tell(&mut state, Action::Went(Page::Seal));
        assert!(rendered(&state).contains("Nothing was chosen to be sealed"));
        tell(&mut state, Action::Went(Page::Unlock));
        assert!(rendered(&state).contains("type=\"file\""));
    }

    #[test]
    fn keys_are_made_and_saved_one_by_one() {
        let mut state = in_english(started());
        tell(&mut state, Action::Went(Page::Keys));
        let page = rendered(&state);
        assert!(page.contains("id=\"keys.name\"") && page.contains("id=\"keys.0\""));
        tell(
            &mut state,
            Told::PairAsked("Imaginary Bank".to_owned(), None),
        );
        let page = rendered(&state);
        for part in [
            "Imaginary Bank",
            "It is not locked",
            "Save the secret key",
            "Save the public key",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("AGE-SECRET-KEY"));
        tell(&mut state, Told::PairDropped);
        assert!(rendered(&state).contains("id=\"keys.name\""));
    }
}
