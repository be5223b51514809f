//! The app's door to its worker, which reads ledgers, writes workbooks and locks files.
//!
//! static/shell.js starts the worker on first need. It is kept for the next call, and let go
//! when it is stopped or has failed; then the next call gets a fresh one. Calls are worked
//! through one after another.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use sonae_engine::content::OwnFile;
use sonae_engine::finding::{Code, Finding};
use sonae_engine::ledger::Options;
use sonae_engine::ledger::names::Suggestion;
use sonae_engine::report::sheets::Sheet;
use sonae_engine::request::{Answer, Readings, Request};
use sonae_engine::workshop::qr::{Drawn, Gathered, Looked};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageChannel, MessageEvent, Worker};

use super::files::SIZE_LIMIT;
use super::promise;
use crate::state::kits::own::Checked;
use crate::state::locks::Made;

/// What is heard of ledgers while they are being read.
pub enum News {
    /// So much of the work is done, 0 to 1.
    Done(f64),
    /// What was understood of them; only which names may be one company is still to come.
    Understood(Readings),
}

/// Reads ledgers, each with its name, as its options say; one without options as it is found:
/// which names may be one company, once `told` has heard what was understood.
///
/// None if [`stop`] was called meanwhile.
///
/// # Errors
/// [`Code::TooLarge`] for the first file over the limit, before any is read;
/// [`Code::ReaderMissing`] where the worker's files did not come with the page;
/// [`Code::ReaderStopped`] where it broke down, as for want of memory. What is wrong with a
/// single file stands in its place among the readings.
pub async fn read<Bytes: AsRef<[u8]>>(
    files: &[(String, Bytes)],
    options: &[Options],
    told: impl Fn(News) + 'static,
) -> Option<Result<Vec<Suggestion>, Finding>> {
    let bytes = Array::new();
    for (name, file) in files {
        let file = file.as_ref();
        let size = file.len() as u64;
        if size > SIZE_LIMIT {
            let finding = Finding::new(Code::TooLarge, name)
                .with("bytes", size)
                .with("limit", SIZE_LIMIT);
            return Some(Err(finding));
        }
        bytes.push(&Uint8Array::from(file));
    }
    let request = Request::Read {
        options: options.to_vec(),
    };
    let told = move |message: &JsValue| {
        if let Some(done) = field(message, "progress").as_f64() {
            told(News::Done(done));
        } else if let Some(Answer::Read(readings)) = answer(message, "first") {
            told(News::Understood(readings));
        }
    };
    Some(match ask(&request, &bytes, told).await? {
        Ok((Answer::Alike(names), _)) => Ok(names),
        Ok(_) => Err(Finding::new(Code::ReaderStopped, "")),
        Err(finding) => Err(finding),
    })
}

/// Makes a workbook of the sheets: its bytes. None if [`stop`] was called meanwhile.
///
/// # Errors
/// Why it cannot be made; [`Code::ReaderMissing`] and [`Code::ReaderStopped`] as for [`read`].
pub async fn write(sheets: &[Sheet]) -> Option<Result<Vec<u8>, Finding>> {
    let request = Request::Write {
        sheets: sheets.to_vec(),
    };
    let made = make(&request, None).await?;
    Some(made.map(|made| made.bytes))
}

/// Has one file made, of another or of none: what a [`Request`] but the reading of ledgers asks.
/// None if [`stop`] was called meanwhile.
///
/// # Errors
/// Why it cannot be made; [`Code::ReaderMissing`] and [`Code::ReaderStopped`] as for [`read`].
pub async fn make(request: &Request, of: Option<&[u8]>) -> Option<Result<Made, Finding>> {
    let files: Array = of.into_iter().map(Uint8Array::from).collect();
    Some(match ask(request, &files, |_| {}).await? {
        Ok((Answer::Written, Some(bytes))) => Ok(Made { bytes, key: None }),
        Ok((Answer::Key(public), Some(bytes))) => Ok(Made {
            bytes,
            key: Some(public),
        }),
        Ok((Answer::Refused(finding), _)) | Err(finding) => Err(finding),
        Ok(_) => Err(Finding::new(Code::ReaderStopped, "")),
    })
}

