//! The one text of a document that is no plain text, put together with the look of its lines and the map back to the file.
//!
//! What a line is follows from the file and not from its characters: `#`, `|` and `*` are text here. A paragraph is a line, or several
//! where its author broke it; a table is rows between bars; a table without lines that sets two columns side by side is its paragraphs.

use crate::document::line::{self, Line, Shape};
use crate::document::origin::{self, Leftover, Origin, Stretch};
use crate::source::place::{CellPlace, Place, Story};
use crate::span::Span;

use super::numbering::Prefix;
use super::written::{Content, Paragraph, Row, Table, TableCell, Written};

/// Characters of the longest title; headings of running text are styled wrongly.
const LONGEST_TITLE: usize = 200;

/// A text with its lines and its origin.
#[derive(Debug)]
pub(in crate::document) struct Script {
    pub text: String,
    pub lines: Vec<Line>,
    pub origin: Origin,
    /// As many as the origin has paragraphs.
    pub places: Vec<Place>,
}

/// Puts a text together.
pub(super) struct Paper {
    script: Script,
    /// Empty lines since the last one with text.
    gap: u32,
    /// Whether an empty line is to stand before what comes next.
    parted: bool,
    /// Tables of the body so far.
    tables: u32,
    /// Where the pages begin whose size is told at their end.
    page_start: usize,
}

/// Where paragraphs stand.
#[derive(Debug, Clone)]
pub(super) struct Whereabouts {
    pub story: Story,
    pub part: u16,
    pub note: Option<String>,
    pub cell: Option<CellPlace>,
    pub page: Option<u32>,
}

impl Whereabouts {
    pub(super) fn new(story: Story, part: u16) -> Self {
        Self { story, part, note: None, cell: None, page: None }
    }
}

impl Paper {
    pub(super) fn new(origin: Origin) -> Self {
        let script = Script { text: String::new(), lines: Vec::new(), origin, places: Vec::new() };
        Self { script, gap: 0, parted: false, tables: 0, page_start: 0 }
    }

    /// The finished text.
    pub(super) fn done(mut self) -> Script {
        self.script.origin.leftovers.sort_by_key(|leftover| (leftover.span, leftover.kind));
        self.script
    }

    /// Writes what stands in a story.
    pub(super) fn write(&mut self, contents: &[Content], at: &Whereabouts) {
        for content in contents {
            match content {
                Content::Paragraph(paragraph) => self.paragraph(paragraph, at, Margin::Text),
                Content::Table(table) => self.table(table, at),
                Content::Pages(page) => {
                    let span = Span::new(self.page_start, self.script.text.len());
                    self.page_start = self.script.text.len();
                    self.script.origin.pages.push(origin::Page { span, ..page.clone() });
                }
            }
        }
    }

