//! Notes and the marks that point to them.

use super::{BlockId, TokenId};
use crate::span::Span;

/// A note at the foot of a page or the end of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its label as a number (`¹²` and `[^12]` → 12); absent for a label that is no number.
    pub number: Option<u32>,
    /// The label's text without decoration: `12`, `a`.
    pub label: String,
    /// Bytes of the label at the head of the note.
    pub span: Span,
    /// The block of its text.
    pub block: BlockId,
    /// How many marks point to it.
    pub marks: u32,
}

/// A mark in the text that points to a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its label as a number.
    pub number: Option<u32>,
    /// The label's text without decoration.
    pub label: String,
    /// The mark's token.
    pub token: TokenId,
    /// Bytes of the mark.
    pub span: Span,
    /// Index of the note it points to; the first of that label.
    pub note: Option<u32>,
}
