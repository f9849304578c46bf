//! Notes and the marks that point to them.
//!
//! A note is recognised by the label at the head of its line, wherever the line stands: recovered texts leave notes in the
//! middle of the page's text. Numbers in brackets (`[1]`, `(1)`) are labels of notes where marks lead to them: reports number lists like that.

use std::collections::HashMap;

use super::line::is_superscript;
use super::token::Token;
use super::{BlockId, TokenId};
use crate::source::Source;
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

impl Note {
    /// A note that no mark points to yet.
    pub(super) fn new(source: &Source, span: Span, block: BlockId) -> Self {
        let label = plain(source.slice(span));
        Self { number: label.parse().ok(), label, span, block, marks: 0 }
    }
}

/// The marks at these tokens, each linked to the first note of its label.
pub(super) fn marks(source: &Source, tokens: &[Token], marks: &[TokenId], notes: &mut [Note]) -> Vec<Mark> {
    let mut by_label: HashMap<String, u32> = HashMap::new();
    for (index, note) in notes.iter().enumerate() {
        by_label.entry(note.label.clone()).or_insert(index as u32);
    }
    let mark = |&token: &TokenId| {
        let span = tokens.get(token as usize)?.span;
        let label = plain(source.slice(span));
        let note = by_label.get(&label).copied();
        if let Some(note) = note.and_then(|note| notes.get_mut(note as usize)) {
            note.marks += 1;
        }
        Some(Mark { number: label.parse().ok(), label, token, span, note })
    };
    marks.iter().filter_map(mark).collect()
}

/// A label without decoration: `¹²` and `[^12]` → `12`.
fn plain(written: &str) -> String {
    let digit = |c: char| match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_u32(c as u32 - '⁴' as u32 + '4' as u32).unwrap_or(c),
        _ => c,
    };
    if written.starts_with(is_superscript) {
        return written.chars().filter(|c| is_superscript(*c)).map(digit).collect();
    }
    let bare = written.trim_end_matches(':').trim_start_matches("<sup>").trim_end_matches("</sup>");
    bare.trim_matches(['[', ']', '(', ')', '^']).trim().to_owned()
}
