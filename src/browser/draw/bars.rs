//! Bars from zero, one below the other, each with its name and figure above it.

use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::{Area, BAR, GAP, Look, NAME, SCALE, pixels};

/// Bars to draw, one below the other, on one scale that begins at zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// Where the scale ends.
    pub end: f64,
    /// The lines of the scale with their figures; none at zero.
    pub lines: Vec<(f64, String)>,
    /// The bars.
    pub all: Vec<Bar>,
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

/// Draws them.
pub(super) fn paint(area: &Area, drawing: &Bars, look: &Look) -> Option<()> {
    let at = |value: f64| pixels(f64::from(look.width - 1) * (value / drawing.end).clamp(0.0, 1.0));
    let step = (NAME + BAR + GAP) * look.scale;
    #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
    let bottom = pixels(step * drawing.all.len() as f64);
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
    for (index, bar) in drawing.all.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
        let top = index as f64 * step;
        let row = look.named(area, top, &bar.name, &bar.figure)?;
        bar_itself(area, bar, look, &at, row)?;
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
        let style = colour.stroke_width(look.thin());
        area.draw(&Rectangle::new(rectangle(value, other), style))
            .ok()
    };
    let hatch = |low: f64, high: f64| look.hatch(area, (at(low), at(high)), (from, to));
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
