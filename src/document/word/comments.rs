//! A copy of a Word file with comments at exact words. Every part but those that hold comments keeps its bytes, and the text says
//! what it said.
//!
//! Word takes no comments in heads and feet of pages, and programs disagree about notes and boxes: what is said of those stands at
//! the note's mark, at the paragraph that the box hangs on, or at the first paragraph.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;
use roxmltree::Node;

use super::archive::Archive;
use super::fault::Fault;
use super::package::{self, Relation};
use super::remarks::{OWN_AUTHOR, mark};
use super::rewrite::{self, Parts};
use super::splice::{Edge, Map, Mend, Plan, escaped};
use super::xml::{attribute, parse, word};
use crate::document::Document;
use crate::document::origin::{Origin, Stretch};
use crate::document::read::ReadError;
use crate::source::place::Story;
use crate::span::Span;

/// A comment to be written.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Bytes of the text it is about; without width, the paragraph there. `None`: the head of the document.
    pub span: Option<Span>,
    /// Its paragraphs; the first is set in bold.
    pub lines: Vec<String>,
    /// Rule and fingerprint of the finding it tells.
    pub about: Option<(String, String)>,
}

/// Of the strict kind of files; the transitional kind has names of its own.
const STRICT: &str = "http://purl.oclc.org/ooxml/";
const STRICT_COMMENTS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments";
const COMMENTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// Writes a copy of a file with comments. Earlier comments of this program give way to the new ones, but for those that somebody
/// answered or closed; a finding that such a comment tells is not told again. `day` stands as the day of the comments.
///
/// # Errors
/// When the file is not the one that `document` was read from, or cannot be read.
pub fn with_comments(bytes: &[u8], document: &Document, comments: &[Comment], day: Date) -> Result<Vec<u8>, ReadError> {
    let Some(origin) = document.origin.as_deref() else { return Ok(bytes.to_vec()) };
    Ok(write(bytes, document, origin, comments, day)?)
}

fn write(
    bytes: &[u8],
    document: &Document,
    origin: &Origin,
    comments: &[Comment],
    day: Date,
) -> Result<Vec<u8>, Fault> {
    let mut archive = Archive::open(bytes)?;
    let main = package::main_part(&mut archive)?;
    let xml = archive.text(&main)?.ok_or_else(|| Fault::Lacking(main.clone()))?;
    let tree = parse(&main, &xml)?;
    let map = Map::new(&xml, &tree);
    let relations = package::relations(&mut archive, &main)?;
    let of_kind = |kind: &str| relations.values().filter(|one| one.kind == kind).map(|one| one.target.clone()).min();

    let kept: Vec<_> = own(origin).filter(|remark| remark.closed || !remark.answers.is_empty()).collect();
    let told: HashSet<_> = kept.iter().filter_map(|remark| remark.about.as_ref()).collect();
    let given_up: HashSet<&str> =
        own(origin).filter(|remark| !kept.contains(remark)).map(|remark| remark.id.as_str()).collect();
    let new: Vec<&Comment> =
        comments.iter().filter(|comment| comment.about.as_ref().is_none_or(|about| !told.contains(about))).collect();

    let mut plan = Plan::default();
    strike(&map, &tree, &given_up, &mut plan);
    let mut parts = Parts::default();
    let comments_part = of_kind("comments");
    let old = match &comments_part {
        Some(name) => archive.text(name)?,
        None => None,
    };
    let space = tree.root_element().tag_name().namespace().unwrap_or_default();
    let (comments_xml, first_id) = match (&comments_part, &old) {
        (Some(name), Some(old)) => more_comments(name, old, &new, &given_up, day)?,
        _ => (first_comments(space, &new, day), 0),
    };
    place(&map, document, origin, &new, first_id, &mut plan);
    parts.set(&main, plan.apply(&xml));
    match comments_part {
        Some(name) if old.is_some() => parts.set(&name, comments_xml),
        _ if new.is_empty() => {}
        _ => {
            let name = fresh(&archive, &main);
            let relation = if space.starts_with(STRICT) { STRICT_COMMENTS } else { COMMENTS };
            rewrite::introduce(&mut archive, &mut parts, &main, &name, relation, COMMENTS_TYPE)?;
            parts.set(&name, comments_xml);
        }
    }
    forget(&mut archive, &mut parts, &relations, old.as_deref(), &given_up)?;
    rewrite::rewrite(bytes, &parts)
}

fn own(origin: &Origin) -> impl Iterator<Item = &crate::document::origin::Remark> {
    origin.remarks.iter().filter(|remark| remark.author == OWN_AUTHOR)
}

/// A name for the part of comments beside the main part.
fn fresh(archive: &Archive<'_>, main: &str) -> String {
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let names: HashSet<&str> = archive.names().collect();
    let mut name = format!("{folder}comments.xml");
    let mut number = 2;
    while names.contains(name.as_str()) {
        name = format!("{folder}comments{number}.xml");
        number += 1;
    }
    name
}

