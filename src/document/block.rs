//! Blocks: headings, paragraphs, list items, lines of the heading and signature, cells and notes.

use std::ops::Range;

use super::{Document, SectionId, TokenId};
use crate::source::Source;
use crate::span::Span;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Opens a section. A numbered paragraph (`2.1. UBND tỉnh đã ban hành …`) is one too: its label counts in the sequence.
    Heading,
    /// Running text.
    Paragraph,
    /// An item after `-`, `+`, `*`, `•`.
    Item,
    /// A cell of table `table`, `row` and `column` from 0.
    Cell {
        /// Index into [`Document::tables`].
        table: u32,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
    },
    /// A note's text; index into [`Document::notes`].
    Note(u32),
}

/// How a heading is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelKind {
    /// `Phần thứ nhất`, `PHẦN I`, `Chương II`
    Part,
    /// `A.` `B.` (a capital letter that is no Roman numeral of the running sequence)
    Capital,
    /// `I.` `II.` `IV-`
    Roman,
    /// `1.` `2.`
    Arabic,
    /// `1.1.` `2.3.1`
    Dotted,
    /// `1)` `(1)`
    Parenthesis,
    /// `a)` `b)` `đ)` `a.`
    Letter,
    /// A Markdown heading without a number.
    None,
}

/// The number of a heading as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What kind.
    pub kind: LabelKind,
    /// Its numbers, outermost first: `2.3.1` → `[2, 3, 1]`, `II` → `[2]`, `đ)` → `[5]` (the Vietnamese alphabet a b c d đ e
    /// g h i k l m n o p q r s t u v x y). A letter that alphabet does not have (f j w z) has number 0.
    pub numbers: Vec<u32>,
    /// Bytes of the label with its closing mark: `II.`, `2.3.1.`, `đ)`.
    pub span: Span,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first byte to its last, label included; covers the notes between the halves of a rejoined paragraph.
    pub span: Span,
    /// Its tokens, label and bullet excluded.
    pub tokens: Range<TokenId>,
    /// Its number, for headings.
    pub label: Option<Label>,
    /// The innermost section that holds it (for a heading: the section it opens).
    pub section: Option<SectionId>,
}

/// Builds a document from its text.
pub fn structure(source: Source) -> Document {
    let _ = source;
    todo!("written by the document reader")
}
