//! The words of a block, cut where marks begin and end.
//!
//! Written are the tokens with a blank where white space stood between them: what only decorates in the file (hashes, stars, bars) is no
//! token and is not shown.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use super::note::Names;
use crate::document::{Block, BlockId, Document, TokenId, TokenKind};
use crate::finding::Severity;
use crate::report::visible;
use crate::report::xml::escaped;
use crate::span::Span;

/// A place to mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked {
    /// Bytes of the text.
    pub span: Span,
    /// Index of its finding.
    pub finding: usize,
    /// Number of the related place, from 1; nothing for the primary one.
    pub related: Option<usize>,
    /// How grave.
    pub severity: Severity,
    /// Whether it begins in this block; the note of a primary place stands behind it.
    pub home: bool,
}

/// Where the places of a report stand among its blocks.
pub(super) struct Homes<'d> {
    document: &'d Document,
    blocks: Order,
    tokens: Order,
}

impl<'d> Homes<'d> {
    pub fn of(document: &'d Document) -> Self {
        let blocks = Order::of(document.blocks.iter().map(|block| block.span));
        Self { document, blocks, tokens: Order::of(document.tokens.iter().map(|token| token.span)) }
    }

    /// The blocks that a place may stand in.
    pub fn near(&self, span: Span) -> impl Iterator<Item = (BlockId, &'d Block)> {
        let near = self.blocks.near(span);
        (near.start as BlockId..).zip(self.document.blocks.get(near).unwrap_or_default())
    }

    /// The block that a place begins in; for a place without words, where the missing words should stand.
    pub fn home(&self, span: Span) -> BlockId {
        let words = |block: &Block| {
            let label = block.label.as_ref().is_some_and(|label| label.span.overlaps(span));
            let near = self.tokens.near(span);
            let (from, until) = (near.start as TokenId, near.end as TokenId);
            let tokens = block.tokens.start.max(from)..block.tokens.end.min(until);
            label || self.document.tokens_in(tokens).iter().any(|token| token.span.overlaps(span))
        };
        let holds = self.near(span).find(|(_, block)| block.span.overlaps(span) && words(block));
        let touches = || {
            let mut near = self.near(Span { end: span.start, ..span });
            near.find(|(_, block)| block.span.start <= span.start && span.start <= block.span.end)
        };
        let last = self.document.blocks.len().saturating_sub(1);
        let follows = || self.blocks.follows(span.start).min(last) as BlockId;
        holds.or_else(touches).map_or_else(follows, |(at, _)| at)
    }
}

/// Spans of which nearly all stand in order, so that those near a place are looked up. Around a page break some do not.
struct Order {
    /// For each how far it and those before it reach, and where the last of these begins.
    ends: Vec<u32>,
    starts: Vec<u32>,
    /// Where the first of it and those behind it begins.
    firsts: Vec<u32>,
}

impl Order {
    fn of(spans: impl Iterator<Item = Span>) -> Self {
        let (mut ends, mut starts, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
        let (mut end, mut start) = (0, 0);
        for span in spans {
            (end, start) = (span.end.max(end), span.start.max(start));
            ends.push(end);
            starts.push(start);
            firsts.push(span.start);
        }
        let mut first = u32::MAX;
        for slot in firsts.iter_mut().rev() {
            first = first.min(*slot);
            *slot = first;
        }
        Self { ends, starts, firsts }
    }

    /// All that overlap or touch a place, and few others.
    fn near(&self, span: Span) -> Range<usize> {
        let from = self.reaches(span.start);
        from..self.firsts.partition_point(|&first| first <= span.end).max(from)
    }

    /// The first that ends at a byte or behind it.
    fn reaches(&self, byte: u32) -> usize {
        self.ends.partition_point(|&end| end < byte)
    }

    /// The first that begins at a byte or behind it.
    fn follows(&self, byte: u32) -> usize {
        self.starts.partition_point(|&start| start < byte)
    }
}

/// What is met at a piece.
#[derive(Debug, Clone, Default)]
struct Met<'a> {
    /// Signs that stand before it.
    gaps: Vec<&'a Marked>,
    /// Numbers of places that may begin here.
    begins: Vec<usize>,
    /// Numbers of places that end before it.
    ends: Vec<usize>,
    /// Places whose last words it has.
    ended: Vec<&'a Marked>,
}

/// A stretch of a block as it is shown.
struct Piece<'d> {
    span: Span,
    text: &'d str,
    /// The label of the note that a mark points to.
    note: Option<&'d str>,
}

