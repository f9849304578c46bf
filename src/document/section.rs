//! The section tree.

use std::ops::Range;

use super::{BlockId, Label, SectionId, TokenId};
use crate::span::Span;

/// A section: a heading and what stands under it up to the next heading of its rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The number as written; absent for Markdown headings without one.
    pub label: Option<Label>,
    /// The block that opens it.
    pub heading: BlockId,
    /// Tokens of the title (for a numbered paragraph: of the whole paragraph).
    pub title: Range<TokenId>,
    /// Bytes of label and title.
    pub span: Span,
    /// The section around it.
    pub parent: Option<SectionId>,
    /// Depth in the tree, 0 for the outermost.
    pub depth: u32,
    /// All its blocks, heading and subsections included.
    pub blocks: Range<BlockId>,
    /// Whether nothing stands under the heading: no text, no list, no table, no subsection, and the heading itself carries
    /// no text of its own (a sentence after the title, a remark in brackets at its end).
    pub empty: bool,
    /// What its own last number should be after the sibling before it; equal to it where the sequence holds. Absent where
    /// there is no number to compare. The first child should be 1.
    pub expected: Option<u32>,
    /// For dotted numbers: whether the numbers before the last are those of the section it stands in.
    pub fits_parent: bool,
}
