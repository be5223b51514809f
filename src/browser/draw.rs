//! Charts on a canvas: crisp at any pixel ratio, in the page's own colours and fonts, drawn
//! again when the window, the pixel ratio or the colour scheme changes.
//!
//! *Why no chart builder of the library*: it measures text by an element with a `style`
//! attribute, which the content policy forbids; here the canvas measures.

use gloo::events::EventListener;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement, Window};

/// Bars to draw, one below the other, on one scale that begins at zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Where the scale ends.
    pub end: f64,
    /// The lines of the scale with their figures; none at zero.
    pub lines: Vec<(f64, String)>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar with its name and its figure above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// Its value in words.
    pub figure: String,
    /// What is known.
    pub low: f64,
    /// What is possible.
    pub high: f64,
    /// What the value should reach: a frame from zero.
    pub need: Option<f64>,
    /// How it is coloured.
    pub tone: Tone,
}

/// How a bar is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What the chart is about.
    Main,
    /// What stands beside it for comparison.
    Other,
    /// What is not known.
    Unknown,
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
    #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
    let height = (drawing.bars.len() as f64 * (NAME + BAR + GAP) + SCALE) * text;
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
    paint(&area, drawing, &look)
}

fn paint(area: &Area, drawing: &Drawing, look: &Look) -> Option<()> {
    let at = |value: f64| pixels(f64::from(look.width - 1) * (value / drawing.end).clamp(0.0, 1.0));
    let step = (NAME + BAR + GAP) * look.scale;
    #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
    let bottom = pixels(step * drawing.bars.len() as f64);
    // The words are written over it.
    let axis = [(0, 0), (0, bottom)];
    area.draw(&PathElement::new(axis, look.colour("--chart-ink")))
        .ok()?;
    for (value, figure) in &drawing.lines {
        let x = at(*value);
        let line = [(x, 0), (x, bottom)];
        area.draw(&PathElement::new(line, look.colour("--chart-line")))
            .ok()?;
        let anchor = if *value >= drawing.end {
            HPos::Right
        } else {
            HPos::Center
        };
        let y = bottom + pixels(SCALE / 2.0 * look.scale);
        look.text(area, figure, (x, y), anchor)?;
    }
    for (index, bar) in drawing.bars.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
        let top = index as f64 * step;
        let middle = pixels(top + NAME / 2.0 * look.scale);
        let figure = look.measure(&bar.figure);
        let room = f64::from(look.width) - figure - TEXT * look.scale;
        // The lines of the scale do not run through the words.
        let words = [
            (0, pixels(top)),
            (look.width, pixels(top + NAME * look.scale)),
        ];
        area.draw(&Rectangle::new(words, look.colour("--page").filled()))
            .ok()?;
        look.text(area, &look.fitted(&bar.name, room), (0, middle), HPos::Left)?;
        look.text(area, &bar.figure, (look.width, middle), HPos::Right)?;
        let from = pixels(top + NAME * look.scale);
        let to = from + pixels(BAR * look.scale);
        bar_itself(area, bar, look, &at, (from, to))?;
    }
    Some(())
}

fn bar_itself(
    area: &Area,
    bar: &Bar,
    look: &Look,
    at: &dyn Fn(f64) -> i32,
    (from, to): (i32, i32),
) -> Option<()> {
    let fill = look.colour(match bar.tone {
        Tone::Main => "--chart-1",
        Tone::Other => "--chart-other",
        Tone::Unknown => "--chart-unknown",
    });
    let rectangle = |low: f64, high: f64| [(at(low), from), (at(high), to)];
    let frame = |value: f64, other: f64, colour: RGBColor| {
        let style = colour.stroke_width(pixels(1.5 * look.scale).unsigned_abs());
        area.draw(&Rectangle::new(rectangle(value, other), style))
            .ok()
    };
    let hatch = |low: f64, high: f64| {
        let possible = look.colour("--range-possible").filled();
        area.draw(&Rectangle::new(rectangle(low, high), possible))
            .ok()?;
        let stroke = pixels(2.0 * look.scale).max(1);
        let mut x = at(low) + stroke;
        while x + stroke <= at(high) {
            let strip = [(x, from), (x + stroke, to)];
            area.draw(&Rectangle::new(
                strip,
                look.colour("--range-hatch").filled(),
            ))
            .ok()?;
            x += pixels(7.0 * look.scale).max(2);
        }
        frame(low, high, look.colour("--range-known"))
    };
    if let Some(need) = bar.need.filter(|need| *need > bar.low) {
        hatch(bar.low, need)?;
    }
    if bar.high > bar.low {
        hatch(bar.low, bar.high)?;
    }
    area.draw(&Rectangle::new(rectangle(0.0, bar.low), fill.filled()))
        .ok()?;
    if bar.tone == Tone::Unknown {
        frame(0.0, bar.low, look.colour("--chart-ink"))?;
    }
    bar.need.map_or(Some(()), |need| {
        frame(0.0, need, look.colour("--chart-ink"))
    })
}

impl Look {
    fn text(&self, area: &Area, text: &str, at: (i32, i32), anchor: HPos) -> Option<()> {
        let ink = self.colour("--chart-ink");
        let style = TextStyle::from((self.font.as_str(), self.size()).into_font())
            .color(&ink)
            .pos(Pos::new(anchor, VPos::Center));
        area.draw(&Text::new(text.to_owned(), at, style)).ok()
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
