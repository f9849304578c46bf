//! Tables written as HTML in a text, as converters from Word and from pictures of pages write those with merged cells.
//!
//! Only the tags of tables are read; any other tag decorates the text of its cell. A cell that covers several columns or
//! rows stands in the first of them, the others are empty. A table that is never closed is text.

use super::line::{Line, at, trim};
use super::table::Grid;
use crate::span::Span;

/// Columns or rows that one cell may cover: more is no table that anybody wrote.
const MOST_COVERED: usize = 100;

/// Cells of one table, those without text included.
const MOST_CELLS: usize = 100_000;

/// The table that begins at the first of `lines`, and how many of them it takes.
pub(super) fn grid(source: &str, lines: &[Line]) -> Option<(Grid, usize)> {
    let first = lines.first()?;
    let content = at(source, first.span);
    if !content.get(..6)?.eq_ignore_ascii_case("<table") {
        return None;
    }
    let last = lines.iter().position(|line| {
        let content = at(source, line.span);
        content.len() >= 8 && content.get(content.len() - 8..).is_some_and(|end| end.eq_ignore_ascii_case("</table>"))
    })?;
    let span = first.span.join(lines.get(last)?.span);
    let mut rows = Rows::default();
    for tag in tags(source, span) {
        match tag.name {
            Name::Row => rows.end_row(source, tag.span.start),
            Name::Cell { head } => rows.begin_cell(source, &tag, head),
            Name::CellEnd => rows.end_cell(source, tag.span.start),
        }
        if rows.count > MOST_CELLS {
            return None;
        }
    }
    rows.end_row(source, span.end);
    let heads = u32::from(rows.heads > 0);
    (!rows.all.is_empty()).then_some((Grid { span, rows: rows.all, heads }, last + 1))
}

/// Rows as far as they are read.
#[derive(Default)]
struct Rows {
    all: Vec<Vec<Span>>,
    row: Vec<Span>,
    /// How many rows from here on a cell above covers each column.
    covered: Vec<usize>,
    /// The cell that is open: where its text begins, and the columns and rows it covers.
    open: Option<(u32, usize, usize)>,
    /// Cells of the row at hand that are heads, and rows before the first that has none.
    row_heads: usize,
    heads: usize,
    count: usize,
}

impl Rows {
    fn begin_cell(&mut self, source: &str, tag: &Tag<'_>, head: bool) {
        self.end_cell(source, tag.span.start);
        self.row_heads += usize::from(head);
        self.open = Some((tag.span.end, covers(tag.attributes, "colspan"), covers(tag.attributes, "rowspan")));
    }

    fn end_cell(&mut self, source: &str, end: u32) {
        let Some((start, columns, rows)) = self.open.take() else { return };
        self.fill(start);
        let text = undecorated(source, Span { start, end: end.max(start) });
        for column in 0..columns {
            let here = self.row.len();
            if rows > 1 {
                self.covered.resize(self.covered.len().max(here + 1), 0);
            }
            if let Some(covered) = self.covered.get_mut(here) {
                *covered = rows - 1;
            }
            self.push(if column == 0 { text } else { Span { start: text.end, end: text.end } });
        }
    }

    /// Empty cells where one above reaches down.
    fn fill(&mut self, place: u32) {
        while let Some(covered) = self.covered.get_mut(self.row.len()).filter(|covered| **covered > 0) {
            *covered -= 1;
            self.push(Span { start: place, end: place });
        }
    }

    fn push(&mut self, cell: Span) {
        self.row.push(cell);
        self.count += 1;
    }

    fn end_row(&mut self, source: &str, end: u32) {
        self.end_cell(source, end);
        if !self.row.is_empty() {
            self.fill(end);
            if self.row_heads == self.row.iter().filter(|cell| !cell.is_empty()).count() && self.heads == self.all.len()
            {
                self.heads += 1;
            }
            self.all.push(std::mem::take(&mut self.row));
        }
        self.row_heads = 0;
    }
}

/// What a tag does in a table.
#[derive(Clone, Copy)]
enum Name {
    Row,
    Cell { head: bool },
    CellEnd,
}

struct Tag<'s> {
    name: Name,
    attributes: &'s str,
    /// From `<` to behind `>`.
    span: Span,
}

/// The tags of rows and cells in a stretch, in order.
fn tags(source: &str, span: Span) -> impl Iterator<Item = Tag<'_>> {
    let content = at(source, span);
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + memchr::memchr(b'<', content.as_bytes().get(from..)?)?;
            let end = start + memchr::memchr(b'>', content.as_bytes().get(start..)?)? + 1;
            from = end;
            let inner = content.get(start + 1..end - 1).unwrap_or_default();
            let (name, attributes) = inner.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((inner, ""));
            let name = match name.to_ascii_lowercase().as_str() {
                "tr" | "/tr" | "/table" => Name::Row,
                "td" => Name::Cell { head: false },
                "th" => Name::Cell { head: true },
                "/td" | "/th" => Name::CellEnd,
                _ => continue,
            };
            let base = span.start as usize;
            return Some(Tag { name, attributes, span: Span::new(base + start, base + end) });
        }
    })
}

/// How many columns or rows a cell covers.
fn covers(attributes: &str, which: &str) -> usize {
    let lower = attributes.to_ascii_lowercase();
    let value = lower.split_once(which).and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
    let digits = value.map(|value| value.trim_start_matches([' ', '"', '\'']));
    let digits = digits.map(|digits| digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1).clamp(1, MOST_COVERED)
}

/// The text of a cell without white space and tags at its ends.
fn undecorated(source: &str, cell: Span) -> Span {
    let mut span = trim(source, cell);
    loop {
        let content = at(source, span);
        let before = if content.starts_with('<') { content.find('>').map_or(0, |end| end + 1) } else { 0 };
        let rest = content.get(before..).unwrap_or_default();
        let behind = if rest.ends_with('>') { rest.rfind('<').map_or(0, |start| rest.len() - start) } else { 0 };
        if before + behind == 0 {
            return span;
        }
        span = trim(source, Span::new(span.start as usize + before, span.end as usize - behind));
    }
}
