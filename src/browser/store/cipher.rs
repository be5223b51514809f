//! What is kept is ciphered, so that it cannot be read any more once its key is gone.
//!
//! *Why*: a browser that is told to delete a record only marks it as deleted; its bytes stay in
//! the database's files until they are written over, which may be never. So each record is
//! ciphered (AES-256-GCM, by the browser itself) with a key that lies in a file of this page's
//! own: that file is removed when everything is wiped, and with it whatever could read the rest.
//! Where a browser has no such files, the key lies in its local storage. It protects against the
//! next person, and not against somebody who takes the computer while data are on it: for that
//! there is the passphrase.

use std::fmt::Write as _;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AesGcmParams, CryptoKey, File, FileSystemDirectoryHandle, FileSystemFileHandle,
    FileSystemGetFileOptions, FileSystemWritableFileStream, SubtleCrypto,
};

use super::{raw, storage_manager};
use crate::browser::tabs;

/// The name of the file, and of the entry in local storage.
const KEY: &str = "sonae.key";
const KEY_BYTES: u32 = 32;
const IV_BYTES: u32 = 12;
const ALGORITHM: &str = "AES-GCM";

/// Ciphers and deciphers records.
pub(super) enum Cipher {
    /// With this key.
    Key(CryptoKey),
    /// Not at all: a page that came over plain HTTP has no such means.
    Plain,
}

impl Cipher {
    /// The cipher with this browser's key, which is made when there is none.
    pub(super) async fn of_this_browser() -> Self {
        let Some(subtle) = subtle() else {
            return Self::Plain;
        };
        // Two tabs that start at once must not make two keys.
        let _alone = tabs::alone(KEY).await;
        let Some(bytes) = key_bytes().await else {
            return Self::Plain;
        };
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let key = subtle.import_key_with_str("raw", &bytes, ALGORITHM, false, &uses);
        match settled(key).await.and_then(|key| key.dyn_into().ok()) {
            Some(key) => Self::Key(key),
            None => Self::Plain,
        }
    }

    /// A record of these bytes.
    pub(super) async fn seal(&self, bytes: &[u8]) -> Option<Object> {
        let sealed = Object::new();
        let put = |name: &str, value: &JsValue| Reflect::set(&sealed, &name.into(), value);
        let plain = Uint8Array::from(bytes);
        match self {
            Self::Plain => put("data", &plain).ok()?,
            Self::Key(key) => {
                let iv = random(IV_BYTES)?;
                let how = AesGcmParams::new_with_u8_array(ALGORITHM, &iv);
                let data = subtle()?.encrypt_with_object_and_js_u8_array(&how, key, &plain);
                let data = settled(data).await?;
                put("iv", &iv).ok()?;
                put("data", &Uint8Array::new(&data)).ok()?
            }
        };
        Some(sealed)
    }

    /// The bytes of a record; none where another key was used, or it was changed.
    pub(super) async fn open(&self, record: &JsValue) -> Option<Vec<u8>> {
        let part = |name: &str| -> Option<Uint8Array> {
            Reflect::get(record, &name.into()).ok()?.dyn_into().ok()
        };
        let data = part("data")?;
        match (self, part("iv")) {
            (Self::Key(key), Some(iv)) => {
                let how = AesGcmParams::new_with_u8_array(ALGORITHM, &iv);
                let plain = subtle()?.decrypt_with_object_and_js_u8_array(&how, key, &data);
                Some(Uint8Array::new(&settled(plain).await?).to_vec())
            }
            (_, None) => Some(data.to_vec()),
            (Self::Plain, Some(_)) => None,
        }
    }
}

/// Removes the key, wherever it lies; what it ciphered cannot be read any more.
pub(super) async fn forget() {
    if let Some(folder) = folder().await {
        settled(Ok(folder.remove_entry(KEY))).await;
    }
    if let Some(store) = raw() {
        let _ = store.remove_item(KEY);
    }
}

/// How many files of this page there are whose name begins so.
pub(super) async fn files(ours: &str) -> usize {
    let Some(folder) = folder().await else {
        return 0;
    };
    let mut count = 0;
    let names = folder.keys();
    while let Ok(next) = names.next() {
        let Some(next) = settled(Ok(next)).await else {
            break;
        };
        let Some(name) = Reflect::get(&next, &"value".into())
            .ok()
            .and_then(|it| it.as_string())
        else {
            break;
        };
        count += usize::from(name.starts_with(ours));
    }
    count
}

async fn key_bytes() -> Option<Uint8Array> {
    let kept = raw().and_then(|store| store.get_item(KEY).ok().flatten());
    if let Some(bytes) = kept.and_then(|text| from_hex(&text)) {
        return Some(bytes);
    }
    if let Some(bytes) = key_file().await {
        return Some(bytes);
    }
    let bytes = random(KEY_BYTES)?;
    let text = bytes.to_vec().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    raw()?.set_item(KEY, &text).ok()?;
    Some(bytes)
}

/// The key in the page's own file, made where there is none.
async fn key_file() -> Option<Uint8Array> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle = folder().await?.get_file_handle_with_options(KEY, &options);
    let handle: FileSystemFileHandle = settled(Ok(handle)).await?.dyn_into().ok()?;
    let file: File = settled(Ok(handle.get_file())).await?.dyn_into().ok()?;
    let kept = Uint8Array::new(&settled(Ok(file.array_buffer())).await?);
    if kept.length() == KEY_BYTES {
        return Some(kept);
    }
    // Not every browser that has such files lets the page itself write them.
    Reflect::get(&handle, &"createWritable".into())
        .ok()
        .filter(JsValue::is_function)?;
    let fresh = random(KEY_BYTES)?;
    let stream = settled(Ok(handle.create_writable())).await?;
    let stream: FileSystemWritableFileStream = stream.dyn_into().ok()?;
    settled(stream.write_with_js_u8_array(&fresh)).await?;
    settled(Ok(stream.close())).await?;
    Some(fresh)
}

async fn folder() -> Option<FileSystemDirectoryHandle> {
    let storage = storage_manager()?;
    Reflect::get(&storage, &"getDirectory".into())
        .ok()
        .filter(JsValue::is_function)?;
    settled(Ok(storage.get_directory())).await?.dyn_into().ok()
}

fn subtle() -> Option<SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    (!subtle.is_undefined()).then_some(subtle)
}

/// So many bytes nobody can foretell.
fn random(count: u32) -> Option<Uint8Array> {
    let bytes = Uint8Array::new_with_length(count);
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_js_u8_array(&bytes).ok()?;
    Some(bytes)
}

/// A number nobody can foretell.
#[must_use]
pub(super) fn random_number() -> u64 {
    let bytes = random(8).map(|bytes| bytes.to_vec()).unwrap_or_default();
    bytes
        .into_iter()
        .fold(0, |number, byte| number << 8 | u64::from(byte))
}

fn from_hex(text: &str) -> Option<Uint8Array> {
    let digits = text.as_bytes().chunks(2);
    let bytes = digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
    (bytes.len() == KEY_BYTES as usize).then(|| Uint8Array::from(bytes.as_slice()))
}

/// What a promise comes to, where it is kept.
async fn settled(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}
