//! A named text with an index of its lines: the way from bytes to what a person counts.

pub mod place;

use place::Place;

use crate::span::{Position, Span};

/// A text and where its lines start. Cheap to ask for positions: a binary search and a count within one line.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<u32>,
    places: Vec<Place>,
}

impl Source {
    /// Indexes `text`. A leading byte-order mark stays in the text (offsets count the file's bytes) but takes no column.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut line_starts = vec![first as u32];
        line_starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Self { name: name.into(), text, line_starts, places: Vec::new() }
    }

    /// The name people know it by, usually a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names the places of a text that people do not know by lines; in order, none overlapping another.
    pub fn with_places(self, places: Vec<Place>) -> Self {
        Self { places, ..self }
    }

    /// The places of a text that people do not know by lines; empty for one they do.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The place that holds the byte, or the last one before it; nothing where people count lines.
    pub fn place(&self, offset: u32) -> Option<&Place> {
        let behind = self.places.partition_point(|place| place.span.start <= offset);
        self.places.get(behind.saturating_sub(1))
    }

    /// The whole text.
    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not lie on character boundaries of this text.
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line (from 0) that holds the byte.
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Number of lines; a final line feed opens no further line for a reader, but one is counted.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// Bytes of a line (from 0) without its line end.
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.line_starts.get(line).copied().unwrap_or(self.text.len() as u32);
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |&next| next as usize - 1);
        let text = self.text.get(start as usize..end).unwrap_or_default();
        Span::new(start as usize, start as usize + text.trim_end_matches('\r').len())
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.line_starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(start as usize..(offset.max(start)) as usize).unwrap_or_default();
        Position { line: line + 1, column: before.chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_a_byte_order_mark_takes_none() {
        let source = Source::new("a", "\u{feff}Số: 5\r\nđạt 10%");
        assert_eq!(source.position(3), Position { line: 1, column: 1 });
        let at = source.text().find("10").unwrap() as u32;
        assert_eq!(source.position(at), Position { line: 2, column: 5 });
        assert_eq!(source.slice(source.line_span(0)), "Số: 5");
    }
}
