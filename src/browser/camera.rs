//! The camera: picture by picture to what finds codes in it, the browser itself where it can, the
//! worker where not. No picture is kept.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, MediaStream,
    MediaStreamConstraints, MediaStreamTrack,
};

use super::{Tell, clock, reader};
use crate::state::handin::{Camera, Told};

/// The id of the place on the page where the picture is shown.
pub const VIEW: &str = "camera";
/// Codes are looked for in pictures of these widths in turns: enough for 57 modules on a third of
/// them. A code that is turned so that it cannot be read in one of them can be in another.
const WIDTHS: [u32; 3] = [800, 960, 640];
/// Between two pictures.
const PAUSE_MS: u32 = 120;
/// A code that could not be read in so many pictures one after the other is one that cannot be.
const UNREAD: usize = 4;
/// So many codes are remembered; after that those of other teams only cost time.
const MOST_SEEN: usize = 64;

/// The kind of code that is looked for, as browsers call it.
const FORMAT: &str = "qr_code";

thread_local! {
    /// What comes from the camera.
    static STREAM: RefCell<Option<MediaStream>> = const { RefCell::new(None) };
    /// Which start it is: what an earlier one still does is ended.
    static RUN: Cell<u32> = const { Cell::new(0) };
}

/// Asks for the camera, and looks for codes until it is stopped.
pub fn start(tell: &Tell) {
    stop();
    let run = RUN.get();
    let tell = tell.clone();
    spawn_local(async move {
        let Some(stream) = open().await else {
            tell(Told::CameraIs(Camera::Refused).into());
            return;
        };
        if RUN.get() != run {
            end(&stream);
            return;
        }
        STREAM.set(Some(stream));
        tell(Told::CameraIs(Camera::On).into());
        if watch(run, &tell).await.is_none() && RUN.get() == run {
            stop();
            tell(Told::CameraIs(Camera::Broken).into());
        }
    });
}

/// Lets the camera go.
pub fn stop() {
    RUN.set(RUN.get().wrapping_add(1));
    if let Some(stream) = STREAM.take() {
        end(&stream);
    }
}

fn end(stream: &MediaStream) {
    for track in stream.get_tracks() {
        if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
            track.stop();
        }
    }
}

/// The camera that looks away from the person, where there are two. None where there is none, or it
/// may not be used.
async fn open() -> Option<MediaStream> {
    let devices = web_sys::window()?.navigator().media_devices().ok()?;
    let wanted = Object::new();
    for (name, value) in [
        ("facingMode", JsValue::from("environment")),
        ("width", 1280.into()),
        ("height", 720.into()),
    ] {
        let ideal = Object::new();
        Reflect::set(&ideal, &"ideal".into(), &value).ok()?;
        Reflect::set(&wanted, &name.into(), &ideal).ok()?;
    }
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wanted);
    let asked = devices.get_user_media_with_constraints(&constraints).ok()?;
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}

/// Looks at picture after picture. None where the worker is missing or broke down.
async fn watch(run: u32, tell: &Tell) -> Option<()> {
    let mut detector = detector().await;
    let mut seen: Vec<String> = Vec::new();
    let mut told = Vec::new();
    let mut unread = 0;
    let mut widths = WIDTHS.into_iter().cycle();
    while RUN.get() == run {
        pause().await;
        let Some(video) = video() else {
            continue;
        };
        let found = match &detector {
            Some(detector) => detected(detector, &video).await,
            None => None,
        };
        let (looked, gathered) = if let Some(texts) = found {
            // The worker only puts them together.
            reader::look(0, &[], texts, &seen).await?.ok()?
        } else {
            // A browser that says it can and then cannot is not asked again.
            detector = None;
            let Some((width, grey)) = widths.next().and_then(|width| picture(&video, width)) else {
                continue;
            };
            reader::look(width, &grey, Vec::new(), &seen).await?.ok()?
        };
        if RUN.get() != run {
            continue;
        }
        let new = looked.texts;
        unread = match (new.is_empty(), looked.unread) {
            (true, true) => unread + 1,
            (true, false) => unread,
            (false, _) => 0,
        };
        if unread == UNREAD {
            tell(Told::Unread.into());
        }
        if new.is_empty() {
            continue;
        }
        for text in new.iter().filter(|text| !seen.contains(text)) {
            tell(Told::TextRead(text.clone()).into());
        }
        // Those that are held up stand last.
        seen.retain(|text| !new.contains(text));
        seen.extend(new);
        let first = seen.len().saturating_sub(MOST_SEEN);
        seen.drain(..first);
        if gathered.records.is_empty() {
            if gathered.needed > 0 {
                tell(Told::Seen(gathered.seen, gathered.needed).into());
            }
            continue;
        }
        // What is still held up was told already.
        let records = gathered.records.iter();
        for record in records.filter(|record| !told.contains(*record)) {
            tell(Told::CodeRead(record.clone()).into());
        }
        told = gathered.records;
    }
    Some(())
}

