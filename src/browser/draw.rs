//! Charts on a canvas: crisp at any pixel ratio, in the page's own colours and fonts, drawn
//! again when the window, the pixel ratio or the colour scheme changes.
//!
//! *Why no chart builder of the library*: it measures text by an element with a `style`
//! attribute, which the content policy forbids; here the canvas measures.

mod bars;
mod plane;
mod spans;

use gloo::events::EventListener;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement, Window};

pub use bars::{Bar, Bars, Tone};
pub use plane::{Plane, Point};
pub use spans::{Span, Spans};

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawing {
    /// Bars from zero.
    Bars(Bars),
    /// Spans on one scale.
    Spans(Spans),
    /// Something that takes a course from left to right.
    Plane(Plane),
}

impl Drawing {
    /// Its height in CSS pixels at the ordinary size of text.
    fn height(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
        let rows = |count: usize| count as f64 * (NAME + BAR + GAP) + SCALE;
        match self {
            Self::Bars(drawn) => rows(drawn.all.len()),
            Self::Spans(drawn) => rows(drawn.all.len()),
            Self::Plane(_) => plane::HEIGHT,
        }
    }
}

/// Heights in CSS pixels at the ordinary size of text.
const NAME: f64 = 22.0;
const BAR: f64 = 16.0;
const GAP: f64 = 12.0;
const SCALE: f64 = 26.0;
const TEXT: f64 = 14.0;
/// The ordinary size of text, which those heights are for.
const ORDINARY: f64 = 16.0;

type Area = DrawingArea<CanvasBackend, Shift>;

/// Draws, and draws again whenever it must, for as long as what is returned lives.
#[must_use]
pub fn keep_drawn(canvas: &HtmlCanvasElement, drawing: Drawing) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let again = {
        let (window, canvas) = (window.clone(), canvas.clone());
        // Where the browser refuses a part, the sentence and the table still say everything.
        std::rc::Rc::new(move || {
            let _ = draw(&window, &canvas, &drawing);
        })
    };
    again();
    let mut listeners = Vec::new();
    {
        let again = again.clone();
        // A change of the pixel ratio (zoom, another screen) resizes the page too.
        listeners.push(EventListener::new(&window, "resize", move |_| again()));
    }
    for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
        if let Ok(Some(media)) = window.match_media(query) {
            let again = again.clone();
            listeners.push(EventListener::new(&media, "change", move |_| again()));
        }
    }
    listeners
}

/// What is needed to draw in the page's own looks.
struct Look {
    /// Device pixels for each CSS pixel at the ordinary size of text.
    scale: f64,
    width: i32,
    font: String,
    context: CanvasRenderingContext2d,
    style: CssStyleDeclaration,
}

fn draw(window: &Window, canvas: &HtmlCanvasElement, drawing: &Drawing) -> Option<()> {
    let style = window.get_computed_style(canvas).ok()??;
    let size: f64 = style
        .get_property_value("font-size")
        .ok()?
        .trim_end_matches("px")
        .parse()
        .unwrap_or(ORDINARY);
    let text = size / ORDINARY;
    let height = drawing.height() * text;
    let own = canvas.style();
    own.set_property("aspect-ratio", "auto").ok()?;
    own.set_property("block-size", &format!("{height}px"))
        .ok()?;
    let ratio = window.device_pixel_ratio();
    let width = f64::from(canvas.client_width()) * ratio;
    // Not shown, for instance on paper.
    if width < 1.0 {
        return None;
    }
    canvas.set_width(pixels(width).unsigned_abs());
    canvas.set_height(pixels(height * ratio).unsigned_abs());
    let look = Look {
        scale: ratio * text,
        width: pixels(width),
        font: style.get_property_value("font-family").ok()?,
        context: canvas.get_context("2d").ok()??.dyn_into().ok()?,
        style,
    };
    let area = CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area();
    match drawing {
        Drawing::Bars(drawn) => bars::paint(&area, drawn, &look),
        Drawing::Spans(drawn) => spans::paint(&area, drawn, &look),
        Drawing::Plane(drawn) => plane::paint(&area, drawn, &look),
    }
}

