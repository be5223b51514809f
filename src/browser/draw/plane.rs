//! Something that takes a course from left to right: a band, the range of its middle, lines.

use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::{Area, Look, pixels};

/// Its height in CSS pixels at the ordinary size of text.
pub(super) const HEIGHT: f64 = 280.0;
/// Room above the highest line and below the lowest.
const ABOVE: f64 = 10.0;
const BELOW: f64 = 28.0;
/// Room between the figures at the left and what is drawn.
const BESIDE: f64 = 8.0;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// Where the scale from left to right begins and ends.
    pub along: (f64, f64),
    /// Its lines with their figures.
    pub along_lines: Vec<(f64, String)>,
    /// Where the scale upwards begins and ends.
    pub up: (f64, f64),
    /// Its lines with their figures.
    pub up_lines: Vec<(f64, String)>,
    /// The points, from left to right.
    pub points: Vec<Point>,
}

/// A point of the course; what has no bound goes to the end of the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Where it stands from left to right.
    pub at: f64,
    /// The band.
    pub band: (f64, f64),
    /// The middle, or the range it lies in.
    pub middle: (f64, f64),
}

/// Draws it.
pub(super) fn paint(area: &Area, drawing: &Plane, look: &Look) -> Option<()> {
    let (_, height) = area.dim_in_pixel();
    let height = f64::from(height);
    let beside = drawing.up_lines.iter();
    let beside = beside
        .map(|(_, figure)| look.measure(figure))
        .fold(0.0, f64::max);
    let left = beside + BESIDE * look.scale;
    let right = f64::from(look.width) - 2.0 * look.scale;
    let (top, bottom) = (ABOVE * look.scale, height - BELOW * look.scale);
    let part =
        |value: f64, (start, end): (f64, f64)| ((value - start) / (end - start)).clamp(0.0, 1.0);
    let x = |value: f64| pixels(left + (right - left) * part(value, drawing.along));
    let y = |value: f64| pixels(bottom - (bottom - top) * part(value, drawing.up));
    for (value, figure) in &drawing.up_lines {
        let colour = if *value == 0.0 {
            "--chart-ink"
        } else {
            "--chart-line"
        };
        let line = [(pixels(left), y(*value)), (pixels(right), y(*value))];
        area.draw(&PathElement::new(line, look.colour(colour)))
            .ok()?;
        look.text(area, figure, (pixels(beside), y(*value)), HPos::Right)?;
    }
    for (value, figure) in &drawing.along_lines {
        let at = x(*value);
        let tick = [
            (at, pixels(bottom)),
            (at, pixels(bottom + 4.0 * look.scale)),
        ];
        area.draw(&PathElement::new(tick, look.colour("--chart-ink")))
            .ok()?;
        // What stands at an end is turned inwards.
        let anchor = if part(*value, drawing.along) > 0.94 {
            HPos::Right
        } else if part(*value, drawing.along) < 0.06 {
            HPos::Left
        } else {
            HPos::Center
        };
        let under = pixels(bottom + BELOW / 2.0 * look.scale + 2.0 * look.scale);
        look.text(area, figure, (at, under), anchor)?;
    }
    let outline = |of: &dyn Fn(&Point) -> (f64, f64)| {
        let upper = drawing.points.iter();
        let upper = upper.map(|point| (x(point.at), y(of(point).1)));
        let lower = drawing.points.iter().rev();
        let lower = lower.map(|point| (x(point.at), y(of(point).0)));
        upper.chain(lower).collect::<Vec<_>>()
    };
    let path = |of: &dyn Fn(&Point) -> f64| {
        let points = drawing.points.iter();
        points
            .map(|point| (x(point.at), y(of(point))))
            .collect::<Vec<_>>()
    };
    let stroke = |width: f64| pixels(width * look.scale).max(1).unsigned_abs();
    let band = outline(&|point| point.band);
    area.draw(&Polygon::new(
        band,
        look.colour("--range-possible").filled(),
    ))
    .ok()?;
    let edge = look.colour("--range-hatch").stroke_width(stroke(1.0));
    for of in [|point: &Point| point.band.0, |point: &Point| point.band.1] {
        area.draw(&PathElement::new(path(&of), edge)).ok()?;
    }
    let open = drawing.points.iter();
    let open = open.filter(|point| point.middle.0 < point.middle.1);
    if open.count() > 0 {
        let middle = outline(&|point| point.middle);
        area.draw(&Polygon::new(middle, look.colour("--chart-3").filled()))
            .ok()?;
    }
    let ink = look.colour("--chart-1").stroke_width(stroke(2.5));
    for of in [
        |point: &Point| point.middle.0,
        |point: &Point| point.middle.1,
    ] {
        area.draw(&PathElement::new(path(&of), ink)).ok()?;
    }
    // Zero stays in sight above what is drawn over it.
    if drawing.up.0 < 0.0 {
        let zero = [(pixels(left), y(0.0)), (pixels(right), y(0.0))];
        area.draw(&PathElement::new(zero, look.colour("--chart-ink")))
            .ok()?;
    }
    Some(())
}
