//! What this browser keeps: the shelf of assessments with their earlier versions, and the language.
//!
//! What is kept is the very text of a saved file. It is written to the database at once after every
//! change, ciphered (`cipher`), so that nothing readable is left behind when it is wiped.

mod cipher;
mod database;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::Pin;

use js_sys::Promise;
use sonae_engine::assessment::{Assessment, fingerprint};
use sonae_engine::content::{Language, OwnFile, Pack};
use sonae_engine::lock::Recipient;
use sonae_engine::request::Request;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{future_to_promise, spawn_local};
use web_sys::HtmlDocument;

use super::{Tell, clock, reader, tabs};
use crate::later;
use crate::state::shelf::{Entry, Moment, Remains, Told, Typed, ends_its_hour, outdated};
use crate::state::{Refusal, Shared};
pub use database::Change;

/// What the names of everything of ours begin with.
const OURS: &str = "sonae";
/// Where the first builds kept the one assessment they knew.
const BEFORE: &str = "sonae.assessment";
const LANGUAGE: &str = "sonae.language";
const COURSES: &str = "sonae.courses";
/// The key of what is open in this tab.
const OPEN: &str = "sonae.open";

/// Whether anything of a person is kept here, to be opened or gone on with.
///
/// # Errors
/// The browser's refusal: it keeps nothing here.
pub async fn holds_anything() -> Result<bool, Refusal> {
    if before().is_some() || courses().is_some() {
        return Ok(true);
    }
    Ok(database::may_hold().await && !database::keys("").await?.is_empty())
}

/// Finds out whether the browser keeps anything at all.
///
/// # Errors
/// Its refusal.
pub async fn try_it() -> Result<(), Refusal> {
    database::keys("").await.map(|_| ())
}

/// What stands on the shelf, the one changed last first.
///
/// # Errors
/// The browser's refusal: it keeps nothing here.
pub async fn shelf() -> Result<Vec<Entry>, Refusal> {
    let texts = database::all("entry/").await?;
    let mut entries: Vec<Entry> = texts
        .iter()
        .filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok())
        .collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.changed.ms));
    Ok(entries)
}

/// What is kept under a key.
pub async fn fetch(key: &str) -> Option<Vec<u8>> {
    database::get(&format!("case/{key}")).await
}

/// The key of what was open in this tab.
#[must_use]
pub fn open_here() -> Option<String> {
    session()?.get_item(OPEN).ok().flatten()
}

/// Remembers what is open in this tab, until it is closed.
pub fn set_open(key: Option<&str>) {
    if let Some(store) = session() {
        let _ = match key {
            Some(key) => store.set_item(OPEN, key),
            None => store.remove_item(OPEN),
        };
    }
}

thread_local! {
    /// What waits to be written, by its key; and whether something is being written.
    static QUEUE: RefCell<Queue> = RefCell::default();
    /// The same of what is being typed.
    static TYPED: RefCell<TypedQueue> = RefCell::default();
}

#[derive(Default)]
struct Queue {
    waiting: BTreeMap<String, (Box<Entry>, Shared<Assessment>)>,
    busy: bool,
}

#[derive(Default)]
struct TypedQueue {
    waiting: Option<(String, Option<Typed>)>,
    busy: bool,
}

/// Keeps an assessment and tells what came of it. While one writing goes on, only the latest of
/// what comes meanwhile waits.
pub fn keep(entry: Box<Entry>, assessment: Shared<Assessment>, pack: &'static Pack, tell: &Tell) {
    let idle = QUEUE.with_borrow_mut(|queue| {
        queue.waiting.insert(entry.key.clone(), (entry, assessment));
        !std::mem::replace(&mut queue.busy, true)
    });
    if idle {
        let tell = tell.clone();
        spawn_local(async move {
            while let Some((_, (mut entry, assessment))) =
                QUEUE.with_borrow_mut(|queue| queue.waiting.pop_first())
            {
                let bytes = assessment.write(pack);
                entry.content = fingerprint(&bytes);
                let kept = write(&entry, &bytes).await;
                if kept.is_ok() {
                    tabs::say("written", &entry.key);
                    forget_before();
                }
                let kept = kept.map(|()| (entry, assessment));
                tell(Told::Kept(kept).into());
            }
            QUEUE.with_borrow_mut(|queue| queue.busy = false);
        });
    }
}