    /// Writes the head or foot of pages; nothing where it says nothing but a page's number.
    pub(super) fn margin(&mut self, contents: &[Content], at: &Whereabouts) {
        for content in contents {
            let paragraphs: Vec<&Paragraph> = match content {
                Content::Paragraph(paragraph) => vec![paragraph],
                Content::Table(table) => {
                    table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs).collect()
                }
                Content::Pages(_) => continue,
            };
            for paragraph in paragraphs {
                if is_worded(paragraph) {
                    self.paragraph(paragraph, at, Margin::Edge);
                }
            }
        }
    }

    /// Writes a note: its label, its paragraphs.
    pub(super) fn note(&mut self, contents: &[Content], label: &str, at: &Whereabouts) {
        let mut first = true;
        for content in contents {
            let Content::Paragraph(paragraph) = content else {
                if let Content::Table(table) = content {
                    self.table(table, at);
                }
                continue;
            };
            if !first && paragraph.is_blank() {
                continue;
            }
            let margin = if first { Margin::Note(label.to_owned()) } else { Margin::Further };
            self.paragraph(paragraph, at, margin);
            first = false;
        }
    }

    /// An empty line before what comes next.
    pub(super) fn part(&mut self) {
        self.parted = true;
    }

    fn start(&mut self) -> usize {
        let text = &mut self.script.text;
        if std::mem::take(&mut self.parted) && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
            self.gap += 1;
        }
        text.len()
    }

    fn paragraph(&mut self, paragraph: &Paragraph, at: &Whereabouts, mut margin: Margin) {
        let start = self.start();
        for (number, written) in paragraph.lines.iter().enumerate() {
            let line = self.script.text.len();
            let lead = match &margin {
                Margin::Note(label) => format!("[^{label}]: "),
                Margin::Further => "    ".to_owned(),
                Margin::Text | Margin::Edge => String::new(),
            };
            self.script.text.push_str(&lead);
            let prefix = paragraph.prefix.as_ref().filter(|_| number == 0);
            match prefix {
                Some(Prefix::Number(mark) | Prefix::Bullet(mark)) => {
                    self.script.text.push_str(mark);
                    if !written.is_blank() {
                        self.script.text.push(' ');
                    }
                }
                None => {}
            }
            self.written(written, false);
            let span = Span::new(line, self.script.text.len());
            let whole = line::trim(&self.script.text, span);
            let end = self.script.text.len();
            self.script.text.push('\n');
            if whole.is_empty() {
                self.gap += 1;
                continue;
            }
            let heading =
                paragraph.heading.filter(|_| is_title(written, at.story) && !matches!(prefix, Some(Prefix::Number(_))));
            self.line(whole, lead.len() as u32, &margin, heading, Span::new(line, end));
            if let Margin::Note(_) = margin {
                margin = Margin::Further;
            }
        }
        let end = self.script.text.len().saturating_sub(1);
        self.place(paragraph, at, Span::new(start, end.max(start)));
        for content in &paragraph.boxes {
            for inner in content.iter().filter(|inner| !inner.is_blank()) {
                let at = Whereabouts { story: Story::TextBox, cell: None, ..at.clone() };
                self.paragraph(inner, &at, if margin == Margin::Text { Margin::Text } else { Margin::Edge });
            }
        }
    }

    fn place(&mut self, paragraph: &Paragraph, at: &Whereabouts, span: Span) {
        self.script.origin.paragraphs.push(origin::Paragraph {
            span,
            part: at.part,
            raw: paragraph.raw.start as u32..paragraph.raw.end as u32,
            look: paragraph.look,
        });
        self.script.places.push(Place {
            span,
            story: at.story,
            paragraph: paragraph.number,
            cell: at.cell,
            note: at.note.clone(),
            page: at.page,
            heading: None,
        });
    }

    /// Writes what a line says; bars and backslashes of cells are escaped.
    fn written(&mut self, written: &Written, in_cell: bool) {
        let text = &mut self.script.text;
        let base = text.len();
        let escapes: Vec<usize> = match in_cell {
            true => written.text.match_indices(['|', '\\']).map(|(at, _)| at).collect(),
            false => Vec::new(),
        };
        // Where a byte of the line comes to stand.
        let moved = |at: usize, behind: bool| {
            let before = escapes.partition_point(|&escape| if behind { escape < at } else { escape <= at });
            base + at + before
        };
        for (at, c) in written.text.char_indices() {
            if in_cell && escapes.binary_search(&at).is_ok() {
                text.push('\\');
            }
            text.push(c);
        }
        for piece in &written.pieces {
            let first = escapes.partition_point(|&escape| escape <= piece.text.start);
            let inside = escapes.get(first..).unwrap_or_default().iter().take_while(|&&escape| escape < piece.text.end);
            let cuts = inside.copied().chain([piece.text.end]);
            let mut from = piece.text.start;
            for to in cuts {
                let exact = piece.text.len() == piece.raw.len();
                let raw = match exact {
                    true => piece.raw.start + from - piece.text.start..piece.raw.start + to - piece.text.start,
                    false => piece.raw.clone(),
                };
                self.script.origin.stretches.push(Stretch {
                    text: Span::new(moved(from, false), moved(to, true)),
                    raw: (raw.start as u32, raw.end as u32),
                    run: piece.run,
                });
                from = to;
            }
        }
        for (range, kind) in &written.leftovers {
            let start = moved(range.start, range.is_empty());
            let span = Span::new(start, moved(range.end, true).max(start));
            self.script.origin.leftovers.push(Leftover { kind: *kind, span });
        }
    }

    fn line(&mut self, span: Span, indent: u32, margin: &Margin, heading: Option<u8>, whole: Span) {
        let text = &self.script.text;
        let content = line::at(text, span);
        let (shape, body) = match (margin, heading) {
            (Margin::Note(label), _) => {
                let mark = Span::new(whole.start as usize, whole.start as usize + label.len() + 3);
                (Shape::Note(mark), line::trim(text, Span { start: mark.end + 1, end: span.end }))
            }
            (Margin::Further, _) => (Shape::Further, span),
            (Margin::Edge, _) => (Shape::Margin, span),
            (Margin::Text, Some(level)) => (Shape::Heading(level.min(6)), span),
            (Margin::Text, None) => line::plain_shape(text, span),
        };
        // Lines drawn with hyphens are decoration.
        let drawn = *margin == Margin::Text && line::is_drawn(content);
        let empty = body.is_empty() && !matches!(shape, Shape::Note(_));
        if drawn || empty {
            self.gap += 1;
            return;
        }
        let width = indent + content.chars().count() as u32;
        self.script.lines.push(Line { span, body, indent, width, gap: self.gap, framed: false, shape });
        self.gap = 0;
    }

    fn table(&mut self, table: &Table, at: &Whereabouts) {
        self.tables += 1;
        let number = self.tables;
        let place = |row: usize, cell: &TableCell| {
            let story = if at.story == Story::Body { Story::Table } else { at.story };
            let cell = CellPlace { table: number, row: row as u32 + 1, column: cell.column + 1 };
            Whereabouts { story, cell: Some(cell), ..at.clone() }
        };
        if is_layout(table) {
            for (row, cells) in table.rows.iter().enumerate() {
                for cell in &cells.cells {
                    for paragraph in &cell.paragraphs {
                        self.paragraph(paragraph, &place(row, cell), Margin::Text);
                    }
                }
            }
            return;
        }
        self.part();
        let columns = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column + cell.columns).max();
        let columns = columns.unwrap_or(0);
        let headed = table.rows.len() > 1 && table.rows.first().is_some_and(|row| row.head || is_head(row));
        for (number, row) in table.rows.iter().enumerate() {
            self.row(row, |cell| place(number, cell));
            if number == 0 && headed {
                let start = self.script.text.len();
                self.script.text.push_str(&"|---".repeat(columns as usize));
                self.script.text.push('|');
                self.table_line(start, Shape::Separator);
            }
        }
        self.part();
    }

    fn row(&mut self, row: &Row, place: impl Fn(&TableCell) -> Whereabouts) {
        let start = self.start();
        self.script.text.push('|');
        let mut column = 0;
        for cell in &row.cells {
            while column < cell.column {
                self.script.text.push_str("  |");
                column += 1;
            }
            self.script.text.push(' ');
            let mut first = true;
            for paragraph in &cell.paragraphs {
                if paragraph.is_blank() && paragraph.boxes.is_empty() {
                    continue;
                }
                if !std::mem::take(&mut first) {
                    self.script.text.push_str("<br>");
                }
                self.in_cell(paragraph, &place(cell));
            }
            self.script.text.push_str(" |");
            for _ in 1..cell.columns {
                self.script.text.push_str("  |");
            }
            column += cell.columns;
        }
        self.table_line(start, Shape::Row);
    }

    fn in_cell(&mut self, paragraph: &Paragraph, at: &Whereabouts) {
        let start = self.script.text.len();
        if let Some(Prefix::Number(mark) | Prefix::Bullet(mark)) = &paragraph.prefix {
            self.script.text.push_str(mark);
            if !paragraph.lines.iter().all(Written::is_blank) {
                self.script.text.push(' ');
            }
        }
        for (number, written) in paragraph.lines.iter().enumerate() {
            if number > 0 {
                self.script.text.push_str("<br>");
            }
            self.written(written, true);
        }
        let span = Span::new(start, self.script.text.len());
        self.place(paragraph, at, span);
        for inner in paragraph.boxes.iter().flatten().filter(|inner| !inner.is_blank()) {
            self.script.text.push_str("<br>");
            self.in_cell(inner, at);
        }
    }

    fn table_line(&mut self, start: usize, shape: Shape) {
        let span = Span::new(start, self.script.text.len());
        let width = line::at(&self.script.text, span).chars().count() as u32;
        self.script.text.push('\n');
        self.script.lines.push(Line { span, body: span, indent: 0, width, gap: self.gap, framed: false, shape });
        self.gap = 0;
    }
}

