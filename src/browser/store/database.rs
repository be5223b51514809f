//! The database: named records, written together or not at all.
//!
//! A record is `{ at, iv, data }`: when it was written, in milliseconds since 1970, and its
//! ciphered bytes.

use std::cell::{Cell, RefCell};
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use gloo::timers::future::TimeoutFuture;
use idb::{Database, DatabaseEvent, Factory, KeyRange, ObjectStoreParams, TransactionMode};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::cipher::Cipher;
use crate::state::Refusal;

const NAME: &str = "sonae";
const STORE: &str = "kept";
/// A browser that does not open the database within this time keeps nothing.
const PATIENCE_MS: u32 = 4000;

/// One change of the records.
#[derive(Clone)]
pub enum Change {
    /// These bytes under this name, written at this time.
    Put(String, u64, Vec<u8>),
    /// What stands under the first name, under the second one too.
    Copy(String, String),
    /// Nothing under this name.
    Delete(String),
}

struct Connection {
    database: Database,
    cipher: Cipher,
}

thread_local! {
    /// The open database; closed when another tab deletes it.
    static OPEN: RefCell<Option<Rc<Connection>>> = const { RefCell::new(None) };
    /// Whether everything was wiped: the database is made anew only to write into it.
    static WIPED: Cell<bool> = const { Cell::new(false) };
}

async fn connection() -> Result<Rc<Connection>, Refusal> {
    if WIPED.get() {
        return Err(Refusal::Forbidden);
    }
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let opened = within(PATIENCE_MS, connect()).await;
    let opened = Rc::new(
        opened
            .ok_or(Refusal::Forbidden)?
            .ok_or(Refusal::Forbidden)?,
    );
    // It may have been wiped meanwhile.
    if WIPED.get() {
        opened.database.close();
        return Err(Refusal::Forbidden);
    }
    // Who asked at the same time may have been first. A second one that nobody lets go would hold up
    // the wiping.
    if let Some(first) = OPEN.with_borrow(Clone::clone) {
        opened.database.close();
        return Ok(first);
    }
    OPEN.with_borrow_mut(|open| *open = Some(opened.clone()));
    Ok(opened)
}

async fn connect() -> Option<Connection> {
    let mut request = Factory::new().ok()?.open(NAME, Some(1)).ok()?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    let mut database = request.await.ok()?;
    database.on_version_change(|_| close());
    let cipher = Cipher::of_this_browser().await;
    Some(Connection { database, cipher })
}

/// Lets the database go.
pub(super) fn close() {
    if let Some(open) = OPEN.with_borrow_mut(Option::take) {
        open.database.close();
    }
}

/// Lets the database go, and looks for nothing in it until something is written again.
pub(super) fn forget() {
    WIPED.set(true);
    close();
}

/// Something is written again, here or in another tab.
pub(super) fn begin_again() {
    WIPED.set(false);
}

/// The bytes of a record; none where there is none that can be read.
pub(super) async fn get(name: &str) -> Option<Vec<u8>> {
    let open = connection().await.ok()?;
    let record = raw(&open, name).await?;
    open.cipher.open(&record).await
}

/// When a record was written.
pub(super) async fn written_at(name: &str) -> Option<u64> {
    let open = connection().await.ok()?;
    let record = raw(&open, name).await?;
    let at = Reflect::get(&record, &"at".into()).ok()?.as_f64()?;
    // Milliseconds since 1970 are whole and far below the limit.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "see above"
    )]
    let at = at as u64;
    Some(at)
}

async fn raw(open: &Connection, name: &str) -> Option<JsValue> {
    let transaction = open
        .database
        .transaction(&[STORE], TransactionMode::ReadOnly)
        .ok()?;
    let store = transaction.object_store(STORE).ok()?;
    store.get(JsValue::from(name)).ok()?.await.ok()?
}

/// Every record whose name begins so: the rest of its name, and its bytes.
///
/// # Errors
/// The browser's refusal.
pub(super) async fn all(prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let open = connection().await?;
    let mut found = Vec::new();
    for name in keys(prefix).await? {
        let Some(record) = raw(&open, &name).await else {
            continue;
        };
        if let Some(bytes) = open.cipher.open(&record).await {
            found.push((name, bytes));
        }
    }
    Ok(found)
}

