//! Other tabs of this app: who writes an assessment, and what is said among them.
//!
//! The tab that writes one holds a lock of its key (Web Locks). Others look on and wait; they may
//! ask for it. A tab that does not answer is frozen or gone, and loses the lock. Where a browser
//! has no locks, every tab writes.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use gloo::events::EventListener;
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

use super::{Tell, clock, promise, store};
use crate::state::shelf::Told;
use crate::state::{kits, room};

const CHANNEL: &str = "sonae";
/// A tab that was asked to let go and has not by now is not going to.
const PATIENCE_MS: u32 = 1500;
/// As often it is looked whether everything is written before a lock is let go.
const LOOK_MS: u32 = 20;

thread_local! {
    /// What lets each lock go that this tab holds.
    static HELD: RefCell<BTreeMap<String, Function>> = RefCell::default();
    /// The keys this tab waits for.
    static AWAITED: RefCell<BTreeSet<String>> = RefCell::default();
    static TALK: RefCell<Option<Talk>> = const { RefCell::new(None) };
}

struct Talk {
    channel: BroadcastChannel,
    tell: Tell,
    _heard: EventListener,
}

/// Listens to the other tabs for as long as this one lives.
pub fn listen(tell: &Tell) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else {
        return;
    };
    let told = tell.clone();
    let heard = EventListener::new(&channel, "message", move |event| {
        let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        let message: Array = message.unwrap_or_default().dyn_into().unwrap_or_default();
        let part = |at| message.get(at).as_string().unwrap_or_default();
        let (what, key) = (part(0), part(1));
        match what.as_str() {
            "room" => told(room::Told::Heard(key, room::Wall::named(&part(2))).into()),
            "projecting" => told(room::Told::Projecting.into()),
            "turn" => {
                let turn = room::Turn::EVERY.into_iter().find(|it| it.name() == key);
                if let Some(turn) = turn {
                    // A page in the background looks at the clock too seldom.
                    told(Told::Ticked(clock::moment()).into());
                    told(room::Told::Turned(turn).into());
                }
            }
            "written" => {
                store::begin_again();
                told(Told::WrittenElsewhere(key).into());
            }
            "kits" => {
                store::begin_again();
                told(kits::own::Told::Elsewhere.into());
            }
            "wiped" => {
                store::forget();
                told(Told::WipedElsewhere.into());
            }
            "asked" if is_held(&key) => {
                let told = told.clone();
                spawn_local(async move {
                    told(Told::Lost(key.clone()).into());
                    while !store::is_at_rest() {
                        TimeoutFuture::new(LOOK_MS).await;
                    }
                    let_go(&key);
                });
            }
            _ => {}
        }
    });
    let tell = tell.clone();
    TALK.with_borrow_mut(|talk| {
        *talk = Some(Talk {
            channel,
            tell,
            _heard: heard,
        });
    });
}

/// Says something to the other tabs: what, and about which key.
pub fn say(what: &str, key: &str) {
    say_with(what, key, "");
}

/// The same, with how.
pub fn say_with(what: &str, key: &str, how: &str) {
    TALK.with_borrow(|talk| {
        if let Some(talk) = talk {
            let message = Array::of3(&what.into(), &key.into(), &how.into());
            let _ = talk.channel.post_message(&message);
        }
    });
}

fn tell(told: Told) {
    let tell = TALK.with_borrow(|talk| talk.as_ref().map(|talk| talk.tell.clone()));
    if let Some(tell) = tell {
        tell(told.into());
    }
}

/// Whether this tab holds the lock of a key.
#[must_use]
pub fn is_held(key: &str) -> bool {
    HELD.with_borrow(|held| held.contains_key(key)) || locks().is_none()
}

/// Takes the lock of a key where it is free; whether this tab holds it now.
pub async fn take(key: &str) -> bool {
    is_held(key) || request(key, "ifAvailable").await
}

/// Waits for the lock of a key, and tells when this tab holds it.
pub fn wait(key: String) {
    if !AWAITED.with_borrow_mut(|awaited| awaited.insert(key.clone())) {
        return;
    }
    spawn_local(async move {
        let got = request(&key, "").await;
        AWAITED.with_borrow_mut(|awaited| awaited.remove(&key));
        if got {
            tell(Told::Held(key));
        }
    });
}

/// Asks the tab that holds the lock to let it go; one that does not answer loses it.
pub fn take_over(key: String) {
    say("asked", &key);
    spawn_local(async move {
        TimeoutFuture::new(PATIENCE_MS).await;
        if !is_held(&key) && request(&key, "steal").await {
            tell(Told::Held(key));
        }
    });
}

/// Lets another tab have the lock of a key.
pub fn let_go(key: &str) {
    if let Some(release) = HELD.with_borrow_mut(|held| held.remove(key)) {
        let _ = release.call0(&JsValue::NULL);
    }
}

/// A lock for a moment: it goes when this is dropped.
pub struct Alone(String);

impl Drop for Alone {
    fn drop(&mut self) {
        let_go(&self.0);
    }
}

/// Waits until no other tab does what this name stands for.
pub async fn alone(name: &str) -> Alone {
    request(name, "").await;
    Alone(name.to_owned())
}

/// Asks the browser for a lock: at once or not (`ifAvailable`), by force (`steal`), or in turn.
/// Whether it was got.
async fn request(key: &str, how: &str) -> bool {
    let Some(locks) = locks() else {
        return true;
    };
    let (answer, settle) = promise();
    let failed = settle.clone();
    let name = key.to_owned();
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            let _ = settle.call1(&JsValue::NULL, &false.into());
            return JsValue::UNDEFINED;
        }
        let (kept, release) = promise();
        HELD.with_borrow_mut(|held| held.insert(name, release));
        let _ = settle.call1(&JsValue::NULL, &true.into());
        kept.into()
    });
    let options = Object::new();
    if !how.is_empty() {
        let _ = Reflect::set(&options, &how.into(), &true.into());
    }
    let asked = Reflect::get(&locks, &"request".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|ask| {
            ask.call3(
                &locks,
                &format!("{CHANNEL}/{key}").into(),
                &options,
                &granted,
            )
        });
    let Ok(Ok(asked)) = asked.map(JsCast::dyn_into::<Promise>) else {
        return true;
    };
    let taken = key.to_owned();
    spawn_local(async move {
        if JsFuture::from(asked).await.is_err() {
            // Either another tab took the lock by force, or locks are forbidden here.
            if HELD.with_borrow_mut(|held| held.remove(&taken)).is_some() {
                tell(Told::Lost(taken));
            }
            let _ = failed.call1(&JsValue::NULL, &true.into());
        }
    });
    let answer = JsFuture::from(answer).await;
    answer.is_ok_and(|got| got.is_truthy())
}

fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined()).then_some(locks)
}