/// Has the codes of a record drawn. None if [`stop`] was called meanwhile.
///
/// # Errors
/// [`Code::ReaderMissing`] and [`Code::ReaderStopped`] as for [`read`].
pub async fn draw(record: &[u8]) -> Option<Result<Vec<Drawn>, Finding>> {
    let files = Array::of1(&Uint8Array::from(record));
    drawn(&Request::Draw, &files).await
}

/// Has a code of each text drawn, likewise.
///
/// # Errors
/// As for [`draw`].
pub async fn draw_texts(texts: Vec<String>) -> Option<Result<Vec<Drawn>, Finding>> {
    drawn(&Request::DrawTexts(texts), &Array::new()).await
}

async fn drawn(request: &Request, files: &Array) -> Option<Result<Vec<Drawn>, Finding>> {
    Some(match ask(request, files, |_| {}).await? {
        Ok((Answer::Drawn(codes), _)) => Ok(codes),
        Ok(_) => Err(Finding::new(Code::ReaderStopped, "")),
        Err(finding) => Err(finding),
    })
}

/// Has codes looked for in a grey picture of so many pixels a line, and put together with those
/// found otherwise and those seen before: what there is, and how far all of it goes. An empty
/// picture holds nothing. None if [`stop`] was called meanwhile.
///
/// # Errors
/// [`Code::ReaderMissing`] and [`Code::ReaderStopped`] as for [`read`].
pub async fn look(
    width: u32,
    grey: &[u8],
    found: Vec<String>,
    seen: &[String],
) -> Option<Result<(Looked, Gathered), Finding>> {
    let height = grey.len().checked_div(width as usize).unwrap_or(0);
    let request = Request::Look {
        width,
        height: u32::try_from(height).unwrap_or(0),
        found,
        seen: seen.to_vec(),
    };
    let files = Array::of1(&Uint8Array::from(grey));
    Some(match ask(&request, &files, |_| {}).await? {
        Ok((Answer::Seen(looked, gathered), _)) => Ok((looked, gathered)),
        Ok(_) => Err(Finding::new(Code::ReaderStopped, "")),
        Err(finding) => Err(finding),
    })
}

/// Has kits and firms of one's own checked against the pack in these bytes: those that are open,
/// and those that are brought.
///
/// # Errors
/// Everything that is wrong with them; [`Code::ReaderMissing`] and [`Code::ReaderStopped`] as for
/// [`read`].
pub async fn check_kits(pack: &[u8], kept: Vec<OwnFile>, brought: Vec<OwnFile>) -> Checked {
    let request = Request::Kits { kept, brought };
    loop {
        let files = Array::of1(&Uint8Array::from(pack));
        return match ask(&request, &files, |_| {}).await {
            // Where somebody stopped the worker for another reason, a fresh one does it.
            None => continue,
            Some(Ok((Answer::Kits(checked), _))) => checked,
            Some(Ok((Answer::Refused(finding), _)) | Err(finding)) => Err(vec![finding]),
            Some(Ok(_)) => Err(vec![Finding::new(Code::ReaderStopped, "")]),
        };
    }
}

/// Has the worker started before it is needed, while somebody still looks for the file.
pub fn prepare() {
    READER.with_borrow_mut(|kept| {
        kept.get_or_insert_with(Reader::start);
    });
}

/// Ends every call at once, and the worker with it: each pending call comes back with none, and
/// the next one starts a fresh worker. Where nothing is pending, the worker stays.
pub fn stop() {
    let busy = |reader: &mut Reader| Rc::strong_count(&reader.calls) > 1;
    if let Some(reader) = READER.with_borrow_mut(|kept| kept.take_if(|it| busy(it))) {
        let _ = reader.stop.call0(&JsValue::NULL);
        reader.end();
    }
}

/// Asks the worker and waits for its answer, and the bytes beside it.
async fn ask(
    request: &Request,
    files: &Array,
    told: impl Fn(&JsValue) + 'static,
) -> Option<Result<(Answer, Option<Vec<u8>>), Finding>> {
    let reader = READER.with_borrow_mut(|kept| kept.get_or_insert_with(Reader::start).clone());
    let mut stopped = JsFuture::from(reader.stopped.clone());
    let mut answer = pin!(put(reader.worker.clone(), request, files, told));
    let answer = poll_fn(|context| {
        if Pin::new(&mut stopped).poll(context).is_ready() {
            return Poll::Ready(None);
        }
        answer.as_mut().poll(context).map(Some)
    })
    .await?;
    if answer.is_err() {
        reader.end();
    }
    Some(answer.map_err(|code| Finding::new(code, "")))
}

