//! The paragraphs and tables of a part of WordprocessingML, in reading order.
//!
//! Read is what Word shows: results of fields and not their instructions, text boxes once, insertions and not deletions (or, asked for
//! the original, the other way round), numbers of lists. Left out are hidden words and tables of contents, which repeat the headings.

use roxmltree::Node;

use super::inline::Walker;
use super::styles::{draws_lines, paragraph_properties};
use super::written::{Content, Paragraph, Row, Table, TableCell};
use super::xml::{self, Vocabulary, attribute, child, name, value, word};
use crate::document::origin::{Alignment, LeftoverKind, Page};

/// Columns of the widest table that Word makes.
const MOST_COLUMNS: u32 = 63;

/// What was read of a story so far.
#[derive(Default)]
struct Flow {
    contents: Vec<Content>,
    /// A paragraph whose end was taken away: the next one goes on with it.
    held: Option<Paragraph>,
}

impl<'n> Walker<'_, 'n> {
    /// The paragraphs and tables below an element.
    pub(super) fn story(&mut self, parent: Node<'n, 'n>) -> Vec<Content> {
        let mut flow = Flow::default();
        self.blocks(parent, &mut flow);
        flow.contents.extend(flow.held.map(Content::Paragraph));
        flow.contents
    }

    fn blocks(&mut self, parent: Node<'n, 'n>, flow: &mut Flow) {
        for node in parent.children().filter(Node::is_element) {
            match name(&node) {
                (Vocabulary::Word, "p") => self.block(node, flow),
                (Vocabulary::Word, "tbl") => {
                    let table = self.table(node);
                    flow.contents.push(Content::Table(table));
                }
                (Vocabulary::Word, "sectPr") => flow.contents.extend(self.pages(node).map(Content::Pages)),
                (Vocabulary::Word, "sdt" | "sdtContent" | "customXml" | "smartTag") => self.blocks(node, flow),
                (Vocabulary::Word, "ins" | "moveTo") if !self.original() => self.blocks(node, flow),
                (Vocabulary::Word, "del" | "moveFrom") if self.original() => self.blocks(node, flow),
                (Vocabulary::Alternatives, "AlternateContent") => {
                    if let Some(branch) = branch(node) {
                        self.blocks(branch, flow);
                    }
                }
                _ => {}
            }
        }
    }

    fn block(&mut self, node: Node<'n, 'n>, flow: &mut Flow) {
        let properties = child(node, "pPr");
        let style = properties.and_then(|node| value(node, "pStyle"));
        let own = properties.map(paragraph_properties).unwrap_or_default();
        let (laid, base) = self.shared.styles.paragraph(style, &own);
        self.paragraphs += 1;
        let number = self.paragraphs;
        let mut look = laid.clone();
        if laid.list.is_some_and(|list| list > 0) {
            look.first_line = own.first_line;
        }
        let look = self.shared.paragraph_look(&look);
        self.begin();
        let numbered = self.page_number.is_some();
        self.inline(node, &base);
        if let (false, Some((_, place @ Some(_)))) = (numbered, &mut self.page_number) {
            // A frame puts the number where it says; else the paragraph does.
            let frame = properties.and_then(|node| child(node, "framePr"));
            *place = match frame {
                Some(frame) => attribute(frame, "xAlign").map(Alignment::read),
                None => Some(laid.alignment.as_deref().map(Alignment::read).unwrap_or_default()),
            };
        }
        let in_contents = self.shared.styles.is_contents(style);
        let passed_contents = self.passed_contents;
        let (lines, boxes) = self.end();
        let mark = properties.and_then(|node| child(node, "rPr"));
        let marked = |name| mark.is_some_and(|mark| child(mark, name).is_some());
        let taken_away = if self.original() { marked("ins") } else { marked("del") };
        let mut paragraph = Paragraph {
            lines,
            prefix: None,
            heading: laid.outline.filter(|level| *level < 9).map(|level| level + 1),
            number,
            raw: node.range(),
            look,
            boxes: Vec::new(),
        };
        if in_contents || passed_contents && paragraph.is_blank() {
            return;
        }
        let is_change = marked("ins") || marked("del");
        if is_change && let Some(line) = paragraph.lines.last_mut() {
            let kind = if marked("del") { LeftoverKind::Deletion } else { LeftoverKind::Insertion };
            line.leave(line.text.len(), kind);
        }
        if !taken_away && let Some(list) = laid.list.filter(|&list| list > 0) {
            let by_name = |style: &str| self.shared.numbering.level_of(list, style);
            let by_style = || self.shared.styles.list_level(style, by_name);
            let level = own.list_level.or_else(by_style).unwrap_or(0);
            paragraph.prefix = self.shared.next_number(list, level);
        }
        paragraph.boxes = boxes.into_iter().map(|node| self.boxed(node)).collect();
        if let Some(held) = flow.held.take() {
            paragraph.prepend(held);
        }
        if taken_away {
            flow.held = Some(paragraph);
        } else {
            flow.contents.push(Content::Paragraph(paragraph));
        }
        let ends_pages = properties.and_then(|node| child(node, "sectPr"));
        flow.contents.extend(ends_pages.and_then(|node| self.pages(node)).map(Content::Pages));
    }

    /// The paragraphs of a text box.
    fn boxed(&mut self, node: Node<'n, 'n>) -> Vec<Paragraph> {
        let outside = std::mem::take(&mut self.paragraphs);
        let contents = self.story(node);
        self.paragraphs = outside;
        flat(contents)
    }

    fn table(&mut self, node: Node<'n, 'n>) -> Table {
        let properties = child(node, "tblPr");
        let own = properties.and_then(|node| child(node, "tblBorders")).map(draws_lines);
        let by_style =
            || properties.and_then(|node| value(node, "tblStyle")).map(|id| self.shared.styles.draws_lines(id));
        let mut table = Table { rows: Vec::new(), bordered: own.or_else(by_style).unwrap_or(false) };
        let mut lined = 0;
        self.rows(node, &mut table, &mut lined);
        let cells: usize = table.rows.iter().map(|row| row.cells.len()).sum();
        table.bordered |= lined * 2 > cells;
        table
    }

    fn rows(&mut self, parent: Node<'n, 'n>, table: &mut Table, lined: &mut usize) {
        for node in parent.children().filter(Node::is_element) {
            match word(&node) {
                "tr" => {
                    let properties = child(node, "trPr");
                    let has = |name| properties.is_some_and(|node| child(node, name).is_some());
                    if if self.original() { has("ins") } else { has("del") } {
                        continue;
                    }
                    let before = properties.and_then(|node| value(node, "gridBefore"));
                    let mut column = before.and_then(|count| count.parse().ok()).unwrap_or(0).min(MOST_COLUMNS);
                    let mut row = Row { cells: Vec::new(), head: has("tblHeader") };
                    self.cells(node, &mut row, &mut column, lined);
                    table.rows.push(row);
                }
                "sdt" | "sdtContent" | "customXml" => self.rows(node, table, lined),
                _ => {}
            }
        }
    }

    fn cells(&mut self, parent: Node<'n, 'n>, row: &mut Row, column: &mut u32, lined: &mut usize) {
        for node in parent.children().filter(Node::is_element) {
            match word(&node) {
                "tc" => {
                    let properties = child(node, "tcPr");
                    let merge = properties.and_then(|node| child(node, "vMerge"));
                    let goes_on = merge.is_some_and(|merge| attribute(merge, "val") != Some("restart"));
                    let span = properties.and_then(|node| value(node, "gridSpan"));
                    let columns = span.and_then(|count| count.parse().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS);
                    let borders = properties.and_then(|node| child(node, "tcBorders"));
                    *lined += usize::from(borders.is_some_and(draws_lines));
                    let outside = std::mem::take(&mut self.paragraphs);
                    let paragraphs = if goes_on { Vec::new() } else { flat(self.story(node)) };
                    self.paragraphs = outside;
                    row.cells.push(TableCell { column: *column, columns, paragraphs });
                    *column = (*column + columns).min(MOST_COLUMNS);
                }
                "sdt" | "sdtContent" | "customXml" => self.cells(node, row, column, lined),
                _ => {}
            }
        }
    }

    /// The size of the pages that end with these properties; the span is filled in when the text is put together.
    fn pages(&mut self, node: Node<'n, 'n>) -> Option<Page> {
        let (size, margins) = (child(node, "pgSz")?, child(node, "pgMar")?);
        let number = |node, name| attribute(node, name).and_then(xml::length);
        let length = |node, name| number(node, name).and_then(|length| u32::try_from(length).ok());
        let page = Page {
            span: crate::span::Span::default(),
            width: length(size, "w")?,
            height: length(size, "h")?,
            top: number(margins, "top")?,
            bottom: number(margins, "bottom")?,
            left: length(margins, "left").or_else(|| length(margins, "start"))?,
            right: length(margins, "right").or_else(|| length(margins, "end"))?,
            number: None,
        };
        self.references(node);
        Some(page)
    }
}

/// The branch of alternatives that a reader of today takes: the first choice, or the fallback where there is none.
pub(super) fn branch<'n>(node: Node<'n, 'n>) -> Option<Node<'n, 'n>> {
    let of = |wanted: &str| node.children().find(|child| name(child) == (Vocabulary::Alternatives, wanted));
    of("Choice").or_else(|| of("Fallback"))
}

/// Paragraphs in reading order, those of tables inside included.
pub(super) fn flat(contents: Vec<Content>) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    for content in contents {
        match content {
            Content::Paragraph(paragraph) => paragraphs.push(paragraph),
            Content::Table(table) => {
                let cells = table.rows.into_iter().flat_map(|row| row.cells);
                paragraphs.extend(cells.flat_map(|cell| cell.paragraphs).filter(|paragraph| !paragraph.is_blank()));
            }
            Content::Pages(_) => {}
        }
    }
    paragraphs
}
