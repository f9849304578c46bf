//! The runs of a paragraph: characters as Word shows them, each with its bytes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use roxmltree::Node;

use super::body::branch;
use super::legacy::Encoding;
use super::notes::Notes;
use super::numbering::{Numbering, Prefix};
use super::splice::BLANKS;
use super::styles::{ParagraphProperties, RunProperties, Styles};
use super::symbol;
use super::written::Written;
use super::xml::{Vocabulary, attribute, characters, child, name, word};
use crate::document::origin::{Alignment, LeftoverKind, Look, Origin, ParagraphLook, Run};

/// Heads and feet of pages that are read.
const MOST_MARGINS: usize = 64;

/// What all parts of a document share.
pub(super) struct Shared {
    pub styles: Styles,
    pub numbering: Numbering,
    pub notes: Notes,
    pub origin: Origin,
    /// Text as before the tracked changes.
    pub original: bool,
    /// Ids of comments that this program wrote, and of answers to them.
    pub own_comments: HashSet<String>,
    looks: HashMap<Look, u32>,
    paragraph_looks: HashMap<ParagraphLook, u32>,
}

impl Shared {
    pub(super) fn new(styles: Styles, numbering: Numbering, origin: Origin, original: bool) -> Self {
        let (looks, paragraph_looks) = (HashMap::new(), HashMap::new());
        let (notes, own_comments) = (Notes::default(), HashSet::new());
        Self { styles, numbering, notes, origin, original, own_comments, looks, paragraph_looks }
    }

    pub(super) fn next_number(&mut self, list: u32, level: u8) -> Option<Prefix> {
        self.numbering.next(list, level, &self.styles)
    }

    pub(super) fn paragraph_look(&mut self, laid: &ParagraphProperties) -> u32 {
        let rule = laid.line_rule.as_deref().unwrap_or("auto");
        let look = ParagraphLook {
            alignment: laid.alignment.as_deref().map(Alignment::read).unwrap_or_default(),
            // 240 are one line.
            lines: if rule == "auto" { (laid.line.unwrap_or(240).saturating_mul(5) + 6) / 12 } else { 0 },
            exact: laid.line.filter(|_| rule == "exact").unwrap_or(0),
            before: laid.before.unwrap_or(0),
            after: laid.after.unwrap_or(0),
            first_line: laid.first_line.or((laid.list.unwrap_or(0) == 0).then_some(0)),
        };
        let next = self.origin.paragraph_looks.len() as u32;
        *self.paragraph_looks.entry(look).or_insert_with_key(|look| {
            self.origin.paragraph_looks.push(look.clone());
            next
        })
    }

    fn look(&mut self, properties: &RunProperties) -> u32 {
        let look = Look {
            font: properties.font.clone().unwrap_or_default(),
            size: properties.size.unwrap_or(0),
            bold: properties.bold.unwrap_or(false),
            italic: properties.italic.unwrap_or(false),
            underlined: properties.underlined.unwrap_or(false),
        };
        let next = self.origin.looks.len() as u32;
        *self.looks.entry(look).or_insert_with_key(|look| {
            self.origin.looks.push(look.clone());
            next
        })
    }
}

impl Shared {
    /// The number of a run; the last one again where it is the same.
    pub(super) fn run(
        &mut self,
        part: u16,
        raw: Range<usize>,
        own: Option<Range<usize>>,
        properties: &RunProperties,
    ) -> u32 {
        let bytes = |range: Range<usize>| range.start as u32..range.end as u32;
        let look = self.look(properties);
        let run = Run { part, raw: bytes(raw), properties: own.map(bytes), look };
        if self.origin.runs.last() != Some(&run) {
            self.origin.runs.push(run);
        }
        self.origin.runs.len() as u32 - 1
    }
}

/// A field whose end is not met yet.
#[derive(Default)]
struct Field {
    instruction: String,
    /// Whether what follows is its result.
    result: bool,
}

impl Field {
    fn is_page_number(&self) -> bool {
        self.instruction.split_whitespace().next() == Some("PAGE")
    }
}

/// A head or foot that pages name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub id: String,
    pub at_head: bool,
    /// `default`, `first` or `even`.
    pub kind: String,
}

/// What pages name, and whether their first one has a head and foot of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct References {
    pub named: Vec<Reference>,
    pub own_first: bool,
}