impl Piece<'_> {
    /// Whether it is shown as it is written; blanks and marks of notes are not, and are not cut.
    fn is_written(&self) -> bool {
        self.note.is_none() && self.text.len() == self.span.len()
    }

    /// Whether a mark over these bytes shows here: what is not cut is marked whole or not at all.
    fn shows(&self, marked: Span) -> bool {
        if self.is_written() { self.span.overlaps(marked) } else { marked.contains(self.span) }
    }

    /// The piece, cut where marks begin and end.
    fn parts(&self, cuts: &[u32]) -> Vec<Span> {
        if !self.is_written() {
            return vec![self.span];
        }
        let mut parts = Vec::new();
        let mut start = self.span.start;
        while start < self.span.end {
            let next = cuts.get(cuts.partition_point(|&cut| cut <= start)).copied();
            let end = next.unwrap_or(self.span.end).min(self.span.end);
            parts.push(Span { start, end });
            start = end;
        }
        parts
    }

    fn write(&self, out: &mut String, part: Span) {
        match self.note {
            Some(label) => {
                let _ = write!(out, "<sup>{}</sup>", escaped(label));
            }
            None if self.is_written() => {
                let range = (part.start - self.span.start) as usize..(part.end - self.span.start) as usize;
                out.push_str(&shown_text(self.text.get(range).unwrap_or_default()));
            }
            None => out.push_str(self.text),
        }
    }
}

/// Writes the words of blocks with their marks.
pub(super) struct Marks<'a> {
    pub document: &'a Document,
    /// The places that concern the block.
    pub marked: &'a [Marked],
    pub names: &'a dyn Fn(usize) -> Names,
}

