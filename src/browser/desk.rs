//! The files of a lender's desk, and the workers that work them out.
//!
//! The files themselves stay here, by their number; what is read of them is the workers', so that
//! the page never waits for a file. Each worker gets one share after another.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use sonae_engine::finding::{Code, Finding};
use sonae_engine::lock::{Opener, kind_of};
use sonae_engine::request::Request;
use sonae_engine::request::desk::{Given, News, Purpose, Share, Sitting, fits};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, MessageChannel, MessageEvent, Worker};

use super::{Tell, files, promise, reader};
use crate::state::bench::{ARCHIVE_NUMBER, Handed, Told, Work};
use crate::state::{Action, Shared};

/// More workers than this gain nothing, and each takes memory.
const WORKERS: usize = 4;
/// A worker is not started for fewer files, nor handed fewer.
const FEWEST: usize = 8;
/// It is not handed more at once: the page stands still meanwhile.
const MOST: usize = 100;
/// Each comes for more about so often, so that all of them end together.
const TURNS: usize = 4;

thread_local! {
    /// The files, by their number; none where one could not be had.
    static FILES: RefCell<Vec<Option<File>>> = const { RefCell::new(Vec::new()) };
    /// The archive that is to be checked.
    static ARCHIVE: RefCell<Option<File>> = const { RefCell::new(None) };
    /// The workers at work.
    static HANDS: RefCell<Vec<Hand>> = const { RefCell::new(Vec::new()) };
    /// Which working-out is under way: what an earlier one starts is ended at once.
    static RUN: Cell<u32> = const { Cell::new(0) };
}

/// A worker with its share; it ends when this is let go.
struct Hand {
    worker: Worker,
    /// Settles what waits for it.
    stop: Function,
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.terminate();
        let _ = self.stop.call0(&JsValue::NULL);
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

/// Takes an archive that is to be checked.
pub fn bring_archive(file: File) {
    ARCHIVE.set(Some(file));
}

/// What is left of the files, share by share: whoever is done with one takes the next.
type Shares = Rc<RefCell<VecDeque<Vec<Handed>>>>;

/// Has files worked on.
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
    // An archive has one order, and one worker writes it.
    let most = match work.purpose {
        Purpose::Screen { .. } | Purpose::Add { .. } => WORKERS,
        Purpose::Keep | Purpose::Verify => 1,
    };
    let count = work.files.len();
    let hands = cores.min(most).min(count.div_ceil(FEWEST)).max(1);
    let size = count.div_ceil(hands * TURNS).clamp(FEWEST, MOST);
    let shares = work.files.chunks(size).map(<[_]>::to_vec).collect();
    let shares: Shares = Rc::new(RefCell::new(shares));
    let sitting = Sitting {
        pack: pack.to_vec(),
        policy: work.policy.to_vec(),
        openers: work.openers,
        purpose: work.purpose,
        reviews: work.reviews,
    };
    let sitting = Rc::new(sitting.to_bytes());
    for _ in 0..hands {
        let (shares, sitting, tell) = (shares.clone(), sitting.clone(), tell.clone());
        spawn_local(async move {
            let broke = sit(run, work.number, &sitting, &shares, &tell).await;
            if let Err((at, code)) = broke
                && RUN.get() == run
            {
                let finding = Finding::new(code, "");
                tell(Action::Bench(Told::Broke(work.number, at, finding)));
            }
        });
    }
}

