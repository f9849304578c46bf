//! A report as read: one text with structure on top.
//!
//! Reading is lenient about how the text came to be (typed, pasted from Word, recovered from a scan, tidy Markdown) and
//! strict about places: every part carries a byte span of the one text, and nothing is found again by searching.
//! The document knows no rule and no law: what a number, a date or a heading *means* is for facts and rules.

pub mod block;
mod columns;
mod content;
mod draft;
mod html_table;
mod join;
mod label;
mod line;
mod nest;
pub mod note;
pub mod origin;
mod page;
pub mod paint;
mod printed;
pub mod read;
pub mod section;
mod sequence;
pub mod table;
pub mod token;
mod typed;
pub mod word;
pub mod words;
mod wrap;

use std::ops::Range;

pub use block::{Block, BlockKind, Label, LabelKind};
pub use label::roman;
pub use note::{Mark, Note};
pub use origin::Origin;
pub use read::ReadError;
pub use section::Section;
pub use table::{Cell, Table};
pub use token::{Case, Token, TokenKind};
pub use words::Words;

use crate::source::Source;
use crate::span::Span;

/// Index of a block in reading order.
pub type BlockId = u32;
/// Index of a section in reading order.
pub type SectionId = u32;
/// Index of a token in reading order.
pub type TokenId = u32;

/// Which text of a file with tracked changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Revision {
    /// As if all changes were accepted.
    #[default]
    Accepted,
    /// As if all changes were rejected.
    Original,
}

/// A report: its text, and what stands where.
#[derive(Debug, Clone)]
pub struct Document {
    /// The one text with its line index. For `.md` and `.txt` in UTF-8 these are the file's own bytes.
    pub source: Source,
    /// All tokens, block after block in reading order. A paragraph that a page break cut in two has its tokens side by
    /// side although the notes of the page stand between them in the text.
    pub tokens: Vec<Token>,
    /// The different words among the tokens.
    pub words: Words,
    /// Where characters may stand that are neither letters of the Vietnamese and English alphabets nor digits nor usual marks, in
    /// order.
    pub unusual: Vec<Span>,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Sections in reading order; the tree is in their `parent`.
    pub sections: Vec<Section>,
    /// Notes at the foot of pages or the end.
    pub notes: Vec<Note>,
    /// Marks in the text that point to notes.
    pub marks: Vec<Mark>,
    /// Tables.
    pub tables: Vec<Table>,
    /// One past the last token of every sentence, in order; no sentence reaches over its block.
    pub sentence_ends: Vec<TokenId>,
    /// Where the text comes from, for files that are no plain text.
    pub origin: Option<Box<Origin>>,
}

impl Document {
    /// Reads a report from its bytes; `name` is shown to people and its ending tells the format.
    ///
    /// # Errors
    /// When the bytes are not text that can be read; the error says what they seem to be and the way out.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ReadError> {
        Self::read_revision(name, bytes, Revision::Accepted)
    }

    /// The same, with a say in what tracked changes mean.
    ///
    /// # Errors
    /// As [`Document::read`].
    pub fn read_revision(name: &str, bytes: &[u8], revision: Revision) -> Result<Self, ReadError> {
        if bytes.starts_with(b"PK") {
            let script = word::read(bytes, revision == Revision::Original)?;
            if script.text.trim().is_empty() {
                return Err(read::empty());
            }
            return Ok(block::structure_script(name, script));
        }
        let text = read::decode(bytes)?;
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(read::empty());
        }
        Ok(Self::parse(Source::new(name, text)))
    }

    /// Builds the structure of a text. Total: every text is a document.
    pub fn parse(source: Source) -> Self {
        block::structure(source)
    }

    /// Remarks that are no part of the report: HTML comments, from `<!--` to `-->`, in order. No token or fact lies in one.
    pub fn comments(&self) -> impl Iterator<Item = Span> {
        // In other files than Markdown `<!--` is text.
        line::comments(if self.origin.is_none() { self.source.text() } else { "" })
    }

    /// The text of a span.
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// The tokens of a range, empty where the range is not of this document.
    #[inline]
    pub fn tokens_in(&self, range: Range<TokenId>) -> &[Token] {
        self.tokens.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// From the first byte of the first token to the last byte of the last; empty for an empty range.
    #[inline]
    pub fn span_of(&self, range: Range<TokenId>) -> Span {
        match self.tokens_in(range) {
            [] => Span::default(),
            [only] => only.span,
            [first, .., last] => first.span.join(last.span),
        }
    }

    /// The tokens from the one that starts at a span, as far as they lie in it.
    pub fn tokens_within(&self, span: Span) -> Range<TokenId> {
        let mut start = self.tokens.partition_point(|token| token.span.start < span.start);
        // Around a paragraph that a page break cut in two, tokens are not in the order of the text.
        if self.tokens.get(start).is_none_or(|token| token.span.start != span.start) {
            start = self.tokens.iter().position(|token| token.span.start == span.start).unwrap_or(start);
        }
        let within = self.tokens.iter().skip(start).take_while(|token| token.span.end <= span.end);
        start as TokenId..(start + within.count()) as TokenId
    }

    /// The block that holds a token.
    pub fn block_of(&self, token: TokenId) -> BlockId {
        self.blocks.partition_point(|block| block.tokens.end <= token) as BlockId
    }

    /// The sentence around a token, as a range of tokens inside its block.
    pub fn sentence_of(&self, token: TokenId) -> Range<TokenId> {
        let Some(block) = self.blocks.get(self.block_of(token) as usize) else { return token..token };
        let at = self.sentence_ends.partition_point(|&end| end <= token);
        let before = at.checked_sub(1).and_then(|at| self.sentence_ends.get(at)).copied().unwrap_or(0);
        let end = self.sentence_ends.get(at).copied().unwrap_or(block.tokens.end);
        before.max(block.tokens.start)..end.min(block.tokens.end)
    }
}

#[cfg(test)]
mod tests;
