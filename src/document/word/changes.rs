//! A copy of a Word file with edits as tracked changes, which its reader accepts or rejects in Word. Every part but those that are
//! edited keeps its bytes.

use std::collections::BTreeSet;

use jiff::civil::Date;
use roxmltree::Node;

use super::archive::Archive;
use super::comments::raw;
use super::fault::Fault;
use super::remarks::OWN_AUTHOR;
use super::rewrite::{self, Parts};
use super::splice::{Edge, Map, Mend, Plan, escaped};
use super::xml::{attribute, child, parse, word};
use crate::document::Document;
use crate::document::origin::{Origin, Run, Stretch};
use crate::document::read::ReadError;
use crate::span::Span;

/// A copy of a file with tracked changes.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The file.
    pub bytes: Vec<u8>,
    /// For each edit whether it was put in: automatic numbers, marks of notes, tabs and what others inserted as a tracked change stay.
    pub done: Vec<bool>,
}

/// Writes a copy of a file with edits as tracked changes. `edits` are in order of place and do not touch each other; `day` stands as
/// their day.
///
/// # Errors
/// When the file is not the one that `document` was read from, or cannot be read.
pub fn with_changes(
    bytes: &[u8],
    document: &Document,
    edits: &[(Span, String)],
    day: Date,
) -> Result<Changed, ReadError> {
    let mut done = vec![false; edits.len()];
    let Some(origin) = document.origin.as_deref() else { return Ok(Changed { bytes: bytes.to_vec(), done }) };
    let mut archive = Archive::open(bytes).map_err(ReadError::from)?;
    let mut parts = Parts::default();
    for (number, name) in origin.parts.iter().enumerate() {
        let of_part = |(_, (span, _)): &(usize, &(Span, String))| part_of(origin, *span) == Some(number as u16);
        let own: Vec<_> = edits.iter().enumerate().filter(of_part).collect();
        if own.is_empty() {
            continue;
        }
        let xml = archive.text(name).map_err(ReadError::from)?;
        let xml = xml.ok_or_else(|| ReadError::from(Fault::Lacking(name.clone())))?;
        let tree = parse(name, &xml).map_err(ReadError::from)?;
        let map = Map::new(&xml, &tree);
        let mut writer =
            Writer { xml: &xml, map: &map, origin, plan: Plan::default(), blanks: BTreeSet::new(), day, id: 0 };
        writer.id = highest_id(&tree);
        for (at, (span, new)) in own {
            if let Some(slot) = done.get_mut(at) {
                *slot = writer.change(document, *span, new).is_some();
            }
        }
        parts.set(name, writer.finish());
    }
    let bytes = rewrite::rewrite(bytes, &parts)?;
    Ok(Changed { bytes, done })
}

/// The part whose runs a span is written in.
fn part_of(origin: &Origin, span: Span) -> Option<u16> {
    let stretch = origin.stretches_in(widened(span)).first()?;
    origin.runs.get(stretch.run as usize).map(|run| run.part)
}

/// What is put in between two characters stands beside the one before it.
fn widened(span: Span) -> Span {
    if span.is_empty() { Span { start: span.start.saturating_sub(1), end: span.end } } else { span }
}

fn highest_id(tree: &roxmltree::Document<'_>) -> u32 {
    let marked =
        |node: &Node<'_, '_>| matches!(word(node), "ins" | "del" | "moveFrom" | "moveTo" | "rPrChange" | "pPrChange");
    let ids = tree.root_element().descendants().filter(marked).filter_map(|node| attribute(node, "id")?.parse().ok());
    ids.max().unwrap_or(0)
}

struct Writer<'a, 'd, 'x> {
    xml: &'x str,
    map: &'a Map<'d, 'x>,
    origin: &'a Origin,
    plan: Plan,
    blanks: BTreeSet<Mend>,
    day: Date,
    id: u32,
}