/// Walks over one part.
pub(super) struct Walker<'s, 'n> {
    pub shared: &'s mut Shared,
    part: u16,
    xml: &'n str,
    /// Paragraphs of the story so far.
    pub paragraphs: u32,
    /// Whether the paragraph holds a part of a table of contents.
    pub passed_contents: bool,
    /// Heads and feet of the pages met so far.
    pub margins: Vec<References>,
    /// The page number that was read: its size, and where its line puts it.
    pub page_number: Option<(u32, Option<Alignment>)>,
    fields: Vec<Field>,
    inserted: u32,
    deleted: u32,
    comments: u32,
    commented: HashSet<&'n str>,
    /// The paragraph being read.
    lines: Vec<Written>,
    line: Written,
    boxes: Vec<Node<'n, 'n>>,
}

impl<'s, 'n> Walker<'s, 'n> {
    /// A walker over the part of a number, whose text is `xml`.
    pub(super) fn new(shared: &'s mut Shared, part: u16, xml: &'n str) -> Self {
        Self {
            shared,
            part,
            xml,
            paragraphs: 0,
            passed_contents: false,
            margins: Vec::new(),
            page_number: None,
            fields: Vec::new(),
            inserted: 0,
            deleted: 0,
            comments: 0,
            commented: HashSet::new(),
            lines: Vec::new(),
            line: Written::default(),
            boxes: Vec::new(),
        }
    }

    pub(super) fn original(&self) -> bool {
        self.shared.original
    }

    /// Begins a paragraph.
    pub(super) fn begin(&mut self) {
        self.lines.clear();
        self.passed_contents = false;
        self.line = Written::default();
        self.boxes.clear();
    }

    /// Ends it: its lines, and the boxes that hang on it.
    pub(super) fn end(&mut self) -> (Vec<Written>, Vec<Node<'n, 'n>>) {
        self.lines.push(std::mem::take(&mut self.line));
        (std::mem::take(&mut self.lines), std::mem::take(&mut self.boxes))
    }

