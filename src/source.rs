//! A named text with an index of its lines: the way from bytes to what a person counts.

pub mod place;

use std::sync::OnceLock;

use place::Place;

use crate::span::{Position, Span};

/// Columns of lines longer than this are counted from the nearest of so many bytes.
const STRIDE: usize = 512;

/// A text and where its lines start. Cheap to ask for positions: a binary search and a count of `STRIDE` bytes at most,
/// however long the line is.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<u32>,
    places: Vec<Place>,
    built_in: bool,
    /// How many characters begin before each [`STRIDE`] bytes; counted when a long line is first asked for.
    counts: OnceLock<Vec<u32>>,
}

impl Source {
    /// Indexes `text`. A leading byte-order mark stays in the text (offsets count the file's bytes) but takes no column.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut line_starts = vec![first as u32];
        line_starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Self { name: name.into(), text, line_starts, places: Vec::new(), built_in: false, counts: OnceLock::new() }
    }

    /// The name people know it by, usually a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A text that the program carries: nobody has the file that its name names.
    pub fn built_in(self) -> Self {
        Self { built_in: true, ..self }
    }

    /// Whether the program carries it.
    pub fn is_built_in(&self) -> bool {
        self.built_in
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
        let (start, end) = (start as usize, offset.max(start) as usize);
        let before = match self.text.get(start..end) {
            Some(before) if before.len() > STRIDE => self.characters_before(end) - self.characters_before(start),
            before => before.map_or(0, |before| before.chars().count()),
        };
        Position { line: line + 1, column: before + 1 }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, offset: usize) -> usize {
        let counts = self.counts.get_or_init(|| {
            let (mut counts, mut total) = (vec![0], 0);
            for bytes in self.text.as_bytes().chunks(STRIDE) {
                total += characters(bytes) as u32;
                counts.push(total);
            }
            counts
        });
        let nearest = offset / STRIDE;
        let rest = self.text.as_bytes().get(nearest * STRIDE..offset).unwrap_or_default();
        counts.get(nearest).map_or(0, |&count| count as usize) + characters(rest)
    }
}

/// How many characters begin in some bytes of UTF-8. As many bytes as one byte can count are taken at a time: they are then counted side by side.
fn characters(bytes: &[u8]) -> usize {
    let begin = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte & 0xc0 != 0x80)).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|bytes| usize::from(begin(bytes))).sum()
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

    #[test]
    fn columns_of_long_lines_are_those_of_a_count_from_their_beginning() {
        let line = "số ạ 😀, ".repeat(300);
        let source = Source::new("a", format!("\u{feff}ngắn\n{line}\n{line}"));
        for (offset, _) in source.text().char_indices().chain([(source.text().len(), ' ')]) {
            let before = source.text().get(..offset).unwrap();
            let start = before.rfind('\n').map_or('\u{feff}'.len_utf8().min(offset), |at| at + 1);
            let column = before.get(start..).unwrap().chars().count() + 1;
            assert_eq!(source.position(offset as u32).column, column, "{offset}");
        }
    }
}