impl<'d, 'x> Writer<'_, 'd, 'x> {
    /// Plans one edit, whole or not at all.
    fn change(&mut self, document: &Document, span: Span, new: &str) -> Option<()> {
        let stretches = self.origin.stretches_in(widened(span));
        let first = stretches.first()?;
        let run = self.run(first)?;
        if span.is_empty() {
            // Behind the character before it, in its look.
            is_changeable(run).then_some(())?;
            let end = raw(first, widened(span)).end;
            let edge = self.map.edge(run, end, true)?;
            self.keep_blanks(run, &edge);
            let inserted = self.inserted(run, new);
            self.plan.put(&edge, &inserted);
            return Some(());
        }
        let covered: usize = stretches.iter().map(|stretch| overlap(stretch.text, span)).sum();
        if covered != span.len() {
            return None;
        }
        let mut pieces = Vec::new();
        for stretch in stretches {
            let bytes = raw(stretch, span);
            let run = self.run(stretch)?;
            let written = self.xml.get(bytes.clone())?;
            let shown = document
                .slice(Span::new(stretch.text.start.max(span.start) as usize, stretch.text.end.min(span.end) as usize));
            // Tabs and symbols are elements, letters of old fonts read otherwise than they are written.
            if written.starts_with('<') || written != shown && !written.starts_with('&') || !is_changeable(run) {
                return None;
            }
            pieces.push((run, bytes, written));
        }
        let (edges, runs): (Vec<_>, Vec<_>) =
            pieces.iter().map(|(run, bytes, _)| (self.map.edge(*run, bytes.start, false), *run)).unzip();
        let edges: Option<Vec<Edge>> = edges.into_iter().collect();
        let edges = edges?;
        let last = edges.len() - 1;
        let inserted = if new.is_empty() { String::new() } else { self.inserted(*runs.last()?, new) };
        for (at, ((run, bytes, written), edge)) in pieces.into_iter().zip(&edges).enumerate() {
            self.keep_blanks(run, edge);
            let deleted = self.deleted(run, written);
            self.plan.put(edge, &deleted);
            if at == last {
                self.plan.put(edge, &inserted);
            }
            self.plan.cut(bytes);
        }
        Some(())
    }

    fn run(&self, stretch: &Stretch) -> Option<Node<'d, 'x>> {
        let Run { raw, .. } = self.origin.runs.get(stretch.run as usize)?;
        self.map.run(raw.start as usize)
    }

    fn keep_blanks(&mut self, run: Node<'d, 'x>, edge: &Edge) {
        if edge.is_cut() {
            self.blanks.extend(self.map.keeps_blanks(run, edge.at));
        }
    }

    fn change_xml(&mut self, element: &str, run: Node<'d, 'x>, text: &str, content: &str) -> String {
        self.id += 1;
        let properties = child(run, "rPr").and_then(|node| self.xml.get(node.range())).unwrap_or_default();
        let (id, day, declaration) = (self.id, self.day, self.map.declaration());
        format!(
            "<w:{element}{declaration} w:id=\"{id}\" w:author=\"{OWN_AUTHOR}\" w:date=\"{day}T00:00:00Z\"><w:r>{properties}<w:{text} xml:space=\"preserve\">{content}</w:{text}></w:r></w:{element}>"
        )
    }

    fn deleted(&mut self, run: Node<'d, 'x>, written: &str) -> String {
        self.change_xml("del", run, "delText", written)
    }

    fn inserted(&mut self, run: Node<'d, 'x>, new: &str) -> String {
        self.change_xml("ins", run, "t", &escaped(new))
    }

    fn finish(mut self) -> String {
        for mend in std::mem::take(&mut self.blanks) {
            self.plan.mend(mend);
        }
        self.plan.apply(self.xml)
    }
}

/// Whether a run stands where a change of its own may: not in what somebody else inserted or moved.
fn is_changeable(run: Node<'_, '_>) -> bool {
    !run.ancestors().any(|node| matches!(word(&node), "ins" | "del" | "moveTo" | "moveFrom"))
}

fn overlap(a: Span, b: Span) -> usize {
    (a.end.min(b.end) as usize).saturating_sub(a.start.max(b.start) as usize)
}
