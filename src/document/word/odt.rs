//! OpenDocument text, `.odt`: the same text and the same map as of Word files.
//!
//! Lists are elements around paragraphs here and count by themselves; deleted text lies apart from the body.

mod margin;
mod style;

use std::collections::HashMap;

use roxmltree::Node;

use super::archive::Archive;
use super::body::flat;
use super::fault::Fault;
use super::inline::Shared;
use super::numbering::{Numbering, Prefix};
use super::paper::{Paper, Script, Whereabouts};
use super::styles::{self, RunProperties};
use super::written::{Content, Paragraph, Row, Table, TableCell, Written};
use super::xml::{attribute, characters, parse};
use crate::document::origin::{Alignment, Format, Leftover, LeftoverKind, Origin};
use crate::source::place::Story;
use crate::span::Span;
use style::{Counts, Styles};

/// Columns that repeated cells may stand for.
const MOST_COLUMNS: u32 = 63;
/// The part that holds the text.
const CONTENT: &str = "content.xml";
/// The part that holds styles, and the heads and feet of pages.
const STYLES: &str = "styles.xml";

/// Whether an archive is such a file.
pub(super) fn is_odt(archive: &Archive<'_>) -> bool {
    archive.names().any(|name| name == CONTENT) && !archive.names().any(|name| name == "[Content_Types].xml")
}

/// Reads a file.
pub(super) fn read(archive: &mut Archive<'_>, original: bool) -> Result<Script, Fault> {
    let text = archive.text(CONTENT)?.ok_or_else(|| Fault::Lacking(CONTENT.into()))?;
    let tree = parse(CONTENT, &text)?;
    let styles_text = archive.text(STYLES)?;
    let styles_tree = styles_text.as_deref().map(|text| parse(STYLES, text)).transpose()?;
    // Names of automatic styles repeat: heads and feet of pages have those of their own part.
    let mut of_margins = Styles::default();
    let mut styles = Styles::default();
    for styles in [&mut of_margins, &mut styles] {
        if let Some(tree) = &styles_tree {
            styles.add(tree.root_element());
        }
    }
    styles.add(tree.root_element());
    let body = tree.descendants().find(|node| odf(node) == ("office", "text"));
    let body =
        body.ok_or(Fault::Other("tệp OpenDocument khác (bảng tính, bản trình chiếu)", "another OpenDocument file"))?;
    let shared = Shared::new(styles::Styles::default(), Numbering::default(), Origin::new(Format::Odt), original);
    let mut walker = Walker::new(shared, &styles, 0, &text);
    walker.shared.origin.parts.push(CONTENT.to_owned());
    walker.changes(body);
    let mut contents = walker.story(body);
    walker.end_pages(&mut contents);
    let masters = std::mem::take(&mut walker.masters);
    let Walker { mut shared, notes, .. } = walker;
    let mut margins = Vec::new();
    if let (Some(tree), Some(text)) = (&styles_tree, &styles_text) {
        shared.origin.parts.push(STYLES.to_owned());
        let mut walker = Walker::new(shared, &of_margins, 1, text);
        margins = margin::read(&mut walker, tree.root_element(), &masters, &mut contents);
        shared = walker.shared;
    }
    let mut paper = Paper::new(std::mem::replace(&mut shared.origin, Origin::new(Format::Odt)));
    paper.write(&contents, &Whereabouts::new(Story::Body, 0));
    paper.part();
    for (at_end, label, contents) in &notes {
        let story = if *at_end { Story::Endnote } else { Story::Footnote };
        let at = Whereabouts { note: Some(label.clone()), ..Whereabouts::new(story, 0) };
        paper.note(contents, label, &at);
    }
    paper.part();
    for (story, contents) in &margins {
        paper.margin(contents, &Whereabouts::new(*story, 1));
    }
    let mut script = paper.done();
    if archive.names().any(|name| name.starts_with("Basic/") || name.starts_with("Scripts/")) {
        script.origin.leftovers.insert(0, Leftover { kind: LeftoverKind::Macro, span: Span::default() });
    }
    Ok(script)
}