impl Marks<'_> {
    /// Writes the words of a block.
    pub fn write(&self, out: &mut String, block: &Block) {
        let pieces = self.pieces(block);
        let order = Order::of(pieces.iter().map(|piece| piece.span));
        let near = |marked: &Marked| pieces.get(order.near(marked.span)).unwrap_or_default();
        let shown = |marked: &Marked| near(marked).iter().any(|piece| piece.shows(marked.span));
        // Places without words that are shown become a sign where the words should stand.
        let (inside, gaps): (Vec<&Marked>, Vec<&Marked>) = self.marked.iter().partition(|marked| shown(marked));
        let gaps: Vec<&Marked> = gaps.into_iter().filter(|marked| marked.home).collect();
        let mut cuts: Vec<u32> = inside.iter().flat_map(|marked| [marked.span.start, marked.span.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        // What is met at each piece, so that no piece is held against all places.
        let mut at: Vec<Met> = vec![Met::default(); pieces.len() + 1];
        for gap in &gaps {
            at.get_mut(order.follows(gap.span.start)).into_iter().for_each(|met| met.gaps.push(gap));
        }
        for (number, marked) in inside.iter().enumerate() {
            let near = order.near(marked.span);
            at.get_mut(near.start).into_iter().for_each(|met| met.begins.push(number));
            at.get_mut(near.end).into_iter().for_each(|met| met.ends.push(number));
            at.get_mut(order.reaches(marked.span.end)).into_iter().for_each(|met| met.ended.push(marked));
        }
        let mut open: Vec<&Marked> = Vec::new();
        let mut begun = HashSet::new();
        let mut over = BTreeSet::new();
        for (piece, met) in pieces.iter().zip(&at) {
            met.gaps.iter().for_each(|gap| self.gap(out, gap));
            met.ends.iter().for_each(|number| {
                over.remove(number);
            });
            over.extend(met.begins.iter().copied());
            for part in piece.parts(&cuts) {
                let over = over.iter().filter_map(|&number| inside.get(number).copied());
                let now: Vec<&Marked> = over.filter(|marked| marked.span.contains(part)).collect();
                self.change(out, &mut open, now, &mut begun);
                piece.write(out, part);
            }
            self.references(out, &mut open, &met.ended, &mut begun);
        }
        self.change(out, &mut open, Vec::new(), &mut begun);
        if let Some(met) = at.last() {
            met.gaps.iter().for_each(|gap| self.gap(out, gap));
        }
        let rest: Vec<&Marked> = inside.iter().filter(|marked| marked.home).copied().collect();
        self.references(out, &mut open, &rest, &mut begun);
    }

    /// Label, tokens, and the blanks between them.
    fn pieces(&self, block: &Block) -> Vec<Piece<'_>> {
        let document = self.document;
        let mut pieces = Vec::new();
        let mut before: Option<u32> = None;
        if let Some(label) = &block.label {
            pieces.push(Piece { span: label.span, text: document.slice(label.span), note: None });
            before = Some(label.span.end);
        }
        for (at, token) in (block.tokens.start..).zip(document.tokens_in(block.tokens.clone())) {
            if let Some(before) = before.filter(|_| token.spaced) {
                // A page break may have put the words behind in front of those before them.
                let span = Span { start: before.min(token.span.start), end: token.span.start };
                pieces.push(Piece { span, text: " ", note: None });
            }
            let mark = || document.marks.binary_search_by_key(&at, |mark| mark.token).ok();
            let note = (token.kind == TokenKind::Mark).then(mark).flatten().and_then(|at| document.marks.get(at));
            let text = document.slice(token.span);
            pieces.push(Piece { span: token.span, text, note: note.map(|mark| mark.label.as_str()) });
            before = Some(token.span.end);
        }
        pieces
    }

    /// Ends the marks that are open and begins others, where they are not the same.
    fn change<'m>(
        &self,
        out: &mut String,
        open: &mut Vec<&'m Marked>,
        now: Vec<&'m Marked>,
        begun: &mut HashSet<(usize, Option<usize>)>,
    ) {
        let key = |marked: &&Marked| (marked.finding, marked.related);
        if open.iter().map(key).eq(now.iter().map(key)) {
            return;
        }
        if !open.is_empty() {
            out.push_str("</mark>");
        }
        *open = now;
        if open.is_empty() {
            return;
        }
        let primary = open.iter().filter(|marked| marked.related.is_none()).map(|marked| marked.severity).max();
        let style = primary.map_or("related", super::class);
        let mut notes: Vec<String> = open.iter().map(|marked| (self.names)(marked.finding).note()).collect();
        notes.dedup();
        let notes = notes.join(" ");
        let _ = write!(out, "<mark class=\"{style}\" data-f=\"{notes}\" aria-describedby=\"{notes}\"");
        // One name to an element; what begins at the same words as another has an empty element of its own.
        let mut fresh = Vec::new();
        for marked in open.iter() {
            let key = (marked.finding, marked.related);
            if marked.home && begun.insert(key) {
                let names = (self.names)(marked.finding);
                fresh.push(marked.related.map_or_else(|| names.mark(), |number| names.related(number)));
            }
        }
        let mut fresh = fresh.into_iter();
        if let Some(name) = fresh.next() {
            let _ = write!(out, " id=\"{name}\"");
        }
        out.push('>');
        for name in fresh {
            let _ = write!(out, "<span id=\"{name}\"></span>");
        }
    }

    /// The numbers of findings whose words are all written, as links to their notes.
    fn references(
        &self,
        out: &mut String,
        open: &mut Vec<&Marked>,
        ended: &[&Marked],
        begun: &mut HashSet<(usize, Option<usize>)>,
    ) {
        for marked in ended {
            // `begun` holds (finding, 0) once the number is written: related places count from 1.
            let key = (marked.finding, Some(0));
            if marked.related.is_some() || !marked.home || !begun.insert(key) {
                continue;
            }
            self.change(out, open, Vec::new(), begun);
            self.reference(out, marked);
        }
    }

    fn reference(&self, out: &mut String, marked: &Marked) {
        let (names, style) = ((self.names)(marked.finding), super::class(marked.severity));
        let note = names.note();
        let _ = write!(out, "<a class=\"ref {style}\" href=\"#{note}\" data-f=\"{note}\">{}</a>", names.number);
    }

    fn gap(&self, out: &mut String, marked: &Marked) {
        let (names, style) = ((self.names)(marked.finding), super::class(marked.severity));
        if let Some(number) = marked.related {
            // Something for the note to lead to.
            let _ = write!(out, "<span id=\"{}\"></span>", names.related(number));
            return;
        }
        let (note, name) = (names.note(), names.mark());
        let _ = write!(
            out,
            "<mark class=\"gap {style}\" id=\"{name}\" data-f=\"{note}\" aria-describedby=\"{note}\">‸</mark>"
        );
        self.reference(out, marked);
    }
}

/// Text of the document as the page shows it.
fn shown_text(text: &str) -> String {
    escaped(&visible::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_near_a_place_are_found_whatever_their_order() {
        let span = |start, end| Span { start, end };
        let spans = [span(0, 4), span(4, 9), span(20, 30), span(10, 18), span(31, 40), span(31, 33)];
        let order = Order::of(spans.into_iter());
        for (start, end) in (0..45).flat_map(|start| (start..45).map(move |end| (start, end))) {
            let place = span(start, end);
            let near = order.near(place);
            let missed = |(at, other): (usize, &Span)| {
                !near.contains(&at) && (other.overlaps(place) || other.start == end || other.end == start)
            };
            assert!(!spans.iter().enumerate().any(missed), "{place:?}");
            let first = |wanted: &dyn Fn(&Span) -> bool| spans.iter().position(wanted).unwrap_or(spans.len());
            assert_eq!(order.reaches(start), first(&|other| other.end >= start));
            assert_eq!(order.follows(start), first(&|other| other.start >= start));
        }
        assert_eq!(order.near(span(12, 13)), 2..4);
    }
}
