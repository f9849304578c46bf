//! Tables of which only gaps are left: a text printed from pages sets their cells in columns and draws no lines between them.
//!
//! ```text
//!  2.1.   Số nhiệm vụ đề ra trong kế hoạch        Nhiệm vụ       45
//!  2.2.   Số nhiệm vụ đã hoàn thành                              45
//! ```
//!
//! Which lines make a row nobody can tell there: a cell of three lines has its figure beside the second. So these tables are left alone:
//! nothing in them is read, and they are no headings and no paragraphs.

use super::line::{Line, Shape, at, is_blank};
use crate::span::Span;

/// So many blanks part the cells of a row.
const GAP: &str = "   ";
/// Lines with gaps that a table has at least.
const LEAST_ROWS: usize = 3;
/// Lines in which a cell behind a gap is a figure, at least.
const LEAST_FIGURES: usize = 2;
/// Lines without a gap that may stand between two rows: cells that are broken into lines.
const MOST_BETWEEN: usize = 3;

/// The lines with one for each printed table.
pub(super) fn set_apart(source: &str, lines: Vec<Line>) -> Vec<Line> {
    if memchr::memmem::find(source.as_bytes(), GAP.as_bytes()).is_none() {
        return lines;
    }
    let mut apart: Vec<Line> = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    while !rest.is_empty() {
        let run = run(source, rest);
        let (of_run, after) = rest.split_at(run.lines.max(1));
        rest = after;
        match of_run {
            [first, .., last] if run.is_table => {
                let span = first.span.join(last.span);
                apart.push(Line { span, body: span, shape: Shape::Printed, ..*first });
            }
            lines => apart.extend(lines),
        }
    }
    apart
}

/// Lines from one with a gap on to the last that has one near it.
struct Run {
    /// How many; 0 where the first line has no gap.
    lines: usize,
    is_table: bool,
}

fn run(source: &str, lines: &[Line]) -> Run {
    let (mut rows, mut figures, mut taken, mut figured) = (0, 0, 0, 0);
    for (nth, line) in lines.iter().enumerate() {
        let row = is_row(source, line);
        // The first line of a cell may stand above the line that has its figure.
        let above_row = || lines.get(nth + 1).is_some_and(|next| next.gap == 0 && is_row(source, next));
        if nth > taken + MOST_BETWEEN || !row && (nth == 0 || line.gap > 0 && !above_row()) {
            break;
        }
        if row {
            (rows, taken) = (rows + 1, nth + 1);
            if cells(source, line.span).skip(1).any(|cell| is_figure(at(source, cell))) {
                (figures, figured) = (figures + 1, taken);
            }
        }
    }
    if rows < LEAST_ROWS || figures < LEAST_FIGURES {
        return Run { lines: taken, is_table: false };
    }
    // Cells of the last row may go on below its figure; what else has a gap there is the foot of the report, in two columns.
    let below = lines.iter().skip(figured).take_while(|line| line.gap == 0 && line.indent as usize > GAP.len());
    Run { lines: figured + below.take(MOST_BETWEEN).count(), is_table: true }
}

/// Whether a line is parted by a wide gap.
fn is_row(source: &str, line: &Line) -> bool {
    let of_row = matches!(line.shape, Shape::Text | Shape::Item);
    of_row && memchr::memmem::find(at(source, line.span).as_bytes(), GAP.as_bytes()).is_some()
}

/// What two blanks or more part.
fn cells(source: &str, line: Span) -> impl Iterator<Item = Span> {
    let mut rest = at(source, line);
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(is_blank);
        let start = line.end as usize - rest.len();
        let length = rest.find("  ").unwrap_or(rest.len());
        rest = rest.get(length..)?;
        (length > 0).then(|| Span::new(start, start + length))
    })
}

/// `249`, `25.898`, `99,5%`, `96/96`, `-`
fn is_figure(cell: &str) -> bool {
    super::table::is_figure(cell) || cell == "-"
}
