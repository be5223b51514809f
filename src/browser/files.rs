//! Files in and out: read from a choice or a drop, decoded, saved as a download.

use gloo::events::EventListener;
use gloo::file::{File, futures::read_as_bytes};
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use sonae_engine::finding::{Code, Finding};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FileSystemFileHandle, FileSystemWritableFileStream};

use crate::state::shelf::Written;

/// A larger file is refused before a byte of it is read.
pub const SIZE_LIMIT: u64 = 20_000_000;

/// A file's name and its bytes, or why it could not be read.
pub async fn read(file: web_sys::File) -> (String, Result<Vec<u8>, Finding>) {
    let file = File::from(file);
    let name = file.name();
    if file.size() > SIZE_LIMIT {
        let finding = Finding::new(Code::TooLarge, &name)
            .with("bytes", file.size())
            .with("limit", SIZE_LIMIT);
        return (name, Err(finding));
    }
    let bytes = read_as_bytes(&file)
        .await
        .map_err(|_| Finding::new(Code::UnreadableFile, &name));
    (name, bytes)
}

/// The first lines of a text, or all of it where they do not end soon.
#[must_use]
pub fn head(bytes: &[u8]) -> &[u8] {
    const ENOUGH: usize = 4096;
    // In UTF-16 half of a character may look like the end of a line.
    let wide = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let first = bytes.get(..ENOUGH).filter(|_| !wide).unwrap_or_default();
    let end = first.iter().rposition(|byte| matches!(byte, b'\r' | b'\n'));
    end.and_then(|end| bytes.get(..end)).unwrap_or(bytes)
}

/// The text in these bytes: UTF-8 where it is valid, UTF-16 with a mark, otherwise CP932.
///
/// # Errors
/// [`Code::UnknownEncoding`] where they are none of these; [`Code::SpreadsheetFile`] for
/// a spreadsheet program's own format.
pub fn decode(bytes: &[u8]) -> Result<String, Finding> {
    // The first bytes of .xlsx and .ods, and of .xls.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Finding::new(Code::SpreadsheetFile, ""));
    }
    let label = match bytes {
        [0xFF, 0xFE, ..] => "utf-16le",
        [0xFE, 0xFF, ..] => "utf-16be",
        // Validity before statistics: a short file must be read right too.
        _ if std::str::from_utf8(bytes).is_ok() => "utf-8",
        _ => "shift_jis",
    };
    let refused = || Finding::new(Code::UnknownEncoding, "");
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder =
        web_sys::TextDecoder::new_with_label_and_options(label, &options).map_err(|_| refused())?;
    decoder.decode_with_u8_array(bytes).map_err(|_| refused())
}

/// Saves bytes to a file: where the person says, read back and compared; or, in a browser that
/// does not let a page do that, in the folder it saves to.
pub async fn save(name: &str, bytes: &[u8]) -> Written {
    if let Some(asked) = ask_for_place(name) {
        match JsFuture::from(asked).await {
            Ok(handle) => return write(handle.unchecked_into(), bytes).await,
            Err(refused) if is_named(&refused, "AbortError") => return Written::Cancelled,
            Err(_) => {}
        }
    }
    download(name, bytes);
    Written::Handed(name.to_owned())
}

/// The browser's own dialog for where to save, where it has one.
fn ask_for_place(name: &str) -> Option<Promise> {
    let window = web_sys::window()?;
    let ask = Reflect::get(&window, &"showSaveFilePicker".into()).ok()?;
    let ask: Function = ask.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"suggestedName".into(), &name.into()).ok()?;
    ask.call1(&window, &options).ok()?.dyn_into().ok()
}

/// Writes a file and reads it back.
async fn write(handle: FileSystemFileHandle, bytes: &[u8]) -> Written {
    let name = handle.name();
    let wrote = async {
        let stream = JsFuture::from(handle.create_writable()).await?;
        let stream: FileSystemWritableFileStream = stream.dyn_into()?;
        let data = Uint8Array::from(bytes);
        JsFuture::from(stream.write_with_js_u8_array(&data)?).await?;
        JsFuture::from(stream.close()).await?;
        let file: web_sys::File = JsFuture::from(handle.get_file()).await?.dyn_into()?;
        JsFuture::from(file.array_buffer()).await
    };
    match wrote.await {
        Ok(read) if Uint8Array::new(&read).to_vec() == bytes => Written::Checked(name),
        _ => Written::Failed(name),
    }
}

fn is_named(error: &JsValue, name: &str) -> bool {
    Reflect::get(error, &"name".into()).is_ok_and(|it| it.as_string().as_deref() == Some(name))
}

/// Hands bytes over to the browser's downloads.
fn download(name: &str, bytes: &[u8]) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let ending = std::path::Path::new(name).extension();
    let kind = match ending.and_then(std::ffi::OsStr::to_str) {
        Some("csv") => "text/csv;charset=utf-8",
        Some("ics") => "text/calendar;charset=utf-8",
        Some("txt") => "text/plain;charset=utf-8",
        Some("yaml") => "application/yaml",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/json",
    };
    let file = File::new_with_options::<&[u8]>(name, bytes, Some(kind), None);
    let Ok(address) = web_sys::Url::create_object_url_with_blob(file.as_ref()) else {
        return;
    };
    if let Some(link) = document
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok())
    {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The download has its own hold on the content once it has begun.
    gloo::timers::callback::Timeout::new(60_000, move || {
        let _ = web_sys::Url::revoke_object_url(&address);
    })
    .forget();
}

/// A file dropped anywhere else must not make the browser leave the page.
#[must_use]
pub fn ignore_stray_drops() -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    ["dragover", "drop"]
        .map(|event| {
            EventListener::new_with_options(&window, event, options, |event| {
                event.prevent_default();
            })
        })
        .into()
}