impl Look {
    fn text(&self, area: &Area, text: &str, at: (i32, i32), anchor: HPos) -> Option<()> {
        let ink = self.colour("--chart-ink");
        let style = TextStyle::from((self.font.as_str(), self.size()).into_font())
            .color(&ink)
            .pos(Pos::new(anchor, VPos::Center));
        area.draw(&Text::new(text.to_owned(), at, style)).ok()
    }

    /// The name and the figure above a bar that stands at `top`: from where to where the bar goes.
    fn named(&self, area: &Area, top: f64, name: &str, figure: &str) -> Option<(i32, i32)> {
        let middle = pixels(top + NAME / 2.0 * self.scale);
        let from = pixels(top + NAME * self.scale);
        let room = f64::from(self.width) - self.measure(figure) - TEXT * self.scale;
        // The lines of the scale do not run through the words.
        let words = [(0, pixels(top)), (self.width, from)];
        area.draw(&Rectangle::new(words, self.colour("--page").filled()))
            .ok()?;
        self.text(area, &self.fitted(name, room), (0, middle), HPos::Left)?;
        self.text(area, figure, (self.width, middle), HPos::Right)?;
        Some((from, from + pixels(BAR * self.scale)))
    }

    /// A part that is possible and not certain: striped, in a frame.
    fn hatch(&self, area: &Area, (left, right): (i32, i32), (from, to): (i32, i32)) -> Option<()> {
        let whole = [(left, from), (right, to)];
        let possible = self.colour("--range-possible").filled();
        area.draw(&Rectangle::new(whole, possible)).ok()?;
        let stroke = pixels(2.0 * self.scale).max(1);
        let mut x = left + stroke;
        while x + stroke <= right {
            let strip = [(x, from), (x + stroke, to)];
            let colour = self.colour("--range-hatch").filled();
            area.draw(&Rectangle::new(strip, colour)).ok()?;
            x += pixels(7.0 * self.scale).max(2);
        }
        let frame = self.colour("--range-known").stroke_width(self.thin());
        area.draw(&Rectangle::new(whole, frame)).ok()
    }

    /// The width of a frame.
    fn thin(&self) -> u32 {
        pixels(1.5 * self.scale).unsigned_abs()
    }

    fn size(&self) -> f64 {
        TEXT * self.scale
    }

    /// How wide a text is.
    fn measure(&self, text: &str) -> f64 {
        self.context
            .set_font(&format!("{}px {}", self.size(), self.font));
        self.context
            .measure_text(text)
            .map_or(0.0, |measured| measured.width())
    }

    /// As much of a text as there is room for.
    fn fitted(&self, text: &str, room: f64) -> String {
        if self.measure(text) <= room {
            return text.to_owned();
        }
        let mut kept: Vec<char> = text.chars().collect();
        while kept.pop().is_some() {
            let shortened: String = kept.iter().chain(&['…']).collect();
            if self.measure(&shortened) <= room {
                return shortened;
            }
        }
        String::new()
    }

    /// A colour of the page by the name of its custom property. The canvas itself says what a
    /// keyword such as `CanvasText` stands for.
    fn colour(&self, name: &str) -> RGBColor {
        let value = self.style.get_property_value(name).unwrap_or_default();
        self.context.set_fill_style_str(value.trim());
        let read = self.context.fill_style().as_string().unwrap_or_default();
        let part = |from: usize| {
            read.get(from..from + 2)
                .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        };
        match (part(1), part(3), part(5)) {
            (Some(red), Some(green), Some(blue)) => RGBColor(red, green, blue),
            _ => RGBColor(0, 0, 0),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a length on a screen")]
fn pixels(length: f64) -> i32 {
    length.round() as i32
}
