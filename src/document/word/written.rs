//! What a paragraph says: its lines, each character with the bytes it is written with. Filled by the readers of formats, put into
//! the one text by `paper`.

use std::ops::Range;

use super::numbering::Prefix;
use crate::document::origin::LeftoverKind;

/// Characters of a line and the bytes of the part they are written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes of the line.
    pub text: Range<usize>,
    /// Bytes of the part.
    pub raw: Range<usize>,
    /// Index into the runs of the origin.
    pub run: u32,
}

/// A line of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub text: String,
    pub pieces: Vec<Piece>,
    /// What was left in the line: tracked changes, comments, marked words.
    pub leftovers: Vec<(Range<usize>, LeftoverKind)>,
}

impl Written {
    /// Adds characters that are written byte for byte as they read.
    pub(super) fn push_exact(&mut self, text: &str, raw: usize, run: u32) {
        self.push(text, raw..raw + text.len(), run);
    }

    /// Adds one character, whatever it is written with.
    pub(super) fn push_char(&mut self, c: char, raw: Range<usize>, run: u32) {
        self.push(c.encode_utf8(&mut [0; 4]), raw, run);
    }

    /// Adds text that the file does not spell out.
    pub(super) fn push_generated(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn push(&mut self, text: &str, raw: Range<usize>, run: u32) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        // Neighbours that read byte for byte are one piece.
        if let Some(last) = self.pieces.last_mut()
            && last.run == run
            && last.text.end == start
            && last.raw.end == raw.start
            && last.text.len() == last.raw.len()
            && text.len() == raw.len()
        {
            last.text.end = end;
            last.raw.end = raw.end;
        } else {
            self.pieces.push(Piece { text: start..end, raw, run });
        }
    }

    /// Notes that the text from `start` on is something left over; neighbours of one kind are one.
    pub(super) fn leave(&mut self, start: usize, kind: LeftoverKind) {
        let end = self.text.len();
        let last = self.leftovers.iter_mut().rev().find(|(_, other)| *other == kind);
        match last {
            Some((range, _)) if range.end == start => range.end = end,
            _ => self.leftovers.push((start..end, kind)),
        }
    }

    /// Goes on with what another line says.
    fn append(&mut self, other: Self) {
        let by = self.text.len();
        let moved = |range: Range<usize>| range.start + by..range.end + by;
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces.into_iter().map(|piece| Piece { text: moved(piece.text), ..piece }));
        self.leftovers.extend(other.leftovers.into_iter().map(|(range, kind)| (moved(range), kind)));
    }

    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// Its lines; there is at least one, which may be empty.
    pub lines: Vec<Written>,
    /// Its automatic number.
    pub prefix: Option<Prefix>,
    /// Its level among headings, from 1, where its style says it is one.
    pub heading: Option<u8>,
    /// Which paragraph of its story, from 1.
    pub number: u32,
    /// Bytes of its element in the part.
    pub raw: Range<usize>,
    /// Index into the looks of paragraphs of the origin.
    pub look: u32,
    /// The texts of boxes that hang on it.
    pub boxes: Vec<Vec<Paragraph>>,
}

impl Paragraph {
    /// Puts the text of a paragraph whose end was deleted before this one's.
    pub(super) fn prepend(&mut self, mut before: Self) {
        let mut own = std::mem::take(&mut self.lines).into_iter();
        if let (Some(last), Some(first)) = (before.lines.last_mut(), own.next()) {
            last.append(first);
        }
        before.lines.extend(own);
        self.lines = before.lines;
        self.raw.start = before.raw.start.min(self.raw.start);
        before.boxes.append(&mut self.boxes);
        self.boxes = before.boxes;
    }

    /// Whether it says nothing, not even a number.
    pub(super) fn is_blank(&self) -> bool {
        self.prefix.is_none() && self.lines.iter().all(Written::is_blank)
    }
}

/// A table.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// Whether lines are drawn around its cells.
    pub bordered: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub cells: Vec<TableCell>,
    /// Whether the program repeats it at the head of every page.
    pub head: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct TableCell {
    /// The first column it covers, from 0.
    pub column: u32,
    /// How many columns it covers.
    pub columns: u32,
    /// Its paragraphs; none where it goes on with the cell above.
    pub paragraphs: Vec<Paragraph>,
}

/// What stands in a story.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Paragraph(Paragraph),
    Table(Table),
    /// Pages of this size end here.
    Pages(crate::document::origin::Page),
}
