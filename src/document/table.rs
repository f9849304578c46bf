//! Tables: rows of cells, each cell a block.
//!
//! Read are Markdown's pipe tables, also with a blank line between any two rows as conversions from Word leave them, and
//! rows whose cells tabs part, as text pasted from Word or a sheet has them; tables of HTML are read beside (`html_table`).
//! A table that only sets two columns side by side (the head of a document, its signature) is layout: its cells become
//! lines. Frames drawn with characters (`+---+---+`) between rows of a pipe table part its head from its figures and are no
//! rows; other drawings are left alone, their lines stay text.

use super::BlockId;
use super::draft::{Draft, DraftKind};
use super::html_table;
use super::line::{Line, Shape, at, is_separator, trim};
use crate::span::Span;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// From its first to its last byte.
    pub span: Span,
    /// Cells, row after row.
    pub cells: Vec<Cell>,
    /// Number of rows.
    pub rows: u32,
    /// Number of columns of the widest row.
    pub columns: u32,
    /// How many of its first rows are heads: one above Markdown's `|---|` line, or the lines above the first inner frame.
    pub heads: u32,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// Bytes between the bars, white space trimmed.
    pub span: Span,
    /// The block of its text; a cell without text has one without tokens.
    pub block: BlockId,
}

/// A table before its words are read.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub span: Span,
    pub rows: Vec<Vec<Span>>,
    pub heads: u32,
}

/// The table that begins at the first of `lines`, and how many of them it takes.
pub(super) fn grid(source: &str, lines: &[Line]) -> Option<(Grid, usize)> {
    let (first, after) = lines.split_first()?;
    if let Some(found) = html_table::grid(source, lines).or_else(|| tabbed(source, lines)) {
        return Some(found);
    }
    let is_line = |line: &Line| is_separator(at(source, line.span));
    // `a | b` over `---|---` needs no bars at its ends.
    let bare = first.shape == Shape::Text
        && after.first().is_some_and(|line| line.gap == 0 && is_line(line))
        && at(source, first.span).contains('|');
    if !(bare || matches!(first.shape, Shape::Row | Shape::Separator)) {
        return None;
    }
    let mut grid = Grid { span: first.span, rows: Vec::new(), heads: 0 };
    let (mut taken, mut loose, mut framed) = (0, None, false);
    for (number, line) in lines.iter().enumerate() {
        let is_row = line.shape == Shape::Row || bare && at(source, line.span).contains('|');
        if !is_row && !is_line(line) {
            break;
        }
        if number > 0 && !is_line(line) {
            // Rows apart by one blank line are one table where all are; a row that its own `|---|` follows is the head of
            // the next one.
            let head = lines.get(number + 1).is_some_and(|next| next.gap == 0 && is_line(next));
            let apart = line.gap > 0;
            if line.gap > 1 || apart && (head || grid.heads > 0 || loose == Some(false)) {
                break;
            }
            loose = Some(apart);
        } else if line.gap > 0 && number > 0 {
            break;
        }
        if is_line(line) {
            grid.heads = grid.heads.max(u32::from(grid.rows.len() == 1));
        } else {
            if line.framed && !framed {
                grid.heads = grid.heads.max(head_lines(&grid.rows));
                framed = true;
            }
            let mut row = cells(source, line.span);
            // Under a head without bars at its ends, a bar at the beginning parts an empty cell from the next.
            if bare && line.shape == Shape::Row && grid.rows.first().is_some_and(|head| head.len() == row.len() + 1) {
                row.insert(0, Span { start: line.span.start, end: line.span.start });
            }
            grid.rows.push(row);
        }
        grid.span = grid.span.join(line.span);
        taken = number + 1;
    }
    Some((grid, taken.max(1)))
}