/// A list that is being read.
#[derive(Clone)]
struct List {
    style: Option<String>,
    key: String,
    level: usize,
}

/// Walks over the text.
struct Walker<'s, 'n> {
    shared: Shared,
    styles: &'s Styles,
    /// The number of the part that is read, and its text.
    part: u16,
    xml: &'n str,
    /// The kind of the pages that are being read, where a paragraph said it.
    master: Option<String>,
    /// The kinds of all pages so far.
    masters: Vec<Option<String>>,
    /// The page number that was read: its size, and where its line puts it.
    page_number: Option<(u32, Option<Alignment>)>,
    /// How far lists have counted, by the id of the first of those that go on with each other.
    counts: HashMap<String, Counts>,
    /// The list that ids of lists count with.
    keys: HashMap<String, String>,
    /// The last list of a style.
    last: HashMap<String, String>,
    /// Tracked changes by id: what was deleted, or nothing for an insertion.
    changes: HashMap<&'n str, Option<Node<'n, 'n>>>,
    inserted: u32,
    comments: u32,
    paragraphs: u32,
    notes: Vec<(bool, String, Vec<Content>)>,
    lines: Vec<Written>,
    line: Written,
    boxes: Vec<Node<'n, 'n>>,
    /// Whether the last character was a blank, behind which blanks of the XML say nothing.
    blank: bool,
}

impl<'s, 'n> Walker<'s, 'n> {
    fn new(shared: Shared, styles: &'s Styles, part: u16, xml: &'n str) -> Self {
        Self {
            shared,
            styles,
            part,
            xml,
            master: None,
            masters: Vec::new(),
            page_number: None,
            counts: HashMap::new(),
            keys: HashMap::new(),
            last: HashMap::new(),
            changes: HashMap::new(),
            inserted: 0,
            comments: 0,
            paragraphs: 0,
            notes: Vec::new(),
            lines: Vec::new(),
            line: Written::default(),
            boxes: Vec::new(),
            blank: true,
        }
    }

    /// Learns what the ids of tracked changes stand for.
    fn changes(&mut self, body: Node<'n, 'n>) {
        let regions = body.descendants().filter(|node| odf(node) == ("text", "changed-region"));
        for region in regions {
            let Some(id) = attribute(region, "id") else { continue };
            let deletion = region.children().find(|node| odf(node) == ("text", "deletion"));
            self.changes.insert(id, deletion);
        }
    }

    fn story(&mut self, parent: Node<'n, 'n>) -> Vec<Content> {
        let mut contents = Vec::new();
        self.blocks(parent, None, &mut contents);
        contents
    }

    fn blocks(&mut self, parent: Node<'n, 'n>, list: Option<&List>, contents: &mut Vec<Content>) {
        for node in parent.children().filter(Node::is_element) {
            match odf(&node) {
                ("text", "p" | "h") => {
                    self.turn_page(node, contents);
                    let paragraph = self.paragraph(node, list);
                    contents.push(Content::Paragraph(paragraph));
                }
                ("text", "list") => {
                    let inner = self.list(node, list);
                    let items =
                        node.children().filter(|item| matches!(odf(item), ("text", "list-item" | "list-header")));
                    for item in items {
                        self.item(item, &inner, contents);
                    }
                }
                ("text", "section") => self.blocks(node, list, contents),
                ("table", "table") => {
                    let table = self.table(node);
                    contents.push(Content::Table(table));
                }
                _ => {}
            }
        }
    }

    /// Ends the pages before a paragraph with which pages of another kind begin.
    fn turn_page(&mut self, node: Node<'n, 'n>, contents: &mut Vec<Content>) {
        let style = attribute(node, "style-name");
        let Some(master) = style.and_then(|style| self.styles.master_of(style)) else { return };
        if !contents.is_empty() {
            self.end_pages(contents);
        }
        self.master = Some(master.to_owned());
    }

    /// Ends pages of one kind.
    fn end_pages(&mut self, contents: &mut Vec<Content>) {
        if let Some(page) = self.styles.page(self.master.as_deref()) {
            contents.push(Content::Pages(page));
            self.masters.push(self.master.clone());
        }
    }