/// Takes the marks of comments out of the text.
fn strike(map: &Map<'_, '_>, tree: &roxmltree::Document<'_>, ids: &HashSet<&str>, plan: &mut Plan) {
    if ids.is_empty() {
        return;
    }
    for node in tree.root_element().descendants() {
        let struck = || attribute(node, "id").is_some_and(|id| ids.contains(id));
        match word(&node) {
            "commentRangeStart" | "commentRangeEnd" if struck() => plan.cut(node.range()),
            "commentReference" if struck() => {
                let run = node.parent().filter(|run| map.run(run.range().start).is_some());
                let alone = |run: &Node<'_, '_>| {
                    run.children().filter(|child| child.is_element() && word(child) != "rPr").count() == 1
                };
                plan.cut(run.filter(alone).unwrap_or(node).range());
            }
            _ => {}
        }
    }
}

/// A part of comments for a file that has none.
fn first_comments(space: &str, new: &[&Comment], day: Date) -> String {
    let all: String = new.iter().zip(0..).map(|(comment, id)| comment_xml(comment, id, day, "")).collect();
    let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    format!("{head}\n<w:comments xmlns:w=\"{space}\">{all}</w:comments>")
}

/// The part of comments with the new ones, and the id of the first of these.
fn more_comments(
    name: &str,
    old: &str,
    new: &[&Comment],
    given_up: &HashSet<&str>,
    day: Date,
) -> Result<(String, u32), Fault> {
    let tree = parse(name, old)?;
    let map = Map::new(old, &tree);
    let comments = || tree.root_element().children().filter(|node| word(node) == "comment");
    let ids = comments().filter_map(|node| attribute(node, "id")?.parse::<u32>().ok());
    let first = ids.max().map_or(0, |id| id.saturating_add(1));
    let mut plan = Plan::default();
    for node in comments().filter(|node| attribute(*node, "id").is_some_and(|id| given_up.contains(id))) {
        plan.cut(node.range());
    }
    let declaration = map.declaration();
    let all: String =
        new.iter().zip(first..).map(|(comment, id)| comment_xml(comment, id, day, &declaration)).collect();
    rewrite::append(old, &tree, &map, &all, &mut plan);
    Ok((plan.apply(old), first))
}

