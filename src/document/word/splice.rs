//! Additions to a part's XML at exact places. Every byte that is not cut out stays as it was; runs are split where a place lies
//! inside them, and both halves keep the look of the whole.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document, Node};

use super::xml::{child, word};

/// Blanks of XML, which count only where an element says so.
pub(super) const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Where something is put in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    /// Byte of the part.
    pub at: usize,
    /// What must be closed before it and opened again behind it.
    split: Option<Split>,
}

/// A run that is cut in two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Split {
    closing: String,
    opening: String,
}

impl Edge {
    /// A place between elements.
    pub(super) fn between(at: usize) -> Self {
        Self { at, split: None }
    }

    /// Whether a run is cut there.
    pub(super) fn is_cut(&self) -> bool {
        self.split.is_some()
    }
}

/// The paragraphs and runs of a part, found by their bytes.
pub(super) struct Map<'d, 'x> {
    xml: &'x str,
    tree: &'d Document<'x>,
    runs: BTreeMap<usize, Node<'d, 'x>>,
    paragraphs: BTreeMap<usize, Node<'d, 'x>>,
}

impl<'d, 'x> Map<'d, 'x> {
    pub(super) fn new(xml: &'x str, tree: &'d Document<'x>) -> Self {
        let mut map = Self { xml, tree, runs: BTreeMap::new(), paragraphs: BTreeMap::new() };
        for node in tree.root_element().descendants() {
            match word(&node) {
                "r" => map.runs.insert(node.range().start, node),
                "p" => map.paragraphs.insert(node.range().start, node),
                _ => None,
            };
        }
        map
    }

    /// The run whose element begins at a byte.
    pub(super) fn run(&self, start: usize) -> Option<Node<'d, 'x>> {
        self.runs.get(&start).copied()
    }

    /// The paragraph of the running text around a byte: that of the picture for what stands in a box.
    pub(super) fn paragraph(&self, at: usize) -> Option<Node<'d, 'x>> {
        let (_, inner) = self.paragraphs.range(..=at).next_back()?;
        let around = inner.ancestors().filter(|node| word(node) == "p" && node.range().contains(&at));
        // Whoever stands before a paragraph of a table of boxes is met later: the outermost is the last.
        around.last()
    }