    /// Only the first paragraph of an item has its number.
    fn item(&mut self, item: Node<'n, 'n>, list: &List, contents: &mut Vec<Content>) {
        if let Some(start) = attribute(item, "start-value").and_then(|start| start.parse::<i64>().ok()) {
            let counts = self.counts.entry(list.key.clone()).or_default();
            if let Some(count) = counts.get_mut(list.level) {
                *count = Some(start.saturating_sub(1));
            }
        }
        let mut numbered = odf(&item).1 == "list-item";
        for node in item.children().filter(Node::is_element) {
            match odf(&node) {
                ("text", "p" | "h") => {
                    let paragraph = self.paragraph(node, Some(list).filter(|_| std::mem::take(&mut numbered)));
                    contents.push(Content::Paragraph(paragraph));
                }
                ("text", "list") => {
                    let inner = self.list(node, Some(list));
                    let items =
                        node.children().filter(|item| matches!(odf(item), ("text", "list-item" | "list-header")));
                    for item in items {
                        self.item(item, &inner, contents);
                    }
                }
                _ => {}
            }
        }
    }

    fn list(&mut self, node: Node<'n, 'n>, outer: Option<&List>) -> List {
        let style = attribute(node, "style-name").map(str::to_owned);
        if let Some(outer) = outer {
            return List { style: style.or(outer.style.clone()), key: outer.key.clone(), level: outer.level + 1 };
        }
        let own = format!("{}", node.range().start);
        let named = style.clone().unwrap_or_default();
        let before = attribute(node, "continue-list").and_then(|id| self.keys.get(id));
        let goes_on = attribute(node, "continue-numbering") == Some("true");
        let key = match before.or_else(|| self.last.get(&named).filter(|_| goes_on)) {
            Some(key) => key.clone(),
            None => own,
        };
        if let Some(id) = attribute(node, "id") {
            self.keys.insert(id.to_owned(), key.clone());
        }
        self.last.insert(named, key.clone());
        List { style, key, level: 0 }
    }

    fn paragraph(&mut self, node: Node<'n, 'n>, list: Option<&List>) -> Paragraph {
        self.paragraphs += 1;
        let number = self.paragraphs;
        let style = attribute(node, "style-name");
        let mut laid = self.styles.paragraph(style);
        if list.is_some() {
            (laid.list, laid.first_line) = (Some(1), None);
        }
        let look = self.shared.paragraph_look(&laid);
        let numbered = self.page_number.is_some();
        let outside =
            (std::mem::take(&mut self.lines), std::mem::take(&mut self.line), std::mem::take(&mut self.boxes));
        self.blank = true;
        let base = self.styles.over(self.styles.base(), "paragraph", style);
        self.inline(node, &base);
        if let (false, Some((_, place @ Some(_)))) = (numbered, &mut self.page_number) {
            *place = Some(laid.alignment.as_deref().map(Alignment::read).unwrap_or_default());
        }
        self.lines.push(std::mem::take(&mut self.line));
        let (lines, boxes) = (std::mem::take(&mut self.lines), std::mem::take(&mut self.boxes));
        let boxes = boxes.into_iter().map(|node| self.boxed(node)).collect();
        (self.lines, self.line, self.boxes) = outside;
        let level = attribute(node, "outline-level").and_then(|level| level.parse::<u8>().ok());
        let heading = level.filter(|_| odf(&node).1 == "h");
        let prefix = self.prefix(list, style, heading, attribute(node, "is-list-header") == Some("true"));
        Paragraph { lines, prefix, heading, number, raw: node.range(), look, boxes }
    }

    fn prefix(&mut self, list: Option<&List>, style: Option<&str>, heading: Option<u8>, bare: bool) -> Option<Prefix> {
        if bare {
            return None;
        }
        if let Some(list) = list {
            let named = style.and_then(|style| self.styles.list_of(style));
            let name = list.style.as_deref().or(named)?;
            return self.styles.next(Some(name), list.level, self.counts.entry(list.key.clone()).or_default());
        }
        let level = usize::from(heading?).checked_sub(1)?;
        self.styles.next(None, level, self.counts.entry("outline".to_owned()).or_default())
    }