/// What kind of line a paragraph makes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Margin {
    /// Running text.
    Text,
    /// The first line of a note.
    Note(String),
    /// A further line of a note.
    Further,
    /// The head or foot of pages.
    Edge,
}

/// Whether a paragraph or a box on it has words.
fn is_worded(paragraph: &Paragraph) -> bool {
    let worded = |line: &Written| line.text.chars().any(char::is_alphabetic);
    paragraph.lines.iter().any(worded) || paragraph.boxes.iter().flatten().any(is_worded)
}

/// Whether a paragraph in a heading's style is a title: authors set running text and the document's head in such styles too.
fn is_title(written: &Written, story: Story) -> bool {
    let text = written.text.trim();
    story == Story::Body
        && text.chars().count() <= LONGEST_TITLE
        && !text.ends_with(['.', ';', ',', ':'])
        && text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// Tables without lines whose rows have at most two cells with text set columns side by side; a single cell is a frame.
fn is_layout(table: &Table) -> bool {
    let with_text = |row: &Row| row.cells.iter().filter(|cell| cell.paragraphs.iter().any(|p| !p.is_blank())).count();
    let cells = table.rows.iter().map(|row| row.cells.len()).sum::<usize>();
    let most = table.rows.iter().map(with_text).max().unwrap_or(0);
    most <= 2 && !table.bordered || cells == 1
}

/// A first row of which every cell has words is a head.
fn is_head(row: &Row) -> bool {
    let worded = |cell: &TableCell| cell.paragraphs.iter().any(is_worded);
    // What a merged cell covers has no paragraph.
    let mut cells = row.cells.iter().filter(|cell| !cell.paragraphs.is_empty());
    cells.clone().count() > 1 && cells.all(worded)
}