fn comment_xml(comment: &Comment, id: u32, day: Date, declaration: &str) -> String {
    let mark = comment.about.as_ref().map(|(rule, fingerprint)| mark(rule, fingerprint));
    let lines = comment.lines.iter().chain(&mark).enumerate();
    let paragraphs: String = lines
        .map(|(at, line)| {
            let bold = if at == 0 { "<w:rPr><w:b/></w:rPr>" } else { "" };
            format!("<w:p><w:r>{bold}<w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(line))
        })
        .collect();
    let attributes = format!("w:author=\"{OWN_AUTHOR}\" w:date=\"{day}T00:00:00Z\" w:initials=\"{OWN_AUTHOR}\"");
    format!("<w:comment{declaration} w:id=\"{id}\" {attributes}>{paragraphs}</w:comment>")
}

/// Puts the marks of comments into the text.
fn place(map: &Map<'_, '_>, document: &Document, origin: &Origin, new: &[&Comment], first_id: u32, plan: &mut Plan) {
    let declaration = map.declaration();
    let anchors: Vec<_> = new
        .iter()
        .zip(first_id..)
        .filter_map(|(comment, id)| Some((id, anchor(map, document, origin, comment.span)?)))
        .collect();
    let reference = |id: u32| format!("<w:r{declaration}><w:commentReference w:id=\"{id}\"/></w:r>");
    for (id, anchor) in anchors.iter().filter(|(_, anchor)| anchor.start != anchor.end) {
        plan.put(&anchor.end, &format!("<w:commentRangeEnd{declaration} w:id=\"{id}\"/>{}", reference(*id)));
    }
    for (id, anchor) in &anchors {
        plan.put(&anchor.start, &format!("<w:commentRangeStart{declaration} w:id=\"{id}\"/>"));
        if anchor.start == anchor.end {
            plan.put(&anchor.end, &format!("<w:commentRangeEnd{declaration} w:id=\"{id}\"/>{}", reference(*id)));
        }
    }
    let blanks: BTreeSet<Mend> = anchors.iter().flat_map(|(_, anchor)| anchor.blanks.iter().copied()).collect();
    for mend in blanks {
        plan.mend(mend);
    }
}

/// Where a comment begins and ends.
struct Anchor {
    start: Edge,
    end: Edge,
    /// Texts that must say that their blanks count, since they are cut there.
    blanks: Vec<Mend>,
}

fn anchor(map: &Map<'_, '_>, document: &Document, origin: &Origin, span: Option<Span>) -> Option<Anchor> {
    let first = || {
        let mut paragraphs = map.paragraphs().filter_map(|paragraph| map.inside(paragraph));
        paragraphs.next().map(|(start, end)| Anchor { start, end, blanks: Vec::new() })
    };
    let Some(span) = span else { return first() };
    let place = document.source.place(span.start);
    let paragraph = origin.paragraph(span.start);
    let (story, label) = place.map_or((Story::Body, None), |place| (place.story, place.note.as_deref()));
    match story {
        Story::Body | Story::Table => {
            let wider = place.map_or(span, |place| place.span);
            let words = words(map, document, origin, span).or_else(|| words(map, document, origin, wider));
            words.or_else(|| beside(map, paragraph.map_or(0, |paragraph| paragraph.raw.start as usize))).or_else(first)
        }
        Story::Footnote | Story::Endnote => {
            let mark = document.marks.iter().find(|mark| Some(mark.label.as_str()) == label);
            mark.and_then(|mark| words(map, document, origin, mark.span)).or_else(first)
        }
        Story::TextBox if paragraph.is_some_and(|paragraph| paragraph.part == 0) => {
            beside(map, paragraph.map_or(0, |paragraph| paragraph.raw.start as usize)).or_else(first)
        }
        Story::TextBox | Story::Header | Story::Footer => first(),
    }
}

/// The words of a span, as far as they are written in the main part.
fn words(map: &Map<'_, '_>, document: &Document, origin: &Origin, span: Span) -> Option<Anchor> {
    let in_main = |stretch: &&Stretch| {
        origin.runs.get(stretch.run as usize).is_some_and(|run| run.part == 0)
            && document
                .source
                .place(stretch.text.start)
                .is_some_and(|place| matches!(place.story, Story::Body | Story::Table))
    };
    let mut stretches = origin.stretches_in(span).iter().filter(in_main);
    let first = stretches.next()?;
    let last = stretches.next_back().unwrap_or(first);
    let run = |stretch: &Stretch| map.run(origin.runs.get(stretch.run as usize)?.raw.start as usize);
    let (from, to) = (raw(first, span).start, raw(last, span).end);
    let (start, end) = (map.edge(run(first)?, from, false)?, map.edge(run(last)?, to, true)?);
    let blanks = [(first, &start), (last, &end)]
        .into_iter()
        .filter(|(_, edge)| edge.is_cut())
        .filter_map(|(stretch, edge)| Some(map.keeps_blanks(run(stretch)?, edge.at)))
        .flatten();
    let blanks = blanks.collect();
    Some(Anchor { start, end, blanks })
}

/// The bytes of a stretch that a span covers.
pub(super) fn raw(stretch: &Stretch, span: Span) -> Range<usize> {
    let (start, end) = (stretch.raw.0 as usize, stretch.raw.1 as usize);
    if stretch.text.len() != end - start {
        return start..end;
    }
    let before = span.start.saturating_sub(stretch.text.start) as usize;
    let behind = stretch.text.end.saturating_sub(span.end) as usize;
    start + before..end - behind
}

/// The paragraph of the running text that holds a place, or the nearest one before it, or behind.
fn beside(map: &Map<'_, '_>, at: usize) -> Option<Anchor> {
    let whole = |node| map.inside(node).map(|(start, end)| Anchor { start, end, blanks: Vec::new() });
    let own = map.paragraph(at).filter(|own| map.paragraphs().any(|other| other == *own)).and_then(whole);
    own.or_else(|| map.paragraphs().rev().filter(|node| node.range().start <= at).find_map(whole))
        .or_else(|| map.paragraphs().find_map(whole))
}

/// Parts beside the comments that name their paragraphs forget those that were given up.
fn forget(
    archive: &mut Archive<'_>,
    parts: &mut Parts,
    relations: &HashMap<String, Relation>,
    old: Option<&str>,
    given_up: &HashSet<&str>,
) -> Result<(), Fault> {
    let Some(old) = old.filter(|_| !given_up.is_empty()) else { return Ok(()) };
    let tree = parse("comments", old)?;
    let struck = tree
        .root_element()
        .children()
        .filter(|node| word(node) == "comment" && attribute(*node, "id").is_some_and(|id| given_up.contains(id)));
    let mut ids: HashSet<String> = struck
        .flat_map(|node| node.descendants())
        .filter_map(|node| attribute(node, "paraId"))
        .map(str::to_owned)
        .collect();
    // The last of the three knows comments by another id, which the second joins to the paragraph's.
    for kind in ["commentsExtended", "commentsIds", "commentsExtensible"] {
        let Some(name) = relations.values().find(|one| one.kind == kind).map(|one| one.target.clone()) else {
            continue;
        };
        let Some(xml) = archive.text(&name)? else { continue };
        let tree = parse(&name, &xml)?;
        let mut plan = Plan::default();
        for node in tree.root_element().children().filter(Node::is_element) {
            let own = [attribute(node, "paraId"), attribute(node, "durableId")];
            if own.iter().flatten().any(|id| ids.contains(*id)) {
                plan.cut(node.range());
                ids.extend(own.into_iter().flatten().map(str::to_owned));
            }
        }
        parts.set(&name, plan.apply(&xml));
    }
    Ok(())
}