/// A worker takes one share after another.
///
/// # Errors
/// There is no worker, or it broke down: at which file, where that is known.
async fn sit(
    run: u32,
    number: u32,
    sitting: &[u8],
    shares: &Shares,
    tell: &Tell,
) -> Result<(), (Option<usize>, Code)> {
    let first = shares
        .borrow()
        .front()
        .and_then(|it| Some(it.first()?.number));
    let started = JsFuture::from(reader::start_worker()).await;
    let started = started.map_err(|_| (first, Code::ReaderStopped))?;
    let worker: Worker = started
        .dyn_into()
        .map_err(|_| (None, Code::ReaderMissing))?;
    if RUN.get() != run {
        worker.terminate();
        return Ok(());
    }
    let (stopped, stop) = promise();
    HANDS.with_borrow_mut(|hands| {
        let worker = worker.clone();
        hands.push(Hand { worker, stop });
    });
    let mut sitting = Some(sitting);
    while RUN.get() == run {
        let next = shares.borrow_mut().pop_front();
        let Some(share) = next else { break };
        let is_last = shares.borrow().is_empty();
        let numbers: Vec<usize> = share.iter().map(|handed| handed.number).collect();
        let done = Rc::new(Cell::new(0));
        let message = message(sitting.take(), &share, is_last);
        let told = {
            let (tell, numbers, done) = (tell.clone(), numbers.clone(), done.clone());
            move |news| {
                tell(Action::Bench(heard(number, news, &numbers, &done)));
            }
        };
        let Some(answer) = hand_over(&worker, &message, &stopped, told).await else {
            let at = numbers.get(done.get()).copied().or(first);
            return Err((at, Code::ReaderStopped));
        };
        if let Some(made) = reader::bytes(&answer, "bytes") {
            tell(Action::Bench(Told::ArchiveMade(number, made)));
        }
    }
    Ok(())
}

/// What happened, by the news of files with these numbers, so many of which were heard of.
fn heard(number: u32, news: News, numbers: &[usize], done: &Cell<usize>) -> Told {
    if !matches!(news, News::Screened(_)) {
        return Told::Heard(number, news);
    }
    let files = news.screened().unwrap_or_default();
    let from = done.get();
    done.set(from + files.len());
    let own = numbers.iter().skip(from).copied();
    Told::WorkedOut(
        number,
        own.zip(files.into_iter().map(Shared::new)).collect(),
    )
}

/// A share as a message, and what it is about with the first one.
fn message(sitting: Option<&[u8]>, share: &[Handed], is_last: bool) -> Object {
    let file = |handed: &Handed| match handed.number {
        ARCHIVE_NUMBER => ARCHIVE.with_borrow(Clone::clone),
        at => FILES.with_borrow(|files| files.get(at).cloned().flatten()),
    };
    let files: Array = share
        .iter()
        .map(|handed| file(handed).map_or(JsValue::NULL, JsValue::from))
        .collect();
    let given = |handed: &Handed| Given {
        name: handed.name.clone(),
        weight: handed.weight,
        line: handed
            .screened
            .as_ref()
            .map_or_else(String::new, |it| it.line()),
    };
    let share = Share {
        files: share.iter().map(given).collect(),
        is_last,
    };
    let message = Object::new();
    let bytes = |bytes: &[u8]| Uint8Array::from(bytes);
    if let Some(sitting) = sitting {
        let _ = Reflect::set(&message, &"sitting".into(), &bytes(sitting));
    }
    let _ = Reflect::set(&message, &"share".into(), &bytes(&share.to_bytes()));
    let _ = Reflect::set(&message, &"files".into(), &files);
    message
}

/// Hands a share over, and waits until it is done. None where the worker broke down or was stopped.
async fn hand_over(
    worker: &Worker,
    message: &Object,
    stopped: &Promise,
    told: impl Fn(News) + 'static,
) -> Option<JsValue> {
    let channel = MessageChannel::new().ok()?;
    let (answered, settle) = promise();
    let failed = settle.clone();
    let _failures = EventListener::new_with_options(
        worker,
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
        if let Some(bytes) = reader::bytes(&message, "first") {
            News::from_bytes(&bytes).into_iter().for_each(&told);
        } else {
            let _ = settle.call1(&JsValue::NULL, &message);
        }
    });
    channel.port1().start();
    let transfer = Array::of1(&channel.port2());
    worker.post_message_with_transfer(message, &transfer).ok()?;
    let first = Promise::race(&Array::of2(&answered, stopped));
    let answer = JsFuture::from(first).await.ok()?;
    channel.port1().close();
    (!answer.is_undefined()).then_some(answer)
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