    /// All paragraphs of the running text, in order.
    pub(super) fn paragraphs(&self) -> impl DoubleEndedIterator<Item = Node<'d, 'x>> + '_ {
        self.paragraphs.values().copied().filter(|node| is_plain_place(*node))
    }

    /// The places just inside a paragraph, behind its properties and before its end; nothing where it has no content.
    pub(super) fn inside(&self, paragraph: Node<'d, 'x>) -> Option<(Edge, Edge)> {
        let range = paragraph.range();
        let end = self.xml.get(range.clone())?.rfind("</").map(|at| range.start + at)?;
        let mut content = paragraph.children().filter(|node| node.is_element() && word(node) != "pPr");
        let start = content.next()?.range().start;
        Some((Edge::between(start), Edge::between(end)))
    }

    /// The place before (or behind) the character at a byte of a run; nothing where comments cannot stand.
    pub(super) fn edge(&self, run: Node<'d, 'x>, at: usize, behind: bool) -> Option<Edge> {
        if !is_open_to_marks(run) {
            return None;
        }
        let mut content = run.children().filter(|node| node.is_element() && word(node) != "rPr");
        let holds = |node: &Node<'d, 'x>| {
            let range = node.range();
            if behind { range.start < at && at <= range.end } else { range.contains(&at) }
        };
        let piece = content.clone().find(holds)?;
        let first = content.next() == Some(piece);
        let last = run.children().rfind(Node::is_element) == Some(piece);
        let texts = || piece.children().filter(Node::is_text);
        if matches!(word(&piece), "t" | "delText")
            && let (Some(start), Some(end)) =
                (texts().next().map(|text| text.range().start), texts().next_back().map(|text| text.range().end))
            && start < at
            && at < end
        {
            return Some(Edge { at, split: Some(self.split(run, Some(piece))?) });
        }
        let range = piece.range();
        Some(match behind {
            false if first => Edge::between(run.range().start),
            true if last => Edge::between(run.range().end),
            _ => Edge { at: if behind { range.end } else { range.start }, split: Some(self.split(run, None)?) },
        })
    }

    fn split(&self, run: Node<'d, 'x>, text: Option<Node<'d, 'x>>) -> Option<Split> {
        let r = self.qualified(run)?;
        let properties = child(run, "rPr").and_then(|node| self.xml.get(node.range())).unwrap_or_default();
        let (mut closing, mut opening) = (format!("</{r}>"), format!("<{r}>{properties}"));
        if let Some(text) = text {
            let t = self.qualified(text)?;
            closing.insert_str(0, &format!("</{t}>"));
            opening.push_str(&format!("<{t} xml:space=\"preserve\">"));
        }
        Some(Split { closing, opening })
    }

    /// An element's name as written.
    pub(super) fn qualified(&self, node: Node<'d, 'x>) -> Option<&'x str> {
        let name = self.xml.get(node.range())?.strip_prefix('<')?;
        name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()
    }

    /// What must be mended of a text that is cut in two: it says that its blanks count, and loses those at its ends that did not. Nothing
    /// where it says so already.
    pub(super) fn keeps_blanks(&self, run: Node<'d, 'x>, at: usize) -> Vec<Mend> {
        let texts = |node: &Node<'d, 'x>| matches!(word(node), "t" | "delText") && node.range().contains(&at);
        let Some(piece) = run.children().find(texts) else { return Vec::new() };
        let said = piece.attributes().find(|attribute| attribute.name() == "space");
        let (place, text) = match (&said, self.qualified(piece)) {
            (Some(said), _) if said.value() == "preserve" => return Vec::new(),
            (Some(said), _) => (said.range(), "xml:space=\"preserve\""),
            (None, Some(name)) => {
                let behind = piece.range().start + 1 + name.len();
                (behind..behind, " xml:space=\"preserve\"")
            }
            (None, None) => return Vec::new(),
        };
        let mut mends = vec![Mend { place: (place.start, place.end), text }];
        for node in piece.children().filter(Node::is_text) {
            let range = node.range();
            let Some(raw) = self.xml.get(range.clone()) else { continue };
            let shown = raw.trim_start_matches(BLANKS).len();
            let (start, end) = (range.end - shown, range.start + raw.trim_end_matches(BLANKS).len());
            let ends = [(range.start, start), (end.max(start), range.end)];
            mends.extend(ends.into_iter().filter(|(start, end)| start < end).map(|place| Mend { place, text: "" }));
        }
        mends
    }

    /// The declaration that elements of WordprocessingML need when they are put into this part: none where `w:` means it already.
    pub(super) fn declaration(&self) -> String {
        let root = self.tree.root_element();
        let space = root.tag_name().namespace().unwrap_or_default();
        match root.lookup_namespace_uri(Some("w")) == Some(space) {
            true => String::new(),
            false => format!(" xmlns:w=\"{space}\""),
        }
    }
}

/// Whether a paragraph stands in the running text or its tables, and not in a box, a fallback or a control.
fn is_plain_place(paragraph: Node<'_, '_>) -> bool {
    paragraph
        .ancestors()
        .skip(1)
        .filter(Node::is_element)
        .all(|node| matches!(word(&node), "body" | "tc" | "tr" | "tbl" | "document"))
}

/// Whether a run's neighbours may be marks of comments. LibreOffice does not show what such a mark stands beside in a content
/// control around paragraphs, so those are left alone; boxes take none.
fn is_open_to_marks(run: Node<'_, '_>) -> bool {
    let mut in_paragraph = true;
    run.ancestors().skip(1).filter(Node::is_element).all(|node| match word(&node) {
        "p" => {
            let first = in_paragraph;
            in_paragraph = false;
            first
        }
        "hyperlink" | "ins" | "del" | "moveTo" | "moveFrom" | "smartTag" | "fldSimple" | "sdt" | "sdtContent" => {
            in_paragraph
        }
        "body" | "tc" | "tr" | "tbl" | "document" => !in_paragraph,
        _ => false,
    })
}

/// Bytes of a part and what stands in their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mend {
    place: (usize, usize),
    text: &'static str,
}

/// What is put in and cut out of a part.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pieces: BTreeMap<usize, (Option<Split>, String)>,
    cuts: BTreeMap<usize, usize>,
}

impl Plan {
    /// Puts text in at a place, behind what was put there before.
    pub(super) fn put(&mut self, edge: &Edge, text: &str) {
        let piece = self.pieces.entry(edge.at).or_default();
        piece.0 = piece.0.take().or_else(|| edge.split.clone());
        piece.1.push_str(text);
    }

    /// Mends bytes.
    pub(super) fn mend(&mut self, mend: Mend) {
        let (start, end) = mend.place;
        if start < end {
            self.cut(start..end);
        }
        if !mend.text.is_empty() {
            self.put(&Edge::between(start), mend.text);
        }
    }