/// Whether everything that was to be kept is.
#[must_use]
pub fn is_at_rest() -> bool {
    QUEUE.with_borrow(|queue| !queue.busy)
}

/// Writes an assessment, and what it takes along.
async fn write(entry: &Entry, bytes: &[u8]) -> Result<(), Refusal> {
    let now = entry.changed.ms;
    let (mut changes, bytes) = match later::get() {
        Some(later) => (later.prepare)(entry.clone(), bytes.to_vec()).await?,
        // A lock was seen by the later part only.
        None if entry.lock.is_some() => return Err(Refusal::Forbidden),
        None => (Vec::new(), bytes.to_vec()),
    };
    let text = serde_json::to_vec(entry).unwrap_or_default();
    changes.push(Change::Put(format!("case/{}", entry.key), now, bytes));
    changes.push(Change::Put(format!("entry/{}", entry.key), now, text));
    if database::change(&changes).await.is_ok() {
        return Ok(());
    }
    // Where there is no room, earlier versions make it.
    let versions = database::keys("version/").await.unwrap_or_default();
    let room: Vec<Change> = versions.into_iter().map(Change::Delete).collect();
    database::change(&room).await?;
    changes.retain(|change| matches!(change, Change::Put(..)));
    database::change(&changes).await
}

/// What is prepared to be written, or why it is not, once it is known.
pub type Prepared = Pin<Box<dyn Future<Output = Result<(Vec<Change>, Vec<u8>), Refusal>>>>;

/// Makes an assessment ready to be written: what it was at the end of an earlier hour stays as a
/// version, and what is locked is sealed.
pub fn prepare(entry: Entry, bytes: Vec<u8>) -> Prepared {
    Box::pin(async move {
        let now = entry.changed.ms;
        let place = format!("case/{}", entry.key);
        let known = self::entry(&entry.key).await;
        let key_of = |entry: &Entry| entry.lock.as_ref().map(|lock| lock.key.clone());
        let mut changes = Vec::new();
        if known.is_some_and(|known| key_of(&known) != key_of(&entry)) {
            // Another lock, or none: what came before it does not stay beside it.
            let past = database::keys(&format!("version/{}/", entry.key)).await;
            changes.extend(past.unwrap_or_default().into_iter().map(Change::Delete));
            changes.push(Change::Delete(typed_place(&entry.key)));
            changes.push(Change::Delete(asked_place(&entry.key)));
        } else if let Some(before) = database::written_at(&place).await
            && ends_its_hour(before, now)
        {
            let past = |ms: u64| format!("version/{}/{ms:015}", entry.key);
            let mut all = version_times(&entry.key).await;
            all.push(before);
            changes.push(Change::Copy(place, past(before)));
            let old = outdated(&all, now).into_iter();
            changes.extend(old.map(|ms| Change::Delete(past(ms))));
        }
        let bytes = match key_of(&entry) {
            Some(key) => sealed(bytes, key).await?,
            None => bytes,
        };
        Ok((changes, bytes))
    })
}

/// Keeps what is known of an assessment.
pub async fn keep_entry(entry: &Entry) {
    let text = serde_json::to_vec(entry).unwrap_or_default();
    let place = format!("entry/{}", entry.key);
    let _ = database::change(&[Change::Put(place, entry.changed.ms, text)]).await;
    tabs::say("written", &entry.key);
}

/// Keeps what is being typed into the open assessment, or that nothing is; the latest counts.
pub fn keep_typed(typed: Option<Typed>) {
    let Some(key) = open_here().filter(|key| tabs::is_held(key)) else {
        return;
    };
    let idle = TYPED.with_borrow_mut(|queue| {
        queue.waiting = Some((key, typed));
        !std::mem::replace(&mut queue.busy, true)
    });
    if idle {
        spawn_local(async {
            while let Some((key, typed)) = TYPED.with_borrow_mut(|queue| queue.waiting.take()) {
                let place = typed_place(&key);
                let change = match typed {
                    Some(typed) => {
                        let text = serde_json::to_vec(&typed).unwrap_or_default();
                        let closed = match later::get() {
                            Some(later) => (later.closed)(key, text).await,
                            None => Ok(text),
                        };
                        closed.map(|text| Change::Put(place, typed.at, text))
                    }
                    None => Ok(Change::Delete(place)),
                };
                if let Ok(change) = change {
                    let _ = database::change(&[change]).await;
                }
            }
            TYPED.with_borrow_mut(|queue| queue.busy = false);
        });
    }
}

