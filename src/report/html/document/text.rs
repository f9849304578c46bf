//! The words of a block, cut where marks begin and end.
//!
//! Written are the tokens with a blank where white space stood between them: what only decorates in the file (hashes, stars, bars) is no
//! token and is not shown.

use std::fmt::Write as _;

use super::note::Names;
use crate::document::{Block, BlockId, Document, TokenKind};
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

/// The block that a place begins in; for a place without words, where the missing words should stand.
pub(super) fn home(document: &Document, span: Span) -> BlockId {
    let blocks = || (0..).zip(&document.blocks);
    let words = |block: &Block| {
        let label = block.label.as_ref().is_some_and(|label| label.span.overlaps(span));
        label || document.tokens_in(block.tokens.clone()).iter().any(|token| token.span.overlaps(span))
    };
    let holds = blocks().find(|(_, block)| block.span.overlaps(span) && words(block));
    let touches = || blocks().find(|(_, block)| block.span.start <= span.start && span.start <= block.span.end);
    let follows = || blocks().find(|(_, block)| block.span.start >= span.start);
    let last = document.blocks.len().saturating_sub(1) as BlockId;
    holds.or_else(touches).or_else(follows).map_or(last, |(at, _)| at)
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
        let shown = |marked: &Marked| pieces.iter().any(|piece| piece.shows(marked.span));
        // Places without words that are shown become a sign where the words should stand.
        let (inside, mut gaps): (Vec<&Marked>, Vec<&Marked>) = self.marked.iter().partition(|marked| shown(marked));
        gaps.retain(|marked| marked.home);
        let mut cuts: Vec<u32> = inside.iter().flat_map(|marked| [marked.span.start, marked.span.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut open: Vec<&Marked> = Vec::new();
        let mut begun: Vec<(usize, Option<usize>)> = Vec::new();
        for piece in &pieces {
            gaps.retain(|gap| {
                let here = gap.span.start <= piece.span.start;
                if here {
                    self.gap(out, gap);
                }
                !here
            });
            for part in piece.parts(&cuts) {
                let over = |marked: &&&Marked| marked.span.contains(part);
                let now: Vec<&Marked> = inside.iter().filter(over).copied().collect();
                self.change(out, &mut open, now, &mut begun);
                piece.write(out, part);
            }
            let ended: Vec<&Marked> =
                inside.iter().filter(|marked| marked.span.end <= piece.span.end).copied().collect();
            self.references(out, &mut open, &ended, &mut begun);
        }
        self.change(out, &mut open, Vec::new(), &mut begun);
        for gap in gaps {
            self.gap(out, gap);
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
        begun: &mut Vec<(usize, Option<usize>)>,
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
            if !begun.contains(&key) && marked.home {
                begun.push(key);
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
        begun: &mut Vec<(usize, Option<usize>)>,
    ) {
        for marked in ended {
            // `begun` holds (finding, 0) once the number is written: related places count from 1.
            let key = (marked.finding, Some(0));
            if marked.related.is_some() || !marked.home || begun.contains(&key) {
                continue;
            }
            begun.push(key);
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
