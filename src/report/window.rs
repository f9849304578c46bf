//! Which part of a source is shown around places: paragraphs run to 3,000 characters in one line, a terminal has 80 columns.
//!
//! Every place becomes a `Piece` within one line. Pieces of a line that fit side by side share a `Row`, a window of the line cut
//! at blanks with `…` at the cut ends; rows of neighbouring lines form a group. Pieces that overlap never share a row: one
//! underline under another says nothing. The work depends on the width, not on the length of the line.

use std::ops::Range;

use super::notice::Mark;
use super::visible::{columns, replacement, str_columns, wrap};
use crate::lang::Lang;
use crate::source::Source;
use crate::span::Position;

/// Lines that a place may run over and still be underlined on all of them.
const MOST_LINES: usize = 3;
/// Columns of text wanted beside pieces that share a row.
const AROUND: usize = 20;
/// How far a cut moves to find a blank, in columns.
const SNAP: usize = 14;
/// Columns of `╰── ` before the words of a label.
const STEM: usize = 4;

/// A stretch of one line that is underlined.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    line: usize,
    start: usize,
    end: usize,
    text: String,
    primary: bool,
}

/// A line of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the source, from 0.
    pub line: usize,
    /// What is shown of it.
    pub text: String,
    /// Underlined places, in order, none overlapping another.
    pub marks: Vec<RowMark>,
}

/// An underlined place of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMark {
    /// Bytes of the row's text.
    pub range: Range<usize>,
    /// Words, broken into lines that fit beside the stem.
    pub text: String,
    /// Whether it is the place the notice is about.
    pub primary: bool,
    /// Where it begins in the source.
    pub at: Position,
}

/// Groups of rows of neighbouring lines; the group of the primary place first, then in order of lines. `width`: columns for a row.
pub fn groups(source: &Source, marks: &[Mark], width: usize, lang: Lang) -> Vec<Vec<Row>> {
    let width = width.max(24);
    let mut pieces: Vec<Piece> = marks.iter().flat_map(|mark| pieces(source, mark, lang)).collect();
    pieces.sort_by_key(|piece| (piece.line, piece.start, piece.end));
    let mut rows: Vec<Row> = Vec::new();
    let mut shared: Vec<Piece> = Vec::new();
    for piece in pieces {
        if !shared.is_empty() && !fits(source, &shared, &piece, width) {
            rows.extend(row(source, &std::mem::take(&mut shared), width));
        }
        shared.push(piece);
    }
    rows.extend(row(source, &shared, width));

    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match groups.last_mut().and_then(|group| Some((group.last()?.line, group))) {
            Some((last, group)) if row.line == last + 1 => group.push(row),
            Some((last, group)) if row.line == last + 2 => {
                group.push(plain_row(source, last + 1, width));
                group.push(row);
            }
            _ => groups.push(vec![row]),
        }
    }
    let is_primary = |group: &Vec<Row>| group.iter().any(|row| row.marks.iter().any(|mark| mark.primary));
    groups.sort_by_key(|group| !is_primary(group));
    groups
}