/// What was being typed into an assessment when its page was gone, as it is kept.
pub async fn typed(key: &str) -> Vec<u8> {
    let kept = database::get(&typed_place(key)).await;
    kept.unwrap_or_default()
}

/// Keeps the questions that an assessment is answering beside it, or none any more.
pub async fn keep_asked(key: &str, asked: Option<Vec<u8>>) {
    let place = asked_place(key);
    let change = match asked {
        Some(asked) => Change::Put(place, clock::moment().ms, asked),
        None => Change::Delete(place),
    };
    let _ = database::change(&[change]).await;
}

/// The questions that an assessment is answering.
pub async fn asked(key: &str) -> Option<Vec<u8>> {
    database::get(&asked_place(key)).await
}

fn asked_place(key: &str) -> String {
    format!("asked/{key}")
}

async fn entry(key: &str) -> Option<Entry> {
    let text = database::get(&format!("entry/{key}")).await?;
    serde_json::from_slice(&text).ok()
}

/// What is closed, or why it is not, once it is known.
pub type Closed = Pin<Box<dyn Future<Output = Result<Vec<u8>, Refusal>>>>;

/// Closes bytes in the way of the assessment they belong to.
pub fn closed(key: String, bytes: Vec<u8>) -> Closed {
    Box::pin(async move {
        match entry(&key).await.and_then(|entry| entry.lock) {
            Some(lock) => sealed(bytes, lock.key).await,
            None => Ok(bytes),
        }
    })
}

async fn sealed(bytes: Vec<u8>, key: Recipient) -> Result<Vec<u8>, Refusal> {
    let request = Request::Seal(vec![key]);
    loop {
        // Where somebody stopped the worker for another reason, a fresh one does it.
        if let Some(sealed) = reader::make(&request, Some(&bytes)).await {
            return sealed
                .map(|made| made.bytes)
                .map_err(|_| Refusal::Forbidden);
        }
    }
}

fn typed_place(key: &str) -> String {
    format!("typed/{key}")
}

/// Removes an assessment and its versions.
pub async fn remove(key: &str) {
    let versions = database::keys(&format!("version/{key}/")).await;
    let mut gone = versions.unwrap_or_default();
    gone.extend([
        format!("case/{key}"),
        format!("entry/{key}"),
        typed_place(key),
        asked_place(key),
    ]);
    let gone: Vec<Change> = gone.into_iter().map(Change::Delete).collect();
    let _ = database::change(&gone).await;
    tabs::say("written", key);
}

/// Where a room that is led here is kept.
const ROOM: &str = "room";

/// The room that is led here, as a file.
pub async fn room() -> Option<Vec<u8>> {
    database::get(ROOM).await
}

/// Keeps the room that is led here, in the place of the one before.
///
/// # Errors
/// The browser's refusal.
pub async fn keep_room(bytes: Vec<u8>) -> Result<(), Refusal> {
    database::change(&[Change::Put(ROOM.to_owned(), clock::moment().ms, bytes)]).await
}

/// Where kits of one's own are kept.
const KITS: &str = "kits";

/// Kits of one's own, as they were opened.
pub async fn kits() -> Vec<OwnFile> {
    let kept = database::get(KITS).await;
    let files = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    files.unwrap_or_default()
}

/// Keeps these in the place of those before, and tells other tabs.
///
/// # Errors
/// The browser's refusal.
pub async fn keep_kits(files: &[OwnFile]) -> Result<(), Refusal> {
    let text = serde_json::to_vec(files).unwrap_or_default();
    database::change(&[Change::Put(KITS.to_owned(), clock::moment().ms, text)]).await?;
    tabs::say("kits", "");
    Ok(())
}

async fn version_times(key: &str) -> Vec<u64> {
    let keys = database::keys(&format!("version/{key}/")).await;
    let keys = keys.unwrap_or_default();
    let times = keys
        .iter()
        .filter_map(|key| key.rsplit('/').next()?.parse().ok());
    times.collect()
}

/// The earlier versions of an assessment, the latest first.
pub async fn versions(key: &str) -> Vec<Moment> {
    let mut times = version_times(key).await;
    times.sort_unstable_by(|one, other| other.cmp(one));
    times.into_iter().map(clock::moment_at).collect()
}

