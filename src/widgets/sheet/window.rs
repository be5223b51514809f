//! Which rows of a long sheet are drawn: those in sight, a few beyond, and the one with the focus.
//!
//! Rows that are not drawn are gaps as tall as the rows would be. Nearly all rows are equally
//! tall, so one height and a list of those that differ is enough.

use std::collections::BTreeMap;
use std::ops::Range;

/// Before anything was measured.
const GUESS: f64 = 45.0;
/// Less than a person sees.
const SAME: f64 = 0.5;

/// How tall rows are, in px, by their index in the table.
#[derive(Debug, Default)]
pub struct Heights {
    usual: Option<f64>,
    others: BTreeMap<usize, f64>,
    /// The space between two rows.
    between: f64,
}

impl Heights {
    /// From the beginning of a row to the beginning of the next.
    #[must_use]
    pub fn of(&self, row: usize) -> f64 {
        let usual = self.usual.unwrap_or(GUESS);
        self.others.get(&row).copied().unwrap_or(usual)
    }

    /// How tall a gap is that stands for these rows.
    #[must_use]
    pub fn gap(&self, rows: impl Iterator<Item = usize>) -> f64 {
        let all: f64 = rows.map(|row| self.of(row)).sum();
        (all - self.between).max(0.0)
    }

    /// Forgets everything, as after the window became narrower.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Takes in where everything that is drawn begins and ends; what is no row is a gap.
    /// Whether it was the first time.
    pub fn measure(&mut self, drawn: &[Option<usize>], edges: &[(f64, f64)]) -> bool {
        let follows = edges.iter().zip(edges.iter().skip(1));
        if let Some(((_, end), (begin, _))) = follows.clone().next() {
            self.between = begin - end;
        }
        let last = edges.last().map(|(begin, end)| end - begin + self.between);
        let heights = follows
            .map(|((begin, _), (next, _))| next - begin)
            .chain(last);
        let first = self.usual.is_none();
        for (row, height) in drawn.iter().zip(heights) {
            let Some(row) = row else { continue };
            let usual = *self.usual.get_or_insert(height);
            if (height - usual).abs() > SAME {
                self.others.insert(*row, height);
            } else {
                self.others.remove(row);
            }
        }
        first && self.usual.is_some()
    }
}

/// The positions between two heights, where `height` says how tall the row at a position is.
#[must_use]
pub fn between(count: usize, height: impl Fn(usize) -> f64, top: f64, bottom: f64) -> Range<usize> {
    let mut end = 0.0;
    let mut first = None;
    for position in 0..count {
        let begin = end;
        if begin >= bottom {
            return first.unwrap_or(position)..position;
        }
        end += height(position);
        if end > top {
            first.get_or_insert(position);
        }
    }
    first.unwrap_or(count)..count
}

/// The next step from the rows that are drawn to those that are wanted: first those that are
/// seen, so many new ones, and once they are all there so many on either side.
#[must_use]
pub fn towards(
    drawn: &Range<usize>,
    seen: &Range<usize>,
    wanted: &Range<usize>,
    (most, beyond): (usize, usize),
) -> Range<usize> {
    // What is drawn stays where it is wanted and touches what is seen.
    let touches = drawn.start <= seen.end && seen.start <= drawn.end;
    let kept = if touches {
        drawn.start.max(wanted.start)..drawn.end.min(wanted.end)
    } else {
        seen.start..seen.start
    };
    let before = kept.start.saturating_sub(seen.start).min(most);
    let after = seen.end.saturating_sub(kept.end).min(most - before);
    if before + after > 0 {
        return kept.start - before..kept.end + after;
    }
    kept.start.saturating_sub(beyond).max(wanted.start)..(kept.end + beyond).min(wanted.end)
}

/// What is drawn, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The row at this position.
    Row(usize),
    /// Something as tall as the rows at these positions.
    Gap(Range<usize>),
}