/// The largest character boundary that is not beyond `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The stretches of lines that a place covers: all of them where they are few, else the first, whose words say how far it goes.
fn pieces(source: &Source, mark: &Mark, lang: Lang) -> Vec<Piece> {
    let start = floor(source.text(), mark.span.start as usize);
    let end = floor(source.text(), mark.span.end as usize).max(start);
    let first = source.line_of(start as u32);
    let last = source.line_of(end.saturating_sub(1).max(start) as u32);
    let within = |line: usize| {
        let bounds = source.line_span(line).range();
        let (from, to) = (start.max(bounds.start), end.min(bounds.end));
        let text = source.text().get(from..to)?;
        let from = from + (text.len() - text.trim_start().len());
        let text = text.trim();
        (!text.is_empty()).then_some((line, from, from + text.len()))
    };
    let most = if last - first < MOST_LINES { MOST_LINES } else { 1 };
    let mut places: Vec<_> = (first..=last).filter_map(within).take(most).collect();
    if places.is_empty() {
        // Zero-width places, and places of blanks only, are shown where they begin.
        let bounds = source.line_span(first).range();
        let at = start.clamp(bounds.start, bounds.end);
        places.push((first, at, floor(source.text(), end.min(bounds.end)).max(at)));
    }
    let mut text = mark.text.clone();
    if last - first >= MOST_LINES {
        let until = match lang {
            Lang::Vi => format!("đến dòng {}", last + 1),
            Lang::En => format!("up to line {}", last + 1),
        };
        text = if text.is_empty() { until } else { format!("{text} ({until})") };
    }
    let piece = |(line, start, end)| Piece { line, start, end, text: String::new(), primary: mark.primary };
    let mut pieces: Vec<Piece> = places.into_iter().map(piece).collect();
    if let Some(first) = pieces.first_mut() {
        first.text = text;
    }
    pieces
}

/// Columns of a stretch of the source, counted up to `most`.
fn measure(source: &Source, range: Range<usize>, most: usize) -> usize {
    let mut sum = 0;
    for c in source.text().get(range).unwrap_or_default().chars() {
        sum += columns(c);
        if sum >= most {
            return most;
        }
    }
    sum
}

/// Columns that the words of a label want to the right of the middle of their place.
fn room_for_label(text: &str, width: usize) -> usize {
    if text.is_empty() { 0 } else { STEM + str_columns(text).min(width / 2) }
}

/// Whether one more piece can stand in the row of others.
fn fits(source: &Source, shared: &[Piece], piece: &Piece, width: usize) -> bool {
    let (Some(first), Some(last)) = (shared.first(), shared.last()) else { return true };
    if piece.line != last.line || shared.iter().any(|other| piece.start < other.end.max(other.start + 1)) {
        return false;
    }
    // A combining mark alone has no column: two labels would stand at one.
    if measure(source, last.start..piece.start, width) == 0 {
        return false;
    }
    let before = measure(source, first.start..piece.start, width);
    let own = measure(source, piece.start..piece.end, width).max(1);
    before + own + AROUND <= width && before + own / 2 + 1 + room_for_label(&piece.text, width) <= width
}

/// The window of a line around pieces that share it.
fn row(source: &Source, pieces: &[Piece], width: usize) -> Option<Row> {
    let (first, last) = (pieces.first()?, pieces.last()?);
    let text = source.text();
    let bounds = source.line_span(first.line).range();
    let core_start = first.start;
    let (taken, core) = forward(text.get(core_start..last.end.max(core_start)).unwrap_or_default(), width - 2);
    let core_end = core_start + taken;
    let before = text.get(bounds.start..core_start).unwrap_or_default();
    let after = text.get(core_end..bounds.end.max(core_end)).unwrap_or_default();

    let to_last = measure(source, core_start..last.start, width);
    let middle = to_last + (core.max(1).saturating_sub(to_last)) / 2;
    let by_label = (width - 1).saturating_sub(middle + room_for_label(&last.text, width));
    let spare = width - 2 - core;
    let (_, after_columns) = forward(after, width);
    let (_, before_columns) = backward(before, width);
    let lead = if before_columns <= by_label && before_columns + core + after_columns <= width {
        before_columns
    } else {
        by_label.min((spare * 2 / 5).max(spare.saturating_sub(after_columns)))
    };
    let start = core_start - snapped_back(before, lead).len();
    let left =
        width.saturating_sub(core + measure(source, start..core_start, width) + usize::from(start > bounds.start));
    let end = core_end + if after_columns <= left { after.len() } else { snapped(after, left.saturating_sub(1)).len() };
    Some(compose(source, first.line, start..end, pieces))
}

/// A line without places, from its beginning.
fn plain_row(source: &Source, line: usize, width: usize) -> Row {
    let bounds = source.line_span(line).range();
    let text = source.text().get(bounds.clone()).unwrap_or_default();
    let (whole, _) = forward(text, width);
    let taken = if whole == text.len() { whole } else { snapped(text, width - 1).len() };
    compose(source, line, bounds.start..bounds.start + taken, &[])
}