/// One of them.
pub async fn version(key: &str, at: &Moment) -> Option<Vec<u8>> {
    database::get(&format!("version/{key}/{:015}", at.ms)).await
}

/// Lets go of everything in this tab: another one wiped it.
pub fn forget() {
    QUEUE.with_borrow_mut(|queue| queue.waiting.clear());
    TYPED.with_borrow_mut(|queue| queue.waiting = None);
    database::forget();
    set_open(None);
}

/// Another tab wrote something: there is something to read again.
pub fn begin_again() {
    database::begin_again();
}

/// Removes everything of Sonae's, in every tab, and tells what the browser still holds.
pub async fn wipe() -> Remains {
    forget();
    tabs::say("wiped", "");
    database::delete().await;
    cipher::forget().await;
    forget_before();
    if let Some(store) = raw() {
        let _ = store.remove_item(LANGUAGE);
        let _ = store.remove_item(COURSES);
    }
    remains().await
}

/// What this browser holds of this app, by its own records.
async fn remains() -> Remains {
    let ours = |store: Option<web_sys::Storage>| {
        let Some(store) = store else { return 0 };
        let names = (0..store.length().unwrap_or(0)).filter_map(|at| store.key(at).ok().flatten());
        names.filter(|name| name.starts_with(OURS)).count()
    };
    let document = web_sys::window().and_then(|window| window.document());
    let cookies =
        document.and_then(|document| document.unchecked_into::<HtmlDocument>().cookie().ok());
    let cookies = cookies.unwrap_or_default();
    Remains {
        databases: database::count(OURS).await,
        entries: ours(raw()) + ours(session()),
        files: cipher::files(OURS).await,
        cookies: cookies
            .split(';')
            .filter(|one| !one.trim().is_empty())
            .count(),
    }
}

/// Asks the browser not to clear what is kept here by itself; it may say no.
pub async fn ask_to_persist() {
    let Some(storage) = storage_manager() else {
        return;
    };
    if let Ok(asked) = storage.persist() {
        let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
    }
}

fn storage_manager() -> Option<web_sys::StorageManager> {
    let storage = web_sys::window()?.navigator().storage();
    (!storage.is_undefined()).then_some(storage)
}

/// What an earlier build kept: it stays until something is on the shelf.
#[must_use]
pub fn before() -> Option<Vec<u8>> {
    let text = raw()?.get_item(BEFORE).ok().flatten()?;
    Some(text.into_bytes())
}

fn forget_before() {
    if let Some(store) = raw() {
        let _ = store.remove_item(BEFORE);
    }
}

/// Has the page offer what is kept of the open assessment, for when the app cannot go on
/// (static/shell.js): a text, empty where it is locked, or null.
pub fn offer() {
    let kept = || {
        future_to_promise(async {
            let key = open_here().unwrap_or_default();
            let bytes = fetch(&key).await;
            // What is locked is there, and has no text to offer.
            let text = bytes.map(|bytes| String::from_utf8(bytes).unwrap_or_default());
            Ok(text.map_or(JsValue::NULL, JsValue::from))
        })
    };
    let kept = Closure::<dyn Fn() -> Promise>::new(kept).into_js_value();
    let _ = js_sys::Reflect::set(&js_sys::global(), &"sonaeKept".into(), &kept);
}

/// A number nobody can foretell.
#[must_use]
pub fn seed() -> u64 {
    cipher::random_number()
}

/// The language that was chosen before.
#[must_use]
pub fn language() -> Option<Language> {
    let tag = raw()?.get_item(LANGUAGE).ok().flatten()?;
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
}

/// Remembers the language; where nothing may be kept, it is asked for again.
pub fn keep_language(language: Language) {
    if let Some(store) = raw() {
        let _ = store.set_item(LANGUAGE, language.tag());
    }
}

/// How far somebody came in the courses on fictional firms.
#[must_use]
pub fn courses() -> Option<String> {
    raw()?.get_item(COURSES).ok().flatten()
}

/// Remembers it; where nothing may be kept, the course begins anew.
pub fn keep_courses(progress: &str) {
    if let Some(store) = raw() {
        let _ = store.set_item(COURSES, progress);
    }
}

/// This tab's storage, likewise.
fn session() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// The browser's storage, where it may be used at all.
fn raw() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
