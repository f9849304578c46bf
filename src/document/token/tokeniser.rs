//! All stretches of a text, and what is noted while they are read.

use super::memo::Memo;
use super::{Markup, Reader, Token, markup, sentence};
use crate::document::TokenId;
use crate::document::words::Words;
use crate::span::Span;

/// So many tokens are the most that one sentence has. What is asked of a sentence, by rules and reckonings, may hold each of
/// its figures against each other one, so this bounds what a token costs. A list of all communes of a large
/// province with a figure for each has some 1,200.
const LONGEST: TokenId = 2000;

/// What was read.
#[derive(Default)]
pub(in super::super) struct Read {
    /// All tokens.
    pub tokens: Vec<Token>,
    /// Their words.
    pub words: Words,
    /// The tokens that are marks of notes.
    pub marks: Vec<TokenId>,
    /// One past each token that ends a sentence.
    pub sentence_ends: Vec<TokenId>,
    /// Where characters of [`crate::text::Class::Other`] may stand, in order.
    pub unusual: Vec<Span>,
}

/// Reads the stretches of a text one after the other, and counts its words.
pub(in super::super) struct Tokeniser<'t> {
    text: &'t str,
    markup: Markup,
    pub(super) read: Read,
    pub(super) memo: Memo,
    /// What was read, and what of it may have characters of [`crate::text::Class::Other`].
    stretches: Vec<Span>,
    pub(super) unusual: Vec<Span>,
    /// Marks of notes that look like text, in order.
    typed: Vec<Span>,
    /// The first token of the stretch that is being read, and behind it the marks that may end a sentence.
    pub(super) first: usize,
    pub(super) stops: Vec<usize>,
}

impl<'t> Tokeniser<'t> {
    /// Of a text with room for so many tokens.
    pub(in super::super) fn new(text: &'t str, markup: Markup, room: usize) -> Self {
        let (tokens, words) = (Vec::with_capacity(room), Words::with_room(room));
        let read = Read { tokens, words, ..Read::default() };
        let (stretches, unusual, typed, stops) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { text, markup, read, memo: Memo::take(), stretches, unusual, typed, first: 0, stops }
    }

    /// With the marks of notes that the text alone would not show.
    pub(in super::super) fn marking(self, typed: Vec<Span>) -> Self {
        Self { typed, ..self }
    }

    /// Reads a further stretch; see [`super::tokenise`].
    pub(in super::super) fn read(&mut self, span: Span) {
        let Some(stretch) = self.text.get(span.range()) else { return };
        let (base, markup) = (span.start, self.markup);
        self.first = self.read.tokens.len();
        let searched = markup::Searched::default();
        let from = self.typed.partition_point(|mark| mark.start < span.start);
        let inside = self.typed.iter().skip(from).take_while(|mark| mark.end <= span.end);
        let marks: Vec<Span> = inside.copied().collect();
        let mut reader = Reader { base, stretch, at: 0, seen: 0, spaced: true, searched, markup, out: self };
        for mark in marks {
            reader.stretch = until(stretch, mark.start - base);
            while reader.step() {}
            reader.stretch = stretch;
            reader.typed_mark(mark);
        }
        while reader.step() {}
        self.stretches.push(span);
        let tokens = self.read.tokens.get_mut(self.first..).unwrap_or_default();
        for end in sentence::mark_ends(self.text, tokens, &self.stops) {
            end_sentence(&mut self.read.sentence_ends, (self.first + end) as TokenId);
        }
        self.stops.clear();
    }

    /// The tokens read so far.
    pub(in super::super) fn tokens(&self) -> &[Token] {
        &self.read.tokens
    }

    /// Ends a sentence behind the last token, if none ends there.
    pub(in super::super) fn end_sentence(&mut self) {
        let end = self.read.tokens.len() as TokenId;
        end_sentence(&mut self.read.sentence_ends, end);
    }

    /// All that was read.
    pub(in super::super) fn finish(self) -> Read {
        self.memo.give_back();
        let Self { text, read, mut stretches, mut unusual, .. } = self;
        // The notes of a page may stand between two stretches that are read before them.
        stretches.sort_unstable();
        let mut from = 0;
        for Span { start, end } in stretches {
            unusual.extend((start > from).then_some(Span { start: from, end: start }));
            from = end;
        }
        unusual.push(Span::new(from as usize, text.len()));
        unusual.sort_unstable();
        unusual.dedup_by(|later, earlier| {
            let overlaps = later.start < earlier.end;
            earlier.end = if overlaps { earlier.end.max(later.end) } else { earlier.end };
            overlaps
        });
        Read { words: read.words.counted(), unusual, ..read }
    }
}

/// The part of a stretch before a place.
fn until(stretch: &str, end: u32) -> &str {
    stretch.get(..end as usize).unwrap_or(stretch)
}

/// Ends a sentence before a token, if none ends there. One that is longer than [`LONGEST`] is cut into pieces.
fn end_sentence(ends: &mut Vec<TokenId>, end: TokenId) {
    let mut last = ends.last().copied().unwrap_or(0);
    while end - last > LONGEST {
        last += LONGEST;
        ends.push(last);
    }
    if last < end {
        ends.push(end);
    }
}