/// Bytes and columns of the longest beginning that takes at most `most` columns, marks of its last letter included.
fn forward(text: &str, most: usize) -> (usize, usize) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        let wide = columns(c);
        if used + wide > most {
            return (at, used);
        }
        used += wide;
    }
    (text.len(), used)
}

/// Byte where the longest end begins that takes at most `most` columns and does not start with a combining mark; and its columns.
fn backward(text: &str, most: usize) -> (usize, usize) {
    let (mut start, mut used) = (text.len(), 0);
    for (at, c) in text.char_indices().rev() {
        let wide = columns(c);
        if used + wide > most {
            break;
        }
        used += wide;
        if wide > 0 || at == 0 {
            start = at;
        }
    }
    (start, used)
}

/// The end of `before` that is shown, cut behind a blank where one is near.
fn snapped_back(before: &str, most: usize) -> &str {
    let (start, _) = backward(before, most);
    let shown = before.get(start..).unwrap_or_default();
    if start == 0 || before.get(..start).is_some_and(|cut| cut.ends_with(' ')) {
        return shown;
    }
    let blank = shown.char_indices().take(SNAP).find(|(_, c)| *c == ' ');
    blank.and_then(|(at, _)| shown.get(at + 1..)).unwrap_or(shown)
}

/// The beginning of `after` that is shown, cut before a blank where one is near.
fn snapped(after: &str, most: usize) -> &str {
    let (end, _) = forward(after, most);
    let shown = after.get(..end).unwrap_or_default();
    if after.get(end..).is_none_or(|cut| cut.is_empty() || cut.starts_with(' ')) {
        return shown;
    }
    let blank = shown.char_indices().rev().take(SNAP).find(|(_, c)| *c == ' ');
    blank.and_then(|(at, _)| shown.get(..at)).unwrap_or(shown)
}

/// Writes a window out, character by character, and finds the pieces in what is shown.
fn compose(source: &Source, line: usize, window: Range<usize>, pieces: &[Piece]) -> Row {
    let bounds = source.line_span(line).range();
    let mut shown = String::with_capacity(window.len() + 8);
    if window.start > bounds.start {
        shown.push('…');
    }
    let mut ranges: Vec<Range<usize>> = vec![usize::MAX..usize::MAX; pieces.len()];
    let note = |ranges: &mut Vec<Range<usize>>, at: usize, shown: usize| {
        for (piece, range) in pieces.iter().zip(ranges) {
            if at >= piece.start && range.start == usize::MAX {
                range.start = shown;
            }
            if at >= piece.end && range.end == usize::MAX {
                range.end = shown;
            }
        }
    };
    for (at, c) in source.text().get(window.clone()).unwrap_or_default().char_indices() {
        note(&mut ranges, window.start + at, shown.len());
        match replacement(c) {
            Some(instead) => shown.push_str(instead),
            None => shown.push(c),
        }
    }
    note(&mut ranges, window.end, shown.len());
    if window.end < bounds.end {
        shown.push('…');
    }
    let marks = pieces.iter().zip(ranges).map(|(piece, range)| RowMark {
        range: range.start.min(shown.len())..range.end.min(shown.len()),
        text: piece.text.clone(),
        primary: piece.primary,
        at: source.position(piece.start as u32),
    });
    Row { line, marks: marks.collect(), text: shown }
}

/// Breaks the words of labels so that they fit into `width` columns beside their stems.
pub fn break_labels(row: &mut Row, width: usize) {
    for mark in &mut row.marks {
        let until = |at: usize| str_columns(row.text.get(..at).unwrap_or_default());
        let start = until(mark.range.start);
        let stem = (start + until(mark.range.end).max(start + 1)) / 2;
        mark.text = wrap(&mark.text, width.saturating_sub(stem + STEM).max(12)).join("\n");
    }
}