/// What finds codes in pictures by itself, where the browser has it.
async fn detector() -> Option<Object> {
    let window = web_sys::window()?;
    let class: Function = Reflect::get(&window, &"BarcodeDetector".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let formats = called(&class, "getSupportedFormats", &Array::new()).await?;
    let formats: Array = formats.dyn_into().ok()?;
    if !formats.includes(&FORMAT.into(), 0) {
        return None;
    }
    let options = Object::new();
    Reflect::set(&options, &"formats".into(), &Array::of1(&FORMAT.into())).ok()?;
    let made = Reflect::construct(&class, &Array::of1(&options)).ok()?;
    made.dyn_into().ok()
}

/// The texts of the codes in the camera's picture, as the browser finds them; none where it fails.
async fn detected(detector: &Object, video: &HtmlVideoElement) -> Option<Vec<String>> {
    let codes = called(detector, "detect", &Array::of1(video)).await?;
    let codes: Array = codes.dyn_into().ok()?;
    let text = |code: JsValue| Reflect::get(&code, &"rawValue".into()).ok()?.as_string();
    Some(codes.iter().filter_map(text).collect())
}

/// What a method of an object promises.
async fn called(of: &Object, method: &str, with: &Array) -> Option<JsValue> {
    let method: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = method.apply(of, with).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

async fn pause() {
    let (promise, settle) = super::promise();
    clock::after(PAUSE_MS, move || {
        let _ = settle.call0(&JsValue::NULL);
    });
    let _ = JsFuture::from(promise).await;
}

/// What shows the camera's picture on the page, once there is one; the first time it is begun.
fn video() -> Option<HtmlVideoElement> {
    let document = web_sys::window()?.document()?;
    let video: HtmlVideoElement = document.get_element_by_id(VIEW)?.dyn_into().ok()?;
    if video.src_object().is_none() {
        let stream = STREAM.with_borrow(Clone::clone)?;
        video.set_muted(true);
        video.set_src_object(Some(&stream));
        let _ = video.play();
        return None;
    }
    (video.video_width() > 0 && video.video_height() > 0).then_some(video)
}

/// The picture of this moment in grey, at most so wide, and how wide it is.
fn picture(video: &HtmlVideoElement, most: u32) -> Option<(u32, Vec<u8>)> {
    let document = web_sys::window()?.document()?;
    let (wide, high) = (video.video_width(), video.video_height());
    let width = wide.min(most);
    let height = high * width / wide.max(1);
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let often = Object::new();
    Reflect::set(&often, &"willReadFrequently".into(), &true.into()).ok()?;
    let context = canvas
        .get_context_with_context_options("2d", &often)
        .ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    let draw = context.draw_image_with_html_video_element_and_dw_and_dh(
        video,
        0.0,
        0.0,
        width.into(),
        height.into(),
    );
    draw.ok()?;
    let data = context.get_image_data(0.0, 0.0, width.into(), height.into());
    let pixels = data.ok()?.data().0;
    let grey = pixels.chunks_exact(4).map(|pixel| {
        // Green is what the eye and a sensor see most of.
        let [red, green, blue] = [0, 1, 2].map(|at| pixel.get(at).copied().map_or(0, u32::from));
        u8::try_from((red + 2 * green + blue) / 4).unwrap_or(u8::MAX)
    });
    Some((width, grey.collect()))
}