/// Hands a request over and waits for what comes back.
async fn put(
    worker: Promise,
    request: &Request,
    files: &Array,
    told: impl Fn(&JsValue) + 'static,
) -> Result<(Answer, Option<Vec<u8>>), Code> {
    let started = JsFuture::from(worker).await;
    let started = started.map_err(|_| Code::ReaderStopped)?;
    let worker: Worker = started.dyn_into().map_err(|_| Code::ReaderMissing)?;
    let channel = MessageChannel::new().map_err(|_| Code::ReaderStopped)?;
    let (promise, settle) = promise();
    let failed = settle.clone();
    let _failures = EventListener::new_with_options(
        &worker,
        "error",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            // It ends here: nothing is wrong with the page itself.
            event.prevent_default();
            let _ = failed.call0(&JsValue::NULL);
        },
    );
    let _answers = EventListener::new(&channel.port1(), "message", move |event| {
        let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        let message = message.unwrap_or_default();
        if field(&message, "answer").is_undefined() {
            told(&message);
        } else {
            let _ = settle.call1(&JsValue::NULL, &message);
        }
    });
    channel.port1().start();
    let message = Object::new();
    let transfer = Array::of1(&channel.port2());
    let request = Uint8Array::from(request.to_bytes().as_slice());
    let _ = Reflect::set(&message, &"request".into(), &request);
    let _ = Reflect::set(&message, &"files".into(), files);
    for file in files.iter() {
        transfer.push(&field(&file, "buffer"));
    }
    worker
        .post_message_with_transfer(&message, &transfer)
        .map_err(|_| Code::ReaderStopped)?;
    let message = JsFuture::from(promise).await.unwrap_or_default();
    channel.port1().close();
    answer(&message, "answer")
        .map(|answer| (answer, bytes(&message, "bytes")))
        .ok_or(Code::ReaderStopped)
}

/// The answer in a field of a message.
fn answer(message: &JsValue, name: &str) -> Option<Answer> {
    Answer::from_bytes(&bytes(message, name)?)
}

/// The bytes in a field of a message.
pub(super) fn bytes(message: &JsValue, name: &str) -> Option<Vec<u8>> {
    Some(field(message, name).dyn_ref::<Uint8Array>()?.to_vec())
}

thread_local! {
    /// The worker at hand.
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// A worker, perhaps still being started.
#[derive(Clone)]
struct Reader {
    /// Brings the worker, or null where its files did not come.
    worker: Promise,
    /// Settles when it is stopped.
    stopped: Promise,
    /// Settles that.
    stop: Function,
    /// Held by every call that is pending, too: each has a copy of all this.
    calls: Rc<()>,
}

/// Brings a worker of its own, or null where its files did not come.
pub(super) fn start_worker() -> Promise {
    let start = field(&js_sys::global(), "sonaeWorker").dyn_into::<Function>();
    let started = start.and_then(|start| start.call0(&JsValue::NULL));
    let worker = started.and_then(JsCast::dyn_into);
    worker.unwrap_or_else(|_| Promise::resolve(&JsValue::NULL))
}

impl Reader {
    fn start() -> Self {
        let (stopped, stop) = promise();
        Self {
            worker: start_worker(),
            stopped,
            stop,
            calls: Rc::new(()),
        }
    }

    /// Ends the worker, which the next call will not find any more.
    ///
    /// Another call to the same worker hears of its fault by itself.
    fn end(self) {
        READER.with_borrow_mut(|kept| {
            kept.take_if(|kept| Object::is(&kept.stopped, &self.stopped));
        });
        spawn_local(async move {
            let started = JsFuture::from(self.worker).await.unwrap_or_default();
            if let Ok(worker) = started.dyn_into::<Worker>() {
                worker.terminate();
            }
        });
    }
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}
