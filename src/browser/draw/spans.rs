//! Spans on one scale, one below the other: from where to where each goes, or may go.

use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::{Area, BAR, GAP, Look, NAME, SCALE, pixels};

/// Spans to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Spans {
    /// Where the scale begins and ends; zero lies in it.
    pub scale: (f64, f64),
    /// The lines of the scale with their figures.
    pub lines: Vec<(f64, String)>,
    /// What all spans are seen from.
    pub mark: Option<f64>,
    /// The spans.
    pub all: Vec<Span>,
}

/// A span with its name and its figure above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What it is of.
    pub name: String,
    /// From where to where, in words.
    pub figure: String,
    /// The part that is certain.
    pub certain: Option<(f64, f64)>,
    /// From where to where it goes or may go; what has no bound goes to the end of the scale.
    pub possible: (f64, f64),
}

/// Draws them.
pub(super) fn paint(area: &Area, drawing: &Spans, look: &Look) -> Option<()> {
    let (start, end) = drawing.scale;
    let at = |value: f64| {
        let part = ((value - start) / (end - start)).clamp(0.0, 1.0);
        pixels(f64::from(look.width - 1) * part)
    };
    let step = (NAME + BAR + GAP) * look.scale;
    #[expect(clippy::cast_precision_loss, reason = "a count of spans")]
    let bottom = pixels(step * drawing.all.len() as f64);
    for (value, figure) in &drawing.lines {
        let x = at(*value);
        let colour = if *value == 0.0 {
            "--chart-ink"
        } else {
            "--chart-line"
        };
        let line = [(x, 0), (x, bottom)];
        area.draw(&PathElement::new(line, look.colour(colour)))
            .ok()?;
        let anchor = if *value >= end {
            HPos::Right
        } else if *value <= start {
            HPos::Left
        } else {
            HPos::Center
        };
        let y = bottom + pixels(SCALE / 2.0 * look.scale);
        look.text(area, figure, (x, y), anchor)?;
    }
    for (index, span) in drawing.all.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a count of spans")]
        let top = index as f64 * step;
        let (from, to) = look.named(area, top, &span.name, &span.figure)?;
        let (left, right) = (at(span.possible.0), at(span.possible.1));
        if span.certain != Some(span.possible) {
            look.hatch(area, (left, right.max(left + 2)), (from, to))?;
        }
        if let Some((low, high)) = span.certain {
            let bar = [(at(low), from), (at(high).max(at(low) + 2), to)];
            let fill = look.colour("--chart-1").filled();
            area.draw(&Rectangle::new(bar, fill)).ok()?;
        }
        if let Some(mark) = drawing.mark {
            let x = at(mark);
            let over = pixels(3.0 * look.scale);
            let half = pixels(1.5 * look.scale).max(1);
            // A light edge keeps it apart from a dark bar.
            let edge = [(x - 2 * half, from - over), (x + 2 * half, to + over)];
            area.draw(&Rectangle::new(edge, look.colour("--page").filled()))
                .ok()?;
            let line = [(x - half, from - over), (x + half, to + over)];
            area.draw(&Rectangle::new(line, look.colour("--chart-ink").filled()))
                .ok()?;
        }
    }
    Some(())
}