    /// Cuts bytes out.
    pub(super) fn cut(&mut self, range: Range<usize>) {
        let end = self.cuts.entry(range.start).or_default();
        *end = range.end.max(*end);
    }

    /// The part as planned.
    pub(super) fn apply(&self, xml: &str) -> String {
        let mut out =
            String::with_capacity(xml.len() + self.pieces.values().map(|(_, text)| text.len() + 64).sum::<usize>());
        let mut done = 0;
        let mut cuts = self.cuts.iter().peekable();
        let mut copy = |out: &mut String, upto: usize| {
            while let Some((&start, &end)) = cuts.peek().copied().filter(|(start, _)| **start < upto) {
                out.push_str(xml.get(done..start.max(done)).unwrap_or_default());
                done = done.max(end);
                cuts.next();
            }
            out.push_str(xml.get(done..upto.max(done)).unwrap_or_default());
            done = done.max(upto);
        };
        for (&at, (split, text)) in &self.pieces {
            copy(&mut out, at);
            match split {
                Some(split) => out.extend([split.closing.as_str(), text, split.opening.as_str()]),
                None => out.push_str(text),
            }
        }
        copy(&mut out, xml.len());
        out
    }
}

/// Text as XML: what XML cannot hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::word::xml::parse;

    const HEAD: &str =
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>"#;

    fn with_mark(run: &str, needle: &str, behind: bool) -> String {
        let xml = format!("{HEAD}{run}</w:p></w:body></w:document>");
        let tree = parse("d", &xml).unwrap();
        let map = Map::new(&xml, &tree);
        let at = xml.find(needle).unwrap() + if behind { needle.len() } else { 0 };
        let edge = map.edge(map.run(HEAD.len()).unwrap(), at, behind).unwrap();
        let mut plan = Plan::default();
        plan.put(&edge, "!");
        let out = plan.apply(&xml);
        parse("d", &out).unwrap();
        let inside = out.strip_prefix(HEAD).unwrap();
        inside.strip_suffix("</w:p></w:body></w:document>").unwrap().to_owned()
    }

    #[test]
    fn runs_are_split_only_where_they_must_be() {
        let run = "<w:r><w:rPr><w:b/></w:rPr><w:t>đạt 18,5%</w:t><w:tab/></w:r>";
        assert_eq!(with_mark(run, "đạt", false), format!("!{run}"));
        assert_eq!(
            with_mark(run, "18", false),
            "<w:r><w:rPr><w:b/></w:rPr><w:t>đạt </w:t></w:r>!<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">18,5%</w:t><w:tab/></w:r>"
        );
        assert_eq!(
            with_mark(run, "18,5%", true),
            "<w:r><w:rPr><w:b/></w:rPr><w:t>đạt 18,5%</w:t></w:r>!<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>"
        );
        assert_eq!(with_mark(run, "<w:tab/>", true), format!("{run}!"));
    }

    #[test]
    fn a_text_that_is_cut_shows_no_blanks_it_did_not_show() {
        for (opening, kept) in
            [("<w:t>", ""), (r#"<w:t xml:space="default">"#, ""), (r#"<w:t xml:space="preserve">"#, " ")]
        {
            let run = format!("<w:r>{opening} đạt 5% </w:t></w:r>");
            let xml = format!("{HEAD}{run}</w:p></w:body></w:document>");
            let tree = parse("d", &xml).unwrap();
            let map = Map::new(&xml, &tree);
            let node = map.run(HEAD.len()).unwrap();
            let at = xml.find("5%").unwrap();
            let mut plan = Plan::default();
            plan.put(&map.edge(node, at, false).unwrap(), "!");
            map.keeps_blanks(node, at).into_iter().for_each(|mend| plan.mend(mend));
            let out = plan.apply(&xml);
            parse("d", &out).unwrap();
            let t = r#"<w:t xml:space="preserve">"#;
            let expected = format!("<w:r>{t}{kept}đạt </w:t></w:r>!<w:r>{t}5%{kept}</w:t></w:r>");
            assert!(out.contains(&expected), "{out}");
        }
    }

    #[test]
    fn cuts_and_additions_meet() {
        let mut plan = Plan::default();
        plan.cut(2..4);
        plan.put(&Edge::between(4), "+");
        plan.put(&Edge::between(2), "-");
        assert_eq!(plan.apply("abcdef"), "ab-+ef");
    }
}