    /// Whether the text stands in a table of contents.
    fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.result && field.instruction.trim_start().starts_with("TOC"))
    }

    /// Remembers the heads and feet of pages.
    pub(super) fn references(&mut self, pages: Node<'n, 'n>) {
        let mut references =
            References { named: Vec::new(), own_first: child(pages, "titlePg").is_some_and(super::xml::flag) };
        for node in pages.children().filter(|node| matches!(word(node), "headerReference" | "footerReference")) {
            let Some(id) = attribute(node, "id") else { continue };
            if self.margins.iter().map(|known| known.named.len()).sum::<usize>() + references.named.len() < MOST_MARGINS
            {
                references.named.push(Reference {
                    id: id.to_owned(),
                    at_head: word(&node) == "headerReference",
                    kind: attribute(node, "type").unwrap_or("default").to_owned(),
                });
            }
        }
        self.margins.push(references);
    }

    /// Remembers that the line shows the page's number.
    fn numbers_pages(&mut self, size: Option<u32>) {
        let moved = self.line.text.contains('\t');
        let alignment = (!moved).then_some(Alignment::Left);
        self.page_number.get_or_insert((size.unwrap_or(0), alignment));
    }

    /// Whether a comment is one of this program's, or an answer to one: those are no leftovers of the author's.
    fn is_own(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.shared.own_comments.contains(id))
    }

    fn is_shown(&self) -> bool {
        self.fields.iter().all(|field| field.result) && !self.in_contents()
    }

    /// Reads what an element holds: runs, and containers of runs.
    pub(super) fn inline(&mut self, parent: Node<'n, 'n>, base: &RunProperties) {
        for node in parent.children().filter(Node::is_element) {
            match name(&node) {
                (Vocabulary::Word, tag) => self.element(node, tag, base),
                (Vocabulary::Alternatives, "AlternateContent") => {
                    if let Some(branch) = branch(node) {
                        self.inline(branch, base);
                    }
                }
                (Vocabulary::Math, "t") => self.plain_text(node, base),
                (Vocabulary::Math, _) => self.inline(node, base),
                _ => {}
            }
        }
    }

    fn element(&mut self, node: Node<'n, 'n>, tag: &str, base: &RunProperties) {
        match tag {
            "r" => self.run(node, base),
            "fldSimple" => {
                let instruction = attribute(node, "instr").unwrap_or_default().to_owned();
                if (Field { instruction, result: true }).is_page_number() {
                    let inner = child(node, "r").and_then(|run| child(run, "rPr"));
                    self.numbers_pages(self.shared.styles.run(base, inner).size);
                }
                self.inline(node, base);
            }
            "hyperlink" | "smartTag" | "customXml" | "sdt" | "sdtContent" | "dir" | "bdo" => {
                self.inline(node, base);
            }
            "ins" | "moveTo" if !self.original() => {
                self.inserted += 1;
                self.inline(node, base);
                self.inserted -= 1;
            }
            "del" | "moveFrom" => {
                if self.original() {
                    self.deleted += 1;
                    self.inline(node, base);
                    self.deleted -= 1;
                } else {
                    self.line.leave(self.line.text.len(), LeftoverKind::Deletion);
                }
            }
            "ins" | "moveTo" => self.line.leave(self.line.text.len(), LeftoverKind::Insertion),
            "commentRangeStart" if !self.is_own(attribute(node, "id")) => {
                self.comments += 1;
                self.commented.extend(attribute(node, "id"));
                self.line.leave(self.line.text.len(), LeftoverKind::Comment);
            }
            "commentRangeEnd" if !self.is_own(attribute(node, "id")) => self.comments = self.comments.saturating_sub(1),
            _ => {}
        }
    }

    fn run(&mut self, node: Node<'n, 'n>, base: &RunProperties) {
        let own = child(node, "rPr");
        let properties = self.shared.styles.run(base, own);
        let mut run = Shown { node, own, properties, id: None, mark_follows: false };
        self.run_content(node, &mut run);
    }

    fn run_content(&mut self, parent: Node<'n, 'n>, run: &mut Shown<'n>) {
        for node in parent.children().filter(Node::is_element) {
            match name(&node) {
                (Vocabulary::Word, tag) => self.character(node, tag, run),
                (Vocabulary::Alternatives, "AlternateContent") => {
                    if let Some(branch) = branch(node) {
                        self.run_content(branch, run);
                    }
                }
                _ => {}
            }
        }
    }

    fn character(&mut self, node: Node<'n, 'n>, tag: &str, run: &mut Shown<'n>) {
        match tag {
            "fldChar" => match attribute(node, "fldCharType") {
                Some("begin") => self.fields.push(Field::default()),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.result = true;
                    }
                }
                _ => {
                    if self.fields.pop().is_some_and(|field| field.is_page_number()) {
                        self.numbers_pages(run.properties.size);
                    }
                }
            },
            "instrText" => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruction.push_str(node.text().unwrap_or_default());
                }
            }
            "drawing" | "pict" | "object" => {
                // A box inside a box is met when that one is read; alternatives say the same thing twice.
                let outermost = |found: &Node<'n, 'n>| {
                    let mut around = found.ancestors().skip(1).take_while(|other| *other != node);
                    around.all(|other| word(&other) != "txbxContent" && !is_fallback(&other))
                };
                let boxes = node.descendants().filter(|node| word(node) == "txbxContent");
                self.boxes.extend(boxes.filter(outermost));
            }
            "ruby" => {
                if let Some(base) = child(node, "rubyBase") {
                    self.inline(base, &run.properties.clone());
                }
            }
            "commentReference"
                if !attribute(node, "id").is_some_and(|id| self.commented.contains(id))
                    && !self.is_own(attribute(node, "id")) =>
            {
                self.line.leave(self.line.text.len(), LeftoverKind::Comment);
            }
            _ if !self.is_shown() => self.passed_contents |= self.in_contents(),
            _ if run.properties.hidden == Some(true) => {
                if matches!(tag, "t" | "delText") {
                    self.line.leave(self.line.text.len(), LeftoverKind::Hidden);
                }
            }
            "t" | "delText" if !run.mark_follows => self.text(node, run),
            "tab" | "ptab" => self.push('\t', node, run),
            "br" | "cr" => self.lines.push(std::mem::take(&mut self.line)),
            "noBreakHyphen" => self.push('-', node, run),
            // Old fonts draw a letter where Unicode has the hyphen that is not there.
            "softHyphen" => {
                if let Some(encoding @ Encoding::Tcvn3(_)) = run.properties.encoding() {
                    for (_, c) in encoding.read(&[(node.range(), '\u{ad}')]) {
                        self.push(c, node, run);
                    }
                }
            }
            "sym" => {
                let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok());
                let font = attribute(node, "font").unwrap_or_default();
                self.push(symbol::read(font, code.unwrap_or(0)), node, run);
            }
            "footnoteReference" | "endnoteReference" => self.note(node, tag == "endnoteReference", run),
            _ => {}
        }
    }

    /// A mark that points to a note.
    fn note(&mut self, node: Node<'n, 'n>, at_end: bool, run: &mut Shown<'n>) {
        let Some(id) = attribute(node, "id") else { return };
        let mut own = None;
        if matches!(attribute(node, "customMarkFollows"), Some("1" | "true" | "on")) {
            let text: String =
                run.node.children().filter(|node| word(node) == "t").filter_map(|node| node.text()).collect();
            own = Some(text).filter(|text| (1..=8).contains(&text.len()) && !text.contains(['[', ']', ' ']));
            run.mark_follows = own.is_some();
        }
        let label = self.shared.notes.label(at_end, id, own);
        let raw = node.range();
        let id = self.id(run);
        let start = self.line.text.len();
        self.line.push_generated(&format!("[^{label}]"));
        self.line.pieces.push(super::written::Piece { text: start..self.line.text.len(), raw, run: id });
        self.told(start, run);
    }

    fn id(&mut self, run: &mut Shown<'n>) -> u32 {
        if let Some(id) = run.id {
            return id;
        }
        let own = run.own.map(|own| own.range());
        let id = self.shared.run(self.part, run.node.range(), own, &run.properties);
        run.id = Some(id);
        id
    }

    fn push(&mut self, c: char, node: Node<'n, 'n>, run: &mut Shown<'n>) {
        let id = self.id(run);
        let start = self.line.text.len();
        self.line.push_char(c, node.range(), id);
        self.told(start, run);
    }

    /// Notes what is left over in the text from `start` on.
    fn told(&mut self, start: usize, run: &Shown<'n>) {
        let kinds = [
            (self.inserted > 0, LeftoverKind::Insertion),
            (self.deleted > 0, LeftoverKind::Deletion),
            (self.comments > 0, LeftoverKind::Comment),
            (run.properties.highlighted == Some(true), LeftoverKind::Highlight),
        ];
        for (_, kind) in kinds.into_iter().filter(|(is, _)| *is) {
            self.line.leave(start, kind);
        }
    }

    /// Text of a formula.
    fn plain_text(&mut self, node: Node<'n, 'n>, base: &RunProperties) {
        let Some(parent) = node.parent().filter(|_| self.is_shown()) else { return };
        let mut run = Shown { node: parent, own: None, properties: base.clone(), id: None, mark_follows: false };
        self.text(node, &mut run);
    }

    fn text(&mut self, node: Node<'n, 'n>, run: &mut Shown<'n>) {
        let keeps_blanks = attribute(node, "space") == Some("preserve");
        let id = self.id(run);
        let start = self.line.text.len();
        for node in node.children().filter(Node::is_text) {
            let range = node.range();
            let Some(mut raw) = self.xml.get(range.clone()) else { continue };
            let mut base = range.start;
            if !keeps_blanks {
                base += raw.len() - raw.trim_start_matches(BLANKS).len();
                raw = raw.trim_matches(BLANKS);
            }
            if run.properties.is_plain() && !raw.contains(['&', '<', '\r', '\n', '\t', '\u{2011}']) {
                self.line.push_exact(raw, base, id);
            } else {
                let mut written: Vec<_> = characters(raw, base).collect();
                if let Some(encoding) = run.properties.encoding() {
                    written = encoding.read(&written);
                }
                for (range, c) in written {
                    self.line.push_char(run.properties.shows(c), range, id);
                }
            }
        }
        self.told(start, run);
    }
}

/// A run and what its characters look like.
struct Shown<'n> {
    node: Node<'n, 'n>,
    own: Option<Node<'n, 'n>>,
    properties: RunProperties,
    /// Its number, once it has shown something.
    id: Option<u32>,
    /// Whether its text is the mark of a note that is told already.
    mark_follows: bool,
}

fn is_fallback(node: &Node<'_, '_>) -> bool {
    name(node) == (Vocabulary::Alternatives, "Fallback")
}