/// Three rows or more, one below the other, of as many cells that tabs part, or bars without Markdown's line below the head (`Mầm non | 4.312 |
/// 31,44%`); in two or more of them a cell is a figure.
pub(super) fn tabbed(source: &str, lines: &[Line]) -> Option<(Grid, usize)> {
    let row = |line: &Line| {
        // A row may begin or end with an empty cell, whose tab is no part of the line's words.
        let start = source.get(..line.span.start as usize)?.trim_end_matches(['\t', ' ']).len();
        let behind = source.get(line.span.end as usize..)?;
        let tabs = behind.len() - behind.trim_start_matches(['\t', ' ']).len();
        let content = source.get(start..line.span.end as usize + tabs)?;
        let first = memchr::memchr2(b'\t', b'|', content.as_bytes())?;
        let mark = if content.get(first..)?.contains('\t') { '\t' } else { '|' };
        if mark == '|' && (line.shape != Shape::Text || !content.contains(" | ") || is_separator(content)) {
            return None;
        }
        let mut from = start;
        let cells = content.split(mark).map(|cell| {
            let span = trim(source, Span::new(from, from + cell.len()));
            from += cell.len() + 1;
            span
        });
        Some(cells.collect::<Vec<Span>>()).filter(|cells| cells.len() >= 3)
    };
    let first = lines.first()?;
    let head = row(first)?;
    let columns = head.len();
    let below = lines.iter().skip(1).take_while(|line| line.gap == 0).map_while(row);
    let rows: Vec<Vec<Span>> = std::iter::once(head).chain(below.take_while(|cells| cells.len() == columns)).collect();
    let figure = |cells: &Vec<Span>| cells.iter().skip(1).any(|cell| is_figure(at(source, *cell)));
    if rows.len() < 3 || rows.iter().filter(|cells| figure(cells)).count() < 2 {
        return None;
    }
    let taken = rows.len();
    let last = lines.get(taken - 1)?;
    let heads = u32::from(rows.first().is_some_and(|cells| !figure(cells)));
    Some((Grid { span: first.span.join(last.span), rows, heads }, taken))
}

/// How many rows above the first inner frame of a table are its head: one, or the lines of which only the first has anything in its first
/// cell (`| TT | Nội dung | Tổng số |` / `|    |          | vi phạm |`).
fn head_lines(rows: &[Vec<Span>]) -> u32 {
    let goes_on = |row: &Vec<Span>| row.first().is_some_and(|cell| cell.is_empty());
    if rows.iter().skip(1).all(goes_on) { rows.len() as u32 } else { 0 }
}

