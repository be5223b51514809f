//! The files of a lender's desk, and the workers that work them out.
//!
//! The files themselves stay here, by their number; what is read of them is the workers', so that
//! the page never waits for a file. Each worker has its share and ends with it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Object, Reflect, Uint8Array};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::{Opener, kind_of};
use sonae_engine::request::Request;
use sonae_engine::request::desk::{Sitting, fits, handful};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, MessageChannel, MessageEvent, Worker};

use super::{Tell, files, reader};
use crate::state::bench::{Told, Work};
use crate::state::{Action, Shared};

/// More workers than this gain nothing, and each takes memory.
const WORKERS: usize = 4;
/// A worker is not started for fewer files.
const SHARE: usize = 8;

thread_local! {
    /// The files, by their number; none where one could not be had.
    static FILES: RefCell<Vec<Option<File>>> = const { RefCell::new(Vec::new()) };
    /// The workers at work.
    static HANDS: RefCell<Vec<Hand>> = const { RefCell::new(Vec::new()) };
    /// Which working-out is under way: what an earlier one starts is ended at once.
    static RUN: Cell<u32> = const { Cell::new(0) };
}

/// A worker with its share; it ends when this is let go.
struct Hand {
    worker: Worker,
    _heard: [EventListener; 2],
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Puts files behind those that are there.
pub fn bring(files: impl IntoIterator<Item = Option<File>>) {
    FILES.with_borrow_mut(|all| all.extend(files));
}

/// Forgets every file.
pub fn forget() {
    stop();
    FILES.with_borrow_mut(Vec::clear);
}

/// Ends every worker; what was heard of stands.
pub fn stop() {
    RUN.set(RUN.get().wrapping_add(1));
    HANDS.with_borrow_mut(Vec::clear);
}

/// Has files worked out.
pub fn work_out(work: Work, pack: &[u8], tell: &Tell) {
    stop();
    let run = RUN.get();
    let navigator = web_sys::window().map(|window| window.navigator());
    let cores = navigator.map_or(1.0, |it| it.hardware_concurrency());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let cores = cores as usize;
    let hands = cores
        .min(WORKERS)
        .min(work.files.len().div_ceil(SHARE))
        .max(1);
    let work = Rc::new(work);
    for hand in 0..hands {
        let share: Vec<(usize, String)> = work
            .files
            .iter()
            .skip(hand)
            .step_by(hands)
            .cloned()
            .collect();
        let sitting = Sitting {
            pack: pack.to_vec(),
            policy: work.policy.to_vec(),
            openers: work.openers.clone(),
            names: share.iter().map(|(_, name)| name.clone()).collect(),
            singly: work.singly,
        };
        let numbers: Vec<usize> = share.into_iter().map(|(number, _)| number).collect();
        let (tell, number) = (tell.clone(), work.number);
        spawn_local(async move {
            let broke =
                |number, at, code| Action::Bench(Told::Broke(number, at, Finding::new(code, "")));
            let first = numbers.first().copied();
            match start(run, number, sitting, numbers, tell.clone()).await {
                Ok(Some(hand)) if RUN.get() == run => {
                    HANDS.with_borrow_mut(|hands| hands.push(hand));
                }
                // It was stopped meanwhile.
                Ok(_) => {}
                Err(Code::ReaderMissing) => {
                    tell(broke(number, None, Code::ReaderMissing));
                }
                Err(code) => tell(broke(number, first, code)),
            }
        });
    }
}

/// Starts a worker and hands it its share. None where it was stopped meanwhile.
async fn start(
    run: u32,
    number: u32,
    sitting: Sitting,
    numbers: Vec<usize>,
    tell: Tell,
) -> Result<Option<Hand>, Code> {
    let started = JsFuture::from(reader::start_worker()).await;
    let started = started.map_err(|_| Code::ReaderStopped)?;
    let worker: Worker = started.dyn_into().map_err(|_| Code::ReaderMissing)?;
    if RUN.get() != run {
        worker.terminate();
        return Ok(None);
    }
    let channel = MessageChannel::new().map_err(|_| Code::ReaderStopped)?;
    let given: Array = FILES.with_borrow(|files| {
        let file = |at: &usize| files.get(*at).cloned().flatten();
        numbers
            .iter()
            .map(|at| file(at).map_or(JsValue::NULL, JsValue::from))
            .collect()
    });
    // How many of the share were heard of.
    let done = Rc::new(Cell::new(0));
    let (broke, heard) = ((tell.clone(), done.clone(), numbers.clone()), done);
    let failures = EventListener::new_with_options(
        &worker,
        "error",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            // It ends here: nothing is wrong with the page itself.
            event.prevent_default();
            let (tell, done, numbers) = &broke;
            let at = numbers.get(done.get()).copied();
            let finding = Finding::new(Code::ReaderStopped, "");
            tell(Action::Bench(Told::Broke(number, at, finding)));
        },
    );
    let answers = EventListener::new(&channel.port1(), "message", move |event| {
        let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        let first = reader::bytes(&message.unwrap_or_default(), "first");
        let Some(files) = first.and_then(|bytes| handful(&bytes)) else {
            return;
        };
        let from = heard.get();
        heard.set(from + files.len());
        let own = numbers.iter().skip(from).copied();
        let files = own.zip(files.into_iter().map(Shared::new)).collect();
        tell(Action::Bench(Told::WorkedOut(number, files)));
    });
    channel.port1().start();
    let message = Object::new();
    let sitting = Uint8Array::from(sitting.to_bytes().as_slice());
    let _ = Reflect::set(&message, &"sitting".into(), &sitting);
    let _ = Reflect::set(&message, &"files".into(), &given);
    let transfer = Array::of2(&channel.port2(), &sitting.buffer());
    worker
        .post_message_with_transfer(&message, &transfer)
        .map_err(|_| Code::ReaderStopped)?;
    Ok(Some(Hand {
        worker,
        _heard: [failures, answers],
    }))
}

/// The bytes of one file, opened where it is closed and something at hand opens it.
///
/// # Errors
/// It is gone, too large, or nothing opens it.
pub async fn read(number: usize, openers: &[Opener]) -> Result<Vec<u8>, Finding> {
    let gone = || Finding::new(Code::UnreadableFile, "");
    let file = FILES.with_borrow(|files| files.get(number).cloned().flatten());
    let (_, bytes) = files::read(file.ok_or_else(gone)?).await;
    let bytes = bytes?;
    let Some(kind) = kind_of(&bytes) else {
        return Ok(bytes);
    };
    let mut refused = kind.finding();
    for opener in openers.iter().filter(|opener| fits(Some(kind), opener)) {
        match reader::make(&Request::Unlock(opener.clone()), Some(&bytes)).await {
            Some(Ok(made)) => return Ok(made.bytes),
            Some(Err(finding)) => refused = finding,
            None => {}
        }
    }
    Err(refused)
}