    fn boxed(&mut self, node: Node<'n, 'n>) -> Vec<Paragraph> {
        let outside = std::mem::take(&mut self.paragraphs);
        let contents = self.story(node);
        self.paragraphs = outside;
        flat(contents)
    }

    fn table(&mut self, node: Node<'n, 'n>) -> Table {
        let mut table = Table::default();
        let mut lined = 0;
        self.rows(node, false, &mut table, &mut lined);
        let cells: usize = table.rows.iter().map(|row| row.cells.len()).sum();
        table.bordered = lined * 2 > cells;
        table
    }

    fn rows(&mut self, parent: Node<'n, 'n>, head: bool, table: &mut Table, lined: &mut usize) {
        for node in parent.children().filter(Node::is_element) {
            match odf(&node) {
                ("table", "table-row") => {
                    let mut row = Row { cells: Vec::new(), head };
                    let mut column = 0;
                    for cell in node.children().filter(Node::is_element) {
                        let count =
                            |name| attribute(cell, name).and_then(|count| count.parse::<u32>().ok()).unwrap_or(1);
                        match odf(&cell) {
                            ("table", "table-cell") => {
                                let outside = std::mem::take(&mut self.paragraphs);
                                let paragraphs = flat(self.story(cell));
                                self.paragraphs = outside;
                                let drawn =
                                    attribute(cell, "style-name").is_some_and(|name| self.styles.draws_lines(name));
                                *lined += usize::from(drawn);
                                row.cells.push(TableCell { column, columns: 1, paragraphs });
                                column = (column + count("number-columns-repeated")).min(MOST_COLUMNS);
                            }
                            ("table", "covered-table-cell") => {
                                row.cells.push(TableCell { column, columns: 1, paragraphs: Vec::new() });
                                column = (column + count("number-columns-repeated")).min(MOST_COLUMNS);
                            }
                            _ => {}
                        }
                    }
                    table.rows.push(row);
                }
                ("table", "table-header-rows") => self.rows(node, true, table, lined),
                ("table", "table-row-group" | "table-rows") => self.rows(node, head, table, lined),
                _ => {}
            }
        }
    }

    fn inline(&mut self, parent: Node<'n, 'n>, look: &RunProperties) {
        for node in parent.children() {
            if node.is_text() {
                self.text(node, parent, look);
                continue;
            }
            match odf(&node) {
                ("text", "span") => {
                    let inner = self.styles.over(look, "text", attribute(node, "style-name"));
                    self.inline(node, &inner);
                }
                ("text", "s") => {
                    let count = attribute(node, "c").and_then(|count| count.parse().ok()).unwrap_or(1_usize).min(256);
                    for _ in 0..count {
                        self.push(' ', node, look);
                    }
                }
                ("text", "tab") => self.push('\t', node, look),
                ("text", "page-number") => {
                    let alignment = (!self.line.text.contains('\t')).then_some(Alignment::Left);
                    self.page_number.get_or_insert((look.size.unwrap_or(0), alignment));
                    self.inline(node, look);
                }
                ("text", "line-break") => {
                    self.lines.push(std::mem::take(&mut self.line));
                    self.blank = true;
                }
                ("text", "note") => self.note(node, look),
                ("text", "change-start") => self.inserted += 1,
                ("text", "change-end") => self.inserted = self.inserted.saturating_sub(1),
                ("text", "change") => self.deleted(node, look),
                ("office", "annotation") => {
                    self.comments += u32::from(attribute(node, "name").is_some());
                    self.line.leave(self.line.text.len(), LeftoverKind::Comment);
                }
                ("office", "annotation-end") => self.comments = self.comments.saturating_sub(1),
                ("draw", "text-box") => self.boxes.push(node),
                ("draw", "object" | "image" | "plugin") | ("text", "ruby-text" | "tracked-changes") | ("office", _) => {
                }
                // Links, bookmarks, frames and fields: what they hold is shown.
                _ if node.is_element() => self.inline(node, look),
                _ => {}
            }
        }
    }