/// The rows of the window and the kept one with its neighbours, so that Tab finds them; gaps between.
#[must_use]
pub fn pieces(count: usize, window: &Range<usize>, kept: Option<usize>) -> Vec<Piece> {
    let around = kept.map_or(0..0, |kept| kept.saturating_sub(1)..kept.saturating_add(2));
    let (early, late) = if around.start < window.start {
        (around, window.clone())
    } else {
        (window.clone(), around)
    };
    let mut pieces = Vec::new();
    let mut next = 0;
    for range in [early, late] {
        for position in range.start.max(next)..range.end.min(count) {
            if position > next {
                pieces.push(Piece::Gap(next..position));
            }
            pieces.push(Piece::Row(position));
            next = position + 1;
        }
    }
    if next < count {
        pieces.push(Piece::Gap(next..count));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Heights, Piece, between, pieces, towards};

    #[test]
    fn the_window_and_the_row_with_the_focus_are_drawn_and_the_rest_is_gaps() {
        let written = |count, window, kept| {
            let pieces = pieces(count, &window, kept).into_iter();
            let each = pieces.map(|piece| match piece {
                Piece::Row(row) => row.to_string(),
                Piece::Gap(rows) => format!("({}-{})", rows.start, rows.end - 1),
            });
            each.collect::<Vec<_>>().join(" ")
        };
        for (count, window, kept, expected) in [
            (0, 0..30, None, ""),
            (3, 0..30, None, "0 1 2"),
            (9, 3..5, None, "(0-2) 3 4 (5-8)"),
            (9, 5..7, Some(0), "0 1 (2-4) 5 6 (7-8)"),
            (9, 1..3, Some(8), "(0-0) 1 2 (3-6) 7 8"),
            (9, 3..6, Some(5), "(0-2) 3 4 5 6 (7-8)"),
            (9, 3..6, Some(3), "(0-1) 2 3 4 5 (6-8)"),
            (3, 7..9, Some(9), "(0-2)"),
        ] {
            let drawn = written(count, window.clone(), kept);
            assert_eq!(drawn, expected, "{count} rows, {window:?}, {kept:?}");
        }
    }

    #[test]
    fn rows_are_in_sight_between_two_heights() {
        let height = |position: usize| if position == 2 { 100.0 } else { 10.0 };
        for (top, bottom, expected) in [
            (-50.0, 15.0, 0..2),
            (10.0, 20.0, 1..2),
            (60.0, 70.0, 2..3),
            (119.0, 121.0, 2..4),
            (500.0, 600.0, 5..5),
            (-90.0, -10.0, 0..0),
        ] {
            let found = between(5, height, top, bottom);
            assert_eq!(found, expected, "{top} to {bottom}");
        }
    }

    #[test]
    fn a_leap_draws_what_is_seen_first_and_the_rest_step_by_step() {
        for (drawn, expected) in [
            (0..30, 100..107),
            (100..107, 100..113),
            (100..113, 97..116),
            (97..116, 94..119),
            (94..119, 91..122),
            (91..122, 90..123),
            (90..105, 90..112),
            (80..110, 90..113),
            (105..130, 100..123),
            (110..111, 103..111),
            (0..200, 90..123),
        ] {
            let next = towards(&drawn, &(100..113), &(90..123), (7, 3));
            assert_eq!(next, expected, "from {drawn:?}");
        }
    }

    #[test]
    fn a_gap_is_as_tall_as_its_rows_and_the_space_between_them() {
        let mut heights = Heights::default();
        let drawn = [Some(0), Some(1), Some(2)];
        assert!(heights.measure(&drawn, &[(0.0, 40.0), (50.0, 90.0), (100.0, 170.0)]));
        assert!(!heights.measure(&[], &[]));
        for (row, height) in [(0, 50.0), (2, 80.0), (7, 50.0)] {
            assert!((heights.of(row) - height).abs() < 1e-9, "row {row}");
        }
        assert!((heights.gap(2..5) - 170.0).abs() < 1e-9);
        heights.measure(&[Some(2)], &[(0.0, 40.0)]);
        assert!((heights.gap(2..5) - 140.0).abs() < 1e-9);
    }
}