/// The cells of a row: what stands between bars that no backslash escapes.
fn cells(source: &str, row: Span) -> Vec<Span> {
    let content = at(source, row);
    let mut cells = Vec::new();
    let mut start = usize::from(content.starts_with('|'));
    let mut escaped = false;
    for (offset, byte) in content.bytes().enumerate().skip(start) {
        if byte == b'|' && !escaped {
            cells.push((start, offset));
            start = offset + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if start < content.len() {
        cells.push((start, content.len()));
    }
    let base = row.start as usize;
    cells.into_iter().map(|(start, end)| trim(source, Span::new(base + start, base + end))).collect()
}

/// Replaces tables that are layout by the lines of their cells.
pub(super) fn lay_out(source: &str, drafts: Vec<Draft>) -> Vec<Draft> {
    let first_heading = drafts.iter().position(Draft::is_heading);
    // A signature stands at the end of the document, or of the part before an appendix.
    // Notes may follow.
    let body = drafts.iter().rposition(|draft| !matches!(draft.kind, DraftKind::Note(_))).map_or(0, |last| last + 1);
    let ends = drafts.iter().enumerate().map(|(number, draft)| number >= body || draft.level == Some(0));
    let ends: Vec<bool> = ends.chain([true]).collect();
    let mut out = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.into_iter().enumerate() {
        let at_head = number < 3 && first_heading.is_none_or(|heading| number < heading);
        let at_end = number > 0 && ends.iter().skip(number + 1).take(4).any(|&end| end);
        match &draft.kind {
            DraftKind::Table(grid)
                if (at_head || at_end) && is_layout(source, grid, first_heading.is_some(), at_head) =>
            {
                // Whom the report goes to and who signs it stand side by side, each read from top to bottom.
                let columns = if at_head { 1 } else { 2 };
                for column in 0..columns {
                    for row in &grid.rows {
                        let cells = row.iter().skip(column).step_by(columns);
                        out.extend(cells.flat_map(|&cell| split(source, cell)));
                    }
                }
            }
            _ => out.push(draft),
        }
    }
    out
}

/// Rows of a table that sets a head side by side, and of one that does so with receivers and signature.
const MOST_HEAD_ROWS: usize = 6;
const MOST_FOOT_ROWS: usize = 40;

/// Two columns, few rows, no cell that is a figure, and no head but one that is empty, broken into lines or, in a report,
/// the first line of its own head (all capitals) or of its end (`Nơi nhận:`). `in_report` says that the text has headings; a
/// fragment without any must show broken lines.
fn is_layout(source: &str, grid: &Grid, in_report: bool, at_head: bool) -> bool {
    let text = |cell: &Span| at(source, *cell);
    let figure = |cell: &Span| is_figure(text(cell));
    let broken = |row: &Vec<Span>| row.iter().any(|cell| breaks(text(cell)).next().is_some());
    let head_is_layout = grid.rows.first().is_some_and(|row| broken(row) || row.iter().all(|cell| cell.is_empty()));
    let capitals = |cell: &Span| !cell.is_empty() && !text(cell).contains(char::is_lowercase);
    let announces = |cell: &Span| text(cell).trim_end_matches('*').ends_with(':');
    // Markdown asks for a head, which may be left empty.
    let first = grid.rows.iter().find(|row| row.iter().any(|cell| !cell.is_empty()));
    let first = first.map(Vec::as_slice).unwrap_or_default();
    let receivers = !at_head && first.iter().any(announces);
    let pairs = grid.rows.len() <= if receivers { MOST_FOOT_ROWS } else { MOST_HEAD_ROWS }
        && grid.rows.iter().all(|row| row.len() <= 2)
        && grid.rows.iter().any(|row| row.len() == 2);
    let opens = if at_head { first.iter().all(capitals) } else { first.iter().any(announces) };
    let marked =
        if grid.heads > 0 { head_is_layout || in_report && opens } else { in_report || grid.rows.iter().any(broken) };
    pairs && marked && !grid.rows.iter().flatten().any(figure)
}

pub(super) fn is_figure(cell: &str) -> bool {
    let cell = cell.trim_end_matches('%');
    cell.contains(|c: char| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '/'))
}

/// Where a cell is broken into lines: `<br>`, or ` / ` as plain-text conversions write it; and before the items of a list that one line
/// holds (`Nơi nhận: - Như trên; - Lưu: VT.`).
fn breaks(cell: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = cell.as_bytes();
    let blank = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii_whitespace);
    (0..bytes.len()).filter_map(move |at| match bytes.get(at)? {
        b'/' if blank(at.checked_sub(1)) && blank(Some(at + 1)) => Some((at, at + 1)),
        b'<' => {
            let rest = bytes.get(at + 1..)?;
            let name = rest.get(..2)?.eq_ignore_ascii_case(b"br");
            let close = memchr::memchr(b'>', rest.get(..8).unwrap_or(rest))?;
            name.then_some((at, at + close + 2))
        }
        b' ' if matches!(at.checked_sub(1).and_then(|at| bytes.get(at)), Some(b':' | b';')) => {
            bytes.get(at..)?.starts_with(b" - ").then_some((at, at + 1))
        }
        _ => None,
    })
}

/// The lines of a layout cell.
fn split(source: &str, cell: Span) -> Vec<Draft> {
    let content = at(source, cell);
    let base = cell.start as usize;
    let mut lines = Vec::new();
    let mut start = 0;
    for (from, to) in breaks(content).chain([(content.len(), content.len())]) {
        let span = trim(source, Span::new(base + start, base + from.max(start)));
        start = to;
        let text = at(source, span);
        let item = text.strip_prefix(['-', '+']).is_some_and(|rest| rest.starts_with(super::line::is_blank));
        if item {
            let body = trim(source, Span { start: span.start + 1, end: span.end });
            lines.push(Draft::new(DraftKind::Item, span, body));
        } else if !span.is_empty() {
            lines.push(Draft::new(DraftKind::Paragraph, span, span));
        }
    }
    lines
}