/// The names that begin so.
///
/// # Errors
/// The browser's refusal.
pub(super) async fn keys(prefix: &str) -> Result<Vec<String>, Refusal> {
    let open = connection().await?;
    let forbidden = |_| Refusal::Forbidden;
    let range = KeyRange::bound(
        &prefix.into(),
        &format!("{prefix}\u{ffff}").into(),
        None,
        None,
    );
    let range = range.map_err(forbidden)?;
    let transaction = open
        .database
        .transaction(&[STORE], TransactionMode::ReadOnly);
    let transaction = transaction.map_err(forbidden)?;
    let store = transaction.object_store(STORE).map_err(forbidden)?;
    let names = store
        .get_all_keys(Some(range.into()), None)
        .map_err(forbidden)?;
    let names = names.await.map_err(forbidden)?;
    Ok(names
        .into_iter()
        .filter_map(|name| name.as_string())
        .collect())
}

/// Makes all of the changes, or none of them.
///
/// # Errors
/// The browser's refusal: there is no room, or it keeps nothing here.
pub(super) async fn change(changes: &[Change]) -> Result<(), Refusal> {
    if changes
        .iter()
        .any(|change| matches!(change, Change::Put(..)))
    {
        begin_again();
    }
    let open = connection().await?;
    let mut records = Vec::with_capacity(changes.len());
    for change in changes {
        // A transaction does not wait for anything but the database.
        let record = match change {
            Change::Put(_, at, bytes) => {
                let record = open.cipher.seal(bytes).await.ok_or(Refusal::Forbidden)?;
                #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970")]
                let at = *at as f64;
                let _ = Reflect::set(&record, &"at".into(), &at.into());
                record.into()
            }
            Change::Copy(..) | Change::Delete(_) => JsValue::UNDEFINED,
        };
        records.push(record);
    }
    make(&open, changes, &records).await.ok_or(Refusal::Full)
}

async fn make(open: &Connection, changes: &[Change], records: &[JsValue]) -> Option<()> {
    let transaction = open
        .database
        .transaction(&[STORE], TransactionMode::ReadWrite)
        .ok()?;
    let store = transaction.object_store(STORE).ok()?;
    for (change, record) in changes.iter().zip(records) {
        match change {
            Change::Put(name, ..) => {
                store.put(record, Some(&name.into())).ok()?;
            }
            Change::Copy(from, to) => {
                if let Some(record) = store.get(JsValue::from(from)).ok()?.await.ok()? {
                    store.put(&record, Some(&to.into())).ok()?;
                }
            }
            Change::Delete(name) => {
                store.delete(JsValue::from(name)).ok()?;
            }
        }
    }
    // Said at once, so that a page that is closed now has it written all the same.
    let done = transaction.commit().ok()?.await.ok()?;
    done.is_committed().then_some(())
}

/// Deletes the database, once every tab has let it go.
pub(super) async fn delete() {
    forget();
    if let Ok(request) = Factory::new().and_then(|factory| factory.delete(NAME)) {
        within(PATIENCE_MS, request.into_future()).await;
    }
}

/// How many databases there are whose name begins so, by the browser's own list.
pub(super) async fn count(ours: &str) -> usize {
    let names = names().await.unwrap_or_default();
    names.iter().filter(|name| name.starts_with(ours)).count()
}

/// Whether there may be something in the database: a newcomer has none, which the browser's own
/// list says sooner than opening one would.
pub(super) async fn may_hold() -> bool {
    let names = names().await;
    names.is_none_or(|names| names.iter().any(|name| name == NAME))
}

/// The names of all databases; none where the browser does not say.
async fn names() -> Option<Vec<String>> {
    let list = || -> Option<Promise> {
        let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()?;
        let list = Reflect::get(&factory, &"databases".into()).ok()?;
        let list: Function = list.dyn_into().ok()?;
        list.call0(&factory).ok()?.dyn_into().ok()
    };
    let all: Array = JsFuture::from(list()?).await.ok()?.dyn_into().ok()?;
    let name = |one: &JsValue| Reflect::get(one, &"name".into()).ok()?.as_string();
    Some(all.iter().filter_map(|one| name(&one)).collect())
}

/// What comes of something, unless it takes too long.
async fn within<T>(patience_ms: u32, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut late) = (pin!(future), pin!(TimeoutFuture::new(patience_ms)));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        late.as_mut().poll(context).map(|()| None)
    })
    .await
}
