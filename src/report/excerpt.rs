//! Rows as a source that miette can print: its stock sources scan the whole text for every label (2.7 s for 1,000 findings in 1 MB;
//! this one takes milliseconds) and show a 3,000-character line whole.
//!
//! The source holds the rows only. It refuses to be read across groups, so miette prints each group as a snippet of its own, under
//! its true line number and character column.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents};
use miette::{SourceCode, SourceSpan, SpanContents};

use super::Look;
use super::notice::{Mark, Notice};
use super::visible;
use super::window::{self, Row};
use crate::finding::Severity;
use crate::span::Position;

/// Ends names behind which no line and column shall stand.
const NO_LINES: char = '\u{1}';

/// Columns left of a row besides the digits of the line number.
const GUTTER: usize = 4;

/// A few rows of a source with their marks, in the order in which they are shown.
#[derive(Debug)]
pub struct Excerpt {
    text: String,
    groups: Vec<Group>,
    marks: Vec<Placed>,
}

#[derive(Debug)]
struct Group {
    start: usize,
    end: usize,
    line: usize,
    rows: usize,
    /// Name of the file, with the place where people do not count lines.
    name: String,
}

#[derive(Debug)]
struct Placed {
    start: usize,
    end: usize,
    text: String,
    primary: bool,
    at: Position,
}

impl Excerpt {
    /// The excerpt of a notice for a terminal of `width` columns.
    pub fn new(notice: &Notice<'_>, look: Look, width: usize) -> Self {
        let lines = notice.marks.iter().map(|mark| notice.source.line_of(mark.span.end) + 1);
        let digits = lines.max().unwrap_or(1).to_string().len();
        let columns = width.saturating_sub(digits + GUTTER);
        let groups = window::groups(notice.source, &notice.marks, columns, look.lang);
        let name = visible::line(notice.source.name()).into_owned();
        let mut excerpt = Self { text: String::new(), groups: Vec::new(), marks: Vec::new() };
        for group in groups {
            let shown = group.iter().flat_map(|row| &row.marks).next().map(|mark| mark.at);
            let of_shown = |mark: &&Mark| Some(notice.source.position(mark.span.start)) == shown;
            let place = notice.marks.iter().find(of_shown).and_then(|mark| mark.place.as_ref());
            excerpt.push(
                group,
                columns,
                place.map_or_else(|| name.clone(), |place| format!("{name} · {place}{NO_LINES}")),
            );
        }
        excerpt
    }

    fn push(&mut self, rows: Vec<Row>, columns: usize, name: String) {
        let (start, line, count) = (self.text.len(), rows.first().map_or(0, |row| row.line), rows.len());
        for mut row in rows {
            window::break_labels(&mut row, columns);
            let base = self.text.len();
            self.marks.extend(row.marks.into_iter().map(|mark| Placed {
                start: base + mark.range.start,
                end: base + mark.range.end,
                text: mark.text,
                primary: mark.primary,
                at: mark.at,
            }));
            self.text.push_str(&row.text);
            // The line feed also keeps a label at the end of the file: miette drops those that no byte follows.
            self.text.push('\n');
        }
        self.groups.push(Group { start, end: self.text.len(), line, rows: count, name });
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let group = self.groups.partition_point(|group| group.end <= start);
        let group = self.groups.get(group).filter(|group| end <= group.end).ok_or(MietteError::OutOfBounds)?;
        let whole = (group.start, group.end - group.start);
        // miette asks without context lines only to learn the place for the snippet's head.
        let (range, line, column) = if before == 0 && after == 0 {
            let mark = self.marks.iter().find(|mark| mark.start == start && mark.end == end);
            let (line, column) = mark.map_or((group.line, 0), |mark| (mark.at.line - 1, mark.at.column - 1));
            ((start, end - start), line, column)
        } else {
            (whole, group.line, 0)
        };
        let data = self.text.as_bytes().get(range.0..range.0 + range.1).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(group.name.clone(), data, range.into(), line, column, group.rows)))
    }
}

/// A notice as miette prints it.
struct Shown<'a> {
    head: String,
    severity: miette::Severity,
    excerpt: &'a Excerpt,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.marks.iter().map(|mark| {
            let text = (!mark.text.is_empty()).then(|| mark.text.clone());
            let span = (mark.start, mark.end - mark.start);
            if mark.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

/// Head and excerpt of a notice: `× lỗi[…]: …` and the rows with carets.
pub fn write(out: &mut String, notice: &Notice<'_>, head: String, look: Look, width: usize) -> fmt::Result {
    let excerpt = Excerpt::new(notice, look, width);
    let mut theme = if look.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let (severity, style) = match notice.severity {
        Severity::Error => (miette::Severity::Error, theme.styles.error),
        Severity::Warning => (miette::Severity::Warning, theme.styles.warning),
        Severity::Info => (miette::Severity::Advice, theme.styles.advice),
    };
    // The place the notice is about has the colour of its severity, the others the colour of line numbers.
    let others = theme.styles.help;
    theme.styles.highlights = excerpt.marks.iter().map(|mark| if mark.primary { style } else { others }).collect();
    if theme.styles.highlights.is_empty() {
        theme.styles.highlights.push(style);
    }
    let handler =
        GraphicalReportHandler::new_themed(theme).with_links(false).with_width(width).without_syntax_highlighting();
    let mut drawn = String::new();
    handler.render_report(&mut drawn, &Shown { head, severity, excerpt: &excerpt })?;
    // miette puts line and column behind every name.
    let mut parts = drawn.split(NO_LINES);
    out.push_str(parts.next().unwrap_or_default());
    parts.for_each(|part| out.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit())));
    Ok(())
}