    fn deleted(&mut self, node: Node<'n, 'n>, look: &RunProperties) {
        let deletion = attribute(node, "change-id").and_then(|id| self.changes.get(id).copied()).flatten();
        let Some(deletion) = deletion else { return };
        let start = self.line.text.len();
        if self.shared.original {
            let paragraphs: Vec<_> =
                deletion.children().filter(|node| matches!(odf(node), ("text", "p" | "h"))).collect();
            for (number, paragraph) in paragraphs.into_iter().enumerate() {
                if number > 0 {
                    self.lines.push(std::mem::take(&mut self.line));
                }
                self.inline(paragraph, look);
            }
        }
        self.line.leave(start.min(self.line.text.len()), LeftoverKind::Deletion);
    }

    fn note(&mut self, node: Node<'n, 'n>, look: &RunProperties) {
        let at_end = attribute(node, "note-class") == Some("endnote");
        let id = format!("{}", node.range().start);
        let label = self.shared.notes.label(at_end, &id, None);
        let start = self.line.text.len();
        let run = self.shared.run(self.part, node.range(), None, look);
        self.line.push_generated(&format!("[^{label}]"));
        self.line.pieces.push(super::written::Piece { text: start..self.line.text.len(), raw: node.range(), run });
        self.blank = false;
        let Some(body) = node.children().find(|node| odf(node) == ("text", "note-body")) else { return };
        let outside = std::mem::take(&mut self.paragraphs);
        let blank = self.blank;
        let place = self.notes.len();
        let contents = self.story(body);
        self.notes.insert(place, (at_end, label, contents));
        (self.paragraphs, self.blank) = (outside, blank);
    }

    fn push(&mut self, c: char, node: Node<'n, 'n>, look: &RunProperties) {
        if self.inserted > 0 && self.shared.original || look.hidden == Some(true) {
            return;
        }
        let run = self.shared.run(self.part, node.range(), None, look);
        let start = self.line.text.len();
        self.line.push_char(c, node.range(), run);
        self.blank = false;
        self.told(start, look);
    }

    fn told(&mut self, start: usize, look: &RunProperties) {
        let kinds = [
            (self.inserted > 0, LeftoverKind::Insertion),
            (self.comments > 0, LeftoverKind::Comment),
            (look.highlighted == Some(true), LeftoverKind::Highlight),
        ];
        for (_, kind) in kinds.into_iter().filter(|(is, _)| *is) {
            self.line.leave(start, kind);
        }
    }

    fn text(&mut self, node: Node<'n, 'n>, parent: Node<'n, 'n>, look: &RunProperties) {
        if look.hidden == Some(true) {
            self.line.leave(self.line.text.len(), LeftoverKind::Hidden);
            return;
        }
        if self.inserted > 0 && self.shared.original {
            return;
        }
        let range = node.range();
        let Some(raw) = self.xml.get(range.clone()) else { return };
        let run = self.shared.run(self.part, parent.range(), None, look);
        let start = self.line.text.len();
        let mut read: Vec<_> = characters(raw, range.start).collect();
        if let Some(encoding) = look.encoding() {
            read = encoding.read(&read);
        }
        for (range, c) in read {
            // Blanks of the XML are one blank, and none at the head of a line.
            let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r');
            if is_blank && std::mem::replace(&mut self.blank, true) {
                continue;
            }
            self.blank = is_blank;
            let shown = look.shows(if is_blank { ' ' } else { c });
            self.line.push_char(shown, range, run);
        }
        self.told(start, look);
    }
}

/// The vocabulary (`text`, `table`, `draw`, `office`, `style`) and the local name of an element.
fn odf<'n>(node: &Node<'n, '_>) -> (&'n str, &'n str) {
    let tag = node.tag_name();
    let space = tag.namespace().and_then(|space| space.strip_prefix("urn:oasis:names:tc:opendocument:xmlns:"));
    (space.and_then(|space| space.split(':').next()).unwrap_or_default(), tag.name())
}
